//! The school's own number of days of a kind of publicity, from a day on.

use super::*;

/// What the form of a kind says that was seen.
fn seen(page: &str, kind: &str) -> String {
    let form =
        page.split(&format!("name=\"kind\" value=\"{kind}\"><input type=\"hidden\" name=\"seen\" value=\"")).nth(1);
    form.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{kind}: {page}")).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_says_before_whom_a_kind_stands_and_which_columns_it_shows_and_no_list_asks_again() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let at = "/work/settings/publicity";
    let shown = office.page(at).await;
    let fields = |kind: &'static str, scope: &'static str, shows: &'static str, basis: &'static str| {
        let seen = seen(&shown, kind);
        [
            ("act", "set"),
            ("kind", kind),
            ("from", "2023-10-20"),
            ("count", "5"),
            ("scope", scope),
            ("shows", shows),
            ("basis", basis),
        ]
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .into_iter()
        .chain([("seen".to_string(), seen)])
        .collect::<Vec<_>>()
    };
    fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
    for (kind, scope, shows, words) in [
        ("national_scholarship", "", "专业排名、身份证号", "里面有不能公示的列"),
        ("hardship_identification", "public_web", "", "不能这样定范围"),
    ] {
        let refused = office.post(at, &pairs(&fields(kind, scope, shows, "校发〔2023〕2号第五条"))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(
            refused.text().contains(words) && refused.text().contains("校发〔2023〕2号第五条"),
            "{}",
            refused.text()
        );
    }
    let right = fields("national_scholarship", "public_web", "专业排名、综合测评", "校发〔2023〕2号第五条");
    let set = office.post(at, &pairs(&right)).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text());
    let page = office.page(set.header(header::LOCATION)).await;
    assert!(page.contains("另可公示专业排名、综合测评"), "{page}");
    let late = office.post(at, &pairs(&right)).await;
    assert!(late.text().contains("别人刚改过这一种"), "set by somebody who had not seen it: {}", late.text());
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert!(log.contains("专业排名、综合测评") && log.contains("校发〔2023〕2号第五条"), "{log}");

    let mut clerk = school.signed_in("clerk").await;
    let new = "/work/publicity/new/national_scholarship";
    assert!(clerk.page(new).await.contains("value=\"public\" selected"), "the audience of the rule is proposed");
    let form = [
        ("act", "enter"),
        ("table", "姓名\t学院\t专业排名\n李示例\t商学院\t1"),
        ("twins", "seen"),
        ("title", "国家奖学金公示"),
        ("body", "现予公示。"),
        ("item", "37"),
        ("unit", "jwc"),
        ("audience", "public"),
        ("wider", ""),
        ("starts", "2023-10-20"),
        ("count", "5"),
        ("contact", "行政楼305，电话0730-8390012"),
    ];
    let entered = clerk.post(new, &form).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "nobody is asked for column or reason: {}", entered.text());
    let period = entered.leads().split('?').next().unwrap().to_string();
    assert!(clerk.page(&period).await.contains("专业排名"));
    assert_eq!(clerk.post(&period, &[("act", "submit")]).await.status, StatusCode::SEE_OTHER);
    let review = school.signed_in("head").await.page(&period.replace("/publicity/", "/record/")).await;
    assert!(review.contains("校发〔2023〕2号第五条"), "who reviews it sees on what it rests: {review}");
    let other =
        form.map(|(name, value)| (name, if name == "table" { "姓名\t学院\t备注\n李示例\t商学院\t无" } else { value }));
    assert!(
        clerk.post(new, &other).await.text().contains("name=\"keep\" value=\"备注\""),
        "other columns are asked about"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_sets_how_long_a_kind_stands_from_a_day_on_and_lists_go_by_it() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let at = "/work/settings/publicity";
    let seen = seen(&office.page(at).await, "national_grant");
    let rule = |from: &'static str, count: &'static str, basis: &'static str| {
        [
            ("act", "set"),
            ("kind", "national_grant"),
            ("from", from),
            ("count", count),
            ("basis", basis),
            ("seen", seen.as_str()),
        ]
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
