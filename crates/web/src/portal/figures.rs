//! Figures: datasets with charts, tables, and the arithmetic of what does not add up.

use crate::error::{Absent, HttpError};
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use app::portal::view::{BrokenLine, DatasetView};
use askama::Template;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/figures.html")]
pub(crate) struct FiguresPage {
    pub(crate) frame: Frame,
    pub(crate) datasets: Vec<DatasetView>,
}

impl Page for FiguresPage {}

pub(crate) async fn figures(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let (name, about) = (request.lang.say("portal-nav-figures"), request.lang.say("portal-figures-about"));
        let frame = Frame::new(&request, identity, Section::Figures, name.clone()).column(name, about);
        Ok(FiguresPage { frame, datasets: site.portal.datasets().await? })
    })
    .await
}

#[derive(Template)]
#[template(path = "portal/dataset.html")]
pub(crate) struct DatasetPage {
    pub(crate) frame: Frame,
    pub(crate) view: DatasetView,
}

impl Page for DatasetPage {}

impl DatasetPage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<crate::portal::identity::Identity>,
        view: DatasetView,
    ) -> DatasetPage {
        let name = request.lang.say("portal-nav-figures");
        let frame = Frame::new(request, identity, Section::Figures, view.dataset.title.clone())
            .column(name.clone(), view.dataset.title.clone())
            .under("/figures", name);
        DatasetPage { frame, view }
    }

    /// What the rule says that does not hold.
    fn rule(&self, broken: &BrokenLine) -> String {
        self.frame.say(match broken.code {
            "sum" => "portal-broken-sum",
            "rate" => "portal-broken-rate",
            "part" => "portal-broken-part",
            _ => "portal-broken-stage",
        })
    }
}

pub(crate) async fn dataset(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let view = site.portal.dataset(request.param(0)).await?.ok_or(HttpError::Absent(Absent::Dataset))?;
        Ok(DatasetPage::new(&request, identity, view))
    })
    .await
}
