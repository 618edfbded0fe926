//! The guide (公开指南): what is disclosed, how it is arranged, whom to ask and how.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use app::portal::view::About;
use askama::Template;
use axum::response::Response;
use domain::school::{Channel, Unit, UnitKind};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/about.html")]
pub(crate) struct AboutPage {
    pub(crate) frame: Frame,
    pub(crate) view: About,
}

impl Page for AboutPage {}

impl AboutPage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<crate::portal::identity::Identity>,
        view: About,
    ) -> AboutPage {
        let (name, about) = (request.lang.say("portal-nav-about"), request.lang.say("portal-about-about"));
        AboutPage { frame: Frame::new(request, identity, Section::About, name.clone()).column(name, about), view }
    }

    fn channels(&self, on_line: &bool) -> Vec<&Channel> {
        self.view.channels.iter().filter(|channel| channel.kind.on_line() == *on_line).collect()
    }

    fn units(&self, kind: &UnitKind) -> Vec<&Unit> {
        self.view.units.iter().filter(|unit| unit.kind == *kind).collect()
    }

    fn unit_kind(&self, kind: &UnitKind) -> String {
        self.frame.say(match kind {
            UnitKind::Department => "portal-unit-department",
            UnitKind::College => "portal-unit-college",
            UnitKind::Body => "portal-unit-body",
            UnitKind::Other => "portal-unit-other",
        })
    }
}

pub(crate) async fn about(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let view = site.portal.about().await?;
        Ok(AboutPage::new(&request, identity, view))
    })
    .await
}
