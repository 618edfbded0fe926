//! What is in its publicity period now, with the days that are left.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use app::portal::view::PublicityLine;
use askama::Template;
use axum::response::Response;
use domain::publicity::Standing;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/publicity.html")]
pub(crate) struct PublicityPage {
    pub(crate) frame: Frame,
    pub(crate) lines: Vec<PublicityLine>,
}

impl Page for PublicityPage {}

pub(crate) async fn publicity(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let (name, about) = (request.lang.say("portal-nav-publicity"), request.lang.say("portal-publicity-about"));
        let frame = Frame::new(&request, identity, Section::Publicity, name.clone()).column(name, about);
        Ok(PublicityPage { frame, lines: site.portal_for(&request).publicity().await? })
    })
    .await
}
