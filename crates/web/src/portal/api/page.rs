//! The page to try the API: every address with a form of what may be asked, which needs no script.

use super::ENDPOINTS;
use super::description::{Endpoint, words, words_of};
use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::site::{Page, Site};
use askama::Template;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/api.html")]
pub(crate) struct ApiPage {
    pub(crate) frame: Frame,
    /// Things that exist, to try what names one: by the name of their place.
    examples: Vec<(&'static str, String)>,
}

impl Page for ApiPage {}

impl ApiPage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<Identity>,
        examples: Vec<(&'static str, String)>,
    ) -> ApiPage {
        let (name, about) = (request.lang.say("api-title"), request.lang.say("api-about"));
        ApiPage { frame: Frame::new(request, identity, Section::None, name.clone()).column(name, about), examples }
    }

    fn endpoints(&self) -> &'static [Endpoint] {
        ENDPOINTS
    }

    fn words(&self, endpoint: &Endpoint) -> String {
        words(self.frame.lang, endpoint)
    }

    /// Name, words and an example of each thing that may be asked.
    fn asked(&self, endpoint: &Endpoint) -> Vec<(&'static str, String, &'static str)> {
        endpoint.asked.iter().map(|asked| (asked.name, words_of(self.frame.lang, asked), asked.example)).collect()
    }

    /// The address with something that exists in its place; nothing when there is no such thing yet.
    fn address(&self, endpoint: &Endpoint) -> Option<String> {
        let mut path = endpoint.path.to_string();
        for (name, value) in &self.examples {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        (!path.contains('{')).then_some(path)
    }
}

pub(crate) async fn try_page(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let front = site.portal.front().await?;
        let mut examples = vec![("item", "37".to_string())];
        examples.extend(front.latest.first().map(|line| ("record", line.id.to_string())));
        examples.extend(site.portal.datasets().await?.first().map(|view| ("dataset", view.dataset.key.clone())));
        Ok(ApiPage::new(&request, identity, examples))
    })
    .await
}
