//! Datasets by form: what there is, one to be filled in, and saving it when everything in it can be read and its identities
//! hold.
//!
//! What is typed is judged by the rules of ledger files (`domain::ledger::parse`), so that a form and a file cannot differ. A
//! broken identity is refused with its arithmetic unless one of its figures is marked as disputed; so is taking away a figure
//! that a text of the report quotes. Each saving is an event and a batch that can be undone.

use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::annual_report::references;
use domain::catalogue::Catalogue;
use domain::equation::{self, EquationFault};
use domain::event::{Act, Event, Object};
use domain::figure::{Arithmetic, Dataset, Figure, Identity, Standing, Verdict};
use domain::fnv::fnv64;
use domain::ledger::{self, DatasetRef, Entry, FaultKind, Note, Row, Table, columns};
use domain::policy::{Permission, Relation};
use domain::school::{School, Unit};
use domain::school_year::SchoolYear;
use std::collections::{BTreeMap, HashSet};
use store::{Events, Reader};

/// Most figures of a dataset that is entered by form.
pub const MOST_FIGURES: usize = 150;

/// A dataset in all its years.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its key.
    pub key: String,
    /// Its title in the latest year.
    pub title: String,
    /// How it stands in each of the years of the overview, where there is one.
    pub years: Vec<Option<Standing>>,
}

/// All datasets by year.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// School years, the latest first.
    pub years: Vec<SchoolYear>,
    /// Datasets in the order of entry.
    pub lines: Vec<Line>,
}

/// A dataset as it is shown and filled in.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The dataset.
    pub dataset: Dataset,
    /// Remarks on its identities.
    pub notes: Vec<Note>,
    /// The same dataset a year before.
    pub before: Option<Dataset>,
    /// Which state of it was read; empty for one that is not there yet.
    pub state: String,
}

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Cells of the dataset by the keys of their columns.
    pub head: BTreeMap<&'static str, String>,
    /// Cells of each figure by the keys of their columns. One without any is passed over.
    pub figures: Vec<BTreeMap<&'static str, String>>,
    /// Identities, a line each (`domain::equation`).
    pub identities: String,
}

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// In this column of the dataset.
    Head(&'static str),
    /// In this column of a figure, by its place among those typed.
    Figure(usize, &'static str),
    /// In a line of the identities, from 0.
    Identity(usize),
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// As of a cell of a ledger file, with its text.
    Cell(FaultKind, String),
    /// The line is no identity.
    Equation(EquationFault),
    /// The identity does not hold, and no figure of it is disputed.
    Broken(Arithmetic),
    /// A number below nothing, of which no definition says that it may be.
    Negative,
    /// The same of an amount of money.
    Owed,
    /// A count of whole ones with a fraction.
    Fraction,
    /// A percentage above the whole, of which no definition says how that comes.
    AboveTheWhole,
    /// A number that was there is gone, and nobody says why.
    Cleared,
    /// Texts of the report quote this figure, which would go.
    Quoted(String),
    /// Figures as of a day that is still to come.
    Later,
    /// More figures than a form takes.
    Many,
}

/// Something wrong in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where.
    pub at: At,
    /// What.
    pub fault: Fault,
}

/// Number under which a saving can be undone; nothing when nothing was changed.
pub type Batch = Option<u32>;

/// All datasets.
///
/// # Errors
/// Who does not see the whole school may not.
pub async fn overview(ctx: &Ctx) -> Result<Overview> {
    ctx.allow(Permission::ReadAll, Relation::School)?;
    let datasets = ctx.read().await?.datasets(None).await?;
    let mut years: Vec<SchoolYear> = datasets.iter().map(|dataset| dataset.year).collect();
    years.sort_unstable();
    years.dedup();
    years.reverse();
    let mut keys: Vec<&str> = Vec::new();
    for dataset in &datasets {
        if !keys.contains(&dataset.key.as_str()) {
            keys.push(&dataset.key);
        }
    }
    let line = |key: &&str| {
        let of = |year: &SchoolYear| datasets.iter().find(|one| one.key == **key && one.year == *year);
        let latest = years.iter().find_map(of);
        Line {
            key: (*key).to_string(),
            title: latest.map(|dataset| dataset.title.clone()).unwrap_or_default(),
            years: years.iter().map(|year| of(year).map(Dataset::standing)).collect(),
        }
    };
    let lines = keys.iter().map(line).collect();
    Ok(Overview { years, lines })
}

/// A dataset of a year.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn sheet(ctx: &Ctx, key: &str, year: SchoolYear) -> Result<Sheet> {
    ctx.allow(Permission::ReadAll, Relation::School)?;
    read(&ctx.read().await?, key, year).await
}

async fn read(reader: &Reader, key: &str, year: SchoolYear) -> Result<Sheet> {
    let dataset = reader.dataset(key, Some(year)).await?;
    let notes = reader.identity_notes(key, year).await?;
    let before = before(reader, key, year).await?;
    let state = state(&dataset, &notes);
    Ok(Sheet { dataset, notes, before, state })
}

async fn before(reader: &Reader, key: &str, year: SchoolYear) -> Result<Option<Dataset>> {
    match SchoolYear::beginning(year.first_year() - 1) {
        Some(year) => Ok(reader.find_dataset(key, Some(year)).await?),
        None => Ok(None),
    }
}

/// A name for what is there, so that nobody writes over what they have not seen.
fn state(dataset: &Dataset, notes: &[Note]) -> String {
    format!("{:x}", fnv64(format!("{dataset:?}{notes:?}").bytes()))
}

/// A dataset begun for a year by the definition of its latest other year: everything but numbers, marks and the day.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Taken`] when the year has it already.
pub async fn begun(ctx: &Ctx, key: &str, year: SchoolYear) -> Result<Sheet> {
    ctx.allow(Permission::WriteFigures, Relation::School)?;
    let reader = ctx.read().await?;
    if reader.find_dataset(key, Some(year)).await?.is_some() {
        return Err(Error::Taken { kind: "dataset", key: format!("{year}/{key}") });
    }
    let years = reader.dataset_years(key).await?;
    let from = years.iter().find(|known| **known < year).or(years.last()).copied();
    let mut dataset = reader.dataset(key, from).await?;
    let notes = reader.identity_notes(key, dataset.year).await?;
    dataset.year = year;
    dataset.as_of = domain::date::PartialDate::Unknown;
    for figure in &mut dataset.figures {
        (figure.value, figure.approximate, figure.disputed) = (None, false, None);
    }
    let before = before(&reader, key, year).await?;
    Ok(Sheet { dataset, notes, before, state: String::new() })
}

/// What was typed as a dataset, or everything that is wrong with it. Whether its names are known is not asked.
pub fn judge(typed: &Typed) -> std::result::Result<(Dataset, Vec<Note>), Vec<Wrong>> {
    let mut wrong = Vec::new();
    let head = match ledger::parse(Table::Datasets, &row(Table::Datasets, &typed.head)) {
        Ok(Entry::Dataset(dataset)) => Some(dataset),
        Ok(_) => None,
        Err(faults) => {
            wrong.extend(
                faults
                    .into_iter()
                    .map(|fault| Wrong { at: At::Head(key(Table::Datasets, fault.column)), fault: cell(fault) }),
            );
            None
        }
    };
    let figures = figures(typed, &mut wrong);
    let unlikely = figures.iter().filter_map(|(at, figure)| Some((*at, unlikely(figure)?)));
    wrong.extend(unlikely.map(|(at, fault)| Wrong { at: At::Figure(at, "value"), fault }));
    let known: Vec<Figure> = figures.iter().map(|(_, figure)| figure.clone()).collect();
    let (mut identities, mut notes, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for (at, line) in typed.identities.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match equation::read(line, &known) {
            Ok((identity, note)) => {
                identities.push(identity);
                notes.push(note);
                lines.push(at);
            }
            Err(fault) => wrong.push(Wrong { at: At::Identity(at), fault: Fault::Equation(fault) }),
        }
    }
    let Some(head) = head else { return Err(wrong) };
    let dataset = Dataset { figures: known, identities, ..head };
    for broken in dataset.broken().into_iter().filter(|broken| !broken.disputed) {
        let same = |identity: &Identity| std::ptr::eq(identity, broken.identity);
        let at = dataset.identities.iter().position(same).and_then(|at| lines.get(at).copied()).unwrap_or_default();
        wrong.push(Wrong { at: At::Identity(at), fault: Fault::Broken(broken.arithmetic) });
    }
    if wrong.is_empty() { Ok((dataset, notes)) } else { Err(wrong) }
}

/// What no number of its sort can be, or seldom is.
fn unlikely(figure: &Figure) -> Option<Fault> {
    let below = figure.is_below_nothing();
    let found = [
        (below && figure.is_money(), Fault::Owed),
        (below, Fault::Negative),
        (figure.is_part_of_one(), Fault::Fraction),
        (figure.is_above_the_whole(), Fault::AboveTheWhole),
    ];
    found.into_iter().find_map(|(is, fault)| is.then_some(fault))
}

/// Numbers that readers saw and that are gone without a word: why is written where a number is disputed.
fn cleared(typed: &Typed, there: &Dataset) -> Vec<Wrong> {
    let gone = |figure: &Figure| {
        let was = there.figure(&figure.key).is_some_and(|was| was.value.is_some());
        was && figure.value.is_none() && figure.disputed.is_none()
    };
    let now = figures(typed, &mut Vec::new()).into_iter().filter(|(_, figure)| gone(figure));
    now.map(|(at, _)| Wrong { at: At::Figure(at, "value"), fault: Fault::Cleared }).collect()
}

/// What an identity comes to, by its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// The line, from 0.
    pub line: usize,
    /// What testing it gave.
    pub verdict: Verdict,
    /// The identity.
    pub identity: Identity,
    /// Whether a figure of it is disputed.
    pub disputed: bool,
}

/// What the identities come to that can be read, whatever else is wrong. What cannot be tested names its figure.
pub fn worked(typed: &Typed) -> Vec<Worked> {
    let figures: Vec<Figure> = figures(typed, &mut Vec::new()).into_iter().map(|(_, figure)| figure).collect();
    let lines = typed.identities.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read: Vec<(usize, Identity)> =
        lines.filter_map(|(at, line)| Some((at, equation::read(line, &figures).ok()?.0))).collect();
    let dataset = Dataset {
        key: String::new(),
        title: String::new(),
        item: domain::catalogue::ItemKey::Official(1),
        unit: None,
        year: SchoolYear::of(chrono::NaiveDate::default()),
        as_of: domain::date::PartialDate::Unknown,
        source: String::new(),
        figures,
        identities: Vec::new(),
    };
    let one = |(line, identity): (usize, Identity)| {
        let named = |key: &str| dataset.figure(key);
        let disputed = identity.keys().into_iter().filter_map(named).any(|figure| figure.disputed.is_some());
        let verdict = match dataset.test(&identity) {
            Verdict::Untestable(key) => {
                Verdict::Untestable(named(&key).map_or(key.clone(), |figure| figure.name.clone()))
            }
            verdict => verdict,
        };
        Worked { line, verdict, identity, disputed }
    };
    read.into_iter().map(one).collect()
}

/// The figures that can be read, each with its place among those typed.
fn figures(typed: &Typed, wrong: &mut Vec<Wrong>) -> Vec<(usize, Figure)> {
    let mut figures: Vec<(usize, Figure)> = Vec::new();
    let filled = |cells: &BTreeMap<&'static str, String>| cells.values().any(|cell| !cell.trim().is_empty());
    let given: HashSet<&str> =
        typed.figures.iter().filter_map(|cells| cells.get("key")).map(|key| key.trim()).collect();
    let mut next = 1;
    for (at, cells) in typed.figures.iter().enumerate().filter(|(_, cells)| filled(cells)) {
        let mut cells = cells.clone();
        if cells.get("key").is_none_or(|key| key.trim().is_empty()) {
            while given.contains(format!("f{next}").as_str()) {
                next += 1;
            }
            cells.insert("key", format!("f{next}"));
            next += 1;
        }
        cells.insert("dataset", "dataset".to_string());
        match ledger::parse(Table::Figures, &row(Table::Figures, &cells)) {
            Ok(Entry::Figure(_, figure)) => {
                if figures.iter().any(|(_, known)| known.key == figure.key) {
                    let fault = Fault::Cell(FaultKind::Duplicate, figure.key);
                    wrong.push(Wrong { at: At::Figure(at, "key"), fault });
                } else {
                    figures.push((at, figure));
                }
            }
            Ok(_) => {}
            Err(faults) => wrong.extend(
                faults
                    .into_iter()
                    .map(|fault| Wrong { at: At::Figure(at, key(Table::Figures, fault.column)), fault: cell(fault) }),
            ),
        }
    }
    if figures.len() > MOST_FIGURES {
        wrong.push(Wrong { at: At::Head("title"), fault: Fault::Many });
    }
    figures
}

fn row(table: Table, cells: &BTreeMap<&'static str, String>) -> Row {
    let cell = |key: &'static str| cells.get(key).map(|cell| cell.trim().to_string()).unwrap_or_default();
    Row(columns(table).iter().map(|column| cell(column.key)).collect())
}

fn key(table: Table, column: usize) -> &'static str {
    columns(table).get(column).map_or("", |column| column.key)
}

fn cell(fault: ledger::Fault) -> Fault {
    Fault::Cell(fault.kind, crate::guard::shown(&fault.text))
}

/// Saves what was typed, over the state that was read; an empty one says that there was none.
///
/// # Errors
/// [`Error::Conflict`] when it is another by now, [`Error::Personal`] for personal data. What else is wrong is in the answer.
pub async fn save(ctx: &Ctx, typed: &Typed, seen: &str) -> Result<std::result::Result<Batch, Vec<Wrong>>> {
    ctx.allow(Permission::WriteFigures, Relation::School)?;
    let (dataset, notes) = match judge(typed) {
        Ok(judged) => judged,
        Err(wrong) => return Ok(Err(wrong)),
    };
    if dataset.as_of.span().is_some_and(|(first, _)| first > ctx.today()) {
        return Ok(Err(vec![Wrong { at: At::Head("as_of"), fault: Fault::Later }]));
    }
    let year = dataset.year;
    let mut change = ctx.write_at_desk(format!("{year} {}", dataset.title)).await?;
    let wrong = unknown(&change, &dataset, &change.units().await?).await?;
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    let there = change.find_dataset(&dataset.key, Some(year)).await?;
    match &there {
        Some(_) if seen.is_empty() => {
            let fault = Fault::Cell(FaultKind::Duplicate, dataset.key.clone());
            return Ok(Err(vec![Wrong { at: At::Head("key"), fault }]));
        }
        Some(there) => {
            let known = change.identity_notes(&dataset.key, year).await?;
            if state(there, &known) != seen {
                return Err(Error::Conflict { kind: "dataset", key: dataset.key });
            }
            let cleared = cleared(typed, there);
            if !cleared.is_empty() {
                return Ok(Err(cleared));
            }
            let quoted = quoted(&change, there, &dataset).await?;
            if !quoted.is_empty() {
                return Ok(Err(quoted));
            }
            if *there == dataset && known == notes {
                return Ok(Ok(None));
            }
        }
        None if !seen.is_empty() => return Err(Error::Conflict { kind: "dataset", key: dataset.key }),
        None => {}
    }
    change.save_dataset(&dataset, &notes).await?;
    let event = Event::new(Act::DatasetWritten, Object::Dataset(dataset.key)).with("year", year);
    match Events::of(vec![event]) {
        Some(events) => Ok(Ok(change.commit_by_hand(events).await?)),
        None => Ok(Ok(None)),
    }
}

/// Unit and item that the ledger does not know.
async fn unknown(reader: &Reader, dataset: &Dataset, units: &[Unit]) -> Result<Vec<Wrong>> {
    let mut wrong = Vec::new();
    let unknown =
        |column, text: &str| Wrong { at: At::Head(column), fault: Fault::Cell(FaultKind::Unknown, text.to_string()) };
    if let Some(unit) = dataset.unit.as_ref().filter(|code| units.iter().all(|unit| unit.code != **code)) {
        wrong.push(unknown("unit", unit));
    }
    let school = School::of(reader.facts().await?);
    let catalogue = Catalogue::in_year(school.kind(), &reader.item_settings().await?, dataset.year)?;
    if catalogue.item(&dataset.item).is_none() {
        wrong.push(unknown("item", &dataset.item.to_string()));
    }
    Ok(wrong)
}

/// Figures that would go and that a text of the year's report quotes.
async fn quoted(reader: &Reader, there: &Dataset, now: &Dataset) -> Result<Vec<Wrong>> {
    let gone = there.figures.iter().filter(|figure| now.figure(&figure.key).is_none());
    let gone: Vec<(String, &Figure)> = gone.map(|figure| (format!("{}.{}", there.key, figure.key), figure)).collect();
    let texts = reader.texts(Some(there.year)).await?;
    let is_quoted = |reference: &str| texts.iter().any(|text| references(&text.text).contains(&reference));
    let wrong = gone.into_iter().filter(|(reference, _)| is_quoted(reference));
    Ok(wrong.map(|(_, figure)| Wrong { at: At::Head("title"), fault: Fault::Quoted(figure.name.clone()) }).collect())
}

/// The dataset as a ledger file to fill in and bring back by import.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn workbook(ctx: &Ctx, key: &str, year: SchoolYear) -> Result<Vec<u8>> {
    let Sheet { dataset, notes, .. } = sheet(ctx, key, year).await?;
    let owner = DatasetRef { key: dataset.key.clone(), year: Some(dataset.year) };
    let mut rows = vec![ledger::print(&Entry::Dataset(Dataset {
        figures: Vec::new(),
        identities: Vec::new(),
        ..dataset.clone()
    }))];
    rows.extend(dataset.figures.iter().map(|figure| ledger::print(&Entry::Figure(owner.clone(), figure.clone()))));
    for (identity, note) in dataset.identities.iter().zip(notes) {
        rows.push(ledger::print(&Entry::Identity(owner.clone(), identity.clone(), note)));
    }
    let mut bytes = Vec::new();
    let format = office::ledger::Format::Xlsx;
    office::ledger::write(format, &mut bytes, &mut rows.into_iter()).map_err(Error::internal)?;
    Ok(bytes)
}
