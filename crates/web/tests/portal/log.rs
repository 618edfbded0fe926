//! The public log as it is served: byte for byte, kept for ever where it never changes, and shown with the record.

use crate::school::School;
use axum::body::Body;
use axum::http::{HeaderName, Method, StatusCode, header};

/// A sample school whose log is sealed.
async fn sealed() -> School {
    let school = School::sample().await;
    std::fs::create_dir_all(&school.app.settings.folder).unwrap();
    app::jobs::stand(&school.app).await.unwrap();
    app::jobs::run_due(&school.app).await.unwrap();
    school
}

#[tokio::test]
async fn tiles_and_bundles_are_served_as_the_specification_says_and_kept_for_ever() {
    let school = sealed().await;
    let checkpoint = school.get("/log/checkpoint").await;
    assert_eq!(checkpoint.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    assert_eq!(checkpoint.header(header::CACHE_CONTROL), "public, no-cache");
    let size: usize = checkpoint.text().lines().nth(1).unwrap().parse().unwrap();
    assert!((100..256).contains(&size));
    for width in [1, 7, size] {
        let tile = school.get(&format!("/log/tile/0/000.p/{width}")).await;
        assert_eq!((tile.status, tile.body.len()), (StatusCode::OK, 32 * width));
        assert_eq!(tile.header(header::CONTENT_TYPE), "application/octet-stream");
        assert_eq!(tile.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
        let bundle = school.get(&format!("/log/tile/entries/000.p/{width}")).await;
        let (mut rest, mut entries) = (bundle.body.as_slice(), 0);
        while let Some((length, after)) = rest.split_first_chunk::<2>() {
            rest = &after[usize::from(u16::from_be_bytes(*length))..];
            entries += 1;
        }
        assert_eq!(entries, width);
    }
    let past = size + 1;
    for address in [
        &format!("0/000.p/{past}"),
        &format!("entries/000.p/{past}"),
        "0/000",
        "0/001.p/1",
        "1/000.p/1",
        "0/0",
        "entries/x000/000.p/1",
        "0/000.p/0",
        "..%2f..%2fetc",
    ] {
        let absent = school.get(&format!("/log/tile/{address}")).await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND, "{address}");
        assert!(!absent.header(header::CACHE_CONTROL).contains("immutable"), "{address}");
    }
    for address in [format!("/log/proof/{size}"), "/log/proof/00".into(), "/log/proof/x".into(), "/log?until=x".into()]
    {
        assert_eq!(school.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn a_record_shows_its_seal_when_it_is_sealed_and_never_before() {
    let school = School::sample().await;
    let record = school.a_record().await;
    let address = format!("/record/{}", record.id);
    let page = school.get(&address).await.text();
    assert!(!page.contains("class=\"seal\"") && school.get("/log/checkpoint").await.status == StatusCode::NOT_FOUND);
    std::fs::create_dir_all(&school.app.settings.folder).unwrap();
    app::jobs::stand(&school.app).await.unwrap();
    app::jobs::run_due(&school.app).await.unwrap();
    let page = school.get(&address).await.text();
    assert!(page.contains("class=\"seal\"") && page.contains("随台账导入"), "{page}");
    let proof = page.split("href=\"/log/proof/").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let proof = school.get(&format!("/log/proof/{proof}")).await;
    assert!(proof.header(header::CONTENT_DISPOSITION).contains(".tlog-proof"));
    assert!(proof.text().starts_with("c2sp.org/tlog-proof@v1\n"));
    let log = school.get("/log").await.text();
    assert!(log.contains(&record.index.to_string()) && school.get("/en/log").await.text().contains("Public log"));
    assert!(school.get("/log.csv").await.text().contains(&record.index.to_string()));
    let feed = school.get("/log.atom").await;
    assert_eq!(feed.header(header::CONTENT_TYPE), "application/atom+xml; charset=utf-8");
    let size: usize = school.get("/log/checkpoint").await.text().lines().nth(1).unwrap().parse().unwrap();
    let text = feed.text();
    let (mut reader, mut entries) = (quick_xml::Reader::from_str(&text), 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "entry" => entries += 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(entries, size.min(100));
    assert!(
        text.contains(&format!("/log/proof/{}\"", size - 1)) && !text.contains(record.editions[0].title.as_str()),
        "{text}"
    );
}

#[tokio::test]
async fn a_proof_that_somebody_sends_is_checked_and_one_that_was_changed_is_refused() {
    let school = sealed().await;
    let proof = school.get("/log/proof/3").await.text();
    let send = async |text: &str| {
        let body = format!(
            "--XX\r\nContent-Disposition: form-data; name=\"proof\"; filename=\"a.tlog-proof\"\r\n\r\n{text}\r\n--XX--\r\n"
        );
        let site = HeaderName::from_static("sec-fetch-site");
        let headers = [(site, "same-origin"), (header::CONTENT_TYPE, "multipart/form-data; boundary=XX")];
        school.send(Method::POST, "/log/verify", &headers, Body::from(body)).await
    };
    let sound = send(&proof).await;
    assert_eq!(sound.status, StatusCode::OK);
    assert!(sound.text().contains("证明成立") && sound.header(header::CACHE_CONTROL) == "no-store");
    for (wrong, said) in [
        (proof.replace("index 3", "index 4"), "不在签名的日志里"),
        (proof.replacen("\n1", "\n2", 1), "改动"),
        ("随便什么".to_string(), "这不是证明文件"),
    ] {
        let refused = send(&wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("role=\"alert\"") && !refused.text().contains("证明成立："), "{said}");
    }
}
