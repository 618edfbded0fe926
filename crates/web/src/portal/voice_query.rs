//! How far a voice has come, for whoever has its receipt: what happened, the clocks with each day explained, the answer; and what its
//! sender may do there: say something, take it back. A receipt that opens nothing is answered like one that is no receipt.

use crate::error::HttpError;
use crate::http::form;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::request::{TEXT, show, word};
use crate::portal::request_clock::{self as days, Run};
use crate::portal::site::{Page, Site};
use crate::portal::voice::{PATH, kind};
use crate::portal::voice_clock as clock;
use crate::portal::written::papers;
use app::publicity::Receipt;
use app::voices::{self, Shown, Told};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::Principal;
use domain::request::Day;
use domain::voice::{Clock, Outcome};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/voice-query.html")]
pub(crate) struct QueryPage {
    pub(crate) frame: Frame,
    /// A receipt was asked for and opens nothing.
    pub(crate) nothing: bool,
    pub(crate) found: Option<(Receipt, Shown)>,
    /// What was done just now, as the end of a message key.
    pub(crate) done: Option<&'static str>,
    /// Why something was not done, and what was typed.
    pub(crate) refused: Option<(String, String)>,
    /// Whether that was because of a number of papers, which may be sent all the same.
    pub(crate) numbered: bool,
}

impl Page for QueryPage {
    fn status(&self) -> StatusCode {
        match self.nothing || self.refused.is_some() {
            true => StatusCode::UNPROCESSABLE_ENTITY,
            false => StatusCode::OK,
        }
    }
}

impl QueryPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>) -> QueryPage {
        let lang = request.lang;
        let frame = Frame::new(request, identity, Section::Voices, lang.say("voice-query"))
            .under(PATH, lang.say("voice-title"))
            .unlisted();
        QueryPage { frame, nothing: false, found: None, done: None, refused: None, numbered: false }
    }

    fn stage(&self, shown: &Shown) -> String {
        self.frame.say(&format!("voice-stage-{}", shown.stage))
    }

    fn kind(&self, shown: &Shown) -> String {
        kind(&self.frame, shown.number.kind)
    }

    fn day(&self, day: &chrono::NaiveDate) -> String {
        days::day(self.frame.lang, *day)
    }

    fn outcome(&self, outcome: &Outcome) -> String {
        word(&self.frame, "voice-outcome", outcome.code(), outcome.zh())
    }

    fn limit(&self, clock: &Clock) -> String {
        clock::limit(self.frame.lang, clock)
    }

    fn due(&self, clock: &Clock) -> String {
        self.day(&clock.due.date())
    }

    fn left(&self, clock: &Clock) -> String {
        clock::left(self.frame.lang, clock)
    }

    fn basis(&self, clock: &Clock) -> String {
        clock::basis(self.frame.lang, clock)
    }

    fn runs(&self, of: &[Day]) -> Vec<Run> {
        days::runs(self.frame.lang, of)
    }

    fn what(&self, told: &Told) -> String {
        let own = if told.own && told.act == "said" { "-own" } else { "" };
        self.frame.say(&format!("voice-told-{}{own}", told.act))
    }

    fn typed(&self) -> &str {
        self.refused.as_ref().map_or("", |(_, typed)| typed.as_str())
    }
}

/// The page that asks for a receipt.
pub(crate) async fn ask(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async { Ok(QueryPage::new(&request, identity)) }).await
}

/// Says how far the voice of a receipt has come, after doing what its sender orders.
pub(crate) async fn answer(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let fields = form::fields(&request)?;
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let page = QueryPage::new(&request, site.identity().await?);
    let Some(receipt) = Receipt::read(fields.get("receipt")) else {
        return show(&request, &QueryPage { nothing: true, ..page });
    };
    let text: String = fields.get("text").replace("\r\n", "\n").chars().take(TEXT + 1).collect();
    let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    // Everybody reads it who deals with it, as in the form; what is sealed nobody does.
    let sealed = match voices::query(&ctx, &receipt).await? {
        Some(shown) => shown.number.kind.is_sealed(),
        None => true,
    };
    let act = fields.get("act");
    let numbered = !sealed && !act.is_empty() && !papers(&fields, &[&text]).is_empty();
    let done = match act {
        _ if text.chars().count() > TEXT => Err("long".to_string()),
        _ if numbered => Err("papers".to_string()),
        "say" => told(voices::say(&ctx, &receipt, &text).await, "said")?,
        "withdraw" if fields.get("sure").is_empty() => Err("unsure".to_string()),
        "withdraw" => told(voices::withdraw(&ctx, &receipt, &text).await, "withdrawn")?,
        _ => Ok(None),
    };
    let found = voices::query(&ctx, &receipt).await?.map(|shown| (receipt, shown));
    let (done, refused) = match done {
        Ok(done) => (done, None),
        Err(code) => (None, Some((request.lang.say(&format!("voice-refused-{code}")), text))),
    };
    show(&request, &QueryPage { nothing: found.is_none(), found, done, refused, numbered, ..page })
}

/// What became of an order: done, refused with a code, or an error. What is not there is told as such with the page.
fn told(done: app::Result<()>, what: &'static str) -> Result<Result<Option<&'static str>, String>, HttpError> {
    match done {
        Ok(()) => Ok(Ok(Some(what))),
        Err(app::Error::Voice(refusal)) => Ok(Err(refusal.code().to_string())),
        Err(app::Error::NotFound { .. }) => Ok(Ok(None)),
        Err(other) => Err(other.into()),
    }
}
