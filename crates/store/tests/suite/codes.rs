//! Codes of units and channels: where one goes everything that names it goes too, on both databases, and an import that
//! gave one another code can be undone.

use crate::harness::on_both;
use crate::make::{now, record, release, stamp};
use crate::school::unit;
use domain::event::{Act, Event, Object};
use domain::nil_statement::NilStatement;
use domain::record::Record;
use domain::school::{Channel, ChannelKind, Unit};
use store::{CodeOf, Folded, Former, Store, Thing, Tx};

fn channel(code: &str) -> Channel {
    let (code, name) = (code.to_string(), format!("渠道{code}"));
    Channel { code, name, kind: ChannelKind::Website, address: String::new(), note: String::new(), former: Vec::new() }
}

fn nil(unit: &str, item: &str, signed_by: &str) -> NilStatement {
    NilStatement {
        item: item.parse().unwrap(),
        year: "2022-2023".parse().unwrap(),
        unit: unit.into(),
        signed_by: signed_by.into(),
        signed_on: "".parse().unwrap(),
        note: String::new(),
    }
}

fn event() -> Event {
    Event::new(Act::SchoolChanged, Object::School)
}

fn of(code: &str, former: &str) -> Former {
    Former { code: code.into(), former: former.into() }
}

/// Units `a` and `b`, channels `web` and `board`, and of everything that names a unit or channel something that names
/// `a` and `web`.
async fn everything(tx: &mut Tx) -> Record {
    for code in ["a", "b"] {
        tx.save_unit(&unit(code, &format!("单位{code}"))).await.unwrap();
    }
    tx.save_unit(&Unit { parent: "a".into(), ..unit("below", "下级") }).await.unwrap();
    tx.save_channel(&channel("web")).await.unwrap();
    tx.save_channel(&channel("board")).await.unwrap();
    let mut one = record(1);
    one.unit = Some("a".into());
    one.releases[0].channel = "web".into();
    tx.save_record(&one).await.unwrap();
    tx.save_nil(&nil("a", "47", "主任")).await.unwrap();
    let mut setting = crate::school::setting();
    setting.unit = Some("a".into());
    tx.save_item_setting(&setting).await.unwrap();
    let mut dataset = crate::school::dataset();
    dataset.unit = Some("a".into());
    tx.save_dataset(&dataset, &[]).await.unwrap();
    tx.save_former(CodeOf::Unit, "a", "旧名").await.unwrap();
    one
}

/// How often each of the codes is named.
async fn named(tx: &Tx, of: CodeOf, codes: [&str; 2]) -> [Vec<(&'static str, u64)>; 2] {
    [tx.named_by(of, codes[0]).await.unwrap(), tx.named_by(of, codes[1]).await.unwrap()]
}

async fn open(place: &crate::harness::Place) -> Store {
    place.open().await
}

on_both! {
    fn another_code_is_followed_by_all_that_names_it_and_by_what_it_was_before(place) {
        let store = open(place).await;
        let mut tx = store.write().await.unwrap();
        let one = everything(&mut tx).await;
        let [before, none] = named(&tx, CodeOf::Unit, ["a", "xsc"]).await;
        let tables: Vec<&str> = before.iter().map(|(table, _)| *table).collect();
        assert_eq!(tables, ["record", "dataset", "item_setting", "nil_statement", "unit"], "every place is filled");
        assert!(none.is_empty());
        tx.recode(CodeOf::Unit, "a", "xsc").await.unwrap();
        assert_eq!(named(&tx, CodeOf::Unit, ["xsc", "a"]).await, [before, Vec::new()]);
        assert_eq!(tx.former_names(CodeOf::Unit).await.unwrap(), [of("xsc", "旧名")]);
        tx.recode(CodeOf::Channel, "web", "site").await.unwrap();
        let record = tx.record(one.id).await.unwrap();
        assert_eq!((record.unit.as_deref(), record.releases[0].channel.as_str()), (Some("xsc"), "site"));
        assert_eq!(record.version, 3, "who has read it before may not write over it");
    }

    fn what_two_had_alike_is_one_after_they_were_merged(place) {
        let store = open(place).await;
        let mut tx = store.write().await.unwrap();
        let mut one = everything(&mut tx).await;
        tx.save_unit(&Unit { parent: "a".into(), ..unit("b", "单位b") }).await.unwrap();
        tx.save_nil(&nil("b", "47", "")).await.unwrap();
        tx.save_nil(&nil("a", "48", "主任")).await.unwrap();
        assert_eq!(tx.merge_codes(CodeOf::Unit, "a", "b").await.unwrap(), Folded { releases: 0, nil: 1 });
        assert!(tx.units().await.unwrap().iter().all(|unit| unit.code != "a" && unit.parent != unit.code));
        assert_eq!(tx.nil_statements(None).await.unwrap(), [nil("b", "47", "主任"), nil("b", "48", "主任")]);
        assert_eq!(tx.former_names(CodeOf::Unit).await.unwrap(), [of("b", "旧名")]);
        // Two releases say the same, one of them with a photograph and one with a remark; the third is another.
        one = tx.record(one.id).await.unwrap();
        let first = one.releases[0].clone();
        let again = |evidence: &str, note: &str| {
            let mut again = first.clone();
            (again.channel, again.evidence, again.note) = ("board".into(), evidence.into(), note.into());
            again
        };
        let elsewhere = release("board", "食堂门口");
        one.releases.extend([again("照片.jpg", ""), elsewhere.clone()]);
        one.releases[0].note = "首次".into();
        tx.save_record(&one).await.unwrap();
        assert_eq!(tx.merge_codes(CodeOf::Channel, "web", "board").await.unwrap(), Folded { releases: 1, nil: 0 });
        let merged = tx.record(one.id).await.unwrap();
        assert_eq!(merged.releases, [again("照片.jpg", "首次"), elsewhere]);
        assert!(tx.channels().await.unwrap().iter().all(|channel| channel.code != "web"));
        assert!(tx.tally_is_true().await.unwrap());
    }

    fn an_import_that_gave_another_code_is_undone_with_all_that_followed(place) {
        let store = open(place).await;
        let mut tx = store.write().await.unwrap();
        let one = everything(&mut tx).await;
        let before = (tx.units().await.unwrap(), named(&tx, CodeOf::Unit, ["a", "xsc"]).await);
        let batch = tx.begin_batch(now(), "operator", "u.xlsx", false).await.unwrap();
        tx.remember(batch, &[Thing::Recoded(CodeOf::Unit, "a".into(), "xsc".into())]).await.unwrap();
        tx.recode(CodeOf::Unit, "a", "xsc").await.unwrap();
        tx.save_former(CodeOf::Unit, "xsc", "a").await.unwrap();
        tx.remember(batch, &[Thing::Unit("xsc".into())]).await.unwrap();
        tx.save_unit(&unit("xsc", "学生工作处")).await.unwrap();
        tx.save_former(CodeOf::Unit, "xsc", "单位a").await.unwrap();
        tx.end_batch(batch, 1, 0).await.unwrap();
        tx.commit(&stamp(), event()).await.unwrap();

        let mut tx = store.write().await.unwrap();
        let batch = tx.batch(batch).await.unwrap().unwrap();
        let undone = tx.undo_batch(&batch, now(), "operator").await.unwrap();
        let things: Vec<&str> = undone.as_ref().unwrap().iter().map(|(thing, _)| thing.kind()).collect();
        assert_eq!(things, ["unit", "unit-code"]);
        let after = (tx.units().await.unwrap(), named(&tx, CodeOf::Unit, ["a", "xsc"]).await);
        assert_eq!(after, before);
        assert_eq!(tx.record(one.id).await.unwrap().unit.as_deref(), Some("a"));
        assert_eq!(tx.former_names(CodeOf::Unit).await.unwrap(), [of("a", "旧名")]);
        drop(tx);

        // What was called something else since is not undone.
        let mut tx = store.write().await.unwrap();
        tx.save_former(CodeOf::Unit, "xsc", "后来的旧名").await.unwrap();
        assert!(tx.undo_batch(&batch, now(), "operator").await.unwrap().is_err());
    }

    fn what_is_deleted_is_gone_with_what_belongs_to_it(place) {
        let store = open(place).await;
        let mut tx = store.write().await.unwrap();
        let one = everything(&mut tx).await;
        let stale = one.clone();
        let one = tx.record(one.id).await.unwrap();
        assert!(tx.delete_record(&stale).await.is_err(), "a record that was not saved has no version");
        tx.delete_record(&one).await.unwrap();
        assert_eq!(tx.find_record(one.id).await.unwrap(), None);
        assert!(tx.named_by(CodeOf::Channel, "web").await.unwrap().is_empty());
        assert!(tx.tally_is_true().await.unwrap());
        tx.delete_nil(&nil("a", "47", "")).await.unwrap();
        tx.delete_dataset("graduates", "2022-2023".parse().unwrap()).await.unwrap();
        assert!(tx.datasets(None).await.unwrap().is_empty() && tx.nil_statements(None).await.unwrap().is_empty());
        tx.delete_coded(CodeOf::Unit, "a").await.unwrap();
        assert!(tx.former_names(CodeOf::Unit).await.unwrap().is_empty());
        tx.commit(&stamp(), event()).await.unwrap();
    }
}

on_both! {
    fn what_is_closed_stays_so_under_another_code_and_goes_with_what_it_was(place) {
        let store = open(place).await;
        let mut tx = store.write().await.unwrap();
        everything(&mut tx).await;
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 1);
        for (of, code) in [(CodeOf::Unit, "a"), (CodeOf::Channel, "web")] {
            tx.save_closed(of, code, day).await.unwrap();
        }
        tx.recode(CodeOf::Unit, "a", "aa").await.unwrap();
        assert_eq!(tx.closed(CodeOf::Unit).await.unwrap().into_iter().collect::<Vec<_>>(), [("aa".to_string(), day.unwrap())]);
        tx.merge_codes(CodeOf::Unit, "aa", "b").await.unwrap();
        assert!(tx.closed(CodeOf::Unit).await.unwrap().is_empty());
        assert_eq!(tx.closed(CodeOf::Channel).await.unwrap().len(), 1, "a channel is no unit");
        tx.save_closed(CodeOf::Channel, "web", None).await.unwrap();
        assert!(tx.closed(CodeOf::Channel).await.unwrap().is_empty());
    }

    fn drafts_and_editions_of_the_catalogue_are_read_back_and_an_edition_is_never_written_over(place) {
        let store = open(place).await;
        let mut tx = store.write().await.unwrap();
        everything(&mut tx).await;
        let mut draft = crate::school::setting();
        (draft.from, draft.unit) = (None, Some("a".into()));
        assert_eq!(tx.save_item_draft(&draft).await.unwrap(), store::Saved::New);
        assert_eq!(tx.save_item_draft(&draft).await.unwrap(), store::Saved::Same);
        assert_eq!(tx.item_drafts().await.unwrap(), [draft.clone()]);
        tx.merge_codes(CodeOf::Unit, "a", "b").await.unwrap();
        assert_eq!(tx.item_drafts().await.unwrap()[0].unit.as_deref(), Some("b"), "a draft follows a merger");
        assert!(tx.delete_item_draft(&draft.key).await.unwrap());
        assert!(!tx.delete_item_draft(&draft.key).await.unwrap());
        let edition = store::CatalogueEdition {
            number: 2,
            from: "2026-2027".parse().ok(),
            published_at: now(),
            actor: "operator".into(),
            items: 3,
        };
        tx.save_catalogue_edition(&edition).await.unwrap();
        assert_eq!(tx.catalogue_editions().await.unwrap(), std::slice::from_ref(&edition));
        let again = tx.save_catalogue_edition(&edition).await.unwrap_err();
        assert!(matches!(again, store::Error::Taken { .. }), "{again}");
    }
}
