//! What is open while a page is read: elements, lists, tables, cells.
//!
//! It exists so that unclosed and misnested tags, of which real pages are full, end where a browser
//! ends them. It must not know where text comes from.

use std::collections::HashMap;

use domain::extract::BlockKind;

use super::super::builder::{Draft, Pending};
use super::super::docx_number;

/// An open element.
pub(super) struct Element {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// What it stands for beyond its name.
    pub(super) role: Role,
}

/// What an open element keeps while it is open.
pub(super) enum Role {
    None,
    Heading(u8),
    List(List),
    Entry { marker: Option<String>, level: u8 },
    Link { start: usize, address: String },
    Table(Table),
    Cell(Cell),
}

/// An open list.
pub(super) struct List {
    pub(super) ordered: bool,
    pub(super) next: i64,
    pub(super) style: String,
}

impl List {
    /// The number or bullet of the next entry.
    pub(super) fn marker(&mut self, value: Option<i64>) -> String {
        if !self.ordered {
            return "•".to_owned();
        }
        let number = value.unwrap_or(self.next);
        self.next = number.saturating_add(1);
        let format = match self.style.as_str() {
            "a" => "lowerLetter",
            "A" => "upperLetter",
            "i" => "lowerRoman",
            "I" => "upperRoman",
            _ => "decimal",
        };
        match u32::try_from(number) {
            Ok(count) if count > 0 => format!("{}.", docx_number(count, format)),
            _ => format!("{number}."),
        }
    }
}

/// An open table and the cells it has so far.
pub(super) struct Table {
    pub(super) index: usize,
    row: usize,
    column: usize,
    rows_seen: bool,
    /// For each column, how many more rows a cell from above covers.
    covered: HashMap<usize, usize>,
    pub(super) blocks: Vec<Pending>,
}

impl Table {
    pub(super) fn new(index: usize) -> Table {
        Table { index, row: 0, column: 0, rows_seen: false, covered: HashMap::new(), blocks: Vec::new() }
    }

    pub(super) fn begin_row(&mut self) {
        if self.rows_seen {
            self.row += 1;
            self.covered.retain(|_, rows| {
                *rows -= 1;
                *rows > 0
            });
        }
        self.rows_seen = true;
        self.column = 0;
    }

    /// The row and column of the next cell, past what cells above cover.
    pub(super) fn place(&mut self, rows: usize, columns: usize) -> (usize, usize) {
        self.rows_seen = true;
        while self.covered.contains_key(&self.column) {
            self.column += 1;
        }
        let at = (self.row, self.column);
        // No real table is wider; a hostile one must not make this map grow.
        if rows > 1 && self.column < 20_000 {
            for column in self.column..self.column + columns {
                self.covered.insert(column, rows);
            }
        }
        self.column += columns;
        at
    }
}

/// An open cell. What it holds decides at its end whether it was a cell or only layout.
pub(super) struct Cell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) line: usize,
    pub(super) blocks: Vec<Pending>,
    pub(super) layout: bool,
}

/// A cell with more paragraphs than this is a column of a page, not a cell.
const PARAGRAPHS: usize = 8;

impl Cell {
    /// The blocks of a closed cell of table `table`.
    pub(super) fn close(self, table: usize) -> Vec<Pending> {
        let heading = self.blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading(_)));
        if self.layout || heading || self.blocks.len() > PARAGRAPHS {
            return self.blocks;
        }
        let kind = BlockKind::Cell {
            table,
            row: self.row,
            column: self.column,
            row_span: self.rows,
            column_span: self.columns,
        };
        let mut whole = Draft::default();
        let mut aside = Vec::new();
        for block in self.blocks {
            if block.concealed.is_some() {
                aside.push(block);
                continue;
            }
            if !whole.is_blank() {
                whole.push("\n");
            }
            if let BlockKind::ListItem { marker: Some(marker), .. } = &block.kind {
                whole.push(marker);
                whole.push(" ");
            }
            whole.append(block.draft);
        }
        let mut blocks = Vec::new();
        if !whole.is_blank() {
            blocks.push(super::pending(whole, kind, self.line, None));
        }
        blocks.extend(aside);
        blocks
    }
}
