//! One's own second press: a step that somebody has just taken and takes again, by an impatient finger or a browser that goes
//! back, is told as done, and not as a change that somebody else made in between.
//!
//! Nothing is taken for a second press that says anything else than the first.

use crate::error::HttpError;
use app::desk::{Desk, Sheet};
use domain::event::Act;
use domain::ids::RecordId;
use domain::record::{Progress, Timestamp};

/// A step that is taken once, with what was given for it.
pub(crate) struct Pressed {
    acts: &'static [Act],
    reason: Option<String>,
    /// A fact that the event has, or has not.
    fact: Option<(&'static str, Option<String>)>,
    /// The note on what changed, of an amendment that was begun.
    note: Option<String>,
}

impl Pressed {
    /// A draft sent for review.
    pub(crate) const SENT: Pressed = Pressed { acts: &[Act::RecordSubmitted], reason: None, fact: None, note: None };

    /// A step, by the events that it may write.
    pub(crate) fn step(acts: &'static [Act]) -> Pressed {
        Pressed { acts, reason: None, fact: None, note: None }
    }

    /// A step that is taken for a reason: another reason is no second press.
    pub(crate) fn because(acts: &'static [Act], reason: &str) -> Pressed {
        Pressed { reason: Some(reason.trim().to_string()), ..Pressed::step(acts) }
    }

    /// A minute that is set, or taken away: another minute is no second press.
    pub(crate) fn planned(at: Option<Timestamp>) -> Pressed {
        let fact = Some(("publish_at", at.map(|at| at.to_rfc3339())));
        Pressed { fact, ..Pressed::step(&[Act::PublicationPlanned]) }
    }

    /// An amendment that is begun with this note.
    pub(crate) fn amending(note: &str) -> Pressed {
        Pressed { note: Some(note.trim().to_string()), ..Pressed::step(&[Act::RecordDrafted]) }
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
                && self.fact.as_ref().is_none_or(|(name, value)| {
                    let fact = last.facts.iter().find(|(known, _)| known == name);
                    fact.map(|(_, value)| value) == value.as_ref()
                })
                && self
                    .note
                    .as_ref()
                    .is_none_or(|note| sheet.is_amendment() && sheet.edition().change_note.trim() == note)
        }))
    }
}

/// Steps of the life of a record.
const STEPS: [Act; 13] = [
    Act::RecordSubmitted,
    Act::RecordPulledBack,
    Act::UnitReviewPassed,
    Act::SecrecyReviewPassed,
    Act::RecordSettled,
    Act::PublicationPlanned,
    Act::RecordReturned,
    Act::RecordReopened,
    Act::RecordPublished,
    Act::RecordAmended,
    Act::RecordWithdrawn,
    Act::RecordDeleted,
    Act::PublicityExtended,
];

/// Whether what an address says was done is what was done: anybody can write an address.
pub(crate) fn is_done(done: &str, sheet: &Sheet) -> bool {
    let acts: &[Act] = match done {
        "pass_unit" => &[Act::UnitReviewPassed],
        "pass_secrecy" => &[Act::SecrecyReviewPassed],
        "send_back" => &[Act::RecordReturned],
        "pull_back" => &[Act::RecordPulledBack],
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
