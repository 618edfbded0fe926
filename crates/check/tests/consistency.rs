//! The checker as its users see it: the report everything started from in small, suggestions,
//! fingerprints, broken lines, and what must hold for any input whatever.

mod common;

use check::consistency::{Finding, Options, Outcome, Rule, Severity, Span, check};
use common::markdown;
use domain::extract::{BlockKind, Extract, Place};
use proptest::prelude::*;

fn judge(text: &str) -> Outcome {
    check(&markdown(text), &Options::default())
}

#[track_caller]
fn only(outcome: &Outcome, rule: Rule) -> &Finding {
    let found: Vec<&Finding> = outcome.findings.iter().filter(|f| f.rule == rule).collect();
    assert_eq!(found.len(), 1, "{:#?}", outcome.findings);
    found[0]
}

const REPORT: &str = include_str!("report.md");

#[test]
fn the_report_in_small_shows_every_flaw_once_and_only_the_sum_as_an_error() {
    let outcome = judge(REPORT);
    let mut found: Vec<(Rule, Severity)> = outcome.findings.iter().map(|f| (f.rule, f.severity)).collect();
    found.sort();
    use Severity::{Error, Warning};
    assert_eq!(
        found,
        [
            (Rule::Sum, Error),
            (Rule::Rate, Warning),
            (Rule::Count, Warning),
            (Rule::LinkDate, Warning),
            (Rule::LinkDate, Warning),
            (Rule::Host, Warning),
            (Rule::Period, Warning),
            (Rule::Category, Warning),
            (Rule::Category, Warning),
            (Rule::Category, Warning),
            (Rule::Repeat, Warning),
        ],
        "{:#?}",
        outcome.findings
    );
    assert!(outcome.claims > 40, "{} claims", outcome.claims);
}

#[test]
fn the_graduates_sum_comes_with_the_one_digit_that_also_mends_the_rate() {
    let outcome = judge(REPORT);
    let finding = only(&outcome, Rule::Sum);
    assert_eq!((finding.expected.as_deref(), finding.found.as_deref()), (Some("4540"), Some("3540")));
    let suggestion = finding.suggestion.as_ref().expect("one digit mends it");
    assert_eq!((suggestion.replace.as_str(), suggestion.with.as_str()), ("2509", "3509"));
    assert_eq!(&REPORT[suggestion.at.clone()], "2509");
    assert!(suggestion.why.zh.contains("91.21%"), "{}", suggestion.why.zh);
}

#[test]
fn dates_outside_the_year_are_told_once_with_every_place() {
    let outcome = judge(REPORT);
    let finding = only(&outcome, Rule::Period);
    let places: Vec<&str> = finding.places.iter().map(|p| &REPORT[p.clone()]).collect();
    assert_eq!(places, ["2023 年 9 月 1 日", "2023年10月14日", "2023年11月26日", "2023年9月1日"]);
}

#[test]
fn an_address_that_agrees_with_its_date_is_tested_and_silent() {
    let outcome = judge(REPORT);
    let found: Vec<&str> =
        outcome.findings.iter().filter(|f| f.rule == Rule::LinkDate).filter_map(|f| f.found.as_deref()).collect();
    assert_eq!(found, ["2023-02-01", "2023-09-01"]);
}

#[test]
fn ranges_point_at_the_words_concerned() {
    let outcome = judge(REPORT);
    assert_eq!(&REPORT[only(&outcome, Rule::Repeat).range.clone()], "虚构民族职业学");
    assert_eq!(&REPORT[only(&outcome, Rule::Count).range.clone()], "等 16 个");
}

#[test]
fn a_finding_keeps_its_fingerprint_when_the_text_around_it_changes() {
    let sentence = "共招生142人（其中内地班131人、青海班12人）。";
    let before = judge(sentence);
    let after = judge(&format!("新增的一段文字。\n\n{sentence}\n\n另一段。"));
    assert_eq!(before.findings[0].fingerprint, after.findings[0].fingerprint);
    let other = judge("共招生142人（其中内地班131人、青海班13人）。");
    assert_ne!(before.findings[0].fingerprint, other.findings[0].fingerprint);
}

#[test]
fn findings_already_judged_are_left_out() {
    let text = "共招生142人（其中内地班131人、青海班12人）。";
    let fingerprint = judge(text).findings[0].fingerprint;
    assert_eq!(check::consistency::Fingerprint::parse(&fingerprint.to_string()), Some(fingerprint));
    let options = Options { baseline: [fingerprint].into(), ..Options::default() };
    let outcome = check(&markdown(text), &options);
    assert!(outcome.findings.is_empty());
    assert!(outcome.claims > 0);
}

#[test]
fn the_reporting_year_can_be_given() {
    let text = "拟推荐名单于2023年10月14日在学校官网公示，公示期满无异议，已按程序上报。";
    assert!(judge(text).findings.is_empty());
    let options = Options { year: Span::parse("2022-2023"), ..Options::default() };
    assert_eq!(check(&markdown(text), &options).findings[0].rule, Rule::Period);
}

#[test]
fn the_reporting_year_of_a_government_body_is_a_calendar_year() {
    let text = "防汛责任人名单于2023年10月14日在局网站公示，接受社会监督。";
    let findings = |year: &str| {
        let options = Options { year: Span::parse(year), ..Options::default() };
        check(&markdown(text), &options).findings
    };
    assert!(findings("2023").is_empty());
    assert_eq!(findings("2022")[0].rule, Rule::Period);
    assert_eq!((Span::parse("23"), Span::parse("2022-2024"), Span::parse("20x3")), (None, None, None));
}

#[test]
fn a_given_year_stands_before_the_one_the_text_states() {
    let text = "# 某某学院2021-2022学年信息公开工作年度报告\n\n所列数据的统计期限为2021年9月1日至2022年8月31日。\n\n拟推荐名单于2021年10月14日在学校官网公示，公示期满无异议，已按程序上报。";
    let periods = |options: &Options| {
        check(&markdown(text), options).findings.into_iter().filter(|f| f.rule == Rule::Period).count()
    };
    assert_eq!(periods(&Options::default()), 0);
    assert_eq!(periods(&Options { year: Span::parse("2022-2023"), ..Options::default() }), 1);
}

#[test]
fn the_place_of_a_missing_number_is_told_in_the_style_of_the_chapters() {
    let outcome = judge("第一部分 概况\n\n第三部分 说明\n\n第四部分 附则");
    let finding = only(&outcome, Rule::Numbering);
    assert!(
        finding.message.zh.contains("“第二部分”") && finding.message.en.contains("第二部分"),
        "{:?}",
        finding.message
    );
}

#[test]
fn a_baseline_that_hides_the_grouped_dates_does_not_hide_a_stale_period() {
    let text = "# 某某学院2022-2023学年信息公开工作年度报告\n\n所列数据的统计期限为2021年9月1日至2022年8月31日。\n\n拟推荐名单于2023年10月14日在学校官网公示，公示期满无异议，已按程序上报。";
    let outcome = judge(text);
    let prints: std::collections::HashSet<_> =
        outcome.findings.iter().filter(|f| f.rule == Rule::Period).map(|f| f.fingerprint).collect();
    assert_eq!(prints.len(), 2, "{:#?}", outcome.findings);
}

#[test]
fn a_sentence_broken_by_blank_lines_is_one_sentence() {
    let whole = "学校全年共收到各方面意见建议1360件，其中教学类760件，后勤类220件，管理类270件，其他类120件。";
    let broken = whole.replace("后勤类220", "后勤类2\n\n20");
    assert_eq!(judge(whole).findings.len(), 1);
    let outcome = judge(&broken);
    assert_eq!(only(&outcome, Rule::Sum).found.as_deref(), Some("1370"));
}

#[test]
fn widths_separators_and_marks_do_not_matter() {
    let plain = "总收入12345678元，其中财政拨款10000000元，事业收入2345678元，其他收入100000元。";
    let dressed =
        "总收入**１２，３４５，６７８** 元，其中 财政拨款 10,000,000 元,事业收入 2,345,678 元,其他收入 100,000 元。";
    let (a, b) = (judge(plain), judge(dressed));
    assert_eq!(a.findings.len(), 1, "{:#?}", a.findings);
    assert_eq!(b.findings.len(), 1, "{:#?}", b.findings);
    assert_eq!(a.findings[0].found, b.findings[0].found);
}

#[test]
fn every_rule_has_its_page_in_two_languages() {
    for rule in Rule::ALL {
        let page = rule.explain();
        for (language, limits) in [(page.zh, "已知局限"), (page.en, "Known limits")] {
            assert!(language.contains(&format!("`{}`", rule.code())) && language.contains(limits), "{}", rule.code());
        }
        let share = |text: &str| {
            let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
            han * 100 / text.chars().count()
        };
        assert!(share(page.zh) > 30 && share(page.en) < 20, "{}: a page is in the other language", rule.code());
        assert_eq!(Rule::from_code(rule.code()), Some(rule));
    }
}

#[test]
fn hidden_text_and_removed_text_are_no_statements() {
    let mut extract = Extract::default();
    let place = || Place::Line { line: 1, column: 1 };
    extract.push("共招生142人（其中甲131人、乙12人）。", BlockKind::Deleted, place(), None);
    extract.push(
        "共招生142人（其中甲131人、乙12人）。",
        BlockKind::Paragraph,
        place(),
        Some(domain::extract::Concealed::HiddenText),
    );
    assert_eq!(check(&extract, &Options::default()).findings, []);
}

#[test]
fn addresses_behind_link_texts_are_compared_too() {
    let mut extract = Extract::default();
    let range = extract.push(
        "2023年2月1日在学校网站公开部门预算",
        BlockKind::Paragraph,
        Place::Line { line: 1, column: 1 },
        None,
    );
    let address = "https://cw.example.cn/content/1686889415331.shtml".to_owned();
    extract.links.push(domain::extract::Link { range: range.end - "部门预算".len()..range.end, address });
    let outcome = check(&extract, &Options::default());
    assert_eq!(only(&outcome, Rule::LinkDate).expected.as_deref(), Some("2023-06-16"));
}

fn partition() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(20u32..5000, 3..8)
}

const LABELS: [&str; 8] =
    ["学校要闻", "通知公告", "学术动态", "招标信息", "就业信息", "校园文化", "媒体报道", "专题专栏"];

fn sentence(whole: u32, parts: &[u32]) -> String {
    let list: Vec<String> = parts.iter().zip(LABELS).map(|(n, label)| format!("{label}{n}条")).collect();
    format!("全年共发布信息{whole}条，其中{}。", list.join("，"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_that_make_their_whole_are_silent(parts in partition()) {
        let outcome = judge(&sentence(parts.iter().sum(), &parts));
        prop_assert!(outcome.claims > 0);
        prop_assert_eq!(outcome.findings, vec![]);
    }

    #[test]
    fn a_changed_digit_is_found_and_a_suggestion_mends_the_sum(parts in partition(), which in 0usize..8, place in 0usize..4, digit in 0u8..10) {
        let whole: u32 = parts.iter().sum();
        let which = which % parts.len();
        let mut printed: Vec<u8> = parts[which].to_string().into_bytes();
        let place = place % printed.len();
        let new = b'0' + digit;
        prop_assume!(printed[place] != new && !(place == 0 && digit == 0));
        printed[place] = new;
        let changed: u32 = String::from_utf8(printed).expect("digits").parse().expect("a number");
        let mut wrong = parts.clone();
        wrong[which] = changed;
        let text = sentence(whole, &wrong);
        let outcome = judge(&text);
        prop_assert_eq!(outcome.findings.len(), 1, "{}", text);
        let finding = &outcome.findings[0];
        prop_assert_eq!(finding.rule, Rule::Sum);
        if let Some(suggestion) = &finding.suggestion {
            let mut mended = text.clone();
            mended.replace_range(suggestion.at.clone(), &suggestion.with);
            prop_assert_eq!(judge(&mended).findings, vec![]);
        }
    }

    #[test]
    fn a_true_share_is_silent_and_a_false_one_is_not(part in 11u32..400, rest in 11u32..400) {
        let whole = part + rest;
        let share = f64::from(part) * 100.0 / f64::from(whole);
        let text = |s: f64| format!("专任教师{whole}人，其中双师型教师{part}人，占专任教师的{s:.2}%。");
        prop_assert_eq!(judge(&text(share)).findings, vec![]);
        let outcome = judge(&text(share + 1.0));
        prop_assert_eq!(outcome.findings.first().map(|f| f.rule), Some(Rule::Rate));
    }

    #[test]
    fn no_text_whatever_makes_it_fail(text in "\\PC{0,200}") {
        let _ = judge(&text);
    }

    #[test]
    fn no_pile_of_telling_words_makes_it_fail(words in proptest::collection::vec(proptest::sample::select(WORDS), 0..60)) {
        let text = words.concat();
        let extract = markdown(&text);
        for finding in check(&extract, &Options { year: Span::school_year(2022), ..Options::default() }).findings {
            prop_assert!(extract.text.get(finding.range.clone()).is_some(), "{:?} in {:?}", finding, text);
            for place in &finding.places {
                prop_assert!(extract.text.get(place.clone()).is_some(), "{:?} in {:?}", finding, text);
            }
        }
    }

    #[test]
    fn blocks_that_contradict_the_text_make_no_panic(text in "[0-9人共其中，。\n|]{0,60}", cuts in proptest::collection::vec((0usize..80, 0usize..80), 0..6)) {
        let mut extract = Extract { text, ..Extract::default() };
        for (a, b) in cuts {
            extract.blocks.push(domain::extract::Block { range: a..b, kind: BlockKind::Paragraph, place: Place::Line { line: 1, column: 1 }, concealed: None });
            extract.links.push(domain::extract::Link { range: b..a, address: "http://a.cn/2023/10/27/".to_owned() });
        }
        let _ = check(&extract, &Options::default());
    }
}

const WORDS: &[&str] = &[
    "目录\n\n",
    "第三部分",
    ". . . . 12",
    "\t",
    "统计期限",
    "方面问题：",
    "具体如下：",
    "报告由八个部分组成",
    "信息公开年度报告",
    "# 某某学院2022-2023学年",
    "共",
    "总计",
    "合计",
    "其中",
    "等",
    "16",
    "个",
    "部门",
    "、",
    "，",
    "。",
    "；",
    "：",
    "（",
    "）",
    "人",
    "条",
    "万元",
    "1.2",
    "亿",
    "百分之",
    "三十",
    "%",
    "占",
    "增长",
    "比上年",
    "2023年",
    "9月31日",
    "5月",
    "12日",
    "至",
    "-",
    "《",
    "》",
    "“",
    "”",
    "学年",
    "2022-2023",
    "http://a.cn/1686889415331.html",
    "一、",
    "（二）",
    "\n",
    "\n\n",
    "| ",
    " |\n",
    "# ",
    "分别",
    "以下",
    "三",
    "方面",
    "一是",
    "星期五",
    "公示",
    "通知",
    "名单",
    "发布",
    "共计",
    "=",
    "+",
    "男",
    "女",
    "其余",
    "率",
    "0",
    "**",
    "\\",
    "<",
    ">",
    "[",
    "](",
    "\u{feff}",
    "\u{301}",
    "😀",
    "约",
    "余",
    "生师比",
    "：1",
    "人均",
    "１２，３４５",
    "应到",
    "缺席",
    "新收",
    "上年结转",
    "结转下年度",
    "三次产业结构比",
    "5.1：38.4：56.5",
    "收入总计",
    "支出总计",
    "分产业看",
    "第一产业",
    "0 0 0 0 0 0 0",
    "（七）总计",
];
