//! What is for the school or for one unit only, as its readers get it: marked, kept by nothing, and for everybody else not
//! there.

use crate::marks::{Case, cases};
use crate::school::School;
use crate::work::{Browser, PASSWORD};
use app::accounts::{self, Draft};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::event::Act;
use domain::policy::{Post, Role};

/// The case of this name, in 教务处.
fn case(name: &str) -> Case {
    let mut case = cases().into_iter().find(|case| case.name == name).unwrap();
    case.record.unit = Some("jwc".to_string());
    case
}

async fn school(cases: &[Case]) -> School {
    let school = School::staffed().await;
    school.employs("member", Role::Member, None).await;
    school.employs("leader", Role::Leader, None).await;
    for case in cases {
        school.save_with(&case.record, case.files()).await;
        school.keep_lists(case).await;
    }
    school
}

fn record(case: &Case) -> String {
    format!("/record/{}", case.record.id)
}

fn search(text: &str) -> String {
    format!("/search?q={}", form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>())
}

fn file(case: &Case) -> String {
    format!("/record/{}/attachment/{}", case.record.id, case.record.attachments[0].id)
}

/// Signs somebody in and gives the place they land on.
async fn lands<'s>(school: &'s School, login: &str, back: &str) -> (Browser<'s>, String) {
    // Each from a place of their own, where so much may be asked.
    let place = login.bytes().fold(10, u8::wrapping_add) | 64;
    let mut browser = school.browser(place);
    let answer = browser.post("/work/sign-in", &[("login", login), ("password", PASSWORD), ("back", back)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login}");
    let place = answer.header(header::LOCATION).to_string();
    (browser, place)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_lands_on_the_portal_and_reads_what_is_for_the_school_marked_as_such() {
    let cases = [case("Live, campus, proactive"), case("Live, unit, proactive"), case("Withdrawn, campus, proactive")];
    let school = school(&cases).await;
    let [campus, unit, withdrawn] = &cases;
    let (mut member, place) = lands(&school, "member", "").await;
    assert_eq!(place, "/");
    let front = member.page("/").await;
    assert!(front.contains("member同事") && front.contains("退出登录"), "who is signed in, and the way out: {front}");
    assert!(!front.contains("href=\"/work\""), "there is no work for them");
    let title = &campus.record.editions[0].title;
    for list in ["/", "/publicity", "/item/37", "/item/37?sort=title"] {
        let page = member.page(list).await;
        assert!(page.contains(title.as_str()) && page.contains(">校内</span>"), "{list}: {page}");
        assert!(!page.contains(&unit.record.editions[0].title), "{list}");
    }
    assert!(member.page("/item/37").await.contains("不计入上面的条数"));
    let page = member.page(&record(campus)).await;
    assert!(page.contains("只有本校登录的人看得到") && page.contains("noindex"), "{page}");
    let saved = member.get(&file(campus)).await;
    assert_eq!((saved.status, saved.body), (StatusCode::OK, campus.files()[0].1.clone()));
    let index = member.get(&format!("/index/{}", campus.record.index)).await;
    assert_eq!(index.header(header::LOCATION), record(campus));
    let stone = member.get(&record(withdrawn)).await;
    assert_eq!(stone.status, StatusCode::GONE);
    assert!(stone.text().contains("只有本校登录的人看得到"), "{}", stone.text());
    for hidden in [record(unit), file(unit), format!("/index/{}", unit.record.index)] {
        assert_eq!(member.get(&hidden).await.status, StatusCode::NOT_FOUND, "{hidden}");
    }
    assert!(!member.get(&record(unit)).await.text().contains("本校师生登录"), "they are signed in");

    // The workbench has their account and files to check, and nothing else.
    let work = member.get("/work").await;
    assert_eq!((work.status, work.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/"));
    assert!(member.page("/work/account").await.contains("member同事"));
    member.page("/work/check").await;
    for closed in ["/work/ledger", "/work/publicity", "/work/reminders", "/work/new", "/work/log"] {
        assert_eq!(member.get(closed).await.status, StatusCode::FORBIDDEN, "{closed}");
    }
    // Who goes out reads on as everybody.
    let out = member.post("/work/sign-out", &[("back", "/publicity")]).await;
    assert_eq!((out.status, out.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/publicity"));
    assert_eq!(member.get(&record(campus)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reads_as_far_as_their_posts_reach_and_nobody_a_draft() {
    let names = ["Live, campus, proactive", "Live, unit, proactive", "Draft, public, proactive"];
    let cases = names.map(case);
    let school = school(&cases).await;
    for (login, reads) in [
        ("member", [true, false, false]),
        ("clerk", [true, true, false]),
        ("head", [true, true, false]),
        ("other", [true, false, false]),
        ("secrecy", [true, true, false]),
        ("office", [true, true, false]),
        ("supervisor", [true, true, false]),
        ("leader", [true, true, false]),
        ("admin", [false, false, false]),
    ] {
        let (mut browser, place) = lands(&school, login, "").await;
        assert_eq!(place, if login == "member" { "/" } else { "/work" }, "{login}");
        for (case, reads) in cases.iter().zip(reads) {
            let status = if reads { StatusCode::OK } else { StatusCode::NOT_FOUND };
            for address in [record(case), format!("/en{}", record(case)), file(case)] {
                assert_eq!(browser.get(&address).await.status, status, "{login}: {} at {address}", case.name);
            }
            let title = &case.record.editions[0].title;
            let listed = browser.page("/item/37").await.contains(title);
            assert_eq!(listed, reads, "{login}: {}", case.name);
            for address in [search(title), format!("/en{}", search(title))] {
                let found = browser.page(&address).await.contains(&record(case));
                assert_eq!(found, reads, "{login}: {} at {address}", case.name);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_cannot_tell_what_is_not_theirs_from_what_is_not_there() {
    let cases = [case("Live, campus, proactive"), case("Live, unit, proactive")];
    let school = School::staffed().await;
    let addresses: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            let objection = format!("{}/objection", record(case));
            let english = format!("/en{}", record(case));
            [record(case), english, file(case), objection, format!("/index/{}", case.record.index)]
        })
        .collect();
    let public = case("Live, public, proactive");
    school.save_with(&public.record, public.files()).await;
    school.keep_lists(&public).await;
    let mut searched = std::collections::BTreeMap::new();
    for case in &cases {
        let address = search(&case.record.editions[0].title);
        searched.insert(address.clone(), school.get(&address).await);
    }
    let mut before = Vec::new();
    for address in &addresses {
        before.push(school.get(address).await);
    }
    for case in &cases {
        school.save_with(&case.record, case.files()).await;
        school.keep_lists(case).await;
    }
    // Nor by searching, whoever of the school has searched before: results, counts and headers are what they were.
    for case in &cases {
        let found = search(&case.record.editions[0].title);
        let visitor = school.get(&found).await;
        assert!(!visitor.text().contains(&record(case)), "{found}");
        assert_eq!(visitor.text(), searched[&found].text(), "{found}");
        assert_eq!(visitor.headers, searched[&found].headers, "{found}");
    }
    for (address, before) in addresses.iter().zip(before) {
        let after = school.get(address).await;
        assert_eq!(after.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(after.text(), before.text(), "{address}");
        assert_eq!(after.headers, before.headers, "{address}");
    }
    let page = school.get(&addresses[0]).await.text();
    assert!(page.contains("本校师生登录") && page.contains("/work/sign-in?back=%2Frecord%2Frec_"), "{page}");
    let filed = school.post(&format!("{}/objection", record(&cases[0])), "text=x").await;
    assert_eq!(filed.status, StatusCode::NOT_FOUND, "nor may they object to it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_for_one_reader_is_kept_nowhere_and_nobody_else_is_given_it() {
    let cases = [case("Live, campus, proactive"), case("Live, public, proactive")];
    let school = school(&cases).await;
    let [campus, public] = &cases;
    let title = campus.record.editions[0].title.as_str();
    let addresses = ["/", "/publicity", "/item/37", &record(campus), &file(campus), &record(public), "/search?q=通知"];
    let (mut member, _) = lands(&school, "member", "").await;
    for address in addresses {
        for turn in 0..2 {
            // The visitor comes before and after: neither is given the other's.
            let theirs = school.get(address).await;
            assert!(!theirs.text().contains(title) && !theirs.text().contains("member同事"), "{address}: {turn}");
            let own = member.get(address).await;
            assert_eq!(own.status, StatusCode::OK, "{address}");
            assert_eq!(own.header(header::CACHE_CONTROL), "private, no-store", "{address}");
            assert!(own.header(header::VARY).contains("Cookie"), "{address}");
            assert_eq!(own.header(header::ETAG), "", "{address}");
            if !address.contains("attachment") {
                assert!(own.text().contains("member同事"), "{address}");
            }
        }
    }
    let tag = school.get("/").await.header(header::ETAG).to_string();
    assert!(!tag.is_empty());
    let theirs = school.ask(Method::GET, "/", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(theirs.status, StatusCode::NOT_MODIFIED);
    // What is the public's is the same for all, and shared.
    for address in ["/sitemap.xml", "/data/coverage.json", "/data/figures.json", "/robots.txt"] {
        let (own, theirs) = (member.get(address).await, school.get(address).await);
        assert_eq!(own.body, theirs.body, "{address}");
        assert_eq!(own.header(header::CACHE_CONTROL), "public, no-cache", "{address}");
        assert!(!own.text().contains(&campus.record.id.to_string()), "{address}");
    }
    let found = member.page(&format!("/search?q={}", campus.marks.stem())).await;
    assert!(!found.contains(title), "a search finds what is for everyone, whoever asks");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_opens_no_session_reads_as_everybody_does() {
    let cases = [case("Live, campus, proactive")];
    let school = school(&cases).await;
    let ask = async |cookie: &str| {
        let request = Request::get(record(&cases[0])).header(header::COOKIE, cookie).body(Body::empty()).unwrap();
        school.answer(request).await
    };
    let token = "0".repeat(64);
    for cookie in ["session=", "session=x", &format!("session={token}"), "session=%00; reading=large"] {
        assert_eq!(ask(cookie).await.status, StatusCode::NOT_FOUND, "{cookie}");
    }
    // Half way in is not in.
    let person = Draft {
        login: "half".parse().unwrap(),
        name: "半路".to_string(),
        email: String::new(),
        posts: vec![Post { role: Role::Office, unit: None }],
    };
    let id = accounts::save(&school.ctx(), None, person, false).await.unwrap();
    accounts::give_password(&school.ctx(), id, PASSWORD, false).await.unwrap();
    let (mut half, place) = lands(&school, "half", &record(&cases[0])).await;
    assert_eq!(place, "/work/password");
    assert_eq!(half.get(&record(&cases[0])).await.status, StatusCode::NOT_FOUND);
    let chosen = [("password", "四月的雨落在操场边的梧桐"), ("again", "四月的雨落在操场边的梧桐")];
    assert_eq!(half.post("/work/password", &chosen).await.status, StatusCode::SEE_OTHER);
    assert_eq!(half.get(&record(&cases[0])).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_follows_the_link_of_what_is_not_there_comes_back_to_it() {
    let cases = [case("Live, campus, proactive")];
    let school = school(&cases).await;
    let (mut member, place) = lands(&school, "member", &record(&cases[0])).await;
    assert_eq!(place, record(&cases[0]));
    assert_eq!(member.get(&place).await.status, StatusCode::OK);
    for back in ["https://evil.example", "//evil.example", "/\\evil.example"] {
        let (_, place) = lands(&school, "member", back).await;
        assert_eq!(place, "/", "{back}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_objects_to_a_list_of_the_school_and_no_event_names_them() {
    let cases = [case("Live, campus, proactive")];
    let school = school(&cases).await;
    let (mut member, _) = lands(&school, "member", "").await;
    let address = format!("{}/objection", record(&cases[0]));
    let form = member.page(&address).await;
    assert!(form.contains("只有本校登录的人看得到") && !form.contains("不用登录"), "{form}");
    let wrong = member.post(&address, &[("text", ""), ("name", "李雷")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("value=\"李雷\""), "what was typed stays");
    let filed = member.post(&address, &[("text", "名额算错了"), ("row", "1"), ("name", "李雷"), ("contact", "")]).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.text());
    let page = member.page(&filed.leads()).await;
    let receipt = page.split("receipt-code num\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
    let title = cases[0].record.editions[0].title.as_str();
    let theirs = member.post("/objection", &[("receipt", receipt)]).await.text();
    assert!(theirs.contains("class=\"receipt\"") && theirs.contains(title), "{theirs}");
    // The receipt alone tells how far it has come, and not what the list is called.
    let mut stranger = school.browser(9);
    let theirs = stranger.post("/objection", &[("receipt", receipt)]).await.text();
    assert!(theirs.contains("class=\"receipt\"") && !theirs.contains(title), "{theirs}");
    let mut supervisor = school.signed_in("supervisor").await;
    let log = supervisor.page("/work/log?act=objection_filed").await;
    let filed = log.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap();
    assert!(filed.contains(Act::ObjectionFiled.zh()) && !filed.contains("member同事"), "{filed}");
}
