//! Where records went out (发布): entered by whoever did it, taken back when that was a mistake, and entered by itself for the
//! school's own site, on which a record stands from the moment it is published.

use super::{Seen, act, begun, saved};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::Result;
use domain::address::host;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::policy::Permission;
use domain::record::{Record, Release};
use domain::school::{Channel, ChannelKind};

/// Registers that an edition went out over a channel.
pub async fn release(ctx: &Ctx, id: RecordId, release: Release) -> Result<()> {
    act(ctx, id, |_| Permission::Release, |record| record.release(release)).await
}

/// Takes away the n-th release, counted from 1, that was entered by mistake; `version` is the state of the record in which
/// somebody saw it as the n-th.
///
/// # Errors
/// [`Error::Conflict`] when the record was saved since: another one may be the n-th now.
pub async fn take_back_release(ctx: &Ctx, id: RecordId, n: u32, version: u32) -> Result<Release> {
    let (change, mut record) = begun(ctx, Seen::at(id, version), |_| Permission::Release).await?;
    let (release, event) = record.take_back_release(n)?;
    saved(change, &record, event).await?;
    Ok(release)
}

/// The public address of a record, by its index number, which is never used again; nothing while the portal has no address.
pub(crate) fn address(ctx: &Ctx, record: &Record) -> Option<String> {
    let site = ctx.app.settings.public_address.trim_end_matches('/');
    (!site.is_empty()).then(|| format!("{site}/index/{}", record.index))
}

/// The channel that is the portal itself: the first site of the school on the portal's host.
pub(crate) fn own_site<'a>(ctx: &Ctx, channels: &'a [Channel]) -> Option<&'a Channel> {
    let ours = host(&ctx.app.settings.public_address)?;
    channels
        .iter()
        .find(|channel| channel.kind == ChannelKind::Website && host(&channel.address).as_ref() == Some(&ours))
}

/// The release that publishing on the portal is, when the ledger has the portal as a channel. Each edition goes out once.
pub(super) async fn on_own_site(ctx: &Ctx, change: &Change<'_>, record: &Record) -> Result<Option<Release>> {
    let channels = change.channels().await?;
    let (Some(site), Some(address), Some(edition)) =
        (own_site(ctx, &channels), address(ctx, record), record.public_edition())
    else {
        return Ok(None);
    };
    let said = record.releases.iter().any(|one| one.edition == edition.number && one.channel == site.code);
    let release = Release {
        edition: edition.number,
        channel: site.code.clone(),
        on: PartialDate::Day(ctx.today()),
        locator: address,
        evidence: String::new(),
        note: String::new(),
        of_row: false,
    };
    Ok((!said).then_some(release))
}
