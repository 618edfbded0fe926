//! What can go wrong in the store, in terms its callers act on.
//!
//! It exists so that `app` can tell a lost race from a missing row from a broken disk. It must not carry the
//! database library's types outward, nor values of a row: a column is named, never quoted.

/// Failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("there is no {kind} `{key}`")]
    NotFound {
        /// `record`, `dataset`, …
        kind: &'static str,
        /// Its id or key.
        key: String,
    },
    /// Somebody else saved it since it was read; nothing was written.
    #[error("{kind} `{key}` was changed by somebody else since it was read")]
    Conflict {
        /// `record`, …
        kind: &'static str,
        /// Its id.
        key: String,
    },
    /// A key or number that must be unique is in use; nothing was written.
    #[error("a {kind} with this key or number exists already")]
    Taken {
        /// Table whose rule was broken.
        kind: &'static str,
    },
    /// A row holds what no rule allows: damage, or a hand in the database.
    #[error("row `{id}` of table {table} holds an impossible value in column {column}")]
    Impossible {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// Key of the row.
        id: String,
    },
    /// Another writer held the database for longer than a person waits.
    #[error("the database is busy with another change; try again")]
    Busy,
    /// What was given is no address of a database. It is not repeated: it may hold a password.
    #[error("no address of a database")]
    Address,
    /// There is no working with this database; what it is that stands in the way.
    #[error(transparent)]
    Unusable(#[from] Fault),
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What stands in the way of working with a database. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is none at the address: no file, no database of this name.
    #[error("there is no database at this address")]
    Missing,
    /// There is no place for a new one: its folder is not there, or a link leads nowhere.
    #[error("there is no place for a database at this address")]
    Nowhere,
    /// It is there and has nothing in it, not even tables.
    #[error("the database is empty")]
    Empty,
    /// It holds a school already, where a new one was to be made.
    #[error("the database holds a school already")]
    Occupied,
    /// It is not this program's: another's tables, or no database at all.
    #[error("this is not a database of this program")]
    Foreign,
    /// A newer version of the program has been at it; this one does not know what it changed.
    #[error("a newer version of the program has changed the database (`{migration}`)")]
    Newer {
        /// The first change that is not known here.
        migration: String,
    },
    /// What it holds contradicts itself.
    #[error("the database is damaged")]
    Damaged,
    /// There is no room to write.
    #[error("there is no room left for the database")]
    Full,
    /// The system refuses to read or write: a limit on the size of files, a share that went away, a failing disk.
    #[error("reading or writing the database failed")]
    Disk,
    /// It can be read but not written.
    #[error("the database may only be read")]
    ReadOnly,
    /// This account may not open it: rights of the file, or user and password.
    #[error("access to the database is refused")]
    Refused,
    /// Nobody answers, or the connection broke.
    #[error("the database cannot be reached")]
    Unreachable,
}

impl Fault {
    /// Stable code, the last part of a message key.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Missing => "missing",
            Fault::Nowhere => "nowhere",
            Fault::Empty => "empty",
            Fault::Occupied => "occupied",
            Fault::Foreign => "foreign",
            Fault::Newer { .. } => "newer",
            Fault::Damaged => "damaged",
            Fault::Full => "full",
            Fault::Disk => "disk",
            Fault::ReadOnly => "read-only",
            Fault::Refused => "refused",
            Fault::Unreachable => "unreachable",
        }
    }
}

/// How a database was left by a program that had it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// All that this program wrote stands in the file: a copy of it alone is the whole school.
    Whole,
    /// Another program is at work in it; some may still stand in the log beside the file.
    InUse,
    /// Some still stands in the log, because the system would not have it moved into the file: no room, a failing disk.
    Unmoved,
}

/// What the store's functions return.
pub type Result<T> = std::result::Result<T, Error>;

/// A row that cannot be; for use where a column is read into its domain type.
pub(crate) fn impossible(table: &'static str, column: &'static str, id: impl ToString) -> Error {
    Error::Impossible { table, column, id: id.to_string() }
}
