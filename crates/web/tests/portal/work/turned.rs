//! Characters that turn the direction of writing, which nobody sees, are taken out of every form, and whoever sent it is told.

use super::*;

const TURNED: &str = "关于评选\u{202e}奖学金\u{2069}的通知";
const PLAIN: &str = "关于评选奖学金的通知";
const TOLD: &str = "会改变文字方向的字符，已经去掉";

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_keeps_its_words_without_them_and_its_writer_is_told() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let answer = clerk.post("/work/new", &notice(TURNED, "正文\u{200f}。", "", "save")).await;
    let to = answer.header(header::LOCATION).to_string();
    assert!(to.contains("cleaned=1"), "{to}");
    let page = clerk.page(&to).await;
    assert!(page.contains(TOLD) && page.contains(PLAIN) && page.contains("正文。"), "{page}");
    assert!(!page.contains(['\u{202e}', '\u{2069}', '\u{200f}']), "{page}");
    let address = to.split('?').next().unwrap();
    assert!(!clerk.page(address).await.contains(TOLD), "once, and not of what was sent without any");
    // A form that comes back shows what was typed without them, and says so itself.
    let wrong = clerk.post("/work/new", &notice(&TURNED.repeat(60), "正文", "", "save")).await;
    assert!(wrong.text().contains(TOLD) && !wrong.text().contains('\u{202e}'), "{}", wrong.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_a_document_and_a_visitors_form_are_read_without_them() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let sent = |name: &str, file: &str, bytes: &str| {
        let head = format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"");
        format!("--XX\r\n{head}\r\nContent-Type: text/plain\r\n\r\n{bytes}\r\n--XX--\r\n").into_bytes()
    };
    let kind = "multipart/form-data; boundary=XX";
    let text = format!("{TURNED}\n\n各班：\n评选工作现在开始。\n");
    let read = clerk.send(Method::POST, "/work/new/document", kind, sent("file", "a.txt", &text)).await.text();
    assert!(read.contains(TOLD) && read.contains(PLAIN) && !read.contains('\u{202e}'), "{read}");
    let list = "姓名,学院\n李示\u{202e}例,商学院\n";
    let address = "/work/publicity/new/national_scholarship";
    let read = clerk.send(Method::POST, address, kind, sent("file", "b.csv", list)).await.text();
    assert!(read.contains(TOLD) && read.contains("李示例") && !read.contains('\u{202e}'), "{read}");
    let mut admin = school.signed_in("admin").await;
    let staff = "工号,姓名,单位,岗位\n9001,李\u{202e}示例,教务处,信息员\n";
    let read = admin.send(Method::POST, "/work/settings/staff", kind, sent("file", "c.csv", staff)).await.text();
    assert!(read.contains(TOLD) && read.contains("李示例") && !read.contains('\u{202e}'), "{read}");

    let posted = periods::posted(&school).await;
    let mut visitor = school.browser(77);
    let fields = [("text", "名\u{202e}额算错了"), ("row", ""), ("name", ""), ("contact", "")];
    let filed = visitor.post(&format!("/record/{posted}/objection"), &fields).await;
    assert!(filed.text().contains(TOLD), "{}", filed.text());
    let seen = school.signed_in("head").await.page(&format!("/work/publicity/{posted}")).await;
    assert!(seen.contains("名额算错了"), "{seen}");
}
