//! The program's own checker over a report that was just composed, and the report that an edited one is compared with.
//!
//! What is compared and how is the guard's.

use super::{Built, build};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::{CheckOptions, Checked, Extract, LedgerReport, Source, Span, check_file};
use crate::words::Lang;
use domain::document::{Block, Document, Inline};
use domain::school_year::SchoolYear;

/// What the checker says of the report as text. Nothing is written anywhere.
///
/// # Errors
/// The text is longer than the checker reads.
pub fn checked(built: &Built, lang: Lang) -> Result<Checked> {
    let text = typeset::markdown(&built.document);
    let options = CheckOptions { lang, ..CheckOptions::default() };
    check_file(Source::Held { name: "report.md", bytes: text.as_bytes() }, &options).map_err(Error::internal)
}

/// The report that a text was made from: of the year asked for, else of the one that the text names first.
///
/// # Errors
/// Nothing says of which school year the text is, or the ledger has nothing of that year.
pub async fn report_behind(ctx: &Ctx, text: &Extract, asked: Option<Span>) -> Result<LedgerReport> {
    let whole = |span: Span| Some(SchoolYear::of(span.from)).filter(|year| year.last_day() == span.to);
    let year = match asked {
        Some(span) => whole(span),
        None => SchoolYear::first_in(&text.text),
    };
    let year = year.ok_or(Error::NotFound { kind: "school-year", key: String::new() })?;
    let built = build(ctx, year, None).await?;
    // The lines of a title are paragraphs like others where a file is read.
    let titled = |document: Document| {
        let title = document.title.into_iter().map(|line| Block::Paragraph(vec![Inline::text(line)]));
        title.chain(document.blocks).collect()
    };
    Ok(LedgerReport { report: titled(built.document), annex: titled(built.annex) })
}
