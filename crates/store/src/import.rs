//! Bringing in very many records: a chunk at a time, with few statements, changing nothing the second time.
//!
//! The caller asks [`Reader::existing_keys`] which of a chunk are there, makes records of what is new or has
//! another fingerprint, and hands those over. It must not hold more than a chunk.

use crate::db::sql::{Sql, rows};
use crate::error::{Result, impossible};
use crate::record_save::Tallied;
use crate::{Reader, Tx};
use domain::ids::RecordId;
use domain::record::{IndexNumber, Record};
use std::collections::HashMap;

/// A record from a ledger file.
#[derive(Debug, Clone)]
pub struct Import {
    /// The record; version 0 when it is new.
    pub record: Record,
    /// A digest of the row it was made from, the caller's to choose (the first eight bytes of a SHA-256, say).
    /// A row with the same key and fingerprint need not be brought in again, whatever became of the record.
    pub fingerprint: u64,
}

/// A record that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: RecordId,
    /// Its index number.
    pub index: IndexNumber,
    /// Its version.
    pub version: u32,
    /// Fingerprint of the row it was last imported from; 0 when it was not.
    pub fingerprint: u64,
}

rows! {
    struct KnownRow {
        ledger_key: String,
        id: String,
        index_school: String,
        index_year: i64,
        index_serial: i64,
        version: i64,
        fingerprint: i64,
    }
}

impl KnownRow {
    fn known(self) -> Result<(String, Known)> {
        let wrong = |column| impossible("record", column, &self.id);
        let known = Known {
            id: self.id.parse().map_err(|_| wrong("id"))?,
            index: IndexNumber {
                school: self.index_school.clone(),
                year: i32::try_from(self.index_year).map_err(|_| wrong("index_year"))?,
                serial: u32::try_from(self.index_serial).map_err(|_| wrong("index_serial"))?,
            },
            version: u32::try_from(self.version).map_err(|_| wrong("version"))?,
            fingerprint: self.fingerprint.cast_unsigned(),
        };
        Ok((self.ledger_key, known))
    }
}

impl Reader {
    /// Which of these ledger keys are there already. For chunks of some thousands.
    pub async fn existing_keys(&self, keys: &[&str]) -> Result<HashMap<String, Known>> {
        let mut known = HashMap::new();
        for some in keys.chunks(1000) {
            let mut query = Sql::new(
                "SELECT ledger_key, id, index_school, index_year, index_serial, version, fingerprint
                 FROM record WHERE ledger_key IN (",
            );
            query.bind_list(some.iter().copied()).push(")");
            for row in query.all::<KnownRow>(&self.tx).await? {
                let (key, row) = row.known()?;
                known.insert(key, row);
            }
        }
        Ok(known)
    }
}

impl Tx {
    /// Brings in a chunk: new records (version 0) together, changed ones over those they were made from. A stale
    /// version or a key in use fails the whole change.
    pub async fn import_records(&mut self, rows: &[Import]) -> Result<()> {
        self.prepare_bulk().await?;
        let mut tallied = Tallied::new();
        let (new, changed): (Vec<&Import>, Vec<&Import>) = rows.iter().partition(|row| row.record.version == 0);
        let new: Vec<(&Record, i64)> =
            new.into_iter().map(|row| (&row.record, row.fingerprint.cast_signed())).collect();
        self.insert_records(&new, &mut tallied).await?;
        // Together, before each would ask for its own.
        self.about_to_write(changed.iter().map(|row| row.record.id.to_string())).await?;
        for row in changed {
            self.update_record(&row.record, Some(row.fingerprint.cast_signed()), &mut tallied).await?;
        }
        self.write_tally(tallied).await
    }
}
