//! Mobile and fixed-line numbers of mainland China.
//!
//! A mobile number belongs to a person even where an office gives it as its own, so it is always
//! reported, with less certainty there. A fixed line is an office's unless the text says otherwise;
//! hotlines (400, 800, 5 digits) are never personal and are not looked for.

use std::borrow::Cow;

use super::chain::{Chain, Gap};
use super::chars::{self, is_blank};
use super::context::{Context, Distance, Token, is_amount, token};
use super::finding::{Finding, Kind, Reason, mask_digits};
use super::identity::{is_day, number};
use super::labels::Label;

/// What speaks of telephones.
pub(super) const PHONES: [Label; 4] = [Label::Mobile, Label::Phone, Label::Home, Label::Office];

/// Whether 11 digits begin with a prefix in use (工业和信息化部 号码资源, as of 2024).
pub(super) fn is_mobile(digits: &[u8]) -> bool {
    digits.len() == 11
        && digits[0] == 1
        && match digits[1] {
            3 | 8 => true,
            4 => (4..=9).contains(&digits[2]),
            5 => digits[2] != 4,
            6 => matches!(digits[2], 2 | 5..=7),
            7 => digits[2] != 9,
            9 => digits[2] != 4,
            _ => false,
        }
}

/// Finds a mobile number in groups `from..=to`.
pub(super) fn mobile(text: &str, chain: &Chain, from: usize, to: usize, context: &Context<'_>, out: &mut Vec<Finding>) {
    let digits = chain.digits_of(from, to);
    let prefix = match digits {
        [0, 0, 8, 6, ..] if digits.len() == 15 => 4,
        [8, 6, ..] if digits.len() == 13 => 2,
        [0, ..] if digits.len() == 12 => 1,
        _ if digits.len() == 11 => 0,
        _ => return,
    };
    let bare = &digits[prefix..];
    if !is_mobile(bare) {
        return;
    }
    let spoken = context.near(&PHONES)
        || (context.about(&PHONES) && context.frame().label.is_some())
        || context.about(&[Label::Mobile, Label::Home]);
    let Some(grouping) = grouping(chain, from, to, prefix).filter(|&grouping| spoken || grouping != Grouping::Row)
    else {
        return;
    };
    let mut start = chain.groups[from].range.start;
    let end = chain.groups[to].range.end;
    let plus = text[..start].ends_with(['+', '＋']);
    if prefix == 1 && !spoken || (prefix > 0 && !plus && !spoken && from == to && prefix != 2) {
        return;
    }
    if plus && prefix == 2 {
        start -= text[..start].chars().next_back().map_or(0, char::len_utf8);
        if chain.groups.get(from + 1).is_some_and(|group| group.gap == Gap::Bracket && from < to)
            && text[..start].ends_with(['(', '（'])
        {
            start -= text[..start].chars().next_back().map_or(0, char::len_utf8);
        }
    }
    let Some((certain, why)) = judge(text, chain, (from, to), (start, end), context, spoken) else { return };
    if prefix == 0 && from < to && chain.groups[from + 1].gap == Gap::Bracket && text[..start].ends_with(['(', '（']) {
        start -= text[..start].chars().next_back().map_or(0, char::len_utf8);
    }
    let sure = certain && (grouping == Grouping::Clear || spoken);
    let why = if certain && !sure { Reason::MobileUnsure } else { why };
    out.push(Finding::new(Kind::Mobile, start..end, mask_digits(bare), sure, why));
}

/// Whether the words and signs around let it be a telephone number, and how surely.
fn judge(
    text: &str,
    chain: &Chain,
    groups: (usize, usize),
    bytes: (usize, usize),
    context: &Context<'_>,
    spoken: bool,
) -> Option<(bool, Reason)> {
    let (from, to) = groups;
    let named = if from == 0 { context.named() } else { None };
    if matches!(
        named,
        Some(
            Label::Number
                | Label::Student
                | Label::Credit
                | Label::Amount
                | Label::OrgAccount
                | Label::IdCard
                | Label::BankCard
                | Label::Paper
        )
    ) {
        return None;
    }
    if is_amount(text, bytes.0, bytes.1) {
        return None;
    }
    match token(text, bytes.0, bytes.1) {
        Token::Plain => {}
        // `?tel=138…` says what it is; other digits of an address are as likely the number of a page.
        Token::Url if matches!(named, Some(Label::Mobile | Label::Phone | Label::Home)) => {}
        Token::Url => return None,
        Token::File => return Some((false, Reason::MobileUnsure)),
        _ if spoken => {}
        _ => return None,
    }
    let before = chain.groups[from].gap;
    let next = chain.groups.get(to + 1).map_or(Gap::None, |group| group.gap);
    if before == Gap::Dot && !spoken && !(from == 1 && numbers_a_line(text, chain)) {
        return None;
    }
    // A number of a list entry stands before a name; alone on its line it is as likely the whole of a decimal.
    if before == Gap::Dot && !spoken {
        let rest = text[bytes.1..].strip_prefix(',');
        let ends = |rest: &str| rest.trim_start_matches([' ', '\r']).chars().next().is_none_or(|c| c == '\n');
        if rest.is_some_and(ends) {
            return None;
        }
        if ends(&text[bytes.1..]) {
            return Some((false, Reason::MobileUnsure));
        }
    }
    // A spreadsheet turned into text may write 13800000000.0; any other fraction makes it no number of a person.
    if next == Gap::Dot && chain.digits_of(to + 1, to + 1) != [0] && chain.groups[to + 1].len != 11 && !spoken {
        return None;
    }
    // `张三-138…` is a telephone, `-138…` in a row of figures is a sum below nought.
    if !spoken && text[..bytes.0].ends_with('-') && !text[..bytes.0 - 1].ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    if (before == Gap::Hyphen || next == Gap::Hyphen) && !spoken {
        return Some((false, Reason::MobileUnsure));
    }
    if matches!(named, Some(Label::Account | Label::Passport | Label::Travel)) {
        return Some((false, Reason::MobileUnsure));
    }
    if context.of_office() {
        return Some((false, Reason::MobileOfOffice));
    }
    Some((true, Reason::MobileRange))
}

/// Whether the chain's first group is the number of a list entry (`1.13800000000`) and no integer part.
fn numbers_a_line(text: &str, chain: &Chain) -> bool {
    let first = &chain.groups[0];
    let ahead = text[..first.range.start].trim_end_matches(is_blank);
    first.len <= 2 && chain.digits[0] != 0 && (ahead.is_empty() || ahead.ends_with('\n'))
}

/// How the digits of a mobile number are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grouping {
    /// As people write one.
    Clear,
    /// As converters and wrapped lines leave one; not certain without a word that says so.
    Odd,
    /// As a row of figures has it too; nothing without a word that says so.
    Row,
}

/// How groups `from..=to` are cut, `None` when no mobile number is.
fn grouping(chain: &Chain, from: usize, to: usize, prefix: usize) -> Option<Grouping> {
    let groups = &chain.groups[from..=to];
    if groups.len() == 1 {
        return Some(Grouping::Clear);
    }
    let mut lens: Vec<usize> = groups.iter().map(|group| group.len).collect();
    // A country code in a group of its own is taken off, one glued to the number is cut from it.
    if prefix > 0 {
        if lens[0] == prefix {
            lens.remove(0);
        } else if lens[0] > prefix {
            lens[0] -= prefix;
        }
    }
    let inner = &groups[groups.len() - lens.len()..];
    let gaps: Vec<Gap> = inner.iter().skip(1).map(|group| group.gap).collect();
    let country = groups.len() > lens.len();
    if country && !matches!(inner[0].gap, Gap::Blank | Gap::Hyphen | Gap::Bracket) {
        return None;
    }
    if lens.len() == 1 {
        return Some(Grouping::Clear);
    }
    if !gaps.iter().all(|&gap| gap == gaps[0])
        && gaps.iter().any(|gap| !matches!(gap, Gap::Blank | Gap::Hyphen | Gap::Break))
    {
        return None;
    }
    let edge = |gap: Gap| gap != gaps[0];
    let alone =
        (from == 0 || edge(chain.groups[from].gap)) && chain.groups.get(to + 1).is_none_or(|group| edge(group.gap));
    let broken = gaps.contains(&Gap::Break);
    match (gaps[0], &lens[..]) {
        // Two lines of a column of figures would do too, if more stood beside them.
        (Gap::Break, [_, _]) if from == 0 && to + 1 == chain.groups.len() => Some(Grouping::Odd),
        (Gap::Break, [_, _]) => Some(Grouping::Row),
        (Gap::Blank | Gap::Hyphen | Gap::Dot, [3, 4, 4]) => {
            Some(if alone || country { Grouping::Clear } else { Grouping::Row })
        }
        (Gap::Blank | Gap::Hyphen, [3, 8] | [7, 4] | [4, 3, 4] | [3, 3, 5]) => {
            Some(if alone { Grouping::Odd } else { Grouping::Row })
        }
        (Gap::Blank | Gap::Hyphen, [4, 4, 3]) => Some(Grouping::Row),
        (Gap::Blank | Gap::Hyphen, lens) if lens.iter().all(|&len| len == 1) => {
            Some(if alone { Grouping::Clear } else { Grouping::Row })
        }
        (Gap::Bracket, [3, 8]) => Some(Grouping::Row),
        (Gap::Blank | Gap::Hyphen | Gap::Break | Gap::Dot, lens) if lens.len() <= 4 && (alone || broken) => {
            Some(Grouping::Row)
        }
        _ => None,
    }
}

/// Length of the area code at the head of `digits` (with its leading 0), if it is one in use.
///
/// The spans are the area codes of the numbering plan; the holes inside them are few and harmless.
pub(super) fn area_code(digits: &[u8]) -> Option<usize> {
    let [0, first, second, rest @ ..] = digits else { return None };
    match (first, second, rest.first()) {
        (1, 0, _) => Some(3),
        (2, 0..=5 | 7..=9, _) => Some(3),
        (3..=9, _, Some(third)) => {
            let code = u32::from(*first) * 100 + u32::from(*second) * 10 + u32::from(*third);
            matches!(
                code,
                310..=319 | 335 | 349..=359 | 370..=379 | 391..=398 | 410..=419 | 421 | 427 | 429 | 431..=440 | 451..=459 | 464 | 467..=483
                    | 510..=520 | 523 | 527 | 530..=539 | 543 | 546 | 550..=566 | 570..=580 | 591..=599 | 631..=635 | 660 | 662 | 663 | 668
                    | 691 | 692 | 701 | 710..=719 | 722 | 724 | 728 | 730..=739 | 743..=746 | 750..=760 | 762 | 763 | 766 | 768 | 769
                    | 770..=779 | 790..=799 | 812 | 813 | 816..=818 | 825..=827 | 830..=839 | 851..=859 | 870..=879 | 881 | 883 | 886..=888
                    | 891..=898 | 901..=903 | 906 | 908 | 909 | 911..=919 | 930..=943 | 951..=955 | 970..=979 | 990..=999
            )
            .then_some(4)
        }
        _ => None,
    }
}

/// Finds a fixed-line number that begins with group `from`; gives the last group used.
pub(super) fn landline(
    text: &str,
    chain: &Chain,
    from: usize,
    context: &Context<'_>,
    out: &mut Vec<Finding>,
) -> Option<usize> {
    let mut area = from;
    let mut start = chain.groups[from].range.start;
    if text[..start].ends_with(['+', '＋']) && chain.digits_of(from, from) == [8, 6] && from + 1 < chain.groups.len() {
        area += 1;
    }
    let first = chain.digits_of(area, area);
    // Most groups begin neither like an area code nor like a local number.
    if area == from && !(first[0] == 0 && first.len() >= 3 || matches!(first.len(), 7 | 8)) {
        return None;
    }
    let with_zero: Cow<'_, [u8]> =
        if area > from && first.first() != Some(&0) { [&[0], first].concat().into() } else { first.into() };
    let (last, coded) = match area_code(&with_zero) {
        Some(length) if with_zero.len() == length => (local_groups(chain, area + 1, length)?, true),
        Some(length) if is_local(&with_zero[length..], length) => (area, true),
        Some(_) => return None,
        None if area == from => (uncoded(chain, from, context)?, false),
        None => return None,
    };
    let spoken = context.near(&PHONES) || context.frame().label.is_some_and(|label| PHONES.contains(&label));
    let (certain, why) = judge_landline(text, chain, (from, last), context, coded, spoken)?;
    let digits = chain.digits_of(from, last);
    if matches!(text[..start].chars().next_back(), Some('(' | '（' | '+' | '＋')) && last > from {
        start -= text[..start].chars().next_back().map_or(0, char::len_utf8);
    }
    let (last, end) = extension(text, chain, last);
    out.push(Finding::new(Kind::Landline, start..end, mask_digits(digits), certain, why));
    Some(last)
}

fn judge_landline(
    text: &str,
    chain: &Chain,
    groups: (usize, usize),
    context: &Context<'_>,
    coded: bool,
    spoken: bool,
) -> Option<(bool, Reason)> {
    let (from, last) = groups;
    let range = chain.range_of(from, last);
    let named = if from == 0 { context.named() } else { None };
    if matches!(
        named,
        Some(
            Label::Number
                | Label::Student
                | Label::Credit
                | Label::Amount
                | Label::Account
                | Label::OrgAccount
                | Label::IdCard
                | Label::BankCard
                | Label::Paper
                | Label::Birth
        )
    ) {
        return None;
    }
    if is_amount(text, range.start, range.end) || (token(text, range.start, range.end) != Token::Plain && !spoken) {
        return None;
    }
    let local =
        &chain.digits_of(from, last)[chain.digits_of(from, last).len() - 8.min(chain.digits_of(from, last).len())..];
    let dated = local.len() == 8
        && (1900..=2100).contains(&number(&local[..4]))
        && is_day(2000, number(&local[4..6]), number(&local[6..]));
    if !spoken && (!coded || dated || from == last || matches!(chain.groups[from].gap, Gap::Hyphen | Gap::Dot)) {
        return None;
    }
    let next = chain.groups.get(last + 1);
    if next.is_some_and(|group| matches!(group.gap, Gap::Hyphen | Gap::Dot) && group.len > 6) && !spoken {
        return None;
    }
    if context.of_office() {
        return None;
    }
    let private = context.near(&[Label::Home]) || context.about(&[Label::Home]) && !context.near(&[Label::Phone]);
    let listed = context.in_list_of_people()
        && matches!(context.nearest(), Some((Label::Phone | Label::Mobile, Distance::Touching)));
    if private || listed { Some((true, Reason::LandlinePrivate)) } else { Some((false, Reason::LandlineUnsure)) }
}

/// The last group of a local number that begins with group `at`, after an area code of `code` digits.
fn local_groups(chain: &Chain, at: usize, code: usize) -> Option<usize> {
    let group = chain.groups.get(at)?;
    if !matches!(group.gap, Gap::Hyphen | Gap::Blank | Gap::Bracket) {
        return None;
    }
    if is_local(chain.digits_of(at, at), code) {
        return Some(at);
    }
    let next = chain.groups.get(at + 1)?;
    (matches!(group.len, 3 | 4)
        && next.len == 4
        && matches!(next.gap, Gap::Hyphen | Gap::Blank)
        && is_local(chain.digits_of(at, at + 1), code))
    .then_some(at + 1)
}

/// Local numbers begin with 2 to 8; behind a two-digit area code they have eight digits.
fn is_local(digits: &[u8], code: usize) -> bool {
    let length = if code == 3 { digits.len() == 8 } else { matches!(digits.len(), 7 | 8) };
    length && (2..=8).contains(&digits[0]) && digits.iter().any(|&digit| digit != digits[0])
}

/// A local number without area code, where a word names it a telephone.
fn uncoded(chain: &Chain, at: usize, context: &Context<'_>) -> Option<usize> {
    let next = chain.groups.get(at + 1);
    let alone = next.is_none_or(|next| next.gap != Gap::Dot && (next.gap != Gap::Hyphen || next.len <= 5));
    (at == 0
        && alone
        && is_local(chain.digits_of(at, at), 4)
        && matches!(context.named(), Some(Label::Phone | Label::Home)))
    .then_some(at)
}

/// Takes in an extension: `-801`, `转801`, `转 801`, `分机801`.
fn extension(text: &str, chain: &Chain, last: usize) -> (usize, usize) {
    if let Some(group) = chain.groups.get(last + 1)
        && group.gap == Gap::Hyphen
        && group.len <= 5
    {
        return (last + 1, group.range.end);
    }
    let end = chain.groups[last].range.end;
    let rest = text[end..].trim_start_matches(|c| is_blank(c) || matches!(c, '(' | '（' | ','));
    let Some(rest) = rest
        .strip_prefix("转")
        .or_else(|| rest.strip_prefix("分机号"))
        .or_else(|| rest.strip_prefix("分机"))
        .or_else(|| rest.strip_prefix("ext"))
    else {
        return (last, end);
    };
    let rest = rest.trim_start_matches(|c| is_blank(c) || matches!(c, '.' | ':' | '：'));
    let length: usize = rest.chars().take_while(|&c| chars::digit(c).is_some()).take(6).map(char::len_utf8).sum();
    if length == 0 { (last, end) } else { (last, text.len() - rest.len() + length) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|byte| byte - b'0').collect()
    }

    #[test]
    fn prefixes_not_in_use_are_no_mobiles() {
        for good in ["13800000000", "14700000000", "16600000000", "17300000000", "19100000000", "19800000000"] {
            assert!(is_mobile(&digits(good)), "{good}");
        }
        for bad in
            ["12800000000", "14200000000", "15400000000", "16000000000", "17900000000", "19400000000", "1380000000"]
        {
            assert!(!is_mobile(&digits(bad)), "{bad}");
        }
    }

    #[test]
    fn a_word_that_begins_like_a_measure_word_makes_no_amount_of_a_number() {
        for person in ["受助人13800138000名单", "王小明13800138000个人信息", "李四13800138000本人"] {
            assert_eq!(crate::personal::scan_text(person).len(), 1, "{person}");
        }
        for amount in ["点击13800138000次", "共13800138000名学生", "合计13800138000个"] {
            assert!(crate::personal::scan_text(amount).is_empty(), "{amount}");
        }
    }

    #[test]
    fn area_codes_are_real() {
        assert_eq!(area_code(&digits("0730")), Some(4));
        assert_eq!(area_code(&digits("010")), Some(3));
        assert_eq!(area_code(&digits("02188888888")), Some(3));
        assert_eq!(area_code(&digits("0100")), Some(3));
        assert_eq!(area_code(&digits("0601")), None);
        assert_eq!(area_code(&digits("026")), None);
    }
}
