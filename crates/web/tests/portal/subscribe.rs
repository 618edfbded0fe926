//! Being told by mail, as a visitor does it in a browser, and as a mail program ends it with one press.

use crate::school::School;
use app::settings::Settings;
use app::settings_messages::MailSettings;
use axum::http::{Method, StatusCode, header};

/// A school that can send mail, to a server that nobody runs.
async fn mailing() -> School {
    let mail = MailSettings {
        server: "localhost".into(),
        security: "none".into(),
        from: "xxgk@example.edu.cn".into(),
        ..MailSettings::default()
    };
    let address = "https://xxgk.example.edu.cn".to_string();
    let school = School::with(Settings { mail: Some(mail), public_address: address, ..Settings::default() }).await;
    app::school::found(&school.ctx(), "某某职业学院", "vocational").await.unwrap();
    school
}

/// What opens the only subscription there is of this.
async fn token(school: &School, address: &str, about: &str) -> String {
    let reader = school.app.store.read().await.unwrap();
    reader.subscription_of(address, about).await.unwrap().unwrap().token
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_asks_confirms_and_leaves_without_a_script() {
    let school = mailing().await;
    let front = school.get("/item/37").await.text();
    assert!(front.contains("href=\"/subscribe?about=item-37\""), "{front}");
    let form = school.get("/subscribe?about=item-37").await.text();
    assert!(form.contains("name=\"about\" value=\"item-37\"") && form.contains("noindex"), "{form}");
    let wrong = school.post("/subscribe", "about=item-37&rhythm=daily&address=nobody").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("value=\"nobody\""), "what was typed is not lost");
    let noted = school.post("/subscribe", "about=item-37&rhythm=daily&address=a%40example.com").await;
    let again = school.post("/subscribe", "about=item-37&rhythm=daily&address=a%40example.com").await;
    assert_eq!((noted.status, noted.text()), (again.status, again.text()), "whatever is known of the address");
    assert!(!noted.text().contains("a@example.com"));
    assert_eq!(noted.header(header::CACHE_CONTROL), "no-store");
    let token = token(&school, "a@example.com", "item-37").await;
    // A program that looks at mails follows the link: that confirms nothing and ends nothing.
    for path in [format!("/subscription/{token}"), format!("/unsubscribe/{token}")] {
        let page = school.get(&path).await;
        assert_eq!((page.status, page.header(header::CACHE_CONTROL)), (StatusCode::OK, "no-store"), "{path}");
        assert!(page.text().contains("确认订阅"), "{path}");
    }
    let page = format!("/subscription/{token}");
    let confirmed = school.post(&page, "act=confirm&rhythm=at-once").await.text();
    assert!(confirmed.contains("已订阅") && confirmed.contains("value=\"at-once\" checked"), "{confirmed}");
    assert!(school.get(&format!("/en{page}")).await.text().contains("Leave and delete the address"));
    let left = school.post(&page, "act=leave").await.text();
    assert!(left.contains("已退订"), "{left}");
    assert!(school.get(&page).await.text().contains("没有这项订阅"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_of_a_mail_program_ends_it_whatever_it_sends() {
    let school = mailing().await;
    for (n, (kind, body)) in [
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
        ),
        ("text/plain", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let address = format!("a{n}@example.com");
        school.post("/subscribe", &format!("about=all&address=a{n}%40example.com")).await;
        let token = token(&school, &address, "all").await;
        school.post(&format!("/subscription/{token}"), "act=confirm&rhythm=daily").await;
        // No cookie, no page before it, nothing that says where it comes from.
        let path = format!("/unsubscribe/{token}");
        let ended = school.send(Method::POST, &path, &[(header::CONTENT_TYPE, kind)], body.into()).await;
        assert_eq!(ended.status, StatusCode::OK, "{kind}");
        let reader = school.app.store.read().await.unwrap();
        assert!(reader.subscription_by_token(&token).await.unwrap().is_none(), "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sender_may_not_ask_in_the_name_of_many() {
    let school = mailing().await;
    let mut taken = 0;
    for n in 0..60 {
        let answer = school.post("/subscribe", &format!("about=all&address=a{n}%40example.com")).await;
        taken += usize::from(answer.status == StatusCode::OK);
    }
    assert!((10..=25).contains(&taken), "{taken}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_without_mail_offers_none_and_what_does_not_exist_is_followed_by_nobody() {
    let school = School::sample().await;
    assert!(!school.get("/").await.text().contains("/subscribe"));
    assert!(school.get("/subscribe").await.text().contains("还没有开通邮件订阅"));
    let school = mailing().await;
    for about in ["item-99", "unit-none", "category-99", "poem"] {
        assert_eq!(school.get(&format!("/subscribe?about={about}")).await.status, StatusCode::NOT_FOUND, "{about}");
        let posted = school.post("/subscribe", &format!("about={about}&address=a%40example.com")).await;
        assert_eq!(posted.status, StatusCode::NOT_FOUND, "{about}");
    }
    let found = school.get("/subscribe?about=search-%E6%8B%9B%E7%94%9F").await.text();
    assert!(found.contains("搜索“招生”查到的新信息"), "{found}");
}
