//! Working days of mainland China: forwards, back, between, and every deadline explained day by day.
//!
//! A day is a working day when it is Monday to Friday and not off by the yearly notice of the State Council
//! Office, or a weekend day worked in exchange (调休). The day of the event is day zero (民法典第二百零一条, by analogy).
//! Years without a notice count Monday to Friday but for the days that the statute itself gives, and what is reckoned through
//! them is provisional. Campus
//! holidays do not count: the law gives no pause for them.

use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// Furthest a deadline may be reckoned, in working days either way.
pub const FURTHEST: i64 = 250_000;

/// From when on the statute has the holidays that are reckoned with here (国务院令第795号).
const STATUTE_SINCE: i32 = 2025;

/// Days of the lunar calendar and of 清明 that the statute gives, by year.
const STATUTORY: &str = include_str!("../data/statutory-days.txt");

const EMBEDDED: &str = include_str!("../data/workdays.txt");

/// The working days of the years for which notices are known.
#[derive(Debug, Clone)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
}

/// A due date; provisional when it was reckoned through a year whose notice is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueDate {
    /// Certain.
    Fixed(NaiveDate),
    /// To be reckoned again when the notice is known.
    Provisional(NaiveDate),
}

impl DueDate {
    /// The date, certain or not.
    pub fn date(self) -> NaiveDate {
        match self {
            DueDate::Fixed(date) | DueDate::Provisional(date) => date,
        }
    }

    /// Whether it may still move.
    pub fn is_provisional(self) -> bool {
        matches!(self, DueDate::Provisional(_))
    }
}

/// What a calendar day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// Monday to Friday, worked.
    Working,
    /// Saturday or Sunday worked in exchange.
    WorkedWeekend,
    /// Saturday or Sunday.
    Weekend,
    /// Off by notice; of a year without one, off by the statute.
    Holiday,
}

impl DayKind {
    /// Whether it counts.
    pub fn is_working(self) -> bool {
        matches!(self, DayKind::Working | DayKind::WorkedWeekend)
    }

    /// Stable code, a message key under `day-`.
    pub fn code(self) -> &'static str {
        match self {
            DayKind::Working => "working",
            DayKind::WorkedWeekend => "worked-weekend",
            DayKind::Weekend => "weekend",
            DayKind::Holiday => "holiday",
        }
    }
}

/// One day on the way to a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The day.
    pub date: NaiveDate,
    /// What it is.
    pub kind: DayKind,
    /// Which working day it is, from 1, when it counts.
    pub count: Option<u32>,
    /// Whether its year's notice is known.
    pub known: bool,
}

/// Asked beyond the years a calendar can hold, or a span too long to reckon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("reckoning leaves the years 1900 to 2999, or is longer than {FURTHEST} working days")]
pub struct OutOfRange;

/// A line of a calendar file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct CalendarFileError {
    /// Line from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// Working days of one year as bits by ordinal, with room for 384 days.
#[derive(Debug, Clone, Copy)]
struct Year {
    bits: [u64; 6],
    known: bool,
}

impl Year {
    /// A year of which no notice is known: Monday to Friday but for the days that the statute itself gives.
    fn unannounced(year: i32) -> Year {
        let mut bits = Year::by_week(year);
        for day in statutory(year) {
            bits.set(day.ordinal0(), false);
        }
        bits
    }

    fn by_week(year: i32) -> Year {
        let mut bits = [0u64; 6];
        let mut day = NaiveDate::from_ymd_opt(year, 1, 1);
        while let Some(date) = day.filter(|date| date.year() == year) {
            if !is_weekend(date) {
                let at = date.ordinal0() as usize;
                bits[at / 64] |= 1 << (at % 64);
            }
            day = date.succ_opt();
        }
        Year { bits, known: false }
    }

    fn set(&mut self, ordinal0: u32, working: bool) {
        let (word, bit) = (ordinal0 as usize / 64, 1u64 << (ordinal0 % 64));
        if working { self.bits[word] |= bit } else { self.bits[word] &= !bit }
    }

    fn is_working(&self, ordinal0: u32) -> bool {
        self.bits[ordinal0 as usize / 64] >> (ordinal0 % 64) & 1 == 1
    }

    /// Working days with an ordinal below `end`.
    fn before(&self, end: u32) -> i64 {
        let (whole, rest) = (end as usize / 64, end % 64);
        let full: u32 = self.bits[..whole.min(6)].iter().map(|word| word.count_ones()).sum();
        let part = if whole < 6 { (self.bits[whole] & ((1u64 << rest) - 1)).count_ones() } else { 0 };
        i64::from(full + part)
    }

    /// Ordinal of the working day with `n` working days before it in the year.
    fn nth(&self, n: i64) -> Option<u32> {
        let mut left = u32::try_from(n).ok()?;
        for (at, word) in self.bits.iter().enumerate() {
            let here = word.count_ones();
            if left < here {
                let mut word = *word;
                for _ in 0..left {
                    word &= word - 1;
                }
                return Some(at as u32 * 64 + word.trailing_zeros());
            }
            left -= here;
        }
        None
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Default for Calendar {
    fn default() -> Self {
        Calendar::mainland()
    }
}

impl Calendar {
    /// The years 2010 to 2026 as announced.
    pub fn mainland() -> Calendar {
        let mut calendar = Calendar { years: BTreeMap::new() };
        let read = calendar.add_years(EMBEDDED);
        debug_assert!(read.is_ok(), "the embedded calendar is tested: {read:?}");
        calendar
    }

    /// Adds or replaces years from a file in the embedded form: one line a year,
    /// `2027 off 01-01 02-05 … worked 02-07 …`; `#` begins a remark. Refused as a whole when a line is wrong.
    pub fn add_years(&mut self, text: &str) -> Result<(), CalendarFileError> {
        let mut added = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if !line.is_empty() {
                let wrong = |what: String| CalendarFileError { line: number + 1, what };
                added.push(read_year(line).map_err(wrong)?);
            }
        }
        self.years.extend(added);
        Ok(())
    }

    /// The years whose notices are known, in order.
    pub fn known_years(&self) -> impl Iterator<Item = i32> {
        self.years.keys().copied()
    }

    /// The last year whose notice is known.
    pub fn last_known_year(&self) -> Option<i32> {
        self.years.keys().next_back().copied()
    }

    /// Whether the notice for the day's year is known.
    pub fn knows(&self, date: NaiveDate) -> bool {
        self.years.contains_key(&date.year())
    }

    /// What the day is.
    pub fn kind(&self, date: NaiveDate) -> DayKind {
        match (self.year(date.year()).is_working(date.ordinal0()), is_weekend(date)) {
            (true, false) => DayKind::Working,
            (true, true) => DayKind::WorkedWeekend,
            (false, true) if !self.knows(date) && statutory(date.year()).contains(&date) => DayKind::Holiday,
            (false, true) => DayKind::Weekend,
            (false, false) => DayKind::Holiday,
        }
    }

    /// Whether the day is a working day.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.year(date.year()).is_working(date.ordinal0())
    }

    /// The `working_days`-th working day after `from`, which does not count itself; before it for a negative
    /// number; `from` itself for 0.
    pub fn add(&self, from: NaiveDate, working_days: i64) -> Result<DueDate, OutOfRange> {
        if working_days.unsigned_abs() > FURTHEST.unsigned_abs() || !(1900..3000).contains(&from.year()) {
            return Err(OutOfRange);
        }
        if working_days == 0 {
            return Ok(if self.knows(from) { DueDate::Fixed(from) } else { DueDate::Provisional(from) });
        }
        let mut year = self.year(from.year());
        let mut at = from.year();
        let mut known = year.known;
        // Position sought, counted in working days from the start of the year `at`.
        let mut left = if working_days > 0 {
            year.before(from.ordinal0() + 1) + working_days - 1
        } else {
            year.before(from.ordinal0()) + working_days
        };
        loop {
            let whole = year.before(384);
            if left < 0 {
                at -= 1;
                year = self.year(at);
                left += year.before(384);
            } else if left >= whole {
                left -= whole;
                at += 1;
                year = self.year(at);
            } else {
                let date = year.nth(left).and_then(|day| NaiveDate::from_yo_opt(at, day + 1)).ok_or(OutOfRange)?;
                return Ok(if known { DueDate::Fixed(date) } else { DueDate::Provisional(date) });
            }
            if !(1900..3000).contains(&at) {
                return Err(OutOfRange);
            }
            known &= year.known;
        }
    }

    /// Working days after `from` up to and with `to`; negative when `to` lies before: then those from `to` up to
    /// the day before `from`. The flag says whether an unknown year lies between.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> (i64, bool) {
        if to < from {
            let (first, provisional) = self.between_days(to, from);
            return (-first, provisional);
        }
        match (from.succ_opt(), to.succ_opt()) {
            (Some(start), Some(end)) => self.between_days(start, end),
            _ => (0, true),
        }
    }

    /// Working days from `start` up to the day before `end`.
    fn between_days(&self, start: NaiveDate, end: NaiveDate) -> (i64, bool) {
        let mut count = -self.year(start.year()).before(start.ordinal0());
        for year in start.year()..end.year() {
            count += self.year(year).before(384);
        }
        count += self.year(end.year()).before(end.ordinal0());
        let last = end.pred_opt().unwrap_or(end).max(start);
        (count, !(start.year()..=last.year()).all(|year| self.years.contains_key(&year)))
    }

    /// Every day from the one after `from` to the deadline (or back), with what it is and how it counts.
    pub fn explain(&self, from: NaiveDate, working_days: i64) -> Result<Vec<Step>, OutOfRange> {
        let end = self.add(from, working_days)?.date();
        let mut steps = Vec::new();
        let (mut date, mut count) = (from, 0);
        while date != end {
            let next = if working_days > 0 { date.succ_opt() } else { date.pred_opt() };
            date = next.ok_or(OutOfRange)?;
            let kind = self.kind(date);
            count += u32::from(kind.is_working());
            let count = kind.is_working().then_some(count);
            steps.push(Step { date, kind, count, known: self.knows(date) });
        }
        Ok(steps)
    }

    fn year(&self, year: i32) -> Year {
        self.years.get(&year).copied().unwrap_or_else(|| Year::unannounced(year))
    }
}

/// The public holidays of a year by the statute (全国年节及纪念日放假办法, as of 2025), without what a notice adds or exchanges.
/// Those of the lunar calendar only for years of which their days are embedded.
fn statutory(year: i32) -> Vec<NaiveDate> {
    if year < STATUTE_SINCE {
        return Vec::new();
    }
    let fixed = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)].map(|(month, day)| format!("{month}-{day}"));
    let lunar = STATUTORY.lines().find_map(|line| line.strip_prefix(&format!("{year} "))).unwrap_or_default();
    let days = fixed.iter().map(String::as_str).chain(lunar.split_whitespace());
    days.filter_map(|word| {
        let (month, day) = word.split_once('-')?;
        NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
    })
    .collect()
}

fn read_year(line: &str) -> Result<(i32, Year), String> {
    let mut words = line.split_whitespace();
    let year: i32 = words
        .next()
        .and_then(|word| word.parse().ok())
        .filter(|year| (1900..3000).contains(year))
        .ok_or_else(|| "begins with a year such as 2027".to_string())?;
    let mut bits = Year { known: true, ..Year::by_week(year) };
    let mut working = None;
    for word in words {
        match word {
            "off" => working = Some(false),
            "worked" => working = Some(true),
            _ => {
                let date = word
                    .split_once('-')
                    .and_then(|(month, day)| NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?))
                    .ok_or_else(|| format!("not a day of {year} such as 01-31: {word}"))?;
                let working = working.ok_or_else(|| "days stand behind `off` or `worked`".to_string())?;
                if working != is_weekend(date) {
                    let what = if working {
                        "is no weekend day and cannot be worked in exchange"
                    } else {
                        "is a weekend day and off anyway"
                    };
                    return Err(format!("{word} {what}"));
                }
                bits.set(date.ordinal0(), working);
            }
        }
    }
    Ok((year, bits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[track_caller]
    fn due(from: &str, days: i64, want: &str) {
        assert_eq!(Calendar::mainland().add(day(from), days), Ok(DueDate::Fixed(day(want))), "{from} {days:+}");
    }

    #[test]
    fn deadlines_of_real_notices_fall_on_known_days() {
        due("2023-09-28", 20, "2023-11-01");
        due("2024-01-31", 20, "2024-03-04");
        due("2024-09-27", 15, "2024-10-23");
        due("2025-01-24", 15, "2025-02-20");
        due("2026-02-10", 20, "2026-03-16");
        due("2026-09-18", 15, "2026-10-15");
        due("2026-10-08", 2, "2026-10-10");
    }

    #[test]
    fn years_have_the_known_number_of_working_days() {
        let calendar = Calendar::mainland();
        let counts: Vec<i64> = (2010..=2026)
            .map(|y| {
                calendar
                    .between(
                        NaiveDate::from_ymd_opt(y - 1, 12, 31).unwrap(),
                        NaiveDate::from_ymd_opt(y, 12, 31).unwrap(),
                    )
                    .0
            })
            .collect();
        assert_eq!(counts, [250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248]);
    }

    #[test]
    fn a_deadline_past_the_last_notice_is_provisional_until_a_file_adds_the_year() {
        let mut calendar = Calendar::mainland();
        assert_eq!(calendar.add(day("2026-12-25"), 4), Ok(DueDate::Fixed(day("2026-12-31"))));
        assert_eq!(
            calendar.add(day("2026-12-25"), 5),
            Ok(DueDate::Provisional(day("2027-01-04"))),
            "1 January is off by the statute"
        );
        calendar.add_years("2027 off 01-01 worked 01-02 # invented").unwrap();
        assert_eq!(calendar.add(day("2026-12-25"), 5), Ok(DueDate::Fixed(day("2027-01-02"))));
        assert!(calendar.add(day("2027-12-31"), 1).unwrap().is_provisional());
        assert!(calendar.add(day("2010-01-04"), -3).unwrap().is_provisional(), "2009 is not known either");
    }

    #[test]
    fn holidays_of_the_statute_are_off_in_a_year_without_a_notice() {
        let calendar = Calendar::mainland();
        let holidays = |year: i32| {
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let days = first.iter_days().take_while(|day| day.year() == year);
            days.filter(|day| calendar.kind(*day) == DayKind::Holiday).map(|day| day.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(
            holidays(2027),
            [
                "2027-01-01",
                "2027-02-05",
                "2027-02-06",
                "2027-02-07",
                "2027-02-08",
                "2027-04-05",
                "2027-05-01",
                "2027-05-02",
                "2027-06-09",
                "2027-09-15",
                "2027-10-01",
                "2027-10-02",
                "2027-10-03",
            ]
        );
        assert_eq!(
            holidays(2060),
            ["2060-01-01", "2060-05-01", "2060-05-02", "2060-10-01", "2060-10-02", "2060-10-03",],
            "of a year whose lunar days are not embedded those of the sun alone"
        );
        assert!(!calendar.knows(day("2027-01-01")) && calendar.add(day("2026-12-31"), 1).unwrap().is_provisional());
        // A day that announced years give on another day than the statute is theirs.
        for year in 2025..=2026 {
            for day in statutory(year) {
                assert!(!calendar.is_working_day(day), "{day} is off by the statute and by the notice");
            }
        }
    }

    #[test]
    fn a_wrong_calendar_file_is_refused_with_its_line() {
        let mut calendar = Calendar::mainland();
        for (text, line) in
            [("2027 off 13-01", 1), ("# x\n2027 01-01", 2), ("off", 1), ("2027 off 01-02", 1), ("2027 worked 01-04", 1)]
        {
            assert_eq!(calendar.add_years(text).unwrap_err().line, line, "{text}");
        }
        assert_eq!(calendar.last_known_year(), Some(2026));
    }

    #[test]
    fn a_deadline_explains_itself_day_by_day() {
        let steps = Calendar::mainland().explain(day("2023-09-28"), 2).unwrap();
        let told: Vec<String> = steps
            .iter()
            .map(|s| format!("{} {} {}", s.date, s.kind.code(), s.count.map_or(String::new(), |n| n.to_string())))
            .collect();
        assert_eq!(told[0], "2023-09-29 holiday ");
        assert_eq!(told[8], "2023-10-07 worked-weekend 1");
        assert_eq!(told[9], "2023-10-08 worked-weekend 2");
        assert_eq!(steps.len(), 10);
    }

    #[test]
    fn reckoning_out_of_range_is_refused() {
        let calendar = Calendar::mainland();
        assert_eq!(calendar.add(day("2023-01-01"), FURTHEST + 1), Err(OutOfRange));
        assert_eq!(calendar.add(day("2023-01-01"), i64::MIN), Err(OutOfRange));
        assert_eq!(calendar.add(NaiveDate::MAX, 1), Err(OutOfRange));
        assert_eq!(calendar.add(day("2990-01-01"), 100_000), Err(OutOfRange));
        let _ = calendar.between(NaiveDate::MAX, NaiveDate::MAX);
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0u64..9_000).prop_map(|n| day("2006-01-01") + chrono::Days::new(n))
    }

    proptest! {
        #[test]
        fn adding_agrees_with_walking_day_by_day(from in any_day(), days in -60i64..60) {
            let calendar = Calendar::mainland();
            let (mut date, mut left) = (from, days.abs());
            while left > 0 {
                date = if days > 0 { date.succ_opt().unwrap() } else { date.pred_opt().unwrap() };
                left -= i64::from(calendar.is_working_day(date));
            }
            prop_assert_eq!(calendar.add(from, days).unwrap().date(), date);
            prop_assert_eq!(calendar.explain(from, days).unwrap().last().map_or(from, |step| step.date), date);
        }

        #[test]
        fn between_undoes_add(from in any_day(), days in -400i64..400) {
            let calendar = Calendar::mainland();
            let to = calendar.add(from, days).unwrap().date();
            prop_assert_eq!(calendar.between(from, to).0, days);
        }

        #[test]
        fn going_forth_and_back_returns_to_a_working_day(from in any_day(), days in 1i64..200) {
            let calendar = Calendar::mainland();
            prop_assume!(calendar.is_working_day(from));
            let there = calendar.add(from, days).unwrap().date();
            prop_assert_eq!(calendar.add(there, -days).unwrap().date(), from);
        }

        #[test]
        fn no_calendar_file_makes_it_panic(text in "\\PC{0,60}|[0-9a-z \\-\\n]{0,60}") {
            let _ = Calendar::mainland().add_years(&text);
        }
    }
}
