//! Where a row stands in its file, as a person finds it again.
//!
//! Kept small, for there may be a million of them: the columns of one head are shared.

use super::Language;
use domain::ledger::{Table, columns};
use std::sync::Arc;

/// The form of file the place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceKind {
    Sheet,
    Line,
    Object,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPlace {
    /// The sheet's name in a workbook, empty in text, the table's key in JSON.
    pub sheet: Arc<str>,
    /// Row of the sheet or line of the text from 1; in JSON the position in the array from 0.
    pub row: u64,
    pub(crate) kind: PlaceKind,
    pub(crate) table: Table,
    /// For each column of the table, the column of the file from 0.
    pub(crate) columns: Arc<[Option<u32>]>,
}

impl RowPlace {
    /// The place of one cell by the table's column: `记录!C7`, `第12行“标题”列` (`line 12, column 标题`),
    /// `records[3].title`. A column the file does not have gives the place of the row with the column's name.
    pub fn cell(&self, column: usize, language: Language) -> String {
        let Some(about) = columns(self.table).get(column) else { return self.row(language) };
        match (self.kind, language) {
            (PlaceKind::Sheet, _) => match self.columns.get(column).copied().flatten() {
                Some(at) => format!("{}!{}{}", quoted(&self.sheet), letters(at), self.row),
                None => format!("{}!{} {}", quoted(&self.sheet), self.row, about.zh),
            },
            (PlaceKind::Line, Language::Zh) => format!("第{}行“{}”列", self.row, about.zh),
            (PlaceKind::Line, Language::En) => format!("line {}, column {}", self.row, about.zh),
            (PlaceKind::Object, _) => format!("{}[{}].{}", self.sheet, self.row, about.key),
        }
    }

    /// Whether the file has this column of the table at all: an empty cell in it says something, a missing one nothing.
    pub fn has(&self, column: usize) -> bool {
        self.kind == PlaceKind::Object || self.columns.get(column).copied().flatten().is_some()
    }

    /// The place of the whole row: `记录!7`, `第12行`, `records[3]`.
    pub fn row(&self, language: Language) -> String {
        match (self.kind, language) {
            (PlaceKind::Sheet, _) => format!("{}!{}", quoted(&self.sheet), self.row),
            (PlaceKind::Line, Language::Zh) => format!("第{}行", self.row),
            (PlaceKind::Line, Language::En) => format!("line {}", self.row),
            (PlaceKind::Object, _) => format!("{}[{}]", self.sheet, self.row),
        }
    }
}

/// What a remark about a file is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// The file, or what several rows name.
    Whole,
    /// A whole sheet, by its name.
    Sheet(Arc<str>),
    /// A row, or one of its cells by the table's column.
    Row(RowPlace, Option<usize>),
    /// A cell that need not belong to a column of the table, such as a head, by its column in the file from 0.
    File(RowPlace, u32),
}

impl Spot {
    /// The place in words: the sheet's name, `记录!C7`, `记录!7`.
    pub fn text(&self, language: Language) -> String {
        match self {
            Spot::Whole => String::new(),
            Spot::Sheet(name) => name.to_string(),
            Spot::Row(place, Some(column)) => place.cell(*column, language),
            Spot::Row(place, None) => place.row(language),
            Spot::File(place, column) => match (place.kind, language) {
                (PlaceKind::Sheet, _) => file_cell(place.kind, &place.sheet, place.row, *column),
                (PlaceKind::Line, Language::Zh) => format!("第{}行第{}列", place.row, column + 1),
                (PlaceKind::Line, Language::En) => format!("line {}, column {}", place.row, column + 1),
                (PlaceKind::Object, _) => place.row(language),
            },
        }
    }
}

/// A sheet's name as spreadsheets write it before `!`.
fn quoted(name: &str) -> String {
    if name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        name.to_string()
    } else {
        format!("'{}'", name.replace('\'', "''"))
    }
}

/// `0` is A, `25` Z, `26` AA.
pub(crate) fn letters(at: u32) -> String {
    let mut text = Vec::new();
    let mut rest = u64::from(at) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        text.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    text.iter().rev().collect()
}

/// The place of a cell of the file that need not belong to a column, for notices.
pub(crate) fn file_cell(kind: PlaceKind, sheet: &str, row: u64, column: u32) -> String {
    match kind {
        PlaceKind::Sheet => format!("{}!{}{row}", quoted(sheet), letters(column)),
        PlaceKind::Line => format!("{row}:{}", column + 1),
        PlaceKind::Object => format!("{sheet}[{row}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        for (at, wanted) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(at), wanted);
        }
    }
}
