//! One account of numbers: pages, JSON and the issued report count the same.

use crate::school::School;
use serde_json::Value;

/// Cells of the table row of a Markdown report that begins with this word.
fn row<'a>(report: &'a str, first: &str) -> Vec<&'a str> {
    let line = report.lines().find(|line| line.starts_with(&format!("| {first} |"))).unwrap();
    line.trim_matches('|').split('|').map(str::trim).collect()
}

#[tokio::test]
async fn portal_json_and_report_give_one_account_of_the_sample_year() {
    let school = School::sample().await;
    school.issue().await;
    let json: Value = serde_json::from_str(&school.get("/data/coverage.json").await.text()).unwrap();
    let year = json["years"].as_array().unwrap().iter().find(|year| year["year"] == "2022-2023").unwrap();
    let of = |name: &str| year[name].as_u64().unwrap();
    let report = school.get("/reports/2022-2023/report.md").await.text();
    let total = row(&report, "合计");
    let counted = [of("applicable"), of("disclosed"), of("nil"), of("open"), of("records")];
    assert_eq!(total[2..].to_vec(), counted.map(|n| n.to_string()), "the report's table");
    let sentence = format!("本学年已公开{}项", of("disclosed"));
    assert!(report.contains(&sentence), "the report's text");
    let html = school.get("/catalogue").await.text();
    let cells: String = counted.iter().map(|n| format!("<td class=\"end num\">{n}</td>")).collect();
    assert!(html.contains(&format!("<th scope=\"row\" class=\"num\">2022-2023</th>{cells}")), "the catalogue's table");
    let items: u64 = json["items"].as_array().unwrap().iter().map(|item| item["own"].as_u64().unwrap()).sum();
    let years: u64 = json["years"].as_array().unwrap().iter().map(|year| year["records"].as_u64().unwrap()).sum();
    assert_eq!(items, years, "every entry once, by item and by year");
}

#[tokio::test]
async fn the_board_says_what_it_counts_and_counts_as_the_json_does() {
    let school = School::sample().await;
    let json: Value = serde_json::from_str(&school.get("/data/coverage.json").await.text()).unwrap();
    let coverage = &json["coverage"];
    let sentence = format!(
        "适用于本校的清单事项{}项：已公开{}项，零报告{}项，未公开{}项。",
        coverage["applicable"], coverage["disclosed"], coverage["nil"], coverage["open"]
    );
    for address in ["/", "/catalogue"] {
        let html = school.get(address).await.text();
        assert!(html.contains(&sentence), "{address}");
        assert!(html.contains("历年累计，截至2023年10月20日"), "{address}");
    }
    let items = json["items"].as_array().unwrap();
    let official = items.iter().filter(|item| !item["item"].as_str().unwrap().starts_with('S'));
    let disclosed = official.filter(|item| item["state"] != "not-applicable" && item["records"] != 0).count();
    assert_eq!(coverage["disclosed"], disclosed, "an item is disclosed when something counts for it");
    // What was never disclosed may be overdue, so the states do not add up to it one by one, but all of them do.
    let states: u64 = json["totals"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(states, 50, "the legend counts the national list");
    assert_eq!(coverage["not_applicable"], json["totals"]["not-applicable"]);
}

#[tokio::test]
async fn the_page_of_an_item_gives_the_number_that_the_json_gives() {
    let school = School::sample().await;
    let json: Value = serde_json::from_str(&school.get("/data/coverage.json").await.text()).unwrap();
    for item in json["items"].as_array().unwrap() {
        let html = school.get(&format!("/item/{}", item["item"].as_str().unwrap())).await.text();
        assert!(html.contains(&format!("共{}条", item["records"])), "{}", item["item"]);
        let own = html.contains(&format!("本事项下{}条", item["own"]));
        assert_eq!(own, item["own"] != item["records"], "{}", item["item"]);
    }
}

#[tokio::test]
async fn figures_of_an_earlier_year_have_an_address_of_their_own() {
    let school = School::sample().await;
    let reader = school.app.store.read().await.unwrap();
    let mut next = reader.find_dataset("graduates", None).await.unwrap().unwrap();
    drop(reader);
    next.year = "2023-2024".parse().unwrap();
    next.title = "下一学年的毕业生".into();
    next.identities.clear();
    let ctx = school.ctx();
    let mut change = ctx.write().await.unwrap();
    change.save_dataset(&next, &[]).await.unwrap();
    let mut event = domain::event::Event::new(
        domain::event::Act::DatasetWritten,
        domain::event::Object::Dataset("graduates".into()),
    );
    event.public = true;
    change.commit(event).await.unwrap();
    let latest = school.get("/figures/graduates").await.text();
    assert!(latest.contains("下一学年的毕业生") && latest.contains("href=\"/figures/graduates?year=2022-2023\""));
    assert!(latest.contains("rel=\"canonical\" href=\"https://xxgk.example.edu.cn/figures/graduates\""));
    let earlier = school.get("/figures/graduates?year=2022-2023").await.text();
    assert!(!earlier.contains("下一学年的毕业生") && earlier.contains("href=\"/figures/graduates\""));
    assert!(
        earlier.contains("rel=\"canonical\" href=\"https://xxgk.example.edu.cn/figures/graduates?year=2022-2023\"")
    );
    let again = school.get("/figures/graduates?year=2023-2024").await.text();
    assert!(again.contains("rel=\"canonical\" href=\"https://xxgk.example.edu.cn/figures/graduates\""));
    for wrong in ["1999-2000", "2022", "x"] {
        assert_eq!(school.get(&format!("/figures/graduates?year={wrong}")).await.status, 404, "{wrong}");
    }
    let list = school.get("/en/figures").await.text();
    assert!(list.contains("/en/figures/graduates\"") && list.contains("/en/figures/graduates?year=2022-2023\""));
    let map = school.get("/sitemap.xml").await.text();
    for named in ["cn/figures/graduates<", "cn/en/figures/graduates<"] {
        assert_eq!(map.matches(named).count(), 1, "{named}");
    }
}
