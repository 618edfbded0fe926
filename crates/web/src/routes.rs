//! All addresses of the site, as data. The router is built from this table and tests walk it, so a new route enters
//! every matrix by itself.

pub use crate::http::route::{Area, Cost, LeakMatrix, Param, Route, Verb, Who};

use crate::http::cache::CachePolicy;
use crate::http::route::Handler;
use crate::portal::{about, catalogue, data, figures, front, mode, publicity, record, reports, search};

/// A request to read has no use for a body; a small one is borne.
const READING: usize = 16 * 1024;
/// The switch of the reading mode: a word and an address.
const SWITCH: usize = 4 * 1024;

macro_rules! to {
    ($handler:path) => {
        |site, request| Box::pin($handler(site, request))
    };
}

/// A page of the portal in both languages.
const fn page(pattern: &'static str, params: &'static [Param], handler: Handler) -> Route {
    Route {
        verb: Verb::Get,
        area: Area::Portal,
        pattern,
        params,
        who: Who::Everyone,
        translated: true,
        body: READING,
        cost: Cost::Page,
        matrix: LeakMatrix::Asked,
        cache: CachePolicy::Ledger,
        handler,
    }
}

/// What has no words of its own: data, files, pictures.
const fn plain(pattern: &'static str, params: &'static [Param], handler: Handler) -> Route {
    Route { translated: false, ..page(pattern, params, handler) }
}

/// The table.
pub const ROUTES: &[Route] = &[
    page("/", &[], to!(front::front)),
    page("/catalogue", &[], to!(catalogue::catalogue)),
    page("/category/{category}", &[Param::Category], to!(catalogue::category)),
    page("/item/{item}", &[Param::Item], to!(catalogue::item)),
    page("/record/{record}", &[Param::Record], to!(record::record)),
    page("/index/{*index}", &[Param::Index], to!(record::index)),
    page("/publicity", &[], to!(publicity::publicity)),
    page("/figures", &[], to!(figures::figures)),
    page("/figures/{dataset}", &[Param::Dataset], to!(figures::dataset)),
    page("/reports", &[], to!(reports::reports)),
    page("/reports/{year}", &[Param::Year], to!(reports::report)),
    Route {
        cost: Cost::File,
        ..plain("/reports/{year}/{file}", &[Param::Year, Param::ReportFile], to!(reports::file))
    },
    page("/about", &[], to!(about::about)),
    Route { cost: Cost::Question, ..page("/search", &[], to!(search::search)) },
    Route {
        verb: Verb::Post,
        body: SWITCH,
        cost: Cost::Nothing,
        cache: CachePolicy::Never,
        matrix: LeakMatrix::LeftOut("sets a cookie and sends back; reads nothing"),
        ..page("/mode", &[], to!(mode::switch))
    },
    Route { area: Area::Api, ..plain("/data/coverage.json", &[], to!(data::coverage)) },
    Route { area: Area::Api, ..plain("/data/figures.json", &[], to!(data::figures)) },
    plain("/sitemap.xml", &[], to!(data::sitemap)),
    Route { cost: Cost::Nothing, ..plain("/robots.txt", &[], to!(data::robots)) },
    Route { cost: Cost::Nothing, ..plain("/favicon.ico", &[], to!(data::favicon)) },
    Route {
        cost: Cost::Nothing,
        cache: CachePolicy::Stamped,
        ..plain("/assets/{asset}", &[Param::Asset], to!(data::asset))
    },
];
