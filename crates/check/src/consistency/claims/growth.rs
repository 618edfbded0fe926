//! What the words of a sentence say a growth is of.
//!
//! Finds readings only, as `reading` does for shares; it must not compare numbers with what is stated.

use super::rate::{Base, Certainty, Figure, RateClaim, Reading};
use super::reading::Context;
use crate::consistency::document::chars::{head, tail};
use crate::consistency::document::quantity::{Unit, reaches, same_unit};
use crate::consistency::words;

impl Context<'_> {
    /// 比上年增加 300 万元，增长 2.56%; 从 A 增长到 B，增长 x%.
    pub(crate) fn growth(&self, i: usize) -> Option<RateClaim> {
        let label = tail(self.label(i), 45);
        if !words::GROWS.iter().any(|w| label.contains(w)) {
            return None;
        }
        // A growth that nothing here is the base of is still no share.
        let claim = |readings, certainty| RateClaim { stated: i, figure: Figure::Growth, readings, certainty };
        let found = if self.in_other_terms(i, label) {
            None
        } else {
            // The change is stated in the clause before the percentage.
            match (0..i).rev().take(2).find(|c| self.all[*c].difference && !self.all[*c].percent) {
                Some(change) => self.growth_by(change, i),
                None => self.growth_from(i).map(|reading| (vec![reading], Certainty::Explicit)),
            }
        };
        let (readings, certainty) = found.unwrap_or((Vec::new(), Certainty::Loose));
        Some(claim(readings, certainty))
    }

    /// Whether the growth is an average, of a rate, or reckoned in another way than the amounts.
    fn in_other_terms(&self, i: usize, label: &str) -> bool {
        let clause = &self.text[self.sentence.range.start..self.all[i].at.start];
        let after = head(&self.text[self.all[i].end..self.sentence.range.end], 36);
        let next = after.trim_start_matches(['，', '；']).split(['，', '；', '。']).next().unwrap_or("");
        let means = |text: &str| words::MEANS.iter().any(|w| text.contains(w));
        words::REAL_TERMS.iter().any(|w| clause.contains(w) || after.contains(w))
            || means(clause)
            || (means(next) && !next.contains(|c: char| c.is_ascii_digit()))
            || label.contains("率")
    }

    /// 比上年增加 300 万元，增长 2.56%: `change` is the amount of the change.
    fn growth_by(&self, change: usize, i: usize) -> Option<(Vec<Reading>, Certainty)> {
        let between = &self.text[self.all[change].end..self.all[i].at.start];
        if between.contains(['；', '：', '（'])
            || between.chars().count() > 12
            || self.all[change].approximate
            || self.all[change].unit == Unit::None
        {
            return None;
        }
        let words = self.label(change);
        // 较计划多 50 人，同比下降 3.4%: against two things.
        let falls = |t: &str| ["下降", "减少", "降低", "降幅"].iter().any(|w| t.contains(w));
        let rises = |t: &str| ["增加", "增长", "上升", "提高", "多"].iter().any(|w| t.contains(w));
        let own = self.label(i);
        if falls(own) && !falls(words) && rises(words) || rises(own) && !rises(words) && falls(words) {
            return None;
        }
        let decrease = ["减", "降", "少"].iter().any(|w| words.contains(w));
        if decrease && ["增", "提高", "上升"].iter().any(|w| words.contains(w)) {
            return None;
        }
        let stocks: Vec<usize> =
            (0..change).rev().filter(|s| self.is_stock(*s) && same_unit(&self.all[*s], &self.all[change])).collect();
        let gap = |s: usize| &self.text[self.all[s].end..self.all[change].at.start];
        let before = |now: usize| Reading { of: vec![change], base: Base::Before { now, decrease } };
        if let Some(reading) = self.changed(change, decrease) {
            // What stands before it may be meant as well, as long as no clause ends in between.
            let others = stocks.iter().filter(|s| !gap(**s).contains(['；', '。'])).map(|s| before(*s));
            return Some((std::iter::once(reading).chain(others).collect(), Certainty::Explicit));
        }
        let readings = stocks
            .iter()
            .filter(|s| decrease || self.all[**s].amount.value > self.all[change].amount.value)
            .map(|now| before(*now))
            .chain(stocks.iter().map(|base| Reading { of: vec![change], base: Base::Here(*base) }).skip(1))
            .collect();
        let near = stocks.first().is_some_and(|s| gap(*s).chars().count() <= 16);
        Some((readings, if stocks.len() == 1 && near { Certainty::Explicit } else { Certainty::Loose }))
    }

    /// A，比上年的 B 增长 x%; 由 A 增长到 B，增长 x%.
    fn growth_from(&self, i: usize) -> Option<Reading> {
        if i >= 2 && self.is_stock(i - 1) && self.is_stock(i - 2) && same_unit(&self.all[i - 1], &self.all[i - 2]) {
            let (base, own) = (self.label(i - 1), self.lead(i));
            let between = &self.text[self.all[i - 2].end..self.all[i - 1].at.start];
            if ["比", "较", "同比"].iter().any(|w| base.starts_with(w))
                && base.ends_with('的')
                && own.chars().count() <= 6
                && between.chars().count() <= 24
            {
                return Some(Reading { of: vec![i - 2], base: Base::From(i - 1) });
            }
        }
        let stocks: Vec<usize> = (0..i).rev().filter(|s| self.is_stock(*s) || self.reached(*s)).take(2).collect();
        let [to, from] = stocks[..] else { return None };
        let reaches = ["到", "至", "为"].iter().any(|w| self.lead(to).contains(w));
        let since = ["从", "由", "上年", "去年"].iter().any(|w| self.label(from).contains(w));
        let fits = same_unit(&self.all[to], &self.all[from]) && to == i - 1 && reaches && since;
        fits.then(|| Reading { of: vec![to], base: Base::From(from) })
    }

    /// What a change is of when the words leave no doubt: 在校生 812 人，比上年增加 20 人, and
    /// 与上年的 792 人相比，增加 20 人.
    fn changed(&self, change: usize, decrease: bool) -> Option<Reading> {
        let mut stock = change.checked_sub(1)?;
        let mut end = self.all[stock].end;
        if self.all[stock].percent && self.label(stock).contains('占') {
            stock = stock.checked_sub(1)?;
            let gap = &self.text[self.all[stock].end..self.all[stock + 1].at.start];
            if gap.chars().count() > 16 || gap.contains(['；', '。']) {
                return None;
            }
            end = self.all[stock + 1].end;
        }
        if !self.is_stock(stock) || !same_unit(&self.all[stock], &self.all[change]) {
            return None;
        }
        let gap = &self.text[end..self.all[change].at.start];
        let label = self.label(stock);
        if gap.contains("分别") || gap.contains(['；', '。', '）']) || gap.chars().count() > 16 {
            return None;
        }
        if ["与", "同", "和", "比", "较"].iter().any(|w| label.starts_with(w)) {
            return gap.starts_with("相比").then(|| Reading { of: vec![change], base: Base::Here(stock) });
        }
        // 其中…，比上年增加 may speak of the part or of the whole.
        let own = gap.trim_start_matches('，');
        let against = gap.starts_with('，') && ["比", "较", "同比"].iter().any(|w| own.starts_with(w));
        let clear = against && !label.contains("其中") && !own.contains(['，', '、']);
        clear.then(|| Reading { of: vec![change], base: Base::Before { now: stock, decrease } })
    }

    /// 增长到 45 人: a stock although its label speaks of growth.
    fn reached(&self, i: usize) -> bool {
        let q = &self.all[i];
        let label = self.label(i);
        !q.percent && !q.approximate && q.unit != Unit::None && reaches(label) && q.amount.value > 0
    }
}
