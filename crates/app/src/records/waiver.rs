//! Waivers: what the guard is certain of becomes public on a named legal basis or not at all.
//!
//! A waiver holds for one edition as it stood; its digest tells. Where an edition is judged, what its waiver covers is passed
//! over, and nothing else.

use super::has_written;
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, PersonalData, Result};
use crate::guard::publication::{Field, Gate};
use crate::guard::rows::{judge_attachments, judge_edition};
use domain::ids::RecordId;
use domain::policy::{Denied, Permission, Relation};
use domain::record::{Edition, Record, RecordError, Waiver, WaiverError};
use sha2::{Digest, Sha256};

/// What the gate is certain of in one edition and its files.
pub(crate) fn certain(gate: &mut Gate, record: &Record, edition: &Edition) -> Vec<PersonalData> {
    let mut found = judge_edition(gate, edition);
    found.extend(judge_attachments(gate, record.attachments_of(edition.number)));
    found
}

/// Of an edition and its files as they stand: every word and every byte that readers would get.
fn digest(record: &Record, edition: &Edition) -> String {
    let mut hash = Sha256::new();
    let texts =
        [&edition.title, &edition.summary, &edition.body, &edition.document_number, &edition.issuer, &edition.change_note];
    let files = record.attachments_of(edition.number).flat_map(|file| [&file.name, &file.digest]);
    for text in texts.into_iter().chain(&edition.keywords).chain(files) {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    super::attachment::hex(&hash.finalize())
}

/// The waiver that holds for an edition as it stands.
fn holds<'w>(waivers: &'w [Waiver], record: &Record, edition: &Edition) -> Option<&'w Waiver> {
    let digest = digest(record, edition);
    waivers.iter().rev().find(|waiver| waiver.covers(edition.number, &digest))
}

/// The waiver that holds for the newest edition as it stands.
pub(crate) async fn of_newest(reader: &store::Reader, record: &Record) -> Result<Option<Waiver>> {
    let Some(edition) = record.newest() else { return Ok(None) };
    let waivers = reader.waivers(record.id).await?;
    Ok(holds(&waivers, record, edition).cloned())
}

/// What of `found` in a record that is to be seen no waiver covers.
pub(crate) async fn uncovered(
    reader: &store::Reader,
    gate: &mut Gate,
    record: &Record,
    found: Vec<PersonalData>,
) -> Result<Vec<PersonalData>> {
    if found.is_empty() {
        return Ok(found);
    }
    let waivers = reader.waivers(record.id).await?;
    if waivers.is_empty() {
        return Ok(found);
    }
    let mut covered = Vec::new();
    for edition in record.editions.iter().filter(|edition| holds(&waivers, record, edition).is_some()) {
        covered.extend(certain(gate, record, edition));
    }
    let mut left: Vec<PersonalData> = found.into_iter().filter(|one| !covered.contains(one)).collect();
    // What another edition was given leave for says nothing of the one on view.
    if let Some(edition) = record.public_edition().filter(|edition| holds(&waivers, record, edition).is_none()) {
        left.extend(certain(gate, record, edition));
    }
    Ok(left)
}

/// Lets the edition that is being drafted become public with what the guard is certain of, on a legal basis and for a reason.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not; [`Error::Record`] for whoever wrote in it; [`Error::Personal`] when basis or reason
/// hold personal data themselves. Inside: what is wrong with them.
pub async fn waive(
    ctx: &Ctx,
    id: RecordId,
    version: u32,
    basis: &str,
    reason: &str,
) -> Result<std::result::Result<(), WaiverError>> {
    let mut change: Change<'_> = ctx.write().await?;
    let record = change.record(id).await?;
    ctx.allow(Permission::WaivePersonalData, Relation::Unit(record.unit.as_deref()))?;
    let by = ctx.who.user().ok_or(Error::Forbidden(Denied(Permission::WaivePersonalData)))?;
    if record.version != version {
        return Err(Error::Conflict { kind: "record", key: id.to_string() });
    }
    if has_written(&change, &record, by).await? {
        return Err(RecordError::OwnWork.into());
    }
    let mut gate = Gate::default();
    let told = gate.judge([Field::new("basis", basis), Field::new("reason", reason)]).refused;
    if !told.is_empty() {
        let told = told.into_iter().map(|concern| PersonalData { field: concern.field, masked: concern.masked });
        return Err(Error::Personal(told.collect()));
    }
    let Some(edition) = record.newest() else { return Err(RecordError::Missing("edition").into()) };
    if certain(&mut gate, &record, edition).is_empty() {
        return Err(RecordError::WrongStage { act: "waive", stage: record.progress.code() }.into());
    }
    let (waiver, event) = match record.waive(by, digest(&record, edition), (basis, reason), ctx.now) {
        Ok(given) => given,
        Err(WaiverError::Record(error)) => return Err(error.into()),
        Err(wrong) => return Ok(Err(wrong)),
    };
    change.people().save_waiver(id, &waiver).await?;
    change.commit(event).await?;
    Ok(Ok(()))
}
