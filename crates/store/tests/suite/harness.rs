//! A database of its own for each test, on each of the two kinds.

use sea_orm::ConnectionTrait;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Store;

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
                let server = std::env::var("GONGKAI_TEST_POSTGRES").ok()?;
                let admin = sea_orm::Database::connect(&server).await.unwrap();
                admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
                admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
                admin.close().await.unwrap();
                let (before, options) = server.split_once('?').unwrap_or((&server, ""));
                let (host, _) = before.rsplit_once('/').unwrap();
                let address = format!("{host}/{name}?{options}");
                Some(Place { address, folder: None, postgres: Some((server, name)) })
            }
        }
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.address).await.unwrap()
    }

    /// Runs SQL behind the store's back.
    pub(crate) async fn tamper(&self, sql: &str) {
        let db = sea_orm::Database::connect(&self.address).await.unwrap();
        db.execute_unprepared(sql).await.unwrap();
        db.close().await.unwrap();
    }

    pub(crate) async fn remove(self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
        if let Some((server, name)) = &self.postgres {
            let admin = sea_orm::Database::connect(server).await.unwrap();
            admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
            admin.close().await.unwrap();
        }
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
