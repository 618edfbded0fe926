//! Opinions, enquiries, corrections and complaints as people send them: a form without an account and without a script, a receipt
//! that is shown to its sender alone, and the answers that everybody may read.
//!
//! Nothing that is written here appears on any other page of the portal, in its search or in what searches found in vain. A school
//! whose supervisors have set no key takes no complaint here: it could not be sealed, and the page says where to go instead.

use crate::error::{Absent, HttpError};
use crate::http::form::{self, FieldError, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::reply;
use crate::http::request::{PageRequest, Slip};
use crate::portal::frame::{Frame, Section, to};
use crate::portal::identity::Identity;
use crate::portal::objection::left;
use crate::portal::request::{LINE, TEXT, show, word};
use crate::portal::request_clock as clock;
use crate::portal::site::{Page, Site};
use crate::portal::written::{LEAST, papers, seen};
use app::portal::view::{Office, RecordPage as Found};
use app::publicity::Receipt;
use app::voices::{self, NewVoice, Shown};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::RecordId;
use domain::policy::Principal;
use domain::voice::{Kind, PublicAnswer, VoiceNumber};
use std::sync::Arc;

/// The address below which everything of voices stands, to which the cookie of their forms is bound.
pub(crate) const PATH: &str = "/voice";

/// The kinds in the order in which people look for them.
pub(crate) const ORDER: [Kind; 4] = [Kind::Enquiry, Kind::Opinion, Kind::Correction, Kind::Complaint];

#[derive(Template)]
#[template(path = "portal/voice.html")]
pub(crate) struct FrontPage {
    pub(crate) frame: Frame,
    pub(crate) office: Office,
    /// Whether complaints are taken here.
    pub(crate) complaints: bool,
    /// The newest answers that everybody may read.
    pub(crate) answers: Vec<(VoiceNumber, PublicAnswer)>,
}

impl Page for FrontPage {}

impl FrontPage {
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, office: Office) -> FrontPage {
        let name = request.lang.say("voice-title");
        let frame = Frame::new(request, identity, Section::Voices, name.clone());
        let frame = frame.column(name, request.lang.say("voice-about"));
        FrontPage { frame, office, complaints: false, answers: Vec::new() }
    }

    fn kinds(&self) -> Vec<(Kind, String, String)> {
        let of = |kind: Kind| {
            let about = self.frame.say(&format!("voice-about-{}", kind.code()));
            (kind, self.frame.say(&format!("voice-do-{}", kind.code())), about)
        };
        ORDER.map(of).into()
    }
}

/// What can be said, and how else.
pub(crate) async fn front(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
        let page = FrontPage::new(&request, identity, site.portal.about().await?.office);
        let mut answers = voices::shown_answers(&ctx).await?;
        answers.truncate(5);
        Ok(FrontPage { complaints: voices::takes_complaints(&ctx).await?, answers, ..page })
    })
    .await
}

#[derive(Template)]
#[template(path = "portal/voice-answers.html")]
pub(crate) struct AnswersPage {
    pub(crate) frame: Frame,
    pub(crate) answers: Vec<(VoiceNumber, PublicAnswer)>,
}

impl Page for AnswersPage {}

impl AnswersPage {
    pub(crate) fn new(
        request: &PageRequest,
        identity: Arc<Identity>,
        answers: Vec<(VoiceNumber, PublicAnswer)>,
    ) -> AnswersPage {
        let name = request.lang.say("voice-answers");
        let frame = Frame::new(request, identity, Section::Voices, name.clone());
        let frame = frame.under(PATH, request.lang.say("voice-title"));
        AnswersPage { frame: frame.column(name, request.lang.say("voice-answers-about")), answers }
    }

    fn kind(&self, number: &VoiceNumber) -> String {
        kind(&self.frame, number.kind)
    }

    fn day(&self, answer: &PublicAnswer) -> String {
        clock::day(self.frame.lang, answer.on)
    }
}

/// What a voice is, in words.
pub(crate) fn kind(frame: &Frame, kind: Kind) -> String {
    word(frame, "voice-kind", kind.code(), kind.zh())
}

/// The answers that everybody may read.
pub(crate) async fn answers(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    site.page(&request, |identity| async {
        let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
        Ok(AnswersPage::new(&request, identity, voices::shown_answers(&ctx).await?))
    })
    .await
}

/// What a form says, beside its kind.
pub(crate) struct Sent {
    pub(crate) content: String,
    pub(crate) name: String,
    pub(crate) contact: String,
    pub(crate) record: Option<RecordId>,
}

impl FromForm for Sent {
    fn from_form(form: &mut Reader<'_>) -> Option<Sent> {
        let content = match form.text("content", TEXT) {
            Some(text) if seen(&text) == 0 => form.refuse("content", "required"),
            Some(text) if seen(&text) < LEAST => form.refuse("content", "short"),
            text => text,
        };
        let (name, contact) = (form.line("name", LINE), form.line("contact", LINE));
        let record = match form.raw("record") {
            "" => Some(None),
            typed => match typed.parse() {
                Ok(record) => Some(Some(record)),
                Err(_) => form.refuse("record", "choice"),
            },
        };
        Some(Sent { content: content?.trim().to_string(), name: name?, contact: contact?, record: record? })
    }
}

#[derive(Template)]
#[template(path = "portal/voice-form.html")]
pub(crate) struct FormPage {
    pub(crate) frame: Frame,
    pub(crate) kind: Kind,
    pub(crate) typed: Fields,
    /// The id of the form: what is sent by it twice is one voice.
    pub(crate) once: String,
    pub(crate) errors: Vec<FieldError>,
    /// Why it was not taken although it was filled in well.
    pub(crate) refused: Option<&'static str>,
    /// Numbers of papers that stand where everybody reads them who deals with it, masked.
    pub(crate) papers: Vec<String>,
    /// The record that is to be corrected, with its title.
    pub(crate) record: Option<(RecordId, String)>,
    /// Whether it is taken here at all.
    pub(crate) taken: bool,
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
    pub(crate) fn new(request: &PageRequest, identity: Arc<Identity>, office: Office, kind: Kind) -> FormPage {
        let name = request.lang.say(&format!("voice-do-{}", kind.code()));
        let frame = Frame::new(request, identity, Section::Voices, name.clone())
            .under(PATH, request.lang.say("voice-title"))
            .column(name, request.lang.say(&format!("voice-about-{}", kind.code())));
        FormPage {
            frame,
            kind,
            typed: Fields::default(),
            once: String::new(),
            errors: Vec::new(),
            refused: None,
            papers: Vec::new(),
            record: None,
            taken: true,
            office,
        }
    }

    fn words(&self, key: &str) -> String {
        self.frame.say(&format!("{key}-{}", self.kind.code()))
    }

    fn error(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field == field)?;
        Some(self.frame.say(&format!("request-error-{}", error.code)))
    }

    fn address(&self) -> String {
        self.frame.to(&format!("{PATH}/new/{}", self.kind.code()))
    }

    fn is_sealed(&self) -> bool {
        self.kind.is_sealed()
    }
}

fn kind_of(request: &PageRequest) -> Result<Kind, HttpError> {
    let code = request.param(0);
    Kind::ALL.iter().copied().find(|kind| kind.code() == code).ok_or(HttpError::Absent(Absent::Page))
}

async fn page(site: &Arc<Site>, request: &PageRequest, kind: Kind, record: &str) -> Result<FormPage, HttpError> {
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let page = FormPage::new(request, site.identity().await?, site.portal.about().await?.office, kind);
    let taken = !kind.is_sealed() || voices::takes_complaints(&ctx).await?;
    // Only what everybody may see can be named: the title of anything else is not told.
    let record = match record.parse::<RecordId>() {
        Ok(id) if kind == Kind::Correction => match site.portal.record(id).await? {
            Some(Found::Live(view)) => view.record.public_edition().map(|edition| (id, edition.title.clone())),
            _ => None,
        },
        _ => None,
    };
    Ok(FormPage { taken, record, ..page })
}

/// The form of a kind; which record is to be corrected may stand in the address.
pub(crate) async fn blank(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let kind = kind_of(&request)?;
    let record = request.query("record").unwrap_or_default();
    let page = page(&site, &request, kind, &record).await?;
    let once = site.portal.app().ctx(Principal::Visitor, request.lang).ids.event().to_string();
    Ok(left(&site, show(&request, &FormPage { once, ..page })?, PATH, "form"))
}

/// Takes what somebody says, and goes on to its receipt.
pub(crate) async fn file(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let kind = kind_of(&request)?;
    let fields = form::fields(&request)?;
    let once = fields.get("once").to_string();
    let page = page(&site, &request, kind, fields.get("record")).await?;
    let page = FormPage { once: once.clone(), typed: fields, ..page };
    let Sent { content, name, contact, record } = match form::read::<Sent>(&request) {
        Ok(sent) => sent,
        Err(FormError::Rejected(Rejected { errors, .. })) => return show(&request, &FormPage { errors, ..page }),
        Err(other) => return Err(other.into()),
    };
    let papers = papers(&page.typed, &[&content, &name, &contact]);
    if !kind.is_sealed() && !papers.is_empty() {
        return show(&request, &FormPage { papers, ..page });
    }
    // Nobody's name but what they write themselves goes with it, even when they are signed in.
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    match voices::file_once(&ctx, NewVoice { kind, content, name, contact, record }, &once).await {
        Ok(filed) if request.slip == Slip::None => receipt_page(&site, &request, &filed.receipt).await,
        Ok(filed) => {
            let on = reply::redirect(StatusCode::SEE_OTHER, &to(request.lang, "/voice/filed"));
            Ok(left(&site, on, PATH, &filed.receipt.reveal()))
        }
        Err(app::Error::Voice(refusal)) => show(&request, &FormPage { refused: Some(refusal.code()), ..page }),
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "portal/voice-filed.html")]
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

    fn kind(&self) -> String {
        kind(&self.frame, self.shown.number.kind)
    }

    fn due(&self) -> Option<String> {
        let (last, _) = self.shown.clocks.last()?;
        Some(clock::day(self.frame.lang, last.due.date()))
    }

    fn is_sealed(&self) -> bool {
        self.shown.number.kind.is_sealed()
    }
}

/// The receipt of what was just filed here; whoever has none is asked for one.
pub(crate) async fn filed(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    match &request.slip {
        Slip::Receipt(receipt) => {
            let receipt = receipt.clone();
            receipt_page(&site, &request, &receipt).await
        }
        _ => Ok(reply::redirect(StatusCode::SEE_OTHER, &to(request.lang, "/voice/query"))),
    }
}

async fn receipt_page(site: &Site, request: &PageRequest, receipt: &Receipt) -> Result<Response, HttpError> {
    let ctx = site.portal.app().ctx(Principal::Visitor, request.lang);
    let Some(shown) = voices::query(&ctx, receipt).await? else {
        return Ok(reply::redirect(StatusCode::SEE_OTHER, &to(request.lang, "/voice/query")));
    };
    let frame = Frame::new(request, site.identity().await?, Section::Voices, request.lang.say("voice-filed"))
        .under(PATH, request.lang.say("voice-title"))
        .unlisted();
    show(request, &FiledPage { frame, receipt: receipt.clone(), shown })
}
