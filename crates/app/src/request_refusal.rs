//! Why a request for disclosure does not go as was asked. Apart from the use cases, so that the one error can hold it.

use domain::request::RequestError;

/// Why a use case of requests did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// What the life of a request does not allow.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// It is said to have come in before the rules were in force.
    #[error("it would have come in before the rules were in force")]
    BeforeRules,
    /// More requests wait to be registered than anybody can read.
    #[error("too many requests wait")]
    Full,
    /// The same person sent the same words just before.
    #[error("the same request was sent just before")]
    Repeated,
    /// An identity number cannot be kept or read, for its key cannot.
    #[error("the key of identity numbers cannot be used")]
    Key,
    /// No identity number is kept.
    #[error("no identity number is kept")]
    NoIdentity,
    /// There is no such unit, or it is closed.
    #[error("there is no such unit")]
    NoUnit,
    /// There is no such other request.
    #[error("there is no such other request")]
    NoOther,
    /// It was not answered with something to release.
    #[error("nothing was given that could be released")]
    NothingGiven,
    /// The words of the answer name who asked.
    #[error("the words of the answer name who asked")]
    NamesApplicant,
    /// Another person's request is neither closed with this one nor answered by it.
    #[error("the other request is another person's")]
    OtherApplicant,
    /// What a third party is told would tell who asks.
    #[error("the words for the third party tell who asks")]
    TellsApplicant,
    /// A record was made of it before.
    #[error("a record was made of it before")]
    Released,
}

impl Refusal {
    /// Stable code, a message key under `request-refused-`.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::Request(error) => error.code(),
            Refusal::BeforeRules => "before-rules",
            Refusal::Full => "full",
            Refusal::Repeated => "repeated",
            Refusal::Key => "key",
            Refusal::NoIdentity => "no-identity",
            Refusal::NoUnit => "unknown-unit",
            Refusal::NoOther => "no-other",
            Refusal::NothingGiven => "nothing-given",
            Refusal::NamesApplicant => "names-applicant",
            Refusal::OtherApplicant => "other-applicant",
            Refusal::TellsApplicant => "tells-applicant",
            Refusal::Released => "released",
        }
    }
}
