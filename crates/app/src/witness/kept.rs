//! What is kept of a school that is watched: its logs with their keys, what was seen of each, and what was wrong.

use super::{checkpoint_of, read_keys, short};
use crate::error::{Error, Result};
use chrono::TimeDelta;
use domain::record::Timestamp;
use proof::{Checkpoint, VerifierKey};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Most alarms that are kept of a school: the first ones tell how it began.
const MOST: usize = 100;

/// What may be wrong with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlarmKind {
    /// It signed two histories, of which neither continues the other.
    Fork,
    /// It shows less than it did.
    Rollback,
    /// It goes on under another key.
    OtherLog,
}

impl AlarmKind {
    /// Stable code, a message key under `witness-alarm-`.
    pub fn code(self) -> &'static str {
        match self {
            AlarmKind::Fork => "fork",
            AlarmKind::Rollback => "rollback",
            AlarmKind::OtherLog => "other-log",
        }
    }
}

/// Something that was wrong, with what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// What.
    pub kind: AlarmKind,
    /// When it was seen first.
    #[serde(with = "instant")]
    pub at: Timestamp,
    /// The checkpoint that shows it, as its log signed it; the key of another log.
    pub shown: String,
    /// What had been seen before, cosigned; empty when nothing had.
    pub before: String,
}

/// A school that does not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silent {
    /// Since when.
    #[serde(with = "instant")]
    pub since: Timestamp,
    /// Why, as its server or the way there said it.
    pub why: String,
}

/// An instant as text.
mod instant {
    use super::{Deserialize, Timestamp};
    use chrono::{DateTime, SecondsFormat, Utc};
    use serde::de::Error;
    use serde::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Micros, true))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(from)?;
        DateTime::parse_from_rfc3339(&text).map(|at| at.with_timezone(&Utc)).map_err(D::Error::custom)
    }
}

/// The same, or none.
mod maybe {
    use super::{Timestamp, instant};
    use serde::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => instant::serialize(at, to),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
        instant::deserialize(from).map(Some)
    }
}

/// A log of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Log {
    pub(super) origin: String,
    /// As they were met first: what a school says later changes none of them.
    pub(super) keys: Vec<String>,
    /// The newest checkpoint that was cosigned.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default, with = "maybe")]
    pub(super) seen_at: Option<Timestamp>,
}

impl Log {
    pub(super) fn keys(&self) -> Vec<VerifierKey> {
        read_keys(&self.keys)
    }

    pub(super) fn seen(&self) -> Result<Option<Checkpoint>> {
        self.note.as_deref().map(checkpoint_of).transpose()
    }
}

/// A school.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) address: String,
    /// The newest last.
    pub(super) logs: Vec<Log>,
    #[serde(default)]
    alarms: Vec<Alarm>,
    /// When it answered last.
    #[serde(skip_serializing_if = "Option::is_none", default, with = "maybe")]
    pub(super) answered_at: Option<Timestamp>,
    /// Since when it does not, and why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(super) silent: Option<Silent>,
    /// Whether what it shows now is less than what was seen.
    #[serde(default)]
    pub(super) behind: bool,
}

impl Kept {
    /// What is kept in this file, nothing yet when there is none.
    pub(super) fn read(path: &Path, address: &str) -> Result<Kept> {
        match std::fs::read(path) {
            Ok(bytes) => {
                let kept: Kept = serde_json::from_slice(&bytes)
                    .map_err(|error| Error::file(path, std::io::Error::new(std::io::ErrorKind::InvalidData, error)))?;
                // A file that cannot be read as what it was is not begun anew: what was seen would be forgotten.
                for log in &kept.logs {
                    log.seen()?;
                }
                Ok(kept)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Kept { address: address.to_string(), ..Kept::default() })
            }
            Err(error) => Err(Error::file(path, error)),
        }
    }

    pub(super) fn to_json(&self) -> Result<Vec<u8>> {
        serde_json::to_vec_pretty(self).map_err(Error::internal)
    }

    pub(super) fn logs(&self) -> &[Log] {
        &self.logs
    }

    pub(super) fn log(&self, origin: &str) -> Option<&Log> {
        self.logs.iter().find(|log| log.origin == origin)
    }

    /// A log that is met first.
    pub(super) fn meet(&mut self, key: &VerifierKey) {
        let (origin, keys) = (key.name().to_string(), vec![key.to_string()]);
        self.logs.push(Log { origin, keys, note: None, seen_at: None });
    }

    pub(super) fn saw(&mut self, origin: &str, note: &str, now: Timestamp) {
        if let Some(log) = self.logs.iter_mut().find(|log| log.origin == origin) {
            log.note = Some(note.to_string());
            log.seen_at = Some(now);
        }
        self.behind = false;
        self.answered(now);
    }

    pub(super) fn answered(&mut self, now: Timestamp) {
        self.answered_at = Some(now);
        self.silent = None;
    }

    /// Writes down what is wrong; false when this is known already.
    pub(super) fn alarm(&mut self, kind: AlarmKind, shown: &str, now: Timestamp) -> bool {
        let text = |note: &str| note.split("\n\n").next().unwrap_or_default().to_string();
        let known = self.alarms.iter().any(|alarm| alarm.kind == kind && text(&alarm.shown) == text(shown));
        if known || self.alarms.len() >= MOST {
            return false;
        }
        let before = self.logs.iter().rev().find_map(|log| log.note.clone()).unwrap_or_default();
        self.alarms.push(Alarm { kind, at: now, shown: shown.to_string(), before });
        true
    }

    pub(super) fn line(&self, address: &str, now: Timestamp) -> Line {
        let log = self.logs.iter().rev().find(|log| log.note.is_some());
        let seen = log.and_then(|log| log.seen().ok().flatten());
        Line {
            address: address.to_string(),
            origin: self.logs.last().map(|log| log.origin.clone()).unwrap_or_default(),
            origin_hash: log.map(|log| super::hash_of(&log.origin)).unwrap_or_default(),
            size: seen.as_ref().map(|seen| seen.size),
            root: seen.map(|seen| short(&seen.root)).unwrap_or_default(),
            seen_at: log.and_then(|log| log.seen_at),
            age: log.and_then(|log| log.seen_at).map(|seen| now - seen),
            answered_at: self.answered_at,
            silent: self.silent.clone(),
            behind: self.behind,
            alarms: self.alarms.clone(),
        }
    }
}

/// A school in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its portal.
    pub address: String,
    /// What its log is called; empty as long as it was never reached.
    pub origin: String,
    /// Under which its newest cosigned checkpoint is served.
    pub origin_hash: String,
    /// How many entries were witnessed.
    pub size: Option<u64>,
    /// First bytes of the root over them.
    pub root: String,
    /// When it was cosigned last.
    pub seen_at: Option<Timestamp>,
    /// How long ago that was.
    pub age: Option<TimeDelta>,
    /// When it answered last.
    pub answered_at: Option<Timestamp>,
    /// Since when it does not answer, and why.
    pub silent: Option<Silent>,
    /// Whether it shows less than it did.
    pub behind: bool,
    /// What was wrong, the oldest first.
    pub alarms: Vec<Alarm>,
}

impl Line {
    /// A code of how it stands, the worst there is, a message key under `witness-state-`.
    pub fn state(&self) -> &'static str {
        match () {
            () if self.alarms.iter().any(|alarm| alarm.kind == AlarmKind::Fork) => "fork",
            () if self.behind => "rollback",
            () if self.silent.is_some() => "silent",
            () if self.size.is_none() => "unseen",
            () if self.alarms.iter().any(|alarm| alarm.kind == AlarmKind::OtherLog) => "other-log",
            () => "good",
        }
    }
}
