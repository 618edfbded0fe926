//! Feeds, the calendar of publicity periods, the description of the search.

use crate::school::School;
use axum::http::{StatusCode, header};
use domain::date::PartialDate;
use domain::record::{Publicity, Visibility};
use quick_xml::Reader;
use quick_xml::events::Event;

/// The texts of the elements of this name, in order.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut out, mut inside) = (Vec::new(), None::<String>);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == name => inside = Some(String::new()),
            Event::End(end) if end.name().as_ref() == name => out.extend(inside.take()),
            Event::Text(text) => {
                if let Some(inside) = &mut inside {
                    inside.push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(inside) = &mut inside {
                    let c = match reference.resolve_char_ref().unwrap() {
                        Some(c) => c,
                        None => match &*reference {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            other => panic!("{other}"),
                        },
                    };
                    inside.push(c);
                }
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

#[tokio::test]
async fn the_three_forms_of_a_feed_hold_the_same_records_of_their_subject() {
    let school = School::sample().await;
    let mut record = school.a_record().await;
    record.id = domain::ids::RecordId(0x0192_f3a4_5b6c_7d8e_9fa0_b1c2_d3e4_f506);
    record.key = "marked".into();
    record.index.serial = 90_001;
    record.version = 0;
    record.item = "37".parse().unwrap();
    let edition = record.editions.last_mut().unwrap();
    edition.title = "奖学金 <b>&amp;</b> “A\"B” ]]>".into();
    let title = edition.title.clone();
    let day = PartialDate::Day("2023-10-19".parse().unwrap());
    let edition = edition.number;
    record.visibility = Visibility::Public { edition, since: day, updated: day };
    school.save(&record).await;
    for about in ["all", "category-6", "item-37"] {
        let get = async |form: &str| {
            let answer = school.get(&format!("/feed/{about}.{form}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{about}.{form}");
            answer
        };
        let (atom, rss, json) = (get("atom").await, get("rss").await, get("json").await);
        assert!(atom.header(header::CONTENT_TYPE).starts_with("application/atom+xml"));
        let ids = texts(&atom.text(), "id");
        assert_eq!(ids[0], format!("https://xxgk.example.edu.cn/feed/{about}.atom"));
        assert_eq!(texts(&rss.text(), "guid"), ids[1..]);
        let json: serde_json::Value = serde_json::from_str(&json.text()).unwrap();
        let of = |key: &str| -> Vec<String> {
            json["items"].as_array().unwrap().iter().map(|item| item[key].as_str().unwrap().to_string()).collect()
        };
        assert_eq!(of("id"), ids[1..]);
        assert_eq!(of("title"), texts(&atom.text(), "title")[1..]);
        assert_eq!(of("title"), texts(&rss.text(), "title")[1..]);
        let at = of("title").iter().position(|known| *known == title).expect("no mark of a title is markup");
        assert_eq!(of("date_published")[at], "2023-10-19T00:00:00+08:00");
        assert_eq!(texts(&rss.text(), "pubDate")[at], "Thu, 19 Oct 2023 00:00:00 +0800");
        assert!(ids.len() <= 51);
        for address in of("url") {
            let page = school.get(address.strip_prefix("https://xxgk.example.edu.cn").unwrap()).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
        }
        let days = of("date_modified");
        assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    }
    let until = "2023-10-20".parse().unwrap();
    let was = domain::record::Past { edition, since: day, updated: day, until, titled: true };
    record.visibility = Visibility::Withdrawn { was, reason: "内容有误".into(), successor: None };
    record.version = 1;
    school.save(&record).await;
    let feed = school.get("/feed/item-37.json").await.text();
    assert!(!feed.contains("0192f3a4-5b6c"), "what is withdrawn leaves the feeds: {feed}");
}

#[tokio::test]
async fn what_has_no_known_day_is_not_in_a_feed_which_says_so() {
    let school = School::sample().await;
    let json: serde_json::Value = serde_json::from_str(&school.get("/feed/all.json").await.text()).unwrap();
    assert!(json["description"].as_str().unwrap().contains("公开日期不详或待核实"), "{json}");
    let items = json["items"].as_array().unwrap();
    assert!(!items.is_empty() && items.iter().all(|item| item["date_published"].as_str() < Some("2023-10-21")));
}

#[tokio::test]
async fn there_is_no_feed_of_what_does_not_exist() {
    let school = School::sample().await;
    for name in ["all", "all.xml", "item-51.atom", "category-99.rss", "unit-nobody.json", "unit-.atom", "-.atom"] {
        assert_eq!(school.get(&format!("/feed/{name}")).await.status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn pages_name_the_feed_of_what_they_are_about() {
    let school = School::sample().await;
    for (page, feed) in [("/", "all"), ("/category/2", "category-2"), ("/item/37", "item-37"), ("/about", "all")] {
        let html = school.get(page).await.text();
        let link = format!("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/feed/{feed}.atom\"");
        assert!(html.contains(&link), "{page}");
        assert!(html.contains(&format!("href=\"/feed/{feed}.json\"")), "{page}");
        assert!(html.contains("rel=\"search\""), "{page}");
    }
    let search = school.get("/opensearch.xml").await.text();
    assert!(search.contains("template=\"https://xxgk.example.edu.cn/search?q={searchTerms}\""), "{search}");
    let names = texts(&search, "ShortName");
    assert!((1..=16).contains(&names[0].chars().count()), "{names:?}");
}

#[tokio::test]
async fn a_period_that_stands_is_in_the_calendar_with_both_days() {
    let school = School::sample().await;
    let mut record = school.a_record().await;
    record.id = domain::ids::RecordId(0x77);
    record.key = "period".into();
    record.index.serial = 90_002;
    record.version = 0;
    let day = |text: &str| PartialDate::Day(text.parse().unwrap());
    let edition = record.editions.last_mut().unwrap();
    edition.title = "国家奖学金初审名单公示，学院；评审".into();
    record.publicity =
        Some(Publicity { kind: "国家奖学金".into(), from: day("2023-10-17"), until: day("2023-10-23") });
    school.save(&record).await;
    let answer = school.get("/publicity.ics").await;
    assert!(answer.header(header::CONTENT_TYPE).starts_with("text/calendar"));
    let text = answer.text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let whole = text.replace("\r\n ", "");
    let (_, event) = whole.split_once(&format!("UID:{}-publicity@", record.id)).unwrap();
    let event = event.split("END:VEVENT").next().unwrap();
    assert!(event.contains("DTSTART;VALUE=DATE:20231017\r\n") && event.contains("DTEND;VALUE=DATE:20231024\r\n"));
    assert!(event.contains("SUMMARY:公示：国家奖学金初审名单公示，学院；评审\r\n"), "{event}");
    assert!(event.contains(&format!("URL:https://xxgk.example.edu.cn/record/{}", record.id)));
    assert_eq!(whole.matches("BEGIN:VEVENT").count(), whole.matches("END:VEVENT").count());
    assert!(whole.contains("DTSTART;VALUE=DATE:20231031\r\n"), "the report is due on 31 October: {whole}");
}
