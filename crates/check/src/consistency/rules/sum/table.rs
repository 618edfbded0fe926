//! Rule `sum` in tables: total rows and columns against what they total.
//!
//! A table does not say what its 合计 covers; its own numbers do. For every total the reading that most
//! lines agree on is taken as meant, and only lines that break it are reported. A total that no reading
//! fits says nothing about whether it is wrong.

use std::ops::Range;

use domain::extract::{BlockKind, Extract};

use crate::consistency::Sink;
use crate::consistency::claims::relations::adds_up;
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated, Suggestion};
use crate::consistency::rules::sum::disclosure;
use crate::consistency::slip::{print_like, slipped};
use crate::numbers::{Amount, ONE, print, read_amount};

/// Larger sheets are data, not report tables; their first part is read.
const MOST_ROWS: usize = 3_000;
const MOST_COLUMNS: usize = 60;
/// A total reaches at most this many lines back.
const REACH: usize = 80;

/// A cell as the rule sees it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slot {
    /// The words, when it is no number.
    pub(crate) label: String,
    pub(crate) amount: Option<Amount>,
    /// The number as printed, without separators.
    pub(crate) digits: String,
    /// Where it stands in the extracted text.
    pub(crate) range: Range<usize>,
}

/// Collects the cells of one table after the other.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    table: Option<usize>,
    rows: Vec<Vec<Slot>>,
}

impl Tables {
    /// Reads all tables of a document.
    pub(crate) fn examine(extract: &Extract, sink: &mut Sink) {
        let mut tables = Tables::default();
        for block in &extract.blocks {
            let BlockKind::Cell { table, row, column, row_span, .. } = block.kind else { continue };
            if block.concealed.is_some() {
                continue;
            }
            if tables.table != Some(table) {
                tables.flush(sink);
                tables.table = Some(table);
            }
            if row < MOST_ROWS && column < MOST_COLUMNS {
                let slot = slot(extract.text.get(block.range.clone()).unwrap_or(""), block.range.clone());
                // A label that spans rows is the label of each; a number is not.
                let rows = if slot.amount.is_none() { row_span.clamp(1, 50) } else { 1 };
                for r in row..(row + rows).min(MOST_ROWS) {
                    tables.put(r, column, slot.clone());
                }
            }
        }
        tables.flush(sink);
    }

    fn put(&mut self, row: usize, column: usize, slot: Slot) {
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let line = &mut self.rows[row];
        if line.len() <= column {
            line.resize_with(column + 1, Slot::default);
        }
        line[column] = slot;
    }

    fn flush(&mut self, sink: &mut Sink) {
        let rows = std::mem::take(&mut self.rows);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if rows.len() < 2 || width < 2 {
            return;
        }
        if disclosure::examine(&rows, sink) {
            return;
        }
        let grid = Grid { rows, width };
        if grid.coded(sink) {
            return;
        }
        for grid in grid.split() {
            grid.totals(false, sink);
            grid.totals(true, sink);
            grid.named(sink);
        }
    }
}

fn slot(text: &str, range: Range<usize>) -> Slot {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '`' | '\u{3000}' | '\u{a0}'))
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .take(80)
        .collect();
    let digits: String = plain.chars().filter(|c| *c != ',').collect();
    let grouped = !plain.contains(',')
        || plain.split(',').skip(1).all(|g| g.len() >= 3 && g.as_bytes()[..3].iter().all(u8::is_ascii_digit));
    let amount = read_amount(&digits).filter(|(_, len)| {
        grouped && matches!(&digits[*len..], "" | "人" | "元" | "项" | "个" | "件" | "条" | "名" | "篇" | "次")
    });
    Slot {
        digits: amount.map_or(String::new(), |(_, len)| digits[..len].to_owned()),
        amount: amount.map(|(a, _)| a),
        label: if amount.is_some() { String::new() } else { plain },
        range,
    }
}

pub(crate) struct Grid {
    pub(crate) rows: Vec<Vec<Slot>>,
    pub(crate) width: usize,
}

/// What one reading of a total gives.
struct Reading {
    parts: Vec<usize>,
    holds: Vec<usize>,
    fails: Vec<usize>,
}

impl Grid {
    /// Income on the left and spending on the right are two tables printed side by side.
    fn split(self) -> Vec<Grid> {
        let kind = |column: usize, number: bool| {
            self.rows
                .iter()
                .filter_map(|r| r.get(column))
                .filter(
                    |s| if number { s.amount.is_some() } else { s.amount.is_none() && s.label.chars().count() >= 2 },
                )
                .count()
        };
        let half = self.rows.len() / 2;
        let right = (2..self.width.saturating_sub(1)).find(|c| {
            kind(*c, false) > half
                && kind(*c, true) == 0
                && (1..*c).any(|b| kind(b, true) * 3 > half)
                && kind(*c + 1, true) * 3 > half
        });
        let Some(cut) = right.filter(|c| kind(0, false) > half && self.rows.len() >= 4 && *c * 2 == self.width) else {
            return vec![self];
        };
        let mut left = self.rows;
        let right: Vec<Vec<Slot>> =
            left.iter_mut().map(|row| if row.len() > cut { row.split_off(cut) } else { Vec::new() }).collect();
        let width = self.width - cut;
        vec![Grid { rows: left, width: cut }, Grid { rows: right, width }]
    }

    fn at(&self, row: usize, column: usize) -> Option<&Slot> {
        self.rows.get(row)?.get(column)
    }

    /// The slot on line `line` at position `position`: rows × columns, or turned.
    fn cell(&self, turned: bool, line: usize, position: usize) -> Option<&Slot> {
        if turned { self.at(position, line) } else { self.at(line, position) }
    }

    fn size(&self, turned: bool) -> (usize, usize) {
        if turned { (self.width, self.rows.len()) } else { (self.rows.len(), self.width) }
    }

    /// The words at the head of a position: the labels before its first number.
    pub(crate) fn header(&self, turned: bool, position: usize) -> String {
        let (lines, _) = self.size(turned);
        let mut words = String::new();
        for line in 0..lines.min(12) {
            match self.cell(turned, line, position) {
                Some(slot) if slot.amount.is_some() && line > 0 && !is_serial(slot, line) => break,
                Some(slot) if !slot.label.is_empty() && words.len() < 240 => {
                    words.push_str(&slot.label);
                    words.push('|');
                }
                _ => {}
            }
        }
        words
    }

    fn totals(&self, turned: bool, sink: &mut Sink) {
        let (lines, positions) = self.size(turned);
        let headers: Vec<String> = (0..positions).map(|p| self.header(turned, p)).collect();
        let sums: Vec<bool> = headers.iter().map(|h| is_total(h)).collect();
        // Lines whose numbers may be added at all.
        let usable: Vec<usize> = (0..lines).filter(|l| !not_summable(&self.header(!turned, *l))).collect();
        for total in (0..positions).filter(|p| sums[*p]) {
            let Some(best) = self.best_reading(turned, total, &headers, &sums, &usable) else { continue };
            let sure = best.holds.len() >= 2 && best.fails.len() * 2 <= best.holds.len();
            if best.fails.is_empty() || sure {
                sink.claims += best.holds.len() + best.fails.len();
            }
            for line in &best.fails {
                let single = best.holds.len() <= 1 && best.fails.len() == 1 && self.flat(&headers, total, &best.parts);
                if !sure && !single {
                    continue;
                }
                if let Some(finding) = self.finding(turned, *line, total, &best, single) {
                    sink.claims += usize::from(!sure);
                    sink.report(finding);
                }
            }
        }
    }

    /// Whether the parts are a plain run right before their total: no subtotals, no 其中.
    fn flat(&self, headers: &[String], total: usize, parts: &[usize]) -> bool {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
        let run = *first..(*last).max(total);
        parts.len() >= 2
            && *last < total
            && headers[total].contains('计')
            && headers[run].iter().all(|h| !is_total(h) && !h.contains("其中"))
            && !headers[total + 1..].iter().any(|h| h.contains("其中"))
    }

    fn best_reading(
        &self,
        turned: bool,
        total: usize,
        headers: &[String],
        sums: &[bool],
        usable: &[usize],
    ) -> Option<Reading> {
        let plain = |p: &usize| {
            !sums[*p] && !headers[*p].starts_with("其中") && !not_summable(&headers[*p]) && self.has_numbers(turned, *p)
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
                side.filter(|p| sums[*p] && self.has_numbers(turned, *p) && headers[*p].contains("小计")).collect(),
            );
        }
        let mut readings: Vec<Reading> = candidates
            .into_iter()
            .filter(|c| c.len() >= 2)
            .map(|parts| self.try_reading(turned, total, parts, usable))
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

    fn has_numbers(&self, turned: bool, position: usize) -> bool {
        let (lines, _) = self.size(turned);
        (0..lines).any(|l| self.cell(turned, l, position).is_some_and(|s| s.amount.is_some()))
    }

    fn try_reading(&self, turned: bool, total: usize, parts: Vec<usize>, usable: &[usize]) -> Reading {
        let mut reading = Reading { parts, holds: Vec::new(), fails: Vec::new() };
        for &line in usable {
            let Some(whole) = self.cell(turned, line, total).and_then(|s| s.amount) else { continue };
            let numbers: Vec<Amount> =
                reading.parts.iter().filter_map(|p| self.cell(turned, line, *p)?.amount).collect();
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

    fn finding(&self, turned: bool, line: usize, total: usize, reading: &Reading, single: bool) -> Option<Finding> {
        let whole = self.cell(turned, line, total)?;
        let amount = whole.amount?;
        let parts: Vec<&Slot> =
            reading.parts.iter().filter_map(|p| self.cell(turned, line, *p)).filter(|s| s.amount.is_some()).collect();
        let sum: i128 = parts.iter().filter_map(|s| s.amount).map(|a| a.value).sum();
        let off = amount.value - sum;
        let mut fixes: Vec<(&Slot, Amount)> = slipped(amount, sum).map(|a| (whole, a)).into_iter().collect();
        fixes.extend(parts.iter().filter_map(|s| Some((*s, slipped(s.amount?, s.amount?.value + off)?))));
        if single && (fixes.is_empty() || off.abs() * 2 > amount.value) {
            return None;
        }
        // A lone total of few digits may be mended by chance.
        let chance = single && amount.value / amount.last_place < 1_000;
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
            let with = print_like(&slot.digits, fix);
            finding.suggestion = Some(Suggestion {
                replace: slot.digits.clone(),
                why: Message::new(
                    format!("把 {} 改为 {with}，合计即相符。", slot.digits),
                    format!("With {with} for {} the total holds.", slot.digits),
                ),
                with,
                at: slot.range.clone(),
            });
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

/// Columns and rows whose numbers are not quantities of one kind.
pub(crate) fn not_summable(header: &str) -> bool {
    [
        "序号", "编号", "代码", "编码", "率", "比例", "占比", "占", "平均", "人均", "年份", "%", "得分", "单价",
        "排名", "电话", "最高", "最低", "增幅", "同比", "学号", "日期", "时间", "分数", "科目",
    ]
    .iter()
    .any(|w| header.contains(w))
}

/// 1, 2, 3 … down a column.
fn is_serial(slot: &Slot, line: usize) -> bool {
    slot.amount.is_some_and(|a| a.value == line as i128 * ONE) && slot.digits.len() <= 2
}
