//! While the database does not answer: what is kept is shown at once, the rest is refused in time, and nothing is said
//! that is not so.

use crate::school::School;
use axum::http::{StatusCode, header};
use std::time::Duration;
use store::{Reader, Store};
use tokio::time::{Instant, sleep, timeout};

/// Takes all connections to the database, so that whoever asks it waits.
async fn silence(store: &Store) -> Vec<Reader> {
    let mut held = Vec::new();
    while let Ok(reader) = timeout(Duration::from_millis(100), store.read()).await {
        held.push(reader.unwrap());
    }
    held
}

#[tokio::test]
async fn kept_pages_are_shown_and_others_refused_while_the_database_is_silent() {
    let options = web::Options { timeout: Duration::from_secs(60), ..web::Options::default() };
    let school = School::sample().await.served_with(options);
    school.issue().await;
    let kept = ["/", "/en", "/catalogue", "/item/32", "/item/32?sort=title", "/reports/2022-2023/report.json"];
    let mut before = Vec::new();
    for address in kept {
        let answer = school.get(address).await;
        assert_eq!((answer.status, answer.header(header::AGE)), (StatusCode::OK, ""), "{address}");
        before.push(answer.body);
    }
    let held = silence(&school.app.store).await;
    // The last word of the database is a second old at most; then it is asked again.
    sleep(Duration::from_millis(1100)).await;
    for (address, before) in kept.iter().zip(&before) {
        let start = Instant::now();
        let answer = school.get(address).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::OK, before), "{address}");
        assert!(!answer.header(header::AGE).is_empty(), "{address}: it says how old it is");
        assert!(start.elapsed() < Duration::from_secs(2), "{address}: {:?}", start.elapsed());
    }
    for address in ["/figures", "/search?q=%E9%80%9A%E7%9F%A5", "/item/33", "/data/figures.json", "/item/32?sort=unit"]
    {
        let start = Instant::now();
        let answer = school.get(address).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{address}");
        assert!(!answer.header(header::RETRY_AFTER).is_empty(), "{address}");
        assert!(answer.text().contains("湖南") || answer.text().starts_with('{'), "{address}: whose site it is");
        assert!(start.elapsed() < Duration::from_secs(8), "{address}: {:?}", start.elapsed());
    }
    let start = Instant::now();
    for _ in 0..20 {
        assert_eq!(school.get("/figures").await.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(school.get("/nowhere").await.status, StatusCode::NOT_FOUND);
        assert_eq!(school.get("/assets/seal.svg").await.status, StatusCode::OK);
        assert_eq!(school.get("/robots.txt").await.status, StatusCode::OK);
    }
    assert!(start.elapsed() < Duration::from_secs(10), "who is known to be away is not waited for");
    drop(held);
    let start = Instant::now();
    while school.get("/figures").await.status != StatusCode::OK {
        assert!(start.elapsed() < Duration::from_secs(30), "it is noticed that the database is back");
        sleep(Duration::from_millis(50)).await;
    }
    let back = school.get("/").await;
    assert_eq!((back.status, back.header(header::AGE)), (StatusCode::OK, ""));
}
