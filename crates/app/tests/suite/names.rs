//! What units and channels were called before, and what a later import makes of it: no twin, nothing renamed back.
//!
//! The first cases are those of a school that follows what the program advises.

use app::ledger::{Bad, Outcome};
use domain::event::Act;
use domain::ledger::FaultKind;
use testkit::{School, on_both};

const RECORDS: &str = "#表,记录\n编号,标题,事项,公开日期,责任部门,渠道\n";
const UNITS: &str = "#表,单位\n单位代码,单位名称,类别,上级单位\n";
const CHANNELS: &str = "#表,渠道\n渠道代码,渠道名称,类别,地址\n";

/// Codes and names of units, and of channels.
async fn names(school: &School) -> (Vec<(String, String)>, Vec<(String, String)>) {
    let reader = school.app.store.read().await.unwrap();
    let units = reader.units().await.unwrap().into_iter().map(|unit| (unit.code, unit.name)).collect();
    let channels = reader.channels().await.unwrap().into_iter().map(|channel| (channel.code, channel.name)).collect();
    (units, channels)
}

fn pairs(names: &[(&str, &str)]) -> Vec<(String, String)> {
    names.iter().map(|(code, name)| (code.to_string(), name.to_string())).collect()
}

/// Imports rows of these tables, none of which may be refused.
async fn comes_in(school: &School, text: &str) -> Outcome {
    let outcome = school.operator().imports("rows.csv", text).await;
    assert_eq!(outcome.bad_rows, 0, "{:#?}", outcome.bad);
    outcome
}

/// Imports rows of which one is refused: why, and what stands in the way.
async fn refused(school: &School, text: &str) -> (FaultKind, String) {
    let before = names(school).await;
    let outcome = school.operator().imports("rows.csv", text).await;
    let [Bad::Cell { kind, text, .. }] = outcome.bad.as_slice() else { panic!("{:?}", outcome.bad) };
    assert_eq!(names(school).await, before, "a row that is refused changes nothing");
    (*kind, text.clone())
}

async fn unit_of(school: &School, key: &str) -> Option<String> {
    school.record_of(key).await.unit
}

on_both! {
    async fn who_describes_what_was_entered_by_name_has_one_unit_and_one_channel(school) {
        let first = comes_in(&school, &format!("{RECORDS}1,a,37,2024.10.1,学生工作处,官网\n2,b,37,2024.10.2,学生工作处,官网\n")).await;
        assert_eq!(first.entered.len(), 2, "both are told, with the advice to describe them");
        let described = format!("{UNITS}xsc,学生工作处,职能部门,\n{CHANNELS}site,官网,网站,https://www.x.edu.cn\n");
        let second = comes_in(&school, &described).await;
        let told: Vec<(&str, &str)> = second.recognised.iter().map(|k| (k.code.as_str(), k.name.as_str())).collect();
        assert_eq!(told, [("xsc", "学生工作处"), ("site", "官网")], "the code that was made is known as a former one");
        comes_in(&school, &format!("{RECORDS}3,c,37,2024.10.3,学生工作处,官网\n")).await;
        assert_eq!(names(&school).await, (pairs(&[("xsc", "学生工作处")]), pairs(&[("site", "官网")])));
        for key in ["1", "2", "3"] {
            let record = school.record_of(key).await;
            assert_eq!((record.unit.as_deref(), record.releases[0].channel.as_str()), (Some("xsc"), "site"), "{key}");
        }
        // The same files once more, and the made code as an export of that time has it.
        let made = second.recognised.iter().find(|known| known.code == "xsc").map(|known| known.given.clone()).unwrap();
        for again in [described.clone(), format!("{RECORDS}1,a,37,2024.10.1,{made},官网\n"), format!("{UNITS}{made},学生工作处,其他,\n")] {
            assert_eq!(comes_in(&school, &again).await.written(), 0, "{again}");
        }
        let reader = school.app.store.read().await.unwrap();
        let events = reader.events(&store::EventFilter::default(), 0, 100).await.unwrap();
        assert_eq!(events.iter().filter(|event| event.act == Act::UnitRecoded).count(), 1);
    }

    async fn an_import_that_described_what_was_entered_by_name_is_taken_back_and_the_one_before_it_too(school) {
        let rows = format!("{RECORDS}1,a,37,2024.10.1,学生工作处,官网\n2,b,37,2024.10.2,学生工作处,官网\n");
        let first = comes_in(&school, &rows).await;
        let before = names(&school).await;
        let unit = unit_of(&school, "1").await;
        let second = comes_in(&school, &format!("{UNITS}xsc,学生工作处,职能部门,\n{CHANNELS}site,官网,网站,\n")).await;
        let ctx = school.operator().ctx();
        let undone = app::ledger::undo(&ctx, second.batch.unwrap()).await.unwrap();
        assert!(matches!(undone, app::ledger::Undo::Done { .. }), "{undone:?}");
        assert_eq!(names(&school).await, before);
        assert_eq!(unit_of(&school, "1").await, unit);
        let reader = school.app.store.read().await.unwrap();
        assert_eq!(reader.former_names(app::ledger::CodeOf::Unit).await.unwrap(), []);
        drop(reader);
        let undone = app::ledger::undo(&ctx, first.batch.unwrap()).await.unwrap();
        assert!(matches!(undone, app::ledger::Undo::Done { .. }), "{undone:?}");
        assert_eq!(names(&school).await, (Vec::new(), Vec::new()));
    }

    async fn a_record_that_is_put_back_names_the_unit_that_its_own_went_into(school) {
        comes_in(&school, &format!("{UNITS}jwc,教务处,职能部门,\ncwc,财务处,职能部门,\nlib,图书馆,其他,\n")).await;
        comes_in(&school, &format!("{RECORDS}1,a,37,2024.10.1,教务处,\n")).await;
        let moved = comes_in(&school, &format!("{RECORDS}1,a,37,2024.10.1,图书馆,\n")).await;
        let ctx = school.operator().ctx();
        let merge = app::ledger::mend::Task::Merge { of: app::ledger::CodeOf::Unit, from: "jwc".into(), into: "cwc".into() };
        let seen = app::ledger::mend::look(&ctx, &merge).await.unwrap();
        app::ledger::mend::carry_out(&ctx, &merge, &seen).await.unwrap();
        let undone = app::ledger::undo(&ctx, moved.batch.unwrap()).await.unwrap();
        assert!(matches!(undone, app::ledger::Undo::Done { .. }), "{undone:?}");
        assert_eq!(unit_of(&school, "1").await.as_deref(), Some("cwc"));
    }

    async fn an_old_sheet_neither_renames_a_unit_back_nor_makes_a_twin(school) {
        comes_in(&school, &format!("{RECORDS}1,a,37,2024.10.1,学工部,\n2,b,37,2024.10.2,学生工作处,\n")).await;
        let (units, _) = names(&school).await;
        let made = units.iter().find(|(_, name)| name == "学生工作处").map(|(code, _)| code.clone()).unwrap();
        // The unit is renamed by its code, as an export gives it.
        comes_in(&school, &format!("{UNITS}{made},党委学生工作部,职能部门,\n")).await;
        for old in [format!("{RECORDS}3,c,37,2024.10.3,学生工作处,\n"), format!("{UNITS}{made},学生工作处,职能部门,\n")] {
            let outcome = comes_in(&school, &old).await;
            let told: Vec<&str> = outcome.recognised.iter().map(|known| known.given.as_str()).collect();
            assert_eq!(told, ["学生工作处"], "it is told what the old name was taken for");
            assert_eq!(outcome.entered, []);
            assert!(names(&school).await.0.contains(&(made.clone(), "党委学生工作部".into())));
        }
        assert_eq!(unit_of(&school, "3").await, Some(made));
        // A code of its own, under the name of before: the unit takes the code and keeps its name.
        comes_in(&school, &format!("{UNITS}xsc,学生工作处,职能部门,\n")).await;
        let (units, _) = names(&school).await;
        assert_eq!(units.len(), 2, "{units:?}");
        assert!(units.contains(&("xsc".into(), "党委学生工作部".into())));
        assert_eq!(unit_of(&school, "2").await.as_deref(), Some("xsc"));
    }

    async fn a_name_or_code_that_is_or_was_anothers_is_refused_with_who_has_it(school) {
        comes_in(&school, &format!("{UNITS}jwc,教务处,职能部门,\ncwc,财务处,职能部门,\n")).await;
        comes_in(&school, &format!("{UNITS}jwc,教务部,职能部门,\n")).await;
        let jwc = "教务部（jwc）".to_string();
        for (row, kind) in [
            ("cwc,教务部,职能部门,", FaultKind::NameTaken),
            ("cwc,教务处,职能部门,", FaultKind::NameTaken),
            ("jw,教务部,职能部门,", FaultKind::NameTaken),
            ("jw,教务处,职能部门,", FaultKind::NameTaken),
        ] {
            assert_eq!(refused(&school, &format!("{UNITS}{row}\n")).await, (kind, jwc.clone()), "{row}");
        }
        // A swap of two names in one file says of neither which is meant.
        let swap = format!("{UNITS}jwc,财务处,职能部门,\n");
        assert_eq!(refused(&school, &swap).await, (FaultKind::NameTaken, "财务处（cwc）".into()));
    }

    async fn two_addresses_of_one_site_stay_two_channels_until_one_is_called_otherwise(school) {
        let two = format!("{CHANNELS}a,招生网,网站,https://a.cn\nb,招生网,网站,https://b.cn\n");
        comes_in(&school, &two).await;
        assert_eq!(comes_in(&school, &two).await.written(), 0);
        comes_in(&school, &format!("{CHANNELS}b,招生网（旧址）,网站,https://b.cn\n")).await;
        let (_, channels) = names(&school).await;
        assert_eq!(channels, pairs(&[("a", "招生网"), ("b", "招生网（旧址）")]));
        let outcome = comes_in(&school, &format!("{RECORDS}1,a,37,2024.10.1,,招生网\n")).await;
        assert_eq!((school.record_of("1").await.releases[0].channel.as_str(), outcome.recognised.len()), ("a", 0));
    }

    async fn a_unit_above_is_named_by_todays_code_however_the_row_says_it(school) {
        comes_in(&school, &format!("{RECORDS}1,a,37,2024.10.1,学生工作处,\n")).await;
        let made = names(&school).await.0[0].0.clone();
        comes_in(&school, &format!("{UNITS}zx,资助中心,其他,{made}\n")).await;
        comes_in(&school, &format!("{UNITS}xsc,学生工作处,职能部门,\n")).await;
        for above in ["xsc", &made, "学生工作处"] {
            comes_in(&school, &format!("{UNITS}zx,资助中心,其他,{above}\n")).await;
            let units = school.app.store.read().await.unwrap().units().await.unwrap();
            assert_eq!(units.iter().find(|unit| unit.code == "zx").unwrap().parent, "xsc", "{above}");
        }
    }
}
