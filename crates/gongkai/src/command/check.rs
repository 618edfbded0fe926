//! `gongkai check`: names what does not add up in a report or notice.

mod ledger;
mod sarif;
mod show;
mod veil;

use super::judge::{self, Spots, sentence};
use super::site::Site;
use crate::cli::{Check, CheckFormat};
use crate::talk::{Talk, tame};
use anyhow::{Result, anyhow};
use app::words::Lang;
use check::consistency::{Finding, Fingerprint, Message, Options, Page, Rule, Span};
use check::personal;
use domain::extract::Extract;
use serde::Serialize;
use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;
use std::process::ExitCode;
use veil::Veil;

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
    /// Where the original shows it, when that is no line of text.
    #[serde(rename = "at", skip_serializing_if = "Option::is_none")]
    site: Option<Site>,
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
    context: (String, Range<usize>),
    /// Line and column behind the last character.
    #[serde(skip)]
    until: (usize, usize),
}

#[derive(Serialize)]
struct ToldSuggestion {
    replace: String,
    with: String,
    why: String,
    line: usize,
    column: usize,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Place {
    line: usize,
    column: usize,
    start: usize,
    end: usize,
    quote: String,
    #[serde(rename = "at", skip_serializing_if = "Option::is_none")]
    site: Option<Site>,
    #[serde(skip)]
    until: (usize, usize),
}

pub(super) fn run(args: Check, talk: &Talk) -> Result<ExitCode> {
    if let Some(code) = &args.explain {
        let page = page(code).ok_or_else(|| {
            let known: Vec<&str> = known_rules().collect();
            anyhow!(talk.lang.say_with("check-unknown-rule", &[("rule", code), ("known", &known.join(", "))]))
        })?;
        talk.line(in_language(page, talk.lang));
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
    let mut files: Vec<FileAnswer> = Vec::new();
    for file in &args.files {
        let answer = check_file(file, &options, facts.as_deref(), talk);
        if args.format == CheckFormat::Text {
            show::one(&answer, talk);
        }
        files.push(answer);
    }
    let failed = files.iter().any(|file| file.error.is_some());
    let found = files.iter().any(|file| !file.findings.is_empty());
    match args.format {
        CheckFormat::Json => talk.line(serde_json::to_string(&Answer { files })?),
        CheckFormat::Sarif => talk.line(sarif::log(&files, talk.lang)?),
        CheckFormat::Text => show::total(&files, talk),
    }
    Ok(ExitCode::from(if failed { 2 } else { u8::from(found) }))
}

/// The codes of all rules that `check` reports under.
fn known_rules() -> impl Iterator<Item = &'static str> {
    Rule::ALL.into_iter().map(Rule::code).chain([PERSONAL_DATA])
}

/// The documentation page of a rule, in both languages.
fn page(code: &str) -> Option<Page> {
    match code {
        PERSONAL_DATA => Some(PERSONAL_DATA_PAGE),
        code => Rule::from_code(code).map(Rule::explain),
    }
}

/// The page in the reader's language.
fn in_language(page: Page, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => page.zh.trim_end(),
        Lang::En => page.en.trim_end(),
    }
}

fn check_file(file: &Path, options: &Options, facts: Option<&[ledger::Fact]>, talk: &Talk) -> FileAnswer {
    let name = file.display().to_string();
    let busy = talk.busy("check-busy", &name);
    let extract = match judge::read(file) {
        Ok(extract) => extract,
        Err(error) => {
            drop(busy);
            let error = judge::explain(&error, file, talk);
            talk.aside(tame(&error));
            return FileAnswer { file: name, claims: 0, findings: Vec::new(), error: Some(error) };
        }
    };
    let mut outcome = check::consistency::check(&extract, options);
    if let Some(facts) = facts {
        let compared = ledger::compare(&extract.text, facts);
        outcome.claims += compared.claims;
        let judged = |finding: &Finding| options.baseline.contains(&finding.fingerprint);
        outcome.findings.extend(compared.findings.into_iter().filter(|finding| !judged(finding)));
        outcome.findings.sort_by_key(|finding| finding.range.start);
    }
    let certain: Vec<personal::Finding> =
        personal::scan(&extract, None).into_iter().filter(|finding| finding.certain).collect();
    let teller = Teller {
        extract: &extract,
        spots: Spots::of(&extract.text),
        veil: Veil::new(&extract.text, &certain),
        lang: talk.lang,
    };
    let mut findings: Vec<Told> = outcome.findings.iter().map(|finding| teller.tell(finding)).collect();
    let judged = |told: &Told| Fingerprint::parse(&told.fingerprint).is_some_and(|it| options.baseline.contains(&it));
    findings.extend(certain.iter().map(|finding| teller.tell_personal(finding)).filter(|told| !judged(told)));
    findings.sort_by_key(|told| told.start);
    drop(busy);
    judge::notices(&extract, file, talk);
    FileAnswer { file: name, claims: outcome.claims, findings, error: None }
}

fn words(message: &Message, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &message.zh,
        Lang::En => &message.en,
    }
}

/// Turns findings of one file into what is told of them.
struct Teller<'t> {
    extract: &'t Extract,
    spots: Spots<'t>,
    veil: Veil<'t>,
    lang: Lang,
}

impl Teller<'_> {
    fn place(&self, range: &Range<usize>) -> Place {
        let (start, end) = (self.spots.at(range.start), self.spots.at(range.end));
        Place {
            line: start.line,
            column: start.column,
            start: start.character,
            end: end.character,
            quote: self.veil.over(range.clone()),
            site: Site::of(self.extract, range.start),
            until: (end.line, end.column),
        }
    }

    /// The sentence around a range with personal data covered, and the place in it.
    fn context(&self, range: &Range<usize>) -> (String, Range<usize>) {
        let (whole, within) = sentence(&self.extract.text, range);
        let from = range.start - within.start;
        let before = self.veil.over(from..range.start);
        let marked = self.veil.over(range.clone());
        let behind = self.veil.over(range.end..from + whole.len());
        let within = before.len()..before.len() + marked.len();
        (format!("{before}{marked}{behind}"), within)
    }

    fn tell(&self, finding: &Finding) -> Told {
        let place = self.place(&finding.range);
        let near: Vec<&Range<usize>> = [&finding.range].into_iter().chain(&finding.places).collect();
        let clean = |text: &str| self.veil.words(text, &near);
        let suggestion = finding.suggestion.as_ref().map(|suggestion| {
            let at = self.place(&suggestion.at);
            ToldSuggestion {
                replace: clean(&suggestion.replace),
                with: suggestion.with.clone(),
                why: clean(words(&suggestion.why, self.lang)),
                line: at.line,
                column: at.column,
                start: at.start,
                end: at.end,
            }
        });
        Told {
            rule: finding.rule.code(),
            severity: finding.severity.code(),
            line: place.line,
            column: place.column,
            start: place.start,
            end: place.end,
            quote: place.quote,
            message: clean(words(&finding.message, self.lang)),
            site: place.site,
            expected: finding.expected.as_deref().map(clean),
            found: finding.found.as_deref().map(clean),
            suggestion,
            arithmetic: finding.arithmetic.iter().map(|step| clean(step)).collect(),
            places: finding.places.iter().map(|range| self.place(range)).collect(),
            fingerprint: finding.fingerprint.to_string(),
            context: self.context(&finding.range),
            until: place.until,
        }
    }

    /// Personal data that is certain, as a finding of the rule `personal-data`.
    fn tell_personal(&self, finding: &personal::Finding) -> Told {
        let place = self.place(&finding.range);
        let (kind, why) = match self.lang {
            Lang::Zh => (finding.kind.zh(), finding.why.zh()),
            Lang::En => (finding.kind.en(), finding.why.en()),
        };
        Told {
            rule: PERSONAL_DATA,
            severity: "warning",
            line: place.line,
            column: place.column,
            start: place.start,
            end: place.end,
            quote: finding.masked.clone(),
            message: self.lang.say_with("check-personal", &[("kind", kind), ("why", why)]),
            site: place.site,
            expected: None,
            found: None,
            suggestion: None,
            arithmetic: Vec::new(),
            places: Vec::new(),
            fingerprint: judge::fingerprint(&[PERSONAL_DATA, finding.kind.code(), &finding.masked]),
            context: self.context(&finding.range),
            until: place.until,
        }
    }
}

/// Fingerprints of findings already judged: one a line, or an earlier JSON or SARIF answer of this command.
fn read_baseline(file: &Path, talk: &Talk) -> Result<HashSet<Fingerprint>> {
    let text = std::fs::read_to_string(file).map_err(|error| app::Error::file(file, error))?;
    let is_print = |word: &&str| word.len() == 16 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let prints: HashSet<Fingerprint> = words.filter(is_print).filter_map(Fingerprint::parse).collect();
    if prints.is_empty()
        && !text.trim().is_empty()
        && ![r#""findings""#, r#""results""#].iter().any(|key| text.contains(key))
    {
        return Err(anyhow!(talk.lang.say_with("check-no-baseline", &[("file", &file.display().to_string())])));
    }
    Ok(prints)
}
