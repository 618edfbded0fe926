//! Numbers as clerks write them: with their unit, in 万 and 亿, with separators, only about right.
//!
//! A number and the unit of its column are read together: 2.35亿 in a column of 万元 is 23500. Whether 5万 in a column of
//! 万元 is five or fifty thousand of them nobody can tell but who wrote it. What holds a number and is not surely one is
//! asked; it must not know any column.

use super::words::says_nothing;
use crate::date::half_width;
use crate::figure::{Quantity, is_grouped};
use crate::zh;

/// What a cell of numbers says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Amount {
    /// This number, and whether it is only about so many.
    Number(String, bool),
    /// It may be these, or something that is not told.
    Doubtful(Vec<String>),
    /// No number at all.
    No,
}

/// Powers of ten by their words, the longer first.
const POWERS: [(&str, i32); 8] =
    [("万亿", 12), ("千万", 7), ("百万", 6), ("十亿", 9), ("亿", 8), ("万", 4), ("千", 3), ("百", 2)];

/// Measures that may stand behind a number whose column names no unit.
const MEASURES: [&str; 24] = [
    "人", "名", "条", "件", "项", "次", "个", "门", "篇", "份", "期", "场", "元", "册", "%", "‰", "人次", "套", "台",
    "处", "场次", "批", "起", "册次",
];

/// Digits that a number of a person or a telephone has.
const PERSONAL: usize = 11;

/// What the numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Figures in a unit.
    Figures,
    /// Things of which so many are counted: whole, and neither money nor shares.
    Things,
}

const ABOUT: [&str; 6] = ["大约", "约", "近", "超过", "逾", "超"];

/// Signs and words of money before a number.
const MONEY: [&str; 6] = ["人民币", "¥", "￥", "RMB", "rmb", "CNY"];

/// Whether a figure stands there as the program itself writes it. A sign of shares must be that of its column.
pub(super) fn is_literal(text: &str, unit: &str) -> bool {
    let half = half_width(text);
    let share = half.trim_end().chars().next_back().filter(|c| matches!(c, '%' | '‰'));
    text.parse::<Quantity>().is_ok() && share.is_none_or(|sign| unit.is_empty() || unit.contains(sign))
}

/// Reads a number in the unit of its column.
pub(super) fn read(text: &str, unit: &str, of: Of) -> Amount {
    match (read_any(text, unit), of) {
        (Amount::Number(number, about), Of::Things) => {
            let plain = half_width(text);
            // People, sets and square metres are no documents.
            let things = |c: char| "条件项个份篇则期批号期约近逾超过大万千百十多余共".contains(c) || zh::is_numeral(c);
            let named = |c: char| c.is_alphabetic() && !things(c);
            let other = plain.contains(['%', '‰', '元', '¥', '￥'])
                || plain.chars().any(named)
                || number.contains('.')
                || number.starts_with('-');
            if other { Amount::Doubtful(Vec::new()) } else { Amount::Number(number, about) }
        }
        (read, _) => read,
    }
}

fn read_any(text: &str, unit: &str) -> Amount {
    let written = half_width(text).replace('，', ",");
    let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let unit: String = half_width(unit).chars().filter(|c| !c.is_whitespace()).collect();
    // （100） is a loss in the books of some and a number in brackets in those of others.
    if let Some(inner) = plain.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return match inner.parse::<Quantity>() {
            Ok(_) => Amount::Doubtful(vec![format!("-{}", inner.replace(',', "")), inner.replace(',', "")]),
            Err(_) => Amount::Doubtful(Vec::new()),
        };
    }
    if let Some(number) = scientific(&plain) {
        return Amount::Doubtful(number.into_iter().collect());
    }
    let money = MONEY.iter().find_map(|sign| plain.strip_prefix(sign));
    let of_money = unit.is_empty() || unit.ends_with('元');
    let plain = match money {
        // A sum of money in a column of something else is one of the two.
        Some(_) if !of_money => return Amount::Doubtful(Vec::new()),
        // The sign says yuan, in whatever thousands the column counts.
        Some(rest) if unit != "元" && !unit.is_empty() && !rest.ends_with('元') => format!("{rest}元"),
        Some(rest) => rest.to_string(),
        None => plain,
    };
    if says_nothing(&plain) {
        // Nothing was counted, or nothing is known.
        return Amount::Doubtful(vec!["0".into()]);
    }
    if !plain.chars().any(|c| c.is_ascii_digit() || zh::is_numeral(c)) {
        return Amount::No;
    }
    // The number of a telephone or a person beside words is none of things.
    let runs = plain.split(|c: char| !c.is_ascii_digit()).map(str::len);
    if runs.max().unwrap_or_default() >= PERSONAL && !plain.starts_with(|c: char| c.is_ascii_digit()) {
        return Amount::No;
    }
    if !is_grouped(&plain) {
        return Amount::Doubtful(ungrouped(&plain));
    }
    let plain = plain.replace(',', "");
    let (rest, about) = match ABOUT.iter().find_map(|word| plain.strip_prefix(word)) {
        Some(rest) => (rest, true),
        None => (plain.as_str(), false),
    };
    let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(rest.len());
    let (number, tail) = rest.split_at(digits);
    if number.parse::<Quantity>().is_err() {
        return in_words(rest, &unit);
    }
    if let Some(whole) = compound(rest) {
        return whole;
    }
    let (tail, more) = without_more(tail);
    let sized = in_unit(number, tail, &unit);
    match sized {
        Sized::Is(number) => Amount::Number(number, about || more || without_more(powered(tail).1).1),
        Sized::MayBe(numbers) => Amount::Doubtful(numbers),
    }
}

/// 1E+05 as a spreadsheet shows a long number: its later digits may have been others.
fn scientific(plain: &str) -> Option<Option<String>> {
    let (number, power) = plain.split_once(['e', 'E'])?;
    let places: i32 = power.strip_prefix('+').unwrap_or(power).parse().ok()?;
    number.parse::<Quantity>().ok()?;
    Some((-9..=15).contains(&places).then(|| shifted(&number.replace(',', ""), places)))
}

/// Powers that may follow one another within one number: 1万2千, 三百二十.
const STEPS: [(char, u64); 5] = [('亿', 100_000_000), ('万', 10_000), ('千', 1_000), ('百', 100), ('十', 10)];

/// A whole number of digits and words for powers, and what follows it: 1万2千元, 三千二百. Powers fall from left to right.
fn stepped(text: &str) -> Option<(u64, &str)> {
    let (mut whole, mut part, mut number, mut last, mut steps) = (0u64, 0u64, None::<u64>, u64::MAX, 0);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let digit = c.to_digit(10).map(u64::from).or_else(|| {
            // 十 is a power here.
            (c != '十' && zh::is_numeral(c)).then(|| zh::number(&c.to_string()).map(u64::from))?
        });
        if let Some(digit) = digit {
            number = Some(number.unwrap_or_default().checked_mul(10)?.checked_add(digit)?);
        } else if let Some((_, power)) = STEPS.iter().find(|(word, _)| *word == c) {
            let times = number.take().or((*power == 10 && part == 0 && whole == 0).then_some(1));
            if *power >= 10_000 {
                let sum = part.checked_add(times.unwrap_or_default())?;
                if sum == 0 || *power >= last {
                    return None;
                }
                whole = whole.checked_add(sum.checked_mul(*power)?)?;
                (part, last) = (0, *power);
            } else {
                part = part.checked_add(times?.checked_mul(*power)?)?;
            }
            steps += 1;
        } else {
            break;
        }
        rest = &rest[c.len_utf8()..];
    }
    let all = whole.checked_add(part)?.checked_add(number.unwrap_or_default())?;
    // 1万2 may be twelve thousand as people say it, or a slip.
    let spoken = steps > 0
        && number.is_some_and(|number| number != 0 && text.contains(['万', '千', '百']))
        && !text.contains(['零', '〇'])
        && !text.contains('十');
    (steps > 0 && !spoken).then_some((all, rest))
}

/// A number of digits with more than one power: 1万2千.
fn compound(rest: &str) -> Option<Amount> {
    let powers = rest.chars().filter(|c| STEPS.iter().any(|(word, _)| word == c)).count();
    if powers < 2
        || rest.contains('.')
        || POWERS.iter().any(|(word, _)| word.chars().count() == 2 && rest.contains(word))
    {
        return None;
    }
    let whole = stepped(rest).filter(|(_, tail)| tail.is_empty() || MEASURES.contains(tail));
    Some(whole.map_or(Amount::Doubtful(Vec::new()), |(number, _)| Amount::Number(number.to_string(), false)))
}

/// A number in words: 三百 in a column of things is three hundred of them; of other units the number is asked.
fn in_words(rest: &str, unit: &str) -> Amount {
    let numeral: String = rest.chars().take_while(|c| zh::is_numeral(*c)).collect();
    let larger = rest[numeral.len()..].starts_with(['百', '千', '万', '亿']);
    let number = zh::number(&numeral).filter(|_| !larger).map(|number| u64::from(number).to_string());
    let whole = stepped(rest).filter(|(_, tail)| tail.is_empty() || *tail == unit || MEASURES.contains(tail));
    Amount::Doubtful(whole.map(|(number, _)| number.to_string()).or(number).into_iter().collect())
}

/// A number above one with a measure word behind it, and what follows.
fn measured(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    let rest = rest.strip_prefix(['个', '项', '件', '条', '份', '篇', '则', '宗'])?;
    let number = digits.parse::<u32>().ok().filter(|number| *number > 1 && length <= 4)?;
    Some((number, rest.trim_end_matches([')', '。'])))
}

/// How many things a title says that it stands for: 77个采购项目, 采购项目（共77项）, 等12项制度. A number within a sentence,
/// of a document or a year is none.
pub(super) fn counted_in_title(title: &str) -> Option<String> {
    const THINGS: [&str; 13] =
        ["项目", "采购", "招标", "制度", "办法", "文件", "公告", "通知", "公示", "名单", "合同", "信息", "标段"];
    let plain: String = half_width(title).chars().filter(|c| !c.is_whitespace()).collect();
    // At its beginning what is counted must be named; behind 共 and 等 the number speaks of what stands before it.
    let first =
        measured(&plain).filter(|(_, rest)| THINGS.iter().any(|word| rest.starts_with(word) || rest.ends_with(word)));
    let behind = || {
        ["共计", "合计", "共", "等", "("].iter().find_map(|word| {
            let (_, after) = plain.rsplit_once(word)?;
            measured(after).filter(|(_, rest)| rest.is_empty() || THINGS.contains(rest))
        })
    };
    first.or_else(behind).map(|(number, _)| number.to_string())
}

/// 3,5 is a decimal in one hand and a slip in another; 1,2,3 is a list.
fn ungrouped(plain: &str) -> Vec<String> {
    let (Some((whole, part)), true) = (plain.split_once(','), plain.matches(',').count() == 1) else {
        return Vec::new();
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits(whole) && digits(part) { vec![format!("{whole}.{part}"), format!("{whole}{part}")] } else { Vec::new() }
}

enum Sized {
    Is(String),
    MayBe(Vec<String>),
}

/// A number with what stands behind it, counted in a unit.
fn in_unit(number: &str, tail: &str, unit: &str) -> Sized {
    if !unit.is_empty() && tail == unit {
        return Sized::Is(shifted(number, 0));
    }
    let ((power, measure), (of_unit, base)) = (powered(tail), powered(unit));
    let (measure, _) = without_more(measure);
    let fits = measure.is_empty() || measure == base || unit.is_empty() && MEASURES.contains(&measure);
    // A share is none of what the column counts.
    if !fits && measure.contains(['%', '‰']) {
        return Sized::MayBe(Vec::new());
    }
    if !fits {
        return Sized::MayBe(vec![shifted(number, power - of_unit)]);
    }
    match (power, of_unit, measure.is_empty()) {
        // The number alone counts in the unit of its column.
        (0, _, true) => Sized::Is(shifted(number, 0)),
        (power, of_unit, true) if power == of_unit => Sized::MayBe(vec![shifted(number, 0), shifted(number, power)]),
        (power, of_unit, _) => Sized::Is(shifted(number, power - of_unit)),
    }
}

/// The power of ten that words begin with, and what follows it. 千克 and 百分点 are units of their own.
fn powered(text: &str) -> (i32, &str) {
    if ["千克", "千米", "千瓦", "百分"].iter().any(|word| text.starts_with(word)) {
        return (0, text);
    }
    let found = POWERS.iter().find_map(|(word, power)| Some((*power, text.strip_prefix(word)?)));
    found.unwrap_or((0, text))
}

fn without_more(text: &str) -> (&str, bool) {
    match text.strip_prefix(['余', '多']) {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// The number with its point so many places to the right, or to the left, without loss.
fn shifted(number: &str, places: i32) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let count = places.unsigned_abs() as usize;
    let (whole, part) = if places >= 0 {
        let moved = part.len().min(count);
        (format!("{whole}{}{}", &part[..moved], "0".repeat(count - moved)), part[moved..].to_string())
    } else {
        let padded = format!("{}{whole}", "0".repeat(count));
        let at = padded.len() - count;
        (padded[..at].to_string(), format!("{}{part}", &padded[at..]).trim_end_matches('0').to_string())
    };
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        rest => rest,
    };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_their_units_and_in_ten_thousands() {
        for (text, unit, wanted) in [
            ("1.2万", "", ("12000", false)),
            ("3.25万元", "", ("32500", false)),
            ("4540人", "", ("4540", false)),
            ("1,234", "", ("1234", false)),
            ("约4500", "", ("4500", true)),
            ("400余人", "", ("400", true)),
            ("5万余人", "人", ("50000", true)),
            ("0.00015亿", "", ("15000", false)),
            ("77条", "", ("77", false)),
            ("91.2%", "", ("91.2", false)),
            ("2.35亿", "万元", ("23500", false)),
            ("2.35亿元", "万元", ("23500", false)),
            ("235000000元", "万元", ("23500", false)),
            ("23500万", "亿元", ("2.35", false)),
            ("1.2万", "人", ("12000", false)),
            ("1.2万人", "人", ("12000", false)),
            ("5万元", "万元", ("5", false)),
            ("5千克", "千克", ("5", false)),
            ("-3.5", "%", ("-3.5", false)),
            ("1500元", "万元", ("0.15", false)),
            ("１２３４．５", "元", ("1234.5", false)),
        ] {
            assert_eq!(read(text, unit, Of::Figures), Amount::Number(wanted.0.to_string(), wanted.1), "{text} {unit}");
        }
    }

    #[test]
    fn what_may_be_several_numbers_or_none_is_asked() {
        for (text, unit, wanted) in [
            ("5万", "万元", vec!["5", "50000"]),
            ("3,5", "", vec!["3.5", "35"]),
            ("1.2万人次", "人", vec!["12000"]),
            ("三十七", "人", vec!["37"]),
            ("无", "件", vec!["0"]),
            ("12人3", "", vec!["12"]),
            ("3（含2个变更）", "", vec!["3"]),
            ("1.2.3", "", vec![]),
            ("10-20", "", vec![]),
            ("1,2,3", "", vec![]),
            ("三百", "人", vec!["300"]),
        ] {
            let wanted: Vec<String> = wanted.into_iter().map(str::to_string).collect();
            assert_eq!(read(text, unit, Of::Figures), Amount::Doubtful(wanted), "{text}");
        }
        for text in ["若干", "万", "待定", "张某 13800138000"] {
            assert_eq!(read(text, "", Of::Figures), Amount::No, "{text}");
        }
    }

    #[test]
    fn amounts_are_read_right_or_asked_and_never_something_else() {
        let number = |text: &str| Amount::Number(text.to_string(), false);
        let asked = |numbers: &[&str]| Amount::Doubtful(numbers.iter().map(|text| (*text).to_string()).collect());
        for (text, unit, wanted) in [
            ("￥1,200.50", "元", number("1200.50")),
            ("¥1200", "", number("1200")),
            ("￥1,200.50", "万元", number("0.12005")),
            ("人民币3.5万元", "元", number("35000")),
            ("￥5", "人", asked(&[])),
            ("三百", "人", asked(&["300"])),
            ("三千二百", "", asked(&["3200"])),
            ("一万二千三百", "人", asked(&["12300"])),
            ("十二", "人", asked(&["12"])),
            ("1万2千", "人", number("12000")),
            ("1万2千人", "人", number("12000")),
            ("1万2", "人", asked(&["10000"])),
            ("1E+05", "元", asked(&["100000"])),
            ("1.2E+05", "元", asked(&["120000"])),
            ("2.35亿元", "万元", number("23500")),
            ("1,234.5万", "元", number("12345000")),
            ("（100）", "元", asked(&["-100", "100"])),
            ("(1,200.5)", "元", asked(&["-1200.5", "1200.5"])),
            ("100%", "%", number("100")),
            ("100%", "人", asked(&[])),
            ("50%", "万元", asked(&[])),
        ] {
            assert_eq!(read(text, unit, Of::Figures), wanted, "{text} {unit}");
        }
        for (text, wanted) in [
            ("77条", number("77")),
            ("1.2万", number("12000")),
            ("1,200", number("1200")),
            ("100%", asked(&[])),
            ("￥1,200", asked(&[])),
            ("1.5", asked(&[])),
            ("-3", asked(&[])),
            ("三十七", asked(&["37"])),
            ("（7）", asked(&["-7", "7"])),
        ] {
            assert_eq!(read(text, "", Of::Things), wanted, "{text}");
        }
        assert!(is_literal("100%", "%") && is_literal("1,200", "元") && is_literal("91.2%", ""));
        assert!(!is_literal("100%", "人") && !is_literal("￥1", "元"));
    }

    #[test]
    fn a_title_says_how_many_things_it_stands_for() {
        for (title, wanted) in [
            ("77个采购项目", "77"),
            ("采购云平台77个采购项目公告（共77项）", "77"),
            ("教学管理制度等12项制度", "12"),
            ("2025年招标公告（共15条）", "15"),
            ("采购项目77个", "-"),
            ("关于印发3项制度的通知", "-"),
            ("2025年工作要点", "-"),
            ("第3批采购项目", "-"),
            ("10项民生实事进展", "-"),
            ("1个采购项目", "-"),
            ("民院发〔2023〕12号", "-"),
        ] {
            assert_eq!(counted_in_title(title).as_deref().unwrap_or("-"), wanted, "{title}");
        }
    }
}
