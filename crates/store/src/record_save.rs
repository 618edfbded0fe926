//! Writing a record with its editions, releases and attachments, its index number, and the tally that counts it.
//!
//! A save names the version it was read at; a stale one is refused and nothing is written. Whether a change is
//! allowed is not asked here: `domain` decided before.

use crate::attachment::{ATTACHMENT, attachment_values};
use crate::db::sql::{Number, Sql, Table, rows, sql};
use crate::db::value::Value;
use crate::error::{Error, Result};
use crate::record_row::{Cell, EDITION, RECORD, RELEASE, edition_values, record_values, release_values, report_year};
use crate::{Reader, Tx};
use domain::record::{Account, IndexNumber, Record};
use std::collections::BTreeMap;

pub(crate) const TALLY: Table =
    Table { name: "tally", columns: &["item", "report_year", "month", "records", "things", "down"] };

const COUNTER: Table = Table { name: "index_counter", columns: &["school", "year", "last"] };

/// What a cell of the tally counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counted {
    records: i64,
    things: i64,
    /// Of the things, those taken down.
    down: i64,
}

/// Changes of the tally, collected before they are written.
pub(crate) type Tallied = BTreeMap<Cell, Counted>;

rows! {
    struct Stored {
        nr: i64,
        version: i64,
        fingerprint: i64,
    }
}

impl Tx {
    /// Saves a record: a new one when its version is 0, else the one it was read from, which must still have
    /// that version. Returns the new version; the value in hand keeps the old one.
    pub async fn save_record(&mut self, record: &Record) -> Result<u32> {
        let mut tallied = Tallied::new();
        let version = if record.version == 0 {
            self.insert_records(&[(record, 0)], &mut tallied).await?;
            1
        } else {
            self.update_record(record, None, &mut tallied).await?
        };
        self.write_tally(tallied).await?;
        Ok(version)
    }

    /// Takes a record away with its editions, releases and files; its index number is not handed out again.
    pub async fn delete_record(&mut self, record: &Record) -> Result<()> {
        let key = [record.id.to_string().into(), i64::from(record.version).into()];
        let found: Option<Number> =
            sql("SELECT nr AS n FROM record WHERE id = $1 AND version = $2", key).one(&self.tx).await?;
        let Some(Number { n: nr }) = found else {
            return Err(Error::Conflict { kind: "record", key: record.id.to_string() });
        };
        self.about_to_write([record.id.to_string()]).await?;
        let files: Vec<&str> = record.attachments.iter().map(|file| file.digest.as_str()).collect();
        for text in [
            "DELETE FROM attachment WHERE record_nr = $1",
            "DELETE FROM release WHERE record_nr = $1",
            "DELETE FROM edition WHERE record_nr = $1",
            "DELETE FROM record WHERE nr = $1",
        ] {
            sql(text, [nr.into()]).run(&self.tx).await?;
        }
        for text in [
            "DELETE FROM comment WHERE record = $1",
            "DELETE FROM waiver WHERE record = $1",
            "DELETE FROM evidence WHERE record = $1",
        ] {
            sql(text, [record.id.to_string().into()]).run(&self.tx).await?;
        }
        self.forget_blobs(files).await?;
        self.forget_postings(record.id, 0).await?;
        let mut tallied = Tallied::new();
        count(&mut tallied, record, -1);
        self.write_tally(tallied).await
    }

    /// Hands out `n` serials of index numbers of a calendar year, and returns the first. They are never handed
    /// out again, unless the change is undone as a whole.
    pub async fn allocate_index(&mut self, school: &str, year: i32, n: u32) -> Result<u32> {
        let query = "SELECT last AS n FROM index_counter WHERE school = $1 AND year = $2";
        let last: Option<Number> = sql(query, [school.into(), i64::from(year).into()]).one(&self.tx).await?;
        let last = last.map_or(0, |row| row.n);
        let next = last + i64::from(n);
        COUNTER.upsert(&self.tx, 2, vec![school.into(), i64::from(year).into(), next.into()]).await?;
        u32::try_from(last + 1).map_err(|_| crate::error::impossible("index_counter", "last", year))
    }

    /// Inserts records that are not there yet, each with the fingerprint of what it was imported from.
    pub(crate) async fn insert_records(&mut self, records: &[(&Record, i64)], tallied: &mut Tallied) -> Result<()> {
        self.about_to_write(records.iter().map(|(record, _)| record.id.to_string())).await?;
        let last: Option<Number> = Sql::new("SELECT coalesce(max(nr), 0) AS n FROM record").one(&self.tx).await?;
        let mut nr = last.map_or(0, |row| row.n);
        let mut rows = Vec::with_capacity(records.len() * RECORD.columns.len());
        let (mut editions, mut releases, mut attachments) = (Vec::new(), Vec::new(), Vec::new());
        for (record, fingerprint) in records {
            nr += 1;
            record_values(record, nr, *fingerprint, 1, &mut rows);
            for edition in &record.editions {
                edition_values(edition, nr, &mut editions);
            }
            for (position, release) in record.releases.iter().enumerate() {
                release_values(release, nr, position, &mut releases);
            }
            for (position, attachment) in record.attachments.iter().enumerate() {
                attachment_values(attachment, nr, position, &mut attachments);
            }
            count(tallied, record, 1);
        }
        RECORD.insert(&self.tx, rows, "").await?;
        EDITION.insert(&self.tx, editions, "").await?;
        RELEASE.insert(&self.tx, releases, "").await?;
        ATTACHMENT.insert(&self.tx, attachments, "").await?;
        self.never_again(records.iter().map(|(record, _)| &record.index)).await
    }

    /// Writes a record over the one it was read from; `fingerprint` is kept when none is given.
    pub(crate) async fn update_record(
        &mut self,
        record: &Record,
        fingerprint: Option<i64>,
        tallied: &mut Tallied,
    ) -> Result<u32> {
        let query = "SELECT nr, version, fingerprint FROM record WHERE id = $1";
        let stored: Option<Stored> = sql(query, [record.id.to_string().into()]).one(&self.tx).await?;
        let stored = stored.ok_or_else(|| Error::NotFound { kind: "record", key: record.id.to_string() })?;
        let conflict = || Error::Conflict { kind: "record", key: record.id.to_string() };
        if stored.version != i64::from(record.version) {
            return Err(conflict());
        }
        self.about_to_write([record.id.to_string()]).await?;
        let before = self.record(record.id).await?;
        let version = record.version + 1;
        let mut values = Vec::with_capacity(RECORD.columns.len());
        record_values(record, stored.nr, fingerprint.unwrap_or(stored.fingerprint), version, &mut values);
        let mut query = Sql::new("UPDATE record SET ");
        for (at, (column, value)) in RECORD.columns.iter().zip(values).enumerate() {
            query.push(if at == 0 { "" } else { ", " }).push(column).push(" = ").bind(value);
        }
        query.push(" WHERE nr = ").bind(stored.nr).push(" AND version = ").bind(stored.version);
        if query.run(&self.tx).await? != 1 {
            return Err(conflict());
        }
        self.replace_editions(record, &before, stored.nr).await?;
        self.replace_releases(record, &before, stored.nr).await?;
        self.replace_attachments(record, &before, stored.nr).await?;
        self.never_again([&record.index]).await?;
        count(tallied, &before, -1);
        count(tallied, record, 1);
        Ok(version)
    }

    async fn replace_editions(&self, record: &Record, before: &Record, nr: i64) -> Result<()> {
        let mut changed = Vec::new();
        for edition in record.editions.iter().filter(|edition| !before.editions.contains(edition)) {
            edition_values(edition, nr, &mut changed);
        }
        EDITION.upsert(&self.tx, 2, changed).await?;
        for gone in &before.editions {
            if !record.editions.iter().any(|edition| edition.number == gone.number) {
                let values = [nr.into(), i64::from(gone.number).into()];
                sql("DELETE FROM edition WHERE record_nr = $1 AND number = $2", values).run(&self.tx).await?;
            }
        }
        Ok(())
    }

    async fn replace_releases(&self, record: &Record, before: &Record, nr: i64) -> Result<()> {
        let named = |record: &Record| record.releases.iter().map(|release| release.of_row).collect::<Vec<_>>();
        if record.releases == before.releases && named(record) == named(before) {
            return Ok(());
        }
        sql("DELETE FROM release WHERE record_nr = $1", [nr.into()]).run(&self.tx).await?;
        let mut values = Vec::new();
        for (position, release) in record.releases.iter().enumerate() {
            release_values(release, nr, position, &mut values);
        }
        RELEASE.insert(&self.tx, values, "").await
    }

    /// Sees to it that these index numbers are not handed out.
    pub async fn reserve_index(&mut self, used: &[IndexNumber]) -> Result<()> {
        self.never_again(used).await
    }

    /// Sees to it that index numbers in use, which an import may bring along, are not handed out.
    async fn never_again<'a>(&self, used: impl IntoIterator<Item = &'a IndexNumber>) -> Result<()> {
        let mut highest: BTreeMap<(&str, i32), u32> = BTreeMap::new();
        for index in used {
            let serial = highest.entry((&index.school, index.year)).or_default();
            *serial = index.serial.max(*serial);
        }
        let mut values: Vec<Value> = Vec::new();
        for ((school, year), serial) in highest {
            values.extend([school.into(), i64::from(year).into(), i64::from(serial).into()]);
        }
        let tail =
            " ON CONFLICT (school, year) DO UPDATE SET last = excluded.last WHERE index_counter.last < excluded.last";
        COUNTER.insert(&self.tx, values, tail).await
    }

    /// Adds the collected changes to the tally.
    pub(crate) async fn write_tally(&self, tallied: Tallied) -> Result<()> {
        let mut values: Vec<Value> = Vec::new();
        for (Cell { item, report_year, month }, counted) in tallied {
            if counted != Counted::default() {
                let Counted { records, things, down } = counted;
                values.extend([item.into(), report_year.into(), month.into()]);
                values.extend([records, things, down].map(Value::from));
            }
        }
        let tail = " ON CONFLICT (item, report_year, month) DO UPDATE SET
            records = tally.records + excluded.records, things = tally.things + excluded.things,
            down = tally.down + excluded.down";
        TALLY.insert(&self.tx, values, tail).await
    }

    /// Counts everything anew. The tally may be lost or doubted at any time; this makes it true again.
    pub async fn rebuild_tally(&mut self) -> Result<()> {
        self.count_anew().await
    }
}

/// The tally as the records say it.
const COUNT: &str = "SELECT item, report_year, substr(since, 1, 7) AS month, count(*) AS records,
    CAST(sum(things) AS BIGINT) AS things,
    CAST(sum(CASE WHEN account = 'taken_down' THEN things ELSE 0 END) AS BIGINT) AS down
    FROM record WHERE account <> 'none' GROUP BY item, report_year, substr(since, 1, 7)";

impl Reader {
    /// Gives the records that no year accounts for the one that does by today's rule, in a writer's transaction.
    pub(crate) async fn account_anew(&self) -> Result<()> {
        const TOGETHER: i64 = 1_000;
        let mut after = 0;
        loop {
            let mut query = Sql::new("SELECT * FROM record WHERE report_year = 0 AND nr > ");
            query.bind(after).push(" ORDER BY nr LIMIT ").bind(TOGETHER);
            let text = "SELECT coalesce(max(nr), 0) AS n FROM (SELECT nr FROM record WHERE report_year = 0 AND nr > $1
                 ORDER BY nr LIMIT $2) AS page";
            let last: Option<Number> = sql(text, [after.into(), TOGETHER.into()]).one(&self.tx).await?;
            let page = self.full(query).await?;
            for record in &page {
                self.account_for(record).await?;
            }
            match last {
                Some(Number { n }) if !page.is_empty() => after = n,
                _ => break,
            }
        }
        self.count_anew().await
    }

    /// Keeps which year accounts for a record that none did.
    pub(crate) async fn account_for(&self, record: &Record) -> Result<()> {
        let text = "UPDATE record SET report_year = $1 WHERE id = $2 AND report_year = 0";
        sql(text, [report_year(record).into(), record.id.to_string().into()]).run(&self.tx).await?;
        Ok(())
    }

    /// The tally made of the records as they are.
    async fn count_anew(&self) -> Result<()> {
        Sql::new("DELETE FROM tally").run(&self.tx).await?;
        let text = format!(
            "INSERT INTO tally (item, report_year, month, records, things, down)
             SELECT item, report_year, month, records, things, down FROM ({COUNT}) AS counted"
        );
        Sql::new(text).run(&self.tx).await?;
        Ok(())
    }

    /// Whether the tally says what the records say. For `verify` and tests.
    pub async fn tally_is_true(&self) -> Result<bool> {
        // Every cell once from the tally and once, negative, from the records: all must add up to nothing.
        let unequal = format!(
            "SELECT count(*) AS n FROM (
                SELECT item FROM (
                    SELECT item, report_year, month, records, things, down FROM tally
                    UNION ALL
                    SELECT item, report_year, month, -records, -things, -down FROM ({COUNT}) AS counted
                ) AS both_ways
                GROUP BY item, report_year, month
                HAVING sum(records) <> 0 OR sum(things) <> 0 OR sum(down) <> 0
             ) AS unequal"
        );
        Ok(Sql::new(unequal).one::<Number>(&self.tx).await?.is_some_and(|row| row.n == 0))
    }
}

/// Notes that a record counts `times` times more, if it counts at all.
pub(crate) fn count(tallied: &mut Tallied, record: &Record, times: i64) {
    if let Some(cell) = Cell::of(record) {
        let counted = tallied.entry(cell).or_default();
        let things = times * i64::from(record.count);
        counted.records += times;
        counted.things += things;
        if record.accounted() == Account::TakenDown {
            counted.down += things;
        }
    }
}
