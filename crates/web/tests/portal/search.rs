//! The search page: whatever is asked stands in the address, filters and pages are links and forms, and an empty result says
//! what to do.

use crate::school::School;
use axum::http::StatusCode;

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn page(school: &School, address: &str) -> String {
    let answer = school.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    answer.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_order_and_page_stand_in_the_address_and_are_kept_by_each_other() {
    let school = School::sample().await;
    let asked = encoded("通知");
    let html = page(&school, &format!("/search?q={asked}")).await;
    assert!(html.contains("<mark>通知</mark>") && html.contains("class=\"facets\""), "{html}");
    assert!(
        html.contains(&format!("/search?q={asked}&amp;sort=date"))
            || html.contains(&format!("/search?q={asked}&sort=date"))
            || html.contains(&format!("/search?q={asked}&#38;sort=date")),
        "{html}"
    );
    let unit = html.split("name=\"unit\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_string();
    let narrowed = page(&school, &format!("/search?q={asked}&unit={unit}&sort=date")).await;
    assert!(narrowed.contains(&format!("value=\"{unit}\" checked")), "{narrowed}");
    assert!(narrowed.contains("name=\"sort\" value=\"date\""), "the order stays when a filter is changed: {narrowed}");
    assert!(narrowed.contains("清除筛选"));
    let nothing = page(&school, &format!("/search?q={asked}&year=1901")).await;
    assert!(nothing.contains("按所选条件没有结果"), "{nothing}");
    let listed = page(&school, &format!("/search?unit={unit}")).await;
    assert!(listed.contains("class=\"hits\""), "filters alone list what they leave: {listed}");
    for wild in ["page=0", "page=99999999999999999999", "page=-1", "sort=x", "unit=%00", "year=%F0%9F%92%A9"] {
        page(&school, &format!("/search?q={asked}&{wild}")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_character_first_letters_and_other_ways_of_writing_find() {
    let school = School::sample().await;
    for asked in ["奖", "獎學金", "奖 学 金", "“奖学金”", "jxj"] {
        let html = page(&school, &format!("/search?q={}", encoded(asked))).await;
        assert!(html.contains("class=\"hits\""), "{asked}: {html}");
    }
    let english = page(&school, &format!("/en/search?q={}", encoded("通知"))).await;
    assert!(english.contains("Relevance") && english.contains("<legend>Item</legend>"), "{english}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_result_says_what_may_have_been_meant_and_whom_to_ask() {
    let school = School::sample().await;
    let html = page(&school, &format!("/search?q={}", encoded("奖学今"))).await;
    assert!(html.contains("您要找的是不是") && html.contains(">奖学金</a>"), "{html}");
    let nothing = page(&school, &format!("/search?q={}", encoded("犇羴鱻麤"))).await;
    assert!(nothing.contains("没有找到“犇羴鱻麤”") && nothing.contains("/request?q=%E7%8A%87"), "{nothing}");
    let marks = page(&school, "/search?q=%21%3F").await;
    assert!(marks.contains("没有找到“!?”"), "{marks}");
}
