//! Rows with a number that only counts the rows of their sheet: what they say tells which record they are about, the number
//! no more than which of several.

use super::{Keyed, Which, is_numbered, key, year};
use crate::error::Result;
use crate::ledger::import::said::{KEY, Placed, Said, face, face_of};
use crate::ledger::import::{Importing, short_hash};
use domain::ledger::{self, Across, Entry, Face, Recognised, RecordEntry, Table};
use domain::record::Record;
use office::ledger::RowPlace;
use store::Known;

impl Importing<'_> {
    /// A row with a number that only counts the rows of its sheet: what it says tells which record it is about, the number
    /// no more than which of several.
    pub(super) async fn numbered(
        &mut self,
        said: &mut Said,
        own: &str,
        place: &RowPlace,
        keyed: &Keyed,
    ) -> Result<Which> {
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
    pub(super) async fn unmade(&mut self, said: &mut Said, place: &RowPlace) -> Result<()> {
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
        let meant = ledger::same_number_is_meant(&row, &there) && matches!(of_year, None | Some(Across::Corrected));
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

    /// Whether most rows of which a record is there as they are have that record's key as their number.
    pub(super) fn are_keyed_by_number(&self, rows: &[Placed<Said>], keyed: &Keyed) -> bool {
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
}
