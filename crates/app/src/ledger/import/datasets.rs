//! Datasets of a file over those that are there: a figure may be corrected alone, an identity added alone, and what the
//! file does not list stays.

use super::missing::missing_figures;
use super::said::{Placed, Said, bad, cells, is_complete};
use super::small::first;
use super::{Importing, differing};
use crate::error::Result;
use crate::ledger::plan::{Cell, Change as Planned};
use domain::event::{Act, Event, Object};
use domain::figure::{Dataset, Figure, Identity};
use domain::ledger::{self, DatasetRef, Entry, FaultKind, Note, Row, Table};
use domain::school_year::SchoolYear;
use office::ledger::RowPlace;
use std::collections::{BTreeMap, HashSet};
use store::{Saved, Thing};

/// What a dataset is known by.
type DatasetKey = (String, SchoolYear);

/// A dataset in the making.
struct Draft {
    before: Option<(Dataset, Vec<Note>)>,
    now: Dataset,
    notes: Vec<Note>,
    /// Figures and identities that the file has given it, so that a second row of one is seen.
    given: HashSet<String>,
    /// The first row of the file that is about it.
    place: RowPlace,
    /// Rows of figures and identities that are about it.
    rows: Vec<Table>,
    /// A row of the file describes it, so it may be new.
    described: bool,
}

/// The datasets that the file is about, and those that are there.
struct Datasets {
    there: BTreeMap<DatasetKey, (Dataset, Vec<Note>)>,
    drafts: BTreeMap<DatasetKey, Draft>,
    /// In the order in which the file comes to them.
    order: Vec<DatasetKey>,
}

impl Datasets {
    /// The dataset that a figure or identity belongs to: of the file first, else one that is there. Else what is wrong
    /// with the name.
    fn of(&mut self, owner: &DatasetRef, place: &RowPlace) -> std::result::Result<&mut Draft, FaultKind> {
        let fits = |key: &&DatasetKey| key.0 == owner.key && owner.year.is_none_or(|year| year == key.1);
        let described = |key: &&DatasetKey| self.drafts.get(*key).is_some_and(|draft| draft.described);
        let mut keys: Vec<DatasetKey> = self.drafts.keys().filter(fits).filter(described).cloned().collect();
        if keys.is_empty() {
            keys = self.there.keys().filter(fits).cloned().collect();
        }
        let [key] = keys.as_slice() else {
            return Err(if keys.is_empty() { FaultKind::Unknown } else { FaultKind::WhichYear });
        };
        let key = key.clone();
        self.draft(&key, place).ok_or(FaultKind::Unknown)
    }

    /// The draft of this key, begun from what is there.
    fn draft(&mut self, key: &DatasetKey, place: &RowPlace) -> Option<&mut Draft> {
        if !self.drafts.contains_key(key) {
            let (dataset, notes) = self.there.get(key)?.clone();
            let draft = Draft {
                before: Some((dataset.clone(), notes.clone())),
                now: dataset,
                notes,
                given: HashSet::new(),
                place: place.clone(),
                rows: Vec::new(),
                described: false,
            };
            self.order.push(key.clone());
            self.drafts.insert(key.clone(), draft);
        }
        self.drafts.get_mut(key)
    }
}

impl Importing<'_> {
    pub(super) async fn datasets(
        &mut self,
        datasets: Vec<Placed<Said>>,
        figures: Vec<Placed<Said>>,
        identities: Vec<Placed<Said>>,
    ) -> Result<()> {
        if datasets.is_empty() && figures.is_empty() && identities.is_empty() {
            return Ok(());
        }
        let mut all = Datasets { there: BTreeMap::new(), drafts: BTreeMap::new(), order: Vec::new() };
        for dataset in self.change.datasets(None).await? {
            let notes = self.change.identity_notes(&dataset.key, dataset.year).await?;
            all.there.insert((dataset.key.clone(), dataset.year), (dataset, notes));
        }
        for (said, place) in datasets {
            self.described(&mut all, said, &place).await?;
        }
        for (said, place) in figures {
            self.figure(&mut all, said, &place);
        }
        let mut refused = HashSet::new();
        for (said, place) in identities {
            self.identity(&mut all, said, &place);
        }
        for (key, draft) in &all.drafts {
            self.unsound(key, draft, &mut refused);
        }
        for key in std::mem::take(&mut all.order) {
            if let Some(draft) = all.drafts.remove(&key).filter(|_| !refused.contains(&key)) {
                self.dataset(key, draft).await?;
            }
        }
        Ok(())
    }

    /// A row that describes a dataset.
    async fn described(&mut self, all: &mut Datasets, said: Said, place: &RowPlace) -> Result<()> {
        let of_entry = |entry: &Entry| match entry {
            Entry::Dataset(dataset) => Some((dataset.key.clone(), dataset.year)),
            _ => None,
        };
        let key = said.entry.as_ref().ok().and_then(of_entry).or_else(|| {
            let cell = |name: &str| {
                let at = ledger::columns(Table::Datasets).iter().position(|column| column.key == name)?;
                Some(said.row.cell(at).to_string())
            };
            Some((cell("key")?, cell("year")?.parse().ok()?))
        });
        let before = key.as_ref().and_then(|key| all.there.get(key)).cloned();
        let entry = match &before {
            Some((dataset, _)) if !is_complete(Table::Datasets, place) => {
                let (table, row) = ledger::print(&Entry::Dataset(bare(dataset)));
                said.over(table, &row, place)
            }
            _ => said.entry,
        };
        let mut dataset = match entry {
            Ok(Entry::Dataset(dataset)) => dataset,
            Ok(_) => return Ok(()),
            Err(faults) => {
                self.outcome.refuse(cells(Table::Datasets, faults, place));
                return Ok(());
            }
        };
        let key = (dataset.key.clone(), dataset.year);
        if !self.first(Table::Datasets, &format!("{}/{}", key.0, key.1), "key", place) {
            return Ok(());
        }
        if let Some(unit) = dataset.unit.take() {
            if self.asks_which_unit(Table::Datasets, &unit, place) {
                self.spoiled.insert((Table::Datasets, key.0.clone()));
                return Ok(());
            }
            dataset.unit = Some(self.unit_code(&unit, place).await?);
        }
        let notes = before.as_ref().map_or_else(Vec::new, |(_, notes)| notes.clone());
        if let Some((there, _)) = &before {
            dataset.figures.clone_from(&there.figures);
            dataset.identities.clone_from(&there.identities);
        }
        let draft = Draft {
            before,
            now: dataset,
            notes,
            given: HashSet::new(),
            place: place.clone(),
            rows: Vec::new(),
            described: true,
        };
        all.order.push(key.clone());
        all.drafts.insert(key, draft);
        Ok(())
    }

    fn figure(&mut self, all: &mut Datasets, said: Said, place: &RowPlace) {
        let mut known = || {
            let owner = DatasetRef { key: cell(&said.row, "dataset"), year: cell(&said.row, "year").parse().ok() };
            let draft = all.of(&owner, place).ok()?;
            let figure = over(&owner, draft.now.figure(&cell(&said.row, "key"))?, &said.row, place)?;
            Some((owner, figure))
        };
        let (owner, figure) = match &said.entry {
            Ok(Entry::Figure(owner, figure)) => (owner.clone(), figure.clone()),
            Ok(_) => return,
            // Of a figure that is there a file need not have every column.
            Err(faults)
                if !faults.iter().any(|fault| place.has(fault.column))
                    && let Some(figure) = known() =>
            {
                figure
            }
            Err(faults) => {
                self.outcome.refuse(cells(Table::Figures, faults.clone(), place));
                self.spoiled.extend(super::rows::owner(Table::Figures, &said.row));
                return;
            }
        };
        let draft = match all.of(&owner, place) {
            Ok(draft) => draft,
            Err(kind) => return self.refuse_owner(Table::Figures, kind, &owner, place),
        };
        if !draft.given.insert(figure.key.clone()) {
            self.outcome.refuse([bad(Table::Figures, "key", FaultKind::Duplicate, figure.key, place)]);
            return;
        }
        draft.rows.push(Table::Figures);
        let there = draft.now.figures.iter().position(|known| known.key == figure.key);
        match there {
            Some(at) => {
                let figure = over(&owner, &draft.now.figures[at], &said.row, place).unwrap_or(figure);
                draft.now.figures[at] = figure;
            }
            None => draft.now.figures.push(figure),
        }
    }

    fn identity(&mut self, all: &mut Datasets, said: Said, place: &RowPlace) {
        let (owner, identity, note) = match said.entry {
            Ok(Entry::Identity(owner, identity, note)) => (owner, identity, note),
            Ok(_) => return,
            Err(faults) => {
                self.outcome.refuse(cells(Table::Identities, faults, place));
                self.spoiled.extend(super::rows::owner(Table::Identities, &said.row));
                return;
            }
        };
        let draft = match all.of(&owner, place) {
            Ok(draft) => draft,
            Err(kind) => return self.refuse_owner(Table::Identities, kind, &owner, place),
        };
        if let Some(unknown) = identity.keys().into_iter().find(|name| draft.now.figure(name).is_none()) {
            self.outcome.refuse([bad(Table::Identities, "terms", FaultKind::Unknown, unknown, place)]);
            return;
        }
        let about = about(&identity);
        let before = draft.now.identities.iter().position(|known| self::about(known) == about);
        let kept = before.map(|at| (at, draft.now.identities[at].clone()));
        match &kept {
            Some((at, _)) => draft.now.identities[*at] = identity.clone(),
            None => draft.now.identities.push(identity.clone()),
        }
        let broken = draft.now.broken().into_iter().find(|broken| *broken.identity == identity && !broken.disputed);
        if let Some(broken) = broken {
            // It is named and left out; the figures that it is about stay.
            let arithmetic = format!("{}（{}）", broken.arithmetic.worked, broken.arithmetic.expected);
            match kept {
                Some((at, known)) => draft.now.identities[at] = known,
                None => drop(draft.now.identities.pop()),
            }
            self.outcome.refuse([bad(Table::Identities, "target", FaultKind::Broken, arithmetic, place)]);
            return;
        }
        draft.rows.push(Table::Identities);
        match kept {
            Some((at, _)) if at < draft.notes.len() => {
                if place.has(note_column()) {
                    draft.notes[at] = note;
                }
            }
            _ => draft.notes.push(note),
        }
    }

    fn refuse_owner(&mut self, table: Table, kind: FaultKind, owner: &DatasetRef, place: &RowPlace) {
        let column = if kind == FaultKind::WhichYear { "year" } else { "dataset" };
        self.outcome.refuse([bad(table, column, kind, owner.key.clone(), place)]);
    }

    /// A dataset that a bad row belongs to, or in which changed figures break what held before, stays as it is.
    fn unsound(&mut self, key: &DatasetKey, draft: &Draft, refused: &mut HashSet<DatasetKey>) {
        if self.spoiled.contains(&(Table::Datasets, key.0.clone())) {
            let title = draft.now.title.clone();
            self.outcome.refuse([bad(Table::Datasets, "key", FaultKind::Child, title, &draft.place)]);
            refused.insert(key.clone());
            return;
        }
        let broken = draft.now.broken();
        if let Some(broken) = broken.iter().find(|broken| !broken.disputed) {
            let arithmetic = format!("{}（{}）", broken.arithmetic.worked, broken.arithmetic.expected);
            self.outcome.refuse([bad(Table::Figures, "value", FaultKind::Broken, arithmetic, &draft.place)]);
            refused.insert(key.clone());
        }
    }

    async fn dataset(&mut self, key: DatasetKey, draft: Draft) -> Result<()> {
        let (dataset, notes) = (&draft.now, &draft.notes);
        let before = draft.before.as_ref();
        if let Some((there, _)) = before {
            missing_figures(there, &draft.given).into_iter().for_each(|missing| self.outcome.lacks(missing));
        }
        if before.is_some_and(|(there, known)| there == dataset && known == notes) {
            if draft.described {
                self.outcome.count(Table::Datasets, Saved::Same);
            }
            draft.rows.iter().for_each(|table| self.outcome.count(*table, Saved::Same));
            return Ok(());
        }
        let mut changed = Vec::new();
        if let Some((there, known)) = before {
            let row = |dataset: &Dataset| ledger::print(&Entry::Dataset(bare(dataset))).1;
            changed = differing(Table::Datasets, &row(there), &row(dataset));
            changed.extend(figure_changes(there, dataset));
            let told = |dataset: &Dataset, notes: &[Note]| identities_told(dataset, notes);
            let (old, new) = (told(there, known), told(dataset, notes));
            if old != new {
                changed.push(Cell { key: "identities", head: Table::Identities.zh(), old, new });
            }
        }
        let planned = Planned {
            table: Table::Datasets,
            name: dataset.title.clone(),
            place: Some(draft.place.clone()),
            new: before.is_none(),
            left: false,
            facts: Vec::new(),
            cells: changed,
        };
        if self.leaves(&planned) {
            return Ok(());
        }
        self.remember(Thing::Dataset(key.0.clone(), first(key.1))).await?;
        let saved = self.change.save_dataset(dataset, notes).await?;
        draft.rows.iter().for_each(|table| self.outcome.count(*table, saved));
        let (key, year) = key;
        self.wrote(planned, Event::new(Act::DatasetWritten, Object::Dataset(key)).with("year", year));
        Ok(())
    }
}

/// What a row of figures says in a column.
fn cell(row: &Row, key: &str) -> String {
    let at = ledger::columns(Table::Figures).iter().position(|column| column.key == key);
    at.map_or_else(String::new, |at| row.cell(at).to_string())
}

/// The figure of a row that has not all columns, over the one that is there.
fn over(owner: &DatasetRef, there: &Figure, row: &Row, place: &RowPlace) -> Option<Figure> {
    let (table, known) = ledger::print(&Entry::Figure(owner.clone(), there.clone()));
    match ledger::parse(table, &ledger::overlay(table, &known, row, |at| place.has(at))) {
        Ok(Entry::Figure(_, figure)) => Some(figure),
        _ => None,
    }
}

fn bare(dataset: &Dataset) -> Dataset {
    Dataset { figures: Vec::new(), identities: Vec::new(), ..dataset.clone() }
}

/// What an identity is about: a second one of the same is its correction.
fn about(identity: &Identity) -> (&'static str, String, String) {
    let code = identity.code();
    match identity {
        Identity::Sum { whole, .. } => (code, whole.clone(), String::new()),
        Identity::Rate { rate, whole, .. } => (code, rate.clone(), whole.clone()),
        Identity::AtMost { part, whole } => (code, part.clone(), whole.clone()),
        Identity::Stage { later, earlier } => (code, later.clone(), earlier.clone()),
    }
}

fn note_column() -> usize {
    ledger::columns(Table::Identities).iter().position(|column| column.key == "note").unwrap_or_default()
}

/// Figures that differ, each as a cell of its own.
fn figure_changes(old: &Dataset, new: &Dataset) -> Vec<Cell> {
    let told = |figure: &Figure| {
        let owner = DatasetRef { key: String::new(), year: None };
        let (_, row) = ledger::print(&Entry::Figure(owner, figure.clone()));
        // Without the dataset and its year.
        let cells: Vec<&str> = row.0.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        cells.join(" ")
    };
    let cell = |old: String, new: String| Cell { key: "figures", head: Table::Figures.zh(), old, new };
    let changed = new.figures.iter().filter_map(|figure| match old.figure(&figure.key) {
        Some(known) if known == figure => None,
        known => Some(cell(known.map(told).unwrap_or_default(), told(figure))),
    });
    changed.collect()
}

fn identities_told(dataset: &Dataset, notes: &[Note]) -> String {
    let owner = DatasetRef { key: String::new(), year: None };
    let notes = notes.iter().cloned().chain(std::iter::repeat(Note::new()));
    let told = dataset.identities.iter().zip(notes).map(|(identity, note)| {
        let (_, row) = ledger::print(&Entry::Identity(owner.clone(), identity.clone(), note));
        row.0.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
    });
    told.collect::<Vec<_>>().join("；")
}
