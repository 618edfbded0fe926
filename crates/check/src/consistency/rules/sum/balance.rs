//! Rule `sum`: what must balance although nobody calls it a part of anything.
//!
//! Shares of one whole make a hundred, an account's income equals its spending, and cases taken in make those
//! settled and those carried on. Tests and reports by itself, since none of these has a whole with parts.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::consistency::document::chars::tail;
use crate::consistency::document::norm::Norm;
use crate::consistency::document::quantity::{Quantity, Sentence, Unit, same_unit};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::consistency::slip::{one_slip, slipped};
use crate::consistency::words;
use crate::numbers::{Amount, ONE, print, print_in_scale, read_amount};

static RATIO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\d{1,3}(?:\.\d{1,2})?)：(\d{1,3}(?:\.\d{1,2})?)：(\d{1,3}(?:\.\d{1,2})?)")
        .expect("a constant pattern")
});

/// Everything of this kind that a sentence claims.
pub(crate) fn examine(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    answers(norm, sentence, sink);
    industries(norm, sentence, sink);
    shares(norm, sentence, sink);
    cases(norm, sentence, sink);
    sexes(norm, sentence, sink);
}

static SEX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(男|女)(?:性|生|学生|教师|职工|教职工|员工|选手|党员)?(?:人数)?(?:占比为|占比|比例为|比例|占总人数的|占总数的|占|为)?$")
        .expect("a constant pattern")
});

/// 男 60%，女 50%: everybody is one of the two.
fn sexes(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    for pair in sentence.quantities.windows(2) {
        let [a, b] = pair else { continue };
        let sex = |q: &Quantity| SEX.captures(&norm.text[q.label.clone()]).map(|c| c[1].to_owned());
        let (Some(one), Some(other)) = (sex(a), sex(b)) else { continue };
        let gap = norm.text.get(a.end..b.label.start).unwrap_or("；");
        let exact = a.percent && b.percent && !a.approximate && !b.approximate && !a.difference && !b.difference;
        if one == other || !exact || !matches!(gap, "" | "，" | "、") {
            continue;
        }
        // 合格率男生 92.5%，女生 95%: of each.
        let lead = tail(&norm.text[..a.at.start], 60);
        let sum = a.amount.value + b.amount.value;
        if lead.contains('率') || (sum - 100 * ONE).abs() > 25 * ONE {
            continue;
        }
        sink.claims += 1;
        if (sum - 100 * ONE).abs() <= a.amount.last_place.max(b.amount.last_place) {
            continue;
        }
        let text = print(sum);
        let message = Message::new(
            format!("男女占比之和为 {text}%，不是 100%。"),
            format!("The shares of men and women add up to {text}%, not to 100%."),
        );
        let finding = Finding::new(Rule::Sum, Severity::Warning, norm.source(&(a.label.start..b.end)), message)
            .mismatch(Stated::new(100), Derived::new(&text))
            .arithmetic(format!("{}+{}={text}", print(a.amount.value), print(b.amount.value)))
            .places(vec![norm.source(&a.at), norm.source(&b.at)]);
        sink.report(finding);
    }
}

/// 三次产业结构比为 5.1：38.4：56.5.
fn industries(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    let words = &norm.text[sentence.range.clone()];
    if !words.contains('：') || !words::INDUSTRIES.iter().any(|w| words.contains(w)) {
        return;
    }
    for found in RATIO.captures_iter(words) {
        let Some(whole) = found.get(0) else { continue };
        let (before, after) = (&words[..whole.start()], &words[whole.end()..]);
        let numbers: Vec<Amount> = (1..=3).filter_map(|i| Some(read_amount(found.get(i)?.as_str())?.0)).collect();
        // 10:20:30 is a time, 1:3:5 a ratio of another kind, a:b:c:d a longer one.
        if before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '：' | '.'))
            || after.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '：' | '.'))
            || !of_industries(before)
            || numbers.len() != 3
        {
            continue;
        }
        let at = sentence.range.start + whole.start()..sentence.range.start + whole.end();
        hundred(norm, &at, &numbers, sink);
    }
}

/// Whether the clause that leads to a ratio speaks of industries, or goes on from one that did.
fn of_industries(before: &str) -> bool {
    let clause = before.rsplit(['，', '；']).next().unwrap_or("");
    clause.contains('产')
        || (tail(before, 120).contains('产') && ["为", "到", "成", "至"].iter().any(|w| clause.ends_with(w)))
}

/// 第一产业增加值占生产总值比重为 7.1%，第二产业…，第三产业…, or 比重分别为 A、B、C.
fn shares(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    let percents: Vec<&Quantity> = sentence.quantities.iter().filter(|q| q.percent).collect();
    let mut last = 0;
    for run in percents.windows(3) {
        let [a, b, c] = run else { continue };
        if a.at.start < last || run.iter().any(|q| q.approximate || q.difference) {
            continue;
        }
        let label = |q: &Quantity| norm.text[q.label.clone()].to_owned();
        let words = &norm.text[a.label.start..c.at.start];
        let named = [(a, "一产"), (b, "二产"), (c, "三产")]
            .iter()
            .all(|(q, name)| label(q).contains(name) || label(q).contains(&name.replace('产', "次产业")));
        let respectively = {
            let lead = tail(&norm.text[sentence.range.start..a.at.start], 90);
            let joined = |x: &Quantity, y: &Quantity| matches!(&norm.text[x.end..y.at.start], "、" | "和" | "，");
            let four = percents.iter().find(|q| q.at.start > c.at.start).is_some_and(|d| joined(c, d));
            (lead.contains("三次产业") || lead.contains("一、二、三产业")) && joined(a, b) && joined(b, c) && !four
        };
        let share = |words: &str| words::SHARE_WORDS.iter().any(|w| words.contains(w));
        let lead = tail(&norm.text[sentence.range.start..a.at.start], 90);
        let change = |words: &str| words::CHANGE_WORDS.iter().any(|w| words.contains(w));
        if !(named && share(words) && !change(words) || respectively && share(lead) && !change(lead)) {
            continue;
        }
        last = c.end;
        hundred(norm, &(a.at.start..c.end), &[a.amount, b.amount, c.amount], sink);
    }
}

/// Shares that divide one question's answers make a hundred.
fn answers(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    let shares: Vec<&Quantity> = sentence.quantities.iter().filter(|q| q.percent).collect();
    if shares.len() < 3
        || sentence.quantities.iter().rev().take(shares.len()).any(|q| !q.percent)
        || shares.iter().any(|q| q.approximate || q.difference)
    {
        return;
    }
    let sum: i128 = shares.iter().map(|q| q.amount.value).sum();
    let slack: i128 = shares.iter().map(|q| q.amount.last_place).sum();
    let off = (sum - 100 * ONE).abs();
    let (exact, near) = (2 * off <= slack, off <= 12 * ONE);
    if !exact && !near {
        return;
    }
    sink.claims += 1;
    // Only a scale with both ends is known to be complete.
    let words = &norm.text[sentence.range.clone()];
    let scale = words.matches("满意").count() >= 3 && words.contains("不满意")
        || words.contains("不合格")
        || words.contains("不称职");
    if exact || !scale || words.contains('等') {
        return;
    }
    let text = print(sum);
    let message = Message::new(
        format!("各项占比之和为 {text}%，不是 100%。"),
        format!("The shares add up to {text}%, not to 100%."),
    );
    let (Some(first), Some(last)) = (shares.first(), shares.last()) else { return };
    let line = shares.iter().map(|q| print(q.amount.value)).collect::<Vec<_>>().join("+");
    let finding = Finding::new(Rule::Sum, Severity::Warning, norm.source(&(first.at.start..last.end)), message)
        .mismatch(Stated::new(100), Derived::new(&text))
        .arithmetic(format!("{line}={text}"))
        .places(shares.iter().map(|q| norm.source(&q.at)).collect());
    sink.report(finding);
}

/// Three shares that are all there are.
fn hundred(norm: &Norm, at: &Range<usize>, numbers: &[Amount], sink: &mut Sink) {
    let sum: i128 = numbers.iter().map(|n| n.value).sum();
    let step = numbers.iter().map(|n| n.last_place).min().unwrap_or(ONE);
    let off = (sum - 100 * ONE).abs();
    if !(40 * ONE..=190 * ONE).contains(&sum) {
        return;
    }
    sink.claims += 1;
    // Three rounded numbers miss by one and a half last places at most.
    if 2 * off <= 3 * step {
        return;
    }
    let severity = if off > 5 * step { Severity::Error } else { Severity::Warning };
    let terms: Vec<String> = numbers.iter().map(|n| print(n.value)).collect();
    let text = print(sum);
    let message = Message::new(
        format!("三次产业的比重之和为 {text}，不是 100。"),
        format!("The shares of the three industries add up to {text}, not to 100."),
    );
    sink.report(
        Finding::new(Rule::Sum, severity, norm.source(at), message)
            .mismatch(Stated::new(100), Derived::new(&text))
            .arithmetic(format!("{}={text}≠100", terms.join("+"))),
    );
}

/// 新收 a 件，上年结转 b 件，办结 c 件，结转下年 d 件.
fn cases(norm: &Norm, sentence: &Sentence, sink: &mut Sink) {
    let words = &norm.text[sentence.range.clone()];
    if !words.contains("结转") && !words.contains("旧存") {
        return;
    }
    let label = |q: &Quantity| norm.text[q.label.clone()].to_owned();
    let any = |q: &Quantity, names: &[&str]| names.iter().any(|n| label(q).contains(n));
    let on = |q: &Quantity| any(q, &words::CARRIED_ON);
    let old = |q: &Quantity| !on(q) && any(q, &["结转", "旧存"]);
    let new = |q: &Quantity| !on(q) && !old(q) && any(q, &words::TAKEN_IN);
    let done = |q: &Quantity| !on(q) && !old(q) && !new(q) && any(q, &words::SETTLED);
    let only = |test: &dyn Fn(&Quantity) -> bool| {
        let mut all = sentence.quantities.iter().filter(|q| !q.percent && test(q));
        let first = all.next();
        if all.next().is_some() { None } else { first }
    };
    let (Some(new), Some(old), Some(done), Some(on)) = (only(&new), only(&old), only(&done), only(&on)) else { return };
    let all = [new, old, done, on];
    if all.iter().any(|q| {
        q.approximate || q.difference || q.depth > 0 || !same_unit(q, new) || !q.is_count() || q.unit == Unit::None
    }) {
        return;
    }
    let (left, right) = (new.amount.value + old.amount.value, done.amount.value + on.amount.value);
    sink.claims += 1;
    let off = left - right;
    let mends = all[..2].iter().any(|q| slipped(q.amount, q.amount.value - off).is_some())
        || all[2..].iter().any(|q| slipped(q.amount, q.amount.value + off).is_some());
    if off == 0 || !mends || left < 10 * ONE {
        return;
    }
    let severity = if left >= 100 * ONE && off.abs() * 5 <= left { Severity::Error } else { Severity::Warning };
    let [a, b, c, d] = all.map(|q| print(q.amount.value));
    let (left, right) = (print(left), print(right));
    let message = Message::new(
        format!("新收与结转合计 {left}，办结与结转下年合计 {right}，应相等。"),
        format!(
            "Cases taken in and carried over make {left}; cases settled and carried on make {right}. The two must be equal."
        ),
    );
    let from = all.iter().map(|q| q.at.start).min().unwrap_or(new.at.start);
    let to = all.iter().map(|q| q.end).max().unwrap_or(new.end);
    sink.report(
        Finding::new(Rule::Sum, severity, norm.source(&(from..to)), message)
            .mismatch(Stated::new(&left), Derived::new(&right))
            .arithmetic(format!("{a}+{b}={left}≠{c}+{d}={right}"))
            .places(all.iter().map(|q| norm.source(&q.at)).collect()),
    );
}

/// 收入总计 waits for the 支出总计 of the same account, which by the form of the account is equal.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    income: Option<Total>,
    paragraph: usize,
}

#[derive(Debug)]
struct Total {
    account: String,
    amount: Amount,
    /// The number with its scale.
    printed: String,
    /// Scale and unit: 万元.
    unit: String,
    place: Range<usize>,
    paragraph: usize,
}

static TOTAL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(.*?)(收入|支出)(?:决算|预算)?总计(?:为|是)?$").expect("a constant pattern"));

/// Further apart than this, two totals belong to different accounts.
const NEAR: usize = 8;

impl Accounts {
    /// Reads a paragraph.
    pub(crate) fn read(&mut self, norm: &Norm, all: &[Sentence], sink: &mut Sink) {
        self.paragraph += 1;
        if !norm.text.contains("总计") {
            return;
        }
        for quantity in all.iter().flat_map(|s| &s.quantities) {
            let label = &norm.text[quantity.label.clone()];
            let Some(found) = TOTAL.captures(label).filter(|_| quantity.unit == Unit::Money && !quantity.approximate)
            else {
                continue;
            };
            let total = Total {
                account: found[1].to_owned(),
                amount: quantity.amount,
                printed: norm.text[quantity.at.clone()].to_owned(),
                unit: norm.text[quantity.at.start + quantity.digits(&norm.text).len()..quantity.end].to_owned(),
                place: norm.source(&(quantity.label.start..quantity.end)),
                paragraph: self.paragraph,
            };
            if &found[2] == "收入" {
                self.income = Some(total);
            } else if let Some(income) = self.income.take() {
                balance(&income, &total, sink);
            }
        }
    }
}

fn balance(income: &Total, spending: &Total, sink: &mut Sink) {
    let (a, b) = (income.amount, spending.amount);
    if income.account != spending.account && !spending.account.is_empty()
        || spending.paragraph - income.paragraph > NEAR
        || a.last_place != b.last_place
    {
        return;
    }
    sink.claims += 1;
    if a.value == b.value || !one_slip(a.value / a.last_place, b.value / b.last_place) {
        return;
    }
    let (a, b) = (print_in_scale(a.value, &income.printed), print_in_scale(b.value, &income.printed));
    let unit = &income.unit;
    let message = Message::new(
        format!("收入总计 {a}{unit} 与支出总计 {b}{unit} 应相等。"),
        format!("Total income {a}{unit} and total spending {b}{unit} must be equal."),
    );
    sink.report(
        Finding::new(Rule::Sum, Severity::Error, spending.place.clone(), message)
            .mismatch(Stated::new(&a), Derived::new(&b))
            .arithmetic(format!("{a}≠{b}"))
            .places(vec![income.place.clone(), spending.place.clone()]),
    );
}
