//! The leak matrix: a record in every state × audience × openness, each field with a word of its own, and an issued
//! report over them. Every address of the route table is asked in both languages, every file of the report is read back,
//! and every word that comes out must be one that the public may see.

use crate::marks::{Case, Marks, cases};
use crate::school::School;
use app::report::Format;
use app::settings::Settings;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use domain::ids::RecordId;
use domain::record::{Form, Reach, Record};
use std::collections::{BTreeMap, BTreeSet};
use web::routes::{LeakMatrix, Param, ROUTES, Verb};

/// The school of the matrix, its report issued, and what comes due done, as `serve` does it.
async fn school(cases: &[Case]) -> School {
    school_with(Settings::default(), cases, async |_| {}).await
}

/// The same with other settings, and something done before the records come.
pub(crate) async fn school_with(settings: Settings, cases: &[Case], first: impl AsyncFn(&School)) -> School {
    // Searches are counted by address; the matrix asks from many.
    let settings = Settings {
        public_address: "https://xxgk.example.edu.cn".into(),
        trusted_proxies: vec!["0.0.0.0".into()],
        ..settings
    };
    let school = School::with(settings).await;
    app::school::found(&school.ctx(), "矩阵职业学院", "vocational").await.unwrap();
    first(&school).await;
    for case in cases {
        school.save_with(&case.record, case.files()).await;
        school.keep_lists(case).await;
    }
    app::jobs::run_due(&school.app).await.unwrap();
    school.issue().await;
    school
}

impl School {
    /// What the editions of a case show in a period, and an objection to it that was answered.
    pub(crate) async fn keep_lists(&self, case: &Case) {
        let mut tx = self.app.store.write().await.unwrap();
        for (edition, posting) in (1..).zip(case.postings()) {
            tx.save_posting(case.record.id, edition, &posting).await.unwrap();
        }
        let mut objection = case.objection(tx.next_objection(2023).await.unwrap());
        tx.file_objection(&objection, &case.marks.stem()).await.unwrap();
        objection.stage = case.ruled();
        tx.save_objection_stage(&objection).await.unwrap();
        tx.commit_unlogged().await.unwrap();
    }
}

/// Every address that the route table makes of these records.
fn addresses(cases: &[Case]) -> Vec<String> {
    let of = |value: fn(&Case) -> String| cases.iter().map(value).collect();
    let values = |param: &Param| -> Vec<String> {
        match param {
            Param::Category => (1..=12).map(|n| n.to_string()).collect(),
            Param::Item => (1..=50).map(|n| n.to_string()).chain((1..=9).map(|n| format!("S{n}"))).collect(),
            Param::Unit => ["jwc", "xgc", "nothing"].map(str::to_string).into(),
            Param::Record => of(|case| case.record.id.to_string()),
            // Files of every record under every other one would be many; those of others are asked for below.
            Param::Attachment => Vec::new(),
            Param::Index => of(|case| case.record.index.to_string()),
            Param::Dataset => ["graduates", "admissions", "nothing"].map(str::to_string).into(),
            Param::Year => ["2022-2023", "2023-2024"].map(str::to_string).into(),
            Param::ReportFile => Format::ALL.map(|format| format!("report.{}", format.extension())).into(),
            Param::Invitation => vec!["0".repeat(64)],
            Param::ChannelFile => ["notice-a4.pdf", "article.html"].map(str::to_string).into(),
            Param::Kind => vec!["national_scholarship".to_string()],
            Param::Person => vec![domain::ids::UserId(1).to_string()],
            Param::Request => vec!["2023-1".to_string()],
            Param::Entry => (0..40).map(|n| n.to_string()).collect(),
            Param::Tile => (1..40).map(|n| format!("entries/000.p/{n}")).chain(["0/000.p/1".to_string()]).collect(),
            Param::Voice => ["opinion-2023-1", "complaint-2023-1"].map(str::to_string).into(),
            Param::Survey => vec!["1".to_string()],
            Param::VoiceKind => ["opinion", "correction", "complaint"].map(str::to_string).into(),
            Param::Letter => ["receipt.pdf", "answer.docx"].map(str::to_string).into(),
            Param::Feed => {
                ["all.atom", "all.rss", "all.json", "item-37.atom", "category-1.json"].map(str::to_string).into()
            }
            Param::Asset => ["portal.css", "seal.svg", "emblem"].map(str::to_string).into(),
        }
    };
    let mut out = Vec::new();
    for route in ROUTES {
        if let LeakMatrix::LeftOut(why) = route.matrix {
            assert!(route.verb != Verb::Get && !why.is_empty(), "{}: what can be read is asked", route.pattern);
            continue;
        }
        if route.params == [Param::Record, Param::Attachment] {
            // Each file under its own record, and under the next one, whose it is not.
            for (case, next) in cases.iter().zip(cases.iter().cycle().skip(1)) {
                for (file, record) in
                    case.record.attachments.iter().flat_map(|file| [(file, &case.record), (file, &next.record)])
                {
                    let address = route.pattern.replace("{record}", &record.id.to_string());
                    out.push(address.replace("{attachment}", &file.id.to_string()));
                }
            }
            continue;
        }
        let mut made = vec![route.pattern.to_string()];
        for param in route.params {
            let fill = |pattern: &String| {
                let (start, end) = (pattern.find('{').unwrap(), pattern.find('}').unwrap());
                let (before, after) = (pattern[..start].to_string(), pattern[end + 1..].to_string());
                values(param).into_iter().map(move |value| format!("{before}{value}{after}")).collect::<Vec<_>>()
            };
            made = made.iter().flat_map(fill).collect();
        }
        for address in made {
            assert!(!address.contains('{'), "{address}: a parameter that the table does not name");
            if route.translated {
                out.push(format!("/en{}", if address == "/" { "" } else { &address }));
            }
            out.push(address);
        }
    }
    out
}

/// Addresses with questions, which the table does not know: every order and filter, and searches for what is hidden. A
/// search repeats what was typed, so none types a whole mark.
fn questions(cases: &[Case]) -> Vec<String> {
    let mut out = Vec::new();
    for query in ["sort=title", "sort=unit", "sort=date", "year=2022-2023", "year=2023-2024", "unit=none"] {
        out.push(format!("/item/{}?{query}", cases[0].record.item));
    }
    for case in cases {
        out.push(format!("/item/{}?unit={}", case.record.item, case.record.unit.as_deref().unwrap()));
        out.push(format!("/search?q={}", case.marks.stem()));
        out.push(format!("/en/search?q={}", case.marks.stem()));
    }
    out.push("/search?q=QZ".into());
    out
}

/// What an answer says: its body, files read back as another program reads them, and its headers.
fn said(address: &str, headers: &HeaderMap, body: &[u8]) -> String {
    // Whoever is sent to sign in gets no file.
    let ending = address.rsplit_once("report.").map(|(_, ending)| ending).filter(|_| !body.is_empty());
    let mut text = match ending {
        Some(ending @ ("docx" | "pdf" | "annex.docx" | "annex.xlsx")) => {
            let file = office::read::read_bytes(&format!("report.{ending}"), body, &Default::default()).unwrap();
            let links: String = file.links.iter().map(|link| format!(" {}", link.address)).collect();
            format!("{}{links}", file.text)
        }
        _ => String::from_utf8_lossy(body).into_owned(),
    };
    for value in headers.values() {
        text.push_str(value.to_str().unwrap_or_default());
    }
    text
}

#[tokio::test]
async fn no_route_says_a_word_that_the_public_may_not_see() {
    let cases = cases();
    let school = school(&cases).await;
    let asked: Vec<String> = addresses(&cases).into_iter().chain(questions(&cases)).collect();
    let mut leaks = Vec::new();
    let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (at, address) in asked.iter().enumerate() {
        let from = format!("203.0.{}.{}", at / 250, at % 250);
        let request = Request::builder().uri(address).header("x-forwarded-for", from);
        let answer = school.answer(request.body(Body::empty()).unwrap()).await;
        assert!(!answer.status.is_server_error() && answer.status != StatusCode::TOO_MANY_REQUESTS, "{address}");
        if !answer.status.is_success() && !answer.status.is_redirection() && answer.status != StatusCode::GONE {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        }
        let marks = Marks::found_in(&said(address, &answer.headers, &answer.body));
        // Whoever asks by a filter has typed its value.
        let typed = Marks::found_in(address);
        for case in &cases {
            for mark in marks.iter().filter(|mark| case.marks.owns(mark) && !typed.contains(*mark)) {
                if case.may_show().contains(&&mark[5..]) {
                    seen.entry(case.name.as_str()).or_default().insert(mark[5..].to_string());
                } else {
                    leaks.push(format!("{address}: {mark} of “{}”", case.name));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks in {} answers:\n{}", leaks.len(), asked.len(), leaks.join("\n"));
    for case in &cases {
        let seen = seen.remove(case.name.as_str()).unwrap_or_default();
        let missing: Vec<&str> = case.must_show().iter().copied().filter(|field| !seen.contains(*field)).collect();
        assert!(
            missing.is_empty(),
            "{}: {missing:?} is said nowhere, so the matrix may be blind; seen {seen:?}",
            case.name
        );
    }
}

#[tokio::test]
async fn every_file_of_the_report_names_what_was_disclosed_and_nothing_else() {
    let cases = cases();
    let school = school(&cases).await;
    let mut addresses = vec!["/reports/2022-2023".to_string(), "/en/reports/2022-2023".to_string()];
    addresses.extend(Format::ALL.map(|format| format!("/reports/2022-2023/report.{}", format.extension())));
    for address in addresses {
        let answer = school.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        let marks = Marks::found_in(&said(&address, &answer.headers, &answer.body));
        for case in &cases {
            let of_case: Vec<&String> = marks.iter().filter(|mark| case.marks.owns(mark)).collect();
            if case.is_accounted() {
                let titled = of_case.iter().any(|mark| mark.ends_with("TI") || mark.ends_with("T2"));
                // What has pages sums up and leaves the titles to the annex.
                let sums_up = address.ends_with("report.docx") || address.ends_with("report.pdf");
                let right = if sums_up { !titled || case.keeps_title() } else { titled == case.keeps_title() };
                assert!(right, "{address}: “{}”: {of_case:?}", case.name);
            } else if case.is_withdrawn() && case.status() == StatusCode::GONE {
                // Withdrawn within its year: it counts for nothing, and the report names it all the same, for a count that got
                // smaller without a word would look like something hidden. It says no more than the tombstone, which stands
                // for good at the record's address with title, day and reason (domain: a tombstone keeps the title), and
                // like it leaves out a title that names a person. What was never everybody's is not named at all.
                let tombstone = |mark: &&String| case.must_show().iter().any(|field| mark.ends_with(field));
                assert!(of_case.iter().all(tombstone), "{address}: “{}”: {of_case:?}", case.name);
            } else {
                assert!(of_case.is_empty(), "{address}: “{}” does not count: {of_case:?}", case.name);
            }
        }
    }
}

#[tokio::test]
async fn what_is_hidden_is_not_there_and_what_came_down_is_gone() {
    let cases = cases();
    let school = school(&cases).await;
    // Each case is another visitor's: one alone would be told not to ask so often.
    for (visitor, case) in (1..).zip(&cases) {
        let (record, index) = (format!("/record/{}", case.record.id), format!("/index/{}", case.record.index));
        let status = case.status();
        assert_eq!(school.get_as(visitor, &record).await.status, status, "{}", case.name);
        let by_index = school.get_as(visitor, &index).await.status;
        let expected = if status == StatusCode::NOT_FOUND { status } else { StatusCode::SEE_OTHER };
        assert_eq!(by_index, expected, "{}", case.name);
        if status == StatusCode::GONE {
            let html = school.get_as(visitor, &record).await.text();
            let words = if case.is_withdrawn() { "已撤回" } else { "已到期撤下" };
            assert!(html.contains(words) && html.contains("公开时间："), "{}: {html}", case.name);
        }
    }
}

#[tokio::test]
async fn lists_counts_and_the_site_map_hold_only_what_is_on_view() {
    let cases = cases();
    let school = school(&cases).await;
    let live: BTreeSet<String> =
        cases.iter().filter(|case| case.is_live()).map(|case| case.record.id.to_string()).collect();
    assert!(live.len() >= 3);
    let map = school.get("/sitemap.xml").await.text();
    let accounted = cases.iter().filter(|case| case.is_accounted()).count();
    let json: serde_json::Value = serde_json::from_str(&school.get("/data/coverage.json").await.text()).unwrap();
    let item = json["items"].as_array().unwrap().iter().find(|item| item["item"] == "37").unwrap();
    assert_eq!(item["records"], accounted, "what counts is what was disclosed");
    assert_eq!(item["taken_down"], accounted - live.len());
    // Every case stands, or stood, in a publicity period: none is a thing for search engines, which take nothing down.
    for case in &cases {
        assert!(!map.contains(&case.record.id.to_string()), "{}", case.name);
    }
    let mut lasting = cases.iter().find(|case| case.is_live()).unwrap().record.clone();
    for (id, form, publicity, mapped) in
        [(1, Form::Rule, None, true), (2, Form::List, None, false), (3, Form::Rule, lasting.publicity.clone(), false)]
    {
        lasting = Record { id: RecordId(0xbeef_0000 + id), form, publicity, ..lasting };
        lasting.index.serial = 9_000 + id as u32;
        lasting.key = format!("lasting-{id}");
        school.save(&Record { attachments: Vec::new(), version: 0, ..lasting.clone() }).await;
        let map = school.get("/sitemap.xml").await.text();
        assert_eq!(map.contains(&lasting.id.to_string()), mapped, "{id}");
        let page = school.get(&format!("/record/{}", lasting.id)).await;
        assert_eq!(page.text().contains("noindex"), !mapped, "{id}: page and site map agree");
    }
}

#[test]
fn the_matrix_asks_for_every_state_audience_and_openness() {
    let cases = cases();
    let kinds: BTreeSet<(String, String, String)> = cases
        .iter()
        .map(|case| {
            let record = &case.record;
            let life = format!("{} {}", record.visibility.code(), record.progress.code());
            (life, record.audience.code().to_string(), record.openness.code().to_string())
        })
        .collect();
    let lives: BTreeSet<&String> = kinds.iter().map(|(life, _, _)| life).collect();
    assert_eq!(kinds.len(), lives.len() * 9, "every state with each of three audiences and three kinds of openness");
    for state in ["draft", "unit_review", "secrecy_review", "approved", "done", "stopped"] {
        assert!(lives.iter().any(|life| life.ends_with(state)), "{state}");
    }
    for state in ["hidden", "public", "withdrawn", "expired"] {
        assert!(lives.iter().any(|life| life.starts_with(state)), "{state}");
    }
    assert!(
        cases.iter().all(|case| case.may_show().is_empty()
            == (Reach::Public.show(&case.record, "2023-10-20".parse().unwrap()) == domain::record::Shown::Nothing)),
        "the matrix and the one rule agree"
    );
}
