//! Whether a text tells of who asked: what applicants said of themselves, found however it is set.
//!
//! An answer that is released to all goes without its applicant (条例第四十四条). Names, numbers and addresses are compared without
//! blanks and punctuation, in one width and one case; of an address its street with the number is enough, of a telephone its number
//! without the prefix. What stands in the school's own words as well is nobody's trace. Nothing of what is looked for is given
//! back, only which part of it was found.

use super::Applicant;
use crate::coded::coded;

coded! {
    /// A part of what applicants say of themselves.
    Part {
        /// Name of the person or organisation.
        Name = "name", "姓名或者名称";
        /// Whom to ask for, or where somebody works.
        Contact = "contact", "联系人或者工作单位";
        /// Who represents an organisation.
        Representative = "representative", "法定代表人";
        /// Telephone.
        Phone = "phone", "联系电话";
        /// Address of mail.
        Email = "email", "电子邮箱";
        /// Address of letters.
        Address = "address", "通信地址";
        /// Postal code.
        Postcode = "postcode", "邮政编码";
        /// Number of papers.
        Identity = "identity", "证件号码";
    }
}

/// From how many digits on a number is one's own wherever it stands; a shorter one may be a piece of another.
const OWN_DIGITS: usize = 8;
/// Fewest digits of a telephone.
const PHONE: usize = 7;
/// Most digits of a telephone with its prefixes.
const LONGEST_PHONE: usize = 13;
/// Words that stand beside a name and are nobody's.
const TITLES: [&str; 14] =
    ["先生", "女士", "老师", "同学", "同志", "经理", "主任", "律师", "本人", "电话", "手机", "联系人", "没有", "无"];
/// How names of organisations end, which is left out where they are named in short.
const ENDINGS: [&str; 5] = ["股份有限公司", "有限责任公司", "有限公司", "集团公司", "律师事务所"];
/// How the parts of an address end above its street.
const DISTRICTS: [char; 8] = ['省', '市', '区', '县', '旗', '镇', '乡', '州'];
/// How streets and villages end.
const STREETS: [char; 11] = ['路', '街', '巷', '弄', '道', '村', '园', '苑', '组', '里', '坊'];

/// A text in one width and case without blanks and punctuation, and where something was left out.
struct Folded {
    text: String,
    /// By byte of `text`: whether something stood before it that was left out.
    gap: Vec<bool>,
}

impl Folded {
    fn of(text: &str) -> Folded {
        let mut folded = Folded { text: String::with_capacity(text.len()), gap: Vec::with_capacity(text.len() + 1) };
        let mut gap = true;
        for c in text.chars() {
            let c = match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
                '〇' => '零',
                _ => c,
            };
            if !c.is_alphanumeric() {
                // What is seen by nobody parts nothing.
                gap |= !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
                continue;
            }
            for c in c.to_lowercase() {
                folded.text.push(c);
                folded.gap.resize(folded.text.len(), false);
                if let Some(at) = folded.gap.len().checked_sub(c.len_utf8()).and_then(|at| folded.gap.get_mut(at)) {
                    *at = gap;
                }
                gap = false;
            }
        }
        folded.gap.push(true);
        folded
    }

    /// Whether a folded text stands in it as a word or number of its own.
    fn holds(&self, sought: &str) -> bool {
        let digits = sought.bytes().filter(u8::is_ascii_digit).count();
        let alone = |inner: Option<char>, outer: Option<char>, gap: bool| match (inner, outer) {
            _ if gap => true,
            (Some(inner), Some(outer)) if inner.is_ascii_digit() && outer.is_ascii_digit() => digits >= OWN_DIGITS,
            (Some(inner), Some(outer)) => !(inner.is_ascii_alphabetic() && outer.is_ascii_alphanumeric()),
            _ => true,
        };
        self.text.match_indices(sought).any(|(at, found)| {
            let end = at + found.len();
            let gap = |at: usize| self.gap.get(at).copied().unwrap_or(true);
            alone(found.chars().next(), self.text[..at].chars().next_back(), gap(at))
                && alone(found.chars().next_back(), self.text[end..].chars().next(), gap(end))
        })
    }
}

/// Whether nothing can be seen of a text: it is empty, or all of it blank or of no width.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}'
                | '\u{180e}' | '\u{3164}' | '\u{115f}' | '\u{1160}' | '\u{ffa0}' | '\u{2800}' | '\u{034f}')
    })
}

/// What an applicant is known by.
pub struct Traces(Vec<(Part, String)>);

impl std::fmt::Debug for Traces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Traces(…)")
    }
}

impl Traces {
    /// What this applicant is known by, with the number of their papers where it is known; what stands in the school's `own` words is
    /// left out.
    pub fn of(applicant: &Applicant, identity: Option<&str>, own: &[&str]) -> Traces {
        let mut all: Vec<(Part, String)> = Vec::new();
        let mut add = |part, words: Vec<String>| all.extend(words.into_iter().map(|word| (part, word)));
        add(Part::Name, names(&applicant.name));
        add(Part::Contact, names(&applicant.contact));
        add(Part::Contact, handles(&applicant.contact));
        add(Part::Representative, names(&applicant.representative));
        for text in [&applicant.phone, &applicant.contact] {
            add(Part::Phone, phones(text));
        }
        for text in [&applicant.email, &applicant.contact] {
            add(Part::Email, mails(text));
        }
        add(Part::Address, addresses(&applicant.address));
        add(Part::Postcode, digits_of(&applicant.address).into_iter().filter(|run| run.len() == 6).collect());
        add(Part::Identity, identity.map(fold).filter(|number| number.len() >= 6).into_iter().collect());
        let own: Vec<Folded> = own.iter().map(|text| Folded::of(text)).collect();
        all.retain(|(_, word)| !own.iter().any(|text| text.text.contains(word.as_str())));
        all.sort();
        all.dedup();
        Traces(all)
    }

    /// Which parts of it a text tells.
    pub fn found_in(&self, text: &str) -> Vec<Part> {
        let text = Folded::of(text);
        let mut found: Vec<Part> = self.0.iter().filter(|(_, word)| text.holds(word)).map(|(part, _)| *part).collect();
        found.dedup();
        found
    }
}

/// Whether a text holds what could be the number of somebody's papers.
pub fn may_hold_a_number(text: &str) -> bool {
    let folded = Folded::of(text).text;
    folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|run| run.bytes().filter(u8::is_ascii_digit).count() >= PHONE)
}

impl Applicant {
    /// Whether two are the same as far as they say: one name, and a telephone, mailbox or address in common. A name alone is many
    /// people's.
    pub fn is_same(&self, other: &Applicant) -> bool {
        let both = |of: fn(&Applicant) -> Vec<String>| {
            let there = of(other);
            of(self).iter().any(|one| there.contains(one))
        };
        let name = fold(&self.name);
        !name.is_empty()
            && name == fold(&other.name)
            && (both(|one| phones(&one.phone))
                || both(|one| mails(&one.email).into_iter().take(1).collect())
                || both(|one| Some(fold(&one.address)).filter(|address| !address.is_empty()).into_iter().collect()))
    }
}

fn fold(text: &str) -> String {
    Folded::of(text).text
}

/// Names in a text: the whole of it, what stands before a bracket, and what commas and blanks part, but for titles.
fn names(text: &str) -> Vec<String> {
    let parting = |c: char| matches!(c, '、' | '，' | ',' | ';' | '；' | '/' | '／' | '\n' | '(' | '（' | ')' | '）');
    let mut words = vec![fold(text)];
    words.extend(text.split(parting).map(fold));
    // Letters are parted by blanks within one name; signs are not.
    words.extend(text.split(|c: char| parting(c) || c.is_whitespace()).filter(|word| !word.is_ascii()).map(fold));
    let short: Vec<String> = words
        .iter()
        .filter_map(|word| ENDINGS.iter().find_map(|ending| word.strip_suffix(ending)))
        .filter(|word| word.chars().count() >= 4)
        .map(str::to_string)
        .collect();
    words.extend(short);
    let bare: Vec<String> =
        words.iter().filter_map(|word| TITLES.iter().find_map(|title| word.strip_suffix(title))).map(fold).collect();
    words.extend(bare);
    let said = |word: &String| {
        let least = if word.is_ascii() { 3 } else { 2 };
        word.chars().count() >= least
            && !TITLES.contains(&word.as_str())
            && !word.bytes().all(|byte| byte.is_ascii_digit())
    };
    words.retain(said);
    words
}

/// What somebody is called by in another service: letters and digits in one word, as 微信号 and QQ号 are.
fn handles(text: &str) -> Vec<String> {
    let wide = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    let text: String = text.chars().map(wide).collect();
    let own = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let words = text.split(|c: char| !own(c)).filter(|word| word.chars().any(|c| c.is_ascii_digit() || c == '_'));
    words.map(fold).filter(|word| word.len() >= 5).collect()
}

/// Runs of digits that stand apart, in one width.
fn digits_of(text: &str) -> Vec<String> {
    let wide = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    let text: String = text.chars().map(wide).collect();
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).map(str::to_string).collect()
}

/// Numbers of telephones: as they stand, without the country's and the town's prefix.
fn phones(text: &str) -> Vec<String> {
    let of_number =
        |c: char| c.is_numeric() || matches!(c, '-' | '－' | '—' | '(' | ')' | '（' | '）' | '+' | ' ' | '\u{a0}');
    let mut found = Vec::new();
    for one in text.split(|c: char| !of_number(c)) {
        let runs = digits_of(one);
        let joined = runs.concat();
        if (PHONE..=LONGEST_PHONE).contains(&joined.len()) {
            found.push(joined);
        }
        found.extend(runs.into_iter().filter(|run| run.len() >= PHONE));
    }
    let bare: Vec<String> = found
        .iter()
        .filter_map(|number| {
            let number = number.strip_prefix("86").filter(|rest| rest.len() >= 10).unwrap_or(number);
            match number.strip_prefix('0') {
                Some(rest) if rest.starts_with(['1', '2']) && number.len() >= 10 => number.get(3..),
                Some(_) if number.len() >= 11 => number.get(4..),
                _ => Some(number),
            }
        })
        .map(str::to_string)
        .collect();
    found.extend(bare);
    found.retain(|number| number.len() >= PHONE);
    found
}

/// Mailboxes: whole, and the name in front where it is somebody's own.
fn mails(text: &str) -> Vec<String> {
    let Some((name, _)) = text.split_once('@') else { return Vec::new() };
    let name: String = name.chars().rev().take_while(|c| c.is_alphanumeric() || "._-+".contains(*c)).collect();
    let name = fold(&name.chars().rev().collect::<String>());
    let own = name.len() >= 8 || (name.len() >= 5 && name.bytes().any(|byte| byte.is_ascii_digit()));
    let whole = text.split(|c: char| c.is_whitespace() || !c.is_ascii()).find(|word| word.contains('@')).map(fold);
    whole.into_iter().chain(own.then_some(name)).filter(|word| word.len() >= 5).collect()
}

/// An address: whole, from its street on, and its street with the number.
fn addresses(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut found = Vec::new();
    let chars: Vec<char> = folded.chars().collect();
    // The postal code stands before or behind it.
    let is_code = |run: &[char]| run.len() == 6 && run.iter().all(char::is_ascii_digit);
    let chars = match chars.len() {
        n if n > 6 && is_code(&chars[..6]) => &chars[6..],
        n if n > 6 && is_code(&chars[n - 6..]) && !chars[n - 7].is_ascii_digit() => &chars[..n - 6],
        _ => &chars[..],
    };
    let whole: String = chars.iter().collect();
    if chars.len() >= 6 {
        found.push(whole);
    }
    let is_district = |at: usize| {
        DISTRICTS.contains(&chars[at]) && !(chars[at] == '区' && at > 0 && matches!(chars[at - 1], '小' | '社' | '园'))
    };
    let street = (0..chars.len()).rev().find(|at| is_district(*at)).map_or(0, |at| at + 1);
    let tail = &chars[street..];
    if tail.len() >= 4 && tail.iter().any(char::is_ascii_digit) {
        found.push(tail.iter().collect());
    }
    // 建湘路28: the last signs of a street with the number behind it, whatever stands before.
    for (at, _) in chars.iter().enumerate().filter(|(_, c)| STREETS.contains(c) || **c == '区') {
        let number = chars[at + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        if number > 0 && at > 0 {
            found.push(chars[at.saturating_sub(2)..=at + number].iter().collect());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn applicant() -> Applicant {
        Applicant {
            name: "岳阳市样本科技有限公司".into(),
            contact: "陈申请 13900139000".into(),
            representative: "李代表".into(),
            phone: "0730-8412345、138 0013 8000".into(),
            email: "chen.shen88@example.com".into(),
            address: "湖南省岳阳市岳阳楼区建湘路28号3栋502室，414000".into(),
        }
    }

    fn found(text: &str) -> Vec<Part> {
        Traces::of(&applicant(), Some("43060219900101123X"), &["示例职业学院"]).found_in(text)
    }

    #[test]
    fn every_part_of_an_applicant_is_found_however_it_is_set() {
        for (text, part) in [
            ("依岳阳市样本科技有限公司的申请", Part::Name),
            ("岳阳市样本科技　提出", Part::Name),
            ("联系 陈 申\u{200b}请", Part::Contact),
            ("法定代表人：李·代表", Part::Representative),
            ("电话１３８００１３８０００", Part::Phone),
            ("138-0013-8000", Part::Phone),
            ("+8613800138000", Part::Phone),
            ("13900139000", Part::Phone),
            ("（0730）8412345", Part::Phone),
            ("致电8412345。", Part::Phone),
            ("ＣＨＥＮ.ｓｈｅｎ８８＠ｅｘａｍｐｌｅ.com", Part::Email),
            ("邮箱名chen.shen88", Part::Email),
            ("寄到建湘路 28 号", Part::Address),
            ("岳阳楼区建湘路28号3栋502室", Part::Address),
            ("邮编：414000", Part::Postcode),
            ("证件430602 19900101 123x", Part::Identity),
        ] {
            assert!(found(text).contains(&part), "{text}: {:?}", found(text));
        }
        let contact = "微信：Abc_123；QQ 58201".to_string();
        let called = Applicant { name: "王小明同志".into(), contact, ..Applicant::default() };
        for text in ["王 小明反映", "王小明同学", "加ＡＢＣ_123", "abc 123", "QQ:58201。"] {
            assert_ne!(Traces::of(&called, None, &[]).found_in(text), [], "{text}");
        }
        for text in ["共582013元", "abc1234", "王小", "同志"] {
            assert_eq!(Traces::of(&called, None, &[]).found_in(text), [], "{text}");
        }
    }

    #[test]
    fn what_only_looks_alike_is_nobodys() {
        for text in [
            "合同金额为414000123元",
            "编号18412345678901234",
            "建湘路281号",
            "其他代表",
            "岳阳市岳阳楼区",
            "example.com",
            "合同金额为120万元。",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        let own = Applicant { name: "陈申请".into(), contact: "示例职业学院".into(), ..Applicant::default() };
        let traces = Traces::of(&own, None, &["示例职业学院", "0730-8412345"]);
        assert_eq!(traces.found_in("示例职业学院采购合同"), [], "the school is named everywhere");
    }

    #[test]
    fn nobody_is_somebody_else_by_a_name_alone() {
        let one = Applicant { name: "陈申请".into(), phone: "13800138000".into(), ..Applicant::default() };
        let again = Applicant { name: "陈 申请".into(), phone: "+86 138-0013-8000".into(), ..Applicant::default() };
        let namesake = Applicant { name: "陈申请".into(), phone: "13900139000".into(), ..Applicant::default() };
        assert!(one.is_same(&again));
        assert!(!one.is_same(&namesake));
        assert!(!Applicant::default().is_same(&Applicant::default()));
    }

    #[test]
    fn what_nobody_can_see_is_blank() {
        for text in ["", " ", "\u{3000}", "\u{200b}\u{200d}", "\u{feff}\n", "\u{2800}"] {
            assert!(is_blank(text), "{text:?}");
        }
        assert!(!is_blank("。") && !is_blank("\u{200b}甲"));
    }

    proptest! {
        #[test]
        fn no_words_make_it_panic(name in "\\PC{0,30}", address in "\\PC{0,40}", text in "\\PC{0,60}") {
            let who = Applicant { name: name.clone(), contact: text.clone(), representative: name, phone: text.clone(),
                email: text.clone(), address };
            let _ = Traces::of(&who, Some(&text), &[]).found_in(&text);
            let _ = (is_blank(&text), may_hold_a_number(&text), who.is_same(&who));
        }
    }
}
