//! What is in its publicity period now, with the days that are left.

use crate::cache::CachePolicy;
use crate::error::Trouble;
use crate::frame::{Frame, Section};
use crate::site::{Page, Site};
use crate::visit::Visit;
use app::portal::view::PublicityLine;
use askama::Template;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/publicity.html")]
pub(crate) struct PublicityPage {
    pub(crate) frame: Frame,
    pub(crate) lines: Vec<PublicityLine>,
}

impl Page for PublicityPage {
    const POLICY: CachePolicy = CachePolicy::Ledger;
}

pub(crate) async fn publicity(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.page(&visit, |identity| async {
        let (name, about) = (visit.lang.say("portal-nav-publicity"), visit.lang.say("portal-publicity-about"));
        let frame = Frame::new(&visit, identity, Section::Publicity, name.clone()).column(name, about);
        Ok(PublicityPage { frame, lines: site.portal.publicity().await? })
    })
    .await
}
