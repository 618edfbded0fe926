//! A folder of files that this program made and keeps: what is written anew takes the place of what it wrote before, what
//! it does not write any more goes, and nothing of anybody else's is touched.
//!
//! What is its own is listed in a file of the folder with digests. Files are gathered beside their places first, so that a
//! run which fails has changed nothing; what is the same stays as it is, with its time, so that who copies the folder on
//! copies what changed.

use crate::digest::sha256;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path, PathBuf};

/// Lists what the folder holds of ours.
const LIST: &str = ".gongkai-site";
/// Where files are gathered.
const PART: &str = ".gongkai-site.part";
/// Begins the list.
const HEAD: &str = "gongkai site 1";

/// Why a folder is not written to.
#[derive(Debug, thiserror::Error)]
pub enum MadeFault {
    /// It holds something, and not by us.
    #[error("{0} holds what this program did not write")]
    Foreign(PathBuf),
    /// A file in it stands where one of ours would, and somebody wrote or changed it.
    #[error("{0} was written or changed by somebody")]
    Changed(PathBuf),
    /// What the system says.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
}

/// Names with the digests that are ours.
type Listed = BTreeMap<String, BTreeSet<String>>;

/// What became of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Written, because they were not there or said something else.
    pub written: usize,
    /// Left as they were.
    pub same: usize,
    /// Removed.
    pub removed: usize,
}

/// A folder that is being made anew.
#[derive(Debug)]
pub struct Made {
    folder: PathBuf,
    /// What it wrote before; two digests of one name where a run was killed between them.
    before: Listed,
    now: BTreeMap<String, String>,
}

impl Made {
    /// Begins: the folder is not there, is empty, or was made by this program.
    ///
    /// # Errors
    /// [`MadeFault::Foreign`], or what the system says.
    pub fn begin(folder: &Path) -> Result<Made, MadeFault> {
        let fault = |error| MadeFault::Io(folder.to_path_buf(), error);
        let before = match std::fs::read_to_string(folder.join(LIST)) {
            Ok(list) => read(&list).ok_or_else(|| MadeFault::Foreign(folder.to_path_buf()))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if folder.exists() && std::fs::read_dir(folder).map_err(fault)?.any(|entry| !is_part(entry)) {
                    return Err(MadeFault::Foreign(folder.to_path_buf()));
                }
                BTreeMap::new()
            }
            Err(error) => return Err(fault(error)),
        };
        let made = Made { folder: folder.to_path_buf(), before, now: BTreeMap::new() };
        // What a run that was killed left behind.
        made.sweep();
        std::fs::create_dir_all(folder.join(PART)).map_err(fault)?;
        Ok(made)
    }

    /// Gathers a file; its name is a path with slashes, plain ASCII.
    ///
    /// # Errors
    /// What the system says.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), MadeFault> {
        let path = self.folder.join(PART).join(name);
        let write = || {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            std::fs::write(&path, bytes)
        };
        write().map_err(|error| MadeFault::Io(path.clone(), error))?;
        self.now.insert(name.to_string(), sha256(bytes));
        Ok(())
    }

    /// A file that was gathered.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, MadeFault> {
        let path = self.folder.join(PART).join(name);
        std::fs::read(&path).map_err(|error| MadeFault::Io(path, error))
    }

    /// Puts everything into its place and removes what was ours and is no more.
    ///
    /// # Errors
    /// [`MadeFault::Changed`] before anything was changed, or what the system says: then a second run sets it right.
    pub fn finish(mut self) -> Result<Kept, MadeFault> {
        let fault = |path: &Path, error| MadeFault::Io(path.to_path_buf(), error);
        let (now, before) = (std::mem::take(&mut self.now), self.before.clone());
        let mut there: BTreeMap<&String, String> = BTreeMap::new();
        for name in now.keys().chain(before.keys()) {
            let path = self.folder.join(name);
            match std::fs::read(&path) {
                Ok(bytes) => {
                    let digest = sha256(&bytes);
                    let ours =
                        before.get(name).is_some_and(|ours| ours.contains(&digest)) || now.get(name) == Some(&digest);
                    if !ours && !bytes.is_empty() {
                        return Err(MadeFault::Changed(path));
                    }
                    there.insert(name, digest);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                // A folder in the place of a file, or a file in the place of a folder.
                Err(_) => return Err(MadeFault::Changed(path)),
            }
        }
        // If it is killed from here on, both what was and what is to be are known to be ours.
        let mut both = before.clone();
        for (name, digest) in &now {
            both.entry(name.clone()).or_default().insert(digest.clone());
        }
        self.write_list(both.iter().flat_map(|(name, all)| all.iter().map(move |digest| (name, digest))))?;
        let mut kept = Kept::default();
        for (name, digest) in &now {
            if there.get(name) == Some(digest) {
                kept.same += 1;
                continue;
            }
            let path = self.folder.join(name);
            path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(|error| fault(&path, error))?;
            std::fs::rename(self.folder.join(PART).join(name), &path).map_err(|error| fault(&path, error))?;
            kept.written += 1;
        }
        for name in there.keys().filter(|name| !now.contains_key(**name)) {
            let path = self.folder.join(name);
            std::fs::remove_file(&path).map_err(|error| fault(&path, error))?;
            kept.removed += 1;
            // Folders that are empty now go as well; one in which something stands is not removed.
            for above in path.ancestors().skip(1).take_while(|above| *above != self.folder) {
                if std::fs::remove_dir(above).is_err() {
                    break;
                }
            }
        }
        self.write_list(now.iter())?;
        Ok(kept)
    }

    fn write_list<'a>(&self, files: impl Iterator<Item = (&'a String, &'a String)>) -> Result<(), MadeFault> {
        let mut list = format!("{HEAD}\n");
        for (name, digest) in files {
            list.push_str(&format!("{digest}  {name}\n"));
        }
        let (part, path) = (self.folder.join(PART).join(LIST), self.folder.join(LIST));
        let write = || {
            std::fs::write(&part, list.as_bytes())?;
            std::fs::File::open(&part)?.sync_all()?;
            std::fs::rename(&part, &path)
        };
        write().map_err(|error| MadeFault::Io(path.clone(), error))
    }

    fn sweep(&self) {
        // What cannot be removed is written over, or said when it cannot.
        let _ = std::fs::remove_dir_all(self.folder.join(PART));
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        self.sweep();
        // A folder that was made in vain goes again.
        let _ = std::fs::remove_dir(&self.folder);
    }
}

fn is_part(entry: io::Result<std::fs::DirEntry>) -> bool {
    entry.is_ok_and(|entry| entry.file_name() == PART)
}

/// The list as it was written; nothing when it is another's, or names what lies outside of the folder.
fn read(list: &str) -> Option<Listed> {
    let mut lines = list.lines();
    if lines.next() != Some(HEAD) {
        return None;
    }
    let mut listed = Listed::new();
    for line in lines {
        let (digest, name) = line.split_once("  ")?;
        if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        listed.entry(name.to_string()).or_default().insert(digest.to_string());
    }
    Some(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("there")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn make(folder: &Path, files: &[(&str, &str)]) -> Result<Kept, MadeFault> {
        let mut made = Made::begin(folder)?;
        for (name, text) in files {
            made.put(name, text.as_bytes())?;
        }
        made.finish()
    }

    #[test]
    fn what_is_written_no_more_goes_and_what_is_the_same_stays_with_its_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("deep/site");
        let all = [("index.html", "a"), ("record/1.html", "b"), ("record/old/2.html", "c")];
        assert_eq!(make(&site, &all).expect("made"), Kept { written: 3, same: 0, removed: 0 });
        let time = |name: &str| std::fs::metadata(site.join(name)).and_then(|about| about.modified()).expect("a time");
        let before = time("record/1.html");
        std::fs::write(site.join("theirs.txt"), "somebody's").expect("written");
        assert_eq!(
            make(&site, &[("index.html", "A"), ("record/1.html", "b")]).expect("made"),
            Kept { written: 1, same: 1, removed: 1 }
        );
        assert_eq!(time("record/1.html"), before);
        assert_eq!(names(&site), [".gongkai-site", "index.html", "record", "theirs.txt"]);
        assert_eq!(names(&site.join("record")), ["1.html"], "the folder that is empty went too");
    }

    #[test]
    fn nothing_of_anybody_elses_is_written_over_or_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        std::fs::create_dir(&site).expect("made");
        std::fs::write(site.join("index.html"), "the school's own").expect("written");
        assert!(matches!(make(&site, &[("a.html", "a")]), Err(MadeFault::Foreign(_))));
        assert_eq!(names(&site), ["index.html"]);
        std::fs::remove_file(site.join("index.html")).expect("removed");
        make(&site, &[("index.html", "a"), ("b.html", "b")]).expect("an empty folder will do");
        for changed in ["index.html", "b.html"] {
            let text = std::fs::read_to_string(site.join(changed)).expect("there");
            std::fs::write(site.join(changed), "changed by hand").expect("written");
            let refused = make(&site, &[("index.html", "new"), ("c.html", "c")]);
            assert!(matches!(&refused, Err(MadeFault::Changed(path)) if path.ends_with(changed)), "{refused:?}");
            assert!(!site.join("c.html").exists(), "nothing was changed");
            std::fs::write(site.join(changed), text).expect("written");
        }
        std::fs::write(site.join("c.html"), "somebody's").expect("written");
        assert!(matches!(make(&site, &[("c.html", "c")]), Err(MadeFault::Changed(_))));
    }

    #[test]
    fn a_run_that_is_given_up_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        let mut made = Made::begin(&site).expect("begun");
        made.put("index.html", b"a").expect("put");
        drop(made);
        assert!(!site.exists());
        make(&site, &[("index.html", "a")]).expect("made");
        let mut made = Made::begin(&site).expect("begun");
        made.put("index.html", b"b").expect("put");
        drop(made);
        assert_eq!(names(&site), [".gongkai-site", "index.html"]);
        let list = std::fs::read_to_string(site.join(LIST)).expect("there");
        std::fs::write(site.join(LIST), format!("{list}{}  ../../out.txt\n", sha256(b"x"))).expect("written");
        std::fs::write(folder.path().join("out.txt"), "x").expect("written");
        assert!(matches!(Made::begin(&site), Err(MadeFault::Foreign(_))), "what lies outside is never ours");
        assert_eq!(std::fs::read_to_string(site.join("index.html")).expect("there"), "a");
    }
}
