//! Statuses, headers, keeping.

use crate::school::School;
use axum::http::{Method, StatusCode, header};
use domain::record::{IndexNumber, Past, Visibility};
use web::routes::{Area, Cost, ROUTES, Verb, Who};

#[tokio::test]
async fn what_does_not_exist_says_what_does() {
    let school = School::sample().await;
    for (address, status, words) in [
        ("/nowhere", StatusCode::NOT_FOUND, "没有这个页面"),
        ("/en/nowhere", StatusCode::NOT_FOUND, "There is no such page"),
        ("/item/51", StatusCode::NOT_FOUND, "没有这个事项"),
        ("/category/99", StatusCode::NOT_FOUND, "没有这个类别"),
        ("/record/rec_12", StatusCode::NOT_FOUND, "没有这条公开信息"),
        ("/record/rec_00000000000000000000000000000001", StatusCode::NOT_FOUND, "没有这条公开信息"),
        ("/index/1/2", StatusCode::NOT_FOUND, "没有这条公开信息"),
        ("/figures/none", StatusCode::NOT_FOUND, "没有这组数据"),
        ("/reports/1999-2000", StatusCode::NOT_FOUND, "没有这份年度报告"),
        ("/reports/2022-2023/..%2f..%2fsecret", StatusCode::NOT_FOUND, "没有这份年度报告"),
        ("/item/%ff", StatusCode::BAD_REQUEST, "地址无法识别"),
    ] {
        let page = school.get(address).await;
        assert_eq!(page.status, status, "{address}");
        let html = page.text();
        assert!(html.contains(words), "{address}: {html}");
        assert!(html.contains("/catalogue"), "{address}: a way on");
        assert_eq!(page.header(header::CACHE_CONTROL), "no-store", "{address}");
    }
    let long = school.get(&format!("/search?q={}", "a".repeat(3000))).await;
    assert_eq!(long.status, StatusCode::URI_TOO_LONG);
    assert!(long.text().contains("地址太长"));
    let slash = school.get("/catalogue/").await;
    assert_eq!((slash.status, slash.header(header::LOCATION)), (StatusCode::PERMANENT_REDIRECT, "/catalogue"));
    assert_eq!(school.get("//evil.example/").await.status, StatusCode::NOT_FOUND, "no way to another host");
}

#[tokio::test]
async fn every_address_takes_the_methods_of_its_rows_and_no_other() {
    let school = School::sample().await;
    let mut patterns: Vec<&str> = ROUTES.iter().map(|route| route.pattern).collect();
    patterns.dedup();
    for pattern in patterns {
        let rows: Vec<&web::routes::Route> = ROUTES.iter().filter(|route| route.pattern == pattern).collect();
        let takes = |verb| rows.iter().any(|row| row.verb == verb);
        let address = pattern.replace(['{', '}', '*'], "");
        let refused = [
            (Method::GET, !takes(Verb::Get)),
            (Method::HEAD, !takes(Verb::Get)),
            (Method::POST, !takes(Verb::Post)),
            (Method::PUT, true),
            (Method::DELETE, true),
            (Method::OPTIONS, true),
            (Method::TRACE, true),
        ];
        for (method, is_refused) in refused {
            let answer = school.ask(method.clone(), &address, &[]).await;
            assert_eq!(answer.status == StatusCode::METHOD_NOT_ALLOWED, is_refused, "{method} {address}");
            let allowed = answer.header(header::ALLOW);
            assert_eq!(allowed.contains("GET, HEAD"), is_refused && takes(Verb::Get), "{method} {address}: {allowed}");
            assert_eq!(allowed.contains("POST"), is_refused && takes(Verb::Post), "{method} {address}: {allowed}");
        }
    }
}

#[tokio::test]
async fn the_table_says_who_may_come_and_what_may_be_sent() {
    let entrance =
        ["/work/sign-in", "/work/second-step", "/work/password", "/work/invitation/{invitation}", "/work/sign-out"];
    for route in ROUTES {
        let behind = route.pattern == "/work" || route.pattern.starts_with("/work/");
        assert_eq!(route.area == Area::Workbench, behind, "{}", route.pattern);
        let signed_in = if behind && !entrance.contains(&route.pattern) { Who::SignedIn } else { Who::Everyone };
        assert_eq!(route.who, signed_in, "{}", route.pattern);
        assert_eq!(route.cost == Cost::Work, behind, "{}", route.pattern);
        let sends = behind && route.verb == Verb::Post;
        // One press leaves a subscription (RFC 8058), and many press it through the few addresses of their mail programs.
        let leaves = route.pattern == "/unsubscribe/{invitation}" && route.cost == Cost::Page;
        let files =
            (matches!(route.cost, Cost::Filing | Cost::Receipt | Cost::Answer) || leaves) && route.verb == Verb::Post;
        let most = if files { 64 * 1024 } else { 16 * 1024 };
        assert!(sends || route.body <= most, "{}", route.pattern);
        assert!(behind || files || route.verb == Verb::Get || route.cost == Cost::Nothing, "{}", route.pattern);
    }
}

#[tokio::test]
async fn programs_are_told_errors_as_json() {
    let school = School::sample().await;
    for (address, title, lang) in
        [("/item/51", "没有这个页面", "zh-CN"), ("/en/item/51", "There is no such page", "en")]
    {
        let answer = school.ask(Method::GET, address, &[(header::ACCEPT, "application/json")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json");
        assert_eq!(answer.header(header::CONTENT_LANGUAGE), lang);
        assert!(answer.header(header::VARY).contains("Accept,"), "kept apart from the page");
        let problem: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
        assert_eq!((&problem["status"], &problem["title"]), (&404.into(), &title.into()));
    }
    // What is there for programs answers them so without being asked.
    let data = school.ask(Method::DELETE, "/data/coverage.json", &[]).await;
    assert_eq!(data.header(header::CONTENT_TYPE), "application/problem+json");
    let browser = (header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8");
    let page = school.ask(Method::DELETE, "/data/coverage.json", &[browser]).await;
    assert!(page.header(header::CONTENT_TYPE).starts_with("text/html"));
}

#[tokio::test]
async fn what_was_taken_down_is_gone_for_programs_too() {
    let school = School::sample().await;
    let mut record = school.a_record().await;
    record.id = domain::ids::RecordId(0xdead);
    record.key = "gone".into();
    record.index = IndexNumber { school: "x".into(), year: 2023, serial: 8 };
    record.version = 0;
    let day = "2023-10-19".parse().unwrap();
    let was = Past { edition: 1, since: day, updated: day, until: day, titled: true };
    record.visibility = Visibility::Withdrawn { was, reason: "内容有误".into(), successor: None };
    school.save(&record).await;
    let page = school.get(&format!("/record/{}", record.id)).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.text().contains("内容有误"));
    for (prefix, words) in [("", "信息已经撤下"), ("/en", "This has been taken down")] {
        let address = format!("{prefix}/record/{}", record.id);
        let answer = school.ask(Method::GET, &address, &[(header::ACCEPT, "application/json")]).await;
        assert_eq!(answer.status, StatusCode::GONE);
        assert!(answer.text().contains(words), "{}", answer.text());
    }
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let school = School::sample().await;
    for address in ["/", "/en/catalogue", "/nowhere", "/data/coverage.json", "/assets/seal.svg", "/robots.txt"] {
        let answer = school.get(address).await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{address}");
        assert!(!policy.contains("script-src") && !policy.contains("unsafe-eval"), "{address}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{address}");
        assert!(!answer.header(header::REFERRER_POLICY).is_empty(), "{address}");
    }
}

#[tokio::test]
async fn what_a_visitor_types_is_never_markup() {
    let school = School::sample().await;
    let html = school.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E").await.text();
    assert!(!html.contains("<script") && html.contains("alert(1)"));
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again_and_a_changed_ledger_is_seen_at_once() {
    let school = School::sample().await;
    let first = school.get("/").await;
    let tag = first.header(header::ETAG).to_string();
    let again = school.ask(Method::GET, "/", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let mut record = school.a_record().await;
    record.id = domain::ids::RecordId(0xabcd);
    record.key = "new".into();
    record.index = IndexNumber { school: "x".into(), year: 2023, serial: 7 };
    record.version = 0;
    record.editions[0].title = "刚刚公开的信息".into();
    if let Visibility::Public { since, updated, .. } = &mut record.visibility {
        (*since, *updated) = ("2023-10-20".parse().unwrap(), "2023-10-20".parse().unwrap());
    }
    school.save(&record).await;
    let after = school.ask(Method::GET, "/", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(after.status, StatusCode::OK);
    assert!(after.text().contains("刚刚公开的信息"));
}

#[tokio::test]
async fn a_head_request_has_the_head_of_the_page() {
    let school = School::sample().await;
    let (get, head) = (school.get("/about").await, school.ask(Method::HEAD, "/about", &[]).await);
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.header(header::ETAG), get.header(header::ETAG));
    assert_eq!(head.header(header::CONTENT_LENGTH), get.body.len().to_string());
}

#[tokio::test]
async fn pages_travel_compressed() {
    let school = School::sample().await;
    let plain = school.get("/catalogue").await;
    for coding in ["br", "gzip"] {
        let packed = school.ask(Method::GET, "/catalogue", &[(header::ACCEPT_ENCODING, coding)]).await;
        assert_eq!(packed.header(header::CONTENT_ENCODING), coding);
        assert!(packed.body.len() * 3 < plain.body.len(), "{coding}");
        assert_ne!(packed.header(header::ETAG), plain.header(header::ETAG));
    }
}

#[tokio::test]
async fn searching_too_often_is_braked() {
    let school = School::sample().await;
    let mut last = StatusCode::OK;
    for number in 0..60 {
        last = school.get(&format!("/search?q=no{number}")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(school.get("/search?q=no1").await.status, StatusCode::OK, "what was asked before costs nothing");
    assert_eq!(
        school.get("/item/32?sort=title").await.status,
        StatusCode::TOO_MANY_REQUESTS,
        "a list is a question too"
    );
    assert_eq!(school.get("/").await.status, StatusCode::OK, "reading goes on");
}

#[tokio::test]
async fn whoever_asks_for_page_after_page_that_is_not_there_is_braked_and_reading_goes_on() {
    let school = School::sample().await;
    assert_eq!(school.get("/").await.status, StatusCode::OK);
    let (mut number, mut last) = (0, StatusCode::NOT_FOUND);
    while last == StatusCode::NOT_FOUND && number < 5_000 {
        number += 1;
        last = school.get(&format!("/record/rec_{number:032}")).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    assert!(number > 150, "a wide margin for readers: {number}");
    assert_eq!(school.get("/").await.status, StatusCode::OK, "what is kept costs nothing");
    assert_eq!(school.get_as(1, "/catalogue").await.status, StatusCode::OK, "another address has its own");
}

#[tokio::test]
async fn the_site_map_and_robots_name_the_site() {
    let school = School::sample().await;
    let map = school.get("/sitemap.xml").await.text();
    assert!(map.contains("<loc>https://xxgk.example.edu.cn/item/32</loc>") && map.contains("/record/rec_"));
    assert!(school.get("/robots.txt").await.text().contains("Sitemap: https://xxgk.example.edu.cn/sitemap.xml"));
}

#[tokio::test]
async fn what_an_import_made_public_is_gone_and_not_unknown_when_the_import_is_taken_back() {
    let school = School::empty().await;
    let file = std::env::temp_dir().join(format!("gongkai-web-undone-{}.csv", std::process::id()));
    let rows =
        "编号,标题,事项,公开日期,状态,公开范围\nk1,甲,37,2023-05-01,,\nk2,乙,37,,草稿,\nk3,丙,37,2023-05-01,,校内\n";
    std::fs::write(&file, rows).unwrap();
    let outcome = app::ledger::import(&school.ctx(), &file, Default::default(), &|_| {}).await.unwrap();
    std::fs::remove_file(&file).unwrap();
    let reader = school.app.store.read().await.unwrap();
    let public = reader.find_record_by_key("k1").await.unwrap().unwrap().id;
    let draft = reader.find_record_by_key("k2").await.unwrap().unwrap().id;
    let campus = reader.find_record_by_key("k3").await.unwrap().unwrap().id;
    drop(reader);
    assert_eq!(school.get(&format!("/record/{public}")).await.status, 200);
    app::ledger::undo(&school.ctx(), outcome.batch.unwrap()).await.unwrap();
    assert_eq!(school.get(&format!("/record/{public}")).await.status, 410);
    assert_eq!(school.get(&format!("/record/{draft}")).await.status, 404, "nobody but the staff knew of it");
    assert_eq!(school.get(&format!("/record/{campus}")).await.status, 404, "it was never the public's to know");
}
