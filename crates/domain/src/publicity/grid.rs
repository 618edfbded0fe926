//! The tables of a file as rows of cells, each with the bytes that it stands for: those that are tables, and lists whose columns
//! only blanks divide.
//!
//! It exists so that lists of people are found alike wherever they stand ([`super::beside`]). It judges nothing.

use super::beside::Row;
use super::roll::Roll;
use crate::extract::{BlockKind, Extract};
use std::collections::BTreeMap;
use std::ops::Range;

/// Cells that a joined cell is laid over; one that is joined over more is no head.
const MOST_JOINED: usize = 64;
/// Longest word of a head in a line of text.
const LONGEST_HEAD: usize = 10;
/// What stands for a cell of a line that cannot be told from its neighbours.
pub const UNTOLD: &str = "·";

/// A table of an extract, with the block and the bytes that each cell stands for.
#[derive(Debug, Default)]
pub struct Grid {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Block and bytes of each cell, by row and column.
    pub from: BTreeMap<(usize, usize), (usize, Range<usize>)>,
}

impl Grid {
    /// Puts a cell into its place.
    pub fn set(&mut self, row: usize, column: usize, text: String, from: Option<(usize, Range<usize>)>) {
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Row::new);
        }
        self.rows[row].insert(column, text);
        if let Some(from) = from {
            self.from.insert((row, column), from);
        }
    }
}

/// The tables of a file, then the lists in its lines.
pub fn grids(extract: &Extract) -> Vec<Grid> {
    tables(extract).into_values().chain(lined(extract)).collect()
}

/// The tables of a file by number, cell by cell: what is hidden in it goes to whoever gets it too.
pub fn tables(extract: &Extract) -> BTreeMap<usize, Grid> {
    let mut grids: BTreeMap<usize, Grid> = BTreeMap::new();
    // A sheet may begin at any row; rows without anything are none.
    let mut rows: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for block in &extract.blocks {
        if let BlockKind::Cell { table, row, row_span, column_span, .. } = block.kind {
            let rows = rows.entry(table).or_default();
            let joined = if row_span.saturating_mul(column_span) <= MOST_JOINED { row_span.max(1) } else { 1 };
            for row in row..row.saturating_add(joined) {
                rows.insert(row, 0);
            }
        }
    }
    for rows in rows.values_mut() {
        for (at, (_, dense)) in rows.iter_mut().enumerate() {
            *dense = at;
        }
    }
    for (at, block) in extract.blocks.iter().enumerate() {
        let BlockKind::Cell { table, row, column, row_span, column_span } = block.kind else { continue };
        let Some((text, range)) = trimmed(extract, block.range.clone()) else { continue };
        let (down, across) = match row_span.saturating_mul(column_span) <= MOST_JOINED {
            true => (row_span.max(1), column_span.max(1)),
            false => (1, 1),
        };
        let grid = grids.entry(table).or_default();
        for row in row..row.saturating_add(down) {
            let Some(dense) = rows.get(&table).and_then(|rows| rows.get(&row)) else { continue };
            for column in column..column.saturating_add(across) {
                grid.set(*dense, column, text.to_string(), Some((at, range.clone())));
            }
        }
    }
    grids
}

fn trimmed(extract: &Extract, range: Range<usize>) -> Option<(&str, Range<usize>)> {
    let text = extract.text.get(range.clone())?;
    let start = range.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    (!text.is_empty()).then(|| (text, start..start + text.len()))
}

/// Lists whose columns only blanks divide, line under line, as a PDF file or a text has them.
pub fn lined(extract: &Extract) -> Vec<Grid> {
    let mut grids = Vec::new();
    let mut lines: Vec<Vec<(usize, Range<usize>)>> = Vec::new();
    for (at, block) in extract.blocks.iter().enumerate() {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. } | BlockKind::TextBox) {
            continue;
        }
        let mut start = block.range.start;
        for line in extract.text_of(block).split('\n') {
            let words = words(line);
            if words.len() < 2 {
                grids.extend(ruled(extract, std::mem::take(&mut lines)));
            } else {
                lines.push(words.into_iter().map(|word| (at, start + word.start..start + word.end)).collect());
            }
            start += line.len() + 1;
        }
    }
    grids.extend(ruled(extract, lines));
    grids
}

/// The words of a line, divided by tabs where there are some, by bars, or by blanks.
fn words(line: &str) -> Vec<Range<usize>> {
    let divides = |c: char| match () {
        () if line.contains('\t') => c == '\t',
        () if line.contains(['|', '｜']) => matches!(c, '|' | '｜'),
        () => c.is_whitespace(),
    };
    let mut words = Vec::new();
    let mut start = 0;
    for part in line.split(divides) {
        let from = start + (part.len() - part.trim_start().len());
        if !part.trim().is_empty() {
            words.push(from..from + part.trim().len());
        }
        start += part.len() + line[start + part.len()..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

/// The list in lines of words, when a line among them is its head: short words, names among them, and lines of as many below.
fn ruled(extract: &Extract, lines: Vec<Vec<(usize, Range<usize>)>>) -> Option<Grid> {
    let text = |(_, range): &(usize, Range<usize>)| extract.text[range.clone()].to_string();
    let is_head = |line: &Vec<(usize, Range<usize>)>| {
        let words: Vec<String> = line.iter().map(text).collect();
        words.iter().all(|word| word.chars().count() <= LONGEST_HEAD)
            && Roll { heads: words, rows: Vec::new() }.name_columns().len() == 1
    };
    let head = lines.iter().position(is_head)?;
    let width = lines[head].len();
    if lines.get(head + 1)?.len() != width {
        return None;
    }
    let mut grid = Grid::default();
    for (row, line) in lines[head..].iter().enumerate() {
        let fits = line.len() == width;
        // A cell is empty, and nobody knows which: what is a number of somebody is judged as one in every column.
        let long = |word: &&(usize, Range<usize>)| text(word).chars().filter(char::is_ascii_digit).count() >= 8;
        let number = line.iter().find(long).map(text).unwrap_or_else(|| UNTOLD.to_string());
        for column in 0..width {
            match line.get(column).filter(|_| fits) {
                Some(word) => grid.set(row, column, text(word), Some(word.clone())),
                None => grid.set(row, column, number.clone(), None),
            }
        }
    }
    Some(grid)
}
