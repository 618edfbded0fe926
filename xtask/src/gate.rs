//! The gate: set-up, format, lints, tidiness, licences and every test, ending with the tests' own count.

use crate::setup::{self, Postgres};
use crate::{root, run, say, tidy};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Runs everything. The last line is `N passed, N failed`.
pub(crate) fn test() -> Result<bool> {
    setup::install();
    run("cargo", &["fmt", "--all", "--check"])?;
    if !tidy::run()? {
        bail!("tidy found something");
    }
    dependencies()?;
    run("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"])?;
    run("cargo", &["build", "--locked", "--quiet", "--bin", "gongkai"])?;
    let postgres = Postgres::start().context("PostgreSQL")?;
    if postgres.is_none() {
        say("NOT THERE: PostgreSQL; the tests that need it fail");
    }
    let (passed, failed) = tests(postgres.as_ref())?;
    drop(postgres);
    say(format!("{passed} passed, {failed} failed"));
    Ok(failed == 0 && passed > 0)
}

/// What is linked: licences, sources and duplicates, and whether anything known to be faulty is among it.
fn dependencies() -> Result<()> {
    if !setup::deny() {
        say("NOT THERE: cargo-deny; licences, sources and advisories were not checked");
        return Ok(());
    }
    let fetched = setup::advisories();
    if let Err(why) = &fetched {
        say(format!("NOT CHECKED: advisories, whose database could not be fetched: {why}"));
    }
    run("cargo", checks(fetched.is_ok()))
}

/// The database of advisories is fetched anew for each run; the other checks need no network.
fn checks(advisories: bool) -> &'static [&'static str] {
    match advisories {
        true => &["deny", "check", "advisories", "bans", "licenses", "sources"],
        false => &["deny", "--offline", "check", "bans", "licenses", "sources"],
    }
}

/// Runs every test and adds up what the runners say.
fn tests(postgres: Option<&Postgres>) -> Result<(u64, u64)> {
    let arguments = ["test", "--workspace", "--locked", "--no-fail-fast", "--quiet", "--lib", "--bins", "--tests"];
    say(format!("── cargo {}", arguments.join(" ")));
    let mut command = Command::new("cargo");
    // Here a test whose program is missing fails instead of being skipped.
    command.args(arguments).current_dir(root()).stdout(Stdio::piped()).env("GONGKAI_GATE", "1");
    if let Some(postgres) = postgres {
        command.env("GONGKAI_TEST_POSTGRES", &postgres.address);
    }
    if let Some(chromium) = setup::chromium() {
        command.env("GONGKAI_TEST_CHROMIUM", chromium);
    }
    let mut child = command.spawn()?;
    let out = child.stdout.take().context("the output is piped")?;
    let (mut passed, mut failed) = (0, 0);
    for line in BufReader::new(out).lines() {
        let line = line?;
        if let Some((good, bad)) = summary(&line) {
            passed += good;
            failed += bad;
        }
        say(&line);
    }
    let status = child.wait()?;
    if !status.success() && failed == 0 {
        // A test program that did not build or crashed counts as one failure.
        failed = 1;
    }
    Ok((passed, failed))
}

/// `test result: ok. 41 passed; 0 failed; …` as numbers.
fn summary(line: &str) -> Option<(u64, u64)> {
    let rest = line.trim().strip_prefix("test result: ")?;
    let number = |word: &str| {
        let before = &rest[..rest.find(word)?];
        before.split_whitespace().next_back()?.parse().ok()
    };
    Some((number(" passed")?, number(" failed")?))
}

#[cfg(test)]
mod tests {
    use super::{checks, summary};

    #[test]
    fn what_needs_no_network_is_checked_with_and_without_the_advisories() {
        for advisories in [true, false] {
            assert!(["bans", "licenses", "sources"].iter().all(|check| checks(advisories).contains(check)));
            assert_eq!(checks(advisories).contains(&"advisories"), advisories);
        }
    }

    #[test]
    fn the_runners_own_summary_is_read() {
        assert_eq!(summary("test result: FAILED. 41 passed; 2 failed; 0 ignored; 0 measured"), Some((41, 2)));
        assert_eq!(summary("running 3 tests"), None);
    }
}
