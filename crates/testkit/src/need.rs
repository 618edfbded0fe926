//! What a test needs beside Rust: given where it is there; else the gate fails and anybody else's run says that the test
//! was skipped.
//!
//! A missing program must never look like a passed test. This file uses nothing but `std`, so that crates which cannot
//! depend on this one (they are below it) include it by its path.

#![allow(dead_code, unreachable_pub, reason = "where it is included by its path not every tool is used")]

use std::io::Write;
use std::path::PathBuf;

/// A program or server that some tests use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// A PostgreSQL server in which databases may be made.
    Postgres,
    /// The programs of a PostgreSQL server that a test may stop, by the path of one of them.
    PostgresServer,
    /// A browser.
    Chromium,
    /// Poppler's reader of PDF files.
    PdfToText,
    /// An office program that opens Word and Excel files.
    Office,
    /// A terminal for programs that ask whether they have one.
    Script,
}

impl Tool {
    /// The variable that names it: the address of the server, the path of the program.
    fn variable(self) -> &'static str {
        match self {
            Tool::Postgres => "GONGKAI_TEST_POSTGRES",
            Tool::PostgresServer => "GONGKAI_TEST_PG_CTL",
            Tool::Chromium => "GONGKAI_TEST_CHROMIUM",
            Tool::PdfToText => "GONGKAI_TEST_PDFTOTEXT",
            Tool::Office => "GONGKAI_TEST_OFFICE",
            Tool::Script => "GONGKAI_TEST_SCRIPT",
        }
    }

    /// Names under which it is looked for where the variable names none. A server or a browser is not started unasked.
    fn names(self) -> &'static [&'static str] {
        match self {
            Tool::Postgres | Tool::Chromium => &[],
            Tool::PostgresServer => &["pg_ctl"],
            Tool::PdfToText => &["pdftotext"],
            Tool::Office => &["soffice", "libreoffice"],
            Tool::Script => &["script"],
        }
    }

    /// What to do about its absence.
    fn cure(self) -> &'static str {
        match self {
            Tool::Postgres => "PostgreSQL is missing: install `postgresql`, or name a server in GONGKAI_TEST_POSTGRES",
            Tool::PostgresServer => "pg_ctl is missing: install `postgresql`, or name it in GONGKAI_TEST_PG_CTL",
            Tool::Chromium => "Chromium is missing: install `chromium`, or name a browser in GONGKAI_TEST_CHROMIUM",
            Tool::PdfToText => "pdftotext is missing: install `poppler-utils`",
            Tool::Office => "LibreOffice is missing: install `libreoffice-writer-nogui`",
            Tool::Script => "script is missing: install `bsdutils`",
        }
    }
}

/// The tool's address or path. In the gate (`cargo xtask test` sets `GONGKAI_GATE`) its absence is a failure; elsewhere
/// the test is said to be skipped, on a line that the test runner does not swallow, and gets `None`.
///
/// # Panics
/// In the gate, when the tool is missing.
#[track_caller]
pub fn need(tool: Tool) -> Option<String> {
    let found = find(tool);
    if found.is_none() {
        let test = std::thread::current();
        match missing(tool, std::env::var_os("GONGKAI_GATE").is_some(), test.name().unwrap_or("a test")) {
            // The runner catches what the print macros write, and this has to be seen.
            Ok(line) => drop(std::io::stderr().write_all(line.as_bytes())),
            Err(failure) => panic!("{failure}"),
        }
    }
    found
}

/// What becomes of a test whose tool is missing: a line that says it is skipped, or how it fails.
pub(crate) fn missing(tool: Tool, gate: bool, test: &str) -> Result<String, String> {
    let cure = tool.cure();
    if gate { Err(cure.to_string()) } else { Ok(format!("skipped: {test}: {cure}\n")) }
}

fn find(tool: Tool) -> Option<String> {
    if let Ok(named) = std::env::var(tool.variable()) {
        return Some(named);
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    // Debian keeps the programs of a server out of the way, in a folder for each of its versions.
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = std::env::split_paths(&folders).chain(versions.map(|version| version.path().join("bin")));
    let paths = folders.flat_map(|folder| tool.names().iter().map(move |name| folder.join(name)));
    let path: Option<PathBuf> = paths.into_iter().find(|path| path.is_file());
    path.map(|path| path.display().to_string())
}
