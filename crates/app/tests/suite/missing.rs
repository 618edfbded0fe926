//! A book that comes again with rows taken out of it: nothing goes, and what it has no more is listed.

use app::ledger::Outcome;
use domain::ledger::Table;
use testkit::School;

const TODAY: &str = "2026-06-01";
const HEAD: &str = "序号,标题,事项,责任部门,公开日期,渠道,网址\n";
const ROWS: [&str; 7] = [
    "1,学校简介,1,党政办公室,2024.3.5,官网,https://x.edu.cn/1.htm\n",
    "2,学校章程,2,党政办公室,2024.3.6,官网,https://x.edu.cn/2.htm\n",
    "3,2024年单独招生章程,7,招生办公室,2024.3.8,官网,https://x.edu.cn/3.htm\n",
    "4,2024年工作要点,5,党政办公室,2024.3.9,官网,https://x.edu.cn/4.htm\n",
    "5,录取最低分,8,招生办公室,2024.3.12,官网,https://x.edu.cn/5.htm\n",
    "6,教代会报告,3,党政办公室,2024.4.1,官网,https://x.edu.cn/6.htm\n",
    "7,招生计划,7,招生办公室,2024.4.9,官网,https://x.edu.cn/7.htm\n",
];

fn book(rows: &[&str]) -> String {
    format!("{HEAD}{}", rows.concat())
}

fn missing(outcome: &Outcome, table: Table) -> Vec<&str> {
    let of_table = outcome.missing.iter().filter(|missing| missing.table == table);
    of_table.map(|missing| missing.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_book_that_comes_again_has_no_more_is_listed_and_stays() {
    let school = School::founded_on(TODAY).await;
    let first = school.operator().imports("台账.csv", &book(&ROWS)).await;
    assert!(first.missing.is_empty(), "nothing was there before: {:?}", first.missing);

    let without = [ROWS[0], ROWS[1], ROWS[2], ROWS[3], ROWS[4], ROWS[6]];
    let outcome = school.operator().imports("台账.csv", &book(&without)).await;
    assert_eq!(missing(&outcome, Table::Records), ["教代会报告"]);
    assert_eq!((outcome.missing_all, outcome.written()), (1, 0), "it is told, and nothing is changed");

    // One department sends its own rows again: of the others nothing is missing.
    let outcome = school.operator().imports("招生.csv", &book(&[ROWS[2], ROWS[6]])).await;
    assert_eq!(missing(&outcome, Table::Records), ["录取最低分"]);
    // One row out of many is no book that comes again.
    let outcome = school.operator().imports("一条.csv", &book(&[ROWS[0]])).await;
    assert_eq!(missing(&outcome, Table::Records), [""; 0]);

    // A row that is asked about or refused is in the file.
    let asked = "6,教代会报告,3,党政办公室,2024.1,官网,https://x.edu.cn/6.htm\n";
    let outcome = school.operator().imports("台账.csv", &book(&[&without[..], &[asked]].concat())).await;
    assert_eq!(outcome.question_rows, 1);
    assert_eq!(missing(&outcome, Table::Records), [""; 0]);
    assert_eq!(school.app.store.read().await.unwrap().export_records(None, 10).await.unwrap().len(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_down_or_came_with_an_import_that_was_undone_is_missed_by_nobody() {
    let school = School::founded_on(TODAY).await;
    school.operator().imports("台账.csv", &book(&ROWS[..5])).await;
    school.operator().imports("又.csv", &book(&ROWS[..6])).await;
    let ctx = school.operator().ctx();
    assert!(matches!(app::ledger::undo(&ctx, 2).await.unwrap(), app::ledger::Undo::Done { .. }));
    let outcome = school.operator().imports("台账.csv", &book(&ROWS[..4])).await;
    assert_eq!(missing(&outcome, Table::Records), ["录取最低分"], "the sixth is gone with its import");
    let down = "编号,标题,事项,状态,撤回原因\n";
    let gone = school.operator().imports("五.csv", &book(&[ROWS[4]])).await;
    assert_eq!(gone.written(), 0);
    let key = all(&school).await.into_iter().find(|(_, title)| title == "录取最低分").unwrap().0;
    let outcome = school.operator().imports("撤.csv", &format!("{down}{key},录取最低分,8,撤回,内容有误\n")).await;
    assert_eq!(outcome.written(), 1, "{:?} {:?}", outcome.bad, outcome.questions.told());
    let outcome = school.operator().imports("台账.csv", &book(&ROWS[..4])).await;
    assert_eq!(missing(&outcome, Table::Records), [""; 0], "it is off view, as the file has it");
}

async fn all(school: &School) -> Vec<(String, String)> {
    let records = school.app.store.read().await.unwrap().export_records(None, 100).await.unwrap();
    let title =
        |record: &domain::record::Record| record.editions.last().map_or_else(String::new, |one| one.title.clone());
    records.into_iter().map(|record| (record.key.clone(), title(&record))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_that_a_dataset_delivered_again_has_no_more_is_listed_and_stays() {
    let school = School::founded_on(TODAY).await;
    let described = "#表,数据集\n数据集代码,标题,事项,学年\nd,毕业生,32,2024-2025\n";
    let figures = "#表,数据\n数据集代码,数据代码,名称,数值\nd,a,毕业人数,50\nd,b,就业人数,40\n";
    let outcome = school.operator().imports("a.csv", &format!("{described}{figures}d,c,升学人数,5\n")).await;
    assert_eq!(missing(&outcome, Table::Figures), [""; 0]);
    let outcome = school.operator().imports("b.csv", &format!("{described}{figures}")).await;
    assert_eq!(missing(&outcome, Table::Figures), ["毕业生：升学人数"]);
    // Who corrects one figure says nothing of the others.
    let one = "#表,数据\n数据集代码,数据代码,名称,数值\nd,a,毕业人数,51\n";
    let outcome = school.operator().imports("c.csv", one).await;
    assert_eq!((missing(&outcome, Table::Figures), outcome.written() > 0), (vec![], true));
}
