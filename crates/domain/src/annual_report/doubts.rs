//! What in a year's records and channels contradicts itself, one fact against another.
//!
//! Stated in the report (part seven) and told by the audit, from the same functions. What contradicts itself in the
//! sentences of the report is found by the checker; who composes the report passes it in as [`Finding`]s.

use crate::address;
use crate::coded::coded;
use crate::date::PartialDate;
use crate::figure::{Dataset, Doubt};
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

coded! {
    /// What kind of statement was found not to hold. The codes are those of the checker's rules.
    FindingKind {
        /// Parts against their whole.
        Sum = "sum", "各项数据不能相合";
        /// A percentage against the quantities it comes from.
        Rate = "rate", "与所列其他数据不能相合";
        /// A stated number of things against their list.
        Count = "count", "个数与所列名称不符";
        /// A number of a chapter or list entry.
        Numbering = "numbering", "编号不连续";
        /// An impossible or contradictory date.
        Date = "date", "日期有误";
        /// A stated date against the date its page address carries.
        LinkDate = "link-date", "日期与网址所含日期不一致";
        /// One named site under two host names.
        Host = "host", "同一网站有不同的网址";
        /// An event outside the reporting year.
        Period = "period", "日期不在统计期限内";
        /// Chapters and tables.
        Category = "category", "归类与清单不一致";
        /// One fact with two values.
        Repeat = "repeat", "前后不一致";
    }
}

/// What the checker found in the report's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub kind: FindingKind,
    /// The words in which it stands.
    pub quote: String,
    /// The value stated as the whole, rate or count; of other kinds, what should stand there.
    pub stated: String,
    /// The value that follows from the parts; of other kinds, what stands there.
    pub derived: String,
    /// Further places in which it stands.
    pub places: usize,
}

impl Finding {
    /// Whether the figures of a dataset say the same by themselves.
    pub(super) fn is_of(&self, dataset: &Dataset) -> bool {
        let bare = |text: &str| text.trim_end_matches(['%', '％']).to_string();
        let same = |doubt: &Doubt| {
            let stated = bare(&doubt.arithmetic.expected) == bare(&self.stated);
            match self.kind {
                FindingKind::Sum => stated && bare(&doubt.arithmetic.found) == bare(&self.derived),
                // Of several readings the checker may show another.
                FindingKind::Rate => stated && doubt.arithmetic.expected.ends_with('%'),
                _ => false,
            }
        };
        dataset.doubts().iter().any(same)
    }
}
