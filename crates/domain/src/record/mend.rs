//! Mending a record that was entered wrongly: where it belongs, a release that never was, a draft that nobody wants.
//!
//! Nothing here changes what readers were shown: editions stay, and what was public is withdrawn with a reason
//! ([`Record::withdraw`]), never deleted.

use super::{Progress, Record, RecordError, Release, Visibility};
use crate::catalogue::ItemKey;
use crate::event::{Act, Event};
use crate::school_year::SchoolYear;

/// What a record can be put under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Belonging {
    /// An item.
    Item(ItemKey),
    /// A unit, by code.
    Unit(String),
    /// The school year whose report accounts for it.
    Year(SchoolYear),
}

impl Record {
    /// Puts the record under another item, unit or school year.
    ///
    /// # Errors
    /// [`RecordError::UnderReview`] while reviewers have an edition in hand.
    pub fn put_under(&mut self, belonging: Belonging) -> Result<Event, RecordError> {
        // What a ledger file planned has no reviewer (`secrecy_reviewer: None`).
        let planned = matches!(self.progress, Progress::Approved { secrecy_reviewer: None, .. });
        if self.progress.is_open() && !matches!(self.progress, Progress::Draft { .. }) && !planned {
            return Err(RecordError::UnderReview);
        }
        let seen = !matches!(self.visibility, Visibility::Hidden) && self.has_audience();
        let event = |record: &Record, fact, before: String, after: &dyn std::fmt::Display| {
            record.event(Act::RecordMoved).with("what", fact).with("before", before).with("after", after).seen(seen)
        };
        Ok(match belonging {
            Belonging::Item(item) => {
                let before = std::mem::replace(&mut self.item, item);
                event(self, "item", before.to_string(), &self.item)
            }
            Belonging::Unit(unit) => {
                let before = self.unit.replace(unit.clone());
                event(self, "unit", before.unwrap_or_default(), &unit)
            }
            Belonging::Year(year) => {
                let before = self.accounted_in().to_string();
                self.year = Some(year);
                event(self, "year", before, &year)
            }
        })
    }

    /// Takes away the n-th release, counted from 1, which was entered by mistake. Returns it with the event.
    ///
    /// # Errors
    /// [`RecordError::NoRelease`] when there are fewer.
    pub fn take_back_release(&mut self, n: u32) -> Result<(Release, Event), RecordError> {
        let at = usize::try_from(n).ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < self.releases.len());
        let release = self.releases.remove(at.ok_or(RecordError::NoRelease(n))?);
        let seen = !matches!(self.visibility, Visibility::Hidden) && self.has_audience();
        let event = self.event(Act::ReleaseDeleted).with("channel", &release.channel).seen(seen);
        Ok((release, event))
    }

    /// Whether the record may be deleted, and the event of that.
    ///
    /// # Errors
    /// [`RecordError::NoDraft`] for everything but a draft that never was public.
    pub fn deleted(&self) -> Result<Event, RecordError> {
        match (&self.progress, &self.visibility) {
            (Progress::Draft { .. }, Visibility::Hidden) => Ok(self.event(Act::RecordDeleted)),
            _ => Err(RecordError::NoDraft),
        }
    }
}
