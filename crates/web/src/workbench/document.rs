//! A record from a document that lies ready: what was recognised stands in the form of `write`, beside it where each thing was
//! read and what to look at. Nothing is saved before its writer says so.

use crate::error::HttpError;
use crate::http::cleaned::Cleaned;
use crate::http::parts;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show, show_as};
use crate::workbench::write::{self, Recognised, Typed};
use app::desk::Desk;
use app::guard::words::unreadable;
use app::incoming::Document;
use axum::http::StatusCode;
use axum::response::Response;
use domain::incoming::Read;
use domain::policy::{Permission, Relation};
use domain::record::Form;
use std::sync::Arc;

/// Reads a document that was handed in.
pub(crate) async fn read(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { desk, bench, ctx, .. } = AtWork::at(&site, &request, "new").await?;
    if !bench.drafts {
        return Err(HttpError::Forbidden);
    }
    let sent = parts::read(&request).await?;
    let bench = bench.titled(request.lang.say("work-at-new"));
    let Some(file) = sent.files.into_iter().next() else {
        let words = bench.say("work-file-none");
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &write::blank_with(bench, &desk, Some(words)));
    };
    let bytes = file.bytes.to_vec();
    let mut document = match desk.read_document(&file.name, bytes.clone()).await? {
        Ok(document) => document,
        Err(error) => {
            let why = unreadable(request.lang, &error);
            let words = request.lang.say_with("work-file-unreadable", &[("file", &file.name), ("why", &why)]);
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &write::blank_with(bench, &desk, Some(words)));
        }
    };
    plain(&mut document, &request.cleaned);
    if document.incoming.body.trim().is_empty() && document.incoming.title.is_none() {
        let words = request.lang.say_with("work-file-empty", &[("file", &file.name)]);
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &write::blank_with(bench, &desk, Some(words)));
    }
    let mut typed = write::blank_typed(&desk);
    let drafts_for = |code: &str| ctx.allow(Permission::Draft, Relation::Unit(Some(code))).is_ok();
    fill(&mut typed, &document, drafts_for);
    if !document.incoming.pictures.is_empty() {
        typed.document = app::incoming::keep(&ctx, &file.name, bytes).await?;
    }
    let typed = typed.usually(&desk);
    let recognised = recognised(&bench, &desk, &document, file.name);
    show(&request, &write::page(bench, &desk, typed).recognised(recognised))
}

/// Takes out of a document what turns the direction of writing, as out of a form.
fn plain(document: &mut Document, cleaned: &Cleaned) {
    let incoming = &mut document.incoming;
    incoming.body = cleaned.plain(std::mem::take(&mut incoming.body));
    let read = [&mut incoming.title, &mut incoming.document_number, &mut incoming.signed_by, &mut incoming.summary];
    for read in read.into_iter().flatten() {
        read.value = cleaned.plain(std::mem::take(&mut read.value));
    }
}

/// Puts what was read into the form. A unit for which the writer may not draft is not put there.
fn fill(typed: &mut Typed, document: &Document, drafts_for: impl Fn(&str) -> bool) {
    let incoming = &document.incoming;
    let text = |read: &Option<Read<String>>| read.as_ref().map(|read| read.value.clone()).unwrap_or_default();
    typed.title = text(&incoming.title);
    typed.document_number = text(&incoming.document_number);
    typed.summary = text(&incoming.summary);
    typed.body.clone_from(&incoming.body);
    // A date that the paper does not give is not today's.
    typed.made_on = incoming.made_on.as_ref().map(|read| read.value.to_string()).unwrap_or_default();
    typed.form = incoming.form.as_ref().map_or(Form::Notice, |read| read.value).code().to_string();
    if let Some((code, _)) = document.unit.as_ref().filter(|(code, _)| drafts_for(code)) {
        typed.unit.clone_from(code);
    }
    if let Some(item) = incoming.items.first() {
        typed.item = item.to_string();
    }
}

fn recognised(bench: &Bench, desk: &Desk, document: &Document, file: String) -> Recognised {
    let incoming = &document.incoming;
    let mut lines = Vec::new();
    let mut tell = |field, read: Option<(Option<usize>, Option<&'static str>)>| match read {
        None => lines.push((field, bench.say("work-read-nowhere"), true)),
        Some((paragraph, doubt)) => {
            let at = paragraph.map(|at| bench.count("work-read-at", at));
            let doubt_words = doubt.map(|doubt| bench.say(&format!("incoming-doubt-{doubt}")));
            let words: Vec<String> = at.into_iter().chain(doubt_words).collect();
            lines.push((field, words.join(&bench.say("work-comma")), doubt.is_some_and(|doubt| doubt != "brackets")));
        }
    };
    fn of<T>(read: &Option<Read<T>>) -> Option<(Option<usize>, Option<&'static str>)> {
        read.as_ref().map(|read| (read.paragraph, read.doubt))
    }
    tell("title", of(&incoming.title));
    if incoming.document_number.is_some() {
        tell("document-number", of(&incoming.document_number));
    }
    tell("made-on", of(&incoming.made_on));
    tell("summary", of(&incoming.summary));
    lines.push(match (&document.unit, &incoming.signed_by) {
        (Some((_, false)), Some(signed)) => ("unit", bench.say1("work-read-signed", "name", &signed.value), false),
        (Some((_, true)), Some(signed)) => ("unit", bench.say1("work-read-former", "name", &signed.value), true),
        (_, Some(signed)) => ("unit", bench.say1("work-read-stranger", "name", &signed.value), true),
        (_, None) => ("unit", bench.say("work-read-nowhere"), true),
    });
    lines.push(match incoming.items.as_slice() {
        [] => ("item", bench.say("work-read-nowhere"), true),
        [_] => ("item", bench.say("work-read-item"), false),
        _ => ("item", bench.say("work-read-items"), true),
    });
    let others =
        incoming.items.iter().skip(1).filter_map(|key| desk.item(key).map(|item| (key.to_string(), item.text.clone())));
    let counts = [incoming.paragraphs, incoming.tables, incoming.pictures.len()].map(|count| count.to_string());
    let [paragraphs, tables, pictures] = &counts;
    let key = if incoming.pictures.is_empty() { "work-read-extent" } else { "work-read-extent-pictures" };
    let args = [("paragraphs", paragraphs.as_str()), ("tables", tables), ("pictures", pictures)];
    let extent = bench.lang.say_with(key, &args);
    let kinds = incoming.left_out.iter().map(|(kind, count)| bench.count(&format!("work-left-out-{kind}"), *count));
    let kinds: Vec<String> = kinds.collect();
    let left_out = (!kinds.is_empty()).then(|| kinds.join(&bench.say("portal-list-comma")));
    Recognised { file, lines, extent, left_out, others: others.take(3).collect() }
}
