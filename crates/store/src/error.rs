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
    /// The address names no database that can be opened.
    #[error("cannot open the database: {0}")]
    Address(String),
    /// A newer version of the program has been at the database; this one does not know what it changed.
    #[error("a newer version of the program has changed the database (`{migration}`)")]
    Newer {
        /// The first change that is not known here.
        migration: String,
    },
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What the store's functions return.
pub type Result<T> = std::result::Result<T, Error>;

/// A row that cannot be; for use where a column is read into its domain type.
pub(crate) fn impossible(table: &'static str, column: &'static str, id: impl ToString) -> Error {
    Error::Impossible { table, column, id: id.to_string() }
}
