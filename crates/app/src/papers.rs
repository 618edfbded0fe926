//! The key of numbers of identity papers, and what it seals and opens.
//!
//! AES-256 in Galois/Counter mode by `ring`; the number of the request is bound to it, so that one cannot be put in another's place. No
//! backup holds the key: what it opens is of use only while the request is worked on. Who may open one is not asked here.

use crate::clock::Ids;
use crate::context::{App, Ctx};
use crate::error::Result;
use crate::files::{Access, Output, Over};
use crate::request_refusal::Refusal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::request::RequestNumber;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::path::PathBuf;

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
pub(crate) async fn seal(ctx: &Ctx, reader: &store::Reader, number: RequestNumber, identity: &str) -> Result<String> {
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

/// The number that was sealed for a request.
pub(crate) fn open(app: &App, number: RequestNumber, sealed: &str) -> Result<String> {
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
