//! The clocks of a voice, computed from what was done and the calendar, each day explained; and since when it stands unanswered.
//!
//! No rule gives a number of days for them. The lengths are dated defaults with where they come from (`data/voice-terms.tsv`),
//! and whoever shows one says that the school confirms it. A length in calendar days that ends on a day off ends on the next
//! working day (民法典第二百零三条).

use super::{Kind, Voice};
use crate::calendar::{Calendar, DueDate};
use crate::coded::coded;
use crate::request::{Day, Face, Mark};
use chrono::{Days, Months, NaiveDate};

const TABLE: &str = include_str!("../../data/voice-terms.tsv");
/// Longest run of days that is explained one by one.
const LONGEST: usize = 400;

coded! {
    /// What a clock runs for.
    Limit {
        /// Its sender is told whether it is taken up.
        Accept = "accept", "告知是否受理";
        /// Its sender is told what came of it.
        Answer = "answer", "答复";
        /// Beyond it a voice counts as left without an answer.
        Silence = "silence", "未答复";
    }
}

/// How a length of time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// In working days.
    Working,
    /// In days.
    Calendar,
    /// In months.
    Months,
}

impl Unit {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Unit::Working => "working",
            Unit::Calendar => "calendar",
            Unit::Months => "months",
        }
    }
}

/// A length of time with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What for.
    pub limit: Limit,
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
    /// From when on.
    pub from: NaiveDate,
    /// Where it comes from.
    pub article: String,
    /// Whether the rule was read; otherwise it is a default that the school confirms.
    pub verified: bool,
}

impl Term {
    /// The last day of a time that begins on a day.
    pub fn last(&self, zero: NaiveDate, calendar: &Calendar) -> Option<DueDate> {
        match self.unit {
            Unit::Working => calendar.add(zero, i64::from(self.count)).ok(),
            Unit::Months => Some(DueDate::Fixed(zero.checked_add_months(Months::new(self.count))?)),
            Unit::Calendar => {
                let day = zero.checked_add_days(Days::new(u64::from(self.count)))?;
                let day = day.iter_days().take(LONGEST).find(|day| calendar.is_working_day(*day))?;
                Some(if calendar.knows(day) { DueDate::Fixed(day) } else { DueDate::Provisional(day) })
            }
        }
    }
}

/// The lengths of time that hold for a voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Those that have a clock, in the order in which they end.
    pub clocks: Vec<Term>,
    /// Beyond which it counts as left without an answer.
    pub silence: Term,
}

impl Terms {
    /// Those that hold for a voice of a kind that is received on a day; nothing before the decree was in force.
    pub fn on(kind: Kind, day: NaiveDate) -> Option<Terms> {
        let clocks: Vec<Term> =
            [Limit::Accept, Limit::Answer].into_iter().filter_map(|limit| term(kind.code(), limit, day)).collect();
        let silence = term("-", Limit::Silence, day)?;
        (!clocks.is_empty()).then_some(Terms { clocks, silence })
    }

    /// The first day for which they are known.
    pub fn first_day() -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2010, 9, 1)
    }
}

/// The latest line of a kind and limit that holds on a day.
fn term(kind: &str, limit: Limit, day: NaiveDate) -> Option<Term> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let read = |line: &str| {
        let mut cells = line.split('\t');
        let (of, what, from) = (cells.next()?, cells.next()?, cells.next()?);
        let (count, unit, article, sure) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        (of == kind && what == limit.code()).then_some(())?;
        let term = Term {
            limit,
            count: count.parse().ok()?,
            unit: [Unit::Working, Unit::Calendar, Unit::Months].into_iter().find(|one| one.code() == unit)?,
            from: from.parse().ok()?,
            article: article.to_string(),
            verified: sure == "verified",
        };
        (term.from <= day).then_some(term)
    };
    lines.filter_map(read).max_by_key(|term| term.from)
}

/// A clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// By which length of time.
    pub term: Term,
    /// Day zero.
    pub zero: NaiveDate,
    /// The last day.
    pub due: DueDate,
    /// How it stands, in the unit of its length.
    pub face: Face,
}

impl Clock {
    /// How much is left of it; less than nothing when it is over. Nothing when it has ended.
    pub fn left(&self) -> Option<i64> {
        match self.face {
            Face::Running { left } => Some(left),
            _ => None,
        }
    }
}

impl Voice {
    /// Its clocks as they stand on a day, in the order in which they end.
    pub fn clocks(&self, terms: &Terms, calendar: &Calendar, today: NaiveDate) -> Vec<Clock> {
        let zero = self.entry.received_on;
        let of = |term: &Term| {
            let due = term.last(zero, calendar)?;
            let left = |day: NaiveDate| match term.unit {
                Unit::Working => calendar.between(day, due.date()).0,
                Unit::Calendar | Unit::Months => (due.date() - day).num_days(),
            };
            let ended = match term.limit {
                Limit::Accept => self.taken_on.or_else(|| self.ended_on()),
                Limit::Answer | Limit::Silence => self.ended_on(),
            };
            let face = match ended {
                Some(on) => Face::Ended { late: (-left(on)).max(0) },
                None => Face::Running { left: left(today) },
            };
            Some(Clock { term: term.clone(), zero, due, face })
        };
        terms.clocks.iter().filter_map(of).collect()
    }

    /// The clock that runs and is over first.
    pub fn alarm(&self, terms: &Terms, calendar: &Calendar, today: NaiveDate) -> Option<Clock> {
        let running = self.clocks(terms, calendar, today).into_iter().filter(|clock| clock.left().is_some());
        running.min_by_key(|clock| clock.due.date())
    }

    /// The last day of the three months after which it counts as left without an answer, when that is over without one.
    pub fn silent_since(&self, terms: &Terms, calendar: &Calendar, today: NaiveDate) -> Option<NaiveDate> {
        let last = terms.silence.last(self.entry.received_on, calendar)?.date();
        let until = self.ended_on().unwrap_or(today).min(today);
        (last < until).then_some(last)
    }
}

impl Clock {
    /// Every day of it from day zero to its last.
    pub fn days(&self, calendar: &Calendar) -> Vec<Day> {
        let last = self.due.date();
        let mut n = 0;
        let days = self.zero.iter_days().take_while(|day| *day <= last).take(LONGEST);
        days.map(|date| {
            let kind = calendar.kind(date);
            let counts = match self.term.unit {
                Unit::Working => kind.is_working(),
                Unit::Calendar | Unit::Months => n < self.term.count || self.term.unit == Unit::Months,
            };
            let mark = match (date == self.zero, counts) {
                (true, _) => Mark::Zero,
                (false, true) => {
                    n += 1;
                    let worked = self.term.unit == Unit::Working && kind == crate::calendar::DayKind::WorkedWeekend;
                    Mark::Counted { n, worked }
                }
                // The last day that counts was a day off: the time goes on to the next working day, which is the last.
                (false, false) if kind.is_working() => Mark::Counted { n, worked: false },
                (false, false) => Mark::Off(kind),
            };
            Day { date, mark, known: calendar.knows(date) }
        })
        .collect()
    }
}
