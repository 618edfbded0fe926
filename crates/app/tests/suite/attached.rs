//! Attachments and the gate: what the guard is certain of goes neither to review nor to the public, whoever brings it.

use app::guard::words::file_fault;
use app::records::attachment::{attach, detach, redact};
use app::records::submit;
use app::{Ctx, Error};
use domain::ids::{AttachmentId, RecordId};
use domain::record::{Attachment, LARGEST_ATTACHMENT, RecordError};
use testkit::{School, next_edition, record};

/// Synthetic: region, date and check character hold.
const LIST: &str = "姓名,身份证号\n甲,11010519491231002X\n";
const CLEAR: &str = "姓名,名额\n甲,3\n";

async fn add(ctx: &Ctx, id: RecordId, name: &str, text: &str) -> AttachmentId {
    attach(ctx, id, None, name, text.as_bytes().to_vec()).await.unwrap()
}

async fn draft(school: &School) -> RecordId {
    school.clerk("教务处").drafts(record("名单公布").unit("jwc")).await
}

fn files(school_record: &domain::record::Record) -> Vec<&str> {
    school_record.newest_attachments().map(|file| file.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_with_a_person_in_a_file_goes_to_review_only_as_its_redacted_copy() {
    let school = School::founded_on("2023-12-01").await;
    let (id, clerk) = (draft(&school).await, school.clerk("教务处").ctx());
    let file = add(&clerk, id, "名单.csv", LIST).await;
    let Err(Error::Personal(found)) = submit(&clerk, id).await else { panic!("it went on") };
    assert_eq!(found.len(), 1);
    let told = format!("{} {}", found[0].head(), found[0].masked);
    assert!(told.starts_with("附件 名单.csv ") && told.ends_with("110***********002X"), "{told}");
    redact(&clerk, id, None, file).await.unwrap();
    let after = school.record(id).await;
    assert_eq!(files(&after), ["名单.csv"]);
    let copy = after.newest_attachments().next().unwrap();
    assert_ne!(copy.id, file);
    let reader = school.app.store.read().await.unwrap();
    let text = String::from_utf8(reader.blob(&copy.digest).await.unwrap().unwrap()).unwrap();
    assert!(!text.contains("19491231") && text.contains("甲"), "{text}");
    assert_eq!(reader.attachments_in_all().await.unwrap(), 1, "of the file itself nothing is left");
    drop(reader);
    submit(&clerk, id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_makes_a_file_public_in_which_the_guard_is_certain() {
    let school = School::founded_on("2023-12-01").await;
    let (id, clerk) = (draft(&school).await, school.clerk("教务处"));
    add(&clerk.ctx(), id, "名额.csv", CLEAR).await;
    clerk.submits(id).await;
    school.head("教务处").passes(id).await;
    school.secrecy().passes(id).await;
    // As if the guard had learned something since the review.
    let ctx = school.operator().ctx();
    let mut change = ctx.write().await.unwrap();
    let mut known = change.record(id).await.unwrap();
    known.attachments[0].inspection.certain = 1;
    change.save_record(&known).await.unwrap();
    let event = domain::event::Event::new(domain::event::Act::RecordMoved, domain::event::Object::Record(id));
    change.commit(event).await.unwrap();
    let published = app::records::publish(&school.office().ctx(), id).await;
    assert!(matches!(&published, Err(Error::Personal(found)) if found[0].masked == "名额.csv"), "{published:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_none_is_not_taken_and_says_why() {
    let school = School::founded_on("2023-12-01").await;
    let (id, clerk) = (draft(&school).await, school.clerk("教务处").ctx());
    let large = vec![b'x'; usize::try_from(LARGEST_ATTACHMENT).unwrap() + 1];
    for (name, bytes, code) in [
        ("a.txt", Vec::new(), "empty"),
        ("a.html", b"<p>".to_vec(), "kind"),
        ("a", b"x".to_vec(), "kind"),
        ("a.docx", b"x".to_vec(), "unlike"),
        ("a.txt", large, "large"),
        ("a.zip", b"PK\x03\x04".to_vec(), "packed"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00".to_vec(), "packed"),
        ("a.txt", b"Rar!\x1a\x07\x01\x00".to_vec(), "packed"),
        ("a.rtf", br"{\rtf1 \u36523?110105}".to_vec(), "rtf"),
        ("a.doc", br"{\rtf1 \u36523?110105}".to_vec(), "rtf"),
        ("甲_11010519491231002X.txt", b"x".to_vec(), "named"),
    ] {
        let refused = attach(&clerk, id, None, name, bytes).await;
        let Err(Error::Attachment { name, why }) = refused else { panic!("{name}: {refused:?}") };
        assert_eq!(why.code(), code, "{name}");
        let words = file_fault(app::words::Lang::Zh, &why);
        assert!(!words.contains("attach-") && !name.contains("19491231"), "{name} {words}");
    }
    assert!(school.record(id).await.attachments.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_draft_attaches_nothing_and_a_stale_draft_is_left_alone() {
    let school = School::founded_on("2023-12-01").await;
    let (id, clerk) = (draft(&school).await, school.clerk("教务处"));
    for other in [school.clerk("财务处"), school.secrecy(), school.visitor()] {
        let refused = attach(&other.ctx(), id, None, "a.txt", b"x".to_vec()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{other:?}: {refused:?}");
    }
    let file = add(&clerk.ctx(), id, "a.txt", "x").await;
    let stale = attach(&clerk.ctx(), id, Some(1), "b.txt", b"x".to_vec()).await;
    assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
    assert!(matches!(detach(&clerk.ctx(), id, Some(1), file).await, Err(Error::Conflict { .. })));
    assert!(matches!(detach(&school.clerk("财务处").ctx(), id, None, file).await, Err(Error::Forbidden(_))));
    clerk.submits(id).await;
    let late = attach(&clerk.ctx(), id, None, "b.txt", b"x".to_vec()).await;
    assert!(matches!(late, Err(Error::Record(RecordError::WrongStage { .. }))), "{late:?}");
    assert_eq!(files(&school.record(id).await), ["a.txt"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_file_changes_a_record_and_not_its_files_and_a_draft_that_is_deleted_leaves_none() {
    let school = School::founded_on("2023-12-01").await;
    let (id, clerk) = (draft(&school).await, school.clerk("教务处"));
    add(&clerk.ctx(), id, "名额.csv", CLEAR).await;
    clerk.submits(id).await;
    school.head("教务处").passes(id).await;
    school.secrecy().passes(id).await;
    school.office().publishes(id).await;
    let before: Vec<Attachment> = school.record(id).await.attachments;
    let file = school.operator().exports("all.json").await;
    let mut rows: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    rows["records"][0]["title"] = "名单公布（更正）".into();
    let outcome = school.operator().imports("all.json", &rows.to_string()).await;
    let after = school.record(id).await;
    assert_eq!((after.newest().unwrap().title.as_str(), &after.attachments), ("名单公布（更正）", &before));
    assert_eq!(files(&after), ["名额.csv"], "the edition that the file made has it too");
    app::ledger::undo(&school.operator().ctx(), outcome.batch.unwrap()).await.unwrap();
    assert_eq!(school.record(id).await.attachments, before);

    let other = draft(&school).await;
    add(&clerk.ctx(), other, "a.csv", "只在这里").await;
    app::records::delete_draft(&clerk.ctx(), other).await.unwrap();
    assert_eq!(school.app.store.read().await.unwrap().attachments_in_all().await.unwrap(), 1);
    clerk.amends(id, next_edition("名单公布")).await;
    detach(&clerk.ctx(), id, None, before[0].id).await.unwrap();
    app::records::give_up_amendment(&clerk.ctx(), id).await.unwrap();
    assert_eq!(school.record(id).await.attachments, before);
}
