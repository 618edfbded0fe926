//! Plain text: which encoding, and where paragraphs begin.
//!
//! It exists so that positions in a text file are positions in the decoded file: `Extract::text` *is*
//! the decoded content with line feeds. It must not hold a large file twice.

use std::ops::Range;

use domain::extract::{Block, BlockKind, Place};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;
use super::builder::Builder;

/// Above this many bytes a block holds many lines, so that blocks stay small beside the text.
const COARSE: usize = 16 * 1024 * 1024;
/// How long a coarse block grows before it ends at the next line feed.
const COARSE_BLOCK: usize = 64 * 1024;

/// Reads a text file.
pub(crate) fn read(bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let text = decode(bytes, builder)?;
    read_text(text, builder)
}

/// Cuts a text into paragraphs.
pub(crate) fn read_text(text: String, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    builder.extract.text = text;
    if builder.extract.text.len() > COARSE {
        return coarse(builder);
    }
    let text = std::mem::take(&mut builder.extract.text);
    let mut lines = Lines::new(&text).peekable();
    while let Some(first) = lines.next() {
        if first.text.trim().is_empty() {
            continue;
        }
        let mut last = first.clone();
        while let Some(next) = lines.peek()
            && continues(last.text, next.text)
        {
            last = next.clone();
            lines.next();
        }
        let range = trimmed(&text, first.range.start..last.range.end);
        let column = text[first.range.start..range.start].chars().count() + 1;
        push(builder, range, BlockKind::Paragraph, first.number, column)?;
    }
    builder.extract.text = text;
    Ok(())
}

/// Blocks of many lines for files of many megabytes.
pub(crate) fn coarse(builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let text = std::mem::take(&mut builder.extract.text);
    let (mut start, mut line) = (0, 1);
    while start < text.len() {
        let mut least = (start + COARSE_BLOCK).min(text.len());
        while !text.is_char_boundary(least) {
            least += 1;
        }
        let whole = text.len() - usize::from(text.ends_with('\n'));
        let end = text[least..].find('\n').map_or(whole.max(start), |at| least + at);
        push(builder, start..end, BlockKind::Paragraph, line, 1)?;
        line += text[start..end].bytes().filter(|byte| *byte == b'\n').count() + 1;
        start = end + 1;
    }
    builder.extract.text = text;
    Ok(())
}

/// Adds a block over text that is already in place.
pub(crate) fn push(
    builder: &mut Builder<'_>,
    range: Range<usize>,
    kind: BlockKind,
    line: usize,
    column: usize,
) -> Result<(), ReadError> {
    if builder.extract.blocks.len() >= builder.limits.max_cells {
        return Err(ReadError::TooLarge { what: "cells", limit: builder.limits.max_cells as u64 });
    }
    builder.extract.blocks.push(block(range, kind, line, column));
    Ok(())
}

/// A block of a text file.
pub(crate) fn block(range: Range<usize>, kind: BlockKind, line: usize, column: usize) -> Block {
    Block { range, kind, place: Place::Line { line, column }, concealed: None }
}

/// One line of a text, its number from 1 and its range without the line feed.
#[derive(Debug, Clone)]
pub(crate) struct Line<'t> {
    pub(crate) text: &'t str,
    pub(crate) range: Range<usize>,
    pub(crate) number: usize,
}

/// The lines of a text.
pub(crate) struct Lines<'t> {
    text: &'t str,
    at: usize,
    number: usize,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Lines<'t> {
        Lines { text, at: 0, number: 0 }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        self.at = end + 1;
        self.number += 1;
        Some(Line { text: &self.text[start..end], range: start..end, number: self.number })
    }
}

/// The range without blanks at its ends.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = range.end - (slice.len() - slice.trim_end().len());
    start..end.max(start)
}

/// Columns on a terminal: two for a Chinese character.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether a line that was broken at a page's width goes on in the next. A line that ends a sentence
/// does not, nor one short or long beyond any page, nor does a next line that begins something new.
fn continues(line: &str, next: &str) -> bool {
    let columns = width(line.trim_end());
    if !(60..=130).contains(&columns) || next.trim().is_empty() || next.starts_with([' ', '\t', '\u{3000}']) {
        return false;
    }
    if line.trim_end().ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ';', ':', '”', '|'])
        || line.contains('\t')
    {
        return false;
    }
    let begins_new = ['（', '(', '第', '#', '-', '*', '|', '•', '·', '①', '②', '③', '④', '⑤'];
    let numbered = {
        let digits: String =
            next.chars().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).collect();
        !digits.is_empty() && next[digits.len()..].starts_with(['、', '.', '．', ')', '）'])
    };
    !next.starts_with(begins_new) && !numbered
}

/// Decodes and makes line ends uniform; the buffer is reused when it is UTF-8 already.
pub(crate) fn decode(mut bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<String, ReadError> {
    let encoding = guess(&bytes)?;
    let mut text = if encoding == UTF_8 {
        if bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                builder.notice("characters-lost", "");
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            }
        }
    } else {
        let (text, lost) = encoding.decode_with_bom_removal(&bytes);
        if lost {
            builder.notice("characters-lost", "");
        }
        text.into_owned()
    };
    if text.contains('\r') {
        let mut bytes = text.into_bytes();
        unify_line_ends(&mut bytes);
        text = String::from_utf8(bytes).map_err(|_| ReadError::damaged("text"))?;
    }
    if text.len() > builder.limits.max_text {
        return Err(ReadError::TooLarge { what: "text-bytes", limit: builder.limits.max_text as u64 });
    }
    Ok(text)
}

/// CRLF and lone CR become LF, in place.
fn unify_line_ends(bytes: &mut Vec<u8>) {
    let (mut from, mut to) = (0, 0);
    while from < bytes.len() {
        let byte = bytes[from];
        from += 1;
        bytes[to] = if byte == b'\r' {
            if bytes.get(from) == Some(&b'\n') {
                from += 1;
            }
            b'\n'
        } else {
            byte
        };
        to += 1;
    }
    bytes.truncate(to);
}

/// Whether bytes are UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Utf8 {
    /// All of them.
    Whole,
    /// All but a last character that is cut off, and it is not ASCII alone that goes before.
    Cut,
    /// Something else.
    Broken,
}

/// UTF-8 if it is; UTF-16 if a mark or the zero bytes of its digits and line ends say so; else the
/// national standard GB 18030, of which GBK and GB 2312 are parts.
pub(crate) fn guess(bytes: &[u8]) -> Result<&'static Encoding, ReadError> {
    decide(&bytes[..bytes.len().min(64 * 1024)], bytes.len(), || match std::str::from_utf8(bytes) {
        Ok(_) => Utf8::Whole,
        // A file cut within its last character is still UTF-8.
        Err(error)
            if error.error_len().is_none()
                && error.valid_up_to() + 4 > bytes.len()
                && !bytes[..error.valid_up_to()].is_ascii() =>
        {
            Utf8::Cut
        }
        Err(_) => Utf8::Broken,
    })
}

/// The encoding of a file of `length` bytes that begins with `sample`; `utf8` is asked of the whole file only
/// when it matters.
pub(crate) fn decide(
    sample: &[u8],
    length: usize,
    utf8: impl FnOnce() -> Utf8,
) -> Result<&'static Encoding, ReadError> {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return Ok(encoding);
    }
    let wide = [UTF_16LE, UTF_16BE].map(|encoding| (commonness(encoding, sample), encoding));
    let (share, likelier) = if wide[1].0 > wide[0].0 { wide[1] } else { wide[0] };
    if sample.contains(&0) {
        // No text has a zero byte but UTF-16, where digits, blanks and line ends have one each.
        return if share >= 60 { Ok(likelier) } else { Err(ReadError::UnknownFormat) };
    }
    if utf8() != Utf8::Broken {
        return Ok(UTF_8);
    }
    let (as_utf8, as_gb) = (broken(UTF_8, sample), broken(GB18030, sample));
    // Chinese alone, without a digit or line end, in UTF-16: read as GB 18030 it is rare characters.
    if length.is_multiple_of(2) && share >= 70 && share > commonness(GB18030, sample) + 20 {
        return Ok(likelier);
    }
    if as_gb == 0 {
        return Ok(GB18030);
    }
    let (best, errors) = if as_utf8 < as_gb { (UTF_8, as_utf8) } else { (GB18030, as_gb) };
    if errors * 20 > sample.len() { Err(ReadError::UnknownFormat) } else { Ok(best) }
}

/// How many characters of the sample do not decode.
fn broken(encoding: &'static Encoding, sample: &[u8]) -> usize {
    encoding.decode_without_bom_handling(sample).0.chars().filter(|c| *c == '\u{FFFD}').count()
}

/// Percent of characters that are ASCII, Chinese punctuation, or among the 3755 most used ones (level 1
/// of GB 2312, rows 16 to 55).
fn commonness(encoding: &'static Encoding, sample: &[u8]) -> usize {
    let text = encoding.decode_without_bom_handling(sample).0;
    let (national, ..) = GB18030.encode(&text);
    let (mut common, mut all, mut at) = (0usize, 0usize, 0usize);
    while at < national.len() {
        let (lead, trail) = (national[at], national.get(at + 1).copied().unwrap_or(0));
        all += 1;
        at += match lead {
            0..=0x80 => {
                common += usize::from(lead >= 0x20 || matches!(lead, b'\t' | b'\n' | b'\r'));
                1
            }
            // Four bytes: a character outside of GBK.
            _ if trail.is_ascii_digit() => 4,
            _ => {
                common += usize::from(matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7) && trail >= 0xA1);
                2
            }
        };
    }
    common * 100 / all.max(1)
}
