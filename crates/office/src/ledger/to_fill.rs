//! A workbook to send out and take back: rows of a ledger in which something is missing, below lines for people, and a
//! first sheet that says who has to supply what.
//!
//! It reads back as the rows it holds: the first sheet is that of descriptions, and lines for people bear the mark of remarks,
//! both of which reading passes over.

use super::LedgerFileError;
use super::write_xlsx::Sheets;
use domain::ledger::{Row, TO_FILL_MARK as MARK, Table};

/// A line of a table's sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A row as the ledger has it.
    Row(Table, Row),
    /// Cells for people, by column; the first gets the mark by which reading passes over them.
    Remark(Table, Vec<String>),
}

impl Line {
    pub(super) fn table(&self) -> Table {
        match self {
            Line::Row(table, _) | Line::Remark(table, _) => *table,
        }
    }

    pub(super) fn cells(&self) -> &[String] {
        match self {
            Line::Row(_, row) => &row.0,
            Line::Remark(_, cells) => cells,
        }
    }
}

/// The workbook. `list` is what the first sheet says, its heads first.
pub fn write_to_fill(list: &[Vec<String>], lines: &[Line]) -> Result<Vec<u8>, LedgerFileError> {
    let mut sheets = Sheets::with_list(list)?;
    for line in lines {
        match line {
            Line::Row(table, row) => sheets.row(*table, row)?,
            Line::Remark(table, cells) => {
                let mut cells = cells.clone();
                if let Some(first) = cells.first_mut() {
                    first.insert_str(0, MARK);
                }
                sheets.remark(*table, &cells)?;
            }
        }
    }
    let mut bytes = Vec::new();
    sheets.save(&mut bytes)?;
    Ok(bytes)
}
