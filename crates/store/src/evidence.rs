//! Evidence of releases: files that show that something went out over a channel. Nothing of it is ever public.

use crate::db::sql::{Table, rows, sql};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::date::PartialDate;
use domain::ids::{AttachmentId, RecordId, UserId};
use domain::record::{Release, Timestamp};

const EVIDENCE: Table = Table {
    name: "evidence",
    columns: &[
        "id",
        "record",
        "edition",
        "channel",
        "released_on",
        "locator",
        "name",
        "digest",
        "size",
        "bytes",
        "author",
        "at",
    ],
};

/// Over which channel each of them shows that something went out: what follows when channels become one, and comes back with
/// them. The files themselves are in no batch.
pub(crate) const SHOWN_OVER: Table = Table { name: "evidence", columns: &["id", "channel"] };

/// A file that shows that something went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Identity.
    pub id: AttachmentId,
    /// Its record.
    pub record: RecordId,
    /// The edition that went out.
    pub edition: u32,
    /// Code of the channel.
    pub channel: String,
    /// When.
    pub on: PartialDate,
    /// Address or place.
    pub locator: String,
    /// Name of the file.
    pub name: String,
    /// SHA-256 of its bytes in hexadecimal.
    pub digest: String,
    /// Its bytes.
    pub size: u64,
    /// Who brought it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

impl Evidence {
    /// Whether it is of this release of its record.
    pub fn shows(&self, release: &Release) -> bool {
        (self.edition, self.on) == (release.edition, release.on)
            && self.channel == release.channel
            && self.locator == release.locator
    }
}

rows! {
    struct EvidenceRow {
        id: String,
        edition: i64,
        channel: String,
        released_on: String,
        locator: String,
        name: String,
        digest: String,
        size: i64,
        author: String,
        at: i64,
    }

    struct BytesRow {
        bytes: Vec<u8>,
    }
}

impl EvidenceRow {
    fn evidence(self, record: RecordId) -> Result<Evidence> {
        let wrong = |column| impossible("evidence", column, &self.id);
        Ok(Evidence {
            id: self.id.parse().map_err(|_| wrong("id"))?,
            record,
            edition: u32::try_from(self.edition).map_err(|_| wrong("edition"))?,
            on: crate::record_row::date(&self.released_on).ok_or_else(|| wrong("released_on"))?,
            size: u64::try_from(self.size).map_err(|_| wrong("size"))?,
            by: self.author.parse().map_err(|_| wrong("author"))?,
            at: Timestamp::from_timestamp_micros(self.at).ok_or_else(|| wrong("at"))?,
            channel: self.channel.clone(),
            locator: self.locator.clone(),
            name: self.name.clone(),
            digest: self.digest.clone(),
        })
    }
}

impl Reader {
    /// The evidence of the releases of a record, oldest first.
    pub async fn evidence_of(&self, record: RecordId) -> Result<Vec<Evidence>> {
        let text = "SELECT id, edition, channel, released_on, locator, name, digest, size, author, at FROM evidence
             WHERE record = $1 ORDER BY at, id";
        let rows: Vec<EvidenceRow> = sql(text, [record.to_string().into()]).all(&self.tx).await?;
        rows.into_iter().map(|row| row.evidence(record)).collect()
    }

    /// The bytes of a piece of evidence of a record.
    pub async fn evidence_bytes(&self, record: RecordId, id: AttachmentId) -> Result<Option<Vec<u8>>> {
        let text = "SELECT bytes FROM evidence WHERE record = $1 AND id = $2";
        let row: Option<BytesRow> = sql(text, [record.to_string().into(), id.to_string().into()]).one(&self.tx).await?;
        Ok(row.map(|row| row.bytes))
    }
}

impl Tx {
    /// Keeps a piece of evidence.
    pub async fn save_evidence(&mut self, evidence: &Evidence, bytes: Vec<u8>) -> Result<()> {
        let values = vec![
            evidence.id.to_string().into(),
            evidence.record.to_string().into(),
            i64::from(evidence.edition).into(),
            evidence.channel.as_str().into(),
            evidence.on.to_string().into(),
            evidence.locator.as_str().into(),
            evidence.name.as_str().into(),
            evidence.digest.as_str().into(),
            i64::try_from(evidence.size).unwrap_or(i64::MAX).into(),
            bytes.into(),
            evidence.by.to_string().into(),
            evidence.at.timestamp_micros().into(),
        ];
        EVIDENCE.insert(&self.tx, values, "").await
    }

    /// Takes a piece of evidence away.
    pub async fn forget_evidence(&mut self, id: AttachmentId) -> Result<()> {
        sql("DELETE FROM evidence WHERE id = $1", [id.to_string().into()]).run(&self.tx).await.map(|_| ())
    }
}
