//! The clock and the maker of ids: the only places where the time of day and randomness enter.
//!
//! Rules take `now` and ids as inputs; a use case reads them once from here. Tests fix both.

use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use domain::ids::{AttachmentId, EventId, RecordId, UserId};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::SystemTime;

/// What time it is.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's.
    System,
    /// Always this instant: for tests and samples.
    Fixed(DateTime<Utc>),
    /// Whatever its hands are set to, in microseconds since 1970: for tests in which days go by.
    Hands(Arc<AtomicI64>),
}

impl Clock {
    /// Now, truncated to microseconds, which is what both databases keep.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place where the time is read")]
            Clock::System => DateTime::<Utc>::from(SystemTime::now()).trunc_subsecs(6),
            Clock::Fixed(instant) => *instant,
            Clock::Hands(hands) => DateTime::from_timestamp_micros(hands.load(Ordering::Relaxed)).unwrap_or_default(),
        }
    }

    /// The civil date in China, where every deadline is reckoned.
    pub fn today(&self) -> NaiveDate {
        domain::date::day_in_china(self.now())
    }
}

/// Makes ids.
#[derive(Debug, Clone)]
pub enum Ids {
    /// Time-ordered (UUID version 7).
    Random,
    /// 1, 2, 3, …: for tests.
    Counted(Arc<AtomicU64>),
}

impl Ids {
    fn next(&self) -> u128 {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
            Ids::Random => uuid::Uuid::now_v7().as_u128(),
            Ids::Counted(count) => u128::from(count.fetch_add(1, Ordering::Relaxed)) + 1,
        }
    }

    /// An id for a record.
    pub fn record(&self) -> RecordId {
        RecordId(self.next())
    }

    /// An id for an event.
    pub fn event(&self) -> EventId {
        EventId(self.next())
    }

    /// An id for a file of a record.
    pub fn attachment(&self) -> AttachmentId {
        AttachmentId(self.next())
    }

    /// An id for a person.
    pub fn user(&self) -> UserId {
        UserId(self.next())
    }

    /// 256 bits that nobody can guess.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(crate) fn secret(&self) -> Result<[u8; 32]> {
        let mut bytes = [0; 32];
        match self {
            Ids::Random => getrandom::fill(&mut bytes).map_err(Error::internal)?,
            Ids::Counted(_) => bytes = Sha256::digest(self.next().to_be_bytes()).into(),
        }
        Ok(bytes)
    }
}

impl Ids {
    /// 256 bits for the key of the public log; counts nothing on either.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(crate) fn log_seed(&self) -> Result<[u8; 32]> {
        self.seed()
    }

    /// 256 bits for what a change hides in the public log; counts nothing on, so that a test counts its ids as before.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(crate) fn seed(&self) -> Result<[u8; 32]> {
        match self {
            Ids::Random => self.secret(),
            Ids::Counted(count) => Ok(Sha256::digest(count.load(Ordering::Relaxed).to_be_bytes()).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_that_of_china() {
        let late = Clock::Fixed("2023-08-31T16:30:00Z".parse().unwrap());
        assert_eq!(late.today().to_string(), "2023-09-01");
    }

    #[test]
    fn ids_made_later_are_greater() {
        let ids = Ids::Random;
        assert!(ids.record() < ids.record());
    }
}
