//! A private copy of a ledger file, so that every reading of it reads the same.
//!
//! An import reads a file more than once. A file on a share, or one that a client is just synchronising, may change in
//! between; the copy cannot, and nobody else can read it. It vanishes with its value.

use super::{LedgerFileError, Limits, Reader, read_answered};
use domain::ledger::HeadAnswers;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A copy under the file's own name, in a folder that only this process's user can enter.
#[derive(Debug)]
pub struct PrivateCopy {
    path: PathBuf,
    /// Removed when dropped.
    _folder: tempfile::TempDir,
}

impl PrivateCopy {
    /// Copies a file.
    ///
    /// # Errors
    /// It cannot be read, is larger than the limit, or changed its length while it was copied.
    pub fn of(path: &Path, limits: &Limits) -> Result<PrivateCopy, LedgerFileError> {
        let io = |error: std::io::Error| LedgerFileError::io(&error);
        let source = std::fs::File::open(path).map_err(io)?;
        if source.metadata().map_err(io)?.is_dir() {
            return Err(LedgerFileError::Io { reason: "is a directory".to_string() });
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix("gongkai-import-");
        // Unlike a temporary file, a temporary folder is whoever's the mask lets in, unless it is told.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir().map_err(io)?;
        // The name stays: it says the form, and of a text which table it is.
        let name = path.file_name().map_or_else(|| "ledger".into(), ToOwned::to_owned);
        let copy = folder.path().join(name);
        let mut target = std::fs::File::create(&copy).map_err(io)?;
        let copied = std::io::copy(&mut (&source).take(limits.file_bytes + 1), &mut target).map_err(io)?;
        if copied > limits.file_bytes {
            return Err(LedgerFileError::Size { what: "file-bytes", limit: limits.file_bytes });
        }
        // What a pipe gives has no length; a file that grew or shrank meanwhile is not one state of it.
        let now = source.metadata().map_err(io)?;
        if now.is_file() && now.len() != copied {
            return Err(LedgerFileError::Changed);
        }
        Ok(PrivateCopy { path: copy, _folder: folder })
    }

    /// Reads the copy from its beginning.
    ///
    /// # Errors
    /// As [`super::read`].
    pub fn read(&self, limits: &Limits, answers: &Arc<HeadAnswers>) -> Result<Reader, LedgerFileError> {
        read_answered(&self.path, limits, answers)
    }
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
}
