//! Tables with drawn borders: lines into a grid, glyphs into its cells.
//!
//! It exists because a line of glyphs is not a row: where a cell wraps, its second line stands beside the
//! second line of its neighbours, and read across it makes no sense. Only what borders show is taken for a
//! table; it must not guess at tables without them, and gives up where a grid does not come out even.

use std::collections::HashMap;

use kurbo::{Point, Rect};

use super::device::{Glyph, Rule, Rules};
use super::lines::{self, Line, LinkArea};

/// A table of one page.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) area: Rect,
    /// The x of every border between columns, outer ones included.
    pub(crate) borders: Vec<f64>,
    pub(crate) rows: usize,
    /// Cells with text, row by row.
    pub(crate) cells: Vec<Cell>,
}

/// A cell that holds text.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) lines: Vec<Line>,
    pub(crate) width: f64,
}

/// Borders this near to each other are one, in points: double lines, or two halves of one.
const SAME: f64 = 3.0;
/// Lines that miss each other by no more than this still meet.
const REACH: f64 = 3.0;
/// A line that sticks out further than this beyond the outermost border shows an open side.
const OPEN_SIDE: f64 = 6.0;
/// More places for cells than any table of a page has.
const MAX_PLACES: usize = 20_000;
/// More pairs of lines are not compared on one page.
const MAX_PAIRS: usize = 4_000_000;

/// Takes the tables of a page out of its glyphs. What stands in no table is given back.
pub(crate) fn take(glyphs: Vec<Glyph>, rules: &Rules, height: f64, links: &[LinkArea]) -> (Vec<Table>, Vec<Glyph>) {
    let grids = grids(rules, height);
    if grids.is_empty() {
        return (Vec::new(), glyphs);
    }
    let mut rest = Vec::new();
    let mut held: Vec<Vec<(usize, Glyph)>> = grids.iter().map(|_| Vec::new()).collect();
    for glyph in glyphs {
        let middle = Point::new(glyph.x + glyph.width / 2.0, glyph.y - glyph.size * 0.3);
        // Grids are ordered by size, so the inner one of two takes what both hold.
        let plain = glyph.level && glyph.hidden.is_none();
        let grid = grids.iter().position(|grid| plain && grid.area.contains(middle));
        match grid.and_then(|at| Some((at, grids[at].cell_at(middle)?))) {
            Some((grid, cell)) => held[grid].push((cell, glyph)),
            None => rest.push(glyph),
        }
    }
    let mut tables = Vec::new();
    for (grid, own) in grids.into_iter().zip(held) {
        // A grid with text in one column only is a frame, a chart or a ruled page.
        let mut columns: Vec<usize> = own
            .iter()
            .filter(|(_, glyph)| !glyph.text.trim().is_empty())
            .map(|(cell, _)| grid.cells[*cell].1)
            .collect();
        columns.sort_unstable();
        columns.dedup();
        if columns.len() < 2 {
            rest.extend(own.into_iter().map(|(_, glyph)| glyph));
        } else {
            tables.push(grid.fill(own, links));
        }
    }
    tables.sort_by(|one, two| one.area.y0.total_cmp(&two.area.y0).then(one.area.x0.total_cmp(&two.area.x0)));
    (tables, rest)
}

/// The borders of one table.
struct Grid {
    area: Rect,
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// Row, column, rows and columns of each cell.
    cells: Vec<(usize, usize, usize, usize)>,
    /// The cell of each place, row by row.
    places: Vec<usize>,
}

impl Grid {
    fn cell_at(&self, point: Point) -> Option<usize> {
        let column = self.xs.partition_point(|x| *x <= point.x).checked_sub(1)?;
        let row = self.ys.partition_point(|y| *y <= point.y).checked_sub(1)?;
        let columns = self.xs.len() - 1;
        (column < columns).then(|| self.places.get(row * columns + column).copied()).flatten()
    }

    fn fill(self, glyphs: Vec<(usize, Glyph)>, links: &[LinkArea]) -> Table {
        let mut by_cell: HashMap<usize, Vec<Glyph>> = HashMap::new();
        for (cell, glyph) in glyphs {
            by_cell.entry(cell).or_default().push(glyph);
        }
        let mut cells = Vec::new();
        for (at, (row, column, rows, columns)) in self.cells.iter().copied().enumerate() {
            let lines = by_cell.remove(&at).map(|own| lines::plain_lines(own, links)).unwrap_or_default();
            if !lines.is_empty() {
                let width = self.xs[column + columns] - self.xs[column];
                cells.push(Cell { row, column, rows, columns, lines, width });
            }
        }
        Table { area: self.area, borders: self.xs, rows: self.ys.len() - 1, cells }
    }
}

/// The grids of a page, small ones first.
fn grids(rules: &Rules, height: f64) -> Vec<Grid> {
    let (upright, level) = (merged(&rules.upright), merged(&rules.level));
    if upright.is_empty() || level.is_empty() || upright.len() * level.len() > MAX_PAIRS {
        return Vec::new();
    }
    let mut sets = Sets::new(upright.len() + level.len());
    for (at, line) in upright.iter().enumerate() {
        for (other, cross) in level.iter().enumerate() {
            if reaches(cross, line.at) && reaches(line, cross.at) {
                sets.join(at, upright.len() + other);
            }
        }
    }
    let mut groups: HashMap<usize, (Vec<Rule>, Vec<Rule>)> = HashMap::new();
    for (at, line) in upright.iter().enumerate() {
        groups.entry(sets.of(at)).or_default().0.push(*line);
    }
    for (at, line) in level.iter().enumerate() {
        groups.entry(sets.of(upright.len() + at)).or_default().1.push(*line);
    }
    let mut grids: Vec<Grid> =
        groups.into_values().filter_map(|(upright, level)| grid(&upright, &level, height)).collect();
    let order = |grid: &Grid| (grid.area.area(), grid.area.y0, grid.area.x0);
    grids.sort_by(|one, two| order(one).partial_cmp(&order(two)).unwrap_or(std::cmp::Ordering::Equal));
    grids
}

fn reaches(line: &Rule, at: f64) -> bool {
    line.from - REACH <= at && at <= line.to + REACH
}

/// Pieces of one line put together: programs draw a border cell by cell.
fn merged(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|one, two| one.at.total_cmp(&two.at));
    let mut out: Vec<Rule> = Vec::new();
    let mut start = 0;
    while start < sorted.len() {
        let first = sorted[start].at;
        let end = start + sorted[start..].partition_point(|rule| rule.at - first <= SAME);
        let mut same = sorted[start..end].to_vec();
        same.sort_by(|one, two| one.from.total_cmp(&two.from));
        for rule in same {
            match out.last_mut() {
                Some(last) if (last.at - first).abs() <= f64::EPSILON && rule.from <= last.to + REACH => {
                    last.to = last.to.max(rule.to);
                }
                _ => out.push(Rule { at: first, ..rule }),
            }
        }
        start = end;
    }
    out
}

/// Where lines stand, near ones as one, with the open sides that crossing lines show.
fn borders(lines: &[Rule], crossing: &[Rule]) -> Vec<f64> {
    let mut found: Vec<f64> = Vec::new();
    let mut all: Vec<f64> = lines.iter().map(|line| line.at).collect();
    all.sort_by(f64::total_cmp);
    for at in all {
        if found.last().is_none_or(|last| at - last > SAME) {
            found.push(at);
        }
    }
    let from = crossing.iter().map(|line| line.from).fold(f64::MAX, f64::min);
    let to = crossing.iter().map(|line| line.to).fold(f64::MIN, f64::max);
    if found.first().is_some_and(|first| from < first - OPEN_SIDE) {
        found.insert(0, from);
    }
    if found.last().is_some_and(|last| to > last + OPEN_SIDE) {
        found.push(to);
    }
    found
}

/// The grid that lines which meet each other make, if they make one.
fn grid(upright: &[Rule], level: &[Rule], height: f64) -> Option<Grid> {
    let (xs, ys) = (borders(upright, level), borders(level, upright));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns < 2 || rows < 1 || rows.saturating_mul(columns) > MAX_PLACES {
        return None;
    }
    let area = Rect::new(xs[0], ys[0], xs[columns], ys[rows]);
    // A line between two columns of running text, in a frame.
    if rows == 1 && area.height() > 0.4 * height {
        return None;
    }
    let mut sets = Sets::new(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let at = row * columns + column;
            if column + 1 < columns && !parted(upright, xs[column + 1], ys[row], ys[row + 1]) {
                sets.join(at, at + 1);
            }
            if row + 1 < rows && !parted(level, ys[row + 1], xs[column], xs[column + 1]) {
                sets.join(at, at + columns);
            }
        }
    }
    let mut known: HashMap<usize, usize> = HashMap::new();
    let (mut cells, mut sizes, mut places) = (Vec::new(), Vec::new(), Vec::with_capacity(rows * columns));
    for at in 0..rows * columns {
        let (row, column) = (at / columns, at % columns);
        let cell = *known.entry(sets.of(at)).or_insert_with(|| {
            cells.push((row, column, 1, 1));
            sizes.push(0usize);
            cells.len() - 1
        });
        let (top, left, high, wide) = cells[cell];
        // Places come row by row, so a cell further left in a later row is no rectangle.
        if column < left {
            return None;
        }
        cells[cell] = (top, left, high.max(row - top + 1), wide.max(column - left + 1));
        sizes[cell] += 1;
        places.push(cell);
    }
    let even = cells.iter().zip(&sizes).all(|((_, _, high, wide), size)| high * wide == *size);
    (even && cells.len() > 1).then_some(Grid { area, xs, ys, cells, places })
}

/// Whether a line at `at` runs along most of the way from `from` to `to`.
fn parted(lines: &[Rule], at: f64, from: f64, to: f64) -> bool {
    let along = |line: &&Rule| (line.at - at).abs() <= SAME;
    let covered: f64 = lines.iter().filter(along).map(|line| (line.to.min(to) - line.from.max(from)).max(0.0)).sum();
    covered > 0.5 * (to - from)
}

/// Things that belong together, joined pair by pair.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Sets {
        Sets((0..count).collect())
    }

    fn of(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, two: usize) {
        let (one, two) = (self.of(one), self.of(two));
        self.0[one.max(two)] = one.min(two);
    }
}
