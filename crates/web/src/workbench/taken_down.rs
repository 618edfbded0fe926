//! Copies elsewhere of a record that was withdrawn: what is to be taken down where, and that it was, said by whoever did it.

use crate::error::HttpError;
use crate::http::form::{self, FieldError, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::record::id;
use app::desk::Copies;
use app::records::{self, Seen};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::record::Visibility;
use std::sync::Arc;

/// Longest evidence, in characters.
const EVIDENCE: usize = 500;

#[derive(Template)]
#[template(path = "workbench/taken-down.html")]
struct TakenDownPage {
    bench: Bench,
    view: Copies,
    /// What was typed, of which copy, and what is wrong with it: field and words.
    typed: Fields,
    wrong: Option<(&'static str, String)>,
    done: bool,
}

impl TakenDownPage {
    fn path(&self) -> String {
        format!("{}/channels", self.bench.to_record(&self.view.record.id))
    }

    fn title(&self) -> &str {
        self.view.record.newest().map_or("", |edition| edition.title.as_str())
    }

    fn withdrawn(&self) -> String {
        match &self.view.record.visibility {
            Visibility::Withdrawn { was, .. } => self.bench.date(&was.until),
            _ => String::new(),
        }
    }

    /// What stands in a field of the form of a copy.
    fn typed(&self, n: &u32, field: &str) -> &str {
        if self.typed.get("n") == n.to_string() { self.typed.get(field) } else { "" }
    }

    fn wrong_in(&self, n: &u32, field: &str) -> Option<&String> {
        let here = self.typed.get("n") == n.to_string();
        self.wrong.as_ref().filter(|(wrong, _)| here && *wrong == field).map(|(_, words)| words)
    }

    fn day(&self, day: &str) -> String {
        day.parse().map_or_else(|_| day.to_string(), |day: NaiveDate| self.bench.short(&day))
    }
}

/// That a copy was taken down, as a form says it.
struct Told {
    n: u32,
    version: u32,
    on: NaiveDate,
    evidence: String,
}

impl FromForm for Told {
    fn from_form(form: &mut Reader<'_>) -> Option<Told> {
        let n = form.choice("n", |n| n.parse().ok());
        let version = form.choice("version", |version| version.parse().ok());
        let on = form.choice("on", |on| on.parse().ok());
        let evidence = form.given("evidence", EVIDENCE);
        Some(Told { n: n?, version: version?, on: on?, evidence: evidence? })
    }
}

async fn page(site: &Site, request: &PageRequest) -> Result<Option<(app::Ctx, TakenDownPage)>, HttpError> {
    let id = id(request)?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(site, request, "channels").await?;
    let Some(view) = desk.copies(id).await? else { return Ok(None) };
    let bench = bench.titled(request.lang.say("taken-down-head"));
    let done = request.told(Tells::Done).is_some_and(|done| done == "taken_down");
    Ok(Some((ctx, TakenDownPage { bench, view, typed: Fields::default(), wrong: None, done })))
}

/// The copies of a record that was withdrawn; nothing for any other.
pub(crate) async fn copies(site: &Arc<Site>, request: &PageRequest) -> Result<Option<Response>, HttpError> {
    match page(site, request).await? {
        Some((_, page)) => show(request, &page).map(Some),
        None => Ok(None),
    }
}

/// Registers that a copy was taken down; nothing for a record that was not withdrawn.
pub(crate) async fn register(site: &Arc<Site>, request: &PageRequest) -> Result<Option<Response>, HttpError> {
    let Some((ctx, page)) = page(site, request).await? else { return Ok(None) };
    let told = match form::read::<Told>(request) {
        Ok(told) => told,
        Err(FormError::Rejected(rejected)) => return wrong(request, page, rejected).map(Some),
        Err(other) => return Err(other.into()),
    };
    if told.on > page.bench.today {
        let errors = vec![FieldError { field: "on", code: "future" }];
        return wrong(request, page, Rejected { typed: form::fields(request)?, errors }).map(Some);
    }
    let id = page.view.record.id;
    records::take_down_elsewhere(&ctx, Seen::at(id, told.version), told.n, told.on, &told.evidence).await?;
    Ok(Some(go_on(request, &format!("/work/record/{id}/channels?done=taken_down"))))
}

fn wrong(request: &PageRequest, page: TakenDownPage, rejected: Rejected) -> Result<Response, HttpError> {
    let Some(error) = rejected.errors.first().filter(|error| ["on", "evidence"].contains(&error.field)) else {
        return Err(HttpError::Unknown);
    };
    let wrong = Some((error.field, page.bench.say(&format!("work-field-{}", error.code))));
    show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &TakenDownPage { typed: rejected.typed, wrong, ..page })
}
