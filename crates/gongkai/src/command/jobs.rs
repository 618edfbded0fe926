//! `gongkai jobs`: what the program does by itself, when it is due, and what failed and why.

use super::{on_school, operator, to_the_minute};
use crate::cli::{self, TextOrJson};
use crate::talk::{Ink, Talk};
use anyhow::Result;
use app::guard::shown;
use app::jobs::Job;
use app::messages::MessageState;
use app::words::Lang;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// Most messages of which it is said why they did not leave.
const SHOWN: usize = 10;

pub(super) fn run(args: cli::Jobs, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let ran = if args.run { Some(app::jobs::run_due(&app).await?) } else { None };
        let jobs = app::jobs::list(&operator(&app, talk)).await?;
        let returned = ran.map_or(0, |ran| ran.returned);
        let (waiting, stuck) = app::messages::count(&operator(&app, talk)).await?;
        let found = returned > 0 || stuck > 0 || jobs.iter().any(|job| job.failure.is_some());
        if args.format == TextOrJson::Json {
            let jobs: Vec<_> = jobs
                .iter()
                .map(|job| {
                    json!({
                        "job": job.kind,
                        "due": to_the_minute(job.due_at),
                        "attempts": job.attempts,
                        "claimed_until": job.claimed_until.map(to_the_minute),
                        "failed": job.failure.as_ref().map(|(at, why)| json!({"at": to_the_minute(*at), "why": why})),
                    })
                })
                .collect();
            let answer = json!({
                "jobs": jobs,
                "ran": ran.map(|ran| ran.done),
                "changed": ran.map(|ran| ran.records),
                "returned": ran.map(|ran| ran.returned),
                "failures": ran.map(|ran| ran.failed),
                "messages": {"waiting": waiting, "stuck": stuck},
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
            talk.say("jobs-line", &[("job", &name(&job.kind, talk.lang)), ("due", &to_the_minute(job.due_at))]);
            if let Some(until) = job.claimed_until {
                talk.line(format!("  {}", talk.lang.say_with("jobs-claimed", &[("until", &to_the_minute(until))])));
            }
            if let Some((at, why)) = &job.failure {
                let (at, attempts) = (to_the_minute(*at), job.attempts.to_string());
                let line =
                    talk.lang.say_with("jobs-failed", &[("at", &at), ("attempts", &attempts), ("why", &shown(why))]);
                talk.line(format!("  {} {line}", talk.ink(Ink::Warn, "!")));
            }
        }
        if waiting + stuck > 0 {
            messages(&operator(&app, talk), talk, waiting, stuck).await?;
        }
        Ok(ExitCode::from(u8::from(found)))
    })
}

/// How many messages wait and did not leave, and why those did not that are the latest.
async fn messages(ctx: &app::Ctx, talk: &Talk, waiting: u64, stuck: u64) -> Result<()> {
    talk.say("jobs-messages", &[("waiting", &waiting.to_string()), ("stuck", &stuck.to_string())]);
    for message in app::messages::list(ctx).await?.into_iter().take(SHOWN) {
        let ended = matches!(message.state, MessageState::Failed | MessageState::Unsure);
        let state = talk.lang.say(&format!("message-state-{}", message.state.code()));
        let why = message.failure.map(|failure| failure.said(talk.lang)).unwrap_or_default();
        if ended {
            let at = to_the_minute(message.ended_at.unwrap_or(message.made_at));
            let args = [("at", at.as_str()), ("state", &state), ("why", &why)];
            talk.line(format!("  {} {}", talk.ink(Ink::Warn, "!"), talk.lang.say_with("jobs-message", &args)));
        }
    }
    Ok(())
}

fn name(kind: &str, lang: Lang) -> String {
    Job::read(kind).map_or_else(|| shown(kind), |job| lang.say(&format!("job-{}", job.code())))
}
