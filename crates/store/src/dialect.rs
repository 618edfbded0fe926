//! Everything in which SQLite and PostgreSQL differ, as functions.
//!
//! It exists so that every other file has one SQL text for both. It must not hold queries: a difference that
//! cannot be said here as a function is a reason to write the query otherwise.

use crate::error::{Error, Result};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::time::Duration;

/// How long a writer waits for the one before it.
pub(crate) const WRITER_PATIENCE: Duration = Duration::from_secs(30);

/// The lock of the one writer of a PostgreSQL database: "gongkai" in ASCII.
const WRITER_LOCK: i64 = 0x67_6f6e_676b_6169;

/// How hard SQLite works for durability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// What is acknowledged survives a power cut (`synchronous=FULL`).
    Full,
    /// For databases that live as long as a test.
    None,
}

/// Opens the pool with the settings the architecture asks for.
pub(crate) async fn connect(address: &str, durability: Durability) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(address);
    // SQL texts are not personal, but their log is noise; slow pages are seen by the portal's own tracing.
    options.sqlx_logging(false).record_stmt_in_spans(false).test_before_acquire(false);
    options.acquire_timeout(WRITER_PATIENCE).connect_timeout(Duration::from_secs(10));
    if address.starts_with("sqlite:") {
        options.max_connections(8).min_connections(1).idle_timeout(Some(Duration::from_secs(300)));
        options.max_lifetime(None);
        options.map_sqlx_sqlite_opts(move |sqlite| {
            use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
            let synchronous = match durability {
                Durability::Full => SqliteSynchronous::Full,
                Durability::None => SqliteSynchronous::Off,
            };
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(synchronous)
                .busy_timeout(WRITER_PATIENCE)
                .foreign_keys(true)
                .pragma("cache_size", "-16000")
                .pragma("mmap_size", "100663296")
                .pragma("temp_store", "MEMORY")
        });
    } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        options.max_connections(16).min_connections(1);
    } else {
        return Err(Error::Address("an address begins with sqlite:// or postgres://".into()));
    }
    // The address may hold a password, so only the reason is told.
    sea_orm::Database::connect(options).await.map_err(|error| Error::Address(reason(&error)))
}

fn reason(error: &DbErr) -> String {
    error.to_string().chars().take(300).collect()
}

/// Begins the transaction of a writer. There is one at a time on either database, so what it reads stays true
/// until it commits, and event numbers have no gaps.
///
/// SQLite: `BEGIN IMMEDIATE`; a deferred transaction that reads and then writes fails under contention whatever
/// the busy timeout. PostgreSQL: an advisory lock in a read-committed transaction; with a snapshot taken at the
/// first statement the lock would come too late.
pub(crate) async fn begin_write(db: &DatabaseConnection) -> Result<DatabaseTransaction> {
    match db.get_database_backend() {
        DbBackend::Sqlite => Ok(db
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await?),
        _ => {
            let options = TransactionOptions {
                isolation_level: Some(IsolationLevel::ReadCommitted),
                ..TransactionOptions::default()
            };
            let tx = db.begin_with_options(options).await?;
            let patience = WRITER_PATIENCE.as_millis();
            tx.execute_unprepared(&format!("SET LOCAL lock_timeout = {patience}")).await?;
            tx.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({WRITER_LOCK})")).await?;
            Ok(tx)
        }
    }
}

/// Begins a transaction that only reads and sees one state throughout.
pub(crate) async fn begin_read(db: &DatabaseConnection) -> Result<DatabaseTransaction> {
    let options = match db.get_database_backend() {
        DbBackend::Sqlite => TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            ..TransactionOptions::default()
        },
        _ => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        },
    };
    Ok(db.begin_with_options(options).await?)
}

/// Whether the database gave up waiting for another writer.
pub(crate) fn is_busy(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_)) {
        return true;
    }
    // 5 and its extensions: SQLITE_BUSY; 55P03: lock_not_available; 40001, 40P01: the loser of a race.
    code(error).is_some_and(|code| matches!(code.as_str(), "5" | "261" | "517" | "55P03" | "40001" | "40P01"))
}

/// Whether a unique rule refused the statement.
pub(crate) fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}

fn code(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(inner) | DbErr::Query(inner) | DbErr::Conn(inner)) = error else { return None };
    let sea_orm::RuntimeErr::SqlxError(inner) = inner else { return None };
    Some(inner.as_database_error()?.code()?.into_owned())
}

/// A statement of the schema: `{int}`, `{text}` and the table options in the database's words.
///
/// `{text}` compares by code point on both, so that keys and dates sort alike whatever the server's locale.
pub(crate) fn schema(backend: DbBackend, sql: &str) -> String {
    let (int, text, keyed, table) = match backend {
        DbBackend::Sqlite => ("INTEGER", "TEXT", "STRICT, WITHOUT ROWID", "STRICT"),
        _ => ("BIGINT", "TEXT COLLATE \"C\"", "", ""),
    };
    let sql = sql.replace("{int}", int).replace("{text}", text);
    sql.replace("{keyed table}", keyed).replace("{table}", table).trim().to_string()
}

/// The n-th placeholder (from 1) of a statement with thousands of them. SQLite looks named ones (`$1`) up one by
/// one, which is quadratic; everywhere else `$1` works on both.
pub(crate) fn placeholder(backend: DbBackend, n: usize, sql: &mut String) {
    match backend {
        DbBackend::Sqlite => sql.push('?'),
        _ => {
            sql.push('$');
            sql.push_str(&n.to_string());
        }
    }
}

/// Gives a connection that is about to write very many rows the memory for their indexes. It is a hint only.
pub(crate) async fn prepare_bulk(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        tx.execute_unprepared("PRAGMA cache_size = -98304").await?;
    }
    Ok(())
}

/// Takes that memory back.
pub(crate) async fn finish_bulk(tx: &DatabaseTransaction) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        tx.execute_unprepared("PRAGMA cache_size = -16000").await?;
    }
    Ok(())
}
