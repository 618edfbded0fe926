//! Jobs: what the program does by itself, each once across all processes, retried when it fails, and visible.
//!
//! One closed enum and one match. A job stands in the database with the time it is due; a worker claims it for a
//! while, does it in transactions of its own, and puts it up again for the next time there is something to do. Whoever
//! changes a record schedules what follows from it in the same transaction ([`crate::Change::commit`]).

use crate::context::{App, Ctx};
use crate::error::Result;
use crate::job::{self, Done, UPLOADS_WAIT, reason};
pub use crate::job::{Job, Ran};
use crate::messages;
use crate::records;
use crate::reminders;
use crate::requests;
use crate::words::Lang;
use chrono::TimeDelta;
use domain::policy::{Permission, Principal, Relation};
use std::sync::Arc;
use std::time::Duration;
use store::StoredJob;

/// How long a reader waits for what is due.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long jobs of other processes may go unnoticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Does all of it that is due.
fn perform(job: Job, ctx: &Ctx) -> job::Doing<'_> {
    Box::pin(async move {
        match job {
            Job::Publish => records::publish_due(ctx).await,
            Job::TakeDown => records::take_down_due(ctx).await,
            Job::ForgetUploads => forget_uploads(ctx).await,
            Job::PurgeLists => records::posting::purge_due(ctx).await,
            Job::Remind => reminders::remind_due(ctx).await,
            Job::Tell => crate::portal::subscribe::tell_due(ctx).await,
            Job::Deliver => messages::deliver_due(ctx).await,
            Job::PurgeIdentities => requests::purge_due(ctx).await,
            Job::Integrate => crate::log::integrate(ctx).await,
            Job::Witness => crate::log::witness_due(ctx).await,
            Job::Backup => crate::backup::backup_due(ctx).await,
        }
    })
}

/// Forgets ledger files that have waited too long to be brought in.
async fn forget_uploads(ctx: &Ctx) -> Result<Done> {
    let mut change = ctx.write().await?;
    change.waiting().forget_uploads_before(ctx.now - UPLOADS_WAIT).await?;
    change.commit_unlogged().await?;
    Ok(Done::default())
}

/// Runs every job that is due, one after the other, until none is.
pub async fn run_due(app: &Arc<App>) -> Result<Ran> {
    job::run(app, &[], perform).await
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
    match if free { job::run(app, &job::of_records(), perform).await } else { Err(crate::Error::Busy) } {
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

/// Puts up the jobs that follow from no record: people are reminded every working morning from now on, and what was entered in the
/// public log is sealed.
///
/// # Errors
/// Of the database.
pub async fn stand(app: &Arc<App>) -> Result<()> {
    let due = app.settings.reminders.rules().moment(&app.calendar, app.clock.now());
    let mut tx = app.store.write().await?;
    tx.enqueue(Job::Remind.code(), "", due).await?;
    if !app.settings.witnesses.is_empty() {
        tx.enqueue(Job::Witness.code(), "", app.clock.now()).await?;
    }
    // At once where there is none yet: whoever sets it up sees whether it works.
    if app.settings.backup.folder.is_some() && tx.last_backup().await?.is_none() {
        tx.enqueue(Job::Backup.code(), "", app.clock.now()).await?;
    } else if app.settings.backup.folder.is_some() {
        let ctx = app.ctx(Principal::Job(Job::Backup.code()), Lang::Zh);
        if let Some(due) = Job::Backup.next(&tx, &ctx).await? {
            tx.enqueue(Job::Backup.code(), "", due).await?;
        }
    }
    // A ledger that is older than the public log has one from the first time on.
    tx.enqueue(Job::Integrate.code(), "", app.clock.now()).await?;
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
