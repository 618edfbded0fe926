//! A sent ledger file waits for its sender alone; what was looked at and chosen is what is written, or nothing is.

use app::Error;
use app::ledger::upload::{answer, give_up, look, send, waiting, write};
use app::ledger::{Choice, HeadAnswer, Outcome, Undo, undo};
use domain::ledger::Table;
use domain::policy::Role;
use testkit::{Person, School, on_both};

const BOOK: &str = "标题,事项,公开日期,网址,责任部门,备注\n\
    国家奖学金获奖名单,37,2023-10-08,https://x.edu.cn/1,教务处,第一批\n\
    学校章程,3,2021-05-01,https://x.edu.cn/2,教务处,\n";
/// One remark gone, one date corrected, one row new.
const NEXT: &str = "标题,事项,公开日期,网址,责任部门,备注\n\
    国家奖学金获奖名单,37,2023-10-08,https://x.edu.cn/1,教务处,\n\
    学校章程,3,2021-05-02,https://x.edu.cn/2,教务处,\n\
    2023年部门决算,22,2023-09-20,,财务处,\n";

fn nothing_said() -> Choice {
    Choice::of([], [])
}

async fn sends(person: &Person<'_>, text: &str) {
    send(&person.ctx(), "台账.csv", text.as_bytes().to_vec()).await.unwrap();
}

/// New, changed and unchanged records, and what was left by choice.
fn records(outcome: &Outcome) -> (u64, u64, u64, u64) {
    let count = outcome.tables.get(&Table::Records).copied().unwrap_or_default();
    (count.new, count.changed, count.same, outcome.left)
}

fn row(outcome: &Outcome, name: &str) -> String {
    outcome.changes.iter().find(|change| change.name == name).unwrap().row()
}

/// Writes the file that waits, as it was looked at.
async fn writes(person: &Person<'_>, choice: &Choice) -> Result<Outcome, Error> {
    let looked = look(&person.ctx(), choice).await?;
    write(&person.ctx(), &looked.upload.digest, looked.plan.state(), choice).await
}

on_both! {
    async fn a_deletion_is_made_only_when_it_is_confirmed_and_a_row_is_left_out_when_somebody_says_so(school) {
        let school = school.founded().await;
        school.operator().imports("book.csv", BOOK).await;
        let office = school.office();
        sends(&office, NEXT).await;
        let plan = look(&office.ctx(), &nothing_said()).await.unwrap().plan.outcome;
        assert_eq!(records(&plan), (1, 1, 0, 1), "{:?}", plan.changes);
        let left: Vec<&str> = plan.changes.iter().filter(|change| change.left).map(|one| one.name.as_str()).collect();
        assert_eq!(left, ["国家奖学金获奖名单"]);
        let choice = Choice::of([row(&plan, "国家奖学金获奖名单")], [row(&plan, "学校章程"), row(&plan, "2023年部门决算")]);
        let written = writes(&office, &choice).await.unwrap();
        assert_eq!((records(&written), written.kept), ((0, 1, 0, 2), true));
        assert_eq!(waiting(&office.ctx()).await.unwrap(), None, "it waits no more");
        // What was left out comes with the next look, and what was written is there.
        sends(&office, NEXT).await;
        let plan = look(&office.ctx(), &nothing_said()).await.unwrap().plan.outcome;
        assert_eq!(records(&plan), (1, 1, 1, 0));
        // All of a batch goes back, the deletion too.
        let back = undo(&office.ctx(), written.batch.unwrap()).await.unwrap();
        assert_eq!(back, Undo::Done { removed: 0, restored: 1 });
    }

    async fn every_table_leaves_an_unconfirmed_deletion_alone(school) {
        let school = school.founded().await;
        let all = |duty: &str, text: &str, source: &str, site: &str| format!(
            "#表,单位\n单位代码,单位名称,职责\njwc,教务处,{duty}\n#表,渠道\n渠道代码,渠道名称,备注\nsite,学校官网,{site}\n\
             #表,数据集\n数据集代码,标题,事项,学年,来源\ng,招生人数,9,2022-2023,{source}\n#表,报告文字\n学年,位置,次序,小标题,文字\n2022-2023,1,1,{text},正文。\n");
        school.operator().imports("a.csv", &all("教学", "小标题", "教务系统", "主站")).await;
        let office = school.office();
        sends(&office, &all("", "", "", "")).await;
        let plan = look(&office.ctx(), &nothing_said()).await.unwrap().plan.outcome;
        assert_eq!((plan.written(), plan.bad_rows), (0, 0), "{:?} {:?}", plan.changes, plan.bad);
        assert!(plan.left == 4 && plan.changes.iter().all(|change| change.left && change.deletes()), "{:?}", plan.changes);
        let confirmed = Choice::of(plan.changes.iter().map(|change| change.row()), []);
        let written = writes(&office, &confirmed).await.unwrap();
        assert_eq!((written.written(), written.left), (plan.left, 0));
    }

    async fn nothing_is_written_when_the_ledger_or_the_file_is_another_than_was_looked_at(school) {
        let school = school.founded().await;
        let office = school.office();
        sends(&office, BOOK).await;
        let looked = look(&office.ctx(), &nothing_said()).await.unwrap();
        school.operator().imports("other.csv", "标题,事项,公开日期\n别的通知,37,2023-11-01\n").await;
        let (digest, state) = (looked.upload.digest.clone(), looked.plan.state());
        let moved = write(&office.ctx(), &digest, state, &nothing_said()).await;
        assert!(matches!(moved, Err(Error::Conflict { kind: "ledger", .. })), "{moved:?}");
        assert!(waiting(&office.ctx()).await.unwrap().is_some(), "it can be looked at again");
        sends(&office, NEXT).await;
        let state = look(&office.ctx(), &nothing_said()).await.unwrap().plan.state();
        let other = write(&office.ctx(), &digest, state, &nothing_said()).await;
        assert!(matches!(other, Err(Error::Conflict { kind: "upload", .. })), "{other:?}");
        assert_eq!(records(&writes(&office, &nothing_said()).await.unwrap()).0, 3);
    }

    async fn an_answer_about_a_head_is_kept_with_the_file_and_then_for_the_school(school) {
        let school = school.founded().await;
        let office = school.office();
        let file = "公开信息名称,编号2,节点\n甲通知,37,2023-10-1\n乙通知,38,2023-10-2\n";
        sends(&office, file).await;
        let looked = look(&office.ctx(), &nothing_said()).await.unwrap();
        assert_eq!(looked.plan.outcome.written(), 0);
        let said = |text: &str| vec![HeadAnswer::read(text).unwrap()];
        let digest = looked.upload.digest;
        let wrong = answer(&office.ctx(), &digest, said("没有的表头=事项")).await;
        assert!(matches!(wrong, Err(Error::NotFound { kind: "head", .. })), "{wrong:?}");
        answer(&office.ctx(), &digest, said("编号2=事项")).await.unwrap();
        answer(&office.ctx(), &digest, said("节点=公开日期")).await.unwrap();
        let written = writes(&office, &nothing_said()).await.unwrap();
        assert_eq!((records(&written).0, written.answered.len()), (2, 2));
        sends(&office, "公开信息名称,编号2,节点\n食堂检查通报,40,2023-11-1\n学费标准,12,2023-11-2\n").await;
        assert_eq!(records(&writes(&office, &nothing_said()).await.unwrap()).0, 2, "it is not asked again");
    }

    async fn what_may_be_the_same_is_settled_by_saying_which_it_is(school) {
        let school = school.founded().await;
        school.operator().imports("a.csv", "标题,事项,公开日期,责任部门\n食堂卫生检查通报,40,2023-03-06,教务处\n").await;
        let office = school.office();
        let next = "标题,事项,公开日期,责任部门\n食堂卫生检查通报,40,2023-05-08,教务处\n";
        sends(&office, next).await;
        let plan = look(&office.ctx(), &nothing_said()).await.unwrap().plan.outcome;
        assert_eq!((plan.written(), plan.possible.len()), (0, 1));
        let (row, key) = (plan.possible[0].row(), plan.possible[0].candidates[0].key.clone());
        let same = nothing_said().keyed([(row.clone(), key)]);
        assert_eq!(records(&look(&office.ctx(), &same).await.unwrap().plan.outcome), (0, 1, 0, 0));
        let another = nothing_said().keyed([(row.clone(), format!("new-abc-{row}"))]);
        assert_eq!(records(&writes(&office, &another).await.unwrap()), (1, 0, 0, 0));
    }

    async fn a_file_is_its_senders_alone_waits_for_a_day_and_an_unreadable_one_is_not_kept(school) {
        let school = school.founded().await;
        let office = school.office();
        sends(&office, BOOK).await;
        for person in [school.clerk("教务处"), school.holding(Role::Supervisor, None), school.holding(Role::Administrator, None)] {
            assert!(matches!(waiting(&person.ctx()).await, Err(Error::Forbidden(_))));
            assert!(matches!(send(&person.ctx(), "a.csv", BOOK.into()).await, Err(Error::Forbidden(_))));
            assert!(matches!(look(&person.ctx(), &nothing_said()).await, Err(Error::Forbidden(_))));
        }
        let other = school.who(domain::policy::Principal::Account {
            user: domain::ids::UserId(99),
            posts: vec![domain::policy::Post { role: Role::Office, unit: None }],
        });
        assert_eq!(waiting(&other.ctx()).await.unwrap(), None, "a colleague has their own");
        let bad = send(&office.ctx(), "a.pdf", b"%PDF-1.7 nothing".to_vec()).await;
        assert!(matches!(bad, Err(Error::LedgerFile { .. })), "{bad:?}");
        assert!(waiting(&office.ctx()).await.unwrap().is_some(), "what waited before still waits");
        school.days_pass(2);
        assert_eq!(waiting(&office.ctx()).await.unwrap(), None, "before any job has run");
        app::jobs::run_due(&school.app).await.unwrap();
        assert_eq!(school.app.store.read().await.unwrap().oldest_upload().await.unwrap(), None, "the bytes are gone");
        sends(&office, BOOK).await;
        give_up(&office.ctx()).await.unwrap();
        assert_eq!(school.app.store.read().await.unwrap().oldest_upload().await.unwrap(), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_is_told_in_the_workbook_of_the_plan() {
    let school = School::founded_on("2023-12-01").await;
    school.operator().imports("book.csv", BOOK).await;
    let office = school.office();
    sends(&office, NEXT).await;
    let plan = look(&office.ctx(), &nothing_said()).await.unwrap().plan.outcome;
    let bytes = app::ledger::plan_workbook("台账.csv", &plan, app::words::Lang::Zh).unwrap();
    let file = school.folder().join("plan.xlsx");
    std::fs::write(&file, bytes).unwrap();
    let text = office::read::read_file(&file, &office::read::Limits::default()).unwrap().text;
    let (before, left) = text.split_once("未勾选").unwrap();
    assert!(left.contains("第一批") && !before.contains("第一批"), "{text}");
}
