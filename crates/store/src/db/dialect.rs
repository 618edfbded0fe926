//! Everything in which SQLite and PostgreSQL differ once they are open; with [`crate::db::connect`] and
//! [`crate::db::fault`] the only files that talk to their driver.
//!
//! It exists so that every other file has one SQL text for both. It must not hold queries: a difference that
//! cannot be said here as a function is a reason to write the query otherwise.

use crate::db::value::Value;
use crate::error::{Error, Fault, Result};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{
    Arguments, AssertSqlSafe, Column as _, Database, Decode, Encode, Postgres, Row as _, Sqlite, Type, TypeInfo as _,
};
use std::collections::BTreeMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};

/// How long a writer waits for the one before it.
pub(crate) const WRITER_PATIENCE: Duration = Duration::from_secs(30);

/// How long a server may take to answer, and a connection to come free.
pub(crate) const SERVER_PATIENCE: Duration = Duration::from_secs(5);

/// How long a server may take over one statement: what is longer no statement of ours takes, and the wait for the
/// writer before is cut off by the server itself.
const STATEMENT_PATIENCE: Duration = Duration::from_secs(30);

/// How long it may take over a step of the schema, which may rebuild a table.
const SCHEMA_PATIENCE: Duration = Duration::from_secs(600);

/// Connections to a server at once.
pub(crate) const SERVER_CONNECTIONS: u32 = 16;

/// The lock of the one writer of a PostgreSQL database: "gongkai" in ASCII.
const WRITER_LOCK: i64 = 0x67_6f6e_676b_6169;

/// The work of the driver behind a pointer. A plain `async fn` would be compiled anew, driver and all, into every
/// program that waits for it; so it is compiled here, once.
pub(crate) type Work<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Which of the two databases it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// Connections to a database.
#[derive(Debug, Clone)]
pub(crate) enum Pool {
    Sqlite(sqlx::Pool<Sqlite>),
    /// With as many places as there may be connections: whoever has a place and gets no connection waits for the server
    /// and not for others of this program.
    Postgres(sqlx::Pool<Postgres>, Arc<Semaphore>),
}

impl Pool {
    /// Begins the transaction of a writer. There is one at a time on either database, so what it reads stays true
    /// until it commits, and event numbers have no gaps.
    ///
    /// SQLite: `BEGIN IMMEDIATE`; a deferred transaction that reads and then writes fails under contention whatever
    /// the busy timeout. PostgreSQL: an advisory lock in a read-committed transaction; with a snapshot taken at the
    /// first statement the lock would come too late.
    pub(crate) async fn begin_write(&self) -> Result<Transaction> {
        let tx = self.begin("BEGIN IMMEDIATE", "BEGIN ISOLATION LEVEL READ COMMITTED").await?;
        if tx.backend() == Backend::Postgres {
            tx.execute(&format!("SET LOCAL lock_timeout = {}", WRITER_PATIENCE.as_millis())).await?;
            let lock = format!("SELECT pg_advisory_xact_lock({WRITER_LOCK})");
            answered(WRITER_PATIENCE + SERVER_PATIENCE, tx.execute(&lock)).await?;
        }
        Ok(tx)
    }

    /// Begins a transaction that only reads and sees one state throughout.
    pub(crate) async fn begin_read(&self) -> Result<Transaction> {
        self.begin("BEGIN DEFERRED", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    fn begin(&self, on_sqlite: &'static str, on_postgres: &'static str) -> Work<'_, Result<Transaction>> {
        Box::pin(async move {
            Ok(match self {
                Pool::Sqlite(pool) => Transaction::new(Driver::Sqlite(Mutex::new(pool.begin_with(on_sqlite).await?))),
                Pool::Postgres(pool, places) => {
                    let place = tokio::time::timeout(SERVER_PATIENCE, places.clone().acquire_owned()).await;
                    let Ok(Ok(place)) = place else { return Err(Error::Busy) };
                    match pool.begin_with(on_postgres).await {
                        Ok(tx) => Transaction::new(Driver::Postgres(Mutex::new(tx), place)),
                        Err(sqlx::Error::PoolTimedOut) => return Err(Fault::Unreachable.into()),
                        Err(error) => return Err(error.into()),
                    }
                }
            })
        })
    }
}

/// A transaction on either database; dropping it undoes it.
pub(crate) struct Transaction {
    pub(crate) driver: Driver,
    /// What wants to know of each statement that writes before it does.
    guard: Option<Guard>,
    /// What that keeps of this transaction.
    notes: std::sync::Mutex<Notes>,
}

/// Hears of a statement before it writes.
pub(crate) type Guard = for<'a> fn(&'a Transaction, &'a str) -> Work<'a, Result<()>>;

/// What a guard keeps: by name, whether what stood there before the first statement was as it should be.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) tables: BTreeMap<&'static str, bool>,
    pub(crate) records: BTreeMap<String, bool>,
}

/// The transaction of the driver. The lock lets methods read through `&self`; statements of one transaction wait for
/// each other.
pub(crate) enum Driver {
    Sqlite(Mutex<sqlx::Transaction<'static, Sqlite>>),
    Postgres(Mutex<sqlx::Transaction<'static, Postgres>>, OwnedSemaphorePermit),
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Transaction({:?})", self.backend())
    }
}

impl Transaction {
    fn new(driver: Driver) -> Transaction {
        Transaction { driver, guard: None, notes: std::sync::Mutex::default() }
    }

    /// The same, with who hears of each statement before it writes.
    pub(crate) fn guarded(self, guard: Guard) -> Transaction {
        Transaction { guard: Some(guard), ..self }
    }

    /// Says that this statement is about to write.
    pub(crate) async fn about_to(&self, text: &str) -> Result<()> {
        match self.guard {
            Some(guard) => guard(self, text).await,
            None => Ok(()),
        }
    }

    /// What is kept of this transaction.
    pub(crate) fn notes(&self) -> std::sync::MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(crate) fn backend(&self) -> Backend {
        match &self.driver {
            Driver::Sqlite(_) => Backend::Sqlite,
            Driver::Postgres(..) => Backend::Postgres,
        }
    }

    /// Every row of a query.
    pub(crate) fn all(&self, text: String, values: Vec<Value>) -> Work<'_, sqlx::Result<Vec<Row>>> {
        Box::pin(async move {
            Ok(match &self.driver {
                Driver::Sqlite(tx) => {
                    let rows = query::<Sqlite>(text, values)?.fetch_all(&mut **tx.lock().await).await?;
                    rows.into_iter().map(Row::Sqlite).collect()
                }
                Driver::Postgres(tx, _) => {
                    let mut tx = tx.lock().await;
                    let rows = query::<Postgres>(text, values)?.fetch_all(&mut **tx);
                    let rows = answered(STATEMENT_PATIENCE, rows).await?;
                    rows.into_iter().map(Row::Postgres).collect()
                }
            })
        })
    }

    /// The first row of a query.
    pub(crate) fn one(&self, text: String, values: Vec<Value>) -> Work<'_, sqlx::Result<Option<Row>>> {
        Box::pin(async move {
            Ok(match &self.driver {
                Driver::Sqlite(tx) => {
                    query::<Sqlite>(text, values)?.fetch_optional(&mut **tx.lock().await).await?.map(Row::Sqlite)
                }
                Driver::Postgres(tx, _) => {
                    let mut tx = tx.lock().await;
                    let row = query::<Postgres>(text, values)?.fetch_optional(&mut **tx);
                    answered(STATEMENT_PATIENCE, row).await?.map(Row::Postgres)
                }
            })
        })
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) fn run(&self, text: String, values: Vec<Value>) -> Work<'_, sqlx::Result<u64>> {
        Box::pin(async move {
            Ok(match &self.driver {
                Driver::Sqlite(tx) => {
                    query::<Sqlite>(text, values)?.execute(&mut **tx.lock().await).await?.rows_affected()
                }
                Driver::Postgres(tx, _) => {
                    let mut tx = tx.lock().await;
                    let done = query::<Postgres>(text, values)?.execute(&mut **tx);
                    answered(STATEMENT_PATIENCE, done).await?.rows_affected()
                }
            })
        })
    }

    /// Runs a statement without values, unprepared: for the schema and for settings of the connection.
    pub(crate) fn execute<'a>(&'a self, text: &'a str) -> Work<'a, sqlx::Result<()>> {
        Box::pin(async move {
            let statement = sqlx::raw_sql(AssertSqlSafe(text));
            match &self.driver {
                Driver::Sqlite(tx) => statement.execute(&mut **tx.lock().await).await.map(drop),
                Driver::Postgres(tx, _) => {
                    let mut tx = tx.lock().await;
                    answered(SCHEMA_PATIENCE, statement.execute(&mut **tx)).await.map(drop)
                }
            }
        })
    }

    /// Makes it durable.
    pub(crate) fn commit(self) -> Work<'static, Result<()>> {
        Box::pin(async move {
            match self.driver {
                Driver::Sqlite(tx) => tx.into_inner().commit().await?,
                Driver::Postgres(tx, _place) => answered(STATEMENT_PATIENCE, tx.into_inner().commit()).await?,
            }
            Ok(())
        })
    }

    /// Gives a connection that is about to write very many rows the memory for their indexes. It is a hint only.
    pub(crate) async fn prepare_bulk(&self) -> Result<()> {
        if self.backend() == Backend::Sqlite {
            self.execute("PRAGMA cache_size = -98304").await?;
        }
        Ok(())
    }

    /// Takes that memory back.
    pub(crate) async fn finish_bulk(&self) -> Result<()> {
        if self.backend() == Backend::Sqlite {
            self.execute("PRAGMA cache_size = -16000").await?;
        }
        Ok(())
    }
}

/// What a server answers, or that it does not answer: one that freezes never says so.
async fn answered<T>(within: Duration, work: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    let silent = |_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()));
    tokio::time::timeout(within, work).await.unwrap_or_else(silent)
}

/// A prepared statement, kept by its connection, with the values bound in it. The text is of our own making: see
/// [`crate::db::sql::Sql::push`].
fn query<DB: Database>(
    text: String,
    values: Vec<Value>,
) -> sqlx::Result<sqlx::query::Query<'static, DB, <DB as Database>::Arguments>>
where
    Option<i64>: for<'q> Encode<'q, DB> + Type<DB>,
    Option<String>: for<'q> Encode<'q, DB> + Type<DB>,
    Option<Vec<u8>>: for<'q> Encode<'q, DB> + Type<DB>,
    <DB as Database>::Arguments: sqlx::IntoArguments<DB>,
{
    let mut arguments = <DB as Database>::Arguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Int(number) => arguments.add(number),
            Value::Text(text) => arguments.add(text),
            Value::Bytes(bytes) => arguments.add(Some(bytes)),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(sqlx::query_with(AssertSqlSafe(text), arguments))
}

/// A row as either database gives it.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// What both databases know how to read.
pub(crate) trait Stored:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

impl Stored for i64 {}
impl Stored for String {}
impl Stored for Vec<u8> {}

/// What a column can be read as: a number or a text, or either where there may be none.
pub(crate) trait Column: Sized {
    /// What is there when something is.
    type Stored: Stored;

    /// `None` where something must be.
    fn of(stored: Option<Self::Stored>) -> Option<Self>;
}

impl<T: Stored> Column for T {
    type Stored = T;

    fn of(stored: Option<T>) -> Option<T> {
        stored
    }
}

impl<T: Stored> Column for Option<T> {
    type Stored = T;

    fn of(stored: Option<T>) -> Option<Option<T>> {
        Some(stored)
    }
}

impl Row {
    /// What stands in the column, of whatever kind the column is.
    pub(crate) fn value(&self, column: &str) -> sqlx::Result<Value> {
        let kind = match self {
            Row::Sqlite(row) => row.try_column(column)?.type_info().name().to_string(),
            Row::Postgres(row) => row.try_column(column)?.type_info().name().to_string(),
        };
        Ok(match kind.as_str() {
            "INTEGER" | "INT8" => Value::Int(self.get(column)?),
            "BLOB" | "BYTEA" => Value::Bytes(self.get(column)?),
            _ => Value::Text(self.get(column)?),
        })
    }

    /// The value of the column with this name.
    pub(crate) fn get<T: Column>(&self, column: &str) -> sqlx::Result<T> {
        // Always as what may be NULL: asked for a text, SQLite's driver makes an empty one of it.
        let stored: Option<T::Stored> = match self {
            Row::Sqlite(row) => row.try_get(column)?,
            Row::Postgres(row) => row.try_get(column)?,
        };
        T::of(stored).ok_or_else(|| sqlx::Error::ColumnDecode {
            index: column.to_string(),
            source: sqlx::error::UnexpectedNullError.into(),
        })
    }
}

/// Whether a unique rule refused the statement.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}

/// The tables that are there, whosever they are.
pub(crate) fn tables(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        }
        Backend::Postgres => {
            "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE table_schema = current_schema()"
        }
    }
}

/// Every column of every table: `tab`, `col`, `kind` and `place`, its place in the key from 1, 0 outside.
pub(crate) fn columns(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => {
            "SELECT m.name AS tab, p.name AS col, p.type AS kind, p.pk AS place
             FROM sqlite_master AS m, pragma_table_info(m.name) AS p
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY m.name, p.cid"
        }
        Backend::Postgres => {
            "SELECT CAST(c.table_name AS TEXT) AS tab, CAST(c.column_name AS TEXT) AS col,
                CAST(c.data_type AS TEXT) AS kind, CAST(coalesce(k.ordinal_position, 0) AS BIGINT) AS place
             FROM information_schema.columns AS c
             LEFT JOIN information_schema.table_constraints AS t ON t.table_schema = c.table_schema
                AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
             LEFT JOIN information_schema.key_column_usage AS k ON k.constraint_schema = t.constraint_schema
                AND k.constraint_name = t.constraint_name AND k.table_name = c.table_name
                AND k.column_name = c.column_name
             WHERE c.table_schema = current_schema() ORDER BY c.table_name, c.ordinal_position"
        }
    }
}

/// A statement of the schema: `{int}`, `{text}` and the table options in the database's words.
///
/// `{text}` compares by code point on both, so that keys and dates sort alike whatever the server's locale.
pub(crate) fn schema(backend: Backend, sql: &str) -> String {
    let (int, text, blob, keyed, table) = match backend {
        Backend::Sqlite => ("INTEGER", "TEXT", "BLOB", "STRICT, WITHOUT ROWID", "STRICT"),
        Backend::Postgres => ("BIGINT", "TEXT COLLATE \"C\"", "BYTEA", "", ""),
    };
    let sql = sql.replace("{int}", int).replace("{text}", text).replace("{blob}", blob);
    sql.replace("{keyed table}", keyed).replace("{table}", table).trim().to_string()
}

/// The n-th placeholder (from 1) of a statement with thousands of them. SQLite looks named ones (`$1`) up one by
/// one, which is quadratic; everywhere else `$1` works on both.
pub(crate) fn placeholder(backend: Backend, n: usize, sql: &mut String) {
    match backend {
        Backend::Sqlite => sql.push('?'),
        Backend::Postgres => {
            sql.push('$');
            sql.push_str(&n.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn values_come_back_as_they_were_bound_and_a_wrong_kind_is_an_error() {
        let pool = Pool::Sqlite(sqlx::Pool::connect("sqlite::memory:").await.unwrap());
        let tx = pool.begin_read().await.unwrap();
        let values = vec![7.into(), "文".into(), Value::Int(None), Value::Text(None)];
        let text = "SELECT $1 AS number, $2 AS text, $3 AS no_number, $4 AS no_text".to_string();
        let row = tx.one(text, values).await.unwrap().unwrap();
        assert_eq!(row.get::<i64>("number").unwrap(), 7);
        assert_eq!(row.get::<Option<String>>("text").unwrap().as_deref(), Some("文"));
        assert_eq!(row.get::<Option<i64>>("no_number").unwrap(), None);
        assert_eq!(row.get::<Option<String>>("no_text").unwrap(), None);
        assert!(row.get::<i64>("text").is_err());
        assert!(row.get::<String>("no_text").is_err());
        assert!(row.get::<i64>("nowhere").is_err());
    }
}
