//! The life of a record: draft, two reviews, publication, amendment, and how it comes down.
//!
//! Each transition checks stage and separation of duties and returns the event to be committed with it. There is
//! no other way to a public edition than through both reviews, and no way back from a tombstone.

use super::{Edition, Openness, Past, Record, Release, Term, Timestamp, Visibility};
use crate::date::PartialDate;
use crate::event::{Act, Event};
use crate::ids::UserId;
use crate::record::IndexNumber;
use chrono::{NaiveDate, TimeDelta};

/// How far ahead publication may be set: what is due within twenty working days (办法第九条) is not put off by years.
const FARTHEST: TimeDelta = TimeDelta::days(366);

/// How far the newest edition has come. A variant holds only its own facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Being written; `returned` is the reason when a reviewer sent it back.
    Draft {
        /// Why it came back, if it did.
        returned: Option<String>,
    },
    /// With the unit's head.
    UnitReview,
    /// With the secrecy reviewer.
    SecrecyReview {
        /// Who passed it for the unit.
        unit_reviewer: UserId,
    },
    /// Passed; to be published, perhaps at a set minute.
    Approved {
        /// Who reviewed it for secrecy; `None` for a row of a ledger file, which says itself that it was.
        secrecy_reviewer: Option<UserId>,
        /// Not before this instant.
        publish_at: Option<Timestamp>,
    },
    /// Out; or, of what is not disclosed by the school of its own accord, decided so by both reviews
    /// ([`Record::is_settled`]).
    Done,
    /// An amendment that ended unfinished because the record came down. Its text stays for the staff.
    Stopped,
}

impl Progress {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Progress::Draft { .. } => "draft",
            Progress::UnitReview => "unit_review",
            Progress::SecrecyReview { .. } => "secrecy_review",
            Progress::Approved { .. } => "approved",
            Progress::Done => "done",
            Progress::Stopped => "stopped",
        }
    }

    /// Whether an edition is on its way and not out.
    pub fn is_open(&self) -> bool {
        !matches!(self, Progress::Done | Progress::Stopped)
    }
}

/// A transition that the rules refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The record is not at the stage the act needs.
    #[error("`{act}` is not possible at stage `{stage}`")]
    WrongStage {
        /// The act tried.
        act: &'static str,
        /// Where it stands.
        stage: &'static str,
    },
    /// The same person may not do both.
    #[error("who drafted a record may not review it")]
    OwnWork,
    /// Something that must be given is empty.
    #[error("`{0}` must not be empty")]
    Missing(&'static str),
    /// The summary is too long.
    #[error("the summary has {0} characters, more than 100")]
    LongSummary(usize),
    /// Publication was set for an instant that has not come.
    #[error("publication is set for {0}")]
    TooEarly(Timestamp),
    /// Publication was set for an instant that is over.
    #[error("publication was set for {0}, which is over")]
    TooLate(Timestamp),
    /// Publication was set for an instant so far ahead that the year is a slip of the hand.
    #[error("publication was set for {0}, more than a year ahead")]
    TooFar(Timestamp),
    /// It says that it was made on a day that has not come.
    #[error("it was made on {0}, which has not come")]
    MadeLater(NaiveDate),
    /// Its term ended before it came out.
    #[error("its term ended on {0}")]
    TermOver(NaiveDate),
    /// What is withheld or given on request cannot be published.
    #[error("only what is proactively open can be published")]
    NotOpen,
    /// An edition that does not exist.
    #[error("there is no edition {0}")]
    NoEdition(u32),
    /// A release that does not exist, counted from 1.
    #[error("there is no release {0}")]
    NoRelease(u32),
    /// What is, was or is about to be public is not deleted.
    #[error("only a draft that never was public can be deleted")]
    NoDraft,
    /// An edition is with its reviewers, who judge it where it stands.
    #[error("an edition is under review")]
    UnderReview,
    /// Whoever passed it for the unit may not pass it for secrecy too.
    #[error("who reviewed for the unit may not review for secrecy")]
    BothReviews,
    /// Facts of what is public do not change with the draft of its next edition.
    #[error("facts of what is public do not change with a draft")]
    PublicFacts,
    /// More attachments than an edition may have.
    #[error("an edition has at most {0} attachments")]
    TooManyAttachments(usize),
    /// An attachment that is no part of the edition.
    #[error("there is no such attachment")]
    NoAttachment,
    /// Nobody has read a part of a file, and whoever reviews it does not say that they looked.
    #[error("a file that nobody could read was not looked at")]
    NotLooked,
    /// Something in the text or a file may be personal data, and nobody has said what it is.
    #[error("what may be personal data was not answered")]
    NotAnswered,
    /// It says that it was taken down on a day that has not come.
    #[error("it was taken down on {0}, which has not come")]
    DownLater(NaiveDate),
    /// Somebody has judged it since it was sent.
    #[error("it was judged since it was sent")]
    Judged,
}

impl RecordError {
    /// Stable code, a message key under `record-error-`.
    pub fn code(&self) -> &'static str {
        match self {
            RecordError::WrongStage { .. } => "wrong-stage",
            RecordError::OwnWork => "own-work",
            RecordError::Missing(_) => "missing",
            RecordError::LongSummary(_) => "long-summary",
            RecordError::TooEarly(_) => "too-early",
            RecordError::TooLate(_) => "too-late",
            RecordError::TooFar(_) => "too-far",
            RecordError::MadeLater(_) => "made-later",
            RecordError::TermOver(_) => "term-over",
            RecordError::NotOpen => "not-open",
            RecordError::NoEdition(_) => "no-edition",
            RecordError::NoRelease(_) => "no-release",
            RecordError::NoDraft => "no-draft",
            RecordError::UnderReview => "under-review",
            RecordError::BothReviews => "both-reviews",
            RecordError::PublicFacts => "public-facts",
            RecordError::TooManyAttachments(_) => "too-many-attachments",
            RecordError::NoAttachment => "no-attachment",
            RecordError::NotLooked => "not-looked",
            RecordError::NotAnswered => "not-answered",
            RecordError::DownLater(_) => "down-later",
            RecordError::Judged => "judged",
        }
    }
}

impl Record {
    /// Enters a first draft.
    pub fn drafted(&self) -> Result<Event, RecordError> {
        let Progress::Draft { .. } = self.progress else { return Err(self.wrong("draft")) };
        Ok(self.event(Act::RecordDrafted).with("edition", 1))
    }

    /// Replaces the text of the edition that is being drafted.
    pub fn revise(&mut self, by: UserId, edition: Edition) -> Result<Event, RecordError> {
        let Progress::Draft { .. } = self.progress else { return Err(self.wrong("revise")) };
        let last = self.editions.last_mut().ok_or(RecordError::Missing("edition"))?;
        *last = Edition { number: last.number, ..edition };
        let number = last.number;
        self.drafter = Some(by);
        Ok(self.event(Act::RecordDrafted).with("edition", number))
    }

    /// Sends the draft to the unit's head.
    pub fn submit(&mut self) -> Result<Event, RecordError> {
        let Progress::Draft { .. } = self.progress else { return Err(self.wrong("submit")) };
        let edition = self.newest().ok_or(RecordError::Missing("edition"))?;
        // Marks alone are no title.
        if !edition.title.chars().any(char::is_alphanumeric) {
            return Err(RecordError::Missing("title"));
        }
        let length = edition.summary.chars().count();
        if length > 100 {
            return Err(RecordError::LongSummary(length));
        }
        // Readers are told what changed since the edition before.
        if edition.number > 1 {
            given(&edition.change_note, "change_note")?;
        }
        self.progress = Progress::UnitReview;
        Ok(self.event(Act::RecordSubmitted))
    }

    /// The unit's head passes it on to secrecy review.
    pub fn pass_unit_review(&mut self, by: UserId) -> Result<Event, RecordError> {
        let Progress::UnitReview = self.progress else { return Err(self.wrong("pass_unit_review")) };
        self.not_the_drafter(by)?;
        self.progress = Progress::SecrecyReview { unit_reviewer: by };
        Ok(self.event(Act::UnitReviewPassed))
    }

    /// The secrecy reviewer passes it (先审查、后公开、一事一审). What is given on request only, or withheld, ends there: it
    /// is kept, with its ground, and waits for nobody.
    pub fn pass_secrecy_review(&mut self, by: UserId) -> Result<Event, RecordError> {
        let Progress::SecrecyReview { unit_reviewer } = self.progress else {
            return Err(self.wrong("pass_secrecy_review"));
        };
        self.not_the_drafter(by)?;
        if unit_reviewer == by {
            return Err(RecordError::BothReviews);
        }
        self.progress = match self.openness {
            Openness::Proactive => Progress::Approved { secrecy_reviewer: Some(by), publish_at: None },
            Openness::OnRequest | Openness::Withheld { .. } => Progress::Done,
        };
        Ok(self.event(Act::SecrecyReviewPassed))
    }

    /// Whether both reviews decided that it stays with the school, given on request or withheld.
    pub fn is_settled(&self) -> bool {
        self.progress == Progress::Done && self.visibility == Visibility::Hidden
    }

    /// What is said of a record that stays with the school; nothing of any other.
    pub fn settled(&self) -> Option<Event> {
        let event = self.is_settled().then(|| self.event(Act::RecordSettled).with("openness", self.openness.code()))?;
        Some(match &self.openness {
            Openness::Withheld { ground } => event.because(ground.clone()),
            Openness::Proactive | Openness::OnRequest => event,
        })
    }

    /// Takes up again, for a reason, what was to stay with the school: it goes back to its drafter, and both reviews judge it
    /// anew.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] for any other record; [`RecordError::Missing`] without a reason.
    pub fn reopen(&mut self, reason: &str) -> Result<Event, RecordError> {
        if !self.is_settled() {
            return Err(self.wrong("reopen"));
        }
        let reason = given(reason, "reason")?;
        self.progress = Progress::Draft { returned: Some(reason.clone()) };
        Ok(self.event(Act::RecordReopened).because(reason))
    }

    /// Whoever publishes sets a minute for it, or takes the one that was set away. A reviewer does not: publishing is the
    /// office's.
    pub fn plan(&mut self, at: Option<Timestamp>, now: Timestamp) -> Result<Event, RecordError> {
        let Progress::Approved { secrecy_reviewer, publish_at } = self.progress else { return Err(self.wrong("plan")) };
        if let Some(set) = at.filter(|set| *set <= now) {
            return Err(RecordError::TooLate(set));
        }
        if let Some(set) = at.filter(|set| *set - now > FARTHEST) {
            return Err(RecordError::TooFar(set));
        }
        if at.is_none() && publish_at.is_none() {
            return Err(self.wrong("plan"));
        }
        self.progress = Progress::Approved { secrecy_reviewer, publish_at: at };
        let event = self.event(Act::PublicationPlanned);
        Ok(match at {
            Some(at) => event.with("publish_at", at.to_rfc3339()),
            None => event,
        })
    }

    /// A reviewer sends it back to its drafter with a reason.
    pub fn send_back(&mut self, reason: &str) -> Result<Event, RecordError> {
        if !matches!(self.progress, Progress::UnitReview | Progress::SecrecyReview { .. } | Progress::Approved { .. }) {
            return Err(self.wrong("send_back"));
        }
        let reason = given(reason, "reason")?;
        self.progress = Progress::Draft { returned: Some(reason.clone()) };
        Ok(self.event(Act::RecordReturned).because(reason))
    }

    /// Whoever sent it for review takes it back, as long as nobody has judged it: it is their draft again.
    ///
    /// # Errors
    /// [`RecordError::Judged`] once somebody has; [`RecordError::WrongStage`] when it is not on its way.
    pub fn pull_back(&mut self) -> Result<Event, RecordError> {
        match self.progress {
            Progress::UnitReview => {
                self.progress = Progress::Draft { returned: None };
                Ok(self.event(Act::RecordPulledBack))
            }
            Progress::SecrecyReview { .. } | Progress::Approved { .. } => Err(RecordError::Judged),
            _ => Err(self.wrong("pull_back")),
        }
    }

    /// Makes the approved edition public on `today`; an edition that was public before is superseded by it.
    pub fn publish(&mut self, now: Timestamp, today: NaiveDate) -> Result<Event, RecordError> {
        let Progress::Approved { publish_at, .. } = self.progress else { return Err(self.wrong("publish")) };
        if let Some(set) = publish_at.filter(|set| *set > now) {
            return Err(RecordError::TooEarly(set));
        }
        if self.openness != Openness::Proactive {
            return Err(RecordError::NotOpen);
        }
        if let Some(last) = self.term_over(today) {
            return Err(RecordError::TermOver(last));
        }
        let edition = self.newest().ok_or(RecordError::Missing("edition"))?.number;
        let (act, since) = match self.visibility {
            Visibility::Public { since, .. } => (Act::RecordAmended, since),
            Visibility::Hidden => (Act::RecordPublished, PartialDate::Day(today)),
            Visibility::Withdrawn { .. } | Visibility::Expired { .. } => return Err(self.wrong("publish")),
        };
        self.visibility = Visibility::Public { edition, since, updated: PartialDate::Day(today) };
        self.progress = Progress::Done;
        Ok(self.event(act).with("edition", edition).seen(self.has_audience()))
    }

    /// Begins the next edition of a public record; the public goes on seeing the present one.
    pub fn amend(&mut self, by: UserId, mut next: Edition) -> Result<Event, RecordError> {
        let (Progress::Done, Visibility::Public { .. }) = (&self.progress, &self.visibility) else {
            return Err(self.wrong("amend"));
        };
        given(&next.change_note, "change_note")?;
        next.number = self.newest().map_or(1, |edition| edition.number + 1);
        let number = next.number;
        self.editions.push(next);
        self.drafter = Some(by);
        self.progress = Progress::Draft { returned: None };
        Ok(self.event(Act::RecordDrafted).with("edition", number))
    }

    /// Takes a public record down on `today`; a tombstone with the reason stays at its address, with the title
    /// unless `names_a_person`. An amendment under way ends with it.
    pub fn withdraw(
        &mut self,
        reason: &str,
        successor: Option<IndexNumber>,
        today: NaiveDate,
        names_a_person: bool,
    ) -> Result<Event, RecordError> {
        let was = self.past(PartialDate::Day(today), names_a_person).ok_or_else(|| self.wrong("withdraw"))?;
        let reason = given(reason, "reason")?;
        let successor = successor.map(|index| index.to_string());
        let seen = self.has_audience();
        self.visibility = Visibility::Withdrawn { was, reason: reason.clone(), successor };
        self.stop();
        Ok(self.event(Act::RecordWithdrawn).because(reason).seen(seen))
    }

    /// Takes down a record whose term is over on `today`. An amendment under way ends with it.
    pub fn expire(&mut self, today: NaiveDate, names_a_person: bool) -> Result<Event, RecordError> {
        let Some(last) = self.term_over(today) else { return Err(self.wrong("expire")) };
        let was = self.past(PartialDate::Day(last), names_a_person).ok_or_else(|| self.wrong("expire"))?;
        let seen = self.has_audience();
        self.visibility = Visibility::Expired { was };
        self.stop();
        Ok(self.event(Act::RecordExpired).seen(seen))
    }

    /// Registers that an edition went out over a channel.
    pub fn release(&mut self, release: Release) -> Result<Event, RecordError> {
        let Some(edition) = self.edition(release.edition).map(|edition| edition.number) else {
            return Err(RecordError::NoEdition(release.edition));
        };
        let channel = given(&release.channel, "channel")?;
        self.releases.push(release);
        let seen = matches!(self.visibility, Visibility::Public { edition: public, .. } if edition <= public);
        Ok(self.event(Act::RecordReleased).with("channel", channel).seen(seen && self.has_audience()))
    }

    /// Says of the n-th release, counted from 1, that it was taken down where it went out, once the record itself was withdrawn.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] for any other record, [`RecordError::NoRelease`], [`RecordError::Missing`] without evidence,
    /// [`RecordError::DownLater`] of a day that has not come.
    pub fn taken_down_elsewhere(
        &self,
        n: u32,
        on: NaiveDate,
        today: NaiveDate,
        evidence: &str,
    ) -> Result<Event, RecordError> {
        let Visibility::Withdrawn { .. } = self.visibility else { return Err(self.wrong("take_down_elsewhere")) };
        let release = n.checked_sub(1).and_then(|at| self.releases.get(at as usize));
        let release = release.ok_or(RecordError::NoRelease(n))?;
        if on > today {
            return Err(RecordError::DownLater(on));
        }
        let evidence = given(evidence, "evidence")?;
        let event = self.event(Act::ReleaseTakenDown).with("edition", release.edition);
        let event = event.with("channel", &release.channel).with("released_on", release.on);
        Ok(event.with("locator", &release.locator).with("taken_down_on", on).because(evidence))
    }

    /// The last day of its term, when that is over on `today`.
    pub fn term_over(&self, today: NaiveDate) -> Option<NaiveDate> {
        match self.term {
            Term::Until(last) if today > last => Some(last),
            _ => None,
        }
    }

    /// What stays known of the time on view when the record comes down; `None` when it is not on view.
    pub(crate) fn past(&self, until: PartialDate, names_a_person: bool) -> Option<Past> {
        match self.visibility {
            Visibility::Public { edition, since, updated } => {
                Some(Past { edition, since, updated, until, titled: !names_a_person })
            }
            _ => None,
        }
    }

    /// Ends an edition that is on its way.
    pub(crate) fn stop(&mut self) {
        if self.progress.is_open() {
            self.progress = Progress::Stopped;
        }
    }

    /// Whether anybody but the staff may see it once it is on view.
    pub(super) fn has_audience(&self) -> bool {
        self.openness == Openness::Proactive
    }

    fn not_the_drafter(&self, by: UserId) -> Result<(), RecordError> {
        if self.drafter == Some(by) { Err(RecordError::OwnWork) } else { Ok(()) }
    }

    pub(super) fn wrong(&self, act: &'static str) -> RecordError {
        let stage = match self.visibility {
            Visibility::Withdrawn { .. } | Visibility::Expired { .. } => self.visibility.code(),
            _ if self.progress.is_open() => self.progress.code(),
            Visibility::Hidden => self.progress.code(),
            _ => self.visibility.code(),
        };
        RecordError::WrongStage { act, stage }
    }
}

fn given(text: &str, name: &'static str) -> Result<String, RecordError> {
    let text = text.trim();
    if text.is_empty() { Err(RecordError::Missing(name)) } else { Ok(text.to_string()) }
}
