//! Part one of a year's report begun from last year's: its sentences become texts of the year, numbers and dates marked.
//!
//! Looked at first ([`begin`]), kept when somebody agrees ([`keep_begun`]), as a batch that can be undone. Where the year has
//! texts of its own for part one nothing is changed.

use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::annual_report::{marked, marks, part_one, references};
use domain::event::{Act, Event, Object};
use domain::extract::Extract;
use domain::ledger::TextEntry;
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use store::{Events, Reader};

/// The place of part one.
const PLACE: &str = "1";

/// What would be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beginning {
    /// For which year.
    pub year: SchoolYear,
    /// The texts, with their marks.
    pub texts: Vec<TextEntry>,
    /// How many numbers and dates are marked.
    pub marks: usize,
    /// The school year that the file names first.
    pub from: Option<SchoolYear>,
    /// Sections that the program writes from the ledger and that were therefore not taken.
    pub own: Vec<String>,
    /// Tables and captions that were not taken.
    pub tables: usize,
}

/// What part one of a year's report would be, begun from the text of another year's; `source` is the name of its file.
///
/// # Errors
/// [`Error::NotBegun`] when the year has texts for part one, or the file has no part one.
pub async fn begin(ctx: &Ctx, year: SchoolYear, text: &Extract, source: &str) -> Result<Beginning> {
    ctx.allow(Permission::ImportLedger, Relation::School)?;
    open(&ctx.read().await?, year).await?;
    let begun = part_one(text).ok_or(Error::NotBegun { year: year.to_string(), why: "no-part", texts: 0 })?;
    let mut texts = Vec::new();
    for (order, (heading, paragraphs)) in (1..).zip(begun.sections) {
        let words: Vec<String> = paragraphs.iter().map(|paragraph| literal(&marked(paragraph))).collect();
        texts.push(TextEntry {
            year,
            place: PLACE.to_string(),
            order,
            heading: literal(&marked(&heading)),
            text: words.join("\n"),
            source: source.to_string(),
        });
    }
    let marks = texts.iter().map(|text| marks(&text.text).len() + marks(&text.heading).len()).sum();
    Ok(Beginning { year, texts, marks, from: SchoolYear::first_in(&text.text), own: begun.own, tables: begun.tables })
}

/// Keeps what was looked at, and returns the number under which it is listed and can be undone.
///
/// # Errors
/// [`Error::NotBegun`] when the year has texts for part one by now, [`Error::Personal`] when a text holds personal data.
pub async fn keep_begun(ctx: &Ctx, beginning: &Beginning) -> Result<Option<u32>> {
    ctx.allow(Permission::ImportLedger, Relation::School)?;
    let source = beginning.texts.first().map_or("", |text| text.source.as_str());
    let mut change = ctx.write_by_hand(format!("report {} --from {source}", beginning.year)).await?;
    open(&change, beginning.year).await?;
    for text in &beginning.texts {
        change.save_text(text).await?;
    }
    let object = Object::Report(beginning.year.to_string());
    match Events::of(vec![Event::new(Act::TextWritten, object).with("place", PLACE)]) {
        Some(events) => change.commit_by_hand(events).await,
        None => Ok(None),
    }
}

/// Refuses a year that has texts for part one.
async fn open(reader: &Reader, year: SchoolYear) -> Result<()> {
    let texts = reader.texts(Some(year)).await?.into_iter().filter(|text| text.place == PLACE).count();
    if texts == 0 { Ok(()) } else { Err(Error::NotBegun { year: year.to_string(), why: "kept", texts }) }
}

/// Words in braces that would be taken for a reference to a figure are words here.
fn literal(text: &str) -> String {
    if references(text).is_empty() { text.to_string() } else { text.replace('{', "｛").replace('}', "｝") }
}
