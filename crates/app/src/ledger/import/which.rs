//! Which record each row is about: by its key where that is one, else by what it says; and what must be asked.
//!
//! A key holds within its source and, unless it names a year, within a school year. Running numbers of a sheet are none.
//! Nothing is written here.

use super::book::{Pair, find, join};
use super::said::{KEY, Placed, Said, bad, cells, column, face, face_of, title};
use super::{Importing, short_hash};
use crate::error::{Error, Result};
use crate::ledger::plan::{Candidate, Possible};
use domain::ledger::{
    self, Across, Entry, Face, Faces, FaultKind, Recognised, RecordEntry, Table, Taken, Twin, Understood,
};
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
        let keys: Vec<String> = rows.iter().flat_map(|(said, _)| keys(said)).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let known = self.change.existing_keys(&keys).await?;
        let ids: Vec<_> = known.values().map(|known| known.id).collect();
        let mut keyed = Keyed { there: self.change.records(&ids).await?, known, by_number: false };
        if rows.iter().any(|(said, _)| is_numbered(said)) {
            self.load_faces().await?;
            keyed.by_number = self.are_keyed_by_number(&rows, &keyed);
        }
        for (said, _) in &rows {
            self.count_keyed(said, &keyed);
        }
        let mut told = Vec::with_capacity(rows.len());
        for (said, place) in rows {
            if let Some(about) = self.about(said, place, &keyed).await? {
                told.push(about);
            }
        }
        Ok(told)
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

    fn count_keyed(&mut self, said: &Said, keyed: &Keyed) {
        let own = key(said);
        let Some(year) = year(said).filter(|_| is_given(said) && !ledger::is_running_number(&own)) else {
            return;
        };
        let of_year = |key: &str| keyed.get(key).is_some_and(|(_, record)| face_of(record).year == Some(year));
        let known = of_year(&own) || of_year(&ledger::key_of_year(&own, year));
        self.books.keyed(year, known);
    }

    async fn about(&mut self, mut said: Said, place: RowPlace, keyed: &Keyed) -> Result<Option<About>> {
        let own = key(&said);
        let which = if let Some((known, record)) = self.by_index(&said).await? {
            said = said.with(Table::Records, KEY, "");
            Which::There(known, Box::new(record))
        } else if own.is_empty() {
            self.partial(&said, &place).await?
        } else if is_numbered(&said) {
            self.numbered(&mut said, &own, &place, keyed).await?
        } else {
            self.by_key(&mut said, &own, &place, keyed).await?
        };
        let there = match which {
            Which::Out => return Ok(None),
            Which::New => None,
            Which::There(known, record) => Some((known, *record)),
        };
        let meant = there.as_ref().map_or_else(|| key(&said), |(_, record)| record.key.clone());
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

    /// A row with a key that somebody chose, or that was made of it.
    async fn by_key(&mut self, said: &mut Said, own: &str, place: &RowPlace, keyed: &Keyed) -> Result<Which> {
        let given = is_given(said);
        let lasting = given && ledger::is_lasting_key(own);
        let year = year(said).filter(|_| !lasting);
        let of_year = year.and_then(|year| keyed.get(&ledger::key_of_year(own, year)));
        if let Some((known, record)) = of_year.filter(|(known, _)| given || !self.taken.contains(&known.id)) {
            return Ok(Which::There(known.clone(), Box::new(record.clone())));
        }
        let hit = keyed.get(own).filter(|(known, _)| given || !self.taken.contains(&known.id));
        let Some((known, record)) = hit else {
            return match &said.entry {
                Ok(_) => self.recognised(said, given, place).await,
                Err(faults) => Ok(self.unread(&faults.clone(), place)),
            };
        };
        let Ok(Entry::Record(entry)) = &said.entry else {
            return Ok(Which::There(known.clone(), Box::new(record.clone())));
        };
        let (row, there) = (face(entry, &entry.unit), face_of(record));
        let same_index = entry.index.as_ref().is_some_and(|index| *index == known.index);
        if let Some(year) = year.filter(|_| !same_index) {
            self.load_faces().await?;
            match ledger::across(Some(year), there.year, self.books.of(said, place)) {
                None | Some(Across::Corrected) => {}
                Some(Across::Another) => {
                    self.key_of_year(said, own, year, place);
                    return Ok(Which::New);
                }
                Some(Across::Doubtful) if !given && self.is_book_of(year, said, place) => {
                    self.key_of_year(said, own, year, place);
                    return Ok(Which::New);
                }
                // Who gives the key and the title means the record, unless the file is a book of the other year.
                Some(Across::Doubtful) if row.title == there.title && !self.is_book_of(year, said, place) => {}
                Some(Across::Doubtful) => {
                    self.asks(place, &row.title, [record]);
                    return Ok(Which::Out);
                }
            }
        }
        if given && !same_index && !ledger::same_key_is_meant(own, &row, &there) {
            self.asks(place, &row.title, [record]);
            return Ok(Which::Out);
        }
        Ok(Which::There(known.clone(), Box::new(record.clone())))
    }

    /// Whether the book of a row is surely of this year.
    fn is_book_of(&self, year: SchoolYear, said: &Said, place: &RowPlace) -> bool {
        self.books.of(said, place).is_some_and(|book| book.sure && book.year == year)
    }

    /// A row whose key a record of another year has: its own gets the year with it, and what the file keys by it goes along.
    fn key_of_year(&mut self, said: &mut Said, own: &str, year: SchoolYear, place: &RowPlace) {
        let new = ledger::key_of_year(own, year);
        if is_given(said) {
            self.understood(Understood::new(Taken::KeyOfYear, Some(KEY), own, new.clone()), place);
        }
        self.adopt(own, &new);
        let row = std::mem::take(said);
        *said = row.with(Table::Records, KEY, &new);
    }

    /// A row with a number that only counts the rows of its sheet: what it says tells which record it is about, the number
    /// no more than which of several.
    async fn numbered(&mut self, said: &mut Said, own: &str, place: &RowPlace, keyed: &Keyed) -> Result<Which> {
        let bare = std::mem::take(said).with(Table::Records, KEY, "");
        let Ok(Entry::Record(entry)) = &bare.entry else {
            let which = self.partial(&bare, place).await?;
            *said = bare;
            return Ok(which);
        };
        self.load_faces().await?;
        let found = self.recognise(entry, &bare, place);
        let meant = self.meant_by_number(own, entry, &bare, place, keyed);
        let which = match (found, meant) {
            (Recognised::Same(id), _) => self.same(id, entry, &bare, place).await?,
            (Recognised::Doubtful(ids), Some((known, record))) if ids.contains(&known.id) => {
                Which::There(known, record)
            }
            (Recognised::Doubtful(ids), _) => {
                let records = self.change.records(&ids).await?;
                self.asks(place, &entry.title, ids.iter().filter_map(|id| records.get(id)));
                Which::Out
            }
            (Recognised::New | Recognised::OfAnotherYear(_), Some((known, record))) => {
                match self.is_surely(&record, entry, &bare, place) {
                    true => Which::There(known, record),
                    false => {
                        self.asks(place, &entry.title, [&*record]);
                        Which::Out
                    }
                }
            }
            (Recognised::OfAnotherYear(ids), None) => {
                self.of_another_year(&ids, entry.title.clone(), place).await?;
                Which::New
            }
            (Recognised::New, None) => {
                let by_number = self.retitled(own, entry, &bare, place, keyed);
                self.new_or_corrected(by_number, entry, &bare, place).await?
            }
        };
        *said = bare;
        let is_new = matches!(which, Which::New);
        let free = !keyed.known.contains_key(own) && !self.seen.contains(&short_hash(own));
        match &which {
            Which::New if free => {
                let row = std::mem::take(said);
                *said = row.with(Table::Records, KEY, own);
            }
            Which::There(_, record) if record.key == own => self.adopt(own, own),
            Which::New | Which::There(..) => {
                let made = match &which {
                    Which::There(_, record) => record.key.clone(),
                    _ => key(said),
                };
                self.no_key(own, &made, place);
            }
            Which::Out => {}
        }
        if is_new && !free {
            self.unmade(said, place).await?;
        }
        Ok(which)
    }

    /// The key that is made of a row may be that of a record of another year; then its own gets the year with it.
    async fn unmade(&mut self, said: &mut Said, place: &RowPlace) -> Result<()> {
        let made = key(said);
        let there = !self.change.existing_keys(&[&made]).await?.is_empty();
        if let Some(year) = year(said).filter(|_| there) {
            self.key_of_year(said, &made, year, place);
        }
        Ok(())
    }

    /// The record that has a row's running number as its key, where the row is like it in other things and no other row of
    /// the file is that record.
    fn meant_by_number(
        &self,
        own: &str,
        entry: &RecordEntry,
        said: &Said,
        place: &RowPlace,
        keyed: &Keyed,
    ) -> Option<(Known, Box<Record>)> {
        let (known, record) = keyed.get(own)?;
        let (row, there) = (face(entry, &entry.unit), face_of(record));
        let of_year = ledger::across(year(said), there.year, self.books.of(said, place));
        let meant = ledger::same_key_is_meant(own, &row, &there) && matches!(of_year, None | Some(Across::Corrected));
        (self.is_free(known, &there) && meant).then(|| (known.clone(), Box::new(record.clone())))
    }

    /// Whether no other row of the file is this record.
    fn is_free(&self, known: &Known, there: &Face) -> bool {
        !self.taken.contains(&known.id) && self.faces.as_ref().is_none_or(|faces| !faces.lists(there))
    }

    /// Whether a row is the record of its number although nothing else tells so: a book that comes again has its rows, and
    /// another day or page in one that does not is another thing as often.
    fn is_surely(&self, record: &Record, entry: &RecordEntry, said: &Said, place: &RowPlace) -> bool {
        let again = self.books.of(said, place).is_some_and(|book| book.again);
        again || ledger::same_day_or_page(&self.face(entry, said), &face_of(record))
    }

    /// The record that has a row's running number where the row may be it, corrected in several things: a person must say.
    fn retitled(
        &self,
        own: &str,
        entry: &RecordEntry,
        said: &Said,
        place: &RowPlace,
        keyed: &Keyed,
    ) -> Option<domain::ids::RecordId> {
        let (known, record) = keyed.get(own)?;
        let (row, there) = (self.face(entry, said), face_of(record));
        let book = self.books.of(said, place);
        let of_year = ledger::across(row.year, there.year, book);
        // Of a book that comes again, with its numbers, the record has no other row.
        let lost = keyed.by_number && book.is_some_and(|book| book.again);
        let may_be = (lost || ledger::may_be_retitled(&row, &there)) && of_year != Some(Across::Another);
        (self.is_free(known, &there) && may_be).then_some(known.id)
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

    /// Whether most rows of which a record is there as they are have that record's key as their number.
    fn are_keyed_by_number(&self, rows: &[Placed<Said>], keyed: &Keyed) -> bool {
        let (mut there, mut keys) = (0u64, 0u64);
        for (said, _) in rows.iter().filter(|(said, _)| is_numbered(said)) {
            let Ok(Entry::Record(entry)) = &said.entry else { continue };
            let Some(id) = self.faces.as_ref().and_then(|faces| faces.just_as(&self.face(entry, said))) else {
                continue;
            };
            there += 1;
            keys += u64::from(keyed.get(&key(said)).is_some_and(|(known, _)| known.id == id));
        }
        keys > 0 && keys * 2 >= there
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
    async fn recognised(&mut self, said: &mut Said, given: bool, place: &RowPlace) -> Result<Which> {
        let Ok(Entry::Record(entry)) = &said.entry else { return Ok(Which::New) };
        self.load_faces().await?;
        match self.recognise(entry, said, place) {
            Recognised::New if given => Ok(Which::New),
            Recognised::New => {
                let entry = entry.clone();
                self.new_or_corrected(None, &entry, said, place).await
            }
            Recognised::Same(id) if given => {
                let (known, record) = self.known(id).await?;
                // Who gives a key of its own to what has another means another.
                let another = !ledger::is_made_key(&record.key);
                Ok(if another { Which::New } else { Which::There(known, Box::new(record)) })
            }
            Recognised::Same(id) => self.same(id, entry, said, place).await,
            Recognised::OfAnotherYear(ids) => {
                let title = entry.title.clone();
                self.of_another_year(&ids, title, place).await?;
                if !given {
                    self.unmade(said, place).await?;
                }
                Ok(Which::New)
            }
            Recognised::Doubtful(_) if given => Ok(Which::New),
            Recognised::Doubtful(ids) => {
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
        if other && self.books.is_of_another_unit(&entry.unit, code, said) {
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

/// The keys under which a row's record may be there: its own, that of its year, that which is made of it.
fn keys(said: &Said) -> Vec<String> {
    let own = key(said);
    if own.is_empty() {
        return Vec::new();
    }
    let mut keys = vec![own.clone()];
    if let Some(year) = year(said).filter(|_| !ledger::is_lasting_key(&own) || !is_given(said)) {
        keys.push(ledger::key_of_year(&own, year));
    }
    keys
}
