//! What the rows of a file say of the file: which school year it is of, whose it is, and which of its rows are one thing.
//!
//! It is gathered at the first reading, before any row meets the ledger. Rules are `domain::ledger`'s.

use super::said::{KEY, Placed, Said, column, face};
use domain::date::PartialDate;
use domain::fnv::fnv64;
use domain::ledger::{
    self, Book, Entry, Face, Faces, FileRow, KeysMet, Reading, RecordEntry, StatedYear, Table, Taken, Twin, Understood,
};
use domain::school_year::SchoolYear;
use office::ledger::RowPlace;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Rows of one kind, and how many of them the ledger has as they are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Share {
    pub(super) rows: u64,
    pub(super) known: u64,
}

impl Share {
    /// Some of them are there: it is not the first time that they come.
    fn again(self) -> bool {
        self.known > 0 && self.known * 5 >= self.rows
    }
}

/// A row that is, or may be, what an earlier one is.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) twin: Twin,
    /// Where the earlier row stands.
    pub(super) first: RowPlace,
    /// Its title.
    pub(super) title: String,
    /// Both, the earlier first.
    faces: [Face; 2],
    /// Columns of which the row says nothing, and the earlier one something.
    pub(super) unsaid: Vec<&'static str>,
}

impl Pair {
    /// Whether the ledger has both already, each by itself: then somebody has said that they are two.
    pub(super) fn are_two(&self, there: &Faces) -> bool {
        let [first, other] = &self.faces;
        let apart = first.title != other.title || first.date != other.date || first.item != other.item;
        match self.twin {
            Twin::Repeats(_) => false,
            // A record of its own is never a release of another.
            Twin::Joins(_) => there.has_each(first, other),
            Twin::Asks(_) if apart => there.has(first) && there.has(other),
            Twin::Asks(_) => there.has_two(first),
        }
    }
}

/// What the rows of a file say of it.
#[derive(Debug, Default)]
pub(super) struct Books {
    /// School years of its dated rows, by sheet and together.
    sheets: HashMap<Arc<str>, BTreeMap<SchoolYear, u64>>,
    all: BTreeMap<SchoolYear, u64>,
    /// Rows with a day and a year of their own on sheets that state one, and how many of those are of it.
    stated: HashMap<Arc<str>, Share>,
    /// Rows without a key of their own, and where they stand, until the ledger is asked about them.
    rows: Vec<FileRow>,
    places: Vec<RowPlace>,
    /// Rows that are, or may be, an earlier one.
    twins: HashMap<(Arc<str>, u64), Pair>,
    /// By school year and by unit.
    years: BTreeMap<SchoolYear, Share>,
    units: HashMap<String, Share>,
    /// How far the keys of a sheet are those of the records that have them.
    keys: HashMap<Arc<str>, KeysMet>,
    /// Keys that clerks gave, each with the sheet and title of its first row.
    given: HashMap<u64, (u64, u64)>,
    /// Those that stand on several sheets, over several titles.
    shared: HashSet<u64>,
}

impl Books {
    /// Takes in a row of records at the first reading.
    pub(super) fn take_in(&mut self, reading: &Reading, place: &RowPlace, stated: StatedYear) {
        let Ok(Entry::Record(entry)) = &reading.entry else { return };
        let of_stated = reading.understood.iter().any(|told| told.kind == Taken::Year);
        let on = if entry.published_on.is_unknown() { entry.made_on } else { entry.published_on };
        if stated != StatedYear::None && !of_stated && matches!(on, PartialDate::Day(_)) {
            let share = self.stated.entry(place.sheet.clone()).or_default();
            (share.rows, share.known) = (share.rows + 1, share.known + u64::from(stated.holds(on)));
        }
        if let Some(year) = ledger::year_said(entry.year, entry.published_on, entry.made_on) {
            *self.sheets.entry(place.sheet.clone()).or_default().entry(year).or_default() += 1;
            *self.all.entry(year).or_default() += 1;
        }
        let key = reading.row.cell(KEY);
        if !key.is_empty() && !ledger::is_running_number(key) {
            let here = (fnv64(place.sheet.bytes()), fnv64(entry.title.bytes()));
            let first = *self.given.entry(fnv64(key.bytes())).or_insert(here);
            if first.0 != here.0 && first.1 != here.1 {
                self.shared.insert(fnv64(key.bytes()));
            }
        }
        if !reading.questions.is_empty() || !key.is_empty() && !ledger::is_running_number(key) {
            return;
        }
        let mut face = face(entry, &entry.unit);
        let beside = reading.releases.iter();
        face.addresses.extend(beside.clone().map(|release| release.locator.clone()).filter(|text| !text.is_empty()));
        let beside = beside.map(|release| release.channel.clone()).filter(|channel| !channel.is_empty());
        let channels = entry.channels.iter().cloned().chain(beside).collect();
        let at = (fnv64(place.sheet.bytes()), place.row);
        self.rows.push(FileRow { face, channels, rest: rest(reading), at, indexed: entry.index.is_some() });
        self.places.push(place.clone());
    }

    /// Ends the first reading: which rows are one thing, and what the file lists.
    pub(super) fn close(&mut self) -> Vec<Face> {
        for (at, twin) in ledger::twins(&self.rows) {
            let (Twin::Repeats(first) | Twin::Joins(first) | Twin::Asks(first)) = twin;
            let (place, earlier) = (&self.places[at], &self.rows[first].face);
            let unsaid = match twin {
                Twin::Repeats(_) => ledger::unsaid(&self.rows[at], &self.rows[first]),
                Twin::Joins(_) | Twin::Asks(_) => Vec::new(),
            };
            let (first, title) = (self.places[first].clone(), earlier.title.clone());
            let pair = Pair { twin, first, title, faces: [earlier.clone(), self.rows[at].face.clone()], unsaid };
            self.twins.insert((place.sheet.clone(), place.row), pair);
        }
        self.places = Vec::new();
        std::mem::take(&mut self.rows).into_iter().map(|row| row.face).collect()
    }

    /// Sheets that state a year of which most of their own days are not: what they say of days without a year is no answer.
    pub(super) fn contradicted(&self) -> HashSet<Arc<str>> {
        let wrong = |share: &Share| share.rows >= 2 && share.known * 2 < share.rows;
        self.stated.iter().filter(|(_, share)| wrong(share)).map(|(sheet, _)| sheet.clone()).collect()
    }

    /// Takes in which of the rows the ledger has as they are.
    pub(super) fn compare(&mut self, rows: &[Face], there: &Faces) {
        for row in rows {
            let known = u64::from(there.has(row));
            let share = |share: &mut Share| (share.rows, share.known) = (share.rows + 1, share.known + known);
            row.year.into_iter().for_each(|year| share(self.years.entry(year).or_default()));
            share(self.units.entry(row.unit.clone()).or_default());
        }
    }

    /// A row that has a key of its own, and whether the ledger has it in that year.
    pub(super) fn keyed(&mut self, year: SchoolYear, known: bool) {
        let share = self.years.entry(year).or_default();
        (share.rows, share.known) = (share.rows + 1, share.known + u64::from(known));
    }

    /// A row of a sheet and the record that has its key.
    pub(super) fn met(&mut self, place: &RowPlace, row: &Face, there: &Face) {
        self.keys.entry(place.sheet.clone()).or_default().meet(row, there);
    }

    /// How far the keys of the sheet of a row are those of the records that have them.
    pub(super) fn keys_met(&self, place: &RowPlace) -> KeysMet {
        self.keys.get(&place.sheet).copied().unwrap_or_default()
    }

    /// Whether a key stands on several sheets of the file, so that nobody knows which row a release of it is of.
    pub(super) fn shares(&self, key: &str) -> bool {
        !self.shared.is_empty() && self.shared.contains(&fnv64(key.bytes()))
    }

    /// What an earlier row is to this one.
    pub(super) fn twin(&self, place: &RowPlace) -> Option<&Pair> {
        self.twins.get(&(place.sheet.clone(), place.row))
    }

    /// Whether any row may be an earlier one.
    pub(super) fn has_twins(&self) -> bool {
        !self.twins.is_empty()
    }

    /// The school year of the book in which a row stands.
    pub(super) fn of(&self, said: &Said, place: &RowPlace) -> Option<Book> {
        let (year, sure) = match said.facts.year.school() {
            Some(year) => (year, true),
            None => {
                let sheet = self.sheets.get(&place.sheet).and_then(ledger::year_of_rows);
                sheet.filter(|(_, sure)| *sure).or_else(|| ledger::year_of_rows(&self.all)).or(sheet)?
            }
        };
        let again = self.years.get(&year).is_some_and(|share| share.again());
        Some(Book { year, sure, again })
    }

    /// The school year in which a row without any date counts: that of the title, else that of all the others.
    fn year_of_undated(&self, said: &Said, place: &RowPlace) -> Option<SchoolYear> {
        let only = |rows: &BTreeMap<SchoolYear, u64>| {
            ledger::year_of_rows(rows).filter(|(_, sure)| *sure && rows.len() == 1).map(|(year, _)| year)
        };
        match said.facts.year {
            StatedYear::School(_) | StatedYear::Month(..) => said.facts.year.school(),
            StatedYear::Calendar(_) => None,
            StatedYear::None => match self.sheets.get(&place.sheet) {
                Some(rows) => only(rows),
                None => only(&self.all),
            },
        }
    }

    /// A row of which nothing tells when it was counts in the year of its book.
    pub(super) fn in_its_year(&self, said: Said, place: &RowPlace) -> (Said, Option<Understood>) {
        let undated = |entry: &RecordEntry| ledger::is_undated(entry) && entry.index.is_none();
        let year = match &said.entry {
            Ok(Entry::Record(entry)) if undated(entry) => self.year_of_undated(&said, place),
            _ => None,
        };
        let Some(year) = year.map(|year| year.to_string()) else { return (said, None) };
        let at = column("year");
        let told = Understood::new(ledger::Taken::InYear, Some(at), "", year.clone());
        (said.with(Table::Records, at, &year), Some(told))
    }

    /// Whether the file has rows of a unit.
    pub(super) fn has_unit(&self, unit: impl Fn(&str) -> bool) -> bool {
        self.units.keys().any(|named| unit(named))
    }

    /// Whether the file is a book of one unit: of several rows, and of nobody else's.
    pub(super) fn is_of_one_unit(&self, unit: &str) -> bool {
        self.units.len() == 1 && self.units.get(unit).is_some_and(|share| share.rows > 1)
    }

    /// Whether a row of one unit about a record of another is most likely that unit's own: nothing else in the file is of
    /// the record's unit, and of the row's unit hardly anything was there before.
    pub(super) fn is_of_another_unit(&self, row: &str, there: impl Fn(&str) -> bool, said: &Said) -> bool {
        if self.has_unit(&there) {
            return false;
        }
        let share = self.units.get(row).copied().unwrap_or_default();
        let named = said.facts.unit.as_ref().is_some_and(|(unit, _)| unit == row);
        share.known * 2 <= share.rows || named && share.rows == 1
    }
}

/// All that a row says beside what it is recognised by and its channels, in a number.
fn rest(reading: &Reading) -> u64 {
    let told = ["key", "index", "title", "item", "unit", "document_number", "published_on", "channel", "locator"];
    let columns = ledger::columns(Table::Records).iter().enumerate();
    let cells = columns.filter(|(_, column)| !told.contains(&column.key)).map(|(at, _)| reading.row.cell(at));
    if cells.clone().all(str::is_empty) {
        return 0;
    }
    fnv64(cells.flat_map(|cell| cell.bytes().chain([0x1f])))
}

/// Adds the releases of a row to those of the row that it is one thing with.
pub(super) fn join(first: &mut Said, other: Said) {
    let Ok(Entry::Record(entry)) = other.entry else { return };
    let bare = |channel: &String| ledger::ReleaseEntry {
        record: entry.key.clone(),
        channel: channel.clone(),
        on: entry.published_on,
        locator: entry.locator.clone(),
        evidence: String::new(),
        edition: None,
        note: String::new(),
    };
    first.releases.extend(entry.channels.iter().map(bare));
    first.releases.extend(other.releases);
}

/// The row before which one stands, among those that are about to meet the ledger.
pub(super) fn find<'r>(rows: &'r mut [Placed<Said>], place: &RowPlace) -> Option<&'r mut Said> {
    let there = |(_, at): &&mut Placed<Said>| at.sheet == place.sheet && at.row == place.row;
    rows.iter_mut().rev().find(there).map(|(said, _)| said)
}
