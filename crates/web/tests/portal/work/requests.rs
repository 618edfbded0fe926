//! Requests for disclosure by the forms of the site: an applicant without an account, the office, a unit, the reviewer and the
//! leader, from the form to the answer; and who is told nothing of it anywhere.

use super::*;
use domain::request::{
    Applicant, ApplicantKind, Did, Entry, Hand, Intake, Outcome, Reply, Request as Asked, Step, Terms, Wanted, Way,
};
use web::routes::{LeakMatrix, Param};

const WORDS: &str = "实训基地设备采购合同，2023年3月前后签订";

fn form<'a>(content: &'a str, once: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("content", content),
        ("once", once),
        ("wanted", "electronic"),
        ("way", "email"),
        ("kind", "citizen"),
        ("name", "陈申请"),
        ("email", "chen@example.com"),
    ]
}

fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split(before).nth(1).unwrap_or_else(|| panic!("{before}: {page}")).split(after).next().unwrap()
}

fn receipt_in(page: &str) -> String {
    between(page, "receipt-code num\">", "</p>").to_string()
}

/// The request that was just filed: its receipt.
async fn filed(browser: &mut Browser<'_>, content: &str) -> String {
    let page = browser.page("/request").await;
    let once = between(&page, "name=\"once\" value=\"", "\"").to_string();
    let sent = browser.post("/request", &form(content, &once)).await;
    assert_eq!(
        (sent.status, sent.header(header::LOCATION)),
        (StatusCode::SEE_OTHER, "/request/filed"),
        "{}",
        sent.text()
    );
    receipt_in(&browser.page("/request/filed").await)
}

/// Does an act of a request's page, as it was seen.
async fn does(browser: &mut Browser<'_>, act: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.page("/work/requests/2023-1").await;
    assert!(page.contains(&format!("id=\"act-{act}\"")), "{act} is not offered: {page}");
    let version = version_in(&page).unwrap();
    let all: Vec<(&str, &str)> =
        [("act", act), ("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post_bare("/work/requests/2023-1", &all).await
}

async fn done(browser: &mut Browser<'_>, act: &str, fields: &[(&str, &str)]) {
    let answer = does(browser, act, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}: {}", answer.text());
}

/// The pages of requests as office, unit and reviewer see them, in both languages.
pub(super) async fn pages(school: &School) -> Vec<(String, String)> {
    marked(school).await;
    let mut pages = Vec::new();
    for (login, addresses) in [
        ("office", &["/work/requests", "/work/requests?view=late", "/work/requests/new", "/work/requests/2023-1"][..]),
        ("clerk", &["/work/requests", "/work/requests/2023-1"]),
        ("secrecy", &["/work/requests/2023-1"]),
        ("supervisor", &["/work/requests/2023-1"]),
    ] {
        let mut browser = school.signed_in(login).await;
        for (prefix, address) in
            ["", "/en"].into_iter().flat_map(|prefix| addresses.iter().map(move |one| (prefix, one)))
        {
            let page = browser.page(&format!("{prefix}{address}")).await;
            pages.push((format!("work{prefix}/{login}/requests/{}", pages.len()), page));
        }
    }
    let mut office = school.signed_in("office").await;
    let wrong = office.post("/work/requests/new", &[("intake", "letter")]).await;
    pages.push(("work/office/requests/wrong".to_string(), wrong.text()));
    let wrong = office.post("/work/requests/2023-1", &[("act", "say"), ("version", "1")]).await;
    pages.push(("work/office/requests/act-wrong".to_string(), wrong.text()));
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_goes_from_its_form_to_the_answer_through_the_hands_whose_it_is() {
    let school = School::staffed().await;
    school.employs("leader", Role::Leader, None).await;
    let mut visitor = school.browser(7);
    let receipt = filed(&mut visitor, WORDS).await;
    let query = [("receipt", receipt.as_str())];
    let page = visitor.post("/request/query", &query).await.text();
    assert!(page.contains("已收到，待登记") && page.contains("还剩15个工作日") && page.contains(WORDS), "{page}");
    assert!(page.contains("第1—5天") && page.contains("周末，不计"), "each day is explained: {page}");

    let mut office = school.signed_in("office").await;
    let list = office.page("/work/requests").await;
    assert!(list.contains("未办结申请1件，逾期0件") && list.contains("1＝0＋1"), "{list}");
    done(&mut office, "register", &[]).await;
    done(&mut office, "assign", &[("units", "jwc")]).await;
    let mut other = school.signed_in("other").await;
    assert_eq!(other.get("/work/requests/2023-1").await.status, StatusCode::NOT_FOUND);
    let mut clerk = school.signed_in("clerk").await;
    let page = clerk.page("/work/requests/2023-1").await;
    assert!(page.contains(WORDS) && !page.contains("陈申请") && !page.contains("id=\"act-answer\""), "{page}");
    let nothing = does(&mut clerk, "draft", &[("outcome", "nonexistent"), ("text", "没有。")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        nothing.text().contains("要先登记查找过哪里") && nothing.text().contains("没有。"),
        "nothing typed is lost"
    );
    done(&mut clerk, "search", &[("places", "合同柜"), ("found", "合同1份")]).await;
    done(&mut clerk, "draft", &[("outcome", "granted"), ("text", "合同见邮件附件。")]).await;
    let page = visitor.post("/request/query", &query).await.text();
    assert!(!page.contains("合同见邮件附件") && !page.contains("合同柜"), "{page}");
    let mut secrecy = school.signed_in("secrecy").await;
    let bare = does(&mut secrecy, "review", &[("verdict", "back")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "sent back with a reason or not at all");
    done(&mut secrecy, "review", &[("verdict", "pass")]).await;
    let mut leader = school.signed_in("leader").await;
    done(&mut leader, "answer", &[("verdict", "pass"), ("delivery", "电子邮件")]).await;

    let page = visitor.post("/request/query", &query).await.text();
    assert!(page.contains("合同见邮件附件。") && page.contains("予以公开") && page.contains("已按期办结"), "{page}");
    let letter = [("receipt", receipt.as_str()), ("letter", "answer")];
    let file = visitor.post("/request/letter", &letter).await;
    assert!(file.body.starts_with(b"%PDF") && file.header(header::CONTENT_DISPOSITION).contains("answer-2023-1.pdf"));
    let wrong = visitor.post("/request/letter", &[("receipt", "0000-0000-0000"), ("letter", "answer")]).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    let docx = office.get("/work/requests/2023-1/letter/answer.docx").await;
    let read = |name: &str, body: &[u8]| office::read::read_bytes(name, body, &Default::default()).unwrap().text;
    assert!(read("a.docx", &docx.body).contains("公复〔2023〕1号"));
    let register = office.get("/work/requests.xlsx?year=2023-2024").await;
    let register = read("a.xlsx", &register.body);
    assert!(register.contains("申〔2023〕1号") && register.contains("予以公开") && !register.contains("陈申请"));
    let list = office.page("/work/requests?view=closed").await;
    assert!(list.contains("1＝1＋0"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_public_already_is_shown_before_a_request_is_sent_and_nothing_typed_is_lost() {
    let school = School::sample().await;
    let title = school.a_record().await.editions[0].title.clone();
    let mut visitor = school.browser(7);
    let id = "0123456789abcdef0123456789abcdef";
    let content = format!("{}，想看全文", title.split('（').next().unwrap());
    let asked = visitor.post("/request", &form(&content, id)).await;
    let page = asked.text();
    assert!(page.contains("申请还没有提交") && page.contains("/record/rec_") && page.contains("想看全文"), "{page}");
    assert!(page.contains("name=\"seen\"") && page.contains("value=\"chen@example.com\""), "{page}");
    let seen: Vec<_> = form(&content, id).into_iter().chain([("seen", "1")]).collect();
    let sent = visitor.post("/request", &seen).await;
    assert!(sent.text().contains("已收到您的申请"), "a browser that kept nothing is shown the receipt at once");
    let again = visitor.post("/request", &seen).await;
    assert_eq!(receipt_in(&again.text()), receipt_in(&sent.text()), "sent twice it is one request");
    let linked = visitor.page("/request?q=%E8%AF%BE%E8%A1%A8").await;
    assert!(linked.contains(">\n课表</textarea>"), "words of a search are filled in: {linked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_filled_in_wrongly_says_what_and_no_request_is_made() {
    let school = School::staffed().await;
    let mut visitor = school.browser(7);
    for (field, value, words) in [
        ("content", "", "请填写"),
        ("content", "合\u{200b}同", "至少写四个字"),
        ("name", "", "请填写"),
        ("email", "chen", "邮箱写得不对"),
        ("email", "", "选了这种获取方式"),
        ("way", "pigeon", "请从列出的里面选"),
        ("kind", "organisation", "请填写"),
    ] {
        let fields: Vec<_> =
            form(WORDS, "").into_iter().map(|(name, text)| (name, if name == field { value } else { text })).collect();
        let answer = visitor.post("/request", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(answer.text().contains(words), "{field}: {}", answer.text());
    }
    assert_eq!(school.app.store.read().await.unwrap().open_requests().await.unwrap(), 0);
    let nothing = visitor.post("/request/query", &[("receipt", "0000-0000-0000"), ("act", "withdraw")]).await;
    let garbage = visitor.post("/request/query", &[("receipt", "甲乙丙")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let plain = |text: String| text.split("<main").nth(1).unwrap().to_string();
    assert_eq!(plain(nothing.text()), plain(garbage.text()), "what opens nothing is told like what is none");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_applicant_adds_says_and_withdraws_by_the_receipt_alone() {
    let school = School::staffed().await;
    let mut visitor = school.browser(7);
    let receipt = filed(&mut visitor, WORDS).await;
    let mut office = school.signed_in("office").await;
    done(&mut office, "register", &[]).await;
    done(&mut office, "ask-clarification", &[("what", "请说明哪个基地"), ("until", "2023-11-03")]).await;
    let to = |act: &'static str, text: &'static str| {
        vec![("receipt", receipt.clone()), ("act", act.to_string()), ("text", text.to_string())]
    };
    async fn sends(visitor: &mut Browser<'_>, fields: Vec<(&str, String)>) -> String {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
        visitor.post("/request/query", &fields).await.text()
    }
    let page = sends(&mut visitor, to("", "")).await;
    assert!(
        page.contains("请说明哪个基地") && page.contains("2023年11月3日前补正") && page.contains("不计时"),
        "{page}"
    );
    for act in ["supplement", "say"] {
        let page = sends(&mut visitor, to(act, "证件号11010519491231002X")).await;
        assert!(
            page.contains("没有送出") && page.contains("open_number") && page.contains("11010519491231002X"),
            "{page}"
        );
    }
    assert!(!office.page("/work/requests/2023-1").await.contains("11010519491231002X"));
    let page = sends(&mut visitor, to("supplement", "数控基地<b>")).await;
    assert!(page.contains("补正已收到") && page.contains("数控基地&#60;b&#62;"), "{page}");
    let page = sends(&mut visitor, to("say", "换一个电话")).await;
    assert!(page.contains("已经发给经办人") && office.page("/work/requests/2023-1").await.contains("换一个电话"));
    let page = sends(&mut visitor, to("withdraw", "")).await;
    assert!(page.contains("请先勾选") && !page.contains("申请已撤回"), "{page}");
    let mut sure = to("withdraw", "不要了");
    sure.push(("sure", "1".to_string()));
    let page = sends(&mut visitor, sure).await;
    assert!(page.contains("申请已撤回") && !page.contains("value=\"withdraw\""), "{page}");
    assert!(office.page("/work/requests?view=closed").await.contains("申请人撤回"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_by_letter_is_entered_once_and_its_receipt_is_shown_to_whoever_entered_it() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let page = office.page("/work/requests/new").await;
    let once = between(&page, "name=\"once\" value=\"", "\"").to_string();
    let fields: Vec<_> =
        form(WORDS, &once).into_iter().chain([("intake", "letter"), ("received_on", "2023-10-17")]).collect();
    let numbered: Vec<_> = fields
        .iter()
        .map(|(name, text)| (*name, if *name == "content" { "证件号11010519491231002X的学籍" } else { text }))
        .collect();
    let sent = office.post("/work/requests/new", &numbered).await;
    assert!(sent.status == StatusCode::UNPROCESSABLE_ENTITY && sent.text().contains("open_number"), "{}", sent.text());
    let sent = office.post("/work/requests/new", &fields).await;
    assert_eq!((sent.status, sent.leads().as_str()), (StatusCode::SEE_OTHER, "/work/requests/2023-1?done=entered"));
    let to = sent.header(header::LOCATION).to_string();
    assert!(office.page(&to).await.contains("只显示这一次"));
    let again = office.post("/work/requests/new", &fields).await;
    assert_eq!(again.leads(), "/work/requests/2023-1?done=entered", "sent twice it is one");
    assert!(!school.signed_in("supervisor").await.page(&to).await.contains("只显示这一次"));
    let mut clerk = school.signed_in("clerk").await;
    assert_eq!(clerk.get("/work/requests/new").await.status, StatusCode::FORBIDDEN);
}

/// Words of a request, each with a mark of its own.
const MARKS: [(&str, &str); 7] = [
    ("content", "QZRQ0CONT"),
    ("name", "QZRQ0NAME"),
    ("phone", "QZRQ0PHON"),
    ("sealed", "QZRQ0SEAL"),
    ("search", "QZRQ0SRCH"),
    ("draft", "QZRQ0DRFT"),
    ("receipt", "QZRQ0RCPT"),
];

async fn marked(school: &School) {
    let mark = |of: &str| MARKS.iter().find(|(name, _)| *name == of).unwrap().1.to_string();
    let mut tx = school.app.store.write().await.unwrap();
    let number = tx.next_request(2023).await.unwrap();
    let at = school.app.clock.now();
    let on = school.app.clock.today();
    let entry = Entry {
        number,
        received_on: on,
        entered_at: at,
        intake: Intake::Portal,
        kind: ApplicantKind::Citizen,
        applicant: Applicant { name: mark("name"), phone: mark("phone"), ..Applicant::default() },
        content: mark("content"),
        purpose: mark("content"),
        wanted: Wanted::Paper,
        way: Way::Collect,
    };
    let mut request = Asked { units: vec!["jwc".into()], ..Asked::new(entry) };
    let reply = Reply { outcome: Outcome::Granted, ground: String::new(), text: mark("draft") };
    for (who, did) in (700..).zip([
        Did::Registered,
        Did::Assigned { units: vec!["教务处".into()] },
        Did::Searched { places: mark("search"), found: mark("search") },
        Did::Drafted(reply),
    ]) {
        let step = Step { at, on, by: Hand::Person(UserId(who)), did };
        request.take(step, &Terms::on(on, None).unwrap(), &school.app.calendar).unwrap();
    }
    tx.file_request(&request, &mark("receipt"), Some(&mark("sealed"))).await.unwrap();
    tx.commit_unlogged().await.unwrap();
}

/// Who reads: login, post and unit, and what of the request is theirs to know at work.
type Reads = (&'static str, Option<Role>, Option<&'static str>, &'static [&'static str]);

const WORK: &[&str] = &["content", "search", "draft"];
const WHOLE: &[&str] = &["content", "search", "draft", "name", "phone"];
const READERS: [Reads; 11] = [
    ("visitor", None, None, &[]),
    ("member", Some(Role::Member), None, &[]),
    ("admin", Some(Role::Administrator), None, &[]),
    ("other", Some(Role::Clerk), Some("cwc"), &[]),
    ("otherhead", Some(Role::UnitHead), Some("cwc"), &[]),
    ("clerk", Some(Role::Clerk), Some("jwc"), WORK),
    ("head", Some(Role::UnitHead), Some("jwc"), WORK),
    ("secrecy", Some(Role::SecrecyReviewer), None, WORK),
    ("office", Some(Role::Office), None, WHOLE),
    ("supervisor", Some(Role::Supervisor), None, WHOLE),
    ("leader", Some(Role::Leader), None, WHOLE),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_address_tells_of_a_request_to_anybody_but_those_whose_it_is() {
    let settings = app::settings::Settings { trusted_proxies: vec!["0.0.0.0/0".into()], ..Default::default() };
    let school = School::with(settings).await;
    app::school::found(&school.ctx(), "示例职业学院", "vocational").await.unwrap();
    school.with_units().await;
    marked(&school).await;
    let mut asked: Vec<(String, bool)> = vec![("/search?q=QZRQ0CONT".into(), false), ("/request?q=a".into(), false)];
    for route in ROUTES.iter().filter(|route| route.matrix == LeakMatrix::Asked && route.verb == Verb::Get) {
        let of = |letter: &str| route.pattern.replace("{request}", "2023-1").replace("{letter}", letter);
        let fits = route.params.iter().all(|param| matches!(param, Param::Request | Param::Letter));
        if fits {
            let letters: &[&str] =
                if route.params.contains(&Param::Letter) { &["receipt.docx", "answer.docx"] } else { &[""] };
            asked.extend(letters.iter().map(|letter| (of(letter), route.area == Area::Workbench)));
        }
    }
    asked.extend(["open", "mine", "all"].map(|view| (format!("/work/requests?view={view}"), true)));
    assert!(asked.len() > 40, "{}", asked.len());
    let mut turn = 0u32;
    for (name, role, unit, theirs) in READERS {
        let mut cookies = String::new();
        if let Some(role) = role {
            school.employs(name, role, unit).await;
            let mut browser = school.browser(1);
            let entered = browser.post("/work/sign-in", &[("login", name), ("password", PASSWORD)]).await;
            assert_eq!(entered.status, StatusCode::SEE_OTHER, "{name}");
            cookies = browser.cookies();
        }
        let mut seen = std::collections::BTreeSet::new();
        for (address, at_work) in &asked {
            turn += 1;
            let from = std::net::Ipv4Addr::from_bits(0x0b00_0000 + turn).to_string();
            let request = Request::builder().uri(address).header("x-forwarded-for", from);
            let request = request.header(header::COOKIE, &cookies).body(Body::empty()).unwrap();
            let answer = school.answer(request).await;
            assert!(!answer.status.is_server_error(), "{name}: {address}");
            let text = match address.rsplit_once('.').map(|(_, ending)| ending) {
                Some(ending @ ("docx" | "xlsx")) if answer.status == StatusCode::OK => {
                    office::read::read_bytes(&format!("a.{ending}"), &answer.body, &Default::default()).unwrap().text
                }
                _ => answer.text(),
            };
            let text = format!("{text} {:?}", answer.headers);
            for (field, _) in MARKS.iter().filter(|(_, mark)| text.contains(mark) && !address.contains(mark)) {
                assert!(*at_work && theirs.contains(field), "{name} reads {field} at {address}");
                seen.insert(*field);
            }
        }
        let theirs: std::collections::BTreeSet<&str> = theirs.iter().copied().collect();
        assert_eq!(seen, theirs, "{name} is told what is theirs, so the matrix is not blind");
    }
}
