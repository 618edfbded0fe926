//! Rule `sum` in the two tables that every government disclosure report must carry, as the State Council's
//! office prescribed them (国办公开办函〔2019〕60号): requests received and handled, and reviews and lawsuits.
//!
//! Their identities are law and not inferred: every row adds up to its 总计, in every column 一 and 二 make 三
//! and 四, (一) to (六) make (七), and each block of four outcomes makes its 总计. Exists apart from `table`
//! because there the numbers must say what a total covers. It must not guess: a table whose rows are not
//! all recognised is not tested.

use std::ops::Range;

use domain::extract::{Block, BlockKind, Extract};

use crate::consistency::Sink;
use crate::consistency::finding::{Derived, Finding, Message, Rule, Severity, Stated, Suggestion};
use crate::consistency::rules::sum::table::Slot;
use crate::consistency::slip::one_slip;
use crate::numbers::ONE;

/// 自然人, five kinds of organisations, 总计.
const COLUMNS: [&str; WIDTH] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
/// Columns of the prescribed form; an abridged one may have fewer.
const WIDTH: usize = 7;
/// The prescribed form has 27 rows; one that runs on much longer is something else.
const MOST_LINES: usize = 90;

/// A cell: its value, and its place when something is printed there.
#[derive(Debug, Clone, Default)]
struct Cell {
    value: i128,
    printed: Option<Range<usize>>,
}

/// A row of the table of requests.
#[derive(Debug, Clone, Default)]
struct Line {
    label: String,
    cells: Vec<Cell>,
    /// Holds numbers that could not be put into columns.
    broken: bool,
}

/// Tests a table given as cells; whether it was one of the two.
pub(crate) fn examine(rows: &[Vec<Slot>], sink: &mut Sink) -> bool {
    let has = |words: &str| rows.iter().flatten().any(|s| s.label.contains(words));
    if has("新收") && has("上年结转") && has("结转下年") {
        let lines = aligned(rows).unwrap_or_else(|| {
            let width = width(rows);
            rows.iter().map(|row| trailing(row, width)).collect()
        });
        requests(&lines, sink);
        return true;
    }
    if has("结果维持") && has("尚未审结") {
        for row in rows.iter().filter(|r| r.iter().all(|s| s.amount.is_some() || is_blank(s))) {
            let cells: Vec<Cell> = row.iter().map(cell).collect();
            reviews(&cells, sink);
        }
        return true;
    }
    false
}

/// Tests the tables that a PDF or plain text gives as lines; gives where in the text they stand, since their
/// rows are no part of the outline.
pub(crate) fn examine_text(extract: &Extract, sink: &mut Sink) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    if !extract.text.contains("上年结转") {
        return spans;
    }
    let mut from = 0;
    let mut lines: Vec<Line> = Vec::new();
    let mut label = String::new();
    let mut reviewed = 0usize;
    for (range, text) in text_lines(extract) {
        let (words, cells) = cut(text, range.start);
        if text.contains("行政诉讼") || text.contains("尚未审") {
            reviewed = 30;
        }
        reviewed = reviewed.saturating_sub(1);
        if reviewed > 0 && words.is_empty() && cells.len() == 15 {
            reviews(&cells, sink);
            reviewed = 0;
        }
        if lines.is_empty() && !text.contains("新收") && label.is_empty() {
            continue;
        }
        label.push_str(&words);
        if cells.is_empty() {
            if label.len() > 600 {
                label.clear();
            }
            continue;
        }
        // A page number stands alone and without words.
        if cells.len() == 1 && words.is_empty() {
            continue;
        }
        let broken = cells.len() != WIDTH;
        let line = Line { label: std::mem::take(&mut label), cells, broken };
        if lines.is_empty() && (broken || !line.label.contains("新收")) {
            continue;
        }
        let last = line.label.contains("结转下年");
        if lines.is_empty() {
            from = range.start;
        }
        lines.push(line);
        if last {
            requests(&lines, sink);
            spans.push(from..range.end);
        }
        if last || lines.len() > MOST_LINES {
            lines.clear();
        }
    }
    spans
}

fn text_lines(extract: &Extract) -> impl Iterator<Item = (Range<usize>, &str)> {
    let running = |block: &&Block| {
        block.concealed.is_none()
            && matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::ListItem { .. })
    };
    extract.blocks.iter().filter(running).flat_map(|block| {
        let text = extract.text.get(block.range.clone()).unwrap_or("");
        let mut at = block.range.start;
        text.split_inclusive('\n').map(move |line| {
            let from = at;
            at += line.len();
            (from..at, line)
        })
    })
}

/// Whether a paragraph is the row of a table that lost its cells: it ends in several numbers set apart.
pub(crate) fn is_row(text: &str) -> bool {
    let number = |t: &&str| is_dash(t) || t.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-'));
    text.split_whitespace().rev().take_while(number).count() >= 4
}

/// A line of text as words and the numbers at its end.
fn cut(text: &str, start: usize) -> (String, Vec<Cell>) {
    let mut cells: Vec<Cell> = Vec::new();
    let mut end = text.trim_end().len();
    while cells.len() < 40 {
        let head = text[..end].trim_end();
        let from =
            head.rfind(char::is_whitespace).map_or(0, |i| i + head[i..].chars().next().map_or(1, char::len_utf8));
        let token = &head[from..];
        let value = if is_dash(token) {
            Some(0)
        } else {
            token.parse::<u32>().ok().filter(|_| token.len() <= 7).map(i128::from)
        };
        let Some(value) = value.filter(|_| !token.is_empty()) else { break };
        cells.push(Cell { value, printed: Some(start + from..start + head.len()) });
        end = from;
    }
    cells.reverse();
    (text[..end].chars().filter(|c| !c.is_whitespace()).collect(), cells)
}

fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '/' | '-' | '—' | '－' | '／' | '–' | '\\' | '―' | '无'))
}

fn is_blank(slot: &Slot) -> bool {
    slot.amount.is_none() && (slot.label.is_empty() || is_dash(&slot.label))
}

fn cell(slot: &Slot) -> Cell {
    let value = slot.amount.map_or(0, |a| a.value / ONE);
    Cell { value, printed: slot.amount.map(|_| slot.range.clone()) }
}

/// The prescribed number of columns, or as many as the row of new requests prints when they are fewer.
fn width(rows: &[Vec<Slot>]) -> usize {
    let new = rows.iter().find(|r| r.iter().any(|s| s.label.contains("新收")));
    let count = |row: &Vec<Slot>| row.iter().rev().take_while(|s| s.amount.is_some() || is_blank(s)).count();
    new.map_or(WIDTH, count).clamp(3, WIDTH)
}

/// Rows read under the columns of the head: the way when merged cells were undone.
fn aligned(rows: &[Vec<Slot>]) -> Option<Vec<Line>> {
    let head = rows.iter().position(|r| r.iter().any(|s| s.label.contains("新收")))?;
    let at = |word: &str| rows[..head].iter().find_map(|r| r.iter().position(|s| s.label == word));
    let first = at(COLUMNS[0])?;
    let width = (at(COLUMNS[WIDTH - 1])? + 1).checked_sub(first)?;
    if first == 0 || !(3..=WIDTH).contains(&width) {
        return None;
    }
    let mut lines = vec![Line::default(); head];
    for row in &rows[head..] {
        let inside = row.get(first..(first + width).min(row.len())).unwrap_or(&[]);
        let outside = row[..first.min(row.len())].iter().chain(row.get(first + width..).unwrap_or(&[]));
        if outside.clone().any(|s| s.amount.is_some()) || !inside.iter().all(|s| s.amount.is_some() || is_blank(s)) {
            return None;
        }
        let mut cells: Vec<Cell> = inside.iter().map(cell).collect();
        cells.resize_with(width, Cell::default);
        lines.push(Line { label: label(&row[..first.min(row.len())]), cells, broken: false });
    }
    Some(lines)
}

/// A row read from its last words on: the way when merged cells are lost or repeated.
fn trailing(row: &[Slot], width: usize) -> Line {
    let words = row.iter().rposition(|s| s.amount.is_none() && !is_blank(s)).map_or(0, |i| i + 1);
    let rest = &row[words..];
    let mut line = Line { label: label(&row[..words]), ..Line::default() };
    let cells: Vec<Cell> = rest.iter().map(cell).collect();
    let filled = |cells: &[Cell]| cells.iter().any(|c| c.printed.is_some());
    let surplus = cells.len().saturating_sub(width);
    if !filled(&cells) {
        line.cells = vec![Cell::default(); width];
    } else if cells.len() < width {
        line.broken = true;
    } else if !filled(&cells[width..]) {
        line.cells = cells[..width].to_vec();
    } else if !filled(&cells[..surplus]) {
        line.cells = cells[surplus..].to_vec();
    } else {
        line.broken = true;
    }
    line
}

fn label(cells: &[Slot]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for slot in cells.iter().filter(|s| s.amount.is_none() && !is_blank(s)) {
        // Merged cells may repeat their words.
        if words.last() != Some(&slot.label.as_str()) {
            words.push(&slot.label);
        }
    }
    words.concat()
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
