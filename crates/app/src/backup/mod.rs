//! Backups: everything that a school has in one file, that file looked through, and a school made of it again.
//!
//! It exists so that a lost disk is not a lost ledger, and so that a school can move from SQLite to PostgreSQL. What is kept
//! is every row of one state of the database, the settings and the files that they name; a digest of each part stands in the
//! list that ends the file. It must not know what a table is about: a table of tomorrow is kept like those of today.
//!
//! A backup holds what the database holds, drafts and names included, and so belongs to its owner alone. Nothing is put back
//! over something.

mod archive;
mod restore;
mod scheduled;
mod verify;

pub use crate::archive_fault::ArchiveFault;
pub use archive::{Contents, Part, examine};
pub use restore::{Place, Restored, restore};
pub(crate) use scheduled::backup_due;
pub use verify::{Doubt, Health, verify};

use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::files::{Access, WholeFile};
use archive::{Archive, Manifest};
use domain::policy::{Permission, Relation};
use std::io::Write;
use std::path::Path;
use store::Cell;

/// Rows that are read together, of tables whose rows are small and of those that hold files.
const ROWS: u32 = 1_000;
const FILES: u32 = 4;
/// Name of the settings in a backup.
const SETTINGS: &str = "gongkai.toml";

/// A backup that was made.
#[derive(Debug, Clone)]
pub struct Backup {
    /// What is in it, read back from the file.
    pub contents: Contents,
    /// Settings that name what is not in it: folders of fonts.
    pub left_out: Vec<String>,
    /// Whether there is a key of the public log, which no backup holds.
    pub log_key: bool,
    /// The key of identity numbers, which no backup holds, with how many numbers stand under it; nothing where none do.
    pub key: Option<(String, u64)>,
}

/// Writes everything of the school to a file, whole or not at all, and reads the file back. `told` hears of each table with
/// its rows.
///
/// # Errors
/// When the file cannot be written, or does not read back as it was written.
pub async fn backup(ctx: &Ctx, file: &Path, told: &(dyn Fn(&str, u64) + Sync)) -> Result<Backup> {
    ctx.allow(Permission::BackUp, Relation::School)?;
    let refused = |error: std::io::Error| Error::file(file, error);
    let reader = ctx.read().await?;
    let whole = WholeFile::create(file, Access::Private).map_err(refused)?;
    let mut archive = Archive::begin(whole);
    for shape in reader.shapes().await? {
        archive.table(&shape.table, &shape.columns).map_err(refused)?;
        let together = if shape.bytes { FILES } else { ROWS };
        let mut after: Option<Vec<Cell>> = None;
        loop {
            let rows = reader.rows_after(&shape, after.as_deref(), together).await?;
            for row in &rows {
                archive.row(row).map_err(refused)?;
            }
            let whole_page = rows.len() == together as usize;
            after = rows.last().map(|row| shape.key.iter().map(|at| row[*at].clone()).collect());
            if !whole_page || after.is_none() {
                break;
            }
        }
        told(&shape.table, archive.rows());
    }
    let (settings, left_out) = portable(ctx, &mut archive)?;
    archive.file(SETTINGS, settings.as_bytes()).map_err(refused)?;
    let manifest = Manifest {
        format: archive::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_string(),
        made_at: ctx.now.to_rfc3339(),
        school: domain::school::School::of(reader.facts().await?).name().to_string(),
        steps: reader.schema_steps().await?,
        parts: Vec::new(),
    };
    let sealed = reader.sealed_identities().await?;
    let key_file = &ctx.app.settings.requests.key_file;
    let key = (sealed > 0).then(|| (ctx.app.settings.resolve(key_file).display().to_string(), sealed));
    drop(reader);
    let mut whole = archive.finish(manifest).map_err(refused)?;
    whole.flush().map_err(refused)?;
    whole.commit().map_err(refused)?;
    let log_key = crate::log::own_key(&ctx.app.settings)?.is_some();
    Ok(Backup { contents: examine(file)?, left_out, log_key, key })
}

/// The settings as they are in the backup, with the files that they name put beside them; and what they name besides.
fn portable(ctx: &Ctx, archive: &mut Archive) -> Result<(String, Vec<String>)> {
    let mut settings = ctx.app.settings.clone();
    let mut put = |named: &mut Option<std::path::PathBuf>, name: &str| -> Result<()> {
        let Some(path) = named else { return Ok(()) };
        let path_on_disk = ctx.app.settings.resolve(path);
        let bytes = std::fs::read(&path_on_disk).map_err(|error| Error::file(&path_on_disk, error))?;
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("txt");
        let name = format!("{name}.{ending}");
        archive.file(&name, &bytes).map_err(|error| Error::file(&path_on_disk, error))?;
        *path = name.into();
        Ok(())
    };
    put(&mut settings.emblem, "emblem")?;
    put(&mut settings.calendar, "calendar")?;
    let left_out = settings.fonts.iter().map(|folder| folder.display().to_string()).collect();
    Ok((settings.to_toml(), left_out))
}
