//! What an import did, what it refused, what it understood and what it must ask.

use super::names::Recognised;
use super::plan::{Change, KEPT_CHANGES, Missing, Possible};
use domain::ledger::{FaultKind, Judged, Question, Table, Understood, columns};
use office::ledger::{LedgerFileError, Notice, Remark, RowPlace, Spot};
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// Bad rows that are kept with their place; beyond it they are only counted.
pub(super) const KEPT_BAD: usize = 1_000;

/// Rows of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Came in for the first time.
    pub new: u64,
    /// Were there and are different now.
    pub changed: u64,
    /// Were there just so.
    pub same: u64,
}

/// A row that was refused.
#[derive(Debug, Clone)]
pub enum Bad {
    /// One cell of it is wrong.
    Cell {
        /// Its table.
        table: Table,
        /// Column by its position in the table.
        column: usize,
        /// What is wrong.
        kind: FaultKind,
        /// What stands there, cut; for a broken identity the arithmetic.
        text: String,
        /// Where.
        place: RowPlace,
    },
    /// The file gives no row there at all.
    File(LedgerFileError),
}

impl Bad {
    /// The column's head, when a cell is wrong.
    pub fn head(&self) -> Option<&'static str> {
        match self {
            Bad::Cell { table, column, .. } => columns(*table).get(*column).map(|column| column.zh),
            Bad::File(_) => None,
        }
    }
}

/// Equal faults together, in the order in which they were met.
pub fn grouped(bad: &[Bad]) -> Vec<(&Bad, Vec<&Bad>)> {
    let mut groups: Vec<(&Bad, Vec<&Bad>)> = Vec::new();
    let mut known = HashMap::new();
    for bad in bad {
        let Bad::Cell { table, column, kind, text, .. } = bad else {
            groups.push((bad, vec![bad]));
            continue;
        };
        let at = *known.entry((table, column, kind, text)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, group)) => group.push(bad),
            None => groups.push((bad, vec![bad])),
        }
    }
    groups
}

/// Places of one remark that are kept; beyond it they are counted.
const KEPT_PLACES: usize = 2_000;

/// A remark with all places it was made at.
#[derive(Debug, Clone)]
pub struct Told<T> {
    /// The table it is about.
    pub table: Option<Table>,
    /// The remark.
    pub remark: T,
    /// How often it was made.
    pub count: u64,
    /// The first places.
    pub places: Vec<Spot>,
    /// Rows that could not be read for it, where it is about a column or sheet.
    pub rows: u64,
}

/// Rows that are kept of what was judged of the facts: a clerk goes through them one by one.
pub(super) const KEPT_ROWS: usize = 1_000;

/// Remarks that are kept of rows and sheets that were left out: each is told with its place.
const KEPT_OUT: usize = 100_000;

/// Remarks, equal ones together with the first `PLACES` places, in the order in which they were first made.
#[derive(Debug)]
pub struct Gathered<T, const PLACES: usize = KEPT_PLACES> {
    told: Vec<Told<T>>,
    known: HashMap<(Option<Table>, T), usize>,
    /// Remarks beyond [`KEPT_BAD`] different ones.
    more: u64,
}

impl<T, const PLACES: usize> Default for Gathered<T, PLACES> {
    fn default() -> Gathered<T, PLACES> {
        Gathered { told: Vec::new(), known: HashMap::new(), more: 0 }
    }
}

impl<T: Clone + Eq + Hash, const PLACES: usize> Gathered<T, PLACES> {
    pub(super) fn hear(&mut self, table: Option<Table>, spot: Spot, remark: T, rows: u64) {
        self.hear_up_to((KEPT_BAD, PLACES), (table, spot), remark, rows);
    }

    /// Takes a remark while there are fewer different ones, and fewer places of it.
    fn hear_up_to(
        &mut self,
        (most, places): (usize, usize),
        (table, spot): (Option<Table>, Spot),
        remark: T,
        rows: u64,
    ) {
        let key = (table, remark);
        if let Some(told) = self.known.get(&key).and_then(|at| self.told.get_mut(*at)) {
            told.count += 1;
            told.rows += rows;
            if told.places.len() < places {
                told.places.push(spot);
            }
        } else if self.told.len() < most {
            self.known.insert(key.clone(), self.told.len());
            self.told.push(Told { table, remark: key.1, count: 1, places: vec![spot], rows });
        } else {
            self.more += 1;
        }
    }

    /// Puts the rows of each remark in the order in which they stand in the file.
    pub(super) fn sort_places(&mut self) {
        let key = |spot: &Spot| match spot {
            Spot::Row(place, _) | Spot::File(place, _) => (place.sheet.to_string(), place.row),
            Spot::Sheet(name) => (name.to_string(), 0),
            Spot::Whole => (String::new(), 0),
        };
        self.told.iter_mut().for_each(|told| told.places.sort_by_cached_key(key));
    }

    /// The remarks.
    pub fn told(&self) -> &[Told<T>] {
        &self.told
    }

    /// How many remarks are not among them.
    pub fn more(&self) -> u64 {
        self.more
    }
}

/// What an import did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Rows by table.
    pub tables: BTreeMap<Table, Count>,
    /// Bad rows, the first [`KEPT_BAD`] with their faults.
    pub bad: Vec<Bad>,
    /// Rows refused in all.
    pub bad_rows: u64,
    /// Units and channels that rows named and nothing described; they were entered by name.
    pub entered: Vec<(Table, String)>,
    /// Units and channels that the file names as they were called before.
    pub recognised: Vec<Recognised>,
    /// Answers about heads that are kept from now on: table, head, and the column that it means, empty for one that is
    /// not read.
    pub answered: Vec<(Table, String, &'static str)>,
    /// What was passed over in the file.
    pub notices: Vec<Notice>,
    /// What comes in or changes, the first of them with their cells.
    pub changes: Vec<Change>,
    /// Rows that may be about a record that is there; they are left out until somebody says.
    pub possible: Vec<Possible>,
    /// What an earlier delivery of the same book had and this file has not, the first [`KEPT_ROWS`]. It stays as it is.
    pub missing: Vec<Missing>,
    /// How much of that there is in all.
    pub missing_all: u64,
    /// The number under which it can be undone, when something was kept.
    pub batch: Option<u32>,
    /// What was interpreted and not written so.
    pub understood: Gathered<Understood>,
    /// What somebody has to answer before it can be read.
    pub questions: Gathered<Question>,
    /// What a person should look at in the facts that came in or are there; nothing is refused for it.
    pub judged: Gathered<Judged, KEPT_ROWS>,
    /// Rows that were left out for a question.
    pub question_rows: u64,
    /// Changes that were left out by choice.
    pub left: u64,
    /// Whether the good rows were kept. False after a dry run, or when a bad row forbade it.
    pub kept: bool,
}

impl Outcome {
    pub(super) fn count(&mut self, table: Table, saved: store::Saved) {
        let count = self.tables.entry(table).or_default();
        match saved {
            store::Saved::New => count.new += 1,
            store::Saved::Changed => count.changed += 1,
            store::Saved::Same => count.same += 1,
        }
    }

    pub(super) fn planned(&mut self, change: Change) {
        if self.changes.len() < KEPT_CHANGES {
            self.changes.push(change);
        }
    }

    pub(super) fn lacks(&mut self, missing: Missing) {
        self.missing_all += 1;
        if self.missing.len() < KEPT_ROWS {
            self.missing.push(missing);
        }
    }

    pub(super) fn refuse(&mut self, faults: impl IntoIterator<Item = Bad>) {
        self.bad_rows += 1;
        for bad in faults {
            if self.bad.len() < KEPT_BAD {
                self.bad.push(bad);
            }
        }
    }

    /// Rows that were left out: bad ones and those with a question.
    pub fn left_out(&self) -> u64 {
        self.bad_rows + self.question_rows + self.possible.len() as u64
    }

    /// Takes a remark of a reader over.
    pub(super) fn hear(&mut self, remark: Remark) {
        match remark {
            Remark::Understood { table, spot, remark } => {
                let kept = if remark.kind.leaves_out() { (KEPT_OUT, KEPT_OUT) } else { (KEPT_BAD, KEPT_PLACES) };
                self.understood.hear_up_to(kept, (table, spot), remark, 0);
            }
            Remark::Question { table, spot, question, rows } => {
                self.question_rows += rows;
                self.questions.hear(table, spot, question, rows);
            }
        }
    }

    /// Whether anything of the file was left out: bad rows, rows and columns in question.
    pub fn is_partial(&self) -> bool {
        self.bad_rows > 0 || !self.possible.is_empty() || !self.questions.told().is_empty()
    }

    /// Rows that were read, in whatever table.
    pub fn read(&self) -> u64 {
        self.left_out() + self.tables.values().map(|count| count.new + count.changed + count.same).sum::<u64>()
    }

    /// Whether anything is to be kept: rows, or answers about heads.
    pub fn has_news(&self) -> bool {
        self.written() > 0 || !self.answered.is_empty()
    }

    /// Rows that came in or changed.
    pub fn written(&self) -> u64 {
        self.tables.values().map(|count| count.new + count.changed).sum()
    }
}
