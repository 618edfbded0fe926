//! What in a year's records and channels contradicts itself, one fact against another.
//!
//! Stated in the report (part seven) and told by the audit, from the same functions.

use crate::address;
use crate::date::PartialDate;
use crate::record::Disclosed;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Days by which a date carried in an address may differ from the stated one: drafts are laid out ahead and
/// posted late, sites are moved on a weekend.
pub const LINK_TOLERANCE: i64 = 7;

/// An address that carries another date than the one stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkDate<'a> {
    /// The record.
    pub record: &'a Disclosed,
    /// Stated.
    pub stated: NaiveDate,
    /// Carried: a day, or only a month.
    pub carried: PartialDate,
    /// The address.
    pub address: &'a str,
}

/// Whether the first address of a record carries another date than the one stated.
pub fn link_date(record: &Disclosed) -> Option<LinkDate<'_>> {
    let stated = record.published_on().day()?;
    let release = record.releases.iter().find(|release| release.is_web())?;
    let carried = address::carried_date(&release.locator)?;
    let (first, last) = carried.span()?;
    let apart = (first - stated).max(stated - last).num_days();
    (apart > LINK_TOLERANCE).then_some(LinkDate { record, stated, carried, address: &release.locator })
}

/// Names of channels, each with its address, that have several hosts.
pub fn hosts<'a>(channels: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, Vec<String>)> {
    let mut by_name: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, address) in channels {
        if let Some(host) = address::host(address) {
            let hosts = by_name.entry(name).or_default();
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
    }
    by_name.into_iter().filter(|(_, hosts)| hosts.len() > 1).collect()
}
