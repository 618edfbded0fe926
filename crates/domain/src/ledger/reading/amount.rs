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

const ABOUT: [&str; 6] = ["大约", "约", "近", "超过", "逾", "超"];

/// Reads a number in the unit of its column.
pub(super) fn read(text: &str, unit: &str) -> Amount {
    let written = half_width(text).replace('，', ",");
    let plain: String = written.chars().filter(|c| !c.is_whitespace()).collect();
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
        let numeral: String = rest.chars().take_while(|c| zh::is_numeral(*c)).collect();
        let larger = rest[numeral.len()..].starts_with(['百', '千', '万', '亿']);
        let number = zh::number(&numeral).filter(|_| !larger);
        return Amount::Doubtful(number.into_iter().map(|number| number.to_string()).collect());
    }
    let unit: String = half_width(unit).chars().filter(|c| !c.is_whitespace()).collect();
    let (tail, more) = without_more(tail);
    let sized = in_unit(number, tail, &unit);
    match sized {
        Sized::Is(number) => Amount::Number(number, about || more || without_more(powered(tail).1).1),
        Sized::MayBe(numbers) => Amount::Doubtful(numbers),
    }
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
            assert_eq!(read(text, unit), Amount::Number(wanted.0.to_string(), wanted.1), "{text} {unit}");
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
            ("三百", "人", vec![]),
        ] {
            let wanted: Vec<String> = wanted.into_iter().map(str::to_string).collect();
            assert_eq!(read(text, unit), Amount::Doubtful(wanted), "{text}");
        }
        for text in ["若干", "万", "待定", "张某 13800138000"] {
            assert_eq!(read(text, ""), Amount::No, "{text}");
        }
    }
}
