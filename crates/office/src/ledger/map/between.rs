//! Rows between the records that are none: headings by item, unit or year, totals, notes, examples.
//!
//! A row that holds a value of a record in the column for it (an item, a day, an address) is a record whatever it begins
//! with, and is read or refused like others. Whatever is left out is told with its place.

use super::{Mapper, RawRow};
use crate::ledger::place::Spot;
use crate::ledger::sink::Sink;
use domain::ledger::{
    StatedYear, Taken, Understood, begins_another, closing_line, columns, holds_values, is_aside, is_bare_heading,
    is_category_row, is_example, item_of_group, opens, unit_of_group, unit_of_title, year_of_group,
};
use std::sync::Arc;

impl Mapper {
    /// Whether a row is none of the records but stands between them; then it is told, and what it says of the rows below
    /// is kept.
    pub(super) fn is_between(&mut self, raw: &RawRow, sink: &mut Sink) -> bool {
        if is_example(&raw.cells) {
            self.leave_out(Taken::ExampleOut, raw, sink);
            return true;
        }
        if self.is_record(&raw.cells) {
            return false;
        }
        let heads = unit_of_group(&raw.cells).is_some()
            || item_of_group(&raw.cells).is_some()
            || year_of_group(&raw.cells).is_some()
            || is_aside(&raw.cells)
            || is_bare_heading(&raw.cells);
        if heads {
            self.closing(first_of(&raw.cells));
        }
        if self.item_of_group(raw, sink) {
            return true;
        }
        if let Some(year) = year_of_group(&raw.cells) {
            self.leave_out(Taken::RowOut, raw, sink);
            Arc::make_mut(&mut self.facts).year = year;
            return true;
        }
        if let Some((unit, year)) = title_between(&raw.cells) {
            self.leave_out(Taken::RowOut, raw, sink);
            let facts = Arc::make_mut(&mut self.facts);
            (facts.unit, facts.unit_above, facts.year) = (Some((unit, Taken::UnitOfTitle)), None, year);
            return true;
        }
        if let Some(unit) = unit_of_group(&raw.cells) {
            let told = Understood::new(Taken::RowOut, None, first_of(&raw.cells), &unit);
            sink.understood(Some(self.table), Spot::Row(self.place(raw.row), None), told);
            let facts = Arc::make_mut(&mut self.facts);
            (facts.unit, facts.unit_above) = (Some((unit, Taken::UnitOfGroup)), None);
            return true;
        }
        if is_aside(&raw.cells) || is_bare_heading(&raw.cells) {
            self.leave_out(Taken::RowOut, raw, sink);
            return true;
        }
        false
    }

    /// What a heading or a note says of the rows below it: that they are not for everybody, that they are, or, where it
    /// begins another part, nothing but what holds for the whole sheet.
    fn closing(&mut self, line: &str) {
        let closed = match closing_line([line]) {
            Some(line) => Some(line),
            None if opens(line) => None,
            // Another part, and not one below it: three departments may stand under 三、不予公开信息.
            None if self.facts.closed.as_deref().is_some_and(|earlier| begins_another(line, earlier)) => {
                self.closed.clone()
            }
            None => self.facts.closed.clone(),
        };
        // 上学年补报: the days below are of no year that the sheet states.
        let before = ["上学年", "上年", "去年", "往年", "历年"].iter().any(|word| line.contains(word));
        if closed != self.facts.closed || before {
            let facts = Arc::make_mut(&mut self.facts);
            facts.closed = closed;
            if before {
                facts.year = StatedYear::None;
            }
        }
    }

    /// Whether a row is a record by what stands in its columns, though it begins as a note does or has one cell alone.
    fn is_record(&self, cells: &[String]) -> bool {
        let Some(head) = &self.head else { return false };
        let key = |at: usize| {
            let column = head.known.get(at).copied().flatten()?;
            columns(self.table).get(column).map(|column| column.key)
        };
        let filled: Vec<(usize, &str)> =
            cells.iter().map(|cell| cell.trim()).enumerate().filter(|(_, cell)| !cell.is_empty()).collect();
        let keyed: Vec<(&str, &str)> = filled.iter().filter_map(|(at, cell)| Some((key(*at)?, *cell))).collect();
        let first = head.cells.iter().position(|cell| !cell.trim().is_empty()).unwrap_or_default();
        match filled.as_slice() {
            // A heading stands at the left of its table, or is merged over it; what stands alone in a column of its own
            // further to the right is what that column holds.
            [(at, _)] if *at > first => !matches!(key(*at), None | Some("title")),
            // A merged heading stands in each of its columns.
            several if several.len() > 1 && several.iter().all(|(_, cell)| *cell == several[0].1) => false,
            _ => holds_values(first_of(cells).trim(), &keyed),
        }
    }

    /// Tells that a row is none of the table's.
    pub(super) fn leave_out(&self, kind: Taken, raw: &RawRow, sink: &mut Sink) {
        let remark = Understood::new(kind, None, first_of(&raw.cells), "");
        sink.understood(Some(self.table), Spot::Row(self.place(raw.row), None), remark);
    }

    /// A row between the others that is an item or a category: what follows is of it.
    fn item_of_group(&mut self, raw: &RawRow, sink: &mut Sink) -> bool {
        let item = item_of_group(&raw.cells);
        if item.is_none() && !(self.by_items && is_category_row(&raw.cells)) {
            return false;
        }
        let told = Understood::new(
            Taken::RowOut,
            None,
            first_of(&raw.cells),
            item.map_or(String::new(), |item| item.to_string()),
        );
        sink.understood(Some(self.table), Spot::Row(self.place(raw.row), None), told);
        self.item_above = None;
        Arc::make_mut(&mut self.facts).item = item;
        true
    }
}

/// The unit and the year of another title between the rows: 教务处2024-2025学年信息公开台账.
fn title_between(cells: &[String]) -> Option<(String, StatedYear)> {
    let line = first_of(cells).trim();
    let alone = cells.iter().all(|cell| cell.trim().is_empty() || cell.trim() == line);
    let titled = alone && ["信息公开", "台账"].iter().any(|word| line.contains(word));
    let year = StatedYear::of(line);
    unit_of_title(line).filter(|_| titled && year != StatedYear::None).map(|unit| (unit, year))
}

/// Whether cells are an aside, a heading between rows or an example.
pub(super) fn is_no_row(cells: &[String]) -> bool {
    let heads = unit_of_group(cells).is_some() || item_of_group(cells).is_some() || year_of_group(cells).is_some();
    let heads = heads || title_between(cells).is_some();
    is_aside(cells) || is_example(cells) || heads
}

/// The first filled cell.
fn first_of(cells: &[String]) -> &str {
    cells.iter().find(|cell| !cell.trim().is_empty()).map_or("", String::as_str)
}
