//! The files that arguments of `check` and `scan` name: files, folders with all that lies in them, and patterns such as
//! `通知/*.docx`, which some shells leave to the program.
//!
//! Nothing is left out in silence: what a folder holds and no reader takes is counted and said.

use crate::talk::Talk;
use app::guard::printable;
use glob::MatchOptions;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Endings of the files that are taken from a folder; one that is named by itself is judged by what it holds.
const READ: [&str; 21] = [
    "docx", "docm", "dotx", "doc", "xlsx", "xlsm", "xltx", "xlsb", "xls", "pdf", "htm", "html", "xhtml", "shtml", "md",
    "markdown", "csv", "tsv", "txt", "text", "log",
];

/// The files, each once, in the order named; those of a folder or pattern by their paths. A folder in which nothing can
/// be read, and a pattern that nothing fits, stand there themselves, and the reader says what they are.
pub(super) fn named(arguments: &[PathBuf], talk: &Talk) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for argument in arguments {
        let found = match pattern(argument) {
            _ if argument.is_dir() => within(argument, talk),
            Some(pattern) => fitting(pattern),
            None => Vec::new(),
        };
        if found.is_empty() {
            files.push(argument.clone());
        }
        files.extend(found);
    }
    // What was named twice by hand is checked twice, as ever; folders and patterns may overlap.
    if files.len() > arguments.len() {
        let mut seen = HashSet::new();
        files.retain(|file| seen.insert(file.clone()));
    }
    files
}

/// What an argument says as a pattern, unless a file is called so.
fn pattern(argument: &Path) -> Option<&str> {
    let text = argument.to_str()?;
    (text.contains(['*', '?']) && !argument.exists()).then_some(text)
}

fn fitting(pattern: &str) -> Vec<PathBuf> {
    // As in a folder that is named whole, what is hidden is not meant unless it is written out.
    let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::default() };
    let found = glob::glob_with(pattern, options).into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<PathBuf> = found.filter(|path| path.is_file() && !is_passing(path)).collect();
    files.sort();
    files
}

fn within(folder: &Path, talk: &Talk) -> Vec<PathBuf> {
    // What lies behind a link may lie here too, or lead in a circle. The folder itself is wanted whatever it is called.
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    let (mut files, mut others) = (Vec::new(), 0_usize);
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_dir() || is_passing(entry.path()) => {}
            Ok(entry) if entry.file_type().is_file() && is_read(entry.path()) => files.push(entry.into_path()),
            Ok(_) | Err(_) => others += 1,
        }
    }
    if others > 0 && !files.is_empty() {
        let (shown, count) = (printable(&folder.display().to_string()), others.to_string());
        talk.aside(talk.lang.say_with("files-others", &[("file", &shown), ("count", &count)]));
    }
    files
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_str().is_some_and(|name| name.starts_with('.'))
}

/// What Word and WPS lay beside a file that is open.
fn is_passing(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("~$") || name.starts_with(".~"))
}

fn is_read(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| READ.contains(&ending.as_str()))
}
