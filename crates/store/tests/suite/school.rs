//! The school, its datasets and the texts of its reports: in and out the same, and nothing the second time.

use crate::harness::on_both;
use domain::catalogue::{Applicability, ItemSetting, TimingRule};
use domain::figure::{Dataset, Figure, Identity};
use domain::ledger::TextEntry;
use domain::nil_statement::NilStatement;
use domain::school::{Channel, ChannelKind, SchoolFact, Unit, UnitKind};
use domain::school_year::SchoolYear;
use store::{Error, Saved};

pub(crate) fn unit(code: &str, name: &str) -> Unit {
    Unit {
        code: code.into(),
        name: name.into(),
        kind: UnitKind::Department,
        parent: String::new(),
        duty: "牵头".into(),
        members: String::new(),
        note: String::new(),
        former: Vec::new(),
    }
}

fn year(text: &str) -> SchoolYear {
    text.parse().unwrap()
}

pub(crate) fn dataset() -> Dataset {
    let figure = |key: &str, value: &str| Figure {
        key: key.into(),
        name: "人数".into(),
        value: value.parse().ok(),
        unit: "人".into(),
        definition: String::new(),
        approximate: key == "about",
        disputed: (key == "whole").then(|| "与分项不符".into()),
    };
    Dataset {
        key: "graduates".into(),
        title: "毕业生去向".into(),
        item: "32".parse().unwrap(),
        unit: None,
        year: "2022-2023".parse().unwrap(),
        as_of: "2023-08".parse().unwrap(),
        source: "年报".into(),
        figures: vec![figure("whole", "4540"), figure("rate", "91.20"), figure("about", "400"), figure("unknown", "")],
        identities: vec![
            Identity::Sum { whole: "whole".into(), parts: vec!["about".into(), "unknown".into()] },
            Identity::Rate { rate: "rate".into(), parts: vec!["about".into()], whole: "whole".into() },
            Identity::AtMost { part: "about".into(), whole: "whole".into() },
            Identity::Stage { later: "about".into(), earlier: "whole".into() },
        ],
    }
}

pub(crate) fn setting() -> ItemSetting {
    ItemSetting {
        from: Some("2024-2025".parse().unwrap()),
        key: "S1".parse().unwrap(),
        category: Some(11),
        category_name: Some("就业创业信息".into()),
        text: Some("就业工作动态".into()),
        applicability: Some(Applicability::NotApplicable { reason: "学校无此类事项".into() }),
        unit: Some("jiuye".into()),
        timing: Some(TimingRule::YearlyBy { month: 10, day: 31 }),
        maps_to: vec![31, 32],
        note: String::new(),
    }
}

on_both! {
    fn facts_units_channels_and_settings_are_saved_once_and_kept_in_order(place) {
        let store = place.open().await;
        let fact = SchoolFact { key: "name".into(), value: "示例学院".into(), note: String::new() };
        let channel = Channel {
            code: "web".into(), name: "门户网站".into(), kind: ChannelKind::Website,
            address: "https://www.example.edu.cn".into(), note: String::new(), former: vec![],
        };
        let bare = ItemSetting {
            from: None,
            key: "7".parse().unwrap(), category: None, category_name: None, text: None, applicability: None,
            unit: None, timing: None, maps_to: vec![], note: "说明".into(),
        };
        for expected in [Saved::New, Saved::Same] {
            let mut tx = store.write().await.unwrap();
            assert_eq!(tx.save_fact(&fact).await.unwrap(), expected);
            assert_eq!(tx.save_unit(&unit("z", "后勤处")).await.unwrap(), expected);
            assert_eq!(tx.save_unit(&unit("a", "教务处")).await.unwrap(), expected);
            assert_eq!(tx.save_channel(&channel).await.unwrap(), expected);
            assert_eq!(tx.save_item_setting(&setting()).await.unwrap(), expected);
            assert_eq!(tx.save_item_setting(&bare).await.unwrap(), expected);
            tx.commit_unlogged().await.unwrap();
        }
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.save_unit(&unit("z", "总务处")).await.unwrap(), Saved::Changed);
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        assert_eq!(reader.facts().await.unwrap(), [fact]);
        assert_eq!(reader.units().await.unwrap(), [unit("z", "总务处"), unit("a", "教务处")]);
        assert_eq!(reader.channels().await.unwrap(), [channel]);
        assert_eq!(reader.item_settings().await.unwrap(), [setting(), bare]);
    }

    fn a_dataset_keeps_its_digits_its_identities_and_their_notes(place) {
        let store = place.open().await;
        let notes = vec!["见第三页".to_string()];
        for expected in [Saved::New, Saved::Same] {
            let mut tx = store.write().await.unwrap();
            assert_eq!(tx.save_dataset(&dataset(), &notes).await.unwrap(), expected);
            tx.commit_unlogged().await.unwrap();
        }
        let reader = store.read().await.unwrap();
        assert_eq!(reader.dataset("graduates", None).await.unwrap(), dataset());
        assert_eq!(reader.identity_notes("graduates", year("2022-2023")).await.unwrap(), ["见第三页", "", "", ""]);
        assert_eq!(reader.datasets("2022-2023".parse().ok()).await.unwrap(), [dataset()]);
        assert_eq!(reader.datasets("2021-2022".parse().ok()).await.unwrap(), []);
        assert!(matches!(reader.dataset("none", None).await, Err(Error::NotFound { kind: "dataset", .. })));

        let mut fewer = dataset();
        fewer.figures.truncate(2);
        fewer.identities.clear();
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.save_dataset(&fewer, &[]).await.unwrap(), Saved::Changed);
        tx.commit_unlogged().await.unwrap();
        assert_eq!(store.read().await.unwrap().dataset("graduates", None).await.unwrap(), fewer);
    }

    fn datasets_of_one_key_stand_side_by_side_in_their_years(place) {
        let store = place.open().await;
        let mut later = Dataset { year: year("2023-2024"), title: "下一学年去向".into(), ..dataset() };
        later.figures[0].value = "4811".parse().ok();
        later.identities.truncate(2);
        let mut tx = store.write().await.unwrap();
        // Not in the order of years, which is the order of entry only.
        assert_eq!(tx.save_dataset(&later, &["新的说明".into()]).await.unwrap(), Saved::New);
        assert_eq!(tx.save_dataset(&dataset(), &["旧的说明".into(), "第二条".into()]).await.unwrap(), Saved::New);
        assert_eq!(tx.save_dataset(&later, &["新的说明".into()]).await.unwrap(), Saved::Same);
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        assert_eq!(reader.dataset("graduates", None).await.unwrap(), later, "the latest");
        assert_eq!(reader.dataset("graduates", Some(year("2022-2023"))).await.unwrap(), dataset());
        assert_eq!(reader.dataset("graduates", Some(year("2023-2024"))).await.unwrap(), later);
        assert_eq!(reader.find_dataset("graduates", Some(year("2021-2022"))).await.unwrap(), None);
        assert_eq!(reader.dataset_years("graduates").await.unwrap(), [year("2023-2024"), year("2022-2023")]);
        assert_eq!(reader.dataset_years("courses").await.unwrap(), []);
        assert_eq!(reader.identity_notes("graduates", year("2023-2024")).await.unwrap(), ["新的说明", ""]);
        assert_eq!(reader.identity_notes("graduates", year("2022-2023")).await.unwrap(), ["旧的说明", "第二条", "", ""]);
        assert_eq!(reader.datasets(None).await.unwrap(), [later.clone(), dataset()], "in the order of entry");
        assert_eq!(reader.datasets(Some(year("2022-2023"))).await.unwrap(), [dataset()]);

        let mut fewer = dataset();
        fewer.figures.truncate(1);
        fewer.identities.clear();
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.save_dataset(&fewer, &[]).await.unwrap(), Saved::Changed);
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        assert_eq!(reader.dataset("graduates", None).await.unwrap(), later, "the other year is as it was");
        assert_eq!(reader.identity_notes("graduates", year("2023-2024")).await.unwrap(), ["新的说明", ""]);
    }

    fn an_item_has_a_setting_for_each_year_from_which_one_holds(place) {
        let store = place.open().await;
        let from = |text: &str, note: &str| ItemSetting { from: text.parse().ok(), note: note.into(), ..setting() };
        let mut all = [from("2024-2025", "新规定"), from("2023-2024", "旧规定"), from("", "一直")];
        let mut tx = store.write().await.unwrap();
        for expected in [Saved::New, Saved::Same] {
            for setting in &all {
                assert_eq!(tx.save_item_setting(setting).await.unwrap(), expected);
            }
        }
        all[1].applicability = Some(Applicability::Applies);
        assert_eq!(tx.save_item_setting(&all[1]).await.unwrap(), Saved::Changed);
        tx.commit_unlogged().await.unwrap();
        assert_eq!(store.read().await.unwrap().item_settings().await.unwrap(), all);
    }

    fn texts_and_nil_statements_are_kept_by_year(place) {
        let store = place.open().await;
        let text = TextEntry {
            year: "2022-2023".parse().unwrap(), place: "2.3".into(), order: 1, heading: String::new(),
            text: "录取 {admissions.total} 人。".into(), source: String::new(),
        };
        let nil = NilStatement {
            item: "11".parse().unwrap(), year: "2022-2023".parse().unwrap(), unit: "jiaowu".into(),
            signed_by: "处长".into(), signed_on: "2023-10".parse().unwrap(), note: String::new(),
        };
        for expected in [Saved::New, Saved::Same] {
            let mut tx = store.write().await.unwrap();
            assert_eq!(tx.save_text(&text).await.unwrap(), expected);
            assert_eq!(tx.save_nil(&nil).await.unwrap(), expected);
            tx.commit_unlogged().await.unwrap();
        }
        let mut reworded = text.clone();
        reworded.text = "另一种说法。".into();
        let mut tx = store.write().await.unwrap();
        assert_eq!(tx.save_text(&reworded).await.unwrap(), Saved::Changed);
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        assert_eq!(reader.texts("2022-2023".parse().ok()).await.unwrap(), [reworded]);
        assert_eq!(reader.nil_statements(None).await.unwrap(), [nil]);
        assert_eq!(reader.nil_statements("2021-2022".parse().ok()).await.unwrap(), []);
    }

    fn an_impossible_dataset_is_an_error_that_names_its_place(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        tx.save_dataset(&dataset(), &[]).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        place.tamper("UPDATE identity SET kind = 'guess'").await;
        let error = store.read().await.unwrap().dataset("graduates", None).await.unwrap_err();
        assert!(matches!(error, Error::Impossible { table: "identity", column: "kind", .. }), "{error}");
    }
}
