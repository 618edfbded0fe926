//! The entrance: signing in with a password and a second step, choosing a password by an invitation or in the place of one
//! that was given, signing out.
//!
//! What somebody sent when they were signed out meanwhile is carried through the form and sent again by one button.

use crate::error::HttpError;
use crate::http::door;
use crate::http::form::{self, FromForm, Reader, own_address};
use crate::http::parts;
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::frame::to;
use crate::portal::site::Site;
use crate::workbench::bench::{Gate, go_on, show, show_as};
use app::accounts::{self, Entered, Refused, Seat, Stage, Token};
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::person::{PasswordFault, SHORTEST_PASSWORD};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

/// Longest address that is gone back to.
const LONGEST_BACK: usize = 2048;

/// Something that was sent while nobody sat at the browser any more.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    /// Where it was sent.
    pub(crate) to: String,
    /// What.
    pub(crate) fields: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "workbench/sign-in.html")]
struct SignIn {
    gate: Gate,
    login: String,
    back: String,
    /// What is wrong, heading and advice.
    wrong: Option<(String, String)>,
    kept: Option<Kept>,
}

/// The page to sign in on.
pub(crate) async fn sign_in_page(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let back = request.query_whole("back", LONGEST_BACK).unwrap_or_default();
    if let Some(seat) = request.seat.as_ref().filter(|seat| seat.session.stage == Stage::Whole) {
        return Ok(land(&request, seat.person.works(), &back));
    }
    let gate = Gate::new(&site, &request).await?;
    show(&request, &SignIn { gate, login: String::new(), back, wrong: None, kept: None })
}

/// The same for something that was sent without a session: it is kept in the page.
pub(crate) async fn sign_in_again(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let gate = Gate::new(&site, &request).await?;
    let brought = !request.body.is_empty();
    let (request, files) = parts::split(request).await?;
    let fields = form::fields(&request).unwrap_or_default();
    let lost = fields.pairs().is_empty() && brought;
    let heading = match (lost, files.is_empty()) {
        (true, _) => "work-session-over-file",
        (false, false) => "attach-session-over",
        (false, true) => "work-session-over",
    };
    let wrong = Some((gate.say(heading), gate.say("work-session-over-advice")));
    let kept = (!lost).then(|| Kept { to: request.sent_to.clone(), fields: fields.pairs().to_vec() });
    let page = SignIn { gate, login: String::new(), back: String::new(), wrong, kept };
    show_as(&request, StatusCode::UNAUTHORIZED, &page)
}

struct Typed {
    login: String,
    password: String,
    back: String,
    kept: Option<Kept>,
}

impl FromForm for Typed {
    fn from_form(form: &mut Reader<'_>) -> Option<Typed> {
        let login = form.line("login", 200);
        let back = form.line("back", LONGEST_BACK);
        let kept_to = form.line("kept-to", LONGEST_BACK)?;
        let fields = form
            .pairs()
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("kept.")?.to_string(), value.clone())));
        let kept = (!kept_to.is_empty()).then(|| Kept { to: kept_to, fields: fields.collect() });
        Some(Typed { login: login?, password: form.secret("password"), back: back?, kept })
    }
}

#[derive(Template)]
#[template(path = "workbench/go-on.html")]
struct GoOn {
    gate: Gate,
    kept: Kept,
}

/// Lets somebody in.
pub(crate) async fn sign_in(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    slow_down(&site, &request)?;
    let typed: Typed = form::read(&request)?;
    let app = site.portal.app();
    match accounts::sign_in(app, &typed.login, &typed.password, &request.visit).await? {
        Ok(entered) => {
            let response = match (entered.stage, typed.kept) {
                (Stage::Whole, Some(kept)) if own_address(&kept.to).is_some() => {
                    show(&request, &GoOn { gate: Gate::new(&site, &request).await?, kept })?
                }
                _ => after(&request, &entered, &typed.back),
            };
            Ok(door::let_in(&site, response, &entered))
        }
        Err(refused) => {
            let gate = Gate::new(&site, &request).await?;
            let (status, wrong) = refusal(request.lang, &refused, "work-wrong-sign-in");
            let page = SignIn { gate, login: typed.login, back: typed.back, wrong: Some(wrong), kept: typed.kept };
            show_as(&request, status, &page)
        }
    }
}

/// Where somebody goes who was let in so far.
fn after(request: &PageRequest, entered: &Entered, back: &str) -> Response {
    match entered.stage {
        Stage::SecondStep => go_on(request, "/work/second-step"),
        Stage::Password => go_on(request, "/work/password"),
        Stage::Whole => land(request, entered.works, back),
    }
}

/// Where somebody goes who is in: back to where they were, to their work, or to the portal when they only read.
fn land(request: &PageRequest, works: bool, back: &str) -> Response {
    match own_address(back) {
        Some(back) => reply::redirect(StatusCode::SEE_OTHER, back),
        None if works => go_on(request, "/work"),
        None => go_on(request, "/"),
    }
}

fn refusal(lang: Lang, refused: &Refused, heading: &str) -> (StatusCode, (String, String)) {
    match refused {
        Refused::Wrong { left } => {
            (StatusCode::UNPROCESSABLE_ENTITY, (lang.say(heading), lang.count("work-attempts-left", *left as u64)))
        }
        Refused::Wait { until } => {
            let until = domain::date::in_china(*until).time().format("%H:%M").to_string();
            let words = lang.say_with("work-attempts-wait", &[("until", &until)]);
            (StatusCode::TOO_MANY_REQUESTS, (words, lang.say("work-attempts-wait-advice")))
        }
    }
}

/// Hashing a password costs something: one address may ask for it only so often.
fn slow_down(site: &Site, request: &PageRequest) -> Result<(), HttpError> {
    match request.visit.place.parse::<IpAddr>() {
        Ok(client) if !site.limiter.allows(client, Instant::now()) => Err(HttpError::TooMany),
        _ => Ok(()),
    }
}

#[derive(Template)]
#[template(path = "workbench/second-step.html")]
struct SecondStepPage {
    gate: Gate,
    name: String,
    wrong: Option<(String, String)>,
}

/// The page to type the code on.
pub(crate) async fn second_step_page(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let Some(seat) = half_way(&request, Stage::SecondStep) else { return Ok(go_on(&request, "/work")) };
    let gate = Gate::new(&site, &request).await?;
    show(&request, &SecondStepPage { gate, name: seat.person.name.clone(), wrong: None })
}

struct Code(String);

impl FromForm for Code {
    fn from_form(form: &mut Reader<'_>) -> Option<Code> {
        form.line("code", 40).map(Code)
    }
}

/// Lets somebody pass the second step.
pub(crate) async fn second_step(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    slow_down(&site, &request)?;
    let (Some(seat), Some(token)) = (half_way(&request, Stage::SecondStep), request.token.clone()) else {
        return Ok(go_on(&request, "/work"));
    };
    let Code(code) = form::read(&request)?;
    match accounts::second_step(site.portal.app(), &seat, &token, &code, &request.visit).await? {
        Ok(entered) => Ok(door::let_in(&site, after(&request, &entered, ""), &entered)),
        Err(refused) => {
            let gate = Gate::new(&site, &request).await?;
            let (status, wrong) = refusal(request.lang, &refused, "work-wrong-code");
            show_as(&request, status, &SecondStepPage { gate, name: seat.person.name.clone(), wrong: Some(wrong) })
        }
    }
}

fn half_way(request: &PageRequest, stage: Stage) -> Option<Arc<Seat>> {
    request.seat.clone().filter(|seat| seat.session.stage == stage)
}

#[derive(Template)]
#[template(path = "workbench/password.html")]
struct PasswordPage {
    gate: Gate,
    name: String,
    login: String,
    /// Where the form goes.
    action: String,
    /// What is wrong with the password, or with its repetition.
    wrong: Option<String>,
    twice: bool,
}

impl PasswordPage {
    fn shortest(&self) -> u32 {
        SHORTEST_PASSWORD as u32
    }
}

struct Passwords {
    first: String,
    second: String,
}

impl FromForm for Passwords {
    fn from_form(form: &mut Reader<'_>) -> Option<Passwords> {
        Some(Passwords { first: form.secret("password"), second: form.secret("again") })
    }
}

/// The page to choose a password on, in the place of one that was given.
pub(crate) async fn password_page(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let Some(seat) = half_way(&request, Stage::Password) else { return Ok(go_on(&request, "/work")) };
    let page = choosing(&site, &request, &seat.person, "/work/password").await?;
    show(&request, &page)
}

/// Chooses it.
pub(crate) async fn password(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (Some(seat), Some(token)) = (half_way(&request, Stage::Password), request.token.clone()) else {
        return Ok(go_on(&request, "/work"));
    };
    let page = choosing(&site, &request, &seat.person, "/work/password").await?;
    let typed: Passwords = form::read(&request)?;
    if typed.first != typed.second {
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &PasswordPage { twice: true, ..page });
    }
    let app = site.portal.app();
    match accounts::choose_password(app, &seat, &token, &typed.first, &request.visit).await? {
        Ok(entered) => Ok(door::let_in(&site, after(&request, &entered, ""), &entered)),
        Err(fault) => refused_password(&request, page, fault),
    }
}

/// The page to which an invitation leads.
pub(crate) async fn invitation_page(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let token = Token::brought(request.param(0));
    match accounts::invited(site.portal.app(), &token).await? {
        Some(person) => {
            let page = choosing(&site, &request, &person, &format!("/work/invitation/{}", token.reveal())).await?;
            show(&request, &page)
        }
        None => over(&site, &request).await,
    }
}

/// Chooses a password by an invitation.
pub(crate) async fn invitation(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    slow_down(&site, &request)?;
    let (app, token) = (site.portal.app(), Token::brought(request.param(0)));
    let Some(person) = accounts::invited(app, &token).await? else { return over(&site, &request).await };
    let page = choosing(&site, &request, &person, &format!("/work/invitation/{}", token.reveal())).await?;
    let typed: Passwords = form::read(&request)?;
    if typed.first != typed.second {
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &PasswordPage { twice: true, ..page });
    }
    match accounts::accept(app, &token, &typed.first, &request.visit).await? {
        Ok(entered) => Ok(door::let_in(&site, after(&request, &entered, ""), &entered)),
        Err(fault) => refused_password(&request, page, fault),
    }
}

async fn choosing(
    site: &Site,
    request: &PageRequest,
    person: &domain::person::Person,
    action: &str,
) -> Result<PasswordPage, HttpError> {
    let gate = Gate::new(site, request).await?;
    let (name, login) = (person.name.clone(), person.login.to_string());
    Ok(PasswordPage { gate, name, login, action: to(request.lang, action), wrong: None, twice: false })
}

fn refused_password(request: &PageRequest, page: PasswordPage, fault: PasswordFault) -> Result<Response, HttpError> {
    let wrong = fault_words(request.lang, fault);
    show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &PasswordPage { wrong: Some(wrong), ..page })
}

/// What is wrong with a password.
pub(crate) fn fault_words(lang: Lang, fault: PasswordFault) -> String {
    match fault {
        PasswordFault::Short(missing) => lang.count("password-short", missing as u64),
        PasswordFault::Long | PasswordFault::Common => lang.say(&format!("password-{}", fault.code())),
    }
}

#[derive(Template)]
#[template(path = "workbench/over.html")]
struct Over {
    gate: Gate,
}

/// An invitation that holds no more.
async fn over(site: &Site, request: &PageRequest) -> Result<Response, HttpError> {
    let gate = Gate::new(site, request).await?;
    show_as(request, StatusCode::GONE, &Over { gate })
}

/// Signs somebody out.
pub(crate) async fn sign_out(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    if let (Some(seat), Some(token)) = (&request.seat, &request.token) {
        let ctx = site.portal.app().ctx(seat.principal(), request.lang);
        accounts::sign_out(&ctx, token).await?;
    }
    // Whoever read the portal reads on as a visitor.
    let fields = form::fields(&request)?;
    let next = match own_address(fields.get("back")) {
        Some(back) => reply::redirect(StatusCode::SEE_OTHER, back),
        None => go_on(&request, "/work/sign-in"),
    };
    Ok(door::let_out(&site, next))
}
