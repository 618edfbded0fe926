//! Rows of a ledger file, read and judged before any of them meets the database: what a row may not say keeps it
//! out here, personal data in what would be public among it. Must not write.

use crate::error::{Error, Result};
use crate::guard::publication::Gate;
use crate::guard::rows::judge;
use crate::ledger::tally::{Bad, Outcome};
use domain::ledger::{self, EditionEntry, Entry, Face, FaultKind, RecordEntry, ReleaseEntry, Row, Table};
use office::ledger::{Limits, Located, RowPlace};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Records that go through together.
const CHUNK: usize = 2_000;

pub(super) type Placed<T> = (T, RowPlace);

/// A row, and what it says by itself.
pub(super) struct Said {
    pub(super) row: Row,
    /// As an entry; of a file that has not all columns it may lack what is there already.
    pub(super) entry: std::result::Result<Entry, Vec<ledger::Fault>>,
}

impl Said {
    pub(super) fn of(table: Table, row: Row) -> Said {
        let entry = ledger::parse(table, &row);
        Said { row, entry }
    }
}

/// Every row but the records, and what the records' rows are recognised by.
#[derive(Default)]
pub(super) struct Small {
    tables: HashMap<Table, Vec<Placed<Said>>>,
    pub(super) editions: HashMap<String, Vec<Placed<EditionEntry>>>,
    pub(super) releases: HashMap<String, Vec<Placed<ReleaseEntry>>>,
    /// Keys of records and datasets to which a bad row belongs; they are left as they are.
    pub(super) spoiled: HashSet<(Table, String)>,
    /// Faces of the rows without a key.
    pub(super) faces: Vec<Face>,
}

impl Small {
    /// Takes the rows of a table out.
    pub(super) fn take(&mut self, table: Table) -> Vec<Placed<Said>> {
        self.tables.remove(&table).unwrap_or_default()
    }
}

/// The record or dataset that a row belongs to, by its cell.
pub(super) fn owner(table: Table, row: &Row) -> Option<(Table, String)> {
    let (owner, column) = match table {
        Table::Releases | Table::Editions => (Table::Records, "record"),
        Table::Figures | Table::Identities => (Table::Datasets, "dataset"),
        _ => return None,
    };
    let at = ledger::columns(table).iter().position(|known| known.key == column)?;
    Some((owner, row.cell(at).to_string()))
}

pub(super) fn open(path: &Path) -> Result<office::ledger::Reader> {
    let wrong = |error| Error::LedgerFile { file: path.display().to_string(), error };
    office::ledger::read(path, &Limits::default()).map_err(wrong)
}

pub(super) fn read_small(path: &Path, outcome: &mut Outcome) -> Result<Small> {
    let mut reader = open(path)?;
    let (mut small, mut gate) = (Small::default(), Gate::default());
    for located in reader.by_ref() {
        let Located { table, row, place } = match located {
            Ok(located) => located,
            Err(error) if error.ends_reading() => {
                return Err(Error::LedgerFile { file: path.display().to_string(), error });
            }
            // A lost row of any table is told here, once; the second reading passes over it.
            Err(error) => {
                outcome.refuse([Bad::File(error)]);
                continue;
            }
        };
        let said = Said::of(table, row);
        if table == Table::Records {
            if let (Ok(Entry::Record(entry)), true) = (&said.entry, said.row.cell(KEY).is_empty()) {
                small.faces.push(face(entry, &entry.unit));
            }
            continue;
        }
        let found = personal(&mut gate, table, &said.row, &place);
        if !found.is_empty() {
            outcome.refuse(found);
            small.spoiled.extend(owner(table, &said.row));
            continue;
        }
        match said.entry {
            Ok(Entry::Edition(edition)) => {
                small.editions.entry(edition.record.clone()).or_default().push((edition, place));
            }
            Ok(Entry::Release(release)) => {
                small.releases.entry(release.record.clone()).or_default().push((release, place));
            }
            Err(faults) if matches!(table, Table::Editions | Table::Releases) => {
                outcome.refuse(cells(table, faults, &place));
                small.spoiled.extend(owner(table, &said.row));
            }
            entry => small.tables.entry(table).or_default().push((Said { row: said.row, entry }, place)),
        }
    }
    outcome.notices = reader.notices().to_vec();
    Ok(small)
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

/// Records read and judged, ready for the database.
pub(super) struct Chunk {
    pub(super) rows: Vec<Placed<Said>>,
    /// Personal data in rows, which keeps them out.
    pub(super) bad: Vec<Vec<Bad>>,
    /// Rows of the file read so far.
    pub(super) seen: u64,
}

/// Reads the records of a file in chunks until nobody listens any more.
pub(super) fn read_records(reader: office::ledger::Reader, chunks: &tokio::sync::mpsc::Sender<Chunk>) {
    let mut gate = Gate::default();
    let mut chunk = Chunk { rows: Vec::with_capacity(CHUNK), bad: Vec::new(), seen: 0 };
    for located in reader {
        chunk.seen += 1;
        // What could not be read was told at the first reading.
        let Ok(Located { table: Table::Records, row, place }) = located else { continue };
        let told = personal(&mut gate, Table::Records, &row, &place);
        if told.is_empty() {
            chunk.rows.push((Said::of(Table::Records, row), place));
        } else {
            chunk.bad.push(told);
        }
        if chunk.rows.len() + chunk.bad.len() >= CHUNK {
            let next = Chunk { rows: Vec::with_capacity(CHUNK), bad: Vec::new(), seen: chunk.seen };
            if chunks.blocking_send(std::mem::replace(&mut chunk, next)).is_err() {
                return;
            }
        }
    }
    // The listener may have failed; it says so itself.
    let _ = chunks.blocking_send(chunk);
}

/// Personal data in what readers would come to see: what the gate is certain of keeps the row out (domain: nothing
/// enters public view before the guard has passed it). It is named masked.
fn personal(gate: &mut Gate, table: Table, row: &Row, place: &RowPlace) -> Vec<Bad> {
    let found = judge(gate, table, row).into_iter();
    found.map(|found| bad(table, found.field, FaultKind::Personal, found.masked, place)).collect()
}

/// The column of a record's key, which is its first.
pub(super) const KEY: usize = 0;

/// What a record's row is recognised by; its unit as a code where that is known.
pub(super) fn face(entry: &RecordEntry, unit: &str) -> Face {
    let date = if entry.published_on.is_unknown() { entry.made_on } else { entry.published_on };
    Face {
        title: entry.title.clone(),
        item: entry.item.to_string(),
        unit: unit.to_string(),
        date,
        number: entry.document_number.clone(),
        addresses: Some(&entry.locator).filter(|locator| !locator.is_empty()).cloned().into_iter().collect(),
    }
}
