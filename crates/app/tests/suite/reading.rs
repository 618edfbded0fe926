//! A book as departments deliver it: nothing is silently wrong, nearly all is rightly understood, the rest is asked.

use app::ledger::Outcome;
use domain::ledger::Table;
use domain::record::Record;
use office::ledger::Spot;
use std::collections::{HashMap, HashSet};
use testkit::School;
use testkit::book::{Truth, departments};
use testkit::layout::layouts;

/// What a record says, to be held against the truth.
async fn said(school: &School, record: &Record) -> Truth {
    let reader = school.app.store.read().await.unwrap();
    let kinds: HashMap<String, _> =
        reader.channels().await.unwrap().into_iter().map(|channel| (channel.code, channel.kind)).collect();
    let edition = record.principal_edition().unwrap();
    let mut releases: Vec<_> =
        record.releases.iter().map(|release| (kinds.get(&release.channel).copied(), release.locator.clone())).collect();
    releases.sort();
    let past = record.visibility.past().map(|past| past.since);
    let since = match &record.visibility {
        domain::record::Visibility::Public { since, .. } => Some(*since),
        _ => past,
    };
    let domain::catalogue::ItemKey::Official(item) = record.item else { panic!("{record:?}") };
    Truth {
        title: edition.title.clone(),
        item,
        unit: "",
        published_on: since.unwrap_or_default().to_string(),
        releases,
        until: record.publicity.as_ref().map(|publicity| publicity.until.to_string()),
        doubtful: false,
    }
}

/// Rows that are named as bad or in question, by sheet and row.
fn named(outcome: &Outcome) -> HashSet<(String, u64)> {
    let asked = outcome.questions.told().iter().flat_map(|told| told.places.iter());
    let asked = asked.filter_map(|spot| match spot {
        Spot::Row(place, _) => Some((place.sheet.to_string(), place.row)),
        _ => None,
    });
    let bad = outcome.bad.iter().filter_map(|bad| match bad {
        app::ledger::Bad::Cell { place, .. } => Some((place.sheet.to_string(), place.row)),
        app::ledger::Bad::File(_) => None,
    });
    asked.chain(bad).collect()
}

/// Brings a book in and holds each of its rows against the truth: none is silently wrong, none is invented, and every row
/// that was left out is one that nobody can know, and is named.
async fn holds(seed: u64, make: fn(u64, &std::path::Path) -> Vec<Truth>) {
    let school = School::founded_on("2025-12-01").await;
    let file = school.folder().join("各部门.xlsx");
    let truths = make(seed, &file);
    let outcome = school.operator().brings_in(&file).await;
    let reader = school.app.store.read().await.unwrap();
    let records = reader.export_records(None, 2000).await.unwrap();
    let units: HashMap<String, String> =
        reader.units().await.unwrap().into_iter().map(|unit| (unit.code, unit.name)).collect();
    let mut found: HashMap<String, (Truth, String)> = HashMap::new();
    for record in &records {
        let unit = record.unit.as_ref().and_then(|code| units.get(code)).cloned().unwrap_or_default();
        let said = said(&school, record).await;
        assert!(found.insert(said.title.clone(), (said, unit)).is_none());
    }
    let (mut right, mut wrong) = (0, Vec::new());
    for truth in &truths {
        match found.remove(&truth.title) {
            Some((said, unit)) => {
                let same = Truth { unit: truth.unit, ..said.clone() } == *truth;
                // The sheet of 后勤处 is called 后勤.
                let same_unit = unit == truth.unit || truth.unit.starts_with(&unit) && !unit.is_empty();
                if same && same_unit { right += 1 } else { wrong.push(format!("{truth:?}\n  {said:?} {unit}")) }
            }
            // Left out: it must be one that nobody can know.
            None if truth.doubtful => {}
            None => wrong.push(format!("left out: {truth:?}")),
        }
    }
    assert!(wrong.is_empty(), "seed {seed}: {} silently wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(found.is_empty(), "seed {seed}: what no row says: {found:?}");
    let doubtful = truths.iter().filter(|truth| truth.doubtful).count();
    assert_eq!(right + doubtful, truths.len());
    assert_eq!(named(&outcome).len(), doubtful, "every row that was left out is named, and no other");
    assert_eq!(outcome.bad_rows + outcome.question_rows, doubtful as u64);
    assert!(right * 100 >= truths.len() * 95, "{right} of {}", truths.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_thirteen_departments_nothing_is_silently_wrong_and_the_rest_is_asked() {
    for seed in [1, 2, 3] {
        holds(seed, departments).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn however_a_sheet_is_laid_out_nothing_is_silently_wrong_and_the_rest_is_asked() {
    for seed in 1..=6 {
        holds(seed, layouts).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_read_twice_says_the_same_and_changes_nothing() {
    let school = School::founded_on("2025-12-01").await;
    let file = school.folder().join("各部门.xlsx");
    departments(7, &file);
    let told = |outcome: &Outcome| {
        let understood = outcome.understood.told().iter().filter(|told| told.table != Some(Table::Channels));
        (
            understood.map(|told| (told.remark.clone(), told.count)).collect::<Vec<_>>(),
            outcome.questions.told().iter().map(|told| (told.remark.clone(), told.count)).collect::<Vec<_>>(),
        )
    };
    let first = school.operator().brings_in(&file).await;
    let second = school.operator().brings_in(&file).await;
    assert_eq!(told(&first), told(&second));
    assert_eq!(second.written(), 0);
    assert_eq!(second.tables[&Table::Records].same, first.tables[&Table::Records].new);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_goes_to_the_channel_whose_host_the_ledger_or_the_file_itself_gives() {
    let school = School::founded_on("2025-12-01").await;
    let channels = "#表,渠道\n渠道代码,渠道名称,类别,地址\nsite,学校官网,网站,https://www.x.edu.cn/\n\
        zs,招生网,网站,https://zs.x.edu.cn/\n";
    let records = "标题,事项,公开日期,网址,渠道,责任部门\n\
        甲,37,2025-03-01,https://zs.x.edu.cn/1,官网、招生网,学生处\n\
        乙,37,2025-03-01,https://www.x.edu.cn/2,,学生处\n\
        丙,37,2025-03-01,https://other.cn/3,,学生处\n\
        丁,37,2025-03-01,https://zs.x.edu.cn/4,site；zs,学生处\n";
    let expected = [
        ("丁", vec![("site", "https://zs.x.edu.cn/4"), ("zs", "https://zs.x.edu.cn/4")]),
        ("丙", vec![("", "https://other.cn/3")]),
        ("乙", vec![("site", "https://www.x.edu.cn/2")]),
        ("甲", vec![("site", ""), ("zs", "https://zs.x.edu.cn/1")]),
    ];
    // First the table of channels stands in the same file, then in the ledger.
    let whole = format!("#表,记录\n{records}{channels}");
    for (name, text, same) in [("whole.csv", whole.as_str(), 0), ("records.csv", records, 4)] {
        let outcome = school.operator().imports(name, text).await;
        assert_eq!(outcome.tables[&Table::Records].same, same, "{name}: {:?}", outcome.changes);
        let records = school.app.store.read().await.unwrap().export_records(None, 10).await.unwrap();
        let mut told: Vec<(&str, Vec<(&str, &str)>)> = records
            .iter()
            .map(|record| {
                let releases = record.releases.iter().map(|release| (&*release.channel, &*release.locator));
                let mut releases: Vec<_> = releases.collect();
                releases.sort_unstable();
                (&*record.principal_edition().unwrap().title, releases)
            })
            .collect();
        told.sort_unstable();
        assert_eq!(told, expected, "{name}");
    }
}
