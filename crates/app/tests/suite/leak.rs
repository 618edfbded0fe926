//! The matrix of what may be known: records of every audience, openness and state, each with words of its own in every
//! field, against everything that leaves the program.

use crate::outputs::{audit, outputs};
use app::settings_messages::RobotSettings;
use domain::ids::UserId;
use domain::objection::{Objection, Objector, Ruling, Stage};
use domain::policy::Role;
use domain::publicity::{Days, Length, Posting, Roll};
use domain::record::{Audience, Disclosed, Edition, Openness, Progress, Record, Release};
use domain::school_year::SchoolYear;
use std::collections::{BTreeMap, BTreeSet};
use testkit::robots::Robots;
use testkit::{RecordBuilder, School, edition, record, release};

/// What the public may read of what is on view: fields of its first edition and its release.
const ON_VIEW: &[&str] = &[
    "KEY", "UNIT", "TITLE1", "SUMMARY1", "BODY1", "NUMBER1", "ISSUER1", "KEYWORD1", "CHANGE1", "LOCATOR", "EVIDENCE",
    "KIND", "HEAD1", "CELL1", "TURNTO1",
];

/// What stays of what came down.
const TOMBSTONE: &[&str] = &["TITLE1", "REASON"];

/// A word that stands in one field of one record and nowhere else.
fn mark(n: usize, field: &str) -> String {
    format!("Q{n:03}{field}X")
}

fn marked_edition(n: usize, number: u32) -> Edition {
    let mark = |field: &str| mark(n, &format!("{field}{number}"));
    Edition {
        number,
        summary: mark("SUMMARY"),
        body: mark("BODY"),
        document_number: mark("NUMBER"),
        issuer: mark("ISSUER"),
        keywords: vec![mark("KEYWORD")],
        change_note: mark("CHANGE"),
        ..edition(&mark("TITLE"))
    }
}

fn marked(n: usize) -> RecordBuilder {
    let mark = |field: &str| mark(n, field);
    let out = Release {
        evidence: mark("EVIDENCE"),
        note: mark("RELEASENOTE"),
        ..release("site", &format!("https://www.example.edu.cn/info/20200101/{}.htm", mark("LOCATOR")))
    };
    record("")
        .key(&mark("KEY"))
        .unit(&mark("UNIT"))
        .newest(|edition| *edition = marked_edition(n, 1))
        .publicity(&mark("KIND"), "2023-03-01", "")
        .remarks(&mark("NOTE"), &mark("SOURCE"))
        .released(out)
}

/// States by name: what it makes of a record, and what the public may then know of one that is for it.
type State = (&'static str, fn(RecordBuilder, usize) -> RecordBuilder, &'static [&'static str]);

const STATES: &[State] = &[
    ("a draft", |r, n| r.progress(Progress::Draft { returned: Some(mark(n, "RETURNED")) }), &[]),
    ("with its unit", |r, _| r.progress(Progress::UnitReview), &[]),
    ("with the secrecy reviewer", |r, _| r.progress(Progress::SecrecyReview { unit_reviewer: UserId(2) }), &[]),
    ("approved for a later minute", |r, _| r.approved(Some("2030-01-01T00:00:00Z".parse().unwrap())), &[]),
    ("on view", |r, _| r.public("2023-03-01"), ON_VIEW),
    ("on view, its next edition being drafted", |r, n| r.then(marked_edition(n, 2)).public("2023-03-01"), ON_VIEW),
    (
        "on view, its next edition approved for later",
        |r, n| {
            r.then(marked_edition(n, 2)).public("2023-03-01").approved(Some("2030-01-01T00:00:00Z".parse().unwrap()))
        },
        ON_VIEW,
    ),
    ("withdrawn after its year", |r, n| r.withdrawn("2023-03-01", "2023-11-01", &mark(n, "REASON")), TOMBSTONE),
    ("withdrawn in its year", |r, n| r.withdrawn("2023-03-01", "2023-06-01", &mark(n, "REASON")), TOMBSTONE),
    (
        "withdrawn while its next edition was drafted",
        |r, n| r.then(marked_edition(n, 2)).withdrawn("2023-03-01", "2023-11-01", &mark(n, "REASON")),
        TOMBSTONE,
    ),
    ("expired", |r, _| r.until("2023-05-01").expired("2023-03-01", "2023-05-01"), TOMBSTONE),
    ("expired, naming a person", |r, _| r.until("2023-05-01").expired("2023-03-01", "2023-05-01").untitled(), &[]),
    ("past its term, not yet taken down", |r, _| r.until("2023-11-30").public("2023-03-01"), TOMBSTONE),
];

/// What may be known of each mark's record, and the records.
struct Matrix {
    records: Vec<Record>,
    allowed: BTreeSet<String>,
    names: BTreeMap<usize, String>,
}

async fn fill(school: &School) -> Matrix {
    let mut matrix = Matrix { records: Vec::new(), allowed: BTreeSet::new(), names: BTreeMap::new() };
    let grounds = |n| Openness::Withheld { ground: mark(n, "GROUND") };
    for audience in Audience::ALL {
        for openness in [|_| Openness::Proactive, |_| Openness::OnRequest, grounds] {
            for (name, state, allowed) in STATES {
                let n = matrix.records.len();
                let built = state(marked(n), n).audience(*audience).openness(openness(n));
                let record = school.keeps(built).await;
                keep_list(school, &record, n).await;
                let for_all = *audience == Audience::Public && record.openness == Openness::Proactive;
                if for_all {
                    matrix.allowed.extend(allowed.iter().map(|field| mark(n, field)));
                }
                matrix.names.insert(n, format!("{} {} {name}", audience.code(), record.openness.code()));
                matrix.records.push(record);
            }
        }
    }
    matrix
}

/// What each edition of a record shows in a period, and an answered objection, which is nobody's but its writer's.
async fn keep_list(school: &School, record: &Record, n: usize) {
    let day = |text: &str| text.parse().unwrap();
    let mut tx = school.app.store.write().await.unwrap();
    for edition in &record.editions {
        let of = |field: &str| mark(n, &format!("{field}{}", edition.number));
        let posting = Posting {
            kind: "national_scholarship".into(),
            starts: day("2023-03-01"),
            length: Length { count: 5, days: Days::Working },
            contact: of("TURNTO"),
            wider: String::new(),
            kept: Vec::new(),
            roll: Roll { heads: vec![of("HEAD")], rows: vec![vec![of("CELL")]] },
            again: vec![false],
            period: Some((day("2023-03-01"), day("2023-03-08"))),
            extended: None,
            kept_until: Some(day("2026-03-08")),
            purged: false,
        };
        tx.save_posting(record.id, edition.number, &posting).await.unwrap();
    }
    let mut objection = Objection {
        number: tx.next_objection(2023).await.unwrap(),
        record: record.id,
        edition: 1,
        row: None,
        cells: Vec::new(),
        text: mark(n, "OBJECTION"),
        objector: Some(Objector { name: mark(n, "OBJECTOR"), contact: mark(n, "CONTACT") }),
        filed_at: "2023-03-02T02:00:00Z".parse().unwrap(),
        stage: Stage::Filed,
    };
    tx.file_objection(&objection, &mark(n, "RECEIPT")).await.unwrap();
    let (at, ruling) = (objection.filed_at, Ruling::Upheld);
    objection.stage = Stage::Ruled { by: UserId(3), at, ruling, answer: mark(n, "ANSWER") };
    tx.save_objection_stage(&objection).await.unwrap();
    tx.commit_unlogged().await.unwrap();
}

/// The marks in a text.
fn marks(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find('Q') {
        rest = &rest[at..];
        let end = rest.find('X').map_or(rest.len(), |end| end + 1);
        let word = &rest[..end];
        if word.len() > 5 && word[1..].bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            found.insert(word.to_string());
        }
        rest = &rest[1..];
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_hidden_stands_in_any_output() {
    let school = School::founded_on("2023-12-01").await;
    let matrix = fill(&school).await;
    let year = SchoolYear::beginning(2022).unwrap();
    school.office().issues(year, "2023-10-28").await;
    let addresses: Vec<_> = matrix.records.iter().map(|record| (record.id, record.index.clone())).collect();
    let words: Vec<String> = (0..matrix.records.len()).flat_map(|n| [mark(n, "TITLE1"), mark(n, "NUMBER2")]).collect();
    for after_the_jobs in [false, true] {
        if after_the_jobs {
            // The edition issued before keeps what it said; the newest says what is so now.
            school.jobs_run().await;
            assert_eq!(school.office().issues(year, "2023-10-28").await.edition, 2);
        }
        let mut outputs = outputs(&school, &addresses, &words).await;
        outputs.push(audit(&school, year).await);
        // Until the job has run, within the minute after midnight, lists and the account hold what is past its term; its
        // own page is a tombstone at once.
        let excused = |name: &str, word: &str| {
            let n: usize = word[1..4].parse().unwrap();
            !after_the_jobs
                && !name.starts_with("record")
                && matrix.names[&n] == "public proactive past its term, not yet taken down"
                && ON_VIEW.iter().any(|field| mark(n, field) == word)
        };
        let (mut leaks, mut seen) = (Vec::new(), BTreeSet::new());
        for (name, text) in &outputs {
            for word in marks(text) {
                let n: usize = word[1..4].parse().unwrap();
                if matrix.allowed.contains(&word) || excused(name, &word) {
                    seen.insert(word);
                } else {
                    leaks.push(format!("{name}: {word} of a record that is {}", matrix.names[&n]));
                }
            }
        }
        assert!(leaks.is_empty(), "{} leaks: {leaks:#?}", leaks.len());
        // The matrix can see: whatever may be known of what is on view is seen somewhere.
        let unseen: Vec<&String> = matrix.allowed.difference(&seen).collect();
        assert!(unseen.iter().all(|word| word.ends_with("REASONX")), "nowhere seen: {unseen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_group_is_told_a_word_of_any_record_whatever_its_state() {
    let school = School::founded_on("2023-12-01").await;
    school.at("2023-12-01 08:30");
    let robots = Robots::open(school.app.clock.now().timestamp());
    std::fs::write(school.folder().join("robot"), robots.address("wecom")).unwrap();
    let named = |name: &str, unit: Option<&str>| RobotSettings {
        name: name.into(),
        kind: "wecom".into(),
        unit: unit.map(str::to_string),
        address_file: Some("robot".into()),
        secret_file: None,
    };
    let school = school.equipped(|settings| settings.robots = vec![named("all", None), named("unit", Some("jwc"))]);
    let items = "#表,事项\n事项,责任部门,更新时限\n20,jwc,yearly 11-20\n37,jwc,made 20\n";
    school.operator().imports("items.csv", items).await;
    school.employs("clerk", Role::Clerk, Some("jwc")).await;
    school.employs("office", Role::Office, None).await;
    let matrix = fill(&school).await;
    app::jobs::stand(&school.app).await.unwrap();
    school.jobs_run().await;
    let said: String = robots.said().into_iter().map(|(_, text)| text).collect();
    assert!(said.contains("第20项") && said.contains("教务处"), "{said}");
    assert!(matrix.records.len() > 100);
    assert_eq!(marks(&said), BTreeSet::new(), "not even of what is public: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_of_an_issued_report_says_what_was_disclosed_and_only_that() {
    let school = School::founded_on("2023-12-01").await;
    let matrix = fill(&school).await;
    let year = SchoolYear::beginning(2022).unwrap();
    school.office().issues(year, "2023-10-28").await;
    let cited: BTreeSet<String> = matrix
        .records
        .iter()
        .enumerate()
        .filter(|(_, record)| Disclosed::of(record).is_some_and(|disclosed| disclosed.title().is_some()))
        .map(|(n, _)| mark(n, "TITLE1"))
        .collect();
    assert_eq!(cited.len(), 7, "of those for everyone: what is on view, and what came down and counts");
    for (name, text) in outputs(&school, &[], &[]).await {
        let format = name.strip_prefix("report 2022-2023 ");
        if format.is_some_and(|format| format != "json") {
            let titles: BTreeSet<String> = marks(&text).into_iter().filter(|word| word.ends_with("TITLE1X")).collect();
            // What was withdrawn within its year counts for nothing and is named as its tombstone names it: an issued report
            // is kept for good and so is the tombstone, so that neither tells more or longer than the other; a title that
            // names a person stands in neither.
            let tombstoned = |word: &&String| {
                let n: usize = word[1..4].parse().unwrap();
                matrix.allowed.contains(*word) && matrix.records[n].visibility.code() == "withdrawn"
            };
            let others: Vec<&String> = titles.difference(&cited).filter(|word| !tombstoned(word)).collect();
            assert!(!titles.is_empty() && others.is_empty(), "{name}: {others:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_board_counts_what_was_disclosed_and_nothing_else() {
    let school = School::founded_on("2023-12-01").await;
    let matrix = fill(&school).await;
    let disclosed = matrix.records.iter().filter_map(Disclosed::of).count() as u64;
    let board = school.portal().board().await.unwrap();
    let (_, item) = board.find(&"37".parse().unwrap()).unwrap();
    assert_eq!((item.account.entries, board.years[0].entries), (disclosed, disclosed));
    school.jobs_run().await;
    let board = school.portal().board().await.unwrap();
    assert_eq!(board.find(&"37".parse().unwrap()).unwrap().1.account.entries, disclosed, "the jobs change no count");
}
