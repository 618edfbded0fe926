//! The life of a record, step by step and in any order.

use super::*;
use proptest::prelude::*;

const DRAFTER: UserId = UserId(1);
const HEAD: UserId = UserId(2);
const SECRECY: UserId = UserId(3);

fn now() -> Timestamp {
    "2023-09-11T02:00:00Z".parse().unwrap()
}

fn today() -> chrono::NaiveDate {
    "2023-09-11".parse().unwrap()
}

fn edition(number: u32, title: &str) -> Edition {
    Edition {
        number,
        title: title.into(),
        summary: String::new(),
        body: String::new(),
        document_number: String::new(),
        issuer: String::new(),
        made_on: PartialDate::Unknown,
        keywords: Vec::new(),
        change_note: if number > 1 { "改正日期".into() } else { String::new() },
    }
}

fn draft() -> Record {
    Record {
        id: RecordId(9),
        key: "k".into(),
        index: IndexNumber { school: "12345".into(), year: 2023, serial: 1 },
        item: ItemKey::Official(37),
        unit: None,
        form: Form::Notice,
        origin: Origin::Made,
        openness: Openness::Proactive,
        audience: Audience::Public,
        term: Term::Standing,
        validity: Validity::InForce,
        count: 1,
        year: None,
        publicity: None,
        drafter: Some(DRAFTER),
        progress: Progress::Draft { returned: None },
        visibility: Visibility::Hidden,
        editions: vec![edition(1, "通知")],
        releases: Vec::new(),
        note: String::new(),
        source: String::new(),
        version: 0,
    }
}

fn published() -> Record {
    let mut record = draft();
    record.submit().unwrap();
    record.pass_unit_review(HEAD).unwrap();
    record.pass_secrecy_review(SECRECY, None).unwrap();
    record.publish(now(), today()).unwrap();
    record
}

#[test]
fn a_draft_becomes_public_through_both_reviews_and_by_no_other_way() {
    let mut record = draft();
    assert!(record.publish(now(), today()).is_err());
    assert!(record.pass_unit_review(HEAD).is_err() && record.pass_secrecy_review(SECRECY, None).is_err());
    assert_eq!(record.submit().unwrap().act, Act::RecordSubmitted);
    assert!(record.publish(now(), today()).is_err());
    record.pass_unit_review(HEAD).unwrap();
    assert!(record.publish(now(), today()).is_err(), "secrecy review cannot be passed over");
    record.pass_secrecy_review(SECRECY, None).unwrap();
    let event = record.publish(now(), today()).unwrap();
    assert_eq!((event.act, event.object), (Act::RecordPublished, Object::Record(record.id)));
    assert_eq!(record.published_on(), PartialDate::Day(today()));
}

#[test]
fn who_drafted_may_not_review() {
    let mut record = draft();
    record.submit().unwrap();
    assert_eq!(record.pass_unit_review(DRAFTER), Err(RecordError::OwnWork));
    record.pass_unit_review(HEAD).unwrap();
    assert_eq!(record.pass_secrecy_review(DRAFTER, None), Err(RecordError::OwnWork));
}

#[test]
fn a_reviewer_sends_it_back_with_a_reason_and_not_without() {
    let mut record = draft();
    record.submit().unwrap();
    assert_eq!(record.send_back("  "), Err(RecordError::Missing("reason")));
    let event = record.send_back("缺附件").unwrap();
    assert_eq!(event.reason.as_deref(), Some("缺附件"));
    assert_eq!(record.progress, Progress::Draft { returned: Some("缺附件".into()) });
}

#[test]
fn publication_set_for_a_minute_waits_for_it() {
    let mut record = draft();
    record.submit().unwrap();
    record.pass_unit_review(HEAD).unwrap();
    let set = now() + chrono::TimeDelta::minutes(1);
    record.pass_secrecy_review(SECRECY, Some(set)).unwrap();
    assert_eq!(record.publish(now(), today()), Err(RecordError::TooEarly(set)));
    assert!(record.publish(set, today()).is_ok());
}

#[test]
fn what_is_withheld_cannot_be_published() {
    let mut record = draft();
    record.openness = Openness::Withheld { ground: "办法第十条第一项".into() };
    record.submit().unwrap();
    record.pass_unit_review(HEAD).unwrap();
    record.pass_secrecy_review(SECRECY, None).unwrap();
    assert_eq!(record.publish(now(), today()), Err(RecordError::NotOpen));
}

#[test]
fn the_public_goes_on_seeing_an_edition_until_the_next_is_published() {
    let mut record = published();
    record.amend(DRAFTER, edition(7, "通知（改）")).unwrap();
    assert_eq!(record.public_edition().map(|e| (e.number, e.title.as_str())), Some((1, "通知")));
    record.submit().unwrap();
    record.pass_unit_review(HEAD).unwrap();
    record.pass_secrecy_review(SECRECY, None).unwrap();
    let later = today() + chrono::Days::new(3);
    assert_eq!(record.publish(now(), later).unwrap().act, Act::RecordAmended);
    assert_eq!(record.public_edition().map(|e| (e.number, e.title.as_str())), Some((2, "通知（改）")));
    assert_eq!(
        record.visibility,
        Visibility::Public { edition: 2, since: PartialDate::Day(today()), updated: PartialDate::Day(later) }
    );
    assert_eq!(record.editions[0], edition(1, "通知"), "a public edition never changes");
}

#[test]
fn a_withdrawn_record_leaves_a_tombstone_and_does_not_come_back() {
    let mut record = published();
    assert_eq!(record.withdraw("", None), Err(RecordError::Missing("reason")));
    record.withdraw("内容有误", "12345/2023-00002".parse().ok()).unwrap();
    assert!(record.public_edition().is_none());
    assert!(record.withdraw("再撤", None).is_err() && record.publish(now(), today()).is_err());
    assert!(record.amend(DRAFTER, edition(2, "x")).is_err());
}

#[test]
fn a_term_ends_after_its_last_day() {
    let mut record = published();
    record.term = Term::Until(today());
    assert!(record.expire(today()).is_err());
    record.expire(today() + chrono::Days::new(1)).unwrap();
    assert_eq!(record.visibility, Visibility::Expired);
}

#[test]
fn a_summary_has_at_most_a_hundred_characters_and_a_title_at_least_one() {
    let mut record = draft();
    record.editions[0].summary = "字".repeat(101);
    assert_eq!(record.submit(), Err(RecordError::LongSummary(101)));
    record.editions[0].summary = "字".repeat(100);
    record.editions[0].title = " ".into();
    assert_eq!(record.submit(), Err(RecordError::Missing("title")));
}

#[test]
fn a_release_is_of_an_edition_that_exists() {
    let mut record = published();
    let release = |edition| Release {
        edition,
        channel: "site".into(),
        on: PartialDate::Unknown,
        locator: String::new(),
        evidence: String::new(),
        note: String::new(),
    };
    assert_eq!(record.release(release(2)), Err(RecordError::NoEdition(2)));
    assert_eq!(record.release(release(1)).unwrap().act, Act::RecordReleased);
}

#[test]
fn the_year_that_accounts_is_the_one_given_else_that_of_the_date() {
    let mut record = published();
    assert_eq!(record.accounted_in().map(|year| year.to_string()).as_deref(), Some("2023-2024"));
    record.year = "2022-2023".parse().ok();
    assert_eq!(record.accounted_in().map(|year| year.to_string()).as_deref(), Some("2022-2023"));
}

#[test]
fn index_numbers_read_back() {
    for text in ["12345/2023-00017", "00000/2023-123456", "4143012345/1999-00001"] {
        assert_eq!(text.parse::<IndexNumber>().unwrap().to_string(), text);
    }
    for wrong in ["2023-00017", "1/2023-17", "1/23-00017", "1/2023-00000", "/2023-00001"] {
        assert!(wrong.parse::<IndexNumber>().is_err(), "{wrong}");
    }
}

proptest! {
    /// Whatever is tried in whatever order, nothing is public that two others than its drafter have not passed.
    #[test]
    fn no_order_of_acts_gets_around_the_reviews(acts in prop::collection::vec(0u8..8, 0..24)) {
        let mut record = draft();
        let (mut unit, mut secrecy) = (false, false);
        for act in acts {
            let by = UserId(u128::from(act % 3) + 1);
            match act {
                0 => { let _ = record.submit(); }
                1 | 2 => unit |= record.pass_unit_review(by).is_ok() && by != DRAFTER,
                3 | 4 => secrecy |= record.pass_secrecy_review(by, None).is_ok() && by != DRAFTER,
                5 => if record.send_back("因").is_ok() { (unit, secrecy) = (false, false) },
                6 => { let _ = record.publish(now(), today()); }
                _ => if record.amend(DRAFTER, edition(1, "改")).is_ok() { (unit, secrecy) = (false, false) },
            }
            if let Some(public) = record.public_edition() && public.number == record.editions.len() as u32 {
                prop_assert!(unit && secrecy);
            }
        }
    }
}
