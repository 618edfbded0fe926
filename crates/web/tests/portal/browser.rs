//! A real browser: pages are drawn at three widths, and axe looks for what keeps people out.

use crate::school::School;
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use std::process::Command;
use testkit::{Tool, need};

/// What keeps a browser from talking to anybody but us.
pub(crate) const QUIET: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

async fn serve(listener: tokio::net::TcpListener, router: Router) {
    web::serve(listener, router, web::Connections::within(1024, Vec::new()), std::future::pending()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_draws_pages_at_three_widths() {
    let Some(browser) = need(Tool::Chromium) else { return };
    let school = School::sample().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(serve(listener, school.router()));
    let folder = std::env::temp_dir().join(format!("gongkai-browser-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for width in [390, 768, 1440] {
        for page in ["/", "/en/catalogue", "/figures"] {
            let file = folder.join(format!("{width}{}.png", page.replace('/', "-")));
            let (browser, size) = (browser.clone(), format!("--window-size={width},1200"));
            let (shot, url) = (format!("--screenshot={}", file.display()), format!("http://{address}{page}"));
            let profile = format!("--user-data-dir={}", folder.join("profile").display());
            let drawn = tokio::task::spawn_blocking(move || {
                Command::new(browser).args(QUIET).args([profile, size, shot, url]).output().unwrap()
            });
            assert!(drawn.await.unwrap().status.success());
            // An empty page of this size packs into a few kilobytes.
            assert!(std::fs::metadata(&file).unwrap().len() > 15_000, "{width} {page}");
        }
    }
    serving.abort();
    std::fs::remove_dir_all(&folder).unwrap();
}

const AXE: &str = include_str!("../assets/axe.min.js");
const RUNNER: &str = include_str!("../assets/axe-runner.js");
const WIDTHS: &str = include_str!("../assets/width-runner.js");

/// Serves every sample, the portal's assets, and the page that has axe look at all of them. Without the portal's
/// guards, which would rightly refuse the script.
fn axe_router(school: &School, work: Vec<(String, String)>) -> Router {
    let script = |text: &'static str| get(move || async move { ([("content-type", "text/javascript")], text) });
    let mut router = Router::new()
        .route("/axe.min.js", script(AXE))
        .route("/runner.js", script(RUNNER))
        .route("/widths.js", script(WIDTHS))
        .fallback_service(school.router());
    let mut addresses = Vec::new();
    for sample in web::samples().unwrap() {
        let address = format!("/sample/{}/{}", sample.lang.tag(), sample.name);
        router = router.route(&address, get(move || async move { Html(sample.html) }));
        addresses.push(address);
    }
    for (name, html) in work {
        let address = format!("/sample/{name}");
        router = router.route(&address, get(move || async move { Html(html) }));
        addresses.push(address);
    }
    let list = serde_json::to_string(&addresses).unwrap();
    for (name, runner) in [("/axe", "/runner.js"), ("/widths", "/widths.js")] {
        let page = format!(
            "<!doctype html><html lang=en><title>axe</title><body><script id=pages type=application/json>{list}</script>\
             <script src={runner}></script>"
        );
        router = router.route(name, get(move || async move { Html(page) }));
    }
    router
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_the_portal_is_wider_than_its_screen_and_all_parts_end_at_one_edge() {
    let Some(browser) = need(Tool::Chromium) else { return };
    let school = School::empty().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/widths", listener.local_addr().unwrap());
    let serving = tokio::spawn(serve(listener, axe_router(&school, Vec::new())));
    let folder = std::env::temp_dir().join(format!("gongkai-widths-{}", std::process::id()));
    let profile = format!("--user-data-dir={}", folder.display());
    let looked = tokio::task::spawn_blocking(move || {
        let budget = ["--virtual-time-budget=900000", "--window-size=1600,1000", "--dump-dom", &url];
        Command::new(browser).args(QUIET).arg(profile).args(budget).output().unwrap()
    });
    let told = String::from_utf8_lossy(&looked.await.unwrap().stdout).into_owned();
    std::fs::remove_dir_all(&folder).unwrap();
    serving.abort();
    let body = told.split("LOOKED AT ").nth(1).unwrap_or_else(|| panic!("the browser did not finish: {told}"));
    let mut lines = body.lines();
    let count: usize = lines.next().and_then(|count| count.split('<').next()?.trim().parse().ok()).unwrap();
    assert_eq!(count, 7 * web::samples().unwrap().len(), "every page at every width");
    let found: Vec<&str> = lines.filter(|line| line.starts_with("/sample/")).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_page_in_light_and_dark() {
    let Some(browser) = need(Tool::Chromium) else { return };
    let school = School::empty().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/axe", listener.local_addr().unwrap());
    let serving = tokio::spawn(serve(listener, axe_router(&school, crate::work::pages().await)));
    for (scheme, setting) in [("light", 1), ("dark", 0)] {
        let folder = std::env::temp_dir().join(format!("gongkai-axe-{scheme}-{}", std::process::id()));
        let (browser, url) = (browser.clone(), url.clone());
        let arguments = [
            format!("--user-data-dir={}", folder.display()),
            format!("--blink-settings=preferredColorScheme={setting}"),
        ];
        let looked = tokio::task::spawn_blocking(move || {
            Command::new(browser)
                .args(QUIET)
                .args(arguments)
                .args(["--virtual-time-budget=900000", "--dump-dom", &url])
                .output()
                .unwrap()
        });
        let told = String::from_utf8_lossy(&looked.await.unwrap().stdout).into_owned();
        std::fs::remove_dir_all(&folder).unwrap();
        let body = told.split("LOOKED AT ").nth(1).unwrap_or_else(|| panic!("{scheme}: axe did not finish"));
        let found: Vec<&str> = body.lines().skip(1).filter(|line| line.starts_with("/sample/")).collect();
        assert!(found.is_empty(), "{scheme}:\n{}", found.join("\n"));
    }
    serving.abort();
}
