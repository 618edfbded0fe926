//! Numbers of identity papers: kept under a key that lies beside the settings, opened by few and never unnoticed, destroyed when
//! their time is over.
//!
//! AES-256 in Galois/Counter mode by `ring`; the number of the request is bound to it, so that one cannot be put in another's place. No
//! backup holds the key: what it opens is of use only while the request is worked on.

use super::hand::at_hand;
use super::{Refusal, allow};
use crate::clock::Ids;
use crate::context::{App, Ctx};
use crate::error::{Error, Result};
use crate::files::{Access, Output, Over};
use crate::job::Done;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::event::Act;
use domain::policy::{Permission, Relation};
use domain::request::{Request, RequestNumber};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::path::PathBuf;
use store::Events;

fn key_path(app: &App) -> PathBuf {
    app.settings.resolve(&app.settings.requests.key_file)
}

/// The key; made when there is none and `make` says so.
fn key(app: &App, make: Option<&Ids>) -> Result<LessSafeKey> {
    let path = key_path(app);
    let read = || std::fs::read_to_string(&path);
    let text = match (read(), make) {
        (Ok(text), _) => text,
        (Err(error), Some(ids)) if error.kind() == std::io::ErrorKind::NotFound => {
            let made = format!("{}\n", STANDARD.encode(ids.secret()?));
            let out = Output { path: path.clone(), over: Over::Nothing };
            // Another process may have been faster: then its key is the key.
            match crate::files::write(out, made.as_bytes(), Access::Private) {
                Ok(()) => made,
                Err(_) => read().map_err(|_| Refusal::Key)?,
            }
        }
        (Err(_), _) => return Err(Refusal::Key.into()),
    };
    let bytes = STANDARD.decode(text.trim()).map_err(|_| Refusal::Key)?;
    let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| Refusal::Key)?;
    Ok(LessSafeKey::new(key))
}

/// What is kept of a number: the nonce and the sealed text.
pub(super) async fn seal(ctx: &Ctx, reader: &store::Reader, number: RequestNumber, identity: &str) -> Result<String> {
    // A new key would make all the others unreadable for good, and nobody would know until they are needed.
    let first = reader.sealed_identities().await? == 0;
    let key = key(&ctx.app, first.then_some(&ctx.ids))?;
    let random = ctx.ids.secret()?;
    let nonce: [u8; NONCE_LEN] = random[..NONCE_LEN].try_into().map_err(|_| Refusal::Key)?;
    let mut text = identity.as_bytes().to_vec();
    let bound = Aad::from(number.to_string().into_bytes());
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound, &mut text).map_err(|_| Refusal::Key)?;
    Ok(STANDARD.encode([&nonce[..], &text].concat()))
}

pub(super) fn open(app: &App, number: RequestNumber, sealed: &str) -> Result<String> {
    let key = key(app, None)?;
    let mut bytes = STANDARD.decode(sealed).map_err(|_| Refusal::Key)?;
    if bytes.len() < NONCE_LEN {
        return Err(Refusal::Key.into());
    }
    let mut text = bytes.split_off(NONCE_LEN);
    let nonce: [u8; NONCE_LEN] = bytes.try_into().map_err(|_| Refusal::Key)?;
    let bound = Aad::from(number.to_string().into_bytes());
    let plain = key.open_in_place(Nonce::assume_unique_for_key(nonce), bound, &mut text).map_err(|_| Refusal::Key)?;
    Ok(String::from_utf8_lossy(plain).into_owned())
}

/// Looks at the identity number of an applicant, which is logged before it is shown.
///
/// # Errors
/// [`Refusal::NoIdentity`] when none is kept; [`Refusal::Key`] when its key cannot be used.
pub async fn open_identity(ctx: &Ctx, number: RequestNumber) -> Result<String> {
    let change = ctx.write().await?;
    let stored = at_hand(ctx, &change, number).await?;
    allow(ctx, Permission::SeeIdentity, &stored.request)?;
    let sealed = change.sealed_identity(number).await?.ok_or(Refusal::NoIdentity)?;
    let plain = open(&ctx.app, number, &sealed)?;
    let event = stored.request.event(Act::IdentityOpened);
    change.commit(event).await?;
    Ok(plain)
}

/// Destroys the identity numbers whose time is over.
///
/// # Errors
/// Of the database.
pub(crate) async fn purge_due(ctx: &Ctx) -> Result<Done> {
    ctx.allow(Permission::RunJobs, Relation::School)?;
    let mut change = ctx.write().await?;
    let purged = change.purge_identities(ctx.today()).await?;
    if purged.is_empty() {
        return Ok(Done::default());
    }
    let mut events = Vec::new();
    for number in purged {
        let absent = || Error::NotFound { kind: "request", key: number.to_string() };
        let request: Request = change.find_request(number).await?.ok_or_else(absent)?.request;
        events.push(request.event(Act::IdentityPurged));
    }
    if let Some(events) = Events::of(events) {
        change.commit(events).await?;
    }
    Ok(Done::default())
}
