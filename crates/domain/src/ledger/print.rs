//! An entry becomes a row again; reading that row gives the same entry.
//!
//! Each cell stands beside the key of its column, in the order of [`super::columns`]; a test holds both together.

use super::entry::{DatasetRef, EditionEntry, Entry, EntryState, RecordEntry, ReleaseEntry};
use super::names::join_names;
use super::{Row, Table};
use crate::catalogue::{Applicability, ItemSetting};
use crate::figure::{Dataset, Figure, Identity};
use crate::nil_statement::NilStatement;
use crate::record::{Openness, Publicity, Term};
use crate::school::{Channel, SchoolFact, Unit};

/// Cells by key; in the order of the columns, which a test asks.
type Cells = Vec<(&'static str, String)>;

/// The table an entry belongs to and its row, cells in the order of [`super::columns`].
pub fn print(entry: &Entry) -> (Table, Row) {
    let (table, cells) = cells(entry);
    (table, row(cells))
}

/// The row of a record, without making an [`Entry`] of it: imports print a million of them.
pub fn record_row(record: &RecordEntry) -> Row {
    row(record_cells(record))
}

fn row(cells: Cells) -> Row {
    Row(cells.into_iter().map(|(_, cell)| cell).collect())
}

fn cells(entry: &Entry) -> (Table, Cells) {
    match entry {
        Entry::School(fact) => (Table::School, fact_cells(fact)),
        Entry::Unit(unit) => (Table::Units, unit_cells(unit)),
        Entry::Channel(channel) => (Table::Channels, channel_cells(channel)),
        Entry::Item(setting) => (Table::Items, item_cells(setting)),
        Entry::Record(record) => (Table::Records, record_cells(record)),
        Entry::Edition(edition) => (Table::Editions, edition_cells(edition)),
        Entry::Release(release) => (Table::Releases, release_cells(release)),
        Entry::Dataset(dataset) => (Table::Datasets, dataset_cells(dataset)),
        Entry::Figure(dataset, figure) => (Table::Figures, figure_cells(dataset, figure)),
        Entry::Identity(dataset, identity, note) => (Table::Identities, identity_cells(dataset, identity, note)),
        Entry::Text(text) => (
            Table::Texts,
            vec![
                ("year", text.year.to_string()),
                ("place", text.place.clone()),
                ("order", text.order.to_string()),
                ("heading", text.heading.clone()),
                ("text", text.text.clone()),
                ("source", text.source.clone()),
            ],
        ),
        Entry::Nil(nil) => (Table::Nil, nil_cells(nil)),
    }
}

fn fact_cells(fact: &SchoolFact) -> Cells {
    vec![("key", fact.key.clone()), ("value", fact.value.clone()), ("note", fact.note.clone())]
}

fn unit_cells(unit: &Unit) -> Cells {
    vec![
        ("code", unit.code.clone()),
        ("name", unit.name.clone()),
        ("kind", unit.kind.zh().to_string()),
        ("parent", unit.parent.clone()),
        ("duty", unit.duty.clone()),
        ("members", unit.members.clone()),
        ("note", unit.note.clone()),
        ("former", join_names(&unit.former)),
    ]
}

fn channel_cells(channel: &Channel) -> Cells {
    vec![
        ("code", channel.code.clone()),
        ("name", channel.name.clone()),
        ("kind", channel.kind.zh().to_string()),
        ("address", channel.address.clone()),
        ("note", channel.note.clone()),
        ("former", join_names(&channel.former)),
    ]
}

fn item_cells(setting: &ItemSetting) -> Cells {
    let (applies, reason) = match &setting.applicability {
        None => ("", ""),
        Some(Applicability::Applies) => ("适用", ""),
        Some(Applicability::IfAny) => ("如有", ""),
        Some(Applicability::NotApplicable { reason }) => ("不适用", reason.as_str()),
    };
    vec![
        ("item", setting.key.to_string()),
        ("category", setting.category.map(|category| category.to_string()).unwrap_or_default()),
        ("category_name", setting.category_name.clone().unwrap_or_default()),
        ("text", setting.text.clone().unwrap_or_default()),
        ("applies", applies.to_string()),
        ("reason", reason.to_string()),
        ("unit", setting.unit.clone().unwrap_or_default()),
        ("timing", setting.timing.map(|timing| timing.to_string()).unwrap_or_default()),
        ("from_year", setting.from.map(|year| year.to_string()).unwrap_or_default()),
        ("maps_to", setting.maps_to.iter().map(u8::to_string).collect::<Vec<_>>().join("；")),
        ("note", setting.note.clone()),
    ]
}

fn record_cells(record: &RecordEntry) -> Cells {
    let ground = match &record.openness {
        Openness::Withheld { ground } => ground.clone(),
        Openness::Proactive | Openness::OnRequest => String::new(),
    };
    let term = match record.term {
        Term::Standing => "长期".to_string(),
        Term::Until(day) => day.to_string(),
    };
    let period = |pick: fn(&Publicity) -> String| record.publicity.as_ref().map(pick).unwrap_or_default();
    vec![
        ("key", record.key.clone()),
        ("index", record.index.as_ref().map(|index| index.to_string()).unwrap_or_default()),
        ("title", record.title.clone()),
        ("item", record.item.to_string()),
        ("unit", record.unit.clone()),
        ("form", record.form.zh().to_string()),
        ("document_number", record.document_number.clone()),
        ("issuer", record.issuer.clone()),
        ("origin", record.origin.zh().to_string()),
        ("made_on", record.made_on.to_string()),
        ("published_on", record.published_on.to_string()),
        ("channel", record.channels.join("；")),
        ("locator", record.locator.clone()),
        ("openness", record.openness.zh().to_string()),
        ("ground", ground),
        ("audience", record.audience.zh().to_string()),
        ("term", term),
        ("validity", record.validity.zh().to_string()),
        ("count", record.count.to_string()),
        ("summary", record.summary.clone()),
        ("body", record.body.clone()),
        ("keywords", record.keywords.join("；")),
        ("year", record.year.map(|year| year.to_string()).unwrap_or_default()),
        ("publicity", period(|period| period.kind.clone())),
        ("publicity_from", period(|period| period.from.to_string())),
        ("publicity_until", period(|period| period.until.to_string())),
        ("state", record.state.map(|state| state.zh().to_string()).unwrap_or_default()),
        ("state_reason", record.state_reason.clone()),
        ("state_on", record.state_on.to_string()),
        ("change_note", record.change_note.clone()),
        ("note", record.note.clone()),
        ("source", record.source.clone()),
    ]
}

fn edition_cells(entry: &EditionEntry) -> Cells {
    let edition = &entry.edition;
    vec![
        ("record", entry.record.clone()),
        ("number", edition.number.to_string()),
        ("title", edition.title.clone()),
        ("document_number", edition.document_number.clone()),
        ("issuer", edition.issuer.clone()),
        ("made_on", edition.made_on.to_string()),
        ("summary", edition.summary.clone()),
        ("body", edition.body.clone()),
        ("keywords", edition.keywords.join("；")),
        ("change_note", edition.change_note.clone()),
        ("state", if entry.draft { EntryState::Draft.zh().to_string() } else { String::new() }),
    ]
}

fn release_cells(release: &ReleaseEntry) -> Cells {
    vec![
        ("record", release.record.clone()),
        ("channel", release.channel.clone()),
        ("on", release.on.to_string()),
        ("locator", release.locator.clone()),
        ("evidence", release.evidence.clone()),
        ("edition", release.edition.map(|edition| edition.to_string()).unwrap_or_default()),
        ("note", release.note.clone()),
    ]
}

fn dataset_cells(dataset: &Dataset) -> Cells {
    vec![
        ("key", dataset.key.clone()),
        ("title", dataset.title.clone()),
        ("item", dataset.item.to_string()),
        ("unit", dataset.unit.clone().unwrap_or_default()),
        ("year", dataset.year.to_string()),
        ("as_of", dataset.as_of.to_string()),
        ("source", dataset.source.clone()),
    ]
}

fn figure_cells(dataset: &DatasetRef, figure: &Figure) -> Cells {
    vec![
        ("dataset", dataset.key.clone()),
        ("key", figure.key.clone()),
        ("name", figure.name.clone()),
        ("value", figure.value.map(|value| value.to_string()).unwrap_or_default()),
        ("unit", figure.unit.clone()),
        ("definition", figure.definition.clone()),
        ("approximate", if figure.approximate { "是".to_string() } else { String::new() }),
        ("disputed", figure.disputed.clone().unwrap_or_default()),
        year_cell(dataset),
    ]
}

fn identity_cells(dataset: &DatasetRef, identity: &Identity, note: &str) -> Cells {
    let (target, terms, of) = match identity {
        Identity::Sum { whole, parts } => (whole.clone(), parts.join("+"), String::new()),
        Identity::Rate { rate, parts, whole } => (rate.clone(), parts.join("+"), whole.clone()),
        Identity::AtMost { part, whole } => (part.clone(), String::new(), whole.clone()),
        Identity::Stage { later, earlier } => (later.clone(), String::new(), earlier.clone()),
    };
    vec![
        ("dataset", dataset.key.clone()),
        ("kind", identity.code().to_string()),
        ("target", target),
        ("terms", terms),
        ("of", of),
        ("note", note.to_string()),
        year_cell(dataset),
    ]
}

fn year_cell(dataset: &DatasetRef) -> (&'static str, String) {
    ("year", dataset.year.map(|year| year.to_string()).unwrap_or_default())
}

fn nil_cells(nil: &NilStatement) -> Cells {
    vec![
        ("item", nil.item.to_string()),
        ("year", nil.year.to_string()),
        ("unit", nil.unit.clone()),
        ("signed_by", nil.signed_by.clone()),
        ("signed_on", nil.signed_on.to_string()),
        ("note", nil.note.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{columns, parse};

    #[test]
    fn every_table_is_printed_with_all_its_columns_in_their_order() {
        for table in Table::ALL {
            // A row of examples, which the templates print too; a word where a required column has none.
            let cell = |column: &crate::ledger::Column| match (table, column.key) {
                (Table::Items, "text") => String::new(),
                _ if column.required && column.example.is_empty() => "jwc".to_string(),
                _ => column.example.to_string(),
            };
            let example = Row(columns(*table).iter().map(cell).collect());
            let entry = parse(*table, &example).unwrap_or_else(|faults| panic!("{}: {faults:?}", table.code()));
            let (printed, cells) = cells(&entry);
            assert_eq!(printed, *table);
            let keys: Vec<&str> = cells.iter().map(|(key, _)| *key).collect();
            assert_eq!(keys, columns(*table).iter().map(|column| column.key).collect::<Vec<_>>(), "{}", table.code());
        }
    }
}
