//! Shares whose part or whole does not stand right before them: 博士比例为 65%; 参保率 98%，在校学生 20000 人; 编外教师占 20%.
//!
//! Finds readings only, as `reading` does. Part and whole are told by their names or by the one place they can have;
//! asked last, where nothing plainer says what a share is of.

use super::member;
use super::rate::{Base, Certainty, Figure, RateClaim, Reading};
use super::reading::{Context, base_name};
use crate::consistency::document::chars::tail;
use crate::consistency::document::quantity::{noun_after, same_unit};
use crate::consistency::words;
use crate::numbers::{self, Amount};

const SHARES: [&str; 5] = ["比例", "占比", "比重", "比率", "占"];

impl Context<'_> {
    /// Every way in which a share may be named.
    pub(crate) fn share_by_name(&self, i: usize) -> Option<RateClaim> {
        self.in_brackets(i)
            .or_else(|| self.figures_behind(i))
            .or_else(|| self.whole_behind(i))
            .or_else(|| self.part_by_name(i))
            .or_else(|| self.complement(i))
    }

    /// 要闻 450 条（30%）、公告 600 条（40%）: several numbers with a percentage in brackets each.
    fn in_brackets(&self, i: usize) -> Option<RateClaim> {
        let bare = |p: usize| {
            let q = &self.all[p];
            let alone = q.percent && q.label.is_empty() && self.text[q.end..self.sentence.range.end].starts_with('）');
            alone && p > 0 && self.lead(p) == "（" && self.is_stock(p - 1)
        };
        let all: Vec<usize> = (1..self.all.len()).filter(|p| bare(*p)).collect();
        let first = *all.first()?;
        let one_unit = all.iter().all(|p| same_unit(&self.all[p - 1], &self.all[first - 1]));
        // The whole stands before the first of them.
        let whole = (0..first - 1).rfind(|w| self.is_stock(*w) && same_unit(&self.all[*w], &self.all[first - 1]))?;
        let fits = all.contains(&i)
            && all.len() >= 2
            && one_unit
            && self.all[whole].amount.value >= self.all[i - 1].amount.value;
        fits.then(|| self.claim(i, vec![i - 1], Base::Here(whole)))
    }

    fn rate_name(&self, i: usize) -> &str {
        self.label(i).trim_end_matches(['为', '达', '到', '是', '约', '了', '高'])
    }

    fn claim(&self, i: usize, of: Vec<usize>, base: Base) -> RateClaim {
        let readings = vec![Reading { of, base }];
        RateClaim { stated: i, figure: Figure::Share, readings, certainty: Certainty::Whole }
    }

    /// The wholes before a part that are of its unit and not less.
    fn wholes(&self, of: usize) -> Vec<usize> {
        let fits = |b: &usize| {
            self.is_stock(*b)
                && same_unit(&self.all[*b], &self.all[of])
                && self.all[*b].amount.value >= self.all[of].amount.value
        };
        (0..self.all.len()).filter(|b| *b != of).filter(fits).collect()
    }

    /// 开出率 98.6%（应开 500 项，实开 493 项）: two numbers in the brackets right behind.
    fn figures_behind(&self, i: usize) -> Option<RateClaim> {
        let name = self.rate_name(i);
        let group = self.all.get(i + 1)?.group;
        if let Some(claim) = self.fraction_behind(i) {
            return Some(claim);
        }
        let behind = group > 0 && group == self.all[i].end;
        let inside: Vec<usize> = (i + 1..self.all.len()).take_while(|j| self.all[*j].group == group).collect();
        if let Some(claim) = self.both_behind(i) {
            return Some(claim);
        }
        let next = if group == 0 { vec![i + 1, i + 2] } else { inside };
        let [a, b] = next[..] else { return None };
        // 处置率 100%，共发现 50 起，处置 50 起: without brackets one of them must be called as the rate is.
        let stem = tail(name.strip_suffix('率').unwrap_or(name), 6);
        let open = group == 0
            && self.all.get(b).is_some_and(|q| self.text[self.all[i].end..q.at.start].chars().count() <= 24)
            && (self.label(b).ends_with(stem) || self.label(a).ends_with(stem))
            && !(0..i).any(|s| self.is_stock(s) && same_unit(&self.all[s], &self.all[a]));
        let behind = behind || open && stem.chars().count() >= 2;
        if b >= self.all.len() {
            return None;
        }
        let rate =
            name.ends_with('率') && !words::NO_QUOTIENT.iter().any(|w| name.ends_with(w)) || name.ends_with("占比");
        let stocks = self.is_stock(a) && self.is_stock(b) && same_unit(&self.all[a], &self.all[b]);
        if !behind || !rate || !stocks {
            return None;
        }
        let (of, base) = if self.all[a].amount.value < self.all[b].amount.value { (a, b) } else { (b, a) };
        Some(self.claim(i, vec![of], Base::Here(base)))
    }

    /// 电子资源占馆藏总量的 65%，馆藏总量 200 万册，电子资源 130 万册: part and whole by their names.
    fn both_behind(&self, i: usize) -> Option<RateClaim> {
        let (part, whole) = self.label(i).split_once('占')?;
        let whole = whole.trim_end_matches(['的', '为', '达']);
        let next = [i + 1, i + 2];
        let ends = |j: usize, name: &str| {
            let label = self.label(j).trim_end_matches(['为', '有', '达', '共']);
            label.chars().count() >= 2 && (label.ends_with(name) || name.ends_with(label))
        };
        let stock = |j: &usize| *j < self.all.len() && self.is_stock(*j);
        let named = part.chars().count() >= 2 && whole.chars().count() >= 2 && next.iter().all(stock);
        let of = next.into_iter().find(|j| named && ends(*j, part) && !ends(*j, whole))?;
        let base = next.into_iter().find(|j| *j != of && ends(*j, whole))?;
        let fits = same_unit(&self.all[of], &self.all[base]);
        fits.then(|| self.claim(i, vec![of], Base::Here(base)))
    }

    /// 女生比例 55.8%（9486/17000）.
    fn fraction_behind(&self, i: usize) -> Option<RateClaim> {
        let of = i + 1;
        let rest = self.text.get(self.all[i].end..self.sentence.range.end)?.strip_prefix('（')?;
        let (_, len) = numbers::read_amount(rest)?;
        let base = rest[len..].strip_prefix('/')?;
        let (base, end) = numbers::read_amount(base).map(|(a, n)| (a, &base[n..]))?;
        let own = self.all.get(of)?.at.start == self.all[i].end + '（'.len_utf8();
        let fits = own && end.starts_with('）') && base.value >= self.all[of].amount.value;
        fits.then(|| self.claim(i, vec![of], Base::Earlier(base)))
    }

    /// 参保 19600 人，参保率 98%，在校学生 20000 人: no whole before, and one right behind.
    fn whole_behind(&self, i: usize) -> Option<RateClaim> {
        let (of, base) = (i.checked_sub(1)?, i + 1);
        let whole = self.all.get(base)?;
        let fits = self.is_stock(of)
            && self.is_stock(base)
            && same_unit(&self.all[of], whole)
            && whole.amount.value >= self.all[of].amount.value;
        let (before, behind) = (self.lead(i), self.text.get(self.all[i].end..whole.at.start)?);
        let near = before.chars().count() <= 14 && !before.contains(['；', '。']) && !behind.contains('。');
        let alone = self.wholes(of) == [base];
        if !fits || !near || !alone || behind.contains("其中") {
            return None;
        }
        let said = before.split(['，', '（']).next_back().unwrap_or(before);
        let named = match said.rsplit_once('占') {
            // 占全体教师的 80%，全校教师 1500 名
            Some((_, name)) => {
                let name = base_name(name);
                let ends: String = name.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
                ends.chars().count() == 2 && self.label(base).contains(&ends)
            }
            None => {
                let name = self.rate_name(i);
                let stem = name.strip_suffix('率').unwrap_or("");
                let heard = format!("{}{}", self.label(of), noun_after(self.text, &self.all[of]));
                stem.chars().count() >= 2 && heard.contains(stem)
            }
        };
        named.then(|| self.claim(i, vec![of], Base::Here(base)))
    }

    /// 教师 500 名，博士 325 名，博士比例为 65%; 在编 580 人、编外 145 人，编外占 20%.
    fn part_by_name(&self, i: usize) -> Option<RateClaim> {
        let label = self.rate_name(i);
        let name = SHARES.iter().find_map(|w| label.strip_suffix(w))?.trim_end_matches('的');
        let bare = name.is_empty() && !label.ends_with('占');
        let called = |of: &usize| {
            let label = self.label(*of).trim_end_matches(['为', '有', '共', '的']);
            label.ends_with(name) || noun_after(self.text, &self.all[*of]) == name
        };
        let of = if bare {
            i.checked_sub(1).filter(|of| self.is_stock(*of) && self.lead(i).chars().count() <= 5)?
        } else {
            let fits = name.chars().count() >= 2;
            (0..i).rev().filter(|of| fits && self.is_stock(*of)).find(called)?
        };
        // Two halves without a whole make it.
        let members = |p: usize| member::members(self.label(p).trim_end_matches(['为', '有']), true);
        let other = [of.checked_sub(1), Some(of + 1)].into_iter().flatten().find(|o| *o < i && *o != of);
        let Some(other) = other else { return self.part_of_one(i, of) };
        let halves = self.is_stock(other)
            && same_unit(&self.all[other], &self.all[of])
            && (0..i).filter(|s| same_unit(&self.all[*s], &self.all[of])).count() == 2
            && self.earlier.iter().all(|e| e.unit != self.all[of].unit)
            && member::opposed(&members(of), &members(other));
        let (a, b) = (self.all[of].amount, self.all[other].amount);
        let sum = Amount { value: a.value + b.value, last_place: a.last_place.max(b.last_place) };
        if halves && !bare {
            return Some(self.claim(i, vec![of], Base::Earlier(sum)));
        }
        self.part_of_one(i, of)
    }

    /// The one whole before a part.
    fn part_of_one(&self, i: usize, of: usize) -> Option<RateClaim> {
        let wholes: Vec<usize> = self.wholes(of).into_iter().filter(|b| *b < of).collect();
        let whole = *wholes.last()?;
        let value = |b: &usize| self.all[*b].amount.value;
        let one = wholes.iter().all(|b| value(b) == value(&whole));
        one.then(|| self.claim(i, vec![of], Base::Here(whole)))
    }

    /// 抽检 100 批次，合格 97 批次，不合格率 3%: the rest of what the rate denies.
    fn complement(&self, i: usize) -> Option<RateClaim> {
        let name = self.rate_name(i).strip_suffix('率')?;
        let good = words::NEGATED.iter().find_map(|no| name.strip_prefix(no)).filter(|w| w.chars().count() >= 2)?;
        let ends = |s: &usize| self.is_stock(*s) && self.label(*s).trim_end_matches(['的', '有', '为']).ends_with(good);
        let named: Vec<usize> = (0..i).filter(ends).collect();
        let [of] = named[..] else { return None };
        let denied = words::NEGATED.iter().any(|no| self.label(of).contains(&format!("{no}{good}")));
        let whole = self.wholes(of).into_iter().rfind(|b| *b < of)?;
        (!denied).then(|| self.claim(i, vec![of], Base::From(whole)))
    }
}
