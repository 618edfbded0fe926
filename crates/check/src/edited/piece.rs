//! Report and text as the same sequence of pieces: paragraphs, and rows of cells.
//!
//! Nothing is compared here. What a reader of the text does not see (comments, deletions, properties) and what stands
//! on every page is no piece.

use super::token::{folded, tokens};
use domain::document::{Block, Chart, Inline};
use domain::extract::{BlockKind, Extract};
use domain::fnv::fnv64;
use std::collections::HashMap;
use std::ops::Range;

/// The day up to which an unfinished year is told: it moves on by itself.
const AS_OF: &str = "year:as_of";

/// How a report marks what is still missing.
const MISSING: &str = "【待补";

/// A paragraph, or a row of a table.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The cells of a row; a paragraph has one.
    pub(super) cells: Vec<Cell>,
    /// Whether it is a row.
    pub(super) row: bool,
    /// The same for the same words.
    pub(super) key: u64,
}

/// Text that stands together.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// Its text.
    pub(super) text: String,
    /// Where it begins in the whole text.
    pub(super) base: usize,
    /// What in it comes from the ledger; nothing of a text that was read.
    pub(super) values: Vec<Value>,
}

/// Something that comes from the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    /// Bytes of the cell's text.
    pub(super) at: Range<usize>,
    /// Its reference; none for a number in the words of the report.
    pub(super) reference: Option<String>,
    /// The address of a link.
    pub(super) address: Option<String>,
}

impl Piece {
    fn new(cells: Vec<Cell>, row: bool) -> Piece {
        let mut words = String::new();
        for cell in &cells {
            words.extend(folded(&cell.text, 0).map(|(_, c)| c));
            words.push('\n');
        }
        Piece { cells, row, key: fnv64(words.bytes()) }
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| folded(&cell.text, 0).next().is_none())
    }
}

/// The report as pieces.
pub(super) fn expected(blocks: &[Block]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let paragraph = |inlines: &[Inline]| Piece::new(vec![cell(inlines)], false);
    let words = |text: &str| Inline::text(text);
    for block in blocks {
        match block {
            // The number of a heading belongs to the outline, and a Word file may make it itself.
            Block::Heading { number, text, .. } => pieces.push(paragraph(&[words(number), words(text)])),
            Block::Paragraph(inlines) => pieces.push(paragraph(inlines)),
            Block::List(entries) => pieces.extend(entries.iter().map(|entry| paragraph(entry))),
            Block::Table(table) => {
                pieces.push(paragraph(&[words(&table.caption)]));
                let heads = table.columns.iter().map(|column| cell(&[words(&column.head)])).collect();
                pieces.push(Piece::new(heads, true));
                let rows = table.rows.iter().map(|row| row.iter().map(|inlines| cell(inlines)).collect());
                pieces.extend(rows.map(|cells| Piece::new(cells, true)));
            }
            Block::Chart(drawn) => pieces.extend(chart(drawn)),
            Block::Signature(lines) => pieces.extend(lines.iter().map(|line| paragraph(&[words(line)]))),
        }
    }
    pieces.retain(|piece| !piece.is_blank());
    pieces
}

/// A chart as those formats show it that print its numbers as a table.
fn chart(chart: &Chart) -> Vec<Piece> {
    let words = |text: &str| cell(&[Inline::text(text)]);
    let mut pieces =
        vec![Piece::new(vec![words(&chart.title)], false), Piece::new(vec![words(&chart.description)], false)];
    for (at, category) in chart.categories.iter().enumerate() {
        let mut cells = vec![words(category)];
        cells.extend(chart.series.iter().filter_map(|series| {
            let reference = format!("chart:{}.{}", chart.title, series.name);
            series.values.get(at).map(|value| cell(&[Inline::value(value.to_string(), reference)]))
        }));
        pieces.push(Piece::new(cells, true));
    }
    pieces
}

/// The words of a paragraph or cell with the values among them.
fn cell(inlines: &[Inline]) -> Cell {
    let mut cell = Cell { text: String::new(), base: 0, values: Vec::new() };
    for inline in inlines {
        let start = cell.text.len();
        cell.text.push_str(inline.printed());
        let at = start..cell.text.len();
        match inline {
            Inline::Value { text, source } if source != AS_OF && !text.starts_with(MISSING) => {
                cell.values.push(Value { at, reference: Some(source.clone()), address: None });
            }
            Inline::Link { address, .. } => {
                cell.values.push(Value { at, reference: None, address: Some(address.clone()) });
            }
            Inline::Text(_) | Inline::Remark(_) | Inline::Value { .. } => {}
        }
    }
    let mut numbers = numbers(&cell.text);
    let skipped: Vec<Range<usize>> = as_of(inlines);
    let free = |number: &Value| {
        let apart = |at: &Range<usize>| number.at.end <= at.start || at.end <= number.at.start;
        cell.values.iter().all(|value| apart(&value.at)) && skipped.iter().all(apart)
    };
    numbers.retain(free);
    cell.values.extend(numbers);
    cell.values.sort_by_key(|value| value.at.start);
    cell
}

/// Where a paragraph says up to which day it tells.
fn as_of(inlines: &[Inline]) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    for inline in inlines {
        let end = at + inline.printed().len();
        if matches!(inline, Inline::Value { source, .. } if source == AS_OF) {
            found.push(at..end);
        }
        at = end;
    }
    found
}

/// Numbers and dates in words, but for those of the outline: 表3, （1）, 1. at the beginning.
fn numbers(text: &str) -> Vec<Value> {
    let words = tokens(text, 0);
    let word = |at: usize| words.get(at).map_or("", |token| token.text.as_str());
    let (mut found, mut at) = (Vec::<Value>::new(), 0);
    while at < words.len() {
        let start = at;
        at += 1;
        let before = if start == 0 { "" } else { word(start - 1) };
        if !words[start].number || matches!(before, "表" | "图" | "U" | "+") {
            continue;
        }
        let leads = start == 0 || (start == 1 && before == "(");
        if leads && matches!(word(at), "." | "、" | ")") {
            continue;
        }
        // A date is one value.
        while matches!(word(at), "年" | "月" | "-" | "/") && words.get(at + 1).is_some_and(|next| next.number) {
            at += 2;
        }
        let end = words[at - 1].at.end;
        found.push(Value { at: words[start].at.start..end, reference: None, address: None });
    }
    found
}

/// A text as pieces.
pub(super) fn printed(extract: &Extract) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Option<(usize, usize, Vec<Cell>)> = None;
    for block in &extract.blocks {
        let seen = block.concealed.is_none();
        let cell = Cell { text: extract.text_of(block).to_string(), base: block.range.start, values: Vec::new() };
        match block.kind {
            BlockKind::Cell { table, row, .. } if seen => match &mut open {
                Some((same_table, same_row, cells)) if (*same_table, *same_row) == (table, row) => cells.push(cell),
                _ => {
                    pieces.extend(open.replace((table, row, vec![cell])).map(|(_, _, cells)| Piece::new(cells, true)));
                }
            },
            BlockKind::Heading(_)
            | BlockKind::Paragraph
            | BlockKind::ListItem { .. }
            | BlockKind::Note
            | BlockKind::TextBox
                if seen =>
            {
                pieces.extend(open.take().map(|(_, _, cells)| Piece::new(cells, true)));
                pieces.push(Piece::new(vec![cell], false));
            }
            _ => {}
        }
    }
    pieces.extend(open.map(|(_, _, cells)| Piece::new(cells, true)));
    pieces.retain(|piece| !piece.is_blank());
    pieces
}

/// Of several texts the one that most of the printed pieces come from, and that prints most of its own.
pub(super) fn nearest<'p, const N: usize>(texts: [&'p Vec<Piece>; N], printed: &[Piece]) -> &'p [Piece] {
    let mut stock: HashMap<u64, usize> = HashMap::new();
    for piece in printed {
        *stock.entry(piece.key).or_default() += 1;
    }
    // Hits weighed against all that is on either side, in thousandths; the first of equals.
    let likeness = |pieces: &[Piece]| {
        let mut left = stock.clone();
        let taken =
            |piece: &&Piece| left.get_mut(&piece.key).filter(|count| **count > 0).map(|count| *count -= 1).is_some();
        let hits = pieces.iter().filter(taken).count();
        2_000 * hits / (pieces.len() + printed.len()).max(1)
    };
    let mut best: (usize, &[Piece]) = (0, texts[0]);
    for pieces in texts {
        let likeness = likeness(pieces);
        if likeness > best.0 {
            best = (likeness, pieces);
        }
    }
    best.1
}
