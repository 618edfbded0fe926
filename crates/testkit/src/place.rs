//! A folder and an empty database for one test, on either of the two kinds, gone with the value.

use crate::need::{Tool, need};
use crate::on_a_thread;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Which kind of database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file in the test's folder.
    Sqlite,
    /// A database of its own on the server that `GONGKAI_TEST_POSTGRES` names.
    Postgres,
}

/// Where a school of a test is.
#[derive(Debug)]
pub struct Place {
    folder: PathBuf,
    /// Address of the database.
    pub(crate) address: String,
    /// Server and name of a database that has to be dropped.
    dropped: Option<(String, String)>,
}

impl Place {
    /// A place with an empty database; `None` where there is no server for it and the test is skipped.
    pub async fn new(kind: Kind) -> Option<Place> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("gongkai_kit_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(&name);
        let _ = std::fs::remove_dir_all(&folder);
        match kind {
            Kind::Sqlite => {
                std::fs::create_dir_all(&folder).unwrap();
                let address = format!("sqlite://{}", folder.join("gongkai.db").display());
                Some(Place { folder, address, dropped: None })
            }
            Kind::Postgres => {
                let server = need(Tool::Postgres)?;
                std::fs::create_dir_all(&folder).unwrap();
                execute(&server, &format!("DROP DATABASE IF EXISTS {name}")).await;
                execute(&server, &format!("CREATE DATABASE {name}")).await;
                let (before, options) = server.split_once('?').unwrap_or((&server, ""));
                let (host, _) = before.rsplit_once('/').unwrap();
                let address = format!("{host}/{name}?{options}");
                Some(Place { folder, address, dropped: Some((server, name)) })
            }
        }
    }

    /// Address of the database.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The folder, for files of the test.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Some((server, name)) = self.dropped.take() {
            on_a_thread(async move { execute(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await });
        }
    }
}

/// Runs a statement over a connection of its own.
pub async fn execute(address: &str, sql: &str) {
    let statement = sqlx::raw_sql(AssertSqlSafe(sql));
    if address.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(address).await.unwrap();
        statement.execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    } else {
        let mut connection = PgConnection::connect(address).await.unwrap();
        statement.execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}

/// Declares tests that run on SQLite and on PostgreSQL: `async fn a_sentence(school) { … }`. The school is empty, and
/// it is 1 December 2023, 10 o'clock in China.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($school:ident) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn body($school: $crate::School) $body

            async fn run(kind: $crate::Kind) {
                if let Some(place) = $crate::Place::new(kind).await {
                    body($crate::School::in_place(place, $crate::DAY).await).await;
                }
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                run($crate::Kind::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                run($crate::Kind::Postgres).await;
            }
        }
    )*};
}
