//! Letters of a request as files: made of the templates, written by the one writer of documents, and read back before they are
//! handed out.

use super::hand::at_hand;
use super::{sender, terms_of};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::report::{Format, compare};
use domain::document::Document;
use domain::policy::Permission;
use domain::request::letter::Letter;
use domain::request::{Request, RequestNumber};
use domain::school::School;
use store::{Reader, StoredRequest};

/// A letter as a file.
#[derive(Debug, Clone)]
pub struct LetterFile {
    /// Its name, with the number of the request and nobody's name.
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A letter for whoever may see the request, as .docx or .pdf.
///
/// # Errors
/// [`Error::NotFound`] when what it tells has not happened; [`Error::Differs`] when the file does not say what the request says.
pub async fn letter(ctx: &Ctx, number: RequestNumber, letter: Letter, format: Format) -> Result<LetterFile> {
    let reader = ctx.read().await?;
    let StoredRequest { request, .. } = at_hand(ctx, &reader, number).await?;
    // Letters name the applicant.
    super::allow(ctx, Permission::SeeApplicants, &request)?;
    let document = document_of(ctx, &reader, &request, letter).await?;
    drop(reader);
    made(ctx, &request, letter, document, format).await
}

/// Keeps the letters that a step gave their number: whatever changes afterwards, they stay as they went out.
pub(super) async fn issue(ctx: &Ctx, change: &mut Change<'_>, request: &Request, before: &[Letter]) -> Result<()> {
    let new: Vec<Letter> = request.issued().into_iter().filter(|letter| !before.contains(letter)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let terms = terms_of(ctx, request.entry.received_on)?;
    let from = sender(&School::of(change.facts().await?));
    for letter in new {
        if let Some(document) = request.letter(letter, &from, &terms, &ctx.app.calendar) {
            let text = crate::report::write_document(&document)?;
            change.issue_letter(request.entry.number, &letter.to_string(), &text).await?;
        }
    }
    Ok(())
}

/// A letter as it was issued; else as a draft of what is known now.
pub(super) async fn document_of(ctx: &Ctx, reader: &Reader, request: &Request, letter: Letter) -> Result<Document> {
    let absent = || Error::NotFound { kind: "letter", key: letter.to_string() };
    if !request.letters().contains(&letter) {
        return Err(absent());
    }
    if let Some(kept) = reader.issued_letter(request.entry.number, &letter.to_string()).await? {
        return crate::report::read_document(&kept).map_err(Error::Internal);
    }
    let from = sender(&School::of(reader.facts().await?));
    let terms = terms_of(ctx, request.entry.received_on)?;
    request.letter(letter, &from, &terms, &ctx.app.calendar).ok_or_else(absent)
}

pub(super) async fn made(
    ctx: &Ctx,
    request: &Request,
    letter: Letter,
    document: Document,
    format: Format,
) -> Result<LetterFile> {
    let draft = if document.signed { "" } else { "草稿-" };
    let app = ctx.app.clone();
    let work = move || -> Result<Vec<u8>> {
        let (bytes, replaced) = match format {
            Format::Docx => {
                let written = office::docx::write_report(&document, office::ledger::Language::Zh);
                (written.map_err(Error::internal)?, Vec::new())
            }
            Format::Pdf => crate::report::pdf(&app, &document)?,
            _ => return Err(Error::NotFound { kind: "letter", key: letter.to_string() }),
        };
        compare(&document, format, &bytes, &replaced)?;
        Ok(bytes)
    };
    let bytes = tokio::task::spawn_blocking(work).await.map_err(Error::internal)??;
    let name = format!("{letter}-{draft}{}.{}", request.entry.number, format.extension());
    Ok(LetterFile { name, media_type: format.media_type(), bytes })
}
