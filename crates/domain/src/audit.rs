//! What does not add up in a year's ledger: named, with place and arithmetic, before anyone prints it.
//!
//! Only facts of the ledger are compared with one another. Sentences are the checker's business (`check`).

use crate::annual_report::Year;
use crate::figure::Arithmetic;
use crate::record::Disclosed;
use chrono::{DateTime, NaiveDate};
use std::collections::BTreeMap;

/// Days by which a date carried in an address may differ from the stated one: drafts are laid out ahead and
/// posted late, sites are moved on a weekend.
pub const LINK_TOLERANCE: i64 = 7;

/// One thing that a person must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
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
        /// Carried.
        carried: NaiveDate,
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
pub fn audit(year: &Year) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for dataset in &year.datasets {
        doubts.extend(dataset.broken().into_iter().map(|broken| Doubt::Figures {
            dataset: dataset.title.clone(),
            arithmetic: broken.arithmetic,
            disputed: broken.disputed,
        }));
    }
    doubts.extend(year.records.iter().filter_map(link_date));
    doubts.extend(hosts(year));
    doubts.extend(outside(year));
    let undated = year.records.iter().filter(|record| record.published_on().is_unknown());
    let undated: u64 = undated.map(|record| u64::from(record.count)).sum();
    if undated > 0 {
        doubts.push(Doubt::Undated(undated));
    }
    let without = year.catalogue.items.iter().filter(|item| {
        item.unit.is_none() && !matches!(item.applicability, crate::catalogue::Applicability::NotApplicable { .. })
    });
    match without.count() {
        0 => {}
        count => doubts.push(Doubt::ItemsWithoutUnit(count as u32)),
    }
    doubts
}

fn link_date(record: &Disclosed) -> Option<Doubt> {
    let stated = record.published_on().day()?;
    let release = record.releases.iter().find(|release| release.is_web())?;
    let carried = carried_date(&release.locator)?;
    ((carried - stated).num_days().abs() > LINK_TOLERANCE).then(|| Doubt::LinkDate {
        title: record.title().unwrap_or_default().to_string(),
        stated,
        carried,
        address: release.locator.clone(),
    })
}

/// The date a page address carries: milliseconds (13 digits) or seconds (10) since 1970 read in China's time,
/// `/2023/10/27/`, `/2023/1027/` or `20231027`. Only plausible years (2000 to 2099) count.
pub fn carried_date(address: &str) -> Option<NaiveDate> {
    let path = address.split(['?', '#']).next()?;
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let path = path.split_once('/')?.1;
    let segments: Vec<&str> = path.split(['/', '.', '_', '-', 't']).collect();
    segments.iter().find_map(|segment| epoch(segment)).or_else(|| {
        let year = |text: &str| {
            (text.len() == 4).then(|| text.parse::<i32>().ok()).flatten().filter(|y| (2000..2100).contains(y))
        };
        let slashed: Vec<&str> = path.split('/').collect();
        slashed
            .windows(3)
            .find_map(|window| match *window {
                [y, m, d] if m.len() <= 2 && d.len() <= 2 => {
                    NaiveDate::from_ymd_opt(year(y)?, m.parse().ok()?, d.parse().ok()?)
                }
                [y, md, _] if md.len() == 4 => {
                    NaiveDate::from_ymd_opt(year(y)?, md.get(..2)?.parse().ok()?, md.get(2..)?.parse().ok()?)
                }
                _ => None,
            })
            .or_else(|| {
                segments.iter().find_map(|s| {
                    let digits = s.len() == 8 && s.bytes().all(|b| b.is_ascii_digit());
                    digits
                        .then(|| {
                            NaiveDate::from_ymd_opt(
                                year(s.get(..4)?)?,
                                s.get(4..6)?.parse().ok()?,
                                s.get(6..)?.parse().ok()?,
                            )
                        })
                        .flatten()
                })
            })
    })
}

fn epoch(segment: &str) -> Option<NaiveDate> {
    if !segment.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = segment.parse().ok()?;
    let seconds = match segment.len() {
        13 => number / 1000,
        10 => number,
        _ => return None,
    };
    // 2001 to 2096 in either unit; China has had UTC+8 without summer time all along.
    let local = DateTime::from_timestamp(seconds + 8 * 3600, 0)?;
    (978_307_200..4_000_000_000).contains(&seconds).then(|| local.date_naive())
}

fn hosts(year: &Year) -> Vec<Doubt> {
    let mut by_name: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for channel in &year.channels {
        let host = channel.address.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
        if let Some(host) = host {
            let hosts = by_name.entry(channel.name.as_str()).or_default();
            if !hosts.iter().any(|known| known == host) {
                hosts.push(host.to_string());
            }
        }
    }
    let several = by_name.into_iter().filter(|(_, hosts)| hosts.len() > 1);
    several.map(|(name, hosts)| Doubt::Hosts { channel: name.to_string(), hosts }).collect()
}

fn outside(year: &Year) -> Option<Doubt> {
    let outside = year.records.iter().filter(|record| year.year.excludes(record.published_on()) == Some(true));
    let (mut entries, mut span) = (0, None::<(NaiveDate, NaiveDate)>);
    for record in outside {
        entries += u64::from(record.count);
        if let Some((first, last)) = record.published_on().span() {
            span = Some(span.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
        }
    }
    span.map(|span| Doubt::OutsidePeriod { entries, span })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn carries(address: &str, want: &str) {
        assert_eq!(carried_date(address).map(|date| date.to_string()).unwrap_or_default(), want, "{address}");
    }

    #[test]
    fn dates_in_addresses_are_read_and_nothing_else() {
        carries("https://a.example.cn/column/xxgk/content/1698378136424.shtml", "2023-10-27");
        carries("https://a.example.cn/content/1690339762925.shtml", "2023-07-26");
        carries("https://a.example.cn/info/1686889415", "2023-06-16");
        carries("https://a.example.cn/2023/10/27/c1.htm", "2023-10-27");
        carries("https://a.example.cn/2023/1030/c2361a199419/page.htm", "2023-10-30");
        carries("https://a.example.cn/art/20231027/1.html", "2023-10-27");
        carries("https://a.example.cn/t20231027_2.html", "2023-10-27");
        carries("https://a.example.cn/info/1003/1572.htm", "");
        carries("https://a.example.cn/content/9999999999999.html", "");
        carries("https://20231027.example.cn/", "");
        carries("http://a.example.cn/list?save=20231027", "");
    }
}
