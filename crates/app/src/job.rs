//! The kinds of job, when there is something to do for each, and how one is claimed, run and ended: what a change needs to
//! schedule what follows from it. What each does is told by whoever runs them ([`crate::jobs`]).

use crate::context::{App, Ctx};
use crate::error::Result;
use crate::settings_log::unsigned_by;
use crate::words::Lang;
use chrono::{NaiveDate, TimeDelta};
use domain::date::{day_in_china, start_in_china};
use domain::policy::Principal;
use domain::record::Timestamp;
use std::pin::Pin;
use std::sync::Arc;
use store::{ClaimedJob, Reader, Rhythm};

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
    /// Destroys sealed copies of lists that were kept long enough.
    PurgeLists,
    /// Reminds people of what is due.
    Remind,
    /// Tells those of what is new who want to be told by mail.
    Tell,
    /// Sends mail, and messages to robots of groups.
    Deliver,
    /// Destroys identity numbers of applicants that were kept long enough.
    PurgeIdentities,
    /// Seals what was entered in the public log.
    Integrate,
    /// Asks witnesses to cosign what was sealed.
    Witness,
    /// Makes the daily backup.
    Backup,
}

impl Job {
    /// Every kind.
    pub const ALL: &'static [Job] = &[
        Job::Publish,
        Job::TakeDown,
        Job::ForgetUploads,
        Job::PurgeLists,
        Job::Remind,
        Job::Tell,
        Job::Deliver,
        Job::PurgeIdentities,
        Job::Integrate,
        Job::Witness,
        Job::Backup,
    ];

    /// Stable code, a message key under `job-`.
    pub fn code(self) -> &'static str {
        match self {
            Job::Publish => "publish",
            Job::TakeDown => "take-down",
            Job::ForgetUploads => "forget-uploads",
            Job::PurgeLists => "purge-lists",
            Job::Remind => "remind",
            Job::Tell => "tell",
            Job::Deliver => "deliver",
            Job::PurgeIdentities => "purge-identities",
            Job::Integrate => "integrate",
            Job::Witness => "witness",
            Job::Backup => "backup",
        }
    }

    /// The job with this code.
    pub fn read(code: &str) -> Option<Job> {
        Job::ALL.iter().copied().find(|job| job.code() == code)
    }

    /// Whether when it is due follows from records, so that each change of one asks.
    pub(crate) fn follows_records(self) -> bool {
        matches!(self, Job::Publish | Job::TakeDown | Job::PurgeLists)
    }

    /// When there is something to do next, as the ledger stands.
    pub(crate) async fn next(self, reader: &Reader, ctx: &Ctx) -> Result<Option<Timestamp>> {
        Ok(match self {
            Job::Publish => reader.next_publication().await?,
            Job::TakeDown => reader.next_term().await?.and_then(|last| last.succ_opt()).map(start_in_china),
            Job::ForgetUploads => reader.oldest_upload().await?.map(|sent| sent + UPLOADS_WAIT + TimeDelta::seconds(1)),
            Job::PurgeLists => reader.next_purge().await?.and_then(|last| last.succ_opt()).map(start_in_china),
            Job::Remind => {
                let rules = ctx.app.settings.reminders.rules();
                Some(rules.next_morning(&ctx.app.calendar, ctx.app.clock.now()))
            }
            Job::Tell => next_telling(reader, ctx).await?,
            Job::Deliver => reader.next_message().await?,
            Job::Integrate => {
                let sealed = reader.log_checkpoint().await?.map_or(0, |checkpoint| checkpoint.size);
                (reader.log_size().await? > sealed).then_some(ctx.now)
            }
            Job::Backup => next_backup(ctx),
            Job::Witness => {
                let last = reader.log_checkpoint().await?;
                let note = last.and_then(|last| last.note.parse().ok());
                note.filter(|note| !unsigned_by(&ctx.app.settings.witnesses, note).is_empty()).map(|_| ctx.now)
            }
            Job::PurgeIdentities => {
                reader.next_identity_purge().await?.and_then(|last| last.succ_opt()).map(start_in_china)
            }
        })
    }
}

/// When the next backup is to be made, if any are.
fn next_backup(ctx: &Ctx) -> Option<Timestamp> {
    let settings = &ctx.app.settings.backup;
    settings.folder.as_ref()?;
    let now = ctx.app.clock.now();
    let today = day_in_china(now);
    let at = |day: NaiveDate| domain::date::instant_in_china(day.and_time(settings.time()));
    [Some(today), today.succ_opt()].into_iter().flatten().map(at).find(|at| *at > now)
}

/// How long whoever asked to be told by mail has to confirm it.
pub(crate) const TO_CONFIRM: TimeDelta = TimeDelta::hours(48);
/// How long what is told at once waits for more.
pub(crate) const TOGETHER: TimeDelta = TimeDelta::minutes(1);
/// The hour of the daily mail, in China.
const MORNING: TimeDelta = TimeDelta::hours(8);

/// The hour of the daily mail on a day.
pub(crate) fn morning(day: NaiveDate) -> Timestamp {
    start_in_china(day) + MORNING
}

/// When there is somebody to tell by mail, or to forget, next.
async fn next_telling(reader: &Reader, ctx: &Ctx) -> Result<Option<Timestamp>> {
    let told = reader.subscriptions_told(Rhythm::AtOnce).await?;
    let at_once = match told {
        Some(told) if told < reader.last_event().await? => Some(ctx.now + TOGETHER),
        _ => None,
    };
    let today = day_in_china(ctx.now);
    let next = [Some(today), today.succ_opt()].into_iter().flatten().map(morning).find(|at| *at > ctx.now);
    let daily = if reader.subscriptions_told(Rhythm::Daily).await?.is_some() { next } else { None };
    let forgotten = reader.oldest_unconfirmed_subscription().await?;
    let forgotten = forgotten.map(|asked| asked + TO_CONFIRM + TimeDelta::seconds(1));
    Ok([at_once, daily, forgotten].into_iter().flatten().min())
}

/// How long what failed waits: a minute after the first time, twice as long after each, a day at most.
pub(crate) fn backoff(attempts: u32) -> TimeDelta {
    let minutes = 1i64.checked_shl(attempts.saturating_sub(1)).unwrap_or(i64::MAX);
    TimeDelta::minutes(minutes.clamp(1, 24 * 60))
}

/// How long a worker may have a job; one that died loses it then.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// What running the jobs that were due came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ran {
    /// Jobs done.
    pub done: u64,
    /// Jobs that failed and will be tried again.
    pub failed: u64,
    /// Records published or taken down.
    pub records: u64,
    /// Records that may not be published and went back to their drafters with the reason.
    pub returned: u64,
}

/// What a job came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Done {
    /// Records published or taken down.
    pub records: u64,
    /// Records that may not be published and went back to their drafters.
    pub returned: u64,
}

/// A job being done.
pub(crate) type Doing<'a> = Pin<Box<dyn Future<Output = Result<Done>> + Send + 'a>>;

/// Does all of a kind that is due.
pub(crate) type Perform = for<'a> fn(Job, &'a Ctx) -> Doing<'a>;

/// The kinds that follow from records.
pub(crate) fn of_records() -> Vec<&'static str> {
    Job::ALL.iter().filter(|job| job.follows_records()).map(|job| job.code()).collect()
}

/// Runs every job of these kinds that is due, one after the other, until none is; of all kinds when none is named.
pub(crate) async fn run(app: &Arc<App>, kinds: &[&str], perform: Perform) -> Result<Ran> {
    let mut ran = Ran::default();
    while let Some(claimed) = claim(app, kinds).await? {
        let code = Job::read(&claimed.kind).map_or("unknown", Job::code);
        let ctx = app.ctx(Principal::Job(code), Lang::Zh);
        let outcome = match Job::read(&claimed.kind) {
            Some(job) => perform(job, &ctx).await,
            // Put up by a newer program: left to it.
            None => Err(crate::Error::internal(anyhow::anyhow!("no job of this kind is known"))),
        };
        match outcome {
            Ok(Done { records, returned }) => {
                finish(&ctx, &claimed).await?;
                ran.done += 1;
                ran.records += records;
                ran.returned += returned;
                tracing::info!(job = claimed.kind, records, returned, "app.jobs.done");
            }
            Err(error) => {
                let why = reason(&error);
                tracing::error!(job = claimed.kind, attempts = claimed.attempts, error = why, "app.jobs.failed");
                let again = ctx.now + backoff(claimed.attempts);
                let mut tx = app.store.write().await?;
                tx.fail_job(&claimed, ctx.now, &why, again).await?;
                tx.commit_unlogged().await?;
                ran.failed += 1;
            }
        }
    }
    Ok(ran)
}

async fn claim(app: &Arc<App>, kinds: &[&str]) -> Result<Option<ClaimedJob>> {
    let now = app.clock.now();
    // Asked by reading first: a worker that has nothing to do takes no writer's turn.
    if app.store.read().await?.next_job().await?.is_none_or(|due| due > now) {
        return Ok(None);
    }
    let mut tx = app.store.write().await?;
    let claimed = tx.claim_job_of(kinds, now, now + LEASE).await?;
    tx.commit_unlogged().await?;
    Ok(claimed)
}

/// The job stands again for the next time there is something to do, asked in the transaction that finishes it: what is
/// scheduled at the same moment is not lost.
async fn finish(ctx: &Ctx, claimed: &ClaimedJob) -> Result<()> {
    let mut tx = ctx.app.store.write().await?;
    let next = match Job::read(&claimed.kind) {
        Some(job) => job.next(&tx, ctx).await?,
        None => None,
    };
    tx.finish_job(claimed, next).await?;
    Ok(tx.commit_unlogged().await?)
}

/// The error with its causes, on one line, without passwords, cut.
pub(crate) fn reason(error: &crate::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    crate::guard::without_passwords(&text).chars().filter(|c| !c.is_control()).take(500).collect()
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

    #[test]
    fn the_daily_mail_has_one_hour_a_day() {
        let day = NaiveDate::from_ymd_opt(2023, 12, 1).unwrap_or_default();
        assert_eq!(morning(day).to_rfc3339(), "2023-12-01T00:00:00+00:00");
    }

    #[test]
    fn a_job_that_fails_waits_longer_each_time_and_a_day_at_most() {
        assert_eq!([1, 2, 3, 11, 12, 400].map(|n| backoff(n).num_minutes()), [1, 2, 4, 1024, 1440, 1440]);
    }
}
