//! The office asks for what is due, and people see what they are reminded of; messages that did not leave.

use super::*;
use domain::catalogue::{ItemSetting, TimingRule};
use domain::event::{Act, Event, Object};
use store::{MessageKind, MessageState, NewMessage};

impl School {
    /// Item 20 of 教务处 was due by 10 October and is eight working days late; nobody of 财务处 but a clerk, with an item that
    /// was never disclosed.
    pub(crate) async fn with_late_items(self) -> School {
        let ctx = self.ctx();
        let mut change = ctx.write().await.unwrap();
        for (item, unit, timing) in [
            ("20", "jwc", TimingRule::YearlyBy { month: 10, day: 10 }),
            ("39", "jwc", TimingRule::WithinWorkingDays(20)),
            ("9", "cwc", TimingRule::WithinWorkingDays(20)),
        ] {
            let item = item.parse().unwrap();
            let setting = ItemSetting { unit: Some(unit.into()), timing: Some(timing), ..ItemSetting::of(item) };
            change.save_item_setting(&setting).await.unwrap();
        }
        change.commit(Event::new(Act::ItemSet, Object::School)).await.unwrap();
        self
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_asks_for_all_that_is_late_in_one_click_and_the_clerk_sees_who_asked() {
    let school = School::staffed().await.with_late_items().await;
    let mut office = school.signed_in("office").await;
    let home = office.page("/work").await;
    assert!(home.contains("催办全部逾期") && home.contains("第20项"), "{home}");
    assert!(home.contains("value=\"jwc\"><button class=\"btn small\""), "each unit has its button: {home}");
    let asked = office.post("/work/urge", &[("act", "late")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let home = office.page(asked.header(header::LOCATION)).await;
    assert!(home.contains("催办了1件事，通知1人"), "{home}");
    assert!(home.contains("office同事催过"), "who was reminded last, and when: {home}");
    let again = office.post("/work/urge", &[("act", "late")]).await;
    let home = office.page(again.header(header::LOCATION)).await;
    assert!(home.contains("有1件今天已经催过，没有再催"), "{home}");

    let mut clerk = school.signed_in("clerk").await;
    let home = clerk.page("/work").await;
    assert!(home.contains("提醒<b>1</b>") && home.contains("office同事催办"), "{home}");
    assert!(!home.contains("1到期</a>"), "{home}");
    clerk.drafts("关于评选奖学金的通知", "正文").await;
    let home = clerk.page("/work").await;
    assert!(
        home.contains("<td class=\"\">15<i>18</i><a href=\"/work/ledger?view=on-its-way\">1到期</a>"),
        "the calendar has the day it is due: {home}"
    );
    let page = clerk.page("/work/reminders").await;
    assert!(page.contains("1条没有看的提醒"), "{page}");
    let nr = page.split("name=\"nr\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_string();
    let mut other = school.signed_in("other").await;
    other.post("/work/reminders", &[("act", "read-all"), ("nr", &nr)]).await;
    assert!(clerk.page("/work").await.contains("提醒<b>1</b>"), "nobody reads for others");
    let read = clerk.post("/work/reminders", &[("act", "read"), ("nr", &nr)]).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER);
    assert!(!clerk.page("/work").await.contains("提醒<b>"));
    assert!(school.signed_in("supervisor").await.page("/work/log").await.contains("催办"));
}

#[tokio::test(flavor = "multi_thread")]
async fn chosen_items_are_asked_for_with_a_note_and_what_was_typed_is_kept() {
    let school = School::staffed().await.with_late_items().await;
    let mut office = school.signed_in("office").await;
    let page = office.page("/work/urge").await;
    for words in ["全校逾期", "逾期8个工作日", "催给clerk同事", "从未公开 1", "没有提醒过"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!office.page("/work/urge?unit=cwc").await.contains("value=\"39\""), "one unit alone");
    let nothing = office.post("/work/urge", &[("act", "items"), ("note", "请今天办"), ("back", "/work/urge")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text().contains("没有选事项") && nothing.text().contains("请今天办</textarea>"));
    let long = "请".repeat(201);
    let fields = [("act", "items"), ("item", "39"), ("note", long.as_str()), ("back", "/work/urge")];
    let wrong = office.post("/work/urge", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = wrong.text();
    assert!(
        text.contains("超过200字")
            && text.contains(&long)
            && text.contains("value=\"39\" aria-label=\"第39项\" checked"),
        "{text}"
    );
    let fields = [("act", "items"), ("item", "39"), ("item", "9"), ("note", "请<今天>办"), ("back", "/work/urge")];
    let asked = office.post("/work/urge", &fields).await;
    assert!(asked.header(header::LOCATION).starts_with("/work/urge?urged=2.2."), "{}", asked.header(header::LOCATION));
    assert!(office.page(asked.header(header::LOCATION)).await.contains("今天催过了"));
    let told = school.signed_in("clerk").await.page("/en/work/reminders").await;
    assert!(told.contains("请&#60;今天&#62;办") && told.contains("1 unread reminder"), "{told}");
    for login in ["clerk", "head", "secrecy", "supervisor", "admin"] {
        let mut browser = school.signed_in(login).await;
        assert_eq!(browser.get("/work/urge").await.status, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(browser.post("/work/urge", &[("act", "late")]).await.status, StatusCode::FORBIDDEN, "{login}");
        assert!(!browser.page("/work").await.contains("/work/urge"), "{login} is not offered it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_chooses_how_they_are_reached() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let page = clerk.page("/work/reminders").await;
    assert!(page.contains("还没有提醒") && page.contains("学校还没有设发信的邮件服务器"), "{page}");
    let form = |email, mail| [("act", "reach"), ("email", email), ("mail", mail), ("lang", "en")];
    let wrong = clerk.post("/work/reminders", &form("沈@x", "")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = wrong.text();
    assert!(text.contains("这不像邮箱地址") && text.contains("value=\"沈@x\" aria-invalid"), "{text}");
    assert!(!text.contains("name=\"mail\" value=\"yes\" checked"), "{text}");
    let chosen = clerk.post("/work/reminders", &form("shen@example.edu.cn", "")).await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    let page = clerk.page(chosen.header(header::LOCATION)).await;
    assert!(page.contains("value=\"shen@example.edu.cn\"") && page.contains("value=\"en\" selected"), "{page}");
    assert!(!page.contains("name=\"mail\" value=\"yes\" checked") && page.contains("通知方式已保存"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_leave_is_shown_with_why_and_tried_again() {
    let school = School::staffed().await;
    let now = school.app.clock.now();
    let mut tx = school.app.store.write().await.unwrap();
    let message = NewMessage {
        key: "trial".into(),
        kind: MessageKind::Robot,
        recipient: "office-group".into(),
        subject: "逾期2件".into(),
        plain: "【信息公开】逾期2件".into(),
        html: String::new(),
        due_at: now,
    };
    tx.put_up_message(&message, now).await.unwrap();
    tx.enqueue("deliver", "", now).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    app::jobs::run_due(&school.app).await.unwrap();
    let mut office = school.signed_in("office").await;
    let page = office.page("/work/jobs").await;
    for words in ["1封没有发出", "逾期2件", "office-group", "设置里没有叫 office-group 的机器人", "再试一次"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(
        school.signed_in("admin").await.page("/en/work/jobs").await.contains("the settings have no robot office-group")
    );
    let nr =
        page.split("name=\"message\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_string();
    let again = office.post("/work/jobs", &[("message", &nr)]).await;
    assert_eq!(again.leads(), "/work/jobs?done=retry", "{}", again.text());
    let stored = school.app.store.read().await.unwrap().messages(1).await.unwrap().remove(0);
    assert_eq!(stored.state, MessageState::Queued);
    for login in ["clerk", "head", "secrecy", "supervisor"] {
        let mut browser = school.signed_in(login).await;
        assert_eq!(browser.get("/work/jobs").await.status, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(browser.post("/work/jobs", &[("message", &nr)]).await.status, StatusCode::FORBIDDEN, "{login}");
    }
}
