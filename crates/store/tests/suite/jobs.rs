//! Jobs: each stands once, is done by one worker at a time, and nothing that was asked for is lost.

use crate::harness::on_both;
use crate::make::now;
use chrono::TimeDelta;
use domain::record::Timestamp;
use std::collections::BTreeSet;
use store::{ClaimedJob, Store, StoredJob};

/// So many minutes after the tests' instant.
fn at(minutes: i64) -> Timestamp {
    now() + TimeDelta::minutes(minutes)
}

async fn enqueue(store: &Store, kind: &str, key: &str, due: Timestamp) {
    let mut tx = store.write().await.unwrap();
    tx.enqueue(kind, key, due).await.unwrap();
    tx.commit_unlogged().await.unwrap();
}

async fn claim(store: &Store, now: Timestamp, lease: Timestamp) -> Option<ClaimedJob> {
    let mut tx = store.write().await.unwrap();
    let job = tx.claim_job(now, lease).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    job
}

async fn finish(store: &Store, job: &ClaimedJob, next: Option<Timestamp>) {
    let mut tx = store.write().await.unwrap();
    tx.finish_job(job, next).await.unwrap();
    tx.commit_unlogged().await.unwrap();
}

async fn fail(store: &Store, job: &ClaimedJob, now: Timestamp, why: &str, again: Timestamp) {
    let mut tx = store.write().await.unwrap();
    tx.fail_job(job, now, why, again).await.unwrap();
    tx.commit_unlogged().await.unwrap();
}

async fn jobs(store: &Store) -> Vec<StoredJob> {
    store.read().await.unwrap().jobs().await.unwrap()
}

async fn next(store: &Store) -> Option<Timestamp> {
    store.read().await.unwrap().next_job().await.unwrap()
}

/// A job that nobody has begun.
fn waiting(kind: &str, key: &str, due_at: Timestamp) -> StoredJob {
    StoredJob { kind: kind.into(), key: key.into(), due_at, claimed_until: None, attempts: 0, failure: None }
}

on_both! {
    fn a_job_asked_for_again_is_brought_forward_and_never_put_off(place) {
        let store = place.open().await;
        for (asked, due) in [(30, 30), (60, 30), (10, 10), (20, 10)] {
            enqueue(&store, "expire", "", at(asked)).await;
            assert_eq!(jobs(&store).await, [waiting("expire", "", at(due))], "asked for at {asked}");
        }
        enqueue(&store, "expire", "other", at(5)).await;
        enqueue(&store, "shelf", "", at(10)).await;
        let expected = [waiting("expire", "other", at(5)), waiting("expire", "", at(10)), waiting("shelf", "", at(10))];
        assert_eq!(jobs(&store).await, expected);
    }

    fn nothing_is_claimed_before_it_is_due_and_the_longest_due_first(place) {
        let store = place.open().await;
        assert_eq!(claim(&store, at(99), at(100)).await, None);
        enqueue(&store, "later", "", at(20)).await;
        enqueue(&store, "first", "k", at(10)).await;
        assert_eq!(claim(&store, at(9), at(100)).await, None);
        let first = claim(&store, at(20), at(100)).await.unwrap();
        assert_eq!((first.kind.as_str(), first.key.as_str(), first.attempts), ("first", "k", 1));
        assert_eq!(claim(&store, at(20), at(100)).await.unwrap().kind, "later");
        assert_eq!(claim(&store, at(20), at(100)).await, None);
    }

    fn of_eight_workers_on_two_nodes_one_gets_the_job(place) {
        let (store, other_node) = (place.open().await, place.open().await);
        for n in 0..24 {
            enqueue(&store, "render", &n.to_string(), at(0)).await;
        }
        let mut workers = Vec::new();
        for n in 0..8 {
            let store = if n % 2 == 0 { store.clone() } else { other_node.clone() };
            workers.push(tokio::spawn(async move {
                let mut got = Vec::new();
                // One more than there are, so that a job that is handed out again is seen and does not go on for ever.
                for _ in 0..25 {
                    got.extend(claim(&store, at(1), at(10)).await.map(|job| job.key));
                }
                got
            }));
        }
        let mut claimed = Vec::new();
        for worker in workers {
            claimed.extend(worker.await.unwrap());
        }
        assert_eq!(claimed.len(), 24, "{claimed:?}");
        assert_eq!(claimed.iter().collect::<BTreeSet<_>>().len(), 24, "{claimed:?}");
        assert!(jobs(&store).await.iter().all(|job| job.attempts == 1 && job.claimed_until == Some(at(10))));
    }

    fn a_job_whose_worker_died_is_claimed_again_when_the_lease_is_over(place) {
        let store = place.open().await;
        enqueue(&store, "shelf", "", at(0)).await;
        assert_eq!(claim(&store, at(0), at(10)).await.unwrap().attempts, 1);
        assert_eq!(claim(&store, at(9), at(30)).await, None);
        assert_eq!(claim(&store, at(10), at(30)).await.unwrap().attempts, 2);
        assert_eq!(jobs(&store).await[0].claimed_until, Some(at(30)));
    }

    fn a_finished_job_goes_or_stands_again_for_its_next_time(place) {
        let store = place.open().await;
        enqueue(&store, "shelf", "", at(0)).await;
        enqueue(&store, "expire", "", at(1)).await;
        let shelf = claim(&store, at(5), at(10)).await.unwrap();
        let expire = claim(&store, at(5), at(10)).await.unwrap();
        finish(&store, &shelf, None).await;
        finish(&store, &expire, Some(at(1440))).await;
        assert_eq!(jobs(&store).await, [waiting("expire", "", at(1440))]);
    }

    fn a_failed_job_keeps_when_and_why_until_it_succeeds(place) {
        let store = place.open().await;
        enqueue(&store, "mail", "7", at(0)).await;
        for attempt in 1..=3 {
            let start = i64::from(attempt) * 10;
            let job = claim(&store, at(start), at(start + 5)).await.unwrap();
            assert_eq!(job.attempts, attempt);
            fail(&store, &job, at(start + 1), &format!("第{attempt}次连接失败"), at(start + 10)).await;
            let expected = StoredJob {
                attempts: attempt,
                failure: Some((at(start + 1), format!("第{attempt}次连接失败"))),
                ..waiting("mail", "7", at(start + 10))
            };
            assert_eq!(jobs(&store).await, [expected]);
            assert_eq!(claim(&store, at(start + 9), at(99)).await, None, "not before it is tried again");
        }
        let job = claim(&store, at(40), at(45)).await.unwrap();
        assert!(jobs(&store).await[0].failure.is_some(), "still known while it is tried again");
        finish(&store, &job, Some(at(100))).await;
        assert_eq!(jobs(&store).await, [waiting("mail", "7", at(100))]);
    }

    fn what_is_asked_for_while_a_worker_has_the_job_is_done_afterwards(place) {
        let store = place.open().await;
        enqueue(&store, "shelf", "", at(0)).await;
        let job = claim(&store, at(0), at(10)).await.unwrap();
        enqueue(&store, "shelf", "", at(3)).await;
        enqueue(&store, "shelf", "", at(2)).await;
        enqueue(&store, "shelf", "", at(4)).await;
        assert_eq!(claim(&store, at(5), at(20)).await, None, "not while it is being done");
        finish(&store, &job, None).await;
        assert_eq!(jobs(&store).await, [waiting("shelf", "", at(2))]);

        let job = claim(&store, at(5), at(20)).await.unwrap();
        enqueue(&store, "shelf", "", at(8)).await;
        finish(&store, &job, Some(at(7))).await;
        assert_eq!(jobs(&store).await, [waiting("shelf", "", at(7))], "the earlier of the two");

        let job = claim(&store, at(8), at(20)).await.unwrap();
        enqueue(&store, "shelf", "", at(9)).await;
        fail(&store, &job, at(9), "磁盘已满", at(60)).await;
        // Else a job that asks for itself before it fails would not wait.
        assert_eq!(jobs(&store).await[0].due_at, at(60));
    }

    fn what_was_asked_before_a_job_is_begun_again_is_done_by_it(place) {
        let store = place.open().await;
        enqueue(&store, "shelf", "", at(0)).await;
        claim(&store, at(0), at(10)).await.unwrap();
        enqueue(&store, "shelf", "", at(2)).await;
        let again = claim(&store, at(10), at(20)).await.unwrap();
        finish(&store, &again, None).await;
        assert_eq!(jobs(&store).await, []);
    }

    fn a_worker_whose_lease_is_over_ends_nothing_of_the_next_one(place) {
        let store = place.open().await;
        enqueue(&store, "shelf", "", at(0)).await;
        let slow = claim(&store, at(0), at(10)).await.unwrap();
        let quick = claim(&store, at(10), at(20)).await.unwrap();
        finish(&store, &slow, None).await;
        fail(&store, &slow, at(11), "太慢", at(12)).await;
        assert_eq!(claim(&store, at(15), at(30)).await, None, "the second worker still has it");
        finish(&store, &quick, None).await;
        assert_eq!(jobs(&store).await, []);
    }

    fn the_next_job_is_the_earliest_that_can_be_claimed(place) {
        let store = place.open().await;
        assert_eq!(next(&store).await, None);
        enqueue(&store, "expire", "", at(60)).await;
        enqueue(&store, "shelf", "", at(5)).await;
        assert_eq!(next(&store).await, Some(at(5)));
        let job = claim(&store, at(5), at(30)).await.unwrap();
        assert_eq!(next(&store).await, Some(at(30)), "the end of the lease, since nothing can be claimed before");
        finish(&store, &job, None).await;
        assert_eq!(next(&store).await, Some(at(60)));
    }

    fn jobs_and_claims_are_there_after_a_restart(place) {
        let store = place.open().await;
        enqueue(&store, "shelf", "", at(0)).await;
        enqueue(&store, "mail", "7", at(1)).await;
        let shelf = claim(&store, at(1), at(10)).await.unwrap();
        let mail = claim(&store, at(1), at(10)).await.unwrap();
        fail(&store, &mail, at(2), "无法连接", at(20)).await;
        let before = jobs(&store).await;
        store.close().await;
        let store = place.open().await;
        assert_eq!(jobs(&store).await, before);
        finish(&store, &shelf, None).await;
        assert_eq!(jobs(&store).await.len(), 1);
    }

    fn a_job_enqueued_in_a_change_that_is_undone_was_never_asked_for(place) {
        let store = place.open().await;
        let mut undone = store.write().await.unwrap();
        undone.enqueue("shelf", "", at(0)).await.unwrap();
        drop(undone);
        assert_eq!(jobs(&store).await, []);
    }
}
