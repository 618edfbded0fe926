//! One's own reminders: read in the workbench, and how one wants to be reached besides.

use super::label::{Label, labels};
use super::language;
use crate::context::Ctx;
use crate::desk::{Desk, Due};
use crate::error::{Error, Result};
use crate::settings_messages::is_mail_address;
use crate::words::Lang;
use chrono::NaiveDate;
use domain::calendar::DueDate;
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::person::Person;
use domain::policy::{Denied, Permission};
use domain::record::Timestamp;
use domain::reminder::{Need, Stage, Thing};
use std::collections::BTreeMap;
use store::{MailChoice, StoredReminder};

/// Most reminders that are listed.
const LISTED: u32 = 200;

/// A reminder as whoever got it reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub nr: u64,
    /// What it is about; `None` when that is gone or is not on their desk any more.
    pub label: Option<Label>,
    /// What it needs.
    pub need: Need,
    /// At which point they were reminded.
    pub stage: Stage,
    /// By when it has to be public, and how far that is.
    pub due: Option<Due>,
    /// Who reminded them, when it was a person.
    pub by: Option<String>,
    /// What they said.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was read.
    pub read: bool,
}

/// How somebody is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Their address; may be empty.
    pub email: String,
    /// Whether they want mail.
    pub mail: bool,
    /// In which language.
    pub lang: Lang,
}

/// Somebody's reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// The newest first.
    pub lines: Vec<Line>,
    /// How they are reached.
    pub choice: Choice,
    /// Whether any mail goes out at all.
    pub mail_goes: bool,
}

fn user(ctx: &Ctx) -> Result<UserId> {
    ctx.who.user().ok_or(Error::Forbidden(Denied(Permission::ReadCampus)))
}

/// How many reminders whoever asks has not read.
///
/// # Errors
/// Of the database.
pub async fn unread(ctx: &Ctx) -> Result<u64> {
    match ctx.who.user() {
        Some(user) => Ok(ctx.read().await?.unread_reminders(user).await?),
        None => Ok(0),
    }
}

/// The reminders of whoever asks.
///
/// # Errors
/// [`Error::Forbidden`] without an account.
pub async fn mine(ctx: &Ctx, desk: &Desk) -> Result<Mine> {
    let user = user(ctx)?;
    let reader = desk.reader();
    let stored = reader.reminders_of(user, LISTED).await?;
    let things: Vec<Thing> = stored.iter().map(|one| one.reminder.thing.clone()).collect();
    let labels = labels(desk, &things).await?;
    let names = desk.names(stored.iter().filter_map(|one| one.reminder.by)).await?;
    let due = due_now(desk, &stored).await?;
    let lines = stored.into_iter().map(|one| Line {
        nr: one.nr,
        label: labels.get(&one.reminder.thing).cloned(),
        need: one.reminder.need,
        due: due
            .get(&one.reminder.thing)
            .copied()
            .or(one.reminder.stage.due())
            .map(|due| desk.distance(DueDate::Fixed(due))),
        stage: one.reminder.stage,
        by: one.reminder.by.and_then(|by| names.get(&by).cloned()),
        note: one.reminder.note,
        at: one.at,
        read: one.read_at.is_some(),
    });
    let lines = lines.collect();
    let choice = reader.mail_choices().await?.remove(&user);
    let email = reader.find_person(user).await?.map(|person| person.email).unwrap_or_default();
    let choice = Choice {
        email,
        mail: choice.as_ref().is_none_or(|choice| choice.mail),
        lang: choice.map_or(Lang::Zh, |choice| language(&choice.lang)),
    };
    Ok(Mine { lines, choice, mail_goes: ctx.app.settings.mail.is_some() })
}

/// When the things are due as the ledger stands, where a reminder itself does not say.
async fn due_now(desk: &Desk, stored: &[StoredReminder]) -> Result<BTreeMap<Thing, NaiveDate>> {
    if stored.iter().all(|one| one.reminder.stage.due().is_some()) {
        return Ok(BTreeMap::new());
    }
    let waiting = desk.waiting(&desk.posts().await?, &desk.board().await?).await?;
    Ok(waiting.into_iter().filter_map(|one| Some((one.matter.thing, one.matter.due?))).collect())
}

/// Marks as read the reminder of this number, or all up to it. Others' reminders stay as they are.
///
/// # Errors
/// [`Error::Forbidden`] without an account.
pub async fn read(ctx: &Ctx, nr: u64, alone: bool) -> Result<()> {
    let user = user(ctx)?;
    let mut change = ctx.write().await?;
    change.outgoing().read_reminders(user, nr, alone, ctx.now).await?;
    // That somebody has read something is theirs and no act upon the ledger.
    change.commit_unlogged().await
}

/// Chooses how whoever asks is reached.
///
/// # Errors
/// [`Error::NotFound`] for what is no address of mail.
pub async fn choose(ctx: &Ctx, choice: Choice) -> Result<()> {
    let user = user(ctx)?;
    let Choice { email, mail, lang } = choice;
    if !email.is_empty() && !is_mail_address(&email) {
        return Err(Error::NotFound { kind: "address", key: String::new() });
    }
    let mut change = ctx.write().await?;
    let absent = || Error::NotFound { kind: "person", key: user.to_string() };
    let person = change.find_person(user).await?.ok_or_else(absent)?;
    change.outgoing().save_person(&Person { email, ..person }).await?;
    change.outgoing().save_mail_choice(user, &MailChoice { mail, lang: lang.tag().to_string() }).await?;
    let event = Event::new(Act::ReachChosen, Object::Person(user));
    change.commit(event.with("mail", if mail { "yes" } else { "no" })).await?;
    Ok(())
}
