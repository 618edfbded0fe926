//! The front page: search and the ten categories, what is open to objection, what is new, the board of all items,
//! then guide, reports and figures.

use crate::cache::CachePolicy;
use crate::error::Trouble;
use crate::frame::{Frame, Section};
use crate::site::{Page, Site};
use crate::visit::Visit;
use app::portal::view::Front;
use askama::Template;
use axum::response::Response;
use domain::coverage::State;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/front.html")]
pub(crate) struct FrontPage {
    pub(crate) frame: Frame,
    pub(crate) view: Front,
}

impl Page for FrontPage {
    const POLICY: CachePolicy = CachePolicy::Ledger;
}

pub(crate) async fn front(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.page(&visit, |identity| async {
        let view = site.portal.front().await?;
        Ok(FrontPage { frame: Frame::new(&visit, identity, Section::Home, ""), view })
    })
    .await
}
