//! Where the copy of a file without personal data goes, and how it gets there: whole or not at all, and never over
//! a file that is being scanned.

use super::input::STDIN;
use crate::talk::Talk;
use anyhow::{Result, anyhow};
use app::files::Folder;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The place of each file's copy, or why there is none. One file goes to `out` itself, or into it when it is a
/// folder; several go into the folder `out`, which is made when it is missing. A copy of an earlier run is replaced unless somebody changed it.
///
/// The folder goes again with what is returned beside them when no copy came to be in it.
pub(super) fn targets(files: &[PathBuf], out: &Path, talk: &Talk) -> Result<(Folder, Vec<Result<PathBuf>>)> {
    if files.iter().any(|file| file == Path::new(STDIN)) {
        return Err(anyhow!(talk.lang.say("redact-no-stdin")));
    }
    let several = files.len() > 1;
    if several && out.exists() && !out.is_dir() {
        return Err(anyhow!(talk.lang.say_with("redact-no-folder", &[("file", &out.display().to_string())])));
    }
    let folder = app::files::folder(if several { out } else { Path::new("") })?;
    let originals: HashSet<PathBuf> = files.iter().filter_map(|file| file.canonicalize().ok()).collect();
    let mut taken = HashSet::new();
    let mut target = |file: &PathBuf| {
        let target = match file.file_name() {
            Some(name) if several || out.is_dir() => out.join(name),
            _ => out.to_path_buf(),
        };
        let shown = target.display().to_string();
        if let Ok(there) = target.canonicalize()
            && originals.contains(&there)
        {
            let itself = file.canonicalize().is_ok_and(|file| file == there);
            let key = if itself { "redact-same-file" } else { "redact-over-input" };
            return Err(anyhow!(talk.lang.say_with(key, &[("file", &shown)])));
        }
        if !taken.insert(target.clone()) {
            return Err(anyhow!(talk.lang.say_with("redact-same-name", &[("file", &shown)])));
        }
        Ok(target)
    };
    Ok((folder, files.iter().map(&mut target).collect()))
}
