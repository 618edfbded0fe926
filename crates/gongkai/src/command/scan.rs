//! `gongkai scan`: names personal data in files, and writes copies without it.

mod printer;

use super::input::Input;
use super::{copy, ending, files};
use crate::cli;
use crate::talk::{Talk, words};
use anyhow::{Error, Result, anyhow};
use app::files::{Access, Output};
use app::guard::{Limits, Notice, Policy, ReadError, RedactError, Scan, Unread, printable, redact_file, scan_file};
use printer::Printer;
use std::path::Path;
use std::process::ExitCode;

/// How the scan of one file ended.
#[derive(Default)]
struct Ending {
    redacted: Option<Written>,
    /// What was not read of it; nothing is known where the file could not be read at all.
    unread: Option<Vec<Unread>>,
    error: Option<String>,
}

/// A copy that was written.
struct Written {
    path: String,
    /// Whether all of it was looked into.
    proven: bool,
}

pub(super) fn run(args: cli::Scan, talk: &Talk) -> Result<ExitCode> {
    let policy = match &args.policy {
        None => None,
        Some(kind) => Some(Policy::of(kind).ok_or_else(|| {
            let known: Vec<String> = Policy::known().into_iter().map(|policy| policy.id).collect();
            anyhow!(talk.lang.say_with("scan-unknown-policy", &[("kind", kind), ("known", &known.join(", "))]))
        })?),
    };
    let files = files::named(&args.files, talk);
    let (_folder, targets) = match &args.redact {
        Some(out) => {
            let (folder, targets) = copy::targets(&files, out, talk)?;
            (Some(folder), targets.into_iter().map(Some).collect())
        }
        None => (None, files.iter().map(|_| None).collect::<Vec<_>>()),
    };
    let scan = Scan { lang: talk.lang, policy, limits: Limits::default() };
    let replaced = |path| Output { path, over: super::over(args.overwrite) };
    let mut printer = Printer::new(args.format, talk);
    for (file, target) in files.iter().zip(targets) {
        printer.open(&file.display().to_string())?;
        let ended = match target {
            None => look(file, &scan, talk, &mut printer),
            Some(target) => redact(file, target.map(replaced), &scan, talk, &mut printer),
        };
        let ending = ended.unwrap_or_else(|error| {
            printer.hush();
            Ending { error: Some(talk.unreadable(file, &error)), ..Ending::default() }
        });
        printer.close(&ending)?;
    }
    printer.finish()?;
    Ok(ending(printer.failed > 0, args.strict && !printer.complete, printer.found))
}

/// Scans one file and tells each finding as it is found.
fn look(file: &Path, scan: &Scan, talk: &Talk, printer: &mut Printer<'_>) -> Result<Ending, ReadError> {
    let input = Input::open(file, &scan.limits)?;
    let notices = scan_file(input.source(), scan, |exposure| printer.show(exposure))?;
    printer.hush();
    talk.notices(file, &notices);
    Ok(Ending { unread: Some(unread(&notices, talk)), ..Ending::default() })
}

/// Scans one file and writes a copy without what was found.
fn redact(
    file: &Path,
    target: Result<Output>,
    scan: &Scan,
    talk: &Talk,
    printer: &mut Printer<'_>,
) -> Result<Ending, ReadError> {
    let input = Input::open(file, &scan.limits)?;
    let redacted = redact_file(input.source(), scan)?;
    printer.hush();
    talk.notices(file, &redacted.notices);
    redacted.found.into_iter().for_each(|exposure| printer.show(exposure));
    let written = target.and_then(|target| {
        let copy = redacted.copy.map_err(|error| refusal(file, error, talk))?;
        // The list it was made from is not public, and a copy is not until somebody has looked at it.
        let shown = target.path.display().to_string();
        app::files::write(target, &copy.bytes, Access::Private)?;
        for part in &copy.not_looked_into {
            talk.aside(talk.lang.say_with("redact-not-looked-into", &[("part", &printable(part))]));
        }
        Ok(Written { path: shown, proven: copy.is_proven() })
    });
    let unread = Some(unread(&redacted.notices, talk));
    Ok(match written {
        Ok(written) => Ending { redacted: Some(written), unread, error: None },
        Err(error) => {
            let line = format!("gongkai: {}: {}", file.display(), words(talk.lang, &error));
            talk.aside(printable(&line));
            Ending { redacted: None, unread, error: Some(line) }
        }
    })
}

fn unread(notices: &[Notice], talk: &Talk) -> Vec<Unread> {
    notices.iter().map(|notice| Unread::of(notice, talk.lang)).collect()
}

/// Why no copy was made, in words.
fn refusal(file: &Path, error: RedactError, talk: &Talk) -> Error {
    if let Some(key) = error.key() {
        return anyhow!(talk.lang.say(&format!("redact-{key}")));
    }
    match error {
        RedactError::Read(error) => error.into(),
        RedactError::File(error) => app::Error::file(file, error).into(),
        RedactError::Left(count) => anyhow!(talk.lang.say_with("redact-left", &[("count", &count.to_string())])),
        RedactError::Refused(error) => error.into(),
    }
}
