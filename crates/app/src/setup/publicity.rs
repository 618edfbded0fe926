//! Kinds of publicity in this school: its own rule of days, audience and columns, from a day on, over the table of kinds.

use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::publication::{Field, Gate};
use chrono::NaiveDate;
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use domain::publicity::{Kind, LengthError, OverruledError, Rule, Scope};

/// Longest basis, in characters.
const BASIS: usize = 200;
/// Most columns that a rule shows, and the longest head of one.
const COLUMNS: usize = 20;
const HEAD: usize = 40;

/// The school's own rules, by kind and day.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see settings.
pub async fn publicity_rules(ctx: &Ctx) -> Result<Vec<Rule>> {
    ctx.allow(Permission::SeeSettings, Relation::School)?;
    Ok(ctx.read().await?.publicity_rules().await?)
}

/// Names the rules of a kind as they are, so that nobody writes over one that they did not see.
pub fn publicity_seen(rules: &[Rule], kind: &Kind) -> String {
    super::digest(&rules.iter().filter(|rule| rule.kind == kind.id).collect::<Vec<_>>())
}

/// Sets how long a kind stands, before whom, and which columns it shows, from a day on. What began before keeps what it has.
///
/// # Errors
/// [`Error::Conflict`] when the rules of the kind are not as they were seen. Inside: field and code of what is wrong.
pub async fn set_publicity_rule(
    ctx: &Ctx,
    rule: Rule,
    seen: &str,
) -> Result<std::result::Result<(), (&'static str, &'static str)>> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let kind = kind(&rule.kind)?;
    let shows = rule.shows.iter().map(|head| head.trim().to_string()).filter(|head| !head.is_empty());
    let rule = Rule { basis: rule.basis.trim().to_string(), shows: shows.collect(), ..rule };
    if rule.shows.len() > COLUMNS || rule.shows.iter().any(|head| head.chars().count() > HEAD) {
        return Ok(Err(("shows", "long")));
    }
    match rule.may_say(kind) {
        Ok(()) => {}
        Err(OverruledError::Scope) => return Ok(Err(("scope", "overruled"))),
        Err(OverruledError::Column(_)) => return Ok(Err(("shows", "overruled"))),
    }
    match Rule::fits(kind, rule.count) {
        Err(LengthError::Short(_)) => return Ok(Err(("count", "below"))),
        Err(_) => return Ok(Err(("count", "range"))),
        Ok(()) => {}
    }
    if rule.from < ctx.today() {
        return Ok(Err(("from", "past")));
    }
    match rule.basis.chars().count() {
        0 => return Ok(Err(("basis", "required"))),
        BASIS.. => return Ok(Err(("basis", "long"))),
        _ => {}
    }
    if !Gate::default().judge([Field::new("basis", &rule.basis)]).passes() {
        return Ok(Err(("basis", "personal")));
    }
    let mut change = ctx.write().await?;
    if publicity_seen(&change.publicity_rules().await?, kind) != seen {
        return Err(Error::Conflict { kind: "rule", key: kind.id.to_string() });
    }
    change.people().save_publicity_rule(&rule).await?;
    let event = Event::new(Act::PublicityRuleSet, Object::School).with("kind", kind.id).with("from", rule.from);
    let event = event.with("days", rule.count).with("scope", rule.scope.map_or("", Scope::code));
    change.commit(event.with("kept", rule.shows.join("、")).because(rule.basis)).await?;
    Ok(Ok(()))
}

/// Takes back a rule that has not begun to hold: what is past stays as it was.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it holds already.
pub async fn take_back_publicity_rule(ctx: &Ctx, id: &str, from: NaiveDate) -> Result<()> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let kind = kind(id)?;
    let mut change = ctx.write().await?;
    let known = change.publicity_rules().await?.into_iter().any(|rule| rule.kind == kind.id && rule.from == from);
    if !known || from <= ctx.today() {
        return Err(Error::NotFound { kind: "rule", key: format!("{id} {from}") });
    }
    change.people().forget_publicity_rule(kind.id, from).await?;
    let event = Event::new(Act::PublicityRuleSet, Object::School).with("kind", kind.id).with("from", from);
    change.commit(event.with("given_up", "yes")).await?;
    Ok(())
}

fn kind(id: &str) -> Result<&'static Kind> {
    let absent = || Error::NotFound { kind: "rule", key: id.to_string() };
    Kind::of(id).filter(|kind| kind.is_period()).ok_or_else(absent)
}
