//! The register of opinions, enquiries, corrections and complaints: what waits with its clocks, what a school year came to; the form
//! by which staff take in what comes by hotline, box, letter or in person; and the key of complaints. Whoever may know of no
//! complaint sees neither one nor how many there are.

use crate::error::HttpError;
use crate::http::form::{self, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::request::{PageRequest, Tells};
use crate::portal::objection::left;
use crate::portal::request::LINE;
use crate::portal::site::Site;
use crate::portal::voice::{ORDER, Sent};
use crate::portal::voice_clock as clock;
use crate::portal::written::papers;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::requests::excerpt;
use app::voices::{self, KeyShown, Line, NewVoice, Opener, Overview};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::policy::{Permission, Relation};
use domain::school_year::SchoolYear;
use domain::voice::{Intake, Kind, Stage, Voice};
use std::sync::Arc;

/// Voices on one page.
const PAGE: usize = 50;
/// The address of the key, which tells what was done there.
const KEY: &str = "/work/voices/key";
/// What can be told as done there.
const DONE: [&str; 3] = ["key-set", "key-changed", "key-closed"];

/// Which of them are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Open,
    Mine,
    Late,
    Silent,
    Ended,
    All,
}

impl View {
    const ALL: [View; 6] = [View::Open, View::Mine, View::Late, View::Silent, View::Ended, View::All];

    fn code(self) -> &'static str {
        match self {
            View::Open => "open",
            View::Mine => "mine",
            View::Late => "late",
            View::Silent => "silent",
            View::Ended => "ended",
            View::All => "all",
        }
    }

    fn holds(self, line: &Line) -> bool {
        match self {
            View::Open => line.voice.is_open(),
            View::Mine => line.waits,
            View::Late => line.is_late(),
            View::Silent => line.silent,
            View::Ended => !line.voice.is_open(),
            View::All => true,
        }
    }
}

#[derive(Template)]
#[template(path = "workbench/voices.html")]
struct VoicesPage {
    bench: Bench,
    overview: Overview,
    view: View,
    kind: Option<Kind>,
    year: SchoolYear,
    years: Vec<SchoolYear>,
    page: usize,
    may_enter: bool,
}

impl VoicesPage {
    fn of_kind(&self) -> impl Iterator<Item = &Line> {
        self.overview.lines.iter().filter(|line| self.kind.is_none_or(|kind| line.voice.kind() == kind))
    }

    fn wanted(&self) -> Vec<&Line> {
        self.of_kind().filter(|line| self.view.holds(line)).collect()
    }

    fn lines(&self) -> Vec<&Line> {
        self.wanted().into_iter().skip((self.page - 1) * PAGE).take(PAGE).collect()
    }

    fn pages(&self) -> usize {
        self.wanted().len().div_ceil(PAGE).max(1)
    }

    fn count(&self, view: View) -> usize {
        self.of_kind().filter(|line| view.holds(line)).count()
    }

    fn heading(&self) -> String {
        let (open, late) = (self.count(View::Open).to_string(), self.count(View::Late).to_string());
        let silent = self.count(View::Silent).to_string();
        let of = [("open", open.as_str()), ("late", late.as_str()), ("silent", silent.as_str())];
        self.bench.lang.say_with("voices-heading", &of)
    }

    fn views(&self) -> Vec<(String, String, usize, bool)> {
        let of = |view: View| {
            let name = self.bench.say(&format!("voices-view-{}", view.code()));
            (self.address(view, 1), name, self.count(view), view == self.view)
        };
        View::ALL.map(of).into()
    }

    fn address(&self, view: View, page: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("view", view.code()).append_pair("year", &self.year.to_string());
        if let Some(kind) = self.kind {
            query.append_pair("kind", kind.code());
        }
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        self.bench.to(&format!("/work/voices?{}", query.finish()))
    }

    fn turn(&self, page: usize) -> String {
        self.address(self.view, page)
    }

    fn to(&self, line: &Line) -> String {
        self.bench.to(&format!("/work/voices/{}", line.voice.entry.number))
    }

    fn kinds(&self) -> Vec<(&'static str, String, bool)> {
        let seen = |kind: &Kind| self.overview.complaints || !kind.is_sealed();
        let of = |kind: Kind| (kind.code(), kind_word(&self.bench, kind), self.kind == Some(kind));
        ORDER.into_iter().filter(seen).map(of).collect()
    }

    /// What it says; of a complaint that it is sealed, whoever looks.
    fn title(&self, line: &Line) -> String {
        match line.voice.entry.content.plain() {
            Some(text) => excerpt(text, 60),
            None => self.bench.say("voices-sealed"),
        }
    }

    fn kind(&self, line: &Line) -> String {
        kind_word(&self.bench, line.voice.kind())
    }

    fn intake(&self, line: &Line) -> String {
        intake_word(&self.bench, line.voice.entry.intake)
    }

    fn stage(&self, line: &Line) -> (&'static str, String) {
        stage(&self.bench, &line.voice)
    }

    fn left(&self, line: &Line) -> Option<(String, bool, String)> {
        let alarm = line.alarm.as_ref()?;
        let due = format!("{} {}", clock::limit(self.bench.lang, alarm), self.bench.short(&alarm.due.date()));
        Some((clock::left(self.bench.lang, alarm), line.is_late(), due))
    }

    /// What the year came to, for each kind that the reader sees all of.
    fn account(&self) -> Vec<String> {
        let of = |kind: &Kind| {
            let count = self.overview.account.count(*kind);
            let text = |n: u64| n.to_string();
            let (whole, name) = (count.received + count.carried_over, kind_word(&self.bench, *kind));
            self.bench.lang.say_with(
                "voices-account",
                &[
                    ("kind", name.as_str()),
                    ("received", text(count.received).as_str()),
                    ("over", text(count.carried_over).as_str()),
                    ("whole", text(whole).as_str()),
                    ("answered", text(count.answered).as_str()),
                    ("withdrawn", text(count.withdrawn).as_str()),
                    ("forward", text(count.carried_forward).as_str()),
                    ("silent", text(count.silent).as_str()),
                ],
            )
        };
        self.overview.whole.iter().map(of).collect()
    }
}

/// What a voice is, in words.
pub(crate) fn kind_word(bench: &Bench, kind: Kind) -> String {
    bench.word("voice-kind", kind.code(), kind.zh())
}

/// By what way it came, in words.
pub(crate) fn intake_word(bench: &Bench, intake: Intake) -> String {
    bench.word("voice-intake", intake.code(), intake.zh())
}

/// A stage in words with its class.
pub(crate) fn stage(bench: &Bench, voice: &Voice) -> (&'static str, String) {
    match voice.stage.reply() {
        Some(reply) => ("public", bench.word("voice-outcome", reply.outcome.code(), reply.outcome.zh())),
        None => {
            let class = match voice.stage {
                Stage::Received => "draft",
                Stage::Accepted | Stage::Assigned => "review",
                _ => "public",
            };
            (class, bench.say(&format!("voice-stage-{}", voice.stage.code())))
        }
    }
}

/// What the session has open of the keys of complaints.
pub(crate) fn opener(ctx: &app::Ctx, request: &PageRequest) -> Option<Opener> {
    ctx.app.vault.of(&request.seat.as_ref()?.session.id, ctx.now)
}

/// The list.
pub(crate) async fn voices(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "voices").await?;
    let year = request.query("year").and_then(|year| year.parse().ok());
    let year = year.unwrap_or_else(|| SchoolYear::of(ctx.today()));
    let overview = voices::overview(&ctx, year).await?;
    let view = request.query("view").and_then(|code| View::ALL.into_iter().find(|view| view.code() == code));
    let kind = request.query("kind").and_then(|code| Kind::ALL.iter().copied().find(|kind| kind.code() == code));
    let this = SchoolYear::of(ctx.today()).first_year();
    let years = (this - 4..=this).rev().filter_map(SchoolYear::beginning).collect();
    let may_enter = !enters(&ctx).is_empty();
    let bench = bench.titled(request.lang.say("work-at-voices"));
    let view = view.unwrap_or(View::Open);
    let page = VoicesPage { bench, overview, view, kind, year, years, page: 1, may_enter };
    let asked: usize = request.query("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let last = page.pages();
    show(&request, &VoicesPage { page: asked.clamp(1, last), ..page })
}

/// The kinds that somebody may take in.
fn enters(ctx: &app::Ctx) -> Vec<Kind> {
    let may = |permission| ctx.allow(permission, Relation::School).is_ok();
    let one = |kind: &Kind| may(if kind.is_sealed() { Permission::HandleComplaints } else { Permission::HandleVoices });
    ORDER.into_iter().filter(one).collect()
}

#[derive(Template)]
#[template(path = "workbench/voice-new.html")]
struct NewPage {
    bench: Bench,
    kinds: Vec<Kind>,
    typed: Fields,
    errors: Vec<(String, String)>,
    refused: Option<String>,
    /// Whether that was because of a number of papers in the text, which may be entered all the same.
    numbered: bool,
}

impl NewPage {
    fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, words)| words.as_str())
    }

    fn typed(&self, field: &str) -> &str {
        self.typed.get(field)
    }

    fn received(&self) -> String {
        match self.typed.get("received_on") {
            "" => self.bench.today.to_string(),
            typed => typed.to_string(),
        }
    }

    fn choices(&self) -> Vec<(&'static str, String, bool)> {
        let of = |kind: &Kind| (kind.code(), kind_word(&self.bench, *kind), self.typed("kind") == kind.code());
        self.kinds.iter().map(of).collect()
    }

    fn intakes(&self) -> Vec<(&'static str, String, bool)> {
        let others = Intake::ALL.iter().filter(|intake| **intake != Intake::Portal);
        let of = |one: &Intake| (one.code(), intake_word(&self.bench, *one), self.typed("intake") == one.code());
        others.map(of).collect()
    }
}

fn new_page(ctx: &app::Ctx, bench: Bench, typed: Fields) -> Result<NewPage, HttpError> {
    let kinds = enters(ctx);
    if kinds.is_empty() {
        return Err(HttpError::Forbidden);
    }
    let bench = bench.titled(ctx.lang.say("voices-new"));
    Ok(NewPage { bench, kinds, typed, errors: Vec::new(), refused: None, numbered: false })
}

/// The empty form.
pub(crate) async fn blank(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "voices").await?;
    show(&request, &new_page(&ctx, bench, Fields::default())?)
}

/// What came otherwise than by the portal.
struct Entered {
    new: NewVoice,
    intake: Intake,
    received: NaiveDate,
}

impl FromForm for Entered {
    fn from_form(form: &mut Reader<'_>) -> Option<Entered> {
        let kind = form.choice("kind", |code| Kind::ALL.iter().copied().find(|kind| kind.code() == code));
        let intake = form.choice("intake", |code| Intake::read(code).filter(|one| *one != Intake::Portal));
        let received = match form.given("received_on", LINE)?.parse::<PartialDate>().ok().and_then(PartialDate::day) {
            Some(day) => Some(day),
            None => form.refuse("received_on", "date"),
        };
        let Sent { content, name, contact, record } = Sent::from_form(form)?;
        let new = NewVoice { kind: kind?, content, name, contact, record };
        Some(Entered { new, intake: intake?, received: received? })
    }
}

/// Enters and takes it up, and goes on to it; its receipt is shown there once.
pub(crate) async fn enter(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "voices").await?;
    let fields = form::fields(&request)?;
    let page = new_page(&ctx, bench, fields)?;
    let Entered { new, intake, received } = match form::read::<Entered>(&request) {
        Ok(entered) => entered,
        Err(FormError::Rejected(Rejected { errors, .. })) => {
            let say = |code: &str| page.bench.say(&format!("request-error-{code}"));
            let errors = errors.iter().map(|error| (error.field.to_string(), say(error.code))).collect();
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &NewPage { errors, ..page });
        }
        Err(other) => return Err(other.into()),
    };
    if !new.kind.is_sealed() && !papers(&page.typed, &[&new.content, &new.name, &new.contact]).is_empty() {
        let refused = Some(page.bench.say("voice-refused-papers"));
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &NewPage { refused, numbered: true, ..page });
    }
    match voices::enter(&ctx, new, intake, received, page.typed("once")).await {
        Ok(filed) => {
            let path = format!("/work/voices/{}", filed.number);
            let on = go_on(&request, &format!("{path}?done=entered"));
            Ok(left(&site, on, &path, &filed.receipt.reveal()))
        }
        Err(app::Error::Voice(refusal)) => {
            let refused = Some(page.bench.say(&format!("voice-refused-{}", refusal.code())));
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &NewPage { refused, ..page })
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "workbench/voice-key.html")]
struct KeyPage {
    bench: Bench,
    /// The keys, the one in use first.
    keys: Vec<KeyShown>,
    /// The form that was filled in wrongly, and what is wrong.
    wrong: Option<(String, String)>,
    done: Option<String>,
    /// Where whoever opens the key goes on to.
    back: String,
}

impl KeyPage {
    fn wrong(&self, act: &str) -> Option<&str> {
        self.wrong.as_ref().filter(|(of, _)| of == act).map(|(_, words)| words.as_str())
    }

    fn open(&self) -> bool {
        self.keys.iter().any(|key| key.open)
    }

    fn closed(&self) -> bool {
        self.keys.iter().any(|key| !key.open)
    }

    fn made(&self, key: &KeyShown) -> String {
        let by = if key.made_by.is_empty() { self.bench.say("work-nobody") } else { key.made_by.clone() };
        format!("{} {by}", self.bench.moment(&key.made_at))
    }
}

async fn key_page(request: &PageRequest, ctx: &app::Ctx, bench: Bench, back: &str) -> Result<KeyPage, HttpError> {
    let mut keys = voices::keys_shown(ctx, opener(ctx, request).as_ref()).await?;
    keys.reverse();
    let bench = bench.titled(request.lang.say("voices-key"));
    // Nothing leads elsewhere from here but to a voice of this site.
    let back = back.parse::<domain::voice::VoiceNumber>().map(|number| number.to_string()).unwrap_or_default();
    Ok(KeyPage { bench, keys, wrong: None, done: None, back })
}

/// The key of complaints.
pub(crate) async fn key(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "voices").await?;
    let done = request.told(Tells::Done).filter(|done| DONE.contains(&done.as_str()));
    let done = done.map(|done| bench.say(&format!("voices-done-{done}")));
    let back = request.query("back").unwrap_or_default();
    let page = key_page(&request, &ctx, bench, &back).await?;
    show(&request, &KeyPage { done, ..page })
}

/// Sets a key, opens or closes it, or gives it another passphrase.
pub(crate) async fn keep_key(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "voices").await?;
    let fields = form::fields(&request)?;
    let session = request.seat.as_ref().ok_or(HttpError::SignIn)?.session.id.clone();
    let page = key_page(&request, &ctx, bench, fields.get("back")).await?;
    let act = fields.get("act").to_string();
    let (passphrase, again) = (fields.get("passphrase"), fields.get("again"));
    let same = || if passphrase == again { Ok(()) } else { Err("again".to_string()) };
    let refused = |done: app::Result<()>| match done {
        Ok(()) => Ok(Ok(())),
        Err(app::Error::Voice(refusal)) => Ok(Err(refusal.code().to_string())),
        Err(other) => Err(HttpError::from(other)),
    };
    let (done, to) = match act.as_str() {
        "open" => {
            let on = match page.back.as_str() {
                "" => "/work/voices?kind=complaint".to_string(),
                back => format!("/work/voices/{back}"),
            };
            (refused(voices::open_key(&ctx, &session, passphrase).await)?, on)
        }
        "close" => {
            ctx.app.vault.close(&session);
            (Ok(()), format!("{KEY}?done=key-closed"))
        }
        "set" => match same() {
            // Another key in the place of one that is there is set by whoever says so.
            Ok(()) if !page.keys.is_empty() && fields.get("sure").is_empty() => {
                (Err("unsure".to_string()), String::new())
            }
            Ok(()) => (refused(voices::set_key(&ctx, passphrase).await)?, format!("{KEY}?done=key-set")),
            Err(code) => (Err(code), String::new()),
        },
        "change" => match same() {
            Ok(()) => {
                let done = voices::change_passphrase(&ctx, fields.get("old"), passphrase).await;
                (refused(done)?, format!("{KEY}?done=key-changed"))
            }
            Err(code) => (Err(code), String::new()),
        },
        _ => return Err(HttpError::Unknown),
    };
    match done {
        Ok(()) => Ok(go_on(&request, &to)),
        Err(code) => {
            let wrong = Some((act, page.bench.say(&format!("voice-refused-{code}"))));
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &KeyPage { wrong, ..page })
        }
    }
}
