//! What the guard is certain of becomes public on a named legal basis or not at all.

use super::*;

const TITLE: &str = "任前公示";
const TEXT: &str = "本人手机13800138000。";

fn stopped<'a>(body: &'a str, version: &'a str) -> Vec<(&'a str, &'a str)> {
    notice(TITLE, body, version, "submit")
}

fn version(page: &str) -> String {
    page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stopped_goes_on_with_a_basis_that_reviewers_and_supervisor_see_and_the_next_edition_needs_it_anew() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts(TITLE, TEXT).await;
    let sent = clerk.post(&address, &stopped(TEXT, "1")).await;
    assert!(sent.header(header::LOCATION).contains("stopped=1"), "{}", sent.text());
    let page = clerk.page(&address).await;
    assert!(page.contains("请信息公开工作机构（不是起草的人）在这一页写明依据"), "{page}");
    let seen = version(&page);

    let waiver = [("act", "waive"), ("version", seen.as_str()), ("basis", "任用条例第四十一条")];
    let whole = [&waiver[..], &[("waiver_reason", "条例要求写明受理反映的电话")]].concat();
    for nobody in ["clerk", "head", "secrecy", "supervisor", "admin", "other"] {
        let refused = school.signed_in(nobody).await.post(&address, &whole).await;
        assert!(
            [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&refused.status),
            "{nobody}: {}",
            refused.status
        );
    }
    let mut office = school.signed_in("office").await;
    assert!(office.page(&address).await.contains("value=\"waive\""));
    let bare = [("act", "waive"), ("version", seen.as_str()), ("basis", "有关规定"), ("waiver_reason", "要公开")];
    let refused = office.post(&address, &bare).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("没有写到哪一条") && text.contains("value=\"有关规定\""), "{text}");
    let given = office.post(&address, &whole).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());

    let sent = clerk.post(&address, &stopped(TEXT, &seen)).await;
    assert!(sent.header(header::LOCATION).contains("saved=1"), "{}", sent.text());
    for (login, act) in [("head", "pass_unit"), ("secrecy", "pass_secrecy"), ("office", "publish")] {
        let mut person = school.signed_in(login).await;
        assert!(person.page(&address).await.contains("任用条例第四十一条"), "{login} sees the basis");
        let done = person.post(&address, &[("act", act), ("publish_at", "")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{login}: {}", done.text());
    }
    assert!(school.get(&address.replace("/work", "")).await.text().contains("13800138000"));
    let mut supervisor = school.signed_in("supervisor").await;
    assert!(supervisor.page(&address).await.contains("任用条例第四十一条"));
    let log = supervisor.page("/work/log").await;
    assert!(log.contains("依法公开个人信息") && log.contains("条例要求写明受理反映的电话"), "{log}");

    let amend = [("act", "amend"), ("change_note", "改了地点")];
    assert_eq!(clerk.post(&address, &amend).await.status, StatusCode::SEE_OTHER);
    let page = clerk.page(&address).await;
    let seen = version(&page);
    let mut next = stopped(TEXT, &seen);
    next.retain(|(name, _)| *name != "change_note");
    next.push(("change_note", "改了地点"));
    let sent = clerk.post(&address, &next).await;
    assert!(sent.header(header::LOCATION).contains("stopped=1"), "the next edition needs it anew: {}", sent.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn leave_holds_for_the_text_that_was_seen_and_not_for_another() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts(TITLE, TEXT).await;
    let mut office = school.signed_in("office").await;
    let whole =
        [("act", "waive"), ("version", "1"), ("basis", "任用条例第四十一条"), ("waiver_reason", "条例要求写明电话")];
    assert_eq!(office.post(&address, &whole).await.status, StatusCode::SEE_OTHER);
    let other = "本人手机13800138000，或者13900139000。";
    let sent = clerk.post(&address, &stopped(other, "1")).await;
    assert!(sent.header(header::LOCATION).contains("stopped=1"), "{}", sent.text());
    let stale = office.post(&address, &whole).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "they have not seen this text");
    // Whoever wrote in it gives none.
    let page = office.page(&address).await;
    let seen = version(&page);
    let form = notice(TITLE, "本人手机13900139000。", &seen, "save");
    assert_eq!(office.post(&address, &form).await.status, StatusCode::SEE_OTHER);
    let page = office.page(&address).await;
    assert!(!page.contains("value=\"waive\""), "{page}");
}
