//! CSV and its relatives, without moving a byte: cells are ranges of the decoded file.
//!
//! It exists because a found number must be found again at its line and column in the file. It must
//! not unescape doubled quotes, which would shift every position behind them.

use std::ops::Range;

use domain::extract::BlockKind;

use super::ReadError;
use super::builder::Builder;
use super::plain;

/// Above this many bytes the file is read as lines: a block per cell would weigh more than the text.
const COARSE: usize = 12 * 1024 * 1024;

/// Reads a delimited file.
pub(crate) fn read(bytes: Vec<u8>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let text = plain::decode(bytes, builder)?;
    read_text(text, builder)
}

/// Cuts a delimited text into cells.
pub(crate) fn read_text(text: String, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    builder.extract.text = text;
    if builder.extract.text.len() > COARSE {
        return plain::coarse(builder);
    }
    let text = std::mem::take(&mut builder.extract.text);
    let delimiter = delimiter(&text);
    let mut walk = Walk::over(&text, delimiter, 1);
    let (mut row, mut column) = (0, 0);
    while let Some(field) = walk.next() {
        if !text[field.range.clone()].trim().is_empty() {
            let kind = BlockKind::Cell { table: 0, row, column, row_span: 1, column_span: 1 };
            plain::push(builder, field.range, kind, field.line, field.column)?;
        }
        if field.ends_row {
            (row, column) = (row + 1, 0);
        } else {
            column += 1;
        }
    }
    builder.extract.text = text;
    Ok(())
}

/// A cell of a delimited text.
pub(crate) struct Field {
    pub(crate) range: Range<usize>,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) ends_row: bool,
}

/// The cells of a delimited text in order.
pub(crate) struct Walk<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
    line: usize,
    line_start: usize,
    /// How far columns of this line are counted, so that a long line is counted once.
    counted: usize,
    column: usize,
}

impl<'t> Walk<'t> {
    /// The cells of `text`, whose first line has the number `line`.
    pub(crate) fn over(text: &'t str, delimiter: u8, line: usize) -> Walk<'t> {
        Walk { text, delimiter, at: 0, line, line_start: 0, counted: 0, column: 1 }
    }

    /// The byte after the last cell's delimiter; beyond the text when none follows it.
    pub(crate) fn past(&self) -> usize {
        self.at
    }

    /// Line and column of a byte at or after all asked before.
    fn locate(&mut self, at: usize) -> (usize, usize) {
        if self.counted < self.line_start {
            self.counted = self.line_start;
            self.column = 1;
        }
        self.column += self.text[self.counted..at].chars().count();
        self.counted = at;
        (self.line, self.column)
    }

    pub(crate) fn next(&mut self) -> Option<Field> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let quoted = bytes[self.at] == b'"';
        let start = self.at + usize::from(quoted);
        let (line, column) = self.locate(start);
        let mut at = start;
        let mut end = None;
        if quoted {
            while at < bytes.len() {
                match bytes[at] {
                    b'"' if bytes.get(at + 1) == Some(&b'"') => at += 1,
                    b'"' => {
                        end = Some(at);
                        break;
                    }
                    b'\n' => {
                        self.line += 1;
                        self.line_start = at + 1;
                    }
                    _ => {}
                }
                at += 1;
            }
        }
        while at < bytes.len() && bytes[at] != self.delimiter && bytes[at] != b'\n' {
            at += 1;
        }
        let ends_row = bytes.get(at) != Some(&self.delimiter);
        if ends_row {
            self.line += 1;
            self.line_start = at + 1;
        }
        self.at = at + 1;
        Some(Field { range: start..end.unwrap_or(at), line, column, ends_row })
    }
}

/// The sign that stands in most of the first lines, outside quotes.
pub(crate) fn delimiter(text: &str) -> u8 {
    let mut counts = [(b';', 0usize), (b'\t', 0), (b',', 0)];
    let mut quoted = false;
    for byte in text.lines().take(20).flat_map(str::bytes) {
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some((_, count)) = counts.iter_mut().find(|(sign, _)| *sign == byte) {
            *count += 1;
        }
    }
    counts.iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0).map_or(b',', |(sign, _)| *sign)
}
