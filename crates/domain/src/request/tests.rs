//! What holds for every request: any acts in any order, over year ends and under calendars that change, against a model that
//! walks day by day; and a register that balances whatever was done.

use super::register::{Balance, Span};
use super::*;
use crate::calendar::Calendar;
use crate::ids::UserId;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry(received_on: NaiveDate, serial: u32) -> Entry {
    Entry {
        number: RequestNumber { year: 2026, serial },
        received_on,
        entered_at: "2026-10-08T02:00:00Z".parse().unwrap(),
        intake: Intake::Portal,
        kind: ApplicantKind::Citizen,
        applicant: Applicant { name: "陈某某".into(), phone: "13800138000".into(), ..Applicant::default() },
        content: "实训基地设备采购合同，电话13800138000".into(),
        purpose: String::new(),
        wanted: Wanted::Electronic,
        way: Way::Email,
    }
}

fn terms() -> Terms {
    let school = SchoolTerms { extension: 10, from: day("2020-01-01"), basis: "学校规定".into() };
    Terms::on(day("2026-10-08"), Some(&school)).unwrap()
}

const OFFICE: Hand = Hand::Person(UserId(1));
const CLERK: Hand = Hand::Person(UserId(2));
const SECRECY: Hand = Hand::Person(UserId(3));
const LEADER: Hand = Hand::Person(UserId(4));

/// A request that is told what happens day by day.
struct Told(Request);

impl Told {
    fn received(on: &str) -> Told {
        Told(Request::new(entry(day(on), 7)))
    }

    #[track_caller]
    fn does(mut self, by: Hand, on: &str, did: Did) -> Told {
        self.tries(by, on, did).unwrap();
        self
    }

    fn tries(&mut self, by: Hand, on: &str, did: Did) -> Result<(), RequestError> {
        let on = day(on);
        let at = crate::date::start_in_china(on) + chrono::TimeDelta::hours(10);
        self.0.take(Step { at, on, by, did }, &terms(), &Calendar::mainland()).map(|_| ())
    }

    fn working(on: &str) -> Told {
        let units = Did::Assigned { units: vec!["资产管理处".into()] };
        Told::received(on).does(OFFICE, on, Did::Registered).does(OFFICE, on, units)
    }

    fn due(&self, regime: Regime) -> NaiveDate {
        self.0.clock(regime, &terms(), &Calendar::mainland(), self.0.last_day).unwrap().due.date()
    }
}

fn opinion() -> Did {
    Did::OpinionAsked { party: "某公司".into(), what: "报价".into() }
}

fn heard() -> Did {
    Did::OpinionGiven { opinion: Opinion::Partly, text: "同意其余".into() }
}

fn reply(outcome: Outcome) -> Did {
    Did::Drafted(Reply { outcome, ground: "办法第十条".into(), text: "见附件".into() })
}

#[test]
fn two_clocks_run_from_the_day_after_receipt_and_the_earlier_one_is_heard() {
    let told = Told::working("2026-10-08");
    assert_eq!(told.due(Regime::Decree), day("2026-10-28"));
    assert_eq!(told.due(Regime::State), day("2026-11-04"));
    let alarm = told.0.alarm(&terms(), &Calendar::mainland(), day("2026-10-15")).unwrap();
    assert_eq!((alarm.regime, alarm.face), (Regime::Decree, Face::Running { left: 9 }));
}

#[test]
fn a_third_party_stops_both_clocks_until_it_answers_and_no_longer_than_its_own_term() {
    // As the office counts by hand: asked on the 26th, heard on the 2nd, five working days between.
    let told = Told::working("2026-08-21").does(OFFICE, "2026-08-26", opinion());
    let open = told.0.clock(Regime::Decree, &terms(), &Calendar::mainland(), day("2026-09-01")).unwrap();
    assert!(matches!(open.face, Face::Paused { .. }) && open.due.is_provisional());
    // Silent, and nobody wrote it down: the clock goes on after fifteen working days.
    let silent = told.0.clock(Regime::Decree, &terms(), &Calendar::mainland(), day("2026-09-30")).unwrap();
    assert_eq!(silent.paused, 15);
    assert!(matches!(silent.face, Face::Running { .. }), "{silent:?}");
    let told = told.does(OFFICE, "2026-09-02", heard());
    assert_eq!((told.due(Regime::Decree), told.due(Regime::State)), (day("2026-09-18"), day("2026-09-24")));
    let days = told.0.days(Regime::Decree, &terms(), &Calendar::mainland());
    let paused: Vec<NaiveDate> = days.iter().filter(|one| one.mark == Mark::Paused).map(|one| one.date).collect();
    assert_eq!(paused, ["2026-08-27", "2026-08-28", "2026-08-31", "2026-09-01", "2026-09-02"].map(day));
    assert_eq!(days.last().map(|one| one.mark), Some(Mark::Counted { n: 15, worked: false }));
}

#[test]
fn a_supplement_begins_the_clocks_anew_and_silence_ends_the_request() {
    let until = day("2026-10-30");
    let ask = || Did::ClarificationAsked { what: "哪一年的".into(), until };
    let mut late = Told::working("2026-10-08");
    assert_eq!(late.tries(OFFICE, "2026-10-19", ask()), Err(RequestError::ClarificationLate));
    let mut told = Told::working("2026-10-08").does(OFFICE, "2026-10-16", ask());
    let waiting = told.0.alarm(&terms(), &Calendar::mainland(), day("2026-11-20")).unwrap();
    assert_eq!(waiting.face, Face::Waiting, "no clock runs while the applicant is asked");
    assert_eq!(told.tries(OFFICE, "2026-10-30", Did::Abandoned), Err(RequestError::StillTime));
    assert_eq!(told.tries(OFFICE, "2026-10-20", reply(Outcome::Granted)), Err(RequestError::Stage));
    let mut abandoned = Told(told.0.clone());
    abandoned.tries(OFFICE, "2026-11-02", Did::Abandoned).unwrap();
    let clock = abandoned.0.clock(Regime::Decree, &terms(), &Calendar::mainland(), day("2026-11-02")).unwrap();
    assert_eq!(clock.face, Face::Ended { late: 0 });
    let mut told = told.does(Hand::Applicant, "2026-10-28", Did::Supplemented { text: "2026年".into() });
    assert_eq!(told.0.stage.code(), "assigned");
    assert_eq!(told.due(Regime::Decree), day("2026-11-18"));
    assert_eq!(told.tries(OFFICE, "2026-10-29", ask()), Err(RequestError::Clarified), "once");
}

#[test]
fn an_extension_is_granted_by_another_before_the_term_is_over_and_each_clock_moves_as_far_as_its_rule_allows() {
    let more = |days| Did::ExtensionAsked { days, reason: "卷宗多".into() };
    let mut told = Told::working("2026-10-08");
    assert_eq!(told.tries(OFFICE, "2026-10-20", more(21)), Err(RequestError::TooLong));
    let mut told = told.does(OFFICE, "2026-10-20", more(20));
    assert_eq!(told.tries(OFFICE, "2026-10-21", Did::ExtensionGranted), Err(RequestError::OwnWork));
    assert_eq!(told.tries(LEADER, "2026-11-05", Did::ExtensionGranted), Err(RequestError::Over));
    // In time for the regulation and too late for the decree, whose clock stays.
    let late = Told(told.0.clone()).does(LEADER, "2026-10-29", Did::ExtensionGranted);
    assert_eq!((late.due(Regime::Decree), late.due(Regime::State)), (day("2026-10-28"), day("2026-12-02")));
    let told = told.does(LEADER, "2026-10-21", Did::ExtensionGranted);
    // The school's rule gives ten.
    assert_eq!((told.due(Regime::Decree), told.due(Regime::State)), (day("2026-11-11"), day("2026-12-02")));
    // Where the school has no rule the decree's clock is never put off.
    let bare = Terms::on(day("2026-10-08"), None).unwrap();
    let clock = told.0.clock(Regime::Decree, &bare, &Calendar::mainland(), day("2026-10-22")).unwrap();
    assert_eq!((clock.due.date(), clock.extended), (day("2026-10-28"), 0));
}

#[test]
fn who_drafts_neither_reviews_nor_signs_and_what_does_not_exist_was_looked_for() {
    let mut told = Told::working("2026-10-08");
    assert_eq!(told.tries(CLERK, "2026-10-09", reply(Outcome::Nonexistent)), Err(RequestError::NoSearch));
    assert_eq!(told.tries(CLERK, "2026-10-09", reply(Outcome::Withdrawn)), Err(RequestError::NoAnswer));
    assert_eq!(told.tries(CLERK, "2026-10-09", reply(Outcome::StillUnclear)), Err(RequestError::NoAnswer));
    let bare = Did::Drafted(Reply { outcome: Outcome::Trade, ground: " ".into(), text: "不予公开".into() });
    assert_eq!(told.tries(CLERK, "2026-10-09", bare), Err(RequestError::NoGround));
    let search = Did::Searched { places: "台账、档案室".into(), found: "没有".into() };
    let mut told = told.does(CLERK, "2026-10-09", search).does(CLERK, "2026-10-12", reply(Outcome::Nonexistent));
    assert_eq!(told.tries(CLERK, "2026-10-13", Did::Reviewed), Err(RequestError::OwnWork));
    let sent = || Did::Answered { delivery: "电子邮件".into() };
    assert_eq!(told.tries(OFFICE, "2026-10-13", sent()), Err(RequestError::Stage), "no review is passed by");
    let mut told = told.does(SECRECY, "2026-10-13", Did::Reviewed);
    assert_eq!(told.tries(CLERK, "2026-10-13", sent()), Err(RequestError::OwnWork));
    assert_eq!(told.tries(OFFICE, "2026-10-07", sent()), Err(RequestError::TooEarly), "before it came in");
    let told = told.does(OFFICE, "2026-10-29", sent());
    let clock = |regime| told.0.clock(regime, &terms(), &Calendar::mainland(), day("2027-01-01")).unwrap().face;
    assert_eq!((clock(Regime::Decree), clock(Regime::State)), (Face::Ended { late: 1 }, Face::Ended { late: 0 }));
    assert_eq!(told.0.stage.ending().unwrap().outcome, Outcome::Nonexistent);
}

#[test]
fn a_notice_that_comes_later_moves_a_running_clock() {
    let told = Told::working("2026-12-21");
    let clock = told.0.clock(Regime::Decree, &terms(), &Calendar::mainland(), day("2026-12-21")).unwrap();
    assert!(clock.due.is_provisional(), "the notice of 2027 is not known");
    let mut calendar = Calendar::mainland();
    calendar.add_years("2027 off 01-01 worked 01-03").unwrap();
    let moved = told.0.clock(Regime::Decree, &terms(), &calendar, day("2026-12-21")).unwrap();
    assert!(!moved.due.is_provisional());
    assert_eq!(
        (clock.due.date(), moved.due.date()),
        (day("2027-01-12"), day("2027-01-11")),
        "1 January is off by the statute"
    );
    calendar.add_years("2027 off 01-01 01-04").unwrap();
    let moved = told.0.clock(Regime::Decree, &terms(), &calendar, day("2026-12-21")).unwrap();
    assert_eq!(moved.due.date(), day("2027-01-13"));
}

#[test]
fn nothing_that_somebody_wrote_stands_in_an_event_or_in_what_a_log_would_print() {
    let mut request = Told::working("2026-10-08").0;
    let on = day("2026-10-09");
    let at = crate::date::start_in_china(on) + chrono::TimeDelta::hours(9);
    let mut printed = format!("{request:?} {:?} {:?}", request.entry, request.received());
    for did in [
        Did::Said { text: "13900000000".into() },
        Did::Searched { places: "13900000000".into(), found: "13900000000".into() },
        Did::Drafted(Reply { outcome: Outcome::Trade, ground: "办法".into(), text: "13900000000".into() }),
    ] {
        let step = Step { at, on, by: CLERK, did };
        printed += &format!("{step:?}");
        let event = request.take(step, &terms(), &Calendar::mainland()).unwrap();
        printed += &format!("{event:?} {request:?} {:?}", request.stage);
        assert!(!event.public);
    }
    assert!(!printed.contains("138") && !printed.contains("139") && !printed.contains("陈某某"), "{printed}");
}

#[test]
fn numbers_and_acts_read_back() {
    let number = RequestNumber { year: 2026, serial: 7 };
    assert_eq!((number.to_string().parse(), number.zh().as_str()), (Ok(number), "申〔2026〕7号"));
    for wrong in ["", "2026", "2026-0", "x-1", "99999-1", "2026-+1", "+2026-1"] {
        assert!(wrong.parse::<RequestNumber>().is_err(), "{wrong}");
    }
    for did in every_act() {
        assert_eq!(Did::read(did.code(), &did.texts()), Some(did));
    }
    assert_eq!(Did::read("drafted", &["no such".into(), String::new(), String::new()]), None);
    assert_eq!(Did::read("searched", &["one".into()]), None);
}

#[test]
fn letters_are_those_of_what_happened_and_say_what_stands_in_the_request() {
    let told = Told::working("2026-10-08")
        .does(OFFICE, "2026-10-20", Did::ExtensionAsked { days: 20, reason: "需要查阅的卷宗较多。".into() })
        .does(LEADER, "2026-10-21", Did::ExtensionGranted)
        .does(OFFICE, "2026-10-22", opinion())
        .does(OFFICE, "2026-10-26", heard())
        .does(CLERK, "2026-10-27", reply(Outcome::Parted));
    let from = Sender {
        school: "示例职业学院".into(), contact: "党政办公室".into(), remedy: "可以举报。".into()
    };
    let letters = told.0.letters();
    assert_eq!(letters, [Letter::Receipt, Letter::Extension, Letter::Opinion(1), Letter::Answer]);
    let text = |letter| {
        let document = told.0.letter(letter, &from, &terms(), &Calendar::mainland()).unwrap();
        format!("{:?} {:?}", document.title, document.blocks)
    };
    assert!(
        text(Letter::Receipt).contains("公收〔2026〕7号") && text(Letter::Receipt).contains("不晚于2026年10月28日")
    );
    let extension = text(Letter::Extension);
    assert!(extension.contains("因需要查阅的卷宗较多，我校") && extension.contains("延长20个工作日"), "{extension}");
    assert!(text(Letter::Opinion(1)).contains("公征〔2026〕7号") && !text(Letter::Opinion(1)).contains("陈某某"));
    let answer = text(Letter::Answer);
    assert!(answer.contains("公复〔2026〕（签发时编号）") && answer.contains("依照办法第十条不予公开"), "{answer}");
    assert!(
        answer.contains("草稿，未签发") && !answer.contains("印章"),
        "no number and no seal before it is signed: {answer}"
    );
    assert!(!told.0.is_signed(Letter::Answer));
    assert_eq!(told.0.letter(Letter::Clarification, &from, &terms(), &Calendar::mainland()), None);
}

use super::letter::{Letter, Sender};

fn every_act() -> Vec<Did> {
    let text = || "甲".to_string();
    vec![
        Did::Registered,
        Did::ClarificationAsked { what: text(), until: day("2027-02-01") },
        Did::Supplemented { text: text() },
        Did::Abandoned,
        Did::Assigned { units: vec![text()] },
        opinion(),
        heard(),
        Did::ExtensionAsked { days: 10, reason: text() },
        Did::ExtensionGranted,
        Did::ExtensionRefused { reason: text() },
        Did::Searched { places: text(), found: text() },
        reply(Outcome::Granted),
        Did::Returned { reason: text() },
        Did::Reviewed,
        Did::Answered { delivery: text() },
        Did::Withdrawn { reason: text() },
        Did::Transferred { reason: text() },
        Did::Merged { into: RequestNumber { year: 2026, serial: 9_999 } },
        Did::Repeated { of: RequestNumber { year: 2026, serial: 9_999 }, reason: text() },
        Did::Said { text: text() },
        Did::Archived { shelf: text() },
        Did::Dismissed { reason: text() },
        Did::Vouched { reason: text() },
    ]
}

/// The last day of a clock, found by walking: a day counts when it is worked and no third party is being asked; an extension
/// that is granted before the count is full makes it longer.
fn walked(request: &Request, regime: Regime, terms: &Terms, calendar: &Calendar) -> NaiveDate {
    let (mut limit, most) = match regime {
        Regime::Decree => (terms.decree_answer.days, terms.decree_extension.days),
        Regime::State => (terms.state_answer.days, terms.state_extension.days),
    };
    let granted = request.extension.as_ref().and_then(|one| Some((one.granted_on()?, one.days.min(most))));
    let (mut today, mut counted) = (request.zero, 0);
    loop {
        if today != request.zero && calendar.is_working_day(today) {
            let stands_still = request.pauses.iter().any(|pause| {
                let mut asked = 0;
                let mut at = pause.from;
                // Working days that the third party has had by today.
                while at < today {
                    at = at.succ_opt().unwrap();
                    asked += u32::from(calendar.is_working_day(at));
                }
                pause.from < today && pause.to.is_none_or(|to| today <= to) && asked <= terms.third_party.days
            });
            counted += u32::from(!stands_still);
        }
        if let Some((on, by)) = granted.filter(|(on, _)| *on == today) {
            let _ = on;
            limit += by;
        }
        if counted >= limit {
            return today;
        }
        today = today.succ_opt().unwrap();
    }
}

fn calendars() -> impl Strategy<Value = Calendar> {
    // Weeks of holidays and weekends worked in exchange, somewhere in each of two years, or no notice at all.
    (0u32..50, 0u32..50, any::<bool>()).prop_map(|(first, second, known)| {
        let mut calendar = Calendar::mainland();
        if known {
            for (year, week) in [(2026, first), (2027, second)] {
                let start = NaiveDate::from_ymd_opt(year, 1, 4).unwrap() + Days::new(u64::from(week) * 7);
                let inside = |date: &NaiveDate| chrono::Datelike::year(date) == year;
                let week: Vec<NaiveDate> = start.iter_days().take(14).filter(inside).collect();
                let weekend = |date: &&NaiveDate| chrono::Datelike::weekday(*date).num_days_from_monday() >= 5;
                let told = |date: &NaiveDate| date.format("%m-%d").to_string();
                let off: Vec<String> = week.iter().filter(|date| !weekend(date)).map(told).collect();
                let worked: Vec<String> = week.iter().filter(weekend).map(told).collect();
                calendar.add_years(&format!("{year} off {} worked {}", off.join(" "), worked.join(" "))).unwrap();
            }
        }
        calendar
    })
}

/// Acts of different people, each so many days after the one before.
fn acts() -> impl Strategy<Value = Vec<(usize, u128, u64)>> {
    proptest::collection::vec((0..every_act().len(), 0u128..5, 0u64..9), 0..40)
}

/// Takes those acts that are possible, and tells how many were.
fn lived(start: NaiveDate, serial: u32, acts: &[(usize, u128, u64)], calendar: &Calendar) -> Request {
    let mut request = Request::new(entry(start, serial));
    let all = every_act();
    let mut on = start;
    // Half of them begin as most do, so that enough come far.
    let begun = [(0, 1, 0), (4, 1, 0)];
    for (which, who, later) in begun.iter().filter(|_| serial % 2 == 1).chain(acts) {
        on = on + Days::new(*later);
        let by = if *who == 0 { Hand::Applicant } else { Hand::Person(UserId(*who)) };
        let at = crate::date::start_in_china(on) + chrono::TimeDelta::hours(10);
        let before = request.clone();
        match request.take(Step { at, on, by, did: all[*which].clone() }, &terms(), calendar) {
            Ok(_) => {
                assert!(
                    before.is_open()
                        || matches!(all[*which], Did::Said { .. } | Did::Vouched { .. } | Did::Archived { .. })
                );
                assert_eq!(request.steps.len(), before.steps.len() + 1);
            }
            Err(_) => assert_eq!(request, before, "what is refused changes nothing"),
        }
    }
    request
}

proptest! {
    #[test]
    fn acts_in_any_order_leave_a_request_that_reads_back_and_ends_once(
        start in 0u64..400, acts in acts(), calendar in calendars(),
    ) {
        let start = day("2026-01-05") + Days::new(start);
        let request = lived(start, 7, &acts, &calendar);
        let again = Request::replay(request.entry.clone(), request.steps.clone(), request.units.clone()).unwrap();
        prop_assert_eq!(&again, &request);
        let endings = request.steps.iter().filter(|step| matches!(step.did,
            Did::Abandoned | Did::Answered { .. } | Did::Withdrawn { .. } | Did::Transferred { .. }
            | Did::Merged { .. } | Did::Repeated { .. } | Did::Dismissed { .. }));
        prop_assert_eq!(endings.count(), usize::from(!request.is_open()));
        // No answer without a review by somebody who did not draft it.
        if let Some(reply) = request.stage.ending().and_then(|ending| ending.reply.as_ref()) {
            let reviewed = request.steps.iter().any(|step| step.did == Did::Reviewed);
            prop_assert!(reviewed && reply.outcome.is_answer());
        }
        // A third party that is asked is heard before anything else but the end.
        prop_assert_eq!(request.pauses.iter().filter(|pause| pause.to.is_none()).count(),
            usize::from(matches!(request.stage, Stage::ThirdParty)));
    }

    #[test]
    fn the_last_day_is_the_one_that_somebody_finds_who_walks_day_by_day(
        start in 0u64..500, acts in acts(), calendar in calendars(),
    ) {
        let start = day("2026-01-05") + Days::new(start);
        let request = lived(start, 7, &acts, &calendar);
        let terms = terms();
        for regime in Regime::ALL {
            let clock = request.clock(*regime, &terms, &calendar, request.last_day).unwrap();
            let due = walked(&request, *regime, &terms, &calendar);
            prop_assert_eq!(clock.due.date(), due, "{:?} {:?}", regime, request.steps);
            let days = request.days(*regime, &terms, &calendar);
            let counted = days.iter().filter(|day| matches!(day.mark, Mark::Counted { .. })).count();
            prop_assert_eq!(counted as u32, clock.days, "each day that counts is explained");
            prop_assert_eq!(days.last().map(|day| day.date), Some(due));
        }
    }

    #[test]
    fn the_register_balances_after_any_acts_in_any_time(
        lives in proptest::collection::vec((0u64..700, acts()), 0..12), from in 0u64..500, length in 0u64..400,
    ) {
        let calendar = Calendar::mainland();
        let first = day("2025-06-01");
        let requests: Vec<Request> = (1..).zip(&lives)
            .map(|(serial, (start, acts))| lived(first + Days::new(*start), serial, acts, &calendar))
            .collect();
        let from = first + Days::new(from);
        let span = Span { from, to: from + Days::new(length) };
        let balance = Balance::of(&requests, span);
        prop_assert!(balance.holds(), "{:?}", balance);
        // As figures it holds as well.
        let dataset = balance.dataset("2025-2026".parse().unwrap());
        for identity in &dataset.identities {
            prop_assert!(matches!(dataset.test(identity), crate::figure::Verdict::Holds(_)), "{:?}", identity);
        }
        prop_assert!(dataset.doubts().is_empty(), "{:?}", dataset.doubts());
        // What one time carries forward the next carries over.
        let next = Span { from: span.to + Days::new(1), to: span.to + Days::new(300) };
        prop_assert_eq!(Balance::of(&requests, next).carried_over, balance.carried_forward);
    }
}
