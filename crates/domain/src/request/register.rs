//! The register (登记簿): what came in, what was answered, what is carried on, and that these balance.
//!
//! Nobody types a total. Each number is counted of the requests themselves, each in its own way, so that
//! received + carried over = answered + carried forward can fail and is tested to hold.

use super::words::{ApplicantKind, Group, Intake, Outcome};
use super::{Did, Request};
use crate::figure::{Dataset, Figure};
use crate::school_year::SchoolYear;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A time that is accounted for, both days within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last.
    pub to: NaiveDate,
}

impl Span {
    /// A school year.
    pub fn of(year: SchoolYear) -> Span {
        Span { from: year.first_day(), to: year.last_day() }
    }

    fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// What a time came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balance {
    /// Open when it began.
    pub carried_over: u64,
    /// Received in it.
    pub received: u64,
    /// Ended in it.
    pub answered: u64,
    /// Open when it was over.
    pub carried_forward: u64,
    /// Of those that ended, how many with which result; every result stands here.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Of those that were received, how many by which way.
    pub intakes: BTreeMap<Intake, u64>,
    /// Of those that were received, how many of which applicants.
    pub applicants: BTreeMap<ApplicantKind, u64>,
    /// Of those that ended, how many after their time had been prolonged.
    pub extended: u64,
}

impl Balance {
    /// Counts the requests of a time.
    pub fn of<'a>(requests: impl IntoIterator<Item = &'a Request>, span: Span) -> Balance {
        let mut balance = Balance {
            outcomes: Outcome::ALL.iter().map(|outcome| (*outcome, 0)).collect(),
            intakes: Intake::ALL.iter().map(|intake| (*intake, 0)).collect(),
            applicants: ApplicantKind::ALL.iter().map(|kind| (*kind, 0)).collect(),
            ..Balance::default()
        };
        for request in requests {
            let received = request.entry.received_on;
            let ending = request.stage.ending();
            if span.holds(received) {
                balance.received += 1;
                *balance.intakes.entry(request.entry.intake).or_default() += 1;
                *balance.applicants.entry(request.entry.kind).or_default() += 1;
            }
            if received < span.from && ending.is_none_or(|ending| ending.on >= span.from) {
                balance.carried_over += 1;
            }
            if received <= span.to && ending.is_none_or(|ending| ending.on > span.to) {
                balance.carried_forward += 1;
            }
            if let Some(ending) = ending.filter(|ending| span.holds(ending.on)) {
                balance.answered += 1;
                *balance.outcomes.entry(ending.outcome).or_default() += 1;
                let granted = request.steps.iter().any(|step| matches!(step.did, Did::ExtensionGranted));
                balance.extended += u64::from(granted);
            }
        }
        balance
    }

    /// Whether what came in is what went out and what is left, and the results are all of what went out.
    pub fn holds(&self) -> bool {
        self.received + self.carried_over == self.answered + self.carried_forward
            && self.outcomes.values().sum::<u64>() == self.answered
            && self.intakes.values().sum::<u64>() == self.received
            && self.applicants.values().sum::<u64>() == self.received
    }

    /// Whether there is nothing at all to account for.
    pub fn is_empty(&self) -> bool {
        self.received == 0 && self.carried_over == 0
    }

    /// How many ended with a result of a group.
    pub fn of_group(&self, group: Group) -> u64 {
        self.outcomes.iter().filter(|(outcome, _)| outcome.group() == group).map(|(_, n)| n).sum()
    }
}
