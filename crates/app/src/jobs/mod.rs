//! Jobs: what the program does by itself, each once across all processes, retried when it fails, and visible.
//!
//! One closed enum and one match. A job stands in the database with the time it is due; a worker claims it for a
//! while, does it in transactions of its own, and puts it up again for the next time there is something to do. Whoever
//! changes a record schedules what follows from it in the same transaction ([`crate::Change::commit`]).

use crate::context::{App, Ctx};
use crate::error::Result;
pub use crate::job::Job;
use crate::job::backoff;
use crate::messages;
use crate::records::{self, Done};
use crate::reminders;
use crate::words::Lang;
use chrono::TimeDelta;
use domain::policy::{Permission, Principal, Relation};
use std::sync::Arc;
use std::time::Duration;
use store::{ClaimedJob, StoredJob};

/// How long a worker may have a job; one that died loses it then.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// How long a reader waits for what is due.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long jobs of other processes may go unnoticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Does all of it that is due.
async fn perform(job: Job, ctx: &Ctx) -> Result<Done> {
    match job {
        Job::Publish => records::publish_due(ctx).await,
        Job::TakeDown => records::take_down_due(ctx).await,
        Job::Remind => reminders::remind_due(ctx).await,
        Job::Deliver => messages::deliver_due(ctx).await,
    }
}

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

/// Runs every job that is due, one after the other, until none is.
pub async fn run_due(app: &Arc<App>) -> Result<Ran> {
    run(app, &[]).await
}

/// The same with those of these kinds; with all when none is named.
async fn run(app: &Arc<App>, kinds: &[&str]) -> Result<Ran> {
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

/// Publishes and takes down what is due before something is read, where no other writer is at work: reading waits for none,
/// and what is over is over for readers whether its job has run or not. Nobody is reminded and nothing is sent by the way.
///
/// # Errors
/// Everything but [`crate::Error::Busy`].
pub async fn catch_up(app: &Arc<App>) -> Result<()> {
    if app.store.read().await?.next_job().await?.is_none_or(|due| due > app.clock.now()) {
        return Ok(());
    }
    // Tried before anything is claimed: a job that is claimed and then left would wait until its lease is over.
    let free = match tokio::time::timeout(PATIENCE, app.store.write()).await {
        Ok(Ok(_)) => true,
        Ok(Err(store::Error::Busy)) | Err(_) => false,
        Ok(Err(error)) => return Err(error.into()),
    };
    let kinds: Vec<&str> = Job::ALL.iter().filter(|job| job.follows_records()).map(|job| job.code()).collect();
    match if free { run(app, &kinds).await } else { Err(crate::Error::Busy) } {
        Err(crate::Error::Busy) => tracing::info!("app.jobs.later: another writer is at work"),
        ran => drop(ran?),
    }
    Ok(())
}

/// All jobs as they stand, those due first first.
pub async fn list(ctx: &Ctx) -> Result<Vec<StoredJob>> {
    ctx.allow(Permission::SeeJobs, Relation::School)?;
    Ok(ctx.read().await?.jobs().await?)
}

/// Puts up the jobs that follow from no record: people are reminded every working morning from now on.
///
/// # Errors
/// Of the database.
pub async fn stand(app: &Arc<App>) -> Result<()> {
    let due = app.settings.reminders.rules().moment(&app.calendar, app.clock.now());
    let mut tx = app.store.write().await?;
    tx.enqueue(Job::Remind.code(), "", due).await?;
    Ok(tx.commit_unlogged().await?)
}

/// Runs jobs as they become due, until the process ends. Run it as a task of its own.
pub async fn work(app: Arc<App>) {
    if let Err(error) = stand(&app).await {
        tracing::error!(error = reason(&error), "app.jobs.stand");
    }
    let mut changes = app.store.changes();
    loop {
        changes.mark_unchanged();
        if let Err(error) = run_due(&app).await {
            tracing::error!(error = reason(&error), "app.jobs");
        }
        let sleep = until_next(&app).await;
        // A change in this process may have brought a job forward; one of another is noticed when the sleep is over.
        let _ = tokio::time::timeout(sleep, changes.changed()).await;
    }
}

async fn until_next(app: &Arc<App>) -> Duration {
    let next = match app.store.read().await {
        Ok(reader) => reader.next_job().await.ok().flatten(),
        Err(_) => None,
    };
    let wait = next.map_or(TimeDelta::MAX, |due| due - app.clock.now());
    // At least a second, so that a job which comes back at once does not turn the processor.
    wait.to_std().unwrap_or(Duration::from_secs(1)).clamp(Duration::from_secs(1), LONGEST_SLEEP)
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
fn reason(error: &crate::Error) -> String {
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
    fn a_job_that_fails_waits_longer_each_time_and_a_day_at_most() {
        assert_eq!([1, 2, 3, 11, 12, 400].map(|n| backoff(n).num_minutes()), [1, 2, 4, 1024, 1440, 1440]);
    }
}
