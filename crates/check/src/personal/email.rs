//! E-mail addresses.

use super::chars::{self, is_invisible};
use super::context::Context;
use super::finding::{Finding, Kind, Reason};
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
pub(super) fn address(
    text: &str,
    at: usize,
    context: impl Fn(usize) -> Context,
    out: &mut Vec<Finding>,
) -> Option<usize> {
    let sign = chars::after(text, at)?.len_utf8();
    let (start, local) = local_part(text, at);
    let (end, domain) = domain_part(text, at + sign)?;
    let masked = local.contains('*');
    if local.is_empty() || local == "git" || local.starts_with("//") {
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
    let context = context(start);
    let base = local.trim_end_matches(|c: char| c.is_ascii_digit());
    let role = ROLES.contains(&base) || OFFICES.iter().any(|word| local.contains(word));
    let institution = domain.ends_with(".edu.cn")
        || domain.ends_with(".gov.cn")
        || domain.ends_with(".org.cn")
        || domain.ends_with(".ac.cn");
    let own = context.plain().contains("个人") || context.plain().contains("本人");
    let person = own || context.of_person();
    let office = !own
        && (role
            || context.of_office()
            || (context.of_contact_block() && !person)
            || (institution && !person && !personal_name(base)));
    let shown = format!("{}@{domain}", &local);
    let mut finding = Finding::new(
        Kind::Email,
        start..end,
        mask(&shown),
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

/// The local part before the sign, lower-case, and where it starts.
fn local_part(text: &str, at: usize) -> (usize, String) {
    let from = chars::ceil(text, at.saturating_sub(90));
    let mut letters = Vec::new();
    for (offset, c) in text[from..at].char_indices().rev() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '*') {
            letters.push((from + offset, c.to_ascii_lowercase()));
        } else if !is_invisible(c) {
            break;
        }
    }
    while letters.last().is_some_and(|last| matches!(last.1, '.' | '-' | '+' | '%')) {
        letters.pop();
    }
    (letters.last().map_or(at, |last| last.0), letters.iter().rev().map(|letter| letter.1).collect())
}

/// The domain after the sign, lower-case, and the byte after it; it must end in a name of letters.
fn domain_part(text: &str, at: usize) -> Option<(usize, String)> {
    let mut letters = Vec::new();
    for (offset, c) in text[at..].char_indices().take(120) {
        let end = at + offset + c.len_utf8();
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') => letters.push((end, c.to_ascii_lowercase())),
            '．' => letters.push((end, '.')),
            c if is_invisible(c) => {}
            _ => break,
        }
    }
    while letters.last().is_some_and(|last| matches!(last.1, '.' | '-')) {
        letters.pop();
    }
    let end = letters.last()?.0;
    let domain: String = letters.iter().map(|letter| letter.1).collect();
    let (host, last) = domain.rsplit_once('.')?;
    let valid = last.len() >= 2
        && last.chars().all(|c| c.is_ascii_alphabetic())
        && !host.is_empty()
        && !domain.contains("..")
        && !host.starts_with(['-', '.']);
    (valid && !FILES.contains(&last)).then_some((end, domain))
}

/// At most two characters of the name and three of the domain's end.
fn mask(shown: &str) -> String {
    let length = shown.chars().count();
    let front = if shown.find('@').unwrap_or(0) > 3 { 2 } else { 1 };
    shown.chars().enumerate().map(|(at, c)| if at < front || at + 3 >= length { c } else { '*' }).collect()
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
