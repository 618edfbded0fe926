//! Letters of a request as files: made of the templates, written by the one writer of documents, and read back before they are
//! handed out.

use super::hand::at_hand;
use super::{sender, terms_of};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::report::{Format, compare};
use domain::policy::Permission;
use domain::request::letter::{Letter, Sender};
use domain::request::{Request, RequestNumber};
use domain::school::School;
use store::StoredRequest;

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
    let school = School::of(reader.facts().await?);
    drop(reader);
    made(ctx, &request, letter, &sender(&school), format).await
}

pub(super) async fn made(
    ctx: &Ctx,
    request: &Request,
    letter: Letter,
    from: &Sender,
    format: Format,
) -> Result<LetterFile> {
    let terms = terms_of(ctx, request.entry.received_on)?;
    let absent = || Error::NotFound { kind: "letter", key: letter.to_string() };
    let document = request.letter(letter, from, &terms, &ctx.app.calendar).ok_or_else(absent)?;
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
    let name = format!("{letter}-{}.{}", request.entry.number, format.extension());
    Ok(LetterFile { name, media_type: format.media_type(), bytes })
}
