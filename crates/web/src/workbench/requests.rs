//! The register of requests: what is open with its clocks, what a school year came to, the workbook with the customary columns, and
//! the form by which the office takes in what comes on paper or by word of mouth.

use crate::error::HttpError;
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form::{self, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::objection::left;
use crate::portal::request::{LINE, Sent};
use crate::portal::request_clock as clock;
use crate::portal::site::Site;
use crate::portal::written::papers;
use crate::workbench::bench::{AtWork, Bench, go_on, show, show_as};
use app::desk::table_file;
use app::requests::{self, Line, NewRequest, Overview};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::NaiveDate;
use domain::date::PartialDate;
use domain::policy::{Permission, Relation};
use domain::request::register::Balance;
use domain::request::trace::is_blank;
use domain::request::{ApplicantKind, Face, Group, Intake, RequestNumber, Wanted, Way};
use domain::school_year::SchoolYear;
use std::sync::Arc;

/// Requests on one page.
const PAGE: usize = 50;
/// Media type of the workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which of them are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Open,
    Mine,
    Late,
    /// So many alike wait that they may have been poured in.
    Doubtful,
    Closed,
    All,
}

impl View {
    const ALL: [View; 6] = [View::Open, View::Mine, View::Late, View::Doubtful, View::Closed, View::All];

    fn code(self) -> &'static str {
        match self {
            View::Open => "open",
            View::Mine => "mine",
            View::Late => "late",
            View::Doubtful => "doubtful",
            View::Closed => "closed",
            View::All => "all",
        }
    }

    fn holds(self, line: &Line) -> bool {
        match self {
            View::Open => line.request.is_open(),
            View::Mine => line.waits,
            View::Late => line.request.is_open() && line.is_late(),
            View::Doubtful => line.doubtful,
            View::Closed => !line.request.is_open(),
            View::All => true,
        }
    }
}

#[derive(Template)]
#[template(path = "workbench/requests.html")]
struct RequestsPage {
    bench: Bench,
    overview: Overview,
    view: View,
    year: SchoolYear,
    years: Vec<SchoolYear>,
    unit: String,
    units: Vec<String>,
    page: usize,
    may_enter: bool,
    /// Why nothing was dismissed, or how many were.
    told: Option<(bool, String)>,
}

impl RequestsPage {
    fn wanted(&self) -> Vec<&Line> {
        let of_unit = |line: &&Line| self.unit.is_empty() || line.units.contains(&self.unit);
        self.overview.lines.iter().filter(|line| self.view.holds(line)).filter(of_unit).collect()
    }

    /// Whether those on the page can be dismissed as what was poured in.
    fn dismisses(&self) -> bool {
        self.view == View::Doubtful && self.may_enter && !self.lines().is_empty()
    }

    /// How many may have been poured in.
    fn doubtful(&self) -> usize {
        self.overview.lines.iter().filter(|line| line.doubtful).count()
    }

    fn lines(&self) -> Vec<&Line> {
        self.wanted().into_iter().skip((self.page - 1) * PAGE).take(PAGE).collect()
    }

    fn pages(&self) -> usize {
        self.wanted().len().div_ceil(PAGE).max(1)
    }

    fn views(&self) -> Vec<(String, String, usize, bool)> {
        let of = |view: View| {
            let count = self.overview.lines.iter().filter(|line| view.holds(line)).count();
            // What seldom happens has no tab until it does.
            let shown = view != View::Doubtful || count > 0 || view == self.view;
            let name = self.bench.say(&format!("requests-view-{}", view.code()));
            shown.then(|| (self.address(view, 1), name, count, view == self.view))
        };
        View::ALL.into_iter().filter_map(of).collect()
    }

    fn address(&self, view: View, page: usize) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("view", view.code()).append_pair("year", &self.year.to_string());
        if !self.unit.is_empty() {
            query.append_pair("unit", &self.unit);
        }
        if page > 1 {
            query.append_pair("page", &page.to_string());
        }
        self.bench.to(&format!("/work/requests?{}", query.finish()))
    }

    fn turn(&self, page: usize) -> String {
        self.address(self.view, page)
    }

    fn to(&self, line: &Line) -> String {
        self.bench.to(&format!("/work/requests/{}", line.request.entry.number))
    }

    fn title(&self, line: &Line) -> String {
        excerpt(&line.request.entry.content, 60)
    }

    fn kind(&self, line: &Line) -> String {
        self.bench.word("request-kind", line.request.entry.kind.code(), line.request.entry.kind.zh())
    }

    fn intake(&self, line: &Line) -> String {
        self.bench.word("request-intake", line.request.entry.intake.code(), line.request.entry.intake.zh())
    }

    fn stage(&self, line: &Line) -> (&'static str, String) {
        stage(&self.bench, &line.request)
    }

    fn left(&self, line: &Line) -> Option<(String, bool)> {
        let alarm = line.alarm.as_ref()?;
        Some((clock::left(self.bench.lang, alarm.face), clock::is_late(alarm)))
    }

    fn due(&self, line: &Line) -> Option<String> {
        let alarm = line.alarm.filter(|alarm| !matches!(alarm.face, Face::Waiting | Face::Ended { .. }))?;
        Some(format!(
            "{} {}",
            self.bench.short(&alarm.due.date()),
            self.bench.say(match alarm.regime {
                domain::request::Regime::Decree => "requests-by-decree",
                domain::request::Regime::State => "requests-by-state",
            })
        ))
    }

    fn file(&self) -> String {
        self.bench.to(&format!("/work/requests.xlsx?year={}", self.year))
    }

    /// `本学年收到12件，上学年结转1件；已办结7件，结转6件。13＝7＋6。`
    fn account(&self, balance: &Balance) -> String {
        let of = |n: u64| n.to_string();
        let whole = balance.received + balance.carried_over;
        self.bench.lang.say_with(
            "requests-account",
            &[
                ("received", of(balance.received).as_str()),
                ("over", of(balance.carried_over).as_str()),
                ("answered", of(balance.answered).as_str()),
                ("forward", of(balance.carried_forward).as_str()),
                ("whole", of(whole).as_str()),
            ],
        )
    }

    /// How many were dismissed, which no number holds.
    fn dismissed(&self, balance: &Balance) -> Option<String> {
        (balance.dismissed > 0).then(|| self.bench.count("requests-account-dismissed", balance.dismissed))
    }

    /// Results of the year by group, those that there were.
    fn groups(&self, balance: &Balance) -> Vec<(String, u64)> {
        let of = |group: &Group| (self.bench.word("request-group", group.code(), group.zh()), balance.of_group(*group));
        Group::ALL.iter().map(of).filter(|(_, n)| *n > 0).collect()
    }
}

/// A stage in words with its class.
pub(crate) fn stage(bench: &Bench, request: &domain::request::Request) -> (&'static str, String) {
    match request.stage.ending() {
        Some(ending) => ("public", bench.word("request-outcome", ending.outcome.code(), ending.outcome.zh())),
        None => {
            let code = request.stage.code();
            let class = if code == "received" { "draft" } else { "review" };
            (class, bench.say(&format!("request-stage-{}", code.replace('_', "-"))))
        }
    }
}

/// The beginning of a text on one line.
pub(crate) fn excerpt(text: &str, longest: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut: String = line.chars().take(longest).collect();
    if line.chars().count() > longest {
        cut.push('…');
    }
    cut
}

fn year(request: &PageRequest, today: NaiveDate) -> SchoolYear {
    request.query("year").and_then(|year| year.parse().ok()).unwrap_or_else(|| SchoolYear::of(today))
}

/// The list.
pub(crate) async fn requests(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "requests").await?;
    let page = listed(&request, &ctx, bench).await?;
    let done = request.query("dismissed").and_then(|count| count.parse::<u64>().ok());
    let told = done.map(|count| (true, page.bench.count("requests-dismissed", count)));
    show(&request, &RequestsPage { told, ..page })
}

async fn listed(request: &PageRequest, ctx: &app::Ctx, bench: Bench) -> Result<RequestsPage, HttpError> {
    let year = year(request, ctx.today());
    let overview = requests::overview(ctx, year).await?;
    let view = request.query("view").and_then(|code| View::ALL.into_iter().find(|view| view.code() == code));
    let mut units: Vec<String> = overview.lines.iter().flat_map(|line| line.units.iter().cloned()).collect();
    units.sort();
    units.dedup();
    let this = SchoolYear::of(ctx.today()).first_year();
    let page = RequestsPage {
        bench: bench.titled(request.lang.say("work-at-requests")),
        overview,
        view: view.unwrap_or(View::Open),
        year,
        years: (this - 4..=this).rev().filter_map(SchoolYear::beginning).collect(),
        unit: request.query("unit").unwrap_or_default(),
        units,
        page: 1,
        may_enter: ctx.allow(Permission::TakeRequests, Relation::School).is_ok(),
        told: None,
    };
    let asked: usize = request.query("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let last = page.pages();
    Ok(RequestsPage { page: asked.clamp(1, last), ..page })
}

/// Dismisses what was poured in: those that were ticked, or all that are doubtful.
pub(crate) async fn dismiss(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "requests").await?;
    let fields = form::fields(&request)?;
    let page = RequestsPage { view: View::Doubtful, ..listed(&request, &ctx, bench).await? };
    let all = !fields.get("all").is_empty();
    let ticked = fields.pairs().iter().filter(|(name, _)| name == "one").filter_map(|(_, one)| one.parse().ok());
    let doubtful = page.overview.lines.iter().filter(|line| line.doubtful).map(|line| line.request.entry.number);
    let numbers: Vec<RequestNumber> = if all { doubtful.collect() } else { ticked.collect() };
    let reason = fields.get("reason");
    if numbers.is_empty() || is_blank(reason) {
        let told = Some((false, page.bench.say("requests-dismiss-lacks")));
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &RequestsPage { told, ..page });
    }
    match requests::dismiss(&ctx, &numbers, reason).await {
        Ok(count) => Ok(go_on(&request, &format!("/work/requests?view=doubtful&dismissed={count}"))),
        Err(app::Error::Request(refusal)) => {
            let told = Some((false, page.bench.say(&format!("request-refused-{}", refusal.code()))));
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &RequestsPage { told, ..page })
        }
        Err(other) => Err(other.into()),
    }
}

/// The register of a school year as a workbook.
pub(crate) async fn file(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, .. } = AtWork::at(&site, &request, "requests").await?;
    let register = requests::register(&ctx, year(&request, ctx.today())).await?;
    let title = format!("{} {}", request.lang.say("requests-register"), register.year);
    let name = format!("requests-{}.xlsx", register.year);
    let bytes = table_file(&title, &register.heads, register.rows, app::words::Lang::Zh)?;
    let request = PageRequest { cache: CachePolicy::Never, ..request };
    Ok(reply::finished(&request, &Finished::file(XLSX, bytes, name)))
}

#[derive(Template)]
#[template(path = "workbench/request-new.html")]
struct NewPage {
    bench: Bench,
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

    fn is_chosen(&self, field: &str, code: &str) -> bool {
        self.typed.get(field) == code
    }

    fn intakes(&self) -> Vec<(&'static str, String)> {
        let paper = Intake::ALL.iter().filter(|intake| **intake != Intake::Portal);
        paper.map(|one| (one.code(), self.bench.word("request-intake", one.code(), one.zh()))).collect()
    }

    fn kinds(&self) -> Vec<(&'static str, String)> {
        let of = |one: &ApplicantKind| (one.code(), self.bench.word("request-kind", one.code(), one.zh()));
        ApplicantKind::ALL.iter().rev().map(of).collect()
    }

    fn forms(&self) -> Vec<(&'static str, String)> {
        Wanted::ALL.iter().map(|one| (one.code(), self.bench.word("request-wanted", one.code(), one.zh()))).collect()
    }

    fn ways(&self) -> Vec<(&'static str, String)> {
        Way::ALL.iter().map(|one| (one.code(), self.bench.word("request-way", one.code(), one.zh()))).collect()
    }
}

/// The empty form.
pub(crate) async fn blank(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "requests").await?;
    ctx.allow(Permission::TakeRequests, Relation::School)?;
    let bench = bench.titled(request.lang.say("requests-new"));
    show(&request, &NewPage { bench, typed: Fields::default(), errors: Vec::new(), refused: None, numbered: false })
}

/// What came on paper or by word of mouth.
struct Entered {
    new: NewRequest,
    intake: Intake,
    received: NaiveDate,
}

impl FromForm for Entered {
    fn from_form(form: &mut Reader<'_>) -> Option<Entered> {
        let intake = form.choice("intake", |code| Intake::read(code).filter(|intake| *intake != Intake::Portal));
        let received = match form.given("received_on", LINE)?.parse::<PartialDate>().ok().and_then(PartialDate::day) {
            Some(day) => Some(day),
            None => form.refuse("received_on", "date"),
        };
        let Sent(new) = Sent::from_form(form)?;
        Some(Entered { new, intake: intake?, received: received? })
    }
}

/// Enters and registers it, and goes on to it; its receipt is shown there once.
pub(crate) async fn enter(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(&site, &request, "requests").await?;
    let fields = form::fields(&request)?;
    let bench = bench.titled(request.lang.say("requests-new"));
    let say = |code: &str| bench.say(&format!("request-error-{code}"));
    let entered = match form::read::<Entered>(&request) {
        Ok(entered) => entered,
        Err(FormError::Rejected(Rejected { typed, errors })) => {
            let errors = errors.iter().map(|error| (error.field.to_string(), say(error.code))).collect();
            let page = NewPage { bench, typed, errors, refused: None, numbered: false };
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(other) => return Err(other.into()),
    };
    let Entered { new, intake, received } = entered;
    if !papers(&fields, &new.free_text()).is_empty() {
        let refused = Some(bench.say("request-refused-papers"));
        let page = NewPage { bench, typed: fields, errors: Vec::new(), refused, numbered: true };
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    match requests::enter(&ctx, new, intake, received, fields.get("once")).await {
        Ok(filed) => {
            let path = format!("/work/requests/{}", filed.number);
            let on = go_on(&request, &format!("{path}?done=entered"));
            Ok(left(&site, on, &path, &filed.receipt.reveal()))
        }
        Err(app::Error::Request(refusal)) => {
            let refused = Some(bench.say(&format!("request-refused-{}", refusal.code())));
            let page = NewPage { bench, typed: fields, errors: Vec::new(), refused, numbered: false };
            show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}
