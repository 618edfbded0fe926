//! Annual reports: the list, one to read, its files.

use crate::cache::CachePolicy;
use crate::error::{Absent, Trouble};
use crate::frame::{Frame, Section};
use crate::site::{Page, Site};
use crate::text;
use crate::visit::Visit;
use app::portal::view::{ReportFormat, ReportLine, ReportView};
use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::document::{Align, Block, Column, Inline};
use domain::school_year::SchoolYear;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/reports.html")]
pub(crate) struct ReportsPage {
    pub(crate) frame: Frame,
    pub(crate) reports: Vec<ReportLine>,
}

impl Page for ReportsPage {
    const POLICY: CachePolicy = CachePolicy::Ledger;
}

pub(crate) async fn reports(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.page(&visit, |identity| async {
        let (name, about) = (visit.lang.say("portal-nav-reports"), visit.lang.say("portal-reports-about"));
        let frame = Frame::new(&visit, identity, Section::Reports, name.clone()).column(name, about);
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

impl Page for ReportPage {
    const POLICY: CachePolicy = CachePolicy::Ledger;
}

impl ReportPage {
    pub(crate) fn new(visit: &Visit, identity: Arc<crate::site::Identity>, view: ReportView) -> ReportPage {
        let name = visit.lang.say("portal-nav-reports");
        let title = view
            .document
            .as_ref()
            .map(|document| document.title_line())
            .unwrap_or_else(|| visit.lang.say_with("portal-report-of", &[("year", &view.line.year.to_string())]));
        let frame = Frame::new(visit, identity, Section::Reports, title.clone())
            .column(name.clone(), title)
            .under("/reports", name);
        ReportPage { frame, view }
    }

    fn blocks(&self) -> &[Block] {
        self.view.document.as_ref().map_or(&[], |document| &document.blocks)
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
fn followable(address: &str) -> bool {
    let own = address.starts_with('/') && !address.starts_with("//");
    own || address.starts_with('#') || address.starts_with("http://") || address.starts_with("https://")
}

fn off_site(address: &str) -> bool {
    address.starts_with("http")
}

fn align(column: Option<&Column>) -> &'static str {
    match column.map(|column| column.align) {
        Some(Align::Center) => "center",
        Some(Align::End) => "end",
        _ => "start",
    }
}

pub(crate) async fn report(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    site.page(&visit, |identity| async {
        let absent = || Trouble::Absent(Absent::Report);
        let year = year(&visit).ok_or_else(absent)?;
        let view = site.portal.report(year).await?.ok_or_else(absent)?;
        Ok(ReportPage::new(&visit, identity, view))
    })
    .await
}

/// Only the canonical form, so that a report has one address.
fn year(visit: &Visit) -> Option<SchoolYear> {
    let year: SchoolYear = visit.param(0).parse().ok()?;
    (year.to_string() == visit.param(0)).then_some(year)
}

pub(crate) async fn file(site: Arc<Site>, visit: Visit) -> Result<Response, Trouble> {
    let absent = || Trouble::Absent(Absent::Report);
    let year = year(&visit).ok_or_else(absent)?;
    let format = visit.param(1).strip_prefix("report.").and_then(ReportFormat::read).ok_or_else(absent)?;
    let content = site.portal.report_file(year, format).await?.ok_or_else(absent)?;
    let finished = crate::cache::Finished::new(axum::http::StatusCode::OK, format.media_type(), content);
    let mut response = crate::reply::finished(&visit.uncompressed(), &finished, CachePolicy::Asked);
    // The file's own page runs nothing and is alone, whatever it holds; an HTML file brings its own style.
    let sandbox = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(sandbox));
    let name = format!("attachment; filename=\"report-{year}.{}\"", format.extension());
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
