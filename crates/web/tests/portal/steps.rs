//! Steps at the workbench that are taken twice, on a page that is stale, or with more than can be taken: nothing is done that
//! nobody wanted, and nothing that was typed is lost.

use crate::school::School;
use crate::work::{Browser, notice, version_in};
use axum::http::{Method, StatusCode, header};

/// Presses twice what a page offered; where the second press leads.
async fn twice(person: &mut Browser<'_>, address: &str, act: &[(&str, &str)]) -> String {
    let seen = version_in(&person.page(address).await).unwrap();
    let press = [act, &[("version", seen.as_str())]].concat();
    let first = person.post(address, &press).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{act:?}: {}", first.text());
    let again = person.post(address, &press).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{act:?}: {}", again.text());
    again.header(header::LOCATION).to_string()
}

async fn approved(school: &School) -> String {
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("通知", "正文").await;
    assert_eq!(clerk.post(&address, &notice("通知", "正文", "1", "submit")).await.status, StatusCode::SEE_OTHER);
    for (person, act) in [("head", "pass_unit"), ("secrecy", "pass_secrecy")] {
        let done = school.signed_in(person).await.post(&address, &[("act", act)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
    }
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_planned_amended_or_deleted_twice_is_done_once_and_told_as_done() {
    let school = School::staffed().await;
    let address = approved(&school).await;
    let mut office = school.signed_in("office").await;
    twice(&mut office, &address, &[("act", "plan"), ("publish_at", "2023-10-25T09:00")]).await;
    twice(&mut office, &address, &[("act", "plan_off")]).await;
    let seen = version_in(&office.page(&address).await).unwrap();
    let plan = |at: &'static str| [("act", "plan"), ("publish_at", at), ("version", seen.as_str())];
    assert_eq!(office.post(&address, &plan("2023-10-26T09:00")).await.status, StatusCode::SEE_OTHER);
    let other = office.post(&address, &plan("2023-10-27T09:00")).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "another minute is no second press");
    assert_eq!(office.post(&address, &[("act", "plan_off")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(office.post(&address, &[("act", "publish")]).await.status, StatusCode::SEE_OTHER);

    let mut clerk = school.signed_in("clerk").await;
    twice(&mut clerk, &address, &[("act", "amend"), ("change_note", "补充期限")]).await;
    assert!(clerk.page(&address).await.contains("补充期限"));
    twice(&mut clerk, &address, &[("act", "delete")]).await;
    let draft = clerk.drafts("另一份", "正文").await;
    let after = twice(&mut clerk, &draft, &[("act", "delete")]).await;
    assert_eq!(after.split('&').next(), Some("/work?done=delete"));
    let other = school.signed_in("head").await.post(&draft, &[("act", "delete"), ("version", "1")]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "whoever did not delete it is told that it is not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_too_large_take_nothing_along_that_was_typed() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("通知", "正文").await;
    for address in ["/work/new", &address] {
        let mut body = String::new();
        for (name, value) in notice("写了很久的标题", "写了很久的正文", "1", "save") {
            body += &format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += "--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n";
        let mut body = body.into_bytes();
        body.resize(body.len() + (26 << 20), b'x');
        body.extend_from_slice(b"\r\n--XX--\r\n");
        let answer = clerk.send_announced(address, "multipart/form-data; boundary=XX", body).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{address}");
        let page = answer.text();
        assert!(page.contains("写了很久的标题") && page.contains("写了很久的正文"), "{address}");
        assert!(page.contains("没有收下") && page.contains("name=\"act\" value=\"save\""), "{address}");
    }
    assert!(clerk.page(&address).await.contains("value=\"通知\""), "nothing of it was saved");
    let mine = clerk.page("/work/ledger?view=mine").await;
    assert!(!mine.contains("写了很久的标题"), "{mine}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_sees_the_text_as_readers_will_and_goes_on_writing() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("通知", "正文").await;
    let version = version_in(&clerk.page(&address).await).unwrap();
    let text = "# 一、名额\n| 班 | 名额 |\n| 甲 | 3 |";
    let seen = clerk.post(&address, &notice("改过的通知", text, &version, "see")).await;
    assert_eq!((seen.status, seen.leads()), (StatusCode::SEE_OTHER, format!("{address}?as=read")));
    let page = clerk.page(&seen.leads()).await;
    assert!(page.contains("改过的通知") && page.contains("<td>甲</td>") && !page.contains("| 甲 |"), "{page}");
    assert!(page.contains("还没有送审，也没有公开") && page.contains(&format!("href=\"{address}\"")), "{page}");
    assert!(clerk.page(&address).await.contains("| 甲 | 3 |"), "its form is where it was");
    assert_eq!(school.get(&address.replace("/work", "")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reviews_a_picture_ticks_that_they_opened_it() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("通知", "正文").await;
    let body = b"--XX\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\nsave\r\n".to_vec();
    let mut form = Vec::new();
    for (name, value) in notice("通知", "正文", "1", "save").into_iter().filter(|(name, _)| *name != "act") {
        form.extend_from_slice(
            format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    form.extend_from_slice(&body);
    form.extend_from_slice(b"--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.png\"\r\n\r\n");
    form.extend_from_slice(b"\x89PNG\r\n\x1a\n0000\r\n--XX--\r\n");
    let saved = clerk.send(Method::POST, &address, "multipart/form-data; boundary=XX", form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let version = version_in(&clerk.page(&address).await).unwrap();
    let sent = clerk.post(&address, &notice("通知", "正文", &version, "submit")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let mut head = school.signed_in("head").await;
    let page = head.page(&address).await;
    assert!(page.contains("已打开看过：a.png"), "{page}");
    let untold = head.post(&address, &[("act", "pass_unit")]).await;
    assert_eq!(untold.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(untold.text().contains("还有文件没有打开看过"), "{}", untold.text());
    let file = page.split("name=\"looked\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let told = head.post(&address, &[("act", "pass_unit"), ("looked", file)]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text());
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert!(log.contains("打开看过的附件"), "{log}");
}
