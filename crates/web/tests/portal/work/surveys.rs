//! An evaluation by the forms of the site: written, given out, answered by code, on paper and by the open page, ended and told; and
//! nothing of it that anybody may not know.

use super::*;
use app::surveys;
use domain::survey::Audience;

fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split(before).nth(1).unwrap_or_else(|| panic!("{before}: {page}")).split(after).next().unwrap()
}

async fn does(office: &mut Browser<'_>, fields: &[(&str, &str)]) -> Answer {
    let page = office.page("/work/surveys/1").await;
    let version = version_in(&page).unwrap();
    let all: Vec<_> = [("version", version.as_str())].into_iter().chain(fields.iter().copied()).collect();
    office.post_bare("/work/surveys/1", &all).await
}

async fn begun(office: &mut Browser<'_>) {
    let fields =
        [("year", "2023-2024"), ("title", "2023-2024学年评议"), ("from", "2023-10-20"), ("until", "2023-11-10")];
    let sent = office.post("/work/surveys", &fields).await;
    assert_eq!(sent.leads(), "/work/surveys/1?done=drafted", "{}", sent.text());
    let opened = does(office, &[("act", "open"), ("sure", "1")]).await;
    assert_eq!(opened.leads(), "/work/surveys/1?done=opened", "{}", opened.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evaluation_goes_from_its_questionnaire_to_results_that_everybody_reads() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    assert!(office.page("/work/surveys").await.contains("还没有评议"));
    let wrong = [("year", "2023-2024"), ("title", "评议"), ("from", "2023-10-20"), ("until", "昨天")];
    let sent = office.post("/work/surveys", &wrong).await;
    assert!(sent.status == StatusCode::UNPROCESSABLE_ENTITY && sent.text().contains("日期不对"), "{}", sent.text());
    begun(&mut office).await;
    let mut visitor = school.browser(7);
    for address in ["/", "/survey"] {
        assert!(visitor.page(address).await.contains("2023-2024学年评议"), "{address}");
    }

    let page = does(&mut office, &[("act", "codes"), ("audience", "student"), ("count", "2")]).await.text();
    let code = between(&page, "/survey/1?code=", "<").to_string();
    assert!(page.contains("<svg class=\"qr\"") && code.len() == 14, "{page}");
    assert!(!office.page("/work/surveys/1").await.contains(&code), "codes are shown once");
    let file = does(&mut office, &[("act", "codes-file"), ("audience", "teacher"), ("count", "3")]).await;
    let text = office::read::read_bytes("a.xlsx", &file.body, &Default::default()).unwrap().text;
    assert_eq!(text.matches("/survey/1?code=").count(), 3, "{text}");
    let none = does(&mut office, &[("act", "codes"), ("audience", "student"), ("count", "很多")]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.text().contains("最多5000份"), "{}", none.text());

    let page = visitor.page(&format!("/survey/1?code={code}")).await;
    assert!(
        page.contains("您以“学生”身份答卷") && page.contains("name=\"q19\"") && !page.contains("name=\"audience\"")
    );
    let empty = visitor.post("/survey/1", &[("code", code.as_str())]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.text().contains("一道题也没有答"));
    let answer = [("code", code.as_str()), ("q19", "very"), ("q20", "QZSV多公开<b>一些")];
    let sent = visitor.post("/survey/1", &answer).await;
    assert_eq!(sent.leads(), "/survey/1/thanks", "{}", sent.text());
    let again = visitor.post("/survey/1", &answer).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.text().contains("已经用过"), "{}", again.text());
    assert!(visitor.get(&format!("/survey/1?code={code}")).await.text().contains("已经用过"));
    let forged = visitor.post("/survey/1", &[("code", "7K2M-94QX-TH0A"), ("q19", "very")]).await;
    assert!(forged.text().contains("答卷码不对"), "{}", forged.text());
    let teacher = visitor.post("/survey/1/open", &[("audience", "teacher"), ("q19", "very")]).await;
    assert!(teacher.text().contains("校内师生请用答卷码"), "{}", teacher.text());
    let open = [("once", "evt_00000000000000000000000000000007"), ("audience", "public"), ("q19", "fairly")];
    for _ in 0..2 {
        assert_eq!(visitor.post("/survey/1/open", &open).await.leads(), "/survey/1/thanks");
    }

    let early = office.post("/work/surveys/1/paper", &[("audience", "parent"), ("q19", "very")]).await;
    assert!(early.text().contains("先登记发放数量"), "{}", early.text());
    does(&mut office, &[("act", "sheets"), ("audience", "parent"), ("count", "5")]).await;
    let page = office.page("/work/surveys/1/paper").await;
    let once = between(&page, "name=\"once\" value=\"", "\"").to_string();
    let paper = [("once", once.as_str()), ("audience", "parent"), ("q19", "satisfied")];
    for _ in 0..2 {
        assert_eq!(office.post("/work/surveys/1/paper", &paper).await.leads(), "/work/surveys/1/paper?done=entered");
    }
    let page = office.page("/work/surveys/1").await;
    assert!(page.contains("3份答卷") && !page.contains("QZSV") && !page.contains("id=\"results\""), "{page}");
    for n in 11..15 {
        let once = format!("evt_{n:032x}");
        let open = [("once", once.as_str()), ("audience", "public"), ("q19", "fairly")];
        assert_eq!(visitor.post("/survey/1/open", &open).await.leads(), "/survey/1/thanks");
    }
    assert!(office.page("/work/surveys/1/paper?print=1").await.contains("不满意"));

    let unsure = does(&mut office, &[("act", "close")]).await;
    assert!(unsure.status == StatusCode::UNPROCESSABLE_ENTITY && unsure.text().contains("请先勾选"));
    does(&mut office, &[("act", "close"), ("sure", "1")]).await;
    let page = office.page("/work/surveys/1").await;
    assert!(page.contains("id=\"results\"") && page.contains("QZSV多公开&#60;b&#62;一些"), "{page}");
    assert_eq!(visitor.get("/survey/1/results").await.status, StatusCode::NOT_FOUND);
    let told = does(&mut office, &[("act", "show"), ("summary", "电话13800138000")]).await;
    assert!(
        told.status == StatusCode::UNPROCESSABLE_ENTITY && told.text().contains("13800138000"),
        "nothing typed is lost"
    );
    does(&mut office, &[("act", "show"), ("summary", "总体满意，将增加招生信息。")]).await;
    let page = visitor.page("/survey/1/results").await;
    assert!(page.contains("将增加招生信息") && page.contains("不公布") && !page.contains("QZSV"), "{page}");
    // That one student and one parent answered nobody may know, nor work out from how many others did.
    assert!(page.contains("收到7份答卷"), "{page}");
    assert_eq!(page.matches("<td colspan=\"2\">不公布</td>").count(), 6, "{page}");
    assert!(visitor.page("/survey/1").await.contains("已经结束"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_questionnaire_is_written_row_by_row_and_nothing_that_is_wrong_is_lost() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let fields = [("year", "2023-2024"), ("title", "评议"), ("from", "2023-10-20"), ("until", "2023-11-10")];
    office.post("/work/surveys", &fields).await;
    let page = office.page("/work/surveys/1").await;
    assert_eq!(page.matches("name=\"place\"").count(), 25, "22 questions and three rows to add more");
    let row = |place, text, kind, choices| {
        [("place", place), ("text", text), ("en", ""), ("kind", kind), ("choices", choices)]
    };
    let written = |rows: &[[(&'static str, &'static str); 5]]| {
        let mut all = vec![("act", "save"), ("group", "student"), ("group", "public"), ("open", "public")];
        all.extend(fields);
        all.extend(rows.iter().flatten().copied());
        all
    };
    let rows = [
        row("2", "您常看吗", "choice", "常看|Often\n不看"),
        row("", "还有什么建议", "open", ""),
        row("１", "总体评价", "overall", ""),
        row("3", " ", "scale", ""),
    ];
    let saved = does(&mut office, &written(&rows)).await;
    assert_eq!(saved.leads(), "/work/surveys/1?done=saved", "{}", saved.text());
    let office_ctx = |school: &School| {
        let post = Post { role: Role::Office, unit: None };
        let who = domain::policy::Principal::Account { user: UserId(900), posts: vec![post] };
        school.app.ctx(who, app::words::Lang::Zh)
    };
    let survey = surveys::look(&office_ctx(&school), 1).await.unwrap().survey;
    let texts: Vec<&str> = survey.questions.iter().map(|question| question.text.as_str()).collect();
    assert_eq!(texts, ["总体评价", "您常看吗", "还有什么建议"]);
    assert_eq!(
        survey.groups.iter().map(|group| group.audience).collect::<Vec<_>>(),
        [Audience::Student, Audience::Public]
    );
    // What is not complete is kept as it is written, and not opened.
    does(&mut office, &written(&[row("1", "只有一个选项", "choice", "是")])).await;
    let refused = does(&mut office, &[("act", "open"), ("sure", "1")]).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text().contains("2到20个"),
        "{}",
        refused.text()
    );
    let stale = office.post_bare("/work/surveys/1", &[("act", "save"), ("version", "1"), ("title", "旧")]).await;
    assert!(stale.status == StatusCode::UNPROCESSABLE_ENTITY || stale.status == StatusCode::CONFLICT);
    let gone = does(&mut office, &[("act", "delete"), ("sure", "1")]).await;
    assert_eq!(gone.leads(), "/work/surveys?done=deleted");
    assert_eq!(office.get("/work/surveys/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_survey_is_the_offices_work_and_what_is_still_written_is_nobodys_else() {
    let school = School::staffed().await;
    let mut office = school.signed_in("office").await;
    let fields = [("year", "2023-2024"), ("title", "QZSV还在写"), ("from", "2023-10-20"), ("until", "2023-11-10")];
    office.post("/work/surveys", &fields).await;
    for address in ["/survey", "/survey/1", "/survey/1/thanks", "/survey/1/results", "/voice"] {
        assert!(!school.get(address).await.text().contains("QZSV"), "{address}");
    }
    assert_eq!(school.get("/survey/1").await.status, StatusCode::NOT_FOUND);
    for address in ["/survey/0", "/survey/01", "/survey/x", "/survey/99999999999"] {
        assert_eq!(school.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    for (login, may) in [("clerk", false), ("head", false), ("secrecy", false), ("admin", false), ("supervisor", true)]
    {
        let mut browser = school.signed_in(login).await;
        let looked = browser.get("/work/surveys/1").await.status;
        assert_eq!(looked, if may { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{login}");
        let opened = browser.post_bare("/work/surveys/1", &[("act", "open"), ("sure", "1"), ("version", "1")]).await;
        assert_eq!(opened.status, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(browser.get("/work/surveys/1/paper").await.status, StatusCode::FORBIDDEN, "{login}");
    }
}

/// The pages of surveys as the office and a supervisor see them, in both languages.
pub(super) async fn pages(school: &School) -> Vec<(String, String)> {
    school.surveyed().await;
    let mut pages = Vec::new();
    let mut office = school.signed_in("office").await;
    let fields = [("year", "2023-2024"), ("title", "评议"), ("from", "2023-10-20"), ("until", "2033-11-10")];
    for _ in 0..2 {
        office.post("/work/surveys", &fields).await;
    }
    let version = version_in(&office.page("/work/surveys/3").await).unwrap();
    let open = [("act", "open"), ("sure", "1"), ("version", version.as_str())];
    office.post_bare("/work/surveys/3", &open).await;
    for (login, addresses) in [
        ("office", &["", "/1", "/2", "/3", "/3/paper", "/3/paper?print=1"][..]),
        ("supervisor", &["", "/1", "/2", "/3"]),
    ] {
        let mut browser = school.signed_in(login).await;
        for (prefix, rest) in ["", "/en"].into_iter().flat_map(|prefix| addresses.iter().map(move |one| (prefix, one)))
        {
            let page = browser.page(&format!("{prefix}/work/surveys{rest}")).await;
            pages.push((format!("work{prefix}/{login}/surveys/{}", pages.len()), page));
        }
    }
    let version = version_in(&office.page("/work/surveys/3").await).unwrap();
    for act in [&[("act", "codes"), ("audience", "student"), ("count", "2")][..], &[("act", "close")]] {
        let all: Vec<_> = [("version", version.as_str())].into_iter().chain(act.iter().copied()).collect();
        let page = office.post_bare("/work/surveys/3", &all).await.text();
        pages.push((format!("work/office/surveys/{}", pages.len()), page));
    }
    pages
}

/// Words of four surveys, each with a mark of its own: written, running, over, and told.
const MARKS: [(&str, &str); 6] = [
    ("written", "QZSW0TITL"),
    ("running", "QZSR0TITL"),
    ("answering", "QZSR0WORD"),
    ("words", "QZSC0WORD"),
    ("over", "QZSC0TITL"),
    ("summary", "QZSS0SUMM"),
];

fn mark(of: &str) -> String {
    MARKS.iter().find(|(name, _)| *name == of).unwrap().1.to_string()
}

/// Surveys 1 to 4: one is written, one runs, one is over, and of one the results were taken down again. Whoever answered wrote a word.
async fn marked(school: &School) {
    let as_one = |who| school.app.ctx(who, app::words::Lang::Zh);
    let post = Post { role: Role::Office, unit: None };
    let office = as_one(domain::policy::Principal::Account { user: UserId(900), posts: vec![post] });
    let visitor = as_one(domain::policy::Principal::Visitor);
    let (year, day) = ("2022-2023".parse().unwrap(), office.today());
    for (title, words) in
        [("written", None), ("running", Some("answering")), ("over", Some("words")), ("over", Some("words"))]
    {
        let number = surveys::draft(&office, year, &mark(title), day, day).await.unwrap();
        let Some(words) = words else { continue };
        surveys::open(&office, number, 1).await.unwrap();
        for n in 0..6 {
            let values = std::collections::BTreeMap::from([(20, mark(words)), (19, "very".to_string())]);
            let (audience, way) = (Audience::Public, domain::survey::Way::Open);
            let answer = domain::survey::Answer { audience, way, values };
            surveys::answer(&visitor, number, None, answer, &format!("evt_{n:032x}")).await.unwrap();
        }
        if title == "over" {
            surveys::close(&office, number, 2).await.unwrap();
        }
        if number == 4 {
            surveys::show(&office, number, 3, &mark("summary")).await.unwrap();
            surveys::hide(&office, number, 4).await.unwrap();
        }
    }
}

/// Who reads: login, post and unit, and what is theirs to know at work. What runs everybody is asked, and told that it is over when it
/// is.
type Reads = (&'static str, Option<Role>, Option<&'static str>, &'static [&'static str]);

const ASKED: &[&str] = &["running", "over"];
const TOLD: &[&str] = &["written", "running", "words", "over"];
/// What was said of results before they were taken down is whose it is to say it again.
const KEPT: &[&str] = &["written", "running", "words", "over", "summary"];
const READERS: [Reads; 9] = [
    ("visitor", None, None, ASKED),
    ("member", Some(Role::Member), None, ASKED),
    ("admin", Some(Role::Administrator), None, ASKED),
    ("clerk", Some(Role::Clerk), Some("jwc"), ASKED),
    ("head", Some(Role::UnitHead), Some("jwc"), ASKED),
    ("secrecy", Some(Role::SecrecyReviewer), None, ASKED),
    ("office", Some(Role::Office), None, KEPT),
    ("supervisor", Some(Role::Supervisor), None, TOLD),
    ("leader", Some(Role::Leader), None, TOLD),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_address_tells_of_a_survey_what_its_reader_may_not_know_or_anything_of_an_answer_while_it_runs() {
    let settings = app::settings::Settings { trusted_proxies: vec!["0.0.0.0/0".into()], ..Default::default() };
    let school = School::with(settings).await;
    app::school::found(&school.ctx(), "示例职业学院", "vocational").await.unwrap();
    school.with_units().await;
    marked(&school).await;
    let mut asked: Vec<(String, bool)> = MARKS.iter().map(|(_, mark)| (format!("/search?q={mark}"), false)).collect();
    for route in ROUTES.iter().filter(|route| route.matrix == web::routes::LeakMatrix::Asked && route.verb == Verb::Get)
    {
        let fits =
            route.params.iter().all(|param| matches!(param, web::routes::Param::Survey | web::routes::Param::Year));
        for number in ["1", "2", "3", "4"].iter().filter(|_| fits) {
            let address = route.pattern.replace("{survey}", number).replace("{year}", "2022-2023");
            asked.push((address, route.area == Area::Workbench));
        }
    }
    asked.sort();
    asked.dedup();
    asked.push(("/api/v1/datasets/survey".into(), false));
    asked.push(("/figures/survey".into(), false));
    assert!(asked.len() > 60 && asked.iter().any(|(address, _)| address == "/survey/4/results"), "{}", asked.len());
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
            let from = std::net::Ipv4Addr::from_bits(0x0d00_0000 + turn).to_string();
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
            // What this test looked for in vain stands among the searches in vain.
            let searched = *address == "/work/searches";
            for (field, _) in
                MARKS.iter().filter(|(_, mark)| !searched && text.contains(mark) && !address.contains(mark))
            {
                let public = ASKED.contains(field);
                assert!((public || *at_work) && theirs.contains(field), "{name} reads {field} at {address}");
                seen.insert(*field);
            }
        }
        let theirs: std::collections::BTreeSet<&str> = theirs.iter().copied().collect();
        assert_eq!(seen, theirs, "{name} is told what is theirs, so the matrix is not blind");
    }
}
