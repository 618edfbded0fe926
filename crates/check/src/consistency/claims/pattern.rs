//! Equations that words state without 其中 or 共.
//!
//! 应到 167 人，出席 165 人，缺席 2 人 and 比上年的 80 万元增加 20 万元 are sums by the meaning of their verbs.
//! Finds relations only; whether they hold is for `statement` to say.

use std::ops::Range;

use super::division;
use super::relation::{Relation, Strength};
use super::view::View;
use crate::consistency::document::quantity::{Unit, same_unit};
use crate::consistency::words;

impl View<'_> {
    /// Every relation of these kinds.
    pub(crate) fn patterns(&self, found: &mut Vec<Relation>) {
        self.equations(found);
        self.attendance(found);
        self.change(found);
        self.bare_division(found);
    }

    /// 5531=4896+493+142, or the other way round.
    fn equations(&self, found: &mut Vec<Relation>) {
        let sign = |i: usize| self.cut(self.all[i].end..self.all[i + 1].at.start).trim();
        let mut i = 0;
        while i + 2 < self.all.len() {
            let mut last = i + 1;
            while last + 1 < self.all.len() && sign(last) == "+" {
                last += 1;
            }
            if sign(i) == "=" && last > i + 1 {
                let parts: Vec<usize> = (i + 1..=last).collect();
                self.equation(i, parts, i..last, found);
            } else if sign(i) == "+" {
                let mut end = i + 1;
                while end + 1 < self.all.len() && sign(end) == "+" {
                    end += 1;
                }
                if end + 1 < self.all.len() && sign(end) == "=" {
                    self.equation(end + 1, (i..=end).collect(), i..end + 1, found);
                }
                last = end;
            }
            i = last.max(i + 1);
        }
    }

    /// An equation whose terms are all there: none is cut off by another sign or by the line before.
    fn equation(&self, whole: usize, parts: Vec<usize>, ends: Range<usize>, found: &mut Vec<Relation>) {
        const SIGNS: [char; 8] = ['+', '-', '×', '÷', '*', '/', '=', '≈'];
        let before = self.cut(self.range.start..self.all[ends.start].at.start).trim_end();
        let after = self.cut(self.all[ends.end].end..self.range.end).trim_start();
        if before.ends_with(SIGNS) || after.starts_with(SIGNS) {
            return;
        }
        // What begins a line may go on from the line before; then only a slip is reported.
        let named = before.is_empty();
        found.push(Relation { named, ..Relation::new(whole, vec![parts], Strength::Closed) });
    }

    /// 应出席 A 人，出席 B 人，缺席 C 人.
    fn attendance(&self, found: &mut Vec<Relation>) {
        for i in 0..self.all.len().saturating_sub(2) {
            let labels = [self.label(i), self.label(i + 1), self.label(i + 2)];
            let due = labels[0].contains('应') && ["到", "出席", "参加"].iter().any(|w| labels[0].contains(w));
            let came = words::PRESENT.iter().any(|w| labels[1].contains(w));
            let away = words::ABSENT.iter().any(|w| labels[2].contains(w));
            if due && came && away && self.alike(&[i, i + 1, i + 2]) {
                found.push(Relation::named(i, vec![i + 1, i + 2]));
            }
        }
    }

    /// A，比上年的 B 增加 C; 由 B 增加到 A，增加 C.
    fn change(&self, found: &mut Vec<Relation>) {
        for i in 0..self.all.len().saturating_sub(2) {
            let (a, b, c) = (i, i + 1, i + 2);
            if !self.alike(&[a, b]) || !self.all[c].difference || !same_unit(&self.all[b], &self.all[c]) {
                continue;
            }
            let (middle, last) = (self.label(b), self.label(c));
            let clauses = self.cut(self.all[a].end..self.all[c].at.start);
            if self.all[c].approximate || clauses.contains(['；', '。', '：']) || clauses.chars().count() > 44 {
                continue;
            }
            let up = words::MORE.iter().any(|w| last.contains(w));
            let down = words::LESS.iter().any(|w| last.contains(w));
            let direct = last.chars().count() <= 6;
            let after = self.cut(self.all[b].end..self.all[c].at.start);
            let against = (middle.starts_with('比') || middle.starts_with('较')) && !after.contains("相比")
                || (middle.starts_with(['与', '同', '和']) && after.starts_with("相比"));
            let against = against && middle.chars().count() <= 20;
            // 比上年的 15 减少 3 of 18: the word is wrong and not the sum, which rule `rate` tells.
            let (now, before) = (self.all[a].amount.value, self.all[b].amount.value);
            let turned = (now - before).abs() == self.all[c].amount.value && (now > before) != up;
            if against && direct && up != down && !turned {
                // A = B + C, or B = A + C.
                found.push(if up { Relation::named(a, vec![b, c]) } else { Relation::named(b, vec![a, c]) });
            }
        }
    }

    /// 运动员 886 人，女 437 人，男 449 人: a division complete by its names right after its whole.
    fn bare_division(&self, found: &mut Vec<Relation>) {
        for whole in 0..self.all.len().saturating_sub(2) {
            let taken = found.iter().any(|r| r.whole == whole || r.parts().contains(&(whole + 1)));
            if taken || !self.alike(&[whole]) || !matches!(self.all[whole].unit, Unit::Person | Unit::Money) {
                continue;
            }
            let after: Vec<usize> = (whole + 1..self.all.len())
                .take_while(|i| self.all[*i].group == self.all[whole].group || self.all[*i].percent)
                .filter(|i| !self.all[*i].percent && !self.all[*i].difference)
                .take_while(|i| self.alike(&[whole, *i]))
                .take(4)
                .collect();
            let words: Vec<String> = after.iter().map(|i| self.words(*i)).collect();
            let Some(chosen) = division::complete(self.label(whole), &words).into_iter().next() else { continue };
            // Nothing may stand between the whole and its parts.
            if chosen.iter().enumerate().any(|(n, i)| n != *i) {
                continue;
            }
            let parts: Vec<usize> = chosen.iter().map(|i| after[*i]).collect();
            let words = self.cut(self.all[whole].end..self.all[parts[0]].at.start);
            // The parts must be parts of it by their own words: 男 after 学生, and no other whole in between.
            if words.chars().count() > 30 || words.contains(['；', '。']) {
                continue;
            }
            // 基本支出…，项目支出…，经营支出…: further parts may follow.
            let mut relation = Relation::named(whole, parts);
            relation.readings.extend((chosen.len() + 1..=after.len()).map(|n| after[..n].to_vec()));
            found.push(relation);
        }
    }

    /// Exact stocks of one unit.
    fn alike(&self, all: &[usize]) -> bool {
        all.iter()
            .all(|i| self.is_stock(*i) && !self.all[*i].approximate && same_unit(&self.all[*i], &self.all[all[0]]))
    }
}
