//! What came of what: those who came of those due, what was taken up of what was handed in.
//!
//! 应到 182 名，实到 196 名 is as impossible as a part above its whole, and no 其中 stands there: the two stages are told by
//! their words (`outcomes.tsv`). Another year's cases may be settled as well, so what is carried on is left alone. Words
//! and places only; whether the numbers can be is for `parts` to say.

use super::parts::{Division, Part};
use super::view::View;
use crate::consistency::document::chars::{head, tail};
use crate::consistency::document::quantity::{Unit, noun_after, same_unit};
use crate::consistency::words;

/// Between two stages of one thing stands no more than this.
const FARTHEST: usize = 14;

impl View<'_> {
    /// The stage before this number, with the number as its only part.
    pub(super) fn outcome(&self, i: usize) -> Option<Division> {
        let quantity = &self.all[i];
        if !self.is_stock(i) || quantity.approximate || quantity.unit == Unit::None {
            return None;
        }
        let label = self.label(i).trim_start_matches(['已', '经', '均', '共', '实', '际', '最', '终', '其', '中']);
        let label = label.trim_end_matches(['了', '的', '为', '有', '达', '共']);
        // 发现问题的房间, 欠费学生: what is said of them stands first.
        let called = |w: &&str| {
            *w == label
                || label.strip_prefix(*w).is_some_and(|rest| {
                    rest.is_empty()
                        || rest.starts_with('的')
                        || matches!(rest, "学生" | "人数" | "问卷" | "栏目" | "教师" | "人员" | "项目")
                })
        };
        let rows = || words::OUTCOMES.iter().filter(|row| row.get(1).is_some_and(|w| w.iter().any(called)));
        rows().next()?;
        let group = quantity.group;
        let like = |w: &usize| self.all[*w].group == group && same_unit(&self.all[*w], quantity) && self.is_stock(*w);
        let whole = (0..i).rev().take(6).find(like)?;
        let gap = self.cut(self.all[whole].end..quantity.at.start);
        let near = tail(self.cut(self.range.start..quantity.at.start), 300);
        let after = head(self.cut(quantity.end..self.range.end), 150);
        // 合格 128 批次，不合格 2 批次 stand beside each other under the same stage.
        let beside = |w: usize| rows().any(|row| row[1].iter().any(|word| self.label(w).ends_with(word)));
        let whole = if beside(whole) { (0..whole).rev().take(4).find(like)? } else { whole };
        let before = format!("{}{}", tail(self.label(whole), 60), noun_after(self.text, &self.all[whole]));
        let fits = rows().any(|row| row.first().is_some_and(|w| w.iter().any(|w| before.contains(w))));
        let apart = gap.contains(['。', '：']) || gap.chars().count() > FARTHEST && whole + 1 == i;
        if !fits
            || apart
            || self.all[whole].approximate
            || words::CARRIED.iter().any(|w| near.contains(w) || after.contains(w))
        {
            return None;
        }
        let part = Part { index: i, name: label.to_owned(), members: Vec::new(), sure: false };
        let (beside, others) = (Vec::new(), Vec::new());
        Some(Division { whole, beside, others, parts: vec![part], divides: false, exhaustive: false })
    }

    /// 来访 63 批 152 人次，其中集体访 12 批 98 人次: the second counts belong together as the first do.
    pub(super) fn second_count(&self, division: &Division) -> Option<Division> {
        let [first, ..] = &division.parts[..] else { return None };
        let (whole, part) = (division.whole + 1, first.index + 1);
        let behind = |i: usize| self.all.get(i).is_some_and(|q| q.at.start == self.all[i - 1].end && !q.percent);
        let counted = whole < first.index && behind(whole) && behind(part);
        if !counted || !self.is_stock(whole) || !self.is_stock(part) || !same_unit(&self.all[whole], &self.all[part]) {
            return None;
        }
        let part = Part { index: part, name: first.name.clone(), members: first.members.clone(), sure: first.sure };
        let (beside, others) = (Vec::new(), Vec::new());
        Some(Division { whole, beside, others, parts: vec![part], divides: false, exhaustive: false })
    }
}
