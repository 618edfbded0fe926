//! Where a book says of its rows that they are not for everybody, not yet, or no longer, or says one thing twice: headings of a
//! word, marks on titles, keys of JSON, days of taking down, columns that mean the same. Walked as kinds, with what only
//! looks so beside them.

use app::ledger::Outcome;
use domain::ledger::{Doubt, Table, Taken};
use testkit::School;

const TODAY: &str = "2026-06-01";

async fn brought(name: &str, file: &str) -> Outcome {
    School::founded_on(TODAY).await.operator().imports(name, file).await
}

fn new(outcome: &Outcome) -> Vec<&str> {
    let records = outcome.changes.iter().filter(|change| change.table == Table::Records && change.new);
    records.map(|change| change.name.as_str()).collect()
}

fn asked(outcome: &Outcome) -> Vec<Doubt> {
    outcome.questions.told().iter().map(|told| told.remark.kind).collect()
}

const ROW: &str = "2,2024-10-08,https://x.edu.cn";

#[tokio::test(flavor = "multi_thread")]
async fn a_heading_of_one_word_holds_the_rows_below_it_whatever_columns_it_stands_in() {
    for heading in [
        "不予公开",
        "校内公开",
        "依申请公开：",
        "涉密事项",
        "草稿",
        "待审",
        "【不公开】",
        "2.内部文件",
        "未公开",
        "已撤下",
        "（三）不予公开",
        "内部资料",
    ] {
        for line in [format!("{heading},,,,"), format!(",{heading},,,"), [heading; 5].join(",")] {
            let file = format!(
                "序号,标题,事项,公开日期,网址\n1,甲办法,{ROW}/1.htm\n2,乙办法,{ROW}/2.htm\n{line}\n3,丙规定,{ROW}/3.htm\n4,丁规定,{ROW}/4.htm\n"
            );
            let outcome = brought("a.csv", &file).await;
            assert_eq!(new(&outcome), ["甲办法", "乙办法"], "{line}");
            assert_eq!(asked(&outcome), [Doubt::Guarded], "{line}");
            assert_eq!(outcome.question_rows, 2, "{line}");
        }
    }
    let file = format!(
        "序号,标题,事项,公开日期,网址\n不予公开,,,,\n1,甲办法,{ROW}/1.htm\n主动公开,,,,\n2,乙办法,{ROW}/2.htm\n"
    );
    assert_eq!(new(&brought("a.csv", &file).await), ["乙办法"], "the next heading opens again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_before_or_behind_a_title_holds_its_row_and_an_ordinary_one_does_not() {
    for title in [
        "【内部】甲办法",
        "（待审）甲办法",
        "【草稿】甲办法",
        "甲办法（内部资料，注意保存）",
        "甲办法（仅限教职工查阅）",
        "甲办法（送审稿）",
        "甲办法（讨论稿）",
        "不予公开-甲办法",
        "甲办法（依申请）",
        "甲办法（机密）",
        "甲办法-待审",
        "甲办法—内部",
        "甲办法（校内征求意见）",
        "甲名单（校内公示）",
    ] {
        let outcome = brought("a.csv", &format!("标题,事项,公开日期,网址\n\"{title}\",{ROW}/1.htm\n")).await;
        assert_eq!(new(&outcome), Vec::<&str>::new(), "{title}");
        assert_eq!(outcome.question_rows, 1, "{title}");
    }
    for title in [
        "【公示】甲",
        "【招标公告】甲",
        "（第2号）甲",
        "甲办法（试行）",
        "甲办法（征求意见稿）",
        "甲办法（2024年修订）",
        "招生-2024年章程",
        "内部控制制度",
        "内部审计工作规定",
        "保密工作管理办法（修订）",
    ] {
        let outcome = brought("a.csv", &format!("标题,事项,公开日期,网址\n{title},{ROW}/1.htm\n")).await;
        assert_eq!((new(&outcome), asked(&outcome)), (vec![title], vec![]), "{title}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_json_that_is_no_column_holds_its_record_as_a_column_would() {
    for kept in [
        r#""是否公开":"否""#,
        r#""是否公开":false"#,
        r#""密级":"内部""#,
        r#""审核状态":"待审""#,
        r#""status":"draft""#,
        r#""visibility":"internal""#,
        r#""isPublic":false"#,
        r#""is_deleted":true"#,
        r#""知悉范围":"处级以上干部""#,
    ] {
        let record = |title: &str, more: &str| {
            format!(
                r#"{{"title":"{title}","item":"2","published_on":"2024-10-08","locator":"https://x.edu.cn/{title}.htm"{more}}}"#
            )
        };
        let file = format!("[{},{}]", record("a", ""), record("b", &format!(",{kept}")));
        let outcome = brought("a.json", &file).await;
        assert_eq!((new(&outcome), outcome.question_rows), (vec!["a"], 1), "{kept}");
    }
    for fine in
        [r#""status":"published""#, r#""views":2300"#, r#""isPublic":true"#, r#""tags":["a"]"#, r#""是否公开":"是""#]
    {
        let file = format!(
            r#"[{{"title":"a","item":"2","published_on":"2024-10-08","locator":"https://x.edu.cn/a.htm",{fine}}}]"#
        );
        let outcome = brought("a.json", &file).await;
        assert_eq!((new(&outcome), asked(&outcome)), (vec!["a"], vec![]), "{fine}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_taking_down_holds_its_row_and_a_lasting_one_does_not() {
    for head in ["下线时间", "下架日期", "撤下时间", "失效日期", "废止日期", "有效期至", "撤下日期"]
    {
        let file = |text: &str| format!("标题,事项,公开日期,网址,{head}\n甲,{ROW}/1.htm,{text}\n");
        let outcome = brought("a.csv", &file("2025-06-01")).await;
        assert_eq!((new(&outcome), outcome.left_out()), (vec![], 1), "{head}");
        if head != "撤下日期" {
            assert_eq!(asked(&outcome), [Doubt::Guarded], "{head}");
            assert_eq!(new(&brought("a.csv", &file("长期")).await), ["甲"], "{head}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_columns_that_mean_the_same_nothing_is_lost_and_what_differs_is_asked() {
    for (heads, one, other) in [
        ("标题,信息名称,事项,公开日期,网址", "王强提交的审批,真正的标题", "同一标题,同一标题"),
        ("标题,事项,发布日期,公开时间,网址", "2023-05-01,2022-05-08", "2023-05-01,2023年5月1日"),
        ("标题,事项,公开日期,部门,责任单位,网址", "党委办公室,财务处", "财务处,财务处"),
    ] {
        let line = |cells: &str| match heads.split(',').nth(1) {
            Some("信息名称") => format!("{cells},2,2024-10-08,https://x.edu.cn/1.htm"),
            _ if heads.contains("公开时间") => format!("甲,2,{cells},https://x.edu.cn/1.htm"),
            _ => format!("甲,2,2024-10-08,{cells},https://x.edu.cn/1.htm"),
        };
        let differs = brought("a.csv", &format!("{heads}\n{}\n", line(one))).await;
        assert_eq!((new(&differs).len(), asked(&differs)), (0, vec![Doubt::Differs]), "{heads}");
        let same = brought("a.csv", &format!("{heads}\n{}\n", line(other))).await;
        assert_eq!((new(&same).len(), asked(&same)), (1, vec![]), "{heads}");
    }
    let school = School::founded_on(TODAY).await;
    let file = "标题,事项,公开时间,发布日期,链接,网址\n甲,2,,2024-10-08,,https://x.edu.cn/1.htm\n";
    let outcome = school.operator().imports("a.csv", file).await;
    assert_eq!(new(&outcome), ["甲"]);
    let record = &school.app.store.read().await.unwrap().export_records(None, 10).await.unwrap()[0];
    assert_eq!(record.published_on().to_string(), "2024-10-08");
    assert!(record.releases.iter().any(|release| release.locator.ends_with("/1.htm")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_so_before_or_ought_to_be_is_not_what_is() {
    let days = |outcome: &Outcome| {
        let told = outcome.understood.told().iter().filter(|told| told.remark.kind == Taken::Head);
        told.map(|told| told.remark.written.clone()).collect::<Vec<_>>()
    };
    for heads in ["原公开日期,更正后公开日期", "应公开日期,实际公开日期", "计划公开时间,实际公开时间"]
    {
        let file = format!("标题,事项,{heads},网址\n甲,2,2022-03-01,2023-03-11,https://x.edu.cn/1.htm\n");
        let outcome = brought("a.csv", &file).await;
        assert_eq!((new(&outcome), asked(&outcome)), (vec!["甲"], vec![]), "{heads}");
        assert_eq!(days(&outcome), [heads.split(',').nth(1).unwrap()], "{heads}");
    }
    let file = "标题,事项,公开日期,原责任部门,现责任部门,网址\n甲,2,2023-03-11,教务处,财务处,https://x.edu.cn/1.htm\n";
    let outcome = brought("a.csv", file).await;
    assert!(days(&outcome).contains(&"现责任部门".to_string()), "{:?}", days(&outcome));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_know_something_and_who_helps_with_it_are_not_who_answers() {
    for head in ["知悉范围", "发布对象", "阅读权限", "协办单位", "受理部门"] {
        let file = format!("标题,事项,公开日期,网址,{head}\n甲,{ROW}/1.htm,党政办公室\n乙,{ROW}/2.htm,财务处\n");
        let outcome = brought("a.csv", &file).await;
        assert!(outcome.entered.iter().all(|(table, _)| *table != Table::Units), "{head}: {:?}", outcome.entered);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_notice_over_two_channels_on_two_days_is_no_second_record_in_silence() {
    let file = "标题,事项,责任部门,公开日期,渠道,网址\n校历,36,教务处,2024-02-20,学校官网,https://x.edu.cn/1.htm\n校历,36,教务处,2024-02-28,校报,\n";
    let outcome = brought("a.csv", file).await;
    assert_eq!((new(&outcome).len(), asked(&outcome)), (1, vec![Doubt::Twin]));
    let file = "标题,文号,事项,责任部门,公开日期,渠道,网址\n章程,校〔2024〕1号,2,办公室,2024-02-20,学校官网,https://x.edu.cn/1.htm\n章程,校〔2024〕1号,2,办公室,2024-02-22,公众号,https://mp.weixin.qq.com/s/1\n章程,校〔2024〕1号,2,办公室,2024-02-28,校报,\n";
    let outcome = brought("a.csv", file).await;
    assert_eq!((new(&outcome).len(), asked(&outcome)), (1, vec![]), "one document's number is one record");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_things_were_bought_is_not_how_many_documents_a_row_stands_for() {
    let file = "标题,事项,公开日期,网址,数量\n计算机采购公告,26,2024-10-08,https://x.edu.cn/1.htm,120\n";
    let outcome = brought("a.csv", file).await;
    assert_eq!(new(&outcome), ["计算机采购公告"]);
    let school = School::founded_on(TODAY).await;
    school.operator().imports("a.csv", file).await;
    let record = &school.app.store.read().await.unwrap().export_records(None, 10).await.unwrap()[0];
    assert_eq!(record.count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_beside_an_address_of_another_host_is_read_the_first_time_and_every_time() {
    let school = School::founded_on(TODAY).await;
    let file = "标题,事项,责任部门,公开日期,渠道,网址\n甲,2,办公室,2023-01-01,公告栏,https://x0.jclg.edu.cn/1.htm\n乙,3,办公室,2023-02-02,学校官网、微信公众号,https://x0.jclg.edu.cn/2.htm\n";
    let first = school.operator().imports("a.csv", file).await;
    assert_eq!((new(&first).len(), asked(&first)), (2, vec![]));
    let again = school.operator().imports("a.csv", file).await;
    assert_eq!((again.changes.len(), asked(&again)), (0, vec![]));
    let records = school.app.store.read().await.unwrap().export_records(None, 10).await.unwrap();
    let board = records.iter().flat_map(|record| &record.releases).filter(|release| !release.channel.is_empty());
    assert_eq!(board.count(), 3, "{records:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_something_is_for_holds_nothing_when_it_is_everybody_and_is_asked_when_it_is_the_school() {
    let file = |head: &str, text: &str| format!("标题,事项,公开日期,网址,{head}\n甲,{ROW}/1.htm,{text}\n");
    for head in ["发布对象", "公开范围"] {
        for everybody in ["社会公众", "全社会公开", "面向全社会", "社会各界", "考生及家长", "校内外"]
        {
            let outcome = brought("a.csv", &file(head, everybody)).await;
            assert_eq!((new(&outcome), asked(&outcome)), (vec!["甲"], vec![]), "{head}：{everybody}");
        }
    }
    let outcome = brought("a.csv", &file("发布对象", "全体师生")).await;
    assert_eq!((new(&outcome).len(), outcome.question_rows), (0, 1));
    for public in ["发布", "公布", "已公布"] {
        assert_eq!(new(&brought("a.csv", &file("状态", public)).await), ["甲"], "{public}");
    }
}
