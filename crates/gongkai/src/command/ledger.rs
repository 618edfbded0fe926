//! `gongkai import ledger` and `gongkai export ledger`.

use super::{on_school, operator};
use crate::cli::{Export, Import, TextOrJson};
use crate::talk::{Ink, Talk};
use anyhow::Result;
use app::guard::words::ledger_file;
use app::guard::{printable, shown};
use app::ledger::{Bad, Options, Outcome, column_description};
use app::words::Lang;
use domain::ledger::columns;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

/// Bad cells that are printed; the rest are counted.
const PRINTED: usize = 50;

pub(super) fn import(args: Import, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let Import::Ledger { file, dry_run, all_or_nothing, format } = args;
    on_school(config, talk, async |app| {
        let bar = talk.counter("import-progress");
        let options = Options { dry_run, all_or_nothing };
        let ctx = operator(&app, talk);
        let outcome = app::ledger::import(&ctx, &file, options, &|rows| bar.set_position(rows)).await;
        bar.finish_and_clear();
        let outcome = outcome?;
        match format {
            TextOrJson::Json => talk.json(&as_json(&outcome, talk.lang))?,
            TextOrJson::Text => {
                tell_bad(&outcome, talk);
                tell(&outcome, talk);
                let key = match (outcome.kept, dry_run) {
                    (true, _) if outcome.written() == 0 => "import-unchanged",
                    (true, _) => "import-kept",
                    (false, true) => "import-dry-run",
                    (false, false) => "import-nothing",
                };
                talk.say(key, &[]);
            }
        }
        Ok(ExitCode::from(u8::from(outcome.bad_rows > 0)))
    })
}

/// What came in, by table, and what a person should look at.
pub(super) fn tell(outcome: &Outcome, talk: &Talk) {
    for (table, count) in &outcome.tables {
        let (new, changed, same) = (count.new.to_string(), count.changed.to_string(), count.same.to_string());
        let name = talk.lang.say(&format!("table-{}", table.code()));
        talk.say("import-table", &[("table", &name), ("new", &new), ("changed", &changed), ("same", &same)]);
    }
    for (table, name) in outcome.entered.iter().take(PRINTED) {
        talk.say(&format!("import-entered-{}", table.code()), &[("name", &shown(name))]);
    }
    if outcome.entered.len() > PRINTED {
        talk.say("import-entered-more", &[("count", &(outcome.entered.len() - PRINTED).to_string())]);
    }
    for known in outcome.recognised.iter().take(PRINTED) {
        let args = [("given", &known.given), ("code", &known.code), ("name", &known.name)].map(|(n, v)| (n, shown(v)));
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let table = known.table.code();
        let key = if known.recoded { format!("import-recoded-{table}") } else { format!("import-recognised-{table}") };
        talk.say(&key, &args);
    }
    for notice in &outcome.notices {
        let args: Vec<(&'static str, String)> =
            notice.args().into_iter().map(|(name, value)| (name, shown(&value))).collect();
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        talk.say(&format!("ledger-notice-{}", notice.code()), &args);
    }
}

fn tell_bad(outcome: &Outcome, talk: &Talk) {
    for bad in outcome.bad.iter().take(PRINTED) {
        talk.line(describe(bad, talk));
    }
    if outcome.bad_rows > 0 {
        let (rows, shown) = (outcome.bad_rows.to_string(), outcome.bad.len().min(PRINTED).to_string());
        let line = talk.lang.say_with("import-bad-rows", &[("rows", &rows), ("shown", &shown)]);
        talk.line(talk.ink(Ink::Bad, &line));
    }
}

fn describe(bad: &Bad, talk: &Talk) -> String {
    match bad {
        Bad::File(_) => message(bad, talk.lang),
        Bad::Cell { column, place, .. } => {
            let at = place.cell(*column, talk.lang.into());
            format!("{} {}", talk.ink(Ink::Warn, &printable(&at)), message(bad, talk.lang))
        }
    }
}

/// What is wrong, and how to mend it. What stands in the cell is repeated without a number that may be a person's.
fn message(bad: &Bad, lang: Lang) -> String {
    match bad {
        Bad::File(error) => shown(&ledger_file(lang, error)),
        Bad::Cell { kind, text, .. } => {
            let args = [("head", bad.head().unwrap_or_default()), ("text", &shown(text))];
            lang.say_with(&format!("fault-{}", kind.code()), &args)
        }
    }
}

fn as_json(outcome: &Outcome, lang: Lang) -> Value {
    let tables: serde_json::Map<String, Value> = outcome
        .tables
        .iter()
        .map(|(table, count)| {
            (table.code().to_string(), json!({ "new": count.new, "changed": count.changed, "same": count.same }))
        })
        .collect();
    let bad: Vec<Value> = outcome
        .bad
        .iter()
        .map(|bad| match bad {
            Bad::File(error) => json!({ "fault": error.code(), "message": message(bad, lang) }),
            Bad::Cell { table, column, kind, text, place } => json!({
                "table": table.code(),
                "column": columns(*table).get(*column).map(|column| column.key),
                "where": place.cell(*column, lang.into()),
                "fault": kind.code(),
                "text": shown(text),
                "message": message(bad, lang),
            }),
        })
        .collect();
    let entered: Vec<Value> =
        outcome.entered.iter().map(|(table, name)| json!({ "table": table.code(), "name": shown(name) })).collect();
    let recognised: Vec<Value> = outcome
        .recognised
        .iter()
        .map(|known| {
            json!({
                "table": known.table.code(), "given": shown(&known.given), "code": known.code, "name": shown(&known.name),
                "recoded": known.recoded,
            })
        })
        .collect();
    json!({
        "kept": outcome.kept, "tables": tables, "bad_rows": outcome.bad_rows, "bad": bad, "entered": entered,
        "recognised": recognised,
    })
}

pub(super) fn export(args: Export, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let (file, template) = match args {
        Export::Ledger { file, template } => (file, template),
        Export::Columns => {
            talk.line(column_description(talk.lang.into()).trim_end());
            return Ok(ExitCode::SUCCESS);
        }
    };
    if template {
        app::ledger::template(&file)?;
        talk.say("export-template", &[("file", &file.display().to_string())]);
        return Ok(ExitCode::SUCCESS);
    }
    on_school(config, talk, async |app| {
        let bar = talk.counter("export-progress");
        let rows = app::ledger::export(&operator(&app, talk), &file, &|rows| bar.inc(rows)).await;
        bar.finish_and_clear();
        talk.say("export-done", &[("rows", &rows?.to_string()), ("file", &file.display().to_string())]);
        Ok(ExitCode::SUCCESS)
    })
}
