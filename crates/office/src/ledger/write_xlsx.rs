//! Writing workbooks: a sheet a table, every cell text, heads styled and frozen, words offered as lists.
//!
//! The workbook is held in memory, 3 kB a row, until it is whole: its writer cannot say that a disk it works on is full.
//! A text longer than a cell may be goes on in `#续` rows.

use super::LedgerFileError;
use super::describe::about_table;
use super::sheets::DESCRIPTIONS;
use super::text::guarded_mark;
use domain::ledger::{Row, Table, columns};
use domain::record::{Audience, Form, Origin, Validity};
use domain::school::{ChannelKind, UnitKind};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    IgnoreError, Workbook, Worksheet, XlsxError,
};
use std::io::Write;

/// UTF-16 units a cell is given; the form allows 32,767, less room for an apostrophe.
const CELL: usize = 32_000;
/// Rows of a sheet: of the 1,048,576 that the form allows, as many as fit into a gigabyte.
const ROWS: u32 = 300_000;
/// The last row for which the allowed words are offered as a list.
const LAST_LISTED_ROW: u32 = 9_999;

pub(crate) fn write(out: &mut dyn Write, rows: &mut dyn Iterator<Item = (Table, Row)>) -> Result<u64, LedgerFileError> {
    let mut sheets = Sheets::new(Workbook::new())?;
    let mut count = 0;
    for (table, row) in rows {
        sheets.row(table, &row)?;
        count += 1;
    }
    sheets.save(out)?;
    Ok(count)
}

/// A workbook under way.
pub(crate) struct Sheets {
    book: Workbook,
    /// Index of the first table's sheet.
    first: usize,
    /// Next free row by table.
    next: Vec<u32>,
    text: Format,
    remark: Format,
}

impl Sheets {
    /// With a sheet for each table behind those that are there.
    fn new(mut book: Workbook) -> Result<Sheets, LedgerFileError> {
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| unwritten(&error))?;
        // A fixed date: the same rows must give the same bytes.
        book.set_properties(
            &DocProperties::new().set_title("信息公开台账").set_author("Gongkai").set_creation_datetime(&made),
        );
        let first = book.worksheets().len();
        let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
        for table in Table::ALL {
            begin(book.add_worksheet(), *table, &text).map_err(|error| unwritten(&error))?;
        }
        let remark = Format::new().set_num_format("@").set_italic().set_font_color(Color::Gray);
        Ok(Sheets { book, first, next: vec![1; Table::ALL.len()], text, remark })
    }

    /// With a first sheet that describes every column in both languages.
    pub(crate) fn with_descriptions() -> Result<Sheets, LedgerFileError> {
        let mut book = Workbook::new();
        describe(book.add_worksheet()).map_err(|error| unwritten(&error))?;
        Sheets::new(book)
    }

    /// With a first sheet that lists something for people; reading takes it for descriptions and passes it over.
    pub(crate) fn with_list(list: &[Vec<String>]) -> Result<Sheets, LedgerFileError> {
        let mut book = Workbook::new();
        self::list(book.add_worksheet(), list).map_err(|error| unwritten(&error))?;
        Sheets::new(book)
    }

    fn sheet(&mut self, table: Table) -> Result<(&mut Worksheet, &mut u32), LedgerFileError> {
        let at = Table::ALL.iter().position(|one| *one == table).unwrap_or_default();
        let next = &mut self.next[at];
        if *next >= ROWS {
            return Err(LedgerFileError::Size { what: "sheet-rows", limit: u64::from(ROWS) });
        }
        let sheet = self.book.worksheet_from_index(self.first + at).map_err(|error| unwritten(&error))?;
        Ok((sheet, next))
    }

    /// A row that reading passes over.
    pub(crate) fn remark(&mut self, table: Table, cells: &[String]) -> Result<(), LedgerFileError> {
        let remark = self.remark.clone();
        let (sheet, next) = self.sheet(table)?;
        for (at, cell) in (0u16..).zip(cells) {
            sheet.write_string_with_format(*next, at, cell, &remark).map_err(|error| unwritten(&error))?;
        }
        *next += 1;
        Ok(())
    }

    pub(crate) fn row(&mut self, table: Table, row: &Row) -> Result<(), LedgerFileError> {
        let text = self.text.clone();
        let width = columns(table).len();
        // Texts that do not fit, by column.
        let mut over: Vec<(u16, Vec<String>)> = Vec::new();
        let (sheet, next) = self.sheet(table)?;
        for (at, cell) in (0u16..).zip(row.0.iter().take(width)).filter(|(_, cell)| !cell.is_empty()) {
            let mut parts = cut(cell).into_iter();
            let start = parts.next().unwrap_or_default();
            sheet
                .write_string_with_format(*next, at, &*guarded_mark(&start), &text)
                .map_err(|error| unwritten(&error))?;
            let rest: Vec<String> = parts.collect();
            if !rest.is_empty() {
                over.push((at, rest));
            }
        }
        *next += 1;
        let further = over.iter().map(|(_, parts)| parts.len()).max().unwrap_or(0);
        for part in 0..further {
            let (sheet, next) = self.sheet(table)?;
            sheet.write_string_with_format(*next, 0, "#续", &text).map_err(|error| unwritten(&error))?;
            for (at, parts) in &over {
                let (Some(part), true) = (parts.get(part), *at > 0) else { continue };
                sheet
                    .write_string_with_format(*next, *at, &*guarded_mark(part), &text)
                    .map_err(|error| unwritten(&error))?;
            }
            *next += 1;
        }
        Ok(())
    }

    pub(crate) fn save(mut self, out: &mut dyn Write) -> Result<(), LedgerFileError> {
        let bytes = self.book.save_to_buffer().map_err(|error| unwritten(&error))?;
        out.write_all(&bytes).map_err(|error| LedgerFileError::io(&error))
    }
}

/// Cuts a text into what cells hold; XML has no room for two code points, which become the replacement mark.
fn cut(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut units = 0;
    for c in text.chars() {
        if units + c.len_utf16() > CELL {
            parts.push(String::new());
            units = 0;
        }
        units += c.len_utf16();
        let c = if matches!(c, '\u{FFFE}' | '\u{FFFF}') { char::REPLACEMENT_CHARACTER } else { c };
        parts.last_mut().expect("begins with one part").push(c);
    }
    parts
}

fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_num_format("@")
        .set_background_color(Color::RGB(0xE8_EE_F4))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
}

/// Head, widths, lists and frozen row of a table's sheet.
fn begin(sheet: &mut Worksheet, table: Table, text: &Format) -> Result<(), XlsxError> {
    sheet.set_name(table.zh())?;
    let head = head_format();
    let required = head_format().set_font_color(Color::RGB(0xB0_20_20));
    let last = u16::try_from(columns(table).len()).unwrap_or(u16::MAX).saturating_sub(1);
    for (at, column) in (0u16..).zip(columns(table)) {
        sheet.set_column_width(at, width(column.key))?;
        // Columns are text, so that `2023.5` typed by hand stays what it is.
        sheet.set_column_format(at, text)?;
        let words = words(table, column.key);
        if !words.is_empty() {
            let rule = DataValidation::new()
                .allow_list_strings(&words)?
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_input_message(column.about_zh.chars().take(200).collect::<String>())?;
            sheet.add_data_validation(1, at, LAST_LISTED_ROW, at, &rule)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    // More columns on one page could not be read.
    if columns(table).len() <= 10 {
        printed(sheet)?;
    }
    sheet.ignore_error_range(0, 0, ROWS - 1, last, IgnoreError::NumberStoredAsText)?;
    for (at, column) in (0u16..).zip(columns(table)) {
        let format = if column.required { &required } else { &head };
        sheet.write_string_with_format(0, at, column.zh, format)?;
    }
    Ok(())
}

fn width(key: &str) -> f64 {
    match key {
        "title" | "text" | "body" | "value" | "terms" => 44.0,
        "locator" | "address" | "source" | "summary" | "members" | "duty" | "definition" | "note" => 30.0,
        "name" | "unit" | "channel" | "issuer" | "document_number" | "keywords" | "disputed" | "reason" => 20.0,
        _ => 13.0,
    }
}

/// The words a column allows, for the list a spreadsheet offers.
fn words(table: Table, key: &str) -> Vec<&'static str> {
    macro_rules! all {
        ($kind:ident) => {
            $kind::ALL.iter().map(|one| one.zh()).collect()
        };
    }
    match (table, key) {
        (Table::Units, "kind") => all!(UnitKind),
        (Table::Channels, "kind") => all!(ChannelKind),
        (Table::Items, "applies") => vec!["适用", "如有", "不适用"],
        (Table::Records, "form") => all!(Form),
        (Table::Records, "origin") => all!(Origin),
        (Table::Records, "openness") => vec!["主动公开", "依申请公开", "不予公开"],
        (Table::Records, "audience") => all!(Audience),
        (Table::Records, "validity") => all!(Validity),
        (Table::Figures, "approximate") => vec!["是", "否"],
        (Table::Identities, "kind") => vec!["sum", "rate", "part", "stage"],
        _ => Vec::new(),
    }
}

/// Lines below their heads, each column as wide as its longest cell.
fn list(sheet: &mut Worksheet, lines: &[Vec<String>]) -> Result<(), XlsxError> {
    sheet.set_name(DESCRIPTIONS)?;
    let (head, plain) = (head_format(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    for (row, line) in (0u32..).zip(lines) {
        for (at, cell) in (0u16..).zip(line) {
            let cell: String = cell.chars().take(CELL / 2).collect();
            sheet.write_string_with_format(row, at, &cell, if row == 0 { &head } else { &plain })?;
        }
    }
    for at in 0..lines.first().map_or(0, Vec::len) {
        let longest = lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max();
        sheet
            .set_column_width(u16::try_from(at).unwrap_or(u16::MAX), (longest.unwrap_or(0) * 2).clamp(8, 60) as f64)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    printed(sheet)?;
    Ok(())
}

fn describe(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(DESCRIPTIONS)?;
    let (head, plain) = (head_format(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    let title = Format::new().set_bold().set_align(FormatAlign::Top);
    for (at, wide) in (0u16..).zip([12.0, 16.0, 18.0, 9.0, 60.0, 60.0, 30.0]) {
        sheet.set_column_width(at, wide)?;
    }
    for (at, text) in (0u16..).zip(["表 Table", "列 Column", "键 Key", "必填", "说明", "Meaning", "示例 Example"])
    {
        sheet.write_string_with_format(0, at, text, &head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    printed(sheet)?;
    let mut row = 1;
    for table in Table::ALL {
        let (zh, en) = about_table(*table);
        for (at, text) in [(0, table.zh()), (2, table.code()), (4, zh), (5, en)] {
            sheet.write_string_with_format(row, at, text, &title)?;
        }
        row += 1;
        for column in columns(*table) {
            let needed = if column.required { "必填" } else { "" };
            // Not every program makes a row as high as its wrapped text.
            sheet.set_row_height(row, 15.0 * lines(column.about_zh).max(lines(column.about_en)))?;
            let cells = [column.zh, column.key, needed, column.about_zh, column.about_en, column.example];
            for (at, text) in (1u16..).zip(cells) {
                sheet.write_string_with_format(row, at, text, &plain)?;
            }
            row += 1;
        }
    }
    Ok(())
}

/// Lines a text takes in a column of 60 Latin characters.
fn lines(text: &str) -> f64 {
    let width: u32 = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    f64::from(width.div_ceil(58).max(1))
}

/// On paper: across, as wide as the page, the head on every page.
fn printed(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_paper_size(9).set_repeat_rows(0, 0)?;
    Ok(())
}

fn unwritten(error: &XlsxError) -> LedgerFileError {
    match error {
        XlsxError::IoError(error) => LedgerFileError::io(error),
        other => LedgerFileError::damaged(other),
    }
}
