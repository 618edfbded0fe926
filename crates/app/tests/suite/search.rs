//! Search of the portal: what is public is found within a moment by any part of it, and nothing else ever.

use app::ledger::mend::{Task, carry_out, look};
use app::portal::Portal;
use app::portal::search::{Asked, DatasetHit, Facet, Found, Hit};
use app::records::attachment::attach;
use domain::ids::RecordId;
use domain::record::{Audience, Form};
use std::collections::BTreeMap;
use store::CodeOf;
use testkit::{School, next_edition, record, release};

async fn found(portal: &Portal, text: &str) -> Found {
    portal.search(text).await.unwrap()
}

fn titles(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.line.title.as_str()).collect()
}

fn marked(hit: &Hit) -> String {
    let run = |(text, hit): &(String, bool)| if *hit { format!("[{text}]") } else { text.clone() };
    hit.passage.iter().map(run).collect()
}

async fn nothing(portal: &Portal, text: &str) {
    let found = found(portal, text).await;
    assert!(found.loose || found.hits.is_empty() && found.total == 0, "{text}: {found:?}");
}

/// A record that is drafted with a file, reviewed and published.
async fn with_file(school: &School, title: &str, name: &str, text: &str) -> RecordId {
    let clerk = school.clerk("教务处");
    let id = clerk.drafts(record(title).unit("jwc").item("28")).await;
    attach(&clerk.ctx(), id, None, name, text.as_bytes().to_vec()).await.unwrap();
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_is_found_at_once_and_what_comes_down_is_not() {
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    nothing(&portal, "转专业办法").await;
    let id = school.publishes(record("转专业办法").unit("jwc").body("平均学分绩点排在前百分之二十")).await;
    let first = found(&portal, "学分绩点").await;
    assert_eq!(titles(&first), ["转专业办法"]);
    assert_eq!(marked(&first.hits[0]), "平均[学分绩点]排在前百分之二十");
    school.office().withdraws(id, "有误").await;
    nothing(&portal, "学分绩点").await;
    nothing(&portal, "转专业").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_next_edition_takes_the_place_of_the_one_before_once_it_is_public() {
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    let id = school.publishes(record("考试安排").unit("jwc").body("地点在东教学楼")).await;
    assert_eq!(found(&portal, "东教学楼").await.total, 1);
    let clerk = school.clerk("教务处");
    let next = domain::record::Edition { body: "地点在西教学楼".into(), ..next_edition("考试安排") };
    clerk.amends(id, next).await;
    nothing(&portal, "西教学楼").await;
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    assert_eq!(found(&portal, "西教学楼").await.total, 1);
    nothing(&portal, "东教学楼").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_campus_notices_and_terms_that_are_over_are_not_found_nor_is_any_piece_of_them() {
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    school.clerk("教务处").drafts(record("起草中的文件").unit("jwc").body("琥珀")).await;
    school.publishes(record("校内通知").unit("jwc").audience(Audience::Campus).body("琥珀")).await;
    school.publishes(record("短期公告").unit("jwc").until("2023-12-02").body("琥珀")).await;
    assert_eq!(titles(&found(&portal, "琥珀").await), ["短期公告"]);
    school.days_pass(2);
    let over = found(&portal, "琥珀").await;
    assert!(over.hits.is_empty() && over.total == 0, "before any job has taken it down: {over:?}");
    assert!(!format!("{:?}", Found { asked: Asked::default(), ..over }).contains("短期公告"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_attachment_says_is_found_with_the_name_of_the_file() {
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    with_file(&school, "专业设置一览", "专业目录.csv", "专业,代码\n无人机应用技术,460609\n").await;
    for text in ["无人机应用技术", "460609", "专业目录.csv", "無人機應用技術"] {
        let found = found(&portal, text).await;
        assert_eq!(titles(&found), ["专业设置一览"], "{text}");
        assert_eq!(found.hits[0].file.as_deref(), Some("专业目录.csv"), "{text}");
    }
    // A file that came before texts were kept is read when the index is made.
    school.tampers("DELETE FROM blob_text").await;
    assert_eq!(found(&school.portal(), "无人机应用技术").await.total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn units_items_datasets_and_the_guide_are_found_and_what_does_not_apply_stands_last() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let portal = school.portal();
    let by_letters = found(&portal, "jwc").await;
    assert_eq!(by_letters.units.first().map(|(_, name)| name.as_str()), Some("教务处"), "{:?}", by_letters.units);
    let figures = found(&portal, "招生人数").await;
    assert!(!figures.datasets.is_empty(), "{figures:?}");
    // A figure is found by its number and by its name, and stands there with its number.
    for text in ["5531", "招生人数 5531", "就业率"] {
        let found = found(&portal, text).await;
        let named =
            |hit: &DatasetHit| !hit.figures.is_empty() && hit.figures.iter().all(|figure| figure.printed.is_some());
        assert!(found.datasets.iter().any(named), "{text}: {:?}", found.datasets);
    }
    let phone = found(&portal, "投诉电话").await;
    assert!(phone.office.is_some());
    let items = found(&portal, "招生").await.items;
    let applies: Vec<bool> = items.iter().map(|item| item.reason.is_none()).collect();
    assert!(applies.is_sorted_by(|a, b| a >= b), "{items:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_narrow_and_say_what_they_would_leave() {
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    school.publishes(record("招生通知").unit("jwc").item("7").form(Form::Notice)).await;
    school.publishes(record("收费通知").unit("jwc").item("21").form(Form::Notice)).await;
    school.publishes(record("收费制度通知").unit("jwc").item("21").form(Form::Rule)).await;
    let narrow = async |filters: &[(Facet, &str)]| {
        let mut asked = Asked::from("通知");
        for (facet, code) in filters {
            asked.filters.entry(*facet).or_default().push(code.to_string());
        }
        portal.search(asked).await.unwrap()
    };
    let all = narrow(&[]).await;
    assert_eq!(all.total, 3, "{all:?}");
    let count = |found: &Found, facet| -> BTreeMap<String, u64> {
        let view = found.facets.iter().find(|view| view.facet == facet);
        view.into_iter().flat_map(|view| view.values.iter().map(|value| (value.code.clone(), value.count))).collect()
    };
    let items = BTreeMap::from([("21".into(), 2), ("7".into(), 1)]);
    assert_eq!(count(&all, Facet::Item), items, "{all:?}");
    assert!(count(&all, Facet::Unit).is_empty(), "one that leaves everything as it is narrows nothing: {all:?}");
    let some = narrow(&[(Facet::Item, "21"), (Facet::Form, "rule")]).await;
    assert_eq!(titles(&some), ["收费制度通知"]);
    assert_eq!(narrow(&[(Facet::Category, "2")]).await.total, 1);
    let only = Asked { filters: BTreeMap::from([(Facet::Unit, vec!["jwc".into()])]), page: 1, ..Asked::default() };
    assert_eq!(portal.search(only).await.unwrap().total, 3, "filters alone list what they leave");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_wrong_is_offered_mended_and_a_search_in_vain_is_counted_without_who() {
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    school.publishes(record("2024年招生计划").unit("jwc")).await;
    let wrong = found(&portal, "招声计划").await;
    assert_eq!(wrong.meant.first(), Some(&("招生计划".to_string(), 1)), "{wrong:?}");
    found(&portal, "体检中心").await;
    let office = school.office();
    found(&portal, "体检中心").await;
    // What may be personal data is not kept.
    found(&portal, "11010519491231002X").await;
    found(&portal, "13912345678").await;
    let told = portal.misses(&office.ctx()).await.unwrap();
    let told: Vec<(&str, u64)> = told.iter().map(|miss| (miss.wording.as_str(), miss.times)).collect();
    assert_eq!(told, [("体检中心", 2), ("招声计划", 1)]);
    assert!(portal.misses(&school.clerk("教务处").ctx()).await.is_err());
    assert!(portal.misses(&school.visitor().ctx()).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_gets_another_name_is_found_by_it_with_its_records() {
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    school.publishes(record("开学安排").unit("jwc").released(release("site", "https://example.edu.cn/1"))).await;
    assert_eq!(found(&portal, "教务 开学").await.total, 1);
    assert_eq!(found(&portal, "jwc").await.total, 1);
    let task = Task::Rename { of: CodeOf::Unit, which: "jwc".into(), name: "学业事务部".into() };
    let (operator, ctx) = (school.operator(), school.operator().ctx());
    let seen = look(&ctx, &task).await.unwrap();
    carry_out(&operator.ctx(), &task, &seen).await.unwrap();
    assert_eq!(titles(&found(&portal, "学业事务部").await), ["开学安排"]);
    assert_eq!(found(&portal, "教务").await.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_import_brings_is_found_by_its_titles() {
    let school = School::open_on("2023-12-01").await;
    let portal = school.portal();
    nothing(&portal, "通知").await;
    let school = school.with_sample().await;
    let reader = school.app.store.read().await.unwrap();
    let titles: Vec<String> = {
        let today = school.ctx().today();
        let lines = reader.latest_records(&domain::record::Reach::Public, today, 60).await.unwrap();
        lines.into_iter().map(|line| line.title).collect()
    };
    drop(reader);
    assert!(titles.len() > 20);
    for title in titles {
        let found = found(&portal, &title).await;
        assert!(found.hits.iter().take(3).any(|hit| hit.line.title == title), "{title}: {:?}", self::titles(&found));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_finds_what_they_may_read_and_a_visitor_is_answered_as_before() {
    use domain::policy::{Post, Principal, Role};
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    school.publishes(record("琥珀办法").unit("jwc").body("琥珀")).await;
    let before = found(&portal, "琥珀").await;
    school.publishes(record("琥珀校内通知").unit("jwc").audience(Audience::Campus).body("琥珀")).await;
    school.publishes(record("琥珀部门通知").unit("jwc").audience(Audience::Unit).body("琥珀")).await;
    let account = |role, unit: Option<&str>| Principal::Account {
        user: domain::ids::UserId(77),
        posts: vec![Post { role, unit: unit.map(str::to_string) }],
    };
    for (who, total) in [
        (account(Role::Member, None), 2),
        (account(Role::Clerk, Some("cwc")), 2),
        (account(Role::Clerk, Some("jwc")), 3),
        (account(Role::Office, None), 3),
        (Principal::Visitor, 1),
    ] {
        let found = found(&portal.seen_by(&who), "琥珀").await;
        let counted: u64 = found
            .facets
            .iter()
            .filter(|view| view.facet == Facet::Unit)
            .flat_map(|view| &view.values)
            .map(|value| value.count)
            .sum();
        assert_eq!((found.total, found.hits.len()), (total, total as usize), "{who:?}");
        assert!(counted == total || counted == 0, "{who:?}: {:?}", found.facets);
    }
    assert_eq!(found(&portal, "琥珀").await, before, "nothing of theirs is weighed or counted in what everybody finds");
    // What is found is not looked for in vain, and is never proposed to whoever may not read it.
    let member = portal.seen_by(&account(Role::Member, None));
    assert!(!found(&member, "琥珀部门").await.shorter.iter().any(|(text, _)| text.contains("部门")));
    assert_eq!(found(&member, "琥珀校内通知").await.hits[0].line.title, "琥珀校内通知");
}
