//! Settings: what a college sets up and keeps. `form` is how their forms are drawn; the rest are pages, each an askama struct above
//! its handlers. What may be done is asked of `app::setup`; a page shows a form only to whom it will work for.

pub(crate) mod calendar;
pub(crate) mod catalogue;
pub(crate) mod channels;
mod form;
pub(crate) mod item;
pub(crate) mod merge;
pub(crate) mod publicity;
pub(crate) mod school;
pub(crate) mod staff;
pub(crate) mod technical;
pub(crate) mod units;

use crate::error::HttpError;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{AtWork, Bench, show};
use app::Ctx;
use app::setup;
use askama::Template;
use axum::response::Response;
use domain::policy::{Permission, Relation, Role};
use domain::school::{ChannelKind, UnitKind};
use std::sync::Arc;

/// Where the settings are, in the order of the line above every page.
const TABS: [(&str, &str); 7] = [
    ("school", "/work/settings/school"),
    ("units", "/work/settings/units"),
    ("catalogue", "/work/settings/catalogue"),
    ("channels", "/work/settings/channels"),
    ("publicity", "/work/settings/publicity"),
    ("calendar", "/work/settings/calendar"),
    ("technical", "/work/settings/technical"),
];

impl Bench {
    /// Pages of the settings, for the line above each of them.
    pub(crate) fn setting_tabs(&self) -> [(&'static str, &'static str); 7] {
        TABS
    }

    /// An address of the workbench with one value in its query.
    pub(crate) fn to_with(&self, path: &str, name: &str, value: &str) -> String {
        self.to(&with(path, name, value))
    }
}

/// A path with one value in its query.
pub(crate) fn with(path: &str, name: &str, value: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
    format!("{path}?{query}")
}

/// Somebody at the settings, if they may see them.
async fn at(site: &Site, request: &PageRequest, title: &str) -> Result<(Ctx, Bench), HttpError> {
    let AtWork { ctx, bench, .. } = AtWork::at(site, request, "settings").await?;
    ctx.allow(Permission::SeeSettings, Relation::School)?;
    Ok((ctx, bench.titled(request.lang.say(title))))
}

/// Which one is meant: by the address of a page, or by the field of its form, which has no address to come back to.
fn which(request: &PageRequest, name: &str) -> Option<String> {
    let sent = || crate::http::form::fields(request).ok().map(|fields| fields.get("at").to_string());
    request.query(name).or_else(sent).filter(|which| !which.is_empty())
}

/// What a unit is, in words.
fn unit_kind(bench: &Bench, kind: UnitKind) -> String {
    bench.say(&format!("unit-kind-{}", kind.code()))
}

/// What a channel is, in words.
fn channel_kind(bench: &Bench, kind: ChannelKind) -> String {
    bench.say(&format!("channel-kind-{}", kind.code()))
}

fn may(ctx: &Ctx, permission: Permission) -> bool {
    ctx.allow(permission, Relation::School).is_ok()
}

/// Something that is still to be set up.
struct Open {
    words: String,
    about: String,
    path: &'static str,
}

#[derive(Template)]
#[template(path = "workbench/settings/overview.html")]
struct OverviewPage {
    bench: Bench,
    tab: &'static str,
    open: Vec<Open>,
    people: bool,
}

/// What is set up, and what is still open.
pub(crate) async fn overview(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench) = at(&site, &request, "work-at-settings").await?;
    let mut open = Vec::new();
    let mut note = |words: String, key: &str, path: &'static str| {
        open.push(Open { words, about: bench.say(&format!("setting-open-{key}-about")), path });
    };
    let profile = setup::profile(&ctx).await?;
    let missing = ["name", "code", "office", "phone", "address"];
    let missing: Vec<String> = missing
        .iter()
        .filter(|key| profile.value(key).is_empty())
        .map(|key| bench.say(&format!("setting-fact-{}", key.replace('_', "-"))))
        .collect();
    if !missing.is_empty() {
        let words = bench.say1("setting-open-school", "facts", missing.join(&bench.say("portal-list-comma")));
        note(words, "school", TABS[0].1);
    }
    let units = setup::units(&ctx).await?;
    let headless =
        |row: &&setup::UnitRow| row.closed.is_none() && !row.items.is_empty() && row.holding(Role::UnitHead).is_empty();
    let headless = units.iter().filter(headless).count();
    if units.is_empty() {
        note(bench.say("setting-open-no-units"), "no-units", TABS[1].1);
    } else if headless > 0 {
        note(bench.count("setting-open-headless", headless), "headless", TABS[1].1);
    }
    let catalogue = setup::catalogue(&ctx).await?;
    if catalogue.without_unit() > 0 {
        note(bench.count("setting-open-owners", catalogue.without_unit()), "owners", TABS[2].1);
    }
    if !catalogue.drafts.is_empty() {
        note(bench.count("setting-open-drafts", catalogue.drafts.len()), "drafts", TABS[2].1);
    }
    if setup::channels(&ctx).await?.is_empty() {
        note(bench.say("setting-open-no-channels"), "no-channels", TABS[3].1);
    }
    if let Some(year) = calendar::wanted_soon(&ctx) {
        note(bench.say1("setting-open-calendar", "year", year), "calendar", TABS[5].1);
    }
    let people = may(&ctx, Permission::ManagePeople);
    show(&request, &OverviewPage { bench, tab: "", open, people })
}
