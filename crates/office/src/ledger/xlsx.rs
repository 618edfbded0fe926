//! Reading workbooks as Excel and WPS write them: dates of both systems as ISO text, a month shown without a
//! day as a month, percentages as shown, numbers without `.0`.
//!
//! What a file unfolds to is counted before a library sees it; a small archive can unfold without end.

use super::error::{Notice, short};
use super::map::Mapper;
use super::place::{PlaceKind, file_cell};
use super::sink::{Sink, Stop};
use super::text::{Mark, mark_of, unguarded_mark};
use super::{LedgerFileError, Limits};
use calamine::{
    DataRef, ExcelDateTime, ExcelDateTimeType, Reader as _, SheetType, SheetVisible, Style, Xlsx, XlsxError,
};
use domain::ledger::{Table, is_head, table_of};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// The template's sheet of descriptions.
pub(crate) const DESCRIPTIONS: &str = "填写说明";

type Book = Xlsx<BufReader<File>>;

pub(crate) fn produce(path: &Path, limits: &Limits, sink: &mut Sink) -> Result<(), Stop> {
    check_unfolded(path, limits)?;
    let file = File::open(path).map_err(|error| LedgerFileError::io(&error))?;
    let mut book: Book = Xlsx::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let mut sheets: Vec<(String, Table)> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet || sheet.name == DESCRIPTIONS {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            sink.notice(Notice::HiddenSheet { name: short(&sheet.name) });
        } else if let Some(table) = table_of(&sheet.name) {
            sheets.push((sheet.name, table));
        } else {
            unknown.push(sheet.name);
        }
    }
    take_as_records(&mut book, limits, &mut sheets, unknown, sink)?;
    if sheets.is_empty() {
        return Err(LedgerFileError::NoTable.into());
    }
    for (name, table) in sheets {
        read_sheet(&mut book, &name, table, limits, sink)?;
    }
    Ok(())
}

/// A workbook in which exactly one unnamed sheet has the head of records: that sheet is the records.
fn take_as_records(
    book: &mut Book,
    limits: &Limits,
    sheets: &mut Vec<(String, Table)>,
    unknown: Vec<String>,
    sink: &mut Sink,
) -> Result<(), Stop> {
    let has_records = sheets.iter().any(|(_, table)| *table == Table::Records);
    let mut candidates = Vec::new();
    for name in &unknown {
        if !has_records && has_head(book, name, limits)? {
            candidates.push(name.clone());
        }
    }
    let taken = if candidates.len() == 1 { candidates.pop() } else { None };
    for name in unknown {
        if taken.as_ref() == Some(&name) {
            sink.notice(Notice::TakenAsRecords { name: short(&name) });
            sheets.push((name, Table::Records));
        } else {
            sink.notice(Notice::UnknownTable { name: short(&name) });
        }
    }
    Ok(())
}

fn has_head(book: &mut Book, name: &str, limits: &Limits) -> Result<bool, Stop> {
    let mut left = 20;
    let mut found = false;
    each_row(book, name, limits, &mut |_, cells| {
        found = found || is_head(Table::Records, cells);
        left -= 1;
        // An error of a cell is reported when the sheet is read.
        Ok(!found && left > 0)
    })?;
    Ok(found)
}

fn read_sheet(book: &mut Book, name: &str, table: Table, limits: &Limits, sink: &mut Sink) -> Result<(), Stop> {
    let sheet: Arc<str> = Arc::from(name);
    let mut merged = Merged::of(book, name)?;
    let mut mapper = Mapper::new(table, PlaceKind::Sheet, sheet.clone(), limits);
    each_row(book, name, limits, &mut |row, cells| {
        merged.fill(row, cells, mapper.head_row());
        match cells.iter().position(|cell| cell.starts_with(FORMULA_ERROR)) {
            // An example or remark may hold anything.
            Some(at) if mark_of(cells) != Some(Mark::Remark) => {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                let place = file_cell(PlaceKind::Sheet, &sheet, row, at);
                sink.put(Err(LedgerFileError::Formula { place }))?;
            }
            _ => mapper.row(row, cells, unguarded_mark, sink)?,
        }
        Ok(true)
    })?;
    mapper.end(sink)
}

/// Cells merged down a column: people write an item or a unit once for several rows, and mean it for each.
struct Merged {
    /// First row from 1, last row, column, by first row descending so that the next stands at the end.
    ranges: Vec<(u64, u64, usize)>,
    /// What now goes on: last row, column, text.
    open: Vec<(u64, usize, String)>,
}

/// Merged cells that go on at once; a sheet of people has a handful.
const OPEN: usize = 200;

impl Merged {
    fn of(book: &mut Book, name: &str) -> Result<Merged, Stop> {
        let found = book.merge_cells_by_sheet_name(name).map_err(|error| damaged(&error))?;
        let mut ranges: Vec<(u64, u64, usize)> = found
            .iter()
            .filter(|range| range.end.0 > range.start.0 && range.end.1 == range.start.1)
            .map(|range| (u64::from(range.start.0) + 1, u64::from(range.end.0) + 1, range.start.1 as usize))
            .collect();
        ranges.sort_unstable_by(|a, b| b.cmp(a));
        Ok(Merged { ranges, open: Vec::new() })
    }

    /// Fills the empty cells of a row under the head that lie in a merged one.
    fn fill(&mut self, row: u64, cells: &mut Vec<String>, head: Option<u64>) {
        self.open.retain(|(last, ..)| *last >= row);
        for (_, column, text) in &self.open {
            if cells.len() <= *column {
                cells.resize(*column + 1, String::new());
            }
            if cells[*column].is_empty() {
                cells[*column].clone_from(text);
            }
        }
        while let Some((first, last, column)) = self.ranges.last().copied().filter(|(first, ..)| *first <= row) {
            self.ranges.pop();
            // A range that begins at or above the head belongs to it.
            let below = head.is_some_and(|head| first > head) && self.open.len() < OPEN;
            if let Some(text) = cells.get(column).filter(|text| below && first == row && !text.is_empty()) {
                self.open.push((last, column, text.clone()));
            }
        }
    }
}

/// Marks the error of a formula; a private character, so that no text can look like it.
const FORMULA_ERROR: char = '\u{F8FE}';

/// Takes a row's number from 1 and its cells; `false` ends the sheet.
type Take<'a> = dyn FnMut(u64, &mut Vec<String>) -> Result<bool, Stop> + 'a;

/// Calls `take` with each row's number from 1 and its cells until it says `false`.
fn each_row(book: &mut Book, name: &str, limits: &Limits, take: &mut Take<'_>) -> Result<(), Stop> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    let formats: Vec<Shown> = reader.styles().iter().map(Shown::of).collect();
    let mut cells: Vec<String> = Vec::new();
    let mut row = 0u32;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| damaged(&error))? {
        let (at_row, at_column) = cell.get_position();
        if at_row < row {
            return Err(LedgerFileError::damaged("rows out of order").into());
        }
        if at_row > row {
            if !cells.is_empty() && !take(u64::from(row) + 1, &mut cells)? {
                return Ok(());
            }
            cells.clear();
            row = at_row;
        }
        let text = shown(cell.get_value(), formats.get(style).copied().unwrap_or(Shown::Plain));
        if text.is_empty() {
            continue;
        }
        let at = at_column as usize;
        if at >= limits.columns {
            return Err(LedgerFileError::Size { what: "columns", limit: limits.columns as u64 }.into());
        }
        if cells.len() <= at {
            cells.resize(at + 1, String::new());
        }
        cells[at] = text;
    }
    if !cells.is_empty() {
        take(u64::from(row) + 1, &mut cells)?;
    }
    Ok(())
}

/// How a number format shows a number, as far as it changes what the reader of the sheet sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Plain,
    /// With so many decimals and a percent sign.
    Percent(usize),
    /// A whole date.
    Date,
    /// Year and month only; the stored day is an accident of the spreadsheet.
    Month,
}

impl Shown {
    fn of(style: &Style) -> Shown {
        let Some(format) = &style.number_format else { return Shown::Plain };
        if matches!(format.format_code.as_str(), "" | "General") {
            // The dates of the Chinese set, which files may name without saying how they look.
            match format.format_id {
                Some(27 | 36 | 50 | 52 | 57) => return Shown::Month,
                Some(28..=31 | 51 | 53 | 54 | 58) => return Shown::Date,
                _ => {}
            }
        }
        let code = bare_code(&format.format_code);
        if let Some((before, _)) = code.split_once('%') {
            let decimals = before.rsplit_once('.').map_or(0, |(_, rest)| rest.bytes().filter(|b| *b == b'0').count());
            return Shown::Percent(decimals.min(10));
        }
        let has = |letter| code.contains(letter);
        if has('y') && has('m') && !has('d') && !has('h') && !has('s') {
            return Shown::Month;
        }
        if has('y') && has('m') && has('d') { Shown::Date } else { Shown::Plain }
    }
}

/// The first section of a format without quoted words, brackets and escapes, in lower case.
fn bare_code(code: &str) -> String {
    let (mut bare, mut quoted, mut bracket, mut skip) = (String::new(), false, false, false);
    for c in code.chars() {
        match c {
            _ if skip => skip = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => skip = true,
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            ';' => break,
            _ => bare.extend(c.to_lowercase()),
        }
    }
    bare
}

/// A cell as text, the way a person sees it in the sheet.
fn shown(value: &DataRef<'_>, format: Shown) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_string(),
        DataRef::Bool(value) => if *value { "是" } else { "否" }.to_string(),
        DataRef::Int(value) => number(*value as f64, format),
        DataRef::Float(value) => number(*value, format),
        DataRef::DateTime(value) => date(value, format),
        // `2023-05-12T00:00:00` as some programs write it: the date alone.
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_string(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) => FORMULA_ERROR.to_string(),
    }
}

fn number(value: f64, format: Shown) -> String {
    match format {
        Shown::Percent(decimals) => format!("{:.decimals$}%", value * 100.0),
        Shown::Date | Shown::Month if (1.0..2_958_466.0).contains(&value) => {
            date(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false), format)
        }
        // Spreadsheets keep 15 digits; the sixteenth and seventeenth are noise of binary fractions.
        _ if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        _ => {
            let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
            rounded.to_string()
        }
    }
}

fn date(value: &ExcelDateTime, format: Shown) -> String {
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    if value.is_duration() || value.as_f64() < 1.0 {
        // A time of day without a date.
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    match (format, hour, minute, second) {
        (Shown::Month, ..) => format!("{year:04}-{month:02}"),
        (_, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// Counts what every part unfolds to, by unfolding it: what the archive declares may lie.
fn check_unfolded(path: &Path, limits: &Limits) -> Result<(), LedgerFileError> {
    let file = File::open(path).map_err(|error| LedgerFileError::io(&error))?;
    let mut start = [0u8; 8];
    let mut input = BufReader::new(file);
    if input.get_mut().read(&mut start).is_ok_and(|count| count == 8) && start == *b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" {
        // The container of encrypted workbooks, and of the old .xls.
        return Err(LedgerFileError::Password);
    }
    let mut archive = zip::ZipArchive::new(input).map_err(LedgerFileError::damaged)?;
    let mut left = limits.unfolded_bytes;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(LedgerFileError::damaged)?;
        let mut part = part.take(left.saturating_add(1));
        let count = std::io::copy(&mut part, &mut std::io::sink()).map_err(LedgerFileError::damaged)?;
        if count > left {
            return Err(LedgerFileError::Size { what: "unfolded-bytes", limit: limits.unfolded_bytes });
        }
        left -= count;
    }
    Ok(())
}

fn damaged(error: &XlsxError) -> LedgerFileError {
    match error {
        XlsxError::Password => LedgerFileError::Password,
        other => LedgerFileError::damaged(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_read_for_what_they_show() {
        let style = |code: &str| {
            let mut style = Style::default();
            let mut format = calamine::NumberFormat::default();
            format.format_code = code.to_string();
            style.number_format = Some(format);
            Shown::of(&style)
        };
        assert_eq!(style("0.00%"), Shown::Percent(2));
        assert_eq!(style("0%"), Shown::Percent(0));
        assert_eq!(style("yyyy\"年\"m\"月\";@"), Shown::Month);
        assert_eq!(style("[$-F800]yyyy/m/d"), Shown::Date);
        assert_eq!(style("General"), Shown::Plain);
        assert_eq!(style("0\"%\""), Shown::Plain);
    }

    #[test]
    fn numbers_lose_nothing_but_noise() {
        assert_eq!(number(5531.0, Shown::Plain), "5531");
        assert_eq!(number(0.1 + 0.2, Shown::Plain), "0.3");
        assert_eq!(number(0.636, Shown::Percent(2)), "63.60%");
        assert_eq!(number(45058.0, Shown::Month), "2023-05");
    }
}
