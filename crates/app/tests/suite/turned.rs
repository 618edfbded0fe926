//! Characters that turn the direction of writing, which nobody sees, come into the ledger by no file.

use app::ledger::Bad;
use domain::ledger::{FaultKind, Table, Taken, columns};
use testkit::School;

/// RIGHT-TO-LEFT OVERRIDE, isolates, marks.
const TURNS: [char; 5] = ['\u{202e}', '\u{2066}', '\u{2069}', '\u{200f}', '\u{61c}'];

#[tokio::test(flavor = "multi_thread")]
async fn what_turns_the_writing_is_taken_out_of_a_row_and_the_plan_says_so() {
    let school = School::founded_on("2023-12-01").await;
    for (at, c) in TURNS.into_iter().enumerate() {
        let file = format!("编号,标题,事项,公开日期,渠道\nk{at},关于{c}评选{at}的通知,37,2023-05-12,site\n");
        let outcome = school.operator().imports("a.csv", &file).await;
        assert!(outcome.understood.told().iter().any(|told| told.remark.kind == Taken::Turned), "{c:?}: {outcome:?}");
        let record = school.record_of(&format!("k{at}")).await;
        assert_eq!(record.editions[0].title, format!("关于评选{at}的通知"), "{c:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_with_a_character_that_turns_the_writing_stays_out_and_says_which_cell() {
    let school = School::founded_on("2023-12-01").await;
    for c in TURNS {
        let file = format!(
            "编号,标题,事项,公开日期,渠道,正文\na,评选,37,2023-05-12,site,名额{c}三个\nb,好的通知,37,2023-05-12,site,好\n"
        );
        let outcome = school.operator().plans("a.csv", &file).await.outcome;
        assert_eq!(outcome.bad_rows, 1, "{c:?}: the other row is taken");
        let Some(Bad::Cell { table, kind, .. }) = outcome.bad.first() else { panic!("{:?}", outcome.bad) };
        assert_eq!((*table, *kind), (Table::Records, FaultKind::Characters), "{c:?}");
    }
}

#[test]
fn no_column_of_text_takes_one() {
    for table in Table::ALL {
        for (at, column) in columns(*table).iter().enumerate() {
            let mut cells = vec![String::new(); columns(*table).len()];
            cells[at] = "甲\u{202e}乙".into();
            let row = domain::ledger::Row(cells);
            assert!(domain::ledger::parse(*table, &row).is_err(), "{}.{}", table.code(), column.key);
        }
    }
}
