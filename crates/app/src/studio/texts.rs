//! The texts that people write in a report: entered, changed and taken away, each with its event and a batch that can be
//! undone. Figures in them are references, which are tried before they are kept.

use super::conflict;
use crate::context::Ctx;
use crate::error::Result;
use domain::annual_report::references;
use domain::event::{Act, Event, Object};
use domain::figure::Dataset;
use domain::fnv::fnv64;
use domain::ledger::{self, Entry, FaultKind, Row, Table, TextEntry, columns};
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use store::{Events, Reader};

/// A place in a part of the report where people write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPlace {
    /// `1` to `7`, `2.3` for a category of part two, `preface`.
    pub place: String,
    /// What it is: nothing for the part itself, else the name of the category.
    pub name: String,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextFault {
    /// As of a cell of a ledger file: the key of the column, and its text.
    Cell(&'static str, FaultKind, String),
    /// It refers to a figure that the year does not have.
    Reference(String),
}

/// The places of a part, 0 being the preface. Part eight is a table, in which nobody writes.
pub fn places(part: usize, catalogue: &domain::catalogue::Catalogue) -> Vec<TextPlace> {
    let own = |place: String| TextPlace { place, name: String::new() };
    match part {
        0 => vec![own("preface".into())],
        2 => {
            let category = |category: &domain::catalogue::Category| TextPlace {
                place: format!("2.{}", category.number),
                name: category.name.clone(),
            };
            std::iter::once(own("2".into())).chain(catalogue.categories.iter().map(category)).collect()
        }
        1..=7 => vec![own(part.to_string())],
        _ => Vec::new(),
    }
}

/// A name for a text as it is, so that nobody writes over what they have not seen; empty for none.
pub fn state(text: Option<&TextEntry>) -> String {
    text.map_or_else(String::new, |text| format!("{:x}", fnv64(format!("{text:?}").bytes())))
}

async fn find(reader: &Reader, year: SchoolYear, place: &str, order: u32) -> Result<Option<TextEntry>> {
    let texts = reader.texts(Some(year)).await?;
    Ok(texts.into_iter().find(|text| text.place == place && text.order == order))
}

/// Saves a text, over the one whose state was read. A new one, whose order is 0, comes behind those of its place.
///
/// # Errors
/// [`crate::Error::Conflict`] when it is another by now, [`crate::Error::Personal`] for personal data. What else is wrong is
/// in the answer.
pub async fn save_text(ctx: &Ctx, text: &TextEntry, seen: &str) -> Result<std::result::Result<(), Vec<TextFault>>> {
    ctx.allow(Permission::WriteReport, Relation::School)?;
    let year = text.year;
    let mut change = ctx.write_at_desk(format!("{year} {}", Table::Texts.zh())).await?;
    let mut text = text.clone();
    if text.order == 0 {
        let texts = change.texts(Some(year)).await?;
        text.order =
            texts.iter().filter(|known| known.place == text.place).map(|known| known.order).max().unwrap_or(0) + 1;
    }
    let there = find(&change, year, &text.place, text.order).await?;
    if state(there.as_ref()) != seen {
        return Err(conflict(year));
    }
    let (table, row) = ledger::print(&Entry::Text(text));
    let text = match parsed(table, &row) {
        Ok(text) => text,
        Err(faults) => return Ok(Err(faults)),
    };
    let unknown = unknown(&text, &change.datasets(Some(year)).await?);
    if !unknown.is_empty() {
        return Ok(Err(unknown));
    }
    if there.as_ref() == Some(&text) {
        return Ok(Ok(()));
    }
    change.save_text(&text).await?;
    let event = Event::new(Act::TextWritten, Object::Report(year.to_string())).with("place", &text.place);
    if let Some(events) = Events::of(vec![event]) {
        change.commit_by_hand(events).await?;
    }
    Ok(Ok(()))
}

/// A text as the rules of ledger files read it.
fn parsed(table: Table, row: &Row) -> std::result::Result<TextEntry, Vec<TextFault>> {
    match ledger::parse(table, row) {
        Ok(Entry::Text(text)) => Ok(text),
        Ok(_) => Err(Vec::new()),
        Err(faults) => Err(faults
            .into_iter()
            .map(|fault| {
                let key = columns(table).get(fault.column).map_or("", |column| column.key);
                TextFault::Cell(key, fault.kind, crate::guard::shown(&fault.text))
            })
            .collect()),
    }
}

/// References to figures that the year does not have.
fn unknown(text: &TextEntry, datasets: &[Dataset]) -> Vec<TextFault> {
    let holds = |reference: &str| {
        reference.split_once('.').is_some_and(|(key, figure)| {
            datasets.iter().any(|dataset| dataset.key == key && dataset.figure(figure).is_some())
        })
    };
    let named = references(&text.text).into_iter().filter(|reference| !holds(reference));
    named.map(|reference| TextFault::Reference(reference.to_string())).collect()
}

/// Takes a text away whose state was read.
///
/// # Errors
/// [`crate::Error::Conflict`] when it is another by now.
pub async fn delete_text(ctx: &Ctx, year: SchoolYear, place: &str, order: u32, seen: &str) -> Result<()> {
    ctx.allow(Permission::WriteReport, Relation::School)?;
    let mut change = ctx.write_at_desk(format!("{year} {}", Table::Texts.zh())).await?;
    let there = find(&change, year, place, order).await?;
    if there.is_none() || state(there.as_ref()) != seen {
        return Err(conflict(year));
    }
    change.delete_text(year, place, order).await?;
    let event =
        Event::new(Act::TextDeleted, Object::Report(year.to_string())).with("place", place).with("order", order);
    if let Some(events) = Events::of(vec![event]) {
        change.commit_by_hand(events).await?;
    }
    Ok(())
}
