//! Records one by one and in full: by id, by ledger key, by index number, and in the order of an export.
//!
//! Lists for people are in `record_list`, what a visitor may see in `portal`, writing in `record_save`.

use crate::Reader;
use crate::attachment::AttachmentRow;
use crate::db::sql::{Sql, rows, sql};
use crate::error::{Error, Result, impossible};
use crate::record_row::{EditionRow, RecordRow, ReleaseRow, date, school_year};
use chrono::DateTime;
use domain::date::{PartialDate, day_in_china};
use domain::ids::RecordId;
use domain::ledger::{Face, year_said};
use domain::record::{Attachment, Edition, IndexNumber, Record, Release};
use std::collections::HashMap;

/// Records loaded with one statement at most.
const TOGETHER: usize = 500;

rows! {
    struct FaceRow {
        nr: i64,
        id: String,
        title: String,
        item: String,
        unit: String,
        since: String,
        made_on: String,
        year: Option<i64>,
        publish_at: Option<i64>,
        document_number: String,
    }

    struct LocatorRow {
        record_nr: i64,
        locator: String,
    }
}

impl FaceRow {
    fn face(self, addresses: Vec<String>) -> Result<(RecordId, Face)> {
        let wrong = |column| impossible("record", column, &self.id);
        let id = self.id.parse().map_err(|_| wrong("id"))?;
        // What waits for its day has it all the same.
        let planned = self.publish_at.and_then(DateTime::from_timestamp_micros).map(day_in_china);
        let since = match planned {
            Some(day) => PartialDate::Day(day),
            None => date(&self.since).ok_or_else(|| wrong("since"))?,
        };
        let made_on = date(&self.made_on).ok_or_else(|| wrong("made_on"))?;
        let year = match self.year {
            None => None,
            Some(year) => Some(school_year(year).ok_or_else(|| wrong("year"))?),
        };
        let face = Face {
            year: year_said(year, since, made_on),
            title: self.title,
            item: self.item,
            unit: self.unit,
            date: if since.is_unknown() { made_on } else { since },
            made: made_on,
            number: self.document_number,
            addresses,
        };
        Ok((id, face))
    }
}

impl Reader {
    /// The record with this id, whole and whatever its state. For readers: [`Reader::shown`].
    pub async fn record(&self, id: RecordId) -> Result<Record> {
        self.find_record(id).await?.ok_or_else(|| Error::NotFound { kind: "record", key: id.to_string() })
    }

    /// The record with this id, if there is one.
    pub async fn find_record(&self, id: RecordId) -> Result<Option<Record>> {
        self.full_one(sql("SELECT * FROM record WHERE id = $1", [id.to_string().into()])).await
    }

    /// The record that its ledger file knows by this key.
    pub async fn find_record_by_key(&self, key: &str) -> Result<Option<Record>> {
        self.full_one(sql("SELECT * FROM record WHERE ledger_key = $1", [key.into()])).await
    }

    /// The record with this index number.
    pub async fn find_record_by_index(&self, index: &IndexNumber) -> Result<Option<Record>> {
        let values = [i64::from(index.year).into(), i64::from(index.serial).into(), index.school.as_str().into()];
        let text = "SELECT * FROM record WHERE index_year = $1 AND index_serial = $2 AND index_school = $3";
        self.full_one(sql(text, values)).await
    }

    /// The records with these ids, whole; those that are not there are left out.
    pub async fn records(&self, ids: &[RecordId]) -> Result<HashMap<RecordId, Record>> {
        let mut found = HashMap::with_capacity(ids.len());
        for some in ids.chunks(TOGETHER) {
            let mut query = Sql::new("SELECT * FROM record WHERE id IN (");
            query.bind_list(some.iter().map(ToString::to_string)).push(")");
            found.extend(self.full(query).await?.into_iter().map(|record| (record.id, record)));
        }
        Ok(found)
    }

    /// What every record is recognised by when a ledger file's row does not give its key; one of which an edition is being
    /// drafted under another title, by that too.
    pub async fn faces(&self) -> Result<Vec<(RecordId, Face)>> {
        let text = "SELECT nr, id, record.title, item, unit, since, made_on, year, publish_at, record.document_number FROM record
             JOIN edition ON record_nr = nr
             WHERE number = coalesce(public_edition, (SELECT max(number) FROM edition WHERE record_nr = nr)) ORDER BY nr";
        let rows: Vec<FaceRow> = Sql::new(text).all(&self.tx).await?;
        let text = "SELECT record_nr, locator FROM release WHERE locator <> '' ORDER BY record_nr, position";
        let mut locators: HashMap<i64, Vec<String>> = HashMap::new();
        for row in Sql::new(text).all::<LocatorRow>(&self.tx).await? {
            locators.entry(row.record_nr).or_default().push(row.locator);
        }
        let text = "SELECT nr, id, edition.title, item, unit, since, made_on, year, publish_at, edition.document_number FROM record
             JOIN edition ON record_nr = nr
             WHERE number > public_edition AND edition.title <> record.title
             AND number = (SELECT max(number) FROM edition WHERE record_nr = nr) ORDER BY nr";
        let drafted: Vec<FaceRow> = Sql::new(text).all(&self.tx).await?;
        let mut faces = Vec::with_capacity(rows.len() + drafted.len());
        for row in rows.into_iter().chain(drafted) {
            let addresses = locators.remove(&row.nr).unwrap_or_default();
            faces.push(row.face(addresses)?);
        }
        Ok(faces)
    }

    /// Every record by ledger key, for an export: those with a key after `after`, at most `limit` (up to 5000).
    /// Ask again with the last key until nothing comes; only one chunk is in memory.
    pub async fn export_records(&self, after: Option<&str>, limit: u32) -> Result<Vec<Record>> {
        let mut query = Sql::new("SELECT * FROM record");
        if let Some(after) = after {
            query.push(" WHERE ledger_key > ").bind(after);
        }
        query.push(" ORDER BY ledger_key LIMIT ").bind(i64::from(limit.min(5000)));
        self.full(query).await
    }

    async fn full_one(&self, query: Sql) -> Result<Option<Record>> {
        Ok(self.full(query).await?.pop())
    }

    /// Records with all that belongs to them, in the order of the query, which selects `record.*`.
    pub(crate) async fn full(&self, query: Sql) -> Result<Vec<Record>> {
        let rows: Vec<RecordRow> = query.all(&self.tx).await?;
        let mut editions: HashMap<i64, Vec<Edition>> = HashMap::new();
        let mut releases: HashMap<i64, Vec<Release>> = HashMap::new();
        let mut attachments: HashMap<i64, Vec<Attachment>> = HashMap::new();
        for some in rows.chunks(TOGETHER) {
            let numbers = || some.iter().map(|row| row.nr);
            let mut query = Sql::new("SELECT * FROM edition WHERE record_nr IN (");
            query.bind_list(numbers()).push(") ORDER BY record_nr, number");
            for row in query.all::<EditionRow>(&self.tx).await? {
                editions.entry(row.record_nr).or_default().push(row.edition()?);
            }
            let mut query = Sql::new("SELECT * FROM release WHERE record_nr IN (");
            query.bind_list(numbers()).push(") ORDER BY record_nr, position");
            for row in query.all::<ReleaseRow>(&self.tx).await? {
                releases.entry(row.record_nr).or_default().push(row.release()?);
            }
            let mut query = Sql::new("SELECT * FROM attachment WHERE record_nr IN (");
            query.bind_list(numbers()).push(") ORDER BY record_nr, position");
            for row in query.all::<AttachmentRow>(&self.tx).await? {
                attachments.entry(row.record_nr).or_default().push(row.attachment()?);
            }
        }
        rows.into_iter()
            .map(|row| {
                let editions = editions.remove(&row.nr).ok_or_else(|| impossible("edition", "number", &row.id))?;
                let releases = releases.remove(&row.nr).unwrap_or_default();
                let attachments = attachments.remove(&row.nr).unwrap_or_default();
                Ok(Record { attachments, ..row.record(editions, releases)? })
            })
            .collect()
    }
}
