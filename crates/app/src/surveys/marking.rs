//! Writes down what is held of answers ([`crate::spent`]), so much of it together that none tells of another.

use crate::change::Change;
use crate::context::{App, Ctx};
use crate::error::Result;
use crate::spent::Due;
use crate::words::Lang;
use domain::event::{Act, Event, Object};
use domain::policy::Principal;
use domain::survey::FEW;
use std::sync::Arc;
use store::Events;

/// Writes down what is held of a survey, where at least so much of it is.
pub(super) async fn mark(ctx: &Ctx, survey: u32, least: usize) -> Result<()> {
    if !ctx.app.spent.has(survey, least) {
        return Ok(());
    }
    let mut change = ctx.write().await?;
    // Taken while nobody else can write: two that come here at once tell of no answer twice.
    let due = ctx.app.spent.take(survey, least);
    let done = match written(&mut change, survey, &due).await.map(Events::of) {
        Ok(Some(events)) => change.commit(events).await.map(drop),
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    if done.is_err() {
        ctx.app.spent.give_back(survey, due);
    }
    done
}

/// Writes down what is due, and the events that tell of it.
pub(super) async fn written(change: &mut Change<'_>, survey: u32, due: &Due) -> Result<Vec<Event>> {
    let event = |act| Event::new(act, Object::Survey(survey.to_string()));
    // With the marks all answers are written anew: none of them bears the number of its own change any more.
    change.mix_survey_answers(survey).await?;
    let (codes, mut events) = (due.digests(), Vec::new());
    if !codes.is_empty() {
        change.spend_survey_codes(survey, &codes).await?;
        events.push(event(Act::SurveyCodesMarked).with("codes", codes.len()));
    }
    if due.answers > 0 {
        events.push(event(Act::SurveyAnswered).with("answers", due.answers));
    }
    Ok(events)
}

/// As many as are written down together.
pub(super) fn enough() -> usize {
    usize::try_from(FEW).unwrap_or(usize::MAX)
}

/// Writes down whatever is held, however little: for when the program ends.
///
/// # Errors
/// Of the database.
pub async fn mark_rest(app: &Arc<App>) -> Result<()> {
    let ctx = app.ctx(Principal::Job("surveys"), Lang::Zh);
    for survey in app.spent.surveys() {
        mark(&ctx, survey, 1).await?;
    }
    Ok(())
}
