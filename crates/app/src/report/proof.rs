//! Reading a written report back and comparing it with what the ledger says.
//!
//! Every paragraph, list entry and table cell of the document must stand in the text that the file gives to
//! another reader; blanks and line ends are left out, since layout makes them. A difference is an error.

use super::Format;
use crate::error::{Error, Result};
use domain::document::{Block, Document, Inline};

/// Heights in millimetres above and below the text of a page of GB/T 9704, where only page numbers stand.
const BODY: (f64, f64) = (30.0, 33.0);

/// What was compared and found to agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Compared {
    /// Paragraphs, entries and cells.
    pub pieces: usize,
    /// Numbers, dates, titles and addresses among them.
    pub values: usize,
}

/// Reads the file and compares it. Only .docx and .pdf are read back.
///
/// # Errors
/// [`Error::Differs`] with the first piece that is missing.
pub fn compare(document: &Document, format: Format, bytes: &[u8]) -> Result<Compared> {
    let (name, text) = match format {
        Format::Docx => ("docx", office::docx::read_back(bytes).map_err(Error::internal)?),
        Format::Pdf => ("pdf", office::read::pdf_in_drawing_order(bytes, BODY).map_err(Error::internal)?),
        _ => return Ok(Compared::default()),
    };
    let text = bare(&text);
    let mut compared = Compared::default();
    let mut check = |inlines: &[Inline]| {
        let piece: String = inlines.iter().map(Inline::printed).collect();
        let wanted = bare(&piece);
        if !text.contains(&wanted) {
            return Err(Error::Differs { format: name, missing: piece.chars().take(80).collect() });
        }
        compared.pieces += 1;
        compared.values +=
            inlines.iter().filter(|inline| matches!(inline, Inline::Value { .. } | Inline::Link { .. })).count();
        Ok(())
    };
    for block in &document.blocks {
        match block {
            Block::Heading { number, text, .. } => check(&[Inline::text(format!("{number}{text}"))])?,
            Block::Paragraph(inlines) => check(inlines)?,
            Block::List(entries) => entries.iter().try_for_each(|entry| check(entry))?,
            Block::Table(table) => {
                check(&[Inline::text(table.caption.clone())])?;
                table.rows.iter().flatten().try_for_each(|cell| check(cell))?;
            }
            Block::Signature(lines) => lines.iter().try_for_each(|line| check(&[Inline::text(line.clone())]))?,
            Block::Chart(_) => {}
        }
    }
    Ok(compared)
}

/// Text without anything that layout may add or take away: blanks, line ends, zero-width and soft break marks.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
        .collect()
}
