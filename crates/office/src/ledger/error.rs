//! What can be wrong with a ledger file as a file, and what a reader should know about it.
//!
//! Each has a stable key with arguments for the words people see, and an English line for logs. No cell's
//! text is ever part of one: it may be personal.

use super::{Language, RowPlace, Spot};
use domain::ledger::{Question, Table, Understood};

/// Why a file, or one row of it, could not be read or written. One line each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerFileError {
    /// The name's ending says no known form.
    #[error("not a ledger file: save it as .xlsx")]
    Format,
    /// A text document, whose tables are not read.
    #[error("a text document: copy its table into a workbook and save that as .xlsx")]
    Document,
    /// A page under the name of a workbook, as some office systems give them out.
    #[error("a web page and no workbook: open it in a spreadsheet and save it as .xlsx")]
    Page,
    /// The system refused to open, read or write.
    #[error("cannot be read or written: {reason}")]
    Io {
        /// The system's reason, without a path.
        reason: String,
    },
    /// A limit of [`super::Limits`], or of the form, is passed.
    #[error("too large: more than {limit} {what}")]
    Size {
        /// `file-bytes`, `unfolded-bytes`, `cell-bytes`, `rows`, `columns`, `sheet-rows`.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// Neither UTF-8 nor GB18030 text, or UTF-8 with damage.
    #[error("line {line}: the text is neither whole UTF-8 nor GBK")]
    Encoding {
        /// First line that is not UTF-8, from 1.
        line: u64,
    },
    /// The file is not what its ending says, or is cut off.
    #[error("the file is damaged or not what its name says: {reason}")]
    Damaged {
        /// What the reader met.
        reason: String,
    },
    /// The file became longer or shorter while it was read.
    #[error("the file changed while it was read")]
    Changed,
    /// Reading it took too long.
    #[error("reading takes more than {seconds} seconds")]
    Slow {
        /// The limit.
        seconds: u64,
    },
    /// Reading it took too much memory.
    #[error("reading takes more than {mebibytes} MiB of memory")]
    Memory {
        /// The limit.
        mebibytes: u64,
    },
    /// The workbook is protected by a password.
    #[error("the workbook is protected by a password")]
    Password,
    /// No sheet, section or key is a table of the ledger.
    #[error("no table of a ledger was found")]
    NoTable,
    /// No table of records is in the book, but a register whose numbers belong elsewhere.
    #[error("no table of a ledger was found; a sheet is another register: {what}")]
    Register {
        /// `requests-out`, `complaints-out`, `statistics-out`, `counts-out`.
        what: &'static str,
    },
    /// No row among the first 20 names enough columns of the table.
    #[error("{place}: no head row of the table {} among the first 20 rows", table.code())]
    NoHead {
        /// The sheet, or the table's name in a text file.
        place: String,
        /// Which table's head was looked for.
        table: Table,
    },
    /// A `#表` line whose second cell is no table.
    #[error("line {line}: no table of this name")]
    Section {
        /// Line from 1.
        line: u64,
    },
    /// A quotation mark that is never closed.
    #[error("line {line}: a quotation mark is not closed")]
    Quote {
        /// Line on which the row begins, from 1.
        line: u64,
    },
    /// Not JSON.
    #[error("line {line}, column {column}: not JSON")]
    Json {
        /// Line from 1.
        line: usize,
        /// Column from 1.
        column: usize,
    },
    /// JSON, but not an object whose tables are arrays.
    #[error("line {line}, column {column}: an array of rows was expected")]
    Shape {
        /// Line from 1.
        line: usize,
        /// Column from 1.
        column: usize,
    },
    /// `format` names something else, or `version` one that is not known.
    #[error("not a ledger of a known version")]
    Version,
    /// JSON: a value of a type no cell can have. Only this row is lost.
    #[error("{}: a text was expected, found {found}", located(place, *column, Language::En))]
    Type {
        /// The row.
        place: RowPlace,
        /// The column, unless the row itself is no object.
        column: Option<usize>,
        /// `object`, `list in a list`, …
        found: &'static str,
    },
    /// JSON: a column of the row stands there twice. Only this row is lost.
    #[error("{}: the key stands there twice", place.cell(*column, Language::En))]
    Repeated {
        /// The row.
        place: RowPlace,
        /// The column.
        column: usize,
    },
    /// JSON: a number of more digits than numbers keep. Only this row is lost.
    #[error("{}: a number with more digits than are kept; write it as text", place.cell(*column, Language::En))]
    Digits {
        /// The row.
        place: RowPlace,
        /// The column.
        column: usize,
    },
    /// A cell longer than [`super::Limits::cell_bytes`]. Only this row is lost.
    #[error("{}: longer than {limit} bytes", place.cell(*column, Language::En))]
    Long {
        /// The row.
        place: RowPlace,
        /// The column.
        column: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A spreadsheet formula whose result is an error. Only this row is lost.
    #[error("{place}: the formula gives an error")]
    Formula {
        /// As [`RowPlace::cell`] gives it.
        place: String,
    },
    /// Writing JSON: rows of one table must follow each other.
    #[error("rows of the table {} do not follow each other", table.code())]
    Order {
        /// The table.
        table: Table,
    },
}

impl LedgerFileError {
    /// Stable code; the message key is this under `ledger-file.`.
    pub fn code(&self) -> &'static str {
        use LedgerFileError::*;
        match self {
            Format => "format",
            Document => "document",
            Page => "page",
            Io { .. } => "io",
            Size { .. } => "size",
            Encoding { .. } => "encoding",
            Damaged { .. } => "damaged",
            Changed => "changed",
            Slow { .. } => "slow",
            Memory { .. } => "memory",
            Password => "password",
            NoTable => "no-table",
            Register { .. } => "register",
            NoHead { .. } => "no-head",
            Section { .. } => "section",
            Quote { .. } => "quote",
            Json { .. } => "json",
            Shape { .. } => "shape",
            Version => "version",
            Type { .. } => "type",
            Repeated { .. } => "repeated",
            Digits { .. } => "digits",
            Long { .. } => "long",
            Formula { .. } => "formula",
            Order { .. } => "order",
        }
    }

    /// The arguments of the message, by name; places are in that language.
    pub fn args(&self, language: Language) -> Vec<(&'static str, String)> {
        use LedgerFileError::*;
        match self {
            Format | Document | Page | Changed | Password | NoTable | Version => Vec::new(),
            Io { reason } | Damaged { reason } => vec![("reason", reason.clone())],
            Register { what } => vec![("what", what.to_string())],
            Size { what, limit } => vec![("what", what.to_string()), ("limit", limit.to_string())],
            Encoding { line } | Section { line } | Quote { line } => vec![("line", line.to_string())],
            Slow { seconds } => vec![("seconds", seconds.to_string())],
            Memory { mebibytes } => vec![("mebibytes", mebibytes.to_string())],
            NoHead { place, table } => vec![("place", place.clone()), ("table", table.code().to_string())],
            Json { line, column } | Shape { line, column } => {
                vec![("line", line.to_string()), ("column", column.to_string())]
            }
            Type { place, column, found } => {
                vec![("place", located(place, *column, language)), ("found", found.to_string())]
            }
            Repeated { place, column } | Digits { place, column } => vec![("place", place.cell(*column, language))],
            Long { place, column, limit } => {
                vec![("place", place.cell(*column, language)), ("limit", limit.to_string())]
            }
            Formula { place } => vec![("place", place.clone())],
            Order { table } => vec![("table", table.code().to_string())],
        }
    }

    /// Whether nothing follows it. Otherwise one row is lost and the iterator goes on.
    pub fn ends_reading(&self) -> bool {
        use LedgerFileError::*;
        !matches!(self, Type { .. } | Repeated { .. } | Digits { .. } | Long { .. } | Formula { .. })
    }

    pub(crate) fn io(error: &std::io::Error) -> LedgerFileError {
        LedgerFileError::Io { reason: error.kind().to_string() }
    }

    pub(crate) fn damaged(reason: impl std::fmt::Display) -> LedgerFileError {
        LedgerFileError::Damaged { reason: reason.to_string().chars().take(120).collect() }
    }
}

fn located(place: &RowPlace, column: Option<usize>, language: Language) -> String {
    column.map_or_else(|| place.row(language), |column| place.cell(column, language))
}

/// What was passed over in a file that was otherwise read. Its code is a message key under `ledger-notice.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A column (or JSON key) that no table knows: its cells are not read.
    UnknownColumn {
        /// Where the head stands.
        place: String,
        /// The head, cut to 40 characters.
        head: String,
    },
    /// A second column with the same meaning: its cells are not read.
    RepeatedColumn {
        /// Where the head stands.
        place: String,
        /// The head, cut to 40 characters.
        head: String,
    },
    /// A column without a head in which something stands: not read.
    NamelessColumn {
        /// Where its head would stand.
        place: String,
    },
    /// A JSON key that is no table: not read.
    UnknownTable {
        /// Its name, cut to 40 characters.
        name: String,
    },
    /// A JSON key of a table that stands there twice: both are read.
    RepeatedTable {
        /// Its name.
        name: String,
    },
    /// A hidden sheet: not read.
    HiddenSheet {
        /// Its name.
        name: String,
    },
}

impl Notice {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Notice::UnknownColumn { .. } => "unknown-column",
            Notice::RepeatedColumn { .. } => "repeated-column",
            Notice::NamelessColumn { .. } => "nameless-column",
            Notice::UnknownTable { .. } => "unknown-table",
            Notice::RepeatedTable { .. } => "repeated-table",
            Notice::HiddenSheet { .. } => "hidden-sheet",
        }
    }

    /// The arguments of the message, by name.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Notice::UnknownColumn { place, head } | Notice::RepeatedColumn { place, head } => {
                vec![("place", place.clone()), ("head", head.clone())]
            }
            Notice::NamelessColumn { place } => vec![("place", place.clone())],
            Notice::UnknownTable { name } | Notice::RepeatedTable { name } | Notice::HiddenSheet { name } => {
                vec![("name", name.clone())]
            }
        }
    }
}

/// What reading made of the file beyond its letters, or must ask about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Interpreted; what it is about is used.
    Understood {
        /// The table it is about.
        table: Option<Table>,
        /// Where.
        spot: Spot,
        /// What was interpreted, and as what.
        remark: Understood,
    },
    /// In doubt; what it is about is left out.
    Question {
        /// The table it is about.
        table: Option<Table>,
        /// Where.
        spot: Spot,
        /// What is to be answered.
        question: Question,
        /// Rows that could not be read for it.
        rows: u64,
    },
}

/// A name cut to what a message can bear.
pub(crate) fn short(name: &str) -> String {
    name.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect()
}
