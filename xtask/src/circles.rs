//! Circles between neighbouring files: two files or folders side by side, each of which names the other.
//!
//! It exists because a circle is one file in two pieces, which neither can be read nor moved alone. It looks at the
//! paths that sources name (`crate::`, `super::`, `self::`) and not at what the compiler resolves, so a name handed on
//! by a common parent is no edge. A parent and its own children may know each other.

use anyhow::{Result, anyhow};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Circles that are still to be undone. The list may only grow shorter: an entry that is no circle any more is a
/// fault as well.
const KNOWN: &[(&str, &[&str])] = &[("crates/web/src", &["assets", "error", "http", "portal"])];

/// A module by the names that lead to it from the root of its crate.
type Module = Vec<String>;

/// For each folder, which of its files and folders name which others of them.
type Neighbours = BTreeMap<Module, BTreeMap<String, BTreeSet<String>>>;

/// Circles among these files that are not known, and known ones that are gone.
pub(crate) fn circles(root: &Path, files: &[PathBuf]) -> Result<Vec<String>> {
    let mut crates: BTreeMap<&Path, BTreeMap<Module, String>> = BTreeMap::new();
    for path in files {
        // The sources of a crate lie in the outermost folder of that name; tests and benches use only what is public.
        let source = path.ancestors().filter(|folder| folder.ends_with("src") && folder.starts_with(root)).last();
        if let Some(source) = source {
            crates.entry(source).or_default().insert(module(source, path)?, std::fs::read_to_string(path)?);
        }
    }
    let mut found = BTreeSet::new();
    for (source, texts) in crates {
        let source = source.strip_prefix(root)?;
        for (folder, names) in circles_of(&texts)? {
            let folder = folder.iter().fold(source.to_path_buf(), |path, name| path.join(name));
            found.insert((folder.display().to_string(), names));
        }
    }
    Ok(compare(&found, KNOWN))
}

fn compare(found: &BTreeSet<(String, Vec<String>)>, known: &[(&str, &[&str])]) -> Vec<String> {
    let known: BTreeSet<(String, Vec<String>)> =
        known.iter().map(|(at, names)| (at.to_string(), names.iter().map(|name| name.to_string()).collect())).collect();
    let line = |(folder, names): &(String, Vec<String>), what: &str| format!("{folder}: {what}: {}", names.join(", "));
    let fresh = found.difference(&known).map(|circle| line(circle, "these use each other"));
    let gone = known.difference(found).map(|circle| line(circle, "no circle any more, strike it from the list"));
    fresh.chain(gone).collect()
}

fn module(source: &Path, path: &Path) -> Result<Module> {
    let inside: PathBuf = path.strip_prefix(source)?.with_extension("");
    let mut names: Module = inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    if names.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        names.pop();
    }
    Ok(names)
}

/// The circles of one crate: each with its folder and the names in it that reach each other.
fn circles_of(texts: &BTreeMap<Module, String>) -> Result<BTreeSet<(Module, Vec<String>)>> {
    let mut neighbours = Neighbours::new();
    for (module, text) in texts {
        for other in named(module, text, texts)? {
            // The edge is between the two neighbours in which the ways to the modules part.
            let common = module.iter().zip(&other).take_while(|(one, two)| one == two).count();
            if let (Some(one), Some(two)) = (module.get(common), other.get(common)) {
                let folder = neighbours.entry(module[..common].to_vec()).or_default();
                folder.entry(one.clone()).or_default().insert(two.clone());
            }
        }
    }
    let mut circles = BTreeSet::new();
    for (folder, edges) in &neighbours {
        for name in edges.keys() {
            let back = |other: &&String| reached(edges, other).contains(name);
            let circle: Vec<String> = reached(edges, name).iter().filter(back).cloned().collect();
            if !circle.is_empty() {
                circles.insert((folder.clone(), circle));
            }
        }
    }
    Ok(circles)
}

fn reached(edges: &BTreeMap<String, BTreeSet<String>>, from: &String) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(name) = waiting.pop() {
        for next in edges.get(name).into_iter().flatten() {
            if reached.insert(next.clone()) {
                waiting.push(next);
            }
        }
    }
    reached
}

/// The modules of the crate that a file names outside of its comments and tests.
fn named(module: &Module, text: &str, texts: &BTreeMap<Module, String>) -> Result<BTreeSet<Module>> {
    let comment = Regex::new(r"(?m)^\s*//.*$")?;
    let import = Regex::new(r"(?m)^\s*(?:pub(?:\([a-z ]+\))? )?use ([^;]+);")?;
    let path = Regex::new(r"\b(?:crate|super)(?:::[A-Za-z_][A-Za-z0-9_]*)+")?;
    let text = text.split_once("#[cfg(test)]\nmod tests").map_or(text, |(text, _)| text);
    let text = comment.replace_all(text, "");
    let mut paths: Vec<String> = path.find_iter(&text).map(|found| found.as_str().to_string()).collect();
    for found in import.captures_iter(&text) {
        spread("", &found[1], &mut paths)?;
    }
    Ok(paths.iter().filter_map(|path| resolved(module, path, texts)).filter(|other| other != module).collect())
}

/// The single paths of a tree: `super::{a, b::{c, d}}` names three.
fn spread(before: &str, tree: &str, paths: &mut Vec<String>) -> Result<()> {
    let tree = tree.trim();
    let Some((start, inside)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        paths.push(format!("{before}{path}"));
        return Ok(());
    };
    let inside = inside.strip_suffix('}').ok_or_else(|| anyhow!("cannot read `use {before}{tree}`"))?;
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inside[from..at].trim().is_empty() {
                    spread(&format!("{before}{start}"), &inside[from..at], paths)?;
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The deepest module on a path, if it leads into the crate.
fn resolved(module: &Module, path: &str, texts: &BTreeMap<Module, String>) -> Option<Module> {
    let mut at = module.clone();
    let mut names = path.split("::").map(str::trim).peekable();
    match names.peek().copied()? {
        "crate" => {
            at.clear();
            names.next();
        }
        "self" => {
            names.next();
        }
        "super" => {
            while names.next_if_eq(&"super").is_some() {
                at.pop();
            }
        }
        // A name of a child of this module, or of another crate.
        _ => {}
    }
    for name in names {
        at.push(name.to_string());
        if !texts.contains_key(&at) {
            at.pop();
            break;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
        let name = |path: &str| module(Path::new("src"), &Path::new("src").join(path)).unwrap();
        let texts = files.iter().map(|(path, text)| (name(path), text.to_string())).collect();
        circles_of(&texts).unwrap().into_iter().map(|(folder, names)| (folder.join("::"), names)).collect()
    }

    fn circle(folder: &str, names: &[&str]) -> (String, Vec<String>) {
        (folder.to_string(), names.iter().map(|name| name.to_string()).collect())
    }

    #[test]
    fn two_files_that_use_each_other_are_a_circle() {
        let files = [
            ("lib.rs", "mod pdf;"),
            ("pdf/mod.rs", "mod layout;\nmod table;\nuse layout::Line;"),
            ("pdf/layout.rs", "use super::table::{self, Table};"),
            ("pdf/table.rs", "fn lines() -> super::layout::Line {}"),
        ];
        assert_eq!(found(&files), [circle("pdf", &["layout", "table"])]);
    }

    #[test]
    fn a_circle_may_go_through_folders_and_over_three_files() {
        let files = [
            ("a.rs", "use crate::{x, b::{deep::{Thing as Other}, more}};"),
            ("b/mod.rs", ""),
            ("b/deep.rs", "use super::super::c;"),
            ("c.rs", "pub(crate) use super::{\n    a::One,\n};"),
            ("d.rs", "use super::a;"),
        ];
        assert_eq!(found(&files), [circle("", &["a", "b", "c"])]);
    }

    #[test]
    fn parents_and_children_comments_and_tests_make_no_circle() {
        let files = [
            ("read/mod.rs", "mod a;\nmod b;\npub use a::One;"),
            ("read/a.rs", "use super::{ReadError, b};"),
            (
                "read/b.rs",
                "/// As [`super::a::One`].\nuse super::One;\n\n#[cfg(test)]\nmod tests {\n    use super::super::a;\n}",
            ),
        ];
        assert_eq!(found(&files), []);
    }

    #[test]
    fn a_new_circle_and_an_entry_too_many_are_faults() {
        let found = BTreeSet::from([circle("src", &["a", "b"]), circle("src", &["c", "d"])]);
        assert_eq!(
            compare(&found, &[("src", &["c", "d"]), ("src", &["e", "f"])]),
            ["src: these use each other: a, b", "src: no circle any more, strike it from the list: e, f"]
        );
    }
}
