//! What the report says of its figures, deadlines, units and records, and what it says that it is not sure of.

use super::*;
use crate::catalogue::Applicability;

fn survey(dissatisfied: i64, rate: i64) -> Dataset {
    let figure = |key: &str, name: &str, value: i64, unit: &str| Figure {
        key: key.into(),
        name: name.into(),
        value: Some(Quantity::whole(value)),
        unit: unit.into(),
        ..requests(0).figures.remove(0)
    };
    Dataset {
        key: "survey".into(),
        title: "信息公开评议".into(),
        figures: vec![
            figure("participants", "参加评议", 1000, "人"),
            figure("satisfied", "满意", 700, "人"),
            figure("fairly", "基本满意", 250, "人"),
            figure("dissatisfied", "不满意", dissatisfied, "人"),
            figure("rate", "满意率", rate, "%"),
        ],
        ..requests(0)
    }
}

fn results(values: [i64; 6]) -> Dataset {
    let mut dataset = requests(5);
    let names = ["予以公开", "部分公开", "不予公开", "信息不存在", "其他处理", "结转下学年办理"];
    for (at, (name, value)) in names.into_iter().zip(values).enumerate() {
        let value = Some(Quantity::whole(value));
        dataset.figures.push(Figure { key: format!("r{at}"), name: name.into(), value, ..dataset.figures[0].clone() });
    }
    dataset
}

fn with(datasets: Vec<Dataset>) -> String {
    let mut year = empty();
    year.datasets = datasets;
    told(&year)
}

#[test]
fn a_survey_that_adds_up_is_told_without_a_doubt_whatever_its_rate_is_of() {
    for (dissatisfied, rate) in [(50, 95), (50, 70)] {
        let said = with(vec![survey(dissatisfied, rate)]);
        let sentence = format!(
            "本学年参加信息公开评议1000人，其中满意700人，基本满意250人，不满意{dissatisfied}人，满意率{rate}%。"
        );
        assert!(said.contains(&sentence), "{said}");
        assert!(!said.contains("数据待核实") && !said.contains("不能相合"), "{said}");
    }
}

#[test]
fn parts_that_miss_their_whole_are_told_beside_the_figures_and_in_part_seven() {
    let said = with(vec![survey(40, 96), results([3, 0, 1, 0, 0, 0])]);
    assert!(said.contains("注：700+250+40＝990，与所列1000不符；数据待核实。"), "{said}");
    assert!(said.contains("注：3+0+1+0+0+0＝4，与所列5不符；数据待核实。"), "{said}");
    assert!(said.contains("《信息公开评议》所列各项数据不能相合，已在正文中注明，待核实后更正。"), "{said}");
    assert!(said.contains("《信息公开申请》所列各项数据不能相合，已在正文中注明，待核实后更正。"), "{said}");
    let said = with(vec![survey(50, 85)]);
    assert!(said.contains("注：700÷1000＝70%；(700+250)＝950，950÷1000＝95%，与所列85%不符；数据待核实。"), "{said}");
}

#[test]
fn what_the_figures_say_by_themselves_is_not_said_again_as_a_finding_of_the_checker() {
    let mut year = empty();
    year.datasets = vec![survey(40, 85)];
    let finding = |kind, stated: &str, derived: &str| Finding {
        kind,
        quote: "满意率85%".into(),
        stated: stated.into(),
        derived: derived.into(),
        places: 1,
    };
    year.findings = vec![finding(FindingKind::Sum, "1000", "990"), finding(FindingKind::Rate, "85", "95")];
    assert!(!told(&year).contains("文中“满意率85%”"), "{}", told(&year));
    year.findings.push(finding(FindingKind::Rate, "84", "95"));
    assert!(told(&year).contains("文中“满意率85%”"));
}

#[test]
fn requests_are_told_as_a_sentence_and_a_result_that_nobody_gave_is_a_gap() {
    let said = with(vec![results([3, 0, 1, 1, 0, 0])]);
    assert!(said.contains("本学年收到信息公开申请5件，其中予以公开3件，不予公开1件，信息不存在1件。"), "{said}");
    let mut dataset = results([3, 0, 1, 1, 0, 0]);
    dataset.figures[2].value = None;
    assert!(with(vec![dataset]).contains("予以公开3件，部分公开【待补：数据】，不予公开1件"));
    let mut dataset = results([3, 0, 1, 1, 0, 0]);
    dataset.figures.truncate(4);
    assert!(with(vec![dataset]).contains("3+0+1＝4，所列总数为5，其余1未列明去向"));
}

#[test]
fn a_fraction_with_a_percent_sign_is_told() {
    let mut dataset = survey(50, 95);
    (dataset.key, dataset.title, dataset.item) = ("grad".into(), "毕业去向".into(), ItemKey::Official(32));
    dataset.figures.truncate(2);
    dataset.figures[1].value = Some(Quantity::whole(937));
    dataset.figures[1].name = "去向落实".into();
    let rate = Figure {
        key: "rate".into(),
        name: "就业率".into(),
        value: "0.937".parse().ok(),
        unit: "%".into(),
        ..dataset.figures[0].clone()
    };
    dataset.figures.push(rate);
    let said = with(vec![dataset]);
    assert!(said.contains("注：937÷1000＝93.7%，与所列0.937%不符，疑将小数写作百分数；数据待核实。"), "{said}");
}

fn note(year: &mut Year, item: u8, note: &str) {
    let item = year.catalogue.items.iter_mut().find(|known| known.key == ItemKey::Official(item)).unwrap();
    item.note = note.into();
}

#[test]
fn a_deadline_is_printed_in_one_form_and_what_is_not_understood_or_over_is_asked_for_with_the_reason() {
    let mut year = empty();
    for (item, remark) in
        [(21, "2026-12-31"), (22, "拟2026年10月前完成"), (23, "2026年6月"), (24, "年底前"), (25, "2022年底前完成")]
    {
        note(&mut year, item, remark);
    }
    let said = told(&year);
    for wanted in ["未公开，2026年12月31日前完成", "未公开，2026年10月前完成", "未公开，2026年6月底前完成"]
    {
        assert!(said.contains(wanted), "{wanted}");
    }
    let gaps = compose(&year).unwrap().gaps;
    let about = |item: u8| {
        let of = |gap: &&Gap| gap.kind == GapKind::Deadline && gap.item == Some(ItemKey::Official(item));
        gaps.iter().find(of).map(|gap| gap.about.clone())
    };
    assert!([21, 22, 23].into_iter().all(|item| about(item).is_none()));
    assert!(about(24).unwrap().ends_with("（备注“年底前”看不出年月日）"), "{:?}", about(24));
    assert!(about(25).unwrap().ends_with("（备注“2022年底前完成”所写时限已过）"), "{:?}", about(25));
    let told: Vec<_> = unprintable_deadlines(&year).into_iter().map(|(item, _)| item.to_string()).collect();
    assert_eq!(told, ["24", "25"]);
    // A year that goes on may still keep it, and what the list itself remarks is no plan.
    year.unfinished = "2022-12-01".parse().ok();
    assert_eq!(unprintable_deadlines(&year).len(), 1);
}

#[test]
fn a_text_that_says_nothing_in_its_place_is_asked_for_as_if_nobody_had_written() {
    let mut year = empty();
    year.texts = vec![text("（略）", "6"), text("略", "1"), text("无。", "3"), text("待补充", "4"), text("同上", "5")];
    let said = told(&year);
    for mark in ["主要经验、存在问题和改进措施", "文字", "评议情况", "举报情况", "行政复议情况", "行政诉讼情况"]
    {
        assert!(said.contains(&format!("【待补：{mark}】")), "{mark}");
    }
    assert!(!said.contains("（略）") && !said.contains("【待补：依申请公开情况】"), "{said}");
}

#[test]
fn an_item_that_is_given_on_request_or_withheld_is_told_so_with_its_unit() {
    let mut year = empty();
    year.units = vec![crate::school::Unit { code: "zzb".into(), name: "组织部".into(), ..unit() }];
    let kept_back = |item: u8, withheld| KeptBack { item: ItemKey::Official(item), unit: Some("zzb".into()), withheld };
    year.kept_back = vec![kept_back(25, true), kept_back(42, false)];
    year.nils = vec![crate::nil_statement::NilStatement {
        item: ItemKey::Official(22),
        year: year.year,
        unit: "组织部".into(),
        signed_by: "部长".into(),
        signed_on: PartialDate::Unknown,
        note: String::new(),
    }];
    let said = told(&year);
    assert!(said.contains("校内中层干部任免、人员招聘信息 | 组织部 | — | 列为不予公开1条"), "{said}");
    assert!(said.contains("学术不端行为查处机制 | 组织部 | — | 列为依申请公开1条"), "{said}");
    assert!(said.contains("校级领导干部社会兼职情况 | 组织部 | — | 本学年无此类信息"), "{said}");
    assert!(
        said.contains("第25项的信息本学年列为不予公开。") && said.contains("第42项的信息本学年列为依申请公开。"),
        "{said}"
    );
    assert!(said.contains("尚未公开41项（其中信息列为依申请公开或不予公开的2项）"), "{said}");
    let applies = |item: &&crate::catalogue::Item| !matches!(item.applicability, Applicability::NotApplicable { .. });
    let without = year.catalogue.items.iter().filter(applies).filter(|item| units_of(&year, item).is_empty());
    assert_eq!(without.count(), 39);
}

#[test]
fn months_that_tie_are_named_together_and_many_are_not_the_most() {
    let of_months = |days: &[&str]| {
        let mut year = empty();
        year.records = days
            .iter()
            .map(|day| {
                record(&[("key", day), ("title", day), ("item", "37"), ("published_on", day), ("channel", "官网")])
            })
            .collect();
        told(&year)
    };
    assert!(of_months(&["2022-10-01", "2022-10-02", "2023-05-01"]).contains("信息3条，2022年10月最多，2条。〕"));
    assert!(of_months(&["2022-10-01", "2023-05-01"]).contains("信息2条，2022年10月、2023年5月最多，各1条。〕"));
    assert!(of_months(&["2022-10-01", "2022-11-01", "2023-03-01", "2023-05-01"]).contains("信息4条。〕"));
}

#[test]
fn what_went_public_before_it_was_made_is_not_counted_as_on_time() {
    let mut year = empty();
    let row = |key: &str, made: &str, published: &str| {
        record(&[
            ("key", key),
            ("title", key),
            ("item", "37"),
            ("made_on", made),
            ("published_on", published),
            ("channel", "官网"),
        ])
    };
    year.records = vec![row("甲", "2023-05-13", "2023-05-12")];
    assert!(!told(&year).contains("按时公开"));
    year.records.push(row("乙", "2023-05-11", "2023-05-12"));
    assert!(told(&year).contains("可以核算公开时限的1条，均按时公开。"));
}

#[test]
fn the_item_table_shows_a_link_before_a_notice_board_with_the_latest_date() {
    let mut year = empty();
    let row = |key: &str, day: &str, place: &str| {
        record(&[
            ("key", key),
            ("title", key),
            ("item", "7"),
            ("published_on", day),
            ("locator", place),
            ("channel", "c"),
        ])
    };
    year.records = vec![
        row("甲", "2023-04-03", "https://a.cn/1"),
        row("乙", "2023-05-03", "行政楼公告栏"),
        row("丙", "2023-03-03", "https://a.cn/2"),
    ];
    let said = told(&year);
    assert!(said.contains("2023年5月3日 | 已公开3条。a.cn/1"), "{said}");
}

#[test]
fn all_channels_are_listed_as_all_and_not_as_the_main_ones() {
    let mut year = empty();
    let channel = |code: &str, kind: &str| {
        let cell = |key: &str| match key {
            "code" => code.to_string(),
            "name" => format!("渠道{code}"),
            "kind" => kind.to_string(),
            _ => String::new(),
        };
        let cells = columns(Table::Channels).iter().map(|column| cell(column.key)).collect();
        let Ok(Entry::Channel(channel)) = parse(Table::Channels, &Row(cells)) else { panic!("a channel") };
        channel
    };
    let release = |year: &mut Year, code: &str, kind: &str| {
        year.channels.push(channel(code, kind));
        let place = format!("https://{}.cn/1", year.channels.len());
        let row = [("key", code), ("title", code), ("item", "37"), ("published_on", "2023-05-12")];
        year.records.push(record(&[&row[..], &[("channel", code), ("locator", &place)]].concat()));
    };
    release(&mut year, "web", "website");
    assert!(told(&year).contains("线上渠道1个，为网站1个（1次）。"), "{}", told(&year));
    release(&mut year, "wall", "board");
    assert!(told(&year).contains("按公开次数排列，依次为") && !told(&year).contains("主要有"), "{}", told(&year));
}

#[test]
fn what_only_the_kind_of_the_school_tells_is_said_with_that_source() {
    let mut year = empty();
    assert!(told(&year).contains("第11项至第14项按学校类型（高等职业学校）不适用于本校（不招收研究生）。"));
    let item = year.catalogue.items.iter_mut().find(|item| item.key == ItemKey::Official(48)).unwrap();
    item.applicability = Applicability::NotApplicable { reason: "无来华留学生。".into() };
    let said = told(&year);
    assert!(said.contains("第48项不适用于本校（无来华留学生）。"), "{said}");
    assert!(said.contains("不适用：无来华留学生") && said.contains("不适用（按学校类型）：不招收研究生"), "{said}");
}

#[test]
fn what_the_school_counts_apart_is_explained_once_with_the_tables_that_count_it() {
    let mut year = empty();
    year.catalogue.categories.push(Category { number: 11, name: "就业创业信息".into(), english: String::new() });
    let mut own = year.catalogue.items[30].clone();
    (own.key, own.category, own.maps_to, own.text) = (ItemKey::School(1), 11, vec![31, 32], "就业创业".into());
    year.catalogue.items.push(own);
    let wanted = "学校另设“就业创业信息”类别，其信息条数在表1中单独列出，不重复计入其他类别；这些信息同时是清单第31项、第32项的公开情况，在表2中随该事项列出。";
    assert!(told(&year).contains(wanted), "{}", told(&year));
}

#[test]
fn what_may_be_of_the_year_and_is_counted_elsewhere_is_said() {
    let mut year = empty();
    year.perhaps = 2;
    assert!(told(&year).contains("公开日期只写到年份、可能属于本学年的信息2条，暂计入其他学年，不计入本报告。"));
}
