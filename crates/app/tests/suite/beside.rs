//! What a kind of publicity keeps off its list comes back by no other door: neither in the text, nor in an attachment, nor in an
//! amendment; and it is seen by no more people than its kind says unless somebody says why.

use app::publicity::{Refusal, Start, Terms, decide, extend, replace, start};
use app::records::attachment::{attach, redact};
use app::records::{self, Seen};
use app::{Ctx, Error};
use domain::event::{Act, Object};
use domain::ids::RecordId;
use domain::publicity::{Kind, Roll};
use domain::record::{Audience, Edition, RecordError};
use store::EventFilter;
use testkit::School;

const LIST: &str = "姓名\t学院\t班级\n李示例\t商学院\t会计2401";

fn roll() -> Roll {
    Roll::read_lines(LIST).unwrap()
}

fn scholarship() -> Start {
    Start {
        kind: Kind::of("national_inspirational_scholarship").unwrap(),
        title: "2026年国家励志奖学金拟推荐名单公示".into(),
        body: "现予公示。".into(),
        item: "37".parse().unwrap(),
        unit: "jwc".into(),
        audience: Audience::Campus,
        wider: String::new(),
        terms: terms(),
        roll: roll(),
        kept: Vec::new(),
    }
}

fn terms() -> Terms {
    let contact = "行政楼305，电话0730-8390012".into();
    Terms { starts: "2026-09-15".parse().unwrap(), count: 5, own_rule: false, contact }
}

async fn drafted(school: &School) -> (Ctx, RecordId) {
    let clerk = school.clerk("教务处").ctx();
    let id = start(&clerk, scholarship()).await.unwrap();
    (clerk, id)
}

#[track_caller]
fn told(outcome: app::Result<()>) -> Vec<String> {
    match outcome {
        Err(Error::Personal(found)) => found.into_iter().map(|found| found.masked).collect(),
        other => panic!("{other:?}"),
    }
}

async fn writes(ctx: &Ctx, school: &School, id: RecordId, body: &str) {
    let record = school.record(id).await;
    let edition = Edition { body: body.into(), ..record.newest().unwrap().clone() };
    let draft = app::desk::Draft { facts: record.facts(), edition };
    draft.save(ctx, id, record.version).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attached_spreadsheet_is_held_to_the_columns_of_the_kind_until_its_copy_takes_its_place() {
    let school = School::founded_on("2026-09-15").await;
    let (clerk, id) = drafted(&school).await;
    let sheet = "姓名,学号,困难原因\n李示例,20240101017,家中变故\n";
    let file = attach(&clerk, id, None, "名单.csv", sheet.as_bytes().to_vec()).await.unwrap();
    let found = told(records::submit(&clerk, id).await);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("名单.csv ") && found[0].ends_with("学号"), "{found:?}");
    assert!(found[1].ends_with("困难原因"), "{found:?}");
    redact(&clerk, id, None, file).await.unwrap();
    let copy = school.record(id).await.newest_attachments().next().unwrap().digest.clone();
    let bytes = school.app.store.read().await.unwrap().blob(&copy).await.unwrap().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("李示例,2024****017") && !text.contains("家中变故"), "{text}");
    records::submit(&clerk, id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_is_held_to_them_when_it_begins_when_it_is_sent_and_when_it_is_published() {
    let school = School::founded_on("2026-09-15").await;
    let clerk = school.clerk("教务处").ctx();
    let body = "现予公示。\n| 姓名 | 家庭住址 |\n| 李示例 | 某县某村 |";
    let begun = start(&clerk, Start { body: body.into(), ..scholarship() }).await;
    assert_eq!(told(begun.map(|_| ())).len(), 1);
    let id = start(&clerk, scholarship()).await.unwrap();
    writes(&clerk, &school, id, body).await;
    assert_eq!(told(records::submit(&clerk, id).await), ["2 家庭住址"]);
    writes(&clerk, &school, id, "现予公示。").await;
    school.passes_reviews(id).await;
    // As if it had come there past all use cases.
    let mut record = school.record(id).await;
    record.editions[0].body = body.into();
    let mut tx = school.app.store.write().await.unwrap();
    tx.save_record(&record).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    assert_eq!(told(records::publish(&school.office().ctx(), id).await).len(), 1);
    assert_eq!(school.visibility(id).await, "hidden");
    // Somebody else's act is refused as such, and says nothing of what it holds.
    assert!(matches!(records::publish(&clerk, id).await, Err(Error::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_beside_a_list_is_read_once_however_often_its_draft_is_looked_at() {
    let school = School::founded_on("2026-09-15").await;
    let (clerk, id) = drafted(&school).await;
    let sheet = "姓名,学号,困难原因\n李示例,20240101017,家中变故\n";
    attach(&clerk, id, None, "名单.csv", sheet.as_bytes().to_vec()).await.unwrap();
    let digest = school.record(id).await.newest_attachments().next().unwrap().digest.clone();
    let kept = || format!("{:?}", school.app.looked).matches(&digest).count();
    assert_eq!(kept(), 0);
    for looked in 1..=3 {
        let found = app::desk::Desk::open(&clerk).await.unwrap().sheet(id).await.unwrap().misfits;
        assert_eq!((found.len(), kept()), (2, 1), "looked at {looked} times");
    }
    assert!(!format!("{:?}", school.app.looked).contains("李示例"), "nothing of what it holds is kept");
    // Decided otherwise it is judged otherwise.
    let version = school.record(id).await.version;
    decide(&clerk, id, version, None, &["困难原因".to_string()]).await.unwrap();
    let found = app::desk::Desk::open(&clerk).await.unwrap().sheet(id).await.unwrap().misfits;
    assert_eq!(found.len(), 2, "what its kind forbids nobody decides: {found:?}");
    assert_eq!(kept(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_and_files_of_an_amendment_are_held_to_them_too() {
    let school = School::founded_on("2026-09-15").await;
    let (clerk, id) = drafted(&school).await;
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    let next = school.record(id).await.newest().unwrap().clone();
    records::amend(&clerk, id, Edition { change_note: "补一人".into(), ..next }).await.unwrap();
    attach(&clerk, id, None, "新.csv", "姓名,出生日期\n李示例,无\n".as_bytes().to_vec()).await.unwrap();
    assert!(told(records::submit(&clerk, id).await)[0].ends_with("出生日期"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_no_rule_names_is_shown_when_somebody_decides_it_and_the_log_says_who() {
    let school = School::founded_on("2026-09-15").await;
    let (clerk, id) = drafted(&school).await;
    attach(&clerk, id, None, "名单.csv", "姓名,备注\n李示例,班长\n".as_bytes().to_vec()).await.unwrap();
    assert!(told(records::submit(&clerk, id).await)[0].ends_with("备注"));
    let version = school.record(id).await.version;
    decide(&clerk, id, version, None, &["备注".into()]).await.unwrap();
    records::submit(&clerk, id).await.unwrap();
    let reader = school.app.store.read().await.unwrap();
    let events = reader.events(&EventFilter { object: Some(Object::Record(id)) }, 0, 100).await.unwrap();
    let kept = |event: &&store::LoggedEvent| event.facts.contains(&("kept".to_string(), "备注".to_string()));
    assert!(events.iter().filter(kept).any(|event| event.act == Act::ListWritten));
    // What is forbidden stays so, whatever anybody decides.
    let (clerk, id) = drafted(&school).await;
    attach(&clerk, id, None, "名单.csv", "姓名,病史\n李示例,无\n".as_bytes().to_vec()).await.unwrap();
    decide(&clerk, id, school.record(id).await.version, None, &["病史".into()]).await.unwrap();
    assert!(told(records::submit(&clerk, id).await)[0].ends_with("病史"));
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_without_people_and_lists_as_the_kind_has_them_are_asked_about_nothing() {
    let school = School::founded_on("2026-09-15").await;
    let (clerk, id) = drafted(&school).await;
    let fair = "序号,姓名,学院,班级,学号\n1,李示例,商学院,会计2401,2024****017\n";
    attach(&clerk, id, None, "名单.csv", fair.as_bytes().to_vec()).await.unwrap();
    let places = "学院,名额,联系电话\n商学院,5,0730-8390012\n";
    attach(&clerk, id, None, "名额.csv", places.as_bytes().to_vec()).await.unwrap();
    records::submit(&clerk, id).await.unwrap();
}

fn refused<T: std::fmt::Debug>(outcome: app::Result<T>) -> Refusal {
    match outcome {
        Err(Error::Publicity(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_people_than_the_kind_says_see_it_for_a_reason_that_is_kept_and_no_other_way() {
    let school = School::founded_on("2026-09-15").await;
    let clerk = school.clerk("教务处").ctx();
    let wide = Start { audience: Audience::Public, ..scholarship() };
    assert_eq!(refused(start(&clerk, wide).await), Refusal::Wider);
    // Nor afterwards, in the editor.
    let id = start(&clerk, scholarship()).await.unwrap();
    let record = school.record(id).await;
    let mut facts = record.facts();
    facts.audience = Audience::Public;
    let edition = record.newest().unwrap().clone();
    app::desk::Draft { facts, edition }.save(&clerk, id, record.version).await.unwrap();
    assert_eq!(refused(records::submit(&clerk, id).await), Refusal::Wider);
    let version = school.record(id).await.version;
    decide(&clerk, id, version, Some("学校资助公示办法第八条"), &[]).await.unwrap();
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    let reader = school.app.store.read().await.unwrap();
    let events = reader.events(&EventFilter { object: Some(Object::Record(id)) }, 0, 100).await.unwrap();
    assert!(events.iter().any(|event| event.reason.as_deref() == Some("学校资助公示办法第八条")));
    drop(reader);
    // The reason goes with the next edition and with a longer period; without it neither goes.
    let office = school.office().ctx();
    extend(&office, id, "2026-09-25".parse().unwrap(), "放假").await.unwrap();
    let mut tx = school.app.store.write().await.unwrap();
    let mut posting = tx.posting(id, 1).await.unwrap().unwrap();
    posting.wider.clear();
    tx.save_posting(id, 1, &posting).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    assert_eq!(refused(extend(&office, id, "2026-09-28".parse().unwrap(), "放假").await), Refusal::Wider);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_written_anew_keeps_what_was_decided() {
    let school = School::founded_on("2026-09-15").await;
    let clerk = school.clerk("教务处").ctx();
    let wide = Start { audience: Audience::Public, wider: "学校规定".into(), ..scholarship() };
    let id = start(&clerk, wide).await.unwrap();
    let version = school.record(id).await.version;
    replace(&clerk, id, version, terms(), roll(), &[]).await.unwrap();
    records::submit(&clerk, id).await.unwrap();
    let private = Start { audience: Audience::Public, wider: "找张老师13800138000".into(), ..scholarship() };
    assert_eq!(told(start(&clerk, private).await.map(|_| ())).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reviews_a_file_that_nobody_could_read_says_that_they_looked_and_the_log_keeps_it() {
    let school = School::founded_on("2026-09-15").await;
    let clerk = school.clerk("教务处");
    let id = clerk.drafts(testkit::record("通知").unit("jwc")).await;
    let picture = b"\x89PNG\r\n\x1a\n0000".to_vec();
    attach(&clerk.ctx(), id, None, "盖章页.png", picture).await.unwrap();
    clerk.submits(id).await;
    let (head, secrecy) = (school.head("教务处").ctx(), school.secrecy().ctx());
    let not_looked = |outcome: app::Result<()>| {
        assert!(matches!(outcome, Err(Error::Record(RecordError::NotLooked))), "{outcome:?}");
    };
    not_looked(records::pass_unit_review(&head, id).await);
    records::pass_unit_review(&head, Seen::from(id).looked_into(true)).await.unwrap();
    not_looked(records::pass_secrecy_review(&secrecy, id).await);
    records::pass_secrecy_review(&secrecy, Seen::from(id).looked_into(true)).await.unwrap();
    let reader = school.app.store.read().await.unwrap();
    let events = reader.events(&EventFilter { object: Some(Object::Record(id)) }, 0, 100).await.unwrap();
    let looked = |event: &&store::LoggedEvent| event.facts.contains(&("looked".to_string(), "盖章页.png".to_string()));
    assert_eq!(events.iter().filter(looked).count(), 2);
}
