//! The switch of the reading mode: the one form of the portal, and what a form must get past.

use crate::school::School;
use axum::body::Body;
use axum::http::header::HeaderName;
use axum::http::{Method, StatusCode, header};

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

#[tokio::test]
async fn large_text_is_turned_on_by_a_button_that_stays_on_this_site() {
    let school = School::sample().await;
    let page = school.get("/item/32?sort=title").await.text();
    assert!(
        page.contains("<form action=\"/mode\" method=\"post\">")
            && page.contains("<button name=\"mode\" value=\"large\">")
    );
    assert!(page.contains("name=\"back\" value=\"/item/32?sort=title\""));
    let on = school.post("/mode", "back=%2Fitem%2F32%3Fsort%3Dtitle&mode=large").await;
    assert_eq!((on.status, on.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/item/32?sort=title"));
    assert_eq!(on.header(header::CACHE_CONTROL), "no-store");
    let cookie = on.header(header::SET_COOKIE).to_string();
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=31536000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap_or_default();
    let page = school.ask(Method::GET, "/item/32", &[(header::COOKIE, cookie)]).await.text();
    assert!(page.contains("class=\"large\"") && page.contains("标准模式") && page.contains("value=\"normal\""));
    assert!(!school.get("/item/32").await.text().contains("class=\"large\""), "kept apart from the other mode");
    let off = school.post("/en/mode", "mode=normal&back=").await;
    assert_eq!((off.status, off.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/en"));
    assert!(off.header(header::SET_COOKIE).contains("Max-Age=0"));
    for elsewhere in ["//evil.example", "https://evil.example", "/%5Cevil.example", "%0d%0aX:+y", "/a%0d%0aX:+y"] {
        let answer = school.post("/mode", &format!("mode=large&back={elsewhere}")).await;
        let location = answer.header(header::LOCATION);
        assert!(location.starts_with('/') && !location.starts_with("//") && !location.contains('\\'), "{elsewhere}");
    }
    let read = school.get("/mode").await;
    assert_eq!((read.status, read.header(header::ALLOW)), (StatusCode::METHOD_NOT_ALLOWED, "POST"));
    assert!(read.header(header::SET_COOKIE).is_empty(), "reading changes nothing");
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let school = School::sample().await;
    let (host, origin) = ((header::HOST, "127.0.0.1:8080"), header::ORIGIN);
    for (headers, status) in [
        (vec![(SITE, "same-origin")], StatusCode::SEE_OTHER),
        (vec![(SITE, "cross-site")], StatusCode::FORBIDDEN),
        (vec![(SITE, "same-site")], StatusCode::FORBIDDEN),
        (vec![host.clone(), (origin.clone(), "http://127.0.0.1:8080")], StatusCode::SEE_OTHER),
        (vec![host.clone(), (origin.clone(), "https://xxgk.example.edu.cn")], StatusCode::SEE_OTHER),
        (vec![host.clone(), (origin.clone(), "https://evil.example")], StatusCode::FORBIDDEN),
        (vec![host.clone(), (origin.clone(), "null")], StatusCode::FORBIDDEN),
    ] {
        for (address, words, lang) in
            [("/mode", "此次提交未予受理", "zh-CN"), ("/en/mode", "This submission was refused", "en")]
        {
            let answer = school.submit(address, "mode=large", &headers).await;
            assert_eq!(answer.status, status, "{headers:?}");
            if status == StatusCode::FORBIDDEN {
                let html = answer.text();
                assert!(html.contains(words) && html.contains(&format!("<html lang=\"{lang}\"")), "{html}");
                assert!(answer.header(header::SET_COOKIE).is_empty());
            }
        }
    }
}

#[tokio::test]
async fn a_form_that_is_wrong_is_told_what_and_where_to_go_back() {
    let school = School::sample().await;
    for (address, form, words) in [
        ("/mode", "mode=huge&back=%2Fitem%2F32", "阅读模式：不在可选范围之内"),
        ("/en/mode", "mode=huge&back=%2Fitem%2F32", "Reading mode is not one of the choices"),
        ("/mode", "back=%2Fitem%2F32", "阅读模式：没有填写"),
        ("/en/mode", "back=%2Fitem%2F32", "Reading mode is missing"),
    ] {
        let answer = school.post(address, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let html = answer.text();
        assert!(html.contains(words) && html.contains("href=\"/item/32\""), "{form}: {html}");
    }
    let long = format!("mode=large&back=/{}", "a".repeat(3000));
    assert!(school.post("/en/mode", &long).await.text().contains("Return address is too long"));
    let from = [(SITE, "same-origin"), (header::ACCEPT, "application/json")];
    let problem: serde_json::Value =
        serde_json::from_str(&school.submit("/mode", "mode=huge", &from).await.text()).unwrap();
    assert_eq!(problem["errors"][0]["field"], "mode");
    assert_eq!(problem["errors"][0]["code"], "choice");
}

#[tokio::test]
async fn what_is_too_much_or_no_form_is_not_read() {
    let school = School::sample().await;
    let fields = "a=1&".repeat(900);
    let announced = "x".repeat(5000);
    for (address, words) in [("/mode", "提交的内容太大"), ("/en/mode", "Too much was submitted")] {
        for form in [&fields, &announced] {
            let answer = school.post(address, form).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
            assert!(answer.text().contains(words), "{}", answer.text());
        }
    }
    let length = [(SITE, "same-origin"), (header::CONTENT_LENGTH, "99999999")];
    let answer = school.send(Method::POST, "/mode", &length, Body::empty()).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "what is announced is believed when it is too much");
    let json = [(SITE, "same-origin"), (header::CONTENT_TYPE, "application/json")];
    for (address, words) in [("/mode", "提交的格式不对"), ("/en/mode", "The format is not accepted")] {
        let answer = school.send(Method::POST, address, &json, Body::from("{}")).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(answer.header(HeaderName::from_static("accept-post")), "application/x-www-form-urlencoded");
        assert!(answer.text().contains(words), "{}", answer.text());
    }
}
