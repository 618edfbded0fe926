//! People as the administrator keeps them: invited by a link, given posts, let go.

use super::second_step::spare_codes;
use super::secret::{self, Token};
use super::signing::known;
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::person::{self, Access, Login, Person};
use domain::policy::{Permission, Post, Relation, Role};
use domain::record::Timestamp;
use store::{CodeOf, Events, Saved, Secrets};

/// What an administrator writes about somebody.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What they sign in with.
    pub login: Login,
    /// Their name.
    pub name: String,
    /// Where mail reaches them; may be empty.
    pub email: String,
    /// What they are, and where.
    pub posts: Vec<Post>,
}

/// A link by which somebody chooses a password.
#[derive(Debug)]
pub struct Invitation {
    /// Who is invited.
    pub person: UserId,
    /// Opens it.
    pub token: Token,
    /// Until when it holds.
    pub ends_at: Timestamp,
}

/// Everybody with an account, by name.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not manage people.
pub async fn list(ctx: &Ctx) -> Result<Vec<Person>> {
    ctx.allow(Permission::ManagePeople, Relation::School)?;
    Ok(ctx.read().await?.people().await?)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person.
pub async fn person(ctx: &Ctx, id: UserId) -> Result<Person> {
    ctx.allow(Permission::ManagePeople, Relation::School)?;
    known(&ctx.read().await?, id).await
}

/// Enters somebody, or changes who they are, by the person as it was read (`None` for somebody new), and invites whoever
/// has no password. Whoever is closed out is signed out everywhere at once.
///
/// # Errors
/// [`Error::Taken`] when somebody else signs in so; [`Error::Conflict`] when it has changed meanwhile;
/// [`Error::NotFound`] for a post in a unit that does not exist; [`Error::Lonely`] when nobody would be left to manage
/// people.
pub async fn save(ctx: &Ctx, before: Option<Person>, draft: Draft, closed: bool) -> Result<UserId> {
    ctx.allow(Permission::ManagePeople, Relation::School)?;
    let mut change = ctx.write().await?;
    let (id, event) = save_in(ctx, &mut change, before, draft, closed).await?;
    if let Some(event) = event {
        change.commit(event).await?;
    }
    Ok(id)
}

/// The same in a change that goes on, with the event to commit it by; none when it was so already.
pub(crate) async fn save_in(
    ctx: &Ctx,
    change: &mut Change<'_>,
    before: Option<Person>,
    draft: Draft,
    closed: bool,
) -> Result<(UserId, Option<Event>)> {
    let closed_units = change.closed(CodeOf::Unit).await?;
    for post in &draft.posts {
        let Some(unit) = post.unit.as_deref() else { continue };
        let held = before.as_ref().is_some_and(|before| before.posts.contains(post));
        let gone = closed_units.contains_key(unit) && !held;
        if gone || !change.units().await?.iter().any(|known| known.code == unit) {
            return Err(Error::NotFound { kind: "unit", key: unit.to_string() });
        }
    }
    let Draft { login, name, email, posts } = draft;
    if let Some(other) = change.find_person_by_login(&login).await?
        && before.as_ref().is_none_or(|before| before.id != other.id)
    {
        return Err(Error::Taken { kind: "login", key: login.to_string() });
    }
    let person = match before {
        None => Person { id: ctx.ids.user(), login, name, email, access: Access::Invited, posts, version: 0 },
        Some(before) => {
            let has_password = change.secrets(before.id).await?.password.is_some();
            let access = match (closed, has_password) {
                (true, _) => Access::Closed,
                (false, true) => Access::Active,
                (false, false) => Access::Invited,
            };
            Person { login, name, email, posts, access, ..before }
        }
    };
    if change.people().save_person(&person).await? == Saved::Same {
        return Ok((person.id, None));
    }
    let runs = |person: &Person| {
        person.access != Access::Closed && person.posts.iter().any(|post| post.role == Role::Administrator)
    };
    // Somebody at the server's command line can always make an administrator; whoever is in a browser cannot lock the door
    // behind themselves.
    if ctx.who.user().is_some() && !change.people().people().await?.iter().any(runs) {
        return Err(Error::Lonely);
    }
    if closed {
        change.people().end_sessions(person.id).await?;
        change.people().end_invitations(person.id).await?;
    }
    let posts: Vec<String> = person
        .posts
        .iter()
        .map(|post| match &post.unit {
            Some(unit) => format!("{}@{unit}", post.role.code()),
            None => post.role.code().to_string(),
        })
        .collect();
    let event = Event::new(Act::PersonWritten, Object::Person(person.id));
    let event = event.with("access", person.access.code()).with("posts", posts.join(" "));
    Ok((person.id, Some(event)))
}

/// Gives somebody a password that somebody else knows: they are let in by it, and have to choose another at once unless
/// `stays`, as in a sample.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person.
pub async fn give_password(ctx: &Ctx, id: UserId, password: &str, stays: bool) -> Result<()> {
    ctx.allow(Permission::ManagePeople, Relation::School)?;
    let hash = secret::hash(password).await?;
    let mut change = ctx.write().await?;
    let person = known(&change, id).await?;
    let secrets = Secrets { password: Some(hash), choose_anew: !stays, ..change.secrets(id).await? };
    change.people().save_secrets(id, &secrets).await?;
    change.people().save_person(&Person { access: Access::Active, ..person }).await?;
    change.people().end_sessions(id).await?;
    change.commit(Event::new(Act::PasswordChosen, Object::Person(id)).with("given", "yes")).await?;
    Ok(())
}

/// Makes a link by which somebody chooses a password, for the first time or anew; links made before end, and so do their
/// sessions once they have chosen.
///
/// # Errors
/// [`Error::NotFound`] when there is no such person; [`Error::Conflict`] when their account is closed.
pub async fn invite(ctx: &Ctx, id: UserId) -> Result<Invitation> {
    ctx.allow(Permission::ManagePeople, Relation::School)?;
    let mut change = ctx.write().await?;
    let (invitation, event) = invite_in(ctx, &mut change, id).await?;
    change.commit(Events::new(event)).await?;
    Ok(invitation)
}

/// The same in a change that goes on, with the event to commit it by.
pub(crate) async fn invite_in(ctx: &Ctx, change: &mut Change<'_>, id: UserId) -> Result<(Invitation, Event)> {
    let person = known(change, id).await?;
    if person.access == Access::Closed {
        return Err(Error::Conflict { kind: "person", key: person.login.to_string() });
    }
    let (token, ends_at) = (Token::new(&ctx.ids)?, person::invitation_ends(ctx.now));
    change.people().save_invitation(&token.digest(), id, ends_at).await?;
    let event = Event::new(Act::PersonInvited, Object::Person(id));
    Ok((Invitation { person: id, token, ends_at }, event))
}

/// A password that can be read out and typed: three groups of a spare code.
///
/// # Errors
/// Of the machine's randomness.
pub fn passing_password(ctx: &Ctx) -> Result<String> {
    let codes = spare_codes(&ctx.ids)?;
    Ok(codes.into_iter().take(2).collect::<Vec<_>>().join("-"))
}
