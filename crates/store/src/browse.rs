//! What lists can be turned to by day, kind, unit or document number: counts beside each choice, and the lines of some
//! records.
//!
//! Each counts what its reader finds, with the one condition of `reach`; so a count is what the list behind it holds.

use crate::db::sql::{Sql, rows};
use crate::error::{Result, impossible};
use crate::record_list::{LINE, LineRow};
use crate::record_row::date;
use crate::{Filter, Line, Reader};
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::record::Reach;
use std::collections::HashMap;

/// Records that are read at once.
const TOGETHER: usize = 500;

/// How much is behind a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The choice: a code, a month as `2023-05`.
    pub of: String,
    /// Records.
    pub records: u64,
    /// What they stand for, batches counted out.
    pub things: u64,
    /// When the latest became public, as far as is known.
    pub latest: PartialDate,
}

/// When a record was made and became public, for how it kept the term of its item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its item.
    pub item: ItemKey,
    /// When its first edition was made.
    pub made: PartialDate,
    /// First public on.
    pub published: PartialDate,
}

/// By what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Month in which it became public; the year alone where only that is known, nothing where nothing is.
    Month,
    /// Kind of document, by code.
    Form,
    /// Unit, by code; empty where none is known.
    Unit,
    /// All together.
    All,
}

impl By {
    fn column(self) -> &'static str {
        match self {
            By::Month => "substr(since, 1, 7)",
            By::Form => "form",
            By::Unit => "unit",
            By::All => "''",
        }
    }
}

rows! {
    struct CountRow {
        choice: String,
        records: i64,
        things: i64,
        latest: Option<String>,
    }

    struct NumberRow {
        id: String,
        document_number: String,
    }

    struct KeptRow {
        id: String,
        item: String,
        made_on: String,
        since: String,
    }
}

impl Reader {
    /// How many records a filter leaves, by each value of something; values without any are missing.
    pub async fn counted(&self, filter: &Filter, by: By) -> Result<Vec<Count>> {
        let column = by.column();
        let mut query = Sql::new(format!(
            "SELECT {column} AS choice, count(*) AS records, CAST(sum(things) AS BIGINT) AS things, max(since) AS latest
             FROM record WHERE "
        ));
        filter.condition(&mut query);
        query.push(" GROUP BY 1 ORDER BY 1");
        let number = |n: i64| u64::try_from(n).map_err(|_| impossible("record", "things", n));
        let rows: Vec<CountRow> = query.all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                let latest = row.latest.as_deref().unwrap_or_default();
                Ok(Count {
                    records: number(row.records)?,
                    things: number(row.things)?,
                    latest: date(latest).ok_or_else(|| impossible("record", "since", latest))?,
                    of: row.choice,
                })
            })
            .collect()
    }

    /// Document numbers of what somebody finds, in the order of entry.
    pub async fn document_numbers(&self, reach: &Reach, today: NaiveDate) -> Result<Vec<(RecordId, String)>> {
        let mut query = Sql::new("SELECT id, document_number FROM record WHERE document_number <> '' AND ");
        query.found_by(reach, today).push(" ORDER BY nr");
        let rows: Vec<NumberRow> = query.all(&self.tx).await?;
        let numbered = |row: NumberRow| {
            let id = row.id.parse().map_err(|_| impossible("record", "id", &row.id))?;
            Ok((id, row.document_number))
        };
        rows.into_iter().map(numbered).collect()
    }

    /// How what a unit has on view for everyone kept its terms, as dates.
    pub async fn kept_terms(&self, unit: &str, today: NaiveDate) -> Result<Vec<Kept>> {
        let mut query = Sql::new(
            "SELECT id, item, made_on, since FROM record JOIN edition ON record_nr = nr
             WHERE number = (SELECT min(number) FROM edition AS first WHERE first.record_nr = record.nr) AND unit = ",
        );
        query.bind(unit).push(" AND ").found_by(&Reach::Public, today).push(" ORDER BY nr");
        let rows: Vec<KeptRow> = query.all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                let wrong = |column| impossible("record", column, &row.id);
                Ok(Kept {
                    item: row.item.parse().map_err(|_| wrong("item"))?,
                    made: date(&row.made_on).ok_or_else(|| wrong("made_on"))?,
                    published: date(&row.since).ok_or_else(|| wrong("since"))?,
                })
            })
            .collect()
    }

    /// The lines of these records, in this order; of what somebody finds.
    pub async fn lines_of(&self, ids: &[RecordId], reach: &Reach, today: NaiveDate) -> Result<Vec<Line>> {
        let mut rows: Vec<LineRow> = Vec::with_capacity(ids.len());
        for some in ids.chunks(TOGETHER) {
            let mut query = Sql::new(format!("SELECT {LINE} FROM record WHERE id IN ("));
            query.bind_list(some.iter().map(ToString::to_string)).push(") AND ");
            query.found_by(reach, today);
            rows.extend(query.all::<LineRow>(&self.tx).await?);
        }
        let lines = self.with_links(rows).await?;
        let mut lines: HashMap<RecordId, Line> = lines.into_iter().map(|line| (line.id, line)).collect();
        Ok(ids.iter().filter_map(|id| lines.remove(id)).collect())
    }
}
