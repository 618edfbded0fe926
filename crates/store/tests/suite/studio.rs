//! Ledger files that wait, and what surrounds a report while it is made.

use crate::harness::on_both;
use crate::make::now;
use chrono::TimeDelta;
use domain::ids::UserId;
use domain::school_year::SchoolYear;
use store::{Answered, Upload};

const ONE: UserId = UserId(1);
const OTHER: UserId = UserId(2);

fn upload(name: &str, digest: &str) -> Upload {
    Upload { name: name.into(), digest: digest.into(), answers: vec![("编号2".into(), "事项".into())], at: now() }
}

on_both! {
    fn a_file_waits_for_its_sender_alone_one_at_a_time_and_not_for_ever(place) {
        let store = place.open().await;
        let mut tx = store.write().await.unwrap();
        tx.save_upload(ONE, &upload("a.csv", "aa"), b"one".to_vec()).await.unwrap();
        tx.save_upload(OTHER, &upload("a.csv", "aa"), b"one".to_vec()).await.unwrap();
        tx.save_upload(ONE, &upload("b.csv", "bb"), vec![0, 255]).await.unwrap();
        tx.answer_upload(ONE, "aa", &[]).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let reader = store.read().await.unwrap();
        assert_eq!(reader.upload(ONE).await.unwrap(), Some(upload("b.csv", "bb")), "answers about another file change nothing");
        assert_eq!(reader.upload_bytes(ONE, "bb").await.unwrap(), Some(vec![0, 255]));
        assert_eq!(reader.upload_bytes(ONE, "aa").await.unwrap(), None, "the one before is gone");
        assert_eq!(reader.oldest_upload().await.unwrap(), Some(now()));
        drop(reader);
        let mut tx = store.write().await.unwrap();
        tx.answer_upload(ONE, "bb", &[("节点".into(), String::new())]).await.unwrap();
        assert_eq!(tx.upload(ONE).await.unwrap().unwrap().answers, [("节点".to_string(), String::new())]);
        tx.forget_upload(ONE).await.unwrap();
        assert_eq!(tx.forget_uploads_before(now()).await.unwrap(), 0, "not yet");
        assert_eq!(tx.forget_uploads_before(now() + TimeDelta::seconds(1)).await.unwrap(), 1);
        assert_eq!(tx.oldest_upload().await.unwrap(), None);
        tx.commit_unlogged().await.unwrap();
    }

    fn drafts_approvals_and_remarks_are_counted_in_their_year_and_answered_once(place) {
        let store = place.open().await;
        let (year, next) = (SchoolYear::beginning(2022).unwrap(), SchoolYear::beginning(2023).unwrap());
        let mut tx = store.write().await.unwrap();
        for (year, nr, text) in [(year, 1, "一"), (year, 2, "二"), (next, 1, "三")] {
            assert_eq!(tx.save_report_version(year, (now(), "usr_1"), 7, text).await.unwrap(), nr);
        }
        let drafts = tx.report_versions(year).await.unwrap();
        assert_eq!(drafts.iter().map(|draft| (draft.nr, draft.seq)).collect::<Vec<_>>(), [(2, 7), (1, 7)]);
        assert_eq!(tx.report_version(next, 1).await.unwrap().as_deref(), Some("三"));
        assert_eq!(tx.report_version(next, 2).await.unwrap(), None);
        tx.send_report(year, 2, (now(), "usr_1")).await.unwrap();
        assert_eq!(tx.report_approvals(year).await.unwrap()[0].answered, None);
        let answered = Answered { answer: "returned".into(), at: now(), by: "usr_2".into(), reason: "太短".into() };
        assert!(tx.answer_report(year, 1, &answered).await.unwrap());
        assert!(!tx.answer_report(year, 1, &Answered { answer: "approved".into(), ..answered.clone() }).await.unwrap());
        tx.send_report(year, 2, (now(), "usr_1")).await.unwrap();
        let sent = tx.report_approvals(year).await.unwrap();
        assert_eq!((sent[0].nr, &sent[0].answered, &sent[1].answered), (2, &None, &Some(answered)));
        assert_eq!(tx.save_report_remark(year, 6, (now(), "usr_2"), "请写具体").await.unwrap(), 1);
        assert!(tx.settle_report_remark(year, 1, (now(), "usr_1")).await.unwrap());
        assert!(!tx.settle_report_remark(year, 1, (now(), "usr_1")).await.unwrap());
        let remarks = tx.report_remarks(year).await.unwrap();
        assert_eq!((remarks[0].part, remarks[0].settled.as_ref().unwrap().1.as_str()), (6, "usr_1"));
        assert!(tx.report_remarks(next).await.unwrap().is_empty());
        tx.commit_unlogged().await.unwrap();
        let unheard = "INSERT INTO report_approval (year, nr, version, sent_at, sent_by, answer, reason) VALUES (2022, 9, 2, 0, 'x', 'perhaps', '')";
        assert!(place.refuses(unheard).await, "an answer is one of three");
    }
}
