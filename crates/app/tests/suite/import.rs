//! What an import may not do to what is there: hide it, pass a review by, bring it back.

use app::ledger::Bad;
use app::words::Lang;
use domain::ledger::{FaultKind, Table, columns};
use domain::record::Record;
use testkit::{School, next_edition, record};

const HEAD: &str = "编号,标题,事项,公开日期,渠道,公开范围,公开属性,不公开依据,状态,正文\n";

/// A row is imported over the record `before` and refused in this column for this reason; the record stays as it was.
async fn refused(school: &School, before: &Record, row: &str, column: &str, kind: FaultKind) {
    let (events, seen) = (school.app.store.last_seq().await.unwrap(), school.portal().record(before.id).await.unwrap());
    let outcome = school.operator().imports("again.csv", &format!("{HEAD}{row}\n")).await;
    let [Bad::Cell { table: Table::Records, column: at, kind: found, text, place }] = outcome.bad.as_slice() else {
        panic!("{row}: {:?}", outcome.bad)
    };
    assert_eq!((columns(Table::Records)[*at].key, *found), (column, kind), "{row}");
    assert!(place.row > 1 && !text.is_empty(), "it says where and what: {place:?} {text}");
    for lang in Lang::ALL {
        let said = lang.say_with(&format!("fault-{}", kind.code()), &[("head", "标题"), ("text", text)]);
        assert!(said.contains(text.as_str()), "{lang:?} has words for {kind:?}: {said}");
    }
    assert_eq!(school.record(before.id).await, *before, "{row}");
    assert_eq!(school.portal().record(before.id).await.unwrap(), seen, "{row}");
    assert_eq!(school.app.store.last_seq().await.unwrap(), events, "nothing happened, so no event");
}

/// A school with the public record `k1`.
async fn with_k1() -> (School, Record) {
    let school = School::founded_on("2023-12-01").await;
    school.operator().imports("a.csv", &format!("{HEAD}k1,甲,37,2023-05-12,site,,,,,正文\n")).await;
    let record = school.record_of("k1").await;
    (school, record)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_would_hide_what_is_public_is_refused_and_says_so() {
    let (school, k1) = with_k1().await;
    for (row, column) in [
        ("k1,甲,37,2023-05-12,site,校内,,,,正文", "audience"),
        ("k1,甲,37,2023-05-12,site,本单位,,,,正文", "audience"),
        ("k1,甲,37,2023-05-12,site,,依申请公开,,,正文", "openness"),
        ("k1,甲,37,2023-05-12,site,,不予公开,办法第十条,,正文", "openness"),
        ("k1,甲,37,2023-05-12,site,,,,草稿,正文", "state"),
        ("k1,甲,37,,,,,,,正文", "state"),
        ("k1,甲,37,2024-02-12,site,,,,,正文", "state"),
    ] {
        let kind = if column == "openness" { FaultKind::Closed } else { FaultKind::OffSite };
        refused(&school, &k1, row, column, kind).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_over_a_record_under_amendment_is_refused_unless_it_changes_nothing() {
    let (school, k1) = with_k1().await;
    school.office().amends(k1.id, next_edition("甲之二")).await;
    let before = school.record(k1.id).await;
    for row in [
        "k1,甲之二,37,2023-05-12,site,,,,,正文",
        "k1,丙,37,2023-05-12,site,,,,,正文",
        "k1,甲,38,2023-05-12,site,,,,,正文",
        "k1,甲,37,2023-05-12,site,校内,,,,正文",
    ] {
        refused(&school, &before, row, "state", FaultKind::Underway).await;
    }
    let outcome = school.operator().imports("same.csv", &format!("{HEAD}k1,甲,37,2023-05-12,site,,,,,正文\n")).await;
    assert_eq!((outcome.bad_rows, outcome.written()), (0, 0), "what is public, said again: {:?}", outcome.bad);
    assert_eq!(school.record(k1.id).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_publishes_no_draft_that_is_in_somebodys_hands() {
    let school = School::founded_on("2023-12-01").await;
    for submitted in [false, true] {
        let key = format!("d{submitted}");
        let mut draft = record("甲").unit("jwc").build();
        draft.editions[0].body = "正文".into();
        let id = school.clerk("教务处").drafts(draft).await;
        if submitted {
            school.clerk("教务处").submits(id).await;
            school.head("教务处").passes(id).await;
        }
        let before = school.record(id).await;
        let row = format!("{},甲,37,2023-05-12,site,,,,公开,正文", before.key);
        refused(&school, &before, &row, "state", FaultKind::Underway).await;
        assert_eq!(school.visibility(id).await, "hidden", "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_brings_nothing_back_from_its_tombstone() {
    let (school, k1) = with_k1().await;
    school.office().withdraws(k1.id, "内容有误").await;
    let before = school.record(k1.id).await;
    for row in ["k1,乙,37,2023-05-12,site,,,,公开,正文", "k1,甲,37,2024-02-12,site,,,,,正文", "k1,甲,37,,,,,,草稿,正文"]
    {
        refused(&school, &before, row, "state", FaultKind::Down).await;
    }
    // The very row that came in before asks for nothing new: a file imported every night stays without faults.
    let again = school.operator().imports("same.csv", &format!("{HEAD}k1,甲,37,2023-05-12,site,,,,,正文\n")).await;
    assert_eq!((again.bad_rows, again.written()), (0, 0));
    assert_eq!(school.record(k1.id).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_rewrites_no_edition_that_was_public() {
    let (school, k1) = with_k1().await;
    let history = |first: &str| {
        format!(
            r#"{{"format":"gongkai-ledger","version":1,
            "records":[{{"key":"k1","title":"乙","item":"37","published_on":"2023-05-12","channel":"site","body":"正文"}}],
            "editions":[{{"record":"k1","number":"1","title":"{first}","body":"正文"}}]}}"#
        )
    };
    let outcome = school.operator().imports("a.json", &history("甲改")).await;
    assert!(matches!(outcome.bad.as_slice(), [Bad::Cell { kind: FaultKind::Edition, .. }]), "{:?}", outcome.bad);
    assert_eq!(school.record(k1.id).await, k1);
    let outcome = school.operator().imports("b.json", &history("甲")).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    let titles: Vec<String> = school.record(k1.id).await.editions.into_iter().map(|edition| edition.title).collect();
    assert_eq!(titles, ["甲", "乙"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_under_amendment_is_exported_as_what_is_public_and_a_draft() {
    let (school, k1) = with_k1().await;
    school.office().amends(k1.id, next_edition("甲之二")).await;
    for form in ["json", "csv", "xlsx"] {
        let file = school.operator().exports(&format!("out.{form}")).await;
        let again = school.operator().brings_in(&file).await;
        assert_eq!((again.bad_rows, again.written()), (0, 0), "{form} at home: {:?}", again.bad);

        let elsewhere = School::open_on("2023-12-01").await;
        let outcome = elsewhere.operator().brings_in(&file).await;
        assert_eq!(outcome.bad_rows, 0, "{form}: {:?}", outcome.bad);
        let record = elsewhere.record_of("k1").await;
        assert_eq!(record.public_edition().map(|edition| edition.title.as_str()), Some("甲"), "{form}");
        assert_eq!(record.newest().map(|edition| edition.title.as_str()), Some("甲之二"), "{form}");
        assert_eq!(record.progress.code(), "draft", "{form}");
        assert!(!format!("{:?}", elsewhere.portal().record(record.id).await.unwrap()).contains("甲之二"), "{form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_withdraws_what_is_public_leaves_a_tombstone_with_its_reason() {
    let (school, k1) = with_k1().await;
    let rows = "编号,标题,事项,公开日期,渠道,正文,状态,撤回原因,撤下日期\n\
                k1,甲,37,2023-05-12,site,正文,撤回,内容有误,2023-11-30\n";
    let outcome = school.operator().imports("down.csv", rows).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    let page = school.portal().record(k1.id).await.unwrap().unwrap();
    let app::portal::view::RecordPage::Gone(stone) = page else { panic!("{page:?}") };
    assert_eq!((stone.title.as_deref(), stone.reason.as_deref()), (Some("甲"), Some("内容有误")));
    assert_eq!((stone.since.to_string(), stone.until.to_string()), ("2023-05-12".into(), "2023-11-30".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn more_readers_get_no_text_that_was_not_meant_for_them() {
    let school = School::founded_on("2023-12-01").await;
    let import = async |text: &str| school.operator().imports("w.csv", &format!("{HEAD}{text}\n")).await;
    import("k1,校内名单,37,2023-05-12,site,校内,,,公开,CAMPUSTEXT").await;
    let k1 = school.record_of("k1").await;
    refused(&school, &k1, "k1,公开名单,37,2023-05-12,site,社会,,,公开,公开的正文", "audience", FaultKind::Widened)
        .await;
    assert_eq!(
        import("k1,校内名单,37,2023-05-12,site,社会,,,公开,CAMPUSTEXT").await.bad_rows,
        0,
        "the same text may be opened"
    );
    import("k2,校内通知,37,2023-05-12,site,校内,,,公开,第一版").await;
    import("k2,校内通知,37,2023-05-12,site,校内,,,公开,第二版").await;
    let k2 = school.record_of("k2").await;
    refused(&school, &k2, "k2,校内通知,37,2023-05-12,site,社会,,,公开,第二版", "audience", FaultKind::Widened).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_that_is_over_ends_lists_and_stays_over_by_import_before_any_job_has_run() {
    let school = School::founded_on("2023-12-01").await;
    let head = "编号,标题,事项,公开日期,渠道,公开期限\n";
    school.operator().imports("a.csv", &format!("{head}t,临时名单,37,2023-05-12,site,2023-12-05\n")).await;
    let id = school.record_of("t").await.id;
    school.days_pass(5);
    let portal = school.portal();
    assert!(portal.front().await.unwrap().latest.is_empty(), "no job has run, and it is not listed any more");
    assert!(portal.search("临时名单").await.unwrap().hits.is_empty());
    let longer = school.operator().imports("b.csv", &format!("{head}t,临时名单,37,2023-05-12,site,2024-12-05\n")).await;
    let [Bad::Cell { kind: FaultKind::Down, .. }] = longer.bad.as_slice() else { panic!("{:?}", longer.bad) };
    school.jobs_run().await;
    assert_eq!(school.visibility(id).await, "expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_takes_nothing_from_the_record_or_dataset_it_belongs_to() {
    let school = School::founded_on("2023-12-01").await;
    let file = |on: &str, value: &str| {
        format!(
            r#"{{"format":"gongkai-ledger","version":1,
            "records":[{{"key":"r","title":"甲","item":"37","published_on":"2023-05-12","channel":"site"}}],
            "releases":[{{"record":"r","channel":"wechat","on":"{on}"}}],
            "datasets":[{{"key":"g","title":"毕业生","item":"32","year":"2022-2023"}}],
            "figures":[{{"dataset":"g","key":"a","name":"总数","value":"10"}},{{"dataset":"g","key":"b","name":"甲","value":"4"}},
                       {{"dataset":"g","key":"c","name":"乙","value":"{value}"}}],
            "identities":[{{"dataset":"g","kind":"sum","target":"a","terms":"b+c"}}]}}"#
        )
    };
    assert_eq!(school.operator().imports("a.json", &file("2023-05-13", "6")).await.bad_rows, 0);
    let before = school.record_of("r").await;
    let outcome = school.operator().imports("b.json", &file("2023-33-13", "six")).await;
    let kinds: Vec<FaultKind> = outcome
        .bad
        .iter()
        .filter_map(|bad| match bad {
            Bad::Cell { kind, .. } => Some(*kind),
            Bad::File(_) => None,
        })
        .collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == FaultKind::Child).count(), 2, "{kinds:?}");
    assert_eq!(school.record_of("r").await, before);
    let dataset = school.app.store.read().await.unwrap().dataset("g", None).await.unwrap();
    assert_eq!((dataset.figures.len(), dataset.identities.len()), (3, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_by_file_can_be_changed_and_taken_down_by_file() {
    let school = School::founded_on("2023-12-01").await;
    let file = |draft: &str, state: &str| {
        format!(
            r#"{{"format":"gongkai-ledger","version":1,
            "records":[{{"key":"d","title":"甲","item":"37","published_on":"2023-05-12","channel":"site"{state}}}],
            "editions":[{{"record":"d","number":"2","title":"{draft}","state":"草稿"}}]}}"#
        )
    };
    assert_eq!(school.operator().imports("a.json", &file("拟改一", "")).await.bad_rows, 0);
    assert_eq!(school.operator().imports("b.json", &file("拟改二", "")).await.bad_rows, 0);
    let record = school.record_of("d").await;
    assert_eq!(record.newest().map(|edition| edition.title.as_str()), Some("拟改二"));
    assert_eq!(record.public_edition().map(|edition| edition.title.as_str()), Some("甲"));
    let down = school.operator().imports("c.json", &file("拟改二", r#","state":"撤回","state_reason":"误发""#)).await;
    assert_eq!(down.bad_rows, 0, "{:?}", down.bad);
    assert_eq!(school.visibility(record.id).await, "withdrawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_are_taken_name_their_row_and_the_others_come_in() {
    let school = School::founded_on("2023-12-01").await;
    let head = "编号,索引号,标题,事项,公开日期,渠道\n";
    let rows = "a,,甲,37,2023-05-12,site\nb,12345/2023-00001,乙,37,2023-05-12,site\nc,12345/2023-00009,丙,37,2023-05-12,site\nd,12345/2023-00009,丁,37,2023-05-12,site\n";
    let outcome = school.operator().imports("n.csv", &format!("{head}{rows}")).await;
    let [Bad::Cell { kind: FaultKind::Duplicate, place, .. }] = outcome.bad.as_slice() else {
        panic!("{:?}", outcome.bad)
    };
    assert_eq!(place.row, 5);
    let serials: std::collections::BTreeSet<u32> =
        [school.record_of("a").await, school.record_of("b").await, school.record_of("c").await]
            .map(|r| r.index.serial)
            .into();
    assert_eq!(serials.len(), 3, "{serials:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_once_given_does_not_change_and_a_row_that_wants_another_is_refused() {
    let school = School::founded_on("2023-12-01").await;
    let file = |index: &str, title: &str| {
        format!("编号,索引号,标题,事项,公开日期,渠道\na,{index},{title},37,2023-05-12,site\n")
    };
    school.operator().imports("a.csv", &file("", "甲")).await;
    let given = school.record_of("a").await;
    let outcome = school.operator().imports("b.csv", &file("12345/2023-00077", "甲")).await;
    let [Bad::Cell { kind: FaultKind::Renumbered, .. }] = outcome.bad.as_slice() else { panic!("{:?}", outcome.bad) };
    assert_eq!(school.record_of("a").await, given);
    let outcome = school.operator().imports("c.csv", &file(&given.index.to_string(), "甲的新题")).await;
    assert_eq!(outcome.bad_rows, 0, "{:?}", outcome.bad);
    assert_eq!(school.record_of("a").await.index, given.index);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_only_a_hidden_row_names_is_not_told() {
    let school = School::founded_on("2023-12-01").await;
    let head = "编号,标题,事项,公开日期,渠道,责任部门,状态\n";
    let rows = "a,甲,37,2023-05-12,site,公开处,\nb,乙,37,,,HIDDENUNIT,草稿\n";
    school.operator().imports("u.csv", &format!("{head}{rows}")).await;
    let portal = school.portal();
    let names: Vec<String> = portal.about().await.unwrap().units.into_iter().map(|unit| unit.name).collect();
    assert!(names.contains(&"公开处".to_string()) && !names.contains(&"HIDDENUNIT".to_string()), "{names:?}");
    let key = domain::catalogue::ItemKey::Official(37);
    let view = portal.item(&key, Default::default()).await.unwrap().unwrap();
    assert_eq!(view.units.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["公开处"]);
}
