//! What was acknowledged survives the death of the process; migrations run as often as one likes.

use crate::harness::on_both;
use crate::make::{imported, record, save_all, stamp};
use domain::date::PartialDate;
use domain::record::Visibility;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use store::{Error, EventFilter, Fault, Left, Store};

/// Not a test of its own: the process that the next test kills. It writes records and names each on standard
/// output once its commit has returned.
#[tokio::test]
async fn child_that_writes_until_it_is_killed() {
    let Ok(address) = std::env::var("GONGKAI_TEST_CHILD") else { return };
    let store = Store::create(&address).await.unwrap();
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
        store.close().await;
        let (first, second) = tokio::join!(Store::open(&place.address), Store::open(&place.address));
        for store in [first.unwrap(), second.unwrap()] {
            assert!(store.read().await.unwrap().find_record(record(1).id).await.unwrap().is_some());
        }
    }

    fn a_record_that_no_year_accounted_for_is_accounted_for_when_an_older_database_is_opened(place) {
        let store = place.open().await;
        let unknown = PartialDate::Unknown;
        let mut undated = record(1);
        undated.editions[0].made_on = unknown;
        undated.visibility = Visibility::Public { edition: 1, since: unknown, updated: unknown };
        save_all(&store, &[undated, record(2), record(3)]).await;
        let year = store.read().await.unwrap().record(record(1).id).await.unwrap().accounted_in();
        let counted = async |store: &Store| {
            let reader = store.read().await.unwrap();
            assert!(reader.tally_is_true().await.unwrap());
            reader.disclosed(year).await.unwrap().into_iter().filter(|disclosed| disclosed.id == record(1).id).count()
        };
        assert_eq!(counted(&store).await, 1);
        store.close().await;
        // As the third step of the schema left it.
        for sql in [
            "UPDATE record SET report_year = 0",
            "DELETE FROM tally",
            "INSERT INTO tally (item, report_year, month, records, things, down) SELECT item, report_year,
                 substr(since, 1, 7), count(*), sum(things), 0 FROM record WHERE account <> 'none'
                 GROUP BY item, report_year, substr(since, 1, 7)",
            "ALTER TABLE batch DROP COLUMN by_command",
            "DELETE FROM migration WHERE name IN ('20261130_000004_commands', '20261130_000005_accounts')",
        ] {
            place.tamper(sql).await;
        }
        for _ in 0..2 {
            let store = Store::open(&place.address).await.unwrap();
            assert_eq!(counted(&store).await, 1);
            assert_eq!(store.read().await.unwrap().batches(None, 9).await.unwrap(), []);
            store.close().await;
        }
    }

    fn a_database_that_a_newer_version_has_changed_is_refused_and_left_alone(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        store.close().await;
        place.tamper("INSERT INTO migration (name) VALUES ('29990101_000001_later')").await;
        let error = Store::open(&place.address).await.unwrap_err();
        let Error::Unusable(Fault::Newer { migration }) = &error else { panic!("{error:?}") };
        assert_eq!(migration, "29990101_000001_later");
        place.tamper("DELETE FROM migration WHERE name = '29990101_000001_later'").await;
        assert_eq!(place.open().await.last_seq().await.unwrap(), 1);
    }

    fn only_a_wish_for_a_new_school_makes_one(place) {
        let open = async || fault_of(Store::open(&place.address).await).await;
        let create = async || fault_of(Store::create(&place.address).await).await;
        assert!(matches!(open().await, Some(Fault::Missing | Fault::Empty)));
        assert_eq!(create().await, None);
        assert_eq!(create().await, None, "one in which nothing happened yet may be begun again");
        assert_eq!(open().await, None);
        save_all(&place.open().await, &[record(1)]).await;
        assert_eq!(create().await, Some(Fault::Occupied));
        place.tamper("DROP TABLE event").await;
        assert_eq!((open().await, create().await), (Some(Fault::Foreign), Some(Fault::Foreign)));
    }

    fn a_school_opens_while_another_program_writes(place) {
        place.open().await.close().await;
        let writer = place.open().await;
        let writing = writer.write().await.unwrap();
        let opened = tokio::time::timeout(std::time::Duration::from_secs(10), Store::open(&place.address)).await;
        let reader = opened.expect("without waiting for the writer").unwrap();
        assert_eq!(reader.last_seq().await.unwrap(), 0);
        assert_eq!(reader.close().await, Left::Whole, "one who wrote nothing leaves nothing behind");
        drop(writing);
    }

    fn each_step_of_the_schema_is_written_down_once(place) {
        for n in 0..2 {
            let store = place.open().await;
            save_all(&store, &[record(n)]).await;
            store.close().await;
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
    for address in ["", "mysql://localhost/x", "sqlite::memory:"] {
        let error = Store::open(address).await.unwrap_err();
        assert!(matches!(error, Error::Address), "{address}: {error:?}");
    }
    let nowhere = "sqlite:///nonexistent-folder/of/nobody/school.db";
    assert_eq!(fault_of(Store::open(nowhere).await).await, Some(Fault::Missing));
    assert_eq!(fault_of(Store::create(nowhere).await).await, Some(Fault::Nowhere));
}

/// What stands in the way of a database that was opened, which is closed again.
async fn fault_of(opened: store::Result<Store>) -> Option<Fault> {
    match opened {
        Ok(store) => {
            store.close().await;
            None
        }
        Err(Error::Unusable(fault)) => Some(fault),
        Err(error) => panic!("{error:?}"),
    }
}

/// The number of events in a copy of the file alone, opened somewhere else.
async fn events_of_a_copy(file: &std::path::Path) -> u64 {
    let copy = file.with_file_name("copy.db");
    std::fs::copy(file, &copy).unwrap();
    let store = Store::open(&format!("sqlite://{}", copy.display())).await.unwrap();
    let events = store.last_seq().await.unwrap();
    store.close().await;
    std::fs::remove_file(&copy).unwrap();
    events
}

#[tokio::test]
async fn after_closing_the_file_alone_is_the_whole_database() {
    let place = crate::harness::Place::new(crate::harness::Kind::Sqlite).await.unwrap();
    let file = std::path::PathBuf::from(place.address.strip_prefix("sqlite://").unwrap());
    let beside = |ending: &str| std::fs::metadata(format!("{}{ending}", file.display())).map_or(0, |about| about.len());
    for round in 1..=3 {
        let store = place.open().await;
        save_all(&store, &[record(round)]).await;
        assert!(beside("-wal") > 0, "what was written stands in the log first");
        assert_eq!(store.close().await, Left::Whole);
        assert_eq!(beside("-wal"), 0);
        assert_eq!(events_of_a_copy(&file).await, u64::from(round));
    }
    // While another program reads a state of before, the last of it stays in the log, and that is said.
    let (other, store) = (place.open().await, place.open().await);
    let reading = other.read().await.unwrap();
    let _ = reading.find_record(record(1).id).await.unwrap();
    save_all(&store, &[record(4)]).await;
    assert_eq!(store.close().await, Left::InUse);
    drop(reading);
    assert_eq!(other.close().await, Left::Whole);
    assert_eq!(events_of_a_copy(&file).await, 4);
    place.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_that_end_while_one_closes_leave_no_log_behind() {
    let place = crate::harness::Place::new(crate::harness::Kind::Sqlite).await.unwrap();
    let file = place.address.strip_prefix("sqlite://").unwrap().to_string();
    place.open().await.close().await;
    for round in 0..100 {
        let store = place.open().await;
        let mut readers = Vec::new();
        for _ in 0..4 {
            let reader = store.read().await.unwrap();
            reader.find_record(record(1).id).await.unwrap();
            readers.push(reader);
        }
        drop(readers);
        store.close().await;
        for ending in ["-wal", "-shm"] {
            assert!(!std::path::Path::new(&format!("{file}{ending}")).exists(), "{ending} stays in round {round}");
        }
    }
    place.remove().await;
}

#[tokio::test]
async fn a_damaged_file_is_said_to_be_one() {
    let place = crate::harness::Place::new(crate::harness::Kind::Sqlite).await.unwrap();
    let file = place.address.strip_prefix("sqlite://").unwrap();
    let store = place.open().await;
    save_all(&store, &(1..200).map(record).collect::<Vec<_>>()).await;
    store.close().await;
    let mut bytes = std::fs::read(file).unwrap();
    for at in (4096..bytes.len()).step_by(4096) {
        bytes[at..at + 64].fill(0xab);
    }
    std::fs::write(file, &bytes).unwrap();
    let opened = Store::open(&place.address).await;
    assert!(matches!(opened, Err(Error::Unusable(Fault::Damaged))), "{opened:?}");
    place.remove().await;
}
