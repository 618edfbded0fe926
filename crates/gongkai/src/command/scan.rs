//! `gongkai scan`: names personal data in files, and writes copies without it.

use super::judge::{self, Spots};
use crate::cli::{Scan, TextOrJson};
use crate::talk::{Ink, Talk};
use anyhow::{Result, anyhow};
use app::words::Lang;
use check::personal::{Finding, Policy, scan};
use domain::extract::{Extract, Place};
use office::read::Limits;
use office::redact::{Span, redact};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The whole answer in JSON; a contract: fields are added, never renamed.
#[derive(Serialize)]
struct Answer {
    files: Vec<FileAnswer>,
}

#[derive(Serialize)]
struct FileAnswer {
    file: String,
    findings: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redacted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
struct Told {
    kind: &'static str,
    #[serde(rename = "where")]
    place: String,
    start: usize,
    end: usize,
    text_masked: String,
    certain: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    partly_masked: bool,
    /// Why a reader of the document would not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<&'static str>,
    reason: &'static str,
    #[serde(skip)]
    words: String,
}

pub(super) fn run(args: Scan, talk: &Talk) -> Result<ExitCode> {
    let policy = match &args.policy {
        None => None,
        Some(kind) => Some(Policy::of(kind).ok_or_else(|| {
            let known: Vec<String> = Policy::known().into_iter().map(|policy| policy.id).collect();
            anyhow!(talk.lang.say_with("scan-unknown-policy", &[("kind", kind), ("known", &known.join(", "))]))
        })?),
    };
    let several = args.files.len() > 1;
    let files: Vec<FileAnswer> =
        args.files.iter().map(|file| scan_file(file, policy.as_ref(), args.redact.as_deref(), several, talk)).collect();
    let failed = files.iter().any(|file| file.error.is_some());
    let found = files.iter().any(|file| !file.findings.is_empty());
    match args.format {
        TextOrJson::Json => talk.line(serde_json::to_string(&Answer { files })?),
        TextOrJson::Text => files.iter().for_each(|file| print(file, talk)),
    }
    Ok(ExitCode::from(if failed { 2 } else { u8::from(found) }))
}

fn scan_file(file: &Path, policy: Option<&Policy>, out: Option<&Path>, several: bool, talk: &Talk) -> FileAnswer {
    let name = file.display().to_string();
    let failed = |error: String| {
        talk.aside(&error);
        FileAnswer { file: name.clone(), findings: Vec::new(), redacted: None, error: Some(error) }
    };
    let extract = match judge::read(file) {
        Ok(extract) => extract,
        Err(error) => return failed(judge::explain(&error, file, talk)),
    };
    judge::notices(&extract, file, talk);
    let findings = scan(&extract, policy);
    let spots = Spots::of(&extract.text);
    let told = findings.iter().map(|finding| tell(finding, &extract, &spots, talk.lang)).collect();
    let redacted = match out {
        None => None,
        Some(out) => match redact_file(file, &findings, policy, &target(file, out, several), talk) {
            Ok(path) => Some(path),
            Err(error) => return FileAnswer { findings: told, ..failed(format!("gongkai: {name}: {error}")) },
        },
    };
    FileAnswer { file: name, findings: told, redacted, error: None }
}

/// Where the copy goes: the path itself for one file, a folder for several or when it is one.
fn target(file: &Path, out: &Path, several: bool) -> PathBuf {
    match file.file_name() {
        Some(name) if several || out.is_dir() => out.join(name),
        _ => out.to_path_buf(),
    }
}

fn tell(finding: &Finding, extract: &Extract, spots: &Spots<'_>, lang: Lang) -> Told {
    let block = extract.blocks.get(finding.block);
    let in_block = |from: usize| extract.text[from..finding.range.start].chars().count();
    let length = extract.text[finding.range.clone()].chars().count();
    let (place, start) = match block.map(|block| (&block.place, block.range.start)) {
        Some((Place::Cell { sheet, cell }, from)) => (format!("{sheet}!{cell}"), in_block(from)),
        Some((Place::Property(name), from)) => (name.clone(), in_block(from)),
        _ => {
            let spot = spots.at(finding.range.start);
            (format!("{}:{}", spot.line, spot.column), spot.character)
        }
    };
    Told {
        kind: finding.kind.code(),
        place,
        start,
        end: start + length,
        text_masked: finding.masked.clone(),
        certain: finding.certain,
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
    if same_file(file, out) {
        return Err(anyhow!(talk.lang.say("redact-same-file")));
    }
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
    let beside = out.with_extension("part");
    std::fs::write(&beside, &bytes).map_err(|error| app::Error::file(out, error))?;
    std::fs::rename(&beside, out).map_err(|error| app::Error::file(out, error))?;
    for part in &not_looked_into {
        talk.aside(talk.lang.say_with("redact-not-looked-into", &[("part", part)]));
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

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn print(file: &FileAnswer, talk: &Talk) {
    for told in &file.findings {
        let (ink, sure) = if told.certain { (Ink::Bad, "scan-certain") } else { (Ink::Warn, "scan-suspected") };
        let head = format!("{} {}", file.file, told.place);
        let hidden = told.hidden.map(|code| talk.lang.say(&format!("hidden-{code}"))).unwrap_or_default();
        let sure = talk.lang.say(sure);
        talk.line(format!("{} {} {} {} {hidden}", talk.ink(ink, &head), sure, told.text_masked, told.words).trim_end());
    }
    if file.error.is_none() {
        let certain = file.findings.iter().filter(|told| told.certain).count().to_string();
        let suspected = file.findings.iter().filter(|told| !told.certain).count().to_string();
        let args = [("file", file.file.as_str()), ("certain", &certain), ("suspected", &suspected)];
        talk.say("scan-summary", &args);
    }
    if let Some(path) = &file.redacted {
        talk.say("redact-done", &[("file", path)]);
    }
}
