//! Why something of a survey does not go as was asked. Apart from the use cases, so that the one error can hold it.

use domain::survey::SurveyError;

/// Why a use case of surveys did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What the life of a survey does not allow.
    #[error(transparent)]
    Survey(#[from] SurveyError),
    /// No code of this survey.
    #[error("no code of this survey")]
    Code,
    /// Somebody has answered by this code.
    #[error("the code is spent")]
    Spent,
    /// Too many codes or paper forms at once, or none.
    #[error("too many at once, or none")]
    Many,
}

impl Refusal {
    /// Stable code, a message key under `survey-error-`.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::Survey(error) => error.code(),
            Refusal::Code => "code",
            Refusal::Spent => "spent",
            Refusal::Many => "many",
        }
    }
}
