//! Records of a file: which record each row is about, what it says over what is there, and what that changes.

use super::Importing;
use super::fingerprint::fingerprint;
use super::fitting::unfit;
use super::hosts::{Here, Sites};
use super::rows::{Chunk, Noted, Source, read_records};
use super::said::{KEY, Placed, Said, bad, cells, column, face_of, is_complete, says, title};
use super::telling::{changes, entered};
use super::which::About;
use crate::error::{Error, Result};
use crate::guard::rows::names_a_person;
use crate::ledger::plan::Change as Planned;
use crate::ledger::tally::Bad;
use domain::ids::RecordId;
use domain::ledger::{
    self, Doubt, EditionEntry, Entry, EntryState, FaultKind, HeadAnswers, Moment, Parts, Question, RecordEntry,
    ReleaseEntry, Table, Taken, Understood,
};
use domain::record::{IndexNumber, Progress, Record, Visibility};
use domain::school_year::SchoolYear;
use office::ledger::{Remark, RowPlace, Spot};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Import, Known, Saved};

/// Records that go into the database together.
#[derive(Default)]
struct Batch {
    imports: Vec<Import>,
    /// New ones that bring no index number, by the year of theirs.
    fresh: BTreeMap<i32, Vec<Fresh>>,
}

/// What a new record is made from.
struct Fresh {
    parts: Parts,
    /// Releases that the table of releases gives.
    table: Vec<ReleaseEntry>,
    fingerprint: u64,
    place: RowPlace,
    /// Its row says its state.
    meant_as_draft: bool,
    /// The school year that its sheet states.
    stated: Option<SchoolYear>,
}

impl Importing<'_> {
    pub(super) async fn records(
        &mut self,
        source: &Source,
        answers: &Arc<HeadAnswers>,
        noted: Noted,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<()> {
        self.standards().await?;
        self.of_shared_keys();
        self.sites = Sites::of(&self.change.channels().await?);
        let reader = source.open(answers)?;
        let school = Here { units: self.units.clone(), channels: self.channels.clone(), sites: self.sites.clone() };
        // Reading, parsing and the guard are one core's work, the database another's.
        let (chunks, mut ready) = tokio::sync::mpsc::channel(2);
        let reading = tokio::task::spawn_blocking(move || read_records(reader, &school, &noted, &chunks));
        while let Some(chunk) = ready.recv().await {
            let Chunk { rows, bad, told, out, seen } = chunk;
            self.unread.extend(out);
            told.into_iter().for_each(|remark| self.outcome.hear(remark));
            for told in bad {
                self.outcome.refuse(told);
            }
            self.chunk(rows).await?;
            progress(seen);
        }
        reading.await.map_err(Error::internal)?.map_err(|error| source.wrong(error))?;
        self.left_over().await
    }

    /// Releases and editions of a key that two sheets give to two things: nobody knows which of them they are of.
    fn of_shared_keys(&mut self) {
        let (mut lost, books) = (Vec::new(), &self.books);
        self.releases.retain(|key, rows| {
            let shared = books.shares(key);
            let told = rows.iter().filter(|_| shared);
            lost.extend(told.map(|(_, place)| bad(Table::Releases, "record", FaultKind::Several, key.clone(), place)));
            !shared
        });
        self.editions.retain(|key, rows| {
            let shared = books.shares(key);
            let told = rows.iter().filter(|_| shared);
            lost.extend(told.map(|(_, place)| bad(Table::Editions, "record", FaultKind::Several, key.clone(), place)));
            !shared
        });
        lost.sort_by_key(place_of);
        lost.into_iter().for_each(|bad| self.outcome.refuse([bad]));
    }

    async fn chunk(&mut self, rows: Vec<Placed<Said>>) -> Result<()> {
        let rows = self.told_apart(rows).await?;
        let mut batch = Batch::default();
        for About { said, place, there } in rows {
            match there {
                Some((known, record)) => self.again(said, &place, &known, &record, &mut batch).await?,
                None => self.new_record(said, place, &mut batch).await?,
            }
        }
        // Numbers that rows bring are not handed out to others of the chunk.
        let brought: Vec<IndexNumber> = batch.imports.iter().map(|import| import.record.index.clone()).collect();
        self.change.reserve_index(&brought).await?;
        self.number(&mut batch).await?;
        if !batch.imports.is_empty() {
            let (new, changed): (Vec<&Import>, Vec<&Import>) =
                batch.imports.iter().partition(|import| import.record.version == 0);
            let number = self.batch().await?;
            let new: Vec<RecordId> = new.into_iter().map(|import| import.record.id).collect();
            self.change.remember_new(number, &new).await?;
            for import in changed {
                self.change.remember(number, &store::Thing::Record(import.record.id)).await?;
            }
            self.change.import_judged(&batch.imports).await?;
        }
        self.log().await
    }

    /// A row about a record that is there.
    async fn again(
        &mut self,
        said: Said,
        place: &RowPlace,
        known: &Known,
        existing: &Record,
        batch: &mut Batch,
    ) -> Result<()> {
        let old = ledger::take_apart(existing);
        let (given, beside) = (said.row.cell(KEY).to_string(), said.releases.clone());
        let said = if given == existing.key { said } else { said.with(Table::Records, KEY, &existing.key) };
        let said = self.in_no_other_year(said, existing, place);
        // Who gives the key means what the row says.
        let said = if given.is_empty() { of_public_edition(said, existing) } else { said };
        let (meant_as_draft, stated) = (says(&said.row, "state"), said.stated());
        let indexed = says(&said.row, "index");
        let said = self.keeps_unread(said, &old, existing, place);
        let has = |key: &str| ledger::says(&said.row, column(key), said.has(column(key), place));
        let has = [has("channel"), has("locator"), has("published_on")];
        let has_channel = said.has(column("channel"), place);
        let says_its_state = said.has(column("state"), place) && !said.row.cell(column("state")).is_empty();
        let entry = if is_complete(Table::Records, place) && !given.is_empty() && said.unread.is_empty() {
            said.entry
        } else {
            let there = ledger::record_row(&old.record);
            said.over(Table::Records, &there, place)
        };
        let entry = match entry {
            Ok(Entry::Record(entry)) => *entry,
            Ok(_) => return Ok(()),
            Err(faults) => {
                self.outcome.refuse(cells(Table::Records, faults, place));
                return Ok(());
            }
        };
        let mut entry = entry;
        if !says_its_state && waits_for_a_place(existing) {
            entry.state = None;
        }
        let undated = face_of(existing).date.is_unknown() && !place.has(column("year"));
        if undated && ledger::year_said(None, entry.published_on, entry.made_on).is_some() {
            entry.year = None;
        }
        // A year that only its day tells says nothing new of what counts in it already.
        if !place.has(column("year")) && entry.year.is_some() && entry.year == face_of(existing).year {
            entry.year = existing.year;
        }
        if (has_channel || existing.releases.is_empty()) && !indexed {
            self.placed(&mut entry, place);
        }
        // What the file keys by its own name belongs to this record all the same.
        self.adopt(&given, &existing.key);
        if let Some(reported) = self.unfit(&entry, place) {
            self.releases.remove(&entry.key);
            self.editions.remove(&entry.key);
            self.outcome.refuse([reported]);
            return Ok(());
        }
        if entry.index.as_ref().is_some_and(|index| *index != known.index) {
            let text = entry.index.as_ref().map_or_else(String::new, ToString::to_string);
            self.outcome.refuse([bad(Table::Records, "index", FaultKind::Renumbered, text, place)]);
            return Ok(());
        }
        let (mut parts, whole) = self.parts(entry, place).await?;
        let beside = self.beside(beside, place).await?;
        let named = if whole {
            parts.releases.extend(beside);
            Vec::new()
        } else {
            let row = row_releases(&mut parts.record, beside, indexed, has);
            let table = std::mem::take(&mut parts.releases);
            settle(&mut parts, ledger::reconcile(existing, Some(row), table))
        };
        let print = fingerprint(&parts);
        if known.fingerprint == print {
            self.judge(existing, meant_as_draft, stated, place);
            self.told_down(existing, place);
            self.outcome.count(Table::Records, Saved::Same);
            return Ok(());
        }
        let moment = self.moment();
        let mut incoming = ledger::assemble(parts, existing.id, existing.index.clone(), moment);
        incoming.releases.iter_mut().zip(named).for_each(|(release, of_row)| release.of_row = of_row);
        match ledger::merge(existing, incoming, whole, moment) {
            Ok(record) if record == *existing => {
                self.judge(existing, meant_as_draft, stated, place);
                self.told_down(existing, place);
                self.outcome.count(Table::Records, Saved::Same);
            }
            Ok(record) => {
                let planned = Planned {
                    table: Table::Records,
                    name: title(&record).to_string(),
                    place: Some(place.clone()),
                    new: false,
                    left: false,
                    facts: Vec::new(),
                    cells: changes(&old, &ledger::take_apart(&record), &self.named),
                };
                if self.leaves(&planned) {
                    return Ok(());
                }
                self.judge(&record, meant_as_draft, stated, place);
                self.told_down(&record, place);
                if let Some(edition) = ledger::edition_made(existing, &record) {
                    let note = format!("{} {}", edition.number, edition.change_note);
                    let remark = Understood::new(Taken::NextEdition, None, "", note);
                    let spot = Spot::Row(place.clone(), None);
                    self.outcome.hear(Remark::Understood { table: Some(Table::Records), spot, remark });
                }
                let event = ledger::imported(Some(existing), &record, self.ctx.today());
                self.wrote(planned, event);
                batch.imports.push(Import { record, fingerprint: print });
            }
            Err(refusal) => {
                let (column, kind) = refusal.fault();
                self.outcome.refuse([bad(Table::Records, column, kind, title(existing), place)]);
            }
        }
        Ok(())
    }

    /// Cells of a row that say nothing delete nothing: what is there stays, and is asked about where it is something.
    fn keeps_unread(&mut self, said: Said, old: &Parts, existing: &Record, place: &RowPlace) -> Said {
        let there = ledger::record_row(&old.record);
        for (at, written) in &said.unread {
            let (at, written) = (*at, written.as_str());
            let key = ledger::columns(Table::Records).get(at).map_or("", |column| column.key);
            let released = |of: fn(&domain::record::Release) -> String| -> String {
                let told = existing.releases.iter().map(of).filter(|text| !text.is_empty());
                told.collect::<Vec<_>>().join("；")
            };
            let known = match key {
                "locator" => released(|release| release.locator.clone()),
                "channel" => self.named_channels(existing),
                "unit" => self.named.get(there.cell(at)).map_or(there.cell(at), String::as_str).to_string(),
                _ => there.cell(at).to_string(),
            };
            if known.is_empty() {
                continue;
            }
            let question = Question::new(Doubt::Unread, Some(at), written, vec![known]);
            self.outcome.questions.hear(Some(Table::Records), Spot::Row(place.clone(), Some(at)), question, 0);
        }
        said
    }

    fn named_channels(&self, record: &Record) -> String {
        let named = |code: &String| self.named.get(code).unwrap_or(code).clone();
        let channels = record.releases.iter().map(|release| &release.channel).filter(|code| !code.is_empty());
        channels.map(named).collect::<Vec<_>>().join("；")
    }

    /// A file without a column of days says nothing of when a record was whose days are known.
    fn in_no_other_year(&self, said: Said, existing: &Record, place: &RowPlace) -> Said {
        if place.has(column("year")) {
            return said;
        }
        let dated = face_of(existing).date;
        let has_day = ["published_on", "made_on"].into_iter().any(|key| place.has(column(key)));
        match &said.entry {
            Ok(Entry::Record(entry)) if !dated.is_unknown() && entry.year.is_some() && !has_day => {
                said.with(Table::Records, column("year"), "")
            }
            _ => said,
        }
    }

    /// A row about a record that is not there yet.
    async fn new_record(&mut self, said: Said, place: RowPlace, batch: &mut Batch) -> Result<()> {
        let (meant_as_draft, stated) = (says(&said.row, "state"), said.stated());
        let entry = match said.entry {
            Ok(Entry::Record(entry)) => *entry,
            Ok(_) => return Ok(()),
            Err(faults) => {
                self.outcome.refuse(cells(Table::Records, faults, &place));
                return Ok(());
            }
        };
        let mut entry = entry;
        if entry.index.is_none() {
            self.placed(&mut entry, &place);
        }
        if let Some(reported) = self.unfit(&entry, &place) {
            self.releases.remove(&entry.key);
            self.editions.remove(&entry.key);
            self.outcome.refuse([reported]);
            return Ok(());
        }
        let (mut parts, _) = self.parts(entry, &place).await?;
        let table = parts.releases.clone();
        parts.releases.extend(self.beside(said.releases, &place).await?);
        let fingerprint = fingerprint(&parts);
        let fresh = Fresh { parts, table, fingerprint, place, meant_as_draft, stated };
        let record = &fresh.parts.record;
        if self.choice.is_made() && self.leaves(&entered(&record.title, record, &self.named, fresh.place.clone())) {
            return Ok(());
        }
        match record.index.clone() {
            Some(index) => {
                let taken = !self.numbers.insert(index.clone());
                if taken || self.change.find_record_by_index(&index).await?.is_some() {
                    let text = index.to_string();
                    self.outcome.refuse([bad(Table::Records, "index", FaultKind::Duplicate, text, &fresh.place)]);
                    return Ok(());
                }
                self.enter(fresh, index, batch);
            }
            None => {
                let date = record.published_on.span().or(record.made_on.span());
                let today = self.ctx.today();
                let year = date.map_or_else(|| year_of(record, today), |(first, _)| calendar_year(first));
                batch.fresh.entry(year).or_default().push(fresh);
            }
        }
        Ok(())
    }

    /// Gives records that bring no index number the next ones of their years.
    async fn number(&mut self, batch: &mut Batch) -> Result<()> {
        for (year, fresh) in std::mem::take(&mut batch.fresh) {
            let school = self.school_code.clone();
            let first = self.change.allocate_index(&school, year, fresh.len() as u32).await?;
            for (serial, fresh) in (first..).zip(fresh) {
                let index = IndexNumber { school: school.clone(), year, serial };
                self.enter(fresh, index, batch);
            }
        }
        Ok(())
    }

    fn enter(&mut self, fresh: Fresh, index: IndexNumber, batch: &mut Batch) {
        let Fresh { parts, table, fingerprint, place, meant_as_draft, stated } = fresh;
        let planned = entered(&parts.record.title, &parts.record, &self.named, place.clone());
        let mut record = ledger::assemble(parts, self.ctx.ids.record(), index, self.moment());
        ledger::mark_of_row(&mut record, &table);
        self.judge(&record, meant_as_draft, stated, &place);
        self.told_down(&record, &place);
        let planned = Planned { name: title(&record).to_string(), ..planned };
        let event = ledger::imported(None, &record, self.ctx.today());
        self.wrote(planned, event);
        batch.imports.push(Import { record, fingerprint });
    }

    /// Tells of a record that is no longer public, so that a book's total says how many of its rows are none.
    fn told_down(&mut self, record: &Record, place: &RowPlace) {
        let state = match record.visibility {
            Visibility::Withdrawn { .. } => EntryState::Withdrawn,
            Visibility::Expired { .. } => EntryState::Expired,
            Visibility::Hidden | Visibility::Public { .. } => return,
        };
        let remark = Understood::new(Taken::Down, None, title(record), state.zh());
        self.outcome.hear(Remark::Understood {
            table: Some(Table::Records),
            spot: Spot::Row(place.clone(), None),
            remark,
        });
    }

    /// Releases that a record's own row names beside its own channels, channels as codes.
    async fn beside(&mut self, mut releases: Vec<ReleaseEntry>, place: &RowPlace) -> Result<Vec<ReleaseEntry>> {
        for release in &mut releases {
            if !release.channel.is_empty() {
                release.channel = self.channel_code(&release.channel, place).await?;
            }
        }
        Ok(releases)
    }

    /// Releases and editions that the file keys as the row does belong to the record under its own key.
    pub(super) fn adopt(&mut self, given: &str, key: &str) {
        if given.is_empty() || given == key {
            return;
        }
        if let Some(releases) = self.releases.remove(given) {
            self.releases.entry(key.to_string()).or_default().extend(releases);
        }
        if let Some(editions) = self.editions.remove(given) {
            self.editions.entry(key.to_string()).or_default().extend(editions);
        }
    }

    /// Releases and editions whose record has no row of its own in the file: releases are added to the record that is
    /// there; editions are its history and do not come alone.
    async fn left_over(&mut self) -> Result<()> {
        let releases = std::mem::take(&mut self.releases);
        let keys: Vec<&str> = releases.keys().map(String::as_str).collect();
        let known = self.change.existing_keys(&keys).await?;
        let (mut left, mut batch) = (Vec::new(), Batch::default());
        for (key, rows) in releases {
            let Some(known) = known.get(&key).filter(|_| !self.spoiled.contains(&(Table::Records, key.clone()))) else {
                left.extend(
                    rows.into_iter()
                        .map(|(_, place)| bad(Table::Releases, "record", FaultKind::Unknown, key.clone(), &place)),
                );
                continue;
            };
            let record = self.change.record(known.id).await?;
            self.released(&key, rows, known, &record, &mut batch).await?;
        }
        if !batch.imports.is_empty() {
            let number = self.batch().await?;
            for import in &batch.imports {
                self.change.remember(number, &store::Thing::Record(import.record.id)).await?;
            }
            self.change.import_judged(&batch.imports).await?;
        }
        for (key, rows) in std::mem::take(&mut self.editions) {
            left.extend(
                rows.into_iter()
                    .map(|(_, place)| bad(Table::Editions, "record", FaultKind::Unknown, key.clone(), &place)),
            );
        }
        left.sort_by_key(place_of);
        for bad in left {
            self.outcome.refuse([bad]);
        }
        self.log().await
    }

    /// Further releases of a record that is there and has no row in the file.
    async fn released(
        &mut self,
        key: &str,
        rows: Vec<Placed<ReleaseEntry>>,
        known: &Known,
        existing: &Record,
        batch: &mut Batch,
    ) -> Result<()> {
        let Some(place) = rows.first().map(|(_, place)| place.clone()) else { return Ok(()) };
        let old = ledger::take_apart(existing);
        self.releases.insert(key.to_string(), rows);
        let (mut parts, whole) = self.parts(old.record.clone(), &place).await?;
        parts.record.channels.clear();
        parts.record.locator.clear();
        let released = ledger::reconcile(existing, None, std::mem::take(&mut parts.releases));
        let named = settle(&mut parts, released);
        let print = fingerprint(&parts);
        let moment = self.moment();
        let mut incoming = ledger::assemble(parts, existing.id, existing.index.clone(), moment);
        incoming.releases.iter_mut().zip(named).for_each(|(release, of_row)| release.of_row = of_row);
        match ledger::merge(existing, incoming, whole, moment) {
            Ok(record) if record == *existing => self.outcome.count(Table::Releases, Saved::Same),
            Ok(record) => {
                let planned = Planned {
                    table: Table::Releases,
                    name: title(&record).to_string(),
                    place: Some(place),
                    new: false,
                    left: false,
                    facts: Vec::new(),
                    cells: changes(&old, &ledger::take_apart(&record), &self.named),
                };
                if self.leaves(&planned) {
                    return Ok(());
                }
                let event = ledger::imported(Some(existing), &record, self.ctx.today());
                self.wrote(planned, event);
                // The record's own row is as it was: a later import of it finds it so.
                let fingerprint = if known.fingerprint == 0 { 0 } else { print };
                batch.imports.push(Import { record, fingerprint });
            }
            Err(refusal) => {
                let (_, kind) = refusal.fault();
                self.outcome.refuse([bad(Table::Releases, "record", kind, title(existing), &place)]);
            }
        }
        Ok(())
    }

    /// What keeps a record's row out although each cell of it can be read: a bad row that belongs to it, or rows that do
    /// not fit together.
    fn unfit(&self, entry: &RecordEntry, place: &RowPlace) -> Option<Bad> {
        if self.spoiled.contains(&(Table::Records, entry.key.clone())) {
            return Some(bad(Table::Records, "key", FaultKind::Child, entry.title.clone(), place));
        }
        let editions = self.editions.get(&entry.key).map_or(&[][..], Vec::as_slice);
        let releases = self.releases.get(&entry.key).map_or(&[][..], Vec::as_slice);
        unfit(entry, place, editions, releases, self.ctx.today())
    }

    /// A row with its editions and releases, names as codes; whether its whole history was given.
    async fn parts(&mut self, mut entry: RecordEntry, place: &RowPlace) -> Result<(Parts, bool)> {
        if !entry.unit.is_empty() {
            entry.unit = self.unit_code(&entry.unit, place).await?;
        }
        for channel in &mut entry.channels {
            *channel = self.channel_code(channel, place).await?;
        }
        let mut releases = Vec::new();
        for (mut release, place) in self.releases.remove(&entry.key).unwrap_or_default() {
            if !release.channel.is_empty() {
                release.channel = self.channel_code(&release.channel, &place).await?;
            }
            releases.push(release);
        }
        let editions: Vec<EditionEntry> =
            self.editions.remove(&entry.key).unwrap_or_default().into_iter().map(|(edition, _)| edition).collect();
        let whole = !editions.is_empty();
        Ok((Parts { record: entry, editions, releases }, whole))
    }

    /// What assembling needs to know besides the rows.
    fn moment(&self) -> Moment {
        Moment { today: self.ctx.today(), names_a_person }
    }
}

/// Whether a record came in with an import as a draft because nothing told that it was public: with a day, a channel or an
/// address it is what it would have been with them at once. What people draft at their desks has a drafter.
fn waits_for_a_place(record: &Record) -> bool {
    record.drafter.is_none()
        && record.visibility == Visibility::Hidden
        && record.progress == Progress::Draft { returned: None }
        && record.releases.is_empty()
        && record.editions.len() == 1
        && face_of(record).date.is_unknown()
}

fn place_of(bad: &Bad) -> (Option<Table>, u64) {
    match bad {
        Bad::Cell { table, place, .. } => (Some(*table), place.row),
        Bad::File(_) => (None, 0),
    }
}

/// What a row says of its record's releases, which the row itself then says no more.
fn row_releases(
    entry: &mut RecordEntry,
    beside: Vec<ReleaseEntry>,
    printed: bool,
    [has_channel, has_locator, has_day]: [bool; 3],
) -> ledger::RowReleases {
    ledger::RowReleases {
        channels: std::mem::take(&mut entry.channels),
        locator: std::mem::take(&mut entry.locator),
        on: entry.published_on,
        beside,
        has_channel,
        has_locator,
        has_day,
        printed,
    }
}

/// Puts the releases that a record then has into its parts; which of them its row names.
fn settle(parts: &mut Parts, releases: Vec<(ReleaseEntry, bool)>) -> Vec<bool> {
    let (releases, named) = releases.into_iter().unzip();
    parts.releases = releases;
    named
}

fn calendar_year(day: chrono::NaiveDate) -> i32 {
    chrono::Datelike::year(&day)
}

/// The year of the index number of a record without a date: that its school year ends in, else the present.
fn year_of(entry: &RecordEntry, today: chrono::NaiveDate) -> i32 {
    entry.year.map_or_else(|| calendar_year(today), |year| year.first_year() + 1)
}

/// A row that repeats of a public record what its next edition will say, which somebody is drafting, says nothing of what is
/// public.
fn of_public_edition(said: Said, existing: &Record) -> Said {
    let (Some(public), Some(newest)) = (existing.public_edition(), existing.newest()) else { return said };
    if newest.number <= public.number || !existing.progress.is_open() {
        return said;
    }
    let cells = [
        ("title", public.title.clone(), newest.title.clone()),
        ("document_number", public.document_number.clone(), newest.document_number.clone()),
        ("made_on", public.made_on.to_string(), newest.made_on.to_string()),
    ];
    cells.into_iter().fold(said, |said, (key, public, drafted)| {
        let repeats = public != drafted && said.row.cell(column(key)) == drafted;
        if repeats { said.with(Table::Records, column(key), &public) } else { said }
    })
}
