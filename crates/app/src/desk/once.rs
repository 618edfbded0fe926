//! A form that is sent twice makes one thing: each that makes something carries an id, and what it made is kept for a while.

use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::TimeDelta;
use domain::ids::UserId;
use domain::policy::{Denied, Permission};

/// How long what a form made is known.
const KNOWN: TimeDelta = TimeDelta::days(3);
/// Longest id of a form.
const LONGEST: usize = 64;

/// Whether a form is sent for the first time.
#[derive(Debug)]
pub enum Sending {
    /// It is; what comes of it is to be said.
    First(Sent),
    /// It was sent before, and made this; nothing while that is at work.
    Again(Option<String>),
}

/// A form that was just sent, or one without an id, of which nothing is known.
#[derive(Debug)]
pub struct Sent(Option<(UserId, String)>);

/// Takes a form in.
///
/// # Errors
/// [`Error::Forbidden`] for whoever has no account; those of the database.
pub async fn once(ctx: &Ctx, id: &str) -> Result<Sending> {
    let person = ctx.who.user().ok_or(Error::Forbidden(Denied(Permission::Draft)))?;
    if id.is_empty() || id.len() > LONGEST {
        return Ok(Sending::First(Sent(None)));
    }
    let mut change = ctx.write().await?;
    if let Some(made) = change.made_by_form(person, id).await? {
        return Ok(Sending::Again(Some(made).filter(|made| !made.is_empty())));
    }
    change.people().note_form((person, id), ctx.now, ctx.now - KNOWN).await?;
    change.commit_unlogged().await?;
    Ok(Sending::First(Sent(Some((person, id.to_string())))))
}

impl Sent {
    /// It made this: a key by which that is found again.
    ///
    /// # Errors
    /// Of the database.
    pub async fn made(self, ctx: &Ctx, key: &str) -> Result<()> {
        let Some((person, id)) = self.0 else { return Ok(()) };
        let mut change = ctx.write().await?;
        change.people().note_made(person, &id, key).await?;
        change.commit_unlogged().await
    }

    /// It made nothing and may be sent again.
    ///
    /// # Errors
    /// Of the database.
    pub async fn nothing(self, ctx: &Ctx) -> Result<()> {
        let Some((person, id)) = self.0 else { return Ok(()) };
        let mut change = ctx.write().await?;
        change.people().forget_form(person, &id).await?;
        change.commit_unlogged().await
    }
}
