//! Writers at the same time lose nothing; readers see one state and hold nobody up.

use crate::harness::on_both;
use crate::make::{imported, record, save_all, stamp};
use domain::record::Reach;
use store::{Error, EventFilter};

on_both! {
    fn eight_writers_who_read_and_write_lose_nothing(place) {
        let store = place.open().await;
        let other_node = place.open().await;
        let mut counter = record(1);
        counter.note = "0".into();
        save_all(&store, &[counter.clone()]).await;
        let mut tasks = Vec::new();
        for task in 0..8 {
            let store = if task % 2 == 0 { store.clone() } else { other_node.clone() };
            let id = counter.id;
            tasks.push(tokio::spawn(async move {
                for _ in 0..100 {
                    let mut tx = store.write().await.unwrap();
                    let mut record = tx.record(id).await.unwrap();
                    record.note = (record.note.parse::<u32>().unwrap() + 1).to_string();
                    tx.save_record(&record).await.unwrap();
                    tx.commit(&stamp(), imported(&record)).await.unwrap();
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let reader = store.read().await.unwrap();
        assert_eq!(reader.record(counter.id).await.unwrap().note, "800");
        assert_eq!(reader.events(&EventFilter::default(), 0, 1000).await.unwrap().len(), 801);
    }

    fn of_two_who_edit_the_same_version_one_is_told_of_the_conflict(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        let opened = store.read().await.unwrap().record(record(1).id).await.unwrap();
        let mut tasks = Vec::new();
        for n in 0..8 {
            let store = store.clone();
            let mut edited = opened.clone();
            edited.note = n.to_string();
            tasks.push(tokio::spawn(async move {
                let mut tx = store.write().await.unwrap();
                match tx.save_record(&edited).await {
                    Ok(_) => tx.commit(&stamp(), imported(&edited)).await.map(|_| true),
                    Err(Error::Conflict { .. }) => Ok(false),
                    Err(other) => Err(other),
                }
            }));
        }
        let mut won = 0;
        for task in tasks {
            won += u32::from(task.await.unwrap().unwrap());
        }
        assert_eq!(won, 1);
        assert_eq!(store.last_seq().await.unwrap(), 2);
    }

    fn a_reader_sees_one_state_while_others_write(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        let reader = store.read().await.unwrap();
        assert_eq!(reader.latest_records(&Reach::Public, chrono::NaiveDate::MIN, 10).await.unwrap().len(), 1);
        save_all(&store, &[record(2)]).await;
        assert_eq!(reader.latest_records(&Reach::Public, chrono::NaiveDate::MIN, 10).await.unwrap().len(), 1);
        assert_eq!(store.read().await.unwrap().latest_records(&Reach::Public, chrono::NaiveDate::MIN, 10).await.unwrap().len(), 2);
    }

    fn a_writer_sees_its_own_writes_and_nobody_else_does(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        tx.save_record(&record(1)).await.unwrap();
        assert!(tx.find_record(record(1).id).await.unwrap().is_some());
        assert!(store.read().await.unwrap().find_record(record(1).id).await.unwrap().is_none());
    }
}
