//! One request: what is asked, how far it has come by which clock, each day explained, what was done, and the acts that its stage
//! and the reader's rights allow. No act is offered that would be refused for either.

use crate::error::{Absent, HttpError};
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::{self, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::reply;
use crate::http::request::{PageRequest, Slip, Tells};
use crate::portal::request::{LINE, TEXT};
use crate::portal::request_clock::{self as clock, Run};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::requests::{excerpt, stage};
use app::desk::Desk;
use app::report::Format;
use app::requests::{self, Act, Deed, Order, Sheet};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::request::letter::Letter;
use domain::request::trace::is_blank;
use domain::request::{Clock, Did, Face, Opinion, Outcome, Reply, RequestNumber};
use std::sync::Arc;

/// What can be told as done: the acts, and that it was entered.
const ENTERED: &str = "entered";

#[derive(Template)]
#[template(path = "workbench/request.html")]
struct SheetPage {
    bench: Bench,
    sheet: Sheet,
    /// Units that work can be given to: code and name.
    units: Vec<(String, String)>,
    /// Items under which an answer can be released.
    items: Vec<(String, String)>,
    /// The act whose form was filled in wrongly, what was typed, and what is wrong.
    wrong: Option<(Act, Fields, String)>,
    /// Whether what is wrong are numbers that somebody may answer for.
    stopped: bool,
    done: Option<String>,
    /// The receipt of what was just entered by hand.
    receipt: Option<String>,
    /// The identity number, when it was just opened.
    identity: Option<String>,
}

impl SheetPage {
    fn address(&self) -> String {
        self.bench.to(&format!("/work/requests/{}", self.sheet.request.entry.number))
    }

    fn title(&self) -> String {
        excerpt(&self.sheet.request.entry.content, 60)
    }

    fn stage(&self) -> String {
        stage(&self.bench, &self.sheet.request).1
    }

    fn word(&self, list: &str) -> String {
        let entry = &self.sheet.request.entry;
        let (code, zh) = match list {
            "request-kind" => (entry.kind.code(), entry.kind.zh()),
            "request-intake" => (entry.intake.code(), entry.intake.zh()),
            "request-wanted" => (entry.wanted.code(), entry.wanted.zh()),
            _ => (entry.way.code(), entry.way.zh()),
        };
        self.bench.word(list, code, zh)
    }

    /// What the applicant said of themselves, by field.
    fn applicant(&self) -> Vec<(&'static str, &str)> {
        let who = &self.sheet.request.entry.applicant;
        vec![
            ("name", who.name.as_str()),
            ("contact", who.contact.as_str()),
            ("representative", who.representative.as_str()),
            ("phone", who.phone.as_str()),
            ("email", who.email.as_str()),
            ("address", who.address.as_str()),
        ]
    }

    fn due(&self, clock: &Clock) -> String {
        self.bench.short(&clock.due.date())
    }

    fn left(&self, clock: &Clock) -> String {
        clock::left(self.bench.lang, clock.face)
    }

    fn class(&self, clock: &Clock) -> &'static str {
        match clock.face {
            Face::Running { left } if left < 0 => "late",
            Face::Running { left: 0..=3 } => "soon",
            _ => "nw",
        }
    }

    fn is_waiting(&self, clock: &Clock) -> bool {
        clock.face == Face::Waiting
    }

    fn regime(&self, clock: &Clock) -> String {
        clock::regime(self.bench.lang, clock.regime)
    }

    fn basis(&self, clock: &Clock) -> String {
        clock::basis(self.bench.lang, clock, &self.sheet.terms)
    }

    fn runs(&self, clock: &Clock) -> Vec<Run> {
        let days = self.sheet.days.iter().find(|(regime, _)| *regime == clock.regime);
        days.map(|(_, days)| clock::runs(self.bench.lang, days)).unwrap_or_default()
    }

    fn deeds(&self) -> impl Iterator<Item = &Deed> {
        self.sheet.deeds.iter()
    }

    fn what(&self, deed: &Deed) -> String {
        self.bench.say(&format!("request-did-{}", deed.step.did.code().replace('_', "-")))
    }

    fn by(&self, deed: &Deed) -> String {
        match deed.by.as_deref() {
            None => self.bench.say("requests-applicant"),
            Some("") => self.bench.say("work-nobody"),
            Some(name) => name.to_string(),
        }
    }

    /// Words of a step.
    fn words(&self, deed: &Deed) -> Vec<String> {
        match &deed.step.did {
            Did::ClarificationAsked { what, until } => {
                vec![what.clone(), self.bench.say1("requests-until", "day", self.bench.short(until))]
            }
            Did::OpinionGiven { opinion, text } => {
                vec![self.bench.word("request-opinion", opinion.code(), opinion.zh()), text.clone()]
            }
            Did::ExtensionAsked { days, reason } => {
                vec![self.bench.count("requests-days", u64::from(*days)), reason.clone()]
            }
            Did::Drafted(reply) => vec![self.outcome(&reply.outcome), reply.ground.clone()],
            Did::Merged { into } => vec![into.zh()],
            Did::Repeated { of, reason } => vec![of.zh(), reason.clone()],
            did => did.texts(),
        }
    }

    fn outcome(&self, outcome: &Outcome) -> String {
        self.bench.word("request-outcome", outcome.code(), outcome.zh())
    }

    /// Results with which an answer may be written, each with its kind of reply.
    fn outcomes(&self) -> Vec<(&'static str, String)> {
        let answers = Outcome::ALL.iter().filter(|outcome| outcome.is_answer());
        answers.map(|one| (one.code(), format!("{}　{}", one.reply().code(), self.outcome(one)))).collect()
    }

    fn opinions(&self) -> Vec<(&'static str, String)> {
        Opinion::ALL.iter().map(|one| (one.code(), self.bench.word("request-opinion", one.code(), one.zh()))).collect()
    }

    fn reply(&self) -> Option<&Reply> {
        self.sheet.request.reply()
    }

    fn act_name(&self, act: &Act) -> String {
        self.bench.say(&format!("requests-act-{}", act.code()))
    }

    fn act_about(&self, act: &Act) -> String {
        self.bench.say(&format!("requests-about-{}", act.code()))
    }

    fn is_next(&self, act: &Act) -> bool {
        self.sheet.tasks.contains(act) || self.wrong_for(act).is_some()
    }

    fn wrong_for(&self, act: &Act) -> Option<&str> {
        self.wrong.as_ref().filter(|(wrong, ..)| wrong == act).map(|(.., words)| words.as_str())
    }

    /// Whether the guard stopped the words of an act, so that it is asked whose the numbers are.
    fn is_stopped(&self, act: &Act) -> bool {
        self.stopped && self.wrong_for(act).is_some() && !matches!(act, Act::Release)
    }

    /// What was typed into a field of a form that was filled in wrongly, or what it proposes.
    fn typed(&self, act: &Act, field: &str) -> String {
        if let Some((wrong, typed, _)) = &self.wrong
            && wrong == act
        {
            return typed.get(field).to_string();
        }
        match (act, field, self.reply()) {
            (Act::Draft, "text", Some(reply)) => reply.text.clone(),
            (Act::Draft, "ground", Some(reply)) => reply.ground.clone(),
            (Act::Draft, "outcome", Some(reply)) => reply.outcome.code().to_string(),
            (Act::Hear | Act::Supplement | Act::Withdraw, "on", _) => self.bench.today.to_string(),
            (Act::AskExtension, "days", _) => self.sheet.terms.state_extension.days.to_string(),
            (Act::Answer, "delivery", _) => self.word("request-way"),
            (Act::Release, "text", Some(reply)) => reply.text.clone(),
            _ => String::new(),
        }
    }

    fn letter(&self, letter: &Letter) -> String {
        let name = letter.to_string();
        let (kind, n) = name.split_once('-').unwrap_or((&name, ""));
        format!("{}{}", self.bench.say(&format!("request-letter-{kind}")), if n == "1" { "" } else { n })
    }

    fn is_draft(&self, letter: &Letter) -> bool {
        !self.sheet.request.is_signed(*letter)
    }
}

fn number(request: &PageRequest) -> Result<RequestNumber, HttpError> {
    request.param(0).parse().map_err(|_| HttpError::Absent(Absent::Page))
}

async fn page(ctx: &app::Ctx, desk: &Desk, bench: Bench, number: RequestNumber) -> Result<SheetPage, HttpError> {
    let sheet = requests::look(ctx, number).await?;
    let open = desk.units.iter().filter(|unit| !desk.closed_units.contains(&unit.code));
    let units = open.map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let items = match sheet.acts.contains(&Act::Release) {
        true => desk.catalogue.items.iter().map(|item| (item.key.to_string(), item.text.clone())).collect(),
        false => Vec::new(),
    };
    let bench = bench.titled(format!("{} {}", number.zh(), excerpt(&sheet.request.entry.content, 20)));
    Ok(SheetPage { bench, sheet, units, items, wrong: None, stopped: false, done: None, receipt: None, identity: None })
}

/// A request.
pub(crate) async fn request(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "requests").await?;
    let told = request.told(Tells::Done);
    let done = told.as_deref().filter(|done| *done == ENTERED || Act::read(done).is_some());
    let done = done.map(|done| bench.say(&format!("requests-done-{done}")));
    let receipt = match (told.as_deref(), &request.slip) {
        (Some(ENTERED), Slip::Receipt(receipt)) => Some(receipt.reveal()),
        _ => None,
    };
    let page = page(&ctx, &desk, bench, number).await?;
    show(&request, &SheetPage { done, receipt, ..page })
}

/// An order as its form says it.
enum Ordered {
    Order(Order),
    Release { title: String, text: String, item: ItemKey },
    OpenIdentity,
}

struct Sent(Act, Ordered);

fn day(form: &mut Reader<'_>, field: &'static str) -> Option<NaiveDate> {
    match form.given(field, LINE)?.parse::<PartialDate>().ok().and_then(PartialDate::day) {
        Some(day) => Some(day),
        None => form.refuse(field, "date"),
    }
}

fn words(form: &mut Reader<'_>, field: &'static str) -> Option<String> {
    match form.text(field, TEXT) {
        Some(text) if is_blank(&text) => form.refuse(field, "required"),
        Some(text) => Some(text.trim().to_string()),
        None => None,
    }
}

impl FromForm for Sent {
    fn from_form(form: &mut Reader<'_>) -> Option<Sent> {
        let act = form.choice("act", Act::read)?;
        let order = match act {
            Act::Register => Order::Register,
            Act::Abandon => Order::Abandon,
            Act::Decide | Act::Review | Act::Answer => judged(form, act)?,
            Act::AskClarification => {
                let (what, until) = (words(form, "what"), day(form, "until"));
                Order::AskClarification { what: what?, until: until? }
            }
            Act::Supplement => {
                let (text, on) = (words(form, "text"), day(form, "on"));
                Order::Supplement { text: text?, on: on? }
            }
            Act::Assign => {
                let units: Vec<String> = form.all("units").into_iter().map(str::to_string).collect();
                if units.is_empty() {
                    return form.refuse("units", "required");
                }
                Order::Assign { units }
            }
            Act::AskOpinion => {
                let (party, what) = (form.given("party", LINE), words(form, "what"));
                Order::AskOpinion { party: party?, what: what? }
            }
            Act::Hear => {
                let (opinion, on) = (form.choice("opinion", Opinion::read), day(form, "on"));
                let text = form.text("text", TEXT);
                Order::Hear { opinion: opinion?, text: text?, on: on? }
            }
            Act::AskExtension => {
                let days = form.choice("days", |days| days.parse().ok());
                let reason = words(form, "reason");
                Order::AskExtension { days: days?, reason: reason? }
            }
            Act::Search => {
                let (places, found) = (words(form, "places"), words(form, "found"));
                Order::Search { places: places?, found: found? }
            }
            Act::Draft => {
                let (outcome, ground) = (form.choice("outcome", Outcome::read), form.line("ground", LINE));
                let text = form.text("text", 20_000);
                Order::Draft(Reply { outcome: outcome?, ground: ground?, text: text?.trim().to_string() })
            }
            Act::Withdraw => {
                let (reason, on) = (form.line("reason", LINE), day(form, "on"));
                Order::Withdraw { reason: reason?, on: on? }
            }
            Act::Transfer => Order::Transfer { reason: words(form, "reason")? },
            Act::Merge => Order::Merge { into: form.choice("other", |other| other.parse().ok())? },
            Act::Repeat => {
                let (of, reason) = (form.choice("other", |other| other.parse().ok()), words(form, "reason"));
                Order::Repeat { of: of?, reason: reason? }
            }
            Act::Say => Order::Say { text: words(form, "text")? },
            Act::Archive => Order::Archive { shelf: form.given("shelf", LINE)? },
            Act::OpenIdentity => return Some(Sent(act, Ordered::OpenIdentity)),
            Act::Release => {
                let title = form.given("title", LINE);
                let item = form.choice("item", |item| item.parse().ok());
                let text = match form.text("text", 20_000) {
                    Some(text) if is_blank(&text) => form.refuse("text", "required"),
                    text => text,
                };
                return Some(Sent(act, Ordered::Release { title: title?, text: text?, item: item? }));
            }
        };
        Some(Sent(act, Ordered::Order(order)))
    }
}

/// Passed on, or sent back with a reason.
fn judged(form: &mut Reader<'_>, act: Act) -> Option<Order> {
    if form.raw("verdict") == "back" {
        let reason = words(form, "reason")?;
        return Some(if act == Act::Decide { Order::Refuse { reason } } else { Order::Return { reason } });
    }
    Some(match act {
        Act::Decide => Order::Grant,
        Act::Review => Order::Review,
        _ => Order::Answer { delivery: form.given("delivery", LINE)? },
    })
}

/// Does something with a request.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let fields = form::fields(&request)?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "requests").await?;
    let Sent(act, order) = match form::read::<Sent>(&request) {
        Ok(sent) => sent,
        Err(FormError::Rejected(Rejected { typed, errors })) => {
            let Some(act) = Act::read(typed.get("act")) else { return Err(HttpError::Unknown) };
            let code = errors.first().map_or("required", |error| error.code);
            let words = bench.say(&format!("request-error-{code}"));
            let page = page(&ctx, &desk, bench, number).await?;
            let page = SheetPage { wrong: Some((act, typed, words)), ..page };
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(other) => return Err(other.into()),
    };
    let done = match order {
        Ordered::OpenIdentity => match requests::open_identity(&ctx, number).await {
            Ok(identity) => {
                let page = page(&ctx, &desk, bench, number).await?;
                return show(&request, &SheetPage { identity: Some(identity), ..page });
            }
            Err(error) => Err(error),
        },
        Ordered::Release { title, text, item } => {
            requests::release(&ctx, number, (&title, &text), item).await.map(|_| ())
        }
        Ordered::Order(order) => {
            // Nobody acts on a request that was changed since their page was shown.
            let seen = fields.get("version").parse().map_err(|_| HttpError::Unknown)?;
            requests::act_vouching(&ctx, number, seen, order, fields.get("vouched")).await
        }
    };
    let stopped = matches!(done, Err(app::Error::Personal(_)));
    let words = match done {
        Ok(()) => return Ok(go_on(&request, &format!("/work/requests/{number}?done={}", act.code()))),
        Err(app::Error::Request(refusal)) => bench.say(&format!("request-refused-{}", refusal.code())),
        Err(app::Error::Personal(found)) => {
            let masked: Vec<String> = found.into_iter().map(|found| found.masked).collect();
            bench.say1("requests-personal", "found", masked.join(&bench.say("portal-list-comma")))
        }
        Err(other) => return Err(other.into()),
    };
    let page = page(&ctx, &desk, bench, number).await?;
    let page = SheetPage { wrong: Some((act, fields, words)), stopped, ..page };
    show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// A letter as .docx or .pdf.
pub(crate) async fn letter(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let absent = || HttpError::Absent(Absent::Page);
    let AtWork { ctx, .. } = AtWork::at(&site, &request, "requests").await?;
    let (name, ending) = request.param(1).rsplit_once('.').ok_or_else(absent)?;
    let wanted: Letter = name.parse().map_err(|_| absent())?;
    let format = Format::of(ending).filter(|one| matches!(one, Format::Docx | Format::Pdf)).ok_or_else(absent)?;
    let file = requests::letter(&ctx, number, wanted, format).await?;
    let finished = Finished::file(file.media_type, file.bytes, file.name);
    Ok(reply::finished(&PageRequest { cache: CachePolicy::Never, ..request }, &finished))
}
