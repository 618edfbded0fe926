//! What a search brings together of the documents it walks through: the best of them, and how many there are of each value
//! of each filter, in one pass.
//!
//! A filter's own choice does not count against its other values: beside each stands what choosing it too would bring.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// What results are filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// Category, by number.
    Category,
    /// Item, by key.
    Item,
    /// Responsible unit, by code.
    Unit,
    /// Calendar year in which it became public.
    Year,
    /// Kind of document, by code.
    Form,
    /// Channel it went out over, by code.
    Channel,
    /// `running` or `over`: its publicity period.
    Publicity,
}

impl Facet {
    /// All.
    pub const ALL: [Facet; 7] =
        [Facet::Category, Facet::Item, Facet::Unit, Facet::Year, Facet::Form, Facet::Channel, Facet::Publicity];

    /// Stable code, used in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Facet::Category => "category",
            Facet::Item => "item",
            Facet::Unit => "unit",
            Facet::Year => "year",
            Facet::Form => "form",
            Facet::Channel => "channel",
            Facet::Publicity => "publicity",
        }
    }

    pub(crate) fn at(self) -> usize {
        self as usize
    }
}

/// Order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// What says most of the question first.
    #[default]
    Relevance,
    /// What is newest first.
    Date,
}

/// How many results there are of each value of each filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(pub(crate) Vec<(Facet, Vec<(String, u64)>)>);

impl Counts {
    /// Values of a filter with their results, most first; none without any.
    pub fn of(&self, facet: Facet) -> &[(String, u64)] {
        self.0.iter().find(|(known, _)| *known == facet).map_or(&[], |(_, counts)| counts)
    }
}

/// Values of the filter for publicity periods.
pub(crate) const RUNNING: u64 = 0;
pub(crate) const OVER: u64 = 1;
/// Stands for no date.
pub(crate) const NO_DAY: i64 = i64::MIN;

/// What is asked of the documents that match.
pub(crate) struct Gather {
    /// By filter, the values that are chosen; of a filter without any, all.
    pub(crate) chosen: [Vec<u64>; Facet::ALL.len()],
    pub(crate) sort: Sort,
    /// How many of the best are wanted.
    pub(crate) most: usize,
    /// Days since year 1.
    pub(crate) today: i64,
}

/// What came together.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) total: u64,
    /// The best, best first: slots.
    pub(crate) best: Vec<Ranked>,
    /// By filter, by value.
    pub(crate) counts: [Vec<u64>; Facet::ALL.len()],
}

/// A document as it is ranked: what compares greater comes first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ranked {
    key: (f64, i64),
    pub(crate) slot: u64,
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Ranked) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Ranked) -> std::cmp::Ordering {
        self.key.0.total_cmp(&other.key.0).then(self.key.1.cmp(&other.key.1)).then(self.slot.cmp(&other.slot))
    }
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = SegmentGather;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentGather> {
        let fast = segment.fast_fields();
        let mut facets = Vec::new();
        for facet in Facet::ALL.into_iter().filter(|facet| *facet != Facet::Publicity) {
            facets.push(fast.u64(facet.code())?);
        }
        Ok(SegmentGather {
            slot: fast.u64("slot")?,
            day: fast.i64("day")?,
            until: fast.i64("until")?,
            period: (fast.i64("period_from")?, fast.i64("period_until")?),
            facets,
            chosen: self.chosen.clone(),
            by_score: self.sort == Sort::Relevance,
            most: self.most,
            today: self.today,
            heap: BinaryHeap::with_capacity(self.most + 1),
            gathered: Gathered::default(),
            values: std::array::from_fn(|_| Vec::new()),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<Gathered>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for fruit in fruits {
            all.total += fruit.total;
            all.best.extend(fruit.best);
            for (sum, counts) in all.counts.iter_mut().zip(fruit.counts) {
                sum.resize(sum.len().max(counts.len()), 0);
                sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            }
        }
        all.best.sort_unstable_by(|a, b| b.cmp(a));
        all.best.truncate(self.most);
        Ok(all)
    }
}

/// The same in one segment.
pub(crate) struct SegmentGather {
    slot: Column<u64>,
    day: Column<i64>,
    until: Column<i64>,
    period: (Column<i64>, Column<i64>),
    facets: Vec<Column<u64>>,
    chosen: [Vec<u64>; Facet::ALL.len()],
    by_score: bool,
    most: usize,
    today: i64,
    heap: BinaryHeap<Reverse<Ranked>>,
    gathered: Gathered,
    values: [Vec<u64>; Facet::ALL.len()],
}

impl SegmentGather {
    fn values_of(&mut self, doc: DocId) {
        for (values, column) in self.values.iter_mut().zip(&self.facets) {
            values.clear();
            values.extend(column.values_for_doc(doc));
        }
        let period = &mut self.values[Facet::Publicity.at()];
        period.clear();
        if let (Some(from), Some(until)) = (self.period.0.first(doc), self.period.1.first(doc))
            && from <= self.today
        {
            period.push(if self.today <= until { RUNNING } else { OVER });
        }
    }
}

impl SegmentCollector for SegmentGather {
    type Fruit = Gathered;

    fn collect(&mut self, doc: DocId, score: Score) {
        if self.until.first(doc).is_some_and(|last| last < self.today) {
            return;
        }
        self.values_of(doc);
        // Which filter keeps it out, when it is one alone.
        let mut out: Option<usize> = None;
        for (at, chosen) in self.chosen.iter().enumerate() {
            if !chosen.is_empty() && !self.values[at].iter().any(|value| chosen.contains(value)) {
                if out.is_some() {
                    return;
                }
                out = Some(at);
            }
        }
        for at in 0..Facet::ALL.len() {
            if out.is_none_or(|out| out == at) {
                for value in &self.values[at] {
                    let counts = &mut self.gathered.counts[at];
                    let value = usize::try_from(*value).unwrap_or(0);
                    if counts.len() <= value {
                        counts.resize(value + 1, 0);
                    }
                    counts[value] += 1;
                }
            }
        }
        if out.is_some() {
            return;
        }
        self.gathered.total += 1;
        let day = self.day.first(doc).unwrap_or(NO_DAY);
        let first = if self.by_score { f64::from(score) + fresh(day, self.today) } else { 0.0 };
        let ranked = Ranked { key: (first, day), slot: self.slot.first(doc).unwrap_or_default() };
        if self.heap.len() < self.most {
            self.heap.push(Reverse(ranked));
        } else if self.heap.peek().is_some_and(|worst| worst.0 < ranked) {
            self.heap.pop();
            self.heap.push(Reverse(ranked));
        }
    }

    fn harvest(mut self) -> Gathered {
        self.gathered.best = self.heap.into_iter().map(|ranked| ranked.0).collect();
        self.gathered
    }
}

/// What is newer stands first among what says as much: a little, and less with each year.
fn fresh(day: i64, today: i64) -> f64 {
    if day == NO_DAY {
        return 0.0;
    }
    let years = (today - day).max(0) as f64 / 365.0;
    1.0 / (1.0 + years)
}
