//! One publicity period: its days, its list, what is to be done next, and the objections to it one by one for whoever may see
//! them.

use crate::error::{Absent, HttpError};
use crate::http::form::{self, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::request::{PageRequest, Tells};
use crate::portal::objection::{self as words, LINE};
use crate::portal::site::Site;
use crate::workbench::again::Pressed;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use crate::workbench::periods;
use crate::workbench::ruler::Ruler;
use app::desk::Desk;
use app::publicity::{self, Filed, NewObjection, Page, Sealed, Where};
use app::records::{self, Seen};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::objection::{Objection, ObjectionNumber, Objector, Ruling, Stage};
use domain::publicity::{Days, Standing};
use std::sync::Arc;

/// Longest answer and reason.
const ANSWER: usize = 1_000;
/// Rows of a list that are shown.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "workbench/period.html")]
struct PeriodPage {
    bench: Bench,
    page: Page,
    title: String,
    unit: String,
    ruler: Option<Ruler>,
    /// The objection whose form is open.
    chosen: Option<ObjectionNumber>,
    /// The act whose form was filled in wrongly, what was typed, and what is wrong.
    wrong: Option<(String, Fields, String)>,
    /// The finding that was chosen in a form that was filled in wrongly.
    chosen_ruling: String,
    done: Option<String>,
    /// An objection that was just entered by hand, with its receipt.
    filed: Option<Filed>,
    /// A later end that the calendar would ask for today.
    later: Option<NaiveDate>,
}

/// What can be told as done.
const DONE: [&str; 6] = ["entered", "listed", "submitted", "acknowledged", "ruled", "extended"];

impl PeriodPage {
    fn kind(&self) -> String {
        periods::name(&self.bench, self.page.posting.kind())
    }

    fn address(&self) -> String {
        self.bench.to(&format!("/work/publicity/{}", self.page.sheet.record.id))
    }

    fn heading(&self) -> String {
        let open = if self.page.objections.is_some() { self.page.outcome.open } else { 0 };
        if open == 0 {
            return self.title.clone();
        }
        let colon = self.bench.say("periods-colon");
        format!("{}{colon}{}", self.title, self.bench.count("periods-open", open))
    }

    fn left(&self) -> String {
        periods::left(&self.bench, self.page.standing)
    }

    fn is_soon(&self) -> bool {
        matches!(self.page.standing, Standing::Running { left: 0..=1, .. })
    }

    fn stage(&self) -> String {
        let record = &self.page.sheet.record;
        match (self.page.at, record.progress.is_open()) {
            (Where::Running, false) => self.bench.say("periods-running"),
            (Where::Running, true) => self.bench.say("periods-running-amended"),
            (Where::Undated | Where::Ended, _) => self.bench.say("periods-ended"),
            (Where::Waiting, _) => self.bench.say(&format!("work-stage-{}", record.progress.code().replace('_', "-"))),
        }
    }

    fn audience(&self) -> String {
        let audience = self.page.sheet.record.audience;
        self.bench.word("portal-audience", audience.code(), audience.zh())
    }

    /// First and last day, with the weekday of the last.
    fn days(&self) -> Option<(String, String, String)> {
        let period = self.page.sheet.record.publicity.as_ref()?;
        let (from, last) = period.from.day().zip(period.until.day())?;
        Some((self.bench.short(&from), self.bench.short(&last), self.bench.weekday(&last)))
    }

    fn length(&self) -> String {
        words::length(self.bench.lang, self.page.posting.length)
    }

    fn next(&self) -> Option<String> {
        let next = &self.page.sheet.next;
        (!next.is_empty()).then(|| next.join(&self.bench.say("portal-list-comma")))
    }

    fn rows(&self) -> Vec<(usize, bool, &Vec<String>)> {
        let posting = &self.page.posting;
        let rows = posting.roll.rows.iter().enumerate().take(SHOWN);
        rows.map(|(at, row)| (at + 1, posting.again.get(at).copied().unwrap_or_default(), row)).collect()
    }

    fn not_shown(&self) -> usize {
        self.page.posting.roll.rows.len().saturating_sub(SHOWN)
    }

    fn outcome(&self) -> String {
        let withdrawn = self.page.sheet.record.visibility.code() == "withdrawn";
        periods::ended(&self.bench, withdrawn, self.page.outcome)
    }

    fn kept_until(&self) -> Option<String> {
        let shown = self.page.on_view.as_ref().unwrap_or(&self.page.posting);
        shown.kept_until.map(|day| self.bench.short(&day))
    }

    fn objections(&self) -> &[Objection] {
        self.page.objections.as_deref().unwrap_or_default()
    }

    fn chosen(&self) -> Option<&Objection> {
        let chosen = self.chosen?;
        self.objections().iter().find(|objection| objection.number == chosen)
    }

    fn is_chosen(&self, objection: &Objection) -> bool {
        self.chosen == Some(objection.number)
    }

    /// The row an objection is about, as it stood when it was filed.
    fn row(&self, objection: &Objection) -> Option<String> {
        // Of what came down only a logged act shows names.
        self.page.sheet.record.public_edition()?;
        let (row, cells) = (objection.row?.to_string(), objection.cells.join(" "));
        Some(self.bench.lang.say_with("periods-about-row", &[("row", &row), ("cells", &cells)]))
    }

    /// Whether that row was changed or removed since.
    fn has_moved(&self, objection: &Objection) -> bool {
        self.page.moved.contains(&objection.number)
    }

    fn excerpt(&self, objection: &Objection) -> String {
        let mut text: String = objection.text.chars().take(60).collect();
        if objection.text.chars().count() > 60 {
            text.push('…');
        }
        text
    }

    fn objection_stage(&self, objection: &Objection) -> (&'static str, String) {
        match &objection.stage {
            Stage::Filed => ("draft", self.bench.say("periods-stage-filed")),
            Stage::Acknowledged { .. } => ("review", self.bench.say("periods-stage-acknowledged")),
            Stage::Ruled { ruling, .. } => {
                (if *ruling == Ruling::Rejected { "gone" } else { "public" }, self.ruling(*ruling))
            }
        }
    }

    fn ruling(&self, ruling: Ruling) -> String {
        self.bench.word("periods-ruling", ruling.code(), ruling.zh())
    }

    fn rulings(&self) -> Vec<(&'static str, String)> {
        Ruling::ALL.iter().map(|ruling| (ruling.code(), self.ruling(*ruling))).collect()
    }

    /// Who decided and when.
    fn decided(&self, objection: &Objection) -> Option<(String, String)> {
        match &objection.stage {
            Stage::Ruled { by, at, answer, .. } => {
                let name = self.page.names.get(by).cloned().unwrap_or_else(|| self.bench.say("work-nobody"));
                Some((format!("{name}　{}", self.bench.moment(at)), answer.clone()))
            }
            _ => None,
        }
    }

    fn due(&self, objection: &Objection) -> Option<String> {
        let within = self.page.posting.kind().answered_within()?;
        if matches!(objection.stage, Stage::Ruled { .. }) {
            return None;
        }
        let filed = domain::date::day_in_china(objection.filed_at);
        let due = filed.checked_add_days(chrono::Days::new(u64::from(within.count)))?;
        Some(self.bench.say1("periods-answer-by", "day", self.bench.short(&due)))
    }

    fn wrong_for(&self, act: &str) -> Option<&(String, Fields, String)> {
        self.wrong.as_ref().filter(|(wrong, ..)| wrong == act)
    }

    /// What was typed into a field of a form that was filled in wrongly: nothing of it is lost.
    fn typed(&self, act: &str, field: &str) -> &str {
        self.wrong_for(act).map_or("", |(_, typed, _)| typed.get(field))
    }

    /// What was wrong with a form that is not on the page any more, since somebody else was quicker: with what was typed there,
    /// which was kept nowhere.
    fn homeless(&self) -> Option<(&str, Vec<&str>)> {
        let (act, typed, words) = self.wrong.as_ref()?;
        let page = &self.page;
        let here = match act.as_str() {
            "rule" => {
                let open = self.chosen().is_some_and(|objection| self.decided(objection).is_none());
                page.at != Where::Waiting && page.objections.is_some() && page.may_rule && open
            }
            "file" => {
                page.at != Where::Waiting
                    && page.objections.is_some()
                    && page.may_acknowledge
                    && page.at == Where::Running
            }
            "extend" => page.may_extend,
            "submit" | "open_sealed" | "acknowledge" => true,
            _ => false,
        };
        let written = ["answer", "text", "reason"].map(|field| typed.get(field)).into_iter();
        (!here).then(|| (words.as_str(), written.filter(|text| !text.trim().is_empty()).collect()))
    }

    /// For whom its kind is, where more people see it and nobody has said why.
    fn unsaid(&self) -> Option<String> {
        let meant = self.page.posting.kind().audience();
        self.page.unsaid.then(|| self.bench.word("portal-audience", meant.code(), meant.zh()))
    }

    /// Whether what is wrong with the form for a later end is that this is still not said.
    fn wants_why(&self) -> bool {
        self.page.unsaid && self.wrong_for("extend").is_some() && self.typed("extend", "wider").trim().is_empty()
    }

    /// What the form for a later end proposes.
    fn proposed(&self) -> String {
        match self.typed("extend", "until") {
            "" => self.later.map(|day| day.to_string()).unwrap_or_default(),
            typed => typed.to_string(),
        }
    }
}

/// The page of a period as it stands.
async fn page(request: &PageRequest, ctx: &app::Ctx, desk: &Desk, bench: Bench) -> Result<PeriodPage, HttpError> {
    let id = crate::workbench::record::id(request)?;
    let page = publicity::look(ctx, desk, id).await?.ok_or(HttpError::Absent(Absent::Record))?;
    let record = &page.sheet.record;
    let title = record.principal_edition().map(|edition| edition.title.clone()).unwrap_or_default();
    let unit = record.unit.as_deref().map(|code| desk.unit_name(code).to_string()).unwrap_or_default();
    let dates = record.publicity.as_ref().and_then(|period| period.from.day().zip(period.until.day()));
    let days = page.posting.length.days;
    let provisional = matches!(page.standing, Standing::Running { provisional: true, .. });
    let ruler = dates.map(|dates| Ruler::of_period(&bench, desk.calendar(), dates, days, provisional));
    // What was reckoned before a year's notice was known may have become too short.
    let later = match (page.at, dates, days) {
        (Where::Running, Some((from, last)), Days::Working) => {
            let whole = page.posting.length.last_day(from, desk.calendar()).ok().map(|due| due.date());
            whole.filter(|whole| *whole > last)
        }
        _ => None,
    };
    let asked = request.query("n").and_then(|number| number.parse().ok());
    let first = page.objections.iter().flatten().rev().find(|one| !matches!(one.stage, Stage::Ruled { .. }));
    let chosen = asked.or(first.map(|objection| objection.number));
    let bench = bench.titled(title.clone());
    Ok(PeriodPage {
        bench,
        title,
        unit,
        ruler,
        chosen,
        wrong: None,
        chosen_ruling: String::new(),
        done: None,
        filed: None,
        later,
        page,
    })
}

/// A period.
pub(crate) async fn period(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "publicity").await?;
    let done = request.told(Tells::Done).filter(|done| DONE.contains(&done.as_str()));
    let mut told = done.map(|done| bench.say(&format!("periods-done-{done}")));
    if let (Some(told), Some(again)) = (&mut told, request.query("again").and_then(|again| again.parse::<u64>().ok()))
        && again > 0
    {
        told.push_str(&bench.count("periods-done-again", again));
    }
    let filed = match request.told(Tells::Done).as_deref() {
        Some("filed") => words::filed_here(&ctx, &request, crate::workbench::record::id(&request)?).await?,
        _ => None,
    };
    let page = page(&request, &ctx, &desk, bench).await?;
    show(&request, &PeriodPage { done: told, filed, ..page })
}

/// Something to be done.
enum Order {
    Submit,
    Acknowledge(ObjectionNumber),
    Rule { number: ObjectionNumber, ruling: Ruling, answer: String },
    Extend { until: NaiveDate, reason: String, wider: String },
    File { row: Option<u32>, text: String, objector: Option<Objector> },
    OpenSealed,
}

impl FromForm for Order {
    fn from_form(form: &mut Reader<'_>) -> Option<Order> {
        let number = |form: &mut Reader<'_>| form.choice("objection", |number| number.parse().ok());
        Some(match form.raw("act") {
            "submit" => Order::Submit,
            "acknowledge" => Order::Acknowledge(number(form)?),
            "rule" => {
                let (number, ruling) = (number(form), form.choice("ruling", Ruling::read));
                let answer = match form.text("answer", ANSWER) {
                    Some(answer) if answer.trim().is_empty() => form.refuse("answer", "required"),
                    answer => answer,
                };
                Order::Rule { number: number?, ruling: ruling?, answer: answer? }
            }
            "extend" => {
                let until = match form.given("until", LINE)?.parse::<PartialDate>().ok().and_then(PartialDate::day) {
                    Some(day) => Some(day),
                    None => form.refuse("until", "date"),
                };
                let (reason, wider) = (form.given("reason", ANSWER), form.line("wider", ANSWER));
                Order::Extend { until: until?, reason: reason?, wider: wider? }
            }
            "file" => {
                let words::Sent { row, text, objector } = words::Sent::from_form(form)?;
                Order::File { row, text, objector }
            }
            "open_sealed" => Order::OpenSealed,
            _ => return form.refuse("act", "choice"),
        })
    }
}

#[derive(Template)]
#[template(path = "workbench/sealed.html")]
struct SealedPage {
    bench: Bench,
    id: domain::ids::RecordId,
    sealed: Sealed,
}

impl SealedPage {
    fn period(&self) -> Option<String> {
        let (from, last) = self.sealed.period?;
        Some(format!("{} – {}", self.bench.short(&from), self.bench.short(&last)))
    }

    fn kept(&self) -> Option<String> {
        self.sealed.kept_until.map(|day| self.bench.short(&day))
    }
}

/// Does something with a period or an objection to it.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = crate::workbench::record::id(&request)?;
    let fields = form::fields(&request)?;
    let order = match form::read::<Order>(&request) {
        Ok(order) => order,
        Err(FormError::Rejected(rejected)) => return wrong(&site, &request, &rejected, None).await,
        Err(other) => return Err(other.into()),
    };
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "publicity").await?;
    // On the desk, or there is nothing to act on.
    desk.sheet(id).await?;
    drop(desk);
    let seen = seen(id, &fields, &order)?;
    let steps = steps(&order);
    let done = match order {
        Order::Submit => records::submit(&ctx, seen).await.map(|()| "submitted"),
        Order::Acknowledge(number) => publicity::acknowledge(&ctx, seen, number).await.map(|()| "acknowledged"),
        Order::Rule { number, ruling, answer } => {
            publicity::rule(&ctx, seen, number, ruling, &answer).await.map(|()| "ruled")
        }
        Order::Extend { until, reason, wider } => {
            publicity::extend_saying(&ctx, seen, until, &reason, &wider).await.map(|()| "extended")
        }
        Order::OpenSealed => {
            let sealed = publicity::open_sealed(&ctx, id).await?;
            let bench = bench.titled(request.lang.say("periods-sealed"));
            return show(&request, &SealedPage { bench, id, sealed });
        }
        Order::File { row, text, objector } => {
            let new = NewObjection { record: id, row, text, objector };
            match publicity::file_once(&ctx, &domain::record::Reach::Public, new, fields.get("once")).await {
                Ok(filed) => {
                    // Its receipt is shown by the page itself, so that reloading it enters nothing again.
                    let path = format!("/work/publicity/{id}");
                    let on = go_on(&request, &format!("{path}?done=filed"));
                    return Ok(words::left(&site, on, &path, &filed.receipt.reveal()));
                }
                Err(error) => Err(error),
            }
        }
    };
    let again = match done.is_err() {
        true => pressed_again(&ctx, id, steps).await?,
        false => None,
    };
    match done {
        Ok(done) => {
            let number = fields.get("objection").parse::<ObjectionNumber>().ok();
            let at = number.map(|number| format!("&n={number}")).unwrap_or_default();
            Ok(go_on(&request, &format!("/work/publicity/{id}?done={done}{at}")))
        }
        // Somebody's own second press is no change of somebody else's.
        Err(app::Error::Record(_) | app::Error::Conflict { .. } | app::Error::Publicity(_)) if again.is_some() => {
            Ok(go_on(&request, &again.unwrap_or_default()))
        }
        Err(error @ (app::Error::Publicity(_) | app::Error::Personal(_))) => {
            let told = crate::workbench::period_list::refusal(&bench, error)?;
            let rejected = Rejected { typed: fields, errors: Vec::new() };
            wrong(&site, &request, &rejected, Some(told)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The period as somebody saw it who gives an order.
fn seen(id: domain::ids::RecordId, fields: &form::Fields, order: &Order) -> Result<Seen, HttpError> {
    // Nobody acts on a period that was changed since their page was shown; who does not say what they saw acts on nothing.
    Ok(match (fields.get("version").parse().ok(), order) {
        (Some(version), _) => Seen::at(id, version),
        (None, Order::File { .. } | Order::OpenSealed) => Seen::from(id),
        (None, _) => return Err(HttpError::Unknown),
    })
}

/// What of an order is taken once, and how it is known that it was.
fn steps(order: &Order) -> Again {
    let pressed = match order {
        Order::Submit => Some(("submitted", Pressed::SENT)),
        Order::Extend { reason, .. } => {
            Some(("extended", Pressed::because(&[domain::event::Act::PublicityExtended], reason)))
        }
        _ => None,
    };
    let told = match order {
        Order::Acknowledge(number) => Some((*number, "acknowledged", None)),
        Order::Rule { number, answer, .. } => Some((*number, "ruled", Some(answer.trim().to_string()))),
        _ => None,
    };
    (pressed, told)
}

/// What was taken once and can be pressed again: what is told of it, and how it is known.
type Again = (Option<(&'static str, Pressed)>, Option<(ObjectionNumber, &'static str, Option<String>)>);

/// Where somebody goes on who pressed what they had just done.
async fn pressed_again(
    ctx: &app::Ctx,
    id: domain::ids::RecordId,
    (pressed, told): Again,
) -> Result<Option<String>, HttpError> {
    if let Some((done, pressed)) = pressed
        && pressed.is_done_by(ctx, id).await?
    {
        return Ok(Some(format!("/work/publicity/{id}?done={done}")));
    }
    match told {
        Some((number, done, answer)) if is_answered(ctx, id, number, answer.as_deref()).await? => {
            Ok(Some(format!("/work/publicity/{id}?done={done}&n={number}")))
        }
        _ => Ok(None),
    }
}

/// Whether an objection stands just as somebody wants it who presses again: taken up, or ruled on by them with these words.
async fn is_answered(
    ctx: &app::Ctx,
    id: domain::ids::RecordId,
    number: ObjectionNumber,
    answer: Option<&str>,
) -> Result<bool, HttpError> {
    let desk = Desk::open(ctx).await?;
    let page = publicity::look(ctx, &desk, id).await?;
    let objection = page.iter().flat_map(|page| page.objections.iter().flatten()).find(|one| one.number == number);
    Ok(objection.is_some_and(|objection| match (&objection.stage, answer) {
        (Stage::Ruled { answer: given, by, .. }, Some(answer)) => given.trim() == answer && Some(*by) == ctx.who.user(),
        (Stage::Acknowledged { .. }, None) => true,
        _ => false,
    }))
}

/// The page again with the form that was filled in wrongly, and what was typed.
async fn wrong(
    site: &Site,
    request: &PageRequest,
    rejected: &Rejected,
    told: Option<String>,
) -> Result<Response, HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(site, request, "publicity").await?;
    let act = rejected.typed.get("act").to_string();
    let said = rejected.errors.first().map(|error| match error.code {
        "number" | "with-contact" => bench.say(&format!("periods-error-{}", error.code)),
        code => bench.say(&format!("work-field-{code}")),
    });
    let chosen = rejected.typed.get("objection").parse().ok();
    let chosen_ruling = rejected.typed.get("ruling").to_string();
    let page = page(request, &ctx, &desk, bench).await?;
    let chosen = chosen.or(page.chosen);
    let words = told.or(said).unwrap_or_default();
    let page = PeriodPage { wrong: Some((act, rejected.typed.clone(), words)), chosen, chosen_ruling, ..page };
    show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &page)
}
