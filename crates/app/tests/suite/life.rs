//! The life of a record as people lead it, and what of it the portal hears.

use app::Error;
use app::records;
use domain::record::{Progress, RecordError};
use testkit::{School, edition, next_edition, on_both, record, release};

on_both! {
    async fn a_record_goes_from_its_draft_over_two_reviews_to_the_public(school) {
        let school = school.founded().await;
        let id = school.clerk("教务处").drafts(record("选课通知").unit("jwc").build()).await;
        assert!(school.portal().record(id).await.unwrap().is_none(), "a draft is nobody's to read");
        school.clerk("教务处").submits(id).await;
        school.head("教务处").returns(id, "请写明学期").await;
        school.clerk("教务处").revises(id, edition("2023-2024学年第二学期选课通知")).await;
        school.passes_reviews(id).await;
        assert!(school.portal().record(id).await.unwrap().is_none(), "passed is not published");
        school.office().publishes(id).await;
        assert!(school.portal().record(id).await.unwrap().is_some());
        let record = school.record(id).await;
        assert_eq!(record.index.to_string(), "12345/2023-00001");
        assert_eq!(record.published_on().to_string(), "2023-12-01");
    }

    async fn a_withdrawn_record_does_not_come_back_by_an_amendment_begun_before(school) {
        let school = school.founded().await;
        let id = school.publishes(record("甲")).await;
        school.clerk("教务处").amends(id, next_edition("乙")).await;
        school.passes_reviews(id).await;
        school.office().withdraws(id, "内容有误").await;
        let refused = records::publish(&school.office().ctx(), id).await.unwrap_err();
        assert!(matches!(refused, Error::Record(RecordError::WrongStage { .. })), "{refused:?}");
        let record = school.record(id).await;
        assert_eq!((record.visibility.code(), record.progress), ("withdrawn", Progress::Stopped));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_drafted_a_record_reviews_it_in_no_post() {
    let school = School::founded_on("2023-12-01").await;
    // A head may draft, too; the same person then may not pass it.
    let id = school.head("教务处").drafts(record("甲").unit("jwc").build()).await;
    school.head("教务处").submits(id).await;
    let refused = records::pass_unit_review(&school.head("教务处").ctx(), id).await.unwrap_err();
    assert!(matches!(refused, Error::Record(RecordError::OwnWork)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_public_does_not_see_moves_no_page_and_what_it_sees_does() {
    let school = School::founded_on("2023-12-01").await;
    let portal = school.portal();
    let id = school.publishes(record("甲")).await;
    let still = portal.pulse().await.ledger;
    let draft = school.clerk("教务处").drafts(record("乙").unit("jwc").build()).await;
    school.clerk("教务处").revises(draft, edition("丙")).await;
    school.passes_reviews(draft).await;
    school.clerk("教务处").amends(id, next_edition("甲之二")).await;
    school.passes_reviews(id).await;
    assert_eq!(portal.pulse().await.ledger, still, "drafts and reviews concern nobody outside");

    let mut before = still;
    let mut moved = async |act: &str| {
        let now = portal.pulse().await.ledger;
        assert!(now > before, "{act} did not reach the portal's pages");
        before = now;
    };
    school.office().publishes(draft).await;
    moved("publishing").await;
    school.office().publishes(id).await;
    moved("publishing an amendment").await;
    school.clerk("教务处").releases(id, release("site", "https://www.example.edu.cn/1.htm")).await;
    moved("a release").await;
    school.office().withdraws(id, "内容有误").await;
    moved("withdrawing").await;
    let term = school.publishes(record("临时").until("2023-12-05")).await;
    moved("publishing what has a term").await;
    school.days_pass(5);
    school.jobs_run().await;
    assert_eq!(school.visibility(term).await, "expired");
    moved("taking down").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_change_a_record_at_once_do_not_overwrite_each_other() {
    let school = School::founded_on("2023-12-01").await;
    let id = school.clerk("教务处").drafts(record("甲").unit("jwc").build()).await;
    let stale = school.record(id).await;
    school.clerk("教务处").revises(id, edition("乙")).await;
    let ctx = school.ctx();
    let mut change = ctx.write().await.unwrap();
    let refused = change.save_record(&stale).await.unwrap_err();
    assert_eq!(refused.code(), "conflict");
}
