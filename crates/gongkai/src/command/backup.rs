//! `gongkai backup`, `restore` and `verify`: everything in one file, a school made of it again, and whether either is whole.

use super::{on_school, operator, running, to_the_minute};
use crate::cli::{self, TextOrJson};
use crate::talk::{Ink, Talk};
use anyhow::{Result, anyhow};
use app::backup::{self, Contents, Doubt, Health, Place};
use app::guard::printable;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Most doubts that are told as text; JSON has all.
const TOLD: usize = 50;

pub(super) fn backup(args: cli::Backup, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let ctx = operator(&app, talk);
        let file = args.file.unwrap_or_else(|| {
            let at = domain::date::in_china(ctx.now).format("%Y%m%d-%H%M%S");
            PathBuf::from(format!("gongkai-backup-{at}.zip"))
        });
        if file.exists() {
            return Err(anyhow!(talk.lang.say_with("backup-exists", &[("file", &file.display().to_string())])));
        }
        let bar = talk.counter("backup-bar");
        let made = backup::backup(&ctx, &file, &|_, rows| bar.inc(rows)).await;
        bar.finish_and_clear();
        let made = made?;
        if args.format == TextOrJson::Json {
            talk.json(
                &json!({ "file": file, "backup": contents(&made.contents), "left_out": made.left_out, "log_key": false,
                "key_left_out": made.key.as_ref().map(|(key, _)| key) }),
            )?;
            return Ok(ExitCode::SUCCESS);
        }
        talk.say("backup-made", &[("file", &file.display().to_string())]);
        tell(&made.contents, talk);
        for folder in &made.left_out {
            talk.line(format!(
                "  {} {}",
                talk.ink(Ink::Warn, "!"),
                talk.lang.say_with("backup-left-out", &[("folder", folder)])
            ));
        }
        if made.log_key {
            talk.line(format!("  {} {}", talk.ink(Ink::Warn, "!"), talk.lang.say("backup-log-key")));
        }
        if let Some((key, numbers)) = &made.key {
            let args = [("file", key.as_str()), ("count", &numbers.to_string())];
            talk.line(format!("  {} {}", talk.ink(Ink::Warn, "!"), talk.lang.say_with("backup-key", &args)));
        }
        talk.say("backup-keep", &[]);
        Ok(ExitCode::SUCCESS)
    })
}

pub(super) fn restore(args: cli::Restore, config: &Path, talk: &Talk) -> Result<ExitCode> {
    if config.exists() && args.database.is_some() {
        return Err(anyhow!(talk.lang.say_with("restore-two", &[("file", &config.display().to_string())])));
    }
    running(async {
        let place = Place { config: config.to_path_buf(), database: args.database };
        let bar = talk.counter("restore-bar");
        let made = backup::restore(&args.file, &place, &|_, rows| bar.inc(rows)).await;
        bar.finish_and_clear();
        let made = made?;
        if args.format == TextOrJson::Json {
            let answer = json!({
                "backup": contents(&made.contents), "database": made.database, "written": made.written,
                "held_back": made.held_back, "lacks_key": made.lacks_key.as_ref().map(|(key, _)| key),
                "verify": health(&made.health),
            });
            talk.json(&answer)?;
        } else {
            talk.say("restore-made", &[("database", &made.database)]);
            tell(&made.contents, talk);
            for file in &made.written {
                talk.line(format!(
                    "  {}",
                    talk.lang.say_with("restore-written", &[("file", &file.display().to_string())])
                ));
            }
            talk.say("restore-signed-out", &[]);
            if made.contents.rows_of("log_checkpoint") > 0 {
                talk.say("restore-log", &[]);
            }
            if let Some(aside) = &made.log_key {
                talk.say("restore-log-aside", &[("file", &aside.display().to_string())]);
            }
            if made.held_back > 0 {
                talk.say("restore-held-back", &[("count", &made.held_back.to_string())]);
            }
            if let Some((key, numbers)) = &made.lacks_key {
                talk.say("restore-key", &[("file", &key.display().to_string()), ("count", &numbers.to_string())]);
            }
            tell_health(&made.health, talk);
            let next = if made.health.doubts.is_empty() { "restore-next" } else { "restore-look" };
            talk.say(next, &[("config", &config.display().to_string())]);
        }
        Ok(ExitCode::from(u8::from(!made.health.doubts.is_empty())))
    })
}

pub(super) fn verify(args: cli::Verify, config: &Path, talk: &Talk) -> Result<ExitCode> {
    if let Some(cli::VerifyOther::Proof(args)) = args.other {
        return super::proof::run(args, config, talk);
    }
    if let Some(file) = args.file {
        let found = backup::examine(&file)?;
        if args.format == TextOrJson::Json {
            talk.json(&json!({ "file": file, "whole": true, "backup": contents(&found) }))?;
        } else {
            talk.say("verify-backup", &[("file", &file.display().to_string())]);
            tell(&found, talk);
        }
        return Ok(ExitCode::SUCCESS);
    }
    on_school(config, talk, async |app| {
        let found = backup::verify(&operator(&app, talk)).await?;
        if args.format == TextOrJson::Json {
            talk.json(&health(&found))?;
        } else {
            tell_health(&found, talk);
            if !found.doubts.is_empty() {
                talk.say("verify-advice", &[]);
            }
        }
        Ok(ExitCode::from(u8::from(!found.doubts.is_empty())))
    })
}

/// What is in a backup, for people.
fn tell(contents: &Contents, talk: &Talk) {
    let count = |table| contents.rows_of(table).to_string();
    let args = [
        ("school", contents.school.as_str()),
        ("records", &count("record")),
        ("files", &count("blob")),
        ("events", &count("event")),
        ("people", &count("person")),
        ("rows", &contents.rows().to_string()),
    ];
    talk.line(format!("  {}", talk.lang.say_with("backup-holds", &args)));
    let at = chrono::DateTime::parse_from_rfc3339(&contents.made_at).map(|at| at.to_utc());
    let at = at.map_or_else(|_| contents.made_at.clone(), to_the_minute);
    let made = [("at", at.as_str()), ("program", &contents.program)];
    talk.line(format!("  {}", talk.lang.say_with("backup-of", &made)));
}

fn tell_health(found: &Health, talk: &Talk) {
    let counts = [found.events, found.records, found.files].map(|count| count.to_string());
    let args = [("events", counts[0].as_str()), ("records", &counts[1]), ("files", &counts[2])];
    if found.doubts.is_empty() {
        talk.say("verify-well", &args);
        return talk.say("verify-limits", &[]);
    }
    talk.say("verify-found", &[&args[..], &[("count", &found.doubts.len().to_string())]].concat());
    for doubt in found.doubts.iter().take(TOLD) {
        // Keys of rows and names of columns: nothing of a person, and to be found by.
        let line = talk.lang.say_with(&format!("doubt-{}", doubt.code()), &[("at", &printable(&doubt.at()))]);
        talk.line(format!("  {} {line}", talk.ink(Ink::Warn, "!")));
    }
    if found.doubts.len() > TOLD {
        talk.say("verify-more", &[("count", &(found.doubts.len() - TOLD).to_string())]);
    }
    talk.say("verify-limits", &[]);
}

fn contents(contents: &Contents) -> Value {
    json!({
        "school": contents.school, "made_at": contents.made_at, "program": contents.program, "rows": contents.rows(),
        "parts": contents.parts.iter().map(|part| {
            json!({ "name": part.name, "sha256": part.sha256, "bytes": part.bytes, "rows": part.rows })
        }).collect::<Vec<_>>(),
    })
}

fn health(found: &Health) -> Value {
    let doubt = |doubt: &Doubt| json!({ "code": doubt.code(), "at": doubt.at() });
    json!({
        "whole": found.doubts.is_empty(), "events": found.events, "records": found.records, "files": found.files,
        "doubts": found.doubts.iter().map(doubt).collect::<Vec<_>>(),
    })
}
