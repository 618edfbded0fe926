//! How long kinds of publicity stand in this school: its own rule, from a day on, over the table of kinds.

use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::publication::{Field, Gate};
use chrono::NaiveDate;
use domain::event::{Act, Event, Object};
use domain::policy::{Permission, Relation};
use domain::publicity::{Kind, LengthError, Rule};

/// Longest basis, in characters.
const BASIS: usize = 200;

/// The school's own rules, by kind and day.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not see settings.
pub async fn publicity_rules(ctx: &Ctx) -> Result<Vec<Rule>> {
    ctx.allow(Permission::SeeSettings, Relation::School)?;
    Ok(ctx.read().await?.publicity_rules().await?)
}

/// Sets how long a kind stands from a day on. What began before keeps the days it has.
///
/// # Errors
/// Inside: field and code of what is wrong.
pub async fn set_publicity_rule(
    ctx: &Ctx,
    rule: Rule,
) -> Result<std::result::Result<(), (&'static str, &'static str)>> {
    ctx.allow(Permission::KeepCatalogue, Relation::School)?;
    let kind = kind(&rule.kind)?;
    let rule = Rule { basis: rule.basis.trim().to_string(), ..rule };
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
    change.people().save_publicity_rule(&rule).await?;
    let event = Event::new(Act::PublicityRuleSet, Object::School).with("kind", kind.id).with("from", rule.from);
    change.commit(event.with("days", rule.count).because(rule.basis)).await?;
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
