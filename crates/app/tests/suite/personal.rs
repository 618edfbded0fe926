//! The gate for personal data, whoever brings it and in whichever column.

use crate::outputs::{audit, outputs};
use app::ledger::Bad;
use app::portal::view::RecordPage;
use app::{Error, records};
use domain::ledger::{FaultKind, Table, columns};
use domain::policy::{Post, Principal, Role};
use domain::school_year::SchoolYear;
use testkit::{School, next_edition, record};

/// An invented person: region, date and check character of the number hold, and a mobile number that is nobody's.
const NUMBER: &str = "11010519491231002X";
const PERSON: &str = "张三身份证号11010519491231002X手机13800138000";

/// A good row of each table.
fn row(table: Table) -> Vec<(&'static str, &'static str)> {
    match table {
        Table::School => vec![("key", "hours"), ("value", "工作日")],
        Table::Units => vec![("code", "xsc"), ("name", "学生处")],
        Table::Channels => vec![("code", "wx"), ("name", "公众号"), ("kind", "公众号")],
        Table::Items => vec![("item", "S1"), ("category", "11"), ("category_name", "就业"), ("text", "招聘")],
        Table::Records => vec![
            ("key", "r"),
            ("title", "助学金名单"),
            ("item", "37"),
            ("published_on", "2023-05-12"),
            ("channel", "site"),
        ],
        Table::Releases => vec![("record", "r"), ("channel", "site"), ("on", "2023-05-13")],
        Table::Editions => vec![("record", "r"), ("number", "1"), ("title", "助学金名单（一）")],
        Table::Datasets => vec![("key", "d"), ("title", "毕业生"), ("item", "32"), ("year", "2022-2023")],
        Table::Figures => vec![("dataset", "d"), ("key", "t"), ("name", "总数"), ("value", "10")],
        Table::Identities => vec![("dataset", "d"), ("kind", "sum"), ("target", "t"), ("terms", "a")],
        Table::Texts => vec![("year", "2022-2023"), ("place", "6"), ("order", "1"), ("text", "无")],
        Table::Nil => vec![("item", "47"), ("year", "2022-2023"), ("unit", "jwc")],
    }
}

/// What a row of the table needs beside it in the file.
fn company(table: Table) -> &'static [Table] {
    match table {
        Table::Releases | Table::Editions => &[Table::Records],
        Table::Figures => &[Table::Datasets],
        Table::Identities => &[Table::Datasets, Table::Figures],
        _ => &[],
    }
}

/// A file with one more figure, so that an identity can hold, and the person in one cell.
fn file(table: Table, column: &str) -> String {
    let print = |table: Table, cells: &[(&str, &str)]| {
        let cells: serde_json::Map<String, serde_json::Value> =
            cells.iter().map(|(key, text)| ((*key).to_string(), (*text).into())).collect();
        let mut rows = vec![serde_json::Value::Object(cells)];
        if table == Table::Figures {
            rows.push(serde_json::json!({"dataset": "d", "key": "a", "name": "甲", "value": "10"}));
        }
        rows
    };
    let mut cells: Vec<(&str, &str)> = row(table).into_iter().filter(|(key, _)| *key != column).collect();
    cells.push((column, PERSON));
    let mut whole = serde_json::json!({"format": "gongkai-ledger", "version": 1});
    for other in company(table) {
        whole[other.code()] = print(*other, &row(*other)).into();
    }
    whole[table.code()] = print(table, &cells).into();
    whole.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_in_any_column_of_any_table_is_refused_or_never_seen() {
    let mut passed = Vec::new();
    for table in Table::ALL {
        let school = School::founded_on("2023-12-01").await;
        school.keeps(record("学费标准").item("9").public("2023-03-01")).await;
        for column in columns(*table) {
            let outcome = school.operator().imports("a.json", &file(*table, column.key)).await;
            let told = format!("{:?}", outcome.bad);
            assert!(!told.contains("19491231") && !told.contains("0138000"), "{} {}: {told}", table.code(), column.key);
            if outcome.bad_rows == 0 {
                passed.push(format!("{}.{}", table.code(), column.key));
                unseen(&school, column.key).await;
            }
        }
        unseen(&school, table.code()).await;
    }
    // Only columns for the staff take it.
    let staff = [
        "school.note",
        "units.note",
        "channels.note",
        "items.note",
        "records.ground",
        // A kind or an end of publicity that nobody can read is asked, and its row stays out.
        "records.publicity",
        "records.publicity_until",
        // A row that says why it was withdrawn, or when, and not that it was is asked, and stays out.
        "records.state_reason",
        "records.state_on",
        "records.source",
        "releases.note",
        "identities.of",
        "texts.source",
    ];
    assert_eq!(passed, staff);
}

/// The person stands in nothing that leaves the program.
async fn unseen(school: &School, which: &str) {
    let year = SchoolYear::beginning(2022).unwrap();
    let records = school.app.store.read().await.unwrap().export_records(None, 100).await.unwrap();
    let addresses: Vec<_> = records.into_iter().map(|record| (record.id, record.index)).collect();
    let mut all = outputs(school, &addresses, &["张三".to_string()]).await;
    all.push(audit(school, year).await);
    let built = app::report::build(&school.ctx(), year, None).await.unwrap();
    all.push(("report".into(), format!("{:?}", built.document)));
    for (name, text) in all {
        assert!(!text.contains(NUMBER) && !text.contains("13800138000"), "{which}: {name}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_kept_out_of_every_way_to_the_public() {
    let school = School::founded_on("2023-12-01").await;
    let personal = |done: app::Result<()>| match done {
        Err(error @ Error::Personal(_)) => assert!(!error.to_string().contains("19491231"), "{error}"),
        other => panic!("{other:?}"),
    };
    let draft = school.clerk("教务处").drafts(record("甲").unit("jwc").body(PERSON).build()).await;
    personal(records::submit(&school.clerk("教务处").ctx(), draft).await);
    assert_eq!(school.record(draft).await.progress.code(), "draft", "its drafter still has it");
    // What passed the reviews by another way stops where it would become public.
    let approved = school.keeps(record("甲").unit("jwc").body(PERSON).approved(None)).await.id;
    personal(records::publish(&school.office().ctx(), approved).await);
    assert_eq!(school.visibility(approved).await, "hidden");

    let public = school.publishes(record("乙")).await;
    personal(records::withdraw(&school.office().ctx(), public, &format!("误公开{PERSON}"), None).await);
    personal(records::release(&school.office().ctx(), public, testkit::release("site", PERSON)).await);
    let mut next = next_edition("丙");
    next.change_note = format!("删去{PERSON}");
    school.clerk("教务处").amends(public, next).await;
    personal(records::submit(&school.clerk("教务处").ctx(), public).await);
    assert_eq!(school.record(public).await.public_edition().map(|edition| edition.number), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_amendment_took_out_is_not_in_the_difference_of_editions() {
    let school = School::founded_on("2023-12-01").await;
    let public = record("甲").body(&format!("领取人{PERSON}，见附件。")).then(next_edition("甲")).public("2023-03-01");
    let mut public = public.newest(|edition| edition.body = "领取人见附件。".into()).build();
    let since = testkit::date("2023-03-01");
    public.visibility = domain::record::Visibility::Public { edition: 2, since, updated: since };
    public.progress = domain::record::Progress::Done;
    let id = school.keeps(public).await.id;
    let Some(RecordPage::Live(view)) = school.portal().record(id).await.unwrap() else { panic!() };
    let told = format!("{:?}", view.changes);
    assert!(told.contains("●●●") && !told.contains(NUMBER), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_at_a_release_is_kept_without_a_number_of_a_person() {
    let school = School::founded_on("2023-12-01").await;
    let public = school.publishes(record("甲")).await;
    let mut out = testkit::release("site", "https://www.example.edu.cn/a.htm");
    out.note = "经办人手机13800138000已核".into();
    records::release(&school.office().ctx(), public, out.clone()).await.unwrap();
    out.note = "改由13900139000经办".into();
    records::release_with(&school.office().ctx(), public, out, Vec::new()).await.unwrap();
    let notes: Vec<String> = school.record(public).await.releases.into_iter().map(|one| one.note).collect();
    assert!(notes.contains(&"经办人手机138****8000已核".to_string()), "{notes:?}");
    assert!(!notes.concat().contains("13900139000"), "{notes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_down_keeps_its_title_unless_it_names_a_person() {
    let school = School::founded_on("2023-10-15").await;
    let rows = "编号,标题,事项,公开日期,渠道,公示类别,公示截止\n\
                a,关于张三同志任职的公示,46,2023-10-10,site,干部任前公示,2023-10-20\n\
                b,2023年国家奖学金拟推荐名单,36,2023-10-10,site,国家奖学金,2023-10-20\n";
    let outcome = school.operator().imports("a.csv", rows).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    school.at("2023-10-21 00:00");
    assert_eq!(school.jobs_run().await.records, 2);
    let title = async |key: &str| match school.portal().record(school.record_of(key).await.id).await.unwrap() {
        Some(RecordPage::Gone(stone)) => stone.title,
        other => panic!("{other:?}"),
    };
    assert_eq!((title("a").await, title("b").await.as_deref()), (None, Some("2023年国家奖学金拟推荐名单")));
    let built = app::report::build(&school.ctx(), SchoolYear::beginning(2023).unwrap(), None).await.unwrap();
    let report = format!("{:?}", built.document);
    assert!(!report.contains("张三"));
    assert!(report.contains("国家奖学金拟推荐名单") && report.contains("已到期撤下"));

    let withdrawn = school.publishes(record("王小明同学处分决定")).await;
    school.office().withdraws(withdrawn, "不宜公开").await;
    let Some(RecordPage::Gone(stone)) = school.portal().record(withdrawn).await.unwrap() else { panic!() };
    assert_eq!((stone.title, stone.reason.as_deref()), (None, Some("不宜公开")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_in_an_edition_or_release_row_keeps_its_record_out_and_no_other() {
    let school = School::founded_on("2023-12-01").await;
    let both = file(Table::Releases, "locator").replace(
        r#""records":["#,
        r#""records":[{"key":"other","title":"甲","item":"37","published_on":"2023-05-12","channel":"site"},"#,
    );
    let outcome = school.operator().imports("a.json", &both).await;
    let mut faults: Vec<(Table, FaultKind)> = outcome
        .bad
        .iter()
        .filter_map(|bad| match bad {
            Bad::Cell { table, kind, .. } => Some((*table, *kind)),
            Bad::File(_) => None,
        })
        .collect();
    faults.dedup();
    assert_eq!(faults, [(Table::Releases, FaultKind::Personal), (Table::Records, FaultKind::Child)]);
    assert_eq!(school.record_of("other").await.editions.len(), 1);
    assert!(school.app.store.read().await.unwrap().find_record_by_key("r").await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_about_a_row_repeats_no_persons_number() {
    let school = School::founded_on("2023-12-01").await;
    // It says why it was withdrawn and not that it was, so it is asked.
    let plan = school.operator().plans("a.json", &file(Table::Records, "state_reason")).await;
    assert!(!plan.outcome.questions.told().is_empty(), "{:?}", plan.outcome.questions);
    for lang in [app::words::Lang::Zh, app::words::Lang::En] {
        let book = app::ledger::plan_workbook("a.json", &plan.outcome, lang).unwrap();
        let book = office::read::read_bytes("plan.xlsx", &book, &office::read::Limits::default()).unwrap().text;
        let asked = plan.outcome.questions.told().iter();
        let asked: String =
            asked.map(|told| app::guard::words::question(lang, told.table, &told.remark, told.rows)).collect();
        for text in [book, asked] {
            assert!(!text.contains(NUMBER) && !text.contains("13800138000"), "{text}");
            assert!(text.contains("110***********002X"), "it is asked, and the row is found by it: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_say_to_each_other_at_work_covers_a_persons_number() {
    let school = School::founded_on("2023-12-01").await;
    let year = SchoolYear::beginning(2022).unwrap();
    let clerk = school.employs("clerk", Role::Clerk, Some("jwc")).await;
    let office = school.employs("office", Role::Office, None).await;
    let post = |role, unit: Option<&str>| vec![Post { role, unit: unit.map(str::to_string) }];
    let office = school.who(Principal::Account { user: office, posts: post(Role::Office, None) }).ctx();
    let author = school.who(Principal::Account { user: clerk, posts: post(Role::Clerk, Some("jwc")) }).ctx();
    let rule = "#表,事项\n事项,责任部门,更新时限\n20,jwc,yearly 11-20\n";
    assert_eq!(school.operator().imports("rule.csv", rule).await.bad_rows, 0);
    let said = format!("请核对：\n{PERSON}，再报。");
    let draft = school.clerk("教务处").drafts(record("甲").unit("jwc").build()).await;
    school.clerk("教务处").submits(draft).await;
    school.head("教务处").returns(draft, &said).await;
    app::desk::comment(&author, draft, said.clone()).await.unwrap();
    app::studio::remark(&office, year, 1, &said).await.unwrap();
    let urged = app::reminders::urge(&office, &app::reminders::Wanted::AllLate, &said).await.unwrap();
    assert!(urged.people > 0, "{urged:?}");
    let reader = school.app.store.read().await.unwrap();
    let comments = reader.comments(draft).await.unwrap();
    let log = app::desk::whole_log(&office, &app::desk::LogQuery::default()).await.unwrap();
    let record = school.record(draft).await;
    let remarks = reader.report_remarks(year).await.unwrap();
    let said_where = [
        ("the reason of who sent it back", format!("{:?}", record.progress)),
        ("the log", format!("{log:?}")),
        ("a comment", format!("{comments:?}")),
        ("a remark on the report", format!("{remarks:?}")),
    ];
    for (what, text) in said_where {
        assert!(!text.contains(NUMBER) && !text.contains("13800138000"), "{what}: {text}");
        assert!(text.contains("110***********002X") && text.contains("再报"), "{what}, the rest as it was: {text}");
    }
    let sent = school.app.store.read().await.unwrap();
    let notes = sent.reminders_of(clerk, 100).await.unwrap();
    let notes = format!("{notes:?}");
    assert!(notes.contains("110***********002X") && !notes.contains(NUMBER), "what reaches who was asked: {notes}");
}
