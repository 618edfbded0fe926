//! Statements that do not hold together.
//!
//! A statement is found, tested, and only then reported. One pass over the document reads a paragraph at
//! a time; each rule keeps only what it needs for later, so that time grows with the text and memory
//! with what was claimed. No IO, no clock, no logging; any [`Extract`] gives an outcome, never a panic.

mod claims;
mod document;
mod finding;
mod paragraph;
mod rule;
mod rules;
mod slip;
#[cfg(test)]
mod testing;
mod words;

use std::collections::HashSet;

use domain::extract::Extract;

use claims::statement::Statements;
use document::norm::Norm;
use document::outline::{Outline, Step};
use document::pieces::{Kind, Paragraphs};
use document::table::Tables;
use document::{Document, date, form, quantity};
use paragraph::Paragraph;
use rule::Sink;

pub use document::period::Span;
pub use finding::{Finding, Fingerprint, Message, Page, Rule, Severity, Suggestion};

/// What the caller knows beside the document.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The reporting period; learnt from the title of an annual report when absent.
    pub year: Option<Span>,
    /// The school's full name; learnt from the title when absent.
    pub school: Option<String>,
    /// Findings already judged, left out of the outcome.
    pub baseline: HashSet<Fingerprint>,
    /// Whether findings that are only worth knowing ([`Severity::Note`]) belong to the outcome.
    pub notes: bool,
}

/// What was tested and what did not hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// How many statements were tested, so that silence is informative.
    pub claims: usize,
    /// What did not hold, in the order of the document.
    pub findings: Vec<Finding>,
}

/// Reads a document and names the statements in it that do not hold together.
///
/// ```
/// use check::consistency::{Options, Rule, check};
/// use domain::extract::{BlockKind, Extract, Place};
///
/// let mut extract = Extract::default();
/// let text = "共招生142人（其中内地西藏班131人、青海班12人）。";
/// extract.push(text, BlockKind::Paragraph, Place::Line { line: 1, column: 1 }, None);
/// let outcome = check(&extract, &Options::default());
/// assert_eq!(outcome.findings[0].rule, Rule::Sum);
/// assert_eq!(outcome.findings[0].found.as_deref(), Some("143"));
/// ```
#[must_use]
pub fn check(extract: &Extract, options: &Options) -> Outcome {
    let document = Document::read(extract, options.year, options.school.as_deref());
    let mut rules = rules::all(&document);
    let mut sink = Sink::default();
    let mut outline = Outline::default();
    for pieces in Paragraphs::new(extract) {
        let norm = Norm::from_pieces(extract, &pieces);
        if norm.text.is_empty() {
            continue;
        }
        let row = !matches!(norm.kind, Kind::Cell(_))
            && (pieces.first().is_some_and(|first| document.is_row(&first.range))
                || pieces.iter().any(|p| form::is_row(extract.text.get(p.range.clone()).unwrap_or(""))));
        // Cells are read as sentences but are no part of the outline, nor are rows that lost their cells.
        let outside = row || matches!(norm.kind, Kind::Cell(_));
        let step = if outside { Step::default() } else { outline.read(extract, &norm) };
        // Rows one below the other say nothing of each other that a sentence would.
        let cells = pieces.iter().filter(|p| form::has_cells(extract.text.get(p.range.clone()).unwrap_or(""))).count();
        let sentences = if cells * 2 > pieces.len() { Vec::new() } else { quantity::sentences(&norm) };
        let paragraph = Paragraph {
            document: &document,
            norm: &norm,
            pieces: &pieces,
            dates: &date::dates(&norm.text),
            sentences: &sentences,
            statements: &Statements::of(&norm, &sentences),
            outline: &outline,
            step: &step,
            row,
        };
        rules.iter_mut().for_each(|rule| rule.paragraph(&paragraph, &mut sink));
    }
    for table in Tables::new(extract) {
        rules.iter_mut().for_each(|rule| rule.table(&table, &mut sink));
    }
    rules.into_iter().for_each(|rule| rule.finish(&document, &outline, &mut sink));
    conclude(extract, sink, options)
}

/// Orders, names and filters the findings.
fn conclude(extract: &Extract, sink: Sink, options: &Options) -> Outcome {
    let mut findings = sink.findings;
    for finding in &mut findings {
        let quote: String = extract
            .text
            .get(finding.range.clone())
            .unwrap_or("")
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(200)
            .collect();
        // A grouped finding is the same finding when a place more is added to it.
        let grouped = finding.rule == Rule::Period && !finding.places.is_empty();
        let found = if grouped { "" } else { finding.found.as_deref().unwrap_or("") };
        let expected = finding.expected.as_deref().unwrap_or("");
        let quote = if grouped { "" } else { quote.as_str() };
        finding.fingerprint = Fingerprint::of(&[finding.rule.code(), quote, expected, found]);
    }
    findings.sort_by_key(|f| (f.range.start, f.rule, f.range.end));
    findings.dedup_by(|a, b| a.rule == b.rule && a.range == b.range && a.message == b.message);
    findings.retain(|f| (options.notes || f.severity > Severity::Note) && !options.baseline.contains(&f.fingerprint));
    Outcome { claims: sink.claims, findings }
}
