//! The year that a sheet, its title or a row between the others states for days without one.
//!
//! Two different years state none. Nothing here knows how a date is spelt.

use crate::date::{PartialDate, half_width};
use crate::school_year::SchoolYear;
use chrono::{Datelike, NaiveDate};

/// The year that a sheet's title, its name or the row itself states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StatedYear {
    /// None, or several.
    #[default]
    None,
    /// A calendar year.
    Calendar(i32),
    /// A school year: September to December are its first calendar year.
    School(SchoolYear),
    /// A month, that of a sheet or of another day of the row: what lies close to it is of the year that makes it so.
    Month(i32, u32),
}

/// How far from a stated month a day without a year may lie, in months.
const CLOSE: i32 = 2;

impl StatedYear {
    /// The year that a title states, when it states one: `2024-2025学年`, `2024年度`. Two different ones state none.
    pub fn of(title: &str) -> StatedYear {
        // The year of a document that is named says nothing of the table: 根据《2024年工作要点》填写.
        let mut depth = 0;
        let outside = |c: &char| {
            depth += i32::from(*c == '《') - i32::from(*c == '》');
            depth <= 0 && *c != '》'
        };
        let half = half_width(title);
        let plain: Vec<char> = half.chars().filter(outside).filter(|c| !c.is_whitespace()).collect();
        let whole: String = plain.iter().collect();
        if let Some(year) = of_its_months(&whole) {
            return StatedYear::School(year);
        }
        if let Some((year, month)) = of_one_month(&whole) {
            return StatedYear::Month(year, month);
        }
        let mut found: Vec<StatedYear> = Vec::new();
        let mut at = 0;
        while at < plain.len() {
            let digits = plain[at..].iter().take_while(|c| c.is_ascii_digit()).count();
            if digits == 0 {
                at += 1;
                continue;
            }
            let number: i32 = plain[at..at + digits.min(8)].iter().collect::<String>().parse().unwrap_or_default();
            let after = &plain[at + digits..];
            at += digits;
            if digits != 4 || !(1990..=2100).contains(&number) {
                continue;
            }
            let dash = usize::from(after.first() == Some(&'年'));
            let second: String = match after.get(dash) {
                Some('-' | '—' | '–' | '~' | '至' | '/') => after[dash + 1..]
                    .iter()
                    .skip_while(|c| matches!(c, '-' | '—'))
                    .take_while(|c| c.is_ascii_digit())
                    .collect(),
                _ => String::new(),
            };
            // 2022-2024学年 is of several.
            let far = second.parse::<i32>().ok().filter(|next| second.len() == 4 && (number + 2..=2100).contains(next));
            if let Some(far) = far {
                found.extend([StatedYear::Calendar(number), StatedYear::Calendar(far)]);
                at += dash + 1 + second.len();
                continue;
            }
            let next = second.parse::<i32>().ok().filter(|next| *next == number + 1 || *next == (number + 1) % 100);
            match next {
                Some(_) => {
                    found.extend(SchoolYear::beginning(number).map(StatedYear::School));
                    at += dash + 1 + second.len();
                }
                // 2025年9月10日 is a day, of when the sheet was filled in.
                None if matches!(after, ['学', ..])
                    || matches!(after, ['年', rest @ ..] if !rest.first().is_some_and(char::is_ascii_digit)) =>
                {
                    found.push(StatedYear::Calendar(number));
                }
                None => {}
            }
        }
        found.dedup();
        match found.as_slice() {
            [only] => *only,
            // 财务处2022年10月信息公开台账 above 填报人：王五.
            [] => match half.lines().filter_map(of_one_month).collect::<Vec<_>>().as_slice() {
                [(year, month)] => StatedYear::Month(*year, *month),
                _ => StatedYear::None,
            },
            _ => StatedYear::None,
        }
    }

    /// The school year in which all of it lies.
    pub fn school(self) -> Option<SchoolYear> {
        match self {
            StatedYear::School(year) => Some(year),
            StatedYear::Month(year, month) => NaiveDate::from_ymd_opt(year, month, 1).map(SchoolYear::of),
            StatedYear::Calendar(_) | StatedYear::None => None,
        }
    }

    /// Whether a date lies in it.
    pub fn holds(self, date: PartialDate) -> bool {
        let Some((first, last)) = date.span() else { return false };
        match self {
            StatedYear::None => false,
            StatedYear::Calendar(year) => first.year() == year && last.year() == year,
            StatedYear::School(year) => [first, last].iter().all(|day| SchoolYear::of(*day) == year),
            StatedYear::Month(..) => [first, last].iter().all(|day| self.of_month(day.month()) == Some(day.year())),
        }
    }

    pub(super) fn of_month(self, month: u32) -> Option<i32> {
        match self {
            StatedYear::None => None,
            StatedYear::Calendar(year) => Some(year),
            StatedYear::School(year) => Some(year.first_year() + i32::from(month < 9)),
            StatedYear::Month(year, stated) => {
                let count = |year: i32, month: u32| year * 12 + month as i32;
                let close = |of: &i32| (count(*of, month) - count(year, stated)).abs() <= CLOSE;
                [year - 1, year, year + 1].into_iter().find(close)
            }
        }
    }

    /// The year and month that another date of the same row states, where that date is full.
    pub(in super::super) fn of_date(date: PartialDate) -> StatedYear {
        match date {
            PartialDate::Day(day) => StatedYear::Month(day.year(), day.month()),
            PartialDate::Month(year, month) => StatedYear::Month(year, month),
            PartialDate::Year(_) | PartialDate::Unknown => StatedYear::None,
        }
    }
}

/// The month that a sheet or title is of and nothing else: 2024年10月, 2024年10月份信息公开台账.
fn of_one_month(plain: &str) -> Option<(i32, u32)> {
    let plain: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let (before, rest) = plain.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    // Its unit may stand before it.
    let unit = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = &before[unit.len()..];
    let own = unit.is_empty() || unit.ends_with(['处', '部', '院', '办', '室', '心', '馆', '系', '委', '会', '所']);
    let whole = own
        && year.len() == 4
        && (1..=2).contains(&month.len())
        && rest.chars().all(|c| OF_A_YEAR.contains(c) || c == '份');
    let (year, month): (i32, u32) = (year.parse().ok()?, month.parse().ok()?);
    (whole && (1990..=2100).contains(&year) && (1..=12).contains(&month)).then_some((year, month))
}

/// Letters and signs of a heading that says a year and nothing else: 2024—2025学年信息公开台账.
const OF_A_YEAR: &str = "年学度第一二上下期信息公开台账情况统计明细一览汇总表-—–~至/()()、:";

/// The year of a row between the others that is nothing but a year: what follows is of it.
pub fn year_of_group(cells: &[String]) -> Option<StatedYear> {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let only = filled.next()?;
    if filled.any(|cell| cell != only) {
        return None;
    }
    let plain: String = half_width(only).chars().filter(|c| !c.is_whitespace()).collect();
    let bare = plain.chars().all(|c| c.is_ascii_digit() || OF_A_YEAR.contains(c));
    Some(StatedYear::of(only)).filter(|year| bare && *year != StatedYear::None)
}

/// The school year whose first and last month a title states: 2023年9月—2024年8月, 2023.9.1-2024.8.31.
fn of_its_months(plain: &str) -> Option<SchoolYear> {
    let states = |year: i32| {
        let from = [format!("{year}年9月"), format!("{year}年09月"), format!("{year}.9.1"), format!("{year}.09.01")];
        let next = year + 1;
        let until = [format!("{next}年8月"), format!("{next}年08月"), format!("{next}.8.31"), format!("{next}.08.31")];
        from.iter().zip(until.iter()).any(|(from, until)| {
            plain
                .split_once(from.as_str())
                .is_some_and(|(_, rest)| rest.chars().take(24).collect::<String>().contains(until.as_str()))
        })
    };
    let mut years = (1990..2100).filter(|year| plain.contains(&year.to_string()) && states(*year));
    match (years.next(), years.next()) {
        (Some(year), None) => SchoolYear::beginning(year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_gives_its_year_to_days_close_to_it_over_the_turn_of_the_year_too() {
        for title in ["2024年12月", "2024年12月份信息公开台账", " 2024 年 12 月 "] {
            assert_eq!(StatedYear::of(title), StatedYear::Month(2024, 12), "{title}");
        }
        let stated = StatedYear::Month(2024, 12);
        assert_eq!(
            [11, 12, 1, 2, 6].map(|month| stated.of_month(month)),
            [Some(2024), Some(2024), Some(2025), Some(2025), None]
        );
        assert!(stated.holds("2025-01-15".parse().unwrap()) && !stated.holds("2024-01-15".parse().unwrap()));
        for title in ["填报时间：2024年12月", "2024年12月5日", "2024年13月"] {
            assert!(!matches!(StatedYear::of(title), StatedYear::Month(..)), "{title}");
        }
    }

    #[test]
    fn a_row_that_is_nothing_but_a_year_heads_the_rows_below() {
        let of = |cells: &[&str]| year_of_group(&cells.iter().map(|cell| cell.to_string()).collect::<Vec<_>>());
        let school = StatedYear::of("2024-2025学年");
        for text in ["2024—2025学年", "2024-2025学年信息公开台账", "（2024至2025学年）"] {
            assert_eq!(of(&["", text, ""]), Some(school), "{text}");
        }
        assert_eq!(of(&["2025年", "2025年"]), Some(StatedYear::Calendar(2025)), "a merged cell in each of its columns");
        for cells in [&["2024年工作要点"][..], &["2024-2025学年", "36"], &["一、基本信息"], &[""]] {
            assert_eq!(of(cells), None, "{cells:?}");
        }
    }
}
