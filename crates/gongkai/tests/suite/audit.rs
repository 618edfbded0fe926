//! `audit` as somebody types it.

use crate::Workplace;

#[test]
fn a_new_school_is_told_what_fails_it_and_what_to_do_first() {
    let workplace = Workplace::with_school();
    let rows = "编号,标题,事项,公开日期\nR1,放假通知,37,2023-05-12\n";
    workplace.write("rows.csv", rows);
    workplace.run(&["import", "ledger", "rows.csv", "--yes"]).succeeds();
    workplace.run(&["audit", "--offline"]).exits(1).says(&[
        "清单公开情况",
        "空白栏目",
        "先做什么",
        "没有测",
        "--offline",
    ]);
    let told = workplace.run(&["audit", "--offline", "--format", "json"]).exits(1).json();
    let of = |code: &str| {
        let all = told["indicators"].as_array().unwrap();
        all.iter().find(|one| one["indicator"] == code).unwrap().clone()
    };
    assert_eq!(of("dead-outside")["value"], serde_json::Value::Null);
    assert_eq!((of("dead-outside")["why"].as_str(), of("dead-inside")["value"].as_u64()), (Some("offline"), Some(0)));
    assert_eq!(of("empty")["verdict"], "fails");
    assert_eq!(told["first"][0]["verdict"], "fails");
    let score = &told["score"];
    assert_eq!(score["disclosed"], 1, "{score}");
    // Nothing on view leads outside, so this run reaches nobody.
    let told = workplace.run(&["audit", "--format", "json"]).exits(1).json();
    let outside = &told["dead_links"]["outside"];
    assert_eq!((outside["asked"].as_u64(), outside["dead"].as_array().map(Vec::len)), (Some(0), Some(0)), "{outside}");
    workplace.run(&["audit", "--offline", "--year", "1999-2000"]).fails_in_one_line(&["1999-2000"]);
}
