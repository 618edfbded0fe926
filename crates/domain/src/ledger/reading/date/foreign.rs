//! Days as spreadsheets with an English face show them: May 12, 2023, 5-Mar-24, Mar-24.
//!
//! What may be two days is asked about, as everywhere.

use super::{Dated, StatedYear, full};
use crate::date::PartialDate;

/// May 12, 2023, 12 May 2023, 5-Mar-24, 5-Mar and May 2023, as spreadsheets with an English face show dates.
pub(super) fn foreign(bare: &str, _: bool, stated: StatedYear) -> Option<Dated> {
    let lower = bare.to_ascii_lowercase();
    let parts: Vec<&str> = lower.split([' ', '.', ',', '-', '/']).filter(|part| !part.is_empty()).collect();
    let parts = match parts.as_slice() {
        [first, rest @ ..] if is_name(first, &WEEKDAYS).is_some() => rest,
        all => all,
    };
    let at = parts.iter().position(|part| is_name(part, &MONTHS).is_some())?;
    let month = is_name(parts[at], &MONTHS)?;
    let number = |text: &str| -> Option<u32> {
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|tail| text.strip_suffix(tail)).unwrap_or(text);
        bare.parse().ok().filter(|_| bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit()))
    };
    let year = |text: &str| match text.len() {
        4 => text.parse::<i32>().ok().filter(|year| (1990..=2100).contains(year)),
        2 => text.parse::<i32>().ok().map(|year| 2000 + year),
        _ => None,
    };
    let others: Vec<&str> = parts.iter().enumerate().filter(|(part, _)| *part != at).map(|(_, part)| *part).collect();
    let day = |of: i32, day: &str| Some(PartialDate::Day(full(of, month, number(day)?)?));
    match (at, others.as_slice()) {
        (0 | 1, [first, last]) => {
            let date = day(year(last)?, first)?;
            // 24-Mar-05 would be the 5th in a book of that year.
            let other = (last.len() == 2 && first.len() == 2).then(|| day(2000 + first.parse::<i32>().ok()?, last));
            match other.flatten().filter(|other| *other != date && stated.holds(*other) && !stated.holds(date)) {
                Some(other) => Some(Dated::Doubtful(vec![date, other])),
                None => Some(Dated::Other(date)),
            }
        }
        (0, [last]) if last.len() == 4 => Some(Dated::Other(PartialDate::Month(year(last)?, month))),
        // Mar-24 is a month of that year in one spreadsheet, a day of March in another.
        (0, [last]) => {
            let dated = stated.of_month(month).and_then(|year| day(year, last));
            let month = year(last).map(|year| PartialDate::Month(year, month));
            Some(Dated::Doubtful([dated, month].into_iter().flatten().collect()))
        }
        (1, [first]) if first.len() == 4 => Some(Dated::Other(PartialDate::Month(year(first)?, month))),
        (1, [first]) => {
            full(2024, month, number(first)?)?;
            let dated = stated.of_month(month).and_then(|year| day(year, first));
            Some(dated.map_or(Dated::Yearless, Dated::OfStatedYear))
        }
        _ => None,
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Which of the names a word is, whole or by its first three letters or four; from 1.
fn is_name(word: &str, names: &[&str]) -> Option<u32> {
    let at = names.iter().position(|name| *name == word || (3..=4).contains(&word.len()) && name.starts_with(word))?;
    u32::try_from(at).ok()?.checked_add(1)
}
