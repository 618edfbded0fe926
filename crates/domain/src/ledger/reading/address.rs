//! Addresses as cells hold them: bare, among words, broken over lines, full width, misspelt, several, or behind a word.
//!
//! What can be followed is found and mended; what is no address of the web is refused, and a word such as 点击查看 is never
//! taken for one. Nothing is fetched.

mod danger;

use crate::address::{host, is_web};
use crate::date::half_width;
pub(super) use danger::{Danger, masked, without_session};

/// What a cell says of addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Addresses {
    /// Addresses that can be followed, in order, each once.
    pub(super) found: Vec<String>,
    /// Whether they stand there as they are, one alone.
    pub(super) literal: bool,
    /// What is left of the words around them.
    pub(super) words: String,
    /// A scheme that is not followed: javascript, file, ftp.
    pub(super) refused: bool,
    /// A blank, or commas in place of points, may have torn the address: what it would be without.
    pub(super) torn: Option<String>,
    /// Why one of them must not become a public link, with that address.
    pub(super) danger: Option<(Danger, String)>,
    /// The name of a page behind the address, which may be another beside it: …/27.htm、28.htm.
    pub(super) beside: Option<String>,
}

/// Schemes of addresses that are not those of pages.
const REFUSED: [&str; 12] = [
    "javascript:",
    "vbscript:",
    "data:",
    "file:",
    "ftp:",
    "ftps:",
    "mailto:",
    "tel:",
    "blob:",
    "about:",
    "ws:",
    "chrome:",
];

/// Words that stand in place of an address and are none.
const STANDING_FOR: [&str; 46] = [
    "见官网",
    "官网",
    "见网站",
    "见二维码",
    "二维码",
    "扫码查看",
    "扫描二维码",
    "见公众号",
    "见备注",
    "同标题",
    "见附件",
    "详见附件",
    "附件",
    "见原文",
    "已发布",
    "已公开",
    "已上网",
    "是",
    "有",
    "√",
    "点击查看",
    "点击打开",
    "点击链接",
    "点击进入",
    "点击此处",
    "点击",
    "查看",
    "查看详情",
    "查看链接",
    "查看原文",
    "详情",
    "详见",
    "详见链接",
    "链接",
    "网页链接",
    "原文链接",
    "超链接",
    "打开",
    "打开链接",
    "点此",
    "此处",
    "网址",
    "网页",
    "见链接",
    "link",
    "url",
];

/// Words that say that there is no address.
const NONE: [&str; 12] = ["无", "暂无", "没有", "/", "\\", "-", "--", "—", "——", "无链接", "无网址", "不适用"];

/// Whether the text is a word in place of an address: 点击查看, and 无.
pub(super) fn stands_for_one(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = plain.trim_matches(['[', ']', '【', '】', '(', ')', '>', '<', '→', '!', '.', '。', ':']).to_lowercase();
    STANDING_FOR.contains(&bare.as_str()) || says_none(text)
}

/// Whether the text says that there is none.
pub(super) fn says_none(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    NONE.contains(&plain.as_str())
}

/// What a cell says beside the addresses in it.
pub(super) fn words(text: &str) -> String {
    if text.is_ascii() { String::new() } else { read(text).words_around(text) }
}

impl Addresses {
    /// The words around the addresses, or the whole text where there is none.
    fn words_around(self, text: &str) -> String {
        match self.found.as_slice() {
            [] => text.to_string(),
            // An address may hold Chinese letters of its own.
            _ if self.literal => String::new(),
            _ => self.words,
        }
    }
}

/// Whether a cell holds an address, or a word in place of one.
pub(super) fn holds_one(text: &str) -> bool {
    !read(text).found.is_empty() || stands_for_one(text) && !says_none(text)
}

/// Whether a text begins with a scheme that is not followed.
pub(super) fn is_refused(text: &str) -> bool {
    let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let lower = plain.to_lowercase();
    let share = lower.match_indices("\\\\").any(|(at, _)| {
        let before = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | ';' | '.' | '/' | '\\');
        !lower[..at].ends_with(before) && lower[at + 2..].starts_with(|c: char| c.is_ascii_alphanumeric())
    });
    let local = share || matches!(lower.as_bytes(), [b'a'..=b'z', b':', b'\\' | b'/', ..]);
    // Whatever else stands before :// is a scheme that nobody follows, or one misspelt beyond mending.
    let other = lower.match_indices("://").any(|(at, _)| {
        let scheme = &lower[..at];
        let end = scheme.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(scheme, |at| &scheme[at..]);
        let end = end.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let within = scheme.strip_suffix(end).is_some_and(|before| before.ends_with(['=', '/', '&', '%']));
        !end.is_empty()
            && !within
            && !end.ends_with("http")
            && !end.ends_with("https")
            && !MISSPELT.iter().any(|(wrong, _)| *wrong == format!("{end}://"))
    });
    local || other || REFUSED.iter().any(|scheme| lower.starts_with(scheme))
}

/// Reads a cell.
pub(super) fn read(text: &str) -> Addresses {
    let mut read = found_in(text);
    let known = |address: &String| danger::danger(address).map(|kind| (kind, address.clone()));
    read.danger = read.found.iter().find_map(known).or(read.danger);
    read
}

fn found_in(text: &str) -> Addresses {
    let trimmed = text.trim();
    // One address and nothing else: most cells of large ledgers.
    if trimmed.is_ascii()
        && trimmed.starts_with("http")
        && is_web(trimmed)
        && host(trimmed).is_some()
        && !trimmed.contains([';', ',', '|', '\\'])
        && trimmed.matches("://").count() == 1
    {
        return Addresses { found: vec![trimmed.to_string()], literal: true, ..Addresses::default() };
    }
    if trimmed.is_empty() {
        return Addresses::default();
    }
    if is_refused(trimmed) || danger::is_login(&half_width(trimmed)) {
        return Addresses { refused: true, ..Addresses::default() };
    }
    if is_web(trimmed)
        && host(trimmed).is_some()
        && starts(trimmed).len() == 1
        && !trimmed.contains(['；', '，', '。', '、', '＂', '\\'])
        && !tail_of_words(trimmed)
    {
        return Addresses { found: vec![trimmed.to_string()], literal: true, ..Addresses::default() };
    }
    // What stands in brackets behind an address is none of it: …1.htm（404）.
    let mended = mended(&trimmed.replace('（', " （"));
    let mut out = Addresses::default();
    let mut words = String::new();
    let starts = starts(&mended);
    let mut end = 0;
    let mut behind = 0;
    for (at, start) in starts.iter().enumerate() {
        let next = starts.get(at + 1).copied().unwrap_or(mended.len());
        let length = length(&mended[*start..next]);
        words.push_str(&mended[end..*start]);
        end = start + length;
        behind = if at == 0 { end } else { behind };
        let rest = &mended[end..next];
        let after: String = rest.trim_start().chars().take_while(|c| c.is_ascii_graphic()).collect();
        if rest.starts_with(' ') && after.contains(['.', '/', '=']) && !after.starts_with(['(', '[']) {
            out.torn = Some(with_scheme(&format!("{}{after}", &mended[*start..end])));
        }
        let address = with_scheme(mended[*start..end].trim_end_matches(|c| TAIL.contains(&c)));
        // Of a host without a point nothing is found below, yet it would stand there as the place.
        out.danger = out.danger.or_else(|| danger::danger(&address).map(|kind| (kind, address.clone())));
        if is_web(&address) && host(&address).is_some() && !out.found.contains(&address) {
            out.found.push(address);
        }
    }
    words.push_str(&mended[end..]);
    if out.found.len() > 1 {
        out.found = current(&mended, &starts, std::mem::take(&mut out.found));
    }
    if mended.contains("/…/") || mended.contains("/.../") || mended.contains("/……/") {
        // xxgk/…/27.htm: somebody left out what cannot be guessed.
        out.torn = Some(mended.clone());
    } else if let [only] = out.found.as_slice() {
        out.beside = page_beside(&mended[behind..], only);
    } else if out.found.is_empty() {
        out.torn = dotted(&mended);
    }
    out.words = words.trim_matches(|c: char| !c.is_alphanumeric()).trim().to_string();
    out
}

/// The addresses that hold, where words before them say which was the former: 原：… 现：….
fn current(text: &str, starts: &[usize], found: Vec<String>) -> Vec<String> {
    let former = |at: usize| {
        let before = text[..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '(' | '['));
        let before = ["网址", "链接", "地址"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
        before.ends_with(['原', '旧'])
    };
    let former: Vec<bool> = starts.iter().map(|at| former(*at)).collect();
    if former.len() != found.len() || former.iter().all(|it| *it) {
        return found;
    }
    found.into_iter().zip(former).filter(|(_, former)| !former).map(|(address, _)| address).collect()
}

/// Endings of pages and files.
const PAGES: [&str; 12] =
    [".htm", ".html", ".shtml", ".jsp", ".jspx", ".asp", ".aspx", ".php", ".pdf", ".doc", ".docx", ".psp"];

/// The address of a page that is named behind another one of the same folder.
fn page_beside(behind: &str, address: &str) -> Option<String> {
    let named = |part: &&str| {
        let lower = part.to_ascii_lowercase();
        part.is_ascii()
            && !part.contains("://")
            && PAGES.iter().any(|ending| lower.len() > ending.len() && lower.ends_with(ending))
    };
    let apart = |c: char| c.is_whitespace() || matches!(c, '、' | ',' | ';' | '和' | '及' | '与');
    let page = behind.split(apart).find(named)?;
    let folder = address.rfind('/').filter(|at| *at > address.find("://").map_or(0, |at| at + 2))?;
    Some(format!("{}/{}", &address[..folder], page.trim_start_matches(['/', '.'])))
}

/// What www,x,edu,cn/1.htm would be with points.
fn dotted(text: &str) -> Option<String> {
    let dotted: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, ',' | '。' | '、') { '.' } else { c })
        .collect();
    let known = [".edu.cn", ".gov.cn", ".com", ".cn", ".net", ".org"];
    let named = host(&dotted).is_some_and(|host| known.iter().any(|end| host.ends_with(end)));
    (dotted != text && dotted.is_ascii() && named).then(|| with_scheme(&dotted))
}

/// Signs at the end of an address that belong to the sentence.
const TAIL: [char; 15] = ['.', ',', ';', ':', '(', ')', '[', ']', '>', '\'', '"', '!', '、', '。', '【'];

/// An address ends in words that are no part of it.
fn tail_of_words(text: &str) -> bool {
    STANDING_FOR.iter().any(|word| !word.is_ascii() && text.ends_with(word)) || text.ends_with(['）', '”', '》'])
}

fn with_scheme(address: &str) -> String {
    let lower = address.get(..8).unwrap_or(address).to_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https:/") {
        address.to_string()
    } else {
        format!("http://{address}")
    }
}

/// Half width, misspelt schemes mended, and what a line feed broke joined again.
fn mended(text: &str) -> String {
    let half = half_width(text);
    let mut lines: Vec<String> = Vec::new();
    for line in half.split(['\n', '\r', '\t']).map(str::trim).filter(|line| !line.is_empty()) {
        let goes_on = !line.starts_with("http") && !line.starts_with("www.") && line.is_ascii();
        match lines.last_mut() {
            // The rest of a broken address is nothing but signs of addresses, and the line before ends within one.
            Some(last)
                if goes_on && last.contains("://") && last.ends_with(|c: char| c.is_ascii()) && !line.contains(' ') =>
            {
                last.push_str(line);
            }
            _ => lines.push(line.to_string()),
        }
    }
    let mut text = lines.join("\n");
    for (wrong, right) in MISSPELT {
        if text.contains(wrong) {
            text = text.replace(wrong, right);
        }
    }
    for scheme in ["https:", "http:"] {
        text = after_scheme(&text, scheme);
    }
    if text.contains("://") {
        text = text.replace('\\', "/");
    }
    text = text.replace("http://http://", "http://").replace("https://https://", "https://");
    text.replace("http://https://", "https://").replace("https://http://", "http://")
}

/// Two strokes after a scheme where there is one or none: https:/www., http:www.
fn after_scheme(text: &str, scheme: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split(scheme).enumerate() {
        if at > 0 {
            out.push_str(scheme);
            let strokes = part.len() - part.trim_start_matches('/').len();
            if strokes == 1 || strokes == 0 && part.starts_with("www.") {
                out.push_str(&"//"[strokes..]);
            }
        }
        out.push_str(part);
    }
    out
}

/// How schemes are misspelt, the longer first.
const MISSPELT: [(&str, &str); 26] = [
    ("HTTPS://", "https://"),
    ("HTTP://", "http://"),
    ("Https://", "https://"),
    ("Http://", "http://"),
    ("htttps://", "https://"),
    ("htttp://", "http://"),
    ("hhttps://", "https://"),
    ("hhttp://", "http://"),
    ("htpps://", "https://"),
    ("htps://", "https://"),
    ("htpp://", "http://"),
    ("hppt://", "http://"),
    ("hppts://", "https://"),
    ("htt://", "http://"),
    ("htp://", "http://"),
    ("hptts://", "https://"),
    ("https;//", "https://"),
    ("http;//", "http://"),
    ("https:\\\\", "https://"),
    ("http:\\\\", "http://"),
    ("https.//", "https://"),
    ("http.//", "http://"),
    ("https//", "https://"),
    ("http//", "http://"),
    ("https: //", "https://"),
    ("http: //", "http://"),
];

/// Where addresses begin: at a scheme or at www., not within another address.
fn starts(text: &str) -> Vec<usize> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < lower.len() {
        let Some(next) = ["http://", "https://", "www."].iter().filter_map(|mark| lower[at..].find(mark)).min() else {
            break;
        };
        let start = at + next;
        let before = lower[..start].chars().next_back();
        // ?u=https://… and //www. belong to the address they stand in.
        let scheme = lower[start..].starts_with("http");
        let within = before.is_some_and(|c| {
            c.is_ascii_alphanumeric() && !scheme || matches!(c, '=' | '/' | '%' | '&' | '?' | '.' | '-' | '_' | '@')
        });
        if !within {
            found.push(start);
        }
        at = start + 4;
    }
    if found.is_empty() { bare_host(text).into_iter().collect() } else { found }
}

/// An address without scheme and www. that is the whole text: x.edu.cn/info/1.htm.
fn bare_host(text: &str) -> Option<usize> {
    let plain = text.trim();
    let path = plain.contains('/')
        || [".edu.cn", ".gov.cn", ".com", ".cn", ".net", ".org"].iter().any(|end| plain.ends_with(end));
    (path && plain.is_ascii() && !plain.contains([' ', '\n', '@', '\\']) && host(plain).is_some())
        .then(|| text.len() - text.trim_start().len())
}

/// How far an address goes: to a blank, a sign of Chinese sentences or quotation; in words, to the first Chinese letter.
fn length(text: &str) -> usize {
    let stop = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '"' | '<'
                    | '>'
                    | '“'
                    | '”'
                    | '《'
                    | '》'
                    | '、'
                    | '。'
                    | '；'
                    | '，'
                    | '（'
                    | '）'
                    | '【'
                    | '】'
                    | '|'
            )
            || ('\u{4e00}'..='\u{9fff}').contains(&c)
    };
    let end = text.find(stop).unwrap_or(text.len());
    // 甲;乙 are two; a semicolon or comma within a path is rare and written before more of it.
    let cut = text[..end].find([';', ',']).filter(|at| {
        let rest = text[*at + 1..].trim_start();
        rest.is_empty()
            || rest.starts_with("http")
            || rest.starts_with("www.")
            || !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
    });
    cut.unwrap_or(end)
}

/// Whether two addresses lead to one page: scheme, www. and a closing stroke aside.
pub(super) fn same(a: &str, b: &str) -> bool {
    let plain = |address: &str| {
        let half = half_width(address.trim());
        let rest = half.split_once("://").map_or(half.as_str(), |(_, rest)| rest);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.to_lowercase();
        let unescaped = path.trim_end_matches(['/', '#']).replace("&amp;", "&");
        format!("{}/{}", host.trim_start_matches("www."), decoded(&unescaped))
    };
    plain(a) == plain(b)
}

/// Escaped bytes as letters, where they are UTF-8.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match after {
            [a, b, ..] if *first == b'%' => {
                std::str::from_utf8(&[*a, *b]).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())
            }
            _ => None,
        };
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<String> {
        read(text).found
    }

    #[test]
    fn one_address_alone_is_literal_even_with_chinese_in_its_path() {
        for text in [
            "https://x.edu.cn/info/1/1.htm",
            "https://x.edu.cn/教务处/0",
            "http://x.cn/a?u=https://y.cn/b",
            " https://x.edu.cn/1;v=2 ",
        ] {
            let read = read(text);
            assert!(read.literal && read.found == [text.trim()], "{text}: {read:?}");
        }
    }

    #[test]
    fn addresses_are_found_among_words_and_mended() {
        for (text, wanted) in [
            ("https://x.edu.cn/info/\n1/4.htm ", "https://x.edu.cn/info/1/4.htm"),
            ("学校官网-信息公开：https://x.edu.cn/info/1/8.htm", "https://x.edu.cn/info/1/8.htm"),
            ("ｈｔｔｐｓ：／／ｘ．ｅｄｕ．ｃｎ／９", "https://x.edu.cn/9"),
            ("www.x.edu.cn/info/1/7.htm", "http://www.x.edu.cn/info/1/7.htm"),
            ("x.edu.cn/info/1/7.htm", "http://x.edu.cn/info/1/7.htm"),
            ("见（https://x.edu.cn/2.htm）。", "https://x.edu.cn/2.htm"),
            ("http//x.edu.cn/3", "http://x.edu.cn/3"),
            ("http：\\\\x.edu.cn/3", "http://x.edu.cn/3"),
            ("htpps://x.edu.cn/3", "https://x.edu.cn/3"),
            ("http://https://x.edu.cn/3", "https://x.edu.cn/3"),
            ("https://x.edu.cn/1.htm点击查看", "https://x.edu.cn/1.htm"),
            ("hppt://x.edu.cn/3", "http://x.edu.cn/3"),
            ("http:\\\\x.edu.cn\\info\\14.htm", "http://x.edu.cn/info/14.htm"),
            ("http://x.edu.cn\\info\\14.htm", "http://x.edu.cn/info/14.htm"),
            ("https:/www.x.edu.cn/17.htm", "https://www.x.edu.cn/17.htm"),
            ("http:www.x.edu.cn/17.htm", "http://www.x.edu.cn/17.htm"),
            ("http://x.edu.cn/9.htm（首页-公告）", "http://x.edu.cn/9.htm"),
            ("HTTPS://X.edu.cn/1.htm查看", "https://X.edu.cn/1.htm"),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
            assert!(!read(text).literal, "{text}");
        }
        assert_eq!(read("学校官网：https://x.edu.cn/1").words, "学校官网");
        assert_eq!(read("http://x.edu.cn/a b.htm").torn.as_deref(), Some("http://x.edu.cn/ab.htm"));
        assert_eq!(read("https://a.cn/1 https://a.cn/2").torn, None);
        for text in ["www，x，edu，cn/18.htm", "www.x。edu。cn/18.htm", "www,x,edu,cn/18.htm"] {
            let read = read(text);
            let whole = read.torn.or_else(|| read.found.into_iter().next());
            assert_eq!(whole.as_deref(), Some("http://www.x.edu.cn/18.htm"), "{text}");
        }
        assert_eq!(read("校门口，公告栏").torn, None);
        for text in ["https://x.edu.cn/info/27.htm、28.htm", "https://x.edu.cn/info/27.htm 和 28.htm"] {
            assert_eq!(read(text).beside.as_deref(), Some("https://x.edu.cn/info/28.htm"), "{text}");
        }
        for text in
            ["https://x.edu.cn/27.htm、名单.xlsx", "名单.pdf：https://x.edu.cn/27.htm", "https://x.edu.cn/27.htm"]
        {
            assert_eq!(read(text).beside, None, "{text}");
        }
    }

    #[test]
    fn several_addresses_are_several() {
        for text in [
            "https://a.cn/1\nhttps://a.cn/2",
            "https://a.cn/1；https://a.cn/2",
            "https://a.cn/1、https://a.cn/2",
            "https://a.cn/1 https://a.cn/2",
            "官网：https://a.cn/1，公众号：https://a.cn/2。",
            "https://a.cn/1https://a.cn/2",
            "https://a.cn/1;https://a.cn/2",
        ] {
            assert_eq!(found(text), ["https://a.cn/1", "https://a.cn/2"], "{text}");
        }
    }

    #[test]
    fn words_and_other_schemes_are_no_addresses() {
        for text in ["见附件", "点击查看", "查看", "链接", "【点击查看】", "无", "—", "点击查看>>"]
        {
            assert!(stands_for_one(text) && found(text).is_empty(), "{text}");
        }
        for text in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "file:///c:/a.doc",
            "ftp://a.cn/1",
            "C:\\a.doc",
            "\\\\server\\a",
            "mailto:a@b.cn",
            "gopher://a.cn/1",
            "见 xttp://a.cn/1",
        ] {
            assert!(read(text).refused && found(text).is_empty(), "{text}");
        }
        for text in ["校门口公告栏", "行政楼一楼", "名单.xlsx"] {
            assert_eq!(read(text), Addresses { words: text.into(), ..Addresses::default() }, "{text}");
        }
    }

    #[test]
    fn one_page_under_two_spellings_is_one() {
        assert!(same("http://www.x.edu.cn/1/", "https://x.edu.cn/1"));
        assert!(same("https://x.edu.cn/教务处/0", "https://x.edu.cn/%E6%95%99%E5%8A%A1%E5%A4%84/0"));
        assert!(!same("https://x.edu.cn/1", "https://x.edu.cn/2"));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_it_finds_can_be_followed(text in "\\PC{0,12}(https?[:：]//|www\\.|%e4)?\\PC{0,12}(；http://a.cn)?") {
            for address in read(&text).found {
                prop_assert!(is_web(&address), "{}", address);
            }
            let _ = same(&text, &text);
        }
    }
}
