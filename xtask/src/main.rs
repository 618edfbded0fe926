//! Chores of the project: `cargo xtask test | tidy | bench | docs | pictures`.
//!
//! `test` is the whole gate and does its own set-up; it says plainly what it could not install. No chore is
//! needed to build or run the program.

mod bench;
mod circles;
mod docs;
mod gate;
mod map;
mod pictures;
mod setup;
mod tidy;

use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done: Result<bool> = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["test"] => gate::test(),
        ["tidy"] => tidy::run(),
        ["bench", rest @ ..] => bench::run(rest),
        ["docs"] => docs::write().map(|()| true),
        ["pictures"] => pictures::copy().map(|()| true),
        _ => Err(anyhow::anyhow!("usage: cargo xtask test | tidy | bench [NAME] | docs | pictures")),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(format!("xtask: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// The repository's root.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(PathBuf::from).unwrap_or(here)
}

/// A line for whoever watches.
#[expect(clippy::print_stdout, reason = "the chores talk to whoever runs them")]
fn say(line: impl AsRef<str>) {
    println!("{}", line.as_ref());
}

/// Runs a program in the root and fails when it does.
fn run(program: &str, arguments: &[&str]) -> Result<()> {
    say(format!("── {program} {}", arguments.join(" ")));
    let status = std::process::Command::new(program).args(arguments).current_dir(root()).status()?;
    if !status.success() {
        bail!("{program} {} failed", arguments.join(" "));
    }
    Ok(())
}
