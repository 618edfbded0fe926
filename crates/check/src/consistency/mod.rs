//! Statements that do not hold together.
//!
//! A statement is found, tested, and only then reported. One pass over the document reads a paragraph at
//! a time; each rule keeps only what it needs for later, so that time grows with the text and memory
//! with what was claimed. No IO, no clock, no logging; any [`Extract`] gives an outcome, never a panic.

mod claims;
mod document;
mod finding;
mod rules;
mod slip;

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::extract::Extract;

pub use finding::{Finding, Fingerprint, Message, Page, Rule, Severity, Suggestion};

use claims::case;
use document::norm::{Kind, Norm, Paragraphs};
use document::profile::{Genre, Profile};
use rules::sum::{balance, disclosure, list, table};
use rules::{category, count, date, link_date, numbering, period, repeat};

/// A period of civil days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Span {
    /// The school year that begins on 1 September of `start` and ends on 31 August of the next year,
    /// the reporting period of the Ministry of Education's notices on the annual report.
    #[must_use]
    pub fn school_year(start: i32) -> Option<Span> {
        let from = NaiveDate::from_ymd_opt(start, 9, 1)?;
        let to = NaiveDate::from_ymd_opt(start.checked_add(1)?, 8, 31)?;
        Some(Span { from, to })
    }

    /// Reads a school year such as `2022-2023`, or a calendar year such as `2023`, of which government bodies report.
    #[must_use]
    pub fn parse(text: &str) -> Option<Span> {
        if let Ok(year) = text.trim().parse::<i32>() {
            let days = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
            return days.filter(|_| (1900..2200).contains(&year)).map(|(from, to)| Span { from, to });
        }
        let (a, b) = text.trim().split_once(['-', '—', '–'])?;
        let (a, b): (i32, i32) = (a.trim().parse().ok()?, b.trim().parse().ok()?);
        (b == a + 1).then(|| Span::school_year(a)).flatten()
    }
}

/// What the caller knows beside the document.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The reporting period; learnt from the title of an annual report when absent.
    pub year: Option<Span>,
    /// The school's full name; learnt from the title when absent.
    pub school: Option<String>,
    /// Findings already judged, left out of the outcome.
    pub baseline: HashSet<Fingerprint>,
}

/// What was tested and what did not hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// How many statements were tested, so that silence is informative.
    pub claims: usize,
    /// What did not hold, in the order of the document.
    pub findings: Vec<Finding>,
}

/// Where rules put what they find.
pub(crate) struct Sink {
    pub(crate) claims: usize,
    pub(crate) findings: Vec<Finding>,
    /// Years that the document states, for dates that do not carry their own.
    pub(crate) years: Vec<i32>,
}

impl Sink {
    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
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
    let mut profile = Profile::of(extract, options.year, options.school.as_deref());
    let mut sink = Sink { claims: 0, findings: Vec::new(), years: profile.years.clone() };
    let stated = period::stated(extract);
    let reports = options.year.is_some()
        || profile.genre == Genre::CollegeReport
        || reports_on_disclosure(extract, &profile) && stated.is_some();
    if reports {
        period::settle(&mut profile, stated, options.year.is_some(), &mut sink);
    }
    let rows = disclosure::examine_text(extract, &mut sink);
    let mut outline = numbering::Outline::default();
    let mut counts = count::Counts::default();
    let mut links = link_date::Links::default();
    let mut outside = period::Outside::default();
    let mut structure = category::Structure::default();
    let mut facts = repeat::Facts::new(&profile);
    let mut lists = list::Lists::default();
    let mut accounts = balance::Accounts::default();
    for pieces in Paragraphs::new(extract) {
        let norm = Norm::from_pieces(extract, &pieces);
        if norm.text.is_empty() {
            continue;
        }
        let dates = date::dates(&norm.text);
        case::examine(&norm, &mut sink);
        accounts.read(&norm, &mut sink);
        date::examine(&norm, &dates, &mut sink);
        links.read(&norm, &dates, &mut sink);
        facts.read(&norm, &dates, &profile, &mut sink);
        if let Some(span) = profile.span.filter(|_| reports) {
            outside.read(&norm, &dates, span, &mut sink);
        }
        // Cells are read as sentences but are no part of the outline.
        if matches!(norm.kind, Kind::Cell(_)) {
            structure.cell();
            continue;
        }
        // Nor is a row of a table that a PDF gives as a line, whatever number it begins with.
        let first = pieces.first().map_or(0, |p| p.range.start);
        let row = rows.iter().any(|r| r.contains(&first))
            || pieces.iter().any(|p| disclosure::is_row(extract.text.get(p.range.clone()).unwrap_or("")));
        if row || outline.read(extract, &norm, &mut sink) {
            continue;
        }
        lists.read(extract, &pieces, &norm, &mut sink);
        structure.read(&norm, &mut sink);
        counts.read(&norm, &outline, &mut sink);
    }
    lists.flush(extract, &mut sink);
    table::Tables::examine(extract, &mut sink);
    outline.finish(&mut sink);
    counts.finish(&mut sink);
    links.finish(&mut sink);
    facts.finish(&mut sink);
    structure.finish(&profile, &mut sink);
    if let Some(span) = profile.span.filter(|_| reports) {
        outside.finish(span, &mut sink);
    }
    conclude(extract, sink, options)
}

/// Whether the title is that of a yearly report on disclosure, a government body's included.
fn reports_on_disclosure(extract: &Extract, profile: &Profile) -> bool {
    let title = profile.title.clone().and_then(|place| extract.text.get(place)).unwrap_or("");
    title.contains("信息公开") && ["年度报告", "工作报告", "年报"].iter().any(|w| title.contains(w))
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
    findings.retain(|f| !options.baseline.contains(&f.fingerprint));
    Outcome { claims: sink.claims, findings }
}
