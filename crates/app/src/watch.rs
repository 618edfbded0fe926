//! How the installation stands: what somebody looks at once a month, and a program every minute.
//!
//! Everything here is counted from the database and the disk when it is asked for; nothing is kept. It holds numbers, times and the
//! program's own words, never what a record says or who anybody is.

use crate::certificate::Certificate;
use crate::context::{App, Ctx};
use crate::error::Result;
use crate::job::Job;
use crate::portal::view::Board;
use chrono::TimeDelta;
use domain::coverage::State;
use domain::policy::{Permission, Relation};
use domain::record::Timestamp;
use std::path::Path;
use store::MessageState;

/// A job that waits this long after it was due is told: nobody runs the jobs, or they do not get on.
const LATE: TimeDelta = TimeDelta::minutes(15);
/// Less room than this on the disk is told, in bytes.
const LITTLE: u64 = 1024 * 1024 * 1024;
/// How many days before its end a certificate is renewed by those who renew it by themselves; later somebody has to look.
const RENEWED_BEFORE: i64 = 14;

/// How it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The program's version.
    pub version: &'static str,
    /// The database as it may be named.
    pub database: String,
    /// Events, of which each change has one.
    pub events: u64,
    /// Jobs: code, how late each is in seconds, failures since it last succeeded, and why.
    pub jobs: Vec<JobStanding>,
    /// Messages that wait to be sent, and that could not be.
    pub mail: (u64, u64),
    /// Items of the catalogue that are overdue, and due soon, as the portal says it.
    pub items: (usize, usize),
    /// Entries of the public log, and how many of them are sealed.
    pub log: (u64, u64),
    /// The last scheduled backup: when, and how large; nothing when there was none.
    pub backup: Option<(Timestamp, u64)>,
    /// Whether backups are scheduled, and after how many days without one that is told.
    pub scheduled: Option<u32>,
    /// Room on the disk that the settings lie on, in bytes; nothing where nobody knows.
    pub free: Option<u64>,
    /// The certificate of the settings.
    pub certificate: Certificate,
    /// When it was asked.
    pub at: Timestamp,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobStanding {
    /// Its code.
    pub kind: String,
    /// How many seconds ago it was due; 0 when it is not.
    pub late: u64,
    /// Why it failed last, if it did since it last succeeded.
    pub failed: Option<String>,
}

/// What wants somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// A job failed: its code and why.
    Failed(String, String),
    /// A job is late by so many minutes.
    Late(String, u64),
    /// So many messages could not be sent.
    Mail(u64),
    /// No backups are scheduled.
    NoBackups,
    /// There was none for so many days; nothing when there was none ever.
    OldBackup(Option<i64>),
    /// So many bytes of room are left.
    Disk(u64),
    /// The certificate is over in so many days, or has been since so many where they are fewer than none; nothing when it cannot be
    /// read.
    Certificate(Option<i64>),
}

impl Concern {
    /// Stable code, a message key under `watch-concern-`.
    pub fn code(&self) -> &'static str {
        match self {
            Concern::Failed(..) => "failed",
            Concern::Late(..) => "late",
            Concern::Mail(_) => "mail",
            Concern::NoBackups => "no-backups",
            Concern::OldBackup(None) => "never-backed-up",
            Concern::OldBackup(Some(_)) => "old-backup",
            Concern::Disk(_) => "disk",
            Concern::Certificate(None) => "certificate-unread",
            Concern::Certificate(Some(days)) if *days < 0 => "certificate-over",
            Concern::Certificate(Some(_)) => "certificate",
        }
    }
}

impl Standing {
    /// What wants somebody, the gravest first.
    pub fn concerns(&self) -> Vec<Concern> {
        let mut concerns = Vec::new();
        match (self.certificate, self.certificate.days_left(self.at)) {
            (Certificate::Unread, _) => concerns.push(Concern::Certificate(None)),
            (_, Some(days)) if days < RENEWED_BEFORE => concerns.push(Concern::Certificate(Some(days))),
            _ => {}
        }
        concerns.extend(self.free.filter(|free| *free < LITTLE).map(Concern::Disk));
        match (self.scheduled, self.backup) {
            (None, _) => concerns.push(Concern::NoBackups),
            (Some(_), None) => concerns.push(Concern::OldBackup(None)),
            (Some(days), Some((made, _))) if self.at - made > TimeDelta::days(i64::from(days)) => {
                concerns.push(Concern::OldBackup(Some((self.at - made).num_days())));
            }
            _ => {}
        }
        for job in &self.jobs {
            match &job.failed {
                Some(why) => concerns.push(Concern::Failed(job.kind.clone(), why.clone())),
                None if job.late > LATE.num_seconds().unsigned_abs() => {
                    concerns.push(Concern::Late(job.kind.clone(), job.late / 60));
                }
                None => {}
            }
        }
        if self.mail.1 > 0 {
            concerns.push(Concern::Mail(self.mail.1));
        }
        concerns
    }
}

/// Looks.
///
/// # Errors
/// When the database does not answer, or whoever asks may not see jobs.
pub async fn look(ctx: &Ctx) -> Result<Standing> {
    ctx.allow(Permission::SeeJobs, Relation::School)?;
    let board = ctx.app.portal()?.board().await?;
    standing(&ctx.app, &board).await
}

/// The same for the program itself, which lets nobody see it but whom the settings name; with the board as its portal has it.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(app: &App, board: &Board) -> Result<Standing> {
    let now = app.clock.now();
    let items = [State::Overdue, State::DueSoon].map(|state| board.tally(state));
    let reader = app.store.read().await?;
    let jobs = reader.jobs().await?.into_iter().map(|job| JobStanding {
        late: u64::try_from((now - job.due_at).num_seconds()).unwrap_or(0),
        kind: job.kind,
        failed: job.failure.map(|(_, why)| why),
    });
    let waiting = reader.count_messages(MessageState::Queued).await?;
    let stuck = reader.count_messages(MessageState::Failed).await?;
    let sealed = reader.log_checkpoint().await?.map_or(0, |checkpoint| checkpoint.size);
    let backup = reader.last_backup().await?;
    Ok(Standing {
        version: env!("CARGO_PKG_VERSION"),
        database: app.settings.database_shown(),
        events: app.store.last_seq().await?,
        jobs: jobs.filter(|job| Job::read(&job.kind).is_some()).collect(),
        mail: (waiting, stuck),
        items: (items[0], items[1]),
        log: (reader.log_size().await?, sealed),
        backup,
        scheduled: app.settings.backup.folder.is_some().then_some(app.settings.backup.stale_after),
        free: free(&app.settings.resolve(Path::new("."))),
        certificate: Certificate::of(&app.settings),
        at: now,
    })
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let place = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let seen = rustix::fs::statvfs(place).ok()?;
    seen.f_bavail.checked_mul(seen.f_frsize)
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wants_somebody_is_told_and_what_is_well_is_not() {
        let at = "2023-10-20T02:00:00Z".parse().unwrap();
        let job =
            |late, failed: Option<&str>| JobStanding { kind: "tell".into(), late, failed: failed.map(str::to_string) };
        let well = Standing {
            version: "1",
            database: String::new(),
            events: 1,
            jobs: vec![job(0, None), job(600, None)],
            mail: (3, 0),
            items: (2, 1),
            log: (1, 1),
            backup: Some((at - TimeDelta::days(3), 1)),
            scheduled: Some(3),
            free: Some(2 * LITTLE),
            certificate: Certificate::Until(at + TimeDelta::days(30)),
            at,
        };
        assert_eq!(well.concerns(), []);
        for (certificate, concern) in [
            (Certificate::Unread, Concern::Certificate(None)),
            (Certificate::Until(at + TimeDelta::days(6)), Concern::Certificate(Some(6))),
            (Certificate::Until(at - TimeDelta::seconds(1)), Concern::Certificate(Some(-1))),
        ] {
            assert_eq!(Standing { certificate, ..well.clone() }.concerns(), [concern]);
        }
        assert_eq!(Standing { certificate: Certificate::None, ..well.clone() }.concerns(), []);
        let ill = Standing {
            jobs: vec![job(0, Some("away")), job(7200, None)],
            mail: (0, 2),
            backup: Some((at - TimeDelta::days(4), 1)),
            free: Some(7),
            ..well.clone()
        };
        let expected = [
            Concern::Disk(7),
            Concern::OldBackup(Some(4)),
            Concern::Failed("tell".into(), "away".into()),
            Concern::Late("tell".into(), 120),
            Concern::Mail(2),
        ];
        assert_eq!(ill.concerns(), expected);
        assert_eq!(Standing { scheduled: None, backup: None, ..well.clone() }.concerns(), [Concern::NoBackups]);
        assert_eq!(Standing { backup: None, ..well }.concerns(), [Concern::OldBackup(None)]);
    }
}
