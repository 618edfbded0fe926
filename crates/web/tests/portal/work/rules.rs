//! The school's own number of days of a kind of publicity, from a day on.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_office_sets_how_long_a_kind_stands_from_a_day_on_and_lists_go_by_it() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let at = "/work/settings/publicity";
    let rule = |from: &'static str, count: &'static str, basis: &'static str| {
        [("act", "set"), ("kind", "national_grant"), ("from", from), ("count", count), ("basis", basis)]
    };
    for (from, count, basis, words) in [
        ("2023-10-01", "7", "校发〔2023〕1号第三条", "这一天已经过了"),
        ("2023-10-21", "many", "校发〔2023〕1号第三条", "请填数字"),
        ("2023-10-21", "7", " ", "请写依据"),
    ] {
        let refused = office.post(at, &rule(from, count, basis)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        let page = refused.text();
        assert!(
            page.contains(words) && page.contains(&format!("name=\"count\" inputmode=\"numeric\" value=\"{count}\"")),
            "{page}"
        );
    }
    let least =
        [("act", "set"), ("kind", "national_scholarship"), ("from", "2023-10-21"), ("count", "3"), ("basis", "校规")];
    assert!(office.post(at, &least).await.text().contains("比有规定的最短公示期少"));
    for login in ["clerk", "supervisor", "admin"] {
        let denied = school.signed_in(login).await.post(at, &rule("2023-10-21", "7", "校规第三条")).await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN, "{login}");
    }
    let set = office.post(at, &rule("2023-10-23", "7", "校发〔2023〕1号第三条")).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text());
    let page = office.page(set.header(header::LOCATION)).await;
    assert!(page.contains("10月23日起，学校规定7个工作日（校发〔2023〕1号第三条）"), "{page}");
    assert!(school.signed_in("supervisor").await.page("/work/log").await.contains("设置公示天数"));

    let mut clerk = school.signed_in("clerk").await;
    let new = "/work/publicity/new/national_grant";
    let form = |starts: &'static str, count: &'static str| {
        vec![
            ("act", "enter"),
            ("table", "姓名\t学院\n李示例\t商学院"),
            ("twins", "seen"),
            ("title", "国家助学金公示"),
            ("body", "现予公示。"),
            ("item", "37"),
            ("unit", "jwc"),
            ("audience", "campus"),
            ("starts", starts),
            ("count", count),
            ("contact", "行政楼305，电话0730-8390012"),
        ]
    };
    let before = clerk.post(new, &form("2023-10-20", "5")).await;
    assert_eq!(before.status, StatusCode::SEE_OTHER, "before that day the old number holds: {}", before.text());
    let short = clerk.post(new, &form("2023-10-23", "5")).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = short.text();
    assert!(page.contains("天数比规定的最短公示期少") && page.contains("学校规定：校发〔2023〕1号第三条"), "{page}");
    assert_eq!(clerk.post(new, &form("2023-10-23", "7")).await.status, StatusCode::SEE_OTHER);

    let back = [("act", "back"), ("kind", "national_grant"), ("from", "2023-10-23")];
    assert_eq!(office.post(at, &back).await.status, StatusCode::SEE_OTHER);
    assert_eq!(clerk.post(new, &form("2023-10-23", "5")).await.status, StatusCode::SEE_OTHER);
}
