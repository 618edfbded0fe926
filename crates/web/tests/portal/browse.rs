//! Pages that lead on: lists that are turned forth and back, units, and a record's page, which begins with the document or says
//! where it is and whom to ask.

use crate::school::School;
use axum::http::StatusCode;
use domain::date::PartialDate;
use domain::record::{Publicity, Record};
use testkit::release;

async fn page(school: &School, visitor: u32, address: &str) -> String {
    let answer = school.get_as(visitor, address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    answer.text()
}

/// Addresses of the records that a page lists, in their order.
fn listed(html: &str) -> Vec<String> {
    let list = html.split("<ul class=\"lines\">").nth(1).unwrap_or_default().split("</ul>").next().unwrap_or_default();
    let links = list.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.contains("/record/")).map(str::to_string).collect()
}

fn turn(html: &str, way: &str) -> Option<String> {
    let pager = html.split("<nav class=\"pager\"").nth(1)?.split("</nav>").next()?;
    let tag = pager.split("<a ").find(|tag| tag.contains(&format!("rel=\"{way}\"")))?;
    Some(tag.split("href=\"").nth(1)?.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&"))
}

/// A record of the sample under another number, changed.
async fn another(school: &School, serial: u32, change: impl FnOnce(&mut Record)) -> Record {
    let mut record = school.a_record().await;
    record.id = domain::ids::RecordId(u128::from(serial));
    record.key = format!("another-{serial}");
    record.index.serial = serial;
    record.version = 0;
    record.releases.clear();
    record.attachments.clear();
    record.editions[0].body.clear();
    change(&mut record);
    school.save(&record).await;
    record
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_turned_forth_and_back_and_keeps_its_place() {
    let school = School::sample().await;
    for list in ["/records", "/en/records", "/records?year=2023"] {
        let mut pages = vec![page(&school, 1, list).await];
        while let Some(next) = turn(pages.last().unwrap(), "next") {
            assert!(next.starts_with(list.split('?').next().unwrap()), "{next}");
            pages.push(page(&school, 1, &next).await);
        }
        assert!(turn(&pages[0], "prev").is_none(), "{list}");
        let mut at = pages.len();
        let mut here = pages.last().unwrap().clone();
        while at > 1 {
            here = page(&school, 1, &turn(&here, "prev").unwrap()).await;
            at -= 1;
            assert_eq!(listed(&here), listed(&pages[at - 1]), "{list}: page {at}");
        }
    }
    let first = page(&school, 2, "/records?after=nowhere").await;
    assert_eq!(listed(&first), listed(&page(&school, 2, "/records").await), "a place that is gone is the beginning");
    for wrong in ["month=77&year=2023", "form=x", "year=0", "month=5"] {
        let answer = school.get_as(2, &format!("/records?{wrong}")).await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_REQUEST,
            "{wrong}: an answer to less would look like one to all of it"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unit_has_a_page_with_its_records_and_no_other_has() {
    let school = School::sample().await;
    let html = page(&school, 1, "/units").await;
    let links: Vec<&str> = html.split("href=\"/unit/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.len() > 5, "{links:?}");
    let mut with_records = 0;
    for (at, code) in links.iter().enumerate() {
        let html = page(&school, 10 + at as u32, &format!("/unit/{code}")).await;
        assert!(html.contains(&format!("href=\"/feed/unit-{code}.atom\"")), "{code}");
        assert_eq!(school.get_as(10, &format!("/feed/unit-{code}.atom")).await.status, StatusCode::OK, "{code}");
        with_records += usize::from(!listed(&html).is_empty());
        assert!(!listed(&html).is_empty() || html.contains("还没有登记为本部门公开的信息"), "{code}");
    }
    assert!(with_records > 2, "{with_records}");
    for none in ["nobody", "%00", "..%2F", "%F0%9F%92%A9"] {
        let status = school.get_as(99, &format!("/unit/{none}")).await.status;
        assert!(status.is_client_error(), "{none}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_without_a_text_says_where_it_stands_or_whom_to_ask() {
    let school = School::sample().await;
    let elsewhere = another(&school, 90_701, |record| {
        record.releases = vec![release("x", "一号楼"), release("y", "https://yjs.example.gov.cn/a/1.html")];
    })
    .await;
    let html = page(&school, 1, &format!("/record/{}", elsewhere.id)).await;
    assert!(html.contains("<a class=\"button\" href=\"https://yjs.example.gov.cn/a/1.html\""), "{html}");
    assert!(html.contains("yjs.example.gov.cn</span>") && html.contains("原文打不开时"), "{html}");
    let nowhere = another(&school, 90_702, |_| {}).await;
    let html = page(&school, 1, &format!("/record/{}", nowhere.id)).await;
    assert!(!html.contains("class=\"button\"") && html.contains("问谁") && html.contains("/about#ask"), "{html}");
    let inside = another(&school, 90_703, |record| {
        record.releases = vec![release("x", "http://192.168.1.7/a.html")];
    })
    .await;
    let html = page(&school, 1, &format!("/record/{}", inside.id)).await;
    assert!(html.contains("校外打不开"), "{html}");
    let here = another(&school, 90_704, |record| record.editions[0].body = "正文在此".into()).await;
    let html = page(&school, 1, &format!("/record/{}", here.id)).await;
    assert!(html.contains("正文在此") && !html.contains("class=\"go\""), "{html}");
    // The document stands before what is known of it.
    assert!(html.find("正文在此") < html.find("class=\"aside\""), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_came_with_the_ledger_shows_its_days_and_how_to_object_on_the_record() {
    let school = School::sample().await;
    let day = |text: &str| PartialDate::Day(text.parse().unwrap());
    let record = another(&school, 90_801, |record| {
        record.publicity =
            Some(Publicity { kind: "国家奖学金".into(), from: day("2023-10-17"), until: day("2023-10-23") });
    })
    .await;
    let html = page(&school, 1, &format!("/record/{}", record.id)).await;
    let posted = html.split("class=\"posted\"").nth(1).unwrap().split("</section>").next().unwrap();
    // 20 October is a Friday: the Monday after it is the one working day that is left.
    assert!(posted.contains("个工作日") && posted.contains("2023年10月23日"), "{posted}");
    assert!(posted.contains("有异议") && posted.contains("/about#object"), "{posted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_can_be_followed_and_gives_what_it_finds() {
    let school = School::sample().await;
    let asked = "%E5%A5%96%E5%AD%A6%E9%87%91";
    let html = page(&school, 1, &format!("/search?q={asked}")).await;
    assert!(html.contains(&format!("href=\"/search.atom?q={asked}\"")), "{html}");
    let answer = school.get_as(1, &format!("/search.json?q={asked}")).await;
    let json: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
    let items = json["items"].as_array().unwrap();
    assert!(!items.is_empty(), "{json}");
    assert!(items.iter().all(|item| item["url"].as_str().unwrap().contains("/record/")), "{json}");
    let days: Vec<&str> = items.iter().filter_map(|item| item["date_published"].as_str()).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    assert_eq!(json["home_page_url"], format!("https://xxgk.example.edu.cn/search?q={asked}"));
    assert_eq!(school.get_as(2, "/search.atom").await.status, StatusCode::NOT_FOUND);
    let none = school.get_as(2, "/search.atom?q=%E7%8A%87%E7%BE%B4").await;
    assert!(none.status == StatusCode::OK && !none.text().contains("<entry>"));
}
