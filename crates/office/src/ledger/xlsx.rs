//! Reading workbooks as Excel and WPS write them: dates of both systems as ISO text, a month shown without a
//! day as a month, percentages as shown, numbers without `.0`.
//!
//! What a file unfolds to is counted before a library sees it; a small archive can unfold without end.

use super::error::{Notice, short};
use super::links::{self, Links};
use super::map::{FORMULA_ERROR, Mapper, RawHint, RawRow};
use super::notes;
use super::place::PlaceKind;
use super::sheets::{self, DESCRIPTIONS, Grid, Merged};
use super::sink::{Sink, Stop};
use super::{LedgerFileError, Limits};
use calamine::{
    DataRef, ExcelDateTime, ExcelDateTimeType, Reader as _, SheetType, SheetVisible, Style, Xlsx, XlsxError,
};
use domain::ledger::{HeadAnswers, table_of};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

type Book = Xlsx<BufReader<File>>;

pub(crate) fn produce(path: &Path, limits: &Limits, sink: &mut Sink) -> Result<(), Stop> {
    check_unfolded(path, limits)?;
    let file = File::open(path).map_err(|error| LedgerFileError::io(&error))?;
    let mut book: Book = Xlsx::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let mut found = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet || sheet.name == DESCRIPTIONS {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            sink.notice(Notice::HiddenSheet { name: short(&sheet.name) });
            continue;
        }
        // What a table's name says needs no look into the sheet.
        let grid = if table_of(&sheet.name).is_some() {
            Grid::default()
        } else {
            look(&mut book, &sheet.name, limits, &sink.answers())?
        };
        found.push((sheet.name, grid));
    }
    let names: Vec<String> = found.iter().map(|(name, _)| name.clone()).collect();
    let plans = sheets::plan(found.into_iter(), sink);
    let parts = links::parts(path)?;
    let crossed = notes::partly_struck(path, parts.values())?;
    for (name, plan) in names.into_iter().zip(plans) {
        let Some(plan) = plan else { continue };
        let mut links = parts.get(&name).map_or(Ok(Links::default()), |part| links::read(path, part))?;
        parts.get(&name).map_or(Ok(()), |part| notes::add(path, part, &mut links))?;
        read_sheet(&mut book, &name, plan, (&links, &crossed), limits, sink)?;
    }
    sheets::ended(sink)
}

/// The start of a sheet, as far as it tells what it is.
fn look(book: &mut Book, name: &str, limits: &Limits, answers: &HeadAnswers) -> Result<Grid, Stop> {
    let mut grid = Grid::default();
    each_row(book, name, limits, &Links::default(), &mut |row| Ok(grid.see(&row.cells, answers)))?;
    Ok(grid)
}

fn read_sheet(
    book: &mut Book,
    name: &str,
    plan: sheets::Plan,
    (links, crossed): (&Links, &HashSet<String>),
    limits: &Limits,
    sink: &mut Sink,
) -> Result<(), Stop> {
    let merged = book.merge_cells_by_sheet_name(name).map_err(|error| damaged(&error))?;
    let mut merged = Merged::of(merged);
    let mut mapper = Mapper::new(plan.table, PlaceKind::Sheet, name.into(), limits, plan.facts);
    mapper.hide(links.hidden_columns());
    each_row(book, name, limits, links, &mut |mut row| {
        merged.fill(&mut row, mapper.head_row());
        cross(&mut row, crossed);
        if links.hides(row.row) {
            mapper.tell_hidden(&row, sink);
        }
        sheets::take(&mut mapper, row, sink)?;
        Ok(true)
    })?;
    mapper.end(sink)
}

/// Cells of which a part is struck through say what nobody can tell.
fn cross(row: &mut RawRow, crossed: &HashSet<String>) {
    if crossed.is_empty() {
        return;
    }
    for (at, cell) in (0u32..).zip(&row.cells).filter(|(_, cell)| crossed.contains(*cell)) {
        match row.hints.iter_mut().find(|hint| hint.at == at) {
            Some(hint) => hint.struck |= !cell.is_empty(),
            None => row.hints.push(RawHint { at, struck: true, ..RawHint::default() }),
        }
    }
}

/// Takes a row; `false` ends the sheet.
type Take<'a> = dyn FnMut(RawRow) -> Result<bool, Stop> + 'a;

/// Calls `take` with each row that has a cell until it says `false`.
fn each_row(book: &mut Book, name: &str, limits: &Limits, links: &Links, take: &mut Take<'_>) -> Result<(), Stop> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    let formats: Vec<Shown> = reader.styles().iter().map(Shown::of).collect();
    let is_struck = |style: &Style| style.font.as_ref().is_some_and(|font| font.has_strikethrough());
    let struck: Vec<bool> = reader.styles().iter().map(is_struck).collect();
    let mut row = RawRow::default();
    let mut at_row = 0u32;
    let finished = |at_row: u32, mut row: RawRow| {
        row.row = u64::from(at_row) + 1;
        for hint in links.of_row(at_row) {
            match row.hints.iter_mut().find(|known| known.at == hint.at) {
                Some(known) => {
                    (known.link, known.formula, known.lost) = (hint.link.clone(), hint.formula, hint.lost);
                    known.note.clone_from(&hint.note);
                }
                None => row.hints.push(hint.clone()),
            }
        }
        row
    };
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| damaged(&error))? {
        let (cell_row, cell_column) = cell.get_position();
        if cell_row < at_row {
            return Err(LedgerFileError::damaged("rows out of order").into());
        }
        if cell_row > at_row {
            let done = std::mem::take(&mut row);
            if !done.cells.is_empty() && !take(finished(at_row, done))? {
                return Ok(());
            }
            at_row = cell_row;
        }
        let format = formats.get(style).copied().unwrap_or(Shown::Plain);
        let text = shown(cell.get_value(), format);
        // An empty cell counts only where something stands behind it.
        if text.is_empty() && links.of_row(at_row).is_empty() {
            continue;
        }
        let at = cell_column as usize;
        sheets::too_wide(at, limits)?;
        if row.cells.len() <= at {
            row.cells.resize(at + 1, String::new());
        }
        row.cells[at] = text;
        let number = format == Shown::Plain && matches!(cell.get_value(), DataRef::Float(_) | DataRef::Int(_));
        let struck = struck.get(style).copied().unwrap_or_default();
        if number || struck {
            row.hints.push(RawHint { at: cell_column, number, struck, ..RawHint::default() });
        }
    }
    if !row.cells.is_empty() {
        take(finished(at_row, row))?;
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
    /// The year only.
    Year,
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
        if has('y') && !has('m') && !has('d') && !has('h') && !has('s') {
            return Shown::Year;
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
        Shown::Date | Shown::Month | Shown::Year if (1.0..2_958_466.0).contains(&value) => {
            date(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false), format)
        }
        _ => sheets::number(value),
    }
}

fn date(value: &ExcelDateTime, format: Shown) -> String {
    let whole = sheets::date(value, format == Shown::Month);
    if format == Shown::Year { whole.chars().take(4).collect() } else { whole }
}

/// Counts what every part unfolds to, by unfolding it: what the archive declares may lie.
pub(super) fn check_unfolded(path: &Path, limits: &Limits) -> Result<(), LedgerFileError> {
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
        let text = part.name().is_ok_and(|name| name.ends_with(".xml"));
        let mut part = BufReader::with_capacity(1 << 16, part.take(left.saturating_add(1)));
        let (mut count, mut run) = (0u64, 0usize);
        loop {
            let bytes = part.fill_buf().map_err(LedgerFileError::damaged)?;
            let length = bytes.len();
            if length == 0 {
                break;
            }
            // A reader holds what stands between two marks at once, however long it is.
            run = bytes.iter().rposition(|byte| *byte == b'<').map_or(run + length, |last| length - last);
            if text && run > limits.cell_bytes.saturating_mul(16) {
                let limit = limits.cell_bytes as u64;
                return Err(LedgerFileError::Size { what: "cell-bytes", limit });
            }
            count += length as u64;
            part.consume(length);
        }
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
        assert_eq!(style("yyyy"), Shown::Year);
        assert_eq!(number(45292.0, Shown::Year), "2024");
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
