//! Bringing a ledger file in: names and figures first, then records in chunks, all with their events.

mod fingerprint;
mod fitting;
mod rows;

use super::names::{self, Described, Names};
use super::tally::{Bad, Outcome};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::rows::names_a_person;
use domain::catalogue::{Catalogue, ItemSetting};
use domain::event::{Act, Event, Object};
use domain::figure::Dataset;
use domain::ledger::{self, DatasetRef, EditionEntry, FaultKind, Moment, Parts, RecordEntry, ReleaseEntry, Table};
use domain::nil_statement::NilStatement;
use domain::policy::{Permission, Relation};
use domain::record::{IndexNumber, Record};
use domain::school::{Channel, SchoolFact, Unit};
use domain::school_year::SchoolYear;
use fingerprint::fingerprint;
use fitting::unfit;
use office::ledger::RowPlace;
use rows::{Chunk, Placed, bad, open, read_records, read_small};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use store::{CodeOf, Events, Import, Saved};

/// Chunks after which the good rows so far are committed, where bad rows do not forbid it.
const CHUNKS_A_COMMIT: usize = 25;

/// How to import.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Look only; nothing is kept.
    pub dry_run: bool,
    /// Keep nothing when a row is bad.
    pub all_or_nothing: bool,
}

/// Imports a file. `progress` is told how many rows have gone through.
///
/// # Errors
/// The file cannot be read as a ledger at all, or the database refuses. Bad rows are no error; they are in the
/// outcome.
pub async fn import(ctx: &Ctx, path: &Path, options: Options, progress: &(dyn Fn(u64) + Sync)) -> Result<Outcome> {
    ctx.allow(Permission::ImportLedger, Relation::School)?;
    let mut outcome = Outcome::default();
    let small = read_small(path, &mut outcome)?;
    let change = ctx.write().await?;
    let mut import = Importing {
        ctx,
        options,
        outcome,
        units: Names::load(&change, CodeOf::Unit).await?,
        channels: Names::load(&change, CodeOf::Channel).await?,
        events: Vec::new(),
        chunks: 0,
        change: Some(change),
        school_code: String::new(),
        seen: HashSet::new(),
        numbers: HashSet::new(),
        spoiled: small.spoiled,
        editions: small.editions,
        releases: small.releases,
    };
    import.names(small.units, small.channels).await?;
    import.school(small.school, small.items).await?;
    import.datasets(small.datasets, small.figures, small.identities).await?;
    import.texts(small.texts, small.nils).await?;
    import.records(path, progress).await?;
    import.finish().await
}

/// An identity with the dataset it belongs to.
type PlacedIdentity = Placed<(DatasetRef, domain::figure::Identity, ledger::Note)>;

/// What a dataset is known by.
type DatasetKey = (String, SchoolYear);

/// The datasets of the file.
#[derive(Default)]
struct Datasets(BTreeMap<DatasetKey, Dataset>);

impl Datasets {
    /// The dataset that a figure or identity belongs to; else what is wrong with the name and the name.
    fn of(&mut self, owner: &DatasetRef) -> std::result::Result<(DatasetKey, &mut Dataset), (FaultKind, String)> {
        let named =
            self.0.keys().filter(|(key, year)| *key == owner.key && owner.year.is_none_or(|wanted| wanted == *year));
        let keys: Vec<DatasetKey> = named.cloned().collect();
        let [key] = keys.as_slice() else {
            let kind = if keys.is_empty() { FaultKind::Unknown } else { FaultKind::WhichYear };
            return Err((kind, owner.key.clone()));
        };
        let dataset = self.0.get_mut(key).ok_or_else(|| (FaultKind::Unknown, owner.key.clone()))?;
        Ok((key.clone(), dataset))
    }
}

/// What the identities said of their datasets.
#[derive(Default)]
struct Judged {
    notes: HashMap<DatasetKey, Vec<ledger::Note>>,
    refused: HashSet<DatasetKey>,
}

struct Importing<'a> {
    ctx: &'a Ctx,
    options: Options,
    outcome: Outcome,
    units: Names,
    channels: Names,
    events: Vec<Event>,
    chunks: usize,
    /// Taken and begun anew when chunks are committed.
    change: Option<Change<'a>>,
    school_code: String,
    seen: HashSet<u64>,
    /// Index numbers that new rows of the file bring.
    numbers: HashSet<IndexNumber>,
    /// Records and datasets to which a bad row belongs.
    spoiled: HashSet<(Table, String)>,
    editions: HashMap<String, Vec<Placed<EditionEntry>>>,
    releases: HashMap<String, Vec<Placed<ReleaseEntry>>>,
}

impl<'a> Importing<'a> {
    fn change(&mut self) -> Result<&mut Change<'a>> {
        self.change.as_mut().ok_or_else(|| Error::internal(anyhow::anyhow!("the import has no transaction")))
    }

    fn wrote(&mut self, table: Table, saved: Saved, event: impl FnOnce() -> Event) {
        self.outcome.count(table, saved);
        if saved != Saved::Same {
            self.events.push(event());
        }
    }

    async fn names(&mut self, units: Vec<Placed<Unit>>, channels: Vec<Placed<Channel>>) -> Result<()> {
        let gone = || Error::internal(anyhow::anyhow!("the import has no transaction"));
        for (unit, place) in units {
            if self.first(Table::Units, &unit.code, "code", &place) {
                let change = self.change.as_mut().ok_or_else(gone)?;
                let described = self.units.describe(change, unit).await?;
                self.described(Table::Units, described, &place);
            }
        }
        for (channel, place) in channels {
            if self.first(Table::Channels, &channel.code, "code", &place) {
                let change = self.change.as_mut().ok_or_else(gone)?;
                let described = self.channels.describe(change, channel).await?;
                self.described(Table::Channels, described, &place);
            }
        }
        Ok(())
    }

    fn described(&mut self, table: Table, described: Described, place: &RowPlace) {
        match described {
            Described::Saved(saved, events) => {
                self.outcome.count(table, saved);
                self.events.extend(events);
            }
            Described::Old => self.outcome.count(table, Saved::Same),
            Described::Refused(column, kind, text) => self.outcome.refuse([bad(table, column, kind, text, place)]),
        }
    }

    async fn school(&mut self, facts: Vec<Placed<SchoolFact>>, items: Vec<Placed<ItemSetting>>) -> Result<()> {
        for (fact, _) in facts {
            let saved = self.change()?.save_fact(&fact).await?;
            self.wrote(Table::School, saved, || {
                Event::new(Act::SchoolChanged, Object::School).with("fact", fact.key.clone())
            });
        }
        let school = domain::school::School::of(self.change()?.facts().await?);
        self.school_code = school.code().to_string();
        let mut settings = self.change()?.item_settings().await?;
        for (mut setting, place) in items {
            if let Some(unit) = setting.unit.take() {
                setting.unit = Some(self.unit_code(&unit).await?);
            }
            let key = setting.key.clone();
            settings.retain(|known| (&known.key, known.from) != (&key, setting.from));
            settings.push(setting.clone());
            if let Err(error) = Catalogue::of_school(school.kind(), &settings) {
                settings.pop();
                self.outcome.refuse([bad(Table::Items, "text", FaultKind::Needs, error.to_string(), &place)]);
                continue;
            }
            let saved = self.change()?.save_item_setting(&setting).await?;
            self.wrote(Table::Items, saved, || Event::new(Act::ItemSet, Object::Item(key.to_string())));
        }
        Ok(())
    }

    async fn datasets(
        &mut self,
        datasets: Vec<Placed<Dataset>>,
        figures: Vec<Placed<(DatasetRef, domain::figure::Figure)>>,
        identities: Vec<PlacedIdentity>,
    ) -> Result<()> {
        let mut whole = Datasets::default();
        let mut order: Vec<DatasetKey> = Vec::new();
        let mut places: HashMap<DatasetKey, RowPlace> = HashMap::new();
        for (mut dataset, place) in datasets {
            let key = (dataset.key.clone(), dataset.year);
            if !self.first(Table::Datasets, &format!("{}/{}", key.0, key.1), "key", &place) {
                continue;
            }
            if let Some(unit) = dataset.unit.take() {
                dataset.unit = Some(self.unit_code(&unit).await?);
            }
            order.push(key.clone());
            places.insert(key.clone(), place);
            whole.0.insert(key, dataset);
        }
        for ((owner, figure), place) in figures {
            match whole.of(&owner) {
                Err((kind, text)) => {
                    let column = if kind == FaultKind::WhichYear { "year" } else { "dataset" };
                    self.outcome.refuse([bad(Table::Figures, column, kind, text, &place)]);
                }
                Ok((_, dataset)) if dataset.figure(&figure.key).is_some() => {
                    self.outcome.refuse([bad(Table::Figures, "key", FaultKind::Duplicate, figure.key, &place)]);
                }
                Ok((_, dataset)) => dataset.figures.push(figure),
            }
        }
        let Judged { notes, refused } = self.identities(&mut whole, identities);
        for key in order.into_iter().filter(|key| !refused.contains(key)) {
            let Some(dataset) = whole.0.remove(&key) else { continue };
            if self.spoiled.contains(&(Table::Datasets, key.0.clone()))
                && let Some(place) = places.get(&key)
            {
                self.outcome.refuse([bad(Table::Datasets, "key", FaultKind::Child, dataset.title, place)]);
                continue;
            }
            let saved = self.change()?.save_dataset(&dataset, notes.get(&key).map_or(&[], Vec::as_slice)).await?;
            for (table, rows) in
                [(Table::Figures, dataset.figures.len()), (Table::Identities, dataset.identities.len())]
            {
                for _ in 0..rows {
                    self.outcome.count(table, saved);
                }
            }
            let (key, year) = key;
            self.wrote(Table::Datasets, saved, || {
                Event::new(Act::DatasetWritten, Object::Dataset(key)).with("year", year)
            });
        }
        Ok(())
    }

    /// Puts identities to their datasets and works each out; a dataset with a broken one that is not marked as
    /// disputed is refused.
    fn identities(&mut self, whole: &mut Datasets, identities: Vec<PlacedIdentity>) -> Judged {
        let mut judged = Judged::default();
        for ((owner, identity, note), place) in identities {
            let (key, dataset) = match whole.of(&owner) {
                Ok(found) => found,
                Err((kind, text)) => {
                    let column = if kind == FaultKind::WhichYear { "year" } else { "dataset" };
                    self.outcome.refuse([bad(Table::Identities, column, kind, text, &place)]);
                    continue;
                }
            };
            if let Some(unknown) = identity.keys().into_iter().find(|name| dataset.figure(name).is_none()) {
                self.outcome.refuse([bad(Table::Identities, "terms", FaultKind::Unknown, unknown, &place)]);
                continue;
            }
            dataset.identities.push(identity);
            judged.notes.entry(key.clone()).or_default().push(note);
            let broken = dataset
                .broken()
                .pop()
                .filter(|broken| !broken.disputed && Some(broken.identity) == dataset.identities.last());
            if let Some(broken) = broken {
                let arithmetic = format!("{}（{}）", broken.arithmetic.worked, broken.arithmetic.expected);
                self.outcome.refuse([bad(Table::Identities, "target", FaultKind::Broken, arithmetic, &place)]);
                judged.refused.insert(key);
            }
        }
        judged
    }

    async fn texts(&mut self, texts: Vec<Placed<ledger::TextEntry>>, nils: Vec<Placed<NilStatement>>) -> Result<()> {
        for (text, place) in texts {
            let known = self.change()?.datasets(Some(text.year)).await?;
            let holds = |reference: &&str| {
                reference.split_once('.').is_some_and(|(dataset, figure)| {
                    known.iter().any(|known| known.key == dataset && known.figure(figure).is_some())
                })
            };
            let references = domain::annual_report::references(&text.text);
            if let Some(unknown) = references.iter().find(|reference| !holds(reference)) {
                self.outcome.refuse([bad(Table::Texts, "text", FaultKind::Unknown, format!("{{{unknown}}}"), &place)]);
                continue;
            }
            let saved = self.change()?.save_text(&text).await?;
            self.wrote(Table::Texts, saved, || {
                Event::new(Act::TextWritten, Object::Report(text.year.to_string())).with("place", text.place.clone())
            });
        }
        for (mut nil, _) in nils {
            nil.unit = self.unit_code(&nil.unit).await?;
            let saved = self.change()?.save_nil(&nil).await?;
            self.wrote(Table::Nil, saved, || {
                Event::new(Act::NilStated, Object::Item(nil.item.to_string())).with("year", nil.year)
            });
        }
        Ok(())
    }

    async fn records(&mut self, path: &Path, progress: &(dyn Fn(u64) + Sync)) -> Result<()> {
        let reader = open(path)?;
        // Reading, parsing and the guard are one core's work, the database another's.
        let (chunks, mut ready) = tokio::sync::mpsc::channel(2);
        let reading = tokio::task::spawn_blocking(move || read_records(reader, &chunks));
        while let Some(chunk) = ready.recv().await {
            let Chunk { good, bad, rows } = chunk;
            for told in bad {
                self.outcome.refuse(told);
            }
            self.chunk(good).await?;
            progress(rows);
        }
        reading.await.map_err(Error::internal)?;
        self.left_over();
        Ok(())
    }

    /// Releases and editions whose record is in neither file nor database.
    fn left_over(&mut self) {
        let releases = std::mem::take(&mut self.releases).into_iter().flat_map(|(key, rows)| {
            rows.into_iter()
                .map(move |(_, place)| bad(Table::Releases, "record", FaultKind::Unknown, key.clone(), &place))
        });
        let editions = std::mem::take(&mut self.editions).into_iter().flat_map(|(key, rows)| {
            rows.into_iter()
                .map(move |(_, place)| bad(Table::Editions, "record", FaultKind::Unknown, key.clone(), &place))
        });
        let mut left: Vec<Bad> = releases.chain(editions).collect();
        left.sort_by_key(|bad| match bad {
            Bad::Cell { table, place, .. } => (Some(*table), place.row),
            Bad::File(_) => (None, 0),
        });
        for bad in left {
            self.outcome.refuse([bad]);
        }
    }

    async fn chunk(&mut self, chunk: Vec<Placed<RecordEntry>>) -> Result<()> {
        let mut parts = Vec::with_capacity(chunk.len());
        for (entry, place) in chunk {
            if !self.seen.insert(short_hash(&entry.key)) {
                self.outcome.refuse([bad(Table::Records, "key", FaultKind::Duplicate, entry.key, &place)]);
            } else if let Some(reported) = self.unfit(&entry, &place) {
                self.releases.remove(&entry.key);
                self.editions.remove(&entry.key);
                self.outcome.refuse([reported]);
            } else {
                let whole = self.parts(entry).await?;
                parts.push((whole, place));
            }
        }
        let keys: Vec<&str> = parts.iter().map(|((parts, _, _), _)| parts.record.key.as_str()).collect();
        let known = self.change()?.existing_keys(&keys).await?;
        let mut imports = Vec::new();
        let mut fresh: BTreeMap<i32, Vec<(Parts, u64)>> = BTreeMap::new();
        let today = self.ctx.today();
        for ((parts, print, whole), place) in parts {
            let brought = parts.record.index.as_ref();
            match known.get(&parts.record.key) {
                Some(known) if brought.is_some_and(|index| *index != known.index) => {
                    let text = brought.map_or_else(String::new, ToString::to_string);
                    self.outcome.refuse([bad(Table::Records, "index", FaultKind::Renumbered, text, &place)]);
                }
                Some(known) if known.fingerprint == print => self.outcome.count(Table::Records, Saved::Same),
                Some(known) => {
                    let existing = self.change()?.record(known.id).await?;
                    let moment = moment(today);
                    let incoming = ledger::assemble(parts, existing.id, existing.index.clone(), moment);
                    match ledger::merge(&existing, incoming, whole, moment) {
                        Ok(record) if record == existing => self.outcome.count(Table::Records, Saved::Same),
                        Ok(record) => self.push(&mut imports, Some(&existing), record, print),
                        Err(refusal) => {
                            let (column, kind) = refusal.fault();
                            let title = existing.principal_edition().map_or("", |edition| edition.title.as_str());
                            self.outcome.refuse([bad(Table::Records, column, kind, title, &place)]);
                        }
                    }
                }
                None => match parts.record.index.clone() {
                    Some(index) => {
                        let taken = !self.numbers.insert(index.clone());
                        if taken || self.change()?.find_record_by_index(&index).await?.is_some() {
                            self.outcome.refuse([bad(
                                Table::Records,
                                "index",
                                FaultKind::Duplicate,
                                index.to_string(),
                                &place,
                            )]);
                            continue;
                        }
                        let moment = moment(today);
                        let record = ledger::assemble(parts, self.ctx.ids.record(), index, moment);
                        self.push(&mut imports, None, record, print);
                    }
                    None => {
                        let date = parts.record.published_on.span().or(parts.record.made_on.span());
                        let year = date.map_or_else(|| year_of(&parts.record, today), |(first, _)| first_year(first));
                        fresh.entry(year).or_default().push((parts, print));
                    }
                },
            }
        }
        // Numbers that rows bring are not handed out to others of the chunk.
        let brought: Vec<IndexNumber> = imports.iter().map(|import| import.record.index.clone()).collect();
        self.change()?.reserve_index(&brought).await?;
        self.number(&mut imports, fresh).await?;
        self.change()?.import_judged(&imports).await?;
        self.chunks += 1;
        self.log().await
    }

    /// Gives records that bring no index number the next ones of their years.
    async fn number(&mut self, imports: &mut Vec<Import>, fresh: BTreeMap<i32, Vec<(Parts, u64)>>) -> Result<()> {
        for (year, parts) in fresh {
            let school = self.school_code.clone();
            let first = self.change()?.allocate_index(&school, year, parts.len() as u32).await?;
            for (serial, (parts, print)) in (first..).zip(parts) {
                let index = IndexNumber { school: school.clone(), year, serial };
                let moment = moment(self.ctx.today());
                let record = ledger::assemble(parts, self.ctx.ids.record(), index, moment);
                self.push(imports, None, record, print);
            }
        }
        Ok(())
    }

    fn push(&mut self, imports: &mut Vec<Import>, before: Option<&Record>, record: Record, fingerprint: u64) {
        self.events.push(ledger::imported(before, &record, self.ctx.today()));
        self.outcome.count(Table::Records, if before.is_some() { Saved::Changed } else { Saved::New });
        imports.push(Import { record, fingerprint });
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

    /// A row with its editions and releases, names as codes; what identifies its content; whether its whole
    /// history was given.
    async fn parts(&mut self, mut entry: RecordEntry) -> Result<(Parts, u64, bool)> {
        if !entry.unit.is_empty() {
            entry.unit = self.unit_code(&entry.unit).await?;
        }
        for channel in &mut entry.channels {
            *channel = self.channel_code(channel).await?;
        }
        let mut releases = Vec::new();
        for (mut release, _) in self.releases.remove(&entry.key).unwrap_or_default() {
            if !release.channel.is_empty() {
                release.channel = self.channel_code(&release.channel).await?;
            }
            releases.push(release);
        }
        let editions: Vec<EditionEntry> =
            self.editions.remove(&entry.key).unwrap_or_default().into_iter().map(|(edition, _)| edition).collect();
        let whole = !editions.is_empty();
        let parts = Parts { record: entry, editions, releases };
        let print = fingerprint(&parts);
        Ok((parts, print, whole))
    }

    async fn unit_code(&mut self, text: &str) -> Result<String> {
        match self.units.code(text) {
            Ok(code) => Ok(code),
            Err(code) => {
                let unit = names::unit(&code, text);
                self.units.learn(&code, text);
                let saved = self.change()?.save_unit(&unit).await?;
                self.wrote(Table::Units, saved, || Event::new(Act::UnitWritten, Object::Unit(code.clone())));
                self.outcome.entered.push((Table::Units, unit.name));
                Ok(unit.code)
            }
        }
    }

    async fn channel_code(&mut self, text: &str) -> Result<String> {
        match self.channels.code(text) {
            Ok(code) => Ok(code),
            Err(code) => {
                let channel = names::channel(&code, text);
                self.channels.learn(&code, text);
                let saved = self.change()?.save_channel(&channel).await?;
                self.wrote(Table::Channels, saved, || Event::new(Act::ChannelWritten, Object::Channel(code.clone())));
                self.outcome.entered.push((Table::Channels, channel.name));
                Ok(channel.code)
            }
        }
    }

    /// Whether the key stands here for the first time; a second row of it is refused.
    fn first(&mut self, table: Table, key: &str, column: &str, place: &RowPlace) -> bool {
        let first = self.seen.insert(short_hash(&format!("{}\u{1f}{key}", table.code())));
        if !first {
            self.outcome.refuse([bad(table, column, FaultKind::Duplicate, key, place)]);
        }
        first
    }

    /// Writes the events gathered, and commits them with their rows where bad rows do not forbid it.
    async fn log(&mut self) -> Result<()> {
        let Some(events) = Events::of(std::mem::take(&mut self.events)) else { return Ok(()) };
        let at_once = self.options.all_or_nothing || self.options.dry_run;
        if at_once || !self.chunks.is_multiple_of(CHUNKS_A_COMMIT) {
            self.change()?.append(events).await?;
        } else if let Some(change) = self.change.take() {
            change.commit(events).await?;
            self.change = Some(self.ctx.write().await?);
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<Outcome> {
        self.outcome.recognised.extend(self.units.recognised());
        self.outcome.recognised.extend(self.channels.recognised());
        let forbidden = self.options.dry_run || self.options.all_or_nothing && self.outcome.bad_rows > 0;
        let Some(change) = self.change.take() else { return Ok(self.outcome) };
        if forbidden {
            drop(change);
            return Ok(self.outcome);
        }
        self.outcome.kept = true;
        let written = self.outcome.written();
        if written > 0 {
            let last = Event::new(Act::LedgerImported, Object::School)
                .with("rows", written)
                .with("refused", self.outcome.bad_rows);
            let events = std::mem::take(&mut self.events).into_iter().chain([last]).collect();
            if let Some(events) = Events::of(events) {
                change.commit(events).await?;
            }
        }
        Ok(self.outcome)
    }
}

/// What assembling needs to know besides the rows.
fn moment(today: chrono::NaiveDate) -> Moment {
    Moment { today, names_a_person }
}

fn first_year(day: chrono::NaiveDate) -> i32 {
    chrono::Datelike::year(&day)
}

/// The year of the index number of a record without a date: that its school year ends in, else the present.
fn year_of(entry: &RecordEntry, today: chrono::NaiveDate) -> i32 {
    entry.year.map_or_else(|| first_year(today), |year| year.first_year() + 1)
}

fn short_hash(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
