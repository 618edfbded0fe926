//! Rows against records in every state: what changes, what stays, what is refused.

use super::*;
use crate::ids::{RecordId, UserId};
use crate::ledger::{EditionEntry, Entry, Parts, RecordEntry, Row, Table, assemble, columns, parse, print, take_apart};
use crate::record::{IndexNumber, Reach, Shown};

const CLERK: UserId = UserId(1);

fn moment() -> Moment {
    Moment { today: "2023-10-01".parse().unwrap(), names_a_person: |_| false }
}

fn entry(cells: &[(&str, &str)]) -> RecordEntry {
    let mut row = vec![String::new(); columns(Table::Records).len()];
    for (key, text) in [("key", "k"), ("title", "甲"), ("item", "1")].iter().chain(cells) {
        row[columns(Table::Records).iter().position(|column| column.key == *key).unwrap()] = text.to_string();
    }
    match parse(Table::Records, &Row(row)) {
        Ok(Entry::Record(entry)) => *entry,
        other => panic!("{other:?}"),
    }
}

fn built(cells: &[(&str, &str)]) -> Record {
    let index = IndexNumber { school: "00000".into(), year: 2023, serial: 1 };
    assemble(Parts { record: entry(cells), editions: Vec::new(), releases: Vec::new() }, RecordId(7), index, moment())
}

const OUT: [(&str, &str); 2] = [("published_on", "2023-05-01"), ("channel", "site")];

fn out(more: &[(&'static str, &'static str)]) -> Record {
    built(&[&OUT[..], more].concat())
}

#[track_caller]
fn merged(existing: &Record, incoming: Record) -> Record {
    merge(existing, incoming, false, moment()).unwrap()
}

fn next(title: &str) -> Edition {
    Edition { title: title.into(), change_note: "改".into(), ..out(&[]).editions[0].clone() }
}

#[test]
fn other_content_of_a_public_record_becomes_its_next_edition() {
    let first = out(&[]);
    assert_eq!(merged(&first, out(&[])), first);
    let second = merged(&first, out(&[("title", "乙")]));
    assert_eq!(
        second.editions.iter().map(|e| (e.number, e.title.as_str())).collect::<Vec<_>>(),
        [(1, "甲"), (2, "乙")]
    );
    assert_eq!(second.releases[0].edition, 1, "what went out before was the first edition");
    let Visibility::Public { edition: 2, updated, .. } = second.visibility else { panic!() };
    assert_eq!(updated, PartialDate::Day(moment().today));
}

#[test]
fn nothing_leaves_the_site_without_a_tombstone() {
    let public = out(&[]);
    for (cells, column) in [
        (&[("audience", "校内")][..], "audience"),
        (&[("audience", "本单位")], "audience"),
        (&[("openness", "不予公开"), ("ground", "办法第十条")], "openness"),
        (&[("openness", "依申请公开")], "openness"),
        (&[("state", "草稿")], "state"),
        (&[("published_on", "2024-01-01")], "state"),
    ] {
        assert_eq!(merge(&public, out(cells), false, moment()), Err(Refusal::OffSite(column)), "{cells:?}");
    }
    assert_eq!(
        merge(&public, built(&[]), false, moment()),
        Err(Refusal::OffSite("state")),
        "a row without date and channel"
    );
}

#[test]
fn a_row_that_withdraws_leaves_a_tombstone_with_what_was_on_view() {
    let public = out(&[]);
    let row = out(&[("title", "改了标题"), ("state", "撤回"), ("state_reason", "内容有误")]);
    let down = merged(&public, row);
    let Visibility::Withdrawn { was, reason, .. } = &down.visibility else { panic!("{down:?}") };
    assert_eq!(
        (reason.as_str(), was.since.to_string(), was.until.to_string()),
        ("内容有误", "2023-05-01".into(), "2023-10-01".into())
    );
    assert_eq!(down.editions, public.editions, "what was public stays as it was");
    let event = imported(Some(&public), &down, moment().today);
    assert_eq!((event.act, event.reason.as_deref(), event.public), (Act::RecordWithdrawn, Some("内容有误"), true));
}

#[test]
fn a_tombstone_does_not_come_back_by_import() {
    let public = out(&[]);
    let down = merged(&public, out(&[("state", "撤回"), ("state_reason", "误")]));
    assert_eq!(merge(&down, out(&[]), false, moment()), Err(Refusal::Down));
    assert_eq!(merge(&down, built(&[]), false, moment()), Err(Refusal::Down));
    let remark = merged(&down, out(&[("state", "撤回"), ("state_reason", "误"), ("note", "档案号12")]));
    assert_eq!((&remark.visibility, remark.note.as_str()), (&down.visibility, "档案号12"));
    let ended = out(&[("term", "2023-06-01")]);
    assert_eq!(ended.visibility.code(), "expired");
    assert_eq!(
        merge(&ended, out(&[("term", "2024-06-01")]), false, moment()),
        Err(Refusal::Down),
        "no term is prolonged after its end"
    );
}

#[test]
fn an_import_passes_no_review_by() {
    let mut amended = out(&[]);
    amended.amend(CLERK, next("尚未审查")).unwrap();
    for stage in 0..3 {
        assert_eq!(merged(&amended, out(&[])), amended, "what is public, said again, at stage {stage}");
        assert_eq!(merge(&amended, out(&[("title", "尚未审查")]), false, moment()), Err(Refusal::Underway));
        assert_eq!(merge(&amended, out(&[("state", "草稿")]), false, moment()), Err(Refusal::Underway));
        match stage {
            0 => amended.submit().map(drop).unwrap(),
            1 => amended.pass_unit_review(UserId(2)).map(drop).unwrap(),
            _ => {}
        }
    }
    let mut draft = built(&[]);
    draft.drafter = Some(CLERK);
    assert_eq!(
        merge(&draft, out(&[]), false, moment()),
        Err(Refusal::Underway),
        "a person's draft is not published by a row"
    );
    draft.submit().unwrap();
    assert_eq!(merge(&draft, out(&[]), false, moment()), Err(Refusal::Underway));
    assert_eq!(merged(&draft, built(&[])), draft);
}

#[test]
fn what_is_public_is_exported_as_public_and_drafts_as_drafts() {
    let mut amended = out(&[]);
    amended.amend(CLERK, next("尚未审查")).unwrap();
    let parts = take_apart(&amended);
    assert_eq!((parts.record.title.as_str(), parts.record.state.map(|state| state.code())), ("甲", Some("public")));
    assert!(matches!(parts.editions.as_slice(), [EditionEntry { draft: true, .. }]));
    let (_, row) = print(&Entry::Edition(parts.editions[0].clone()));
    let Ok(Entry::Edition(read)) = parse(Table::Editions, &row) else { panic!("{row:?}") };
    assert_eq!(read, parts.editions[0]);
    let elsewhere = assemble(parts.clone(), RecordId(9), amended.index.clone(), moment());
    assert_eq!(elsewhere.public_edition().map(|edition| edition.title.as_str()), Some("甲"));
    assert_eq!(elsewhere.progress, Progress::Draft { returned: None });
    let here = assemble(parts, RecordId(7), amended.index.clone(), moment());
    assert_eq!(merge(&amended, here, true, moment()), Ok(amended.clone()), "its own export changes nothing");
}

#[test]
fn public_editions_never_change_by_a_history_brought_along() {
    let second = merged(&out(&[]), out(&[("title", "乙")]));
    let mut parts = take_apart(&second);
    parts.editions[0].edition.title = "改写的历史".into();
    let rewritten = assemble(parts, second.id, second.index.clone(), moment());
    assert_eq!(merge(&second, rewritten, true, moment()), Err(Refusal::Edition));
}

#[test]
fn a_date_in_the_future_waits_for_its_day() {
    let planned = built(&[("published_on", "2023-10-08"), ("channel", "site")]);
    let Progress::Approved { secrecy_reviewer: None, publish_at: Some(at) } = planned.progress else { panic!() };
    assert_eq!(at.to_string(), "2023-10-07 16:00:00 UTC");
    assert_eq!(Reach::Public.show(&planned, moment().today), Shown::Nothing);
    let moved = merged(&planned, built(&[("published_on", "2023-10-09"), ("channel", "site")]));
    assert_ne!(moved.progress, planned.progress, "nobody but the file has it in hand");
    let again = assemble(take_apart(&planned), planned.id, planned.index.clone(), moment());
    assert_eq!(again, planned);
    let mut out = planned.clone();
    let day: NaiveDate = "2023-10-08".parse().unwrap();
    let event = out.publish(at, day).unwrap();
    assert!(event.public);
    assert_eq!(out.published_on(), PartialDate::Day(day));
}

#[test]
fn events_say_whether_the_public_is_concerned() {
    let today = moment().today;
    let (public, draft, campus) = (out(&[]), built(&[]), out(&[("audience", "校内")]));
    assert!(imported(None, &public, today).public);
    assert!(!imported(None, &draft, today).public);
    assert!(imported(None, &campus, today).public, "members of the school see it");
    assert!(!imported(Some(&public), &Record { note: "内部备注".into(), ..public.clone() }, today).public);
    assert!(imported(Some(&public), &merged(&public, out(&[("title", "乙")])), today).public);
}
