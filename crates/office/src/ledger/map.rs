//! From the cells of a sheet or text to rows of a table: finds the head under title rows, joins heads of two rows, decides
//! what its columns are, passes over blanks, remarks, totals and heads repeated on every printed page.
//!
//! Some rows under the head are held back until the columns are settled, for a column may be told by what it holds. What
//! each column was taken as is told; without a required column the sheet is one question and not one fault a row.

use super::error::{Notice, short};
use super::place::{PlaceKind, RowPlace, Spot, file_cell};
use super::sink::{Sink, Stop};
use super::text::{Mark, mark_of};
use super::{LedgerFileError, Limits, Located};
use domain::ledger::{
    HeadAnswers, Hint, Row, SheetFacts, StatedYear, Table, Taken, Understood, column_of, columns, head_of, is_aside,
    is_ditto, is_head, may_be_head, read_heads, unit_of_group, unit_of_title,
};
use std::sync::Arc;

/// Marks the error of a formula; a private character, so that no text can look like it.
pub(crate) const FORMULA_ERROR: char = '\u{F8FE}';

/// Rows that are looked at for a head.
const HEAD_WITHIN: u32 = 20;
/// Rows under the head that tell what columns hold.
const SAMPLE: usize = 40;

/// What a file says of one cell beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct RawHint {
    /// Column of the file from 0.
    pub(crate) at: u32,
    /// The address behind it.
    pub(crate) link: Option<String>,
    /// A number stands there.
    pub(crate) number: bool,
    /// A formula stands there whose result the file does not keep.
    pub(crate) formula: bool,
    /// A first day of a month that may be shown without its day.
    pub(crate) month: bool,
}

/// One row of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct RawRow {
    /// Its number from 1.
    pub(crate) row: u64,
    pub(crate) cells: Vec<String>,
    pub(crate) hints: Vec<RawHint>,
}

/// Reads the rows of one table.
pub(crate) struct Mapper {
    table: Table,
    kind: PlaceKind,
    sheet: Arc<str>,
    limits: Limits,
    /// Rows seen before the head.
    seen: u32,
    /// What they say.
    titles: String,
    facts: Arc<SheetFacts>,
    head: Option<Head>,
    /// Rows under the head until its columns are settled.
    waiting: Vec<(RawRow, Option<Mark>)>,
    /// The last row, held back because the next may continue it.
    held: Option<Located>,
    /// Rows that cannot be read, for a required column is missing.
    lost: u64,
}

struct Head {
    /// The head as written, for finding its repetitions.
    cells: Vec<String>,
    row: u64,
    /// For each column of the file, the column of the table.
    known: Vec<Option<usize>>,
    /// For each column of the table, the column of the file.
    places: Arc<[Option<u32>]>,
    /// No row after the head has been read.
    fresh: bool,
    settled: bool,
    /// The question to ask at the end, when no row can be read.
    missing: Vec<domain::ledger::Question>,
}

impl Mapper {
    pub(crate) fn new(table: Table, kind: PlaceKind, sheet: Arc<str>, limits: &Limits, facts: SheetFacts) -> Mapper {
        Mapper {
            table,
            kind,
            sheet,
            limits: *limits,
            seen: 0,
            titles: String::new(),
            facts: Arc::new(facts),
            head: None,
            waiting: Vec::new(),
            held: None,
            lost: 0,
        }
    }

    /// Takes one row of the file as it stands. `unguard` takes the apostrophes away that the form needs, after the row's
    /// own mark has been looked at, or a guarded mark would count as one.
    pub(crate) fn row(&mut self, mut raw: RawRow, unguard: fn(&mut String), sink: &mut Sink) -> Result<(), Stop> {
        if raw.cells.iter().all(|cell| cell.trim().is_empty()) {
            if self.head.is_some() && raw.hints.iter().any(|hint| hint.formula) {
                let spot = Spot::Row(self.place(raw.row), None);
                sink.understood(Some(self.table), spot, Understood::new(Taken::Formula, None, "", ""));
            }
            return Ok(());
        }
        if raw.cells.len() > self.limits.columns {
            return Err(LedgerFileError::Size { what: "columns", limit: self.limits.columns as u64 }.into());
        }
        let mark = mark_of(&raw.cells);
        if mark == Some(Mark::Remark) {
            return Ok(());
        }
        raw.cells.iter_mut().for_each(unguard);
        let Some(head) = &mut self.head else { return self.seek(raw, &sink.answers()) };
        if head.fresh {
            head.fresh = false;
            if head.join(&raw.cells, self.table, &sink.answers()) {
                return Ok(());
            }
        }
        if head.repeats(&raw.cells) {
            return Ok(());
        }
        if head.settled {
            return self.take(raw, mark, sink);
        }
        self.waiting.push((raw, mark));
        if self.waiting.len() >= SAMPLE { self.settle(sink) } else { Ok(()) }
    }

    /// A row under a settled head.
    fn take(&mut self, raw: RawRow, mark: Option<Mark>, sink: &mut Sink) -> Result<(), Stop> {
        if self.head.as_ref().is_some_and(|head| !head.missing.is_empty()) {
            self.lost += u64::from(!is_aside(&raw.cells));
            return Ok(());
        }
        if mark == Some(Mark::Continued) {
            self.continued(&raw.cells);
            return Ok(());
        }
        if let Some(unit) = unit_of_group(&raw.cells).filter(|_| self.table == Table::Records) {
            let told = Understood::new(Taken::RowOut, None, first_of(&raw.cells), &unit);
            sink.understood(Some(self.table), Spot::Row(self.place(raw.row), None), told);
            let facts = Arc::make_mut(&mut self.facts);
            (facts.unit, facts.unit_above) = (Some((unit, Taken::UnitOfGroup)), None);
            return Ok(());
        }
        if self.table == Table::Records && is_aside(&raw.cells) {
            let remark = Understood::new(Taken::RowOut, None, first_of(&raw.cells), "");
            sink.understood(Some(self.table), Spot::Row(self.place(raw.row), None), remark);
            return Ok(());
        }
        let located = self.located(raw).map(|mut located| {
            self.dittos(&mut located, sink);
            self.unit_below(&located);
            located
        });
        self.flush(sink)?;
        if sink.rows() >= self.limits.rows {
            return Err(LedgerFileError::Size { what: "rows", limit: self.limits.rows }.into());
        }
        match located {
            Ok(located) => self.held = Some(located),
            Err(error) => sink.put(Err(error))?,
        }
        Ok(())
    }

    /// 同上 is what the row above has, with the address behind it.
    fn dittos(&self, located: &mut Located, sink: &mut Sink) {
        let Some(above) = self.held.as_ref() else { return };
        for (at, cell) in located.row.0.iter_mut().enumerate().filter(|(_, cell)| is_ditto(cell)) {
            let Some(text) = above.row.0.get(at).filter(|text| !text.trim().is_empty() && !is_ditto(text)) else {
                continue;
            };
            let told = Understood::new(Taken::Ditto, Some(at), cell, text.clone());
            sink.understood(Some(self.table), Spot::Row(located.place.clone(), Some(at)), told);
            cell.clone_from(text);
            located.hints.retain(|hint| hint.column != at);
            located.hints.extend(above.hints.iter().filter(|hint| hint.column == at).cloned());
        }
    }

    /// The rows below know which unit this one names.
    fn unit_below(&mut self, located: &Located) {
        let unit = columns(self.table).iter().position(|column| column.key == "unit");
        let named = unit.map(|at| located.row.cell(at)).filter(|unit| !unit.is_empty() && self.table == Table::Records);
        if let Some(named) = named.filter(|named| self.facts.unit_above.as_deref() != Some(named)) {
            Arc::make_mut(&mut self.facts).unit_above = Some(named.to_string());
        }
    }

    /// The row of the head, once it is found.
    pub(crate) fn head_row(&self) -> Option<u64> {
        self.head.as_ref().map(|head| head.row)
    }

    /// Ends the table.
    pub(crate) fn end(mut self, sink: &mut Sink) -> Result<(), Stop> {
        if self.head.is_none() && self.seen > 0 {
            return Err(self.no_head());
        }
        self.settle(sink)?;
        let missing = self.head.as_mut().map(|head| std::mem::take(&mut head.missing)).unwrap_or_default();
        let place = self.place(self.head_row().unwrap_or_default());
        for question in missing {
            sink.question(Some(self.table), Spot::Row(place.clone(), None), question, self.lost);
        }
        self.flush(sink)
    }

    fn place(&self, row: u64) -> RowPlace {
        let columns = self.head.as_ref().map_or_else(|| Arc::from([]), |head| head.places.clone());
        RowPlace { sheet: self.sheet.clone(), row, kind: self.kind, table: self.table, columns }
    }

    fn no_head(&self) -> Stop {
        let place = if self.sheet.is_empty() { self.table.zh().to_string() } else { short(&self.sheet) };
        LedgerFileError::NoHead { place, table: self.table }.into()
    }

    fn flush(&mut self, sink: &mut Sink) -> Result<(), Stop> {
        match self.held.take() {
            Some(located) => sink.put(Ok(located)),
            None => Ok(()),
        }
    }

    fn seek(&mut self, raw: RawRow, answers: &HeadAnswers) -> Result<(), Stop> {
        if is_head(self.table, &raw.cells) || may_be_head(self.table, &raw.cells, answers) {
            self.head = Some(Head::new(self.table, raw.row, &raw.cells, answers));
            self.state_facts();
            return Ok(());
        }
        if self.titles.len() < 4_000 {
            for cell in raw.cells.iter().filter(|cell| !cell.trim().is_empty()) {
                self.titles.push_str(cell.trim());
                self.titles.push('\n');
            }
        }
        self.seen += 1;
        if self.seen >= HEAD_WITHIN { Err(self.no_head()) } else { Ok(()) }
    }

    /// What the titles above the head state goes before what the sheet's name does.
    fn state_facts(&mut self) {
        if self.table != Table::Records {
            return;
        }
        let facts = Arc::make_mut(&mut self.facts);
        let year = StatedYear::of(&self.titles);
        if year != StatedYear::None {
            facts.year = year;
        }
        let stated = self.titles.lines().find_map(unit_of_title);
        // A title that holds the sheet's name says it in full: 后勤 is 后勤处.
        let fuller =
            |unit: &String| facts.unit.as_ref().is_none_or(|(short, _)| unit.contains(short.as_str()) && unit != short);
        if let Some(unit) = stated.filter(fuller) {
            facts.unit = Some((unit, Taken::UnitOfTitle));
        }
    }

    /// Decides what the columns are, tells it, and gives on the rows that waited for it.
    fn settle(&mut self, sink: &mut Sink) -> Result<(), Stop> {
        let Some(head) = self.head.as_mut().filter(|head| !head.settled) else { return Ok(()) };
        head.settled = true;
        let waiting = std::mem::take(&mut self.waiting);
        // Totals and notes would say nothing of what a column holds.
        let sample: Vec<Vec<String>> =
            waiting.iter().map(|(raw, _)| raw.cells.clone()).filter(|cells| !is_aside(cells)).collect();
        let answers = sink.answers();
        let read = read_heads(self.table, &head.cells, &sample, &answers);
        head.map(self.table, read.known);
        let notices = head.notices(self.table, self.kind, &self.sheet, &read.questions, &answers);
        notices.into_iter().for_each(|notice| sink.notice(notice));
        if read.unreadable {
            head.missing = read.questions.iter().filter(|(at, _)| at.is_none()).map(|(_, q)| q.clone()).collect();
        }
        let place = self.place(self.head_row().unwrap_or_default());
        let spot = |at: usize| Spot::File(place.clone(), u32::try_from(at).unwrap_or(u32::MAX));
        for (at, remark) in read.understood {
            sink.understood(Some(self.table), spot(at), remark);
        }
        for (at, question) in read.questions {
            if let Some(at) = at {
                sink.question(Some(self.table), spot(at), question, 0);
            }
        }
        for (raw, mark) in waiting {
            self.take(raw, mark, sink)?;
        }
        Ok(())
    }

    /// Moves the cells into a row of the table.
    fn located(&self, raw: RawRow) -> Result<Located, LedgerFileError> {
        let mut values = vec![String::new(); columns(self.table).len()];
        let known = self.head.as_ref().map_or(&[][..], |head| head.known.as_slice());
        let place = self.place(raw.row);
        for (at, (mut cell, column)) in raw.cells.into_iter().zip(known).enumerate() {
            let Some(column) = *column else { continue };
            if self.kind == PlaceKind::Sheet && cell.starts_with(FORMULA_ERROR) {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                return Err(LedgerFileError::Formula { place: file_cell(self.kind, &self.sheet, raw.row, at) });
            }
            if cell.len() > self.limits.cell_bytes {
                return Err(LedgerFileError::Long { place, column, limit: self.limits.cell_bytes });
            }
            values[column] = std::mem::take(&mut cell);
        }
        let hints = raw.hints.into_iter().filter_map(|hint| {
            let column = known.get(hint.at as usize).copied().flatten()?;
            Some(Hint { column, link: hint.link, number: hint.number, formula: hint.formula, month: hint.month })
        });
        let hints = hints.collect();
        Ok(Located { table: self.table, row: Row(values), place, hints, facts: self.facts.clone() })
    }

    /// Appends the cells of a `#续` row, whose first filled cell is the mark.
    fn continued(&mut self, cells: &[String]) {
        let (Some(held), Some(head)) = (&mut self.held, &self.head) else { return };
        let mut past_mark = false;
        for (cell, column) in cells.iter().zip(&head.known) {
            if !past_mark {
                past_mark = !cell.trim().is_empty();
                continue;
            }
            let Some(column) = *column else { continue };
            let text = &mut held.row.0[column];
            // The row keeps what fits; parse refuses the length long before.
            if text.len() + cell.len() <= self.limits.cell_bytes {
                text.push_str(cell);
            }
        }
    }
}

/// The first filled cell.
fn first_of(cells: &[String]) -> &str {
    cells.iter().find(|cell| !cell.trim().is_empty()).map_or("", String::as_str)
}

impl Head {
    fn new(table: Table, row: u64, cells: &[String], answers: &HeadAnswers) -> Head {
        let mut head = Head {
            cells: cells.to_vec(),
            row,
            known: Vec::new(),
            places: Arc::from([]),
            fresh: true,
            settled: false,
            missing: Vec::new(),
        };
        let known = cells.iter().map(|cell| head_of(table, cell, answers)).collect();
        head.map(table, known);
        head
    }

    /// Takes the columns over; the first column of a meaning counts.
    fn map(&mut self, table: Table, known: Vec<Option<usize>>) {
        let mut places = vec![None; columns(table).len()];
        self.known.clear();
        for (at, column) in known.into_iter().enumerate() {
            let column = column.filter(|column| places[*column].is_none());
            if let Some(column) = column {
                places[column] = u32::try_from(at).ok();
            }
            self.known.push(column);
        }
        self.places = places.into();
    }

    /// Joins a second head row: every filled cell is a head and stands where the first row has none that is
    /// known, as under a merged `公开情况`.
    fn join(&mut self, cells: &[String], table: Table, answers: &HeadAnswers) -> bool {
        let mut any = false;
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
            let free = self.known.get(at).copied().flatten().is_none();
            if !free || head_of(table, cell, answers).is_none() {
                return false;
            }
            any = true;
        }
        if any {
            self.cells.resize(self.cells.len().max(cells.len()), String::new());
            for (own, cell) in self.cells.iter_mut().zip(cells).filter(|(_, cell)| !cell.trim().is_empty()) {
                own.clone_from(cell);
            }
            let known = self.cells.iter().map(|cell| head_of(table, cell, answers)).collect();
            self.map(table, known);
        }
        any
    }

    fn repeats(&self, cells: &[String]) -> bool {
        let filled = |cells: &[String]| cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
        let (own, other) = (filled(&self.cells), filled(cells));
        own == other && self.cells[..own] == cells[..other]
    }

    /// Columns that are not read, but for those that are asked about or were answered not to be.
    fn notices(
        &self,
        table: Table,
        kind: PlaceKind,
        sheet: &str,
        asked: &[(Option<usize>, domain::ledger::Question)],
        answers: &HeadAnswers,
    ) -> Vec<Notice> {
        let mut notices = Vec::new();
        for (at, cell) in self.cells.iter().enumerate() {
            let asked = asked.iter().any(|(place, _)| *place == Some(at));
            let left = column_of(table, cell).is_none() && answers.of(table, cell) == Some(None);
            if left || self.known[at].is_some() || cell.trim().is_empty() || asked {
                continue;
            }
            let place = file_cell(kind, sheet, self.row, u32::try_from(at).unwrap_or(u32::MAX));
            let head = short(cell);
            notices.push(match column_of(table, cell) {
                Some(_) => Notice::RepeatedColumn { place, head },
                None => Notice::UnknownColumn { place, head },
            });
        }
        notices
    }
}
