//! Files within files: a workbook behind a chart, a list attached to a PDF.
//!
//! It exists because what is embedded is handed out with the file and shown by nothing. It must not go
//! deeper than [`MAX_DEPTH`], and counts what it reads against the limits of the whole file.

use std::ops::Range;

use domain::extract::{BlockKind, Concealed, Place};

use super::builder::Builder;
use super::{Limits, ReadError, read_into, sniff};

/// A file in a file in a file is read, a fourth is not.
pub(crate) const MAX_DEPTH: usize = 2;

/// Where a file within the file stands in the whole extract, for `redact`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Nested {
    /// The name of the part that holds it.
    pub(crate) part: String,
    /// Its blocks, indexes into those of the whole.
    pub(crate) blocks: Range<usize>,
    /// Where its text begins in the text of the whole.
    pub(crate) text: usize,
}

/// Reads `bytes` as a file of its own and puts its blocks behind those there are. A file that cannot be read
/// is named in a notice; it must not keep the rest from being read.
pub(crate) fn read(name: &str, bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let limits = Limits {
        max_text: builder.limits.max_text.saturating_sub(builder.extract.text.len()),
        max_cells: builder.limits.max_cells.saturating_sub(builder.extract.blocks.len()),
        ..builder.limits.clone()
    };
    let depth = builder.depth() + 1;
    let readable = depth <= MAX_DEPTH && bytes.len() as u64 <= limits.max_bytes;
    if !readable || sniff(name, &bytes, &limits).is_err() {
        builder.notice("part-not-read", name);
        return Ok(());
    }
    let mut own = Builder::within(&limits, depth, builder.is_traced());
    match read_into(name, bytes, &mut own) {
        Ok(_) => builder.take_nested(name, own),
        // What is too much for the rest of the limits is too much for the whole file.
        Err(error @ ReadError::TooLarge { .. }) => return Err(error),
        Err(_) => builder.notice("part-not-read", name),
    }
    Ok(())
}

/// What is in a file within the file is stored there, whatever it is in its own right.
pub(crate) fn concealed(own: Option<Concealed>) -> Option<Concealed> {
    own.or(Some(Concealed::Stored))
}

/// A place in the file `name` within the file.
pub(crate) fn place(name: &str, own: Place) -> Place {
    match own {
        Place::Cell { sheet, cell } => Place::Cell { sheet: format!("{name}/{sheet}"), cell },
        Place::Paragraph { part, number } => Place::Property(format!("{name}/{part}:{number}")),
        Place::Page { page, line } => Place::Property(format!("{name}/{page}:{line}")),
        Place::Line { line, column } => Place::Property(format!("{name}/{line}:{column}")),
        Place::Property(inner) => Place::Property(format!("{name}/{inner}")),
    }
}

/// The number of tables of a file, so that those of another can be counted on.
pub(crate) fn tables<'k>(kinds: impl Iterator<Item = &'k BlockKind>) -> usize {
    let index = |kind: &BlockKind| match kind {
        BlockKind::Cell { table, .. } => Some(table + 1),
        _ => None,
    };
    kinds.filter_map(index).max().unwrap_or(0)
}
