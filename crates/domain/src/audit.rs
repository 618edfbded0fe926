//! What does not add up in a year's ledger: named, with place and arithmetic, before anyone prints it.
//!
//! Only facts of the ledger are compared with one another. Sentences are the checker's business (`check`).

use crate::annual_report::{Year, doubts};
use crate::date::PartialDate;
use crate::figure::Arithmetic;
use crate::record::Disclosed;
use chrono::NaiveDate;

/// One thing that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discrepancy {
    /// Figures of a dataset cannot be true together.
    Figures {
        /// The dataset's title.
        dataset: String,
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
    /// So many entries have no date.
    Undated(u64),
    /// A unit that publishes is named by no setting as responsible for any item it publishes under; or items
    /// without a responsible unit.
    ItemsWithoutUnit(u32),
}

/// Everything in the year that a person must look at, the certain first.
pub fn audit(year: &Year) -> Vec<Discrepancy> {
    let mut discrepancies = Vec::new();
    for dataset in &year.datasets {
        discrepancies.extend(dataset.broken().into_iter().map(|broken| Discrepancy::Figures {
            dataset: dataset.title.clone(),
            arithmetic: broken.arithmetic,
            disputed: broken.disputed,
        }));
    }
    discrepancies.extend(year.records.iter().filter_map(link_date));
    discrepancies.extend(hosts(year.channels.iter().map(|channel| (channel.name.as_str(), channel.address.as_str()))));
    discrepancies.extend(outside(year));
    let undated = year.records.iter().filter(|record| record.published_on().is_unknown());
    let undated: u64 = undated.map(|record| u64::from(record.count)).sum();
    if undated > 0 {
        discrepancies.push(Discrepancy::Undated(undated));
    }
    let without = year.catalogue.items.iter().filter(|item| {
        item.unit.is_none() && !matches!(item.applicability, crate::catalogue::Applicability::NotApplicable { .. })
    });
    match without.count() {
        0 => {}
        count => discrepancies.push(Discrepancy::ItemsWithoutUnit(count as u32)),
    }
    discrepancies
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
