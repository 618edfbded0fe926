//! The form of a saved draft once more, because something that came with it was not taken: a file, or an answer to what is
//! suspected; or nothing of it was taken, for it was too large; or it was sent twice.

use super::{Typed, WritePage, page, save};
use crate::error::HttpError;
use crate::http::form;
use crate::http::parts::{self, SentFile};
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, go_on, show_as};
use app::records::suspicion::{self, Brought};
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::RecordId;
use std::sync::Arc;

/// The form with what was typed in it, of which the files were too large; nothing of it is saved.
pub(crate) async fn too_large(site: &Site, request: PageRequest, id: Option<RecordId>) -> Result<Response, HttpError> {
    let request = parts::typed(request).await?;
    let AtWork { desk, bench, .. } = AtWork::at(site, &request, if id.is_some() { "ledger" } else { "new" }).await?;
    let fields = form::fields(&request)?;
    // A form of another sort has nothing of a draft in it.
    if !fields.pairs().iter().any(|(name, _)| name == "body") {
        return Err(HttpError::TooLarge);
    }
    let typed = Typed::of(&fields);
    let refused = Some(request.lang.say("work-files-too-large"));
    let bench = bench.titled(typed.title.clone());
    let page = page(bench, &desk, typed);
    let page = match id {
        Some(id) => page.on(desk.sheet(id).await?, fields.get("version").parse().unwrap_or_default()),
        None => page,
    };
    show_as(&request, StatusCode::PAYLOAD_TOO_LARGE, &WritePage { refused, ..page })
}

/// The form of a saved draft, with what is wrong with its files.
pub(super) async fn with_faults(
    site: &Site,
    request: &PageRequest,
    id: RecordId,
    faults: Vec<String>,
) -> Result<Response, HttpError> {
    let AtWork { desk, bench, .. } = AtWork::at(site, request, "ledger").await?;
    let sheet = desk.sheet(id).await?;
    let (typed, version) = (Typed::of_sheet(&sheet), sheet.record.version);
    let page = page(bench.titled(typed.title.clone()), &desk, typed).on(sheet, version);
    show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &WritePage { faults, saved: true, ..page })
}

/// Keeps what was answered of what is suspected; what is wrong with it, when nothing is kept.
pub(super) async fn not_answered(
    ctx: &app::Ctx,
    id: RecordId,
    answers: &[Brought],
) -> Result<Option<&'static str>, HttpError> {
    if answers.is_empty() {
        return Ok(None);
    }
    match suspicion::answer(ctx, id, answers).await {
        Ok(kept) => Ok(kept.err().map(|(_, code)| code)),
        Err(app::Error::Personal(_)) => Ok(Some("personal")),
        Err(other) => Err(other.into()),
    }
}

/// The form of a saved draft, with the answers as they were typed and what is wrong with one.
pub(super) async fn with_answers(
    site: &Site,
    request: &PageRequest,
    id: RecordId,
    answers: &[Brought],
    wrong: &'static str,
) -> Result<Response, HttpError> {
    let AtWork { desk, bench, .. } = AtWork::at(site, request, "ledger").await?;
    let sheet = desk.sheet(id).await?;
    let (typed, version) = (Typed::of_sheet(&sheet), sheet.record.version);
    let answer_wrong = Some(bench.say(&format!("suspect-wrong-{wrong}")));
    let mut page = page(bench.titled(typed.title.clone()), &desk, typed).on(sheet, version);
    for one in &mut page.suspected {
        let about = |answer: &&Brought| one.about == format!("{}:{}", answer.subject, answer.seen);
        if let Some(answer) = answers.iter().find(about) {
            (one.before, one.chosen) = (answer.words.clone(), answer.judged.code().to_string());
        }
    }
    let page = WritePage { answer_wrong, unanswered: true, saved: true, ..page };
    show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The form of a new record that was sent again: it is one of the record that it made.
pub(super) async fn again(
    site: Arc<Site>,
    request: PageRequest,
    made: &str,
    files: Vec<SentFile>,
) -> Result<Response, HttpError> {
    let id: RecordId = made.parse().map_err(|_| HttpError::Unknown)?;
    let AtWork { desk, .. } = AtWork::at(&site, &request, "ledger").await?;
    let sheet = desk.sheet(id).await?;
    drop(desk);
    if !sheet.acts.write {
        return Ok(go_on(&request, &format!("/work/record/{id}")));
    }
    let typed = form::fields(&request)?;
    let kept = typed.pairs().iter().filter(|(name, _)| name != "version").cloned();
    let version = ("version".to_string(), sheet.record.version.to_string());
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain([version])).finish();
    save(site, PageRequest { body: body.into(), ..request }, id, files).await
}
