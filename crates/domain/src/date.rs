//! Civil dates as people know them: whole, only the month, only the year, or unknown.
//!
//! Ledgers of real schools hold "2023年5月12日", "2023年5月", "2023.5.12", "45058" (a spreadsheet's day number)
//! and nothing at all. What is not known stays unknown; no part of a date is ever invented.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use std::fmt;

/// A civil date in China, known as far as its source gives it.
///
/// The order puts the less exact before the more exact within the same span, and unknown first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum PartialDate {
    /// The source gives none.
    #[default]
    Unknown,
    /// Only the year.
    Year(i32),
    /// Year and month (1 to 12).
    Month(i32, u32),
    /// The whole date.
    Day(NaiveDate),
}

/// Text that is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date: {0}")]
pub struct NotADate(pub String);

impl PartialDate {
    /// The whole date, if it is known.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            PartialDate::Day(day) => Some(day),
            _ => None,
        }
    }

    /// Whether nothing is known.
    pub fn is_unknown(self) -> bool {
        self == PartialDate::Unknown
    }

    /// First and last day it may mean; `None` when unknown.
    pub fn span(self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            PartialDate::Unknown => None,
            PartialDate::Year(year) => {
                Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
            }
            PartialDate::Month(year, month) => {
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
                Some((first, NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()?))
            }
            PartialDate::Day(day) => Some((day, day)),
        }
    }

    /// As official Chinese prose writes it: `2023年5月12日`, `2023年5月`, empty when unknown.
    pub fn zh(self) -> String {
        match self {
            PartialDate::Unknown => String::new(),
            PartialDate::Year(year) => format!("{year}年"),
            PartialDate::Month(year, month) => format!("{year}年{month}月"),
            PartialDate::Day(day) => zh_day(day),
        }
    }

    /// A text whose order is the order in time; month and year stand at their first day. Empty when
    /// unknown. Used for sorting and by the store.
    pub fn sort_key(self) -> String {
        self.span().map(|(first, _)| first.to_string()).unwrap_or_default()
    }
}

/// China has had UTC+8 without summer time since 1992.
const CHINA: TimeDelta = TimeDelta::hours(8);

/// The civil date in China at an instant.
pub fn day_in_china(at: DateTime<Utc>) -> NaiveDate {
    (at + CHINA).date_naive()
}

/// Date and time of day in China at an instant.
pub fn in_china(at: DateTime<Utc>) -> chrono::NaiveDateTime {
    (at + CHINA).naive_utc()
}

/// The instant of a date and time of day in China.
pub fn instant_in_china(local: chrono::NaiveDateTime) -> DateTime<Utc> {
    local.and_utc() - CHINA
}

/// The first instant of a civil date in China.
pub fn start_in_china(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() - CHINA
}

/// `2023年5月12日`.
pub fn zh_day(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

impl fmt::Display for PartialDate {
    /// `2023-05-12`, `2023-05`, `2023`, or nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            PartialDate::Unknown => Ok(()),
            PartialDate::Year(year) => write!(f, "{year:04}"),
            PartialDate::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            PartialDate::Day(day) => write!(f, "{day}"),
        }
    }
}

impl std::str::FromStr for PartialDate {
    type Err = NotADate;

    /// Reads what people type: `2023-05-12`, `2023/5/12`, `2023.5.12`, `20230512`, `2023年5月12日`, `2023年5月`,
    /// `2023-05`, `2023年`, full-width digits, stray blanks, a time of day after the date, and a spreadsheet's
    /// day number from 1990 to 2100 (32874 to 73050). Nothing, `不详` and `未知` mean unknown.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let plain: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
        let wrong = || NotADate(text.trim().chars().take(40).collect());
        if matches!(plain.as_str(), "" | "不详" | "未知" | "无" | "-" | "—" | "——") {
            return Ok(PartialDate::Unknown);
        }
        if plain.bytes().all(|b| b.is_ascii_digit()) {
            return digits_only(&plain).ok_or_else(wrong);
        }
        if let Some(serial) = plain.strip_suffix(".0").filter(|s| s.bytes().all(|b| b.is_ascii_digit()) && s.len() == 5)
        {
            return digits_only(serial).ok_or_else(wrong);
        }
        with_separators(&half_width(text)).ok_or_else(wrong)
    }
}

fn digits_only(digits: &str) -> Option<PartialDate> {
    let number: u32 = digits.parse().ok()?;
    match digits.len() {
        4 => year(number as i32).map(PartialDate::Year),
        5 => {
            // Day 1 is 1900-01-01 in spreadsheets, which also count the 29 February 1900 that never was.
            (32874..=73050).contains(&number).then_some(())?;
            let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number.into()))?;
            Some(PartialDate::Day(day))
        }
        6 => month(year((number / 100) as i32)?, number % 100),
        8 => day(year((number / 10_000) as i32)?, number / 100 % 100, number % 100),
        _ => None,
    }
}

fn with_separators(text: &str) -> Option<PartialDate> {
    // A time of day may follow: it begins after a blank or a T and is dropped.
    let mut numbers: Vec<u32> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && numbers.len() < 3 {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if end == 0 || end > 4 {
            return None;
        }
        numbers.push(rest[..end].parse().ok()?);
        rest = rest[end..].trim_start();
        let separator = rest.chars().next();
        let fits = match numbers.len() {
            1 => matches!(separator, Some('年' | '-' | '/' | '.' | '—' | '–' | '、')),
            2 => matches!(separator, None | Some('月' | '-' | '/' | '.' | '—' | '–' | '、')),
            _ => matches!(separator, None | Some('日' | '号' | 'T' | '0'..='9')),
        };
        if !fits {
            return None;
        }
        if numbers.len() < 3 {
            let width = separator.map_or(0, char::len_utf8);
            rest = rest[width..].trim_start();
        } else if !is_time_of_day(rest) {
            return None;
        }
    }
    let whole_year = year(*numbers.first()? as i32)?;
    match numbers.as_slice() {
        [_] => Some(PartialDate::Year(whole_year)),
        [_, m] => month(whole_year, *m),
        [_, m, d] => day(whole_year, *m, *d),
        _ => None,
    }
}

fn is_time_of_day(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['日', '号', 'T', ' ']);
    // Another date may follow as well, which no time of day is.
    let hour = rest.bytes().take_while(u8::is_ascii_digit).count();
    let begins = rest.is_empty() || (1..=2).contains(&hour) && rest[hour..].starts_with([':', '时']);
    begins && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | 'Z' | '时' | '分' | '秒' | ' '))
}

fn year(number: i32) -> Option<i32> {
    (1900..=2199).contains(&number).then_some(number)
}

fn month(year: i32, month: u32) -> Option<PartialDate> {
    (1..=12).contains(&month).then_some(PartialDate::Month(year, month))
}

fn day(year: i32, month: u32, day: u32) -> Option<PartialDate> {
    NaiveDate::from_ymd_opt(year, month, day).map(PartialDate::Day)
}

/// Full-width ASCII (U+FF01 to U+FF5E) and the ideographic space as their half-width forms.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' | '\u{a0}' => ' ',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(text: &str, want: &str) {
        assert_eq!(text.parse::<PartialDate>().map(|d| d.to_string()), Ok(want.to_string()), "{text}");
    }

    #[test]
    fn dates_of_real_spreadsheets_are_read() {
        reads("2023年5月12日", "2023-05-12");
        reads("2023.5.12", "2023-05-12");
        reads("45058", "2023-05-12");
        reads("45058.0", "2023-05-12");
        reads("２０２３年５月１２日", "2023-05-12");
        reads(" 2023 年 5 月 12 日 ", "2023-05-12");
        reads("2023/5/12 00:00:00", "2023-05-12");
        reads("2023-05-12T08:30:00", "2023-05-12");
        reads("20230512", "2023-05-12");
        reads("2023年5月", "2023-05");
        reads("2023.05", "2023-05");
        reads("2023年", "2023");
        reads("2023", "2023");
        reads("", "");
        reads("不详", "");
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "2023-02-29",
            "2023年13月",
            "五月",
            "12/5/2023",
            "2023-5-12-1",
            "99999",
            "2023-05-12abc",
            "1",
            "2023--5",
            "2023.5.12 2023.6.1",
        ] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_date_reads_back_in_both_scripts(days in 0u64..73_000) {
            let date = PartialDate::Day(NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + Days::new(days));
            prop_assert_eq!(date.to_string().parse(), Ok(date));
            prop_assert_eq!(date.zh().parse(), Ok(date));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _ = text.parse::<PartialDate>();
        }
    }
}
