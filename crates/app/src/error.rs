//! The one error of the use cases. `web` turns it into a status and words, the command line into one line.

use domain::annual_report::UnknownReference;
use domain::catalogue::CatalogueError;
use domain::ledger::{Table, columns};
pub use store::Fault as DatabaseFault;

/// Personal data that the gate is certain of, ready to be shown: masked, with the column it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalData {
    /// Key of the column.
    pub field: &'static str,
    /// What may be shown of it.
    pub masked: String,
}

impl PersonalData {
    /// The field of what stands in an attachment, or in its name.
    pub const ATTACHMENT: &'static str = "attachment";
    /// The field of what stands in the list of a publicity period.
    pub const LIST: &'static str = "list";

    /// The head of the column, as ledger files have it: what a person knows the field by.
    pub fn head(&self) -> &'static str {
        if self.field == PersonalData::ATTACHMENT {
            return "附件";
        }
        if self.field == PersonalData::LIST {
            return "公示名单";
        }
        // Records first: most of it stands there, and some keys have another head in another table.
        let tables = std::iter::once(&Table::Records).chain(Table::ALL);
        let named = tables.flat_map(|table| columns(*table)).find(|column| column.key == self.field);
        named.map_or(self.field, |column| column.zh)
    }
}

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("there is no {kind} `{key}`")]
    NotFound {
        /// `record`, `dataset`, `report`, …
        kind: &'static str,
        /// Its key as asked for.
        key: String,
    },
    /// Somebody else has changed it since it was read.
    #[error("{kind} `{key}` has changed since it was read")]
    Conflict {
        /// What.
        kind: &'static str,
        /// Which.
        key: String,
    },
    /// Somebody or something else has it already.
    #[error("{kind} `{key}` is taken")]
    Taken {
        /// `login`, …
        kind: &'static str,
        /// Which.
        key: String,
    },
    /// Nobody would be left who manages people.
    #[error("nobody would be left to manage people")]
    Lonely,
    /// A unit states that there was nothing, and something went out.
    #[error("records of item {item} went out in that year")]
    NilWithRecords {
        /// The item.
        item: String,
    },
    /// Nobody signs a nil statement for that school year, or not whoever asks.
    #[error("no nil statement is signed for that school year: {0}")]
    NilYear(&'static str),
    /// No unit answers for the item yet.
    #[error("no unit answers for item {item} yet")]
    Nobodys {
        /// The item.
        item: String,
    },
    /// The password that was asked for again is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    /// The report of this year cannot be issued so.
    #[error("the report of {year} cannot be issued: {why}")]
    NotIssued {
        /// Which.
        year: String,
        /// `unfinished`, `before-end` or `future`, a message key under `error-not-issued-`.
        why: &'static str,
    },
    /// They may not do this.
    #[error(transparent)]
    Forbidden(#[from] domain::policy::Denied),
    /// The record's life does not allow it.
    #[error(transparent)]
    Record(#[from] domain::record::RecordError),
    /// Publicity and objections do not go so.
    #[error(transparent)]
    Publicity(#[from] crate::publicity_refusal::Refusal),
    /// A request for disclosure does not go so.
    #[error(transparent)]
    Request(#[from] crate::request_refusal::Refusal),
    /// Something of an opinion, enquiry, correction or complaint is not as was asked.
    #[error(transparent)]
    Voice(#[from] crate::voice_refusal::Refusal),
    /// Something of a survey is not as was asked.
    #[error(transparent)]
    Survey(#[from] crate::survey_refusal::Refusal),
    /// The ledger is not mended so.
    #[error(transparent)]
    Mend(#[from] crate::mend_refusal::Refusal),
    /// Personal data in what would become public. What was found is masked.
    #[error("personal data may not become public: {}", .0.iter().map(|found| format!("{} {}", found.field, found.masked)).collect::<Vec<_>>().join(", "))]
    Personal(Vec<PersonalData>),
    /// A file is not taken as an attachment, or no redacted copy of it can be made.
    #[error("{name}: {why}")]
    Attachment {
        /// Its name, fit to be shown.
        name: String,
        /// Why.
        why: crate::file_fault::FileFault,
    },
    /// Another writer is at work and did not finish in time.
    #[error("the database is busy")]
    Busy,
    /// A setting of the configuration file is wrong.
    #[error("{file}: {what}")]
    Settings {
        /// The file.
        file: String,
        /// What is wrong with it.
        what: crate::settings_fault::SettingsFault,
    },
    /// A ledger file cannot be read or written at all.
    #[error("{file}: {error}")]
    LedgerFile {
        /// The file.
        file: String,
        /// Why.
        error: office::ledger::LedgerFileError,
    },
    /// A file is no backup that a school can be made of.
    #[error("{file}: {why}")]
    Archive {
        /// The file.
        file: String,
        /// Why.
        why: crate::archive_fault::ArchiveFault,
    },
    /// The catalogue settings contradict the statutory list.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A kept text refers to a figure that is not there.
    #[error(transparent)]
    Reference(#[from] UnknownReference),
    /// A file of the report does not say what the ledger says.
    #[error("{format}: does not read back: {missing}")]
    Differs {
        /// `docx` or `pdf`.
        format: &'static str,
        /// The first piece of text that was not found.
        missing: String,
    },
    /// A school's own Word file cannot take the report.
    #[error("the template: {why}")]
    Template {
        /// What is wrong with it.
        why: String,
    },
    /// A report still lacks something and may not be final.
    #[error("the report of {year} still lacks {gaps} things")]
    Incomplete {
        /// The school year.
        year: String,
        /// How many things are missing.
        gaps: usize,
    },
    /// Part one of a report is not begun from another year's.
    #[error("the report of {year} is not begun so: {why}")]
    NotBegun {
        /// The school year.
        year: String,
        /// `kept` or `no-part`, a message key under `error-not-begun-`.
        why: &'static str,
        /// How many texts the year has there.
        texts: usize,
    },
    /// The address of the database is not of a known form. It is not repeated: it may hold a password.
    #[error("not a database address")]
    Address,
    /// There is no working with the database.
    #[error("{fault}")]
    Database {
        /// What stands in the way.
        fault: DatabaseFault,
        /// Which, without a password; empty where only one can be meant.
        database: String,
    },
    /// A file could not be read or written.
    #[error("{file}: {cause}")]
    File {
        /// The file.
        file: String,
        /// The system's word.
        cause: std::io::Error,
    },
    /// Anything that is our fault or the machine's; the cause is for the log.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

/// Result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An internal error from any cause.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Error {
        Error::Internal(cause.into())
    }

    /// Something the system refused about a file.
    pub fn file(path: &std::path::Path, cause: std::io::Error) -> Error {
        Error::File { file: path.display().to_string(), cause }
    }

    /// Stable code, a message key under `error-`.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotFound { .. } => "not-found",
            Error::Conflict { .. } => "conflict",
            Error::Taken { .. } => "taken",
            Error::Lonely => "lonely",
            Error::WrongPassword => "wrong-password",
            Error::NilWithRecords { .. } => "nil-with-records",
            Error::NilYear(_) => "nil-year",
            Error::Nobodys { .. } => "nobodys",
            Error::NotIssued { .. } => "not-issued",
            Error::Incomplete { .. } => "incomplete",
            Error::Template { .. } => "template",
            Error::NotBegun { .. } => "not-begun",
            Error::Forbidden(_) => "forbidden",
            Error::Record(_) => "record",
            Error::Publicity(_) => "publicity",
            Error::Request(_) => "request",
            Error::Voice(_) => "voice",
            Error::Survey(_) => "survey",
            Error::Mend(_) => "mend",
            Error::Personal(_) => "personal",
            Error::Attachment { .. } => "attachment",
            Error::Busy => "busy",
            Error::Settings { .. } => "settings",
            Error::LedgerFile { .. } => "ledger-file",
            Error::Archive { .. } => "archive",
            Error::Catalogue(_) => "catalogue",
            Error::Reference(_) => "reference",
            Error::Differs { .. } => "differs",
            Error::Address => "address",
            Error::Database { .. } => "database",
            Error::File { .. } => "file",
            Error::Internal(_) => "internal",
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Error {
        match error {
            store::Error::NotFound { kind, key } => Error::NotFound { kind, key },
            store::Error::Conflict { kind, key } => Error::Conflict { kind, key },
            store::Error::Busy => Error::Busy,
            store::Error::Address => Error::Address,
            store::Error::Unusable(fault) => Error::Database { fault, database: String::new() },
            other => Error::internal(other),
        }
    }
}
