//! Datasets in the report: their figures in a sentence, their chart, and one note beside it where they cannot be true
//! together. A figure that is missing is a gap, never a nought.

use super::{Composer, Gap, GapKind, words};
use crate::document::{Chart, ChartKind, Inline, Series};
use crate::figure::{Arithmetic, Dataset, Doubt, DoubtKind, Figure, Identity, Quantity};
use crate::zh::quoted;

impl Composer<'_> {
    /// The datasets of a category: figures, chart and note of each.
    pub(super) fn datasets_of(&mut self, category: u8) {
        let here = |dataset: &&Dataset| {
            self.year.catalogue.item(&dataset.item).is_some_and(|item| item.category == category)
                // Requests, complaints and the survey have parts of their own.
                && !matches!(dataset.key.as_str(), "requests" | "complaints" | "survey" | "voices")
        };
        let datasets: Vec<&Dataset> = self.year.datasets.iter().filter(here).collect();
        for dataset in datasets {
            // Where people's own sentences tell of it, a list of its figures would say what they chose not to.
            if !self.told_in_texts(dataset) {
                self.say_figures(dataset);
            }
            self.show(dataset);
        }
    }

    /// Whether a kept text refers to a figure of the dataset.
    fn told_in_texts(&self, dataset: &Dataset) -> bool {
        let told = self.year.texts.iter().flat_map(|text| super::references(&text.text));
        told.filter_map(|reference| reference.split_once('.')).any(|(key, _)| key == dataset.key)
    }

    /// `截至2023年9月1日，毕业生去向：总人数4540人，…。`
    pub(super) fn say_figures(&mut self, dataset: &Dataset) {
        if dataset.figures.is_empty() {
            return;
        }
        let mut sentence = as_of(dataset);
        sentence.push(words(format!("{}：", dataset.title)));
        for (at, figure) in dataset.figures.iter().enumerate() {
            if at > 0 {
                sentence.push(words("，"));
            }
            sentence.push(words(figure.name.clone()));
            sentence.push(self.figure_value(dataset, figure));
        }
        sentence.push(words("。"));
        self.say(sentence);
    }

    /// `本学年收到信息公开申请5件，其中予以公开3件，不予公开2件。`: a whole and what it falls into. A part of which there is none
    /// is left out, one that nobody gave is a gap; what is a rate or no part stands behind.
    pub(super) fn say_divided(&mut self, dataset: &Dataset, lead: &str, whole: &str) {
        let Some(first) = dataset.figure(whole) else { return self.say_figures(dataset) };
        let mut sentence = as_of(dataset);
        sentence.push(words(format!("本学年{lead}")));
        sentence.push(self.figure_value(dataset, first));
        let (mut parts, mut behind) = (Vec::new(), Vec::new());
        for figure in dataset.figures.iter().filter(|figure| figure.key != whole) {
            match figure.value {
                Some(value) if value.mantissa == 0 => {}
                _ if dataset.is_grade_or_result(figure) => parts.push(figure),
                _ => behind.push(figure),
            }
        }
        let all = parts.into_iter().enumerate().map(|(at, figure)| (if at == 0 { "，其中" } else { "，" }, figure));
        for (mark, figure) in all.chain(behind.into_iter().map(|figure| ("，", figure))) {
            sentence.push(words(format!("{mark}{}", figure.name)));
            sentence.push(self.figure_value(dataset, figure));
        }
        sentence.push(words("。"));
        self.say(sentence);
    }

    /// The figure as printed, or the mark of a gap.
    pub(super) fn figure_value(&mut self, dataset: &Dataset, figure: &Figure) -> Inline {
        if figure.value.is_some() {
            return Inline::value(figure.printed(), format!("figure:{}.{}", dataset.key, figure.key));
        }
        let about = format!("{}：{}", dataset.title, figure.name);
        let (unit, item) = (dataset.unit.clone(), Some(dataset.item.clone()));
        self.lacks_of(Gap { kind: GapKind::Figure, unit, item, record: None, about })
    }

    /// The chart of a dataset and, right under it, one note on figures that cannot be true together.
    pub(super) fn show(&mut self, dataset: &Dataset) {
        if let Some(chart) = chart(dataset) {
            self.chart(chart);
        }
        let doubts: Vec<String> = dataset.doubts().iter().map(said_of).collect();
        if !doubts.is_empty() {
            self.say(vec![Inline::Remark(format!("注：{}；数据待核实。", doubts.join("；")))]);
        }
    }

    /// One remark on each dataset that people doubt or whose figures cannot be true together.
    pub(super) fn doubts_of_figures(&self) -> Vec<Vec<Inline>> {
        let mut remarks = Vec::new();
        for dataset in &self.year.datasets {
            let source = |what: &str| format!("{what}:{}", dataset.key);
            let doubts = dataset.doubts();
            if !doubts.is_empty() {
                // Results that are only not all entered contradict nothing.
                let contradict = doubts.iter().any(|doubt| doubt.kind != DoubtKind::Rest);
                let what = if contradict { "所列各项数据不能相合" } else { "所列各项数据不全" };
                let place = if chart(dataset).is_some() { "正文图表下" } else { "正文中" };
                remarks.push(vec![
                    Inline::value(quoted(&dataset.title), source("dataset")),
                    words(format!("{what}，已在{place}注明，待核实后更正。")),
                ]);
                continue;
            }
            for figure in dataset.figures.iter().filter(|figure| figure.disputed.is_some()) {
                remarks.push(vec![
                    words(format!("{}中“{}”", quoted(&dataset.title), figure.name)),
                    Inline::value(figure.printed(), format!("figure:{}.{}", dataset.key, figure.key)),
                    words("待核实。"),
                ]);
            }
        }
        remarks
    }
}

/// `截至2023年9月1日，`.
pub(super) fn as_of(dataset: &Dataset) -> Vec<Inline> {
    if dataset.as_of.is_unknown() {
        return Vec::new();
    }
    vec![words("截至"), Inline::value(dataset.as_of.zh(), format!("dataset:{}#as_of", dataset.key)), words("，")]
}

/// A doubt as the note beside the figures says it.
fn said_of(doubt: &Doubt) -> String {
    let Arithmetic { worked, expected, .. } = &doubt.arithmetic;
    match doubt.kind {
        DoubtKind::Rest => {
            let rest = doubt.arithmetic.difference().map(|rest| rest.to_string()).unwrap_or_default();
            format!("{}，所列总数为{expected}，其余{rest}未列明去向", tight(worked))
        }
        DoubtKind::Low => format!("{worked}{expected}，疑将小数写作百分数"),
        DoubtKind::Fraction => format!("{}，与所列{expected}不符，疑将小数写作百分数", tight(worked)),
        DoubtKind::Identity | DoubtKind::Parts | DoubtKind::Rate => format!("{}，与所列{expected}不符", tight(worked)),
    }
}

/// Arithmetic in running text: no blanks, full-width signs, so that a line does not break inside it.
fn tight(worked: &str) -> String {
    worked.replace(" = ", "＝").replace(" + ", "+").replace(" ÷ ", "÷").replace(", ", "，")
}

/// The widest sum of the dataset as bars; a dataset without one has no chart.
pub fn chart(dataset: &Dataset) -> Option<Chart> {
    let parts = dataset
        .identities
        .iter()
        .filter_map(|identity| match identity {
            Identity::Sum { parts, .. } => Some(parts),
            _ => None,
        })
        .max_by_key(|parts| parts.len())?;
    let figures: Vec<&Figure> = parts.iter().filter_map(|key| dataset.figure(key)).collect();
    let value = |figure: &&Figure| match figure.value {
        Some(Quantity { mantissa, decimals: 0 }) => u64::try_from(mantissa).ok(),
        _ => None,
    };
    let values: Vec<u64> = figures.iter().map(value).collect::<Option<_>>()?;
    // A few bars say no more than a sentence does.
    if values.len() < 4 {
        return None;
    }
    let told: Vec<String> = figures.iter().map(|figure| format!("{}{}", figure.name, figure.printed())).collect();
    Some(Chart {
        title: dataset.title.clone(),
        description: format!("{}。", told.join("，")),
        kind: ChartKind::Bars,
        categories: figures.iter().map(|figure| figure.name.clone()).collect(),
        series: vec![Series { name: dataset.title.clone(), values }],
        unit: figures[0].unit.clone(),
    })
}
