//! What a person may do to a report, and what of it is told.

use super::{Comparison, compare};
use domain::document::{Align, Block, Column, Inline, Table};
use domain::extract::{BlockKind, Extract, Link, Place};

fn report() -> Vec<Block> {
    let words = |text: &str| Inline::text(text);
    let value = |text: &str, source: &str| Inline::value(text, source);
    let column = |head: &str| Column { head: head.into(), width: 1, align: Align::Start };
    let row = |name: &str, items: &str, records: &str| {
        let number = |text: &str, of: &str| vec![value(text, &format!("coverage:{name}.{of}"))];
        vec![vec![words(name)], number(items, "items"), number(records, "records")]
    };
    vec![
        Block::Paragraph(vec![
            words("本学年共录取"),
            value("5531", "figure:admissions.total"),
            words("人，其中省内"),
            value("4896", "figure:admissions.home"),
            words("人，新生报到率"),
            value("93.60%", "figure:admissions.rate"),
            words("。"),
        ]),
        Block::Paragraph(vec![
            value("《招生章程》", "record:1#title"),
            words("于"),
            value("2023年5月12日", "record:1#published"),
            words("公布，"),
            Inline::Link { text: "查看".into(), address: "https://www.example.edu.cn/a%20b".into() },
            words("。全年培训12次。"),
        ]),
        Block::Table(Table {
            caption: "表1 落实情况".into(),
            columns: ["类别", "事项", "条数"].map(column).into(),
            rows: vec![row("基本信息", "6", "19"), row("招生考试信息", "8", "22"), row("合计", "14", "41")],
        }),
    ]
}

/// The report as an editor has it, one paragraph or row of cells (divided by |) a line, after some words were replaced.
fn edited(changes: &[(&str, &str)]) -> Extract {
    let mut text = "本学年共录取5531人，其中省内4896人，新生报到率93.60%。\n\
        《招生章程》于2023年5月12日公布，查看。全年培训12次。\n\
        表1 落实情况\n类别|事项|条数\n基本信息|6|19\n招生考试信息|8|22\n合计|14|41"
        .to_string();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let mut extract = Extract::default();
    for (row, line) in text.lines().enumerate() {
        let place = Place::Line { line: row + 1, column: 1 };
        let cells: Vec<&str> = line.split('|').collect();
        for (column, cell) in cells.iter().enumerate() {
            let of_table = BlockKind::Cell { table: 0, row, column, row_span: 1, column_span: 1 };
            let kind = if cells.len() > 1 { of_table } else { BlockKind::Paragraph };
            extract.push(cell, kind, place.clone(), None);
        }
    }
    extract
}

/// What differs, as `expected>found`, and what is not backed.
fn told(changes: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let extract = edited(changes);
    let Comparison { differences, unbacked, .. } = compare(&report(), &[], &extract);
    for difference in &differences {
        assert_eq!(extract.text[difference.range.clone()], difference.found);
    }
    let differences = differences.iter().map(|d| format!("{}>{}", d.expected, d.found)).collect();
    (differences, unbacked.into_iter().map(|range| extract.text[range].to_string()).collect())
}

#[track_caller]
fn check(changes: &[(&str, &str)], wanted: &[&str]) {
    assert_eq!(told(changes), (wanted.iter().map(|one| one.to_string()).collect(), vec![]), "{changes:?}");
}

#[test]
fn what_was_not_changed_is_counted_and_not_told() {
    let comparison = compare(&report(), &[], &edited(&[]));
    assert_eq!((comparison.claims, comparison.differences, comparison.unbacked), (13, vec![], vec![]));
}

#[test]
fn a_changed_value_is_told_with_both_values() {
    check(&[("5531", "5513")], &["5531>5513"]);
    check(&[("93.60%", "96.30%")], &["93.60%>96.30%"]);
    check(&[("5月12日", "5月21日")], &["2023年5月12日>2023年5月21日"]);
    check(&[("招生章程", "招收章程")], &["《招生章程》>《招收章程》"]);
    check(&[("12次", "13次")], &["12>13"]);
    check(&[("4896人", "4896万人")], &["4896>4896万"]);
    check(&[("4896人", "人")], &["4896>"]);
    check(&[("4896", "四千余")], &["4896>四千余"]);
}

#[test]
fn several_wrong_cells_of_a_table_are_all_told_whatever_they_have_become() {
    check(&[("|6|19", "|19|6")], &["6>19", "19>6"]);
    check(&[("|8|22", "|22|41"), ("|14|41", "|41|14")], &["8>22", "22>41", "14>41", "41>14"]);
    check(&[("招生考试信息|8|22\n", ""), ("|14|41", "|14|42")], &["41>42"]);
    check(&[("|8|22", "||22")], &["8>"]);
}

#[test]
fn another_way_of_writing_the_same_is_none() {
    check(&[("5531", "5,531"), ("93.60%", "93.6%")], &[]);
    check(&[("2023年5月12日", "2023-05-12")], &[]);
    check(&[("《招生章程》", "《 招生章程 》"), ("4896", "４８９６")], &[]);
}

#[test]
fn what_a_person_added_left_out_or_moved_apart_is_not_accused() {
    check(&[("本学年", "在大家的努力下，本学年"), ("。\n《", "，成绩可喜。\n《")], &[]);
    check(&[("本学年共录取5531人，其中省内4896人，新生报到率93.60%。\n", "")], &[]);
    check(&[("，其中省内4896人", "")], &[]);
    check(&[("，其中", "。\n其中")], &[]);
    check(&[("，其中", "。\n其中"), ("4896", "4986")], &["4896>4986"]);
    check(&[("。\n《", "。《"), ("5531", "5532"), ("12日", "13日")], &["5531>5532", "2023年5月12日>2023年5月13日"]);
}

#[test]
fn an_amount_that_no_ledger_backs_is_a_remark() {
    let (differences, unbacked) = told(&[("\n表1", "\n另有志愿者87人参加，与去年4896人相比有增。\n表1")]);
    assert_eq!((differences.len(), unbacked), (0, vec!["87".to_string()]));
}

#[test]
fn a_link_that_leads_elsewhere_is_told() {
    let address = |address: &str| {
        let mut extract = edited(&[]);
        let at = extract.text.find("查看").unwrap();
        extract.links.push(Link { range: at..at + "查看".len(), address: address.into() });
        compare(&report(), &[], &extract).differences.into_iter().map(|d| d.found).collect::<Vec<_>>()
    };
    assert_eq!(address("https://www.example.edu.cn/a b/"), Vec::<String>::new());
    assert_eq!(address("https://www.example.com/"), ["https://www.example.com/"]);
}
