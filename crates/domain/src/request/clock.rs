//! The clocks of a request, one for each regime, computed from what was done and the calendar; and each day of one explained.
//!
//! The decree (办法) gives 15 working days, the regulation (条例) 20, which may be put off once. The day of receipt, or of the
//! supplement, is day zero. Days in which a third party is asked do not count: those after the day on which it was asked, up to and
//! with the day of its answer. It has a term of its own; when that is over without a word the clocks go on, whether somebody
//! wrote that down or not. A calendar that changes moves every clock, for nothing of this is kept.

use super::{Did, Request, Stage, Terms};
use crate::calendar::{Calendar, DayKind, DueDate};
use crate::coded::coded;
use chrono::NaiveDate;

/// Longest run of days that is explained one by one.
const LONGEST: usize = 400;

coded! {
    /// By whose rule a clock runs.
    Regime {
        /// The decree for colleges.
        Decree = "decree", "《高等学校信息公开办法》";
        /// The regulation of the State Council.
        State = "state", "《政府信息公开条例》";
    }
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// It runs: so many working days are left, less than none when it is over.
    Running {
        /// Working days.
        left: i64,
    },
    /// It stands still while a third party is asked; so many are left when that takes all of its time.
    Paused {
        /// Working days.
        left: i64,
    },
    /// It does not run: the applicant is asked to add something.
    Waiting,
    /// The request is over.
    Ended {
        /// By how many working days too late; 0 when in time.
        late: i64,
    },
}

/// A clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// By whose rule.
    pub regime: Regime,
    /// Day zero.
    pub zero: NaiveDate,
    /// How many days count, the extension with them.
    pub days: u32,
    /// How many of those are the extension.
    pub extended: u32,
    /// How many working days stood still.
    pub paused: u32,
    /// The last day.
    pub due: DueDate,
    /// How it stands.
    pub face: Face,
}

/// The last day by one regime, before anybody asks how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reckoned {
    pub(super) due: DueDate,
    days: u32,
    extended: u32,
    paused: u32,
}

/// Which clock is heard first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alarm {
    /// Which.
    pub regime: Regime,
    /// Its last day.
    pub due: DueDate,
    /// How it stands.
    pub face: Face,
}

/// What a day is to a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Day zero.
    Zero,
    /// It counts, as the n-th.
    Counted {
        /// From 1.
        n: u32,
        /// A weekend day worked in exchange.
        worked: bool,
    },
    /// A working day on which the clock stands still.
    Paused,
    /// No working day.
    Off(DayKind),
}

/// A day of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// What it is.
    pub mark: Mark,
    /// Whether the notice of its year is known.
    pub known: bool,
}

impl Request {
    /// The times in which clocks stand still, each with its end: the day of the answer, or the last day for one.
    fn stops(&self, terms: &Terms, calendar: &Calendar) -> Option<Vec<(NaiveDate, NaiveDate)>> {
        let end = |from: NaiveDate| calendar.add(from, i64::from(terms.third_party.days)).ok().map(DueDate::date);
        self.pauses
            .iter()
            .map(|pause| {
                let last = end(pause.from)?;
                Some((pause.from, pause.to.map_or(last, |to| to.min(last))))
            })
            .collect()
    }

    /// The last day by a regime.
    pub(super) fn reckon(&self, regime: Regime, terms: &Terms, calendar: &Calendar) -> Option<Reckoned> {
        let (answer, most) = match regime {
            Regime::Decree => (terms.decree_answer.days, terms.decree_extension.days),
            Regime::State => (terms.state_answer.days, terms.state_extension.days),
        };
        let add = |n: i64| calendar.add(self.zero, n).ok();
        let (mut days, mut extended, mut paused) = (answer, 0, 0);
        let mut due = add(i64::from(days))?;
        let more = self.extension.as_ref().and_then(|one| Some((one.granted_on()?, one.days.min(most))));
        // An extension of the same day comes first: the clock it prolongs is the one that then stands still.
        let mut extension = more;
        let stops = self.stops(terms, calendar)?;
        for stop in stops.iter().map(|stop| Some(*stop)).chain([None]) {
            if let Some((on, by)) = extension.filter(|(on, _)| stop.is_none_or(|(from, _)| *on <= from)) {
                extension = None;
                if on <= due.date() {
                    (days, extended) = (days + by, by);
                    due = add(i64::from(days + paused))?;
                }
            }
            if let Some((from, to)) = stop.filter(|(from, _)| *from < due.date()) {
                paused += u32::try_from(calendar.between(from.max(self.zero), to).0.max(0)).ok()?;
                due = add(i64::from(days + paused))?;
            }
        }
        // Nobody knows yet when a third party answers.
        let open = self.pauses.last().is_some_and(|pause| pause.to.is_none());
        let due = if open { DueDate::Provisional(due.date()) } else { due };
        Some(Reckoned { due, days, extended, paused })
    }

    /// The clock of a regime as it stands on a day; nothing where the calendar does not reach.
    pub fn clock(&self, regime: Regime, terms: &Terms, calendar: &Calendar, today: NaiveDate) -> Option<Clock> {
        let Reckoned { due, days, extended, paused } = self.reckon(regime, terms, calendar)?;
        let left = |day: NaiveDate| calendar.between(day, due.date()).0;
        let stands_still = self.pauses.last().is_some_and(|pause| {
            let over = calendar.add(pause.from, i64::from(terms.third_party.days)).map(DueDate::date);
            pause.to.is_none() && over.is_ok_and(|over| today <= over)
        });
        let face = match &self.stage {
            Stage::Clarifying { .. } => Face::Waiting,
            Stage::Closed(ending) | Stage::Archived(ending) => Face::Ended { late: (-left(ending.on)).max(0) },
            // The extension and the answer stand at a third party's word no longer than its own term.
            Stage::ThirdParty if stands_still => Face::Paused { left: left(today) },
            _ => Face::Running { left: left(today) },
        };
        // Nothing is late that ended while the applicant was asked.
        let face = match face {
            Face::Ended { .. } if self.ended_waiting() => Face::Ended { late: 0 },
            face => face,
        };
        Some(Clock { regime, zero: self.zero, days, extended, paused, due, face })
    }

    /// Whether it ended without the supplement that the applicant was asked for.
    fn ended_waiting(&self) -> bool {
        let asked = self.steps.iter().rposition(|step| matches!(step.did, Did::ClarificationAsked { .. }));
        let added = self.steps.iter().rposition(|step| matches!(step.did, Did::Supplemented { .. }));
        !self.is_open() && asked.is_some_and(|asked| added.is_none_or(|added| added < asked))
    }

    /// Both clocks, the decree's first.
    pub fn clocks(&self, terms: &Terms, calendar: &Calendar, today: NaiveDate) -> Vec<Clock> {
        Regime::ALL.iter().filter_map(|regime| self.clock(*regime, terms, calendar, today)).collect()
    }

    /// The clock that is over first.
    pub fn alarm(&self, terms: &Terms, calendar: &Calendar, today: NaiveDate) -> Option<Alarm> {
        let clocks = self.clocks(terms, calendar, today);
        let first = clocks.iter().min_by_key(|clock| clock.due.date())?;
        Some(Alarm { regime: first.regime, due: first.due, face: first.face })
    }

    /// Every day of a clock from day zero to its last day, or today when it is over.
    pub fn days(&self, regime: Regime, terms: &Terms, calendar: &Calendar) -> Vec<Day> {
        let (Some(reckoned), Some(stops)) = (self.reckon(regime, terms, calendar), self.stops(terms, calendar)) else {
            return Vec::new();
        };
        let last = reckoned.due.date();
        let mut n = 0;
        let days = self.zero.iter_days().take_while(|day| *day <= last).take(LONGEST);
        days.map(|date| {
            let kind = calendar.kind(date);
            let mark = if date == self.zero {
                Mark::Zero
            } else if !kind.is_working() {
                Mark::Off(kind)
            } else if stops.iter().any(|(from, to)| *from < date && date <= *to) {
                Mark::Paused
            } else {
                n += 1;
                Mark::Counted { n, worked: kind == DayKind::WorkedWeekend }
            };
            Day { date, mark, known: calendar.knows(date) }
        })
        .collect()
    }
}
