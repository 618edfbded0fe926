//! All addresses of the site, as data. The router is built from this table and tests walk it, so a new route enters
//! every matrix by itself.

pub use crate::http::route::{Area, Cost, LeakMatrix, Param, Route, Verb, Who};

use crate::http::cache::CachePolicy;
use crate::http::route::{AtWork, Handler};
use crate::portal::{
    about, api, attachment, browse, catalogue, data, feeds, figures, front, log as public_log, mode, objection,
    preview, publicity, record, reports, request, request_query, search, subscribe, survey, voice, voice_query, watch,
};
use crate::workbench::{
    account, attached, audit, channels, check, document, entrance, fault, figures as work_figures, home, import, jobs,
    ledger, log, people, period, period_list, periods, record as work_record, remind, report as studio,
    request as work_request, requests, searches, settings, surveys, voice as work_voice, voices, write,
};

/// A request to read has no use for a body; a small one is borne.
const READING: usize = 16 * 1024;
/// A form with a long text: 400,000 characters, most of which take nine bytes on their way.
const FORM: usize = 4 * 1024 * 1024;
/// A document of 20 MB, or files of so much together, with a form beside them and what divides its parts.
const UPLOAD: usize = 23 * 1024 * 1024;
/// A form with a text of 2,000 characters.
const LETTER: usize = 64 * 1024;
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
        by_reader: true,
        cache: CachePolicy::Ledger,
        handler,
    }
}

/// A page of the workbench, in both languages, for whoever is signed in.
const fn desk(pattern: &'static str, params: &'static [Param], handler: Handler) -> Route {
    Route {
        area: Area::Workbench,
        who: Who::SignedIn,
        cost: Cost::Work,
        cache: CachePolicy::Never,
        ..page(pattern, params, handler)
    }
}

/// A form of the workbench.
const fn filed(pattern: &'static str, params: &'static [Param], handler: Handler) -> Route {
    let matrix = LeakMatrix::LeftOut("takes a form of somebody who is signed in, or signs them in");
    Route { verb: Verb::Post, body: FORM, matrix, ..desk(pattern, params, handler) }
}

/// A form of the portal that a visitor sends.
const fn visitor(pattern: &'static str, params: &'static [Param], handler: Handler) -> Route {
    let matrix = LeakMatrix::LeftOut("takes what a visitor writes, and shows it to nobody but who has its receipt");
    Route {
        verb: Verb::Post,
        body: LETTER,
        cost: Cost::Filing,
        cache: CachePolicy::Never,
        matrix,
        ..page(pattern, params, handler)
    }
}

/// A page of the entrance: whoever comes.
const fn open(route: Route) -> Route {
    Route { who: Who::Everyone, ..route }
}

/// What has no words of its own and is the same for everyone: data, files, pictures.
const fn plain(pattern: &'static str, params: &'static [Param], handler: Handler) -> Route {
    Route { translated: false, by_reader: false, ..page(pattern, params, handler) }
}

/// An address of the read API.
const fn of_api(pattern: &'static str, params: &'static [Param], handler: Handler) -> Route {
    Route { area: Area::Api, ..plain(pattern, params, handler) }
}

/// A page that a link in a mail opens.
const fn token(pattern: &'static str, handler: Handler) -> Route {
    Route { cache: CachePolicy::Never, by_reader: false, ..page(pattern, &[Param::Invitation], handler) }
}

/// What the workbench answers for itself.
pub(crate) const AT_WORK: AtWork = AtWork {
    sign_in_again: to!(entrance::sign_in_again),
    at_fault: |site, request, error| Box::pin(fault::answer(site, request, error)),
};

/// The table.
pub const ROUTES: &[Route] = &[
    page("/", &[], to!(front::front)),
    page("/catalogue", &[], to!(catalogue::catalogue)),
    page("/category/{category}", &[Param::Category], to!(catalogue::category)),
    page("/item/{item}", &[Param::Item], to!(catalogue::item)),
    page("/units", &[], to!(browse::units)),
    page("/unit/{unit}", &[Param::Unit], to!(browse::unit)),
    page("/records", &[], to!(browse::records)),
    page("/numbers", &[], to!(browse::numbers)),
    page("/record/{record}", &[Param::Record], to!(record::record)),
    Route {
        cost: Cost::File,
        by_reader: true,
        ..plain(
            "/record/{record}/attachment/{attachment}",
            &[Param::Record, Param::Attachment],
            to!(attachment::attachment),
        )
    },
    Route {
        cost: Cost::File,
        ..page(
            "/record/{record}/attachment/{attachment}/text",
            &[Param::Record, Param::Attachment],
            to!(preview::preview),
        )
    },
    page("/record/{record}/objection", &[Param::Record], to!(objection::form)),
    visitor("/record/{record}/objection", &[Param::Record], to!(objection::file)),
    Route { cost: Cost::Question, ..page("/record/{record}/objection/filed", &[Param::Record], to!(objection::filed)) },
    page("/objection", &[], to!(objection::ask)),
    Route { cost: Cost::Receipt, ..visitor("/objection", &[], to!(objection::answer)) },
    page("/request", &[], to!(request::form)),
    visitor("/request", &[], to!(request::file)),
    Route { cost: Cost::Question, ..page("/request/filed", &[], to!(request::filed)) },
    page("/request/query", &[], to!(request_query::ask)),
    Route { cost: Cost::Receipt, ..visitor("/request/query", &[], to!(request_query::answer)) },
    Route { cost: Cost::Receipt, ..visitor("/request/letter", &[], to!(request::letter)) },
    page("/survey", &[], to!(survey::front)),
    page("/survey/{survey}", &[Param::Survey], to!(survey::blank)),
    Route { cost: Cost::Answer, ..visitor("/survey/{survey}", &[Param::Survey], to!(survey::answer)) },
    visitor("/survey/{survey}/open", &[Param::Survey], to!(survey::answer_open)),
    page("/survey/{survey}/thanks", &[Param::Survey], to!(survey::thanks)),
    page("/survey/{survey}/results", &[Param::Survey], to!(survey::results)),
    page("/voice", &[], to!(voice::front)),
    page("/voice/answers", &[], to!(voice::answers)),
    page("/voice/new/{voicekind}", &[Param::VoiceKind], to!(voice::blank)),
    visitor("/voice/new/{voicekind}", &[Param::VoiceKind], to!(voice::file)),
    Route { cost: Cost::Question, ..page("/voice/filed", &[], to!(voice::filed)) },
    page("/voice/query", &[], to!(voice_query::ask)),
    Route { cost: Cost::Receipt, ..visitor("/voice/query", &[], to!(voice_query::answer)) },
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
    open(desk("/work/sign-in", &[], to!(entrance::sign_in_page))),
    open(filed("/work/sign-in", &[], to!(entrance::sign_in))),
    open(desk("/work/second-step", &[], to!(entrance::second_step_page))),
    open(filed("/work/second-step", &[], to!(entrance::second_step))),
    open(desk("/work/password", &[], to!(entrance::password_page))),
    open(filed("/work/password", &[], to!(entrance::password))),
    open(desk("/work/invitation/{invitation}", &[Param::Invitation], to!(entrance::invitation_page))),
    open(filed("/work/invitation/{invitation}", &[Param::Invitation], to!(entrance::invitation))),
    open(filed("/work/sign-out", &[], to!(entrance::sign_out))),
    desk("/work", &[], to!(home::home)),
    desk("/work/review", &[], to!(home::review)),
    filed("/work/nil", &[], to!(home::nil)),
    desk("/work/ledger", &[], to!(ledger::ledger)),
    filed("/work/ledger", &[], to!(ledger::act)),
    desk("/work/ledger.xlsx", &[], to!(ledger::file)),
    desk("/work/new", &[], to!(write::blank)),
    Route { body: UPLOAD, ..filed("/work/new", &[], to!(write::enter)) },
    Route { body: UPLOAD, ..filed("/work/new/document", &[], to!(document::read)) },
    desk("/work/record/{record}", &[Param::Record], to!(work_record::record)),
    Route { body: UPLOAD, ..filed("/work/record/{record}", &[Param::Record], to!(work_record::act)) },
    desk("/work/record/{record}/review-sheet", &[Param::Record], to!(work_record::review_sheet)),
    desk("/work/record/{record}/attachment/{attachment}", &[Param::Record, Param::Attachment], to!(attached::file)),
    desk("/work/record/{record}/channels", &[Param::Record], to!(channels::channels)),
    Route { body: UPLOAD, ..filed("/work/record/{record}/channels", &[Param::Record], to!(channels::act)) },
    desk("/work/record/{record}/evidence/{attachment}", &[Param::Record, Param::Attachment], to!(channels::evidence)),
    desk("/work/record/{record}/channels/{file}", &[Param::Record, Param::ChannelFile], to!(channels::file)),
    desk("/work/channels", &[], to!(channels::to_post)),
    desk("/work/import", &[], to!(import::import)),
    Route { body: UPLOAD, ..filed("/work/import", &[], to!(import::act)) },
    desk("/work/import/plan", &[], to!(import::plan)),
    filed("/work/import/plan", &[], to!(import::decide)),
    desk("/work/import/plan.xlsx", &[], to!(import::workbook)),
    desk("/work/figures", &[], to!(work_figures::figures)),
    desk("/work/figures/new", &[], to!(work_figures::blank)),
    filed("/work/figures/new", &[], to!(work_figures::enter)),
    desk("/work/figures/{year}/{dataset}", &[Param::Year, Param::Dataset], to!(work_figures::sheet)),
    filed("/work/figures/{year}/{dataset}", &[Param::Year, Param::Dataset], to!(work_figures::save)),
    desk("/work/figures/{year}/{dataset}/file.xlsx", &[Param::Year, Param::Dataset], to!(work_figures::workbook)),
    desk("/work/report", &[], to!(studio::latest)),
    desk("/work/report/{year}", &[Param::Year], to!(studio::report)),
    filed("/work/report/{year}", &[Param::Year], to!(studio::act)),
    desk("/work/report/{year}/compare", &[Param::Year], to!(studio::compare)),
    desk("/work/report/{year}/gaps.xlsx", &[Param::Year], to!(studio::gaps)),
    desk("/work/report/{year}/file/{file}", &[Param::Year, Param::ReportFile], to!(studio::file)),
    desk("/work/publicity", &[], to!(periods::periods)),
    desk("/work/publicity/new", &[], to!(periods::kinds)),
    desk("/work/publicity/new/{kind}", &[Param::Kind], to!(period_list::blank)),
    Route { body: UPLOAD, ..filed("/work/publicity/new/{kind}", &[Param::Kind], to!(period_list::enter)) },
    desk("/work/publicity/{record}", &[Param::Record], to!(period::period)),
    filed("/work/publicity/{record}", &[Param::Record], to!(period::act)),
    desk("/work/publicity/{record}/list", &[Param::Record], to!(period_list::form)),
    Route { body: UPLOAD, ..filed("/work/publicity/{record}/list", &[Param::Record], to!(period_list::save)) },
    desk("/work/requests", &[], to!(requests::requests)),
    filed("/work/requests", &[], to!(requests::dismiss)),
    desk("/work/requests.xlsx", &[], to!(requests::file)),
    desk("/work/requests/new", &[], to!(requests::blank)),
    filed("/work/requests/new", &[], to!(requests::enter)),
    desk("/work/requests/{request}", &[Param::Request], to!(work_request::request)),
    filed("/work/requests/{request}", &[Param::Request], to!(work_request::act)),
    desk("/work/requests/{request}/letter/{letter}", &[Param::Request, Param::Letter], to!(work_request::letter)),
    desk("/work/voices", &[], to!(voices::voices)),
    desk("/work/voices/new", &[], to!(voices::blank)),
    filed("/work/voices/new", &[], to!(voices::enter)),
    desk("/work/voices/key", &[], to!(voices::key)),
    filed("/work/voices/key", &[], to!(voices::keep_key)),
    desk("/work/voices/{voice}", &[Param::Voice], to!(work_voice::voice)),
    filed("/work/voices/{voice}", &[Param::Voice], to!(work_voice::act)),
    desk("/work/surveys", &[], to!(surveys::list)),
    filed("/work/surveys", &[], to!(surveys::begin)),
    desk("/work/surveys/{survey}", &[Param::Survey], to!(surveys::survey)),
    filed("/work/surveys/{survey}", &[Param::Survey], to!(surveys::act)),
    desk("/work/surveys/{survey}/paper", &[Param::Survey], to!(surveys::paper)),
    filed("/work/surveys/{survey}/paper", &[Param::Survey], to!(surveys::enter)),
    desk("/work/people", &[], to!(people::people)),
    desk("/work/people/new", &[], to!(people::blank)),
    filed("/work/people/new", &[], to!(people::enter)),
    desk("/work/people/{person}", &[Param::Person], to!(people::person)),
    filed("/work/people/{person}", &[Param::Person], to!(people::save)),
    desk("/work/account", &[], to!(account::account)),
    filed("/work/account", &[], to!(account::change)),
    desk("/work/log", &[], to!(log::log)),
    desk("/work/log.csv", &[], to!(log::csv)),
    desk("/work/log.xlsx", &[], to!(log::xlsx)),
    desk("/work/settings", &[], to!(settings::overview)),
    desk("/work/settings/school", &[], to!(settings::school::school)),
    filed("/work/settings/school", &[], to!(settings::school::save)),
    desk("/work/settings/units", &[], to!(settings::units::units)),
    desk("/work/settings/unit", &[], to!(settings::units::unit)),
    filed("/work/settings/unit", &[], to!(settings::units::act)),
    desk("/work/settings/merge", &[], to!(settings::merge::merge)),
    filed("/work/settings/merge", &[], to!(settings::merge::act)),
    desk("/work/settings/staff", &[], to!(settings::staff::staff)),
    filed("/work/settings/staff", &[], to!(settings::staff::act)),
    desk("/work/settings/staff.xlsx", &[], to!(settings::staff::template)),
    desk("/work/settings/catalogue", &[], to!(settings::catalogue::catalogue)),
    filed("/work/settings/catalogue", &[], to!(settings::catalogue::act)),
    desk("/work/settings/catalogue/next", &[], to!(settings::catalogue::next)),
    filed("/work/settings/catalogue/next", &[], to!(settings::catalogue::publish)),
    desk("/work/settings/item", &[], to!(settings::item::item)),
    filed("/work/settings/item", &[], to!(settings::item::act)),
    desk("/work/settings/channels", &[], to!(settings::channels::channels)),
    desk("/work/settings/channel", &[], to!(settings::channels::channel)),
    filed("/work/settings/channel", &[], to!(settings::channels::act)),
    desk("/work/settings/publicity", &[], to!(settings::publicity::publicity)),
    filed("/work/settings/publicity", &[], to!(settings::publicity::act)),
    desk("/work/settings/calendar", &[], to!(settings::calendar::calendar)),
    desk("/work/settings/technical", &[], to!(settings::technical::technical)),
    desk("/work/reminders", &[], to!(remind::mine)),
    filed("/work/reminders", &[], to!(remind::change)),
    desk("/work/urge", &[], to!(remind::urge_page)),
    filed("/work/urge", &[], to!(remind::urge)),
    desk("/work/audit", &[], to!(audit::audit)),
    desk("/work/searches", &[], to!(searches::searches)),
    desk("/work/jobs", &[], to!(jobs::jobs)),
    filed("/work/jobs", &[], to!(jobs::retry)),
    desk("/work/check", &[], to!(check::check)),
    Route { body: UPLOAD, ..filed("/work/check", &[], to!(check::look)) },
    Route { area: Area::Api, ..plain("/data/coverage.json", &[], to!(data::coverage)) },
    Route { area: Area::Api, ..plain("/data/figures.json", &[], to!(data::figures)) },
    page("/subscribe", &[], to!(subscribe::form)),
    visitor("/subscribe", &[], to!(subscribe::ask)),
    token("/subscription/{invitation}", to!(subscribe::mine)),
    visitor("/subscription/{invitation}", &[Param::Invitation], to!(subscribe::change)),
    token("/unsubscribe/{invitation}", to!(subscribe::mine)),
    // Many press it through the few addresses of their mail program's makers.
    Route { cost: Cost::Page, ..visitor("/unsubscribe/{invitation}", &[Param::Invitation], to!(subscribe::leave)) },
    page("/log", &[], to!(public_log::log)),
    page("/log/verify", &[], to!(public_log::verify)),
    visitor("/log/verify", &[], to!(public_log::check)),
    plain("/log.csv", &[], to!(public_log::csv)),
    plain("/log.atom", &[], to!(public_log::news)),
    plain("/log/checkpoint", &[], to!(public_log::checkpoint)),
    plain("/log/key", &[], to!(public_log::key)),
    Route { cost: Cost::File, ..plain("/log/proof/{entry}", &[Param::Entry], to!(public_log::proof)) },
    Route {
        cost: Cost::File,
        cache: CachePolicy::Immutable,
        ..plain("/log/tile/{*tile}", &[Param::Tile], to!(public_log::tile))
    },
    page("/api", &[], to!(api::try_page)),
    of_api("/api/v1/school", &[], to!(api::school)),
    Route { cost: Cost::Question, ..of_api("/api/v1/records", &[], to!(api::records)) },
    of_api("/api/v1/records/{record}", &[Param::Record], to!(api::record)),
    Route { cost: Cost::File, ..of_api("/api/v1/records.jsonl", &[], to!(api::all_records)) },
    of_api("/api/v1/items", &[], to!(api::items)),
    of_api("/api/v1/items/{item}", &[Param::Item], to!(api::item)),
    of_api("/api/v1/units", &[], to!(api::units)),
    of_api("/api/v1/channels", &[], to!(api::channels)),
    of_api("/api/v1/datasets", &[], to!(api::datasets)),
    of_api("/api/v1/datasets/{dataset}", &[Param::Dataset], to!(api::dataset)),
    of_api("/api/v1/coverage", &[], to!(api::coverage)),
    of_api("/api/v1/publicity", &[], to!(api::publicity)),
    of_api("/api/v1/reports", &[], to!(api::reports)),
    of_api("/api/v1/catalog.jsonld", &[], to!(api::catalogue)),
    of_api("/api/v1/openapi.json", &[], to!(api::openapi)),
    plain("/feed/{feed}", &[Param::Feed], to!(feeds::feed)),
    Route { cost: Cost::Question, ..plain("/search.atom", &[], to!(feeds::search_atom)) },
    Route { cost: Cost::Question, ..plain("/search.rss", &[], to!(feeds::search_rss)) },
    Route { cost: Cost::Question, ..plain("/search.json", &[], to!(feeds::search_json)) },
    plain("/publicity.ics", &[], to!(feeds::calendar)),
    plain("/opensearch.xml", &[], to!(feeds::opensearch)),
    plain("/sitemap.xml", &[], to!(data::sitemap)),
    Route { cost: Cost::Nothing, cache: CachePolicy::Never, ..plain("/healthz", &[], to!(watch::health)) },
    Route { cost: Cost::Nothing, cache: CachePolicy::Never, ..plain("/readyz", &[], to!(watch::ready)) },
    Route { cost: Cost::Nothing, cache: CachePolicy::Never, ..plain("/metrics", &[], to!(watch::metrics)) },
    Route { cost: Cost::Nothing, ..plain("/robots.txt", &[], to!(data::robots)) },
    Route { cost: Cost::Nothing, ..plain("/favicon.ico", &[], to!(data::favicon)) },
    Route {
        cost: Cost::Nothing,
        cache: CachePolicy::Stamped,
        ..plain("/assets/{asset}", &[Param::Asset], to!(data::asset))
    },
];
