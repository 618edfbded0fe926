//! Why a file is not taken as an attachment, or no redacted copy of it made. Words are in [`crate::guard::words::file_fault`].

use office::ReadError;

/// Why a file is not taken, or not redacted.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// It holds nothing.
    #[error("the file is empty")]
    Empty,
    /// Its name has the ending of no kind that may be attached.
    #[error("files of this kind are not attached")]
    Kind,
    /// It holds files that nobody has looked into.
    #[error("archives are not attached: unpack it and attach its files")]
    Packed,
    /// It is rich text, which the guard does not read.
    #[error("rich text is not attached: save it as .docx")]
    Rtf,
    /// Files of this kind are no evidence of a release.
    #[error("files of this kind are not taken as evidence")]
    Evidence,
    /// It is not what its name says.
    #[error("the file is not what its name says")]
    Unlike,
    /// It is too large.
    #[error("the file is too large")]
    Large,
    /// Its name holds personal data; masked.
    #[error("the name holds personal data: {0}")]
    Named(String),
    /// It is broken, or built to be more than it says.
    #[error(transparent)]
    Unreadable(ReadError),
    /// No copy without personal data can be made of it; the end of a message key under `redact-` that says why.
    #[error("no redacted copy: {0}")]
    NotRedacted(&'static str),
}

impl FileFault {
    /// Stable code, the end of a message key under `attach-fault-`.
    pub fn code(&self) -> &'static str {
        match self {
            FileFault::Empty => "empty",
            FileFault::Kind => "kind",
            FileFault::Packed => "packed",
            FileFault::Rtf => "rtf",
            FileFault::Evidence => "evidence",
            FileFault::Unlike => "unlike",
            FileFault::Large => "large",
            FileFault::Named(_) => "named",
            FileFault::Unreadable(_) => "unreadable",
            FileFault::NotRedacted(_) => "not-redacted",
        }
    }
}
