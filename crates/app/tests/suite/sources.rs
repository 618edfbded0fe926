//! Books of several sources that give their rows the same keys, columns that say that a row is not for everybody, and cells
//! that say nothing over what is there: nothing is overwritten, made public or deleted without a word.

use app::ledger::Outcome;
use domain::ledger::{Doubt, Table, Taken, columns};
use domain::record::Record;
use rust_xlsxwriter::{Note, Workbook};
use std::collections::BTreeMap;
use testkit::School;

const TODAY: &str = "2026-06-01";
const HEAD: &str = "编号,标题,事项,责任部门,公开日期,渠道,网址";
const TITLES: [[&str; 4]; 2] = [
    ["教学计划安排", "专业设置公告", "考试巡视通报", "教材选用结果"],
    ["国家奖学金名单", "宿舍管理办法", "助学贷款须知", "学生申诉程序"],
];

/// Four rows of a department; `unit` and `file` tell whose they are, or nothing does.
fn rows(of: usize, keys: &[String; 4], unit: &str) -> Vec<Vec<String>> {
    let items = [["28", "27", "29", "26"], ["37", "36", "38", "39"]][of];
    let row = |at: usize| {
        let date = format!("2026-0{}-1{at}", 3 + of);
        let cells =
            [&keys[at], TITLES[of][at], items[at], unit, &date, "官网", &format!("https://x.edu.cn/{of}/{at}.htm")];
        cells.map(str::to_string).to_vec()
    };
    (0..4).map(row).collect()
}

fn csv(rows: &[Vec<String>]) -> String {
    rows.iter().fold(format!("{HEAD}\n"), |text, row| format!("{text}{}\n", row.join(",")))
}

async fn all(school: &School) -> BTreeMap<String, Record> {
    let records = school.app.store.read().await.unwrap().export_records(None, 100).await.unwrap();
    let title = |record: &Record| record.principal_edition().unwrap().title.clone();
    records.into_iter().map(|record| (title(&record), record)).collect()
}

fn new(outcome: &Outcome) -> u64 {
    outcome.tables.get(&Table::Records).copied().unwrap_or_default().new
}

/// Keys as clerks spell them.
fn spellings() -> Vec<[String; 4]> {
    let of = |keys: [&str; 4]| keys.map(str::to_string);
    vec![
        of(["1", "2", "3", "4"]),
        of(["①", "②", "③", "④"]),
        of(["No.1", "No.2", "No.3", "No.4"]),
        of(["（1）", "（2）", "（3）", "（4）"]),
        of(["A1", "A2", "A3", "A4"]),
        of(["XX1", "XX2", "XX3", "XX4"]),
        of(["1.1", "1.2", "1.3", "1.4"]),
        of(["2025-01", "2025-02", "2025-03", "2025-04"]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_every_spelling_hold_within_their_source_in_whatever_order_books_come() {
    for keys in spellings() {
        for (units, order) in [(["教务处", "学生处"], [0, 1]), (["教务处", "学生处"], [1, 0]), (["", ""], [0, 1])]
        {
            let school = School::founded_on(TODAY).await;
            let book = |of: usize| csv(&rows(of, &keys, units[of]));
            for (nth, of) in order.into_iter().enumerate() {
                let outcome = school.operator().imports(&format!("{of}.csv"), &book(of)).await;
                let told = format!("{keys:?} {units:?} {nth}: {:?} {:?}", outcome.bad, outcome.possible);
                assert_eq!((new(&outcome), outcome.left_out()), (4, 0), "{told}");
            }
            let there = all(&school).await;
            assert_eq!(there.len(), 8, "{keys:?}");
            // Each comes again: nothing is new, nothing changes.
            for of in [1, 0, 1] {
                let again = school.operator().imports("again.csv", &book(of)).await;
                assert_eq!((again.written(), again.left_out()), (0, 0), "{keys:?} {of}: {:?}", again.possible);
            }
            // A correction reaches the record of its own source.
            let corrected = book(1).replace("宿舍管理办法", "宿舍管理办法（试行）");
            let outcome = school.operator().imports("mended.csv", &corrected).await;
            assert_eq!((new(&outcome), outcome.written(), outcome.left_out()), (0, 1, 0), "{keys:?}");
            let after = all(&school).await;
            for title in TITLES[0] {
                assert_eq!(after[title], there[title], "{keys:?}: what the other department has stays");
            }
            assert_eq!(after.len(), 8);
            // And what goes out comes back the same.
            let file = school.operator().exports("out.xlsx").await;
            assert_eq!(school.operator().brings_in(&file).await.written(), 0, "{keys:?}");
        }
    }
}

fn sheets(sheets: &[(&str, Vec<Vec<String>>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

async fn brings(school: &School, name: &str, bytes: &[u8]) -> Outcome {
    let file = school.folder().join(name);
    std::fs::write(&file, bytes).unwrap();
    school.operator().brings_in(&file).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sheets_with_the_same_keys_both_go_in_and_a_release_of_such_a_key_is_nobodys() {
    let keys = ["A1", "A2", "A3", "A4"].map(str::to_string);
    let headed = |of: usize| {
        let mut all = vec![HEAD.split(',').map(str::to_string).collect::<Vec<_>>()];
        all.extend(rows(of, &keys, ""));
        all
    };
    let school = School::founded_on(TODAY).await;
    let release =
        [["记录编号", "渠道", "发布日期"], ["A1", "公告栏", "2026-05-01"]].map(|row| row.map(str::to_string).to_vec());
    let file = sheets(&[("教务处", headed(0)), ("学生处", headed(1)), ("发布", release.to_vec())]);
    let outcome = brings(&school, "a.xlsx", &file).await;
    assert_eq!((new(&outcome), outcome.possible.len(), outcome.bad_rows), (8, 0, 1), "{:?}", outcome.bad);
    let told = outcome.understood.told().iter().filter(|told| told.remark.kind == Taken::KeyOfSource);
    assert_eq!(told.map(|told| told.count).sum::<u64>(), 4, "the keys that were added to are told");
    assert!(all(&school).await.values().all(|record| record.releases.len() == 1), "and no release went to one of two");
    let again = brings(&school, "a.xlsx", &sheets(&[("学生处", headed(1)), ("教务处", headed(0))])).await;
    assert_eq!((again.written(), again.left_out()), (0, 0), "{:?} {:?}", again.possible, again.bad);
}

/// Questions of a kind.
fn asked(outcome: &Outcome, kind: Doubt) -> u64 {
    outcome.questions.told().iter().filter(|told| told.remark.kind == kind).map(|told| told.count).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_says_that_a_row_is_not_public_keeps_it_whatever_the_column_is_called() {
    let data = include_str!("../../../domain/data/guard-heads.tsv").lines().filter(|line| !line.starts_with('#'));
    let school = School::founded_on(TODAY).await;
    for line in data {
        let head = line.split('\t').nth(1).unwrap();
        let file = format!(
            "标题,事项,责任部门,公开日期,渠道,{head}\n甲{head},37,教务处,2026-03-01,官网,机密\n乙{head},37,教务处,2026-03-02,官网,未审核\n"
        );
        let outcome = school.operator().imports("a.csv", &file).await;
        assert_eq!(outcome.written(), 0, "{head}: {:?}", outcome.questions.told());
        assert!(outcome.left_out() >= 2, "{head}");
    }
    let heads = "标题,事项,责任部门,公开日期,渠道,保密审查意见,是否涉密,备注";
    let file = format!(
        "{heads}\n甲,37,教务处,2026-03-01,官网,同意公开,否,不涉密\n乙,37,教务处,2026-03-02,官网,张三,否,\n丙,37,教务处,2026-03-03,官网,通过,是,\n"
    );
    let outcome = school.operator().imports("b.csv", &file).await;
    assert_eq!((new(&outcome), outcome.question_rows), (1, 2), "{:?}", outcome.questions.told());
    assert_eq!((asked(&outcome, Doubt::GuardUnknown), asked(&outcome, Doubt::Guarded)), (1, 1));
    let places: Vec<String> = outcome
        .questions
        .told()
        .iter()
        .flat_map(|told| told.places.iter().map(|spot| spot.text(office::ledger::Language::Zh)))
        .collect();
    assert_eq!(places, ["第3行第6列", "第4行第7列"], "the cell is named");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_note_behind_a_cell_and_the_line_above_the_table_are_read() {
    let school = School::founded_on(TODAY).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("教务处").unwrap();
    for (row, cells) in (0..).zip([
        ["标题", "事项", "公开日期", "渠道"],
        ["甲通知", "37", "2026-03-01", "官网"],
        ["乙通知", "38", "2026-03-02", "官网"],
    ]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    sheet.insert_note(1, 0, &Note::new("此件涉密，不上网")).unwrap();
    sheet.insert_note(2, 0, &Note::new("王老师提供")).unwrap();
    let outcome = brings(&school, "a.xlsx", &book.save_to_buffer().unwrap()).await;
    assert_eq!((new(&outcome), asked(&outcome, Doubt::Guarded)), (1, 1), "{:?}", outcome.questions.told());
    assert!(outcome.understood.told().iter().any(|told| told.remark.kind == Taken::Note), "the other note is told");
    let closed = "内部资料 注意保存,,\n标题,事项,公开日期\n丙通知,37,2026-03-01\n丁通知,38,2026-03-02\n";
    let outcome = school.operator().imports("b.csv", closed).await;
    assert_eq!((new(&outcome), outcome.question_rows), (0, 2), "{:?}", outcome.questions.told());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_that_says_nothing_deletes_nothing_in_any_column() {
    let known = [
        ("unit", "教务处"),
        ("document_number", "校发〔2026〕3号"),
        ("made_on", "2026-02-20"),
        ("published_on", "2026-03-01"),
        ("channel", "官网"),
        ("locator", "https://x.edu.cn/1.htm"),
    ];
    let words = ["查看", "见官网", "详见附件", "待定", "待补", "点击查看", "见附件"];
    for (key, text) in known {
        let head = columns(Table::Records).iter().find(|column| column.key == key).unwrap().zh;
        for word in words {
            let school = School::founded_on(TODAY).await;
            let file = |cell: &str| {
                let cells: Vec<&str> = known.iter().map(|(of, text)| if *of == key { cell } else { *text }).collect();
                let heads =
                    known.map(|(of, _)| columns(Table::Records).iter().find(|column| column.key == of).unwrap().zh);
                format!("编号,标题,事项,{}\nJW-1,教学计划安排,28,{}\n", heads.join(","), cells.join(","))
            };
            assert_eq!(new(&school.operator().imports("a.csv", &file(text)).await), 1);
            let before = all(&school).await.remove("教学计划安排").unwrap();
            let outcome = school.operator().imports("b.csv", &file(word)).await;
            let after = all(&school).await.remove("教学计划安排").unwrap();
            let gone = outcome.changes.iter().any(app::ledger::Change::deletes);
            let kept = before == after && (outcome.is_partial() || outcome.left_out() > 0);
            // What is taken for a word of the column stands in the plan as a change.
            let changed = before != after && outcome.changes.iter().any(|change| !change.cells.is_empty());
            assert!(!gone && (kept || changed), "{head} {word}: {:?} {:?}", outcome.changes, outcome.questions.told());
        }
    }
}
