//! A private copy of a ledger file, so that every reading of it reads the same.
//!
//! An import reads a file more than once. A file on a share, or one that a client is just synchronising, may change in
//! between; the copy cannot, and nobody else can read it. It vanishes with its value.

use super::{Bounds, LedgerFileError, Limits, Reader, read_answered, trial};
use domain::ledger::HeadAnswers;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What the folders of copies are called, before what nobody can foresee.
const PREFIX: &str = "gongkai-import-";
/// The file in it that is locked as long as whoever made it lives.
const LOCK: &str = ".lock";
/// A folder without a lock that is younger than this may be in the making.
const YOUNG: Duration = Duration::from_secs(60);

/// A copy under the file's own name, in a folder that only this process's user can enter.
#[derive(Debug)]
pub struct PrivateCopy {
    path: PathBuf,
    /// Closed before the folder goes.
    _lock: File,
    /// Removed when dropped.
    _folder: tempfile::TempDir,
}

impl PrivateCopy {
    /// Copies a file.
    ///
    /// # Errors
    /// It cannot be read, is larger than the limit, or changed its length while it was copied.
    pub fn of(path: &Path, limits: &Limits) -> Result<PrivateCopy, LedgerFileError> {
        let source = File::open(path).map_err(io)?;
        if source.metadata().map_err(io)?.is_dir() {
            return Err(LedgerFileError::Io { reason: "is a directory".to_string() });
        }
        // The name stays: it says the form, and of a text which table it is.
        let name = path.file_name().map_or_else(|| "ledger".into(), ToOwned::to_owned);
        let (private, mut target) = PrivateCopy::begin(Path::new(&name))?;
        let copied = std::io::copy(&mut (&source).take(limits.file_bytes + 1), &mut target).map_err(io)?;
        if copied > limits.file_bytes {
            return Err(LedgerFileError::Size { what: "file-bytes", limit: limits.file_bytes });
        }
        // What a pipe gives has no length; a file that grew or shrank meanwhile is not one state of it.
        let now = source.metadata().map_err(io)?;
        if now.is_file() && now.len() != copied {
            return Err(LedgerFileError::Changed);
        }
        Ok(private)
    }

    /// Writes a file that is held in memory; of its name only the last part is used.
    ///
    /// # Errors
    /// It cannot be written or is larger than the limit.
    pub fn held(name: &str, bytes: &[u8], limits: &Limits) -> Result<PrivateCopy, LedgerFileError> {
        if bytes.len() as u64 > limits.file_bytes {
            return Err(LedgerFileError::Size { what: "file-bytes", limit: limits.file_bytes });
        }
        let last = Path::new(name).file_name().map_or_else(|| "ledger".into(), ToOwned::to_owned);
        let (private, mut target) = PrivateCopy::begin(Path::new(&last))?;
        target.write_all(bytes).map_err(io)?;
        Ok(private)
    }

    /// An empty file of this name in a folder of its own.
    fn begin(name: &Path) -> Result<(PrivateCopy, File), LedgerFileError> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        // Unlike a temporary file, a temporary folder is whoever's the mask lets in, unless it is told.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir().map_err(io)?;
        clear_dead(folder.path());
        // It gets its name when it is locked: who finds it unlocked knows that its maker is gone. Where locks are not to
        // be had, nobody clears either.
        let made = folder.path().join(".made");
        let lock = File::create(&made).map_err(io)?;
        let _ = lock.try_lock();
        std::fs::rename(&made, folder.path().join(LOCK)).map_err(io)?;
        let copy = folder.path().join(name);
        let target = File::create(&copy).map_err(io)?;
        Ok((PrivateCopy { path: copy, _lock: lock, _folder: folder }, target))
    }

    /// Reads the copy once in a process of its own, so that reading it here does no harm.
    ///
    /// # Errors
    /// As [`trial`].
    pub fn try_out(&self, limits: &Limits, answers: &HeadAnswers, bounds: Bounds) -> Result<(), LedgerFileError> {
        trial(&self.path, limits, answers, bounds)
    }

    /// Reads the copy from its beginning.
    ///
    /// # Errors
    /// As [`super::read`].
    pub fn read(&self, limits: &Limits, answers: &Arc<HeadAnswers>) -> Result<Reader, LedgerFileError> {
        read_answered(&self.path, limits, answers)
    }
}

fn io(error: std::io::Error) -> LedgerFileError {
    LedgerFileError::io(&error)
}

/// Removes the folders of this user beside ours whose makers were killed: nobody holds their locks any more.
fn clear_dead(ours: &Path) {
    let (Some(beside), Some(account)) = (ours.parent(), account(ours)) else { return };
    let Ok(entries) = std::fs::read_dir(beside) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let named = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if !named || path == ours || self::account(&path) != Some(account) || !is_dead(&path) {
            continue;
        }
        // Another import may be clearing it too.
        let _ = std::fs::remove_dir_all(&path);
    }
}

/// Whether whoever made a folder is gone: nobody holds its lock, or it never got one and is no longer young.
fn is_dead(folder: &Path) -> bool {
    let old = || {
        let made = std::fs::symlink_metadata(folder).and_then(|about| about.modified()).ok();
        made.and_then(|made| made.elapsed().ok()).is_some_and(|age| age > YOUNG)
    };
    match File::open(folder.join(LOCK)) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound && old(),
    }
}

/// Whose a folder is; nothing for what is no folder.
fn account(folder: &Path) -> Option<u32> {
    let about = std::fs::symlink_metadata(folder).ok().filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    return Some(std::os::unix::fs::MetadataExt::uid(&about));
    #[cfg(not(unix))]
    return Some(u32::from(about.permissions().readonly()));
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn nobody_else_can_enter_the_folder_of_the_copy() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ledger.csv");
        std::fs::write(&file, "标题\n甲\n").expect("written");
        let copy = PrivateCopy::of(&file, &Limits::default()).expect("copied");
        let place = copy.path.parent().expect("a folder").to_path_buf();
        assert_eq!(std::fs::metadata(&place).expect("there").permissions().mode() & 0o777, 0o700);
        drop(copy);
        assert!(!place.exists());
    }

    #[test]
    fn what_a_killed_import_left_goes_and_what_a_living_one_holds_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let make = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).expect("made");
            let lock = File::create(path.join(LOCK)).expect("made");
            std::fs::write(path.join("ledger.csv"), "标题").expect("written");
            (path, lock)
        };
        let without_lock = |path: &Path, age: u64| {
            std::fs::remove_file(path.join(LOCK)).expect("removed");
            let then =
                std::fs::metadata(path).and_then(|about| about.modified()).expect("known") - Duration::from_secs(age);
            File::open(path).and_then(|folder| folder.set_modified(then)).expect("set");
        };
        let (ours, _) = make("gongkai-import-ours");
        let (dead, lock) = make("gongkai-import-dead");
        drop(lock);
        let (living, held) = make("gongkai-import-living");
        held.try_lock().expect("free");
        let (young, _) = make("gongkai-import-young");
        without_lock(&young, 1);
        let (unlocked, _) = make("gongkai-import-unlocked");
        without_lock(&unlocked, 3_600);
        let (other, _) = make("something-else");
        std::os::unix::fs::symlink(&other, folder.path().join("gongkai-import-link")).expect("made");
        clear_dead(&ours);
        assert!(!dead.exists() && !unlocked.exists(), "nobody holds them");
        for kept in [&ours, &living, &young, &other] {
            assert!(kept.join("ledger.csv").exists(), "{}", kept.display());
        }
    }
}
