//! Publicity from the list to the sealed copy: what may be shown is shown for its days, what people say against it is answered
//! one by one, and nothing of names or words comes out elsewhere.

use app::Error;
use app::portal::view::{Posted, RecordPage};
use app::publicity::{
    Filed, NewObjection, Page, Receipt, Start, Terms, acknowledge, extend, file, look, open_sealed, query, replace,
    rule, start,
};
use app::records;
use chrono::NaiveDate;
use domain::event::{Act, Object};
use domain::ids::RecordId;
use domain::objection::{Objector, Outcome, Ruling, Stage};
use domain::policy::Role;
use domain::publicity::{Kind, Roll};
use domain::record::{Audience, Edition, Reach, RecordError};
use store::EventFilter;
use testkit::{Person, School};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn list(rows: &[&str]) -> Roll {
    let lines: Vec<String> =
        std::iter::once("姓名 学院 班级").chain(rows.iter().copied()).map(|row| row.replace(' ', "\t")).collect();
    Roll::read_lines(&lines.join("\n")).unwrap()
}

fn scholarship() -> Start {
    Start {
        kind: Kind::of("national_inspirational_scholarship").unwrap(),
        title: "2026年国家励志奖学金拟推荐名单公示".into(),
        body: "现予公示。".into(),
        item: "37".parse().unwrap(),
        unit: "jwc".into(),
        audience: Audience::Public,
        wider: "学校资助公示办法第八条".into(),
        terms: Terms {
            starts: day("2026-09-15"),
            count: 5,
            own_rule: false,
            contact: "行政楼305，电话0730-8390012".into(),
        },
        roll: list(&["李示例 商学院 会计2401", "王样本 医护学院 护理2503"]),
        kept: Vec::new(),
    }
}

/// A list that was drafted, reviewed and published on 15 September 2026.
async fn posted(school: &School) -> RecordId {
    let id = start(&school.clerk("教务处").ctx(), scholarship()).await.unwrap();
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    id
}

async fn on_view(school: &School, id: RecordId) -> Posted {
    match school.portal().record(id).await.unwrap() {
        Some(RecordPage::Live(view)) => view.posted.expect("a posting"),
        other => panic!("{other:?}"),
    }
}

/// What the tombstone says of the period.
async fn left(school: &School, id: RecordId) -> (NaiveDate, NaiveDate, Outcome) {
    match school.portal().record(id).await.unwrap() {
        Some(RecordPage::Gone(stone)) => stone.period.expect("a period"),
        other => panic!("{other:?}"),
    }
}

async fn object(school: &School, id: RecordId, text: &str) -> Filed {
    let new = NewObjection { record: id, row: Some(2), text: text.into(), objector: None };
    file(&school.visitor().ctx(), new).await.unwrap()
}

fn refused<T: std::fmt::Debug>(outcome: app::Result<T>) -> &'static str {
    match outcome {
        Err(Error::Publicity(refusal)) => refusal.code(),
        Err(Error::Forbidden(_)) => "forbidden",
        Err(Error::NotFound { .. }) => "not-found",
        Err(Error::Personal(_)) => "personal",
        Err(Error::Record(RecordError::WrongStage { .. })) => "stage",
        other => panic!("{other:?}"),
    }
}

async fn page(person: &Person<'_>, id: RecordId) -> Page {
    let ctx = person.ctx();
    let desk = app::desk::Desk::open(&ctx).await.unwrap();
    look(&ctx, &desk, id).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_shown_for_its_working_days_and_comes_down_at_the_minute() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    let shown = on_view(&school, id).await;
    assert_eq!(shown.posting.period, Some((day("2026-09-15"), day("2026-09-21"))), "20 September is worked");
    assert_eq!(shown.posting.roll, scholarship().roll);
    assert!(shown.open);
    school.at("2026-09-21 23:59");
    assert_eq!(school.jobs_run().await.records, 0);
    assert!(on_view(&school, id).await.open);
    school.at("2026-09-22 00:00");
    assert_eq!(school.jobs_run().await.records, 1);
    assert_eq!(school.visibility(id).await, "expired");
    assert_eq!(left(&school, id).await, (day("2026-09-15"), day("2026-09-21"), Outcome::default()));
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_reviews_take_are_not_taken_from_the_period() {
    let school = School::founded_on("2026-09-15").await;
    let id = start(&school.clerk("教务处").ctx(), scholarship()).await.unwrap();
    school.at("2026-09-17 09:00");
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    assert_eq!(on_view(&school, id).await.posting.period, Some((day("2026-09-17"), day("2026-09-23"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_is_to_begin_later_waits_for_its_day_by_itself() {
    let school = School::founded_on("2026-09-15").await;
    let later = Start { terms: Terms { starts: day("2026-09-18"), ..scholarship().terms }, ..scholarship() };
    let id = start(&school.clerk("教务处").ctx(), later).await.unwrap();
    school.passes_reviews(id).await;
    assert!(records::publish(&school.office().ctx(), id).await.is_err());
    school.at("2026-09-17 23:59");
    school.jobs_run().await;
    assert_eq!(school.visibility(id).await, "hidden");
    school.at("2026-09-18 00:00");
    school.jobs_run().await;
    assert_eq!(on_view(&school, id).await.posting.period, Some((day("2026-09-18"), day("2026-09-24"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_kind_forbids_is_never_kept() {
    let school = School::founded_on("2026-09-15").await;
    let ctx = school.clerk("教务处").ctx();
    let with =
        |lines: &str| Start { roll: Roll::read_lines(lines).unwrap(), kept: vec!["备注".into()], ..scholarship() };
    for lines in
        ["姓名\t身份证号\n李示例\t110101199003070038", "姓名\t备注\n李示例\t手机13800138000", "姓名\t说明\n李示例\t无"]
    {
        assert_eq!(refused(start(&ctx, with(lines)).await), "columns", "{lines}");
    }
    let short = Start { terms: Terms { count: 4, own_rule: true, ..scholarship().terms }, ..scholarship() };
    assert_eq!(refused(start(&ctx, short).await), "short");
    let inside = Start { kind: Kind::of("hardship_identification").unwrap(), ..scholarship() };
    assert_eq!(refused(start(&ctx, inside).await), "audience");
    let private = Start {
        terms: Terms { contact: "我家电话，身份证110101199003070038".into(), ..scholarship().terms },
        ..scholarship()
    };
    assert_eq!(refused(start(&ctx, private).await), "personal");
    let other = Start { unit: "cwc".into(), ..scholarship() };
    assert_eq!(refused(start(&ctx, other).await), "forbidden");
    assert_eq!(
        ctx.read().await.unwrap().periods(&domain::policy::Desk::School).await.unwrap().0,
        [],
        "nothing was kept"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_number_is_no_place_for_objections() {
    let school = School::founded_on("2026-09-15").await;
    let ctx = school.clerk("教务处").ctx();
    let with =
        |contact: &str| Start { terms: Terms { contact: contact.into(), ..scholarship().terms }, ..scholarship() };
    assert_eq!(refused(start(&ctx, with("张老师13800138000")).await), "personal");
    start(&ctx, with("教务处，电话0730-8390012")).await.unwrap();
    // What was kept before it was asked for is stopped on its way.
    let id = start(&ctx, scholarship()).await.unwrap();
    let mut posting = ctx.read().await.unwrap().posting(id, 1).await.unwrap().unwrap();
    posting.contact = "张老师13800138000".into();
    let mut tx = school.app.store.write().await.unwrap();
    tx.save_posting(id, 1, &posting).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    assert_eq!(refused(records::submit(&ctx, id).await), "personal");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_to_be_read_names_nobody_of_the_list() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    let (office, clerk) = (school.office().ctx(), school.clerk("教务处").ctx());
    let reason = "李示例不符合条件，撤回";
    assert_eq!(refused(records::withdraw(&office, id, reason, None).await), "named");
    assert_eq!(refused(extend(&office, id, day("2026-09-25"), reason).await), "named");
    let next = school.record(id).await.newest().unwrap().clone();
    let noted = |note: &str| Edition { change_note: note.into(), ..next.clone() };
    assert_eq!(refused(records::amend(&clerk, id, noted("删去李示例")).await), "named");
    records::amend(&clerk, id, noted("删去第1行")).await.unwrap();
    // Nor may a note that is written later.
    let record = school.record(id).await;
    let edition = Edition { change_note: "删去李示例".into(), ..record.newest().unwrap().clone() };
    let draft = app::desk::Draft { facts: record.facts(), edition };
    draft.save(&clerk, id, record.version).await.unwrap();
    assert_eq!(refused(records::submit(&clerk, id).await), "named");
    records::withdraw(&office, id, "第1行不符合条件，撤回", None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_unit_and_a_day_that_is_gone_are_refused() {
    let school = School::founded_on("2026-09-15").await;
    let office = school.office().ctx();
    assert_eq!(refused(start(&office, Start { unit: "nowhere".into(), ..scholarship() }).await), "no-unit");
    let past = Start { terms: Terms { starts: day("2026-09-14"), ..scholarship().terms }, ..scholarship() };
    assert_eq!(refused(start(&office, past).await), "past");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_widened_to_everybody_against_its_kind_does_not_go_to_review() {
    let school = School::founded_on("2026-09-15").await;
    let clerk = school.clerk("教务处").ctx();
    let inside =
        Start { kind: Kind::of("hardship_identification").unwrap(), audience: Audience::Campus, ..scholarship() };
    let id = start(&clerk, inside).await.unwrap();
    let record = school.record(id).await;
    let mut facts = record.facts();
    facts.audience = Audience::Public;
    let draft = app::desk::Draft { facts, edition: record.newest().unwrap().clone() };
    draft.save(&clerk, id, record.version).await.unwrap();
    assert_eq!(refused(records::submit(&clerk, id).await), "audience");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_is_filed_followed_and_answered_with_its_receipt() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    school.at("2026-09-17 09:00");
    let filed = object(&school, id, "班级写错了").await;
    assert_eq!(filed.number.zh(), "异〔2026〕1");
    let visitor = school.visitor().ctx();
    let asked = async || query(&visitor, &Reach::Public, &filed.receipt).await.unwrap().unwrap();
    assert_eq!(asked().await.objection.stage.code(), "filed");
    let head = school.head("教务处").ctx();
    acknowledge(&head, id, filed.number).await.unwrap();
    assert_eq!(asked().await.objection.stage.code(), "acknowledged");
    rule(&head, id, filed.number, Ruling::Rejected, "经查，班级无误。").await.unwrap();
    let Stage::Ruled { ruling, answer, .. } = asked().await.objection.stage else { panic!("not ruled") };
    assert_eq!((ruling, answer.as_str()), (Ruling::Rejected, "经查，班级无误。"));
    assert_eq!(refused(rule(&head, id, filed.number, Ruling::Upheld, "是").await), "ruled");
    for typed in ["0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ"] {
        assert!(query(&visitor, &Reach::Public, &Receipt::read(typed).unwrap()).await.unwrap().is_none(), "{typed}");
    }
    assert_eq!(object(&school, id, "另一件").await.number.serial, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_rules_on_a_list_they_wrote_and_nobody_else_sees_what_was_said() {
    let school = School::founded_on("2026-09-15").await;
    let office = school.office();
    // Drafted by the office, so the office may not judge; the head may.
    let id = start(&office.ctx(), scholarship()).await.unwrap();
    office.submits(id).await;
    school.head("教务处").passes(id).await;
    school.secrecy().passes(id).await;
    office.publishes(id).await;
    let filed = object(&school, id, "不符合条件").await;
    assert_eq!(refused(rule(&office.ctx(), id, filed.number, Ruling::Rejected, "查无").await), "own-work");
    for (person, seen, rules) in [
        (school.clerk("教务处"), false, false),
        (school.head("教务处"), true, true),
        (office.clone(), true, false),
        (school.holding(Role::Supervisor, None), true, false),
        (school.secrecy(), false, false),
    ] {
        let page = page(&person, id).await;
        assert_eq!((page.objections.is_some(), page.may_rule), (seen, rules), "{person:?}");
        let may = rule(&person.ctx(), id, filed.number, Ruling::Rejected, "").await;
        assert_ne!(refused(may), "", "an empty answer is refused to all");
    }
    let supervisor = school.holding(Role::Supervisor, None);
    for person in [school.clerk("教务处"), supervisor, school.head("财务处"), school.visitor()] {
        let outcome = rule(&person.ctx(), id, filed.number, Ruling::Rejected, "查无").await;
        assert_eq!(refused(outcome), "forbidden", "{person:?}");
    }
    rule(&school.head("教务处").ctx(), id, filed.number, Ruling::Rejected, "查无").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_personal_data_is_not_sent() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    let filed = object(&school, id, "不符合条件").await;
    let head = school.head("教务处").ctx();
    let answer = "请找张老师，手机13900139000";
    assert_eq!(refused(rule(&head, id, filed.number, Ruling::Rejected, answer).await), "personal");
    assert_eq!(page(&school.head("教务处"), id).await.outcome.open, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn objections_are_taken_within_the_period_only_and_where_a_visitor_sees_the_list() {
    let school = School::founded_on("2026-09-15").await;
    let clerk = school.clerk("教务处").ctx();
    // A context holds its moment.
    let visitor = || school.visitor().ctx();
    let new = |record, row| NewObjection { record, row, text: "有异议".into(), objector: None };
    let id = start(&clerk, scholarship()).await.unwrap();
    assert_eq!(refused(file(&visitor(), new(id, None)).await), "not-found", "a draft is not known");
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    assert_eq!(refused(file(&visitor(), new(id, Some(3))).await), "no-row");
    assert_eq!(refused(file(&clerk, new(id, None)).await), "forbidden");
    file(&visitor(), new(id, Some(2))).await.unwrap();
    school.at("2026-09-21 23:59");
    file(&visitor(), new(id, None)).await.unwrap();
    // The job has not run; the period is over all the same.
    school.at("2026-09-22 00:00");
    assert_eq!(refused(file(&visitor(), new(id, None)).await), "not-found");
    assert_eq!(refused(file(&school.head("教务处").ctx(), new(id, None)).await), "closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_tender_only_somebody_with_a_name_objects_and_the_list_stays() {
    let school = School::founded_on("2026-09-15").await;
    let roll = Roll::read_lines("候选人名称\t投标报价\n甲公司\t100万元").unwrap();
    let terms = Terms { count: 3, ..scholarship().terms };
    let kind = Kind::of("tender_candidates").unwrap();
    let id = start(&school.clerk("教务处").ctx(), Start { kind, roll, terms, ..scholarship() }).await.unwrap();
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    let new = |objector| NewObjection { record: id, row: None, text: "评分有误".into(), objector };
    let visitor = school.visitor().ctx();
    assert_eq!(refused(file(&visitor, new(None)).await), "nameless");
    file(&visitor, new(Some(Objector { name: "乙公司".into(), contact: "0730-8390000".into() }))).await.unwrap();
    school.at("2026-09-30 10:00");
    school.jobs_run().await;
    let shown = on_view(&school, id).await;
    assert!(!shown.open && shown.posting.roll.rows.len() == 1, "it stays, closed to objection");
    // Withdrawn, it goes under seal like any other and is destroyed in its time.
    records::withdraw(&school.office().ctx(), id, "评审有误", None).await.unwrap();
    assert_eq!(open_sealed(&school.office().ctx(), id).await.unwrap().kept_until, Some(day("2029-09-30")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_is_without_objections_only_when_there_was_none() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    let filed = object(&school, id, "不公平").await;
    school.at("2026-09-22 00:00");
    school.jobs_run().await;
    assert_eq!(left(&school, id).await.2.code(), "open", "the names are down, the result is not decided");
    let before = school.app.store.public_seq().await.unwrap();
    rule(&school.head("教务处").ctx(), id, filed.number, Ruling::PartlyUpheld, "已更正。").await.unwrap();
    assert!(school.app.store.public_seq().await.unwrap() > before, "kept pages are made anew");
    assert_eq!(left(&school, id).await.2, Outcome { partly: 1, ..Outcome::default() });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_made_longer_with_a_reason_and_never_shorter() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    let office = school.office().ctx();
    for sooner in ["2026-09-18", "2026-09-21"] {
        assert_eq!(refused(extend(&office, id, day(sooner), "理由").await), "not-later");
    }
    assert!(extend(&office, id, day("2026-09-25"), " ").await.is_err(), "a reason is wanted");
    assert_eq!(refused(extend(&school.clerk("教务处").ctx(), id, day("2026-09-25"), "再核实").await), "forbidden");
    extend(&office, id, day("2026-09-24"), "再核实").await.unwrap();
    school.at("2026-09-22 00:00");
    school.jobs_run().await;
    let shown = on_view(&school, id).await;
    assert_eq!(shown.posting.period, Some((day("2026-09-15"), day("2026-09-24"))));
    assert_eq!(shown.posting.extended, Some((day("2026-09-21"), "再核实".into())));
    school.at("2026-09-25 00:00");
    school.jobs_run().await;
    assert_eq!(left(&school, id).await.1, day("2026-09-24"));
    assert_eq!(refused(extend(&office, id, day("2026-10-10"), "再核实").await), "closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_row_is_shown_again_for_a_whole_period() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    school.at("2026-09-17 09:00");
    let clerk = school.clerk("教务处").ctx();
    let next = Edition { change_note: "更正班级".into(), ..school.record(id).await.newest().unwrap().clone() };
    records::amend(&clerk, id, next).await.unwrap();
    let changed = list(&["李示例 商学院 会计2402", "王样本 医护学院 护理2503"]);
    let version = school.record(id).await.version;
    assert_eq!(replace(&clerk, id, version, scholarship().terms, changed.clone(), &[]).await.unwrap(), 1);
    assert!(matches!(
        replace(&clerk, id, version, scholarship().terms, changed, &[]).await,
        Err(Error::Conflict { .. })
    ));
    // Until it has passed its reviews everybody sees what stood before.
    assert_eq!(on_view(&school, id).await.posting.roll, scholarship().roll);
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    let shown = on_view(&school, id).await;
    assert_eq!(shown.posting.period, Some((day("2026-09-17"), day("2026-09-23"))));
    assert_eq!((shown.posting.again.as_slice(), shown.before), (&[true, false][..], Some(day("2026-09-21"))));
    school.at("2026-09-24 00:00");
    school.jobs_run().await;
    assert_eq!(left(&school, id).await, (day("2026-09-15"), day("2026-09-23"), Outcome::default()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_keeps_the_row_it_is_about_when_the_list_changes() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    object(&school, id, "不符合条件").await;
    let head = school.head("教务处");
    assert_eq!(page(&head, id).await.moved, [], "nothing has changed yet");
    let clerk = school.clerk("教务处").ctx();
    let next = Edition { change_note: "删去第2行".into(), ..school.record(id).await.newest().unwrap().clone() };
    records::amend(&clerk, id, next).await.unwrap();
    let changed = list(&["李示例 商学院 会计2401", "孙某某 医护学院 护理2503"]);
    let version = school.record(id).await.version;
    replace(&clerk, id, version, scholarship().terms, changed, &[]).await.unwrap();
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    let page = page(&head, id).await;
    let objection = &page.objections.unwrap()[0];
    assert_eq!(objection.cells, ["王样本", "医护学院", "护理2503"], "and not who stands in that row now");
    assert_eq!(page.moved, [objection.number]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_given_up_leaves_the_list_as_it_was() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    let clerk = school.clerk("教务处").ctx();
    let next = Edition { change_note: "更正".into(), ..school.record(id).await.newest().unwrap().clone() };
    records::amend(&clerk, id, next.clone()).await.unwrap();
    let version = school.record(id).await.version;
    replace(&clerk, id, version, scholarship().terms, list(&["赵假名 商学院 会计2402"]), &[]).await.unwrap();
    records::give_up_amendment(&clerk, id).await.unwrap();
    assert_eq!(on_view(&school, id).await.posting.roll, scholarship().roll);
    records::amend(&clerk, id, next).await.unwrap();
    assert_eq!(page(&school.clerk("教务处"), id).await.posting.roll, scholarship().roll, "begun from what is on view");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_under_review_or_on_view_does_not_change() {
    let school = School::founded_on("2026-09-15").await;
    let clerk = school.clerk("教务处").ctx();
    let id = start(&clerk, scholarship()).await.unwrap();
    school.clerk("教务处").submits(id).await;
    let write = async || {
        let version = school.record(id).await.version;
        refused(replace(&clerk, id, version, scholarship().terms, list(&["赵假名 商学院 会计2402"]), &[]).await)
    };
    assert_eq!(write().await, "stage");
    school.head("教务处").passes(id).await;
    school.secrecy().passes(id).await;
    school.office().publishes(id).await;
    assert_eq!(write().await, "stage");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_list_is_opened_by_few_logged_each_time_and_destroyed_in_its_time() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    let named = Some(Objector { name: "孙某某".into(), contact: "0730-8390000".into() });
    let new = NewObjection { record: id, row: None, text: "不公平".into(), objector: named };
    let filed = file(&school.visitor().ctx(), new).await.unwrap();
    let supervisor = school.holding(Role::Supervisor, None);
    assert_eq!(refused(open_sealed(&supervisor.ctx(), id).await), "not-sealed", "it stands");
    school.at("2026-09-22 00:00");
    school.jobs_run().await;
    assert!(page(&supervisor, id).await.posting.roll.rows.is_empty(), "no names without opening the seal");
    for person in [school.clerk("教务处"), school.head("教务处"), school.secrecy()] {
        assert_eq!(refused(open_sealed(&person.ctx(), id).await), "forbidden", "{person:?}");
    }
    for _ in 0..2 {
        assert_eq!(open_sealed(&supervisor.ctx(), id).await.unwrap().roll, scholarship().roll);
    }
    rule(&school.head("教务处").ctx(), id, filed.number, Ruling::Upheld, "属实").await.unwrap();
    let looks = async || {
        let filter = EventFilter { object: Some(Object::Record(id)) };
        let events = school.app.store.read().await.unwrap().events(&filter, 0, 100).await.unwrap();
        events.iter().filter(|event| event.act == Act::SealedListOpened).count()
    };
    assert_eq!(looks().await, 2);
    school.at("2029-09-21 23:00");
    school.jobs_run().await;
    assert!(open_sealed(&supervisor.ctx(), id).await.is_ok());
    school.at("2029-09-22 00:00");
    school.jobs_run().await;
    assert_eq!(refused(open_sealed(&supervisor.ctx(), id).await), "not-sealed");
    let page = page(&supervisor, id).await;
    assert!(page.purged && page.outcome.upheld == 1, "how it was decided stays");
    let objection = &page.objections.unwrap()[0];
    assert!(objection.text.is_empty() && objection.objector.is_none() && objection.cells.is_empty());
    assert_eq!(left(&school, id).await.2.upheld, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_is_deleted_leaves_no_list() {
    let school = School::founded_on("2026-09-15").await;
    let clerk = school.clerk("教务处").ctx();
    let id = start(&clerk, scholarship()).await.unwrap();
    records::delete_draft(&clerk, id).await.unwrap();
    assert_eq!(clerk.read().await.unwrap().posting(id, 1).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_by_telephone_is_entered_by_whoever_may_rule() {
    let school = School::founded_on("2026-09-15").await;
    let inside = Start { audience: Audience::Campus, ..scholarship() };
    let id = start(&school.clerk("教务处").ctx(), inside).await.unwrap();
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    let new = || NewObjection { record: id, row: None, text: "来电：不公平".into(), objector: None };
    assert_eq!(refused(file(&school.visitor().ctx(), new()).await), "not-found", "a campus list is not known outside");
    let filed = file(&school.head("教务处").ctx(), new()).await.unwrap();
    let shown = query(&school.visitor().ctx(), &Reach::Public, &filed.receipt).await.unwrap().unwrap();
    assert_eq!(shown.title, None, "its receipt does not tell the title of what is not for everybody");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_event_and_no_error_holds_a_word_of_an_objection() {
    let school = School::founded_on("2026-09-15").await;
    let id = posted(&school).await;
    let objector = Some(Objector { name: "QNAMEX".into(), contact: "QCONTACTX".into() });
    let new = NewObjection { record: id, row: None, text: "QTEXTX".into(), objector };
    let filed = file(&school.visitor().ctx(), new).await.unwrap();
    rule(&school.head("教务处").ctx(), id, filed.number, Ruling::Rejected, "QANSWERX").await.unwrap();
    let events = school.app.store.read().await.unwrap().events(&EventFilter::default(), 0, 1_000).await.unwrap();
    let told = format!("{events:?} {:?}", page(&school.head("教务处"), id).await.objections);
    assert!(!told.contains('Q'), "{told}");
}
