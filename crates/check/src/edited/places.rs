//! Whether each value of a piece stands in its place in what the piece has become.
//!
//! Words are aligned with any number in the place of any other, so that a changed number stands against the one it was
//! changed from. A number or date is another when its digits are; a title when one of its characters is.

use super::outcome::{Comparison, Difference};
use super::piece::{Cell, Piece, Value};
use super::token::{Token, tokens};
use domain::extract::{Extract, Place};
use std::collections::HashSet;
use std::ops::Range;

/// Pairs of words tried in one piece; longer ones are compared only when they are the same.
const MOST_PAIRS: usize = 8_000_000;

/// What makes a number another one when it is added behind it or taken away.
const SCALES: [&str; 7] = ["十", "百", "千", "万", "亿", "%", "‰"];

/// What follows a number that counts or measures something.
const UNITS: [&str; 36] = [
    "人", "名", "个", "项", "条", "件", "次", "元", "万", "亿", "%", "‰", "场", "份", "篇", "门", "所", "起", "户",
    "台", "册", "家", "位", "例", "期", "批", "种", "类", "本", "部", "平", "亩", "吨", "分", "倍", "余",
];

/// Characters of a value beside its digits up to which it is a number or date and no title.
const FEW: usize = 4;

/// Judges the groups of one text.
pub(super) struct Judge<'t> {
    extract: &'t Extract,
    backed: HashSet<String>,
    /// What was judged so far.
    pub(super) comparison: Comparison,
}

/// The words of one piece or cell, and what has become of them.
struct Aligned<'a> {
    expected: &'a [Token],
    printed: &'a [Token],
    /// For each expected word the printed one in its place.
    partner: Vec<Option<usize>>,
}

impl<'t> Judge<'t> {
    pub(super) fn new(extract: &'t Extract, backed: HashSet<String>) -> Judge<'t> {
        Judge { extract, backed, comparison: Comparison::default() }
    }

    /// Judges pieces of the report against what has become of them; one side may be empty.
    pub(super) fn group(&mut self, expected: &[Piece], printed: &[Piece], same: bool) {
        if let ([expected], [printed]) = (expected, printed)
            && expected.cells.len() == printed.cells.len()
        {
            for (expected, printed) in expected.cells.iter().zip(&printed.cells) {
                self.cells(&[expected], &[printed], same);
            }
            return;
        }
        let cells = |pieces: &'_ [Piece]| pieces.iter().flat_map(|piece| &piece.cells).cloned().collect::<Vec<_>>();
        let (expected, printed) = (cells(expected), cells(printed));
        self.cells(&expected.iter().collect::<Vec<_>>(), &printed.iter().collect::<Vec<_>>(), false);
    }

    fn cells(&mut self, expected: &[&Cell], printed: &[&Cell], same: bool) {
        let values: usize = expected.iter().map(|cell| cell.values.len()).sum();
        let links = expected.iter().flat_map(|cell| &cell.values).any(|value| value.address.is_some());
        if same && !links {
            self.comparison.claims += values;
            return;
        }
        let there: Vec<Token> = printed.iter().flat_map(|cell| tokens(&cell.text, cell.base)).collect();
        if expected.is_empty() {
            return self.unbacked(&there, &[]);
        }
        // Words of cells that follow one another, each with its place in all of them.
        let (mut here, mut wanted, mut base) = (Vec::new(), Vec::new(), 0);
        for cell in expected {
            here.extend(tokens(&cell.text, base));
            let moved = |at: &Range<usize>| base + at.start..base + at.end;
            wanted.extend(
                cell.values.iter().map(|value| (cell.text[value.at.clone()].to_string(), moved(&value.at), value)),
            );
            base += cell.text.len();
        }
        let partner = partners(&here, &there);
        self.unbacked(&there, &partner);
        let emptied = printed.first().filter(|_| there.is_empty()).map(|cell| cell.base);
        let aligned = Aligned { expected: &here, printed: &there, partner };
        for (text, at, value) in wanted {
            self.value(&aligned, &text, &at, value, emptied);
        }
    }

    fn value(&mut self, aligned: &Aligned, text: &str, at: &Range<usize>, value: &Value, emptied: Option<usize>) {
        let first = aligned.expected.partition_point(|token| token.at.end <= at.start);
        let last = aligned.expected.partition_point(|token| token.at.start < at.end);
        if first >= last || self.is_drawn(text, aligned) {
            return;
        }
        if let Some(place) = emptied {
            self.comparison.claims += 1;
            return self.differs(place..place, text, value);
        }
        match aligned.verdict(first..last) {
            Verdict::Elsewhere => {}
            Verdict::Same(range) => {
                self.comparison.claims += 1;
                self.address(value, &range);
            }
            Verdict::Other(range) => {
                self.comparison.claims += 1;
                self.differs(range, text, value);
            }
        }
    }

    fn differs(&mut self, range: Range<usize>, expected: &str, value: &Value) {
        let there = &self.extract.text[range.clone()];
        let start = range.start + there.len() - there.trim_start().len();
        let found = there.trim().to_string();
        let range = start..start + found.len();
        let (expected, reference) = (expected.to_string(), value.reference.clone());
        self.comparison.differences.push(Difference { range, expected, found, reference });
    }

    /// The address behind the words of a link, where the text still has one.
    fn address(&mut self, value: &Value, range: &Range<usize>) {
        let Some(wanted) = &value.address else { return };
        let over = |link: &&domain::extract::Link| link.range.start < range.end && range.start < link.range.end;
        let first = self.extract.links.partition_point(|link| link.range.end <= range.start);
        let mut links = self.extract.links[first..].iter().take_while(|link| link.range.start < range.end).filter(over);
        let Some(link) = links.next() else { return };
        if bare(&link.address) != bare(wanted) {
            self.comparison.differences.push(Difference {
                range: range.clone(),
                expected: wanted.clone(),
                found: link.address.clone(),
                reference: value.reference.clone(),
            });
        }
    }

    /// Amounts among words that stand for nothing in the report.
    fn unbacked(&mut self, printed: &[Token], partner: &[Option<usize>]) {
        let known: HashSet<usize> = partner.iter().flatten().copied().collect();
        for (at, token) in printed.iter().enumerate() {
            let next = printed.get(at + 1).map_or("", |next| next.text.as_str());
            let before = at.checked_sub(1).map_or("", |before| printed[before].text.as_str());
            let amount =
                token.number && UNITS.contains(&next) && !matches!(before, "第" | "-" | "/" | "年" | "[" | "(");
            // Numbers that stand apart, as the labels of a drawing do, are none together.
            let apart = self.extract.text[token.at.clone()].contains(char::is_whitespace);
            if amount && !apart && !known.contains(&at) && !self.backed.contains(&token.text) {
                self.comparison.unbacked.push(token.at.clone());
            }
        }
    }

    /// Whether a PDF keeps only the shapes of a value's characters, so that nothing can be said of it.
    fn is_drawn(&self, text: &str, aligned: &Aligned) -> bool {
        let plain = |c: char| matches!(u32::from(c), 0x20..=0x2FF | 0x2000..=0x2BFF | 0x2E80..=0xA4CF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF);
        let in_pdf = || {
            let block = aligned.printed.first().and_then(|token| self.extract.block_at(token.at.start));
            block.is_some_and(|block| matches!(block.place, Place::Page { .. }))
        };
        !text.chars().all(plain) && in_pdf()
    }
}

/// An address without the ways in which one may be written.
fn bare(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.trim().as_bytes();
    while let [first, behind @ ..] = rest {
        let code = behind.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).trim_end_matches('/').to_string()
}

enum Verdict {
    /// It stands there.
    Same(Range<usize>),
    /// Something else stands there.
    Other(Range<usize>),
    /// Its place is no more: the words around it have changed with it.
    Elsewhere,
}

impl Aligned<'_> {
    fn verdict(&self, value: Range<usize>) -> Verdict {
        let words = &self.expected[value.clone()];
        let others = words.iter().filter(|token| !token.number).map(|token| token.text.chars().count()).sum::<usize>();
        if words.iter().any(|token| token.number) && others <= FEW { self.amount(value) } else { self.words(value) }
    }

    /// A number or date: its digits count, not how it is written.
    fn amount(&self, value: Range<usize>) -> Verdict {
        let numbers: Vec<usize> = value.clone().filter(|at| self.expected[*at].number).collect();
        let partners: Vec<usize> = numbers.iter().filter_map(|at| self.partner[*at]).collect();
        let (Some(first), Some(last)) = (partners.first(), partners.last()) else { return self.replaced(value) };
        let mut range = self.printed[*first].at.start..self.printed[*last].at.end;
        let mut same = partners.len() == numbers.len();
        for at in &numbers {
            let Some(partner) = self.partner[*at] else { continue };
            same &= self.expected[*at].text == self.printed[partner].text;
            let scale = |tokens: &[Token], at: usize| {
                tokens
                    .get(at + 1)
                    .map(|token| token.text.as_str())
                    .filter(|text| SCALES.contains(text))
                    .map(str::to_string)
            };
            let (wanted, found) = (scale(self.expected, *at), scale(self.printed, partner));
            if wanted != found {
                same = false;
                let end = if found.is_some() { self.printed[partner + 1].at.end } else { range.end };
                range.end = range.end.max(end);
            }
        }
        if same { Verdict::Same(range) } else { Verdict::Other(self.widened(&value, range)) }
    }

    /// A range as far as the words at the ends of a value stand there.
    fn widened(&self, value: &Range<usize>, range: Range<usize>) -> Range<usize> {
        let partners = value.clone().filter_map(|at| self.partner[at]);
        partners
            .fold(range, |range, at| range.start.min(self.printed[at].at.start)..range.end.max(self.printed[at].at.end))
    }

    /// A title, a name: every character counts.
    fn words(&self, value: Range<usize>) -> Verdict {
        let partners: Vec<usize> = value.clone().filter_map(|at| self.partner[at]).collect();
        let (Some(first), Some(last)) = (partners.first(), partners.last()) else { return self.replaced(value) };
        let whole = partners.len() == value.len() && last - first + 1 == value.len();
        let same = |(at, to): (usize, &usize)| self.expected[at].text == self.printed[*to].text;
        let range = self.printed[*first].at.start..self.printed[*last].at.end;
        if whole && value.clone().zip(&partners).all(same) {
            return Verdict::Same(range);
        }
        if partners.len() * 2 < value.len() {
            return self.replaced(value);
        }
        // Where the end of the value is another, it reaches as far as what stood beside it.
        let start = if self.partner[value.start].is_some() { Some(range.start) } else { self.left(&value) };
        let end = if self.partner[value.end - 1].is_some() { Some(range.end) } else { self.right(&value) };
        Verdict::Other(start.unwrap_or(range.start)..end.unwrap_or(range.end))
    }

    /// Nothing of a value is left: what stands between its neighbours, if both are there.
    fn replaced(&self, value: Range<usize>) -> Verdict {
        match (self.left(&value), self.right(&value)) {
            (Some(start), Some(end)) if start <= end => Verdict::Other(start..end),
            _ => Verdict::Elsewhere,
        }
    }

    /// Where the word before a value ends, or the text begins.
    fn left(&self, value: &Range<usize>) -> Option<usize> {
        match value.start.checked_sub(1) {
            Some(before) => Some(self.printed[self.partner[before]?].at.end),
            None => Some(self.printed.first()?.at.start),
        }
    }

    /// Where the word behind a value begins, or the text ends.
    fn right(&self, value: &Range<usize>) -> Option<usize> {
        match self.partner.get(value.end) {
            Some(behind) => Some(self.printed[(*behind)?].at.start),
            None => Some(self.printed.last()?.at.end),
        }
    }
}

/// For each word the one in its place: the order-keeping pairs of words that are alike, the more the better, the same
/// number before another, and side by side rather than apart.
fn partners(expected: &[Token], printed: &[Token]) -> Vec<Option<usize>> {
    let mut partner = vec![None; expected.len()];
    let (mut from, mut end) = (0, (expected.len(), printed.len()));
    while from < end.0.min(end.1) && expected[from].text == printed[from].text {
        partner[from] = Some(from);
        from += 1;
    }
    while end.0 > from && end.1 > from && expected[end.0 - 1].text == printed[end.1 - 1].text {
        end = (end.0 - 1, end.1 - 1);
        partner[end.0] = Some(end.1);
    }
    let (here, there) = (&expected[from..end.0], &printed[from..end.1]);
    if here.len().saturating_mul(there.len()) <= MOST_PAIRS {
        for (at, to) in best(here, there) {
            partner[from + at] = Some(from + to);
        }
    }
    partner
}

fn best(here: &[Token], there: &[Token]) -> Vec<(usize, usize)> {
    let width = there.len() + 1;
    let size = (here.len() + 1) * width;
    // The best from a place on, and the best that begins with this pair.
    let (mut any, mut paired) = (vec![0u32; size], vec![0u32; size]);
    for at in (0..here.len()).rev() {
        for to in (0..there.len()).rev() {
            let (place, next) = (at * width + to, (at + 1) * width + to + 1);
            if here[at].alike(&there[to]) {
                let worth = if here[at].text == there[to].text { 3 } else { 2 };
                let beside = if paired[next] > 0 { paired[next] + 1 } else { 0 };
                paired[place] = worth + beside.max(any[next]);
            }
            any[place] = paired[place].max(any[place + 1]).max(any[place + width]);
        }
    }
    let (mut pairs, mut at, mut to, mut beside) = (Vec::new(), 0, 0, false);
    while at < here.len() && to < there.len() {
        let place = at * width + to;
        if paired[place] > 0 && (beside || paired[place] == any[place]) {
            pairs.push((at, to));
            let next = (at + 1) * width + to + 1;
            beside = paired[next] > 0 && paired[next] + 1 >= any[next];
            (at, to) = (at + 1, to + 1);
        } else {
            beside = false;
            if any[place] == any[place + width] { at += 1 } else { to += 1 }
        }
    }
    pairs
}
