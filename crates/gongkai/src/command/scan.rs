//! `gongkai scan`: names personal data in files, and writes copies without it.

use super::copy;
use super::judge::{self, Spots};
use super::site::Site;
use crate::cli::{Scan, TextOrJson};
use crate::talk::{Ink, Talk, tame, words};
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
    let files = args.files.iter().zip(targets);
    let files: Vec<FileAnswer> = files.map(|(file, target)| scan_file(file, policy.as_ref(), target, talk)).collect();
    let failed = files.iter().any(|file| file.error.is_some());
    let found = files.iter().any(|file| !file.findings.is_empty());
    match args.format {
        TextOrJson::Json => talk.line(serde_json::to_string(&Answer { files })?),
        TextOrJson::Text => print_all(&files, talk),
    }
    Ok(ExitCode::from(if failed { 2 } else { u8::from(found) }))
}

fn scan_file(file: &Path, policy: Option<&Policy>, target: Option<Result<PathBuf>>, talk: &Talk) -> FileAnswer {
    let name = file.display().to_string();
    let failed = |error: String| {
        talk.aside(tame(&error));
        FileAnswer { file: name.clone(), findings: Vec::new(), redacted: None, error: Some(error) }
    };
    let busy = talk.busy("scan-busy", &name);
    let extract = match judge::read(file) {
        Ok(extract) => extract,
        Err(error) => {
            drop(busy);
            return failed(judge::explain(&error, file, talk));
        }
    };
    let findings = scan(&extract, policy);
    drop(busy);
    judge::notices(&extract, file, talk);
    let spots = Spots::of(&extract.text);
    let told = findings.iter().map(|finding| tell(finding, &extract, &spots, talk.lang)).collect();
    let write = |target: Result<PathBuf>| redact_file(file, &findings, policy, &target?, talk);
    let redacted = match target.map(write).transpose() {
        Ok(redacted) => redacted,
        Err(error) => {
            let error = format!("gongkai: {name}: {}", words(talk.lang, &error));
            return FileAnswer { findings: told, ..failed(error) };
        }
    };
    FileAnswer { file: name, findings: told, redacted, error: None }
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
    let site = Site::of(extract, finding.range.start).filter(|site| !site.is_cell_or_property());
    Told {
        kind: finding.kind.code(),
        place,
        start,
        end: start + length,
        text_masked: finding.masked.clone(),
        certain: finding.certain,
        site,
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

fn print_all(files: &[FileAnswer], talk: &Talk) {
    files.iter().for_each(|file| print(file, talk));
    if files.len() > 1 {
        let failed = files.iter().filter(|file| file.error.is_some()).count().to_string();
        let found: Vec<&Told> = files.iter().flat_map(|file| &file.findings).collect();
        let args = [("files", files.len().to_string()), ("failed", failed)];
        summary("scan-total", &found, &args, talk);
    }
}

/// A line of counts.
fn summary(key: &str, found: &[&Told], more: &[(&'static str, String)], talk: &Talk) {
    let certain = found.iter().filter(|told| told.certain).count();
    let counts = [("certain", certain.to_string()), ("suspected", (found.len() - certain).to_string())];
    let args: Vec<(&'static str, &str)> =
        counts.iter().chain(more).map(|(name, value)| (*name, value.as_str())).collect();
    talk.say(key, &args);
}

fn print(file: &FileAnswer, talk: &Talk) {
    let name = tame(&file.file);
    for told in &file.findings {
        let (ink, sure) = if told.certain { (Ink::Bad, "scan-certain") } else { (Ink::Warn, "scan-suspected") };
        let site = told.site.as_ref().map(|site| site.words(talk.lang)).unwrap_or_default();
        let head = format!("{name} {}", tame(&format!("{}{site}", told.place)));
        let hidden = told.hidden.map(|code| talk.lang.say(&format!("hidden-{code}"))).unwrap_or_default();
        let (sure, masked) = (talk.lang.say(sure), tame(&told.text_masked));
        talk.line(format!("{} {sure} {masked} {} {hidden}", talk.ink(ink, &head), told.words).trim_end());
    }
    if file.error.is_none() {
        let found: Vec<&Told> = file.findings.iter().collect();
        summary("scan-summary", &found, &[("file", name)], talk);
    }
    if let Some(path) = &file.redacted {
        talk.say("redact-done", &[("file", &tame(path))]);
    }
}
