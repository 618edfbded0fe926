//! Where published records go out, as those see it who post them.

use super::*;
use domain::school::{Channel, ChannelKind};

impl School {
    /// With channels: the portal itself, a WeChat account, a board.
    pub(super) async fn with_channels(self) -> School {
        let ctx = self.ctx();
        let mut change = ctx.write().await.unwrap();
        for (code, name, kind, address) in [
            ("portal", "信息公开网", ChannelKind::Website, "https://xxgk.example.edu.cn"),
            ("wechat", "学校公众号", ChannelKind::Wechat, ""),
            ("board", "一号楼公告栏", ChannelKind::Board, ""),
        ] {
            let (code, name, address) = (code.into(), name.into(), address.into());
            let former = Vec::new();
            change.save_channel(&Channel { code, name, kind, address, note: String::new(), former }).await.unwrap();
        }
        let event = domain::event::Event::new(domain::event::Act::ChannelWritten, domain::event::Object::School);
        change.commit(event).await.unwrap();
        self
    }

    /// A notice of 教务处 that went the whole way; its address in the workbench.
    pub(super) async fn publishes(&self, title: &str, body: &str) -> String {
        self.publishes_and_sees(title, body).await.0
    }

    /// The same, with the page that the office sees then.
    async fn publishes_and_sees(&self, title: &str, body: &str) -> (String, String) {
        self.publishes_for("public", title, body).await
    }

    /// The same, for those of an audience.
    async fn publishes_for(&self, audience: &str, title: &str, body: &str) -> (String, String) {
        let mut seen = String::new();
        let address = self.signed_in("clerk").await.drafts(title, body).await;
        let mut form = notice(title, body, "1", "submit");
        form.retain(|(name, _)| *name != "audience");
        form.push(("audience", audience));
        for (login, fields) in [
            ("clerk", form),
            ("head", vec![("act", "pass_unit")]),
            ("secrecy", vec![("act", "pass_secrecy"), ("publish_at", "")]),
            ("office", vec![("act", "publish")]),
        ] {
            let mut person = self.signed_in(login).await;
            let answer = person.post(&address, &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}: {}", answer.text());
            seen = person.page(answer.header(header::LOCATION)).await;
        }
        (address, seen)
    }
}

fn release<'a>(channel: &'a str, on: &'a str, locator: &'a str) -> [(&'a str, &'a str); 6] {
    [("act", "release"), ("edition", "1"), ("channel", channel), ("on", on), ("locator", locator), ("note", "")]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_notice_is_posted_channel_by_channel() {
    let school = School::staffed().await.with_channels().await;
    let mut clerk = school.signed_in("clerk").await;
    // What others of its item did before is remembered.
    let before = school.publishes("关于上学期选课的通知", "正文").await;
    let mut early = release("wechat", "2023-10-19", "https://mp.weixin.qq.com/s/x");
    let posted = clerk.post(&format!("{before}/channels"), &early).await;
    assert_eq!(posted.status, StatusCode::UNPROCESSABLE_ENTITY, "before it was public");
    assert!(posted.text().contains("这一天还没有公开"), "{}", posted.text());
    early[5].1 = "误先发出，当日补审";
    let posted = clerk.post(&format!("{before}/channels"), &early).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "unless it is said how: {}", posted.text());

    let body = "各班：\n共评选32人，<b>10月25日</b>前报。";
    let (address, record) = school.publishes_and_sees("关于评选2023年奖学金的通知", body).await;
    assert!(record.contains("还有1处没发") && record.contains("同类信息以前还发过：学校公众号"), "{record}");
    assert!(clerk.page("/work").await.contains("渠道<b>1</b>"), "the rail counts it");
    assert!(clerk.page("/work/channels").await.contains("关于评选2023年奖学金的通知"));

    let channels = format!("{address}/channels");
    let page = clerk.page(&channels).await;
    for text in [
        "关于评选2023年奖学金的通知：还有1处没发",
        "《关于评选2023年奖学金的通知》已公开",
        "共评选三十二人",
        "评选2023年奖学金",
        "10月20日 自动登记",
        "同类信息以前还发过（1条）",
        "64字，算1条",
        "&#38;lt;b&#38;gt;10月25日&#38;lt;/b&#38;gt;",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("<b>10月25日"), "words stay words");
    assert!(!page.contains("value=\"portal\""), "it is on the site already");

    let wrong = clerk.post(&channels, &release("wechat", "2023-10-21", "三号楼")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = wrong.text();
    assert!(wrong.contains("这一天还没有到") && wrong.contains("value=\"三号楼\""), "{wrong}");
    for (field, value) in [("edition", "2"), ("channel", "nowhere"), ("on", "2023-10")] {
        let mut fields = release("wechat", "2023-10-20", "");
        fields.iter_mut().find(|(name, _)| *name == field).unwrap().1 = value;
        assert_eq!(clerk.post(&channels, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    }
    for (channel, place) in [("wechat", "https://mp.weixin.qq.com/s/y"), ("board", "一号楼一层")] {
        let posted = clerk.post(&channels, &release(channel, "2023-10-20", place)).await;
        assert_eq!(posted.leads(), format!("{channels}?done=release"));
    }
    let twice = clerk.post(&channels, &release("board", "2023-10-20", "二号楼")).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text().contains("已经登记过一次"), "the same edition on the same channel: {}", twice.text());
    let mut personal = release("board", "2023-10-20", "李示例13800138000");
    personal[5].1 = "又贴了一次";
    let refused = clerk.post(&channels, &personal).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let field = refused.text().split("name=\"locator\"").nth(1).unwrap().split("</label>").next().unwrap().to_string();
    assert!(field.contains("class=\"err\"") && field.contains("138****8000"), "said at the field: {field}");
    let page = clerk.page(&channels).await;
    assert!(page.contains("：渠道</h1>") && page.contains("一号楼一层") && !page.contains(">没发<"), "{page}");
    assert!(!clerk.page("/work").await.contains("渠道<b>"), "nothing waits any more");
    let public = school.get(&address.replace("/work", "")).await.text();
    assert!(
        public.contains("一号楼公告栏") && public.contains("信息公开网"),
        "the public sees where it went: {public}"
    );

    // One entered by mistake, and the version that the page showed.
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_string();
    let back = [("act", "take_back"), ("n", "3"), ("version", version.as_str())];
    assert_eq!(clerk.post(&channels, &back).await.status, StatusCode::SEE_OTHER);
    assert_eq!(clerk.post(&channels, &back).await.status, StatusCode::CONFLICT, "not another one by pressing twice");
    assert!(!clerk.page(&channels).await.contains("一号楼一层"));
    let log = school.signed_in("supervisor").await.page("/work/log").await;
    assert!(log.contains("删除发布"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_the_school_or_a_unit_is_not_chased_out_to_where_society_reads() {
    let school = School::staffed().await.with_channels().await;
    let mut clerk = school.signed_in("clerk").await;
    // What is of the same item and for everybody went out over an account.
    let before = school.publishes("关于上学期选课的通知", "正文").await;
    let posted = clerk.post(&format!("{before}/channels"), &release("wechat", "2023-10-20", "https://x.cn/y")).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text());
    for (audience, words) in [("campus", "这一条只给校内看"), ("unit", "这一条只给本单位看")] {
        let (address, seen) = school.publishes_for(audience, "关于调课的通知", "正文").await;
        assert!(!seen.contains("处没发"), "{audience}: {seen}");
        assert!(!clerk.page("/work/channels").await.contains("关于调课的通知"), "{audience}");
        let channels = format!("{address}/channels");
        let page = clerk.page(&channels).await;
        assert!(page.contains(words) && page.contains("：渠道</h1>"), "{audience}: {page}");
        assert!(page.contains("登录") && page.contains("name=\"group\""), "{audience}: {page}");
        for text in ["没发<", "自动登记", "name=\"article\"", "name=\"screen\"", "notice-a4.pdf", "详见"] {
            assert!(!page.contains(text), "{audience} {text}: {page}");
        }
        for file in ["notice-a4.pdf", "notice-a3.pdf", "article.html"] {
            let answer = clerk.get(&format!("{channels}/{file}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{audience} {file}");
        }
        for channel in ["portal", "wechat"] {
            let mut sent = release(channel, "2023-10-20", "https://x.cn/z");
            let asked = clerk.post(&channels, &sent).await;
            assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{audience} {channel}");
            assert!(asked.text().contains("公众能看到这个渠道"), "{}", asked.text());
            sent[5].1 = "误发，当日已删";
            assert_eq!(clerk.post(&channels, &sent).await.status, StatusCode::SEE_OTHER, "{audience} {channel}");
        }
        let inside = clerk.post(&channels, &release("board", "2023-10-20", "一号楼")).await;
        assert_eq!(inside.status, StatusCode::SEE_OTHER, "{audience}: {}", inside.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_that_were_changed_are_counted_again_and_not_kept() {
    let school = School::staffed().await.with_channels().await;
    let address = school.publishes("通知", "正文").await;
    let channels = format!("{address}/channels");
    let mut clerk = school.signed_in("clerk").await;
    let long = "字".repeat(71);
    let fields = [
        ("act", "count"),
        ("message", long.as_str()),
        ("screen", "一二三四五六七八九十一二三四五六七八九十一二三四五六"),
        ("broadcast", "四个字呀"),
    ];
    let page = clerk.post(&channels, &fields).await.text();
    for text in ["71字，算2条，还可写63字", "多2个字", "约1秒", "没有保存", long.as_str()] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!clerk.page(&channels).await.contains(&long));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_for_the_board_and_the_article_are_files_for_their_unit_alone() {
    let school = School::staffed().await.with_channels().await;
    let address = school.publishes("通知", "正文").await;
    for (login, status) in
        [("clerk", 200), ("head", 200), ("office", 200), ("supervisor", 200), ("other", 404), ("admin", 404)]
    {
        let mut browser = school.signed_in(login).await;
        for page in ["", "/notice-a4.pdf", "/notice-a3.pdf", "/article.html"] {
            let answer = browser.get(&format!("{address}/channels{page}")).await;
            assert_eq!(answer.status.as_u16(), status, "{login} {page}");
            if status == 200 && page.ends_with("pdf") {
                assert!(answer.body.starts_with(b"%PDF") && answer.header(header::CONTENT_TYPE) == "application/pdf");
                assert!(answer.header(header::CONTENT_DISPOSITION).contains(&page[1..]));
                assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
            }
        }
        let may = ["clerk", "head", "office"].contains(&login);
        if status == 200 {
            assert_eq!(browser.page(&format!("{address}/channels")).await.contains("name=\"locator\""), may, "{login}");
        }
        let mut once_more = release("board", "2023-10-20", login);
        once_more[5].1 = "又贴一处";
        let posted = browser.post(&format!("{address}/channels"), &once_more).await;
        assert_eq!(posted.status.is_redirection(), may, "{login}: {}", posted.status);
    }
    let mut clerk = school.signed_in("clerk").await;
    assert_eq!(clerk.get(&format!("{address}/channels/notice-a5.pdf")).await.status, StatusCode::NOT_FOUND);
    let draft = clerk.drafts("草稿", "正文").await;
    assert_eq!(
        clerk.get(&format!("{draft}/channels")).await.status,
        StatusCode::NOT_FOUND,
        "not before it is published"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_one_script_of_the_page_is_the_one_that_may_run() {
    use base64::Engine;
    use sha2::Digest;
    let school = School::staffed().await.with_channels().await;
    let address = school.publishes("通知", "正文").await;
    let answer = school.signed_in("clerk").await.get(&format!("{address}/channels")).await;
    let policy = answer.header(header::CONTENT_SECURITY_POLICY).to_string();
    let page = answer.text();
    let script = page.split("<script>").nth(1).unwrap().split("</script>").next().unwrap_or_default();
    let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(script.as_bytes()));
    assert!(policy.contains(&format!("'sha256-{digest}'")) && page.matches("<script").count() == 1, "{policy}");
}
