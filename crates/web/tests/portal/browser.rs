//! A real browser, where `GONGKAI_TEST_CHROMIUM` names one: pages are drawn at three widths.

use crate::school::School;
use std::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_draws_pages_at_three_widths() {
    let Ok(browser) = std::env::var("GONGKAI_TEST_CHROMIUM") else { return };
    let school = School::sample().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(web::serve(listener, school.router(), std::future::pending()));
    let folder = std::env::temp_dir().join(format!("gongkai-browser-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for width in [390, 768, 1440] {
        for page in ["/", "/en/catalogue", "/figures"] {
            let file = folder.join(format!("{width}{}.png", page.replace('/', "-")));
            let (browser, size) = (browser.clone(), format!("--window-size={width},1200"));
            let (shot, url) = (format!("--screenshot={}", file.display()), format!("http://{address}{page}"));
            let profile = format!("--user-data-dir={}", folder.join("profile").display());
            let drawn = tokio::task::spawn_blocking(move || {
                let quiet = [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ];
                Command::new(browser).args(quiet).args([profile, size, shot, url]).output().unwrap()
            });
            assert!(drawn.await.unwrap().status.success());
            // An empty page of this size packs into a few kilobytes.
            assert!(std::fs::metadata(&file).unwrap().len() > 15_000, "{width} {page}");
        }
    }
    serving.abort();
    std::fs::remove_dir_all(&folder).unwrap();
}
