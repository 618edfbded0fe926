//! Kinds of publicity as they are known: how long, before whom, which columns, on what and how sure. Shown, not changed: the table
//! is part of the program.

use super::at;
use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, show};
use app::words::Lang;
use askama::Template;
use axum::response::Response;
use domain::publicity::kind::Time;
use domain::publicity::{Days, Kind, Length};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "workbench/settings/publicity.html")]
struct PublicityPage {
    bench: Bench,
    tab: &'static str,
    kinds: &'static [Kind],
}

impl PublicityPage {
    fn name(&self, kind: &Kind) -> &'static str {
        if self.bench.lang == Lang::En { kind.name_en } else { kind.name_zh }
    }

    fn remark(&self, kind: &Kind) -> &'static str {
        if self.bench.lang == Lang::En { kind.remark_en } else { kind.remark_zh }
    }

    fn time(&self, kind: &Kind) -> String {
        let words = |key: &str, length: Length| {
            let days = if length.days == Days::Working { "working" } else { "calendar" };
            self.bench.count(&format!("{key}-{days}"), u64::from(length.count))
        };
        match kind.time {
            Time::AtLeast(length) => words("setting-publicity-least", length),
            Time::Within(length) => words("setting-publicity-within", length),
            Time::Unstated => self.bench.say("setting-publicity-unstated"),
        }
    }

    fn word(&self, list: &str, code: &str) -> String {
        self.bench.say(&format!("setting-publicity-{list}-{}", code.replace('_', "-")))
    }

    fn listed(&self, words: &[&str]) -> String {
        words.join("、")
    }

    fn unsure(&self) -> usize {
        self.kinds.iter().filter(|kind| !kind.binding()).count()
    }
}

/// The table.
pub(crate) async fn publicity(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, bench) = at(&site, &request, "setting-at-publicity").await?;
    show(&request, &PublicityPage { bench, tab: "publicity", kinds: Kind::all() })
}
