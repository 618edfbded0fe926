//! Every error, asked for through a table of its own in both languages, as a page and as JSON.

use super::*;
use crate::http::form::{FieldError, Rejected};
use crate::http::route::{Answer, LeakMatrix};
use crate::portal::site::Options;
use app::App;
use app::clock::{Clock, Ids};
use app::error::PersonalData;
use app::settings::Settings;
use axum::body::to_bytes;
use axum::http::Request;
use domain::policy::{Denied, Permission};
use domain::record::RecordError;
use std::time::Duration;
use store::Store;
use tower::ServiceExt;

const fn failing(pattern: &'static str, handler: fn(Arc<Site>, PageRequest) -> Answer) -> Route {
    Route {
        verb: Verb::Get,
        area: Area::Portal,
        pattern,
        params: &[],
        who: Who::Everyone,
        translated: true,
        body: 10,
        cost: Cost::Nothing,
        matrix: LeakMatrix::LeftOut("a test"),
        by_reader: false,
        cache: CachePolicy::Ledger,
        handler,
    }
}

macro_rules! fails {
    ($error:expr) => {
        |_, _| Box::pin(async { Err($error) })
    };
}

fn rejected() -> Rejected {
    Rejected { errors: vec![FieldError { field: "mode", code: "choice" }], ..Rejected::default() }
}

fn found() -> Vec<PersonalData> {
    vec![PersonalData { field: "document_number", masked: "4301…".into() }]
}

const TABLE: &[Route] = &[
    failing("/400", fails!(HttpError::Malformed)),
    Route { who: Who::SignedIn, ..failing("/401", fails!(HttpError::Gone)) },
    failing("/403", fails!(HttpError::CrossSite)),
    failing("/forbidden", fails!(app::Error::Forbidden(Denied(Permission::Publish)).into())),
    failing("/rule", fails!(app::Error::Record(RecordError::OwnWork).into())),
    failing("/personal", fails!(app::Error::Personal(found()).into())),
    failing("/404", fails!(app::Error::NotFound { kind: "dataset", key: "x".into() }.into())),
    Route { verb: Verb::Post, ..failing("/405", fails!(HttpError::Gone)) },
    failing("/409", fails!(app::Error::Conflict { kind: "record", key: "x".into() }.into())),
    failing("/410", fails!(HttpError::Gone)),
    failing("/413", fails!(HttpError::TooLarge)),
    failing("/414", fails!(HttpError::AddressTooLong)),
    failing("/415", fails!(HttpError::MediaType)),
    failing("/422", fails!(HttpError::Invalid(rejected()))),
    failing("/429", fails!(HttpError::TooMany)),
    failing("/500", fails!(anyhow::anyhow!("the password is 123456").into())),
    failing("/503", fails!(app::Error::Busy.into())),
    failing("/timeout", |_, _| Box::pin(std::future::pending())),
    failing("/panic", |_, _| Box::pin(async { panic!("the password is 123456") })),
    Route { cost: Cost::Page, ..failing("/made", fails!(anyhow::anyhow!("the password is 123456").into())) },
    Route { cost: Cost::Page, ..failing("/made-panic", |_, _| Box::pin(async { panic!("the password is 123456") })) },
    Route { cost: Cost::Page, ..failing("/made-timeout", |_, _| Box::pin(std::future::pending())) },
    Route { cost: Cost::Page, ..failing("/busy", |_, _| Box::pin(async { Ok(busy()) })) },
    failing("/crowded", fails!(HttpError::Crowded)),
    failing("/unavailable", fails!(HttpError::Unavailable("unreachable"))),
    Route { area: Area::Api, ..failing("/api", fails!(HttpError::Busy)) },
    Route { verb: Verb::Post, ..failing("/sent", |_, request| Box::pin(async move { Ok(echo(request)) })) },
    failing("/sent", |_, request| Box::pin(async move { Ok(echo(request)) })),
];

/// Keeps the processor to itself for far longer than an answer may take.
fn busy() -> Response {
    std::thread::sleep(Duration::from_secs(4));
    Response::default()
}

fn echo(request: PageRequest) -> Response {
    Response::new(Body::from(request.body))
}

struct Told {
    status: u16,
    headers: axum::http::HeaderMap,
    text: String,
}

impl Told {
    fn header(&self, name: impl axum::http::header::AsHeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

async fn site() -> Router {
    site_within(Duration::from_millis(300)).await
}

async fn site_within(timeout: Duration) -> Router {
    router(running(Options { timeout, ..Options::default() }).await, TABLE)
}

async fn running(options: Options) -> Arc<Site> {
    let app = App {
        store: Store::in_memory().await.unwrap(),
        settings: Settings::default(),
        calendar: domain::calendar::Calendar::mainland(),
        clock: Clock::Fixed("2023-10-20T02:00:00Z".parse().unwrap()),
        ids: Ids::Random,
        looked: Default::default(),
        vault: Default::default(),
        spent: Default::default(),
    };
    Arc::new(Site::new(
        Arc::new(app).portal().unwrap(),
        options,
        crate::http::route::AtWork {
            sign_in_again: fails!(HttpError::SignIn),
            at_fault: |_, _, error| Box::pin(async move { Err(error) }),
        },
    ))
}

async fn ask(router: &Router, method: Method, address: &str, accept: &str, body: &'static str) -> Told {
    let request = Request::builder().method(method).uri(address).header(header::ACCEPT, accept);
    let answer = router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let text = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    Told { status: parts.status.as_u16(), headers: parts.headers, text }
}

#[tokio::test]
async fn every_error_is_a_page_and_json_in_both_languages() {
    let router = site().await;
    let cases = [
        ("/400", 400, "地址无法识别", "The address cannot be read"),
        ("/401", 401, "请先登录", "Please sign in first"),
        ("/403", 403, "此次提交未予受理", "This submission was refused"),
        ("/forbidden", 403, "没有权限", "You are not allowed to do this"),
        ("/rule", 409, "起草", "Whoever drafted a record may not review it"),
        ("/personal", 422, "文号：4301…", "document number: 4301…"),
        ("/404", 404, "没有这组数据", "There are no such figures"),
        ("/405", 405, "不支持这种操作", "This cannot be done here"),
        ("/409", 409, "内容已被他人修改", "Somebody else has changed this"),
        ("/410", 410, "信息已经撤下", "This has been taken down"),
        ("/413", 413, "提交的内容太大", "Too much was submitted"),
        ("/414", 414, "地址太长", "The address is too long"),
        ("/415", 415, "提交的格式不对", "The format is not accepted"),
        ("/422", 422, "阅读模式：不在可选范围之内", "Reading mode is not one of the choices"),
        ("/429", 429, "请求太频繁", "Too many requests"),
        ("/500", 500, "系统出了差错", "Something went wrong on our side"),
        ("/503", 503, "系统正忙", "The system is busy"),
        ("/timeout", 503, "一时忙不过来", "Busy for the moment"),
        ("/made-timeout", 503, "一时忙不过来", "Busy for the moment"),
        ("/crowded", 503, "一时忙不过来", "Busy for the moment"),
        ("/unavailable", 503, "暂时无法读取", "Cannot be read for the moment"),
        ("/nowhere", 404, "没有这个页面", "There is no such page"),
    ];
    for (address, status, zh, en) in cases {
        for (address, lang, words) in [(address.to_string(), "zh-CN", zh), (format!("/en{address}"), "en", en)] {
            let page = ask(&router, Method::GET, &address, "text/html", "").await;
            assert_eq!(page.status, status, "{address}");
            assert!(page.text.contains(words), "{address}: {}", page.text);
            assert!(page.text.contains(&format!("<html lang=\"{lang}\"")), "{address}");
            assert!(page.text.contains("/catalogue"), "{address}: a way on");
            assert_eq!(page.header(header::CONTENT_TYPE), "text/html; charset=utf-8");
            assert_eq!(page.header(header::CONTENT_LANGUAGE), lang);
            assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
            assert!(page.header(header::CONTENT_SECURITY_POLICY).starts_with("default-src 'none'"), "{address}");
            assert_eq!(!page.header(header::RETRY_AFTER).is_empty(), matches!(status, 429 | 503), "{address}");
            assert_eq!(!page.header(header::WWW_AUTHENTICATE).is_empty(), status == 401, "{address}");
            assert_eq!(page.header(header::ALLOW), if status == 405 { "POST" } else { "" }, "{address}");

            let json = ask(&router, Method::GET, &address, "application/json", "").await;
            assert_eq!((json.status, json.header(header::CONTENT_TYPE)), (status, "application/problem+json"));
            let problem: serde_json::Value = serde_json::from_str(&json.text).unwrap();
            assert_eq!(problem["status"], status, "{address}");
            assert!(json.text.contains(words), "{address}: {}", json.text);
        }
    }
}

#[tokio::test]
async fn a_fault_of_ours_is_a_number_and_nothing_of_its_cause() {
    // To tell of a panic takes its time.
    let router = site_within(Duration::from_secs(60)).await;
    for address in ["/500", "/panic", "/made", "/made-panic"] {
        for accept in ["text/html", "application/json"] {
            let told = ask(&router, Method::GET, address, accept, "").await;
            assert_eq!(told.status, 500, "{address}");
            assert!(!told.text.contains("password"), "{}", told.text);
            let number = format!("{:x}-", std::process::id());
            assert!(told.text.contains(&number), "{address}: {}", told.text);
        }
    }
}

#[tokio::test]
async fn an_answer_that_keeps_the_processor_to_itself_holds_nobody_up() {
    let router = site().await;
    let start = Instant::now();
    let (busy, other) =
        tokio::join!(ask(&router, Method::GET, "/busy", "", ""), ask(&router, Method::GET, "/410", "", ""));
    assert_eq!((busy.status, other.status), (503, 410));
    // The runtime of this test has one thread.
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

#[tokio::test]
async fn an_address_that_could_be_read_as_another_host_is_never_gone_to() {
    let router = site().await;
    for address in [
        "//evil.example/",
        "//evil.example//",
        "///evil.example/",
        "/\\evil.example/",
        "/\\/evil.example/",
        "\\\\evil.example/",
        "/%5cevil.example/",
        "/%5Cevil.example/",
        "/%5c%5cevil.example/",
        "/%2fevil.example/",
        "/%2F%5Cevil.example//",
        "/.//evil.example/",
        "/en//evil.example/",
        "/en/\\evil.example/",
        "/https://evil.example/",
    ] {
        // What is no address for HTTP does not come as far as this.
        let Ok(uri) = address.parse::<axum::http::Uri>() else { continue };
        let told = ask(&router, Method::GET, &uri.to_string(), "text/html", "").await;
        assert_eq!((told.status, told.header(header::LOCATION)), (404, ""), "{address}");
    }
    let told = ask(&router, Method::GET, "/nowhere/in/particular//", "text/html", "").await;
    assert_eq!((told.status, told.header(header::LOCATION)), (308, "/nowhere/in/particular"));
}

#[tokio::test]
async fn an_area_for_programs_speaks_json_unless_a_page_is_asked_for() {
    let router = site().await;
    for (accept, kind) in [
        ("", "application/problem+json"),
        ("*/*", "application/problem+json"),
        ("text/html", "text/html; charset=utf-8"),
    ] {
        assert_eq!(ask(&router, Method::GET, "/api", accept, "").await.header(header::CONTENT_TYPE), kind, "{accept}");
    }
}

#[tokio::test]
async fn two_rows_at_one_address_share_it_by_method() {
    let router = site().await;
    assert_eq!(ask(&router, Method::POST, "/sent", "", "123").await.text, "123");
    assert_eq!(ask(&router, Method::GET, "/sent", "", "123").await.text, "", "what reads is given no body");
    let head = ask(&router, Method::HEAD, "/sent", "", "").await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    assert_eq!(ask(&router, Method::PUT, "/sent", "", "").await.header(header::ALLOW), "POST, GET, HEAD");
    let long = ask(&router, Method::POST, "/sent", "text/html", "12345678901").await;
    assert_eq!(long.status, 413, "as many bytes as the row says");
}

#[tokio::test]
async fn what_there_is_no_place_for_is_refused_at_once_and_what_is_at_hand_is_not() {
    let options = Options { timeout: Duration::from_secs(60), at_once: 1, ..Options::default() };
    let site = running(options).await;
    let router = router(site.clone(), TABLE);
    // All places and the queue are taken by others.
    let mut taken = Vec::new();
    for other in 0..80u8 {
        let (site, client) = (site.clone(), IpAddr::from([192, 0, 2, other]));
        taken.push(tokio::spawn(async move { site.place(Cost::Page, client).await.map(std::mem::forget) }));
    }
    tokio::task::yield_now().await;
    let told = ask(&router, Method::GET, "/made", "text/html", "").await;
    assert_eq!((told.status, told.header(header::RETRY_AFTER)), (503, "5"));
    assert_eq!(ask(&router, Method::GET, "/410", "text/html", "").await.status, 410);
    taken.iter().for_each(tokio::task::JoinHandle::abort);
}
