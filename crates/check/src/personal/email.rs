//! E-mail addresses.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::chars::{self, is_blank, is_invisible};
use super::context::{Frame, Words};
use super::finding::{Finding, Kind, Reason, push_stars};
use super::labels::Label;

/// Endings that make `logo@2x.png` a file and no address.
const FILES: [&str; 14] =
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css", "html", "htm", "json", "ts", "md", "rs"];

/// Pieces of local parts that name an office, in English, initials or pinyin.
const OFFICES: [&str; 33] = [
    "office",
    "xxgk",
    "zsb",
    "admin",
    "zhaosheng",
    "zhaopin",
    "jiuye",
    "xuesheng",
    "xuegong",
    "jiaowu",
    "jiaoxue",
    "caiwu",
    "renshi",
    "keyan",
    "houqin",
    "tuanwei",
    "dangwei",
    "dangban",
    "jiwei",
    "jijian",
    "jubao",
    "bangong",
    "zuzhi",
    "xuanchuan",
    "tushu",
    "xueyuan",
    "daxue",
    "yuanban",
    "xiaoban",
    "zizhu",
    "zixun",
    "fuwu",
    "caigou",
];

/// Local parts that name an office or a task, not a person.
const ROLES: [&str; 34] = [
    "admin",
    "administrator",
    "info",
    "office",
    "xxgk",
    "zsb",
    "zhaosheng",
    "zs",
    "zsjy",
    "jwc",
    "xsc",
    "dzb",
    "dangban",
    "xiaoban",
    "webmaster",
    "service",
    "support",
    "contact",
    "postmaster",
    "noreply",
    "no-reply",
    "help",
    "hr",
    "rsc",
    "jjc",
    "jiwei",
    "jubao",
    "press",
    "news",
    "sales",
    "kefu",
    "mail",
    "zhaopin",
    "bgs",
];

/// Finds the address around the `@` at byte `at`; gives the byte after it.
pub(super) fn address(text: &str, at: usize, words: &mut Words, frame: Frame, out: &mut Vec<Finding>) -> Option<usize> {
    let sign = chars::after(text, at)?.len_utf8();
    let (end, domain) = domain_part(text, at + sign)?;
    let (start, local) = local_part(text, at);
    let apart = text[at + sign..].starts_with(is_blank);
    if !local.is_empty() && (!apart || words.before(text, start, frame).near(&[Label::Email])) {
        return found(text, start..end, &local, &domain, words, frame, out);
    }
    // `wang @163.com`: a blank before the sign, where the text speaks of mail.
    let before = text[..at].trim_end_matches(is_blank).len();
    let (start, local) = local_part(text, before);
    if local.is_empty() || at - before > 3 || !words.before(text, start, frame).near(&[Label::Email]) {
        return None;
    }
    found(text, start..end, &local, &domain, words, frame, out)
}

/// Finds the address whose sign is written out, `wang(at)163.com`, at bytes `sign`.
pub(super) fn spelt(text: &str, sign: Range<usize>, frame: Frame, out: &mut Vec<Finding>) {
    let (start, local) = local_part(text, sign.start);
    if let Some((end, domain)) = domain_part(text, sign.end)
        && !local.is_empty()
    {
        found(text, start..end, &local, &domain, &mut Words::default(), frame, out);
    }
}

fn found(
    text: &str,
    range: Range<usize>,
    local: &str,
    domain: &str,
    words: &mut Words,
    frame: Frame,
    out: &mut Vec<Finding>,
) -> Option<usize> {
    let (start, end) = (range.start, range.end);
    let masked = local.contains('*');
    if local == "git" || local.starts_with("//") {
        return None;
    }
    let ahead = &text[..start];
    if ahead.ends_with("://")
        || ahead.ends_with('/')
            && !ahead.ends_with("//")
            && ahead.len() > 1
            && ahead.as_bytes()[ahead.len() - 2].is_ascii_alphanumeric()
    {
        return None;
    }
    let context = words.before(text, start, frame);
    let base = local.trim_end_matches(|c: char| c.is_ascii_digit());
    let role = ROLES.contains(&base) || names_office(local);
    let own = context.of_oneself();
    let person = own || context.of_person();
    let office = !own
        && (role
            || context.of_office()
            || (!person && context.of_contact_block())
            || (!person && is_institution(domain) && !personal_name(base)));
    let shown = mask(local, domain);
    let mut finding = Finding::new(
        Kind::Email,
        range,
        shown,
        !office && !masked,
        if office { Reason::EmailOfOffice } else { Reason::EmailAddress },
    );
    if masked {
        finding.partly_masked = true;
        finding.why = Reason::PartlyMasked;
    }
    if !masked || !context.near(&[Label::Number]) {
        out.push(finding);
    }
    Some(end)
}

fn names_office(local: &str) -> bool {
    static SEARCH: LazyLock<AhoCorasick> =
        LazyLock::new(|| AhoCorasick::new(OFFICES).expect("a short fixed list of words fits the automaton"));
    SEARCH.is_match(local)
}

fn is_institution(domain: &str) -> bool {
    [".edu.cn", ".gov.cn", ".org.cn", ".ac.cn"].iter().any(|end| domain.ends_with(end))
}

/// The local part before the sign, lower-case, and where it starts.
fn local_part(text: &str, at: usize) -> (usize, String) {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-' | b'*');
    let bytes = text.as_bytes();
    let length = bytes[..at].iter().rev().take(90).take_while(|byte| letter(**byte)).count();
    let mut start = at - length;
    let mut local = text[start..at].to_ascii_lowercase();
    // Nearly always a blank, a colon or a Chinese character ends it; an invisible one does not.
    if chars::before(text, start).is_some_and(is_invisible) {
        let from = chars::ceil(text, at.saturating_sub(90));
        let whole = |c: char| c.is_ascii() && letter(c as u8);
        start = text[from..at]
            .rfind(|c: char| !whole(c) && !is_invisible(c))
            .map_or(from, |end| from + end + chars::after(text, from + end).map_or(1, char::len_utf8));
        start += text[start..at].len() - text[start..at].trim_start_matches(is_invisible).len();
        local = text[start..at].chars().filter(|&c| whole(c)).map(|c| c.to_ascii_lowercase()).collect();
    }
    let kept = local.trim_start_matches(['.', '-', '+', '%']).len();
    let cut = local.len() - kept;
    if cut > 0 {
        // What is cut is ASCII, but invisible characters may stand between.
        start = text[start..at]
            .char_indices()
            .filter(|(_, c)| c.is_ascii())
            .nth(cut)
            .map_or(at, |(place, _)| start + place);
        local.drain(..cut);
    }
    (start, local)
}

/// The domain after the sign, lower-case, and the byte after it; it must end in a name of letters.
fn domain_part(text: &str, at: usize) -> Option<(usize, String)> {
    let begun = at + text[at..].chars().take(2).take_while(|&c| is_blank(c)).map(char::len_utf8).sum::<usize>();
    let ascii = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let bytes = &text.as_bytes()[begun..];
    let length = bytes.iter().take(120).take_while(|byte| ascii(byte)).count();
    let (domain, end) = if bytes.get(length).is_some_and(|&byte| byte >= 0x80) {
        disguised_domain(text, begun)
    } else {
        let domain = text[begun..begun + length].trim_end_matches(['.', '-']);
        (domain.to_ascii_lowercase(), begun + domain.len())
    };
    let (host, last) = domain.rsplit_once('.')?;
    let valid = last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !host.is_empty()
        && !domain.contains("..")
        && !host.starts_with(['-', '.']);
    (valid && !FILES.contains(&last)).then_some((end, domain))
}

/// The domain at byte `at` with full-width dots and invisible characters in it, and the byte after it.
fn disguised_domain(text: &str, at: usize) -> (String, usize) {
    let (mut domain, mut end, mut kept) = (String::new(), at, 0);
    for (offset, c) in text[at..].char_indices().take(120) {
        match c {
            c if c.is_ascii_alphanumeric() => {
                domain.push(c.to_ascii_lowercase());
                (end, kept) = (at + offset + 1, domain.len());
            }
            '.' | '-' => domain.push(c),
            '．' => domain.push('.'),
            c if is_invisible(c) => {}
            _ => break,
        }
    }
    domain.truncate(kept);
    (domain, end)
}

/// At most two characters of the name and three of the domain's end.
fn mask(local: &str, domain: &str) -> String {
    let front = if local.len() > 3 { 2 } else { 1 };
    let length = local.len() + 1 + domain.len();
    let mut shown = String::with_capacity(length);
    shown.push_str(&local[..front.min(local.len())]);
    let hidden = length - 3 - shown.len();
    push_stars(&mut shown, hidden);
    shown.push_str(&domain[domain.len() - 3..]);
    shown
}

/// Whether letters spell a Chinese name in pinyin: a surname and one or two syllables more.
fn personal_name(local: &str) -> bool {
    let letters: String = local.chars().filter(|c| c.is_ascii_alphabetic()).collect();
    (4..=18).contains(&letters.len())
        && SURNAMES.iter().any(|surname| {
            letters.strip_prefix(surname).is_some_and(|rest| (2..=12).contains(&rest.len()) && syllables(rest, 2))
        })
}

const SURNAMES: [&str; 74] = [
    "wang", "li", "zhang", "liu", "chen", "yang", "huang", "zhao", "wu", "zhou", "xu", "sun", "ma", "zhu", "hu", "guo",
    "he", "lin", "gao", "luo", "zheng", "liang", "xie", "song", "tang", "han", "feng", "deng", "cao", "peng", "zeng",
    "xiao", "tian", "dong", "pan", "yuan", "cai", "jiang", "yu", "du", "ye", "cheng", "su", "wei", "lv", "ding", "ren",
    "lu", "yao", "shen", "zhong", "cui", "tan", "fan", "wang", "liao", "shi", "jin", "jia", "xia", "fu", "fang", "bai",
    "zou", "meng", "xiong", "qin", "qiu", "yin", "xue", "yan", "duan", "lei", "hou",
];

/// Whether `rest` falls into at most `most` syllables: an initial and a final.
fn syllables(rest: &str, most: usize) -> bool {
    if rest.is_empty() {
        return true;
    }
    if most == 0 {
        return false;
    }
    const INITIALS: [&str; 24] = [
        "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s",
        "y", "w", "",
    ];
    const FINALS: [&str; 35] = [
        "iang", "iong", "uang", "ang", "eng", "ing", "ong", "ian", "iao", "uai", "uan", "ai", "an", "ao", "ei", "en",
        "er", "ia", "ie", "in", "iu", "ou", "ua", "ue", "ui", "un", "uo", "a", "e", "i", "o", "u", "v", "ve", "van",
    ];
    INITIALS
        .iter()
        .filter_map(|initial| rest.strip_prefix(initial))
        .any(|tail| FINALS.iter().filter_map(|last| tail.strip_prefix(last)).any(|tail| syllables(tail, most - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_pinyin_are_told_from_offices() {
        assert!(
            personal_name("zhangsan")
                && personal_name("lixiaoming")
                && personal_name("wang.xiaoer")
                && personal_name("lisi")
        );
        assert!(!personal_name("hnmzxy") && !personal_name("jwc") && !personal_name("xxgk"));
    }

    #[test]
    fn domains_end_where_the_address_ends() {
        let domain = |text: &str| domain_part(text, 0);
        assert_eq!(domain("qq.com。"), Some((6, "qq.com".into())));
        assert_eq!(domain("qq.com."), Some((6, "qq.com".into())));
        assert_eq!(domain("2x.png"), None);
        assert_eq!(domain("3.2.1"), None);
        assert_eq!(domain("localhost"), None);
    }
}
