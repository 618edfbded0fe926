//! The record under item 6 of the list (信息公开年度报告) by which an issued report is disclosed like anything else.
//!
//! Its first edition is the issuing of the report, each further issue its next edition. It holds no text of the report.

use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::event::{Act, Event, Object};
use crate::ids::RecordId;
use crate::record::{
    Audience, Edition, Form, IndexNumber, Openness, Origin, Progress, Record, RecordError, Term, Validity, Visibility,
};
use crate::school::School;
use crate::school_year::SchoolYear;
use chrono::NaiveDate;

/// The item of the list that annual reports are disclosed under.
pub const ITEM: ItemKey = ItemKey::Official(6);

/// The key by which ledgers know the record of a year's report; `attempt` counts those that came down.
pub fn key(year: SchoolYear, attempt: u32) -> String {
    match attempt {
        0 => format!("annual-report-{year}"),
        n => format!("annual-report-{year}-{}", n + 1),
    }
}

/// The record of a first issue, or of the first after one that was taken down, public from the day it is signed.
pub fn first(
    school: &School,
    year: SchoolYear,
    key: String,
    id: RecordId,
    index: IndexNumber,
    issue: u32,
    signed_on: NaiveDate,
) -> (Record, Event) {
    let day = PartialDate::Day(signed_on);
    let record = Record {
        id,
        key,
        index,
        item: ITEM,
        unit: None,
        form: Form::Report,
        origin: Origin::Made,
        openness: Openness::Proactive,
        audience: Audience::Public,
        term: Term::Standing,
        validity: Validity::InForce,
        count: 1,
        year: None,
        publicity: None,
        drafter: None,
        progress: Progress::Done,
        visibility: Visibility::Public { edition: 1, since: day, updated: day },
        editions: vec![Edition {
            number: 1,
            title: format!("{}{}学年信息公开工作年度报告", school.name(), year.zh()),
            body: format!("全文及各种格式的文件见本站“年度报告”栏目：/reports/{year}"),
            made_on: day,
            ..Edition::default()
        }],
        releases: Vec::new(),
        attachments: Vec::new(),
        note: String::new(),
        source: String::new(),
        version: 0,
    };
    let event = issued(year, issue, &record);
    (record, event)
}

/// The next edition, for the `issue`-th issue of the report.
///
/// # Errors
/// The record has come down, or somebody is amending it by hand.
pub fn again(
    mut record: Record,
    year: SchoolYear,
    issue: u32,
    signed_on: NaiveDate,
    today: NaiveDate,
) -> Result<(Record, Event), RecordError> {
    let (Progress::Done, Visibility::Public { since, .. }) = (&record.progress, &record.visibility) else {
        let stage = if record.progress.is_open() { record.progress.code() } else { record.visibility.code() };
        return Err(RecordError::WrongStage { act: "issue", stage });
    };
    let since = *since;
    let newest = record.newest().cloned().unwrap_or_default();
    let number = newest.number + 1;
    record.editions.push(Edition {
        number,
        made_on: PartialDate::Day(signed_on),
        change_note: format!("重新发布，第{issue}版"),
        ..newest
    });
    record.visibility = Visibility::Public { edition: number, since, updated: PartialDate::Day(today) };
    let event = issued(year, issue, &record);
    Ok((record, event))
}

fn issued(year: SchoolYear, issue: u32, record: &Record) -> Event {
    Event::new(Act::ReportIssued, Object::Report(year.to_string())).with("edition", issue).with("index", &record.index)
}
