//! Figures: datasets with charts, tables, and the arithmetic of what does not add up.

use crate::error::{Absent, HttpError};
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use crate::portal::structured;
use app::portal::view::{BrokenLine, DatasetView};
use askama::Template;
use axum::response::Response;
use domain::school_year::SchoolYear;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/figures.html")]
pub(crate) struct FiguresPage {
    pub(crate) frame: Frame,
    pub(crate) datasets: Vec<DatasetView>,
}

impl Page for FiguresPage {}

impl FiguresPage {
    /// Address of a dataset in its school year.
    fn address(&self, view: &DatasetView) -> String {
        let dataset = &view.dataset;
        let same = self.datasets.iter().filter(|other| other.dataset.key == dataset.key);
        let latest = same.map(|other| other.dataset.year).max();
        self.frame.to_dataset(&dataset.key, Some(dataset.year).filter(|year| Some(*year) != latest))
    }
}

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
    /// School years that have it, the latest first.
    pub(crate) years: Vec<SchoolYear>,
}

impl Page for DatasetPage {}

impl DatasetPage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<crate::portal::identity::Identity>,
        view: DatasetView,
        years: Vec<SchoolYear>,
    ) -> DatasetPage {
        let name = request.lang.say("portal-nav-figures");
        let mut frame = Frame::new(request, identity, Section::Figures, view.dataset.title.clone())
            .column(name.clone(), view.dataset.title.clone())
            .under("/figures", name);
        // One address for one content: the latest year stands at the address without a year.
        let latest = years.first() == Some(&view.dataset.year);
        frame.raw_query = (!latest).then(|| format!("year={}", view.dataset.year));
        frame.own_query.clone_from(&frame.raw_query);
        let about = structured::dataset(&frame, &view.dataset);
        DatasetPage { frame: frame.about(about), view, years }
    }

    /// Address of the same figures in another school year.
    fn in_year(&self, year: &SchoolYear) -> String {
        let latest = self.years.first() == Some(year);
        self.frame.to_dataset(&self.view.dataset.key, (!latest).then_some(*year))
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
        let absent = || HttpError::Absent(Absent::Dataset);
        let year = request.query("year").map(|year| year.parse::<SchoolYear>().map_err(|_| absent())).transpose()?;
        let (view, years) = site.portal.dataset(request.param(0), year).await?.ok_or_else(absent)?;
        Ok(DatasetPage::new(&request, identity, view, years))
    })
    .await
}
