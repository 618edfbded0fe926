//! The contract of `expected` and `found` (docs/command-line.md): `expected` is what the document states as the
//! whole, the count or the rate, `found` is what follows from its parts.
//!
//! Both enter fingerprints, so that a rule that mixed them up would make every baseline worthless on the day it is
//! mended. One case per way of testing, each named; then every finding of the corpus.

mod common;

use check::consistency::{Finding, Options, Rule, check};
use common::markdown;

struct Case {
    way: &'static str,
    rule: Rule,
    text: &'static str,
    stated: &'static str,
    derived: &'static str,
}

const fn case(way: &'static str, rule: Rule, stated: &'static str, derived: &'static str, text: &'static str) -> Case {
    Case { way, rule, text, stated, derived }
}

const SUMS: &[Case] = &[
    case(
        "parts behind 其中",
        Rule::Sum,
        "5531",
        "5621",
        "学校2023年共招生5531人，其中三年制高职录取4986人，中高职衔接返校493人，五年制大专招收142人。",
    ),
    case(
        "a division inside a part",
        Rule::Sum,
        "142",
        "143",
        "学校2023年共招生5531人，其中三年制高职录取4896人，中高职衔接返校493人，五年制大专招收142人（其中内地西藏班131人、青海班学生12人）。",
    ),
    case("parts in parentheses", Rule::Sum, "17", "16", "共计：17条（转发省市级发文2条，学院14条）。"),
    case("a total behind its parts", Rule::Sum, "19", "18", "获一等奖3项、二等奖5项、三等奖10项，共计19项。"),
    case("an equation", Rule::Sum, "5531", "5532", "招生人数核对：5531=4896+493+143。"),
    case(
        "amounts of money",
        Rule::Sum,
        "9860.5",
        "9890.5",
        "本年支出合计9860.50万元，其中：基本支出7560.20万元；项目支出2330.30万元。",
    ),
    case("a division complete by its names", Rule::Sum, "886", "896", "参赛运动员886人，女437人，男459人。"),
    case("those present and those absent", Rule::Sum, "167", "177", "会议应到代表167人，出席165人，缺席12人。"),
    case("a change against the year before", Rule::Sum, "100", "110", "今年资助100万元，比上年的80万元增加30万元。"),
    case("a part larger than its whole", Rule::Sum, "26", "36", "全年召开党委会26次，其中研究信息公开工作36次。"),
    case(
        "a list below its whole",
        Rule::Sum,
        "5531",
        "5631",
        "学校2023年共招生5531人，其中：\n\n1. 三年制高职录取4996人\n\n2. 中高职衔接返校493人\n\n3. 五年制大专招收142人",
    ),
    case("shares of the industries", Rule::Sum, "100", "103", "全年三次产业结构比为20.8:39.3:42.9。"),
    case("answers to one question", Rule::Sum, "100", "101", "满意的占80.0%，基本满意的占15.0%，不满意的占6.0%。"),
    case(
        "cases taken in and settled",
        Rule::Sum,
        "135",
        "125",
        "新收政府信息公开申请128件，上年结转7件，办结121件，结转下年度继续办理4件。",
    ),
    case(
        "income and spending",
        Rule::Sum,
        "12345.67",
        "12335.67",
        "2023年度收入总计12345.67万元。\n\n2023年度支出总计12335.67万元。",
    ),
    case(
        "a column of a table",
        Rule::Sum,
        "1899",
        "1999",
        "| 渠道 | 数量（条） |\n|---|---|\n| 学校官网 | 1021 |\n| 信息公开网 | 586 |\n| 微信公众号 | 392 |\n| 合计 | 1899 |",
    ),
    case(
        "a row of a table",
        Rule::Sum,
        "610",
        "600",
        "| 学院 | 男生 | 女生 | 合计 |\n|---|---|---|---|\n| 教育学院 | 120 | 680 | 800 |\n| 艺术学院 | 210 | 330 | 540 |\n| 信息学院 | 460 | 140 | 610 |\n| 管理学院 | 260 | 240 | 500 |",
    ),
    case(
        "rows under their codes",
        Rule::Sum,
        "812.2",
        "832.2",
        "|科目编码|科目名称|合计|\n|---|---|---|\n||合计|8292.40|\n|205|教育支出|7480.20|\n|20502|普通教育|1150.00|\n|2050205|高等教育|1150.00|\n|20503|职业教育|6330.20|\n|2050305|高等职业教育|6330.20|\n|208|社会保障支出|812.20|\n|20805|养老支出|812.20|\n|2080505|养老保险|541.50|\n|2080506|职业年金|290.70|",
    ),
    case(
        "rows that are parts by their names",
        Rule::Sum,
        "341881",
        "344881",
        "|指标|绝对数（万元）|\n|---|---|\n|地区生产总值|341881|\n|第一产业|56789|\n|第二产业|80349|\n|第三产业|207743|\n|农林牧渔业|58972|",
    ),
    case(
        "the prescribed table of reviews",
        Rule::Sum,
        "38",
        "28",
        "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|---|---|---|---|---|\n| 119 | 25 | 91 | 24 | 259 | 7 | 0 | 15 | 6 | 38 |",
    ),
];

const RATES: &[Case] = &[
    case("a share", Rule::Rate, "62.90", "62.09", "专任教师612人，其中双师型教师380人，占专任教师的62.90%。"),
    case("growth", Rule::Rate, "4.53", "4.35", "2023年预算1200万元，比2022年增加50万元，增长4.53%。"),
    case(
        "a plan fulfilled",
        Rule::Rate,
        "98.77",
        "97.88",
        "财政拨款支出年初预算为8500.00万元，支出决算为8320.15万元，完成年初预算的98.77%。",
    ),
    case("a ratio", Rule::Rate, "18.55", "17.55", "折合在校生10530人，教师600人，生师比为18.55:1。"),
    case(
        "a share no whole number can have",
        Rule::Rate,
        "30.26",
        "30.24",
        "全校开设课程总门数为807门。副教授授专业课程占课程总门数的比例为30.26%。",
    ),
];

const COUNTS: &[Case] = &[
    case(
        "names before 等",
        Rule::Count,
        "10",
        "9",
        "公开学校概况、机构设置、招生信息、财务信息、人事信息、教学信息、学生管理、学风建设、对外交流等10类信息。",
    ),
    case("names before their count", Rule::Count, "5", "4", "涵盖教学、科研、管理、服务五个方面。"),
    case("names in parentheses", Rule::Count, "3", "4", "学校现有3个校区（东校区、西校区、南校区、北校区）。"),
    case(
        "entries in the same paragraph",
        Rule::Count,
        "4",
        "3",
        "存在以下四个问题：一是主动性不够；二是程序不够规范；三是渠道不够丰富。",
    ),
    case(
        "entries below",
        Rule::Count,
        "3",
        "2",
        "存在的问题主要有以下三点：\n\n1. 部分单位主动性不强。\n\n2. 程序不够规范。\n\n二、下一步工作",
    ),
    case(
        "the total below its list",
        Rule::Count,
        "3",
        "2",
        "(1) 关于开展就业核查的通知\n\n(2) 关于举办供需见面会的通知\n\n共计：3条",
    ),
    case(
        "the parts of the report",
        Rule::Count,
        "4",
        "3",
        "本报告包括概述、主动公开情况、评议情况、附则等四部分，现予公布。\n\n一、概述\n\n工作有序。\n\n二、主动公开情况\n\n均已公开。\n\n三、评议情况\n\n较为满意。",
    ),
    case("the length of a period", Rule::Date, "9", "7", "公示时间为2023年5月10日至5月16日（9天）。"),
];

/// Rules that compare no quantities: what should stand, and what does.
const OTHERS: &[Case] = &[
    case("a day that does not exist", Rule::Date, "1-30", "2023.4.31", "公示自2023.4.25起，至2023.4.31止。"),
    case("a weekday", Rule::Date, "星期五", "2023年7月14日 星期四", "会议于2023年7月14日（星期四）召开。"),
    case(
        "a period that runs backwards",
        Rule::Date,
        "≥2023-05-16",
        "2023-05-10",
        "公示时间为2023年5月16日至2023年5月10日。",
    ),
    case("a school year", Rule::Date, "2023-2024", "2023-2022", "2023-2022学年共开设课程807门。"),
    case("a skipped chapter", Rule::Numbering, "2", "3", "一、概述\n\n三、评议情况\n\n四、其他事项"),
    case("a skipped entry of a sentence", Rule::Numbering, "3", "4", "一是健全机制；二是拓展渠道；四是强化监督。"),
    case(
        "the date of a page",
        Rule::LinkDate,
        "2023-06-16",
        "2023-02-01",
        "2023年2月1日在学校网站公开部门预算：https://cw.example.cn/2023/0616/c12a34/page.htm",
    ),
    case(
        "the host of a site",
        Rule::Host,
        "zsc.example.net.cn",
        "zsw.example.net.cn",
        "虚构民族职业学院招生网（http://zsw.example.net.cn/）长期公开。\n\n虚构民族职业学院招生网（http://zsc.example.net.cn/）是专门平台。",
    ),
    case(
        "an event of another year",
        Rule::Period,
        "2022-09-01..2023-08-31",
        "2023年10月14日",
        "# 虚构民族职业学院2022-2023学年信息公开工作年度报告\n\n拟推荐名单于2023年10月14日在学校官网公示，公示期满无异议，已按程序上报。",
    ),
    case(
        "the year of the title",
        Rule::Repeat,
        "2022-2023",
        "2021-2022",
        "# 虚构民族职业学院2022-2023学年信息公开工作年度报告\n\n现将虚构民族职业学院2021-2022学年信息公开工作情况报告如下。",
    ),
    case(
        "the day a title was published",
        Rule::Repeat,
        "2023-05-09",
        "2023-05-19",
        "《关于做好国家奖学金评选工作的通知》于2023年5月9日发布。\n\n《关于做好国家奖学金评选工作的通知》于2023年5月19日发布。",
    ),
    case(
        "a total under one name",
        Rule::Repeat,
        "4540",
        "4450",
        "2023届毕业生总人数为4540人。\n\n二、就业情况\n\n2023届毕业生总人数为4450人。",
    ),
];

#[test]
fn rules_that_compare_no_quantities_give_what_should_stand_as_expected_and_what_stands_as_found() {
    compare(OTHERS);
}

fn findings(text: &str) -> Vec<Finding> {
    check(&markdown(text), &Options::default()).findings
}

#[test]
fn every_way_of_testing_gives_what_is_stated_as_expected_and_what_follows_as_found() {
    for cases in [SUMS, RATES, COUNTS] {
        compare(cases);
    }
}

#[track_caller]
fn compare(cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let all = findings(case.text);
        let pairs: Vec<(Option<&str>, Option<&str>)> =
            all.iter().filter(|f| f.rule == case.rule).map(|f| (f.expected.as_deref(), f.found.as_deref())).collect();
        if pairs != [(Some(case.stated), Some(case.derived))] {
            wrong.push(format!("{}: {pairs:?} for {:?}", case.way, (case.stated, case.derived)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The prescribed table of requests, with one cell changed.
fn requests(row: &str, changed: &str) -> Vec<Finding> {
    let corpus = include_str!("../corpus/7-disclosure.txt");
    let entry = corpus.split("@ ").nth(1).and_then(|e| e.split_once('\n')).expect("the first entry").1;
    assert!(entry.contains(row), "{row}");
    findings(&entry.replacen(row, changed, 1)).into_iter().filter(|f| f.rule == Rule::Sum).collect()
}

#[test]
fn in_the_prescribed_table_of_requests_the_printed_total_is_stated_and_the_columns_make_the_other() {
    // A wrong part: its row is stated to make 5 and makes 8. A wrong total: 109 is stated, the row makes 107.
    for (row, changed, stated, derived) in [
        ("|4.保护第三方合法权益|5|0|0|0|0|0|5|", "|4.保护第三方合法权益|8|0|0|0|0|0|5|", "5", "8"),
        ("|90|11|0|0|3|3|107|", "|90|11|0|0|3|3|109|", "109", "107"),
    ] {
        let found = requests(row, changed);
        let [finding] = &found[..] else { panic!("{found:#?}") };
        assert_eq!((finding.expected.as_deref(), finding.found.as_deref()), (Some(stated), Some(derived)), "{changed}");
    }
}

/// Digits of the document, without separators: what a reader can see stated.
fn is_printed(text: &str, number: &str) -> bool {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let han = number.parse::<u64>().is_ok_and(|n| plain.contains(&check::numbers::han(n)));
    let short = number.trim_end_matches(".0");
    han || plain.split(|c: char| !c.is_ascii_digit() && c != '.').any(|run| {
        let run = run.trim_matches('.');
        run == number || run == short || (run.contains('.') && run.trim_end_matches('0').trim_end_matches('.') == short)
    })
}

#[test]
fn what_is_expected_is_printed_in_the_document_throughout_the_corpus() {
    let mut tested = 0;
    let mut wrong = Vec::new();
    for corpus in [
        include_str!("../corpus/1-college.txt"),
        include_str!("../corpus/2-tricky.txt"),
        include_str!("../corpus/3-government.txt"),
        include_str!("../corpus/4-budget.txt"),
        include_str!("../corpus/5-tables.txt"),
        include_str!("../corpus/7-disclosure.txt"),
        include_str!("../corpus/8-outline.txt"),
    ] {
        for (_, text) in corpus.split("\n@ ").filter_map(|entry| entry.split_once('\n')) {
            for finding in findings(text).iter().filter(|f| matches!(f.rule, Rule::Sum | Rule::Rate | Rule::Count)) {
                let expected = finding.expected.as_deref().unwrap_or("");
                // Shares make a hundred, and a balance has two sums: neither whole is printed.
                let balance = finding.arithmetic.iter().any(|line| line.split('≠').all(|side| side.contains('=')));
                tested += 1;
                if expected != "100" && !balance && !is_printed(text, expected) {
                    wrong.push(format!("{expected} is not printed in: {text}"));
                }
            }
        }
    }
    assert!(tested >= 100, "only {tested} findings");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
