//! What is suspected is asked about in the form, and looked at by whoever passes it on; what was withdrawn is taken down
//! elsewhere; what was sent is taken back; what is on its way is where the board leads.

use super::*;

/// Synthetic: the check character is wrong, so that the guard is not certain.
const TEXT: &str = "联系编号：身份证号110105194912310021。";

fn about(page: &str) -> String {
    page.split("name=\"suspect\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspicion_is_answered_by_the_clerk_and_ticked_by_head_reviewer_and_office() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("通知", TEXT).await;
    let sent = clerk.post(&address, &notice("通知", TEXT, "1", "submit")).await;
    assert!(sent.header(header::LOCATION).contains("unanswered=1"), "{}", sent.header(header::LOCATION));
    let page = clerk.page(sent.header(header::LOCATION).split('#').next().unwrap()).await;
    assert!(page.contains("还没有送审：里面有像是个人信息") && page.contains("name=\"suspect_why\""), "{page}");
    let about = about(&page);
    let section = page.split("id=\"suspected\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(section.contains("身份证件号码") && !section.contains("110105194912310021"), "{section}");
    let version = version_in(&page).unwrap();
    let answer = |is: &'static str, why: &'static str| {
        let mut form = notice("通知", TEXT, &version, "submit");
        form.extend([("suspect", about.as_str()), ("suspect_is", is), ("suspect_why", why)]);
        form.into_iter().map(|(name, value)| (name.to_string(), value.to_string())).collect::<Vec<_>>()
    };
    let borrowed = |form: &[(String, String)]| -> Vec<(String, String)> { form.to_vec() };
    let unlawful = borrowed(&answer("lawful", "学校一直公开"));
    let fields: Vec<(&str, &str)> = unlawful.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let refused = clerk.post(&address, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("请写明规定的条款") && text.contains("value=\"学校一直公开\""), "{text}");
    let good = answer("not_personal", "是设备的编号");
    let fields: Vec<(&str, &str)> = good.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sent = clerk.post(&address, &fields).await;
    assert!(sent.header(header::LOCATION).contains("saved=1"), "{}", sent.text());
    for (login, act) in [("head", "pass_unit"), ("secrecy", "pass_secrecy"), ("office", "publish")] {
        let mut person = school.signed_in(login).await;
        let page = person.page(&address).await;
        assert!(page.contains("是设备的编号") && page.contains("同意上面的回答"), "{login}: {page}");
        let bare = person.post(&address, &[("act", act)]).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "{login}");
        if login == "office" {
            let seen = version_in(&page).unwrap();
            let id = address.rsplit('/').next().unwrap();
            let together = format!("{id}:{seen}");
            let all = person.post("/work/ledger", &[("act", "publish"), ("id", &together)]).await;
            assert!(
                all.text().contains("要打开看过、勾选以后才能往下办"),
                "together nothing goes out unseen: {}",
                all.text()
            );
        }
        let done = person.post(&address, &[("act", act), ("looked", "text")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{login}: {}", done.text());
    }
    assert_eq!(school.get(&address.replace("/work", "")).await.status, StatusCode::OK);
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert!(log.contains("答复疑似个人信息") && log.contains("是设备的编号"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_number_is_never_repeated_beside_what_was_found_of_it() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    for text in [TEXT, "招生咨询手机13800138000，联系人沈老师。", "本人手机13800138000。"] {
        let address = clerk.drafts("通知", text).await;
        let page = clerk.page(&address).await;
        let marks = page.split("<aside class=\"marks\"").nth(1).unwrap().split("</aside>").next().unwrap();
        assert!(!marks.contains("13800138000") && !marks.contains("110105194912310021"), "{marks}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_record_leads_to_its_copies_elsewhere_until_each_is_taken_down() {
    let school = School::staffed().await.with_channels().await;
    let address = school.publishes("评奖通知", "正文").await;
    let channels = format!("{address}/channels");
    let mut clerk = school.signed_in("clerk").await;
    let mut office = school.signed_in("office").await;
    let release = [
        ("act", "release"),
        ("edition", "1"),
        ("channel", "wechat"),
        ("on", "2023-10-20"),
        ("locator", "https://mp.weixin.qq.com/s/y"),
        ("note", ""),
    ];
    assert_eq!(clerk.post(&channels, &release).await.status, StatusCode::SEE_OTHER);
    let gone = office.post(&address, &[("act", "withdraw"), ("reason", "内容有误"), ("successor", "")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    let page = office.page(gone.header(header::LOCATION)).await;
    assert!(page.contains("别处还有1处没有撤下") && page.contains("学校公众号"), "{page}");
    assert!(office.page("/work").await.contains("别处还有1处没有撤下"));
    let list = clerk.page(&channels).await;
    assert!(list.contains("https://mp.weixin.qq.com/s/y") && list.contains("登记已撤下"), "{list}");
    assert!(!list.contains("信息公开网"), "here it came down with it: {list}");
    let version = version_in(&list).unwrap();
    let down = |on: &'static str, evidence: &'static str| {
        [("act", "taken_down"), ("n", "2"), ("on", on), ("evidence", evidence)]
    };
    for (on, evidence) in [("2099-01-01", "后台已删除"), ("2023-10-20", ""), ("", "后台已删除")] {
        let form = [&down(on, evidence)[..], &[("version", version.as_str())]].concat();
        let refused = clerk.post(&channels, &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{on} {evidence}");
    }
    let form = [&down("2023-10-20", "后台已删除")[..], &[("version", version.as_str())]].concat();
    let done = clerk.post(&channels, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let list = clerk.page(done.header(header::LOCATION)).await;
    assert!(list.contains("别处的都已撤下") && list.contains("后台已删除") && list.contains("clerk同事"), "{list}");
    assert!(!office.page("/work").await.contains("没有撤下"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_takes_back_what_they_sent_and_whoever_returned_something_is_not_told_that_it_came_to_them() {
    let school = School::staffed().await;
    let (mut clerk, mut head) = (school.signed_in("clerk").await, school.signed_in("head").await);
    let address = clerk.drafts("通知", "正文").await;
    assert_eq!(clerk.post(&address, &notice("通知", "正文", "1", "submit")).await.status, StatusCode::SEE_OTHER);
    assert!(!head.page(&address).await.contains("value=\"pull_back\""));
    assert!(clerk.page(&address).await.contains("value=\"pull_back\""));
    let back = clerk.post(&address, &[("act", "pull_back")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    let version = version_in(&clerk.page(&address).await).unwrap();
    let sent = clerk.post(&address, &notice("通知", "正文", &version, "submit")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let returned = head.post(&address, &[("act", "send_back"), ("reason", "请补日期")]).await;
    assert_eq!(returned.status, StatusCode::SEE_OTHER, "{}", returned.text());
    assert!(clerk.page(&address).await.contains("退回给你"));
    let seen = head.page(&address).await;
    assert!(!seen.contains("退回给你") && seen.contains("已退回给clerk同事"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_form_has_no_day_of_its_own_and_one_press_says_today() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let page = clerk.page("/work/new").await;
    assert!(page.contains("name=\"made_on\" value=\"\"") && page.contains("name=\"made_today\""), "{page}");
    let today = page.split("name=\"made_today\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    let mut form = notice("通知", "正文", "", "save");
    form.retain(|(name, _)| *name != "made_on");
    form.push(("made_on", ""));
    let undated = clerk.post("/work/new", &form).await.header(header::LOCATION).to_string();
    assert!(clerk.page(undated.split('?').next().unwrap()).await.contains("name=\"made_on\" value=\"\""));
    form.push(("made_today", &today));
    let dated = clerk.post("/work/new", &form).await.header(header::LOCATION).to_string();
    let page = clerk.page(dated.split('?').next().unwrap()).await;
    assert!(page.contains(&format!("name=\"made_on\" value=\"{today}\"")) && page.contains("id=\"due\""), "{page}");
}
