//! The catalogue and its editions: changes are drafted, looked at as a difference, and published together as the next edition
//! that holds from a school year. Nothing that a past year's report says is touched by it.

use super::{digest, plain};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::catalogue::edition::{
    Difference, Unsure, differences, may_hold_from, newest, next_own, settle, touched, unsure, usual_unit, with,
};
use domain::catalogue::{Applicability, Catalogue, Item, ItemKey, ItemSetting, SchoolKind, TimingRule};
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use domain::school::{School, Unit};
use domain::school_year::SchoolYear;
use std::collections::{BTreeMap, BTreeSet};
use store::{CatalogueEdition, CodeOf, Events, Reader};

/// First number of a category of the school's own.
const OWN_CATEGORIES: u8 = 11;

/// The catalogue as it is published and as it is drafted.
#[derive(Debug, Clone)]
pub struct CatalogueView {
    /// What kind of school it is for.
    pub kind: SchoolKind,
    /// All that the school has said.
    pub settings: Vec<ItemSetting>,
    /// The newest edition.
    pub newest: Catalogue,
    /// The same with what is drafted.
    pub next: Catalogue,
    /// What is drafted.
    pub drafts: Vec<ItemSetting>,
    /// Number of the newest edition.
    pub number: u32,
    /// The school year from which the newest edition holds; `None` for always.
    pub from: Option<SchoolYear>,
    /// Editions that were published here, the newest first.
    pub editions: Vec<CatalogueEdition>,
    /// Units that may answer for an item.
    pub units: Vec<Unit>,
    /// Whether whoever looks may change it.
    pub may_change: bool,
}

impl CatalogueView {
    async fn load(ctx: &Ctx, reader: &Reader) -> Result<CatalogueView> {
        let kind = School::of(reader.facts().await?).kind();
        let (settings, drafts) = (reader.item_settings().await?, reader.item_drafts().await?);
        let editions = reader.catalogue_editions().await?;
        let closed = reader.closed(CodeOf::Unit).await?;
        let units = reader.units().await?.into_iter().filter(|unit| !closed.contains_key(&unit.code)).collect();
        let from = settings.iter().filter_map(|setting| setting.from).max();
        let years: BTreeSet<Option<SchoolYear>> = settings.iter().map(|setting| setting.from).collect();
        // What came with ledger files counts by the years from which it holds.
        let came = u32::try_from(years.len().max(1)).unwrap_or(u32::MAX);
        let number = editions.first().map_or(came, |edition| edition.number);
        let newest = newest(kind, &settings)?;
        let next = drafted(kind, &settings, &drafts)?;
        let may_change = ctx.allow(Permission::KeepCatalogue, Relation::School).is_ok();
        Ok(CatalogueView { kind, settings, newest, next, drafts, number, from, editions, units, may_change })
    }

    /// What of an item the school should confirm.
    pub fn unsure(&self, item: &Item) -> Vec<Unsure> {
        let said = with(&self.settings, &self.drafts);
        unsure(item, &said)
    }

    /// Names the state of an item with its draft.
    pub fn seen(&self, key: &ItemKey) -> String {
        digest(&(self.newest.item(key), self.next.item(key)))
    }

    /// Whether a change of the item is drafted.
    pub fn is_drafted(&self, key: &ItemKey) -> bool {
        self.drafts.iter().any(|draft| draft.key == *key)
    }

    /// The unit that usually answers for an item, by its code.
    pub fn usual(&self, key: &ItemKey) -> Option<&str> {
        usual_unit(key, self.units.iter().map(|unit| (unit.code.as_str(), unit.name.as_str())))
    }

    /// What is drafted, as a difference.
    pub fn differences(&self) -> Vec<Difference> {
        differences(&self.newest, &self.next)
    }

    /// Items that apply and for which nobody answers.
    pub fn without_unit(&self) -> usize {
        let open =
            |item: &&Item| item.unit.is_none() && !matches!(item.applicability, Applicability::NotApplicable { .. });
        self.next.items.iter().filter(open).count()
    }
}

/// The newest edition with what is drafted.
fn drafted(kind: SchoolKind, settings: &[ItemSetting], drafts: &[ItemSetting]) -> Result<Catalogue> {
    let mut all: Vec<&ItemSetting> = settings.iter().collect();
    all.sort_by_key(|setting| setting.from);
    Ok(Catalogue::of_school(kind, all.into_iter().chain(drafts))?)
}

/// The catalogue.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see settings.
pub async fn catalogue(ctx: &Ctx) -> Result<CatalogueView> {
    ctx.allow(Permission::SeeSettings, Relation::School)?;
    CatalogueView::load(ctx, &ctx.read().await?).await
}

/// What somebody wants of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemWish {
    /// Whether it applies.
    pub applicability: Applicability,
    /// Code of the unit that answers for it; `None` leaves it as it is.
    pub unit: Option<String>,
    /// When it is brought up to date.
    pub timing: TimingRule,
    /// Whether what the program only offers is the school's own word from now on.
    pub confirms: bool,
    /// Remark; empty leaves it as it is.
    pub note: String,
    /// For an item of the school's own.
    pub own: Option<OwnWish>,
}

/// What somebody wants of an item of the school's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWish {
    /// Its text.
    pub text: String,
    /// Number of its category, or the name of a new one.
    pub category: std::result::Result<u8, String>,
    /// Statutory items it counts for.
    pub maps_to: Vec<u8>,
}

/// Drafts what an item shall be in the next edition, a new one of the school's own when there is no key; a wish that changes nothing
/// gives up the draft.
///
/// # Errors
/// [`Error::Conflict`] when item or draft are not as they were seen; [`Error::NotFound`] for an item, unit or category that is not
/// there; [`Error::Personal`] when the text may not become public.
pub async fn draft_item(ctx: &Ctx, key: Option<&ItemKey>, wish: &ItemWish, seen: &str) -> Result<ItemKey> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    let view = CatalogueView::load(ctx, &change).await?;
    let key = match key {
        Some(key) if view.seen(key) != seen => {
            return Err(Error::Conflict { kind: "item", key: key.to_string() });
        }
        Some(key) => key.clone(),
        None => next_own(view.next.items.iter().map(|item| &item.key)),
    };
    let draft = wished(&view, &key, wish)?;
    keep(&mut change, &view, draft).await?;
    let event = Event::new(Act::ItemDrafted, Object::Item(key.to_string()));
    change.commit(event).await?;
    Ok(key)
}

/// A wish as a draft: only what differs from the newest edition.
fn wished(view: &CatalogueView, key: &ItemKey, wish: &ItemWish) -> Result<ItemSetting> {
    let before = view.newest.item(key);
    let missing = |kind: &'static str, key: &str| Error::NotFound { kind, key: key.to_string() };
    if let Some(unit) = &wish.unit
        && !view.units.iter().any(|known| known.code == *unit)
    {
        return Err(missing("unit", unit));
    }
    let mut draft = ItemSetting::of(key.clone());
    let open = before.map(|item| unsure(item, &view.settings)).unwrap_or_default();
    draft.applicability = Some(wish.applicability.clone()).filter(|wanted| {
        let confirms = wish.confirms && open.contains(&Unsure::Reading);
        confirms || before.is_none_or(|item| item.applicability != *wanted)
    });
    draft.unit = wish.unit.clone().filter(|unit| before.is_none_or(|item| item.unit.as_ref() != Some(unit)));
    draft.timing = Some(wish.timing).filter(|rule| {
        let confirms = wish.confirms && open.iter().any(|one| *one != Unsure::Reading);
        confirms || before.is_none_or(|item| item.timing != *rule)
    });
    draft.note =
        Some(wish.note.trim().to_string()).filter(|note| before.is_none_or(|i| i.note != *note)).unwrap_or_default();
    draft.maps_to = before.map(|item| item.maps_to.clone()).unwrap_or_default();
    let (ItemKey::School(_), Some(own)) = (key, &wish.own) else {
        return if before.is_some() { Ok(draft) } else { Err(missing("item", &key.to_string())) };
    };
    draft.maps_to.clone_from(&own.maps_to);
    draft.text = Some(own.text.trim().to_string()).filter(|text| before.is_none_or(|item| item.text != *text));
    if before.is_none() {
        let (number, name) = match &own.category {
            Ok(number) => (*number, None),
            Err(name) => named_category(view, name)?,
        };
        if name.is_none() && view.next.category(number).is_none() {
            return Err(missing("category", &number.to_string()));
        }
        (draft.category, draft.category_name) = (Some(number), name);
    }
    Ok(draft)
}

/// The category of this name, or the next free number for it.
fn named_category(view: &CatalogueView, name: &str) -> Result<(u8, Option<String>)> {
    if let Some(known) = view.next.categories.iter().find(|known| plain(&known.name) == plain(name)) {
        return Ok((known.number, None));
    }
    let last = view.next.categories.iter().map(|one| one.number).max().unwrap_or(0).max(OWN_CATEGORIES - 1);
    match last.checked_add(1) {
        Some(number) => Ok((number, Some(name.trim().to_string()))),
        None => Err(Error::NotFound { kind: "category", key: name.to_string() }),
    }
}

/// Keeps a draft, or gives it up when it changes nothing.
async fn keep(change: &mut Change<'_>, view: &CatalogueView, draft: ItemSetting) -> Result<bool> {
    // A category that an earlier draft named stays named.
    let before = view.drafts.iter().find(|known| known.key == draft.key);
    let named = before.filter(|_| draft.category_name.is_none());
    let draft = match named {
        Some(known) if draft.category.is_none() || draft.category == known.category => ItemSetting {
            category: draft.category.or(known.category),
            category_name: known.category_name.clone(),
            ..draft
        },
        _ => draft,
    };
    let item = view.newest.item(&draft.key);
    let nothing = ItemSetting {
        maps_to: item.map(|item| item.maps_to.clone()).unwrap_or_default(),
        ..ItemSetting::of(draft.key.clone())
    };
    if draft == nothing && item.is_some() {
        return change.delete_item_draft(&draft.key).await;
    }
    Ok(change.save_item_draft(&draft).await? != store::Saved::Same)
}

/// Drafts that a unit answers for all these items. How many drafts are other than before.
///
/// # Errors
/// [`Error::NotFound`] for an item or unit that is not there.
pub async fn draft_unit(ctx: &Ctx, keys: &[ItemKey], unit: &str) -> Result<usize> {
    let wanted: Vec<(ItemKey, String)> = keys.iter().map(|key| (key.clone(), unit.to_string())).collect();
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    let view = CatalogueView::load(ctx, &change).await?;
    let events = owners(&mut change, &view, &wanted).await?;
    committed(change, events).await
}

/// Drafts the usual unit for every item for which nobody answers yet and of which the school has such a unit. How many.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not keep the catalogue.
pub async fn draft_usual(ctx: &Ctx) -> Result<usize> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    let view = CatalogueView::load(ctx, &change).await?;
    let open = view
        .next
        .items
        .iter()
        .filter(|item| item.unit.is_none() && !matches!(item.applicability, Applicability::NotApplicable { .. }));
    let wanted = open.filter_map(|item| Some((item.key.clone(), view.usual(&item.key)?.to_string())));
    let wanted: Vec<(ItemKey, String)> = wanted.collect();
    let events = owners(&mut change, &view, &wanted).await?;
    committed(change, events).await
}

async fn owners(change: &mut Change<'_>, view: &CatalogueView, wanted: &[(ItemKey, String)]) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    for (key, unit) in wanted {
        if !view.units.iter().any(|known| known.code == *unit) {
            return Err(Error::NotFound { kind: "unit", key: unit.clone() });
        }
        let item = view.next.item(key).ok_or_else(|| Error::NotFound { kind: "item", key: key.to_string() })?;
        let before = view.newest.item(key);
        let base = view
            .drafts
            .iter()
            .find(|draft| draft.key == *key)
            .cloned()
            .unwrap_or_else(|| ItemSetting { maps_to: item.maps_to.clone(), ..ItemSetting::of(key.clone()) });
        let unit = Some(unit.clone()).filter(|unit| before.is_none_or(|item| item.unit.as_ref() != Some(unit)));
        if keep(change, view, ItemSetting { unit, ..base }).await? {
            events.push(Event::new(Act::ItemDrafted, Object::Item(key.to_string())));
        }
    }
    Ok(events)
}

async fn committed(change: Change<'_>, events: Vec<Event>) -> Result<usize> {
    let count = events.len();
    if let Some(events) = Events::of(events) {
        change.commit(events).await?;
    }
    Ok(count)
}

/// Gives up the draft of one item, or all drafts. How many.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not keep the catalogue.
pub async fn give_up(ctx: &Ctx, key: Option<&ItemKey>) -> Result<usize> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    let mut events = Vec::new();
    for draft in change.item_drafts().await? {
        if key.is_none_or(|key| *key == draft.key) && change.delete_item_draft(&draft.key).await? {
            let event = Event::new(Act::ItemDrafted, Object::Item(draft.key.to_string()));
            events.push(event.with("given_up", "yes"));
        }
    }
    // Drafts that stand in a category which a draft named, and that is gone with it, go too.
    let view = CatalogueView::load(ctx, &change).await;
    if let Err(Error::Catalogue(_)) = view {
        return Err(Error::Conflict { kind: "category", key: key.map(ToString::to_string).unwrap_or_default() });
    }
    view?;
    committed(change, events).await
}

/// What publishing the drafts from a school year would come to.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The number that the edition gets.
    pub number: u32,
    /// The school year from which it holds.
    pub from: SchoolYear,
    /// Other years from which it may hold.
    pub choices: Vec<SchoolYear>,
    /// What is other than in the edition before.
    pub differences: Vec<Difference>,
    /// School years with something in them: how many items are other in each, and whether its report was issued.
    pub years: Vec<(SchoolYear, usize, bool)>,
    /// Names what was seen.
    pub seen: String,
}

/// Looks at what the drafts come to; `None` when there is none, or no year from which they may hold.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see settings.
pub async fn propose(ctx: &Ctx, from: Option<SchoolYear>) -> Result<Option<Proposal>> {
    ctx.allow(Permission::SeeSettings, Relation::School)?;
    Ok(proposal(ctx, &ctx.read().await?, from).await?.map(|(proposal, _)| proposal))
}

async fn proposal(
    ctx: &Ctx,
    reader: &Reader,
    from: Option<SchoolYear>,
) -> Result<Option<(Proposal, Vec<ItemSetting>)>> {
    let view = CatalogueView::load(ctx, reader).await?;
    let mut issued: BTreeMap<SchoolYear, bool> = BTreeMap::new();
    for one in reader.issued_reports().await? {
        issued.insert(one.year, true);
    }
    let known: Vec<SchoolYear> = issued.keys().copied().collect();
    let choices = may_hold_from(&view.settings, &known, SchoolYear::of(ctx.today()));
    let from = match from {
        Some(wanted) if choices.contains(&wanted) => Some(wanted),
        Some(_) => None,
        None => choices.first().copied(),
    };
    let (Some(from), false) = (from, view.drafts.is_empty()) else { return Ok(None) };
    let settled = settle(&view.settings, &view.drafts, Some(from));
    let after = with(&view.settings, &settled);
    let mut years: BTreeSet<SchoolYear> = known.iter().copied().chain(choices.iter().copied()).collect();
    years.extend(reader.disclosed_facts().await?.iter().filter_map(|facts| facts.year));
    let years = touched(view.kind, &view.settings, &after, &years)?;
    let years = years.into_iter().map(|(year, items)| (year, items, issued.contains_key(&year))).collect();
    let differences = differences(&newest(view.kind, &view.settings)?, &newest(view.kind, &after)?);
    let number = view.number.saturating_add(1);
    let seen = digest(&(number, from, &settled, &view.settings));
    Ok(Some((Proposal { number, from, choices, differences, years, seen }, settled)))
}

/// Publishes the drafts as the next edition. Its number.
///
/// # Errors
/// [`Error::Conflict`] when it would come to something else than was seen.
pub async fn publish(ctx: &Ctx, from: SchoolYear, seen: &str) -> Result<u32> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    let conflict = || Error::Conflict { kind: "catalogue", key: from.to_string() };
    let (proposal, settled) = proposal(ctx, &change, Some(from)).await?.ok_or_else(conflict)?;
    if proposal.seen != seen {
        return Err(conflict());
    }
    let mut events = Vec::new();
    for setting in &settled {
        change.save_item_setting(setting).await?;
        change.delete_item_draft(&setting.key).await?;
        events.push(Event::new(Act::ItemSet, Object::Item(setting.key.to_string())).with("from", from));
    }
    let number = proposal.number;
    change
        .save_catalogue_edition(&CatalogueEdition {
            number,
            from: Some(from),
            published_at: ctx.now,
            actor: ctx.who.actor().to_string(),
            items: u32::try_from(proposal.differences.len()).unwrap_or(u32::MAX),
        })
        .await?;
    let published = Event::new(Act::CataloguePublished, Object::School).with("edition", number).with("from", from);
    events.push(published);
    committed(change, events).await?;
    Ok(number)
}
