//! The life of a voice: which act is possible at which stage, and what it makes of it.
//!
//! One table of stage × act ([`Voice::advance`]) is asked when something is done and again when a voice is read back, so that
//! what no act leads to cannot be read.

use super::words::Outcome;
use super::{Entry, Hand, Kind, Voice, Words};
use crate::date::day_in_china;
use crate::event::{Act, Event, Object};
use crate::record::Timestamp;
use chrono::NaiveDate;
use std::fmt;

/// What its sender is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What came of it.
    pub outcome: Outcome,
    /// The words.
    pub text: Words,
}

/// What everybody may read of a voice (答复选登); nothing in it says whose it was.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicAnswer {
    /// What it is about.
    pub title: String,
    /// What was said, in the words of the office.
    pub asked: String,
    /// What the school answers.
    pub answer: String,
    /// Since when it is on view.
    pub on: NaiveDate,
}

impl fmt::Debug for PublicAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicAnswer").field("on", &self.on).finish_non_exhaustive()
    }
}

/// How far a voice has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It came in.
    Received,
    /// It was taken up.
    Accepted,
    /// Units work on it.
    Assigned,
    /// Its sender was answered.
    Answered(Reply),
    /// It is not dealt with.
    Refused {
        /// On what ground.
        ground: Words,
    },
    /// It went to somebody else.
    Transferred {
        /// To whom, and why.
        to: Words,
    },
    /// Its sender took it back.
    Withdrawn,
    /// It was answered and is over.
    Closed(Reply),
}

impl Stage {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Stage::Received => "received",
            Stage::Accepted => "accepted",
            Stage::Assigned => "assigned",
            Stage::Answered(_) => "answered",
            Stage::Refused { .. } => "refused",
            Stage::Transferred { .. } => "transferred",
            Stage::Withdrawn => "withdrawn",
            Stage::Closed(_) => "closed",
        }
    }

    /// What its sender was told, when they were answered.
    pub fn reply(&self) -> Option<&Reply> {
        match self {
            Stage::Answered(reply) | Stage::Closed(reply) => Some(reply),
            _ => None,
        }
    }
}

/// One act.
#[derive(Clone, PartialEq, Eq)]
pub enum Did {
    /// It was taken up.
    Accepted,
    /// It is not dealt with, and its sender is told why.
    Refused {
        /// On what ground.
        ground: Words,
    },
    /// It went to somebody else, and its sender is told to whom.
    Transferred {
        /// To whom, and why.
        to: Words,
    },
    /// Units were asked to work on it.
    Assigned {
        /// Their names, as they were.
        units: Vec<String>,
    },
    /// What was found out, or an answer is proposed: for the school alone.
    Noted {
        /// What.
        text: Words,
    },
    /// Its sender was answered.
    Answered(Reply),
    /// Its sender or the school said something.
    Said {
        /// What.
        text: Words,
    },
    /// Its sender took it back.
    Withdrawn {
        /// Why, when they say so.
        reason: Words,
    },
    /// It is over.
    Closed,
    /// Everybody may read what was asked and answered.
    Shown {
        /// What it is about.
        title: String,
        /// What was said, in the words of the office.
        asked: String,
        /// What the school answers.
        answer: String,
    },
    /// Nobody reads it any more.
    Hidden,
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
            Did::Accepted => "accepted",
            Did::Refused { .. } => "refused",
            Did::Transferred { .. } => "transferred",
            Did::Assigned { .. } => "assigned",
            Did::Noted { .. } => "noted",
            Did::Answered(_) => "answered",
            Did::Said { .. } => "said",
            Did::Withdrawn { .. } => "withdrawn",
            Did::Closed => "closed",
            Did::Shown { .. } => "shown",
            Did::Hidden => "hidden",
        }
    }

    /// The words of it that are sealed where the voice is.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Did::Refused { ground: words }
            | Did::Transferred { to: words }
            | Did::Noted { text: words }
            | Did::Said { text: words }
            | Did::Withdrawn { reason: words }
            | Did::Answered(Reply { text: words, .. }) => Some(words),
            Did::Accepted | Did::Assigned { .. } | Did::Closed | Did::Shown { .. } | Did::Hidden => None,
        }
    }

    /// The same with other words in the place of those.
    pub fn with_words(mut self, other: Words) -> Did {
        match &mut self {
            Did::Refused { ground: words }
            | Did::Transferred { to: words }
            | Did::Noted { text: words }
            | Did::Said { text: words }
            | Did::Withdrawn { reason: words }
            | Did::Answered(Reply { text: words, .. }) => *words = other,
            Did::Accepted | Did::Assigned { .. } | Did::Closed | Did::Shown { .. } | Did::Hidden => {}
        }
        self
    }

    /// What is kept of it beside its code.
    pub fn texts(&self) -> Vec<String> {
        match self {
            Did::Assigned { units } => units.clone(),
            Did::Answered(reply) => vec![reply.outcome.code().into(), reply.text.kept().into()],
            Did::Shown { title, asked, answer } => vec![title.clone(), asked.clone(), answer.clone()],
            did => did.words().map(|words| words.kept().to_string()).into_iter().collect(),
        }
    }

    /// Reads what was kept of a voice of a kind; nothing for what no version of this program wrote.
    pub fn read(kind: Kind, code: &str, texts: &[String]) -> Option<Did> {
        let text = |at: usize| texts.get(at).cloned();
        let words = |at: usize| Some(Words::read(kind, text(at)?));
        Some(match code {
            "accepted" => Did::Accepted,
            "refused" => Did::Refused { ground: words(0)? },
            "transferred" => Did::Transferred { to: words(0)? },
            "assigned" => Did::Assigned { units: texts.to_vec() },
            "noted" => Did::Noted { text: words(0)? },
            "answered" => Did::Answered(Reply { outcome: Outcome::read(&text(0)?)?, text: words(1)? }),
            "said" => Did::Said { text: words(0)? },
            "withdrawn" => Did::Withdrawn { reason: words(0)? },
            "closed" => Did::Closed,
            "shown" => Did::Shown { title: text(0)?, asked: text(1)?, answer: text(2)? },
            "hidden" => Did::Hidden,
            _ => return None,
        })
    }

    /// Whether the day of it is one that clocks or the register count by.
    fn counts(&self) -> bool {
        !matches!(self, Did::Noted { .. } | Did::Said { .. } | Did::Shown { .. } | Did::Hidden)
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

/// Why something is not done with a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VoiceError {
    /// It has not come so far, or further.
    #[error("the voice is not at that stage")]
    Stage,
    /// It lies before what counts last.
    #[error("the day lies before the last act")]
    TooEarly,
    /// It lies in the future.
    #[error("the day lies in the future")]
    Future,
    /// Something has to be said.
    #[error("something has to be said")]
    Blank,
    /// Nobody was named.
    #[error("no unit was named")]
    NoUnit,
    /// A complaint is given to no unit.
    #[error("a complaint is given to no unit")]
    Kept,
    /// The kind is not answered so.
    #[error("no voice of this kind ends so")]
    Outcome,
    /// Whoever sent it does not do that.
    #[error("its sender does not do that")]
    Hand,
    /// Words of a complaint that are not sealed, or of another voice that are.
    #[error("the words are not kept as the kind wants")]
    Unsealed,
}

impl VoiceError {
    /// Stable code, a message key under `voice-refused-`.
    pub fn code(self) -> &'static str {
        match self {
            VoiceError::Stage => "stage",
            VoiceError::TooEarly => "too-early",
            VoiceError::Future => "future",
            VoiceError::Blank => "blank",
            VoiceError::NoUnit => "no-unit",
            VoiceError::Kept => "kept",
            VoiceError::Outcome => "outcome",
            VoiceError::Hand => "hand",
            VoiceError::Unsealed => "unsealed",
        }
    }
}

impl Voice {
    /// A voice as it came in.
    ///
    /// # Errors
    /// [`VoiceError::Unsealed`], [`VoiceError::Blank`].
    pub fn new(entry: Entry) -> Result<Voice, VoiceError> {
        let kind = entry.number.kind;
        if [&entry.content, &entry.name, &entry.contact].iter().any(|words| !words.fits(kind)) {
            return Err(VoiceError::Unsealed);
        }
        if entry.content.is_blank() {
            return Err(VoiceError::Blank);
        }
        let received = entry.received_on;
        Ok(Voice {
            entry,
            steps: Vec::new(),
            units: Vec::new(),
            stage: Stage::Received,
            taken_on: None,
            told_on: None,
            shown: None,
            last_day: received,
        })
    }

    /// The voice that these steps make of an entry.
    ///
    /// # Errors
    /// [`VoiceError`] for a step that was not possible where it stands.
    pub fn replay(entry: Entry, steps: Vec<Step>, units: Vec<String>) -> Result<Voice, VoiceError> {
        let mut voice = Voice { units, ..Voice::new(entry)? };
        for step in steps {
            voice.advance(&step)?;
            voice.steps.push(step);
        }
        Ok(voice)
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.entry.number.kind
    }

    /// Whether its sender waits for something.
    pub fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Received | Stage::Accepted | Stage::Assigned)
    }

    /// The day on which its sender was told what came of it, or took it back.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        let withdrawn = self.steps.iter().find(|step| matches!(step.did, Did::Withdrawn { .. }));
        self.told_on.or(withdrawn.map(|step| step.on))
    }

    /// That it came in. The event holds its number and nothing of what it says.
    pub fn received(&self) -> Event {
        self.event(Act::VoiceReceived)
    }

    /// An event about it. A complaint is an object of its own, which only those are told of who may know of complaints.
    pub fn event(&self, act: Act) -> Event {
        let number = self.entry.number.to_string();
        Event::new(act, if self.kind().is_sealed() { Object::Complaint(number) } else { Object::Voice(number) })
    }

    /// Takes a step: whether it is possible here, and what it makes of the voice.
    ///
    /// # Errors
    /// [`VoiceError`]; the voice is as it was.
    pub fn take(&mut self, step: Step) -> Result<Event, VoiceError> {
        if step.on > day_in_china(step.at) {
            return Err(VoiceError::Future);
        }
        let mut next = self.clone();
        next.advance(&step)?;
        let event = next.event(act_of(&step.did));
        let event = match &step.did {
            // What came of a complaint is nothing that a log tells.
            Did::Answered(reply) if !self.kind().is_sealed() => event.with("outcome", reply.outcome.code()),
            Did::Shown { .. } | Did::Hidden => event.seen(true),
            _ => event,
        };
        next.steps.push(step);
        *self = next;
        Ok(event)
    }

    /// The table of stage × act.
    fn advance(&mut self, step: &Step) -> Result<(), VoiceError> {
        if step.by == Hand::Applicant && !matches!(step.did, Did::Said { .. } | Did::Withdrawn { .. }) {
            return Err(VoiceError::Hand);
        }
        if step.did.words().is_some_and(|words| !words.fits(self.kind())) {
            return Err(VoiceError::Unsealed);
        }
        if step.did.counts() {
            if step.on < self.last_day {
                return Err(VoiceError::TooEarly);
            }
            self.last_day = step.on;
        }
        self.go(step)?;
        let told = matches!(step.did, Did::Answered(_) | Did::Refused { .. } | Did::Transferred { .. });
        if told || matches!(step.did, Did::Accepted | Did::Assigned { .. }) {
            self.taken_on.get_or_insert(step.on);
        }
        if told {
            self.told_on.get_or_insert(step.on);
        }
        Ok(())
    }

    fn go(&mut self, step: &Step) -> Result<(), VoiceError> {
        let fresh = matches!(self.stage, Stage::Received);
        match &step.did {
            Did::Accepted => self.to(fresh, Stage::Accepted),
            Did::Refused { ground } => {
                given(ground)?;
                self.to(
                    matches!(self.stage, Stage::Received | Stage::Accepted),
                    Stage::Refused { ground: ground.clone() },
                )
            }
            Did::Transferred { to } => {
                given(to)?;
                self.to(self.is_open(), Stage::Transferred { to: to.clone() })
            }
            Did::Assigned { .. } if self.kind().is_sealed() => Err(VoiceError::Kept),
            Did::Assigned { units } if units.is_empty() => Err(VoiceError::NoUnit),
            Did::Assigned { .. } => self.to(self.is_open(), Stage::Assigned),
            Did::Noted { text } => {
                given(text)?;
                if self.is_open() { Ok(()) } else { Err(VoiceError::Stage) }
            }
            Did::Answered(reply) => {
                given(&reply.text)?;
                if reply.outcome.kind() != self.kind() {
                    return Err(VoiceError::Outcome);
                }
                // Whether a complaint is dealt with at all is told first, for that has a clock of its own.
                let may = match self.stage {
                    Stage::Accepted | Stage::Assigned | Stage::Answered(_) => true,
                    Stage::Received => !self.kind().is_sealed(),
                    _ => false,
                };
                self.to(may, Stage::Answered(reply.clone()))
            }
            Did::Said { text } => {
                given(text)?;
                if matches!(self.stage, Stage::Withdrawn | Stage::Closed(_)) { Err(VoiceError::Stage) } else { Ok(()) }
            }
            Did::Withdrawn { .. } => self.to(self.is_open(), Stage::Withdrawn),
            Did::Closed => match &self.stage {
                Stage::Answered(reply) => self.to(true, Stage::Closed(reply.clone())),
                _ => Err(VoiceError::Stage),
            },
            Did::Shown { .. } | Did::Hidden => self.show(step),
        }
    }

    fn show(&mut self, step: &Step) -> Result<(), VoiceError> {
        match &step.did {
            Did::Shown { title, asked, answer } => {
                if [title, asked, answer].iter().any(|text| text.trim().is_empty()) {
                    return Err(VoiceError::Blank);
                }
                if self.told_on.is_none() {
                    return Err(VoiceError::Stage);
                }
                let (title, asked, answer) = (title.clone(), asked.clone(), answer.clone());
                self.shown = Some(PublicAnswer { title, asked, answer, on: step.on });
                Ok(())
            }
            _ if self.shown.is_some() => {
                self.shown = None;
                Ok(())
            }
            _ => Err(VoiceError::Stage),
        }
    }

    fn to(&mut self, may: bool, stage: Stage) -> Result<(), VoiceError> {
        if !may {
            return Err(VoiceError::Stage);
        }
        self.stage = stage;
        Ok(())
    }
}

fn given(words: &Words) -> Result<(), VoiceError> {
    if words.is_blank() { Err(VoiceError::Blank) } else { Ok(()) }
}

fn act_of(did: &Did) -> Act {
    match did {
        Did::Accepted => Act::VoiceAccepted,
        Did::Refused { .. } => Act::VoiceRefused,
        Did::Transferred { .. } => Act::VoiceTransferred,
        Did::Assigned { .. } => Act::VoiceAssigned,
        Did::Noted { .. } => Act::VoiceNoted,
        Did::Answered(_) => Act::VoiceAnswered,
        Did::Said { .. } => Act::VoiceSaid,
        Did::Withdrawn { .. } => Act::VoiceWithdrawn,
        Did::Closed => Act::VoiceClosed,
        Did::Shown { .. } => Act::VoiceShown,
        Did::Hidden => Act::VoiceHidden,
    }
}
