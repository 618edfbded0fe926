//! Bringing a ledger file in: names and figures first, then records in chunks, all with their events, in one change
//! that is applied whole or not at all.
//!
//! A plan is the same change, looked at and dropped. What a file does not say is left as it is: a column it has not, a
//! row it has not, a sheet it has not.

mod book;
mod datasets;
mod fingerprint;
mod fitting;
mod glyphs;
mod hosts;
mod judging;
mod missing;
mod names;
mod records;
mod rows;
mod said;
mod small;
mod telling;
mod which;

use super::choice::Choice;
use super::heads::{self, HeadAnswer};
use super::names::Names;
use super::plan::{Cell, Change as Planned};
use super::tally::Outcome;
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use book::Books;
use domain::event::{Act, Event, Object};
use domain::ids::RecordId;
use domain::ledger::{self, EditionEntry, Faces, HeadAnswers, ReleaseEntry, Row, Table};
use domain::policy::{Permission, Relation};
use domain::record::IndexNumber;
use glyphs::Glyphs;
use hosts::Sites;
use judging::Judging;
use office::ledger::RowPlace;
use rows::{Source, noted, read_small};
use said::Placed;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use store::{CodeOf, Events, Saved, Thing};

/// How to import.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Look only; nothing is kept.
    pub dry_run: bool,
    /// Keep nothing when a row is bad or asks something.
    pub all_or_nothing: bool,
}

/// Imports a file. `progress` is told how many rows have gone through.
///
/// # Errors
/// The file cannot be read as a ledger at all, or the database refuses. Bad rows are no error; they are in the
/// outcome.
pub async fn import(ctx: &Ctx, path: &Path, options: Options, progress: &(dyn Fn(u64) + Sync)) -> Result<Outcome> {
    import_answered(ctx, path, &[], options, progress).await
}

/// Imports a file of which somebody says what some of its heads mean; the answers are kept with it.
///
/// # Errors
/// As [`import`], and [`Error::NotFound`] when an answer names no column, or a head that the file does not have or that
/// needs none.
pub async fn import_answered(
    ctx: &Ctx,
    path: &Path,
    answers: &[HeadAnswer],
    options: Options,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Outcome> {
    let choice = Choice::default();
    Ok(run(ctx, &source_at(path)?, Said { answers, choice: &choice }, options, None, progress).await?.0)
}

/// The file at a path; a pipe or a device is none, and is told before anybody waits for it.
fn source_at(path: &Path) -> Result<Source> {
    crate::files::to_be_read(path)?;
    Source::of(path)
}

/// What an import would do, and the state of the ledger that it would do it to.
#[derive(Debug)]
pub struct Plan {
    /// What it would do.
    pub outcome: Outcome,
    /// Number of the ledger's last event when it was made.
    seq: u64,
    /// The file as it was then.
    source: Source,
    /// What was said of its heads.
    answers: Vec<HeadAnswer>,
    /// What was chosen of it.
    choice: Choice,
}

/// Plans an import; nothing is kept.
///
/// # Errors
/// As [`import`].
pub async fn plan(ctx: &Ctx, path: &Path, progress: &(dyn Fn(u64) + Sync)) -> Result<Plan> {
    plan_answered(ctx, path, &[], progress).await
}

/// Plans an import of a file of which somebody says what some of its heads mean.
///
/// # Errors
/// As [`import_answered`].
pub async fn plan_answered(
    ctx: &Ctx,
    path: &Path,
    answers: &[HeadAnswer],
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Plan> {
    planned(ctx, source_at(path)?, answers.to_vec(), Choice::default(), progress).await
}

/// Plans an import of a file that is held in memory, of which somebody chooses what is written.
///
/// # Errors
/// As [`import_answered`].
pub(super) async fn plan_held(
    ctx: &Ctx,
    name: &str,
    bytes: &[u8],
    answers: Vec<HeadAnswer>,
    choice: Choice,
) -> Result<Plan> {
    planned(ctx, Source::held(name, bytes)?, answers, choice, &|_| {}).await
}

impl Plan {
    /// The plan of the same file with further answers about its heads.
    ///
    /// # Errors
    /// As [`import_answered`].
    pub async fn answered(self, ctx: &Ctx, answers: &[HeadAnswer], progress: &(dyn Fn(u64) + Sync)) -> Result<Plan> {
        let all = self.answers.iter().chain(answers).cloned().collect();
        planned(ctx, self.source, all, self.choice, progress).await
    }

    /// The state of the ledger that it was made for, as a number.
    pub fn state(&self) -> u64 {
        self.seq
    }
}

async fn planned(
    ctx: &Ctx,
    source: Source,
    answers: Vec<HeadAnswer>,
    choice: Choice,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Plan> {
    let options = Options { dry_run: true, all_or_nothing: false };
    let said = Said { answers: &answers, choice: &choice };
    let (outcome, seq) = run(ctx, &source, said, options, None, progress).await?;
    Ok(Plan { outcome, seq, source, answers, choice })
}

/// Applies what was planned, of the file as it was then.
///
/// # Errors
/// As [`import`], and [`Error::Conflict`] when the ledger has changed since: then it is not what somebody looked at.
pub async fn apply(ctx: &Ctx, plan: &Plan, all_or_nothing: bool, progress: &(dyn Fn(u64) + Sync)) -> Result<Outcome> {
    let options = Options { dry_run: false, all_or_nothing };
    let said = Said { answers: &plan.answers, choice: &plan.choice };
    Ok(run(ctx, &plan.source, said, options, Some(plan.seq), progress).await?.0)
}

/// Applies to the ledger, as it was in this state, a file that is held in memory.
///
/// # Errors
/// As [`apply`].
pub(super) async fn apply_held(
    ctx: &Ctx,
    (name, bytes): (&str, &[u8]),
    answers: &[HeadAnswer],
    choice: &Choice,
    state: u64,
) -> Result<Outcome> {
    let source = Source::held(name, bytes)?;
    Ok(run(ctx, &source, Said { answers, choice }, Options::default(), Some(state), &|_| {}).await?.0)
}

/// What somebody says of a file.
#[derive(Clone, Copy)]
struct Said<'a> {
    answers: &'a [HeadAnswer],
    choice: &'a Choice,
}

async fn run(
    ctx: &Ctx,
    source: &Source,
    Said { answers, choice }: Said<'_>,
    options: Options,
    expected: Option<u64>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(Outcome, u64)> {
    ctx.allow(Permission::ImportLedger, Relation::School)?;
    let mut outcome = Outcome::default();
    let given = heads::resolved(answers)?;
    let known = Arc::new(heads::known(ctx, &given).await?);
    // What is applied was tried when it was planned.
    if expected.is_none() {
        source.try_out(&known)?;
    }
    let (mut small, remarks) = read_small(source, &known, Glyphs::of(crate::report::fonts(&ctx.app)), &mut outcome)?;
    let noted = noted(&remarks, &small.books);
    let served = heads::served(&given, &remarks, answers)?;
    let change = ctx.write().await?;
    let seq = change.last_event().await?;
    if expected.is_some_and(|expected| expected != seq) {
        return Err(Error::Conflict { kind: "ledger", key: String::new() });
    }
    let mut import = Importing {
        ctx,
        options,
        choice,
        outcome,
        units: Names::load(&change, CodeOf::Unit).await?,
        channels: Names::load(&change, CodeOf::Channel).await?,
        named: HashMap::new(),
        events: Vec::new(),
        change,
        source: source.name().to_string(),
        batch: None,
        school_code: String::new(),
        seen: HashSet::new(),
        met: HashMap::new(),
        numbers: HashSet::new(),
        spoiled: std::mem::take(&mut small.spoiled),
        editions: std::mem::take(&mut small.editions),
        releases: std::mem::take(&mut small.releases),
        listed: small.books.close(),
        books: std::mem::take(&mut small.books),
        faces: None,
        taken: HashSet::new(),
        unread: HashSet::new(),
        judging: Judging::default(),
        sites: Sites::default(),
    };
    import.answers(&served).await?;
    import.names(small.take(Table::Units), small.take(Table::Channels)).await?;
    import.school(small.take(Table::School), small.take(Table::Items)).await?;
    import.datasets(small.take(Table::Datasets), small.take(Table::Figures), small.take(Table::Identities)).await?;
    import.texts(small.take(Table::Texts)).await?;
    import.nils(small.take(Table::Nil)).await?;
    import.records(source, &known, noted, progress).await?;
    import.missing_records().await?;
    import.judge_together().await?;
    Ok((import.finish().await?, seq))
}

struct Importing<'a> {
    ctx: &'a Ctx,
    options: Options,
    choice: &'a Choice,
    outcome: Outcome,
    units: Names,
    channels: Names,
    /// Names of units and channels by code, for people.
    named: HashMap<String, String>,
    events: Vec<Event>,
    change: Change<'a>,
    /// Name of the file.
    source: String,
    /// Begun with the first thing that changes.
    batch: Option<u32>,
    school_code: String,
    seen: HashSet<u64>,
    /// Rows of the file with keys that clerks gave, by those.
    met: HashMap<u64, Vec<which::Met>>,
    /// Index numbers that new rows of the file bring.
    numbers: HashSet<IndexNumber>,
    /// Records and datasets to which a bad row belongs.
    spoiled: HashSet<(Table, String)>,
    editions: HashMap<String, Vec<Placed<EditionEntry>>>,
    releases: HashMap<String, Vec<Placed<ReleaseEntry>>>,
    /// Faces of the file's rows without a key, until they are needed.
    listed: Vec<ledger::Face>,
    /// What the rows of records say of the file.
    books: Books,
    /// Read when a row is met whose key tells nothing.
    faces: Option<Faces>,
    /// Records that rows of the file are about.
    taken: HashSet<RecordId>,
    /// Titles of rows that came to no record, each in a number.
    unread: HashSet<u64>,
    /// By what facts are judged, and the rows that gave them.
    judging: Judging,
    /// Hosts of the channels.
    sites: Sites,
}

impl Importing<'_> {
    /// The number of this import, begun when it is first asked for.
    async fn batch(&mut self) -> Result<u32> {
        if let Some(batch) = self.batch {
            return Ok(batch);
        }
        let batch = self.change.begin_batch(&self.source, false).await?;
        self.batch = Some(batch);
        Ok(batch)
    }

    /// Keeps how a thing is before it changes.
    async fn remember(&mut self, thing: Thing) -> Result<()> {
        let batch = self.batch().await?;
        self.change.remember(batch, &thing).await
    }

    /// Keeps the answers by which the file was read, where they are not kept already.
    async fn answers(&mut self, served: &HeadAnswers) -> Result<()> {
        let kept = self.change.head_answers().await?;
        for (table, head, column) in
            served.iter().filter(|(table, head, column)| kept.of(*table, head) != Some(*column))
        {
            self.remember(Thing::Head(table.code().to_string(), head.to_string())).await?;
            self.change.save_head_answer(table, head, column).await?;
            self.outcome.answered.push(heads::shown(table, head, column));
            self.events.push(heads::event(table.code()));
        }
        Ok(())
    }

    /// Counts what a row did and puts it into the plan; the event only where something was written.
    fn wrote(&mut self, planned: Planned, event: Event) {
        self.outcome.count(planned.table, if planned.new { Saved::New } else { Saved::Changed });
        self.outcome.planned(planned);
        self.events.push(event);
    }

    /// Whether a change is left out by choice; then it is told so.
    fn leaves(&mut self, planned: &Planned) -> bool {
        if self.choice.takes(planned) {
            return false;
        }
        self.outcome.left += 1;
        self.outcome.planned(Planned { left: true, ..planned.clone() });
        true
    }

    /// Whether the key stands here for the first time; a second row of it is refused.
    fn first(&mut self, table: Table, key: &str, column: &str, place: &RowPlace) -> bool {
        let first = self.seen.insert(short_hash(&format!("{}\u{1f}{key}", table.code())));
        if !first {
            self.outcome.refuse([said::bad(table, column, ledger::FaultKind::Duplicate, key, place)]);
        }
        first
    }

    /// Writes the events gathered, so that an import of a million rows need not keep them.
    async fn log(&mut self) -> Result<()> {
        if let Some(events) = Events::of(std::mem::take(&mut self.events)) {
            self.change.append(events).await?;
        }
        Ok(())
    }

    async fn finish(mut self) -> Result<Outcome> {
        self.outcome.recognised.extend(self.units.recognised());
        self.outcome.recognised.extend(self.channels.recognised());
        let refused = self.outcome.left_out();
        if self.options.dry_run || self.options.all_or_nothing && self.outcome.is_partial() {
            return Ok(self.outcome);
        }
        self.outcome.kept = true;
        let written = self.outcome.written();
        if let Some(batch) = self.batch {
            self.change.end_batch(batch, written, refused).await?;
            self.outcome.batch = Some(batch);
            let last = Event::new(Act::LedgerImported, Object::School)
                .with("batch", batch)
                .with("rows", written)
                .with("refused", refused);
            let events = std::mem::take(&mut self.events).into_iter().chain([last]).collect();
            if let Some(events) = Events::of(events) {
                self.change.commit(events).await?;
            }
        }
        Ok(self.outcome)
    }
}

/// The cells that differ between two rows of a table.
fn differing(table: Table, old: &Row, new: &Row) -> Vec<Cell> {
    ledger::differences(table, old, new).into_iter().filter_map(|change| Cell::of(table, change)).collect()
}

fn short_hash(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
