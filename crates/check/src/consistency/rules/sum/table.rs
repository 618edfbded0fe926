//! Rule `sum` in tables: total rows and columns against what they total.
//!
//! A table does not say what its 合计 covers; its own numbers do. For every total the reading that most
//! lines agree on is taken as meant, and only lines that break it are reported. A total that no reading
//! fits says nothing about whether it is wrong.

use super::change::changed;
use crate::consistency::claims::relation::adds_up;
use crate::consistency::document::table::{Grid, Slot, not_summable};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated};
use crate::consistency::rule::Sink;
use crate::consistency::slip::slipped;
use crate::numbers::{Amount, print};

/// A total reaches at most this many lines back.
const REACH: usize = 80;

/// What one reading of a total gives.
struct Reading {
    parts: Vec<usize>,
    holds: Vec<usize>,
    fails: Vec<usize>,
}

/// Tests the totals of a table.
pub(crate) fn examine(grid: &Grid, sink: &mut Sink) {
    for turned in [false, true] {
        Totals { grid, turned }.examine(sink);
    }
}

/// The totals of a grid in one direction: down the columns, or turned, along the rows.
struct Totals<'a> {
    grid: &'a Grid,
    turned: bool,
}

impl Totals<'_> {
    fn examine(&self, sink: &mut Sink) {
        let (lines, positions) = self.grid.size(self.turned);
        let headers: Vec<String> = (0..positions).map(|p| self.grid.header(self.turned, p)).collect();
        let sums: Vec<bool> = headers.iter().map(|h| is_total(h)).collect();
        // Lines whose numbers may be added at all.
        let usable: Vec<usize> = (0..lines).filter(|l| !not_summable(&self.grid.header(!self.turned, *l))).collect();
        for total in (0..positions).filter(|p| sums[*p]) {
            let Some(best) = self.best_reading(total, &headers, &sums, &usable) else { continue };
            let sure = best.holds.len() >= 2 && best.fails.len() * 2 <= best.holds.len();
            if best.fails.is_empty() || sure {
                sink.claims += best.holds.len() + best.fails.len();
            }
            // Several wrong lines of one table hide each other from the count: where nothing but the parts stands before
            // the total, one line that holds speaks for as many as two that do not, each a slip away from holding.
            let lone =
                !sure && best.fails.len() <= 1.max(best.holds.len() * 2) && self.flat(&headers, total, &best.parts);
            for line in best.fails.iter().filter(|_| sure || lone) {
                if let Some(finding) = self.finding(*line, total, &best, lone) {
                    sink.claims += usize::from(!sure);
                    sink.report(finding);
                }
            }
        }
    }

    /// Whether the parts are a plain run right before their total: no subtotals, no 其中. What the total
    /// has behind it, such as 其中：博士, is counted in it already and changes nothing.
    fn flat(&self, headers: &[String], total: usize, parts: &[usize]) -> bool {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
        let run = *first..(*last).max(total);
        parts.len() >= 2
            && *last < total
            && headers[total].contains('计')
            && headers[run].iter().all(|h| !is_total(h) && !h.contains("其中"))
    }

    fn best_reading(&self, total: usize, headers: &[String], sums: &[bool], usable: &[usize]) -> Option<Reading> {
        let plain = |p: &usize| {
            !sums[*p]
                && !headers[*p].starts_with("其中")
                && !not_summable(&headers[*p])
                && self.grid.has_numbers(self.turned, *p)
        };
        let mut candidates: Vec<Vec<usize>> = Vec::new();
        let low = total.saturating_sub(REACH);
        let mut run: Vec<usize> = Vec::new();
        for p in (low..total).rev().filter(plain) {
            run.insert(0, p);
            candidates.push(run.clone());
        }
        // What stands between this total and the one before it is the plainest reading.
        let since = (low..total).rev().find(|p| sums[*p]).map_or(low, |p| p + 1);
        let nearest: Vec<usize> = (since..total).filter(plain).collect();
        run.clear();
        for p in (total + 1..headers.len().min(total + REACH)).filter(plain) {
            run.push(p);
            candidates.push(run.clone());
        }
        // A grand total of subtotals, on either side.
        for side in [low..total, total + 1..headers.len().min(total + REACH)] {
            candidates.push(
                side.filter(|p| sums[*p] && self.grid.has_numbers(self.turned, *p) && headers[*p].contains("小计"))
                    .collect(),
            );
        }
        let mut readings: Vec<Reading> = candidates
            .into_iter()
            .filter(|c| c.len() >= 2)
            .map(|parts| self.try_reading(total, parts, usable))
            .filter(|r| r.holds.len() + r.fails.len() > 0)
            .collect();
        if let Some(best) = readings
            .iter()
            .enumerate()
            .max_by_key(|(_, r)| (r.holds.len(), usize::MAX - r.fails.len(), r.parts.len()))
            .map(|(i, _)| i)
            && !readings[best].holds.is_empty()
        {
            return Some(readings.swap_remove(best));
        }
        // No reading fits: only the plainest can be blamed.
        let plainest = readings.iter().position(|r| r.parts == nearest)?;
        Some(readings.swap_remove(plainest))
    }

    fn try_reading(&self, total: usize, parts: Vec<usize>, usable: &[usize]) -> Reading {
        let mut reading = Reading { parts, holds: Vec::new(), fails: Vec::new() };
        for &line in usable {
            let Some(whole) = self.grid.cell(self.turned, line, total).and_then(|s| s.amount) else { continue };
            let numbers: Vec<Amount> =
                reading.parts.iter().filter_map(|p| self.grid.cell(self.turned, line, *p)?.amount).collect();
            let nonzero = numbers.iter().filter(|n| n.value != 0).count();
            // A line of zeros, or a single number carried over, proves nothing.
            if numbers.len() < 2
                || nonzero == 0
                || (nonzero == 1 && reading.parts.len() < 3 && numbers.iter().any(|n| n.value == whole.value))
            {
                continue;
            }
            if adds_up(whole, numbers.iter().copied()) { reading.holds.push(line) } else { reading.fails.push(line) }
        }
        reading
    }

    fn finding(&self, line: usize, total: usize, reading: &Reading, lone: bool) -> Option<Finding> {
        let whole = self.grid.cell(self.turned, line, total)?;
        let amount = whole.amount?;
        let parts: Vec<&Slot> = reading
            .parts
            .iter()
            .filter_map(|p| self.grid.cell(self.turned, line, *p))
            .filter(|s| s.amount.is_some())
            .collect();
        let sum: i128 = parts.iter().filter_map(|s| s.amount).map(|a| a.value).sum();
        let off = amount.value - sum;
        let mut fixes: Vec<(&Slot, Amount)> = slipped(amount, sum).map(|a| (whole, a)).into_iter().collect();
        fixes.extend(parts.iter().filter_map(|s| Some((*s, slipped(s.amount?, s.amount?.value + off)?))));
        if lone && (fixes.is_empty() || off.abs() * 2 > amount.value) {
            return None;
        }
        // A lone total of few digits may be mended by chance.
        let chance = lone && amount.value / amount.last_place < 1_000;
        let far = off.abs() * 2 > amount.value.max(sum);
        let unsure = chance || (fixes.is_empty() && (reading.holds.len() < 3 || far));
        let severity = if unsure { Severity::Warning } else { Severity::Error };
        let (stated, derived) = (print(amount.value), print(sum));
        let message = Message::new(
            format!("表中合计为 {stated}，各项之和为 {derived}。"),
            format!("The table gives a total of {stated}; its entries add up to {derived}."),
        );
        let terms: Vec<&str> = parts
            .iter()
            .filter(|s| s.amount.is_some_and(|a| a.value != 0))
            .map(|s| s.digits.as_str())
            .take(40)
            .collect();
        let mut finding = Finding::new(Rule::Sum, severity, whole.range.clone(), message)
            .mismatch(Stated::new(&stated), Derived::new(&derived))
            .arithmetic(format!("{}={derived}≠{stated}", terms.join("+")))
            .places(parts.iter().map(|s| s.range.clone()).collect());
        if let [(slot, fix)] = fixes[..] {
            finding.suggestion = Some(changed(slot, fix, "合计即相符", "the total holds"));
        }
        Some(finding)
    }
}

fn is_total(header: &str) -> bool {
    header.split('|').any(|h| {
        let h = h.trim_start_matches(|c: char| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '（' | '('
                        | '）'
                        | ')'
                        | '、'
                        | '.'
                        | '一'
                        | '二'
                        | '三'
                        | '四'
                        | '五'
                        | '六'
                        | '七'
                        | '八'
                        | '九'
                        | '十'
                )
        });
        ["合计", "总计", "小计"].iter().any(|w| h.starts_with(w) || h.ends_with(w))
            || matches!(h, "计" | "总数" | "合　计" | "总人数")
    })
}
