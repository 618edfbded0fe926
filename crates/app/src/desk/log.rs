//! Everything that was done, by whom and when: for those who look over the work.

use crate::context::Ctx;
use crate::error::Result;
use domain::ids::UserId;
use domain::policy::{Permission, Relation};
use store::LoggedEvent;

/// Lines on a page.
const PAGE: u32 = 100;

/// Something that was done.
#[derive(Debug, Clone)]
pub struct LogLine {
    /// The event.
    pub event: LoggedEvent,
    /// Name of whoever did it, when it was a person.
    pub by: Option<String>,
    /// Title of the record or name of the person that it was done to, where there is one.
    pub object: Option<String>,
}

/// A page of the log, newest first.
#[derive(Debug, Clone, Default)]
pub struct LogPage {
    /// Its lines.
    pub lines: Vec<LogLine>,
    /// The next page begins below this number.
    pub next: Option<u64>,
}

/// A page of the log, below an event's number.
///
/// # Errors
/// [`crate::Error::Forbidden`] for whoever may not read it.
pub async fn log(ctx: &Ctx, before: Option<u64>) -> Result<LogPage> {
    ctx.allow(Permission::SeeLog, Relation::School)?;
    let reader = ctx.read().await?;
    let mut events = reader.latest_events(before, PAGE + 1).await?;
    let more = events.len() > PAGE as usize;
    events.truncate(PAGE as usize);
    let id = |text: &str| text.parse::<UserId>().ok();
    let people: Vec<UserId> =
        events.iter().flat_map(|event| [id(&event.actor), id(&event.object_key)]).flatten().collect();
    let names = reader.names_of(&people).await?;
    let records: Vec<_> = events.iter().filter_map(|event| event.object_key.parse().ok()).collect();
    let records = reader.records(&records).await?;
    let next = events.last().filter(|_| more).map(|event| event.seq);
    let lines = events.into_iter().map(|event| LogLine {
        by: id(&event.actor).and_then(|id| names.get(&id).cloned()),
        object: match id(&event.object_key) {
            Some(person) => names.get(&person).cloned(),
            None => event
                .object_key
                .parse()
                .ok()
                .and_then(|id| records.get(&id))
                .and_then(|record| record.newest().map(|edition| edition.title.clone())),
        },
        event,
    });
    Ok(LogPage { lines: lines.collect(), next })
}
