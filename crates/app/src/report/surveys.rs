//! What the evaluation of a year came to, as the report takes it: nobody types these numbers.

use crate::error::Result;
use domain::figure::Dataset;
use domain::ledger::TextEntry;
use domain::school_year::SchoolYear;
use domain::survey::tally::DATASET;
use domain::survey::{Answer, FEW, Stage, Survey, Tally};
use store::{Reader, StoredSurvey};

/// The chapter that tells of it.
const CHAPTER: &str = "4";

/// The survey of a year that is over and that most answered, with its answers; none of which only a few did, of whom a report would
/// tell.
async fn over(reader: &Reader, year: SchoolYear) -> Result<Option<(Survey, Vec<Answer>)>> {
    let mut most: Option<(Survey, Vec<Answer>)> = None;
    for StoredSurvey { survey, .. } in reader.surveys().await? {
        if survey.year != year || survey.ended_on().is_none() {
            continue;
        }
        let answers = reader.survey_answers(survey.number).await?;
        let more = most.as_ref().is_none_or(|(_, others)| answers.len() > others.len());
        if answers.len() as u64 >= FEW && more {
            most = Some((survey, answers));
        }
    }
    Ok(most)
}

/// Puts what it came to in the place of what was entered by hand; nothing where there is none.
pub(super) async fn evaluation(reader: &Reader, year: SchoolYear, datasets: &mut Vec<Dataset>) -> Result<()> {
    if let Some((survey, answers)) = over(reader, year).await? {
        datasets.retain(|dataset| dataset.key != DATASET);
        datasets.push(Tally::of(&survey, &answers).dataset(&survey));
    }
    Ok(())
}

/// What the school said of its results to everybody stands in the chapter where nobody has written anything else.
pub(super) async fn summary(reader: &Reader, year: SchoolYear, texts: &mut Vec<TextEntry>) -> Result<()> {
    if texts.iter().any(|text| text.place == CHAPTER) {
        return Ok(());
    }
    let Some((Survey { stage: Stage::Shown { summary, .. }, title, .. }, _)) = over(reader, year).await? else {
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
