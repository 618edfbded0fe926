//! One account: what portal, machine-readable answers and the annual report count is the same.

use app::portal::view::ListQuery;
use domain::coverage::{State, accounts, coverage, facts_of};
use domain::document::{Block, Inline};
use domain::ledger::Concern;
use domain::record::Audience;
use serde_json::Value;
use std::collections::BTreeMap;
use testkit::{School, record};

/// The numbers that stand in a report, by their references.
fn values(blocks: &[Block]) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let mut take = |inlines: &[Inline]| {
        for inline in inlines {
            if let Inline::Value { text, source } = inline {
                values.insert(source.clone(), text.clone());
            }
        }
    };
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => take(inlines),
            Block::Table(table) => table.rows.iter().flatten().for_each(|cell| take(cell)),
            _ => {}
        }
    }
    values
}

#[tokio::test(flavor = "multi_thread")]
async fn portal_answers_for_machines_and_report_of_the_sample_year_count_alike() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let year = app::demo::year();
    let built = app::report::build(&school.ctx(), year, None).await.unwrap();
    let printed = values(&built.document.blocks);
    let portal = school.portal();
    let board = portal.board().await.unwrap();
    let json: Value = serde_json::from_str(&portal.coverage_json().await.unwrap()).unwrap();

    // The year in total.
    let of_year = board.years.iter().find(|account| account.year == year).unwrap();
    let in_json = json["years"].as_array().unwrap().iter().find(|line| line["year"] == "2022-2023").unwrap();
    for (name, count) in [
        ("applicable", of_year.coverage.applicable),
        ("disclosed", of_year.coverage.disclosed),
        ("nil", of_year.coverage.nil),
        ("open", of_year.coverage.open()),
    ] {
        assert_eq!(in_json[name], count, "{name}");
        assert_eq!(printed[&format!("coverage:all.{name}")], count.to_string(), "{name}");
    }
    assert_eq!(in_json["records"], of_year.entries);
    assert_eq!(printed["coverage:all.entries"], of_year.entries.to_string());
    assert!(of_year.coverage.disclosed > 0 && of_year.entries > 0);

    // Every item. The ledger holds this one year and what has no year, so the board of all years differs by the latter.
    let in_report = accounts(&built.year.catalogue, &facts_of(&built.year.records), &[]);
    let items = json["items"].as_array().unwrap();
    assert_eq!(items.len(), board.items().count());
    let facts = school.app.store.read().await.unwrap().disclosed_facts().await.unwrap();
    for (line, item) in items.iter().zip(board.items()) {
        assert_eq!(line["item"], item.key.to_string());
        assert_eq!(line["records"], item.account.entries, "item {}", item.key);
        assert_eq!(line["own"], item.account.own, "item {}", item.key);
        assert_eq!(line["state"], item.state.code());
        let elsewhere: u64 = facts
            .iter()
            .filter(|facts| facts.item == item.key && facts.year != Some(year))
            .map(|f| f.facts.entries)
            .sum();
        assert_eq!(in_report[&item.key].own + elsewhere, item.account.own, "item {}", item.key);
    }
    let all = coverage(&built.year.catalogue.items, &in_report);
    assert_eq!(all.disclosed, of_year.coverage.disclosed);

    // An item that the school's own items count for has the same sum in its list.
    let own: u64 = board.items().map(|item| item.account.own).sum();
    let listed: u64 = facts.iter().map(|facts| facts.facts.entries).sum();
    assert_eq!(own, listed, "summed over items nothing counts twice");
    for state in State::ALL {
        assert_eq!(json["totals"][state.code()], board.tally(state), "{state:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_own_item_counts_under_its_own_heading_and_into_what_it_maps_to() {
    let school = School::founded_on("2023-12-01").await;
    let ledger = r#"{"format":"gongkai-ledger","version":1,
        "items":[{"item":"S1","category":"11","category_name":"就业创业信息","text":"招聘信息","maps_to":"31；32"}],
        "records":[{"key":"a","title":"双选会","item":"S1","published_on":"2023-10-08","channel":"site","count":"3"},
                   {"key":"b","title":"就业指导","item":"31","published_on":"2023-10-09","channel":"site"}]}"#;
    let outcome = school.operator().imports("a.json", ledger).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    let board = school.portal().board().await.unwrap();
    let account = |key: &str| {
        let (_, item) = board.find(&key.parse().unwrap()).unwrap();
        (item.account.own, item.account.entries)
    };
    assert_eq!((account("S1"), account("31"), account("32")), ((3, 3), (1, 4), (0, 3)));
    assert_eq!(board.years[0].entries, 4);
    assert_eq!(board.years[0].coverage.disclosed, 2, "items 31 and 32");
}

#[tokio::test(flavor = "multi_thread")]
async fn yearly_items_that_are_undated_or_were_never_disclosed_are_the_late_ones() {
    let school = School::founded_on("2023-11-02").await;
    let state = async |item: &str| {
        let board = school.portal().board().await.unwrap();
        board.find(&item.parse().unwrap()).unwrap().1.state
    };
    assert_eq!(state("6").await, State::Overdue, "nothing was ever issued, and 31 October is over");
    school.keeps(record("往年报告").item("6").public("")).await;
    assert_eq!(state("6").await, State::Overdue, "nobody knows when");
    school.keeps(record("年度报告").item("6").public("2023-10-30")).await;
    assert_eq!(state("6").await, State::Fresh);
    school.at("2024-11-02");
    assert_eq!(state("6").await, State::Overdue, "the next year's is due");
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_that_cannot_be_right_are_told_of_what_the_public_sees_and_of_nothing_else() {
    let school = School::founded_on("2023-12-01").await;
    let made = |title: &str, made: &str| {
        let day: domain::date::PartialDate = made.parse().unwrap();
        record(title).item("37").newest(move |edition| edition.made_on = day)
    };
    school.keeps(made("早于生成", "2023-10-09").public("2023-10-01")).await;
    school.keeps(made("晚于今天", "2023-10-01").public("2024-02-01")).await;
    school.keeps(made("无误", "2023-10").public("2023-10-01")).await;
    let campus = made("校内", "2023-10-09").public("2023-10-01").with(|record| record.audience = Audience::Campus);
    school.keeps(campus).await;
    school.clerk("教务处").drafts(made("草稿", "2024-05-01").unit("jwc")).await;
    let portal = school.portal();
    let key = "37".parse().unwrap();
    let view = portal.item(&key, ListQuery::default()).await.unwrap().unwrap();
    assert_eq!(view.doubts, [(Concern::Future, 1), (Concern::Backwards, 1)]);
    let json: Value = serde_json::from_str(&portal.coverage_json().await.unwrap()).unwrap();
    let told = json["items"].as_array().unwrap().iter().map(|item| (&item["item"], &item["impossible_dates"]));
    let told: Vec<_> = told.filter(|(_, doubts)| **doubts != serde_json::json!([])).collect();
    let expected = serde_json::json!([{"concern": "future", "records": 1}, {"concern": "backwards", "records": 1}]);
    assert_eq!(told, [(&Value::from("37"), &expected)]);
}
