//! `gongkai import document`: a Word file as a draft, with what was recognised in it and where.
//!
//! What it says of itself is read by the same use case as in the workbench. Nothing becomes public by it: the draft goes the
//! way of every other, through both reviews.

use super::{on_school, operator};
use crate::cli::TextOrJson;
use crate::talk::Talk;
use anyhow::{Result, anyhow};
use app::Ctx;
use app::desk::{Desk, Draft, marks};
use app::guard::shown;
use app::guard::words::{file_fault, unreadable};
use app::incoming::{Document, draft_document};
use app::words::Lang;
use domain::catalogue::ItemKey;
use domain::incoming::Read;
use domain::record::{Audience, Edition, Facts, Form, Openness, Origin, Term, Validity};
use domain::text::turns;
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Largest document that is taken, in bytes: as the form of the workbench.
const LARGEST: u64 = 50 << 20;

/// What was asked for.
pub(super) struct Asked {
    pub(super) file: PathBuf,
    pub(super) item: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) format: TextOrJson,
}

/// A value that was recognised, as it is told.
struct Told {
    field: &'static str,
    value: String,
    /// What makes it uncertain.
    doubt: Option<String>,
}

pub(super) fn run(asked: &Asked, config: &Path, talk: &Talk) -> Result<ExitCode> {
    on_school(config, talk, async |app| draft(&operator(&app, talk), asked, talk).await)
}

async fn draft(ctx: &Ctx, asked: &Asked, talk: &Talk) -> Result<ExitCode> {
    let bytes = bytes(&asked.file, talk)?;
    let name = asked.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let desk = Desk::open(ctx).await?;
    let read = desk.read_document(&name, bytes.clone()).await?;
    let document = read.map_err(|error| {
        let why = unreadable(talk.lang, &error);
        anyhow!(talk.lang.say_with("document-unreadable", &[("file", &shown(&name)), ("why", &why)]))
    })?;
    let incoming = &document.incoming;
    let title = incoming.title.as_ref().map(|title| title.value.clone());
    let title = title.ok_or_else(|| anyhow!(talk.lang.say_with("document-untitled", &[("file", &shown(&name))])))?;
    let (item, by_title) = item(asked, &document, &desk, talk)?;
    let unit = unit(asked, &document, &desk, talk)?;
    let drafted = drafted(&desk, &document, item.clone(), unit.clone(), title);
    let told = told(&desk, &document, &drafted, by_title, talk.lang);
    let found = marks(talk.lang, &drafted.edition);
    drop(desk);
    let same = ctx.read().await?.search_titles(&ctx.who.reach(), ctx.today(), &drafted.edition.title, 50).await?;
    let same = same.lines.into_iter().find(|line| line.title == drafted.edition.title);
    let (id, lost) = draft_document(ctx, drafted, (&name, bytes)).await?;
    let lost: Vec<(String, String)> = lost.into_iter().map(|(file, error)| (file, why(error, talk.lang))).collect();
    let index = ctx.read().await?.record(id).await?.index.to_string();
    let stops = found.iter().filter(|mark| mark.stops).count();
    if asked.format == TextOrJson::Json {
        let read: Vec<Value> = told
            .iter()
            .map(|told| json!({ "field": told.field, "value": shown(&told.value), "doubt": told.doubt }))
            .collect();
        let marks: Vec<Value> = found
            .iter()
            .map(|mark| json!({ "stops": mark.stops, "field": mark.field, "line": mark.line.map(|line| line + 1), "what": mark.what, "about": mark.about }))
            .collect();
        let lost: Vec<Value> = lost.iter().map(|(file, why)| json!({ "file": shown(file), "why": why })).collect();
        talk.json(&json!({
            "record": id.to_string(), "index": index, "read": read, "left_out": document.incoming.left_out,
            "pictures": document.incoming.pictures.len(), "pictures_lost": lost, "marks": marks,
            "same_title": same.as_ref().map(|line| line.index.to_string()),
        }))?;
    } else {
        for told in &told {
            let label = talk.lang.say(&format!("work-label-{}", told.field));
            let doubt = told.doubt.as_ref().map(|doubt| talk.lang.say_with("document-doubt", &[("why", doubt)]));
            let (value, doubt) = (shown(&told.value), doubt.unwrap_or_default());
            talk.say("document-line", &[("label", &label), ("value", &value), ("doubt", &doubt)]);
        }
        for (kind, count) in &document.incoming.left_out {
            let words = talk.lang.say_with(&format!("work-left-out-{kind}"), &[("count", &count.to_string())]);
            talk.say("document-left-out", &[("what", &words)]);
        }
        for (file, why) in &lost {
            talk.say("document-picture-lost", &[("file", &shown(file)), ("why", why)]);
        }
        for mark in &found {
            let line = mark.line.map_or_else(|| "none".to_string(), |line| (line + 1).to_string());
            let key = if mark.stops { "document-mark-stops" } else { "document-mark" };
            talk.say(key, &[("line", &line), ("what", &mark.what), ("about", &mark.about)]);
        }
        if let Some(line) = &same {
            talk.say("document-same", &[("index", &line.index.to_string())]);
        }
        talk.say("document-done", &[("index", &index), ("record", &id.to_string())]);
    }
    let doubtful = told.iter().any(|told| told.doubt.is_some()) || !lost.is_empty() || stops > 0 || same.is_some();
    Ok(ExitCode::from(u8::from(doubtful)))
}

/// The file, within what is taken.
fn bytes(file: &Path, talk: &Talk) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(|error| app::Error::file(file, error))?;
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| app::Error::file(file, error))?;
    if bytes.len() as u64 > LARGEST {
        let args = [("file", file.display().to_string()), ("most", (LARGEST >> 20).to_string())];
        let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        return Err(anyhow!(talk.lang.say_with("document-too-large", &args)));
    }
    Ok(bytes)
}

/// The item that was given, else the only one that the title speaks of; and whether the title said it.
fn item(asked: &Asked, document: &Document, desk: &Desk, talk: &Talk) -> Result<(ItemKey, bool)> {
    if let Some(given) = &asked.item {
        let key = given.parse::<ItemKey>().ok().filter(|key| desk.item(key).is_some());
        let refused = || anyhow!(talk.lang.say_with("document-item-unknown", &[("text", &shown(given))]));
        return key.map(|key| (key, false)).ok_or_else(refused);
    }
    match document.incoming.items.as_slice() {
        [only] => Ok((only.clone(), true)),
        several => {
            let candidates: Vec<String> = several.iter().map(ToString::to_string).collect();
            let candidates = if candidates.is_empty() { "none".to_string() } else { candidates.join("、") };
            Err(anyhow!(talk.lang.say_with("document-item-needed", &[("candidates", &candidates)])))
        }
    }
}

/// The unit that was given by its code or name, else the one that signed it.
fn unit(asked: &Asked, document: &Document, desk: &Desk, talk: &Talk) -> Result<String> {
    let open: Vec<_> = desk.units.iter().filter(|unit| !desk.closed_units.contains(&unit.code)).collect();
    if let Some(given) = &asked.unit {
        let known = open.iter().find(|unit| unit.code == *given || unit.name == *given);
        let refused = || anyhow!(talk.lang.say_with("document-unit-unknown", &[("text", &shown(given))]));
        return known.map(|unit| unit.code.clone()).ok_or_else(refused);
    }
    match &document.unit {
        Some((code, _)) if open.iter().any(|unit| unit.code == *code) => Ok(code.clone()),
        _ => Err(anyhow!(talk.lang.say("document-unit-needed"))),
    }
}

fn drafted(desk: &Desk, document: &Document, item: ItemKey, unit: String, title: String) -> Draft {
    let incoming = &document.incoming;
    let plain = |text: &str| text.chars().filter(|c| !turns(*c)).collect::<String>();
    let text = |read: &Option<Read<String>>| read.as_ref().map(|read| plain(&read.value)).unwrap_or_default();
    Draft {
        facts: Facts {
            audience: desk.usual_audience(&item).unwrap_or(Audience::Public),
            item,
            unit: Some(unit),
            form: incoming.form.as_ref().map_or(Form::Notice, |read| read.value),
            origin: Origin::Made,
            openness: Openness::Proactive,
            term: Term::Standing,
            validity: Validity::InForce,
        },
        edition: Edition {
            title: plain(&title),
            summary: text(&incoming.summary),
            body: plain(incoming.body.trim_end()),
            document_number: text(&incoming.document_number),
            made_on: incoming.made_on.as_ref().map(|read| read.value).unwrap_or_default(),
            ..Edition::default()
        },
    }
}

/// What was recognised, in the order of the form.
fn told(desk: &Desk, document: &Document, draft: &Draft, by_title: bool, lang: Lang) -> Vec<Told> {
    let incoming = &document.incoming;
    // 〔〕 in place of other brackets is what the standard wants.
    let doubt = |doubt: Option<&'static str>| {
        doubt.filter(|doubt| *doubt != "brackets").map(|doubt| lang.say(&format!("incoming-doubt-{doubt}")))
    };
    let nowhere = || Some(lang.say("work-read-nowhere"));
    let (facts, edition) = (&draft.facts, &draft.edition);
    let item = desk.item(&facts.item).map(|item| format!("{} {}", facts.item, item.text)).unwrap_or_default();
    let code = facts.unit.clone().unwrap_or_default();
    let date = incoming.made_on.as_ref();
    let mut told = vec![
        Told {
            field: "title",
            value: edition.title.clone(),
            doubt: doubt(incoming.title.as_ref().and_then(|read| read.doubt)),
        },
        Told { field: "item", value: item, doubt: by_title.then(|| lang.say("work-read-item")) },
        Told { field: "unit", value: desk.unit_name(&code).to_string(), doubt: None },
        Told {
            field: "made-on",
            value: edition.made_on.to_string(),
            doubt: if date.is_none() { nowhere() } else { doubt(date.and_then(|read| read.doubt)) },
        },
    ];
    if let Some(number) = &incoming.document_number {
        told.push(Told { field: "document-number", value: number.value.clone(), doubt: None });
    }
    told
}

/// Why a picture could not be attached.
fn why(error: app::Error, lang: Lang) -> String {
    match error {
        app::Error::Attachment { why, .. } => file_fault(lang, &why),
        app::Error::NotFound { kind: "picture", .. } => lang.say("attach-picture-gone"),
        other => shown(&other.to_string()),
    }
}
