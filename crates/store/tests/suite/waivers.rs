//! What the workbench keeps beside records: waivers, files that show releases, forms that were sent, the school's own days.

use crate::harness::on_both;
use crate::make::{now, record, save_all, stamp};
use chrono::TimeDelta;
use domain::date::PartialDate;
use domain::event::{Act, Event, Object};
use domain::ids::{AttachmentId, UserId};
use domain::publicity::Rule;
use domain::record::{Release, Waiver};
use store::Evidence;

const WHO: UserId = UserId(7);

on_both! {
    fn waivers_and_evidence_are_found_by_their_record_and_go_with_it(place) {
        let store = place.open().await;
        let known = record(1);
        save_all(&store, std::slice::from_ref(&known)).await;
        let waiver = Waiver {
            edition: 1,
            digest: "abc".into(),
            basis: "条例第四十一条".into(),
            reason: "要求写明".into(),
            by: WHO,
            at: now(),
        };
        let on: PartialDate = "2023-10-20".parse().unwrap();
        let evidence = Evidence {
            id: AttachmentId(9),
            record: known.id,
            edition: 1,
            channel: "board".into(),
            on,
            locator: "一食堂".into(),
            name: "公告栏.jpg".into(),
            digest: "def".into(),
            size: 3,
            by: WHO,
            at: now(),
        };
        let mut tx = store.write().await.unwrap();
        tx.save_waiver(known.id, &waiver).await.unwrap();
        tx.save_evidence(&evidence, vec![1, 2, 3]).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        assert_eq!(reader.waivers(known.id).await.unwrap(), [waiver]);
        assert_eq!(reader.evidence_of(known.id).await.unwrap(), std::slice::from_ref(&evidence));
        assert_eq!(reader.evidence_bytes(known.id, evidence.id).await.unwrap(), Some(vec![1, 2, 3]));
        assert_eq!(reader.evidence_bytes(record(2).id, evidence.id).await.unwrap(), None, "of its record alone");
        let release = Release {
            edition: 1,
            channel: "board".into(),
            on,
            locator: "一食堂".into(),
            evidence: String::new(),
            note: String::new(),
            of_row: false,
        };
        assert!(evidence.shows(&release) && !evidence.shows(&Release { edition: 2, ..release }));
        drop(reader);
        let mut tx = store.write().await.unwrap();
        let stored = tx.record(known.id).await.unwrap();
        tx.delete_record(&stored).await.unwrap();
        tx.commit(&stamp(), Event::new(Act::RecordDeleted, Object::Record(known.id))).await.unwrap();
        let reader = store.read().await.unwrap();
        assert!(reader.waivers(known.id).await.unwrap().is_empty());
        assert!(reader.evidence_of(known.id).await.unwrap().is_empty());
    }

    fn a_form_is_known_for_its_person_until_it_is_old(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        tx.note_form((WHO, "one"), now(), now() - TimeDelta::days(3)).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let made = async |who| store.read().await.unwrap().made_by_form(who, "one").await.unwrap();
        assert_eq!((made(WHO).await.as_deref(), made(UserId(8)).await), (Some(""), None));
        let mut tx = store.write().await.unwrap();
        tx.note_made(WHO, "one", "rec").await.unwrap();
        tx.commit_unlogged().await.unwrap();
        assert_eq!(made(WHO).await.as_deref(), Some("rec"));
        let mut tx = store.write().await.unwrap();
        let later = now() + TimeDelta::days(4);
        tx.note_form((WHO, "two"), later, later - TimeDelta::days(3)).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        assert_eq!(made(WHO).await, None);
    }

    fn rules_of_the_school_stand_by_kind_and_day_and_who_wrote_is_known_by_edition(place) {
        let store = place.open().await;
        let rule = |from: &str, count| Rule {
            kind: "national_grant".into(),
            from: from.parse().unwrap(),
            count,
            scope: (count > 3).then_some(domain::publicity::Scope::OnCampus),
            shows: vec!["专业排名".into(), "综合测评".into()],
            basis: "校发".into(),
        };
        let mut tx = store.write().await.unwrap();
        for one in [rule("2026-09-01", 5), rule("2026-01-01", 3), rule("2026-09-01", 7)] {
            tx.save_publicity_rule(&one).await.unwrap();
        }
        tx.commit_unlogged().await.unwrap();
        let rules = store.read().await.unwrap().publicity_rules().await.unwrap();
        assert_eq!(rules, [rule("2026-01-01", 3), rule("2026-09-01", 7)]);
        let mut tx = store.write().await.unwrap();
        tx.forget_publicity_rule("national_grant", "2026-09-01".parse().unwrap()).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        assert_eq!(reader.publicity_rules().await.unwrap().len(), 1);
        assert!(reader.wrote_in(&[], &[WHO]).await.unwrap().is_empty());
        assert!(reader.wrote_in(&[record(1).id], &[WHO]).await.unwrap().is_empty());
    }
}
