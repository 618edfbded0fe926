//! Web addresses as ledgers and reports hold them: whether a text is one, its host, and the date it carries.
//!
//! One reader for all who ask, so that report, portal and checker cannot judge an address differently. Many site systems
//! put the day a page was made into its address; pages are moved, so such a date is a question and no proof. Nothing is
//! fetched here.

use crate::date::PartialDate;
use chrono::{DateTime, NaiveDate};

/// Years that a date in an address may have; other numbers of that shape are identifiers.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2039;

/// Seconds since 1970 that may be the time of a page: 2005 to 2035. Other numbers of that length are identifiers.
const EPOCHS: std::ops::Range<i64> = 1_104_508_800..2_082_700_000;

/// Whether the text, blanks around it aside, is one web address that can be followed: http or https, with a host and
/// without blanks, control characters, quotation marks or angle brackets.
pub fn is_web(text: &str) -> bool {
    let text = text.trim();
    let rest = ["http://", "https://"].into_iter().find_map(|scheme| {
        let begins = text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        begins.then(|| &text[scheme.len()..])
    });
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#']))
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
}

/// An address as a narrow column shows it: without scheme and `www.`, what is percent-encoded in its own words; of what is
/// still longer, or holds marks that mean something in other formats, the host and as much of the end as is plain. The
/// address that it links to stays whole, and one whose host is not plain is shown so.
pub fn short(address: &str, longest: usize) -> String {
    let address = address.trim();
    let shown = decoded(address);
    let shown = shown.split_once("://").map_or(shown.as_str(), |(_, rest)| rest).trim_end_matches('/');
    let shown = shown.strip_prefix("www.").unwrap_or(shown);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-') || is_word(c);
    let host = shown.split('/').next().unwrap_or_default();
    if host.is_empty() || !host.chars().all(plain) || shown.contains("www.") {
        return address.to_string();
    }
    if shown.chars().count() <= longest && shown.chars().all(plain) {
        return shown.to_string();
    }
    let room = longest.saturating_sub(host.chars().count() + 2).max(SHORTEST_END);
    let path = &shown[host.len()..];
    let end: Vec<char> = path.chars().skip(1).collect();
    let end = &end[end.len().saturating_sub(room)..];
    let unmarked = end.iter().rposition(|c| !plain(*c)).map_or(0, |at| at + 1);
    format!("{host}/…{}", end[unmarked..].iter().collect::<String>())
}

/// Whether a character stands in words other than Latin ones: letters with accents are more often bytes of another encoding.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && c >= '\u{2e80}'
}

/// Whether a text is how a narrow column shows this address.
pub fn is_short_of(text: &str, address: &str) -> bool {
    short(address, text.chars().count()) == text
}

/// Characters of the end of a shortened address.
const SHORTEST_END: usize = 10;

/// An address with its percent-encoded words decoded, where they are words: valid UTF-8 without blanks, marks of addresses
/// or control characters. What is something else stays as it is.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, behind @ ..] = rest {
        let digits = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match digits.filter(|_| *first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) if byte >= 0x80 => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| text.chars().all(|c| c.is_ascii() || is_word(c)))
        .unwrap_or_else(|| address.to_string())
}

/// Endings of files, which without a scheme before them are no host names.
const FILES: [&str; 16] = [
    "htm", "html", "shtml", "asp", "aspx", "jsp", "php", "doc", "docx", "xls", "xlsx", "pdf", "txt", "csv", "zip",
    "jpg",
];

/// The host name in lower case, without `www.`, user and port: what makes two addresses one site. Without a scheme only what
/// looks like a host of the web is one: `zsc.example.cn/a`, not `名单.xlsx`.
pub fn host(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = match address.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (false, address),
    };
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let named = match authority.rsplit_once('@') {
        Some((_, named)) if scheme => named,
        Some(_) => return None,
        None => authority,
    };
    let named = named.split(':').next()?.trim_end_matches('.').to_lowercase();
    let host = named.strip_prefix("www.").unwrap_or(&named);
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let last = host.rsplit('.').next()?;
    let plausible = scheme
        || host.is_ascii() && last.len() > 1 && last.bytes().all(|b| b.is_ascii_lowercase()) && !FILES.contains(&last);
    (host.contains('.') && host.len() > 3 && plausible && host.split('.').all(label)).then(|| host.to_string())
}

/// Whether an address leads into a network of the school's own, where readers outside cannot follow it: a private number
/// (RFC 1918), this machine, or a name without a point.
pub fn is_internal(address: &str) -> bool {
    let Some((_, rest)) = address.trim().split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let named = authority.rsplit_once('@').map_or(authority, |(_, named)| named);
    let host = named.split(':').next().unwrap_or_default();
    match host.parse::<std::net::Ipv4Addr>() {
        Ok(number) => number.is_private() || number.is_loopback() || number.is_link_local(),
        Err(_) => !host.is_empty() && !host.starts_with('[') && !host.contains('.'),
    }
}

/// The day, or month, that the path of an address carries: `/2023/10/27/`, `/2023/1027/`, `_2023-10-27.`, `t20231027_`,
/// seconds or milliseconds since 1970 read in China's time, `/202310/`. Host, query and fragment do not count.
pub fn carried_date(address: &str) -> Option<PartialDate> {
    let plain = address.split(['?', '#']).next()?;
    let rest = plain.split_once("://").map_or(plain, |(_, rest)| rest);
    let path = &rest[rest.find('/')?..];
    let runs = runs(path);
    let spelled = runs.iter().enumerate().find_map(|(at, run)| spelled(path, run, &runs[at + 1..]));
    // A folder of the month may hold a page with a finer number; that is looked for first.
    let day = spelled.or_else(|| path.split(['/', '.', '_', '-']).find_map(numbered));
    day.map(PartialDate::Day).or_else(|| runs.iter().find_map(|run| month_folder(path, run)))
}

/// A run of digits in a path.
struct Run<'a> {
    digits: &'a str,
    start: usize,
    end: usize,
}

impl Run<'_> {
    fn before(&self, path: &str) -> Option<u8> {
        path.as_bytes().get(self.start.checked_sub(1)?).copied()
    }

    fn after(&self, path: &str) -> Option<u8> {
        path.as_bytes().get(self.end).copied()
    }
}

fn runs(path: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, byte) in path.bytes().enumerate() {
        match (byte.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                runs.push(Run { digits: &path[from..at], start: from, end: at });
                start = None;
            }
            _ => {}
        }
    }
    runs.extend(start.map(|from| Run { digits: &path[from..], start: from, end: path.len() }));
    runs
}

/// A date divided by `/`, `-` or `_` that begins with this run; `next` are the runs behind it.
fn spelled(path: &str, first: &Run<'_>, next: &[Run<'_>]) -> Option<NaiveDate> {
    let divides = |byte: Option<u8>| matches!(byte, Some(b'/' | b'-' | b'_'));
    let ends = |byte: Option<u8>| byte.is_none() || byte == Some(b'.') || divides(byte);
    let follows = |run: &Run<'_>, before: &Run<'_>| divides(before.after(path)) && run.start == before.end + 1;
    if !divides(first.before(path)) {
        return None;
    }
    let second = next.first().filter(|second| follows(second, first))?;
    let short = |run: &Run<'_>| run.digits.len() <= 2;
    match first.digits.len() {
        4 if short(second) => {
            let third =
                next.get(1).filter(|third| follows(third, second) && short(third) && ends(third.after(path)))?;
            date(first.digits, second.digits, third.digits)
        }
        4 if second.digits.len() == 4 => {
            let whole =
                first.before(path) == Some(b'/') && [first, second].iter().all(|run| run.after(path) == Some(b'/'));
            whole.then(|| date(first.digits, &second.digits[..2], &second.digits[2..]))?
        }
        5 | 6 if short(second) && ends(second.after(path)) => {
            date(&first.digits[..4], &first.digits[4..], second.digits)
        }
        _ => None,
    }
}

/// The day in a piece of a path that is a number, perhaps behind one letter.
fn numbered(piece: &str) -> Option<NaiveDate> {
    let digits = piece.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(piece);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let seconds = match digits.len() {
        8 => return date(&digits[..4], &digits[4..6], &digits[6..]),
        10 => digits.parse().ok()?,
        13 => digits.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    // China has had UTC+8 without summer time all along.
    let local = DateTime::from_timestamp(seconds + 8 * 3600, 0).filter(|_| EPOCHS.contains(&seconds))?;
    Some(local.date_naive())
}

fn month_folder(path: &str, run: &Run<'_>) -> Option<PartialDate> {
    let folder = run.digits.len() == 6 && run.before(path) == Some(b'/') && run.after(path) == Some(b'/');
    let (year, month) = run.digits.split_at_checked(4).filter(|_| folder)?;
    let year = year.parse().ok().filter(|year| YEARS.contains(year))?;
    month.parse().ok().filter(|month| (1..=12).contains(month)).map(|month| PartialDate::Month(year, month))
}

fn date(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let year = year.parse().ok().filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn carries(address: &str, want: &str) {
        assert_eq!(carried_date(address).map(|date| date.to_string()).unwrap_or_default(), want, "{address}");
    }

    #[test]
    fn an_address_within_the_schools_own_network_is_known() {
        for address in [
            "https://172.16.1.5/oa/29",
            "http://10.0.0.8:8080/a",
            "http://192.168.1.1",
            "http://oa/1",
            "http://127.0.0.1/",
        ] {
            assert!(is_internal(address), "{address}");
        }
        for address in ["https://x.edu.cn/1", "https://172.32.1.5/", "http://202.103.24.68/a", "校门口", "https://"]
        {
            assert!(!is_internal(address), "{address}");
        }
    }

    #[test]
    fn dates_in_addresses_are_read() {
        carries("https://a.example.cn/column/xxgk/content/1698378136424.shtml", "2023-10-27");
        carries("https://a.example.cn/content/1690339762925.shtml", "2023-07-26");
        carries("https://a.example.cn/content/1686889415331.shtml", "2023-06-16");
        carries("https://a.example.cn/content/1698378136.html", "2023-10-27");
        carries("https://a.example.cn/info/1686889415", "2023-06-16");
        carries("https://a.example.cn/2023/10/27/c1.htm", "2023-10-27");
        carries("http://a.example.cn/art/2023/10/27/art_1_2.html", "2023-10-27");
        carries("https://a.example.cn/2023/1030/c2361a199419/page.htm", "2023-10-30");
        carries("https://a.example.cn/art/20231027/1.html", "2023-10-27");
        carries("https://a.example.cn/t20231027_2.html", "2023-10-27");
        carries("http://a.example.cn/c1/202310/t20231027_99.html", "2023-10-27");
        carries("https://a.example.cn/notice-2023-9-7.html", "2023-09-07");
        carries("https://a.example.cn/xxgk/2023_10_27", "2023-10-27");
        carries("https://a.example.cn/202310/27/a.html", "2023-10-27");
        carries("/2023/10/27/a.html", "2023-10-27");
        carries("www.a.example.cn/2023/10/27/a.html", "2023-10-27");
    }

    #[test]
    fn a_folder_of_the_month_carries_the_month_alone() {
        carries("http://a.example.cn/c1/202310/a.html", "2023-10");
        carries("http://a.example.cn/202310/1572.htm", "2023-10");
        carries("http://a.example.cn/202313/1572.htm", "");
    }

    #[test]
    fn a_date_written_out_goes_before_a_number_that_may_be_one() {
        carries("https://a.example.cn/2023/10/30/1686889415331.html", "2023-10-30");
    }

    #[test]
    fn identifiers_hosts_and_queries_carry_no_date() {
        carries("https://a.example.cn/info/1003/1572.htm", "");
        carries("https://a.example.cn/info/1012/3417.htm", "");
        carries("https://a.example.cn/p/98765432.htm", "");
        carries("https://a.example.cn/p/9876543210.htm", "");
        carries("https://a.example.cn/content/9999999999999.html", "");
        carries("https://20231027.example.cn/", "");
        carries("https://20231027.example.cn", "");
        carries("http://a.example.cn/list?save=20231027", "");
        carries("http://a.example.cn/list#/2023/10/27/", "");
        carries("http://a.example.cn/2023/13/27/", "");
        carries("http://a.example.cn/ab20231027cd/", "");
        carries("http://a.example.cn/1899/10/27/", "");
        carries("教学楼公告栏", "");
    }

    #[track_caller]
    fn on(address: &str, want: &str) {
        assert_eq!(host(address).unwrap_or_default(), want, "{address}");
    }

    #[test]
    fn the_host_is_what_makes_two_addresses_one_site() {
        on("http://zsc.example.cn/", "zsc.example.cn");
        on("HTTPS://WWW.Example.CN:8443/a?b", "example.cn");
        on("https://user:word@a.example.cn./x", "a.example.cn");
        on("https://a.example.cn?x=1", "a.example.cn");
        on("www.example.cn/a", "example.cn");
        on("zsc.example.cn", "zsc.example.cn");
        on("jyzx-example.com:80/2023/a.html", "jyzx-example.com");
        on(" https://岳阳.中国/ ", "岳阳.中国");
        on("http://10.0.0.8/a", "10.0.0.8");
    }

    #[test]
    fn what_has_no_host_name_gives_none() {
        for text in [
            "",
            "http://",
            "http://localhost/",
            "名单.xlsx",
            "list.xlsx",
            "教学楼公告栏",
            "http://a..cn/",
            "http://[::1]/",
            "mail@a.cn",
            "2023.10.27",
            "a.html?x=http",
            "公众号.民院新青年",
            "见官网 a.cn",
        ] {
            on(text, "");
        }
    }

    #[test]
    fn only_what_can_be_followed_is_a_web_address() {
        for text in ["http://a.cn", "https://a.cn/1", "HTTPS://a.cn/1", "http://a.cn/公示.html", " https://a.cn/1\n"]
        {
            assert!(is_web(text), "{text}");
        }
        for text in [
            "",
            "http",
            "httpd 公告",
            "http:/a.cn",
            "http://",
            "https:///a",
            "ftp://a.cn",
            "www.a.cn",
            "javascript:alert(1)",
            "https://a.cn/1 https://a.cn/2",
            "https://a.cn/\"onclick",
            "https://a.cn/<b>",
            "见 https://a.cn",
            "ｈttp",
        ] {
            assert!(!is_web(text), "{text}");
        }
    }

    #[test]
    fn a_narrow_column_shows_the_words_of_an_address_or_its_host_and_end() {
        let shown = |address: &str| short(address, 34);
        assert_eq!(shown("https://www.a.edu.cn/info/1001/2.htm"), "a.edu.cn/info/1001/2.htm");
        assert_eq!(shown("http://a.edu.cn/"), "a.edu.cn");
        assert_eq!(shown("https://a.cn/%E9%80%9A%E7%9F%A5/1"), "a.cn/通知/1");
        // What is no word stays out, and so do marks that Markdown would take for its own.
        assert_eq!(shown("https://a.cn/%CD%A8/1"), "a.cn/…A8/1");
        assert_eq!(shown("https://a.cn/list.htm?id=1&x_y=2"), "a.cn/…2");
        let long = shown("https://xxgk.example.edu.cn/info/1023/45678/zhaoshengzhangcheng2023.htm");
        assert_eq!((long.as_str(), long.chars().count()), ("xxgk.example.edu.cn/…cheng2023.htm", 34));
        assert_eq!(shown("http://a.cn:8080/1"), "http://a.cn:8080/1");
        for address in ["https://www.a.edu.cn/1", "https://a.cn/x_y/%E9%80%9A", "http://a.cn:8080/1"] {
            assert!(is_short_of(&shown(address), address), "{address}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_short_address_panic(text in "\\PC{0,60}", longest in 0usize..60) {
            let _ = short(&text, longest);
        }

        #[test]
        fn no_text_makes_reading_an_address_panic(text in "\\PC{0,40}|(https?://)?[a-z./_\\-0-9二]{0,40}") {
            let _ = (is_web(&text), host(&text), carried_date(&text));
        }

        #[test]
        fn every_day_is_read_from_every_way_of_writing_it(days in 0u64..10_000) {
            let day = NaiveDate::from_ymd_opt(2005, 1, 2).unwrap() + chrono::Days::new(days);
            let noon = day.and_hms_opt(4, 0, 0).unwrap().and_utc();
            for path in [
                day.format("/%Y/%m/%d/").to_string(),
                day.format("/%Y/%m%d/page.htm").to_string(),
                day.format("/%Y%m/t%Y%m%d_1.htm").to_string(),
                day.format("/a-%Y-%-m-%-d.htm").to_string(),
                format!("/{}.htm", noon.timestamp()),
                format!("/content/{}.shtml", noon.timestamp_millis()),
            ] {
                prop_assert_eq!(carried_date(&format!("https://a.cn{path}")), Some(PartialDate::Day(day)), "{}", path);
            }
        }
    }
}
