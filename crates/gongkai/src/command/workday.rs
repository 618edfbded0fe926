//! `gongkai workday`: statutory working days, with the whole way explained when asked.

use crate::cli::{TextOrJson, Workday};
use crate::talk::{Ink, Talk};
use anyhow::{Result, anyhow};
use app::settings::Settings;
use domain::calendar::{Calendar, DayKind, DueDate, Step};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: Workday, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let calendar = app::context::calendar(&Settings::load(config)?)?;
    match args {
        Workday::Add { date, days, explain, format } => {
            let due = calendar.add(date, days).map_err(|_| anyhow!(talk.lang.say("workday-out-of-range")))?;
            let steps = if explain { calendar.explain(date, days).unwrap_or_default() } else { Vec::new() };
            match format {
                TextOrJson::Json => talk.json(&added(date, days, due, explain.then_some(&steps)))?,
                TextOrJson::Text => add_text(date, days, due, &steps, talk),
            }
        }
        Workday::Between { from, to, format } => between(&calendar, from, to, format, talk)?,
        Workday::Is { date, format } => is(&calendar, date, format, talk)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Answers in JSON; the order of fields is that of the contract.
#[derive(Serialize)]
struct Added {
    from: String,
    working_days: i64,
    date: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    estimated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<Vec<Day>>,
}

#[derive(Serialize)]
struct Day {
    date: String,
    kind: &'static str,
    count: Option<u32>,
}

#[derive(Serialize)]
struct Counted {
    from: String,
    to: String,
    working_days: i64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    estimated: bool,
}

#[derive(Serialize)]
struct Judged {
    date: String,
    working_day: bool,
    kind: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    estimated: bool,
}

fn added(from: chrono::NaiveDate, days: i64, due: DueDate, steps: Option<&Vec<Step>>) -> Added {
    let day = |step: &Step| Day { date: step.date.to_string(), kind: step.kind.code(), count: step.count };
    Added {
        from: from.to_string(),
        working_days: days,
        date: due.date().to_string(),
        estimated: due.is_provisional(),
        days: steps.map(|steps| steps.iter().map(day).collect()),
    }
}

fn add_text(from: chrono::NaiveDate, days: i64, due: DueDate, steps: &[Step], talk: &Talk) {
    if !steps.is_empty() {
        talk.say("workday-start", &[("date", &from.to_string())]);
    }
    for step in steps {
        let weekday = talk.lang.say(&format!("weekday-{}", chrono::Datelike::weekday(&step.date)).to_lowercase());
        let kind = talk.lang.say(word(step.kind, step.known));
        let count = step.count.map(|count| format!("{count:>4}")).unwrap_or_else(|| "   ·".to_string());
        let unknown = if step.known { String::new() } else { format!("  {}", talk.lang.say("workday-unknown-year")) };
        talk.line(format!("{count}  {}  {weekday}  {kind}{unknown}", step.date));
    }
    talk.line(talk.ink(Ink::Strong, &due.date().to_string()));
    if due.is_provisional() {
        talk.aside(talk.lang.say("workday-estimated"));
    }
    if !steps.is_empty() {
        let count = days.to_string();
        talk.say("workday-rule", &[("days", &count)]);
    }
}

/// The key of what a day is. Without a notice only the statute itself makes a holiday.
fn word(kind: DayKind, known: bool) -> &'static str {
    match kind {
        DayKind::Working => "day-working",
        DayKind::WorkedWeekend => "day-worked-weekend",
        DayKind::Weekend => "day-weekend",
        DayKind::Holiday if known => "day-holiday",
        DayKind::Holiday => "day-statutory",
    }
}

fn between(
    calendar: &Calendar,
    from: chrono::NaiveDate,
    to: chrono::NaiveDate,
    format: TextOrJson,
    talk: &Talk,
) -> Result<()> {
    let in_range = |date: chrono::NaiveDate| (1900..3000).contains(&chrono::Datelike::year(&date));
    if !in_range(from) || !in_range(to) {
        return Err(anyhow!(talk.lang.say("workday-out-of-range")));
    }
    let (days, provisional) = calendar.between(from, to);
    match format {
        TextOrJson::Json => talk.json(&Counted {
            from: from.to_string(),
            to: to.to_string(),
            working_days: days,
            estimated: provisional,
        })?,
        TextOrJson::Text => {
            talk.line(days.to_string());
            if provisional {
                talk.aside(talk.lang.say("workday-estimated"));
            }
        }
    }
    Ok(())
}

fn is(calendar: &Calendar, date: chrono::NaiveDate, format: TextOrJson, talk: &Talk) -> Result<()> {
    let kind = calendar.kind(date);
    let known = calendar.knows(date);
    match format {
        TextOrJson::Json => talk.json(&Judged {
            date: date.to_string(),
            working_day: kind.is_working(),
            kind: kind.code(),
            estimated: !known,
        })?,
        TextOrJson::Text => {
            let key = if kind.is_working() { "workday-yes" } else { "workday-no" };
            talk.say(key, &[("kind", &talk.lang.say(word(kind, known)))]);
            if !known {
                talk.aside(talk.lang.say("workday-estimated"));
            }
        }
    }
    Ok(())
}
