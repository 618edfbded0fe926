//! Batches: what an import or a command changed, kept with how it was before, so that it can be listed and undone.
//!
//! Things are remembered as their rows, whatever table they are of, so that undoing gives back exactly what was there.
//! It must not decide what may be undone beyond what the rows say: whether anybody has been at them since, and whether
//! something else would be left pointing at nothing.

use crate::code::CodeOf;
use crate::db::sql::{Number, Sql, Table, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::evidence::SHOWN_OVER;
use crate::record_row::RECORD;
use crate::record_save::{Tallied, count};
use crate::thing::{Thing, cell, column, narrow, tagged, untagged};
use crate::{Reader, Tx};
use domain::ids::{AttachmentId, RecordId};
use domain::record::Timestamp;
use domain::school_year::SchoolYear;
use serde_json::Value as Json;
use std::collections::BTreeSet;

const BATCH: Table = Table {
    name: "batch",
    columns: &["nr", "begun_at", "actor", "source", "written", "refused", "undone_at", "undone_by", "by_command"],
};

/// What stands in `after_rows` of a record that an undo removed and that was everybody's to find.
const EVERYBODYS: &str = "everybody's";

/// Records that are asked about in one statement.
const CHUNK: usize = 1_000;

const THING: Table = Table {
    name: "batch_thing",
    columns: &["batch", "position", "kind", "thing_key", "version", "before_rows", "after_rows"],
};

/// An import that was applied, or a command that mended something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// From 1.
    pub nr: u32,
    /// When.
    pub at: Timestamp,
    /// Who, as events name actors.
    pub actor: String,
    /// Name of the file, or the command.
    pub source: String,
    /// Whether `source` is a command.
    pub by_command: bool,
    /// Rows that came in or changed something; of a command the things that it changed.
    pub written: u64,
    /// Rows that were left out.
    pub refused: u64,
    /// When it was undone and by whom.
    pub undone: Option<(Timestamp, String)>,
}

/// What stands on a batch, so that it cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// This has changed since.
    Changed(Thing),
    /// This would go, and something else names it.
    Named(Thing),
    /// A report of this school year has been issued since.
    Issued(SchoolYear),
    /// This was public and has come down, withdrawn or at the end of its term: whoever had its address was told so, and a
    /// tombstone stays.
    Withdrawn(Thing),
    /// This would come back, and its key or number is another's by now.
    Taken(Thing),
    /// A unit or channel of this code would be named, and is gone.
    Gone(CodeOf, String),
    /// Two units or channels would be called so.
    Doubled(CodeOf, String),
    /// A text of this year's report would quote this figure, which is not there.
    Unquoted(SchoolYear, String),
    /// It is undone already.
    Undone,
}

impl Obstacle {
    /// The thing it is about, where it is about one.
    pub fn thing(&self) -> Option<&Thing> {
        match self {
            Obstacle::Changed(thing) | Obstacle::Named(thing) | Obstacle::Withdrawn(thing) | Obstacle::Taken(thing) => {
                Some(thing)
            }
            Obstacle::Issued(_)
            | Obstacle::Gone(..)
            | Obstacle::Doubled(..)
            | Obstacle::Unquoted(..)
            | Obstacle::Undone => None,
        }
    }
}

rows! {
    struct BatchRow {
        nr: i64,
        begun_at: i64,
        actor: String,
        source: String,
        written: i64,
        refused: i64,
        undone_at: Option<i64>,
        undone_by: Option<String>,
        by_command: i64,
    }

    struct ThingRow {
        position: i64,
        kind: String,
        thing_key: String,
        version: Option<i64>,
        before_rows: String,
        after_rows: String,
    }

    struct YearRow {
        year: i64,
    }

    struct CameRow {
        id: String,
        unit: String,
    }
}

impl BatchRow {
    fn batch(self) -> Result<Batch> {
        let wrong = |column| impossible("batch", column, self.nr);
        let undone = match (self.undone_at, self.undone_by) {
            (Some(at), Some(by)) => Some((Timestamp::from_timestamp_micros(at).ok_or_else(|| wrong("undone_at"))?, by)),
            _ => None,
        };
        Ok(Batch {
            nr: u32::try_from(self.nr).map_err(|_| wrong("nr"))?,
            at: Timestamp::from_timestamp_micros(self.begun_at).ok_or_else(|| wrong("begun_at"))?,
            actor: self.actor,
            source: self.source,
            by_command: self.by_command != 0,
            written: self.written.unsigned_abs(),
            refused: self.refused.unsigned_abs(),
            undone,
        })
    }
}

impl Reader {
    /// Batches, the newest first, from before the number `below`, at most `limit`.
    pub async fn batches(&self, below: Option<u32>, limit: u32) -> Result<Vec<Batch>> {
        let mut query = Sql::new("SELECT * FROM batch WHERE nr < ");
        query.bind(below.map_or(i64::MAX, i64::from)).push(" ORDER BY nr DESC LIMIT ").bind(i64::from(limit));
        query.all::<BatchRow>(&self.tx).await?.into_iter().map(BatchRow::batch).collect()
    }

    /// The batch with this number.
    pub async fn batch(&self, nr: u32) -> Result<Option<Batch>> {
        let row: Option<BatchRow> =
            sql("SELECT * FROM batch WHERE nr = $1", [i64::from(nr).into()]).one(&self.tx).await?;
        row.map(BatchRow::batch).transpose()
    }

    /// Records that came with the same imports as these, of imports that stand: number of the import, id, code of the unit.
    pub async fn came_with(&self, some: &[RecordId]) -> Result<Vec<(u32, RecordId, String)>> {
        let mut batches: BTreeSet<i64> = BTreeSet::new();
        for some in some.chunks(CHUNK) {
            let mut query = Sql::new(
                "SELECT DISTINCT batch AS n FROM batch_thing JOIN batch ON nr = batch
                 WHERE by_command = 0 AND undone_at IS NULL AND kind = 'record' AND before_rows = '' AND thing_key IN (",
            );
            query.bind_list(some.iter().map(|id| Thing::Record(*id).text())).push(")");
            batches.extend(query.all::<Number>(&self.tx).await?.into_iter().map(|row| row.n));
        }
        let mut came = Vec::new();
        for batch in batches {
            let text = "SELECT record.id AS id, record.unit AS unit FROM batch_thing
                 JOIN record ON record.id = substr(thing_key, 3, length(thing_key) - 4)
                 WHERE batch = $1 AND kind = 'record' AND before_rows = '' ORDER BY position";
            let nr = u32::try_from(batch).map_err(|_| impossible("batch", "nr", batch))?;
            for row in sql(text, [batch.into()]).all::<CameRow>(&self.tx).await? {
                let id = row.id.parse().map_err(|_| impossible("record", "id", row.id))?;
                came.push((nr, id, row.unit));
            }
        }
        Ok(came)
    }

    /// Whether a record that is not there was everybody's to find until the import that brought it was undone. Of one that
    /// was meant for the campus, a unit or the staff, nothing is said.
    pub async fn was_on_view_until_undone(&self, id: RecordId) -> Result<bool> {
        let text = "SELECT count(*) AS n FROM batch_thing JOIN batch ON nr = batch
             WHERE kind = 'record' AND thing_key = $1 AND before_rows = '' AND after_rows = $2
             AND undone_at IS NOT NULL";
        let values = [Thing::Record(id).text().into(), EVERYBODYS.into()];
        let row: Option<Number> = sql(text, values).one(&self.tx).await?;
        Ok(row.is_some_and(|row| row.n > 0))
    }
}

impl Tx {
    /// Begins a batch of what the file of this name or this command changes, and returns its number.
    pub async fn begin_batch(&mut self, at: Timestamp, actor: &str, source: &str, by_command: bool) -> Result<u32> {
        let last = Sql::new("SELECT coalesce(max(nr), 0) + 1 AS n FROM batch").one::<Number>(&self.tx).await?;
        let nr = last.map_or(1, |row| row.n);
        let values = vec![
            nr.into(),
            at.timestamp_micros().into(),
            actor.into(),
            source.into(),
            0i64.into(),
            0i64.into(),
            Value::Int(None),
            Value::Text(None),
            i64::from(by_command).into(),
        ];
        BATCH.insert(&self.tx, values, "").await?;
        u32::try_from(nr).map_err(|_| impossible("batch", "nr", nr))
    }

    /// Keeps how things are now, before the batch changes them. To be asked once of each thing.
    pub async fn remember(&mut self, batch: u32, things: &[Thing]) -> Result<()> {
        let mut kept = Vec::with_capacity(things.len());
        for thing in things {
            let before = self.rows_of(thing).await?.map_or_else(String::new, |rows| rows.to_string());
            kept.push((thing.clone(), before));
        }
        self.keep(batch, kept).await
    }

    /// Notes records that the batch brings in, which are not there yet.
    pub async fn remember_new(&mut self, batch: u32, records: &[RecordId]) -> Result<()> {
        self.keep(batch, records.iter().map(|id| (Thing::Record(*id), String::new())).collect()).await
    }

    async fn keep(&mut self, batch: u32, things: Vec<(Thing, String)>) -> Result<()> {
        let text = "SELECT coalesce(max(position), 0) AS n FROM batch_thing WHERE batch = $1";
        let last: Option<Number> = sql(text, [i64::from(batch).into()]).one(&self.tx).await?;
        let mut values = Vec::with_capacity(things.len() * THING.columns.len());
        for (position, (thing, before)) in (last.map_or(0, |row| row.n) + 1..).zip(things) {
            values.extend([
                i64::from(batch).into(),
                position.into(),
                thing.kind().into(),
                thing.text().into(),
                Value::Int(None),
                before.into(),
                "".into(),
            ]);
        }
        THING.insert(&self.tx, values, "").await
    }

    /// Ends a batch: keeps how its things are now, and how many rows were written and left out.
    pub async fn end_batch(&mut self, batch: u32, written: u64, refused: u64) -> Result<()> {
        let nr = i64::from(batch);
        // The id stands in its key between brackets and quotation marks; so each is found by the index of ids.
        let versions = "UPDATE batch_thing SET version = (SELECT version FROM record
             WHERE record.id = substr(thing_key, 3, length(thing_key) - 4)) WHERE batch = $1 AND kind = 'record'";
        sql(versions, [nr.into()]).run(&self.tx).await?;
        let others = "SELECT * FROM batch_thing WHERE batch = $1 AND kind <> 'record'";
        for row in sql(others, [nr.into()]).all::<ThingRow>(&self.tx).await? {
            let after = self.rows_of(&thing_of(&row, nr)?).await?.map_or_else(String::new, |rows| rows.to_string());
            let values = [after.into(), nr.into(), row.position.into()];
            sql("UPDATE batch_thing SET after_rows = $1 WHERE batch = $2 AND position = $3", values)
                .run(&self.tx)
                .await?;
        }
        let counts = [written, refused].map(|count| Value::from(i64::try_from(count).unwrap_or(i64::MAX)));
        let [written, refused] = counts;
        sql("UPDATE batch SET written = $1, refused = $2 WHERE nr = $3", [written, refused, nr.into()])
            .run(&self.tx)
            .await?;
        Ok(())
    }

    /// Gives back what was there before the batch. What stands on it is told instead, and nothing is changed. Returns
    /// the things and whether each was there before.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when there is no such batch.
    pub async fn undo_batch(
        &mut self,
        batch: &Batch,
        at: Timestamp,
        by: &str,
    ) -> Result<std::result::Result<Vec<(Thing, bool)>, Vec<Obstacle>>> {
        if batch.undone.is_some() {
            return Ok(Err(vec![Obstacle::Undone]));
        }
        let nr = i64::from(batch.nr);
        let kept: Vec<ThingRow> =
            sql("SELECT * FROM batch_thing WHERE batch = $1 ORDER BY position DESC", [nr.into()]).all(&self.tx).await?;
        let (mut obstacles, mut years) = (Vec::new(), BTreeSet::new());
        for row in &kept {
            let thing = thing_of(row, nr)?;
            let now = self.rows_of(&thing).await?;
            let untouched = match row.version {
                Some(version) => now.as_ref().and_then(|rows| column(rows, &RECORD, "version")) == Some(version),
                None => now.as_ref().map_or_else(String::new, Json::to_string) == row.after_rows,
            };
            if !untouched {
                obstacles.push(Obstacle::Changed(thing.clone()));
            } else if came_down(&row.before_rows, now.as_ref()) {
                obstacles.push(Obstacle::Withdrawn(thing.clone()));
            } else if now.is_none() && self.is_taken(&thing, &row.before_rows).await? {
                obstacles.push(Obstacle::Taken(thing.clone()));
            }
            for rows in [now, serde_json::from_str(&row.before_rows).ok()].into_iter().flatten() {
                years.extend(year_of(&thing, &rows));
            }
        }
        obstacles.extend(self.issued_since(batch.at, &years).await?);
        if !obstacles.is_empty() {
            return Ok(Err(obstacles));
        }
        let loose = self.loose_ends(&years).await?;
        let mut things = Vec::with_capacity(kept.len());
        let mut tallied = Tallied::new();
        for row in &kept {
            let thing = thing_of(row, nr)?;
            if row.before_rows.is_empty() && self.is_everybodys(&thing).await? {
                let values = [EVERYBODYS.into(), nr.into(), row.position.into()];
                let text = "UPDATE batch_thing SET after_rows = $1 WHERE batch = $2 AND position = $3";
                sql(text, values).run(&self.tx).await?;
            }
            self.put_back(nr, &thing, &row.before_rows, &mut tallied).await?;
            things.push((thing, !row.before_rows.is_empty()));
        }
        self.write_tally(tallied).await?;
        for (thing, before) in &things {
            if !before && self.is_named(thing).await? {
                obstacles.push(Obstacle::Named(thing.clone()));
            }
        }
        // What came with the batch and is named by something else is told as such.
        let named = !obstacles.is_empty();
        let looser = self.loose_ends(&years).await?.into_iter().filter(|end| !loose.contains(end));
        obstacles.extend(looser.filter(|end| !(named && matches!(end, Obstacle::Gone(..) | Obstacle::Unquoted(..)))));
        if !obstacles.is_empty() {
            return Ok(Err(obstacles));
        }
        let values = [at.timestamp_micros().into(), by.into(), nr.into()];
        sql("UPDATE batch SET undone_at = $1, undone_by = $2 WHERE nr = $3", values).run(&self.tx).await?;
        Ok(Ok(things))
    }

    /// Whether a record is everybody's to find.
    async fn is_everybodys(&self, thing: &Thing) -> Result<bool> {
        let Thing::Record(id) = thing else { return Ok(false) };
        let text = "SELECT count(*) AS n FROM record WHERE id = $1 AND finder = 'public'";
        let row: Option<Number> = sql(text, [id.to_string().into()]).one(&self.tx).await?;
        Ok(row.is_some_and(|row| row.n > 0))
    }

    /// Whether the key or index number of a record that is gone is another's by now.
    async fn is_taken(&self, thing: &Thing, before: &str) -> Result<bool> {
        let (Thing::Record(_), Ok(rows)) = (thing, serde_json::from_str::<Json>(before)) else { return Ok(false) };
        let names = ["ledger_key", "index_year", "index_serial", "index_school"];
        let values: Option<Vec<Value>> = names.iter().map(|name| untagged(cell(&rows, &RECORD, name)?)).collect();
        let values = values.ok_or_else(|| impossible("batch_thing", "before_rows", thing.text()))?;
        let text = "SELECT count(*) AS n FROM record WHERE ledger_key = $1
             OR index_year = $2 AND index_serial = $3 AND index_school = $4";
        let row: Option<Number> = sql(text, values).one(&self.tx).await?;
        Ok(row.is_some_and(|row| row.n > 0))
    }

    /// The rows of a record that went, under a number inside this database that nothing else has.
    async fn renumbered(&self, rows: &mut [Vec<Vec<Json>>]) -> Result<()> {
        let taken = "SELECT coalesce(max(nr), 0) AS n FROM record";
        let last: Option<Number> = Sql::new(taken).one(&self.tx).await?;
        let next = last.map_or(1, |row| row.n + 1);
        let own = rows.first().and_then(|rows| rows.first()?.first()?.get(1)?.as_i64());
        let here = sql("SELECT count(*) AS n FROM record WHERE nr = $1", [own.into()]);
        if here.one::<Number>(&self.tx).await?.is_none_or(|row| row.n == 0) {
            return Ok(());
        }
        for number in rows.iter_mut().flatten().filter_map(|row| row.first_mut()) {
            *number = Json::from(tagged(&next.into()));
        }
        Ok(())
    }

    /// Puts the rows of a thing back as they were; without any it goes.
    async fn put_back(&mut self, batch: i64, thing: &Thing, before: &str, tallied: &mut Tallied) -> Result<()> {
        if let Thing::Recoded(of, from, to) = thing {
            self.recode(*of, to, from).await?;
            return self.forget_former(*of, from).await;
        }
        if let Thing::ShownOver(id) = thing {
            return self.show_over(*id, before).await;
        }
        if let Thing::Record(id) = thing {
            self.about_to_write([id.to_string()]).await?;
        }
        let now = self.rows_of(thing).await?;
        if let Thing::Record(id) = thing
            && let Some(record) = self.find_record(*id).await?
        {
            count(tallied, &record, -1);
        }
        let mut key = thing.key();
        if let (Thing::Record(_), Some(nr)) = (thing, now.as_ref().and_then(|rows| column(rows, &RECORD, "nr"))) {
            for (table, columns) in thing.parts().iter().skip(1).rev() {
                let mut query = Sql::new(format!("DELETE FROM {}", table.name));
                narrow(&mut query, columns, &[nr.into()]);
                query.run(&self.tx).await?;
            }
            key = thing.key();
        }
        let own = if matches!(thing, Thing::Record(_)) { &thing.parts()[..1] } else { thing.parts() };
        for (table, columns) in own.iter().rev() {
            let mut query = Sql::new(format!("DELETE FROM {}", table.name));
            narrow(&mut query, columns, &key);
            query.run(&self.tx).await?;
        }
        let Ok(mut rows) = serde_json::from_str::<Vec<Vec<Vec<Json>>>>(before) else { return Ok(()) };
        if now.is_none() && matches!(thing, Thing::Record(_)) {
            self.renumbered(&mut rows).await?;
        }
        let version = now.as_ref().and_then(|rows| column(rows, &RECORD, "version")).map(|version| version + 1);
        for ((table, _), rows) in thing.parts().iter().zip(rows) {
            let wrong = || impossible("batch_thing", "before_rows", thing.text());
            let mut values = Vec::new();
            for row in rows {
                // Kept before the table had its last columns.
                let younger = table.columns.len().saturating_sub(row.len());
                for (name, cell) in table.columns.iter().zip(row) {
                    let value = untagged(&cell).ok_or_else(wrong)?;
                    // Whoever read it before must see that it is another now.
                    let newer = (*name == "version").then_some(version).flatten();
                    values.push(newer.map_or(value, Value::from));
                }
                values.extend((0..younger).map(|_| Value::from(0i64)));
            }
            table.insert(&self.tx, values, "").await?;
        }
        if let Thing::Record(id) = thing
            && let Some(record) = self.find_record(*id).await?
        {
            count(tallied, &record, 1);
            // Kept by a program that did not know which year accounts for it.
            self.account_for(&record).await?;
            self.name_as_today(*id).await?;
            // It is again as an earlier batch left it, under another version: the one before, or, where what names a
            // code followed it, the one that this batch left.
            let (before, now) = (serde_json::from_str::<Json>(before).ok(), version.map(|version| version - 1));
            let left = before.as_ref().and_then(|rows| column(rows, &RECORD, "version"));
            if version.is_some() {
                let text = "UPDATE batch_thing SET version = $1 WHERE kind = 'record' AND thing_key = $2
                     AND (version = $3 OR version = $4 AND batch < $5)";
                let values = [version.into(), thing.text().into(), left.into(), now.into(), batch.into()];
                sql(text, values).run(&self.tx).await?;
            }
        }
        Ok(())
    }

    /// Lets a piece of evidence show what went out over the channel that it named before.
    async fn show_over(&mut self, id: AttachmentId, before: &str) -> Result<()> {
        let wrong = || impossible("batch_thing", "before_rows", id);
        let rows: Json = serde_json::from_str(before).map_err(|_| wrong())?;
        let channel = cell(&rows, &SHOWN_OVER, "channel").and_then(untagged).ok_or_else(wrong)?;
        let text = "UPDATE evidence SET channel = $1 WHERE id = $2";
        sql(text, [channel, id.to_string().into()]).run(&self.tx).await.map(|_| ())
    }

    /// Reports of these years that were issued since.
    async fn issued_since(&self, at: Timestamp, years: &BTreeSet<i64>) -> Result<Vec<Obstacle>> {
        let text = "SELECT DISTINCT year FROM issued_report WHERE issued_at > $1 ORDER BY year";
        let rows: Vec<YearRow> = sql(text, [at.timestamp_micros().into()]).all(&self.tx).await?;
        let touched = rows.into_iter().filter(|row| years.contains(&row.year));
        Ok(touched.filter_map(|row| crate::record_row::school_year(row.year)).map(Obstacle::Issued).collect())
    }

    /// Whether anything names a unit, channel or dataset.
    async fn is_named(&self, thing: &Thing) -> Result<bool> {
        let of = match thing {
            Thing::Unit(code) => (CodeOf::Unit, code),
            Thing::Channel(code) => (CodeOf::Channel, code),
            Thing::Dataset(key, year) => {
                let text = "SELECT count(*) AS n FROM report_text WHERE year = $2 AND wording LIKE '%{' || $1 || '.%'";
                let row: Option<Number> = sql(text, [key.into(), (*year).into()]).one(&self.tx).await?;
                return Ok(row.is_some_and(|row| row.n > 0));
            }
            _ => return Ok(false),
        };
        Ok(!self.named_by(of.0, of.1).await?.is_empty())
    }
}

/// Whether a record that was on view has come down, be it by command or by file: from a tombstone nothing comes back.
fn came_down(before: &str, now: Option<&Json>) -> bool {
    let visibility = |rows: &Json| Some(cell(rows, &RECORD, "visibility")?.get(1)?.as_str()?.to_string());
    let before = serde_json::from_str::<Json>(before).ok().as_ref().and_then(visibility);
    let now = now.and_then(visibility);
    before.as_deref() == Some("public") && matches!(now.as_deref(), Some("withdrawn" | "expired"))
}

fn thing_of(row: &ThingRow, batch: i64) -> Result<Thing> {
    let wrong = || impossible("batch_thing", "thing_key", format!("{batch}/{}", row.position));
    Thing::read(&row.kind, &row.thing_key).ok_or_else(wrong)
}

/// The first calendar year of the school year whose report speaks of the thing.
fn year_of(thing: &Thing, rows: &Json) -> Option<i64> {
    match thing {
        Thing::Dataset(_, year) | Thing::Text(year, ..) | Thing::Nil(year, ..) => Some(*year),
        Thing::Record(_) => column(rows, &RECORD, "report_year").filter(|year| *year > 0),
        _ => None,
    }
}
