//! Tables as grids of words and numbers.
//!
//! One table is held at a time. What a total covers is not read here: a table does not say it, and the rule has to
//! infer it from the numbers.

use std::iter::Peekable;
use std::ops::Range;
use std::slice;

use domain::extract::{Block, BlockKind, Extract};

use crate::consistency::words;
use crate::numbers::{Amount, ONE, read_amount};

/// Larger sheets are data, not report tables; their first part is read.
const MOST_ROWS: usize = 3_000;

const MOST_COLUMNS: usize = 60;

/// A cell as the rules see it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slot {
    /// The words, when it is no number.
    pub(crate) label: String,
    pub(crate) amount: Option<Amount>,
    /// The number as printed, without separators.
    pub(crate) digits: String,
    /// Where it stands in the extracted text.
    pub(crate) range: Range<usize>,
}

fn slot(text: &str, range: Range<usize>) -> Slot {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '`' | '\u{3000}' | '\u{a0}'))
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .take(80)
        .collect();
    let digits: String = plain.chars().filter(|c| *c != ',').collect();
    let grouped = !plain.contains(',')
        || plain.split(',').skip(1).all(|g| g.len() >= 3 && g.as_bytes()[..3].iter().all(u8::is_ascii_digit));
    let amount = read_amount(&digits).filter(|(_, len)| {
        grouped && matches!(&digits[*len..], "" | "人" | "元" | "项" | "个" | "件" | "条" | "名" | "篇" | "次")
    });
    Slot {
        digits: amount.map_or(String::new(), |(_, len)| digits[..len].to_owned()),
        amount: amount.map(|(a, _)| a),
        label: if amount.is_some() { String::new() } else { plain },
        range,
    }
}

pub(crate) struct Grid {
    pub(crate) rows: Vec<Vec<Slot>>,
    pub(crate) width: usize,
}

/// The tables of a document in reading order, one at a time.
pub(crate) struct Tables<'a> {
    extract: &'a Extract,
    blocks: Peekable<slice::Iter<'a, Block>>,
}

impl<'a> Tables<'a> {
    pub(crate) fn new(extract: &'a Extract) -> Tables<'a> {
        Tables { extract, blocks: extract.blocks.iter().peekable() }
    }
}

impl Iterator for Tables<'_> {
    type Item = Grid;

    fn next(&mut self) -> Option<Grid> {
        let mut current: Option<(usize, Vec<Vec<Slot>>)> = None;
        while let Some(block) = self.blocks.peek() {
            let BlockKind::Cell { table, row, column, row_span, .. } = block.kind else {
                self.blocks.next();
                continue;
            };
            if block.concealed.is_some() {
                self.blocks.next();
                continue;
            }
            // The next table begins; it is read when it is asked for.
            if current.as_ref().is_some_and(|(known, _)| *known != table) {
                break;
            }
            let (_, rows) = current.get_or_insert_with(|| (table, Vec::new()));
            if row < MOST_ROWS && column < MOST_COLUMNS {
                let slot = slot(self.extract.text.get(block.range.clone()).unwrap_or(""), block.range.clone());
                // A label that spans rows is the label of each; a number is not.
                let spanned = if slot.amount.is_none() { row_span.clamp(1, 50) } else { 1 };
                for r in row..(row + spanned).min(MOST_ROWS) {
                    put(rows, r, column, slot.clone());
                }
            }
            self.blocks.next();
        }
        let (_, rows) = current?;
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        Some(Grid { rows, width })
    }
}

fn put(rows: &mut Vec<Vec<Slot>>, row: usize, column: usize, slot: Slot) {
    if rows.len() <= row {
        rows.resize_with(row + 1, Vec::new);
    }
    let line = &mut rows[row];
    if line.len() <= column {
        line.resize_with(column + 1, Slot::default);
    }
    line[column] = slot;
}

impl Grid {
    /// Income on the left and spending on the right are two tables printed side by side; `None` where it is one.
    pub(crate) fn halves(&self) -> Option<[Grid; 2]> {
        let kind = |column: usize, number: bool| {
            self.rows
                .iter()
                .filter_map(|r| r.get(column))
                .filter(
                    |s| if number { s.amount.is_some() } else { s.amount.is_none() && s.label.chars().count() >= 2 },
                )
                .count()
        };
        let half = self.rows.len() / 2;
        let right = (2..self.width.saturating_sub(1)).find(|c| {
            kind(*c, false) > half
                && kind(*c, true) == 0
                && (1..*c).any(|b| kind(b, true) * 3 > half)
                && kind(*c + 1, true) * 3 > half
        });
        let cut = right.filter(|c| kind(0, false) > half && self.rows.len() >= 4 && *c * 2 == self.width)?;
        let mut left = self.rows.clone();
        let right: Vec<Vec<Slot>> =
            left.iter_mut().map(|row| if row.len() > cut { row.split_off(cut) } else { Vec::new() }).collect();
        let width = self.width - cut;
        Some([Grid { rows: left, width: cut }, Grid { rows: right, width }])
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> Option<&Slot> {
        self.rows.get(row)?.get(column)
    }

    /// The slot on line `line` at position `position`: rows × columns, or turned.
    pub(crate) fn cell(&self, turned: bool, line: usize, position: usize) -> Option<&Slot> {
        if turned { self.at(position, line) } else { self.at(line, position) }
    }

    pub(crate) fn size(&self, turned: bool) -> (usize, usize) {
        if turned { (self.width, self.rows.len()) } else { (self.rows.len(), self.width) }
    }

    /// The words at the head of a position: the labels before its first number.
    pub(crate) fn header(&self, turned: bool, position: usize) -> String {
        let (lines, _) = self.size(turned);
        let mut words = String::new();
        for line in 0..lines.min(12) {
            match self.cell(turned, line, position) {
                Some(slot) if slot.amount.is_some() && line > 0 && !is_serial(slot, line) => break,
                Some(slot) if !slot.label.is_empty() && words.len() < 240 => {
                    words.push_str(&slot.label);
                    words.push('|');
                }
                _ => {}
            }
        }
        words
    }

    pub(crate) fn has_numbers(&self, turned: bool, position: usize) -> bool {
        let (lines, _) = self.size(turned);
        (0..lines).any(|l| self.cell(turned, l, position).is_some_and(|s| s.amount.is_some()))
    }
}

/// Columns and rows whose numbers are not quantities of one kind.
pub(crate) fn not_summable(header: &str) -> bool {
    words::NOT_SUMMABLE.iter().any(|w| header.contains(w))
}

/// 1, 2, 3 … down a column.
fn is_serial(slot: &Slot, line: usize) -> bool {
    slot.amount.is_some_and(|a| a.value == line as i128 * ONE) && slot.digits.len() <= 2
}
