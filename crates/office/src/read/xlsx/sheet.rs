//! One worksheet: cells with what hides them, merges, links, margins.
//!
//! It exists because only the sheet's own XML says which rows and columns are hidden. It must not trust the
//! stated dimension (`A1:XFD1048576`): only cells that are there count.

use std::ops::Range;

use domain::extract::{BlockKind, Concealed, Place};

use super::super::ReadError;
use super::super::builder::{Builder, Draft, Mapping, Pending};
use super::super::package::Relations;
use super::super::xml::{Tag, Token, Xml};
use super::Workbook;
use super::formats::show;

const MAX_ROW: usize = 1_048_576;
const MAX_COLUMN: usize = 16_384;

/// A worksheet part and what the workbook says about it.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) part: &'a str,
    pub(crate) name: &'a str,
    pub(crate) table: usize,
    pub(crate) hidden: bool,
}

/// The cell that is open.
#[derive(Default)]
struct Open {
    start: usize,
    row: usize,
    column: usize,
    kind: Kind,
    style: usize,
    /// Raw text of `<v>` or inline text.
    value: String,
    pieces: Vec<(Range<usize>, Range<usize>)>,
    formula: Draft,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Inline,
    Boolean,
}

/// What text belongs to while a sheet is walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Value,
    Formula,
    Margin,
    Stored,
}

struct Sheet<'a, 's, 'l> {
    source: &'s Source<'s>,
    workbook: &'s mut Workbook,
    relations: &'s Relations,
    builder: &'s mut Builder<'l>,
    part: usize,
    /// Row, column and block of every cell so far, in the order of the file.
    cells: Vec<(u32, u32, u32)>,
    hidden_columns: Vec<bool>,
    hidden_row: bool,
    row: usize,
    column: usize,
    open: Option<Open>,
    within: Within,
    margin: Draft,
    xml: Xml<'a>,
}

/// Reads one sheet.
pub(crate) fn read(
    source: &Source<'_>,
    workbook: &mut Workbook,
    relations: &Relations,
    builder: &mut Builder<'_>,
) -> Result<(), ReadError> {
    let part = builder.enter(source.part);
    let xml = Xml::new(source.text, source.part, builder.limits.max_depth);
    let sheet = Sheet {
        source,
        workbook,
        relations,
        builder,
        part,
        cells: Vec::new(),
        hidden_columns: Vec::new(),
        hidden_row: false,
        row: 0,
        column: 0,
        open: None,
        within: Within::Nothing,
        margin: Draft::default(),
        xml,
    };
    sheet.run()
}

impl Sheet<'_, '_, '_> {
    fn run(mut self) -> Result<(), ReadError> {
        while let Some(token) = self.xml.next()? {
            match token {
                Token::Open(tag) => self.open(&tag)?,
                Token::Close(end) => self.close(end.name())?,
                Token::Text(text, at) => self.text(&text, at),
            }
        }
        Ok(())
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        match tag.name() {
            "c" => self.begin_cell(tag),
            "v" if self.open.is_some() => self.within = Within::Value,
            "t" if self.open.is_some() => self.within = Within::Value,
            "f" if self.open.is_some() => self.within = Within::Formula,
            "rPh" => self.xml.skip()?,
            "row" => {
                self.row = number(tag, "r").map_or(self.row + 1, |row| row.min(MAX_ROW)).max(1);
                self.column = 0;
                let flat = tag.attr("ht").is_some_and(|height| height.parse() == Ok(0.0f64));
                self.hidden_row = tag.flag("hidden").unwrap_or(false) || flat;
            }
            "col" => {
                let flat = tag.attr("width").is_some_and(|width| width.parse() == Ok(0.0f64));
                if tag.flag("hidden").unwrap_or(false) || flat {
                    let first = number(tag, "min").unwrap_or(1).clamp(1, MAX_COLUMN);
                    let last = number(tag, "max").unwrap_or(first).clamp(first, MAX_COLUMN);
                    if self.hidden_columns.len() < last {
                        self.hidden_columns.resize(last, false);
                    }
                    self.hidden_columns[first - 1..last].fill(true);
                }
            }
            "mergeCell" => {
                if let Some(area) = tag.attr("ref") {
                    self.merge(&area);
                }
            }
            "hyperlink" => self.link(tag),
            "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter" => {
                self.within = Within::Margin;
            }
            // Lists to choose from and rules for colours; then kept choices of filters, values of scenarios.
            "formula1" | "formula2" | "formula" => self.within = Within::Stored,
            "filter" | "customFilter" | "inputCells" => self.stored_attribute(tag, "val")?,
            "dataValidation" => {
                for name in ["promptTitle", "prompt", "errorTitle", "error"] {
                    self.stored_attribute(tag, name)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "v" | "t" | "f" => self.within = Within::Nothing,
            "c" => {
                if let Some(cell) = self.open.take() {
                    self.end_cell(cell)?;
                }
            }
            "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader" | "firstFooter" => {
                self.end_aside(BlockKind::PageMargin, None)?;
            }
            // Only a constant is a person's word; the rest are cells and comparisons.
            "formula1" | "formula2" | "formula" if !self.margin.text.contains('"') => {
                self.within = Within::Nothing;
                self.margin = Draft::default();
            }
            "formula1" | "formula2" | "formula" => self.end_aside(BlockKind::Stored, Some(Concealed::Stored))?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str, at: Range<usize>) {
        match (self.within, &mut self.open) {
            (Within::Value, Some(cell)) => {
                let start = cell.value.len();
                cell.value.push_str(text);
                if self.builder.is_traced() {
                    cell.pieces.push((start..cell.value.len(), at));
                }
            }
            (Within::Formula, Some(cell)) => cell.formula.push_from(text, self.part, at),
            (Within::Margin | Within::Stored, _) => self.margin.push_from(text, self.part, at),
            _ => {}
        }
    }

    fn end_aside(&mut self, kind: BlockKind, concealed: Option<Concealed>) -> Result<(), ReadError> {
        self.within = Within::Nothing;
        let draft = std::mem::take(&mut self.margin);
        // `&C&"Arial"&12&A` is a sheet's name in the middle, and nothing a person wrote.
        let only_codes = kind == BlockKind::PageMargin && !has_words(&draft.text);
        if draft.is_blank() || only_codes {
            return Ok(());
        }
        let place = Place::Property(self.source.name.to_owned());
        self.builder.emit(Pending { draft, kind, place, concealed })?;
        Ok(())
    }

    fn stored_attribute(&mut self, tag: &Tag<'_>, name: &str) -> Result<(), ReadError> {
        let (Some(value), Some(at)) = (tag.attr(name), tag.attr_source(name)) else { return Ok(()) };
        self.margin.push_from(&value, self.part, at);
        self.end_aside(BlockKind::Stored, Some(Concealed::Stored))
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) {
        let mut cell = Open { start: tag.start, row: self.row.max(1) - 1, column: self.column, ..Open::default() };
        for (name, value) in tag.each_attr() {
            match name {
                "r" => {
                    if let Some((row, column)) = address(&value) {
                        (cell.row, cell.column) = (row, column);
                    }
                }
                "s" => cell.style = value.parse().unwrap_or(0),
                "t" => {
                    cell.kind = match value.as_ref() {
                        "s" => Kind::Shared,
                        "str" | "e" | "d" => Kind::Text,
                        "inlineStr" => Kind::Inline,
                        "b" => Kind::Boolean,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        self.column = cell.column + 1;
        self.open = Some(cell);
    }

    fn concealed(&self, column: usize) -> Option<Concealed> {
        if self.source.hidden {
            Some(Concealed::HiddenSheet)
        } else if self.hidden_row {
            Some(Concealed::HiddenRow)
        } else if self.hidden_columns.get(column).copied().unwrap_or(false) {
            Some(Concealed::HiddenColumn)
        } else {
            None
        }
    }

    fn end_cell(&mut self, cell: Open) -> Result<(), ReadError> {
        let end = self.xml.position();
        let place = || Place::Cell { sheet: self.source.name.to_owned(), cell: name(cell.row, cell.column) };
        let concealed = self.concealed(cell.column);
        let shared = (cell.kind == Kind::Shared).then(|| cell.value.trim().parse::<usize>().ok()).flatten();
        let shown = match cell.kind {
            Kind::Shared => None,
            Kind::Text | Kind::Inline => Some(unescape_controls(&cell.value)),
            Kind::Boolean => Some(if cell.value.trim() == "1" { "TRUE".into() } else { "FALSE".into() }),
            Kind::Number => {
                let shape = self.workbook.formats.of(cell.style);
                Some(show(&cell.value, shape, self.workbook.from_1904))
            }
        };
        let text = match (&shown, shared) {
            (Some(shown), _) => shown.as_str(),
            (None, Some(index)) => {
                self.workbook.strings.use_one(index);
                self.workbook.strings.get(index).unwrap_or_default()
            }
            (None, None) => "",
        };
        if !text.trim().is_empty() {
            let kind = BlockKind::Cell {
                table: self.source.table,
                row: cell.row,
                column: cell.column,
                row_span: 1,
                column_span: 1,
            };
            let index = u32::try_from(self.builder.extract.blocks.len()).unwrap_or(u32::MAX);
            let at = (cell.row as u32, cell.column as u32);
            let range = self.builder.emit_text(text, kind, place(), concealed)?;
            self.cells.push((at.0, at.1, index));
            if self.builder.is_traced() {
                self.trace(&cell, &range, shared, cell.start..end);
            }
        }
        // A constant written into a formula stays in the file whatever the cell shows.
        if cell.formula.text.contains('"') {
            let draft = cell.formula;
            let place = place();
            self.builder.emit(Pending { draft, kind: BlockKind::Stored, place, concealed: Some(Concealed::Stored) })?;
        }
        Ok(())
    }

    fn trace(&mut self, cell: &Open, range: &Range<usize>, shared: Option<usize>, element: Range<usize>) {
        let shift = |at: &Range<usize>| range.start + at.start..range.start + at.end;
        if let Some(index) = shared {
            let strings = &self.workbook.strings;
            for (text, source) in strings.pieces(index) {
                self.builder.trace(shift(text), strings.part, source.clone(), Mapping::Chars);
            }
        } else if cell.kind == Kind::Inline && cell.formula.text.is_empty() && !cell.value.contains("_x") {
            for (text, source) in &cell.pieces {
                self.builder.trace(shift(text), self.part, source.clone(), Mapping::Chars);
            }
        } else {
            self.builder.trace(range.clone(), self.part, element, Mapping::Cell);
        }
    }

    /// The block of a cell of this sheet; Excel writes cells in order, so it is found by halving.
    fn block_of(&self, row: usize, column: usize) -> Option<usize> {
        let wanted = (u32::try_from(row).ok()?, u32::try_from(column).ok()?);
        let found = self.cells.binary_search_by_key(&wanted, |(row, column, _)| (*row, *column)).ok()?;
        Some(self.cells[found].2 as usize)
    }

    fn merge(&mut self, area: &str) {
        let Some((first, last)) = area.split_once(':') else { return };
        let (Some(first), Some(last)) = (address(first), address(last)) else { return };
        let Some(at) = self.block_of(first.0, first.1) else { return };
        if let BlockKind::Cell { row_span, column_span, .. } = &mut self.builder.extract.blocks[at].kind {
            *row_span = last.0.saturating_sub(first.0) + 1;
            *column_span = last.1.saturating_sub(first.1) + 1;
        }
    }

    fn link(&mut self, tag: &Tag<'_>) {
        let Some(relation) = tag.attr("id").and_then(|id| self.relations.get(id.as_ref())) else { return };
        let Some((row, column)) = tag.attr("ref").and_then(|area| address(area.split(':').next()?)) else { return };
        if !relation.external {
            return;
        }
        let end = self.builder.extract.text.len();
        let range = match self.block_of(row, column) {
            Some(at) => self.builder.extract.blocks[at].range.clone(),
            None => end..end,
        };
        let address = relation.target.clone();
        self.builder.link(range, &address);
    }
}

fn number(tag: &Tag<'_>, name: &str) -> Option<usize> {
    tag.number(name).and_then(|number| usize::try_from(number).ok())
}

/// Whether a header or footer says more than its codes for fonts, sizes, fields and thirds.
fn has_words(margin: &str) -> bool {
    let mut rest = margin.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, rest.peek().copied()) {
            ('&', Some('"')) => {
                rest.next();
                rest.by_ref().find(|c| *c == '"');
            }
            ('&', Some(code)) if code.is_ascii_digit() => while rest.next_if(char::is_ascii_digit).is_some() {},
            ('&', Some(_)) => {
                rest.next();
            }
            (c, _) if c.is_alphanumeric() => return true,
            _ => {}
        }
    }
    false
}

/// `_x000D_` is how a worksheet writes a control character.
fn unescape_controls(text: &str) -> String {
    text.replace("_x000D_", "").replace("_x000A_", "\n")
}

/// `C7` as row and column from 0.
pub(crate) fn address(text: &str) -> Option<(usize, usize)> {
    let text = text.trim();
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let column = text.bytes().take(letters).fold(0, |sum, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    let row: usize = text[letters..].parse().ok()?;
    ((1..=MAX_ROW).contains(&row) && column <= MAX_COLUMN).then(|| (row - 1, column - 1))
}

/// Row and column from 0 as `C7`.
pub(crate) fn name(row: usize, column: usize) -> String {
    let mut letters = Vec::with_capacity(3);
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0));
        rest = (rest - 1) / 26;
    }
    let mut text: String = letters.iter().rev().map(|byte| char::from(*byte)).collect();
    text.push_str(&(row + 1).to_string());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_names_and_positions_are_each_others_inverse() {
        for (row, column, text) in [(0, 0, "A1"), (6, 2, "C7"), (0, 26, "AA1"), (1_048_575, 16_383, "XFD1048576")] {
            assert_eq!(name(row, column), text);
            assert_eq!(address(text), Some((row, column)));
        }
        for wrong in ["", "7", "A0", "XFE1", "A1048577", "ABCD1", "A1B"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
