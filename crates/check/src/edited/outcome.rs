//! What a comparison gives: plain data, in bytes of the text.

use std::ops::Range;

/// What a comparison gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Values that were found in their place, the same or another.
    pub claims: usize,
    /// Those that are another.
    pub differences: Vec<Difference>,
    /// Amounts in words of a person's own that stand nowhere in the report: bytes of the text.
    pub unbacked: Vec<Range<usize>>,
}

/// A value that is not the ledger's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where it stands: bytes of the text.
    pub range: Range<usize>,
    /// What the ledger says.
    pub expected: String,
    /// What the text says; empty when the value is gone and the words around it are not.
    pub found: String,
    /// Where the ledger says it; none for a number within the words of the report.
    pub reference: Option<String>,
}
