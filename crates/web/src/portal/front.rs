//! The front page: search and the ten categories, what is open to objection, what is new, the board of all items,
//! then guide, reports and figures.

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::site::{Page, Site};
use crate::portal::structured;
use app::portal::view::{Front, ItemLine};
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

/// How many days something is new on a phone, where only what is new or waits is listed.
const NEW: i64 = 31;

impl FrontPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, view: Front) -> FrontPage {
        let about = request.lang.say_with("portal-hero-lead", &[("school", &identity.school)]);
        let mut frame = Frame::new(request, identity, Section::Home, "");
        frame.metas.push(("description", about));
        let about = structured::site(&frame);
        FrontPage { frame: frame.about(about), view }
    }

    /// Whether an item is listed where there is little room: something waits there, or something is new.
    fn stands_out(&self, item: &ItemLine) -> bool {
        match item.state {
            State::DueSoon | State::Overdue | State::NeverDisclosed => true,
            State::Fresh => {
                let latest = item.latest.span().map(|(_, last)| last);
                latest.is_some_and(|last| (self.view.board.as_of - last).num_days() <= NEW)
            }
            State::Nil | State::NotApplicable => false,
        }
    }
}

pub(crate) async fn front(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let view = site.portal_for(&request).front().await?;
        Ok(FrontPage::new(&request, identity, view))
    })
    .await
}
