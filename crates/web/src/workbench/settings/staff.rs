//! Units and people from a list: a template to fill in, what a list comes to, and the links of those who were invited, once.

use super::{at, unit_kind};
use crate::error::HttpError;
use crate::http::cache::{CachePolicy, Finished};
use crate::http::form;
use crate::http::parts::{self, SentFile};
use crate::http::reply;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, role, show, show_as};
use app::guard::words::unreadable;
use app::setup::{self, Applied, Grid, PersonStep, RowFault, StaffPlan, Step};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::{Permission, Relation};
use domain::school::Unit;
use std::sync::Arc;

/// Media type of a workbook.
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Template)]
#[template(path = "workbench/settings/staff.html")]
struct StaffPage {
    bench: Bench,
    units: Vec<Unit>,
    /// What a list comes to, with the list as it goes along to be applied.
    plan: Option<(StaffPlan, String)>,
    hidden: bool,
    cut: bool,
    refused: Option<String>,
    applied: Option<(Applied, Vec<Link>)>,
}

/// Somebody who was invited, with what to hand them.
struct Link {
    name: String,
    login: String,
    address: String,
    until: String,
}

impl StaffPage {
    fn unit(&self, code: &str) -> String {
        let planned = self.plan.iter().flat_map(|(plan, _)| plan.units.iter().map(|step| &step.unit));
        let found = self.units.iter().chain(planned).find(|unit| unit.code == code);
        found.map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }

    fn posts(&self, person: &PersonStep) -> String {
        let posts = person.posts.iter().map(|post| {
            let role = role(self.bench.lang, post.role);
            post.unit.as_ref().map_or(role.clone(), |unit| format!("{}·{role}", self.unit(unit)))
        });
        posts.collect::<Vec<_>>().join(&self.bench.say("portal-list-comma"))
    }

    /// What somebody is now, where the list changes it.
    fn was(&self, person: &PersonStep) -> Option<String> {
        let before = person.before.as_ref().filter(|_| person.step == Step::Changed)?;
        let before = PersonStep { posts: before.posts.clone(), ..person.clone() };
        let posts = self.posts(&before);
        let mut was = vec![if posts.is_empty() { "—".to_string() } else { posts }];
        let name = person.before.as_ref().map(|before| before.name.clone()).unwrap_or_default();
        if name != person.name {
            was.insert(0, name);
        }
        Some(was.join("　"))
    }

    fn step(&self, step: &Step) -> String {
        self.bench.say(match step {
            Step::New => "setting-step-new",
            Step::Changed => "setting-step-changed",
            Step::Same => "setting-step-same",
        })
    }

    fn fault(&self, fault: &RowFault) -> String {
        let key = format!("setting-staff-{}", fault.code);
        self.bench.say1(&key, "text", app::guard::shown(&fault.text))
    }

    /// Whether the links are without the address of the site.
    fn lacks_origin(&self) -> bool {
        self.applied.iter().flat_map(|(_, links)| links).any(|link| link.address.starts_with('/'))
    }

    /// How many units and people are in a step.
    fn count(&self, step: Step) -> usize {
        let Some((plan, _)) = &self.plan else { return 0 };
        plan.units.iter().filter(|one| one.step == step).count()
            + plan.people.iter().filter(|one| one.step == step).count()
    }

    fn unit_kind(&self, unit: &Unit) -> String {
        unit_kind(&self.bench, unit.kind)
    }
}

async fn page(site: &Site, request: &PageRequest) -> Result<(app::Ctx, StaffPage), HttpError> {
    let (ctx, bench) = at(site, request, "setting-staff").await?;
    ctx.allow(Permission::ManagePeople, Relation::School)?;
    let units = setup::units(&ctx).await?.into_iter().map(|row| row.unit).collect();
    let page = StaffPage { bench, units, plan: None, hidden: false, cut: false, refused: None, applied: None };
    Ok((ctx, page))
}

/// The form for a list.
pub(crate) async fn staff(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, page) = page(&site, &request).await?;
    show(&request, &page)
}

/// The template to fill in.
pub(crate) async fn template(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, _) = at(&site, &request, "setting-staff").await?;
    let bytes = setup::staff_template(&ctx)?;
    let finished = Finished::file(XLSX, bytes, "units-and-people.xlsx".to_string());
    Ok(reply::finished(&PageRequest { cache: CachePolicy::Never, ..request }, &finished))
}

/// Reads a list and shows what it comes to, or does what was shown.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, page) = page(&site, &request).await?;
    if request.media_type == form::MEDIA_TYPE {
        return apply(&site, &request, &ctx, page).await;
    }
    let sent = parts::read(&request).await?;
    let Some(SentFile { name, bytes }) = sent.files.into_iter().next() else {
        let refused = Some(page.bench.say("work-file-none"));
        return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &StaffPage { refused, ..page });
    };
    let (file, lang) = (name.clone(), request.lang);
    let work = move || setup::read_grid(&name, &bytes);
    let grid = match tokio::task::spawn_blocking(work).await.map_err(|error| HttpError::Internal(error.into()))? {
        Ok(grid) => grid,
        Err(error) => {
            let why = unreadable(lang, &error);
            let refused = Some(lang.say_with("work-file-unreadable", &[("file", &file), ("why", &why)]));
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &StaffPage { refused, ..page });
        }
    };
    if grid.cleaned {
        request.cleaned.set();
    }
    let plan = setup::plan_staff(&ctx, &grid).await?;
    show(&request, &planned(page, plan, &grid)?)
}

fn planned(page: StaffPage, plan: StaffPlan, grid: &Grid) -> Result<StaffPage, HttpError> {
    let carried = serde_json::to_string(grid).map_err(|error| HttpError::Internal(error.into()))?;
    Ok(StaffPage { hidden: grid.hidden, cut: grid.cut, plan: Some((plan, carried)), ..page })
}

async fn apply(site: &Site, request: &PageRequest, ctx: &app::Ctx, page: StaffPage) -> Result<Response, HttpError> {
    let fields = form::fields(request)?;
    let grid: Grid = serde_json::from_str(fields.get("list")).map_err(|_| HttpError::Unknown)?;
    let ticked: Vec<String> =
        fields.pairs().iter().filter(|(name, _)| name == "take").map(|(_, login)| login.clone()).collect();
    match setup::apply_staff(ctx, &grid, fields.get("seen"), &ticked).await {
        Ok(applied) => {
            let link = |one: &setup::Invited| {
                let path = page.bench.to(&format!("/work/invitation/{}", one.invitation.token.reveal()));
                let origin = site.portal.settings().origin.clone().unwrap_or_default();
                Link {
                    name: one.name.clone(),
                    login: one.login.to_string(),
                    address: format!("{origin}{path}"),
                    until: page.bench.moment(&one.invitation.ends_at),
                }
            };
            let links = applied.invited.iter().map(link).collect();
            show(request, &StaffPage { applied: Some((applied, links)), ..page })
        }
        Err(app::Error::Conflict { .. }) => {
            let plan = setup::plan_staff(ctx, &grid).await?;
            let refused = Some(page.bench.say("setting-staff-otherwise"));
            show_as(request, StatusCode::CONFLICT, &StaffPage { refused, ..planned(page, plan, &grid)? })
        }
        Err(app::Error::Lonely) => {
            let refused = Some(page.bench.say("http-lonely"));
            show_as(request, StatusCode::CONFLICT, &StaffPage { refused, ..page })
        }
        Err(error) => Err(error.into()),
    }
}
