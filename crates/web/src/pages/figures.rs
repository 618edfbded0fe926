//! Figures: datasets with charts, tables, and the arithmetic of what does not add up.

use crate::cache::CachePolicy;
use crate::error::{Absent, Trouble};
use crate::frame::{Frame, Section};
use crate::site::{Page, Site};
use crate::visit::Visit;
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

impl Page for FiguresPage {
    const POLICY: CachePolicy = CachePolicy::Ledger;
}

pub(crate) async fn figures(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.page(&visit, |identity| async {
        let (name, about) = (visit.lang.say("portal-nav-figures"), visit.lang.say("portal-figures-about"));
        let frame = Frame::new(&visit, identity, Section::Figures, name.clone()).column(name, about);
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

impl Page for DatasetPage {
    const POLICY: CachePolicy = CachePolicy::Ledger;
}

impl DatasetPage {
    pub(crate) fn new(visit: &Visit, identity: Arc<crate::site::Identity>, view: DatasetView) -> DatasetPage {
        let name = visit.lang.say("portal-nav-figures");
        let frame = Frame::new(visit, identity, Section::Figures, view.dataset.title.clone())
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

pub(crate) async fn dataset(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.page(&visit, |identity| async {
        let view = site.portal.dataset(visit.param(0)).await?.ok_or(Trouble::Absent(Absent::Dataset))?;
        Ok(DatasetPage::new(&visit, identity, view))
    })
    .await
}
