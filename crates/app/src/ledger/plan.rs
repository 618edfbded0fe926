//! What an import would do, or did: new, changed cell by cell, left out with the reason, and asked.
//!
//! It is the same for a plan and for what was applied, so that whoever confirmed the one can compare the other. Words
//! are made where it is shown.

use domain::fnv::fnv64;
use domain::ids::RecordId;
use domain::ledger::{CellChange, Table, columns};
use domain::record::IndexNumber;
use office::ledger::RowPlace;

/// Changes that are kept with their cells; beyond it they are only counted.
pub(super) const KEPT_CHANGES: usize = 50_000;

/// Something that comes in or changes.
#[derive(Debug, Clone)]
pub struct Change {
    /// Of which table.
    pub table: Table,
    /// Its title or name, as it will be.
    pub name: String,
    /// The row that says so.
    pub place: Option<RowPlace>,
    /// Whether it was not there before.
    pub new: bool,
    /// Whether it is left out because somebody chose so, or did not confirm what it deletes.
    pub left: bool,
    /// What changes; nothing for what is new.
    pub cells: Vec<Cell>,
    /// Of a new record what one knows it by beside its title: head and cell.
    pub facts: Vec<(&'static str, String)>,
}

impl Change {
    /// The name of its row, by which somebody chooses it ([`super::Choice`]).
    pub fn row(&self) -> String {
        match &self.place {
            Some(place) => row_name(self.table, place),
            None => format!("{}-{}", self.table.code(), self.name),
        }
    }

    /// Whether something that stood there would go.
    pub fn deletes(&self) -> bool {
        self.cells.iter().any(Cell::vanishes)
    }
}

/// A cell, or a list that belongs to a row, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Key of the column, or `releases`, `editions`, `figures`, `identities`.
    pub key: &'static str,
    /// Its head as ledger files have it.
    pub head: &'static str,
    /// Before.
    pub old: String,
    /// After; empty for a deletion.
    pub new: String,
}

impl Cell {
    pub(super) fn of(table: Table, change: CellChange) -> Option<Cell> {
        let column = columns(table).get(change.column)?;
        Some(Cell { key: column.key, head: column.zh, old: change.old, new: change.new })
    }

    /// Whether something that stood there goes.
    pub fn vanishes(&self) -> bool {
        // Of a list a channel, day or address may go while the rest stays.
        let words = |text: &str| text.split([' ', '；']).filter(|word| !word.is_empty()).count();
        !self.old.is_empty() && self.new.is_empty()
            || self.key == "state" && matches!(&*self.new, "撤回" | "到期")
            || self.key == "releases" && words(&self.new) < words(&self.old)
    }
}

/// A row that may be about a record that is there, or about another.
#[derive(Debug, Clone)]
pub struct Possible {
    /// The row.
    pub place: RowPlace,
    /// Its title.
    pub title: String,
    /// The records it may be about.
    pub candidates: Vec<Candidate>,
}

impl Possible {
    /// The name of its row, by which somebody says what it is.
    pub fn row(&self) -> String {
        row_name(Table::Records, &self.place)
    }
}

/// A record that a row may be about.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its id.
    pub id: RecordId,
    /// Its key in ledger files.
    pub key: String,
    /// Its index number.
    pub index: IndexNumber,
    /// Its title.
    pub title: String,
}

/// What an earlier delivery of the same book had and this file has not. It stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Of which table.
    pub table: Table,
    /// Its title or name.
    pub name: String,
    /// Its key in ledger files.
    pub key: String,
    /// A record's index number.
    pub index: Option<IndexNumber>,
}

/// How a row is named: `records-cbf29ce484222325-4`.
pub(super) fn row_name(table: Table, place: &RowPlace) -> String {
    format!("{}-{:x}-{}", table.code(), fnv64(place.sheet.bytes()), place.row)
}
