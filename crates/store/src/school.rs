//! The school itself: facts, units, channels, and what it says of the items of the catalogue.
//!
//! Few rows, read whole. Saving what is there already writes nothing and says so, so that an import run twice
//! makes no events.

use crate::error::{Result, impossible};
use crate::sql::{Number, Sql, Table, Value, optional, rows, sql};
use crate::{Reader, Saved, Tx};
use domain::catalogue::{Applicability, ItemSetting};
use domain::ledger::{Channel, ChannelKind, SchoolFact, Unit, UnitKind};

const FACT: Table = Table { name: "school_fact", columns: &["fact", "value", "note", "position"] };

const UNIT: Table =
    Table { name: "unit", columns: &["code", "name", "kind", "parent", "duty", "members", "note", "position"] };

const CHANNEL: Table = Table { name: "channel", columns: &["code", "name", "kind", "address", "note", "position"] };

const SETTING: Table = Table {
    name: "item_setting",
    columns: &[
        "item",
        "category",
        "category_name",
        "wording",
        "applicability",
        "applicability_reason",
        "unit",
        "timing",
        "maps_to",
        "note",
        "position",
    ],
};

rows! {
    struct FactRow {
        fact: String,
        value: String,
        note: String,
    }

    struct UnitRow {
        code: String,
        name: String,
        kind: String,
        parent: String,
        duty: String,
        members: String,
        note: String,
    }
}

impl UnitRow {
    fn unit(self) -> Result<Unit> {
        Ok(Unit {
            kind: UnitKind::read(&self.kind).ok_or_else(|| impossible("unit", "kind", &self.code))?,
            code: self.code,
            name: self.name,
            parent: self.parent,
            duty: self.duty,
            members: self.members,
            note: self.note,
        })
    }
}

rows! {
    struct ChannelRow {
        code: String,
        name: String,
        kind: String,
        address: String,
        note: String,
    }
}

impl ChannelRow {
    fn channel(self) -> Result<Channel> {
        Ok(Channel {
            kind: ChannelKind::read(&self.kind).ok_or_else(|| impossible("channel", "kind", &self.code))?,
            code: self.code,
            name: self.name,
            address: self.address,
            note: self.note,
        })
    }
}

rows! {
    struct SettingRow {
        item: String,
        category: Option<i64>,
        category_name: Option<String>,
        wording: Option<String>,
        applicability: Option<String>,
        applicability_reason: Option<String>,
        unit: Option<String>,
        timing: Option<String>,
        maps_to: String,
        note: String,
    }
}

impl SettingRow {
    fn setting(self) -> Result<ItemSetting> {
        let wrong = |column| impossible("item_setting", column, &self.item);
        // `32`, or `32@2024-2025` for a setting from a school year on.
        let (key, from) = self.item.split_once('@').map_or((self.item.as_str(), None), |(key, year)| (key, Some(year)));
        Ok(ItemSetting {
            key: key.parse().map_err(|_| wrong("item"))?,
            from: from.map(str::parse).transpose().map_err(|_| wrong("item"))?,
            category: match self.category {
                None => None,
                Some(number) => Some(u8::try_from(number).map_err(|_| wrong("category"))?),
            },
            applicability: match (self.applicability.as_deref(), &self.applicability_reason) {
                (None, None) => None,
                (Some("applies"), None) => Some(Applicability::Applies),
                (Some("if_any"), None) => Some(Applicability::IfAny),
                (Some("not_applicable"), Some(reason)) => Some(Applicability::NotApplicable { reason: reason.clone() }),
                _ => return Err(wrong("applicability")),
            },
            timing: match &self.timing {
                None => None,
                Some(rule) => Some(rule.parse().map_err(|_| wrong("timing"))?),
            },
            maps_to: serde_json::from_str(&self.maps_to).map_err(|_| wrong("maps_to"))?,
            category_name: self.category_name,
            text: self.wording,
            unit: self.unit,
            note: self.note,
        })
    }
}

impl Reader {
    /// Facts about the school, in the order of entry.
    pub async fn facts(&self) -> Result<Vec<SchoolFact>> {
        let rows: Vec<FactRow> = Sql::new("SELECT * FROM school_fact ORDER BY position").all(&self.tx).await?;
        Ok(rows.into_iter().map(|row| SchoolFact { key: row.fact, value: row.value, note: row.note }).collect())
    }

    /// One fact's value.
    pub async fn find_fact(&self, key: &str) -> Result<Option<String>> {
        let row: Option<FactRow> = sql("SELECT * FROM school_fact WHERE fact = $1", [key.into()]).one(&self.tx).await?;
        Ok(row.map(|row| row.value))
    }

    /// Units, in the order of entry.
    pub async fn units(&self) -> Result<Vec<Unit>> {
        let rows: Vec<UnitRow> = Sql::new("SELECT * FROM unit ORDER BY position").all(&self.tx).await?;
        rows.into_iter().map(UnitRow::unit).collect()
    }

    /// Channels, in the order of entry.
    pub async fn channels(&self) -> Result<Vec<Channel>> {
        let rows: Vec<ChannelRow> = Sql::new("SELECT * FROM channel ORDER BY position").all(&self.tx).await?;
        rows.into_iter().map(ChannelRow::channel).collect()
    }

    /// What the school says of items, in the order of entry, which is the order to apply it in.
    pub async fn item_settings(&self) -> Result<Vec<ItemSetting>> {
        let rows: Vec<SettingRow> = Sql::new("SELECT * FROM item_setting ORDER BY position").all(&self.tx).await?;
        rows.into_iter().map(SettingRow::setting).collect()
    }

    /// The position of the row with this key, or the next free one and that it is new.
    pub(crate) async fn position(&self, table: &Table, key: &str) -> Result<(i64, bool)> {
        let (name, column) = (table.name, table.columns[0]);
        let here = format!("SELECT position AS n FROM {name} WHERE {column} = $1");
        if let Some(row) = sql(&here, [key.into()]).one::<Number>(&self.tx).await? {
            return Ok((row.n, false));
        }
        let next = Sql::new(format!("SELECT coalesce(max(position), 0) + 1 AS n FROM {name}"));
        Ok((next.one::<Number>(&self.tx).await?.map_or(1, |row| row.n), true))
    }
}

impl Tx {
    /// Saves a fact about the school.
    pub async fn save_fact(&mut self, fact: &SchoolFact) -> Result<Saved> {
        let same = self.facts().await?.contains(fact);
        let values = vec![fact.key.as_str().into(), fact.value.as_str().into(), fact.note.as_str().into()];
        self.save_row(&FACT, &fact.key, same, values).await
    }

    /// Saves a unit.
    pub async fn save_unit(&mut self, unit: &Unit) -> Result<Saved> {
        let same = self.units().await?.contains(unit);
        let texts =
            [unit.code.as_str(), &unit.name, unit.kind.code(), &unit.parent, &unit.duty, &unit.members, &unit.note];
        self.save_row(&UNIT, &unit.code, same, texts.map(Value::from).to_vec()).await
    }

    /// Saves a channel.
    pub async fn save_channel(&mut self, channel: &Channel) -> Result<Saved> {
        let same = self.channels().await?.contains(channel);
        let texts = [channel.code.as_str(), &channel.name, channel.kind.code(), &channel.address, &channel.note];
        self.save_row(&CHANNEL, &channel.code, same, texts.map(Value::from).to_vec()).await
    }

    /// Saves what the school says of an item.
    pub async fn save_item_setting(&mut self, setting: &ItemSetting) -> Result<Saved> {
        let same = self.item_settings().await?.contains(setting);
        let (applicability, reason) = match &setting.applicability {
            None => (None, None),
            Some(Applicability::Applies) => (Some("applies"), None),
            Some(Applicability::IfAny) => (Some("if_any"), None),
            Some(Applicability::NotApplicable { reason }) => (Some("not_applicable"), Some(reason.as_str())),
        };
        let key = match setting.from {
            Some(year) => format!("{}@{year}", setting.key),
            None => setting.key.to_string(),
        };
        let values = vec![
            key.as_str().into(),
            setting.category.map(i64::from).into(),
            optional(setting.category_name.as_deref()),
            optional(setting.text.as_deref()),
            optional(applicability),
            optional(reason),
            optional(setting.unit.as_deref()),
            Value::from(setting.timing.map(|rule| rule.to_string())),
            serde_json::json!(setting.maps_to).to_string().into(),
            setting.note.as_str().into(),
        ];
        self.save_row(&SETTING, &key, same, values).await
    }

    /// Writes a row of a table whose first column is its key and whose last is its position, unless it is there
    /// just so.
    pub(crate) async fn save_row(&self, table: &Table, key: &str, same: bool, mut values: Vec<Value>) -> Result<Saved> {
        if same {
            return Ok(Saved::Same);
        }
        let (position, new) = self.position(table, key).await?;
        values.push(position.into());
        table.upsert(&self.tx, 1, values).await?;
        Ok(if new { Saved::New } else { Saved::Changed })
    }
}
