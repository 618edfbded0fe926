//! A sentence and its quantities, with what the words around each of them are.
//!
//! The common ground of everything that looks for sums in a sentence. It must not decide which quantities belong
//! together.

use std::ops::Range;

use crate::consistency::document::chars::tail;
use crate::consistency::document::quantity::{Quantity, noun_after, same_unit};
use crate::consistency::words;
use crate::numbers::ONE;

/// A sentence and its quantities.
pub(crate) struct View<'a> {
    pub(crate) text: &'a str,
    pub(crate) range: Range<usize>,
    pub(crate) all: &'a [Quantity],
}

impl View<'_> {
    /// A part of the text; empty when the ends are crossed, as between overlapping readings.
    pub(crate) fn cut(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    pub(crate) fn amount(&self, i: usize) -> i128 {
        self.all[i].amount.value / ONE
    }

    pub(crate) fn indices(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        (0..self.all.len()).filter(move |i| range.start <= self.all[*i].at.start && self.all[*i].at.start < range.end)
    }

    pub(crate) fn is_stock(&self, i: usize) -> bool {
        !self.all[i].percent && !self.all[i].difference && !self.all[i].each
    }

    pub(crate) fn label(&self, i: usize) -> &str {
        &self.text[self.all[i].label.clone()]
    }

    /// Label and following noun, which in 12名教授 carries the meaning.
    pub(crate) fn words(&self, i: usize) -> String {
        match self.respective(i) {
            Some(name) => name.to_owned(),
            None => format!("{}{}", self.label(i), noun_after(self.text, &self.all[i])),
        }
    }

    pub(crate) fn has_total_word(&self, whole: usize) -> bool {
        let label = tail(self.label(whole), 60);
        words::TOTAL_WORDS.iter().any(|w| label.contains(w)) && !words::NO_TOTAL.iter().any(|w| label.contains(w))
    }

    /// Those with the unit of the first.
    pub(crate) fn same_run(&self, inside: &[usize], first: usize) -> Vec<usize> {
        inside.iter().copied().filter(|i| same_unit(&self.all[*i], &self.all[first])).collect()
    }

    /// 出口、进口分别为 A、B: the name of each number, if the words give as many names as numbers.
    pub(crate) fn respective(&self, i: usize) -> Option<&str> {
        let first = (0..=i).rev().take_while(|n| *n == i || self.joined(*n)).last()?;
        let from = if first == 0 { self.range.start } else { self.all[first - 1].end };
        let lead = self.cut(from..self.all[first].at.start);
        let (names, rest) = lead.rsplit_once("分别")?;
        if rest.chars().count() > 4 {
            return None;
        }
        let count = (first + 1..self.all.len()).take_while(|n| self.joined(n - 1)).count() + 1;
        let start = names.rfind(['，', '；', '。', '：', '）']).map_or(0, |p| p + '，'.len_utf8());
        let names: Vec<&str> = names[start..].split(['、', '和', '与', '及']).collect();
        (names.len() == count).then(|| names[i - first])
    }

    /// Whether nothing but a comma stands between a number and the next.
    pub(crate) fn joined(&self, i: usize) -> bool {
        self.all.get(i + 1).is_some_and(|next| {
            matches!(self.cut(self.all[i].end..next.at.start), "、" | "和" | "，" | "及" | "与" | "以及")
        })
    }

    /// The quantity that an opening parenthesis explains: the last before it, past its own share.
    pub(crate) fn before_group(&self, group: usize) -> Option<usize> {
        (0..self.all.len()).rev().find(|i| self.all[*i].end <= group && !self.all[*i].percent)
    }

    /// Where a quantity ends, its share included: 859人，占17.56%.
    pub(crate) fn after_share(&self, i: usize) -> usize {
        let own = self.all[i].end;
        match self.all.get(i + 1) {
            Some(next) if next.percent && self.cut(own..next.at.start).trim_start_matches('，') == "占" => next.end,
            _ => own,
        }
    }
}
