//! A voice (举报、意见、咨询、更正): what somebody says to the school, by the portal or otherwise, and what is done with it.
//!
//! A voice is its [`Entry`] and the [`Step`]s that were taken with it; how far it has come (`life`), its clocks ([`clock`]) and
//! the account of a year ([`register`]) are computed from these. The words of a complaint are [`Words::Sealed`] here as
//! everywhere: whoever would keep them as they were written is refused by the same table that refuses an act out of turn. What
//! somebody wrote never stands in an event, an error or a log.

pub mod clock;
mod life;
pub mod register;
#[cfg(test)]
mod tests;
mod words;

pub use clock::{Clock, Limit, Term, Terms};
pub use life::{Did, PublicAnswer, Reply, Stage, Step, VoiceError};
pub use words::{Intake, Kind, Outcome};

pub use crate::request::Hand;

use crate::ids::RecordId;
use crate::record::Timestamp;
use chrono::NaiveDate;
use std::fmt;
use std::str::FromStr;

/// What people call a voice by: 意〔2026〕7号.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VoiceNumber {
    /// What it is.
    pub kind: Kind,
    /// The calendar year in which it was entered.
    pub year: i32,
    /// From 1 in each year, for each kind.
    pub serial: u32,
}

impl VoiceNumber {
    /// As people write it.
    pub fn zh(&self) -> String {
        format!("{}〔{}〕{}号", self.kind.prefix(), self.year, self.serial)
    }
}

impl fmt::Display for VoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.kind.code(), self.year, self.serial)
    }
}

/// Text that is no number of a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the number of a voice")]
pub struct NotAVoiceNumber;

impl FromStr for VoiceNumber {
    type Err = NotAVoiceNumber;

    fn from_str(text: &str) -> Result<VoiceNumber, NotAVoiceNumber> {
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let mut parts = text.splitn(3, '-');
        let (Some(kind), Some(year), Some(serial)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotAVoiceNumber);
        };
        let kind = Kind::ALL.iter().copied().find(|one| one.code() == kind).ok_or(NotAVoiceNumber)?;
        if !plain(year) || !plain(serial) {
            return Err(NotAVoiceNumber);
        }
        match (year.parse(), serial.parse()) {
            (Ok(year), Ok(serial)) if (2000..=9999).contains(&year) && serial > 0 => {
                Ok(VoiceNumber { kind, year, serial })
            }
            _ => Err(NotAVoiceNumber),
        }
    }
}

/// What somebody wrote: as it is, or as only a key opens it. Neither is printed.
#[derive(Clone, PartialEq, Eq)]
pub enum Words {
    /// As it is.
    Plain(String),
    /// Sealed, as it is kept.
    Sealed(String),
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Words::Plain(_) => "Plain(…)",
            Words::Sealed(_) => "Sealed(…)",
        })
    }
}

impl Words {
    /// Reads what was kept of a voice of a kind: the kind alone says whether it is sealed.
    pub fn read(kind: Kind, kept: String) -> Words {
        if kind.is_sealed() { Words::Sealed(kept) } else { Words::Plain(kept) }
    }

    /// As it is kept.
    pub fn kept(&self) -> &str {
        match self {
            Words::Plain(text) | Words::Sealed(text) => text,
        }
    }

    /// The words, where they are no secret.
    pub fn plain(&self) -> Option<&str> {
        match self {
            Words::Plain(text) => Some(text),
            Words::Sealed(_) => None,
        }
    }

    /// Whether nothing was written; of what is sealed, whether nothing is there at all.
    pub fn is_blank(&self) -> bool {
        self.kept().trim().is_empty()
    }

    /// Whether a voice of this kind may hold it so.
    fn fits(&self, kind: Kind) -> bool {
        matches!(self, Words::Sealed(_)) == kind.is_sealed()
    }
}

/// A voice as it came in; nothing of it changes afterwards.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called by.
    pub number: VoiceNumber,
    /// The day on which it counts as received: day zero of its clocks.
    pub received_on: NaiveDate,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// By what way it came in.
    pub intake: Intake,
    /// What it says.
    pub content: Words,
    /// Who says it; nothing where they do not tell.
    pub name: Words,
    /// How they can be reached; nothing where they do not tell.
    pub contact: Words,
    /// Of a correction, the record it is about.
    pub record: Option<RecordId>,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("number", &self.number).finish_non_exhaustive()
    }
}

/// A voice with all that was done with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Voice {
    /// As it came in.
    pub entry: Entry,
    /// What was done, in order.
    pub steps: Vec<Step>,
    /// Codes of the units that work on it; a complaint has none.
    pub units: Vec<String>,
    /// How far it has come.
    pub stage: Stage,
    /// The day on which somebody first took it up or told what becomes of it.
    pub taken_on: Option<NaiveDate>,
    /// The day on which its sender was first told what came of it: an answer, a refusal, where it went.
    pub told_on: Option<NaiveDate>,
    /// What everybody may read of it.
    pub shown: Option<PublicAnswer>,
    /// The last day that counts: none that counts may be earlier.
    pub last_day: NaiveDate,
}

impl fmt::Debug for Voice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Voice").field("number", &self.entry.number).field("stage", &self.stage).finish_non_exhaustive()
    }
}
