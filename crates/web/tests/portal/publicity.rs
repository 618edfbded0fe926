//! Publicity in progress: days left are counted as the kind of publicity requires.

use crate::school::School;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::record::{IndexNumber, Publicity};

/// A school with one record in its publicity period, seen on Friday 20 October 2023.
async fn showing(kind: &str, until: &str) -> School {
    let school = School::sample().await;
    let mut record = school.a_record().await;
    record.id = RecordId(0xbeef);
    record.key = "publicity".into();
    record.index = IndexNumber { school: "x".into(), year: 2023, serial: 1 };
    record.version = 0;
    let day = |text: &str| PartialDate::Day(text.parse().unwrap());
    record.publicity = Some(Publicity { kind: kind.into(), from: day("2023-10-18"), until: day(until) });
    school.save(&record).await;
    school
}

#[tokio::test]
async fn days_left_are_working_days_where_the_kind_counts_them() {
    for (kind, until, zh, en) in [
        (
            "国家奖学金",
            "2023-10-25",
            "<b class=\"num\">3</b> <span>个工作日后截止",
            "<b class=\"num\">3</b> <span>working days left",
        ),
        (
            "国家奖学金",
            "2023-10-23",
            "<b class=\"num\">1</b> <span>个工作日后截止",
            "<b class=\"num\">1</b> <span>working day left",
        ),
        ("国家奖学金", "2023-10-20", "今天截止", "ends today"),
        (
            "别的什么公示",
            "2023-10-25",
            "<b class=\"num\">5</b> <span>天后截止",
            "<b class=\"num\">5</b> <span>days left",
        ),
    ] {
        let school = showing(kind, until).await;
        for (address, words) in [("/publicity", zh), ("/en/publicity", en), ("/", zh), ("/en", en)] {
            let html = school.get(address).await.text();
            assert!(html.contains(words), "{kind} until {until}, {address}: {}", around(&html));
        }
    }
    let over = showing("国家奖学金", "2023-10-19").await;
    assert!(!over.get("/publicity").await.text().contains("rec_0000000000000000000000000000beef"), "over is over");
}

/// The part of a page that speaks of days, for the message of a failure.
fn around(html: &str) -> String {
    html.split("notice-days").nth(1).unwrap_or("no notice").chars().take(300).collect()
}
