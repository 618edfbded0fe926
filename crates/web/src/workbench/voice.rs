//! One opinion, enquiry, correction or complaint: what is said, its clocks with each day explained, what was done, and the acts that
//! its stage and the reader's rights allow. A complaint whose key is not open shows that it is there and nothing of what it says.

use crate::error::{Absent, HttpError};
use crate::http::form::{self, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::request::{PageRequest, Slip, Tells};
use crate::portal::request::{LINE, TEXT};
use crate::portal::request_clock::{Run, runs};
use crate::portal::site::Site;
use crate::portal::voice_clock as clock;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::requests::excerpt;
use crate::workbench::voices::{intake_word, kind_word, opener, stage};
use app::desk::Desk;
use app::voices::{self, Act, Deed, Opener, Order, Sheet};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::request::Day;
use domain::voice::{Clock, Outcome, VoiceNumber};
use std::sync::Arc;

/// What can be told as done, beside the acts.
const ENTERED: &str = "entered";

#[derive(Template)]
#[template(path = "workbench/voice.html")]
struct SheetPage {
    bench: Bench,
    sheet: Sheet,
    /// Units that work can be given to: code and name.
    units: Vec<(String, String)>,
    /// The act whose form was filled in wrongly, what was typed, and what is wrong.
    wrong: Option<(Act, Fields, String)>,
    done: Option<String>,
    /// The receipt of what was just entered by hand.
    receipt: Option<String>,
}

impl SheetPage {
    fn number(&self) -> VoiceNumber {
        self.sheet.voice.entry.number
    }

    fn address(&self) -> String {
        self.bench.to(&format!("/work/voices/{}", self.number()))
    }

    fn title(&self) -> String {
        match self.sheet.content.as_deref() {
            Some(text) => excerpt(text, 60),
            None => self.bench.say("voices-sealed"),
        }
    }

    fn stage(&self) -> String {
        stage(&self.bench, &self.sheet.voice).1
    }

    fn kind(&self) -> String {
        kind_word(&self.bench, self.number().kind)
    }

    fn intake(&self) -> String {
        intake_word(&self.bench, self.sheet.voice.entry.intake)
    }

    fn limit(&self, clock: &Clock) -> String {
        clock::limit(self.bench.lang, clock)
    }

    fn left(&self, clock: &Clock) -> String {
        clock::left(self.bench.lang, clock)
    }

    fn class(&self, clock: &Clock) -> &'static str {
        match clock.left() {
            Some(left) if left < 0 => "late",
            Some(0..=3) => "soon",
            _ => "nw",
        }
    }

    fn due(&self, clock: &Clock) -> String {
        self.bench.short(&clock.due.date())
    }

    fn basis(&self, clock: &Clock) -> String {
        clock::basis(self.bench.lang, clock)
    }

    fn runs(&self, days: &[Day]) -> Vec<Run> {
        runs(self.bench.lang, days)
    }

    fn what(&self, deed: &Deed) -> String {
        self.bench.say(&format!("voice-did-{}", deed.step.did.code()))
    }

    fn by(&self, deed: &Deed) -> String {
        match deed.by.as_deref() {
            None => self.bench.say("voices-sender"),
            Some("") => self.bench.say("work-nobody"),
            Some(name) => name.to_string(),
        }
    }

    fn words(&self, deed: &Deed) -> Vec<String> {
        match &deed.step.did {
            domain::voice::Did::Assigned { units } => units.clone(),
            domain::voice::Did::Shown { title, .. } => vec![title.clone()],
            _ => deed.text.clone().into_iter().collect(),
        }
    }

    /// Whether it has words that are sealed to a key which the session has not open.
    fn is_shut(&self, deed: &Deed) -> bool {
        deed.text.is_none() && deed.step.did.words().is_some()
    }

    fn outcome(&self, outcome: &Outcome) -> String {
        self.bench.word("voice-outcome", outcome.code(), outcome.zh())
    }

    fn outcomes(&self) -> Vec<(&'static str, String)> {
        let of = Outcome::ALL.iter().filter(|outcome| outcome.kind() == self.number().kind);
        of.map(|outcome| (outcome.code(), self.outcome(outcome))).collect()
    }

    /// Where the record is amended that was found to be wrong, until it is.
    fn amends(&self) -> Option<String> {
        let (record, _) = self.sheet.record.as_ref()?;
        self.sheet.uncorrected.then(|| format!("{}?correct={}", self.bench.to_record(record), self.number()))
    }

    fn act_name(&self, act: &Act) -> String {
        self.bench.say(&format!("voices-act-{}", act.code()))
    }

    fn act_about(&self, act: &Act) -> String {
        self.bench.say(&format!("voices-about-{}", act.code()))
    }

    fn is_next(&self, act: &Act) -> bool {
        self.sheet.task == Some(*act) || self.wrong_for(act).is_some()
    }

    fn wrong_for(&self, act: &Act) -> Option<&str> {
        self.wrong.as_ref().filter(|(wrong, ..)| wrong == act).map(|(.., words)| words.as_str())
    }

    /// What was typed into a field of a form that was filled in wrongly, or what it proposes.
    fn typed(&self, act: &Act, field: &str) -> String {
        if let Some((wrong, typed, _)) = &self.wrong
            && wrong == act
        {
            return typed.get(field).to_string();
        }
        match (act, field, &self.sheet.voice.shown) {
            (Act::Withdraw, "on", _) => self.bench.today.to_string(),
            (Act::Show, "title", Some(shown)) => shown.title.clone(),
            (Act::Show, "asked", Some(shown)) => shown.asked.clone(),
            (Act::Show, "answer", Some(shown)) => shown.answer.clone(),
            (Act::Answer, "outcome", _) => {
                self.sheet.answer.as_ref().map(|(outcome, _)| outcome.code().to_string()).unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

fn number(request: &PageRequest) -> Result<VoiceNumber, HttpError> {
    request.param(0).parse().map_err(|_| HttpError::Absent(Absent::Page))
}

async fn page(
    ctx: &app::Ctx,
    desk: &Desk,
    bench: Bench,
    number: VoiceNumber,
    opener: Option<&Opener>,
) -> Result<SheetPage, HttpError> {
    let sheet = voices::look(ctx, number, opener).await?;
    let open = desk.units.iter().filter(|unit| !desk.closed_units.contains(&unit.code));
    let units = open.map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    // The title of a page stays in the browser's history: it says nothing of what somebody wrote.
    let bench = bench.titled(number.zh());
    Ok(SheetPage { bench, sheet, units, wrong: None, done: None, receipt: None })
}

/// A voice.
pub(crate) async fn voice(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "voices").await?;
    let told = request.told(Tells::Done);
    let done = told.as_deref().filter(|done| *done == ENTERED || Act::read(done).is_some());
    let done = done.map(|done| bench.say(&format!("voices-done-{done}")));
    let receipt = match (told.as_deref(), &request.slip) {
        (Some(ENTERED), Slip::Receipt(receipt)) => Some(receipt.reveal()),
        _ => None,
    };
    let page = page(&ctx, &desk, bench, number, opener(&ctx, &request).as_ref()).await?;
    show(&request, &SheetPage { done, receipt, ..page })
}

struct Sent(Act, Order);

fn day(form: &mut Reader<'_>, field: &'static str) -> Option<NaiveDate> {
    match form.given(field, LINE)?.parse::<PartialDate>().ok().and_then(PartialDate::day) {
        Some(day) => Some(day),
        None => form.refuse(field, "date"),
    }
}

fn words(form: &mut Reader<'_>, field: &'static str, longest: usize) -> Option<String> {
    match form.text(field, longest) {
        Some(text) if text.trim().is_empty() => form.refuse(field, "required"),
        Some(text) => Some(text.trim().to_string()),
        None => None,
    }
}

impl FromForm for Sent {
    fn from_form(form: &mut Reader<'_>) -> Option<Sent> {
        let act = form.choice("act", Act::read)?;
        let order = match act {
            Act::Accept => Order::Accept,
            Act::Close => Order::Close,
            Act::Hide => Order::Hide,
            Act::Assign => {
                let units: Vec<String> = form.all("units").into_iter().map(str::to_string).collect();
                if units.is_empty() {
                    return form.refuse("units", "required");
                }
                Order::Assign { units }
            }
            Act::Note => Order::Note { text: words(form, "text", 20_000)? },
            Act::Answer => {
                let (outcome, text) = (form.choice("outcome", Outcome::read), words(form, "text", 20_000));
                Order::Answer { outcome: outcome?, text: text? }
            }
            Act::Say => Order::Say { text: words(form, "text", TEXT)? },
            Act::Refuse => Order::Refuse { ground: words(form, "text", TEXT)? },
            Act::Transfer => Order::Transfer { to: words(form, "text", TEXT)? },
            Act::Withdraw => {
                let (reason, on) = (form.line("text", LINE), day(form, "on"));
                Order::Withdraw { reason: reason?, on: on? }
            }
            Act::Show => {
                let title = form.given("title", LINE);
                let (asked, answer) = (words(form, "asked", 20_000), words(form, "answer", 20_000));
                Order::Show { title: title?, asked: asked?, answer: answer? }
            }
        };
        Some(Sent(act, order))
    }
}

/// Does something with a voice.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let number = number(&request)?;
    let fields = form::fields(&request)?;
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "voices").await?;
    let opener = opener(&ctx, &request);
    let (act, words) = match form::read::<Sent>(&request) {
        Ok(Sent(act, order)) => {
            // Nobody acts on what was changed since their page was shown.
            let seen = fields.get("version").parse().map_err(|_| HttpError::Unknown)?;
            match voices::act(&ctx, number, seen, order, opener.as_ref()).await {
                Ok(()) => return Ok(go_on(&request, &format!("/work/voices/{number}?done={}", act.code()))),
                Err(app::Error::Voice(refusal)) => (act, bench.say(&format!("voice-refused-{}", refusal.code()))),
                Err(app::Error::Personal(found)) => {
                    let masked: Vec<String> = found.into_iter().map(|found| found.masked).collect();
                    (act, bench.say1("requests-personal", "found", masked.join(&bench.say("portal-list-comma"))))
                }
                Err(other) => return Err(other.into()),
            }
        }
        Err(FormError::Rejected(Rejected { typed, errors })) => {
            let Some(act) = Act::read(typed.get("act")) else { return Err(HttpError::Unknown) };
            let code = errors.first().map_or("required", |error| error.code);
            (act, bench.say(&format!("request-error-{code}")))
        }
        Err(other) => return Err(other.into()),
    };
    let page = page(&ctx, &desk, bench, number, opener.as_ref()).await?;
    let page = SheetPage { wrong: Some((act, fields, words)), ..page };
    show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
}
