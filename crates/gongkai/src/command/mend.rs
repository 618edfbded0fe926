//! `gongkai ledger`: what there is to mend, and mending it. What something comes to is shown before it is done; what
//! takes something away is asked about first.

use super::{on_school, operator};
use crate::cli::{self, Coded, Deleted, Ledger, TextOrJson};
use crate::talk::{Ink, Talk, columns};
use anyhow::{Result, anyhow};
use app::Ctx;
use app::guard::{printable, shown};
use app::ledger::CodeOf;
use app::ledger::mend::{Effect, Listing, MOST, Target, Task, What, Whereto, carry_out, list, look};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: Ledger, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let (task, yes) = match args {
        Ledger::List { what, query, format } => return listed(what, query.as_deref(), format, config, talk),
        Ledger::Rename { what, which, name } => (Task::Rename { of: what.into(), which, name }, true),
        Ledger::Merge { what, from, into, yes } => (Task::Merge { of: what.into(), from, into }, yes),
        Ledger::Move { what, item, unit, year, order } => (moved(what, item, unit, year, order, talk)?, true),
        Ledger::Delete { what, which, yes } => match target(what, which) {
            Ok(target) => (Task::Delete(target), yes),
            Err(head) => return forget(&head, yes, config, talk),
        },
        Ledger::Withdraw { record, reason, yes } => (Task::Withdraw { record, reason }, yes),
    };
    on_school(config, talk, async |app| mend(&operator(&app, talk), &task, yes, talk).await)
}

/// Shows what it comes to, asks where something would go, and does it.
async fn mend(ctx: &Ctx, task: &Task, yes: bool, talk: &Talk) -> Result<ExitCode> {
    let effect = look(ctx, task).await?;
    if effect.facts.is_empty() {
        talk.say("mend-same", &[]);
        return Ok(ExitCode::SUCCESS);
    }
    tell(&effect, talk);
    let agreed = if yes { Some(true) } else { talk.agreed("mend-ask")? };
    if agreed != Some(true) {
        talk.say(if agreed.is_none() { "mend-needs-yes" } else { "mend-left" }, &[]);
        return Ok(ExitCode::from(1));
    }
    match carry_out(ctx, task, &effect).await? {
        Some(number) if !matches!(task, Task::Withdraw { .. }) => {
            talk.say("mend-done-batch", &[("number", &number.to_string())]);
        }
        _ => talk.say("mend-done", &[]),
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(effect: &Effect, talk: &Talk) {
    for fact in &effect.facts {
        let args: Vec<(&'static str, String)> = fact.args.iter().map(|(name, value)| (*name, shown(value))).collect();
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        talk.say(&fact.key, &args);
    }
}

impl From<Coded> for CodeOf {
    fn from(what: Coded) -> CodeOf {
        match what {
            Coded::Unit => CodeOf::Unit,
            Coded::Channel => CodeOf::Channel,
        }
    }
}

/// What is to be deleted; a head, of which the answer goes, is no thing of the ledger.
fn target(what: Deleted, which: String) -> Result<Target, String> {
    Ok(match what {
        Deleted::Unit => Target::Unit(which),
        Deleted::Channel => Target::Channel(which),
        Deleted::Record => Target::Record(which),
        Deleted::Text => Target::Text(which),
        Deleted::Nil => Target::Nil(which),
        Deleted::Release => Target::Release(which),
        Deleted::Dataset => Target::Dataset(which),
        Deleted::Head => return Err(which),
    })
}

/// Takes back what was answered of a head.
fn forget(head: &str, yes: bool, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| {
        let ctx = operator(&app, talk);
        let agreed = if yes { Some(true) } else { talk.agreed("mend-ask")? };
        if agreed != Some(true) {
            talk.say(if agreed.is_none() { "mend-needs-yes" } else { "mend-left" }, &[]);
            return Ok(ExitCode::from(1));
        }
        app::ledger::forget_head(&ctx, head).await?;
        talk.say("head-forgotten", &[("head", &shown(head))]);
        Ok(ExitCode::SUCCESS)
    })
}

/// Where a record or a text goes; the command line asks for exactly one of them.
fn moved(
    what: String,
    item: Option<String>,
    unit: Option<String>,
    year: Option<String>,
    order: Option<u32>,
    talk: &Talk,
) -> Result<Task> {
    if let Some(nth) = order {
        return Ok(Task::Order { text: what, nth });
    }
    let wrong = |key: &str, text: &str| anyhow!(talk.lang.say_with(key, &[("text", &shown(text))]));
    let to = match (item, unit) {
        (Some(item), _) => Whereto::Item(item.trim().parse().map_err(|_| wrong("mend-wrong-item", &item))?),
        (None, Some(unit)) => Whereto::Unit(unit),
        (None, None) => {
            let year = year.unwrap_or_default();
            Whereto::Year(year.trim().parse().map_err(|_| wrong("report-wrong-year", &year))?)
        }
    };
    Ok(Task::Move { record: what, to })
}

/// `gongkai ledger list`.
fn listed(what: cli::Listed, query: Option<&str>, format: TextOrJson, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let what = match what {
        cli::Listed::Heads => None,
        cli::Listed::Units => Some(What::Units),
        cli::Listed::Channels => Some(What::Channels),
        cli::Listed::Datasets => Some(What::Datasets),
        cli::Listed::Texts => Some(What::Texts),
        cli::Listed::Nil => Some(What::Nil),
        cli::Listed::Records => Some(What::Records),
    };
    on_school(config, talk, async |app| {
        let ctx = operator(&app, talk);
        let listing = match what {
            Some(what) => list(&ctx, what, query).await?,
            None => app::ledger::list_heads(&ctx, query).await?,
        };
        match format {
            TextOrJson::Json => talk.json(&as_json(&listing, what == Some(What::Records)))?,
            TextOrJson::Text => table(&listing, talk),
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn as_json(listing: &Listing, records: bool) -> Value {
    let row = |row: &app::ledger::mend::Listed| {
        let cell = |(column, cell): (&&str, &String)| {
            let value = match *column {
                "named" | "figures" => cell.parse::<u64>().map_or(Value::Null, Value::from),
                "former" => domain::ledger::split_names(cell).iter().map(|name| shown(name)).collect(),
                _ => Value::from(shown(cell)),
            };
            (column.to_string(), value)
        };
        let mut object: Map<String, Value> = listing.columns.iter().zip(&row.cells).map(cell).collect();
        if records {
            let release = |[name, channel, on, locator]: &[String; 4]| json!({ "release": shown(name), "channel": channel, "on": on, "locator": shown(locator) });
            object.insert("releases".into(), row.releases.iter().map(release).collect());
        }
        Value::from(object)
    };
    json!({ "rows": listing.rows.iter().map(row).collect::<Vec<_>>(), "more": listing.more })
}

/// Columns as wide as their widest cell; in a column of Chinese two places a character.
fn table(listing: &Listing, talk: &Talk) {
    let wide = |text: &str| text.chars().map(columns).sum::<usize>();
    let state = listing.columns.iter().position(|column| *column == "state");
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in &listing.rows {
        let mut cells: Vec<String> = row.cells.iter().map(|cell| printable(&shown(cell))).collect();
        if let Some(cell) = state.and_then(|at| cells.get_mut(at)) {
            *cell = talk.lang.say(&format!("list-state-{cell}"));
        }
        rows.push(cells);
    }
    let heads: Vec<String> =
        listing.columns.iter().map(|column| talk.lang.say(&format!("list-head-{column}"))).collect();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            rows.iter().filter_map(|row| row.get(at)).map(|cell| wide(cell)).max().unwrap_or(0).max(wide(head))
        })
        .collect();
    let line = |cells: &[String]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - wide(cell))))
            .collect();
        padded.join("  ").trim_end().to_string()
    };
    talk.line(talk.ink(Ink::Strong, &line(&heads)));
    for (cells, row) in rows.iter().zip(&listing.rows) {
        talk.line(line(cells));
        for release in &row.releases {
            let said = release.iter().filter(|part| !part.is_empty()).map(|part| printable(&shown(part)));
            talk.line(format!("    {}", said.collect::<Vec<_>>().join("  ")));
        }
    }
    if listing.more {
        talk.say("list-more", &[("count", &MOST.to_string())]);
    }
}
