//! Annual reports: only what was issued, by its edition.

use crate::school::School;
use axum::http::{Method, StatusCode, header};

#[tokio::test]
async fn a_report_is_public_from_the_act_of_issuing_it() {
    let school = School::sample().await;
    for address in ["/reports/2022-2023", "/reports/2022-2023/report.pdf", "/reports/2022-2023/report.json"] {
        assert_eq!(school.get(address).await.status, StatusCode::NOT_FOUND, "{address}: nobody issued it");
    }
    assert!(!school.get("/reports").await.text().contains("/reports/2022-2023"));
    school.issue().await;
    let page = school.get("/reports/2022-2023").await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    for words in ["信息公开工作概述", "第1版", "落款日期", "2023年10月20日", "发布日期"] {
        assert!(html.contains(words), "{words}");
    }
    let record = html.split("href=\"/record/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(school.get(&format!("/record/{record}")).await.status, StatusCode::OK, "the record that announces it");
    let list = school.get("/en/reports").await.text();
    assert!(list.contains("/en/reports/2022-2023") && list.contains("Edition 1") && list.contains("issued on"));
    for (ending, start) in [("pdf", "%PDF-"), ("docx", "PK"), ("md", "#"), ("html", "<!doctype html"), ("json", "{")] {
        let address = format!("/reports/2022-2023/report.{ending}");
        assert!(html.contains(&format!("href=\"{address}\"")), "{ending}");
        let file = school.get(&address).await;
        assert_eq!(file.status, StatusCode::OK, "{ending}");
        assert!(file.body.to_ascii_lowercase().starts_with(start.to_ascii_lowercase().as_bytes()), "{ending}");
        assert!(file.header(header::CONTENT_SECURITY_POLICY).contains("sandbox"), "{ending}");
    }
}

#[tokio::test]
async fn what_the_ledger_says_later_changes_nothing_in_an_issued_report_until_it_is_issued_again() {
    let school = School::sample().await;
    school.issue().await;
    let before = school.get("/reports/2022-2023/report.json").await.body;
    let mut record = school.a_record().await;
    record.id = domain::ids::RecordId(0xabcd);
    record.key = "late".into();
    record.index = domain::record::IndexNumber { school: "late".into(), year: 2023, serial: 1 };
    record.version = 0;
    record.year = Some(app::demo::year());
    school.save(&record).await;
    assert_eq!(school.get("/reports/2022-2023/report.json").await.body, before);
    assert!(school.get("/reports/2022-2023").await.text().contains("第1版"));
    assert_eq!(school.issue().await.edition, 2);
    let html = school.get("/reports/2022-2023").await.text();
    assert!(html.contains("第2版") && html.contains("此前的版本（1个）"));
    assert_ne!(school.get("/reports/2022-2023/report.json").await.body, before);
}

#[tokio::test]
async fn a_file_that_is_known_is_not_sent_again_and_nobody_has_all_of_the_line() {
    let school = School::sample().await;
    school.issue().await;
    let address = "/reports/2022-2023/report.json";
    let first = school.get(address).await;
    let tag = first.header(header::ETAG).to_string();
    assert!(first.header(header::CONTENT_DISPOSITION).contains("report-2022-2023.json"));
    let again = school.ask(Method::GET, address, &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert!(again.header(header::CONTENT_SECURITY_POLICY).contains("sandbox"));
    let mut last = StatusCode::OK;
    for _ in 0..60 {
        last = school.get(address).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(school.get("/reports/2022-2023").await.status, StatusCode::OK, "it can still be read as a page");
}
