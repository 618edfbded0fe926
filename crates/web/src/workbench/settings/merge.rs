//! One unit or channel goes into another: what it comes to is shown first, and exactly that is done.

use super::{at, may};
use crate::error::HttpError;
use crate::http::form;
use crate::http::request::PageRequest;
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, go_on, show, show_as};
use app::guard::shown;
use app::ledger::CodeOf;
use app::ledger::mend::{Effect, Task, carry_out, look};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::Permission;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "workbench/settings/merge.html")]
struct MergePage {
    bench: Bench,
    tab: &'static str,
    of: CodeOf,
    /// Where the list of them stands, and what it is called.
    list: String,
    listed: String,
    about: String,
    choices: Vec<(String, String)>,
    from: String,
    into: String,
    /// What it comes to, once that was looked at.
    effect: Vec<String>,
    seen: String,
    refused: Option<String>,
}

fn what(request: &PageRequest, fields: Option<&form::Fields>) -> CodeOf {
    let of = fields.map(|fields| fields.get("of").to_string()).or_else(|| request.query("of")).unwrap_or_default();
    if of == "channel" { CodeOf::Channel } else { CodeOf::Unit }
}

async fn page(site: &Site, request: &PageRequest, of: CodeOf) -> Result<(app::Ctx, MergePage), HttpError> {
    let title = format!("setting-merge-{}", of.code());
    let (ctx, bench) = at(site, request, &title).await?;
    let permission = match of {
        CodeOf::Unit => Permission::ManageUnits,
        CodeOf::Channel => Permission::KeepCatalogue,
    };
    // Merging channels is mending the ledger, which the office may.
    let permission = if may(&ctx, permission) { permission } else { Permission::MendLedger };
    ctx.allow(permission, domain::policy::Relation::School)?;
    let choices = match of {
        CodeOf::Unit => app::setup::units(&ctx).await?.into_iter().map(|row| (row.unit.code, row.unit.name)).collect(),
        CodeOf::Channel => {
            app::setup::channels(&ctx).await?.into_iter().map(|row| (row.channel.code, row.channel.name)).collect()
        }
    };
    let tab = if of == CodeOf::Unit { "units" } else { "channels" };
    let blank = String::new;
    let page = MergePage {
        list: bench.to(&format!("/work/settings/{tab}")),
        listed: bench.say(&format!("setting-at-{tab}")),
        about: bench.say(&format!("setting-merge-{}-about", of.code())),
        bench,
        tab,
        of,
        choices,
        from: request.query("from").unwrap_or_default(),
        into: blank(),
        effect: Vec::new(),
        seen: blank(),
        refused: None,
    };
    Ok((ctx, page))
}

/// The form.
pub(crate) async fn merge(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (_, page) = page(&site, &request, what(&request, None)).await?;
    show(&request, &page)
}

/// Shows what it comes to, or does it.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let fields = form::fields(&request)?;
    let of = what(&request, Some(&fields));
    let (ctx, page) = page(&site, &request, of).await?;
    let (from, into) = (fields.get("from").to_string(), fields.get("into").to_string());
    let task = Task::Merge { of, from: from.clone(), into: into.clone() };
    let effect = match look(&ctx, &task).await {
        Ok(effect) => effect,
        Err(error) => {
            let refused = Some(super::units::refused_words(&page.bench, error)?);
            return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &MergePage { from, into, refused, ..page });
        }
    };
    let seen = digest(&effect);
    if fields.get("act") == "merge" && fields.get("seen") == seen {
        carry_out(&ctx, &task, &effect).await?;
        return Ok(go_on(&request, &format!("/work/settings/{}?done=merged", page.tab)));
    }
    // Looked at for the first time, or it comes to something else by now.
    let refused = (fields.get("act") == "merge").then(|| page.bench.say("setting-merge-otherwise"));
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let effect = effect.facts.iter().map(|fact| {
        let args: Vec<(&'static str, String)> = fact.args.iter().map(|(name, value)| (*name, shown(value))).collect();
        let args: Vec<(&'static str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        page.bench.lang.say_with(&fact.key, &args)
    });
    let effect = effect.collect();
    show_as(&request, status, &MergePage { from, into, effect, seen, refused, ..page })
}

/// Names what was seen.
fn digest(effect: &Effect) -> String {
    format!("{:016x}", domain::fnv::fnv64(format!("{effect:?}").bytes()))
}
