//! The school's own look at its portal, at the workbench.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_office_sees_what_would_fail_the_portal_and_what_was_not_measured() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let page = office.page("/work/audit").await;
    let data: serde_json::Value = serde_json::from_str(&school.get("/data/coverage.json").await.text()).unwrap();
    let coverage = &data["coverage"];
    let counts = format!(
        "适用 {} 项，已公开 {} 项，零报告 {} 项",
        coverage["applicable"], coverage["disclosed"], coverage["nil"]
    );
    assert!(page.contains(&counts), "{counts}: {page}");
    assert!(page.contains("空白栏目") && page.contains("href=\"/item/"), "{page}");
    // What nobody measured says so and why, and is no nought.
    for why in ["要查链接，请用命令 gongkai audit", "这里没有登记过意见、咨询和更正", "要从校外按周反复访问才知道"]
    {
        assert!(page.contains(why), "{why}");
    }
    assert!(office.page("/en/work/audit").await.contains("fails a site alone"));
    for login in ["clerk", "admin"] {
        let refused = school.signed_in(login).await.get("/work/audit").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{login}");
    }
}
