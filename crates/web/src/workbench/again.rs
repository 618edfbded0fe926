//! One's own second press: a step that somebody has just taken and takes again, by an impatient finger or a browser that goes
//! back, is told as done, and not as a change that somebody else made in between.
//!
//! Nothing is taken for a second press that says anything else than the first.

use crate::error::HttpError;
use app::desk::{Desk, Sheet};
use domain::event::Act;
use domain::ids::RecordId;
use domain::record::Progress;

/// A step that is taken once, with what was given for it.
pub(crate) struct Pressed {
    acts: &'static [Act],
    reason: Option<String>,
}

impl Pressed {
    /// A draft sent for review.
    pub(crate) const SENT: Pressed = Pressed { acts: &[Act::RecordSubmitted], reason: None };

    /// A step, by the events that it may write.
    pub(crate) fn step(acts: &'static [Act]) -> Pressed {
        Pressed { acts, reason: None }
    }

    /// A step that is taken for a reason: another reason is no second press.
    pub(crate) fn because(acts: &'static [Act], reason: &str) -> Pressed {
        Pressed { acts, reason: Some(reason.trim().to_string()) }
    }

    /// Whether whoever presses took just this step, and nothing came of the record since.
    pub(crate) async fn is_done_by(&self, ctx: &app::Ctx, id: RecordId) -> Result<bool, HttpError> {
        let me = ctx.who.actor().to_string();
        let sheet = Desk::open(ctx).await?.sheet(id).await?;
        let last = sheet.history.iter().rev().find(|one| STEPS.contains(&one.act) || one.act.writes());
        Ok(last.is_some_and(|last| {
            last.actor == me
                && self.acts.contains(&last.act)
                && self.reason.as_deref().is_none_or(|reason| last.reason.as_deref() == Some(reason))
        }))
    }
}

/// Steps of the life of a record.
const STEPS: [Act; 10] = [
    Act::RecordSubmitted,
    Act::UnitReviewPassed,
    Act::SecrecyReviewPassed,
    Act::RecordSettled,
    Act::PublicationPlanned,
    Act::RecordReturned,
    Act::RecordReopened,
    Act::RecordPublished,
    Act::RecordAmended,
    Act::RecordWithdrawn,
];

/// Whether what an address says was done is what was done: anybody can write an address.
pub(crate) fn is_done(done: &str, sheet: &Sheet) -> bool {
    let acts: &[Act] = match done {
        "pass_unit" => &[Act::UnitReviewPassed],
        "pass_secrecy" => &[Act::SecrecyReviewPassed],
        "send_back" => &[Act::RecordReturned],
        "publish" => &[Act::RecordPublished, Act::RecordAmended],
        "withdraw" => &[Act::RecordWithdrawn],
        "plan" | "plan_off" => &[Act::PublicationPlanned],
        "settled" => &[Act::RecordSettled],
        "reopen" => &[Act::RecordReopened],
        "give_up" => &[Act::RecordDeleted],
        "already" => &STEPS,
        _ => &[],
    };
    // Publishing registers the release on the school's own site with it.
    let last = sheet.history.iter().rev().find(|happened| happened.act != Act::RecordReleased);
    let planned = matches!(sheet.record.progress, Progress::Approved { publish_at: Some(_), .. });
    last.is_some_and(|last| acts.contains(&last.act)) && (!done.starts_with("plan") || planned == (done == "plan"))
}
