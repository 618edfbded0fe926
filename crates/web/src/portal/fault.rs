//! The page of an error: what it is, what does exist, where to go; or the same as JSON. Internals are logged once,
//! here, and shown only as a reference number.

use crate::error::{HttpError, Telling};
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::{self, FieldError, Rejected};
use crate::http::negotiate::ErrorsAs;
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::site::Page;
use app::words::Lang;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::ledger::{Table, columns};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a database that does not answer is told in the log.
const TELL_AGAIN: Duration = Duration::from_secs(10);

/// The page of an error.
#[derive(Template)]
#[template(path = "portal/error.html")]
pub(crate) struct ErrorPage {
    pub(crate) frame: Frame,
    pub(crate) telling: Telling,
    pub(crate) heading: String,
    pub(crate) advice: String,
    /// What exactly is wrong, in words: fields of a form, the rule, where personal data stands.
    pub(crate) fields: Vec<String>,
    /// Where the form was.
    pub(crate) back: Option<String>,
    /// Number to quote, for faults of ours.
    pub(crate) reference: Option<String>,
    /// What was sent and not taken, to be sent again by one button: the address, and the fields.
    pub(crate) again: Option<(String, Vec<(String, String)>)>,
    /// Whether there may be more to see for whoever signs in. It is offered wherever nothing is found, so that it tells
    /// nobody whether something is there.
    pub(crate) sign_in: bool,
}

impl Page for ErrorPage {
    fn status(&self) -> StatusCode {
        self.telling.status
    }
}

impl ErrorPage {
    pub(crate) fn new(request: &PageRequest, site: Arc<Identity>, error: &HttpError) -> ErrorPage {
        let (lang, telling) = (request.lang, error.telling());
        let back = match error {
            HttpError::Invalid(rejected) => form::own_address(rejected.typed.get("back")).map(str::to_string),
            // The same without the question.
            HttpError::Question(_) => Some(request.full_path.clone()),
            _ => None,
        };
        let fields = particulars(lang, error);
        let heading = lang.say(telling.heading);
        let frame = Frame::new(request, site, Section::None, heading.clone()).unlisted();
        let sign_in = frame.reader.is_none() && matches!(error, HttpError::Absent(_));
        let again = match error {
            HttpError::Wait { typed, .. } if !typed.pairs().is_empty() => {
                Some((request.full_path.clone(), typed.pairs().to_vec()))
            }
            _ => None,
        };
        let advice = lang.say(telling.advice);
        ErrorPage { frame, telling, heading, advice, fields, back, reference: None, again, sign_in }
    }

    /// The same for programs (RFC 9457).
    fn problem(&self, error: &HttpError) -> String {
        let mut problem = serde_json::json!({
            "type": "about:blank",
            "title": self.heading,
            "status": self.telling.status.as_u16(),
            "detail": self.advice,
        });
        if let Some(reference) = &self.reference {
            problem["reference"] = reference.as_str().into();
        }
        if let HttpError::Rule(_) | HttpError::Mend(_) | HttpError::Personal(_) = error {
            problem["errors"] = self.fields.iter().map(|words| serde_json::json!({"detail": words})).collect();
        }
        if let HttpError::Invalid(Rejected { errors, .. }) | HttpError::Question(errors) = error {
            let words = errors.iter().zip(&self.fields);
            problem["errors"] = words
                .map(|(error, words)| serde_json::json!({"field": error.field, "code": error.code, "detail": words}))
                .collect();
        }
        problem.to_string()
    }
}

/// What exactly is wrong, in words.
pub(crate) fn particulars(lang: Lang, error: &HttpError) -> Vec<String> {
    match error {
        HttpError::Invalid(Rejected { errors, .. }) | HttpError::Question(errors) => {
            errors.iter().map(|error| field_words(lang, error)).collect()
        }
        HttpError::Wait { seconds, .. } => vec![lang.count("http-error-wait", u64::from(*seconds))],
        HttpError::Rule(key) => vec![lang.say(&on_a_page(key))],
        HttpError::Mend(refusal) => {
            let key = format!("http-mend-{}", refusal.code());
            vec![app::guard::words::not_mended(lang, &key, refusal)]
        }
        HttpError::Personal(found) => {
            let words = |(field, masked): &(&str, String)| {
                lang.say_with("http-personal", &[("field", &column_words(lang, field)), ("masked", masked)])
            };
            found.iter().map(words).collect()
        }
        _ => Vec::new(),
    }
}

/// The key of words that advise what is done on a page, where those of the command line advise a command.
pub(crate) fn on_a_page(key: &str) -> String {
    let other = ["record-error-no-release", "record-error-no-draft", "fault-closed", "fault-name-taken"].contains(&key);
    if other { format!("{key}-at-work") } else { key.to_string() }
}

/// Logs a fault of ours; the number to quote.
pub(crate) fn logged(request: &PageRequest, error: &HttpError) -> Option<String> {
    let HttpError::Internal(cause) = error else { return None };
    let reference = reference();
    tracing::error!(reference, path = request.path, error = format!("{cause:#}"), "web.internal");
    Some(reference)
}

fn field_words(lang: Lang, error: &FieldError) -> String {
    let field = lang.say(&format!("field-{}", error.field));
    lang.say_with(&format!("field-error-{}", error.code), &[("field", &field)])
}

/// A column of the ledger as its forms name it.
fn column_words(lang: Lang, key: &str) -> String {
    let known = Table::ALL.iter().flat_map(|table| columns(*table)).find(|column| column.key == key);
    match (lang, known) {
        (_, None) if key == app::error::PersonalData::ATTACHMENT => lang.say("attach-head"),
        (_, None) if key == app::error::PersonalData::LIST => lang.say("periods-list"),
        (_, None) if matches!(key, "answer" | "reason") => lang.say(&format!("periods-field-{key}")),
        (Lang::Zh, Some(column)) => column.zh.to_string(),
        _ => key.replace('_', " "),
    }
}

/// The answer to an error. Never fails: without a template there is still a line of plain text.
pub(crate) fn answer(request: &PageRequest, site: Arc<Identity>, error: &HttpError) -> Response {
    let mut page = ErrorPage::new(request, site, error);
    page.reference = logged(request, error);
    if let HttpError::Unavailable(fault) = error
        && is_worth_a_line()
    {
        tracing::warn!(path = request.path, fault, "web.unavailable");
    }
    let (media_type, body) = match (request.errors_as, page.render()) {
        (ErrorsAs::Problem, _) => ("application/problem+json", page.problem(error)),
        (ErrorsAs::Page, Ok(body)) => ("text/html; charset=utf-8", body),
        (ErrorsAs::Page, Err(_)) => ("text/plain; charset=utf-8", page.heading.clone()),
    };
    let request = PageRequest { cache: CachePolicy::Never, ..request.clone() };
    let mut response = reply::finished(&request, &Finished::new(page.telling.status, media_type, body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(request.lang.tag()));
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Accept-Encoding, Cookie"));
    if let Some(seconds) = page.telling.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    match error {
        HttpError::Method(allowed) => {
            if let Ok(allowed) = HeaderValue::from_str(allowed) {
                headers.insert(header::ALLOW, allowed);
            }
        }
        // RFC 9110 wants a challenge; no registered scheme stands for a page to sign in on.
        HttpError::SignIn => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Session realm=\"gongkai\""));
        }
        HttpError::MediaType => {
            headers.insert("accept-post", HeaderValue::from_static(form::MEDIA_TYPE));
        }
        _ => {}
    }
    response
}

/// Whether a database that does not answer is to be told again: every visitor meets it, and none as a fault of its own.
fn is_worth_a_line() -> bool {
    static TOLD: Mutex<Option<Instant>> = Mutex::new(None);
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let worth = told.is_none_or(|told| told.elapsed() > TELL_AGAIN);
    if worth {
        *told = Some(Instant::now());
    }
    worth
}

/// A number to find the fault in the log by; it tells nothing else.
fn reference() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let process = u64::from(std::process::id());
    format!("{:x}-{:04}", process, NEXT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn no_page_sends_anybody_to_the_command_line() {
        for folder in ["zh-Hans", "en"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(folder);
            let files =
                std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
            let text: String = files.collect::<Vec<_>>().join("\n");
            let words: std::collections::BTreeMap<&str, &str> = text
                .lines()
                .filter(|line| line.starts_with(char::is_alphabetic))
                .filter_map(|line| line.split_once(" = "))
                .collect();
            let told = ["record-error-", "publicity-refused-", "http-", "attach-fault-", "fault-"];
            let mut seen = 0;
            for key in words.keys().filter(|key| told.iter().any(|start| key.starts_with(start))) {
                let here = words[on_a_page(key).as_str()];
                assert!(!here.contains("gongkai "), "{key}: {here}");
                seen += 1;
            }
            assert!(seen > 50, "{seen}");
        }
    }
}
