//! Why a file is not taken for a backup, beside the error that carries it. It must not read any.

/// Why a file is not taken for a backup; the last part of a message key under `archive-`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveFault {
    /// It is no archive, or none of this program, or cut off.
    #[error("not a backup")]
    Foreign,
    /// A newer program made it.
    #[error("made by a newer program")]
    Newer,
    /// A part is missing, or there is one more than the list names.
    #[error("its parts are not those of its list: {part}")]
    Parts {
        /// Which.
        part: String,
    },
    /// A part is not what it was.
    #[error("damaged: {part}")]
    Damaged {
        /// Which.
        part: String,
    },
}

impl ArchiveFault {
    /// The last part of its message key.
    pub fn code(&self) -> &'static str {
        match self {
            ArchiveFault::Foreign => "foreign",
            ArchiveFault::Newer => "newer",
            ArchiveFault::Parts { .. } => "parts",
            ArchiveFault::Damaged { .. } => "damaged",
        }
    }

    /// The part that it is about; empty when it is about all.
    pub fn part(&self) -> &str {
        match self {
            ArchiveFault::Foreign | ArchiveFault::Newer => "",
            ArchiveFault::Parts { part } | ArchiveFault::Damaged { part } => part,
        }
    }
}
