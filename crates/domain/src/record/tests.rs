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

pub(super) fn draft() -> Record {
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
        attachments: Vec::new(),
        note: String::new(),
        source: String::new(),
        version: 0,
    }
}

fn published() -> Record {
    let mut record = draft();
    record.submit().unwrap();
    record.pass_unit_review(HEAD).unwrap();
    record.pass_secrecy_review(SECRECY).unwrap();
    record.publish(now(), today()).unwrap();
    record
}

#[test]
fn a_draft_becomes_public_through_both_reviews_and_by_no_other_way() {
    let mut record = draft();
    assert!(record.publish(now(), today()).is_err());
    assert!(record.pass_unit_review(HEAD).is_err() && record.pass_secrecy_review(SECRECY).is_err());
    assert_eq!(record.submit().unwrap().act, Act::RecordSubmitted);
    assert!(record.publish(now(), today()).is_err());
    record.pass_unit_review(HEAD).unwrap();
    assert!(record.publish(now(), today()).is_err(), "secrecy review cannot be passed over");
    record.pass_secrecy_review(SECRECY).unwrap();
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
    assert_eq!(record.pass_secrecy_review(DRAFTER), Err(RecordError::OwnWork));
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
    record.pass_secrecy_review(SECRECY).unwrap();
    assert_eq!(
        record.plan(None, now()),
        Err(RecordError::WrongStage { act: "plan", stage: "approved" }),
        "none was set"
    );
    assert_eq!(record.plan(Some(now()), now()), Err(RecordError::TooLate(now())));
    let slip = now() + chrono::TimeDelta::days(36_525);
    assert_eq!(record.plan(Some(slip), now()), Err(RecordError::TooFar(slip)));
    let event = record.plan(Some(set), now()).unwrap();
    assert_eq!(event.act, Act::PublicationPlanned);
    assert_eq!(record.publish(now(), today()), Err(RecordError::TooEarly(set)));
    let mut sooner = record.clone();
    sooner.plan(None, now()).unwrap();
    assert!(sooner.publish(now(), today()).is_ok(), "a minute that was taken away keeps it from nothing");
    assert!(record.publish(set, today()).is_ok());
    assert!(record.plan(Some(set), now()).is_err(), "what is out is not planned");
}

#[test]
fn an_edition_that_says_not_what_it_changed_is_not_sent_for_review() {
    let mut record = published();
    record.amend(DRAFTER, edition(2, "通知")).unwrap();
    record.revise(DRAFTER, Edition { change_note: " ".into(), ..edition(2, "通知") }).unwrap();
    assert_eq!(record.submit(), Err(RecordError::Missing("change_note")));
    record.revise(DRAFTER, edition(2, "通知")).unwrap();
    assert!(record.submit().is_ok());
}

#[test]
fn what_was_to_be_open_until_a_day_that_is_over_does_not_come_out() {
    let mut record = draft();
    record.term = Term::Until(today());
    record.submit().unwrap();
    record.pass_unit_review(HEAD).unwrap();
    record.pass_secrecy_review(SECRECY).unwrap();
    let tomorrow = today().succ_opt().unwrap();
    assert_eq!(record.publish(now(), tomorrow), Err(RecordError::TermOver(today())));
    assert!(record.publish(now(), today()).is_ok());
}

#[test]
fn what_is_withheld_ends_with_both_reviews_and_cannot_be_published() {
    let mut record = draft();
    record.openness = Openness::Withheld { ground: "办法第十条第一项".into() };
    record.submit().unwrap();
    record.pass_unit_review(HEAD).unwrap();
    assert!(!record.is_settled() && record.settled().is_none());
    record.pass_secrecy_review(SECRECY).unwrap();
    assert!(record.is_settled() && !record.progress.is_open(), "nobody is waited for");
    assert_eq!(record.settled().unwrap().reason.as_deref(), Some("办法第十条第一项"));
    let stays = record.clone();
    let wrong = |act| Err(RecordError::WrongStage { act, stage: "done" });
    assert_eq!(record.publish(now(), today()), wrong("publish"));
    assert_eq!(record.reopen(" "), Err(RecordError::Missing("reason")));
    assert_eq!(record, stays);
    record.reopen("已经解密").unwrap();
    assert_eq!(record.progress, Progress::Draft { returned: Some("已经解密".into()) });
    // What was sent past the reviews that way before is refused as ever.
    record.progress = Progress::Approved { secrecy_reviewer: Some(SECRECY), publish_at: None };
    assert_eq!(record.publish(now(), today()), Err(RecordError::NotOpen));
}

#[test]
fn the_public_goes_on_seeing_an_edition_until_the_next_is_published() {
    let mut record = published();
    record.amend(DRAFTER, edition(7, "通知（改）")).unwrap();
    assert_eq!(record.public_edition().map(|e| (e.number, e.title.as_str())), Some((1, "通知")));
    record.submit().unwrap();
    record.pass_unit_review(HEAD).unwrap();
    record.pass_secrecy_review(SECRECY).unwrap();
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
    assert_eq!(record.withdraw("", None, today(), false), Err(RecordError::Missing("reason")));
    record.withdraw("内容有误", "12345/2023-00002".parse().ok(), today(), false).unwrap();
    assert!(record.public_edition().is_none());
    assert!(record.withdraw("再撤", None, today(), false).is_err() && record.publish(now(), today()).is_err());
    assert!(record.amend(DRAFTER, edition(2, "x")).is_err());
}

#[test]
fn a_term_ends_after_its_last_day() {
    let mut record = published();
    record.term = Term::Until(today());
    assert!(record.expire(today(), false).is_err());
    record.expire(today() + chrono::Days::new(3), false).unwrap();
    let Visibility::Expired { was } = &record.visibility else { panic!("{:?}", record.visibility) };
    assert_eq!((was.since, was.until), (PartialDate::Day(today()), PartialDate::Day(today())), "the term's last day");
}

#[test]
fn a_summary_has_at_most_a_hundred_characters_and_a_title_at_least_one() {
    let mut record = draft();
    record.editions[0].summary = "字".repeat(101);
    assert_eq!(record.submit(), Err(RecordError::LongSummary(101)));
    record.editions[0].summary = "字".repeat(100);
    for title in ["", " ", "……", "《》", "——。"] {
        record.editions[0].title = title.into();
        assert_eq!(record.submit(), Err(RecordError::Missing("title")), "{title}");
    }
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
        of_row: false,
    };
    assert_eq!(record.release(release(2)), Err(RecordError::NoEdition(2)));
    assert_eq!(record.release(release(1)).unwrap().act, Act::RecordReleased);
}

#[test]
fn the_year_that_accounts_is_the_one_given_else_that_of_the_date() {
    let mut record = published();
    assert_eq!(record.accounted_in().to_string(), "2023-2024");
    record.year = "2022-2023".parse().ok();
    assert_eq!(record.accounted_in().to_string(), "2022-2023");
}

#[test]
fn what_has_no_full_date_counts_in_the_year_it_was_entered() {
    let mut record = published();
    let dated = |record: &mut Record, date: &str| {
        record.editions[0].made_on = PartialDate::Unknown;
        let since = date.parse().unwrap();
        record.visibility = Visibility::Public { edition: 1, since, updated: since };
        record.accounted_in().to_string()
    };
    // 2024-10-05 in China, in the id.
    record.id = RecordId((0x0192_5900_0000_u128 << 80) | (7 << 76));
    assert_eq!(dated(&mut record, ""), "2024-2025");
    assert_eq!(dated(&mut record, "2024"), "2024-2025", "of the two possible years");
    assert_eq!(dated(&mut record, "2021"), "2021-2022", "never a year in which it cannot be");
    assert_eq!(dated(&mut record, "2023-05"), "2022-2023", "a month tells the year");
    record.id = RecordId(5);
    record.index.year = 2022;
    assert_eq!(dated(&mut record, ""), "2022-2023", "an id without a time");
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

#[test]
fn what_was_public_keeps_its_dates_and_its_year_after_it_has_come_down() {
    let mut record = published();
    record.term = Term::Until(today());
    let before = (record.published_on(), record.accounted_in());
    record.expire(today() + chrono::Days::new(400), false).unwrap();
    assert_eq!((record.published_on(), record.accounted_in()), before);
    assert_eq!(record.accounted(), Account::TakenDown);
    let mut record = published();
    record.withdraw("重复", None, today() + chrono::Days::new(1), false).unwrap();
    assert_eq!(record.published_on(), before.0);
    assert_eq!(record.accounted(), Account::None, "withdrawn within its year");
    let mut record = published();
    record.withdraw("重复", None, today() + chrono::Days::new(400), false).unwrap();
    assert_eq!(record.accounted(), Account::TakenDown, "withdrawn after the year it counts in");
}

#[test]
fn taking_down_ends_an_amendment_and_keeps_its_text() {
    for withdraw in [true, false] {
        let mut record = published();
        record.amend(DRAFTER, edition(2, "拟改")).unwrap();
        record.submit().unwrap();
        record.pass_unit_review(HEAD).unwrap();
        record.pass_secrecy_review(SECRECY).unwrap();
        if withdraw {
            record.withdraw("内容有误", None, today(), false).unwrap();
        } else {
            record.term = Term::Until(today());
            record.expire(today() + chrono::Days::new(1), false).unwrap();
        }
        assert_eq!((&record.progress, record.editions.len()), (&Progress::Stopped, 2));
        let code = record.visibility.code();
        assert!(record.publish(now(), today()).is_err() && record.submit().is_err() && record.send_back("因").is_err());
        assert_eq!(record.visibility.code(), code);
    }
}

#[test]
fn a_tombstone_keeps_a_title_that_names_nobody_and_never_text() {
    let mut record = published();
    record.withdraw("内容有误", None, today(), false).unwrap();
    let Shown::Tombstone(stone) = Reach::Public.show(&record, today()) else { panic!() };
    assert_eq!((stone.title.as_deref(), stone.since), (Some("通知"), PartialDate::Day(today())));
    let mut record = published();
    record.withdraw("内容有误", None, today(), true).unwrap();
    let Shown::Tombstone(stone) = Reach::Public.show(&record, today()) else { panic!() };
    assert_eq!(stone.title, None);
}

#[test]
fn a_term_that_is_over_ends_the_view_before_anything_has_taken_it_down() {
    let mut record = published();
    record.term = Term::Until(today());
    assert!(matches!(Reach::Public.show(&record, today()), Shown::Record(_)));
    let Shown::Tombstone(stone) = Reach::Public.show(&record, today() + chrono::Days::new(1)) else { panic!() };
    assert_eq!((stone.end, stone.title), (End::Expired, None), "nobody has looked at the title yet");
}

/// Every state × audience × openness a record can be in.
fn every_state() -> Vec<Record> {
    let mut amended = published();
    amended.amend(DRAFTER, edition(2, "尚未审查")).unwrap();
    let mut withdrawn = published();
    withdrawn.withdraw("误", None, today(), false).unwrap();
    let mut expired = published();
    expired.term = Term::Until(today());
    expired.expire(today() + chrono::Days::new(1), false).unwrap();
    let mut all = Vec::new();
    for state in [draft(), published(), amended, withdrawn, expired] {
        for openness in [Openness::Proactive, Openness::OnRequest, Openness::Withheld { ground: "办法第十条".into() }]
        {
            for audience in [Audience::Public, Audience::Campus, Audience::Unit] {
                all.push(Record { openness: openness.clone(), audience, unit: Some("jwc".into()), ..state.clone() });
            }
        }
    }
    all
}

#[test]
fn who_sees_what_in_every_state() {
    let reaches = [
        ("public", Reach::Public),
        ("campus", Reach::Campus),
        ("unit", Reach::Units(["jwc".to_string()].into())),
        ("other unit", Reach::Units(["cwc".to_string()].into())),
        ("any unit", Reach::AllUnits),
        ("staff", Reach::Staff),
    ];
    let mut table = String::new();
    for record in every_state() {
        let (state, openness) = (record.visibility.code(), record.openness.code());
        table += &format!("{state} {} {openness} {}:", record.progress.code(), record.audience.code());
        for (name, reach) in &reaches {
            let shown = reach.show(&record, today());
            let what = match &shown {
                Shown::Nothing => "nothing",
                Shown::Tombstone(_) => "tombstone",
                Shown::Record(_) => "record",
            };
            assert!(reach.finds(&record, today()) == matches!(shown, Shown::Record(_)), "{name} {record:?}");
            if let (Shown::Record(seen), false) = (&shown, *reach == Reach::Staff) {
                assert!(seen.editions.iter().all(|edition| edition.title != "尚未审查"), "{name} sees a draft");
                assert!(seen.drafter.is_none() && seen.progress == Progress::Done);
            }
            table += &format!(" {name} {what};");
        }
        table += &format!(" counts {}\n", record.accounted().code());
    }
    insta::assert_snapshot!("reach", table);
}

proptest! {
    /// Whatever is tried in whatever order, nothing is public that two others than its drafter have not passed, and
    /// nothing comes back from a tombstone.
    #[test]
    fn no_order_of_acts_gets_around_the_reviews_or_out_of_a_tombstone(acts in prop::collection::vec(0u8..12, 0..32)) {
        let mut record = draft();
        record.term = Term::Until(today());
        let (mut unit, mut secrecy) = (false, false);
        let mut stone: Option<Visibility> = None;
        for act in acts {
            let by = UserId(u128::from(act % 3) + 1);
            match act {
                0 => { let _ = record.submit(); }
                1 | 2 => unit |= record.pass_unit_review(by).is_ok() && by != DRAFTER,
                3 | 4 => secrecy |= record.pass_secrecy_review(by).is_ok() && by != DRAFTER,
                5 => if record.send_back("因").is_ok() { (unit, secrecy) = (false, false) },
                6 => { let _ = record.publish(now(), today()); }
                7 => if record.amend(DRAFTER, edition(1, "改")).is_ok() { (unit, secrecy) = (false, false) },
                8 => { let _ = record.withdraw("误", None, today(), false); }
                9 => { let _ = record.expire(today() + chrono::Days::new(1), false); }
                10 => { let _ = record.plan((by != DRAFTER).then(|| now() + chrono::TimeDelta::minutes(1)), now()); }
                _ => if record.revise(DRAFTER, edition(1, "再改")).is_ok() { (unit, secrecy) = (false, false) },
            }
            if let Some(public) = record.public_edition() && public.number == record.editions.len() as u32 {
                prop_assert!(unit && secrecy);
            }
            if let Some(stone) = &stone {
                prop_assert_eq!(stone, &record.visibility);
                prop_assert!(!record.progress.is_open());
            }
            if record.visibility.past().is_some() {
                stone = Some(record.visibility.clone());
                prop_assert!(!matches!(Reach::Public.show(&record, today()), Shown::Record(_)));
            }
        }
    }
}

#[test]
fn a_record_is_put_elsewhere_while_nobody_reviews_it_and_readers_are_told_when_they_see_it() {
    let mut hidden = draft();
    let event = hidden.put_under(Belonging::Item(ItemKey::Official(38))).unwrap();
    assert_eq!((event.act, event.public, hidden.item.to_string().as_str()), (Act::RecordMoved, false, "38"));
    assert_eq!(event.facts[1..], [("what", "item".into()), ("before", "37".into()), ("after", "38".into())]);
    let mut public = published();
    assert!(public.put_under(Belonging::Unit("jwc".into())).unwrap().public);
    let year = SchoolYear::beginning(2021).unwrap();
    public.put_under(Belonging::Year(year)).unwrap();
    assert_eq!((public.unit.as_deref(), public.accounted_in()), (Some("jwc"), year));
    hidden.submit().unwrap();
    assert_eq!(hidden.put_under(Belonging::Year(year)), Err(RecordError::UnderReview));
    hidden.pass_unit_review(HEAD).unwrap();
    hidden.pass_secrecy_review(SECRECY).unwrap();
    assert_eq!(hidden.put_under(Belonging::Year(year)), Err(RecordError::UnderReview));
    // What a file planned was reviewed by nobody here.
    hidden.progress = Progress::Approved { secrecy_reviewer: None, publish_at: None };
    assert!(hidden.put_under(Belonging::Year(year)).is_ok());
}

#[test]
fn only_a_draft_that_never_was_public_is_deleted() {
    assert_eq!(draft().deleted().map(|event| (event.act, event.public)), Ok((Act::RecordDeleted, false)));
    let mut withdrawn = published();
    withdrawn.withdraw("有误", None, today(), false).unwrap();
    let mut amended = published();
    amended.amend(DRAFTER, edition(2, "新版")).unwrap();
    let mut submitted = draft();
    submitted.submit().unwrap();
    for record in [published(), withdrawn, amended, submitted] {
        assert_eq!(record.deleted(), Err(RecordError::NoDraft), "{:?}", record.visibility);
    }
}
