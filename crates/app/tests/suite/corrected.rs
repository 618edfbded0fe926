//! Books that come a second time, corrected: what is one record stays one, what are two stay two, and what nobody can
//! tell is asked.

use app::desk::table_file;
use app::ledger::{Outcome, plan};
use app::words::Lang;
use domain::ledger::{Concern, Table, Taken};
use domain::record::{Progress, Record, Visibility};
use testkit::{School, next_edition, record};

fn told(outcome: &Outcome, kind: Taken) -> Vec<(String, String)> {
    let told = outcome.understood.told().iter().filter(|told| told.remark.kind == kind);
    told.map(|told| (told.remark.written.clone(), told.remark.taken.clone())).collect()
}

const BOOK: &str = "2025—2026学年信息公开台账,,,,,,\n序号,标题,事项,责任部门,公开日期,渠道,网址\n";

async fn titles(school: &School) -> Vec<String> {
    let records = school.app.store.read().await.unwrap().export_records(None, 20).await.unwrap();
    let mut titles: Vec<String> =
        records.iter().map(|record| record.principal_edition().unwrap().title.clone()).collect();
    titles.sort();
    titles
}

#[tokio::test(flavor = "multi_thread")]
async fn notices_that_come_again_over_other_channels_are_records_of_their_own() {
    let school = School::founded_on("2026-11-30").await;
    let rows = "1,采购公告,18,资产处,2025-10-10,公众号,https://mp.weixin.qq.com/s/1\n\
        2,采购公告,18,资产处,2025-11-10,官网,https://x.edu.cn/2.htm\n\
        3,月度公告,5,校办,2025-10,官网,\n4,月度公告,5,校办,2025-11,公众号,\n5,月度公告,5,校办,2025-12,公告栏,\n";
    for new in [5, 0] {
        let outcome = school.operator().imports("a.csv", &format!("{BOOK}{rows}")).await;
        assert_eq!((outcome.tables[&Table::Records].new, outcome.question_rows), (new, 0), "{:?}", outcome.possible);
        assert_eq!(told(&outcome, Taken::Joined), []);
    }
    assert_eq!(titles(&school).await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_its_own_does_not_become_a_release_of_the_row_above() {
    let school = School::founded_on("2026-11-30").await;
    let first = format!("{BOOK}1,采购公告,18,资产处,2025-10-10,官网、公众号,\n2,采购公告,18,资产处,2025-11-10,官网,\n");
    assert_eq!(school.operator().imports("a.csv", &first).await.tables[&Table::Records].new, 2);
    let again = first.replace("官网、公众号", "公众号");
    let outcome = school.operator().imports("a.csv", &again).await;
    assert_eq!(told(&outcome, Taken::Joined), []);
    assert_eq!(outcome.tables[&Table::Records].new, 0);
    assert_eq!(titles(&school).await, ["采购公告", "采购公告"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retitled_row_with_the_number_of_a_record_is_asked() {
    let school = School::founded_on("2026-11-30").await;
    let first = format!("{BOOK}1,资助办法,37,学生处,2025-10-08,官网,\n2,收费标准,21,财务处,2025-10-09,官网,\n");
    school.operator().imports("a.csv", &first).await;
    let mended = first.replace("收费标准,21,财务处,2025-10-09", "收费标准及依据,21,财务处,2025-10-19");
    let outcome = school.operator().imports("a.csv", &mended).await;
    let asked: Vec<_> = outcome.possible.iter().map(|row| (row.title.as_str(), row.candidates.len())).collect();
    assert_eq!(asked, [("收费标准及依据", 1)]);
    assert_eq!(titles(&school).await, ["收费标准", "资助办法"], "and no second record");
}

async fn units(school: &School) -> Vec<String> {
    let units = school.app.store.read().await.unwrap().units().await.unwrap();
    units.into_iter().map(|unit| unit.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_former_name_in_brackets_is_no_unit_of_its_own() {
    let rows = [
        "1,年度报告,3,信息工程学院（原计算机系）,2025-12-25,官网,\n",
        "2,专业设置,28,信息工程学院,2025-12-26,官网,\n",
        "3,学籍办法,36,计算机系,2025-12-27,官网,\n",
    ];
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]] {
        let school = School::founded_on("2026-11-30").await;
        let before = units(&school).await;
        let file = order.map(|at| rows[at]).concat();
        let outcome = school.operator().imports("a.csv", &format!("{BOOK}{file}")).await;
        assert_eq!(outcome.tables[&Table::Records].new, 3, "{:?}", outcome.bad);
        let new: Vec<String> = units(&school).await.into_iter().filter(|name| !before.contains(name)).collect();
        // Who names both as units of their own before anything says that they are one has two, to be merged by hand.
        let wanted: &[&str] =
            if order.ends_with(&[0]) { &["信息工程学院", "计算机系"] } else { &["信息工程学院"] };
        assert_eq!(new.len(), wanted.len(), "{order:?}: {new:?}");
        assert!(wanted.iter().all(|name| new.iter().any(|new| new == name)), "{order:?}: {new:?}");
        let told = |one: &app::ledger::Recognised| one.given == "信息工程学院（原计算机系）";
        assert!(outcome.recognised.iter().any(told), "{:?}", outcome.recognised);
        assert_eq!(school.operator().imports("a.csv", &format!("{BOOK}{file}")).await.written(), 0, "{order:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quarter_within_the_school_year_of_the_title_counts_there() {
    let school = School::founded_on("2026-11-30").await;
    let row = "1,课程安排,29,教务处,2026年第一季度,官网,https://x.edu.cn/3.htm\n";
    let outcome = school.operator().imports("a.csv", &format!("{BOOK}{row}")).await;
    let concerns: Vec<_> = outcome.judged.told().iter().map(|told| told.remark.concern).collect();
    assert!(!concerns.contains(&Concern::Vague) && !concerns.contains(&Concern::OtherYear), "{concerns:?}");
    assert_eq!(told(&outcome, Taken::InYear).len(), 1);
    let records = school.app.store.read().await.unwrap().export_records(None, 5).await.unwrap();
    assert_eq!(records[0].accounted_in().to_string(), "2025-2026");
}

/// Six rows of a book: with an address and without, over several channels, alike but for a month, alike but for a number.
const ROWS: [[&str; 8]; 6] = [
    ["1", "资助办法", "37", "学生处", "2025-10-08", "官网", "https://www.x.edu.cn/1.htm", ""],
    ["2", "收费标准", "21", "财务处", "2025-10-09", "官网", "", "校财〔2025〕2号"],
    ["3", "采购公告", "18", "资产处", "2025-10-10", "官网、公众号", "https://www.x.edu.cn/3.htm", ""],
    ["4", "采购公告", "18", "资产处", "2025-11-10", "官网", "", ""],
    ["5", "工作简报第1期", "5", "学校办公室", "2025-12-01", "", "", ""],
    ["6", "工作简报第2期", "5", "学校办公室", "2025-12-01", "", "", ""],
];

/// What may be corrected in a row: the column, and what is written there then.
const CORRECTIONS: [(usize, &str); 6] = [
    (1, "（更正）"),
    (2, "36"),
    (3, "审计处"),
    (4, "2025-12-19"),
    (6, "https://www.x.edu.cn/new/9.htm"),
    (7, "校发〔2025〕99号"),
];

fn book(rows: &[[String; 8]], numbered: bool) -> String {
    let from = usize::from(!numbered);
    let head = ["编号", "标题", "事项", "责任部门", "公开日期", "渠道", "网址", "文号"];
    let lines = rows.iter().map(|row| format!("{}\n", row[from..].join(","))).collect::<String>();
    format!("2025—2026学年信息公开台账\n{}\n{lines}", head[from..].join(","))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_corrected_in_up_to_three_things_is_changed_or_asked_and_never_a_second_record() {
    let rows: Vec<[String; 8]> = ROWS.iter().map(|row| row.map(str::to_string)).collect();
    for numbered in [true, false] {
        let school = School::founded_on("2026-11-30").await;
        let first = school.operator().imports("a.csv", &book(&rows, numbered)).await;
        assert_eq!((first.tables[&Table::Records].new, first.question_rows), (6, 0), "{:?}", first.bad);
        let again = school.operator().plans("a.csv", &book(&rows, numbered)).await.outcome;
        assert_eq!((again.written(), again.possible.len()), (0, 0), "the same book is nothing new");
        let mut silent = Vec::new();
        for (at, set) in (0..rows.len()).flat_map(|at| (1..64u32).map(move |set| (at, set))) {
            if set.count_ones() > 3 {
                continue;
            }
            let mut rows = rows.clone();
            for (_, (column, text)) in CORRECTIONS.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1) {
                rows[at][*column] = if *column == 1 { format!("{}{text}", rows[at][1]) } else { text.to_string() };
            }
            let plan = school.operator().plans("b.csv", &book(&rows, numbered)).await.outcome;
            let records = plan.tables[&Table::Records];
            let told = records.changed + plan.possible.len() as u64 + plan.question_rows;
            if records.new > 0 || told != 1 {
                silent.push((rows[at].join(","), records.new, told));
            }
        }
        assert_eq!(silent, [], "numbered: {numbered}");
    }
}

/// What the workbench's table says of a record, in the order of its columns.
fn desk_row(record: &Record, lang: Lang) -> Vec<String> {
    let stage = match (&record.visibility, &record.progress) {
        (Visibility::Withdrawn { .. }, _) => "withdrawn",
        (Visibility::Expired { .. }, _) => "expired",
        (Visibility::Public { .. }, Progress::Draft { .. }) => "amending",
        (Visibility::Public { .. }, _) => "public",
        (_, Progress::Draft { returned: Some(_) }) => "returned",
        (_, Progress::Draft { .. }) => "draft",
        (_, Progress::UnitReview) => "unit-review",
        (_, Progress::SecrecyReview { .. }) => "secrecy-review",
        (_, Progress::Approved { .. }) => "approved",
        (_, Progress::Done | Progress::Stopped) => "stopped",
    };
    let edition = record.newest().unwrap();
    let audience = match lang {
        Lang::Zh => record.audience.zh().to_string(),
        Lang::En => lang.say(&format!("portal-audience-{}", record.audience.code())),
    };
    let since = match &record.visibility {
        Visibility::Public { since, .. } => since.to_string(),
        _ => String::new(),
    };
    vec![
        edition.title.clone(),
        record.index.to_string(),
        edition.document_number.clone(),
        record.item.to_string(),
        if record.unit.is_some() { "教务处".into() } else { String::new() },
        lang.say(&format!("work-stage-{stage}")),
        edition.made_on.to_string(),
        "2026-12-28".into(),
        since,
        "王某".into(),
        audience,
    ]
}

const DESK: [&str; 11] = [
    "work-title",
    "work-index",
    "work-number",
    "work-item-short",
    "work-unit",
    "work-stage",
    "work-made",
    "work-due",
    "work-published",
    "work-drafter",
    "work-label-audience",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_workbenchs_own_table_brought_in_changes_nothing() {
    let school = School::founded_on("2026-11-30").await;
    let clerk = school.clerk("教务处");
    let mut ids = Vec::new();
    for title in ["学籍办法", "教学检查通知", "课程安排", "专业设置", "考试安排", "教材目录", "校历", "停课通知"]
    {
        ids.push(clerk.drafts(record(title).unit("jwc").made_on("2026-11-02")).await);
    }
    clerk.submits(ids[1]).await;
    clerk.submits(ids[2]).await;
    school.head("教务处").passes(ids[2]).await;
    clerk.submits(ids[3]).await;
    school.head("教务处").returns(ids[3], "请补充").await;
    for id in &ids[4..] {
        school.passes_reviews(*id).await;
    }
    for id in &ids[5..] {
        school.office().publishes(*id).await;
    }
    clerk.amends(ids[6], next_edition("校历（修订）")).await;
    school.office().withdraws(ids[7], "误发").await;
    let records = school.app.store.read().await.unwrap().export_records(None, 20).await.unwrap();
    assert_eq!(records.len(), 8);
    let usual = [0, 2, 3, 4, 5, 6, 7, 8];
    let all: Vec<usize> = (0..DESK.len()).collect();
    for (lang, columns) in [(Lang::Zh, &all[..]), (Lang::En, &all), (Lang::Zh, &usual), (Lang::En, &usual)] {
        let heads: Vec<String> = columns.iter().map(|at| lang.say(DESK[*at])).collect();
        let cells = |record: &Record| {
            let row = desk_row(record, lang);
            columns.iter().map(|at| row[*at].clone()).collect::<Vec<_>>()
        };
        let title = format!("{} 2026-11-30", lang.say("work-at-ledger"));
        let bytes = table_file(&title, &heads, records.iter().map(cells).collect(), lang).unwrap();
        let file = school.folder().join("ledger-2026-11-30.xlsx");
        std::fs::write(&file, bytes).unwrap();
        let plan = plan(&school.operator().ctx(), &file, &|_| {}).await.unwrap().outcome;
        let count = plan.tables.get(&Table::Records).copied().unwrap_or_default();
        assert!(
            !plan.is_partial(),
            "{lang:?} {columns:?}: {:?} {:?} {:?}",
            plan.bad,
            plan.possible,
            plan.questions.told()
        );
        assert_eq!((count.new, count.changed, count.same), (0, 0, 8), "{lang:?} {columns:?}: {:?}", plan.changes);
        assert_eq!(plan.notices, [], "every column of it is known: {lang:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn years_between_the_rows_date_what_stands_below_them() {
    let school = School::founded_on("2026-11-30").await;
    let file = "2025—2026学年信息公开台账\n标题,事项,责任部门,公开日期,渠道,网址\n2024—2025学年,,,,,\n\
        甲办法,36,教务处,9月8日,官网,https://x.edu.cn/1.htm\n乙办法,36,教务处,5月8日,官网,https://x.edu.cn/2.htm\n\
        2025—2026学年,,,,,\n丙办法,36,教务处,9月8日,官网,https://x.edu.cn/3.htm\n丁制度,36,教务处,,官网,https://x.edu.cn/4.htm\n";
    let outcome = school.operator().imports("a.csv", file).await;
    assert_eq!((outcome.left_out(), outcome.tables[&Table::Records].new), (0, 4), "{:?}", outcome.bad);
    let records = school.app.store.read().await.unwrap().export_records(None, 5).await.unwrap();
    let mut years: Vec<(String, String)> = records
        .iter()
        .map(|record| (record.principal_edition().unwrap().title.clone(), record.accounted_in().to_string()))
        .collect();
    years.sort();
    let wanted = [("丁制度", "2025-2026"), ("丙办法", "2025-2026"), ("乙办法", "2024-2025"), ("甲办法", "2024-2025")];
    assert_eq!(years, wanted.map(|(title, year)| (title.to_string(), year.to_string())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_called_as_another_table_and_holds_records_is_read_as_records() {
    for name in ["事项.csv", "2026-单位.csv", "渠道.csv", "台账_发布.csv"] {
        let school = School::founded_on("2026-11-30").await;
        let file = "标题,事项,责任部门,公开日期,渠道,网址\n甲办法,36,教务处,2025-10-08,官网,https://x.edu.cn/1.htm\n";
        let outcome = school.operator().imports(name, file).await;
        let written: Vec<Table> =
            outcome.tables.iter().filter(|(_, count)| count.new > 0).map(|(table, _)| *table).collect();
        assert_eq!((outcome.left_out(), written), (0, vec![Table::Records]), "{name}: {:?}", outcome.bad);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_says_less_than_the_one_it_repeats_is_not_called_wholly_alike() {
    let school = School::founded_on("2026-11-30").await;
    let row = "收费标准,21,财务处,2025-10-03,官网、公告栏,https://x.edu.cn/1.htm\n";
    let less = row.replace("官网、公告栏", "").replace("https://x.edu.cn/1.htm", "");
    let file = format!("标题,事项,责任部门,公开日期,渠道,网址\n{row}{row}{less}");
    let outcome = school.operator().imports("a.csv", &file).await;
    assert_eq!(outcome.tables[&Table::Records].new, 1);
    assert_eq!(told(&outcome, Taken::Repeated).len(), 1);
    let (unsaid, _) = told(&outcome, Taken::RepeatedInPart).remove(0);
    assert_eq!(unsaid, "渠道、网址");
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_are_no_longer_public_are_counted_apart_each_time() {
    let school = School::founded_on("2026-11-30").await;
    let file = "编号,标题,事项,公开日期,渠道,状态,撤回原因\nk1,甲,37,2025-10-08,官网,撤回,误发\nk2,乙,37,2025-10-08,官网,,\n\
        k3,丙,37,2025-10-08,官网,到期,\n";
    for _ in 0..2 {
        let outcome = school.operator().imports("a.csv", file).await;
        let down = told(&outcome, Taken::Down);
        assert_eq!(down, [("甲".to_string(), "撤回".to_string()), ("丙".to_string(), "到期".to_string())]);
    }
}
