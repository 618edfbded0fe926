//! Ledger files in and out.

use app::ledger::{Bad, Options};
use domain::ledger::{FaultKind, Table};
use testkit::School;

#[tokio::test(flavor = "multi_thread")]
async fn an_export_in_each_form_gives_the_same_ledger_elsewhere() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let first = school.operator().exports("first.json").await;
    for form in ["json", "csv", "xlsx"] {
        let file = school.operator().exports(&format!("ledger.{form}")).await;
        let other = School::open_on("2024-03-01").await;
        let outcome = other.operator().brings_in(&file).await;
        assert_eq!(outcome.bad_rows, 0, "{form}: {:#?}", outcome.bad);
        let second = other.operator().exports("second.json").await;
        let (first, second) = (std::fs::read_to_string(&first).unwrap(), std::fs::read_to_string(&second).unwrap());
        for (left, right) in first.lines().zip(second.lines()) {
            assert_eq!(left, right, "{form}");
        }
        assert_eq!(first.len(), second.len(), "{form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_a_file_or_its_export_a_second_time_changes_nothing() {
    let school = School::open_on("2023-12-01").await.with_sample().await;
    let events = school.app.store.last_seq().await.unwrap();
    let file = app::demo::write_ledger(school.folder()).unwrap();
    let again = school.operator().brings_in(&file).await;
    assert_eq!((again.written(), again.bad_rows), (0, 0), "{:#?}", again.tables);
    let exported = school.operator().exports("out.csv").await;
    let again = school.operator().brings_in(&exported).await;
    assert_eq!((again.written(), again.bad_rows), (0, 0), "{:#?}", again.tables);
    assert_eq!(school.app.store.last_seq().await.unwrap(), events, "nothing happened, so no event");
}

const MIXED: &str = "某学院信息公开台账,,,\n标题,事项,公开日期,责任部门\n甲通知,37,2023年5月12日,学生处\n乙通知,99,2023.5.12,学生处\n,37,45058,\n丙通知,37,２０２３．６．１,学 生 处\n";

#[tokio::test(flavor = "multi_thread")]
async fn bad_rows_are_named_by_place_and_good_ones_come_in() {
    let school = School::open_on("2023-12-01").await;
    let outcome = school.operator().imports("mixed.csv", MIXED).await;
    assert!(outcome.kept);
    assert_eq!((outcome.tables[&Table::Records].new, outcome.bad_rows), (2, 2));
    let told: Vec<(FaultKind, String)> = outcome
        .bad
        .iter()
        .map(|bad| match bad {
            Bad::Cell { kind, place, column, .. } => (*kind, place.cell(*column, office::ledger::Language::Zh)),
            Bad::File(error) => panic!("{error}"),
        })
        .collect();
    assert_eq!(told[0].0, FaultKind::Item);
    assert!(told[0].1.contains('4'), "{told:?}");
    assert_eq!(told[1].0, FaultKind::Missing);
    assert_eq!(outcome.entered, [(Table::Units, "学生处".to_string())], "one unit, however its name was spaced");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_with_personal_data_does_not_become_public_and_is_named_masked() {
    let school = School::open_on("2023-12-01").await;
    // An invented number: region and date are real, the serial is not anybody's, the check character holds.
    let ledger = "标题,事项,公开日期,正文\n奖学金名单,37,2023-05-12,张三 身份证号 110101199001010015 获奖\n";
    let outcome = school.operator().imports("a.csv", ledger).await;
    let [Bad::Cell { kind: FaultKind::Personal, text, .. }] = outcome.bad.as_slice() else {
        panic!("{:?}", outcome.bad)
    };
    assert!(!text.contains("19900101"), "{text}");
    assert_eq!(outcome.written(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_or_nothing_and_a_dry_run_keep_nothing() {
    let school = School::open_on("2023-12-01").await;
    for options in [Options { all_or_nothing: true, dry_run: false }, Options { dry_run: true, all_or_nothing: false }]
    {
        let outcome = school.operator().imports_with("mixed.csv", MIXED, options).await;
        assert!(!outcome.kept && outcome.bad_rows == 2);
        assert_eq!(school.app.store.last_seq().await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_that_does_not_hold_is_left_out_with_the_arithmetic_unless_disputed() {
    let school = School::open_on("2023-12-01").await;
    let ledger = |disputed: &str| {
        format!(
            r#"{{"format":"gongkai-ledger","version":1,
            "datasets":[{{"key":"d","title":"毕业生","item":"32","year":"2022-2023"}}],
            "figures":[{{"dataset":"d","key":"t","name":"总数","value":"10"}},{{"dataset":"d","key":"a","name":"甲","value":"4","disputed":"{disputed}"}},
                       {{"dataset":"d","key":"b","name":"乙","value":"5"}}],
            "identities":[{{"dataset":"d","kind":"sum","target":"t","terms":"a+b"}}]}}"#
        )
    };
    let refused = school.operator().imports("a.json", &ledger("")).await;
    let [Bad::Cell { kind: FaultKind::Broken, text, .. }] = refused.bad.as_slice() else { panic!("{:?}", refused.bad) };
    assert!(text.contains("4 + 5 = 9") && text.contains("10"), "{text}");
    let dataset = async || school.app.store.read().await.unwrap().find_dataset("d", None).await.unwrap().unwrap();
    let there = dataset().await;
    assert_eq!((there.figures.len(), there.identities.len()), (3, 0), "the dataset does not go with it");
    let kept = school.operator().imports("b.json", &ledger("原件如此")).await;
    assert_eq!((kept.bad_rows, kept.tables[&Table::Datasets].changed), (0, 1));
    assert_eq!(dataset().await.identities.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_title_becomes_the_next_edition_and_the_public_keeps_its_address() {
    let school = School::open_on("2023-12-01").await;
    let file = |title: &str| format!("编号,标题,事项,公开日期,渠道\nk1,{title},37,2023-05-12,官网\n");
    school.operator().imports("a.csv", &file("甲")).await;
    let before = school.record_of("k1").await;
    let outcome = school.operator().imports("b.csv", &file("乙")).await;
    assert_eq!(outcome.tables[&Table::Records].changed, 1);
    let after = school.record_of("k1").await;
    assert_eq!((after.id, &after.index), (before.id, &before.index));
    let titles: Vec<&str> = after.editions.iter().map(|edition| edition.title.as_str()).collect();
    assert_eq!(titles, ["甲", "乙"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn former_names_go_out_with_the_ledger_and_are_known_where_it_comes_in() {
    let school = School::founded_on("2023-12-01").await;
    let ledger = "#表,单位\n单位代码,单位名称,曾用名\njwc,教务处,教学工作部；教学、科研处；jw\n#表,渠道\n渠道代码,渠道名称,类别,原名\n\
        site,学校官网,网站,门户网站\n#表,记录\n编号,标题,事项,公开日期,责任部门,渠道\nk1,甲,37,2023-05-01,教学、科研处,门户网站\n";
    let outcome = school.operator().imports("a.csv", ledger).await;
    assert_eq!((outcome.bad_rows, outcome.entered.len()), (0, 0), "{:?}", outcome.bad);
    let record = school.record_of("k1").await;
    assert_eq!((record.unit.as_deref(), record.releases[0].channel.as_str()), (Some("jwc"), "site"));
    let again = school.operator().imports("a.csv", ledger).await;
    assert_eq!((again.written(), again.bad_rows), (0, 0), "{:?}", again.tables);
    let first = school.operator().exports("first.json").await;
    let first = std::fs::read_to_string(first).unwrap();
    assert!(first.contains("jw；教学、科研处；教学工作部"), "{first}");
    for form in ["json", "csv", "xlsx"] {
        let file = school.operator().exports(&format!("ledger.{form}")).await;
        let other = School::open_on("2023-12-01").await;
        let outcome = other.operator().brings_in(&file).await;
        assert_eq!(outcome.bad_rows, 0, "{form}: {:#?}", outcome.bad);
        assert_eq!(std::fs::read_to_string(other.operator().exports("second.json").await).unwrap(), first, "{form}");
        let old = "编号,标题,事项,公开日期,责任部门\nk2,乙,37,2023-05-02,jw\n";
        assert!(other.operator().imports("old.csv", old).await.entered.is_empty(), "{form}");
        assert_eq!(other.record_of("k2").await.unit.as_deref(), Some("jwc"));
        // A name with the sign between names in it is one name.
        let mixed = "#表,单位\n单位代码,单位名称,曾用名\njwc,教务处,\"\"\"教学；科研部\"\"；教改办\"\n";
        other.operator().imports("names.csv", mixed).await;
        let all = std::fs::read_to_string(other.operator().exports("mixed.json").await).unwrap();
        let again = School::open_on("2023-12-01").await;
        let back = again.operator().brings_in(&other.operator().exports(&format!("mixed.{form}")).await).await;
        assert_eq!(back.bad_rows, 0, "{form}: {:?}", back.bad);
        assert_eq!(std::fs::read_to_string(again.operator().exports("back.json").await).unwrap(), all, "{form}");
        let before = again.app.store.read().await.unwrap().former_names(app::ledger::CodeOf::Unit).await.unwrap();
        assert!(before.iter().any(|name| name.former == "教学；科研部"), "{form}: {before:?}");
        app::ledger::undo(&other.operator().ctx(), 3).await.unwrap();
        // What came in goes again when the import is undone, former names too.
        app::ledger::undo(&other.operator().ctx(), 2).await.unwrap();
        app::ledger::undo(&other.operator().ctx(), outcome.batch.unwrap()).await.unwrap();
        let reader = other.app.store.read().await.unwrap();
        assert!(reader.former_names(app::ledger::CodeOf::Unit).await.unwrap().is_empty(), "{form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_adds_former_names_takes_none_away_and_gives_none_to_two() {
    let school = School::founded_on("2023-12-01").await;
    let units = |rows: &str| format!("#表,单位\n单位代码,单位名称,曾用名\n{rows}");
    school.operator().imports("a.csv", &units("jwc,教务处,教学工作部\n")).await;
    let former = async || {
        let reader = school.app.store.read().await.unwrap();
        reader.units().await.unwrap().into_iter().find(|unit| unit.code == "jwc").unwrap().former
    };
    // An old sheet with fewer, one with its own name and code, and one with more.
    for (file, kept) in [("", 1), ("教务处；jwc；教 学工作部", 1), ("教务科", 2)] {
        let outcome = school.operator().imports("b.csv", &units(&format!("jwc,教务处,{file}\n"))).await;
        assert_eq!((outcome.bad_rows, outcome.written()), (0, u64::from(kept == 2)), "{file}: {:?}", outcome.bad);
        assert_eq!(former().await.len(), kept, "{file}");
    }
    for taken in ["财务处", "cwc"] {
        let outcome = school.operator().imports("c.csv", &units(&format!("jwc,教务处,{taken}\n"))).await;
        let [Bad::Cell { kind: FaultKind::NameTaken, text, .. }] = outcome.bad.as_slice() else {
            panic!("{taken}: {:?}", outcome.bad)
        };
        assert_eq!(text, "财务处（cwc）");
    }
    let outcome = school.operator().imports("d.csv", &units("cwc,财务处,教务科\n")).await;
    assert_eq!(outcome.bad_rows, 1, "what one was called before is not what another was");
}
