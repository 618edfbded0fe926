//! Formats from before 2007 and binary workbooks, through `calamine`.
//!
//! It exists because lists of names from old offices still arrive as .xls. For these formats it is
//! unknown which rows and columns are hidden; hidden sheets are known. It must only be used where a crash is survivable
//! (see `worker`).

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, SheetVisible, Xls, Xlsb};
use domain::extract::{BlockKind, Concealed, Place};

use super::builder::Builder;
use super::xlsx::{cell_name, plain_number};
use super::{Format, ReadError};

/// What a compound file holds. Names of its streams are UTF-16 in its directory, so looking for them there needs no
/// reader: an encrypted .docx is distinguished from an .xls without trusting either.
pub(crate) fn container_format(bytes: &[u8]) -> Result<Format, ReadError> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr_find(bytes, &wide)
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(ReadError::Encrypted);
    }
    if has("Workbook") || has("Book") {
        return Ok(Format::Xls);
    }
    if has("WordDocument") {
        return Ok(Format::Doc);
    }
    if has("PowerPoint Document") {
        return Err(ReadError::Unsupported { format: ".ppt", instead: ".pdf" });
    }
    Err(ReadError::UnknownFormat)
}

fn memchr_find(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Reads .xls or .xlsb.
pub(crate) fn read_workbook(bytes: Vec<u8>, format: Format, builder: &mut Builder<'_>) -> Result<(), ReadError> {
    // A panic in a reader of an old format is a damaged file and nothing else.
    let read = AssertUnwindSafe(|| match format {
        Format::Xlsb => {
            let book = Xlsb::new(Cursor::new(bytes)).map_err(|_| ReadError::damaged("xlsb"))?;
            read_sheets(book, builder)
        }
        _ => {
            let book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
                calamine::XlsError::Password => ReadError::Encrypted,
                _ => ReadError::damaged("xls"),
            })?;
            read_sheets(book, builder)
        }
    });
    catch_unwind(read).unwrap_or_else(|_| Err(ReadError::damaged("xls")))
}

fn read_sheets<R>(mut book: R, builder: &mut Builder<'_>) -> Result<(), ReadError>
where
    R: Reader<Cursor<Vec<u8>>>,
{
    let sheets = book.sheets_metadata().to_vec();
    for (table, sheet) in sheets.iter().enumerate() {
        let concealed = (sheet.visible != SheetVisible::Visible).then_some(Concealed::HiddenSheet);
        let Ok(range) = book.worksheet_range(&sheet.name) else {
            builder.notice("sheet-not-read", &sheet.name);
            continue;
        };
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, data) in range.used_cells() {
            let (row, column) = (row + top as usize, column + left as usize);
            let text = show(data);
            if text.trim().is_empty() {
                continue;
            }
            let kind = BlockKind::Cell { table, row, column, row_span: 1, column_span: 1 };
            let place = Place::Cell { sheet: sheet.name.clone(), cell: cell_name(row, column) };
            builder.emit_text(&text, kind, place, concealed)?;
        }
    }
    let names: Vec<(String, String)> = book.defined_names().to_vec();
    for (name, formula) in names.into_iter().filter(|(_, formula)| !formula.trim().is_empty()) {
        builder.emit_text(&formula, BlockKind::Stored, Place::Property(name), Some(Concealed::Stored))?;
    }
    Ok(())
}

fn show(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(number) => plain_number(&number.to_string(), *number),
        Data::Int(number) => number.to_string(),
        Data::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) => super::xlsx::show_date(moment.as_f64()),
    }
}
