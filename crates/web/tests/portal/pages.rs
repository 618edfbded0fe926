//! What pages show.

use crate::school::School;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use std::net::SocketAddr;

#[test]
fn every_page_stands_in_both_languages() {
    let samples = web::samples().unwrap();
    assert!(samples.len() >= 60, "{}", samples.len());
    for sample in samples {
        let name = sample.name;
        let about = format!("{name} in {}", sample.lang.tag());
        let html = &without_data(&sample.html, &about);
        assert_eq!(html.matches("<h1").count(), 1, "{about}: one heading of the first level");
        assert!(html.contains(&format!("<html lang=\"{}\"", sample.lang.tag())), "{about}");
        assert!(html.contains("id=\"main\"") && html.contains("href=\"#main\""), "{about}");
        for unwanted in ["<script", " style=", "javascript:", " on"] {
            let found = html.match_indices(unwanted).find(|(at, _)| {
                unwanted != " on"
                    || html[*at..].split_once('=').is_some_and(|(word, _)| {
                        word[3..].len() > 2 && word[3..].chars().all(|c| c.is_ascii_lowercase()) && in_tag(html, *at)
                    })
            });
            assert!(found.is_none(), "{about}: {unwanted}");
        }
        let untranslated =
            html.match_indices("portal-").find(|(at, _)| html[..*at].ends_with(['>', ' ', '"']) && !in_tag(html, *at));
        assert!(untranslated.is_none(), "{about}: a key without words near {untranslated:?}");
        let other = if sample.lang.tag() == "en" { ">中文</a>" } else { ">English</a>" };
        assert!(html.contains(other), "{about}: the other language");
    }
}

/// The page without its block of data, which is no script: it is whole data, and nothing in it could end it.
pub(crate) fn without_data(html: &str, about: &str) -> String {
    let Some((before, rest)) = html.split_once("<script type=\"application/ld+json\">") else {
        return html.to_string();
    };
    let (data, after) = rest.split_once("</script>").unwrap_or_else(|| panic!("{about}: a block that does not end"));
    assert!(!data.contains(['<', '>', '&']), "{about}: {data}");
    let data: serde_json::Value = serde_json::from_str(data).unwrap_or_else(|error| panic!("{about}: {error}"));
    assert_eq!(data["@context"], "https://schema.org", "{about}");
    format!("{before}{after}")
}

fn in_tag(html: &str, at: usize) -> bool {
    html[..at].rfind('<') > html[..at].rfind('>')
}

#[tokio::test]
async fn the_front_page_shows_the_school_its_newest_records_and_all_fifty_items() {
    let school = School::sample().await;
    let page = school.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    assert!(html.contains("湖南民族职业学院"));
    for number in 1..=50 {
        assert!(html.contains(&format!("href=\"/item/{number}\"")), "item {number}");
    }
    assert!(html.contains("href=\"/record/rec_"));
}

#[tokio::test]
async fn every_link_of_the_portal_leads_somewhere() {
    let school = School::sample().await;
    let mut waiting = vec!["/".to_string(), "/en".to_string()];
    let mut seen = std::collections::BTreeSet::new();
    let mut records = 0;
    while let Some(address) = waiting.pop() {
        if !seen.insert(address.clone()) {
            continue;
        }
        // Every record has the same template: some of them are enough.
        if address.contains("/record/") || address.contains("/index/") {
            records += 1;
            if records > 60 {
                continue;
            }
        }
        // Each link by a visitor of its own, since one may not ask for so many lists at once.
        let visitor = [10, 0, (seen.len() >> 8) as u8, seen.len() as u8];
        let mut request = Request::builder().uri(&address).body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((visitor, 40000))));
        let page = school.answer(request).await;
        assert!(page.status.is_success() || page.status.is_redirection(), "{address}: {}", page.status);
        let html = page.text();
        for part in html.split("href=\"").skip(1) {
            let link = part.split('"').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
            let link = link.split('#').next().unwrap_or_default();
            if link.starts_with('/') {
                waiting.push(link.to_string());
            }
        }
    }
    assert!(seen.len() > 150, "{}", seen.len());
}

#[tokio::test]
async fn any_two_characters_of_a_title_find_it_and_are_marked() {
    let school = School::sample().await;
    let record = school.a_record().await;
    let title = record.editions[0].title.clone();
    let characters: Vec<char> = title.chars().collect();
    for pair in characters.windows(2).filter(|pair| pair.iter().all(|c| c.is_alphanumeric())) {
        let wanted: String = pair.iter().collect();
        let encoded: String = wanted.bytes().map(|byte| format!("%{byte:02X}")).collect();
        // A fresh address a question, or the brake would rightly hold us up.
        let html = School::get(&school, &format!("/en/search?q={encoded}")).await;
        if html.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        let html = html.text();
        assert!(html.contains(&format!("<mark>{wanted}</mark>")), "{wanted}");
        assert!(html.contains(&record.id.to_string()), "{wanted}");
    }
    let wild = school.get("/search?q=%25%25").await;
    assert!(!wild.text().contains("/record/"), "wildcards are letters");
}

#[tokio::test]
async fn figures_that_do_not_add_up_are_shown_with_their_arithmetic() {
    let school = School::sample().await;
    let html = school.get("/figures/graduates").await.text();
    assert!(html.contains("2509 + 64 + 295 + 273 + 28 + 371 = 3540"), "the arithmetic");
    assert!(html.contains("存疑"));
    let json = school.get("/data/figures.json").await.text();
    let data: serde_json::Value = serde_json::from_str(&json).unwrap();
    let graduates = data["datasets"].as_array().unwrap().iter().find(|set| set["key"] == "graduates").unwrap();
    assert_eq!(graduates["broken"][0]["found"], "3540");
}

#[tokio::test]
async fn coverage_is_told_to_machines_as_it_is_to_people() {
    let school = School::sample().await;
    let data: serde_json::Value = serde_json::from_str(&school.get("/data/coverage.json").await.text()).unwrap();
    let items = data["items"].as_array().unwrap();
    let fresh = items.iter().filter(|item| item["state"] == "fresh").count();
    let own = |item: &&serde_json::Value| item["item"].as_str().is_some_and(|key| key.starts_with('S'));
    let fresh_own = items.iter().filter(own).filter(|item| item["state"] == "fresh").count();
    assert_eq!(data["totals"]["fresh"], fresh - fresh_own, "totals are of the national list");
    assert_eq!(items.iter().filter(|item| item["state"] == "not-applicable").count(), 8);
    let html = school.get("/").await.text();
    assert_eq!(html.matches("class=\"entry s-fresh\"").count(), fresh);
}

#[tokio::test]
async fn contact_that_is_not_known_is_said_to_be_not_registered() {
    let html = School::empty().await.get("/about").await.text();
    assert!(html.contains("未登记"));
}

#[tokio::test]
async fn a_chart_says_its_unit_in_the_language_of_its_page() {
    let school = School::sample().await;
    for address in ["/figures/admissions", "/figures", "/"] {
        let zh = school.get(address).await.text();
        let en = school.get(&format!("/en{}", if address == "/" { "" } else { address })).await.text();
        assert!(zh.contains("单位：人") && !zh.contains("Unit:"), "{address}");
        assert!(en.contains("Unit: people") && !en.contains("单位："), "{address}");
    }
}
