//! What one row of the route table says.

use crate::error::HttpError;
use crate::http::cache::CachePolicy;
pub use crate::http::cost::Cost;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use axum::http::Method;
use axum::response::Response;
use std::pin::Pin;
use std::sync::Arc;

pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Response, HttpError>> + Send>>;
pub(crate) type Handler = fn(Arc<Site>, PageRequest) -> Answer;

/// What the workbench answers for itself when a handler does not.
#[derive(Clone, Copy)]
pub(crate) struct AtWork {
    /// To something that was sent when nobody was signed in any more, without losing it.
    pub(crate) sign_in_again: Handler,
    /// To an error that somebody met there.
    pub(crate) at_fault: fn(Arc<Site>, PageRequest, HttpError) -> Answer,
}

/// What stands in a place of a pattern; tests fill it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Param {
    /// Number of a category.
    Category,
    /// Key of an item.
    Item,
    /// Code of a unit.
    Unit,
    /// Id of a record.
    Record,
    /// Id of a file of a record.
    Attachment,
    /// Index number, which holds a slash.
    Index,
    /// Key of a dataset.
    Dataset,
    /// School year.
    Year,
    /// File of a report.
    ReportFile,
    /// File for the channels of a record.
    ChannelFile,
    /// Kind of a publicity period.
    Kind,
    /// Name of a feed, with its form.
    Feed,
    /// Name of an asset.
    Asset,
    /// What opens an invitation.
    Invitation,
    /// Id of a person.
    Person,
    /// Number of a request for disclosure.
    Request,
    /// Letter of one, with its form.
    Letter,
    /// Place of an entry in the public log.
    Entry,
    /// Address of a tile of it, which holds slashes.
    Tile,
    /// Kind of an opinion, enquiry, correction or complaint.
    VoiceKind,
    /// Number of one.
    Voice,
    /// Number of a survey.
    Survey,
}

/// What a request does to what stands at the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Reads it; answers HEAD as well.
    Get,
    /// Sends a form to it.
    Post,
}

impl Verb {
    /// Whether a request with this method means it.
    pub(crate) fn takes(self, method: &Method) -> bool {
        match self {
            Verb::Get => method == Method::GET || method == Method::HEAD,
            Verb::Post => method == Method::POST,
        }
    }

    /// Its part of `Allow`.
    pub(crate) fn allow(self) -> &'static str {
        match self {
            Verb::Get => "GET, HEAD",
            Verb::Post => "POST",
        }
    }
}

/// Part of the site; it decides on scripts and on the form of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// For everyone, without any script.
    Portal,
    /// For people who sign in; scripts by digest only.
    Workbench,
    /// For programs: errors are JSON unless a page is asked for.
    Api,
}

/// Who may come here at all. What they may do with one thing is the use case's question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Nobody is asked.
    Everyone,
    /// Somebody known to the school; others are asked to sign in.
    SignedIn,
}

/// Whether the answers are read for what must not be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeakMatrix {
    /// Asked with every kind of hidden thing in the ledger.
    Asked,
    /// Left out, and why nothing of the ledger can stand in it.
    LeftOut(&'static str),
}

/// One row.
#[derive(Debug)]
pub struct Route {
    /// What it takes.
    pub verb: Verb,
    /// Part of the site.
    pub area: Area,
    /// Pattern in the router's language, without language prefix.
    pub pattern: &'static str,
    /// What its places hold, in order.
    pub params: &'static [Param],
    /// Who may come.
    pub who: Who,
    /// Whether it stands under `/en` as well.
    pub translated: bool,
    /// Most bytes of a body.
    pub body: usize,
    /// What its answers cost.
    pub cost: Cost,
    /// Whether it stands in the leak matrix.
    pub matrix: LeakMatrix,
    /// Whether its answers depend on who reads; the workbench's all do.
    pub by_reader: bool,
    /// What may keep its answers.
    pub(crate) cache: CachePolicy,
    pub(crate) handler: Handler,
}

impl Route {
    /// Its pattern in a language, or nothing when it does not exist in it.
    pub fn pattern_in(&self, lang: app::words::Lang) -> Option<String> {
        match lang {
            app::words::Lang::Zh => Some(self.pattern.to_string()),
            app::words::Lang::En if !self.translated => None,
            app::words::Lang::En if self.pattern == "/" => Some("/en".to_string()),
            app::words::Lang::En => Some(format!("/en{}", self.pattern)),
        }
    }
}
