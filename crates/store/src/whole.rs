//! Whether what stands in the database agrees with itself: for `verify`.
//!
//! It exists so that damage and hands in the database are found before a reader finds them. It must not mend anything.

use crate::Reader;
use crate::db::sql::{Number, Sql, rows, sql};
use crate::db::value::Value;
use crate::error::{Error, Result};
use crate::record_row::{RECORD, record_values};

/// Records that are looked at together.
const TOGETHER: i64 = 300;

/// A row that does not say what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// Table.
    pub table: &'static str,
    /// Its row: an id, a number, a key.
    pub row: String,
    /// Column, or what of it.
    pub column: String,
}

rows! {
    struct NrRow {
        nr: i64,
        id: String,
    }

    struct RowKey {
        id: String,
    }

    struct DigestRow {
        digest: String,
    }
}

/// Rows that name something that is not there: table, column, and the query for their keys.
const LOOSE: &[(&str, &str, &str)] = &[
    (
        "attachment",
        "digest",
        "SELECT id FROM attachment WHERE NOT EXISTS (SELECT 1 FROM blob WHERE blob.digest = attachment.digest)",
    ),
    (
        "edition",
        "record_nr",
        "SELECT CAST(record_nr AS TEXT) AS id FROM edition WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.nr = edition.record_nr)",
    ),
    (
        "release",
        "record_nr",
        "SELECT CAST(record_nr AS TEXT) AS id FROM release WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.nr = release.record_nr)",
    ),
    (
        "release",
        "channel",
        "SELECT CAST(record_nr AS TEXT) AS id FROM release
            WHERE channel <> '' AND NOT EXISTS (SELECT 1 FROM channel WHERE channel.code = release.channel)",
    ),
    (
        "attachment",
        "record_nr",
        "SELECT id FROM attachment WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.nr = attachment.record_nr)",
    ),
    (
        "comment",
        "record",
        "SELECT record AS id FROM comment WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.id = comment.record)",
    ),
    (
        "issued_report",
        "record",
        "SELECT record AS id FROM issued_report WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.id = issued_report.record)",
    ),
    (
        "issued_report",
        "format",
        "SELECT CAST(year AS TEXT) AS id FROM issued_report WHERE NOT EXISTS (SELECT 1 FROM issued_file AS f
            WHERE f.year = issued_report.year AND f.edition = issued_report.edition)",
    ),
];

impl Reader {
    /// Looks at the records after the one of this number, some at a time: those whose columns are not what the rules make
    /// of them, and the number of the last one that was looked at; `None` when there are no more.
    pub async fn disagreeing_records(&self, after: i64) -> Result<Option<(i64, Vec<Disagreement>)>> {
        let text = "SELECT nr, id FROM record WHERE nr > $1 ORDER BY nr LIMIT $2";
        let page: Vec<NrRow> = sql(text, [after.into(), TOGETHER.into()]).all(&self.tx).await?;
        let Some(last) = page.last().map(|row| row.nr) else { return Ok(None) };
        let mut found = Vec::new();
        for NrRow { nr, id } in page {
            let one = |text: &str| sql(text, [nr.into()]);
            let record = match self.full(one("SELECT * FROM record WHERE nr = $1")).await {
                Ok(mut records) => records.pop(),
                Err(Error::Impossible { table, column, .. }) => {
                    found.push(Disagreement { table, row: id, column: column.to_string() });
                    continue;
                }
                Err(error) => return Err(error),
            };
            let text = format!("SELECT {} FROM record WHERE nr = $1", RECORD.columns.join(", "));
            let kept = one(&text).raw(&self.tx, RECORD.columns).await?.pop();
            let (Some(record), Some(kept)) = (record, kept) else { continue };
            let at = |column: &str| RECORD.columns.iter().position(|known| *known == column);
            let fingerprint = match at("fingerprint").map(|at| &kept[at]) {
                Some(Value::Int(Some(number))) => *number,
                _ => 0,
            };
            let mut made = Vec::new();
            record_values(&record, nr, fingerprint, record.version, &mut made);
            for ((column, kept), made) in RECORD.columns.iter().zip(kept).zip(made) {
                let nothing = |value: &Value| matches!(value, Value::Int(None) | Value::Text(None));
                if kept != made && !(nothing(&kept) && nothing(&made)) {
                    found.push(Disagreement { table: "record", row: id.clone(), column: (*column).to_string() });
                }
            }
        }
        Ok(Some((last, found)))
    }

    /// Rows that name something that is not there.
    pub async fn loose_rows(&self) -> Result<Vec<Disagreement>> {
        let mut found = Vec::new();
        for (table, column, text) in LOOSE {
            let rows: Vec<RowKey> = Sql::new(*text).all(&self.tx).await?;
            let loose = |row: RowKey| Disagreement { table, row: row.id, column: (*column).to_string() };
            found.extend(rows.into_iter().map(loose));
        }
        Ok(found)
    }

    /// How many records there are, whatever their state.
    pub async fn count_records(&self) -> Result<u64> {
        let row: Option<Number> = Sql::new("SELECT count(*) AS n FROM record").one(&self.tx).await?;
        Ok(row.map_or(0, |row| row.n.unsigned_abs()))
    }

    /// The digests of all files that are kept.
    pub async fn blob_digests(&self) -> Result<Vec<String>> {
        let rows: Vec<DigestRow> = Sql::new("SELECT digest FROM blob ORDER BY digest").all(&self.tx).await?;
        Ok(rows.into_iter().map(|row| row.digest).collect())
    }
}
