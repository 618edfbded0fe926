//! What a reader sees: a record or its tombstone, what is new, what is open to objection, what a search finds; and
//! what is due to go out or come down.
//!
//! It exists so that no page asks for more than its reader may have: every query takes the reach of who looks. For
//! anyone it walks an index that holds nothing else, so its time does not grow with the database.

use crate::db::sql::{Number, Sql, containing, rows, sql};
use crate::db::value::Value;
use crate::error::Result;
use crate::record_list::{LINE, LineRow};
use crate::record_row::date;
use crate::{Filter, Line, Page, Reader, error};
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::record::{Reach, Shown, Timestamp};

/// Newest public records that a search looks through.
const SEARCHED: u32 = 20_000;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Hits, newest first.
    pub lines: Vec<Line>,
    /// There were more hits than were asked for.
    pub more: bool,
    /// Everything public was looked through; else only the newest 20,000 records.
    pub complete: bool,
}

rows! {
    struct PageRow {
        id: String,
        updated: String,
        nr: i64,
    }

    struct Place {
        since: String,
        nr: i64,
    }

    struct Code {
        code: String,
    }

    struct Id {
        id: String,
    }

    struct Day {
        day: String,
    }
}

fn ids(rows: Vec<Id>) -> Result<Vec<RecordId>> {
    rows.into_iter().map(|row| row.id.parse().map_err(|_| error::impossible("record", "id", row.id))).collect()
}

impl Reader {
    /// What somebody sees at the record's address on a day.
    pub async fn shown(&self, id: RecordId, reach: &Reach, today: NaiveDate) -> Result<Shown> {
        let record = self.find_record(id).await?;
        Ok(record.map_or(Shown::Nothing, |record| reach.show(&record, today)))
    }

    /// The newest records they find.
    pub async fn latest_records(&self, reach: &Reach, today: NaiveDate, n: u32) -> Result<Vec<Line>> {
        let filter = Filter { reach: reach.clone(), today, ..Filter::default() };
        Ok(self.lines(&filter, Page::first(n)).await?.rows)
    }

    /// Records they find whose publicity period (公示) stands on this day, those that end first first, at most 200. A
    /// period whose last day is unknown is not known to stand.
    pub async fn publicity_in_progress(&self, reach: &Reach, today: NaiveDate) -> Result<Vec<Line>> {
        let day = today.to_string();
        let mut query = Sql::new(format!("SELECT {LINE} FROM record WHERE publicity_kind IS NOT NULL AND "));
        query.found_by(reach, today).push(" AND publicity_last >= ").bind(day.as_str());
        query.push(" AND publicity_first <= ").bind(day).push(" ORDER BY publicity_last, nr LIMIT 200");
        self.with_links(query.all(&self.tx).await?).await
    }

    /// Records still on view on a day after the last one of their term, those whose term ended first first, at most
    /// 200: what the taking down has to look at.
    pub async fn terms_over(&self, today: NaiveDate) -> Result<Vec<RecordId>> {
        let text = "SELECT id FROM record WHERE term_until IS NOT NULL AND visibility = 'public'
             AND term_until < $1 ORDER BY term_until, nr LIMIT 200";
        ids(sql(text, [today.to_string().into()]).all(&self.tx).await?)
    }

    /// The last day of the term that ends first among what is on view.
    pub async fn next_term(&self) -> Result<Option<NaiveDate>> {
        let text = "SELECT term_until AS day FROM record WHERE term_until IS NOT NULL AND visibility = 'public'
             ORDER BY term_until, nr LIMIT 1";
        let row: Option<Day> = Sql::new(text).one(&self.tx).await?;
        row.map(|row| row.day.parse().map_err(|_| error::impossible("record", "term_until", row.day))).transpose()
    }

    /// Approved editions whose minute has come by `now`, the earliest first, at most 200.
    pub async fn publication_due(&self, now: Timestamp) -> Result<Vec<RecordId>> {
        let text = "SELECT id FROM record WHERE publish_at IS NOT NULL AND publish_at <= $1
             ORDER BY publish_at, nr LIMIT 200";
        ids(sql(text, [now.timestamp_micros().into()]).all(&self.tx).await?)
    }

    /// The earliest minute for which a publication is set.
    pub async fn next_publication(&self) -> Result<Option<Timestamp>> {
        let text = "SELECT publish_at AS n FROM record WHERE publish_at IS NOT NULL ORDER BY publish_at, nr LIMIT 1";
        let row: Option<Number> = Sql::new(text).one(&self.tx).await?;
        let instant =
            |n| Timestamp::from_timestamp_micros(n).ok_or_else(|| error::impossible("record", "publish_at", n));
        row.map(|row| instant(row.n)).transpose()
    }

    /// Records they find with this text in title, document number or the name of their unit, newest first, at most
    /// `limit` (up to 200). The text is taken as it stands, ASCII letters in either case; under two characters
    /// nothing is found. Only the newest 20,000 records are looked through, so that time is bounded.
    pub async fn search_titles(&self, reach: &Reach, today: NaiveDate, text: &str, limit: u32) -> Result<Found> {
        let text = text.trim();
        if text.chars().count() < 2 {
            return Ok(Found { lines: Vec::new(), more: false, complete: true });
        }
        let limit = limit.clamp(1, 200) as usize;
        let mut query = Sql::new("SELECT since, nr FROM record WHERE ");
        query.found_by(reach, today).push(&format!(" ORDER BY since DESC, nr DESC LIMIT 1 OFFSET {SEARCHED}"));
        let edge: Option<Place> = query.one(&self.tx).await?;
        let pattern = containing(text);
        let units: Vec<Code> =
            sql("SELECT code FROM unit WHERE lower(name) LIKE $1 ESCAPE '\\'", [pattern.as_str().into()])
                .all(&self.tx)
                .await?;
        let mut query = Sql::new(format!("SELECT {LINE} FROM record WHERE "));
        query.found_by(reach, today).push(" AND (lower(title) LIKE ");
        query.bind(pattern.as_str()).push(" ESCAPE '\\' OR lower(document_number) LIKE ");
        query.bind(pattern).push(" ESCAPE '\\'");
        if !units.is_empty() {
            query.push(" OR unit IN (").bind_list(units.into_iter().map(|unit| unit.code)).push(")");
        }
        query.push(")");
        if let Some(edge) = &edge {
            query.push(" AND (since, nr) > (").bind_list([Value::from(edge.since.as_str()), edge.nr.into()]).push(")");
        }
        query.push(" ORDER BY since DESC, nr DESC LIMIT ").bind(limit as i64 + 1);
        let mut rows: Vec<LineRow> = query.all(&self.tx).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        Ok(Found { lines: self.with_links(rows).await?, more, complete: edge.is_none() })
    }

    /// Records they find with the day they were last brought up to date, in the order of entry, for a site map: those
    /// after `after`, at most `limit` (up to 50,000).
    pub async fn pages(
        &self,
        reach: &Reach,
        today: NaiveDate,
        after: Option<RecordId>,
        limit: u32,
    ) -> Result<Vec<(RecordId, PartialDate)>> {
        let after = match after {
            Some(id) => self.line_row(id).await?.nr,
            None => 0,
        };
        let mut query = Sql::new("SELECT id, updated, nr FROM record WHERE ");
        query.found_by(reach, today).push(" AND nr > ").bind(after);
        query.push(" ORDER BY nr LIMIT ").bind(i64::from(limit.min(50_000)));
        let rows: Vec<PageRow> = query.all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                let wrong = |column| error::impossible("record", column, row.nr);
                let id = row.id.parse().map_err(|_| wrong("id"))?;
                Ok((id, date(&row.updated).ok_or_else(|| wrong("updated"))?))
            })
            .collect()
    }
}
