//! From the cells of a sheet or text to rows of a table: finds the head under title rows, joins heads of two
//! rows, passes over blanks, remarks and heads repeated on every printed page.

use super::error::{Notice, short};
use super::place::{PlaceKind, RowPlace, file_cell};
use super::sink::{Sink, Stop};
use super::text::{Mark, mark_of};
use super::{LedgerFileError, Limits, Located};
use domain::ledger::{Row, Table, column_of, columns, is_head};
use std::sync::Arc;

/// Rows that are looked at for a head.
const HEAD_WITHIN: u32 = 20;

/// Reads the rows of one table.
pub(crate) struct Mapper {
    table: Table,
    kind: PlaceKind,
    sheet: Arc<str>,
    limits: Limits,
    /// Rows seen before the head.
    seen: u32,
    head: Option<Head>,
    /// The last row, held back because the next may continue it.
    held: Option<Located>,
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
}

impl Mapper {
    pub(crate) fn new(table: Table, kind: PlaceKind, sheet: Arc<str>, limits: &Limits) -> Mapper {
        Mapper { table, kind, sheet, limits: *limits, seen: 0, head: None, held: None }
    }

    /// Takes one row of the file as it stands; `row` counts from 1. `unguard` takes the apostrophes away that
    /// the form needs, after the row's own mark has been looked at, or a guarded mark would count as one.
    pub(crate) fn row(
        &mut self,
        row: u64,
        cells: &mut [String],
        unguard: fn(&mut String),
        sink: &mut Sink,
    ) -> Result<(), Stop> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if cells.len() > self.limits.columns {
            return Err(LedgerFileError::Size { what: "columns", limit: self.limits.columns as u64 }.into());
        }
        let mark = mark_of(cells);
        if mark == Some(Mark::Remark) {
            return Ok(());
        }
        cells.iter_mut().for_each(unguard);
        let Some(head) = &mut self.head else { return self.seek(row, cells) };
        if head.fresh {
            head.fresh = false;
            let joined = head.join(cells, self.table);
            let notices = head.notices(self.table, self.kind, &self.sheet);
            notices.into_iter().for_each(|notice| sink.notice(notice));
            if joined {
                return Ok(());
            }
        }
        if head.repeats(cells) {
            return Ok(());
        }
        if mark == Some(Mark::Continued) {
            self.continued(cells);
            return Ok(());
        }
        let located = self.located(row, cells);
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

    /// The row of the head, once it is found.
    pub(crate) fn head_row(&self) -> Option<u64> {
        self.head.as_ref().map(|head| head.row)
    }

    /// Ends the table.
    pub(crate) fn end(mut self, sink: &mut Sink) -> Result<(), Stop> {
        if let Some(head) = self.head.as_ref().filter(|head| head.fresh) {
            let notices = head.notices(self.table, self.kind, &self.sheet);
            notices.into_iter().for_each(|notice| sink.notice(notice));
        }
        if self.head.is_none() && self.seen > 0 {
            return Err(self.no_head());
        }
        self.flush(sink)
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

    fn seek(&mut self, row: u64, cells: &[String]) -> Result<(), Stop> {
        if is_head(self.table, cells) {
            self.head = Some(Head::new(self.table, row, cells));
            return Ok(());
        }
        self.seen += 1;
        if self.seen >= HEAD_WITHIN { Err(self.no_head()) } else { Ok(()) }
    }

    /// Moves the cells into a row of the table.
    fn located(&self, row: u64, cells: &mut [String]) -> Result<Located, LedgerFileError> {
        let mut values = vec![String::new(); columns(self.table).len()];
        let (known, places) = match &self.head {
            Some(head) => (head.known.as_slice(), head.places.clone()),
            None => (&[][..], Arc::from([])),
        };
        let place = RowPlace { sheet: self.sheet.clone(), row, kind: self.kind, table: self.table, columns: places };
        for (cell, column) in cells.iter_mut().zip(known) {
            let Some(column) = *column else { continue };
            if cell.len() > self.limits.cell_bytes {
                return Err(LedgerFileError::Long { place, column, limit: self.limits.cell_bytes });
            }
            values[column] = std::mem::take(cell);
        }
        Ok(Located { table: self.table, row: Row(values), place })
    }

    /// Appends the cells of a `#续` row, whose first filled cell is the mark.
    fn continued(&mut self, cells: &mut [String]) {
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

impl Head {
    fn new(table: Table, row: u64, cells: &[String]) -> Head {
        let mut head = Head { cells: cells.to_vec(), row, known: Vec::new(), places: Arc::from([]), fresh: true };
        head.map(table);
        head
    }

    /// Derives `known` and `places` from the cells; the first column of a meaning counts.
    fn map(&mut self, table: Table) {
        let mut places = vec![None; columns(table).len()];
        self.known.clear();
        for (at, cell) in self.cells.iter().enumerate() {
            let column = column_of(table, cell).filter(|column| places[*column].is_none());
            if let Some(column) = column {
                places[column] = u32::try_from(at).ok();
            }
            self.known.push(column);
        }
        self.places = places.into();
    }

    /// Joins a second head row: every filled cell is a head and stands where the first row has none that is
    /// known, as under a merged `公开情况`.
    fn join(&mut self, cells: &[String], table: Table) -> bool {
        let mut any = false;
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()) {
            let free = self.known.get(at).copied().flatten().is_none();
            if !free || column_of(table, cell).is_none() {
                return false;
            }
            any = true;
        }
        if any {
            self.cells.resize(self.cells.len().max(cells.len()), String::new());
            for (own, cell) in self.cells.iter_mut().zip(cells).filter(|(_, cell)| !cell.trim().is_empty()) {
                own.clone_from(cell);
            }
            self.map(table);
        }
        any
    }

    fn repeats(&self, cells: &[String]) -> bool {
        let filled = |cells: &[String]| cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
        let (own, other) = (filled(&self.cells), filled(cells));
        own == other && self.cells[..own] == cells[..other]
    }

    fn notices(&self, table: Table, kind: PlaceKind, sheet: &str) -> Vec<Notice> {
        let mut notices = Vec::new();
        for (at, cell) in self.cells.iter().enumerate() {
            if self.known[at].is_some() || cell.trim().is_empty() {
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
