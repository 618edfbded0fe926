//! Channels as a list and one by one: entered, described, closed. Other names and merging are `ledger::mend`'s.

use super::units::fits;
use super::{Wrong, digest, is_code, owner};
use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use domain::school::{Channel, ChannelKind};
use store::{CodeOf, Reader, Saved};

/// A channel with what went out over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelRow {
    /// The channel.
    pub channel: Channel,
    /// Releases over it.
    pub releases: u64,
    /// Since when it is closed.
    pub closed: Option<NaiveDate>,
    /// Names this state of it.
    pub seen: String,
}

/// What somebody writes about a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelWish {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: ChannelKind,
    /// Address, number or place.
    pub address: String,
    /// Remark.
    pub note: String,
}

/// All channels in the order of entry.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see settings.
pub async fn channels(ctx: &Ctx) -> Result<Vec<ChannelRow>> {
    ctx.allow(Permission::SeeSettings, Relation::School)?;
    rows(&ctx.read().await?).await
}

async fn rows(reader: &Reader) -> Result<Vec<ChannelRow>> {
    let closed = reader.closed(CodeOf::Channel).await?;
    let mut rows = Vec::new();
    for channel in reader.channels().await? {
        let releases = reader.named_by(CodeOf::Channel, &channel.code).await?.iter().map(|(_, count)| count).sum();
        let closed = closed.get(&channel.code).copied();
        let seen = digest(&(&channel, closed));
        rows.push(ChannelRow { channel, releases, closed, seen });
    }
    Ok(rows)
}

/// Enters a channel.
///
/// # Errors
/// Inside: what is wrong with what was written.
pub async fn add_channel(ctx: &Ctx, wish: ChannelWish) -> Result<std::result::Result<(), Wrong>> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    if !is_code(&wish.code) {
        return Ok(Err(Wrong::Field("code", "code")));
    }
    if wish.name.trim().is_empty() {
        return Ok(Err(Wrong::Field("name", "required")));
    }
    let known = change.channels().await?;
    for (field, text) in [("code", &wish.code), ("name", &wish.name)] {
        let names = known.iter().map(|one| (one.code.as_str(), one.name.as_str(), one.former.as_slice()));
        if let Some(code) = owner(names, text) {
            let name = known.iter().find(|one| one.code == code).map_or("", |one| one.name.as_str());
            return Ok(Err(Wrong::Taken(field, format!("{name}（{code}）"))));
        }
    }
    let channel = channel_of(wish);
    if let Err(wrong) = fits(change.save_channel(&channel).await)? {
        return Ok(Err(wrong));
    }
    change.commit(Event::new(Act::ChannelWritten, Object::Channel(channel.code))).await?;
    Ok(Ok(()))
}

/// Describes a channel otherwise: all but its code and name.
///
/// # Errors
/// [`Error::Conflict`] when it is not as it was seen; [`Error::NotFound`] when there is none of this code.
pub async fn change_channel(ctx: &Ctx, wish: ChannelWish, seen: &str) -> Result<std::result::Result<(), Wrong>> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    let row = row(&change, &wish.code).await?;
    if row.seen != seen {
        return Err(Error::Conflict { kind: "channel", key: wish.code });
    }
    let channel = Channel { name: row.channel.name, former: row.channel.former, ..channel_of(wish) };
    match fits(change.save_channel(&channel).await)? {
        Err(wrong) => return Ok(Err(wrong)),
        Ok(Saved::Same) => return Ok(Ok(())),
        Ok(_) => {}
    }
    change.commit(Event::new(Act::ChannelWritten, Object::Channel(channel.code))).await?;
    Ok(Ok(()))
}

/// Closes a channel, or takes it into use again; what went out over it stays.
///
/// # Errors
/// [`Error::NotFound`] when there is none of this code.
pub async fn close_channel(ctx: &Ctx, code: &str, closes: bool) -> Result<()> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    if row(&change, code).await?.closed.is_some() == closes {
        return Ok(());
    }
    change.save_closed(CodeOf::Channel, code, closes.then(|| ctx.today())).await?;
    let act = if closes { Act::ChannelClosed } else { Act::ChannelReopened };
    change.commit(Event::new(act, Object::Channel(code.to_string()))).await?;
    Ok(())
}

async fn row(reader: &Reader, code: &str) -> Result<ChannelRow> {
    let found = rows(reader).await?.into_iter().find(|row| row.channel.code == code);
    found.ok_or_else(|| Error::NotFound { kind: "channel", key: code.to_string() })
}

fn channel_of(wish: ChannelWish) -> Channel {
    let ChannelWish { code, name, kind, address, note } = wish;
    Channel { code, name: name.trim().to_string(), kind, address, note, former: Vec::new() }
}
