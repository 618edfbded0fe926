//! Checking a file: what does not add up, what differs from the ledger, and personal data that is certain, each with
//! its place, its sentence and its words.
//!
//! The engines judge; this turns what they say into what can be shown, and covers what may not be.

use super::baseline::{Baseline, fingerprint};
use super::edited::{LedgerReport, compare_with_report};
use super::ledger::{LedgerFigures, compare_with_ledger};
use super::place::{Spots, sentence};
use super::quotes::Quotes;
use super::rules::PERSONAL_DATA;
use super::{Limits, Notice, ReadError, Site, Source, Span};
use crate::words::Lang;
use check::consistency::{self, Message};
use check::personal;
use domain::extract::Extract;
use serde::Serialize;
use std::ops::Range;

/// How to check.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// The language of messages.
    pub lang: Lang,
    /// The period the document reports on; read from it when not given.
    pub year: Option<Span>,
    /// What was judged before and is not told again.
    pub baseline: Baseline,
    /// Figures to compare the text with.
    pub ledger: LedgerFigures,
    /// The report that the text was made from, when it is compared with one.
    pub report: Option<LedgerReport>,
    /// Whether what is only worth knowing belongs to the answer.
    pub notes: bool,
    /// What reading may cost.
    pub limits: Limits,
}

/// What a check of one file gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// Statements that were tested.
    pub claims: usize,
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// What a person must know of how the file was read.
    pub notices: Vec<Notice>,
}

/// One finding. Its JSON is a contract: fields are added, never renamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's code.
    pub rule: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// Line of the extracted text, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// First character, from 0.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
    /// What stands there.
    pub quote: String,
    /// What is wrong with it.
    pub message: String,
    /// Where the original shows it, when that is no line of text.
    #[serde(rename = "at", skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
    /// What it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Where the ledger says what it should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What would mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Suggestion>,
    /// The steps of the sum.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arithmetic: Vec<String>,
    /// Further places of a finding that is told once for many.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// Names the finding across runs.
    pub fingerprint: String,
    /// The sentence and the place in it, for people.
    #[serde(skip)]
    pub context: (String, Range<usize>),
    /// Line and column behind the last character.
    #[serde(skip)]
    pub until: (usize, usize),
}

/// A replacement that would mend a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// What to replace.
    pub replace: String,
    /// With what.
    pub with: String,
    /// Why just that.
    pub why: String,
    /// Line of what is replaced, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// First character, from 0.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
}

/// A further place of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// First character, from 0.
    pub start: usize,
    /// Behind the last character.
    pub end: usize,
    /// What stands there.
    pub quote: String,
    /// Where the original shows it.
    #[serde(rename = "at", skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
    /// Line and column behind the last character.
    #[serde(skip)]
    pub until: (usize, usize),
}

/// Reads and checks one file.
///
/// # Errors
/// The file cannot be read; nothing is known of it then.
pub fn check_file<'a>(source: impl Into<Source<'a>>, options: &CheckOptions) -> Result<Checked, ReadError> {
    Ok(check_text(source.into().read(&options.limits)?, options))
}

/// Checks what was read of a file.
pub fn check_text(extract: Extract, options: &CheckOptions) -> Checked {
    let engine = consistency::Options { year: options.year, notes: options.notes, ..consistency::Options::default() };
    let mut outcome = consistency::check(&extract, &engine);
    let figures = compare_with_ledger(&extract.text, &options.ledger);
    let report = options.report.as_ref().map(|report| compare_with_report(&extract, report));
    for compared in [figures].into_iter().chain(report) {
        outcome.claims += compared.claims;
        outcome.findings.extend(compared.findings);
    }
    let found = personal::scan(&extract, None);
    let shaping = Shaping {
        extract: &extract,
        spots: Spots::of(&extract.text),
        quotes: Quotes::new(&extract.text, &found),
        lang: options.lang,
    };
    let inconsistent = outcome.findings.iter().map(|finding| shaping.inconsistent(finding));
    let exposed = found.iter().filter(|finding| finding.certain).map(|finding| shaping.exposed(finding));
    let mut findings: Vec<Finding> = inconsistent.chain(exposed).collect();
    findings.retain(|finding| !options.baseline.has(&finding.fingerprint));
    findings.sort_by_key(|finding| finding.start);
    Checked { claims: outcome.claims, findings, notices: extract.notices }
}

fn words(message: &Message, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &message.zh,
        Lang::En => &message.en,
    }
}

/// Turns findings of one file into what can be shown of them.
struct Shaping<'t> {
    extract: &'t Extract,
    spots: Spots<'t>,
    quotes: Quotes<'t>,
    lang: Lang,
}

impl Shaping<'_> {
    fn place(&self, range: &Range<usize>) -> Place {
        let (start, end) = (self.spots.at(range.start), self.spots.at(range.end));
        Place {
            line: start.line,
            column: start.column,
            start: start.character,
            end: end.character,
            quote: self.quotes.over(range.clone()),
            site: Site::of(self.extract, range.start),
            until: (end.line, end.column),
        }
    }

    /// The sentence around a range with personal data covered, and the place in it.
    fn context(&self, range: &Range<usize>) -> (String, Range<usize>) {
        let (whole, within) = sentence(&self.extract.text, range);
        let from = range.start - within.start;
        let before = self.quotes.over(from..range.start);
        let marked = self.quotes.over(range.clone());
        let behind = self.quotes.over(range.end..from + whole.len());
        let within = before.len()..before.len() + marked.len();
        (format!("{before}{marked}{behind}"), within)
    }

    fn inconsistent(&self, finding: &consistency::Finding) -> Finding {
        let place = self.place(&finding.range);
        let near: Vec<&Range<usize>> = [&finding.range].into_iter().chain(&finding.places).collect();
        let clean = |text: &str| self.quotes.words(text, &near);
        let suggestion = finding.suggestion.as_ref().map(|suggestion| {
            let at = self.place(&suggestion.at);
            Suggestion {
                replace: clean(&suggestion.replace),
                with: suggestion.with.clone(),
                why: clean(words(&suggestion.why, self.lang)),
                line: at.line,
                column: at.column,
                start: at.start,
                end: at.end,
            }
        });
        Finding {
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
            reference: finding.reference.clone(),
            suggestion,
            arithmetic: finding.arithmetic.iter().map(|step| clean(step)).collect(),
            places: finding.places.iter().map(|range| self.place(range)).collect(),
            fingerprint: finding.fingerprint.to_string(),
            context: self.context(&finding.range),
            until: place.until,
        }
    }

    /// Personal data that is certain, as a finding of the rule `personal-data`.
    fn exposed(&self, finding: &personal::Finding) -> Finding {
        let place = self.place(&finding.range);
        let (kind, why) = match self.lang {
            Lang::Zh => (finding.kind.zh(), finding.why.zh()),
            Lang::En => (finding.kind.en(), finding.why.en()),
        };
        Finding {
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
            reference: None,
            suggestion: None,
            arithmetic: Vec::new(),
            places: Vec::new(),
            fingerprint: fingerprint(&[PERSONAL_DATA, finding.kind.code(), &finding.masked]),
            context: self.context(&finding.range),
            until: place.until,
        }
    }
}
