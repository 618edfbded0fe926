//! Wholes named by a word of totality or by parentheses: 共计 W, W（A、B）, a list below its whole.
//!
//! Finds relations only; whether they hold is for `statement` to say.

use crate::consistency::document::quantity::{Sentence, Unit, same_unit};

use super::relation::{Relation, Strength};
use super::view::View;
use crate::consistency::document::chars::tail;
use crate::consistency::words;
use crate::numbers;

/// 三年累计: how many the total says it is of.
fn numeral_of(label: &str) -> Option<u64> {
    let numeral: String = label.chars().take_while(|c| numbers::is_numeral(*c)).collect();
    numbers::chinese(&numeral)
}

/// The relation of a list: the whole in its opening line, one part in each entry.
pub(crate) fn list_relation(text: &str, sentence: &Sentence, bounds: &[usize]) -> Option<Relation> {
    let view = View { text, range: sentence.range.clone(), all: &sentence.quantities };
    let head = *bounds.first()?;
    let whole = (0..view.all.len())
        .rev()
        .find(|i| view.all[*i].end <= head && view.is_stock(*i) && view.all[*i].at.start >= view.range.start)?;
    let mut parts = Vec::new();
    for entry in bounds.windows(2) {
        let own: Vec<usize> = view
            .indices(entry[0]..entry[1])
            .filter(|i| view.all[*i].depth == 0 && view.is_stock(*i) && same_unit(&view.all[*i], &view.all[whole]))
            .collect();
        let [part] = own[..] else { return None };
        parts.push(part);
    }
    if parts.iter().chain([&whole]).any(|i| view.all[*i].approximate) || parts.len() < 2 {
        return None;
    }
    let opening = &text[view.all[whole].end..head];
    let open = view.is_open_ended(&(view.all[whole].end..*bounds.last()?)) || view.overlapping(&parts);
    let divided = opening.contains("其中") || opening.contains("分别") || opening.contains("如下");
    let strength = match (open, view.complete_by_meaning(&parts), divided) {
        (true, ..) => Strength::PartOnly,
        (_, true, _) => Strength::Closed,
        (_, _, true) => Strength::Strong,
        _ => Strength::Weak,
    };
    Some(Relation::new(whole, vec![parts], strength))
}

impl View<'_> {
    /// W（A、B）, with or without 其中 inside.
    pub(crate) fn in_parentheses(&self, found: &mut Vec<Relation>) {
        let mut groups: Vec<usize> = self.all.iter().map(|q| q.group).filter(|g| *g > 0).collect();
        groups.dedup();
        for group in groups {
            let inside: Vec<usize> =
                (0..self.all.len()).filter(|i| self.all[*i].group == group && self.is_stock(*i)).collect();
            let Some(&first) = inside.first() else { continue };
            let Some(whole) = self.before_group(group) else { continue };
            let last_end = self.all[inside[inside.len() - 1]].end;
            let words = self.cut(group..last_end);
            let gap = self.cut(self.after_share(whole)..group);
            if words.contains("其中")
                || self.all[first].unit == Unit::None
                || !self.is_stock(whole)
                || !same_unit(&self.all[whole], &self.all[first])
                || gap.chars().count() > 8
            {
                continue;
            }
            let parts = self.same_run(&inside, first);
            let scope = group..self.cut(last_end..self.range.end).find('）').map_or(last_end, |i| last_end + i);
            if parts.len() < 2 || parts.len() < inside.len() || gap.contains(['，', '、', '；', '）']) {
                continue;
            }
            let strength = if parts.iter().chain([&whole]).any(|i| self.all[*i].approximate)
                || self.is_open_ended(&scope)
                || self.overlapping(&parts)
            {
                Strength::PartOnly
            } else if self.complete_by_meaning(&parts) {
                Strength::Closed
            } else if self.has_total_word(whole) || self.amount(whole) >= 200 {
                Strength::Strong
            } else {
                Strength::Likely
            };
            found.push(Relation::new(whole, vec![parts], strength));
        }
    }

    /// A、B、C，合计 W.
    pub(crate) fn total_after(&self, found: &mut Vec<Relation>) {
        for whole in 2..self.all.len() {
            let quantity = &self.all[whole];
            let label = self.label(whole);
            let short = label.chars().count() <= 10;
            let explicit =
                words::TOTAL_BEHIND.iter().copied().find(|w| label.starts_with(w) || (short && label.contains(w)));
            let named = || self.named_total(whole).then_some("共");
            let Some(word) = explicit.or_else(|| label.starts_with('共').then_some("共")).or_else(named) else {
                continue;
            };
            if !short
                || label.starts_with("共有")
                || label.starts_with("共同")
                || !self.is_stock(whole)
                || quantity.approximate
            {
                continue;
            }
            let from = self
                .cut(self.range.start..quantity.at.start)
                .rfind(['；', '：', '。'])
                .map_or(self.range.start, |i| self.range.start + i);
            // 三校合计, 4 个系共: how many the total is of is no part of it.
            let of = |i: &usize| self.all[*i].end >= quantity.label.start && self.all[*i].at.start >= from;
            let before: Vec<usize> = self
                .indices(from..quantity.at.start)
                .filter(|i| {
                    self.all[*i].group == quantity.group
                        && !(*i + 1 == whole && of(i) && !same_unit(&self.all[*i], quantity))
                })
                .collect();
            let parts: Vec<usize> =
                before.iter().copied().filter(|i| self.is_stock(*i) && same_unit(&self.all[*i], quantity)).collect();
            let words = self.cut(from..quantity.at.start);
            if parts.len() < 2
                || parts.iter().any(|i| self.all[*i].approximate)
                || words.contains("其中")
                || self.overlapping(&parts)
            {
                continue;
            }
            let mut readings = vec![parts.clone()];
            readings.extend((1..parts.len() - 1).map(|skip| parts[skip..].to_vec()));
            let pure = parts.len() == before.len() && !self.is_open_ended(&(from..quantity.at.start));
            let near = self.cut(self.all[parts[parts.len() - 1]].end..quantity.label.start).chars().count() <= 14;
            // 三年累计, 四项合计: as many as there are parts.
            let counted = numeral_of(label) == Some(parts.len() as u64);
            let strength = match word {
                _ if near && counted && parts.len() == before.len() => Strength::Strong,
                _ if !pure || !near => Strength::Weak,
                "共计" | "合计" | "总计" | "总共" => Strength::Strong,
                "累计" => Strength::Weak,
                _ => Strength::Likely,
            };
            // 3 所中学、3 所小学和 1 所幼儿园，共 7 所: names joined by nothing but 、 and 和.
            let joined = parts.windows(2).all(|w| {
                let gap = self.cut(self.all[w[0]].end..self.all[w[1]].at.start);
                gap.contains(['、', '和', '及', '与']) && !gap.contains(['，', '；', '（'])
            });
            let joined = joined && near && pure && matches!(label, "共" | "共计" | "合计" | "总计" | "一共");
            let strength = if joined { strength.max(Strength::Strong) } else { strength };
            let told = strength == Strength::Strong && counted;
            found.push(Relation { tight: joined || told, ..Relation::new(whole, readings, strength) });
        }
    }

    /// 指南访问 A 次，目录访问 B 次，专栏总访问量 W: a total by the noun in which all before it end.
    fn named_total(&self, whole: usize) -> bool {
        let label = self.label(whole).trim_end_matches(['量', '数', '为', '达', '共']);
        let noun = tail(label, 6);
        let before = label.strip_suffix(noun).unwrap_or("");
        let says = words::WHOLE_OF_YEAR.iter().any(|w| before.ends_with(w));
        let ends = |i: usize| {
            let name = self.label(i).trim_end_matches(['量', '数', '为', '达', '共', '了']);
            name.ends_with(noun) && name.len() > noun.len() && !name.contains('总')
        };
        let like = |i: &usize| same_unit(&self.all[*i], &self.all[whole]) && self.is_stock(*i);
        says && noun.chars().count() == 2
            && whole >= 3
            && (whole - 3..whole).filter(like).filter(|i| ends(*i)).count() >= 3
    }

    /// 总人数 W，A，B，C without any 其中.
    pub(crate) fn total_first(&self, found: &mut Vec<Relation>) {
        let Some(whole) = (0..self.all.len()).find(|i| self.all[*i].depth == 0 && self.is_stock(*i)) else { return };
        if !self.has_total_word(whole) || self.all[whole].approximate {
            return;
        }
        let after: Vec<usize> =
            (whole + 1..self.all.len()).filter(|i| self.all[*i].depth == 0 && !self.all[*i].percent).collect();
        let parts: Vec<usize> = after
            .iter()
            .copied()
            .take_while(|i| self.is_stock(*i) && same_unit(&self.all[*i], &self.all[whole]))
            .collect();
        let words = self.cut(self.all[whole].end..self.all.last().map_or(self.range.end, |q| q.at.start));
        if parts.len() < 2
            || parts.len() != after.len()
            || parts.iter().any(|i| self.all[*i].approximate || self.has_total_word(*i))
        {
            return;
        }
        let respectively = words.contains("分别");
        let whole_clause = self.cut(self.range.start..self.all[whole].at.start);
        let composed = words.contains("组成") || words.contains("构成") || whole_clause.ends_with('由');
        if self.is_open_ended(&(self.all[whole].end..self.range.end))
            || self.overlapping(&parts)
            || words.contains('；')
        {
            return;
        }
        let strength = if self.complete_by_meaning(&parts) {
            Strength::Closed
        } else if parts.len() >= 3 && (respectively || composed) {
            Strength::Strong
        } else if parts.len() >= 3 {
            Strength::Likely
        } else {
            return;
        };
        let mut readings = vec![parts.clone()];
        // 社团 86 个，分布在三个校区：41 个、27 个、18 个: the first number says how many the others are.
        if self.amount(parts[0]) == parts.len() as i128 - 1 && parts.len() > 2 {
            readings.insert(0, parts[1..].to_vec());
        }
        found.push(Relation::new(whole, readings, strength));
    }
}
