//! Reports that were issued, whole and as they were then: their document and their files.
//!
//! An issued report never changes; issuing a year again makes its next edition. Rendering and comparing are `app`'s.

use crate::db::sql::{Number, Sql, Table, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::record_row::school_year;
use crate::{Reader, Tx};
use chrono::NaiveDate;
use domain::ids::RecordId;
use domain::record::Timestamp;
use domain::school_year::SchoolYear;

pub(crate) const REPORT: Table =
    Table { name: "issued_report", columns: &["year", "edition", "record", "signed_on", "issued_at", "document"] };

pub(crate) const FILE: Table = Table { name: "issued_file", columns: &["year", "edition", "format", "bytes"] };

/// One edition of an issued report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Of which school year.
    pub year: SchoolYear,
    /// From 1.
    pub edition: u32,
    /// The record under item 6 that announces it.
    pub record: RecordId,
    /// The day it is signed.
    pub signed_on: NaiveDate,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Its files: format and length in bytes, by format.
    pub files: Vec<(String, u64)>,
}

/// An edition about to be kept.
#[derive(Debug, Clone)]
pub struct NewIssue {
    /// Of which school year.
    pub year: SchoolYear,
    /// From 1; one more than the last.
    pub edition: u32,
    /// The record under item 6 that announces it.
    pub record: RecordId,
    /// The day it is signed.
    pub signed_on: NaiveDate,
    /// When.
    pub issued_at: Timestamp,
    /// What it says, in a form of the caller's.
    pub document: String,
    /// Its files by format.
    pub files: Vec<(String, Vec<u8>)>,
}

rows! {
    struct IssuedRow {
        year: i64,
        edition: i64,
        record: String,
        signed_on: String,
        issued_at: i64,
    }

    struct FileRow {
        format: String,
        n: i64,
    }

    struct DocumentRow {
        document: String,
    }

    struct BytesRow {
        bytes: Vec<u8>,
    }
}

impl Reader {
    /// The newest edition of every issued report that is on view, as the record that announces it is; the latest year
    /// first.
    pub async fn issued_reports(&self) -> Result<Vec<Issued>> {
        let text = "SELECT year, edition, record, signed_on, issued_at FROM issued_report AS newest
             WHERE edition = (SELECT max(edition) FROM issued_report WHERE year = newest.year)
             AND record IN (SELECT id FROM record WHERE finder = 'public') ORDER BY year DESC";
        let rows: Vec<IssuedRow> = Sql::new(text).all(&self.tx).await?;
        self.with_files(rows).await
    }

    /// The editions of one year's report that are on view, as the records that announce them are; the newest first.
    pub async fn issued_editions(&self, year: SchoolYear) -> Result<Vec<Issued>> {
        let text = "SELECT year, edition, record, signed_on, issued_at FROM issued_report WHERE year = $1
             AND record IN (SELECT id FROM record WHERE finder = 'public') ORDER BY edition DESC";
        let rows: Vec<IssuedRow> = sql(text, [first(year)]).all(&self.tx).await?;
        self.with_files(rows).await
    }

    /// What an edition says, in the form it was kept in.
    pub async fn issued_document(&self, year: SchoolYear, edition: u32) -> Result<Option<String>> {
        let text = "SELECT document FROM issued_report WHERE year = $1 AND edition = $2";
        let row: Option<DocumentRow> = sql(text, [first(year), i64::from(edition).into()]).one(&self.tx).await?;
        Ok(row.map(|row| row.document))
    }

    /// A file of an edition.
    pub async fn issued_file(&self, year: SchoolYear, edition: u32, format: &str) -> Result<Option<Vec<u8>>> {
        let text = "SELECT bytes FROM issued_file WHERE year = $1 AND edition = $2 AND format = $3";
        let values = [first(year), i64::from(edition).into(), format.into()];
        let row: Option<BytesRow> = sql(text, values).one(&self.tx).await?;
        Ok(row.map(|row| row.bytes))
    }

    async fn with_files(&self, rows: Vec<IssuedRow>) -> Result<Vec<Issued>> {
        let mut issued = Vec::new();
        for row in rows {
            let id = format!("{}/{}", row.year, row.edition);
            let wrong = |column| impossible("issued_report", column, &id);
            let text = "SELECT format, CAST(length(bytes) AS BIGINT) AS n FROM issued_file
                 WHERE year = $1 AND edition = $2 ORDER BY format";
            let files: Vec<FileRow> = sql(text, [row.year.into(), row.edition.into()]).all(&self.tx).await?;
            issued.push(Issued {
                year: school_year(row.year).ok_or_else(|| wrong("year"))?,
                edition: u32::try_from(row.edition).map_err(|_| wrong("edition"))?,
                record: row.record.parse().map_err(|_| wrong("record"))?,
                signed_on: row.signed_on.parse().map_err(|_| wrong("signed_on"))?,
                issued_at: Timestamp::from_timestamp_micros(row.issued_at).ok_or_else(|| wrong("issued_at"))?,
                files: files.into_iter().map(|file| (file.format, file.n.unsigned_abs())).collect(),
            });
        }
        Ok(issued)
    }

    /// The number of the newest edition of a year's report, 0 when none was issued.
    pub async fn last_issue(&self, year: SchoolYear) -> Result<u32> {
        let text = "SELECT coalesce(max(edition), 0) AS n FROM issued_report WHERE year = $1";
        let row: Option<Number> = sql(text, [first(year)]).one(&self.tx).await?;
        let last = row.map_or(0, |row| row.n);
        u32::try_from(last).map_err(|_| impossible("issued_report", "edition", last))
    }
}

impl Tx {
    /// Keeps an issued edition; one that is there is never written over.
    pub async fn save_issue(&mut self, issue: NewIssue) -> Result<()> {
        let key: [Value; 2] = [first(issue.year), i64::from(issue.edition).into()];
        let mut values = key.to_vec();
        values.extend([
            issue.record.to_string().into(),
            issue.signed_on.to_string().into(),
            issue.issued_at.timestamp_micros().into(),
            issue.document.into(),
        ]);
        REPORT.insert(&self.tx, values, "").await?;
        for (format, bytes) in issue.files {
            let values = key.iter().cloned().chain([format.into(), bytes.into()]).collect();
            FILE.insert(&self.tx, values, "").await?;
        }
        Ok(())
    }
}

fn first(year: SchoolYear) -> Value {
    i64::from(year.first_year()).into()
}
