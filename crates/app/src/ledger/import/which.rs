//! Which record each row is about: by its key where that is one, else by what it says; and what must be asked.
//!
//! A key holds within its source and, unless it names a year, within a school year ([`by_key`]). Running numbers of a sheet
//! are none ([`by_number`]). Nothing is written here.

mod by_key;
mod by_number;

pub(super) use by_key::Met;

use super::book::{Pair, find, join};
use super::said::{KEY, Placed, Said, bad, cells, column, face, face_of, title};
use super::{Importing, short_hash};
use crate::error::{Error, Result};
use crate::ledger::plan::{Candidate, Possible};
use domain::ledger::{self, Entry, Face, Faces, FaultKind, Recognised, RecordEntry, Table, Taken, Twin, Understood};
use domain::ledger::{Doubt, Question};
use domain::record::{IndexNumber, Record};
use domain::school_year::SchoolYear;
use office::ledger::{Remark, RowPlace, Spot};
use std::collections::HashMap;
use store::Known;

/// A row with the record that it is about.
pub(super) struct About {
    pub(super) said: Said,
    pub(super) place: RowPlace,
    /// The record that is there; nothing for a new one.
    pub(super) there: Option<(Known, Record)>,
}

/// Records that rows of a chunk may mean by their keys.
struct Keyed {
    known: HashMap<String, Known>,
    there: HashMap<domain::ids::RecordId, Record>,
    /// The running numbers of most rows are the keys of the records that the rows are.
    by_number: bool,
}

impl Keyed {
    fn get(&self, key: &str) -> Option<(&Known, &Record)> {
        let known = self.known.get(key)?;
        Some((known, self.there.get(&known.id)?))
    }
}

/// What a row came to.
enum Which {
    /// This record.
    There(Known, Box<Record>),
    /// A new one.
    New,
    /// It was left out, and that was told.
    Out,
}

impl Importing<'_> {
    /// Says of each row which record it is about; rows that cannot be told apart are put as questions.
    pub(super) async fn told_apart(&mut self, rows: Vec<Placed<Said>>) -> Result<Vec<About>> {
        if self.books.has_twins() {
            self.load_faces().await?;
        }
        let rows = self.once(rows);
        let keys: Vec<String> = rows.iter().flat_map(|(said, place)| self.keys(said, place)).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let known = self.change.existing_keys(&keys).await?;
        let ids: Vec<_> = known.values().map(|known| known.id).collect();
        let mut keyed = Keyed { there: self.change.records(&ids).await?, known, by_number: false };
        if rows.iter().any(|(said, _)| is_numbered(said)) {
            self.load_faces().await?;
            keyed.by_number = self.are_keyed_by_number(&rows, &keyed);
        }
        for (said, place) in rows.iter().filter(|(said, _)| is_given(said) && !is_numbered(said)) {
            self.count_keyed(said, place, &keyed);
        }
        let mut told = Vec::with_capacity(rows.len());
        for (said, place) in rows {
            let title = short_hash(said.row.cell(column("title")));
            match self.about(said, place, &keyed, &told).await? {
                Some(about) => told.push(about),
                None => _ = self.unread.insert(title),
            }
        }
        Ok(told)
    }

    /// The keys under which a row's record may be there: its own, those of its year and source, that which is made of it.
    fn keys(&self, said: &Said, place: &RowPlace) -> Vec<String> {
        let own = key(said);
        match (own.is_empty(), year(said)) {
            (true, _) => Vec::new(),
            (false, _) if is_given(said) => self.keys_of(said, place),
            (false, Some(year)) => vec![ledger::key_of_year(&own, year), own],
            (false, None) => vec![own],
        }
    }

    /// A second row of a key within its sheet.
    fn twice(&mut self, own: &str, place: &RowPlace) {
        self.outcome.refuse([bad(Table::Records, "key", FaultKind::Duplicate, own, place)]);
    }

    /// The rows of a chunk, each thing once and in the year of its book.
    fn once(&mut self, rows: Vec<Placed<Said>>) -> Vec<Placed<Said>> {
        let mut kept: Vec<Placed<Said>> = Vec::with_capacity(rows.len());
        for (said, place) in rows {
            // A key that somebody gave the row while looking at the plan counts as one that stands in it.
            let said = match self.choice.key(&place) {
                Some(key) => said.with(Table::Records, KEY, key),
                None => said,
            };
            if let Some(pair) = self.books.twin(&place).cloned()
                && !self.is_met(&pair)
            {
                self.unread.insert(short_hash(said.row.cell(column("title"))));
                self.twin(said, pair, &mut kept, &place);
                continue;
            }
            let (said, told) = self.books.in_its_year(said, &place);
            told.into_iter().for_each(|told| self.understood(told, &place));
            kept.push((said, place));
        }
        kept
    }

    /// Whether two rows that may be one are two records already.
    fn is_met(&self, pair: &Pair) -> bool {
        self.faces.as_ref().is_some_and(|faces| pair.are_two(faces))
    }

    /// A row that is, or may be, what an earlier one is.
    fn twin(&mut self, said: Said, pair: Pair, kept: &mut [Placed<Said>], place: &RowPlace) {
        let first = format!("{}（{}）", pair.title, pair.first.row(self.ctx.lang.into()));
        match pair.twin {
            Twin::Repeats(_) if pair.unsaid.is_empty() => {
                self.understood(Understood::new(Taken::Repeated, None, "", first), place);
            }
            Twin::Repeats(_) => {
                let head = |key: &&str| ledger::columns(Table::Records).iter().find(|column| column.key == *key);
                let heads = pair.unsaid.iter().map(|key| head(key).map_or("…", |column| column.zh));
                let heads = heads.collect::<Vec<_>>().join("、");
                self.understood(Understood::new(Taken::RepeatedInPart, None, &heads, first), place);
            }
            Twin::Joins(_) => match find(kept, &pair.first) {
                Some(row) => {
                    join(row, said);
                    self.understood(Understood::new(Taken::Joined, None, "", pair.title), place);
                }
                None => self.asks_of_twin(&said, first, place),
            },
            Twin::Asks(_) => self.asks_of_twin(&said, first, place),
        }
    }

    fn asks_of_twin(&mut self, said: &Said, first: String, place: &RowPlace) {
        let at = column("title");
        let question = Question::new(Doubt::Twin, Some(at), said.row.cell(at), vec![first]);
        let spot = Spot::Row(place.clone(), Some(at));
        self.outcome.hear(Remark::Question { table: Some(Table::Records), spot, question, rows: 1 });
    }

    fn understood(&mut self, remark: Understood, place: &RowPlace) {
        let spot = Spot::Row(place.clone(), remark.column);
        self.outcome.hear(Remark::Understood { table: Some(Table::Records), spot, remark });
    }

    async fn about(
        &mut self,
        mut said: Said,
        place: RowPlace,
        keyed: &Keyed,
        before: &[About],
    ) -> Result<Option<About>> {
        let own = key(&said);
        let named = is_given(&said) && !is_numbered(&said);
        let which = if let Some((known, record)) = self.by_index(&said).await? {
            said = said.with(Table::Records, KEY, "");
            Which::There(known, Box::new(record))
        } else if own.is_empty() {
            self.partial(&said, &place).await?
        } else if self.choice.key(&place).is_some() {
            self.by_chosen_key(&said, &own, &place, keyed).await?
        } else if is_numbered(&said) {
            self.numbered(&mut said, &own, &place, keyed).await?
        } else if named {
            self.by_given_key(&mut said, &own, &place, keyed, before).await?
        } else {
            self.by_made_key(&mut said, &own, &place, keyed).await?
        };
        let there = match which {
            Which::Out => return Ok(None),
            Which::New => None,
            Which::There(known, record) => Some((known, *record)),
        };
        let meant = there.as_ref().map_or_else(|| key(&said), |(_, record)| record.key.clone());
        if named {
            self.meets_key(&said, &own, &meant, &place);
        }
        if !self.seen.insert(short_hash(&meant)) {
            let (column, text) = match &said.entry {
                Ok(Entry::Record(entry)) if !is_given(&said) => ("title", entry.title.clone()),
                _ => ("key", own),
            };
            self.outcome.refuse([bad(Table::Records, column, FaultKind::Duplicate, text, &place)]);
            return Ok(None);
        }
        if let Some((known, _)) = &there {
            self.taken.insert(known.id);
        }
        Ok(Some(About { said, place, there }))
    }

    /// The record whose index number a row gives that has no key of its own: whatever is corrected, it is that record.
    async fn by_index(&self, said: &Said) -> Result<Option<(Known, Record)>> {
        let index = said.row.cell(column("index")).parse::<IndexNumber>();
        let Some(index) = index.ok().filter(|_| !is_given(said) || is_numbered(said)) else { return Ok(None) };
        match self.change.find_record_by_index(&index).await? {
            Some(record) => Ok(Some(self.known(record.id).await?)),
            None => Ok(None),
        }
    }

    /// A row that is none of the records that are there, unless it may be one that was corrected in several things.
    async fn new_or_corrected(
        &mut self,
        by_number: Option<domain::ids::RecordId>,
        entry: &RecordEntry,
        said: &Said,
        place: &RowPlace,
    ) -> Result<Which> {
        let book = self.books.of(said, place).filter(|book| book.again);
        let left = match (&self.faces, book) {
            (Some(faces), Some(book)) => faces.may_be_corrected(&self.face(entry, said), &self.taken, book),
            _ => Vec::new(),
        };
        let ids: Vec<_> = by_number.into_iter().chain(left.into_iter().filter(|id| Some(*id) != by_number)).collect();
        if ids.is_empty() {
            return Ok(Which::New);
        }
        let records = self.change.records(&ids).await?;
        self.asks(place, &entry.title, ids.iter().filter_map(|id| records.get(id)));
        Ok(Which::Out)
    }

    /// What a row is recognised by, its unit as a code.
    fn face(&self, entry: &RecordEntry, said: &Said) -> Face {
        let unit = self.units.find(&entry.unit).cloned().unwrap_or_default();
        Face { year: year(said), ..face(entry, &unit) }
    }

    /// Reads what every record is recognised by, when it is first needed.
    async fn load_faces(&mut self) -> Result<()> {
        if self.faces.is_some() {
            return Ok(());
        }
        let there = self.change.faces().await?;
        let listed = std::mem::take(&mut self.listed);
        let faces = Faces::new(there, listed.iter().cloned());
        self.books.compare(&listed, &faces);
        self.faces = Some(faces);
        Ok(())
    }

    fn recognise(&self, entry: &RecordEntry, said: &Said, place: &RowPlace) -> Recognised {
        let (row, book) = (self.face(entry, said), self.books.of(said, place));
        self.faces.as_ref().map_or(Recognised::New, |faces| faces.recognise(&row, &self.taken, book))
    }

    /// The record that a row is about although its key is not there. A key of its own says that a row which only looks like
    /// another is none.
    async fn recognised(&mut self, said: &mut Said, place: &RowPlace) -> Result<Which> {
        let Ok(Entry::Record(entry)) = &said.entry else { return Ok(Which::New) };
        let given = is_given(said).then(|| said.row.cell(KEY));
        self.load_faces().await?;
        match (self.recognise(entry, said, place), given) {
            (Recognised::New, Some(_)) => Ok(Which::New),
            (Recognised::New, None) => {
                let entry = entry.clone();
                self.new_or_corrected(None, &entry, said, place).await
            }
            (Recognised::Same(id), Some(given)) => {
                let (known, record) = self.known(id).await?;
                // Who gives a key of its own to what has another means another.
                let another = !ledger::is_made_key(&record.key) && !ledger::is_key_as_given(&record.key, given);
                if !another {
                    return Ok(Which::There(known, Box::new(record)));
                }
                if !ledger::is_but_rekeyed(&self.face(entry, said), &face_of(&record)) {
                    return Ok(Which::New);
                }
                let given = given.to_string();
                self.adopt(&given, &record.key);
                self.understood(Understood::new(Taken::Rekeyed, Some(KEY), &given, record.key.clone()), place);
                *said = std::mem::take(said).with(Table::Records, KEY, &record.key);
                Ok(Which::There(known, Box::new(record)))
            }
            (Recognised::Same(id), None) => self.same(id, entry, said, place).await,
            (Recognised::OfAnotherYear(ids), given) => {
                let (title, given) = (entry.title.clone(), given.is_some());
                self.of_another_year(&ids, title, place).await?;
                if !given {
                    self.unmade(said, place).await?;
                }
                Ok(Which::New)
            }
            (Recognised::Doubtful(_), Some(_)) => Ok(Which::New),
            (Recognised::Doubtful(ids), None) => {
                let records = self.change.records(&ids).await?;
                self.asks(place, &entry.title, ids.iter().filter_map(|id| records.get(id)));
                Ok(Which::Out)
            }
        }
    }

    /// A record that is recognised, unless the row is most likely another department's about the same thing.
    async fn same(
        &mut self,
        id: domain::ids::RecordId,
        entry: &RecordEntry,
        said: &Said,
        place: &RowPlace,
    ) -> Result<Which> {
        let (known, record) = self.known(id).await?;
        let theirs = record.unit.as_deref().unwrap_or_default();
        let code = |unit: &str| self.units.find(unit).map_or("", String::as_str) == theirs;
        let other = !theirs.is_empty() && !entry.unit.is_empty() && !code(&entry.unit);
        // 部门职责 of another department on another page is its own, however alike the two are.
        let (row, there) = (self.face(entry, said), face_of(&record));
        let apart = place.has(column("locator")) && !ledger::share_a_page(&row, &there);
        let nowhere = row.addresses.is_empty() && self.books.is_of_one_unit(&entry.unit);
        if other && (apart || nowhere || self.books.is_of_another_unit(&entry.unit, code, said)) {
            self.asks(place, &entry.title, [&record]);
            return Ok(Which::Out);
        }
        Ok(Which::There(known, Box::new(record)))
    }

    /// Tells that what is new looks like records of another year, which stay as they are.
    async fn of_another_year(
        &mut self,
        ids: &[domain::ids::RecordId],
        written: String,
        place: &RowPlace,
    ) -> Result<()> {
        let records = self.change.records(ids).await?;
        let like: Vec<String> = ids
            .iter()
            .filter_map(|id| records.get(id))
            .map(|record| format!("《{}》{}", title(record), record.accounted_in().zh()))
            .collect();
        self.understood(Understood::new(Taken::AnotherYear, None, &written, like.join("、")), place);
        Ok(())
    }

    /// A row of a file that has not all required columns and gives no key: it is about a record that is there, or lacks
    /// what its faults say.
    async fn partial(&mut self, said: &Said, place: &RowPlace) -> Result<Which> {
        let Err(faults) = &said.entry else { return Ok(Which::Out) };
        let (faults, lacks) = (faults.clone(), faults.iter().all(|fault| !place.has(fault.column)));
        if lacks {
            self.load_faces().await?;
            let row = said.face();
            let row = Face { unit: self.units.find(&row.unit).cloned().unwrap_or_default(), ..row };
            let row = Face { year: row.year.or(year(said)), ..row };
            let book = self.books.of(said, place);
            let found = self.faces.as_ref().map_or(Recognised::New, |faces| faces.recognise(&row, &self.taken, book));
            match found {
                Recognised::Same(id) => {
                    let (known, record) = self.known(id).await?;
                    return Ok(Which::There(known, Box::new(record)));
                }
                Recognised::Doubtful(ids) => {
                    let records = self.change.records(&ids).await?;
                    self.asks(place, &row.title, ids.iter().filter_map(|id| records.get(id)));
                    return Ok(Which::Out);
                }
                Recognised::New | Recognised::OfAnotherYear(_) => {}
            }
        }
        Ok(self.unread(&faults, place))
    }

    /// A row that cannot be read and is about nothing that is there. What the file has no column for is said once for all of
    /// its rows.
    fn unread(&mut self, faults: &[ledger::Fault], place: &RowPlace) -> Which {
        let (there, lacking): (Vec<_>, Vec<_>) = faults.iter().cloned().partition(|fault| place.has(fault.column));
        let counted = there.is_empty();
        if !counted {
            self.outcome.refuse(cells(Table::Records, there, place));
        }
        // A row is left out once, whatever else is wrong with it.
        self.outcome.question_rows += u64::from(counted);
        for fault in lacking {
            let question = Question::new(Doubt::MissingColumn, Some(fault.column), "", Vec::new());
            self.outcome.questions.hear(Some(Table::Records), Spot::Row(place.clone(), None), question, 1);
        }
        Which::Out
    }

    /// Leaves a row out until somebody says whether it is about one of these.
    fn asks<'r>(&mut self, place: &RowPlace, about: &str, records: impl IntoIterator<Item = &'r Record>) {
        let candidates = records.into_iter().map(|record| Candidate {
            id: record.id,
            key: record.key.clone(),
            index: record.index.clone(),
            title: title(record).to_string(),
        });
        let candidates = candidates.collect();
        self.outcome.possible.push(Possible { place: place.clone(), title: about.to_string(), candidates });
    }

    /// A number that another record has as its key only counts the rows here: that is told, and what the file keys by it
    /// goes with the row.
    fn no_key(&mut self, given: &str, key: &str, place: &RowPlace) {
        self.understood(Understood::new(Taken::RunningNumber, Some(KEY), given, ""), place);
        self.adopt(given, key);
    }

    /// A record that is there.
    async fn known(&self, id: domain::ids::RecordId) -> Result<(Known, Record)> {
        let record = self.change.record(id).await?;
        let keys = self.change.existing_keys(&[&record.key]).await?;
        match keys.into_values().next() {
            Some(known) => Ok((known, record)),
            None => Err(Error::NotFound { kind: "record", key: record.key }),
        }
    }
}

/// The key of a row, or the one that is made of it.
fn key(said: &Said) -> String {
    match &said.entry {
        Ok(Entry::Record(entry)) => entry.key.clone(),
        _ => said.row.cell(KEY).to_string(),
    }
}

fn is_given(said: &Said) -> bool {
    !said.row.cell(KEY).is_empty()
}

/// Whether a row has a number that may only count the rows of its sheet.
fn is_numbered(said: &Said) -> bool {
    is_given(said) && ledger::is_running_number(said.row.cell(KEY))
}

/// The school year that a row says it is of.
fn year_of(entry: &RecordEntry) -> Option<SchoolYear> {
    ledger::year_said(entry.year, entry.published_on, entry.made_on)
}

/// The school year of a row: that which it says, else that of its book where a title states it.
fn year(said: &Said) -> Option<SchoolYear> {
    match &said.entry {
        Ok(Entry::Record(entry)) => year_of(entry).or(said.stated()),
        _ => said.stated(),
    }
}
