//! Files within files: a workbook behind a chart, a list attached to a PDF.
//!
//! It exists because what is embedded is handed out with the file and shown by nothing. It must not go
//! deeper than [`MAX_DEPTH`], and counts what it reads against the limits of the whole file.

use super::builder::Builder;
use super::{Limits, ReadError, read_into, sniff};

/// A file in a file in a file is read, a fourth is not.
pub(crate) const MAX_DEPTH: usize = 2;

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
