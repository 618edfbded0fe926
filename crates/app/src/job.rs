//! The kinds of job, and when there is something to do for each: what a change needs to schedule what follows from it.
//! Doing it is the business of [`crate::jobs`].

use crate::context::Ctx;
use crate::error::Result;
use chrono::TimeDelta;
use domain::date::start_in_china;
use domain::record::Timestamp;
use store::Reader;

/// A kind of job. There is one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// Publishes what is planned for a minute that has come.
    Publish,
    /// Takes down what has a term that is over.
    TakeDown,
    /// Reminds people of what is due.
    Remind,
    /// Sends mail, and messages to robots of groups.
    Deliver,
}

impl Job {
    /// Every kind.
    pub const ALL: &'static [Job] = &[Job::Publish, Job::TakeDown, Job::Remind, Job::Deliver];

    /// Stable code, a message key under `job-`.
    pub fn code(self) -> &'static str {
        match self {
            Job::Publish => "publish",
            Job::TakeDown => "take-down",
            Job::Remind => "remind",
            Job::Deliver => "deliver",
        }
    }

    /// The job with this code.
    pub fn read(code: &str) -> Option<Job> {
        Job::ALL.iter().copied().find(|job| job.code() == code)
    }

    /// Whether when it is due follows from records, so that each change of one asks.
    pub(crate) fn follows_records(self) -> bool {
        matches!(self, Job::Publish | Job::TakeDown)
    }

    /// When there is something to do next, as the ledger stands.
    pub(crate) async fn next(self, reader: &Reader, ctx: &Ctx) -> Result<Option<Timestamp>> {
        Ok(match self {
            Job::Publish => reader.next_publication().await?,
            Job::TakeDown => reader.next_term().await?.and_then(|last| last.succ_opt()).map(start_in_china),
            Job::Remind => {
                let rules = ctx.app.settings.reminders.rules();
                Some(rules.next_morning(&ctx.app.calendar, ctx.app.clock.now()))
            }
            Job::Deliver => reader.next_message().await?,
        })
    }
}

/// How long what failed waits: a minute after the first time, twice as long after each, a day at most.
pub(crate) fn backoff(attempts: u32) -> TimeDelta {
    let minutes = 1i64.checked_shl(attempts.saturating_sub(1)).unwrap_or(i64::MAX);
    TimeDelta::minutes(minutes.clamp(1, 24 * 60))
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
