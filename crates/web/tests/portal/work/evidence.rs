//! Evidence of a release: brought with it, shown beside it to those who work on it, and to nobody else.

use super::*;

/// A JPEG in its outer form, with a place in its particulars.
fn photograph() -> Vec<u8> {
    let exif = b"Exif\0\0II*\0\x08\0\0\0\0\0 GPS 29.37N 113.13E";
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, 0xD8, 0xFF, 0xE1][..], &length, exif, &[0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9]].concat()
}

impl Browser<'_> {
    async fn registers(
        &mut self,
        address: &str,
        fields: &[(&str, &str)],
        name: &str,
        bytes: &[u8],
    ) -> crate::school::Answer {
        let mut body = Vec::new();
        for (field, value) in fields {
            let part = format!("--XX\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let head = format!("--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n--XX--\r\n");
        self.send(Method::POST, address, "multipart/form-data; boundary=XX", body).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_shows_a_release_to_those_who_work_on_it_without_its_place() {
    let school = School::staffed().await.with_channels().await;
    let record = school.publishes("关于评选奖学金的通知", "正文。").await;
    let channels = format!("{record}/channels");
    let form = [
        ("act", "release"),
        ("edition", "1"),
        ("channel", "wechat"),
        ("on", "2023-10-20"),
        ("locator", "一食堂公告栏"),
    ];
    let mut clerk = school.signed_in("clerk").await;
    for (name, bytes, words) in [
        ("照片.html", b"<script>".to_vec(), "这种文件不能作附件"),
        ("表.xlsx", b"PK\x03\x04xx".to_vec(), "凭证请用截图、照片或扫描件"),
        ("照片.jpg", b"<script>".to_vec(), "内容和文件名的后缀对不上"),
    ] {
        let refused = clerk.registers(&channels, &form, name, &bytes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let page = refused.text();
        assert!(page.contains(words) && page.contains("value=\"一食堂公告栏\""), "{name}: {page}");
    }
    assert!(
        !clerk.page(&channels).await.contains("2023年10月20日</span><span class=\"sub\" lang=\"zh-CN\">一食堂公告栏")
    );
    let done = clerk.registers(&channels, &form, "公告栏.jpg", &photograph()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = clerk.page(&channels).await;
    let file = page.split("/evidence/").nth(1).unwrap().split('"').next().unwrap();
    let file = format!("{record}/evidence/{file}");
    assert!(page.contains(">公告栏.jpg</a>"), "{page}");
    for login in ["clerk", "head", "office", "supervisor"] {
        let given = school.signed_in(login).await.get(&file).await;
        assert_eq!(given.status, StatusCode::OK, "{login}");
        assert!(given.header(header::CONTENT_DISPOSITION).starts_with("attachment"), "never in a page's place");
        assert!(!given.body.windows(3).any(|part| part == b"GPS"), "where it was taken is not kept");
    }
    for login in ["other", "admin"] {
        let given = school.signed_in(login).await.get(&file).await;
        assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&given.status), "{login}: {}", given.status);
    }
    assert_eq!(school.get(&file.replace("/work", "")).await.status, StatusCode::NOT_FOUND);
    assert!(!school.get(&record.replace("/work", "")).await.text().contains("公告栏.jpg"), "readers see none of it");

    let (n, version) = (page.split("name=\"n\" value=\"").nth(1).unwrap(), version_in(&page).unwrap());
    let n = n.split('"').next().unwrap();
    let back = clerk.post(&channels, &[("act", "take_back"), ("n", n), ("version", &version)]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    assert_eq!(clerk.get(&file).await.status, StatusCode::NOT_FOUND, "it goes with what it showed");
}
