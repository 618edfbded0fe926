//! The key of complaints: supervisors set it with a passphrase that is kept nowhere, open it for their session, and give it another
//! passphrase. A forgotten passphrase opens nothing any more: a new key is set, and what was sealed before stays sealed.

use super::{Refusal, person};
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::sealed::{NotSealed, Opener, PrivateKey, PublicKey, salt};
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use domain::record::Timestamp;
use store::ComplaintKey;

/// Shortest passphrase, in letters; one of Chinese says as much as two.
const SHORTEST: usize = 16;

/// What supervisors are told of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyShown {
    /// Which it is, from 1; the last one is the one in use.
    pub nr: u32,
    /// When this one was made.
    pub made_at: Timestamp,
    /// Who made it.
    pub made_by: String,
    /// What people compare, so that nobody puts a key of their own in its place unnoticed.
    pub fingerprint: String,
    /// Whether the session has it open.
    pub open: bool,
}

/// Whether complaints can be taken: there is a key to seal them to.
///
/// # Errors
/// Of the database.
pub async fn takes_complaints(ctx: &Ctx) -> Result<bool> {
    ctx.allow(Permission::ReadPublic, Relation::School)?;
    Ok(!ctx.read().await?.complaint_keys().await?.is_empty())
}

/// The keys that were set, the one in use last; `opener` is what the session has open of them.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn keys_shown(ctx: &Ctx, opener: Option<&Opener>) -> Result<Vec<KeyShown>> {
    ctx.allow(Permission::SeeComplaints, Relation::School)?;
    let reader = ctx.read().await?;
    let keys = reader.complaint_keys().await?;
    let names = reader.names_of(&keys.iter().map(|key| key.made_by).collect::<Vec<_>>()).await?;
    let shown = |key: ComplaintKey| KeyShown {
        nr: key.nr,
        made_at: key.made_at,
        made_by: names.get(&key.made_by).cloned().unwrap_or_default(),
        fingerprint: PublicKey::kept(&key.public_key).fingerprint(),
        open: opener.is_some_and(|opener| opener.key(key.nr).is_some()),
    };
    Ok(keys.into_iter().map(shown).collect())
}

fn event(act: Act) -> Event {
    Event::new(act, Object::Complaint("key".into()))
}

fn judge(passphrase: &str) -> Result<()> {
    let different: std::collections::BTreeSet<char> = passphrase.chars().collect();
    let letters: usize = passphrase.trim().chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    if letters < SHORTEST || different.len() < 5 { Err(Refusal::Weak.into()) } else { Ok(()) }
}

/// What takes a while, off the threads that answer.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, NotSealed> + Send + 'static,
) -> Result<Option<T>> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(Error::internal)?.ok())
}

/// Sets a new key, to which everything is sealed from now on.
///
/// # Errors
/// [`Refusal::Weak`]; [`Refusal::Sealed`] when the system has no randomness.
pub async fn set_key(ctx: &Ctx, passphrase: &str) -> Result<()> {
    ctx.allow(Permission::KeepComplaintKey, Relation::School)?;
    let made_by = person(ctx, Permission::KeepComplaintKey)?;
    judge(passphrase)?;
    let private = PrivateKey::of(&ctx.ids.secret()?);
    let public_key = private.public().text().to_string();
    let (wrapped, salt) = wrapped(ctx, private, passphrase).await?;
    let mut change = ctx.write().await?;
    let nr = change.complaint_keys().await?.last().map_or(0, |key| key.nr) + 1;
    change.save_complaint_key(&ComplaintKey { nr, made_at: ctx.now, made_by, public_key, salt, wrapped }).await?;
    change.commit(event(Act::ComplaintKeySet).with("key", nr)).await?;
    Ok(())
}

async fn wrapped(ctx: &Ctx, private: PrivateKey, passphrase: &str) -> Result<(String, String)> {
    let (bytes, kept) = salt(&ctx.ids)?;
    let (ids, passphrase) = (ctx.ids.clone(), passphrase.to_string());
    let wrapped = apart(move || private.wrap(&passphrase, &bytes, &ids)).await?.ok_or(Refusal::Sealed)?;
    Ok((wrapped, kept))
}

/// The keys that a passphrase opens.
async fn opened(keys: Vec<ComplaintKey>, passphrase: &str) -> Result<Vec<(u32, PrivateKey)>> {
    let mut open = Vec::new();
    for key in keys {
        let (nr, passphrase) = (key.nr, passphrase.to_string());
        let work = move || PrivateKey::unwrap(&key.wrapped, &PublicKey::kept(&key.public_key), &passphrase, &key.salt);
        open.extend(apart(work).await?.map(|private| (nr, private)));
    }
    if open.is_empty() { Err(Refusal::Passphrase.into()) } else { Ok(open) }
}

/// Opens what a passphrase opens, for one session of a supervisor; that is logged.
///
/// # Errors
/// [`Refusal::NoKey`], [`Refusal::Passphrase`].
pub async fn open_key(ctx: &Ctx, session: &str, passphrase: &str) -> Result<()> {
    ctx.allow(Permission::SeeComplaints, Relation::School)?;
    let keys = ctx.read().await?.complaint_keys().await?;
    if keys.is_empty() {
        return Err(Refusal::NoKey.into());
    }
    let open = opened(keys, passphrase).await?;
    let change = ctx.write().await?;
    change.commit(event(Act::ComplaintKeyOpened)).await?;
    ctx.app.vault.keep(session, Opener::new(open), ctx.now);
    Ok(())
}

/// Gives the keys that a passphrase opens another one.
///
/// # Errors
/// [`Refusal::NoKey`], [`Refusal::Passphrase`], [`Refusal::Weak`].
pub async fn change_passphrase(ctx: &Ctx, old: &str, new: &str) -> Result<()> {
    ctx.allow(Permission::KeepComplaintKey, Relation::School)?;
    judge(new)?;
    let keys = ctx.read().await?.complaint_keys().await?;
    if keys.is_empty() {
        return Err(Refusal::NoKey.into());
    }
    let mut again = Vec::new();
    for (nr, private) in opened(keys.clone(), old).await? {
        let key = keys.iter().find(|key| key.nr == nr).ok_or(Refusal::NoKey)?;
        let (wrapped, salt) = wrapped(ctx, private, new).await?;
        again.push(ComplaintKey { wrapped, salt, ..key.clone() });
    }
    let mut change = ctx.write().await?;
    for key in &again {
        change.save_complaint_key(key).await?;
    }
    change.commit(event(Act::ComplaintKeySet)).await?;
    ctx.app.vault.close_all();
    Ok(())
}
