//! The key of the public log and what it signed last: two files beside the settings, their owner's alone, in no backup.
//!
//! The key has the log's name in it, and that name a part of the key: another key is another log, however the school is called.

use crate::context::App;
use crate::error::{Error, Result};
use crate::files::{Access, Output, Over};
use crate::settings::Settings;
use proof::{Checkpoint, Note, SigningKey};
use std::path::{Path, PathBuf};

const KEY: &str = "log.key";
const SIGNED: &str = "log.state";
/// How the second file begins until something is signed, before the name of the key: where neither stands in it, what was signed
/// is lost.
const NOTHING: &str = "nothing signed by ";
/// Names that a key set aside may get.
const ASIDE: u32 = 1_000;

fn path(settings: &Settings, name: &str) -> PathBuf {
    settings.resolve(Path::new(name))
}

fn read(path: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file(path, error)),
    }
}

/// The key; made when there is none.
pub(super) fn ready(app: &App) -> Result<SigningKey> {
    let file = path(&app.settings, KEY);
    if let Some(text) = read(&file)? {
        return SigningKey::read(&text).map_err(Error::internal);
    }
    let seed = app.ids.log_seed()?;
    let public = SigningKey::public_of(&seed).map_err(Error::internal)?;
    let mark: String = public[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    let host = domain::address::host(&app.settings.public_address).unwrap_or_else(|| "gongkai".into());
    let key = SigningKey::new(&format!("{host}/log/{mark}"), seed).map_err(Error::internal)?;
    let (state, nothing) = (path(&app.settings, SIGNED), nothing(&key));
    let keep = |over| crate::files::write(Output { path: state.clone(), over }, nothing.as_str(), Access::Private);
    // Before the key, so that none is ever there of which nobody knows what it signed.
    if let Err(error) = keep(Over::Nothing)
        && !state.exists()
    {
        return Err(error);
    }
    let out = Output { path: file.clone(), over: Over::Nothing };
    match crate::files::write(out, format!("{}\n", key.to_private_text()), Access::Private) {
        // Of another process that was slower with its key, or of a key that was never kept.
        Ok(()) if read(&state)?.is_some_and(|text| text.starts_with(NOTHING) && text != nothing) => {
            keep(Over::Anything).map(|()| key)
        }
        Ok(()) => Ok(key),
        // Another process may have been faster: then its key is the key.
        Err(error) => match read(&file)? {
            Some(text) => SigningKey::read(&text).map_err(Error::internal),
            None => Err(error),
        },
    }
}

fn nothing(key: &SigningKey) -> String {
    format!("{NOTHING}{}\n", key.name())
}

/// What the key that is there signed last.
pub(super) enum Signed {
    /// Nothing yet.
    Nothing,
    /// This.
    At(Checkpoint),
    /// Nobody knows: the key is there and what it signed is not. Whoever signs on may sign what contradicts it.
    Lost,
}

/// The checkpoint that was signed last, by the key that is there.
pub(super) fn signed(app: &App) -> Result<Signed> {
    let (key, text) = (read(&path(&app.settings, KEY))?, read(&path(&app.settings, SIGNED))?);
    let (key, text) = match (key, text) {
        (None, None) => return Ok(Signed::Nothing),
        (Some(key), Some(text)) => (SigningKey::read(&key).map_err(Error::internal)?, text),
        _ => return Ok(Signed::Lost),
    };
    if text.starts_with(NOTHING) {
        return Ok(if text == nothing(&key) { Signed::Nothing } else { Signed::Lost });
    }
    let opened = text.parse::<Note>().and_then(|note| Checkpoint::open(&note, &[key.verifier()]));
    opened.map(Signed::At).map_err(|error| {
        Error::internal(anyhow::anyhow!(
            "log.state is not what log.key signed: {error}; move both aside to go on under another key"
        ))
    })
}

/// Keeps what is signed.
pub(super) fn sign(app: &App, note: &str) -> Result<()> {
    let out = Output { path: path(&app.settings, SIGNED), over: Over::Anything };
    crate::files::write(out, note, Access::Private)
}

/// What checks this school's checkpoints, by its own key; nothing when there is none.
///
/// # Errors
/// When the key cannot be read.
pub fn own_key(settings: &Settings) -> Result<Option<String>> {
    let Some(text) = read(&path(settings, KEY))? else { return Ok(None) };
    let key = SigningKey::read(&text).map_err(Error::internal)?;
    Ok(Some(key.verifier().to_string()))
}

/// A key that is not used any more, and where it lies.
pub type SetAside = PathBuf;

/// Puts the key with what it signed aside, so that the log goes on under another one: for a database that was made of a backup, and
/// may lack what was signed since.
///
/// # Errors
/// When the files cannot be moved.
pub fn set_aside(settings: &Settings) -> Result<Option<SetAside>> {
    let file = path(settings, KEY);
    if !file.exists() {
        return Ok(None);
    }
    let free = (1..ASIDE).find(|n| [KEY, SIGNED].iter().all(|name| !path(settings, &format!("{name}.{n}")).exists()));
    let Some(n) = free else { return Err(Error::Taken { kind: "file", key: file.display().to_string() }) };
    let mut last = file;
    for name in [SIGNED, KEY] {
        let from = path(settings, name);
        if from.exists() {
            last = path(settings, &format!("{name}.{n}"));
            std::fs::rename(&from, &last).map_err(|error| Error::file(&from, error))?;
        }
    }
    Ok(Some(last))
}
