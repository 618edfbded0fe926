//! What stands in columns that nobody reads, in columns of ticks, in the place of an address: a row that says of itself that
//! it is not for everybody is asked about, wherever it says so. And what one department's book may not do to another's.

use app::ledger::Outcome;
use domain::ledger::{Doubt, Table, Taken};
use testkit::School;

const TODAY: &str = "2026-06-01";

fn new(outcome: &Outcome) -> Vec<&str> {
    let records = outcome.changes.iter().filter(|change| change.table == Table::Records && change.new);
    records.map(|change| change.name.as_str()).collect()
}

fn asked(outcome: &Outcome) -> Vec<Doubt> {
    outcome.questions.told().iter().map(|told| told.remark.kind).collect()
}

async fn brought(file: &str) -> Outcome {
    School::founded_on(TODAY).await.operator().imports("a.csv", file).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_nobody_reads_holds_a_row_that_is_not_public_by_it() {
    for (head, kept) in [
        ("公开建议", "不公开"),
        ("完成情况", "未公开"),
        ("状态说明", "已撤下"),
        ("知悉范围", "校内"),
        ("发放范围", "中层干部"),
        ("是否有效", "已失效"),
        ("处理意见", "撤下"),
        ("链接状态", "404"),
        ("公开级别", "三级（内部）"),
        ("信息状态", "草稿"),
        ("文件状态", "失效"),
        ("密级及期限", "秘密★10年"),
        ("效力情况", "已废止"),
        ("信息类别", "涉密信息"),
        ("公开方式及范围", "校内公开"),
        ("情况说明", "未公开"),
    ] {
        let file = format!(
            "标题,事项,责任部门,公开日期,网址,{head}\n甲办法,2,办公室,2024-10-08,https://x.edu.cn/1.htm,\n乙办法,2,办公室,2024-10-09,https://x.edu.cn/2.htm,{kept}\n"
        );
        let outcome = brought(&file).await;
        assert_eq!(new(&outcome), ["甲办法"], "{head}：{kept}");
        assert_eq!(outcome.question_rows, 1, "{head}：{kept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ordinary_words_in_columns_that_nobody_reads_hold_nothing() {
    for (head, text) in [
        ("经办人", "王某"),
        ("序号", "404"),
        ("流水号", "404"),
        ("类型", "制度"),
        ("内容", "涉密人员管理办法"),
        ("栏目", "保密工作"),
        ("版本", "2024年修订"),
        ("完成情况", "已完成"),
        ("主题词", "公开招聘"),
        ("附件", "名单.xlsx"),
    ] {
        let file = format!(
            "标题,事项,责任部门,公开日期,网址,{head}\n甲办法,2,办公室,2024-10-08,https://x.edu.cn/1.htm,{text}\n"
        );
        assert_eq!(new(&brought(&file).await), ["甲办法"], "{head}：{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ticks_under_openness_are_answers() {
    for (heads, ticks) in [
        ("公开属性,,\n,,,,,主动公开,依申请公开,不予公开", ["√,,", ",√,", ",,√"]),
        ("公开属性,,\n,,,,,主动,依申请,不予", ["√,,", ",√,", ",,√"]),
        ("主动公开,依申请公开,不予公开", ["是,,", ",是,", ",,是"]),
        ("是否公开,,\n,,,,,是,否,", ["√,,", ",√,", ",√,"]),
        ("公开范围,,\n,,,,,社会,校内,", ["√,,", ",√,", ",√,"]),
    ] {
        let row =
            |at: usize| format!("第{at}办法,2,办公室,2024-10-0{at},https://x.edu.cn/{at}.htm,{}\n", ticks[at - 1]);
        let file = format!("标题,事项,责任部门,公开日期,网址,{heads}\n{}{}{}", row(1), row(2), row(3));
        let outcome = brought(&file).await;
        assert_eq!((new(&outcome), outcome.question_rows), (vec!["第1办法"], 2), "{heads}");
    }
    let both =
        "标题,事项,责任部门,公开日期,网址,向社会公开,校内公开\n甲办法,2,办公室,2024-10-08,https://x.edu.cn/1.htm,√,√\n";
    assert_eq!(new(&brought(both).await), ["甲办法"], "what is for everybody is for the school too");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_inside_the_school_is_no_public_one_in_either_column() {
    for place in [
        "校内OA",
        "钉钉",
        "企业微信",
        "学工系统",
        "信息门户",
        "教师工作群",
        "内部刊物",
        "档案室存档备查",
        "仅供教职工查阅",
        "https://oa.x.edu.cn/3.htm",
    ] {
        for (channel, locator) in [(place, ""), ("", place)] {
            let file =
                format!("标题,事项,责任部门,公开日期,渠道,网址\n甲办法,2,办公室,2024-10-08,{channel},{locator}\n");
            let outcome = brought(&file).await;
            assert_eq!((new(&outcome).len(), outcome.question_rows), (0, 1), "{channel} {locator}");
        }
    }
    for place in ["行政楼公告栏", "查阅点：行政楼101", "图书馆一楼大厅"] {
        let file = format!("标题,事项,责任部门,公开日期,渠道,网址\n甲办法,2,办公室,2024-10-08,{place},\n");
        assert_eq!(new(&brought(&file).await), ["甲办法"], "{place}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_of_another_department_changes_nothing_of_the_first() {
    let book = |unit: &str, host: &str| {
        let row = |title: &str, item: u8, day: &str, page: u8| {
            let address = if host.is_empty() { String::new() } else { format!("https://{host}.x.edu.cn/{page}.htm") };
            format!("{title},{item},{unit},{day},{address}\n")
        };
        [
            "标题,事项,责任部门,公开日期,网址\n".to_string(),
            row("部门职责", 1, "2024-09", 1),
            row("2024-2025学年工作计划", 5, "2024-09-10", 2),
            row("2024-2025学年工作总结", 5, "2025-07-10", 3),
            row("信息公开负责人", 2, "2024-09", 4),
        ]
        .concat()
    };
    for hosts in [["jwc", "xg"], ["", ""], ["jwc", ""]] {
        let school = School::founded_on(TODAY).await;
        school.operator().imports("教务处.csv", &book("教务处", hosts[0])).await;
        let outcome = school.operator().imports("学工处.csv", &book("学工处", hosts[1])).await;
        assert_eq!((outcome.changes.len(), outcome.possible.len()), (0, 4), "{hosts:?}: {:?}", outcome.changes);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_again_every_year_under_one_key_is_asked_about() {
    let school = School::founded_on(TODAY).await;
    let book = |title: &str, day: &str, page: &str| {
        format!("编号,标题,事项,责任部门,公开日期,网址\nJW-001,{title},5,教务处,{day},https://x.edu.cn/{page}.htm\n")
    };
    school.operator().imports("a.csv", &book("校历", "2023-09-01", "1")).await;
    let next = school.operator().imports("b.csv", &book("校历", "2024-09-01", "1")).await;
    assert_eq!((next.changes.len(), next.possible.len()), (0, 1), "{:?}", next.changes);
    let slip = school.operator().imports("c.csv", &book("校历", "2023-09-04", "1")).await;
    assert_eq!((slip.changes.len(), slip.possible.len()), (1, 0), "a date is put right");
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", &book("学籍规定（2024年修订）", "2024-09-03", "2")).await;
    let issue = school.operator().imports("b.csv", &book("学籍规定（2025年修订）", "2025-08-25", "2b")).await;
    assert_eq!((issue.changes.len(), issue.possible.len()), (0, 1), "{:?}", issue.changes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_of_years_tells_two_years_apart() {
    let school = School::founded_on(TODAY).await;
    let row = |year: &str| format!("校历,5,教务处,{year},https://x.edu.cn/2.htm\n");
    let head = "标题,事项,责任部门,学年,网址\n";
    let first = school.operator().imports("a.csv", &format!("{head}{}", row("2023-2024"))).await;
    assert_eq!(new(&first).len(), 1);
    let next = school.operator().imports("b.csv", &format!("{head}{}", row("2024-2025"))).await;
    assert_eq!((next.changes.len(), next.possible.len()), (0, 1), "{:?}", next.changes);
    let both = brought(&format!("{head}{}{}", row("2023-2024"), row("2024-2025"))).await;
    assert_eq!((new(&both).len(), both.bad_rows), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_title_between_rows_states_its_own_year() {
    let head = "标题,事项,公开日期,网址\n";
    for again in [head, ""] {
        let file = format!(
            "教务处2023-2024学年信息公开,,,\n{head}甲办法,2,10月8日,https://x.edu.cn/1.htm\n教务处2024-2025学年信息公开,,,\n{again}乙办法,2,10月8日,https://x.edu.cn/2.htm\n"
        );
        let school = School::founded_on(TODAY).await;
        let outcome = school.operator().imports("a.csv", &file).await;
        assert_eq!(new(&outcome).len(), 2, "{file}");
        let years: Vec<String> = outcome
            .understood
            .told()
            .iter()
            .filter(|told| told.remark.kind == Taken::Year)
            .map(|told| told.remark.taken.clone())
            .collect();
        assert_eq!(years, ["2023-10-08", "2024-10-08"], "{file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn days_of_channels_reach_a_record_that_waited_for_them() {
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", "标题,事项,责任部门,渠道\n奖学金办法,37,学工部,\n").await;
    let outcome =
        school.operator().imports("b.csv", "标题,事项,责任部门,渠道\n奖学金办法,37,学工部,官网2024-09-18\n").await;
    let cells: Vec<&str> = outcome.changes[0].cells.iter().map(|cell| cell.new.as_str()).collect();
    assert!(cells.contains(&"2024-09-18"), "{cells:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_firm_is_no_unit_of_the_school() {
    for head in ["中标单位", "供应商", "成交单位"] {
        let file = format!(
            "标题,事项,公开日期,网址,{head}\n设备采购结果,17,2024-10-08,https://x.edu.cn/1.htm,湘江科技有限公司\n家具采购结果,17,2024-10-09,https://x.edu.cn/2.htm,东方家具有限公司\n"
        );
        let outcome = brought(&file).await;
        assert!(outcome.entered.iter().all(|(table, _)| *table != Table::Units), "{head}: {:?}", outcome.entered);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_applicants_counts_in_the_year_of_its_day() {
    let outcome = brought("标题,事项,责任部门,公开日期,公开属性\n乙纪要,2,办公室,2024-10-11,依申请公开\n").await;
    let told = outcome.understood.told().iter().find(|told| told.remark.kind == Taken::KeptBackOn);
    assert_eq!(told.map(|told| told.remark.taken.as_str()), Some("2024-2025"));
    assert!(asked(&outcome).is_empty());
}
