//! From the cells of a sheet or text to rows of a table: finds the head under title rows, joins heads of two rows, decides
//! what its columns are, passes over blanks, remarks, totals and heads repeated on every printed page.
//!
//! Some rows under the head are held back until the columns are settled, for a column may be told by what it holds. What
//! each column was taken as is told; without a required column the sheet is one question and not one fault a row.

mod between;
mod days;
mod head;
mod settle;

use self::between::is_no_row;
use self::head::Head;
use super::error::short;
use super::lines;
use super::place::{PlaceKind, RowPlace, Spot, file_cell};
use super::sink::{Sink, Stop};
use super::text::{Mark, behind_remark, mark_of};
use super::{LedgerFileError, Limits, Located};
use domain::ledger::{
    GuardCell, GuardKind, Hint, Row, SheetFacts, SiteCell, StatedYear, Table, Taken, Understood, closing_line, columns,
    is_another_head, is_aside, is_ditto, is_filled_in, is_head, is_numbering, is_same_said, may_be_head, opens,
    reads_as_records, register_of, unit_of_group, unit_of_title,
};
use std::ops::Range;
use std::sync::Arc;

/// Marks the error of a formula; a private character, so that no text can look like it.
pub(crate) const FORMULA_ERROR: char = '\u{F8FE}';

/// Rows that are looked at for a head.
const HEAD_WITHIN: u32 = 20;
/// Rows that may be titles of another head, one after another.
const LONE: usize = 8;
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
    /// There is a link whose address could not be read.
    pub(crate) lost: bool,
    /// It is struck through.
    pub(crate) struck: bool,
    /// The note behind it.
    pub(crate) note: Option<String>,
    /// It is merged over so many rows, of which each has what it holds.
    pub(crate) merged: u64,
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
    /// What the sheet's name or its titles say of all of its rows, where no heading between them says otherwise.
    closed: Option<String>,
    head: Option<Head>,
    /// Rows under the head until its columns are settled.
    waiting: Vec<(RawRow, Option<Mark>)>,
    /// The last row, held back because the next may continue it.
    held: Option<Located>,
    /// Rows that cannot be read, for a required column is missing.
    lost: u64,
    /// The item of the nearest row that names one.
    item_above: Option<String>,
    /// Items are headings between the rows.
    by_items: bool,
    /// Cells alone in their rows, and notes, which are the titles of what follows when a head does.
    lone: Vec<RawRow>,
    /// Tables side by side, each with the columns of the file that are its own.
    parts: Vec<(Range<usize>, Mapper)>,
    /// Columns that the sheet hides, from and to.
    hidden: Vec<(u32, u32)>,
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
            closed: facts.closed.clone(),
            facts: Arc::new(facts),
            head: None,
            waiting: Vec::new(),
            held: None,
            lost: 0,
            item_above: None,
            by_items: false,
            lone: Vec::new(),
            parts: Vec::new(),
            hidden: Vec::new(),
        }
    }

    /// Learns which columns the sheet hides; they are read like the others.
    pub(crate) fn hide(&mut self, columns: &[(u32, u32)]) {
        self.hidden = columns.to_vec();
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
            return self.remark(raw, unguard, sink);
        }
        raw.cells.iter_mut().for_each(unguard);
        if !self.parts.is_empty() {
            return self.side_by_side(&raw, sink);
        }
        let answers = sink.answers();
        let Some(head) = &mut self.head else { return self.seek(raw, sink) };
        if head.fresh {
            if head.join(&raw.cells, self.table, &answers) {
                return Ok(());
            }
            head.fresh = false;
            if self.table == Table::Records && is_numbering(&raw.cells) {
                self.leave_out(Taken::ExampleOut, &raw, sink);
                return Ok(());
            }
        }
        // A head that is printed on every page, unless the title of another unit stands above it.
        let titled = || self.lone.iter().any(|lone| unit_of_title(&lone.cells.concat()).is_some());
        if head.repeats(&raw.cells) && !(self.table == Table::Records && titled()) {
            return Ok(());
        }
        if self.table == Table::Records && mark.is_none() {
            if is_another_head(&raw.cells, &answers) {
                return self.next_head(&raw, sink);
            }
            let filled = raw.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
            let alone = filled == 1 || is_aside(&raw.cells) || unit_of_group(&raw.cells).is_some();
            if alone && self.lone.len() < LONE {
                self.lone.push(raw);
                return Ok(());
            }
        }
        self.let_go(sink)?;
        self.under(raw, mark, sink)
    }

    /// A row that is marked as none. What somebody wrote into one that was there to be filled in is read all the same: see
    /// [`Mapper::take`].
    fn remark(&mut self, mut raw: RawRow, unguard: fn(&mut String), sink: &mut Sink) -> Result<(), Stop> {
        let may_be_filled = matches!(self.table, Table::Texts | Table::Figures) && self.head.is_some();
        let Some(cells) = behind_remark(&raw.cells).filter(|_| may_be_filled && self.parts.is_empty()) else {
            return Ok(());
        };
        raw.cells = cells;
        raw.cells.iter_mut().for_each(unguard);
        self.under(raw, Some(Mark::Remark), sink)
    }

    /// What was kept as the title of a head that did not come is a row like others.
    fn let_go(&mut self, sink: &mut Sink) -> Result<(), Stop> {
        std::mem::take(&mut self.lone).into_iter().try_for_each(|lone| self.under(lone, None, sink))
    }

    /// A row under the head.
    fn under(&mut self, raw: RawRow, mark: Option<Mark>, sink: &mut Sink) -> Result<(), Stop> {
        if let Some(head) = self.head.as_ref().filter(|head| head.settled) {
            let mut raw = raw;
            head.days.iter().for_each(|days| days.join(&mut raw));
            return self.take(raw, mark, sink);
        }
        self.waiting.push((raw, mark));
        if self.waiting.len() >= SAMPLE { self.settle(sink) } else { Ok(()) }
    }

    /// A row of tables that stand side by side.
    fn side_by_side(&mut self, raw: &RawRow, sink: &mut Sink) -> Result<(), Stop> {
        for (part, mapper) in &mut self.parts {
            let own = |hint: &&RawHint| part.contains(&(hint.at as usize));
            let hints = raw.hints.iter().filter(own).cloned().collect();
            // Apostrophes are taken away by now.
            mapper.row(RawRow { row: raw.row, cells: lines::part_of(&raw.cells, part), hints }, |_| {}, sink)?;
        }
        Ok(())
    }

    /// Another head: what was above it is ended, and what follows is read by it. A cell alone above it is its title.
    fn next_head(&mut self, raw: &RawRow, sink: &mut Sink) -> Result<(), Stop> {
        let unit_of = |lone: &RawRow| unit_of_title(&lone.cells.concat());
        let titles: Vec<RawRow> = std::mem::take(&mut self.lone);
        let unit = titles.iter().find_map(unit_of);
        let lines: Vec<String> = titles.iter().map(|title| title.cells.concat()).collect();
        let lines = || lines.iter().map(String::as_str);
        let closed = match closing_line(lines()) {
            None if !lines().any(opens) => self.closed.clone(),
            said => said,
        };
        let year = lines().map(StatedYear::of).find(|year| *year != StatedYear::None);
        for title in titles {
            match unit_of(&title) {
                Some(_) => self.leave_out(Taken::RowOut, &title, sink),
                None => self.under(title, None, sink)?,
            }
        }
        self.close(sink)?;
        let facts = Arc::make_mut(&mut self.facts);
        facts.closed = closed;
        // What stands below the title of another year is of that.
        facts.year = year.unwrap_or(facts.year);
        if let Some(unit) = unit {
            let facts = Arc::make_mut(&mut self.facts);
            (facts.unit, facts.unit_above) = (Some((unit, Taken::UnitOfTitle)), None);
        }
        self.leave_out(Taken::SecondHead, raw, sink);
        self.head = Some(Head::new(self.table, raw.row, &raw.cells, &sink.answers()));
        Ok(())
    }

    /// Tells that the sheet hides a row, which is read like the others.
    pub(crate) fn tell_hidden(&self, raw: &RawRow, sink: &mut Sink) {
        if self.head_row().is_some() && raw.cells.iter().any(|cell| !cell.trim().is_empty()) {
            self.leave_out(Taken::HiddenRow, raw, sink);
        }
    }

    /// Tells which of the columns that are read the sheet hides.
    fn tell_hidden_columns(&self, sink: &mut Sink) {
        let Some(head) = self.head.as_ref().filter(|_| !self.hidden.is_empty()) else { return };
        for (at, cell) in (0u32..).zip(&head.cells).filter(|(at, _)| head.reads(*at as usize)) {
            if self.hidden.iter().any(|(first, last)| (*first..=*last).contains(&at)) {
                let spot = Spot::File(self.place(head.row), at);
                sink.understood(Some(self.table), spot, Understood::new(Taken::HiddenColumn, None, cell, ""));
            }
        }
    }

    /// A row under a settled head.
    fn take(&mut self, raw: RawRow, mark: Option<Mark>, sink: &mut Sink) -> Result<(), Stop> {
        if self.head.as_ref().is_some_and(|head| !head.missing.is_empty()) {
            self.lost += u64::from(mark != Some(Mark::Remark) && !is_no_row(&raw.cells));
            return Ok(());
        }
        if mark == Some(Mark::Continued) {
            match self.no_formula_failed(&raw) {
                Ok(()) => self.continued(&raw.cells),
                Err(error) => sink.put(Err(error))?,
            }
            return Ok(());
        }
        if self.table == Table::Records && self.is_between(&raw, sink) {
            return Ok(());
        }
        if let Some(head) = &mut self.head {
            head.look_for_unread(&raw.cells);
        }
        let located = self.located(raw);
        if mark == Some(Mark::Remark) && !located.as_ref().is_ok_and(|row| is_filled_in(self.table, &row.row)) {
            return Ok(());
        }
        let located = located.map(|mut located| {
            self.dittos(&mut located, sink);
            self.unit_below(&located);
            self.blank_below(&mut located);
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
        for site in located.sites.iter_mut().filter(|site| is_ditto(&site.text)) {
            let same = |other: &&SiteCell| (&other.channel, other.holds) == (&site.channel, site.holds);
            let Some(other) = above.sites.iter().find(same).filter(|other| !is_ditto(&other.text)) else { continue };
            let at = columns(self.table).iter().position(|column| column.key == site.holds.key());
            let told = Understood::new(Taken::Ditto, at, &site.text, other.text.clone());
            sink.understood(Some(self.table), Spot::Row(located.place.clone(), at), told);
            site.clone_from(other);
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

    /// A row that leaves its item or title empty knows those above it; whether they are meant is asked.
    fn blank_below(&mut self, located: &mut Located) {
        if self.table != Table::Records {
            return;
        }
        let cell = |row: &Row, key: &str| {
            let at = columns(Table::Records).iter().position(|column| column.key == key)?;
            Some(row.cell(at).to_string()).filter(|text| !text.is_empty())
        };
        let (item, title) = (cell(&located.row, "item"), cell(&located.row, "title"));
        let has = |key: &str| {
            columns(Table::Records).iter().position(|column| column.key == key).is_some_and(|at| located.place.has(at))
        };
        let above = self.held.as_ref().and_then(|held| cell(&held.row, "title"));
        let item_above = self.item_above.clone().filter(|_| item.is_none() && has("item"));
        let title_above = above.filter(|_| title.is_none() && has("title"));
        if item_above.is_some() || title_above.is_some() {
            located.facts = Arc::new(SheetFacts { item_above, title_above, ..SheetFacts::clone(&located.facts) });
        }
        if item.is_some() {
            self.item_above = item;
        }
    }

    /// The row of the head, once it is found.
    pub(crate) fn head_row(&self) -> Option<u64> {
        let of_parts = || self.parts.first().and_then(|(_, part)| part.head_row());
        self.head.as_ref().map(|head| head.row).or_else(of_parts)
    }

    /// Ends the table.
    pub(crate) fn end(mut self, sink: &mut Sink) -> Result<(), Stop> {
        let parts = std::mem::take(&mut self.parts);
        if !parts.is_empty() {
            return parts.into_iter().try_for_each(|(_, part)| part.end(sink));
        }
        if self.head.is_none() && self.seen > 0 {
            return Err(self.no_head());
        }
        self.let_go(sink)?;
        self.close(sink)
    }

    /// Ends what stands under one head: its rows, its questions, the columns that were not read.
    fn close(&mut self, sink: &mut Sink) -> Result<(), Stop> {
        self.settle(sink)?;
        let place = self.place(self.head_row().unwrap_or_default());
        let mut lost = std::mem::take(&mut self.lost);
        if let Some(head) = &mut self.head {
            for (at, question) in std::mem::take(&mut head.missing) {
                let spot = match at.and_then(|at| u32::try_from(at).ok()) {
                    Some(at) => Spot::File(place.clone(), at),
                    None => Spot::Row(place.clone(), None),
                };
                // The rows are lost once, however many columns they lack.
                sink.question(Some(self.table), spot, question, lost);
                lost = if at.is_some() { 0 } else { lost };
            }
            for notice in head.notices(self.table, self.kind, &self.sheet, &sink.answers()) {
                sink.notice(notice);
            }
            head.unread.clear();
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

    fn seek(&mut self, raw: RawRow, sink: &mut Sink) -> Result<(), Stop> {
        let answers = &sink.answers();
        // Of a workbook the sheets are looked at before.
        if self.table == Table::Records
            && self.kind == PlaceKind::Line
            && let Some(other) = register_of(&raw.cells, answers)
        {
            return Err(LedgerFileError::Register { what: other.code() }.into());
        }
        if reads_as_records(self.table, &raw.cells, answers) {
            self.table = Table::Records;
        }
        if is_head(self.table, &raw.cells) || may_be_head(self.table, &raw.cells, answers) {
            self.state_facts();
            match lines::side_by_side(&raw.cells, self.table, answers) {
                Some(parts) => self.begin_parts(parts, &raw, sink),
                None => self.head = Some(Head::new(self.table, raw.row, &raw.cells, answers)),
            }
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

    /// Begins a table for each part of a head whose heads come again.
    fn begin_parts(&mut self, parts: Vec<Range<usize>>, raw: &RawRow, sink: &mut Sink) {
        let count = parts.len().to_string();
        let remark = Understood::new(Taken::SideBySide, None, &count, "");
        sink.understood(Some(self.table), Spot::Row(self.place(raw.row), None), remark);
        let answers = sink.answers();
        let begun = parts.into_iter().map(|part| {
            let mut mapper =
                Mapper::new(self.table, self.kind, self.sheet.clone(), &self.limits, SheetFacts::clone(&self.facts));
            mapper.head = Some(Head::new(self.table, raw.row, &lines::part_of(&raw.cells, &part), &answers));
            mapper.hide(&self.hidden);
            (part, mapper)
        });
        self.parts = begun.collect();
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
        if let Some(line) = closing_line(self.titles.lines()) {
            facts.closed = Some(line);
        } else if self.titles.lines().any(opens) {
            facts.closed = None;
        }
        self.closed.clone_from(&facts.closed);
        let stated = self.titles.lines().find_map(unit_of_title);
        // A title that holds the sheet's name says it in full: 后勤 is 后勤处.
        let fuller =
            |unit: &String| facts.unit.as_ref().is_none_or(|(short, _)| unit.contains(short.as_str()) && unit != short);
        if let Some(unit) = stated.filter(fuller) {
            facts.unit = Some((unit, Taken::UnitOfTitle));
        }
    }

    /// An error of a formula in a column that is read; elsewhere one costs nothing.
    fn no_formula_failed(&self, raw: &RawRow) -> Result<(), LedgerFileError> {
        let failed = |at: &usize| raw.cells.get(*at).is_some_and(|cell| cell.starts_with(FORMULA_ERROR));
        let Some(head) = self.head.as_ref().filter(|_| self.kind == PlaceKind::Sheet) else { return Ok(()) };
        match (0..raw.cells.len()).filter(|at| head.reads(*at)).find(failed) {
            None => Ok(()),
            Some(at) => {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                Err(LedgerFileError::Formula { place: file_cell(self.kind, &self.sheet, raw.row, at) })
            }
        }
    }

    /// Moves the cells into a row of the table.
    fn located(&self, raw: RawRow) -> Result<Located, LedgerFileError> {
        let mut values = vec![String::new(); columns(self.table).len()];
        let known = self.head.as_ref().map_or(&[][..], |head| head.known.as_slice());
        let place = self.place(raw.row);
        self.no_formula_failed(&raw)?;
        let sites = self.head.as_ref().map_or_else(Vec::new, |head| head.site_cells(&raw));
        if sites.iter().any(|site| site.text.len() > self.limits.cell_bytes) {
            let column = columns(self.table).iter().position(|column| column.key == "channel").unwrap_or_default();
            return Err(LedgerFileError::Long { place, column, limit: self.limits.cell_bytes });
        }
        let guards = self.head.as_ref().map_or_else(Vec::new, |head| head.guard_cells(&raw));
        let category = self.head.as_ref().and_then(|head| raw.cells.get(head.category?));
        let category = category.map(|text| text.trim()).filter(|text| !text.is_empty()).map(str::to_string);
        let begins_only = self.head.as_ref().is_some_and(|head| head.begins_only);
        let facts = match (category, begins_only) {
            (None, false) => self.facts.clone(),
            (category, begins_only) => Arc::new(SheetFacts { category, begins_only, ..SheetFacts::clone(&self.facts) }),
        };
        let again = self.head.as_ref().map_or(&[][..], |head| head.again.as_slice());
        let again: Vec<(usize, usize, bool, String)> = again
            .iter()
            .filter_map(|(at, column, named)| Some((*at, *column, *named, raw.cells.get(*at)?.trim().to_string())))
            .filter(|(.., text)| !text.is_empty() && text.len() <= self.limits.cell_bytes)
            .collect();
        for (mut cell, column) in raw.cells.into_iter().zip(known) {
            let Some(column) = *column else { continue };
            if cell.len() > self.limits.cell_bytes {
                return Err(LedgerFileError::Long { place, column, limit: self.limits.cell_bytes });
            }
            values[column] = std::mem::take(&mut cell);
        }
        let mut guards = guards;
        for (at, column, named, text) in again {
            let first = values[column].trim();
            if first.is_empty() {
                values[column] = text;
            } else if !named && !is_same_said(first, &text) {
                let head = self.head.as_ref().and_then(|head| head.cells.get(at)).map_or("", |head| head.trim());
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                guards.push(GuardCell { at, head: head.to_string(), text, kind: GuardKind::Repeated });
            }
        }
        let hints = raw.hints.into_iter().filter_map(|hint| {
            let column = known.get(hint.at as usize).copied().flatten()?;
            let RawHint { link, number, formula, month, lost, struck, merged, .. } = hint;
            Some(Hint { column, link, number, formula, month, lost, struck, merged })
        });
        let hints = hints.collect();
        Ok(Located { table: self.table, row: Row(values), place, hints, sites, guards, facts })
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
