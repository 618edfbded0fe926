//! Attachments through the life of a record: what each edition has, and that no act shows what was not reviewed.

use super::*;
use crate::ids::RecordId;
use crate::record::{Edition, Reach, Shown, Term, Timestamp, Visibility};
use proptest::prelude::*;

const CLERK: UserId = UserId(1);
const HEAD: UserId = UserId(2);
const SECRECY: UserId = UserId(3);

fn day(n: u64) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2023, 9, 11).unwrap() + chrono::Days::new(n)
}

fn now() -> Timestamp {
    "2023-09-11T02:00:00Z".parse().unwrap()
}

fn draft() -> Record {
    Record { id: RecordId(5), ..crate::record::tests::draft() }
}

fn file(id: u128, name: &str) -> Attachment {
    Attachment {
        id: AttachmentId(id),
        name: name.into(),
        size: 3,
        digest: format!("{id:064x}"),
        first_edition: 9,
        gone_in: Some(1),
        inspection: Inspection { suspected: 1, ..Inspection::default() },
    }
}

fn to_public(record: &mut Record) {
    record.submit().unwrap();
    record.pass_unit_review(HEAD).unwrap();
    record.pass_secrecy_review(SECRECY).unwrap();
    record.publish(now(), day(0)).unwrap();
}

fn next() -> Edition {
    Edition { title: "通知".into(), change_note: "换表".into(), ..Edition::default() }
}

fn amend(record: &mut Record) {
    record.amend(CLERK, next()).unwrap();
}

/// Ids of what the public is shown.
fn shown(record: &Record, on: chrono::NaiveDate) -> Vec<u128> {
    match Reach::Public.show(record, on) {
        Shown::Record(record) => record.attachments.iter().map(|file| file.id.0).collect(),
        Shown::Nothing | Shown::Tombstone(_) => Vec::new(),
    }
}

#[test]
fn a_file_is_added_to_and_taken_from_a_draft_and_nothing_else() {
    let mut record = draft();
    let event = record.attach(Some(CLERK), file(1, "名单.xlsx")).unwrap();
    assert_eq!((event.act, event.public), (Act::AttachmentAdded, false));
    assert!(event.facts.iter().all(|(_, value)| !value.contains("名单")), "a name may be a person's: {event:?}");
    assert_eq!((record.attachments[0].first_edition, record.attachments[0].gone_in), (1, None));
    assert_eq!(record.attach(Some(CLERK), file(2, " ")), Err(RecordError::Missing("attachment")));
    assert_eq!(record.detach(CLERK, AttachmentId(9)), Err(RecordError::NoAttachment));
    record.submit().unwrap();
    assert!(matches!(record.attach(Some(CLERK), file(2, "b.pdf")), Err(RecordError::WrongStage { .. })));
    assert!(matches!(record.detach(CLERK, AttachmentId(1)), Err(RecordError::WrongStage { .. })));
    record.send_back("换一份").unwrap();
    assert_eq!(record.detach(CLERK, AttachmentId(1)).unwrap().act, Act::AttachmentRemoved);
    assert!(record.attachments.is_empty());
}

#[test]
fn who_added_a_file_does_not_review_it() {
    let mut record = draft();
    record.attach(Some(HEAD), file(1, "名单.xlsx")).unwrap();
    record.submit().unwrap();
    assert_eq!(record.pass_unit_review(HEAD), Err(RecordError::OwnWork));
}

#[test]
fn a_file_of_the_same_name_takes_the_place_of_the_one_before_and_the_rest_has_an_end() {
    let mut record = draft();
    record.attach(Some(CLERK), file(1, "名单.xlsx")).unwrap();
    record.attach(Some(CLERK), file(2, "名单.xlsx")).unwrap();
    assert_eq!(record.attachments.iter().map(|file| file.id.0).collect::<Vec<_>>(), [2]);
    for n in 3..=MOST_ATTACHMENTS as u128 + 1 {
        record.attach(Some(CLERK), file(n, &format!("{n}.pdf"))).unwrap();
    }
    assert_eq!(record.attach(Some(CLERK), file(99, "多.pdf")), Err(RecordError::TooManyAttachments(MOST_ATTACHMENTS)));
    assert!(record.attach(Some(CLERK), file(99, "名单.xlsx")).is_ok(), "in the place of one there is room");
}

#[test]
fn a_redacted_copy_takes_the_place_of_its_file_in_the_draft_alone() {
    let mut record = draft();
    record.attach(Some(CLERK), file(1, "名单.xlsx")).unwrap();
    to_public(&mut record);
    amend(&mut record);
    assert_eq!(record.redact(CLERK, AttachmentId(9), file(2, "x.pdf")), Err(RecordError::NoAttachment));
    let event = record.redact(CLERK, AttachmentId(1), file(2, "另一个名字.xlsx")).unwrap();
    assert_eq!(event.act, Act::AttachmentRedacted);
    assert!(event.facts.contains(&("replaced", AttachmentId(1).to_string())));
    assert_eq!(record.attachment(AttachmentId(2)).unwrap().name, "名单.xlsx");
    assert_eq!((shown(&record, day(0)), record.newest_attachments().count()), (vec![1], 1));
    record.submit().unwrap();
    assert!(matches!(record.redact(CLERK, AttachmentId(2), file(3, "x")), Err(RecordError::WrongStage { .. })));
}

#[test]
fn an_edition_that_was_public_keeps_its_files_and_the_public_sees_those_of_the_edition_on_view() {
    let mut record = draft();
    record.attach(Some(CLERK), file(1, "旧.xlsx")).unwrap();
    record.attach(Some(CLERK), file(2, "同.pdf")).unwrap();
    to_public(&mut record);
    amend(&mut record);
    record.detach(CLERK, AttachmentId(1)).unwrap();
    record.attach(Some(CLERK), file(3, "新.xlsx")).unwrap();
    record.attach(Some(CLERK), file(4, "同.pdf")).unwrap();
    assert_eq!(shown(&record, day(0)), [1, 2], "as long as the next edition is not public");
    let Shown::Record(read) = Reach::Public.show(&record, day(0)) else { panic!("it is on view") };
    assert!(read.attachments.iter().all(|file| file.gone_in.is_none() && file.inspection == Inspection::default()));
    to_public(&mut record);
    assert_eq!(shown(&record, day(0)), [3, 4]);
    assert_eq!(record.attachments_of(1).map(|file| file.id.0).collect::<Vec<_>>(), [1, 2], "the first is as it was");
}

#[test]
fn an_amendment_that_is_given_up_leaves_no_trace_in_the_files() {
    let mut record = draft();
    record.attach(Some(CLERK), file(1, "旧.xlsx")).unwrap();
    to_public(&mut record);
    let before = record.attachments.clone();
    amend(&mut record);
    record.detach(CLERK, AttachmentId(1)).unwrap();
    record.attach(Some(CLERK), file(2, "新.xlsx")).unwrap();
    record.give_up_amendment().unwrap();
    assert_eq!(record.attachments, before);
    amend(&mut record);
    to_public(&mut record);
    assert_eq!(shown(&record, day(0)), [1], "the next amendment does not find what was given up");
}

#[test]
fn a_kind_is_told_by_the_name_and_has_to_be_what_the_file_is() {
    for name in ["a.html", "a.svg", "a.exe", "a.js", "a.xlsx.html", "xlsx", ".xlsx", "a.", "a.docm", "a.xlsm"] {
        assert_eq!(FileKind::of(name), None, "{name}");
    }
    let kind = |name| FileKind::of(name).unwrap();
    assert!(kind("名单.XLSX").fits(b"PK\x03\x04..") && !kind("名单.xlsx").fits(b"<html>"));
    assert!(kind("a.pdf").fits(b"\n%PDF-1.7") && !kind("a.pdf").fits(b"PK\x03\x04") && !kind("a.pdf").fits(b""));
    assert!(
        kind("a.txt").fits("文字".as_bytes()) && !kind("a.txt").fits(b"MZ\x90") && !kind("a.csv").fits(b"PK\x03\x04")
    );
    assert!(!kind("a.png").fits(b"\xFF\xD8\xFF") && kind("a.jpg").fits(b"\xFF\xD8\xFF\xE0"));
    for kind in FileKind::ALL {
        assert!(!kind.media_type.contains("html") && !kind.media_type.contains("script"), "{kind:?}");
        assert!(!kind.media_type.contains("svg"), "{kind:?}");
    }
}

proptest! {
    /// Whatever is done in whatever order, a reader is shown exactly the files of the edition that was reviewed and is on
    /// view, and of one that came down none.
    #[test]
    fn no_act_shows_a_file_of_an_edition_that_is_not_public(acts in proptest::collection::vec((0u8..11, 0u8..3), 0..60)) {
        let mut record = draft();
        // What each edition that became public had at that moment.
        let mut reviewed: Vec<Vec<Attachment>> = Vec::new();
        for (at, (act, which)) in acts.iter().enumerate() {
            let known = record.attachments.get(usize::from(*which)).map_or(AttachmentId(0), |file| file.id);
            let _ = match act {
                0 | 1 => record.attach(Some(CLERK), file(at as u128 + 100, &format!("{which}.pdf"))),
                2 => record.detach(CLERK, known),
                3 => record.submit(),
                4 => record.pass_unit_review(HEAD),
                5 => record.pass_secrecy_review(SECRECY),
                6 => record.send_back("再看"),
                7 => record.amend(CLERK, next()),
                8 => record.give_up_amendment(),
                9 if *which == 0 => record.withdraw("有误", None, day(1), false),
                9 => { record.term = Term::Until(day(0)); record.expire(day(1), false) }
                _ => {
                    let of_this = record.newest_attachments().cloned().collect();
                    let published = record.publish(now(), day(0));
                    if published.is_ok() {
                        reviewed.push(of_this);
                    }
                    published
                }
            };
            let ids = |files: &[Attachment]| files.iter().map(|file| file.id.0).collect::<Vec<_>>();
            let expected = match record.visibility {
                Visibility::Public { .. } => ids(reviewed.last().unwrap()),
                _ => Vec::new(),
            };
            prop_assert_eq!(shown(&record, day(0)), expected);
            for (number, files) in (1..).zip(&reviewed) {
                let now: Vec<Attachment> = record.attachments_of(number).cloned().collect();
                prop_assert_eq!(ids(&now), ids(files), "edition {} never changes", number);
            }
        }
    }
}
