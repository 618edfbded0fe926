//! Annual reports: the list, one to read, its files.

use crate::error::{Absent, HttpError};
use crate::http::cache::Finished;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::site::{Page, Site};
use crate::portal::structured;
use crate::portal::text;
use app::portal::view::{ReportLine, ReportView};
use app::report::Format;
use askama::Template;
use axum::response::Response;
use domain::date::PartialDate;
use domain::document::{Align, Block, Chart, Column, Inline, Series, Table};
use domain::school_year::SchoolYear;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/reports.html")]
pub(crate) struct ReportsPage {
    pub(crate) frame: Frame,
    pub(crate) reports: Vec<ReportLine>,
}

impl Page for ReportsPage {}

pub(crate) async fn reports(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let (name, about) = (request.lang.say("portal-nav-reports"), request.lang.say("portal-reports-about"));
        let frame = Frame::new(&request, identity, Section::Reports, name.clone()).column(name, about);
        Ok(ReportsPage { frame, reports: site.portal.reports().await? })
    })
    .await
}

#[derive(Template)]
#[template(path = "portal/report.html")]
pub(crate) struct ReportPage {
    pub(crate) frame: Frame,
    pub(crate) view: ReportView,
}

impl Page for ReportPage {}

impl ReportPage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<crate::portal::identity::Identity>,
        view: ReportView,
    ) -> ReportPage {
        let name = request.lang.say("portal-nav-reports");
        let title = view.document.title_line();
        let frame = Frame::new(request, identity, Section::Reports, title.clone())
            .column(name.clone(), title.clone())
            .under("/reports", name);
        let (issued, source) = (view.line.issued_on, frame.site.school.clone());
        let frame = frame.article(&title, &PartialDate::Day(issued), &source, title.clone());
        let about = structured::report(&frame, issued);
        let frame = frame.about(about);
        ReportPage { frame, view }
    }

    fn blocks(&self) -> &[Block] {
        &self.view.document.blocks
    }

    fn align(&self, column: &Column) -> &'static str {
        match column.align {
            Align::Start => "start",
            Align::Center => "center",
            Align::End => "end",
        }
    }

    /// The cells of a row, each with the class of its column.
    fn cells<'a>(&self, table: &Table, row: &'a [Vec<Inline>]) -> Vec<(&'static str, &'a [Inline])> {
        let class = |at: usize| table.columns.get(at).map_or("start", |column| self.align(column));
        row.iter().enumerate().map(|(at, cell)| (class(at), cell.as_slice())).collect()
    }

    /// The numbers of a chart by category; empty where a series has none.
    fn numbers(&self, chart: &Chart) -> Vec<(String, Vec<String>)> {
        let values = |at: usize| {
            let value = |series: &Series| series.values.get(at).map(u64::to_string).unwrap_or_default();
            chart.series.iter().map(value).collect()
        };
        chart.categories.iter().enumerate().map(|(at, category)| (category.clone(), values(at))).collect()
    }

    /// Headings of the first level: anchor, number, text.
    fn contents(&self) -> Vec<(&str, &str, &str)> {
        self.blocks()
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level: 1, number, text, anchor } => {
                    Some((anchor.as_str(), number.as_str(), text.as_str()))
                }
                _ => None,
            })
            .collect()
    }
}

/// An address that may stand in a link: of the web, or of this portal.
pub(crate) fn followable(address: &str) -> bool {
    let own = address.starts_with('/') && !address.starts_with("//");
    own || address.starts_with('#') || address.starts_with("http://") || address.starts_with("https://")
}

pub(crate) fn off_site(address: &str) -> bool {
    address.starts_with("http")
}

pub(crate) async fn report(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let absent = || HttpError::Absent(Absent::Report);
        let year = year(&request).ok_or_else(absent)?;
        let view = site.portal.report(year).await?.ok_or_else(absent)?;
        Ok(ReportPage::new(&request, identity, view))
    })
    .await
}

/// Only the canonical form, so that a report has one address.
fn year(request: &PageRequest) -> Option<SchoolYear> {
    let year: SchoolYear = request.param(0).parse().ok()?;
    (year.to_string() == request.param(0)).then_some(year)
}

pub(crate) async fn file(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let absent = || HttpError::Absent(Absent::Report);
    let year = year(&request).ok_or_else(absent)?;
    let format = request.param(1).strip_prefix("report.").and_then(Format::of).ok_or_else(absent)?;
    site.file(&request, async {
        let content = site.portal.report_file(year, format).await?.ok_or_else(absent)?;
        Ok(Finished::file(format.media_type(), content, format!("report-{year}.{}", format.extension())))
    })
    .await
}
