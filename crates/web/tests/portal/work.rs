//! The workbench through its router, as people of the school use it: every form is sent as a browser sends it, with the cookies
//! it was given.

use crate::school::{Answer, School};
use app::accounts::{self, Draft, SecondStep};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use domain::ids::UserId;
use domain::policy::{Post, Role};
use domain::school::{Unit, UnitKind};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use web::routes::{Area, ROUTES, Verb, Who};

pub(crate) const PASSWORD: &str = "三月的风吹过操场边的梧桐";

/// A browser: keeps cookies, and comes from an address of its own.
pub(crate) struct Browser<'s> {
    school: &'s School,
    cookies: BTreeMap<String, String>,
    place: [u8; 4],
}

impl School {
    pub(crate) fn browser(&self, place: u8) -> Browser<'_> {
        Browser { school: self, cookies: BTreeMap::new(), place: [10, 0, 0, place] }
    }

    /// A school with two units and one of each post in 教务处.
    pub(crate) async fn staffed() -> School {
        let school = School::empty().await;
        app::school::found(&school.ctx(), "示例职业学院", "vocational").await.unwrap();
        school.with_units().await;
        for (login, role, unit) in [
            ("clerk", Role::Clerk, Some("jwc")),
            ("head", Role::UnitHead, Some("jwc")),
            ("other", Role::Clerk, Some("cwc")),
            ("secrecy", Role::SecrecyReviewer, None),
            ("office", Role::Office, None),
            ("supervisor", Role::Supervisor, None),
            ("admin", Role::Administrator, None),
        ] {
            school.employs(login, role, unit).await;
        }
        school
    }

    /// Two units.
    pub(crate) async fn with_units(&self) {
        let ctx = self.ctx();
        let mut change = ctx.write().await.unwrap();
        for (code, name) in [("jwc", "教务处"), ("cwc", "财务处")] {
            let text = String::new;
            let unit = Unit {
                code: code.into(),
                name: name.into(),
                kind: UnitKind::Department,
                parent: text(),
                duty: text(),
                members: text(),
                former: Vec::new(),
                note: text(),
            };
            change.save_unit(&unit).await.unwrap();
        }
        let event = domain::event::Event::new(domain::event::Act::UnitWritten, domain::event::Object::School);
        change.commit(event).await.unwrap();
    }

    pub(crate) async fn employs(&self, login: &str, role: Role, unit: Option<&str>) -> UserId {
        self.employs_at(login, role, unit, "").await
    }

    /// The same with an address for mail.
    pub(crate) async fn employs_at(&self, login: &str, role: Role, unit: Option<&str>, email: &str) -> UserId {
        let post = Post { role, unit: unit.map(str::to_string) };
        let name = format!("{login}同事");
        let draft = Draft { login: login.parse().unwrap(), name, email: email.to_string(), posts: vec![post] };
        let id = accounts::save(&self.ctx(), None, draft, false).await.unwrap();
        accounts::give_password(&self.ctx(), id, PASSWORD, true).await.unwrap();
        id
    }

    pub(crate) async fn signed_in(&self, login: &str) -> Browser<'_> {
        let mut browser = self.browser(1);
        let answer = browser.post("/work/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/work"), "{login}");
        browser
    }
}

/// Pages of the workbench as the people of a staffed school see them, by a name for each, in both languages.
pub(crate) async fn pages() -> Vec<(String, String)> {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let text = "各班：\n# 一、名额\n| 班 | 名额 |\n| 甲 | 3 |\n全校共32人，其中男生20人，女生13人。\n>> 教务处";
    let draft = clerk.drafts("关于评选奖学金的通知", text).await;
    let sent = clerk.drafts("送审的通知", text).await;
    clerk.post(&sent, &notice("送审的通知", text, "1", "submit")).await;
    let stopped = clerk.drafts("有个人信息的通知", "手机13800138000").await;
    let mut pages = periods::pages(&school).await;
    let period = periods::posted(&school).await;
    periods::objected(&school, &period).await;
    let in_work = format!("/work/publicity/{period}");
    for (login, addresses) in [
        (
            "clerk",
            vec![
                "/work",
                "/work/ledger",
                "/work/ledger?q=nothing",
                "/work/new",
                &draft,
                &stopped,
                "/work/check",
                "/work/publicity/new",
                "/work/publicity/new/national_grant",
                &in_work,
                "/work/reminders",
            ],
        ),
        ("head", vec!["/work", "/work/review", &sent, &in_work]),
        (
            "office",
            vec![
                "/work",
                "/work/account",
                "/work/log",
                "/work/urge",
                "/work/jobs",
                "/work/publicity",
                "/work/settings",
                "/work/settings/school",
                "/work/settings/units",
                "/work/settings/unit?code=jwc",
                "/work/settings/catalogue",
                "/work/settings/catalogue/next",
                "/work/settings/item?key=19",
                "/work/settings/item",
                "/work/settings/channel",
                "/work/settings/channels",
                "/work/settings/merge?of=unit",
                "/work/settings/publicity",
                "/work/settings/calendar",
                "/work/settings/technical",
            ],
        ),
        ("admin", vec!["/work/people", "/work/people/new", "/work/settings/staff"]),
    ] {
        let mut browser = school.signed_in(login).await;
        for address in addresses {
            for prefix in ["", "/en"] {
                let page = browser.page(&format!("{prefix}{address}")).await;
                pages.push((format!("work{prefix}/{login}/{}", pages.len()), page));
            }
        }
        let wrong = browser.post("/work/new", &[("act", "save")]).await;
        pages.push((format!("work/{login}/wrong"), wrong.text()));
    }
    pages.extend(requests::pages(&school).await);
    pages.extend(voices::pages(&school).await);
    pages.extend(surveys::pages(&school).await);
    pages.extend(studio_pages(&school).await);
    let mut stranger = school.browser(8);
    for address in ["/work/sign-in", "/en/work/sign-in", "/work/invitation/x"] {
        pages.push((format!("work/stranger/{}", pages.len()), stranger.get(address).await.text()));
    }
    pages
}

/// The pages of import, figures and report, as the office sees them.
async fn studio_pages(school: &School) -> Vec<(String, String)> {
    let mut office = school.signed_in("office").await;
    let mut pages = vec![("work/office/import-none".to_string(), office.page("/work/import").await)];
    office.brings(&report::book(false)).await;
    office.sends_ledger("/work/import", "b.csv", import::EVERYTHING.as_bytes()).await;
    let year = "/work/report/2022-2023";
    office.post(year, &[("act", "remark"), ("part", "4"), ("text", "请写具体")]).await;
    office.post(year, &[("act", "keep")]).await;
    for address in [
        "/work/import",
        "/work/import/plan",
        "/work/figures",
        "/work/figures/new",
        "/work/figures/2022-2023/survey",
        "/work/figures/new?from=survey&year=2023-2024",
        &format!("{year}?part=4&of=figure%3Asurvey.participants"),
        &format!("{year}?part=1"),
        &format!("{year}?part=8"),
        &format!("{year}/compare?old=1"),
    ] {
        for prefix in ["", "/en"] {
            let page = office.page(&format!("{prefix}{address}")).await;
            pages.push((format!("work{prefix}/office/studio/{}", pages.len()), page));
        }
    }
    let wrong =
        office.post("/work/figures/new", &[("act", "save"), ("figure.0.value", "x"), ("identities", "?")]).await;
    pages.push(("work/office/figures-wrong".to_string(), wrong.text()));
    let refused = office.sends_ledger("/work/import", "a.pdf", b"%PDF").await;
    pages.push(("work/office/import-wrong".to_string(), refused.text()));
    pages
}

impl Browser<'_> {
    /// What it brings with each request.
    pub(crate) fn cookies(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    pub(crate) async fn send(&mut self, method: Method, address: &str, kind: &str, body: Vec<u8>) -> Answer {
        self.send_with(method, address, (kind, None), body).await
    }

    /// Sends a form and says how long it is, as browsers do.
    pub(crate) async fn send_announced(&mut self, address: &str, kind: &str, body: Vec<u8>) -> Answer {
        let length = Some(body.len());
        self.send_with(Method::POST, address, (kind, length), body).await
    }

    async fn send_with(
        &mut self,
        method: Method,
        address: &str,
        (kind, length): (&str, Option<usize>),
        body: Vec<u8>,
    ) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(address).header("sec-fetch-site", "same-origin");
        request = request.header(header::COOKIE, cookies.join("; ")).header(header::CONTENT_TYPE, kind);
        if let Some(length) = length {
            request = request.header(header::CONTENT_LENGTH, length);
        }
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((self.place, 40_000))));
        let answer = self.school.answer(request).await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap();
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_string(), value.to_string()),
            };
        }
        answer
    }

    pub(crate) async fn get(&mut self, address: &str) -> Answer {
        self.send(Method::GET, address, "", Vec::new()).await
    }

    /// Sends a form. One of a record says which state of it was seen, as its page has it.
    pub(crate) async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let has = |name: &str| fields.iter().any(|(field, _)| *field == name);
        let of_record = address.rsplit('/').next().is_some_and(|last| last.starts_with("rec_"));
        let at_work = address.contains("/work/record/") || address.contains("/work/publicity/");
        let of_person = address.rsplit('/').next().is_some_and(|last| last.starts_with("usr_"));
        let seen = match (of_person || (of_record && at_work && has("act"))) && !has("version") {
            true => version_in(&self.get(address).await.text()).or(Some("1".to_string())),
            false => None,
        };
        let fields: Vec<(&str, &str)> =
            fields.iter().copied().chain(seen.as_deref().map(|version| ("version", version))).collect();
        self.post_bare(address, &fields).await
    }

    /// Sends just these fields.
    pub(crate) async fn post_bare(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        self.send(Method::POST, address, "application/x-www-form-urlencoded", form.finish().into_bytes()).await
    }

    /// The text of a page that has to be there.
    pub(crate) async fn page(&mut self, address: &str) -> String {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.header(header::LOCATION));
        answer.text()
    }

    /// Enters a draft and gives its address.
    pub(crate) async fn drafts(&mut self, title: &str, body: &str) -> String {
        let answer = self.post("/work/new", &notice(title, body, "", "save")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.header(header::LOCATION).split('?').next().unwrap_or_default().to_string()
    }
}

/// The version of a record that a form of its page carries.
pub(crate) fn version_in(page: &str) -> Option<String> {
    page.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_string)
}

/// The fields of the form of a notice of 教务处.
pub(crate) fn notice<'a>(title: &'a str, body: &'a str, version: &'a str, act: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", title),
        ("body", body),
        ("version", version),
        ("act", act),
        ("item", "37"),
        ("unit", "jwc"),
        ("form", "notice"),
        ("origin", "made"),
        ("openness", "proactive"),
        ("audience", "public"),
        ("made_on", "2023-10-18"),
        ("summary", ""),
        ("document_number", ""),
        ("until", ""),
        ("ground", ""),
        ("change_note", ""),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_the_workbench_without_signing_in_and_what_they_send_is_not_lost() {
    let school = School::staffed().await;
    let mut stranger = school.browser(9);
    let mut asked = 0;
    for route in ROUTES.iter().filter(|route| route.area == Area::Workbench && route.who == Who::SignedIn) {
        let address = route.pattern.replace("{record}", &domain::ids::RecordId(7).to_string());
        let address = address.replace("{kind}", "national_scholarship");
        let address = address.replace("{person}", &UserId(1).to_string());
        let address = address
            .replace("{attachment}", &domain::ids::AttachmentId(1).to_string())
            .replace("{file}", "notice-a4.pdf")
            .replace("{year}", "2022-2023")
            .replace("{dataset}", "graduates")
            .replace("{request}", "2023-1")
            .replace("{letter}", "receipt.pdf");
        for address in [address.clone(), format!("/en{address}")] {
            asked += 1;
            if route.verb == Verb::Get {
                let answer = stranger.get(&address).await;
                let to = answer.header(header::LOCATION).to_string();
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
                assert!(to.contains("/work/sign-in?back=%2F"), "{address}: {to}");
            } else {
                let answer = stranger.post(&address, &[("title", "没有丢掉的标题\"<x>")]).await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{address}");
                let page = answer.text();
                assert!(page.contains("name=\"kept.title\" value=\"没有丢掉的标题&#34;&#60;x&#62;\""), "{page}");
            }
        }
    }
    assert!(asked > 25, "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_goes_from_its_clerk_through_both_reviews_to_the_public() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("关于评选奖学金的通知", "各班：\n# 一、名额\n| 班 | 名额 |\n| 甲 | 3 |").await;
    let public = address.replace("/work", "");
    let page = clerk.page(&address).await;
    assert!(page.contains("送head同事审") && page.contains("11月15日"), "who reviews it and by when it is due: {page}");
    let sent = clerk.post(&address, &notice("关于评选奖学金的通知", "各班：\n# 一、名额", "1", "submit")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);

    let mut head = school.signed_in("head").await;
    assert!(head.page("/work").await.contains("关于评选奖学金的通知"), "it waits for the head");
    assert_eq!(head.post(&address, &[("act", "pass_unit")]).await.status, StatusCode::SEE_OTHER);
    let mut secrecy = school.signed_in("secrecy").await;
    assert!(secrecy.page("/work/review").await.contains("关于评选奖学金的通知"));
    assert_eq!(school.get(&public).await.status, StatusCode::NOT_FOUND, "not before it is published");
    assert_eq!(
        secrecy.post(&address, &[("act", "pass_secrecy"), ("publish_at", "")]).await.status,
        StatusCode::SEE_OTHER
    );
    let mut office = school.signed_in("office").await;
    assert!(office.page("/work").await.contains("等发布"));
    assert_eq!(office.post(&address, &[("act", "publish")]).await.status, StatusCode::SEE_OTHER);
    let shown = school.get(&public).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text().contains("<h2 class=\"in-text\">一、名额</h2>"), "{}", shown.text());

    // Its next edition, and what the public is told of it.
    let amended = clerk.post(&address, &[("act", "amend"), ("change_note", "补充申请期限")]).await;
    assert_eq!(amended.status, StatusCode::SEE_OTHER);
    assert!(clerk.page(&address).await.contains("修订只改文字"));
    assert_eq!(clerk.post(&address, &[("act", "delete")]).await.status, StatusCode::SEE_OTHER, "given up again");
    assert!(school.get(&public).await.text().contains("一、名额"), "what is public stays");
    let gone = office.post(&address, &[("act", "withdraw"), ("reason", "名额有误"), ("successor", "")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(school.get(&public).await.text().contains("名额有误"), "a tombstone with the reason");

    let mut supervisor = school.signed_in("supervisor").await;
    let log = supervisor.page("/work/log").await;
    for done in ["起草", "提交", "单位审核通过", "保密审查通过", "公开", "撤回", "登录"] {
        assert!(log.contains(done), "{done}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_second_press_is_told_as_done_and_somebody_elses_change_is_not() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("通知", "正文").await;
    let sent = notice("通知", "正文", "1", "submit");
    assert_eq!(clerk.post(&address, &sent).await.status, StatusCode::SEE_OTHER);
    let again = clerk.post(&address, &sent).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    assert!(clerk.page(again.header(header::LOCATION)).await.contains("已经办好了"));
    let other = clerk.post(&address, &notice("通知", "又写了一段", "1", "submit")).await;
    assert!(other.status == StatusCode::CONFLICT && other.text().contains("又写了一段"), "what was typed is not lost");
    let steps: [(&str, &[(&str, &str)]); 3] =
        [("head", &[("act", "pass_unit")]), ("secrecy", &[("act", "pass_secrecy")]), ("office", &[("act", "publish")])];
    for (person, act) in steps {
        let mut person = school.signed_in(person).await;
        let seen = version_in(&person.page(&address).await).unwrap();
        let press = [act, &[("version", seen.as_str())]].concat();
        assert_eq!(person.post(&address, &press).await.status, StatusCode::SEE_OTHER);
        let again = person.post(&address, &press).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
        assert!(person.page(again.header(header::LOCATION)).await.contains("已经办好了"), "{act:?}");
        let elses = school.signed_in("clerk").await.post(&address, &sent).await;
        assert_eq!(elses.status, StatusCode::CONFLICT, "what went on since is told as that");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_that_cannot_be_are_told_at_their_field_when_a_draft_is_sent_for_review() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("通知", "正文").await;
    let with = |act: &'static str, changes: &[(&'static str, &'static str)]| {
        let mut fields = notice("通知", "正文", "1", act);
        for change in changes {
            fields.retain(|(name, _)| *name != change.0);
            fields.push(*change);
        }
        fields
    };
    for (field, value, words) in [
        ("made_on", "2023-10-25", "这一天还没到"),
        ("made_on", "2024", "这一天还没到"),
        ("made_on", "", "勾选“日期不详”"),
        ("until", "2023-10-01", "这一天已经过去"),
    ] {
        for address in [address.as_str(), "/work/new"] {
            let refused = clerk.post(address, &with("submit", &[(field, value)])).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
            let page = refused.text();
            let label = page.split(&format!("id=\"f-{field}\"")).nth(1).unwrap().split("</label>").next().unwrap();
            assert!(label.contains(words) && label.contains(&format!("value=\"{value}\"")), "{label}");
        }
    }
    let sent = clerk.post(&address, &with("submit", &[("made_on", ""), ("undated", "1")])).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "somebody said that it has none: {}", sent.text());

    // What is told on a page of its own is told in the words that were chosen.
    let late = clerk.post(&address, &with("save", &[])).await.text();
    assert!(!late.contains(">proactive<") && !late.contains(">public<"), "{late}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_back_says_why_and_a_reason_is_asked_for() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("通知", "正文").await;
    clerk.post(&address, &notice("通知", "正文", "1", "submit")).await;
    let mut head = school.signed_in("head").await;
    let without = head.post(&address, &[("act", "send_back"), ("reason", "  ")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text().contains("没有写理由"));
    head.post(&address, &[("act", "send_back"), ("reason", "请补文号")]).await;
    assert!(clerk.page("/work").await.contains("退回：“请补文号”"));
    assert!(clerk.page(&address).await.contains("请补文号"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_judges_their_own_work_and_the_two_reviews_are_two_peoples() {
    let school = School::staffed().await;
    let mut head = school.signed_in("head").await;
    let address = head.drafts("负责人自己写的通知", "正文").await;
    head.post(&address, &notice("负责人自己写的通知", "正文", "1", "submit")).await;
    assert!(head.page(&address).await.contains("这份是你起草的，不能自己审"));
    let own = head.post(&address, &[("act", "pass_unit")]).await;
    assert_eq!(own.status, StatusCode::CONFLICT, "the use case refuses it whatever the page offers");

    // Somebody with both posts.
    let both = school.employs("both", Role::UnitHead, Some("jwc")).await;
    let person = accounts::person(&school.ctx(), both).await.unwrap();
    let mut posts = person.posts.clone();
    posts.push(Post { role: Role::SecrecyReviewer, unit: None });
    let draft = Draft { login: person.login.clone(), name: person.name.clone(), email: String::new(), posts };
    accounts::save(&school.ctx(), Some(person), draft, false).await.unwrap();
    let mut both = school.signed_in("both").await;
    assert_eq!(both.post(&address, &[("act", "pass_unit")]).await.status, StatusCode::SEE_OTHER);
    assert!(both.page(&address).await.contains("保密审查要由另一个人做"));
    let second = both.post(&address, &[("act", "pass_secrecy"), ("publish_at", "")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wrote_in_a_text_does_not_judge_it_and_nobody_judges_a_text_they_have_not_seen() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("几个人写的通知", "正文").await;
    let mut head = school.signed_in("head").await;
    head.post(&address, &notice("几个人写的通知", "负责人改的正文", "1", "save")).await;
    clerk.post(&address, &notice("几个人写的通知", "最后由经办人存的正文", "2", "submit")).await;
    assert!(!head.page(&address).await.contains("value=\"pass_unit\""), "it is not offered");
    assert_eq!(head.post(&address, &[("act", "pass_unit")]).await.status, StatusCode::CONFLICT);

    school.employs("second", Role::UnitHead, Some("jwc")).await;
    let mut second = school.signed_in("second").await;
    let page = second.page(&address).await;
    let version = page.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let stale = (version.parse::<u32>().unwrap() - 1).to_string();
    let blind = second.post(&address, &[("act", "pass_unit"), ("version", &stale)]).await;
    assert_eq!(blind.status, StatusCode::CONFLICT);
    let seen = second.post(&address, &[("act", "pass_unit"), ("version", version)]).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER);

    let mut secrecy = school.signed_in("secrecy").await;
    secrecy.post(&address, &[("act", "pass_secrecy")]).await;
    let minute = secrecy.post(&address, &[("act", "plan"), ("publish_at", "2099-01-01T00:00")]).await;
    assert_eq!(minute.status, StatusCode::FORBIDDEN, "who reviews does not publish");
    let mut office = school.signed_in("office").await;
    let past = office.post(&address, &[("act", "plan"), ("publish_at", "2020-01-01T00:00")]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY, "a minute that is over is no plan");
    assert!(past.text().contains("这个时间已经过了") && past.text().contains("2020-01-01T00:00"));
    assert!(!office.page(&format!("{address}?done=publish")).await.contains("已公开。"), "an address is not believed");
    let far = office.post(&address, &[("act", "plan"), ("publish_at", "2099-01-01T00:00")]).await;
    assert!(
        far.status == StatusCode::UNPROCESSABLE_ENTITY && far.text().contains("年份有没有写错"),
        "a slip of the year"
    );
    let planned = office.post(&address, &[("act", "plan"), ("publish_at", "2024-01-01T00:00")]).await;
    assert!(office.page(planned.header(header::LOCATION)).await.contains("到时会自动公开"));
    assert_eq!(
        office.post(&address, &[("act", "publish")]).await.status,
        StatusCode::CONFLICT,
        "its minute has not come"
    );
    office.post(&address, &[("act", "plan_off")]).await;
    assert_eq!(office.post(&address, &[("act", "publish")]).await.status, StatusCode::SEE_OTHER);
    let withdrawn = [("act", "withdraw"), ("reason", "有误"), ("successor", "99999/2026-00001")];
    let nowhere = office.post(&address, &withdrawn).await;
    assert_eq!(nowhere.status, StatusCode::UNPROCESSABLE_ENTITY, "a successor is there");
    let page = nowhere.text();
    assert!(
        page.contains("没有这个索引号的公开信息")
            && page.contains(">有误</textarea>")
            && page.contains("99999/2026-00001")
    );
    assert_eq!(office.post(&address, &[("act", "hug")]).await.status, StatusCode::BAD_REQUEST, "no act is guessed");
    assert_eq!(office.post(&address, &withdrawn[..2]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_finds_their_own_desk_and_no_other() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("教务处的草稿QZX", "正文QZX").await;
    for (login, record, people, log) in [
        ("clerk", 200, 403, 403),
        ("head", 200, 403, 403),
        ("other", 404, 403, 403),
        ("secrecy", 200, 403, 403),
        ("office", 200, 403, 200),
        ("supervisor", 200, 403, 200),
        ("admin", 404, 200, 403),
    ] {
        let mut browser = school.signed_in(login).await;
        for (page, status) in [(address.as_str(), record), ("/work/people", people), ("/work/log", log)] {
            let answer = browser.get(page).await;
            assert_eq!(answer.status.as_u16(), status, "{login} {page}");
        }
        for page in ["/work", "/work/ledger", "/work/ledger?q=QZX", "/work/review", "/work/ledger?view=on-its-way"] {
            let answer = browser.get(page).await;
            let seen = answer.text().contains("教务处的草稿QZX");
            assert!(!seen || record == 200, "{login} {page}");
        }
        if !["clerk", "head", "office"].contains(&login) {
            let written = browser.post(&address, &notice("改了", "改了", "1", "save")).await;
            assert!([403, 404, 409].contains(&written.status.as_u16()), "{login} {}", written.status);
        }
    }
    let mut other = school.signed_in("other").await;
    let foreign = other.post("/work/new", &notice("替别的部门写", "正文", "", "save")).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_data_is_saved_with_its_draft_and_goes_no_further() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let body = "联系人：沈老师，手机13800138000。";
    let sent = clerk.post("/work/new", &notice("通知", body, "", "submit")).await;
    let to = sent.header(header::LOCATION).to_string();
    assert!(to.contains("?stopped=1&"), "{to}");
    let page = clerk.page(&to).await;
    assert!(page.contains("已经存下，但还有1处要改，不能送审"), "{page}");
    let aside = page.split("<aside class=\"marks\"").nth(1).unwrap().split("</aside>").next().unwrap_or_default();
    assert!(!aside.contains("13800138000"), "shown masked beside the text: {aside}");
    let address = to.split('?').next().unwrap_or_default();
    let mended = clerk.post(address, &notice("通知", "联系教务处办公室。", "1", "submit")).await;
    assert!(mended.leads().ends_with("?saved=1"));
    // The use case refuses it too, whoever asks past the page.
    let id = clerk
        .drafts("通知", body)
        .await
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .parse::<domain::ids::RecordId>()
        .unwrap();
    let who = domain::policy::Principal::Account {
        user: UserId(1),
        posts: vec![Post { role: Role::Clerk, unit: Some("jwc".into()) }],
    };
    let refused = app::records::submit(&school.app.ctx(who, app::words::Lang::Zh), id).await;
    assert!(matches!(refused, Err(app::Error::Personal(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_write_at_once_both_keep_what_they_wrote() {
    let school = School::staffed().await;
    let (mut clerk, mut head) = (school.signed_in("clerk").await, school.signed_in("head").await);
    let address = clerk.drafts("通知", "第一稿").await;
    assert_eq!(head.post(&address, &notice("通知", "负责人改的", "1", "save")).await.status, StatusCode::SEE_OTHER);
    let late = clerk.post(&address, &notice("通知", "信息员改的", "1", "save")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = late.text();
    assert!(page.contains("head同事") && page.contains("信息员改的") && page.contains("负责人"), "{page}");
    assert!(page.contains("name=\"version\" value=\"2\""), "who has seen it may save over it");
    assert_eq!(clerk.post(&address, &notice("通知", "两处都要", "2", "save")).await.status, StatusCode::SEE_OTHER);
    assert!(head.page(&address).await.contains("两处都要"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_filled_in_wrongly_comes_back_with_what_was_typed() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let mut fields = notice("", "正文还在", "", "save");
    fields.retain(|(name, _)| *name != "made_on");
    fields.push(("made_on", "2023-02-30"));
    let answer = clerk.post("/work/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    assert!(page.contains("有2处要改") && page.contains("没有这一天") && page.contains("正文还在"), "{page}");
    assert!(page.contains("value=\"2023-02-30\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_session_loses_nothing() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let address = clerk.drafts("通知", "第一稿").await;
    clerk.cookies.remove("session");
    let fields = notice("通知", "写了一小时", "1", "save");
    let asked = clerk.post(&address, &fields).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    // What the page keeps, as the browser sends it with name and password.
    let kept: Vec<(String, &str)> = fields.iter().map(|(name, value)| (format!("kept.{name}"), *value)).collect();
    let mut again: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    again.extend([("login", "clerk"), ("password", PASSWORD), ("kept-to", address.as_str())]);
    let page = clerk.post("/work/sign-in", &again).await.text();
    assert!(page.contains(&format!("action=\"{address}\"")) && page.contains("value=\"写了一小时\""), "{page}");
    assert_eq!(clerk.post(&address, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(clerk.page(&address).await.contains("写了一小时"));
    again.retain(|(name, _)| *name != "kept-to");
    again.push(("kept-to", "//evil.example/x"));
    let elsewhere = clerk.post("/work/sign-in", &again).await;
    assert!(!elsewhere.text().contains("evil.example"), "a form is sent nowhere else");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_keeps_out_nobody_but_themselves() {
    let school = School::staffed().await;
    let mut known = school.signed_in("clerk").await;
    known.cookies.remove("session");
    let mut guesser = school.browser(66);
    for left in (1..5).rev() {
        let answer = guesser.post("/work/sign-in", &[("login", "clerk"), ("password", "x")]).await;
        assert!(answer.text().contains(&format!("再错{left}次")), "{}", answer.text());
    }
    let locked = guesser.post("/work/sign-in", &[("login", "clerk"), ("password", "x")]).await;
    assert_eq!(locked.status, StatusCode::TOO_MANY_REQUESTS);
    let right = guesser.post("/work/sign-in", &[("login", "clerk"), ("password", PASSWORD)]).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS, "not even by the right one now");
    // The same address with a browser that clerk has used, and another address: both let clerk in.
    known.place = guesser.place;
    for browser in [&mut known, &mut school.browser(67)] {
        let answer = browser.post("/work/sign-in", &[("login", "clerk"), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_of_a_session_is_the_browsers_alone_and_another_one_after_each_signing_in() {
    let school = School::staffed().await;
    let mut browser = school.browser(1);
    browser.cookies.insert("session".into(), "a".repeat(64));
    let answer = browser.post("/work/sign-in", &[("login", "clerk"), ("password", PASSWORD)]).await;
    let cookies: Vec<&str> =
        answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert_eq!(cookies.len(), 2, "{cookies:?}");
    for cookie in &cookies {
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
    }
    assert_ne!(browser.cookies["session"], "a".repeat(64), "a session that somebody else set is not taken over");
    let page = browser.get("/work").await;
    assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
    let before = browser.cookies.clone();
    browser.post("/work/sign-out", &[]).await;
    assert!(!browser.cookies.contains_key("session"));
    browser.cookies = before;
    assert_eq!(browser.get("/work").await.status, StatusCode::SEE_OTHER, "the token is dead, not only forgotten");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_post_that_somebody_took_comes_back_with_a_form_that_was_shown_before() {
    let school = School::staffed().await;
    let id = school.employs("moves", Role::Clerk, Some("jwc")).await;
    let address = format!("/work/people/{id}");
    let mut admin = school.signed_in("admin").await;
    let shown = version_in(&admin.page(&address).await).unwrap();
    let person = |name: &'static str, unit: &'static str, version: &str| {
        let fields =
            [("login", "moves"), ("name", name), ("email", ""), ("role", "clerk"), ("unit", unit), ("act", "save")];
        let fields = fields.map(|(name, value)| (name, value.to_string()));
        fields.into_iter().chain([("version", version.to_string())]).collect::<Vec<_>>()
    };
    let send = async |admin: &mut Browser<'_>, fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admin.post_bare(&address, &fields).await
    };
    let moved = person("moves同事", "cwc", &shown);
    assert_eq!(send(&mut admin, moved.clone()).await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&mut admin, moved.clone()).await.status, StatusCode::SEE_OTHER, "their own second press");
    let late = send(&mut admin, person("改名同事", "jwc", &shown)).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = late.text();
    assert!(page.contains("现在是：moves同事、财务处·信息员") && page.contains("value=\"改名同事\""), "{page}");
    let again = version_in(&page).unwrap();
    assert_eq!(send(&mut admin, person("改名同事", "jwc", &again)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_lets_in_once_and_a_closed_account_is_out_at_once() {
    let school = School::staffed().await;
    let mut admin = school.signed_in("admin").await;
    let fields = [("login", "20180217"), ("name", "沈小禾"), ("email", ""), ("role", "clerk"), ("unit", "jwc")];
    let page = admin.post("/work/people/new", &fields).await.text();
    let link =
        page.split("https://xxgk.example.edu.cn").nth(1).unwrap().split('"').next().unwrap_or_default().to_string();
    assert!(link.starts_with("/work/invitation/"), "{page}");
    let mut fresh = school.browser(3);
    assert!(fresh.page(&link).await.contains("沈小禾"));
    let weak = fresh.post(&link, &[("password", "password1234"), ("again", "password1234")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unlike = fresh.post(&link, &[("password", PASSWORD), ("again", "x")]).await;
    assert!(unlike.text().contains("两次输入不一样"));
    assert_eq!(fresh.post(&link, &[("password", PASSWORD), ("again", PASSWORD)]).await.status, StatusCode::SEE_OTHER);
    assert!(fresh.page("/work").await.contains("沈小禾"));
    assert_eq!(fresh.get(&link).await.status, StatusCode::GONE, "used up");

    let list = admin.page("/work/people").await;
    let at = list.find("沈小禾").unwrap();
    let person = list[..at].rsplit("href=\"").next().unwrap().split('"').next().unwrap_or_default().to_string();
    let closed = [&fields[..], &[("closed", "yes"), ("act", "save")]].concat();
    assert_eq!(admin.post(&person, &closed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(fresh.get("/work").await.status, StatusCode::SEE_OTHER, "signed out at once");
    let back = fresh.post("/work/sign-in", &[("login", "20180217"), ("password", PASSWORD)]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The last administrator does not lock the door behind themselves.
    let at = list.find("admin同事</a>").unwrap();
    let own = list[..at].rsplit("href=\"").next().unwrap().split('"').next().unwrap_or_default().to_string();
    let fields =
        [("login", "admin"), ("name", "admin同事"), ("email", ""), ("role", "office"), ("unit", ""), ("act", "save")];
    let lonely = admin.post(&own, &fields).await;
    assert_eq!(lonely.status, StatusCode::CONFLICT);
    assert!(lonely.text().contains("没有人能管理人员"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_step_is_asked_for_once_it_is_set_up_and_a_spare_code_works_once() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let page = office.post("/work/account", &[("act", "begin-step")]).await.text();
    let key = page.split("name=\"key\" value=\"").nth(1).unwrap().split('"').next().unwrap_or_default().to_string();
    let now = school.app.clock.now();
    let wrong = office.post("/work/account", &[("act", "confirm-step"), ("key", &key), ("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = SecondStep::read(&key).unwrap().code(now);
    let page = office.post("/work/account", &[("act", "confirm-step"), ("key", &key), ("code", &code)]).await.text();
    let spare = page.split("<code>").nth(1).unwrap().split('<').next().unwrap_or_default().to_string();

    let mut again = school.browser(4);
    let answer = again.post("/work/sign-in", &[("login", "office"), ("password", PASSWORD)]).await;
    assert_eq!(answer.header(header::LOCATION), "/work/second-step");
    assert_eq!(again.get("/work").await.header(header::LOCATION), "/work/second-step", "not in yet");
    let used = again.post("/work/second-step", &[("code", &code)]).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "no code is good twice");
    assert_eq!(again.post("/work/second-step", &[("code", &spare)]).await.header(header::LOCATION), "/work");
    assert!(again.page("/work").await.contains("office同事"));
    let mut third = school.browser(5);
    third.post("/work/sign-in", &[("login", "office"), ("password", PASSWORD)]).await;
    assert_eq!(third.post("/work/second-step", &[("code", &spare)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_somebody_else_gave_has_to_be_changed_before_anything_else() {
    let school = School::staffed().await;
    let id = school.employs("new", Role::Clerk, Some("jwc")).await;
    accounts::give_password(&school.ctx(), id, "给你的临时密码请尽快更换", false).await.unwrap();
    let mut browser = school.browser(6);
    let answer = browser.post("/work/sign-in", &[("login", "new"), ("password", "给你的临时密码请尽快更换")]).await;
    assert_eq!(answer.header(header::LOCATION), "/work/password");
    assert_eq!(browser.get("/work/new").await.header(header::LOCATION), "/work/password");
    let same = [("password", "给你的临时密码请尽快更换"), ("again", "给你的临时密码请尽快更换")];
    assert_eq!(browser.post("/work/password", &same).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = [("password", PASSWORD), ("again", PASSWORD)];
    assert_eq!(browser.post("/work/password", &other).await.header(header::LOCATION), "/work");
    browser.page("/work").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_becomes_a_form_to_check_and_nothing_is_saved_before() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let text = "示例职业学院文件\n示院发[2023]12号\n关于评选国家奖学金的通知\n各班：\n现将评选国家奖学金的有关事项通知如下。\n教务处\n2023年10月18日\n";
    let body = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"通知.txt\"\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--XX--\r\n"
    );
    let answer =
        clerk.send(Method::POST, "/work/new/document", "multipart/form-data; boundary=XX", body.into_bytes()).await;
    assert_eq!(answer.status, StatusCode::OK);
    let page = answer.text();
    for filled in [
        "name=\"title\" value=\"关于评选国家奖学金的通知\"",
        "name=\"document_number\" value=\"示院发〔2023〕12号\"",
        "name=\"made_on\" value=\"2023-10-18\"",
        "value=\"jwc\" selected",
        "value=\"37\" selected",
        "&#62;&#62; 教务处",
    ] {
        assert!(page.contains(filled), "{filled}: {page}");
    }
    assert!(!clerk.page("/work/ledger").await.contains("关于评选国家奖学金的通知"), "not saved");
    let none = clerk
        .send(Method::POST, "/work/new/document", "multipart/form-data; boundary=XX", b"--XX--\r\n".to_vec())
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("没有选文件"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_checked_for_everyone_and_nothing_of_it_is_kept() {
    let school = School::staffed().await;
    let mut clerk = school.signed_in("clerk").await;
    let text = "联系人：沈老师，手机13800138000。\n\n全校共32人，其中男生20人，女生13人。\n";
    let body = |act: &str| {
        format!(
            "--XX\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\n{act}\r\n--XX\r\nContent-Disposition: form-data; \
             name=\"file\"; filename=\"名单<b>.md\"\r\n\r\n{text}\r\n--XX--\r\n"
        )
        .into_bytes()
    };
    let kind = "multipart/form-data; boundary=XX";
    let before = school.app.store.last_seq().await.unwrap();
    let page = clerk.send(Method::POST, "/work/check", kind, body("look")).await.text();
    assert!(page.contains("名单&#60;b&#62;.md") && page.contains("class=\"pd\""), "{page}");
    assert!(page.contains("女生13") && !page.contains("13800138000"), "marked in place, shown covered: {page}");
    let copy = clerk.send(Method::POST, "/work/check", kind, body("copy")).await;
    assert_eq!(copy.header(header::CONTENT_DISPOSITION), "attachment; filename=\"redacted.md\"");
    assert!(copy.text().contains("联系人") && !copy.text().contains("13800138000"));
    assert_eq!(school.app.store.last_seq().await.unwrap(), before, "nothing is kept, not even that it was done");
    // A file of which a part was not read is not said to be clean.
    for (damage, words) in [(&b""[..], "没有查出问题"), (&b"\xff\xfe"[..], "没有读全")] {
        let head = b"--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
        let text = ["今天放假。\n\n全校放假", "，请周知。\n\r\n--XX--\r\n"].map(str::as_bytes);
        let sent = [&head[..], text[0], damage, text[1]].concat();
        let page = clerk.send(Method::POST, "/work/check", kind, sent).await.text();
        let heading = page.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap_or_default();
        assert!(heading.starts_with(words), "{heading}");
    }
    let odd = b"--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.docx\"\r\n\r\nPK\x03\x04junk\r\n--XX--\r\n";
    let refused = clerk.send(Method::POST, "/work/check", kind, odd.to_vec()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("a.docx 没有读进来"), "{}", refused.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_sees_how_the_units_items_stand_and_signs_that_there_was_nothing() {
    use domain::catalogue::ItemSetting;
    let school = School::staffed().await;
    let ctx = school.ctx();
    let mut change = ctx.write().await.unwrap();
    let donations = ItemSetting { unit: Some("jwc".into()), ..ItemSetting::of("16".parse().unwrap()) };
    change.save_item_setting(&donations).await.unwrap();
    let event = domain::event::Event::new(domain::event::Act::ItemSet, domain::event::Object::Item("16".into()));
    change.commit(event).await.unwrap();
    drop(ctx);
    let mut clerk = school.signed_in("clerk").await;
    let page = clerk.page("/work").await;
    assert!(page.contains("受捐赠财产") && page.contains("从未公开") && !page.contains("签署零报告"), "{page}");
    let fields = [("item", "16"), ("year", "2022-2023"), ("note", "")];
    assert_eq!(clerk.post("/work/nil", &fields).await.status, StatusCode::FORBIDDEN, "a clerk does not sign");
    let mut head = school.signed_in("head").await;
    assert!(head.page("/work").await.contains("签署零报告"));
    let signed = head.post("/work/nil", &fields).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER);
    assert!(head.page(&signed.header(header::LOCATION).replace("#board", "")).await.contains("零报告已签署"));
    assert!(school.get("/item/16").await.text().contains("零报告"), "the portal says so too");
    // Of what went out there is no nil statement.
    let mut office = school.signed_in("office").await;
    let board = office.page("/work").await;
    assert!(board.contains("class=\"board\"") && board.contains("data-c=\"nil\""), "{board}");
    let odd = [("item", "17"), ("year", "2022-2023"), ("note", "")];
    assert_eq!(office.post("/work/nil", &odd).await.status, StatusCode::FORBIDDEN, "the office signs for nobody");
    let odd = head.post("/work/nil", &odd).await;
    assert_eq!(odd.status, StatusCode::CONFLICT);
    assert!(odd.text().contains("还没有责任部门"), "{}", odd.text());
}

mod audit;
mod channels;
mod evidence;
mod faults;
mod figures;
mod import;
mod leaks;
mod periods;
mod remind;
mod report;
mod requests;
mod rules;
mod searches;
mod settings;
mod settled;
mod slips;
mod surveys;
mod suspected;
mod table;
mod turned;
mod voices;
mod waiver;
