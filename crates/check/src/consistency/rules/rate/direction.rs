//! What went up or down: the word against the numbers that stand there, and the change against both years.
//!
//! Part of rule `rate`. 比上年增加 where this year's number is the smaller one is a wrong word, not a wrong number; the
//! message says which way it went. Both numbers must be told by their words (上年, 2022年, 年初预算), or nothing is
//! tested: what a change is against is seldom said twice.

use std::sync::LazyLock;

use regex::Regex;

use crate::consistency::document::chars::tail;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::quantity::{Quantity, Sentence, Unit, same_unit};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::consistency::words;

use super::compared::{Compared, TO_YEAR, Tested, When, against_another, upwards};

/// 决算数大于预算数; a plan that was adjusted is another plan.
static AGAINST_PLAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"决算数?(?:与(?:年初)?预算数?)?(大于|高于|多于|小于|低于|少于|等于|相等|持平|一致)(?:(?:年初|当年|全年)?预算数?)?")
        .expect("a constant pattern")
});

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
            .or_else(|| compared.between_years(i))
            .or_else(|| compared.points_against(i))
            .or_else(|| compared.base_behind(i))
            .or_else(|| compared.times(i))
            .or_else(|| compared.times_behind(i))
            .or_else(|| compared.after_reach(i))
            .or_else(|| compared.against_stated(i))
            .or_else(|| compared.figures_behind(i))
            .or_else(|| compared.against_budget(i))
            .or_else(|| compared.beside(i));
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
    compared.said_in_words(sentence, sink);
    compared.way(sentence, sink);
    reported
}

impl Compared<'_> {
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
        let up = match reaches {
            "增" | "升" | "涨" => true,
            "降" | "减" | "跌" => false,
            _ => upwards(reaches).filter(|_| reaches.chars().count() <= 6)?,
        };
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
        // 就业率 92.5%，上年为 90.1%: the second is the earlier one, which `against` reads.
        let reached = self.gap(from, to).ends_with(['到', '至', '为']) && self.when(to) != When::Before;
        if !(points || stated.percent) || !self.all[from].percent || !self.all[to].percent || !reached || !self.exact(i)
        {
            return None;
        }
        self.point_change(from, to, i, up)
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
        self.judge(i, from, to, up)
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
            !q.percent && !q.difference && !q.approximate && q.unit != Unit::None
        };
        let own: Vec<usize> = (self.own..change).filter(|i| self.all[*i].at.start >= scope).filter(fits).collect();
        let stocks: Vec<usize> = if own.len() >= 2 { own } else { (0..change).filter(fits).collect() };
        let [.., x, y] = stocks[..] else { return None };
        if !same_unit(self.all[x], self.all[y]) || self.all[x].group != self.all[y].group {
            return None;
        }
        // 生均 1.8 万元，比上年 1.6 万元: the second need not say it again.
        if self.all[y].each && !self.all[x].each
            || self.all[x].each && !self.label(y).starts_with(['比', '较', '上', '去'])
        {
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
