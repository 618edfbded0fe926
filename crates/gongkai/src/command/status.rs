//! `gongkai status`: how the installation stands, and what wants somebody first.

use super::{on_school, operator, to_the_minute};
use crate::cli::{self, TextOrJson};
use crate::talk::{Ink, Talk};
use anyhow::Result;
use app::guard::printable;
use app::watch::{self, Concern, Standing};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: cli::Status, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let standing = watch::look(&operator(&app, talk)).await?;
        let concerns = standing.concerns();
        match args.format {
            TextOrJson::Json => tell_json(&standing, &concerns, talk)?,
            TextOrJson::Text => tell(&standing, &concerns, talk),
        }
        Ok(ExitCode::from(u8::from(!concerns.is_empty())))
    })
}

fn tell(standing: &Standing, concerns: &[Concern], talk: &Talk) {
    talk.line(
        talk.lang
            .say_with("watch-program", &[("version", standing.version), ("database", &printable(&standing.database))]),
    );
    let counts = [
        ("events", &*standing.events.to_string()),
        ("entries", &standing.log.0.to_string()),
        ("sealed", &standing.log.1.to_string()),
    ];
    talk.line(talk.lang.say_with("watch-holds", &counts));
    let items = [("overdue", &*standing.items.0.to_string()), ("soon", &standing.items.1.to_string())];
    talk.line(talk.lang.say_with("watch-items", &items));
    talk.line(talk.lang.say_with("watch-mail", &[("waiting", &standing.mail.0.to_string())]));
    if let Some((made, bytes)) = standing.backup {
        let size = (bytes / 1_048_576).max(1).to_string();
        talk.line(talk.lang.say_with("watch-backup", &[("at", &to_the_minute(made)), ("size", &size)]));
    }
    if let Some(free) = standing.free {
        talk.line(talk.lang.say_with("watch-free", &[("size", &(free / 1_073_741_824).to_string())]));
    }
    if concerns.is_empty() {
        return talk.say("watch-well", &[]);
    }
    talk.say("watch-ill", &[]);
    for concern in concerns {
        talk.line(format!("  {} {}", talk.ink(Ink::Warn, "!"), said(concern, talk)));
    }
}

fn said(concern: &Concern, talk: &Talk) -> String {
    let key = format!("watch-concern-{}", concern.code());
    let job = |kind: &str| talk.lang.say(&format!("job-{kind}"));
    match concern {
        Concern::Failed(kind, why) => talk.lang.say_with(&key, &[("job", &job(kind)), ("why", &printable(why))]),
        Concern::Late(kind, minutes) => {
            talk.lang.say_with(&key, &[("job", &job(kind)), ("minutes", &minutes.to_string())])
        }
        Concern::Mail(count) => talk.lang.say_with(&key, &[("count", &count.to_string())]),
        Concern::OldBackup(Some(days)) => talk.lang.say_with(&key, &[("days", &days.to_string())]),
        Concern::Disk(free) => talk.lang.say_with(&key, &[("size", &(free / 1_048_576).to_string())]),
        Concern::Certificate(Some(days)) => talk.lang.say_with(&key, &[("days", &days.unsigned_abs().to_string())]),
        Concern::NoBackups | Concern::OldBackup(None) | Concern::Certificate(None) => talk.lang.say(&key),
    }
}

fn tell_json(standing: &Standing, concerns: &[Concern], talk: &Talk) -> Result<()> {
    let jobs: Vec<_> = standing
        .jobs
        .iter()
        .map(|job| json!({ "job": job.kind, "late_seconds": job.late, "failed": job.failed }))
        .collect();
    let concerns: Vec<_> =
        concerns.iter().map(|concern| json!({ "concern": concern.code(), "says": said(concern, talk) })).collect();
    talk.json(&json!({
        "version": standing.version, "database": standing.database, "events": standing.events,
        "log": { "entries": standing.log.0, "sealed": standing.log.1 },
        "items": { "overdue": standing.items.0, "due_soon": standing.items.1 },
        "messages": { "waiting": standing.mail.0, "failed": standing.mail.1 },
        "backup": standing.backup.map(|(made, bytes)| json!({ "at": made.to_rfc3339(), "bytes": bytes })),
        "certificate_days": standing.certificate.days_left(standing.at),
        "disk_free": standing.free, "jobs": jobs, "concerns": concerns,
    }))
}
