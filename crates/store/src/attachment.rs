//! Attachments of records with what was found in them, and the bytes of files, which lie once by their digest.
//!
//! A file that no attachment names any more is deleted in the change that took the last name away. Who may have a file is
//! not asked here: whoever knows its digest has seen the record it belongs to.

use crate::db::sql::{Number, Sql, Table, json_list, read_list, rows, sql, stored};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use domain::record::{Attachment, Inspection, Record, Spot, Unread};
use std::collections::BTreeSet;

const BLOB: Table = Table { name: "blob", columns: &["digest", "bytes"] };

rows! {
    pub(crate) struct AttachmentRow {
        pub(crate) record_nr: i64,
        position: i64,
        id: String,
        name: String,
        size: i64,
        digest: String,
        first_edition: i64,
        gone_in: Option<i64>,
        certain: i64,
        suspected: i64,
        spots: String,
        unread: String,
    }

    struct BytesRow {
        bytes: Vec<u8>,
    }
}

/// Words of one spot: kind, place, masked, `certain` or nothing, what hides it or nothing.
const SPOT: usize = 5;
/// Words of something unread: code and place.
const UNREAD: usize = 2;

impl AttachmentRow {
    pub(crate) fn attachment(self) -> Result<Attachment> {
        let wrong = |column| impossible("attachment", column, format!("{}/{}", self.record_nr, self.position));
        let number = |value: i64, column| u32::try_from(value).map_err(|_| wrong(column));
        let words = |list: &str, width, column| -> Result<Vec<String>> {
            read_list(list).filter(|words| words.len() % width == 0).ok_or_else(|| wrong(column))
        };
        let spots = words(&self.spots, SPOT, "spots")?;
        let unread = words(&self.unread, UNREAD, "unread")?;
        let inspection = Inspection {
            certain: number(self.certain, "certain")?,
            suspected: number(self.suspected, "suspected")?,
            spots: spots.chunks_exact(SPOT).map(spot).collect(),
            unread: unread
                .chunks_exact(UNREAD)
                .map(|words| Unread { code: words[0].clone(), at: words[1].clone() })
                .collect(),
        };
        Ok(Attachment {
            id: self.id.parse().map_err(|_| wrong("id"))?,
            size: u64::try_from(self.size).map_err(|_| wrong("size"))?,
            first_edition: number(self.first_edition, "first_edition")?,
            gone_in: self.gone_in.map(|gone| number(gone, "gone_in")).transpose()?,
            name: self.name,
            digest: self.digest,
            inspection,
        })
    }
}

fn spot(words: &[String]) -> Spot {
    Spot {
        kind: words[0].clone(),
        place: words[1].clone(),
        masked: words[2].clone(),
        certain: !words[3].is_empty(),
        hidden: Some(words[4].clone()).filter(|hidden| !hidden.is_empty()),
    }
}

fn spots(inspection: &Inspection) -> String {
    let words = inspection.spots.iter().flat_map(|spot| {
        let certain = if spot.certain { "certain" } else { "" };
        [
            spot.kind.clone(),
            spot.place.clone(),
            spot.masked.clone(),
            certain.into(),
            spot.hidden.clone().unwrap_or_default(),
        ]
    });
    json_list(&words.collect::<Vec<_>>())
}

fn unread(inspection: &Inspection) -> String {
    let words = inspection.unread.iter().flat_map(|unread| [unread.code.clone(), unread.at.clone()]);
    json_list(&words.collect::<Vec<_>>())
}

stored! {
    ATTACHMENT = "attachment", fn attachment_values(attachment: &Attachment, nr: i64, position: usize) {
        record_nr: nr,
        position: i64::try_from(position).unwrap_or(i64::MAX),
        id: attachment.id.to_string(),
        name: &attachment.name,
        size: i64::try_from(attachment.size).unwrap_or(i64::MAX),
        digest: &attachment.digest,
        first_edition: i64::from(attachment.first_edition),
        gone_in: attachment.gone_in.map(i64::from),
        certain: i64::from(attachment.inspection.certain),
        suspected: i64::from(attachment.inspection.suspected),
        spots: spots(&attachment.inspection),
        unread: unread(&attachment.inspection),
    }
}

impl Reader {
    /// How many attachments there are, whatever has become of their records.
    pub async fn attachments_in_all(&self) -> Result<u64> {
        let row: Option<Number> = Sql::new("SELECT count(*) AS n FROM attachment").one(&self.tx).await?;
        Ok(row.map_or(0, |row| row.n.unsigned_abs()))
    }

    /// The bytes of a file.
    pub async fn blob(&self, digest: &str) -> Result<Option<Vec<u8>>> {
        let row: Option<BytesRow> =
            sql("SELECT bytes FROM blob WHERE digest = $1", [digest.into()]).one(&self.tx).await?;
        Ok(row.map(|row| row.bytes))
    }
}

impl Tx {
    /// Keeps the bytes of a file by their digest, for an attachment that is saved in the same change.
    pub async fn save_blob(&mut self, digest: &str, bytes: Vec<u8>) -> Result<()> {
        BLOB.insert(&self.tx, vec![digest.into(), bytes.into()], " ON CONFLICT (digest) DO NOTHING").await
    }

    /// Writes the attachments of a record over those it had, and forgets files that nothing names any more.
    pub(crate) async fn replace_attachments(&self, record: &Record, before: &Record, nr: i64) -> Result<()> {
        if record.attachments == before.attachments {
            return Ok(());
        }
        sql("DELETE FROM attachment WHERE record_nr = $1", [nr.into()]).run(&self.tx).await?;
        let mut values = Vec::new();
        for (position, attachment) in record.attachments.iter().enumerate() {
            attachment_values(attachment, nr, position, &mut values);
        }
        ATTACHMENT.insert(&self.tx, values, "").await?;
        self.forget_blobs(before.attachments.iter().map(|file| file.digest.as_str())).await
    }

    /// Deletes those of these files that no attachment names.
    pub(crate) async fn forget_blobs<'a>(&self, digests: impl IntoIterator<Item = &'a str>) -> Result<()> {
        for digest in digests.into_iter().collect::<BTreeSet<&str>>() {
            let text = "DELETE FROM blob WHERE digest = $1
                 AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.digest = blob.digest)";
            sql(text, [digest.into()]).run(&self.tx).await?;
            let text = "DELETE FROM blob_text WHERE digest = $1
                 AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.digest = blob_text.digest)";
            sql(text, [digest.into()]).run(&self.tx).await?;
        }
        Ok(())
    }
}
