//! Waivers: what the guard is certain of becomes public on a named legal basis or not at all.
//!
//! A waiver holds for one edition as it stood; its digest tells. Where an edition is judged, what its waiver covers is passed
//! over, and nothing else.

use super::has_written;
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, PersonalData, Result};
use crate::guard::publication::{Field, Gate};
use crate::guard::waived::{certain, digest, holds};
use domain::ids::RecordId;
use domain::policy::{Denied, Permission, Relation};
use domain::record::{Record, RecordError, Waiver, WaiverError};

/// The waiver that holds for the newest edition as it stands.
pub(crate) async fn of_newest(reader: &store::Reader, record: &Record) -> Result<Option<Waiver>> {
    let Some(edition) = record.newest() else { return Ok(None) };
    let waivers = reader.waivers(record.id).await?;
    Ok(holds(&waivers, record, edition).cloned())
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
    let told = crate::applicant::told_in(ctx, &change, &record).await?;
    if certain(&mut gate, &record, edition).is_empty() && told.is_empty() {
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
