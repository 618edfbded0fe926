//! Whether the database agrees with itself.
//!
//! It tells of damage and of hands in the database: events missing from their row or changed in it, records and tables that
//! are not as the last change left them, files whose bytes are not what their digest says, rows that name what is not there,
//! counts and derived columns that are not what the rules make of the records, a public log that is not what was signed or says
//! something else than everybody sees. It cannot tell of a hand that wrote new
//! digests too, of a whole database put in the place of another, nor of what is never public; and it says so.

use crate::context::Ctx;
use crate::digest::sha256;
use crate::error::Result;
use domain::policy::{Permission, Relation};
use store::{Disagreement, Store};

/// What was looked at, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Events, which are numbered without gaps.
    pub events: u64,
    /// Records that were held against the rules.
    pub records: u64,
    /// Files of records whose bytes were held against their digests.
    pub files: u64,
    /// What is wrong.
    pub doubts: Vec<Doubt>,
}

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The database finds its own files or references broken; its words.
    Broken(String),
    /// So many events are missing.
    Events(u64),
    /// Records, tables or events are not as the last change left them.
    Changed(Disagreement),
    /// A row is not what the rules make of it, or names what is not there.
    Row(Disagreement),
    /// A file is not what its digest says.
    File(String),
    /// The counts beside the records are not those of the records.
    Counts,
    /// So many counters would hand out an index number again.
    Numbers(u64),
    /// The public log is not what was entered or signed.
    Log(String),
}

impl Doubt {
    /// The last part of its message key under `doubt-`.
    pub fn code(&self) -> &'static str {
        match self {
            Doubt::Broken(_) => "broken",
            Doubt::Events(_) => "events",
            Doubt::Changed(_) => "changed",
            Doubt::Row(_) => "row",
            Doubt::File(_) => "file",
            Doubt::Counts => "counts",
            Doubt::Numbers(_) => "numbers",
            Doubt::Log(_) => "log",
        }
    }

    /// Where: a row, a digest, a number; empty when it is about all.
    pub fn at(&self) -> String {
        match self {
            Doubt::Broken(words) => words.clone(),
            Doubt::Events(n) | Doubt::Numbers(n) => n.to_string(),
            Doubt::Changed(Disagreement { table, row, column }) | Doubt::Row(Disagreement { table, row, column }) => {
                format!("{table} {row} {column}").trim_end().to_string()
            }
            Doubt::File(digest) => digest.clone(),
            Doubt::Log(at) => at.clone(),
            Doubt::Counts => String::new(),
        }
    }
}

/// Looks through the whole database.
pub async fn verify(ctx: &Ctx) -> Result<Health> {
    ctx.allow(Permission::BackUp, Relation::School)?;
    let mut health = verify_store(&ctx.app.store).await?;
    if crate::log::lacks_signed(&ctx.app, &ctx.read().await?).await? {
        health.doubts.push(Doubt::Log("log.state".into()));
    }
    Ok(health)
}

pub(super) async fn verify_store(store: &Store) -> Result<Health> {
    let reader = store.read().await?;
    let mut health = Health { events: store.last_seq().await?, ..Health::default() };
    let doubts = &mut health.doubts;
    doubts.extend(reader.self_check().await?.into_iter().map(Doubt::Broken));
    match reader.missing_events().await? {
        0 => {}
        n => doubts.push(Doubt::Events(n)),
    }
    let mut after = 0;
    while let Some((last, found)) = reader.disagreeing_records(after).await? {
        doubts.extend(found.into_iter().map(Doubt::Row));
        after = last;
    }
    doubts.extend(reader.disagreeing_requests().await?.into_iter().map(Doubt::Row));
    doubts.extend(reader.disagreeing_voices().await?.into_iter().map(Doubt::Row));
    doubts.extend(reader.loose_rows().await?.into_iter().map(Doubt::Row));
    doubts.extend(reader.broken_seals().await?.into_iter().map(Doubt::Changed));
    let digests = reader.blob_digests().await?;
    health.files = digests.len() as u64;
    for digest in digests {
        let bytes = reader.blob(&digest).await?.unwrap_or_default();
        if sha256(bytes) != digest {
            doubts.push(Doubt::File(digest));
        }
    }
    if !reader.tally_is_true().await? {
        doubts.push(Doubt::Counts);
    }
    match reader.counters_behind().await? {
        0 => {}
        n => doubts.push(Doubt::Numbers(n)),
    }
    doubts.extend(crate::log::doubts(&reader).await?.into_iter().map(Doubt::Log));
    health.records = reader.count_records().await?;
    Ok(health)
}
