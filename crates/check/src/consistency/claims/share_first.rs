//! A share before its count: 党员教师占比 34.2%，即 260 人; 优秀率 12.5%（1200 人）.
//!
//! Finds readings only, as `reading` does for counts that stand before their shares.

use super::rate::{Base, Certainty, Figure, RateClaim, Reading};
use super::reading::Context;
use crate::consistency::document::quantity::same_unit;

impl Context<'_> {
    /// The count right behind a share, and what it may be of.
    pub(crate) fn share_first(&self, i: usize) -> Option<RateClaim> {
        let of = i + 1;
        let gap = self.text.get(self.all[i].end..self.all.get(of)?.at.start)?;
        let label = self.label(i).trim_end_matches(['为', '达', '到', '是']);
        let rate = label.ends_with('率')
            || label.ends_with("占比")
            || label.ends_with("比例")
            || label.ends_with("比重")
            || label.ends_with('占');
        let says = matches!(gap, "，即" | "（即" | "，共" | "（共" | "，共计" | "，计" | "，为");
        // 占比 34.2% behind its own count is the share of that.
        let named = ["占比", "比例", "比重", "占"].iter().find_map(|w| label.strip_suffix(w)).unwrap_or(label);
        if !rate
            || !(says || gap == "（" && named.chars().count() >= 3)
            || named.chars().count() < 2
            || !self.is_stock(of)
        {
            return None;
        }
        let value = |b: usize| self.all[b].amount.value;
        let alike = |b: &usize| self.is_stock(*b) && same_unit(&self.all[*b], &self.all[of]) && value(*b) >= value(of);
        let total = |b: &usize| {
            self.label(*b).contains("总数") || self.label(*b).contains("总人数") || self.label(*b).contains('共')
        };
        let mut bases: Vec<Base> = (0..i).rev().filter(alike).map(Base::Here).collect();
        bases.extend((of + 1..self.all.len().min(of + 3)).filter(alike).filter(total).map(Base::Here));
        let here = bases.len();
        bases.extend(self.earlier_bases(of, "", "").map(|(amount, _)| Base::Earlier(amount)));
        let certainty = if here == 1 || here == 0 && bases.len() == 1 { Certainty::Whole } else { Certainty::Loose };
        let readings = bases.into_iter().map(|base| Reading { of: vec![of], base }).collect();
        Some(RateClaim { stated: i, figure: Figure::Share, readings, certainty })
    }
}
