//! Glyphs into lines, lines into columns, in the order a person reads them.
//!
//! It exists because a PDF draws glyphs in any order. Cells of a table row stay one line with tabs, so
//! a row is never torn apart; only long justified text on both sides of a gutter makes columns.

use std::ops::Range;

use domain::extract::Concealed;
use kurbo::Rect;

use super::device::{Glyph, Rules};
use super::table::{self, Table};

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

/// A page in reading order.
pub(crate) struct Laid {
    pub(crate) columns: Vec<Column>,
    pub(crate) unseen: Vec<Unseen>,
    pub(crate) tables: Vec<Table>,
}

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
    soft: bool,
    /// The table that stands here, an index into [`Laid::tables`].
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

/// Lines that are read one after the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Column {
    pub(crate) lines: Vec<Line>,
}

/// A gap wider than this many ems parts two cells or columns.
const CELL_GAP: f64 = 1.2;
/// The same where a blank is drawn between: justified lines stretch it.
const STRETCHED_GAP: f64 = 2.5;
/// How many signs beside a hidden run are told with it.
const TOUCHING: usize = 24;
/// Rows a gutter must pass before it parts columns.
const GUTTER_ROWS: usize = 6;

/// A run of glyphs without a wide gap.
#[derive(Clone)]
struct Segment {
    glyphs: Vec<Glyph>,
    /// The gap before it may be justification.
    soft: bool,
}

impl Segment {
    fn left(&self) -> f64 {
        self.glyphs.first().map_or(0.0, |glyph| glyph.x)
    }

    fn right(&self) -> f64 {
        self.glyphs.last().map_or(0.0, |glyph| glyph.x + glyph.width)
    }
}

struct Row {
    y: f64,
    number: usize,
    segments: Vec<Segment>,
    table: Option<usize>,
}

impl Row {
    /// A row that only keeps a table's place on the page.
    fn of_table(index: usize, table: &Table) -> Row {
        let (text, size) = ("\u{FFFC}".to_owned(), 1.0);
        let (x, y, width) = (table.area.x0, table.area.y0, table.area.width());
        let glyphs = vec![Glyph { text, x, y, size, width, font: 0, level: true, hidden: None }];
        Row { y, number: 0, segments: vec![Segment { glyphs, soft: false }], table: Some(index) }
    }
}

/// Lays out a page of this width and height.
pub(crate) fn lay_out(glyphs: Vec<Glyph>, rules: &Rules, (width, height): (f64, f64), links: &[LinkArea]) -> Laid {
    let (tables, glyphs) = table::take(glyphs, rules, height, links);
    let (level, turned): (Vec<Glyph>, Vec<Glyph>) = glyphs.into_iter().partition(|glyph| glyph.level);
    let (mut rows, mut unseen) = rows(level, rules);
    for (index, table) in tables.iter().enumerate() {
        let at = rows.partition_point(|row| row.y <= table.area.y0 + 2.0);
        rows.insert(at, Row::of_table(index, table));
    }
    let mut number = renumber(&mut rows, &tables, &mut unseen);
    let mut columns = columns(&rows, width, links);
    // Turned text (margins, watermarks) keeps the order it was drawn in and comes last.
    let mut column = Column::default();
    for run in turned.chunk_by(|one, two| (two.x - one.x).hypot(two.y - one.y) < 3.0 * one.size.max(two.size)) {
        number += 1;
        unseen.extend(unseen_runs(run, number));
        let shown: Vec<&Glyph> = run.iter().filter(|glyph| glyph.hidden.is_none()).collect();
        let text: String = shown.iter().map(|glyph| glyph.text.as_str()).collect();
        if let Some(first) = shown.first().filter(|_| !text.trim().is_empty()) {
            let (left, right, y, size) = (first.x, first.x, first.y, first.size);
            let text = text.trim().to_owned();
            column.lines.push(Line {
                text,
                links: Vec::new(),
                left,
                right,
                y,
                size,
                font: first.font,
                number,
                tabular: true,
                soft: false,
                table: None,
            });
        }
    }
    columns.push(column);
    columns.retain(|column| !column.lines.is_empty());
    Laid { columns, unseen, tables }
}

/// The lines of a few glyphs that stand together, as in a cell.
pub(crate) fn plain_lines(glyphs: Vec<Glyph>, links: &[LinkArea]) -> Vec<Line> {
    let (rows, _) = rows(glyphs, &Rules::default());
    rows.iter().filter_map(|row| line(row, &row.segments.iter().collect::<Vec<_>>(), links)).collect()
}

/// Counts the lines of the page anew, the rows of tables among them, and gives the last number.
fn renumber(rows: &mut [Row], tables: &[Table], unseen: &mut [Unseen]) -> usize {
    let mut now = vec![0; rows.len() + 1];
    let mut next = 1;
    for row in rows {
        if let Some(known) = now.get_mut(row.number) {
            *known = next;
        }
        row.number = next;
        next += row.table.and_then(|index| tables.get(index)).map_or(1, |table| table.rows.max(1));
    }
    for run in unseen {
        run.line = now.get(run.line).copied().unwrap_or(run.line);
    }
    next - 1
}

/// The runs of a line that nobody sees, by what hides them. Digits and letters that touch a run are told with
/// it: a bar that leaves the first two digits of a number free hides the number all the same.
fn unseen_runs(glyphs: &[Glyph], line: usize) -> Vec<Unseen> {
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

/// Glyphs on one baseline, from the top down.
fn rows(mut glyphs: Vec<Glyph>, rules: &Rules) -> (Vec<Row>, Vec<Unseen>) {
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

/// Cuts the rows of a page where a gutter runs and joins the rest row by row.
fn columns(rows: &[Row], width: f64, links: &[LinkArea]) -> Vec<Column> {
    let mut out = vec![Column::default()];
    let gutter = gutter(rows, width).or_else(|| offset_gutter(rows, width));
    let mut at = 0;
    while at < rows.len() {
        let band = gutter.map_or(0..0, |x| trimmed(&rows[at..], x));
        let (begin, end) = (at + band.start, at + band.end);
        if let Some(x) = gutter.filter(|x| !band.is_empty() && justified(&rows[begin..end], *x)) {
            let column = out.last_mut().expect("never empty");
            let before = rows[at..begin].iter();
            column.lines.extend(before.filter_map(|row| line(row, &row.segments.iter().collect::<Vec<_>>(), links)));
            let side = |right: bool| {
                let keep = |segment: &&Segment| (segment.left() > x) == right;
                let lines = rows[begin..end].iter().filter_map(|row| {
                    let own: Vec<&Segment> = row.segments.iter().filter(keep).collect();
                    line(row, &own, links)
                });
                Column { lines: lines.collect() }
            };
            out.push(side(false));
            out.push(side(true));
            out.push(Column::default());
            at = end;
            continue;
        }
        let column = out.last_mut().expect("never empty");
        let row = &rows[at];
        column.lines.extend(line(row, &row.segments.iter().collect::<Vec<_>>(), links));
        at += 1;
    }
    out
}

/// Where most rows have a wide gap near the middle of the page.
fn gutter(rows: &[Row], width: f64) -> Option<f64> {
    const STEP: f64 = 4.0;
    if !(50.0..20_000.0).contains(&width) {
        return None;
    }
    let mut votes = vec![0usize; (width / STEP) as usize + 2];
    for row in rows {
        for pair in row.segments.windows(2) {
            let (from, to) = (pair[0].right().max(width * 0.3), pair[1].left().min(width * 0.7));
            if from < to {
                let (first, last) = ((from / STEP).ceil() as usize, (to / STEP).floor() as usize);
                votes.iter_mut().take(last + 1).skip(first).for_each(|vote| *vote += 1);
            }
        }
    }
    let best = votes.iter().copied().max().filter(|best| *best >= GUTTER_ROWS)?;
    let first = votes.iter().position(|vote| *vote == best)?;
    let length = votes[first..].iter().take_while(|vote| **vote == best).count();
    Some((first as f64 + (length - 1) as f64 / 2.0) * STEP)
}

/// The gutter between columns whose lines stand at different heights, so that no row has both: a strip near the
/// middle with running text on both sides.
fn offset_gutter(rows: &[Row], width: f64) -> Option<f64> {
    const STEP: f64 = 4.0;
    if !(50.0..20_000.0).contains(&width) || rows.len() < GUTTER_ROWS {
        return None;
    }
    let parts = |x: f64| {
        let mut at = 0;
        while at < rows.len() {
            let length = band(&rows[at..], x);
            if length >= GUTTER_ROWS {
                let own = trimmed(&rows[at..], x);
                if own.len() >= GUTTER_ROWS && justified(&rows[at + own.start..at + own.end], x) {
                    return true;
                }
            }
            at += length.max(1);
        }
        false
    };
    let steps = (width * 0.35 / STEP) as usize..(width * 0.65 / STEP) as usize;
    let free: Vec<f64> = steps.map(|step| step as f64 * STEP).filter(|x| parts(*x)).collect();
    free.get(free.len() / 2).copied()
}

/// The rows at the front that leave the gutter free, from the first with text on its right to the last, and on
/// where the left column goes on below the right one's end.
fn trimmed(rows: &[Row], x: f64) -> Range<usize> {
    let right = |row: &Row| row.segments.iter().any(|segment| segment.left() > x);
    let length = until_heading(&rows[..band(rows, x)], right);
    let left = |row: &&Row| row.segments.iter().any(|segment| segment.left() <= x);
    let Some(begin) = rows[..length].iter().position(right) else { return 0..0 };
    let last = rows[..length].iter().rposition(right).unwrap_or(begin);
    let heights: Vec<f64> = rows[begin..=last].iter().filter(left).map(|row| row.y).collect();
    let mut pitches: Vec<f64> = heights.windows(2).map(|two| two[1] - two[0]).collect();
    pitches.sort_by(f64::total_cmp);
    let pitch = pitches.get(pitches.len() / 2).copied().unwrap_or(0.0);
    let mut before = heights.last().copied().unwrap_or(f64::MIN);
    let mut end = last + 1;
    while let Some(row) = rows[..length].get(end).filter(|row| row.y - before < 1.3 * pitch) {
        before = row.y;
        end += 1;
    }
    // The first lines of a left column may stand a little above those of the right one.
    let top = rows[begin].y;
    let start = rows[..begin].iter().position(|row| top - row.y < pitch).unwrap_or(begin);
    start..end
}

/// How many rows there are before a heading in larger letters with nothing beside it, which ends both columns; one
/// within a column has lines of the other column beside it.
fn until_heading(rows: &[Row], right: impl Fn(&Row) -> bool) -> usize {
    let size = |row: &Row| row.segments.iter().flat_map(|segment| &segment.glyphs).map(|g| g.size).fold(0.0, f64::max);
    let mut sizes: Vec<f64> = rows.iter().map(size).collect();
    sizes.sort_by(f64::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
    let columns_begin = rows.iter().position(&right).unwrap_or(rows.len());
    let ends = |(at, row): (usize, &Row)| {
        let beside = |other: &Row| (other.y - row.y).abs() < 1.2 * usual && right(other);
        let near = at.saturating_sub(4)..(at + 5).min(rows.len());
        at > columns_begin && size(row) > 1.12 * usual && !rows[near].iter().any(beside)
    };
    rows.iter().enumerate().position(ends).unwrap_or(rows.len())
}

/// How many rows from the first on leave the gutter free.
fn band(rows: &[Row], x: f64) -> usize {
    let crossed = |row: &Row| row.segments.iter().any(|segment| segment.left() < x && segment.right() > x);
    rows.iter().take_while(|row| !crossed(row)).count()
}

/// Whether both sides are running text: one long segment each in most rows.
fn justified(rows: &[Row], x: f64) -> bool {
    let mut sides = [Vec::new(), Vec::new()];
    for row in rows {
        for (side, found) in sides.iter_mut().enumerate() {
            let own: Vec<&Segment> = row.segments.iter().filter(|s| (s.left() > x) == (side == 1)).collect();
            match own.as_slice() {
                [] => {}
                [one] => found.push((one.left(), one.right(), one.glyphs.len())),
                _ => found.push((0.0, 0.0, 0)),
            }
        }
    }
    sides.iter().all(|found| {
        let whole: Vec<_> = found.iter().filter(|(.., glyphs)| *glyphs > 0).collect();
        let left = whole.iter().map(|(left, ..)| *left).fold(f64::MAX, f64::min);
        let right = whole.iter().map(|(_, right, _)| *right).fold(0.0, f64::max);
        let long = whole.iter().filter(|(from, to, glyphs)| to - from > 0.6 * (right - left) && *glyphs >= 10).count();
        found.len() >= GUTTER_ROWS && long * 10 >= found.len() * 6
    })
}

/// One line of text from segments of a row.
fn line(row: &Row, segments: &[&Segment], links: &[LinkArea]) -> Option<Line> {
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
