//! Records and events for tests, made from a number so that they are the same every time.

use chrono::{DateTime, Days, NaiveDate};
use domain::date::PartialDate;
use domain::event::{Actor, Event};
use domain::ids::{EventId, RecordId};
use domain::record::{
    Audience, Edition, Form, IndexNumber, Openness, Origin, Progress, Record, Release, Term, Timestamp, Validity,
    Visibility,
};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Stamp, Store};

/// A public record: number `n` of item `n % 50 + 1`, published on the n-th day from 2020-01-01 (modulo 1500).
pub(crate) fn record(n: u32) -> Record {
    let day = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + Days::new(u64::from(n % 1500));
    Record {
        id: RecordId(0x0192_0000_0000_7000_8000_0000_0000_0000 + u128::from(n)),
        key: format!("k{n:07}"),
        index: IndexNumber { school: "12345".into(), year: 2023, serial: n + 1 },
        item: (n % 50 + 1).to_string().parse().unwrap(),
        unit: Some(format!("u{}", n % 16)),
        form: Form::Notice,
        origin: Origin::Made,
        openness: Openness::Proactive,
        audience: Audience::Public,
        term: Term::Standing,
        validity: Validity::InForce,
        count: 1,
        year: None,
        publicity: None,
        drafter: None,
        progress: Progress::Done,
        visibility: Visibility::Public { edition: 1, since: PartialDate::Day(day), updated: PartialDate::Day(day) },
        editions: vec![edition(1, &format!("关于第{n}号事项的通知"))],
        releases: vec![release("web", &format!("https://www.example.edu.cn/info/{n}.htm"))],
        note: String::new(),
        source: String::new(),
        version: 0,
    }
}

pub(crate) fn edition(number: u32, title: &str) -> Edition {
    Edition {
        number,
        title: title.into(),
        summary: "概述".into(),
        body: String::new(),
        document_number: "示院发〔2023〕12号".into(),
        issuer: String::new(),
        made_on: "2023-05".parse().unwrap(),
        keywords: vec!["通知".into()],
        change_note: String::new(),
    }
}

pub(crate) fn release(channel: &str, locator: &str) -> Release {
    Release {
        edition: 1,
        channel: channel.into(),
        on: PartialDate::Unknown,
        locator: locator.into(),
        evidence: String::new(),
        note: String::new(),
    }
}

pub(crate) fn now() -> Timestamp {
    DateTime::from_timestamp_micros(1_700_000_000_123_456).unwrap()
}

fn event_id() -> EventId {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    EventId(u128::from(COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// A stamp of the operator's.
pub(crate) fn stamp() -> Stamp<'static> {
    Stamp { actor: &Actor::Operator, at: now(), ids: &event_id }
}

/// A day on which nothing of [`record`] is over yet.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, 12).unwrap()
}

/// The event of an import of a record that was not there before.
pub(crate) fn imported(record: &Record) -> Event {
    domain::ledger::imported(None, record, today())
}

/// Saves records, each with its event, in one change.
pub(crate) async fn save_all(store: &Store, records: &[Record]) {
    let mut tx = store.write().await.unwrap();
    for record in records {
        tx.save_record(record).await.unwrap();
        tx.append(&stamp(), imported(record)).await.unwrap();
    }
    tx.commit_unlogged().await.unwrap();
}

/// The key of a record as a test names it.
pub(crate) fn number(id: RecordId) -> u32 {
    (id.0 & 0xffff_ffff) as u32
}
