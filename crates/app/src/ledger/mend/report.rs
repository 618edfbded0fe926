//! What a report is made of beside records: texts, nil statements, datasets.

use super::effect::Effect;
use super::task::{self, NilName, TextName};
use crate::change::Change;
use crate::error::{Error, Result};
use crate::ledger::names::Names;
use crate::mend_refusal::Refusal;
use domain::annual_report::references;
use domain::event::{Act, Event, Object};
use domain::figure::Dataset;
use domain::ledger::TextEntry;
use store::{CodeOf, Reader};

/// How much of a text is shown to know it by.
const KNOWN_BY: usize = 40;

/// The beginning of a text, as far as one needs to know which it is.
pub(super) fn beginning(text: &str) -> String {
    let mut cut: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).take(KNOWN_BY).collect();
    if text.chars().nth(KNOWN_BY).is_some() {
        cut.push('…');
    }
    cut
}

/// The texts of a place of a report, and which of them is meant.
async fn text(reader: &Reader, named: &str) -> Result<(TextName, Vec<TextEntry>, usize)> {
    let wrong = || Refusal::Form { kind: "text", given: named.to_string() };
    let name = TextName::read(named).ok_or_else(wrong)?;
    let mut texts = reader.texts(Some(name.year)).await?;
    texts.retain(|text| text.place == name.place);
    let at = texts.iter().position(|text| text.order == name.order);
    let at = at.ok_or_else(|| Error::NotFound { kind: "text", key: name.to_string() })?;
    Ok((name, texts, at))
}

/// Makes a text the n-th of its place.
pub(super) async fn order(change: &mut Change<'_>, named: &str, nth: u32, effect: &mut Effect) -> Result<Vec<Event>> {
    let (name, mut texts, at) = text(change, named).await?;
    let orders: Vec<u32> = texts.iter().map(|text| text.order).collect();
    let to = usize::try_from(nth).unwrap_or(usize::MAX).clamp(1, texts.len()) - 1;
    if at == to {
        return Ok(Vec::new());
    }
    let moved = texts.remove(at);
    let shown = beginning(&moved.text);
    texts.insert(to, moved);
    for (text, order) in texts.iter_mut().zip(&orders) {
        if text.order != *order {
            text.order = *order;
            change.save_text(text).await?;
        }
    }
    let (from, to) = ((at + 1).to_string(), (to + 1).to_string());
    let name_shown = name.to_string();
    effect.says("mend-order-text", &[("text", &name_shown), ("begins", &shown), ("from", &from), ("to", &to)]);
    let event = Event::new(Act::TextMoved, Object::Report(name.year.to_string()));
    Ok(vec![event.with("place", name.place).with("from", from).with("to", to)])
}

/// Deletes a text.
pub(super) async fn delete_text(change: &mut Change<'_>, named: &str, effect: &mut Effect) -> Result<Vec<Event>> {
    let (name, texts, at) = text(change, named).await?;
    change.delete_text(name.year, &name.place, name.order).await?;
    let begins = texts.get(at).map_or_else(String::new, |text| beginning(&text.text));
    effect.says("mend-delete-text", &[("text", &name.to_string()), ("begins", &begins)]);
    let event = Event::new(Act::TextDeleted, Object::Report(name.year.to_string()));
    Ok(vec![event.with("place", name.place).with("order", name.order)])
}

/// Deletes a nil statement.
pub(super) async fn delete_nil(change: &mut Change<'_>, named: &str, effect: &mut Effect) -> Result<Vec<Event>> {
    let wrong = || Refusal::Form { kind: "nil", given: named.to_string() };
    let name = NilName::read(named).ok_or_else(wrong)?;
    let units = Names::load(change, CodeOf::Unit).await?;
    let unit = units.find(&name.unit).cloned().unwrap_or_else(|| name.unit.clone());
    let statements = change.nil_statements(Some(name.year)).await?;
    let found = statements.into_iter().find(|nil| nil.item == name.item && nil.unit == unit);
    let nil = found.ok_or_else(|| Error::NotFound { kind: "nil", key: named.trim().to_string() })?;
    change.delete_nil(&nil).await?;
    let (year, item) = (nil.year.to_string(), nil.item.to_string());
    effect.says("mend-delete-nil", &[("year", &year), ("item", &item), ("unit", units.name(&unit))]);
    Ok(vec![Event::new(Act::NilDeleted, Object::Item(item)).with("year", year).with("unit", unit)])
}

/// Deletes a dataset to which no text refers.
pub(super) async fn delete_dataset(change: &mut Change<'_>, named: &str, effect: &mut Effect) -> Result<Vec<Event>> {
    let (year, key) = task::dataset(named);
    let mut found: Vec<Dataset> = change.datasets(year).await?;
    found.retain(|dataset| dataset.key == key);
    let dataset = match found.as_slice() {
        [] => return Err(Error::NotFound { kind: "dataset", key: named.trim().to_string() }),
        [one] => one,
        several => {
            let names: Vec<String> = several.iter().map(name_of).collect();
            return Err(Refusal::Several(names.join("、")).into());
        }
    };
    let quoting = change.texts(Some(dataset.year)).await?.into_iter().filter(|text| {
        references(&text.text).iter().any(|reference| reference.split_once('.').is_some_and(|(owner, _)| owner == key))
    });
    let name = |text: TextEntry| TextName { year: text.year, place: text.place, order: text.order }.to_string();
    let texts: Vec<String> = quoting.map(name).collect();
    if !texts.is_empty() {
        return Err(Refusal::Quoted { dataset: name_of(dataset), texts }.into());
    }
    change.delete_dataset(key, dataset.year).await?;
    let figures = dataset.figures.len().to_string();
    effect.says(
        "mend-delete-dataset",
        &[("dataset", &name_of(dataset)), ("title", &dataset.title), ("figures", &figures)],
    );
    let event = Event::new(Act::DatasetDeleted, Object::Dataset(dataset.key.clone()));
    Ok(vec![event.with("year", dataset.year)])
}

/// A dataset in one word.
pub(super) fn name_of(dataset: &Dataset) -> String {
    format!("{}/{}", dataset.year, dataset.key)
}
