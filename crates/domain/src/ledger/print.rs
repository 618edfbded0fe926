//! An entry becomes a row again; reading that row gives the same entry.

use super::entry::{DatasetRef, Entry, EntryState, RecordEntry};
use super::{Row, Table};
use crate::catalogue::{Applicability, ItemSetting};
use crate::figure::{Figure, Identity};
use crate::record::{Openness, Term};

/// The table an entry belongs to and its row, cells in the order of [`super::columns`].
pub fn print(entry: &Entry) -> (Table, Row) {
    let own = |parts: &[&str]| Row(parts.iter().map(|part| (*part).to_string()).collect());
    match entry {
        Entry::School(fact) => (Table::School, own(&[&fact.key, &fact.value, &fact.note])),
        Entry::Unit(unit) => {
            let cells = [&unit.code, &unit.name, unit.kind.zh(), &unit.parent, &unit.duty, &unit.members, &unit.note];
            (Table::Units, own(&cells))
        }
        Entry::Channel(channel) => {
            let cells = [&channel.code, &channel.name, channel.kind.zh(), &channel.address, &channel.note];
            (Table::Channels, own(&cells))
        }
        Entry::Item(setting) => (Table::Items, item_row(setting)),
        Entry::Record(record) => (Table::Records, record_row(record)),
        Entry::Edition(entry) => {
            let edition = &entry.edition;
            let (number, made_on) = (edition.number.to_string(), edition.made_on.to_string());
            let keywords = edition.keywords.join("；");
            let cells = [
                &entry.record,
                &number,
                &edition.title,
                &edition.document_number,
                &edition.issuer,
                &made_on,
                &edition.summary,
                &edition.body,
                &keywords,
                &edition.change_note,
                &(if entry.draft { EntryState::Draft.zh() } else { "" }).to_string(),
            ];
            (Table::Editions, own(&cells.map(String::as_str)))
        }
        Entry::Release(release) => {
            let on = release.on.to_string();
            let edition = release.edition.map(|edition| edition.to_string()).unwrap_or_default();
            let (locator, evidence) = (&release.locator, &release.evidence);
            let cells = [&release.record, &release.channel, &on, locator, evidence, &edition, &release.note];
            (Table::Releases, own(&cells.map(String::as_str)))
        }
        Entry::Dataset(dataset) => {
            let (item, year, as_of) = (dataset.item.to_string(), dataset.year.to_string(), dataset.as_of.to_string());
            let unit = dataset.unit.as_deref().unwrap_or_default();
            (Table::Datasets, own(&[&dataset.key, &dataset.title, &item, unit, &year, &as_of, &dataset.source]))
        }
        Entry::Figure(dataset, figure) => (Table::Figures, figure_row(dataset, figure)),
        Entry::Identity(dataset, identity, note) => (Table::Identities, identity_row(dataset, identity, note)),
        Entry::Text(text) => {
            let (year, order) = (text.year.to_string(), text.order.to_string());
            (Table::Texts, own(&[&year, &text.place, &order, &text.heading, &text.text, &text.source]))
        }
        Entry::Nil(nil) => {
            let (item, year, on) = (nil.item.to_string(), nil.year.to_string(), nil.signed_on.to_string());
            (Table::Nil, own(&[&item, &year, &nil.unit, &nil.signed_by, &on, &nil.note]))
        }
    }
}

fn item_row(setting: &ItemSetting) -> Row {
    let (applies, reason) = match &setting.applicability {
        None => ("", ""),
        Some(Applicability::Applies) => ("适用", ""),
        Some(Applicability::IfAny) => ("如有", ""),
        Some(Applicability::NotApplicable { reason }) => ("不适用", reason.as_str()),
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Row(vec![
        setting.key.to_string(),
        setting.category.map(|category| category.to_string()).unwrap_or_default(),
        text(&setting.category_name),
        text(&setting.text),
        applies.to_string(),
        reason.to_string(),
        text(&setting.unit),
        setting.timing.map(|timing| timing.to_string()).unwrap_or_default(),
        setting.from.map(|year| year.to_string()).unwrap_or_default(),
        setting.maps_to.iter().map(u8::to_string).collect::<Vec<_>>().join("；"),
        setting.note.clone(),
    ])
}

/// The row of a record, without making an [`Entry`] of it: imports print a million of them.
pub fn record_row(record: &RecordEntry) -> Row {
    let ground = match &record.openness {
        Openness::Withheld { ground } => ground.clone(),
        _ => String::new(),
    };
    let (kind, from, until) = match &record.publicity {
        Some(publicity) => (publicity.kind.clone(), publicity.from.to_string(), publicity.until.to_string()),
        None => Default::default(),
    };
    let term = match record.term {
        Term::Standing => "长期".to_string(),
        Term::Until(day) => day.to_string(),
    };
    Row(vec![
        record.key.clone(),
        record.index.as_ref().map(|index| index.to_string()).unwrap_or_default(),
        record.title.clone(),
        record.item.to_string(),
        record.unit.clone(),
        record.form.zh().to_string(),
        record.document_number.clone(),
        record.issuer.clone(),
        record.origin.zh().to_string(),
        record.made_on.to_string(),
        record.published_on.to_string(),
        record.channels.join("；"),
        record.locator.clone(),
        record.openness.zh().to_string(),
        ground,
        record.audience.zh().to_string(),
        term,
        record.validity.zh().to_string(),
        record.count.to_string(),
        record.summary.clone(),
        record.body.clone(),
        record.keywords.join("；"),
        record.year.map(|year| year.to_string()).unwrap_or_default(),
        kind,
        from,
        until,
        record.state.map(|state| state.zh().to_string()).unwrap_or_default(),
        record.state_reason.clone(),
        record.state_on.to_string(),
        record.change_note.clone(),
        record.note.clone(),
        record.source.clone(),
    ])
}

fn figure_row(dataset: &DatasetRef, figure: &Figure) -> Row {
    Row(vec![
        dataset.key.clone(),
        figure.key.clone(),
        figure.name.clone(),
        figure.value.map(|value| value.to_string()).unwrap_or_default(),
        figure.unit.clone(),
        figure.definition.clone(),
        if figure.approximate { "是".to_string() } else { String::new() },
        figure.disputed.clone().unwrap_or_default(),
        year_cell(dataset),
    ])
}

fn identity_row(dataset: &DatasetRef, identity: &Identity, note: &str) -> Row {
    let (target, terms, of) = match identity {
        Identity::Sum { whole, parts } => (whole.clone(), parts.join("+"), String::new()),
        Identity::Rate { rate, parts, whole } => (rate.clone(), parts.join("+"), whole.clone()),
        Identity::AtMost { part, whole } => (part.clone(), String::new(), whole.clone()),
        Identity::Stage { later, earlier } => (later.clone(), String::new(), earlier.clone()),
    };
    Row(vec![dataset.key.clone(), identity.code().to_string(), target, terms, of, note.to_string(), year_cell(dataset)])
}

fn year_cell(dataset: &DatasetRef) -> String {
    dataset.year.map(|year| year.to_string()).unwrap_or_default()
}
