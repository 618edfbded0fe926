//! What happens by itself: planned publication, and taking down what has a term.

use app::jobs::{self, run_due};
use domain::document::{Block, Inline};
use domain::event::Act;
use domain::record::Form;
use domain::school_year::SchoolYear;
use store::EventFilter;
use testkit::{School, on_both, record};

const LEDGER: &str = "编号,标题,事项,体裁,公开日期,渠道,公开期限,公示类别,公示截止\n\
                      k1,拟推荐学生名单,37,名单,2023-10-10,官网,,国家奖学金,2023-10-20\n\
                      k2,临时通知,37,通知,2023-10-10,官网,2023-11-30,,\n\
                      k3,长期制度,37,制度,2023-10-10,官网,长期,,\n";

/// Events of one act.
async fn events(school: &School, act: Act) -> usize {
    let reader = school.app.store.read().await.unwrap();
    let all = reader.events(&EventFilter::default(), 0, 10_000).await.unwrap();
    all.iter().filter(|logged| logged.act == act).count()
}

on_both! {
    async fn lists_and_notices_come_down_when_their_term_is_over_and_once_only(school) {
        school.at("2023-10-15");
        school.operator().imports("a.csv", LEDGER).await;
        for (day, records) in [("2023-10-20", 0), ("2023-10-21 00:00", 1), ("2023-12-01 00:00", 1), ("2024-12-01", 0)] {
            school.at(day);
            assert_eq!(school.jobs_run().await.records, records, "{day}");
            assert_eq!(school.jobs_run().await.records, 0, "{day}, again");
        }
        let states = [school.record_of("k1").await, school.record_of("k2").await, school.record_of("k3").await];
        assert_eq!(states.map(|record| record.visibility.code()), ["expired", "expired", "public"]);
        assert_eq!(events(&school, Act::RecordExpired).await, 2);
    }

    async fn what_is_dated_later_is_invisible_until_its_minute_and_published_once_by_the_job(school) {
        let school = school.founded().await;
        let ledger = "编号,标题,事项,公开日期,渠道,网址\nk1,明日通知,37,2023-12-02,官网,https://www.example.edu.cn/1.htm\n";
        school.operator().imports("a.csv", ledger).await;
        let id = school.record_of("k1").await.id;
        let portal = school.portal();
        for minute in ["2023-12-01 10:00", "2023-12-01 23:59"] {
            school.at(minute);
            school.jobs_run().await;
            assert!(portal.record(id).await.unwrap().is_none(), "{minute}");
            assert!(portal.front().await.unwrap().latest.is_empty(), "{minute}");
            assert!(portal.search("明日通知").await.unwrap().hits.is_empty(), "{minute}");
        }
        school.at("2023-12-02 00:00");
        assert_eq!(school.jobs_run().await.records, 1);
        assert!(portal.record(id).await.unwrap().is_some());
        assert_eq!(portal.front().await.unwrap().latest[0].published.to_string(), "2023-12-02");
        school.days_pass(1);
        assert_eq!(school.jobs_run().await.records, 0);
        assert_eq!(events(&school, Act::RecordPublished).await, 1);
    }

    async fn an_approved_record_waits_for_its_minute(school) {
        let school = school.founded().await;
        let id = school.clerk("教务处").drafts(record("甲").unit("jwc").build()).await;
        school.clerk("教务处").submits(id).await;
        school.head("教务处").passes(id).await;
        school.secrecy().passes(id).await;
        school.office().plans_for(id, "2023-12-04 08:30").await;
        let early = app::records::publish(&school.office().ctx(), id).await.unwrap_err();
        assert_eq!(early.code(), "record", "not by hand either");
        school.at("2023-12-04 08:29");
        assert_eq!(school.jobs_run().await.records, 0);
        school.minutes_pass(1);
        assert_eq!(school.jobs_run().await.records, 1);
        assert_eq!(school.visibility(id).await, "public");
    }

    async fn two_processes_at_once_publish_each_record_once(school) {
        let school = school.founded().await;
        let rows: String = (1..=20).map(|n| format!("k{n},第{n}号通知,37,2023-12-02,官网\n")).collect();
        school.operator().imports("a.csv", &format!("编号,标题,事项,公开日期,渠道\n{rows}")).await;
        let other = school.another_process().await;
        school.at("2023-12-02");
        let (one, two) = tokio::join!(run_due(&school.app), run_due(&other));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.failed + two.failed, 0, "{one:?} {two:?}");
        assert_eq!(one.records + two.records, 20);
        assert_eq!(events(&school, Act::RecordPublished).await, 20);
    }

    async fn a_job_that_fails_is_seen_tried_again_and_done(school) {
        let school = school.founded().await;
        let id = school.publishes(record("临时通知").until("2023-12-05")).await;
        school.days_pass(5);
        school.tampers(&format!("UPDATE record SET form = 'unheard-of' WHERE id = '{id}'")).await;
        assert_eq!(run_due(&school.app).await.unwrap().failed, 1);
        let waiting = jobs::list(&school.office().ctx()).await.unwrap();
        let job = waiting.iter().find(|job| job.kind == "take-down").unwrap();
        let (when, why) = job.failure.clone().unwrap();
        assert_eq!((job.attempts, when), (1, school.app.clock.now()));
        assert!(why.contains("form"), "{why}");
        assert_eq!(job.due_at - when, chrono::TimeDelta::minutes(1), "it waits before it tries again");

        assert_eq!(run_due(&school.app).await.unwrap(), jobs::Ran::default(), "not before its time");
        school.minutes_pass(1);
        assert_eq!(run_due(&school.app).await.unwrap().failed, 1);
        school.tampers(&format!("UPDATE record SET form = 'notice' WHERE id = '{id}'")).await;
        school.minutes_pass(1);
        assert_eq!(run_due(&school.app).await.unwrap(), jobs::Ran::default(), "the second time it waits longer");
        school.minutes_pass(1);
        assert_eq!(school.jobs_run().await.records, 1);
        assert_eq!(school.visibility(id).await, "expired");
        let failed = jobs::list(&school.ctx()).await.unwrap().into_iter().find(|job| job.failure.is_some());
        assert_eq!(failed, None, "what succeeded is failed no more");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn publicity_that_is_over_comes_down_whatever_the_form() {
    let school = School::founded_on("2023-10-15").await;
    let rows: String = Form::ALL
        .iter()
        .map(|form| {
            format!("{},{}公示,37,{},2023-10-10,官网,评优,2023-10-12,2023-10-20\n", form.code(), form.zh(), form.zh())
        })
        .collect();
    let head = "编号,标题,事项,体裁,公开日期,渠道,公示类别,公示开始,公示截止\n";
    let outcome = school.operator().imports("a.csv", &format!("{head}{rows}")).await;
    assert_eq!(outcome.bad_rows, 0, "{:#?}", outcome.bad);
    assert_eq!(school.portal().publicity().await.unwrap().len(), Form::ALL.len());
    school.at("2023-10-21 00:00");
    assert_eq!(school.jobs_run().await.records, Form::ALL.len() as u64);
    for form in Form::ALL {
        assert_eq!(school.record_of(form.code()).await.visibility.code(), "expired", "{form:?}");
    }
    assert!(school.portal().publicity().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_record_that_may_not_be_published_goes_back_with_the_reason_and_holds_no_other_up() {
    let school = School::founded_on("2023-12-01").await;
    let rows = "k1,甲,37,2023-12-02,官网\nk2,乙,37,2023-12-02,官网\n";
    school.operator().imports("a.csv", &format!("编号,标题,事项,公开日期,渠道\n{rows}")).await;
    let planned = school.record_of("k1").await;
    let mut with_person = planned.clone();
    with_person.editions[0].body = "联系人身份证号11010519491231002X".into();
    school.keeps(with_person).await;
    school.at("2023-12-02");
    let ran = school.jobs_run().await;
    assert_eq!((ran.records, ran.returned, ran.failed), (1, 1, 0));
    assert_eq!(school.record_of("k2").await.visibility.code(), "public");
    let returned = school.record_of("k1").await;
    assert_eq!((returned.visibility.code(), returned.progress.code()), ("hidden", "draft"));
    let domain::record::Progress::Draft { returned: Some(reason) } = returned.progress else { panic!() };
    assert!(reason.contains("个人信息") && reason.contains("正文"), "{reason}");
    assert!(!reason.contains("19491231"), "{reason}");
}

/// The report of a year as it would be written now, its blocks as text.
async fn report(school: &School, year: SchoolYear) -> Vec<Block> {
    app::report::build(&school.ctx(), year, None).await.unwrap().whole().blocks
}

#[tokio::test(flavor = "multi_thread")]
async fn running_the_jobs_changes_no_count_date_or_state_of_a_past_year_but_the_channel() {
    let school = School::founded_on("2023-12-01").await.with_sample().await;
    let rows = "编号,标题,事项,体裁,公开日期,渠道,网址,公示类别,公示截止\n\
                k1,励志奖学金名单,36,名单,2023-08-20,官网,https://www.example.edu.cn/k1.htm,国家励志奖学金,2024-01-10\n\
                k2,临时采购公告,10,采购,2023-08-21,官网,https://www.example.edu.cn/k2.htm,采购,2024-01-15\n";
    school.operator().imports("more.csv", rows).await;
    let year = app::demo::year();
    let (before, board) = (report(&school, year).await, school.portal().board().await.unwrap().years.clone());
    school.at("2024-03-01");
    assert!(school.jobs_run().await.records >= 2, "something came down");
    let (after, years) = (report(&school, year).await, school.portal().board().await.unwrap().years.clone());
    assert_eq!(years, board, "the account of each year");
    assert_eq!(before.len(), after.len());
    let mut replaced = 0;
    for (before, after) in before.iter().zip(&after) {
        for (before, after) in pieces(before).into_iter().zip(pieces(after)) {
            if before == after {
                continue;
            }
            replaced += 1;
            let [before, after] = [before, after].map(|piece| piece.iter().map(Inline::printed).collect::<String>());
            let kept = after.strip_suffix("已到期撤下").unwrap_or_else(|| panic!("{before} became {after}"));
            // What stood for a limited time was cited by its channel alone.
            let place = before.strip_prefix(kept).unwrap_or_else(|| panic!("{before} became {after}"));
            assert!(!place.is_empty() && !place.contains(|c: char| c.is_ascii_digit()), "{before} became {after}");
        }
    }
    assert!(replaced >= 2, "the report cites what came down");
}

/// What a block prints: paragraphs, entries, cells, as they are. Charts compare as wholes.
fn pieces(block: &Block) -> Vec<Vec<Inline>> {
    match block {
        Block::Paragraph(inlines) => vec![inlines.clone()],
        Block::List(entries) => entries.clone(),
        Block::Table(table) => table.rows.iter().flatten().cloned().collect(),
        other => vec![vec![Inline::text(format!("{other:?}"))]],
    }
}
