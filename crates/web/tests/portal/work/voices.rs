//! Opinions, enquiries, corrections and complaints by the forms of the site, from the form to the answer; and who is told nothing of
//! a complaint at any address, or of the others by anybody but those whose it is.

use super::*;
use app::voices::{self, NewVoice, Order};
use domain::voice::{Intake, Kind, Outcome, VoiceNumber};
use web::routes::{LeakMatrix, Param};

const PASSPHRASE: &str = "六月的雨 落在 操场上";
const WORDS: &str = "教务处评奖名单改过三次";

fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split(before).nth(1).unwrap_or_else(|| panic!("{before}: {page}")).split(after).next().unwrap()
}

fn receipt_in(page: &str) -> String {
    between(page, "receipt-code num\">", "</p>").to_string()
}

/// What was just said: its receipt.
async fn filed(browser: &mut Browser<'_>, kind: &str, fields: &[(&str, &str)]) -> String {
    let address = format!("/voice/new/{kind}");
    let page = browser.page(&address).await;
    let once = between(&page, "name=\"once\" value=\"", "\"").to_string();
    let all: Vec<_> = [("once", once.as_str())].into_iter().chain(fields.iter().copied()).collect();
    let sent = browser.post(&address, &all).await;
    let leads = (sent.status, sent.header(header::LOCATION));
    assert_eq!(leads, (StatusCode::SEE_OTHER, "/voice/filed"), "{}", sent.text());
    receipt_in(&browser.page("/voice/filed").await)
}

async fn done(browser: &mut Browser<'_>, number: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
    let address = format!("/work/voices/{number}");
    let page = browser.page(&address).await;
    assert!(page.contains(&format!("id=\"act-{act}\"")), "{act} is not offered: {page}");
    let version = version_in(&page).unwrap();
    let all: Vec<_> = [("act", act), ("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post_bare(&address, &all).await
}

async fn does(browser: &mut Browser<'_>, number: &str, act: &str, fields: &[(&str, &str)]) {
    let answer = done(browser, number, act, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}: {}", answer.text());
}

async fn sets_key(browser: &mut Browser<'_>) {
    let fields = [("act", "set"), ("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
    let set = browser.post("/work/voices/key", &fields).await;
    assert_eq!(set.leads(), "/work/voices/key?done=key-set", "{}", set.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_is_taken_once_it_can_be_sealed_and_read_by_supervisor_and_sender_alone() {
    let school = School::staffed().await;
    let mut visitor = school.browser(7);
    let page = visitor.page("/voice/new/complaint").await;
    assert!(page.contains("不接收") && !page.contains("<textarea") && page.contains("省级教育行政部门"), "{page}");
    let sent = visitor.post("/voice/new/complaint", &[("content", WORDS)]).await;
    assert!(sent.status == StatusCode::UNPROCESSABLE_ENTITY && sent.text().contains("不能接收举报"), "{}", sent.text());
    let mut supervisor = school.signed_in("supervisor").await;
    let weak = supervisor.post("/work/voices/key", &[("act", "set"), ("passphrase", "短"), ("again", "短")]).await;
    assert!(weak.text().contains("口令太短"), "{}", weak.text());
    sets_key(&mut supervisor).await;
    let receipt = filed(&mut visitor, "complaint", &[("content", WORDS), ("name", "欧阳举报")]).await;
    assert_eq!(receipt.len(), 19);

    for login in ["office", "clerk", "head", "secrecy", "admin"] {
        let mut browser = school.signed_in(login).await;
        let answer = browser.get("/work/voices/complaint-2023-1").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login}");
        let absent = browser.get("/work/voices/complaint-2023-9").await;
        let plain = |answer: Answer| answer.text().replace("complaint-2023-9", "complaint-2023-1");
        assert_eq!(plain(answer), plain(absent), "{login} is told like of one that is not there");
        assert_eq!(browser.get("/work/voices/key").await.status, StatusCode::FORBIDDEN, "{login}");
    }
    // What waits for them stands on their first page, and on nobody's else.
    assert!(supervisor.page("/work").await.contains("意见、咨询和举报有1件等你办"));
    assert!(!school.signed_in("office").await.page("/work").await.contains("意见、咨询和举报"));
    let list = supervisor.page("/work/voices?kind=complaint").await;
    assert!(list.contains("加密的举报") && list.contains("举〔2023〕1号") && !list.contains(WORDS), "{list}");
    let page = supervisor.page("/work/voices/complaint-2023-1").await;
    assert!(page.contains("密钥没有打开") && !page.contains(WORDS) && !page.contains("欧阳举报"), "{page}");
    let wrong = supervisor.post("/work/voices/key", &[("act", "open"), ("passphrase", "不对的口令")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text().contains("口令不对"));
    let open = [("act", "open"), ("passphrase", PASSPHRASE), ("back", "complaint-2023-1")];
    assert_eq!(supervisor.post("/work/voices/key", &open).await.leads(), "/work/voices/complaint-2023-1");
    let page = supervisor.page("/work/voices/complaint-2023-1").await;
    assert!(page.contains(WORDS) && page.contains("欧阳举报") && !page.contains("id=\"act-assign\""), "{page}");
    let mut elsewhere = school.signed_in("supervisor").await;
    let page = elsewhere.page("/work/voices/complaint-2023-1").await;
    assert!(!page.contains(WORDS), "it is open for one session: {page}");
    does(&mut supervisor, "complaint-2023-1", "accept", &[]).await;
    let page = supervisor.page("/work/voices/complaint-2023-1").await;
    assert!(page.contains("<option value=\"\">请选择</option>"), "nothing is chosen for whoever judges: {page}");
    let unjudged = done(&mut supervisor, "complaint-2023-1", "answer", &[("outcome", ""), ("text", "已查")]).await;
    assert!(unjudged.status == StatusCode::UNPROCESSABLE_ENTITY && unjudged.text().contains("已查"));
    does(&mut supervisor, "complaint-2023-1", "answer", &[("outcome", "partly_founded"), ("text", "已经责令改正")])
        .await;

    let query = [("receipt", receipt.as_str())];
    let page = visitor.post("/voice/query", &query).await.text();
    assert!(page.contains(WORDS) && page.contains("部分属实") && page.contains("已经责令改正"), "{page}");
    let nothing = visitor.post("/voice/query", &[("receipt", "0000-0000-0000-0000")]).await;
    let garbage = visitor.post("/voice/query", &[("receipt", "甲乙丙")]).await;
    let plain = |text: String| text.split("<main").nth(1).unwrap().to_string();
    assert_eq!(plain(nothing.text()), plain(garbage.text()), "what opens nothing is told like what is none");
    supervisor.post("/work/voices/key", &[("act", "close")]).await;
    assert!(!supervisor.page("/work/voices/complaint-2023-1").await.contains(WORDS));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_closes_what_the_session_had_open() {
    let school = School::staffed().await;
    let mut supervisor = school.signed_in("supervisor").await;
    sets_key(&mut supervisor).await;
    supervisor.post("/work/voices/key", &[("act", "open"), ("passphrase", PASSPHRASE)]).await;
    let reader = school.app.store.read().await.unwrap();
    let sessions = reader.people().await.unwrap();
    let person = sessions.iter().find(|person| person.login.to_string() == "supervisor").unwrap().id;
    let session = reader.sessions(person).await.unwrap().pop().unwrap();
    drop(reader);
    assert!(school.app.vault.of(&session.id, school.app.clock.now()).is_some());
    supervisor.post("/work/sign-out", &[]).await;
    assert!(school.app.vault.of(&session.id, school.app.clock.now()).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_pointed_out_from_its_record_found_right_and_leads_to_the_next_edition() {
    let school = School::sample().await;
    school.employs("office", Role::Office, None).await;
    let record = school.a_record().await;
    let title = record.editions[0].title.clone();
    let mut visitor = school.browser(7);
    let page = visitor.page(&format!("/record/{}", record.id)).await;
    let address = format!("/voice/new/correction?record={}", record.id);
    assert!(page.contains(&address), "{page}");
    let form = visitor.page(&address).await;
    assert!(form.contains(&title) && form.contains(&format!("name=\"record\" value=\"{}\"", record.id)), "{form}");
    let id = record.id.to_string();
    let receipt = filed(&mut visitor, "correction", &[("content", "日期写错了一天"), ("record", &id)]).await;
    let hidden = visitor
        .post("/voice/new/correction", &[("content", "改一下日期"), ("record", "rec_00000000000000000000000000000abc")])
        .await;
    assert!(hidden.text().contains("没有这条公开信息"), "{}", hidden.text());
    let mut office = school.signed_in("office").await;
    let answered = [("outcome", "right"), ("text", "已经更正")];
    let number = format!("correction-{}-1", chrono::Datelike::year(&school.app.clock.today()));
    does(&mut office, &number, "answer", &answered).await;
    let page = office.page(&format!("/work/voices/{number}")).await;
    let leads = format!("/work/record/{}?correct={number}", record.id);
    assert!(page.contains(&leads), "{page}");
    let page = office.page(&leads).await;
    assert!(page.contains("根据来信更〔") && page.contains("value=\"amend\""), "{page}");
    // To answer is not to correct: it waits until what is wrong is on view no more.
    assert!(office.page("/work/voices?view=mine").await.contains(&number));
    assert!(office.page("/work").await.contains("意见、咨询和举报有1件等你办"));
    app::records::withdraw(&school.ctx(), record.id, "日期有误", None).await.unwrap();
    let page = office.page(&format!("/work/voices/{number}")).await;
    assert!(!page.contains(&leads), "{page}");
    assert!(!office.page("/work/voices?view=mine").await.contains(&number));
    let page = visitor.post("/voice/query", &[("receipt", receipt.as_str())]).await.text();
    assert!(page.contains("属实，予以更正"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opinion_that_came_by_the_hotline_is_entered_once_answered_and_read_by_everybody_without_its_sender() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let page = office.page("/work/voices/new").await;
    assert!(!page.contains("value=\"complaint\""), "who takes no complaints is offered none: {page}");
    let once = between(&page, "name=\"once\" value=\"", "\"").to_string();
    let fields = [
        ("once", once.as_str()),
        ("kind", "opinion"),
        ("intake", "hotline"),
        ("received_on", "2023-10-17"),
        ("content", "食堂价格没有公开"),
        ("name", "王提议"),
        ("contact", "13800138000"),
    ];
    let sent = office.post("/work/voices/new", &fields).await;
    assert_eq!(sent.leads(), "/work/voices/opinion-2023-1?done=entered", "{}", sent.text());
    let to = sent.header(header::LOCATION).to_string();
    assert!(office.page(&to).await.contains("只显示这一次"));
    assert_eq!(office.post("/work/voices/new", &fields).await.leads(), "/work/voices/opinion-2023-1?done=entered");
    does(&mut office, "opinion-2023-1", "assign", &[("units", "jwc")]).await;
    let mut clerk = school.signed_in("clerk").await;
    does(&mut clerk, "opinion-2023-1", "note", &[("text", "确实没有公开")]).await;
    assert_eq!(school.signed_in("other").await.get("/work/voices/opinion-2023-1").await.status, StatusCode::NOT_FOUND);
    does(&mut office, "opinion-2023-1", "answer", &[("outcome", "adopted"), ("text", "下月起公开")]).await;
    let named = [("title", "食堂价格"), ("asked", "王提议问食堂价格"), ("answer", "下月起公开")];
    let refused = done(&mut office, "opinion-2023-1", "show", &named).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text().contains("王提议问食堂价格"),
        "nothing typed is lost"
    );
    assert!(refused.text().contains("来信人的姓名"), "{}", refused.text());
    assert!(!school.get("/voice/answers").await.text().contains("食堂"));
    let shown = [("title", "食堂价格"), ("asked", "食堂价格为什么不公开"), ("answer", "下月起公开")];
    does(&mut office, "opinion-2023-1", "show", &shown).await;
    for address in ["/voice", "/voice/answers"] {
        let page = school.get(address).await.text();
        assert!(page.contains("食堂价格") && !page.contains("王提议") && !page.contains("138"), "{page}");
    }
    does(&mut office, "opinion-2023-1", "hide", &[]).await;
    assert!(!school.get("/voice/answers").await.text().contains("食堂价格"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_papers_is_kept_from_every_text_that_everybody_reads_who_works_on_it_unless_its_sender_insists() {
    let school = School::staffed().await;
    let mut visitor = school.browser(7);
    let (number, words) = ("11010519491231002X", "本人证件号110105 19491231 002X请核对");
    sets_key(&mut school.signed_in("supervisor").await).await;
    for kind in ["opinion", "enquiry", "correction", "complaint"] {
        for field in ["content", "name", "contact"] {
            let all = [("content", "请核对我的学籍"), (field, words)];
            let fields: Vec<_> = all.into_iter().filter(|(name, text)| *name != field || *text == words).collect();
            let sent = visitor.post(&format!("/voice/new/{kind}"), &fields).await;
            // What is sealed nobody reads but those whose it is.
            assert_eq!(sent.status == StatusCode::UNPROCESSABLE_ENTITY, kind != "complaint", "{kind} {field}");
            if kind != "complaint" {
                let page = sent.text();
                assert!(page.contains("open_number") && page.contains("文字里有证件号码"), "{kind} {field}: {page}");
                assert!(page.contains(words), "nothing typed is lost");
            }
        }
    }
    let receipt = filed(&mut visitor, "opinion", &[("content", "请核对我的学籍")]).await;
    for act in ["say", "withdraw"] {
        let fields = [("receipt", receipt.as_str()), ("act", act), ("sure", "1"), ("text", words)];
        let sent = visitor.post("/voice/query", &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{act}");
        assert!(sent.text().contains("没有送出") && sent.text().contains("open_number"), "{act}: {}", sent.text());
    }
    let insists = [("receipt", receipt.as_str()), ("act", "say"), ("open_number", "1"), ("text", number)];
    assert_eq!(visitor.post("/voice/query", &insists).await.status, StatusCode::OK);
    let mut office = school.signed_in("office").await;
    let entered = [("kind", "opinion"), ("intake", "hotline"), ("received_on", "2023-10-17"), ("content", words)];
    let sent = office.post("/work/voices/new", &entered).await;
    assert!(sent.status == StatusCode::UNPROCESSABLE_ENTITY && sent.text().contains("open_number"), "{}", sent.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_that_nobody_sees_say_nothing() {
    let school = School::staffed().await;
    let mut visitor = school.browser(7);
    sets_key(&mut school.signed_in("supervisor").await).await;
    for kind in ["opinion", "complaint"] {
        for blank in ["\u{200b}".repeat(10), "\u{3000}".repeat(10), format!("改{}", "\u{2800}".repeat(9))] {
            let sent = visitor.post(&format!("/voice/new/{kind}"), &[("content", blank.as_str())]).await;
            assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{kind} {blank:?}");
        }
    }
}

/// The pages of voices as office, unit and supervisor see them, in both languages.
pub(super) async fn pages(school: &School) -> Vec<(String, String)> {
    let [opinion, complaint] = marked(school).await;
    let (opinion, complaint) = (format!("/work/voices/{opinion}"), format!("/work/voices/{complaint}"));
    let mut pages = Vec::new();
    for (login, addresses) in [
        ("office", vec!["/work/voices", "/work/voices?view=all", "/work/voices/new", &opinion]),
        ("clerk", vec!["/work/voices", &opinion]),
        ("supervisor", vec!["/work/voices", "/work/voices/new", "/work/voices/key", &complaint]),
    ] {
        let mut browser = school.signed_in(login).await;
        for (prefix, address) in
            ["", "/en"].into_iter().flat_map(|prefix| addresses.iter().map(move |one| (prefix, one)))
        {
            let page = browser.page(&format!("{prefix}{address}")).await;
            pages.push((format!("work{prefix}/{login}/voices/{}", pages.len()), page));
        }
    }
    let mut supervisor = school.signed_in("supervisor").await;
    supervisor.post("/work/voices/key", &[("act", "open"), ("passphrase", PASSPHRASE)]).await;
    pages.push(("work/supervisor/voices/open".to_string(), supervisor.page(&complaint).await));
    pages.push(("work/supervisor/voices/key-open".to_string(), supervisor.page("/work/voices/key").await));
    let wrong = supervisor.post("/work/voices/new", &[("kind", "complaint")]).await;
    pages.push(("work/supervisor/voices/wrong".to_string(), wrong.text()));
    let wrong = supervisor.post(&complaint, &[("act", "say"), ("version", "1")]).await;
    pages.push(("work/supervisor/voices/act-wrong".to_string(), wrong.text()));
    pages
}

/// Words of an opinion and of a complaint, each with a mark of its own.
const MARKS: [(&str, &str); 8] = [
    ("opinion", "QZVO0CONT"),
    ("name", "QZVO0NAME"),
    ("note", "QZVO0NOTE"),
    ("answer", "QZVO0ANSW"),
    ("complaint", "QZVC0CONT"),
    ("who", "QZVC0NAME"),
    ("found", "QZVC0NOTE"),
    ("told", "QZVC0ANSW"),
];

/// An opinion and a complaint that were worked on.
async fn marked(school: &School) -> [VoiceNumber; 2] {
    let mark = |of: &str| MARKS.iter().find(|(name, _)| *name == of).unwrap().1.to_string();
    let as_one = |role: Role| {
        let post = Post { role, unit: None };
        let who = domain::policy::Principal::Account { user: UserId(900), posts: vec![post] };
        school.app.ctx(who, app::words::Lang::Zh)
    };
    let (office, supervisor) = (as_one(Role::Office), as_one(Role::Supervisor));
    voices::set_key(&supervisor, PASSPHRASE).await.unwrap();
    let mut numbers = Vec::new();
    for (ctx, kind, [content, name, note, answer], outcome) in [
        (&office, Kind::Opinion, ["opinion", "name", "note", "answer"], Outcome::Adopted),
        (&supervisor, Kind::Complaint, ["complaint", "who", "found", "told"], Outcome::Founded),
    ] {
        let new = NewVoice { kind, content: mark(content), name: mark(name), contact: mark(name), record: None };
        let number = voices::enter(ctx, new, Intake::Letter, ctx.today(), "").await.unwrap().number;
        let mut orders = vec![Order::Note { text: mark(note) }, Order::Answer { outcome, text: mark(answer) }];
        if kind == Kind::Opinion {
            orders.insert(0, Order::Assign { units: vec!["jwc".into()] });
        }
        for (seen, order) in (2..).zip(orders) {
            voices::act(ctx, number, seen, order, None).await.unwrap();
        }
        numbers.push(number);
    }
    [numbers[0], numbers[1]]
}

/// Who reads: login, post and unit, and what is theirs to know at work; of the complaint only where its key is open.
type Reads = (&'static str, Option<Role>, Option<&'static str>, &'static [&'static str]);

const UNIT: &[&str] = &["opinion", "note", "answer"];
const OPINION: &[&str] = &["opinion", "name", "note", "answer"];
const READERS: [Reads; 10] = [
    ("visitor", None, None, &[]),
    ("member", Some(Role::Member), None, &[]),
    ("admin", Some(Role::Administrator), None, &[]),
    ("other", Some(Role::Clerk), Some("cwc"), &[]),
    ("secrecy", Some(Role::SecrecyReviewer), None, &[]),
    ("clerk", Some(Role::Clerk), Some("jwc"), UNIT),
    ("head", Some(Role::UnitHead), Some("jwc"), UNIT),
    ("office", Some(Role::Office), None, OPINION),
    ("leader", Some(Role::Leader), None, OPINION),
    (
        "supervisor",
        Some(Role::Supervisor),
        None,
        &["opinion", "name", "note", "answer", "complaint", "who", "found", "told"],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_address_tells_of_a_voice_to_anybody_but_those_whose_it_is_nor_of_a_complaint_that_it_is_there() {
    let settings = app::settings::Settings { trusted_proxies: vec!["0.0.0.0/0".into()], ..Default::default() };
    let school = School::with(settings).await;
    app::school::found(&school.ctx(), "示例职业学院", "vocational").await.unwrap();
    school.with_units().await;
    marked(&school).await;
    let mut asked: Vec<(String, bool)> =
        vec![("/search?q=QZVO0CONT".into(), false), ("/search?q=QZVC0CONT".into(), false)];
    for route in ROUTES.iter().filter(|route| route.matrix == LeakMatrix::Asked && route.verb == Verb::Get) {
        let fits = route.params.iter().all(|param| matches!(param, Param::Voice | Param::VoiceKind));
        for number in ["opinion-2023-1", "complaint-2023-1"].iter().filter(|_| fits) {
            let address = route.pattern.replace("{voice}", number).replace("{voicekind}", "correction");
            asked.push((address, route.area == Area::Workbench));
        }
    }
    asked.sort();
    asked.dedup();
    asked.extend(["mine", "all", "ended"].map(|view| (format!("/work/voices?view={view}"), true)));
    assert!(asked.len() > 40 && asked.iter().any(|(address, _)| address == "/work/voices/complaint-2023-1"));
    let mut turn = 0u32;
    for (name, role, unit, theirs) in READERS {
        let mut cookies = String::new();
        if let Some(role) = role {
            school.employs(name, role, unit).await;
            let mut browser = school.browser(1);
            let entered = browser.post("/work/sign-in", &[("login", name), ("password", PASSWORD)]).await;
            assert_eq!(entered.status, StatusCode::SEE_OTHER, "{name}");
            // Whoever knows the passphrase opens nothing without the right to.
            let open = browser.post("/work/voices/key", &[("act", "open"), ("passphrase", PASSPHRASE)]).await;
            assert_eq!(open.status == StatusCode::SEE_OTHER, name == "supervisor", "{name}: {}", open.text());
            cookies = browser.cookies();
        }
        let mut seen = std::collections::BTreeSet::new();
        for (address, at_work) in &asked {
            turn += 1;
            let from = std::net::Ipv4Addr::from_bits(0x0c00_0000 + turn).to_string();
            let request = Request::builder().uri(address).header("x-forwarded-for", from);
            let request = request.header(header::COOKIE, &cookies).body(Body::empty()).unwrap();
            let answer = school.answer(request).await;
            assert!(!answer.status.is_server_error(), "{name}: {address}");
            let text = match address.rsplit_once('.').map(|(_, ending)| ending) {
                Some("xlsx") if answer.status == StatusCode::OK => {
                    office::read::read_bytes("a.xlsx", &answer.body, &Default::default()).unwrap().text
                }
                _ => answer.text(),
            };
            let text = format!("{text} {:?}", answer.headers);
            if name != "supervisor" && !address.contains("complaint") {
                for word in ["complaint-2023", "举〔2023〕"] {
                    assert!(!text.contains(word), "{name} is told that there is a complaint at {address}");
                }
            }
            // What this test looked for in vain stands among the searches in vain, whoever wrote to the school.
            let searched = *address == "/work/searches";
            let met = MARKS.iter().filter(|(_, mark)| !searched && text.contains(mark) && !address.contains(mark));
            for (field, _) in met {
                assert!(*at_work && theirs.contains(field), "{name} reads {field} at {address}");
                seen.insert(*field);
            }
        }
        let theirs: std::collections::BTreeSet<&str> = theirs.iter().copied().collect();
        assert_eq!(seen, theirs, "{name} is told what is theirs, so the matrix is not blind");
    }
}
