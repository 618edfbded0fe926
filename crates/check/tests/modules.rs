//! No module of this crate depends on itself by way of others.
//!
//! A circle means that neither of two files can be understood, tested or moved without the other. The paths that the
//! sources name (`use`, and paths inside) are read as text; tests inside a file may look anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Modules by path (`consistency::rules::sum`), with what each names.
type Graph = BTreeMap<String, BTreeSet<String>>;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// `consistency::rules::sum` for `consistency/rules/sum/mod.rs`; nothing for the root of the crate.
fn module_of(root: &Path, file: &Path) -> String {
    let relative = file.strip_prefix(root).expect("below the root").with_extension("");
    let mut names: Vec<&str> = relative.iter().map(|name| name.to_str().expect("a plain name")).collect();
    if matches!(names.last(), Some(&"mod" | &"lib")) {
        names.pop();
    }
    names.join("::")
}

/// The code without comments and without its tests.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    text[..end].lines().filter(|line| !line.trim_start().starts_with("//")).fold(String::new(), |all, l| all + l + "\n")
}

/// Every path that begins with one of these words, `a::b::{c, d}` taken apart.
fn paths(code: &str, first: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(&format!("{first}::")) {
        let inside = code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
        if inside {
            continue;
        }
        let rest = &code[at..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':'))).unwrap_or(rest.len());
        let path = rest[..end].trim_end_matches(':').to_owned();
        match rest[end..].strip_prefix('{').and_then(|list| list.split_once('}')) {
            Some((list, _)) => found.extend(list.split(',').map(|name| format!("{path}::{}", name.trim()))),
            None => found.push(path),
        }
    }
    found
}

/// The module that a path leads to: its longest beginning that is one.
fn leads_to(modules: &BTreeSet<String>, path: &str) -> Option<String> {
    let names: Vec<&str> = path.split("::").filter(|n| !n.is_empty() && *n != "self").collect();
    (1..=names.len()).rev().map(|n| names[..n].join("::")).find(|known| modules.contains(known))
}

fn graph(root: &Path) -> Graph {
    let mut files = Vec::new();
    sources(root, &mut files);
    let modules: BTreeSet<String> = files.iter().map(|file| module_of(root, file)).collect();
    let mut graph = Graph::new();
    for file in &files {
        let (own, code) = (module_of(root, file), code(&std::fs::read_to_string(file).expect("a source file")));
        let parent = own.rsplit_once("::").map_or("", |(parent, _)| parent);
        let mut named: Vec<String> = Vec::new();
        named.extend(paths(&code, "crate").iter().map(|p| p.replacen("crate::", "", 1)));
        named.extend(paths(&code, "super").iter().map(|p| p.replacen("super", parent, 1)));
        // A module names its children without a word before them.
        let children = modules.iter().filter(|m| m.rsplit_once("::").map_or("", |(p, _)| p) == own && !m.is_empty());
        for child in children {
            let name = child.rsplit("::").next().unwrap_or(child);
            named.extend(paths(&code, name).iter().map(|p| format!("{own}::{p}")));
        }
        let targets = named.iter().filter_map(|path| leads_to(&modules, path)).filter(|target| *target != own);
        graph.insert(own.clone(), targets.collect());
    }
    graph
}

/// A way from a module back to itself, if there is one.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn walk(graph: &Graph, at: &str, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> bool {
        if let Some(start) = way.iter().position(|known| known == at) {
            way.drain(..start);
            way.push(at.to_owned());
            return true;
        }
        if !done.insert(at.to_owned()) {
            return false;
        }
        way.push(at.to_owned());
        if graph.get(at).into_iter().flatten().any(|next| walk(graph, next, way, done)) {
            return true;
        }
        way.pop();
        false
    }
    let (mut way, mut done) = (Vec::new(), BTreeSet::new());
    graph.keys().any(|start| walk(graph, start, &mut way, &mut done)).then_some(way)
}

#[test]
fn no_module_depends_on_itself_by_way_of_others() {
    let graph = graph(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let edges: usize = graph.values().map(BTreeSet::len).sum();
    assert!(graph.len() > 50 && edges > 150, "only {} modules with {edges} edges were read", graph.len());
    if let Some(way) = circle(&graph) {
        panic!("a circle: {}", way.join(" → "));
    }
}

#[test]
fn parsers_and_claims_know_of_no_rule_and_words_of_nothing() {
    let graph = graph(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let below = |module: &str, folder: &str| module == folder || module.starts_with(&format!("{folder}::"));
    for (from, to) in graph.iter().flat_map(|(from, all)| all.iter().map(move |to| (from, to))) {
        let allowed: &[&str] = if below(from, "consistency::document") {
            &["consistency::document", "consistency::words", "numbers", "steps"]
        } else if below(from, "consistency::claims") {
            &[
                "consistency::claims",
                "consistency::document",
                "consistency::finding",
                "consistency::slip",
                "consistency::words",
                "numbers",
                "steps",
            ]
        } else if below(from, "consistency::words") {
            &["consistency::words"]
        } else {
            continue;
        };
        assert!(allowed.iter().any(|folder| below(to, folder)), "{from} names {to}");
    }
}

#[test]
fn a_circle_is_found_and_named() {
    let graph: Graph = [("a", "b"), ("b", "c"), ("c", "b")]
        .map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()])))
        .into();
    assert_eq!(circle(&graph), Some(["b", "c", "b"].map(String::from).to_vec()));
}
