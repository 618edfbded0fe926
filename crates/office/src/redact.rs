//! Copies of a file without what was found in it, everything else kept byte for byte where it can be.
//!
//! It exists because a list that must not be published as it is must be publishable in a minute. The
//! file is read again with the origin of each piece of text, exactly those characters are replaced by
//! `*`, and the copy is read again before it is given out. It must not judge what to remove, and must
//! not give out a copy in which a removed text is left.

mod parts;
mod plain;

use std::ops::Range;

use domain::extract::{Block, BlockKind, Extract};
use thiserror::Error;

use crate::read::{Format, Limits, ReadError, read_traced};

/// Something to remove: bytes of [`Extract::text`] within one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The block, an index into [`Extract::blocks`] of the file as `read_bytes` reads it.
    pub block: usize,
    /// Bytes of [`Extract::text`], within the block and on character boundaries.
    pub range: Range<usize>,
}

/// Why no copy was made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RedactError {
    /// The file cannot be read, or its copy cannot.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Copies are made of text files, .docx and .xlsx only.
    #[error("this format cannot be redacted; save it as .docx, .xlsx or text first")]
    UnsupportedFormat,
    /// A span that lies outside its block, or cuts a character.
    #[error("span {0} does not lie within its block")]
    BadSpan(usize),
    /// Something is left or cannot be reached, such as a number the program prints by itself.
    #[error("block {0} cannot be redacted safely; no copy was made")]
    NotRemoved(usize),
    /// The copy could not be written.
    #[error("the copy could not be written")]
    Write,
}

impl RedactError {
    /// The message key under `redact.` in the locales.
    pub fn key(&self) -> &'static str {
        match self {
            RedactError::Read(error) => error.key(),
            RedactError::UnsupportedFormat => "redact.unsupported-format",
            RedactError::BadSpan(_) => "redact.bad-span",
            RedactError::NotRemoved(_) => "redact.not-removed",
            RedactError::Write => "redact.write",
        }
    }
}

/// A copy and what it could not look into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The copy, of the same format as the original.
    pub bytes: Vec<u8>,
    /// Parts kept as they were although they may show the same again: pictures, embedded files, macros.
    pub not_looked_into: Vec<String>,
}

/// Makes a copy of a file without the given spans. `name_hint` and `limits` must be those of the reading
/// that gave the spans. Preview pictures are left out of the copy.
pub fn redact(name_hint: &str, bytes: &[u8], spans: &[Span], limits: &Limits) -> Result<Redacted, RedactError> {
    let (format, crate::read::Traced { extract, origins, parts: names, .. }) =
        read_traced(name_hint, bytes, limits, 0)?;
    for (at, span) in spans.iter().enumerate() {
        let block = extract.blocks.get(span.block).ok_or(RedactError::BadSpan(at))?;
        let inside = block.range.start <= span.range.start && span.range.end <= block.range.end;
        if !inside || extract.text.get(span.range.clone()).is_none() {
            return Err(RedactError::BadSpan(at));
        }
    }
    let copy = match format {
        Format::Plain | Format::Markdown | Format::Delimited => {
            Redacted { bytes: plain::redact(bytes, spans)?, not_looked_into: Vec::new() }
        }
        Format::Docx | Format::Xlsx => {
            let edits = parts::edits(&extract, &origins, spans)?;
            parts::rewrite(bytes, &extract, &names, edits, spans, limits)?
        }
        _ => return Err(RedactError::UnsupportedFormat),
    };
    prove(name_hint, &copy.bytes, &extract, spans, limits)?;
    Ok(copy)
}

/// Reads the copy: blocks must be where they were, and none of the spans may still be readable.
fn prove(name: &str, copy: &[u8], before: &Extract, spans: &[Span], limits: &Limits) -> Result<(), RedactError> {
    let (_, crate::read::Traced { extract: after, .. }) = read_traced(name, copy, limits, 0)?;
    let same_count = before.blocks.len() == after.blocks.len();
    for span in spans {
        let removed = &before.text[span.range.clone()];
        // Short spans (a day, a house number) may well stand elsewhere for another reason; long ones not.
        if removed.chars().count() >= 6 && !removed.chars().all(|c| c == '*') && after.text.contains(removed) {
            return Err(RedactError::NotRemoved(span.block));
        }
        let block = &before.blocks[span.block];
        let twin = |same: &&Block| same.kind == block.kind && same.place == block.place;
        let by_index = after.blocks.get(span.block).filter(|same| twin(same) && same_count);
        let Some(same) = by_index.or_else(|| after.blocks.iter().find(twin)) else {
            // A formula that would have computed the text again is gone with its block.
            if block.kind == BlockKind::Stored {
                continue;
            }
            return Err(RedactError::NotRemoved(span.block));
        };
        let skip = before.text[block.range.start..span.range.start].chars().count();
        let mut left = after.text_of(same).chars().skip(skip).zip(removed.chars());
        if left.any(|(now, then)| now == then && now.is_alphanumeric() && !matches!(now, '0' | '1')) {
            return Err(RedactError::NotRemoved(span.block));
        }
    }
    Ok(())
}
