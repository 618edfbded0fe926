//! Charts of a dataset: one for each sum it declares, bars of its parts.

use crate::words::Lang;
use domain::document::{Chart, ChartKind, Series};
use domain::figure::{Dataset, Figure, Identity};

/// Most charts of one dataset.
const MOST: usize = 4;

/// The charts of a dataset. A part that is unknown or no whole number makes no chart: a drawing must not guess.
pub(super) fn of(dataset: &Dataset) -> Vec<Chart> {
    let sums = dataset.identities.iter().filter_map(|identity| match identity {
        Identity::Sum { whole, parts } => Some((dataset.figure(whole)?, parts)),
        _ => None,
    });
    sums.filter_map(|(whole, parts)| bars(dataset, whole, parts)).take(MOST).collect()
}

fn bars(dataset: &Dataset, whole: &Figure, parts: &[String]) -> Option<Chart> {
    let parts: Vec<&Figure> = parts.iter().map(|key| dataset.figure(key)).collect::<Option<_>>()?;
    let values: Vec<u64> = parts.iter().map(|part| counted(part)).collect::<Option<_>>()?;
    if values.len() < 2 {
        return None;
    }
    let described: Vec<String> = parts.iter().map(|part| format!("{}{}", part.name, part.printed())).collect();
    Some(Chart {
        title: format!("{}：{}", dataset.title, whole.name),
        description: format!("{}{}：{}", whole.name, whole.printed(), described.join("，")),
        kind: ChartKind::Bars,
        categories: parts.iter().map(|part| part.name.clone()).collect(),
        series: vec![Series { name: whole.name.clone(), values }],
        unit: whole.unit.clone(),
    })
}

fn counted(figure: &Figure) -> Option<u64> {
    let value = figure.value.filter(|value| value.decimals == 0)?;
    u64::try_from(value.mantissa).ok()
}

/// The chart as an `<svg>` element for a page.
pub fn chart_svg(chart: &Chart) -> String {
    typeset::chart_svg(chart, typeset::ChartTheme::Page)
}

/// The same on a page in a language of its own: what is said of the unit is said in it.
pub fn chart_svg_in(lang: Lang, chart: &Chart) -> String {
    if lang == Lang::Zh || chart.unit.is_empty() {
        return chart_svg(chart);
    }
    let known = UNITS.iter().find(|(unit, _)| *unit == chart.unit);
    let unit = known.map_or_else(|| chart.unit.clone(), |(_, key)| lang.say(key));
    typeset::chart_svg_noted(chart, typeset::ChartTheme::Page, &lang.say_with("chart-unit", &[("unit", &unit)]))
}

/// Units that have a word in other languages; another is shown as it is.
const UNITS: &[(&str, &str)] = &[
    ("人", "chart-unit-people"),
    ("元", "chart-unit-yuan"),
    ("万元", "chart-unit-wan-yuan"),
    ("门", "chart-unit-courses"),
    ("个", "chart-unit-items"),
    ("项", "chart-unit-items"),
    ("条", "chart-unit-entries"),
    ("次", "chart-unit-times"),
    ("家", "chart-unit-employers"),
];
