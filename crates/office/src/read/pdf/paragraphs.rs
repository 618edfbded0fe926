//! Lines into paragraphs, headings and page margins.
//!
//! It exists so that a sentence broken at a line's or page's end is whole again for the checker. Where
//! geometry leaves it open, lines stay apart: two paragraphs glued together make false findings.

use std::collections::HashMap;

use domain::extract::{BlockKind, Concealed, Place};

use super::super::ReadError;
use super::super::builder::{Builder, Draft, Pending};
use super::PageText;
use super::layout::Line;

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

/// Emits all pages.
pub(crate) fn emit(pages: Vec<PageText>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    let margins = margins(&pages);
    let sizes = Sizes::of(&pages);
    let mut open: Option<Open> = None;
    for mut page in pages {
        for (index, column) in page.columns.iter_mut().enumerate() {
            let (left, right) = edges(&column.lines);
            column.lines.iter_mut().for_each(|line| line.settle(left, right));
            let (margin, body): (Vec<&Line>, Vec<&Line>) =
                column.lines.iter().partition(|line| margins.contains(&(page.number, line.number)));
            for line in margin {
                let place = Place::Page { page: page.number, line: line.number };
                let kind = BlockKind::PageMargin;
                builder.emit(Pending { draft: draft(line), kind, place, concealed: None })?;
            }
            let frame = Frame::of(&body);
            for (at, line) in body.iter().enumerate() {
                let kind = sizes.kind(line);
                let first = at == 0 && (index > 0 || open.as_ref().is_some_and(|open| open.page != page.number));
                let goes_on = open.as_ref().is_some_and(|open| {
                    open.kind == kind
                        && if first { over_the_break(open, line, &frame) } else { joins(open, line, &frame) }
                });
                match &mut open {
                    Some(open) if goes_on => {
                        join(&mut open.draft, line);
                        open.last = (*line).clone();
                        open.lines += 1;
                    }
                    _ => {
                        close(open.take(), builder)?;
                        let (draft, last) = (draft(line), (*line).clone());
                        open = Some(Open { draft, kind, page: page.number, number: line.number, last, lines: 1 });
                    }
                }
            }
        }
        if !page.covered.is_empty() || !page.comments.is_empty() {
            close(open.take(), builder)?;
        }
        for (line, text) in page.covered {
            let place = Place::Page { page: page.number, line };
            builder.emit_text(&text, BlockKind::Paragraph, place, Some(Concealed::Covered))?;
        }
        for text in page.comments {
            let place = Place::Page { page: page.number, line: 1 };
            builder.emit_text(&text, BlockKind::Comment, place, None)?;
        }
    }
    close(open, builder)
}

fn close(open: Option<Open>, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    if let Some(Open { draft, kind, page, number, .. }) = open {
        let place = Place::Page { page, line: number };
        builder.emit(Pending { draft, kind, place, concealed: None })?;
    }
    Ok(())
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
    let running: Vec<&Line> = lines.into_iter().filter(|line| !line.tabular).collect();
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
    if above.tabular || line.tabular || !same_size(above, line) {
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

/// How wide the first unbreakable piece of a line is, with the punctuation that clings to it.
fn first_word(line: &Line) -> f64 {
    let breaks = |c: char| c.is_whitespace() || (c as u32) >= 0x2E80;
    let letters = line.text.chars().take_while(|c| !breaks(*c)).count();
    let wide = if letters == 0 { 1.5 } else { letters as f64 * 0.5 };
    wide * line.size
}

fn centred(one: &Line, two: &Line) -> bool {
    ((one.left + one.right) - (two.left + two.right)).abs() < one.size * 2.0
}

/// Whether the first line of a page or column goes on what the one before left unfinished.
fn over_the_break(open: &Open, line: &Line, frame: &Frame) -> bool {
    let above = &open.last;
    let plain = open.kind == BlockKind::Paragraph && !above.tabular && !line.tabular && same_size(above, line);
    let full = above.text.chars().count() >= 15;
    plain
        && full
        && !above.text.ends_with(SENTENCE_ENDS)
        && line.left - frame.left < 1.2 * line.size
        && !begins_entry(&line.text)
}

/// `1.`, `（一）`, `第一章`, `一、`.
fn begins_entry(text: &str) -> bool {
    let text = text.trim_start();
    let inner = text.trim_start_matches(['（', '(', '第']);
    let digits = inner.chars().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十百〇零".contains(*c)).count();
    let after = inner.chars().nth(digits);
    digits > 0 && after.is_some_and(|c| "、.．)）章节条款".contains(c))
}

/// Sizes of letters over the whole file: the body's, and those of headings above it.
struct Sizes {
    body: f64,
    headings: Vec<i64>,
}

/// A size in tenths of a point, so that sizes can be counted.
fn tenths(size: f64) -> i64 {
    (size * 10.0).round() as i64
}

impl Sizes {
    fn of(pages: &[PageText]) -> Sizes {
        let mut counted: HashMap<i64, usize> = HashMap::new();
        for line in pages.iter().flat_map(|page| &page.columns).flat_map(|column| &column.lines) {
            *counted.entry(tenths(line.size)).or_default() += line.text.chars().count();
        }
        let body = counted.iter().max_by_key(|(size, count)| (**count, **size)).map_or(0, |(size, _)| *size);
        let mut headings: Vec<i64> = counted.keys().copied().filter(|size| *size * 100 > body * 112).collect();
        headings.sort_unstable_by(|one, two| two.cmp(one));
        headings.truncate(6);
        Sizes { body: body as f64 / 10.0, headings }
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
            _ => BlockKind::Paragraph,
        }
    }
}

/// Lines at the top or bottom edge that are page numbers or come again on other pages.
fn margins(pages: &[PageText]) -> std::collections::HashSet<(usize, usize)> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut candidates = Vec::new();
    for page in pages {
        let lines = page.columns.iter().flat_map(|column| &column.lines);
        for line in lines.filter(|line| line.y < page.height * 0.1 || line.y > page.height * 0.9) {
            let pattern: String = line.text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
            let pattern = pattern.replace("00", "0").replace("00", "0");
            *seen.entry(pattern.clone()).or_default() += 1;
            candidates.push((page.number, line.number, pattern));
        }
    }
    let again = |pattern: &str| seen.get(pattern).is_some_and(|times| *times >= 3 || (*times == 2 && pages.len() == 2));
    let kept = candidates.into_iter().filter(|(_, _, pattern)| is_page_number(pattern) || again(pattern));
    kept.map(|(page, line, _)| (page, line)).collect()
}

/// `- 0 -`, `0`, `第 0 页`, `0/0`, `第0页共0页`.
fn is_page_number(pattern: &str) -> bool {
    let rest: String = pattern.chars().filter(|c| !" 　-—–·/第页共,，".contains(*c)).collect();
    !rest.is_empty() && rest.chars().count() <= 2 && rest.chars().all(|c| c == '0')
}
