//! What goes wrong at work is told in the workbench, and nothing that was typed is lost.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_is_told_in_the_workbench_with_what_was_typed() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("关于选课的通知", "正文").await;
    assert_eq!(
        clerk.post(&address, &notice("关于选课的通知", "正文", "1", "submit")).await.status,
        StatusCode::SEE_OTHER
    );

    // The form was still open in another window.
    let late = clerk.post(&address, &notice("关于选课的通知", "写了一下午的正文，还没有存。", "2", "save")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = late.text();
    assert!(page.contains("class=\"rail\"") && !page.contains("portal-search"), "within the workbench: {page}");
    assert!(page.contains("写了一下午的正文，还没有存。</textarea>"), "what was typed is there: {page}");

    // A record of another unit, and one that never was.
    let mut other = school.signed_in("other").await;
    for (path, words) in [
        (address.clone(), "已经公开的，可以在门户上看"),
        (format!("/en{address}"), "What is public can be seen on the portal"),
        ("/work/record/1".to_string(), "已经公开的，可以在门户上看"),
    ] {
        let absent = other.get(&path).await;
        assert_eq!(absent.status, StatusCode::NOT_FOUND, "{path}");
        assert!(absent.text().contains("class=\"rail\"") && absent.text().contains(words), "{path}: {}", absent.text());
    }
    let denied = clerk.get("/work/people").await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    assert!(denied.text().contains("class=\"rail\""));

    // Half of a form is no form, and no address is blamed for it.
    let half = "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n一半";
    let broken = clerk.send(Method::POST, &address, "multipart/form-data; boundary=XX", half.as_bytes().to_vec()).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    assert!(broken.text().contains("没有收全") && !broken.text().contains("地址无法识别"), "{}", broken.text());

    // A password is nothing that is shown again.
    let secret = [("act", "password"), ("old_password", "correct-horse-battery"), ("password", "x"), ("again", "y")];
    assert!(!clerk.post("/work/account", &secret).await.text().contains("correct-horse-battery"));
}
