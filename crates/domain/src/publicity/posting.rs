//! A posting: what one edition of a record shows in its publicity period, for how long, and where objections go.
//!
//! The days are reckoned when it is posted and not before: a list that waits for its reviews may not lose days by it. Who may
//! see it is the record's ([`crate::record::Reach`]).

use super::kind::{Afterwards, Kind, Nature, Time};
use super::length::{Days, Length};
use super::roll::Roll;
use crate::calendar::{Calendar, DueDate, OutOfRange};
use chrono::{Datelike, NaiveDate};

/// How many years the sealed copy of a list is kept after it came down. No source states a number; three years is the
/// ordinary limit of action (民法典第一百八十八条), within which somebody may still ask.
pub const SEALED_YEARS: i32 = 3;

/// Longest period that is taken, in days.
pub const LONGEST: u32 = 366;

/// What an edition shows in its period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Kind: an id of the table.
    pub kind: String,
    /// Not posted before this day.
    pub starts: NaiveDate,
    /// How long it stands.
    pub length: Length,
    /// Where objections go besides the page: telephone, place.
    pub contact: String,
    /// Why more people see it than its kind says; empty when they do not.
    pub wider: String,
    /// Heads of columns of other tables in the same record that no rule of the kind names and somebody wants shown.
    pub kept: Vec<String>,
    /// The list; without rows where only a text is shown.
    pub roll: Roll,
    /// Of each row whether it is shown again because it differs from the edition before.
    pub again: Vec<bool>,
    /// First and last day, once it is posted.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// When it was let end later: the end it had first, and why the last time.
    pub extended: Option<(NaiveDate, String)>,
    /// The last day on which its sealed copy is kept, once it is posted; nothing for what stays on view.
    pub kept_until: Option<NaiveDate>,
    /// Whether the kept copy was destroyed.
    pub purged: bool,
}

impl Posting {
    /// The kind. One that the table has lost is taken as a list of people.
    pub fn kind(&self) -> &'static Kind {
        Kind::of(&self.kind).unwrap_or_else(|| Kind::general())
    }

    /// Heads of columns that somebody decided to show, in its list or beside it.
    pub fn decided(&self) -> Vec<String> {
        self.roll.heads.iter().chain(&self.kept).cloned().collect()
    }

    /// How many rows are shown again.
    pub fn rows_again(&self) -> usize {
        self.again.iter().filter(|again| **again).count()
    }

    /// Puts it up on a day: from then it stands its whole length. What was shown before and is not changed stands to the end
    /// it had.
    ///
    /// # Errors
    /// [`OutOfRange`] past the calendar.
    pub fn post(
        &mut self,
        today: NaiveDate,
        before: Option<&Posting>,
        calendar: &Calendar,
    ) -> Result<(NaiveDate, NaiveDate), OutOfRange> {
        let fresh = (today, self.length.last_day(today, calendar)?.date());
        let period = match before.and_then(|before| before.period) {
            // Nothing new is shown: the period goes on.
            Some(old) if self.rows_again() == 0 => old,
            Some((_, last)) => (fresh.0, fresh.1.max(last)),
            None => fresh,
        };
        self.set(period);
        Ok(period)
    }

    /// Lets it stand to a later day, for a reason that readers are told.
    pub fn extend(&mut self, until: NaiveDate, reason: &str) {
        if let Some((from, last)) = self.period.filter(|(_, last)| until > *last) {
            let first = self.extended.as_ref().map_or(last, |(first, _)| *first);
            self.extended = Some((first, reason.trim().to_string()));
            self.set((from, until));
        }
    }

    fn set(&mut self, period: (NaiveDate, NaiveDate)) {
        self.period = Some(period);
        self.kept_until = self.kind().shown_until(period.1).and_then(years_after);
    }
}

fn years_after(day: NaiveDate) -> Option<NaiveDate> {
    let year = day.year() + SEALED_YEARS;
    // 29 February becomes the 28th.
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, day.month(), 28))
}

/// What is wrong with a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LengthError {
    /// Shorter than a rule above the school allows.
    #[error("shorter than {0}")]
    Short(Length),
    /// Shorter than is usual; the school's own rule may allow it, and somebody has to say so.
    #[error("shorter than the usual {0}")]
    Unusual(Length),
    /// Nothing at all, or longer than a year.
    #[error("not between 1 and {LONGEST} days")]
    Range,
}

impl Kind {
    /// Whether it is a period in which something stands, and not a day by which something is due.
    pub fn is_period(&self) -> bool {
        !matches!(self.time, Time::Within(_))
    }

    /// The length that is offered: what the kind asks for, else five working days, which is what most kinds ask for.
    pub fn offered(&self) -> Length {
        self.length().unwrap_or(Length { count: 5, days: Days::Working })
    }

    /// A length of so many days of its sort. `usual_is_not_ours`: the school says that its own rule is shorter than is usual.
    ///
    /// # Errors
    /// [`LengthError`].
    pub fn long(&self, count: u32, usual_is_not_ours: bool) -> Result<Length, LengthError> {
        if !(1..=LONGEST).contains(&count) {
            return Err(LengthError::Range);
        }
        let length = Length { count, ..self.offered() };
        let least = self.offered();
        let stated = self.length().is_some();
        match count < least.count {
            true if stated && self.nature == Nature::MandatoryMinimum => Err(LengthError::Short(least)),
            // Where no source states a number, fewer days than are usual are the school's own rule all the same.
            true if !usual_is_not_ours => Err(LengthError::Unusual(least)),
            _ => Ok(length),
        }
    }

    /// When a period posted on a day would end, and the last day on which its list may be seen; no such day when it stays.
    ///
    /// # Errors
    /// [`OutOfRange`] past the calendar.
    pub fn reckon(
        &self,
        posted: NaiveDate,
        length: Length,
        calendar: &Calendar,
    ) -> Result<(DueDate, Option<NaiveDate>), OutOfRange> {
        let last = length.last_day(posted, calendar)?;
        Ok((last, self.shown_until(last.date())))
    }

    /// Whether its list comes down.
    pub fn comes_down(&self) -> bool {
        self.afterwards != Afterwards::Stands
    }

    /// Whether somebody may object without a name. Against candidates of a tender only bidders and those concerned may
    /// (招标投标法实施条例第五十四条), who have to say who they are; nothing read forbids it elsewhere.
    pub fn takes_anonymous(&self) -> bool {
        self.id != "tender_candidates"
    }

    /// How soon an objection has to be answered, where a rule was read that says so (招标投标法实施条例第五十四条: 3日内).
    pub fn answered_within(&self) -> Option<Length> {
        (self.id == "tender_candidates").then_some(Length { count: 3, days: Days::Calendar })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn posting(kind: &str, count: u32) -> Posting {
        let roll = Roll::read_lines("姓名\t班级\n李示例\t一班").unwrap();
        let length = Length { count, ..Kind::of(kind).unwrap().offered() };
        Posting {
            kind: kind.into(),
            starts: day("2026-09-15"),
            length,
            contact: String::new(),
            wider: String::new(),
            kept: Vec::new(),
            again: vec![false; roll.rows.len()],
            roll,
            period: None,
            extended: None,
            kept_until: None,
            purged: false,
        }
    }

    #[test]
    fn a_period_begins_on_the_day_it_is_posted_and_loses_no_day() {
        let calendar = Calendar::mainland();
        let mut list = posting("national_inspirational_scholarship", 5);
        assert_eq!(list.post(day("2026-09-15"), None, &calendar), Ok((day("2026-09-15"), day("2026-09-21"))));
        assert_eq!(list.kept_until, Some(day("2029-09-21")));
        // Two days later than was planned: the end moves with it.
        assert_eq!(list.post(day("2026-09-17"), None, &calendar), Ok((day("2026-09-17"), day("2026-09-23"))));
    }

    #[test]
    fn a_changed_row_is_shown_again_for_the_whole_length_and_the_rest_keeps_its_end() {
        let calendar = Calendar::mainland();
        let mut first = posting("national_scholarship", 5);
        first.post(day("2026-09-15"), None, &calendar).unwrap();
        let mut same = posting("national_scholarship", 5);
        assert_eq!(same.post(day("2026-09-17"), Some(&first), &calendar), Ok((day("2026-09-15"), day("2026-09-21"))));
        let mut changed = Posting { again: vec![true], ..posting("national_scholarship", 5) };
        assert_eq!(
            changed.post(day("2026-09-17"), Some(&first), &calendar),
            Ok((day("2026-09-17"), day("2026-09-23")))
        );
        first.extend(day("2026-09-29"), "放假");
        assert_eq!(
            changed.post(day("2026-09-17"), Some(&first), &calendar),
            Ok((day("2026-09-17"), day("2026-09-29")))
        );
    }

    #[test]
    fn an_end_is_moved_later_and_never_earlier() {
        let mut list = posting("national_scholarship", 5);
        list.post(day("2026-09-15"), None, &Calendar::mainland()).unwrap();
        list.extend(day("2026-09-18"), "早");
        assert_eq!(list.extended, None);
        assert_eq!(list.period, Some((day("2026-09-15"), day("2026-09-21"))));
        list.extend(day("2026-09-23"), "补充材料");
        list.extend(day("2026-09-25"), " 再核实 ");
        assert_eq!(list.extended, Some((day("2026-09-21"), "再核实".into())));
        assert_eq!(
            (list.period, list.kept_until),
            (Some((day("2026-09-15"), day("2026-09-25"))), Some(day("2029-09-25")))
        );
    }

    #[test]
    fn a_mandatory_length_holds_and_a_usual_one_may_be_shorter_when_the_school_says_so() {
        let of = |id: &str| Kind::of(id).unwrap();
        let five = Length { count: 5, days: Days::Working };
        assert_eq!(of("national_scholarship").long(4, true), Err(LengthError::Short(five)));
        assert_eq!(of("national_grant").long(3, false), Err(LengthError::Unusual(five)));
        assert_eq!(of("national_grant").long(3, true), Ok(Length { count: 3, days: Days::Working }));
        // Where no source states a number as well.
        for kind in ["hardship_identification", "general"] {
            assert_eq!(of(kind).long(4, false), Err(LengthError::Unusual(five)), "{kind}");
            assert_eq!(of(kind).long(1, true), Ok(Length { count: 1, days: Days::Working }), "{kind}");
            assert_eq!(of(kind).long(5, false), Ok(five), "{kind}");
        }
        assert_eq!(of("national_scholarship").long(0, false), Err(LengthError::Range));
        assert!(!of("gp_result").is_period());
    }

    #[test]
    fn what_stays_on_view_has_no_sealed_copy() {
        let mut list = posting("tender_candidates", 3);
        list.post(day("2026-09-15"), None, &Calendar::mainland()).unwrap();
        assert_eq!(list.kept_until, None);
        assert!(!list.kind().takes_anonymous() && list.kind().answered_within().is_some());
    }
}
