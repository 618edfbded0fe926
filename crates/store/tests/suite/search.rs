//! What a search index is filled from, and what was looked for in vain.

use crate::harness::on_both;
use crate::make::{imported, keep_files, now, record, save_all, stamp};
use chrono::{NaiveDate, TimeDelta};
use domain::record::{Attachment, Inspection, Reach, Record};
use store::Store;

/// Digests of two files.
const AA: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const BB: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

fn with(n: u32, digests: &[&str]) -> Record {
    let files = digests.iter().enumerate().map(|(at, digest)| Attachment {
        id: domain::ids::AttachmentId(u128::from(n) * 10 + at as u128),
        name: format!("{digest}.docx"),
        size: 1,
        digest: digest.to_string(),
        first_edition: 1,
        gone_in: None,
        inspection: Inspection::default(),
    });
    Record { attachments: files.collect(), ..record(n) }
}

async fn unread(store: &Store) -> Vec<String> {
    let files = store.read().await.unwrap().unread_files(10).await.unwrap();
    files.into_iter().map(|(digest, name)| format!("{digest} {name}")).collect()
}

on_both! {
    fn what_a_file_says_is_kept_once_and_goes_with_it(place) {
        let store = place.open().await;
        save_all(&store, &[with(1, &[AA, BB]), with(2, &[AA])]).await;
        assert_eq!(unread(&store).await, [format!("{AA} {AA}.docx"), format!("{BB} {BB}.docx")]);
        let mut tx = store.write().await.unwrap();
        tx.save_file_text(AA, "招生\0计划").await.unwrap();
        tx.save_file_text(AA, "another reading changes nothing").await.unwrap();
        tx.save_file_text(BB, "").await.unwrap();
        tx.commit_unlogged().await.unwrap();
        assert!(unread(&store).await.is_empty());
        let digests = [AA, BB, "cc"].map(str::to_string);
        let texts = store.read().await.unwrap().file_texts(&digests).await.unwrap();
        assert_eq!((texts.len(), texts[AA].as_str(), texts[BB].as_str()), (2, "招生计划", ""));
        let mut tx = store.write().await.unwrap();
        let mut first = tx.record(record(1).id).await.unwrap();
        first.attachments.clear();
        tx.save_record(&first).await.unwrap();
        tx.commit(&stamp(), imported(&first)).await.unwrap();
        let texts = store.read().await.unwrap().file_texts(&digests).await.unwrap();
        assert_eq!(texts.keys().collect::<Vec<_>>(), [AA], "another record names it");
    }

    fn the_versions_that_anyone_finds_are_those_of_what_is_on_view(place) {
        let store = place.open().await;
        save_all(&store, &[record(1), record(2)]).await;
        let versions = async || {
            let reader = store.read().await.unwrap();
            reader.found_versions(&Reach::Public, NaiveDate::MIN).await.unwrap()
        };
        let before = versions().await;
        assert_eq!(before.len(), 2);
        let mut tx = store.write().await.unwrap();
        let mut first = tx.record(record(1).id).await.unwrap();
        first.note = "seen to".into();
        keep_files(&mut tx, &first).await;
        tx.save_record(&first).await.unwrap();
        let mut second = tx.record(record(2).id).await.unwrap();
        second.audience = domain::record::Audience::Campus;
        tx.save_record(&second).await.unwrap();
        tx.commit(&stamp(), imported(&first)).await.unwrap();
        let after = versions().await;
        assert_eq!(after.len(), 1, "what is not for everyone is not among them");
        assert!(after[&record(1).id] > before[&record(1).id]);
    }

    fn what_was_looked_for_in_vain_is_counted_and_the_oldest_forgotten(place) {
        let store = place.open().await;
        let count = async |misses: &[(String, u64)], at| {
            let mut tx = store.write().await.unwrap();
            tx.count_misses(misses, at).await.unwrap();
            tx.commit_unlogged().await.unwrap();
        };
        let miss = |wording: &str, times| (wording.to_string(), times);
        count(&[miss("食堂菜价", 2), miss("班车", 1)], now()).await;
        count(&[miss("食堂菜价", 1)], now() + TimeDelta::seconds(1)).await;
        let misses = store.read().await.unwrap().misses(10).await.unwrap();
        let told: Vec<(&str, u64)> = misses.iter().map(|miss| (miss.wording.as_str(), miss.times)).collect();
        assert_eq!(told, [("食堂菜价", 3), ("班车", 1)]);
        assert_eq!(misses[0].last_at, now() + TimeDelta::seconds(1));
        let many: Vec<(String, u64)> = (0..2000).map(|n| miss(&format!("no {n}"), 1)).collect();
        count(&many, now() + TimeDelta::days(1)).await;
        let misses = store.read().await.unwrap().misses(5000).await.unwrap();
        assert_eq!(misses.len(), 2000);
        assert!(misses.iter().all(|miss| miss.wording.starts_with("no ")), "those asked last");
    }
}
