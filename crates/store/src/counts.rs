//! Numbers for board, JSON and report: how much was disclosed under each item in each school year, and how lately.
//!
//! The board reads the tally, which is kept beside the records, so that its time does not grow; the report counts the
//! records of its year themselves. Both are the same account: what counts, `domain` decides and the columns
//! `account` and `report_year` hold.

use crate::Reader;
use crate::db::sql::{Number, Sql, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::record_row::{date, school_year};
use chrono::NaiveDate;
use domain::annual_report::KeptBack;
use domain::catalogue::ItemKey;
use domain::coverage::KeyFacts;
use domain::date::PartialDate;
use domain::record::{Disclosed, IndexNumber, Reach, Record, Withdrawn};
use domain::school_year::SchoolYear;
use std::collections::BTreeSet;

/// What one school year disclosed under one key of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearFacts {
    /// The key.
    pub item: ItemKey,
    /// The year that accounts for it, when one does.
    pub year: Option<SchoolYear>,
    /// How much.
    pub facts: KeyFacts,
}

/// A record that is not public yet, by what a person knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its index number.
    pub index: IndexNumber,
    /// Code of its unit, when it has one.
    pub unit: Option<String>,
    /// Its item.
    pub item: ItemKey,
    /// Its title.
    pub title: String,
}

rows! {
    struct DraftRow {
        index_school: String,
        index_year: i64,
        index_serial: i64,
        unit: String,
        item: String,
        title: String,
    }
}

impl DraftRow {
    fn draft(self) -> Result<Draft> {
        let wrong = |column| impossible("record", column, &self.title);
        Ok(Draft {
            index: IndexNumber {
                year: i32::try_from(self.index_year).map_err(|_| wrong("index_year"))?,
                serial: u32::try_from(self.index_serial).map_err(|_| wrong("index_serial"))?,
                school: self.index_school,
            },
            item: self.item.parse().map_err(|_| impossible("record", "item", &self.item))?,
            unit: Some(self.unit).filter(|unit| !unit.is_empty()),
            title: self.title,
        })
    }
}

rows! {
    struct FactsRow {
        item: String,
        report_year: i64,
        things: i64,
        down: i64,
        latest: Option<String>,
    }

    struct KeptBackRow {
        item: String,
        unit: String,
        openness: String,
    }

    struct TitleRow {
        title: String,
        since: String,
    }

    struct NumberRow {
        nr: i64,
    }

    struct UnitRow {
        unit: String,
    }
}

impl KeptBackRow {
    fn kept_back(self) -> Result<KeptBack> {
        Ok(KeptBack {
            item: self.item.parse().map_err(|_| impossible("record", "item", &self.item))?,
            unit: Some(self.unit).filter(|unit| !unit.is_empty()),
            withheld: self.openness == "withheld",
        })
    }
}

impl Reader {
    /// What was disclosed, by item and school year. Items and years without anything are missing.
    pub async fn disclosed_facts(&self) -> Result<Vec<YearFacts>> {
        let query = Sql::new(
            "SELECT item, report_year, CAST(sum(things) AS BIGINT) AS things, CAST(sum(down) AS BIGINT) AS down,
                (SELECT max(since) FROM record WHERE record.item = tally.item
                    AND record.report_year = tally.report_year AND account <> 'none') AS latest
             FROM tally WHERE records > 0 GROUP BY item, report_year ORDER BY item, report_year",
        );
        let rows: Vec<FactsRow> = query.all(&self.tx).await?;
        rows.into_iter()
            .map(|row| {
                let latest = row.latest.as_deref().unwrap_or_default();
                Ok(YearFacts {
                    item: row.item.parse().map_err(|_| impossible("tally", "item", &row.item))?,
                    year: match row.report_year {
                        0 => None,
                        year => Some(school_year(year).ok_or_else(|| impossible("tally", "report_year", year))?),
                    },
                    facts: KeyFacts {
                        entries: number(row.things)?,
                        taken_down: number(row.down)?,
                        latest: date(latest).ok_or_else(|| impossible("record", "since", &row.item))?,
                    },
                })
            })
            .collect()
    }

    /// Titles under an item of what was disclosed, with the day on which each went out, the latest first.
    pub async fn disclosed_titles(&self, item: &ItemKey, most: u32) -> Result<Vec<(String, PartialDate)>> {
        let text =
            "SELECT title, since FROM record WHERE item = $1 AND account <> 'none' ORDER BY since DESC, nr LIMIT $2";
        let rows: Vec<TitleRow> = sql(text, [item.to_string().into(), i64::from(most).into()]).all(&self.tx).await?;
        let titled = |row: TitleRow| {
            let since = date(&row.since).ok_or_else(|| impossible("record", "since", &row.since))?;
            Ok((row.title, since))
        };
        rows.into_iter().map(titled).collect()
    }

    /// The records that a school year accounts for, as its report may speak of them, in the order of entry.
    pub async fn disclosed(&self, year: SchoolYear) -> Result<Vec<Disclosed>> {
        const TOGETHER: i64 = 1_000;
        let (mut after, mut disclosed) = (0, Vec::new());
        loop {
            let text = "SELECT nr FROM record WHERE report_year = $1 AND account <> 'none' AND nr > $2
                 ORDER BY nr LIMIT $3";
            let rows: Vec<NumberRow> = sql(text, [first(year), after.into(), TOGETHER.into()]).all(&self.tx).await?;
            let Some(last) = rows.last() else { return Ok(disclosed) };
            after = last.nr;
            let mut query = Sql::new("SELECT * FROM record WHERE nr IN (");
            query.bind_list(rows.iter().map(|row| row.nr)).push(") ORDER BY nr");
            disclosed.extend(self.full(query).await?.iter().filter_map(Disclosed::of));
        }
    }

    /// Records that somebody finds on `today` and whose dates may be impossible, under an item or under all; the rule itself is
    /// `domain`'s.
    pub async fn doubtful_dates(&self, reach: &Reach, today: NaiveDate, item: Option<&ItemKey>) -> Result<Vec<Record>> {
        let mut query = Sql::new("SELECT * FROM record WHERE ");
        query.found_by(reach, today);
        if let Some(item) = item {
            query.push(" AND item = ").bind(item.to_string());
        }
        let day = today.to_string();
        query.push(" AND (since > ").bind(day.clone());
        query.push(
            " OR EXISTS (SELECT 1 FROM edition AS e WHERE e.record_nr = record.nr AND e.number = 1 AND e.made_on <> ''
                 AND (e.made_on > ",
        );
        query.bind(day);
        // Of two dates as much as both say.
        query.push(
            " OR since <> '' AND substr(since, 1, length(e.made_on)) < substr(e.made_on, 1, length(since))))) ORDER BY nr",
        );
        self.full(query).await
    }

    /// Codes of the units that have a record which anyone finds on `today`.
    pub async fn units_found(&self, reach: &Reach, today: NaiveDate) -> Result<BTreeSet<String>> {
        let mut query = Sql::new("SELECT DISTINCT unit FROM record WHERE unit <> '' AND ");
        query.found_by(reach, today);
        Ok(query.all::<UnitRow>(&self.tx).await?.into_iter().map(|row| row.unit).collect())
    }

    /// What a school year disclosed and withdrew again before it was over, in the order of entry.
    pub async fn withdrawn(&self, year: SchoolYear) -> Result<Vec<Withdrawn>> {
        let mut query =
            Sql::new("SELECT * FROM record WHERE visibility = 'withdrawn' AND account = 'none' AND report_year = ");
        query.bind(first(year)).push(" ORDER BY nr");
        Ok(self.full(query).await?.iter().filter_map(Withdrawn::of).collect())
    }

    /// Records of a school year that are given on request only, or withheld, in the order of entry: those of which both
    /// reviews decided so, and those that a ledger file says so of. What somebody only drafts so is not decided.
    pub async fn kept_back(&self, year: SchoolYear) -> Result<Vec<KeptBack>> {
        let text = "SELECT item, unit, openness FROM record WHERE openness <> 'proactive' AND report_year = $1
             AND (progress = 'done' OR drafter IS NULL) ORDER BY nr";
        let rows: Vec<KeptBackRow> = sql(text, [first(year)]).all(&self.tx).await?;
        rows.into_iter().map(KeptBackRow::kept_back).collect()
    }

    /// How many records may be of a school year by the calendar year that is all their date of publication says, and are
    /// accounted for by the other one that it may mean, without anybody having said so.
    pub async fn perhaps_of(&self, year: SchoolYear) -> Result<u64> {
        let mut query = Sql::new(
            "SELECT CAST(coalesce(sum(things), 0) AS BIGINT) AS n FROM record WHERE account <> 'none' AND year IS NULL AND report_year <> ",
        );
        query.bind(first(year)).push(" AND since IN (");
        query.bind_list([year.first_year(), year.first_year() + 1].map(|year| format!("{year:04}"))).push(")");
        let rows: Vec<Number> = query.all(&self.tx).await?;
        rows.first().map_or(Ok(0), |row| number(row.n))
    }

    /// Records of a school year that its report would tell of and that are not public yet, by unit.
    pub async fn drafts_of(&self, year: SchoolYear) -> Result<Vec<Draft>> {
        let text = "SELECT index_school, index_year, index_serial, unit, item, title FROM record
             WHERE report_year = $1 AND visibility = 'hidden' AND openness = 'proactive'
                 AND progress NOT IN ('done', 'stopped') ORDER BY unit, nr";
        let rows: Vec<DraftRow> = sql(text, [first(year)]).all(&self.tx).await?;
        rows.into_iter().map(DraftRow::draft).collect()
    }

    /// School years that account for something disclosed, the latest first.
    pub async fn years(&self) -> Result<Vec<SchoolYear>> {
        let text = "SELECT DISTINCT report_year AS n FROM tally WHERE records > 0 AND report_year > 0
             ORDER BY report_year DESC";
        let rows: Vec<Number> = Sql::new(text).all(&self.tx).await?;
        rows.into_iter()
            .map(|row| school_year(row.n).ok_or_else(|| impossible("tally", "report_year", row.n)))
            .collect()
    }
}

fn first(year: SchoolYear) -> Value {
    i64::from(year.first_year()).into()
}

fn number(count: i64) -> Result<u64> {
    u64::try_from(count).map_err(|_| impossible("tally", "records", count))
}
