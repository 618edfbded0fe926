//! What workbooks of all kinds have in common: which of their sheets are read as what, merged cells, numbers and dates as
//! they are seen.
//!
//! A school's book has a sheet for each department, with titles of its own, and sheets of notes. Those with the head of
//! records are records, whatever their names; the others are left out, and each is told. Nothing here opens a file.

use super::map::{Mapper, RawHint, RawRow};
use super::place::Spot;
use super::sink::{Sink, Stop};
use super::{LedgerFileError, Limits};
use calamine::{Dimensions, ExcelDateTime};
use domain::ledger::StatedYear;
use domain::ledger::{
    Doubt, HeadAnswers, Question, SheetFacts, Table, Taken, Understood, closing_line, is_statistics, may_be_head,
    register_of, table_of, unit_of_sheet,
};

/// The template's sheet of descriptions.
pub(crate) const DESCRIPTIONS: &str = "填写说明";

/// The start of a sheet, as far as it tells what the sheet is.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    seen: usize,
    head: bool,
    /// Rows that look like those of a table: three filled cells at least.
    rows: u64,
    /// Another register that the sheet is.
    register: Option<Taken>,
    /// Its first rows, where none is a head.
    start: Vec<Vec<String>>,
    /// What is known of it beside its name.
    given: Option<SheetFacts>,
}

/// Rows by which a table of numbers is told.
const START: usize = 40;

impl Grid {
    /// A sheet of which more is known than its name.
    pub(crate) fn given(facts: SheetFacts) -> Grid {
        Grid { given: Some(facts), ..Grid::default() }
    }

    /// Takes a row; `false` when enough was seen.
    pub(crate) fn see(&mut self, cells: &[String], answers: &HeadAnswers) -> bool {
        let filled = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        if filled == 0 {
            return true;
        }
        self.seen += 1;
        self.rows += u64::from(filled >= 3);
        if self.seen <= 20 && !self.head {
            self.register = register_of(cells, answers);
            self.head = self.register.is_none() && may_be_head(Table::Records, cells, answers);
        }
        if self.start.len() < START {
            self.start.push(cells.to_vec());
        }
        !self.head && self.register.is_none() && self.seen < 200
    }

    /// What the sheet is, when it is another register than that of records.
    fn other(&self) -> Option<Taken> {
        let statistics = || (!self.head && is_statistics(&self.start)).then_some(Taken::StatisticsOut);
        self.register.or_else(statistics)
    }
}

/// How a sheet is read.
pub(crate) struct Plan {
    pub(crate) table: Table,
    pub(crate) facts: SheetFacts,
}

/// Decides of every sheet what it is, and tells what its name does not say.
pub(crate) fn plan(sheets: impl Iterator<Item = (String, Grid)>, sink: &mut Sink) -> Vec<Option<Plan>> {
    let sheets: Vec<(String, Grid)> = sheets.collect();
    // What is another register has no head of records.
    let taken = |name: &str, grid: &Grid| name != DESCRIPTIONS && table_of(name).is_none() && grid.head;
    let many = sheets.iter().filter(|(name, grid)| taken(name, grid)).count() > 1;
    let plan = |(name, grid): &(String, Grid)| {
        let spot = || Spot::Sheet(name.as_str().into());
        if let Some(table) = table_of(name) {
            sink.begun();
            return Some(Plan { table, facts: SheetFacts::default() });
        }
        if name == DESCRIPTIONS || grid.seen == 0 {
            return None;
        }
        if let Some(other) = grid.other() {
            sink.left_out(other.code());
            sink.understood(None, spot(), Understood::new(other, None, name, ""));
            return None;
        }
        if !grid.head {
            if grid.rows >= 3 {
                sink.question(None, spot(), Question::new(Doubt::SheetHead, None, name, Vec::new()), grid.rows);
            } else {
                sink.understood(None, spot(), Understood::new(Taken::SheetOut, None, name, ""));
            }
            return None;
        }
        sink.begun();
        let by_name = || SheetFacts {
            unit: unit_named(name).map(|unit| (unit, Taken::UnitOfSheet)),
            year: StatedYear::of(name),
            closed: closing_line([name.as_str()]),
            ..SheetFacts::default()
        };
        let facts = SheetFacts { running: many, ..grid.given.clone().unwrap_or_else(by_name) };
        let told = facts.unit.as_ref().map_or("", |(unit, _)| unit.as_str());
        sink.understood(Some(Table::Records), spot(), Understood::new(Taken::Sheet, None, name, told));
        Some(Plan { table: Table::Records, facts })
    };
    sheets.iter().map(plan).collect()
}

/// The unit that the name of a sheet is. What says that nobody may see the sheet is none: 涉密, 教务处（草稿）.
fn unit_named(name: &str) -> Option<String> {
    if closing_line([name]).is_none() {
        return unit_of_sheet(name);
    }
    let (bare, _) = name.split_once(['(', '（', '[', '【'])?;
    unit_of_sheet(bare.trim()).filter(|_| closing_line([bare]).is_none())
}

/// At the end of a book: something was read or asked, or there is nothing in it.
pub(crate) fn ended(sink: &mut Sink) -> Result<(), Stop> {
    match sink.register() {
        _ if sink.has_read() => Ok(()),
        Some(what) => Err(LedgerFileError::Register { what }.into()),
        None => Err(LedgerFileError::NoTable.into()),
    }
}

/// Gives a row to its table.
pub(crate) fn take(mapper: &mut Mapper, row: RawRow, sink: &mut Sink) -> Result<(), Stop> {
    mapper.row(row, super::text::unguarded_mark, sink)
}

/// Cells merged down a column: people write an item or a unit once for several rows, and mean it for each.
pub(crate) struct Merged {
    /// First row from 1, last row, column, by first row descending so that the next stands at the end.
    ranges: Vec<(u64, u64, usize)>,
    /// What now goes on.
    open: Vec<Open>,
}

/// A merged cell that goes on.
struct Open {
    last: u64,
    column: usize,
    rows: u64,
    text: String,
}

/// Merged cells that go on at once; a sheet of people has a handful.
const OPEN: usize = 200;

impl Merged {
    pub(crate) fn of(found: Vec<Dimensions>) -> Merged {
        let mut ranges: Vec<(u64, u64, usize)> = found
            .iter()
            .filter(|range| range.end.0 > range.start.0 && range.end.1 == range.start.1)
            .map(|range| (u64::from(range.start.0) + 1, u64::from(range.end.0) + 1, range.start.1 as usize))
            .collect();
        ranges.sort_unstable_by(|a, b| b.cmp(a));
        Merged { ranges, open: Vec::new() }
    }

    /// Fills the empty cells of a row under the head that lie in a merged one, and says of each over how many rows it is
    /// merged.
    pub(crate) fn fill(&mut self, raw: &mut RawRow, head: Option<u64>) {
        let row = raw.row;
        self.open.retain(|open| open.last >= row);
        for open in &self.open {
            if raw.cells.len() <= open.column {
                raw.cells.resize(open.column + 1, String::new());
            }
            if raw.cells[open.column].is_empty() {
                raw.cells[open.column].clone_from(&open.text);
                merged_hint(raw, open.column, open.rows);
            }
        }
        while let Some((first, last, column)) = self.ranges.last().copied().filter(|(first, ..)| *first <= row) {
            self.ranges.pop();
            // A range that begins at or above the head belongs to it.
            let below = head.is_some_and(|head| first > head) && self.open.len() < OPEN;
            let text = raw.cells.get(column).filter(|text| below && first == row && !text.is_empty()).cloned();
            if let Some(text) = text {
                let rows = last - first + 1;
                merged_hint(raw, column, rows);
                self.open.push(Open { last, column, rows, text });
            }
        }
    }
}

fn merged_hint(raw: &mut RawRow, column: usize, rows: u64) {
    let Ok(at) = u32::try_from(column) else { return };
    match raw.hints.iter_mut().find(|hint| hint.at == at) {
        Some(hint) => hint.merged = rows,
        None => raw.hints.push(RawHint { at, merged: rows, ..RawHint::default() }),
    }
}

/// A number as a spreadsheet shows it without a format.
pub(crate) fn number(value: f64) -> String {
    // Spreadsheets keep 15 digits; the sixteenth and seventeenth are noise of binary fractions.
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string()
}

/// A date as text; `month` says that the sheet shows no day.
pub(crate) fn date(value: &ExcelDateTime, month_only: bool) -> String {
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    if value.is_duration() || value.as_f64() < 1.0 {
        // A time of day without a date.
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    match (month_only, hour, minute, second) {
        (true, ..) => format!("{year:04}-{month:02}"),
        (_, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// A limit on columns that a cell passes.
pub(crate) fn too_wide(at: usize, limits: &Limits) -> Result<(), LedgerFileError> {
    if at < limits.columns {
        return Ok(());
    }
    Err(LedgerFileError::Size { what: "columns", limit: limits.columns as u64 })
}
