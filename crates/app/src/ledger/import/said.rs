//! A row of a ledger file as it was read, and what it and a record that is there are recognised by.

use crate::ledger::tally::Bad;
use domain::date::PartialDate;
use domain::ledger::{self, Entry, Face, FaultKind, RecordEntry, ReleaseEntry, Row, SheetFacts, Table};
use domain::record::Record;
use domain::school_year::SchoolYear;
use office::ledger::RowPlace;
use std::sync::Arc;

pub(super) type Placed<T> = (T, RowPlace);

/// A row as it was read, and what it says by itself.
pub(super) struct Said {
    pub(super) row: Row,
    /// As an entry; of a file that has not all columns it may lack what is there already.
    pub(super) entry: std::result::Result<Entry, Vec<ledger::Fault>>,
    /// Releases that the row of a record names beside its own.
    pub(super) releases: Vec<ReleaseEntry>,
    /// Columns in which something stands that says nothing, and what.
    pub(super) unread: Vec<(usize, String)>,
    /// What its sheet states.
    pub(super) facts: Arc<SheetFacts>,
}

impl Default for Said {
    fn default() -> Said {
        Said {
            row: Row::default(),
            entry: Err(Vec::new()),
            releases: Vec::new(),
            unread: Vec::new(),
            facts: Arc::default(),
        }
    }
}

impl Said {
    /// The school year that its sheet states.
    pub(super) fn stated(&self) -> Option<SchoolYear> {
        self.facts.year.school()
    }

    /// What a row is recognised by that is no entry for want of columns.
    pub(super) fn face(&self) -> Face {
        let text = |key: &str| self.row.cell(column(key)).to_string();
        let date = |key: &str| text(key).parse().unwrap_or_default();
        let (published, made): (PartialDate, PartialDate) = (date("published_on"), date("made_on"));
        Face {
            title: text("title"),
            item: text("item"),
            unit: text("unit"),
            date: if published.is_unknown() { made } else { published },
            made,
            year: ledger::year_said(text("year").parse().ok(), published, made),
            number: text("document_number"),
            addresses: Some(text("locator")).filter(|text| !text.is_empty()).into_iter().collect(),
        }
    }

    /// The row with one cell changed.
    pub(super) fn with(self, table: Table, column: usize, text: &str) -> Said {
        let mut row = self.row;
        if let Some(cell) = row.0.get_mut(column) {
            text.clone_into(cell);
        }
        let entry = match self.entry {
            Ok(_) => ledger::parse(table, &row),
            Err(faults) => Err(faults),
        };
        Said { row, entry, ..self }
    }

    /// Whether the row says something in a column: its file has it, and what stands there can be read.
    pub(super) fn has(&self, at: usize, place: &RowPlace) -> bool {
        // The unit that a sheet or a heading names is said of each of its rows.
        let of_sheet = || {
            let named = self.facts.unit.as_ref().filter(|_| at == column("unit"));
            named.is_some_and(|(unit, _)| ledger::is_unit(unit) && *unit == self.row.cell(at))
        };
        // Days that stand in other columns, beside their channels, tell the day of disclosure.
        let told_by_channels = at == column("published_on") && !self.row.cell(at).is_empty();
        (place.has(at) || of_sheet() || told_by_channels) && !self.unread.iter().any(|(unread, _)| *unread == at)
    }

    /// What the row says over one that is there, where its file has no such column. What is wrong in a column that the
    /// file has stays wrong.
    pub(super) fn over(
        self,
        table: Table,
        there: &Row,
        place: &RowPlace,
    ) -> std::result::Result<Entry, Vec<ledger::Fault>> {
        match &self.entry {
            Err(faults) if faults.iter().any(|fault| place.has(fault.column)) => self.entry,
            _ => ledger::parse(table, &ledger::overlay(table, there, &self.row, |at| self.has(at, place))),
        }
    }
}

/// Whether the file has every column of the table.
pub(super) fn is_complete(table: Table, place: &RowPlace) -> bool {
    (0..ledger::columns(table).len()).all(|column| place.has(column))
}

pub(super) fn cells(table: Table, faults: Vec<ledger::Fault>, place: &RowPlace) -> Vec<Bad> {
    let cell = |fault: ledger::Fault| Bad::Cell {
        table,
        column: fault.column,
        kind: fault.kind,
        text: crate::guard::shown(&fault.text),
        place: place.clone(),
    };
    faults.into_iter().map(cell).collect()
}

pub(super) fn bad(table: Table, key: &str, kind: FaultKind, text: impl Into<String>, place: &RowPlace) -> Bad {
    let column = ledger::columns(table).iter().position(|column| column.key == key).unwrap_or_default();
    let text: String = text.into().chars().take(200).collect();
    // Nobody knows what stands in a bad cell: whoever prints it must not have to think of it.
    Bad::Cell { table, column, kind, text: crate::guard::shown(&text), place: place.clone() }
}

/// The column of a record's key, which is its first.
pub(super) const KEY: usize = 0;

/// What a record's row is recognised by; its unit as a code where that is known.
pub(super) fn face(entry: &RecordEntry, unit: &str) -> Face {
    let date = if entry.published_on.is_unknown() { entry.made_on } else { entry.published_on };
    Face {
        year: ledger::year_said(entry.year, entry.published_on, entry.made_on),
        title: entry.title.clone(),
        item: entry.item.to_string(),
        unit: unit.to_string(),
        date,
        made: entry.made_on,
        number: entry.document_number.clone(),
        addresses: Some(&entry.locator).filter(|locator| !locator.is_empty()).cloned().into_iter().collect(),
    }
}

/// A column of the records by its key.
pub(super) fn column(key: &str) -> usize {
    ledger::columns(Table::Records).iter().position(|column| column.key == key).unwrap_or_default()
}

/// Whether a row has something in a column.
pub(super) fn says(row: &Row, key: &str) -> bool {
    !row.cell(column(key)).is_empty()
}

/// What a record that is there is recognised by.
pub(super) fn face_of(record: &Record) -> Face {
    let parts = ledger::take_apart(record);
    let mut found = face(&parts.record, &parts.record.unit);
    found.addresses =
        record.releases.iter().map(|release| release.locator.clone()).filter(|text| !text.is_empty()).collect();
    found
}

pub(super) fn title(record: &Record) -> &str {
    record.principal_edition().map_or("", |edition| edition.title.as_str())
}
