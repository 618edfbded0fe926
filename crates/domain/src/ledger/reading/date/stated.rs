//! The year that a sheet, its title or a row between the others states for days without one.
//!
//! Two different years state none. Nothing here knows how a date is spelt.

use crate::date::{PartialDate, half_width};
use crate::school_year::SchoolYear;
use chrono::Datelike;

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
}

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
        if let Some(year) = of_its_months(&plain.iter().collect::<String>()) {
            return StatedYear::School(year);
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
            _ => StatedYear::None,
        }
    }

    /// Whether a date lies in it.
    pub fn holds(self, date: PartialDate) -> bool {
        let Some((first, last)) = date.span() else { return false };
        match self {
            StatedYear::None => false,
            StatedYear::Calendar(year) => first.year() == year && last.year() == year,
            StatedYear::School(year) => [first, last].iter().all(|day| SchoolYear::of(*day) == year),
        }
    }

    pub(super) fn of_month(self, month: u32) -> Option<i32> {
        match self {
            StatedYear::None => None,
            StatedYear::Calendar(year) => Some(year),
            StatedYear::School(year) => Some(year.first_year() + i32::from(month < 9)),
        }
    }
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
