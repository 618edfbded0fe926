//! Which quantities of a sentence claim to be parts of which.
//!
//! Chinese reports say 其中 for "of these", for "among others" and for "seen from another side". So a
//! relation found here carries how strongly the words claim that its parts are disjoint and complete,
//! and only `statement` decides, with the numbers, what to report. It must not report by itself.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::division;
use super::relation::{Relation, Strength};
use super::view::View;
use crate::consistency::document::quantity::{MOST, Sentence, same_unit};
use crate::consistency::words;

static CUES: LazyLock<AhoCorasick> = LazyLock::new(|| words::finder(&words::CUES));

/// Every relation that the words of a sentence claim.
pub(crate) fn relations(text: &str, sentence: &Sentence) -> Vec<Relation> {
    let view = View { text, range: sentence.range.clone(), all: &sentence.quantities };
    let mut found = Vec::new();
    view.of_which(&mut found);
    view.in_parentheses(&mut found);
    view.total_after(&mut found);
    view.patterns(&mut found);
    if found.is_empty() {
        view.total_first(&mut found);
    }
    found.retain(|r| !r.readings.is_empty() && !r.readings[0].is_empty());
    for relation in &mut found {
        // 男 1000 人、女 1100 人，升学 420 人 of 2100: what follows a list that is complete is another attribute.
        let parts = relation.parts();
        let closed = view.closed_at(relation.whole, &[], parts);
        if closed < parts.len() && parts[0] > relation.whole {
            let shorter = parts[..closed].to_vec();
            relation.readings.insert(0, shorter);
        }
    }
    found
}

impl View<'_> {
    /// W，其中 A、B、C.
    fn of_which(&self, found: &mut Vec<Relation>) {
        let body = self.cut(self.range.clone());
        if !CUES.is_match(body) {
            return;
        }
        let mut cues: Vec<(usize, usize)> = words::CUES
            .iter()
            .flat_map(|cue| body.match_indices(cue).map(|(i, _)| (i + self.range.start, cue.len())).take(MOST))
            .collect();
        cues.sort_unstable();
        let cues: &[(usize, usize)] = &cues;
        for (n, (cue, length)) in cues.iter().enumerate() {
            let start = cue + length;
            let group = self.group_at(*cue);
            let next_cue = cues.get(n + 1).map(|c| c.0).filter(|c| self.group_at(*c) == group);
            let end = self.scope_end(start, group, next_cue.unwrap_or(self.range.end));
            // 教师 60 名，其中…；学生 120 名，其中…: what stands before the next 其中 is its whole and no part of this.
            let end = match next_cue {
                Some(next) => self.cut(start..next).rfind('；').map_or(end, |at| end.min(start + at)),
                None => end,
            };
            let inside: Vec<usize> =
                self.indices(start..end).filter(|i| self.all[*i].group == group && self.is_stock(*i)).collect();
            let mut done: Vec<usize> = Vec::new();
            for &first in &inside {
                if done.iter().any(|i| same_unit(&self.all[*i], &self.all[first])) {
                    continue;
                }
                done.push(first);
                let mut wholes = self.wholes_before(*cue, group, first);
                if wholes.is_empty() {
                    continue;
                }
                let whole = wholes.remove(0);
                let parts = self.same_run(&inside, first);
                let nested = cues.len() > n + 1 && next_cue.is_some();
                let gap = self.cut(self.after_share(whole)..*cue);
                let large = self.all[first].amount.value;
                let tight = gap.chars().count() <= 2
                    && parts.first() == inside.first()
                    && wholes.iter().all(|w| self.all[*w].amount.value < large);
                let beside = self.group_at(*cue) == self.all[whole].group && !self.coordinated(whole).is_empty();
                if !beside && self.known_divisions(*cue, group, &parts, found) {
                    continue;
                }
                // 讲座 20 场、沙龙 12 场，其中线上 25 场: of both together, and never more than a part of one.
                let strength = if beside {
                    Strength::PartOnly
                } else {
                    self.strength_of_which(whole, &wholes, &parts, start..end, nested)
                };
                let mut readings = self.readings(&parts);
                readings.extend(self.longer(&parts, group));
                let parallel = tight && self.parallel(&parts);
                found.push(Relation { or_wholes: wholes, tight, parallel, ..Relation::new(whole, readings, strength) });
            }
        }
    }

    /// 其中 before parts that are complete by their names: any whole before them that bears the right name.
    /// Gives whether there are any.
    fn known_divisions(&self, cue: usize, group: usize, parts: &[usize], found: &mut Vec<Relation>) -> bool {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
        // 城镇…，乡村…；男性…，女性…: the second way to divide follows the first.
        let follows =
            |i: &usize| self.all[*i].group == group && self.is_stock(*i) && same_unit(&self.all[*i], &self.all[*first]);
        let more = (last + 1..self.all.len()).take_while(|i| !self.label(*i).contains("其中")).filter(follows).take(6);
        let all: Vec<usize> = parts.iter().copied().chain(more).collect();
        let words: Vec<String> = all.iter().map(|i| self.words(*i)).collect();
        let wholes = self.wholes_before(cue, group, *first);
        let Some((whole, divisions)) = wholes
            .iter()
            .map(|whole| (*whole, division::complete(self.label(*whole), &words)))
            .find(|(_, divisions)| !divisions.is_empty())
        else {
            return false;
        };
        let before = found.len();
        for (n, chosen) in divisions.into_iter().enumerate() {
            let chosen: Vec<usize> = chosen.into_iter().map(|i| all[i]).collect();
            let Some(&first) = chosen.first() else { continue };
            // A division that only later words make is of another whole unless an earlier one was found.
            if n == 0 && !parts.contains(&first) {
                return false;
            }
            if chosen.iter().chain([&whole]).any(|i| self.all[*i].approximate) {
                continue;
            }
            // 其中 may count from a part: 教师 40 人，其中专任 30 人，男 12 人，女 18 人.
            let mut others: Vec<usize> = wholes.iter().copied().filter(|w| *w != whole).collect();
            others.extend(all.iter().copied().take_while(|i| *i < first));
            let mut readings = vec![chosen.clone()];
            if n == 0 {
                if chosen.len() < parts.len() {
                    readings.push(parts.to_vec());
                }
                readings.extend(self.longer(parts, group));
            }
            found.push(Relation { or_wholes: others, named: true, ..Relation::new(whole, readings, Strength::Closed) });
        }
        found.len() > before
    }

    /// The parts with those that follow in later clauses: 其中基本支出…；经营支出….
    fn longer(&self, parts: &[usize], group: usize) -> Vec<Vec<usize>> {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return Vec::new() };
        let more = (last + 1..self.all.len())
            .filter(|i| self.all[*i].group == group && self.is_stock(*i) && same_unit(&self.all[*i], &self.all[*first]))
            .take(6);
        let mut run = parts.to_vec();
        more.map(|i| {
            run.push(i);
            run.clone()
        })
        .collect()
    }

    /// All parts, and without those that read as parts of the part before them.
    fn readings(&self, parts: &[usize]) -> Vec<Vec<usize>> {
        let mut readings = vec![parts.to_vec()];
        let inner = |i: &usize| self.label(*i).starts_with("含") || self.label(*i).starts_with("其中");
        let outer: Vec<usize> =
            parts.iter().enumerate().filter(|(n, i)| *n == 0 || !inner(i)).map(|(_, i)| *i).collect();
        if outer.len() >= 2 && outer.len() < parts.len() {
            readings.push(outer);
        }
        readings
    }

    fn strength_of_which(
        &self,
        whole: usize,
        others: &[usize],
        parts: &[usize],
        scope: Range<usize>,
        nested: bool,
    ) -> Strength {
        if parts.iter().chain([&whole]).any(|i| self.all[*i].approximate)
            || self.is_open_ended(&self.until_last(&scope, parts))
            || self.overlapping(parts)
        {
            return Strength::PartOnly;
        }
        // 其中 at the head of a sentence may refer to anything counted in the one before.
        let gap = self.cut(self.after_share(whole)..scope.start.saturating_sub("其中".len()));
        let afar = gap.contains('。');
        if parts.len() < 2 || gap.chars().count() > 60 || (gap.chars().count() > 30 && !afar) {
            return Strength::PartOnly;
        }
        let halves = parts.len() == 2
            && self.all[whole].amount.value >= 50 * self.all[whole].amount.last_place
            && division::pair(&self.words(parts[0]), &self.words(parts[1]));
        if afar && (!others.is_empty() || parts.len() < 3) && !halves {
            return Strength::PartOnly;
        }
        if self.complete_by_meaning(parts) {
            return Strength::Closed;
        }
        // A part as large as the whole leaves nothing for the others: the views overlap.
        if parts.iter().any(|i| self.all[*i].amount.value == self.all[whole].amount.value) {
            return Strength::PartOnly;
        }
        if nested {
            return Strength::Weak;
        }
        let total = self.has_total_word(whole);
        // （其中 …）: the parentheses hold the division and nothing else.
        let enclosed = gap == "（";
        match parts.len() {
            2 if enclosed || halves => Strength::Likely,
            2 if total => Strength::Likely,
            2 => Strength::Weak,
            _ if total || gap.chars().count() <= 2 => Strength::Strong,
            _ => Strength::Likely,
        }
    }

    /// The scope up to the clause of the last part: what is said after it does not open the list.
    fn until_last(&self, scope: &Range<usize>, parts: &[usize]) -> Range<usize> {
        let Some(last) = parts.last().map(|i| self.all[*i].end) else { return scope.clone() };
        let rest = self.cut(last..scope.end);
        let mut depth = 0usize;
        let end = rest.char_indices().find(|(_, c)| {
            match c {
                '（' | '〔' => depth += 1,
                '）' | '〕' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && matches!(c, '，' | '；' | '。')
        });
        let end = end.map_or(scope.end, |(at, _)| last + at);
        let next = self.cut(end..scope.end).trim_start_matches(['，', '；']);
        if ["等", "以及", "其他", "还有", "均为"].iter().any(|w| next.starts_with(w)) {
            scope.clone()
        } else {
            scope.start..end
        }
    }

    /// The opening parenthesis around a place, 0 outside.
    fn group_at(&self, at: usize) -> usize {
        let mut open = Vec::new();
        for (i, c) in self.text[self.range.start..at].char_indices() {
            match c {
                '（' | '〔' => open.push(self.range.start + i),
                '）' | '〕' => drop(open.pop()),
                _ => {}
            }
        }
        open.last().copied().unwrap_or(0)
    }

    /// The quantities before 其中 that its first part can belong to, the nearest first.
    fn wholes_before(&self, cue: usize, group: usize, part: usize) -> Vec<usize> {
        let fits = |i: &usize| self.is_stock(*i) && same_unit(&self.all[*i], &self.all[part]);
        let before = |end: usize, group: usize| -> Vec<usize> {
            (0..self.all.len())
                .rev()
                .filter(|i| self.all[*i].end <= end && self.all[*i].group == group)
                .filter(fits)
                .take(6)
                .collect()
        };
        let inside = before(cue, group);
        if !inside.is_empty() || group == 0 {
            return inside;
        }
        self.before_group(group).filter(fits).into_iter().collect()
    }

    /// Where the parts after 其中 end.
    fn scope_end(&self, start: usize, group: usize, limit: usize) -> usize {
        let mut depth = 0usize;
        let mut in_segment = 0usize;
        for (i, c) in self.text[start..limit].char_indices() {
            let at = start + i;
            match c {
                '（' | '〔' => depth += 1,
                '）' | '〕' if depth == 0 && group > 0 => return at,
                '）' | '〕' => depth = depth.saturating_sub(1),
                '；' if depth == 0 => {
                    // One part per segment: the list goes on. Several: it was one clause of its own.
                    let so_far =
                        self.indices(start..at).filter(|i| self.all[*i].group == group && self.is_stock(*i)).count();
                    if so_far > in_segment + 1 || so_far == in_segment {
                        return at;
                    }
                    in_segment = so_far;
                }
                _ if depth == 0
                    && self.text[..at].ends_with(['，', '；'])
                    && words::LEAVES_LIST.iter().any(|w| self.text[at..].starts_with(w)) =>
                {
                    return at;
                }
                _ => {}
            }
        }
        limit
    }

    /// Whether all labels end in the same two characters.
    fn parallel(&self, parts: &[usize]) -> bool {
        let ending = |i: &usize| self.label(*i).chars().rev().take(2).collect::<String>();
        let first = parts.first().map(ending).unwrap_or_default();
        first.chars().count() == 2 && parts.iter().all(|i| ending(i) == first)
    }
}
