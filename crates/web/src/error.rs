//! What goes wrong, as a status and words. One `match` turns the error of a use case into it; the words are chosen by
//! key, and whether they become a page or JSON is decided where they are answered (`portal::fault`).

use crate::http::form::{FieldError, Fields, FormError, Rejected};
use crate::http::gate::Full;
use app::ledger::mend::Refusal;
use axum::http::StatusCode;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum HttpError {
    /// The address is not text.
    Malformed,
    /// What was sent is no form of this site, or did not arrive whole.
    Unknown,
    /// Somebody must sign in first.
    SignIn,
    /// Another site made the browser send this.
    CrossSite,
    /// They may not do this.
    Forbidden,
    /// Nothing stands at this address; what kind of thing was looked for.
    Absent(Absent),
    /// The address takes other methods; those it takes, as `Allow` lists them.
    Method(String),
    /// Somebody else changed it in between.
    Conflict,
    /// The rules do not allow it now; the message key that says which.
    Rule(String),
    /// The ledger is not mended so, and why.
    Mend(Refusal),
    /// Personal data in what would become public: fields, and what may be shown of each.
    Personal(Vec<(&'static str, String)>),
    /// It was public and is no longer.
    Gone,
    /// More was sent than is read.
    TooLarge,
    /// The address is too long.
    AddressTooLong,
    /// Something other than a form was sent.
    MediaType,
    /// The address asks what cannot be meant.
    Question(Vec<FieldError>),
    /// A form is filled in wrongly.
    Invalid(Rejected),
    /// Too many questions at once.
    TooMany,
    /// One address asks more often than it may; when it may again, and what it sent, so that nobody types it twice.
    Wait { seconds: u16, typed: Fields },
    /// Another writer is at work.
    Busy,
    /// It took too long.
    Timeout,
    /// There is no place for more of this kind just now.
    Crowded,
    /// There is no working with the database; the code of its fault, for the log.
    Unavailable(&'static str),
    /// A fault of ours.
    Internal(anyhow::Error),
}

/// What was looked for and does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Absent {
    Page,
    Record,
    Item,
    Category,
    Dataset,
    Report,
}

/// How an error is told: status, message keys, and when to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Telling {
    pub(crate) status: StatusCode,
    pub(crate) heading: &'static str,
    pub(crate) advice: &'static str,
    /// Seconds after which it may go better.
    pub(crate) retry_after: Option<u16>,
}

impl HttpError {
    /// How it is told.
    pub(crate) fn telling(&self) -> Telling {
        let told = |status, heading, advice| Telling { status, heading, advice, retry_after: None };
        let later = |seconds, telling| Telling { retry_after: Some(seconds), ..telling };
        match self {
            HttpError::Malformed => {
                told(StatusCode::BAD_REQUEST, "http-error-malformed", "http-error-malformed-advice")
            }
            HttpError::Unknown => told(StatusCode::BAD_REQUEST, "http-error-unknown", "http-error-unknown-advice"),
            HttpError::SignIn => told(StatusCode::UNAUTHORIZED, "http-error-sign-in", "http-error-sign-in-advice"),
            HttpError::CrossSite => {
                told(StatusCode::FORBIDDEN, "http-error-cross-site", "http-error-cross-site-advice")
            }
            HttpError::Forbidden => told(StatusCode::FORBIDDEN, "http-error-forbidden", "http-error-forbidden-advice"),
            HttpError::Absent(absent) => told(StatusCode::NOT_FOUND, "http-error-absent", absent.advice()),
            HttpError::Method(_) => {
                told(StatusCode::METHOD_NOT_ALLOWED, "http-error-method", "http-error-method-advice")
            }
            HttpError::Conflict => told(StatusCode::CONFLICT, "http-error-conflict", "http-error-conflict-advice"),
            HttpError::Rule(_) => told(StatusCode::CONFLICT, "http-error-rule", "http-error-rule-advice"),
            HttpError::Mend(refusal) => {
                // What was asked is wrong in itself, or does not fit what is there.
                let status = match refusal {
                    Refusal::Form { .. } | Refusal::NoName => StatusCode::UNPROCESSABLE_ENTITY,
                    _ => StatusCode::CONFLICT,
                };
                told(status, "http-error-mend", "http-error-mend-advice")
            }
            HttpError::Personal(_) => {
                told(StatusCode::UNPROCESSABLE_ENTITY, "http-error-personal", "http-error-personal-advice")
            }
            HttpError::Gone => told(StatusCode::GONE, "http-error-gone", "http-error-gone-advice"),
            HttpError::TooLarge => {
                told(StatusCode::PAYLOAD_TOO_LARGE, "http-error-too-large", "http-error-too-large-advice")
            }
            HttpError::AddressTooLong => told(StatusCode::URI_TOO_LONG, "http-error-long", "http-error-long-advice"),
            HttpError::MediaType => {
                told(StatusCode::UNSUPPORTED_MEDIA_TYPE, "http-error-media-type", "http-error-media-type-advice")
            }
            HttpError::Question(_) => {
                told(StatusCode::BAD_REQUEST, "http-error-question", "http-error-question-advice")
            }
            HttpError::Invalid(_) => {
                told(StatusCode::UNPROCESSABLE_ENTITY, "http-error-invalid", "http-error-invalid-advice")
            }
            HttpError::TooMany => {
                later(5, told(StatusCode::TOO_MANY_REQUESTS, "http-error-many", "http-error-many-advice"))
            }
            HttpError::Wait { seconds, .. } => {
                later(*seconds, told(StatusCode::TOO_MANY_REQUESTS, "http-error-many", "http-error-wait-advice"))
            }
            HttpError::Busy => {
                later(2, told(StatusCode::SERVICE_UNAVAILABLE, "http-error-busy", "http-error-busy-advice"))
            }
            HttpError::Timeout | HttpError::Crowded => {
                later(5, told(StatusCode::SERVICE_UNAVAILABLE, "http-error-timeout", "http-error-timeout-advice"))
            }
            HttpError::Unavailable(_) => later(
                30,
                told(StatusCode::SERVICE_UNAVAILABLE, "http-error-unavailable", "http-error-unavailable-advice"),
            ),
            HttpError::Internal(_) => {
                told(StatusCode::INTERNAL_SERVER_ERROR, "http-error-internal", "http-error-internal-advice")
            }
        }
    }
}

impl HttpError {
    /// Whether it comes of too much work or of a database that does not answer, so that telling it may ask nothing
    /// of either.
    pub(crate) fn is_of_load(&self) -> bool {
        self.telling().retry_after.is_some()
    }
}

impl From<Full> for HttpError {
    fn from(full: Full) -> HttpError {
        match full {
            Full::ForAll => HttpError::Crowded,
            Full::ForClient => HttpError::TooMany,
        }
    }
}

impl Absent {
    fn advice(self) -> &'static str {
        match self {
            Absent::Page => "http-error-absent-page",
            Absent::Record => "http-error-absent-record",
            Absent::Item => "http-error-absent-item",
            Absent::Category => "http-error-absent-category",
            Absent::Dataset => "http-error-absent-dataset",
            Absent::Report => "http-error-absent-report",
        }
    }

    /// The use cases' name of a kind of thing.
    fn of(kind: &str) -> Absent {
        match kind {
            "record" => Absent::Record,
            "item" => Absent::Item,
            "category" => Absent::Category,
            "dataset" => Absent::Dataset,
            "report" => Absent::Report,
            _ => Absent::Page,
        }
    }
}

impl From<app::Error> for HttpError {
    fn from(error: app::Error) -> HttpError {
        match error {
            app::Error::NotFound { kind, .. } => HttpError::Absent(Absent::of(kind)),
            app::Error::Conflict { .. } => HttpError::Conflict,
            app::Error::Forbidden(_) => HttpError::Forbidden,
            app::Error::Record(error) => HttpError::Rule(format!("record-error-{}", error.code())),
            app::Error::Publicity(refusal) => HttpError::Rule(format!("publicity-refused-{}", refusal.code())),
            app::Error::Request(refusal) => HttpError::Rule(format!("request-refused-{}", refusal.code())),
            app::Error::Voice(refusal) => HttpError::Rule(format!("voice-refused-{}", refusal.code())),
            app::Error::Survey(refusal) => HttpError::Rule(format!("survey-error-{}", refusal.code())),
            app::Error::Mend(refusal) => HttpError::Mend(refusal),
            app::Error::Personal(found) => {
                HttpError::Personal(found.into_iter().map(|found| (found.field, found.masked)).collect())
            }
            app::Error::Attachment { why, .. } => HttpError::Rule(format!("attach-fault-{}", why.code())),
            app::Error::Taken { kind, .. } => HttpError::Rule(format!("http-taken-{kind}")),
            app::Error::NilWithRecords { .. } => HttpError::Rule("http-nil-with-records".to_string()),
            app::Error::NilYear(why) => HttpError::Rule(format!("http-nil-year-{why}")),
            app::Error::Nobodys { .. } => HttpError::Rule("http-nobodys".to_string()),
            app::Error::Lonely => HttpError::Rule("http-lonely".to_string()),
            app::Error::WrongPassword => HttpError::Rule("http-wrong-password".to_string()),
            app::Error::Busy => HttpError::Busy,
            app::Error::Database { fault, .. } => HttpError::Unavailable(fault.code()),
            // What nobody can do by asking otherwise is ours to mend: the rest is a fault, named in the log only.
            other => HttpError::Internal(other.into()),
        }
    }
}

impl From<FormError> for HttpError {
    fn from(error: FormError) -> HttpError {
        match error {
            FormError::MediaType => HttpError::MediaType,
            FormError::TooManyFields => HttpError::TooLarge,
            FormError::Rejected(rejected) => HttpError::Invalid(rejected),
        }
    }
}

impl From<anyhow::Error> for HttpError {
    fn from(error: anyhow::Error) -> HttpError {
        error.downcast::<app::Error>().map_or_else(HttpError::Internal, HttpError::from)
    }
}

impl From<askama::Error> for HttpError {
    fn from(error: askama::Error) -> HttpError {
        HttpError::Internal(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(error: app::Error) -> u16 {
        HttpError::from(error).telling().status.as_u16()
    }

    #[test]
    fn every_error_of_a_use_case_has_its_status() {
        assert_eq!(status(app::Error::NotFound { kind: "record", key: "r".into() }), 404);
        assert_eq!(status(app::Error::Conflict { kind: "record", key: "r".into() }), 409);
        let denied = domain::policy::Denied(domain::policy::Permission::Publish);
        assert_eq!(status(app::Error::Forbidden(denied)), 403);
        assert_eq!(status(app::Error::Record(domain::record::RecordError::OwnWork)), 409);
        let named = Refusal::Itself("教务处".into());
        assert_eq!(status(app::Error::Mend(named)), 409);
        assert_eq!(status(app::Error::Mend(Refusal::NoName)), 422);
        let found = app::error::PersonalData { field: "title", masked: "43…".into() };
        assert_eq!(status(app::Error::Personal(vec![found])), 422);
        assert_eq!(status(app::Error::Busy), 503);
        assert_eq!(status(app::Error::Address), 500);
        let fault = app::error::DatabaseFault::Unreachable;
        assert_eq!(status(app::Error::Database { fault, database: String::new() }), 503);
        let wrapped = anyhow::Error::from(app::Error::Busy).context("reading the board");
        assert!(matches!(HttpError::from(wrapped), HttpError::Busy), "through a chain of causes too");
    }
}
