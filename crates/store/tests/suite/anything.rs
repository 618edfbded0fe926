//! Records in any state that the types allow, for tests of what must hold for all.

use crate::make::{edition, record, release};
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::ids::{AttachmentId, UserId};
use domain::record::{
    Attachment, Audience, Form, Inspection, Openness, Origin, Past, Progress, Publicity, Record, Spot, Term, Unread,
    Validity, Visibility,
};
use domain::school_year::SchoolYear;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

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
        (proptest::option::of(user()), proptest::option::of(0..4_000_000_000_000_000i64)).prop_map(
            |(secrecy_reviewer, at)| Progress::Approved {
                secrecy_reviewer,
                publish_at: at.map(|at| chrono::DateTime::from_timestamp_micros(at).unwrap()),
            }
        ),
        Just(Progress::Done),
        Just(Progress::Stopped),
    ]
}

fn past() -> impl Strategy<Value = Past> {
    (1..=2u32, date(), date(), date(), any::<bool>()).prop_map(|(edition, since, updated, until, titled)| Past {
        edition,
        since,
        updated,
        until,
        titled,
    })
}

fn visibility() -> impl Strategy<Value = Visibility> {
    prop_oneof![
        Just(Visibility::Hidden),
        (1..=2u32, date(), date()).prop_map(|(edition, since, updated)| Visibility::Public { edition, since, updated }),
        (past(), text(), proptest::option::of(text())).prop_map(|(was, reason, successor)| Visibility::Withdrawn {
            was,
            reason,
            successor
        }),
        past().prop_map(|was| Visibility::Expired { was }),
    ]
}

fn attachment() -> impl Strategy<Value = Attachment> {
    let spot = (text(), text(), text(), any::<bool>(), proptest::option::of("[a-z-]{1,9}"));
    let spot = spot.prop_map(|(kind, place, masked, certain, hidden)| Spot { kind, place, masked, certain, hidden });
    let unread = (text(), text()).prop_map(|(code, at)| Unread { code, at });
    let lists = (proptest::collection::vec(spot, 0..3), proptest::collection::vec(unread, 0..3));
    let numbers = (any::<u32>(), any::<u32>(), any::<u32>(), proptest::option::of(any::<u32>()), 0..1u64 << 40);
    (any::<u128>(), text(), "[0-9a-f]{3}", numbers, lists).prop_map(
        |(id, name, digest, (certain, suspected, first_edition, gone_in, size), (spots, unread))| Attachment {
            id: AttachmentId(id),
            name,
            size,
            digest,
            first_edition,
            gone_in,
            inspection: Inspection { certain, suspected, spots, unread },
        },
    )
}

prop_compose! {
    /// A record in any state, well or badly put together: the store keeps what it is given.
    pub(crate) fn any_record()(
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
        (count, unit_known, releases, attachments) in
            (any::<u32>(), any::<bool>(), 0..4usize, proptest::collection::vec(attachment(), 0..3)),
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
        made.attachments = attachments;
        made.note = words[10].clone();
        made.source = words[11].clone();
        Record { form, origin, audience, validity, openness, term, year, publicity, drafter, progress, visibility, count, ..made }
    }
}

/// The same `n` records every time, with ids, keys and index numbers of their own.
pub(crate) fn some_records(n: usize) -> Vec<Record> {
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
