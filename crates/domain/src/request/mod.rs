//! A request for disclosure (依申请公开): who asks for what, how far it has come, and what follows for its clocks.
//!
//! A request is its [`Entry`] and the [`Step`]s that were taken with it; everything else is computed from these: the
//! [`Stage`] (`life`), the clocks ([`clock`]), the register and its balance ([`register`]), the letters ([`letter`]).
//! What somebody wrote may hold anything. It never stands in an event, an error or a log; only numbers do.

pub mod clock;
mod error;
pub mod letter;
mod life;
pub mod register;
mod step;
mod terms;
#[cfg(test)]
mod tests;
pub mod trace;
mod words;

pub use clock::{Alarm, Clock, Day, Face, Mark, Regime};
pub use error::RequestError;
pub use life::{Ending, Extension, Pause, Stage};
pub use step::{Did, Hand, Reply, Step};
pub use terms::{SchoolTerms, Sure, Term, Terms};
pub use words::{ApplicantKind, Group, Intake, Opinion, Outcome, ReplyKind, Wanted, Way};

use crate::record::Timestamp;
use chrono::NaiveDate;
use std::fmt;
use std::str::FromStr;

/// What people call a request by: 申〔2026〕7号. It is given when the request comes in, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestNumber {
    /// The calendar year in which it was entered.
    pub year: i32,
    /// From 1 in each year.
    pub serial: u32,
}

impl RequestNumber {
    /// As people write it.
    pub fn zh(&self) -> String {
        format!("申〔{}〕{}号", self.year, self.serial)
    }
}

impl fmt::Display for RequestNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.year, self.serial)
    }
}

/// Text that is no number of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the number of a request")]
pub struct NotARequestNumber;

impl FromStr for RequestNumber {
    type Err = NotARequestNumber;

    fn from_str(text: &str) -> Result<RequestNumber, NotARequestNumber> {
        let (year, serial) = text.split_once('-').ok_or(NotARequestNumber)?;
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(year) || !plain(serial) {
            return Err(NotARequestNumber);
        }
        match (year.parse(), serial.parse()) {
            (Ok(year), Ok(serial)) if (2000..=9999).contains(&year) && serial > 0 => Ok(RequestNumber { year, serial }),
            _ => Err(NotARequestNumber),
        }
    }
}

/// Who asks. No `Debug` of the words: whoever logs a thing by mistake logs nobody's name.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Applicant {
    /// The person, or the organisation.
    pub name: String,
    /// Of an organisation: whom to ask for. Of a person: where they work, when they say so.
    pub contact: String,
    /// Of an organisation: who represents it.
    pub representative: String,
    /// Telephone.
    pub phone: String,
    /// Address of mail.
    pub email: String,
    /// Address of letters with its postal code.
    pub address: String,
}

impl fmt::Debug for Applicant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Applicant(…)")
    }
}

/// A request as it came in; nothing of it changes afterwards.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called by.
    pub number: RequestNumber,
    /// The day on which it counts as received: day zero of its clocks (条例第三十一条).
    pub received_on: NaiveDate,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// How it came in.
    pub intake: Intake,
    /// Who asks, by kind.
    pub kind: ApplicantKind,
    /// Who asks.
    pub applicant: Applicant,
    /// What is asked for.
    pub content: String,
    /// What for.
    pub purpose: String,
    /// In what form.
    pub wanted: Wanted,
    /// By what way.
    pub way: Way,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("number", &self.number)
            .field("received_on", &self.received_on)
            .finish_non_exhaustive()
    }
}

/// A request with all that was done with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// As it came in.
    pub entry: Entry,
    /// What was done, in order.
    pub steps: Vec<Step>,
    /// Codes of the units that work on it. They follow a unit that gets another code, so they stand in no step.
    pub units: Vec<String>,
    /// How far it has come.
    pub stage: Stage,
    /// Day zero of the clocks: its receipt, or the day on which the supplement came.
    pub zero: NaiveDate,
    /// When the clocks stood still, in order.
    pub pauses: Vec<Pause>,
    /// That more time was asked for, and what became of it; the last one counts.
    pub extension: Option<Extension>,
    /// How often a clarification was asked for: once at most.
    pub clarified: bool,
    /// How many searches were written down.
    pub searches: usize,
    /// The last day that moved a clock: none that moves one may be earlier.
    pub last_day: NaiveDate,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("number", &self.entry.number)
            .field("stage", &self.stage)
            .finish_non_exhaustive()
    }
}
