//! A school made of a backup: in an empty place, on either database, never over something.

use super::SETTINGS;
use super::archive::{Contents, Opened, examine};
use super::verify::{Health, verify_store};
use crate::error::{Error, Result};
use crate::files::{self, Access, Output, Over};
use crate::settings::Settings;
use std::path::{Path, PathBuf};
use store::Store;

/// Rows that are brought in together.
const TOGETHER: usize = 500;

/// Where a school is to be made.
#[derive(Debug, Clone)]
pub struct Place {
    /// The configuration file: one that is there says which database; one that is not is written.
    pub config: PathBuf,
    /// The database, in the place of the one that the settings of the backup name.
    pub database: Option<String>,
}

/// A school that was made.
#[derive(Debug)]
pub struct Restored {
    /// What it was made of.
    pub contents: Contents,
    /// What is found in the new database.
    pub health: Health,
    /// Files that were written, the configuration among them.
    pub written: Vec<PathBuf>,
    /// Messages that waited to be sent and are not sent again.
    pub held_back: u64,
    /// Where the key of identity numbers has to be put back, with how many numbers nobody can read until then; nothing where none
    /// stand under one, or it is there.
    pub lacks_key: Option<(PathBuf, u64)>,
    /// The database, without a password.
    pub database: String,
    /// The key of the public log that was in this place and signs nothing any more.
    pub log_key: Option<PathBuf>,
}

/// Makes a school of a backup. The backup is read to its end before anything is written; where something goes wrong, what
/// was made goes again.
///
/// # Errors
/// [`Error::Archive`] when it is not whole, [`Error::Database`] when there is something in the database, [`Error::Taken`]
/// when a file would be written over.
pub async fn restore(archive: &Path, place: &Place, told: &(dyn Fn(&str, u64) + Sync)) -> Result<Restored> {
    let contents = examine(archive)?;
    let mut opened = Opened::open(archive)?;
    let folder = place.config.parent().map(Path::to_path_buf).unwrap_or_default();
    let (settings, to_write) = if place.config.exists() {
        (Settings::load(&place.config)?, Vec::new())
    } else {
        planned(&mut opened, place, &folder)?
    };
    if let Some((taken, _)) = to_write.iter().find(|(path, _)| path.exists()) {
        return Err(Error::Taken { kind: "file", key: taken.display().to_string() });
    }
    let _folder = files::folder(&folder)?;
    let named = |error: store::Error| match Error::from(error) {
        Error::Database { fault, .. } => Error::Database { fault, database: settings.database_shown() },
        other => other,
    };
    let mut filling = Store::fill(&settings.database_address(), &contents.steps).await.map_err(named)?;
    if let Err(error) = fill(&mut filling, &mut opened, told).await {
        filling.give_up().await;
        return Err(error);
    }
    // Written beside their places first: where there is no room for them, no school is made.
    let mut begun = Vec::new();
    for (path, bytes) in &to_write {
        let out = Output { path: path.clone(), over: Over::Nothing };
        match files::begin(&out, bytes, Access::Private) {
            Ok(file) => begun.push((path.clone(), file)),
            Err(error) => {
                filling.give_up().await;
                return Err(error);
            }
        }
    }
    let (store, held_back) = filling.finish().await.map_err(named)?;
    let mut written = Vec::new();
    for (path, file) in begun {
        file.commit().map_err(|error| Error::file(&path, error))?;
        written.push(path);
    }
    // What it signed after the backup was made is not in this database: signing on would be a second history.
    let log_key = crate::log::set_aside(&settings)?;
    let health = verify_store(&store).await;
    let sealed = store.read().await.map_err(named)?.sealed_identities().await.map_err(named)?;
    let key = settings.resolve(&settings.requests.key_file);
    let lacks_key = (sealed > 0 && !key.exists()).then_some((key, sealed));
    store.close().await;
    let database = settings.database_shown();
    Ok(Restored { contents, health: health?, written, held_back, lacks_key, database, log_key })
}

/// The settings of the backup for this place, and the files that are to be written there.
type Planned = (Settings, Vec<(PathBuf, Vec<u8>)>);

fn planned(opened: &mut Opened, place: &Place, folder: &Path) -> Result<Planned> {
    let mut to_write = Vec::new();
    for name in opened.files() {
        // Names are ours: without a folder, and of what stands in a backup.
        let plain = Path::new(&name).file_name().is_some_and(|last| last == name.as_str());
        if plain && name != SETTINGS {
            let bytes = opened.file(&name)?.unwrap_or_default();
            to_write.push((folder.join(&name), bytes));
        }
    }
    let text = opened.file(SETTINGS)?.unwrap_or_default();
    let mut settings = Settings::parse(&String::from_utf8_lossy(&text), &place.config)?;
    if let Some(database) = &place.database {
        settings.database.clone_from(database);
    }
    to_write.push((place.config.clone(), settings.to_toml().into_bytes()));
    Ok((settings, to_write))
}

async fn fill(filling: &mut store::Filling, opened: &mut Opened, told: &(dyn Fn(&str, u64) + Sync)) -> Result<()> {
    for table in opened.tables() {
        let (mut rows, mut count) = (opened.rows(&table)?, 0);
        loop {
            let some = rows.next(TOGETHER)?;
            if some.is_empty() {
                break;
            }
            count += some.len() as u64;
            match filling.rows(&table, &rows.columns, some).await {
                Ok(()) => {}
                // A table or column that no schema has, or a row that contradicts another: the backup's own fault.
                Err(store::Error::NotFound { .. } | store::Error::Database(_)) => return Err(rows.fault()),
                Err(error) => return Err(error.into()),
            }
        }
        told(&table, count);
    }
    Ok(())
}
