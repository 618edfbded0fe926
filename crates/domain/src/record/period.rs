//! The publicity period of a record as its life sees it: planned while it is drafted, fixed when it is published, moved later
//! and never earlier.
//!
//! The term of the record follows from it, so that what comes down by itself comes down with the period.

use super::{Audience, Progress, Publicity, Record, RecordError, Term, Visibility};
use crate::date::PartialDate;
use crate::event::{Act, Event};
use crate::publicity::{Kind, Rule, Scope};
use chrono::NaiveDate;

impl Record {
    /// Plans a period while nobody but the staff has seen the record.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] when it is not being drafted for the first time.
    pub fn plan_period(&mut self, kind: &Kind, from: NaiveDate, last: NaiveDate) -> Result<(), RecordError> {
        let (Progress::Draft { .. }, Visibility::Hidden) = (&self.progress, &self.visibility) else {
            return Err(self.wrong("plan_period"));
        };
        self.set_period(kind, from, last);
        Ok(())
    }

    /// Fixes the period of what is about to be published.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] when it has not passed its reviews.
    pub fn fix_period(&mut self, kind: &Kind, from: NaiveDate, last: NaiveDate) -> Result<(), RecordError> {
        let Progress::Approved { .. } = self.progress else { return Err(self.wrong("fix_period")) };
        self.set_period(kind, from, last);
        Ok(())
    }

    /// Lets a period that stands end later.
    ///
    /// # Errors
    /// [`RecordError::WrongStage`] when it does not stand, or would not end later.
    pub fn extend_period(&mut self, kind: &Kind, until: NaiveDate, reason: &str) -> Result<Event, RecordError> {
        let (Visibility::Public { .. }, Some(period)) = (&self.visibility, &self.publicity) else {
            return Err(self.wrong("extend_period"));
        };
        let (Some(from), Some(last)) = (period.from.day(), period.until.day()) else {
            return Err(self.wrong("extend_period"));
        };
        if until <= last {
            return Err(self.wrong("extend_period"));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(RecordError::Missing("reason"));
        }
        self.set_period(kind, from, until);
        let seen = self.has_audience();
        let event = self.event(Act::PublicityExtended).with("from", last).with("to", until);
        Ok(event.because(reason).seen(seen))
    }

    fn set_period(&mut self, kind: &Kind, from: NaiveDate, last: NaiveDate) {
        self.publicity = Some(Publicity {
            kind: kind.name_zh.to_string(),
            from: PartialDate::Day(from),
            until: PartialDate::Day(last),
        });
        self.term = kind.shown_until(last).map_or(Term::Standing, Term::Until);
    }

    /// The event of a list that was written into what is being drafted.
    pub fn list_written(&self, rows: usize) -> Event {
        let edition = self.newest().map_or(1, |edition| edition.number);
        self.event(Act::ListWritten).with("edition", edition).with("rows", rows)
    }

    /// The event of somebody who looks at the sealed copy of a list.
    pub fn sealed_list_opened(&self) -> Event {
        self.event(Act::SealedListOpened)
    }

    /// The event of a sealed copy that is destroyed.
    pub fn sealed_list_purged(&self) -> Event {
        self.event(Act::SealedListPurged)
    }

    /// Whether a period of it stands on a day and somebody may object: from its first day to the end of its last.
    pub fn is_open_to_objection(&self, today: NaiveDate) -> bool {
        let within = |period: &Publicity| match (period.from.day(), period.until.day()) {
            (Some(from), Some(last)) => from <= today && today <= last,
            _ => false,
        };
        matches!(self.visibility, Visibility::Public { .. }) && self.publicity.as_ref().is_some_and(within)
    }
}

/// Who may see what stands before somebody; here, because a kind knows nothing of records.
impl Scope {
    /// The widest audience that it speaks of.
    pub fn audience(self) -> Audience {
        match self {
            Scope::PublicWeb | Scope::DesignatedMedium => Audience::Public,
            Scope::OnCampus | Scope::Internal => Audience::Campus,
            Scope::ClassOrDepartment => Audience::Unit,
        }
    }
}

/// Who may see a list of a kind; here, because a kind knows nothing of records.
impl Kind {
    /// The widest audience that its rule speaks of. What stays inside the unit (本单位) may be shown to the whole school, which
    /// is the unit of whoever works there.
    pub fn audience(&self) -> Audience {
        self.scope.audience()
    }

    /// Whether an audience is wider than its rule says, so that somebody has to say why.
    pub fn is_widened_by(&self, audience: Audience) -> bool {
        breadth(audience) > breadth(self.audience())
    }

    /// Whether the school's own rule says that it stands before so many, so that nobody has to say why of each list.
    pub fn is_widened_by_rule(&self, rule: Option<&Rule>, audience: Audience) -> bool {
        rule.and_then(|rule| rule.scope).is_some_and(|scope| breadth(audience) <= breadth(scope.audience()))
    }
}

fn breadth(audience: Audience) -> u8 {
    match audience {
        Audience::Public => 2,
        Audience::Campus => 1,
        Audience::Unit => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audience_is_wider_than_its_rule_says_or_not() {
        let widened = |kind: &str, audience| Kind::of(kind).unwrap().is_widened_by(audience);
        assert!(
            widened("national_scholarship", Audience::Public) && !widened("national_scholarship", Audience::Campus)
        );
        assert!(widened("hardship_identification", Audience::Campus));
        assert!(!widened("internal_competition", Audience::Campus), "本单位 is the school");
        for kind in Kind::all() {
            assert!(!kind.is_widened_by(kind.audience()) && !kind.is_widened_by(Audience::Unit), "{}", kind.id);
        }
    }
}
