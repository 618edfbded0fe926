//! The living sample shows work of every kind, on whatever day it is made.

use app::demo::living;
use app::desk::{Desk, LedgerQuery, View, Why};
use app::publicity::{self, Where};
use app::words::Lang;
use app::{Ctx, reminders, studio};
use domain::objection::{Ruling, Stage};
use domain::policy::{Post, Principal};
use domain::publicity::Standing;
use domain::record::Reach;
use domain::school_year::SchoolYear;
use std::collections::BTreeSet;
use testkit::School;

/// Somebody of the sample.
async fn ctx_of(school: &School, login: &str) -> Ctx {
    let person = living::PEOPLE.iter().find(|person| person.login == login).unwrap();
    let people = app::accounts::list(&school.ctx()).await.unwrap();
    let user = people.iter().find(|known| known.name == person.name).unwrap().id;
    let posts = vec![Post { role: person.role, unit: person.unit.map(str::to_string) }];
    school.app.ctx(Principal::Account { user, posts }, Lang::Zh)
}

/// As they sit at their desk.
async fn desk_of(school: &School, login: &str) -> Desk {
    Desk::open(&ctx_of(school, login).await).await.unwrap()
}

/// One list stands open with an objection that nobody has ruled on, one waits for its day, one came down with its objection
/// ruled on and left a tombstone.
async fn lists_of_every_kind(school: &School, minute: &str) {
    let office = ctx_of(school, "office").await;
    let (periods, _) = publicity::overview(&office).await.unwrap();
    let at = |place| periods.iter().filter(move |period| period.at == place && period.line.rows.is_some());
    let running: Vec<_> = at(Where::Running).collect();
    let [running] = &*running else { panic!("{minute}: {running:?}") };
    assert!(matches!(running.standing, Standing::Running { left: 3, .. }), "{minute}: {:?}", running.standing);
    assert_eq!(running.line.outcome.open, 1, "{minute}");
    assert_eq!(at(Where::Waiting).count(), 1, "{minute}");
    let ended: Vec<_> = at(Where::Ended).collect();
    let [ended] = &*ended else { panic!("{minute}: {ended:?}") };
    assert_eq!((ended.line.outcome.open, ended.line.outcome.rejected), (0, 1), "{minute}");
    let stone = office.read().await.unwrap().shown(ended.line.id, &Reach::Public, office.today()).await.unwrap();
    assert!(matches!(stone, domain::record::Shown::Tombstone(_)), "{minute}: {stone:?}");
    let head = ctx_of(school, "head").await;
    let desk = desk_of(school, "head").await;
    let page = publicity::look(&head, &desk, running.line.id).await.unwrap().unwrap();
    assert!(page.may_rule && page.objections.unwrap()[0].stage == Stage::Filed, "{minute}");
    let page = publicity::look(&head, &desk, ended.line.id).await.unwrap().unwrap();
    assert!(
        matches!(&page.objections.unwrap()[0].stage, Stage::Ruled { ruling: Ruling::Rejected, .. }),
        "{minute}: it is told how it ended"
    );
}

/// The report of last year has texts, a draft that says what the ledger says, gaps, and a remark of the leader.
async fn a_report_half_assembled(school: &School, minute: &str) {
    let office = ctx_of(school, "office").await;
    let last = SchoolYear::beginning(SchoolYear::of(office.today()).first_year() - 1).unwrap();
    let studio = studio::open(&office, last).await.unwrap();
    assert!(!studio.built.gaps.is_empty() && studio.drafts.len() == 1 && studio.changed.is_empty(), "{minute}");
    let [(remark, by)] = &*studio.remarks else { panic!("{minute}: {:?}", studio.remarks) };
    assert_eq!((remark.part, by.as_str()), (1, "何志远"), "{minute}");
    let texts = office.read().await.unwrap().texts(Some(last)).await.unwrap();
    assert_eq!(texts.len(), 3, "{minute}");
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
        lists_of_every_kind(&school, minute).await;
        a_report_half_assembled(&school, minute).await;
        assert!(reminders::unread(&ctx_of(&school, "secrecy").await).await.unwrap() > 0, "{minute}: the office asked");
        let office = desk_of(&school, "office").await;
        for (view, least) in [(View::Public, 37), (View::Down, 1), (View::OnItsWay, 7)] {
            let page = office.ledger(&LedgerQuery { view, ..LedgerQuery::default() }).await.unwrap();
            assert!(page.found >= least, "{minute}: {view:?} {}", page.found);
        }
    }
}
