//! Jobs as rows: what the program has to do by itself, when, and what became of it.
//!
//! A job is known by kind and key and stands once. A worker claims it for a while; the claim and its end are writes
//! like any other, of which there is one at a time, so that no two processes do one job. What is asked for while a
//! worker has the job is kept beside it, since the worker may have looked before. What a job does, and when it is
//! tried again, is decided in `app`.

use crate::db::sql::{Number, Sql, Table, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::record::Timestamp;

const JOB: Table = Table { name: "job", columns: &["kind", "job_key", "due_at", "attempts"] };

/// A job as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredJob {
    /// Which kind of work.
    pub kind: String,
    /// On what; empty where there is one of its kind.
    pub key: String,
    /// Not before.
    pub due_at: Timestamp,
    /// A worker has it until then.
    pub claimed_until: Option<Timestamp>,
    /// How often it was begun since it last succeeded.
    pub attempts: u32,
    /// When and why it failed last, if it did since it last succeeded.
    pub failure: Option<(Timestamp, String)>,
}

/// A job that this worker has until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Which kind of work.
    pub kind: String,
    /// On what.
    pub key: String,
    /// How often it was begun, this time included.
    pub attempts: u32,
}

rows! {
    struct JobRow {
        kind: String,
        job_key: String,
        due_at: i64,
        claimed_until: Option<i64>,
        attempts: i64,
        failed_at: Option<i64>,
        failure: Option<String>,
    }
}

impl JobRow {
    fn job(self) -> Result<StoredJob> {
        let id = format!("{}/{}", self.kind, self.job_key);
        let instant =
            |micros, column| Timestamp::from_timestamp_micros(micros).ok_or_else(|| impossible("job", column, &id));
        Ok(StoredJob {
            due_at: instant(self.due_at, "due_at")?,
            claimed_until: self.claimed_until.map(|at| instant(at, "claimed_until")).transpose()?,
            attempts: u32::try_from(self.attempts).map_err(|_| impossible("job", "attempts", &id))?,
            failure: match (self.failed_at, self.failure) {
                (Some(at), Some(why)) => Some((instant(at, "failed_at")?, why)),
                _ => None,
            },
            kind: self.kind,
            key: self.job_key,
        })
    }
}

/// Free, or left by a worker whose lease is over.
const FREE: &str = "(claimed_until IS NULL OR claimed_until <= $1)";

impl Reader {
    /// All jobs, those due first first.
    pub async fn jobs(&self) -> Result<Vec<StoredJob>> {
        let rows: Vec<JobRow> = Sql::new("SELECT * FROM job ORDER BY due_at, kind, job_key").all(&self.tx).await?;
        rows.into_iter().map(JobRow::job).collect()
    }

    /// When there may be a job to claim next: one is due then, or the lease of a worker ends. `None` without jobs.
    pub async fn next_job(&self) -> Result<Option<Timestamp>> {
        let text =
            "SELECT coalesce(claimed_until, due_at) AS n FROM job ORDER BY coalesce(claimed_until, due_at) LIMIT 1";
        let row: Option<Number> = Sql::new(text).one(&self.tx).await?;
        row.map(|row| Timestamp::from_timestamp_micros(row.n).ok_or_else(|| impossible("job", "due_at", row.n)))
            .transpose()
    }
}

impl Tx {
    /// Sees to it that the job runs at `due_at` or before; one that stands is brought forward, never put off. One that a
    /// worker has runs again afterwards.
    pub async fn enqueue(&mut self, kind: &str, key: &str, due_at: Timestamp) -> Result<()> {
        let values = vec![kind.into(), key.into(), due_at.timestamp_micros().into(), 0.into()];
        let tail = " ON CONFLICT (kind, job_key) DO UPDATE SET
            due_at = CASE WHEN job.claimed_until IS NULL AND job.due_at > excluded.due_at
                THEN excluded.due_at ELSE job.due_at END,
            again_at = CASE WHEN job.claimed_until IS NULL OR job.again_at <= excluded.due_at
                THEN job.again_at ELSE excluded.due_at END";
        JOB.insert(&self.tx, values, tail).await
    }

    /// Claims the job that has been due longest, until `lease` at the latest. `None` when nothing is due.
    pub async fn claim_job(&mut self, now: Timestamp, lease: Timestamp) -> Result<Option<ClaimedJob>> {
        self.claim_job_of(&[], now, lease).await
    }

    /// The same among jobs of these kinds; of any when none is named.
    pub async fn claim_job_of(
        &mut self,
        kinds: &[&str],
        now: Timestamp,
        lease: Timestamp,
    ) -> Result<Option<ClaimedJob>> {
        let mut query =
            sql(&format!("SELECT * FROM job WHERE due_at <= $1 AND {FREE}"), [now.timestamp_micros().into()]);
        if !kinds.is_empty() {
            query.push(" AND kind IN (").bind_list(kinds.iter().copied()).push(")");
        }
        query.push(" ORDER BY due_at, kind, job_key LIMIT 1");
        let row: Option<JobRow> = query.one(&self.tx).await?;
        let Some(job) = row.map(JobRow::job).transpose()? else { return Ok(None) };
        // What was asked for up to now is what the worker is about to do.
        let text = "UPDATE job SET claimed_until = $1, attempts = attempts + 1,
                again_at = CASE WHEN again_at <= $2 THEN NULL ELSE again_at END
             WHERE kind = $3 AND job_key = $4";
        let mut values = vec![lease.timestamp_micros().into(), now.timestamp_micros().into()];
        values.extend([Value::from(&job.kind), Value::from(&job.key)]);
        sql(text, values).run(&self.tx).await?;
        Ok(Some(ClaimedJob { kind: job.kind, key: job.key, attempts: job.attempts + 1 }))
    }

    /// The claimed job is done. It goes, or stands again for `next` or for what was asked meanwhile, whichever is
    /// earlier. A worker whose claim has passed to another ends nothing.
    pub async fn finish_job(&mut self, job: &ClaimedJob, next: Option<Timestamp>) -> Result<()> {
        let text = format!("DELETE FROM job WHERE again_at IS NULL AND {MINE}");
        sql(&text, mine(job)).run(&self.tx).await?;
        let text = format!(
            "UPDATE job SET due_at = again_at, again_at = NULL, claimed_until = NULL, attempts = 0, failed_at = NULL,
                failure = NULL WHERE {MINE}"
        );
        sql(&text, mine(job)).run(&self.tx).await?;
        match next {
            Some(next) => self.enqueue(&job.kind, &job.key, next).await,
            None => Ok(()),
        }
    }

    /// The claimed job failed; it is tried again at `again`, which answers what was asked meanwhile too.
    pub async fn fail_job(&mut self, job: &ClaimedJob, now: Timestamp, why: &str, again: Timestamp) -> Result<()> {
        let text = format!(
            "UPDATE job SET claimed_until = NULL, again_at = NULL, failed_at = $4, failure = $5, due_at = $6 WHERE {MINE}"
        );
        let failed = [now.timestamp_micros().into(), why.into(), again.timestamp_micros().into()];
        sql(&text, mine(job).into_iter().chain(failed)).run(&self.tx).await?;
        Ok(())
    }
}

/// The claim of one worker: a later one has another number of attempts.
const MINE: &str = "kind = $1 AND job_key = $2 AND attempts = $3 AND claimed_until IS NOT NULL";

/// The values of [`MINE`].
fn mine(job: &ClaimedJob) -> [Value; 3] {
    [Value::from(&job.kind), Value::from(&job.key), i64::from(job.attempts).into()]
}
