//! What stands around every page of the workbench: school, command box, who sits here, the rail with what waits; and the words
//! and addresses that templates ask for.

use crate::error::HttpError;
use crate::http::cache::{CachePolicy, Finished};
use crate::http::cleaned::Cleaned;
use crate::http::reply;
use crate::http::request::{PageRequest, Tells};
use crate::portal::frame::to;
use crate::portal::site::Site;
use app::Ctx;
use app::desk::{Desk, Due, Home, ToPost};
use app::words::Lang;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::date::PartialDate;
use domain::event::Act;
use domain::ids::RecordId;
use domain::policy::{Permission, Relation, Role};
use domain::record::Timestamp;

/// A place of the rail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) key: &'static str,
    pub(crate) path: &'static str,
    /// How many wait there.
    pub(crate) waiting: usize,
    /// Whether a line stands above it.
    pub(crate) gap: bool,
}

/// What goes around a page for somebody who is not let in yet as well.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    pub(crate) lang: Lang,
    pub(crate) large: bool,
    pub(crate) school: String,
    pub(crate) style: String,
    pub(crate) phone: Option<String>,
    /// The same page in the other language.
    pub(crate) other: String,
    /// Whether something nobody could see was taken out of what was sent.
    cleaned: Cleaned,
}

impl Gate {
    pub(crate) async fn new(site: &Site, request: &PageRequest) -> Result<Gate, HttpError> {
        let identity = site.identity().await?;
        let other = match request.lang {
            Lang::Zh => format!("/en{}", request.sent_to),
            Lang::En => request.sent_to.strip_prefix("/en").unwrap_or("/work").to_string(),
        };
        Ok(Gate {
            lang: request.lang,
            large: request.large,
            school: identity.school.clone(),
            style: site.assets.workbench_address(),
            phone: identity.phone.clone(),
            other,
            cleaned: request.cleaned.clone(),
        })
    }

    /// Asked when the page is drawn, when everything that was sent has been read.
    pub(crate) fn is_cleaned(&self) -> bool {
        self.cleaned.is_set()
    }

    pub(crate) fn say(&self, key: &str) -> String {
        self.lang.say(key)
    }

    pub(crate) fn say1(&self, key: &str, name: &'static str, value: impl std::fmt::Display) -> String {
        self.lang.say_with(key, &[(name, &value.to_string())])
    }

    pub(crate) fn count(&self, key: &str, count: impl crate::portal::frame::Countable) -> String {
        self.lang.count(key, count.number())
    }

    pub(crate) fn to(&self, path: &str) -> String {
        to(self.lang, path)
    }
}

/// Places for those of the school who only read, and the page of what goes wrong there.
const OF_MEMBERS: [&str; 3] = ["check", "account", ""];

/// What stands around a page.
pub(crate) struct Bench {
    pub(crate) gate: Gate,
    pub(crate) title: String,
    /// Which place of the rail it belongs to.
    pub(crate) at: &'static str,
    pub(crate) name: String,
    /// What they are, in words.
    pub(crate) posts: String,
    pub(crate) today: NaiveDate,
    pub(crate) places: Vec<Place>,
    /// What was looked for in the command box.
    pub(crate) asked: String,
    /// Whether they may begin a record.
    pub(crate) drafts: bool,
    /// The id of a form of this page that makes something: sent twice, it makes one thing.
    pub(crate) form: String,
}

/// Somebody at work: who they are, their desk, and what waits there.
pub(crate) struct AtWork {
    pub(crate) ctx: Ctx,
    pub(crate) desk: Desk,
    pub(crate) home: Home,
    /// What of their own is still to be posted.
    pub(crate) to_post: Vec<ToPost>,
    pub(crate) bench: Bench,
}

impl AtWork {
    /// Whoever sits at the browser, at a place of the rail.
    pub(crate) async fn at(site: &Site, request: &PageRequest, at: &'static str) -> Result<AtWork, HttpError> {
        let seat = request.seat.clone().ok_or(HttpError::SignIn)?;
        if !seat.person.works() && !OF_MEMBERS.contains(&at) {
            return Err(HttpError::Forbidden);
        }
        let ctx = site.portal.app().ctx(seat.principal(), request.lang);
        let desk = Desk::open(&ctx).await?;
        let home = desk.home().await?;
        let to_post = desk.to_post().await?;
        let gate = Gate::new(site, request).await?;
        let posts: Vec<String> = seat
            .person
            .posts
            .iter()
            .map(|post| {
                let role = role(request.lang, post.role);
                post.unit.as_ref().map_or(role.clone(), |unit| format!("{}·{role}", desk.unit_name(unit)))
            })
            .collect();
        let drafts = !desk.drafting_units().is_empty();
        let bench = Bench {
            title: String::new(),
            at,
            name: seat.person.name.clone(),
            posts: posts.join(&gate.say("portal-list-comma")),
            today: ctx.today(),
            places: places(
                &ctx,
                &home,
                Waiting {
                    to_post: to_post.len(),
                    objections: desk.open_objections().await?,
                    unread: app::reminders::unread(&ctx).await?,
                    requests: app::requests::open_count(&ctx).await?,
                    voices: app::voices::open_count(&ctx).await?,
                },
                drafts,
            ),
            asked: String::new(),
            drafts,
            form: ctx.ids.event().to_string(),
            gate,
        };
        Ok(AtWork { ctx, desk, home, to_post, bench })
    }
}

/// How much waits at places of the rail, beside tasks.
struct Waiting {
    /// Records that are to be posted over more channels.
    to_post: usize,
    /// Objections that nobody has ruled on.
    objections: usize,
    /// Reminders that were not read.
    unread: u64,
    /// Requests that are not over; none for whoever sees no requests.
    requests: Option<usize>,
    /// The same of opinions, enquiries, corrections and complaints.
    voices: Option<usize>,
}

/// The rail: what they can do here, and how much of it waits.
fn places(ctx: &Ctx, home: &Home, waiting: Waiting, drafts: bool) -> Vec<Place> {
    let may = |permission| ctx.allow(permission, Relation::School).is_ok();
    let judges = home.to_judge();
    let place = |key, path| Place { key, path, waiting: 0, gap: false };
    if !works(ctx) {
        return vec![place("check", "/work/check"), place("account", "/work/account")];
    }
    let mut places =
        vec![Place { waiting: home.tasks.len() - judges + home.approvals.len(), ..place("home", "/work") }];
    let reviews = may(Permission::ReviewForSecrecy) || may(Permission::Publish) || judges > 0 || heads(ctx);
    if reviews {
        places.push(Place { waiting: judges, ..place("review", "/work/review") });
    }
    if drafts {
        places.push(place("new", "/work/new"));
    }
    if ctx.who.desk() != domain::policy::Desk::Units(Default::default()) {
        places.push(place("ledger", "/work/ledger"));
    }
    if drafts || may(Permission::SeeObjections) || heads(ctx) {
        places.push(Place { waiting: waiting.objections, ..place("publicity", "/work/publicity") });
    }
    if let Some(open) = waiting.requests {
        places.push(Place { waiting: open, ..place("requests", "/work/requests") });
    }
    if let Some(open) = waiting.voices {
        places.push(Place { waiting: open, ..place("voices", "/work/voices") });
    }
    // Whoever drafts also registers where it went out.
    if drafts {
        places.push(Place { waiting: waiting.to_post, ..place("channels", "/work/channels") });
    }
    places.push(Place {
        waiting: usize::try_from(waiting.unread).unwrap_or(usize::MAX),
        ..place("reminders", "/work/reminders")
    });
    let mut gap = true;
    for (permission, key, path) in [
        (Permission::SeeSurveys, "surveys", "/work/surveys"),
        (Permission::ImportLedger, "import", "/work/import"),
        (Permission::ReadAll, "figures", "/work/figures"),
        (Permission::BuildReport, "report", "/work/report"),
        (Permission::SeeSearches, "audit", "/work/audit"),
    ] {
        if may(permission) {
            places.push(Place { gap: std::mem::take(&mut gap), ..place(key, path) });
        }
    }
    let mut gap = true;
    for (permission, key, path) in [
        (Permission::ManagePeople, "people", "/work/people"),
        (Permission::SeeSettings, "settings", "/work/settings"),
        (Permission::SeeLog, "log", "/work/log"),
        (Permission::SeeSearches, "searches", "/work/searches"),
        (Permission::SeeJobs, "jobs", "/work/jobs"),
    ] {
        if may(permission) {
            places.push(Place { gap: std::mem::take(&mut gap), ..place(key, path) });
        }
    }
    places.push(Place { gap: true, ..place("check", "/work/check") });
    places.push(place("account", "/work/account"));
    places
}

fn works(ctx: &Ctx) -> bool {
    matches!(&ctx.who, domain::policy::Principal::Account { posts, .. }
        if posts.iter().any(|post| post.role != Role::Member))
}

fn heads(ctx: &Ctx) -> bool {
    matches!(&ctx.who, domain::policy::Principal::Account { posts, .. }
        if posts.iter().any(|post| post.role == Role::UnitHead))
}

/// A role in words.
pub(crate) fn role(lang: Lang, role: Role) -> String {
    match lang {
        Lang::Zh => role.zh().to_string(),
        Lang::En => lang.say(&format!("role-{}", role.code().replace('_', "-"))),
    }
}

impl std::ops::Deref for Bench {
    type Target = Gate;

    fn deref(&self) -> &Gate {
        &self.gate
    }
}

impl Bench {
    /// The same with a title.
    pub(crate) fn titled(self, title: impl Into<String>) -> Bench {
        Bench { title: title.into(), ..self }
    }

    /// Whether there is a ledger to look something up in.
    pub(crate) fn has_ledger(&self) -> bool {
        self.places.iter().any(|place| place.key == "ledger")
    }

    /// Whether the rail leads to the settings.
    pub(crate) fn may_see_settings(&self) -> bool {
        self.places.iter().any(|place| place.key == "settings")
    }

    pub(crate) fn to_record(&self, id: &RecordId) -> String {
        self.to(&format!("/work/record/{id}"))
    }

    /// `9月17日　周四`.
    pub(crate) fn day(&self) -> String {
        format!("{}　{}", self.short(&self.today), self.weekday(&self.today))
    }

    /// `10月19日`, or `19 Oct`; with the year when it is another one.
    pub(crate) fn short(&self, day: &NaiveDate) -> String {
        let year = day.year() != self.today.year();
        match (self.lang, year) {
            (Lang::Zh, false) => format!("{}月{}日", day.month(), day.day()),
            (Lang::Zh, true) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            (Lang::En, false) => day.format("%-d %b").to_string(),
            (Lang::En, true) => day.format("%-d %b %Y").to_string(),
        }
    }

    pub(crate) fn weekday(&self, day: &NaiveDate) -> String {
        self.say(&format!("weekday-{}", day.weekday().num_days_from_monday() + 1))
    }

    /// `9月15日 14:02`, in China.
    pub(crate) fn moment(&self, at: &Timestamp) -> String {
        let local = domain::date::in_china(*at);
        format!("{} {}", self.short(&local.date()), local.time().format("%H:%M"))
    }

    /// A date in words; unknown is a dash.
    pub(crate) fn date(&self, date: &PartialDate) -> String {
        match (date, self.lang) {
            (PartialDate::Unknown, _) => "—".to_string(),
            (PartialDate::Day(day), _) => self.short(day),
            (date, Lang::Zh) => date.zh(),
            (date, Lang::En) => date.to_string(),
        }
    }

    /// `逾期 3 个工作日`, `今天到期`, `还有 4 个工作日`.
    pub(crate) fn distance(&self, due: &Due) -> String {
        match due.left {
            0 => self.say("work-due-today"),
            left if left < 0 => self.lang.count("work-late", left.unsigned_abs()),
            left => self.lang.count("work-left", left.unsigned_abs()),
        }
    }

    /// Class of a due date: late is ink on its head, near is marked.
    pub(crate) fn due_class(&self, due: &Due) -> &'static str {
        if due.is_late() {
            "late"
        } else if due.is_soon() {
            "soon"
        } else {
            "nw"
        }
    }

    /// What was done, in words.
    pub(crate) fn act(&self, act: Act) -> String {
        match self.lang {
            Lang::Zh => act.zh().to_string(),
            Lang::En => self.say(&format!("act-{}", act.code().replace('_', "-"))),
        }
    }

    /// A word of a fixed list.
    pub(crate) fn word(&self, list: &str, code: &str, zh: &str) -> String {
        match self.lang {
            Lang::Zh => zh.to_string(),
            Lang::En => self.say(&format!("{list}-{}", code.replace('_', "-"))),
        }
    }
}

/// A page of the workbench as an answer: nobody keeps it.
pub(crate) fn show(request: &PageRequest, page: &impl Template) -> Result<Response, HttpError> {
    show_as(request, StatusCode::OK, page)
}

/// The same with a status.
pub(crate) fn show_as(request: &PageRequest, status: StatusCode, page: &impl Template) -> Result<Response, HttpError> {
    let finished = Finished::new(status, "text/html; charset=utf-8", page.render()?);
    let request = PageRequest { cache: CachePolicy::Never, ..request.clone() };
    Ok(reply::finished(&request, &finished))
}

/// Goes on to another page after something was done; what the address says of it is told there and nowhere else.
pub(crate) fn go_on(request: &PageRequest, path: &str) -> Response {
    let address = to(request.lang, path);
    let address = if Tells::any_in(path) { request.telling(&address) } else { address };
    reply::redirect(StatusCode::SEE_OTHER, &address)
}
