//! Rule `sum` in running text: which quantities of a sentence claim to be parts of which.
//!
//! Chinese reports say 其中 for "of these", for "among others" and for "seen from another side". So a
//! relation found here carries how strongly the words claim that its parts are disjoint and complete,
//! and only `statement` decides, with the numbers, what to report. It must not report by itself.

use std::ops::Range;

use crate::consistency::claims::division;
use crate::consistency::document::norm::tail;
use crate::consistency::document::quantity::{CUES, Quantity, Sentence, Unit, noun_after, same_unit};
use crate::numbers::Amount;

/// How strongly the words claim "these parts and no others make this whole".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// Overlapping or incomplete by their words: each part may only not exceed the whole.
    PartOnly,
    /// 其中 and nothing more.
    Weak,
    /// A whole with 总 or 共 and a run of numbers after it.
    Likely,
    /// 共…，其中 with three or more; in parentheses; 合计 after the parts.
    Strong,
    /// By their meaning complete: 男/女, 其余, an equation.
    Closed,
}

/// A whole and its presumed parts, as indices of the sentence's quantities.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) whole: usize,
    /// Other quantities that may be meant as the whole; the relation holds if one of them fits.
    pub(crate) or_wholes: Vec<usize>,
    /// Readings of what the parts are; the relation holds if one does. The first is the likeliest.
    pub(crate) readings: Vec<Vec<usize>>,
    pub(crate) strength: Strength,
    /// Whether the parts are named alike, as 政府主办 and 部门主办 are.
    pub(crate) parallel: bool,
    /// Whether the whole stands directly before its 其中, so that a larger part cannot be.
    pub(crate) tight: bool,
    /// Whether it is known by the names of its parts alone, so that a wide miss means another whole.
    pub(crate) named: bool,
}

impl Relation {
    pub(crate) fn new(whole: usize, readings: Vec<Vec<usize>>, strength: Strength) -> Relation {
        Relation { whole, or_wholes: Vec::new(), readings, strength, parallel: false, tight: false, named: false }
    }

    pub(crate) fn parts(&self) -> &[usize] {
        &self.readings[0]
    }

    pub(crate) fn holds(&self, amounts: &[Amount]) -> bool {
        let fits = |whole: &usize, parts: &[usize]| adds_up(amounts[*whole], parts.iter().map(|i| amounts[*i]));
        let wholes = || std::iter::once(&self.whole).chain(&self.or_wholes);
        self.readings.iter().any(|parts| wholes().any(|whole| fits(whole, parts)))
    }
}

/// Whether parts make the whole, allowing for the rounding of every number that can be rounded.
pub(crate) fn adds_up(whole: Amount, parts: impl Iterator<Item = Amount>) -> bool {
    let mut slack = if whole.is_exact_count() { 0 } else { whole.last_place };
    let mut rest = whole.value;
    let mut rounded = slack > 0;
    for part in parts {
        rest -= part.value;
        if !part.is_exact_count() {
            slack += part.last_place;
            rounded = true;
        }
    }
    // Half a last place each; a whole number among decimals is taken as exact.
    if rounded { 2 * rest.abs() <= slack } else { rest == 0 }
}

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
    found
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

/// A sentence and its quantities.
pub(crate) struct View<'a> {
    pub(crate) text: &'a str,
    pub(crate) range: Range<usize>,
    pub(crate) all: &'a [Quantity],
}

impl View<'_> {
    /// W，其中 A、B、C.
    fn of_which(&self, found: &mut Vec<Relation>) {
        let body = self.cut(self.range.clone());
        let mut cues: Vec<(usize, usize)> = CUES
            .iter()
            .flat_map(|cue| body.match_indices(cue).map(|(i, _)| (i + self.range.start, cue.len())).take(20))
            .collect();
        cues.sort_unstable();
        let cues: &[(usize, usize)] = &cues;
        for (n, (cue, length)) in cues.iter().enumerate() {
            let start = cue + length;
            let group = self.group_at(*cue);
            let next_cue = cues.get(n + 1).map(|c| c.0).filter(|c| self.group_at(*c) == group);
            let end = self.scope_end(start, group, next_cue.unwrap_or(self.range.end));
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
                if self.known_divisions(*cue, group, &parts, found) {
                    continue;
                }
                let strength = self.strength_of_which(whole, &wholes, &parts, start..end, nested);
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

    /// W（A、B）, with or without 其中 inside.
    fn in_parentheses(&self, found: &mut Vec<Relation>) {
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
    fn total_after(&self, found: &mut Vec<Relation>) {
        for whole in 2..self.all.len() {
            let quantity = &self.all[whole];
            let label = self.label(whole);
            let short = label.chars().count() <= 10;
            let explicit = ["共计", "合计", "总计", "总共", "累计"]
                .into_iter()
                .find(|w| label.starts_with(w) || (short && label.contains(w)));
            let Some(word) = explicit.or_else(|| label.starts_with('共').then_some("共")) else { continue };
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
            let before: Vec<usize> =
                self.indices(from..quantity.at.start).filter(|i| self.all[*i].group == quantity.group).collect();
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
            let strength = match word {
                _ if !pure || !near => Strength::Weak,
                "共计" | "合计" | "总计" | "总共" => Strength::Strong,
                "累计" => Strength::Weak,
                _ => Strength::Likely,
            };
            found.push(Relation::new(whole, readings, strength));
        }
    }

    /// 总人数 W，A，B，C without any 其中.
    fn total_first(&self, found: &mut Vec<Relation>) {
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
        found.push(Relation::new(whole, vec![parts], strength));
    }

    /// A part of the text; empty when the ends are crossed, as between overlapping readings.
    pub(crate) fn cut(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    fn amount(&self, i: usize) -> i128 {
        self.all[i].amount.value / crate::numbers::ONE
    }

    fn indices(&self, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
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

    /// The quantity that an opening parenthesis explains: the last before it, past its own share.
    fn before_group(&self, group: usize) -> Option<usize> {
        (0..self.all.len()).rev().find(|i| self.all[*i].end <= group && !self.all[*i].percent)
    }

    /// Where a quantity ends, its share included: 859人，占17.56%.
    fn after_share(&self, i: usize) -> usize {
        let own = self.all[i].end;
        match self.all.get(i + 1) {
            Some(next) if next.percent && self.cut(own..next.at.start).trim_start_matches('，') == "占" => next.end,
            _ => own,
        }
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
                '另' | '此' | '同' | '截' | '目' | '还' | '较' | '累' | '全'
                    if depth == 0 && self.text[..at].ends_with(['，', '；']) =>
                {
                    const LEAVES: [&str; 12] =
                        ["另有", "另外", "另", "此外", "同时", "截至", "截止", "目前", "还有", "较上", "累计", "全年"];
                    if LEAVES.iter().any(|w| self.text[at..].starts_with(w)) {
                        return at;
                    }
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

    /// Those with the unit of the first.
    fn same_run(&self, inside: &[usize], first: usize) -> Vec<usize> {
        inside.iter().copied().filter(|i| same_unit(&self.all[*i], &self.all[first])).collect()
    }

    fn has_total_word(&self, whole: usize) -> bool {
        let label = tail(self.label(whole), 60);
        ["共", "总", "合计", "全年", "全部"].iter().any(|w| label.contains(w))
            && !["总书记", "总结", "共同", "共建", "公共"].iter().any(|w| label.contains(w))
    }
}
