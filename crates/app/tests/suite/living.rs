//! The living sample shows work of every kind, on whatever day it is made.

use app::demo::living;
use app::desk::{Desk, LedgerQuery, View, Why};
use app::words::Lang;
use domain::policy::{Post, Principal};
use std::collections::BTreeSet;
use testkit::School;

/// Somebody of the sample, as they sit at their desk.
async fn desk_of(school: &School, login: &str) -> Desk {
    let person = living::PEOPLE.iter().find(|person| person.login == login).unwrap();
    let people = app::accounts::list(&school.ctx()).await.unwrap();
    let user = people.iter().find(|known| known.name == person.name).unwrap().id;
    let posts = vec![Post { role: person.role, unit: person.unit.map(str::to_string) }];
    Desk::open(&school.app.ctx(Principal::Account { user, posts }, Lang::Zh)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_whatever_day_it_is_made_work_of_every_kind_waits() {
    // An ordinary day, the day after the spring festival's holidays, the first of a school year, a minute past midnight.
    for minute in ["2026-11-30 15:00", "2026-02-24 09:00", "2026-09-01 10:00", "2026-10-12 00:01"] {
        let school = School::open_on(minute).await;
        living::make(&school.ctx(), school.folder()).await.unwrap_or_else(|error| panic!("{minute}: {error:?}"));
        let home = desk_of(&school, "clerk").await.home().await.unwrap();
        let whys: BTreeSet<&str> = home.tasks.iter().map(|task| task.why.code()).collect();
        assert_eq!(whys, BTreeSet::from(["drafting", "returned"]), "{minute}");
        assert!(
            home.tasks.iter().any(|task| matches!(&task.why, Why::Returned(reason) if reason.contains("截止日期")))
        );
        for (login, why, many) in
            [("head", "unit-review", 1), ("secrecy", "secrecy-review", 2), ("office", "publish", 1)]
        {
            let home = desk_of(&school, login).await.home().await.unwrap();
            assert_eq!(home.tasks.iter().filter(|task| task.why.code() == why).count(), many, "{minute}: {login}");
        }
        let secrecy = desk_of(&school, "secrecy").await;
        let late: Vec<i64> =
            secrecy.home().await.unwrap().tasks.iter().filter_map(|task| task.due).map(|due| due.left).collect();
        assert_eq!(late.iter().min(), Some(&-3), "{minute}: one is late by three working days");
        assert!(!desk_of(&school, "clerk").await.said_to_me().await.unwrap().is_empty() || late.len() == 2, "{minute}");
        let office = desk_of(&school, "office").await;
        for (view, least) in [(View::Public, 37), (View::Down, 1), (View::OnItsWay, 7)] {
            let page = office.ledger(&LedgerQuery { view, ..LedgerQuery::default() }).await.unwrap();
            assert!(page.found >= least, "{minute}: {view:?} {}", page.found);
        }
    }
}
