//! Ledger files: the tables of `domain::ledger` as .xlsx, .csv and .json, in and out.
//!
//! Reading turns whatever schools keep (title rows above the head, text dates, merged heads, GBK text) into
//! rows with a place a person can find again; writing gives the same rows back in each form. Nothing here
//! judges what a cell says: that is `domain::ledger::parse`. Nothing may panic or hold a large file whole.

mod biff;
mod compound;
mod copy;
mod csv;
mod describe;
mod error;
mod json;
mod lines;
mod links;
mod map;
mod notes;
mod ods;
mod old;
mod place;
mod sheets;
mod sink;
mod text;
mod to_fill;
mod trial;
mod word;
mod write;
mod write_xlsx;
mod xlsx;

pub use copy::PrivateCopy;
pub use describe::column_description;
pub use error::{LedgerFileError, Notice, Remark};
pub(crate) use place::letters;
pub use place::{RowPlace, Spot};
pub use sink::Reader;
pub use to_fill::{Line, write_to_fill};
pub use trial::{ARGUMENT as TRIAL_ARGUMENT, Bounds, trial, trial_main};
pub use write::{template, write};

use crate::read::{ReadError, container_format};
use domain::ledger::{GuardCell, HeadAnswers, Hint, Row, SheetFacts, SiteCell, Table, Written};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// The forms of a ledger file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A workbook, one sheet a table.
    Xlsx,
    /// Text; `#表` lines begin a table, without one it is the table of records.
    Csv,
    /// One object with an array of objects a table.
    Json,
}

impl Format {
    /// Every form, in the order in which help texts list them.
    pub const ALL: [Format; 3] = [Format::Xlsx, Format::Csv, Format::Json];

    /// The form by the name's ending, in any case; `.xlsm` is read as a workbook, `.txt` and `.tsv` as text.
    pub fn of(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "xlsx" | "xlsm" => Some(Format::Xlsx),
            "csv" | "tsv" | "txt" => Some(Format::Csv),
            "json" => Some(Format::Json),
            _ => None,
        }
    }

    /// The ending without its dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Csv => "csv",
            Format::Json => "json",
        }
    }
}

/// The language of a description or of the words in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// How much of a file is accepted. What goes beyond is refused with a clear error, never read half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file on disk.
    pub file_bytes: u64,
    /// Bytes a workbook may unfold to; a small file that unfolds to more is a bomb.
    pub unfolded_bytes: u64,
    /// Rows in the whole file.
    pub rows: u64,
    /// Cells in a row; further ones are an error of the file.
    pub columns: usize,
    /// Bytes of UTF-8 in one cell.
    pub cell_bytes: usize,
}

impl Default for Limits {
    /// Room for the largest ledger planned for (a million rows of text) and nothing absurd.
    fn default() -> Limits {
        Limits {
            file_bytes: 2 << 30,
            // As much as a document that is checked may unfold to.
            unfolded_bytes: 512 << 20,
            rows: 5_000_000,
            columns: 1_000,
            // 100,000 characters of text, the longest a column allows, at four bytes each.
            cell_bytes: 400_000,
        }
    }
}

/// A row with its table and place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// Its table.
    pub table: Table,
    /// Its cells in the order of [`domain::ledger::columns`], as many as there are columns.
    pub row: Row,
    /// Where a person finds it.
    pub place: RowPlace,
    /// What the file says of single cells beside their text.
    pub hints: Vec<Hint>,
    /// Its filled cells in columns that are a channel each.
    pub sites: Vec<SiteCell>,
    /// Its filled cells in columns that say whether it is open to all, and the notes behind its cells.
    pub guards: Vec<GuardCell>,
    /// What its sheet states for all rows.
    pub facts: Arc<SheetFacts>,
}

impl Located {
    /// The row as `domain` reads it.
    pub fn written(&self) -> Written<'_> {
        Written {
            table: self.table,
            row: &self.row,
            hints: &self.hints,
            sites: &self.sites,
            guards: &self.guards,
            sheet: &self.facts,
        }
    }
}

/// Opens a ledger file; rows come as the iterator goes. Only what hinders any reading fails here.
pub fn read(path: &Path, limits: &Limits) -> Result<Reader, LedgerFileError> {
    read_answered(path, limits, &Arc::default())
}

/// Opens a ledger file of a school that has answered what some heads mean.
///
/// # Errors
/// As [`read`].
pub fn read_answered(path: &Path, limits: &Limits, answers: &Arc<HeadAnswers>) -> Result<Reader, LedgerFileError> {
    let about = std::fs::metadata(path).map_err(|error| LedgerFileError::io(&error))?;
    if about.is_dir() {
        return Err(LedgerFileError::Io { reason: "is a directory".to_string() });
    }
    if about.len() > limits.file_bytes {
        return Err(LedgerFileError::Size { what: "file-bytes", limit: limits.file_bytes });
    }
    let form = Form::of(path)?;
    let (path, limits) = (path.to_path_buf(), *limits);
    sink::start(answers.clone(), move |sink| match form {
        Form::Workbook => xlsx::produce(&path, &limits, sink),
        Form::Old(kind) => old::produce(&path, kind, &limits, sink),
        Form::Word => word::produce(&path, &limits, sink),
        Form::Text => csv::produce(&path, &limits, sink),
        Form::Json => json::produce(&path, &limits, sink),
    })
}

/// Whether the start of a text is that of a page.
fn is_page(start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// What a file that is a container holds; one that cannot be read is told as what its name says.
fn container_of(path: &Path) -> Result<crate::read::Format, ReadError> {
    /// Bytes that are looked at.
    const MOST: u64 = 64 << 20;
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|_| ReadError::NotFound)?;
    file.take(MOST).read_to_end(&mut bytes).map_err(|_| ReadError::NotFound)?;
    container_format(&bytes)
}

/// How a file is read: what it is goes before what its name says, for spreadsheets save one under the name of another.
enum Form {
    Workbook,
    Old(old::Kind),
    /// The tables of a document.
    Word,
    Text,
    Json,
}

impl Form {
    fn of(path: &Path) -> Result<Form, LedgerFileError> {
        let mut start = Vec::new();
        let file = std::fs::File::open(path).map_err(|error| LedgerFileError::io(&error))?;
        file.take(8).read_to_end(&mut start).map_err(|error| LedgerFileError::io(&error))?;
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        let document =
            matches!(ending.as_str(), "docx" | "docm" | "dotx" | "doc" | "wps" | "rtf" | "odt" | "pdf" | "ofd");
        let workbook =
            matches!(ending.as_str(), "xlsx" | "xlsm" | "xls" | "et" | "ett" | "xlt" | "ods" | "xlsb" | "xltx");
        let container = start.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
        if workbook && container {
            return Ok(Form::Old(old::Kind::Xls));
        }
        if (workbook || document)
            && start.starts_with(b"PK")
            && let Some(form) = old::zipped(path)
        {
            return Ok(form);
        }
        match ending.as_str() {
            "ods" => Ok(Form::Old(old::Kind::Ods)),
            _ if workbook && start.starts_with(b"PK") => Ok(Form::Workbook),
            // An .xls may lie under a document's name, and so may a document that nobody can read without its password.
            _ if document && container => match container_of(path) {
                Err(ReadError::Encrypted) => Err(LedgerFileError::Password),
                _ => Err(LedgerFileError::Document),
            },
            "xlsx" | "xlsm" => Ok(Form::Workbook),
            "csv" | "tsv" | "txt" => Ok(Form::Text),
            "json" => Ok(Form::Json),
            // An .xls that some system writes is a page or a text under another name.
            _ if workbook && start.contains(&0) => {
                Err(LedgerFileError::Damaged { reason: "not a workbook".to_string() })
            }
            _ if workbook && is_page(&start) => Err(LedgerFileError::Page),
            _ if workbook && !start.is_empty() => Ok(Form::Text),
            _ if workbook => Err(LedgerFileError::Damaged { reason: "not a workbook".to_string() }),
            _ if document => Err(LedgerFileError::Document),
            _ => Err(LedgerFileError::Format),
        }
    }
}
