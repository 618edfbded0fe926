//! From the cells of a sheet or text to rows of a table: finds the head under title rows, joins heads of two rows, decides
//! what its columns are, passes over blanks, remarks, totals and heads repeated on every printed page.
//!
//! Some rows under the head are held back until the columns are settled, for a column may be told by what it holds. What
//! each column was taken as is told; without a required column the sheet is one question and not one fault a row.

use super::error::{Notice, short};
use super::lines;
use super::place::{PlaceKind, RowPlace, Spot, file_cell};
use super::sink::{Sink, Stop};
use super::text::{Mark, mark_of};
use super::{LedgerFileError, Limits, Located};
use domain::ledger::{
    Heads, Hint, Question, Row, SheetFacts, SiteCell, SiteColumn, SiteHolds, StatedYear, Table, Taken, Understood,
    columns, head_of, is_another_head, is_aside, is_example, is_head, is_numbering, may_be_head, read_heads,
    register_of, unit_of_title,
};
use std::ops::Range;
use std::sync::Arc;

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
    /// Cells alone in their rows, and notes, which are the titles of what follows when a head does.
    lone: Vec<RawRow>,
    /// Tables side by side, each with the columns of the file that are its own.
    parts: Vec<(Range<usize>, Mapper)>,
}

struct Head {
    /// The heads of its columns.
    cells: Vec<String>,
    /// Its lines as written, for finding their repetitions.
    lines: Vec<Vec<String>>,
    row: u64,
    /// Columns that are a channel each.
    sites: Vec<SiteColumn>,
    /// Columns that are not read although something stands in them.
    unread: Vec<bool>,
    /// Columns that are asked about.
    asked: Vec<usize>,
    /// For each column of the file, the column of the table.
    known: Vec<Option<usize>>,
    /// For each column of the table, the column of the file.
    places: Arc<[Option<u32>]>,
    /// No row after the head has been read.
    fresh: bool,
    settled: bool,
    /// The questions to ask at the end, when no row can be read, with the column that they are about.
    missing: Vec<(Option<usize>, Question)>,
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
            lone: Vec::new(),
            parts: Vec::new(),
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
        if !self.parts.is_empty() {
            return self.side_by_side(&raw, sink);
        }
        let Some(head) = &mut self.head else { return self.seek(raw, sink) };
        if head.fresh {
            if head.join(&raw.cells, self.table) {
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
            if is_another_head(&raw.cells) {
                return self.next_head(&raw, sink);
            }
            let filled = raw.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
            if (filled == 1 || is_aside(&raw.cells)) && self.lone.len() < LONE {
                self.lone.push(raw);
                return Ok(());
            }
        }
        self.let_go(sink)?;
        self.under(raw, mark, sink)
    }

    /// What was kept as the title of a head that did not come is a row like others.
    fn let_go(&mut self, sink: &mut Sink) -> Result<(), Stop> {
        std::mem::take(&mut self.lone).into_iter().try_for_each(|lone| self.under(lone, None, sink))
    }

    /// A row under the head.
    fn under(&mut self, raw: RawRow, mark: Option<Mark>, sink: &mut Sink) -> Result<(), Stop> {
        if self.head.as_ref().is_some_and(|head| head.settled) {
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
        for title in titles {
            match unit_of(&title) {
                Some(_) => self.leave_out(Taken::RowOut, &title, sink),
                None => self.under(title, None, sink)?,
            }
        }
        self.close(sink)?;
        if let Some(unit) = unit {
            Arc::make_mut(&mut self.facts).unit = Some((unit, Taken::UnitOfTitle));
        }
        self.leave_out(Taken::SecondHead, raw, sink);
        self.head = Some(Head::new(self.table, raw.row, &raw.cells));
        Ok(())
    }

    /// Tells that a row is none of the table's.
    fn leave_out(&self, kind: Taken, raw: &RawRow, sink: &mut Sink) {
        let first = raw.cells.iter().find(|cell| !cell.trim().is_empty()).map_or("", String::as_str);
        let remark = Understood::new(kind, None, first, "");
        sink.understood(Some(self.table), Spot::Row(self.place(raw.row), None), remark);
    }

    /// A row under a settled head.
    fn take(&mut self, raw: RawRow, mark: Option<Mark>, sink: &mut Sink) -> Result<(), Stop> {
        if self.head.as_ref().is_some_and(|head| !head.missing.is_empty()) {
            self.lost += u64::from(!is_aside(&raw.cells) && !is_example(&raw.cells));
            return Ok(());
        }
        if mark == Some(Mark::Continued) {
            self.continued(&raw.cells);
            return Ok(());
        }
        if self.table == Table::Records && is_aside(&raw.cells) {
            self.leave_out(Taken::RowOut, &raw, sink);
            return Ok(());
        }
        if self.table == Table::Records && is_example(&raw.cells) {
            self.leave_out(Taken::ExampleOut, &raw, sink);
            return Ok(());
        }
        if let Some(head) = &mut self.head {
            head.look_for_unread(&raw.cells);
        }
        let located = self.located(raw);
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
        let of_parts = || self.parts.first().and_then(|(_, part)| part.head_row());
        self.head.as_ref().map(|head| head.row).or_else(of_parts)
    }

    /// The sheet's name.
    pub(crate) fn sheet(&self) -> &str {
        &self.sheet
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
            for notice in head.notices(self.table, self.kind, &self.sheet) {
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
        // Of a workbook the sheets are looked at before.
        if self.table == Table::Records
            && self.kind == PlaceKind::Line
            && let Some(other) = register_of(&raw.cells)
        {
            return Err(LedgerFileError::Register { what: other.code() }.into());
        }
        if is_head(self.table, &raw.cells) || may_be_head(self.table, &raw.cells) {
            self.state_facts();
            match lines::side_by_side(&raw.cells, self.table) {
                Some(parts) => self.begin_parts(parts, &raw, sink),
                None => self.head = Some(Head::new(self.table, raw.row, &raw.cells)),
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
        let begun = parts.into_iter().map(|part| {
            let mut mapper =
                Mapper::new(self.table, self.kind, self.sheet.clone(), &self.limits, SheetFacts::clone(&self.facts));
            mapper.head = Some(Head::new(self.table, raw.row, &lines::part_of(&raw.cells, &part)));
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
        let Heads { known, sites, understood, questions, unreadable, keeping } =
            read_heads(self.table, &head.cells, &sample);
        head.map(self.table, known);
        head.add_sites(self.table, sites);
        head.asked = questions.iter().filter_map(|(at, _)| *at).collect();
        let keeps = |(at, _): &(Option<usize>, Question)| match at {
            Some(at) => keeping.contains(at),
            None => unreadable,
        };
        let (missing, questions): (Vec<_>, Vec<_>) = questions.into_iter().partition(keeps);
        head.missing = missing;
        let place = self.place(self.head_row().unwrap_or_default());
        let spot = |at: usize| Spot::File(place.clone(), u32::try_from(at).unwrap_or(u32::MAX));
        for (at, remark) in understood {
            sink.understood(Some(self.table), spot(at), remark);
        }
        for (at, question) in questions {
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
        let sites = self.head.as_ref().map_or_else(Vec::new, |head| head.site_cells(&raw));
        if let Some(long) = sites.iter().find(|site| site.text.len() > self.limits.cell_bytes) {
            let column = head_of(self.table, &long.channel).unwrap_or_default();
            return Err(LedgerFileError::Long { place, column, limit: self.limits.cell_bytes });
        }
        for (mut cell, column) in raw.cells.into_iter().zip(known) {
            let Some(column) = *column else { continue };
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
        Ok(Located { table: self.table, row: Row(values), place, hints, sites, facts: self.facts.clone() })
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

impl Head {
    fn new(table: Table, row: u64, cells: &[String]) -> Head {
        let mut head = Head {
            cells: cells.to_vec(),
            lines: vec![cells.to_vec()],
            row,
            sites: Vec::new(),
            unread: Vec::new(),
            asked: Vec::new(),
            known: Vec::new(),
            places: Arc::from([]),
            fresh: true,
            settled: false,
            missing: Vec::new(),
        };
        let known = cells.iter().map(|cell| head_of(table, cell)).collect();
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

    /// Columns that are a channel each say something of channels, days and addresses, and a row is corrected by them.
    fn add_sites(&mut self, table: Table, sites: Vec<SiteColumn>) {
        let mut places = self.places.to_vec();
        let mut add = |key: &str, at: Option<usize>| {
            let column = columns(table).iter().position(|column| column.key == key);
            if let Some(place) = column.and_then(|column| places.get_mut(column)).filter(|place| place.is_none()) {
                *place = at.and_then(|at| u32::try_from(at).ok());
            }
        };
        add("channel", sites.first().map(|site| site.at));
        let first = |holds: SiteHolds| sites.iter().find(|site| site.holds == holds).map(|site| site.at);
        add("published_on", first(SiteHolds::Dates));
        add("locator", first(SiteHolds::Addresses));
        self.places = places.into();
        self.sites = sites;
    }

    /// The filled cells of a row in columns that are a channel each.
    fn site_cells(&self, raw: &RawRow) -> Vec<SiteCell> {
        let cell = |site: &SiteColumn| {
            let hint = raw.hints.iter().find(|hint| hint.at as usize == site.at);
            let text = raw.cells.get(site.at).map_or("", |cell| cell.trim()).to_string();
            let link = hint.and_then(|hint| hint.link.clone());
            (!text.is_empty() || link.is_some()).then(|| SiteCell {
                channel: site.channel.clone(),
                holds: site.holds,
                text,
                link,
                number: hint.is_some_and(|hint| hint.number),
            })
        };
        self.sites.iter().filter_map(cell).collect()
    }

    /// Joins a second line of the head, and a third.
    fn join(&mut self, cells: &[String], table: Table) -> bool {
        let Some(joined) = lines::joined(&self.cells, cells, &self.known, table).filter(|_| self.lines.len() < 3)
        else {
            return false;
        };
        self.lines.push(cells.to_vec());
        self.cells = joined;
        let known = self.cells.iter().map(|cell| head_of(table, cell)).collect();
        self.map(table, known);
        true
    }

    fn repeats(&self, cells: &[String]) -> bool {
        let filled = |cells: &[String]| cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |at| at + 1);
        let other = filled(cells);
        self.lines.iter().any(|own| filled(own) == other && own[..other] == cells[..other])
    }

    /// Keeps which columns hold something that is not read.
    fn look_for_unread(&mut self, cells: &[String]) {
        for (at, cell) in cells.iter().enumerate() {
            let read = self.known.get(at).copied().flatten().is_some() || self.sites.iter().any(|site| site.at == at);
            if read || cell.trim().is_empty() {
                continue;
            }
            if self.unread.len() <= at {
                self.unread.resize(at + 1, false);
            }
            self.unread[at] = true;
        }
    }

    /// Columns that are not read although something stands in them, but for those that are asked about.
    fn notices(&self, table: Table, kind: PlaceKind, sheet: &str) -> Vec<Notice> {
        let unread = self.unread.iter().enumerate().filter(|(at, unread)| **unread && !self.asked.contains(at));
        let notice = |(at, _): (usize, &bool)| {
            let place = file_cell(kind, sheet, self.row, u32::try_from(at).unwrap_or(u32::MAX));
            match self.cells.get(at).map(|cell| (short(cell), head_of(table, cell))) {
                Some((head, Some(_))) => Notice::RepeatedColumn { place, head },
                Some((head, None)) if !head.trim().is_empty() => Notice::UnknownColumn { place, head },
                _ => Notice::NamelessColumn { place },
            }
        };
        unread.map(notice).collect()
    }
}
