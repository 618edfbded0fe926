//! Ways that are said without a figure: 有所上升, 与上年持平, 逐年减少; and against a plan: 低于预算 9 万元, 高于预算 20%.
//!
//! Part of rule `rate`, beside `direction`. The figures must stand in the same sentence and be told by their years or as
//! plan and outcome; a subject of another name is left alone.

use std::sync::LazyLock;

use regex::Regex;

use super::compared::{Compared, Tested, When, upwards};
use crate::consistency::document::chars::{head, tail};
use crate::consistency::document::quantity::{Quantity, Sentence, Unit, same_unit};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::consistency::words;

static WAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"([^，。；：（）]{0,12}?)(有所|略有|明显|显著|大幅|小幅|稳步|同比|呈|[较比](?:上年|去年|上一年|20\d\d年)(?:度)?|逐年|连年|连续[一二三四五六七八九十\d]年|持续|[与和](?:上年|去年|上一年|20\d\d年)(?:相比)?|相比)(?:逐年|有所|略有|明显|稳步|大幅)?(上升|下降|增加|减少|增长|提高|提升|降低|回落|攀升|持平)(?:趋势|态势|的趋势)?(?:[，。；：（）]|$)",
    )
    .expect("a constant pattern")
});

static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(小于|低于|少于|大于|高于|多于|超过|超出)(?:了)?(?:年初|当年|年度|上年|去年|20\d\d年)?(?:预算|决算|计划|目标|收入|支出)?(?:数)?的?$")
        .expect("a constant pattern")
});

/// Whether the words of a plan's comparison say more or less.
fn over_plan(label: &str) -> Option<bool> {
    let any = |all: &[&str]| all.iter().any(|w| label.contains(w));
    match (
        any(&["高于", "超过", "超出", "超支", "超预算", "多于", "大于"]),
        any(&["低于", "节约", "节省", "少于", "小于"]),
    ) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => upwards(label),
    }
}

impl Compared<'_> {
    fn stock(&self, i: usize) -> bool {
        let q = self.all[i];
        !q.difference && !q.approximate && (q.percent || q.unit != Unit::None)
    }

    /// 由 2.1 万人扩大到 2.4 万人，减少 0.3 万人: the second word goes another way than the first.
    pub(super) fn after_reach(&self, i: usize) -> Option<Tested> {
        let (from, to) = (i.checked_sub(2)?, i - 1);
        let stated = self.all[i];
        let bare =
            self.gap(to, i).strip_prefix('，')?.trim_end_matches(['了', '约', '为']).trim_start_matches(['同', '比']);
        let up = upwards(bare).filter(|_| bare.chars().count() <= 2 || bare.ends_with('幅'))?;
        // 由年初 18200 人变为年末 18600 人
        let gap = self.gap(from, to);
        let became = gap.chars().count() <= 8 && words::BECOMES.iter().any(|w| gap.starts_with(w));
        let reached = (became || self.reached(from, to)) && self.label(from).contains(['由', '从']);
        // 由 18 个调整为 16 个，减少 3 个，新增 1 个: the change is told in steps, of which this is one.
        let rest = head(&self.norm.text[stated.end..], 60).split(['。', '；']).next().unwrap_or("");
        if self.all.get(i + 1).is_some_and(|q| !q.percent) && words::STEPS.iter().any(|w| rest.contains(w)) {
            return None;
        }
        let alike = same_unit(self.all[from], self.all[to]) && !self.all[from].percent;
        if !reached || !alike || ![from, to, i].into_iter().all(|j| self.exact(j)) || self.all[from].amount.value <= 0 {
            return None;
        }
        if stated.unit == Unit::Other("倍") {
            return self.times_more(i, from, to, up);
        }
        (stated.percent || same_unit(stated, self.all[to])).then(|| self.judge(i, from, to, up)).flatten()
    }

    /// 由 40 项增加到 120 项，增长 2 倍: to three times as much is two times more.
    fn times_more(&self, i: usize, from: usize, to: usize, up: bool) -> Option<Tested> {
        let (a, b, stated) = (self.all[from].amount.value, self.all[to].amount.value, self.all[i].amount);
        if !up {
            return None;
        }
        let more = (b - a).checked_mul(crate::numbers::ONE)? / a;
        if (more - stated.value).abs() < stated.last_place {
            return Some(Tested::Holds);
        }
        let (x, y, said) = (self.printed(from), self.printed(to), self.digits(i));
        let is = crate::numbers::print(more / 100_000 * 100_000);
        let message = Message::new(
            format!("由 {x} 到 {y} 是增长 {is} 倍，文中写作增长 {said} 倍。"),
            format!("From {x} to {y} is {is} times more; the text says {said} times more."),
        );
        let line = format!("({y}-{x})÷{x}={is}");
        Some(self.reported(i, from, to, Severity::Warning, message, (&said, &is), line))
    }

    /// 12.6 万，较年初 11.8 万增加 0.8 万: what it is against stands right before the change.
    pub(super) fn against_stated(&self, i: usize) -> Option<Tested> {
        let (to, from) = (i.checked_sub(2)?, i - 1);
        let label = self.label(from);
        let begins = label.starts_with(['比', '较']) && label.chars().count() <= 14;
        let bare = self.gap(from, i).trim_start_matches(['）', '的', '，']).trim_end_matches(['了', '约', '为']);
        let up = upwards(bare).filter(|_| bare.chars().count() <= 2)?;
        let alike =
            same_unit(self.all[from], self.all[to]) && !self.all[from].percent && self.stock(from) && self.stock(to);
        let fits = self.all[i].percent || same_unit(self.all[i], self.all[from]);
        let gap = self.gap(to, from);
        let near = gap.chars().count() <= 20 && !gap.contains(['。', '；', '、']) && to >= self.own;
        if !begins || !alike || !fits || !near || ![from, to, i].into_iter().all(|j| self.exact(j)) {
            return None;
        }
        self.judge(i, from, to, up)
    }

    /// 同比下降 20%（由 50 件降为 40 件）: both figures in the brackets behind.
    pub(super) fn figures_behind(&self, i: usize) -> Option<Tested> {
        let (from, to) = (i + 1, i + 2);
        let group = self.all.get(to)?.group;
        let near = group == 0 && self.gap(i, from).starts_with('，') && self.gap(i, from).chars().count() <= 10;
        let inside = self.all[from].group == group && (near || group > 0 && group == self.all[i].end);
        let reached = self.label(from).starts_with(['由', '从']) && self.reached(from, to);
        let up = upwards(tail(self.label(i), 36))?;
        let alike = same_unit(self.all[from], self.all[to]) && self.exact(i);
        let stated = self.all[i];
        let fits = inside && reached && alike && !self.all[from].percent && (stated.percent || stated.difference);
        fits.then(|| self.judge(i, from, to, up)).flatten()
    }

    /// 预算 15 万元，决算 12 万元，低于预算 20%; 比年初预算增加 300 万元，年初预算 5200 万元，决算 5500 万元.
    pub(super) fn against_budget(&self, i: usize) -> Option<Tested> {
        let label = tail(self.label(i), 45);
        let stated = self.all[i];
        let says = label.contains("预算") && (stated.percent || stated.unit == Unit::Money) && self.exact(i);
        let up = over_plan(label).filter(|_| says)?;
        // 完成预算, 占预算: shares, which other readers test.
        if ["完成", "占", "执行", "收入"].iter().any(|w| label.contains(w)) {
            return None;
        }
        let money = |j: &usize| {
            let q = self.all[*j];
            *j != i && q.unit == Unit::Money && self.stock(*j) && over_plan(self.label(*j)).is_none()
        };
        let all: Vec<usize> = (self.own..self.all.len()).filter(money).collect();
        let [x, y] = all[..] else { return None };
        let plan = |j: usize| self.label(j).contains("预算") && !self.label(j).contains("决算");
        let (from, to) = match (plan(x), plan(y)) {
            (true, false) => (x, y),
            (false, true) => (y, x),
            _ => return None,
        };
        self.judge(i, from, to, up)
    }

    /// 8.2 万元，低于预算 9.0 万元: what it is compared with has its number.
    pub(super) fn beside(&self, j: usize) -> Option<Tested> {
        let label = self.label(j);
        let found = BESIDE.captures(label)?;
        let word = found.get(1)?.as_str();
        let object = &label[found.get(1)?.end()..];
        let to = (self.own..j).rev().find(|i| self.stock(*i) && same_unit(self.all[*i], self.all[j]))?;
        let gap = self.gap(to, j);
        let (a, b) = (self.all[j].amount.value, self.all[to].amount.value);
        // 高于计划数 200 人 may say by how much.
        let far = a > 2 * b || b > 2 * a || object.is_empty();
        if far || gap.contains(['。', '；']) || gap.chars().count() > 16 || !self.exact(j) || self.all[j].difference {
            return None;
        }
        let more = matches!(word, "大于" | "高于" | "多于" | "超过" | "超出");
        if b > a && more || b < a && !more {
            return Some(Tested::Holds);
        }
        let (x, y) = (self.printed(to), self.printed(j));
        let message = Message::new(
            format!("{x} 并不{word} {y}：请核对用词或数字。"),
            format!("{x} is not {} {y}. Check the word or the figures.", if more { "more than" } else { "less than" }),
        );
        let sign = if b > a {
            '>'
        } else if b < a {
            '<'
        } else {
            '='
        };
        let values = (self.digits(to), self.digits(j));
        let line = format!("{x}{sign}{y}");
        Some(self.reported(j, to, j, Severity::Warning, message, (&values.0, &values.1), line))
    }

    /// 有所上升, 与上年持平, 逐年减少.
    pub(super) fn way(&self, sentence: &Sentence, sink: &mut Sink) {
        let Some(said) = self.norm.text.get(sentence.range.clone()) else { return };
        let ways = words::UP.iter().chain(words::DOWN.iter());
        if self.all.len() - self.own < 2 || !(said.contains("持平") || ways.into_iter().any(|w| said.contains(w))) {
            return;
        }
        for found in WAY.captures_iter(said) {
            let (Some(subject), Some(how), Some(word)) = (found.get(1), found.get(2), found.get(3)) else { continue };
            let series = ["逐年", "连年", "连续", "持续"].iter().any(|w| how.as_str().starts_with(w));
            let series = series || found.get(0).is_some_and(|whole| whole.as_str().contains("逐年"));
            let mut all = self.of_one_thing(subject.as_str());
            if all.is_empty() && series {
                all = self.in_turn(said);
            }
            if all.len() < if series { 3 } else { 2 } || !series && all.len() != 2 {
                continue;
            }
            sink.claims += 1;
            let value = |i: usize| self.all[i].amount.value;
            let even = word.as_str() == "持平";
            let up = upwards(word.as_str());
            let steps = all.windows(2).map(|w| (w[0], w[1]));
            let wrong = steps.into_iter().find(|(a, b)| match up {
                Some(up) => value(*a) == value(*b) || (value(*b) > value(*a)) != up,
                None => even && (value(*b) - value(*a)).abs() * 50 > value(*a).max(value(*b)),
            });
            let Some((from, to)) = wrong else { continue };
            let tested = match up {
                Some(up) => self.turned(from, to, to, up),
                None => self.uneven(from, to),
            };
            if let Tested::Wrong(finding) = tested {
                sink.report(*finding);
            }
        }
    }

    /// 2021-2023年发文量分别为 86 篇、92 篇、105 篇: in the order of the years.
    fn in_turn(&self, said: &str) -> Vec<usize> {
        let own: Vec<usize> = (self.own..self.all.len()).filter(|i| self.stock(*i) && self.exact(*i)).collect();
        let joined = |w: &[usize]| {
            let gap = self.gap(w[0], w[1]);
            same_unit(self.all[w[0]], self.all[w[1]]) && matches!(gap, "、" | "和" | "，" | "及" | "与")
        };
        let one = own.len() >= 3 && own.windows(2).all(joined) && said.contains("分别") && said.contains('年');
        if one { own } else { Vec::new() }
    }

    fn uneven(&self, from: usize, to: usize) -> Tested {
        let (x, y) = (self.printed(from), self.printed(to));
        let message = Message::new(
            format!("{x} 与 {y} 并不相等，文中却说“持平”：请核对用词或数字。"),
            format!("{x} and {y} differ, but the text says they are level. Check the word or the figures."),
        );
        let start = self.all[from].at.start.min(self.all[to].at.start);
        let end = self.all[from].end.max(self.all[to].end);
        let (a, b) = (self.digits(from), self.digits(to));
        let finding = Finding::new(Rule::Rate, Severity::Warning, self.norm.source(&(start..end)), message)
            .mismatch(Stated::new(&b), Derived::new(&a))
            .arithmetic(format!("{x}≠{y}"));
        Tested::Wrong(Box::new(finding))
    }

    /// The figures of the sentence that are one thing in different years, in the order of the years; none where others
    /// of their unit could be meant, or where what is said is of another name.
    fn of_one_thing(&self, subject: &str) -> Vec<usize> {
        let own: Vec<usize> = (self.own..self.all.len()).filter(|i| self.stock(*i) && self.exact(*i)).collect();
        let Some(first) = own.first() else { return Vec::new() };
        let alike = |q: &Quantity| same_unit(q, self.all[*first]);
        if !own.iter().all(|i| alike(self.all[*i])) {
            return Vec::new();
        }
        let mut dated: Vec<(u32, usize)> = Vec::new();
        for i in &own {
            dated.push(match self.when(*i) {
                When::Before => (1, *i),
                When::Now => (2, *i),
                When::Year(year) => (year, *i),
                When::Unsaid if own.len() == 2 => (2, *i),
                When::Unsaid => return Vec::new(),
            });
        }
        let mixed = dated.iter().any(|d| d.0 < 10) && dated.iter().any(|d| d.0 >= 10);
        let (before, now) = (dated.iter().any(|d| d.0 == 1), dated.iter().any(|d| d.0 > 1));
        dated.sort_unstable();
        let twice = dated.windows(2).any(|w| w[0].0 == w[1].0);
        let names: Vec<String> = own.iter().map(|i| name_of(self.label(*i))).filter(|n| !n.is_empty()).collect();
        let one = names.windows(2).all(|w| w[0].contains(&w[1]) || w[1].contains(&w[0]));
        if twice || !one || mixed && !(before && now && dated.len() == 2) {
            return Vec::new();
        }
        let subject = if subject.contains(|c: char| c.is_ascii_digit()) { String::new() } else { name_of(subject) };
        let chars: Vec<char> = subject.chars().collect();
        let shared = |name: &String| chars.windows(2).any(|w| name.contains(&w.iter().collect::<String>()));
        let told = chars.len() < 2 || names.is_empty() || names.iter().any(shared);
        if told { dated.into_iter().map(|d| d.1).collect() } else { Vec::new() }
    }
}

/// What a label names beside its year: 去年新增图书 is 新增图书.
fn name_of(label: &str) -> String {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"20\d\d年度?|上一年|前一年|上年度?|去年|今年|本年度?|当年|同期|总体|数量|[为是的共有量数总则达仅]")
            .expect("a constant pattern")
    });
    TIME.replace_all(label.trim_start_matches(['比', '较', '与', '同', '和']), "").into_owned()
}
