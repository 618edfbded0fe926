//! `gongkai audit`: the portal as those see it who score it, as numbers with the values from which they fail, and what to do
//! first. It alone asks what stands outside, unless it is told not to.

use super::{on_school, operator};
use crate::cli::{self, TextOrJson};
use crate::talk::{Ink, Talk};
use anyhow::Result;
use app::portal::audit::{Audit, Column};
use app::portal::outside::{self, Lead, Outside};
use domain::indicator::{Measure, Rule, Verdict};
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

/// Most of one kind that are told as text; JSON has all.
const TOLD: usize = 20;

pub(super) fn run(args: cli::Audit, config: &Path, talk: &Talk) -> Result<ExitCode> {
    let year = args.year.map(|year| super::report::school_year(&year, talk)).transpose()?;
    on_school(config, talk, async |app| {
        let portal = app.portal()?;
        let mut audit = portal.audit(&operator(&app, talk), year).await?;
        let bar = talk.counter("audit-inside");
        let inside = web::still::dead_links(&app, &|| bar.inc(1)).await;
        bar.finish_and_clear();
        let inside = inside.map_err(|fault| super::site::told(fault, talk))?;
        audit.measure("dead-inside", Measure::Is(inside.len() as u64));
        let outside = match args.offline {
            true => {
                audit.measure("dead-outside", Measure::Unmeasured("offline"));
                None
            }
            false => {
                let leads = portal.leads_outside().await?;
                let bar = talk.bar(leads.len() as u64, "audit-outside");
                let outside = outside::look(leads, &outside::looker()?, || bar.inc(1)).await;
                bar.finish_and_clear();
                audit.measure("dead-outside", outside.measure());
                Some(outside)
            }
        };
        let links = Links { inside, outside };
        if args.format == TextOrJson::Json {
            talk.json(&as_json(&audit, &links))?;
        } else {
            say(&audit, &links, talk);
        }
        Ok(ExitCode::from(u8::from(audit.finds())))
    })
}

/// What was found of links.
struct Links {
    /// Address and a page that names it.
    inside: Vec<(String, String)>,
    outside: Option<Outside>,
}

fn as_json(audit: &Audit, links: &Links) -> Value {
    let score = &audit.score;
    let lead = |lead: &Lead| json!({ "address": lead.address, "records": lead.records, "index": lead.index });
    let outside = links.outside.as_ref().map(|outside| {
        let with = |one: &Lead, name: &str, value: Value| {
            let mut told = lead(one);
            told[name] = value;
            told
        };
        json!({
            "asked": outside.asked,
            "dead": outside.dead.iter().map(|(one, status)| with(one, "status", json!(status))).collect::<Vec<_>>(),
            "unsure": outside.unsure.iter().map(|(one, why)| with(one, "why", json!(why))).collect::<Vec<_>>(),
            "internal": outside.internal.iter().map(lead).collect::<Vec<_>>(),
            "not_asked": outside.left,
        })
    });
    let inside = links.inside.iter().map(|(address, page)| json!({ "address": address, "page": page }));
    json!({
        "as_of": audit.as_of.to_string(),
        "year": score.year.map(|year| year.to_string()),
        "score": {
            "points": score.tenths().map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)),
            "applicable": score.coverage.applicable,
            "disclosed": score.coverage.disclosed,
            "nil": score.coverage.nil,
            "open": score.coverage.open(),
            "not_applicable": score.coverage.not_applicable,
            "dated": score.dated,
        },
        "indicators": audit.measured.iter().map(|(rule, measure)| indicator(rule, *measure)).collect::<Vec<_>>(),
        "first": audit.first().iter().map(|(rule, measure)| json!({
            "do": rule.code,
            "verdict": rule.judge(*measure).code(),
            "columns": audit.columns(rule.code).iter().map(column).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "ledger_since": audit.since.map(|year| year.to_string()),
        "unreported": audit.unreported.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "dead_links": { "inside": inside.collect::<Vec<_>>(), "outside": outside },
    })
}

fn indicator(rule: &Rule, measure: Measure) -> Value {
    let (value, why) = match measure {
        Measure::Is(value) => (Some(value), None),
        Measure::Never => (None, Some("never")),
        Measure::Unmeasured(why) => (None, Some(why)),
    };
    json!({
        "indicator": rule.code, "value": value, "limit": rule.limit, "verdict": rule.judge(measure).code(),
        "at_once": rule.at_once, "basis": rule.basis.code(), "source": rule.source, "why": why,
    })
}

fn column(column: &Column) -> Value {
    let latest = column.item.latest.to_string();
    json!({
        "item": column.item.key.to_string(), "text": column.item.text, "unit": column.item.unit,
        "latest": (!latest.is_empty()).then_some(latest), "records": column.records,
    })
}

fn say(audit: &Audit, links: &Links, talk: &Talk) {
    let lang = talk.lang;
    let score = &audit.score;
    let points = score.tenths().map_or("—".to_string(), |tenths| format!("{}.{}", tenths / 10, tenths % 10));
    talk.line(talk.ink(Ink::Strong, &lang.say_with("audit-score-line", &[("points", &points)])));
    let coverage = &score.coverage;
    let counts = [coverage.applicable, coverage.disclosed, coverage.nil, score.dated].map(|n| n.to_string());
    let names = ["applicable", "disclosed", "nil", "dated"];
    let args: Vec<(&'static str, &str)> = names.into_iter().zip(counts.iter().map(String::as_str)).collect();
    talk.line(format!("  {}", lang.say_with("audit-score-of", &args)));
    if let Some(year) = score.year {
        talk.line(format!("  {}", lang.say_with("audit-score-year", &[("year", &year.to_string())])));
    }
    talk.line(format!("  {}", lang.say("audit-score-about")));
    talk.line(talk.ink(Ink::Strong, &lang.say("audit-indicators")));
    for (rule, measure) in &audit.measured {
        talk.line(format!("  {}", indicator_line(rule, *measure, talk)));
    }
    let first = audit.first();
    if !first.is_empty() {
        talk.line(talk.ink(Ink::Strong, &lang.say("audit-first")));
    }
    for (at, (rule, _)) in first.iter().enumerate() {
        talk.line(format!("  {}. {}", at + 1, lang.say(&format!("audit-do-{}", rule.code))));
        columns(audit.columns(rule.code), talk);
    }
    say_links(links, talk);
}

fn indicator_line(rule: &Rule, measure: Measure, talk: &Talk) -> String {
    let lang = talk.lang;
    let verdict = rule.judge(measure);
    let mark = match verdict {
        Verdict::Fails => talk.ink(Ink::Bad, "✗"),
        Verdict::Mend => talk.ink(Ink::Warn, "!"),
        Verdict::Unmeasured => "?".to_string(),
        Verdict::Holds => "✓".to_string(),
    };
    let value = match measure {
        Measure::Is(value) => value.to_string(),
        Measure::Never => lang.say("audit-never"),
        Measure::Unmeasured(why) => lang.say(&format!("audit-unmeasured-{why}")),
    };
    let name = lang.say_with(&format!("audit-rule-{}", rule.code), &[("limit", &rule.limit.to_string())]);
    let source = lang.say_with(&format!("audit-basis-{}", rule.basis.code()), &[("source", rule.source)]);
    let said = [
        ("name", name.as_str()),
        ("value", &value),
        ("verdict", &lang.say(&format!("audit-verdict-{}", verdict.code()))),
        ("source", &source),
    ];
    format!("{mark} {}", lang.say_with("audit-line", &said))
}

fn columns(columns: &[Column], talk: &Talk) {
    for column in columns.iter().take(TOLD) {
        let unit = column.item.unit.clone().unwrap_or_else(|| talk.lang.say("audit-nobodys"));
        let count = match column.records {
            0 => String::new(),
            count => format!("　{}", talk.lang.count("audit-records", count)),
        };
        talk.line(format!("     {} {}{count}　{unit}", column.item.key, column.item.text));
    }
    more(columns.len(), talk);
}

fn more(count: usize, talk: &Talk) {
    if count > TOLD {
        talk.line(format!("     {}", talk.lang.count("audit-more", (count - TOLD) as u64)));
    }
}

fn say_links(links: &Links, talk: &Talk) {
    let lang = talk.lang;
    for (address, page) in links.inside.iter().take(TOLD) {
        let line = lang.say_with("audit-dead-inside", &[("address", address), ("page", page)]);
        talk.line(format!("  {} {line}", talk.ink(Ink::Bad, "✗")));
    }
    more(links.inside.len(), talk);
    let Some(outside) = &links.outside else { return talk.say("audit-offline", &[]) };
    let tell = |mark: String, lead: &Lead, why: &str| {
        let args = [("address", lead.address.as_str()), ("index", &lead.index), ("why", why)];
        talk.line(format!("  {mark} {}", lang.say_with("audit-lead", &args)));
    };
    for (lead, status) in outside.dead.iter().take(TOLD) {
        tell(talk.ink(Ink::Bad, "✗"), lead, &status.to_string());
    }
    more(outside.dead.len(), talk);
    for (lead, why) in outside.unsure.iter().take(TOLD) {
        let why = match why.parse::<u16>() {
            Ok(status) => lang.say_with("audit-unsure-status", &[("status", &status.to_string())]),
            Err(_) => lang.say(&format!("audit-unsure-{why}")),
        };
        tell("?".to_string(), lead, &why);
    }
    more(outside.unsure.len(), talk);
    for lead in outside.internal.iter().take(TOLD) {
        tell(talk.ink(Ink::Warn, "!"), lead, &lang.say("audit-internal"));
    }
    more(outside.internal.len(), talk);
    if outside.left > 0 {
        talk.say("audit-left", &[("count", &outside.left.to_string())]);
    }
}
