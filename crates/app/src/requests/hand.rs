//! A request as it is taken in hand and put back: found for who may see it, saved as a step left it.

use super::{allow, may};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::job::Job;
use domain::policy::Permission;
use domain::request::{Request, RequestNumber};
use store::StoredRequest;

/// Saves a request as a step left it; of one that is over the identity number gets its last day.
pub(super) async fn kept(ctx: &Ctx, change: &mut Change<'_>, request: &Request, version: u32) -> Result<()> {
    let keep = chrono::Days::new(u64::from(ctx.app.settings.requests.keep_identity));
    let until = request.stage.ending().and_then(|ending| ending.on.checked_add_days(keep));
    change.save_request(request, version, until).await?;
    if let Some(due) = Job::PurgeIdentities.next(change, ctx).await? {
        change.enqueue(Job::PurgeIdentities, due).await?;
    }
    Ok(())
}

/// The request with this number for somebody of the school who may see it, and its version.
pub(super) async fn at_hand(ctx: &Ctx, reader: &store::Reader, number: RequestNumber) -> Result<StoredRequest> {
    let absent = || Error::NotFound { kind: "request", key: number.to_string() };
    let stored = reader.find_request(number).await?.ok_or_else(absent)?;
    // Who may not know of it is answered as if it were not there.
    if !may(ctx, Permission::SeeRequests, &stored.request) {
        return Err(absent());
    }
    allow(ctx, Permission::SeeRequests, &stored.request)?;
    Ok(stored)
}
