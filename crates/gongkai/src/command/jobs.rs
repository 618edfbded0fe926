//! `gongkai jobs`: what the program does by itself, when it is due, and what failed and why.

use super::{on_school, operator};
use crate::cli::{self, TextOrJson};
use crate::talk::{Ink, Talk};
use anyhow::Result;
use app::guard::shown;
use app::jobs::Job;
use app::words::Lang;
use domain::record::Timestamp;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: cli::Jobs, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let ran = if args.run { Some(app::jobs::run_due(&app).await?) } else { None };
        let jobs = app::jobs::list(&operator(&app, talk)).await?;
        let returned = ran.map_or(0, |ran| ran.returned);
        let found = returned > 0 || jobs.iter().any(|job| job.failure.is_some());
        if args.format == TextOrJson::Json {
            let jobs: Vec<_> = jobs
                .iter()
                .map(|job| {
                    json!({
                        "job": job.kind,
                        "due": time(job.due_at),
                        "attempts": job.attempts,
                        "claimed_until": job.claimed_until.map(time),
                        "failed": job.failure.as_ref().map(|(at, why)| json!({"at": time(*at), "why": why})),
                    })
                })
                .collect();
            let answer = json!({
                "jobs": jobs,
                "ran": ran.map(|ran| ran.done),
                "changed": ran.map(|ran| ran.records),
                "returned": ran.map(|ran| ran.returned),
                "failures": ran.map(|ran| ran.failed),
            });
            talk.json(&answer)?;
            return Ok(ExitCode::from(u8::from(found)));
        }
        if let Some(ran) = ran {
            let counts = [ran.done, ran.records, ran.failed].map(|count| count.to_string());
            talk.say("jobs-ran", &[("done", &counts[0]), ("records", &counts[1]), ("failed", &counts[2])]);
            if returned > 0 {
                let line = talk.lang.say_with("jobs-returned", &[("records", &returned.to_string())]);
                talk.line(format!("  {} {line}", talk.ink(Ink::Warn, "!")));
            }
        }
        if jobs.is_empty() {
            talk.say("jobs-none", &[]);
        }
        for job in &jobs {
            talk.say("jobs-line", &[("job", &name(&job.kind, talk.lang)), ("due", &time(job.due_at))]);
            if let Some(until) = job.claimed_until {
                talk.line(format!("  {}", talk.lang.say_with("jobs-claimed", &[("until", &time(until))])));
            }
            if let Some((at, why)) = &job.failure {
                let (at, attempts) = (time(*at), job.attempts.to_string());
                let line =
                    talk.lang.say_with("jobs-failed", &[("at", &at), ("attempts", &attempts), ("why", &shown(why))]);
                talk.line(format!("  {} {line}", talk.ink(Ink::Warn, "!")));
            }
        }
        Ok(ExitCode::from(u8::from(found)))
    })
}

fn name(kind: &str, lang: Lang) -> String {
    Job::read(kind).map_or_else(|| shown(kind), |job| lang.say(&format!("job-{}", job.code())))
}

/// China's time, to the minute.
fn time(at: Timestamp) -> String {
    (at + chrono::TimeDelta::hours(8)).format("%Y-%m-%d %H:%M").to_string()
}
