//! Records: put under another item, unit or year, a draft deleted, a release taken back, a public one withdrawn.

use super::effect::Effect;
use super::task::{self, Whereto};
use crate::change::Change;
use crate::context::Ctx;
use crate::error::{Error, Result};
use crate::guard::rows::names_a_person;
use crate::ledger::names::Names;
use crate::mend_refusal::Refusal;
use domain::catalogue::Catalogue;
use domain::event::Event;
use domain::ids::RecordId;
use domain::record::{Belonging, IndexNumber, Record};
use domain::school::School;
use store::{CodeOf, Reader};

/// The record that is named by its key, its index number or its id.
pub(super) async fn find(reader: &Reader, named: &str) -> Result<Record> {
    let named = named.trim();
    if let Some(record) = reader.find_record_by_key(named).await? {
        return Ok(record);
    }
    if let Ok(index) = named.parse::<IndexNumber>()
        && let Some(record) = reader.find_record_by_index(&index).await?
    {
        return Ok(record);
    }
    if let Ok(id) = named.parse::<RecordId>()
        && let Some(record) = reader.find_record(id).await?
    {
        return Ok(record);
    }
    Err(Error::NotFound { kind: "record", key: named.to_string() })
}

fn title(record: &Record) -> &str {
    record.principal_edition().map_or("", |edition| edition.title.as_str())
}

/// Puts a record under another item, unit or school year.
pub(super) async fn put_under(
    change: &mut Change<'_>,
    named: &str,
    to: &Whereto,
    effect: &mut Effect,
) -> Result<Vec<Event>> {
    let mut record = find(change, named).await?;
    let units = Names::load(change, CodeOf::Unit).await?;
    let (key, before, after, belonging) = match to {
        Whereto::Item(item) => {
            let school = School::of(change.facts().await?);
            let catalogue = Catalogue::of_school(school.kind(), &change.item_settings().await?)?;
            if catalogue.item(item).is_none() {
                return Err(Error::NotFound { kind: "item", key: item.to_string() });
            }
            ("mend-move-item", record.item.to_string(), item.to_string(), Belonging::Item(item.clone()))
        }
        Whereto::Unit(unit) => {
            let absent = || Error::NotFound { kind: "unit", key: unit.trim().to_string() };
            let code = units.find(unit).cloned().ok_or_else(absent)?;
            let before = record.unit.as_deref().map_or_else(String::new, |code| units.name(code).to_string());
            ("mend-move-unit", before, units.name(&code).to_string(), Belonging::Unit(code))
        }
        Whereto::Year(year) => {
            let before = record.accounted_in().to_string();
            ("mend-move-year", before, year.to_string(), Belonging::Year(*year))
        }
    };
    let same = match &belonging {
        Belonging::Item(item) => record.item == *item,
        Belonging::Unit(code) => record.unit.as_ref() == Some(code),
        Belonging::Year(year) => record.year == Some(*year),
    };
    if same {
        return Ok(Vec::new());
    }
    let event = record.put_under(belonging)?;
    change.save_record(&record).await?;
    effect.says(key, &[("title", title(&record)), ("before", &before), ("after", &after)]);
    Ok(vec![event])
}

/// Deletes a draft that never was public.
pub(super) async fn delete(change: &mut Change<'_>, named: &str, effect: &mut Effect) -> Result<Vec<Event>> {
    let record = find(change, named).await?;
    let event = record.deleted()?;
    change.delete_record(&record).await?;
    effect.says("mend-delete-record", &[("title", title(&record)), ("index", &record.index.to_string())]);
    Ok(vec![event])
}

/// Takes a release back that had been entered by mistake.
pub(super) async fn take_back(change: &mut Change<'_>, named: &str, effect: &mut Effect) -> Result<Vec<Event>> {
    let wrong = || Refusal::Form { kind: "release", given: named.to_string() };
    let (record, n) = task::release(named).ok_or_else(wrong)?;
    let mut record = find(change, record).await?;
    let (release, event) = record.take_back_release(n)?;
    change.save_record(&record).await?;
    let channels = Names::load(change, CodeOf::Channel).await?;
    let args = [
        ("title", title(&record)),
        ("channel", channels.name(&release.channel)),
        ("date", &release.on.to_string()),
        ("locator", &release.locator),
    ];
    effect.says("mend-delete-release", &args);
    Ok(vec![event])
}

/// Takes a public record down; a tombstone with the reason stays.
pub(super) async fn withdraw(
    ctx: &Ctx,
    change: &mut Change<'_>,
    named: &str,
    reason: &str,
    effect: &mut Effect,
) -> Result<Vec<Event>> {
    let mut record = find(change, named).await?;
    let names_somebody = record.public_edition().is_some_and(|edition| names_a_person(&edition.title));
    let event = record.withdraw(reason, None, ctx.today(), names_somebody)?;
    change.save_record(&record).await?;
    let index = record.index.to_string();
    effect.says("mend-withdraw", &[("title", title(&record)), ("index", &index), ("reason", reason.trim())]);
    if names_somebody {
        effect.says("mend-withdraw-untitled", &[]);
    }
    effect.says("mend-withdraw-final", &[]);
    Ok(vec![event])
}
