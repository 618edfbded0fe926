//! Units and channels: renamed, merged, deleted. What they were called before stays known.

use super::effect::Effect;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::ledger::names::{Names, plain};
use crate::mend_refusal::Refusal;
use domain::event::{Act, Event, Object};
use domain::ledger::{Table, columns};
use domain::school::{Channel, ChannelKind, Unit, UnitKind};
use store::CodeOf;

/// The longest name, as in ledger files.
const LONGEST: usize = 500;

/// What is called so by now or was before.
fn find(names: &Names, of: CodeOf, which: &str) -> Result<String> {
    let absent = || Error::NotFound { kind: of.code(), key: which.trim().to_string() };
    names.find(which).cloned().ok_or_else(absent)
}

fn object(of: CodeOf, code: &str) -> Object {
    match of {
        CodeOf::Unit => Object::Unit(code.to_string()),
        CodeOf::Channel => Object::Channel(code.to_string()),
    }
}

/// The event's act for a unit or for a channel.
fn act(of: CodeOf, unit: Act, channel: Act) -> Act {
    match of {
        CodeOf::Unit => unit,
        CodeOf::Channel => channel,
    }
}

async fn unit(change: &Change<'_>, code: &str) -> Result<Unit> {
    let absent = || Error::NotFound { kind: "unit", key: code.to_string() };
    change.units().await?.into_iter().find(|unit| unit.code == code).ok_or_else(absent)
}

async fn channel(change: &Change<'_>, code: &str) -> Result<Channel> {
    let absent = || Error::NotFound { kind: "channel", key: code.to_string() };
    change.channels().await?.into_iter().find(|channel| channel.code == code).ok_or_else(absent)
}

/// Gives a unit or channel another name.
pub(super) async fn rename(
    change: &mut Change<'_>,
    of: CodeOf,
    which: &str,
    name: &str,
    effect: &mut Effect,
) -> Result<Vec<Event>> {
    let names = Names::load(change, of).await?;
    let (code, name) = (find(&names, of, which)?, name.trim());
    if name.is_empty() || name.chars().any(char::is_control) || name.chars().count() > LONGEST {
        return Err(Refusal::NoName.into());
    }
    if let Some(other) = names.other_with(name, &code) {
        let other = format!("{}（{other}）", names.name(other));
        return Err(Refusal::NameTaken { name: name.to_string(), other }.into());
    }
    let before = names.name(&code).to_string();
    if before == name {
        return Ok(Vec::new());
    }
    match of {
        CodeOf::Unit => {
            let renamed = Unit { name: name.to_string(), ..unit(change, &code).await? };
            change.save_unit(&renamed).await?;
        }
        CodeOf::Channel => {
            let renamed = Channel { name: name.to_string(), ..channel(change, &code).await? };
            change.save_channel(&renamed).await?;
        }
    }
    names.renamed(change, &code, &before, name).await?;
    effect.says(format!("mend-rename-{}", of.code()), &[("code", &code), ("before", &before), ("name", name)]);
    if plain(&before) != plain(name) && names.other_with(&before, &code).is_none() {
        effect.says("mend-stays-known", &[("name", &before)]);
    }
    let renamed = act(of, Act::UnitRenamed, Act::ChannelRenamed);
    Ok(vec![Event::new(renamed, object(of, &code)).with("from", before)])
}

/// Lets one unit or channel go into another.
pub(super) async fn merge(
    change: &mut Change<'_>,
    of: CodeOf,
    from: &str,
    into: &str,
    effect: &mut Effect,
) -> Result<Vec<Event>> {
    let names = Names::load(change, of).await?;
    let (from, into) = (find(&names, of, from)?, find(&names, of, into)?);
    let (name, stays) = (names.name(&from).to_string(), names.name(&into).to_string());
    if from == into {
        return Err(Refusal::Itself(format!("{stays}（{into}）")).into());
    }
    let args = [("code", from.as_str()), ("name", &name), ("into", &stays), ("into_code", &into)];
    effect.says(format!("mend-merge-{}", of.code()), &args);
    for (table, count) in change.named_by(of, &from).await? {
        effect.counts(format!("mend-follow-{table}"), count);
    }
    match of {
        CodeOf::Unit => {
            let (gone, mut kept) = (unit(change, &from).await?, unit(change, &into).await?);
            fill_unit(&gone, &mut kept, effect);
            change.save_unit(&kept).await?;
        }
        CodeOf::Channel => {
            let (gone, mut kept) = (channel(change, &from).await?, channel(change, &into).await?);
            fill_channel(&gone, &mut kept, effect);
            change.save_channel(&kept).await?;
        }
    }
    let folded = change.merge_codes(of, &from, &into).await?;
    effect.counts("mend-folded-releases", folded.releases);
    effect.counts("mend-folded-nil", folded.nil);
    // A third one of that name has it for itself.
    if plain(&name) != plain(&stays) && names.other_with(&name, &from).is_none() {
        change.save_former(of, &into, &name).await?;
        effect.says("mend-stays-known", &[("name", &name)]);
    }
    let merged = act(of, Act::UnitMerged, Act::ChannelMerged);
    Ok(vec![Event::new(merged, object(of, &into)).with("from", from).with("name", name)])
}

/// Deletes a unit or channel that nothing names; or forgets what one was called before.
pub(super) async fn delete(
    change: &mut Change<'_>,
    of: CodeOf,
    which: &str,
    effect: &mut Effect,
) -> Result<Vec<Event>> {
    let names = Names::load(change, of).await?;
    let code = find(&names, of, which)?;
    let name = names.name(&code).to_string();
    let deleted = act(of, Act::UnitDeleted, Act::ChannelDeleted);
    if let Some(former) = names.former(which) {
        for written in names.before(&code).iter().filter(|before| plain(before) == plain(&former)) {
            change.forget_former(of, written).await?;
        }
        let args = [("former", former.as_str()), ("code", &code), ("name", &name)];
        effect.says(format!("mend-forget-{}", of.code()), &args);
        return Ok(vec![Event::new(deleted, object(of, &code)).with("former", former)]);
    }
    let by = change.named_by(of, &code).await?;
    if !by.is_empty() {
        return Err(Refusal::Named { of, code, name, by }.into());
    }
    change.delete_coded(of, &code).await?;
    effect.says(format!("mend-delete-{}", of.code()), &[("code", &code), ("name", &name)]);
    Ok(vec![Event::new(deleted, object(of, &code)).with("name", name)])
}

/// What the one that stays leaves open is taken from the one that goes.
fn fill_unit(gone: &Unit, kept: &mut Unit, effect: &mut Effect) {
    if kept.kind == UnitKind::Other {
        kept.kind = gone.kind;
    }
    if kept.parent == gone.code {
        kept.parent.clear();
    }
    if kept.parent.is_empty() && gone.parent != kept.code {
        kept.parent.clone_from(&gone.parent);
    }
    let cells = [
        ("duty", &gone.duty, &mut kept.duty),
        ("members", &gone.members, &mut kept.members),
        ("note", &gone.note, &mut kept.note),
    ];
    for (column, gone, kept) in cells {
        fill(Table::Units, column, gone, kept, effect);
    }
}

fn fill_channel(gone: &Channel, kept: &mut Channel, effect: &mut Effect) {
    if kept.kind == ChannelKind::Other {
        kept.kind = gone.kind;
    }
    fill(Table::Channels, "address", &gone.address, &mut kept.address, effect);
    fill(Table::Channels, "note", &gone.note, &mut kept.note, effect);
}

/// One cell: filled in, or named when what goes said something else.
fn fill(table: Table, column: &str, gone: &str, kept: &mut String, effect: &mut Effect) {
    if kept.is_empty() {
        gone.clone_into(kept);
    } else if !gone.is_empty() && gone != kept {
        let head = columns(table).iter().find(|known| known.key == column).map_or("", |known| known.zh);
        effect.says("mend-lost", &[("head", head), ("text", gone), ("kept", kept)]);
    }
}
