//! Copies of a file without what was found in it, everything else kept byte for byte where it can be.
//!
//! It exists because a list that must not be published as it is must be publishable in a minute. The
//! file is read again with the origin of each piece of text, exactly those characters are replaced by
//! `*`, and the copy is read again before it is given out. It must not judge what to remove, and must
//! not give out a copy in which a removed text is left.

mod html;
mod needles;
mod parts;
mod plain;

use std::collections::BTreeMap;
use std::ops::Range;

use domain::extract::{Block, BlockKind, Extract};
use thiserror::Error;

use crate::read::{Format, Limits, Nested, Package, ReadError, Traced, read_traced};
use needles::Needles;

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
    /// Copies are made of text files, .html, .docx and .xlsx only.
    #[error("this format cannot be redacted; redact the .docx, .xlsx, .html or text it was made from")]
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
    redact_within(name_hint, bytes, spans, limits, 0)
}

/// The same for a file that lies within `depth` others.
fn redact_within(
    name: &str,
    bytes: &[u8],
    spans: &[Span],
    limits: &Limits,
    depth: usize,
) -> Result<Redacted, RedactError> {
    let (format, file) = read_traced(name, bytes, limits, depth)?;
    let extract = &file.extract;
    for (at, span) in spans.iter().enumerate() {
        let block = extract.blocks.get(span.block).ok_or(RedactError::BadSpan(at))?;
        let inside = block.range.start <= span.range.start && span.range.end <= block.range.end;
        if !inside || extract.text.get(span.range.clone()).is_none() {
            return Err(RedactError::BadSpan(at));
        }
    }
    let addresses = addresses(extract, spans);
    let copy = match format {
        Format::Plain | Format::Markdown | Format::Delimited => {
            Redacted { bytes: plain::redact(bytes, spans)?, not_looked_into: Vec::new() }
        }
        Format::Html => {
            let bytes = html::redact(bytes, extract, spans, &addresses)?;
            Redacted { bytes, not_looked_into: Vec::new() }
        }
        Format::Docx | Format::Xlsx => {
            let inner = |span: &&Span| file.nested.iter().any(|nested| nested.blocks.contains(&span.block));
            let (within, own): (Vec<&Span>, Vec<&Span>) = spans.iter().partition(inner);
            let edits = parts::edits(extract, &file.origins, &own)?;
            let replaced = embedded(bytes, &file, &within, limits, depth)?;
            parts::rewrite(
                &parts::Source { bytes, file: &file, spans, addresses: &addresses, limits },
                edits,
                replaced,
            )?
        }
        _ => return Err(RedactError::UnsupportedFormat),
    };
    prove(name, &copy.bytes, extract, spans, &addresses, limits, depth)?;
    Ok(copy)
}

/// What the links on a removed text lead to: a letter or a call to the very same person.
fn addresses(extract: &Extract, spans: &[Span]) -> Vec<String> {
    let mut ranges: Vec<&Range<usize>> = spans.iter().map(|span| &span.range).collect();
    ranges.sort_by_key(|range| range.start);
    let mut found: Vec<String> = extract
        .links
        .iter()
        .filter(|link| {
            // Spans rarely overlap; those that end behind the link's start are few.
            let first = ranges.partition_point(|range| range.end <= link.range.start);
            ranges.get(first).is_some_and(|range| range.start < link.range.end)
        })
        .filter_map(|link| link.address.strip_prefix("mailto:").or_else(|| link.address.strip_prefix("tel:")))
        .map(|address| address.split('?').next().unwrap_or(address).to_owned())
        .filter(|address| address.chars().any(char::is_alphanumeric))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Copies of the files within the file that hold something to remove, by the name of their part.
fn embedded(
    bytes: &[u8],
    file: &Traced,
    spans: &[&Span],
    limits: &Limits,
    depth: usize,
) -> Result<BTreeMap<String, Redacted>, RedactError> {
    let mut copies = BTreeMap::new();
    for Nested { part, blocks, text } in &file.nested {
        let own: Vec<&&Span> = spans.iter().filter(|span| blocks.contains(&span.block)).collect();
        let Some(first) = own.first() else { continue };
        let Some(inner) = Package::open(bytes, limits)?.bytes(part)? else { continue };
        let shifted: Vec<Span> = own
            .iter()
            .map(|span| Span {
                block: span.block - blocks.start,
                range: span.range.start - text..span.range.end - text,
            })
            .collect();
        let copy = redact_within(part, &inner, &shifted, limits, depth + 1).map_err(|error| match error {
            RedactError::Read(error) => RedactError::Read(error),
            _ => RedactError::NotRemoved(first.block),
        })?;
        copies.insert(part.clone(), copy);
    }
    Ok(copies)
}

/// Shorter texts (a day, a house number) may well stand elsewhere for another reason; long ones not.
const DISTINCTIVE: usize = 6;

/// The removed texts that must be nowhere in the copy.
fn distinctive<'e>(extract: &'e Extract, spans: &[Span]) -> Vec<&'e str> {
    let all = spans.iter().map(|span| &extract.text[span.range.clone()]);
    all.filter(|text| text.chars().count() >= DISTINCTIVE && !text.chars().all(|c| c == '*')).collect()
}

/// Reads the copy: blocks must be where they were, and none of the spans may still be readable.
fn prove(
    name: &str,
    copy: &[u8],
    before: &Extract,
    spans: &[Span],
    addresses: &[String],
    limits: &Limits,
    depth: usize,
) -> Result<(), RedactError> {
    let (format, Traced { extract: after, .. }) = read_traced(name, copy, limits, depth)?;
    // A stored number or date of a workbook must stay one, so its digits become ones.
    let stays = |c: char| format == Format::Xlsx && matches!(c, '0' | '1');
    let first = spans.first().map_or(0, |span| span.block);
    if let Some(left) = Needles::new(distinctive(before, spans)).first_in(&after.text) {
        let holds = |span: &&Span| before.text[span.range.clone()] == *left;
        return Err(RedactError::NotRemoved(spans.iter().find(holds).map_or(first, |span| span.block)));
    }
    let led = |address: &String| after.links.iter().any(|link| link.address.contains(address.as_str()));
    if addresses.iter().any(led) {
        return Err(RedactError::NotRemoved(first));
    }
    if matches!(format, Format::Plain | Format::Markdown | Format::Delimited) {
        return left_in_text(before, &after, spans).map_or(Ok(()), |block| Err(RedactError::NotRemoved(block)));
    }
    let same_count = before.blocks.len() == after.blocks.len();
    for span in spans {
        let removed = &before.text[span.range.clone()];
        let block = &before.blocks[span.block];
        let same_block = |same: &&Block| same.kind == block.kind && same.place == block.place;
        let by_index = after.blocks.get(span.block).filter(|same| same_block(same) && same_count);
        let Some(same) = by_index.or_else(|| after.blocks.iter().find(same_block)) else {
            // A formula that would have computed the text again is gone with its block.
            if block.kind == BlockKind::Stored {
                continue;
            }
            return Err(RedactError::NotRemoved(span.block));
        };
        let skip = before.text[block.range.start..span.range.start].chars().count();
        let mut left = after.text_of(same).chars().skip(skip).zip(removed.chars());
        if left.any(|(now, then)| now == then && now.is_alphanumeric() && !stays(now)) {
            return Err(RedactError::NotRemoved(span.block));
        }
    }
    Ok(())
}

/// The block of a span that can still be read in the copy of a text file. Such a copy has the same characters in the
/// same order, while its blocks may be others: `***********` alone in a line of Markdown is a rule and no paragraph.
fn left_in_text(before: &Extract, after: &Extract, spans: &[Span]) -> Option<usize> {
    let mut sorted: Vec<&Span> = spans.iter().collect();
    sorted.sort_by_key(|span| span.range.start);
    let mut waiting = sorted.into_iter().peekable();
    let mut within: Option<&Span> = None;
    let mut copied = after.text.chars();
    for (at, then) in before.text.char_indices() {
        let now = copied.next();
        while let Some(span) = waiting.next_if(|span| span.range.start <= at) {
            within = within.filter(|known| known.range.end >= span.range.end).or(Some(span));
        }
        let left = |span: &&Span| at < span.range.end && now.is_none_or(|now| now == then && now.is_alphanumeric());
        if let Some(span) = within.filter(left) {
            return Some(span.block);
        }
    }
    None
}
