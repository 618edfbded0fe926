//! Behind a proxy: visitors are counted by their own addresses when the proxy is named, and by nobody's word else.

use crate::school::School;
use app::settings::Settings;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Asks something that nobody has asked before.
async fn searches(school: &School, connected: &str, forwarded: &str) -> StatusCode {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let connected: SocketAddr = connected.parse().unwrap();
    let address = format!("/search?q=no{}", ASKED.fetch_add(1, Ordering::Relaxed));
    let request = Request::builder().uri(address).header("x-forwarded-for", forwarded);
    let mut request = request.body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(connected));
    school.answer(request).await.status
}

#[tokio::test]
async fn visitors_behind_a_named_proxy_do_not_share_one_limit() {
    let settings = Settings { trusted_proxies: vec!["127.0.0.1".into()], ..Settings::default() };
    let school = School::with(settings).await;
    for visitor in 1..=45 {
        let status = searches(&school, "127.0.0.1:40000", &format!("203.0.113.{visitor}")).await;
        assert_eq!(status, StatusCode::OK, "visitor {visitor}");
    }
    let mut last = StatusCode::OK;
    for invented in 1..=45 {
        // What the client writes itself stands left of what the proxy adds.
        last = searches(&school, "127.0.0.1:40000", &format!("198.51.100.{invented}, 203.0.113.200")).await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "an invented address is no way round the limit");
}

#[tokio::test]
async fn nobody_is_believed_who_is_not_named() {
    let school = School::with(Settings::default()).await;
    let mut last = StatusCode::OK;
    for invented in 1..=45 {
        last = searches(&school, "192.0.2.1:40000", &format!("203.0.113.{invented}")).await;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
