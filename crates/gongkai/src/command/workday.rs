//! `gongkai workday`: statutory working days, with the whole way explained when asked.

use crate::cli::{TextOrJson, Workday};
use crate::talk::{Ink, Talk};
use anyhow::{Result, anyhow};
use app::settings::Settings;
use domain::calendar::{Calendar, DueDate, Step};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::ExitCode;

pub(super) fn run(args: Workday, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let calendar = app::context::calendar(&Settings::load(config)?)?;
    match args {
        Workday::Add { date, days, explain, format } => {
            let due = calendar.add(date, days).map_err(|_| anyhow!(talk.lang.say("workday-out-of-range")))?;
            let steps = if explain { calendar.explain(date, days).unwrap_or_default() } else { Vec::new() };
            match format {
                TextOrJson::Json => talk.line(add_json(date, days, due, explain.then_some(&steps)).to_string()),
                TextOrJson::Text => add_text(date, days, due, &steps, talk),
            }
        }
        Workday::Between { from, to, format } => between(&calendar, from, to, format, talk)?,
        Workday::Is { date, format } => is(&calendar, date, format, talk),
    }
    Ok(ExitCode::SUCCESS)
}

fn add_json(from: chrono::NaiveDate, days: i64, due: DueDate, steps: Option<&Vec<Step>>) -> Value {
    let mut object = Map::new();
    object.insert("from".into(), json!(from.to_string()));
    object.insert("working_days".into(), json!(days));
    object.insert("date".into(), json!(due.date().to_string()));
    if due.is_provisional() {
        object.insert("estimated".into(), json!(true));
    }
    if let Some(steps) = steps {
        let step = |step: &Step| json!({ "date": step.date.to_string(), "kind": step.kind.code(), "count": step.count });
        object.insert("days".into(), steps.iter().map(step).collect());
    }
    Value::Object(object)
}

fn add_text(from: chrono::NaiveDate, days: i64, due: DueDate, steps: &[Step], talk: &Talk) {
    if !steps.is_empty() {
        talk.say("workday-start", &[("date", &from.to_string())]);
    }
    for step in steps {
        let weekday = talk.lang.say(&format!("weekday-{}", chrono::Datelike::weekday(&step.date)).to_lowercase());
        let kind = talk.lang.say(&format!("day-{}", step.kind.code()));
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
        TextOrJson::Json => {
            let mut object = Map::new();
            object.insert("from".into(), json!(from.to_string()));
            object.insert("to".into(), json!(to.to_string()));
            object.insert("working_days".into(), json!(days));
            if provisional {
                object.insert("estimated".into(), json!(true));
            }
            talk.line(Value::Object(object).to_string());
        }
        TextOrJson::Text => {
            talk.line(days.to_string());
            if provisional {
                talk.aside(talk.lang.say("workday-estimated"));
            }
        }
    }
    Ok(())
}

fn is(calendar: &Calendar, date: chrono::NaiveDate, format: TextOrJson, talk: &Talk) {
    let kind = calendar.kind(date);
    let known = calendar.knows(date);
    match format {
        TextOrJson::Json => {
            let mut object = Map::new();
            object.insert("date".into(), json!(date.to_string()));
            object.insert("working_day".into(), json!(kind.is_working()));
            object.insert("kind".into(), json!(kind.code()));
            if !known {
                object.insert("estimated".into(), json!(true));
            }
            talk.line(Value::Object(object).to_string());
        }
        TextOrJson::Text => {
            let answer = talk.lang.say(if kind.is_working() { "workday-yes" } else { "workday-no" });
            talk.line(format!("{answer}（{}）", talk.lang.say(&format!("day-{}", kind.code()))));
            if !known {
                talk.aside(talk.lang.say("workday-estimated"));
            }
        }
    }
}
