//! What holds for every voice: any acts in any order, its clocks against a walk day by day, a register that balances, and that a
//! complaint holds no word that is not sealed.

use super::clock::Unit;
use super::register::Account;
use super::*;
use crate::calendar::Calendar;
use crate::event::Object;
use crate::figure::Verdict;
use crate::ids::UserId;
use crate::request::register::Span;
use crate::request::{Face, Mark};
use chrono::{Days, Months, NaiveDate, TimeDelta};
use proptest::prelude::*;

const OFFICE: Hand = Hand::Person(UserId(1));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn words(kind: Kind, text: &str) -> Words {
    if kind.is_sealed() { Words::Sealed(format!("sealed {text}")) } else { Words::Plain(text.into()) }
}

fn entry(kind: Kind, received_on: NaiveDate, serial: u32) -> Entry {
    Entry {
        number: VoiceNumber { kind, year: 2026, serial },
        received_on,
        entered_at: "2026-10-08T02:00:00Z".parse().unwrap(),
        intake: Intake::Portal,
        content: words(kind, "食堂的公开价格和实际不一样"),
        name: words(kind, ""),
        contact: words(kind, "13800138000"),
        record: None,
    }
}

fn every_act(kind: Kind) -> Vec<Did> {
    let text = || words(kind, "说的话");
    let reply = |outcome| Did::Answered(Reply { outcome, text: text() });
    vec![
        Did::Accepted,
        Did::Refused { ground: text() },
        Did::Transferred { to: text() },
        Did::Assigned { units: vec!["教务处".into()] },
        Did::Noted { text: text() },
        reply(Outcome::Adopted),
        reply(Outcome::Explained),
        reply(Outcome::Right),
        reply(Outcome::Unfounded),
        Did::Said { text: text() },
        Did::Withdrawn { reason: text() },
        Did::Closed,
        Did::Shown { title: "食堂价格".into(), asked: "问".into(), answer: "答".into() },
        Did::Hidden,
    ]
}

fn step(by: Hand, on: NaiveDate, did: Did) -> Step {
    Step { at: crate::date::start_in_china(on) + TimeDelta::hours(10), on, by, did }
}

fn does(voice: &mut Voice, on: &str, did: Did) -> Result<(), VoiceError> {
    voice.take(step(OFFICE, day(on), did)).map(|_| ())
}

fn kinds() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL)
}

fn acts() -> impl Strategy<Value = Vec<(usize, bool, u64)>> {
    proptest::collection::vec((0..every_act(Kind::Opinion).len(), any::<bool>(), 0u64..40), 0..30)
}

fn lived(kind: Kind, start: NaiveDate, serial: u32, acts: &[(usize, bool, u64)]) -> Voice {
    let mut voice = Voice::new(entry(kind, start, serial)).unwrap();
    let mut on = start;
    for (which, school, later) in acts {
        on = on + Days::new(*later);
        let by = if *school { OFFICE } else { Hand::Applicant };
        let before = voice.clone();
        if voice.take(step(by, on, every_act(kind)[*which].clone())).is_err() {
            assert_eq!(voice, before, "what is refused changes nothing");
        }
    }
    voice
}

#[test]
fn a_number_reads_back_and_each_kind_has_its_own() {
    for kind in Kind::ALL {
        let number = VoiceNumber { kind: *kind, year: 2026, serial: 3 };
        assert_eq!(number.to_string().parse(), Ok(number));
    }
    assert_eq!(VoiceNumber { kind: Kind::Complaint, year: 2026, serial: 3 }.zh(), "举〔2026〕3号");
    for wrong in ["", "2026-3", "举报-2026-3", "complaint-2026", "complaint-2026-0", "complaint-2026-+3", "opinion-1-1"]
    {
        assert_eq!(wrong.parse::<VoiceNumber>(), Err(NotAVoiceNumber), "{wrong}");
    }
}

#[test]
fn a_complaint_with_a_word_that_is_not_sealed_is_none_and_nothing_else_holds_a_sealed_one() {
    let on = day("2026-10-08");
    for field in 0..3 {
        for kind in Kind::ALL {
            let mut made = entry(*kind, on, 1);
            let other = if kind.is_sealed() { Words::Plain("明文".into()) } else { Words::Sealed("密文".into()) };
            *[&mut made.content, &mut made.name, &mut made.contact][field] = other;
            assert_eq!(Voice::new(made), Err(VoiceError::Unsealed), "{kind:?} {field}");
        }
    }
    let plain = every_act(Kind::Opinion);
    for did in plain.into_iter().filter(|did| did.words().is_some()) {
        let mut complaint = Voice::new(entry(Kind::Complaint, on, 1)).unwrap();
        does(&mut complaint, "2026-10-08", Did::Accepted).unwrap();
        let told = Did::Answered(Reply { outcome: Outcome::Unfounded, text: Words::Plain("明文".into()) });
        let did = if matches!(did, Did::Answered(_)) { told } else { did };
        assert_eq!(does(&mut complaint, "2026-10-08", did), Err(VoiceError::Unsealed));
    }
}

#[test]
fn a_complaint_is_given_to_no_unit_and_its_events_are_objects_of_their_own_that_tell_no_outcome() {
    let mut complaint = Voice::new(entry(Kind::Complaint, day("2026-10-08"), 1)).unwrap();
    let given = Did::Assigned { units: vec!["教务处".into()] };
    assert_eq!(does(&mut complaint, "2026-10-08", given.clone()), Err(VoiceError::Kept));
    let told = |kind| Did::Answered(Reply { outcome: Outcome::Founded, text: words(kind, "属实") });
    assert_eq!(does(&mut complaint, "2026-10-08", told(Kind::Complaint)), Err(VoiceError::Stage), "first taken up");
    does(&mut complaint, "2026-10-08", Did::Accepted).unwrap();
    let event = complaint.take(step(OFFICE, day("2026-10-09"), told(Kind::Complaint))).unwrap();
    assert_eq!((event.object, event.facts), (Object::Complaint("complaint-2026-1".into()), Vec::new()));
    let mut opinion = Voice::new(entry(Kind::Opinion, day("2026-10-08"), 1)).unwrap();
    does(&mut opinion, "2026-10-08", given).unwrap();
    let told = Did::Answered(Reply { outcome: Outcome::Founded, text: words(Kind::Opinion, "属实") });
    assert_eq!(does(&mut opinion, "2026-10-08", told), Err(VoiceError::Outcome));
}

#[test]
fn a_time_in_calendar_days_that_ends_on_a_day_off_ends_on_the_next_working_day() {
    let calendar = Calendar::mainland();
    // 2026-09-16 and 15 days is 1 October, the first of seven days off.
    let voice = Voice::new(entry(Kind::Complaint, day("2026-09-16"), 1)).unwrap();
    let terms = Terms::on(Kind::Complaint, day("2026-09-16")).unwrap();
    let clocks = voice.clocks(&terms, &calendar, day("2026-09-20"));
    assert_eq!(clocks[0].due.date(), day("2026-10-08"));
    assert_eq!(clocks[0].face, Face::Running { left: 18 });
    let days = clocks[0].days(&calendar);
    assert_eq!(days.iter().filter(|day| matches!(day.mark, Mark::Off(_))).count(), 6);
    assert_eq!(days.last().unwrap().date, day("2026-10-08"));
    assert!(terms.clocks.iter().all(|term| !term.verified), "no rule gives these numbers, and nobody is told one does");
}

#[test]
fn what_nobody_answered_for_three_months_is_told_from_the_day_after_on_and_a_late_answer_does_not_hide_it() {
    let calendar = Calendar::mainland();
    let mut voice = Voice::new(entry(Kind::Opinion, day("2026-01-31"), 1)).unwrap();
    let terms = Terms::on(Kind::Opinion, day("2026-01-31")).unwrap();
    let silent = |voice: &Voice, today: &str| voice.silent_since(&terms, &calendar, day(today));
    assert_eq!(silent(&voice, "2026-04-30"), None);
    assert_eq!(silent(&voice, "2026-05-01"), Some(day("2026-04-30")));
    let told = || Did::Answered(Reply { outcome: Outcome::Adopted, text: words(Kind::Opinion, "采纳") });
    does(&mut voice, "2026-05-10", told()).unwrap();
    assert_eq!(silent(&voice, "2026-06-01"), Some(day("2026-04-30")));
    let mut prompt = Voice::new(entry(Kind::Opinion, day("2026-01-31"), 2)).unwrap();
    does(&mut prompt, "2026-04-30", told()).unwrap();
    assert_eq!(silent(&prompt, "2026-12-01"), None);
}

proptest! {
    #[test]
    fn acts_in_any_order_leave_a_voice_that_reads_back(kind in kinds(), start in 0u64..400, acts in acts()) {
        let voice = lived(kind, day("2026-01-05") + Days::new(start), 7, &acts);
        let steps: Vec<Step> = voice.steps.iter().map(|step| Step {
            did: Did::read(kind, step.did.code(), &step.did.texts()).unwrap(), ..step.clone()
        }).collect();
        prop_assert_eq!(&Voice::replay(voice.entry.clone(), steps, voice.units.clone()).unwrap(), &voice);
        prop_assert!(voice.told_on.is_none() || !voice.is_open());
        prop_assert_eq!(voice.is_open(), voice.ended_on().is_none());
        prop_assert!(voice.shown.is_none() || voice.told_on.is_some(), "no answer is on view before its sender has it");
        let theirs = voice.steps.iter().filter(|step| step.by == Hand::Applicant)
            .all(|step| matches!(step.did, Did::Said { .. } | Did::Withdrawn { .. }));
        prop_assert!(theirs);
        let sealed = |words: &Words| matches!(words, Words::Sealed(_)) == kind.is_sealed();
        prop_assert!(voice.steps.iter().filter_map(|step| step.did.words()).all(sealed));
    }

    #[test]
    fn a_clock_ends_where_somebody_ends_who_walks_day_by_day(kind in kinds(), start in 0u64..2500) {
        let calendar = Calendar::mainland();
        let zero = day("2019-01-05") + Days::new(start);
        let voice = Voice::new(entry(kind, zero, 7)).unwrap();
        for clock in voice.clocks(&Terms::on(kind, zero).unwrap(), &calendar, zero) {
            let (mut walked, mut n) = (zero, 0);
            while n < clock.term.count {
                walked = walked + Days::new(1);
                n += u32::from(clock.term.unit == Unit::Calendar || calendar.is_working_day(walked));
            }
            while !calendar.is_working_day(walked) {
                walked = walked + Days::new(1);
            }
            prop_assert_eq!(clock.due.date(), walked);
            prop_assert_eq!(clock.days(&calendar).last().map(|day| day.date), Some(walked));
        }
    }

    #[test]
    fn the_register_balances_after_any_acts_in_any_time(
        lives in proptest::collection::vec((kinds(), 0u64..700, acts()), 0..12), from in 0u64..500, length in 0u64..400,
    ) {
        let calendar = Calendar::mainland();
        let first = day("2025-06-01");
        let voices: Vec<Voice> = (1..).zip(&lives)
            .map(|(serial, (kind, start, acts))| lived(*kind, first + Days::new(*start), serial, acts))
            .collect();
        let from = first + Days::new(from);
        let span = Span { from, to: from + Days::new(length) };
        let today = day("2030-01-01");
        let account = Account::of(&voices, span, &calendar, today);
        prop_assert!(account.holds(), "{:?}", account);
        let year = "2025-2026".parse().unwrap();
        for dataset in [account.voices(year), account.complaints(year, None)] {
            for identity in &dataset.identities {
                prop_assert!(matches!(dataset.test(identity), Verdict::Holds(_)), "{:?}", identity);
            }
            prop_assert!(dataset.doubts().is_empty(), "{:?}", dataset.doubts());
        }
        let next = Span { from: span.to + Days::new(1), to: span.to + Days::new(300) };
        let after = Account::of(&voices, next, &calendar, today);
        for kind in Kind::ALL {
            prop_assert_eq!(after.count(*kind).carried_over, account.count(*kind).carried_forward);
            // Day by day: it stood without a word on some day of the time that lies more than three months after it came.
            let stood = voices.iter().filter(|voice| voice.kind() == *kind).filter(|voice| {
                let last = voice.entry.received_on.checked_add_months(Months::new(3)).unwrap();
                let waits = |day: &NaiveDate| *day > last && voice.ended_on().is_none_or(|on| *day <= on);
                span.from.iter_days().take_while(|day| *day <= span.to).any(|day| waits(&day))
            });
            prop_assert_eq!(stood.count() as u64, account.count(*kind).silent);
        }
    }
}
