//! Writing files so that they are there whole or not at all, and nobody reads them who may not; and folders that stay
//! when something came to be in them.

use crate::error::{Error, Result};
pub use office::whole_file::{Access, Over, Refusal, WholeFile};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where a file goes, and what it may replace there. A path alone replaces what this program wrote itself and nobody has
/// changed since.
#[derive(Debug, Clone)]
pub struct Output {
    /// Where it goes.
    pub path: PathBuf,
    /// What it may replace.
    pub over: Over,
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Output {
    fn from(path: &P) -> Output {
        Output { path: path.as_ref().to_path_buf(), over: Over::Ours }
    }
}

/// Writes a file beside its place, brings it to the disk and moves it there.
pub fn write(out: impl Into<Output>, bytes: impl AsRef<[u8]>, access: Access) -> Result<()> {
    let out = out.into();
    begin(&out, bytes, access)?.commit().map_err(|error| Error::file(&out.path, error))
}

/// Writes a file beside its place and leaves it to the caller to move it there.
pub(crate) fn begin(out: &Output, bytes: impl AsRef<[u8]>, access: Access) -> Result<WholeFile> {
    let path = &out.path;
    let begin = || {
        let mut file = WholeFile::create(path, access)?.over(out.over);
        file.write_all(bytes.as_ref())?;
        // What the disk has no room for is to be known here and not when it is moved.
        file.flush()?;
        Ok(file)
    };
    begin().map_err(|error| Error::file(path, error))
}

/// Refuses at once what is no file but a pipe or a device, for reading it might never end.
pub fn to_be_read(path: &Path) -> Result<()> {
    office::whole_file::is_to_be_read(path).map_err(|error| Error::file(path, error))
}

/// A folder that was there or was made. What was made goes again when this is dropped and nothing stands in it: who tried
/// in vain leaves nothing behind.
#[derive(Debug)]
#[must_use = "an empty folder that was made goes when this is dropped"]
pub struct Folder {
    /// Folders that were made, the innermost first.
    made: Vec<PathBuf>,
}

/// Makes the folder, with those that it lies in, unless it is there.
pub fn folder(path: &Path) -> Result<Folder> {
    let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
    let made = path.ancestors().take_while(missing).map(Path::to_path_buf).collect();
    // From here on dropping it removes as many of them as could be made.
    let folder = Folder { made };
    if !path.as_os_str().is_empty() {
        std::fs::create_dir_all(path).map_err(|error| Error::file(path, error))?;
    }
    Ok(folder)
}

impl Drop for Folder {
    fn drop(&mut self) {
        for folder in &self.made {
            // One in which something stands is not removed.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_was_made_stays_when_something_stands_in_it_and_goes_when_nothing_does() {
        let outer = std::env::temp_dir().join(format!("gongkai-folder-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&outer);
        std::fs::create_dir(&outer).unwrap();
        let inner = outer.join("a/b/c");
        drop(folder(&inner).unwrap());
        assert!(!outer.join("a").exists() && outer.exists(), "what was there before stays");
        let made = folder(&inner).unwrap();
        std::fs::write(outer.join("a/b/file"), b"").unwrap();
        drop(made);
        assert!(outer.join("a/b").exists() && !inner.exists());
        assert!(folder(&outer.join("a/b/file/deeper")).is_err());
        std::fs::remove_dir_all(&outer).unwrap();
    }
}
