//! What goes wrong at work, told where the work is: within the workbench, with the way on and with everything that was typed, for
//! nothing that a person entered is lost.
//!
//! Whoever is not signed in, and what comes of load, is answered by `portal::fault`.

use crate::error::{Absent, HttpError};
use crate::http::form;
use crate::http::parts;
use crate::http::request::PageRequest;
use crate::portal::fault;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show_as};
use askama::Template;
use axum::response::Response;
use domain::record::{Audience, Form, Openness, Origin};
use std::sync::Arc;

/// Shorter than this nothing is worth being copied.
const WORTH_KEEPING: usize = 6;

#[derive(Template)]
#[template(path = "workbench/fault.html")]
struct FaultPage {
    bench: Bench,
    status: u16,
    advice: String,
    particulars: Vec<String>,
    reference: Option<String>,
    /// What was typed: the field in words, and its text.
    typed: Vec<(String, String)>,
    /// Files came with it.
    files: bool,
    /// Where the same thing may be found on the portal.
    on_portal: Option<String>,
    /// Where it is said which unit answers for an item, for whoever may look there.
    owners: bool,
}

/// The answer to an error that somebody met at work; the error again when it is not told here.
pub(crate) async fn answer(site: Arc<Site>, request: PageRequest, error: HttpError) -> Result<Response, HttpError> {
    if error.is_of_load() || matches!(error, HttpError::SignIn | HttpError::CrossSite | HttpError::Method(_)) {
        return Err(error);
    }
    let Ok(AtWork { bench, .. }) = AtWork::at(&site, &request, "").await else { return Err(error) };
    let (lang, telling) = (request.lang, error.telling());
    let advice = match error {
        HttpError::Absent(Absent::Record) => "work-fault-absent-record",
        HttpError::Absent(Absent::Page) => "work-fault-absent",
        // What was typed did not come this far; the browser still has it.
        HttpError::TooLarge => "work-fault-too-large",
        _ => telling.advice,
    };
    let (typed, files) = typed(&request).await;
    let record =
        matches!(error, HttpError::Absent(Absent::Record)).then(|| request.param(0)).filter(|id| !id.is_empty());
    let page = FaultPage {
        status: telling.status.as_u16(),
        advice: lang.say(advice),
        particulars: fault::particulars(lang, &error),
        reference: fault::logged(&request, &error),
        typed: typed.into_iter().map(|(field, text)| (label(&bench, &field), word(&bench, &field, text))).collect(),
        files,
        owners: matches!(&error, HttpError::Rule(key) if key == "http-nobodys") && bench.may_see_settings(),
        on_portal: record.map(|id| bench.to(&format!("/record/{id}"))),
        bench: bench.titled(lang.say(telling.heading)),
    };
    show_as(&request, telling.status, &page)
}

fn label(bench: &Bench, field: &str) -> String {
    let key = format!("work-label-{}", field.replace('_', "-"));
    bench.say(if bench.lang.knows(&key) { &key } else { "work-fault-typed-one" })
}

/// What was chosen, in the words that it was chosen by.
fn word(bench: &Bench, field: &str, text: String) -> String {
    let words = match field {
        "form" => Form::read(&text).map(|form| ("portal-form", form.zh())),
        "origin" => Origin::read(&text).map(|origin| ("portal-origin", origin.zh())),
        "audience" => Audience::read(&text).map(|audience| ("portal-audience", audience.zh())),
        "openness" => match text.as_str() {
            "proactive" => Some(Openness::Proactive),
            "on_request" => Some(Openness::OnRequest),
            "withheld" => Some(Openness::Withheld { ground: String::new() }),
            _ => None,
        }
        .map(|openness| ("portal-openness", openness.zh())),
        _ => None,
    };
    match words {
        Some((key, zh)) => bench.word(key, &text, zh),
        None => text,
    }
}

/// What somebody typed into the form that was sent, and whether files came with it. Secrets and what the page itself put
/// there are nothing that was typed.
async fn typed(request: &PageRequest) -> (Vec<(String, String)>, bool) {
    let Ok((request, files)) = parts::split(request.clone()).await else { return (Vec::new(), true) };
    let fields = form::fields(&request).unwrap_or_default();
    let secret = |field: &str| ["password", "code", "secret", "token"].iter().any(|word| field.contains(word));
    let typed = |(field, text): &&(String, String)| {
        text.trim().chars().count() >= WORTH_KEEPING
            && !secret(field)
            && !["act", "back", "version", "seen", "list", "once"].contains(&field.as_str())
    };
    (fields.pairs().iter().filter(typed).cloned().collect(), !files.is_empty())
}
