//! A database of its own for each test, on each of the two kinds.

use crate::need::{Tool, need};
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Error, Fault, Store};

/// Which kind of database a test runs on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// An empty database that goes away with this value.
pub(crate) struct Place {
    pub(crate) address: String,
    folder: Option<PathBuf>,
    postgres: Option<(String, String)>,
}

impl Place {
    /// `None` where there is no database of this kind.
    pub(crate) async fn new(kind: Kind) -> Option<Place> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("gongkai_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        match kind {
            Kind::Sqlite => {
                let folder = std::env::temp_dir().join(&name);
                let _ = std::fs::remove_dir_all(&folder);
                std::fs::create_dir_all(&folder).unwrap();
                let address = format!("sqlite://{}", folder.join("school.db").display());
                Some(Place { address, folder: Some(folder), postgres: None })
            }
            Kind::Postgres => {
                let server = need(Tool::Postgres)?;
                execute(&server, &format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
                execute(&server, &format!("CREATE DATABASE {name}")).await.unwrap();
                let (before, options) = server.split_once('?').unwrap_or((&server, ""));
                let (host, _) = before.rsplit_once('/').unwrap();
                let address = format!("{host}/{name}?{options}");
                Some(Place { address, folder: None, postgres: Some((server, name)) })
            }
        }
    }

    pub(crate) async fn open(&self) -> Store {
        match Store::open(&self.address).await {
            Err(Error::Unusable(Fault::Missing | Fault::Empty)) => Store::create(&self.address).await.unwrap(),
            opened => opened.unwrap(),
        }
    }

    /// Runs SQL behind the store's back.
    pub(crate) async fn tamper(&self, sql: &str) {
        execute(&self.address, sql).await.unwrap();
    }

    /// Whether the database refuses a statement.
    pub(crate) async fn refuses(&self, sql: &str) -> bool {
        matches!(execute(&self.address, sql).await, Err(sqlx::Error::Database(_)))
    }

    pub(crate) async fn remove(self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
        if let Some((server, name)) = &self.postgres {
            execute(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
        }
    }
}

/// Runs a statement over a connection of its own.
async fn execute(address: &str, sql: &str) -> sqlx::Result<()> {
    let statement = sqlx::raw_sql(AssertSqlSafe(sql));
    if address.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(address).await?;
        statement.execute(&mut connection).await?;
        connection.close().await
    } else {
        let mut connection = PgConnection::connect(address).await?;
        statement.execute(&mut connection).await?;
        connection.close().await
    }
}

/// Declares tests that run on both databases: `fn a_sentence(place) { … }`.
macro_rules! on_both {
    ($($(#[$meta:meta])* fn $name:ident($place:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn body($place: &crate::harness::Place) $body

            async fn run(kind: crate::harness::Kind) {
                if let Some(place) = crate::harness::Place::new(kind).await {
                    body(&place).await;
                    place.remove().await;
                }
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                run(crate::harness::Kind::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                run(crate::harness::Kind::Postgres).await;
            }
        }
    )*};
}
pub(crate) use on_both;
