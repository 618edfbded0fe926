//! The school year (学年): 1 September to 31 August, the period of an annual report.
//!
//! Source: the ministry's notices on annual reports; statistics run from 1 September to 31 August and the
//! report is public by 31 October.

use crate::date::PartialDate;
use chrono::{Datelike, NaiveDate};
use std::fmt;

/// A school year, known by the calendar year it begins in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(i32);

/// Text that is not a school year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a school year such as 2022-2023: {0}")]
pub struct NotASchoolYear(pub String);

impl SchoolYear {
    /// The school year that begins on 1 September of `year` (1950 to 2150).
    pub fn beginning(year: i32) -> Option<SchoolYear> {
        (1950..=2150).contains(&year).then_some(SchoolYear(year))
    }

    /// The school year a day lies in.
    pub fn of(day: NaiveDate) -> SchoolYear {
        SchoolYear(if day.month() >= 9 { day.year() } else { day.year() - 1 })
    }

    /// Its first calendar year.
    pub fn first_year(self) -> i32 {
        self.0
    }

    /// 1 September.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 9, 1).unwrap_or_default()
    }

    /// 31 August of the year after.
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 8, 31).unwrap_or_default()
    }

    /// 31 October after its end: the last day on which its report must be public.
    pub fn report_due(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, 10, 31).unwrap_or_default()
    }

    /// As official prose prints it: `2022—2023`, with the dash that GB/T 15834 asks for between years.
    pub fn zh(self) -> String {
        format!("{}—{}", self.0, self.0 + 1)
    }

    /// The first school year that a text names, as `2022—2023学年` or with another dash.
    pub fn first_in(text: &str) -> Option<SchoolYear> {
        text.match_indices("学年").find_map(|(at, _)| {
            let before = text[..at].trim_end();
            let start = before.char_indices().rev().nth(8).map_or(0, |(start, _)| start);
            // Two dashes may stand for one.
            let longer = before.char_indices().rev().nth(9).map_or(0, |(start, _)| start);
            [start, longer].into_iter().find_map(|start| before[start..].parse().ok())
        })
    }

    /// Whether the day lies in the year.
    pub fn contains(self, day: NaiveDate) -> bool {
        SchoolYear::of(day) == self
    }

    /// Whether a date known in part lies wholly outside: `Some(true)` certainly outside, `Some(false)`
    /// certainly within, `None` not decidable from what is known.
    pub fn excludes(self, date: PartialDate) -> Option<bool> {
        let (first, last) = date.span()?;
        if last < self.first_day() || first > self.last_day() {
            Some(true)
        } else if first >= self.first_day() && last <= self.last_day() {
            Some(false)
        } else {
            None
        }
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0, self.0 + 1)
    }
}

impl std::str::FromStr for SchoolYear {
    type Err = NotASchoolYear;

    /// Reads `2022-2023`, also with other dashes and 学年 behind.
    fn from_str(text: &str) -> Result<Self, NotASchoolYear> {
        let wrong = || NotASchoolYear(text.chars().take(40).collect());
        let plain = crate::date::half_width(text.trim());
        let plain = plain.trim_end_matches("学年").trim();
        let (first, second) = plain.split_once(['-', '—', '–', '~', '/']).ok_or_else(wrong)?;
        let first: i32 = first.trim().parse().map_err(|_| wrong())?;
        let second: i32 = second.trim_start_matches(['-', '—']).trim().parse().map_err(|_| wrong())?;
        if second != first + 1 {
            return Err(wrong());
        }
        SchoolYear::beginning(first).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_runs_from_september_to_august() {
        let year: SchoolYear = "2022-2023".parse().unwrap();
        assert_eq!(year.first_day().to_string(), "2022-09-01");
        assert_eq!(year.last_day().to_string(), "2023-08-31");
        assert_eq!(year.report_due().to_string(), "2023-10-31");
        assert!(year.contains("2023-08-31".parse().unwrap()) && !year.contains("2023-09-01".parse().unwrap()));
        assert_eq!("2022—2023学年".parse(), Ok(year));
        for text in
            ["某校本学年第2022—2023 学年年度报告（2021-2022学年）", "2022-2024学年、2022--2023学年", "2022－2023学年"]
        {
            assert_eq!(SchoolYear::first_in(text), Some(year), "{text}");
        }
        assert_eq!(SchoolYear::first_in("2022年；学年"), None);
        assert!("2022-2024".parse::<SchoolYear>().is_err() && "2022".parse::<SchoolYear>().is_err());
    }

    #[test]
    fn a_month_on_the_border_is_undecided_only_when_it_straddles() {
        let year: SchoolYear = "2022-2023".parse().unwrap();
        assert_eq!(year.excludes("2023年5月".parse().unwrap()), Some(false));
        assert_eq!(year.excludes("2023年10月".parse().unwrap()), Some(true));
        assert_eq!(year.excludes("2023年".parse().unwrap()), None);
        assert_eq!(year.excludes(PartialDate::Unknown), None);
    }
}
