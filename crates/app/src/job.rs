//! The kinds of job, and when there is something to do for each: what a change needs to schedule what follows from it.
//! Doing it is the business of [`crate::jobs`].

use crate::error::Result;
use chrono::TimeDelta;
use domain::date::start_in_china;
use domain::record::Timestamp;
use store::Reader;

/// How long a ledger file waits that was sent and not brought in.
pub(crate) const UPLOADS_WAIT: TimeDelta = TimeDelta::hours(24);

/// A kind of job. There is one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Publishes what is planned for a minute that has come.
    Publish,
    /// Takes down what has a term that is over.
    TakeDown,
    /// Forgets ledger files that were sent and never brought in.
    ForgetUploads,
}

impl Job {
    /// Every kind.
    pub const ALL: &'static [Job] = &[Job::Publish, Job::TakeDown, Job::ForgetUploads];

    /// Stable code, a message key under `job-`.
    pub fn code(self) -> &'static str {
        match self {
            Job::Publish => "publish",
            Job::TakeDown => "take-down",
            Job::ForgetUploads => "forget-uploads",
        }
    }

    /// The job with this code.
    pub fn read(code: &str) -> Option<Job> {
        Job::ALL.iter().copied().find(|job| job.code() == code)
    }

    /// When there is something to do next, as the ledger stands.
    pub(crate) async fn next(self, reader: &Reader) -> Result<Option<Timestamp>> {
        Ok(match self {
            Job::Publish => reader.next_publication().await?,
            Job::TakeDown => reader.next_term().await?.and_then(|last| last.succ_opt()).map(start_in_china),
            Job::ForgetUploads => reader.oldest_upload().await?.map(|sent| sent + UPLOADS_WAIT + TimeDelta::seconds(1)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for job in Job::ALL {
            assert_eq!(Job::read(job.code()), Some(*job));
        }
    }
}
