//! Late is late everywhere: portal, JSON, workbench and report say the same of every item, whatever still waits inside.

use app::demo::living;
use app::desk::{Desk, Square};
use domain::coverage::State;
use domain::date::PartialDate;
use serde_json::Value;
use testkit::{School, record};

async fn squares(school: &School) -> Vec<Square> {
    let board = Desk::open(&school.office().ctx()).await.unwrap().board().await.unwrap();
    board.into_iter().flat_map(|row| row.squares).collect()
}

/// Portal, JSON, workbench and report agree on every item; what the workbench counts as late.
async fn agreed(school: &School, when: &str) -> usize {
    let board = school.portal().board().await.unwrap();
    let json: Value = serde_json::from_str(&school.portal().coverage_json().await.unwrap()).unwrap();
    let squares = squares(school).await;
    assert_eq!(squares.len(), board.items().count(), "{when}: every item is on both boards");
    for square in &squares {
        let (_, item) = board.find(&square.key).unwrap();
        let in_json = json["items"].as_array().unwrap().iter().find(|item| item["item"] == square.key.to_string());
        let in_json = in_json.unwrap();
        assert_eq!((item.state, item.latest), (square.state, square.latest), "{when}: {}", square.key);
        assert_eq!(in_json["state"], square.state.code(), "{when}: {}", square.key);
    }
    for state in State::ALL {
        // Totals are of the national list.
        let official =
            squares.iter().filter(|square| square.state == state && !square.key.to_string().starts_with('S'));
        let official = official.count();
        assert_eq!(board.tally(state) as usize, official, "{when}: {}", state.code());
        assert_eq!(json["totals"][state.code()], official, "{when}: {}", state.code());
    }
    for account in &board.years {
        let built = app::report::build(&school.ctx(), account.year, None).await.unwrap();
        let said = format!("{:?}", built.document);
        for (name, count) in [("disclosed", account.coverage.disclosed), ("nil", account.coverage.nil)] {
            let printed = count == 0 || said.contains(&format!("coverage:{name}"));
            assert!(printed, "{when}: the report of {} says what is {name}", account.year);
        }
        let entries: u64 = built.year.records.iter().map(|record| u64::from(record.count)).sum();
        assert_eq!(entries, account.entries, "{when}: {} entries", account.year);
    }
    squares.iter().filter(|square| square.state == State::Overdue).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn portal_json_workbench_and_report_say_the_same_of_every_item() {
    let living = School::open_on("2026-11-30 15:00").await;
    living::make(&living.ctx(), living.folder()).await.unwrap();
    agreed(&living, "living").await;
    let sample = School::open_on("2023-12-01").await.with_sample().await;
    let mut late = Vec::new();
    for day in ["2023-10-31 09:00", "2023-11-01 09:00", "2024-09-01 09:00", "2026-11-30 09:00"] {
        sample.at(day);
        late.push(agreed(&sample, day).await);
    }
    assert!(late.iter().all(|late| *late > 0), "something is late: {late:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_past_its_day_is_told_at_work_and_changes_no_state() {
    let school = School::founded_on("2023-12-01").await;
    let rule = "#表,事项\n事项,责任部门,更新时限\n37,jwc,made 20\n";
    assert_eq!(school.operator().imports("rule.csv", rule).await.bad_rows, 0);
    school.publishes(record("公开过的").item("37").unit("jwc")).await;
    let made =
        |edition: &mut domain::record::Edition| edition.made_on = PartialDate::Day("2023-10-09".parse().unwrap());
    school.clerk("教务处").drafts(record("还没有公开的").item("37").unit("jwc").newest(made).build()).await;
    agreed(&school, "with a draft that is late").await;
    let squares = squares(&school).await;
    let square = squares.iter().find(|square| square.key.to_string() == "37").unwrap();
    assert_eq!(square.state, State::Fresh, "that it waits is not public");
    assert!(
        square.is_late_inside() && square.due.is_some_and(|due| due.is_late()),
        "whoever works is told: {square:?}"
    );
    let waits = Desk::open(&school.office().ctx()).await.unwrap().board().await.unwrap();
    assert_eq!(waits[0].late(), 1, "its unit comes first");
}
