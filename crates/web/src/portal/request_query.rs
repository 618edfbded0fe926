//! How far a request has come, for whoever has its receipt: each step, the clock in working days with each day explained, the
//! answer; and what they may do there: say something, add what they were asked for, withdraw it.
//!
//! A receipt that opens nothing is answered like one that is no receipt.

use crate::error::HttpError;
use crate::http::form;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::request::{PATH, TEXT, show, word};
use crate::portal::request_clock::{self as clock, Run};
use crate::portal::site::{Page, Site};
use crate::portal::written::papers;
use app::publicity::Receipt;
use app::requests::{self, Shown, Told};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::Principal;
use domain::request::letter::Letter;
use domain::request::{Clock, Face};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "portal/request-query.html")]
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
        let frame = Frame::new(request, identity, Section::Requests, lang.say("request-query"))
            .under(PATH, lang.say("request-title"))
            .unlisted();
        QueryPage { frame, nothing: false, found: None, done: None, refused: None, numbered: false }
    }

    fn stage(&self, shown: &Shown) -> String {
        match shown.outcome {
            Some(outcome) => word(&self.frame, "request-outcome", outcome.code(), outcome.zh()),
            None => self.frame.say(&format!("request-stage-{}", shown.stage.replace('_', "-"))),
        }
    }

    fn day(&self, day: &chrono::NaiveDate) -> String {
        clock::day(self.frame.lang, *day)
    }

    fn due(&self, clock: &Clock) -> String {
        self.day(&clock.due.date())
    }

    fn left(&self, clock: &Clock) -> String {
        clock::left(self.frame.lang, clock.face)
    }

    fn regime(&self, clock: &Clock) -> String {
        clock::regime(self.frame.lang, clock.regime)
    }

    fn basis(&self, shown: &Shown, clock: &Clock) -> String {
        clock::basis(self.frame.lang, clock, &shown.terms)
    }

    fn is_waiting(&self, clock: &Clock) -> bool {
        clock.face == Face::Waiting
    }

    fn runs(&self, shown: &Shown) -> Vec<Run> {
        clock::runs(self.frame.lang, &shown.days)
    }

    fn what(&self, told: &Told) -> String {
        let own = if told.own && told.act == "said" { "-own" } else { "" };
        self.frame.say(&format!("request-told-{}{own}", told.act.replace('_', "-")))
    }

    /// Words of a step, each with what it is; words that are no text of anybody's are said as a sentence.
    fn words(&self, told: &Told) -> Vec<(Option<String>, String)> {
        let words = told.words.iter().filter(|word| !word.text.is_empty());
        words
            .map(|word| match word.name {
                "until" => {
                    let day = word.text.parse().map(|day| self.day(&day)).unwrap_or_default();
                    (Some(self.frame.say("request-word-until")), day)
                }
                "text" | "reason" => (None, word.text.clone()),
                name => (Some(self.frame.say(&format!("request-word-{name}"))), word.text.clone()),
            })
            .collect()
    }

    fn letter(&self, letter: &Letter) -> String {
        let name = letter.to_string();
        self.frame.say(&format!("request-letter-{}", name.split('-').next().unwrap_or_default()))
    }

    fn typed(&self) -> &str {
        self.refused.as_ref().map_or("", |(_, typed)| typed.as_str())
    }
}

/// The page that asks for a receipt.
pub(crate) async fn ask(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async { Ok(QueryPage::new(&request, identity)) }).await
}

/// Says how far the request of a receipt has come, after doing what its applicant orders.
pub(crate) async fn answer(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let fields = form::fields(&request)?;
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let receipt = Receipt::read(fields.get("receipt"));
    let page = QueryPage::new(&request, site.identity().await?);
    let Some(receipt) = receipt else { return show(&request, &QueryPage { nothing: true, ..page }) };
    let text: String = fields.get("text").replace("\r\n", "\n").chars().take(TEXT + 1).collect();
    let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let act = fields.get("act");
    let sure = !fields.get("sure").is_empty();
    // Everybody reads it who works on the request, as in the form.
    let numbered = !act.is_empty() && !papers(&fields, &[&text]).is_empty();
    let done = match act {
        _ if text.chars().count() > TEXT => Err("long".to_string()),
        _ if numbered => Err("papers".to_string()),
        "say" => told(requests::say(&ctx, &receipt, &text).await, "said")?,
        "supplement" => told(requests::supplement(&ctx, &receipt, &text).await, "supplemented")?,
        "withdraw" if !sure => Err("unsure".to_string()),
        "withdraw" => told(requests::withdraw(&ctx, &receipt, &text).await, "withdrawn")?,
        _ => Ok(None),
    };
    let found = requests::query(&ctx, &receipt).await?.map(|shown| (receipt, shown));
    let (done, refused) = match done {
        Ok(done) => (done, None),
        Err(code) => (None, Some((request.lang.say(&format!("request-refused-{code}")), text))),
    };
    show(&request, &QueryPage { nothing: found.is_none(), found, done, refused, numbered, ..page })
}

/// What became of an order: done, refused with a code, or an error. What is not there is told as such with the page.
fn told(done: app::Result<()>, what: &'static str) -> Result<Result<Option<&'static str>, String>, HttpError> {
    match done {
        Ok(()) => Ok(Ok(Some(what))),
        Err(app::Error::Request(refusal)) => Ok(Err(refusal.code().to_string())),
        Err(app::Error::NotFound { .. }) => Ok(Ok(None)),
        Err(other) => Err(other.into()),
    }
}
