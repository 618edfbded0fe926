//! Numbers for board and report: how many, how lately, in which month, over which channel.
//!
//! The board reads the tally, which is kept beside the records, so that its time does not grow; the report
//! counts the records of its year themselves. Neither is stored as a statement of its own.

use crate::error::{Result, impossible};
use crate::record::PUBLIC;
use crate::record_list::{LINE, LineRow};
use crate::record_row::{date, school_year};
use crate::sql::{Sql, Value, rows, sql};
use crate::{Line, Reader};
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::school_year::SchoolYear;
use std::collections::HashMap;

/// The newest public record of an item and how many there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest {
    /// The newest by date of publication; its `since` is unknown only when no date of the item is known.
    pub line: Line,
    /// Records.
    pub records: u64,
    /// Things they stand for, batch entries counted in full.
    pub things: u64,
}

/// Public records of one item in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthCount {
    /// Item.
    pub item: ItemKey,
    /// The month of publication; the year or nothing where no more is known.
    pub month: PartialDate,
    /// Records.
    pub records: u64,
    /// Things they stand for.
    pub things: u64,
}

/// Releases over one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelCount {
    /// Channel's code.
    pub channel: String,
    /// Releases.
    pub releases: u64,
    /// Records they belong to.
    pub records: u64,
}

rows! {
    struct ItemRow {
        item: String,
        records: i64,
        things: i64,
    }

    struct MonthRow {
        item: String,
        month: String,
        records: i64,
        things: i64,
    }

    struct ChannelRow {
        channel: String,
        releases: i64,
        records: i64,
    }

    struct YearRow {
        report_year: i64,
    }
}

impl Reader {
    /// For each item that has public records: the newest, and how many there are; in all years, or of those that
    /// one school year accounts for. Items without any are missing from the answer.
    pub async fn latest_by_item(&self, year: Option<SchoolYear>) -> Result<HashMap<ItemKey, Latest>> {
        let of_year = |query: &mut Sql| {
            if let Some(year) = year {
                query.push(" AND report_year = ").bind(i64::from(year.first_year()));
            }
        };
        let mut query = Sql::new(
            "SELECT item, CAST(sum(records) AS BIGINT) AS records, CAST(sum(things) AS BIGINT) AS things
             FROM tally WHERE records > 0",
        );
        of_year(&mut query);
        query.push(" GROUP BY item");
        let counts: Vec<ItemRow> = query.all(&self.tx).await?;
        let mut query =
            Sql::new(format!("SELECT {LINE} FROM record WHERE nr IN (SELECT (SELECT nr FROM record AS newest"));
        query.push(" WHERE newest.item = items.item AND ").push(PUBLIC);
        of_year(&mut query);
        query.push(" ORDER BY since DESC, nr DESC LIMIT 1) FROM (SELECT DISTINCT item FROM tally WHERE records > 0");
        of_year(&mut query);
        query.push(") AS items)");
        let rows: Vec<LineRow> = query.all(&self.tx).await?;
        let mut newest: HashMap<ItemKey, Line> =
            self.with_links(rows).await?.into_iter().map(|line| (line.item.clone(), line)).collect();
        let mut latest = HashMap::new();
        for row in counts {
            let item = item(&row.item)?;
            if let Some(line) = newest.remove(&item) {
                latest.insert(item, Latest { line, records: number(row.records)?, things: number(row.things)? });
            }
        }
        Ok(latest)
    }

    /// Public records of a school year by item and month, counted from the records.
    pub async fn counts_by_item_month(&self, year: SchoolYear) -> Result<Vec<MonthCount>> {
        let text = format!(
            "SELECT item, substr(since, 1, 7) AS month, count(*) AS records, CAST(sum(things) AS BIGINT) AS things
             FROM record WHERE {PUBLIC} AND report_year = $1
             GROUP BY item, substr(since, 1, 7) ORDER BY item, substr(since, 1, 7)"
        );
        let rows: Vec<MonthRow> = sql(&text, [first(year)]).all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                Ok(MonthCount {
                    item: item(&row.item)?,
                    month: date(&row.month).ok_or_else(|| impossible("record", "since", &row.item))?,
                    records: number(row.records)?,
                    things: number(row.things)?,
                })
            })
            .collect()
    }

    /// Releases of the public records of a school year by channel, most used first.
    pub async fn counts_by_channel(&self, year: SchoolYear) -> Result<Vec<ChannelCount>> {
        let text = format!(
            "SELECT channel, count(*) AS releases, count(DISTINCT record_nr) AS records
             FROM record JOIN release ON record_nr = nr WHERE {PUBLIC} AND report_year = $1
             GROUP BY channel ORDER BY count(*) DESC, channel"
        );
        let rows: Vec<ChannelRow> = sql(&text, [first(year)]).all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                let (releases, records) = (number(row.releases)?, number(row.records)?);
                Ok(ChannelCount { channel: row.channel, releases, records })
            })
            .collect()
    }

    /// School years that account for public records, the latest first.
    pub async fn years(&self) -> Result<Vec<SchoolYear>> {
        let text =
            "SELECT DISTINCT report_year FROM tally WHERE records > 0 AND report_year > 0 ORDER BY report_year DESC";
        let rows: Vec<YearRow> = Sql::new(text).all(&self.tx).await?;
        let wrong = |year| impossible("tally", "report_year", year);
        rows.into_iter().map(|row| school_year(row.report_year).ok_or_else(|| wrong(row.report_year))).collect()
    }
}

fn first(year: SchoolYear) -> Value {
    i64::from(year.first_year()).into()
}

fn item(text: &str) -> Result<ItemKey> {
    text.parse().map_err(|_| impossible("record", "item", text))
}

fn number(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(|_| impossible("tally", "records", count))
}
