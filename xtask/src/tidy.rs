//! What a compiler does not see: forbidden edges between crates, files without a header, message keys that are
//! missing, unused or differ between languages, words that do not belong into the repository.

use crate::circles::circles;
use crate::{root, say};
use anyhow::{Context, Result};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The one direction of dependency: what each crate may use of ours. Another edge is a decision, not a slip.
const EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("check", &["domain"]),
    ("proof", &[]),
    ("store", &["domain", "proof"]),
    ("typeset", &["domain"]),
    ("office", &["domain"]),
    ("notify", &[]),
    ("search", &["domain"]),
    ("app", &["domain", "check", "store", "typeset", "office", "notify", "search", "proof"]),
    ("web", &["app", "domain", "check"]),
    // For tests only: no table allows it, so that nothing but a dev-dependency can name it.
    ("testkit", &["app", "store", "domain"]),
    ("gongkai", &["app", "web", "domain"]),
];

/// Runs every check and prints what it finds.
pub(crate) fn run() -> Result<bool> {
    let root = root();
    let mut found = edges(&root)?;
    found.extend(circles(&root, &files(&root, &["rs"])?)?);
    found.extend(headers(&root)?);
    found.extend(words(&root)?);
    found.extend(strangers(&root)?);
    found.extend(guessable(&root)?);
    found.extend(crate::map::untrue()?);
    for line in &found {
        say(format!("tidy: {line}"));
    }
    Ok(found.is_empty())
}

/// Edges between our crates that are not in the table.
fn edges(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (name, allowed) in EDGES {
        let manifest = std::fs::read_to_string(root.join("crates").join(name).join("Cargo.toml"))?;
        found.extend(edges_of(name, &manifest, allowed)?);
    }
    for entry in std::fs::read_dir(root.join("crates"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !EDGES.iter().any(|(known, _)| *known == name) {
            found.push(format!("crates/{name}: not in the table of edges"));
        }
    }
    Ok(found)
}

fn edges_of(name: &str, manifest: &str, allowed: &[&str]) -> Result<Vec<String>> {
    let manifest: toml::Table = manifest.parse().with_context(|| format!("crates/{name}/Cargo.toml"))?;
    let ours: Vec<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    let dependencies = manifest.get("dependencies").and_then(|table| table.as_table());
    let names = dependencies.into_iter().flat_map(|table| table.keys());
    let wrong = names.filter(|key| ours.contains(&key.as_str()) && !allowed.contains(&key.as_str()));
    Ok(wrong.map(|key| format!("crates/{name} may not depend on {key}")).collect())
}

/// Rust files whose first line is no `//!`.
fn headers(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for path in files(root, &["rs"])? {
        let text = std::fs::read_to_string(&path)?;
        if !text.starts_with("//! ") && !text.starts_with("#![no_main]") {
            found.push(format!("{}: begins without a `//!` header", shown(root, &path)));
        }
    }
    Ok(found)
}

/// Keys of one language with the names of their arguments.
type Keys = BTreeMap<String, BTreeSet<String>>;

/// Message keys that are missing, unused or take other arguments in one language.
fn words(root: &Path) -> Result<Vec<String>> {
    let zh = keys(&root.join("locales/zh-Hans"))?;
    let en = keys(&root.join("locales/en"))?;
    let mut sources = String::new();
    for path in files(&root.join("crates"), &["rs", "html", "xml", "txt"])? {
        sources.push_str(&std::fs::read_to_string(&path)?);
        sources.push('\n');
    }
    let mut found = compare(&zh, &en, &sources)?;
    for path in files(&root.join("locales"), &["ftl"])? {
        let lost = lost_blanks(&std::fs::read_to_string(&path)?)?;
        found.extend(lost.into_iter().map(|key| {
            format!("{}: the blanks before or behind `{key}` are lost; write them {{\" \"}}", shown(root, &path))
        }));
    }
    Ok(found)
}

/// Messages that begin or end with blanks, which Fluent does not keep.
fn lost_blanks(text: &str) -> Result<Vec<String>> {
    let lost = Regex::new(r"(?m)^([a-z][A-Za-z0-9-]*) =(?:  +\S.*|.*\S +)$")?;
    Ok(lost.captures_iter(text).map(|found| found[1].to_string()).collect())
}

fn compare(zh: &Keys, en: &Keys, sources: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (key, arguments) in zh {
        match en.get(key) {
            None => found.push(format!("locales/en: `{key}` is missing")),
            Some(others) if others != arguments => {
                found.push(format!("locales: `{key}` takes other arguments in English"))
            }
            Some(_) => {}
        }
    }
    found.extend(
        en.keys().filter(|key| !zh.contains_key(*key)).map(|key| format!("locales/zh-Hans: `{key}` is missing")),
    );
    // A key is used where it stands as a literal, or where its beginning is filled in: `"fault-{}"`.
    let literals: BTreeSet<&str> = Regex::new(r#""([a-z][a-z0-9-]+)""#)?
        .captures_iter(sources)
        .filter_map(|found| found.get(1))
        .map(|found| found.as_str())
        .collect();
    let filled: BTreeSet<&str> = Regex::new(r#""([a-z][a-z0-9-]*-)\{"#)?
        .captures_iter(sources)
        .filter_map(|found| found.get(1))
        .map(|found| found.as_str())
        .collect();
    // Words of commands follow the command line itself; a test there holds them complete.
    let used = |key: &str| {
        key == "cli"
            || key.starts_with("cli-")
            || literals.contains(key)
            || filled.iter().any(|start| key.starts_with(start))
    };
    found.extend(zh.keys().filter(|key| !used(key)).map(|key| format!("locales: `{key}` is not used")));
    let asked = Regex::new(r#"\b(?:say|say_with|lang\.count)\(\s*"([a-z][a-z0-9-]+)""#)?;
    for call in asked.captures_iter(sources) {
        let key = &call[1];
        if !zh.contains_key(key) {
            found.push(format!("locales: `{key}` is asked for and not there"));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn keys(folder: &Path) -> Result<Keys> {
    let head = Regex::new(r"^([a-z][A-Za-z0-9-]*)\s*=(.*)$")?;
    let argument = Regex::new(r"\{\s*\$([A-Za-z][A-Za-z0-9_-]*)")?;
    let mut keys = Keys::new();
    for path in files(folder, &["ftl"])? {
        let mut current: Option<String> = None;
        for line in std::fs::read_to_string(&path)?.lines() {
            if let Some(found) = head.captures(line) {
                current = Some(found[1].to_string());
                keys.entry(found[1].to_string()).or_default();
            } else if !line.starts_with([' ', '}']) {
                current = None;
            }
            if let Some(names) = current.as_ref().and_then(|key| keys.get_mut(key)) {
                names.extend(argument.captures_iter(line).map(|found| found[1].to_string()));
            }
        }
    }
    Ok(keys)
}

/// Words that belong to somebody's machine and not into a project.
fn strangers(root: &Path) -> Result<Vec<String>> {
    let path_of_a_machine =
        Regex::new(r"(^|[^[:alnum:]_.-])/(root|home|farm)/[[:alnum:].]|/work/(main|shared|w)/|/work/\.|\.\./shared")?;
    let mut found = Vec::new();
    for path in files(root, &["rs", "md", "toml", "html", "ftl", "css", "sh", "py", "tsv", "txt"])? {
        // This file names them to find them.
        if path.ends_with("xtask/src/tidy.rs") {
            continue;
        }
        for (number, line) in std::fs::read_to_string(&path).unwrap_or_default().lines().enumerate() {
            if path_of_a_machine.is_match(line) {
                found.push(format!("{}:{}: a path of somebody's machine", shown(root, &path), number + 1));
            }
        }
    }
    Ok(found)
}

/// Makes databases that live as long as a test.
const FOR_TESTS: [&str; 1] = ["crates/testkit/src/place.rs"];

/// Temporary files of the program under names that another account can foresee and make first; `tempfile` is for them.
fn guessable(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for path in files(root, &["rs"])? {
        let name = shown(root, &path);
        let program = name.split('/').any(|folder| folder == "src") && !FOR_TESTS.contains(&name.as_str());
        if program && names_temporaries(&std::fs::read_to_string(&path)?) {
            found.push(format!("{name}: a temporary file without `tempfile`"));
        }
    }
    Ok(found)
}

/// Whether code in front of the tests of a file asks for the folder of temporary files.
fn names_temporaries(text: &str) -> bool {
    let program = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    program.contains(concat!("temp_", "dir()"))
}

fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

/// All files with one of the endings under a folder, in order; build output and hidden folders left out.
fn files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if entry.file_type()?.is_dir() {
                if !name.starts_with('.') && !matches!(name.as_ref(), "target" | "node_modules" | "gongkai-demo") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let root = root();
        let circles = circles(&root, &files(&root, &["rs"]).unwrap());
        let found = [edges(&root), circles, headers(&root), words(&root), strangers(&root), guessable(&root)];
        let found: Vec<String> = found.into_iter().flat_map(|part| part.unwrap()).collect();
        assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn an_edge_against_the_direction_is_found() {
        let manifest = "[dependencies]\nstore.workspace = true\nregex = \"1\"\n";
        assert_eq!(edges_of("web", manifest, &["app"]).unwrap(), ["crates/web may not depend on store"]);
        assert!(edges_of("app", manifest, &["store"]).unwrap().is_empty());
    }

    #[test]
    fn a_temporary_file_of_a_name_that_can_be_foreseen_is_found_outside_of_tests() {
        let line = concat!("std::env::temp_", "dir().join(\"a\")\n");
        assert!(names_temporaries(line) && names_temporaries(&format!("{line}#[cfg(test)]\nmod tests {{}}")));
        assert!(!names_temporaries(&format!("#[cfg(test)]\nmod tests {{ {line} }}")));
    }

    #[test]
    fn blanks_that_a_message_loses_are_found() {
        let text = "a-one =   one\na-two = two \na-three = {\"  \"}three\na-four = four{\" \"}\na-five =\n    five\n";
        assert_eq!(lost_blanks(text).unwrap(), ["a-one", "a-two"]);
    }

    #[test]
    fn keys_that_are_missing_unused_or_differ_are_found() {
        let of = |pairs: &[(&str, &[&str])]| -> Keys {
            pairs.iter().map(|(key, names)| (key.to_string(), names.iter().map(|n| n.to_string()).collect())).collect()
        };
        let zh = of(&[("a-one", &["x"]), ("a-two", &[]), ("b", &[]), ("c-filled", &[])]);
        let en = of(&[("a-one", &[]), ("b", &[]), ("c-filled", &[]), ("d", &[])]);
        let found = compare(&zh, &en, r#"say("a-one") say("gone") "a-two" format!("c-{x}")"#).unwrap();
        assert_eq!(
            found,
            [
                "locales/en: `a-two` is missing",
                "locales/zh-Hans: `d` is missing",
                "locales: `a-one` takes other arguments in English",
                "locales: `b` is not used",
                "locales: `gone` is asked for and not there",
            ]
        );
    }
}
