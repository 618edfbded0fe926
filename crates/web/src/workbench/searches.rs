//! What visitors looked for and did not find, for those who decide what is published.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show};
use app::portal::search::Missed;
use askama::Template;
use axum::response::Response;
use form_urlencoded::Serializer;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "workbench/searches.html")]
struct SearchesPage {
    bench: Bench,
    misses: Vec<Missed>,
}

impl SearchesPage {
    /// The same search on the portal.
    fn again(&self, miss: &Missed) -> String {
        let query = Serializer::new(String::new()).append_pair("q", &miss.wording).finish();
        self.bench.to(&format!("/search?{query}"))
    }
}

/// The page.
pub(crate) async fn searches(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "searches").await?;
    let misses = site.portal.misses(&ctx).await?;
    let bench = bench.titled(request.lang.say("searches-heading"));
    show(&request, &SearchesPage { bench, misses })
}
