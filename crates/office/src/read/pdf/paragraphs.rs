//! Lines into paragraphs, headings and page margins.
//!
//! It exists so that a sentence broken at a line's or page's end is whole again for the checker. Where
//! geometry leaves it open, lines stay apart: two paragraphs glued together make false findings.

use std::collections::HashMap;

use domain::extract::{BlockKind, Place};

use super::super::ReadError;
use super::super::builder::{Builder, Draft, Pending};
use super::PageText;
use super::annotations::Annotation;
use super::layout::PageLayout;
use super::lines::{Line, Unseen};
use super::table::{Cell, Table};

/// A paragraph that the next line may continue.
struct Open {
    draft: Draft,
    kind: BlockKind,
    page: usize,
    number: usize,
    last: Line,
    lines: usize,
}

/// Where a column begins and ends, and how far its lines lie apart.
struct Frame {
    left: f64,
    right: f64,
    pitch: f64,
}

/// A table that the next page may continue.
struct Running {
    index: usize,
    page: usize,
    rows: usize,
    borders: Vec<f64>,
    head: Vec<HeadCell>,
}

/// A cell near the top of a table, by which a repeated head is known: row, column, rows, columns, text.
type HeadCell = (usize, usize, usize, usize, String);

/// Rows that a head may have.
const HEAD_ROWS: usize = 3;

/// Emits all pages.
pub(crate) fn emit(pages: Vec<PageText>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let margins = margins(&pages);
    let sizes = Sizes::of(&pages);
    let mut flow = Flow { open: None, running: None, tables: 0, builder };
    for PageText { number, layout, annotations, .. } in pages {
        let PageLayout { mut columns, unseen, tables } = layout;
        for (index, column) in columns.iter_mut().enumerate() {
            let (left, right) = edges(&column.lines);
            column.lines.iter_mut().for_each(|line| line.settle(left, right));
            let (margin, body): (Vec<&Line>, Vec<&Line>) =
                column.lines.iter().partition(|line| margins.contains(&(number, line.number)));
            for line in margin {
                let place = Place::Page { page: number, line: line.number };
                let kind = BlockKind::PageMargin;
                flow.builder.emit(Pending { draft: draft(line), kind, place, concealed: None })?;
            }
            let frame = Frame::of(&body);
            for (at, line) in body.iter().enumerate() {
                match line.table.and_then(|index| tables.get(index)) {
                    Some(table) => flow.table(table, number, line.number)?,
                    None => flow.line(line, number, (index, at), &sizes, &frame)?,
                }
            }
        }
        flow.unprinted(number, unseen, annotations)?;
    }
    flow.close()
}

/// What has been emitted and what may still grow.
struct Flow<'b, 'l> {
    open: Option<Open>,
    running: Option<Running>,
    tables: usize,
    builder: &'b mut Builder<'l>,
}

impl Flow<'_, '_> {
    fn line(
        &mut self,
        line: &Line,
        page: usize,
        (column, at): (usize, usize),
        sizes: &Sizes,
        frame: &Frame,
    ) -> Result<(), ReadError> {
        self.running = None;
        let kind = match &self.open {
            Some(Open { kind: kind @ BlockKind::Heading(_), last, .. })
                if sizes.goes_on(last, line) && last.right + first_word(line) > frame.right - 0.7 * line.size =>
            {
                kind.clone()
            }
            _ => sizes.kind(line),
        };
        let first = at == 0 && (column > 0 || self.open.as_ref().is_some_and(|open| open.page != page));
        let goes_on = self.open.as_ref().is_some_and(|open| {
            open.kind == kind && if first { over_the_break(open, line, frame) } else { joins(open, line, frame) }
        });
        match &mut self.open {
            Some(open) if goes_on => {
                join(&mut open.draft, line);
                open.last = line.clone();
                open.lines += 1;
            }
            _ => {
                self.close()?;
                let (draft, last) = (draft(line), line.clone());
                self.open = Some(Open { draft, kind, page, number: line.number, last, lines: 1 });
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), ReadError> {
        if let Some(Open { draft, kind, page, number, .. }) = self.open.take() {
            let place = Place::Page { page, line: number };
            self.builder.emit(Pending { draft, kind, place, concealed: None })?;
        }
        Ok(())
    }

    /// Emits a table's cells; one that begins a page may be the rest of the one that ended the page before.
    fn table(&mut self, table: &Table, page: usize, line: usize) -> Result<(), ReadError> {
        self.close()?;
        let texts: Vec<Draft> = table.cells.iter().map(cell_text).collect();
        let head: Vec<HeadCell> = table
            .cells
            .iter()
            .zip(&texts)
            .filter(|(cell, _)| cell.row < HEAD_ROWS)
            .map(|(cell, draft)| (cell.row, cell.column, cell.rows, cell.columns, draft.text.clone()))
            .collect();
        let before = self.running.take().filter(|running| {
            let same = |(one, two): (&f64, &f64)| (one - two).abs() < 3.0;
            running.page + 1 == page
                && running.borders.len() == table.borders.len()
                && running.borders.iter().zip(&table.borders).all(same)
        });
        let skipped = before.as_ref().map_or(0, |before| repeated_rows(&before.head, &head));
        let (index, rows, head) = match before {
            Some(before) => (before.index, before.rows, before.head),
            None => {
                self.tables += 1;
                (self.tables - 1, 0, head)
            }
        };
        for (cell, draft) in table.cells.iter().zip(texts).filter(|(cell, _)| cell.row >= skipped) {
            let kind = BlockKind::Cell {
                table: index,
                row: rows + cell.row - skipped,
                column: cell.column,
                row_span: cell.rows,
                column_span: cell.columns,
            };
            let place = Place::Page { page, line: line + cell.row };
            self.builder.emit(Pending { draft, kind, place, concealed: None })?;
        }
        let rows = rows + table.rows - skipped;
        self.running = Some(Running { index, page, rows, borders: table.borders.clone(), head });
        Ok(())
    }

    /// What nobody sees on a page, and what stands beside its text.
    fn unprinted(&mut self, page: usize, unseen: Vec<Unseen>, annotations: Vec<Annotation>) -> Result<(), ReadError> {
        // A sentence that goes on overleaf is not broken by a note on the page; its block comes after.
        for Unseen { line, text, why } in unseen {
            let place = Place::Page { page, line };
            self.builder.emit_text(&text, BlockKind::Paragraph, place, Some(why))?;
        }
        for Annotation { text, kind, concealed } in annotations {
            self.builder.emit_text(&text, kind, Place::Page { page, line: 1 }, concealed)?;
        }
        Ok(())
    }
}

/// How many rows at the top come again from the table's beginning, as programs repeat heads.
fn repeated_rows(first: &[HeadCell], again: &[HeadCell]) -> usize {
    let top = |cells: &[HeadCell], rows: usize| -> Option<Vec<HeadCell>> {
        let own: Vec<HeadCell> = cells.iter().filter(|cell| cell.0 < rows).cloned().collect();
        // A cell that reaches further down cannot be cut.
        own.iter().all(|cell| cell.0 + cell.2 <= rows).then_some(own).filter(|own| !own.is_empty())
    };
    let same = |rows: &usize| matches!((top(first, *rows), top(again, *rows)), (Some(one), Some(two)) if one == two);
    (1..=HEAD_ROWS).rev().find(same).unwrap_or(0)
}

/// The text of a cell: lines that only its width broke are one.
fn cell_text(cell: &Cell) -> Draft {
    let mut whole = Draft::default();
    let widest = cell.lines.iter().map(|line| line.right - line.left).fold(0.0, f64::max);
    let mut above: Option<&Line> = None;
    for line in &cell.lines {
        if let Some(above) = above {
            // Cells keep a little room at their sides; a line was full when no more than that was left.
            let room = (cell.width - 0.8 * line.size).max(widest);
            let full = (above.right - above.left) + first_word(line) > room - 0.2 * line.size;
            let listed = above.text.ends_with(SENTENCE_ENDS) || begins_entry(&line.text);
            let numbers = ends_in_digit(&above.text) && line.text.starts_with(|c: char| c.is_ascii_digit());
            if numbers && is_cut_number(&whole.text, above, line, room) {
                whole.append(draft(line));
            } else if full && !numbers && !listed && same_size(above, line) {
                join(&mut whole, line);
            } else {
                whole.push("\n");
                whole.append(draft(line));
            }
        } else {
            whole.append(draft(line));
        }
        above = Some(line);
    }
    whole
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a number was cut because it is too long for its cell, and not two numbers written below each other:
/// it fills the cell, is long, and is not already what such numbers are (11, 15 and 18 digits).
fn is_cut_number(before: &str, above: &Line, line: &Line, room: f64) -> bool {
    let digits = |text: &str| text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (sofar, more) = (digits(before), line.text.bytes().take_while(u8::is_ascii_digit).count());
    let fills = above.right - above.left > room - line.size && sofar >= above.text.len();
    fills && sofar >= 6 && sofar + more >= 12 && !matches!(sofar, 11 | 15 | 18)
}

fn draft(line: &Line) -> Draft {
    let mut draft = Draft::default();
    let mut at = 0;
    for (range, address) in &line.links {
        draft.push(&line.text[at..range.start]);
        let start = draft.text.len();
        draft.push(&line.text[range.clone()]);
        draft.link_from(start, address);
        at = range.end;
    }
    draft.push(&line.text[at..]);
    draft
}

/// Puts a line behind a paragraph as if it had never been broken.
fn join(open: &mut Draft, line: &Line) {
    let (last, first) = (open.text.chars().last(), line.text.chars().next());
    let (Some(last), Some(first)) = (last, first) else { return open.append(draft(line)) };
    let before_last = open.text.chars().rev().nth(1);
    let narrow = |c: char| (c as u32) < 0x2E80;
    let broken_word = last == '-' && first.is_lowercase() && before_last.is_some_and(char::is_lowercase);
    let word = open.text.rsplit([' ', '\t']).next().unwrap_or_default();
    let address = word.chars().rev().take_while(|c| narrow(*c)).count() > 0 && word.contains("://");
    if last == '\u{AD}' || (broken_word && !address) {
        let keep = open.text.len() - last.len_utf8();
        open.keep(keep);
    } else if narrow(last) && narrow(first) && !last.is_whitespace() && !address {
        open.push(" ");
    }
    open.append(draft(line));
}

const SENTENCE_ENDS: [char; 10] = ['。', '！', '？', '；', '：', '!', '?', ';', ':', '．'];

/// The left and right edge of running text. A long address may stick out on the right, so the right edge
/// is the outermost one that a tenth of the lines reach.
fn edges<'l>(lines: impl IntoIterator<Item = &'l Line>) -> (f64, f64) {
    let running: Vec<&Line> = lines.into_iter().filter(|line| !line.tabular && !is_contents(&line.text)).collect();
    let left = running.iter().map(|line| line.left).fold(f64::MAX, f64::min);
    let mut rights: Vec<f64> = running.iter().map(|line| line.right).collect();
    rights.sort_by(|one, two| two.total_cmp(one));
    let outliers = rights.len() / 10;
    (left, rights.get(outliers).copied().unwrap_or(0.0))
}

impl Frame {
    fn of(lines: &[&Line]) -> Frame {
        let (left, right) = edges(lines.iter().copied());
        let mut pitches: Vec<f64> = lines.windows(2).map(|two| two[1].y - two[0].y).filter(|p| *p > 0.0).collect();
        pitches.sort_by(f64::total_cmp);
        Frame { left, right, pitch: pitches.get(pitches.len() / 2).copied().unwrap_or(0.0) }
    }
}

fn same_size(one: &Line, two: &Line) -> bool {
    (one.size - two.size).abs() < 0.1 * one.size.max(two.size)
}

/// Whether a line goes on what the line above it began.
fn joins(open: &Open, line: &Line, frame: &Frame) -> bool {
    let (above, em) = (&open.last, line.size);
    let pitch = line.y - above.y;
    if above.tabular || line.tabular || !same_size(above, line) || is_contents(&above.text) {
        return false;
    }
    if matches!(open.kind, BlockKind::Heading(_)) {
        let together = pitch > 0.0 && pitch < 2.0 * em && !begins_entry(&line.text);
        return together && ((line.left - above.left).abs() < em || centred(above, line));
    }
    if pitch <= 0.0 || pitch > 2.6 * em || (frame.pitch > 0.0 && pitch > 1.4 * frame.pitch) {
        return false;
    }
    // A line is full when what the next one begins with would not have fitted.
    if above.right + first_word(line) < frame.right - 0.7 * em {
        return false;
    }
    let ends = above.text.ends_with(SENTENCE_ENDS);
    if ends && begins_entry(&line.text) {
        return false;
    }
    let indent = line.left - frame.left;
    // A first line is set in by two characters; a whole paragraph set in keeps its edge.
    indent < 1.2 * em || (open.lines > 1 && (line.left - above.left).abs() < 0.5 * em)
}

/// How wide the first unbreakable piece of a line is, with the punctuation that clings to it: `（12）` is one.
fn first_word(line: &Line) -> f64 {
    let breaks = |c: char| c.is_whitespace() || (c as u32) >= 0x2E80;
    let openers = line.text.chars().take_while(|c| "（《〈“‘〔【「『".contains(*c)).count();
    let letters = line.text.chars().skip(openers).take_while(|c| !breaks(*c)).count();
    let closers = line.text.chars().skip(openers + letters).take_while(|c| "）》〉”’〕】」』，。；：、％".contains(*c));
    let wide = match (openers, letters) {
        (0, 0) => 1.5,
        (0, _) => letters as f64 * 0.5,
        // A word of Chinese behind the bracket may be broken after its first character.
        (_, 0) => openers as f64 + 1.0,
        _ => openers as f64 + letters as f64 * 0.5 + closers.count() as f64,
    };
    wide * line.size
}

fn centred(one: &Line, two: &Line) -> bool {
    ((one.left + one.right) - (two.left + two.right)).abs() < one.size * 2.0
}

/// Whether the first line of a page or column goes on what the one before left unfinished.
fn over_the_break(open: &Open, line: &Line, frame: &Frame) -> bool {
    let above = &open.last;
    let plain = open.kind == BlockKind::Paragraph
        && !is_contents(&above.text)
        && !above.tabular
        && !line.tabular
        && same_size(above, line);
    let full = above.text.chars().count() >= 15;
    plain
        && full
        && !above.text.ends_with(SENTENCE_ENDS)
        && line.left - frame.left < 1.2 * line.size
        && !begins_entry(&line.text)
}

/// A line of a table of contents: dots that lead to a page number.
fn is_contents(text: &str) -> bool {
    let text = text.trim_end();
    let number = text.trim_end_matches(|c: char| c.is_ascii_digit() || " -—ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX".contains(c));
    let leader = |c: char| matches!(c, '.' | '…' | '·' | '．' | '⋯' | '_' | '‥' | ' ');
    let dots = number.chars().rev().take_while(|c| leader(*c)).filter(|c| *c != ' ');
    let weight: usize = dots.map(|c| if matches!(c, '…' | '⋯') { 3 } else { 1 }).sum();
    number.len() < text.len() && weight >= 4
}

/// `1.`, `（一）`, `第一章`, `一、`.
fn begins_entry(text: &str) -> bool {
    let text = text.trim_start();
    let inner = text.trim_start_matches(['（', '(', '第']);
    let digits = inner.chars().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十百〇零".contains(*c)).count();
    let after = inner.chars().nth(digits);
    digits > 0 && after.is_some_and(|c| "、.．)）章节条款".contains(c))
}

/// Letters over the whole file: size and font of the body, and the sizes of headings above it.
struct Sizes {
    body: f64,
    /// The font nearly all of the body is of, if there is such a one.
    font: Option<u128>,
    headings: Vec<i64>,
}

/// Fewer characters of running text than this do not say how large running text is.
const LITTLE_TEXT: usize = 200;

/// A size in tenths of a point, so that sizes can be counted.
fn tenths(size: f64) -> i64 {
    (size * 10.0).round() as i64
}

impl Sizes {
    fn of(pages: &[PageText]) -> Sizes {
        let mut counted: HashMap<i64, usize> = HashMap::new();
        let running = pages.iter().flat_map(|page| &page.layout.columns).flat_map(|column| &column.lines);
        for line in running.filter(|line| !line.tabular) {
            *counted.entry(tenths(line.size)).or_default() += line.text.chars().count();
        }
        // Tables are often set smaller and hold more than the text, which they must not make look like headings.
        // Where there is hardly any text, they are the body.
        if counted.values().sum::<usize>() < LITTLE_TEXT {
            let cells = pages.iter().flat_map(|page| &page.layout.tables).flat_map(|table| &table.cells);
            for line in cells.flat_map(|cell| &cell.lines) {
                *counted.entry(tenths(line.size)).or_default() += line.text.chars().count();
            }
        }
        let body = counted.iter().max_by_key(|(size, count)| (**count, **size)).map_or(0, |(size, _)| *size);
        let mut headings: Vec<i64> = counted.keys().copied().filter(|size| *size * 100 > body * 112).collect();
        headings.sort_unstable_by(|one, two| two.cmp(one));
        headings.truncate(6);
        Sizes { body: body as f64 / 10.0, font: body_font(pages, body), headings }
    }

    /// Whether a line goes on a heading that the line above began, which only its font shows.
    fn goes_on(&self, above: &Line, line: &Line) -> bool {
        line.font == above.font && self.font.is_some_and(|font| font != line.font) && !begins_entry(&line.text)
    }

    fn kind(&self, line: &Line) -> BlockKind {
        let letters = line.text.chars().count();
        let level = self.headings.iter().position(|size| *size == tenths(line.size));
        match level {
            Some(level)
                if letters <= 60
                    && !line.tabular
                    && line.size > self.body
                    && line.text.chars().any(char::is_alphabetic) =>
            {
                BlockKind::Heading(u8::try_from(level + 1).unwrap_or(6))
            }
            _ => match self.font.filter(|font| *font != line.font && letters <= 60 && !line.tabular) {
                // Chapters are often as large as the text and only in another font.
                Some(_) => rank(&line.text).map_or(BlockKind::Paragraph, BlockKind::Heading),
                None => BlockKind::Paragraph,
            },
        }
    }
}

/// The font of the body, when three fifths of its characters are of one.
fn body_font(pages: &[PageText], body: i64) -> Option<u128> {
    let mut counted: HashMap<u128, usize> = HashMap::new();
    let lines = pages.iter().flat_map(|page| &page.layout.columns).flat_map(|column| &column.lines);
    for line in lines.filter(|line| !line.tabular && tenths(line.size) == body) {
        *counted.entry(line.font).or_default() += line.text.chars().count();
    }
    let all: usize = counted.values().sum();
    let (font, count) = counted.into_iter().max_by_key(|(font, count)| (*count, *font))?;
    (count * 5 >= all * 3).then_some(font)
}

/// How deep a heading stands by its number, as official documents number (GB/T 9704, 7.3.3): `一、`, `（一）`,
/// `1.`, `（1）`. A line that ends as a sentence does is an entry of a list and no heading.
fn rank(text: &str) -> Option<u8> {
    let text = text.trim();
    if text.ends_with(['。', '；', '，', ';', ',']) || is_contents(text) || !begins_entry(text) {
        return None;
    }
    let bracketed = text.starts_with(['（', '(']);
    let digits = text.chars().find(|c| !matches!(c, '（' | '(' | '第')).is_some_and(|c| c.is_ascii_digit());
    Some(match (bracketed, digits) {
        (false, false) => 1,
        (true, false) => 2,
        (false, true) => 3,
        (true, true) => 4,
    })
}

/// Lines at the top or bottom edge that are page numbers or come again on other pages. On small and on wide pages
/// running heads stand further in; there they must come again at the very same height.
fn margins(pages: &[PageText]) -> std::collections::HashSet<(usize, usize)> {
    const EDGE: f64 = 0.1;
    const FURTHER_IN: f64 = 0.17;
    let mut seen: HashMap<(String, Option<i64>), usize> = HashMap::new();
    let mut candidates = Vec::new();
    for page in pages {
        let lines = page.layout.columns.iter().flat_map(|column| &column.lines).filter(|line| line.table.is_none());
        for line in lines {
            let from_edge = line.y.min(page.height - line.y) / page.height.max(1.0);
            if from_edge >= FURTHER_IN {
                continue;
            }
            let pattern: String = line.text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            let pattern = pattern.replace("00", "0").replace("00", "0");
            let height = (from_edge >= EDGE).then_some(line.y.round() as i64);
            *seen.entry((pattern.clone(), height)).or_default() += 1;
            candidates.push((page.number, line.number, (pattern, height)));
        }
    }
    let again = |key: &(String, Option<i64>)| {
        seen.get(key).is_some_and(|times| *times >= 3 || (*times == 2 && pages.len() == 2))
    };
    let number = |(pattern, height): &(String, Option<i64>)| height.is_none() && is_page_number(pattern);
    let kept = candidates.into_iter().filter(|(.., key)| number(key) || again(key));
    kept.map(|(page, line, _)| (page, line)).collect()
}

/// `- 0 -`, `0`, `第 0 页`, `0/0`, `第0页共0页`.
fn is_page_number(pattern: &str) -> bool {
    let rest: String = pattern.chars().filter(|c| !" 　-—–·/第页共,，".contains(*c)).collect();
    !rest.is_empty() && rest.chars().count() <= 2 && rest.chars().all(|c| c == '0')
}
