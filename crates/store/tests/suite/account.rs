//! The account of each school year: board, report and records count the same, whatever became of a record.

use crate::anything::some_records;
use crate::harness::on_both;
use crate::make::{imported, keep_files, record, save_all, stamp};
use domain::annual_report::KeptBack;
use domain::catalogue::ItemKey;
use domain::coverage::{KeyFacts, facts_of};
use domain::date::PartialDate;
use domain::record::{Account, Audience, Disclosed, Openness, Past, Progress, Record, Visibility};
use domain::school_year::SchoolYear;
use std::collections::BTreeMap;
use store::{Reader, YearFacts};

type Facts = BTreeMap<(String, Option<SchoolYear>), KeyFacts>;

/// What the records themselves say, counted by `domain`.
fn expected_facts(records: &[Record]) -> Facts {
    let mut by_year: BTreeMap<Option<SchoolYear>, Vec<Disclosed>> = BTreeMap::new();
    for disclosed in records.iter().filter_map(Disclosed::of) {
        by_year.entry(Some(disclosed.accounted_in())).or_default().push(disclosed);
    }
    let of_year = |(year, disclosed): (Option<SchoolYear>, Vec<Disclosed>)| {
        facts_of(&disclosed).into_iter().map(move |(item, facts)| ((item.to_string(), year), facts)).collect::<Vec<_>>()
    };
    by_year.into_iter().flat_map(of_year).collect()
}

async fn stored_facts(reader: &Reader) -> Facts {
    let facts = reader.disclosed_facts().await.unwrap();
    let count = facts.len();
    let by_key: Facts =
        facts.into_iter().map(|YearFacts { item, year, facts }| ((item.to_string(), year), facts)).collect();
    assert_eq!(by_key.len(), count, "each item and year once");
    by_key
}

/// Everything the store says of accounts, held against the records, which are in the order of entry.
async fn check_accounts(reader: &Reader, records: &[Record]) {
    assert!(reader.tally_is_true().await.unwrap());
    assert_eq!(stored_facts(reader).await, expected_facts(records));
    let mut counting = Vec::new();
    for first in 2018..2026 {
        let year = SchoolYear::beginning(first).unwrap();
        let of_year = || records.iter().filter(|record| record.accounted_in() == year);
        let expected: Vec<Disclosed> = of_year().filter_map(Disclosed::of).collect();
        assert_eq!(reader.disclosed(year).await.unwrap(), expected, "{year}");
        // Decided by both reviews, or said so by a ledger file; what somebody only drafts so is not decided.
        let decided = |record: &Record| record.progress == Progress::Done || record.drafter.is_none();
        let kept_back: Vec<KeptBack> = of_year()
            .filter(|record| record.openness.code() != "proactive" && decided(record))
            .map(|record| KeptBack {
                item: record.item.clone(),
                unit: record.unit.clone(),
                withheld: record.openness.code() == "withheld",
            })
            .collect();
        assert_eq!(reader.kept_back(year).await.unwrap(), kept_back, "{year}");
        // Known to a calendar year that ends or begins in the school year, and accounted for elsewhere.
        let perhaps = records.iter().filter(|record| {
            let calendar =
                matches!(record.published_on(), PartialDate::Year(known) if (first..=first + 1).contains(&known));
            calendar && record.year.is_none() && record.accounted_in() != year && Disclosed::of(record).is_some()
        });
        let perhaps: u64 = perhaps.map(|record| u64::from(record.count)).sum();
        assert_eq!(reader.perhaps_of(year).await.unwrap(), perhaps, "{year}");
        if !expected.is_empty() {
            counting.insert(0, year);
        }
    }
    assert_eq!(reader.years().await.unwrap(), counting);
}

/// The same record among few items, dates and years, so that many count in one place.
fn crowded(record: Record, n: usize) -> Record {
    const DATES: [&str; 8] = ["2022-09-01", "2022-09", "2022", "", "2023-01-01", "2023-01", "2023", "2023-08-31"];
    let date = |at: usize| DATES[(n / 3 + at) % DATES.len()].parse::<PartialDate>().unwrap();
    let again = |was: Past| Past {
        since: date(0),
        updated: date(1),
        until: ["2023-08-31", "2023-09-01", "2024", ""][n % 4].parse().unwrap(),
        ..was
    };
    let visibility = match record.visibility {
        Visibility::Hidden => Visibility::Hidden,
        Visibility::Public { edition, .. } => Visibility::Public { edition, since: date(0), updated: date(1) },
        Visibility::Withdrawn { was, reason, successor } => {
            Visibility::Withdrawn { was: again(was), reason, successor }
        }
        Visibility::Expired { was } => Visibility::Expired { was: again(was) },
    };
    let mut editions = record.editions;
    for edition in &mut editions {
        edition.made_on = date(2);
    }
    Record {
        item: if n.is_multiple_of(3) { ItemKey::School(1) } else { ItemKey::Official(7) },
        openness: if n.is_multiple_of(5) { record.openness } else { Openness::Proactive },
        audience: if n.is_multiple_of(7) { record.audience } else { Audience::Public },
        year: [None, None, SchoolYear::beginning(2021)][n % 3],
        count: record.count % 100,
        visibility,
        editions,
        ..record
    }
}

on_both! {
    fn board_and_report_count_what_the_records_say(place) {
        let store = place.open().await;
        let records: Vec<Record> =
            some_records(150).into_iter().enumerate().map(|(n, record)| crowded(record, n)).collect();
        let counted = |account| records.iter().filter(|record| record.accounted() == account).count();
        assert!(counted(Account::None) > 20 && counted(Account::OnView) > 20 && counted(Account::TakenDown) > 20);
        save_all(&store, &records).await;
        let stored: Vec<Record> = records.into_iter().map(|record| Record { version: 1, ..record }).collect();
        check_accounts(&store.read().await.unwrap(), &stored).await;
    }

    fn the_tally_stays_true_whatever_becomes_of_records_and_can_be_made_again(place) {
        let store = place.open().await;
        let states: Vec<Record> =
            some_records(200).into_iter().enumerate().map(|(n, record)| crowded(record, n)).collect();
        // Five records, each of which becomes the next of the states again and again.
        let mut now: Vec<Record> = Vec::new();
        for (n, state) in states.into_iter().enumerate() {
            let mut tx = store.write().await.unwrap();
            let at = if n < 5 { n } else { n * 7 % 5 };
            let mut next = match now.get(at) {
                None => Record { version: 0, ..state },
                Some(before) => Record {
                    id: before.id, key: before.key.clone(), index: before.index.clone(), version: before.version, ..state
                },
            };
            keep_files(&mut tx, &next).await;
            let version = tx.save_record(&next).await.unwrap();
            assert!(tx.tally_is_true().await.unwrap(), "after save {n}: {next:?}");
            tx.commit(&stamp(), imported(&next)).await.unwrap();
            next.version = version;
            if at < now.len() { now[at] = next } else { now.push(next) }
            if n % 20 == 19 {
                check_accounts(&store.read().await.unwrap(), &now).await;
            }
        }
        place.tamper("UPDATE tally SET down = down + 1").await;
        assert!(!store.read().await.unwrap().tally_is_true().await.unwrap());
        let mut tx = store.write().await.unwrap();
        tx.rebuild_tally().await.unwrap();
        tx.commit_unlogged().await.unwrap();
        check_accounts(&store.read().await.unwrap(), &now).await;
    }

    fn the_account_of_a_year_is_the_same_before_and_after_the_nightly_taking_down(place) {
        let store = place.open().await;
        let mut made = record(0);
        made.term = domain::record::Term::Until("2021-03-01".parse().unwrap());
        made.count = 3;
        save_all(&store, &[made]).await;
        let before = stored_facts(&store.read().await.unwrap()).await;
        let mut tx = store.write().await.unwrap();
        let mut record = tx.record(record(0).id).await.unwrap();
        let event = record.expire("2021-03-02".parse().unwrap(), true).unwrap();
        tx.save_record(&record).await.unwrap();
        tx.commit(&stamp(), event).await.unwrap();
        let reader = store.read().await.unwrap();
        let after = stored_facts(&reader).await;
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        for (before, after) in before.values().zip(after.values()) {
            assert_eq!((before.entries, before.taken_down, before.latest), (3, 0, after.latest));
            assert_eq!((after.entries, after.taken_down), (3, 3));
        }
        let [disclosed] = &reader.disclosed("2019-2020".parse().unwrap()).await.unwrap()[..] else { panic!("one record") };
        assert!(disclosed.taken_down() && disclosed.title().is_none());
    }

    fn of_dates_that_begin_on_one_day_the_best_known_is_the_latest_in_any_order(place) {
        let store = place.open().await;
        let dates = ["2023-05", "2023-05-01", "2023-05"].map(|date| date.parse::<PartialDate>().unwrap());
        let records: Vec<Record> = (0..)
            .zip(dates)
            .map(|(n, since)| Record { visibility: Visibility::Public { edition: 1, since, updated: since }, ..record(n * 50) })
            .collect();
        save_all(&store, &records).await;
        let facts = stored_facts(&store.read().await.unwrap()).await;
        assert_eq!(facts, expected_facts(&records));
        assert_eq!(facts.values().map(|facts| facts.latest).collect::<Vec<_>>(), [dates[1]]);
    }

    fn a_report_of_more_records_than_are_read_together_has_each_once(place) {
        let store = place.open().await;
        let day = "2023-05-12".parse().unwrap();
        let same_year = |n| Record { visibility: Visibility::Public { edition: 1, since: day, updated: day }, ..record(n) };
        save_all(&store, &(0..2_005).map(same_year).collect::<Vec<_>>()).await;
        let disclosed = store.read().await.unwrap().disclosed("2022-2023".parse().unwrap()).await.unwrap();
        let ids: Vec<_> = disclosed.iter().map(|record| record.id).collect();
        assert_eq!(ids, (0..2_005).map(|n| record(n).id).collect::<Vec<_>>());
    }
}
