//! Two numbers that a change lies between, and what is said of a change that they do not make.
//!
//! Shared by the readers of changes (`direction`, `against`); which two numbers are meant is for them to say.

use std::sync::LazyLock;

use regex::Regex;

use crate::consistency::claims::rate::bounds;
use crate::consistency::document::chars::tail;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::quantity::{Quantity, Unit};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::slip::{print_like, slipped};
use crate::consistency::words;
use crate::numbers::{Amount, ONE, print, print_in_scale};

pub(super) static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(20\d\d)年").expect("a constant pattern"));

/// 减少到 2023年的 486 人.
pub(super) static TO_YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:20\d\d年度?|本年度?|今年|当年)的?$").expect("a constant pattern"));

/// Whether a change goes up; `None` where its words say neither or both.
pub(super) fn upwards(label: &str) -> Option<bool> {
    let any = |words: &[&'static str]| words.iter().any(|w| label.contains(w));
    match (any(&words::UP), any(&words::DOWN)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Whether the words of a change name what it is against and that is no earlier time.
pub(super) fn against_another(label: &str) -> bool {
    let named = label.rfind(['比', '较']).map(|at| (&label[..at], &label[at + '比'.len_utf8()..]));
    let Some((before, object)) = named else { return false };
    if before.ends_with(['同', '环', '占', '对', '相', '可']) {
        return false;
    }
    let ways = words::UP.iter().chain(words::DOWN.iter());
    let end = ways.filter_map(|w| object.find(w)).min().unwrap_or(object.len());
    let object = &object[..end];
    !object.is_empty() && !object.contains(['年', '届', '前']) && !words::YEAR_BEFORE.iter().any(|w| object.contains(w))
}

/// The year that the label of a number names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Before,
    Now,
    Year(u32),
    Unsaid,
}

/// A sentence with the one before it, whose numbers may be meant.
pub(super) struct Compared<'a> {
    pub(super) norm: &'a Norm,
    pub(super) all: Vec<&'a Quantity>,
    /// Where the sentence's own numbers begin.
    pub(super) own: usize,
}

pub(super) enum Tested {
    Holds,
    Wrong(Box<Finding>),
}

impl Compared<'_> {
    pub(super) fn label(&self, i: usize) -> &str {
        let label = self.all[i].label.clone();
        let before = &self.norm.text[..label.start];
        if label.is_empty() && before.ends_with('（') {
            // 较上年（4.8 亿元）: the words before the bracket tell what stands in it.
            let lead = tail(&before[..before.len() - '（'.len_utf8()], 45);
            let clause = lead.rsplit(['，', '；', '。', '：', '、', '）']).next().unwrap_or("");
            return if clause.starts_with(['比', '较', '与', '同', '和']) { clause } else { "" };
        }
        &self.norm.text[label]
    }

    pub(super) fn printed(&self, i: usize) -> &str {
        &self.norm.text[self.all[i].at.start..self.all[i].end]
    }

    pub(super) fn digits(&self, i: usize) -> String {
        let digits = self.all[i].digits(&self.norm.text);
        if digits.is_empty() { print(self.all[i].amount.value) } else { digits.to_owned() }
    }

    /// A value in the scale in which a number of the text is printed.
    pub(super) fn in_scale(&self, value: i128, i: usize) -> String {
        print_in_scale(value, &self.norm.text[self.all[i].at.clone()])
    }

    pub(super) fn gap(&self, i: usize, j: usize) -> &str {
        self.norm.text.get(self.all[i].end..self.all[j].at.start).unwrap_or("")
    }

    /// Whether the second number is what the first became: 降至, 降至2023年的.
    pub(super) fn reached(&self, from: usize, to: usize) -> bool {
        TO_YEAR.replace(self.gap(from, to), "").ends_with(['到', '至', '为'])
    }

    pub(super) fn exact(&self, i: usize) -> bool {
        !self.all[i].approximate && !self.all[i].each
    }

    /// A finding about a wrong word.
    pub(super) fn turned(&self, from: usize, to: usize, at: usize, up: bool) -> Tested {
        let (old, new) = (self.printed(from), self.printed(to));
        let (rises, falls) = (self.all[to].amount.value > self.all[from].amount.value, up);
        let way = if self.all[to].amount.value == self.all[from].amount.value {
            ("没有变化", "did not change")
        } else if rises {
            ("上升", "went up")
        } else {
            ("下降", "went down")
        };
        let said = if falls { ("增加（上升）", "went up") } else { ("减少（下降）", "went down") };
        let message = Message::new(
            format!("由 {old} 到 {new} 是{}，文中却说{}：请核对方向或数字。", way.0, said.0),
            format!(
                "From {old} to {new} it {}, but the text says it {}. Check the word or the figures.",
                way.1, said.1
            ),
        );
        let first = [from, to, at].into_iter().map(|i| self.all[i].at.start).min().unwrap_or(0);
        let last = [from, to, at].into_iter().map(|i| self.all[i].end).max().unwrap_or(first);
        let (a, b) = (self.digits(from), self.digits(to));
        let sign = if rises { "<" } else { ">" };
        let finding = Finding::new(Rule::Rate, Severity::Error, self.norm.source(&(first..last)), message)
            .mismatch(Stated::new(&b), Derived::new(&a))
            .arithmetic(format!("{a}{sign}{b}"))
            .places([from, to].into_iter().map(|i| self.norm.source(&self.all[i].at)).collect());
        Tested::Wrong(Box::new(finding))
    }

    pub(super) fn when(&self, i: usize) -> When {
        let label = self.label(i);
        let any = |all: &[&str]| all.iter().any(|w| label.contains(w));
        let mut years = YEAR.captures_iter(label).filter_map(|c| c[1].parse().ok());
        match (any(&words::YEAR_BEFORE), any(&words::THIS_YEAR), years.next(), years.next()) {
            (true, false, ..) => When::Before,
            (false, true, ..) => When::Now,
            (false, false, Some(year), None) => When::Year(year),
            _ => When::Unsaid,
        }
    }

    pub(super) fn difference(&self, i: usize, from: usize, to: usize, span: (i128, i128)) -> Option<Tested> {
        let stated = self.all[i].amount;
        let own = bounds(stated, self.all[i].unit);
        if own.0 <= span.1 && span.0 <= own.1 {
            return Some(Tested::Holds);
        }
        let (a, b) = (self.all[from].amount, self.all[to].amount);
        let change = (b.value - a.value).abs();
        let slip = slipped(stated, change).is_some();
        let severity =
            if slip && change / stated.last_place.max(1) >= 100 { Severity::Error } else { Severity::Warning };
        let (x, y) = (self.in_scale(a.value, i), self.in_scale(b.value, i));
        let (d, s) = (self.in_scale(change, i), self.digits(i));
        let message = Message::new(
            format!("两个数相差 {d}（{y} 与 {x}），文中写作 {s}。"),
            format!("{y} and {x} differ by {d}; the text says {s}."),
        );
        Some(self.reported(i, from, to, severity, message, (&s, &d), format!("|{y}-{x}|={d}≠{s}")))
    }

    pub(super) fn growth(
        &self,
        i: usize,
        from: usize,
        to: usize,
        change: (i128, i128),
        base: (i128, i128),
    ) -> Option<Tested> {
        let stated = self.all[i].amount;
        let (a, b) = (self.all[from].amount, self.all[to].amount);
        if base.0 <= 0 {
            return None;
        }
        let low = change.0.max(0).checked_mul(100 * ONE)? / base.1;
        let high = change.1.checked_mul(100 * ONE)?.checked_add(base.0 - 1)? / base.0;
        // Cut off instead of rounded is common and no contradiction.
        if stated.value + stated.last_place >= low && stated.value - stated.last_place <= high {
            return Some(Tested::Holds);
        }
        let exact = (b.value - a.value).abs().checked_mul(100 * ONE)? / a.value;
        let step = stated.last_place.max(1);
        let worked = Amount { value: (exact + step / 2) / step * step, last_place: step };
        let severity = if slipped(stated, worked.value).is_some() && stated.value / step >= 100 {
            Severity::Error
        } else {
            Severity::Warning
        };
        let printed = self.all[i].digits(&self.norm.text).to_owned();
        let derived = print_like(&printed, worked);
        let (x, y) = (print(a.value), print(b.value));
        let line = format!("|{y}-{x}|÷{x}={}%", print(worked.value));
        let message = Message::new(
            format!("按文中数字计算应为 {derived}%（{line}），文中写作 {printed}%。"),
            format!("By the numbers given it would be {derived}% ({line}); the text says {printed}%."),
        );
        Some(self.reported(i, from, to, severity, message, (&printed, &derived), line))
    }

    #[expect(clippy::too_many_arguments, reason = "what a finding is made of")]
    pub(super) fn reported(
        &self,
        i: usize,
        from: usize,
        to: usize,
        severity: Severity,
        message: Message,
        values: (&str, &str),
        line: String,
    ) -> Tested {
        let start = self.all[from].at.start.min(self.all[to].at.start);
        let finding = Finding::new(Rule::Rate, severity, self.norm.source(&(start..self.all[i].end)), message)
            .mismatch(Stated::new(values.0), Derived::new(values.1))
            .arithmetic(line)
            .places([from, to, i].into_iter().map(|i| self.norm.source(&self.all[i].at)).collect());
        Tested::Wrong(Box::new(finding))
    }

    /// Holds a stated change, or its percentage, against the two numbers that it lies between.
    pub(super) fn judge(&self, i: usize, from: usize, to: usize, up: bool) -> Option<Tested> {
        let stated = self.all[i];
        let (a, b) = (self.all[from], self.all[to]);
        let change = b.amount.value - a.amount.value;
        if change == 0 || (change > 0) != up {
            // Nothing changed and nothing said to.
            return (stated.amount.value != 0).then(|| self.turned(from, to, i, up));
        }
        let (low, high) = (bounds(a.amount, a.unit), bounds(b.amount, b.unit));
        let span = if change > 0 { (high.0 - low.1, high.1 - low.0) } else { (low.0 - high.1, low.1 - high.0) };
        if stated.percent { self.growth(i, from, to, span, low) } else { self.difference(i, from, to, span) }
    }

    /// Holds a change between two percentages against what is said of it, in points or wrongly in per cent.
    pub(super) fn point_change(&self, from: usize, to: usize, i: usize, up: bool) -> Option<Tested> {
        let stated = self.all[i];
        let points = matches!(stated.unit, Unit::Other(u) if u.ends_with("百分点"));
        let (a, b) = (self.all[from].amount, self.all[to].amount);
        let change = b.value - a.value;
        if change != 0 && (change > 0) != up {
            return Some(self.turned(from, to, i, up));
        }
        let slack = a.last_place.max(b.last_place).max(stated.amount.last_place);
        let off = (change.abs() - stated.amount.value).abs();
        if points && off <= slack / 2 || !points && off > slack / 2 {
            return Some(Tested::Holds);
        }
        let derived = print(change.abs());
        let (x, y) = (print(a.value), print(b.value));
        let message = if points {
            Message::new(
                format!("由 {x}% 到 {y}% 相差 {derived} 个百分点，文中写作 {}。", self.printed(i)),
                format!(
                    "From {x}% to {y}% is {derived} percentage points; the text says {}.",
                    print(stated.amount.value)
                ),
            )
        } else {
            Message::new(
                format!("由 {x}% 到 {y}% 相差 {derived} 个百分点，不是 {derived}%：百分比之差应写百分点。"),
                format!("From {x}% to {y}% is {derived} percentage points, not {derived}%."),
            )
        };
        let severity = if points { Severity::Error } else { Severity::Warning };
        let range = self.norm.source(&(self.all[from].at.start..stated.end));
        let finding = Finding::new(Rule::Rate, severity, range, message)
            .mismatch(Stated::new(self.digits(i)), Derived::new(&derived))
            .arithmetic(format!("|{y}-{x}|={derived}"));
        Some(Tested::Wrong(Box::new(finding)))
    }
}
