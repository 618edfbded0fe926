//! The life of a request: which act is possible at which stage, and what it makes of the request.
//!
//! One table of stage × act ([`Request::advance`]) is asked when something is done and again when a request is read back, so that
//! what no act leads to cannot be read. What a calendar decides (within seven working days, before the term is over) is asked
//! only when it is done ([`Request::take`]): a calendar may change, what was done stays.

use super::error::RequestError;
use super::step::{Did, Hand, Reply, Step};
use super::terms::Terms;
use super::trace::is_blank;
use super::words::{Outcome, ReplyKind};
use super::{Entry, Regime, Request};
use crate::calendar::Calendar;
use crate::date::day_in_china;
use crate::event::{Act, Event, Object};
use crate::ids::UserId;
use chrono::NaiveDate;

/// How far a request has come.
#[derive(Clone, PartialEq, Eq)]
pub enum Stage {
    /// It came in.
    Received,
    /// It was registered.
    Registered,
    /// The applicant was asked to add something.
    Clarifying {
        /// The last day for it.
        until: NaiveDate,
    },
    /// Units work on it.
    Assigned,
    /// A third party was asked; the clocks stand still.
    ThirdParty,
    /// An answer was drafted.
    Drafted {
        /// By whom.
        by: UserId,
        /// The answer.
        reply: Reply,
    },
    /// The draft passed its review.
    Reviewed {
        /// Who drafted.
        drafted_by: UserId,
        /// The answer.
        reply: Reply,
    },
    /// It is over.
    Closed(Ending),
    /// It is over and in the archive.
    Archived(Ending),
}

impl Stage {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Stage::Received => "received",
            Stage::Registered => "registered",
            Stage::Clarifying { .. } => "clarifying",
            Stage::Assigned => "assigned",
            Stage::ThirdParty => "third_party",
            Stage::Drafted { .. } => "drafted",
            Stage::Reviewed { .. } => "reviewed",
            Stage::Closed(_) => "closed",
            Stage::Archived(_) => "archived",
        }
    }

    /// How it ended, when it did.
    pub fn ending(&self) -> Option<&Ending> {
        match self {
            Stage::Closed(ending) | Stage::Archived(ending) => Some(ending),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

/// How a request ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// What came of it.
    pub outcome: Outcome,
    /// On which day.
    pub on: NaiveDate,
    /// The answer that was signed; none of what ended without one.
    pub reply: Option<Reply>,
}

/// A time in which the clocks stand still: the days after `from` up to and with `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// The day on which the third party was asked.
    pub from: NaiveDate,
    /// The day on which it answered; none while it has not.
    pub to: Option<NaiveDate>,
}

/// That more time was asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Extension {
    /// By whom.
    pub asked_by: UserId,
    /// How many working days.
    pub days: u32,
    /// Why; the applicant is told.
    pub reason: String,
    /// The day on which it was granted or refused, and which.
    pub decided: Option<(NaiveDate, bool)>,
}

impl Extension {
    /// The day on which it was granted.
    pub fn granted_on(&self) -> Option<NaiveDate> {
        self.decided.and_then(|(on, granted)| granted.then_some(on))
    }
}

impl std::fmt::Debug for Extension {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Extension").field("days", &self.days).field("decided", &self.decided).finish_non_exhaustive()
    }
}

/// Whether a text still has a place to be filled in: `【待补】`, `【待补：金额】`, `{金额}`.
fn is_unfinished(text: &str) -> bool {
    let field = |rest: &str| {
        let name = rest.split_once('}').map_or("", |(name, _)| name);
        !name.is_empty() && name.chars().count() <= 30 && !name.contains(['{', '\n'])
    };
    ["【待补", "［待补", "[待补"].iter().any(|mark| text.contains(mark)) || text.split('{').skip(1).any(field)
}

fn given(texts: &[&String]) -> Result<(), RequestError> {
    if texts.iter().any(|text| text.trim().is_empty()) { Err(RequestError::Blank) } else { Ok(()) }
}

impl Request {
    /// A request as it came in.
    pub fn new(entry: Entry) -> Request {
        let received = entry.received_on;
        Request {
            entry,
            steps: Vec::new(),
            units: Vec::new(),
            stage: Stage::Received,
            zero: received,
            pauses: Vec::new(),
            extension: None,
            clarified: false,
            searches: 0,
            last_day: received,
        }
    }

    /// The request that these steps make of an entry.
    ///
    /// # Errors
    /// [`RequestError`] for a step that was not possible where it stands, with its place.
    pub fn replay(entry: Entry, steps: Vec<Step>, units: Vec<String>) -> Result<Request, (usize, RequestError)> {
        let mut request = Request { units, ..Request::new(entry) };
        for (at, step) in steps.into_iter().enumerate() {
            request.advance(&step).map_err(|error| (at, error))?;
            request.steps.push(step);
        }
        Ok(request)
    }

    /// That it came in. The event holds its number and nothing of what it says.
    pub fn received(&self) -> Event {
        self.event(Act::RequestReceived)
    }

    /// An event about it.
    pub fn event(&self, act: Act) -> Event {
        Event::new(act, Object::Request(self.entry.number.to_string()))
    }

    /// Whether it is not over.
    pub fn is_open(&self) -> bool {
        self.stage.ending().is_none()
    }

    /// The last answer that was drafted, whatever became of it.
    pub fn reply(&self) -> Option<&Reply> {
        match &self.stage {
            Stage::Drafted { reply, .. } | Stage::Reviewed { reply, .. } => Some(reply),
            Stage::Closed(ending) | Stage::Archived(ending) => ending.reply.as_ref(),
            _ => self.steps.iter().rev().find_map(|step| match &step.did {
                Did::Drafted(reply) => Some(reply),
                _ => None,
            }),
        }
    }

    /// Takes a step: whether it is possible here and by these rules, and what it makes of the request.
    ///
    /// # Errors
    /// [`RequestError`]; the request is as it was.
    pub fn take(&mut self, step: Step, terms: &Terms, calendar: &Calendar) -> Result<Event, RequestError> {
        if step.on > day_in_china(step.at) {
            return Err(RequestError::Future);
        }
        self.in_words(&step)?;
        self.in_time(&step, terms, calendar)?;
        let mut next = self.clone();
        next.advance(&step)?;
        let event = next.told(&step);
        next.steps.push(step);
        *self = next;
        Ok(event)
    }

    /// What is asked of words when they are said. What was kept before is not asked again.
    fn in_words(&self, step: &Step) -> Result<(), RequestError> {
        if step.did.texts().iter().any(|text| !text.trim().is_empty() && is_blank(text)) {
            return Err(RequestError::Blank);
        }
        let signed = match &step.did {
            Did::Reviewed | Did::Answered { .. } => self.reply(),
            _ => None,
        };
        let signed = signed.map(|reply| [reply.text.as_str(), reply.ground.as_str()]);
        let mut words = step.did.outgoing().into_iter().chain(signed.into_iter().flatten());
        let own = step.by == Hand::Applicant;
        if !own && words.any(is_unfinished) { Err(RequestError::Unfinished) } else { Ok(()) }
    }

    /// What the calendar has to say to a step.
    fn in_time(&self, step: &Step, terms: &Terms, calendar: &Calendar) -> Result<(), RequestError> {
        match &step.did {
            Did::ClarificationAsked { .. } => {
                let last = calendar.add(self.zero, i64::from(terms.clarification.days));
                let last = last.map_err(|_| RequestError::Range)?.date();
                if step.on > last { Err(RequestError::ClarificationLate) } else { Ok(()) }
            }
            Did::ExtensionAsked { days, .. } if *days > terms.state_extension.days.max(terms.decree_extension.days) => {
                Err(RequestError::TooLong)
            }
            Did::ExtensionAsked { .. } | Did::ExtensionGranted => {
                let due = self.reckon(Regime::State, terms, calendar).ok_or(RequestError::Range)?;
                if step.on > due.due.date() { Err(RequestError::Over) } else { Ok(()) }
            }
            _ => Ok(()),
        }
    }

    /// What the public log is told of a step: small facts and no words.
    fn told(&self, step: &Step) -> Event {
        let event = self.event(act_of(&step.did));
        match &step.did {
            Did::Drafted(reply) => event.with("outcome", reply.outcome.code()),
            Did::ExtensionAsked { days, .. } => event.with("days", days),
            Did::Merged { into } => event.with("into", into),
            Did::Repeated { of, .. } => event.with("of", of),
            Did::Answered { .. } => match self.stage.ending() {
                Some(ending) => event.with("outcome", ending.outcome.code()),
                None => event,
            },
            _ => event,
        }
    }

    /// The table of stage × act.
    fn advance(&mut self, step: &Step) -> Result<(), RequestError> {
        if moves_a_clock(&step.did) {
            if step.on < self.last_day {
                return Err(RequestError::TooEarly);
            }
            self.last_day = step.on;
        }
        match &step.did {
            Did::Registered => self.go(matches!(self.stage, Stage::Received), Stage::Registered),
            Did::ClarificationAsked { .. } | Did::Supplemented { .. } | Did::Abandoned => self.clarify(step),
            Did::Assigned { units } => {
                if units.is_empty() {
                    return Err(RequestError::NoUnit);
                }
                self.go(matches!(self.stage, Stage::Registered | Stage::Assigned), Stage::Assigned)
            }
            Did::OpinionAsked { party, what } => {
                given(&[party, what])?;
                self.go(matches!(self.stage, Stage::Assigned), Stage::ThirdParty)?;
                self.pauses.push(Pause { from: step.on, to: None });
                Ok(())
            }
            Did::OpinionGiven { .. } => {
                self.go(matches!(self.stage, Stage::ThirdParty), Stage::Assigned)?;
                if let Some(pause) = self.pauses.last_mut() {
                    pause.to = Some(step.on);
                }
                Ok(())
            }
            Did::ExtensionAsked { .. } | Did::ExtensionGranted | Did::ExtensionRefused { .. } => self.extend(step),
            Did::Searched { places, found } => {
                given(&[places, found])?;
                if !self.is_open() || matches!(self.stage, Stage::Received | Stage::Clarifying { .. }) {
                    return Err(RequestError::Stage);
                }
                self.searches += 1;
                Ok(())
            }
            Did::Drafted(_) | Did::Returned { .. } | Did::Reviewed | Did::Answered { .. } => self.answer(step),
            Did::Withdrawn { .. } if self.is_open() => self.close(Outcome::Withdrawn, step, None),
            Did::Transferred { .. } | Did::Merged { .. } | Did::Repeated { .. } => self.leave(step),
            Did::Said { text } | Did::Vouched { reason: text } => {
                given(&[text])?;
                if matches!(self.stage, Stage::Archived(_)) { Err(RequestError::Stage) } else { Ok(()) }
            }
            Did::Dismissed { reason } => {
                given(&[reason])?;
                if !matches!(self.stage, Stage::Received) {
                    return Err(RequestError::Stage);
                }
                self.close(Outcome::Dismissed, step, None)
            }
            Did::Archived { shelf } => {
                given(&[shelf])?;
                let Stage::Closed(ending) = &self.stage else { return Err(RequestError::Stage) };
                self.stage = Stage::Archived(ending.clone());
                Ok(())
            }
            Did::Withdrawn { .. } => Err(RequestError::Stage),
        }
    }

    fn go(&mut self, may: bool, to: Stage) -> Result<(), RequestError> {
        if !may {
            return Err(RequestError::Stage);
        }
        self.stage = to;
        Ok(())
    }

    fn close(&mut self, outcome: Outcome, step: &Step, reply: Option<Reply>) -> Result<(), RequestError> {
        // A third party that was never heard holds nothing up any more.
        if let Some(pause) = self.pauses.last_mut().filter(|pause| pause.to.is_none()) {
            pause.to = Some(step.on);
        }
        self.stage = Stage::Closed(Ending { outcome, on: step.on, reply });
        Ok(())
    }

    fn clarify(&mut self, step: &Step) -> Result<(), RequestError> {
        match (&step.did, &self.stage) {
            (Did::ClarificationAsked { what, until }, Stage::Registered | Stage::Assigned) => {
                given(&[what])?;
                if self.clarified {
                    return Err(RequestError::Clarified);
                }
                if !self.pauses.is_empty() || self.extension.is_some() {
                    return Err(RequestError::Stage);
                }
                if *until <= step.on {
                    return Err(RequestError::NotLater);
                }
                self.clarified = true;
                self.stage = Stage::Clarifying { until: *until };
                Ok(())
            }
            (Did::Supplemented { text }, Stage::Clarifying { .. }) => {
                given(&[text])?;
                let assigned = self.steps.iter().any(|step| matches!(step.did, Did::Assigned { .. }));
                self.stage = if assigned { Stage::Assigned } else { Stage::Registered };
                // The clocks begin anew (条例第三十条).
                self.zero = step.on;
                Ok(())
            }
            (Did::Abandoned, Stage::Clarifying { until }) => {
                if step.on <= *until {
                    return Err(RequestError::StillTime);
                }
                self.close(Outcome::Abandoned, step, None)
            }
            _ => Err(RequestError::Stage),
        }
    }

    fn extend(&mut self, step: &Step) -> Result<(), RequestError> {
        let Hand::Person(by) = step.by else { return Err(RequestError::OwnWork) };
        let works = matches!(
            self.stage,
            Stage::Registered | Stage::Assigned | Stage::ThirdParty | Stage::Drafted { .. } | Stage::Reviewed { .. }
        );
        if !works {
            return Err(RequestError::Stage);
        }
        let open = self.extension.as_mut().filter(|extension| extension.decided.is_none());
        match (&step.did, open) {
            (Did::ExtensionAsked { .. }, Some(_)) => Err(RequestError::Extended),
            (Did::ExtensionAsked { days, reason }, None) => {
                given(&[reason])?;
                if self.extension.as_ref().and_then(Extension::granted_on).is_some() {
                    return Err(RequestError::Extended);
                }
                if *days == 0 {
                    return Err(RequestError::Blank);
                }
                let asked = Extension { asked_by: by, days: *days, reason: reason.clone(), decided: None };
                self.extension = Some(asked);
                Ok(())
            }
            (_, None) => Err(RequestError::Stage),
            (_, Some(extension)) if extension.asked_by == by => Err(RequestError::OwnWork),
            (Did::ExtensionRefused { reason }, Some(extension)) => {
                given(&[reason])?;
                extension.decided = Some((step.on, false));
                Ok(())
            }
            (_, Some(extension)) => {
                extension.decided = Some((step.on, true));
                Ok(())
            }
        }
    }

    fn answer(&mut self, step: &Step) -> Result<(), RequestError> {
        let Hand::Person(by) = step.by else { return Err(RequestError::OwnWork) };
        match (&step.did, &self.stage) {
            (Did::Drafted(reply), Stage::Assigned | Stage::Drafted { .. }) => {
                self.may_be_said(reply)?;
                self.stage = Stage::Drafted { by, reply: reply.clone() };
                Ok(())
            }
            (Did::Returned { reason }, Stage::Drafted { .. } | Stage::Reviewed { .. }) => {
                given(&[reason])?;
                self.stage = Stage::Assigned;
                Ok(())
            }
            (Did::Reviewed, Stage::Drafted { by: drafter, reply }) => {
                if *drafter == by {
                    return Err(RequestError::OwnWork);
                }
                self.stage = Stage::Reviewed { drafted_by: *drafter, reply: reply.clone() };
                Ok(())
            }
            (Did::Answered { delivery }, Stage::Reviewed { drafted_by, reply }) => {
                given(&[delivery])?;
                if *drafted_by == by {
                    return Err(RequestError::OwnWork);
                }
                let reply = reply.clone();
                self.close(reply.outcome, step, Some(reply))
            }
            _ => Err(RequestError::Stage),
        }
    }

    fn may_be_said(&self, reply: &Reply) -> Result<(), RequestError> {
        given(&[&reply.text])?;
        let outcome = reply.outcome;
        // Unclear after a supplement as well: there has to have been one.
        if !outcome.is_answer() || (outcome.reply() == ReplyKind::Unclear && !self.clarified) {
            return Err(RequestError::NoAnswer);
        }
        if outcome.needs_ground() && reply.ground.trim().is_empty() {
            return Err(RequestError::NoGround);
        }
        if outcome.needs_search() && self.searches == 0 {
            return Err(RequestError::NoSearch);
        }
        Ok(())
    }

    fn leave(&mut self, step: &Step) -> Result<(), RequestError> {
        if !matches!(self.stage, Stage::Registered | Stage::Assigned) {
            return Err(RequestError::Stage);
        }
        match &step.did {
            Did::Transferred { reason } => {
                given(&[reason])?;
                self.close(Outcome::Petition, step, None)
            }
            Did::Merged { into: other } | Did::Repeated { of: other, .. } if *other == self.entry.number => {
                Err(RequestError::Itself)
            }
            Did::Merged { .. } => self.close(Outcome::Merged, step, None),
            Did::Repeated { reason, .. } => {
                given(&[reason])?;
                self.close(Outcome::Repeated, step, None)
            }
            _ => Err(RequestError::Stage),
        }
    }
}

/// Whether the day of an act is one that clocks or the register count by.
fn moves_a_clock(did: &Did) -> bool {
    !matches!(
        did,
        Did::Said { .. }
            | Did::Searched { .. }
            | Did::Drafted(_)
            | Did::Returned { .. }
            | Did::Reviewed
            | Did::Assigned { .. }
            | Did::Registered
            | Did::Vouched { .. }
            | Did::Archived { .. }
            | Did::ExtensionAsked { .. }
    )
}

fn act_of(did: &Did) -> Act {
    match did {
        Did::Registered => Act::RequestRegistered,
        Did::ClarificationAsked { .. } => Act::RequestClarificationAsked,
        Did::Supplemented { .. } => Act::RequestSupplemented,
        Did::Abandoned => Act::RequestAbandoned,
        Did::Assigned { .. } => Act::RequestAssigned,
        Did::OpinionAsked { .. } => Act::RequestOpinionAsked,
        Did::OpinionGiven { .. } => Act::RequestOpinionGiven,
        Did::ExtensionAsked { .. } => Act::RequestExtensionAsked,
        Did::ExtensionGranted => Act::RequestExtensionGranted,
        Did::ExtensionRefused { .. } => Act::RequestExtensionRefused,
        Did::Searched { .. } => Act::RequestSearched,
        Did::Drafted(_) => Act::RequestDrafted,
        Did::Returned { .. } => Act::RequestReturned,
        Did::Reviewed => Act::RequestReviewed,
        Did::Answered { .. } => Act::RequestAnswered,
        Did::Withdrawn { .. } => Act::RequestWithdrawn,
        Did::Transferred { .. } => Act::RequestTransferred,
        Did::Merged { .. } => Act::RequestMerged,
        Did::Repeated { .. } => Act::RequestRepeated,
        Did::Dismissed { .. } => Act::RequestDismissed,
        Did::Vouched { .. } => Act::RequestVouched,
        Did::Said { .. } => Act::RequestSaid,
        Did::Archived { .. } => Act::RequestArchived,
    }
}
