//! An edited report against the one that the ledger gives: which values a person has changed.
//!
//! The report is aligned with the text row by row and paragraph by paragraph, then word by word, and each number,
//! date, title and address of the ledger is looked for where it would stand. What was added, left out or said in other
//! words is no difference: only another value in a value's own place is. Pure; no format and no database is known here.

mod align;
mod outcome;
mod piece;
mod places;
mod token;

use domain::document::Block;
use domain::extract::Extract;
use piece::Piece;
use std::collections::HashSet;
use token::tokens;

pub use outcome::{Comparison, Difference};

/// Compares a text with the report and its annex, whichever of the two, or both, it holds.
///
/// ```
/// use check::edited::compare;
/// use domain::document::{Block, Inline};
/// use domain::extract::{BlockKind, Extract, Place};
///
/// let total = Inline::value("5531", "figure:admissions.total");
/// let report = [Block::Paragraph(vec![Inline::text("共录取"), total, Inline::text("人。")])];
/// let mut text = Extract::default();
/// text.push("今年共录取5513人。", BlockKind::Paragraph, Place::Line { line: 1, column: 1 }, None);
/// let comparison = compare(&report, &[], &text);
/// assert_eq!(comparison.differences[0].expected, "5531");
/// assert_eq!(comparison.differences[0].found, "5513");
/// ```
#[must_use]
pub fn compare(report: &[Block], annex: &[Block], extract: &Extract) -> Comparison {
    let printed = piece::printed(extract);
    let (report, annex) = (piece::expected(report), piece::expected(annex));
    let whole: Vec<Piece> = report.iter().chain(&annex).cloned().collect();
    let expected = piece::nearest([&report, &annex, &whole], &printed);
    let mut judge = places::Judge::new(extract, backed(&whole));
    for group in align::groups(expected, &printed) {
        judge.group(&expected[group.expected], &printed[group.printed], group.same);
    }
    let mut comparison = judge.comparison;
    comparison.differences.sort_by_key(|difference| difference.range.start);
    comparison.unbacked.sort_by_key(|range| range.start);
    comparison
}

/// Every number that the report prints anywhere.
fn backed(pieces: &[Piece]) -> HashSet<String> {
    let cells = pieces.iter().flat_map(|piece| &piece.cells);
    cells.flat_map(|cell| tokens(&cell.text, 0)).filter(|token| token.number).map(|token| token.text).collect()
}

#[cfg(test)]
mod tests;
