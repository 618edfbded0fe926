//! Postings with their lists, and objections with their stages.

use crate::harness::on_both;
use crate::make::{record, save_all};
use domain::ids::UserId;
use domain::objection::{Objection, ObjectionNumber, Objector, Outcome, Ruling, Stage};
use domain::policy::Desk;
use domain::publicity::{Days, Length, Posting, Roll};
use store::{Error, Store};

fn posting(until: &str) -> Posting {
    let day = |text: &str| text.parse().unwrap();
    Posting {
        kind: "national_scholarship".into(),
        starts: day("2026-09-15"),
        length: Length { count: 5, days: Days::Working },
        contact: "行政楼305".into(),
        wider: "学校规定".into(),
        kept: vec!["备注".into()],
        roll: Roll {
            heads: vec!["姓名".into(), "说明".into()],
            rows: vec![vec!["李“示例”".into(), "a\tb\nc\\".into()], vec!["王样本".into(), String::new()]],
        },
        again: vec![false, true],
        period: Some((day("2026-09-15"), day(until))),
        extended: Some((day("2026-09-21"), "补充材料".into())),
        kept_until: Some(day("2029-09-21")),
        purged: false,
    }
}

fn objection(n: u32, number: ObjectionNumber) -> Objection {
    Objection {
        number,
        record: record(n).id,
        edition: 1,
        row: Some(2),
        cells: Vec::new(),
        text: "不公平\n第二行".into(),
        objector: Some(Objector { name: "某某".into(), contact: String::new() }),
        filed_at: "2026-09-17T02:00:00Z".parse().unwrap(),
        stage: Stage::Filed,
    }
}

/// Records 1 and 2, each with a posting, and two objections to the first, of which one is decided.
async fn filled(store: &Store) -> Vec<Objection> {
    save_all(store, &[record(1), record(2)]).await;
    let mut tx = store.write().await.unwrap();
    for n in [1, 2] {
        tx.save_posting(record(n).id, 1, &posting("2026-09-24")).await.unwrap();
    }
    let mut filed = Vec::new();
    for receipt in ["a", "b"] {
        let objection = objection(1, tx.next_objection(2026).await.unwrap());
        tx.file_objection(&objection, receipt).await.unwrap();
        filed.push(objection);
    }
    let at = filed[0].filed_at;
    filed[0].stage = Stage::Ruled { by: UserId(3), at, ruling: Ruling::PartlyUpheld, answer: "已更正".into() };
    filed[1].stage = Stage::Acknowledged { at };
    for objection in &filed {
        tx.save_objection_stage(objection).await.unwrap();
    }
    tx.commit_unlogged().await.unwrap();
    filed
}

on_both! {
    fn a_posting_comes_back_as_it_was_kept_and_another_takes_its_place(place) {
        let store = place.open().await;
        filled(&store).await;
        let kept = async || store.read().await.unwrap().posting(record(1).id, 1).await.unwrap();
        assert_eq!(kept().await, Some(posting("2026-09-24")));
        let next = Posting { period: None, extended: None, kept_until: None, roll: Roll::default(), again: vec![], ..posting("2026-09-24") };
        let mut tx = store.write().await.unwrap();
        tx.save_posting(record(1).id, 1, &next).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        assert_eq!(kept().await, Some(next));
        let reader = store.read().await.unwrap();
        assert_eq!(reader.posting(record(1).id, 2).await.unwrap(), None);
        assert_eq!(reader.posted_period(record(1).id).await.unwrap(), None);
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(reader.posted_period(record(2).id).await.unwrap(), Some((day("2026-09-15"), day("2026-09-24"))));
        assert_eq!(reader.posted_until(record(2).id, 2).await.unwrap(), Some(day("2026-09-24")));
        assert_eq!(reader.posted_until(record(2).id, 1).await.unwrap(), None);
    }

    fn objections_are_found_by_the_digest_of_their_receipt_and_counted_by_what_became_of_them(place) {
        let store = place.open().await;
        let filed = filled(&store).await;
        let reader = store.read().await.unwrap();
        assert_eq!(reader.objection_of("a").await.unwrap().as_ref(), Some(&filed[0]));
        assert_eq!(reader.objection_of("A").await.unwrap(), None);
        assert_eq!(reader.find_objection(filed[1].number).await.unwrap().as_ref(), Some(&filed[1]));
        assert_eq!(reader.objections(record(1).id).await.unwrap(), [filed[1].clone(), filed[0].clone()]);
        assert_eq!(reader.outcome(record(1).id).await.unwrap(), Outcome { open: 1, partly: 1, ..Outcome::default() });
        assert_eq!(reader.outcome(record(2).id).await.unwrap(), Outcome::default());
        assert_eq!(reader.open_objections(&Desk::School).await.unwrap(), 1);
        assert_eq!(reader.open_objections(&Desk::Units(["u2".to_string()].into())).await.unwrap(), 0);
        assert_eq!(reader.open_objections(&Desk::Units(Default::default())).await.unwrap(), 0);
    }

    fn a_decision_is_never_written_over(place) {
        let store = place.open().await;
        let filed = filled(&store).await;
        let mut other = filed[0].clone();
        other.stage = Stage::Ruled { by: UserId(4), at: other.filed_at, ruling: Ruling::Rejected, answer: "否".into() };
        let mut tx = store.write().await.unwrap();
        let again = tx.save_objection_stage(&other).await;
        assert!(matches!(again, Err(Error::Conflict { kind: "objection", .. })), "{again:?}");
        assert_eq!(tx.find_objection(filed[0].number).await.unwrap().as_ref(), Some(&filed[0]));
        assert!(tx.file_objection(&objection(2, ObjectionNumber { year: 2026, serial: 9 }), "a").await.is_err(), "one receipt opens one");
    }

    fn periods_are_listed_with_rows_and_objections(place) {
        let store = place.open().await;
        let mut listed = record(1);
        listed.publicity = Some(domain::record::Publicity {
            kind: "国家奖学金".into(),
            from: "2026-09-15".parse().unwrap(),
            until: "2026-09-24".parse().unwrap(),
        });
        save_all(&store, &[listed]).await;
        let mut tx = store.write().await.unwrap();
        tx.save_posting(record(1).id, 1, &posting("2026-09-24")).await.unwrap();
        let number = tx.next_objection(2026).await.unwrap();
        tx.file_objection(&objection(1, number), "a").await.unwrap();
        tx.commit_unlogged().await.unwrap();
        save_all(&store, &[record(2)]).await;
        let reader = store.read().await.unwrap();
        let (lines, more) = reader.periods(&Desk::School).await.unwrap();
        assert_eq!((lines.len(), more), (1, false), "a record without a period is none");
        assert_eq!((lines[0].rows, lines[0].outcome.open, lines[0].kind.as_str()), (Some(2), 1, "国家奖学金"));
        assert!(reader.periods(&Desk::Units(["elsewhere".to_string()].into())).await.unwrap().0.is_empty());
    }

    fn a_sealed_copy_is_due_when_the_last_of_its_editions_is(place) {
        let store = place.open().await;
        filled(&store).await;
        let day = |text: &str| text.parse().unwrap();
        let mut tx = store.write().await.unwrap();
        let later = Posting { kept_until: Some(day("2029-10-08")), ..posting("2026-10-08") };
        tx.save_posting(record(1).id, 2, &later).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        assert_eq!(reader.next_purge().await.unwrap(), Some(day("2029-09-21")));
        assert_eq!(reader.purges_due(day("2029-09-21")).await.unwrap(), []);
        assert_eq!(reader.purges_due(day("2029-09-22")).await.unwrap(), [record(2).id]);
        drop(reader);
        let mut tx = store.write().await.unwrap();
        tx.purge_postings(record(1).id).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        for edition in [1, 2] {
            let left = reader.posting(record(1).id, edition).await.unwrap().unwrap();
            assert!(left.purged && left.roll == Roll::default() && left.period.is_some());
        }
        let objections = reader.objections(record(1).id).await.unwrap();
        assert!(objections.iter().all(|objection| objection.text.is_empty() && objection.objector.is_none()));
        assert_eq!(reader.outcome(record(1).id).await.unwrap().partly, 1, "how it was decided stays");
        assert_eq!(reader.next_purge().await.unwrap(), Some(day("2029-09-21")), "of record 2");
    }

    fn lists_go_with_a_draft_that_is_deleted_and_with_an_amendment_that_is_given_up(place) {
        let store = place.open().await;
        filled(&store).await;
        let mut tx = store.write().await.unwrap();
        tx.save_posting(record(1).id, 2, &posting("2026-09-24")).await.unwrap();
        tx.forget_postings(record(1).id, 1).await.unwrap();
        assert_eq!(tx.posting(record(1).id, 2).await.unwrap(), None);
        assert!(tx.posting(record(1).id, 1).await.unwrap().is_some());
        let there = tx.record(record(1).id).await.unwrap();
        tx.delete_record(&there).await.unwrap();
        assert_eq!(tx.posting(record(1).id, 1).await.unwrap(), None);
        assert!(tx.posting(record(2).id, 1).await.unwrap().is_some());
    }
}
