//! `gongkai import ledger` and `gongkai export ledger`.

mod batch;
mod heads;
mod plan;
mod reading;

use super::{on_school, operator};
use crate::cli::{Export, Import, TextOrJson};
use crate::talk::{Ink, Talk};
use anyhow::Result;
use app::guard::words::ledger_file;
use app::guard::{printable, shown};
use app::ledger::{Bad, HeadAnswer, Notice, Options, Outcome, column_description, grouped};
use app::words::Lang;
use domain::ledger::columns;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Bad cells that are printed; the rest are counted.
const PRINTED: usize = 50;

pub(super) fn import(args: Import, config: &Path, talk: &Talk) -> Result<ExitCode> {
    match args {
        Import::Ledger { file, yes, dry_run, all_or_nothing, column, plan, overwrite, format } => {
            let column = heads::given(&column, talk)?;
            let asked = Asked { yes, dry_run, all_or_nothing, column, plan, overwrite, format };
            ledger(&file, &asked, config, talk)
        }
        Import::Document { file, item, unit, format } => {
            super::document::run(&super::document::Asked { file, item, unit, format }, config, talk)
        }
        Import::List { before, format } => batch::list(before, format, config, talk),
        Import::Undo { number, yes } => batch::undo(number, yes, config, talk),
    }
}

/// What was asked for beside the file.
struct Asked {
    yes: bool,
    dry_run: bool,
    all_or_nothing: bool,
    column: Vec<HeadAnswer>,
    plan: Option<PathBuf>,
    overwrite: bool,
    format: TextOrJson,
}

fn ledger(file: &Path, asked: &Asked, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let ctx = operator(&app, talk);
        let opened = |to: &PathBuf| {
            super::output(to, asked.overwrite, Some("xlsx"), &super::needed(&app, config, Some(file)), talk)
        };
        let to = asked.plan.as_ref().map(opened).transpose()?;
        let bar = talk.counter("import-progress");
        let progress = |rows| bar.set_position(rows);
        if asked.yes && to.is_none() {
            let options = Options { dry_run: false, all_or_nothing: asked.all_or_nothing };
            let outcome = app::ledger::import_answered(&ctx, file, &asked.column, options, &progress).await;
            bar.finish_and_clear();
            let outcome = outcome?;
            say(&outcome, asked, talk)?;
            end(&outcome, talk, asked);
            return Ok(code(&outcome));
        }
        let plan = app::ledger::plan_answered(&ctx, file, &asked.column, &progress).await;
        bar.finish_and_clear();
        let mut plan = plan?;
        if asked.format == TextOrJson::Text && !asked.yes && !asked.dry_run {
            let mut before = HashSet::new();
            loop {
                let answers = heads::asked(&plan.outcome, &mut before, talk)?;
                if answers.is_empty() {
                    break;
                }
                plan = plan.answered(&ctx, &answers, &|_| {}).await?;
            }
        }
        if let Some(to) = to {
            let source = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            app::ledger::write_plan(to, &source, &plan.outcome, talk.lang)?;
        }
        let forbidden = asked.dry_run || !plan.outcome.has_news() || asked.all_or_nothing && plan.outcome.is_partial();
        let interactive = asked.format == TextOrJson::Text && !asked.yes && !forbidden;
        // Before any number is given.
        if forbidden || interactive {
            say(&plan.outcome, asked, talk)?;
        }
        if forbidden {
            end(&plan.outcome, talk, asked);
            return Ok(code(&plan.outcome));
        }
        let agreed = match (asked.yes, interactive) {
            (true, _) => Some(true),
            (false, true) => talk.agreed("import-ask")?,
            (false, false) => None,
        };
        if agreed != Some(true) {
            if !interactive {
                say(&plan.outcome, asked, talk)?;
            } else {
                talk.say(if agreed.is_none() { "import-unasked" } else { "import-not" }, &[]);
            }
            return Ok(ExitCode::from(1));
        }
        let applied = app::ledger::apply(&ctx, &plan, asked.all_or_nothing, &|_| {}).await?;
        if !interactive {
            say(&applied, asked, talk)?;
        }
        end(&applied, talk, asked);
        Ok(code(&applied))
    })
}

/// What was found, in the form that was asked for.
fn say(outcome: &Outcome, asked: &Asked, talk: &Talk) -> Result<()> {
    match asked.format {
        TextOrJson::Json => talk.json(&lean(as_json(outcome, talk.lang)))?,
        TextOrJson::Text => {
            reading::tell_questions(outcome, talk);
            heads::tell_way(outcome, talk);
            tell_bad(outcome, talk);
            plan::tell(outcome, talk);
            tell(outcome, talk);
            reading::tell_understood(outcome, talk);
            reading::tell_judged(outcome, talk);
        }
    }
    Ok(())
}

/// The last line: what came of it.
fn end(outcome: &Outcome, talk: &Talk, asked: &Asked) {
    if asked.format == TextOrJson::Json {
        return;
    }
    let key = match (outcome.kept, asked.dry_run) {
        (false, true) => "import-dry-run",
        _ if outcome.read() == 0 => "import-empty",
        _ if !outcome.has_news() => "import-unchanged",
        (true, _) => "import-kept",
        (false, false) => "import-nothing",
    };
    talk.say(key, &[]);
    if let Some(batch) = outcome.batch {
        talk.say("import-batch", &[("number", &batch.to_string())]);
    }
}

fn code(outcome: &Outcome) -> ExitCode {
    ExitCode::from(u8::from(outcome.is_partial()))
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
    heads::tell_kept(outcome, talk);
    tell_notices(&outcome.notices, talk);
}

/// What was passed over; the same of several sheets once.
fn tell_notices(notices: &[Notice], talk: &Talk) {
    let mut groups: Vec<(&Notice, Vec<String>)> = Vec::new();
    for notice in notices {
        let place = notice.args().into_iter().find(|(name, _)| *name == "place").map(|(_, place)| place);
        let rest = |notice: &Notice| notice.args().into_iter().filter(|(name, _)| *name != "place").collect::<Vec<_>>();
        let known = groups.iter_mut().find(|(known, _)| known.code() == notice.code() && rest(known) == rest(notice));
        match known {
            Some((_, places)) => places.extend(place),
            None => groups.push((notice, place.into_iter().collect())),
        }
    }
    for (notice, places) in groups {
        let place = reading::first_places(&places, places.len() as u64, talk.lang);
        let args: Vec<(&'static str, String)> = notice
            .args()
            .into_iter()
            .map(|(name, value)| (name, if name == "place" { printable(&place).to_string() } else { shown(&value) }))
            .collect();
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        talk.say(&format!("ledger-notice-{}", notice.code()), &args);
    }
}

fn tell_bad(outcome: &Outcome, talk: &Talk) {
    for (bad, places) in grouped(&outcome.bad).into_iter().take(PRINTED) {
        talk.line(describe(bad, &places, talk));
    }
    if outcome.bad_rows > 0 {
        let (rows, shown) = (outcome.bad_rows.to_string(), outcome.bad.len().min(PRINTED).to_string());
        let key = if outcome.bad.len() <= PRINTED { "import-bad-rows-all" } else { "import-bad-rows" };
        let line = talk.lang.say_with(key, &[("rows", &rows), ("shown", &shown)]);
        talk.line(talk.ink(Ink::Bad, &line));
    }
}

fn describe(bad: &Bad, group: &[&Bad], talk: &Talk) -> String {
    let places: Vec<String> = group
        .iter()
        .filter_map(|bad| match bad {
            Bad::Cell { column, place, .. } => Some(place.cell(*column, talk.lang.into())),
            Bad::File(_) => None,
        })
        .collect();
    if places.is_empty() {
        return message(bad, talk.lang);
    }
    let at = reading::first_places(&places, places.len() as u64, talk.lang);
    format!("{} {}", talk.ink(Ink::Warn, &printable(&at)), message(bad, talk.lang))
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
        "recognised": recognised, "kept": outcome.kept, "tables": tables, "bad_rows": outcome.bad_rows, "bad": bad, "entered": entered, "answered": heads::as_json(outcome),
        "understood": reading::understood_as_json(outcome, lang), "judged": reading::judged_as_json(outcome, lang),
        "questions": reading::questions_as_json(outcome, lang),
        "question_rows": outcome.question_rows, "plan": plan::as_json(outcome, lang), "batch": outcome.batch,
    })
}

/// An answer without the fields that have nothing to say.
fn lean(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, lean(value))).collect()
        }
        Value::Array(values) => values.into_iter().map(lean).collect(),
        other => other,
    }
}

pub(super) fn export(args: Export, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let (file, template, year, overwrite) = match args {
        Export::Ledger { file, template, year, overwrite } => (file, template, year, overwrite),
        Export::Site { folder, address, format } => {
            return super::site::run(super::site::Asked { folder, address, format }, config, talk);
        }
        Export::Columns => {
            talk.line(column_description(talk.lang.into()).trim_end());
            return Ok(ExitCode::SUCCESS);
        }
    };
    if template {
        let year = year.map(|year| super::report::school_year(&year, talk)).transpose()?;
        let out = super::output(&file, overwrite, None, &[config.to_path_buf()], talk)?;
        app::ledger::template(out, year)?;
        talk.say("export-template", &[("file", &file.display().to_string())]);
        return Ok(ExitCode::SUCCESS);
    }
    on_school(config, talk, async |app| {
        let out = super::output(&file, overwrite, None, &super::needed(&app, config, None), talk)?;
        let bar = talk.counter("export-progress");
        let rows = app::ledger::export(&operator(&app, talk), out, &|rows| bar.inc(rows)).await;
        bar.finish_and_clear();
        talk.say("export-done", &[("rows", &rows?.to_string()), ("file", &file.display().to_string())]);
        let left = app::ledger::attachments_left_out(&operator(&app, talk)).await?;
        if left > 0 {
            talk.aside(talk.lang.count("export-attachments", left));
        }
        Ok(ExitCode::SUCCESS)
    })
}
