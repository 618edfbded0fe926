//! Objections as visitors file them and look them up: a form beside a list that stands open, a receipt that is shown once, and
//! a page that says to whoever has the receipt how far it has come.
//!
//! Nothing that is written here appears on any other page of the portal. A receipt that opens nothing is answered like one
//! that is no receipt.

use crate::error::{Absent, HttpError};
use crate::http::form::{self, FieldError, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::request::{PageRequest, SLIP_COOKIE, Slip};
use crate::http::{cache::CachePolicy, cache::Finished, reply};
use crate::portal::frame::{Frame, Section, to};
use crate::portal::identity::Identity;
use crate::portal::site::{Page, Site};
use app::portal::view::{Posted, RecordPage as Found, RecordView};
use app::publicity::{self, Filed, NewObjection, Receipt, Refusal, Shown};
use app::words::Lang;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use domain::ids::RecordId;
use domain::objection::{Objector, Outcome, Stage};
use domain::policy::Principal;
use domain::publicity::{Days, Length};
use domain::record::{Audience, Timestamp};
use std::sync::Arc;

/// Longest text of an objection, in characters.
pub(crate) const TEXT: usize = 2_000;
/// Longest name and contact.
pub(crate) const LINE: usize = 100;
/// How long a browser keeps that it was given the form, and then the receipt: whoever reloads the page sees it again, and
/// who sits there later does not.
const KEPT: Duration = Duration::minutes(30);

/// `5 个工作日`.
pub(crate) fn length(lang: Lang, length: Length) -> String {
    let key = match length.days {
        Days::Working => "periods-length-working",
        Days::Calendar => "periods-length-calendar",
    };
    lang.count(key, u64::from(length.count))
}

/// `无异议`, or how many objections with what ruling.
pub(crate) fn outcome(lang: Lang, outcome: Outcome) -> String {
    let count = |key: &str, n: u32| (n > 0).then(|| lang.count(key, u64::from(n)));
    let parts = [
        count("periods-outcome-upheld", outcome.upheld),
        count("periods-outcome-partly", outcome.partly),
        count("periods-outcome-rejected", outcome.rejected),
        count("periods-outcome-open", outcome.open),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match outcome.code() {
        "none" => lang.say("periods-outcome-none"),
        _ => {
            let total = lang.count("periods-outcome-total", u64::from(outcome.total()));
            format!("{total}{}", parts.join(&lang.say("portal-list-comma")))
        }
    }
}

/// An instant in words.
fn moment(lang: Lang, at: Timestamp) -> String {
    let local = domain::date::in_china(at);
    let day = domain::date::PartialDate::Day(local.date());
    let day = if lang == Lang::Zh { day.zh() } else { day.to_string() };
    format!("{day} {}", local.time().format("%H:%M"))
}

/// What was typed.
#[derive(Default)]
struct Typed {
    row: String,
    text: String,
    name: String,
    contact: String,
}

impl Typed {
    fn of(fields: &Fields) -> Typed {
        let field = |name: &str| fields.get(name).to_string();
        Typed { row: field("row"), text: field("text"), name: field("name"), contact: field("contact") }
    }
}

/// What a form of an objection says.
pub(crate) struct Sent {
    pub(crate) row: Option<u32>,
    pub(crate) text: String,
    pub(crate) objector: Option<Objector>,
}

impl FromForm for Sent {
    fn from_form(form: &mut Reader<'_>) -> Option<Sent> {
        let row = match form.line("row", 10)?.as_str() {
            "" => Some(None),
            typed => match domain::date::half_width(typed).parse() {
                Ok(row) => Some(Some(row)),
                Err(_) => form.refuse("row", "number"),
            },
        };
        let text = match form.text("text", TEXT) {
            Some(text) if text.trim().is_empty() => form.refuse("text", "required"),
            text => text,
        };
        let name = form.line("name", LINE);
        let contact = form.line("contact", LINE);
        let (name, contact) = (name?, contact?);
        if name.is_empty() && !contact.is_empty() {
            return form.refuse("name", "with-contact");
        }
        let objector = (!name.is_empty()).then_some(Objector { name, contact });
        Some(Sent { row: row?, text: text?.trim().to_string(), objector })
    }
}

#[derive(Template)]
#[template(path = "portal/objection.html")]
pub(crate) struct FormPage {
    frame: Frame,
    record: RecordId,
    title: String,
    audience: Audience,
    /// What is open; nothing when nothing is any more.
    posted: Option<Posted>,
    typed: Typed,
    /// The id of the form: what is sent by it twice is one objection.
    once: String,
    errors: Vec<FieldError>,
    /// Why it was not taken although it was filled in well.
    refused: Option<&'static str>,
}

impl Page for FormPage {
    fn status(&self) -> StatusCode {
        if self.posted.is_none() {
            StatusCode::CONFLICT
        } else if self.errors.is_empty() && self.refused.is_none() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

impl FormPage {
    fn error(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field == field)?;
        Some(self.frame.say(&format!("periods-error-{}", error.code)))
    }

    fn rows(&self) -> usize {
        self.posted.as_ref().map_or(0, |posted| posted.posting.roll.rows.len())
    }

    fn anonymous(&self) -> bool {
        self.posted.as_ref().is_some_and(|posted| posted.posting.kind().takes_anonymous())
    }
}

/// The form page of a record that a visitor may see.
pub(crate) fn form_page(
    request: &PageRequest,
    identity: Arc<Identity>,
    id: RecordId,
    view: RecordView,
) -> Option<FormPage> {
    let title = view.record.public_edition()?.title.clone();
    let name = request.lang.say("periods-object");
    let frame = Frame::new(request, identity, Section::Publicity, name)
        .under("/publicity", request.lang.say("portal-nav-publicity"))
        .under(format!("/record/{id}"), title.clone())
        .unlisted();
    let audience = view.record.audience;
    let posted = view.posted.filter(|posted| posted.open);
    Some(FormPage {
        frame,
        record: id,
        title,
        audience,
        posted,
        typed: Typed::default(),
        once: String::new(),
        errors: Vec::new(),
        refused: None,
    })
}

async fn seen(site: &Site, request: &PageRequest) -> Result<(RecordId, RecordView), HttpError> {
    let absent = || HttpError::Absent(Absent::Record);
    let id: RecordId = request.param(0).parse().map_err(|_| absent())?;
    match site.portal_for(request).record(id).await? {
        // What has no period of its own has no such page.
        Some(Found::Live(view)) if view.posted.is_some() => Ok((id, *view)),
        Some(Found::Live(_)) | None => Err(absent()),
        Some(Found::Gone(_)) => Err(HttpError::Gone),
    }
}

/// The form.
pub(crate) async fn form(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (id, view) = seen(&site, &request).await?;
    let page = form_page(&request, site.identity().await?, id, view).ok_or(HttpError::Absent(Absent::Record))?;
    // Made for one person: nobody keeps it, or two people would send the same form.
    let once = site.portal.app().ctx(Principal::Visitor, request.lang).ids.event().to_string();
    // A browser that gives this back can be given the receipt on the way to its own page.
    let response = show(&request, &FormPage { once, ..page })?;
    Ok(left(&site, response, &format!("/record/{id}/objection"), "form"))
}

/// An answer that leaves something in the browser for the pages at an address and below it, in either language.
pub(crate) fn left(site: &Site, mut response: Response, path: &str, what: &str) -> Response {
    let secure = site.portal.settings().origin.as_deref().is_some_and(|origin| origin.starts_with("https:"));
    for path in [path.to_string(), format!("/en{path}")] {
        let cookie = Cookie::build((SLIP_COOKIE, what.to_string())).path(path).max_age(KEPT);
        let cookie = cookie.http_only(true).same_site(SameSite::Lax).secure(secure).build();
        if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// What was filed at a record, by the receipt that its form left in the browser.
pub(crate) async fn filed_here(
    ctx: &app::Ctx,
    request: &PageRequest,
    id: RecordId,
) -> Result<Option<Filed>, HttpError> {
    let Slip::Receipt(receipt) = &request.slip else { return Ok(None) };
    let shown = publicity::query(ctx, &request.reader().reads(), receipt).await?;
    Ok(shown.filter(|shown| shown.objection.record == id).map(|Shown { objection, title }| Filed {
        number: objection.number,
        receipt: receipt.clone(),
        at: objection.filed_at,
        title: title.unwrap_or_default(),
    }))
}

#[derive(Template)]
#[template(path = "portal/objection-filed.html")]
struct FiledPage {
    frame: Frame,
    record: RecordId,
    filed: Filed,
}

impl Page for FiledPage {}

impl FiledPage {
    fn at(&self) -> String {
        moment(self.frame.lang, self.filed.at)
    }
}

/// The receipt of an objection that was just filed here; whoever has none is asked for one.
pub(crate) async fn filed(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id: RecordId = request.param(0).parse().map_err(|_| HttpError::Absent(Absent::Record))?;
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    match filed_here(&ctx, &request, id).await? {
        Some(filed) => receipt(&site, &request, id, filed).await,
        None => Ok(reply::redirect(StatusCode::SEE_OTHER, &to(request.lang, "/objection"))),
    }
}

async fn receipt(site: &Site, request: &PageRequest, id: RecordId, filed: Filed) -> Result<Response, HttpError> {
    let name = request.lang.say("periods-filed");
    let frame = Frame::new(request, site.identity().await?, Section::Publicity, name).unlisted();
    show(request, &FiledPage { frame, record: id, filed })
}

/// Takes an objection and goes on to its receipt, so that reloading sends nothing again. A browser that keeps nothing is shown
/// it at once: what it sends again makes no other one.
pub(crate) async fn file(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (id, view) = seen(&site, &request).await?;
    let identity = site.identity().await?;
    let fields = form::fields(&request)?;
    let (typed, once) = (Typed::of(&fields), fields.get("once").to_string());
    let page = form_page(&request, identity, id, view).ok_or(HttpError::Absent(Absent::Record))?;
    let page = FormPage { once: once.clone(), ..page };
    let sent = match form::read::<Sent>(&request) {
        Ok(sent) => sent,
        Err(FormError::Rejected(Rejected { errors, .. })) => {
            return show(&request, &FormPage { errors, typed, ..page });
        }
        Err(other) => return Err(other.into()),
    };
    // Nobody's name but what they write themselves goes with it, even when they are signed in.
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let Sent { row, text, objector } = sent;
    let new = NewObjection { record: id, row, text, objector };
    match publicity::file_once(&ctx, &request.reader().reads(), new, &once).await {
        Ok(filed) if request.slip == Slip::None => receipt(&site, &request, id, filed).await,
        Ok(filed) => {
            let form = format!("/record/{id}/objection");
            let on = reply::redirect(StatusCode::SEE_OTHER, &to(request.lang, &format!("{form}/filed")));
            Ok(left(&site, on, &form, &filed.receipt.reveal()))
        }
        Err(app::Error::Publicity(refusal)) => {
            let refused = Some(refusal.code());
            let posted = page.posted.filter(|_| refusal != Refusal::Closed);
            show(&request, &FormPage { refused, posted, typed, ..page })
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "portal/objection-query.html")]
pub(crate) struct QueryPage {
    frame: Frame,
    /// A receipt was asked for and opens nothing.
    nothing: bool,
    found: Option<Shown>,
}

impl Page for QueryPage {
    fn status(&self) -> StatusCode {
        if self.nothing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }
}

impl QueryPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>) -> QueryPage {
        let name = request.lang.say("periods-query");
        let frame = Frame::new(request, identity, Section::Publicity, name)
            .under("/publicity", request.lang.say("portal-nav-publicity"))
            .unlisted();
        QueryPage { frame, nothing: false, found: None }
    }

    fn at(&self, at: &Timestamp) -> String {
        moment(self.frame.lang, *at)
    }

    fn stage(&self, shown: &Shown) -> String {
        self.frame.say(&format!("periods-stage-{}", shown.objection.stage.code()))
    }

    fn ruling(&self, shown: &Shown) -> Option<(String, String, String)> {
        match &shown.objection.stage {
            Stage::Ruled { at, ruling, answer, .. } => {
                let word = match self.frame.lang {
                    Lang::Zh => ruling.zh().to_string(),
                    Lang::En => self.frame.say(&format!("periods-ruling-{}", ruling.code().replace('_', "-"))),
                };
                Some((word, answer.clone(), moment(self.frame.lang, *at)))
            }
            _ => None,
        }
    }
}

/// The page that asks for a receipt.
pub(crate) async fn ask(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async { Ok(QueryPage::new(&request, identity)) }).await
}

/// Says how far the objection of a receipt has come.
pub(crate) async fn answer(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let fields = form::fields(&request)?;
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let found = match Receipt::read(fields.get("receipt")) {
        Some(receipt) => publicity::query(&ctx, &request.reader().reads(), &receipt).await?,
        None => None,
    };
    let page = QueryPage::new(&request, site.identity().await?);
    let page = QueryPage { nothing: found.is_none(), found, frame: page.frame.unlisted() };
    show(&request, &page)
}

/// A page that nobody keeps.
fn show(request: &PageRequest, page: &impl Page) -> Result<Response, HttpError> {
    let finished = Finished::new(page.status(), "text/html; charset=utf-8", page.render()?);
    let request = PageRequest { cache: CachePolicy::Never, ..request.clone() };
    Ok(reply::finished(&request, &finished))
}
