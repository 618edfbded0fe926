//! The tables of a .docx as the sheets of a book.
//!
//! Departments keep their registers as Word tables, a title and the unit's line above each. What stands between the last
//! table and this one is the title rows of the sheet; its name is the line that names a unit, else the heading, else its
//! number. The text is what the reader of documents finds ([`crate::read`]); nothing that is hidden or deleted is read.

use super::error::short;
use super::map::{Mapper, RawHint, RawRow};
use super::place::PlaceKind;
use super::sheets::{self, Grid, Merged};
use super::sink::{Sink, Stop};
use super::{LedgerFileError, Limits};
use crate::read::{self, ReadError};
use calamine::Dimensions;
use domain::extract::{BlockKind, Extract, Link};
use domain::ledger::{
    SheetFacts, StatedYear, Taken, closing_line, is_numbered, opens, table_of, unit_of_group, unit_of_title,
};
use std::path::Path;

/// Paragraphs above a table that may say what it is.
const TITLES: usize = 8;

/// One table of the document.
#[derive(Default)]
struct Sheet {
    name: String,
    /// A heading is no sheet's name: a short word in it need not be a unit.
    unit: Option<(String, Taken)>,
    /// What the document states at its beginning.
    year: StatedYear,
    /// A line above it or at the document's beginning that says that not everybody may see it.
    closed: Option<String>,
    titles: Vec<String>,
    rows: Vec<RawRow>,
    merged: Vec<Dimensions>,
}

pub(crate) fn produce(path: &Path, limits: &Limits, sink: &mut Sink) -> Result<(), Stop> {
    let bounds = read::Limits {
        max_bytes: limits.file_bytes,
        max_inflated: limits.unfolded_bytes,
        max_part: limits.unfolded_bytes,
        ..read::Limits::default()
    };
    let extract = read::read_file(path, &bounds).map_err(refused)?;
    let sheets = sheets_of(&extract);
    let answers = sink.answers();
    let grids = sheets.iter().map(|sheet| {
        let (unit, year, closed) = (sheet.unit.clone(), sheet.year, sheet.closed.clone());
        let facts = SheetFacts { unit, year, closed, ..SheetFacts::default() };
        let mut grid = Grid::given(facts);
        for row in &sheet.rows {
            if !grid.see(&row.cells, &answers) {
                break;
            }
        }
        (sheet.name.clone(), grid)
    });
    let plans = sheets::plan(grids.collect::<Vec<_>>().into_iter(), sink);
    for (sheet, plan) in sheets.into_iter().zip(plans) {
        let Some(plan) = plan else { continue };
        let mut mapper = Mapper::new(plan.table, PlaceKind::Sheet, sheet.name.as_str().into(), limits, plan.facts);
        for title in sheet.titles {
            sheets::take(&mut mapper, RawRow { row: 0, cells: vec![title], hints: Vec::new() }, sink)?;
        }
        let mut merged = Merged::of(sheet.merged);
        for mut row in sheet.rows {
            merged.fill(&mut row, mapper.head_row());
            sheets::take(&mut mapper, row, sink)?;
        }
        mapper.end(sink)?;
    }
    sheets::ended(sink)
}

fn refused(error: ReadError) -> LedgerFileError {
    match error {
        ReadError::Encrypted => LedgerFileError::Password,
        ReadError::TooLarge { what: "bytes", limit } => LedgerFileError::Size { what: "file-bytes", limit },
        ReadError::TooLarge { what: "inflated-bytes", limit } => {
            LedgerFileError::Size { what: "unfolded-bytes", limit }
        }
        ReadError::Unsupported { .. } => LedgerFileError::Document,
        other => LedgerFileError::damaged(other),
    }
}

/// The tables with what stands above each.
fn sheets_of(extract: &Extract) -> Vec<Sheet> {
    let mut sheets: Vec<(usize, Sheet)> = Vec::new();
    let (mut above, mut heading): (Vec<String>, Option<String>) = (Vec::new(), None);
    let mut links: Vec<&Link> = extract.links.iter().collect();
    links.sort_by_key(|link| link.range.start);
    for block in extract.blocks.iter().filter(|block| block.concealed.is_none()) {
        let text = extract.text_of(block).trim();
        match &block.kind {
            BlockKind::Cell { table, row, column, row_span, column_span } => {
                let at = match sheets.iter().rposition(|(known, _)| known == table) {
                    Some(at) => at,
                    None => {
                        let titles = std::mem::take(&mut above);
                        sheets.push((*table, begun(titles, heading.take(), &sheets)));
                        sheets.len() - 1
                    }
                };
                let first = links.partition_point(|link| link.range.start < block.range.start);
                let links = links[first..].iter().take_while(|link| link.range.start <= block.range.end);
                let sheet = &mut sheets[at].1;
                sheet.put((*row, *column), text, links.map(|link| link.address.as_str()));
                if *row_span > 1 {
                    sheet.merged.extend(range((*row, *column), (*row_span, *column_span)));
                }
            }
            BlockKind::Heading(_) | BlockKind::Paragraph | BlockKind::ListItem { .. } if !text.is_empty() => {
                if matches!(block.kind, BlockKind::Heading(_)) {
                    heading = Some(text.to_string());
                }
                above.push(text.to_string());
                if above.len() > TITLES {
                    above.remove(0);
                }
            }
            _ => {}
        }
    }
    sheets.into_iter().map(|(_, sheet)| sheet).collect()
}

/// A table that begins under titles.
fn begun(titles: Vec<String>, heading: Option<String>, before: &[(usize, Sheet)]) -> Sheet {
    let lines = || titles.iter().rev();
    let group =
        lines().find_map(|line| unit_of_group(std::slice::from_ref(line)).map(|unit| (unit, Taken::UnitOfGroup)));
    let unit = group.or_else(|| lines().find_map(|line| unit_of_title(line).map(|unit| (unit, Taken::UnitOfTitle))));
    let number = format!("表{}", before.len() + 1);
    let named = unit.as_ref().map(|(unit, _)| unit.clone()).or(heading).map(|name| short(&name));
    let taken = |name: &String| before.iter().any(|(_, sheet)| sheet.name == *name) || table_of(name).is_some();
    let name = match named {
        Some(name) if taken(&name) => format!("{number}（{name}）"),
        Some(name) => name,
        None => number,
    };
    let year = match before.first() {
        Some((_, first)) => first.year,
        None => StatedYear::of(&titles.join("\n")),
    };
    let closed = closing_line(titles.iter().map(String::as_str));
    // What stands over the first table may be said of the whole document; the heading of a part is not.
    let whole = || {
        let line = before.first().and_then(|(_, first)| first.closed.clone())?;
        (!is_numbered(&line) && !titles.iter().any(|title| opens(title))).then_some(line)
    };
    let closed = closed.or_else(whole);
    Sheet { name, unit, year, closed, titles, ..Sheet::default() }
}

fn range((row, column): (usize, usize), (rows, columns): (usize, usize)) -> Option<Dimensions> {
    let number = |at: usize| u32::try_from(at).ok();
    let end = (number(row + rows - 1)?, number(column + columns.max(1) - 1)?);
    Some(Dimensions::new((number(row)?, number(column)?), end))
}

impl Sheet {
    fn put<'a>(&mut self, (row, column): (usize, usize), text: &str, links: impl Iterator<Item = &'a str>) {
        let number = row as u64 + 1;
        let at = match self.rows.iter().rposition(|known| known.row == number) {
            Some(at) => at,
            None => {
                self.rows.push(RawRow { row: number, ..RawRow::default() });
                self.rows.len() - 1
            }
        };
        let held = &mut self.rows[at];
        if held.cells.len() <= column {
            held.cells.resize(column + 1, String::new());
        }
        let cell = &mut held.cells[column];
        if !cell.is_empty() {
            cell.push('\n');
        }
        cell.push_str(text);
        let mut found: Vec<&str> = Vec::new();
        for link in links {
            if !found.contains(&link) {
                found.push(link);
            }
        }
        if !found.is_empty() {
            let at = u32::try_from(column).unwrap_or(u32::MAX);
            // Several in one cell are read like several addresses written there.
            held.hints.push(RawHint { at, link: Some(found.join("\n")), ..RawHint::default() });
        }
    }
}
