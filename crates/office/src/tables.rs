//! The tables of a document as a workbook: a sheet a table, for sorting and searching what a printed annex lists.
//!
//! Words and addresses only; numbers that stand alone in a cell are written as numbers. Fixed times, so that the same
//! document gives the same bytes. It must not know what the tables are about.

use domain::document::{Block, Document, Inline, Table, plain};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Characters that a sheet's name may not hold, and how long it may be.
const REFUSED: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
const LONGEST_NAME: usize = 31;
/// Characters a cell may hold, and a link.
const LONGEST_CELL: usize = 32_767;
const LONGEST_LINK: usize = 2_000;

/// Why no workbook could be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written: {0}")]
pub struct TablesError(String);

/// One sheet for each table of the document, named after the heading above it.
pub fn write_tables(document: &Document) -> Result<Vec<u8>, TablesError> {
    book(document).map_err(|error| TablesError(error.to_string().chars().take(120).collect()))
}

fn book(document: &Document) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new()
        .set_title(document.title_line())
        .set_author(&document.issuer)
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let mut heading = String::new();
    let mut names: Vec<String> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading { number, text, .. } => heading = format!("{number}{text}"),
            Block::Table(table) => {
                let name = sheet_name(&heading, names.len() + 1, &names);
                let sheet = book.add_worksheet().set_name(&name)?;
                names.push(name);
                write_sheet(sheet, table)?;
            }
            _ => {}
        }
    }
    if names.is_empty() {
        book.add_worksheet();
    }
    book.save_to_buffer()
}

fn sheet_name(heading: &str, number: usize, taken: &[String]) -> String {
    let words = heading.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = words.chars().filter(|c| !REFUSED.contains(c) && !c.is_control()).take(LONGEST_NAME).collect();
    let name = name.trim_matches('\'').to_string();
    if name.is_empty() || taken.contains(&name) { format!("{number}") } else { name }
}

fn write_sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let cell = Format::new().set_text_wrap().set_align(FormatAlign::VerticalCenter).set_border(FormatBorder::Thin);
    let head = cell.clone().set_bold().set_align(FormatAlign::Center);
    let caption = Format::new().set_bold().set_align(FormatAlign::Center);
    let last = u16::try_from(table.columns.len().max(1) - 1).unwrap_or(u16::MAX);
    if last > 0 {
        sheet.merge_range(0, 0, 0, last, &table.caption, &caption)?;
    }
    for (at, column) in (0u16..).zip(&table.columns) {
        sheet.write_string_with_format(1, at, &column.head, &head)?;
        sheet.set_column_width(at, f64::from(column.width).max(6.0) * 1.1)?;
    }
    for (row, cells) in (2u32..).zip(&table.rows) {
        for (at, inlines) in (0u16..).zip(cells) {
            write_cell(sheet, row, at, inlines, &cell)?;
        }
    }
    let end = u32::try_from(table.rows.len()).unwrap_or(u32::MAX - 2) + 1;
    sheet.autofilter(1, 0, end, last)?;
    sheet.set_freeze_panes(2, 0)?;
    sheet.set_landscape().set_paper_size(9).set_repeat_rows(1, 1)?;
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, row: u32, at: u16, inlines: &[Inline], look: &Format) -> Result<(), XlsxError> {
    let text: String = plain(inlines).chars().take(LONGEST_CELL).collect();
    let number = text.parse::<u32>().ok().filter(|number| number.to_string() == text);
    let link = match inlines {
        [Inline::Link { address, .. }] => Some(address).filter(|address| address.chars().count() <= LONGEST_LINK),
        _ => None,
    };
    match (number, link) {
        (Some(number), _) => sheet.write_number_with_format(row, at, number, look)?,
        (None, Some(address)) => {
            match sheet.write_url_with_options(row, at, address.as_str(), &text, "", Some(look)) {
                Ok(sheet) => sheet,
                // Whatever a workbook does not take as an address is still a word.
                Err(_) => sheet.write_string_with_format(row, at, &text, look)?,
            }
        }
        (None, None) => sheet.write_string_with_format(row, at, &text, look)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_called_by_its_heading_once() {
        assert_eq!(sheet_name("附件1　主动公开信息明细表", 1, &[]), "附件1 主动公开信息明细表");
        assert_eq!(sheet_name("a/b:c", 1, &["abc".into()]), "1");
        assert_eq!(sheet_name("", 3, &[]), "3");
    }
}
