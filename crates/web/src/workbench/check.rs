//! Checking a file for everyone: its text with what does not add up and what is personal marked in place, and a copy without
//! the latter. Nothing of it is kept.

use crate::error::HttpError;
use crate::http::cache::{CachePolicy, Finished};
use crate::http::parts::{self, SentFile};
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show, show_as};
use app::guard::words::{notice, unreadable};
use app::guard::{Copy, Marked, Marking, Note, RedactError, Source, mark_file, redacted_copy};
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "workbench/check.html")]
struct CheckPage {
    bench: Bench,
    /// The file that was looked at, with what was found in it.
    looked: Option<(String, Marked)>,
    /// Why it could not be.
    refused: Option<String>,
}

impl CheckPage {
    fn heading(&self) -> String {
        let Some((_, marked)) = &self.looked else { return self.bench.say("work-at-check") };
        let stops = marked.stops();
        let asks = marked.notes.len() - stops;
        match (stops, asks) {
            (0, 0) if marked.notices.is_empty() => self.bench.say("work-check-clean"),
            (0, 0) => self.bench.say("work-check-unread"),
            _ => format!(
                "{}{}",
                self.bench.gate.count("work-marks-stop", stops),
                self.bench.gate.count("work-marks-ask", asks)
            ),
        }
    }

    fn class(&self, marking: &Marking) -> Option<&'static str> {
        match marking {
            Marking::None => None,
            Marking::Stop(_) => Some("pd"),
            Marking::Ask(_) => Some("pd maybe"),
        }
    }

    fn number(&self, marking: &Marking) -> usize {
        match marking {
            Marking::None => 0,
            Marking::Stop(number) | Marking::Ask(number) => *number,
        }
    }

    fn hidden(&self, note: &Note) -> Option<String> {
        note.hidden.map(|code| self.bench.say(&format!("hidden-{code}")))
    }

    fn notices(&self, marked: &Marked) -> Vec<String> {
        marked.notices.iter().map(|one| notice(self.bench.lang, one)).collect()
    }

    /// Whether lines are left out because the file is long.
    fn is_cut(&self, marked: &Marked) -> bool {
        marked.lines.len() < marked.all_lines
    }
}

/// The page with nothing on it yet.
pub(crate) async fn check(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { bench, .. } = AtWork::at(&site, &request, "check").await?;
    let bench = bench.titled(request.lang.say("work-at-check"));
    show(&request, &CheckPage { bench, looked: None, refused: None })
}

/// Looks at a file, or gives a copy of it without what is personal.
pub(crate) async fn look(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { bench, .. } = AtWork::at(&site, &request, "check").await?;
    let bench = bench.titled(request.lang.say("work-at-check"));
    let sent = parts::read(&request).await?;
    let refuse = |bench: Bench, words: String| {
        let page = CheckPage { bench, looked: None, refused: Some(words) };
        show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    let copy = sent.field("act") == "copy";
    let Some(SentFile { name, bytes }) = sent.files.into_iter().next() else {
        let words = bench.say("work-file-none");
        return refuse(bench, words);
    };
    let lang = request.lang;
    let (file, held) = (name.clone(), bytes.to_vec());
    if copy {
        let work = move || redacted_copy(Source::Held { name: &file, bytes: &held }, lang);
        let made = tokio::task::spawn_blocking(work).await.map_err(|error| HttpError::Internal(error.into()))?;
        return match made {
            Ok(Ok(copy)) => Ok(given(&request, &name, copy)),
            Ok(Err(error)) => refuse(bench, no_copy(lang, &name, &error)),
            Err(error) => refuse(bench, unread(lang, &name, &unreadable(lang, &error))),
        };
    }
    let work = move || mark_file(Source::Held { name: &file, bytes: &held }, lang);
    match tokio::task::spawn_blocking(work).await.map_err(|error| HttpError::Internal(error.into()))? {
        Ok(marked) => show(&request, &CheckPage { bench, looked: Some((name, marked)), refused: None }),
        Err(error) => refuse(bench, unread(lang, &name, &unreadable(lang, &error))),
    }
}

fn unread(lang: Lang, file: &str, why: &str) -> String {
    lang.say_with("work-file-unreadable", &[("file", file), ("why", why)])
}

fn no_copy(lang: Lang, file: &str, error: &RedactError) -> String {
    let why = match error {
        RedactError::Read(error) => unreadable(lang, error),
        RedactError::Left(count) => lang.count("work-copy-left", *count as u64),
        other => match other.key() {
            Some(key) => lang.say(&format!("redact-{key}")),
            None => lang.say("http-error-internal"),
        },
    };
    lang.say_with("work-copy-none", &[("file", file), ("why", &why)])
}

/// The copy as a file to keep, under a name that says what it is.
fn given(request: &PageRequest, name: &str, copy: Copy) -> Response {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let plain = ending.len() <= 8 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let ending = if plain { ending.to_ascii_lowercase() } else { String::new() };
    // Of parts that could not be looked into nobody knows what they show; a download can say so by its name alone.
    let stem = if copy.is_proven() { "redacted" } else { "redacted-unproven" };
    let finished = Finished::file("application/octet-stream", copy.bytes, format!("{stem}.{ending}"));
    let request = PageRequest { cache: CachePolicy::Never, ..request.clone() };
    reply::finished(&request, &finished)
}
