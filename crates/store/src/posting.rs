//! Postings of publicity periods: what each edition of a record shows in its period, with the rows of its list; and the list of
//! all periods on a desk.
//!
//! Rows of what is on view, of what was and of drafts lie side by side; who may see which is asked above. When a posting may
//! change is the record's life.

use crate::db::sql::{Sql, Table, json_list, optional, read_list, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::record_row::date;
use crate::{Reader, Tx};
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::objection::Outcome;
use domain::policy::Desk;
use domain::publicity::{Days, Length, Posting, Roll};
use domain::record::IndexNumber;

pub(crate) const POSTING: Table = Table {
    name: "posting",
    columns: &[
        "record",
        "edition",
        "kind",
        "starts_on",
        "day_count",
        "days",
        "contact",
        "heads",
        "from_on",
        "until_on",
        "first_end",
        "extended_why",
        "kept_until",
        "purged",
        "wider",
        "kept",
    ],
};
pub(crate) const ROW: Table =
    Table { name: "posting_row", columns: &["record", "edition", "position", "cells", "again"] };

/// Most periods in a list.
const LISTED: i64 = 1_000;

/// A publicity period on a desk, posted, planned or over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodLine {
    /// The record.
    pub id: RecordId,
    /// Its index number.
    pub index: IndexNumber,
    /// Title of its newest edition.
    pub title: String,
    /// Code of its unit.
    pub unit: Option<String>,
    /// A code of `domain::record::Progress`.
    pub progress: String,
    /// A code of `domain::record::Visibility`.
    pub visibility: String,
    /// Kind as the record says it.
    pub kind: String,
    /// First day, when known.
    pub from: PartialDate,
    /// Last day, when known.
    pub until: PartialDate,
    /// How many rows its newest list has; nothing when it has no posting of its own.
    pub rows: Option<u64>,
    /// What became of objections.
    pub outcome: Outcome,
}

rows! {
    struct PostingRow {
        kind: String,
        starts_on: String,
        day_count: i64,
        days: String,
        contact: String,
        heads: String,
        from_on: Option<String>,
        until_on: Option<String>,
        first_end: Option<String>,
        extended_why: Option<String>,
        kept_until: Option<String>,
        purged: i64,
        wider: String,
        kept: String,
    }

    struct CellsRow {
        cells: String,
        again: i64,
    }

    struct LineRow {
        id: String,
        index_school: String,
        index_year: i64,
        index_serial: i64,
        title: String,
        unit: String,
        progress: String,
        visibility: String,
        publicity_kind: String,
        publicity_from: String,
        publicity_until: String,
        listed: Option<i64>,
        listed_rows: i64,
        not_ruled: i64,
        upheld: i64,
        partly: i64,
        rejected: i64,
    }

    struct RecordRow {
        record: String,
    }
}

impl Reader {
    /// The posting of one edition.
    pub async fn posting(&self, record: RecordId, edition: u32) -> Result<Option<Posting>> {
        let key = || [Value::from(record.to_string()), i64::from(edition).into()];
        let text = "SELECT kind, starts_on, day_count, days, contact, heads, from_on, until_on, first_end,
                extended_why, kept_until, purged, wider, kept
             FROM posting WHERE record = $1 AND edition = $2";
        let Some(row) = sql(text, key()).one::<PostingRow>(&self.tx).await? else { return Ok(None) };
        let cells: Vec<CellsRow> =
            sql("SELECT cells, again FROM posting_row WHERE record = $1 AND edition = $2 ORDER BY position", key())
                .all(&self.tx)
                .await?;
        posting(row, cells, &format!("{record}/{edition}")).map(Some)
    }

    /// From when to when a record stood in a period, all its editions together.
    pub async fn posted_period(&self, record: RecordId) -> Result<Option<(NaiveDate, NaiveDate)>> {
        rows! {
            struct Span {
                first: Option<String>,
                last: Option<String>,
            }
        }
        let text = "SELECT min(from_on) AS first, max(until_on) AS last FROM posting WHERE record = $1";
        let row: Option<Span> = sql(text, [record.to_string().into()]).one(&self.tx).await?;
        let Some((first, last)) = row.and_then(|row| row.first.zip(row.last)) else { return Ok(None) };
        let day = |text: String, column| text.parse().map_err(|_| impossible("posting", column, record.to_string()));
        Ok(Some((day(first, "from_on")?, day(last, "until_on")?)))
    }

    /// To which day editions before this one stood.
    pub async fn posted_until(&self, record: RecordId, edition: u32) -> Result<Option<NaiveDate>> {
        rows! {
            struct Last {
                last: Option<String>,
            }
        }
        let text = "SELECT max(until_on) AS last FROM posting WHERE record = $1 AND edition < $2";
        let row: Option<Last> = sql(text, [record.to_string().into(), i64::from(edition).into()]).one(&self.tx).await?;
        let Some(last) = row.and_then(|row| row.last) else { return Ok(None) };
        last.parse().map(Some).map_err(|_| impossible("posting", "until_on", record.to_string()))
    }

    /// Every period on a desk, the latest entered first, and whether there are more.
    pub async fn periods(&self, desk: &Desk) -> Result<(Vec<PeriodLine>, bool)> {
        let mut query = Sql::new(
            "SELECT id, index_school, index_year, index_serial, title, unit, progress, visibility, publicity_kind,
                publicity_from, publicity_until,
                (SELECT count(*) FROM posting_row WHERE posting_row.record = record.id AND posting_row.edition =
                    (SELECT max(edition) FROM posting WHERE posting.record = record.id)) AS listed_rows,
                (SELECT max(edition) FROM posting WHERE posting.record = record.id) AS listed,
                (SELECT count(*) FROM objection WHERE objection.record = record.id AND ruling IS NULL) AS not_ruled,
                (SELECT count(*) FROM objection WHERE objection.record = record.id AND ruling = 'upheld') AS upheld,
                (SELECT count(*) FROM objection WHERE objection.record = record.id AND ruling = 'partly_upheld')
                    AS partly,
                (SELECT count(*) FROM objection WHERE objection.record = record.id AND ruling = 'rejected') AS rejected
             FROM record WHERE publicity_kind IS NOT NULL AND ",
        );
        query.on_desk(desk).push(" ORDER BY nr DESC LIMIT ").bind(LISTED + 1);
        let mut rows: Vec<LineRow> = query.all(&self.tx).await?;
        let more = rows.len() as i64 > LISTED;
        rows.truncate(LISTED as usize);
        Ok((rows.into_iter().map(line).collect::<Result<_>>()?, more))
    }

    /// The last day of the sealed copy that has to be destroyed next.
    pub async fn next_purge(&self) -> Result<Option<NaiveDate>> {
        rows! {
            struct Next {
                on: Option<String>,
            }
        }
        let text = "SELECT min(last) AS \"on\" FROM (SELECT max(kept_until) AS last FROM posting
             WHERE kept_until IS NOT NULL AND purged = 0 GROUP BY record) AS kept";
        let row: Option<Next> = Sql::new(text).one(&self.tx).await?;
        let Some(on) = row.and_then(|row| row.on) else { return Ok(None) };
        on.parse().map(Some).map_err(|_| impossible("posting", "kept_until", on))
    }

    /// Records whose sealed copies were to be kept until before `today`, all editions together.
    pub async fn purges_due(&self, today: NaiveDate) -> Result<Vec<RecordId>> {
        let text = "SELECT record FROM posting WHERE kept_until IS NOT NULL AND purged = 0
             GROUP BY record HAVING max(kept_until) < $1 ORDER BY record";
        let found: Vec<RecordRow> = sql(text, [today.to_string().into()]).all(&self.tx).await?;
        found
            .into_iter()
            .map(|row| row.record.parse().map_err(|_| impossible("posting", "record", row.record)))
            .collect()
    }
}

impl Tx {
    /// Keeps the posting of one edition over the one it had.
    pub async fn save_posting(&mut self, record: RecordId, edition: u32, posting: &Posting) -> Result<()> {
        let id = record.to_string();
        self.about_to_write([id.clone()]).await?;
        let key = [Value::from(id.as_str()), i64::from(edition).into()];
        sql("DELETE FROM posting_row WHERE record = $1 AND edition = $2", key.clone()).run(&self.tx).await?;
        let day = |day: Option<NaiveDate>| optional(day.map(|day| day.to_string()).as_deref());
        let mut values = key.to_vec();
        values.extend([
            posting.kind.as_str().into(),
            posting.starts.to_string().into(),
            i64::from(posting.length.count).into(),
            posting.length.days.code().into(),
            posting.contact.as_str().into(),
            json_list(&posting.roll.heads).into(),
            day(posting.period.map(|(from, _)| from)),
            day(posting.period.map(|(_, until)| until)),
            day(posting.extended.as_ref().map(|(first, _)| *first)),
            optional(posting.extended.as_ref().map(|(_, why)| why.as_str())),
            day(posting.kept_until),
            i64::from(posting.purged).into(),
            posting.wider.as_str().into(),
            json_list(&posting.kept).into(),
        ]);
        POSTING.upsert(&self.tx, 2, values).await?;
        let mut values = Vec::with_capacity(posting.roll.rows.len() * ROW.columns.len());
        for (position, row) in posting.roll.rows.iter().enumerate() {
            let again = posting.again.get(position).copied().unwrap_or_default();
            values.extend([
                Value::from(id.as_str()),
                i64::from(edition).into(),
                i64::try_from(position).unwrap_or(i64::MAX).into(),
                json_list(row).into(),
                i64::from(again).into(),
            ]);
        }
        ROW.insert(&self.tx, values, "").await
    }

    /// Forgets the postings of a record from the edition after `kept` on: a draft that went, an amendment that was given up.
    pub async fn forget_postings(&mut self, record: RecordId, kept: u32) -> Result<()> {
        self.about_to_write([record.to_string()]).await?;
        for text in [
            "DELETE FROM posting_row WHERE record = $1 AND edition > $2",
            "DELETE FROM posting WHERE record = $1 AND edition > $2",
        ] {
            sql(text, [record.to_string().into(), i64::from(kept).into()]).run(&self.tx).await?;
        }
        Ok(())
    }

    /// Destroys the lists of a record, of all its editions, and what its objections say and of whom; how they were decided
    /// stays.
    pub async fn purge_postings(&mut self, record: RecordId) -> Result<()> {
        self.about_to_write([record.to_string()]).await?;
        for text in [
            "DELETE FROM posting_row WHERE record = $1",
            "UPDATE posting SET purged = 1, heads = '[]', kept = '[]' WHERE record = $1",
            "UPDATE objection SET body = '', name = NULL, contact = NULL, about_cells = NULL,
                answer = CASE WHEN answer IS NULL THEN NULL ELSE '' END WHERE record = $1",
            // Without its salt nobody can try names against what the public log has of the list.
            "UPDATE log_entry SET salt = '' WHERE object = $1",
        ] {
            sql(text, [record.to_string().into()]).run(&self.tx).await?;
        }
        Ok(())
    }
}

fn posting(row: PostingRow, cells: Vec<CellsRow>, id: &str) -> Result<Posting> {
    let wrong = |column| impossible("posting", column, id);
    let day = |text: &Option<String>, column| match text {
        Some(text) => text.parse::<NaiveDate>().map(Some).map_err(|_| wrong(column)),
        None => Ok(None),
    };
    let days = match row.days.as_str() {
        "working" => Days::Working,
        "calendar" => Days::Calendar,
        _ => return Err(wrong("days")),
    };
    let (from, until) = (day(&row.from_on, "from_on")?, day(&row.until_on, "until_on")?);
    let list = |cells: &CellsRow| read_list(&cells.cells).ok_or_else(|| impossible("posting_row", "cells", id));
    Ok(Posting {
        starts: row.starts_on.parse().map_err(|_| wrong("starts_on"))?,
        length: Length { count: u32::try_from(row.day_count).map_err(|_| wrong("day_count"))?, days },
        period: from.zip(until),
        extended: day(&row.first_end, "first_end")?.zip(row.extended_why),
        kept_until: day(&row.kept_until, "kept_until")?,
        purged: row.purged != 0,
        again: cells.iter().map(|cells| cells.again != 0).collect(),
        roll: Roll {
            heads: read_list(&row.heads).ok_or_else(|| wrong("heads"))?,
            rows: cells.iter().map(list).collect::<Result<_>>()?,
        },
        kept: read_list(&row.kept).ok_or_else(|| wrong("kept"))?,
        kind: row.kind,
        contact: row.contact,
        wider: row.wider,
    })
}

fn line(row: LineRow) -> Result<PeriodLine> {
    let wrong = |column| impossible("record", column, &row.id);
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(PeriodLine {
        id: row.id.parse().map_err(|_| wrong("id"))?,
        index: IndexNumber {
            school: row.index_school.clone(),
            year: i32::try_from(row.index_year).map_err(|_| wrong("index_year"))?,
            serial: u32::try_from(row.index_serial).map_err(|_| wrong("index_serial"))?,
        },
        from: date(&row.publicity_from).ok_or_else(|| wrong("publicity_from"))?,
        until: date(&row.publicity_until).ok_or_else(|| wrong("publicity_until"))?,
        outcome: Outcome {
            open: count(row.not_ruled),
            upheld: count(row.upheld),
            partly: count(row.partly),
            rejected: count(row.rejected),
        },
        unit: Some(row.unit).filter(|unit| !unit.is_empty()),
        title: row.title,
        progress: row.progress,
        visibility: row.visibility,
        kind: row.publicity_kind,
        rows: row.listed.map(|_| row.listed_rows.unsigned_abs()),
    })
}
