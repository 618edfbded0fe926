//! The text of a record as an extract, so that its tables are read as those of files are, and what they tell of people by name.

use check::personal::{Finding, may_list_people, told_in_tables};
use domain::extract::{BlockKind, Extract, Place};
use domain::text::{Block, Table, blocks};
use std::collections::BTreeMap;
use std::ops::Range;

/// Where a block of a record's text comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) line: usize,
    /// First line of its table, its row and its place in the row.
    pub(super) cell: Option<(usize, usize, usize)>,
}

/// The text of a record as an extract, and where each block comes from.
pub(super) fn extract_of(body: &str) -> (Extract, Vec<Origin>) {
    let mut extract = Extract::default();
    let mut from = Vec::new();
    let mut tables = 0;
    for placed in blocks(body) {
        let line = |line: usize| Place::Line { line: line + 1, column: 1 };
        match &placed.block {
            Block::Heading(_, words) | Block::Paragraph(_, words) => {
                extract.push(words, BlockKind::Paragraph, line(placed.line), None);
                from.push(Origin { line: placed.line, cell: None });
            }
            Block::Picture(picture) => {
                extract.push(&picture.caption, BlockKind::Paragraph, line(placed.line), None);
                from.push(Origin { line: placed.line, cell: None });
            }
            Block::Table(table) => {
                for (row, at, column, cell) in laid_out(table) {
                    let (row_span, column_span) = (cell.rows as usize, cell.columns as usize);
                    let kind = BlockKind::Cell { table: tables, row, column, row_span, column_span };
                    extract.push(&cell.text, kind, line(placed.line + row), None);
                    from.push(Origin { line: placed.line + row, cell: Some((placed.line, row, at)) });
                }
                tables += 1;
            }
        }
    }
    (extract, from)
}

/// What tables of a text tell of people by name that nobody needs to know, each with its characters in the text.
pub(super) fn told_in_text(text: &str) -> Vec<(Finding, Range<usize>)> {
    if !text.contains('\n') || !may_list_people(text) {
        return Vec::new();
    }
    let (extract, from) = extract_of(text);
    // Each line with the character at which it begins.
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut characters = 0;
    for line in text.split('\n') {
        lines.push((characters, line.strip_suffix('\r').unwrap_or(line)));
        characters += line.chars().count() + 1;
    }
    let place = |finding: &Finding| {
        let (block, origin) = (extract.blocks.get(finding.block)?, from.get(finding.block)?);
        let (begin, line) = *lines.get(origin.line)?;
        let segment = match (&block.kind, origin.cell) {
            (BlockKind::Cell { column, .. }, Some(_)) => raw_cell(line, *column)?,
            _ => 0..line.len(),
        };
        let words = &extract.text[finding.range.clone()];
        let within = line[segment.clone()].find(words).map(|at| segment.start + at..segment.start + at + words.len());
        let bytes = within.unwrap_or(segment);
        let characters = |byte: usize| begin + line[..byte].chars().count();
        Some(characters(bytes.start)..characters(bytes.end))
    };
    let told = told_in_tables(&extract);
    told.into_iter()
        .filter_map(|finding| Some((place(&finding)?, finding)))
        .map(|(at, finding)| (finding, at))
        .collect()
}

/// Where a cell stands in the line of its row, without blanks around it.
fn raw_cell(line: &str, column: usize) -> Option<Range<usize>> {
    let mut bars = Vec::new();
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if c == '|' && !escaped {
            bars.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    let (start, end) = (bars.get(column)? + 1, *bars.get(column + 1)?);
    let cell = &line[start..end];
    let start = start + (cell.len() - cell.trim_start().len());
    Some(start..start + cell.trim().len())
}

/// The cells of a table: row, place in the row, column in which it begins.
fn laid_out(table: &Table) -> Vec<(usize, usize, usize, &domain::text::Cell)> {
    // How far down each column is taken by a cell that began above.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut cells = Vec::new();
    for (row, begun) in table.rows.iter().enumerate() {
        let mut column = 0;
        for (at, cell) in begun.iter().enumerate() {
            while taken.get(&column).is_some_and(|below| *below > row) {
                column += 1;
            }
            cells.push((row, at, column, cell));
            for across in 0..cell.columns as usize {
                taken.insert(column + across, row + cell.rows as usize);
            }
            column += cell.columns as usize;
        }
    }
    cells
}
