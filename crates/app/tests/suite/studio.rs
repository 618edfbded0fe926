//! The report studio: texts with references, drafts that are kept, the way to the leader and onto the site.

use app::Error;
use app::portal::diff::Piece;
use app::studio::{
    self, Stage, TextFault, approve, compared, delete_text, issue, keep, open, remark, save_text, send, send_back,
    settle, take_back, text_state,
};
use domain::event::Act;
use domain::ids::UserId;
use domain::ledger::TextEntry;
use domain::policy::{Post, Principal, Role};
use domain::record::RecordError;
use domain::school_year::SchoolYear;
use store::EventFilter;
use testkit::{Person, School, on_both};

fn year() -> SchoolYear {
    SchoolYear::beginning(2022).unwrap()
}

/// A school whose year 2022-2023 lacks nothing: one record, every other item not applicable, parts three to six answered.
async fn complete(school: School) -> School {
    let school = school.founded().await;
    let mut book = "编号,标题,事项,公开日期,渠道,网址,责任部门\nk1,学费标准,9,2023-03-01,site,https://www.example.edu.cn/1.htm,财务处\n".to_string();
    book.push_str("#表,事项\n事项,是否适用,不适用理由,责任部门\n9,适用,,财务处\n");
    for item in (1..=50).filter(|item| *item != 9) {
        book.push_str(&format!("{item},不适用,学校没有这项工作,\n"));
    }
    book.push_str("#表,数据集\n数据集代码,标题,事项,学年\nrequests,信息公开申请,9,2022-2023\nsurvey,评议,9,2022-2023\ncomplaints,举报,9,2022-2023\n");
    book.push_str("#表,数据\n数据集代码,数据代码,名称,数值,单位,学年\nrequests,received,收到申请,0,件,2022-2023\nsurvey,participants,参加评议,312,人,2022-2023\n");
    book.push_str("complaints,received,举报,0,件,2022-2023\ncomplaints,reviews,行政复议,0,件,2022-2023\ncomplaints,lawsuits,行政诉讼,0,件,2022-2023\n");
    book.push_str("#表,报告文字\n学年,位置,次序,小标题,文字\n2022-2023,6,1,,主要经验是分工明确。\n");
    let outcome = school.operator().imports("year.csv", &book).await;
    assert_eq!((outcome.bad_rows, outcome.is_partial()), (0, false), "{:?}", outcome.bad);
    school
}

fn text(place: &str, order: u32, text: &str) -> TextEntry {
    TextEntry {
        year: year(),
        place: place.into(),
        order,
        heading: String::new(),
        text: text.into(),
        source: String::new(),
    }
}

fn leader(school: &School) -> Person<'_> {
    school.holding(Role::Leader, None)
}

async fn stage(school: &School) -> Stage {
    open(&school.office().ctx(), year()).await.unwrap().stage
}

/// The number under which it lies with the leader.
async fn sent(school: &School) -> u32 {
    match stage(school).await {
        Stage::Sent { nr, moved: false, .. } => nr,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_report_goes_from_the_office_to_the_leader_and_onto_the_site(school) {
        let school = complete(school).await;
        let office = school.office();
        assert_eq!(stage(&school).await, Stage::Checked { returned: None });
        send(&office.ctx(), year()).await.unwrap();
        assert!(matches!(send(&office.ctx(), year()).await, Err(Error::Conflict { .. })), "it is there already");
        let nr = sent(&school).await;
        assert!(matches!(approve(&office.ctx(), year(), nr).await, Err(Error::Forbidden(_))));
        assert!(matches!(issue(&office.ctx(), year()).await, Err(Error::Conflict { .. })), "nobody has approved it");
        // Sent back with a reason, mended, sent again.
        assert!(matches!(send_back(&leader(&school).ctx(), year(), nr, " ").await, Err(Error::Record(RecordError::Missing(_)))));
        send_back(&leader(&school).ctx(), year(), nr, "第六部分太短").await.unwrap();
        let Stage::Checked { returned: Some((reason, _)) } = stage(&school).await else { panic!("it is back") };
        assert_eq!(reason, "第六部分太短");
        save_text(&office.ctx(), &text("6", 0, "存在的问题是更新偏慢。"), "").await.unwrap().unwrap();
        send(&office.ctx(), year()).await.unwrap();
        let nr = sent(&school).await;
        approve(&leader(&school).ctx(), year(), nr).await.unwrap();
        assert!(matches!(approve(&leader(&school).ctx(), year(), nr).await, Err(Error::Conflict { .. })));
        assert!(matches!(stage(&school).await, Stage::Approved { version: 2, moved: false, .. }));
        let issued = issue(&office.ctx(), year()).await.unwrap();
        assert_eq!((issued.edition, issued.new), (1, true));
        let Stage::Published { edition: 1, signed_on, moved: false, gaps: 0 } = stage(&school).await else { panic!("it is public") };
        assert_eq!(signed_on.to_string(), "2023-12-01");
        let reader = school.app.store.read().await.unwrap();
        let events = reader.events(&EventFilter::default(), 0, 1000).await.unwrap();
        for (act, times) in [(Act::ReportSent, 2), (Act::ReportReturned, 1), (Act::ReportApproved, 1), (Act::ReportIssued, 0), (Act::ReportKept, 2)] {
            assert!(events.iter().filter(|event| event.act == act).count() >= times, "{act:?}");
        }
    }

    async fn what_was_approved_is_not_issued_when_the_ledger_says_something_else_by_then(school) {
        let school = complete(school).await;
        let office = school.office();
        send(&office.ctx(), year()).await.unwrap();
        let nr = sent(&school).await;
        let other = "#表,数据\n数据集代码,数据代码,数值,学年\nsurvey,participants,313,2022-2023\n";
        school.operator().imports("b.csv", other).await;
        assert!(matches!(stage(&school).await, Stage::Sent { moved: true, .. }));
        assert!(matches!(approve(&leader(&school).ctx(), year(), nr).await, Err(Error::Conflict { .. })), "it is not what was sent");
        take_back(&office.ctx(), year(), nr).await.unwrap();
        send(&office.ctx(), year()).await.unwrap();
        let nr = sent(&school).await;
        approve(&leader(&school).ctx(), year(), nr).await.unwrap();
        school.operator().imports("b.csv", &other.replace("313", "314")).await;
        assert!(matches!(stage(&school).await, Stage::Approved { moved: true, .. }));
        assert!(matches!(issue(&office.ctx(), year()).await, Err(Error::Conflict { .. })));
        school.operator().imports("b.csv", other).await;
        assert!(matches!(stage(&school).await, Stage::Approved { moved: false, .. }), "it is what was approved again");
        issue(&office.ctx(), year()).await.unwrap();
        school.operator().imports("b.csv", &other.replace("313", "315")).await;
        assert!(matches!(stage(&school).await, Stage::Published { moved: true, .. }));
    }

    async fn nobody_approves_what_they_sent_or_wrote_and_nothing_incomplete_is_sent(school) {
        let school = complete(school).await;
        let both = |user| school.who(Principal::Account {
            user: UserId(user),
            posts: [Role::Office, Role::Leader].map(|role| Post { role, unit: None }).to_vec(),
        });
        let (one, two) = (both(71), both(72));
        save_text(&two.ctx(), &text("7", 0, "另有一段。"), "").await.unwrap().unwrap();
        send(&one.ctx(), year()).await.unwrap();
        let nr = sent(&school).await;
        for person in [&one, &two] {
            let own = approve(&person.ctx(), year(), nr).await;
            assert!(matches!(own, Err(Error::Record(RecordError::OwnWork))), "{own:?}");
        }
        approve(&leader(&school).ctx(), year(), nr).await.unwrap();
        school.operator().imports("c.csv", "编号,标题,事项,渠道,学年\nk2,收费目录,9,site,2022-2023\n").await;
        let incomplete = send(&school.office().ctx(), year()).await;
        assert!(matches!(incomplete, Err(Error::Incomplete { .. })), "{incomplete:?}");
    }

    async fn a_text_is_written_with_references_and_not_over_what_nobody_has_seen(school) {
        let school = complete(school).await;
        let ctx = school.office().ctx();
        let unknown = save_text(&ctx, &text("4", 0, "{survey.participants}人，{survey.nobody}。"), "").await.unwrap();
        assert_eq!(unknown, Err(vec![TextFault::Reference("survey.nobody".into())]));
        let empty = save_text(&ctx, &text("4", 0, " "), "").await.unwrap().unwrap_err();
        assert!(matches!(empty[0], TextFault::Cell("text", ..)), "{empty:?}");
        let phone = save_text(&ctx, &text("4", 0, "联系人手机13800138000。"), "").await;
        assert!(matches!(phone, Err(Error::Personal(_))), "{phone:?}");
        save_text(&ctx, &text("4", 0, "共{survey.participants}人参加。"), "").await.unwrap().unwrap();
        let texts = open(&ctx, year()).await.unwrap().built.year.texts;
        let kept = texts.iter().find(|text| text.place == "4").unwrap();
        let stale = save_text(&ctx, &text("4", 1, "改写。"), "").await;
        assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
        let seen = text_state(Some(kept));
        save_text(&ctx, &text("4", 1, "改写。"), &seen).await.unwrap().unwrap();
        assert!(matches!(delete_text(&ctx, year(), "4", 1, &seen).await, Err(Error::Conflict { .. })));
        let batch = app::ledger::list(&ctx, None).await.unwrap()[0].nr;
        app::ledger::undo(&ctx, batch).await.unwrap();
        delete_text(&ctx, year(), "4", 1, &seen).await.unwrap();
        assert!(open(&ctx, year()).await.unwrap().built.year.texts.iter().all(|text| text.place != "4"));
    }

    async fn drafts_are_compared_and_what_the_ledger_says_since_is_told(school) {
        let school = complete(school).await;
        let ctx = school.office().ctx();
        assert_eq!((keep(&ctx, year()).await.unwrap(), keep(&ctx, year()).await.unwrap()), (1, 1), "the same is not kept again");
        assert!(open(&ctx, year()).await.unwrap().changed.is_empty());
        school.operator().imports("b.csv", "#表,数据\n数据集代码,数据代码,数值,学年\nsurvey,participants,350,2022-2023\n").await;
        let changed = open(&ctx, year()).await.unwrap().changed;
        let told = changed.iter().find(|changed| changed.source == "figure:survey.participants").unwrap();
        assert_eq!((told.old.as_deref(), told.new.as_deref()), (Some("312人"), Some("350人")), "{changed:?}");
        assert_eq!(keep(&ctx, year()).await.unwrap(), 2);
        for new in [Some(2), None] {
            let difference = compared(&ctx, year(), 1, new).await.unwrap();
            let (part, lines) = &difference[0];
            assert!(part.contains("评议"), "{difference:?}");
            assert!(lines[0].iter().any(|piece| matches!(piece, Piece::New(text) if text.contains("350") || text.contains('5'))), "{lines:?}");
        }
        assert!(matches!(compared(&ctx, year(), 9, None).await, Err(Error::NotFound { .. })));
    }

    async fn remarks_are_made_by_those_who_write_and_those_who_approve(school) {
        let school = complete(school).await;
        let office = school.office().ctx();
        remark(&leader(&school).ctx(), year(), 6, "请写具体一些。").await.unwrap();
        let remarks = open(&office, year()).await.unwrap().remarks;
        assert_eq!((remarks[0].0.part, remarks[0].0.text.as_str(), remarks[0].0.settled.is_none()), (6, "请写具体一些。", true));
        settle(&office, year(), 1).await.unwrap();
        assert!(matches!(settle(&office, year(), 1).await, Err(Error::Conflict { .. })));
        for role in [Role::Supervisor, Role::SecrecyReviewer, Role::Administrator] {
            let refused = remark(&school.holding(role, None).ctx(), year(), 1, "x").await;
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{role:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_years_with_anything_to_report_are_listed() {
    let school = complete(School::open_on("2023-12-01").await).await;
    assert_eq!(studio::years(&school.office().ctx()).await.unwrap(), [year()]);
    assert!(matches!(studio::years(&school.clerk("教务处").ctx()).await, Err(Error::Forbidden(_))));
}
