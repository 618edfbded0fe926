//! Whether `ARCHITECTURE.md` says what is true: every path and module it names is there, and every module is named.
//!
//! It exists because a map that is wrong in one place is trusted in none. It reads the page and the names of files; what
//! a sentence means it cannot know.

use crate::root;
use anyhow::{Context, Result};
use regex::Regex;
use std::collections::BTreeSet;
use std::path::Path;

/// Crates whose modules the code map lists whole; of the others it tells what a reader needs.
const LISTED: [&str; 3] = ["domain", "store", "app"];

/// What the page says that is not so.
pub(crate) fn untrue() -> Result<Vec<String>> {
    let root = root();
    let page = std::fs::read_to_string(root.join("ARCHITECTURE.md")).context("ARCHITECTURE.md")?;
    let mut found = Vec::new();
    for named in quoted(&page)? {
        if let Some(fault) = judge(&root, &named)? {
            found.push(format!("ARCHITECTURE.md: `{named}`: {fault}"));
        }
    }
    for name in LISTED {
        let section = section(&page, name).with_context(|| format!("ARCHITECTURE.md has no section **`{name}`**"))?;
        let known = quoted(section)?;
        for module in modules(&root.join("crates").join(name).join("src"))? {
            if !known.contains(&module) {
                found.push(format!("ARCHITECTURE.md: the module `{module}` of {name} is not in the code map"));
            }
        }
    }
    Ok(found)
}

/// Everything between backticks.
fn quoted(page: &str) -> Result<BTreeSet<String>> {
    let code = Regex::new(r"`([^`\n]+)`")?;
    Ok(code.captures_iter(page).map(|found| found[1].to_string()).collect())
}

/// The paragraph of the code map about a crate.
fn section<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let rest = &page[page.find(&format!("**`{name}`**"))?..];
    Some(&rest[..rest.find("\n\n").unwrap_or(rest.len())])
}

/// The files and folders of a crate's sources, as modules.
fn modules(source: &Path) -> Result<Vec<String>> {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(source)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.insert(name.trim_end_matches(".rs").to_string());
    }
    Ok(names.into_iter().filter(|name| name != "lib" && name != "snapshots").collect())
}

/// What is wrong with a path (`crates/…`, `docs/…`) or the name of something in a crate (`app::report::issue`).
fn judge(root: &Path, named: &str) -> Result<Option<String>> {
    let folders = ["crates/", "docs/", "locales/", "xtask/", "fuzz/", "samples/"];
    if folders.iter().any(|folder| named.starts_with(folder)) {
        let path = named.trim_end_matches('*').trim_end_matches('/');
        let there = root.join(path).exists() || named.ends_with('*') && beginning(root, path);
        return Ok((!there).then(|| "there is no such path".to_string()));
    }
    let parts: Vec<&str> = named.split("::").collect();
    let source = root.join("crates").join(parts[0]).join("src");
    let names = parts.iter().all(|part| part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    if parts.len() < 2 || !names || !source.is_dir() {
        return Ok(None);
    }
    let (mut folder, mut file) = (source.clone(), source.join("lib.rs"));
    for part in &parts[1..] {
        let (inner, single) = (folder.join(part), folder.join(format!("{part}.rs")));
        if inner.is_dir() || single.is_file() {
            file = if single.is_file() { single } else { inner.join("mod.rs") };
            folder = inner;
            continue;
        }
        // No module, so something that the module names: defined there, in a file below it, or handed on.
        let word = Regex::new(&format!(r"\b{part}\b"))?;
        let mut texts = vec![std::fs::read_to_string(&file).unwrap_or_default()];
        texts.extend(sources(&folder));
        let there = texts.iter().any(|text| word.is_match(text));
        return Ok((!there).then(|| format!("`{part}` is not named in {}", file.display())));
    }
    Ok(None)
}

/// Whether a file or folder begins so.
fn beginning(root: &Path, path: &str) -> bool {
    let (folder, start) = path.rsplit_once('/').unwrap_or(("", path));
    let entries = std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(start))
}

/// The texts of the files of a folder.
fn sources(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| std::fs::read_to_string(entry.path()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_is_true() {
        assert_eq!(untrue().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_module_or_path_that_is_not_there_is_found() {
        let root = root();
        for named in ["app::report::shelve", "crates/store/src/migration", "domain::nonesuch::at_all", "docs/none.md"] {
            assert!(judge(&root, named).unwrap().is_some(), "{named}");
        }
        for named in ["app::report::issue", "domain::record", "Reach", "crates/web/src/routes.rs", "std::fs"] {
            assert_eq!(judge(&root, named).unwrap(), None, "{named}");
        }
    }
}
