//! Why something is not done with a request: each rule of its life by a code of its own, and no word of anybody's.

/// Why something is not done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// It has not come so far, or further.
    #[error("the request is not at that stage")]
    Stage,
    /// It moves a clock and lies before what moved it last.
    #[error("the day lies before the last act")]
    TooEarly,
    /// It lies in the future.
    #[error("the day lies in the future")]
    Future,
    /// Something has to be said.
    #[error("something has to be said")]
    Blank,
    /// A clarification is asked for once.
    #[error("a clarification was asked for before")]
    Clarified,
    /// The time within which it could be asked for is over.
    #[error("the time for a clarification is over")]
    ClarificationLate,
    /// The last day for a supplement would not be later.
    #[error("the last day would not be later")]
    NotLater,
    /// The applicant still has time.
    #[error("the applicant still has time")]
    StillTime,
    /// Nobody was named.
    #[error("no unit was named")]
    NoUnit,
    /// It is longer than the rule allows.
    #[error("longer than the rule allows")]
    TooLong,
    /// The term is over already.
    #[error("the term is over")]
    Over,
    /// More time was asked for or granted before.
    #[error("more time was asked for before")]
    Extended,
    /// Whoever did the one does not do the other.
    #[error("who did the one may not do the other")]
    OwnWork,
    /// The result needs the rule it rests on.
    #[error("the rule it rests on has to be named")]
    NoGround,
    /// Nothing was looked for that is said not to exist.
    #[error("no search was written down")]
    NoSearch,
    /// No answer has this result.
    #[error("no answer has this result")]
    NoAnswer,
    /// It cannot be handled with itself.
    #[error("a request is not handled with itself")]
    Itself,
    /// Something in it is still to be filled in.
    #[error("something is still to be filled in")]
    Unfinished,
    /// Dates beyond what a calendar reckons.
    #[error("beyond what the calendar reckons")]
    Range,
}

impl RequestError {
    /// Stable code, a message key under `request-refused-`.
    pub fn code(self) -> &'static str {
        match self {
            RequestError::Stage => "stage",
            RequestError::TooEarly => "too-early",
            RequestError::Future => "future",
            RequestError::Blank => "blank",
            RequestError::Clarified => "clarified",
            RequestError::ClarificationLate => "clarification-late",
            RequestError::NotLater => "not-later",
            RequestError::StillTime => "still-time",
            RequestError::NoUnit => "no-unit",
            RequestError::TooLong => "too-long",
            RequestError::Over => "over",
            RequestError::Extended => "extended",
            RequestError::OwnWork => "own-work",
            RequestError::NoGround => "no-ground",
            RequestError::NoSearch => "no-search",
            RequestError::NoAnswer => "no-answer",
            RequestError::Itself => "itself",
            RequestError::Unfinished => "unfinished",
            RequestError::Range => "range",
        }
    }
}
