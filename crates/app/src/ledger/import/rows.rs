//! Rows of a ledger file, read and judged before any of them meets the database: what a row may not say keeps it
//! out here, personal data in what would be public among it. Must not write.

use crate::error::{Error, Result};
use crate::guard::publication::Gate;
use crate::guard::rows::judge;
use crate::ledger::names::Names;
use crate::ledger::tally::{Bad, Outcome};
use domain::catalogue::ItemSetting;
use domain::figure::Dataset;
use domain::ledger::{self, DatasetRef, EditionEntry, Entry, FaultKind, RecordEntry, ReleaseEntry, Row, Table};
use domain::nil_statement::NilStatement;
use domain::school::{Channel, SchoolFact, Unit};
use office::ledger::{LedgerFileError, Limits, Located, PrivateCopy, Remark, RowPlace, Spot};
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

/// The file that is imported: a copy of its own, so that every reading of it reads the same.
pub(super) struct Source {
    file: String,
    copy: PrivateCopy,
}

impl Source {
    pub(super) fn of(path: &Path) -> Result<Source> {
        let file = path.display().to_string();
        match PrivateCopy::of(path, &Limits::default()) {
            Ok(copy) => Ok(Source { file, copy }),
            Err(error) => Err(Error::LedgerFile { file, error }),
        }
    }

    pub(super) fn wrong(&self, error: LedgerFileError) -> Error {
        Error::LedgerFile { file: self.file.clone(), error }
    }

    pub(super) fn open(&self) -> Result<office::ledger::Reader> {
        self.copy.read(&Limits::default()).map_err(|error| self.wrong(error))
    }
}

/// The remarks of a row with their places.
fn remarks(table: Table, reading: &ledger::Reading, place: &RowPlace) -> Vec<Remark> {
    let understood = reading.understood.iter().map(|remark| Remark::Understood {
        table: Some(table),
        spot: Spot::Row(place.clone(), remark.column),
        remark: remark.clone(),
    });
    // The row counts once, however many questions it raises.
    let questions = reading.questions.iter().enumerate().map(|(at, question)| Remark::Question {
        table: Some(table),
        spot: Spot::Row(place.clone(), question.column),
        question: question.clone(),
        rows: u64::from(at == 0),
    });
    // Of a row that is left out nobody needs to know how the rest of it was read.
    if reading.questions.is_empty() { understood.collect() } else { questions.collect() }
}

pub(super) fn read_small(source: &Source, outcome: &mut Outcome) -> Result<Small> {
    let mut reader = source.open()?;
    let (mut small, mut gate) = (Small::default(), Gate::default());
    for located in reader.by_ref() {
        let located = match located {
            Ok(located) => located,
            Err(error) if error.ends_reading() => return Err(source.wrong(error)),
            // A lost row of any table is told here, once; the second reading passes over it.
            Err(error) => {
                outcome.refuse([Bad::File(error)]);
                continue;
            }
        };
        if located.table == Table::Records {
            continue;
        }
        let mut reading = ledger::read_row(located.written(), &|_| false);
        let Located { table, place, .. } = located;
        for remark in remarks(table, &reading, &place) {
            outcome.hear(remark);
        }
        let row = &reading.row;
        if !reading.questions.is_empty() {
            small.spoiled.extend(owner(table, row));
            if reading.entry.as_ref().err().is_none_or(Vec::is_empty) {
                continue;
            }
        }
        if reading.entry.is_ok() {
            let found = personal(&mut gate, table, row, &place);
            if !found.is_empty() {
                outcome.refuse(found);
                small.spoiled.extend(owner(table, row));
                continue;
            }
        }
        match std::mem::replace(&mut reading.entry, Err(Vec::new())) {
            Err(faults) => {
                outcome.refuse(cells(table, faults, &place));
                small.spoiled.extend(owner(table, &reading.row));
            }
            Ok(entry) => small.put(entry, place),
        }
    }
    outcome.notices = reader.notices().to_vec();
    for remark in reader.remarks() {
        outcome.hear(remark.clone());
    }
    Ok(small)
}

impl Small {
    fn put(&mut self, entry: Entry, place: RowPlace) {
        match entry {
            Entry::School(fact) => self.school.push((fact, place)),
            Entry::Unit(unit) => self.units.push((unit, place)),
            Entry::Channel(channel) => self.channels.push((channel, place)),
            Entry::Item(setting) => self.items.push((setting, place)),
            Entry::Edition(edition) => {
                self.editions.entry(edition.record.clone()).or_default().push((edition, place));
            }
            Entry::Release(release) => {
                self.releases.entry(release.record.clone()).or_default().push((release, place));
            }
            Entry::Dataset(dataset) => self.datasets.push((dataset, place)),
            Entry::Figure(dataset, figure) => self.figures.push(((dataset, figure), place)),
            Entry::Identity(dataset, identity, note) => self.identities.push(((dataset, identity, note), place)),
            Entry::Text(text) => self.texts.push((text, place)),
            Entry::Nil(nil) => self.nils.push((nil, place)),
            Entry::Record(_) => {}
        }
    }
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
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) good: Vec<Placed<RecordEntry>>,
    /// Releases that the rows of good records name beside their own.
    pub(super) releases: Vec<Placed<ReleaseEntry>>,
    /// The faults of each bad row.
    pub(super) bad: Vec<Vec<Bad>>,
    /// What was understood, and what is to be asked.
    pub(super) told: Vec<Remark>,
    /// Rows of the file read so far.
    pub(super) rows: u64,
}

impl Chunk {
    fn take(&mut self, gate: &mut Gate, located: &Located, is_unit: &dyn Fn(&str) -> bool) {
        let place = &located.place;
        let reading = ledger::read_row(located.written(), is_unit);
        self.told.extend(remarks(Table::Records, &reading, place));
        match reading.entry {
            Ok(Entry::Record(entry)) if reading.questions.is_empty() => {
                let mut told = personal(gate, Table::Records, &reading.row, place);
                for release in &reading.releases {
                    let (table, row) = ledger::print(&Entry::Release(release.clone()));
                    told.extend(personal(gate, table, &row, place));
                }
                if told.is_empty() {
                    self.releases.extend(reading.releases.into_iter().map(|release| (release, place.clone())));
                    self.good.push((*entry, place.clone()));
                } else {
                    self.bad.push(told);
                }
            }
            Ok(_) => {}
            Err(faults) if faults.is_empty() => {}
            Err(faults) => self.bad.push(cells(Table::Records, faults, place)),
        }
    }
}

/// Reads the records of a file in chunks until nobody listens any more. `units` are those known before.
///
/// # Errors
/// The file cannot be read to its end.
pub(super) fn read_records(
    reader: office::ledger::Reader,
    units: &Names,
    chunks: &tokio::sync::mpsc::Sender<Chunk>,
) -> std::result::Result<(), LedgerFileError> {
    let mut gate = Gate::default();
    let is_unit = |text: &str| units.code(text).is_ok();
    let mut chunk = Chunk::default();
    for located in reader {
        chunk.rows += 1;
        match located {
            Ok(located) if located.table == Table::Records => chunk.take(&mut gate, &located, &is_unit),
            Ok(_) => {}
            Err(error) if error.ends_reading() => return Err(error),
            // A row that could not be read was told at the first reading.
            Err(_) => {}
        }
        if chunk.good.len() + chunk.bad.len() + chunk.told.len() >= CHUNK {
            let next = Chunk { rows: chunk.rows, ..Chunk::default() };
            if chunks.blocking_send(std::mem::replace(&mut chunk, next)).is_err() {
                return Ok(());
            }
        }
    }
    // The listener may have failed; it says so itself.
    let _ = chunks.blocking_send(chunk);
    Ok(())
}

/// Personal data in what readers would come to see: what the gate is certain of keeps the row out (domain: nothing
/// enters public view before the guard has passed it). It is named masked.
fn personal(gate: &mut Gate, table: Table, row: &Row, place: &RowPlace) -> Vec<Bad> {
    let found = judge(gate, table, row).into_iter();
    found.map(|found| bad(table, found.field, FaultKind::Personal, found.masked, place)).collect()
}
