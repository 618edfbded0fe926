//! What somebody does with their own account: choose a password, set up the second step, look after their sessions.

use super::second_step::{SecondStep, spare_codes, spare_digest};
use super::secret::{self, Token};
use super::signing::{Entered, Seat, Visit, enter, known};
use crate::context::{App, Ctx};
use crate::error::{Error, Result};
use crate::words::Lang;
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::person::{Access, PasswordFault, Person, judge_password};
use domain::policy::{Denied, Permission};
use std::sync::Arc;
use store::{Secrets, Session, Stage};

/// An account as its owner sees it.
#[derive(Debug)]
pub struct Account {
    /// Who.
    pub person: Person,
    /// Whether there is a second step.
    pub second_step: bool,
    /// Spare codes that are left.
    pub spare_codes: u64,
    /// Sessions, the last used first.
    pub sessions: Vec<Session>,
}

/// The account of whoever asks.
///
/// # Errors
/// [`Error::Forbidden`] without one.
pub async fn account(ctx: &Ctx) -> Result<Account> {
    let user = user(ctx)?;
    let reader = ctx.read().await?;
    Ok(Account {
        person: known(&reader, user).await?,
        second_step: reader.secrets(user).await?.second_step.is_some(),
        spare_codes: reader.spare_codes(user).await?,
        sessions: reader.sessions(user).await?,
    })
}

/// Whom an invitation is for; `None` when it has ended or was used.
///
/// # Errors
/// Of the database.
pub async fn invited(app: &Arc<App>, token: &Token) -> Result<Option<Person>> {
    let reader = app.store.read().await?;
    let Some((person, ends_at)) = reader.invitation(&token.digest()).await? else { return Ok(None) };
    if ends_at <= app.clock.now() {
        return Ok(None);
    }
    Ok(reader.find_person(person).await?.filter(|person| person.access != Access::Closed))
}

/// Chooses a password by an invitation, and lets its owner in. The invitation is used up, and whoever was signed in as this
/// person no longer is.
///
/// # Errors
/// [`Error::NotFound`] when the invitation holds no more.
pub async fn accept(
    app: &Arc<App>,
    token: &Token,
    password: &str,
    visit: &Visit,
) -> Result<std::result::Result<Entered, PasswordFault>> {
    let Some(person) = invited(app, token).await? else {
        return Err(Error::NotFound { kind: "invitation", key: String::new() });
    };
    if let Err(fault) = judge_password(password, &person.login, &person.name) {
        return Ok(Err(fault));
    }
    let hash = secret::hash(password).await?;
    let ctx = app.ctx(person.principal(), Lang::Zh);
    let mut change = ctx.write().await?;
    // Asked again, now that nobody else can use it.
    if change.invitation(&token.digest()).await?.is_none() {
        return Err(Error::NotFound { kind: "invitation", key: String::new() });
    }
    let person = known(&change, person.id).await?;
    let before = change.secrets(person.id).await?;
    let secrets = Secrets { password: Some(hash), choose_anew: false, ..before };
    change.people().save_secrets(person.id, &secrets).await?;
    change.people().save_person(&Person { access: Access::Active, ..person.clone() }).await?;
    change.people().end_invitations(person.id).await?;
    change.people().end_sessions(person.id).await?;
    change.commit(Event::new(Act::PasswordChosen, Object::Person(person.id))).await?;
    let stage = if secrets.second_step.is_some() { Stage::SecondStep } else { Stage::Whole };
    Ok(Ok(enter(app, &person, visit, stage, "").await?))
}

/// Chooses a new password by the old one. Other browsers are signed out.
///
/// # Errors
/// [`Error::WrongPassword`] when the old one is wrong.
pub async fn change_password(
    ctx: &Ctx,
    seat: &Seat,
    old: &str,
    new: &str,
) -> Result<std::result::Result<(), PasswordFault>> {
    let user = user(ctx)?;
    let secrets = ctx.read().await?.secrets(user).await?;
    if !secret::is_right(old, secrets.password.as_deref()).await? {
        return Err(Error::WrongPassword);
    }
    if let Err(fault) = judge_password(new, &seat.person.login, &seat.person.name) {
        return Ok(Err(fault));
    }
    let hash = secret::hash(new).await?;
    let mut change = ctx.write().await?;
    let before = change.secrets(user).await?;
    let secrets = Secrets { password: Some(hash), choose_anew: false, ..before };
    change.people().save_secrets(user, &secrets).await?;
    for other in change.sessions(user).await?.iter().filter(|other| other.id != seat.session.id) {
        change.people().end_session_of(user, &other.id).await?;
        ctx.app.vault.close(&other.id);
    }
    change.commit(Event::new(Act::PasswordChosen, Object::Person(user))).await?;
    Ok(Ok(()))
}

/// Chooses a password in the place of one that somebody else gave, and lets its owner in all the way.
///
/// # Errors
/// [`Error::Forbidden`] when none is wanted.
pub async fn choose_password(
    app: &Arc<App>,
    seat: &Seat,
    token: &Token,
    password: &str,
    visit: &Visit,
) -> Result<std::result::Result<Entered, PasswordFault>> {
    if seat.session.stage != Stage::Password {
        return Err(Error::Forbidden(Denied(Permission::ReadCampus)));
    }
    let person = &seat.person;
    if let Err(fault) = judge_password(password, &person.login, &person.name) {
        return Ok(Err(fault));
    }
    let before = app.store.read().await?.secrets(person.id).await?;
    if secret::is_right(password, before.password.as_deref()).await? {
        // The same again would leave it with whoever gave it.
        return Ok(Err(PasswordFault::Common));
    }
    let hash = secret::hash(password).await?;
    let ctx = app.ctx(person.principal(), Lang::Zh);
    let mut change = ctx.write().await?;
    let secrets = Secrets { password: Some(hash), choose_anew: false, ..change.secrets(person.id).await? };
    change.people().save_secrets(person.id, &secrets).await?;
    change.people().end_session(&token.digest()).await?;
    change.commit(Event::new(Act::PasswordChosen, Object::Person(person.id))).await?;
    Ok(Ok(enter(app, person, visit, Stage::Whole, "").await?))
}

/// A new key for a second step, to be shown once and confirmed. Nothing is kept of it yet.
///
/// # Errors
/// Of the machine's randomness.
pub fn begin_second_step(ctx: &Ctx) -> Result<SecondStep> {
    user(ctx)?;
    SecondStep::new(&ctx.ids)
}

/// Sets up the second step once its owner has shown that it works; the spare codes, which are not shown again. `None` for a
/// code that is not of now.
///
/// # Errors
/// [`Error::Forbidden`] without an account.
pub async fn confirm_second_step(ctx: &Ctx, step: &SecondStep, code: &str) -> Result<Option<Vec<String>>> {
    let user = user(ctx)?;
    let Some(used) = step.accepts(code, ctx.now, 0) else { return Ok(None) };
    let codes = spare_codes(&ctx.ids)?;
    let digests: Vec<String> = codes.iter().map(|code| spare_digest(user, code)).collect();
    let mut change = ctx.write().await?;
    let before = change.secrets(user).await?;
    let secrets = Secrets { second_step: Some(step.key()), second_step_used: used, ..before };
    change.people().save_secrets(user, &secrets).await?;
    change.people().save_spare_codes(user, &digests).await?;
    change.commit(Event::new(Act::SecondStepSet, Object::Person(user)).with("set", "on")).await?;
    Ok(Some(codes))
}

/// Takes the second step away, by the password.
///
/// # Errors
/// [`Error::WrongPassword`] when it is wrong.
pub async fn second_step_off(ctx: &Ctx, password: &str) -> Result<()> {
    let user = user(ctx)?;
    let secrets = ctx.read().await?.secrets(user).await?;
    if !secret::is_right(password, secrets.password.as_deref()).await? {
        return Err(Error::WrongPassword);
    }
    let mut change = ctx.write().await?;
    let secrets = Secrets { second_step: None, second_step_used: 0, ..change.secrets(user).await? };
    change.people().save_secrets(user, &secrets).await?;
    change.people().save_spare_codes(user, &[]).await?;
    change.commit(Event::new(Act::SecondStepSet, Object::Person(user)).with("set", "off")).await?;
    Ok(())
}

/// Signs one of one's own browsers out.
///
/// # Errors
/// [`Error::NotFound`] when there is no such session.
pub async fn end_session(ctx: &Ctx, id: &str) -> Result<()> {
    let user = user(ctx)?;
    let mut change = ctx.write().await?;
    if !change.people().end_session_of(user, id).await? {
        return Err(Error::NotFound { kind: "session", key: id.to_string() });
    }
    ctx.app.vault.close(id);
    change.commit(Event::new(Act::SignedOut, Object::Person(user))).await?;
    Ok(())
}

/// Signs all other browsers out.
///
/// # Errors
/// Of the database.
pub async fn end_other_sessions(ctx: &Ctx, seat: &Seat) -> Result<()> {
    let user = user(ctx)?;
    let mut change = ctx.write().await?;
    for other in change.sessions(user).await?.iter().filter(|other| other.id != seat.session.id) {
        change.people().end_session_of(user, &other.id).await?;
    }
    change.commit(Event::new(Act::SignedOut, Object::Person(user))).await?;
    Ok(())
}

fn user(ctx: &Ctx) -> Result<UserId> {
    ctx.who.user().ok_or(Error::Forbidden(Denied(Permission::ReadCampus)))
}
