//! The log: everything that was done, by whom and when. It can be searched, read and taken along, never changed.

use crate::error::HttpError;
use crate::http::cache::{CachePolicy, Finished};
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, role as role_words, show};
use crate::workbench::settings::staff::XLSX;
use app::desk::{LogLine, LogNames, LogPage, LogQuery, MOST_OF_LOG};
use app::words::Lang;
use askama::Template;
use axum::response::Response;
use domain::event::Act;
use domain::policy::Role;
use domain::record::Openness;
use domain::survey::Audience;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "workbench/log.html")]
struct LogTable {
    bench: Bench,
    log: LogPage,
    query: LogQuery,
    /// Who has done anything: as events name them, and in words.
    actors: Vec<(String, String)>,
}

/// Who did something, in words.
fn by(bench: &Bench, name: Option<&String>, actor: &str) -> String {
    match (name, actor) {
        (Some(name), _) => name.clone(),
        (None, "operator") => bench.say("work-by-operator"),
        (None, "visitor") => bench.say("work-by-visitor"),
        (None, _) => bench.say("work-by-system"),
    }
}

/// What it was done to: its title or name, else its key.
fn object(bench: &Bench, line: &LogLine) -> String {
    match line.event.object_kind.as_str() {
        "item" => bench.say1("work-item", "item", &line.event.object_key),
        _ => line.object.clone().unwrap_or_else(|| line.event.object_key.clone()),
    }
}

/// What kind of thing it was and its key, by which it is found again.
fn key(bench: &Bench, line: &LogLine) -> String {
    let kind = format!("work-log-kind-{}", line.event.object_kind);
    let kind = if bench.lang.knows(&kind) { bench.say(&kind) } else { line.event.object_kind.clone() };
    format!("{kind} {}", line.event.object_key).trim().to_string()
}

/// What an event says beside what was done, in words.
fn facts(bench: &Bench, names: &LogNames, line: &LogLine) -> String {
    let facts = line.event.facts.iter().filter(|(name, value)| !value.is_empty() && !NEVER.contains(&name.as_str()));
    let colon = bench.say("periods-colon");
    facts
        .map(|(name, value)| format!("{}{colon}{}", fact(bench, name), said(bench, names, name, value)))
        .collect::<Vec<_>>()
        .join("　")
}

/// What only the program reads: the index number stands beside it as the record's title, the rest names bytes.
const NEVER: [&str; 4] = ["digest", "attachment", "replaced", "index"];

/// The name of a fact.
fn fact(bench: &Bench, name: &str) -> String {
    let key = format!("work-fact-{}", name.replace('_', "-"));
    if bench.lang.knows(&key) { bench.say(&key) } else { name.to_string() }
}

/// What it says, codes as words.
fn said(bench: &Bench, names: &LogNames, name: &str, value: &str) -> String {
    let zh_or = |list: &str, code: &str, zh: Option<&str>| match (bench.lang, zh) {
        (Lang::Zh, Some(zh)) => zh.to_string(),
        _ => {
            let key = format!("{list}-{}", code.replace('_', "-"));
            if bench.lang.knows(&key) { bench.say(&key) } else { code.to_string() }
        }
    };
    let unit = |code: &str| names.units.get(code).cloned().unwrap_or_else(|| code.to_string());
    let post = |post: &str| {
        let (role, at) = post.split_once('@').unwrap_or((post, ""));
        let role = Role::read(role).map_or_else(|| role.to_string(), |role| role_words(bench.lang, role));
        if at.is_empty() { role } else { format!("{}·{role}", unit(at)) }
    };
    let known = |list: &str| {
        let key = format!("{list}-{}", value.replace('_', "-"));
        if bench.lang.knows(&key) { bench.say(&key) } else { value.to_string() }
    };
    match name {
        "unit" => unit(value),
        "group" => Audience::read(value).map_or_else(
            || value.to_string(),
            |audience| bench.word("survey-audience", audience.code(), audience.zh()),
        ),
        "channel" => names.channels.get(value).cloned().unwrap_or_else(|| value.to_string()),
        "person" => names.people.get(value).cloned().unwrap_or_else(|| value.to_string()),
        "scope" => known("setting-publicity-scope"),
        "audience" => known("work-fact-audience"),
        "openness" => zh_or("portal-openness", value, openness_zh(value)),
        "publish_at" => value.parse().map_or_else(|_| value.to_string(), |at| bench.moment(&at)),
        "posts" => value.split(' ').map(post).collect::<Vec<_>>().join(&bench.say("portal-list-comma")),
        "ruling" => known("periods-ruling"),
        "access" | "set" | "given" | "mail" => known("work-fact-is"),
        "what" => known("work-fact-what"),
        // Of what was moved between units.
        "before" | "after" | "from" | "to" | "former" => {
            let coded = names.units.get(value).or_else(|| names.channels.get(value));
            coded.cloned().unwrap_or_else(|| value.to_string())
        }
        _ => value.to_string(),
    }
}

fn openness_zh(code: &str) -> Option<&'static str> {
    let all = [Openness::Proactive, Openness::OnRequest, Openness::Withheld { ground: String::new() }];
    all.iter().find(|openness| openness.code() == code).map(Openness::zh)
}

impl LogTable {
    fn act(&self, line: &LogLine) -> String {
        self.bench.act(line.event.act)
    }

    fn by(&self, line: &LogLine) -> String {
        by(&self.bench, line.by.as_ref(), &line.event.actor)
    }

    fn object(&self, line: &LogLine) -> String {
        object(&self.bench, line)
    }

    fn facts(&self, line: &LogLine) -> String {
        facts(&self.bench, &self.log.names, line)
    }

    /// Where the thing stands that it was done to.
    fn link(&self, line: &LogLine) -> Option<String> {
        (line.event.object_kind == "record" && line.object.is_some())
            .then(|| self.bench.to(&format!("/work/record/{}", line.event.object_key)))
    }

    /// What is looked for, as a query with one thing more.
    fn asked(&self, more: Option<(&str, String)>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let pairs = [
            ("who", text(&self.query.who)),
            ("act", self.query.act.map(|act| act.code().to_string()).unwrap_or_default()),
            ("about", text(&self.query.about)),
            ("from", self.day(&self.query.from)),
            ("until", self.day(&self.query.until)),
        ];
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        if let Some((name, value)) = more {
            query.append_pair(name, &value);
        }
        query.finish()
    }

    fn older(&self, number: &u64) -> String {
        self.bench.to(&format!("/work/log?{}", self.asked(Some(("before", number.to_string())))))
    }

    fn file(&self, ending: &str) -> String {
        self.bench.to(&format!("/work/log.{ending}?{}", self.asked(None)))
    }

    fn acts(&self) -> Vec<(&'static str, String)> {
        Act::ALL.iter().map(|act| (act.code(), self.bench.act(*act))).collect()
    }

    fn is_act(&self, code: &str) -> bool {
        self.query.act.is_some_and(|act| act.code() == code)
    }

    fn is_who(&self, actor: &str) -> bool {
        self.query.who.as_deref() == Some(actor)
    }

    fn day(&self, day: &Option<chrono::NaiveDate>) -> String {
        day.map(|day| day.to_string()).unwrap_or_default()
    }

    fn about(&self) -> String {
        self.query.about.clone().unwrap_or_default()
    }

    fn is_narrowed(&self) -> bool {
        self.query != LogQuery::default()
    }

    fn most(&self) -> u32 {
        MOST_OF_LOG
    }
}

/// What is looked for. What cannot be understood is refused: a log that shows more than was asked for passes for one of what
/// was.
fn query(request: &PageRequest) -> Result<LogQuery, HttpError> {
    let day = |name| request.query(name).map(|day| day.parse().map_err(|_| HttpError::Unknown)).transpose();
    let act = |code: String| Act::ALL.iter().copied().find(|known| known.code() == code).ok_or(HttpError::Unknown);
    Ok(LogQuery {
        who: request.query("who"),
        act: request.query("act").map(act).transpose()?,
        about: request.query("about"),
        from: day("from")?,
        until: day("until")?,
    })
}

/// A page of the log.
pub(crate) async fn log(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "log").await?;
    let before = request.query("before").and_then(|before| before.parse().ok());
    let query = query(&request)?;
    let log = app::desk::log(&ctx, &query, before).await?;
    let actors = app::desk::log_actors(&ctx).await?;
    let actors = actors.into_iter().map(|(actor, name)| {
        let words = by(&bench, name.as_ref(), &actor);
        // The program's own jobs are told apart.
        let words = actor.strip_prefix("system:").map_or(words.clone(), |job| format!("{words}（{job}）"));
        (actor, words)
    });
    let actors = actors.collect();
    let bench = bench.titled(request.lang.say("work-at-log"));
    show(&request, &LogTable { bench, log, query, actors })
}

/// What is looked for, as a file.
async fn file(site: Arc<Site>, request: PageRequest, workbook: bool) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "log").await?;
    let log = app::desk::whole_log(&ctx, &query(&request)?).await?;
    let heads =
        ["work-log-number", "work-log-when", "work-log-who", "work-log-what", "work-log-object", "work-log-key"];
    let heads =
        heads.into_iter().chain(["work-log-facts", "work-log-why"]).map(|key| bench.say(key)).collect::<Vec<_>>();
    let row = |line: &LogLine| {
        let at = domain::date::in_china(line.event.at).format("%Y-%m-%d %H:%M:%S").to_string();
        vec![
            line.number.to_string(),
            at,
            by(&bench, line.by.as_ref(), &line.event.actor),
            bench.act(line.event.act),
            object(&bench, line),
            key(&bench, line),
            facts(&bench, &log.names, line),
            line.event.reason.clone().unwrap_or_default(),
        ]
    };
    let mut rows: Vec<Vec<String>> = log.lines.iter().map(row).collect();
    if log.next.is_some() {
        // Whoever opens the file alone must know that there is more.
        rows.push(vec![bench.count("work-log-cut", MOST_OF_LOG)]);
    }
    for row in &mut rows {
        row.resize(heads.len(), String::new());
    }
    let title = bench.say("work-at-log");
    let lang = request.lang;
    let make = move || match workbook {
        true => app::desk::table_file(&title, &heads, rows, lang),
        false => Ok(app::desk::table_text(&heads, &rows)),
    };
    let bytes = tokio::task::spawn_blocking(make).await.map_err(|error| HttpError::Internal(error.into()))??;
    let finished = match workbook {
        true => Finished::file(XLSX, bytes, "log.xlsx".to_string()),
        false => Finished::file("text/csv; charset=utf-8", bytes, "log.csv".to_string()),
    };
    Ok(reply::finished(&PageRequest { cache: CachePolicy::Never, ..request }, &finished))
}

/// As a text of commas.
pub(crate) async fn csv(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    file(site, request, false).await
}

/// As a workbook.
pub(crate) async fn xlsx(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    file(site, request, true).await
}
