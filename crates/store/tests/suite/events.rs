//! A change commits with its events or not at all, and events are numbered without gaps.

use crate::harness::on_both;
use crate::make::{imported, now, record, save_all, stamp};
use domain::event::{Act, Event, Object};
use store::{EventFilter, Events, Store};

on_both! {
    fn a_change_and_its_event_are_there_together_or_not_at_all(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        tx.save_record(&record(1)).await.unwrap();
        tx.append(&stamp(), imported(&record(1))).await.unwrap();
        drop(tx);
        let reader = store.read().await.unwrap();
        assert_eq!(reader.find_record(record(1).id).await.unwrap(), None);
        assert_eq!(reader.events(&EventFilter::default(), 0, 10).await.unwrap(), []);
        assert_eq!(store.last_seq().await.unwrap(), 0);

        save_all(&store, &[record(1)]).await;
        let reader = store.read().await.unwrap();
        assert!(reader.find_record(record(1).id).await.unwrap().is_some());
        assert_eq!(reader.events(&EventFilter::default(), 0, 10).await.unwrap().len(), 1);
    }

    fn an_event_reads_back_with_actor_time_act_object_reason_and_facts(place) {
        let store = place.open().await;
        let event = Event::new(Act::RecordWithdrawn, Object::Record(record(1).id))
            .with("z", "last")
            .with("index", "12345/2023-00001")
            .because("内容有误");
        store.write().await.unwrap().commit(&stamp(), event).await.unwrap();
        let [event] = &store.read().await.unwrap().events(&EventFilter::default(), 0, 10).await.unwrap()[..] else {
            panic!("one event")
        };
        assert_eq!((event.seq, event.at, event.act), (1, now(), Act::RecordWithdrawn));
        assert_eq!((event.actor.as_str(), event.reason.as_deref()), ("operator", Some("内容有误")));
        assert_eq!((event.object_kind.as_str(), &event.object_key), ("record", &record(1).id.to_string()));
        assert_eq!(event.facts, [("index".into(), "12345/2023-00001".into()), ("z".into(), "last".into())]);
    }

    fn numbers_of_events_have_no_gaps_even_after_an_undone_change(place) {
        let store = place.open().await;
        for n in 0..5 {
            let mut undone = store.write().await.unwrap();
            undone.append(&stamp(), imported(&record(n))).await.unwrap();
            drop(undone);
            let events = Events::new(imported(&record(n))).and(imported(&record(n)));
            store.write().await.unwrap().commit(&stamp(), events).await.unwrap();
        }
        let events = store.read().await.unwrap().events(&EventFilter::default(), 0, 100).await.unwrap();
        assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    }

    fn events_are_found_by_object_and_after_a_number(place) {
        let store = place.open().await;
        save_all(&store, &[record(1), record(2), record(1 + 1500)]).await;
        let reader = store.read().await.unwrap();
        let about = EventFilter { object: Some(Object::Record(record(2).id)) };
        let found = reader.events(&about, 0, 10).await.unwrap();
        assert_eq!(found.iter().map(|event| event.seq).collect::<Vec<_>>(), [2]);
        assert_eq!(reader.events(&EventFilter::default(), 2, 10).await.unwrap().len(), 1);
    }

    fn whoever_follows_events_is_told_of_a_commit_and_of_other_nodes(place) {
        let store = place.open().await;
        let mut changes = store.changes();
        save_all(&store, &[record(1)]).await;
        changes.changed().await.unwrap();
        assert_eq!((*changes.borrow_and_update(), store.seen_seq()), (1, 1));

        let other: Store = place.open().await;
        assert_eq!(other.seen_seq(), 1);
        save_all(&other, &[record(2)]).await;
        assert_eq!(store.seen_seq(), 1);
        assert_eq!(store.last_seq().await.unwrap(), 2);
        assert_eq!(store.seen_seq(), 2);
    }
}
