//! The school's profile as one form: the facts that portal, guide and report print.

use super::digest;
use crate::context::Ctx;
use crate::error::{Error, Result};
use domain::catalogue::edition::{Difference, differences, newest};
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use domain::school::{School, SchoolFact};
use std::collections::BTreeMap;
use store::{Events, Saved};

/// Facts that the form asks for, in its order.
pub const FACTS: [&str; 13] = [
    "name",
    "code",
    "kind",
    "short_name",
    "region",
    "website",
    "office",
    "head",
    "address",
    "hours",
    "phone",
    "fax",
    "email",
];

/// The profile as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Every fact that is known, by key; those of [`FACTS`] and others that came with a ledger.
    pub facts: BTreeMap<String, SchoolFact>,
    /// Names this state of it.
    pub seen: String,
    /// Whether whoever looks may change it.
    pub may_change: bool,
}

impl Profile {
    /// The value of a fact; empty when it is not known.
    pub fn value(&self, key: &str) -> &str {
        self.facts.get(key).map_or("", |fact| fact.value.as_str())
    }
}

/// What saving the profile came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// So many facts are other than before.
    Saved(usize),
    /// It would change what items apply by default; nothing is saved until that is agreed to.
    OtherKind(Vec<Difference>),
    /// A fact holds personal data, masked; nothing is saved.
    Personal(String, String),
}

/// The profile.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see settings.
pub async fn profile(ctx: &Ctx) -> Result<Profile> {
    ctx.allow(Permission::SeeSettings, Relation::School)?;
    let facts = ctx.read().await?.facts().await?;
    let seen = digest(&facts);
    let facts = facts.into_iter().map(|fact| (fact.key.clone(), fact)).collect();
    let may_change = ctx.allow(Permission::KeepCatalogue, Relation::School).is_ok();
    Ok(Profile { facts, seen, may_change })
}

/// Saves the facts of the form; one that is empty is not known any more. A fact that is changed loses the remark on where it came
/// from, which is of the one before.
///
/// # Errors
/// [`Error::Conflict`] when it is not as it was seen.
pub async fn save_profile(ctx: &Ctx, typed: &[(String, String)], seen: &str, agreed: bool) -> Result<Kept> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let mut change = ctx.write().await?;
    let before = change.facts().await?;
    if digest(&before) != seen {
        return Err(Error::Conflict { kind: "school", key: String::new() });
    }
    let value = |key: &str| before.iter().find(|fact| fact.key == key).map_or("", |fact| fact.value.as_str());
    let changed: Vec<&(String, String)> =
        typed.iter().filter(|(key, typed)| FACTS.contains(&key.as_str()) && value(key) != typed.trim()).collect();
    if !agreed && let Some((_, kind)) = changed.iter().find(|(key, _)| key == "kind") {
        let settings = change.item_settings().await?;
        let of = |kind: &str| {
            let note = String::new();
            School::of([SchoolFact { key: "kind".into(), value: kind.into(), note }]).kind()
        };
        let (old, new) = (newest(of(value("kind")), &settings)?, newest(of(kind), &settings)?);
        let items = differences(&old, &new);
        if !items.is_empty() {
            return Ok(Kept::OtherKind(items));
        }
    }
    let mut events = Vec::new();
    for (key, typed) in &changed {
        let typed = typed.trim();
        let saved = if typed.is_empty() {
            change.delete_fact(key).await?;
            Saved::Changed
        } else {
            let fact = SchoolFact { key: key.clone(), value: typed.to_string(), note: String::new() };
            match change.save_fact(&fact).await {
                Ok(saved) => saved,
                Err(Error::Personal(found)) => {
                    let masked = found.into_iter().map(|one| one.masked).collect::<Vec<_>>().join("、");
                    return Ok(Kept::Personal(key.clone(), masked));
                }
                Err(error) => return Err(error),
            }
        };
        if saved != Saved::Same {
            events.push(Event::new(Act::SchoolChanged, Object::School).with("fact", key));
        }
    }
    let count = events.len();
    if let Some(events) = Events::of(events) {
        change.commit(events).await?;
    }
    Ok(Kept::Saved(count))
}
