//! Settings as those see them who keep them, the narrowed log, and a walk over every link of the workbench.

use super::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Addresses that a page links to, of the workbench and without their fragment.
fn links(page: &str) -> BTreeSet<String> {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let plain = |link: &str| link.split('#').next().unwrap_or_default().replace("&#38;", "&").replace("&amp;", "&");
    let own = |link: &String| {
        let path = link.strip_prefix("/en").unwrap_or(link);
        path == "/work" || path.starts_with("/work/") || path.starts_with("/work?")
    };
    found.map(plain).filter(own).collect()
}

/// The hidden value of a form.
fn hidden(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let at = page.find(&start).unwrap_or_else(|| panic!("{name}: {page}")) + start.len();
    let text = page[at..].split('"').next().unwrap_or_default();
    text.replace("&#34;", "\"").replace("&#38;", "&").replace("&#60;", "<").replace("&#62;", ">").replace("&#39;", "'")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_after_an_item_and_its_usual_audience_are_said_proposed_and_not_written_over() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let drafted =
        [("at", "37"), ("act", "draft"), ("applies", "applies"), ("unit", "jwc"), ("rule", "made"), ("number", "20")];
    let page = office.page("/work/settings/item?key=37").await;
    let seen = hidden(&page, "seen");
    office.post("/work/settings/item", &[&drafted[..], &[("seen", seen.as_str())]].concat()).await;
    let next = office.page("/work/settings/catalogue/next").await;
    let published = [("from", "2023-2024"), ("seen", &hidden(&next, "seen"))];
    assert_eq!(office.post("/work/settings/catalogue/next", &published).await.status, StatusCode::SEE_OTHER);
    let page = office.page("/work/settings/item?key=37").await;
    let form = page.split("<select name=\"person\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(form.contains("clerk同事") && form.contains("head同事") && form.contains("office同事"), "{form}");
    assert!(!form.contains("other同事") && !form.contains("secrecy同事"), "who does not work for its unit: {form}");
    let head = form.split("value=\"").find(|rest| rest.contains(">head同事")).unwrap().split('"').next().unwrap();
    let seen = page.rsplit("name=\"seen\" value=\"").next().and_then(|rest| rest.split('"').next()).unwrap();
    let care = [("at", "37"), ("act", "care"), ("seen", seen), ("person", head), ("audience", "campus")];
    let denied = school.signed_in("supervisor").await.post("/work/settings/item", &care).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let said = office.post("/work/settings/item", &care).await;
    assert_eq!(said.leads(), "/work/settings/item?key=37&done=cared", "{}", said.text());
    assert!(office.page(said.header(header::LOCATION)).await.contains("从现在起生效"));
    let late = office.post("/work/settings/item", &[&care[..4], &[("audience", "unit")]].concat()).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "said by somebody who had not seen it");
    assert!(late.text().contains("value=\"campus\" selected"), "{}", late.text());
    let stranger = [("at", "37"), ("act", "care"), ("seen", seen), ("person", "usr_00000000000000000000000000000009")];
    assert_ne!(office.post("/work/settings/item", &stranger).await.status, StatusCode::SEE_OTHER);

    let mut clerk = school.signed_in("clerk").await;
    let blank = clerk.page("/work/new?item=37").await;
    assert!(blank.contains("value=\"campus\" selected") && !blank.contains("通常给“校内”看"), "{blank}");
    let address = clerk.drafts("给社会看的通知", "正文").await;
    assert!(clerk.page(&address).await.contains("通常给“校内”看"), "it is said where another was chosen");
    assert!(clerk.page("/work/new").await.contains("data-audience=\"campus\""));
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert!(log.contains("设置事项责任人和默认范围") && log.contains("head同事"), "{log}");
}

/// Every page of the workbench that a role can reach by links from the first one answers; what a role may not see is not linked.
#[tokio::test(flavor = "multi_thread")]
async fn no_link_of_the_workbench_leads_nowhere_whoever_follows_it() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let draft = clerk.drafts("关于评选奖学金的通知", "各班：\n# 一、名额").await;
    clerk.post(&draft, &notice("关于评选奖学金的通知", "各班：\n# 一、名额", "1", "submit")).await;
    clerk.drafts("另一个通知", "各班：").await;
    let mut office = school.signed_in("office").await;
    office.post("/work/settings/catalogue", &[("act", "usual")]).await;
    school.employs("leader", Role::Leader, None).await;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for login in ["clerk", "head", "other", "secrecy", "office", "supervisor", "leader", "admin"] {
        let mut browser = school.signed_in(login).await;
        let mut waiting: VecDeque<(String, String)> =
            ["/work", "/en/work"].map(|start| (start.to_string(), "the beginning".to_string())).into();
        let mut known: BTreeSet<String> = waiting.iter().map(|(link, _)| link.clone()).collect();
        while let Some((link, from)) = waiting.pop_front() {
            let answer = browser.get(&link).await;
            assert_eq!(answer.status, StatusCode::OK, "{login}: {link}, linked from {from}");
            *seen.entry(login).or_default() += 1;
            if !answer.header(header::CONTENT_TYPE).starts_with("text/html") {
                continue;
            }
            for next in links(&answer.text()) {
                // Of the many items and kinds of the log one is enough in each language.
                let shape = next.split("?key=").next().unwrap_or_default().to_string();
                let shape = if next.contains("?item=") || next.contains("year=") {
                    next.split('?').next().unwrap_or_default().to_string() + "?"
                } else {
                    shape
                };
                if known.insert(shape) {
                    waiting.push_back((next, link.clone()));
                }
            }
        }
    }
    let least = [("clerk", 15), ("office", 40), ("supervisor", 25), ("admin", 20), ("leader", 6)];
    for (login, pages) in least {
        assert!(seen[login] >= pages, "{login}: {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_gives_several_items_a_unit_and_publishes_the_next_edition() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let page = office.page("/work/settings/catalogue").await;
    assert!(page.contains("第 1 版") && page.contains("请学校确认") && page.contains("还没有责任部门"), "{page}");
    let none = office.post("/work/settings/catalogue", &[("act", "unit"), ("unit", "jwc")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("还没有勾选事项"));
    let ticked = [("item", "36"), ("item", "37"), ("unit", "jwc"), ("act", "unit")];
    assert_eq!(office.post("/work/settings/catalogue", &ticked).await.status, StatusCode::SEE_OTHER);
    let next = office.page("/work/settings/catalogue/next").await;
    assert!(next.contains("第 2 版") && next.contains("<ins>教务处</ins>"), "{next}");
    assert!(next.contains("2022-2023 学年：不变") && next.contains("2023-2024 学年：2 项不同"), "{next}");
    let (from, seen) = (hidden(&next, "from"), hidden(&next, "seen"));
    let stale = office.post("/work/settings/catalogue/next", &[("from", &from), ("seen", "other")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let published = office.post("/work/settings/catalogue/next", &[("from", &from), ("seen", &seen)]).await;
    assert_eq!(published.leads(), "/work/settings/catalogue?done=published&count=2");
    assert!(office.page(published.header(header::LOCATION)).await.contains("第 2 版公开目录已发布"));
    let mut head = school.signed_in("head").await;
    assert!(head.page("/work").await.contains("学籍管理办法"), "it stands on the unit's board now");
    assert_eq!(head.get("/work/settings").await.status, StatusCode::FORBIDDEN);
    assert!(!head.page("/work").await.contains("/work/settings"), "and is not linked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_item_is_told_beside_its_field_with_what_was_typed() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let page = office.page("/work/settings/item?key=37").await;
    let seen = hidden(&page, "seen");
    let form = |rule: &'static str, number: &'static str, applies: &'static str| {
        vec![
            ("act", "draft"),
            ("rule", rule),
            ("number", number),
            ("applies", applies),
            ("unit", "jwc"),
            ("reason", ""),
        ]
    };
    let with = |mut fields: Vec<(&'static str, &'static str)>, seen: &'static str| {
        fields.extend([("at", "37"), ("note", "留着我"), ("seen", seen)]);
        fields
    };
    let seen: &'static str = Box::leak(seen.into_boxed_str());
    let address = "/work/settings/item";
    let wrong = office.post(address, &with(form("yearly", "13-40", "not_applicable"), seen)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = wrong.text();
    assert!(
        page.contains("与所选的时限对不上") && page.contains("留着我") && page.contains("value=\"13-40\""),
        "{page}"
    );
    assert!(page.matches("class=\"err\"").count() == 2, "the reason is missing too: {page}");
    let stale = office.post(address, &with(form("made", "20", "applies"), "other")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let drafted = office.post(address, &with(form("yearly", "10月31日", "applies"), seen)).await;
    assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.text());
    assert!(office.page("/work/settings/catalogue?only=drafted").await.contains("每年10月31日前"));
    assert_eq!(office.get("/work/settings/item?key=S9").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_keeps_units_and_sees_the_effect_of_merging_first() {
    let school = School::staffed().await;
    let mut admin = school.signed_in("admin").await;
    let fields = |code: &'static str, name: &'static str| {
        [
            ("code", code),
            ("name", name),
            ("kind", "department"),
            ("parent", ""),
            ("duty", ""),
            ("members", ""),
            ("note", ""),
        ]
    };
    let taken = admin.post("/work/settings/unit", &fields("kyc", "教务处")).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    assert!(taken.text().contains("教务处（jwc）") && taken.text().contains("value=\"kyc\""));
    assert_eq!(admin.post("/work/settings/unit", &fields("kyc", "科研处")).await.status, StatusCode::SEE_OTHER);
    let renamed = admin.post("/work/settings/unit", &[("at", "kyc"), ("act", "rename"), ("to", "科技处")]).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.text());
    let page = admin.page("/work/settings/unit?code=kyc").await;
    assert!(page.contains("科技处") && page.contains("曾用名") && page.contains("科研处"), "{page}");
    let closed = admin.post("/work/settings/unit", &[("at", "jwc"), ("act", "close")]).await;
    assert_eq!(closed.status, StatusCode::CONFLICT);
    assert!(closed.text().contains("任职 2 人次"), "{}", closed.text());

    let order = [("of", "unit"), ("from", "kyc"), ("into", "jwc"), ("act", "look")];
    let looked = admin.post("/work/settings/merge", &order).await;
    let page = looked.text();
    assert!(page.contains("并入“教务处”") && page.contains("留作曾用名"), "{page}");
    assert!(admin.page("/work/settings/units").await.contains("科技处"), "to look does nothing");
    let seen = hidden(&page, "seen");
    let mut order = vec![("of", "unit"), ("from", "kyc"), ("into", "jwc"), ("act", "merge"), ("seen", "other")];
    assert_eq!(admin.post("/work/settings/merge", &order).await.status, StatusCode::CONFLICT);
    order[4] = ("seen", &seen);
    assert_eq!(admin.post("/work/settings/merge", &order).await.status, StatusCode::SEE_OTHER);
    assert!(!admin.page("/work/settings/units").await.contains(">科技处</a>"));
    // The administrator keeps no catalogue and no channels, the office no accounts.
    let catalogue = admin.post("/work/settings/catalogue", &[("act", "usual")]).await;
    assert_eq!(catalogue.status, StatusCode::FORBIDDEN);
    let mut office = school.signed_in("office").await;
    assert_eq!(office.get("/work/settings/staff").await.status, StatusCode::FORBIDDEN);
    assert!(office.page("/work/settings/units").await.contains("/work/settings/unit?code=jwc"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_people_becomes_links_that_are_shown_once() {
    let school = School::staffed().await;
    let mut admin = school.signed_in("admin").await;
    let list = "工号,姓名,邮箱,岗位,单位\r\n1001,沈小禾,,信息员,教务处\r\n1002,顾建平,,厂长,教务处\r\n";
    let body = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"人员.csv\"\r\n\r\n{list}\r\n--XX--\r\n"
    );
    let shown =
        admin.send(Method::POST, "/work/settings/staff", "multipart/form-data; boundary=XX", body.into_bytes()).await;
    assert_eq!(shown.status, StatusCode::OK);
    let page = shown.text();
    assert!(page.contains("新加 1 条") && page.contains("第 3 行") && page.contains("“厂长”不是岗位"), "{page}");
    assert!(!admin.page("/work/people").await.contains("沈小禾"), "nothing is done yet");
    let (list, seen) = (hidden(&page, "list"), hidden(&page, "seen"));
    let applied = admin.post("/work/settings/staff", &[("list", &list), ("seen", &seen)]).await;
    assert_eq!(applied.status, StatusCode::OK, "{}", applied.text());
    let page = applied.text();
    let link = page.split("/work/invitation/").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_string();
    assert!(admin.page("/work/people").await.contains("沈小禾"));
    let mut stranger = school.browser(7);
    assert!(stranger.page(&format!("/work/invitation/{link}")).await.contains("密码"));
    let again = admin.post("/work/settings/staff", &[("list", &list), ("seen", &seen)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "it comes to something else by now");
    let template = admin.get("/work/settings/staff.xlsx").await;
    assert!(template.header(header::CONTENT_DISPOSITION).contains("units-and-people.xlsx"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_school_and_its_channels_are_kept_by_the_office_and_seen_by_the_supervisor() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let page = office.page("/work/settings/school").await;
    let seen = hidden(&page, "seen");
    let fields = |code: &'static str, kind: &'static str| {
        [("name", "示例职业学院"), ("code", code), ("kind", kind), ("office", "党政办公室")].to_vec()
    };
    let sent = |mut fields: Vec<(&'static str, &'static str)>, seen: &str| {
        fields.push(("seen", Box::leak(seen.to_string().into_boxed_str())));
        fields
    };
    let wrong = office.post("/work/settings/school", &sent(fields("12 34", "vocational"), &seen)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("学校代码是字母或数字") && wrong.text().contains("党政办公室"));
    let asked = office.post("/work/settings/school", &sent(fields("12345", "university"), &seen)).await;
    assert!(asked.text().contains("会改变 17 项"), "{}", asked.text());
    let saved = office.post("/work/settings/school", &sent(fields("12345", "vocational"), &seen)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(school.get("/about").await.text().contains("党政办公室"), "the guide prints it");
    let channel = [("code", "wechat"), ("name", "公众号"), ("kind", "wechat"), ("address", ""), ("note", "")];
    assert_eq!(office.post("/work/settings/channel", &channel).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        office.post("/work/settings/channel", &[("at", "wechat"), ("act", "close")]).await.status,
        StatusCode::SEE_OTHER
    );
    let mut supervisor = school.signed_in("supervisor").await;
    let page = supervisor.page("/work/settings/channels").await;
    assert!(page.contains("公众号") && page.contains("线上") && page.contains("起停用"), "{page}");
    assert!(!page.contains("加一个渠道"), "and no form is shown that would not work");
    assert_eq!(supervisor.post("/work/settings/channel", &channel).await.status, StatusCode::FORBIDDEN);
    for (address, words) in [
        ("/work/settings/publicity", "请学校确认"),
        ("/work/settings/calendar?year=2023", "249 个工作日"),
        ("/work/settings/calendar?year=2030", "没有放假安排"),
        ("/work/settings/technical", "brand_colour"),
    ] {
        let page = supervisor.page(address).await;
        assert!(page.contains(words), "{address}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_supervisor_narrows_the_log_and_takes_along_what_is_shown() {
    let school = School::staffed().await;
    school.signed_in("clerk").await.drafts("关于评选奖学金的通知", "各班：").await;
    let mut supervisor = school.signed_in("supervisor").await;
    let page = supervisor.page("/work/log?act=record_drafted").await;
    assert!(page.contains("关于评选奖学金的通知") && page.contains("/work/log.csv?act=record_drafted"), "{page}");
    let csv = supervisor.get("/work/log.csv?act=record_drafted").await;
    assert!(csv.header(header::CONTENT_DISPOSITION).contains("log.csv"));
    let text = csv.text();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("起草") && text.contains("clerk同事") && text.contains("关于评选奖学金的通知"), "{text}");
    assert!(supervisor.page("/work/log?about=nothing-like-that").await.contains("没有这样的记录"));
    assert_eq!(supervisor.get("/work/log.xlsx").await.status, StatusCode::OK);
    let mut clerk = school.signed_in("clerk").await;
    assert_eq!(clerk.get("/work/log.csv").await.status, StatusCode::FORBIDDEN);
}
