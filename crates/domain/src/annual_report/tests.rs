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
        kept_back: Vec::new(),
        perhaps: 0,
        datasets: Vec::new(),
        texts: Vec::new(),
        nils: Vec::new(),
        withdrawn: Vec::new(),
        findings: Vec::new(),
        calendar: Calendar::mainland(),
        signed_on: None,
        unfinished: None,
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
    lines(compose(year).unwrap().document)
}

fn annexed(year: &Year) -> String {
    lines(compose(year).unwrap().annex)
}

fn lines(document: Document) -> String {
    let mut lines = Vec::new();
    for block in document.blocks {
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
    assert!(told.contains("适用于本校的42项，不适用的8项。适用事项中，尚未公开42项。"), "{told}");
    for gap in
        ["依申请公开情况", "评议情况", "举报情况", "行政复议情况", "行政诉讼情况", "主要经验、存在问题和改进措施"]
    {
        assert!(told.contains(&format!("【待补：{gap}】")), "{gap}");
    }
}

#[test]
fn what_is_marked_as_missing_is_what_is_listed_as_missing() {
    let mut year = empty();
    year.records = vec![
        record(&[("title", "甲"), ("item", "37"), ("published_on", "2023-05-12"), ("channel", "官网")]),
        record(&[("title", "乙"), ("item", "37"), ("state", "公开"), ("unit", "学工处")]),
        record(&[("title", "丙"), ("item", "1"), ("form", "页面"), ("channel", "官网")]),
    ];
    let Composed { document, annex, gaps } = compose(&year).unwrap();
    let marks = |text: &str, kind: GapKind| text.matches(&kind.mark()).count();
    let (report, annex) = (lines(document), lines(annex));
    for kind in GapKind::ALL {
        let listed = gaps.iter().filter(|gap| gap.kind == *kind).count();
        // Gaps of records are marked in the annex; the table of items repeats those of the record it cites.
        let of_record = matches!(kind, GapKind::Date | GapKind::Channel);
        assert_eq!(marks(if of_record { &annex } else { &report }, *kind), listed, "{kind:?}");
    }
    let of_records: Vec<_> =
        gaps.iter().filter(|gap| gap.record.is_some()).map(|gap| (gap.kind, &*gap.about)).collect();
    assert_eq!(of_records, [(GapKind::Date, "乙"), (GapKind::Channel, "乙")]);
    assert!(annex.contains("丙 | — | 长期公开 | "), "{annex}");
    assert!(report.contains("长期公开的1条，公开日期待补的1条"), "{report}");
}

#[test]
fn each_of_complaints_reviews_and_lawsuits_is_answered_by_its_name() {
    let mut year = empty();
    let figure = |key: &str, name: &str, value| Figure {
        key: key.into(),
        name: name.into(),
        value,
        ..requests(0).figures.remove(0)
    };
    let whole = |number| Some(Quantity::whole(number));
    year.datasets.push(Dataset {
        key: "complaints".into(),
        figures: vec![
            figure("received", "举报", whole(2)),
            figure("reviews", "行政复议", whole(0)),
            figure("lawsuits", "行政诉讼", None),
        ],
        ..requests(0)
    });
    let told = told(&year);
    assert!(told.contains("因信息公开工作受到举报2件。"), "{told}");
    assert!(told.contains("因信息公开工作受到行政复议的情况：无。"), "{told}");
    assert!(told.contains("【待补：行政诉讼情况】"), "{told}");
}

#[test]
fn nothing_is_said_that_no_row_supports() {
    let mut year = empty();
    year.datasets.push(requests(0));
    let told = told(&year);
    for word in ["台账", "登记", "不详", "原报告", "收费", "减免", "零报告：", "渠道未"] {
        let said: Vec<&str> = told.lines().filter(|line| line.contains(word) && !line.contains(" | ")).collect();
        // 收费 stands in the name of a category.
        let said: Vec<&&str> = said.iter().filter(|line| !line.contains("财务、资产及收费信息")).collect();
        assert!(said.is_empty(), "{word}: {said:?}");
    }
}

#[test]
fn a_year_that_is_not_over_says_so() {
    let mut year = empty();
    assert!(!told(&year).contains("尚未结束"));
    year.unfinished = "2023-03-01".parse().ok();
    assert!(told(&year).contains("本学年尚未结束，本稿所列情况截至2023年3月1日，不作为正式报告。"));
}

#[test]
fn the_category_of_other_things_comes_last_and_units_are_those_of_the_records() {
    let mut year = empty();
    year.units = vec![crate::school::Unit { code: "xgc".into(), name: "学生工作处".into(), ..unit() }];
    year.records = vec![record(&[
        ("title", "资助办法"),
        ("item", "37"),
        ("published_on", "2023-05-12"),
        ("unit", "xgc"),
        ("channel", "官网"),
    ])];
    let told = told(&year);
    assert!(told.contains("第37项（学生奖学金、助学金、学费减免等）：公开《资助办法》，由学生工作处负责。"), "{told}");
    assert!(told.contains("37 | 学生管理服务信息 | 学生奖学金、助学金、学费减免、助学贷款与勤工俭学的申请与管理规定 | 学生工作处 | 2023年5月12日"), "{told}");
}

fn unit() -> crate::school::Unit {
    let row = |key: &str| match key {
        "code" => "c".to_string(),
        "name" => "名".to_string(),
        _ => String::new(),
    };
    let cells = columns(Table::Units).iter().map(|column| row(column.key)).collect();
    let Ok(Entry::Unit(unit)) = parse(Table::Units, &Row(cells)) else { panic!("a unit") };
    unit
}

#[test]
fn none_is_said_as_none_and_never_as_a_count_of_nought() {
    let mut year = empty();
    year.datasets.push(requests(0));
    let said = told(&year);
    assert!(said.contains("本学年收到信息公开申请：无。"));
    let sentences: Vec<&str> = said.lines().filter(|line| !line.contains(" | ") && !line.starts_with('〔')).collect();
    let nought = |line: &str| {
        ["0条", "0项", "0件"]
            .iter()
            .any(|count| line.match_indices(count).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_ascii_digit())))
    };
    assert!(!sentences.iter().any(|line| nought(line)), "{sentences:#?}");
    year.datasets[0] = requests(3);
    assert!(told(&year).contains("本学年收到信息公开申请3件。"));
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
    assert!(told.contains("7 | 招生考试信息 | 招生章程及特殊类型招生办法，分批次、分科类招生计划 | 【待补：责任部门】 | 2023年4月3日 | 已公开1条。a.cn/1"), "{told}");
    assert!(told.contains("12 | 招生考试信息 | 参加研究生复试的考生成绩 | — | — | 不适用（按学校类型）：不招收研究生"));
    assert!(told.contains("21 | 财务、资产及收费信息 | 收费项目、收费依据、收费标准及投诉方式 | 【待补：责任部门】 | — | 未公开，【待补：完成时限】"));
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
    assert!(told.contains("主动公开信息3条，其中公开日期在统计期限内的2条，在统计期限外、一并列出的1条。"), "{told}");
    let annex = annexed(&year);
    assert!(annex.contains("2023年10月9日（统计期外）") && annex.contains("2023年5月 |"), "{annex}");
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
fn every_item_has_its_line_where_people_tell_of_the_category_themselves_too() {
    let mut year = empty();
    let row = |key: &str, title: &str, item: &str| {
        record(&[
            ("key", key),
            ("title", title),
            ("item", item),
            ("published_on", "2023-04-03"),
            ("locator", "https://a.cn/1"),
        ])
    };
    year.records = vec![row("1", "招生章程", "7"), row("2", "招生计划", "7"), row("3", "录取查询", "9")];
    let full = told(&year);
    assert!(full.contains("第7项（招生章程及特殊类型招生办法等）：公开《招生章程》《招生计划》。"), "{full}");
    year.texts.push(text("本学年招生工作公开透明。", "2.2"));
    let brief = told(&year);
    assert!(brief.contains("第7项（招生章程及特殊类型招生办法等）公开2条。"), "{brief}");
    assert!(brief.contains("第9项（考生个人录取信息查询渠道和办法等）公开《录取查询》。"), "{brief}");
}

#[test]
fn what_was_all_on_time_is_said_without_a_count_of_none() {
    let mut year = empty();
    let row = |key: &str, made: &str| {
        let cells =
            [("title", key), ("item", "37"), ("made_on", made), ("published_on", "2023-05-12"), ("channel", "官网")];
        record(&[&[("key", key)][..], &cells].concat())
    };
    year.records = vec![row("甲", "2023-05-11"), row("乙", "2023-05-10")];
    assert!(told(&year).contains("可以核算公开时限的2条，均按时公开。"));
    year.records.push(row("丙", "2022-10-10"));
    assert!(told(&year).contains("可以核算公开时限的3条中，按时公开2条，超过时限1条。"), "{}", told(&year));
}

#[test]
fn a_finding_of_the_checker_is_said_once_and_not_beside_what_the_ledger_says_of_it() {
    let mut year = empty();
    let finding = |kind, quote: &str, stated: &str, derived: &str| Finding {
        kind,
        quote: quote.into(),
        stated: stated.into(),
        derived: derived.into(),
        places: 1,
    };
    year.findings = vec![
        finding(FindingKind::Count, "等16个部门", "16", "15"),
        finding(FindingKind::Repeat, "甲职业学的章程", "甲职业学院", "甲职业学"),
        finding(FindingKind::Sum, "收到9件，其中予以公开8件", "9", "8"),
    ];
    let said = told(&year);
    assert!(said.contains("文中“等16个部门”，所列名称为15个，待核实。"), "{said}");
    assert!(said.contains("文中“甲职业学的章程”与“甲职业学院”不一致，待核实。"), "{said}");
    assert!(said.contains("各项数据不能相合，待核实。"), "{said}");
    // The same sum as figures of a dataset, which are told by themselves.
    let mut dataset = requests(9);
    let granted = Figure {
        key: "granted".into(),
        name: "予以公开".into(),
        value: Some(Quantity::whole(8)),
        ..dataset.figures[0].clone()
    };
    dataset.figures.push(granted);
    dataset.identities.push(Identity::Sum { whole: "received".into(), parts: vec!["granted".into()] });
    year.datasets.push(dataset);
    let said = told(&year);
    assert!(said.contains("《信息公开申请》所列各项数据不能相合") && !said.contains("文中“收到9件"), "{said}");
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
    assert!(annexed(&year).contains("竞价项目（77条）") && told.contains("已公开77条"), "{told}");
}

#[test]
fn anchors_are_unique_and_the_same_ledger_gives_the_same_document() {
    let year = empty();
    let composed = compose(&year).unwrap();
    let document = &composed.document;
    let mut anchors: Vec<&str> = document
        .blocks
        .iter()
        .chain(&composed.annex.blocks)
        .filter_map(|block| match block {
            Block::Heading { anchor, .. } => Some(anchor.as_str()),
            _ => None,
        })
        .collect();
    let count = anchors.len();
    anchors.sort_unstable();
    anchors.dedup();
    assert_eq!(anchors.len(), count);
    assert_eq!(compose(&year), Ok(composed.clone()));
}

#[test]
fn every_title_in_running_text_stands_in_marks() {
    for title in ["2026年部门预算", "公开预算公开说明", "拟录名单、专业和人数", "各项收费政策"]
    {
        let mut year = empty();
        year.records.push(record(&[
            ("title", title),
            ("item", "17"),
            ("published_on", "2023-05-12"),
            ("channel", "官网"),
        ]));
        let told = told(&year);
        assert!(told.contains(&format!("公开《{title}》")), "{told}");
    }
}

#[test]
fn a_record_of_an_item_marked_as_not_applicable_is_counted_and_the_report_says_so_without_contradiction() {
    let mut year = empty();
    let without = |item: &&crate::catalogue::Item| {
        matches!(item.applicability, crate::catalogue::Applicability::NotApplicable { .. })
    };
    let item = year.catalogue.items.iter().find(without).unwrap().key.to_string();
    let row = [("title", "录取办法"), ("item", item.as_str()), ("published_on", "2023-05-12"), ("channel", "官网")];
    year.records.push(record(&row));
    let told = told(&year);
    let said =
        format!("第{item}项标为不适用，但本学年有公开的信息1条，已计入信息条数，未计入适用和已公开的事项，待核实。");
    assert!(told.contains(&said), "{told}");
    assert!(
        told.contains(&format!("第{item}项已标为不适用于本校（")) && told.contains("（已公开1条，待核实）"),
        "{told}"
    );
    let excused = told.lines().filter(|line| line.contains("不适用于本校（")).collect::<Vec<_>>().join("");
    assert_eq!(excused.matches(&format!("第{item}项")).count(), 1, "{excused}");
    let marked = year.catalogue.items.iter().find(|known| known.key.to_string() == item).unwrap();
    let judged = crate::ledger::not_applicable_with_records(marked, 1).unwrap();
    assert_eq!((judged.concern, judged.about), (crate::ledger::Concern::NotApplicable, item));
}

#[test]
fn what_was_withdrawn_within_the_year_is_named_with_day_and_reason() {
    let mut year = empty();
    let one = |title: Option<&str>| Withdrawn {
        index: IndexNumber { school: "12345".into(), year: 2023, serial: 7 },
        title: title.map(str::to_string),
        count: 1,
        since: "2023-03-01".parse().unwrap(),
        until: "2023-04-02".parse().unwrap(),
        reason: "名额有误".into(),
    };
    year.withdrawn = vec![one(Some("推荐名单")), one(None)];
    let told = told(&year);
    assert!(told.contains("本学年公开后又撤回的信息2条"), "{told}");
    let day = "公开日期2023年3月1日，撤回日期2023年4月2日，理由：名额有误。";
    assert!(told.contains(&format!("已撤回：《推荐名单》，{day}")), "{told}");
    assert!(told.contains(&format!("已撤回：索引号12345/2023-00007，名称从略，{day}")), "{told}");
}

/// Points of a column of the type area that are left for its text in a Word file.
fn room(table: &crate::document::Table, head: &str) -> Option<f64> {
    let all: u16 = table.columns.iter().map(|column| column.width).sum();
    let column = table.columns.iter().find(|column| column.head == head)?;
    Some(442.2 * f64::from(column.width) / f64::from(all) - 8.5)
}

#[test]
fn heads_and_dates_have_the_width_of_a_line() {
    let mut year = empty();
    year.records.push(record(&[("title", "甲"), ("item", "37"), ("published_on", "2023-05-12"), ("channel", "官网")]));
    let Composed { document, annex, .. } = compose(&year).unwrap();
    let tables: Vec<crate::document::Table> = document
        .blocks
        .into_iter()
        .chain(annex.blocks)
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    for table in &tables {
        for column in &table.columns {
            let wide = 10.5 * column.head.chars().count() as f64;
            assert!(room(table, &column.head).unwrap() >= wide, "{}: {}", table.caption, column.head);
        }
    }
    // 2025年10月19日: eight digits of half, three characters of full width, five quarters between them.
    let date = 8.0 * 0.5 + 3.0 + 5.0 * 0.225;
    let room = |head: &str| tables.iter().find_map(|table| room(table, head)).unwrap();
    assert!(room("最近公开日期") >= 9.0 * date && room("公开日期") >= 10.5 * date);
}

mod words;
