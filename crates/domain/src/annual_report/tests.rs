//! Reports of small ledgers.

use super::*;
use crate::catalogue::SchoolKind;
use crate::date::PartialDate;
use crate::document::plain;
use crate::figure::{Figure, Identity, Quantity};
use crate::ledger::{Entry, Moment, Parts, Row, Table, assemble, columns, parse};
use crate::record::IndexNumber;

fn empty() -> Year {
    Year {
        school: School::default(),
        year: "2022-2023".parse().unwrap(),
        catalogue: Catalogue::statutory(SchoolKind::Vocational),
        units: Vec::new(),
        channels: Vec::new(),
        records: Vec::new(),
        on_request: 0,
        withheld: 0,
        datasets: Vec::new(),
        texts: Vec::new(),
        nils: Vec::new(),
        calendar: Calendar::mainland(),
        signed_on: None,
    }
}

fn record(cells: &[(&str, &str)]) -> Disclosed {
    let mut row = vec![String::new(); columns(Table::Records).len()];
    for (key, text) in cells {
        row[columns(Table::Records).iter().position(|column| column.key == *key).unwrap()] = text.to_string();
    }
    let Ok(Entry::Record(entry)) = parse(Table::Records, &Row(row)) else { panic!("{cells:?}") };
    let index = IndexNumber { school: "00000".into(), year: 2023, serial: 1 };
    let parts = Parts { record: *entry, editions: Vec::new(), releases: Vec::new() };
    let moment = Moment { today: "2023-12-01".parse().unwrap(), names_a_person: |_| false };
    Disclosed::of(&assemble(parts, crate::ids::RecordId(1), index, moment)).unwrap()
}

fn text(kept: &str, place: &str) -> TextEntry {
    TextEntry {
        year: "2022-2023".parse().unwrap(),
        place: place.into(),
        order: 1,
        heading: String::new(),
        text: kept.into(),
        source: String::new(),
    }
}

fn requests(received: i64) -> Dataset {
    Dataset {
        key: "requests".into(),
        title: "信息公开申请".into(),
        item: ItemKey::Official(6),
        unit: None,
        year: "2022-2023".parse().unwrap(),
        as_of: PartialDate::Unknown,
        source: String::new(),
        figures: vec![Figure {
            key: "received".into(),
            name: "收到申请".into(),
            value: Some(Quantity::whole(received)),
            unit: "件".into(),
            definition: String::new(),
            approximate: false,
            disputed: None,
        }],
        identities: Vec::<Identity>::new(),
    }
}

fn told(year: &Year) -> String {
    let mut lines = Vec::new();
    for block in compose(year).unwrap().blocks {
        match block {
            Block::Heading { number, text, .. } => lines.push(format!("{number}{text}")),
            Block::Paragraph(inlines) => lines.push(plain(&inlines)),
            Block::List(entries) => lines.extend(entries.iter().map(|entry| plain(entry))),
            Block::Table(table) => lines.extend(
                table.rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" | ")),
            ),
            Block::Chart(chart) => lines.push(format!("〔{}：{}〕", chart.title, chart.description)),
            Block::Signature(signed) => lines.extend(signed),
        }
    }
    lines.join("\n")
}

#[test]
fn a_report_has_its_eight_parts_and_says_what_an_empty_ledger_does_not_know() {
    let told = told(&empty());
    for (at, title) in PARTS.iter().enumerate() {
        assert!(told.contains(&format!("{}、{title}", numeral(at + 1))), "{title}");
    }
    assert!(told.contains("统计期限为2022年9月1日至2023年8月31日。"));
    assert!(told.contains("台账未登记依申请公开情况。") && told.contains("本学年台账未登记评议结果。"));
    assert!(told.contains("适用于本校的42项，不适用的8项。适用事项中，台账中尚无公开信息的42项。"), "{told}");
}

#[test]
fn none_is_said_as_none_and_never_as_a_count_of_nought() {
    let mut year = empty();
    year.datasets.push(requests(0));
    let said = told(&year);
    assert!(said.contains("依申请公开：无。"));
    let sentences: Vec<&str> = said.lines().filter(|line| !line.contains(" | ") && !line.starts_with('〔')).collect();
    let nought = |line: &str| {
        ["0条", "0项", "0件"]
            .iter()
            .any(|count| line.match_indices(count).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_ascii_digit())))
    };
    assert!(!sentences.iter().any(|line| nought(line)), "{sentences:#?}");
    year.datasets[0] = requests(3);
    assert!(told(&year).contains("收到申请3件"));
}

#[test]
fn every_item_stands_in_the_table_with_what_is_known_of_it() {
    let mut year = empty();
    year.records.push(record(&[
        ("title", "招生章程"),
        ("item", "7"),
        ("published_on", "2023-04-03"),
        ("locator", "https://a.cn/1"),
        ("channel", "官网"),
    ]));
    let told = told(&year);
    assert!(told.contains("7 | 招生考试信息 | 招生章程及特殊类型招生办法，分批次、分科类招生计划 | 未登记 | 2023年4月3日 | 已公开1条。https://a.cn/1"), "{told}");
    assert!(told.contains("12 | 招生考试信息 | 参加研究生复试的考生成绩 | 未登记 | — | 不适用：不招收研究生"));
    assert!(told.contains("21 | 财务、资产及收费信息 | 收费项目、收费依据、收费标准及投诉方式 | 未登记 | — | 未公开"));
    let rows = (1..=50).filter(|number| told.lines().any(|line| line.starts_with(&format!("{number} | ")))).count();
    assert_eq!(rows, 50);
}

#[test]
fn what_lies_outside_the_period_is_listed_with_its_mark_and_not_counted_within() {
    let mut year = empty();
    let row = |key: &str, on: &str| {
        record(&[("key", key), ("title", key), ("item", "37"), ("published_on", on), ("year", "2022-2023")])
    };
    year.records = vec![row("甲", "2023-05-12"), row("乙", "2023-10-09"), row("丙", "2023年5月")];
    let told = told(&year);
    assert!(
        told.contains("主动公开信息3条，其中公开日期在统计期限内的2条，公开日期在统计期限外、一并列出备查的1条。"),
        "{told}"
    );
    assert!(told.contains("2023年10月9日（统计期外）") && told.contains("2023年5月 |"));
}

#[test]
fn kept_texts_take_the_place_of_proposals_and_their_figures_come_from_the_ledger() {
    let mut year = empty();
    year.datasets.push(requests(7));
    year.texts.push(text("本学年收到申请{requests.received}，均已答复。", "3"));
    assert!(told(&year).contains("本学年收到申请7件，均已答复。"));
    year.texts.push(text("见{requests.answered}。", "4"));
    assert_eq!(compose(&year).unwrap_err().reference, "requests.answered");
}

#[test]
fn a_batch_counts_as_many_things_as_it_stands_for() {
    let mut year = empty();
    year.records.push(record(&[
        ("title", "竞价项目"),
        ("item", "18"),
        ("count", "77"),
        ("channel", "zcy"),
        ("year", "2022-2023"),
    ]));
    let told = told(&year);
    assert!(told.contains("竞价项目（77条）") && told.contains("已公开77条"), "{told}");
}

#[test]
fn anchors_are_unique_and_the_same_ledger_gives_the_same_document() {
    let year = empty();
    let document = compose(&year).unwrap();
    let mut anchors: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading { anchor, .. } => Some(anchor.as_str()),
            _ => None,
        })
        .collect();
    let count = anchors.len();
    anchors.sort_unstable();
    anchors.dedup();
    assert_eq!(anchors.len(), count);
    assert_eq!(compose(&year), Ok(document));
}
