//! What a visitor sees: a record or its tombstone, what is new, what is open to objection, what a search finds.
//!
//! It exists so that no page asks for more than the public may have. Every query here stands on the condition
//! `record::PUBLIC` and walks an index that holds nothing else, so its time does not grow with the database.

use crate::error::Result;
use crate::record::PUBLIC;
use crate::record_list::{LINE, LineRow};
use crate::record_row::date;
use crate::sql::{Sql, Value, containing, rows, sql};
use crate::{Filter, Line, Page, Reader, error};
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::record::{Audience, IndexNumber, Openness, Progress, Record, Visibility};

/// Newest public records that a search looks through.
const SEARCHED: u32 = 20_000;

/// What is at a record's public address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The record, cut to what is public: editions up to the public one, without draft, drafter or reviewers.
    Public(Box<Record>),
    /// It was public and was taken down.
    Tombstone(Tombstone),
}

/// What stays at the address of a record that was taken down. No content, no names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// Identity.
    pub id: RecordId,
    /// Index number.
    pub index: IndexNumber,
    /// Item it stood under.
    pub item: ItemKey,
    /// Why it is gone.
    pub kind: TombstoneKind,
}

/// Why a record is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TombstoneKind {
    /// Taken down.
    Withdrawn {
        /// For this reason.
        reason: String,
        /// Index number of what takes its place.
        successor: Option<String>,
    },
    /// Its term, or its publicity period, is over.
    Expired,
}

/// The records next to one in its item, by date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbours {
    /// The next older.
    pub older: Option<Line>,
    /// The next newer.
    pub newer: Option<Line>,
}

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
}

impl Reader {
    /// What a visitor may see at the record's address; `NotFound` when that is nothing.
    pub async fn shown(&self, id: RecordId) -> Result<Shown> {
        let nothing = || error::Error::NotFound { kind: "record", key: id.to_string() };
        let mut record = self.find_record(id).await?.ok_or_else(nothing)?;
        if record.audience != Audience::Public || record.openness != Openness::Proactive {
            return Err(nothing());
        }
        let kind = match &record.visibility {
            Visibility::Hidden => return Err(nothing()),
            Visibility::Public { edition, .. } => {
                let public = *edition;
                record.editions.retain(|edition| edition.number <= public);
                record.releases.retain(|release| release.edition <= public);
                record.progress = Progress::Done;
                record.drafter = None;
                return Ok(Shown::Public(Box::new(record)));
            }
            Visibility::Withdrawn { reason, successor } => {
                TombstoneKind::Withdrawn { reason: reason.clone(), successor: successor.clone() }
            }
            Visibility::Expired => TombstoneKind::Expired,
        };
        Ok(Shown::Tombstone(Tombstone { id, index: record.index, item: record.item, kind }))
    }

    /// The newest public records.
    pub async fn latest_records(&self, n: u32) -> Result<Vec<Line>> {
        Ok(self.lines(&Filter::default(), Page::first(n)).await?.rows)
    }

    /// Public records whose publicity period (公示) stands on this day, those that end first first, at most 200. A
    /// period whose last day is unknown is not known to stand.
    pub async fn publicity_in_progress(&self, today: NaiveDate) -> Result<Vec<Line>> {
        let text = format!(
            "SELECT {LINE} FROM record WHERE publicity_kind IS NOT NULL AND {PUBLIC}
             AND publicity_last >= $1 AND publicity_first <= $2 ORDER BY publicity_last, nr LIMIT 200"
        );
        let today = today.to_string();
        let rows = sql(&text, [today.as_str().into(), today.as_str().into()]).all(&self.tx).await?;
        self.with_links(rows).await
    }

    /// Records still public on a day after the last one of their term, those whose term ended first first, at most
    /// 200: what the taking down has to look at.
    pub async fn terms_over(&self, today: NaiveDate) -> Result<Vec<Line>> {
        let text = format!(
            "SELECT {LINE} FROM record WHERE term_until IS NOT NULL AND visibility = 'public'
             AND term_until < $1 ORDER BY term_until, nr LIMIT 200"
        );
        let rows = sql(&text, [today.to_string().into()]).all(&self.tx).await?;
        self.with_links(rows).await
    }

    /// The public records before and after one in its item, by date.
    pub async fn neighbours(&self, id: RecordId) -> Result<Neighbours> {
        let here = self.line_row(id).await?;
        let item = here.clone().line(None)?.item;
        let beside = |newer: bool| {
            let (than, way) = if newer { (">", "") } else { ("<", " DESC") };
            let text = format!(
                "SELECT {LINE} FROM record WHERE {PUBLIC} AND item = $1 AND (since, nr) {than} ($2, $3)
                 ORDER BY since{way}, nr{way} LIMIT 1"
            );
            sql(&text, [item.to_string().into(), here.since.as_str().into(), here.nr.into()])
        };
        let older = self.with_links(beside(false).all::<LineRow>(&self.tx).await?).await?.pop();
        let newer = self.with_links(beside(true).all::<LineRow>(&self.tx).await?).await?.pop();
        Ok(Neighbours { older, newer })
    }

    /// Public records with this text in title, document number or the name of their unit, newest first, at most
    /// `limit` (up to 200). The text is taken as it stands, ASCII letters in either case; under two characters
    /// nothing is found. Only the newest 20,000 records are looked through, so that time is bounded.
    pub async fn search_titles(&self, text: &str, limit: u32) -> Result<Found> {
        let text = text.trim();
        if text.chars().count() < 2 {
            return Ok(Found { lines: Vec::new(), more: false, complete: true });
        }
        let limit = limit.clamp(1, 200) as usize;
        let edge: Option<Place> = Sql::new(format!(
            "SELECT since, nr FROM record WHERE {PUBLIC} ORDER BY since DESC, nr DESC LIMIT 1 OFFSET {SEARCHED}"
        ))
        .one(&self.tx)
        .await?;
        let pattern = containing(text);
        let units: Vec<Code> =
            sql("SELECT code FROM unit WHERE lower(name) LIKE $1 ESCAPE '\\'", [pattern.as_str().into()])
                .all(&self.tx)
                .await?;
        let mut query = Sql::new(format!("SELECT {LINE} FROM record WHERE {PUBLIC} AND (lower(title) LIKE "));
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

    /// Public records with the day they were last brought up to date, in the order of entry, for a site map: those
    /// after `after`, at most `limit` (up to 50,000).
    pub async fn public_pages(&self, after: Option<RecordId>, limit: u32) -> Result<Vec<(RecordId, PartialDate)>> {
        let after = match after {
            Some(id) => self.line_row(id).await?.nr,
            None => 0,
        };
        let text = format!("SELECT id, updated, nr FROM record WHERE {PUBLIC} AND nr > $1 ORDER BY nr LIMIT $2");
        let rows: Vec<PageRow> = sql(&text, [after.into(), i64::from(limit.min(50_000)).into()]).all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                let wrong = |column| error::impossible("record", column, row.nr);
                let id = row.id.parse().map_err(|_| wrong("id"))?;
                Ok((id, date(&row.updated).ok_or_else(|| wrong("updated"))?))
            })
            .collect()
    }
}
