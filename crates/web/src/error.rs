//! What goes wrong, as people see it: what it is, what does exist, where to go. Internals are logged once, here, and
//! shown only as a reference number.

use crate::cache::{CachePolicy, Finished};
use crate::frame::{Frame, Section};
use crate::reply;
use crate::site::{Identity, Page};
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Nothing stands at this address; what kind of thing was looked for.
    Absent(Absent),
    /// The address is not text.
    Malformed,
    /// The address is too long.
    TooLong,
    /// Something other than reading was tried.
    Method,
    /// Too many questions at once.
    TooMany,
    /// It took too long.
    Timeout,
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

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Trouble {
        Trouble::Internal(error)
    }
}

impl From<askama::Error> for Trouble {
    fn from(error: askama::Error) -> Trouble {
        Trouble::Internal(error.into())
    }
}

/// The page of a trouble.
#[derive(Template)]
#[template(path = "portal/trouble.html")]
pub(crate) struct TroublePage {
    pub(crate) frame: Frame,
    pub(crate) status: StatusCode,
    pub(crate) heading: String,
    pub(crate) advice: String,
    /// Number to quote, for faults of ours.
    pub(crate) reference: Option<String>,
}

impl Page for TroublePage {
    const POLICY: CachePolicy = CachePolicy::Never;

    fn status(&self) -> StatusCode {
        self.status
    }
}

impl TroublePage {
    pub(crate) fn new(visit: &Visit, site: Arc<Identity>, trouble: &Trouble) -> TroublePage {
        let (status, heading, advice) = match trouble {
            Trouble::Absent(absent) => (
                StatusCode::NOT_FOUND,
                "portal-trouble-absent",
                match absent {
                    Absent::Page => "portal-trouble-absent-page",
                    Absent::Record => "portal-trouble-absent-record",
                    Absent::Item => "portal-trouble-absent-item",
                    Absent::Category => "portal-trouble-absent-category",
                    Absent::Dataset => "portal-trouble-absent-dataset",
                    Absent::Report => "portal-trouble-absent-report",
                },
            ),
            Trouble::Malformed => {
                (StatusCode::BAD_REQUEST, "portal-trouble-malformed", "portal-trouble-malformed-advice")
            }
            Trouble::TooLong => (StatusCode::URI_TOO_LONG, "portal-trouble-long", "portal-trouble-long-advice"),
            Trouble::Method => {
                (StatusCode::METHOD_NOT_ALLOWED, "portal-trouble-method", "portal-trouble-method-advice")
            }
            Trouble::TooMany => (StatusCode::TOO_MANY_REQUESTS, "portal-trouble-many", "portal-trouble-many-advice"),
            Trouble::Timeout => {
                (StatusCode::SERVICE_UNAVAILABLE, "portal-trouble-timeout", "portal-trouble-timeout-advice")
            }
            Trouble::Internal(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "portal-trouble-internal", "portal-trouble-internal-advice")
            }
        };
        let heading = visit.lang.say(heading);
        TroublePage {
            advice: visit.lang.say(advice),
            frame: Frame::new(visit, site, Section::None, heading.clone()).unlisted(),
            heading,
            status,
            reference: None,
        }
    }
}

/// The answer to a trouble. Never fails: without a template there is still a line of plain text.
pub(crate) fn answer(visit: &Visit, site: Arc<Identity>, trouble: &Trouble) -> Response {
    let mut page = TroublePage::new(visit, site, trouble);
    if let Trouble::Internal(cause) = trouble {
        let reference = reference();
        tracing::error!(reference, path = visit.path, error = format!("{cause:#}"), "web.portal.internal");
        page.reference = Some(reference);
    }
    let (media_type, body) = match page.render() {
        Ok(body) => ("text/html; charset=utf-8", body),
        Err(_) => ("text/plain; charset=utf-8", page.heading.clone()),
    };
    let mut response = reply::finished(visit, &Finished::new(page.status, media_type, body), CachePolicy::Never);
    if matches!(trouble, Trouble::Method) {
        response.headers_mut().insert(axum::http::header::ALLOW, axum::http::HeaderValue::from_static("GET, HEAD"));
    }
    if matches!(trouble, Trouble::TooMany) {
        response.headers_mut().insert(axum::http::header::RETRY_AFTER, axum::http::HeaderValue::from_static("5"));
    }
    response
}

/// A number to find the fault in the log by; it tells nothing else.
fn reference() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let process = u64::from(std::process::id());
    format!("{:x}-{:04}", process, NEXT.fetch_add(1, Ordering::Relaxed))
}
