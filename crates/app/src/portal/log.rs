//! The public log as everybody sees it: what is sealed of a record, proofs, tiles, days.
//!
//! Only what a checkpoint is over is shown: what was entered a moment ago and is not sealed yet is not there.

use super::Portal;
use crate::error::{Error, Result};
use crate::log::fetched;
use crate::settings_log::cosigned;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::RecordId;
use proof::{Bundle, Entry, Kind, Note, ProofFile, Resource, inclusion, tiles_wanted, write_bundle};
use store::{LogEntry, Reader};

/// Days on one page.
const DAYS: u32 = 14;
/// Entries of one day that are shown.
const OF_A_DAY: usize = 500;
/// Entries in the table for programs.
const LISTED: u64 = 50_000;
/// Entries of the feed.
const NEWS: u32 = 100;
/// Entries that are read together.
const TOGETHER: u32 = 1_000;

/// An entry in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Its place in the log, from 0: part of the address of its proof.
    pub seq: u64,
    /// A code of what happened, a message key under `log-kind-`.
    pub kind: &'static str,
    /// Whether something that was on view changed or went.
    pub changes: bool,
    /// Index number; empty when it is about no record.
    pub index: String,
    /// Which edition; 0 when none.
    pub edition: u32,
    /// The civil day in China.
    pub date: String,
    /// The instant.
    pub at: String,
}

impl LogLine {
    fn of(stored: &LogEntry, entry: &Entry) -> LogLine {
        LogLine {
            seq: stored.seq,
            kind: entry.kind.code(),
            changes: entry.kind.changes(),
            index: entry.index.clone(),
            edition: entry.edition,
            date: entry.date.clone(),
            at: entry.at.clone(),
        }
    }

    /// Hour and minute in China.
    pub fn time(&self) -> String {
        let at = chrono::DateTime::parse_from_rfc3339(&self.at).map(|at| at.to_utc());
        at.map_or_else(|_| String::new(), |at| domain::date::in_china(at).format("%H:%M").to_string())
    }
}

/// What is sealed of a record: the last entry says what is on view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealView {
    /// The last entry.
    pub last: LogLine,
    /// How many files it covers.
    pub files: usize,
    /// Everything that was entered of it, the first first.
    pub history: Vec<LogLine>,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogView {
    /// What the log is called; empty before the first checkpoint.
    pub origin: String,
    /// How many entries there are.
    pub size: u64,
    /// Days with what was entered: what changed or went first.
    pub days: Vec<(NaiveDate, Vec<LogLine>)>,
    /// The day from which the next page goes back.
    pub earlier: Option<NaiveDate>,
    /// Witnesses that cosigned it as it is, with the time of each.
    pub witnesses: Vec<(String, DateTime<Utc>)>,
}

fn read(entry: &LogEntry) -> Result<Entry> {
    Entry::read(entry.body.as_bytes()).map_err(Error::internal)
}

/// How many entries the last checkpoint is over.
async fn sealed(reader: &Reader) -> Result<u64> {
    Ok(reader.log_checkpoint().await?.map_or(0, |checkpoint| checkpoint.size))
}

impl Portal {
    /// What is sealed of a record that is on view, when its last entry is and says just what is on view.
    pub(super) async fn sealed(&self, reader: &Reader, record: RecordId) -> Result<Option<SealView>> {
        let (size, entries) = (sealed(reader).await?, reader.log_of(record).await?);
        let Some(last) = entries.last().filter(|last| last.seq < size) else { return Ok(None) };
        let Some(opening) = reader.log_opening(last).await? else { return Ok(None) };
        let history: Vec<LogLine> =
            entries.iter().map(|entry| Ok(LogLine::of(entry, &read(entry)?))).collect::<Result<_>>()?;
        let last = LogLine::of(last, &read(last)?);
        Ok(Some(SealView { last, files: opening.files.len(), history }))
    }

    /// The newest checkpoint, byte for byte.
    pub async fn log_checkpoint(&self) -> Result<Option<String>> {
        Ok(self.app.store.read().await?.log_checkpoint().await?.map(|checkpoint| checkpoint.note))
    }

    /// The keys that ever signed, the newest first.
    pub async fn log_keys(&self) -> Result<Vec<String>> {
        Ok(self.app.store.read().await?.log_signers().await?)
    }

    /// The bytes of a tile or bundle of the log, whose address is written as C2SP tlog-tiles has it; nothing when the log that is
    /// sealed has none.
    pub async fn log_tile(&self, address: &str) -> Result<Option<Vec<u8>>> {
        let Ok(resource) = address.parse::<Resource>() else { return Ok(None) };
        let reader = self.app.store.read().await?;
        let size = sealed(&reader).await?;
        match resource {
            Resource::Tile(tile) => {
                let there = proof::Tile::of(tile.level, tile.index, size).is_some_and(|has| tile.width <= has.width);
                if !there {
                    return Ok(None);
                }
                Ok(Some(reader.log_tile(tile).await?.concat()))
            }
            Resource::Bundle(Bundle { index, width }) => {
                let there = proof::Tile::of(0, index, size).is_some_and(|has| width <= has.width);
                if !there {
                    return Ok(None);
                }
                let bodies = reader.log_bodies(index * 256, width as u64).await?;
                let bytes = write_bundle(bodies.iter().map(String::as_bytes)).map_err(Error::internal)?;
                Ok(Some(bytes))
            }
        }
    }

    /// The proof of an entry as a file, with its name; nothing of an entry that is not sealed. What it was made of stands in it
    /// only as long as that is on view.
    pub async fn log_proof(&self, seq: u64) -> Result<Option<(String, String)>> {
        let reader = self.app.store.read().await?;
        let Some(checkpoint) = reader.log_checkpoint().await?.filter(|checkpoint| seq < checkpoint.size) else {
            return Ok(None);
        };
        let Some(stored) = reader.log_entry(seq).await? else { return Ok(None) };
        let entry = read(&stored)?;
        // Only of the entry that says what is on view now: of a former one nothing more is known than that it was.
        let last = match stored.record {
            Some(record) => reader.log_of(record).await?.last().is_some_and(|last| last.seq == seq),
            None => false,
        };
        let opening = if last { reader.log_opening(&stored).await? } else { None };
        let wants = |reader: &dyn proof::Reader| inclusion(reader, seq, checkpoint.size);
        let tiles = fetched(&reader, &tiles_wanted(wants).map_err(Error::internal)?).await?;
        let path = wants(&tiles).map_err(Error::internal)?;
        let note = checkpoint.note.parse().map_err(Error::internal)?;
        let file = ProofFile { entry: stored.body, opening, index: seq, path, checkpoint: note };
        let name = match entry.index.as_str() {
            "" => format!("log-{}.tlog-proof", seq + 1),
            index => format!("{}-{}.tlog-proof", index.replace('/', "-"), seq + 1),
        };
        Ok(Some((name, file.to_string())))
    }

    /// The log by day, from this one back.
    pub async fn log(&self, until: NaiveDate) -> Result<LogView> {
        let reader = self.app.store.read().await?;
        let Some(checkpoint) = reader.log_checkpoint().await? else { return Ok(LogView::default()) };
        let origin = checkpoint.note.lines().next().unwrap_or_default().to_string();
        let mut days = reader.log_days(until, checkpoint.size, DAYS + 1).await?;
        let earlier = if days.len() > DAYS as usize { days.pop() } else { None };
        let note: Note = checkpoint.note.parse().map_err(Error::internal)?;
        let signed = cosigned(&self.app.settings.witnesses, &note);
        let at = |time: u64| i64::try_from(time).ok().and_then(|time| DateTime::from_timestamp(time, 0));
        let witnesses = signed.into_iter().filter_map(|(name, time)| Some((name, at(time)?))).collect();
        let mut view = LogView { origin, size: checkpoint.size, days: Vec::new(), earlier, witnesses };
        for day in days {
            let mut lines = Vec::new();
            for stored in reader.log_day(day, checkpoint.size).await? {
                lines.push(LogLine::of(&stored, &read(&stored)?));
            }
            // What changed or went is what somebody looks for; of the rest the latest first.
            lines.sort_by_key(|line| (!line.changes, std::cmp::Reverse(line.seq)));
            lines.truncate(OF_A_DAY);
            view.days.push((day, lines));
        }
        Ok(view)
    }

    /// The last entries, the newest first, and what the log is called: empty before the first checkpoint.
    pub async fn log_news(&self) -> Result<(String, Vec<LogLine>)> {
        let reader = self.app.store.read().await?;
        let Some(checkpoint) = reader.log_checkpoint().await? else { return Ok(Default::default()) };
        let first = checkpoint.size.saturating_sub(u64::from(NEWS));
        let entries = reader.log_entries(first, NEWS).await?;
        let sealed = entries.iter().filter(|entry| entry.seq < checkpoint.size).rev();
        let lines = sealed.map(|stored| Ok(LogLine::of(stored, &read(stored)?))).collect::<Result<_>>()?;
        Ok((checkpoint.note.lines().next().unwrap_or_default().to_string(), lines))
    }

    /// The last entries as a table for programs, the newest first.
    pub async fn log_csv(&self) -> Result<String> {
        let reader = self.app.store.read().await?;
        let size = sealed(&reader).await?;
        let mut lines = Vec::new();
        let mut first = size.saturating_sub(LISTED);
        while first < size {
            let entries = reader.log_entries(first, TOGETHER).await?;
            for stored in entries.iter().filter(|entry| entry.seq < size) {
                let entry = read(stored)?;
                let [text, files, meta] = match entry.commitments {
                    Some(of) => [of.text, of.files, of.meta]
                        .map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
                    None => [String::new(), String::new(), String::new()],
                };
                let (place, kind, edition) = (stored.seq + 1, entry.kind.code(), entry.edition);
                lines.push(format!(
                    "{place},{},{},{kind},{},{edition},{text},{files},{meta}\r\n",
                    entry.date, entry.at, entry.index
                ));
            }
            first += u64::from(TOGETHER);
        }
        lines.push("entry,date,at,kind,index,edition,text,files,meta\r\n".to_string());
        lines.reverse();
        Ok(lines.concat())
    }
}

/// Every kind of entry, by its code: for whoever names them.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    Kind::ALL.iter().map(|kind| kind.code())
}
