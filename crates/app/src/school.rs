//! The school: founding it in a new database.

use crate::context::Ctx;
use crate::error::Result;
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use domain::school::SchoolFact;

/// Enters a new school's name and kind (`vocational`, `undergraduate`, `university`).
pub async fn found(ctx: &Ctx, name: &str, kind: &str) -> Result<()> {
    ctx.allow(Permission::Found, Relation::School)?;
    let mut change = ctx.write().await?;
    for (key, value) in [("name", name), ("kind", kind)] {
        change.save_fact(&SchoolFact { key: key.into(), value: value.into(), note: String::new() }).await?;
    }
    change.commit(Event::new(Act::SchoolFounded, Object::School)).await?;
    Ok(())
}

/// The school's name, once it has one.
pub async fn name(ctx: &Ctx) -> Result<Option<String>> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    let facts = ctx.read().await?.facts().await?;
    Ok(facts.into_iter().find(|fact| fact.key == "name").map(|fact| fact.value).filter(|name| !name.is_empty()))
}
