//! The way of a report to the leader and onto the site. What is approved is one kept draft; what is issued is that draft and
//! nothing else: when the ledger says anything otherwise by then, nothing is issued and it is sent again.
//!
//! Whoever sent it, or wrote in it since the one before, does not approve it.

use super::{actor, conflict, event};
use crate::context::Ctx;
use crate::error::Result;
use crate::report::{Built, Format, Issuing, Unfilled, build, issue_approved, may_be_approved, write_document};
use domain::event::{Act, Object};
use domain::policy::{Permission, Relation};
use domain::record::{RecordError, Timestamp};
use domain::school_year::SchoolYear;
use std::sync::Arc;
use store::{Answered, EventFilter, Reader, ReportApproval};

/// How far a report has come. It is computed, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Something is still missing.
    Assembling {
        /// In so many places.
        gaps: usize,
        /// Why the leader sent it back, when that is what happened last.
        returned: Option<(String, Timestamp)>,
    },
    /// Nothing is missing.
    Checked {
        /// As above.
        returned: Option<(String, Timestamp)>,
    },
    /// It is with the leader.
    Sent {
        /// The number under which it was sent.
        nr: u32,
        /// Which draft.
        version: u32,
        /// When.
        at: Timestamp,
        /// By whom, as events name actors.
        by: String,
        /// Whether the ledger says something else by now.
        moved: bool,
    },
    /// The leader agreed.
    Approved {
        /// Which draft.
        version: u32,
        /// When.
        at: Timestamp,
        /// Who, as events name actors.
        by: String,
        /// Whether the ledger says something else by now, so that it has to be sent again.
        moved: bool,
    },
    /// It is public.
    Published {
        /// Its edition.
        edition: u32,
        /// The day it is signed.
        signed_on: chrono::NaiveDate,
        /// Whether the ledger says something else by now.
        moved: bool,
        /// What is missing for another edition.
        gaps: usize,
    },
}

impl Stage {
    /// Stable code, a message key.
    pub fn code(&self) -> &'static str {
        match self {
            Stage::Assembling { .. } => "assembling",
            Stage::Checked { .. } => "checked",
            Stage::Sent { .. } => "sent",
            Stage::Approved { .. } => "approved",
            Stage::Published { .. } => "published",
        }
    }
}

/// How far the report has come.
pub(super) async fn stage(ctx: &Ctx, reader: &Reader, built: &Built) -> Result<Stage> {
    let (year, gaps) = (built.year.year, built.gaps.len());
    let last = reader.report_approvals(year).await?.into_iter().next();
    let issued = reader.issued_editions(year).await?.into_iter().next();
    let later = |at: Timestamp| issued.as_ref().is_some_and(|issued| issued.issued_at >= at);
    let returned = match last {
        Some(ReportApproval { nr, version, at, by, answered: None }) => {
            let moved = is_moved(reader, built, version).await?;
            return Ok(Stage::Sent { nr, version, at, by, moved });
        }
        Some(ReportApproval { version, answered: Some(answered), .. }) => {
            let Answered { answer, at, by, reason } = answered;
            match answer.as_str() {
                "approved" if !later(at) => {
                    let moved = is_moved(reader, built, version).await?;
                    return Ok(Stage::Approved { version, at, by, moved });
                }
                "returned" if !later(at) => Some((reason, at)),
                _ => None,
            }
        }
        None => None,
    };
    if let Some(issued) = issued.filter(|_| returned.is_none()) {
        let kept = reader.issued_document(year, issued.edition).await?;
        let now = write_document(&build(ctx, year, Some(issued.signed_on)).await?.whole())?;
        let moved = kept.as_deref() != Some(now.as_str());
        return Ok(Stage::Published { edition: issued.edition, signed_on: issued.signed_on, moved, gaps });
    }
    Ok(if gaps == 0 { Stage::Checked { returned } } else { Stage::Assembling { gaps, returned } })
}

/// Whether a kept draft says anything else than the report would now.
async fn is_moved(reader: &Reader, built: &Built, version: u32) -> Result<bool> {
    let kept = reader.report_version(built.year.year, version).await?;
    Ok(kept.as_deref() != Some(write_document(&built.whole())?.as_str()))
}

/// Sends the report to be approved, as it is now.
///
/// # Errors
/// [`crate::Error::Incomplete`] when something is missing, [`crate::Error::NotIssued`] when the year is not over, [`crate::Error::Conflict`] when it
/// is with the leader already.
pub async fn send(ctx: &Ctx, year: SchoolYear) -> Result<()> {
    ctx.allow(Permission::WriteReport, Relation::School)?;
    may_be_approved(ctx, &build(ctx, year, None).await?)?;
    let version = super::keep(ctx, year).await?;
    let mut change = ctx.write().await?;
    if change.report_approvals(year).await?.first().is_some_and(|last| last.answered.is_none()) {
        return Err(conflict(year));
    }
    change.send_report(year, version, &actor(ctx)).await?;
    change.commit(event(Act::ReportSent, year).with("version", version)).await?;
    Ok(())
}

/// Takes back what was sent and is not answered.
///
/// # Errors
/// [`crate::Error::Conflict`] when it is answered.
pub async fn take_back(ctx: &Ctx, year: SchoolYear, nr: u32) -> Result<()> {
    ctx.allow(Permission::WriteReport, Relation::School)?;
    answer(ctx, year, nr, "taken_back", "").await
}

/// Sends it back with a reason.
///
/// # Errors
/// [`crate::Error::Conflict`] when it is answered, [`crate::Error::Record`] without a reason.
pub async fn send_back(ctx: &Ctx, year: SchoolYear, nr: u32, reason: &str) -> Result<()> {
    ctx.allow(Permission::ApproveReport, Relation::School)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(RecordError::Missing("reason").into());
    }
    answer(ctx, year, nr, "returned", &crate::guard::publication::covered(reason)).await
}

/// Approves what was sent.
///
/// # Errors
/// [`RecordError::OwnWork`] for whoever sent it or wrote in it, [`crate::Error::Conflict`] when it is answered or the report says
/// something else by now.
pub async fn approve(ctx: &Ctx, year: SchoolYear, nr: u32) -> Result<()> {
    ctx.allow(Permission::ApproveReport, Relation::School)?;
    let reader = ctx.read().await?;
    let sent =
        reader.report_approvals(year).await?.into_iter().find(|sent| sent.nr == nr).ok_or_else(|| conflict(year))?;
    if sent.by == actor(ctx) || wrote(&reader, ctx, year).await? {
        return Err(RecordError::OwnWork.into());
    }
    // What is approved is what is on the page: a draft that has become another is sent again.
    if is_moved(&reader, &build(ctx, year, None).await?, sent.version).await? {
        return Err(conflict(year));
    }
    drop(reader);
    answer(ctx, year, nr, "approved", "").await
}

/// Whether somebody wrote a text of this year's report.
async fn wrote(reader: &Reader, ctx: &Ctx, year: SchoolYear) -> Result<bool> {
    let filter = EventFilter { object: Some(Object::Report(year.to_string())) };
    let (who, mut after) = (actor(ctx), 0);
    loop {
        let events = reader.events(&filter, after, 1_000).await?;
        let Some(last) = events.last() else { return Ok(false) };
        after = last.seq;
        let writing = |act: Act| matches!(act, Act::TextWritten | Act::TextDeleted | Act::TextMoved);
        if events.iter().any(|event| event.actor == who && writing(event.act)) {
            return Ok(true);
        }
    }
}

async fn answer(ctx: &Ctx, year: SchoolYear, nr: u32, answer: &str, reason: &str) -> Result<()> {
    let act = match answer {
        "approved" => Act::ReportApproved,
        "returned" => Act::ReportReturned,
        _ => Act::ReportTakenBack,
    };
    let mut change = ctx.write().await?;
    let answered = Answered { answer: answer.into(), at: ctx.now, by: actor(ctx), reason: reason.into() };
    if !change.answer_report(year, nr, &answered).await? {
        return Err(conflict(year));
    }
    let told = event(act, year);
    change.commit(if reason.is_empty() { told } else { told.because(reason) }).await?;
    Ok(())
}

/// Issues what was approved, signed today.
///
/// # Errors
/// [`crate::Error::Conflict`] when nothing is approved, or the ledger says something else by now; as [`crate::report::issue`].
pub async fn issue(ctx: &Ctx, year: SchoolYear) -> Result<Issuing> {
    ctx.allow(Permission::IssueReport, Relation::School)?;
    let reader = ctx.read().await?;
    let built = build(ctx, year, None).await?;
    let Stage::Approved { version, moved: false, .. } = stage(ctx, &reader, &built).await? else {
        return Err(conflict(year));
    };
    let approved = reader.report_version(year, version).await?.ok_or_else(|| conflict(year))?;
    drop(reader);
    issue_approved(ctx, year, ctx.today(), Unfilled::Refuse, Some(&approved), Arc::new(|_: Format| {})).await
}
