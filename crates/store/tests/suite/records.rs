//! Records go in and come out the same, whatever their state; stale ones are refused.

use crate::anything::some_records;
use crate::harness::on_both;
use crate::make::{imported, keep_files, record, save_all, stamp};
use domain::record::{Past, Progress, Record, Visibility};
use store::{Error, Store};

async fn reload(store: &Store, record: &Record) -> Record {
    store.read().await.unwrap().record(record.id).await.unwrap()
}

on_both! {
    fn every_kind_of_record_reads_back_as_it_was_written(place) {
        let store = place.open().await;
        let records = some_records(120);
        let states = |state: fn(&Record) -> bool| records.iter().filter(|record| state(record)).count();
        assert!(states(|record| matches!(record.progress, Progress::Approved { secrecy_reviewer: None, .. })) > 3);
        assert!(states(|record| record.progress == Progress::Stopped) > 3);
        assert!(states(|record| record.visibility.past().is_some_and(|was| was.titled)) > 3);
        assert!(states(|record| record.visibility.past().is_some_and(|was| !was.titled)) > 3);
        for record in records {
            save_all(&store, std::slice::from_ref(&record)).await;
            let mut back = reload(&store, &record).await;
            assert_eq!(back.version, 1);
            back.version = 0;
            assert_eq!(back, record);
        }
        assert!(store.read().await.unwrap().tally_is_true().await.unwrap());
    }

    fn any_record_may_become_any_other_by_a_save(place) {
        let store = place.open().await;
        let mut records = some_records(40);
        save_all(&store, &records[..1]).await;
        let first = records[0].clone();
        for (at, next) in records.iter_mut().enumerate().skip(1) {
            (next.id, next.key, next.index) = (first.id, first.key.clone(), first.index.clone());
            next.version = at as u32;
            let mut tx = store.write().await.unwrap();
            keep_files(&mut tx, next).await;
            assert_eq!(tx.save_record(next).await.unwrap(), at as u32 + 1);
            tx.commit(&stamp(), imported(next)).await.unwrap();
            let mut back = reload(&store, next).await;
            back.version = next.version;
            assert_eq!(back, *next);
        }
        assert!(store.read().await.unwrap().tally_is_true().await.unwrap());
    }

    fn a_stale_save_is_refused_and_writes_nothing(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        let (mut mine, mut theirs) = (reload(&store, &record(1)).await, reload(&store, &record(1)).await);
        theirs.note = "她先保存".into();
        save_all(&store, &[theirs]).await;
        mine.note = "我后保存".into();
        let mut tx = store.write().await.unwrap();
        let refused = tx.save_record(&mine).await.unwrap_err();
        assert!(matches!(&refused, Error::Conflict { kind: "record", key } if *key == mine.id.to_string()), "{refused}");
        drop(tx);
        assert_eq!(reload(&store, &mine).await.note, "她先保存");
    }

    fn a_record_is_found_by_id_key_and_index_number(place) {
        let store = place.open().await;
        save_all(&store, &[record(1), record(2)]).await;
        let reader = store.read().await.unwrap();
        let wanted = record(2);
        assert_eq!(reader.find_record_by_key("k0000002").await.unwrap().unwrap().id, wanted.id);
        assert_eq!(reader.find_record_by_index(&wanted.index).await.unwrap().unwrap().id, wanted.id);
        assert_eq!(reader.find_record_by_key("k").await.unwrap(), None);
        assert!(matches!(reader.record(record(3).id).await, Err(Error::NotFound { kind: "record", .. })));
    }

    fn a_key_or_index_number_in_use_is_refused(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        let mut same_key = record(2);
        same_key.key = record(1).key;
        let mut same_index = record(3);
        same_index.index = record(1).index;
        for twin in [same_key, same_index] {
            let mut tx = store.write().await.unwrap();
            assert!(matches!(tx.save_record(&twin).await, Err(Error::Taken { kind: "record" })));
        }
    }

    fn an_impossible_row_is_an_error_that_names_table_column_and_id(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        for (sql, table, column) in [
            ("UPDATE record SET form = 'rumour'", "record", "form"),
            ("UPDATE record SET form = 'notice', since = '2023-02-30'", "record", "since"),
            ("UPDATE record SET since = '2023-02-28', item = '51'", "record", "item"),
            ("UPDATE record SET item = '1', version = -1", "record", "version"),
            ("UPDATE edition SET keywords = 'none'", "edition", "keywords"),
        ] {
            place.tamper(sql).await;
            let error = store.read().await.unwrap().record(record(1).id).await.unwrap_err();
            let Error::Impossible { table: named, column: at, id } = &error else { panic!("{sql}: {error}") };
            assert_eq!((*named, *at), (table, column));
            assert!(!id.is_empty());
        }
    }

    fn an_impossible_tombstone_is_an_error_that_names_its_column(place) {
        let store = place.open().await;
        let Visibility::Public { edition, since, updated } = record(1).visibility else { panic!("it is public") };
        let was = Past { edition, since, updated, until: since, titled: true };
        save_all(&store, &[Record { visibility: Visibility::Expired { was }, ..record(1) }]).await;
        for (sql, column) in [
            ("UPDATE record SET titled = 2", "titled"),
            ("UPDATE record SET titled = 1, until = 'long ago'", "until"),
            ("UPDATE record SET until = '', public_edition = -1", "public_edition"),
        ] {
            place.tamper(sql).await;
            let error = store.read().await.unwrap().record(record(1).id).await.unwrap_err();
            assert!(matches!(&error, Error::Impossible { table: "record", column: at, .. } if *at == column), "{error}");
        }
    }

    fn the_schema_refuses_stages_that_contradict_their_columns(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        for sql in [
            "UPDATE record SET visibility = 'withdrawn'",
            "UPDATE record SET visibility = 'hidden'",
            "UPDATE record SET visibility = 'expired'",
            "UPDATE record SET until = '2023'",
            "UPDATE record SET titled = 1",
            "UPDATE record SET successor = '12345/2023-00001'",
            "UPDATE record SET progress = 'secrecy_review'",
            "UPDATE record SET progress = 'abandoned'",
            "UPDATE record SET publish_at = 1",
            "UPDATE record SET secrecy_reviewer = 'somebody'",
            "UPDATE record SET openness = 'withheld'",
            "UPDATE record SET returned = 'no'",
            "UPDATE record SET finder = 'everybody'",
            "UPDATE record SET account = 'perhaps'",
        ] {
            assert!(place.refuses(sql).await, "{sql}");
        }
    }

    fn serials_are_handed_out_once_and_never_those_in_use(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.allocate_index("12345", 2023, 3).await.unwrap(), 1);
        assert_eq!(tx.allocate_index("12345", 2023, 1).await.unwrap(), 4);
        assert_eq!(tx.allocate_index("12345", 2024, 1).await.unwrap(), 1);
        tx.save_record(&record(99)).await.unwrap();
        assert_eq!(tx.allocate_index("12345", 2023, 1).await.unwrap(), 101);
        tx.commit_unlogged().await.unwrap();
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.allocate_index("12345", 2023, 1).await.unwrap(), 102);
    }
}
