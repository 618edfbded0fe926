//! Benchmarks: builds the release program and prints the figures of `benches/README.md`.

use crate::{root, run as call, say};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Every benchmark, or those of one name.
pub(crate) fn run_crates(names: &[&str]) -> Result<()> {
    const ALL: [(&str, &str); 8] = [
        ("domain", "deadlines"),
        ("store", "import"),
        ("store", "pages"),
        ("office", "ledger"),
        ("office", "read"),
        ("typeset", "pdf"),
        ("check", "consistency"),
        ("check", "personal"),
    ];
    for (package, bench) in ALL {
        if names.is_empty() || names.contains(&bench) || names.contains(&package) {
            call("cargo", &["bench", "--quiet", "--locked", "-p", package, "--bench", bench])?;
        }
    }
    Ok(())
}

/// Runs the benchmarks of the crates and then the program as a whole.
pub(crate) fn run(names: &[&str]) -> Result<bool> {
    if names.is_empty() || names.contains(&"demo") {
        whole()?;
    }
    run_crates(names)?;
    Ok(true)
}

/// The whole program: `demo` cold and again, and the size of the binary.
fn whole() -> Result<()> {
    call("cargo", &["build", "--release", "--locked", "--quiet", "--bin", "gongkai"])?;
    let program = root().join("target/release/gongkai");
    let bytes = std::fs::metadata(&program).with_context(|| program.display().to_string())?.len();
    say(format!("release binary                     {:>8.1} MB", bytes as f64 / 1e6));
    let folder = std::env::temp_dir().join(format!("gongkai-bench-{}", std::process::id()));
    for what in ["demo, new folder", "demo, second time"] {
        let took = demo(&program, &folder)?;
        say(format!("{what:<34} {:>8.2} s", took.as_secs_f64()));
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn demo(program: &Path, folder: &Path) -> Result<Duration> {
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(["demo", "--no-serve", "--data"]).arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
    anyhow::ensure!(command.status()?.success(), "the demo failed");
    Ok(start.elapsed())
}
