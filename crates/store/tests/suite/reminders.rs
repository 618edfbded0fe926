//! Reminders stand once, and a message leaves once: whoever works on it, and whenever a worker is lost.

use crate::harness::on_both;
use crate::make::now;
use chrono::TimeDelta;
use domain::ids::UserId;
use domain::person::{Access, Person};
use domain::record::Timestamp;
use domain::reminder::{Need, Stage, Thing};
use store::{ClaimedMessage, MailChoice, MessageKind, MessageState, NewMessage, NewReminder, Store};

fn at(minutes: i64) -> Timestamp {
    now() + TimeDelta::minutes(minutes)
}

async fn person(store: &Store, id: u128) -> UserId {
    let person = Person {
        id: UserId(id),
        login: format!("p{id}").parse().unwrap(),
        name: format!("同事{id}"),
        email: String::new(),
        access: Access::Invited,
        posts: Vec::new(),
        version: 0,
    };
    let mut tx = store.write().await.unwrap();
    tx.save_person(&person).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    person.id
}

fn reminder(person: UserId, item: &str, stage: &str) -> NewReminder {
    NewReminder {
        person,
        thing: format!("item/{item}").parse().unwrap(),
        stage: stage.parse().unwrap(),
        need: Need::Update,
        by: None,
        note: String::new(),
    }
}

fn message(key: &str, due: Timestamp) -> NewMessage {
    NewMessage {
        key: key.into(),
        kind: MessageKind::Mail,
        recipient: "usr".into(),
        subject: "3 件逾期".into(),
        plain: "第39项".into(),
        html: "<p>第39项</p>".into(),
        due_at: due,
    }
}

async fn put_up(store: &Store, key: &str, due: Timestamp) -> bool {
    let mut tx = store.write().await.unwrap();
    let new = tx.put_up_message(&message(key, due), now()).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    new
}

async fn claim(store: &Store, now: Timestamp) -> Option<ClaimedMessage> {
    let mut tx = store.write().await.unwrap();
    let claimed = tx.claim_message(now, now + TimeDelta::minutes(10)).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    claimed
}

async fn hand_over(store: &Store, claimed: &ClaimedMessage) -> bool {
    let mut tx = store.write().await.unwrap();
    let may = tx.hand_over_message(claimed).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    may
}

async fn end(store: &Store, claimed: &ClaimedMessage, state: MessageState) {
    let mut tx = store.write().await.unwrap();
    tx.end_message(claimed, state, now(), None).await.unwrap();
    tx.commit_unlogged().await.unwrap();
}

async fn states(store: &Store) -> Vec<(String, MessageState)> {
    let messages = store.read().await.unwrap().messages(10).await.unwrap();
    messages.into_iter().map(|one| (one.message.key, one.state)).collect()
}

on_both! {
    fn a_reminder_stands_once_and_is_read_by_whoever_got_it(place) {
        let store = place.open().await;
        let (one, two) = (person(&store, 1).await, person(&store, 2).await);
        let due = [reminder(one, "39", "on/2026-09-22"), reminder(one, "20", "on/2026-09-22"), reminder(two, "39", "head/2026-09-22")];
        let keep = async |reminders: &[NewReminder]| {
            let mut tx = store.write().await.unwrap();
            let new = tx.save_reminders(reminders, now()).await.unwrap();
            tx.commit_unlogged().await.unwrap();
            new
        };
        assert_eq!((keep(&due).await, keep(&due).await), (3, 0));
        let asked = NewReminder { by: Some(two), note: "请今天办".into(), ..reminder(one, "39", "urged/2026-09-23") };
        assert_eq!(keep(&[asked.clone(), due[0].clone()]).await, 1);
        let reader = store.read().await.unwrap();
        let mine = reader.reminders_of(one, 10).await.unwrap();
        assert_eq!(mine.iter().map(|one| one.reminder.clone()).collect::<Vec<_>>(), [asked.clone(), due[1].clone(), due[0].clone()]);
        let thing: Thing = "item/39".parse().unwrap();
        let known = reader.reminded(std::slice::from_ref(&thing)).await.unwrap();
        let stages: Vec<Stage> = known.iter().map(|(_, _, stage)| *stage).collect();
        assert_eq!(known.len(), 3, "{known:?}");
        assert!(stages.contains(&asked.stage));
        let last = reader.last_reminded(&[thing.clone(), "item/1".parse().unwrap()]).await.unwrap();
        assert_eq!((last.len(), &last[&thing].reminder), (1, &asked));
        drop(reader);
        let read = async |nr: u64, alone: bool| {
            let mut tx = store.write().await.unwrap();
            let read = tx.read_reminders(one, nr, alone, now()).await.unwrap();
            tx.commit_unlogged().await.unwrap();
            read
        };
        assert_eq!(store.read().await.unwrap().unread_reminders(one).await.unwrap(), 3);
        assert_eq!((read(mine[1].nr, true).await, read(mine[1].nr, true).await), (1, 0));
        assert_eq!((read(mine[0].nr, false).await, read(u64::MAX, false).await), (2, 0));
        let reader = store.read().await.unwrap();
        assert_eq!((reader.unread_reminders(one).await.unwrap(), reader.unread_reminders(two).await.unwrap()), (0, 1));
    }

    fn who_wants_no_mail_is_known_until_they_want_it_again(place) {
        let store = place.open().await;
        let one = person(&store, 1).await;
        for mail in [false, false, true] {
            let choice = MailChoice { mail, lang: "en".into() };
            let mut tx = store.write().await.unwrap();
            tx.save_mail_choice(one, &choice).await.unwrap();
            tx.commit_unlogged().await.unwrap();
            assert_eq!(store.read().await.unwrap().mail_choices().await.unwrap(), [(one, choice)].into());
        }
    }

    fn a_message_is_put_up_once_and_claimed_by_one_worker_when_it_is_due(place) {
        let store = place.open().await;
        assert!(put_up(&store, "a", at(5)).await && !put_up(&store, "a", at(0)).await);
        assert_eq!(store.read().await.unwrap().next_message().await.unwrap(), Some(at(5)));
        assert_eq!(claim(&store, at(4)).await, None);
        let first = claim(&store, at(5)).await.unwrap();
        assert_eq!((first.message.subject.as_str(), first.attempts), ("3 件逾期", 1));
        assert_eq!(claim(&store, at(5)).await, None);
        assert_eq!(store.read().await.unwrap().next_message().await.unwrap(), Some(at(15)));
        assert!(hand_over(&store, &first).await);
        assert!(!hand_over(&store, &first).await, "once only");
        end(&store, &first, MessageState::Sent).await;
        assert_eq!(states(&store).await, [("a".to_string(), MessageState::Sent)]);
        assert_eq!(store.read().await.unwrap().next_message().await.unwrap(), None);
    }

    fn a_worker_that_is_lost_before_handing_over_loses_the_message_and_one_lost_after_leaves_it_unsure(place) {
        let store = place.open().await;
        put_up(&store, "a", at(0)).await;
        let lost = claim(&store, at(0)).await.unwrap();
        assert_eq!(claim(&store, at(9)).await, None);
        let second = claim(&store, at(10)).await.unwrap();
        assert_eq!((second.nr, second.attempts), (lost.nr, 2));
        assert!(!hand_over(&store, &lost).await, "the first comes back too late");
        assert!(hand_over(&store, &second).await);
        end(&store, &lost, MessageState::Failed).await;
        assert_eq!(states(&store).await, [("a".to_string(), MessageState::Handed)], "and ends nothing");
        assert_eq!(claim(&store, at(20)).await, None, "it may have left");
        assert_eq!(states(&store).await, [("a".to_string(), MessageState::Unsure)]);
        let mut tx = store.write().await.unwrap();
        assert!(tx.retry_message(second.nr, at(30)).await.unwrap());
        tx.commit_unlogged().await.unwrap();
        let third = claim(&store, at(30)).await.unwrap();
        assert!(hand_over(&store, &third).await);
        end(&store, &third, MessageState::Sent).await;
        let mut tx = store.write().await.unwrap();
        assert!(!tx.retry_message(second.nr, at(40)).await.unwrap(), "what left is not sent again");
        assert_eq!(tx.forget_messages(at(-1)).await.unwrap(), 0);
        assert_eq!(tx.forget_messages(at(1)).await.unwrap(), 1);
    }

    fn what_was_put_off_says_why_and_counts_as_it_should(place) {
        let store = place.open().await;
        put_up(&store, "a", at(0)).await;
        let claimed = claim(&store, at(0)).await.unwrap();
        let put_off = async |claimed: &ClaimedMessage, again, why, counts| {
            let mut tx = store.write().await.unwrap();
            tx.put_off_message(claimed, again, why, counts).await.unwrap();
            tx.commit_unlogged().await.unwrap();
        };
        put_off(&claimed, at(5), Some("450 busy"), true).await;
        assert_eq!(claim(&store, at(4)).await, None);
        let claimed = claim(&store, at(5)).await.unwrap();
        assert_eq!(claimed.attempts, 2);
        put_off(&claimed, at(6), None, false).await;
        let stored = store.read().await.unwrap().messages(1).await.unwrap().remove(0);
        assert_eq!((stored.attempts, stored.failure.as_deref()), (1, Some("450 busy")));
        assert_eq!(claim(&store, at(6)).await.unwrap().attempts, 2);
        assert!(store.read().await.unwrap().sent_since("usr", at(-1)).await.unwrap().is_empty());
    }
}
