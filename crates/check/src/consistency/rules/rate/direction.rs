//! What went up or down: the word against the numbers that stand there, and the change against both years.
//!
//! Part of rule `rate`. 比上年增加 where this year's number is the smaller one is a wrong word, not a wrong number; the
//! message says which way it went. Both numbers must be told by their words (上年, 2022年, 年初预算), or nothing is
//! tested: what a change is against is seldom said twice.

use std::sync::LazyLock;

use regex::Regex;

use crate::consistency::claims::rate::bounds;
use crate::consistency::document::chars::tail;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::quantity::{Quantity, Sentence, Unit, same_unit};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::consistency::slip::{print_like, slipped};
use crate::consistency::words;
use crate::numbers::{Amount, ONE, print, print_in_scale};

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(20\d\d)年").expect("a constant pattern"));

/// 减少到 2023年的 486 人.
static TO_YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"20\d\d年度?的?$").expect("a constant pattern"));

/// 决算数大于预算数; a plan that was adjusted is another plan.
static AGAINST_PLAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"决算数?(?:与(?:年初)?预算数?)?(大于|高于|多于|小于|低于|少于|等于|相等|持平|一致)(?:(?:年初|当年|全年)?预算数?)?")
        .expect("a constant pattern")
});

/// Whether a change goes up; `None` where its words say neither or both.
fn upwards(label: &str) -> Option<bool> {
    let any = |words: &[&'static str]| words.iter().any(|w| label.contains(w));
    match (any(&words::UP), any(&words::DOWN)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Whether the words of a change name what it is against and that is no earlier time.
fn against_another(label: &str) -> bool {
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
enum When {
    Before,
    Now,
    Year(u32),
    Unsaid,
}

/// A sentence with the one before it, whose numbers may be meant.
struct Compared<'a> {
    norm: &'a Norm,
    all: Vec<&'a Quantity>,
    /// Where the sentence's own numbers begin.
    own: usize,
}

/// Tests the changes of a sentence; gives where the percentages stand that were reported.
/// `summed` are the places of numbers whose sum was found wrong already.
pub(crate) fn examine(
    norm: &Norm,
    before: Option<&Sentence>,
    sentence: &Sentence,
    summed: &[usize],
    sink: &mut Sink,
) -> Vec<usize> {
    let mut reported = Vec::new();
    let earlier: Vec<&Quantity> = before.map(|s| s.quantities.iter().collect()).unwrap_or_default();
    let own = earlier.len();
    let all = earlier.into_iter().chain(&sentence.quantities).collect();
    let compared = Compared { norm, all, own };
    for i in own..compared.all.len() {
        crate::steps::take(1);
        let found = compared
            .risen_or_fallen(i)
            .or_else(|| compared.points(i))
            .or_else(|| compared.echo(i))
            .or_else(|| compared.between_years(i));
        match found {
            Some(Tested::Wrong(_)) if summed.contains(&compared.all[i].at.start) => {}
            Some(Tested::Wrong(finding)) => {
                sink.claims += 1;
                reported.push(compared.all[i].at.start);
                sink.report(*finding);
            }
            Some(Tested::Holds) => sink.claims += 1,
            None => {}
        }
    }
    compared.against_plan(sentence, sink);
    reported
}

enum Tested {
    Holds,
    Wrong(Box<Finding>),
}

impl Compared<'_> {
    fn label(&self, i: usize) -> &str {
        &self.norm.text[self.all[i].label.clone()]
    }

    fn printed(&self, i: usize) -> &str {
        &self.norm.text[self.all[i].at.start..self.all[i].end]
    }

    fn digits(&self, i: usize) -> String {
        let digits = self.all[i].digits(&self.norm.text);
        if digits.is_empty() { print(self.all[i].amount.value) } else { digits.to_owned() }
    }

    /// A value in the scale in which a number of the text is printed.
    fn in_scale(&self, value: i128, i: usize) -> String {
        print_in_scale(value, &self.norm.text[self.all[i].at.clone()])
    }

    fn gap(&self, i: usize, j: usize) -> &str {
        self.norm.text.get(self.all[i].end..self.all[j].at.start).unwrap_or("")
    }

    fn exact(&self, i: usize) -> bool {
        !self.all[i].approximate && !self.all[i].each
    }

    /// A finding about a wrong word.
    fn turned(&self, from: usize, to: usize, at: usize, up: bool) -> Tested {
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

    /// 由 95.2% 上升到 97.8%.
    fn risen_or_fallen(&self, to: usize) -> Option<Tested> {
        let from = to.checked_sub(1)?;
        let lead = self.gap(from, to);
        let start = self.all[from].label.start;
        // 从 209 元、280 元提高到 217 元、290 元: of a list each has its own.
        let clause = self.label(from);
        let begins = clause.contains('由') || clause.contains('从');
        let lead = TO_YEAR.replace(lead, "");
        let reaches = lead.strip_suffix(['到', '至', '为']).map(|l| l.trim_start_matches('，'))?;
        let up = upwards(reaches).filter(|_| reaches.chars().count() <= 6)?;
        let small = |text: &str| words::PLACES_IN_LINE.iter().any(|w| text.contains(w));
        let context = &self.norm.text[start.min(self.all[from].at.start)..self.all[to].at.start];
        if !begins || small(context) || small(clause) || self.all[from].percent != self.all[to].percent {
            return None;
        }
        let alike = self.all[from].percent || self.all[from].unit == self.all[to].unit;
        if !alike || !self.exact(from) || !self.exact(to) {
            return None;
        }
        let (a, b) = (self.all[from].amount.value, self.all[to].amount.value);
        Some(if a == b || (b > a) == up { Tested::Holds } else { self.turned(from, to, to, up) })
    }

    /// 由 88.5% 提高到 92.3%，提高 3.8 个百分点: the difference of two percentages, told from a percentage of one.
    fn points(&self, i: usize) -> Option<Tested> {
        let (from, to) = (i.checked_sub(2)?, i - 1);
        let stated = self.all[i];
        let points = matches!(stated.unit, Unit::Other(u) if u.ends_with("百分点"));
        let lead = self.gap(to, i);
        let bare = lead.strip_prefix('，')?.trim_end_matches(['了', '为']);
        let up = upwards(bare).filter(|_| words::UP.iter().chain(words::DOWN.iter()).any(|w| *w == bare))?;
        let reached = self.gap(from, to).ends_with(['到', '至', '为']);
        if !(points || stated.percent) || !self.all[from].percent || !self.all[to].percent || !reached || !self.exact(i)
        {
            return None;
        }
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

    /// 减少 0.80 万元，增长 20%: an amount and its percentage go one way.
    fn echo(&self, i: usize) -> Option<Tested> {
        let change = i.checked_sub(1).filter(|c| *c >= self.own)?;
        let lead = self.gap(change, i).trim_end_matches(['了', '为', '达', '：']);
        let bare = lead.strip_prefix('，')?;
        let only = words::UP.iter().chain(words::DOWN.iter()).any(|w| *w == bare);
        let (amount, rate) = (self.all[change], self.all[i]);
        let label = self.label(change);
        if !only || !rate.percent || amount.percent || !amount.difference || amount.unit == Unit::None {
            return None;
        }
        let (first, then) = (upwards(label)?, upwards(bare)?);
        if first == then {
            return None;
        }
        let (zh, en) = if first { ("增加", "an increase") } else { ("减少", "a decrease") };
        let message = Message::new(
            format!("前面说{zh} {}，接着却写“{bare}{}”：两处方向相反。", self.printed(change), self.printed(i)),
            format!(
                "{en} of {} is followed by “{bare}{}”: the two go opposite ways.",
                self.printed(change),
                self.printed(i)
            ),
        );
        let range = self.norm.source(&(self.all[change].label.start..rate.end));
        let (a, b) = (self.digits(change), self.digits(i));
        let finding = Finding::new(Rule::Rate, Severity::Error, range, message)
            .mismatch(Stated::new(&b), Derived::new(format!("-{b}")))
            .arithmetic(format!("{}{a} / {}{b}%", if first { '+' } else { '-' }, if then { '+' } else { '-' }));
        Some(Tested::Wrong(Box::new(finding)))
    }

    fn when(&self, i: usize) -> When {
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

    /// Both years' numbers and the change between them: 2023 年 A，上年 B，比上年增加 C，增长 p%.
    fn between_years(&self, i: usize) -> Option<Tested> {
        let stated = self.all[i];
        if !(stated.difference || stated.percent) || !self.exact(i) {
            return None;
        }
        // The percentage behind its amount is of the same two numbers.
        let mut at = i;
        if stated.percent
            && let Some(change) = i.checked_sub(1).filter(|c| self.all[*c].difference && !self.all[*c].percent)
            && self.gap(change, i).chars().count() <= 6
        {
            at = change;
        }
        let label = self.label(i);
        let up = upwards(tail(label, 30))?;
        let (from, to) = self.pair(at)?;
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

    /// The two numbers that a change lies between, told by the words of both; none when others could be meant.
    fn pair(&self, change: usize) -> Option<(usize, usize)> {
        let label = self.label(change);
        let text = &self.norm.text;
        let lead = tail(&text[..self.all[change].label.start], 48);
        let lead = lead.rsplit(['。', '；']).next().unwrap_or("");
        let before = lead.trim_end_matches('，').rsplit('，').next().unwrap_or("");
        let against = format!("{before}，{label}");
        if words::OTHER_BASES.iter().any(|w| label.contains(w))
            || before.ends_with("相比") && words::OTHER_BASES.iter().any(|w| before.contains(w))
        {
            return None;
        }
        // 比收入少, 比编制数少: against another thing than the year before.
        if against_another(label) {
            return None;
        }
        // 其中省级比上年减少: the change is of something else than what was counted.
        let cut = ["比", "较", "同比", "与"]
            .iter()
            .filter_map(|w| label.find(w))
            .chain(words::UP.iter().chain(words::DOWN.iter()).filter_map(|w| label.find(w)))
            .min()
            .unwrap_or(0);
        let subject = label[..cut].trim_end_matches(['同', '总']);
        let scope = text[..self.all[change].at.start].rfind(['；', '。']).map_or(0, |p| p + '；'.len_utf8());
        let fits = |i: &usize| {
            let q = self.all[*i];
            !q.percent && !q.difference && !q.approximate && !q.each && q.unit != Unit::None
        };
        let own: Vec<usize> = (self.own..change).filter(|i| self.all[*i].at.start >= scope).filter(fits).collect();
        let stocks: Vec<usize> = if own.len() >= 2 { own } else { (0..change).filter(fits).collect() };
        let [.., x, y] = stocks[..] else { return None };
        if !same_unit(self.all[x], self.all[y]) || self.all[x].group != self.all[y].group {
            return None;
        }
        let amount = self.all[change];
        if !amount.percent && !same_unit(amount, self.all[x]) {
            return None;
        }
        let generic = ["人数", "数量", "总数", "总量", "规模", "金额", "合计", "总额", "数", ""];
        let subject = generic.iter().filter(|g| !g.is_empty()).find_map(|g| subject.strip_suffix(g)).unwrap_or(subject);
        let named = generic.contains(&subject) || [x, y].iter().any(|i| self.label(*i).contains(subject));
        let parts = [x, y].iter().any(|i| self.label(*i).contains("其中")) || self.gap(x, change).contains("其中");
        if !named || parts || self.all[change].at.start - self.all[x].at.start > 240 {
            return None;
        }
        // A third number of the unit may be the one that is meant.
        if stocks.len() > 2
            && stocks[..stocks.len() - 2]
                .iter()
                .any(|i| same_unit(self.all[*i], self.all[x]) && self.all[*i].at.start >= scope && *i >= self.own)
        {
            return None;
        }
        let compares = |i: usize| {
            let l = self.label(i);
            (l.starts_with(['比', '较']) || l.starts_with(['与', '同', '和']))
                && !words::OTHER_BASES.iter().any(|w| l.contains(w))
        };
        let (from, to) = match (self.when(x), self.when(y)) {
            (When::Before, When::Now | When::Unsaid | When::Year(_)) => (x, y),
            (When::Now | When::Unsaid | When::Year(_), When::Before) => (y, x),
            (When::Year(a), When::Year(b)) if a != b => {
                if a < b {
                    (x, y)
                } else {
                    (y, x)
                }
            }
            (When::Year(_) | When::Now | When::Unsaid, When::Year(_)) if compares(y) => (y, x),
            _ => return None,
        };
        // 2021 and 2023 are not told apart by 比上年.
        if let (When::Year(a), When::Year(b)) = (self.when(from), self.when(to))
            && b != a + 1
            && ["上年", "去年", "同比"].iter().any(|w| against.contains(w))
        {
            return None;
        }
        Some((from, to))
    }

    fn difference(&self, i: usize, from: usize, to: usize, span: (i128, i128)) -> Option<Tested> {
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

    fn growth(&self, i: usize, from: usize, to: usize, change: (i128, i128), base: (i128, i128)) -> Option<Tested> {
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
    fn reported(
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

    /// 年初预算为 A，支出决算为 B，决算数大于预算数.
    fn against_plan(&self, sentence: &Sentence, sink: &mut Sink) {
        // The words may stand in the sentence behind the numbers, which has none of its own.
        let text = &self.norm.text;
        let rest = text.get(sentence.range.end..).unwrap_or("").trim_start_matches('。');
        let behind = rest.split('。').next().unwrap_or("");
        let end = if behind.contains(|c: char| c.is_ascii_digit()) {
            sentence.range.end
        } else {
            text.len() - rest.len() + behind.len()
        };
        let Some(words) = text.get(sentence.range.start..end) else { return };
        for found in AGAINST_PLAN.captures_iter(words) {
            let (Some(whole), Some(word)) = (found.get(0), found.get(1)) else { continue };
            let at = sentence.range.start + whole.start();
            let end = sentence.range.start + whole.end();
            if !whole.as_str().contains("预算") || words[whole.end()..].starts_with("调整") {
                continue;
            }
            let stocks: Vec<usize> = (0..self.all.len())
                .filter(|i| self.all[*i].end <= at && self.all[*i].unit == Unit::Money && self.exact(*i))
                .filter(|i| !self.all[*i].difference)
                .collect();
            let is_plan = |i: &usize| self.label(*i).contains("预算") && !self.label(*i).contains("决算");
            let is_done = |i: &usize| self.label(*i).contains("决算") || self.label(*i).contains("支出为");
            let [.., x, y] = stocks[..] else { continue };
            // 决算 2.10，与年初预算 2.10 相比
            let (x, y) = if is_done(&x) && is_plan(&y) { (y, x) } else { (x, y) };
            if !is_plan(&x)
                || !is_done(&y)
                || self.label(x).contains("调整")
                || self.gap(x.min(y), x.max(y)).contains('。')
            {
                continue;
            }
            sink.claims += 1;
            let (plan, done) = (self.all[x].amount.value, self.all[y].amount.value);
            let said = match word.as_str() {
                "大于" | "高于" | "多于" => std::cmp::Ordering::Greater,
                "小于" | "低于" | "少于" => std::cmp::Ordering::Less,
                _ => std::cmp::Ordering::Equal,
            };
            let is = done.cmp(&plan);
            // 持平 is said of what is nearly so.
            let nearly = said == std::cmp::Ordering::Equal && (done - plan).abs() * 50 <= plan;
            if said == is || nearly {
                continue;
            }
            let (zh, en) = match is {
                std::cmp::Ordering::Greater => ("大于", "more than"),
                std::cmp::Ordering::Less => ("小于", "less than"),
                std::cmp::Ordering::Equal => ("等于", "equal to"),
            };
            let (p, d) = (self.printed(x), self.printed(y));
            let message = Message::new(
                format!("决算 {d} {zh}预算 {p}，文中却说“{}”。", whole.as_str()),
                format!("The outcome of {d} is {en} the budget of {p}, but the text says “{}”.", whole.as_str()),
            );
            let sign = match is {
                std::cmp::Ordering::Greater => '>',
                std::cmp::Ordering::Less => '<',
                std::cmp::Ordering::Equal => '=',
            };
            let range = self.norm.source(&(self.all[x.min(y)].at.start..end));
            let finding = Finding::new(Rule::Rate, Severity::Error, range, message)
                .mismatch(Stated::new(self.digits(y)), Derived::new(self.in_scale(plan, y)))
                .arithmetic(format!("{d}{sign}{p}"))
                .places([x, y].into_iter().map(|i| self.norm.source(&self.all[i].at)).collect());
            sink.report(finding);
        }
    }
}
