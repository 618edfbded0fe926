//! The two tables that every government disclosure report must carry, as the State Council's office prescribed them
//! (国办公开办函〔2019〕60号): requests received and handled, and reviews and lawsuits.
//!
//! Found in tables of cells and in the lines that a PDF or plain text leaves of them. It must not guess: what cannot
//! be put into the columns of the form is marked as broken. Whether the numbers agree is for the rule to say.

use std::ops::Range;

use domain::extract::{Block, BlockKind, Extract};

use super::table::Slot;
use crate::numbers::ONE;

/// 自然人, five kinds of organisations, 总计.
pub(crate) const COLUMNS: [&str; WIDTH] =
    ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];

/// Columns of the prescribed form; an abridged one may have fewer.
pub(crate) const WIDTH: usize = 7;

/// The prescribed form has 27 rows; one that runs on much longer is something else.
const MOST_LINES: usize = 90;

/// A cell: its value, and its place when something is printed there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) value: i128,
    pub(crate) printed: Option<Range<usize>>,
}

/// A row of the table of requests.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) label: String,
    pub(crate) cells: Vec<Cell>,
    /// Holds numbers that could not be put into columns.
    pub(crate) broken: bool,
}

/// One of the two tables.
#[derive(Debug)]
pub(crate) enum Form {
    /// Requests received and handled.
    Requests(Vec<Line>),
    /// The rows of numbers of the table of reviews and lawsuits.
    Reviews(Vec<Vec<Cell>>),
}

/// The form that a table given as cells is, if it is one.
pub(crate) fn of_table(rows: &[Vec<Slot>]) -> Option<Form> {
    let has = |words: &str| rows.iter().flatten().any(|s| s.label.contains(words));
    if has("新收") && has("上年结转") && has("结转下年") {
        let lines = aligned(rows).unwrap_or_else(|| {
            let width = width(rows);
            rows.iter().map(|row| trailing(row, width)).collect()
        });
        return Some(Form::Requests(lines));
    }
    if has("结果维持") && has("尚未审结") {
        let numbers = rows.iter().filter(|r| r.iter().all(|s| s.amount.is_some() || is_blank(s)));
        return Some(Form::Reviews(numbers.map(|row| row.iter().map(cell).collect()).collect()));
    }
    None
}

/// The forms that a PDF or plain text gives as lines, and where in the text the tables of requests stand: their rows
/// are no part of the outline.
pub(crate) fn in_text(extract: &Extract) -> (Vec<Form>, Vec<Range<usize>>) {
    let (mut forms, mut spans) = (Vec::new(), Vec::new());
    if !extract.text.contains("上年结转") {
        return (forms, spans);
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
            forms.push(Form::Reviews(vec![cells.clone()]));
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
            forms.push(Form::Requests(std::mem::take(&mut lines)));
            spans.push(from..range.end);
        } else if lines.len() > MOST_LINES {
            lines.clear();
        }
    }
    (forms, spans)
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

/// 其他应收款 19,450.00 100.00 - -: words, then numbers or strokes apart from each other, and no mark of a sentence.
pub(crate) fn has_cells(text: &str) -> bool {
    if text.contains(['，', '。', '；', '、', '：']) {
        return false;
    }
    let number = |t: &&str| is_dash(t) || t.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-'));
    text.split_whitespace().rev().take_while(number).count() >= 2
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
