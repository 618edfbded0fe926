//! Rows with a key: one that a clerk gave, which holds within its source, or one that was made of the row.
//!
//! Where a given key is met again, in the ledger or earlier in the file, the keys of the sheet, the units and what the rows
//! say tell whether it is the same thing. What has the same key by chance gets one of its own, and that is told.

use super::{About, Keyed, Which, is_given, key, year};
use crate::error::Result;
use crate::ledger::import::said::{KEY, Said, face, face_of};
use crate::ledger::import::{Importing, short_hash};
use domain::ledger::{self, Across, Entry, Face, Meant, Recognised, Table, Taken, Understood};
use domain::record::Record;
use domain::school_year::SchoolYear;
use office::ledger::RowPlace;
use store::Known;

/// A row of the file that had a key.
#[derive(Debug, Clone)]
pub(in crate::ledger::import) struct Met {
    place: RowPlace,
    /// Its unit as a code; empty where it is not known.
    unit: String,
    /// The key that its record has.
    key: String,
}

/// What earlier rows of the file with the same key say of a row.
enum Earlier {
    /// There is none, or it leaves the key to this one.
    None,
    /// Those are others: the key says nothing.
    Others,
    /// The row was left out, and that was told.
    Out,
}

/// What the records that have a row's key come to.
#[derive(Default)]
struct Hits<'k> {
    asked: Vec<&'k Record>,
    /// One of another year has it.
    of_year: bool,
    /// One of another source has it.
    of_source: bool,
}

/// Days between two dates from which one is no slip of the other.
const FAR: i64 = 300;

fn far_apart(row: &Face, there: &Face) -> bool {
    let days = row.date.span().zip(there.date.span()).map(|((row, _), (there, _))| (row - there).num_days().abs());
    days.is_some_and(|days| days >= FAR)
}

impl Importing<'_> {
    /// A row to which somebody gave a key while looking at the plan: that is an answer.
    pub(super) async fn by_chosen_key(
        &mut self,
        said: &Said,
        own: &str,
        place: &RowPlace,
        keyed: &Keyed,
    ) -> Result<Which> {
        match (keyed.get(own), &said.entry) {
            (Some((known, record)), _) => Ok(Which::There(known.clone(), Box::new(record.clone()))),
            (None, Ok(_)) => Ok(Which::New),
            (None, Err(faults)) => Ok(self.unread(&faults.clone(), place)),
        }
    }

    /// A row with the key that was made of it.
    pub(super) async fn by_made_key(
        &mut self,
        said: &mut Said,
        own: &str,
        place: &RowPlace,
        keyed: &Keyed,
    ) -> Result<Which> {
        let year = year(said);
        let free = |(known, _): &(&Known, &Record)| !self.taken.contains(&known.id);
        let of_year = year.and_then(|year| keyed.get(&ledger::key_of_year(own, year)));
        if let Some((known, record)) = of_year.filter(free) {
            return Ok(Which::There(known.clone(), Box::new(record.clone())));
        }
        // The same thing of another year, further up in the file.
        if self.seen.contains(&short_hash(own))
            && let (Ok(Entry::Record(entry)), Some(year)) = (&said.entry, year)
            && entry.year.is_some()
            && !self.seen.contains(&short_hash(&ledger::key_of_year(own, year)))
        {
            self.key_of_year(said, own, year, place);
            return Ok(Which::New);
        }
        let Some((known, record)) = keyed.get(own).filter(free) else {
            return match &said.entry {
                Ok(_) => self.recognised(said, place).await,
                Err(faults) => Ok(self.unread(&faults.clone(), place)),
            };
        };
        let there = Which::There(known.clone(), Box::new(record.clone()));
        let Ok(Entry::Record(entry)) = &said.entry else { return Ok(there) };
        let same_index = entry.index.as_ref().is_some_and(|index| *index == known.index);
        let Some(year) = year.filter(|_| !same_index) else { return Ok(there) };
        let title = entry.title.clone();
        self.load_faces().await?;
        match ledger::across(Some(year), face_of(record).year, self.books.of(said, place)) {
            None | Some(Across::Corrected) => Ok(there),
            Some(Across::Doubtful) if !self.is_book_of(year, said, place) => {
                // A date may be put right over the turn of the year; a column of years says which year is meant.
                if title == face_of(record).title && entry.year.is_none() {
                    return Ok(there);
                }
                self.asks(place, &title, [record]);
                Ok(Which::Out)
            }
            Some(Across::Another | Across::Doubtful) => {
                self.key_of_year(said, own, year, place);
                Ok(Which::New)
            }
        }
    }

    /// A row with a key that somebody gave.
    pub(super) async fn by_given_key(
        &mut self,
        said: &mut Said,
        own: &str,
        place: &RowPlace,
        keyed: &Keyed,
        before: &[About],
    ) -> Result<Which> {
        let elsewhere = match self.earlier(said, own, place, before).await? {
            Earlier::Out => return Ok(Which::Out),
            Earlier::None => false,
            Earlier::Others => true,
        };
        let row = self.face_said(said);
        let chain = self.keys_of(said, place);
        let free = |known: &Known, key: &str| {
            !elsewhere || !self.taken.contains(&known.id) && !self.seen.contains(&short_hash(key))
        };
        let there: Vec<(&str, &Known, &Record)> = chain
            .iter()
            .filter_map(|key| keyed.get(key).map(|(known, record)| (key.as_str(), known, record)))
            .filter(|(key, known, _)| free(known, key))
            .collect();
        if there.is_empty() && !elsewhere {
            return match &said.entry {
                Ok(_) => self.recognised(said, place).await,
                Err(faults) => Ok(self.unread(&faults.clone(), place)),
            };
        }
        if row.title.is_empty() {
            return Ok(self.by_key_alone(said, place, &there));
        }
        let mut hits = Hits::default();
        for (key, known, record) in &there {
            let index = match &said.entry {
                Ok(Entry::Record(entry)) => entry.index.as_ref(),
                _ => None,
            };
            if index.is_some_and(|index| *index == known.index)
                || self.meets(said, place, &row, (key, *record), &mut hits).await?
            {
                return Ok(Which::There((*known).clone(), Box::new((*record).clone())));
            }
        }
        if !hits.asked.is_empty() {
            self.asks(place, &row.title, hits.asked);
            return Ok(Which::Out);
        }
        if let Err(faults) = &said.entry {
            return Ok(self.unread(&faults.clone(), place));
        }
        if (hits.of_source || elsewhere)
            && let Some(which) = self.recognised_elsewhere(said, place).await?
        {
            return Ok(which);
        }
        self.key_of_its_own(said, own, hits.of_year, place).await?;
        Ok(Which::New)
    }

    /// Whether a row is the record that has its key; a doubt, or why it is another, is kept.
    async fn meets<'k>(
        &mut self,
        said: &Said,
        place: &RowPlace,
        row: &Face,
        (key, record): (&str, &'k Record),
        hits: &mut Hits<'k>,
    ) -> Result<bool> {
        self.load_faces().await?;
        let mut there = face_of(record);
        // What it was called, or is to be called when it is through, is its title as well.
        if record.editions.iter().any(|edition| edition.title == row.title) {
            there.title.clone_from(&row.title);
        }
        let year = year(said).filter(|_| !ledger::is_lasting_key(key));
        let across = year.and_then(|year| ledger::across(Some(year), there.year, self.books.of(said, place)));
        if across == Some(Across::Another) {
            hits.of_year = true;
            return Ok(false);
        }
        let strength = self.faces.as_ref().and_then(|faces| faces.strength(row, &there));
        // A key that the program made for its record comes from nowhere else.
        let origin = match ledger::is_made_key(key) {
            true => ledger::Origin::Same,
            false => self.books.keys_met(place).origin(row, &there),
        };
        let meant = ledger::meant_by_key(row, &there, strength, origin);
        // Who gives the key and the title means the record, unless the file is a book of the other year, or what it says is
        // most of a year away: JW-001 校历 comes again every year.
        let doubtful = across == Some(Across::Doubtful)
            && (row.title != there.title
                || far_apart(row, &there)
                || year.is_some_and(|year| self.is_book_of(year, said, place)));
        // 2024年修订 and 2025年修订 are two texts.
        let doubtful = doubtful || ledger::is_another_issue(row, &there);
        match meant {
            Meant::Another => hits.of_source = true,
            Meant::Record if !doubtful => return Ok(true),
            Meant::Record | Meant::Asked => hits.asked.push(record),
        }
        Ok(false)
    }

    /// A row of a file without titles: its key is all that tells, where it tells one record.
    fn by_key_alone(&mut self, said: &Said, place: &RowPlace, there: &[(&str, &Known, &Record)]) -> Which {
        match there {
            [(_, known, record)] => Which::There((*known).clone(), Box::new((*record).clone())),
            [] => match &said.entry {
                Err(faults) => self.unread(&faults.clone(), place),
                Ok(_) => Which::Out,
            },
            several => {
                self.asks(place, said.row.cell(KEY), several.iter().map(|(_, _, record)| *record));
                Which::Out
            }
        }
    }

    /// What the file has earlier under the key of a row: the same thing twice, or what another department calls alike.
    async fn earlier(&mut self, said: &Said, own: &str, place: &RowPlace, before: &[About]) -> Result<Earlier> {
        let met = self.met.get(&short_hash(own)).cloned().unwrap_or_default();
        let row = self.face_said(said);
        let mut others = false;
        for met in met {
            let units = !row.unit.is_empty() && !met.unit.is_empty() && row.unit != met.unit;
            let one_sheet = met.place.sheet == place.sheet;
            if one_sheet && !units {
                self.twice(own, place);
                return Ok(Earlier::Out);
            }
            let about =
                before.iter().find(|about| about.place.sheet == met.place.sheet && about.place.row == met.place.row);
            let there = match about {
                Some(about) => self.face_said(&about.said),
                None => match self.change.existing_keys(&[&met.key]).await?.into_values().next() {
                    Some(known) => face_of(&self.change.record(known.id).await?),
                    None => continue,
                },
            };
            self.load_faces().await?;
            if self.faces.as_ref().and_then(|faces| faces.strength(&row, &there)).is_none() {
                others = true;
                continue;
            }
            let first = format!("{}（{}）", there.title, met.place.row(self.ctx.lang.into()));
            match about {
                _ if one_sheet => self.twice(own, place),
                Some(about) if about.said.row == said.row && about.said.releases == said.releases => {
                    self.understood(Understood::new(Taken::Repeated, None, "", first), place);
                }
                _ => self.asks_of_twin(said, first, place),
            }
            return Ok(Earlier::Out);
        }
        Ok(if others { Earlier::Others } else { Earlier::None })
    }

    /// Keeps that a row of the file has a given key.
    pub(super) fn meets_key(&mut self, said: &Said, own: &str, key: &str, place: &RowPlace) {
        let unit = self.face_said(said).unit;
        let met = Met { place: place.clone(), unit, key: key.to_string() };
        self.met.entry(short_hash(own)).or_default().push(met);
    }

    /// A row whose key is another source's: only what it says tells which record it is.
    async fn recognised_elsewhere(&mut self, said: &mut Said, place: &RowPlace) -> Result<Option<Which>> {
        let Ok(Entry::Record(entry)) = &said.entry else { return Ok(None) };
        let entry = entry.clone();
        self.load_faces().await?;
        match self.recognise(&entry, said, place) {
            Recognised::Same(id) => Ok(Some(self.same(id, &entry, said, place).await?)),
            Recognised::Doubtful(ids) => {
                let records = self.change.records(&ids).await?;
                self.asks(place, &entry.title, ids.iter().filter_map(|id| records.get(id)));
                Ok(Some(Which::Out))
            }
            Recognised::New | Recognised::OfAnotherYear(_) => Ok(None),
        }
    }

    /// Gives a new record whose key another has a key of its own: with the year, with its source, or one made of it.
    async fn key_of_its_own(&mut self, said: &mut Said, own: &str, of_year: bool, place: &RowPlace) -> Result<()> {
        let year = year(said).filter(|_| of_year);
        let source = self.source_of(said, place);
        let of_source = source.as_deref().and_then(|source| ledger::key_of_source(own, source));
        let with_year = |key: &str| year.map(|year| ledger::key_of_year(key, year));
        let both = of_source.as_deref().and_then(with_year);
        for new in [with_year(own), of_source, both].into_iter().flatten() {
            if !self.is_known_key(&new).await? {
                let kind = if Some(&new) == with_year(own).as_ref() { Taken::KeyOfYear } else { Taken::KeyOfSource };
                self.rekeyed(said, own, &new, kind, place);
                return Ok(());
            }
        }
        let row = std::mem::take(said);
        *said = row.with(Table::Records, KEY, "");
        self.unmade(said, place).await?;
        let made = key(said);
        self.understood(Understood::new(Taken::KeyOfSource, Some(KEY), own, made.clone()), place);
        self.adopt(own, &made);
        Ok(())
    }

    async fn is_known_key(&self, key: &str) -> Result<bool> {
        Ok(self.seen.contains(&short_hash(key)) || !self.change.existing_keys(&[key]).await?.is_empty())
    }

    /// Whether the book of a row is surely of this year.
    fn is_book_of(&self, year: SchoolYear, said: &Said, place: &RowPlace) -> bool {
        self.books.of(said, place).is_some_and(|book| book.sure && book.year == year)
    }

    /// A row whose key a record of another year has: its own gets the year with it.
    pub(super) fn key_of_year(&mut self, said: &mut Said, own: &str, year: SchoolYear, place: &RowPlace) {
        let new = ledger::key_of_year(own, year);
        self.rekeyed(said, own, &new, Taken::KeyOfYear, place);
    }

    /// The row gets another key than it gives, and what the file keys by that goes along.
    fn rekeyed(&mut self, said: &mut Said, own: &str, new: &str, kind: Taken, place: &RowPlace) {
        if is_given(said) {
            self.understood(Understood::new(kind, Some(KEY), own, new), place);
        }
        self.adopt(own, new);
        let row = std::mem::take(said);
        *said = row.with(Table::Records, KEY, new);
    }

    /// Counts how far the keys of each sheet are those of the records that have them.
    pub(super) fn count_keyed(&mut self, said: &Said, place: &RowPlace, keyed: &Keyed) {
        let row = self.face_said(said);
        let found: Vec<Face> = self
            .keys_of(said, place)
            .iter()
            .filter_map(|key| keyed.get(key))
            .map(|(_, record)| face_of(record))
            .collect();
        let agreeing = found.iter().find(|there| ledger::agrees(&row, there));
        if !row.title.is_empty()
            && let Some(there) = agreeing.or(found.first())
        {
            self.books.met(place, &row, there);
        }
        let Some(year) = year(said) else { return };
        let known =
            found.iter().any(|there| there.year == Some(year) && (row.title.is_empty() || ledger::agrees(&row, there)));
        self.books.keyed(year, known);
    }

    /// What a row is recognised by, whether or not it is whole; its unit as a code.
    pub(super) fn face_said(&self, said: &Said) -> Face {
        let row = match &said.entry {
            Ok(Entry::Record(entry)) => face(entry, &entry.unit),
            _ => said.face(),
        };
        let unit = self.units.find(&row.unit).unwrap_or(&row.unit).clone();
        Face { unit, year: row.year.or(year(said)), ..row }
    }

    /// The keys under which the record of a row with a given key may be, the likeliest first: those that its source and
    /// year were added to, and the bare one.
    pub(super) fn keys_of(&self, said: &Said, place: &RowPlace) -> Vec<String> {
        let own = key(said);
        let year = year(said).filter(|_| !ledger::is_lasting_key(&own));
        let of_source = self.source_of(said, place).and_then(|source| ledger::key_of_source(&own, &source));
        let with_year = |key: &str| year.map(|year| ledger::key_of_year(key, year));
        let both = of_source.as_deref().and_then(with_year);
        [both, of_source, with_year(&own), Some(own)].into_iter().flatten().collect()
    }

    /// What tells a row's keys from those of others: its unit, else its sheet, else its file.
    fn source_of(&self, said: &Said, place: &RowPlace) -> Option<String> {
        let unit = said.row.cell(crate::ledger::import::said::column("unit"));
        let unit = self.units.find(unit).map_or(unit, |code| self.units.name(code));
        let file = self.source.rsplit_once('.').map_or(self.source.as_str(), |(name, _)| name);
        [unit, &*place.sheet, file].into_iter().find(|name| !name.trim().is_empty()).map(str::to_string)
    }
}
