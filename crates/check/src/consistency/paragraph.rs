//! A paragraph with everything that rules ask about it, read once for all of them.
//!
//! It must not decide anything.

use super::claims::statement::Statements;
use super::document::Document;
use super::document::date::DateAt;
use super::document::norm::Norm;
use super::document::outline::{Outline, Step};
use super::document::pieces::{Kind, Piece};
use super::document::quantity::Sentence;

/// One paragraph, list entry or cell in its document.
pub(crate) struct Paragraph<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) norm: &'a Norm,
    /// The lines it was joined from.
    pub(crate) pieces: &'a [Piece],
    pub(crate) dates: &'a [DateAt],
    /// Its sentences that hold a quantity.
    pub(crate) sentences: &'a [Sentence],
    /// What those sentences claim.
    pub(crate) statements: &'a Statements<'a>,
    /// The outline with this paragraph read.
    pub(crate) outline: &'a Outline,
    /// What it is in the outline; nothing for cells, and for rows of a table that lost its cells.
    pub(crate) step: &'a Step,
    /// The row of a table that lost its cells.
    pub(crate) row: bool,
}

impl Paragraph<'_> {
    /// Whether it is the text of a table's cell, which is read as sentences but is no part of the outline.
    pub(crate) fn is_cell(&self) -> bool {
        matches!(self.norm.kind, Kind::Cell(_))
    }

    /// Whether it is text of the document's own: no cell, no row of a table, no line of a table of contents.
    pub(crate) fn is_prose(&self) -> bool {
        !self.is_cell() && !self.row && !self.step.contents
    }
}
