//! Rows of a ledger file, read and judged before any of them meets the database: what a row may not say keeps it
//! out here, personal data in what would be public among it. Must not write.

use crate::error::{Error, Result};
use crate::guard::publication::Gate;
use crate::guard::rows::judge;
use crate::ledger::tally::{Bad, Outcome};
use domain::catalogue::ItemSetting;
use domain::figure::Dataset;
use domain::ledger::{self, DatasetRef, EditionEntry, Entry, FaultKind, RecordEntry, ReleaseEntry, Row, Table};
use domain::nil_statement::NilStatement;
use domain::school::{Channel, SchoolFact, Unit};
use office::ledger::{Limits, Located, RowPlace};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Records that go through together.
const CHUNK: usize = 2_000;

pub(super) type Placed<T> = (T, RowPlace);

/// Every row but the records.
#[derive(Default)]
pub(super) struct Small {
    pub(super) school: Vec<Placed<SchoolFact>>,
    pub(super) units: Vec<Placed<Unit>>,
    pub(super) channels: Vec<Placed<Channel>>,
    pub(super) items: Vec<Placed<ItemSetting>>,
    pub(super) editions: HashMap<String, Vec<Placed<EditionEntry>>>,
    pub(super) releases: HashMap<String, Vec<Placed<ReleaseEntry>>>,
    pub(super) datasets: Vec<Placed<Dataset>>,
    pub(super) figures: Vec<Placed<(DatasetRef, domain::figure::Figure)>>,
    pub(super) identities: Vec<Placed<(DatasetRef, domain::figure::Identity, ledger::Note)>>,
    pub(super) texts: Vec<Placed<ledger::TextEntry>>,
    pub(super) nils: Vec<Placed<NilStatement>>,
    /// Keys of records and datasets to which a bad row belongs; they are left as they are.
    pub(super) spoiled: HashSet<(Table, String)>,
}

/// The record or dataset that a row belongs to, by its cell.
fn owner(table: Table, row: &Row) -> Option<(Table, String)> {
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
        if table == Table::Records {
            continue;
        }
        let entry = ledger::parse(table, &row);
        if entry.is_ok() {
            let found = personal(&mut gate, table, &row, &place);
            if !found.is_empty() {
                outcome.refuse(found);
                small.spoiled.extend(owner(table, &row));
                continue;
            }
        }
        match entry {
            Err(faults) => {
                outcome.refuse(cells(table, faults, &place));
                small.spoiled.extend(owner(table, &row));
            }
            Ok(Entry::School(fact)) => small.school.push((fact, place)),
            Ok(Entry::Unit(unit)) => small.units.push((unit, place)),
            Ok(Entry::Channel(channel)) => small.channels.push((channel, place)),
            Ok(Entry::Item(setting)) => small.items.push((setting, place)),
            Ok(Entry::Edition(edition)) => {
                small.editions.entry(edition.record.clone()).or_default().push((edition, place));
            }
            Ok(Entry::Release(release)) => {
                small.releases.entry(release.record.clone()).or_default().push((release, place));
            }
            Ok(Entry::Dataset(dataset)) => small.datasets.push((dataset, place)),
            Ok(Entry::Figure(dataset, figure)) => small.figures.push(((dataset, figure), place)),
            Ok(Entry::Identity(dataset, identity, note)) => small.identities.push(((dataset, identity, note), place)),
            Ok(Entry::Text(text)) => small.texts.push((text, place)),
            Ok(Entry::Nil(nil)) => small.nils.push((nil, place)),
            Ok(Entry::Record(_)) => {}
        }
    }
    outcome.notices = reader.notices().to_vec();
    Ok(small)
}

fn cells(table: Table, faults: Vec<ledger::Fault>, place: &RowPlace) -> Vec<Bad> {
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
    pub(super) good: Vec<Placed<RecordEntry>>,
    /// The faults of each bad row.
    pub(super) bad: Vec<Vec<Bad>>,
    /// Rows of the file read so far.
    pub(super) rows: u64,
}

/// Reads the records of a file in chunks until nobody listens any more.
pub(super) fn read_records(reader: office::ledger::Reader, chunks: &tokio::sync::mpsc::Sender<Chunk>) {
    let mut gate = Gate::default();
    let mut chunk = Chunk { good: Vec::with_capacity(CHUNK), bad: Vec::new(), rows: 0 };
    for located in reader {
        chunk.rows += 1;
        // What could not be read was told at the first reading.
        let Ok(Located { table: Table::Records, row, place }) = located else { continue };
        match ledger::parse(Table::Records, &row) {
            Ok(Entry::Record(entry)) => {
                let told = personal(&mut gate, Table::Records, &row, &place);
                if told.is_empty() { chunk.good.push((*entry, place)) } else { chunk.bad.push(told) }
            }
            Ok(_) => {}
            Err(faults) => chunk.bad.push(cells(Table::Records, faults, &place)),
        }
        if chunk.good.len() + chunk.bad.len() >= CHUNK {
            let next = Chunk { good: Vec::with_capacity(CHUNK), bad: Vec::new(), rows: chunk.rows };
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
