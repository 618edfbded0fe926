//! Generated documentation: `docs/ledger.md` from the column tables, `docs/gongkai.1` from the command line.

use crate::{root, run, say};
use anyhow::{Context, Result};
use std::process::Command;

/// Writes both by asking the program itself.
pub(crate) fn write() -> Result<()> {
    run("cargo", &["build", "--quiet", "--bin", "gongkai"])?;
    let program = root().join("target/debug/gongkai");
    for (file, arguments) in [
        ("docs/ledger.md", &["export", "columns", "--lang", "zh"][..]),
        ("docs/gongkai.1", &["manual", "--lang", "en"][..]),
    ] {
        let out = Command::new(&program).args(arguments).output().with_context(|| program.display().to_string())?;
        anyhow::ensure!(out.status.success(), "{} failed", arguments.join(" "));
        std::fs::write(root().join(file), out.stdout)?;
        say(format!("wrote {file}"));
    }
    Ok(())
}
