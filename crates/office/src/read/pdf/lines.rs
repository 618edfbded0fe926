//! Glyphs into lines: what stands on one baseline, cut at wide gaps, with the blanks that nobody drew.
//!
//! It exists because a PDF draws glyphs in any order and few blanks. Cells of a table without borders stay one line
//! with tabs. It must not know columns or tables: those are made of lines (`layout`, `table`).

use std::ops::Range;

use domain::extract::Concealed;
use kurbo::Rect;

use super::device::{Glyph, Rules};

/// One printed line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// Parts of the text that lead somewhere.
    pub(crate) links: Vec<(Range<usize>, String)>,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) y: f64,
    pub(crate) size: f64,
    /// The font that most of its characters are of.
    pub(crate) font: u128,
    /// Line of the page from 1.
    pub(crate) number: usize,
    /// Holds wide gaps, as a row of a table does.
    pub(crate) tabular: bool,
    /// Its gaps are no wider than justification makes them.
    pub(crate) soft: bool,
    /// The table that stands here, an index into those of the page.
    pub(crate) table: Option<usize>,
}

impl Line {
    /// A line that fills its column and has only soft gaps is running text, stretched to the edge.
    pub(crate) fn settle(&mut self, left: f64, right: f64) {
        let filled: f64 = self.text.chars().map(|c| if (c as u32) < 0x2E80 { 0.5 } else { 1.0 }).sum();
        let full = self.left < left + 2.6 * self.size && self.right > right - 1.5 * self.size;
        if self.tabular && self.soft && full && filled * self.size > 0.8 * (self.right - self.left) {
            self.text = self.text.replace('\t', " ");
            self.tabular = false;
        }
    }
}

/// A link's area on the page and its address.
pub(crate) struct LinkArea {
    pub(crate) area: Rect,
    pub(crate) address: String,
}

/// A run of text that nobody sees.
#[derive(Debug, Clone)]
pub(crate) struct Unseen {
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) why: Concealed,
}

/// A gap wider than this many ems parts two cells or columns.
const CELL_GAP: f64 = 1.2;
/// The same where a blank is drawn between: justified lines stretch it.
const STRETCHED_GAP: f64 = 2.5;
/// How many characters that touch a hidden run are reported with it.
const TOUCHING: usize = 24;

/// A run of glyphs without a wide gap.
#[derive(Clone)]
pub(crate) struct Segment {
    pub(crate) glyphs: Vec<Glyph>,
    /// The gap before it may be justification.
    pub(crate) soft: bool,
}

impl Segment {
    pub(crate) fn left(&self) -> f64 {
        self.glyphs.first().map_or(0.0, |glyph| glyph.x)
    }

    pub(crate) fn right(&self) -> f64 {
        self.glyphs.last().map_or(0.0, |glyph| glyph.x + glyph.width)
    }
}

/// The segments on one baseline.
pub(crate) struct Row {
    pub(crate) y: f64,
    pub(crate) number: usize,
    pub(crate) segments: Vec<Segment>,
    /// The table that this row keeps the place of, an index into those of the page.
    pub(crate) table: Option<usize>,
}

/// The lines of a few glyphs that stand together, as in a cell.
pub(crate) fn plain_lines(glyphs: Vec<Glyph>, links: &[LinkArea]) -> Vec<Line> {
    let (rows, _) = rows(glyphs, &Rules::default());
    rows.iter().filter_map(|row| line(row, &row.segments.iter().collect::<Vec<_>>(), links)).collect()
}

/// Glyphs on one baseline, from the top down.
pub(crate) fn rows(mut glyphs: Vec<Glyph>, rules: &Rules) -> (Vec<Row>, Vec<Unseen>) {
    glyphs.sort_by(|one, two| one.y.total_cmp(&two.y));
    let mut grouped: Vec<(f64, f64, Vec<Glyph>)> = Vec::new();
    for glyph in glyphs {
        match grouped.last_mut() {
            // Small raised or lowered signs stay on the line they belong to.
            Some((y, size, row)) if glyph.y - *y < 0.45 * size.max(glyph.size) => {
                if glyph.size > *size {
                    (*y, *size) = (glyph.y, glyph.size);
                }
                row.push(glyph);
            }
            _ => grouped.push((glyph.y, glyph.size, vec![glyph])),
        }
    }
    let (mut rows, mut unseen) = (Vec::new(), Vec::new());
    for (y, _, mut glyphs) in grouped {
        glyphs.sort_by(|one, two| one.x.total_cmp(&two.x));
        // Some programs make bold by drawing a glyph twice.
        glyphs.dedup_by(|two, one| two.text == one.text && (two.x - one.x).abs() < 0.15 * one.size);
        if glyphs.iter().all(|glyph| glyph.text.trim().is_empty()) {
            continue;
        }
        let number = rows.len() + 1;
        unseen.extend(unseen_runs(&glyphs, number));
        glyphs.retain(|glyph| glyph.hidden.is_none());
        let middle = y - glyphs.first().map_or(0.0, |glyph| glyph.size * 0.3);
        let crossing = rules.upright.iter().filter(|rule| rule.from <= middle && middle <= rule.to);
        let borders: Vec<f64> = crossing.map(|rule| rule.at).collect();
        rows.push(Row { y, number, segments: segments(glyphs, &borders), table: None });
    }
    (rows, unseen)
}

/// Cuts a row at wide gaps and at the borders of cells.
fn segments(glyphs: Vec<Glyph>, borders: &[f64]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for glyph in glyphs {
        // Blanks at the ends of a segment would hide the gap beside them.
        if glyph.text.trim().is_empty() {
            if let Some(last) = segments.last_mut()
                && last.glyphs.last().is_some_and(|before| !before.text.trim().is_empty())
            {
                last.glyphs.push(Glyph { width: 0.0, ..glyph });
            }
            continue;
        }
        let fits = segments.last().and_then(|segment| segment.glyphs.iter().rev().find(|g| !g.text.trim().is_empty()));
        let bordered = fits.is_some_and(|before| {
            let (from, to) = (before.x + before.width * 0.5, glyph.x + glyph.width * 0.5);
            borders.iter().any(|border| from < *border && *border < to)
        });
        let gap = fits.map(|before| glyph.x - (before.x + before.width)).filter(|_| !bordered);
        let blank = segments.last().and_then(|last| last.glyphs.last()).is_some_and(|last| last.text.trim().is_empty());
        let allowed = if blank { STRETCHED_GAP } else { CELL_GAP };
        match (gap, segments.last_mut()) {
            (Some(gap), Some(segment)) if gap <= allowed * glyph.size => segment.glyphs.push(glyph),
            (gap, _) => {
                // The one blank of a justified line can be stretched very wide.
                let most = if blank { 2.5 * STRETCHED_GAP } else { STRETCHED_GAP };
                let soft = gap.is_some_and(|gap| gap <= most * glyph.size);
                segments.push(Segment { glyphs: vec![glyph], soft });
            }
        }
    }
    for segment in &mut segments {
        while segment.glyphs.last().is_some_and(|glyph| glyph.text.trim().is_empty()) {
            segment.glyphs.pop();
        }
    }
    segments
}

/// The runs of a line that nobody sees, by what hides them. Digits and letters that touch a run are reported
/// with it: a bar that leaves the first two digits of a number free hides the number all the same.
pub(crate) fn unseen_runs(glyphs: &[Glyph], line: usize) -> Vec<Unseen> {
    let mut found = Vec::new();
    let mut at = 0;
    for run in glyphs.chunk_by(|one, two| one.hidden == two.hidden) {
        let (start, end) = (at, at + run.len());
        at = end;
        let Some(why) = run[0].hidden else { continue };
        let token = |glyph: &Glyph| glyph.text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let grows =
            |one: usize, two: usize| token(&glyphs[one]) && token(&glyphs[two]) && !parted(&glyphs[one], &glyphs[two]);
        let (mut from, mut to) = (start, end);
        while from > 0 && start - from < TOUCHING && grows(from - 1, from) {
            from -= 1;
        }
        while to < glyphs.len() && to - end < TOUCHING && grows(to - 1, to) {
            to += 1;
        }
        let mut text = String::new();
        for own in from..to {
            if own > from && parted(&glyphs[own - 1], &glyphs[own]) {
                text.push(' ');
            }
            text.push_str(&glyphs[own].text);
        }
        let text = text.trim().to_owned();
        if !text.is_empty() && run.iter().any(|glyph| !glyph.text.trim().is_empty()) {
            found.push(Unseen { line, text, why });
        }
    }
    found
}

/// One line of text from segments of a row.
pub(crate) fn line(row: &Row, segments: &[&Segment], links: &[LinkArea]) -> Option<Line> {
    let first = segments.first()?;
    let mut text = String::new();
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    let mut size = 0.0f64;
    for (index, segment) in segments.iter().enumerate() {
        if index > 0 {
            text.push('\t');
        }
        let mut before: Option<&Glyph> = None;
        for glyph in &segment.glyphs {
            if glyph.text.trim().is_empty() {
                if !text.ends_with(' ') {
                    text.push(' ');
                }
                before = None;
                continue;
            }
            if before.is_some_and(|before| parted(before, glyph)) {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(&glyph.text);
            size = size.max(glyph.size);
            let middle = kurbo::Point::new(glyph.x + glyph.width / 2.0, glyph.y - glyph.size * 0.3);
            if let Some(link) = links.iter().position(|link| link.area.contains(middle)) {
                match found.last_mut() {
                    Some((range, same)) if *same == link => range.end = text.len(),
                    _ => found.push((start..text.len(), link)),
                }
            }
            before = Some(glyph);
        }
    }
    let keep = text.trim_end().len();
    text.truncate(keep);
    let links = found.into_iter().map(|(range, link)| (range.start..range.end.min(keep), links[link].address.clone()));
    let (left, right) = (first.left(), segments.last()?.right());
    let links = links.collect();
    let soft = segments.iter().skip(1).all(|segment| segment.soft);
    let (tabular, table) = (segments.len() > 1 || row.table.is_some(), row.table);
    let font = most_used(segments.iter().flat_map(|segment| &segment.glyphs));
    Some(Line { text, links, left, right, y: row.y, size, font, number: row.number, tabular, soft, table })
        .filter(|line| !line.text.trim().is_empty())
}

/// The font of most characters; letters and digits, which have fonts of their own in Chinese text, count little.
fn most_used<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> u128 {
    let mut counted: Vec<(u128, usize)> = Vec::new();
    for glyph in glyphs.filter(|glyph| !glyph.text.trim().is_empty()) {
        let weight = if glyph.text.chars().any(|c| c as u32 >= 0x2E80) { 4 } else { 1 };
        match counted.iter_mut().find(|(font, _)| *font == glyph.font) {
            Some((_, count)) => *count += weight,
            None => counted.push((glyph.font, weight)),
        }
    }
    counted.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(font, _)| font)
}

/// Whether the gap between two glyphs is a blank nobody drew.
fn parted(before: &Glyph, after: &Glyph) -> bool {
    let gap = after.x - (before.x + before.width);
    let wide = |glyph: &Glyph| glyph.text.chars().any(|c| c as u32 >= 0x2E80);
    let needed = if wide(before) || wide(after) { 0.6 } else { 0.2 };
    gap > needed * before.size.min(after.size)
}
