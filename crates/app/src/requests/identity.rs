//! Numbers of identity papers: opened by few and never unnoticed, destroyed when their time is over. The key is [`papers`]'.

use super::hand::at_hand;
use super::{Refusal, allow};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::job::Done;
use crate::papers;
use domain::event::Act;
use domain::policy::{Permission, Relation};
use domain::request::{Request, RequestNumber};
use store::Events;

/// Looks at the identity number of an applicant, which is logged before it is shown.
///
/// # Errors
/// [`Refusal::NoIdentity`] when none is kept; [`Refusal::Key`] when its key cannot be used.
pub async fn open_identity(ctx: &Ctx, number: RequestNumber) -> Result<String> {
    let change = ctx.write().await?;
    let stored = at_hand(ctx, &change, number).await?;
    allow(ctx, Permission::SeeIdentity, &stored.request)?;
    let sealed = change.sealed_identity(number).await?.ok_or(Refusal::NoIdentity)?;
    let plain = papers::open(&ctx.app, number, &sealed)?;
    let event = stored.request.event(Act::IdentityOpened);
    change.commit(event).await?;
    Ok(plain)
}

/// Destroys the identity numbers whose time is over.
///
/// # Errors
/// Of the database.
pub(crate) async fn purge_due(ctx: &Ctx) -> Result<Done> {
    ctx.allow(Permission::RunJobs, Relation::School)?;
    let mut change = ctx.write().await?;
    let purged = change.purge_identities(ctx.today()).await?;
    if purged.is_empty() {
        return Ok(Done::default());
    }
    let mut events = Vec::new();
    for number in purged {
        let absent = || Error::NotFound { kind: "request", key: number.to_string() };
        let request: Request = change.find_request(number).await?.ok_or_else(absent)?.request;
        events.push(request.event(Act::IdentityPurged));
    }
    if let Some(events) = Events::of(events) {
        change.commit(events).await?;
    }
    Ok(Done::default())
}
