//! A ledger file that somebody sent and looks at before it is brought in.
//!
//! Between the look and the writing it lies in the database under its digest: for its sender alone, one at a time, for a day,
//! and never given out again. What is written is the plan that was looked at: the same file, the same answers and choice, the
//! same state of the ledger; otherwise nothing is.

use super::choice::Choice;
use super::heads::HeadAnswer;
use super::import::{Plan, apply_held, plan_held};
use super::tally::Outcome;
use crate::context::Ctx;
use crate::digest::sha256;
use crate::error::{Error, Result};
use crate::job::{Job, UPLOADS_WAIT as WAITS};
use domain::ids::UserId;
use domain::policy::{Denied, Permission, Relation};
pub use store::Upload;

/// A plan of a file that waits.
#[derive(Debug)]
pub struct Looked {
    /// The file.
    pub upload: Upload,
    /// What bringing it in would do.
    pub plan: Plan,
}

/// Whoever sends files: a person, for a file waits under their name.
fn sender(ctx: &Ctx) -> Result<UserId> {
    ctx.allow(Permission::ImportLedger, Relation::School)?;
    ctx.who.user().ok_or(Error::Forbidden(Denied(Permission::ImportLedger)))
}

/// Takes a file in, in the place of the one that waited. It is read once before it is kept.
///
/// # Errors
/// [`Error::LedgerFile`] when it cannot be read as a ledger; nothing is kept then, and what waited before still waits.
pub async fn send(ctx: &Ctx, name: &str, bytes: Vec<u8>) -> Result<()> {
    let person = sender(ctx)?;
    plan_held(ctx, name, &bytes, Vec::new(), Choice::of([], [])).await?;
    let digest = sha256(&bytes);
    let upload = Upload { name: name.to_string(), digest, answers: Vec::new(), at: ctx.now };
    let mut change = ctx.write().await?;
    change.waiting().save_upload(person, &upload, bytes).await?;
    change.enqueue(Job::ForgetUploads, ctx.now + WAITS).await?;
    change.commit_unlogged().await
}

/// The file that waits, if one does.
///
/// # Errors
/// Who may not import has none.
pub async fn waiting(ctx: &Ctx) -> Result<Option<Upload>> {
    let person = sender(ctx)?;
    let upload = ctx.read().await?.upload(person).await?;
    // Whether or not the job has come to it.
    Ok(upload.filter(|upload| upload.at + WAITS > ctx.now))
}

/// The file that waits, with what it holds.
async fn held(ctx: &Ctx) -> Result<(Upload, Vec<u8>)> {
    let absent = || Error::NotFound { kind: "upload", key: String::new() };
    let upload = waiting(ctx).await?.ok_or_else(absent)?;
    let bytes = ctx.read().await?.upload_bytes(sender(ctx)?, &upload.digest).await?.ok_or_else(absent)?;
    Ok((upload, bytes))
}

/// What bringing the file in would do, so chosen.
///
/// # Errors
/// [`Error::NotFound`] when none waits.
pub async fn look(ctx: &Ctx, choice: &Choice) -> Result<Looked> {
    let (upload, bytes) = held(ctx).await?;
    let plan = plan_held(ctx, &upload.name, &bytes, answers(&upload), choice.clone()).await?;
    Ok(Looked { upload, plan })
}

/// Says what heads of the file mean, over what was said before.
///
/// # Errors
/// [`Error::Conflict`] when another file waits by now, [`Error::NotFound`] when an answer says nothing of this file.
pub async fn answer(ctx: &Ctx, digest: &str, given: Vec<HeadAnswer>) -> Result<()> {
    let person = sender(ctx)?;
    let (upload, bytes) = held(ctx).await?;
    same(&upload, digest)?;
    let mut all = answers(&upload);
    all.retain(|known| given.iter().all(|new| new.head != known.head));
    all.extend(given);
    plan_held(ctx, &upload.name, &bytes, all.clone(), Choice::of([], [])).await?;
    let words: Vec<(String, String)> = all.into_iter().map(|answer| (answer.head, answer.column)).collect();
    let mut change = ctx.write().await?;
    change.waiting().answer_upload(person, digest, &words).await?;
    change.commit_unlogged().await
}

/// Writes what was looked at, and forgets the file.
///
/// # Errors
/// [`Error::Conflict`] of `upload` when another file waits by now, of `ledger` when the ledger has changed since; nothing is
/// written then.
pub async fn write(ctx: &Ctx, digest: &str, state: u64, choice: &Choice) -> Result<Outcome> {
    let (upload, bytes) = held(ctx).await?;
    same(&upload, digest)?;
    let outcome = apply_held(ctx, (&upload.name, &bytes), &answers(&upload), choice, state).await?;
    if outcome.kept {
        give_up(ctx).await?;
    }
    Ok(outcome)
}

/// Forgets the file that waits.
///
/// # Errors
/// Who may not import has none.
pub async fn give_up(ctx: &Ctx) -> Result<()> {
    let person = sender(ctx)?;
    let mut change = ctx.write().await?;
    change.waiting().forget_upload(person).await?;
    change.commit_unlogged().await
}

fn answers(upload: &Upload) -> Vec<HeadAnswer> {
    let answers = upload.answers.iter().cloned();
    answers.map(|(head, column)| HeadAnswer { head, column }).collect()
}

fn same(upload: &Upload, digest: &str) -> Result<()> {
    if upload.digest == digest {
        return Ok(());
    }
    Err(Error::Conflict { kind: "upload", key: String::new() })
}
