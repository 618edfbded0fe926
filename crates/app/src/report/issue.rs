//! Issuing a report: it becomes public as an edition under item 6 of the list, whole and as it is now.
//!
//! A report is public from this act on and by its edition; what the ledger says later changes nothing in it. Issuing
//! what was issued already changes nothing.

use super::{Built, Compared, File, Format, build, file, kept};
use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::{Datelike, NaiveDate};
use domain::annual_report::announcement;
use domain::policy::{Permission, Relation};
use domain::school::School;
use domain::school_year::SchoolYear;
use std::sync::Arc;
use store::NewIssue;

/// Times that a report is built again because the ledger moved meanwhile.
const TRIES: usize = 3;

/// What is done with a report that still lacks something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfilled {
    /// It is not issued.
    Refuse,
    /// It is issued with the marks of what is missing in it, by the word of whoever signs.
    Print,
}

/// What issuing came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuing {
    /// The edition that is public now.
    pub edition: u32,
    /// Whether it was issued by this act; `false` when just this was public already.
    pub new: bool,
    /// Files with their length and what was compared.
    pub files: Vec<(Format, usize, Option<Compared>)>,
}

/// Issues the report of a year, signed on this day. `progress` hears of each format begun.
///
/// # Errors
/// [`Error::NotFound`] when the ledger has nothing for the year, [`Error::Differs`] when a file does not say what the
/// ledger says, [`Error::Conflict`] when the ledger keeps moving; nothing is issued then.
pub async fn issue(
    ctx: &Ctx,
    year: SchoolYear,
    signed_on: NaiveDate,
    unfilled: Unfilled,
    progress: Arc<dyn Fn(Format) + Send + Sync>,
) -> Result<Issuing> {
    issue_approved(ctx, year, signed_on, unfilled, None, progress).await
}

/// The same for a report of which this draft was approved: when the report would say anything else, nothing is issued.
///
/// # Errors
/// As [`issue`], and [`Error::Conflict`].
pub(crate) async fn issue_approved(
    ctx: &Ctx,
    year: SchoolYear,
    signed_on: NaiveDate,
    unfilled: Unfilled,
    approved: Option<&str>,
    progress: Arc<dyn Fn(Format) + Send + Sync>,
) -> Result<Issuing> {
    ctx.allow(Permission::IssueReport, Relation::School)?;
    may_be_issued(year, signed_on, ctx.today())?;
    // What is due by now is done first: a list whose term is over must not be kept in what is issued.
    crate::records::catch_up(&ctx.app).await?;
    for _ in 0..TRIES {
        let before = ctx.app.store.last_seq().await?;
        let built = build(ctx, year, Some(signed_on)).await?;
        if unfilled == Unfilled::Refuse {
            complete(&built)?;
        }
        if let Some(approved) = approved
            && kept::write(&build(ctx, year, None).await?.whole())? != approved
        {
            break;
        }
        let document = kept::write(&built.whole())?;
        let (app, progress) = (Arc::clone(&ctx.app), Arc::clone(&progress));
        let rendering = tokio::task::spawn_blocking(move || {
            let one = |format: &Format| {
                progress(*format);
                file(&app, &built, *format)
            };
            Format::ALL.iter().map(one).collect::<Result<Vec<File>>>()
        });
        let files = rendering.await.map_err(Error::internal)??;
        if let Some(issuing) = keep(ctx, year, signed_on, before, document, files).await? {
            return Ok(issuing);
        }
    }
    Err(Error::Conflict { kind: "report", key: year.to_string() })
}

/// The report of a year as it would be issued on this day, complete.
///
/// # Errors
/// [`Error::NotIssued`] when the year is not over or the day does not fit, [`Error::Incomplete`] when something is missing.
pub async fn final_report(ctx: &Ctx, year: SchoolYear, signed_on: NaiveDate) -> Result<Built> {
    may_be_issued(year, signed_on, ctx.today())?;
    let built = build(ctx, year, Some(signed_on)).await?;
    complete(&built)?;
    Ok(built)
}

/// Whether a report can be sent to be approved: complete, and of a year that is over.
///
/// # Errors
/// [`Error::Incomplete`], [`Error::NotIssued`].
pub(crate) fn may_be_approved(ctx: &Ctx, built: &Built) -> Result<()> {
    may_be_issued(built.year.year, ctx.today(), ctx.today())?;
    complete(built)
}

fn complete(built: &Built) -> Result<()> {
    match built.gaps.as_slice() {
        [] => Ok(()),
        gaps => Err(Error::Incomplete { year: built.year.year.to_string(), gaps: gaps.len() }),
    }
}

/// A report speaks of a year that is over and is signed after it, and not in the future.
fn may_be_issued(year: SchoolYear, signed_on: NaiveDate, today: NaiveDate) -> Result<()> {
    let refused = |why| Err(Error::NotIssued { year: year.to_string(), why });
    if year.last_day() >= today {
        return refused("unfinished");
    }
    if signed_on <= year.last_day() {
        return refused("before-end");
    }
    if signed_on > today {
        return refused("future");
    }
    Ok(())
}

/// The day on which the newest edition of a year's report was signed, when one is on the portal.
pub async fn last_signed(ctx: &Ctx, year: SchoolYear) -> Result<Option<NaiveDate>> {
    ctx.allow(Permission::BuildReport, Relation::School)?;
    Ok(ctx.read().await?.issued_editions(year).await?.first().map(|issued| issued.signed_on))
}

/// Keeps the edition with its record and event; `None` when the ledger has moved since `before`.
async fn keep(
    ctx: &Ctx,
    year: SchoolYear,
    signed_on: NaiveDate,
    before: u64,
    document: String,
    files: Vec<File>,
) -> Result<Option<Issuing>> {
    let mut change = ctx.write().await?;
    if ctx.app.store.last_seq().await? != before {
        return Ok(None);
    }
    let summary = files.iter().map(|file| (file.format, file.bytes.len(), file.compared)).collect();
    let last = change.last_issue(year).await?;
    let on_view = change.issued_editions(year).await?.first().is_some_and(|issued| issued.edition == last);
    if on_view && change.issued_document(year, last).await?.as_deref() == Some(document.as_str()) {
        return Ok(Some(Issuing { edition: last, new: false, files: summary }));
    }
    let school = School::of(change.facts().await?);
    // A record that was taken down stays down: the next issue is announced by another.
    let mut attempt = 0;
    let existing = loop {
        match change.find_record_by_key(&announcement::key(year, attempt)).await? {
            Some(down) if down.visibility.past().is_some() => attempt += 1,
            found => break found,
        }
    };
    let (record, event) = match existing {
        Some(existing) => announcement::again(existing, year, last + 1, signed_on, ctx.today())?,
        None => {
            let index = change.next_index(school.code(), signed_on.year()).await?;
            let (key, id) = (announcement::key(year, attempt), ctx.ids.record());
            announcement::first(&school, year, key, id, index, last + 1, signed_on)
        }
    };
    change.save_record(&record).await?;
    change
        .save_issue(NewIssue {
            year,
            edition: last + 1,
            record: record.id,
            signed_on,
            issued_at: ctx.now,
            document,
            files: files.into_iter().map(|file| (file.format.extension().to_string(), file.bytes)).collect(),
        })
        .await?;
    change.commit(event).await?;
    Ok(Some(Issuing { edition: last + 1, new: true, files: summary }))
}
