//! The things that are open while a Word part is walked: paragraphs, tables, cells, fields.
//!
//! It exists so that nesting (a table in a cell, a text box in a paragraph) is a stack and not a
//! recursion a hostile file could drive deep. It must not know XML.

use std::collections::HashMap;

use domain::extract::{BlockKind, Concealed, Place};

use super::super::builder::{Draft, Pending};

/// An open paragraph.
#[derive(Default)]
pub(crate) struct Paragraph {
    pub(crate) draft: Draft,
    pub(crate) style: Option<String>,
    /// List and level as the paragraph itself says.
    pub(crate) list: (Option<i64>, Option<usize>),
    pub(crate) outline: Option<u8>,
    pub(crate) number: usize,
    /// Deleted and hidden text, each run of it a block of its own.
    asides: Vec<(Concealed, Draft)>,
    /// Whether visible text came after the last aside.
    since_aside: bool,
    /// Blocks of text boxes within, which follow the paragraph.
    pub(crate) after: Vec<Pending>,
}

impl Paragraph {
    pub(crate) fn numbered(number: usize) -> Paragraph {
        Paragraph { number, ..Paragraph::default() }
    }

    /// Where text of this visibility goes.
    pub(crate) fn draft_for(&mut self, concealed: Option<Concealed>) -> &mut Draft {
        let Some(why) = concealed else {
            self.since_aside = true;
            return &mut self.draft;
        };
        let continues = !self.since_aside && self.asides.last().is_some_and(|(last, _)| *last == why);
        if !continues {
            self.asides.push((why, Draft::default()));
            self.since_aside = false;
        }
        &mut self.asides.last_mut().expect("one was pushed if there was none").1
    }

    /// The asides as blocks at the paragraph's place.
    pub(crate) fn asides(&mut self, place: &Place, kind: &BlockKind) -> Vec<Pending> {
        let as_pending = |(why, draft): (Concealed, Draft)| {
            let kind = match why {
                Concealed::TrackedDeletion => BlockKind::Deleted,
                Concealed::Stored => BlockKind::Stored,
                _ => kind.clone(),
            };
            Pending { draft, kind, place: place.clone(), concealed: Some(why) }
        };
        self.asides.drain(..).filter(|(_, draft)| !draft.is_blank()).map(as_pending).collect()
    }
}

/// An open table.
pub(crate) struct Table {
    pub(crate) index: usize,
    row: usize,
    column: usize,
    pending: Vec<Pending>,
    /// For each column, the cell (in `pending`) that a merged cell below it belongs to.
    merges: HashMap<usize, usize>,
    rows_seen: bool,
}

/// An open cell.
#[derive(Default)]
pub(crate) struct Cell {
    pub(crate) draft: Draft,
    pub(crate) first: Option<usize>,
    pub(crate) span: usize,
    /// `Some(true)` begins a vertical merge, `Some(false)` continues one.
    pub(crate) merge: Option<bool>,
    pub(crate) after: Vec<Pending>,
}

impl Table {
    pub(crate) fn new(index: usize) -> Table {
        Table { index, row: 0, column: 0, pending: Vec::new(), merges: HashMap::new(), rows_seen: false }
    }

    pub(crate) fn begin_row(&mut self) {
        if self.rows_seen {
            self.row += 1;
        }
        self.rows_seen = true;
        self.column = 0;
    }

    pub(crate) fn skip_columns(&mut self, count: usize) {
        self.column += count.min(1000);
    }

    /// Takes a closed cell; its merges change cells that came before.
    pub(crate) fn take(&mut self, cell: Cell, place: Place) {
        let span = cell.span.clamp(1, 1000);
        let kind = |row_span| BlockKind::Cell {
            table: self.index,
            row: self.row,
            column: self.column,
            row_span,
            column_span: span,
        };
        let continued = if cell.merge == Some(false) { self.merges.get(&self.column).copied() } else { None };
        match continued {
            Some(at) => {
                if let BlockKind::Cell { row_span, .. } = &mut self.pending[at].kind {
                    *row_span += 1;
                }
                // Word shows nothing of a cell that a merge swallowed, yet keeps its text.
                let concealed = Some(Concealed::HiddenText);
                self.pending.push(Pending { draft: cell.draft, kind: kind(1), place, concealed });
            }
            None => {
                self.merges.remove(&self.column);
                if cell.merge == Some(true) {
                    self.merges.insert(self.column, self.pending.len());
                }
                self.pending.push(Pending { draft: cell.draft, kind: kind(1), place, concealed: None });
            }
        }
        self.pending.extend(cell.after);
        self.column += span;
    }

    /// All blocks of the table, blank cells left out.
    pub(crate) fn close(self) -> Vec<Pending> {
        self.pending.into_iter().filter(|pending| !pending.draft.is_blank()).collect()
    }
}

/// What is open, innermost last.
pub(crate) enum Frame {
    Paragraph(Box<Paragraph>),
    Table(Table),
    Cell(Box<Cell>),
    TextBox,
}

/// A complex field: its instruction, then its result.
#[derive(Default)]
pub(crate) struct Field {
    pub(crate) instruction: String,
    /// Where the result begins: frames open, paragraph number, bytes of its draft.
    pub(crate) result: Option<(usize, usize, usize)>,
}

/// The address in a field such as `HYPERLINK "https://…"`.
pub(crate) fn field_address(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim();
    if rest.starts_with('\\') {
        // `\l` leads within the document.
        return None;
    }
    let address = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    (!address.is_empty()).then(|| address.to_owned())
}
