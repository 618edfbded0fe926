//! Judgement at the door: facts that were rightly read and cannot be right, or that keep a record out of every report.
//!
//! One account for all who tell of it: the plan of an import and the audit before a report is printed. These are remarks
//! ([`Concern`]); nothing is refused here, and nothing is guessed: of a date that is not whole only what is certain counts.

use super::reading::kind_of_address;
use super::remark::{Concern, Judged};
use crate::address::{host, is_internal};
use crate::calendar::Calendar;
use crate::catalogue::{Applicability, Item, TimingRule};
use crate::coverage::{Punctuality, punctuality};
use crate::date::{PartialDate, day_in_china};
use crate::nil_statement::NilStatement;
use crate::record::{Account, Openness, Progress, Record, Visibility};
use crate::school::ChannelKind;
use crate::school_year::SchoolYear;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a record is judged by besides itself.
#[derive(Debug, Clone, Copy)]
pub struct Standards<'a> {
    /// Today in China.
    pub today: NaiveDate,
    /// The term of its item; `None` when the school's list has no such item.
    pub term: Option<TimingRule>,
    /// The school's working days.
    pub calendar: &'a Calendar,
    /// Somebody called it a draft: then it is meant to be in no report.
    pub meant_as_draft: bool,
}

/// What a person should look at in a record.
pub fn judge(record: &Record, by: Standards<'_>) -> Vec<Concern> {
    let published = published_on(record);
    let made = record.editions.first().map(|edition| edition.made_on).unwrap_or_default();
    let counts = record.accounted() != Account::None;
    let proactive = record.openness == Openness::Proactive;
    let bare = published.is_unknown() && record.releases.is_empty();
    let draft = record.visibility == Visibility::Hidden && matches!(record.progress, Progress::Draft { .. });
    let late = || by.term.is_some_and(|term| matches!(punctuality(record, term, by.calendar), Punctuality::Late(_)));
    let told = [
        (Concern::Future, [made, published].into_iter().any(|date| is_after(date, by.today))),
        (Concern::Backwards, precedes(published, made)),
        (Concern::Late, proactive && late()),
        (Concern::Undated, counts && published.is_unknown()),
        (Concern::Vague, counts && record.year.is_none() && in_two_years(published) && !in_one_year(made)),
        (Concern::Draft, draft && proactive && bare && !by.meant_as_draft),
        (Concern::Unplaced, counts && record.releases.is_empty()),
        (Concern::Internal, counts && proactive && record.releases.iter().any(|it| is_internal(&it.locator))),
        (Concern::Unitless, record.unit.is_none()),
        (Concern::ItemUnknown, by.term.is_none()),
    ];
    told.into_iter().filter_map(|(concern, holds)| holds.then_some(concern)).collect()
}

/// What of a record's dates cannot be right, of those that its readers see too: in the future, or public before made.
pub fn judge_dates(record: &Record, today: NaiveDate) -> Vec<Concern> {
    let made = record.editions.first().map(|edition| edition.made_on).unwrap_or_default();
    let published = record.published_on();
    let told = [
        (Concern::Future, [made, published].into_iter().any(|date| is_after(date, today))),
        (Concern::Backwards, precedes(published, made)),
    ];
    told.into_iter().filter_map(|(concern, holds)| holds.then_some(concern)).collect()
}

/// When it was first public, or will be.
fn published_on(record: &Record) -> PartialDate {
    match (&record.visibility, &record.progress) {
        (Visibility::Hidden, Progress::Approved { publish_at: Some(at), .. }) => PartialDate::Day(day_in_china(*at)),
        _ => record.published_on(),
    }
}

fn is_after(date: PartialDate, today: NaiveDate) -> bool {
    date.span().is_some_and(|(first, _)| first > today)
}

fn precedes(published: PartialDate, made: PartialDate) -> bool {
    matches!((published.span(), made.span()), (Some((_, last)), Some((first, _))) if last < first)
}

fn school_years(date: PartialDate) -> Option<(SchoolYear, SchoolYear)> {
    date.span().map(|(first, last)| (SchoolYear::of(first), SchoolYear::of(last)))
}

fn in_two_years(date: PartialDate) -> bool {
    school_years(date).is_some_and(|(first, last)| first != last)
}

fn in_one_year(date: PartialDate) -> bool {
    school_years(date).is_some_and(|(first, last)| first == last)
}

/// Channels, each as its name and address, that share a host: which of them a record on it belongs to nobody can tell.
/// On the platforms of others many accounts have one host, which says nothing.
pub fn of_one_host<'a>(channels: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(Judged, Vec<&'a str>)> {
    let mut by_host: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, address) in channels {
        let own = matches!(kind_of_address(address), ChannelKind::Website | ChannelKind::Office);
        if let Some(host) = host(address).filter(|_| own) {
            let names = by_host.entry(host).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let several = by_host.into_iter().filter(|(_, names)| names.len() > 1);
    several
        .map(|(host, names)| {
            let about = format!("{}（{host}）", names.join("、"));
            (Judged { concern: Concern::Host, about }, names)
        })
        .collect()
}

/// What is told of a nil statement when its item has entries of its year; `unit` is the name of who signed.
pub fn nil_with_records(nil: &NilStatement, unit: &str, entries: u64) -> Option<Judged> {
    let about = [nil.year.to_string(), nil.item.to_string(), unit.to_string()].join(" ");
    (entries > 0).then(|| Judged { concern: Concern::Nil, about: about.trim_end().to_string() })
}

/// What is told of an item that is marked as not applicable when something of it is public.
pub fn not_applicable_with_records(item: &Item, entries: u64) -> Option<Judged> {
    let marked = matches!(item.applicability, Applicability::NotApplicable { .. });
    (marked && entries > 0).then(|| Judged { concern: Concern::NotApplicable, about: item.key.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::RecordId;
    use crate::ledger::{Entry, Moment, Parts, Row, Table, assemble, columns, parse};
    use crate::record::IndexNumber;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// What is told of a row on 1 December 2025.
    fn told(cells: &[(&str, &str)]) -> Vec<Concern> {
        let meant_as_draft = cells.iter().any(|(key, _)| *key == "state");
        let (record, today) = judged_record(cells);
        let (term, calendar) = (Some(TimingRule::WithinWorkingDays(20)), &Calendar::mainland());
        judge(&record, Standards { today, term, calendar, meant_as_draft })
    }

    fn judged_record(cells: &[(&str, &str)]) -> (Record, NaiveDate) {
        let usual = [("title", "通知"), ("item", "37")];
        let mut row = Row(vec![String::new(); columns(Table::Records).len()]);
        for (key, text) in usual.iter().chain(cells) {
            let at = columns(Table::Records).iter().position(|column| column.key == *key).unwrap();
            row.0[at] = (*text).to_string();
        }
        let Ok(Entry::Record(entry)) = parse(Table::Records, &row) else { panic!("{row:?}") };
        let parts = Parts { record: *entry, editions: Vec::new(), releases: Vec::new() };
        let index = IndexNumber { school: "1".into(), year: 2025, serial: 1 };
        let today = day("2025-12-01");
        (assemble(parts, RecordId(1), index, Moment { today, names_a_person: |_| false }), today)
    }

    const WHERE: (&str, &str) = ("locator", "https://x.edu.cn/1");
    const WHO: (&str, &str) = ("unit", "学生处");

    #[test]
    fn of_dates_alone_the_same_is_told() {
        for (cells, expected) in [
            (&[("made_on", "2025-03-03"), ("published_on", "2025-03-05"), WHERE, WHO][..], &[][..]),
            (&[("made_on", "2025-03-09"), ("published_on", "2025-03-05"), WHERE, WHO], &[Concern::Backwards]),
            (&[("made_on", "2026-03"), ("published_on", "2025"), WHERE, WHO], &[Concern::Future, Concern::Backwards]),
            (&[WHERE], &[]),
        ] {
            let (record, today) = judged_record(cells);
            assert_eq!(judge_dates(&record, today), expected, "{cells:?}");
        }
    }

    #[test]
    fn an_ordinary_record_gives_no_cause() {
        assert_eq!(told(&[("made_on", "2025-03-03"), ("published_on", "2025-03-05"), WHERE, WHO]), []);
        assert_eq!(told(&[("published_on", "2025-03"), ("channel", "公告栏"), WHO]), []);
        assert_eq!(told(&[("openness", "依申请公开"), WHO]), [], "it is told by its openness");
        assert_eq!(told(&[("state", "草稿"), WHO]), [], "somebody says that it is a draft");
    }

    #[test]
    fn each_thing_that_cannot_be_right_or_falls_out_is_told() {
        use Concern::*;
        let of = |made: &str, published: &str| told(&[("made_on", made), ("published_on", published), WHERE, WHO]);
        assert_eq!(of("", "2026-08-31"), [Future]);
        assert_eq!(of("2025-12-02", "2025-12-01"), [Future, Backwards]);
        assert_eq!(of("2025-03-05", "2025-03-04"), [Backwards]);
        assert_eq!(of("2025-03", "2025-02-28"), [Backwards]);
        assert_eq!(of("2025-03", "2025-03-01"), [], "what a month leaves open is not held against it");
        assert_eq!(of("2024-03-01", "2024-12-01"), [Late]);
        assert_eq!(of("", ""), [Undated]);
        assert_eq!(of("", "2024"), [Vague]);
        assert_eq!(of("2024-03-01", "2024"), [], "the day on which it was made tells the school year");
        assert_eq!(told(&[("published_on", "2024"), ("year", "2023-2024"), WHERE, WHO]), []);
        assert_eq!(told(&[WHO]), [Draft]);
        assert_eq!(told(&[("published_on", "2025-03-05"), WHO]), [Unplaced]);
        assert_eq!(told(&[("published_on", "2025-03-05"), WHERE]), [Unitless]);
    }

    #[test]
    fn twenty_working_days_are_those_of_the_calendar() {
        // From 26 September 2024 the national holiday and two worked weekend days lie between.
        let calendar = Calendar::mainland();
        let due = calendar.add(day("2024-09-26"), 20).unwrap().date();
        let of = |published: NaiveDate| {
            told(&[("made_on", "2024-09-26"), ("published_on", &published.to_string()), WHERE, WHO])
        };
        assert_eq!(of(due), []);
        assert_eq!(of(due.succ_opt().unwrap()), [Concern::Late]);
    }

    #[test]
    fn channels_on_one_host_are_told_but_not_accounts_of_one_platform() {
        let told = of_one_host([
            ("官网", "https://www.x.edu.cn/"),
            ("信息公开网", "http://x.edu.cn/xxgk"),
            ("招生网", "https://zs.x.edu.cn"),
            ("公众号", "https://mp.weixin.qq.com/a"),
            ("团委公众号", "https://mp.weixin.qq.com/b"),
            ("公告栏", ""),
        ]);
        let about: Vec<(&str, &[&str])> = told.iter().map(|(told, names)| (&*told.about, &**names)).collect();
        assert_eq!(about, [("官网、信息公开网（x.edu.cn）", &["官网", "信息公开网"][..])]);
    }
}
