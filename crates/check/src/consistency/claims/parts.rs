//! Parts under their whole, and what no parts can do: exceed it.
//!
//! Where `relations` asks whether parts make their whole, here only their meaning counts: one part greater than its
//! whole, or parts that cannot be the same thing (`member`) and together exceed it, are impossible however incomplete
//! the list. Parts that fall short are remembered with what they are called, since another list of the same names may
//! tell that they should not. It must not report.

use std::collections::HashMap;
use std::ops::Range;

use super::member::{self, Member};
use super::rate::bounds;
use super::view::View;
use crate::consistency::document::chars::tail;
use crate::consistency::document::quantity::{Quantity, Sentence, Unit, noun_after};
use crate::consistency::words;

/// A number that stands under a whole.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) index: usize,
    pub(super) name: String,
    pub(super) members: Vec<Member>,
    /// Whether it belongs to the list beyond doubt.
    pub(super) sure: bool,
}

/// A whole with the parts that the words put under it.
#[derive(Debug, Clone)]
pub(crate) struct Division {
    pub(crate) whole: usize,
    /// What stands beside the whole, so that the parts may be of all together.
    pub(super) beside: Vec<usize>,
    /// Numbers further back of which the parts may be meant.
    pub(super) others: Vec<usize>,
    pub(crate) parts: Vec<Part>,
    /// 分别为, 分为: nothing is named twice.
    pub(super) divides: bool,
    /// 两院共, 由…组成: nothing is left out.
    pub(super) exhaustive: bool,
}

/// Parts that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excess {
    pub(crate) whole: usize,
    /// What stands beside the whole and counts with it.
    pub(crate) beside: Vec<usize>,
    /// One part, or several that cannot be the same thing.
    pub(crate) parts: Vec<usize>,
    pub(crate) sure: bool,
}

/// Parts that leave something over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remainder {
    pub(crate) whole: usize,
    pub(crate) parts: Vec<usize>,
    /// Whether all belong to the list beyond doubt.
    pub(crate) sure: bool,
    /// The class of parts that leaves nothing out.
    pub(crate) complete: bool,
    /// What the parts are called, to know the same list again.
    pub(crate) names: String,
    /// Nothing is left over: what is remembered of a list that adds up.
    pub(crate) holds: bool,
}

/// The divisions of a sentence.
pub(crate) fn divisions(text: &str, sentence: &Sentence) -> Vec<Division> {
    let view = View { text, range: sentence.range.clone(), all: &sentence.quantities };
    let mut all: Vec<Division> = (1..view.all.len()).filter_map(|first| view.division(first)).collect();
    let second: Vec<Division> = all.iter().filter_map(|division| view.second_count(division)).collect();
    all.extend(second);
    all.extend((2..view.all.len()).filter_map(|whole| view.made_up(whole)));
    all.extend((1..view.all.len()).filter_map(|i| view.outcome(i)));
    // Where the words say that one thing may stand under two parts, only each by itself is held to the whole.
    if view.told_to_overlap() {
        all.iter_mut().for_each(|division| {
            division.divides = false;
            division.parts.iter_mut().for_each(|part| part.members.clear());
        });
    }
    all
}

/// The least and the greatest that a printed number may mean.
fn span(quantity: &Quantity) -> (i128, i128) {
    if quantity.approximate {
        // 近 50, 50 余: as much as a fifth more or less.
        return (quantity.amount.value * 4 / 5, quantity.amount.value * 6 / 5);
    }
    bounds(quantity.amount, quantity.unit)
}

impl Division {
    /// What of it cannot be.
    pub(crate) fn excess(&self, text: &str, all: &[Quantity]) -> Option<Excess> {
        let label = &text[all[self.whole].label.clone()];
        let changed = label.contains(['比', '较']) && ["少", "多", "增", "减"].iter().any(|w| label.contains(w));
        let each = tail(&text[..all[self.whole].at.start], 24).contains('每');
        if changed || each || words::NET.iter().any(|w| label.contains(w)) || all[self.whole].difference {
            return None;
        }
        let together: i128 = std::iter::once(&self.whole).chain(&self.beside).map(|i| span(&all[*i]).1).sum();
        let single = std::iter::once(&self.whole).chain(&self.others).map(|i| span(&all[*i]).1).max()?;
        let most = single.max(together);
        // What belongs by its place alone and is many times the whole is something else.
        let far = |p: &Part| matches!(all[p.index].unit, Unit::Other("个")) && all[p.index].amount.value > 100 * most;
        let belongs = |p: &&Part| !far(p) && (p.sure || all[p.index].amount.value <= 2 * most);
        if let Some(part) =
            self.parts.iter().find(|p| p.index > self.whole && span(&all[p.index]).0 > most && belongs(p))
        {
            let sure = part.sure && !all[part.index].approximate && !all[self.whole].approximate;
            return Some(Excess { whole: self.whole, beside: self.beside.clone(), parts: vec![part.index], sure });
        }
        if all[self.whole].approximate {
            return None;
        }
        let exact: Vec<&Part> = self.parts.iter().filter(|p| !all[p.index].approximate).collect();
        let low = |p: &Part| span(&all[p.index]).0;
        if self.divides && exact.len() >= 2 && exact.iter().all(|p| p.sure) {
            let sum: i128 = exact.iter().map(|p| low(p)).sum();
            if sum > most && !two_views(&exact) {
                return Some(Excess {
                    whole: self.whole,
                    beside: self.beside.clone(),
                    parts: exact.iter().map(|p| p.index).collect(),
                    sure: true,
                });
            }
        }
        let mut classes: Vec<&str> = exact.iter().flat_map(|p| p.members.iter().map(|m| m.class.as_str())).collect();
        classes.sort_unstable();
        classes.dedup();
        classes.into_iter().find_map(|class| {
            let bands: Vec<&str> =
                exact.iter().flat_map(|p| &p.members).filter(|m| m.class == class).map(|m| m.name.as_str()).collect();
            if class == member::AGE && !member::bands_apart(&bands) {
                return None;
            }
            let (parts, sum) = apart(&exact, class, low);
            (parts.len() >= 2 && sum > most).then_some(Excess {
                whole: self.whole,
                beside: self.beside.clone(),
                parts,
                sure: true,
            })
        })
    }

    /// What is left over, of a list that claims to be whole or that another may show to be.
    pub(crate) fn remainder(&self, text: &str, sentence: &Sentence) -> Option<Remainder> {
        let all = &sentence.quantities;
        let view = View { text, range: sentence.range.clone(), all };
        let parts: Vec<usize> = self.parts.iter().map(|p| p.index).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return None };
        let end = (all[*last].end + noun_after(text, &all[*last]).len()).min(sentence.range.end);
        let scope = all[self.whole].end.min(all[*first].label.start)..end;
        let exact = |i: &usize| !all[*i].approximate;
        let next = view.cut(scope.end..sentence.range.end).trim_start_matches(['，', '；', '。', '）']);
        // 1 份因故无法调取 goes on with the list, 2023年 begins anew.
        let behind = next.trim_start_matches(|c: char| c.is_ascii_digit());
        let further = behind.len() < next.len() && !behind.starts_with(['年', '.', '-', '月']);
        let goes_on = further
            || ["其余", "其他", "其它", "另", "还有", "剩", "未", "以及", "缺"].iter().any(|w| next.starts_with(w));
        if parts.len() < 2
            || !self.beside.is_empty()
            || !parts.iter().chain([&self.whole]).all(exact)
            || view.is_open_ended(&scope)
            || two_views(&self.parts.iter().collect::<Vec<_>>())
        {
            return None;
        }
        let before = all[*first].at.start < all[self.whole].at.start;
        let sure = self.parts.iter().all(|p| p.sure);
        let rest = span(&all[self.whole]).0 - parts.iter().map(|i| span(&all[*i]).1).sum::<i128>();
        let holds = rest <= 0;
        if goes_on && !holds {
            return None;
        }
        let class = self.parts[0]
            .members
            .iter()
            .find(|m| self.parts.iter().all(|p| p.members.iter().any(|n| n.class == m.class)));
        let complete = sure
            && (self.exhaustive
                || class.is_some_and(|m| {
                    let names: Vec<&str> = self
                        .parts
                        .iter()
                        .filter_map(|p| p.members.iter().find(|n| n.class == m.class).map(|n| n.name.as_str()))
                        .collect();
                    member::complete(&m.class, &names)
                }));
        if before && !complete {
            return None;
        }
        let mut names: Vec<&str> = self.parts.iter().map(|p| p.name.as_str()).collect();
        names.sort_unstable();
        Some(Remainder { whole: self.whole, parts, sure, complete, names: names.join("|"), holds })
    }
}

/// Parts seen from two sides by the words that tell it: 女 and 党员.
fn two_views(parts: &[&Part]) -> bool {
    let mut seen: Option<usize> = None;
    parts.iter().any(|p| {
        let view = words::VIEWS.iter().position(|row| row.get(1).is_some_and(|w| w.iter().any(|w| p.name.contains(w))));
        let other = view.is_some() && seen.is_some() && seen != view;
        seen = seen.or(view);
        other
    })
}

/// The parts of a class that are different things, and their sum; of one that holds others the greater side counts.
fn apart(parts: &[&Part], class: &str, low: impl Fn(&Part) -> i128) -> (Vec<usize>, i128) {
    let mut named: HashMap<&str, (&Part, i128, &'static str)> = HashMap::new();
    for part in parts {
        for member in part.members.iter().filter(|m| m.class == class) {
            let value = low(part);
            // A name that comes twice may be one thing said twice.
            let known = named.entry(member.name.as_str()).or_insert((part, value, member.within));
            if value > known.1 {
                *known = (part, value, member.within);
            }
        }
    }
    // What its holder speaks for is not counted by itself, unless the holder is less than what it holds.
    let holder = |within: &'static str| member::holders(class, within).find(|h| named.contains_key(h));
    let mut chosen: Vec<(usize, i128)> = Vec::new();
    for (name, (part, value, within)) in &named {
        if holder(within).is_some() {
            continue;
        }
        let inner: Vec<(usize, i128)> =
            named.values().filter(|n| holder(n.2) == Some(*name)).map(|n| (n.0.index, n.1)).collect();
        let sum: i128 = inner.iter().map(|n| n.1).sum();
        if sum > *value { chosen.extend(inner) } else { chosen.push((part.index, *value)) }
    }
    chosen.sort_unstable();
    (chosen.iter().map(|c| c.0).collect(), chosen.iter().map(|c| c.1).sum())
}

/// Where the numbers of a whole and its parts stand, from the first to the last.
pub(crate) fn stretch(all: &[Quantity], whole: usize, parts: &[usize]) -> Option<Range<usize>> {
    let each = || parts.iter().chain([&whole]);
    Some(each().map(|i| all[*i].at.start).min()?..each().map(|i| all[*i].end).max()?)
}
