//! Datasets as a search looks through them: by title, source and every figure with its number.

use super::view::{DatasetHit, FigureHit};
use domain::figure::Dataset;
use domain::school_year::SchoolYear;
use search::Query;

/// Figures of a dataset that are shown with it.
const FIGURES: usize = 6;

/// A dataset as it is looked through.
#[derive(Debug, Clone)]
pub(super) struct Told {
    key: String,
    title: String,
    year: SchoolYear,
    /// Whether no later school year has it: its address then needs none.
    latest: bool,
    /// What stands beside its figures.
    about: String,
    figures: Vec<ToldFigure>,
}

#[derive(Debug, Clone)]
struct ToldFigure {
    hit: FigureHit,
    definition: String,
}

impl Told {
    /// Of all datasets of the school.
    pub(super) fn of(datasets: Vec<Dataset>) -> Vec<Told> {
        let last =
            |dataset: &Dataset| !datasets.iter().any(|other| other.key == dataset.key && other.year > dataset.year);
        let told = datasets.iter().map(|dataset| Told {
            key: dataset.key.clone(),
            title: dataset.title.clone(),
            year: dataset.year,
            latest: last(dataset),
            about: format!("{}\n{}", dataset.year, dataset.source),
            figures: dataset
                .figures
                .iter()
                .map(|figure| ToldFigure {
                    hit: FigureHit {
                        name: figure.name.clone(),
                        printed: figure.value.map(|_| figure.printed()),
                        disputed: figure.disputed.is_some(),
                    },
                    definition: format!("{}\n{}", figure.definition, figure.disputed.clone().unwrap_or_default()),
                })
                .collect(),
        });
        told.collect()
    }

    /// What it is called.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// How well it is what is looked for, with the figures that are meant; `None` when it is not.
    pub(super) fn weigh(&self, query: &Query) -> Option<(f32, DatasetHit)> {
        let mut texts = vec![(self.title.as_str(), 1.0), (self.about.as_str(), 0.3)];
        for figure in &self.figures {
            texts.push((&figure.hit.name, 0.6));
            texts.push((figure.hit.printed.as_deref().unwrap_or_default(), 0.6));
            texts.push((&figure.definition, 0.3));
        }
        let weight = query.weigh(&texts)?;
        // The figure that is meant, not all that stand beside it: it says something of the question itself, and the rest of it
        // is said by what it stands under.
        let says = |figure: &&ToldFigure| {
            let own = [figure.hit.name.as_str(), figure.hit.printed.as_deref().unwrap_or_default(), &figure.definition];
            let all = own.iter().map(|text| (*text, 1.0)).chain([(self.title.as_str(), 1.0), (&self.about, 1.0)]);
            own.iter().any(|text| query.touches(text)) && query.weigh(&all.collect::<Vec<_>>()).is_some()
        };
        let figures = self.figures.iter().filter(says).map(|figure| figure.hit.clone()).take(FIGURES).collect();
        let hit = DatasetHit {
            key: self.key.clone(),
            title: self.title.clone(),
            year: self.year,
            latest: self.latest,
            figures,
        };
        Some((weight, hit))
    }
}
