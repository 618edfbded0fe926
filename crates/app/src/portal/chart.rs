//! Charts of a dataset: one for each sum it declares, bars of its parts.

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
