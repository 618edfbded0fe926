//! What the evaluation of a year came to, as the report takes it: nobody types these numbers.

use crate::error::Result;
use domain::figure::Dataset;
use domain::ledger::TextEntry;
use domain::school_year::SchoolYear;
use domain::survey::tally::DATASET;
use domain::survey::{FEW, Stage, Survey, Tally};
use store::Reader;

/// The chapter that tells of it.
const CHAPTER: &str = "4";

/// The survey of a year that is over and that most answered; none of which only a few did, of whom a report would tell.
async fn over(reader: &Reader, year: SchoolYear) -> Result<Option<Survey>> {
    let mut most: Option<(u64, Survey)> = None;
    let surveys = reader.surveys().await?.into_iter().map(|stored| stored.survey);
    for survey in surveys.filter(|survey| survey.year == year && survey.ended_on().is_some()) {
        let answers = reader.survey_counts(survey.number).await?.iter().map(|(.., count)| count).sum();
        if answers >= FEW && most.as_ref().is_none_or(|(others, _)| answers > *others) {
            most = Some((answers, survey));
        }
    }
    Ok(most.map(|(_, survey)| survey))
}

/// Puts what it came to in the place of what was entered by hand; nothing where there is none.
pub(super) async fn evaluation(reader: &Reader, year: SchoolYear, datasets: &mut Vec<Dataset>) -> Result<()> {
    if let Some(survey) = over(reader, year).await? {
        let tally = Tally::of(&survey, &reader.survey_answers(survey.number).await?);
        datasets.retain(|dataset| dataset.key != DATASET);
        datasets.push(tally.dataset(&survey));
    }
    Ok(())
}

/// What the school said of its results to everybody stands in the chapter where nobody has written anything else.
pub(super) async fn summary(reader: &Reader, year: SchoolYear, texts: &mut Vec<TextEntry>) -> Result<()> {
    if texts.iter().any(|text| text.place == CHAPTER) {
        return Ok(());
    }
    let Some(Survey { stage: Stage::Shown { summary, .. }, title, .. }) = over(reader, year).await? else {
        return Ok(());
    };
    // In texts of a report braces are references to figures; of these words none is one.
    let plain = summary.replace('{', "（").replace('}', "）");
    for (order, text) in (1..).zip(plain.lines().filter(|line| !line.trim().is_empty())) {
        texts.push(TextEntry {
            year,
            place: CHAPTER.into(),
            order,
            heading: String::new(),
            text: text.trim().to_string(),
            source: title.clone(),
        });
    }
    Ok(())
}
