//! The ledger as a table: columns, views that are kept, what is shown as a file, several records at once; comments, and writing
//! after what was written before.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_shaped_kept_and_taken_away_as_a_file() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    clerk.drafts("关于选课的通知", "正文").await;
    clerk.drafts("关于评奖的通知", "正文").await;
    let page = clerk.page("/work/ledger?col=index&col=audience&cols=none&q=选课").await;
    assert!(
        page.contains(">00000/2023-00001<") && page.contains(">社会<") && !page.contains(">草稿</span></td>"),
        "{page}"
    );
    assert!(page.contains("href=\"/work/ledger.xlsx?q="), "{page}");

    // What is kept is a question of this table and nothing else, and it is nobody else's.
    let kept = [("act", "keep"), ("name", "选课"), ("query", "q=选课&cols=index.audience&evil=//x&after=1")];
    let to = clerk.post("/work/ledger", &kept).await;
    let to = to.header(header::LOCATION).to_string();
    assert!(to.contains("cols=index.audience") && !to.contains("evil") && !to.contains("after"), "{to}");
    let page = clerk.page(&to).await;
    assert!(page.contains("aria-current=\"page\" lang=\"zh-CN\">选课</a>"), "{page}");
    let mut head = school.signed_in("head").await;
    assert!(!head.page("/work/ledger").await.contains(">选课</a>"));
    clerk.post("/work/ledger", &[("act", "forget"), ("name", "选课")]).await;
    assert!(!clerk.page("/work/ledger").await.contains(">选课</a>"));

    let file = clerk.get("/work/ledger.xlsx?cols=index.unit.stage&q=选课").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.header(header::CONTENT_DISPOSITION).contains("ledger-2023-10-20.xlsx"));
    let read = |body: &[u8]| office::read::read_bytes("shown.xlsx", body, &office::read::Limits::default()).unwrap();
    let extract = read(&file.body);
    for words in ["关于选课的通知", "教务处", "草稿", "索引号"] {
        assert!(extract.text.contains(words), "{words}: {}", extract.text);
    }
    assert!(!extract.text.contains("评奖"), "what is shown, no more");
    // Another unit's table holds none of it.
    let other = school.signed_in("other").await.get("/work/ledger.xlsx").await;
    assert!(!read(&other.body).text.contains("通知"));
}

/// A row of the table as its box names it: the record, and the version that is shown.
pub(super) async fn row(browser: &mut Browser<'_>, id: &str) -> String {
    let page = browser.page("/work/ledger").await;
    let named =
        page.split("name=\"id\" value=\"").find(|rest| rest.starts_with(id)).unwrap_or_else(|| panic!("{id}: {page}"));
    named.split('"').next().unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_does_anything_to_several_that_were_changed_since_their_table_was_shown() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("关于选课的通知", "正文").await;
    let id = address.rsplit('/').next().unwrap().to_string();
    let shown = row(&mut clerk, &id).await;
    clerk.post(&address, &notice("关于选课的通知", "改过的正文", "1", "save")).await;
    for act in ["submit", "delete"] {
        let late = clerk.post("/work/ledger", &[("act", act), ("sure", "1"), ("id", &shown)]).await.text();
        assert!(late.contains("还有1条没有办成") && late.contains("关于选课的通知"), "{act}: {late}");
    }
    let bare = clerk.post("/work/ledger", &[("act", "submit"), ("id", &id)]).await;
    assert!(bare.status.is_client_error(), "who does not say what they saw does nothing: {}", bare.status);
    assert!(clerk.page(&address).await.contains("改过的正文"), "it is a draft as it was");
    let now = row(&mut clerk, &id).await;
    assert_ne!(now, shown);
    assert!(clerk.post("/work/ledger", &[("act", "submit"), ("id", &now)]).await.text().contains("送审了1条"));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_at_once_and_each_that_could_not_says_why() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let good = clerk.drafts("关于选课的通知", "正文").await;
    let personal = clerk.drafts("有手机号的通知", "手机13800138000").await;
    let id = |address: &str| address.rsplit('/').next().unwrap().to_string();
    let (good_id, personal_id) = (id(&good), id(&personal));
    let (good, personal) = (row(&mut clerk, &good_id).await, row(&mut clerk, &personal_id).await);
    let none = clerk.post("/work/ledger", &[("act", "submit")]).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    assert!(none.text().contains("一条也没有勾选"));
    let sent = clerk.post("/work/ledger", &[("act", "submit"), ("id", &good), ("id", &personal)]).await.text();
    assert!(
        sent.contains("送审了1条") && sent.contains("还有1条没有办成") && sent.contains("有手机号的通知"),
        "{sent}"
    );
    assert!(!sent.contains("13800138000"));

    // Deleting asks first, and what is under review is not deleted.
    let asked = clerk.post("/work/ledger", &[("act", "delete"), ("id", &personal)]).await.text();
    assert!(
        asked.contains("要删除1份草稿吗") && clerk.page("/work/ledger").await.contains("有手机号的通知"),
        "{asked}"
    );
    let sure = [("act", "delete"), ("sure", "1"), ("id", personal.as_str()), ("id", good.as_str())];
    let deleted = clerk.post("/work/ledger", &sure).await.text();
    assert!(deleted.contains("删除了1份草稿") && deleted.contains("还有1条没有办成"), "{deleted}");
    assert!(!clerk.page("/work/ledger").await.contains("有手机号的通知"));

    let good = good_id;
    // Who may not publish does not publish several either, and nobody acts on what is not on their desk.
    let mut other = school.signed_in("other").await;
    let theirs =
        other.post("/work/ledger", &[("act", "delete"), ("sure", "1"), ("id", &format!("{good}:1"))]).await.text();
    assert!(!theirs.contains("关于选课的通知"), "{theirs}");
    school.signed_in("head").await.post(&format!("/work/record/{good}"), &[("act", "pass_unit")]).await;
    school.signed_in("secrecy").await.post(&format!("/work/record/{good}"), &[("act", "pass_secrecy")]).await;
    let now = row(&mut clerk, &good).await;
    let denied = clerk.post("/work/ledger", &[("act", "publish"), ("id", &now)]).await.text();
    assert!(denied.contains("还有1条没有办成") && denied.contains("没有权限"), "{denied}");
    let mut office = school.signed_in("office").await;
    let published = office.post("/work/ledger", &[("act", "publish"), ("id", &now)]).await.text();
    assert!(published.contains("公开了1条"), "{published}");
    assert_eq!(school.get(&format!("/record/{good}")).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_talk_about_a_record_and_readers_hear_nothing_of_it() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("关于选课的通知", "正文").await;
    let mut head = school.signed_in("head").await;
    let said = head.post(&address, &[("act", "comment"), ("wording", "第二段的日期<b>请核对</b>")]).await;
    assert_eq!(said.header(header::LOCATION), format!("{address}#said"));
    let page = clerk.page(&address).await;
    assert!(page.contains("head同事") && page.contains("第二段的日期&#60;b&#62;请核对"), "{page}");
    assert!(clerk.page("/work").await.contains("有人留言，等你回"));
    clerk.post(&address, &[("act", "comment"), ("wording", "已核对")]).await;
    assert!(!clerk.page("/work").await.contains("有人留言"), "it was answered");
    assert!(head.page("/work").await.contains("已核对"));
    let empty = head.post(&address, &[("act", "comment"), ("wording", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Who takes no part says nothing; who has no such record on their desk sees none.
    let mut supervisor = school.signed_in("supervisor").await;
    assert!(supervisor.page(&address).await.contains("已核对"));
    assert_eq!(
        supervisor.post(&address, &[("act", "comment"), ("wording", "看过")]).await.status,
        StatusCode::FORBIDDEN
    );
    let mut other = school.signed_in("other").await;
    assert_eq!(other.post(&address, &[("act", "comment"), ("wording", "看过")]).await.status, StatusCode::NOT_FOUND);

    clerk.post(&address, &notice("关于选课的通知", "正文", "1", "submit")).await;
    for (login, act) in [("head", "pass_unit"), ("secrecy", "pass_secrecy"), ("office", "publish")] {
        let done = school.signed_in(login).await.post(&address, &[("act", act)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{login}: {}", done.text());
    }
    let public = school.get(&address.replace("/work", "")).await;
    assert_eq!(public.status, StatusCode::OK);
    assert!(!public.text().contains("核对") && !public.text().contains("留言"));
    // A draft that is deleted takes what was said of it along.
    let draft = clerk.drafts("另一份", "正文").await;
    head.post(&draft, &[("act", "comment"), ("wording", "不用写了")]).await;
    clerk.post(&draft, &[("act", "delete")]).await;
    assert!(!clerk.page("/work").await.contains("不用写了"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_again_is_written_after_what_was_before() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let before = clerk.drafts("关于评选2022年奖学金的通知", "各班：共32人。").await;
    let id = before.rsplit('/').next().unwrap();
    let page = clerk.page(&format!("/work/new?from={id}")).await;
    assert!(
        page.contains("照着《关于评选2022年奖学金的通知》写") && page.contains("各班：共32人。</textarea>"),
        "{page}"
    );
    assert!(page.contains("name=\"made_on\" value=\"\""), "a day that nobody gave: {page}");
    assert!(page.contains("action=\"/work/new\""), "it is a new one");
    let other = school.signed_in("other").await.get(&format!("/work/new?from={id}")).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "of another unit");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_review_sheet_says_who_judged_what_and_when() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("关于选课的通知", "正文").await;
    clerk.post(&address, &notice("关于选课的通知", "正文", "1", "submit")).await;
    let mut head = school.signed_in("head").await;
    head.post(&address, &[("act", "send_back"), ("reason", "缺日期")]).await;
    let version = clerk.page(&address).await;
    let version = version.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    clerk.post(&address, &notice("关于选课的通知", "正文，10月1日", &version, "submit")).await;
    head.post(&address, &[("act", "pass_unit")]).await;
    school.signed_in("secrecy").await.post(&address, &[("act", "pass_secrecy")]).await;
    let sheet = school.signed_in("office").await.page(&format!("{address}/review-sheet")).await;
    for words in ["信息公开审查表", "clerk同事", "单位审核通过", "head同事", "保密审查通过", "secrecy同事", "缺日期"]
    {
        assert!(sheet.contains(words), "{words}: {sheet}");
    }
    let other = school.signed_in("other").await.get(&format!("{address}/review-sheet")).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}
