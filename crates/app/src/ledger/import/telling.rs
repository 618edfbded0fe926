//! How the plan tells of a record: what one knows a new one by, and what differs in one that is there. It decides nothing.

use super::differing;
use super::said::column;
use crate::ledger::plan::{Cell, Change as Planned};
use domain::ledger::{self, Parts, RecordEntry, Row, Table};
use office::ledger::RowPlace;
use std::collections::HashMap;

/// A new record, for the plan.
pub(super) fn entered(name: &str, entry: &RecordEntry, named: &HashMap<String, String>, place: RowPlace) -> Planned {
    let day = if entry.published_on.is_unknown() { "made_on" } else { "published_on" };
    let unit = named.get(&entry.unit).unwrap_or(&entry.unit).clone();
    let row = ledger::record_row(entry);
    let fact = |key: &str| {
        let head = ledger::columns(Table::Records).get(column(key)).map_or("", |column| column.zh);
        let cell = if key == "unit" { unit.clone() } else { row.cell(column(key)).to_string() };
        (head, cell)
    };
    let facts = ["item", "unit", day].map(fact).into_iter().filter(|(_, cell)| !cell.is_empty()).collect();
    let (name, place) = (name.to_string(), Some(place));
    Planned { table: Table::Records, name, place, new: true, left: false, cells: Vec::new(), facts }
}

/// What differs between a record's rows before and after, units and channels by their names. Where its releases stand,
/// in its own row or beside it, is no difference.
pub(super) fn changes(old: &Parts, new: &Parts, named: &HashMap<String, String>) -> Vec<Cell> {
    let row = |parts: &Parts| -> Row { ledger::record_row(&parts.record) };
    let mut cells = differing(Table::Records, &row(old), &row(new));
    let name = |code: &str| named.get(code).map_or(code, String::as_str).to_string();
    cells.retain(|cell| !matches!(cell.key, "channel" | "locator"));
    for cell in cells.iter_mut().filter(|cell| cell.key == "unit") {
        (cell.old, cell.new) = (name(&cell.old), name(&cell.new));
    }
    let releases = |parts: &Parts| -> Vec<String> {
        let row = &parts.record;
        let own = row.channels.iter().map(|channel| (channel.as_str(), row.published_on, row.locator.as_str()));
        let bare = (row.channels.is_empty() && !row.locator.is_empty()).then_some((
            "",
            row.published_on,
            row.locator.as_str(),
        ));
        let others = parts.releases.iter().map(|release| (&*release.channel, release.on, &*release.locator));
        let mut told: Vec<String> = own
            .chain(bare)
            .chain(others)
            .map(|(channel, on, locator)| {
                let words = [name(channel), on.to_string(), locator.to_string()];
                words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
            })
            .collect();
        told.sort();
        told
    };
    let editions = |parts: &Parts| -> Vec<String> {
        parts.editions.iter().map(|edition| format!("{} {}", edition.edition.number, edition.edition.title)).collect()
    };
    for (key, table, old, new) in [
        ("releases", Table::Releases, releases(old), releases(new)),
        ("editions", Table::Editions, editions(old), editions(new)),
    ] {
        if old != new {
            cells.push(Cell { key, head: table.zh(), old: old.join("；"), new: new.join("；") });
        }
    }
    cells
}
