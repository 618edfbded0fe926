//! Changes whose figures stand behind them, or that are said in words: 比去年多 12 项，去年 74 项; 翻了一番; 新收多于结转.
//!
//! Part of rule `rate`, beside `direction`. What is compared must be named, or stand where nothing else can be meant.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::compared::{Compared, Tested, When, YEAR, against_another, upwards};
use crate::consistency::claims::rate::bounds;
use crate::consistency::document::chars::tail;
use crate::consistency::document::quantity::{Sentence, Unit, same_unit};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::consistency::words;
use crate::numbers::{self, ONE, print};

static FOLD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"翻(?:了)?([一两二三四1-4])番(多|有余|以上)?").expect("a constant pattern"));

static COMPARES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[，；。：])([\p{Han}]{2,10}?)(?:明显|略|远|均)?(少于|多于|大于|小于|高于|低于|等于)([\p{Han}]{2,10})",
    )
    .expect("a constant pattern")
});

impl Compared<'_> {
    /// 就业率 92.5%，较上年的 90.1% 提高 2.4 个百分点: the rate of the year before stands in between.
    pub(super) fn points_against(&self, i: usize) -> Option<Tested> {
        let (to, from) = (i.checked_sub(2)?, i - 1);
        let points = matches!(self.all[i].unit, Unit::Other(u) if u.ends_with("百分点"));
        // 2022年 94.2%，2023年 92.8%: in either order.
        let (from, to) = match (self.when(from), self.when(to)) {
            (When::Year(a), When::Year(b)) if a == b + 1 => (to, from),
            _ => (from, to),
        };
        let years = matches!((self.when(from), self.when(to)), (When::Year(a), When::Year(b)) if b == a + 1);
        let told = years || self.when(from) == When::Before && self.when(to) != When::Before;
        let label = self.label(from);
        let year = label.starts_with(['比', '较', '与', '同']) && label.contains(['年', '届', '期']) || told;
        let other = words::OTHER_BASES.iter().any(|w| label.contains(w));
        if !points || !self.all[to].percent || !self.all[from].percent || !year || other || !self.exact(i) {
            return None;
        }
        let lead = self.gap(i - 1, i).trim_start_matches(['，', '的', '相', '比', '同']).trim_end_matches(['了', '为']);
        let up = upwards(lead).filter(|_| lead.chars().count() <= 4)?;
        let gap = self.gap(i - 2, i - 1);
        (!gap.contains(['。', '；', '、'])).then(|| self.point_change(from, to, i, up)).flatten()
    }

    /// 今年立项 86 项，比去年多 12 项，去年立项 74 项: what the change is against stands behind it.
    pub(super) fn base_behind(&self, i: usize) -> Option<Tested> {
        let stated = self.all[i];
        if !(stated.difference || stated.percent) || !self.exact(i) {
            return None;
        }
        let label = tail(self.label(i), 36);
        let year = YEAR.captures(label).and_then(|c| c[1].parse().ok()).map(When::Year);
        let against = label.contains("同比")
            || label.contains(['比', '较']) && year.is_some()
            || words::YEAR_BEFORE.iter().any(|w| label.contains(w));
        if !against || against_another(label) || words::OTHER_BASES.iter().any(|w| label.contains(w)) {
            return None;
        }
        let up = upwards(label)?;
        let stock = |j: &usize| {
            let q = self.all[*j];
            !q.percent && !q.difference && !q.approximate && q.unit != Unit::None
        };
        let end = self.all.len().min(i + 4);
        let from = (i + 1..end).filter(stock).find(|j| self.when(*j) == When::Before || Some(self.when(*j)) == year)?;
        let alike = |j: &usize| same_unit(self.all[*j], self.all[from]);
        let behind = (i + 1..end).filter(stock).filter(alike).find(|j| self.when(*j) == When::Now);
        let to = behind.or_else(|| (self.own..i).rev().filter(stock).find(alike))?;
        let (first, last) = (to.min(i), from.max(to));
        let apart = self.gap(first, last).contains(['。', '；']) || self.gap(first, last).contains("其中");
        let name = YEAR.replace_all(self.label(from), "");
        let name = ["上一年", "前一年", "上年", "去年", "同期", "度", "为", "是", "的", "共", "有"]
            .iter()
            .fold(name.into_owned(), |name, w| name.replace(w, ""));
        let named = name.is_empty() || self.label(to).contains(&name);
        let fits = stated.percent || same_unit(stated, self.all[from]);
        (!apart && named && fits).then(|| self.judge(i, from, to, up)).flatten()
    }

    /// 126 万人次，是上年 63 万人次的 2 倍.
    pub(super) fn times(&self, i: usize) -> Option<Tested> {
        let (now, base) = (i.checked_sub(2)?, i - 1);
        let stated = self.all[i];
        let begins = ["是", "为", "相当于"].iter().any(|w| self.label(base).starts_with(w));
        let stocks = [now, base].into_iter().all(|j| !self.all[j].percent && self.all[j].unit != Unit::None);
        let fits = stated.unit == Unit::Other("倍") && begins && stocks && same_unit(self.all[now], self.all[base]);
        if !fits || self.gap(base, i) != "的" || [now, base, i].into_iter().any(|j| !self.exact(j)) {
            return None;
        }
        self.multiple(i, base, now)
    }

    /// 今年是去年的 2 倍，去年 12 件，今年 24 件: both behind.
    pub(super) fn times_behind(&self, i: usize) -> Option<Tested> {
        let label = self.label(i);
        let says = self.all[i].unit == Unit::Other("倍") && label.contains('是') && label.ends_with('的');
        let before = words::YEAR_BEFORE.iter().any(|w| label.ends_with(&format!("{w}的")));
        if !says || !before || !self.exact(i) {
            return None;
        }
        let (x, y) = (i + 1, i + 2);
        let (base, now) = match (self.all.get(x).map(|_| self.when(x)), self.all.get(y).map(|_| self.when(y))) {
            (Some(When::Before), Some(When::Now)) => (x, y),
            (Some(When::Now), Some(When::Before)) => (y, x),
            _ => return None,
        };
        let alike = same_unit(self.all[base], self.all[now]) && self.exact(base) && self.exact(now);
        alike.then(|| self.multiple(i, base, now)).flatten()
    }

    /// Holds a multiple against the two numbers that make it.
    fn multiple(&self, i: usize, base: usize, now: usize) -> Option<Tested> {
        let stated = self.all[i];
        let (a, b) = (self.all[base], self.all[now]);
        let (low, high) = (bounds(a.amount, a.unit), bounds(b.amount, b.unit));
        let step = stated.amount.last_place.max(1);
        if low.0 <= 0 {
            return None;
        }
        let least = high.0.max(0).checked_mul(ONE)? / low.1;
        let most = high.1.checked_mul(ONE)? / low.0;
        // 2.4 times as much is called twice as much, 1.96 times as well.
        if stated.amount.value + step > least && stated.amount.value <= most + most / 20 {
            return Some(Tested::Holds);
        }
        let worked = b.amount.value.checked_mul(100)? / a.amount.value * ONE / 100;
        let (x, y) = (self.printed(base), self.printed(now));
        let (said, is) = (self.digits(i), print(worked));
        let message = Message::new(
            format!("{y} 是 {x} 的 {is} 倍，文中写作 {said} 倍。"),
            format!("{y} is {is} times {x}; the text says {said} times."),
        );
        let line = format!("{y}÷{x}={is}");
        Some(self.reported(i, base, now, Severity::Warning, message, (&said, &is), line))
    }

    /// 翻了一番, 新收数量少于结转数量: what is said without a number of its own.
    pub(super) fn said_in_words(&self, sentence: &Sentence, sink: &mut Sink) {
        let Some(said) = self.norm.text.get(sentence.range.clone()) else { return };
        if said.contains('翻') && said.contains('番') {
            self.folds(said, sentence.range.start, sink);
        }
        if said.contains('于') {
            self.named(said, sentence.range.start, sink);
        }
    }

    /// 由 60 万人次上升至 150 万人次，翻了一番多.
    fn folds(&self, said: &str, start: usize, sink: &mut Sink) {
        for found in FOLD.captures_iter(said) {
            let (Some(whole), Some(times)) = (found.get(0), found.get(1)) else { continue };
            let at = start + whole.start();
            let before: Vec<usize> = (self.own..self.all.len()).filter(|i| self.all[*i].end <= at).collect();
            let [.., from, to] = before[..] else { continue };
            let reached = self.gap(from, to).ends_with(['到', '至', '为']) && self.all[from].amount.value > 0;
            let alike = same_unit(self.all[from], self.all[to]) && self.exact(from) && self.exact(to);
            let near = self.norm.text.get(self.all[to].end..at).is_some_and(|gap| gap.chars().count() <= 8);
            if !reached || !alike || !near {
                continue;
            }
            let count = times.as_str().parse().ok().or_else(|| numbers::chinese(times.as_str())).unwrap_or(1);
            let factor = 1i128 << count.min(4);
            let (a, b) = (self.all[from].amount.value, self.all[to].amount.value);
            let most = if found.get(2).is_some() { 2 * factor * 100 } else { factor * 115 };
            sink.claims += 1;
            if 100 * b >= a * factor * 85 && 100 * b <= a * most {
                continue;
            }
            let (x, y) = (self.printed(from), self.printed(to));
            let ratio = print(b.saturating_mul(100) / a * ONE / 100);
            let message = Message::new(
                format!("由 {x} 到 {y} 是 {ratio} 倍，文中却说“{}”（{factor} 倍）。", whole.as_str()),
                format!(
                    "From {x} to {y} is {ratio} times as much; the text says {factor} times (“{}”).",
                    whole.as_str()
                ),
            );
            let range = self.norm.source(&(self.all[from].at.start..start + whole.end()));
            sink.report(
                Finding::new(Rule::Rate, Severity::Warning, range, message)
                    .mismatch(Stated::new(print(factor * ONE)), Derived::new(&ratio))
                    .arithmetic(format!("{y}÷{x}={ratio}")),
            );
        }
    }

    /// 新收 11 件，结转 2 件，新收数量少于结转数量: both sides are named.
    fn named(&self, said: &str, start: usize, sink: &mut Sink) {
        let bare = |name: &str| {
            let ends = ["数量", "人数", "件数", "总数", "总量", "金额", "数", "量"];
            ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).to_owned()
        };
        for found in COMPARES.captures_iter(said) {
            let (Some(whole), Some(a), Some(word), Some(b)) = (found.get(0), found.get(1), found.get(2), found.get(3))
            else {
                continue;
            };
            let plan = a.as_str().contains("决算") && b.as_str().contains("预算");
            let one = |name: &str| {
                let name = bare(name);
                let fits = |i: &usize| {
                    let q = self.all[*i];
                    let stock = !q.percent && !q.difference && q.unit != Unit::None;
                    stock && self.exact(*i) && self.label(*i).contains(&name)
                };
                let all: Vec<usize> = (0..self.all.len()).filter(fits).collect();
                (name.chars().count() >= 2 && all.len() == 1).then(|| all[0])
            };
            let (Some(x), Some(y)) = (one(a.as_str()), one(b.as_str())) else { continue };
            // 决算大于预算 behind its figures has a reader of its own.
            if plan && [x, y].iter().all(|i| self.all[*i].end <= start + whole.start()) {
                continue;
            }
            if x == y || !same_unit(self.all[x], self.all[y]) {
                continue;
            }
            sink.claims += 1;
            let is = self.all[x].amount.value.cmp(&self.all[y].amount.value);
            let claimed = match word.as_str() {
                "多于" | "大于" | "高于" => Ordering::Greater,
                "少于" | "小于" | "低于" => Ordering::Less,
                _ => Ordering::Equal,
            };
            if is == claimed {
                continue;
            }
            let range = start + whole.start()..start + whole.end();
            let said = [a.as_str(), b.as_str(), word.as_str()];
            sink.report(self.misnamed(x, y, range, said));
        }
    }

    /// A finding about two named numbers of which the words say the contrary.
    fn misnamed(&self, x: usize, y: usize, at: Range<usize>, [a, b, word]: [&str; 3]) -> Finding {
        let (p, q) = (self.printed(x), self.printed(y));
        let message = Message::new(
            format!("{a} 为 {p}，{b} 为 {q}，文中却说前者“{word}”后者。"),
            format!("The two are {p} and {q}, but the text says “{a}{word}{b}”."),
        );
        let sign = match self.all[x].amount.value.cmp(&self.all[y].amount.value) {
            Ordering::Greater => '>',
            Ordering::Less => '<',
            Ordering::Equal => '=',
        };
        let first = self.all[x.min(y)].at.start.min(at.start);
        let last = self.all[x.max(y)].end.max(at.end);
        Finding::new(Rule::Rate, Severity::Warning, self.norm.source(&(first..last)), message)
            .mismatch(Stated::new(self.digits(x)), Derived::new(self.digits(y)))
            .arithmetic(format!("{p}{sign}{q}"))
            .places([x, y].into_iter().map(|i| self.norm.source(&self.all[i].at)).collect())
    }
}
