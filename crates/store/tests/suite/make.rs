//! Records and events for tests, made from a number so that they are the same every time.

#[path = "../../../testkit/src/record.rs"]
mod built;

pub(crate) use built::release;

use chrono::{DateTime, Days, NaiveDate};
use domain::event::{Actor, Event};
use domain::ids::{EventId, RecordId};
use domain::record::{Edition, Record, Timestamp};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Stamp, Store};

/// A public record: number `n` of item `n % 50 + 1`, published on the n-th day from 2020-01-01 (modulo 1500).
pub(crate) fn record(n: u32) -> Record {
    let day = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + Days::new(u64::from(n % 1500));
    built::record("")
        .key(&format!("k{n:07}"))
        .item(&(n % 50 + 1).to_string())
        .unit(&format!("u{}", n % 16))
        .newest(|newest| *newest = edition(1, &format!("关于第{n}号事项的通知")))
        .released(release("web", &format!("https://www.example.edu.cn/info/{n}.htm")))
        .public(&day.to_string())
        .with(|record| {
            record.id = RecordId(0x0192_0000_0000_7000_8000_0000_0000_0000 + u128::from(n));
            record.index.serial = n + 1;
        })
        .build()
}

pub(crate) fn edition(number: u32, title: &str) -> Edition {
    Edition {
        number,
        summary: "概述".into(),
        document_number: "示院发〔2023〕12号".into(),
        made_on: "2023-05".parse().unwrap(),
        keywords: vec!["通知".into()],
        ..built::edition(title)
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
    Stamp { actor: &Actor::Operator, at: now(), ids: &event_id, seed: [7; 32] }
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
        keep_files(&mut tx, record).await;
        tx.save_record(record).await.unwrap();
        tx.append(&stamp(), imported(record)).await.unwrap();
    }
    tx.commit_unlogged().await.unwrap();
}

/// Keeps something under the digest of each file of a record.
pub(crate) async fn keep_files(tx: &mut store::Tx, record: &Record) {
    for file in &record.attachments {
        tx.save_blob(&file.digest, file.digest.clone().into_bytes()).await.unwrap();
    }
}

/// The key of a record as a test names it.
pub(crate) fn number(id: RecordId) -> u32 {
    (id.0 & 0xffff_ffff) as u32
}
