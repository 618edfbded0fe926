//! Files of records: kept once, gone with the last record that names them, and back when an import is undone.

use crate::harness::on_both;
use crate::make::{imported, keep_files, now, record, save_all, stamp};
use domain::ids::AttachmentId;
use domain::record::{Attachment, Inspection, Record};
use store::{Store, Thing};

fn file(id: u128, digest: &str) -> Attachment {
    Attachment {
        id: AttachmentId(id),
        name: "名单.xlsx".into(),
        size: 3,
        digest: digest.into(),
        first_edition: 1,
        gone_in: None,
        inspection: Inspection::default(),
    }
}

/// Digests of two files.
const AA: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const BB: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

fn with(n: u32, files: &[(u128, &str)]) -> Record {
    Record { attachments: files.iter().map(|(id, digest)| file(*id, digest)).collect(), ..record(n) }
}

async fn kept(store: &Store, digest: &str) -> bool {
    store.read().await.unwrap().blob(digest).await.unwrap().is_some()
}

/// An import that changes a record; the number of its batch.
async fn import(store: &Store, before: &Record) -> u32 {
    let mut tx = store.write().await.unwrap();
    let batch = tx.begin_batch(now(), "operator", "t.xlsx", false).await.unwrap();
    tx.remember(batch, &[Thing::Record(before.id)]).await.unwrap();
    tx.save_record(&Record { note: "导入改的".into(), ..before.clone() }).await.unwrap();
    tx.end_batch(batch, 1, 0).await.unwrap();
    tx.commit(&stamp(), imported(before)).await.unwrap();
    batch
}

/// Whether the import could be undone.
async fn undo(store: &Store, batch: u32, record: &Record) -> bool {
    let mut tx = store.write().await.unwrap();
    let batch = tx.batch(batch).await.unwrap().unwrap();
    let undone = tx.undo_batch(&batch, now(), "operator").await.unwrap().is_ok();
    if undone {
        tx.commit(&stamp(), imported(record)).await.unwrap();
    }
    undone
}

on_both! {
    fn a_file_is_kept_once_and_goes_with_the_last_that_names_it(place) {
        let store = place.open().await;
        save_all(&store, &[with(1, &[(1, AA), (2, BB)]), with(2, &[(3, AA)])]).await;
        assert_eq!(store.read().await.unwrap().blob(AA).await.unwrap().as_deref(), Some(AA.as_bytes()));
        assert_eq!(store.read().await.unwrap().attachments_in_all().await.unwrap(), 3);
        let mut first = store.read().await.unwrap().record(record(1).id).await.unwrap();
        first.attachments.clear();
        save_all(&store, &[first]).await;
        assert!(kept(&store, AA).await, "another record names it");
        assert!(!kept(&store, BB).await);
        let mut tx = store.write().await.unwrap();
        let second = tx.record(record(2).id).await.unwrap();
        tx.delete_record(&second).await.unwrap();
        tx.commit(&stamp(), imported(&second)).await.unwrap();
        assert!(!kept(&store, AA).await);
    }

    fn an_attachment_without_its_file_is_not_saved(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        assert!(tx.save_record(&with(1, &[(1, "nothing")])).await.is_err());
    }

    fn an_import_keeps_the_files_of_a_record_and_so_does_undoing_it(place) {
        let store = place.open().await;
        save_all(&store, &[with(1, &[(1, AA), (2, BB)])]).await;
        let before = store.read().await.unwrap().record(record(1).id).await.unwrap();
        let batch = import(&store, &before).await;
        let imported = store.read().await.unwrap().record(before.id).await.unwrap();
        assert_eq!(imported.attachments, before.attachments);
        assert!(undo(&store, batch, &before).await);
        let after = store.read().await.unwrap().record(before.id).await.unwrap();
        assert_eq!(after, Record { version: after.version, ..before.clone() });
        assert!(kept(&store, AA).await && kept(&store, BB).await);
    }

    fn an_import_on_whose_record_somebody_put_a_file_is_not_undone(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        let before = store.read().await.unwrap().record(record(1).id).await.unwrap();
        let batch = import(&store, &before).await;
        let mut tx = store.write().await.unwrap();
        let mut attached = tx.record(before.id).await.unwrap();
        attached.attachments.push(file(1, AA));
        keep_files(&mut tx, &attached).await;
        tx.save_record(&attached).await.unwrap();
        tx.commit(&stamp(), imported(&attached)).await.unwrap();
        assert!(!undo(&store, batch, &before).await);
        assert!(kept(&store, AA).await);
    }
}
