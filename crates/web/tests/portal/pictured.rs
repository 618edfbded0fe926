//! Pictures in the text of a record are its attachments: who works on it and its readers see them where they stand, and one
//! that is not attached is told.

use crate::school::School;
use crate::work::notice;
use axum::http::{StatusCode, header};

/// One point, as PNG.
const POINT: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0,
    0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99, 0x3d, 0x1d, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_a_text_is_an_attachment_that_stands_there() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let text = "流程见下图。\n![评选流程](图1.png)\n![](没有.png)";
    let form = notice("关于评选国家奖学金的通知", text, "", "save");
    let saved = clerk.sends("/work/new", &form, &[("图1.png", POINT)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let address = saved.header(header::LOCATION).split('?').next().unwrap().to_string();
    let page = clerk.page(&address).await;
    assert!(
        page.contains("图片不在附件里") && page.contains("没有.png"),
        "a picture that is not attached is told: {page}"
    );
    let seen = clerk.page(&format!("{address}?as=read")).await;
    assert!(seen.contains("alt=\"评选流程\"") && seen.contains("（图片“没有.png”没有附上）"), "{seen}");
    let picture = seen.split("<img src=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    let shown = clerk.get(&picture).await;
    assert_eq!((shown.status, shown.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/png"));
    assert_eq!(shown.body, POINT);
    let visitor = school.get(&picture.replace("/work", "")).await;
    assert_eq!(visitor.status, StatusCode::NOT_FOUND, "nobody else sees it before it is public");
}
