//! Rule `sum` in tables whose rows say by name or code what they are parts of.
//!
//! 205, 20502 and 2050205 are the classes of public spending: each is the sum of those one step below. 第一,
//! 第二 and 第三产业 under 生产总值 are its parts though no row says 合计. Exists beside `table`, which must infer
//! from numbers what a total covers.

use super::change::changed;
use crate::consistency::claims::division;
use crate::consistency::claims::relation::adds_up;
use crate::consistency::document::table::{Grid, Slot, not_summable};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::consistency::slip::slipped;
use crate::consistency::words;
use crate::numbers::{Amount, print};

/// A row with the rows it is the sum of.
struct Family {
    parent: usize,
    children: Vec<usize>,
}

/// Tests rows under their codes; whether the table has such codes.
pub(crate) fn coded(grid: &Grid, sink: &mut Sink) -> bool {
    let Some((column, codes)) = (0..grid.width.min(4)).find_map(|c| Some((c, codes(grid, c)?))) else {
        return false;
    };
    let mut families: Vec<Family> = Vec::new();
    for (parent, code) in &codes {
        let children: Vec<usize> = codes
            .iter()
            .filter(|(_, other)| other.len() == code.len() + 2 && other.starts_with(code.as_str()))
            .map(|(row, _)| *row)
            .collect();
        if !children.is_empty() {
            families.push(Family { parent: *parent, children });
        }
    }
    let top: Vec<usize> = codes.iter().filter(|(_, code)| code.len() == 3).map(|(row, _)| *row).collect();
    if let Some(total) =
        (0..grid.rows.len()).find(|r| grid.rows[*r].iter().any(|s| matches!(s.label.as_str(), "合计" | "总计")))
    {
        families.push(Family { parent: total, children: top });
    }
    for value in column + 1..grid.width {
        if !not_summable(&grid.header(false, value)) {
            column_of(grid, value, &families, sink);
        }
    }
    true
}

/// The codes of a column: of three, five and seven digits, the longer beginning like a shorter.
fn codes(grid: &Grid, column: usize) -> Option<Vec<(usize, String)>> {
    let codes: Vec<(usize, String)> = (0..grid.rows.len())
        .filter_map(|row| {
            let slot = grid.rows[row].get(column)?;
            let text =
                if slot.digits.is_empty() { slot.label.trim_start_matches(['[', '［', '〔']) } else { &slot.digits };
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            let code = matches!(digits.len(), 3 | 5 | 7) && (slot.digits.is_empty() || slot.digits == digits);
            code.then_some((row, digits))
        })
        .collect();
    let nested = codes
        .iter()
        .filter(|(_, a)| codes.iter().any(|(_, b)| a.len() == b.len() + 2 && a.starts_with(b.as_str())))
        .count();
    // A code that comes twice starts another account.
    let twice = codes.iter().enumerate().any(|(i, (_, a))| codes[..i].iter().any(|(_, b)| a == b));
    (codes.len() >= 3 && codes.len() <= 400 && nested * 2 >= codes.len() && !twice).then_some(codes)
}

/// Tests one column; what most rows obey is taken as meant, and the few that break it are reported.
fn column_of(grid: &Grid, column: usize, families: &[Family], sink: &mut Sink) {
    let amount = |row: usize| grid.rows[row].get(column).and_then(|s| s.amount);
    let mut holds = 0;
    let mut fails: Vec<&Family> = Vec::new();
    for family in families {
        let Some(whole) = amount(family.parent) else { continue };
        let parts: Vec<Amount> = family.children.iter().filter_map(|r| amount(*r)).collect();
        if parts.is_empty() || (whole.value == 0 && parts.iter().all(|p| p.value == 0)) {
            continue;
        }
        if adds_up(whole, parts.iter().copied()) { holds += 1 } else { fails.push(family) }
    }
    // A wrong number breaks two sums at most: that of which it is a part and that of its own parts.
    if fails.len() > 2 || holds < 2 * fails.len() {
        return;
    }
    sink.claims += holds + fails.len();
    let reported = if fails.len() == 2 { shared(grid, column, &fails) } else { None };
    if let Some((family, value)) = reported {
        sink.report(finding_of(grid, column, family, Some((family.parent, value))));
        return;
    }
    for family in fails {
        sink.report(finding_of(grid, column, family, None));
    }
}

/// The one number that two failing sums have in common, and what it would be for both.
fn shared<'a>(grid: &Grid, column: usize, fails: &[&'a Family]) -> Option<(&'a Family, i128)> {
    let sum = |f: &Family| -> i128 {
        f.children.iter().filter_map(|r| grid.rows[*r].get(column)?.amount).map(|a| a.value).sum()
    };
    let value = |row: usize| grid.rows[row].get(column).and_then(|s| s.amount).map_or(0, |a| a.value);
    [(fails[0], fails[1]), (fails[1], fails[0])].into_iter().find_map(|(upper, lower)| {
        let own = sum(lower);
        let mended = sum(upper) - value(lower.parent) + own;
        (upper.children.contains(&lower.parent) && mended == value(upper.parent)).then_some((lower, own))
    })
}

fn finding_of(grid: &Grid, column: usize, family: &Family, wrong: Option<(usize, i128)>) -> Finding {
    let slot = |row: usize| grid.rows[row].get(column).cloned().unwrap_or_default();
    let whole = slot(family.parent);
    let amount = whole.amount.unwrap_or(Amount::whole(0));
    let parts: Vec<Slot> = family.children.iter().map(|r| slot(*r)).filter(|s| s.amount.is_some()).collect();
    let sum: i128 = parts.iter().filter_map(|s| s.amount).map(|a| a.value).sum();
    let mut fixes: Vec<(&Slot, Amount)> = slipped(amount, sum).map(|a| (&whole, a)).into_iter().collect();
    if wrong.is_none() {
        let off = amount.value - sum;
        fixes.extend(parts.iter().filter_map(|s| Some((s, slipped(s.amount?, s.amount?.value + off)?))));
    }
    let severity = if fixes.is_empty() && wrong.is_none() { Severity::Warning } else { Severity::Error };
    let name = name_of(grid, family.parent);
    let (stated, derived) = (print(amount.value), print(sum));
    let message = Message::new(
        format!("表中“{name}”一行写作 {stated}，所含各行之和为 {derived}。"),
        format!("In the table, row “{name}” says {stated}; the rows it is made of add up to {derived}."),
    );
    let terms: Vec<&str> = parts.iter().map(|s| s.digits.as_str()).take(40).collect();
    let mut finding = Finding::new(Rule::Sum, severity, whole.range.clone(), message)
        .mismatch(Stated::new(&stated), Derived::new(&derived))
        .arithmetic(format!("{}={derived}≠{stated}", terms.join("+")))
        .places(parts.iter().map(|s| s.range.clone()).collect());
    if let [(slot, fix)] = fixes[..] {
        finding.suggestion = Some(changed(slot, fix, "各行之和即相符", "the rows add up"));
    }
    finding
}

fn name_of(grid: &Grid, row: usize) -> String {
    let label = grid.rows[row].iter().rev().find(|s| !s.label.is_empty()).map_or("", |s| s.label.as_str());
    label.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']')).chars().take(24).collect()
}

/// Rows that are parts of a row above them by their names.
pub(crate) fn named(grid: &Grid, sink: &mut Sink) {
    let labels: Vec<String> = grid
        .rows
        .iter()
        .map(|row| row.iter().find(|s| !s.label.is_empty()).map_or(String::new(), |s| plain(&s.label)))
        .collect();
    for (row, label) in labels.iter().enumerate() {
        if label.is_empty() || is_each(label) {
            continue;
        }
        let below: Vec<String> = labels.iter().skip(row + 1).take(6).cloned().collect();
        for chosen in division::complete(label, &below) {
            // 经营支出 and others may stand below 基本支出 and 项目支出.
            if below.iter().any(|b| b.contains("项目支出")) {
                continue;
            }
            // The first part stands right under its whole, but for one line such as 其中.
            if chosen.first().is_none_or(|first| *first > 1) || chosen.iter().any(|i| is_each(&below[*i])) {
                continue;
            }
            let children: Vec<usize> = chosen.iter().map(|i| row + 1 + i).collect();
            divided(grid, &Family { parent: row, children }, sink);
        }
    }
}

fn divided(grid: &Grid, family: &Family, sink: &mut Sink) {
    let amount = |row: usize, column: usize| grid.rows[row].get(column).and_then(|s| s.amount);
    for column in 1..grid.width {
        let header = grid.header(false, column);
        if not_summable(&header) || is_each(&header) {
            continue;
        }
        let Some(whole) = amount(family.parent, column) else { continue };
        let parts: Vec<Amount> = family.children.iter().filter_map(|r| amount(*r, column)).collect();
        if parts.len() != family.children.len() || whole.value / whole.last_place < 100 {
            continue;
        }
        sink.claims += 1;
        if adds_up(whole, parts.iter().copied()) {
            continue;
        }
        let sum: i128 = parts.iter().map(|p| p.value).sum();
        let off = whole.value - sum;
        let slip = slipped(whole, sum).is_some() || parts.iter().any(|p| slipped(*p, p.value + off).is_some());
        if slip && off.abs() * 3 <= whole.value.max(sum) {
            sink.report(finding_of(grid, column, family, None));
        }
    }
}

/// A label without its number, indent and 其中.
fn plain(label: &str) -> String {
    let open = label.trim_start_matches(['(', '（', '#', '＃']);
    let rest = open.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let numbered = rest.len() < open.len() && rest.starts_with([')', '）', '、', '.']);
    let label = if numbered { rest.trim_start_matches([')', '）', '、', '.']) } else { open };
    // 第一产业 keeps its number.
    label.trim_start_matches("其中").trim_start_matches([':', '：', ',']).to_owned()
}

/// Rows and columns of rates, growth and averages.
fn is_each(label: &str) -> bool {
    words::NOT_PARTS.iter().any(|w| label.contains(w))
}
