//! Rule `sum` in running text: the sums of a sentence that do not hold, put into words.
//!
//! Which quantities are parts of which, and whether a miss is an error, is settled in `claims::statement`.

use crate::consistency::claims::parts::{self, Excess, Remainder};
use crate::consistency::claims::rate::{RateClaim, Reading};
use crate::consistency::claims::relation::Relation;
use crate::consistency::claims::statement::{Broken, Fix, Statement};
use crate::consistency::document::quantity::{MOST, Unit};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated, Suggestion};
use crate::consistency::rule::Sink;
use crate::consistency::slip::print_like;
use crate::numbers::{Amount, ONE, print, print_in_scale};

/// Reports the sums of a sentence that do not hold.
pub(crate) fn examine(statement: &Statement, sink: &mut Sink) {
    sink.claims += statement.relations.len();
    if let Some(from) = statement.sentence.unread {
        let message = Message::new(
            format!("本句数字超过 {MOST} 个且没有分号隔开：此处以后的数字未核对，请分句后再查。"),
            format!(
                "This sentence holds more than {MOST} numbers without a semicolon: those from here on were not checked. \
                 Break it up and check again."
            ),
        );
        let range = statement.norm.source(&(from..statement.sentence.range.end));
        sink.report(Finding::new(Rule::Sum, Severity::Note, range, message));
    }
    for broken in &statement.broken {
        let finding = match broken {
            Broken::Parts { relation, severity, fix } => {
                parts(statement, &statement.relations[*relation], *severity, fix.as_ref())
            }
            Broken::Excess { excess, severity } => exceeding(statement, excess, *severity),
        };
        finding.into_iter().for_each(|f| sink.report(f));
    }
}

fn parts(statement: &Statement, relation: &Relation, severity: Severity, fix: Option<&Fix>) -> Option<Finding> {
    let total: i128 = relation.parts().iter().map(|i| statement.amounts[*i].value).sum();
    let whole = statement.amounts[relation.whole];
    let terms: Vec<String> = relation.parts().iter().map(|i| statement.printed(*i).to_owned()).collect();
    let money = statement.quantity(relation.whole).unit == Unit::Money;
    // Money is printed in the scale in which the document states the whole: 亿元, 万元 or 元.
    let scaled = money && whole.last_place > ONE;
    let (stated, derived) = if scaled {
        let printed = statement.printed(relation.whole);
        (print_in_scale(whole.value, printed), print_in_scale(total, printed))
    } else {
        (print(whole.value), print(total))
    };
    let unit = if scaled { scale_and_unit(statement, relation.whole) } else { "" };
    let text = Message::new(
        format!(
            "各部分之和为 {derived}{unit}，与总数 {stated}{unit} 不符，相差 {}{unit}。",
            difference(&stated, &derived)
        ),
        format!(
            "The parts add up to {derived}{unit}, not to the stated {stated}{unit}; the difference is {}{unit}.",
            difference(&stated, &derived)
        ),
    );
    let first = relation.parts().iter().chain([&relation.whole]).map(|i| statement.quantity(*i).at.start).min()?;
    let last = relation.parts().iter().chain([&relation.whole]).map(|i| statement.quantity(*i).end).max()?;
    let mut finding = Finding::new(Rule::Sum, severity, statement.norm.source(&(first..last)), text)
        .mismatch(Stated::new(&stated), Derived::new(&derived))
        .places(
            relation
                .parts()
                .iter()
                .chain([&relation.whole])
                .map(|i| statement.norm.source(&statement.quantity(*i).at))
                .collect(),
        )
        .arithmetic(format!("{}={derived}{unit}≠{stated}{unit}", terms.join("+")));
    if let Some(fix) = fix {
        finding.suggestion = Some(suggestion(statement, relation, fix, &mut finding.arithmetic));
    }
    Some(finding)
}

/// A part, or several that cannot be the same thing, that exceed the whole they stand under.
fn exceeding(statement: &Statement, excess: &Excess, severity: Severity) -> Option<Finding> {
    let Excess { whole, beside, parts, .. } = excess;
    let w = statement.printed(*whole).to_owned();
    let scale = if statement.quantity(*whole).unit == Unit::Money { w.as_str() } else { "" };
    let total: i128 = parts.iter().map(|i| statement.amounts[*i].value).sum();
    let of: i128 = beside.iter().chain([whole]).map(|i| statement.amounts[*i].value).sum();
    let (stated, derived) = (print_in_scale(of, scale), print_in_scale(total, scale));
    let terms: Vec<&str> = parts.iter().map(|i| statement.printed(*i)).collect();
    let line = terms.join("+");
    // Of wholes that stand beside each other the parts exceed all together.
    let (w, of, of_en) = if beside.is_empty() {
        (w, "它所属的总数", "")
    } else {
        (stated.clone(), "前面并列各数之和", "the sum ")
    };
    let many = if beside.is_empty() { "它们所属的总数" } else { of };
    let (message, line) = if let [part] = terms[..] {
        // Where the words do not say 其中, neither does the message.
        let listed = if statement.norm.text[statement.sentence.range.clone()].contains("其中") {
            "“其中”所列的"
        } else {
            "所列的"
        };
        let message = Message::new(
            format!("{listed} {part} 大于{of} {w}。"),
            format!("{part} is given as a part of {of_en}{w}, which is smaller."),
        );
        (message, format!("{part}>{w}"))
    } else {
        let message = Message::new(
            format!("所列各部分互不重叠，合计 {derived}，已大于{many} {stated}。"),
            format!("These parts cannot overlap; together they make {derived}, more than their whole of {stated}."),
        );
        (message, format!("{line}={derived}>{stated}"))
    };
    let range = parts::stretch(&statement.sentence.quantities, *whole, parts)?;
    let places = parts.iter().chain([whole]).map(|i| statement.norm.source(&statement.quantity(*i).at)).collect();
    let mut finding = Finding::new(Rule::Sum, severity, statement.norm.source(&range), message)
        .mismatch(Stated::new(stated), Derived::new(derived))
        .arithmetic(line);
    if parts.len() > 1 {
        finding = finding.places(places);
    }
    Some(finding)
}

/// Parts that leave something over.
pub(crate) fn short(statement: &Statement, remainder: &Remainder, severity: Severity) -> Option<Finding> {
    let Remainder { whole, parts, .. } = remainder;
    let w = statement.printed(*whole).to_owned();
    let scale = if statement.quantity(*whole).unit == Unit::Money { w.as_str() } else { "" };
    let total: i128 = parts.iter().map(|i| statement.amounts[*i].value).sum();
    let (stated, derived) = (print_in_scale(statement.amounts[*whole].value, scale), print_in_scale(total, scale));
    let off = difference(&stated, &derived);
    let message = Message::new(
        format!("所列各部分共 {derived}，比总数 {stated} 少 {off}。"),
        format!("The parts listed make {derived}, {off} less than the whole of {stated}."),
    );
    let terms: Vec<&str> = parts.iter().map(|i| statement.printed(*i)).collect();
    let range = parts::stretch(&statement.sentence.quantities, *whole, parts)?;
    Some(
        Finding::new(Rule::Sum, severity, statement.norm.source(&range), message)
            .mismatch(Stated::new(&stated), Derived::new(&derived))
            .arithmetic(format!("{}={derived}<{stated}", terms.join("+")))
            .places(parts.iter().chain([whole]).map(|i| statement.norm.source(&statement.quantity(*i).at)).collect()),
    )
}

/// 万元 in 5836.42万元.
fn scale_and_unit<'a>(statement: &Statement<'a>, i: usize) -> &'a str {
    let quantity = statement.quantity(i);
    &statement.norm.text[quantity.at.start + quantity.digits(&statement.norm.text).len()..quantity.end]
}

fn suggestion(statement: &Statement, relation: &Relation, fix: &Fix, arithmetic: &mut Vec<String>) -> Suggestion {
    let quantity = statement.quantity(fix.index);
    let digits = quantity.digits(&statement.norm.text).to_owned();
    let scale = &statement.norm.text[quantity.at.start + digits.len()..quantity.at.end];
    let with = if digits.is_empty() { print(fix.amount.value) } else { print_like(&digits, fix.amount) };
    let replace = if digits.is_empty() { statement.printed(fix.index).to_owned() } else { digits };
    let mut amounts = statement.amounts.clone();
    amounts[fix.index] = fix.amount;
    let terms: Vec<String> = relation.parts().iter().map(|i| print(amounts[*i].value)).collect();
    arithmetic.push(format!(
        "{replace}{scale}→{with}{scale}: {}={}",
        terms.join("+"),
        print(amounts[relation.whole].value)
    ));
    let mut also = (String::new(), String::new());
    for rate in &fix.mended {
        let claim = &statement.rates[*rate];
        if let Some(line) = holding_line(statement, claim, &amounts) {
            also = (format!("，{line} 也随之成立"), format!(", and {line} holds as well"));
            arithmetic.push(line);
        }
    }
    let why = Message::new(
        format!("把 {replace} 改为 {with}，各部分之和即等于总数{}；其他一处改动都做不到。", also.0),
        format!("With {with} for {replace} the parts make the whole{}; no other single slip does it.", also.1),
    );
    Suggestion { replace, with, at: statement.norm.source(&quantity.at), why }
}

fn holding_line(statement: &Statement, claim: &RateClaim, amounts: &[Amount]) -> Option<String> {
    let stated = amounts[claim.stated].value;
    let fits =
        |reading: &&Reading| claim.worked(reading, amounts, statement.sentence).is_some_and(|w| w.value == stated);
    let best = claim.readings.iter().filter(fits).max_by_key(|r| r.of.len())?;
    claim.arithmetic(best, amounts, statement.sentence)
}

fn difference(a: &str, b: &str) -> String {
    let read = |t: &str| crate::numbers::read_amount(t).map_or(0, |(a, _)| a.value);
    print((read(a) - read(b)).abs())
}
