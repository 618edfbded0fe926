//! `gongkai check`: names what does not add up in a report or notice.

mod ledger;
mod sarif;

use super::judge::{self, Spots, sentence};
use crate::cli::{Check, CheckFormat};
use crate::talk::{Ink, Talk};
use anyhow::{Result, anyhow};
use app::words::Lang;
use check::consistency::{Finding, Fingerprint, Message, Options, Page, Rule, Span};
use check::personal;
use domain::extract::Extract;
use serde::Serialize;
use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;

/// The rule that the personal-data guard stands behind; all others are the checker's own.
const PERSONAL_DATA: &str = "personal-data";

const PERSONAL_DATA_PAGE: Page = Page {
    zh: include_str!("../../../../docs/rules/zh/personal-data.md"),
    en: include_str!("../../../../docs/rules/personal-data.md"),
};

/// The whole answer in JSON; a contract: fields are added, never renamed.
#[derive(Serialize)]
struct Answer {
    files: Vec<FileAnswer>,
}

#[derive(Serialize)]
struct FileAnswer {
    file: String,
    claims: usize,
    findings: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// One finding as it is told.
#[derive(Serialize)]
struct Told {
    rule: &'static str,
    severity: &'static str,
    line: usize,
    column: usize,
    start: usize,
    end: usize,
    quote: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<ToldSuggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    arithmetic: Vec<String>,
    /// Further places of a finding that is told once for many.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<Place>,
    fingerprint: String,
    /// The sentence and the place in it, for people.
    #[serde(skip)]
    context: (String, std::ops::Range<usize>),
}

#[derive(Serialize)]
struct ToldSuggestion {
    replace: String,
    with: String,
    why: String,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    start: usize,
    end: usize,
    quote: String,
}

pub(super) fn run(args: Check, talk: &Talk) -> Result<ExitCode> {
    if let Some(code) = &args.explain {
        let page =
            if code == PERSONAL_DATA { Some(PERSONAL_DATA_PAGE) } else { Rule::from_code(code).map(Rule::explain) };
        let page = page.ok_or_else(|| {
            let known: Vec<&str> = Rule::ALL.into_iter().map(Rule::code).chain([PERSONAL_DATA]).collect();
            anyhow!(talk.lang.say_with("check-unknown-rule", &[("rule", code), ("known", &known.join(", "))]))
        })?;
        talk.line(match talk.lang {
            Lang::Zh => page.zh.trim_end(),
            Lang::En => page.en.trim_end(),
        });
        return Ok(ExitCode::SUCCESS);
    }
    if args.files.is_empty() {
        return Err(anyhow!(talk.lang.say("check-no-file")));
    }
    let year = match &args.year {
        Some(text) => {
            let wrong = || anyhow!(talk.lang.say_with("report-wrong-year", &[("text", text)]));
            Some(Span::parse(text).ok_or_else(wrong)?)
        }
        None => None,
    };
    let baseline = args.baseline.as_deref().map(|file| read_baseline(file, talk)).transpose()?.unwrap_or_default();
    let options = Options { year, school: None, baseline };
    let facts = args.ledger.as_deref().map(ledger::read).transpose()?;
    let files: Vec<FileAnswer> =
        args.files.iter().map(|file| check_file(file, &options, facts.as_deref(), talk)).collect();
    let failed = files.iter().any(|file| file.error.is_some());
    let found = files.iter().any(|file| !file.findings.is_empty());
    match args.format {
        CheckFormat::Json => talk.line(serde_json::to_string(&Answer { files })?),
        CheckFormat::Sarif => talk.line(sarif::log(&files)?),
        CheckFormat::Text => files.iter().for_each(|file| print(file, talk)),
    }
    Ok(ExitCode::from(if failed { 2 } else { u8::from(found) }))
}

fn check_file(file: &Path, options: &Options, facts: Option<&[ledger::Fact]>, talk: &Talk) -> FileAnswer {
    let name = file.display().to_string();
    let extract = match judge::read(file) {
        Ok(extract) => extract,
        Err(error) => {
            let error = judge::explain(&error, file, talk);
            talk.aside(&error);
            return FileAnswer { file: name, claims: 0, findings: Vec::new(), error: Some(error) };
        }
    };
    judge::notices(&extract, file, talk);
    let mut outcome = check::consistency::check(&extract, options);
    if let Some(facts) = facts {
        let compared = ledger::compare(&extract.text, facts);
        outcome.claims += compared.claims;
        outcome.findings.extend(compared.findings);
        outcome.findings.sort_by_key(|finding| finding.range.start);
    }
    let spots = Spots::of(&extract.text);
    let certain: Vec<personal::Finding> =
        personal::scan(&extract, None).into_iter().filter(|finding| finding.certain).collect();
    let mut findings: Vec<Told> =
        outcome.findings.iter().map(|finding| tell(finding, &extract.text, &spots, talk.lang)).collect();
    findings.extend(tell_personal(&certain, &extract, &spots, options, talk.lang));
    findings.sort_by_key(|told| told.start);
    FileAnswer { file: name, claims: outcome.claims, findings, error: None }
}

fn words(message: &Message, lang: Lang) -> String {
    match lang {
        Lang::Zh => message.zh.clone(),
        Lang::En => message.en.clone(),
    }
}

/// Text without the personal data that stands in it: nothing found is printed whole, in a quotation neither.
fn quoted(text: &str) -> String {
    let found: Vec<_> = personal::scan_text(text).into_iter().filter(|finding| finding.certain).collect();
    if found.is_empty() { text.to_string() } else { personal::redact(text, &found) }
}

fn tell(finding: &Finding, text: &str, spots: &Spots<'_>, lang: Lang) -> Told {
    let (start, end) = (spots.at(finding.range.start), spots.at(finding.range.end));
    let place = |range: &std::ops::Range<usize>| {
        let (start, end) = (spots.at(range.start), spots.at(range.end));
        Place {
            line: start.line,
            column: start.column,
            start: start.character,
            end: end.character,
            quote: quoted(&text[range.clone()]),
        }
    };
    let context = sentence(text, &finding.range);
    let clean = quoted(&context.0);
    Told {
        rule: finding.rule.code(),
        severity: finding.severity.code(),
        line: start.line,
        column: start.column,
        start: start.character,
        end: end.character,
        quote: quoted(&text[finding.range.clone()]),
        message: words(&finding.message, lang),
        expected: finding.expected.clone(),
        found: finding.found.clone(),
        suggestion: finding.suggestion.as_ref().map(|suggestion| ToldSuggestion {
            replace: suggestion.replace.clone(),
            with: suggestion.with.clone(),
            why: words(&suggestion.why, lang),
        }),
        arithmetic: finding.arithmetic.clone(),
        places: finding.places.iter().map(place).collect(),
        fingerprint: finding.fingerprint.to_string(),
        context: if clean == context.0 { context } else { (clean, 0..0) },
    }
}

/// Personal data that is certain, as findings of the rule `personal-data`.
fn tell_personal<'a>(
    certain: &'a [personal::Finding],
    extract: &'a Extract,
    spots: &'a Spots<'a>,
    options: &'a Options,
    lang: Lang,
) -> impl Iterator<Item = Told> + 'a {
    certain.iter().filter_map(move |finding| {
        let (start, end) = (spots.at(finding.range.start), spots.at(finding.range.end));
        let fingerprint = judge::fingerprint(&[PERSONAL_DATA, finding.kind.code(), &finding.masked]);
        if Fingerprint::parse(&fingerprint).is_some_and(|print| options.baseline.contains(&print)) {
            return None;
        }
        let (kind, why) = match lang {
            Lang::Zh => (finding.kind.zh(), finding.why.zh()),
            Lang::En => (finding.kind.en(), finding.why.en()),
        };
        let (before, within) = sentence(&extract.text, &finding.range);
        let context = format!("{}{}{}", quoted(&before[..within.start]), finding.masked, quoted(&before[within.end..]));
        Some(Told {
            rule: PERSONAL_DATA,
            severity: "warning",
            line: start.line,
            column: start.column,
            start: start.character,
            end: end.character,
            quote: finding.masked.clone(),
            message: lang.say_with("check-personal", &[("kind", kind), ("why", why)]),
            expected: None,
            found: None,
            suggestion: None,
            arithmetic: Vec::new(),
            places: Vec::new(),
            fingerprint,
            context: (context, 0..0),
        })
    })
}

/// Fingerprints of findings already judged: one a line, or an earlier JSON answer of this command.
fn read_baseline(file: &Path, talk: &Talk) -> Result<HashSet<Fingerprint>> {
    let text = std::fs::read_to_string(file).map_err(|error| app::Error::file(file, error))?;
    let is_print = |word: &&str| word.len() == 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let prints: HashSet<Fingerprint> = words.filter(is_print).filter_map(Fingerprint::parse).collect();
    if prints.is_empty() && !text.trim().is_empty() && !text.contains("\"findings\"") {
        return Err(anyhow!(talk.lang.say_with("check-no-baseline", &[("file", &file.display().to_string())])));
    }
    Ok(prints)
}

fn print(file: &FileAnswer, talk: &Talk) {
    for told in &file.findings {
        let ink = match told.severity {
            "error" => Ink::Bad,
            "warning" => Ink::Warn,
            _ => Ink::Link,
        };
        let severity = talk.lang.say(&format!("severity-{}", told.severity));
        let head = format!("{}:{}:{} {severity} [{}]", file.file, told.line, told.column, told.rule);
        talk.line(format!("{} {}", talk.ink(ink, &head), told.message));
        let (sentence, within) = &told.context;
        let line = |text: &str| text.replace('\n', " ");
        if within.is_empty() {
            talk.line(format!("    {}", line(sentence)));
        } else {
            let (before, marked, behind) =
                (&sentence[..within.start], &sentence[within.clone()], &sentence[within.end..]);
            talk.line(format!("    {}【{}】{}", line(before), talk.ink(Ink::Strong, &line(marked)), line(behind)));
        }
        for step in &told.arithmetic {
            talk.line(format!("    {step}"));
        }
        if let Some(suggestion) = &told.suggestion {
            let args = [
                ("replace", suggestion.replace.as_str()),
                ("with", suggestion.with.as_str()),
                ("why", suggestion.why.as_str()),
            ];
            talk.say("check-suggestion", &args);
        }
        for place in &told.places {
            talk.line(format!("    {}:{} {}", place.line, place.column, line(&place.quote)));
        }
    }
    if file.error.is_none() {
        let (claims, findings) = (file.claims.to_string(), file.findings.len().to_string());
        let args = [("file", file.file.as_str()), ("claims", &claims), ("findings", &findings)];
        talk.say("check-summary", &args);
    }
}
