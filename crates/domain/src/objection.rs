//! An objection (异议) to what stands in a publicity period: filed, acknowledged, ruled on one by one; and what a period came
//! to by them.
//!
//! What somebody wrote may hold anything. It never enters an event, an error or a log, and no reader of the portal sees it but
//! the one who wrote it.

use crate::coded::coded;
use crate::event::{Act, Event, Object};
use crate::ids::{RecordId, UserId};
use crate::record::Timestamp;
use std::fmt;
use std::str::FromStr;

coded! {
    /// What was found of an objection.
    Ruling {
        /// It is right.
        Upheld = "upheld", "成立";
        /// Part of it is right.
        PartlyUpheld = "partly_upheld", "部分成立";
        /// It is not right.
        Rejected = "rejected", "不成立";
    }
}

/// What people call an objection by: 异〔2026〕31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectionNumber {
    /// The calendar year in which it was filed.
    pub year: i32,
    /// From 1 in each year.
    pub serial: u32,
}

impl ObjectionNumber {
    /// As people write it.
    pub fn zh(&self) -> String {
        format!("异〔{}〕{}", self.year, self.serial)
    }
}

impl fmt::Display for ObjectionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.year, self.serial)
    }
}

/// Text that is no number of an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the number of an objection")]
pub struct NotAnObjectionNumber;

impl FromStr for ObjectionNumber {
    type Err = NotAnObjectionNumber;

    fn from_str(text: &str) -> Result<ObjectionNumber, NotAnObjectionNumber> {
        let (year, serial) = text.split_once('-').ok_or(NotAnObjectionNumber)?;
        match (year.parse(), serial.parse()) {
            (Ok(year), Ok(serial)) if (2000..=9999).contains(&year) && serial > 0 => {
                Ok(ObjectionNumber { year, serial })
            }
            _ => Err(NotAnObjectionNumber),
        }
    }
}

/// Who objects. No `Debug` of the words: whoever logs a thing by mistake logs nobody's name.
#[derive(Clone, PartialEq, Eq)]
pub struct Objector {
    /// Their name.
    pub name: String,
    /// How to reach them.
    pub contact: String,
}

impl fmt::Debug for Objector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Objector(…)")
    }
}

/// How far it has come.
#[derive(Clone, PartialEq, Eq)]
pub enum Stage {
    /// It came in.
    Filed,
    /// Somebody has taken it up.
    Acknowledged {
        /// When.
        at: Timestamp,
    },
    /// It is decided.
    Ruled {
        /// By whom.
        by: UserId,
        /// When.
        at: Timestamp,
        /// How.
        ruling: Ruling,
        /// What the objector is told.
        answer: String,
    },
}

impl Stage {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Stage::Filed => "filed",
            Stage::Acknowledged { .. } => "acknowledged",
            Stage::Ruled { .. } => "ruled",
        }
    }
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An objection.
#[derive(Clone, PartialEq, Eq)]
pub struct Objection {
    /// What it is called by.
    pub number: ObjectionNumber,
    /// Against which record.
    pub record: RecordId,
    /// Which of its editions was seen.
    pub edition: u32,
    /// The row it is about, from 1; none when it is about the whole.
    pub row: Option<u32>,
    /// The cells of that row as they stood when it was filed: a list may change, and rows of it move.
    pub cells: Vec<String>,
    /// What it says.
    pub text: String,
    /// Who objects, when they said so.
    pub objector: Option<Objector>,
    /// When it came in.
    pub filed_at: Timestamp,
    /// How far it has come.
    pub stage: Stage,
}

impl fmt::Debug for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objection").field("number", &self.number).field("stage", &self.stage).finish_non_exhaustive()
    }
}

/// Why something is not done with an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ObjectionError {
    /// It is decided.
    #[error("the objection is decided")]
    Ruled,
    /// Somebody has taken it up already.
    #[error("the objection is taken up")]
    Acknowledged,
    /// Whoever wrote what is objected to does not judge.
    #[error("who wrote what is objected to may not rule on it")]
    OwnWork,
    /// There is no answer.
    #[error("an answer must be given")]
    NoAnswer,
}

impl ObjectionError {
    /// Stable code, a message key under `publicity-error-`.
    pub fn code(self) -> &'static str {
        match self {
            ObjectionError::Ruled => "ruled",
            ObjectionError::Acknowledged => "acknowledged",
            ObjectionError::OwnWork => "own-work",
            ObjectionError::NoAnswer => "no-answer",
        }
    }
}

impl Objection {
    /// It came in. The event holds its number and nothing of what it says.
    pub fn filed(&self) -> Event {
        self.event(Act::ObjectionFiled)
    }

    /// Somebody takes it up.
    ///
    /// # Errors
    /// [`ObjectionError`] when somebody has already.
    pub fn acknowledge(&mut self, now: Timestamp) -> Result<Event, ObjectionError> {
        match self.stage {
            Stage::Filed => {
                self.stage = Stage::Acknowledged { at: now };
                Ok(self.event(Act::ObjectionAcknowledged))
            }
            Stage::Acknowledged { .. } => Err(ObjectionError::Acknowledged),
            Stage::Ruled { .. } => Err(ObjectionError::Ruled),
        }
    }

    /// Decides it. `wrote`: they drafted what is objected to, or wrote in it. `seen`: what is left on view of the record, or
    /// its tombstone, says what became of objections.
    ///
    /// # Errors
    /// [`ObjectionError`].
    pub fn rule(
        &mut self,
        by: UserId,
        wrote: bool,
        (ruling, answer): (Ruling, &str),
        now: Timestamp,
        seen: bool,
    ) -> Result<Event, ObjectionError> {
        if matches!(self.stage, Stage::Ruled { .. }) {
            return Err(ObjectionError::Ruled);
        }
        if wrote {
            return Err(ObjectionError::OwnWork);
        }
        let answer = answer.trim();
        if answer.is_empty() {
            return Err(ObjectionError::NoAnswer);
        }
        self.stage = Stage::Ruled { by, at: now, ruling, answer: answer.to_string() };
        Ok(self.event(Act::ObjectionRuled).with("ruling", ruling.code()).seen(seen))
    }

    fn event(&self, act: Act) -> Event {
        Event::new(act, Object::Record(self.record)).with("objection", self.number)
    }
}

/// What became of the objections to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Not decided.
    pub open: u32,
    /// Right.
    pub upheld: u32,
    /// Right in part.
    pub partly: u32,
    /// Not right.
    pub rejected: u32,
}

impl Outcome {
    /// How many there were.
    pub fn total(self) -> u32 {
        self.open + self.upheld + self.partly + self.rejected
    }

    /// Stable code: `none`, `open` while one is not decided, `ruled`. Without objections is said only when there was none.
    pub fn code(self) -> &'static str {
        match (self.total(), self.open) {
            (0, _) => "none",
            (_, 0) => "ruled",
            _ => "open",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objection() -> Objection {
        Objection {
            number: ObjectionNumber { year: 2026, serial: 31 },
            record: RecordId(7),
            edition: 1,
            row: Some(57),
            cells: vec!["李示例".into()],
            text: "不符合条件，电话13800138000".into(),
            objector: Some(Objector { name: "某某".into(), contact: "13800138000".into() }),
            filed_at: "2026-09-17T02:00:00Z".parse().unwrap(),
            stage: Stage::Filed,
        }
    }

    #[test]
    fn an_objection_is_taken_up_and_decided_once_by_somebody_who_did_not_write_the_list() {
        let now = "2026-09-18T02:00:00Z".parse().unwrap();
        let mut objection = objection();
        assert_eq!(
            objection.rule(UserId(1), true, (Ruling::Rejected, "查无"), now, true),
            Err(ObjectionError::OwnWork)
        );
        assert_eq!(objection.rule(UserId(1), false, (Ruling::Rejected, " "), now, true), Err(ObjectionError::NoAnswer));
        assert_eq!(objection.acknowledge(now).unwrap().act, Act::ObjectionAcknowledged);
        assert_eq!(objection.acknowledge(now), Err(ObjectionError::Acknowledged));
        let event = objection.rule(UserId(1), false, (Ruling::Rejected, "查无"), now, true).unwrap();
        assert!(event.public);
        assert_eq!(objection.rule(UserId(1), false, (Ruling::Upheld, "是"), now, true), Err(ObjectionError::Ruled));
        assert_eq!(objection.acknowledge(now), Err(ObjectionError::Ruled));
    }

    #[test]
    fn nothing_of_what_it_says_stands_in_an_event_or_in_what_a_log_would_print() {
        let mut objection = objection();
        let now = objection.filed_at;
        let printed = format!("{objection:?} {:?}", objection.filed());
        let ruled = objection.rule(UserId(1), false, (Ruling::Upheld, "张老师13900000000"), now, false).unwrap();
        for text in [printed, format!("{ruled:?} {objection:?}")] {
            assert!(!text.contains("138") && !text.contains("139") && !text.contains("某某"), "{text}");
        }
    }

    #[test]
    fn a_period_is_without_objections_only_when_there_was_none() {
        assert_eq!(Outcome::default().code(), "none");
        assert_eq!(Outcome { open: 1, rejected: 2, ..Outcome::default() }.code(), "open");
        assert_eq!(Outcome { upheld: 1, rejected: 2, ..Outcome::default() }.code(), "ruled");
    }

    #[test]
    fn numbers_read_back() {
        let number = ObjectionNumber { year: 2026, serial: 31 };
        assert_eq!((number.to_string().parse(), number.zh().as_str()), (Ok(number), "异〔2026〕31"));
        for wrong in ["", "2026", "2026-0", "x-1", "99999-1"] {
            assert!(wrong.parse::<ObjectionNumber>().is_err(), "{wrong}");
        }
    }
}
