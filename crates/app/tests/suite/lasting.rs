//! How long a publicity is, in the words of a list: its last day is worked out where it can be, and asked where not. And
//! units with the school's name before them, sheets that are no units, keys that were corrected.

use app::ledger::Outcome;
use domain::ledger::{Doubt, Table, Taken};
use testkit::School;

const TODAY: &str = "2026-06-01";

async fn brought(file: &str) -> Outcome {
    School::founded_on(TODAY).await.operator().imports("a.csv", file).await
}

fn taken(outcome: &Outcome, kind: Taken) -> Vec<String> {
    let told = outcome.understood.told().iter().filter(|told| told.remark.kind == kind);
    told.map(|told| format!("{}→{}", told.remark.written, told.remark.taken)).collect()
}

fn asked(outcome: &Outcome) -> Vec<Doubt> {
    outcome.questions.told().iter().map(|told| told.remark.kind).collect()
}

fn of(table: Table, outcome: &Outcome) -> Vec<&str> {
    let new = outcome.changes.iter().filter(|change| change.table == table && change.new);
    new.map(|change| change.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn how_long_a_publicity_is_says_its_last_day_whatever_column_it_stands_in() {
    for (heads, first) in [
        ("公示开始日期,公示期", "2023-10-10"),
        ("发布日期,公示期", "2023-10-10"),
        ("公开日期,公示时间", "2023年10月10日"),
    ] {
        for (length, last) in [
            ("5个工作日", "2023-10-17"),
            ("五个工作日", "2023-10-17"),
            ("7天", "2023-10-17"),
            ("2023.10.10-2023.10.16", "2023-10-16"),
            ("10月10日至10月16日", "2023-10-16"),
        ] {
            let file = format!(
                "标题,事项,责任部门,{heads},网址\n2023年国家奖学金拟推荐名单公示,奖助学金,学生处,{first},{length},https://x.edu.cn/1.htm\n"
            );
            let outcome = brought(&file).await;
            assert_eq!(asked(&outcome), [], "{heads}：{length}");
            let told = [taken(&outcome, Taken::Lasting), taken(&outcome, Taken::Period)].concat();
            assert!(told.iter().any(|told| told.ends_with(last)), "{heads}：{length} {told:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_length_that_does_not_settle_the_last_day_is_asked() {
    for (heads, first, length) in [
        ("公示开始日期,公示期", "2023-10-10", "不少于5个工作日"),
        ("公示开始日期,公示期", "", "5个工作日"),
        ("公示开始日期,公示期", "2033-10-10", "5个工作日"),
        ("公示开始,备注", "2023-10-10", ""),
    ] {
        let file = format!(
            "标题,事项,责任部门,{heads},网址\n2023年国家奖学金拟推荐名单公示,奖助学金,学生处,{first},{length},https://x.edu.cn/1.htm\n"
        );
        let outcome = brought(&file).await;
        assert!(asked(&outcome).contains(&Doubt::NoEnd), "{heads}：{first} {length} {:?}", outcome.questions.told());
        assert!(of(Table::Records, &outcome).is_empty(), "{heads}：{first} {length}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_was_disclosed_in_another_century() {
    let outcome = brought(
        "标题,事项,公开日期,网址\n甲,2,1924-03-01,https://x.edu.cn/1.htm\n乙,2,2024-03-01,https://x.edu.cn/2.htm\n",
    )
    .await;
    assert_eq!((asked(&outcome), of(Table::Records, &outcome)), (vec![Doubt::Date], vec!["乙"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_is_the_same_with_the_name_of_the_school_before_it() {
    let school = School::founded_on(TODAY).await;
    let name = app::school::name(&school.operator().ctx()).await.unwrap().unwrap();
    let file = format!(
        "标题,事项,责任部门,公开日期,网址\n甲,2,{name}人事处,2024-03-01,https://x.edu.cn/1.htm\n乙,2,人事处,2024-03-01,https://x.edu.cn/2.htm\n丙,2,{name},2024-03-01,https://x.edu.cn/3.htm\n"
    );
    let outcome = school.operator().imports("a.csv", &file).await;
    assert_eq!(outcome.entered.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>(), ["人事处".to_string(), name]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_key_makes_no_second_record_of_what_is_the_same_in_all_else() {
    let school = School::founded_on(TODAY).await;
    let file = |key: &str, day: &str| {
        format!(
            "编号,标题,事项,责任部门,公开日期,网址\njw-1,甲,2,办公室,2024-03-01,https://x.edu.cn/1.htm\n{key},乙,2,办公室,{day},https://x.edu.cn/2.htm\n"
        )
    };
    school.operator().imports("a.csv", &file("jw-2", "2024-03-02")).await;
    for _ in 0..2 {
        let again = school.operator().imports("a.csv", &file("jw-02", "2024-03-02")).await;
        assert_eq!(
            (of(Table::Records, &again), taken(&again, Taken::Rekeyed)),
            (vec![], vec!["jw-02→jw-2".to_string()])
        );
        assert!(again.missing.is_empty() && again.bad.is_empty());
    }
    let another = school.operator().imports("a.csv", &file("jw-3", "2024-09-02")).await;
    assert_eq!(of(Table::Records, &another), ["乙"], "a key of its own and another day are another thing");
}
