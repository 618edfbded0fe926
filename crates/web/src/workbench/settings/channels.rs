//! Channels: the list, and one of them.

use super::form::{Field, Input, Typed};
use super::units::{refused_words, renamed};
use super::{at, channel_kind, may, which, with};
use crate::error::{Absent, HttpError};
use crate::http::form;
use crate::http::request::{PageRequest, Tells};
use crate::portal::site::Site;
use crate::workbench::bench::{Bench, go_on, show, show_as};
use app::ledger::CodeOf;
use app::setup::{self, ChannelRow, ChannelWish};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use domain::policy::{Permission, Relation};
use domain::school::ChannelKind;
use std::sync::Arc;

/// Longest name and remark, in characters, as in ledger files.
const NAME: usize = 200;
const TEXT: usize = 2_000;

#[derive(Template)]
#[template(path = "workbench/settings/channels.html")]
struct ChannelsPage {
    bench: Bench,
    tab: &'static str,
    rows: Vec<ChannelRow>,
    may_change: bool,
    done: Option<String>,
}

impl ChannelsPage {
    fn kind(&self, row: &ChannelRow) -> String {
        channel_kind(&self.bench, row.channel.kind)
    }

    fn line(&self, row: &ChannelRow) -> String {
        self.bench.say(if row.channel.kind.on_line() { "setting-on-line" } else { "setting-off-line" })
    }

    fn link(&self, row: &ChannelRow) -> String {
        self.bench.to_with("/work/settings/channel", "code", &row.channel.code)
    }

    fn former(&self, row: &ChannelRow) -> String {
        row.channel.former.join(&self.bench.say("portal-list-comma"))
    }
}

fn done(bench: &Bench, request: &PageRequest) -> Option<String> {
    let known = ["added", "saved", "renamed", "merged", "closed", "reopened"];
    let done = request.told(Tells::Done).filter(|done| known.contains(&done.as_str()))?;
    Some(bench.say(&format!("setting-channel-{done}")))
}

/// The list.
pub(crate) async fn channels(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench) = at(&site, &request, "setting-at-channels").await?;
    let rows = setup::channels(&ctx).await?;
    let may_change = may(&ctx, Permission::KeepCatalogue);
    let done = done(&bench, &request);
    show(&request, &ChannelsPage { bench, tab: "channels", rows, may_change, done })
}

#[derive(Template)]
#[template(path = "workbench/settings/channel.html")]
struct ChannelPage {
    bench: Bench,
    row: Option<ChannelRow>,
    fields: Vec<Field>,
    rename: Option<String>,
    rename_error: Option<String>,
    may_change: bool,
    done: Option<String>,
}

impl ChannelPage {
    /// Which one its forms are about.
    fn at(&self) -> &str {
        self.row.as_ref().map_or("", |row| row.channel.code.as_str())
    }
}

async fn opened(site: &Site, request: &PageRequest) -> Result<(app::Ctx, Bench, Option<ChannelRow>), HttpError> {
    let (ctx, bench) = at(site, request, "setting-channel-new").await?;
    let Some(code) = which(request, "code") else {
        ctx.allow(Permission::KeepCatalogue, Relation::School)?;
        return Ok((ctx, bench, None));
    };
    let row = setup::channels(&ctx).await?.into_iter().find(|row| row.channel.code == code);
    let row = row.ok_or(HttpError::Absent(Absent::Page))?;
    Ok((ctx, bench.titled(row.channel.name.clone()), Some(row)))
}

fn page(ctx: &app::Ctx, bench: Bench, row: Option<ChannelRow>, typed: &Typed) -> ChannelPage {
    let channel = row.as_ref().map(|row| &row.channel);
    let kinds = ChannelKind::ALL.iter().map(|kind| {
        let line = bench.say(if kind.on_line() { "setting-on-line" } else { "setting-off-line" });
        (kind.code().to_string(), format!("{}（{line}）", channel_kind(&bench, *kind)))
    });
    let kind = channel.map_or(ChannelKind::Website, |channel| channel.kind).code();
    let mut fields = Vec::new();
    if channel.is_none() {
        fields.push(typed.field(&bench, "code", "channel-code", "", Input::Line));
        fields.push(typed.field(&bench, "name", "channel-name", "", Input::Line));
    }
    fields.push(typed.field(&bench, "kind", "channel-kind", kind, Input::Choice(kinds.collect())));
    let address = channel.map_or("", |channel| channel.address.as_str());
    fields.push(typed.field(&bench, "address", "channel-address", address, Input::Line));
    fields.push(typed.field(&bench, "note", "note", channel.map_or("", |channel| channel.note.as_str()), Input::Area));
    let rename = channel.map(|channel| channel.name.clone());
    let may_change = may(ctx, Permission::KeepCatalogue);
    ChannelPage { bench, row, fields, rename, rename_error: None, may_change, done: None }
}

/// A channel, or a form for a new one.
pub(crate) async fn channel(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench, row) = opened(&site, &request).await?;
    let done = done(&bench, &request);
    show(&request, &ChannelPage { done, ..page(&ctx, bench, row, &Typed::default()) })
}

/// What was written about a channel.
struct Written(ChannelWish);

impl form::FromForm for Written {
    fn from_form(form: &mut form::Reader<'_>) -> Option<Written> {
        let code = form.line("code", 40);
        let name = form.line("name", NAME);
        let kind = form.choice("kind", ChannelKind::read);
        let address = form.line("address", TEXT);
        let note = form.line("note", TEXT);
        Some(Written(ChannelWish { code: code?, name: name?, kind: kind?, address: address?, note: note? }))
    }
}

/// Enters, describes, renames or closes a channel.
pub(crate) async fn act(site: Arc<Site>, request: PageRequest) -> Result<Response, HttpError> {
    let (ctx, bench, row) = opened(&site, &request).await?;
    let fields = form::fields(&request)?;
    let code = row.as_ref().map(|row| row.channel.code.clone());
    let back = |code: &str, done: &str| {
        Ok(go_on(&request, &format!("{}&done={done}", with("/work/settings/channel", "code", code))))
    };
    match (fields.get("act"), code) {
        ("rename", Some(code)) => match renamed(&ctx, CodeOf::Channel, &code, fields.get("to")).await {
            Ok(()) => back(&code, "renamed"),
            Err(refusal) => {
                let words = refused_words(&bench, refusal)?;
                let to = fields.get("to").to_string();
                let page = page(&ctx, bench, row, &Typed::default());
                let page = ChannelPage { rename: Some(to), rename_error: Some(words), ..page };
                show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page)
            }
        },
        (act @ ("close" | "reopen"), Some(code)) => {
            setup::close_channel(&ctx, &code, act == "close").await?;
            back(&code, if act == "close" { "closed" } else { "reopened" })
        }
        (_, code) => {
            let wish = match form::read::<Written>(&request) {
                Ok(Written(wish)) => wish,
                Err(form::FormError::Rejected(rejected)) => {
                    let typed = Typed::with(&bench, rejected.typed, &rejected.errors);
                    return show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page(&ctx, bench, row, &typed));
                }
                Err(other) => return Err(other.into()),
            };
            let saved = match &code {
                Some(code) => {
                    let wish = ChannelWish { code: code.clone(), ..wish };
                    setup::change_channel(&ctx, wish, fields.get("seen")).await?.map(|()| code.clone())
                }
                None => {
                    let code = wish.code.clone();
                    setup::add_channel(&ctx, wish).await?.map(|()| code)
                }
            };
            match saved {
                Ok(at) => back(&at, if code.is_some() { "saved" } else { "added" }),
                Err(wrong) => {
                    let typed = Typed::refused(&bench, fields, &wrong);
                    show_as(&request, StatusCode::UNPROCESSABLE_ENTITY, &page(&ctx, bench, row, &typed))
                }
            }
        }
    }
}
