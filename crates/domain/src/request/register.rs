//! The register (登记簿): what came in, what was answered, what is carried on, and that these balance.
//!
//! Nobody types a total. Each number is counted of the requests themselves, each in its own way, so that
//! received + carried over = answered + carried forward can fail and is tested to hold.

use super::words::{ApplicantKind, Group, Intake, Outcome};
use super::{Did, Request};
use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::figure::{Dataset, Figure, Identity, Quantity};
use crate::school_year::SchoolYear;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Key of the dataset that a report takes of the register.
pub const KEY: &str = "requests";

/// A time that is accounted for, both days within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last.
    pub to: NaiveDate,
}

impl Span {
    /// A school year.
    pub fn of(year: SchoolYear) -> Span {
        Span { from: year.first_day(), to: year.last_day() }
    }

    fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// What a time came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balance {
    /// Open when it began.
    pub carried_over: u64,
    /// Received in it.
    pub received: u64,
    /// Ended in it.
    pub answered: u64,
    /// Open when it was over.
    pub carried_forward: u64,
    /// Of those that ended, how many with which result; every result stands here.
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Of those that were received, how many by which way.
    pub intakes: BTreeMap<Intake, u64>,
    /// Of those that were received, how many of which applicants.
    pub applicants: BTreeMap<ApplicantKind, u64>,
    /// Of those that ended, how many after their time had been prolonged.
    pub extended: u64,
    /// Came in and were dismissed as forged or poured in; in none of the other numbers.
    pub dismissed: u64,
}

impl Balance {
    /// Counts the requests of a time.
    pub fn of<'a>(requests: impl IntoIterator<Item = &'a Request>, span: Span) -> Balance {
        let mut balance = Balance {
            outcomes: Outcome::ALL.iter().map(|outcome| (*outcome, 0)).collect(),
            intakes: Intake::ALL.iter().map(|intake| (*intake, 0)).collect(),
            applicants: ApplicantKind::ALL.iter().map(|kind| (*kind, 0)).collect(),
            ..Balance::default()
        };
        for request in requests {
            let received = request.entry.received_on;
            let ending = request.stage.ending();
            // What was none is in no account, but nobody is left to wonder where it went.
            if ending.is_some_and(|ending| ending.outcome == Outcome::Dismissed) {
                balance.dismissed += u64::from(span.holds(received));
                continue;
            }
            if span.holds(received) {
                balance.received += 1;
                *balance.intakes.entry(request.entry.intake).or_default() += 1;
                *balance.applicants.entry(request.entry.kind).or_default() += 1;
            }
            if received < span.from && ending.is_none_or(|ending| ending.on >= span.from) {
                balance.carried_over += 1;
            }
            if received <= span.to && ending.is_none_or(|ending| ending.on > span.to) {
                balance.carried_forward += 1;
            }
            if let Some(ending) = ending.filter(|ending| span.holds(ending.on)) {
                balance.answered += 1;
                *balance.outcomes.entry(ending.outcome).or_default() += 1;
                let granted = request.steps.iter().any(|step| matches!(step.did, Did::ExtensionGranted));
                balance.extended += u64::from(granted);
            }
        }
        balance
    }

    /// Whether what came in is what went out and what is left, and the results are all of what went out.
    pub fn holds(&self) -> bool {
        self.received + self.carried_over == self.answered + self.carried_forward
            && self.outcomes.values().sum::<u64>() == self.answered
            && self.intakes.values().sum::<u64>() == self.received
            && self.applicants.values().sum::<u64>() == self.received
    }

    /// Whether there is nothing at all to account for.
    pub fn is_empty(&self) -> bool {
        self.received == 0 && self.carried_over == 0
    }

    /// How many ended with a result of a group.
    pub fn of_group(&self, group: Group) -> u64 {
        self.outcomes.iter().filter(|(outcome, _)| outcome.group() == group).map(|(_, n)| n).sum()
    }

    /// The account as figures of a school year, where somebody entered figures of requests by hand as well: where those say
    /// another number, the register's is marked as disputed, so that nobody takes the one for the other in silence.
    pub fn dataset_beside(&self, year: SchoolYear, typed: Option<&Dataset>) -> Dataset {
        let mut dataset = self.dataset(year);
        let told = typed.and_then(|typed| typed.figure("received")).filter(|figure| figure.value.is_some());
        if let (Some(told), Some(counted)) = (told, dataset.figures.first_mut())
            && told.value != counted.value
        {
            let (told, here) = (told.printed(), counted.printed());
            counted.disputed = Some(format!("另有填报的数据为{told}，登记簿逐件统计为{here}"));
        }
        dataset
    }

    /// The account as figures of a school year, with what must hold between them.
    pub fn dataset(&self, year: SchoolYear) -> Dataset {
        let figure = |key: &str, name: &str, n: u64| Figure {
            key: key.into(),
            name: name.into(),
            value: Some(Quantity::whole(i64::try_from(n).unwrap_or(i64::MAX))),
            unit: "件".into(),
            definition: "申请登记簿逐件统计".into(),
            approximate: false,
            disputed: None,
        };
        let groups = Group::ALL.iter().map(|group| {
            let (key, name) = figure_of(*group);
            figure(key, name, self.of_group(*group))
        });
        let mut figures = vec![
            figure("received", "收到申请", self.received),
            figure("carried_over", "上学年结转", self.carried_over),
            figure("due", "应办理", self.received + self.carried_over),
            figure("answered", "办结", self.answered),
        ];
        figures.extend(groups);
        figures.push(figure("pending", "结转下学年办理", self.carried_forward));
        let sum = |whole: &str, parts: &[&str]| Identity::Sum {
            whole: whole.into(),
            parts: parts.iter().map(|part| (*part).to_string()).collect(),
        };
        let parts: Vec<&str> = Group::ALL.iter().map(|group| figure_of(*group).0).collect();
        Dataset {
            key: KEY.into(),
            title: "信息公开申请".into(),
            item: ItemKey::Official(6),
            unit: None,
            year,
            as_of: PartialDate::Unknown,
            source: "申请登记簿".into(),
            figures,
            identities: vec![
                sum("due", &["received", "carried_over"]),
                sum("due", &["answered", "pending"]),
                sum("answered", &parts),
            ],
        }
    }
}

/// Key and name of the figure of a group, as datasets of requests customarily call them.
fn figure_of(group: Group) -> (&'static str, &'static str) {
    match group {
        Group::Public => ("public", "已主动公开"),
        Group::Granted => ("granted", "予以公开"),
        Group::Parted => ("partial", "部分公开"),
        Group::Refused => ("refused", "不予公开"),
        Group::Absent => ("absent", "无法提供"),
        Group::Declined => ("declined", "不予处理"),
        Group::Other => ("other", "其他处理"),
    }
}
