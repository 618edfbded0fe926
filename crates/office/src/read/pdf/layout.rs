//! Lines and tables into columns, in the order a person reads them.
//!
//! It exists because a PDF draws in any order. Only long justified text on both sides of a gutter makes columns, so
//! that a row of a table without borders is never torn apart.

use std::ops::Range;

use super::device::{Glyph, Rules};
use super::lines::{Line, LinkArea, Row, Segment, Unseen, line, rows, unseen_runs};
use super::table::{self, Table};

/// A page in reading order.
pub(crate) struct PageLayout {
    pub(crate) columns: Vec<Column>,
    pub(crate) unseen: Vec<Unseen>,
    pub(crate) tables: Vec<Table>,
}

/// Lines that are read one after the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Column {
    pub(crate) lines: Vec<Line>,
}

/// Rows a gutter must pass before it parts columns.
const GUTTER_ROWS: usize = 6;

/// Lays out a page of this width and height.
pub(crate) fn lay_out(
    glyphs: Vec<Glyph>,
    rules: &Rules,
    (width, height): (f64, f64),
    links: &[LinkArea],
) -> PageLayout {
    let (tables, glyphs) = table::take(glyphs, rules, height, links);
    let (level, turned): (Vec<Glyph>, Vec<Glyph>) = glyphs.into_iter().partition(|glyph| glyph.level);
    let (mut rows, mut unseen) = rows(level, rules);
    for (index, table) in tables.iter().enumerate() {
        let at = rows.partition_point(|row| row.y <= table.area.y0 + 2.0);
        rows.insert(at, row_of_table(index, table));
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
    PageLayout { columns, unseen, tables }
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

/// A row that only keeps a table's place on the page.
fn row_of_table(index: usize, table: &Table) -> Row {
    let (text, size) = ("\u{FFFC}".to_owned(), 1.0);
    let (x, y, width) = (table.area.x0, table.area.y0, table.area.width());
    let glyphs = vec![Glyph { text, x, y, size, width, font: 0, level: true, hidden: None }];
    Row { y, number: 0, segments: vec![Segment { glyphs, soft: false }], table: Some(index) }
}
