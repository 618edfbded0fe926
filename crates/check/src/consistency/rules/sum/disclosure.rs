//! Rule `sum` in the two tables that every government disclosure report must carry, as the State Council's
//! office prescribed them (国办公开办函〔2019〕60号): requests received and handled, and reviews and lawsuits.
//!
//! Their identities are law and not inferred: every row adds up to its 总计, in every column 一 and 二 make 三
//! and 四, (一) to (六) make (七), and each block of four outcomes makes its 总计. Exists apart from `table`
//! because there the numbers must say what a total covers. It must not guess: a table whose rows are not
//! all recognised is not tested.

use std::ops::Range;

use crate::consistency::document::form::{COLUMNS, Cell, Form, Line, WIDTH};
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated, Suggestion};
use crate::consistency::rule::Sink;
use crate::consistency::slip::one_slip;

/// Tests a prescribed table.
pub(crate) fn examine(form: &Form, sink: &mut Sink) {
    match form {
        Form::Requests(lines) => requests(lines, sink),
        Form::Reviews(rows) => rows.iter().for_each(|cells| reviews(cells, sink)),
    }
}

/// One identity: the signed cells (row, column, sign) whose sum must be nothing.
struct Equation {
    kind: Kind,
    terms: Vec<(usize, usize, i128)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Row(usize),
    Flow(usize),
    Results(usize),
}

/// The rows of the table of requests that its identities name.
struct Requests<'a> {
    lines: &'a [Line],
    new: usize,
    carried: usize,
    total: usize,
    on: usize,
    width: usize,
}

fn requests(lines: &[Line], sink: &mut Sink) {
    let find = |from: usize, word: &str| (from..lines.len()).find(|i| lines[*i].label.contains(word));
    let Some(new) = find(0, "新收").filter(|i| !lines[*i].broken) else { return };
    let width = lines[new].cells.len();
    if width < 3 {
        return;
    }
    let Some(carried) = find(new + 1, "上年结转") else { return };
    let Some(on) = find(carried + 1, "结转下年") else { return };
    let is_total = |i: &usize| {
        lines[*i].label.contains("总计") || lines[*i].label.contains("七）") || lines[*i].label.contains("七)")
    };
    let Some(total) = (carried + 1..on).rev().find(is_total) else { return };
    if [new, carried, total, on].iter().any(|i| lines[*i].broken || lines[*i].cells.len() != width) {
        return;
    }
    Requests { lines, new, carried, total, on, width }.examine(sink);
}

impl Requests<'_> {
    fn value(&self, row: usize, column: usize) -> i128 {
        self.lines[row].cells.get(column).map_or(0, |c| c.value)
    }

    fn equations(&self) -> Vec<Equation> {
        let mut all = Vec::new();
        let results: Vec<usize> = (self.carried + 1..self.total).filter(|r| !self.heads_others(*r)).collect();
        let rows = [self.new, self.carried, self.total, self.on];
        for &row in rows.iter().chain(&results) {
            let line = &self.lines[row];
            // A row whose kinds of applicants were left empty gives only its total.
            if line.cells.len() == self.width && line.cells[..self.width - 1].iter().any(|c| c.printed.is_some()) {
                let mut terms: Vec<(usize, usize, i128)> = (0..self.width - 1).map(|c| (row, c, 1)).collect();
                terms.push((row, self.width - 1, -1));
                all.push(Equation { kind: Kind::Row(row), terms });
            }
        }
        for column in 0..self.width {
            let sides = [(self.new, 1), (self.carried, 1), (self.total, -1), (self.on, -1)];
            let terms = sides.map(|(row, sign)| (row, column, sign)).to_vec();
            if terms.iter().all(|(row, column, _)| !self.unknown(*row, *column)) {
                all.push(Equation { kind: Kind::Flow(column), terms });
            }
            if results.len() >= 2 && !results.iter().any(|r| self.lines[*r].broken) {
                let mut terms: Vec<(usize, usize, i128)> = results.iter().map(|r| (*r, column, 1)).collect();
                terms.push((self.total, column, -1));
                if terms.iter().all(|(row, column, _)| !self.unknown(*row, *column)) {
                    all.push(Equation { kind: Kind::Results(column), terms });
                }
            }
        }
        all
    }

    /// Whether a blank is a number that was not filled in rather than nothing: a total left out beside its
    /// parts, parts left out beside their total, or a whole row that cannot be empty.
    fn unknown(&self, row: usize, column: usize) -> bool {
        let cells = &self.lines[row].cells;
        let printed = |c: &Cell| c.printed.is_some();
        if cells.get(column).is_some_and(printed) {
            return false;
        }
        let (parts, total) = cells.split_at(cells.len().saturating_sub(1));
        if column + 1 == self.width {
            return parts.iter().any(|c| c.value != 0)
                || (row == self.total || row == self.new) && !parts.iter().any(printed);
        }
        let empty = !parts.iter().any(printed);
        empty && (total.iter().any(|c| c.value != 0) || row == self.total || row == self.new)
    }

    /// （三）不予公开 on a row of its own, above its numbered reasons.
    fn heads_others(&self, row: usize) -> bool {
        let numbered = |r: usize| {
            let label = self.lines[r].label.as_bytes();
            label.windows(2).any(|w| w[0].is_ascii_digit() && !w[1].is_ascii_digit())
        };
        let label = &self.lines[row].label;
        ["三）", "四）", "五）", "六）", "三)", "四)", "五)", "六)"].iter().any(|w| label.contains(w))
            && !numbered(row)
            && row + 1 < self.total
            && numbered(row + 1)
    }

    fn off(&self, equation: &Equation) -> i128 {
        equation.terms.iter().map(|(row, column, sign)| sign * self.value(*row, *column)).sum()
    }

    fn examine(&self, sink: &mut Sink) {
        let all = self.equations();
        let spoken = |e: &&Equation| e.terms.iter().any(|(r, c, _)| self.value(*r, *c) != 0);
        let tested = all.iter().filter(spoken).count();
        let failing: Vec<&Equation> = all.iter().filter(|e| self.off(e) != 0).collect();
        sink.claims += tested;
        // So many misses are a table read wrongly, not numbers written wrongly.
        if failing.is_empty() || failing.len() > 6 || failing.len() * 2 > tested.max(2) + 2 {
            return;
        }
        let blamed = self.blamed(&all, &failing);
        if let [(row, column, value)] = blamed[..]
            && let Some(finding) = self.wrong_cell(row, column, value, &failing)
        {
            sink.report(finding);
            return;
        }
        for equation in failing {
            if let Some(finding) = self.wrong_sum(equation) {
                sink.report(finding);
            }
        }
    }

    /// The cells that alone would mend every failing identity and break none, with their values.
    fn blamed(&self, all: &[Equation], failing: &[&Equation]) -> Vec<(usize, usize, i128)> {
        let mut found = Vec::new();
        for &(row, column, sign) in &failing[0].terms {
            let value = self.value(row, column) - sign * self.off(failing[0]);
            let change = value - self.value(row, column);
            let mended = all.iter().all(|e| {
                let sign: i128 = e.terms.iter().filter(|(r, c, _)| (*r, *c) == (row, column)).map(|(_, _, s)| s).sum();
                self.off(e) + sign * change == 0
            });
            if mended && value >= 0 && self.lines[row].cells.get(column).is_some_and(|c| c.printed.is_some()) {
                found.push((row, column, value));
            }
        }
        // Where several would do, a slip is likelier than a new number.
        if found.len() > 1 {
            let slips: Vec<_> = found.iter().copied().filter(|(r, c, v)| one_slip(self.value(*r, *c), *v)).collect();
            if slips.len() == 1 && self.value(slips[0].0, slips[0].1) >= 100 {
                return slips;
            }
        }
        found
    }

    fn name(&self, row: usize) -> String {
        let label = self.lines[row].label.replace('(', "（").replace(')', "）");
        let from = if row == self.new { label.find("一、").unwrap_or(0) } else { 0 };
        label[from..].trim_start_matches("三、本年度办理结果").chars().take(24).collect()
    }

    /// What the column is called; an abridged table is known only by its first and last.
    fn head(&self, column: usize) -> &'static str {
        match (self.width, column) {
            (WIDTH, c) => COLUMNS[c],
            (_, 0) => COLUMNS[0],
            (w, c) if c + 1 == w => COLUMNS[WIDTH - 1],
            _ => "法人或其他组织",
        }
    }

    fn wrong_cell(&self, row: usize, column: usize, value: i128, failing: &[&Equation]) -> Option<Finding> {
        let place = self.lines[row].cells[column].printed.clone()?;
        let (name, head, found) = (self.name(row), self.head(column), self.value(row, column));
        let message = Message::new(
            format!("申请办理表“{name}”一行“{head}”一列写作 {found}，按表内勾稽关系应为 {value}。"),
            format!(
                "In the table of requests, row “{name}”, column “{head}” says {found}; by the table's identities it would be {value}."
            ),
        );
        let (stated, derived) = self.values(failing[0]);
        let mut finding = Finding::new(Rule::Sum, Severity::Error, place.clone(), message).mismatch(stated, derived);
        finding.arithmetic.extend(failing.iter().map(|e| self.line(e)));
        finding.places = failing.iter().flat_map(|e| self.places(e)).collect();
        finding.suggestion = Some(Suggestion {
            replace: found.to_string(),
            with: value.to_string(),
            at: place,
            why: Message::new(
                format!("把 {found} 改为 {value}，该行该列的勾稽关系全部成立。"),
                format!("With {value} for {found} every identity of its row and column holds."),
            ),
        });
        Some(finding)
    }

    fn wrong_sum(&self, equation: &Equation) -> Option<Finding> {
        let (plus, minus) = self.sides(equation);
        let (stated, derived) = self.values(equation);
        let places = self.places(equation);
        let (message, at) = match equation.kind {
            Kind::Row(row) => {
                let name = self.name(row);
                let message = Message::new(
                    format!("申请办理表“{name}”一行各列之和为 {plus}，总计写作 {minus}。"),
                    format!("In the table of requests, row “{name}” adds up to {plus}; its total says {minus}."),
                );
                (message, (row, self.width - 1))
            }
            Kind::Flow(column) => {
                let head = self.head(column);
                let message = Message::new(
                    format!(
                        "申请办理表“{head}”一列：本年新收与上年结转合计 {plus}，办理总计与结转下年度合计 {minus}，应相等。"
                    ),
                    format!(
                        "In the table of requests, column “{head}”: new and carried-over requests make {plus}, answered and carried-on ones {minus}; they must be equal."
                    ),
                );
                (message, (self.total, column))
            }
            Kind::Results(column) => {
                let head = self.head(column);
                let message = Message::new(
                    format!("申请办理表“{head}”一列：（一）至（六）各项之和为 {plus}，（七）总计写作 {minus}。"),
                    format!(
                        "In the table of requests, column “{head}”: the results add up to {plus}; the total says {minus}."
                    ),
                );
                (message, (self.total, column))
            }
        };
        let range = self.lines[at.0].cells[at.1].printed.clone().or_else(|| places.first().cloned())?;
        Some(
            Finding::new(Rule::Sum, Severity::Error, range, message)
                .mismatch(stated, derived)
                .arithmetic(self.line(equation))
                .places(places),
        )
    }

    fn sides(&self, equation: &Equation) -> (i128, i128) {
        let side = |wanted: i128| {
            equation.terms.iter().filter(|t| t.2 == wanted).map(|(r, c, _)| self.value(*r, *c)).sum::<i128>()
        };
        (side(1), side(-1))
    }

    /// The printed total against what makes it; of a column, the requests that were there to be handled against
    /// those handled and carried on.
    fn values(&self, equation: &Equation) -> (Stated, Derived) {
        let (plus, minus) = self.sides(equation);
        match equation.kind {
            Kind::Row(_) | Kind::Results(_) => (Stated::new(minus), Derived::new(plus)),
            Kind::Flow(_) => (Stated::new(plus), Derived::new(minus)),
        }
    }

    fn places(&self, equation: &Equation) -> Vec<Range<usize>> {
        equation.terms.iter().filter_map(|(r, c, _)| self.lines[*r].cells.get(*c)?.printed.clone()).collect()
    }

    fn line(&self, equation: &Equation) -> String {
        let side = |wanted: i128| {
            let numbers: Vec<String> = equation
                .terms
                .iter()
                .filter(|(r, c, s)| *s == wanted && self.lines[*r].cells.get(*c).is_some_and(|c| c.printed.is_some()))
                .map(|(r, c, _)| self.value(*r, *c).to_string())
                .filter(|v| wanted < 0 || v != "0")
                .collect();
            if numbers.is_empty() { "0".to_owned() } else { numbers.join("+") }
        };
        let (plus, minus) = self.sides(equation);
        let shown = |text: String, sum: i128| if text.contains('+') { format!("{text}={sum}") } else { text };
        format!("{}≠{}", shown(side(1), plus), shown(side(-1), minus))
    }
}

/// Each block of 结果维持, 结果纠正, 其他结果, 尚未审结 and 总计.
fn reviews(cells: &[Cell], sink: &mut Sink) {
    const PRESCRIBED: &[(&str, &str)] = &[
        ("行政复议", "reviews"),
        ("未经复议直接起诉", "lawsuits without review"),
        ("复议后起诉", "lawsuits after review"),
    ];
    const ABRIDGED: &[(&str, &str)] = &[("行政复议", "reviews"), ("行政诉讼", "lawsuits")];
    let names = match cells.len() {
        15 => PRESCRIBED,
        10 => ABRIDGED,
        _ => return,
    };
    for (block, (zh, en)) in cells.chunks(5).zip(names) {
        let [parts @ .., total] = block else { continue };
        let Some(place) = total.printed.clone() else { continue };
        let sum: i128 = parts.iter().map(|c| c.value).sum();
        if parts.iter().all(|c| c.printed.is_none()) || (sum == 0 && total.value == 0) {
            continue;
        }
        sink.claims += 1;
        if sum == total.value {
            continue;
        }
        let terms: Vec<String> = parts.iter().map(|c| c.value.to_string()).collect();
        let message = Message::new(
            format!("复议诉讼表“{zh}”四项结果之和为 {sum}，总计写作 {}。", total.value),
            format!(
                "In the table of reviews and lawsuits, the outcomes of {en} add up to {sum}; the total says {}.",
                total.value
            ),
        );
        sink.report(
            Finding::new(Rule::Sum, Severity::Error, place, message)
                .mismatch(Stated::new(total.value), Derived::new(sum))
                .arithmetic(format!("{}={sum}≠{}", terms.join("+"), total.value))
                .places(block.iter().filter_map(|c| c.printed.clone()).collect()),
        );
    }
}
