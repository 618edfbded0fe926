//! What every rule is: something that reads a document part by part and reports what cannot hold.
//!
//! The one shape of all rules, so that a new one is a file of its own and a line in the list. A rule keeps only what it
//! needs for later, so that memory grows with what was claimed and not with the text.

use super::document::Document;
use super::document::outline::Outline;
use super::document::table::Grid;
use super::finding::Finding;
use super::paragraph::Paragraph;

/// A rule at work on one document. Each part is given to every rule in the order of the document, tables after the
/// running text.
pub(crate) trait Check {
    /// Reads a paragraph, a list entry or the text of a cell.
    fn paragraph(&mut self, _paragraph: &Paragraph, _sink: &mut Sink) {}

    /// Reads a table.
    fn table(&mut self, _table: &Grid, _sink: &mut Sink) {}

    /// Tests what only the whole document settles.
    fn finish(self: Box<Self>, _document: &Document, _outline: &Outline, _sink: &mut Sink) {}
}

/// Where rules put what they test and find.
#[derive(Default)]
pub(crate) struct Sink {
    pub(crate) claims: usize,
    pub(crate) findings: Vec<Finding>,
}

impl Sink {
    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
