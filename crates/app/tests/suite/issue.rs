//! Issuing a report: public from this act on, by its edition, whole.

use app::Error;
use app::report::{Format, Unfilled, issue};
use domain::school_year::SchoolYear;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use testkit::{School, on_both, record, release};

fn year() -> SchoolYear {
    SchoolYear::beginning(2022).unwrap()
}

/// A school with one record of the year 2022-2023.
async fn with_a_year(school: School) -> School {
    let school = school.founded().await;
    let rows = "编号,标题,事项,公开日期,渠道,网址\nk1,学费标准,9,2023-03-01,site,https://www.example.edu.cn/1.htm\n";
    school.operator().imports("a.csv", rows).await;
    school
}

/// Every file of an edition.
async fn files(school: &School, edition: u32) -> Vec<Vec<u8>> {
    let reader = school.app.store.read().await.unwrap();
    let mut files = Vec::new();
    for format in Format::ALL {
        files.push(reader.issued_file(year(), edition, format.extension()).await.unwrap().unwrap());
    }
    files
}

on_both! {
    async fn a_report_is_public_from_its_issue_on_and_by_its_edition(school) {
        let school = with_a_year(school).await;
        let portal = school.portal();
        assert!(portal.reports().await.unwrap().is_empty(), "a year with entries is no issued report");
        assert!(portal.report(year()).await.unwrap().is_none());
        assert!(portal.report_file(year(), Format::Pdf).await.unwrap().is_none());

        let first = school.office().issues(year(), "2023-10-28").await;
        assert_eq!((first.edition, first.new), (1, true));
        assert_eq!(portal.reports().await.unwrap().len(), 1);
        let bytes = files(&school, 1).await;
        assert_eq!(portal.report_file(year(), Format::Pdf).await.unwrap().as_ref(), Some(&bytes[1]));

        let again = school.office().issues(year(), "2023-10-28").await;
        assert_eq!((again.edition, again.new), (1, false), "what was issued already is not issued again");
        assert_eq!(school.record_of("annual-report-2022-2023").await.editions.len(), 1);

        school.operator().imports("b.csv", "编号,标题,事项,公开日期,渠道\nk2,招生章程,11,2023-04-01,site\n").await;
        let shown = portal.report_file(year(), Format::Pdf).await.unwrap();
        assert_eq!(shown.as_ref(), Some(&bytes[1]), "what the ledger says later changes nothing in it");
        let second = school.office().issues(year(), "2023-11-15").await;
        assert_eq!((second.edition, second.new), (2, true));
        assert!(files(&school, 1).await == bytes, "the bytes of the first edition stay");
        assert!(files(&school, 2).await != bytes);
        let view = portal.report(year()).await.unwrap().unwrap();
        assert_eq!((view.line.edition, view.line.signed_on.to_string().as_str()), (2, "2023-11-15"));
        assert_eq!(view.earlier.iter().map(|line| line.edition).collect::<Vec<_>>(), [1]);
        let announced = school.record_of("annual-report-2022-2023").await;
        assert_eq!((announced.editions.len(), announced.item.to_string().as_str()), (2, "6"));
    }
}

/// Issues while a record comes in at each of the first `times` tries.
async fn issue_while_the_ledger_moves(school: &School, times: u32) -> Result<app::report::Issuing, Error> {
    let (app, tried, runtime) = (Arc::clone(&school.app), AtomicU32::new(0), tokio::runtime::Handle::current());
    let progress = move |format: Format| {
        if format != Format::ALL[0] || tried.fetch_add(1, Ordering::Relaxed) >= times {
            return;
        }
        let n = tried.load(Ordering::Relaxed);
        let ctx = app.ctx(domain::policy::Principal::Operator, app::words::Lang::Zh);
        let fact = domain::school::SchoolFact { key: format!("x{n}"), value: n.to_string(), note: String::new() };
        runtime.block_on(async {
            let mut change = ctx.write().await.unwrap();
            change.save_fact(&fact).await.unwrap();
            let event = domain::event::Event::new(domain::event::Act::SchoolChanged, domain::event::Object::School);
            change.commit(event).await.unwrap();
        });
    };
    issue(&school.office().ctx(), year(), "2023-10-28".parse().unwrap(), Unfilled::Print, Arc::new(progress)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_issued_while_the_ledger_moves_is_of_one_state_of_it() {
    let school = with_a_year(School::open_on("2023-12-01").await).await;
    let refused = issue_while_the_ledger_moves(&school, 99).await.unwrap_err();
    assert_eq!(refused.code(), "conflict", "a ledger that never rests");
    assert!(school.portal().reports().await.unwrap().is_empty(), "and nothing was issued");
    let issued = issue_while_the_ledger_moves(&school, 2).await.unwrap();
    assert_eq!((issued.edition, issued.new), (1, true), "the third try found it at rest");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_goes_with_its_record_and_the_next_issue_is_announced_by_another() {
    let school = with_a_year(School::open_on("2023-12-01").await).await;
    school.office().issues(year(), "2023-10-28").await;
    let id = school.record_of("annual-report-2022-2023").await.id;
    school.office().withdraws(id, "数据有误").await;
    let portal = school.portal();
    assert!(portal.reports().await.unwrap().is_empty() && portal.report(year()).await.unwrap().is_none());
    assert!(portal.report_file(year(), Format::Pdf).await.unwrap().is_none());
    let again = school.office().issues(year(), "2023-10-28").await;
    assert_eq!((again.edition, again.new), (2, true), "what was taken down is not on view by being issued before");
    assert_eq!(portal.reports().await.unwrap()[0].record, school.record_of("annual-report-2022-2023-2").await.id);
    assert_eq!(school.visibility(id).await, "withdrawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_whose_record_is_being_amended_by_hand_is_not_issued() {
    let school = with_a_year(School::open_on("2023-12-01").await).await;
    school.office().issues(year(), "2023-10-28").await;
    let id = school.record_of("annual-report-2022-2023").await.id;
    school.office().amends(id, testkit::next_edition("改题")).await;
    school.keeps(record("学籍规定").item("19").public("2023-05-01").released(release("site", ""))).await;
    let signed_on = "2023-11-15".parse().unwrap();
    let refused =
        issue(&school.office().ctx(), year(), signed_on, Unfilled::Print, Arc::new(|_| {})).await.unwrap_err();
    assert_eq!(refused.code(), "record", "{refused:?}");
    assert_eq!(school.portal().reports().await.unwrap()[0].edition, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_of_a_year_that_is_over_and_signed_after_it_and_not_in_the_future() {
    let school = with_a_year(School::open_on("2023-12-01").await).await;
    for (year, signed_on, why) in [
        ("2023-2024", "2023-11-30", "unfinished"),
        ("2022-2023", "2023-08-31", "before-end"),
        ("2022-2023", "2023-12-02", "future"),
    ] {
        let office = school.office();
        let refused =
            issue(&office.ctx(), year.parse().unwrap(), signed_on.parse().unwrap(), Unfilled::Print, Arc::new(|_| {}))
                .await;
        let Error::NotIssued { why: found, .. } = refused.unwrap_err() else { panic!("{year} {signed_on}") };
        assert_eq!(found, why);
        for lang in app::words::Lang::ALL {
            let said = lang.say_with(&format!("error-not-issued-{why}"), &[("year", year)]);
            assert!(!said.is_empty() && !said.contains("error-not"), "{said}");
        }
    }
    assert!(school.portal().reports().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_for_a_limited_time_is_in_an_issued_report_without_address_and_without_a_name() {
    let school = School::founded_on("2023-12-01").await;
    let ledger = "编号,标题,事项,公开日期,渠道,网址,文号,公示类别,公示截止\n\
        a,国家奖学金拟推荐名单,36,2023-05-10,site,https://a.example.cn/LISTADDRESS,某院〔2023〕9号,国家奖学金,2024-01-10\n\
        b,王小明同学国家奖学金公示,36,2023-05-11,site,https://a.example.cn/NAMEDADDRESS,,国家奖学金,2024-01-10\n\
        c,学籍规定,36,2023-05-12,site,https://a.example.cn/RULEADDRESS,,,\n";
    assert_eq!(school.operator().imports("a.csv", ledger).await.bad_rows, 0);
    school.office().issues(year(), "2023-10-28").await;
    let text = school.portal().report_file(year(), Format::Markdown).await.unwrap().unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("国家奖学金拟推荐名单") && text.contains("RULEADDRESS"), "{text}");
    for kept_out in ["LISTADDRESS", "NAMEDADDRESS", "王小明", "〔2023〕9号"] {
        assert!(!text.contains(kept_out), "{kept_out}");
    }
    let view = school.portal().coverage_json().await.unwrap();
    assert!(view.contains("\"records\": 3"), "all three count");
}
