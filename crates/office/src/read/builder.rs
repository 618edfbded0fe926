//! Collects blocks into an [`Extract`] and, when asked, remembers where in the file each piece of text
//! stood, so that `redact` can remove exactly that and nothing else.
//!
//! It exists so that every reader counts text against the same limit and cuts blocks the same way. It
//! must not know any format.

use std::ops::Range;

use domain::extract::{BlockKind, Concealed, Extract, Link, Notice, Picture, Place};

use super::{Limits, ReadError};

/// Pictures of a document that are told of.
const MOST_PICTURES: usize = 1000;

/// Where a piece of extracted text stood in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Bytes of [`Extract::text`].
    pub(crate) text: Range<usize>,
    /// Which part, an index into the list of part names.
    pub(crate) part: usize,
    /// Bytes of the part.
    pub(crate) source: Range<usize>,
    /// How the two correspond.
    pub(crate) mapping: Mapping,
}

/// How a piece of source becomes the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mapping {
    /// Character by character, after character references are resolved.
    Chars,
    /// Character by character, in a place that must keep a number or date.
    Number,
    /// A whole worksheet cell element that must be written anew.
    Cell,
}

/// A piece of a draft and where it stood, before the draft has a place in the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    text: Range<usize>,
    part: usize,
    source: Range<usize>,
}

/// The text of one block while it is being put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) text: String,
    links: Vec<(Range<usize>, String)>,
    pieces: Vec<Piece>,
}

impl Draft {
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(crate) fn has_links(&self) -> bool {
        !self.links.is_empty()
    }

    /// Adds text that has no one place in the source (a tab, a computed number).
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds text that stands in `part` at `source`; adjoining pieces of plain text become one.
    pub(crate) fn push_from(&mut self, text: &str, part: usize, source: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece { text: start..self.text.len(), part, source });
    }

    /// Says that the text from `start` on leads to `address`.
    pub(crate) fn link_from(&mut self, start: usize, address: &str) {
        let end = self.text.len();
        self.links.push((start.min(end)..end, address.to_owned()));
    }

    /// Puts another draft behind this one.
    pub(crate) fn append(&mut self, other: Draft) {
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.links.extend(other.links.into_iter().map(|(range, address)| (shift(&range, by), address)));
        let moved = other.pieces.into_iter().map(|piece| Piece { text: shift(&piece.text, by), ..piece });
        self.pieces.extend(moved);
    }

    /// Cuts blanks at the end.
    pub(crate) fn trim_end(&mut self) {
        let keep = self.text.trim_end().len();
        self.cut(keep);
    }

    /// Keeps the first `keep` bytes, for a hyphen that only a line's end made.
    pub(crate) fn keep(&mut self, keep: usize) {
        self.cut(keep);
    }

    /// Keeps the first `keep` bytes (a character boundary).
    fn cut(&mut self, keep: usize) {
        self.text.truncate(keep);
        for (range, _) in &mut self.links {
            *range = range.start.min(keep)..range.end.min(keep);
        }
        // A cut piece no longer corresponds character by character from its end, but does from its
        // start, which is how `redact` counts.
        self.pieces.retain(|piece| piece.text.start < keep);
        for piece in &mut self.pieces {
            piece.text.end = piece.text.end.min(keep);
        }
    }
}

fn shift(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// A block whose text is ready but whose turn has not come.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) draft: Draft,
    pub(crate) kind: BlockKind,
    pub(crate) place: Place,
    pub(crate) concealed: Option<Concealed>,
}

/// A file as read for `redact`: what it says and where each piece stood.
pub(crate) struct Traced {
    pub(crate) extract: Extract,
    pub(crate) origins: Vec<Origin>,
    /// Names of parts, to which origins refer.
    pub(crate) parts: Vec<String>,
    pub(crate) nested: Vec<Nested>,
}

/// Where a file within the file stands in the whole extract, for `redact`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Nested {
    /// The name of the part that holds it.
    pub(crate) part: String,
    /// Its blocks, indexes into those of the whole.
    pub(crate) blocks: Range<usize>,
    /// Where its text begins in the text of the whole.
    pub(crate) text: usize,
}

/// Puts an [`Extract`] together under the limits.
pub(crate) struct Builder<'l> {
    pub(crate) limits: &'l Limits,
    pub(crate) extract: Extract,
    origins: Option<Vec<Origin>>,
    parts: Vec<String>,
    cells: usize,
    /// How many files this one lies within.
    depth: usize,
    nested: Vec<Nested>,
}

impl<'l> Builder<'l> {
    pub(crate) fn new(limits: &'l Limits) -> Builder<'l> {
        let (extract, parts, nested) = (Extract::default(), Vec::new(), Vec::new());
        Builder { limits, extract, origins: None, parts, cells: 0, depth: 0, nested }
    }

    /// For a file that lies within `depth` others.
    pub(crate) fn within(limits: &'l Limits, depth: usize, traced: bool) -> Builder<'l> {
        Builder { origins: traced.then(Vec::new), depth, ..Builder::new(limits) }
    }

    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    pub(crate) fn is_traced(&self) -> bool {
        self.origins.is_some()
    }

    /// Names the part that is read from now on; its index goes into pieces.
    pub(crate) fn enter(&mut self, part: &str) -> usize {
        if let Some(known) = self.parts.iter().position(|name| name == part) {
            return known;
        }
        self.parts.push(part.to_owned());
        self.parts.len() - 1
    }

    /// Counts table cells against the limit.
    pub(crate) fn count_cell(&mut self) -> Result<(), ReadError> {
        self.cells += 1;
        if self.cells > self.limits.max_cells {
            return Err(ReadError::TooLarge { what: "cells", limit: self.limits.max_cells as u64 });
        }
        Ok(())
    }

    fn make_room(&self, more: usize) -> Result<(), ReadError> {
        if self.extract.text.len().saturating_add(more) > self.limits.max_text {
            return Err(ReadError::TooLarge { what: "text-bytes", limit: self.limits.max_text as u64 });
        }
        if self.extract.blocks.len() >= self.limits.max_cells {
            return Err(ReadError::TooLarge { what: "cells", limit: self.limits.max_cells as u64 });
        }
        Ok(())
    }

    /// Adds a finished block.
    pub(crate) fn emit(&mut self, pending: Pending) -> Result<Range<usize>, ReadError> {
        let Pending { draft, kind, place, concealed } = pending;
        self.make_room(draft.text.len())?;
        let range = self.extract.push(&draft.text, kind, place, concealed);
        for (link, address) in draft.links {
            self.extract.links.push(Link { range: shift(&link, range.start), address });
        }
        if let Some(origins) = &mut self.origins {
            origins.extend(draft.pieces.into_iter().map(|piece| Origin {
                text: shift(&piece.text, range.start),
                part: piece.part,
                source: piece.source,
                mapping: Mapping::Chars,
            }));
        }
        Ok(range)
    }

    /// Adds a block of plain text with at most one origin.
    pub(crate) fn emit_text(
        &mut self,
        text: &str,
        kind: BlockKind,
        place: Place,
        concealed: Option<Concealed>,
    ) -> Result<Range<usize>, ReadError> {
        self.make_room(text.len())?;
        Ok(self.extract.push(text, kind, place, concealed))
    }

    /// Says where text that was just emitted came from.
    pub(crate) fn trace(&mut self, text: Range<usize>, part: usize, source: Range<usize>, mapping: Mapping) {
        if let Some(origins) = &mut self.origins {
            origins.push(Origin { text, part, source, mapping });
        }
    }

    pub(crate) fn link(&mut self, range: Range<usize>, address: &str) {
        self.extract.links.push(Link { range, address: address.to_owned() });
    }

    pub(crate) fn notice(&mut self, key: &'static str, at: impl Into<String>) {
        self.extract.notices.push(Notice { key, at: at.into() });
    }

    /// A picture in the running text; of very many only the first.
    pub(crate) fn picture(&mut self, picture: Picture) {
        if self.extract.pictures.len() < MOST_PICTURES {
            self.extract.pictures.push(picture);
        }
    }

    pub(crate) fn finish(mut self) -> Extract {
        self.order_links();
        self.extract
    }

    pub(crate) fn finish_traced(mut self) -> Traced {
        self.order_links();
        let Builder { extract, origins, parts, nested, .. } = self;
        Traced { extract, origins: origins.unwrap_or_default(), parts, nested }
    }

    /// Puts what was read of the file within the file, in the part `name`, behind what there is.
    pub(crate) fn take_nested(&mut self, name: &str, own: Builder<'_>) {
        let own = own.finish();
        let (text, first) = (self.extract.text.len(), self.extract.blocks.len());
        let tables = tables(self.extract.blocks.iter().map(|block| &block.kind));
        self.extract.text.push_str(&own.text);
        // Every block ends with a line feed, but for the last of a plain text.
        if !own.text.is_empty() && !own.text.ends_with('\n') {
            self.extract.text.push('\n');
        }
        for mut block in own.blocks {
            block.range = shift(&block.range, text);
            // What is in a file within the file is stored there, whatever it is in its own right.
            block.concealed = block.concealed.or(Some(Concealed::Stored));
            block.place = place_within(name, block.place);
            if let BlockKind::Cell { table, .. } = &mut block.kind {
                *table += tables;
            }
            self.extract.blocks.push(block);
        }
        let links = own.links.into_iter().map(|link| Link { range: shift(&link.range, text), ..link });
        self.extract.links.extend(links);
        let notices = own.notices.into_iter().map(|notice| Notice { at: format!("{name}/{}", notice.at), ..notice });
        self.extract.notices.extend(notices);
        let blocks = first..self.extract.blocks.len();
        self.nested.push(Nested { part: name.to_owned(), blocks, text });
    }

    fn order_links(&mut self) {
        self.extract.links.sort_by_key(|link| (link.range.start, link.range.end));
    }
}

/// A place in the file `name` within the file.
fn place_within(name: &str, own: Place) -> Place {
    match own {
        Place::Cell { sheet, cell } => Place::Cell { sheet: format!("{name}/{sheet}"), cell },
        Place::Paragraph { part, number } => Place::Property(format!("{name}/{part}:{number}")),
        Place::Page { page, line } => Place::Property(format!("{name}/{page}:{line}")),
        Place::Line { line, column } => Place::Property(format!("{name}/{line}:{column}")),
        Place::Property(inner) => Place::Property(format!("{name}/{inner}")),
    }
}

/// The number of tables of a file, so that those of another can be counted on.
fn tables<'k>(kinds: impl Iterator<Item = &'k BlockKind>) -> usize {
    let index = |kind: &BlockKind| match kind {
        BlockKind::Cell { table, .. } => Some(table + 1),
        _ => None,
    };
    kinds.filter_map(index).max().unwrap_or(0)
}
