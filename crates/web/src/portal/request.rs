//! Requests for disclosure as applicants file them: a form without an account and without a script, what is public already of the
//! same thing, and a receipt that is shown to its sender alone.
//!
//! Nothing that is written here appears on any other page of the portal, in its search or in what searches found in vain.

use crate::error::HttpError;
use crate::http::form::{self, FieldError, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::request::{PageRequest, Slip};
use crate::http::{cache::CachePolicy, cache::Finished, reply};
use crate::portal::frame::{Frame, Section, to};
use crate::portal::identity::Identity;
use crate::portal::objection::left;
use crate::portal::request_clock as clock;
use crate::portal::site::{Page, Site};
use crate::portal::written::{LEAST, papers, seen};
use app::portal::view::{Office, RecordLine};
use app::publicity::Receipt;
use app::requests::{self, NewRequest, Shown};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::Principal;
use domain::request::letter::Letter;
use domain::request::{Applicant, ApplicantKind, Regime, Wanted, Way};
use std::sync::Arc;

/// Longest text of a request, in characters.
pub(crate) const TEXT: usize = 2_000;
/// Longest line.
pub(crate) const LINE: usize = 200;
/// The address of the form, to which its cookie is bound.
pub(crate) const PATH: &str = "/request";

/// Fields of the form that are typed in.
const FIELDS: [&str; 12] = [
    "content",
    "purpose",
    "wanted",
    "way",
    "kind",
    "name",
    "contact",
    "representative",
    "phone",
    "email",
    "address",
    "identity",
];

/// What was typed.
#[derive(Default)]
pub(crate) struct Typed(Vec<(&'static str, String)>);

impl Typed {
    pub(crate) fn of(fields: &Fields) -> Typed {
        Typed(FIELDS.map(|field| (field, fields.get(field).to_string())).into())
    }

    pub(crate) fn get(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| *name == field).map_or("", |(_, text)| text.as_str())
    }
}

/// What a form of a request says.
pub(crate) struct Sent(pub(crate) NewRequest);

impl FromForm for Sent {
    fn from_form(form: &mut Reader<'_>) -> Option<Sent> {
        let content = match form.text("content", TEXT) {
            // Signs that nobody sees say nothing.
            Some(text) if seen(&text) == 0 => form.refuse("content", "required"),
            Some(text) if seen(&text) < LEAST => form.refuse("content", "short"),
            text => text,
        };
        let (purpose, wanted, way) =
            (form.line("purpose", LINE), form.choice("wanted", Wanted::read), form.choice("way", Way::read));
        let kind = form.choice("kind", ApplicantKind::read);
        let name = form.given("name", LINE);
        let (contact, representative) = (form.line("contact", LINE), form.line("representative", LINE));
        let (phone, email, address) = (form.line("phone", LINE), form.line("email", LINE), form.line("address", LINE));
        let identity = form.line("identity", 40);
        let (kind, way) = (kind?, way?);
        let (phone, email, address, contact) = (phone?, email?, address?, contact?);
        if !email.is_empty() && !is_mail(&email) {
            return form.refuse("email", "mail");
        }
        if kind == ApplicantKind::Organisation && contact.is_empty() {
            return form.refuse("contact", "required");
        }
        // What is wanted by a way has to be able to go it, and somebody has to be reached.
        let needed = match way {
            Way::Email => Some(("email", &email)),
            Way::Post | Way::Courier => Some(("address", &address)),
            Way::Fax | Way::Collect | Way::Read => Some(("phone", &phone)),
        };
        if let Some((field, text)) = needed
            && text.is_empty()
        {
            return form.refuse(field, "for-way");
        }
        let applicant = Applicant { name: name?, contact, representative: representative?, phone, email, address };
        Some(Sent(NewRequest {
            kind,
            applicant,
            identity: identity?,
            content: content?.trim().to_string(),
            purpose: purpose?,
            wanted: wanted?,
            way,
        }))
    }
}

fn is_mail(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace))
}

#[derive(Template)]
#[template(path = "portal/request.html")]
pub(crate) struct FormPage {
    pub(crate) frame: Frame,
    pub(crate) typed: Typed,
    /// The id of the form: what is sent by it twice is one request.
    pub(crate) once: String,
    pub(crate) errors: Vec<FieldError>,
    /// Why it was not taken although it was filled in well.
    pub(crate) refused: Option<&'static str>,
    /// What is public already of the same thing.
    pub(crate) near: Vec<RecordLine>,
    /// Whether it was filled in well and is shown again for what is public already.
    pub(crate) asked: bool,
    /// Numbers of papers that stand where everybody reads them who works on it, masked.
    pub(crate) papers: Vec<String>,
    pub(crate) office: Office,
}

impl Page for FormPage {
    fn status(&self) -> StatusCode {
        match self.errors.is_empty() && self.refused.is_none() && self.papers.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

impl FormPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, office: Office) -> FormPage {
        let name = request.lang.say("request-title");
        let frame = Frame::new(request, identity, Section::Requests, name.clone());
        let frame = frame.column(name, request.lang.say("request-about"));
        FormPage {
            frame,
            typed: Typed::default(),
            once: String::new(),
            errors: Vec::new(),
            refused: None,
            near: Vec::new(),
            asked: false,
            papers: Vec::new(),
            office,
        }
    }

    fn error(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field == field)?;
        Some(self.frame.say(&format!("request-error-{}", error.code)))
    }

    /// Whether a choice is chosen; the first is, where nothing was.
    fn is_chosen(&self, field: &str, code: &str, first: &bool) -> bool {
        match self.typed.get(field) {
            "" => *first,
            typed => typed == code,
        }
    }

    fn kinds(&self) -> Vec<(&'static str, String)> {
        // Most who ask are no member of the school: what most choose stands first.
        let order = [
            ApplicantKind::Citizen,
            ApplicantKind::Organisation,
            ApplicantKind::Student,
            ApplicantKind::Staff,
            ApplicantKind::Alumnus,
        ];
        order.map(|kind| (kind.code(), word(&self.frame, "request-kind", kind.code(), kind.zh()))).into()
    }

    fn ways(&self) -> Vec<(&'static str, String)> {
        Way::ALL.iter().map(|way| (way.code(), word(&self.frame, "request-way", way.code(), way.zh()))).collect()
    }

    fn forms(&self) -> Vec<(&'static str, String)> {
        let of = |one: &Wanted| (one.code(), word(&self.frame, "request-wanted", one.code(), one.zh()));
        Wanted::ALL.iter().map(of).collect()
    }
}

/// A word of a fixed list.
pub(crate) fn word(frame: &Frame, list: &str, code: &str, zh: &str) -> String {
    match frame.english() {
        false => zh.to_string(),
        true => frame.say(&format!("{list}-{}", code.replace('_', "-"))),
    }
}

/// The form; what is asked for may stand in the address that leads here.
pub(crate) async fn form(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let office = site.portal.about().await?.office;
    let once = site.portal.app().ctx(Principal::Visitor, request.lang).ids.event().to_string();
    let mut page = FormPage { once, ..FormPage::new(&request, site.identity().await?, office) };
    if let Some(asked) = request.query("q") {
        page.near = site.portal_for(&request).near(&asked).await?;
        page.typed = Typed(vec![("content", asked)]);
    }
    Ok(left(&site, show(&request, &page)?, PATH, "form"))
}

/// Takes a request, when nothing like it is public or its sender has seen what is, and goes on to its receipt.
pub(crate) async fn file(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let fields = form::fields(&request)?;
    let once = fields.get("once").to_string();
    let office = site.portal.about().await?.office;
    let page = FormPage::new(&request, site.identity().await?, office);
    let page = FormPage { once: once.clone(), typed: Typed::of(&fields), ..page };
    let new = match form::read::<Sent>(&request) {
        Ok(Sent(new)) => new,
        Err(FormError::Rejected(Rejected { errors, .. })) => return show(&request, &FormPage { errors, ..page }),
        Err(other) => return Err(other.into()),
    };
    let asked = !fields.get("seen").is_empty();
    // The number of one's papers has a field of its own, which few open; elsewhere everybody reads it who works on the request.
    let papers = papers(&fields, &new.free_text());
    if !papers.is_empty() {
        return show(&request, &FormPage { papers, asked, ..page });
    }
    if !asked {
        let near = site.portal_for(&request).near(&new.content).await?;
        if !near.is_empty() {
            return show(&request, &FormPage { near, asked: true, ..page });
        }
    }
    // Nobody's name but what they write themselves goes with it, even when they are signed in.
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    match requests::file_once(&ctx, new, &once).await {
        Ok(filed) if request.slip == Slip::None => receipt_page(&site, &request, &filed.receipt).await,
        Ok(filed) => {
            let on = reply::redirect(StatusCode::SEE_OTHER, &to(request.lang, "/request/filed"));
            Ok(left(&site, on, PATH, &filed.receipt.reveal()))
        }
        Err(app::Error::Request(refusal)) => show(&request, &FormPage { refused: Some(refusal.code()), ..page }),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "portal/request-filed.html")]
pub(crate) struct FiledPage {
    pub(crate) frame: Frame,
    pub(crate) receipt: Receipt,
    pub(crate) shown: Shown,
}

impl Page for FiledPage {}

impl FiledPage {
    fn at(&self) -> String {
        let local = domain::date::in_china(self.shown.entered_at);
        format!("{} {}", clock::day(self.frame.lang, local.date()), local.time().format("%H:%M"))
    }

    /// The last day by the decree, which is what an applicant may count on.
    fn due(&self) -> Option<(String, u32)> {
        let clock = self.shown.clocks.iter().find(|clock| clock.regime == Regime::Decree)?;
        Some((clock::due(self.frame.lang, clock), clock.days))
    }

    fn way(&self) -> String {
        let (way, form) = (self.shown.way, self.shown.wanted);
        let form = word(&self.frame, "request-wanted", form.code(), form.zh());
        format!("{form} · {}", word(&self.frame, "request-way", way.code(), way.zh()))
    }
}

/// The receipt of a request that was just filed here; whoever has none is asked for one.
pub(crate) async fn filed(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    match &request.slip {
        Slip::Receipt(receipt) => {
            let receipt = receipt.clone();
            receipt_page(&site, &request, &receipt).await
        }
        _ => Ok(reply::redirect(StatusCode::SEE_OTHER, &to(request.lang, "/request/query"))),
    }
}

async fn receipt_page(site: &Site, request: &PageRequest, receipt: &Receipt) -> Result<Response, HttpError> {
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let Some(shown) = requests::query(&ctx, receipt).await? else {
        return Ok(reply::redirect(StatusCode::SEE_OTHER, &to(request.lang, "/request/query")));
    };
    let name = request.lang.say("request-filed");
    let frame = Frame::new(request, site.identity().await?, Section::Requests, name)
        .under(PATH, request.lang.say("request-title"))
        .unlisted();
    show(request, &FiledPage { frame, receipt: receipt.clone(), shown })
}

/// A letter of a request as a PDF, for whoever has its receipt.
pub(crate) async fn letter(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let fields = form::fields(&request)?;
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let absent = || HttpError::Absent(crate::error::Absent::Page);
    let receipt = Receipt::read(fields.get("receipt")).ok_or_else(absent)?;
    let wanted: Letter = fields.get("letter").parse().map_err(|_| absent())?;
    let file = requests::letter_of(&ctx, &receipt, wanted).await?;
    let finished = Finished::file(file.media_type, file.bytes, file.name);
    Ok(reply::finished(&PageRequest { cache: CachePolicy::Never, ..request }, &finished))
}

/// A page that nobody keeps.
pub(crate) fn show(request: &PageRequest, page: &impl Page) -> Result<Response, HttpError> {
    let finished = Finished::new(page.status(), "text/html; charset=utf-8", page.render()?);
    let request = PageRequest { cache: CachePolicy::Never, ..request.clone() };
    Ok(reply::finished(&request, &finished))
}
