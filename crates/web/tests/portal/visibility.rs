//! Nothing that is not public, for everyone and proactively open shows up on any route.

use crate::school::School;
use axum::http::StatusCode;
use domain::date::PartialDate;
use domain::record::{Audience, IndexNumber, Openness, Past, Progress, Record, Visibility};
use web::routes::{LeakMatrix, Param, ROUTES, Verb};

/// In every text of a hidden record.
const SECRET: &str = "密不外传之言";

/// What is known of its time on view, the title left out.
fn was() -> Past {
    let day = PartialDate::Day("2023-10-19".parse().unwrap());
    Past { edition: 1, since: day, updated: day, until: day, titled: false }
}

/// One record for every state in which a visitor may not read it, with the status its address answers.
fn hidden(like: &Record) -> Vec<(&'static str, Record, StatusCode)> {
    let public = |edition| Visibility::Public {
        edition,
        since: PartialDate::Day("2023-10-19".parse().unwrap()),
        updated: PartialDate::Day("2023-10-19".parse().unwrap()),
    };
    let cases: Vec<(&str, Visibility, Audience, Openness, StatusCode)> = vec![
        ("draft", Visibility::Hidden, Audience::Public, Openness::Proactive, StatusCode::NOT_FOUND),
        ("campus", public(1), Audience::Campus, Openness::Proactive, StatusCode::NOT_FOUND),
        ("unit", public(1), Audience::Unit, Openness::Proactive, StatusCode::NOT_FOUND),
        ("on request", public(1), Audience::Public, Openness::OnRequest, StatusCode::NOT_FOUND),
        (
            "withheld",
            public(1),
            Audience::Public,
            Openness::Withheld { ground: "国家秘密".into() },
            StatusCode::NOT_FOUND,
        ),
        (
            "withdrawn",
            Visibility::Withdrawn { was: was(), reason: "内容有误".into(), successor: None },
            Audience::Public,
            Openness::Proactive,
            StatusCode::GONE,
        ),
        (
            "withdrawn for the campus",
            Visibility::Withdrawn { was: was(), reason: SECRET.into(), successor: None },
            Audience::Campus,
            Openness::Proactive,
            StatusCode::NOT_FOUND,
        ),
        ("expired", Visibility::Expired { was: was() }, Audience::Public, Openness::Proactive, StatusCode::GONE),
    ];
    let mut out = Vec::new();
    for (at, (name, visibility, audience, openness, status)) in cases.into_iter().enumerate() {
        let mut record = like.clone();
        record.id = domain::ids::RecordId(0xfeed_0000 + at as u128);
        record.key = format!("hidden-{at}");
        record.index = IndexNumber { school: "hidden".into(), year: 2023, serial: at as u32 + 1 };
        record.version = 0;
        record.progress =
            if visibility == Visibility::Hidden { Progress::Draft { returned: None } } else { Progress::Done };
        (record.visibility, record.audience, record.openness) = (visibility, audience, openness);
        record.note = SECRET.into();
        record.source = SECRET.into();
        for edition in &mut record.editions {
            edition.title = format!("{SECRET}标题");
            edition.summary = SECRET.into();
            edition.body = SECRET.into();
            edition.document_number = SECRET.into();
            edition.keywords = vec![SECRET.into()];
        }
        for release in &mut record.releases {
            release.locator = format!("https://example.edu.cn/{SECRET}");
            release.note = SECRET.into();
        }
        out.push((name, record, status));
    }
    out
}

/// Every address that the route table makes of these values.
fn addresses(records: &[Record]) -> Vec<String> {
    let values = |param: &Param| -> Vec<String> {
        match param {
            Param::Category => (1..=12).map(|n| n.to_string()).collect(),
            Param::Item => (1..=50).map(|n| n.to_string()).chain((1..=9).map(|n| format!("S{n}"))).collect(),
            Param::Record => records.iter().map(|record| record.id.to_string()).collect(),
            Param::Index => records.iter().map(|record| record.index.to_string()).collect(),
            Param::Dataset => ["graduates", "admissions", "nothing"].map(str::to_string).into(),
            Param::Year => ["2022-2023", "2023-2024"].map(str::to_string).into(),
            Param::ReportFile => ["report.pdf", "report.json"].map(str::to_string).into(),
            Param::Asset => ["portal.css", "seal.svg"].map(str::to_string).into(),
        }
    };
    let mut out = Vec::new();
    for route in ROUTES {
        if let LeakMatrix::LeftOut(why) = route.matrix {
            assert!(route.verb != Verb::Get && !why.is_empty(), "{}: what can be read is asked", route.pattern);
            continue;
        }
        let mut made = vec![route.pattern.to_string()];
        for param in route.params {
            let fill = |pattern: &String| {
                let (start, end) = (pattern.find('{').unwrap(), pattern.find('}').unwrap());
                values(param)
                    .into_iter()
                    .map(move |value| format!("{}{value}{}", &pattern[..start], &pattern[end + 1..]))
                    .collect::<Vec<_>>()
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

#[tokio::test]
async fn no_route_shows_what_is_not_public() {
    let school = School::sample().await;
    let like = school.a_record().await;
    let before = school.get("/data/coverage.json").await.text();
    let hidden = hidden(&like);
    for (_, record, _) in &hidden {
        school.save(record).await;
    }
    let records: Vec<Record> = hidden.iter().map(|(_, record, _)| record.clone()).collect();
    let mut addresses = addresses(&records);
    let item = format!("/item/{}", like.item);
    addresses.extend(["?sort=title", "?sort=unit", "?year=2023-2024", "?year=2022-2023"].map(|q| format!("{item}{q}")));
    for words in [SECRET, "密不", "hidden", "标题"] {
        let encoded: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect();
        addresses.push(format!("/search?q={encoded}"));
    }
    let mut leaks = Vec::new();
    for address in &addresses {
        let answer = school.get(address).await;
        let own = address.contains("/record/") || address.contains("/index/");
        let text = answer.text();
        // A search page repeats what was typed, and nothing else of it.
        let asked = address.contains("/search?").then(|| text.matches(SECRET).count() <= 2 && !text.contains("rec_00"));
        let named = records.iter().any(|record| text.contains(&record.id.to_string())) && !own;
        if !asked.unwrap_or(!text.contains(SECRET)) || named {
            leaks.push(address.clone());
        }
    }
    assert_eq!(leaks, Vec::<String>::new(), "of {} addresses", addresses.len());
    let after = school.get("/data/coverage.json").await.text();
    assert_eq!(before, after, "what is hidden does not count either");
    for (name, record, status) in &hidden {
        assert_eq!(school.get(&format!("/record/{}", record.id)).await.status, *status, "{name}");
        let by_index = school.get(&format!("/index/{}", record.index)).await.status;
        let expected = if *status == StatusCode::GONE { StatusCode::SEE_OTHER } else { StatusCode::NOT_FOUND };
        assert_eq!(by_index, expected, "{name}");
    }
}

#[tokio::test]
async fn the_draft_of_the_next_edition_stays_hidden_behind_the_public_one() {
    let school = School::sample().await;
    let mut record = school.a_record().await;
    record.id = domain::ids::RecordId(0xfeed_1000);
    record.key = "two-editions".into();
    record.index = IndexNumber { school: "hidden".into(), year: 2023, serial: 99 };
    record.version = 0;
    record.editions.truncate(1);
    let mut draft = record.editions[0].clone();
    draft.number = record.editions[0].number + 1;
    draft.title = format!("{SECRET}新题");
    draft.body = SECRET.into();
    draft.change_note = SECRET.into();
    record.editions.push(draft);
    record.progress = Progress::Draft { returned: None };
    school.save(&record).await;
    let page = school.get(&format!("/record/{}", record.id)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains(SECRET));
    assert!(!school.get("/").await.text().contains(SECRET));
}
