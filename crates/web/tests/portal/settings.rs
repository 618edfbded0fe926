//! What the configuration file does to the portal.

use crate::school::School;
use app::settings::Settings;
use axum::http::{StatusCode, header};

#[tokio::test]
async fn the_emblem_is_shown_beside_the_name_and_runs_nothing_by_itself() {
    let folder = std::env::temp_dir().join(format!("gongkai-web-emblem-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    std::fs::write(folder.join("emblem.svg"), svg).unwrap();
    let settings = Settings { emblem: Some("emblem.svg".into()), folder: folder.clone(), ..Settings::default() };
    let school = School::with(settings).await;
    std::fs::remove_dir_all(&folder).unwrap();
    let page = school.get("/").await.text();
    assert!(page.contains("<img class=\"emblem\" src=\"/assets/emblem\"") && !page.contains("alert(1)"));
    let emblem = school.get("/assets/emblem").await;
    assert_eq!((emblem.status, emblem.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/svg+xml"));
    let policy = emblem.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'") && !policy.contains("script-src"));
    assert_eq!(School::empty().await.get("/assets/emblem").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn filing_numbers_and_the_site_code_stand_on_every_page() {
    let settings = Settings {
        filings: vec!["湘ICP备00000000号".into(), "湘公网安备 <00000000000000号>".into()],
        site_code: Some("4300000001".into()),
        ..Settings::default()
    };
    let school = School::with(settings).await;
    for address in ["/", "/en/about", "/nowhere"] {
        let html = school.get(address).await.text();
        assert!(html.contains("<p>湘ICP备00000000号</p>"), "{address}");
        assert!(html.contains("湘公网安备 &#60;00000000000000号&#62;"), "{address}: as text, whatever it holds");
        assert!(html.contains("<meta name=\"SiteIDCode\" content=\"4300000001\">"), "{address}");
    }
    assert!(!School::empty().await.get("/").await.text().contains("SiteIDCode"));
}

#[tokio::test]
async fn the_brand_colour_dresses_links_and_headings() {
    let settings = Settings { brand_colour: Some("#8b1a2b".into()), ..Settings::default() };
    let school = School::with(settings).await;
    let page = school.get("/").await.text();
    let address = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let style = school.get(address).await;
    assert_eq!(style.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert!(style.text().contains("--link:#8b1a2b;--heading:#8b1a2b"));
    assert!(!School::empty().await.get("/assets/portal.css").await.text().contains("@layer brand{"));
}
