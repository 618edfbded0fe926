//! On what legal basis an edition may become public with personal data in it. Never what was found.

use crate::db::sql::{Number, Table, rows, sql};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::ids::RecordId;
use domain::record::{Timestamp, Waiver};

const WAIVER: Table =
    Table { name: "waiver", columns: &["nr", "record", "edition", "digest", "basis", "reason", "author", "at"] };

rows! {
    struct WaiverRow {
        edition: i64,
        digest: String,
        basis: String,
        reason: String,
        author: String,
        at: i64,
    }
}

impl WaiverRow {
    fn waiver(self, record: RecordId) -> Result<Waiver> {
        let wrong = |column| impossible("waiver", column, record);
        Ok(Waiver {
            edition: u32::try_from(self.edition).map_err(|_| wrong("edition"))?,
            digest: self.digest,
            basis: self.basis,
            reason: self.reason,
            by: self.author.parse().map_err(|_| wrong("author"))?,
            at: Timestamp::from_timestamp_micros(self.at).ok_or_else(|| wrong("at"))?,
        })
    }
}

impl Reader {
    /// The waivers that were given for a record, oldest first.
    pub async fn waivers(&self, record: RecordId) -> Result<Vec<Waiver>> {
        let text = "SELECT edition, digest, basis, reason, author, at FROM waiver WHERE record = $1 ORDER BY nr";
        let rows: Vec<WaiverRow> = sql(text, [record.to_string().into()]).all(&self.tx).await?;
        rows.into_iter().map(|row| row.waiver(record)).collect()
    }
}

impl Tx {
    /// Keeps a waiver.
    pub async fn save_waiver(&mut self, record: RecordId, waiver: &Waiver) -> Result<()> {
        let last: Option<Number> = sql("SELECT coalesce(max(nr), 0) AS n FROM waiver", []).one(&self.tx).await?;
        let values = vec![
            (last.map_or(0, |last| last.n) + 1).into(),
            record.to_string().into(),
            i64::from(waiver.edition).into(),
            waiver.digest.as_str().into(),
            waiver.basis.as_str().into(),
            waiver.reason.as_str().into(),
            waiver.by.to_string().into(),
            waiver.at.timestamp_micros().into(),
        ];
        WAIVER.insert(&self.tx, values, "").await
    }
}
