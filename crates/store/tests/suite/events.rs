//! A change commits with its events or not at all, and events are numbered without gaps.

use crate::harness::on_both;
use crate::make::{imported, now, record, save_all, stamp, today};
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::record::{Progress, Record, Visibility};
use store::{Error, EventFilter, Events, Store};

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

    fn only_what_concerns_the_public_moves_the_number_that_pages_follow(place) {
        let store = place.open().await;
        let mut changes = store.changes();
        let mut draft = Record {
            visibility: Visibility::Hidden, progress: Progress::Draft { returned: None }, drafter: Some(UserId(1)),
            ..record(1)
        };
        let event = draft.drafted().unwrap();
        save(&store, &mut draft, event).await;
        let event = draft.submit().unwrap();
        save(&store, &mut draft, event).await;
        assert_eq!(numbers(&store).await, (2, 0, 0));
        assert!(!changes.has_changed().unwrap(), "a draft flushes nothing");

        let reviewed = [
            draft.pass_unit_review(UserId(2)).unwrap(),
            draft.pass_secrecy_review(UserId(3)).unwrap(),
            draft.publish(now(), today()).unwrap(),
        ];
        for event in reviewed {
            save(&store, &mut draft, event).await;
        }
        assert_eq!(store.seen_public_seq(), 5, "known without asking");
        assert!(changes.has_changed().unwrap());
        assert_eq!(*changes.borrow_and_update(), 5);
        assert_eq!(numbers(&store).await, (5, 5, 5));

        let event = draft.amend(UserId(1), domain::record::Edition { change_note: "更正".into(), ..draft.editions[0].clone() });
        save(&store, &mut draft, event.unwrap()).await;
        assert_eq!(numbers(&store).await, (6, 5, 5));
        assert!(!changes.has_changed().unwrap(), "nor does the draft of a next edition");
    }

    fn of_several_events_of_a_change_the_last_public_one_counts(place) {
        let store = place.open().await;
        let of = |public| Event { public, ..imported(&record(1)) };
        let events = Events::new(of(false)).and(of(true)).and(of(false));
        assert_eq!(store.write().await.unwrap().commit(&stamp(), events).await.unwrap(), 3);
        assert_eq!(numbers(&store).await, (3, 2, 2));
        let mut tx = store.write().await.unwrap();
        tx.append(&stamp(), of(true)).await.unwrap();
        tx.append(&stamp(), of(false)).await.unwrap();
        assert_eq!(store.seen_public_seq(), 2, "not before it is committed");
        tx.commit_unlogged().await.unwrap();
        assert_eq!((store.seen_public_seq(), numbers(&store).await), (4, (5, 4, 4)));
        let undone = async {
            let mut tx = store.write().await.unwrap();
            tx.append(&stamp(), of(true)).await.unwrap();
        };
        undone.await;
        assert_eq!((store.seen_public_seq(), numbers(&store).await), (4, (5, 4, 4)));
        let logged = store.read().await.unwrap().events(&EventFilter::default(), 0, 10).await.unwrap();
        assert_eq!(logged.iter().map(|event| event.public).collect::<Vec<_>>(), [false, true, false, true, false]);
    }

    fn what_other_nodes_commit_is_noticed(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        let other: Store = place.open().await;
        assert_eq!(other.seen_public_seq(), 1, "what was there when it opened");
        let mut changes = store.changes();
        changes.borrow_and_update();
        save_all(&other, &[record(2)]).await;
        let of = Event { public: false, ..imported(&record(2)) };
        other.write().await.unwrap().commit(&stamp(), of).await.unwrap();
        assert_eq!(store.seen_public_seq(), 1);
        assert!(!changes.has_changed().unwrap());
        assert_eq!(numbers(&store).await, (3, 2, 2));
        assert!(changes.has_changed().unwrap());
        assert_eq!(*changes.borrow_and_update(), 2);
        store.public_seq().await.unwrap();
        assert!(!changes.has_changed().unwrap(), "told once");
    }

    fn an_event_of_another_form_is_an_impossible_row(place) {
        let store = place.open().await;
        save_all(&store, &[record(1), record(2)]).await;
        for (sql, column) in [
            ("UPDATE event SET payload = 2 WHERE seq = 2", "payload"),
            ("UPDATE event SET payload = 1, facts = '[]' WHERE seq = 2", "facts"),
            ("UPDATE event SET facts = '{}', act = 'guessed' WHERE seq = 2", "act"),
        ] {
            place.tamper(sql).await;
            let reader = store.read().await.unwrap();
            let error = reader.events(&EventFilter::default(), 0, 10).await.unwrap_err();
            let Error::Impossible { table: "event", column: at, id } = &error else { panic!("{error}") };
            assert_eq!((*at, id.as_str()), (column, "2"));
            assert_eq!(reader.events(&EventFilter::default(), 0, 1).await.unwrap().len(), 1, "the one before it");
        }
    }
}

/// Saves a record with the event of what was done to it.
async fn save(store: &Store, record: &mut Record, event: Event) {
    let mut tx = store.write().await.unwrap();
    record.version = tx.save_record(record).await.unwrap();
    tx.commit(&stamp(), event).await.unwrap();
}

/// The number of the last event, of the last public one, and of the last public one that this store has seen.
async fn numbers(store: &Store) -> (u64, u64, u64) {
    (store.last_seq().await.unwrap(), store.public_seq().await.unwrap(), store.seen_public_seq())
}
