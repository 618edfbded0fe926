//! Comparing an edited report with the report that the ledger gives: what a person changed, as findings.
//!
//! The comparison is the checker's ([`check::edited`]); here its differences get their words. The report is handed in:
//! nothing is loaded here.

use super::baseline::fingerprint;
use super::ledger::Compared;
use crate::words::Lang;
use check::consistency::{Finding, Fingerprint, Message, Rule, Severity};
use check::edited::{Difference, compare};
use domain::document::Block;
use domain::extract::Extract;
use std::ops::Range;

/// The report of a year as the ledger gives it, with its annex.
#[derive(Debug, Clone, Default)]
pub struct LedgerReport {
    /// What the report says.
    pub report: Vec<Block>,
    /// What its annex says.
    pub annex: Vec<Block>,
}

/// Every value of a text that is not what the report has in its place, and amounts that the report does not have.
pub(super) fn compare_with_report(extract: &Extract, ledger: &LedgerReport) -> Compared {
    let comparison = compare(&ledger.report, &ledger.annex, extract);
    let mut findings: Vec<Finding> = comparison.differences.into_iter().map(differs).collect();
    findings.extend(comparison.unbacked.into_iter().map(|range| unbacked(extract, range)));
    Compared { claims: comparison.claims, findings }
}

fn differs(difference: Difference) -> Finding {
    let Difference { range, expected, found, reference } = difference;
    let key = match (found.is_empty(), &reference) {
        (true, Some(_)) => "check-ledger-gone",
        (true, None) => "check-ledger-gone-text",
        (false, Some(_)) => "check-ledger-differs",
        (false, None) => "check-ledger-differs-text",
    };
    let source = reference.as_deref().unwrap_or_default();
    let args = [("expected", expected.as_str()), ("found", &found), ("reference", source)];
    let finding = finding(Severity::Warning, range, key, &args, &["report", source, &expected, &found]);
    Finding { expected: Some(expected), found: Some(found), reference, ..finding }
}

fn unbacked(extract: &Extract, range: Range<usize>) -> Finding {
    let found = &extract.text[range.clone()];
    let finding = finding(Severity::Note, range, "check-ledger-unbacked", &[("found", found)], &["unbacked", found]);
    Finding { found: Some(found.to_string()), ..finding }
}

fn finding(
    severity: Severity,
    range: Range<usize>,
    key: &str,
    args: &[(&'static str, &str)],
    names: &[&str],
) -> Finding {
    let names: Vec<&str> = ["ledger"].into_iter().chain(names.iter().copied()).collect();
    Finding {
        rule: Rule::Repeat,
        severity,
        range,
        places: Vec::new(),
        message: Message { zh: Lang::Zh.say_with(key, args), en: Lang::En.say_with(key, args) },
        arithmetic: Vec::new(),
        expected: None,
        found: None,
        reference: None,
        suggestion: None,
        fingerprint: Fingerprint::parse(&fingerprint(&names)).expect("sixteen hexadecimal digits"),
    }
}
