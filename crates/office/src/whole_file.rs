//! A file that is there whole or not at all: written beside its place, brought to the disk, then moved.
//!
//! It exists so that nobody finds half a report, or has lost the old one, after a full disk, a power cut or a stopped
//! program; so that what is not public is nobody else's from its first byte on; and so that in a folder where anybody
//! may write, such as `/tmp`, nobody else chooses what is written over; and so that nothing which somebody wrote or
//! changed is replaced unless they said so ([`Over`]). What a killed program left of one goes when the
//! next is written beside it. It must not be used for what grows at its end, such as a log.

use domain::fnv::{FNV64, fnv64_on};
use std::fs::{File, Metadata, TryLockError};
use std::io::{self, BufWriter, Error, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tempfile::{Builder, NamedTempFile, TempPath};

/// How the name of a part begins and ends. What it says to others is whose it is, and nothing of the target.
const PART: (&str, &str) = (".gongkai-", ".part");

/// Who may read a file that was not there before. One that is replaced hands on who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Its owner alone (0600): whatever holds a secret, a draft or data of a person.
    Private,
    /// Whoever may read any new file of the account (0666 less its mask): what is public anyway.
    Ordinary,
}

/// What may be replaced by a file; an empty one, and one that holds the very same, may always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Nothing: there is one such file, and it is not made twice.
    Nothing,
    /// What this program wrote and nobody has changed since. How that is known: [`seal`].
    Ours,
    /// Whatever is there: somebody said so.
    Anything,
}

/// Why a path is not written to although the system would let us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A device, a pipe, a socket.
    #[error("not a regular file")]
    NotRegular,
    /// A link or a file that another account put into a folder where anybody may write.
    #[error("somebody else put this there, in a folder where anybody may write")]
    Planted,
    /// Links that lead to each other.
    #[error("its links lead in a circle")]
    Circle,
    /// Something that another program wrote, or that was changed since it was written.
    #[error("what stands there was not written by this program, or was changed since")]
    Kept,
}

impl Refusal {
    /// The refusal in an error of the system, if it is one.
    pub fn of(error: &Error) -> Option<Refusal> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        let kind = match refusal {
            Refusal::NotRegular | Refusal::Circle => ErrorKind::InvalidInput,
            Refusal::Planted => ErrorKind::PermissionDenied,
            Refusal::Kept => ErrorKind::AlreadyExists,
        };
        Error::new(kind, refusal)
    }
}

/// A file on its way to its place. Dropped before [`WholeFile::commit`] it leaves nothing behind, and what stood in
/// its place stays.
#[derive(Debug)]
pub struct WholeFile {
    target: PathBuf,
    // Apart from its path, whose refusals name the part and not what the system said of it.
    part: BufWriter<File>,
    path: TempPath,
    over: Over,
    // What was written so far: its digest and how long it is.
    written: (u64, u64),
}

impl WholeFile {
    /// Begins a file that is to stand at `path`. One that is there, and may be replaced, hands on its owner and permissions;
    /// one that is read-only is not replaced. A symbolic link stays, and what it leads to is written: but a link or file of
    /// another account in a folder where anybody may write is refused, as Linux does with `protected_symlinks`, whatever the
    /// machine's settings are.
    pub fn create(path: &Path, access: Access) -> io::Result<WholeFile> {
        let Trail { target, mut owners } = Trail::of(path)?;
        let present = match std::fs::metadata(&target) {
            Ok(present) => Some(present),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        match &present {
            Some(present) if present.is_dir() => return Err(ErrorKind::IsADirectory.into()),
            Some(present) if !present.is_file() => return Err(Refusal::NotRegular.into()),
            Some(present) if present.permissions().readonly() => return Err(ErrorKind::PermissionDenied.into()),
            Some(present) => owners.extend(system::stranger(folder_of(&target), present)?),
            None => {}
        }
        let mut builder = Builder::new();
        builder.prefix(PART.0).suffix(PART.1);
        if present.is_none() && access == Access::Ordinary {
            system::open_to_others(&mut builder);
        }
        sweep(folder_of(&target));
        let (part, path) = held(&builder, folder_of(&target))?.into_parts();
        system::all_ours(&part, &owners)?;
        if let Some(present) = present {
            system::hand_on(&present, &part)?;
        }
        let written = (FNV64, 0);
        Ok(WholeFile { target, part: BufWriter::new(part), path, over: Over::Nothing, written })
    }

    /// The same file, with what it may replace.
    #[must_use]
    pub fn over(self, over: Over) -> WholeFile {
        WholeFile { over, ..self }
    }

    /// Refuses when what stands in the place now may not be replaced by what was written: for who puts several files into
    /// their places or none.
    ///
    /// # Errors
    /// [`Refusal::Kept`], or what the system says of the file that is there.
    pub fn spare(&self) -> io::Result<()> {
        if self.over == Over::Anything {
            return Ok(());
        }
        let mut there = match File::open(&self.target) {
            Ok(there) => there,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            // What may not be read cannot be known to be ours.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => return Err(Refusal::Kept.into()),
            Err(error) => return Err(error),
        };
        let about = there.metadata()?;
        let borne = seal_of(about.modified()?).filter(|_| self.over == Over::Ours);
        if about.len() == 0 {
            return Ok(());
        }
        if borne.is_none() && about.len() != self.written.1 {
            return Err(Refusal::Kept.into());
        }
        let digest = digest(&mut there)?;
        let same = (digest, about.len()) == self.written;
        let ours = borne == Some(seal(digest));
        if same || ours { Ok(()) } else { Err(Refusal::Kept.into()) }
    }

    /// Puts the file into its place. When this fails nothing has changed there, save that a folder which cannot be
    /// brought to the disk may forget the change if the power goes now.
    ///
    /// # Errors
    /// [`Refusal::Kept`] when what stands there may not be replaced, or what the system says.
    pub fn commit(self) -> io::Result<()> {
        self.spare()?;
        let part = self.part.into_inner().map_err(io::IntoInnerError::into_error)?;
        if self.over != Over::Nothing {
            // Where times cannot be set the file is taken for somebody's afterwards, which costs no more than a word.
            let _ = part.metadata().and_then(|about| part.set_modified(sealed(about.modified()?, self.written.0)));
        }
        part.sync_all()?;
        self.path.persist(&self.target).map_err(|failed| failed.error)?;
        sync_folder(folder_of(&self.target))
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.part.write(bytes)?;
        self.written = (fnv64_on(self.written.0, bytes[..taken].iter().copied()), self.written.1 + taken as u64);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.part.flush()
    }
}

/// Whether a path leads to a file that can be read to its end: a pipe without a writer would be waited for, and a device may
/// never end. What is not there, and a folder, is told by whoever opens it.
///
/// # Errors
/// [`Refusal::NotRegular`].
pub fn is_to_be_read(path: &Path) -> io::Result<()> {
    match std::fs::metadata(path) {
        Ok(about) if !about.is_file() && !about.is_dir() => Err(Refusal::NotRegular.into()),
        _ => Ok(()),
    }
}

/// What is said of a content in the time of its file, in microseconds within a second.
///
/// By this a file that we wrote is known from one that was written or changed by somebody else, in all forms alike:
/// Word, PDF and tables have no place in common where a mark could stand, a list beside the file does not go with it, and
/// a database may be only read. Whoever saves the file gives it another time or another content, and with either the
/// two do not fit any more. Where a time is lost or coarser on the way (a copy, some foreign disks), a file is taken for
/// somebody's own: that is the side to err on.
fn seal(digest: u64) -> u32 {
    (digest % 1_000_000) as u32
}

/// The seal that a time bears, if it bears one. Systems keep times to the nanosecond, and seldom end them in three noughts.
fn seal_of(at: SystemTime) -> Option<u32> {
    let within = at.duration_since(UNIX_EPOCH).ok()?.subsec_nanos();
    within.is_multiple_of(1_000).then_some(within / 1_000)
}

/// The second before a time, with the seal of a content: never one to come.
fn sealed(at: SystemTime, digest: u64) -> SystemTime {
    let second = at.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().saturating_sub(1));
    UNIX_EPOCH + Duration::from_secs(second) + Duration::from_micros(seal(digest).into())
}

/// The digest of a file from here to its end.
fn digest(file: &mut File) -> io::Result<u64> {
    let (mut digest, mut buffer) = (FNV64, vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(digest),
            read => digest = fnv64_on(digest, buffer[..read].iter().copied()),
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A part that is locked as long as it is written, so that no sweeper takes it for one that was left.
fn held(builder: &Builder<'_, '_>, folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        // What is refused is told of the target, by whoever named it, and not of the part.
        let part = builder.tempfile_in(folder).map_err(|refused| Error::from(refused.kind()))?;
        // Before it was locked a sweeper may have come to it.
        let is_swept = matches!(part.as_file().try_lock(), Err(TryLockError::WouldBlock)) || !part.path().exists();
        if !is_swept {
            return Ok(part);
        }
    }
}

/// Removes the parts of programs that were killed, which nobody holds locked. Where files cannot be locked or are
/// another's, all stay.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_part = name.to_str().is_some_and(|name| name.starts_with(PART.0) && name.ends_with(PART.1));
        if !is_part || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        // Locked until it is gone, so that nobody begins to write to it in between.
        if let Ok(part) = File::open(entry.path())
            && part.try_lock().is_ok()
        {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The move itself is an entry of the folder.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Where a path leads.
struct Trail {
    /// The path without links.
    target: PathBuf,
    /// Owners of what was followed in folders where anybody may write: it is safe if they are all us.
    owners: Vec<u32>,
}

/// Links in a path at most, as Linux has it.
const LINKS: usize = 40;

impl Trail {
    /// Follows every link of the path, link by link, so that each can be looked at; `canonicalize` would follow them
    /// unseen, and not those that lead to what is not there yet.
    fn of(path: &Path) -> io::Result<Trail> {
        let (mut target, mut owners, mut links) = (PathBuf::new(), Vec::new(), 0);
        let mut rest: Vec<PathBuf> = steps(path);
        while let Some(step) = rest.pop() {
            let here = target.join(&step);
            match std::fs::symlink_metadata(&here) {
                Ok(about) if about.is_symlink() => {
                    links += 1;
                    if links > LINKS {
                        return Err(Refusal::Circle.into());
                    }
                    owners.extend(system::stranger(folder_of(&here), &about)?);
                    rest.extend(steps(&std::fs::read_link(&here)?));
                }
                Ok(_) => target = here,
                Err(error) if error.kind() == ErrorKind::NotFound => target = here,
                Err(error) => return Err(error),
            }
        }
        Ok(Trail { target, owners })
    }
}

/// The components of a path, the last first.
fn steps(path: &Path) -> Vec<PathBuf> {
    path.components().rev().map(|component| PathBuf::from(component.as_os_str())).collect()
}

#[cfg(unix)]
mod system {
    //! Owners and permissions.

    use super::{Builder, File, Metadata, Path, Refusal, io};
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    /// Anybody may write, and nobody may remove what is another's: the mark of `/tmp`.
    const SHARED: u32 = 0o1002;

    /// The owner of an entry of a folder where anybody may write, unless it is the folder's own.
    pub(super) fn stranger(folder: &Path, entry: &Metadata) -> io::Result<Option<u32>> {
        let folder = std::fs::metadata(folder)?;
        let shared = folder.mode() & SHARED == SHARED;
        Ok((shared && entry.uid() != folder.uid()).then(|| entry.uid()))
    }

    /// Whether these owners are all whoever made this file, which is us.
    pub(super) fn all_ours(part: &File, owners: &[u32]) -> io::Result<()> {
        let us = part.metadata()?.uid();
        if owners.iter().all(|owner| *owner == us) { Ok(()) } else { Err(Refusal::Planted.into()) }
    }

    /// Temporary files are for their owner alone; this one is to be what any new file is.
    pub(super) fn open_to_others(builder: &mut Builder<'_, '_>) {
        builder.permissions(Permissions::from_mode(0o666));
    }

    /// Gives the new file owner, group and permissions of the old one. Where the system keeps us from giving it the
    /// group, no other group may take that one's place.
    pub(super) fn hand_on(old: &Metadata, new: &File) -> io::Result<()> {
        let is = new.metadata()?;
        let mut mode = old.mode() & 0o777;
        let both =
            (is.uid(), is.gid()) == (old.uid(), old.gid()) || fchown(new, Some(old.uid()), Some(old.gid())).is_ok();
        if !both && is.gid() != old.gid() && fchown(new, None, Some(old.gid())).is_err() {
            mode &= !0o070;
        }
        new.set_permissions(Permissions::from_mode(mode))
    }
}

#[cfg(not(unix))]
mod system {
    //! Where the folder decides who may read what is in it.

    use super::{Builder, File, Metadata, Path, io};

    pub(super) fn stranger(_: &Path, _: &Metadata) -> io::Result<Option<u32>> {
        Ok(None)
    }

    pub(super) fn all_ours(_: &File, _: &[u32]) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn open_to_others(_: &mut Builder<'_, '_>) {}

    pub(super) fn hand_on(old: &Metadata, new: &File) -> io::Result<()> {
        new.set_permissions(old.permissions())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
        write_over(path, bytes, access, Over::Anything)
    }

    fn write_over(path: &Path, bytes: &[u8], access: Access, over: Over) -> io::Result<()> {
        let mut file = WholeFile::create(path, access)?.over(over);
        file.write_all(bytes)?;
        file.commit()
    }

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
        write(&path, b"old", Access::Ordinary).expect("written");
        let mut file = WholeFile::create(&path, Access::Private).expect("begun").over(Over::Ours);
        file.write_all(b"new").expect("written");
        file.flush().expect("flushed");
        assert_eq!(std::fs::read(&path).expect("there"), b"old");
        file.commit().expect("in its place");
        assert_eq!(std::fs::read(&path).expect("there"), b"new");
        assert_eq!(names(folder.path()), ["报告.json"]);
    }

    #[test]
    fn nothing_is_replaced_that_somebody_wrote_or_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("报告.docx");
        let ours = |bytes: &[u8]| {
            write_over(&path, bytes, Access::Private, Over::Ours)
                .map_err(|error| Refusal::of(&error).expect("a refusal"))
        };
        let there = || std::fs::read(&path).expect("there");
        assert_eq!(ours(b"first"), Ok(()));
        assert_eq!(ours(b"second, as the ledger changed"), Ok(()), "what we wrote is replaced");
        let written = std::fs::metadata(&path).and_then(|about| about.modified()).expect("a time");
        assert!(written <= std::fs::metadata(folder.path()).and_then(|about| about.modified()).expect("a time"));
        for edited in [&b"second, as a clerk changed it"[..], b"another"] {
            std::fs::write(&path, edited).expect("written");
            File::options().write(true).open(&path).and_then(|file| file.set_modified(written)).expect("set");
            assert_eq!(ours(b"third"), Err(Refusal::Kept));
            assert_eq!(there(), edited);
        }
        assert_eq!(ours(b"another"), Ok(()), "what is the same costs nothing");
        // Saved without a change: the time is another's, and so may be more than we see.
        std::fs::write(&path, b"another").expect("written");
        assert_eq!(ours(b"third"), Err(Refusal::Kept));
        std::fs::write(&path, b"").expect("written");
        assert_eq!(ours(b"third"), Ok(()), "an empty file costs nothing");
        let once = write_over(&path, b"fourth", Access::Private, Over::Nothing).expect_err("refused");
        assert_eq!((Refusal::of(&once), there()), (Some(Refusal::Kept), b"third".to_vec()));
        std::fs::write(&path, b"a clerk's").expect("written");
        write_over(&path, b"fifth", Access::Private, Over::Anything).expect("somebody said so");
        assert_eq!(there(), b"fifth");
        assert_eq!(names(folder.path()), ["报告.docx"]);
    }

    #[test]
    fn a_file_that_is_given_up_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        let mut file = WholeFile::create(&path, Access::Private).expect("begun");
        file.write_all(&[b'x'; 100_000]).expect("written");
        assert_eq!(names(folder.path()).len(), 1);
        drop(file);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn what_a_killed_program_left_goes_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut writing = WholeFile::create(&folder.path().join("a"), Access::Private).expect("begun");
        writing.write_all(b"a").expect("written");
        // A lock ends with the program that held it, so what a killed one left is like what nobody ever locked.
        std::fs::write(folder.path().join(".gongkai-left.part"), b"half").expect("written");
        std::fs::write(folder.path().join(".another.part"), b"another's").expect("written");
        std::fs::create_dir(folder.path().join(".gongkai-folder.part")).expect("made");
        write(&folder.path().join("b"), b"b", Access::Private).expect("written");
        writing.commit().expect("in its place");
        assert_eq!(names(folder.path()), [".another.part", ".gongkai-folder.part", "a", "b"]);
    }

    #[test]
    fn many_who_write_into_one_folder_at_once_do_not_sweep_each_others_parts() {
        let folder = tempfile::tempdir().expect("a folder");
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let folder = folder.path();
                scope.spawn(move || {
                    for file in 0..25 {
                        write(&folder.join(format!("{writer}-{file}")), b"x", Access::Private).expect("written");
                    }
                });
            }
        });
        assert_eq!(names(folder.path()).len(), 200);
    }

    #[test]
    fn a_file_that_cannot_take_its_place_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let file = WholeFile::create(&path, Access::Private).expect("begun");
        std::fs::create_dir(&path).expect("made");
        file.commit().expect_err("a folder stands there now");
        assert_eq!(names(folder.path()), ["a"]);
        assert!(path.is_dir());
    }

    #[test]
    fn folders_devices_and_read_only_files_are_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let kind = |path: &Path| write(path, b"new", Access::Private).expect_err("refused").kind();
        assert_eq!(kind(folder.path()), ErrorKind::IsADirectory);
        let path = folder.path().join("a");
        write(&path, b"old", Access::Ordinary).expect("written");
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
    fn mode(path: &Path) -> u32 {
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).expect("there").permissions()) & 0o777
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_is_the_owners_alone_from_its_first_byte() {
        let folder = tempfile::tempdir().expect("a folder");
        let [plain, ordinary, private] = ["plain", "ordinary", "private"].map(|name| folder.path().join(name));
        std::fs::write(&plain, b"").expect("written");
        write(&ordinary, b"", Access::Ordinary).expect("written");
        assert_eq!(mode(&ordinary), mode(&plain));
        let mut file = WholeFile::create(&private, Access::Private).expect("begun");
        file.write_all(b"secret").expect("written");
        assert_eq!(mode(&file.path), 0o600);
        file.commit().expect("in its place");
        assert_eq!(mode(&private), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay_as_they_were() {
        use std::fs::Permissions;
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("secret"), folder.path().join("link"));
        write(&path, b"old", Access::Ordinary).expect("written");
        std::fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("set");
        symlink("secret", &link).expect("linked");
        write(&link, b"new", Access::Private).expect("written");
        assert_eq!((mode(&path), std::fs::read(&path).expect("there")), (0o640, b"new".to_vec()));
        assert!(link.is_symlink());
        // A link to what is not there yet stays too, and what it leads to comes to be there.
        let (ahead, further) = (folder.path().join("ahead"), folder.path().join("further"));
        symlink("./further", &ahead).expect("linked");
        write(&ahead, b"new", Access::Private).expect("written");
        assert!(ahead.is_symlink() && further.is_file());
        symlink("circle", folder.path().join("circle")).expect("linked");
        let refused = write(&folder.path().join("circle"), b"", Access::Private).expect_err("refused");
        assert_eq!(Refusal::of(&refused), Some(Refusal::Circle));
    }

    /// Another account, as far as the system lets us act for one.
    #[cfg(unix)]
    const STRANGER: u32 = 65_534;

    #[cfg(unix)]
    #[test]
    fn nobody_else_chooses_what_is_written_over_in_a_folder_where_anybody_may_write() {
        use std::fs::Permissions;
        use std::os::unix::fs::{PermissionsExt, chown, lchown, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (shared, home) = (folder.path().join("shared"), folder.path().join("home"));
        for folder in [&shared, &home] {
            std::fs::create_dir(folder).expect("made");
        }
        std::fs::set_permissions(&shared, Permissions::from_mode(0o1777)).expect("set");
        let mine = home.join("mine");
        let write_to = |path: &Path| write(path, b"new", Access::Private).map_err(|error| Refusal::of(&error));
        let (own, file, through) = (shared.join("own"), shared.join("file"), shared.join("folder"));
        symlink(&mine, &own).expect("linked");
        symlink(&home, &through).expect("linked");
        std::fs::write(&file, b"").expect("written");
        std::fs::set_permissions(&file, Permissions::from_mode(0o666)).expect("set");
        std::fs::write(&mine, b"old").expect("written");
        for path in [&own, &file, &through.join("mine"), &through.join("more")] {
            assert_eq!(write_to(path), Ok(()), "{}", path.display());
        }
        if lchown(&own, Some(STRANGER), None).is_err() {
            // Only root may act for another account; for everybody else the rest is not to be had.
            return;
        }
        lchown(&through, Some(STRANGER), None).expect("given away");
        chown(&file, Some(STRANGER), None).expect("given away");
        std::fs::write(&mine, b"old").expect("written");
        for path in [&own, &file, &through.join("mine"), &through.join("yet more")] {
            assert_eq!(write_to(path), Err(Some(Refusal::Planted)), "{}", path.display());
        }
        assert_eq!(std::fs::read(&mine).expect("there"), b"old");
        assert_eq!(
            (names(&shared), names(&home)),
            (vec!["file".into(), "folder".into(), "own".into()], vec!["mine".into(), "more".into()])
        );
        // Whose the folder is may link in it, and elsewhere the folder says who may.
        chown(&shared, Some(STRANGER), None).expect("given away");
        assert_eq!(write_to(&own), Ok(()));
        std::fs::set_permissions(&shared, Permissions::from_mode(0o755)).expect("set");
        assert_eq!(write_to(&file), Ok(()));
        let about = std::fs::metadata(&file).expect("there");
        assert_eq!(std::os::unix::fs::MetadataExt::uid(&about), STRANGER, "a file stays whose it was");
    }

    #[test]
    fn a_bare_name_belongs_into_the_folder_we_are_in() {
        assert_eq!(folder_of(Path::new("a.md")), Path::new("."));
    }
}
