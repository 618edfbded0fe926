//! What a program that watches is told: one word by anybody, numbers by whom the settings name, and nothing of any record.

use crate::school::{Answer, School};
use app::settings::Settings;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use std::net::SocketAddr;

async fn from(school: &School, place: &str, forwarded: Option<&str>, address: &str) -> Answer {
    let place: SocketAddr = format!("{place}:40000").parse().unwrap();
    let mut request = Request::builder().uri(address);
    if let Some(forwarded) = forwarded {
        request = request.header("x-forwarded-for", forwarded);
    }
    let mut request = request.body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(place));
    school.answer(request).await
}

#[tokio::test]
async fn anybody_is_told_whether_it_lives_and_can_serve_in_one_word_that_nothing_keeps() {
    let school = School::sample().await;
    for (address, word) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let answer = from(&school, "203.0.113.7", None, address).await;
        assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, word));
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{address}");
    }
}

#[tokio::test]
async fn numbers_are_for_this_machine_and_for_whom_the_settings_name() {
    let settings = Settings { metrics_from: vec!["192.0.2.0/24".into()], ..Settings::default() };
    let school = School::with(settings).await;
    school.get("/").await;
    school.get("/nothing").await;
    let here = from(&school, "127.0.0.1", None, "/metrics").await;
    assert_eq!(here.status, StatusCode::OK);
    assert_eq!(here.header(header::CONTENT_TYPE), "text/plain; version=0.0.4; charset=utf-8");
    let text = here.text();
    for line in [
        "gongkai_database_up 1",
        "gongkai_requests_total{area=\"portal\",status=\"2xx\"} 1",
        "gongkai_requests_total{area=\"portal\",status=\"4xx\"} 1",
        "gongkai_messages_waiting 0",
    ] {
        assert!(text.lines().any(|one| one == line), "{line}\n{text}");
    }
    // Each line is a comment or a number, and each family is told once what it is.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("gongkai_") && value.parse::<f64>().is_ok(), "{line}");
    }
    let named =
        |text: &str| text.lines().filter(|line| line.starts_with("# TYPE")).map(str::to_string).collect::<Vec<_>>();
    let all = named(&text);
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
    for (place, forwarded, expected) in [
        ("192.0.2.9", None, StatusCode::OK),
        ("203.0.113.7", None, StatusCode::NOT_FOUND),
        // A proxy on this machine that nobody named: whoever asks is not this machine.
        ("127.0.0.1", Some("203.0.113.7"), StatusCode::NOT_FOUND),
        ("203.0.113.7", Some("127.0.0.1"), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(from(&school, place, forwarded, "/metrics").await.status, expected, "{place} {forwarded:?}");
    }
    assert_eq!(school.get("/metrics").await.status, StatusCode::NOT_FOUND, "nobody knows from where");
}

#[tokio::test]
async fn behind_a_named_proxy_it_is_the_client_who_counts() {
    let settings = Settings { trusted_proxies: vec!["127.0.0.1".into()], ..Settings::default() };
    let school = School::with(settings).await;
    for (forwarded, expected) in [
        (Some("203.0.113.7"), StatusCode::NOT_FOUND),
        (Some("127.0.0.1, 203.0.113.7"), StatusCode::NOT_FOUND),
        (None, StatusCode::OK),
    ] {
        assert_eq!(from(&school, "127.0.0.1", forwarded, "/metrics").await.status, expected, "{forwarded:?}");
    }
}
