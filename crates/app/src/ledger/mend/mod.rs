//! Mending the ledger by hand: rename, merge, move, delete, withdraw, and the list of what there is to mend.
//!
//! A task is looked at first ([`look`]) and then carried out as it was seen ([`carry_out`]): both do the same work in a
//! transaction, and only the second commits it. What was public is withdrawn with a reason, never deleted; what a unit
//! or channel was called before stays known to every later import. Each task is a batch like an import, and can be undone
//! ([`crate::ledger::undo`]); only that a public record was withdrawn cannot.

mod codes;
mod effect;
mod list;
mod records;
mod report;
mod task;

pub use crate::mend_refusal::Refusal;
pub use effect::{Effect, Fact};
pub use list::{Listed, Listing, MOST, What, list};
pub use task::{Target, Task, Whereto};

use crate::change::Change;
use crate::context::Ctx;
use crate::error::Result;
use domain::event::Event;
use domain::policy::{Permission, Relation};
use store::{CodeOf, Events};

/// What a task would do.
///
/// # Errors
/// It cannot be done; the error says why and what can.
pub async fn look(ctx: &Ctx, task: &Task) -> Result<Effect> {
    Ok(prepared(ctx, task).await?.1)
}

/// Does what was looked at, and returns the number under which it is listed and can be undone like an import.
///
/// # Errors
/// [`Refusal::Otherwise`] when it would come to something else by now.
pub async fn carry_out(ctx: &Ctx, task: &Task, seen: &Effect) -> Result<Option<u32>> {
    let (change, effect, events) = prepared(ctx, task).await?;
    if effect != *seen {
        return Err(Refusal::Otherwise.into());
    }
    match Events::of(events) {
        Some(events) => change.commit_by_hand(events).await,
        None => Ok(None),
    }
}

/// The task done in a change that is not committed yet.
async fn prepared<'a>(ctx: &'a Ctx, task: &Task) -> Result<(Change<'a>, Effect, Vec<Event>)> {
    let permission = match task {
        Task::Withdraw { .. } => Permission::Withdraw,
        Task::Rename { of: CodeOf::Unit, .. }
        | Task::Merge { of: CodeOf::Unit, .. }
        | Task::Delete(Target::Unit(_)) => Permission::ManageUnits,
        _ => Permission::MendLedger,
    };
    ctx.allow(permission, Relation::School)?;
    let mut change = ctx.write_by_hand(task.to_string()).await?;
    let mut effect = Effect::default();
    let events = done(ctx, &mut change, task, &mut effect).await?;
    Ok((change, effect, events))
}

async fn done(ctx: &Ctx, change: &mut Change<'_>, task: &Task, effect: &mut Effect) -> Result<Vec<Event>> {
    match task {
        Task::Rename { of, which, name } => codes::rename(change, *of, which, name, effect).await,
        Task::Merge { of, from, into } => codes::merge(change, *of, from, into, effect).await,
        Task::Delete(Target::Unit(which)) => codes::delete(change, CodeOf::Unit, which, effect).await,
        Task::Delete(Target::Channel(which)) => codes::delete(change, CodeOf::Channel, which, effect).await,
        Task::Move { record, to } => records::put_under(change, record, to, effect).await,
        Task::Delete(Target::Record(record)) => records::delete(change, record, effect).await,
        Task::Delete(Target::Release(release)) => records::take_back(change, release, effect).await,
        Task::Withdraw { record, reason } => records::withdraw(ctx, change, record, reason, effect).await,
        Task::Order { text, nth } => report::order(change, text, *nth, effect).await,
        Task::Delete(Target::Text(text)) => report::delete_text(change, text, effect).await,
        Task::Delete(Target::Nil(nil)) => report::delete_nil(change, nil, effect).await,
        Task::Delete(Target::Dataset(dataset)) => report::delete_dataset(change, dataset, effect).await,
    }
}
