//! A database of a given size for the benchmarks.

use crate::make::{imported, record, stamp};
use std::path::PathBuf;
use store::{Events, Import, Store};

/// Records in one chunk, as an import hands them over.
const CHUNK: u32 = 4000;

/// A database in the temporary folder that goes with this value, or the one the environment names.
pub(crate) struct Place {
    pub(crate) address: String,
    folder: Option<PathBuf>,
}

impl Place {
    pub(crate) fn new(size: u32) -> Place {
        if let Ok(address) = std::env::var("GONGKAI_BENCH_ADDRESS") {
            return Place { address, folder: None };
        }
        let folder = std::env::temp_dir().join(format!("gongkai-bench-{}-{size}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the temporary folder can be written");
        let address = format!("sqlite://{}", folder.join("school.db").display());
        Place { address, folder: Some(folder) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Sizes given on the command line, or the usual three.
pub(crate) fn sizes() -> Vec<u32> {
    let given: Vec<u32> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if given.is_empty() { vec![1_000, 100_000, 1_000_000] } else { given }
}

/// Makes a database with that many records.
pub(crate) async fn fill(address: &str, size: u32) -> Store {
    let store = Store::create(address).await.expect("the database opens");
    import(&store, size).await;
    store
}

/// Brings the records in as `app` does, in one change of many chunks. Returns how many were written.
pub(crate) async fn import(store: &Store, size: u32) -> u32 {
    let mut tx = store.write().await.expect("nobody else writes");
    let mut written = 0;
    for from in (0..size).step_by(CHUNK as usize) {
        let records: Vec<_> = (from..size.min(from + CHUNK)).map(record).collect();
        let keys: Vec<&str> = records.iter().map(|record| record.key.as_str()).collect();
        let known = tx.existing_keys(&keys).await.expect("keys are read");
        let due: Vec<Import> = records
            .into_iter()
            .filter(|record| !known.contains_key(&record.key))
            .map(|record| Import { record, fingerprint: 1 })
            .collect();
        if let Some(events) = Events::of(due.iter().map(|row| imported(&row.record)).collect()) {
            tx.import_records(&due).await.expect("records are written");
            tx.append(&stamp(), events).await.expect("events are written");
            written += due.len() as u32;
        }
    }
    tx.commit_unlogged().await.expect("the change commits");
    written
}
