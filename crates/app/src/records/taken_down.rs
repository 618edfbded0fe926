//! Copies elsewhere of a record that was withdrawn: each stands where it was posted until somebody goes and takes it down, and is
//! counted as up until they say that they did.
//!
//! What was taken down, by whom and how it can be seen, is an event; the releases stay as they were, for they happened.

use super::begun;
use super::{Seen, own_site, saved};
use crate::context::Ctx;
use crate::error::Result;
use crate::guard::publication::covered;
use chrono::NaiveDate;
use domain::event::{Act, Object};
use domain::policy::Permission;
use domain::record::{Record, Release, Timestamp, Visibility};
use domain::school::Channel;
use store::EventFilter;

/// A copy elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Its place among the releases of the record, from 1.
    pub n: u32,
    /// Where and when it went out.
    pub release: Release,
    /// That it was taken down there; nothing while it is up.
    pub down: Option<Down>,
}

/// That a copy was taken down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Down {
    /// The day.
    pub on: String,
    /// How it can be seen.
    pub evidence: String,
    /// Who says so: as events name them.
    pub actor: String,
    /// When they said so.
    pub at: Timestamp,
}

/// Every copy elsewhere of a record that was withdrawn: what is on the portal itself came down with it.
///
/// # Errors
/// Of the database.
pub(crate) async fn copies(
    ctx: &Ctx,
    reader: &store::Reader,
    channels: &[Channel],
    record: &Record,
) -> Result<Vec<Copy>> {
    const PAGE: u32 = 1_000;
    if !matches!(record.visibility, Visibility::Withdrawn { .. }) {
        return Ok(Vec::new());
    }
    let own = own_site(ctx, channels).map(|site| site.code.as_str());
    let elsewhere = record.releases.iter().zip(1..).filter(|(release, _)| Some(release.channel.as_str()) != own);
    let mut copies: Vec<Copy> =
        elsewhere.map(|(release, n)| Copy { n, release: release.clone(), down: None }).collect();
    let filter = EventFilter { object: Some(Object::Record(record.id)) };
    let mut after = 0;
    while !copies.is_empty() {
        let events = reader.events(&filter, after, PAGE).await?;
        let Some(last) = events.last() else { break };
        after = last.seq;
        for event in events.iter().filter(|event| event.act == Act::ReleaseTakenDown) {
            let fact =
                |name: &str| event.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
            let same = |copy: &&mut Copy| {
                fact("edition") == Some(copy.release.edition.to_string().as_str())
                    && fact("channel") == Some(copy.release.channel.as_str())
                    && fact("released_on") == Some(copy.release.on.to_string().as_str())
                    && fact("locator").unwrap_or_default() == copy.release.locator
            };
            for copy in copies.iter_mut().filter(same) {
                copy.down = Some(Down {
                    on: fact("taken_down_on").unwrap_or_default().to_string(),
                    evidence: event.reason.clone().unwrap_or_default(),
                    actor: event.actor.clone(),
                    at: event.at,
                });
            }
        }
    }
    Ok(copies)
}

/// Registers that the n-th release of a withdrawn record, counted from 1, was taken down where it went out.
///
/// # Errors
/// [`crate::Error::Record`] for a record that is not withdrawn, without evidence, or of a day that has not come;
/// [`crate::Error::Conflict`] when the record was saved since.
pub async fn take_down_elsewhere(ctx: &Ctx, seen: Seen, n: u32, on: NaiveDate, evidence: &str) -> Result<()> {
    let (change, record) = begun(ctx, seen, |_| Permission::Release).await?;
    super::person(ctx, Permission::Release)?;
    let event = record.taken_down_elsewhere(n, on, ctx.today(), &covered(evidence))?;
    let channels = change.channels().await?;
    let known = copies(ctx, &change, &channels, &record).await?;
    // Pressed twice: it is down.
    if known.iter().any(|copy| copy.n == n && copy.down.is_some()) {
        return Ok(());
    }
    saved(change, &record, event).await
}
