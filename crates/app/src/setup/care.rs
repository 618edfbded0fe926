//! Who looks after an item, and for whom records of it usually are. It holds from the moment it is said, for it is no part of an
//! edition of the catalogue.

use super::digest;
use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::care::{Care, may_care};
use domain::catalogue::ItemKey;
use domain::event::{Act, Event, Object};
use domain::ids::UserId;
use domain::person::Person;
use domain::policy::{Permission, Relation};
use domain::record::Audience;
use domain::school::School;
use store::Reader;

/// What is said of an item, and of whom it may be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareView {
    /// What is said.
    pub care: Care,
    /// Who may look after it: those who work for its unit, and the disclosure office.
    pub people: Vec<Person>,
    /// Name of whoever is named and no longer may: reminders go to the clerks of the unit.
    pub gone: Option<String>,
}

impl CareView {
    async fn load(reader: &Reader, item: &ItemKey) -> Result<CareView> {
        let kind = School::of(reader.facts().await?).kind();
        let newest = domain::catalogue::edition::newest(kind, &reader.item_settings().await?)?;
        let absent = || Error::NotFound { kind: "item", key: item.to_string() };
        let unit = newest.item(item).ok_or_else(absent)?.unit.clone();
        let cares = reader.cares().await?;
        let care = cares.into_iter().find(|care| care.item == *item).unwrap_or_else(|| Care::of(item.clone()));
        let everybody = reader.people().await?;
        let named = care.person.and_then(|id| everybody.iter().find(|person| person.id == id));
        let gone = named.filter(|person| !may_care(person, unit.as_deref())).map(|person| person.name.clone());
        let people = everybody.into_iter().filter(|person| may_care(person, unit.as_deref())).collect();
        Ok(CareView { care, people, gone })
    }

    /// Names what is said, so that nobody writes over what they did not see.
    pub fn seen(&self) -> String {
        digest(&self.care)
    }
}

/// What is said of an item.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see settings; [`Error::NotFound`] for an item that is not in the newest edition.
pub async fn care(ctx: &Ctx, item: &ItemKey) -> Result<CareView> {
    ctx.allow(Permission::SeeSettings, Relation::School)?;
    CareView::load(&ctx.read().await?, item).await
}

/// Says who looks after an item and for whom its records usually are.
///
/// # Errors
/// [`Error::Conflict`] when it is not as it was seen; [`Error::NotFound`] for an item that is not there, or a person who does not
/// work for its unit.
pub async fn set_care(
    ctx: &Ctx,
    item: &ItemKey,
    person: Option<UserId>,
    audience: Option<Audience>,
    seen: &str,
) -> Result<()> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    let view = CareView::load(&change, item).await?;
    if view.seen() != seen {
        return Err(Error::Conflict { kind: "item", key: item.to_string() });
    }
    if let Some(id) = person
        && !view.people.iter().any(|one| one.id == id)
    {
        return Err(Error::NotFound { kind: "person", key: id.to_string() });
    }
    let care = Care { item: item.clone(), person, audience };
    if care == view.care {
        return Ok(());
    }
    change.people().save_care(&care).await?;
    let said = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    let event = Event::new(Act::ItemCared, Object::Item(item.to_string()));
    let event = event.with("person", said(person.map(|id| id.to_string())));
    change.commit(event.with("audience", said(audience.map(|one| one.code().to_string())))).await?;
    Ok(())
}
