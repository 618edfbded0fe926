//! A record is passed on by somebody who looked: at files that nobody could read, and at what is suspected with what was answered.

use super::Done;
use crate::error::HttpError;
use crate::http::form::{FieldError, Fields, Rejected};
use crate::workbench::record_order::{Looked, Order};
use app::desk::Sheet;
use app::records::{self, Seen, suspicion};
use domain::record::{Openness, Progress, RecordError};

/// The same for whoever ticked every file of the record that nobody could read, and everything in it that is suspected.
fn looked_into(seen: Seen, sheet: &Sheet, looked: &[String]) -> Seen {
    // Those who review open what nobody could read; whoever publishes goes by that they did.
    let reviews = !matches!(sheet.record.progress, Progress::Approved { .. });
    let unread = records::attachment::unread(&sheet.record).into_iter().filter(|_| reviews);
    let unread = unread.map(|file| file.id.to_string());
    let mut asked = unread.chain(sheet.suspicions.iter().map(|one| one.subject.clone()));
    seen.looked_into(asked.all(|one| looked.contains(&one)))
}

/// The same once what they answered of what is suspected is kept; else what is wrong with an answer.
async fn having_looked(
    ctx: &app::Ctx,
    seen: Seen,
    sheet: &Sheet,
    looked: &Looked,
) -> Result<std::result::Result<Seen, &'static str>, HttpError> {
    if !looked.answers.is_empty()
        && let Err((_, code)) = suspicion::answer(ctx, sheet.record.id, &looked.answers).await?
    {
        return Ok(Err(code));
    }
    Ok(Ok(looked_into(seen, sheet, &looked.ticked)))
}

/// What is wrong with a form by which somebody passes something on: a code of its field `looked`.
fn not_looked(error: &app::Error) -> Option<&'static str> {
    match error {
        app::Error::Record(RecordError::NotLooked) => Some("required"),
        app::Error::Record(RecordError::NotAnswered) => Some("answer"),
        _ => None,
    }
}

/// Passes a record on, by whoever looked at what has to be looked at.
pub(super) async fn pass_on(ctx: &app::Ctx, seen: Seen, sheet: &Sheet, order: Order) -> Result<Done, HttpError> {
    let wrong = |field, code| {
        let errors = vec![FieldError { field, code }];
        Err(HttpError::Invalid(Rejected { typed: Fields::default(), errors }))
    };
    let (Order::PassUnit { looked }
    | Order::PassSecrecy { looked }
    | Order::Plan { looked, .. }
    | Order::Publish { looked }) = &order
    else {
        return Err(HttpError::Unknown);
    };
    let seen = match having_looked(ctx, seen, sheet, looked).await? {
        Ok(seen) => seen,
        Err(code) => return wrong("looked", code),
    };
    let (done, told) = match &order {
        Order::PassUnit { .. } => (records::pass_unit_review(ctx, seen).await, "pass_unit"),
        Order::PassSecrecy { .. } => {
            let stays = sheet.record.openness != Openness::Proactive;
            (records::pass_secrecy_review(ctx, seen).await, if stays { "settled" } else { "pass_secrecy" })
        }
        Order::Plan { at, .. } => (records::plan(ctx, seen, *at).await, if at.is_some() { "plan" } else { "plan_off" }),
        _ => (records::publish(ctx, seen).await, "publish"),
    };
    match done {
        Ok(()) => Ok(Done::Told(told)),
        Err(app::Error::Record(RecordError::TooLate(_))) if told == "plan" => wrong("publish_at", "past"),
        Err(app::Error::Record(RecordError::TooFar(_))) if told == "plan" => wrong("publish_at", "far"),
        Err(error) => match not_looked(&error) {
            Some(code) => wrong("looked", code),
            None => Err(error.into()),
        },
    }
}
