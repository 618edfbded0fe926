//! Things: what an import or a person's hand can change, each with the rows of all its tables as JSON.
//!
//! It must not decide when rows are kept or given back; that is for [`crate::batch`].

use crate::Reader;
use crate::attachment::ATTACHMENT;
use crate::code::{CHANNEL_FORMER, CodeOf, UNIT_FORMER};
use crate::dataset::{DATASET, FIGURE, IDENTITY};
use crate::db::sql::{Sql, Table};
use crate::db::value::Value;
use crate::error::Result;
use crate::evidence::SHOWN_OVER;
use crate::head::HEAD;
use crate::record_row::{EDITION, RECORD, RELEASE};
use crate::report::{NIL, TEXT};
use crate::school::{CHANNEL, FACT, SETTING, UNIT};
use domain::ids::{AttachmentId, RecordId};
use serde_json::{Value as Json, json};

/// Something that an import can change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// A fact about the school, by its key.
    Fact(String),
    /// What was answered of a head, by the code of its table and the head.
    Head(String, String),
    /// A unit, by code.
    Unit(String),
    /// A channel, by code.
    Channel(String),
    /// A setting of an item, and the first calendar year of the school year from which it holds, 0 for always.
    Item(String, i64),
    /// A dataset with its figures and identities, by key and the first calendar year of its school year.
    Dataset(String, i64),
    /// A text of a report, by year, place and order.
    Text(i64, String, i64),
    /// A nil statement, by year, item and unit.
    Nil(i64, String, String),
    /// A record with its editions, releases and attachments.
    Record(RecordId),
    /// The channel over which a piece of evidence shows that something went out.
    ShownOver(AttachmentId),
    /// A unit or channel that takes another code: the one before and the one after, which nothing else had. What names
    /// it follows both ways.
    Recoded(CodeOf, String, String),
}

/// A table of a thing with the columns that say which rows are its own, the parent first.
pub(crate) type Part = (&'static Table, &'static [&'static str]);

impl Thing {
    /// Stable code of its kind, a message key under `thing-`.
    pub fn kind(&self) -> &'static str {
        match self {
            Thing::Fact(_) => "fact",
            Thing::Head(..) => "head",
            Thing::Unit(_) => "unit",
            Thing::Channel(_) => "channel",
            Thing::Item(..) => "item",
            Thing::Dataset(..) => "dataset",
            Thing::Text(..) => "text",
            Thing::Nil(..) => "nil",
            Thing::Record(_) => "record",
            Thing::ShownOver(_) => "evidence",
            Thing::Recoded(CodeOf::Unit, ..) => "unit-code",
            Thing::Recoded(CodeOf::Channel, ..) => "channel-code",
        }
    }

    /// What a person knows it by: its key.
    pub fn name(&self) -> String {
        match self {
            Thing::Fact(key) | Thing::Unit(key) | Thing::Channel(key) => key.clone(),
            Thing::Item(item, _) => item.clone(),
            Thing::Head(_, head) => head.clone(),
            Thing::Dataset(key, year) => format!("{key} {year}-{}", year + 1),
            Thing::Text(year, place, order) => format!("{year}-{} {place}.{order}", year + 1),
            Thing::Nil(year, item, unit) => format!("{year}-{} {item} {unit}", year + 1),
            Thing::Record(id) => id.to_string(),
            Thing::ShownOver(id) => id.to_string(),
            Thing::Recoded(_, from, to) => format!("{from} → {to}"),
        }
    }

    pub(crate) fn parts(&self) -> &'static [Part] {
        match self {
            Thing::Fact(_) => &[(&FACT, &["fact"])],
            Thing::Head(..) => &[(&HEAD, &["ledger_table", "head"])],
            Thing::Unit(_) => &[(&UNIT, &["code"]), (&UNIT_FORMER, &["unit"])],
            Thing::Channel(_) => &[(&CHANNEL, &["code"]), (&CHANNEL_FORMER, &["channel"])],
            // There as long as something has the code before.
            Thing::Recoded(CodeOf::Unit, ..) => &[(&UNIT, &["code"])],
            Thing::Recoded(CodeOf::Channel, ..) => &[(&CHANNEL, &["code"])],
            Thing::ShownOver(_) => &[(&SHOWN_OVER, &["id"])],
            Thing::Item(..) => &[(&SETTING, &["item", "from_year"])],
            Thing::Dataset(..) => &[
                (&DATASET, &["dataset_key", "year"]),
                (&FIGURE, &["dataset_key", "year"]),
                (&IDENTITY, &["dataset_key", "year"]),
            ],
            Thing::Text(..) => &[(&TEXT, &["year", "place", "position"])],
            Thing::Nil(..) => &[(&NIL, &["year", "item", "unit"])],
            // What was kept before there were attachments has rows of the first three only.
            Thing::Record(_) => &[
                (&RECORD, &["id"]),
                (&EDITION, &["record_nr"]),
                (&RELEASE, &["record_nr"]),
                (&ATTACHMENT, &["record_nr"]),
            ],
        }
    }

    /// The values of the columns that say which rows are its own.
    pub(crate) fn key(&self) -> Vec<Value> {
        match self {
            Thing::Fact(key) | Thing::Unit(key) | Thing::Channel(key) => vec![key.into()],
            Thing::Head(table, head) => vec![table.into(), head.into()],
            Thing::Item(item, from) => vec![item.into(), (*from).into()],
            Thing::Dataset(key, year) => vec![key.into(), (*year).into()],
            Thing::Text(year, place, order) => vec![(*year).into(), place.into(), (*order).into()],
            Thing::Nil(year, item, unit) => vec![(*year).into(), item.into(), unit.into()],
            Thing::Record(id) => vec![id.to_string().into()],
            Thing::ShownOver(id) => vec![id.to_string().into()],
            Thing::Recoded(_, from, _) => vec![from.into()],
        }
    }

    /// Its key as a JSON array, as the batch keeps it.
    pub(crate) fn text(&self) -> String {
        let mut key = self.key();
        if let Thing::Recoded(_, _, to) = self {
            key.push(to.into());
        }
        Json::from(key.iter().map(|value| tagged(value)[1].clone()).collect::<Vec<_>>()).to_string()
    }

    /// The thing of this kind and key.
    pub(crate) fn read(kind: &str, text: &str) -> Option<Thing> {
        let parts: Vec<Json> = serde_json::from_str(text).ok()?;
        let word = |at: usize| parts.get(at)?.as_str().map(str::to_string);
        let number = |at: usize| parts.get(at)?.as_i64();
        Some(match kind {
            "fact" => Thing::Fact(word(0)?),
            "head" => Thing::Head(word(0)?, word(1)?),
            "unit" => Thing::Unit(word(0)?),
            "channel" => Thing::Channel(word(0)?),
            "item" => Thing::Item(word(0)?, number(1)?),
            "dataset" => Thing::Dataset(word(0)?, number(1)?),
            "text" => Thing::Text(number(0)?, word(1)?, number(2)?),
            "nil" => Thing::Nil(number(0)?, word(1)?, word(2)?),
            "record" => Thing::Record(word(0)?.parse().ok()?),
            "evidence" => Thing::ShownOver(word(0)?.parse().ok()?),
            "unit-code" => Thing::Recoded(CodeOf::Unit, word(0)?, word(1)?),
            "channel-code" => Thing::Recoded(CodeOf::Channel, word(0)?, word(1)?),
            _ => return None,
        })
    }
}

impl Reader {
    /// The rows of a thing as they are, as JSON: nothing when it is not there.
    pub(crate) async fn rows_of(&self, thing: &Thing) -> Result<Option<Json>> {
        let mut key = thing.key();
        let mut all = Vec::new();
        for (at, (table, columns)) in thing.parts().iter().enumerate() {
            let mut query = Sql::new(format!("SELECT {} FROM {}", table.columns.join(", "), table.name));
            narrow(&mut query, columns, &key);
            query.push(" ORDER BY ").push(&table.columns[..columns.len() + 1].join(", "));
            let found = query.raw(&self.tx, table.columns).await?;
            if at == 0 {
                let Some(parent) = found.first() else { return Ok(None) };
                if let Thing::Record(_) = thing {
                    // Its editions and releases know it by its number inside this database.
                    key = parent.iter().take(1).cloned().collect();
                }
            }
            let cells = |row: &Vec<Value>| Json::from(row.iter().map(tagged).map(Json::from).collect::<Vec<_>>());
            all.push(Json::from(found.iter().map(cells).collect::<Vec<_>>()));
        }
        Ok(Some(Json::from(all)))
    }
}

pub(crate) fn narrow(query: &mut Sql, columns: &[&str], key: &[Value]) {
    for (at, (column, value)) in columns.iter().zip(key).enumerate() {
        query.push(if at == 0 { " WHERE " } else { " AND " }).push(column).push(" = ").bind(value.clone());
    }
}

/// A cell in the first row of the first table of a thing, tagged.
pub(crate) fn cell<'r>(rows: &'r Json, table: &Table, name: &str) -> Option<&'r Json> {
    let at = table.columns.iter().position(|column| *column == name)?;
    rows.get(0)?.get(0)?.get(at)
}

/// A number in the first row of the first table of a thing.
pub(crate) fn column(rows: &Json, table: &Table, name: &str) -> Option<i64> {
    cell(rows, table, name)?.get(1)?.as_i64()
}

/// A value with its kind, which a NULL does not show.
pub(crate) fn tagged(value: &Value) -> [Json; 2] {
    match value {
        Value::Int(number) => [json!("i"), json!(number)],
        Value::Text(text) => [json!("t"), json!(text)],
        Value::Bytes(bytes) => [json!("b"), json!(bytes)],
    }
}

pub(crate) fn untagged(cell: &Json) -> Option<Value> {
    let value = cell.get(1)?;
    Some(match cell.get(0)?.as_str()? {
        "i" if value.is_null() => Value::Int(None),
        "i" => Value::Int(Some(value.as_i64()?)),
        "t" if value.is_null() => Value::Text(None),
        "t" => Value::Text(Some(value.as_str()?.to_string())),
        "b" => Value::Bytes(serde_json::from_value(value.clone()).ok()?),
        _ => return None,
    })
}
