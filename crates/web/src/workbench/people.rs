//! People and their posts, as the administrator keeps them.

use crate::error::{Absent, HttpError};
use crate::http::form::{self, Fields, FormError, FromForm, Reader, Rejected};
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, go_on, role, show, show_as};
use app::accounts::{self, Draft, Invitation};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::UserId;
use domain::person::{Access, Login, Person};
use domain::policy::{Post, Role};
use std::sync::Arc;

/// Most posts that one person holds.
const POSTS: usize = 12;

/// A line of the list.
struct Row {
    person: Person,
    posts: String,
}

#[derive(Template)]
#[template(path = "workbench/people.html")]
struct PeoplePage {
    bench: Bench,
    rows: Vec<Row>,
    /// Roles of which somebody is needed and nobody is there.
    missing: Vec<String>,
}

/// The list.
pub(crate) async fn people(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(&site, &request, "people").await?;
    let people = accounts::list(&ctx).await?;
    let needed = [Role::Office, Role::SecrecyReviewer, Role::Administrator];
    let holds = |wanted: &Role| {
        let held = |person: &Person| person.posts.iter().any(|post| post.role == *wanted);
        people.iter().any(|person| person.access != Access::Closed && held(person))
    };
    let missing = needed.iter().filter(|role| !holds(role)).map(|missing| role(request.lang, *missing)).collect();
    let rows = people.into_iter().map(|person| {
        let posts = person.posts.iter().map(|post| {
            let role = role(request.lang, post.role);
            post.unit.as_ref().map_or(role.clone(), |unit| format!("{}·{role}", desk.unit_name(unit)))
        });
        Row { posts: posts.collect::<Vec<_>>().join(&bench.say("portal-list-comma")), person }
    });
    let rows = rows.collect();
    let bench = bench.titled(request.lang.say("work-at-people"));
    show(&request, &PeoplePage { bench, rows, missing })
}

#[derive(Template)]
#[template(path = "workbench/person.html")]
struct PersonPage {
    bench: Bench,
    /// The person, unless somebody new is being written.
    person: Option<Person>,
    login: String,
    name: String,
    email: String,
    posts: Vec<(String, String)>,
    closed: bool,
    units: Vec<(String, String)>,
    errors: Vec<form::FieldError>,
    /// A link that was just made, with the day until which it holds.
    link: Option<(String, String)>,
    /// Why it could not be saved.
    refused: Option<String>,
    saved: bool,
}

impl PersonPage {
    fn error(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field == field)?;
        Some(self.bench.say(&format!("work-field-{}", error.code)))
    }

    /// Whether the person is as somebody wants them.
    fn is(&self, wanted: &Draft, closed: bool) -> bool {
        self.person.as_ref().is_some_and(|person| {
            (&person.login, &person.name, &person.email) == (&wanted.login, &wanted.name, &wanted.email)
                && person.posts == wanted.posts
                && (person.access == Access::Closed) == closed
        })
    }

    /// The person as they are, in words: what somebody else has just saved.
    fn now(&self) -> String {
        let Some(person) = &self.person else { return String::new() };
        let unit =
            |code: &str| self.units.iter().find(|(known, _)| known == code).map_or(code, |(_, name)| name).to_string();
        let post = |post: &Post| {
            let role = role(self.bench.lang, post.role);
            post.unit.as_deref().map_or_else(|| role.clone(), |of| format!("{}·{role}", unit(of)))
        };
        let posts: Vec<String> = person.posts.iter().map(post).collect();
        let closed = (person.access == Access::Closed).then(|| self.bench.say("work-access-closed"));
        let parts = [person.name.clone()].into_iter().chain(posts).chain(closed);
        parts.collect::<Vec<_>>().join(&self.bench.say("portal-list-comma"))
    }

    fn version(&self) -> u32 {
        self.person.as_ref().map_or(0, |person| person.version)
    }

    fn roles(&self) -> Vec<(&'static str, String)> {
        Role::ALL.iter().map(|known| (known.code(), role(self.bench.lang, *known))).collect()
    }

    fn action(&self) -> String {
        match &self.person {
            Some(person) => self.bench.to(&format!("/work/people/{}", person.id)),
            None => self.bench.to("/work/people/new"),
        }
    }

    /// The posts with one more line to fill in.
    fn lines(&self) -> Vec<(String, String)> {
        let mut lines = self.posts.clone();
        if lines.len() < POSTS {
            lines.push((String::new(), String::new()));
        }
        lines
    }
}

fn of(bench: Bench, units: Vec<(String, String)>, person: Option<Person>) -> PersonPage {
    let posts = person.iter().flat_map(|person| &person.posts);
    let posts = posts.map(|post| (post.role.code().to_string(), post.unit.clone().unwrap_or_default())).collect();
    let text = |read: fn(&Person) -> String| person.as_ref().map(read).unwrap_or_default();
    PersonPage {
        login: text(|person| person.login.to_string()),
        name: text(|person| person.name.clone()),
        email: text(|person| person.email.clone()),
        closed: person.as_ref().is_some_and(|person| person.access == Access::Closed),
        posts,
        bench,
        units,
        person,
        errors: Vec::new(),
        link: None,
        refused: None,
        saved: false,
    }
}

/// What was written about somebody.
struct Written {
    draft: Draft,
    closed: bool,
}

impl FromForm for Written {
    fn from_form(form: &mut Reader<'_>) -> Option<Written> {
        let login = form.choice("login", |login| login.parse::<Login>().ok());
        let name = form.given("name", 60);
        let email = form.line("email", 200).and_then(|email| {
            let mail = email.is_empty() || (email.contains('@') && !email.contains(char::is_whitespace));
            if mail { Some(email) } else { form.refuse("email", "choice") }
        });
        let posts = posts(form);
        let closed = form.raw("closed") == "yes";
        Some(Written { draft: Draft { login: login?, name: name?, email: email?, posts: posts? }, closed })
    }
}

/// Pairs of role and unit; lines without a role are empty.
fn posts(form: &mut Reader<'_>) -> Option<Vec<Post>> {
    let (roles, units) = (form.all("role"), form.all("unit"));
    let mut posts: Vec<Post> = Vec::new();
    let mut wrong = roles.len() != units.len() || roles.len() > POSTS + 1;
    for (role, unit) in roles.iter().zip(&units).filter(|(role, _)| !role.is_empty()) {
        let Some(role) = Role::read(role) else {
            wrong = true;
            continue;
        };
        let in_unit = matches!(role, Role::Clerk | Role::UnitHead);
        // A clerk of no unit could do nothing, and an office is not of a unit.
        if in_unit == unit.is_empty() && role != Role::Member {
            wrong = true;
        }
        let post = Post { role, unit: (!unit.is_empty()).then(|| (*unit).to_string()) };
        if !posts.contains(&post) {
            posts.push(post);
        }
    }
    if wrong { form.refuse("posts", "posts") } else { Some(posts) }
}

fn id(request: &PageRequest) -> Result<UserId, HttpError> {
    request.param(0).parse().map_err(|_| HttpError::Absent(Absent::Page))
}

async fn opened(site: &Site, request: &PageRequest, id: Option<UserId>) -> Result<(app::Ctx, PersonPage), HttpError> {
    let AtWork { ctx, desk, bench, .. } = AtWork::at(site, request, "people").await?;
    let person = match id {
        Some(id) => Some(accounts::person(&ctx, id).await?),
        None => {
            accounts::list(&ctx).await?;
            None
        }
    };
    let held =
        |code: &str| person.iter().flat_map(|person| &person.posts).any(|post| post.unit.as_deref() == Some(code));
    let offered = desk.units.iter().filter(|unit| !desk.closed_units.contains(&unit.code) || held(&unit.code));
    let units = offered.map(|unit| (unit.code.clone(), unit.name.clone())).collect();
    let title = person.as_ref().map_or_else(|| bench.say("work-person-new"), |person| person.name.clone());
    let page = of(bench.titled(title), units, person);
    Ok((ctx, page))
}

/// A form for somebody new.
pub(crate) async fn blank(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, page) = opened(&site, &request, None).await?;
    show(&request, &page)
}

/// Somebody.
pub(crate) async fn person(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, page) = opened(&site, &request, Some(id(&request)?)).await?;
    let saved = request.told(Tells::Saved).is_some();
    show(&request, &PersonPage { saved, ..page })
}

/// Enters somebody new, and shows the link that lets them in.
pub(crate) async fn enter(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    keep(&site, &request, None).await
}

/// Saves somebody, or makes a new link for them.
pub(crate) async fn save(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let id = id(&request)?;
    if form::fields(&request)?.get("act") == "invite" {
        let (ctx, _) = opened(&site, &request, Some(id)).await?;
        return invited(&site, &request, &ctx, id).await;
    }
    keep(&site, &request, Some(id)).await
}

async fn keep(site: &Site, request: &PageRequest, id: Option<UserId>) -> Result<Response, HttpError> {
    let (ctx, page) = opened(site, request, id).await?;
    let fields = form::fields(request)?;
    let again = |page: PersonPage| typed(page, &fields);
    let written = match form::read::<Written>(request) {
        Ok(written) => written,
        Err(FormError::Rejected(Rejected { errors, .. })) => {
            let page = PersonPage { errors, ..again(page) };
            return show_as(request, StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(other) => return Err(other.into()),
    };
    // The version that the form was made for: a save in between is a conflict, and no post that was taken comes back.
    let version = fields.get("version").parse().unwrap_or_default();
    let before = page.person.clone().map(|person| Person { version, ..person });
    let wanted = written.draft.clone();
    match accounts::save(&ctx, before, written.draft, written.closed).await {
        Ok(saved) if id.is_none() => invited(site, request, &ctx, saved).await,
        Ok(saved) => Ok(go_on(request, &format!("/work/people/{saved}?saved=1"))),
        Err(app::Error::Taken { .. }) => {
            let errors = vec![form::FieldError { field: "login", code: "taken" }];
            show_as(request, StatusCode::CONFLICT, &PersonPage { errors, ..again(page) })
        }
        // Somebody's own second press is no change of somebody else's.
        Err(app::Error::Conflict { .. }) if page.is(&wanted, written.closed) => {
            Ok(go_on(request, &format!("/work/people/{}?saved=1", page.person.map(|one| one.id).unwrap_or(UserId(0)))))
        }
        Err(app::Error::Conflict { .. }) => {
            let refused = Some(page.bench.say1("work-person-otherwise", "now", page.now()));
            show_as(request, StatusCode::CONFLICT, &PersonPage { refused, ..again(page) })
        }
        Err(app::Error::Lonely) => {
            let refused = Some(page.bench.say("http-lonely"));
            show_as(request, StatusCode::CONFLICT, &PersonPage { refused, ..again(page) })
        }
        Err(error) => Err(error.into()),
    }
}

/// The page with what was typed.
fn typed(page: PersonPage, fields: &Fields) -> PersonPage {
    let all = |name: &str| {
        fields
            .pairs()
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.clone())
            .collect::<Vec<_>>()
    };
    let posts = all("role").into_iter().zip(all("unit")).filter(|(role, _)| !role.is_empty()).collect();
    let text = |name: &str| fields.get(name).to_string();
    let closed = fields.get("closed") == "yes";
    PersonPage { login: text("login"), name: text("name"), email: text("email"), closed, posts, ..page }
}

/// The page with a link that was just made: it is shown this once.
async fn invited(site: &Site, request: &PageRequest, ctx: &app::Ctx, id: UserId) -> Result<Response, HttpError> {
    let Invitation { token, ends_at, .. } = accounts::invite(ctx, id).await?;
    let (_, page) = opened(site, request, Some(id)).await?;
    let path = page.bench.to(&format!("/work/invitation/{}", token.reveal()));
    let link = match &site.portal.settings().origin {
        Some(origin) => format!("{origin}{path}"),
        None => path,
    };
    let until = page.bench.moment(&ends_at);
    show(request, &PersonPage { link: Some((link, until)), ..page })
}
