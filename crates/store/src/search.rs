//! What a search index is filled from besides records themselves: what files say, and which version of each record anyone
//! finds; and what was looked for and not found, counted without who looked.
//!
//! The text of a file goes with its bytes. Who may have it is not asked here: whoever knows the digest has seen the record
//! it belongs to.

use crate::db::sql::{Number, Sql, Table, rows, sql};
use crate::error::{Result, impossible};
use crate::{Reader, Tx};
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::record::{Reach, Timestamp};
use std::collections::HashMap;

const BLOB_TEXT: Table = Table { name: "blob_text", columns: &["digest", "wording"] };
const SEARCH_MISS: Table = Table { name: "search_miss", columns: &["wording", "times", "last_at"] };

/// Most questions without an answer that are kept, those asked last.
const MISSES_KEPT: i64 = 2_000;

/// What somebody looked for and did not find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// What was typed.
    pub wording: String,
    /// How often.
    pub times: u64,
    /// When last.
    pub last_at: Timestamp,
}

rows! {
    struct TextRow {
        digest: String,
        wording: String,
    }

    struct VersionRow {
        id: String,
        version: i64,
    }

    struct FileRow {
        digest: String,
        name: String,
    }

    struct MissRow {
        wording: String,
        times: i64,
        last_at: i64,
    }
}

impl Reader {
    /// What these files say, by digest; of a file that was never read nothing.
    pub async fn file_texts(&self, digests: &[String]) -> Result<HashMap<String, String>> {
        let mut texts = HashMap::with_capacity(digests.len());
        for some in digests.chunks(200) {
            let mut query = Sql::new("SELECT digest, wording FROM blob_text WHERE digest IN (");
            query.bind_list(some.iter().map(String::as_str)).push(")");
            texts.extend(query.all::<TextRow>(&self.tx).await?.into_iter().map(|row| (row.digest, row.wording)));
        }
        Ok(texts)
    }

    /// Files of which it is not known what they say, by digest with a name: those that came before this was kept.
    pub async fn unread_files(&self, limit: u32) -> Result<Vec<(String, String)>> {
        let text = "SELECT digest, min(name) AS name FROM attachment
             WHERE NOT EXISTS (SELECT 1 FROM blob_text WHERE blob_text.digest = attachment.digest)
             GROUP BY digest ORDER BY digest LIMIT $1";
        let rows: Vec<FileRow> = sql(text, [i64::from(limit).into()]).all(&self.tx).await?;
        Ok(rows.into_iter().map(|row| (row.digest, row.name)).collect())
    }

    /// All records somebody finds on a day, each with its version.
    pub async fn found_versions(&self, reach: &Reach, today: NaiveDate) -> Result<HashMap<RecordId, u32>> {
        let mut query = Sql::new("SELECT id, version FROM record WHERE ");
        query.found_by(reach, today);
        let rows: Vec<VersionRow> = query.all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                let wrong = |column| impossible("record", column, &row.id);
                let id = row.id.parse().map_err(|_| wrong("id"))?;
                Ok((id, u32::try_from(row.version).map_err(|_| wrong("version"))?))
            })
            .collect()
    }

    /// What was looked for and not found, most often first, at most `limit`.
    pub async fn misses(&self, limit: u32) -> Result<Vec<Miss>> {
        let text =
            "SELECT wording, times, last_at FROM search_miss ORDER BY times DESC, last_at DESC, wording LIMIT $1";
        let rows: Vec<MissRow> = sql(text, [i64::from(limit).into()]).all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                let wrong = |column| impossible("search_miss", column, &row.wording);
                Ok(Miss {
                    times: u64::try_from(row.times).map_err(|_| wrong("times"))?,
                    last_at: Timestamp::from_timestamp_micros(row.last_at).ok_or_else(|| wrong("last_at"))?,
                    wording: row.wording,
                })
            })
            .collect()
    }
}

impl Tx {
    /// Keeps what a file says, beside its bytes.
    pub async fn save_file_text(&mut self, digest: &str, wording: &str) -> Result<()> {
        // PostgreSQL knows no text with NUL.
        let wording = wording.replace('\0', "");
        BLOB_TEXT.insert(&self.tx, vec![digest.into(), wording.into()], " ON CONFLICT (digest) DO NOTHING").await
    }

    /// Counts what was looked for and not found. Of all that was, the last 2,000 are kept.
    pub async fn count_misses(&mut self, misses: &[(String, u64)], at: Timestamp) -> Result<()> {
        for (wording, times) in misses {
            let values = vec![
                wording.replace('\0', "").into(),
                i64::try_from(*times).unwrap_or(i64::MAX).into(),
                at.timestamp_micros().into(),
            ];
            let more = " ON CONFLICT (wording) DO UPDATE SET times = search_miss.times + excluded.times, last_at = excluded.last_at";
            SEARCH_MISS.insert(&self.tx, values, more).await?;
        }
        let count: Option<Number> = Sql::new("SELECT count(*) AS n FROM search_miss").one(&self.tx).await?;
        let over = count.map_or(0, |row| row.n) - MISSES_KEPT;
        if over > 0 {
            let text = "DELETE FROM search_miss WHERE wording IN
                 (SELECT wording FROM search_miss ORDER BY last_at, times, wording LIMIT $1)";
            sql(text, [over.into()]).run(&self.tx).await?;
        }
        Ok(())
    }
}
