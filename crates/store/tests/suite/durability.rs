//! What was acknowledged survives the death of the process; migrations run as often as one likes.

use crate::harness::on_both;
use crate::make::{imported, record, save_all, stamp};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use store::{Error, EventFilter, Store};

/// Not a test of its own: the process that the next test kills. It writes records and names each on standard
/// output once its commit has returned.
#[tokio::test]
async fn child_that_writes_until_it_is_killed() {
    let Ok(address) = std::env::var("GONGKAI_TEST_CHILD") else { return };
    let store = Store::open(&address).await.unwrap();
    for n in 0.. {
        let mut tx = store.write().await.unwrap();
        tx.save_record(&record(n)).await.unwrap();
        tx.commit(&stamp(), imported(&record(n))).await.unwrap();
        // Past the test harness, which would keep it.
        writeln!(std::io::stdout(), "acknowledged {n}").unwrap();
    }
}

on_both! {
    fn a_killed_process_loses_nothing_that_it_acknowledged(place) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "durability::child_that_writes_until_it_is_killed", "--nocapture"])
            .env("GONGKAI_TEST_CHILD", &place.address)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut acknowledged = Vec::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut killed = false;
        // After the kill, what is still in the pipe was acknowledged too.
        while let Some(Ok(line)) = lines.next() {
            if let Some(n) = line.split("acknowledged ").nth(1) {
                acknowledged.push(n.parse::<u32>().unwrap());
            }
            if acknowledged.len() == 60 && !killed {
                child.kill().unwrap();
                killed = true;
            }
        }
        child.wait().unwrap();
        assert!(acknowledged.len() >= 60, "the child wrote {} records", acknowledged.len());
        let store = place.open().await;
        let reader = store.read().await.unwrap();
        for n in &acknowledged {
            assert!(reader.find_record(record(*n).id).await.unwrap().is_some(), "record {n} was acknowledged");
        }
        let events = reader.events(&EventFilter::default(), 0, 100_000).await.unwrap();
        let records = reader.export_records(None, 5000).await.unwrap();
        assert_eq!(events.len(), records.len());
        assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq));
        assert!(reader.tally_is_true().await.unwrap());
    }

    fn migrations_run_again_harmlessly(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        store.close().await.unwrap();
        let (first, second) = tokio::join!(Store::open(&place.address), Store::open(&place.address));
        for store in [first.unwrap(), second.unwrap()] {
            assert!(store.read().await.unwrap().find_record(record(1).id).await.unwrap().is_some());
        }
    }

    fn a_database_that_a_newer_version_has_changed_is_refused_and_left_alone(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        store.close().await.unwrap();
        place.tamper("INSERT INTO migration (name) VALUES ('29990101_000001_later')").await;
        let error = Store::open(&place.address).await.unwrap_err();
        let Error::Newer { migration } = &error else { panic!("{error:?}") };
        assert_eq!(migration, "29990101_000001_later");
        place.tamper("DELETE FROM migration WHERE name = '29990101_000001_later'").await;
        assert_eq!(place.open().await.last_seq().await.unwrap(), 1);
    }

    fn each_step_of_the_schema_is_written_down_once(place) {
        for n in 0..2 {
            let store = place.open().await;
            save_all(&store, &[record(n)]).await;
            store.close().await.unwrap();
        }
        assert!(place.refuses("INSERT INTO migration (name) VALUES ('20261130_000001_ledger')").await);
    }
}

#[tokio::test]
async fn a_database_in_memory_is_empty_each_time_and_leaves_nothing_behind() {
    let store = Store::in_memory().await.unwrap();
    save_all(&store, &[record(1)]).await;
    let other = Store::in_memory().await.unwrap();
    assert_eq!(other.last_seq().await.unwrap(), 0);
    assert_eq!(store.last_seq().await.unwrap(), 1);
}

#[tokio::test]
async fn an_address_that_cannot_be_opened_is_a_plain_error() {
    for address in ["", "mysql://localhost/x", "sqlite:///nonexistent-folder/of/nobody/school.db"] {
        let error = Store::open(address).await.unwrap_err();
        assert!(matches!(error, store::Error::Address(_)), "{address}: {error:?}");
    }
}
