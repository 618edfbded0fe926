//! `gongkai check`: names what does not add up in a report or notice.

mod sarif;
mod show;

use super::input::Input;
use crate::cli::{Check, CheckFormat};
use crate::talk::Talk;
use anyhow::{Result, anyhow};
use app::guard::{
    Baseline, CheckOptions, Finding, LedgerFigures, Limits, Span, check_file, explain_rule, known_rules, printable,
};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

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
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(super) fn run(args: Check, talk: &Talk) -> Result<ExitCode> {
    if let Some(code) = &args.explain {
        let page = explain_rule(code, talk.lang).ok_or_else(|| {
            let known: Vec<&str> = known_rules().collect();
            anyhow!(talk.lang.say_with("check-unknown-rule", &[("rule", code), ("known", &known.join(", "))]))
        })?;
        talk.line(page);
        return Ok(ExitCode::SUCCESS);
    }
    if args.files.is_empty() {
        return Err(anyhow!(talk.lang.say("check-no-file")));
    }
    let options = options(&args, talk)?;
    let mut files: Vec<FileAnswer> = Vec::new();
    for file in &args.files {
        let answer = one(file, &options, talk);
        if args.format == CheckFormat::Text {
            show::one(&answer, talk);
        }
        files.push(answer);
    }
    let failed = files.iter().any(|file| file.error.is_some());
    let found = files.iter().any(|file| !file.findings.is_empty());
    match args.format {
        CheckFormat::Json => talk.json(&Answer { files })?,
        CheckFormat::Sarif => talk.json(&sarif::log(&files, talk.lang))?,
        CheckFormat::Text => show::total(&files, talk),
    }
    Ok(ExitCode::from(if failed { 2 } else { u8::from(found) }))
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
    let ledger = args.ledger.as_deref().map(LedgerFigures::read).transpose()?.unwrap_or_default();
    Ok(CheckOptions { lang: talk.lang, year, baseline, ledger, limits: Limits::default() })
}

fn one(file: &Path, options: &CheckOptions, talk: &Talk) -> FileAnswer {
    let name = file.display().to_string();
    let busy = talk.busy("check-busy", &name);
    let checked = Input::open(file, &options.limits).and_then(|input| check_file(input.source(), options));
    drop(busy);
    match checked {
        Ok(checked) => {
            talk.notices(file, &checked.notices);
            FileAnswer { file: name, claims: checked.claims, findings: checked.findings, error: None }
        }
        Err(error) => {
            let error = talk.unreadable(file, &error);
            FileAnswer { file: name, claims: 0, findings: Vec::new(), error: Some(error) }
        }
    }
}

/// Fingerprints of findings already judged: one a line, or an earlier JSON or SARIF answer of this command.
fn read_baseline(file: &Path, talk: &Talk) -> Result<Baseline> {
    let text = std::fs::read_to_string(file).map_err(|error| app::Error::file(file, error))?;
    let none =
        || anyhow!(talk.lang.say_with("check-no-baseline", &[("file", &printable(&file.display().to_string()))]));
    Baseline::parse(&text).ok_or_else(none)
}
