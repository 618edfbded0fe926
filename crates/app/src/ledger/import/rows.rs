//! Rows of a ledger file, read and judged before any of them meets the database: what a row may not say keeps it
//! out here, personal data in what would be public among it. Must not write.

use super::book::Books;
use super::glyphs::Glyphs;
use super::said::{Placed, Said, bad, cells};
use crate::error::{Error, Result};
use crate::guard::publication::Gate;
use crate::guard::rows::{judge, judge_and_suspect};
use crate::ledger::tally::{Bad, Outcome};
use domain::ledger::{
    self, Doubt, EditionEntry, Entry, FaultKind, GuardCell, HeadAnswers, Known, Question, ReleaseEntry, Row,
    StatedYear, Table, Taken, Understood,
};
use office::ledger::{Bounds, LedgerFileError, Limits, Located, PrivateCopy, Remark, RowPlace, Spot};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// Records that go through together.
const CHUNK: usize = 2_000;

/// Every row but the records, and what the records' rows are recognised by.
#[derive(Default)]
pub(super) struct Small {
    tables: HashMap<Table, Vec<Placed<Said>>>,
    pub(super) editions: HashMap<String, Vec<Placed<EditionEntry>>>,
    pub(super) releases: HashMap<String, Vec<Placed<ReleaseEntry>>>,
    /// Keys of records and datasets to which a bad row belongs; they are left as they are.
    pub(super) spoiled: HashSet<(Table, String)>,
    /// What the rows of records say of the file.
    pub(super) books: Books,
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

/// The file that is imported: a copy of its own, so that every reading of it reads the same.
#[derive(Debug)]
pub(super) struct Source {
    file: String,
    name: String,
    copy: PrivateCopy,
}

impl Source {
    pub(super) fn of(path: &Path) -> Result<Source> {
        let file = path.display().to_string();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match PrivateCopy::of(path, &Limits::default()) {
            Ok(copy) => Ok(Source { file, name, copy }),
            Err(error) => Err(Error::LedgerFile { file, error }),
        }
    }

    /// A file that is held in memory.
    pub(super) fn held(name: &str, bytes: &[u8]) -> Result<Source> {
        match PrivateCopy::held(name, bytes, &Limits::default()) {
            Ok(copy) => Ok(Source { file: name.to_string(), name: name.to_string(), copy }),
            Err(error) => Err(Error::LedgerFile { file: name.to_string(), error }),
        }
    }

    /// The name of the file without its folders.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn wrong(&self, error: LedgerFileError) -> Error {
        Error::LedgerFile { file: self.file.clone(), error }
    }

    /// Lets another process read the file first, so that reading it here does no harm.
    pub(super) fn try_out(&self, answers: &HeadAnswers) -> Result<()> {
        self.copy.try_out(&Limits::default(), answers, Bounds::default()).map_err(|error| self.wrong(error))
    }

    pub(super) fn open(&self, answers: &Arc<HeadAnswers>) -> Result<office::ledger::Reader> {
        self.copy.read(&Limits::default(), answers).map_err(|error| self.wrong(error))
    }
}

/// Whether a remark, which is cut, is about a cell that guards its row.
fn is_of(cell: &GuardCell, written: &str) -> bool {
    Understood::new(Taken::Guard, None, &cell.words(), "").written == written
}

/// The remarks of a row with their places.
fn remarks(located: &Located, reading: &ledger::Reading) -> Vec<Remark> {
    let (table, place) = (located.table, &located.place);
    // What stands in no column of the ledger is named by its cell in the file.
    let spot = |column: Option<usize>, written: &str| match located.guards.iter().find(|cell| is_of(cell, written)) {
        Some(cell) if column.is_none() => Spot::File(place.clone(), cell.at),
        _ => Spot::Row(place.clone(), column),
    };
    let understood = reading.understood.iter().map(|remark| Remark::Understood {
        table: Some(table),
        spot: spot(remark.column, &remark.written),
        remark: remark.clone(),
    });
    // The row counts once, however many questions it raises.
    let questions = reading.questions.iter().enumerate().map(|(at, question)| Remark::Question {
        table: Some(table),
        spot: spot(question.column, &question.written),
        question: question.clone(),
        rows: u64::from(at == 0),
    });
    // Of a row that is left out nobody needs to know how the rest of it was read.
    if reading.questions.is_empty() { understood.collect() } else { questions.collect() }
}

/// Reads everything but the records; gives what the reader says of the file beside it.
pub(super) fn read_small(
    source: &Source,
    answers: &Arc<HeadAnswers>,
    mut glyphs: Glyphs,
    outcome: &mut Outcome,
) -> Result<(Small, Vec<Remark>)> {
    let mut reader = source.open(answers)?;
    let (mut small, mut gate) = (Small::default(), Gate::default());
    for located in reader.by_ref() {
        match located {
            Ok(located) => small.take_in(located, &mut gate, &mut glyphs, outcome),
            Err(error) if error.ends_reading() => return Err(source.wrong(error)),
            // A lost row of any table is told here, once; the second reading passes over it.
            Err(error) => outcome.refuse([Bad::File(error)]),
        }
    }
    outcome.notices = reader.notices().to_vec();
    let remarks = reader.remarks().to_vec();
    remarks.iter().cloned().for_each(|remark| outcome.hear(remark));
    Ok((small, remarks))
}

impl Small {
    fn take_in(&mut self, located: Located, gate: &mut Gate, glyphs: &mut Glyphs, outcome: &mut Outcome) {
        let mut reading = ledger::read_row(located.written(), &ledger::Nothing);
        if located.table != Table::Records {
            // What is known of it nobody knows here: a formula without a result must not delete it.
            let formulas = reading.unread.iter().filter(|(_, text)| text == ledger::FORMULA);
            let asked = formulas.map(|(at, text)| Question::new(Doubt::Unread, Some(*at), text, Vec::new()));
            reading.questions.extend(asked);
        }
        let told = remarks(&located, &reading);
        let Located { table, place, facts, .. } = located;
        if reading.questions.is_empty() {
            glyphs.missing(table, &reading.row, &place).into_iter().for_each(|remark| outcome.hear(remark));
        }
        if table == Table::Records {
            // Read again when their turn comes; here only what they say of the file is looked at.
            self.books.take_in(&reading, &place, facts.year);
            return;
        }
        told.into_iter().for_each(|remark| outcome.hear(remark));
        let (row, entry) = (reading.row, reading.entry);
        if !reading.questions.is_empty() {
            self.spoiled.extend(owner(table, &row));
            match entry {
                Err(faults) if !faults.is_empty() => outcome.refuse(cells(table, faults, &place)),
                _ => {}
            }
            return;
        }
        let found = personal(gate, table, &row, &place);
        if !found.is_empty() {
            outcome.refuse(found);
            self.spoiled.extend(owner(table, &row));
            return;
        }
        match entry {
            Ok(Entry::Edition(edition)) => {
                self.editions.entry(edition.record.clone()).or_default().push((edition, place));
            }
            Ok(Entry::Release(release)) => {
                self.releases.entry(release.record.clone()).or_default().push((release, place));
            }
            Err(faults) if matches!(table, Table::Editions | Table::Releases) => {
                outcome.refuse(cells(table, faults, &place));
                self.spoiled.extend(owner(table, &row));
            }
            entry => {
                let said = Said { row, entry, ..Said::default() };
                self.tables.entry(table).or_default().push((said, place));
            }
        }
    }
}

/// Records read and judged, ready for the database.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) rows: Vec<Placed<Said>>,
    /// Personal data in rows, which keeps them out.
    pub(super) bad: Vec<Vec<Bad>>,
    /// What was understood, and what is to be asked.
    pub(super) told: Vec<Remark>,
    /// Titles of the rows that are in question or kept out, each in a number.
    pub(super) out: Vec<u64>,
    /// Rows of the file read so far.
    pub(super) seen: u64,
}

/// What the first reading found out of whole sheets.
pub(super) struct Noted {
    /// Notes about tables that say of some of their rows that they are not for everybody.
    notes: HashMap<Arc<str>, String>,
    /// Sheets whose own days contradict the year that they state.
    years: HashSet<Arc<str>>,
}

/// What a reader left out, and the rows that it read, say of whole sheets.
pub(super) fn noted(remarks: &[Remark], books: &Books) -> Noted {
    let of_row = |remark: &Remark| match remark {
        Remark::Understood { spot: Spot::Row(place, _), remark, .. } if remark.kind == Taken::RowOut => {
            // What begins with 以下 speaks of the rows below it, and was taken so.
            let about = ledger::closing_note(&remark.written) && !remark.written.contains("以下");
            about.then(|| (place.sheet.clone(), remark.written.clone()))
        }
        _ => None,
    };
    Noted { notes: remarks.iter().filter_map(of_row).collect(), years: books.contradicted() }
}

/// A row with what the notes about its table say of it.
fn with_note(mut located: Located, noted: &Noted) -> Located {
    if let Some(note) = noted.notes.get(&located.place.sheet).filter(|_| located.facts.closed.is_none()) {
        Arc::make_mut(&mut located.facts).closed = Some(note.clone());
    }
    if noted.years.contains(&located.place.sheet) {
        Arc::make_mut(&mut located.facts).year = StatedYear::None;
    }
    located
}

impl Chunk {
    fn take_in(&mut self, gate: &mut Gate, located: &Located, known: &dyn Known) {
        let place = &located.place;
        let reading = ledger::read_row(located.written(), known);
        self.told.extend(remarks(located, &reading));
        let title = super::short_hash(reading.row.cell(super::said::column("title")));
        if !reading.questions.is_empty() {
            match reading.entry {
                Err(faults) if !faults.is_empty() => self.bad.push(cells(Table::Records, faults, place)),
                _ => {}
            }
            self.out.push(title);
            return;
        }
        let (mut found, suspected) = personal_and_suspected(gate, Table::Records, &reading.row, place);
        for release in &reading.releases {
            let (table, row) = ledger::print(&Entry::Release(release.clone()));
            found.extend(personal(gate, table, &row, place));
        }
        if found.is_empty() {
            self.told.extend(suspected);
            let facts = located.facts.clone();
            let (row, entry) = (reading.row, reading.entry);
            let said = Said { row, entry, releases: reading.releases, unread: reading.unread, facts };
            self.rows.push((said, place.clone()));
        } else {
            self.bad.push(found);
            self.out.push(title);
        }
    }
}

/// Reads the records of a file in chunks until nobody listens any more. `known` is what is known of the school, the file's
/// own units and channels with it.
///
/// # Errors
/// The file cannot be read to its end.
pub(super) fn read_records(
    reader: office::ledger::Reader,
    known: &dyn Known,
    noted: &Noted,
    chunks: &tokio::sync::mpsc::Sender<Chunk>,
) -> std::result::Result<(), LedgerFileError> {
    let mut gate = Gate::default();
    let mut chunk = Chunk::default();
    for located in reader {
        chunk.seen += 1;
        match located {
            Ok(located) if located.table == Table::Records => {
                chunk.take_in(&mut gate, &with_note(located, noted), known);
            }
            Ok(_) => {}
            Err(error) if error.ends_reading() => return Err(error),
            // A row that could not be read was told at the first reading.
            Err(_) => {}
        }
        if chunk.rows.len() + chunk.bad.len() + chunk.told.len() >= CHUNK {
            let next = Chunk { seen: chunk.seen, ..Chunk::default() };
            if chunks.blocking_send(std::mem::replace(&mut chunk, next)).is_err() {
                return Ok(());
            }
        }
    }
    // The listener may have failed; it says so itself.
    let _ = chunks.blocking_send(chunk);
    Ok(())
}

/// As [`personal`], and what is like an identity number in it and is told.
fn personal_and_suspected(gate: &mut Gate, table: Table, row: &Row, place: &RowPlace) -> (Vec<Bad>, Vec<Remark>) {
    let (found, suspected) = judge_and_suspect(gate, table, row);
    let refused = found.into_iter().map(|found| bad(table, found.field, FaultKind::Personal, found.masked, place));
    let told = suspected.into_iter().map(|found| {
        let column = ledger::columns(table).iter().position(|column| column.key == found.field);
        let remark = Understood::new(Taken::Suspected, column, &found.masked, "");
        Remark::Understood { table: Some(table), spot: Spot::Row(place.clone(), column), remark }
    });
    (refused.collect(), told.collect())
}

/// Personal data in what readers would come to see: what the gate is certain of keeps the row out (domain: nothing
/// enters public view before the guard has passed it). It is named masked.
fn personal(gate: &mut Gate, table: Table, row: &Row, place: &RowPlace) -> Vec<Bad> {
    let found = judge(gate, table, row).into_iter();
    found.map(|found| bad(table, found.field, FaultKind::Personal, found.masked, place)).collect()
}
