//! The school: founding it in a new database.

use crate::context::Ctx;
use crate::error::Result;
use domain::event::{Act, Event, Object};
use domain::ledger::SchoolFact;
use store::{Events, Stamp};

/// Enters a new school's name and kind (`vocational`, `undergraduate`, `university`).
pub async fn found(ctx: &Ctx, name: &str, kind: &str) -> Result<()> {
    let mut tx = ctx.app.store.write().await?;
    for (key, value) in [("name", name), ("kind", kind)] {
        tx.save_fact(&SchoolFact { key: key.into(), value: value.into(), note: String::new() }).await?;
    }
    let ids = || ctx.ids.event();
    let stamp = Stamp { actor: &ctx.actor, at: ctx.now, ids: &ids };
    tx.commit(&stamp, Events::new(Event::new(Act::SchoolFounded, Object::School))).await?;
    Ok(())
}
