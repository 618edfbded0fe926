//! Datasets by form, as the office enters them in a browser and the public sees them.

use super::import::hidden;
use super::*;

/// The form of admissions with these numbers.
fn form<'a>(values: [&'a str; 4], extra: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("key", "admissions"),
        ("title", "录取情况"),
        ("year", "2022-2023"),
        ("item", "9"),
        ("unit", "jwc"),
        ("as_of", "2023-08-31"),
        ("source", "招生系统"),
        ("identities", "录取 = 普高 + 单招 + 五年一贯制"),
        ("state", ""),
    ];
    for ((name, value), (label, number)) in [
        ("figure.0.name", "figure.0.value"),
        ("figure.1.name", "figure.1.value"),
        ("figure.2.name", "figure.2.value"),
        ("figure.3.name", "figure.3.value"),
    ]
    .into_iter()
    .zip(["录取", "普高", "单招", "五年一贯制"].into_iter().zip(values))
    {
        form.extend([(name, label), (value, number)]);
    }
    form.extend(extra);
    form
}

/// The form of admissions as it is right.
pub(super) fn admissions() -> Vec<(&'static str, &'static str)> {
    form(RIGHT, &[("act", "save")])
}

const RIGHT: [&str; 4] = ["5531", "4896", "493", "142"];

#[tokio::test(flavor = "multi_thread")]
async fn a_dataset_is_entered_shown_to_the_public_and_carried_into_the_next_year() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    assert!(office.page("/work/figures").await.contains("还没有统计数据"));
    let off = office.post("/work/figures/new", &form(["5531", "4896", "493", "141"], &[("act", "save")])).await;
    assert_eq!(off.status, StatusCode::UNPROCESSABLE_ENTITY);
    let off = off.text();
    for text in
        ["第1行：5531 ≠ 4896 + 493 + 141，差1", "没有存上：有1处要改", "value=\"141\"", ">\n招生系统</textarea>"]
    {
        assert!(off.contains(text), "{text}: {off}");
    }
    let mut later = form(RIGHT, &[("act", "save")]);
    later.iter_mut().find(|(name, _)| *name == "as_of").unwrap().1 = "2030-01-01";
    let later = office.post("/work/figures/new", &later).await;
    assert_eq!(later.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(later.text().contains("这一天还没有到，不能作统计截止日期"), "{}", later.text());
    assert_eq!(school.get("/figures/admissions").await.status, StatusCode::NOT_FOUND);
    let worked = office.post("/work/figures/new", &form(RIGHT, &[("act", "work")])).await.text();
    assert!(worked.contains("对得上：4896 + 493 + 142 = 5531"), "{worked}");
    assert_eq!(school.get("/figures/admissions").await.status, StatusCode::NOT_FOUND, "working it out saves nothing");
    let rows = |page: &str| page.matches("inputmode=\"decimal\"").count();
    assert_eq!(rows(&worked), 9, "four and five empty ones");
    let empty: Vec<String> = (4..9).map(|at| format!("figure.{at}.name")).collect();
    let mut more = form(RIGHT, &[("act", "rows")]);
    more.extend(empty.iter().map(|name| (name.as_str(), "")));
    assert_eq!(rows(&office.post("/work/figures/new", &more).await.text()), 14, "more are more");
    let saved = office.post("/work/figures/new", &form(RIGHT, &[("act", "save")])).await;
    let sheet = "/work/figures/2022-2023/admissions";
    assert_eq!(saved.leads(), format!("{sheet}?done=saved&nr=1"), "{}", saved.text());
    assert!(school.get("/figures/admissions").await.text().contains("5531"));
    let page = office.page(saved.header(header::LOCATION)).await;
    assert!(page.contains("记为第1批") && page.contains("齐全"), "{page}");
    assert!(office.page("/work/figures").await.contains(&format!("href=\"{sheet}\"")));

    // A disputed figure, a stale form, one that is gone.
    let state = hidden(&page, "state");
    let keys = [("figure.0.key", "f1"), ("figure.1.key", "f2"), ("figure.2.key", "f3"), ("figure.3.key", "f4")];
    let mut changed = form(["5531", "4896", "493", "141"], &keys);
    changed.retain(|(name, _)| *name != "state");
    changed.extend([("state", state.as_str()), ("act", "save"), ("figure.3.disputed", "原件如此")]);
    let disputed = office.post(sheet, &changed).await;
    assert_eq!(disputed.leads(), format!("{sheet}?done=saved&nr=2"), "{}", disputed.text());
    let page = office.page(sheet).await;
    assert!(page.contains("已标为存疑：5531 ≠ 4896 + 493 + 141，差1") && page.contains("存疑1个"), "{page}");
    let stale = office.post(sheet, &changed).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("你打开以后有人改过") && stale.text().contains("value=\"141\""));

    // The next year beside the last.
    let next = office.page("/work/figures/new?from=admissions&year=2023-2024").await;
    assert!(next.contains("录取情况") && !next.contains("value=\"5531\"") && next.contains("5531"), "{next}");
    let mut form = form(["5600", "4965", "493", "142"], &keys);
    form.retain(|(name, _)| !["year", "identities"].contains(name));
    form.extend([("year", "2023-2024"), ("identities", "录取 = 普高 + 单招 + 五年一贯制"), ("act", "save")]);
    let saved = office.post("/work/figures/new", &form).await;
    let page = office.page(saved.header(header::LOCATION)).await;
    for text in ["5531（+69）", "493（持平）", "4896（+69）"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let again = office.get("/work/figures/new?from=admissions&year=2023-2024").await;
    assert_eq!(again.header(header::LOCATION), "/work/figures/2023-2024/admissions", "what is there is opened");
    let file = office.get(&format!("{sheet}/file.xlsx")).await;
    assert!(
        file.status == StatusCode::OK && file.header(header::CONTENT_DISPOSITION).contains("admissions-2022-2023.xlsx")
    );
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert_eq!(log.matches("登记数据").count(), 4, "three, and one in the list of acts: {log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_everything_sees_figures_and_only_the_office_enters_them() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    office.post("/work/figures/new", &form(RIGHT, &[("act", "save")])).await;
    let sheet = "/work/figures/2022-2023/admissions";
    for (login, reads) in [("supervisor", true), ("secrecy", true), ("clerk", false), ("head", false), ("admin", false)]
    {
        let mut browser = school.signed_in(login).await;
        for address in ["/work/figures", sheet, &format!("{sheet}/file.xlsx")] {
            let status = if reads { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(browser.get(address).await.status, status, "{login} {address}");
        }
        if reads {
            let page = browser.page(sheet).await;
            assert!(page.contains("对得上") && !page.contains("name=\"act\""), "{login}: {page}");
        }
        assert_eq!(browser.get("/work/figures/new").await.status, StatusCode::FORBIDDEN, "{login}");
        for (address, act) in [("/work/figures/new", "save"), (sheet, "save"), (sheet, "work")] {
            let sent = browser.post(address, &form(RIGHT, &[("act", act)])).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN, "{login} {address}");
        }
    }
    assert_eq!(office.get("/work/figures/2022-2023/nothing").await.status, StatusCode::NOT_FOUND);
    let personal = form(RIGHT, &[("act", "save"), ("key", "other"), ("figure.0.definition", "手机13800138000")]);
    let personal: Vec<_> = personal.into_iter().filter(|field| *field != ("key", "admissions")).collect();
    let refused = office.post("/work/figures/new", &personal).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("有个人信息，不得公开") && refused.text().contains("招生系统"),
        "{}",
        refused.text()
    );
}
