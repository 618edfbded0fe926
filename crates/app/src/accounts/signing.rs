//! Signing in and out, and who sits at a browser.
//!
//! A wrong attempt counts against the place it was made from: a browser that has signed in as this person before, or an
//! address together with the name that was tried. So whoever guesses at somebody's password keeps out nobody but themselves.

use super::second_step::{SecondStep, spare_digest};
use super::secret::{self, Token};
use crate::context::{App, Ctx};
use crate::error::{Error, Result};
use crate::words::Lang;
use chrono::TimeDelta;
use domain::event::{Act, Event, Object};
use domain::person::{self, Access, Login, Person};
use domain::policy::Principal;
use domain::record::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use store::{Reader, Session, Stage};

/// How fresh the time of last use is kept.
const USED_TO: TimeDelta = TimeDelta::minutes(2);
/// How long noting it may take; what is not noted in that time is noted next time.
const NOTING: Duration = Duration::from_millis(500);

/// Where somebody comes from.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// Address of the other side.
    pub place: String,
    /// What the browser says it is.
    pub browser: String,
    /// What the browser was given when somebody signed in from it.
    pub known: Option<Token>,
}

/// Somebody was let in, as far as `stage` says.
#[derive(Debug)]
pub struct Entered {
    /// Opens the session.
    pub token: Token,
    /// For the browser to keep: by it the browser is known again.
    pub known: Token,
    /// How far they have come.
    pub stage: Stage,
    /// Whether the workbench has work for them.
    pub works: bool,
}

/// Why somebody was not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Name or password is wrong; so many more attempts may be made from here.
    Wrong {
        /// Attempts left.
        left: usize,
    },
    /// Too many wrong attempts were made from here.
    Wait {
        /// Until then.
        until: Timestamp,
    },
}

/// Who sits at a browser.
#[derive(Debug, Clone)]
pub struct Seat {
    /// Who.
    pub person: Person,
    /// Their session.
    pub session: Session,
}

impl Seat {
    /// As whom they act: nobody yet while signing in is not complete.
    pub fn principal(&self) -> Principal {
        match self.session.stage {
            Stage::Whole => self.person.principal(),
            Stage::SecondStep | Stage::Password => Principal::Visitor,
        }
    }
}

/// Lets somebody in who knows their password.
///
/// # Errors
/// Only of the machine; a wrong password is an `Err` inside.
pub async fn sign_in(
    app: &Arc<App>,
    login: &str,
    password: &str,
    visit: &Visit,
) -> Result<std::result::Result<Entered, Refused>> {
    let now = app.clock.now();
    let reader = app.store.read().await?;
    let person = match login.parse::<Login>() {
        Ok(login) => reader.find_person_by_login(&login).await?,
        Err(_) => None,
    };
    let place = place(&reader, visit, person.as_ref(), login).await?;
    if let Some(until) = waiting(&reader, &place, now).await? {
        return Ok(Err(Refused::Wait { until }));
    }
    let person = person.filter(|person| person.access == Access::Active);
    let secrets = match &person {
        Some(person) => reader.secrets(person.id).await?,
        None => Default::default(),
    };
    drop(reader);
    let right = secret::is_right(password, secrets.password.as_deref()).await?;
    let Some(person) = person.filter(|_| right) else { return Ok(Err(wrong(app, &place, now).await?)) };
    let stage = match (&secrets.second_step, secrets.choose_anew) {
        (Some(_), _) => Stage::SecondStep,
        (None, true) => Stage::Password,
        (None, false) => Stage::Whole,
    };
    Ok(Ok(enter(app, &person, visit, stage, &place).await?))
}

/// Lets somebody pass the second step, by a code of now or one of their spare codes.
///
/// # Errors
/// Only of the machine; a wrong code is an `Err` inside.
pub async fn second_step(
    app: &Arc<App>,
    seat: &Seat,
    token: &Token,
    code: &str,
    visit: &Visit,
) -> Result<std::result::Result<Entered, Refused>> {
    let now = app.clock.now();
    let reader = app.store.read().await?;
    // Counted apart from passwords: who is here knows the password.
    let place = format!("code {}", seat.person.id);
    if let Some(until) = waiting(&reader, &place, now).await? {
        return Ok(Err(Refused::Wait { until }));
    }
    drop(reader);
    let mut change = app.store.write().await?;
    let mut secrets = change.secrets(seat.person.id).await?;
    let step = match &secrets.second_step {
        Some(key) => SecondStep::read(key)?.accepts(code, now, secrets.second_step_used),
        None => None,
    };
    let right = match step {
        Some(step) => {
            secrets.second_step_used = step;
            change.save_secrets(seat.person.id, &secrets).await?;
            true
        }
        None => change.use_spare_code(seat.person.id, &spare_digest(seat.person.id, code)).await?,
    };
    if !right {
        drop(change);
        return Ok(Err(wrong(app, &place, now).await?));
    }
    // What was open half way is closed: nothing that stood before the second step stands after it.
    change.end_session(&token.digest()).await?;
    change.commit_unlogged().await?;
    let stage = if secrets.choose_anew { Stage::Password } else { Stage::Whole };
    Ok(Ok(enter(app, &seat.person, visit, stage, &place).await?))
}

/// Who sits at the browser that brings this token; `None` when nobody does any more.
///
/// # Errors
/// Of the database.
pub async fn seat(app: &Arc<App>, token: &Token) -> Result<Option<Seat>> {
    let (now, digest) = (app.clock.now(), token.digest());
    let reader = app.store.read().await?;
    let Some(session) = reader.session(&digest).await? else { return Ok(None) };
    if !person::session_lives(session.began_at, session.used_at, now) {
        return Ok(None);
    }
    let Some(person) = reader.find_person(session.person).await? else { return Ok(None) };
    drop(reader);
    if person.access != Access::Active {
        return Ok(None);
    }
    if session.used_at + USED_TO < now {
        // Whoever writes just now is not waited for.
        let noting = async {
            let mut tx = app.store.write().await?;
            tx.use_session(&digest, now).await?;
            tx.commit_unlogged().await
        };
        if !matches!(tokio::time::timeout(NOTING, noting).await, Ok(Ok(()))) {
            tracing::debug!("app.accounts: the use of a session was not noted");
        }
    }
    Ok(Some(Seat { person, session }))
}

/// Ends the session that this token opens.
///
/// # Errors
/// Of the database.
pub async fn sign_out(ctx: &Ctx, token: &Token) -> Result<()> {
    // What the session had open of the keys of complaints goes with it.
    if let Some(seat) = seat(&ctx.app, token).await? {
        ctx.app.vault.close(&seat.session.id);
    }
    let mut change = ctx.write().await?;
    change.people().end_session(&token.digest()).await?;
    match ctx.who.user() {
        Some(user) => drop(change.commit(Event::new(Act::SignedOut, Object::Person(user))).await?),
        None => change.commit_unlogged().await?,
    }
    Ok(())
}

/// Begins a session.
pub(super) async fn enter(
    app: &Arc<App>,
    person: &Person,
    visit: &Visit,
    stage: Stage,
    place: &str,
) -> Result<Entered> {
    let ctx = app.ctx(person.principal(), Lang::Zh);
    let (token, known) = (Token::new(&ctx.ids)?, Token::new(&ctx.ids)?);
    let session = Session {
        id: Token::new(&ctx.ids)?.reveal()[..16].to_string(),
        person: person.id,
        stage,
        began_at: ctx.now,
        used_at: ctx.now,
        browser: visit.browser.chars().filter(|c| !c.is_control()).take(200).collect(),
        place: visit.place.clone(),
    };
    let mut change = ctx.write().await?;
    change.people().forget_attempts(place).await?;
    change.people().begin_session(&token.digest(), &session, person::oldest_session(ctx.now)).await?;
    if stage == Stage::SecondStep {
        // Not let in yet, so that nothing is told of it and the browser is not known by it.
        change.commit_unlogged().await?;
    } else {
        change.people().know_browser(&known.digest(), person.id, ctx.now).await?;
        change.commit(Event::new(Act::SignedIn, Object::Person(person.id))).await?;
    }
    Ok(Entered { token, known, stage, works: person.works() })
}

/// Against what a wrong attempt counts.
async fn place(reader: &Reader, visit: &Visit, person: Option<&Person>, login: &str) -> Result<String> {
    if let (Some(known), Some(person)) = (&visit.known, person)
        && reader.knows_browser(&known.digest(), person.id).await?
    {
        return Ok(format!("browser {}", known.digest()));
    }
    // A digest: whatever was typed as a name may be a password.
    Ok(format!("{} {}", visit.place, secret::digest(&login.trim().to_ascii_lowercase())))
}

async fn waiting(reader: &Reader, place: &str, now: Timestamp) -> Result<Option<Timestamp>> {
    let wrong = reader.wrong_attempts(place, person::attempts_since(now)).await?;
    Ok(person::waits_until(&wrong, now))
}

/// Counts a wrong attempt.
async fn wrong(app: &Arc<App>, place: &str, now: Timestamp) -> Result<Refused> {
    let since = person::attempts_since(now);
    let mut tx = app.store.write().await?;
    tx.note_attempt(place, now, since).await?;
    let wrong = tx.wrong_attempts(place, since).await?;
    tx.commit_unlogged().await?;
    tracing::warn!(attempts = wrong.len(), "app.accounts.wrong_attempt");
    Ok(match person::waits_until(&wrong, now) {
        Some(until) => Refused::Wait { until },
        None => Refused::Wrong { left: person::attempts_left(&wrong, now) },
    })
}

/// The person with this id.
pub(super) async fn known(reader: &Reader, id: domain::ids::UserId) -> Result<Person> {
    reader.find_person(id).await?.ok_or_else(|| Error::NotFound { kind: "person", key: id.to_string() })
}
