//! Records go in and come out the same, whatever their state; stale ones are refused.

use crate::harness::on_both;
use crate::make::{edition, imported, record, release, save_all, stamp};
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::ids::UserId;
use domain::record::{Audience, Form, Openness, Origin, Progress, Publicity, Record, Term, Validity, Visibility};
use domain::school_year::SchoolYear;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use store::{Error, Store};

fn text() -> impl Strategy<Value = String> {
    // PostgreSQL knows no NUL in a text, and `app` lets none through.
    prop_oneof!["[ -~]{0,12}", "[一-龥〔〕“”、。％]{0,12}", "\\PC{0,12}"].prop_map(|text| text.replace('\0', ""))
}

fn date() -> impl Strategy<Value = PartialDate> {
    prop_oneof![
        Just(PartialDate::Unknown),
        (1990..2090i32).prop_map(PartialDate::Year),
        (1990..2090i32, 1..=12u32).prop_map(|(year, month)| PartialDate::Month(year, month)),
        day().prop_map(PartialDate::Day),
    ]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (1990..2090i32, 1..=12u32, 1..=28u32).prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap())
}

fn user() -> impl Strategy<Value = UserId> {
    any::<u128>().prop_map(UserId)
}

fn progress() -> impl Strategy<Value = Progress> {
    prop_oneof![
        proptest::option::of(text()).prop_map(|returned| Progress::Draft { returned }),
        Just(Progress::UnitReview),
        user().prop_map(|unit_reviewer| Progress::SecrecyReview { unit_reviewer }),
        (user(), proptest::option::of(0..4_000_000_000_000_000i64)).prop_map(|(secrecy_reviewer, at)| {
            Progress::Approved {
                secrecy_reviewer,
                publish_at: at.map(|at| chrono::DateTime::from_timestamp_micros(at).unwrap()),
            }
        }),
        Just(Progress::Done),
    ]
}

fn visibility() -> impl Strategy<Value = Visibility> {
    prop_oneof![
        Just(Visibility::Hidden),
        (1..=2u32, date(), date()).prop_map(|(edition, since, updated)| Visibility::Public { edition, since, updated }),
        (text(), proptest::option::of(text()))
            .prop_map(|(reason, successor)| Visibility::Withdrawn { reason, successor }),
        Just(Visibility::Expired),
    ]
}

prop_compose! {
    fn any_record()(
        n in 0..1_000_000u32,
        (form, origin, audience, validity) in (
            proptest::sample::select(Form::ALL), proptest::sample::select(Origin::ALL),
            proptest::sample::select(Audience::ALL), proptest::sample::select(Validity::ALL),
        ),
        openness in prop_oneof![
            Just(Openness::Proactive), Just(Openness::OnRequest),
            text().prop_map(|ground| Openness::Withheld { ground }),
        ],
        term in prop_oneof![Just(Term::Standing), day().prop_map(Term::Until)],
        year in proptest::option::of((1990..2090i32).prop_map(|year| SchoolYear::beginning(year).unwrap())),
        publicity in proptest::option::of(
            (text(), date(), date()).prop_map(|(kind, from, until)| Publicity { kind, from, until })),
        drafter in proptest::option::of(user()),
        progress in progress(),
        visibility in visibility(),
        words in proptest::collection::vec(text(), 12),
        keywords in proptest::collection::vec(text(), 0..4),
        (made_on, released_on) in (date(), date()),
        (count, unit_known, releases) in (any::<u32>(), any::<bool>(), 0..4usize),
    ) -> Record {
        let mut made = record(n);
        let mut first = edition(1, &words[0]);
        first.summary = words[1].clone();
        first.body = words[2].clone();
        first.document_number = words[3].clone();
        first.issuer = words[4].clone();
        first.made_on = made_on;
        first.keywords = keywords;
        let mut second = edition(2, &words[5]);
        second.change_note = words[6].clone();
        made.editions = vec![first, second];
        made.releases = (0..releases).map(|_| {
            let mut release = release(&words[7], &words[8]);
            release.on = released_on;
            release.evidence = words[9].clone();
            release
        }).collect();
        if !unit_known {
            made.unit = None;
        }
        made.note = words[10].clone();
        made.source = words[11].clone();
        Record { form, origin, audience, validity, openness, term, year, publicity, drafter, progress, visibility, count, ..made }
    }
}

fn some_records(n: usize) -> Vec<Record> {
    let mut runner = TestRunner::deterministic();
    (0..n)
        .map(|at| {
            let mut made = any_record().new_tree(&mut runner).unwrap().current();
            made.id.0 = made.id.0 & !0xfff_ffff | at as u128;
            made.key = format!("k{at}");
            made.index.serial = at as u32 + 1;
            made
        })
        .collect()
}

async fn reload(store: &Store, record: &Record) -> Record {
    store.read().await.unwrap().record(record.id).await.unwrap()
}

on_both! {
    fn every_kind_of_record_reads_back_as_it_was_written(place) {
        let store = place.open().await;
        for record in some_records(80) {
            save_all(&store, std::slice::from_ref(&record)).await;
            let mut back = reload(&store, &record).await;
            assert_eq!(back.version, 1);
            back.version = 0;
            assert_eq!(back, record);
        }
        assert!(store.read().await.unwrap().tally_is_true().await.unwrap());
    }

    fn any_record_may_become_any_other_by_a_save(place) {
        let store = place.open().await;
        let mut records = some_records(40);
        save_all(&store, &records[..1]).await;
        let first = records[0].clone();
        for (at, next) in records.iter_mut().enumerate().skip(1) {
            (next.id, next.key, next.index) = (first.id, first.key.clone(), first.index.clone());
            next.version = at as u32;
            let mut tx = store.write().await.unwrap();
            assert_eq!(tx.save_record(next).await.unwrap(), at as u32 + 1);
            tx.commit(&stamp(), imported(next)).await.unwrap();
            let mut back = reload(&store, next).await;
            back.version = next.version;
            assert_eq!(back, *next);
        }
        assert!(store.read().await.unwrap().tally_is_true().await.unwrap());
    }

    fn a_stale_save_is_refused_and_writes_nothing(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        let (mut mine, mut theirs) = (reload(&store, &record(1)).await, reload(&store, &record(1)).await);
        theirs.note = "她先保存".into();
        save_all(&store, &[theirs]).await;
        mine.note = "我后保存".into();
        let mut tx = store.write().await.unwrap();
        let refused = tx.save_record(&mine).await.unwrap_err();
        assert!(matches!(&refused, Error::Conflict { kind: "record", key } if *key == mine.id.to_string()), "{refused}");
        drop(tx);
        assert_eq!(reload(&store, &mine).await.note, "她先保存");
    }

    fn a_record_is_found_by_id_key_and_index_number(place) {
        let store = place.open().await;
        save_all(&store, &[record(1), record(2)]).await;
        let reader = store.read().await.unwrap();
        let wanted = record(2);
        assert_eq!(reader.find_record_by_key("k0000002").await.unwrap().unwrap().id, wanted.id);
        assert_eq!(reader.find_record_by_index(&wanted.index).await.unwrap().unwrap().id, wanted.id);
        assert_eq!(reader.find_record_by_key("k").await.unwrap(), None);
        assert!(matches!(reader.record(record(3).id).await, Err(Error::NotFound { kind: "record", .. })));
    }

    fn a_key_or_index_number_in_use_is_refused(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        let mut same_key = record(2);
        same_key.key = record(1).key;
        let mut same_index = record(3);
        same_index.index = record(1).index;
        for twin in [same_key, same_index] {
            let mut tx = store.write().await.unwrap();
            assert!(matches!(tx.save_record(&twin).await, Err(Error::Taken { kind: "record" })));
        }
    }

    fn an_impossible_row_is_an_error_that_names_table_column_and_id(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        for (sql, table, column) in [
            ("UPDATE record SET form = 'rumour'", "record", "form"),
            ("UPDATE record SET form = 'notice', since = '2023-02-30'", "record", "since"),
            ("UPDATE record SET since = '2023-02-28', item = '51'", "record", "item"),
            ("UPDATE record SET item = '1', version = -1", "record", "version"),
            ("UPDATE edition SET keywords = 'none'", "edition", "keywords"),
        ] {
            place.tamper(sql).await;
            let error = store.read().await.unwrap().record(record(1).id).await.unwrap_err();
            let Error::Impossible { table: named, column: at, id } = &error else { panic!("{sql}: {error}") };
            assert_eq!((*named, *at), (table, column));
            assert!(!id.is_empty());
        }
    }

    fn the_schema_refuses_stages_that_contradict_their_columns(place) {
        let store = place.open().await;
        save_all(&store, &[record(1)]).await;
        for sql in [
            "UPDATE record SET visibility = 'withdrawn'",
            "UPDATE record SET visibility = 'hidden'",
            "UPDATE record SET progress = 'approved'",
            "UPDATE record SET openness = 'withheld'",
            "UPDATE record SET returned = 'no'",
        ] {
            assert!(place.refuses(sql).await, "{sql}");
        }
    }

    fn serials_are_handed_out_once_and_never_those_in_use(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.allocate_index("12345", 2023, 3).await.unwrap(), 1);
        assert_eq!(tx.allocate_index("12345", 2023, 1).await.unwrap(), 4);
        assert_eq!(tx.allocate_index("12345", 2024, 1).await.unwrap(), 1);
        tx.save_record(&record(99)).await.unwrap();
        assert_eq!(tx.allocate_index("12345", 2023, 1).await.unwrap(), 101);
        tx.commit_unlogged().await.unwrap();
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.allocate_index("12345", 2023, 1).await.unwrap(), 102);
    }
}
