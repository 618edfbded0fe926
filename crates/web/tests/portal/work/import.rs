//! A ledger file is sent, looked at, chosen from, written and taken back, as the office does it in a browser.

use super::*;

const BOOK: &str = "标题,事项,公开日期,网址,责任部门,备注\n\
    国家奖学金获奖名单,37,2023-10-08,https://x.edu.cn/1,教务处,第一批\n\
    学校章程,3,2021-05-01,https://x.edu.cn/2,教务处,\n";
const NEXT: &str = "标题,事项,公开日期,网址,责任部门,备注\n\
    国家奖学金获奖名单,37,2023-10-08,https://x.edu.cn/1,教务处,\n\
    学校章程,3,2021-05-02,https://x.edu.cn/2,教务处,\n\
    2023年部门决算,22,2023年9月20日,,财务处,\n\
    ,12,2023-09-21,,财务处,\n";

/// A file with questions, faults, changes, deletions and remarks.
pub(super) const EVERYTHING: &str = "公开信息名称,编号,对应编号,节点,网址,责任部门\n\
    学费标准,k1,9,2023-3-1,,财务处\n甲通知,,三十七,2024.1,点击查看,教务处\n乙通知,,37,2023-5-1,,新部门\n,,12,2023-5-2,,\n";

impl Browser<'_> {
    /// Sends a ledger file, as a browser does.
    pub(super) async fn sends_ledger(&mut self, address: &str, name: &str, text: &[u8]) -> Answer {
        let mut body = format!(
            "--XX\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\nsend\r\n--XX\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(text);
        body.extend(b"\r\n--XX--\r\n");
        self.send(Method::POST, address, "multipart/form-data; boundary=XX", body).await
    }

    /// The plan of a file that is sent.
    async fn looks_at(&mut self, text: &str) -> String {
        let sent = self.sends_ledger("/work/import", "9月台账.csv", text.as_bytes()).await;
        assert_eq!(sent.header(header::LOCATION), "/work/import/plan", "{}", sent.text());
        self.page("/work/import/plan").await
    }
}

/// What stands in a hidden field of a page.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {page}"));
    rest.split('"').next().unwrap().to_string()
}

/// The boxes of a page: row and whether it is ticked, in order.
fn boxes(page: &str) -> Vec<(String, bool)> {
    let boxes = page.split("name=\"take\" value=\"").skip(1);
    boxes
        .map(|rest| (rest.split('"').next().unwrap().to_string(), rest.split('>').next().unwrap().contains(" checked")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ticked_is_written_and_a_batch_is_taken_back() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    assert!(office.page("/work/import").await.contains("还没有写入过"));
    let first = office.looks_at(BOOK).await;
    assert!(first.contains("写入前请看：要写入2条") && first.contains("写入2条<kbd>"), "{first}");
    let form = [
        ("digest", hidden(&first, "digest")),
        ("state", hidden(&first, "state")),
        ("listed", hidden(&first, "listed")),
    ];
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let all = boxes(&first);
    fields.extend(all.iter().map(|(row, _)| ("take", row.as_str())));
    fields.push(("act", "write"));
    let written = office.post("/work/import/plan", &fields).await;
    assert_eq!(written.leads(), "/work/import?done=written&nr=1&written=2&left=0", "{}", written.text());
    let again = office.post("/work/import/plan", &fields).await;
    assert_eq!(again.leads(), "/work/import?done=gone", "pressed twice: {}", again.text());
    let page = office.page(written.header(header::LOCATION)).await;
    assert!(
        page.contains("记为第1批：写入2条") && page.contains("9月台账.csv") && page.contains("office同事"),
        "{page}"
    );
    assert!(school.get("/item/37").await.text().contains("国家奖学金获奖名单"));

    let next = office.looks_at(NEXT).await;
    for text in [
        "变动2条",
        "1条没有勾选，不写入",
        "有删除，勾选才算",
        "新增1条",
        "2021-05-02",
        "“标题”不能为空",
        "没有渠道和网址",
        "<span class=\"mut\">事项</span>　22　<span class=\"mut\">责任部门</span>　财务处　<span class=\"mut\">公开日期</span>　2023-09-20",
    ] {
        assert!(next.contains(text), "{text}: {next}");
    }
    let ticked: Vec<bool> = boxes(&next).into_iter().map(|(_, ticked)| ticked).collect();
    assert_eq!(ticked, [false, true, true], "what deletes something is not ticked");
    // Counted again with another choice, then written so.
    let (digest, state, listed) = (hidden(&next, "digest"), hidden(&next, "state"), hidden(&next, "listed"));
    let rows = boxes(&next);
    let chosen =
        |act| vec![("digest", &*digest), ("state", &*state), ("listed", &*listed), ("take", &*rows[0].0), ("act", act)];
    let counted = office.post("/work/import/plan", &chosen("count")).await.text();
    assert!(counted.contains("按你的勾选，写入1条") && counted.contains("写入1条<kbd>"), "{counted}");
    assert_eq!(boxes(&counted).into_iter().map(|(_, ticked)| ticked).collect::<Vec<_>>(), [true, false, false]);
    let workbook = office.get("/work/import/plan.xlsx").await;
    assert!(workbook.status == StatusCode::OK && workbook.header(header::CONTENT_DISPOSITION).contains("attachment"));
    let written = office.post("/work/import/plan", &chosen("write")).await;
    assert_eq!(written.leads(), "/work/import?done=written&nr=2&written=1&left=3");

    let undo = |nr| [("act", "undo"), ("nr", nr)];
    let refused = office.post("/work/import", &undo("1")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text().contains("第 1 批不能撤销") && refused.text().contains("此后又有改动"),
        "{}",
        refused.text()
    );
    for nr in ["2", "1"] {
        let undone = office.post("/work/import", &undo(nr)).await;
        assert!(undone.header(header::LOCATION).starts_with("/work/import?done=undone"), "{}", undone.text());
    }
    let page = office.page("/work/import").await;
    assert_eq!(page.matches("已撤回").count(), 2, "{page}");
    assert!(!school.get("/item/37").await.text().contains("国家奖学金获奖名单"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_is_no_longer_true_is_made_again_and_a_head_is_asked_about() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let page = office.looks_at("公开信息名称,编号2,节点\n甲通知,37,2023-10-1\n乙通知,38,2023-10-2\n").await;
    assert!(
        page.contains("先回答2问") && page.contains("“编号2”就是“事项”") && !page.contains("value=\"write\""),
        "{page}"
    );
    assert!(page.contains("缺少必填列“事项”，2 行未读取"), "{page}");
    let digest = hidden(&page, "digest");
    let wrong =
        office.post("/work/import/plan", &[("digest", &digest), ("act", "answer"), ("head.1", "编号2=没有的列")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("没有“没有的列”这一列"), "{}", wrong.text());
    let said = [("digest", &*digest), ("act", "answer"), ("head.1", "编号2=事项"), ("head.2", "节点=公开日期")];
    assert_eq!(office.post("/work/import/plan", &said).await.header(header::LOCATION), "/work/import/plan");
    let page = office.page("/work/import/plan").await;
    assert!(page.contains("写入2条<kbd>") && page.contains("表头“编号2”就是“事项”，以后不再询问"), "{page}");

    // Somebody else changes the ledger meanwhile.
    let state = hidden(&page, "state");
    let mut second = school.browser(2);
    school.employs("office2", Role::Office, None).await;
    second.post("/work/sign-in", &[("login", "office2"), ("password", PASSWORD)]).await;
    assert!(second.get("/work/import/plan").await.status == StatusCode::SEE_OTHER, "it is not the colleague's to see");
    let other = second.looks_at(BOOK).await;
    let (d, s) = (hidden(&other, "digest"), hidden(&other, "state"));
    second.post("/work/import/plan", &[("digest", &d), ("state", &s), ("act", "write"), ("listed", "")]).await;
    let write = [("digest", &*digest), ("state", &*state), ("act", "write"), ("listed", "")];
    let moved = office.post("/work/import/plan", &write).await;
    assert_eq!(moved.status, StatusCode::CONFLICT);
    let moved = moved.text();
    assert!(moved.contains("没有写入：你看的时候台账有了改动") && hidden(&moved, "state") != state, "{moved}");
    let dropped = office.post("/work/import/plan", &[("act", "drop")]).await;
    assert_eq!(dropped.leads(), "/work/import?done=dropped");
    assert_eq!(office.get("/work/import/plan").await.status, StatusCode::SEE_OTHER, "nothing waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_said_at_the_field_and_only_the_office_imports() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    for (name, bytes) in [("a.pdf", &b"%PDF-1.7"[..]), ("b.xlsx", b"PK\x03\x04 no workbook")] {
        let wrong = office.sends_ledger("/work/import", name, bytes).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text().contains(&format!("{name} 没有读进来")), "{}", wrong.text());
    }
    assert!(office.post("/work/import", &[("act", "send")]).await.text().contains("没有选文件"));
    for login in ["clerk", "head", "secrecy", "supervisor", "admin"] {
        let mut browser = school.signed_in(login).await;
        assert!(!browser.page("/work").await.contains("href=\"/work/import\""), "{login}");
        for address in ["/work/import", "/work/import/plan", "/work/import/plan.xlsx"] {
            assert_eq!(browser.get(address).await.status, StatusCode::FORBIDDEN, "{login} {address}");
        }
        let sent = browser.sends_ledger("/work/import", "a.csv", BOOK.as_bytes()).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{login}");
        for act in ["write", "answer", "drop", "count"] {
            assert_eq!(
                browser.post("/work/import/plan", &[("act", act)]).await.status,
                StatusCode::FORBIDDEN,
                "{login}"
            );
        }
        assert_eq!(browser.post("/work/import", &[("act", "undo"), ("nr", "1")]).await.status, StatusCode::FORBIDDEN);
    }
}
