//! What a search finds besides records: items, units, figures, channels and the office of the guide.
//!
//! They are few and are looked through as they are, all of them: what fits is given whole, and how much of it is shown at once
//! is the page's question. They hold what the portal shows of them elsewhere and nothing else.

use super::follow::Kept;
use super::view::{Found, OfficeFact, OfficeHit};
use crate::portal::basics::Basics;
use crate::portal::view::{ItemLine, Office};
use search::Query;
use std::cmp::Reverse;

/// What a visitor who asks for it looks for in the guide.
const GUIDE: &str = "信息公开指南 信息公开办公室 联系电话 咨询电话 投诉电话 监督电话 办公地址 通信地址 电子邮箱 传真 办公时间 依申请公开";

/// Puts beside the records what else is looked for.
pub(super) fn beside(basics: &Basics, kept: &Kept, query: &Query, found: &mut Found) {
    found.items = items(basics, query);
    let mut units: Vec<_> = basics
        .units
        .iter()
        .filter_map(|unit| query.weigh(&[(&unit.name, 1.0), (&unit.duty, 0.3)]).map(|weight| (weight, unit)))
        .collect();
    units.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    found.units = units.into_iter().map(|(_, unit)| (unit.code.clone(), unit.name.clone())).collect();
    let datasets = kept.datasets();
    let mut datasets: Vec<_> = datasets.iter().filter_map(|told| told.weigh(query)).collect();
    datasets.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| Reverse(x.year).cmp(&Reverse(y.year))));
    found.datasets = datasets.into_iter().map(|(_, hit)| hit).collect();
    let mut channels: Vec<_> = basics
        .channels
        .iter()
        .filter_map(|channel| {
            let texts = [(channel.name.as_str(), 1.0), (&channel.address, 0.6), (channel.kind.zh(), 0.3)];
            query.weigh(&texts).map(|weight| (weight, channel))
        })
        .collect();
    channels.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    found.channels = channels.into_iter().map(|(_, channel)| channel.clone()).collect();
    found.office = office(&basics.office, query);
}

/// Items that say what is looked for, or have its number. What does not apply stands behind what does, however well it is
/// called.
fn items(basics: &Basics, query: &Query) -> Vec<ItemLine> {
    let whole = query.whole();
    let mut items: Vec<_> = basics
        .board
        .items()
        .filter_map(|item| {
            let key = item.key.to_string();
            let numbered = whole == key.to_lowercase() || whole == format!("第{key}项") || whole == format!("{key}项");
            // One letter stands in nearly every English name and means none of them.
            let english = if query.length() > 1 { item.english.as_str() } else { "" };
            let weight = query.weigh(&[(&item.text, 1.0), (english, 0.8)]);
            if numbered { Some((10.0, item)) } else { weight.map(|weight| (weight, item)) }
        })
        .collect();
    items.sort_by(|(a, x), (b, y)| x.reason.is_some().cmp(&y.reason.is_some()).then(b.total_cmp(a)));
    items.into_iter().map(|(_, item)| item.clone()).collect()
}

/// The office, when whom to turn to is asked for: with how it is reached, and whatever of it was looked for.
fn office(office: &Office, query: &Query) -> Option<OfficeHit> {
    if query.length() < 2 {
        return None;
    }
    let facts = OfficeFact::ALL.map(|fact| (fact, fact.of(office).unwrap_or_default()));
    let mut texts: Vec<(&str, f32)> = facts.iter().map(|(_, value)| (*value, 1.0)).collect();
    texts.push((GUIDE, 1.0));
    query.weigh(&texts)?;
    let shown = |(fact, value): &(OfficeFact, &str)| {
        let always = matches!(fact, OfficeFact::Phone | OfficeFact::Hours);
        (always && !value.is_empty() || query.touches(value)).then(|| (*fact, value.to_string()))
    };
    Some(OfficeHit { name: office.name.clone(), facts: facts.iter().filter_map(shown).collect() })
}
