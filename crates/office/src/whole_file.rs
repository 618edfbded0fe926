//! A file that is there whole or not at all: written beside its place, brought to the disk, then moved.
//!
//! It exists so that nobody finds half a report, or has lost the old one, after a full disk, a power cut or a stopped
//! program. It must not be used for what grows at its end, such as a log.

use std::fs::{File, Metadata, Permissions};
use std::io::{self, BufWriter, Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// A file on its way to its place. Dropped before [`WholeFile::commit`] it leaves nothing behind, and what stood in
/// its place stays.
#[derive(Debug)]
pub struct WholeFile {
    target: PathBuf,
    part: BufWriter<NamedTempFile>,
}

impl WholeFile {
    /// Begins a file that is to stand at `path`. A file that is there already is replaced by `commit` and hands on its
    /// permissions; one that is read-only is not replaced. A symbolic link stays and what it leads to is replaced.
    pub fn create(path: &Path) -> io::Result<WholeFile> {
        let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let present = match std::fs::metadata(&target) {
            Ok(present) => Some(present),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        match &present {
            Some(present) if present.is_dir() => return Err(ErrorKind::IsADirectory.into()),
            Some(present) if !present.is_file() => {
                return Err(Error::new(ErrorKind::InvalidInput, "not a regular file"));
            }
            Some(present) if present.permissions().readonly() => return Err(ErrorKind::PermissionDenied.into()),
            _ => {}
        }
        let mut builder = Builder::new();
        builder.prefix(".").suffix(".part");
        if let Some(permissions) = permissions_of_new(present.as_ref()) {
            builder.permissions(permissions);
        }
        // The name of the part says nothing to whoever named the target.
        let part = builder.tempfile_in(folder_of(&target)).map_err(|refused| Error::from(refused.kind()))?;
        if let Some(present) = present {
            part.as_file().set_permissions(present.permissions())?;
        }
        Ok(WholeFile { target, part: BufWriter::new(part) })
    }

    /// Puts the file into its place. When this fails nothing has changed there, save that a folder which cannot be
    /// brought to the disk may forget the change if the power goes now.
    pub fn commit(self) -> io::Result<()> {
        let part = self.part.into_inner().map_err(io::IntoInnerError::into_error)?;
        part.as_file().sync_all()?;
        part.persist(&self.target).map_err(|failed| failed.error)?;
        sync_folder(folder_of(&self.target))
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.part.flush()
    }
}

/// Writes a file of these bytes.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = WholeFile::create(path)?;
    file.write_all(bytes)?;
    file.commit()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Temporary files are for their owner alone; this one is to be what any new file is.
fn permissions_of_new(present: Option<&Metadata>) -> Option<Permissions> {
    #[cfg(unix)]
    let ordinary = Some(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    #[cfg(not(unix))]
    let ordinary = None;
    if present.is_some() { None } else { ordinary }
}

/// The move itself is an entry of the folder.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("the folder is there");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_old_file_stands_until_the_new_one_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("报告.json");
        write(&path, b"old").expect("written");
        let mut file = WholeFile::create(&path).expect("begun");
        file.write_all(b"new").expect("written");
        file.flush().expect("flushed");
        assert_eq!(std::fs::read(&path).expect("there"), b"old");
        file.commit().expect("in its place");
        assert_eq!(std::fs::read(&path).expect("there"), b"new");
        assert_eq!(names(folder.path()), ["报告.json"]);
    }

    #[test]
    fn a_file_that_is_given_up_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        let mut file = WholeFile::create(&path).expect("begun");
        file.write_all(&[b'x'; 100_000]).expect("written");
        assert_eq!(names(folder.path()).len(), 1);
        drop(file);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_file_that_cannot_take_its_place_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let file = WholeFile::create(&path).expect("begun");
        std::fs::create_dir(&path).expect("made");
        file.commit().expect_err("a folder stands there now");
        assert_eq!(names(folder.path()), ["a"]);
        assert!(path.is_dir());
    }

    #[test]
    fn folders_devices_and_read_only_files_are_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let kind = |path: &Path| write(path, b"new").expect_err("refused").kind();
        assert_eq!(kind(folder.path()), ErrorKind::IsADirectory);
        let path = folder.path().join("a");
        write(&path, b"old").expect("written");
        let mut permissions = std::fs::metadata(&path).expect("there").permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).expect("set");
        assert_eq!(kind(&path), ErrorKind::PermissionDenied);
        assert_eq!(kind(&folder.path().join("missing").join("a")), ErrorKind::NotFound);
        assert_eq!(names(folder.path()), ["a"]);
        if cfg!(unix) {
            assert_eq!(kind(Path::new("/dev/null")), ErrorKind::InvalidInput);
        }
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay_as_they_were() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("secret"), folder.path().join("link"));
        let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let plain = folder.path().join("plain");
        std::fs::write(&plain, b"").expect("written");
        write(&path, b"old").expect("written");
        assert_eq!(mode(&path), mode(&plain));
        std::fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("set");
        symlink("secret", &link).expect("linked");
        write(&link, b"new").expect("written");
        assert_eq!((mode(&path), std::fs::read(&path).expect("there")), (0o640, b"new".to_vec()));
        assert!(link.is_symlink());
    }

    #[test]
    fn a_bare_name_belongs_into_the_folder_we_are_in() {
        assert_eq!(folder_of(Path::new("a.md")), Path::new("."));
    }
}
