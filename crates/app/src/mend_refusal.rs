//! Why something in the ledger is not mended as it was asked for, with what mends the asking. It stands by itself so that
//! `error` can name it; it must not know how anything is mended.

use store::CodeOf;

/// Why a task is refused. The code is a message key under `error-mend-`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Something names the unit or channel that would go.
    #[error("{name} ({code}) is named by {by:?}")]
    Named {
        /// Which sort.
        of: CodeOf,
        /// Its code.
        code: String,
        /// Its name.
        name: String,
        /// What names it, a message key under `mend-follow-`, and how many.
        by: Vec<(&'static str, u64)>,
    },
    /// The name is or was another's.
    #[error("{name} is or was the name of {other}")]
    NameTaken {
        /// The name.
        name: String,
        /// Whose.
        other: String,
    },
    /// The name is empty or too long.
    #[error("not a name")]
    NoName,
    /// It would go into itself.
    #[error("{0} is the same")]
    Itself(String),
    /// Texts of the report refer to the figures that would go.
    #[error("{dataset} is referred to in {texts:?}")]
    Quoted {
        /// The dataset.
        dataset: String,
        /// The texts.
        texts: Vec<String>,
    },
    /// There are several of this key.
    #[error("there are several {0}")]
    Several(String),
    /// It is not named as such things are.
    #[error("{given} is not how a {kind} is named")]
    Form {
        /// `text`, `nil` or `release`.
        kind: &'static str,
        /// What was given.
        given: String,
    },
    /// It would come to something else by now than what was looked at.
    #[error("it has changed since it was looked at")]
    Otherwise,
}

impl Refusal {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Named { of: CodeOf::Unit, .. } => "named-unit",
            Refusal::Named { of: CodeOf::Channel, .. } => "named-channel",
            Refusal::NameTaken { .. } => "name-taken",
            Refusal::NoName => "no-name",
            Refusal::Itself(_) => "itself",
            Refusal::Quoted { .. } => "quoted",
            Refusal::Several(_) => "several",
            Refusal::Form { kind: "text", .. } => "form-text",
            Refusal::Form { kind: "nil", .. } => "form-nil",
            Refusal::Form { .. } => "form-release",
            Refusal::Otherwise => "otherwise",
        }
    }
}
