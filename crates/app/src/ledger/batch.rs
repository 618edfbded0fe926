//! Imports that were applied: the list of them, and taking one back.

use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::event::{Act, Event, Object};
use domain::ids::{RecordId, UserId};
use domain::policy::{Permission, Relation};
use std::collections::{BTreeSet, HashMap};
use store::{Batch, Events, Obstacle, Thing};

/// Imports listed at once.
const LISTED: u32 = 100;

/// The imports that were applied, the newest first; those before the number `below`, a hundred at most.
///
/// # Errors
/// Who may not import may not see them either.
pub async fn list(ctx: &Ctx, below: Option<u32>) -> Result<Vec<Batch>> {
    ctx.allow(Permission::ImportLedger, Relation::School)?;
    Ok(ctx.read().await?.batches(below, LISTED).await?)
}

/// The same with the names of the people who did it.
///
/// # Errors
/// As [`list`].
pub async fn list_named(ctx: &Ctx, below: Option<u32>) -> Result<Vec<(Batch, Option<String>)>> {
    let batches = list(ctx, below).await?;
    let people: BTreeSet<UserId> = batches.iter().filter_map(|batch| batch.actor.parse().ok()).collect();
    let people: Vec<UserId> = people.into_iter().collect();
    let names = ctx.read().await?.names_of(&people).await?;
    let name = |batch: &Batch| batch.actor.parse().ok().and_then(|id: UserId| names.get(&id).cloned());
    Ok(batches.into_iter().map(|batch| (name(&batch), batch)).map(|(name, batch)| (batch, name)).collect())
}

/// What taking an import back came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    /// It is as if it had not been; how many things went and how many are as they were before.
    Done {
        /// Things that came with it and are gone.
        removed: u64,
        /// Things that it changed and that are as they were before.
        restored: u64,
    },
    /// Something stands on it; nothing was changed.
    Refused(Vec<Obstacle>),
}

/// Takes an import back. What came with it goes, what it changed is as before; its number and the index numbers it gave
/// stay used, and the events say both.
///
/// # Errors
/// [`Error::NotFound`] when there is none of this number.
pub async fn undo(ctx: &Ctx, nr: u32) -> Result<Undo> {
    ctx.allow(Permission::ImportLedger, Relation::School)?;
    let mut change = ctx.write().await?;
    let batch = change.batch(nr).await?.ok_or_else(|| Error::NotFound { kind: "batch", key: nr.to_string() })?;
    let things = match change.undo_batch(&batch).await? {
        Ok(things) => things,
        Err(obstacles) => return Ok(Undo::Refused(obstacles)),
    };
    // What shows a release goes back with its record and is not counted beside it.
    let things: Vec<(Thing, bool)> =
        things.into_iter().filter(|(thing, _)| !matches!(thing, Thing::ShownOver(_))).collect();
    let restored = things.iter().filter(|(_, before)| *before).count() as u64;
    let removed = things.len() as u64 - restored;
    let events = things.into_iter().map(|(thing, _)| event(thing).with("batch", nr));
    let events = events.chain([Event::new(Act::ImportUndone, Object::School).with("batch", nr)]).collect();
    if let Some(events) = Events::of(events) {
        change.commit(events).await?;
    }
    Ok(Undo::Done { removed, restored })
}

/// What people call the things that stand in the way: a record by its title and index number, a unit, channel or dataset
/// by its name. What has no name by which anybody knows it, or is not there any more, is not among them.
///
/// # Errors
/// The database refuses.
pub async fn names_of(ctx: &Ctx, obstacles: &[Obstacle]) -> Result<HashMap<Thing, String>> {
    ctx.allow(Permission::ImportLedger, Relation::School)?;
    let things: Vec<&Thing> = obstacles.iter().filter_map(Obstacle::thing).collect();
    let reader = ctx.read().await?;
    let ids: Vec<RecordId> = things
        .iter()
        .filter_map(|thing| match thing {
            Thing::Record(id) => Some(*id),
            _ => None,
        })
        .collect();
    let records = reader.records(&ids).await?;
    let units: HashMap<String, String> = reader.units().await?.into_iter().map(|unit| (unit.code, unit.name)).collect();
    let channels: HashMap<String, String> =
        reader.channels().await?.into_iter().map(|channel| (channel.code, channel.name)).collect();
    let datasets = reader.datasets(None).await?;
    let named = |thing: &Thing| match thing {
        Thing::Record(id) => records.get(id).map(|record| {
            let title = record.editions.last().map_or("", |edition| edition.title.as_str());
            format!("{} {title}", record.index)
        }),
        Thing::Unit(code) => units.get(code).cloned(),
        Thing::Channel(code) => channels.get(code).cloned(),
        Thing::Dataset(key, year) => {
            let there = datasets.iter().find(|one| one.key == *key && i64::from(one.year.first_year()) == *year)?;
            Some(format!("{} {}", there.title, there.year))
        }
        _ => None,
    };
    Ok(things.into_iter().filter_map(|thing| Some((thing.clone(), named(thing)?))).collect())
}

/// The event of a thing that is as it was before.
fn event(thing: Thing) -> Event {
    match thing {
        Thing::Fact(key) => Event::new(Act::SchoolChanged, Object::School).with("fact", key),
        Thing::Head(table, _) => super::heads::event(&table),
        Thing::Unit(code) => Event::new(Act::UnitWritten, Object::Unit(code)),
        Thing::Channel(code) => Event::new(Act::ChannelWritten, Object::Channel(code)),
        Thing::Recoded(store::CodeOf::Unit, from, _) => Event::new(Act::UnitRecoded, Object::Unit(from)),
        Thing::Recoded(store::CodeOf::Channel, from, _) => Event::new(Act::ChannelRecoded, Object::Channel(from)),
        Thing::Item(item, _) => Event::new(Act::ItemSet, Object::Item(item)),
        Thing::Dataset(key, _) => Event::new(Act::DatasetWritten, Object::Dataset(key)),
        Thing::Text(year, place, _) => {
            Event::new(Act::TextWritten, Object::Report(year.to_string())).with("place", place)
        }
        Thing::Nil(_, item, _) => Event::new(Act::NilStated, Object::Item(item)),
        Thing::Record(id) => Event::new(Act::RecordUndone, Object::Record(id)),
        Thing::ShownOver(_) => Event::new(Act::RecordUndone, Object::School),
    }
}
