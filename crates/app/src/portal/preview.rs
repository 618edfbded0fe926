//! A file of a record as a page can show it: its headings, paragraphs and tables, read as the guard reads it.
//!
//! It exists for whoever has no program for the file, or a telephone. What the file keeps from its readers (hidden rows, deleted
//! words, comments, properties) is not shown here either; pictures and looks are the file's own.

use super::Portal;
use crate::error::{Error, Result};
use crate::guard::{Source, read_text};
use domain::extract::{Block, BlockKind, Extract, Place};
use domain::ids::{AttachmentId, RecordId};
use domain::record::{Attachment, Shown};
use office::read::{Limits, ReadError};
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

/// Most bytes of text and cells that a page shows, and columns of a table; the rest is in the file.
const TEXT: usize = 400_000;
const CELLS: usize = 12_000;
const COLUMNS: usize = 60;

/// A file and what it says.
#[derive(Debug)]
pub struct Preview {
    /// The file.
    pub file: Attachment,
    /// Title of its record.
    pub title: String,
    /// What it says, or why nobody can read it here.
    pub read: std::result::Result<Vec<Part>, ReadError>,
    /// Whether there is more in the file than is shown.
    pub cut: bool,
}

/// A piece of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A heading, of level 1 to 9.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// An entry of a list, with its number as it is printed.
    Item(String, String),
    /// A table with its name, which is empty for one of a document.
    Table(String, Vec<Vec<Cell>>),
    /// A page of a file that has fixed ones, from 1.
    Page(usize),
}

/// A cell, and how many rows and columns it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub text: String,
    /// At least 1.
    pub rows: usize,
    /// At least 1.
    pub columns: usize,
}

/// Whether a page can show what a file of this kind says.
pub fn is_readable(file: &Attachment) -> bool {
    file.kind().is_some_and(|kind| matches!(kind.group, "text" | "sheet" | "pdf"))
}

impl Portal {
    /// What a file of the edition on view says; `None` when there is none, `Some(None)` when it has come down.
    ///
    /// # Errors
    /// Of the database, or when the file is not there.
    pub async fn preview(&self, id: RecordId, attachment: AttachmentId) -> Result<Option<Option<Preview>>> {
        let Some(found) = self.attachment(id, attachment).await? else { return Ok(None) };
        let Some((file, bytes)) = found else { return Ok(Some(None)) };
        if !is_readable(&file) {
            return Ok(None);
        }
        let shown = self.app.store.read().await?.shown(id, &self.reach, self.today()).await?;
        let Shown::Record(record) = shown else { return Ok(None) };
        let title = record.public_edition().map(|edition| edition.title.clone()).unwrap_or_default();
        let name = file.name.clone();
        // A page waits shorter than somebody who checks a file.
        let limits = Limits { max_time: Duration::from_secs(15), ..Limits::default() };
        let read = move || read_text(Source::Held { name: &name, bytes: &bytes }, &limits);
        let read = tokio::task::spawn_blocking(read).await.map_err(Error::internal)?;
        let mut cut = false;
        let read = read.map(|extract| parts(&extract, &mut cut));
        Ok(Some(Some(Preview { file, title, read, cut })))
    }
}

/// What of a file its readers see, in order.
fn parts(extract: &Extract, cut: &mut bool) -> Vec<Part> {
    let (mut parts, mut page, mut bytes, mut cells) = (Vec::new(), 0, 0, 0);
    let mut table: Option<Table> = None;
    for block in extract.blocks.iter().filter(|block| block.concealed.is_none()) {
        let text = extract.text.get(block.range.clone()).unwrap_or_default().trim();
        let Some(kind) = shown(&block.kind).filter(|_| !text.is_empty()) else { continue };
        bytes += text.len();
        cells += usize::from(matches!(block.kind, BlockKind::Cell { .. }));
        if bytes > TEXT || cells > CELLS {
            *cut = true;
            break;
        }
        if let BlockKind::Cell { table: number, .. } = block.kind {
            if table.as_ref().is_none_or(|table| table.number != number) {
                parts.extend(table.take().map(Table::part));
                table = Some(Table { number, name: sheet(block), cells: BTreeMap::new() });
            }
            if let Some(table) = &mut table {
                *cut |= !table.add(&block.kind, text);
            }
            continue;
        }
        parts.extend(table.take().map(Table::part));
        if let Place::Page { page: on, .. } = block.place
            && on != page
        {
            page = on;
            parts.push(Part::Page(page));
        }
        parts.push(kind(text.to_string()));
    }
    parts.extend(table.map(Table::part));
    parts
}

/// How a block is shown that is not a cell; nothing for what a reader of the file does not see in its text.
fn shown(kind: &BlockKind) -> Option<Box<dyn Fn(String) -> Part>> {
    match kind {
        BlockKind::Heading(level) => {
            let level = *level;
            Some(Box::new(move |text| Part::Heading(level, text)))
        }
        BlockKind::ListItem { marker, .. } => {
            let marker = marker.clone().unwrap_or_default();
            Some(Box::new(move |text| Part::Item(marker.clone(), text)))
        }
        BlockKind::Paragraph | BlockKind::Note | BlockKind::TextBox | BlockKind::Cell { .. } => {
            Some(Box::new(Part::Text))
        }
        BlockKind::PageMargin | BlockKind::Comment | BlockKind::Deleted | BlockKind::Property | BlockKind::Stored => {
            None
        }
    }
}

fn sheet(block: &Block) -> String {
    match &block.place {
        Place::Cell { sheet, .. } => sheet.clone(),
        _ => String::new(),
    }
}

/// A table as its cells come.
struct Table {
    number: usize,
    name: String,
    /// By row and column.
    cells: BTreeMap<(usize, usize), Cell>,
}

impl Table {
    /// False when it stands too far to the right to be shown.
    fn add(&mut self, kind: &BlockKind, text: &str) -> bool {
        let BlockKind::Cell { row, column, row_span, column_span, .. } = *kind else { return true };
        if column >= COLUMNS {
            return false;
        }
        let columns = column_span.clamp(1, COLUMNS - column);
        let new = || Cell { text: String::new(), rows: row_span.clamp(1, CELLS), columns };
        let cell = self.cells.entry((row, column)).or_insert_with(new);
        // A cell of a document comes paragraph by paragraph.
        if !cell.text.is_empty() {
            cell.text.push('\n');
        }
        cell.text.push_str(text);
        true
    }

    /// Rows that have something, each with a cell in every place that none from the left or from above covers.
    fn part(self) -> Part {
        let rows: Vec<usize> =
            self.cells.keys().map(|(row, _)| *row).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        let width = self.cells.iter().map(|((_, column), cell)| column + cell.columns).max().unwrap_or(0);
        let mut covered: HashSet<(usize, usize)> = HashSet::new();
        let mut shown = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let mut line = Vec::new();
            for column in 0..width {
                if covered.contains(&(*row, column)) {
                    continue;
                }
                let empty = || Cell { text: String::new(), rows: 1, columns: 1 };
                let mut cell = self.cells.get(&(*row, column)).cloned().unwrap_or_else(empty);
                // Of the rows it covers only those count that are shown.
                let covers = rows[at..].iter().take_while(|other| **other < row + cell.rows);
                let covers: Vec<usize> = covers.copied().collect();
                cell.rows = covers.len().max(1);
                for other in covers {
                    covered.extend((column..column + cell.columns).map(|column| (other, column)));
                }
                line.push(cell);
            }
            shown.push(line);
        }
        Part::Table(self.name, shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::extract::Concealed;

    fn cell(extract: &mut Extract, at: (usize, usize), span: (usize, usize), text: &str, hidden: Option<Concealed>) {
        let kind = BlockKind::Cell { table: 0, row: at.0, column: at.1, row_span: span.0, column_span: span.1 };
        let place = Place::Cell { sheet: "名单".into(), cell: "A1".into() };
        extract.push(text, kind, place, hidden);
    }

    #[test]
    fn a_table_is_shown_as_it_is_laid_out_without_what_is_hidden() {
        let mut extract = Extract::default();
        cell(&mut extract, (0, 0), (1, 3), "标题", None);
        cell(&mut extract, (2, 0), (2, 1), "甲", None);
        cell(&mut extract, (2, 2), (1, 1), "1", None);
        cell(&mut extract, (3, 1), (1, 1), "乙", None);
        cell(&mut extract, (4, 0), (1, 1), "藏", Some(Concealed::HiddenRow));
        let mut cut = false;
        let parts = parts(&extract, &mut cut);
        let [Part::Table(name, rows)] = parts.as_slice() else { panic!("{parts:?}") };
        let laid: Vec<Vec<(&str, usize, usize)>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| (cell.text.as_str(), cell.rows, cell.columns)).collect())
            .collect();
        let expected =
            [vec![("标题", 1, 3)], vec![("甲", 2, 1), ("", 1, 1), ("1", 1, 1)], vec![("乙", 1, 1), ("", 1, 1)]];
        assert_eq!((name.as_str(), laid, cut), ("名单", expected.to_vec(), false));
    }

    #[test]
    fn comments_deleted_words_and_margins_are_not_shown_and_a_far_column_is_told() {
        let mut extract = Extract::default();
        let at = |n| Place::Paragraph { part: "body".into(), number: n };
        extract.push("一、总则", BlockKind::Heading(1), at(1), None);
        extract.push("批注", BlockKind::Comment, at(2), None);
        extract.push("删去", BlockKind::Deleted, at(3), Some(Concealed::TrackedDeletion));
        extract.push("页眉", BlockKind::PageMargin, at(4), None);
        extract.push("正文", BlockKind::Paragraph, at(5), None);
        cell(&mut extract, (0, 5_000), (1, 1), "远", None);
        let mut cut = false;
        let shown = parts(&extract, &mut cut);
        assert_eq!(shown[..2], [Part::Heading(1, "一、总则".into()), Part::Text("正文".into())]);
        assert!(cut);
    }
}
