//! `gongkai check`: names what does not add up in a report or notice.

mod sarif;
mod show;

use super::input::Input;
use super::{ending, files, on_school, operator};
use crate::cli::{Check, CheckFormat};
use crate::talk::Talk;
use anyhow::{Result, anyhow};
use app::Ctx;
use app::guard::{
    Baseline, CheckOptions, Checked, Finding, LedgerFigures, Span, Unread, check_file, check_text, explain_rule,
    known_rules, printable, read_text,
};
use app::report::report_behind;
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

/// The severity of what is only worth knowing: in JSON and SARIF always, in text when asked for.
const NOTE: &str = "note";

/// The whole answer in JSON; a contract: fields are added, never renamed.
#[derive(Serialize)]
struct Answer {
    files: Vec<FileAnswer>,
}

#[derive(Serialize)]
struct FileAnswer {
    file: String,
    claims: usize,
    findings: Vec<Finding>,
    /// Whether all of the file was read.
    complete: bool,
    notices: Vec<Unread>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(super) fn run(args: Check, config: &Path, talk: &Talk) -> Result<ExitCode> {
    if let Some(code) = &args.explain {
        let page = explain_rule(code, talk.lang).ok_or_else(|| {
            let known: Vec<&str> = known_rules().collect();
            anyhow!(talk.lang.say_with("check-unknown-rule", &[("rule", code), ("known", &known.join(", "))]))
        })?;
        talk.line(page);
        return Ok(ExitCode::SUCCESS);
    }
    if args.files.is_empty() {
        // What was meant as the file was taken for the ledger.
        let key = if matches!(args.ledger, Some(Some(_))) { "check-no-file-but-ledger" } else { "check-no-file" };
        return Err(anyhow!(talk.lang.say(key)));
    }
    let options = options(&args, talk)?;
    let named = files::named(&args.files, talk);
    if let Some(None) = args.ledger {
        return on_school(config, talk, async |app| {
            let ctx = operator(&app, talk);
            let mut files: Vec<FileAnswer> = Vec::new();
            for file in &named {
                let checked = against_school(&ctx, file, options.clone(), talk).await;
                files.push(answer(file, checked, &args, talk));
            }
            conclude(files, &args, talk)
        });
    }
    let files = named.iter().map(|file| {
        let busy = talk.busy("check-busy", &file.display().to_string());
        let checked = Input::open(file, &options.limits).and_then(|input| check_file(input.source(), &options));
        drop(busy);
        let checked = checked.map_err(|error| talk.unreadable(file, &error));
        answer(file, checked, &args, talk)
    });
    conclude(files.collect(), &args, talk)
}

/// Checks an edited report against the one that the school's ledger gives; what is wrong with the file, as it was told.
async fn against_school(ctx: &Ctx, file: &Path, options: CheckOptions, talk: &Talk) -> Result<Checked, String> {
    let _busy = talk.busy("check-busy", &file.display().to_string());
    let text = Input::open(file, &options.limits)
        .and_then(|input| read_text(input.source(), &options.limits))
        .map_err(|error| talk.unreadable(file, &error))?;
    match report_behind(ctx, &text, options.year).await {
        Ok(report) => Ok(check_text(text, &CheckOptions { report: Some(report), ..options })),
        Err(error) => Err(talk.refused(file, &error.into())),
    }
}

/// A file's answer, shown at once where it is for people.
fn answer(file: &Path, checked: Result<Checked, String>, args: &Check, talk: &Talk) -> FileAnswer {
    let name = file.display().to_string();
    let answer = match checked {
        Ok(checked) => {
            talk.notices(file, &checked.notices);
            let notices: Vec<Unread> = checked.notices.iter().map(|notice| Unread::of(notice, talk.lang)).collect();
            let (claims, findings, complete) = (checked.claims, checked.findings, notices.is_empty());
            FileAnswer { file: name, claims, findings, complete, notices, error: None }
        }
        Err(error) => {
            let (findings, notices) = (Vec::new(), Vec::new());
            FileAnswer { file: name, claims: 0, findings, complete: false, notices, error: Some(error) }
        }
    };
    if args.format == CheckFormat::Text {
        show::one(&answer, args.notes, talk);
    }
    answer
}

/// The answer for all files, and how the command ends.
fn conclude(files: Vec<FileAnswer>, args: &Check, talk: &Talk) -> Result<ExitCode> {
    let failed = files.iter().any(|file| file.error.is_some());
    let unread = args.strict && files.iter().any(|file| !file.complete);
    // What is only worth knowing stops nobody.
    let found = files.iter().flat_map(|file| &file.findings).any(|finding| finding.severity != NOTE);
    match args.format {
        CheckFormat::Json => talk.json(&Answer { files })?,
        CheckFormat::Sarif => talk.json(&sarif::log(&files, talk.lang))?,
        CheckFormat::Text => show::total(&files, args.notes, talk),
    }
    Ok(ending(failed, unread, found))
}

fn options(args: &Check, talk: &Talk) -> Result<CheckOptions> {
    let year = match &args.year {
        Some(text) => {
            let wrong = || anyhow!(talk.lang.say_with("check-wrong-year", &[("text", text)]));
            Some(Span::parse(text).ok_or_else(wrong)?)
        }
        None => None,
    };
    let baseline = args.baseline.as_deref().map(|file| read_baseline(file, talk)).transpose()?.unwrap_or_default();
    let ledger = args.ledger.as_ref().and_then(Option::as_deref);
    let ledger = ledger.map(LedgerFigures::read).transpose()?.unwrap_or_default();
    Ok(CheckOptions { lang: talk.lang, year, baseline, ledger, notes: true, ..CheckOptions::default() })
}

/// Fingerprints of findings already judged: one a line, or an earlier JSON or SARIF answer of this command.
fn read_baseline(file: &Path, talk: &Talk) -> Result<Baseline> {
    app::files::to_be_read(file)?;
    let text = std::fs::read_to_string(file).map_err(|error| app::Error::file(file, error))?;
    let none =
        || anyhow!(talk.lang.say_with("check-no-baseline", &[("file", &printable(&file.display().to_string()))]));
    Baseline::parse(&text).ok_or_else(none)
}
