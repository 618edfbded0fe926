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
    let has = |name: &str| is_listed(bytes, name);
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return Err(ReadError::Encrypted);
    }
    // A document may hold a workbook and a workbook a document; what it holds a Word file keeps in a pool of its own.
    let book = has("Workbook") || has("Book");
    if has("WordDocument") && (!book || has("ObjectPool")) {
        return Ok(Format::Doc);
    }
    if book {
        return Ok(Format::Xls);
    }
    if has("PowerPoint Document") {
        return Err(ReadError::Unsupported { format: ".ppt", instead: ".pdf" });
    }
    // Where no directory can be made out, the name by itself tells as much.
    if mentions(bytes, "EncryptedPackage") || mentions(bytes, "EncryptionInfo") {
        return Err(ReadError::Encrypted);
    }
    Err(ReadError::UnknownFormat)
}

fn mentions(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}

/// Whether the directory has an entry of this name: its entries are of 128 bytes and begin with their name of at most 32
/// units, whose length in bytes, the closing zero among them, stands behind it ([MS-CFB] 2.6.1). The same letters in running
/// text are none: a document about a Workbook is no workbook.
fn is_listed(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(wide.len()).unwrap_or_default().to_le_bytes();
    bytes.chunks_exact(128).any(|entry| entry.starts_with(&wide) && entry[64..66] == length)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A compound file whose directory lists these names, with text in a stream before it.
    fn compound(names: &[&str], text: &str) -> Vec<u8> {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.resize(512, 0);
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(bytes.len().next_multiple_of(512), 0);
        for name in names {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = u16::try_from(entry.len() + 2).unwrap();
            entry.resize(128, 0);
            entry[64..66].copy_from_slice(&length.to_le_bytes());
            bytes.extend(entry);
        }
        bytes
    }

    #[test]
    fn an_old_word_file_is_told_from_a_workbook_by_its_directory_and_not_by_its_words() {
        let format = |names: &[&str], text: &str| container_format(&compound(names, text)).ok();
        assert_eq!(format(&["Root Entry", "1Table", "WordDocument"], "Book a Workbook"), Some(Format::Doc));
        assert_eq!(format(&["Root Entry", "WordDocument", "ObjectPool", "Workbook"], ""), Some(Format::Doc));
        assert_eq!(format(&["Root Entry", "Workbook"], "WordDocument"), Some(Format::Xls));
        assert_eq!(format(&["Root Entry", "Book"], ""), Some(Format::Xls));
        assert_eq!(format(&["Root Entry", "Workbook", "MBD0001", "WordDocument"], ""), Some(Format::Xls));
        let locked = container_format(&compound(&["Root Entry", "EncryptedPackage"], ""));
        assert_eq!(locked.err(), Some(ReadError::Encrypted));
    }
}
