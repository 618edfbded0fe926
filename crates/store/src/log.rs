//! The public log as rows: entries as they are hashed, hashes of full tiles, checkpoints.
//!
//! It exists so that what was made public stands in a tree that anybody can check. Entries are only ever added, in the transaction of
//! their event ([`crate::log_entering`]); a job of `app` makes the tree over them and signs it. Nothing is decided here of keys.

use crate::db::sql::{Number, Sql, Table, rows, sql};
use crate::error::{Error, Result, impossible};
use crate::{Reader, Tx};
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::record::Timestamp;
use proof::{Hash, NewNode, Tile};

pub(crate) const ENTRY: Table =
    Table { name: "log_entry", columns: &["seq", "object", "kind", "day", "event_seq", "body", "leaf", "salt"] };
const NODE: Table = Table { name: "log_node", columns: &["level", "place", "hash"] };
const CHECKPOINT: Table = Table { name: "log_checkpoint", columns: &["size", "signer", "root", "note", "made_at"] };

/// An entry with what is known of it here alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Its place in the log, from 0.
    pub seq: u64,
    /// The record it is about; nothing for what is about none.
    pub record: Option<RecordId>,
    /// The event in whose transaction it was entered; 0 when in none.
    pub event: u64,
    /// Its kind and its day, by which it is found.
    pub found_by: (String, String),
    /// Its bytes, as they are hashed.
    pub body: String,
    /// Their hash, as it is kept.
    pub leaf: Hash,
    /// What opens its commitments; nothing when it is destroyed or there are none.
    pub salt: Option<[u8; 32]>,
}

/// A checkpoint that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogCheckpoint {
    /// How many entries it is over.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// The key that checks it, as text.
    pub signer: String,
    /// The note, byte for byte as it is served.
    pub note: String,
    /// When it was made.
    pub made_at: Timestamp,
}

rows! {
    pub(crate) struct EntryRow {
        seq: i64,
        object: String,
        kind: String,
        day: String,
        event_seq: i64,
        body: String,
        leaf: String,
        salt: String,
    }

    struct CheckpointRow {
        size: i64,
        signer: String,
        root: String,
        note: String,
        made_at: i64,
    }

    struct HashRow {
        hash: String,
    }

    struct BodyRow {
        body: String,
    }

    struct DayRow {
        day: String,
    }
}

/// Small letters of base 16.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same back.
pub(crate) fn unhex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl EntryRow {
    pub(crate) fn entry(self) -> Result<LogEntry> {
        let wrong = |column| impossible("log_entry", column, self.seq);
        let record = match self.object.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| wrong("object"))?),
        };
        let salt = match self.salt.as_str() {
            "" => None,
            salt => Some(unhex(salt).ok_or_else(|| wrong("salt"))?),
        };
        Ok(LogEntry {
            seq: u64::try_from(self.seq).map_err(|_| wrong("seq"))?,
            event: u64::try_from(self.event_seq).map_err(|_| wrong("event_seq"))?,
            record,
            found_by: (self.kind, self.day),
            leaf: unhex(&self.leaf).ok_or_else(|| wrong("leaf"))?,
            body: self.body,
            salt,
        })
    }
}

impl CheckpointRow {
    fn checkpoint(self) -> Result<LogCheckpoint> {
        let wrong = |column| impossible("log_checkpoint", column, self.size);
        Ok(LogCheckpoint {
            size: u64::try_from(self.size).map_err(|_| wrong("size"))?,
            root: unhex(&self.root).ok_or_else(|| wrong("root"))?,
            made_at: Timestamp::from_timestamp_micros(self.made_at).ok_or_else(|| wrong("made_at"))?,
            signer: self.signer,
            note: self.note,
        })
    }
}

const ENTRIES: &str = "SELECT seq, object, kind, day, event_seq, body, leaf, salt FROM log_entry";

impl Reader {
    /// How many entries there are, under a checkpoint or not.
    pub async fn log_size(&self) -> Result<u64> {
        let row: Option<Number> =
            Sql::new("SELECT coalesce(max(seq) + 1, 0) AS n FROM log_entry").one(&self.tx).await?;
        Ok(row.map_or(0, |row| row.n.unsigned_abs()))
    }

    /// The newest checkpoint.
    pub async fn log_checkpoint(&self) -> Result<Option<LogCheckpoint>> {
        let text = "SELECT * FROM log_checkpoint ORDER BY made_at DESC, size DESC LIMIT 1";
        let row: Option<CheckpointRow> = Sql::new(text).one(&self.tx).await?;
        row.map(CheckpointRow::checkpoint).transpose()
    }

    /// All checkpoints, by size.
    pub async fn log_checkpoints(&self) -> Result<Vec<LogCheckpoint>> {
        let rows: Vec<CheckpointRow> =
            Sql::new("SELECT * FROM log_checkpoint ORDER BY size, made_at").all(&self.tx).await?;
        rows.into_iter().map(CheckpointRow::checkpoint).collect()
    }

    /// The keys that ever signed, the newest first.
    pub async fn log_signers(&self) -> Result<Vec<String>> {
        rows! {
            struct SignerRow {
                signer: String,
            }
        }
        let text = "SELECT signer FROM log_checkpoint GROUP BY signer ORDER BY max(made_at) DESC, max(size) DESC";
        let rows: Vec<SignerRow> = Sql::new(text).all(&self.tx).await?;
        Ok(rows.into_iter().map(|row| row.signer).collect())
    }

    /// The hashes of a tile, as many as there are of it.
    pub async fn log_tile(&self, tile: Tile) -> Result<Vec<Hash>> {
        let first = signed(tile.index.saturating_mul(256));
        let past = first.saturating_add(i64::try_from(tile.width).unwrap_or(256));
        if tile.level == 0 {
            return self.log_leaves(tile.index.saturating_mul(256), tile.width as u64).await;
        }
        let text = "SELECT hash FROM log_node WHERE level = $1 AND place >= $2 AND place < $3 ORDER BY place";
        let values = [i64::from(tile.level).into(), first.into(), past.into()];
        let rows: Vec<HashRow> = sql(text, values).all(&self.tx).await?;
        let wrong = || impossible("log_node", "hash", tile.to_string());
        rows.into_iter().map(|row| unhex(&row.hash).ok_or_else(wrong)).collect()
    }

    /// Hashes of so many entries from this one on.
    pub async fn log_leaves(&self, first: u64, count: u64) -> Result<Vec<Hash>> {
        let text = "SELECT leaf AS hash FROM log_entry WHERE seq >= $1 AND seq < $2 ORDER BY seq";
        let past = signed(first).saturating_add(signed(count));
        let rows: Vec<HashRow> = sql(text, [signed(first).into(), past.into()]).all(&self.tx).await?;
        let wrong = || impossible("log_entry", "leaf", first);
        rows.into_iter().map(|row| unhex(&row.hash).ok_or_else(wrong)).collect()
    }

    /// The bytes of so many entries from this one on.
    pub async fn log_bodies(&self, first: u64, count: u64) -> Result<Vec<String>> {
        let text = "SELECT body FROM log_entry WHERE seq >= $1 AND seq < $2 ORDER BY seq";
        let past = signed(first).saturating_add(signed(count));
        let rows: Vec<BodyRow> = sql(text, [signed(first).into(), past.into()]).all(&self.tx).await?;
        Ok(rows.into_iter().map(|row| row.body).collect())
    }

    /// An entry.
    pub async fn log_entry(&self, seq: u64) -> Result<Option<LogEntry>> {
        let query = sql(&format!("{ENTRIES} WHERE seq = $1"), [signed(seq).into()]);
        query.one::<EntryRow>(&self.tx).await?.map(EntryRow::entry).transpose()
    }

    /// What is entered of a record, in order.
    pub async fn log_of(&self, record: RecordId) -> Result<Vec<LogEntry>> {
        let query = sql(&format!("{ENTRIES} WHERE object = $1 ORDER BY seq"), [record.to_string().into()]);
        query.all::<EntryRow>(&self.tx).await?.into_iter().map(EntryRow::entry).collect()
    }

    /// The last entry of each of these records.
    pub(crate) async fn log_last_of(&self, records: &[String]) -> Result<Vec<LogEntry>> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Sql::new(format!("{ENTRIES} WHERE seq IN (SELECT max(seq) FROM log_entry WHERE object IN ("));
        query.bind_list(records.iter().map(String::as_str)).push(") GROUP BY object)");
        query.all::<EntryRow>(&self.tx).await?.into_iter().map(EntryRow::entry).collect()
    }

    /// Days that have entries among the first `size`, the latest first: at most so many from this one back.
    pub async fn log_days(&self, until: NaiveDate, size: u64, limit: u32) -> Result<Vec<NaiveDate>> {
        let text = "SELECT day FROM log_entry WHERE day <= $1 AND seq < $2 GROUP BY day ORDER BY day DESC LIMIT $3";
        let values = [until.to_string().into(), signed(size).into(), i64::from(limit).into()];
        let rows: Vec<DayRow> = sql(text, values).all(&self.tx).await?;
        rows.into_iter().map(|row| row.day.parse().map_err(|_| impossible("log_entry", "day", row.day))).collect()
    }

    /// Entries of a day among the first `size`, in order.
    pub async fn log_day(&self, day: NaiveDate, size: u64) -> Result<Vec<LogEntry>> {
        let query = sql(
            &format!("{ENTRIES} WHERE day = $1 AND seq < $2 ORDER BY seq"),
            [day.to_string().into(), signed(size).into()],
        );
        query.all::<EntryRow>(&self.tx).await?.into_iter().map(EntryRow::entry).collect()
    }

    /// Entries from this one on, at most so many.
    pub async fn log_entries(&self, first: u64, limit: u32) -> Result<Vec<LogEntry>> {
        let query = sql(
            &format!("{ENTRIES} WHERE seq >= $1 ORDER BY seq LIMIT $2"),
            [signed(first).into(), i64::from(limit).into()],
        );
        query.all::<EntryRow>(&self.tx).await?.into_iter().map(EntryRow::entry).collect()
    }
}

impl Tx {
    /// Keeps hashes that filled up, and the checkpoint over all entries so far.
    pub async fn save_log_checkpoint(&mut self, nodes: &[NewNode], checkpoint: &LogCheckpoint) -> Result<()> {
        let values = nodes
            .iter()
            .flat_map(|node| [i64::from(node.level).into(), signed(node.index).into(), hex(&node.hash).into()]);
        NODE.insert(&self.tx, values.collect(), "").await?;
        let values = vec![
            signed(checkpoint.size).into(),
            checkpoint.signer.as_str().into(),
            hex(&checkpoint.root).into(),
            checkpoint.note.as_str().into(),
            checkpoint.made_at.timestamp_micros().into(),
        ];
        CHECKPOINT.insert(&self.tx, values, "").await
    }

    /// Puts another note in the place of a checkpoint's: the same text with more signatures.
    pub async fn save_cosigned(&mut self, checkpoint: &LogCheckpoint) -> Result<()> {
        let text = "UPDATE log_checkpoint SET note = $1 WHERE size = $2 AND signer = $3";
        let values =
            [checkpoint.note.as_str().into(), signed(checkpoint.size).into(), checkpoint.signer.as_str().into()];
        sql(text, values).run(&self.tx).await?;
        Ok(())
    }

    /// Adds an entry that is about no record.
    pub async fn enter_plain(&mut self, entry: &proof::Entry) -> Result<()> {
        let seq = self.log_size().await?;
        self.add_entries(seq, vec![(String::new(), 0, entry.clone(), None)]).await
    }

    /// Adds entries from this place on: record, event, entry, salt.
    pub(crate) async fn add_entries(&mut self, first: u64, entries: Vec<NewEntry>) -> Result<()> {
        let mut values = Vec::with_capacity(entries.len() * ENTRY.columns.len());
        for (seq, (object, event, entry, salt)) in (first..).zip(entries) {
            let body = entry.to_json();
            // Longer ones have no place in a bundle. Every part of an entry is short, so this is nobody's text.
            if body.len() > usize::from(u16::MAX) {
                return Err(impossible("log_entry", "body", seq));
            }
            values.extend([
                signed(seq).into(),
                object.into(),
                entry.kind.code().into(),
                entry.date.as_str().into(),
                signed(event).into(),
                body.as_str().into(),
                hex(&proof::leaf_hash(body.as_bytes())).into(),
                salt.map(|salt| hex(&salt)).unwrap_or_default().into(),
            ]);
        }
        ENTRY.insert(&self.tx, values, "").await
    }
}

/// Record, event, entry, salt.
pub(crate) type NewEntry = (String, u64, proof::Entry, Option<[u8; 32]>);

/// An entry that does not read back is an impossible row.
pub(crate) fn read(entry: &LogEntry) -> Result<proof::Entry> {
    let wrong = |_| -> Error { impossible("log_entry", "body", entry.seq) };
    proof::Entry::read(entry.body.as_bytes()).map_err(wrong)
}
