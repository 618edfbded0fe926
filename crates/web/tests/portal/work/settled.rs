//! What is not disclosed by the school of its own accord ends as that, and nothing waits for a reviewer who may not review.

use super::*;

/// A notice that is withheld.
fn withheld<'a>(version: &'a str, act: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut form = notice("应急预案附表", "附表。", version, act);
    form.retain(|(name, _)| !["openness", "ground"].contains(name));
    form.extend([("openness", "withheld"), ("ground", "工作秘密，保密事项范围第三条")]);
    form
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withheld_ends_with_both_reviews_and_is_taken_up_again_with_a_reason() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("应急预案附表", "附表。").await;
    clerk.post(&address, &withheld("1", "submit")).await;
    for (login, act) in [("head", "pass_unit"), ("secrecy", "pass_secrecy")] {
        let done = school.signed_in(login).await.post(&address, &[("act", act)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{login}: {}", done.text());
    }
    let mut office = school.signed_in("office").await;
    let page = office.page(&address).await;
    assert!(page.contains("已审定：不予公开（工作秘密，保密事项范围第三条）"), "{page}");
    assert!(!page.contains("value=\"publish\""), "nobody publishes it: {page}");
    assert!(!page.contains("　社会"), "it is for nobody to read: {page}");
    let sheet = office.page(&format!("{address}/review-sheet")).await;
    assert!(!sheet.contains("<td>社会</td>"), "{sheet}");
    assert!(!office.page("/work/review").await.contains("应急预案附表"), "it waits for nobody");
    let listed = office.page("/work/ledger?view=settled").await;
    assert!(listed.contains("应急预案附表") && listed.contains("不主动公开"), "{listed}");
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert!(log.contains("定为不主动公开") && log.contains("工作秘密，保密事项范围第三条"), "{log}");

    let unsaid = office.post(&address, &[("act", "reopen"), ("reason", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let denied = clerk.post(&address, &[("act", "reopen"), ("reason", "解密了")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let again = office.post(&address, &[("act", "reopen"), ("reason", "已经解密，可以公开")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let page = clerk.page(&address).await;
    assert!(page.contains("已经解密，可以公开") && page.contains("value=\"submit\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_of_the_only_head_goes_to_the_office_and_not_to_a_dead_end() {
    let school = School::staffed().await;
    let mut head = school.signed_in("head").await;
    let address = head.drafts("负责人起草的通知", "正文。").await;
    assert!(head.page(&address).await.contains("office同事"), "who gets it is said before it is sent");
    head.post(&address, &notice("负责人起草的通知", "正文。", "1", "submit")).await;
    let page = head.page(&address).await;
    assert!(page.contains("由信息公开工作机构代为审核") || page.contains("可以由office同事审"), "{page}");
    assert!(!page.contains("value=\"pass_unit\""), "four eyes: {page}");
    let refused = head.post(&address, &[("act", "pass_unit")]).await;
    assert!(!refused.status.is_success() && refused.status != StatusCode::SEE_OTHER, "{}", refused.status);

    let mut office = school.signed_in("office").await;
    assert!(office.page("/work/review").await.contains("负责人起草的通知"), "the task reaches them");
    assert!(office.page(&address).await.contains("由信息公开工作机构代为审核"));
    assert_eq!(office.post(&address, &[("act", "pass_unit")]).await.status, StatusCode::SEE_OTHER);
    let passed = school.signed_in("secrecy").await.post(&address, &[("act", "pass_secrecy")]).await;
    assert_eq!(passed.status, StatusCode::SEE_OTHER, "{}", passed.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_reviews_for_no_unit_whose_head_may() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("信息员起草的通知", "正文。").await;
    clerk.post(&address, &notice("信息员起草的通知", "正文。", "1", "submit")).await;
    let mut office = school.signed_in("office").await;
    assert!(!office.page("/work/review").await.contains("信息员起草的通知"));
    assert!(!office.page(&address).await.contains("value=\"pass_unit\""));
    assert_eq!(office.post(&address, &[("act", "pass_unit")]).await.status, StatusCode::FORBIDDEN);
    let sent_back = [("act", "send_back"), ("reason", "退")];
    assert_eq!(office.post(&address, &sent_back).await.status, StatusCode::FORBIDDEN);
}
