//! What a reader of files found in one file: its text, cut into blocks with places.
//!
//! The seam between `office` (which reads .docx, .xlsx, .pdf, .html, .md, .txt, .csv) and `check`
//! (which looks for statements that do not hold and for personal data). Plain data, no behaviour
//! that reads a file; it must not know any format's library.

use std::ops::Range;

/// One file as text.
///
/// `text` holds every block's text in reading order, one `'\n'` after each block. Positions shown to
/// users count Unicode scalar values of `text` from 0; ranges inside the program are byte ranges of
/// `text`, always on character boundaries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extract {
    /// The whole text.
    pub text: String,
    /// The blocks in reading order; their ranges do not overlap and rise.
    pub blocks: Vec<Block>,
    /// Addresses behind link texts (the visible text may differ from the address).
    pub links: Vec<Link>,
    /// What could not be read, in words for a person, as message keys with arguments:
    /// for example `("page-is-picture", "3")`.
    pub notices: Vec<Notice>,
    /// Pictures in the running text of a Word file, in its order.
    pub pictures: Vec<Picture>,
}

/// A picture in the running text of a Word file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The paragraph of the body that it stands in, from 1.
    pub paragraph: usize,
    /// The part of the file that holds it; `None` when the file only says where it lies elsewhere.
    pub part: Option<String>,
    /// What its writer says that it shows; may be empty.
    pub shows: String,
}

/// A run of text that belongs together: a paragraph, a cell, a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where its text lies in [`Extract::text`], without the closing line feed.
    pub range: Range<usize>,
    /// What it is in the document's structure.
    pub kind: BlockKind,
    /// Where a person finds it again in the original.
    pub place: Place,
    /// Why a reader of the document would not see it, if so.
    pub concealed: Option<Concealed>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 to 9.
    Heading(u8),
    /// Running text. In plain text and PDF one paragraph may span several lines.
    Paragraph,
    /// A list entry; `marker` is its number or bullet as printed, which is *not* part of the text when
    /// the document numbers by itself (Word, HTML, Markdown `1.` stays in the text).
    ListItem {
        /// The automatic number as the reader sees it, such as `（3）`.
        marker: Option<String>,
        /// Depth from 0.
        level: u8,
    },
    /// A cell of a table in a document, or of a worksheet.
    Cell {
        /// Which table, counted from 0 over the file (one per worksheet).
        table: usize,
        /// Row from 0.
        row: usize,
        /// Column from 0.
        column: usize,
        /// Rows it covers, at least 1.
        row_span: usize,
        /// Columns it covers, at least 1.
        column_span: usize,
    },
    /// A footnote or endnote.
    Note,
    /// A page header or footer.
    PageMargin,
    /// Text in a text box or shape.
    TextBox,
    /// A reviewer's comment.
    Comment,
    /// Text that tracked changes have removed but the file still holds.
    Deleted,
    /// A document property such as author or title; the name is in the place.
    Property,
    /// A defined name of a workbook, a pivot cache entry and other stored but unshown text.
    Stored,
}

/// Where a person finds a block again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// First line of the block in a text file, from 1. Its first character is at `column`, from 1.
    Line {
        /// Line from 1.
        line: usize,
        /// Column from 1, in Unicode scalar values.
        column: usize,
    },
    /// A paragraph of a Word file, from 1, counted over the body; for parts outside the body (`part` is
    /// then `header`, `footer`, `footnote`, `comment`, `textbox`) from 1 within them.
    Paragraph {
        /// `body` or the part's name.
        part: String,
        /// Number from 1.
        number: usize,
    },
    /// A page of a PDF from 1 and a line on it from 1.
    Page {
        /// Page from 1.
        page: usize,
        /// Line from 1.
        line: usize,
    },
    /// A cell of a worksheet or CSV file, as `Sheet1!C7`.
    Cell {
        /// Sheet name.
        sheet: String,
        /// Cell address such as `C7`.
        cell: String,
    },
    /// A named property, name or part of the file.
    Property(String),
}

/// Why a block is in the file although a reader of the document does not see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Concealed {
    /// On a hidden or very hidden sheet.
    HiddenSheet,
    /// In a hidden row.
    HiddenRow,
    /// In a hidden column.
    HiddenColumn,
    /// Formatted as hidden text.
    HiddenText,
    /// Removed by a tracked change.
    TrackedDeletion,
    /// Drawn over by an opaque shape in a PDF.
    Covered,
    /// Held by the file but shown nowhere: caches, names, properties.
    Stored,
}

/// An address and the text that carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The link's text in [`Extract::text`]; an empty range at the place where it stands when it has none.
    pub range: Range<usize>,
    /// The address as written in the file.
    pub address: String,
}

/// Something about the file that a person must know to judge the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Message key under `extract.` in the locales.
    pub key: &'static str,
    /// The one argument of the message: a page, a sheet, a part.
    pub at: String,
}

impl Extract {
    /// Appends a block with its text and the line feed after it.
    pub fn push(&mut self, text: &str, kind: BlockKind, place: Place, concealed: Option<Concealed>) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        let range = start..self.text.len();
        self.text.push('\n');
        self.blocks.push(Block { range: range.clone(), kind, place, concealed });
        range
    }

    /// The text of one block.
    pub fn text_of(&self, block: &Block) -> &str {
        &self.text[block.range.clone()]
    }

    /// The block that holds byte `at` of the text, if any.
    pub fn block_at(&self, at: usize) -> Option<&Block> {
        let after = self.blocks.partition_point(|block| block.range.start <= at);
        self.blocks[..after].last().filter(|block| at <= block.range.end)
    }
}
