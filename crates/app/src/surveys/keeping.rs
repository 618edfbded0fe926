//! What the office does with a survey, and what those may read who answer for the school.

use super::{Refusal, at_hand};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::publicity::{Length, Receipt};
use chrono::NaiveDate;
use domain::event::Event;
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use domain::survey::tally::{Turnout, turnout};
use domain::survey::{Answer, Audience, FEW, QuestionKind, Stage, Survey, SurveyError, Tally, Way};
use store::{Events, StoredSurvey};

/// Most codes that are made at once.
pub const MOST_AT_ONCE: u32 = 5_000;
/// Most paper forms of a group.
const MOST_SHEETS: u32 = 100_000;

/// A survey in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The survey.
    pub survey: Survey,
    /// How many answered.
    pub answers: u64,
}

/// A survey as those see it who answer for the school.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The survey.
    pub survey: Survey,
    /// How often it was saved.
    pub version: u32,
    /// Who was asked and answered so far.
    pub turnout: Vec<Turnout>,
    /// What it came to, when it is over.
    pub tally: Option<Tally>,
    /// What was written to questions that are answered in words, by their places, when it is over; in no order that tells of anybody.
    pub words: Vec<(usize, Vec<String>)>,
    /// Whether the reader may do something with it.
    pub keeps: bool,
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet").field("survey", &self.survey.number).finish_non_exhaustive()
    }
}

impl Sheet {
    /// How many answered.
    pub fn answers(&self) -> u64 {
        self.turnout.iter().map(Turnout::answers).sum()
    }
}

/// All surveys, the newest first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(ctx: &Ctx) -> Result<Vec<Line>> {
    ctx.allow(Permission::SeeSurveys, Relation::School)?;
    let reader = ctx.read().await?;
    let mut lines = Vec::new();
    for StoredSurvey { survey, .. } in reader.surveys().await? {
        let answers = reader.survey_counts(survey.number).await?.iter().map(|(.., count)| count).sum();
        lines.push(Line { survey, answers });
    }
    Ok(lines)
}

/// One of them.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`].
pub async fn look(ctx: &Ctx, number: u32) -> Result<Sheet> {
    ctx.allow(Permission::SeeSurveys, Relation::School)?;
    let reader = ctx.read().await?;
    let StoredSurvey { survey, version } = at_hand(&reader, number).await?;
    let (mut tally, mut words) = (None, Vec::new());
    if matches!(survey.stage, Stage::Closed { .. } | Stage::Shown { .. }) {
        let answers = reader.survey_answers(number).await?;
        tally = Some(Tally::of(&survey, &answers));
        let open = survey.questions.iter().enumerate().filter(|(_, question)| question.kind == QuestionKind::Open);
        // Of a few answers whose words they are would be guessed.
        let open = open.filter(|_| answers.len() as u64 >= FEW);
        words = open.map(|(place, _)| (place, said(&answers, place))).collect();
    }
    let turnout = turnout(&survey, &reader.survey_counts(number).await?);
    let keeps = ctx.allow(Permission::KeepSurveys, Relation::School).is_ok();
    Ok(Sheet { survey, version, turnout, tally, words, keeps })
}

/// What was written to a question, sorted by the words themselves: whoever wrote much in one answer is not found by its place.
fn said(answers: &[Answer], place: usize) -> Vec<String> {
    let words = answers.iter().filter_map(|answer| answer.values.get(&place));
    let mut words: Vec<String> = words.map(|text| text.trim().to_string()).filter(|text| !text.is_empty()).collect();
    words.sort();
    words
}

/// Begins one with the default questionnaire.
///
/// # Errors
/// [`Error::Forbidden`]; [`SurveyError::Title`].
pub async fn draft(ctx: &Ctx, year: SchoolYear, title: &str, from: NaiveDate, until: NaiveDate) -> Result<u32> {
    ctx.allow(Permission::KeepSurveys, Relation::School)?;
    let mut change = ctx.write().await?;
    let number = change.next_survey().await?;
    let mut survey = Survey::new(number, year, title, from, until);
    let same = survey.clone();
    let event = survey.revise(same).map_err(Refusal::Survey)?;
    change.save_survey(&survey, None).await?;
    change.commit(event).await?;
    Ok(number)
}

/// Does something with a survey that was seen at a version.
async fn act(
    ctx: &Ctx,
    number: u32,
    seen: u32,
    does: impl FnOnce(&mut Survey) -> std::result::Result<Event, SurveyError>,
) -> Result<()> {
    ctx.allow(Permission::KeepSurveys, Relation::School)?;
    let mut change = ctx.write().await?;
    let StoredSurvey { mut survey, version } = at_hand(&change, number).await?;
    if seen != version {
        return Err(Error::Conflict { kind: "survey", key: number.to_string() });
    }
    let ran = survey.stage == Stage::Running;
    let event = does(&mut survey).map_err(Refusal::Survey)?;
    change.save_survey(&survey, Some(version)).await?;
    if !ran || survey.stage == Stage::Running {
        change.commit(event).await?;
        return Ok(());
    }
    // What is held is told with the end, and the codes are gone.
    let due = ctx.app.spent.take(number, 0);
    let ends = async {
        let mut events = super::marking::written(&mut change, number, &due).await?;
        change.forget_survey_codes(number).await?;
        events.push(event);
        Ok(events)
    };
    let done = match ends.await.map(Events::of) {
        Ok(Some(events)) => change.commit(events).await.map(drop),
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    if done.is_err() {
        ctx.app.spent.give_back(number, due);
    }
    done
}

/// Puts another text in the place of what is still written; the number and stage of `new` are not looked at.
///
/// # Errors
/// [`Error::Survey`], [`Error::Conflict`], [`Error::NotFound`].
pub async fn revise(ctx: &Ctx, number: u32, seen: u32, new: Survey) -> Result<()> {
    act(ctx, number, seen, |survey| survey.revise(new)).await
}

/// Deletes one that never took an answer.
///
/// # Errors
/// The same.
pub async fn forget(ctx: &Ctx, number: u32, seen: u32) -> Result<()> {
    ctx.allow(Permission::KeepSurveys, Relation::School)?;
    let mut change = ctx.write().await?;
    let StoredSurvey { survey, version } = at_hand(&change, number).await?;
    if seen != version {
        return Err(Error::Conflict { kind: "survey", key: number.to_string() });
    }
    let event = survey.deleted().map_err(Refusal::Survey)?;
    change.forget_survey(number).await?;
    change.commit(event).await?;
    Ok(())
}

/// Begins to take answers.
///
/// # Errors
/// The same; [`Error::Personal`] when what is asked holds what may not be told.
pub async fn open(ctx: &Ctx, number: u32, seen: u32) -> Result<()> {
    let today = ctx.today();
    act(ctx, number, seen, |survey| survey.open(today)).await
}

/// Ends it: its codes are destroyed, and what it came to can be read.
///
/// # Errors
/// The same.
pub async fn close(ctx: &Ctx, number: u32, seen: u32) -> Result<()> {
    let today = ctx.today();
    act(ctx, number, seen, |survey| survey.close(today)).await
}

/// Puts the results on view with what the school says of them.
///
/// # Errors
/// The same.
pub async fn show(ctx: &Ctx, number: u32, seen: u32, summary: &str) -> Result<()> {
    let today = ctx.today();
    act(ctx, number, seen, |survey| survey.show(summary, today)).await
}

/// Takes them down.
///
/// # Errors
/// The same.
pub async fn hide(ctx: &Ctx, number: u32, seen: u32) -> Result<()> {
    act(ctx, number, seen, Survey::hide).await
}

/// Makes codes for a group. They are told this once, to be handed out by somebody who notes nobody's name beside one.
///
/// # Errors
/// [`Refusal::Many`], [`SurveyError::NotAsked`], [`SurveyError::Stage`].
pub async fn give_codes(ctx: &Ctx, number: u32, audience: Audience, count: u32) -> Result<Vec<Receipt>> {
    ctx.allow(Permission::KeepSurveys, Relation::School)?;
    if !(1..=MOST_AT_ONCE).contains(&count) {
        return Err(Refusal::Many.into());
    }
    let mut change = ctx.write().await?;
    let StoredSurvey { mut survey, version } = at_hand(&change, number).await?;
    let event = survey.give_codes(audience, count).map_err(Refusal::Survey)?;
    change.save_survey(&survey, Some(version)).await?;
    let codes = (0..count).map(|_| Receipt::new(&ctx.ids, Length::Plain)).collect::<Result<Vec<Receipt>>>()?;
    let digests: Vec<String> = codes.iter().map(|code| code.digest_for("survey")).collect();
    change.keep_survey_codes(number, audience, &digests).await?;
    change.commit(event).await?;
    Ok(codes)
}

/// Makes the codes of a group good for nothing by which nobody answered; how many. Whoever was handed one of them cannot answer any
/// more.
///
/// # Errors
/// The same.
pub async fn void_codes(ctx: &Ctx, number: u32, audience: Audience) -> Result<u32> {
    ctx.allow(Permission::KeepSurveys, Relation::School)?;
    // What is held would be all that is left unused afterwards: marked first, it is among the others.
    super::marking::mark(ctx, number, 1).await?;
    let mut change = ctx.write().await?;
    let StoredSurvey { mut survey, version } = at_hand(&change, number).await?;
    // Refused before anything is forgotten.
    survey.clone().void_codes(audience, 0).map_err(Refusal::Survey)?;
    let voided = change.void_survey_codes(number, audience).await?;
    let event = survey.void_codes(audience, voided).map_err(Refusal::Survey)?;
    change.save_survey(&survey, Some(version)).await?;
    change.commit(event).await?;
    Ok(voided)
}

/// Enters how many paper forms were handed out to a group in all.
///
/// # Errors
/// The same; [`SurveyError::Sheets`] when more came back.
pub async fn give_sheets(ctx: &Ctx, number: u32, audience: Audience, count: u32) -> Result<()> {
    ctx.allow(Permission::KeepSurveys, Relation::School)?;
    if count > MOST_SHEETS {
        return Err(Refusal::Many.into());
    }
    let mut change = ctx.write().await?;
    let StoredSurvey { mut survey, version } = at_hand(&change, number).await?;
    let received = super::asking::on_paper(&change, number, audience).await?;
    let event = survey.hand_out(audience, count, received).map_err(Refusal::Survey)?;
    change.save_survey(&survey, Some(version)).await?;
    change.commit(event).await?;
    Ok(())
}

/// Enters what came back on paper. `form` is the id of the form it was typed into: sent twice, it is one answer.
///
/// # Errors
/// [`SurveyError::Sheets`] and why else it is not taken.
pub async fn enter_paper(ctx: &Ctx, number: u32, mut answer: Answer, form: &str) -> Result<()> {
    ctx.allow(Permission::KeepSurveys, Relation::School)?;
    answer.way = Way::Paper;
    let mut change = ctx.write().await?;
    super::asking::keep(ctx, &mut change, number, &answer, Some(form)).await?.commit(ctx, change, number).await
}
