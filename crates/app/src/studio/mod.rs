//! The report studio: the annual report of a year while people make it.
//!
//! The report itself is `crate::report`'s, composed anew each time; here is what surrounds it: texts that people write
//! (`texts`), drafts that are kept, remarks on parts, and the way to the leader and onto the site (`approval`). How far a
//! report has come follows from these and is stored nowhere.

mod approval;
mod drafts;
mod texts;

pub use approval::{Stage, approve, issue, send, send_back, take_back};
pub use drafts::{Changed, Draft, changes, compared, keep, remark, settle};
pub use store::ReportRemark;
pub use texts::{TextFault, TextPlace, delete_text, places, save_text, state as text_state};

use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::Finding;
use crate::report::{Built, Lacking, build, checked, lacking};
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use std::collections::HashMap;
use store::Reader;

/// Everything about the report of a year.
#[derive(Debug)]
pub struct Studio {
    /// The report as it would be made now.
    pub built: Built,
    /// How far it has come.
    pub stage: Stage,
    /// What the checker says of it.
    pub findings: Vec<Finding>,
    /// What is lacking, by unit.
    pub lacking: Vec<Lacking>,
    /// Drafts that were kept, the newest first.
    pub drafts: Vec<Draft>,
    /// Remarks on its parts, with the names of those who made them.
    pub remarks: Vec<(ReportRemark, String)>,
    /// What is other than in the newest kept draft: the reference, then and now.
    pub changed: Vec<Changed>,
}

/// The years for which there is anything, the latest first.
///
/// # Errors
/// Who may not build reports may not see them.
pub async fn years(ctx: &Ctx) -> Result<Vec<SchoolYear>> {
    ctx.allow(Permission::BuildReport, Relation::School)?;
    let reader = ctx.read().await?;
    let mut years = reader.years().await?;
    years.extend(reader.datasets(None).await?.into_iter().map(|dataset| dataset.year));
    years.extend(reader.texts(None).await?.into_iter().map(|text| text.year));
    years.sort_unstable();
    years.dedup();
    years.reverse();
    Ok(years)
}

/// The report of a year with all that surrounds it.
///
/// # Errors
/// [`Error::NotFound`] when the ledger has nothing for the year.
pub async fn open(ctx: &Ctx, year: SchoolYear) -> Result<Studio> {
    let built = build(ctx, year, None).await?;
    let reader = ctx.read().await?;
    let findings = checked(&built, ctx.lang).findings;
    let stage = approval::stage(ctx, &reader, &built).await?;
    let (kept, remarks) = (reader.report_versions(year).await?, reader.report_remarks(year).await?);
    let names = names(&reader, kept.iter().map(|one| &one.by).chain(remarks.iter().map(|one| &one.by))).await?;
    let name = |by: &str| names.get(by).cloned().unwrap_or_else(|| by.to_string());
    let changed = match kept.first() {
        Some(newest) => drafts::since(&reader, year, newest.nr, &built.whole()).await?,
        None => Vec::new(),
    };
    Ok(Studio {
        lacking: lacking(&built),
        stage,
        findings,
        drafts: kept.into_iter().map(|version| Draft { by: name(&version.by), version }).collect(),
        remarks: remarks.into_iter().map(|remark| (remark.clone(), name(&remark.by))).collect(),
        changed,
        built,
    })
}

/// Names of people, by what events call them.
async fn names(reader: &Reader, actors: impl Iterator<Item = &String>) -> Result<HashMap<String, String>> {
    let mut ids: Vec<UserId> = actors.filter_map(|actor| actor.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = reader.names_of(&ids).await?;
    Ok(names.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
}

/// The name of whoever events call so.
///
/// # Errors
/// Who may not build reports need not know.
pub async fn names_of(ctx: &Ctx, actor: &str) -> Result<HashMap<String, String>> {
    ctx.allow(Permission::BuildReport, Relation::School)?;
    names(&ctx.read().await?, std::iter::once(&actor.to_string())).await
}

/// An event of a year's report.
fn event(act: Act, year: SchoolYear) -> Event {
    Event::new(act, Object::Report(year.to_string()))
}

/// Who acts, as events name them.
fn actor(ctx: &Ctx) -> String {
    ctx.who.actor().to_string()
}

/// What does not stand any more as it was when somebody looked.
fn conflict(year: SchoolYear) -> Error {
    Error::Conflict { kind: "report", key: year.to_string() }
}
