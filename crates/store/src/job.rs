//! Jobs as rows: what the program has to do by itself, when, and what became of it.
//!
//! A job is known by kind and key and stands once. A worker claims it for a while; the claim and its end are writes
//! like any other, of which there is one at a time, so that no two processes do one job. What a job does, and when it
//! is tried again, is decided in `app`.

use crate::error::{Result, impossible};
use crate::sql::{Number, Sql, Table, Value, rows, sql};
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

    /// When the next job is due, if there is one.
    pub async fn next_job(&self) -> Result<Option<Timestamp>> {
        let row: Option<Number> = Sql::new("SELECT due_at AS n FROM job ORDER BY due_at LIMIT 1").one(&self.tx).await?;
        row.map(|row| Timestamp::from_timestamp_micros(row.n).ok_or_else(|| impossible("job", "due_at", row.n)))
            .transpose()
    }
}

impl Tx {
    /// Sees to it that the job runs at `due_at` or before; one that stands is brought forward, never put off.
    pub async fn enqueue(&mut self, kind: &str, key: &str, due_at: Timestamp) -> Result<()> {
        let values = vec![kind.into(), key.into(), due_at.timestamp_micros().into(), 0.into()];
        let tail = " ON CONFLICT (kind, job_key) DO UPDATE SET due_at = excluded.due_at
            WHERE job.due_at > excluded.due_at";
        JOB.insert(&self.tx, values, tail).await
    }

    /// Claims the job that has been due longest, until `lease` at the latest. `None` when nothing is due.
    pub async fn claim_job(&mut self, now: Timestamp, lease: Timestamp) -> Result<Option<ClaimedJob>> {
        let text = format!("SELECT * FROM job WHERE due_at <= $1 AND {FREE} ORDER BY due_at, kind, job_key LIMIT 1");
        let row: Option<JobRow> = sql(&text, [now.timestamp_micros().into()]).one(&self.tx).await?;
        let Some(job) = row.map(JobRow::job).transpose()? else { return Ok(None) };
        let text = "UPDATE job SET claimed_until = $1, attempts = attempts + 1 WHERE kind = $2 AND job_key = $3";
        let values = [lease.timestamp_micros().into(), job.kind.as_str().into(), job.key.as_str().into()];
        sql(text, values).run(&self.tx).await?;
        Ok(Some(ClaimedJob { kind: job.kind, key: job.key, attempts: job.attempts + 1 }))
    }

    /// The claimed job is done. It goes, or stands again for `next`.
    pub async fn finish_job(&mut self, job: &ClaimedJob, next: Option<Timestamp>) -> Result<()> {
        let key: [Value; 2] = [job.kind.as_str().into(), job.key.as_str().into()];
        sql("DELETE FROM job WHERE kind = $1 AND job_key = $2", key).run(&self.tx).await?;
        match next {
            Some(next) => self.enqueue(&job.kind, &job.key, next).await,
            None => Ok(()),
        }
    }

    /// The claimed job failed; it is tried again at `again`.
    pub async fn fail_job(&mut self, job: &ClaimedJob, now: Timestamp, why: &str, again: Timestamp) -> Result<()> {
        let text = "UPDATE job SET claimed_until = NULL, failed_at = $1, failure = $2, due_at = $3
             WHERE kind = $4 AND job_key = $5";
        let values = [
            now.timestamp_micros().into(),
            why.into(),
            again.timestamp_micros().into(),
            job.kind.as_str().into(),
            job.key.as_str().into(),
        ];
        sql(text, values).run(&self.tx).await?;
        Ok(())
    }
}
