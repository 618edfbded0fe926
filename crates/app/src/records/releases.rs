//! Where records went out (发布): entered by whoever did it, taken back when that was a mistake, and entered by itself for the
//! school's own site, on which a record stands from the moment it is published.

use super::{Seen, act, attachment, begun, saved};
use crate::change::Change;
use crate::context::Ctx;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::guard::publication::covered;
use domain::address::host;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::policy::Permission;
use domain::record::{Finder, Record, Release};
use domain::school::{Channel, ChannelKind};
use store::Evidence;

/// A release as it is kept: what staff note beside it without what is certainly a person's.
fn noted(release: Release) -> Release {
    Release { note: covered(&release.note), ..release }
}

/// Registers that an edition went out over a channel.
pub async fn release(ctx: &Ctx, id: RecordId, release: Release) -> Result<()> {
    let release = noted(release);
    act(ctx, id, |_| Permission::Release, |record| record.release(release)).await
}

/// A file that somebody brings.
pub struct Brought {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Registers that an edition went out over a channel, with files that show it: photographs and screenshots, without what the
/// camera says of place and time, and scans. Only whoever works on the record sees them.
///
/// # Errors
/// [`Error::Attachment`] when a file is not taken; nothing is registered then.
pub async fn release_with(ctx: &Ctx, id: RecordId, release: Release, brought: Vec<Brought>) -> Result<()> {
    let release = noted(release);
    let (mut change, mut record) = begun(ctx, Seen::from(id), |_| Permission::Release).await?;
    let by = super::person(ctx, Permission::Release)?;
    let refused = |name: &str, why| Error::Attachment { name: crate::guard::shown(name), why };
    let mut kept = Vec::new();
    for file in brought {
        let name = file.name.clone();
        let (name, bytes) = attachment::evidence(&name, file.bytes).map_err(|why| refused(&name, why))?;
        let digest = sha256(&bytes);
        let evidence = Evidence {
            id: ctx.ids.attachment(),
            record: id,
            edition: release.edition,
            channel: release.channel.clone(),
            on: release.on,
            locator: release.locator.clone(),
            name,
            digest,
            size: bytes.len() as u64,
            by,
            at: ctx.now,
        };
        kept.push((evidence, bytes));
    }
    let mut event = record.release(release)?;
    if !kept.is_empty() {
        let digests: Vec<&str> = kept.iter().map(|(evidence, _)| evidence.digest.as_str()).collect();
        event = event.with("digest", digests.join(" "));
    }
    for (evidence, bytes) in kept {
        change.people().save_evidence(&evidence, bytes).await?;
    }
    saved(change, &record, event).await
}

/// Takes away the n-th release, counted from 1, that was entered by mistake; `version` is the state of the record in which
/// somebody saw it as the n-th.
///
/// # Errors
/// [`Error::Conflict`] when the record was saved since: another one may be the n-th now.
pub async fn take_back_release(ctx: &Ctx, id: RecordId, n: u32, version: u32) -> Result<Release> {
    let (mut change, mut record) = begun(ctx, Seen::at(id, version), |_| Permission::Release).await?;
    let (release, event) = record.take_back_release(n)?;
    // What showed it goes with it, unless it shows another one like it.
    for evidence in change.evidence_of(id).await?.into_iter().filter(|evidence| evidence.shows(&release)) {
        if !record.releases.iter().any(|other| evidence.shows(other)) {
            change.people().forget_evidence(evidence.id).await?;
        }
    }
    saved(change, &record, event).await?;
    Ok(release)
}

/// The public address of a record, by its index number, which is never used again; nothing while the portal has no address.
pub(crate) fn address(ctx: &Ctx, record: &Record) -> Option<String> {
    let site = ctx.app.settings.public_address.trim_end_matches('/');
    (!site.is_empty()).then(|| format!("{site}/index/{}", record.index))
}

/// What schools call their site of disclosure.
const SITE_OF_DISCLOSURE: [&str; 2] = ["信息公开网", "学校信息公开网"];

/// The channel that is the portal itself: the first site of the school on the portal's host, or, while the portal has no address,
/// the one that is called the site of disclosure.
pub(crate) fn own_site<'a>(ctx: &Ctx, channels: &'a [Channel]) -> Option<&'a Channel> {
    let mut sites = channels.iter().filter(|channel| channel.kind == ChannelKind::Website);
    match host(&ctx.app.settings.public_address) {
        Some(ours) => sites.find(|channel| host(&channel.address).as_ref() == Some(&ours)),
        None => sites.find(|channel| SITE_OF_DISCLOSURE.contains(&channel.name.trim())),
    }
}

/// The release that publishing on the portal is, when the ledger has the portal as a channel. Each edition goes out once. What
/// only those who sign in can read there has not gone out to society.
pub(super) async fn on_own_site(ctx: &Ctx, change: &Change<'_>, record: &Record) -> Result<Option<Release>> {
    if record.finder() != Finder::Public {
        return Ok(None);
    }
    let channels = change.channels().await?;
    let (Some(site), Some(edition)) = (own_site(ctx, &channels), record.public_edition()) else { return Ok(None) };
    let said = record.releases.iter().any(|one| one.edition == edition.number && one.channel == site.code);
    let release = Release {
        edition: edition.number,
        channel: site.code.clone(),
        on: PartialDate::Day(ctx.today()),
        locator: address(ctx, record).unwrap_or_default(),
        evidence: String::new(),
        note: String::new(),
        of_row: false,
    };
    Ok((!said).then_some(release))
}
