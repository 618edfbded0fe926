//! Datasets by form: judged as a ledger file is, refused with the arithmetic when they do not add up, and undone like an import.

use app::Error;
use app::datasets::{At, Fault, Typed, Wrong, begun, judge, overview, save, sheet, workbook, worked};
use app::ledger::{Undo, list, undo};
use domain::figure::{Quantity, Standing, Verdict};
use domain::ledger::FaultKind;
use domain::policy::Role;
use domain::school_year::SchoolYear;
use std::collections::BTreeMap;
use store::EventFilter;
use testkit::{School, on_both};

fn cells(cells: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
    cells.iter().map(|(key, text)| (*key, (*text).to_string())).collect()
}

/// Admissions: name and number of each figure, and what must hold.
fn admissions(year: &str, figures: &[(&str, &str)], identities: &str) -> Typed {
    let head = [
        ("key", "admissions"),
        ("title", "录取情况"),
        ("item", "9"),
        ("unit", "jwc"),
        ("year", year),
        ("source", "招生系统"),
    ];
    Typed {
        head: cells(&head),
        figures: figures
            .iter()
            .map(|(name, value)| cells(&[("name", name), ("value", value), ("unit", "人")]))
            .collect(),
        identities: identities.to_string(),
    }
}

const ROWS: [(&str, &str); 4] = [("录取", "5531"), ("普高", "4896"), ("单招", "493"), ("五年一贯制", "142")];
const SUM: &str = "录取 = 普高 + 单招 + 五年一贯制 # 见简报";

fn year(text: &str) -> SchoolYear {
    text.parse().unwrap()
}

async fn saved(school: &School, typed: &Typed, seen: &str) -> Option<u32> {
    save(&school.office().ctx(), typed, seen).await.unwrap().unwrap()
}

on_both! {
    async fn what_adds_up_is_saved_with_its_event_and_a_batch_that_goes_back(school) {
        let school = school.founded().await;
        let batch = saved(&school, &admissions("2022-2023", &ROWS, SUM), "").await.unwrap();
        let ctx = school.office().ctx();
        let read = sheet(&ctx, "admissions", year("2022-2023")).await.unwrap();
        assert_eq!((read.dataset.figures.len(), read.dataset.identities.len(), read.notes), (4, 1, vec!["见简报".to_string()]));
        assert!(read.dataset.standing().is_complete());
        let listed = list(&ctx, None).await.unwrap();
        assert_eq!((listed[0].nr, listed[0].by_command, listed[0].source.as_str()), (batch, false, "2022-2023 录取情况"));
        let events = school.app.store.read().await.unwrap().events(&EventFilter::default(), 0, 1000).await.unwrap();
        assert_eq!(events.iter().filter(|event| event.act == domain::event::Act::DatasetWritten).count(), 1);
        // The same again changes nothing.
        let mut again = admissions("2022-2023", &ROWS, SUM);
        for (cells, figure) in again.figures.iter_mut().zip(&read.dataset.figures) {
            cells.insert("key", figure.key.clone());
        }
        assert_eq!(saved(&school, &again, &read.state).await, None);
        assert_eq!(undo(&ctx, batch).await.unwrap(), Undo::Done { removed: 1, restored: 0 });
        assert!(matches!(sheet(&ctx, "admissions", year("2022-2023")).await, Err(Error::NotFound { .. })));
    }

    async fn what_does_not_add_up_is_refused_with_the_arithmetic_until_it_is_marked_as_disputed(school) {
        let school = school.founded().await;
        let mut off = admissions("2022-2023", &ROWS, SUM);
        off.figures[3].insert("value", "141".into());
        let wrong = save(&school.office().ctx(), &off, "").await.unwrap().unwrap_err();
        let [Wrong { at: At::Identity(0), fault: Fault::Broken(arithmetic) }] = wrong.as_slice() else { panic!("{wrong:?}") };
        assert_eq!(arithmetic.worked, "4896 + 493 + 141 = 5530");
        assert_eq!((arithmetic.expected.as_str(), arithmetic.difference()), ("5531", Some(Quantity::whole(1))));
        let Verdict::Broken(_) = worked(&off)[0].verdict else { panic!("it is worked out while it is typed") };
        assert!(overview(&school.office().ctx()).await.unwrap().lines.is_empty(), "nothing was kept");
        off.figures[3].insert("disputed", "原件如此，相加少1".into());
        saved(&school, &off, "").await.unwrap();
        let all = overview(&school.office().ctx()).await.unwrap();
        assert_eq!(all.lines[0].years, [Some(Standing { disputed: 1, excused: 1, ..Standing::default() })]);
    }

    async fn the_next_year_begins_with_the_definition_and_stands_beside_the_last(school) {
        let school = school.founded().await;
        saved(&school, &admissions("2021-2022", &ROWS, SUM), "").await;
        let ctx = school.office().ctx();
        let next = begun(&ctx, "admissions", year("2022-2023")).await.unwrap();
        assert!(next.dataset.figures.iter().all(|figure| figure.value.is_none()) && next.dataset.identities.len() == 1);
        assert_eq!((next.before.unwrap().figures[0].value, next.state.as_str()), (Some(Quantity::whole(5531)), ""));
        assert!(matches!(begun(&ctx, "admissions", year("2021-2022")).await, Err(Error::Taken { .. })));
        let mut rows = ROWS;
        rows[1].1 = "";
        saved(&school, &admissions("2022-2023", &rows, SUM), "").await;
        let all = overview(&ctx).await.unwrap();
        assert_eq!(all.years, [year("2022-2023"), year("2021-2022")]);
        assert_eq!(all.lines[0].years[0], Some(Standing { gaps: 1, ..Standing::default() }));
        assert!(all.lines[0].years[1].unwrap().is_complete(), "last year's is as it was");
    }

    async fn nobody_writes_over_what_they_have_not_seen_or_takes_away_what_a_text_quotes(school) {
        let school = school.founded().await;
        saved(&school, &admissions("2022-2023", &ROWS, SUM), "").await;
        let ctx = school.office().ctx();
        let twice = save(&ctx, &admissions("2022-2023", &ROWS, SUM), "").await.unwrap().unwrap_err();
        assert_eq!(twice[0].at, At::Head("key"), "{twice:?}");
        let seen = sheet(&ctx, "admissions", year("2022-2023")).await.unwrap().state;
        let shorter = admissions("2022-2023", &ROWS[..1], "");
        school.operator().imports("t.csv", "#表,报告文字\n学年,位置,次序,小标题,文字\n2022-2023,1,1,,普高录取{admissions.f2}。\n").await;
        let quoted = save(&ctx, &shorter, &seen).await.unwrap().unwrap_err();
        assert_eq!(quoted, [Wrong { at: At::Head("title"), fault: Fault::Quoted("普高".into()) }]);
        let kept = admissions("2022-2023", &ROWS[..2], "");
        saved(&school, &kept, &seen).await.unwrap();
        let stale = save(&ctx, &kept, &seen).await;
        assert!(matches!(stale, Err(Error::Conflict { kind: "dataset", .. })), "{stale:?}");
    }

    async fn a_dataset_goes_out_as_a_workbook_and_comes_back_the_same(school) {
        let school = school.founded().await;
        saved(&school, &admissions("2022-2023", &ROWS, SUM), "").await;
        let office = school.office();
        let bytes = workbook(&office.ctx(), "admissions", year("2022-2023")).await.unwrap();
        let file = school.folder().join("admissions.xlsx");
        std::fs::write(&file, bytes).unwrap();
        let same = office.brings_in(&file).await;
        assert_eq!((same.written(), same.is_partial()), (0, false), "{same:?}");
    }

    async fn only_the_office_enters_figures_and_personal_data_stays_out(school) {
        let school = school.founded().await;
        for role in Role::ALL {
            let person = school.holding(*role, Some("教务处"));
            let entered = save(&person.ctx(), &admissions("2022-2023", &ROWS, SUM), "").await;
            assert_eq!(entered.is_ok(), *role == Role::Office, "{role:?}");
        }
        let mut personal = admissions("2021-2022", &ROWS, SUM);
        personal.figures[0].insert("definition", "联系人手机13800138000".into());
        assert!(matches!(save(&school.office().ctx(), &personal, "").await, Err(Error::Personal(_))));
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once_and_in_its_place() {
    let mut typed = admissions("去年", &[("录取", "五千"), ("", "3"), ("普高", "1")], "录取 = 普高 + 高职\n看不懂");
    typed.figures.push(cells(&[("name", "单招"), ("key", "f1")]));
    typed.figures.push(cells(&[("name", "另一个"), ("key", "f1")]));
    let wrong = judge(&typed).unwrap_err();
    let has = |at: At| wrong.iter().any(|wrong| wrong.at == at);
    for at in [
        At::Head("year"),
        At::Figure(0, "value"),
        At::Figure(1, "name"),
        At::Figure(4, "key"),
        At::Identity(0),
        At::Identity(1),
    ] {
        assert!(has(at), "{at:?}: {wrong:?}");
    }
    let duplicate = wrong.iter().find(|wrong| wrong.at == At::Figure(4, "key")).unwrap();
    assert!(matches!(duplicate.fault, Fault::Cell(FaultKind::Duplicate, _)));
}
