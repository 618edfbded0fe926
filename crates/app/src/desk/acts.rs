//! What somebody may do next with a record: permission, stage and separation of duties asked together, so that a page offers
//! what will work and says why the rest will not.
//!
//! It is a forecast for people. What is done is asked again where it is done.

use crate::context::Ctx;
use domain::policy::{Permission, Relation};
use domain::record::{Progress, Record, RecordError, Visibility};

/// What is possible now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Acts {
    /// Rewrite the draft and send it for review.
    pub write: bool,
    /// Take the draft away; of an amendment, give it up.
    pub delete: bool,
    /// Pass it for its unit.
    pub pass_unit: bool,
    /// Pass it for secrecy.
    pub pass_secrecy: bool,
    /// Send it back.
    pub send_back: bool,
    /// Take back what they sent and nobody has judged.
    pub pull_back: bool,
    /// Publish it.
    pub publish: bool,
    /// Set the minute at which it becomes public by itself, or take it away.
    pub plan: bool,
    /// Begin the next edition.
    pub amend: bool,
    /// Take up again what was to stay with the school.
    pub reopen: bool,
    /// Take it down.
    pub withdraw: bool,
    /// Register where it went out.
    pub release: bool,
    /// Why they may not review although their post would let them: a code of [`RecordError`].
    pub barred: Option<&'static str>,
}

impl Acts {
    /// For whoever asks, on this record, in whose newest edition they `wrote` or not; `headless` when no head of its unit may
    /// review it.
    pub fn of(ctx: &Ctx, record: &Record, wrote: bool, headless: bool) -> Acts {
        let relation = Relation::Unit(record.unit.as_deref());
        let may = |permission| ctx.allow(permission, relation).is_ok();
        let me = ctx.who.user();
        let own = me.is_some() && (wrote || record.drafter == me);
        let public = matches!(record.visibility, Visibility::Public { .. });
        let mut acts = Acts {
            release: public && may(Permission::Release),
            withdraw: public && may(Permission::Withdraw),
            ..Acts::default()
        };
        match &record.progress {
            Progress::Draft { .. } => {
                acts.write = me.is_some() && may(Permission::Draft);
                acts.delete = acts.write;
            }
            Progress::UnitReview if may(Permission::ReviewForUnit) || (headless && may(Permission::ReviewInstead)) => {
                acts.pass_unit = me.is_some() && !own;
                acts.send_back = me.is_some();
                acts.barred = own.then(|| RecordError::OwnWork.code());
            }
            Progress::SecrecyReview { unit_reviewer } if may(Permission::ReviewForSecrecy) => {
                let both = me == Some(*unit_reviewer);
                acts.pass_secrecy = me.is_some() && !own && !both;
                acts.send_back = me.is_some();
                acts.barred = match (own, both) {
                    (true, _) => Some(RecordError::OwnWork.code()),
                    (false, true) => Some(RecordError::BothReviews.code()),
                    (false, false) => None,
                };
            }
            Progress::Approved { publish_at, .. } if may(Permission::Publish) => {
                acts.publish = publish_at.is_none_or(|at| at <= ctx.now);
                acts.plan = true;
                acts.send_back = true;
            }
            Progress::Done if record.is_settled() => acts.reopen = may(Permission::Publish),
            Progress::Done => acts.amend = public && me.is_some() && may(Permission::Draft),
            _ => {}
        }
        acts
    }
}
