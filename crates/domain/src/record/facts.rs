//! What somebody who drafts a record says of it beside its text.
//!
//! It exists so that these facts change together, and only while nobody else sees the record: a change of audience or
//! openness in the draft of an amendment would take effect on what is public without any review.

use super::{Audience, Edition, Form, Openness, Origin, Progress, Record, RecordError, Term, Validity, Visibility};
use crate::catalogue::ItemKey;
use crate::event::{Act, Event};
use crate::ids::UserId;

/// Facts of a record that its drafter decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Item it is disclosed under.
    pub item: ItemKey,
    /// Responsible unit's code.
    pub unit: Option<String>,
    /// Kind of document.
    pub form: Form,
    /// How the school came to have it.
    pub origin: Origin,
    /// Whether it is disclosed.
    pub openness: Openness,
    /// To whom.
    pub audience: Audience,
    /// For how long.
    pub term: Term,
    /// Whether it is in force.
    pub validity: Validity,
}

impl Record {
    /// Its facts.
    pub fn facts(&self) -> Facts {
        Facts {
            item: self.item.clone(),
            unit: self.unit.clone(),
            form: self.form,
            origin: self.origin,
            openness: self.openness.clone(),
            audience: self.audience,
            term: self.term,
            validity: self.validity,
        }
    }

    /// Whether its facts may still change with its text: nobody but the staff has seen it.
    pub fn facts_are_free(&self) -> bool {
        self.visibility == Visibility::Hidden
    }

    /// Rewrites facts and text of what is being drafted.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] when it is not being drafted; [`RecordError::PublicFacts`] when other facts are given for
    /// what readers already see.
    pub fn rewrite(&mut self, by: UserId, facts: Facts, edition: Edition) -> Result<Event, RecordError> {
        let Progress::Draft { .. } = self.progress else { return self.revise(by, edition) };
        if facts != self.facts() {
            if !self.facts_are_free() {
                return Err(RecordError::PublicFacts);
            }
            let Facts { item, unit, form, origin, openness, audience, term, validity } = facts;
            (self.item, self.unit, self.form, self.origin) = (item, unit, form, origin);
            (self.openness, self.audience, self.term, self.validity) = (openness, audience, term, validity);
        }
        self.revise(by, edition)
    }

    /// Gives up an amendment that is being drafted: what is public stays as it is.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] when there is none.
    pub fn give_up_amendment(&mut self) -> Result<Event, RecordError> {
        let Visibility::Public { edition, .. } = self.visibility else {
            return Err(RecordError::WrongStage { act: "give_up", stage: self.progress.code() });
        };
        let Progress::Draft { .. } = self.progress else {
            return Err(RecordError::WrongStage { act: "give_up", stage: self.progress.code() });
        };
        self.editions.retain(|kept| kept.number <= edition);
        self.attachments_back_to(edition);
        self.progress = Progress::Done;
        Ok(self.event(Act::RecordDeleted).with("edition", edition + 1))
    }
}
