//! The log: everything that was done, by whom and when. It can be read and taken along, never changed.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show};
use app::desk::{LogLine, LogPage};
use askama::Template;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "workbench/log.html")]
struct LogTable {
    bench: Bench,
    log: LogPage,
}

impl LogTable {
    fn act(&self, line: &LogLine) -> String {
        self.bench.act(line.event.act)
    }

    fn by(&self, line: &LogLine) -> String {
        match (&line.by, line.event.actor.as_str()) {
            (Some(name), _) => name.clone(),
            (None, "operator") => self.bench.say("work-by-operator"),
            (None, "visitor") => self.bench.say("work-by-visitor"),
            (None, _) => self.bench.say("work-by-system"),
        }
    }

    /// What it was done to: its title or name, else its key.
    fn object(&self, line: &LogLine) -> String {
        line.object.clone().unwrap_or_else(|| line.event.object_key.clone())
    }

    fn facts(&self, line: &LogLine) -> String {
        let facts = line.event.facts.iter().filter(|(_, value)| !value.is_empty());
        facts.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("　")
    }

    /// Where the thing stands that it was done to.
    fn link(&self, line: &LogLine) -> Option<String> {
        (line.event.object_kind == "record" && line.object.is_some())
            .then(|| self.bench.to(&format!("/work/record/{}", line.event.object_key)))
    }

    fn older(&self, seq: &u64) -> String {
        self.bench.to(&format!("/work/log?before={seq}"))
    }
}

/// A page of the log.
pub(crate) async fn log(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "log").await?;
    let before = request.query("before").and_then(|before| before.parse().ok());
    let log = app::desk::log(&ctx, before).await?;
    let bench = bench.titled(request.lang.say("work-at-log"));
    show(&request, &LogTable { bench, log })
}
