//! The leak matrix by reader: everything that can be read of the site, asked by everybody who may come, over records in every
//! state, each field with a word of its own.
//!
//! What may be seen is the table below and nothing else; the outputs are those of the route table, so a new route is asked by
//! everybody as soon as it is there. `leaks` asks the same of a visitor for every state × audience × openness.

use crate::leaks::school_with;
use crate::marks::{Case, Marks, cases};
use crate::school::School;
use app::reminders::{Wanted, urge};
use app::report::Format;
use app::settings::Settings;
use app::settings_messages::MailSettings;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::ids::UserId;
use domain::policy::{Principal, Role};
use domain::record::{Reach, Shown};
use std::collections::{BTreeMap, BTreeSet};
use web::routes::{Area, LeakMatrix, Param, ROUTES, Verb};

/// Somebody who reads: login (none for a visitor), post and unit. All records of the table are 教务处's (`jwc`).
type Who = (&'static str, Option<Role>, Option<&'static str>);

const READERS: [Who; 10] = [
    ("visitor", None, None),
    ("member", Some(Role::Member), None),
    ("clerk", Some(Role::Clerk), Some("jwc")),
    ("other", Some(Role::Clerk), Some("cwc")),
    ("head", Some(Role::UnitHead), Some("jwc")),
    ("secrecy", Some(Role::SecrecyReviewer), None),
    ("office", Some(Role::Office), None),
    ("supervisor", Some(Role::Supervisor), None),
    ("leader", Some(Role::Leader), None),
    ("admin", Some(Role::Administrator), None),
];

const EVERYBODY: &[&str] =
    &["visitor", "member", "clerk", "other", "head", "secrecy", "office", "supervisor", "leader", "admin"];
/// The school, as far as it may read what is for it: not whoever only keeps accounts.
const CAMPUS: &[&str] = &["member", "clerk", "other", "head", "secrecy", "office", "supervisor", "leader"];
/// The unit, and those who may read everything.
const UNIT: &[&str] = &["clerk", "head", "secrecy", "office", "supervisor", "leader"];
const NOBODY: &[&str] = &[];

/// Who works on records of 教务处 and sees them at work at every stage.
const DESK: &[&str] = UNIT;
/// Who reads what was objected and how it was answered.
const OBJECTIONS: &[&str] = &["head", "office", "supervisor"];

/// The table: the state of a record, as `marks` names it; and who may know of it on the portal. What they may know of it there is
/// what is on view, or what its tombstone keeps.
const TABLE: &[(&str, &[&str])] = &[
    ("Draft, public, proactive", NOBODY),
    ("Returned, public, proactive", NOBODY),
    ("UnitReview, public, proactive", NOBODY),
    ("SecrecyReview, public, proactive", NOBODY),
    ("Planned, public, proactive", NOBODY),
    ("Draft, campus, proactive", NOBODY),
    ("Planned, unit, proactive", NOBODY),
    ("Live, public, proactive", EVERYBODY),
    ("LiveInTwoEditions, public, proactive", EVERYBODY),
    ("DraftOfTheNext, public, proactive", EVERYBODY),
    ("ReviewOfTheNext, public, proactive", EVERYBODY),
    ("NextPlanned, public, proactive", EVERYBODY),
    ("Live, campus, proactive", CAMPUS),
    ("LiveInTwoEditions, campus, proactive", CAMPUS),
    ("DraftOfTheNext, campus, proactive", CAMPUS),
    ("Live, unit, proactive", UNIT),
    ("NextPlanned, unit, proactive", UNIT),
    ("Live, public, withheld", NOBODY),
    ("Live, campus, withheld", NOBODY),
    ("Live, public, on_request", NOBODY),
    ("Live, unit, on_request", NOBODY),
    ("Withdrawn, public, proactive", EVERYBODY),
    ("WithdrawnWhileAmended, public, proactive", EVERYBODY),
    ("WithdrawnAfterTheYear, public, proactive", EVERYBODY),
    ("Withdrawn, campus, proactive", CAMPUS),
    ("Withdrawn, unit, proactive", UNIT),
    ("Withdrawn, public, on_request", NOBODY),
    ("TermOver, public, proactive", EVERYBODY),
    ("TermOverNamingAPerson, public, proactive", EVERYBODY),
    ("Expired, public, proactive", EVERYBODY),
    ("ExpiredNamingAPerson, campus, proactive", CAMPUS),
    ("Expired, unit, proactive", UNIT),
    ("ExpiredWhileAmended, public, proactive", EVERYBODY),
];

/// Words that stand in an objection: what it says, who wrote it, how to reach them, how it was answered.
const OF_OBJECTIONS: [&str; 4] = ["OT", "ON", "OC", "OA"];
/// Heads and cells of lists. Of one that has come down only a sealed copy is left, which is opened by a form and logged.
const OF_LISTS: [&str; 4] = ["YH", "YC", "Y2", "Y3"];

fn table() -> Vec<(Case, &'static [&'static str])> {
    let mut all: BTreeMap<String, Case> = cases().into_iter().map(|case| (case.name.clone(), case)).collect();
    let row = |(name, readers): &(&str, &'static [&'static str])| {
        let mut case = all.remove(*name).unwrap_or_else(|| panic!("no state is called {name}, or it stands twice"));
        case.record.unit = Some("jwc".to_string());
        (case, *readers)
    };
    TABLE.iter().map(row).collect()
}

/// A reader with what their browser brings.
struct Reader {
    name: &'static str,
    reach: Reach,
    cookies: String,
}

async fn readers(school: &School) -> Vec<Reader> {
    let mut readers = Vec::new();
    for (at, (name, role, _)) in READERS.into_iter().enumerate() {
        let reader = match role {
            None => Reader { name, reach: Reach::Public, cookies: String::new() },
            Some(_) => {
                let mut browser = school.browser(at as u8);
                let fields = [("login", name), ("password", crate::work::PASSWORD)];
                let entered = browser.post("/work/sign-in", &fields).await;
                assert_eq!(entered.status, StatusCode::SEE_OTHER, "{name}");
                let people = app::accounts::list(&school.ctx()).await.unwrap();
                let person = people.into_iter().find(|person| person.login.to_string() == name).unwrap();
                Reader { name, reach: person.principal().reads(), cookies: browser.cookies() }
            }
        };
        readers.push(reader);
    }
    readers
}

/// Whether a reader may meet a word of a case in an output.
fn may(reader: &Reader, (case, on_portal): &(Case, &[&str]), area: Area, by_reader: bool, field: &str) -> bool {
    let everybodys = case.may_show().contains(&field) && on_portal.contains(&"visitor");
    let theirs = on_portal.contains(&reader.name) && case.may_show_to(&reader.reach).contains(&field);
    match area {
        // What is the same for everyone holds what is everyone's.
        _ if everybodys => true,
        Area::Portal | Area::Api => by_reader && theirs,
        Area::Workbench if OF_OBJECTIONS.contains(&field) => OBJECTIONS.contains(&reader.name),
        Area::Workbench if OF_LISTS.contains(&field) && case.status_for(&Reach::AllUnits) == StatusCode::GONE => false,
        Area::Workbench => theirs || DESK.contains(&reader.name),
    }
}

/// Every address that a row of the route table makes of these records.
fn addresses(pattern: &str, params: &[Param], table: &[(Case, &[&str])]) -> Vec<String> {
    let of = |value: fn(&Case) -> String| table.iter().map(|(case, _)| value(case)).collect();
    let some = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<String>>();
    if params == [Param::Record, Param::Attachment] {
        let files = table.iter().flat_map(|(case, _)| {
            case.record.attachments.iter().map(|file| {
                let address = pattern.replace("{record}", &case.record.id.to_string());
                address.replace("{attachment}", &file.id.to_string())
            })
        });
        return files.collect();
    }
    let mut made = vec![pattern.to_string()];
    for param in params {
        let values: Vec<String> = match param {
            Param::Category => some(&["6"]),
            Param::Item => some(&["37", "9"]),
            Param::Unit => some(&["jwc", "cwc"]),
            Param::Record => of(|case| case.record.id.to_string()),
            Param::Attachment => Vec::new(),
            Param::Index => of(|case| case.record.index.to_string()),
            Param::Dataset => some(&["graduates"]),
            Param::Year => some(&["2022-2023"]),
            Param::ReportFile => Format::ALL.map(|format| format!("report.{}", format.extension())).into(),
            Param::ChannelFile => some(&["notice-a4.pdf", "article.html"]),
            Param::Kind => some(&["national_scholarship"]),
            Param::Feed => some(&["all.atom", "all.rss", "item-37.json", "unit-jwc.atom"]),
            Param::Asset => some(&["portal.css"]),
            Param::Invitation => vec!["0".repeat(64)],
            Param::Person => vec![UserId(1).to_string()],
            Param::Request => some(&["2023-1"]),
            Param::Entry => some(&["0", "1", "2", "3"]),
            Param::Tile => some(&["entries/000.p/1", "0/000.p/1"]),
            Param::Voice => some(&["opinion-2023-1", "complaint-2023-1"]),
            Param::Survey => some(&["1"]),
            Param::VoiceKind => some(&["opinion", "enquiry", "correction", "complaint"]),
            Param::Letter => some(&["receipt.docx", "answer.docx"]),
        };
        let fill = |pattern: &String| {
            let (start, end) = (pattern.find('{').unwrap(), pattern.find('}').unwrap());
            let (before, after) = (pattern[..start].to_string(), pattern[end + 1..].to_string());
            values.iter().map(move |value| format!("{before}{value}{after}")).collect::<Vec<_>>()
        };
        made = made.iter().flat_map(fill).collect();
    }
    made
}

/// Questions that the table of routes does not know.
fn questions(table: &[(Case, &[&str])]) -> Vec<(String, Area, bool)> {
    let mut out = vec![
        ("/item/37?sort=title".to_string(), Area::Portal, true),
        ("/item/37?unit=jwc&year=2022-2023".to_string(), Area::Portal, true),
        ("/search?q=QZ".to_string(), Area::Portal, true),
        ("/records?unit=jwc".to_string(), Area::Portal, true),
        ("/records?year=2023&month=9&form=notice".to_string(), Area::Portal, true),
        ("/numbers?series=&page=2".to_string(), Area::Portal, true),
        ("/work/ledger?view=all".to_string(), Area::Workbench, true),
        ("/work/ledger?q=QZ".to_string(), Area::Workbench, true),
        ("/work/ledger.xlsx?view=all".to_string(), Area::Workbench, true),
        ("/work/report/2022-2023?part=8".to_string(), Area::Workbench, true),
        ("/work/settings/unit?code=jwc".to_string(), Area::Workbench, true),
    ];
    for (case, _) in table {
        out.push((format!("/search?q={}", case.marks.stem()), Area::Portal, true));
        out.push((format!("/search.atom?q={}", case.marks.stem()), Area::Portal, false));
        out.push((format!("/work/log?about={}", case.record.index), Area::Workbench, true));
        out.push((format!("/work/new?from={}", case.record.id), Area::Workbench, true));
    }
    out
}

/// What an answer says: its headers, and its body as another program reads it.
fn said(address: &str, headers: &HeaderMap, body: &[u8]) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let ending = match kind.split(';').next().unwrap_or_default() {
        "application/pdf" => "pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        _ => "",
    };
    let mut text = if ending.is_empty() || body.is_empty() {
        String::from_utf8_lossy(body).into_owned()
    } else {
        let file = office::read::read_bytes(&format!("a.{ending}"), body, &Default::default());
        let file = file.unwrap_or_else(|error| panic!("{address}: {error:?}"));
        let links: String = file.links.iter().map(|link| format!(" {}", link.address)).collect();
        format!("{}{links}", file.text)
    };
    for value in headers.values() {
        text.push_str(value.to_str().unwrap_or_default());
    }
    text
}

/// The school of the matrix with its people, who can be reached by mail.
async fn school(table: &[(Case, &[&str])]) -> School {
    let mail = MailSettings {
        server: "localhost".into(),
        security: "none".into(),
        from: "xxgk@example.edu.cn".into(),
        ..MailSettings::default()
    };
    let settings = Settings { mail: Some(mail), ..Settings::default() };
    let cases: Vec<Case> = Vec::new();
    let school = school_with(settings, &cases, async |school| {
        school.with_units().await;
        for (name, role, unit) in READERS {
            if let Some(role) = role {
                school.employs_at(name, role, unit, &format!("{name}@example.edu.cn")).await;
            }
        }
        for (case, _) in table {
            school.save_with(&case.record, case.files()).await;
            school.keep_lists(case).await;
        }
    })
    .await;
    // What is asked for by mail names records that are on their way.
    let people = app::accounts::list(&school.ctx()).await.unwrap();
    let office = people.iter().find(|person| person.login.to_string() == "office").unwrap();
    let ctx = school.app.ctx(office.principal(), app::words::Lang::Zh);
    let asked = urge(&ctx, &Wanted::Items(vec!["37".parse().unwrap()]), "").await.unwrap();
    assert!(asked.people > 0, "{asked:?}");
    school
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_part_in_a_unit_is_told_nowhere_what_the_table_does_not_let_them_know() {
    walked_by(&["visitor", "member", "other", "admin"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_and_its_reviewers_are_told_nowhere_what_the_table_does_not_let_them_know() {
    walked_by(&["clerk", "head", "secrecy"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_over_the_school_is_told_nowhere_what_the_table_does_not_let_them_know() {
    walked_by(&["office", "supervisor", "leader"]).await;
}

/// These readers ask for everything.
async fn walked_by(names: &[&str]) {
    let table = table();
    let school = school(&table).await;
    let mut asked: Vec<(String, Area, bool)> = questions(&table);
    for route in ROUTES {
        if let LeakMatrix::LeftOut(why) = route.matrix {
            assert!(route.verb != Verb::Get && !why.is_empty(), "{}: what can be read is asked", route.pattern);
            continue;
        }
        for (at, address) in addresses(route.pattern, route.params, &table).into_iter().enumerate() {
            assert!(!address.contains('{'), "{address}: a parameter that the table does not name");
            // Either language shows the same, so they take turns.
            let english = route.translated && at % 2 == 1;
            let front = address == "/";
            let address = match english {
                true if front => "/en".to_string(),
                true => format!("/en{address}"),
                false => address,
            };
            asked.push((address, route.area, route.by_reader));
        }
    }
    let (mut leaks, mut seen, mut turn) = (Vec::new(), BTreeSet::new(), 0u32);
    let readers: Vec<Reader> =
        readers(&school).await.into_iter().filter(|reader| names.contains(&reader.name)).collect();
    assert_eq!(readers.len(), names.len());
    for reader in &readers {
        for (address, area, by_reader) in &asked {
            turn += 1;
            let from = std::net::Ipv4Addr::from_bits(0x0a00_0000 + turn).to_string();
            let mut request = Request::builder().uri(address).header("x-forwarded-for", from);
            if !reader.cookies.is_empty() {
                request = request.header(header::COOKIE, &reader.cookies);
            }
            let answer = school.answer(request.body(Body::empty()).unwrap()).await;
            let status = answer.status;
            assert!(!status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS, "{}: {address}", reader.name);
            let typed = Marks::found_in(address);
            for mark in Marks::found_in(&said(address, &answer.headers, &answer.body)).difference(&typed) {
                let Some(row) = table.iter().find(|(case, _)| case.marks.owns(mark)) else { continue };
                let field = &mark[5..];
                if may(reader, row, *area, *by_reader, field) {
                    seen.insert((reader.name, row.0.name.clone(), *area == Area::Workbench, field.to_string()));
                } else {
                    leaks.push(format!("{} reads {mark} of “{}” at {address}", reader.name, row.0.name));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    // The matrix can see: whoever may know of a record finds its title where the table says, and its file if it is on view.
    for (case, on_portal) in &table {
        for reader in &readers {
            let saw = |at_work: bool, field: &str| {
                seen.contains(&(reader.name, case.name.clone(), at_work, field.to_string()))
            };
            if on_portal.contains(&reader.name) {
                for field in case.must_show_to(&reader.reach) {
                    assert!(*field == "UN" || saw(false, field), "{} sees no {field} of “{}”", reader.name, case.name);
                }
            }
            let titled = saw(true, "TI") || saw(true, "T2");
            assert!(titled || !DESK.contains(&reader.name), "{} has no “{}” on their desk", reader.name, case.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_names_only_what_whoever_gets_it_works_on() {
    let table = table();
    let school = school(&table).await;
    let people = app::accounts::list(&school.ctx()).await.unwrap();
    let messages = school.app.store.read().await.unwrap().messages(1_000).await.unwrap();
    let mut named = 0;
    for stored in &messages {
        let person = people.iter().find(|person| person.id.to_string() == stored.message.recipient).unwrap();
        let text = format!("{:?}", stored.message);
        for mark in Marks::found_in(&text) {
            let (case, _) = table.iter().find(|(case, _)| case.marks.owns(&mark)).unwrap();
            named += 1;
            let desk = person.principal().desk();
            assert!(desk.holds(case.record.unit.as_deref()), "{}: {mark} of “{}”", person.login, case.name);
            assert!(["TI", "T2", "IX"].contains(&&mark[5..]), "{}: {mark}: a mail says what it is about", person.login);
        }
    }
    assert!(named > 0, "{messages:?}");
}

#[test]
fn the_table_is_what_the_one_rule_says_and_names_every_kind_of_reader_and_state() {
    let today = "2023-10-20".parse().unwrap();
    let table = table();
    for (case, on_portal) in &table {
        for (name, role, unit) in READERS {
            let posts = role.map(|role| domain::policy::Post { role, unit: unit.map(str::to_string) });
            let who = match posts {
                Some(post) => Principal::Account { user: UserId(1), posts: vec![post] },
                None => Principal::Visitor,
            };
            let sees = who.reads().show(&case.record, today) != Shown::Nothing;
            assert_eq!(sees, on_portal.contains(&name), "{name}: “{}”", case.name);
            assert_eq!(who.desk().holds(Some("jwc")), DESK.contains(&name), "{name}");
        }
    }
    let roles: BTreeSet<&str> = READERS.iter().filter_map(|(_, role, _)| role.map(|role| role.code())).collect();
    assert_eq!(roles.len(), Role::ALL.len(), "every role reads");
    for case in cases() {
        let state = case.name.split_inclusive(", ").next().unwrap();
        assert!(table.iter().any(|(row, _)| row.name.starts_with(state)), "{state} has no row");
    }
}
