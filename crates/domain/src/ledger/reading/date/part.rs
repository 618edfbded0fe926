//! Times that are less than a day and more than nothing: quarters, half years, seasons, terms, runs of months, school
//! years.
//!
//! Only the year of them is kept as a date. In which school year they lie is told by their first and last month; where
//! that is two, what states the year of the book decides, and else nobody. Terms are not called alike everywhere (上学期 is
//! the autumn's in one province and the spring's in another), so of a term without a season only the year counts.

use super::{Dated, StatedYear, yearless};
use crate::date::{PartialDate, half_width};
use chrono::NaiveDate;

/// Words for parts of a year, with their first and last month.
const PARTS: [(&[&str], u32, u32); 17] = [
    (&["一季度", "1季度", "首季", "q1"], 1, 3),
    (&["二季度", "2季度", "q2"], 4, 6),
    (&["三季度", "3季度", "q3"], 7, 9),
    (&["四季度", "4季度", "q4"], 10, 12),
    (&["上半年"], 1, 6),
    (&["下半年"], 7, 12),
    (&["春", "春季", "春天"], 3, 5),
    (&["夏", "夏季", "夏天"], 6, 8),
    (&["秋", "秋季", "秋天"], 9, 11),
    (&["春季学期", "春学期", "春季学期初", "春季学期末"], 2, 7),
    // The term goes on into January, which is of the same school year.
    (&["秋季学期", "秋学期", "秋季学期初", "秋季学期末"], 9, 12),
    (&["寒假", "寒假期间"], 1, 2),
    (&["暑假", "暑期", "暑假期间"], 7, 8),
    (&["初", "年初"], 1, 3),
    (&["底", "末", "年底", "年末"], 11, 12),
    // The winter of a year is its first months or its last.
    (&["度", "全年", "冬", "冬季", "冬天"], 1, 12),
    (TERMS, 1, 12),
];

/// Terms of a school year by their number or place.
const TERMS: &[&str] =
    &["第一学期", "第二学期", "第1学期", "第2学期", "一学期", "二学期", "上学期", "下学期", "上期", "下期", "学期"];

/// Words for the year or term of the book itself.
const THIS: [&str; 4] = ["本学年", "本学期", "本学年度", "全学年"];

fn without_blanks(text: &str) -> String {
    half_width(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
}

/// The first and last month of a part of a year.
fn months(words: &str) -> Option<(u32, u32)> {
    let bare = words.strip_prefix('第').filter(|rest| rest.ends_with("季度")).unwrap_or(words);
    let known = PARTS.iter().find(|(names, ..)| names.contains(&bare) || names.contains(&words));
    known.map(|(_, first, last)| (*first, *last)).or_else(|| run(words))
}

/// 1-3月, 10月至12月份.
fn run(words: &str) -> Option<(u32, u32)> {
    let words = words.strip_suffix('份').unwrap_or(words).strip_suffix('月')?;
    let at = words.find(|c: char| !c.is_ascii_digit())?;
    let (first, rest) = words.split_at(at);
    let rest = rest.strip_prefix("月份").or_else(|| rest.strip_prefix('月')).unwrap_or(rest);
    let last = ["--", "——", "-", "—", "–", "~", "～", "至", "到"].iter().find_map(|mark| rest.strip_prefix(mark))?;
    let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    (1 <= first && first < last && last <= 12).then_some((first, last))
}

/// The calendar year of a text and what follows it: 2026年第一季度, 2026Q1.
fn of_year(text: &str) -> Option<(i32, &str)> {
    let (year, rest) = match text.split_once('年') {
        Some(parts) => parts,
        None => {
            let at = text.find('q')?;
            (text[..at].trim_end_matches(['-', '.', '/']), &text[at..])
        }
    };
    let year = year.parse().ok().filter(|number| year.len() == 4 && (1990..=2100).contains(number))?;
    Some((year, rest.trim_start_matches('-')))
}

/// The calendar year in which a part lies that names none, in a book of that year.
fn year_of_book((first, last): (u32, u32), stated: StatedYear) -> Option<i32> {
    match stated {
        StatedYear::None => None,
        StatedYear::Calendar(year) => Some(year),
        StatedYear::Month(..) => stated.of_month(first).filter(|year| stated.of_month(last) == Some(*year)),
        // July to December touches a school year at both of its ends; its beginning is the larger part.
        StatedYear::School(year) => Some(year.first_year() + i32::from(last < 9 || first == 1 && last < 12)),
    }
}

/// The first day of the first month and of the last of what a text says, where that is a part of a year.
pub(in super::super) fn span(text: &str, stated: StatedYear) -> Option<(NaiveDate, NaiveDate)> {
    let plain = without_blanks(text);
    let (year, (first, last)) = match of_year(&plain) {
        Some((year, words)) => (year, months(words)?),
        None => {
            let part = months(&plain)?;
            (year_of_book(part, stated)?, part)
        }
    };
    Some((NaiveDate::from_ymd_opt(year, first, 1)?, NaiveDate::from_ymd_opt(year, last, 1)?))
}

/// Reads a part of a year.
pub(super) fn part(bare: &str, _: bool, stated: StatedYear) -> Option<Dated> {
    let plain = without_blanks(bare);
    if let Some((year, words)) = of_year(&plain) {
        return months(words).map(|_| Dated::Vague(PartialDate::Year(year)));
    }
    let this = THIS.contains(&plain.as_str());
    if this || TERMS.contains(&plain.as_str()) {
        return Some(match stated {
            StatedYear::School(year) => Dated::InYear(year),
            StatedYear::Calendar(year) if !this => Dated::Vague(PartialDate::Year(year)),
            StatedYear::Calendar(_) | StatedYear::Month(..) | StatedYear::None => Dated::Yearless,
        });
    }
    // 初, 末 and 春 alone say nothing.
    let part = months(&plain).filter(|_| plain.chars().count() > 1)?;
    Some(year_of_book(part, stated).map_or(Dated::Yearless, |year| Dated::Vague(PartialDate::Year(year))))
}

/// 2025-2026学年, 2025-2026学年第一学期, 2025-2026-1.
pub(super) fn school_year(bare: &str, _: bool, _: StatedYear) -> Option<Dated> {
    let plain = without_blanks(bare);
    let term =
        TERMS.iter().chain(&["秋季学期", "春季学期", "秋学期", "春学期"]).filter_map(|term| plain.strip_suffix(term));
    let year = term.min_by_key(|rest| rest.len()).unwrap_or(&plain);
    let year = year.strip_suffix(['(', '第']).unwrap_or(year);
    let named = ["学年度", "年度", "学年"].iter().find_map(|word| year.strip_suffix(word));
    // The number of a term stands behind both years.
    let coded = || plain.strip_suffix("-1").or_else(|| plain.strip_suffix("-2")).filter(|rest| rest.len() == 9);
    let of_term = (year.len() < plain.len()).then_some(year);
    named.or(of_term).or_else(coded)?.parse().ok().map(Dated::InYear)
}

/// 2023年5月上旬, 3月上旬, 2023年5月份.
pub(super) fn tenth(bare: &str, _: bool, stated: StatedYear) -> Option<Dated> {
    let bare: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    for tail in ["上旬", "中旬", "下旬", "初", "底", "末", "份"] {
        let Some(month) = bare.strip_suffix(tail) else { continue };
        if let Ok(date @ PartialDate::Month(..)) = month.parse() {
            return Some(Dated::Vague(date));
        }
        match yearless(month, false, stated) {
            Some(Dated::OfStatedYear(date @ PartialDate::Month(..))) => return Some(Dated::Vague(date)),
            Some(Dated::Yearless) if month.ends_with('月') => return Some(Dated::Yearless),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::school_year::SchoolYear;

    const BOOK: &str = "2025—2026学年信息公开台账";

    fn year(first: i32) -> SchoolYear {
        SchoolYear::beginning(first).unwrap()
    }

    #[test]
    fn a_part_of_a_year_is_that_year_and_its_months_tell_the_school_year() {
        for (text, of, school) in [
            ("2026年第一季度", 2026, Some(2025)),
            ("2026年1季度", 2026, Some(2025)),
            ("2026Q1", 2026, Some(2025)),
            ("2026 年 第 1 季度", 2026, Some(2025)),
            ("二〇二六年第一季度", 2026, Some(2025)),
            ("2026年上半年", 2026, Some(2025)),
            ("2026年1-3月", 2026, Some(2025)),
            ("2025年10月—12月份", 2025, Some(2025)),
            ("2025年10月至12月", 2025, Some(2025)),
            ("2026年春季学期", 2026, Some(2025)),
            ("2025年秋季学期", 2025, Some(2025)),
            ("2025年底", 2025, Some(2025)),
            ("2026年暑假", 2026, Some(2025)),
            ("2025年第三季度", 2025, None),
            ("2025年下半年", 2025, None),
            ("2025年冬", 2025, None),
            ("2025年度", 2025, None),
            ("2026年上学期", 2026, None),
        ] {
            assert_eq!(read(text, false, StatedYear::None), Dated::Vague(PartialDate::Year(of)), "{text}");
            let text: String = super::super::digits_of_numerals(text);
            let (first, last) = span(&text, StatedYear::None).unwrap();
            let told = Some(SchoolYear::of(first)).filter(|first| *first == SchoolYear::of(last));
            assert_eq!(told, school.map(year), "{text}");
        }
    }

    #[test]
    fn a_part_without_a_year_lies_in_that_of_the_book_or_is_asked() {
        let book = StatedYear::of(BOOK);
        for (text, of) in [
            ("第一季度", 2026),
            ("四季度", 2025),
            ("上半年", 2026),
            ("下半年", 2025),
            ("春季学期", 2026),
            ("1-3月", 2026),
        ] {
            assert_eq!(read(text, false, book), Dated::Vague(PartialDate::Year(of)), "{text}");
            assert_eq!(read(text, false, StatedYear::None), Dated::Yearless, "{text}");
        }
        for text in
            ["第一学期", "本学期", "2025-2026学年第一学期", "2025—2026学年度第二学期", "2025-2026-1", "2025-2026学年"]
        {
            assert_eq!(read(text, false, book), Dated::InYear(year(2025)), "{text}");
        }
        assert_eq!(read("本学期", false, StatedYear::None), Dated::Yearless);
        assert_eq!(read("春", false, book), Dated::No, "a season alone may be anything");
    }
}
