//! The front page: search and the ten categories, what is open to objection, what is new, the board of all items,
//! then guide, reports and figures.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use app::portal::view::Front;
use askama::Template;
use axum::response::Response;
use domain::coverage::State;
use domain::publicity::Standing;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/front.html")]
pub(crate) struct FrontPage {
    pub(crate) frame: Frame,
    pub(crate) view: Front,
}

impl Page for FrontPage {}

pub(crate) async fn front(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let view = site.portal_for(&request).front().await?;
        Ok(FrontPage { frame: Frame::new(&request, identity, Section::Home, ""), view })
    })
    .await
}
