//! Which pieces of the report stand where in the text.
//!
//! Pieces that stand once in both are fixed first; between them the order with the most likeness is taken. What has
//! no counterpart on the other side stays alone. Time is bounded: too long a stretch without a fixed piece is left alone.

use super::piece::Piece;
use super::token::tokens;
use domain::fnv::fnv64;
use std::collections::HashMap;
use std::ops::Range;

/// Pairs tried in one stretch.
const MOST_PAIRS: usize = 1_000_000;

/// Likeness, in thousandths, from which two pieces may be one, and a row and a paragraph.
const LIKE: u32 = 450;
const LIKE_ACROSS: u32 = 700;

/// Pieces that were put together at most on either side: a paragraph that was divided, or two made one.
const MOST_JOINED: usize = 4;

/// Pieces of the report and the pieces of the text that they have become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) expected: Range<usize>,
    pub(super) printed: Range<usize>,
    /// Whether they are the same to the letter.
    pub(super) same: bool,
}

/// The groups in order; one side may be empty.
pub(super) fn groups(expected: &[Piece], printed: &[Piece]) -> Vec<Group> {
    let mut pairs = Vec::new();
    Aligning { expected, printed }.stretch(0..expected.len(), 0..printed.len(), &mut pairs);
    let (mut groups, mut before) = (Vec::<Group>::new(), (0, 0));
    for (e, p) in pairs.into_iter().chain([(expected.len(), printed.len())]) {
        groups.extend((before.0..e).map(|e| Group { expected: e..e + 1, printed: before.1..before.1, same: false }));
        groups.extend((before.1..p).map(|p| Group { expected: e..e, printed: p..p + 1, same: false }));
        if e < expected.len() {
            let same = expected[e].key == printed[p].key;
            groups.push(Group { expected: e..e + 1, printed: p..p + 1, same });
        }
        before = (e + 1, p + 1);
    }
    join(expected, printed, groups)
}

/// Puts what stands alone to the pair beside it where that makes the two sides more alike.
fn join(expected: &[Piece], printed: &[Piece], groups: Vec<Group>) -> Vec<Group> {
    let likeness = |group: &Group| {
        let (e, p) = (shape(&expected[group.expected.clone()]), shape(&printed[group.printed.clone()]));
        near(&e, &p)
    };
    let rowless = |group: &Group| {
        !expected[group.expected.clone()].iter().chain(&printed[group.printed.clone()]).any(|piece| piece.row)
    };
    let alone = |group: &Group| group.expected.is_empty() || group.printed.is_empty();
    let mut joined: Vec<Group> = Vec::with_capacity(groups.len());
    for group in groups {
        let Some(last) = joined.last() else {
            joined.push(group);
            continue;
        };
        let pair_and_alone = alone(last) != alone(&group) && !last.same && !group.same;
        let long = last.expected.len().max(last.printed.len()) >= MOST_JOINED;
        // The ranges touch: what stands alone has its empty side where the neighbour begins or ends.
        let both = Group {
            expected: last.expected.start.min(group.expected.start)..last.expected.end.max(group.expected.end),
            printed: last.printed.start.min(group.printed.start)..last.printed.end.max(group.printed.end),
            same: false,
        };
        let pair = if alone(last) { &group } else { last };
        if pair_and_alone && !long && rowless(&both) && likeness(&both) > likeness(pair) {
            joined.pop();
            joined.push(both);
        } else {
            joined.push(group);
        }
    }
    joined
}

struct Aligning<'a> {
    expected: &'a [Piece],
    printed: &'a [Piece],
}

impl Aligning<'_> {
    fn stretch(&self, mut e: Range<usize>, mut p: Range<usize>, pairs: &mut Vec<(usize, usize)>) {
        let same = |e: usize, p: usize| self.expected[e].key == self.printed[p].key;
        while !e.is_empty() && !p.is_empty() && same(e.start, p.start) {
            pairs.push((e.start, p.start));
            (e.start, p.start) = (e.start + 1, p.start + 1);
        }
        let mut tail = Vec::new();
        while !e.is_empty() && !p.is_empty() && same(e.end - 1, p.end - 1) {
            (e.end, p.end) = (e.end - 1, p.end - 1);
            tail.push((e.end, p.end));
        }
        let fixed = self.fixed(&e, &p);
        if fixed.is_empty() {
            self.between(&e, &p, pairs);
        } else {
            let mut from = (e.start, p.start);
            for (at, to) in fixed {
                self.stretch(from.0..at, from.1..to, pairs);
                pairs.push((at, to));
                from = (at + 1, to + 1);
            }
            self.stretch(from.0..e.end, from.1..p.end, pairs);
        }
        pairs.extend(tail.into_iter().rev());
    }

    /// Pieces that stand once on either side, as many as keep their order.
    fn fixed(&self, e: &Range<usize>, p: &Range<usize>) -> Vec<(usize, usize)> {
        let once = |pieces: &[Piece], range: &Range<usize>| {
            let mut seen: HashMap<u64, Option<usize>> = HashMap::new();
            for at in range.clone() {
                seen.entry(pieces[at].key).and_modify(|place| *place = None).or_insert(Some(at));
            }
            seen
        };
        let there = once(self.printed, p);
        let mut common: Vec<(usize, usize)> = once(self.expected, e)
            .into_iter()
            .filter_map(|(key, place)| Some((place?, there.get(&key).copied().flatten()?)))
            .collect();
        common.sort_unstable();
        rising(&common)
    }

    /// The order-keeping pairs with the most likeness.
    fn between(&self, e: &Range<usize>, p: &Range<usize>, pairs: &mut Vec<(usize, usize)>) {
        let (rows, columns) = (e.len(), p.len());
        if rows == 0 || columns == 0 || rows.saturating_mul(columns) > MOST_PAIRS {
            return;
        }
        let shapes =
            |pieces: &[Piece]| pieces.iter().map(|piece| shape(std::slice::from_ref(piece))).collect::<Vec<_>>();
        let (here, there) = (shapes(&self.expected[e.clone()]), shapes(&self.printed[p.clone()]));
        let like = |at: usize, to: usize| {
            let across = self.expected[e.start + at].row != self.printed[p.start + to].row;
            let near = near(&here[at], &there[to]);
            if near >= if across { LIKE_ACROSS } else { LIKE } { near } else { 0 }
        };
        let width = columns + 1;
        let mut likeness = vec![0u32; rows * columns];
        let mut best = vec![0u32; (rows + 1) * width];
        for at in (0..rows).rev() {
            for to in (0..columns).rev() {
                let like = like(at, to);
                likeness[at * columns + to] = like;
                let skipped = best[(at + 1) * width + to].max(best[at * width + to + 1]);
                let taken = if like > 0 { best[(at + 1) * width + to + 1] + like } else { 0 };
                best[at * width + to] = skipped.max(taken);
            }
        }
        let (mut at, mut to) = (0, 0);
        while at < rows && to < columns {
            let like = likeness[at * columns + to];
            if like > 0 && best[at * width + to] == best[(at + 1) * width + to + 1] + like {
                pairs.push((e.start + at, p.start + to));
                (at, to) = (at + 1, to + 1);
            } else if best[at * width + to] == best[(at + 1) * width + to] {
                at += 1;
            } else {
                to += 1;
            }
        }
    }
}

/// The longest part of pairs sorted by their first whose second rises too.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < pair.1);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut chain = Vec::new();
    let mut at = ends.last().copied();
    while let Some(here) = at {
        chain.push(pairs[here]);
        at = before[here];
    }
    chain.reverse();
    chain
}

/// The words of pieces in order of their names: numbers once as any number, once as themselves.
struct Shape {
    words: Vec<u64>,
    exact: Vec<u64>,
}

fn shape(pieces: &[Piece]) -> Shape {
    let (mut words, mut exact) = (Vec::new(), Vec::new());
    for token in pieces.iter().flat_map(|piece| &piece.cells).flat_map(|cell| tokens(&cell.text, 0)) {
        let name = fnv64(token.text.bytes());
        words.push(if token.number { 0 } else { name });
        exact.push(name);
    }
    words.sort_unstable();
    exact.sort_unstable();
    Shape { words, exact }
}

/// Likeness in thousandths: what both have, the same number counting a little more than another.
fn near(here: &Shape, there: &Shape) -> u32 {
    let common = |here: &[u64], there: &[u64]| {
        let (mut at, mut to, mut common) = (0, 0, 0usize);
        while at < here.len() && to < there.len() {
            match here[at].cmp(&there[to]) {
                std::cmp::Ordering::Less => at += 1,
                std::cmp::Ordering::Greater => to += 1,
                std::cmp::Ordering::Equal => (at, to, common) = (at + 1, to + 1, common + 1),
            }
        }
        common
    };
    let all = (here.words.len() + there.words.len()).max(1);
    let likeness = (1_700 * common(&here.words, &there.words) + 300 * common(&here.exact, &there.exact)) / all;
    u32::try_from(likeness).unwrap_or(u32::MAX)
}
