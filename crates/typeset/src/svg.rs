//! Charts as SVG: one drawing for the page, the PDF and paper.
//!
//! Shapes differ in lightness and pattern, not in hue alone, so that a chart survives a grey printer and a
//! colour-blind reader. No script, no style sheet, no outside reference: strict content security policies
//! and the PDF writer both take it as it is. The title is for the caption of the format and, hidden, for
//! assistive software; it is not drawn.

mod draw;

use domain::document::{Chart, ChartKind};
use domain::fnv::fnv64;

use draw::{Canvas, Palette, Place};

/// Where the drawing will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartTheme {
    /// In a web page: colours are CSS custom properties `--chart-1` to `--chart-6`, `--chart-rule` and
    /// `--chart-paper` with fall-backs, words take the page's colour and family.
    Page,
    /// On paper: plain colours and a family that the PDF writer has.
    Paper,
}

/// Width of the drawing's own units; it is scaled to the width it is given.
const WIDTH: f64 = 640.0;
/// Size of words in those units: 9 pt when the drawing is as wide as the type area of a page.
const WORDS: f64 = 13.0;
/// Room for the name of a series in the legend.
const LONGEST_NAME: f64 = 400.0;
/// Most categories drawn; the rest is announced below, the table has them all.
const MOST: usize = 60;
/// Most series drawn apart; there are as many ways to tell shapes apart.
const MOST_SERIES: usize = 6;

/// The chart as one `<svg>` element, at most 640 units wide, with `<title>` and `<desc>`.
///
/// A missing value counts as nothing; more than 60 categories or 6 series are not drawn, which is said below
/// the drawing. Never fails: an empty chart is an empty frame with its title.
pub fn chart_svg(chart: &Chart, theme: ChartTheme) -> String {
    drawn(chart, theme, "").svg
}

/// The same with what is said of the unit in other words: on a page of another language.
pub fn chart_svg_noted(chart: &Chart, theme: ChartTheme, note: &str) -> String {
    drawn_with(chart, theme, "", note).svg
}

/// A finished drawing.
pub(crate) struct Drawing {
    /// The `<svg>` element.
    pub(crate) svg: String,
    /// Height divided by width.
    pub(crate) ratio: f64,
}

/// The same with a suffix for its ids, for a page that may show one chart twice.
pub(crate) fn drawn(chart: &Chart, theme: ChartTheme, suffix: &str) -> Drawing {
    drawn_with(chart, theme, suffix, &unit_note(&chart.unit))
}

fn drawn_with(chart: &Chart, theme: ChartTheme, suffix: &str, note: &str) -> Drawing {
    let shape = Shape::of(chart, note);
    let mut canvas = Canvas::new(Palette::of(theme, fingerprint(chart), suffix));
    let top = legend(&mut canvas, &shape);
    let bottom = match chart.kind {
        ChartKind::Bars => bars(&mut canvas, &shape, top, false),
        ChartKind::Stacked => bars(&mut canvas, &shape, top, true),
        ChartKind::Columns => columns(&mut canvas, &shape, top),
    };
    let bottom = remainder(&mut canvas, chart, bottom);
    Drawing { svg: canvas.finish(&chart.title, &chart.description, WIDTH, bottom), ratio: bottom / WIDTH }
}

/// What is drawn: names and values cut to the limits, every series as long as the categories.
struct Shape<'a> {
    names: Vec<&'a str>,
    series: Vec<(&'a str, Vec<u64>)>,
    unit: &'a str,
    /// What is said of the unit.
    note: &'a str,
}

impl<'a> Shape<'a> {
    fn of(chart: &'a Chart, note: &'a str) -> Shape<'a> {
        let names: Vec<&str> = chart.categories.iter().take(MOST).map(String::as_str).collect();
        let series = chart
            .series
            .iter()
            .take(MOST_SERIES)
            .map(|s| (s.name.as_str(), (0..names.len()).map(|i| s.values.get(i).copied().unwrap_or(0)).collect()))
            .collect();
        Shape { names, series, unit: &chart.unit, note }
    }

    fn total(&self, category: usize) -> u128 {
        self.series.iter().map(|(_, values)| u128::from(values[category])).sum()
    }

    fn largest(&self) -> u64 {
        self.series.iter().flat_map(|(_, values)| values).copied().max().unwrap_or(0)
    }
}

/// Names of the series with their shapes, and the unit; returns where the drawing may begin.
fn legend(canvas: &mut Canvas, shape: &Shape<'_>) -> f64 {
    let mut x = 0.0;
    let mut y = 0.0;
    if shape.series.len() > 1 {
        for (index, (name, _)) in shape.series.iter().enumerate() {
            let name = draw::shorten(name, LONGEST_NAME, WORDS);
            let needed = 20.0 + draw::width(&name, WORDS) + 18.0;
            if x > 0.0 && x + needed > WIDTH - 90.0 {
                x = 0.0;
                y += 22.0;
            }
            canvas.rect(index, x, y + 3.0, 13.0, 13.0);
            canvas.words(x + 19.0, y + 14.0, Place::Start, &name);
            x += needed;
        }
    }
    if !shape.unit.is_empty() {
        canvas.quiet(WIDTH, y + 14.0, Place::End, &draw::shorten(shape.note, 84.0, WORDS - 1.0));
    }
    if x > 0.0 || !shape.unit.is_empty() { y + 30.0 } else { 4.0 }
}

/// `单位：人`; a unit in Latin letters is announced in English.
fn unit_note(unit: &str) -> String {
    if unit.is_ascii() { format!("Unit: {unit}") } else { format!("单位：{unit}") }
}

/// Horizontal bars, grouped or stacked.
fn bars(canvas: &mut Canvas, shape: &Shape<'_>, top: f64, stacked: bool) -> f64 {
    let count = shape.names.len();
    let longest = shape.names.iter().map(|n| draw::width(n, WORDS)).fold(0.0, f64::max);
    let label = longest.min(WIDTH * 0.36);
    let left = label + 10.0;
    let figures = if stacked { (0..count).map(|c| shape.total(c)).max().unwrap_or(0) } else { shape.largest().into() };
    let room = WIDTH - left - draw::width(&figures.to_string(), WORDS) - 10.0;
    let lanes = if stacked { 1 } else { shape.series.len().max(1) };
    // A page must hold the drawing: rows draw closer together when there are many.
    let bar = if stacked {
        16.0
    } else if lanes == 1 {
        15.0
    } else {
        12.0
    };
    let row = (lanes as f64 * bar + 7.0).min(860.0 / count.max(1) as f64).max(13.0 * lanes as f64);
    let bar = bar.min((row - 2.0) / lanes as f64);
    let scale = |value: u64| if figures == 0 { 0.0 } else { value as f64 / figures as f64 * room };
    for (index, name) in shape.names.iter().enumerate() {
        let y = top + index as f64 * row;
        let middle = y + row / 2.0;
        canvas.fitted(left - 10.0, middle, label, row, name);
        let start = middle - bar * lanes as f64 / 2.0;
        if stacked {
            let mut x = left;
            for (number, (_, values)) in shape.series.iter().enumerate() {
                let long = scale(values[index]);
                if values[index] > 0 {
                    canvas.rect(number, x, start, long, bar);
                    let figure = values[index].to_string();
                    // A part that is the whole is told by the total beside it.
                    if long > draw::width(&figure, WORDS) + 8.0 && u128::from(values[index]) != shape.total(index) {
                        canvas.inside(number, x + long / 2.0, middle, &figure);
                    }
                }
                x += long;
            }
            canvas.words(x + 6.0, middle + WORDS * 0.36, Place::Start, &shape.total(index).to_string());
        } else {
            for (number, (_, values)) in shape.series.iter().enumerate() {
                let y = start + number as f64 * bar;
                let long = scale(values[index]);
                canvas.rect(number, left, y, long, bar - if lanes > 1 { 1.0 } else { 0.0 });
                canvas.words(left + long + 6.0, y + bar / 2.0 + WORDS * 0.36, Place::Start, &values[index].to_string());
            }
        }
    }
    let bottom = top + count as f64 * row;
    canvas.line(left, top, left, bottom);
    bottom + 4.0
}

/// Vertical columns, one group a category.
fn columns(canvas: &mut Canvas, shape: &Shape<'_>, top: f64) -> f64 {
    let count = shape.names.len().max(1);
    let (step, steps) = ticks(shape.largest());
    let left = draw::width(&(step.saturating_mul(steps)).to_string(), WORDS) + 10.0;
    let height = 190.0;
    let base = top + 14.0 + height;
    for number in 0..=steps {
        let y = base - height * number as f64 / steps as f64;
        canvas.grid(left, y, WIDTH, y);
        canvas.quiet(left - 8.0, y + WORDS * 0.36, Place::End, &step.saturating_mul(number).to_string());
    }
    let group = (WIDTH - left) / count as f64;
    let lanes = shape.series.len().max(1) as f64;
    let column = (group * 0.68 / lanes).min(34.0);
    let full = step.saturating_mul(steps).max(1) as f64;
    let figure_width = draw::width(&shape.largest().to_string(), WORDS);
    for (index, name) in shape.names.iter().enumerate() {
        let middle = left + group * (index as f64 + 0.5);
        for (number, (_, values)) in shape.series.iter().enumerate() {
            let tall = values[index] as f64 / full * height;
            let x = middle - column * lanes / 2.0 + column * number as f64;
            canvas.rect(number, x, base - tall, column - if lanes > 1.0 { 1.0 } else { 0.0 }, tall);
            // Figures only where they cannot run into each other; the table has them all.
            if figure_width <= (if lanes > 1.0 { column } else { group }) - 2.0 {
                canvas.words(x + column / 2.0, base - tall - 4.0, Place::Middle, &values[index].to_string());
            }
        }
        let every = (draw::width(name, WORDS).min(72.0) / group).ceil().max(1.0) as usize;
        if index % every == 0 {
            canvas.under(middle, base + 18.0, group * every as f64, name);
        }
    }
    canvas.line(left, base, WIDTH, base);
    base + 40.0
}

/// A round step and how many of them reach the largest value: 1, 2 or 5 times a power of ten, two to six steps.
fn ticks(largest: u64) -> (u64, u64) {
    let mut step: u64 = 1;
    'search: loop {
        for factor in [1, 2, 5] {
            let candidate = step.saturating_mul(factor);
            if largest.div_ceil(candidate) <= 5 {
                return (candidate, largest.div_ceil(candidate).max(2));
            }
            if candidate == u64::MAX {
                break 'search;
            }
        }
        step = step.saturating_mul(10);
    }
    (u64::MAX, 1)
}

/// Says what was not drawn.
fn remainder(canvas: &mut Canvas, chart: &Chart, bottom: f64) -> f64 {
    let categories = chart.categories.len().saturating_sub(MOST);
    let series = chart.series.len().saturating_sub(MOST_SERIES);
    if categories + series == 0 {
        return bottom;
    }
    canvas.quiet(WIDTH, bottom + 16.0, Place::End, &format!("… +{}", categories.max(series)));
    bottom + 24.0
}

/// A number that differs between charts, so that the ids of two drawings in one page do not meet.
fn fingerprint(chart: &Chart) -> u64 {
    let words = [&chart.title, &chart.description].into_iter().chain(&chart.categories).flat_map(|text| text.bytes());
    let series = chart
        .series
        .iter()
        .flat_map(|series| series.name.bytes().chain(series.values.iter().flat_map(|value| value.to_le_bytes())));
    fnv64(words.chain(series))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_the_largest_value() {
        for (largest, expected) in
            [(0, (1, 2)), (1, (1, 2)), (7, (2, 4)), (48, (10, 5)), (5531, (2000, 3)), (10_000, (2000, 5))]
        {
            assert_eq!(ticks(largest), expected, "{largest}");
        }
        for largest in [u64::MAX, u64::MAX - 1, 1 << 60] {
            let (step, steps) = ticks(largest);
            assert!(step > 0 && steps > 0);
        }
    }
}
