//! What the driver's errors mean, in the store's terms.
//!
//! It exists so that a full disk, a read-only folder, a damaged file and a server that has gone each have a sentence of
//! their own above. It must not put a value, a statement or an address into an error.

use crate::error::{Error, Fault};
use std::io::ErrorKind;

/// Result codes of SQLite that mean something to a person (<https://www.sqlite.org/rescode.html>).
mod sqlite {
    pub(super) const BUSY: u32 = 5;
    pub(super) const LOCKED: u32 = 6;
    pub(super) const READONLY: u32 = 8;
    pub(super) const IOERR: u32 = 10;
    pub(super) const CORRUPT: u32 = 11;
    pub(super) const FULL: u32 = 13;
    pub(super) const CANTOPEN: u32 = 14;
    pub(super) const AUTH: u32 = 23;
    pub(super) const NOTADB: u32 = 26;
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        match &error {
            sqlx::Error::PoolTimedOut => return Error::Busy,
            sqlx::Error::Io(cause) => return of_server(cause.kind()).into(),
            sqlx::Error::Tls(_) | sqlx::Error::PoolClosed | sqlx::Error::BeginFailed => {
                return Fault::Unreachable.into();
            }
            _ => {}
        }
        let code = error.as_database_error().and_then(|error| error.code()).map(|code| code.into_owned());
        match code.as_deref().map(of_code) {
            Some(Meaning::Busy) => Error::Busy,
            Some(Meaning::Fault(fault)) => fault.into(),
            Some(Meaning::Other) | None => Error::Database(Box::new(error)),
        }
    }
}

/// What the system's refusal to connect to a server means: a socket that is not there is no missing database.
fn of_server(kind: ErrorKind) -> Fault {
    if kind == ErrorKind::PermissionDenied { Fault::Refused } else { Fault::Unreachable }
}

/// What the system's refusal to open a file means.
pub(crate) fn of_file(kind: ErrorKind) -> Fault {
    match kind {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Fault::Missing,
        ErrorKind::PermissionDenied => Fault::Refused,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Fault::Full,
        ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly,
        ErrorKind::IsADirectory => Fault::Foreign,
        _ => Fault::Disk,
    }
}

enum Meaning {
    Busy,
    Fault(Fault),
    Other,
}

/// A code of SQLite, which is a number, or of PostgreSQL, which has five characters
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn of_code(code: &str) -> Meaning {
    if code.len() != 5
        && let Ok(number) = code.parse::<u32>()
    {
        // An extended code has the plain one in its last byte.
        return match number & 0xff {
            sqlite::BUSY | sqlite::LOCKED => Meaning::Busy,
            sqlite::READONLY => Meaning::Fault(Fault::ReadOnly),
            sqlite::IOERR | sqlite::CANTOPEN => Meaning::Fault(Fault::Disk),
            sqlite::CORRUPT => Meaning::Fault(Fault::Damaged),
            sqlite::FULL => Meaning::Fault(Fault::Full),
            sqlite::AUTH => Meaning::Fault(Fault::Refused),
            sqlite::NOTADB => Meaning::Fault(Fault::Foreign),
            _ => Meaning::Other,
        };
    }
    match code {
        // Lock not available; the loser of a race; too many clients.
        "55P03" | "40001" | "40P01" | "53300" => Meaning::Busy,
        "53100" => Meaning::Fault(Fault::Full),
        "58030" => Meaning::Fault(Fault::Disk),
        "25006" => Meaning::Fault(Fault::ReadOnly),
        "3D000" | "3F000" => Meaning::Fault(Fault::Missing),
        "42501" => Meaning::Fault(Fault::Refused),
        // Shut down, crashed, not up yet, dropped under us.
        "57P01" | "57P02" | "57P03" | "57P04" => Meaning::Fault(Fault::Unreachable),
        code if code.starts_with("08") => Meaning::Fault(Fault::Unreachable),
        code if code.starts_with("28") => Meaning::Fault(Fault::Refused),
        code if code.starts_with("XX00") && code != "XX000" => Meaning::Fault(Fault::Damaged),
        _ => Meaning::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
    use sqlx::{ConnectOptions, Connection, Executor};
    use std::time::Duration;

    #[tokio::test]
    async fn a_writer_who_does_not_get_his_turn_is_told_that_the_database_is_busy() {
        let folder = std::env::temp_dir().join(format!("gongkai-busy-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.join("school.db"))
            .create_if_missing(true)
            .busy_timeout(Duration::ZERO);
        let mut first = SqliteConnection::connect_with(&options).await.unwrap();
        let mut second = SqliteConnection::connect_with(&options).await.unwrap();
        first.execute("BEGIN IMMEDIATE").await.unwrap();
        let error = second.execute("BEGIN IMMEDIATE").await.unwrap_err();
        assert!(matches!(Error::from(error), Error::Busy));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    /// The fault that a statement meets in a small database.
    async fn fault(prepare: &str, statement: &str) -> Option<Fault> {
        let mut connection = SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
        connection.execute("CREATE TABLE t (x)").await.unwrap();
        connection.execute(sqlx::AssertSqlSafe(prepare.to_string())).await.unwrap();
        let refused = connection.execute(sqlx::AssertSqlSafe(statement.to_string())).await.unwrap_err();
        match Error::from(refused) {
            Error::Unusable(fault) => Some(fault),
            _ => None,
        }
    }

    #[tokio::test]
    async fn what_sqlite_refuses_for_want_of_room_or_of_rights_is_told_apart() {
        let large = "INSERT INTO t VALUES (zeroblob(1000000))";
        assert_eq!(fault("PRAGMA max_page_count = 3", large).await, Some(Fault::Full));
        assert_eq!(fault("PRAGMA query_only = 1", large).await, Some(Fault::ReadOnly));
        assert_eq!(fault("SELECT 1", "INSERT INTO nowhere VALUES (1)").await, None, "a slip of ours stays one");
    }

    #[test]
    fn codes_of_both_databases_are_understood() {
        for (code, fault) in [
            ("11", Fault::Damaged),
            ("267", Fault::Damaged),
            ("26", Fault::Foreign),
            ("10", Fault::Disk),
            ("778", Fault::Disk),
            ("14", Fault::Disk),
            ("1544", Fault::ReadOnly),
            ("53100", Fault::Full),
            ("3D000", Fault::Missing),
            ("28P01", Fault::Refused),
            ("28000", Fault::Refused),
            ("57P01", Fault::Unreachable),
            ("08006", Fault::Unreachable),
            ("25006", Fault::ReadOnly),
            ("XX001", Fault::Damaged),
        ] {
            assert!(matches!(of_code(code), Meaning::Fault(found) if found == fault), "{code}");
        }
        assert!(["5", "261", "517", "6", "55P03", "53300"].iter().all(|code| matches!(of_code(code), Meaning::Busy)));
        assert!(["1", "19", "2067", "23505", "42P01"].iter().all(|code| matches!(of_code(code), Meaning::Other)));
    }
}
