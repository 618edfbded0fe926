//! What a thing that somebody is reminded of is called, and where it stands.

use crate::desk::Desk;
use crate::error::Result;
use crate::guard::publication::{Field, Gate};
use crate::words::Lang;
use domain::reminder::Thing;
use std::collections::BTreeMap;

/// What people know a thing by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Key of its item.
    pub item: String,
    /// The text of an item, or the title of a record.
    pub text: String,
    /// The English label of an item; empty where there is none.
    pub english: String,
    /// Its address in the workbench.
    pub path: String,
    /// Code of the unit whose it is.
    pub unit: Option<String>,
    /// Whether its text holds personal data, which no mail carries.
    personal: bool,
}

impl Label {
    /// Its text in a language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.english.is_empty() => &self.english,
            _ => &self.text,
        }
    }

    /// The same where it leaves the house.
    pub(crate) fn abroad(&self, lang: Lang) -> String {
        if self.personal { lang.say("remind-title-kept") } else { self.text(lang).to_string() }
    }
}

/// Labels of those things that are there and on the desk.
pub(crate) async fn labels(desk: &Desk, things: &[Thing]) -> Result<BTreeMap<Thing, Label>> {
    let mut labels = BTreeMap::new();
    let ids: Vec<_> = things
        .iter()
        .filter_map(|thing| match thing {
            Thing::Record(id) | Thing::Publicity(id) => Some(*id),
            Thing::Item(_) => None,
        })
        .collect();
    let records = desk.reader().records(&ids).await?;
    for thing in things {
        let label = match thing {
            Thing::Item(key) => desk.item(key).map(|item| Label {
                item: key.to_string(),
                text: item.text.clone(),
                english: item.english.clone(),
                path: format!("/work/ledger?item={key}"),
                unit: item.unit.clone(),
                personal: false,
            }),
            Thing::Record(id) | Thing::Publicity(id) => {
                let record = records.get(id).filter(|record| desk.whose.holds(record.unit.as_deref()));
                record.map(|record| {
                    let title = record.newest().map(|edition| edition.title.clone()).unwrap_or_default();
                    Label {
                        item: record.item.to_string(),
                        personal: !Gate::default().judge([Field::new("title", &title)]).passes(),
                        text: title,
                        english: String::new(),
                        path: format!("/work/record/{id}"),
                        unit: record.unit.clone(),
                    }
                })
            }
        };
        if let Some(label) = label {
            labels.insert(thing.clone(), label);
        }
    }
    Ok(labels)
}
