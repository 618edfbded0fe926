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
        .replace(
            "2,评优名单公示,38,学生处,2024.3.5-2024.3.12,官网",
            "2,评优名单公示,38,学生处,2024.3.6-2024.3.13,官网、公告栏",
        )
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
    let elsewhere = corrected
        .replace("2024.3.5-2024.3.11,官网,https://x.edu.cn/4.htm", "2024.3.6-2024.3.11,官网,https://x.edu.cn/44.htm");
    let asked = school.operator().imports("d.csv", &book(&elsewhere)).await;
    assert_eq!((records(&asked), left(&asked)), ((0, 0, 3), (1, 0, 0)));
    let key = asked.possible[0].candidates[0].key.clone();
    let keyed = format!(
        "编号,标题,事项,责任部门,公开日期,网址\n{key},助学名单公示,37,学生处,2024.3.6-2024.3.11,https://x.edu.cn/44.htm\n"
    );
    assert_eq!(
        records(&school.operator().imports("e.csv", &keyed).await),
        (0, 1, 0),
        "the way out that the question names"
    );
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

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_counts_the_rows_shifts_no_identity() {
    let school = School::founded_on(TODAY).await;
    let numbered = |rows: &[&str]| -> String {
        let rows = rows.iter().zip(1..).map(|(row, n)| format!("{n},{row}\n"));
        format!("编号,标题,事项,责任部门,公开日期,渠道,网址\n{}", rows.collect::<String>())
    };
    // One item and day, so that a number is all that would tell them apart.
    let rows: Vec<String> = ["甲", "乙", "丙", "丁", "戊"]
        .iter()
        .map(|name| format!("{name}级学业奖评定结果,37,学生处,2024.3.5,官网,https://x.edu.cn/list.htm"))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(records(&school.operator().imports("a.csv", &numbered(&rows)).await), (5, 0, 0));
    let before = all(&school).await;
    let mut inserted = rows.clone();
    inserted.insert(2, "己级学业奖评定结果,37,学生处,2024.3.5,官网,https://x.edu.cn/list.htm");
    for (file, expected) in [
        (numbered(&inserted), (1, 0, 5)),
        (numbered(&inserted), (0, 0, 6)),
        (numbered(&rows[1..]), (0, 0, 4)),
        (numbered(&[rows[4], rows[0]]), (0, 0, 2)),
    ] {
        let outcome = school.operator().imports("b.csv", &file).await;
        assert_eq!((records(&outcome), left(&outcome)), (expected, (0, 0, 0)), "{file} {:?}", outcome.changes);
    }
    let after = all(&school).await;
    assert!(before.iter().all(|(key, record)| after.get(key) == Some(record)), "each is what it was");
    // Where what a row says leaves it open, the number tells which of them it is.
    let school = School::founded_on(TODAY).await;
    let title = "数控技术专业人才培养方案（试行）,28,教务处,2024.3.5,,";
    school.operator().imports("c.csv", &numbered(&["x,1,教务处,2024.1.5,,", "y,1,教务处,2024.1.6,,", title])).await;
    let corrected =
        numbered(&["x,1,教务处,2024.1.5,,", "y,1,教务处,2024.1.6,,", "数控技术专业人才培养方案,28,教务处,2024.5.20,,"]);
    let outcome = school.operator().imports("d.csv", &corrected).await;
    assert_eq!((records(&outcome), left(&outcome)), ((0, 1, 2), (0, 0, 0)), "{:?}", outcome.changes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_with_the_index_number_of_a_record_is_that_record_whatever_is_corrected() {
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", "编号,标题,事项,公开日期\n1,甲通知,37,2024.3.5\n").await;
    let index = titled(&school, "甲通知").await.index.to_string();
    let corrected = format!("编号,索引号,标题,事项,公开日期\n1,{index},全然另一个标题,12,2023.1.9\n");
    assert_eq!(records(&school.operator().imports("b.csv", &corrected).await), (0, 1, 0));
}

const NEXT: &str = "1,学校简介,1,党政办公室,2025.3.5,官网,https://x.edu.cn/1.htm\n\
    2,学校章程,2,党政办公室,2025.3.6,官网,https://x.edu.cn/902.htm\n\
    3,2025年单独招生章程,7,党政办公室,2025.3.8,官网,https://x.edu.cn/903.htm\n\
    4,2025年工作要点,5,党政办公室,2025.3.9,官网,https://x.edu.cn/904.htm\n\
    5,校务会议制度,2,党政办公室,2025.3.10,官网,\n\
    6,教代会报告,3,党政办公室,2025.4.1,官网,\n";

#[tokio::test(flavor = "multi_thread")]
async fn next_years_book_leaves_this_years_records_alone() {
    let keyed = |rows: &str| {
        let rows = rows.lines().map(|row| format!("XX-00{row}\n")).collect::<String>();
        format!("编号,标题,事项,责任部门,公开日期,渠道,网址\n{rows}")
    };
    let titled_book = |year: &str, rows: &str| format!("某校{year}学年信息公开台账\n{HEAD}{rows}");
    let numbered = |rows: &str| format!("{}{rows}", HEAD.replace("序号", "编号"));
    for (this, next) in [
        (titled_book("2023-2024", ROWS), titled_book("2024-2025", NEXT)),
        (book(ROWS), book(NEXT)),
        (numbered(ROWS), numbered(NEXT)),
        (keyed(ROWS), keyed(NEXT)),
    ] {
        let school = School::founded_on(TODAY).await;
        school.operator().imports("this.csv", &this).await;
        let before = all(&school).await;
        let outcome = school.operator().imports("next.csv", &next).await;
        assert_eq!((records(&outcome), left(&outcome)), ((6, 0, 0), (0, 0, 0)), "{next}");
        let after = all(&school).await;
        assert!(before.iter().all(|(key, record)| after.get(key) == Some(record)), "{next}");
        for file in [&next, &this] {
            let again = school.operator().imports("again.csv", file).await;
            assert_eq!((records(&again), left(&again)), ((0, 0, 6), (0, 0, 0)), "{file}");
        }
        // And next year's, corrected, corrects next year's.
        let corrected = next.replace("校务会议制度", "校务会议制度汇编").replace("2025.3.6", "2025.3.7");
        let outcome = school.operator().imports("corrected.csv", &corrected).await;
        assert_eq!((records(&outcome), left(&outcome)), ((0, 2, 4), (0, 0, 0)), "{corrected}");
        assert!(before.iter().all(|(key, record)| after.get(key) == Some(record)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_another_year_that_may_be_a_corrected_date_is_asked_and_an_old_row_carried_over_is_known() {
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", &book(ROWS)).await;
    // One row tells nobody whether the book is another year's.
    let one = book("1,校务会议制度,2,党政办公室,2025.3.10,官网,\n");
    let asked = school.operator().imports("b.csv", &one).await;
    assert_eq!((records(&asked), left(&asked)), ((0, 0, 0), (1, 0, 0)));
    // In this year's book a row of another year is a slip.
    let slipped = book(&ROWS.replace("2024.3.10", "2025.3.10"));
    assert_eq!(records(&school.operator().plans("c.csv", &slipped).await.outcome), (0, 1, 5));
    // What next year's book carries over from this year says so by its date.
    let carried =
        book(&format!("{}7,校务会议制度,2,党政办公室,2024.3.10,官网,\n", NEXT.replace("校务会议制度", "院务会议制度")));
    let outcome = school.operator().imports("d.csv", &carried).await;
    assert_eq!((records(&outcome), left(&outcome)), ((6, 0, 1), (0, 0, 0)));
    // A key that names its year is given once, whatever the date.
    let key = |day: &str| format!("编号,标题,事项,公开日期\nJWC-2024-001,教学检查通报,28,{day}\n");
    school.operator().imports("e.csv", &key("2024.3.5")).await;
    assert_eq!(records(&school.operator().imports("f.csv", &key("2025.3.5")).await), (0, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_bears_no_date_counts_in_the_year_of_its_book() {
    use domain::ledger::{Concern, Taken};
    use domain::school_year::SchoolYear;
    let school = School::founded_on(TODAY).await;
    let rows = "1,有日期,5,党政办,2024.3.5,官网,https://x.edu.cn/1.htm\n2,长期页面,1,党政办,长期,官网,https://x.edu.cn/2.htm\n\
        3,无日期,2,党政办,,官网,https://x.edu.cn/3.htm\n4,旧年,5,党政办,2022.3.5,官网,https://x.edu.cn/4.htm\n";
    let titled_book = format!("某校2023-2024学年信息公开台账\n{HEAD}{rows}");
    let outcome = school.operator().imports("a.csv", &titled_book).await;
    let year = SchoolYear::beginning(2023).unwrap();
    for title in ["长期页面", "无日期"] {
        assert_eq!(titled(&school, title).await.accounted_in(), year, "{title}");
    }
    assert_eq!(titled(&school, "长期页面").await.form, domain::record::Form::Page, "a page that stands for good");
    let told = outcome.understood.told().iter().find(|told| told.remark.kind == Taken::InYear);
    assert_eq!(told.map(|told| told.count), Some(2));
    let elsewhere = outcome.judged.told().iter().find(|told| told.remark.concern == Concern::OtherYear).unwrap();
    assert_eq!(elsewhere.count, 1, "what is dated outside the year of the title is told");
    // Next year's book has its own page, and a date that comes to be known says it better.
    let next = titled_book
        .replace("2023-2024", "2024-2025")
        .replace("2024.3.5", "2025.3.5")
        .replace("4,旧年,5,党政办,2022.3.5,官网,https://x.edu.cn/4.htm\n", "");
    assert_eq!(records(&school.operator().imports("b.csv", &next).await), (3, 0, 0));
    assert_eq!(records(&school.operator().imports("b.csv", &next).await), (0, 0, 3));
    let dated = titled_book.replace("无日期,2,党政办,", "无日期,2,党政办,2024.6.1");
    assert_eq!(records(&school.operator().imports("c.csv", &dated).await), (0, 1, 3));
    // Without a title, the rows that all lie in one year tell it.
    let bare = School::founded_on(TODAY).await;
    bare.operator()
        .imports("d.csv", &book(&format!("{ROWS}7,办学概况,1,党政办公室,,官网,https://x.edu.cn/7.htm\n")))
        .await;
    assert_eq!(titled(&bare, "办学概况").await.accounted_in(), year);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_thing_of_two_departments_is_asked_and_never_changes_hands_in_silence() {
    use domain::ledger::{Doubt, Taken};
    let school = School::founded_on(TODAY).await;
    let of = |unit: &str| format!("1,关于印发2024年工作要点的通知,5,{unit},2024.3.5,官网,https://x.edu.cn/1.htm\n");
    // In one book.
    let both = book(&format!("{}2,某制度,2,党政办公室,2024.3.6,官网,\n{}", of("党政办公室"), of("教务处")));
    for new in [2, 0] {
        let outcome = school.operator().imports("a.csv", &both).await;
        assert_eq!((records(&outcome).0, left(&outcome)), (new, (0, 1, 0)));
        let asked: Vec<_> = outcome.questions.told().iter().map(|told| told.remark.kind).collect();
        assert_eq!(asked, [Doubt::Twin]);
    }
    // In the book of the other department.
    let other = book(&format!("{}2,教学检查通报,28,教务处,2024.3.9,官网,https://x.edu.cn/9.htm\n", of("教务处")));
    let outcome = school.operator().imports("b.csv", &other).await;
    assert_eq!((records(&outcome), left(&outcome)), ((1, 0, 0), (1, 0, 0)));
    let record = titled(&school, "关于印发2024年工作要点的通知").await;
    let units = school.app.store.read().await.unwrap().units().await.unwrap();
    let office = units.into_iter().find(|unit| unit.name == "党政办公室").unwrap();
    assert_eq!(record.unit, Some(office.code));
    // Rows that repeat rows, and a row for each channel, are one thing each.
    let rows = "1,招生简章,7,招生处,2024.5.8,官网,https://x.edu.cn/7.htm\n,招生简章,7,招生处,2024.5.8,公众号,\n\
        3,学费标准,21,财务处,2024.5.8,官网,https://x.edu.cn/8.htm\n4,学费标准,21,财务处,2024.5.8,官网,https://x.edu.cn/8.htm\n";
    for (new, same) in [(2, 0), (0, 2)] {
        let outcome = school.operator().imports("c.csv", &book(rows)).await;
        assert_eq!((records(&outcome), left(&outcome)), ((new, 0, same), (0, 0, 0)));
        let told: Vec<_> = outcome.understood.told().iter().map(|told| told.remark.kind).collect();
        assert!(told.contains(&Taken::Repeated) && told.contains(&Taken::Joined), "{told:?}");
    }
    assert_eq!(titled(&school, "招生简章").await.releases.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_that_is_nearly_the_same_elsewhere_is_asked() {
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", &book(ROWS)).await;
    let near = ROWS
        .replace("2024年单独招生章程", "2024年单招章程")
        .replace("https://x.edu.cn/3.htm", "https://x.edu.cn/333.htm")
        .replace("https://x.edu.cn/2.htm", "https://x.edu.cn/2.htm?from=home");
    let outcome = school.operator().imports("b.csv", &book(&near)).await;
    assert_eq!(
        (records(&outcome), left(&outcome)),
        ((0, 1, 4), (1, 0, 0)),
        "a page is one page however one comes to it"
    );
    let list = "1,国家奖学金名单,37,学生处,2024.3.1,官网,https://x.edu.cn/list.htm\n2,国家助学金名单,37,学生处,2024.3.2,官网,https://x.edu.cn/list.htm\n";
    school.operator().imports("c.csv", &book(list)).await;
    let retitled = list.replace("国家奖学金名单", "国家奖学金名单（2024）");
    let outcome = school.operator().imports("d.csv", &book(&retitled)).await;
    assert_eq!((records(&outcome), left(&outcome)), ((0, 0, 1), (1, 0, 0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_known_need_not_repeat_their_item() {
    use domain::ledger::Doubt;
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", &book(ROWS)).await;
    let part = "标题,公开日期,网址\n学校简介,2024.3.5,https://x.edu.cn/1.htm\n学校章程（修订）,2024.3.5,https://x.edu.cn/2.htm\n\
        校务会议制度,2024.3.10,https://x.edu.cn/5.htm\n";
    let outcome = school.operator().imports("b.csv", part).await;
    assert_eq!(
        (records(&outcome), left(&outcome)),
        ((0, 2, 1), (0, 0, 0)),
        "{:?} {:?}",
        outcome.changes,
        outcome.questions
    );
    let charter = titled(&school, "学校章程（修订）").await;
    assert_eq!((charter.item.to_string(), charter.unit.is_some()), ("2".into(), true), "what the file has not stays");
    // What is not known lacks its item, which is said once.
    let more =
        format!("{part}全新的通知甲,2024.5.5,https://x.edu.cn/71.htm\n另一份材料,2024.5.6,https://x.edu.cn/72.htm\n");
    let outcome = school.operator().imports("c.csv", &more).await;
    let [asked] = outcome.questions.told() else { panic!("{:?}", outcome.questions) };
    assert_eq!((asked.remark.kind, asked.rows), (Doubt::MissingColumn, 2));
    assert_eq!((records(&outcome), left(&outcome)), ((0, 0, 3), (0, 2, 0)));
}

/// What is said of a thing.
const SORTS: [(&str, &str, &str); 8] = [
    ("关于做好家庭经济困难学生认定工作的通知", "37", "学生处"),
    ("教学检查情况通报", "28", "教务处"),
    ("年度部门预算说明", "19", "财务处"),
    ("物资采购项目成交结果", "18", "后勤处"),
    ("师德师风建设实施方案", "24", "人事处"),
    ("招生章程解读", "7", "招生处"),
    ("应急预案修订稿", "50", "保卫处"),
    ("校务公开工作要点", "5", "党政办公室"),
];

/// Ways of delivering a book: with running numbers, chosen numbers, none.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Numbers {
    Counted,
    Running,
    Chosen,
}

#[derive(Debug, Clone)]
struct Made {
    title: String,
    item: &'static str,
    unit: &'static str,
    day: days::Day,
    channels: &'static str,
    page: Option<u32>,
}

/// Days of the school year 2023-2024 by their position.
mod days {
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub(super) struct Day(pub(super) u32);

    impl Day {
        /// As a clerk writes it, years later.
        pub(super) fn text(self, years: u32) -> String {
            let (month, day) = (self.0 / 28, self.0 % 28 + 1);
            let (year, month) = if month < 4 { (2023, month + 9) } else { (2024, month - 3) };
            format!("{}.{month}.{day}", year + years)
        }
    }
}

fn written(made: &[Made], numbers: Numbers, years: u32) -> String {
    let head = if numbers == Numbers::Counted { "序号" } else { "编号" };
    let mut text = format!("{head},标题,事项,责任部门,公开日期,渠道,网址\n");
    for (at, row) in made.iter().enumerate() {
        let number = match numbers {
            Numbers::Chosen => format!("X-{:03}", at + 1),
            _ => (at + 1).to_string(),
        };
        let page = row.page.map_or_else(String::new, |page| format!("https://x.edu.cn/{page}.htm"));
        let Made { title, item, unit, day, channels, .. } = row;
        text.push_str(&format!("{number},{title},{item},{unit},{},{channels},{page}\n", day.text(years)));
    }
    text
}

/// A title that no other has: what it is about, in words.
fn name(at: usize) -> String {
    let words = ["梧桐", "银杏", "香樟", "海棠", "玉兰", "腊梅", "丹桂", "红枫", "翠竹", "青松"];
    format!("{}{}苑{}", words[at % 10], words[at / 10 % 10], SORTS[at % SORTS.len()].0)
}

mod property {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};

    fn made() -> impl Strategy<Value = Vec<Made>> {
        let row = (0u32..300, prop::sample::select(vec!["官网", "官网、公众号", "公告栏", ""]), any::<bool>());
        prop::collection::vec(row, 4..24).prop_map(|rows| {
            let row = |(at, (day, channels, page)): (usize, (u32, &'static str, bool))| {
                let (_, item, unit) = SORTS[at % SORTS.len()];
                let page = (page && channels != "公告栏").then_some(at as u32 + 1);
                // Two books whose rows are all without channel would be drafts.
                let channels = if channels.is_empty() && page.is_none() { "官网" } else { channels };
                Made { title: name(at), item, unit, day: days::Day(day), channels, page }
            };
            rows.into_iter().enumerate().map(row).collect()
        })
    }

    /// Corrects a row in one of the ways in which clerks do.
    fn corrected(row: &mut Made, how: usize) {
        match how {
            0 => row.title = format!("{}（更正）", row.title),
            1 => row.day = days::Day(if row.day.0 == 0 { 1 } else { row.day.0 - 1 }),
            2 => row.item = if row.item == "2" { "3" } else { "2" },
            3 => row.unit = "审计处",
            4 => row.channels = if row.channels == "官网、公告栏" { "官网" } else { "官网、公告栏" },
            _ => row.page = Some(row.page.map_or(901, |page| page + 900)),
        }
    }

    /// Runs a future of a case.
    fn wait<T>(case: impl Future<Output = T>) -> T {
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(case))
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn any_book_corrected_in_some_rows_gives_as_many_changes_and_then_none() {
        let numbers = prop::sample::select(vec![Numbers::Counted, Numbers::Running, Numbers::Chosen]);
        let fixes = prop::collection::vec((any::<prop::sample::Index>(), 0usize..6), 0..6);
        let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
        let tried = runner.run(&(made(), numbers, fixes), |(made, numbers, fixes)| {
            wait(async {
                let school = School::founded_on(TODAY).await;
                let all = made.len() as u64;
                let file = written(&made, numbers, 0);
                for expected in [(all, 0, 0), (0, 0, all)] {
                    let outcome = school.operator().imports("a.csv", &file).await;
                    prop_assert_eq!((records(&outcome), left(&outcome)), (expected, (0, 0, 0)), "{}", file);
                }
                let (mut second, mut touched) = (made.clone(), std::collections::BTreeSet::new());
                for (at, how) in &fixes {
                    let at = at.index(second.len());
                    if touched.insert(at) {
                        corrected(&mut second[at], *how);
                    }
                }
                let changed = touched.len() as u64;
                let file = written(&second, numbers, 0);
                for expected in [(0, changed, all - changed), (0, 0, all), (0, 0, all)] {
                    let outcome = school.operator().imports("b.csv", &file).await;
                    prop_assert_eq!(
                        (records(&outcome), left(&outcome)),
                        (expected, (0, 0, 0)),
                        "{} {:?}",
                        file,
                        outcome.changes
                    );
                }
                Ok(())
            })
        });
        tried.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_books_of_two_years_with_equal_numbers_leave_each_other_alone() {
        let numbers = prop::sample::select(vec![Numbers::Counted, Numbers::Running, Numbers::Chosen]);
        let mut runner = TestRunner::new(Config { cases: 16, failure_persistence: None, ..Config::default() });
        let tried = runner.run(&(made(), numbers, any::<bool>()), |(made, numbers, titled)| {
            wait(async {
                let school = School::founded_on(TODAY).await;
                let count = made.len() as u64;
                let title =
                    |year: &str| if titled { format!("某校{year}学年信息公开台账\n") } else { String::new() };
                let this = title("2023-2024") + &written(&made, numbers, 0);
                let next = title("2024-2025") + &written(&made, numbers, 1);
                school.operator().imports("this.csv", &this).await;
                let before = all(&school).await;
                let outcome = school.operator().imports("next.csv", &next).await;
                prop_assert_eq!((records(&outcome), left(&outcome)), ((count, 0, 0), (0, 0, 0)), "{}", next);
                for file in [&this, &next] {
                    let again = school.operator().imports("again.csv", file).await;
                    prop_assert_eq!((records(&again), left(&again)), ((0, 0, count), (0, 0, 0)), "{}", file);
                }
                let after = all(&school).await;
                prop_assert!(before.iter().all(|(key, record)| after.get(key) == Some(record)));
                Ok(())
            })
        });
        tried.unwrap();
    }
}
