//! Slips that cost people their work or their trust: a form sent twice, an act on a text nobody saw, a word of what was not
//! done, an answer to more than was asked.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_twice_makes_one_thing() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let page = clerk.page("/work/new").await;
    let once = page.split("name=\"once\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    let mut form = notice("双击的通知", "正文。", "", "save");
    form.push(("once", &once));
    let first = clerk.post("/work/new", &form).await;
    let again = clerk.post("/work/new", &form).await;
    let at = |answer: &crate::school::Answer| answer.header(header::LOCATION).split('?').next().unwrap().to_string();
    assert_eq!((again.status, at(&again)), (StatusCode::SEE_OTHER, at(&first)), "{}", again.text());
    let more = notice("双击的通知", "正文，又写了一段。", "", "save");
    let more: Vec<_> = more.into_iter().chain([("once", once.as_str())]).collect();
    assert_eq!(at(&clerk.post("/work/new", &more).await), at(&first));
    assert!(clerk.page(&at(&first)).await.contains("又写了一段"), "what was written since is kept");
    assert_eq!(clerk.page("/work/ledger").await.matches(">双击的通知</a>").count(), 1);

    let said = [("act", "comment"), ("wording", "请看第二段"), ("once", "one")];
    for _ in 0..2 {
        assert_eq!(clerk.post_bare(&at(&first), &said).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(clerk.page(&at(&first)).await.matches("请看第二段").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_say_which_text_they_saw_does_nothing_to_it() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("没有看过的通知", "正文。").await;
    clerk.post(&address, &notice("没有看过的通知", "正文。", "1", "submit")).await;
    let mut head = school.signed_in("head").await;
    for bare in [&[("act", "pass_unit")][..], &[("act", "send_back"), ("reason", "不全")]] {
        assert_eq!(head.post_bare(&address, bare).await.status, StatusCode::BAD_REQUEST);
    }
    assert!(head.page(&address).await.contains("value=\"pass_unit\""), "it is where it was");
    assert_eq!(head.post(&address, &[("act", "nonsense")]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_address_says_was_done_is_told_to_whom_the_site_sent_there_and_nobody_else() {
    let school = School::staffed().await;
    let mut head = school.signed_in("head").await;
    for (address, words) in [
        ("/work?done=nil", "零报告已签署"),
        ("/work?done=delete", "已删除"),
        ("/work?urged=5.3.0.0.0", "催办了5件事"),
        ("/work/account?done=password", "密码"),
        ("/work/reminders?done=reach", "已"),
    ] {
        let page = head.page(address).await;
        assert!(!page.contains("class=\"msg done"), "{address} said {words}: {page}");
    }
    let mut clerk = school.signed_in("clerk").await;
    let draft = clerk.drafts("要删的通知", "正文。").await;
    let gone = clerk.post(&draft, &[("act", "delete")]).await;
    let there = gone.header(header::LOCATION).to_string();
    assert!(clerk.page(&there).await.contains("class=\"msg done"), "{there}");
    assert!(!head.page(&there).await.contains("class=\"msg done"), "nor is it told to somebody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_in_words_and_refuses_what_it_does_not_understand() {
    let school = School::staffed().await;
    let mut supervisor = school.signed_in("supervisor").await;
    let page = supervisor.page("/work/log").await;
    assert!(page.contains("岗位：教务处·信息员") && page.contains("账号：已邀请"), "{page}");
    assert!(!page.contains("posts=") && !page.contains("clerk@jwc"), "{page}");
    for address in ["/work/log?act=nonsense", "/work/log?from=yesterday", "/work/log.csv?act=nonsense"] {
        assert_eq!(supervisor.get(address).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
    assert_eq!(supervisor.get("/work/log?act=&from=&who=").await.status, StatusCode::OK, "an empty field asks nothing");
    let text = supervisor.get("/work/log.csv").await.text();
    let heads: Vec<&str> = text.lines().next().unwrap().trim_start_matches('\u{feff}').split(',').collect();
    let distinct: std::collections::BTreeSet<&&str> = heads.iter().collect();
    assert_eq!(distinct.len(), heads.len(), "{heads:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_several_asks_about_those_that_can_be_and_says_what_stays() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let (draft, sent) = (clerk.drafts("还是草稿", "正文。").await, clerk.drafts("已经送审", "正文。").await);
    clerk.post(&sent, &notice("已经送审", "正文。", "1", "submit")).await;
    let id = |address: &str| address.rsplit('/').next().unwrap().to_string();
    let draft = super::table::row(&mut clerk, &id(&draft)).await;
    let sent = super::table::row(&mut clerk, &id(&sent)).await;
    let both = [("act", "delete"), ("id", &draft), ("id", &sent)].map(|(name, value)| (name, value.to_string()));
    let both: Vec<(&str, &str)> = both.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let asked = clerk.post("/work/ledger", &both).await.text();
    assert!(asked.contains("有1件不能删，会留着"), "{asked}");
    assert!(asked.contains(&format!("name=\"id\" value=\"{draft}\"")), "{asked}");
    assert!(!asked.contains(&format!("name=\"id\" value=\"{sent}\"")), "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_cannot_be_are_told_by_what_they_count() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let form = |value: &'static str, unit: &'static str, definition: &'static str, state: &str| {
        let fields = [
            ("act", "save"),
            ("key", "some"),
            ("title", "情况"),
            ("year", "2022-2023"),
            ("item", "19"),
            ("source", "系统"),
            ("identities", ""),
            ("figure.0.key", "f1"),
            ("figure.0.name", "数"),
            ("figure.0.value", value),
            ("figure.0.unit", unit),
            ("figure.0.definition", definition),
        ];
        let fields = fields.map(|(name, value)| (name.to_string(), value.to_string()));
        fields.into_iter().chain([("state".to_string(), state.to_string())]).collect::<Vec<_>>()
    };
    for (value, unit, words) in [
        ("12.5", "人", "不是整数，没有存"),
        ("-3", "门", "人数、门数、件数不会小于0"),
        ("-3", "万元", "金额可以为负"),
        ("120", "%", "超过100%，没有存"),
    ] {
        let fields = form(value, unit, "", "");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let refused = office.post("/work/figures/new", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}{unit}");
        assert!(refused.text().contains(words), "{words}: {}", refused.text());
    }
    let fields = form("120.0", "%", "招生计划完成率，可超过100%", "");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let saved = office.post("/work/figures/new", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());

    // What was there does not go without a word.
    let address = "/work/figures/2022-2023/some";
    let page = office.page(address).await;
    let state = page.split("name=\"state\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut fields = form("", "%", "", state);
    let bare: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = office.post(address, &bare).await;
    assert!(refused.text().contains("这里原来有数，现在空着"), "{}", refused.text());
    fields.push(("figure.0.disputed".to_string(), "来源有误，待核".to_string()));
    let said: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let saved = office.post(address, &said).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_below_nothing_is_refused_unless_its_definition_says_why_it_may_be() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let form = |definition: &'static str| {
        vec![
            ("act", "save"),
            ("key", "balance"),
            ("title", "经费"),
            ("year", "2022-2023"),
            ("item", "19"),
            ("source", "财务系统"),
            ("state", ""),
            ("identities", ""),
            ("figure.0.name", "结余"),
            ("figure.0.value", "-12"),
            ("figure.0.unit", "万元"),
            ("figure.0.definition", definition),
        ]
    };
    let refused = office.post("/work/figures/new", &form("收入减支出")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("是负数，没有存") && page.contains("value=\"-12\""), "{page}");
    let saved = office.post("/work/figures/new", &form("收入减支出，可为负：当年动用了上年结转")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    // What is wrong is told by the name of its field, in the reader's language.
    let mut wrong = form("可为负");
    wrong.retain(|(name, _)| *name != "year");
    wrong.push(("year", "last"));
    let page = office.post("/en/work/figures/new", &wrong).await.text();
    assert!(page.contains("“School year”") || page.contains("School year"), "{page}");
    assert!(!page.contains("in “学年”"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_is_told_in_the_workbench_with_its_limit_and_the_way_back() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("附件太大的通知", "正文。").await;
    let answer =
        clerk.send(Method::POST, &address, "multipart/form-data; boundary=XX", vec![b'x'; 24 * 1024 * 1024]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let page = answer.text();
    assert!(page.contains("最多20 MB") && page.contains("按浏览器的“后退”，写的还在"), "{page}");
    assert!(page.contains("class=\"rail\""), "a page of the workbench: {page}");
}
