//! What is done with a request, one act at a time: kept as its code with a list of texts, and read back strictly.

use super::RequestNumber;
use super::words::{Opinion, Outcome};
use crate::ids::UserId;
use crate::record::Timestamp;
use chrono::NaiveDate;
use std::fmt;

/// Whose hand did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// Whoever has the receipt.
    Applicant,
    /// Somebody of the school.
    Person(UserId),
}

/// What the applicant is told.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// What came of it.
    pub outcome: Outcome,
    /// The rule it rests on; empty where none is needed.
    pub ground: String,
    /// The words.
    pub text: String,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({})", self.outcome.code())
    }
}

/// One act.
#[derive(Clone, PartialEq, Eq)]
pub enum Did {
    /// It was registered.
    Registered,
    /// It is unclear, and the applicant was told what to add and until when.
    ClarificationAsked {
        /// What is unclear and what to add.
        what: String,
        /// The last day for it.
        until: NaiveDate,
    },
    /// The applicant added something.
    Supplemented {
        /// What.
        text: String,
    },
    /// Nothing was added in time.
    Abandoned,
    /// Units were asked to work on it.
    Assigned {
        /// Their names, as they were.
        units: Vec<String>,
    },
    /// A third party was asked.
    OpinionAsked {
        /// Who.
        party: String,
        /// About what.
        what: String,
    },
    /// The third party answered, or did not in time.
    OpinionGiven {
        /// How.
        opinion: Opinion,
        /// In what words.
        text: String,
    },
    /// More time was asked for.
    ExtensionAsked {
        /// How many working days.
        days: u32,
        /// Why.
        reason: String,
    },
    /// The leader granted it.
    ExtensionGranted,
    /// The leader did not.
    ExtensionRefused {
        /// Why.
        reason: String,
    },
    /// Somebody looked for it.
    Searched {
        /// Where.
        places: String,
        /// What was found.
        found: String,
    },
    /// An answer was drafted.
    Drafted(Reply),
    /// It was sent back to be drafted anew.
    Returned {
        /// Why.
        reason: String,
    },
    /// It passed the review for secrecy and law.
    Reviewed,
    /// It was signed and sent.
    Answered {
        /// How it was delivered.
        delivery: String,
    },
    /// The applicant withdrew it.
    Withdrawn {
        /// Why, when they say so.
        reason: String,
    },
    /// It went to the petition office.
    Transferred {
        /// Where to, and why.
        reason: String,
    },
    /// It is handled together with another one.
    Merged {
        /// Which.
        into: RequestNumber,
    },
    /// It was no request: forged, or poured in by a machine.
    Dismissed {
        /// Why; whoever has the receipt is told.
        reason: String,
    },
    /// Words that the guard stopped go out, for somebody said whose the numbers in them are.
    Vouched {
        /// What they said.
        reason: String,
    },
    /// The same was asked and answered before.
    Repeated {
        /// Which.
        of: RequestNumber,
        /// What the applicant is told.
        reason: String,
    },
    /// Applicant or office said something.
    Said {
        /// What.
        text: String,
    },
    /// It was put into the archive.
    Archived {
        /// Under what number.
        shelf: String,
    },
}

impl fmt::Debug for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Did {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Did::Registered => "registered",
            Did::ClarificationAsked { .. } => "clarification_asked",
            Did::Supplemented { .. } => "supplemented",
            Did::Abandoned => "abandoned",
            Did::Assigned { .. } => "assigned",
            Did::OpinionAsked { .. } => "opinion_asked",
            Did::OpinionGiven { .. } => "opinion_given",
            Did::ExtensionAsked { .. } => "extension_asked",
            Did::ExtensionGranted => "extension_granted",
            Did::ExtensionRefused { .. } => "extension_refused",
            Did::Searched { .. } => "searched",
            Did::Drafted(_) => "drafted",
            Did::Returned { .. } => "returned",
            Did::Reviewed => "reviewed",
            Did::Answered { .. } => "answered",
            Did::Withdrawn { .. } => "withdrawn",
            Did::Transferred { .. } => "transferred",
            Did::Merged { .. } => "merged",
            Did::Dismissed { .. } => "dismissed",
            Did::Vouched { .. } => "vouched",
            Did::Repeated { .. } => "repeated",
            Did::Said { .. } => "said",
            Did::Archived { .. } => "archived",
        }
    }

    /// What is kept of it beside its code.
    pub fn texts(&self) -> Vec<String> {
        let one = |text: &String| vec![text.clone()];
        match self {
            Did::Registered | Did::Abandoned | Did::ExtensionGranted | Did::Reviewed => Vec::new(),
            Did::ClarificationAsked { what, until } => vec![what.clone(), until.to_string()],
            Did::Supplemented { text } | Did::Said { text } => one(text),
            Did::Assigned { units } => units.clone(),
            Did::OpinionAsked { party, what } => vec![party.clone(), what.clone()],
            Did::OpinionGiven { opinion, text } => vec![opinion.code().into(), text.clone()],
            Did::ExtensionAsked { days, reason } => vec![days.to_string(), reason.clone()],
            Did::ExtensionRefused { reason }
            | Did::Returned { reason }
            | Did::Withdrawn { reason }
            | Did::Dismissed { reason }
            | Did::Vouched { reason }
            | Did::Transferred { reason } => one(reason),
            Did::Searched { places, found } => vec![places.clone(), found.clone()],
            Did::Drafted(reply) => vec![reply.outcome.code().into(), reply.ground.clone(), reply.text.clone()],
            Did::Answered { delivery } => one(delivery),
            Did::Merged { into } => vec![into.to_string()],
            Did::Repeated { of, reason } => vec![of.to_string(), reason.clone()],
            Did::Archived { shelf } => one(shelf),
        }
    }

    /// Its words that leave the house when it is done: in a letter, in a message, on the applicant's page.
    pub fn outgoing(&self) -> Vec<&str> {
        match self {
            Did::ClarificationAsked { what, .. } => vec![what],
            Did::OpinionAsked { party, what } => vec![party, what],
            Did::Drafted(reply) => vec![&reply.text, &reply.ground],
            Did::ExtensionAsked { reason, .. }
            | Did::Transferred { reason }
            | Did::Repeated { reason, .. }
            | Did::Dismissed { reason } => vec![reason],
            Did::Answered { delivery } => vec![delivery],
            Did::Said { text } => vec![text],
            _ => Vec::new(),
        }
    }

    /// Reads what was kept; nothing for what no version of this program wrote.
    pub fn read(code: &str, texts: &[String]) -> Option<Did> {
        let one = || texts.first().cloned();
        let two = || Some((texts.first()?.clone(), texts.get(1)?.clone()));
        let did = match code {
            "registered" => Did::Registered,
            "abandoned" => Did::Abandoned,
            "extension_granted" => Did::ExtensionGranted,
            "reviewed" => Did::Reviewed,
            "clarification_asked" => {
                let (what, until) = two()?;
                Did::ClarificationAsked { what, until: until.parse().ok()? }
            }
            "supplemented" => Did::Supplemented { text: one()? },
            "said" => Did::Said { text: one()? },
            "assigned" => Did::Assigned { units: texts.to_vec() },
            "opinion_asked" => {
                let (party, what) = two()?;
                Did::OpinionAsked { party, what }
            }
            "opinion_given" => {
                let (opinion, text) = two()?;
                Did::OpinionGiven { opinion: Opinion::read(&opinion)?, text }
            }
            "extension_asked" => {
                let (days, reason) = two()?;
                Did::ExtensionAsked { days: days.parse().ok()?, reason }
            }
            "extension_refused" => Did::ExtensionRefused { reason: one()? },
            "returned" => Did::Returned { reason: one()? },
            "withdrawn" => Did::Withdrawn { reason: one()? },
            "transferred" => Did::Transferred { reason: one()? },
            "searched" => {
                let (places, found) = two()?;
                Did::Searched { places, found }
            }
            "drafted" => {
                let (outcome, ground) = two()?;
                Did::Drafted(Reply { outcome: Outcome::read(&outcome)?, ground, text: texts.get(2)?.clone() })
            }
            "answered" => Did::Answered { delivery: one()? },
            "dismissed" => Did::Dismissed { reason: one()? },
            "vouched" => Did::Vouched { reason: one()? },
            "merged" => Did::Merged { into: one()?.parse().ok()? },
            "repeated" => {
                let (of, reason) = two()?;
                Did::Repeated { of: of.parse().ok()?, reason }
            }
            "archived" => Did::Archived { shelf: one()? },
            _ => return None,
        };
        Some(did)
    }
}

/// An act with whose hand it was, when it was entered, and on which day it happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When it was entered.
    pub at: Timestamp,
    /// The day on which it happened, which is what clocks count.
    pub on: NaiveDate,
    /// Whose hand.
    pub by: Hand,
    /// What.
    pub did: Did,
}
