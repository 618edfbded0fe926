//! Imports in chunks: fast, all or nothing within the change, and nothing the second time.

use crate::harness::on_both;
use crate::make::{imported, record, stamp};
use domain::record::Record;
use store::{Events, Import, Store};

/// Imports as `app` does: what is new or has another fingerprint. Returns how many were written.
async fn import(store: &Store, rows: &[(Record, u64)]) -> usize {
    let mut tx = store.write().await.unwrap();
    let keys: Vec<&str> = rows.iter().map(|(record, _)| record.key.as_str()).collect();
    let known = tx.existing_keys(&keys).await.unwrap();
    let mut due = Vec::new();
    for (record, fingerprint) in rows {
        let mut record = record.clone();
        match known.get(&record.key) {
            Some(known) if known.fingerprint == *fingerprint => continue,
            Some(known) => (record.id, record.index, record.version) = (known.id, known.index.clone(), known.version),
            None => {}
        }
        due.push(Import { record, fingerprint: *fingerprint });
    }
    let Some(events) = Events::of(due.iter().map(|row| imported(&row.record)).collect()) else { return 0 };
    tx.import_records(&due).await.unwrap();
    tx.commit(&stamp(), events).await.unwrap();
    due.len()
}

fn rows(numbers: std::ops::Range<u32>) -> Vec<(Record, u64)> {
    numbers.map(|n| (record(n), u64::MAX - u64::from(n))).collect()
}

on_both! {
    fn a_chunk_imported_twice_changes_nothing(place) {
        let store = place.open().await;
        assert_eq!(import(&store, &rows(0..1500)).await, 1500);
        let before = store.read().await.unwrap().export_records(None, 5000).await.unwrap();
        assert_eq!(before.len(), 1500);
        assert_eq!(import(&store, &rows(0..1500)).await, 0);
        let reader = store.read().await.unwrap();
        assert_eq!(reader.export_records(None, 5000).await.unwrap(), before);
        assert_eq!(store.last_seq().await.unwrap(), 1500);
        assert!(reader.tally_is_true().await.unwrap());
    }

    fn of_a_changed_file_only_what_changed_is_written(place) {
        let store = place.open().await;
        import(&store, &rows(0..100)).await;
        let mut changed = rows(0..120);
        changed[7].0.editions[0].title = "更正后的标题".into();
        changed[7].1 = 7;
        assert_eq!(import(&store, &changed).await, 21);
        let reader = store.read().await.unwrap();
        let record = reader.record(record(7).id).await.unwrap();
        assert_eq!((record.version, record.editions[0].title.as_str()), (2, "更正后的标题"));
        assert!(reader.tally_is_true().await.unwrap());
    }

    fn an_import_that_fails_half_way_leaves_nothing(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        let row = |n: u32| Import { record: record(n), fingerprint: 1 };
        tx.import_records(&[row(1), row(2)]).await.unwrap();
        assert!(tx.import_records(&[row(3), row(2)]).await.is_err());
        drop(tx);
        assert_eq!(store.read().await.unwrap().export_records(None, 10).await.unwrap(), []);
    }

    fn an_export_in_chunks_is_everything_once_in_the_order_of_keys(place) {
        let store = place.open().await;
        import(&store, &rows(0..250)).await;
        let reader = store.read().await.unwrap();
        let (mut keys, mut after): (Vec<String>, Option<String>) = (Vec::new(), None);
        loop {
            let chunk = reader.export_records(after.as_deref(), 60).await.unwrap();
            let Some(last) = chunk.last() else { break };
            after = Some(last.key.clone());
            keys.extend(chunk.into_iter().map(|record| record.key));
        }
        assert_eq!(keys, (0..250).map(|n| record(n).key).collect::<Vec<_>>());
    }

    fn the_tally_can_be_lost_and_made_again(place) {
        let store = place.open().await;
        import(&store, &rows(0..200)).await;
        place.tamper("DELETE FROM tally").await;
        assert!(!store.read().await.unwrap().tally_is_true().await.unwrap());
        let mut tx = store.write().await.unwrap();
        tx.rebuild_tally().await.unwrap();
        tx.commit_unlogged().await.unwrap();
        assert!(store.read().await.unwrap().tally_is_true().await.unwrap());
    }
}
