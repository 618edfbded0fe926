//! `gongkai scan`: names personal data in files, and writes copies without it.

mod large;
mod teller;

use super::judge::{self, Spots};
use super::site::Site;
use super::{copy, pipe};
use crate::cli::Scan;
use crate::talk::{Talk, tame, words};
use anyhow::{Result, anyhow};
use app::words::Lang;
use check::personal::{Finding, Policy, scan};
use domain::extract::{Extract, Place};
use office::ReadError;
use office::read::Limits;
use office::redact::{Span, redact};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use teller::Teller;

/// One finding in JSON; a contract: fields are added, never renamed.
#[derive(Serialize)]
struct Told {
    kind: &'static str,
    #[serde(rename = "where")]
    place: String,
    start: usize,
    end: usize,
    text_masked: String,
    certain: bool,
    /// Where the original shows it, when `where` counts lines of a text that nobody sees.
    #[serde(rename = "at", skip_serializing_if = "Option::is_none")]
    site: Option<Site>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    partly_masked: bool,
    /// Why a reader of the document would not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<&'static str>,
    reason: &'static str,
    #[serde(skip)]
    words: String,
}

/// How the scan of one file ended.
#[derive(Default)]
struct Ending {
    redacted: Option<String>,
    error: Option<String>,
}

pub(super) fn run(args: Scan, talk: &Talk) -> Result<ExitCode> {
    let policy = match &args.policy {
        None => None,
        Some(kind) => Some(Policy::of(kind).ok_or_else(|| {
            let known: Vec<String> = Policy::known().into_iter().map(|policy| policy.id).collect();
            anyhow!(talk.lang.say_with("scan-unknown-policy", &[("kind", kind), ("known", &known.join(", "))]))
        })?),
    };
    let targets = match &args.redact {
        Some(out) => copy::targets(&args.files, out, talk)?.into_iter().map(Some).collect(),
        None => args.files.iter().map(|_| None).collect::<Vec<_>>(),
    };
    let mut teller = Teller::new(args.format, talk);
    for (file, target) in args.files.iter().zip(targets) {
        teller.open(&file.display().to_string())?;
        let ending = scan_file(file, policy.as_ref(), target, talk, &mut teller);
        teller.close(&ending)?;
    }
    teller.finish()?;
    Ok(ExitCode::from(if teller.failed > 0 { 2 } else { u8::from(teller.found) }))
}

/// Scans one file and tells each finding as it is found; a list of people may hold millions.
fn scan_file(
    file: &Path,
    policy: Option<&Policy>,
    target: Option<Result<PathBuf>>,
    talk: &Talk,
    teller: &mut Teller<'_>,
) -> Ending {
    let failed = |error: String, teller: &mut Teller<'_>| {
        teller.hush();
        talk.aside(tame(&error));
        Ending { error: Some(error), ..Ending::default() }
    };
    let unread = |error: &ReadError| judge::explain(error, file, talk);
    if target.is_none() && !pipe::is_pipe(file) {
        match large::scan(file, policy, talk, teller) {
            Ok(true) => return Ending::default(),
            Ok(false) => {}
            Err(error) => return failed(unread(&error), teller),
        }
    }
    let extract = match judge::read(file) {
        Ok(extract) => extract,
        Err(error) => return failed(unread(&error), teller),
    };
    teller.hush();
    judge::notices(&extract, file, talk);
    let findings = scan(&extract, policy);
    let spots = Spots::of(&extract.text);
    for finding in &findings {
        teller.tell(tell(finding, &extract, &spots, talk.lang));
    }
    let Some(target) = target else { return Ending::default() };
    match target.and_then(|target| redact_file(file, &findings, policy, &target, talk)) {
        Ok(path) => Ending { redacted: Some(path), error: None },
        Err(error) => failed(format!("gongkai: {}: {}", file.display(), words(talk.lang, &error)), teller),
    }
}

fn tell(finding: &Finding, extract: &Extract, spots: &Spots<'_>, lang: Lang) -> Told {
    let block = extract.blocks.get(finding.block);
    let in_block = |from: usize| extract.text[from..finding.range.start].chars().count();
    let length = extract.text[finding.range.clone()].chars().count();
    match block.map(|block| (&block.place, block.range.start)) {
        Some((Place::Cell { sheet, cell }, from)) => {
            told(finding, format!("{sheet}!{cell}"), in_block(from), length, lang)
        }
        Some((Place::Property(name), from)) => told(finding, name.clone(), in_block(from), length, lang),
        _ => {
            let spot = spots.at(finding.range.start);
            let told = told(finding, format!("{}:{}", spot.line, spot.column), spot.character, length, lang);
            Told { site: Site::of(extract, finding.range.start), ..told }
        }
    }
}

/// A finding whose place and range are known.
fn told(finding: &Finding, place: String, start: usize, length: usize, lang: Lang) -> Told {
    Told {
        kind: finding.kind.code(),
        place,
        start,
        end: start + length,
        text_masked: finding.masked.clone(),
        certain: finding.certain,
        site: None,
        partly_masked: finding.partly_masked,
        hidden: finding.concealed.map(hidden),
        reason: finding.why.code(),
        words: match lang {
            Lang::Zh => format!("{}：{}", finding.kind.zh(), finding.why.zh()),
            Lang::En => format!("{}: {}", finding.kind.en(), finding.why.en()),
        },
    }
}

fn hidden(concealed: domain::extract::Concealed) -> &'static str {
    use domain::extract::Concealed::*;
    match concealed {
        HiddenSheet => "hidden-sheet",
        HiddenRow => "hidden-row",
        HiddenColumn => "hidden-column",
        HiddenText => "hidden-text",
        TrackedDeletion => "tracked-deletion",
        Covered => "covered",
        Stored => "stored",
    }
}

/// Rounds of redaction. Starring a value can bring a label nearer to the next one, so the copy is read again until
/// nothing certain is left; more rounds than this mean that something is wrong.
const ROUNDS: usize = 4;

/// Writes a copy without what was found and proves it by scanning the copy again.
fn redact_file(file: &Path, findings: &[Finding], policy: Option<&Policy>, out: &Path, talk: &Talk) -> Result<String> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let limits = Limits::default();
    let mut bytes = std::fs::read(file).map_err(|error| app::Error::file(file, error))?;
    let mut extract = judge::read(file)?;
    let mut findings = findings.to_vec();
    let mut not_looked_into = Vec::new();
    for _ in 0..ROUNDS {
        let spans = spans(&findings, &extract);
        let copy = redact(&name, &bytes, &spans, &limits).map_err(|error| {
            anyhow!(talk.lang.say(&format!("redact-{}", error.key().trim_start_matches("redact."))))
        })?;
        (bytes, not_looked_into) = (copy.bytes, copy.not_looked_into);
        extract = office::read_bytes(&name, &bytes, &limits)?;
        findings =
            scan(&extract, policy).into_iter().filter(|finding| finding.certain && !finding.is_column()).collect();
        if findings.is_empty() {
            break;
        }
    }
    if !findings.is_empty() {
        return Err(anyhow!(talk.lang.say_with("redact-left", &[("count", &findings.len().to_string())])));
    }
    copy::write(out, &bytes)?;
    for part in &not_looked_into {
        talk.aside(tame(&talk.lang.say_with("redact-not-looked-into", &[("part", part)])));
    }
    Ok(out.display().to_string())
}

/// What to take out of each block: a finding that runs over several blocks is a span in each. Columns reported by
/// their head are no text to take out; their cells are findings of their own.
fn spans(findings: &[Finding], extract: &Extract) -> Vec<Span> {
    let mut spans = Vec::new();
    for finding in findings.iter().filter(|finding| !finding.range.is_empty() && !finding.is_column()) {
        for (at, block) in extract.blocks.iter().enumerate().skip(finding.block) {
            let range = finding.range.start.max(block.range.start)..finding.range.end.min(block.range.end);
            if block.range.start >= finding.range.end {
                break;
            }
            if !range.is_empty() {
                spans.push(Span { block: at, range });
            }
        }
    }
    spans
}
