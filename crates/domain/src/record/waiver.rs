//! A waiver: what the guard is certain of may become public in one edition, because a rule orders it.
//!
//! It exists because some rules order the publication of what is personal data anywhere else (a telephone for reports, a
//! candidate's number). It holds for one edition as it stood when it was given: another word in it, and the next edition, need
//! it anew. It must not hold what was found, and lists of a publicity period, whose columns their kind decides, have none.

use super::{Record, RecordError, Timestamp};
use crate::event::{Act, Event};
use crate::ids::UserId;
use crate::record::Progress;

/// Longest basis and longest reason, in characters.
pub(super) const LONGEST_WAIVER: usize = 300;

/// Leave to make an edition public with personal data in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The edition.
    pub edition: u32,
    /// Digest of the edition and its files, as they were judged.
    pub digest: String,
    /// The rule and its article.
    pub basis: String,
    /// Why the rule orders it here.
    pub reason: String,
    /// Who gave it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// Why a waiver is not given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WaiverError {
    /// The basis names no article.
    #[error("the basis names no article")]
    NoArticle,
    /// No reason is given.
    #[error("there is no reason")]
    NoReason,
    /// Basis or reason are too long.
    #[error("longer than {LONGEST_WAIVER} characters")]
    Long,
    /// The life of the record does not allow it.
    #[error(transparent)]
    Record(#[from] RecordError),
}

impl Waiver {
    /// Whether it holds for an edition with this digest.
    pub fn covers(&self, edition: u32, digest: &str) -> bool {
        self.edition == edition && self.digest == digest
    }
}

impl Record {
    /// Gives a waiver for the edition that is being drafted, and the event of that. Whoever drafted it gives none.
    ///
    /// # Errors
    /// [`WaiverError`]: the basis names a rule with its article (第…条), and a reason says why it applies.
    pub fn waive(
        &self,
        by: UserId,
        digest: String,
        (basis, reason): (&str, &str),
        at: Timestamp,
    ) -> Result<(Waiver, Event), WaiverError> {
        let Progress::Draft { .. } = self.progress else { return Err(self.wrong("waive").into()) };
        if self.drafter == Some(by) {
            return Err(RecordError::OwnWork.into());
        }
        let (basis, reason) = (basis.trim(), reason.trim());
        let article = basis.find('第').is_some_and(|at| basis[at..].contains('条'));
        if !article {
            return Err(WaiverError::NoArticle);
        }
        if reason.is_empty() {
            return Err(WaiverError::NoReason);
        }
        if [basis, reason].iter().any(|text| text.chars().count() > LONGEST_WAIVER) {
            return Err(WaiverError::Long);
        }
        let edition = self.newest().map_or(1, |edition| edition.number);
        let event = self.event(Act::PersonalDataWaived).with("edition", edition).with("basis", basis).because(reason);
        Ok((Waiver { edition, digest, basis: basis.into(), reason: reason.into(), by, at }, event))
    }
}
