//! Every row of the database as values, whatever table it is of, and a database made of such rows again: for backups, and
//! for the way from SQLite to PostgreSQL.
//!
//! It exists so that what is kept and what is put back is the whole database and not a list of tables that somebody
//! remembered. It must know no aggregate and decide nothing; [`crate::db::migration`] says in which order tables come.

use crate::db::connect::{self, Connected, Durability, Wish};
use crate::db::dialect::{self, Backend};
use crate::db::migration::{self, Standing};
use crate::db::sql::{Number, Sql, rows};
use crate::db::value::Value;
use crate::error::{Error, Fault, Result};
use crate::{Reader, Shared, Store, event};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::watch;

/// Most values that one statement brings in.
const VALUES_PER_STATEMENT: usize = 4_000;

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// Nothing.
    Nothing,
}

/// A table: its columns in order, and those of them by which a row is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Its name.
    pub table: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Places in `columns` of those that make its key, in the order of the key.
    pub key: Vec<usize>,
    /// Whether a row may be large.
    pub bytes: bool,
}

rows! {
    struct ColumnRow {
        tab: String,
        col: String,
        kind: String,
        place: i64,
    }

    struct StepRow {
        name: String,
    }

    struct CheckRow {
        found: String,
    }
}

impl From<Value> for Cell {
    fn from(value: Value) -> Cell {
        match value {
            Value::Int(Some(number)) => Cell::Int(number),
            Value::Text(Some(text)) => Cell::Text(text),
            Value::Bytes(bytes) => Cell::Bytes(bytes),
            Value::Int(None) | Value::Text(None) => Cell::Nothing,
        }
    }
}

impl Cell {
    /// What is bound for it; nothing is not bound but written, for PostgreSQL asks of what kind it is.
    fn value(self) -> Option<Value> {
        match self {
            Cell::Int(number) => Some(number.into()),
            Cell::Text(text) => Some(text.into()),
            Cell::Bytes(bytes) => Some(Value::Bytes(bytes)),
            Cell::Nothing => None,
        }
    }
}

impl Reader {
    /// Names of the steps of the schema that the database has seen, in order.
    pub async fn schema_steps(&self) -> Result<Vec<String>> {
        let rows: Vec<StepRow> = Sql::new("SELECT name FROM migration ORDER BY name").all(&self.tx).await?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }

    /// Every table but the list of steps, each after those that it refers to.
    pub async fn shapes(&self) -> Result<Vec<Shape>> {
        let rows: Vec<ColumnRow> = Sql::new(dialect::columns(self.tx.backend())).all(&self.tx).await?;
        let mut shapes: BTreeMap<String, (Shape, Vec<(i64, usize)>)> = BTreeMap::new();
        for row in rows {
            let (shape, key) = shapes.entry(row.tab.clone()).or_insert_with(|| {
                (Shape { table: row.tab, columns: Vec::new(), key: Vec::new(), bytes: false }, Vec::new())
            });
            if row.place > 0 {
                key.push((row.place, shape.columns.len()));
            }
            shape.bytes |= matches!(row.kind.to_ascii_uppercase().as_str(), "BLOB" | "BYTEA");
            shape.columns.push(row.col);
        }
        shapes.remove("migration");
        let mut ordered = Vec::new();
        for table in migration::tables() {
            ordered.extend(shapes.remove(table));
        }
        // A table that no step made is another's, or was renamed by a step that this order does not know.
        if let Some(unknown) = shapes.into_keys().next() {
            return Err(Error::NotFound { kind: "table", key: unknown });
        }
        let keyed = |(mut shape, mut key): (Shape, Vec<(i64, usize)>)| {
            key.sort_unstable();
            shape.key = key.into_iter().map(|(_, at)| at).collect();
            shape
        };
        Ok(ordered.into_iter().map(keyed).collect())
    }

    /// At most so many rows of a table that come after the row with this key, in the order of the key.
    pub async fn rows_after(&self, shape: &Shape, after: Option<&[Cell]>, limit: u32) -> Result<Vec<Vec<Cell>>> {
        let columns: Vec<&str> = shape.columns.iter().map(String::as_str).collect();
        let key = shape.key.iter().map(|at| columns[*at]).collect::<Vec<_>>().join(", ");
        let mut query = Sql::new(format!("SELECT {} FROM {}", columns.join(", "), shape.table));
        if let Some(after) = after {
            query.push(" WHERE (").push(&key).push(") > (");
            query.bind_list(after.iter().cloned().filter_map(Cell::value)).push(")");
        }
        if !key.is_empty() {
            query.push(" ORDER BY ").push(&key);
        }
        query.push(" LIMIT ").bind(i64::from(limit));
        let rows = query.raw(&self.tx, &columns).await?;
        Ok(rows.into_iter().map(|row| row.into_iter().map(Cell::from).collect()).collect())
    }

    /// What the database itself finds wrong with its files and references; nothing is well.
    pub async fn self_check(&self) -> Result<Vec<String>> {
        if self.tx.backend() == Backend::Postgres {
            // The server keeps its references by itself and offers no look at its files.
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let text = "SELECT integrity_check AS found FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
        let broken: Vec<CheckRow> = Sql::new(text).all(&self.tx).await?;
        found.extend(broken.into_iter().map(|row| row.found));
        let text = "SELECT \"table\" || ' → ' || parent AS found FROM pragma_foreign_key_check";
        let loose: Vec<CheckRow> = Sql::new(text).all(&self.tx).await?;
        found.extend(loose.into_iter().map(|row| row.found));
        Ok(found)
    }

    /// Numbers that are missing in the row of events from one to the last, as many as there are.
    pub async fn missing_events(&self) -> Result<u64> {
        let text = "SELECT coalesce(max(seq), 0) - count(*) AS n FROM event";
        let row: Option<Number> = Sql::new(text).one(&self.tx).await?;
        Ok(row.map_or(0, |row| row.n.unsigned_abs()))
    }

    /// Years of index numbers whose counter stands below a number that is in use.
    pub async fn counters_behind(&self) -> Result<u64> {
        let text = "SELECT count(*) AS n FROM (SELECT index_school, index_year, max(index_serial) AS used FROM record
             GROUP BY index_school, index_year) AS numbers WHERE NOT EXISTS (SELECT 1 FROM index_counter AS c
             WHERE c.school = numbers.index_school AND c.year = numbers.index_year AND c.last >= numbers.used)";
        let row: Option<Number> = Sql::new(text).one(&self.tx).await?;
        Ok(row.map_or(0, |row| row.n.unsigned_abs()))
    }
}

/// A database that is being made of rows. Dropping it before [`Filling::finish`] leaves none.
#[derive(Debug)]
pub struct Filling {
    store: Store,
    reader: Reader,
    shapes: BTreeMap<String, Shape>,
}

impl Store {
    /// Begins to make the database of a school out of rows, with the schema that these steps made. SQLite's file is
    /// made; PostgreSQL's database must be there and empty.
    ///
    /// # Errors
    /// [`Fault::Occupied`] when there is anything in it, [`Fault::Newer`] for a step that is not known here.
    pub async fn fill(address: &str, steps: &[String]) -> Result<Filling> {
        if let Some(unknown) = steps.iter().find(|step| !migration::knows(step)) {
            return Err(Fault::Newer { migration: unknown.clone() }.into());
        }
        let Connected { pool: db, made } = connect::connect(address, Durability::Full, Wish::New).await?;
        let (seen, _) = watch::channel(0);
        let wrote = Arc::new(AtomicBool::new(true));
        let shared = Shared { db, writers: Arc::default(), seen, wrote, made, _passing: None };
        let store = Store { shared: Arc::new(shared) };
        match store.filling(steps).await {
            Ok((reader, shapes)) => Ok(Filling { store, reader, shapes }),
            Err(error) => {
                store.close().await;
                store.unmake();
                Err(error)
            }
        }
    }

    async fn filling(&self, steps: &[String]) -> Result<(Reader, BTreeMap<String, Shape>)> {
        let db = &self.shared.db;
        let reading = db.begin_read().await?;
        if migration::look(&reading).await? != Standing::Empty {
            return Err(Fault::Occupied.into());
        }
        drop(reading);
        connect::prepare(db).await?;
        let reader = Reader::new(db.begin_write().await?);
        migration::run_to(&reader, |step| steps.iter().any(|known| known == step)).await?;
        let shapes = reader.shapes().await?;
        Ok((reader, shapes.into_iter().map(|shape| (shape.table.clone(), shape)).collect()))
    }
}

impl Filling {
    /// Brings rows of a table in: each with a value for each of these columns. Tables come in the order of
    /// [`Reader::shapes`].
    ///
    /// # Errors
    /// [`Error::NotFound`] for a table or column that the schema does not have.
    pub async fn rows(&mut self, table: &str, columns: &[String], rows: Vec<Vec<Cell>>) -> Result<()> {
        let absent = |key: String| Error::NotFound { kind: "table", key };
        let shape = self.shapes.get(table).ok_or_else(|| absent(table.to_string()))?;
        // Names go into the statement: only those that the schema itself has.
        if let Some(column) = columns.iter().find(|column| !shape.columns.contains(column)) {
            return Err(absent(format!("{table}.{column}")));
        }
        let width = columns.len().max(1);
        let together = if shape.bytes { 1 } else { (VALUES_PER_STATEMENT / width).max(1) };
        let head = format!("INSERT INTO {} ({}) VALUES ", shape.table, columns.join(", "));
        let mut rows = rows.into_iter();
        loop {
            let some: Vec<Vec<Cell>> = rows.by_ref().take(together).collect();
            if some.is_empty() {
                return Ok(());
            }
            let backend = self.reader.tx.backend();
            let (mut text, mut values) = (head.clone(), Vec::new());
            for (at, row) in some.into_iter().enumerate() {
                text.push_str(if at == 0 { "(" } else { ", (" });
                for (at, cell) in row.into_iter().enumerate() {
                    if at > 0 {
                        text.push(',');
                    }
                    match cell.value() {
                        Some(value) => {
                            values.push(value);
                            dialect::placeholder(backend, values.len(), &mut text);
                        }
                        None => text.push_str("NULL"),
                    }
                }
                text.push(')');
            }
            self.reader.tx.run(text, values).await?;
        }
    }

    /// Brings the schema to today's and makes all of it durable. What was true of the moment alone does not come back:
    /// nobody is signed in, and a message that waited is not sent, since nobody knows whether it has left meanwhile.
    /// Returns how many messages those are.
    pub async fn finish(self) -> Result<(Store, u64)> {
        let Filling { store, reader, .. } = self;
        migration::run(&reader).await?;
        Sql::new("DELETE FROM session").run(&reader.tx).await?;
        let text = "UPDATE message SET state = 'unsure', ended_at = coalesce(ended_at, made_at)
             WHERE state IN ('queued', 'sending', 'handed')";
        let held = Sql::new(text).run(&reader.tx).await?;
        let last = event::last_seq(&reader.tx).await?;
        reader.tx.commit().await?;
        store.public_seq().await?;
        debug_assert!(last == 0 || store.seen_public_seq() <= last);
        Ok((store, held))
    }

    /// Gives it up: nothing was made.
    pub async fn give_up(self) {
        let Filling { store, reader, .. } = self;
        drop(reader);
        store.close().await;
        store.unmake();
    }
}
