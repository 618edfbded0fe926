//! Writes down what is held of answers ([`crate::spent`]), so much of it together that none tells of another.

use crate::context::{App, Ctx};
use crate::error::Result;
use crate::words::Lang;
use domain::event::{Act, Event, Object};
use domain::policy::Principal;
use domain::survey::FEW;
use std::sync::Arc;
use store::Events;

/// Writes down what is held of a survey, where at least so much of it is.
pub(super) async fn mark(ctx: &Ctx, survey: u32, least: usize) -> Result<()> {
    let (codes, answers) = ctx.app.spent.due(survey, least);
    if codes.is_empty() && answers == 0 {
        return Ok(());
    }
    let event = |act| Event::new(act, Object::Survey(survey.to_string()));
    let mut change = ctx.write().await?;
    // With the marks all answers are written anew: none of them bears the number of its own change any more.
    change.mix_survey_answers(survey).await?;
    let mut events = Vec::new();
    if !codes.is_empty() {
        change.spend_survey_codes(survey, &codes).await?;
        events.push(event(Act::SurveyCodesMarked).with("codes", codes.len()));
    }
    if answers > 0 {
        events.push(event(Act::SurveyAnswered).with("answers", answers));
    }
    if let Some(events) = Events::of(events) {
        change.commit(events).await?;
    }
    ctx.app.spent.forget(survey, &codes);
    ctx.app.spent.told(survey, answers);
    Ok(())
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
