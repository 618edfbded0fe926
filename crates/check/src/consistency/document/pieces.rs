//! Lines joined to paragraphs, one paragraph at a time.
//!
//! PDF conversion breaks sentences over lines and blank lines; here they are put together again, so that memory does
//! not grow with the document. It must not change a character: that is for `norm`.

use std::ops::Range;

use domain::extract::{Block, BlockKind, Extract};

use super::marker::{Marker, Style, read_marker};
use crate::consistency::words;
use crate::steps;

/// Joined paragraphs stop growing here; no sentence is longer, and no input makes work quadratic.
const LONGEST_PARAGRAPH: usize = 6_000;

/// What a piece of text is in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Heading(u8),
    Text,
    Item,
    /// A table cell, with a number that tells its row from others.
    Cell(usize),
}

/// One line of a block.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) range: Range<usize>,
    pub(crate) kind: Kind,
    pub(crate) marker: Option<Marker>,
    /// Bytes of the printed marker at the head of the piece, 0 when the reader gave it apart.
    pub(crate) marker_len: usize,
    block: usize,
}

impl Piece {
    /// The same line behind its number.
    pub(crate) fn without_marker(&self) -> Piece {
        let range = self.range.start + self.marker_len..self.range.end;
        Piece { range, marker: None, marker_len: 0, ..self.clone() }
    }
}

/// The paragraphs of a document in reading order, one at a time.
pub(crate) struct Paragraphs<'a> {
    extract: &'a Extract,
    block: usize,
    /// Where in the block the next line begins.
    line: usize,
    waiting: Option<Piece>,
}

impl<'a> Paragraphs<'a> {
    pub(crate) fn new(extract: &'a Extract) -> Self {
        Paragraphs { extract, block: 0, line: 0, waiting: None }
    }

    fn next_piece(&mut self) -> Option<Piece> {
        loop {
            let block = self.extract.blocks.get(self.block)?;
            let Some(kind) = running_kind(block) else {
                self.block += 1;
                continue;
            };
            let text = self.extract.text.get(block.range.clone()).unwrap_or("");
            // PDF readers go by the size of letters and take whole paragraphs for headings.
            let kind = if matches!(kind, Kind::Heading(_)) && is_prose(text) { Kind::Text } else { kind };
            let Some(rest) = text.get(self.line..).filter(|r| !r.is_empty()) else {
                self.block += 1;
                self.line = 0;
                continue;
            };
            // Not beyond what is used of it: a line without end would be searched again for each of its parts.
            let near = rest.len().min(LONGEST_PARAGRAPH + 1);
            let found = rest.as_bytes()[..near].iter().position(|b| *b == b'\n');
            steps::take(found.unwrap_or(near));
            let mut end = found.unwrap_or(rest.len());
            // Lines without end are cut at a character; no sentence is that long.
            if end > LONGEST_PARAGRAPH {
                end = (LONGEST_PARAGRAPH..=end).find(|i| rest.is_char_boundary(*i)).unwrap_or(end);
            }
            let line = &rest[..end];
            // The number of an entry stands before its first line only.
            let heads = text[..self.line].trim().is_empty();
            let start = block.range.start + self.line + (line.len() - line.trim_start().len());
            self.line += end + usize::from(rest.as_bytes().get(end) == Some(&b'\n'));
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let given = match &block.kind {
                BlockKind::ListItem { marker: Some(m), .. } if heads => read_marker(m).map(|m| (m.0, 0)),
                _ => None,
            };
            // Some readers give the number apart and leave it in the text as well.
            let printed = read_marker(line);
            let marker = match (given, printed) {
                (Some((given, _)), Some((printed, len))) if given.value == printed.value => Some((printed, len)),
                (given, printed) => given.or(printed),
            };
            return Some(Piece {
                range: start..start + line.len(),
                kind,
                marker: marker.map(|m| m.0),
                marker_len: marker.map_or(0, |m| m.1),
                block: self.block,
            });
        }
    }
}

impl Iterator for Paragraphs<'_> {
    type Item = Vec<Piece>;

    fn next(&mut self) -> Option<Vec<Piece>> {
        let first = match self.waiting.take() {
            Some(piece) => piece,
            None => self.next_piece()?,
        };
        let mut length = first.range.len();
        let mut pieces = vec![first];
        while let Some(piece) = self.next_piece() {
            let last = &pieces[pieces.len() - 1];
            // What has no punctuation at all is a title, however long.
            let text = &self.extract.text;
            let open = || text[last.range.clone()].ends_with(['（', '(']);
            let prose =
                || pieces.iter().any(|p| text[p.range.clone()].contains(['，', '。', '；', '、', '：', ',', '《']));
            if length < LONGEST_PARAGRAPH && continues(text, last, &piece) && (open() || prose()) {
                length += piece.range.len();
                pieces.push(piece);
            } else {
                self.waiting = Some(piece);
                break;
            }
        }
        Some(pieces)
    }
}

/// Longer than any title and with the marks of a sentence.
fn is_prose(text: &str) -> bool {
    text.len() > 180 && text.contains(['，', '。', '；'])
}

fn running_kind(block: &Block) -> Option<Kind> {
    if block.concealed.is_some() {
        return None;
    }
    match block.kind {
        BlockKind::Heading(level) => Some(Kind::Heading(level)),
        BlockKind::Paragraph | BlockKind::Note | BlockKind::TextBox => Some(Kind::Text),
        BlockKind::ListItem { .. } => Some(Kind::Item),
        BlockKind::Cell { table, row, .. } => Some(Kind::Cell(table.wrapping_mul(1 << 20).wrapping_add(row))),
        BlockKind::PageMargin | BlockKind::Comment | BlockKind::Deleted | BlockKind::Property | BlockKind::Stored => {
            None
        }
    }
}

/// Whether `next` goes on with the sentence that `last` left open.
fn continues(text: &str, last: &Piece, next: &Piece) -> bool {
    if matches!(last.kind, Kind::Heading(_) | Kind::Cell(_)) || next.kind != Kind::Text && next.block != last.block {
        return false;
    }
    if matches!(next.kind, Kind::Heading(_) | Kind::Cell(_)) || next.marker.is_some() {
        return false;
    }
    let (before, after) = (
        text[last.range.clone()].trim_end_matches(['*', ' ']),
        text[next.range.clone()].trim_start_matches(['*', ' ']),
    );
    if words::LINE_HEADS.iter().any(|w| after.starts_with(w))
        || before.ends_with("shtml")
        || is_address(before)
        || is_address(after)
    {
        return false;
    }
    let Some(end) = before.chars().next_back() else { return false };
    if matches!(end, '，' | '、' | ',' | '（' | '(' | '《' | '“' | '+' | '＋' | '=' | '＝' | '÷' | '×') {
        return true;
    }
    if matches!(end, '。' | '！' | '？' | '；' | '：' | '!' | '?' | ';' | ':' | '…' | '|' | '>' | '.') {
        return false;
    }
    if matches!(end, '”' | '）' | ')') && before.chars().rev().nth(1).is_some_and(|c| matches!(c, '。' | '！' | '？'))
    {
        return false;
    }
    // A numbered title stands by itself however long it is: 五、因信息公开工作受到举报、复议、诉讼的情况.
    let numbered = last.marker.is_some_and(|m| matches!(m.style, Style::Han | Style::HanParen | Style::Chapter(_)));
    if numbered
        && before.chars().count() <= 45
        && !before.contains(['，', '。', '；', ','])
        && (last.block != next.block || words::TITLE_ENDS.iter().any(|w| before.ends_with(w)))
    {
        return false;
    }
    // A short line that ends in nothing is a title; a long one was broken by the page.
    let least = if last.block == next.block { 14 } else { 22 };
    before.chars().take(least).count() == least
}

fn is_address(text: &str) -> bool {
    text.is_ascii() && (text.contains("://") || text.starts_with("www."))
}
