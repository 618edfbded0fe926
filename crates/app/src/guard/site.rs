//! Where a person finds a place again in a file that shows no lines: page, paragraph, table, cell, property.
//!
//! Lines and columns count in the extracted text, which nobody sees of a Word file or a PDF. Nothing is read here;
//! the reader's blocks know.

use crate::words::Lang;
use domain::extract::{Block, BlockKind, Extract, Place};
use serde::Serialize;

/// A place in the original. Fields of the JSON contract, each absent where it says nothing; all count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Site {
    /// Page of a PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    /// Line on that page.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// Part of a Word file: `body`, `header`, `footnote`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    /// Paragraph of that part.
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
    /// Table of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<usize>,
    /// Its row.
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    /// Its column.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// Cell of a workbook, `Sheet1!C7`, the sheet's name as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    /// Property, defined name or part that stores the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    property: Option<String>,
}

impl Site {
    /// The place of a byte of the text; none in files whose lines a person sees.
    pub(super) fn of(extract: &Extract, byte: usize) -> Option<Site> {
        Site::of_block(extract.block_at(byte)?)
    }

    fn of_block(block: &Block) -> Option<Site> {
        let site = match &block.place {
            Place::Line { .. } => return None,
            Place::Page { page, line } => Site { page: Some(*page), line: Some(*line), ..Site::default() },
            Place::Paragraph { part, number } => {
                Site { part: Some(part.clone()), paragraph: Some(*number), ..Site::default() }
            }
            Place::Cell { sheet, cell } => {
                return Some(Site { cell: Some(format!("{sheet}!{cell}")), ..Site::default() });
            }
            Place::Property(name) => Site { property: Some(name.clone()), ..Site::default() },
        };
        Some(match block.kind {
            BlockKind::Cell { table, row, column, .. } => {
                Site { table: Some(table + 1), row: Some(row + 1), column: Some(column + 1), ..site }
            }
            _ => site,
        })
    }

    /// In words, between brackets.
    pub fn words(&self, lang: Lang) -> String {
        let number = |value: Option<usize>| value.unwrap_or(1).to_string();
        let said = if let Some(cell) = &self.cell {
            cell.clone()
        } else if let Some(property) = &self.property {
            property.clone()
        } else if self.page.is_some() {
            lang.say_with("site-page", &[("page", &number(self.page)), ("line", &number(self.line))])
        } else if self.table.is_some() {
            let args = [("table", number(self.table)), ("row", number(self.row)), ("column", number(self.column))];
            lang.say_with("site-table", &args.each_ref().map(|(name, value)| (*name, value.as_str())))
        } else {
            let part = self.part.as_deref().unwrap_or("body");
            let key = format!("part-{part}");
            let part = if lang.knows(&key) { lang.say(&key) } else { part.to_string() };
            lang.say_with("site-paragraph", &[("part", &part), ("number", &number(self.paragraph))])
        };
        lang.say_with("site", &[("place", &said)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_by_what_the_original_shows() {
        let mut extract = Extract::default();
        extract.push("甲", BlockKind::Paragraph, Place::Page { page: 3, line: 12 }, None);
        let cell = BlockKind::Cell { table: 0, row: 2, column: 1, row_span: 1, column_span: 1 };
        extract.push("乙", cell.clone(), Place::Paragraph { part: "body".into(), number: 9 }, None);
        extract.push("丙", BlockKind::Note, Place::Paragraph { part: "footnote".into(), number: 2 }, None);
        extract.push("丁", cell, Place::Cell { sheet: "My 'x' Sheet".into(), cell: "B3".into() }, None);
        extract.push("戊", BlockKind::Paragraph, Place::Line { line: 5, column: 1 }, None);
        let told: Vec<Option<String>> =
            (0..5).map(|at| Site::of(&extract, at * 4).map(|site| site.words(Lang::Zh))).collect();
        let wanted = [
            Some("（第3页第12行）"),
            Some("（第1个表第3行第2列）"),
            Some("（脚注第2段）"),
            Some("（My 'x' Sheet!B3）"),
            None,
        ];
        assert_eq!(told, wanted.map(|words| words.map(str::to_string)));
        let json = serde_json::to_string(&Site::of(&extract, 0)).unwrap_or_default();
        assert_eq!(json, r#"{"page":3,"line":12}"#);
    }
}
