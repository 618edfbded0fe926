//! What the evaluation of a year came to, as the report takes it: nobody types these numbers.

use crate::error::Result;
use domain::figure::Dataset;
use domain::school_year::SchoolYear;
use domain::survey::tally::DATASET;
use domain::survey::{Stage, Tally};
use store::Reader;

/// Puts what the last survey of a year that is over came to in the place of what was entered by hand; nothing where there is none,
/// or nobody answered it.
pub(super) async fn evaluation(reader: &Reader, year: SchoolYear, datasets: &mut Vec<Dataset>) -> Result<()> {
    let surveys = reader.surveys().await?;
    let over = surveys
        .into_iter()
        .map(|stored| stored.survey)
        .find(|survey| survey.year == year && matches!(survey.stage, Stage::Closed | Stage::Shown { .. }));
    let Some(survey) = over else { return Ok(()) };
    let tally = Tally::of(&survey, &reader.survey_answers(survey.number).await?);
    if tally.answers > 0 {
        datasets.retain(|dataset| dataset.key != DATASET);
        datasets.push(tally.dataset(&survey));
    }
    Ok(())
}
