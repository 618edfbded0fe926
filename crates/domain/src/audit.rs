//! What does not add up in a year's ledger: named, with place and arithmetic, before anyone prints it.
//!
//! Only facts of the ledger are compared with one another. Sentences are the checker's business (`check`).

use crate::annual_report::{Year, doubts, units_of, unprintable_deadlines};
use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::figure::{Arithmetic, DoubtKind};
use crate::ledger::{Concern, Judged, Standards, judge, nil_with_records, not_applicable_with_records, of_one_host};
use crate::record::Disclosed;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One thing that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discrepancy {
    /// Figures of a dataset cannot be true together.
    Figures {
        /// The dataset's title.
        dataset: String,
        /// Why they cannot.
        kind: DoubtKind,
        /// The sum worked out.
        arithmetic: Arithmetic,
        /// Whether the ledger marks it as disputed.
        disputed: bool,
    },
    /// An address carries another date than the one stated.
    LinkDate {
        /// Title of the record.
        title: String,
        /// Stated.
        stated: NaiveDate,
        /// Carried: a day, or only a month.
        carried: PartialDate,
        /// The address.
        address: String,
    },
    /// One named channel has addresses on several hosts.
    Hosts {
        /// The channel's name.
        channel: String,
        /// The hosts.
        hosts: Vec<String>,
    },
    /// So many entries are dated outside the statistic period.
    OutsidePeriod {
        /// Entries, batches counted out.
        entries: u64,
        /// The earliest and latest such date, as the ledger knows it.
        span: (NaiveDate, NaiveDate),
    },
    /// Records whose facts cannot be right, or that a reader cannot place.
    Records {
        /// What is the matter.
        concern: Concern,
        /// Entries, batches counted out.
        entries: u64,
        /// Titles of the first of them.
        titles: Vec<String>,
    },
    /// What shows only of several things together: a nil statement beside records, channels on one host.
    Together(Judged),
    /// The remark on an item that is not disclosed names no deadline that can be printed: it is not understood, or over.
    Deadline {
        /// The item.
        item: ItemKey,
        /// The remark.
        remark: String,
    },
    /// So many things may be of the year by the calendar year that is all their date says, and are counted in another.
    Perhaps(u64),
    /// Items for which neither the catalogue nor any row of the year names a responsible unit.
    ItemsWithoutUnit(u32),
}

/// Titles of records with one fault that are named.
const NAMED: usize = 3;

/// Everything in the year that a person must look at, the certain first.
pub fn audit(year: &Year, today: NaiveDate) -> Vec<Discrepancy> {
    let mut discrepancies = Vec::new();
    for dataset in &year.datasets {
        discrepancies.extend(dataset.doubts().into_iter().map(|doubt| Discrepancy::Figures {
            dataset: dataset.title.clone(),
            kind: doubt.kind,
            arithmetic: doubt.arithmetic,
            disputed: doubt.disputed,
        }));
    }
    discrepancies.extend(year.records.iter().filter_map(link_date));
    discrepancies.extend(hosts(year.channels.iter().map(|channel| (channel.name.as_str(), channel.address.as_str()))));
    discrepancies.extend(outside(year));
    discrepancies.extend(judged(year, today));
    discrepancies.extend(together(year));
    let deadlines = unprintable_deadlines(year).into_iter();
    discrepancies.extend(deadlines.map(|(item, remark)| Discrepancy::Deadline { item, remark }));
    discrepancies.extend((year.perhaps > 0).then_some(Discrepancy::Perhaps(year.perhaps)));
    // What the item table names a unit for is not without one.
    let without = year.catalogue.items.iter().filter(|item| {
        !matches!(item.applicability, crate::catalogue::Applicability::NotApplicable { .. })
            && units_of(year, item).is_empty()
    });
    match without.count() {
        0 => {}
        count => discrepancies.push(Discrepancy::ItemsWithoutUnit(count as u32)),
    }
    discrepancies
}

/// The records of the year, judged as an import judges them.
fn judged(year: &Year, today: NaiveDate) -> Vec<Discrepancy> {
    let mut found: BTreeMap<Concern, (u64, Vec<String>)> = BTreeMap::new();
    for record in &year.records {
        let term = year.catalogue.item(&record.item).map(|item| item.timing);
        let by = Standards { today, term, calendar: &year.calendar, meant_as_draft: false };
        for concern in judge(record, by) {
            let (entries, titles) = found.entry(concern).or_default();
            *entries += u64::from(record.count);
            if titles.len() < NAMED {
                titles.extend(record.title().map(str::to_string));
            }
        }
    }
    found.into_iter().map(|(concern, (entries, titles))| Discrepancy::Records { concern, entries, titles }).collect()
}

fn together(year: &Year) -> Vec<Discrepancy> {
    let nils = year.nils.iter().filter_map(|nil| {
        let entries = year.records.iter().filter(|record| record.item == nil.item);
        let unit = year.units.iter().find(|unit| unit.code == nil.unit).map_or(&nil.unit, |unit| &unit.name);
        nil_with_records(nil, unit, entries.map(|record| u64::from(record.count)).sum())
    });
    let channels = year.channels.iter().map(|channel| (channel.name.as_str(), channel.address.as_str()));
    let hosts = of_one_host(channels).into_iter().map(|(judged, _)| judged);
    let not_applicable = year.catalogue.items.iter().filter_map(|item| {
        let entries = year.records.iter().filter(|record| record.item == item.key);
        not_applicable_with_records(item, entries.map(|record| u64::from(record.count)).sum())
    });
    nils.chain(not_applicable).chain(hosts).map(Discrepancy::Together).collect()
}

fn link_date(record: &Disclosed) -> Option<Discrepancy> {
    let doubt = doubts::link_date(record)?;
    Some(Discrepancy::LinkDate {
        title: record.title().unwrap_or_default().to_string(),
        stated: doubt.stated,
        carried: doubt.carried,
        address: doubt.address.to_string(),
    })
}

/// Names of channels, each with its address, that have several hosts.
fn hosts<'a>(channels: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Discrepancy> {
    let several = doubts::hosts(channels).into_iter();
    several.map(|(name, hosts)| Discrepancy::Hosts { channel: name.to_string(), hosts }).collect()
}

fn outside(year: &Year) -> Option<Discrepancy> {
    let outside = year.records.iter().filter(|record| year.year.excludes(record.published_on()) == Some(true));
    let (mut entries, mut span) = (0, None::<(NaiveDate, NaiveDate)>);
    for record in outside {
        entries += u64::from(record.count);
        if let Some((first, last)) = record.published_on().span() {
            span = Some(span.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
        }
    }
    span.map(|span| Discrepancy::OutsidePeriod { entries, span })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_told_when_its_addresses_are_on_several_hosts() {
        let discrepancies =
            hosts([("招生网", "http://zsw.example.cn/"), ("招生网", "http://zsc.example.cn/a"), ("官网", "")]);
        let several = vec!["zsw.example.cn".to_string(), "zsc.example.cn".to_string()];
        assert_eq!(discrepancies, [Discrepancy::Hosts { channel: "招生网".into(), hosts: several }]);
    }

    #[test]
    fn one_host_written_in_several_ways_is_one() {
        let ways = ["http://example.cn", "https://www.example.cn/", "HTTP://Example.cn:80/a", "www.example.cn/b"];
        assert_eq!(hosts(ways.map(|address| ("官网", address))), []);
    }
}
