//! What an import did, and what it refused.

use super::names::Recognised;
use domain::ledger::{FaultKind, Table, columns};
use office::ledger::{LedgerFileError, Notice, RowPlace};
use std::collections::BTreeMap;

/// Bad rows that are kept with their place; beyond it they are only counted.
pub(super) const KEPT_BAD: usize = 1_000;

/// Rows of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Came in for the first time.
    pub new: u64,
    /// Were there and are different now.
    pub changed: u64,
    /// Were there just so.
    pub same: u64,
}

/// A row that was refused.
#[derive(Debug, Clone)]
pub enum Bad {
    /// One cell of it is wrong.
    Cell {
        /// Its table.
        table: Table,
        /// Column by its position in the table.
        column: usize,
        /// What is wrong.
        kind: FaultKind,
        /// What stands there, cut; for a broken identity the arithmetic.
        text: String,
        /// Where.
        place: RowPlace,
    },
    /// The file gives no row there at all.
    File(LedgerFileError),
}

impl Bad {
    /// The column's head, when a cell is wrong.
    pub fn head(&self) -> Option<&'static str> {
        match self {
            Bad::Cell { table, column, .. } => columns(*table).get(*column).map(|column| column.zh),
            Bad::File(_) => None,
        }
    }
}

/// What an import did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Rows by table.
    pub tables: BTreeMap<Table, Count>,
    /// Bad rows, the first [`KEPT_BAD`] with their faults.
    pub bad: Vec<Bad>,
    /// Rows refused in all.
    pub bad_rows: u64,
    /// Units and channels that rows named and nothing described; they were entered by name.
    pub entered: Vec<(Table, String)>,
    /// Units and channels that the file names as they were called before.
    pub recognised: Vec<Recognised>,
    /// What was passed over in the file.
    pub notices: Vec<Notice>,
    /// Whether the good rows were kept. False after a dry run, or when a bad row forbade it.
    pub kept: bool,
}

impl Outcome {
    pub(super) fn count(&mut self, table: Table, saved: store::Saved) {
        let count = self.tables.entry(table).or_default();
        match saved {
            store::Saved::New => count.new += 1,
            store::Saved::Changed => count.changed += 1,
            store::Saved::Same => count.same += 1,
        }
    }

    pub(super) fn refuse(&mut self, faults: impl IntoIterator<Item = Bad>) {
        self.bad_rows += 1;
        for bad in faults {
            if self.bad.len() < KEPT_BAD {
                self.bad.push(bad);
            }
        }
    }

    /// Rows that came in or changed.
    pub fn written(&self) -> u64 {
        self.tables.values().map(|count| count.new + count.changed).sum()
    }
}
