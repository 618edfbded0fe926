//! A witness on the web: what logs submit to it (C2SP tlog-witness), the checkpoints it cosigned, and a table for people.
//!
//! It is no school's portal: no accounts, no forms, nothing that is kept of who asks. Deciding is `app::witness`.

use crate::assets::STYLE;
use app::witness::{Answer, Line, Witness};
use app::words::Lang;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::TimeDelta;
use domain::date::in_china;
use serde_json::{Value, json};
use std::sync::Arc;

/// Longest submission: a checkpoint with 63 hashes has less than a tenth.
const LONGEST: usize = 64 * 1024;
const TEXT: &str = "text/plain; charset=utf-8";
const UNKNOWN: &str = "no such log is witnessed here\n";
const SIZE: &str = "text/x.tlog.size";
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The witness as a router, ready to be served.
pub fn router(witness: Arc<Witness>) -> Router {
    Router::new()
        .route("/", get(table_zh))
        .route("/en", get(table_en))
        .route("/schools.json", get(schools))
        .route("/key", get(key))
        .route("/assets/portal.css", get(style))
        .route("/add-checkpoint", post(submitted))
        .route("/{origin}/checkpoint", get(latest))
        .layer(DefaultBodyLimit::max(LONGEST))
        .with_state(witness)
}

fn reply(status: StatusCode, kind: &str, body: impl IntoResponse) -> Response {
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-cache"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    (status, headers, body).into_response()
}

#[derive(Template)]
#[template(path = "witness.html")]
struct TablePage {
    lang: Lang,
    lines: Vec<Line>,
}

impl TablePage {
    fn say(&self, key: &str) -> String {
        self.lang.say(key)
    }

    fn state(&self, line: &Line) -> String {
        self.lang.say(&format!("witness-state-{}", line.state()))
    }

    fn alarm(&self, alarm: &app::witness::Alarm) -> String {
        self.lang.say(&format!("witness-alarm-{}", alarm.kind.code()))
    }

    fn time(&self, at: &chrono::DateTime<chrono::Utc>) -> String {
        in_china(*at).format("%Y-%m-%d %H:%M").to_string()
    }

    fn size(&self, line: &Line) -> String {
        line.size.map_or_else(|| "—".to_string(), |size| size.to_string())
    }

    /// How long ago, in the largest unit that there is a whole one of.
    fn age(&self, age: &TimeDelta) -> String {
        let (key, count) = match age.num_minutes().max(0) {
            minutes @ 0..60 => ("witness-minutes", minutes),
            minutes @ 60..2880 => ("witness-hours", minutes / 60),
            minutes => ("witness-days", minutes / 1440),
        };
        self.lang.count(key, count.unsigned_abs())
    }
}

fn table(witness: &Witness, lang: Lang) -> Response {
    let mut lines = witness.table();
    // What is wrong is seen first.
    lines.sort_by_key(|line| (line.state() == "good", line.address.clone()));
    let page = TablePage { lang, lines };
    match page.render() {
        Ok(html) => reply(StatusCode::OK, "text/html; charset=utf-8", html),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn table_zh(State(witness): State<Arc<Witness>>) -> Response {
    table(&witness, Lang::Zh)
}

async fn table_en(State(witness): State<Arc<Witness>>) -> Response {
    table(&witness, Lang::En)
}

async fn style() -> Response {
    reply(StatusCode::OK, "text/css; charset=utf-8", STYLE)
}

async fn key(State(witness): State<Arc<Witness>>) -> Response {
    reply(StatusCode::OK, TEXT, format!("{}\n", witness.verifier()))
}

fn as_json(line: &Line) -> Value {
    let alarms = line.alarms.iter().map(|alarm| {
        json!({ "kind": alarm.kind.code(), "at": alarm.at.to_rfc3339(), "shown": alarm.shown, "before": alarm.before })
    });
    json!({
        "address": line.address, "origin": line.origin, "state": line.state(), "size": line.size, "root": line.root,
        "seen_at": line.seen_at.map(|at| at.to_rfc3339()), "answered_at": line.answered_at.map(|at| at.to_rfc3339()),
        "silent_since": line.silent.as_ref().map(|silent| silent.since.to_rfc3339()),
        "silent_why": line.silent.as_ref().map(|silent| &silent.why),
        "alarms": alarms.collect::<Vec<_>>(),
    })
}

async fn schools(State(witness): State<Arc<Witness>>) -> Response {
    let schools: Vec<Value> = witness.table().iter().map(as_json).collect();
    let body = json!({ "witness": witness.verifier(), "schools": schools }).to_string();
    reply(StatusCode::OK, "application/json", body)
}

async fn latest(State(witness): State<Arc<Witness>>, Path(origin): Path<String>) -> Response {
    match witness.latest(&origin) {
        Some(note) => reply(StatusCode::OK, TEXT, note),
        None => reply(StatusCode::NOT_FOUND, TEXT, UNKNOWN),
    }
}

async fn submitted(State(witness): State<Arc<Witness>>, body: String) -> Response {
    // Keeping what was seen waits for the disk.
    let answer = tokio::task::spawn_blocking(move || witness.submitted(&body)).await;
    let answer = match answer {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            tracing::error!(error = %error, "web.witness");
            return reply(StatusCode::INTERNAL_SERVER_ERROR, TEXT, "not kept, so not cosigned\n");
        }
        Err(_) => return reply(StatusCode::INTERNAL_SERVER_ERROR, TEXT, "not cosigned\n"),
    };
    match answer {
        Answer::Cosigned(line) => reply(StatusCode::OK, TEXT, line),
        Answer::Unknown => reply(StatusCode::NOT_FOUND, TEXT, UNKNOWN),
        Answer::Refused(refusal) => match refusal.status() {
            (status, Some(size)) => reply(code(status), SIZE, format!("{size}\n")),
            (status, None) => reply(code(status), TEXT, format!("{}\n", refusal.code())),
        },
    }
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST)
}
