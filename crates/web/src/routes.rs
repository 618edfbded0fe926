//! All addresses of the portal, as data. The router is built from this table and tests walk it, so a new route
//! enters every matrix by itself.

use crate::error::Trouble;
use crate::pages::{about, catalogue, data, figures, front, publicity, record, reports, search};
use crate::site::Site;
use crate::visit::Visit;
use axum::response::Response;
use std::pin::Pin;
use std::sync::Arc;

pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Response, Trouble>> + Send>>;

/// What stands in a place of a pattern; tests fill it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Param {
    /// Number of a category.
    Category,
    /// Key of an item.
    Item,
    /// Id of a record.
    Record,
    /// Index number, which holds a slash.
    Index,
    /// Key of a dataset.
    Dataset,
    /// School year.
    Year,
    /// File of a report.
    ReportFile,
    /// Reading mode.
    Mode,
    /// Name of an asset.
    Asset,
}

/// One route.
pub struct Route {
    /// Pattern in the router's language, without language prefix.
    pub pattern: &'static str,
    /// What its places hold, in order.
    pub params: &'static [Param],
    /// Whether it stands under `/en` as well.
    pub translated: bool,
    /// Whether questions to it are counted.
    pub(crate) limited: bool,
    pub(crate) handler: fn(Arc<Site>, Visit) -> Answer,
}

macro_rules! routes {
    ($($pattern:literal [$($param:ident),*] $kind:ident => $handler:path;)*) => {
        /// The table.
        pub const ROUTES: &[Route] = &[$(Route {
            pattern: $pattern,
            params: &[$(Param::$param),*],
            translated: routes!(@translated $kind),
            limited: routes!(@limited $kind),
            handler: |site, visit| Box::pin($handler(site, visit)),
        }),*];
    };
    (@translated machine) => { false };
    (@translated $other:ident) => { true };
    (@limited question) => { true };
    (@limited $other:ident) => { false };
}

routes! {
    "/" [] page => front::front;
    "/catalogue" [] page => catalogue::catalogue;
    "/category/{category}" [Category] page => catalogue::category;
    "/item/{item}" [Item] page => catalogue::item;
    "/record/{record}" [Record] page => record::record;
    "/index/{*index}" [Index] page => record::index;
    "/publicity" [] page => publicity::publicity;
    "/figures" [] page => figures::figures;
    "/figures/{dataset}" [Dataset] page => figures::dataset;
    "/reports" [] page => reports::reports;
    "/reports/{year}" [Year] page => reports::report;
    "/reports/{year}/{file}" [Year, ReportFile] machine => reports::file;
    "/about" [] page => about::about;
    "/search" [] question => search::search;
    "/data/coverage.json" [] machine => data::coverage;
    "/data/figures.json" [] machine => data::figures;
    "/sitemap.xml" [] machine => data::sitemap;
    "/robots.txt" [] machine => data::robots;
    "/favicon.ico" [] machine => data::favicon;
    "/mode/{mode}" [Mode] machine => data::mode;
    "/assets/{asset}" [Asset] machine => data::asset;
}
