//! What the guard suspects is answered before it goes on: by whoever sends it, and looked at by whoever passes it on.

use app::records::attachment::attach;
use app::records::suspicion::{Brought, answer, asks_about};
use app::records::{Seen, pass_secrecy_review, pass_unit_review, publish, submit};
use app::{Ctx, Error, records};
use domain::event::{Act, Event, Object};
use domain::ids::RecordId;
use domain::record::{Edition, Judged, RecordError, Unread};
use store::EventFilter;
use testkit::{School, record};

/// Synthetic: the check character is wrong, so that the guard is not certain.
const LIST: &str = "姓名,身份证号\n甲,110105194912310021\n";

/// As if the file, which is clear, hid a sheet: office files are read by another process, which this test does not have.
async fn hides_a_sheet(school: &School, id: RecordId) {
    let ctx = school.operator().ctx();
    let mut change = ctx.write().await.unwrap();
    let mut known = change.record(id).await.unwrap();
    known.attachments[0].inspection.unread =
        vec![Unread { code: "concealed-hidden-sheet".into(), at: "底稿".into() }];
    change.save_record(&known).await.unwrap();
    change.commit(Event::new(Act::RecordMoved, Object::Record(id))).await.unwrap();
}

async fn draft(school: &School) -> RecordId {
    school.clerk("教务处").drafts(record("名单公布").unit("jwc")).await
}

#[track_caller]
fn refused(outcome: app::Result<()>, wanted: &RecordError) {
    match outcome {
        Err(Error::Record(error)) if error == *wanted => {}
        other => panic!("{wanted:?} was to be said: {other:?}"),
    }
}

/// Answers everything that is asked about.
async fn answers(ctx: &Ctx, id: RecordId, judged: Judged, words: &str) -> Result<(), (String, &'static str)> {
    let asked = asks_about(ctx, id).await.unwrap();
    let brought = asked.iter().map(|one| Brought {
        subject: one.subject.clone(),
        seen: one.seen(),
        judged,
        words: words.to_string(),
    });
    answer(ctx, id, &brought.collect::<Vec<_>>()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_suspected_in_text_file_and_hidden_sheet_is_answered_and_looked_at_on_every_step() {
    let school = School::founded_on("2023-12-01").await;
    for (name, text) in [("名单.csv", LIST), ("名额.csv", "学院,名额\n商学院,3\n")] {
        let (id, clerk) = (draft(&school).await, school.clerk("教务处").ctx());
        attach(&clerk, id, None, name, text.into()).await.unwrap();
        if text != LIST {
            hides_a_sheet(&school, id).await;
        }
        refused(submit(&clerk, id).await, &RecordError::NotAnswered);
        answers(&clerk, id, Judged::NotPersonal, "是教材的编号").await.unwrap();
        submit(&clerk, id).await.unwrap();
        let (head, secrecy, office) = (school.head("教务处").ctx(), school.secrecy().ctx(), school.office().ctx());
        let looked = || Seen::from(id).looked_into(true);
        refused(pass_unit_review(&head, id).await, &RecordError::NotLooked);
        pass_unit_review(&head, looked()).await.unwrap();
        refused(pass_secrecy_review(&secrecy, id).await, &RecordError::NotLooked);
        pass_secrecy_review(&secrecy, looked()).await.unwrap();
        let minute = "2023-12-09T00:00:00Z".parse().unwrap();
        refused(records::plan(&office, id, Some(minute)).await, &RecordError::NotLooked);
        refused(publish(&office, id).await, &RecordError::NotLooked);
        publish(&office, looked()).await.unwrap();
        let reader = school.app.store.read().await.unwrap();
        let events = reader.events(&EventFilter { object: Some(Object::Record(id)) }, 0, 100).await.unwrap();
        let kept = events.iter().find(|event| event.act == Act::SuspicionAnswered).unwrap();
        assert_eq!(kept.reason.as_deref(), Some("是教材的编号"));
        assert!(kept.facts.contains(&("judged".to_string(), "not_personal".to_string())), "{kept:?}");
        assert!(kept.facts.iter().all(|(_, fact)| !fact.contains("110105194912310021")), "{kept:?}");
        let passed = events.iter().filter(|event| event.facts.contains(&("looked".to_string(), name.to_string())));
        assert_eq!(passed.count(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_word_and_another_file_are_asked_about_anew_and_the_same_file_is_not() {
    let school = School::founded_on("2023-12-01").await;
    let (id, clerk) = (draft(&school).await, school.clerk("教务处"));
    let text = |more: &str| Edition {
        title: "名单公布".into(),
        body: format!("身份证号110105194912310021。{more}"),
        made_on: domain::date::PartialDate::Day("2023-11-20".parse().unwrap()),
        ..Edition::default()
    };
    clerk.revises(id, text("")).await;
    attach(&clerk.ctx(), id, None, "名单.csv", LIST.into()).await.unwrap();
    answers(&clerk.ctx(), id, Judged::NotPersonal, "是教材的编号").await.unwrap();
    let open = async || {
        let asked = asks_about(&clerk.ctx(), id).await.unwrap();
        let open: Vec<String> = asked.into_iter().filter(|one| one.answer.is_none()).map(|one| one.subject).collect();
        open
    };
    assert!(open().await.is_empty());
    clerk.revises(id, text("另有一句。")).await;
    assert_eq!(open().await, ["text"]);
    refused(submit(&clerk.ctx(), id).await, &RecordError::NotAnswered);
    // What was changed since it was shown is not answered by what was said of it before.
    let shown = asks_about(&clerk.ctx(), id).await.unwrap();
    clerk.revises(id, text("又：身份证号110105194912310039。")).await;
    let of_before = shown.iter().map(|one| Brought {
        subject: one.subject.clone(),
        seen: one.seen(),
        judged: Judged::NotPersonal,
        words: "是教材的编号".into(),
    });
    answer(&clerk.ctx(), id, &of_before.collect::<Vec<_>>()).await.unwrap().unwrap();
    assert_eq!(open().await, ["text"]);
    answers(&clerk.ctx(), id, Judged::Lawful, "《某办法》第十条").await.unwrap();
    attach(&clerk.ctx(), id, None, "名单.csv", format!("{LIST}乙,110105194912310039\n").into()).await.unwrap();
    assert_eq!(open().await.len(), 1, "another file of that name");
    attach(&clerk.ctx(), id, None, "名单.csv", LIST.into()).await.unwrap();
    assert!(open().await.is_empty(), "the file that was answered for");
    submit(&clerk.ctx(), id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_its_telephone_and_its_mailbox_raise_no_question() {
    let school = School::founded_on("2023-12-01").await;
    let (id, clerk) = (draft(&school).await, school.clerk("教务处"));
    let body =
        "各单位：请于12月10日前报送。\n咨询电话：0730-8412345，邮箱jwc@example.edu.cn，地址：学院路88号办公楼201室。";
    let made_on = domain::date::PartialDate::Day("2023-11-20".parse().unwrap());
    clerk.revises(id, Edition { title: "通知".into(), body: body.into(), made_on, ..Edition::default() }).await;
    let phones: String = (0..30).map(|n| format!("科室{n},0730-84123{n:02}\n")).collect();
    attach(&clerk.ctx(), id, None, "通讯录.csv", format!("科室,办公电话\n{phones}").into()).await.unwrap();
    assert_eq!(asks_about(&clerk.ctx(), id).await.unwrap(), []);
    // Behind so many of them nothing is hidden.
    let with_one = format!("科室,办公电话,身份证号\n{phones}甲,,110105194912310021\n");
    attach(&clerk.ctx(), id, None, "通讯录.csv", with_one.into()).await.unwrap();
    assert_eq!(asks_about(&clerk.ctx(), id).await.unwrap().len(), 1);
    attach(&clerk.ctx(), id, None, "通讯录.csv", format!("科室,办公电话\n{phones}").into()).await.unwrap();
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_data_goes_on_with_an_article_and_no_answer_holds_any_itself() {
    let school = School::founded_on("2023-12-01").await;
    let (id, clerk) = (draft(&school).await, school.clerk("教务处").ctx());
    attach(&clerk, id, None, "名单.csv", LIST.into()).await.unwrap();
    let code = |outcome: Result<(), (String, &'static str)>| outcome.unwrap_err().1;
    assert_eq!(code(answers(&clerk, id, Judged::Lawful, "学校要求公开").await), "no-article");
    assert_eq!(code(answers(&clerk, id, Judged::NotPersonal, "…").await), "short");
    let asked = asks_about(&clerk, id).await.unwrap();
    let told = Brought {
        subject: asked[0].subject.clone(),
        seen: asked[0].seen(),
        judged: Judged::NotPersonal,
        words: "问张老师13800138000".into(),
    };
    assert!(matches!(answer(&clerk, id, &[told]).await, Err(Error::Personal(_))));
    refused(submit(&clerk, id).await, &RecordError::NotAnswered);
    let stranger = school.clerk("财务处").ctx();
    let asked = Brought {
        subject: asked[0].subject.clone(),
        seen: asked[0].seen(),
        judged: Judged::NotPersonal,
        words: "是教材的编号".into(),
    };
    assert!(matches!(answer(&stranger, id, &[asked]).await, Err(Error::Forbidden(_))));
    answers(&clerk, id, Judged::Lawful, "《某办法》第十条").await.unwrap();
    submit(&clerk, id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sent_a_draft_takes_it_back_until_somebody_judges_it_and_nobody_else_does() {
    let school = School::founded_on("2023-12-01").await;
    let (id, clerk) = (draft(&school).await, school.clerk("教务处"));
    clerk.submits(id).await;
    let head = school.head("教务处").ctx();
    assert!(matches!(records::pull_back(&head, id).await, Err(Error::Forbidden(_))));
    records::pull_back(&clerk.ctx(), id).await.unwrap();
    assert_eq!(school.record(id).await.progress.code(), "draft");
    clerk.submits(id).await;
    school.head("教务处").passes(id).await;
    refused(records::pull_back(&clerk.ctx(), id).await, &RecordError::Judged);
}
