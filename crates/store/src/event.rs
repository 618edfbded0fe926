//! Events as rows: numbered without gaps, never changed, never removed.
//!
//! It exists so that history can be read and followed. It must not hold personal data: facts are small and
//! named by `domain`, and what is stored is frozen once released.

use crate::db::dialect::Transaction;
use crate::db::sql::{Number, Sql, optional, rows};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::event_row::EVENT;
use crate::{Reader, seal};
use chrono::DateTime;
use domain::event::{Act, Actor, Event, Object};
use domain::ids::{EventId, RecordId, UserId};
use domain::record::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Version of the form of `facts`: names and texts as a JSON object.
const PAYLOAD: i64 = 1;

/// Who acts and when, and where ids of events come from.
pub struct Stamp<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// When; written in microseconds.
    pub at: Timestamp,
    /// Makes the id of an event, in order of time.
    pub ids: &'a (dyn Fn() -> EventId + Send + Sync),
    /// 256 bits that nobody can guess, another for each change: what hides in the public log what has few possible values.
    pub seed: [u8; 32],
}

/// At least one event.
#[derive(Debug, Clone)]
pub struct Events(Vec<Event>);

impl Events {
    /// A first event.
    pub fn new(first: Event) -> Events {
        Events(vec![first])
    }

    /// The same and one more.
    pub fn and(mut self, event: Event) -> Events {
        self.0.push(event);
        self
    }

    /// Whether one of them may change what everybody sees of a record.
    pub fn enters_log(&self) -> bool {
        let told = |event: &Event| matches!(event.object, Object::Record(_) | Object::Report(_));
        let silent = |event: &Event| matches!(event.act, Act::RecordReleased | Act::ReleaseDeleted);
        self.0.iter().any(|event| event.public && told(event) && !silent(event))
    }

    pub(crate) fn into_list(self) -> Vec<Event> {
        self.0
    }

    /// A list of events; `None` when it is empty.
    pub fn of(events: Vec<Event>) -> Option<Events> {
        (!events.is_empty()).then_some(Events(events))
    }
}

impl From<Event> for Events {
    fn from(event: Event) -> Events {
        Events::new(event)
    }
}

/// An event as it was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEvent {
    /// Its number: 1, 2, 3, … without gaps.
    pub seq: u64,
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// Who: `operator`, `system:job` or the id of a user.
    pub actor: String,
    /// What was done.
    pub act: Act,
    /// Kind of its object: `record`, `dataset`, …
    pub object_kind: String,
    /// Key of its object; empty for the school.
    pub object_key: String,
    /// Why, where the act needs a reason.
    pub reason: Option<String>,
    /// Whether what anybody but the staff sees was concerned.
    pub public: bool,
    /// Facts by name, in the order of names.
    pub facts: Vec<(String, String)>,
}

/// Which events are wanted; everything when empty.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// About this object.
    pub object: Option<Object>,
}

rows! {
    struct EventRow {
        seq: i64,
        id: String,
        happened_at: i64,
        actor: String,
        act: String,
        object_kind: String,
        object_key: String,
        reason: Option<String>,
        concerns_public: i64,
        payload: i64,
        facts: String,
    }
}

impl EventRow {
    fn event(self) -> Result<LoggedEvent> {
        let wrong = |column| impossible("event", column, self.seq);
        if self.payload != PAYLOAD {
            return Err(wrong("payload"));
        }
        let facts: BTreeMap<String, String> = serde_json::from_str(&self.facts).map_err(|_| wrong("facts"))?;
        Ok(LoggedEvent {
            seq: u64::try_from(self.seq).map_err(|_| wrong("seq"))?,
            id: self.id.parse().map_err(|_| wrong("id"))?,
            at: DateTime::from_timestamp_micros(self.happened_at).ok_or_else(|| wrong("happened_at"))?,
            act: Act::read(&self.act).ok_or_else(|| wrong("act"))?,
            actor: self.actor,
            object_kind: self.object_kind,
            object_key: self.object_key,
            reason: self.reason,
            public: self.concerns_public == 1,
            facts: facts.into_iter().collect(),
        })
    }
}

impl Reader {
    /// Number of the last event, 0 when there is none.
    pub async fn last_event(&self) -> Result<u64> {
        last_seq(&self.tx).await
    }

    /// Events with a number above `after`, in order, at most `limit`.
    pub async fn events(&self, filter: &EventFilter, after: u64, limit: u32) -> Result<Vec<LoggedEvent>> {
        let mut query = Sql::new("SELECT * FROM event WHERE seq > ");
        query.bind(i64::try_from(after).unwrap_or(i64::MAX));
        if let Some(object) = &filter.object {
            let (kind, key) = object.parts();
            query.push(" AND object_kind = ").bind(kind).push(" AND object_key = ").bind(key);
        }
        query.push(" ORDER BY seq LIMIT ").bind(i64::from(limit));
        self.events_of(query).await
    }

    /// When the program made a backup by itself last, and of how many bytes.
    pub async fn last_backup(&self) -> Result<Option<(Timestamp, u64)>> {
        let mut query = Sql::new("SELECT * FROM event WHERE act = ");
        query.bind(Act::BackupMade.code()).push(" ORDER BY seq DESC LIMIT 1");
        let last = self.events_of(query).await?.into_iter().next();
        Ok(last.map(|event| {
            let bytes = event.facts.iter().find(|(name, _)| name == "bytes").and_then(|(_, bytes)| bytes.parse().ok());
            (event.at, bytes.unwrap_or(0))
        }))
    }

    /// Which of these people wrote in which edition of these records.
    pub async fn wrote_in(&self, records: &[RecordId], people: &[UserId]) -> Result<BTreeSet<(RecordId, UserId, u32)>> {
        if records.is_empty() || people.is_empty() {
            return Ok(BTreeSet::new());
        }
        let mut query = Sql::new("SELECT * FROM event WHERE object_kind = 'record' AND object_key IN (");
        query.bind_list(records.iter().map(ToString::to_string)).push(") AND actor IN (");
        query.bind_list(people.iter().map(ToString::to_string)).push(") AND act IN (");
        query.bind_list(Act::ALL.iter().filter(|act| act.writes()).map(|act| act.code())).push(")");
        let wrote = self.events_of(query).await?.into_iter().filter_map(|event| {
            let edition = event.facts.iter().find(|(name, _)| name == "edition")?.1.parse().ok()?;
            Some((event.object_key.parse().ok()?, event.actor.parse().ok()?, edition))
        });
        Ok(wrote.collect())
    }

    /// The events that a query over the whole table finds.
    pub(crate) async fn events_of(&self, query: Sql) -> Result<Vec<LoggedEvent>> {
        query.all::<EventRow>(&self.tx).await?.into_iter().map(EventRow::event).collect()
    }
}

/// Number of the last event, 0 when there is none.
pub(crate) async fn last_seq(tx: &Transaction) -> Result<u64> {
    let last = Sql::new("SELECT coalesce(max(seq), 0) AS n FROM event").one::<Number>(tx).await?;
    let last = last.map_or(0, |row| row.n);
    u64::try_from(last).map_err(|_| impossible("event", "seq", last))
}

/// Number of the last event that concerned the public, 0 when there is none.
pub(crate) async fn last_public_seq(tx: &Transaction) -> Result<u64> {
    let last = Sql::new("SELECT coalesce(max(seq), 0) AS n FROM event WHERE concerns_public = 1");
    let last = last.one::<Number>(tx).await?.map_or(0, |row| row.n);
    u64::try_from(last).map_err(|_| impossible("event", "seq", last))
}

/// Writes events with the numbers after `last`, and returns the last number given out.
pub(crate) async fn append(tx: &Transaction, last: u64, stamp: &Stamp<'_>, events: &[Event]) -> Result<u64> {
    let mut seq = last;
    let actor = stamp.actor.to_string();
    let mut values: Vec<Value> = Vec::with_capacity(events.len() * EVENT.columns.len());
    for event in events {
        seq += 1;
        let (kind, key) = event.object.parts();
        // Canonical: keys in order, no blanks.
        let facts: BTreeMap<&str, &str> = event.facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
        values.extend([
            i64::try_from(seq).unwrap_or(i64::MAX).into(),
            (stamp.ids)().to_string().into(),
            stamp.at.timestamp_micros().into(),
            actor.clone().into(),
            event.act.code().into(),
            kind.into(),
            key.into(),
            optional(event.reason.as_deref()),
            event.public.into(),
            PAYLOAD.into(),
            serde_json::json!(facts).to_string().into(),
        ]);
    }
    seal::chain(tx, &values).await?;
    EVENT.insert(tx, values, "").await?;
    Ok(seq)
}
