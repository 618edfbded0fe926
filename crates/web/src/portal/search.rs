//! Search by any two or more characters of a title, document number or unit.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use crate::portal::text::{Marked, mark};
use app::portal::view::{Found, RecordLine};
use askama::Template;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/search.html")]
pub(crate) struct SearchPage {
    pub(crate) frame: Frame,
    /// What was typed.
    pub(crate) query: String,
    pub(crate) outcome: Outcome,
}

/// What came of it.
pub(crate) enum Outcome {
    /// Nothing was asked yet.
    Unasked,
    /// One character matches too much to help.
    TooShort,
    /// What was found, perhaps nothing.
    Found(Box<Found>),
}

impl Page for SearchPage {}

impl SearchPage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<crate::portal::identity::Identity>,
        query: String,
        outcome: Outcome,
    ) -> SearchPage {
        let (name, about) = (request.lang.say("portal-nav-search"), request.lang.say("portal-search-about"));
        let frame = Frame::new(request, identity, Section::Search, name.clone()).column(name, about);
        let frame = if query.is_empty() { frame } else { frame.unlisted() };
        SearchPage { frame, query, outcome }
    }

    fn marked(&self, text: &str) -> Marked {
        mark(text, &self.query)
    }

    fn unit(&self, line: &RecordLine) -> Marked {
        line.unit.as_deref().map(|unit| self.marked(unit)).unwrap_or_default()
    }
}

pub(crate) async fn search(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let query = request.query("q").unwrap_or_default();
        let outcome = match query.chars().count() {
            0 => Outcome::Unasked,
            1 => Outcome::TooShort,
            _ => Outcome::Found(Box::new(site.portal.search(&query).await?)),
        };
        Ok(SearchPage::new(&request, identity, query, outcome))
    })
    .await
}
