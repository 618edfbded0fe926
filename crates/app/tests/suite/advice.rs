//! What a message about a ledger row advises leads to the good state: each fault is met, its advice followed, and the
//! rows come in. The test walks the words of the program, so that no advice is left untried.

use app::ledger::Bad;
use std::collections::BTreeSet;
use testkit::{School, next_edition, record};

/// A fault and what mends it as its message says.
struct Advice {
    fault: &'static str,
    /// Rows that are there before.
    before: &'static str,
    /// Rows of which one is refused.
    bad: &'static str,
    /// The same rows as the message advises, one text for each thing that it offers.
    mended: &'static [&'static str],
}

const RECORD: &str = "#表,记录\n编号,标题,事项,公开日期\n";
const DATASET: &str = "#表,数据集\n数据集代码,标题,事项,学年\nd,毕业生,32,2022-2023\n";
const K1: &str = "#表,记录\n编号,标题,事项,公开日期,公开范围,状态,撤回原因,正文\nk1,甲,37,2023-05-12,社会,,,原文\n";

macro_rules! advice {
    ($($fault:literal: $before:expr, $bad:expr => $($mended:expr),+;)*) => {
        &[$(Advice { fault: $fault, before: $before, bad: $bad, mended: &[$($mended),+] }),*]
    };
}

/// Every fault whose cure stands in the row itself. `^` stands for the head of records, `@` for a dataset, `~` for the
/// head with audience, state and text.
const ADVICE: &[Advice] = advice! {
    "missing": "", "^1,,37,2023-05-12" => "^1,甲,37,2023-05-12";
    "date": "", "^1,甲,37,2023年13月40日" => "^1,甲,37,2023-05-12", "^1,甲,37,2023年5月12日", "^1,甲,37,2023年5月", "^1,甲,37,";
    "number": "", "@#表,数据\n数据集代码,数据代码,名称,数值\nd,a,甲,许多" => "@#表,数据\n数据集代码,数据代码,名称,数值\nd,a,甲,5";
    "count": "", "#表,记录\n编号,标题,事项,条数\n1,甲,37,0" => "#表,记录\n编号,标题,事项,条数\n1,甲,37,1";
    "item": "", "^1,甲,99,2023-05-12" => "^1,甲,37,2023-05-12", "^1,甲,S1,2023-05-12";
    "year": "", "#表,记录\n编号,标题,事项,学年\n1,甲,37,去年" => "#表,记录\n编号,标题,事项,学年\n1,甲,37,2022-2023";
    "word": "", "#表,记录\n编号,标题,事项,公开范围\n1,甲,37,全宇宙" => "#表,记录\n编号,标题,事项,公开范围\n1,甲,37,社会";
    "index": "", "#表,记录\n编号,标题,事项,索引号\n1,甲,37,第一号" => "#表,记录\n编号,标题,事项,索引号\n1,甲,37,12345/2023-00001",
        "#表,记录\n编号,标题,事项,索引号\n1,甲,37,";
    "characters": "", "^1,甲\u{7},37,2023-05-12" => "^1,甲,37,2023-05-12";
    "unwritten": "", "#表,报告文字\n学年,位置,次序,文字\n2023-2024,3,1,（申请写在这里，并删去本行第一格的“#说明 ”）" =>
        "#表,报告文字\n学年,位置,次序,文字\n2023-2024,3,1,本学年没有收到申请。";
    "code": "", "#表,单位\n单位代码,单位名称\na<b,教务处" => "#表,单位\n单位代码,单位名称\na-b_c.1,教务处";
    "timing": "", "#表,事项\n事项,更新时限\n37,随时" => "#表,事项\n事项,更新时限\n37,made 20", "#表,事项\n事项,更新时限\n37,approval 20",
        "#表,事项\n事项,更新时限\n37,yearly 10-31", "#表,事项\n事项,更新时限\n37,change";
    "needs": "", "#表,事项\n事项,是否适用,不适用理由\n37,适用,没有这类工作" =>
        "#表,事项\n事项,是否适用,不适用理由\n37,不适用,没有这类工作", "#表,事项\n事项,是否适用,不适用理由\n37,适用,";
    "unknown": "", "#表,数据\n数据集代码,数据代码,名称,数值\nd,a,甲,5" => "@#表,数据\n数据集代码,数据代码,名称,数值\nd,a,甲,5";
    "duplicate": "", "^k1,甲,37,2023-05-12\nk1,乙,37,2023-05-13" => "^k1,甲,37,2023-05-12\nk2,乙,37,2023-05-13";
    "broken": "", "@#表,数据\n数据集代码,数据代码,名称,数值,存疑\nd,w,合计,5,\nd,a,甲,4,\n#表,恒等式\n数据集代码,种类,左边,各部分\nd,sum,w,a" =>
        "@#表,数据\n数据集代码,数据代码,名称,数值,存疑\nd,w,合计,4,\nd,a,甲,4,\n#表,恒等式\n数据集代码,种类,左边,各部分\nd,sum,w,a",
        "@#表,数据\n数据集代码,数据代码,名称,数值,存疑\nd,w,合计,5,原件如此\nd,a,甲,4,\n#表,恒等式\n数据集代码,种类,左边,各部分\nd,sum,w,a";
    "order": "", "#表,记录\n编号,标题,事项,公示类别,公示开始,公示截止\n1,甲,37,奖学金,2023-05-12,2023-05-01" =>
        "#表,记录\n编号,标题,事项,公示类别,公示开始,公示截止\n1,甲,37,奖学金,2023-05-12,2023-05-20";
    "future": "", "#表,记录\n编号,标题,事项,公开日期,状态,撤回原因\n1,甲,37,2033-05-12,撤回,有误" =>
        "#表,记录\n编号,标题,事项,公开日期,状态,撤回原因\n1,甲,37,2023-05-12,撤回,有误";
    "personal": "", "^1,关于110101199003070038的通知,37,2023-05-12" => "^1,关于某人的通知,37,2023-05-12";
    "off-site": K1, "~k1,甲,37,2023-05-12,校内,,,原文" => "~k1,甲,37,2023-05-12,社会,撤回,有误,原文";
    "down": "~k1,甲,37,2023-05-12,社会,撤回,有误,原文", "~k1,甲,37,2023-05-12,社会,,,原文" => "~k2,甲,37,2023-05-12,社会,,,原文";
    "edition": K1, "#表,历次版本\n记录编号,版次,标题,正文\nk1,1,甲,改过的原文\n~k1,甲,37,2023-05-12,社会,,,新文" =>
        "#表,历次版本\n记录编号,版次,标题,正文\nk1,1,甲,原文\n~k1,甲,37,2023-05-12,社会,,,新文";
    "widened": "~k1,甲,37,2023-05-12,校内,,,原文", "~k1,甲,37,2023-05-12,社会,,,新文" => "~k2,甲,37,2023-05-12,社会,,,新文";
    "renumbered": K1, "#表,记录\n编号,标题,事项,公开日期,索引号,正文\nk1,甲,37,2023-05-12,12345/2023-00099,原文" =>
        "#表,记录\n编号,标题,事项,公开日期,索引号,正文\nk1,甲,37,2023-05-12,,原文",
        "#表,记录\n编号,标题,事项,公开日期,索引号,正文\nk1,甲,37,2023-05-12,12345/2023-00001,原文";
    "child": "", "#表,发布\n记录编号,渠道,发布日期\n1,官网,不是日期\n^1,甲,37,2023-05-12" =>
        "#表,发布\n记录编号,渠道,发布日期\n1,官网,2023-05-12\n^1,甲,37,2023-05-12";
    "which-year": "", "@e,其他,32,2021-2022\nd,毕业生,32,2021-2022\n#表,数据\n数据集代码,数据代码,名称,数值,学年\nd,a,甲,5," =>
        "@e,其他,32,2021-2022\nd,毕业生,32,2021-2022\n#表,数据\n数据集代码,数据代码,名称,数值,学年\nd,a,甲,5,2022-2023";
    "name-taken": "#表,单位\n单位代码,单位名称\njwc,教务处", "#表,单位\n单位代码,单位名称\njw,教务处" =>
        "#表,单位\n单位代码,单位名称\njwc,教务处", "#表,单位\n单位代码,单位名称\njw,教材科";
};

/// Met with rows too long to write down, or by what people do here; tried in the tests below, and in those of books that
/// come again.
const ELSEWHERE: [&str; 5] = ["long", "underway", "code-taken", "closed", "several"];

/// No row meets these yet.
const UNMET: [&str; 1] = ["address"];

fn rows(text: &str) -> String {
    let head = "#表,记录\n编号,标题,事项,公开日期,公开范围,状态,撤回原因,正文\n";
    format!("{}\n", text.replace('^', RECORD).replace('@', DATASET).replace('~', head))
}

/// The faults that an import of these rows finds.
async fn faults(school: &School, text: &str) -> Vec<&'static str> {
    let outcome = school.operator().imports("rows.csv", &rows(text)).await;
    let codes = outcome.bad.iter().map(|bad| match bad {
        Bad::Cell { kind, .. } => kind.code(),
        Bad::File(error) => error.code(),
    });
    codes.collect()
}

#[test]
fn no_advice_about_a_row_is_left_untried() {
    let words = include_str!("../../../../locales/zh-Hans/command.ftl");
    let told: BTreeSet<&str> =
        words.lines().filter_map(|line| line.strip_prefix("fault-")?.split(' ').next()).collect();
    let tried: BTreeSet<&str> = ADVICE.iter().map(|advice| advice.fault).chain(ELSEWHERE).chain(UNMET).collect();
    assert_eq!(told, tried, "a message of a fault without a case that follows it, or a case without a message");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_mends_a_row_as_its_message_says_has_it_in_the_ledger() {
    let mut wrong = Vec::new();
    for Advice { fault, before, bad, mended } in ADVICE {
        for mended in *mended {
            let school = School::open_on("2023-12-01").await;
            school.operator().imports("school.csv", "#表,学校\n项目,内容\ncode,12345\n").await;
            let there = if before.is_empty() { Vec::new() } else { faults(&school, before).await };
            let (found, left) = (faults(&school, bad).await, faults(&school, mended).await);
            // And once more: what came in is there, whole.
            let again = school.operator().imports("again.csv", &rows(mended)).await.written();
            if !(there.is_empty() && found.contains(fault) && left.is_empty() && again == 0) {
                wrong.push(format!("{fault}: before {there:?}, met {found:?}, left {left:?}, again {again}: {mended}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_comes_in_when_it_is_shortened() {
    let school = School::open_on("2023-12-01").await;
    for (head, most) in [("内容概述", 100), ("标题", 500)] {
        let row = |length: usize| {
            let text = "长".repeat(length);
            match head {
                "标题" => format!("^t,{text},37,2023-05-12"),
                _ => format!("#表,记录\n编号,标题,事项,公开日期,{head}\ns,甲,37,2023-05-12,{text}"),
            }
        };
        assert_eq!(faults(&school, &row(most + 1)).await, ["long"]);
        assert_eq!(faults(&school, &row(most)).await, [] as [&str; 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_under_review_takes_the_row_once_it_is_through() {
    let school = School::founded_on("2023-12-01").await;
    let id = school.publishes(record("甲").item("37")).await;
    school.clerk("教务处").amends(id, next_edition("甲之二")).await;
    let key = school.record(id).await.key;
    let row = |item: &str| format!("^{key},甲之二,{item},2023-12-01");
    assert_eq!(faults(&school, &row("38")).await, ["underway"]);
    // “请在办理完毕后再导入”.
    school.passes_reviews(id).await;
    school.office().publishes(id).await;
    assert_eq!(faults(&school, &row("38")).await, [] as [&str; 0]);
    assert_eq!(school.record(id).await.item.to_string(), "38");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_was_anothers_is_told_and_either_way_out_is_open() {
    let units = |row: &str| format!("#表,单位\n单位代码,单位名称\n{row}");
    let school = School::founded_on("2023-12-01").await;
    let ctx = school.office().ctx();
    let merge =
        app::ledger::mend::Task::Merge { of: app::ledger::CodeOf::Unit, from: "cwc".into(), into: "jwc".into() };
    let seen = app::ledger::mend::look(&ctx, &merge).await.unwrap();
    app::ledger::mend::carry_out(&ctx, &merge, &seen).await.unwrap();
    assert_eq!(faults(&school, &units("cwc,审计处")).await, ["code-taken"]);
    // “说的是它，请填括号内的代码，是另一个，请换一个代码”.
    assert_eq!(faults(&school, &units("jwc,教务与审计处")).await, [] as [&str; 0]);
    assert_eq!(faults(&school, &units("sjc,审计处")).await, [] as [&str; 0]);
}
