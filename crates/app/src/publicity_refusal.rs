//! Why publicity or an objection does not go as was asked. Apart from the use cases, so that the one error can hold it.

use domain::objection::ObjectionError;
use domain::publicity::LengthError;

/// Why a use case of publicity did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What the life of an objection does not allow.
    #[error(transparent)]
    Objection(#[from] ObjectionError),
    /// Nothing stands open to objection there now.
    #[error("nothing is open to objection")]
    Closed,
    /// More objections wait than anybody can read.
    #[error("too many objections wait")]
    Full,
    /// The same person filed the same words just before.
    #[error("the same objection was filed just before")]
    Repeated,
    /// Objections of this kind need a name.
    #[error("an objection of this kind needs a name")]
    Nameless,
    /// There is no such row.
    #[error("there is no such row")]
    NoRow,
    /// The list has columns or cells that may not be shown, or nobody decided on.
    #[error("the list holds what may not be shown")]
    Columns,
    /// Single cells of columns that are shown have to be mended.
    #[error("cells of the list hold what may not be shown")]
    Cells,
    /// Rows of it are nobody's, or two lists stand side by side in it.
    #[error("rows of the list are nobody's")]
    Rows,
    /// It is a list of people without their names.
    #[error("a list of people without their names")]
    NoNames,
    /// A text that readers will see holds a name of the list.
    #[error("the text holds a name of the list")]
    Named,
    /// There is no such unit, or it is closed.
    #[error("there is no such unit")]
    NoUnit,
    /// It would begin in the past.
    #[error("it would begin in the past")]
    Past,
    /// There is neither list nor text.
    #[error("there is nothing to show")]
    Nothing,
    /// The audience is wider than the kind allows.
    #[error("a period of this kind is not for everybody")]
    Audience,
    /// More people would see it than the kind says, and nobody says why.
    #[error("nobody says why more people see it than its kind says")]
    Wider,
    /// The end would not be later.
    #[error("the end would not be later")]
    NotLater,
    /// There is no list under seal.
    #[error("there is no list under seal")]
    NotSealed,
    /// The length is not allowed.
    #[error(transparent)]
    Length(#[from] LengthError),
}

impl Refusal {
    /// Stable code, a message key under `publicity-refused-`.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::Objection(error) => error.code(),
            Refusal::Closed => "closed",
            Refusal::Full => "full",
            Refusal::Repeated => "repeated",
            Refusal::Nameless => "nameless",
            Refusal::NoRow => "no-row",
            Refusal::Columns => "columns",
            Refusal::Cells => "cells",
            Refusal::Rows => "rows",
            Refusal::NoNames => "no-names",
            Refusal::Named => "named",
            Refusal::NoUnit => "no-unit",
            Refusal::Past => "past",
            Refusal::Nothing => "nothing",
            Refusal::Audience => "audience",
            Refusal::Wider => "wider",
            Refusal::NotLater => "not-later",
            Refusal::NotSealed => "not-sealed",
            Refusal::Length(LengthError::Short(_)) => "short",
            Refusal::Length(LengthError::Unusual(_)) => "unusual",
            Refusal::Length(LengthError::Range) => "range",
        }
    }
}
