//! What visitors looked for in vain, as the office sees it.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_office_sees_what_was_looked_for_in_vain_and_never_who_looked() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    assert!(office.page("/work/searches").await.contains("还没有找不到的搜索"));
    let nothing = school.get("/search?q=%E4%BD%93%E6%A3%80%E4%B8%AD%E5%BF%83").await.text();
    assert!(nothing.contains("没有找到“体检中心”"), "{nothing}");
    let page = office.page("/work/searches").await;
    assert!(page.contains("体检中心") && page.contains("<td class=\"n\">1</td>"), "{page}");
    assert!(!page.contains("127.0.0.1") && !page.contains("10.0.0."), "{page}");
    for login in ["clerk", "admin"] {
        let refused = school.signed_in(login).await.get("/work/searches").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{login}");
    }
}
