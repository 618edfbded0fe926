//! What people keep beside records: comments in their order, for those they wait for, and views under their name.

use crate::harness::on_both;
use crate::make::{now, record, save_all, stamp};
use chrono::TimeDelta;
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::record::Record;
use store::{Comment, SavedView, Store};

const DRAFTER: UserId = UserId(1);
const HEAD: UserId = UserId(2);

async fn says(store: &Store, record: &Record, author: UserId, minutes: i64, wording: &str) {
    let at = now() + TimeDelta::minutes(minutes);
    let mut tx = store.write().await.unwrap();
    tx.save_comment(&Comment { record: record.id, edition: 1, author, at, wording: wording.into() }).await.unwrap();
    tx.commit(&stamp(), Event::new(Act::Commented, Object::Record(record.id))).await.unwrap();
}

on_both! {
    fn a_comment_waits_for_those_who_take_part_until_they_answer(place) {
        let store = place.open().await;
        let mine = Record { drafter: Some(DRAFTER), ..record(1) };
        save_all(&store, std::slice::from_ref(&mine)).await;
        let waiting = async |who| store.read().await.unwrap().comments_to(who, now()).await.unwrap();
        says(&store, &mine, HEAD, 1, "请看第二段").await;
        assert_eq!(waiting(DRAFTER).await.len(), 1);
        assert!(waiting(HEAD).await.is_empty(), "not for the one who said it");
        assert!(waiting(UserId(3)).await.is_empty(), "nor for whoever has no part in it");
        says(&store, &mine, DRAFTER, 2, "已改").await;
        assert!(waiting(DRAFTER).await.is_empty());
        assert_eq!(waiting(HEAD).await[0].wording, "已改");
        let reader = store.read().await.unwrap();
        let said: Vec<String> = reader.comments(mine.id).await.unwrap().into_iter().map(|one| one.wording).collect();
        assert_eq!(said, ["请看第二段", "已改"]);
        assert!(
            reader.comments_to(HEAD, now() + TimeDelta::minutes(2)).await.unwrap().is_empty(),
            "what is old waits no more"
        );
        drop(reader);
        let mut tx = store.write().await.unwrap();
        let stored = tx.record(mine.id).await.unwrap();
        tx.delete_record(&stored).await.unwrap();
        tx.commit(&stamp(), Event::new(Act::RecordDeleted, Object::Record(mine.id))).await.unwrap();
        assert!(store.read().await.unwrap().comments(mine.id).await.unwrap().is_empty());
    }

    fn a_view_is_kept_under_its_name_for_one_person(place) {
        let store = place.open().await;
        let view = |name: &str, query: &str| SavedView { name: name.into(), query: query.into() };
        let mut tx = store.write().await.unwrap();
        for (name, query) in [("资助", "item=37"), ("草稿", "stage=draft"), ("资助", "item=38")] {
            tx.save_view(DRAFTER, &view(name, query)).await.unwrap();
        }
        tx.save_view(HEAD, &view("资助", "")).await.unwrap();
        tx.forget_view(HEAD, "资助").await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        let kept = reader.saved_views(DRAFTER).await.unwrap();
        assert_eq!(kept.len(), 2);
        assert!(kept.contains(&view("资助", "item=38")) && kept.contains(&view("草稿", "stage=draft")), "{kept:?}");
        assert!(reader.saved_views(HEAD).await.unwrap().is_empty());
    }
}
