//! What a rule's own tests ask: the findings of one rule over a few lines. Part of the tests only.

use domain::extract::{BlockKind, Extract, Place};

use super::finding::{Finding, Rule};
use super::{Options, check};

/// What a rule finds in these paragraphs; a line that begins with `#` is a heading of the first level.
pub(crate) fn findings(rule: Rule, paragraphs: &[&str]) -> Vec<Finding> {
    findings_with(rule, paragraphs, &Options::default())
}

/// The same with what the caller knows beside the document.
pub(crate) fn findings_with(rule: Rule, paragraphs: &[&str], options: &Options) -> Vec<Finding> {
    let mut extract = Extract::default();
    for (line, text) in (1..).zip(paragraphs) {
        let (kind, text) = match text.strip_prefix('#') {
            Some(title) => (BlockKind::Heading(1), title.trim_start()),
            None => (BlockKind::Paragraph, *text),
        };
        extract.push(text, kind, Place::Line { line, column: 1 }, None);
    }
    let options = Options { notes: true, ..options.clone() };
    check(&extract, &options).findings.into_iter().filter(|finding| finding.rule == rule).collect()
}
