//! The Word file of a document: real styles, numbering, contents, tables and charts that people can go on
//! editing in Word and WPS.
//!
//! Written part by part from the templates beside this file, elements in the order the schema asks for, with
//! fixed times, so that the same document gives the same bytes. No direct formatting where a style can say
//! it, no text boxes, no pictures of text.

mod address;
mod back;
mod body;
mod chart;
mod number;
mod pages;
mod template;

pub use crate::ledger::Language;
pub use back::{read_back, read_back_links};
pub use template::write_report_in;

use domain::document::Document;
use std::borrow::Cow;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Why a Word file could not be written or read back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocxError {
    /// The archive or a part of it could not be put together.
    #[error("the Word file could not be written: {0}")]
    Write(String),
    /// The file is no Word file, or is damaged.
    #[error("not a Word file: {0}")]
    Read(String),
    /// A table row has another number of cells than the table has columns.
    #[error("table {table}: row {row} does not have as many cells as the head")]
    Ragged {
        /// Which table, from 1.
        table: usize,
        /// Which row, from 1.
        row: usize,
    },
}

impl DocxError {
    fn write(error: impl std::fmt::Display) -> DocxError {
        DocxError::Write(error.to_string().chars().take(120).collect())
    }

    fn read(error: impl std::fmt::Display) -> DocxError {
        DocxError::Read(error.to_string().chars().take(120).collect())
    }
}

/// The document as a .docx on the page of GB/T 9704. `language` is that of the words the writer adds itself
/// (the heading of the contents). Page numbers in the contents are those of the same page set elsewhere; Word brings them up
/// to date when it is asked to, and asks nothing on opening.
pub fn write_report(document: &Document, language: Language) -> Result<Vec<u8>, DocxError> {
    let body = body::write(document, language)?;
    let title = document.title_line();
    let footer = |style: &str| fill(include_str!("template/footer.xml"), &[("style", style)]);
    let date = document.date.to_string();
    let core = fill(
        include_str!("template/core.xml"),
        &[
            ("title", &title),
            ("subject", &document.subject),
            ("issuer", &document.issuer),
            ("keywords", &document.keywords.join("; ")),
            ("date", &date),
            ("language", document.language),
        ],
    );
    let app = fill(include_str!("template/app.xml"), &[("issuer", &document.issuer)]);
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, text: String| parts.push((name.to_string(), text.into_bytes()));
    // The order is fixed; the list of types comes first, as readers that stream expect it.
    let types =
        include_str!("template/content_types.xml").replace("{charts}", &chart::content_types(body.charts.len(), false));
    add("[Content_Types].xml", types);
    add("_rels/.rels", include_str!("template/rels.xml").to_string());
    add("docProps/core.xml", core);
    add("docProps/app.xml", app);
    add("word/document.xml", body.xml);
    add("word/_rels/document.xml.rels", include_str!("template/document_rels.xml").replace("{more}", &body.relations));
    add("word/styles.xml", include_str!("template/styles.xml").to_string());
    add("word/numbering.xml", include_str!("template/numbering.xml").replace("{nums}", &body.nums));
    add("word/settings.xml", include_str!("template/settings.xml").to_string());
    add("word/fontTable.xml", include_str!("template/fontTable.xml").to_string());
    add("word/theme/theme1.xml", include_str!("template/theme.xml").to_string());
    add("word/footer1.xml", footer("Footer"));
    add("word/footer2.xml", footer("FooterEven"));
    add("word/footer3.xml", include_str!("template/footer_empty.xml").to_string());
    for (at, drawn) in body.charts.iter().enumerate() {
        parts.extend(chart::parts(at + 1, drawn)?);
    }
    archive(&parts)
}

fn archive(parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, DocxError> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The earliest time an archive can say: the document's own date stands in its properties.
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, content) in parts {
        zip.start_file(name.as_str(), options).map_err(DocxError::write)?;
        zip.write_all(content).map_err(DocxError::write)?;
    }
    Ok(zip.finish().map_err(DocxError::write)?.into_inner())
}

/// Puts texts into the places `{name}` of a template, escaped. One pass: a text that looks like a place is
/// not filled again.
fn fill(template: &str, texts: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let place = rest.find('}').map(|end| (&rest[1..end], end + 1));
        match place.and_then(|(name, end)| Some((texts.iter().find(|(one, _)| *one == name)?.1, end))) {
            Some((text, end)) => {
                filled.push_str(&escaped(text));
                rest = &rest[end..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled + rest
}

/// Text as XML content or attribute; characters XML has no room for are left out.
fn escaped(text: &str) -> Cow<'_, str> {
    let allowed =
        |c: char| !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    if text.chars().all(allowed) {
        return quick_xml::escape::escape(text);
    }
    let kept: String = text.chars().filter(|c| allowed(*c)).collect();
    Cow::Owned(quick_xml::escape::escape(kept.as_str()).into_owned())
}
