//! Books come again: the same, corrected, renumbered, of another department, of another year. What is known is recognised,
//! what is corrected shows as a change, what is another is another, and where nobody can know it is asked.

use app::ledger::{Cell, Outcome};
use domain::ledger::Table;
use domain::record::{Record, Release};
use std::collections::BTreeMap;
use testkit::School;

const TODAY: &str = "2026-06-01";
const HEAD: &str = "序号,标题,事项,责任部门,公开日期,渠道,网址\n";
const ROWS: &str = "1,学校简介,1,党政办公室,2024.3.5,官网,https://x.edu.cn/1.htm\n\
    2,学校章程,2,党政办公室,2024.3.5,官网,https://x.edu.cn/2.htm\n\
    3,2024年单独招生章程,7,党政办公室,2024.3.8,官网,https://x.edu.cn/3.htm\n\
    4,2024年工作要点,5,党政办公室,2024.3.9,官网,https://x.edu.cn/4.htm\n\
    5,校务会议制度,2,党政办公室,2024.3.10,官网,\n\
    6,教代会报告,3,党政办公室,2024.4.1,官网,\n";

fn book(rows: &str) -> String {
    format!("{HEAD}{rows}")
}

/// New, changed and unchanged records.
fn records(outcome: &Outcome) -> (u64, u64, u64) {
    let count = outcome.tables.get(&Table::Records).copied().unwrap_or_default();
    (count.new, count.changed, count.same)
}

/// Rows that are left out: to be answered as possibly the same, to be answered otherwise, bad.
fn left(outcome: &Outcome) -> (usize, u64, u64) {
    (outcome.possible.len(), outcome.question_rows, outcome.bad_rows)
}

async fn all(school: &School) -> BTreeMap<String, Record> {
    let reader = school.app.store.read().await.unwrap();
    let records = reader.export_records(None, 5000).await.unwrap();
    records.into_iter().map(|record| (record.key.clone(), record)).collect()
}

/// The record with this title; its earlier editions do not count.
async fn titled(school: &School, title: &str) -> Record {
    let mut found: Vec<Record> = all(school)
        .await
        .into_values()
        .filter(|record| record.principal_edition().is_some_and(|edition| edition.title == title))
        .collect();
    assert_eq!(found.len(), 1, "{title}");
    found.remove(0)
}

fn told(releases: &[Release]) -> Vec<(String, String)> {
    releases.iter().map(|release| (release.on.to_string(), release.locator.clone())).collect()
}

fn cells(outcome: &Outcome, title: &str) -> Vec<Cell> {
    let change = outcome.changes.iter().find(|change| change.name == title && change.table == Table::Records);
    change.map_or_else(Vec::new, |change| change.cells.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_book_changes_each_row_once_and_a_release_never_comes_twice() {
    let school = School::founded_on(TODAY).await;
    assert_eq!(records(&school.operator().imports("a.csv", &book(ROWS)).await), (6, 0, 0));
    let corrected = book(ROWS)
        .replace("学校章程,", "《学校章程》,")
        .replace("2024年单独招生章程", "2024年单独招生章程（修订）")
        .replace("校务会议制度", "校务会议制度。")
        .replace("教代会报告", "教代会 报告");
    assert_eq!(records(&school.operator().imports("b.csv", &corrected).await), (0, 4, 2));
    for _ in 0..2 {
        let again = school.operator().imports("b.csv", &corrected).await;
        assert_eq!((records(&again), again.written(), left(&again)), ((0, 0, 6), 0, (0, 0, 0)));
    }
    for record in all(&school).await.into_values() {
        assert_eq!(record.releases.len(), 1, "{:?}", record.releases);
    }
    // Another day of what has an earlier edition moves its release, and another place too.
    let moved = corrected.replace("2024.3.10", "2024.3.11").replace("/3.htm", "/33.htm");
    assert_eq!(records(&school.operator().imports("c.csv", &moved).await), (0, 2, 4));
    assert_eq!(school.operator().imports("c.csv", &moved).await.written(), 0);
    assert_eq!(told(&titled(&school, "校务会议制度。").await.releases), [("2024-03-11".into(), String::new())]);
    let admission = titled(&school, "2024年单独招生章程（修订）").await;
    assert_eq!(told(&admission.releases), [("2024-03-08".into(), "https://x.edu.cn/33.htm".into())]);
    assert_eq!(admission.releases[0].edition, 1, "what went out was the first edition, at whatever address");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_day_or_address_that_a_row_names_no_more_goes_and_is_listed_as_gone() {
    let school = School::founded_on(TODAY).await;
    let rows = "1,甲通知,1,党政办公室,2024.3.5,官网、公众号,https://x.edu.cn/1.htm\n\
        2,乙通知,1,党政办公室,2024.3.5,官网、公告栏,https://x.edu.cn/2.htm\n\
        3,丙通知,1,党政办公室,2024.3.5,官网、公众号,https://x.edu.cn/3.htm https://mp.weixin.qq.com/s/x3\n";
    school.operator().imports("a.csv", &book(rows)).await;
    let second = rows
        .replace("官网、公众号,https://x.edu.cn/1.htm", "官网,https://x.edu.cn/1.htm")
        .replace("2024.3.5,官网、公告栏", "2024.3.6,官网、公告栏")
        .replace("https://x.edu.cn/3.htm https://mp.weixin.qq.com/s/x3", "");
    let outcome = school.operator().imports("b.csv", &book(&second)).await;
    assert_eq!(records(&outcome), (0, 3, 0));
    assert!(cells(&outcome, "甲通知").iter().any(Cell::vanishes), "{:?}", cells(&outcome, "甲通知"));
    assert!(cells(&outcome, "丙通知").iter().any(Cell::vanishes), "{:?}", cells(&outcome, "丙通知"));
    assert!(!cells(&outcome, "乙通知").iter().any(Cell::vanishes), "a day that is another is no deletion");
    let day = |text: &str, at: &str| (text.to_string(), at.to_string());
    assert_eq!(told(&titled(&school, "甲通知").await.releases), [day("2024-03-05", "https://x.edu.cn/1.htm")]);
    let both = [day("2024-03-06", "https://x.edu.cn/2.htm"), day("2024-03-06", "")];
    assert_eq!(told(&titled(&school, "乙通知").await.releases), both);
    assert_eq!(told(&titled(&school, "丙通知").await.releases), [day("2024-03-05", ""), day("2024-03-05", "")]);
    assert_eq!(school.operator().imports("b.csv", &book(&second)).await.written(), 0);
    let third = second.replace("2024.3.6,", ",").replace("2024.3.5,官网、公众号,", "2024.3.5,,");
    assert_eq!(records(&school.operator().imports("c.csv", &book(&third)).await), (0, 2, 1));
    assert_eq!(school.operator().imports("c.csv", &book(&third)).await.written(), 0);
    assert!(titled(&school, "丙通知").await.releases.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_by_the_table_of_releases_stays_when_a_row_has_fewer_channels() {
    let school = School::founded_on(TODAY).await;
    let file = "编号,标题,事项,公开日期,渠道,网址\nA-1,奖学金通知,37,2023-10-01,官网、公众号,https://x.edu.cn/1\n\
        #表,发布\n记录编号,渠道,发布日期,网址\nA-1,公告栏,2023-10-01,教学楼\n";
    school.operator().imports("a.csv", file).await;
    let fewer = "编号,标题,事项,公开日期,渠道,网址\nA-1,奖学金通知,37,2023-10-02,官网,https://x.edu.cn/1\n";
    school.operator().imports("b.csv", fewer).await;
    let releases = told(&school.record_of("A-1").await.releases);
    let expected = [("2023-10-02", "https://x.edu.cn/1"), ("2023-10-01", "教学楼")];
    assert_eq!(releases, expected.map(|(on, at)| (on.to_string(), at.to_string())));
    // A file without the column says nothing of channels.
    let bare = "编号,标题,事项,公开日期\nA-1,奖学金通知,37,2023-10-03\n";
    school.operator().imports("c.csv", bare).await;
    let releases = told(&school.record_of("A-1").await.releases);
    assert_eq!(releases[0], ("2023-10-03".into(), "https://x.edu.cn/1".into()));
    assert_eq!(releases.len(), 2);
}

const ENDED: &str = "1,国家奖学金名单公示,37,学生处,2024.3.5-2024.3.12,官网,\n\
    2,评优名单公示,38,学生处,2024.3.5-2024.3.12,官网,https://x.edu.cn/2.htm\n\
    3,优干名单公示,38,学生处,2024.3.5-2024.3.12,官网,https://x.edu.cn/3.htm\n\
    4,助学名单公示,37,学生处,2024.3.5-2024.3.12,官网,https://x.edu.cn/4.htm\n";

#[tokio::test(flavor = "multi_thread")]
async fn what_came_down_when_its_publicity_was_over_is_corrected_and_does_not_come_back() {
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", &book(ENDED)).await;
    let ids: Vec<_> = all(&school).await.into_values().map(|record| record.id).collect();
    let corrected = ENDED
        .replace("官网,\n", "官网,https://x.edu.cn/1.htm\n")
        .replace("2,评优名单公示,38,学生处,2024.3.5-2024.3.12,官网", "2,评优名单公示,38,学生处,2024.3.6-2024.3.13,官网、公告栏")
        .replace("优干名单公示", "优干名单公示（更正）")
        .replace("助学名单公示,37,学生处,2024.3.5-2024.3.12", "助学名单公示,37,学生处,2024.3.5-2024.3.11");
    let outcome = school.operator().imports("b.csv", &book(&corrected)).await;
    assert_eq!((records(&outcome), left(&outcome)), ((0, 4, 0), (0, 0, 0)), "{:?}", outcome.changes);
    let again = school.operator().imports("b.csv", &book(&corrected)).await;
    assert_eq!((records(&again), left(&again)), ((0, 0, 4), (0, 0, 0)));
    assert_eq!(titled(&school, "国家奖学金名单公示").await.releases[0].locator, "https://x.edu.cn/1.htm");
    let moved = titled(&school, "评优名单公示").await;
    let until = moved.publicity.as_ref().map(|period| period.until.to_string());
    let past = moved.visibility.past().cloned().unwrap();
    assert_eq!((until.as_deref(), past.since.to_string()), (Some("2024-03-13"), "2024-03-06".into()));
    assert_eq!((past.until.to_string(), moved.releases.len()), ("2024-03-13".into(), 2));
    assert_eq!(titled(&school, "优干名单公示（更正）").await.editions.len(), 2, "what was on view stays known");
    assert_eq!(titled(&school, "助学名单公示").await.visibility.past().unwrap().until.to_string(), "2024-03-11");
    for id in &ids {
        assert_eq!(school.visibility(*id).await, "expired");
    }
    // A period that is not over would bring it back: that is refused, and told.
    let open = corrected.replace("2024.3.5-2024.3.11", "2024.3.5-2026.7.11");
    let refused = school.operator().imports("c.csv", &book(&open)).await;
    assert_eq!((records(&refused), left(&refused)), ((0, 0, 3), (0, 0, 1)));
    // The same notice a day later at another address may be another: that is asked.
    let elsewhere = corrected.replace("2024.3.5-2024.3.11,官网,https://x.edu.cn/4.htm", "2024.3.6-2024.3.11,官网,https://x.edu.cn/44.htm");
    let asked = school.operator().imports("d.csv", &book(&elsewhere)).await;
    assert_eq!((records(&asked), left(&asked)), ((0, 0, 3), (1, 0, 0)));
    let key = asked.possible[0].candidates[0].key.clone();
    let keyed = format!("编号,标题,事项,责任部门,公开日期,网址\n{key},助学名单公示,37,学生处,2024.3.6-2024.3.11,https://x.edu.cn/44.htm\n");
    assert_eq!(records(&school.operator().imports("e.csv", &keyed).await), (0, 1, 0), "the way out that the question names");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_open_no_more_is_refused_with_words_that_lead_out() {
    use domain::ledger::{FaultKind, columns};
    let school = School::founded_on(TODAY).await;
    let open = "标题,事项,责任部门,公开日期,网址,公开属性\n甲通知,37,学生处,2024.3.5,https://x.edu.cn/1.htm,主动公开\n";
    school.operator().imports("a.csv", open).await;
    let closed = open.replace("主动公开", "依申请公开");
    let refused = school.operator().imports("b.csv", &closed).await;
    let [app::ledger::Bad::Cell { column, kind: FaultKind::Closed, .. }] = refused.bad.as_slice() else {
        panic!("{:?}", refused.bad)
    };
    assert_eq!(columns(Table::Records)[*column].key, "openness", "of a column that the file has");
    school.office().withdraws(titled(&school, "甲通知").await.id, "改为依申请公开").await;
    let after = school.operator().imports("b.csv", &closed).await;
    assert_eq!((records(&after), left(&after)), ((0, 0, 1), (0, 0, 0)), "what the message says leads out");
}
