//! Being told by mail: a form that asks for an address, and the page that the mails to it lead to, where it is confirmed,
//! changed and ended.
//!
//! Whether an address is known is told nobody but its owner: the form answers alike. A link alone changes nothing, for
//! programs that look at mails follow links; what changes something is a button, or the one press of the mail program
//! (RFC 8058).

use crate::error::{Absent, HttpError};
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form;
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::frame::{Frame, Section};
use crate::portal::identity::Identity;
use crate::portal::site::{Page, Site};
use app::Ctx;
use app::portal::subscribe::{About, Asked, Mine, Rhythm};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::Principal;
use std::sync::Arc;

/// What becomes of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Form,
    /// What was typed is no address.
    Wrong,
    /// A mail is on its way, if it may be.
    Noted,
    /// Too many wait to be confirmed.
    Full,
    /// Nobody can be told by mail.
    Off,
}

#[derive(Template)]
#[template(path = "portal/subscribe.html")]
pub(crate) struct SubscribePage {
    frame: Frame,
    about: About,
    name: Option<String>,
    typed: String,
    state: State,
}

impl Page for SubscribePage {
    fn status(&self) -> StatusCode {
        match self.state {
            State::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
            State::Full => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::OK,
        }
    }
}

impl SubscribePage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<Identity>,
        (about, name): (About, Option<String>),
        state: State,
    ) -> SubscribePage {
        let frame = Frame::new(request, identity, Section::None, request.lang.say("subscribe-title")).unlisted();
        SubscribePage { frame, about, name, typed: String::new(), state }
    }

    fn what(&self) -> String {
        what(&self.frame, &self.about, self.name.as_deref())
    }
}

/// What it is about, in words.
fn what(frame: &Frame, about: &About, name: Option<&str>) -> String {
    match (about, name) {
        (About::Search(text), _) => frame.say1("subscribe-about-search", "query", text),
        (_, Some(name)) => frame.say1("subscribe-about", "name", name),
        (_, None) => frame.say("subscribe-about-all"),
    }
}

fn visitor(site: &Site, request: &PageRequest) -> Ctx {
    site.portal.app().ctx(Principal::Visitor, request.lang)
}

/// What a form or an address says it is about.
async fn asked(site: &Site, code: &str) -> Result<(About, Option<String>), HttpError> {
    let absent = || HttpError::Absent(Absent::Page);
    let about = About::read(if code.is_empty() { "all" } else { code }).ok_or_else(absent)?;
    let name = site.portal.about_name(&about).await?.ok_or_else(absent)?;
    Ok((about, name))
}

/// The form.
pub(crate) async fn form(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let about = asked(&site, &request.query_whole("about", 120).unwrap_or_default()).await?;
        let state = if site.portal.app().tells_by_mail() { State::Form } else { State::Off };
        Ok(SubscribePage::new(&request, identity, about, state))
    })
    .await
}

/// Takes an address.
pub(crate) async fn ask(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let fields = form::fields(&request)?;
    let (about, name) = asked(&site, fields.get("about")).await?;
    let rhythm = Rhythm::read(fields.get("rhythm")).unwrap_or(Rhythm::Daily);
    let typed: String = fields.get("address").chars().take(254).collect();
    let identity = site.identity().await?;
    let state = match site.portal.app().tells_by_mail() {
        false => State::Off,
        true => match site.portal.subscribe(&visitor(&site, &request), &about, rhythm, &typed).await? {
            Asked::Noted => State::Noted,
            Asked::NoAddress => State::Wrong,
            Asked::Full => State::Full,
        },
    };
    let page = SubscribePage::new(&request, identity, (about, name), state);
    show(
        &request,
        &SubscribePage {
            typed: if matches!(state, State::Wrong | State::Full) { typed } else { String::new() },
            ..page
        },
    )
}

#[derive(Template)]
#[template(path = "portal/subscription.html")]
pub(crate) struct MinePage {
    frame: Frame,
    token: String,
    /// What there is; nothing when it is ended, or never was.
    mine: Option<Mine>,
    /// Whether it was changed just now.
    done: bool,
}

impl Page for MinePage {}

impl MinePage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<Identity>,
        token: &str,
        mine: Option<Mine>,
        done: bool,
    ) -> MinePage {
        let frame = Frame::new(request, identity, Section::None, request.lang.say("subscribe-title")).unlisted();
        MinePage { frame, token: token.to_string(), mine, done }
    }

    fn what(&self, mine: &Mine) -> String {
        what(&self.frame, &mine.about, mine.name.as_deref())
    }

    fn is(&self, mine: &Mine, rhythm: Rhythm) -> bool {
        mine.rhythm == rhythm
    }

    fn address(&self) -> String {
        self.frame.to(&format!("/subscription/{}", self.token))
    }
}

/// What stands under a token. What is no token is none, whoever asks.
pub(crate) async fn mine(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    page_of(&site, &request, false).await
}

async fn page_of(site: &Site, request: &PageRequest, done: bool) -> Result<Response, HttpError> {
    let token = request.param(0);
    let mine = site.portal.subscription(token).await?;
    let identity = site.identity().await?;
    let token = if mine.is_some() { token } else { "" };
    show(request, &MinePage::new(request, identity, token, mine, done))
}

/// Confirms, changes or ends it.
pub(crate) async fn change(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let fields = form::fields(&request)?;
    let ctx = visitor(&site, &request);
    match fields.get("act") {
        "leave" => site.portal.unsubscribe(&ctx, request.param(0)).await?,
        _ => {
            let rhythm = Rhythm::read(fields.get("rhythm")).unwrap_or(Rhythm::Daily);
            site.portal.confirm_subscription(&ctx, request.param(0), rhythm).await?
        }
    };
    page_of(&site, &request, true).await
}

/// Ends it with one press of the mail program, whatever that sends.
pub(crate) async fn leave(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.portal.unsubscribe(&visitor(&site, &request), request.param(0)).await?;
    page_of(&site, &request, true).await
}

/// A page that nobody keeps.
fn show(request: &PageRequest, page: &impl Page) -> Result<Response, HttpError> {
    let finished = Finished::new(page.status(), "text/html; charset=utf-8", page.render()?);
    let request = PageRequest { cache: CachePolicy::Never, ..request.clone() };
    Ok(reply::finished(&request, &finished))
}
