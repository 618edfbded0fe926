//! Units as a list and one by one: entered, described, closed. Other names and merging are `ledger::mend`'s.

use super::{digest, is_code, owner};
use crate::context::Ctx;
use crate::error::{Error, Result};
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::catalogue::edition::newest;
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::person::Access;
use domain::policy::{Desk, Permission, Relation, Role};
use domain::school::{School, Unit, UnitKind};
use store::{CodeOf, Filter, Page, Reader};

/// How far records have come that somebody still has to do something about.
const ON_THEIR_WAY: [&str; 4] = ["draft", "unit_review", "secrecy_review", "approved"];

/// A unit with what is its.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// The unit.
    pub unit: Unit,
    /// Its people: who, their name, and as what.
    pub people: Vec<(UserId, String, Role)>,
    /// Items it answers for in the newest edition of the catalogue.
    pub items: Vec<ItemKey>,
    /// Records that are its, on their way or public.
    pub records: u64,
    /// Since when it is closed.
    pub closed: Option<NaiveDate>,
    /// Names this state of it.
    pub seen: String,
}

impl UnitRow {
    /// Names of those with this post in it.
    pub fn holding(&self, role: Role) -> Vec<&str> {
        self.people.iter().filter(|(.., held)| *held == role).map(|(_, name, _)| name.as_str()).collect()
    }
}

/// What somebody writes about a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitWish {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// Code of the unit above; empty without one.
    pub parent: String,
    /// Its part in disclosure.
    pub duty: String,
    /// Who makes it up, for bodies.
    pub members: String,
    /// Remark.
    pub note: String,
}

/// What is wrong with what somebody wrote, by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// A field, and a message key under `setting-wrong-`.
    Field(&'static str, &'static str),
    /// A field whose text is somebody else's already: whose.
    Taken(&'static str, String),
    /// A field with personal data, masked.
    Personal(&'static str, String),
    /// It cannot be closed: what is still its, message keys under `setting-still-`, and how many.
    Still(Vec<(&'static str, u64)>),
}

/// All units in the order of entry.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see settings.
pub async fn units(ctx: &Ctx) -> Result<Vec<UnitRow>> {
    ctx.allow(Permission::SeeSettings, Relation::School)?;
    rows(&ctx.read().await?).await
}

async fn rows(reader: &Reader) -> Result<Vec<UnitRow>> {
    let (people, closed) = (reader.people().await?, reader.closed(CodeOf::Unit).await?);
    let kind = School::of(reader.facts().await?).kind();
    let catalogue = newest(kind, &reader.item_settings().await?)?;
    let mut rows = Vec::new();
    for unit in reader.units().await? {
        let mut held: Vec<(UserId, String, Role)> = Vec::new();
        for person in people.iter().filter(|person| person.access != Access::Closed) {
            for post in person.posts.iter().filter(|post| post.unit.as_deref() == Some(unit.code.as_str())) {
                held.push((person.id, person.name.clone(), post.role));
            }
        }
        held.sort_by_key(|(id, _, role)| (*role, *id));
        held.dedup();
        let own = |item: &&domain::catalogue::Item| item.unit.as_deref() == Some(unit.code.as_str());
        let items = catalogue.items.iter().filter(own).map(|item| item.key.clone()).collect();
        let records = reader.named_by(CodeOf::Unit, &unit.code).await?;
        let records = records.iter().filter(|(table, _)| *table == "record").map(|(_, count)| count).sum();
        let closed = closed.get(&unit.code).copied();
        let seen = digest(&(&unit, closed));
        rows.push(UnitRow { unit, people: held, items, records, closed, seen });
    }
    Ok(rows)
}

/// Enters a unit.
///
/// # Errors
/// Inside: what is wrong with what was written. Outside: [`Error::Forbidden`], and of the database.
pub async fn add_unit(ctx: &Ctx, wish: UnitWish) -> Result<std::result::Result<(), Wrong>> {
    ctx.allow(Permission::ManageUnits, Relation::School)?;
    let mut change = ctx.write().await?;
    let known = change.units().await?;
    if let Some(wrong) = unfit(&known, &wish) {
        return Ok(Err(wrong));
    }
    let unit = unit_of(wish);
    if let Err(wrong) = fits(change.save_unit(&unit).await)? {
        return Ok(Err(wrong));
    }
    change.commit(Event::new(Act::UnitWritten, Object::Unit(unit.code))).await?;
    Ok(Ok(()))
}

/// Describes a unit otherwise: all but its code and name.
///
/// # Errors
/// [`Error::Conflict`] when it is not as it was seen; [`Error::NotFound`] when there is none of this code.
pub async fn change_unit(ctx: &Ctx, wish: UnitWish, seen: &str) -> Result<std::result::Result<(), Wrong>> {
    ctx.allow(Permission::ManageUnits, Relation::School)?;
    let mut change = ctx.write().await?;
    let row = row(&change, &wish.code).await?;
    if row.seen != seen {
        return Err(Error::Conflict { kind: "unit", key: wish.code });
    }
    let known = change.units().await?;
    if let Some(wrong) = wrong_parent(&known, &wish) {
        return Ok(Err(wrong));
    }
    let unit = Unit { name: row.unit.name, former: row.unit.former, ..unit_of(wish) };
    match fits(change.save_unit(&unit).await)? {
        Err(wrong) => return Ok(Err(wrong)),
        Ok(store::Saved::Same) => return Ok(Ok(())),
        Ok(_) => {}
    }
    change.commit(Event::new(Act::UnitWritten, Object::Unit(unit.code))).await?;
    Ok(Ok(()))
}

/// Closes a unit, or takes it into use again. What is done under its name stays; whoever still has something there first has it
/// elsewhere.
///
/// # Errors
/// [`Error::NotFound`] when there is none of this code.
pub async fn close_unit(ctx: &Ctx, code: &str, closes: bool) -> Result<std::result::Result<(), Wrong>> {
    ctx.allow(Permission::ManageUnits, Relation::School)?;
    let mut change = ctx.write().await?;
    let row = row(&change, code).await?;
    if row.closed.is_some() == closes {
        return Ok(Ok(()));
    }
    if closes {
        let drafts = change.item_drafts().await?;
        let drafted = drafts.iter().filter(|draft| draft.unit.as_deref() == Some(code)).count() as u64;
        let desk = Some(Desk::Units([code.to_string()].into()));
        let moving = Filter { desk, progress: ON_THEIR_WAY.to_vec(), ..Filter::default() };
        let moving = change.desk_lines(&moving, Page::first(100)).await?.rows.len() as u64;
        let still =
            [("items", row.items.len() as u64 + drafted), ("people", row.people.len() as u64), ("records", moving)];
        let still: Vec<(&'static str, u64)> = still.into_iter().filter(|(_, count)| *count > 0).collect();
        if !still.is_empty() {
            return Ok(Err(Wrong::Still(still)));
        }
    }
    change.save_closed(CodeOf::Unit, code, closes.then(|| ctx.today())).await?;
    let act = if closes { Act::UnitClosed } else { Act::UnitReopened };
    change.commit(Event::new(act, Object::Unit(code.to_string()))).await?;
    Ok(Ok(()))
}

async fn row(reader: &Reader, code: &str) -> Result<UnitRow> {
    let found = rows(reader).await?.into_iter().find(|row| row.unit.code == code);
    found.ok_or_else(|| Error::NotFound { kind: "unit", key: code.to_string() })
}

fn unit_of(wish: UnitWish) -> Unit {
    let UnitWish { code, name, kind, parent, duty, members, note } = wish;
    Unit { code, name: name.trim().to_string(), kind, parent, duty, members, note, former: Vec::new() }
}

/// What a new unit cannot be.
pub(super) fn unfit(known: &[Unit], wish: &UnitWish) -> Option<Wrong> {
    if !is_code(&wish.code) {
        return Some(Wrong::Field("code", "code"));
    }
    if wish.name.trim().is_empty() {
        return Some(Wrong::Field("name", "required"));
    }
    let names = || known.iter().map(|unit| (unit.code.as_str(), unit.name.as_str(), unit.former.as_slice()));
    let shown = |code: &str| {
        let unit = known.iter().find(|unit| unit.code == code);
        unit.map_or_else(|| code.to_string(), |unit| format!("{}（{code}）", unit.name))
    };
    for (field, text) in [("code", &wish.code), ("name", &wish.name)] {
        if let Some(code) = owner(names(), text) {
            return Some(Wrong::Taken(field, shown(code)));
        }
    }
    wrong_parent(known, wish)
}

/// A unit above that is not there, or that is below this one.
fn wrong_parent(known: &[Unit], wish: &UnitWish) -> Option<Wrong> {
    let mut above = wish.parent.as_str();
    for _ in 0..=known.len() {
        if above.is_empty() {
            return None;
        }
        if above == wish.code {
            return Some(Wrong::Field("parent", "circle"));
        }
        match known.iter().find(|unit| unit.code == above) {
            Some(unit) => above = &unit.parent,
            None if above == wish.parent => return Some(Wrong::Field("parent", "choice")),
            None => return None,
        }
    }
    // A circle above it that was there before: not this form's to mend.
    None
}

/// What the gate for personal data says of one field.
pub(super) fn fits<T>(saved: Result<T>) -> Result<std::result::Result<T, Wrong>> {
    match saved {
        Ok(saved) => Ok(Ok(saved)),
        Err(Error::Personal(found)) => match found.into_iter().next() {
            Some(one) => Ok(Err(Wrong::Personal(one.field, one.masked))),
            None => Err(Error::internal(anyhow::anyhow!("personal data without a finding"))),
        },
        Err(error) => Err(error),
    }
}
