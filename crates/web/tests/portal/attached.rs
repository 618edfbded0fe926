//! Attachments through the router: they come with the form of a draft, are read by the guard, are seen by whoever works on the
//! record, and by readers when it is public.

use crate::school::{Answer, School};
use crate::work::{Browser, notice};
use axum::http::{Method, StatusCode, header};

const TITLE: &str = "关于评选奖学金的通知";
/// Synthetic: region, date and check character hold.
const PERSON: &str = "11010519491231002X";

impl Browser<'_> {
    /// Sends the form of a draft with files, as a browser does whatever button is pressed.
    pub(crate) async fn sends(&mut self, address: &str, form: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in form {
            let head = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(head.into_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--XX--\r\n");
        self.send(Method::POST, address, "multipart/form-data; boundary=XX", body).await
    }

    /// The address of the attachment of this name in a page.
    async fn file_in(&mut self, page: &str, name: &str) -> Option<String> {
        let page = self.page(page).await;
        address_of(&page, name)
    }
}

/// The address behind the name of a file in a page.
fn address_of(page: &str, name: &str) -> Option<String> {
    let end = page.find(&format!("\" lang=\"zh-CN\">{name}</a>"))?;
    let start = page[..end].rfind("href=\"")? + 6;
    Some(page[start..end].to_string())
}

async fn published(school: &School, address: &str) {
    for (login, act) in [("head", "pass_unit"), ("secrecy", "pass_secrecy"), ("office", "publish")] {
        let mut person = school.signed_in(login).await;
        let done = person.post(address, &[("act", act), ("publish_at", "")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{login}: {}", done.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_with_the_form_is_stopped_redacted_sent_and_read_by_everybody() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let list = format!("姓名,身份证号\n甲,{PERSON}\n").into_bytes();
    let sent = clerk.sends("/work/new", &notice(TITLE, "见附件。", "", "save"), &[("名单.csv", &list)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let address = sent.header(header::LOCATION).split('?').next().unwrap().to_string();
    let page = clerk.page(&address).await;
    assert!(page.contains("有1处个人信息") && page.contains("110***********002X"), "{page}");
    assert!(!page.contains(PERSON), "nothing found is shown whole");

    let stopped = clerk.sends(&address, &notice(TITLE, "见附件，请查收。", "2", "submit"), &[]).await;
    assert!(stopped.header(header::LOCATION).contains("stopped=1"), "{}", stopped.text());
    let page = clerk.page(stopped.header(header::LOCATION)).await;
    assert!(page.contains("见附件，请查收。") && page.contains("value=\"redact:att_"), "{page}");
    let act = page.split("value=\"redact:").nth(1).unwrap().split('"').next().unwrap();
    let act = format!("redact:{act}");
    let redacted = clerk.sends(&address, &notice(TITLE, "见附件，请查收三遍。", "3", &act), &[]).await;
    assert_eq!(redacted.status, StatusCode::SEE_OTHER, "{}", redacted.text());
    let page = clerk.page(&address).await;
    assert!(page.contains("见附件，请查收三遍。"), "what was typed is saved with it: {page}");
    assert!(page.contains("没有查到证件号、手机号等个人信息"), "{page}");
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let sent = clerk.sends(&address, &notice(TITLE, "见附件，请查收三遍。", version, "submit"), &[]).await;
    assert!(sent.header(header::LOCATION).contains("saved=1"), "{}", sent.text());

    let mut head = school.signed_in("head").await;
    let file = head.file_in(&address, "名单.csv").await.expect("whoever reviews it sees the file");
    let read = head.get(&file).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(!read.text().contains(PERSON) && read.text().starts_with("姓名"), "{}", read.text());
    assert_eq!(read.header(header::CACHE_CONTROL), "no-store");
    let mut other = school.signed_in("other").await;
    assert_eq!(other.get(&file).await.status, StatusCode::NOT_FOUND, "a clerk of another unit has no such record");

    let public = address.replace("/work", "");
    let given = file.replace("/work", "");
    assert_eq!(school.get(&given).await.status, StatusCode::NOT_FOUND, "not before it is public");
    published(&school, &address).await;
    let page = school.get(&public).await.text();
    assert_eq!(address_of(&page, "名单.csv").as_deref(), Some(given.as_str()), "{page}");
    assert!(page.contains("表格，"), "{page}");
    let file = school.get(&given).await;
    assert_eq!((file.status, file.header(header::CONTENT_TYPE)), (StatusCode::OK, "text/csv"));
    let name = file.header(header::CONTENT_DISPOSITION);
    assert_eq!(name, "attachment; filename=\"__.csv\"; filename*=UTF-8''%E5%90%8D%E5%8D%95.csv");
    assert!(file.header(header::CONTENT_SECURITY_POLICY).ends_with("sandbox"));
    assert_eq!(file.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(file.body, read.body);
    let in_page = format!("{given}/text");
    assert!(page.contains(&format!("href=\"{in_page}\"")), "{page}");
    let shown = school.get(&in_page).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains("<td>姓名</td>") && shown.text().contains("<td>甲</td>"), "{}", shown.text());
    assert!(shown.text().contains("noindex") && !shown.text().contains(PERSON));
    let english = school.get(&format!("/en{in_page}")).await.text();
    assert!(english.contains("Text and tables only") && english.contains("<td>甲</td>"), "{english}");

    let mut office = school.signed_in("office").await;
    office.post(&address, &[("act", "withdraw"), ("reason", "附件有误"), ("successor", "")]).await;
    assert_eq!(school.get(&given).await.status, StatusCode::GONE, "what came down has no file");
    assert_eq!(school.get(&in_page).await.status, StatusCode::GONE, "nor is it read in a page");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_not_what_they_seem_are_not_taken_and_the_rest_is() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts(TITLE, "见附件。").await;
    let long = "长".repeat(300) + ".txt";
    let files: [(&str, &[u8]); 9] = [
        ("a.html", b"<script>alert(1)</script>"),
        ("b.svg", b"<svg onload='alert(1)'/>"),
        ("c.txt", b""),
        ("d.docx", b"<html>"),
        ("e.png", b"GIF89a"),
        ("f.pdf", b"MZ\x90"),
        ("13800138000.txt", b"x"),
        ("..\\\\..\\\\etc/g\u{202e}.txt", "好的".as_bytes()),
        (&long, "好的".as_bytes()),
    ];
    let sent = clerk.sends(&address, &notice(TITLE, "见附件。", "1", "submit"), &files).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = sent.text();
    assert!(page.contains("7件事没有办成"), "{page}");
    for (name, words) in [
        ("a.html", "这种文件不能作附件"),
        ("b.svg", "这种文件不能作附件"),
        ("c.txt", "是空文件"),
        ("d.docx", "对不上"),
        ("e.png", "对不上"),
        ("f.pdf", "对不上"),
        ("138****8000.txt", "文件名里有个人信息"),
    ] {
        assert!(page.contains(&format!("<li>{name}：")) && page.contains(words), "{name}: {page}");
    }
    assert!(address_of(&page, "g.txt").is_some(), "without folders and without what turns writing round: {page}");
    assert!(address_of(&page, &("长".repeat(116) + ".txt")).is_some(), "the ending stays: {page}");
    assert!(page.contains("data-s=\"draft\""), "with files missing it was not sent for review: {page}");
    let large = vec![b'x'; 24 * 1024 * 1024];
    let sent = clerk.sends(&address, &notice(TITLE, "见附件。", "4", "save"), &[("h.txt", &large)]).await;
    assert_eq!(sent.status, StatusCode::PAYLOAD_TOO_LARGE);
    let large = vec![b'x'; 20 * 1024 * 1024 + 1];
    let sent = clerk.sends(&address, &notice(TITLE, "见附件。", "3", "save"), &[("h.txt", &large)]).await;
    assert!(sent.text().contains("超过20 MB"), "{}", sent.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_saved_says_that_its_files_were_not_taken() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts(TITLE, "见附件。").await;
    for form in [notice("", "见附件。", "1", "save"), notice(TITLE, "另一个人写的", "9", "save")] {
        let sent = clerk.sends(&address, &form, &[("a.txt", b"x")]).await;
        assert!(
            sent.status.is_client_error() && sent.text().contains("还没有收下"),
            "{}: {}",
            sent.status,
            sent.text()
        );
    }
    let sent = clerk.sends("/work/new", &notice("", "见附件。", "", "save"), &[("a.txt", b"x")]).await;
    assert!(sent.text().contains("还没有收下"));
    assert_eq!(clerk.file_in(&address, "a.txt").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_not_lost_with_files_when_the_session_is_over() {
    let school = School::staffed().await;
    let mut stranger = school.browser(8);
    let sent = stranger.sends("/work/new", &notice("没有丢掉的标题", "x", "", "save"), &[("a.txt", b"x")]).await;
    assert_eq!(sent.status, StatusCode::UNAUTHORIZED);
    let page = sent.text();
    assert!(page.contains("name=\"kept.title\" value=\"没有丢掉的标题\"") && page.contains("再选一次"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_says_so_to_writer_and_reviewer_and_goes_on() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let sent = clerk
        .sends("/work/new", &notice(TITLE, "见附件。", "", "save"), &[("海报.png", b"\x89PNG\r\n\x1a\n...")])
        .await;
    let address = sent.header(header::LOCATION).split('?').next().unwrap().to_string();
    assert!(clerk.page(&address).await.contains("图片里的文字没有查"));
    let sent = clerk.sends(&address, &notice(TITLE, "见附件。", "2", "submit"), &[]).await;
    assert!(sent.header(header::LOCATION).contains("saved=1"), "{}", sent.text());
    let mut head = school.signed_in("head").await;
    assert!(head.page(&address).await.contains("图片里的文字没有查"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_takes_files_away_only_for_those_who_see_it() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let sent = clerk.sends("/work/new", &notice(TITLE, "见附件。", "", "submit"), &[("旧.txt", b"x")]).await;
    let address = sent.header(header::LOCATION).split('?').next().unwrap().to_string();
    published(&school, &address).await;
    let public = address.replace("/work", "");
    let old = address_of(&school.get(&public).await.text(), "旧.txt").expect("it is public");
    clerk.post(&address, &[("act", "amend"), ("change_note", "换附件")]).await;
    let page = clerk.page(&address).await;
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let act = format!("detach:{}", old.rsplit('/').next().unwrap());
    let mut form = notice(TITLE, "见附件。", version, &act);
    form.retain(|(name, _)| *name != "change_note");
    form.push(("change_note", "换附件"));
    let sent = clerk.sends(&address, &form, &[("新.txt", b"y")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let new = clerk.file_in(&address, "新.txt").await.expect("the draft has it");
    assert_eq!(clerk.file_in(&address, "旧.txt").await, None);
    let page = school.get(&public).await.text();
    assert!(address_of(&page, "旧.txt").is_some() && address_of(&page, "新.txt").is_none(), "{page}");
    let hidden = new.replace("/work", "");
    assert_eq!(school.get(&hidden).await.status, StatusCode::NOT_FOUND);
    let version = clerk.page(&address).await;
    let version = version.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    let mut form = notice(TITLE, "见附件。", &version, "submit");
    form.retain(|(name, _)| *name != "change_note");
    form.push(("change_note", "换附件"));
    clerk.sends(&address, &form, &[]).await;
    published(&school, &address).await;
    assert_eq!(school.get(&hidden).await.status, StatusCode::OK);
    assert_eq!(
        school.get(&old).await.status,
        StatusCode::NOT_FOUND,
        "what the edition on view has not is not given out"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_enter_key_in_a_field_saves_the_draft_and_takes_nothing_away() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let sent = clerk.sends("/work/new", &notice(TITLE, "见附件。", "", "save"), &[("a.txt", b"x")]).await;
    let page = clerk.page(sent.header(header::LOCATION).split('#').next().unwrap()).await;
    let form = page.split("class=\"edit").nth(1).unwrap();
    let acts: Vec<&str> =
        form.split("name=\"act\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(acts[0], "save", "a browser presses the first button: {acts:?}");
    assert!(acts.contains(&"delete") && acts.iter().any(|act| act.starts_with("detach:att_")), "{acts:?}");
}
