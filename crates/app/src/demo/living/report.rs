//! The report of last year in the living sample, half assembled: texts of the office, a kept draft, a remark of the leader.

use super::{Actor, Filling};
use crate::error::{Error, Result};
use crate::studio;
use domain::ledger::TextEntry;
use domain::school_year::SchoolYear;

const REPORT: &str = include_str!("../../../../../samples/living/report.json");

#[derive(serde::Deserialize)]
struct Report {
    texts: Vec<Text>,
    remark: Remark,
}

#[derive(serde::Deserialize)]
struct Text {
    place: String,
    heading: String,
    text: String,
}

#[derive(serde::Deserialize)]
struct Remark {
    part: u32,
    text: String,
}

/// Writes the texts, keeps a draft, and lets the leader remark on it.
pub(super) async fn assemble(actor: &Actor<'_>, filling: &Filling<'_>) -> Result<()> {
    let report: Report = serde_json::from_str(&filling.fill(REPORT)?).map_err(Error::internal)?;
    let year = SchoolYear::of(filling.today).first_year() - 1;
    let year = SchoolYear::beginning(year).ok_or_else(|| super::wrong(format!("no school year {year}")))?;
    let office = actor.named("office")?;
    for Text { place, heading, text } in report.texts {
        let text = TextEntry { year, place, order: 0, heading, text, source: String::new() };
        if let Err(faults) = studio::save_text(&office, &text, "").await? {
            return Err(super::wrong(format!("{faults:?}")));
        }
    }
    studio::keep(&office, year).await?;
    studio::remark(&actor.named("leader")?, year, report.remark.part, &report.remark.text).await
}
