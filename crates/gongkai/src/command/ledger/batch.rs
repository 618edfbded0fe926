//! `gongkai import list` and `gongkai import undo`.

use super::lean;
use crate::cli::TextOrJson;
use crate::command::{on_school, operator, to_the_minute};
use crate::talk::Talk;
use anyhow::Result;
use app::guard::shown;
use app::guard::words::obstacle as obstacle_words;
use app::ledger::{Batch, Undo};
use app::words::Lang;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

/// What stands on an import that is printed; the rest is counted.
const PRINTED: usize = 20;

pub(super) fn list(before: Option<u32>, format: TextOrJson, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let batches = app::ledger::list(&operator(&app, talk), before).await?;
        if format == TextOrJson::Json {
            let batches: Vec<Value> = batches.iter().map(as_json).collect();
            talk.json(&lean(json!({ "imports": batches })))?;
            return Ok(ExitCode::SUCCESS);
        }
        if batches.is_empty() {
            talk.say("import-list-none", &[]);
        }
        for batch in &batches {
            talk.line(line(batch, talk.lang));
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn line(batch: &Batch, lang: Lang) -> String {
    let args = [
        ("number", batch.nr.to_string()),
        ("at", to_the_minute(batch.at)),
        ("file", shown(&batch.source)),
        ("written", batch.written.to_string()),
        ("refused", batch.refused.to_string()),
    ];
    let args: Vec<(&'static str, &str)> = args.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let key = if batch.by_command { "import-list-command" } else { "import-list-line" };
    let mut line = lang.say_with(key, &args);
    if let Some((at, _)) = &batch.undone {
        line.push_str(&lang.say_with("import-list-undone", &[("at", &to_the_minute(*at))]));
    }
    line
}

fn as_json(batch: &Batch) -> Value {
    let source = if batch.by_command { "command" } else { "file" };
    json!({
        "number": batch.nr, "at": batch.at.to_rfc3339(), "actor": batch.actor, source: shown(&batch.source),
        "written": batch.written, "refused": batch.refused,
        "undone": batch.undone.as_ref().map(|(at, by)| json!({ "at": at.to_rfc3339(), "actor": by })),
    })
}

pub(super) fn undo(number: u32, yes: bool, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let ctx = operator(&app, talk);
        let batches = app::ledger::list(&ctx, number.checked_add(1)).await?;
        if let Some(batch) = batches.first().filter(|batch| batch.nr == number && batch.undone.is_none()) {
            talk.line(line(batch, talk.lang));
            let agreed = if yes { Some(true) } else { talk.agreed("import-undo-ask")? };
            if agreed != Some(true) {
                talk.say(if agreed.is_none() { "import-undo-unasked" } else { "import-undo-not" }, &[]);
                return Ok(ExitCode::from(1));
            }
        }
        match app::ledger::undo(&ctx, number).await? {
            Undo::Done { removed, restored } => {
                let (removed, restored) = (removed.to_string(), restored.to_string());
                let args = [("number", number.to_string()), ("removed", removed), ("restored", restored)];
                let args: Vec<(&'static str, &str)> = args.iter().map(|(name, text)| (*name, text.as_str())).collect();
                talk.say("import-undone", &args);
                Ok(ExitCode::SUCCESS)
            }
            Undo::Refused(obstacles) => {
                talk.say("import-undo-refused", &[("number", &number.to_string())]);
                let names = app::ledger::names_of(&ctx, &obstacles).await?;
                for obstacle in obstacles.iter().take(PRINTED) {
                    talk.line(format!("　{}", obstacle_words(talk.lang, obstacle, &names)));
                }
                if obstacles.len() > PRINTED {
                    talk.say("plan-more", &[("count", &(obstacles.len() - PRINTED).to_string())]);
                }
                Ok(ExitCode::from(1))
            }
        }
    })
}
