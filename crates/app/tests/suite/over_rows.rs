//! What stands beside a row decides about it as what stands in it does: the heading over it, the name of its sheet, the note
//! under its table, a remark, a merged cell, the year of a title that its own days contradict.

use app::ledger::Outcome;
use domain::ledger::{Doubt, Table, Taken};
use domain::record::Visibility;
use testkit::School;

const TODAY: &str = "2026-06-01";
const HEAD: &str = "标题,事项,责任部门,公开日期,网址,备注\n";

fn asked(outcome: &Outcome) -> Vec<(Doubt, String)> {
    let told = outcome.questions.told().iter();
    told.map(|told| (told.remark.kind, told.remark.written.clone())).collect()
}

fn new(outcome: &Outcome) -> Vec<&str> {
    let records = outcome.changes.iter().filter(|change| change.table == Table::Records && change.new);
    records.map(|change| change.name.as_str()).collect()
}

fn row(title: &str, day: &str, note: &str) -> String {
    format!("{title},36,教务处,{day},https://x.edu.cn/{title}.htm,{note}\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn under_a_heading_that_says_so_nothing_becomes_public_and_under_the_next_one_it_does() {
    for closing in [
        "二、依申请公开信息",
        "（二）不予公开",
        "二、待公开信息",
        "二、已撤下信息",
        "二、校内公开信息",
        "二、计划下学年公开",
        "注：以下为校内公开，不对外",
    ] {
        let school = School::founded_on(TODAY).await;
        let file = [
            HEAD.to_string(),
            row("甲办法", "2024-10-01", ""),
            format!("{},,,,,\n", closing.replace(',', "，")),
            row("乙办法", "2024-10-02", ""),
            "三、主动公开信息,,,,,\n".to_string(),
            row("丙办法", "2024-10-03", ""),
        ]
        .concat();
        let outcome = school.operator().imports("a.csv", &file).await;
        assert_eq!(new(&outcome), ["甲办法", "丙办法"], "{closing}");
        assert_eq!(asked(&outcome), [(Doubt::Guarded, closing.to_string())], "{closing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn departments_under_a_heading_do_not_end_what_it_says() {
    let school = School::founded_on(TODAY).await;
    let file = [
        HEAD,
        "三、不予公开信息,,,,,\n",
        "（一）教务处,,,,,\n",
        &row("甲办法", "2024-10-01", ""),
        "（二）学生处,,,,,\n",
        &row("乙办法", "2024-10-02", ""),
        "四、招生信息,,,,,\n",
        &row("丙办法", "2024-10-03", ""),
    ]
    .concat();
    let outcome = school.operator().imports("a.csv", &file).await;
    assert_eq!((new(&outcome), outcome.question_rows), (vec!["丙办法"], 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_under_a_table_that_some_rows_are_not_for_everybody_keeps_all_of_them() {
    let school = School::founded_on(TODAY).await;
    let rows = [row("甲办法", "2024-10-01", ""), row("乙办法", "2024-10-02", "")].concat();
    let outcome = school.operator().imports("a.csv", &format!("{HEAD}{rows}备注：第2条暂不公开,,,,,\n")).await;
    assert_eq!((new(&outcome), outcome.question_rows), (vec![], 2), "which of them nobody can tell");
    let outcome = school.operator().imports("b.csv", &format!("{HEAD}{rows}备注：数据截至8月31日,,,,,\n")).await;
    assert_eq!(new(&outcome), ["甲办法", "乙办法"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remark_that_corrects_its_row_is_asked_about_and_any_other_is_none() {
    for note in [
        "请删除此条",
        "日期有误，应为2024.11.10",
        "实际公开时间为2024年12月5日",
        "此条不计入本学年",
        "有效期至2025年1月31日",
    ] {
        let school = School::founded_on(TODAY).await;
        let outcome = school.operator().imports("a.csv", &format!("{HEAD}{}", row("甲办法", "2024-10-01", note))).await;
        assert_eq!(asked(&outcome), [(Doubt::NoteSays, note.to_string())], "{note}");
    }
    for note in ["2025年3月修订", "同日在公告栏张贴", "原定2024年11月30日公开，延期", "由学生处提供", "共5页"]
    {
        let school = School::founded_on(TODAY).await;
        let outcome = school.operator().imports("a.csv", &format!("{HEAD}{}", row("甲办法", "2024-10-01", note))).await;
        assert_eq!((new(&outcome), asked(&outcome)), (vec!["甲办法"], vec![]), "{note}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_without_a_year_takes_none_from_a_title_that_the_other_days_contradict() {
    let rows = |days: [&str; 4]| -> String {
        let rows = ["甲办法", "乙办法", "丙办法", "丁办法"].into_iter().zip(days);
        rows.map(|(title, day)| row(title, day, "")).collect()
    };
    let school = School::founded_on(TODAY).await;
    let days = ["2024-10-01", "2025-03-02", "2025-04-01", "3月5日"];
    let title = "2023-2024学年信息公开台账,,,,,\n";
    let outcome = school.operator().imports("a.csv", &format!("{title}{HEAD}{}", rows(days))).await;
    assert_eq!(asked(&outcome), [(Doubt::Year, "3月5日".to_string())]);
    let school = School::founded_on(TODAY).await;
    let title = title.replace("2023-2024", "2024-2025");
    let outcome = school.operator().imports("a.csv", &format!("{title}{HEAD}{}", rows(days))).await;
    assert_eq!((asked(&outcome), new(&outcome).len()), (vec![], 4), "a title that agrees tells it");
    // The year of a document that the title names is not the table's.
    let school = School::founded_on(TODAY).await;
    let title = "根据《2024年信息公开工作要点》填写,,,,,\n";
    let outcome = school.operator().imports("a.csv", &format!("{title}{HEAD}{}", rows(days))).await;
    assert_eq!(asked(&outcome), [(Doubt::Year, "3月5日".to_string())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_for_want_of_a_place_is_public_once_a_file_gives_one_and_a_draft_of_a_person_stays_one() {
    let school = School::founded_on(TODAY).await;
    let head = "编号,标题,事项,责任部门,学年";
    let outcome = school.operator().imports("a.csv", &format!("{head}\nk1,甲办法,2,教务处,2024-2025\n")).await;
    assert_eq!(new(&outcome), ["甲办法"]);
    assert_eq!(school.record_of("k1").await.visibility, Visibility::Hidden);
    school.operator().imports("b.csv", &format!("{head},渠道\nk1,甲办法,2,教务处,2024-2025,官网\n")).await;
    assert!(matches!(school.record_of("k1").await.visibility, Visibility::Public { .. }), "as if it had come at once");
    // Who says that it is a draft means it.
    let said = format!("{head},渠道,状态\nk2,乙办法,2,教务处,2024-2025,官网,草稿\n");
    school.operator().imports("c.csv", &said).await;
    school.operator().imports("d.csv", &format!("{head},渠道\nk2,乙办法,2,教务处,2024-2025,官网\n")).await;
    assert_eq!(school.record_of("k2").await.visibility, Visibility::Hidden);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_in_place_of_a_name_make_no_unit_and_no_channel_and_change_none() {
    let school = School::founded_on(TODAY).await;
    let head = "编号,标题,事项,责任部门,公开日期,渠道,文号\n";
    let outcome =
        school.operator().imports("a.csv", &format!("{head}k1,甲办法,2,见附件,2024-10-01,详见附件2,待定\n")).await;
    assert!(outcome.entered.is_empty(), "{:?}", outcome.entered);
    let told = outcome.understood.told().iter().filter(|told| told.remark.kind == Taken::NoName).count();
    assert_eq!(told, 3, "each is told");
    school.operator().imports("b.csv", &format!("{head}k1,甲办法,2,教务处,2024-10-01,官网,教〔2024〕1号\n")).await;
    let before = school.record_of("k1").await;
    let outcome = school.operator().imports("c.csv", &format!("{head}k1,甲办法,2,见附件,2024-10-01,见附件,××\n")).await;
    assert_eq!((outcome.written(), school.record_of("k1").await == before), (0, true), "what is there stays");
    assert_eq!(asked(&outcome).len(), 3, "and is asked about: {:?}", asked(&outcome));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_moved_to_another_item_and_year_is_known_again_by_its_day_and_title() {
    let school = School::founded_on(TODAY).await;
    let file = format!("{HEAD}{}", row("甲办法", "2024-10-01", ""));
    school.operator().imports("a.csv", &file).await;
    let moved = "标题,事项,学年,编号\n甲办法,38,2023-2024,";
    let key = school.app.store.read().await.unwrap().export_records(None, 1).await.unwrap().remove(0).key;
    let outcome = school.operator().imports("m.csv", &format!("{moved}{key}\n")).await;
    assert_eq!(outcome.written(), 1, "{:?} {:?}", outcome.bad, asked(&outcome));
    let outcome = school.operator().imports("a.csv", &file).await;
    assert_eq!(new(&outcome), [""; 0], "no second record of one page");
}
