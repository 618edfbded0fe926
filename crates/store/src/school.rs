//! The school itself: facts, units, channels, and what it says of the items of the catalogue.
//!
//! Few rows, read whole. Saving what is there already writes nothing and says so, so that an import run twice
//! makes no events.

use crate::db::sql::{FromRow, Number, Sql, Table, rows};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::record_row::school_year;
use crate::{CodeOf, Former, Reader, Saved, Tx};
use domain::catalogue::{Applicability, ItemSetting};
use domain::school::{Channel, ChannelKind, SchoolFact, Unit, UnitKind};
use std::collections::BTreeMap;

pub(crate) const FACT: Table = Table { name: "school_fact", columns: &["fact", "value", "note", "position"] };

pub(crate) const UNIT: Table =
    Table { name: "unit", columns: &["code", "name", "kind", "parent", "duty", "members", "note", "position"] };

pub(crate) const CHANNEL: Table =
    Table { name: "channel", columns: &["code", "name", "kind", "address", "note", "position"] };

pub(crate) const SETTING: Table = Table {
    name: "item_setting",
    columns: &[
        "item",
        "from_year",
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

impl FactRow {
    fn fact(self) -> SchoolFact {
        SchoolFact { key: self.fact, value: self.value, note: self.note }
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
            former: Vec::new(),
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
            former: Vec::new(),
        })
    }
}

rows! {
    pub(crate) struct SettingRow {
        item: String,
        from_year: i64,
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
    pub(crate) fn setting(self) -> Result<ItemSetting> {
        let wrong = |column| impossible("item_setting", column, &self.item);
        Ok(ItemSetting {
            key: self.item.parse().map_err(|_| wrong("item"))?,
            from: match self.from_year {
                0 => None,
                year => Some(school_year(year).ok_or_else(|| wrong("from_year"))?),
            },
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
        Ok(rows.into_iter().map(FactRow::fact).collect())
    }

    /// Units, in the order of entry.
    pub async fn units(&self) -> Result<Vec<Unit>> {
        let rows: Vec<UnitRow> = Sql::new("SELECT * FROM unit ORDER BY position").all(&self.tx).await?;
        let mut former = self.former_by_code(CodeOf::Unit).await?;
        let mut whole = |unit: Unit| Unit { former: former.remove(&unit.code).unwrap_or_default(), ..unit };
        rows.into_iter().map(|row| row.unit().map(&mut whole)).collect()
    }

    /// Channels, in the order of entry.
    pub async fn channels(&self) -> Result<Vec<Channel>> {
        let rows: Vec<ChannelRow> = Sql::new("SELECT * FROM channel ORDER BY position").all(&self.tx).await?;
        let mut former = self.former_by_code(CodeOf::Channel).await?;
        let mut whole =
            |channel: Channel| Channel { former: former.remove(&channel.code).unwrap_or_default(), ..channel };
        rows.into_iter().map(|row| row.channel().map(&mut whole)).collect()
    }

    /// Former names by the code of what had them.
    async fn former_by_code(&self, of: CodeOf) -> Result<BTreeMap<String, Vec<String>>> {
        let mut by_code: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for Former { code, former } in self.former_names(of).await? {
            by_code.entry(code).or_default().push(former);
        }
        Ok(by_code)
    }

    /// What the school says of items, in the order of entry, which is the order to apply it in.
    pub async fn item_settings(&self) -> Result<Vec<ItemSetting>> {
        let rows: Vec<SettingRow> = Sql::new("SELECT * FROM item_setting ORDER BY position").all(&self.tx).await?;
        rows.into_iter().map(SettingRow::setting).collect()
    }

    /// The row of a table with this key, if there is one.
    async fn find<R: FromRow>(&self, table: &Table, key: &[Value]) -> Result<Option<R>> {
        self.keyed("SELECT *", table, key).one(&self.tx).await
    }

    /// The position of the row with this key, or the next free one and that it is new.
    pub(crate) async fn position(&self, table: &Table, key: &[Value]) -> Result<(i64, bool)> {
        if let Some(row) = self.keyed("SELECT position AS n", table, key).one::<Number>(&self.tx).await? {
            return Ok((row.n, false));
        }
        let next = Sql::new(format!("SELECT coalesce(max(position), 0) + 1 AS n FROM {}", table.name));
        Ok((next.one::<Number>(&self.tx).await?.map_or(1, |row| row.n), true))
    }

    /// A query for the row whose first columns have these values.
    fn keyed(&self, select: &str, table: &Table, key: &[Value]) -> Sql {
        let mut query = Sql::new(format!("{select} FROM {}", table.name));
        for (at, (column, value)) in table.columns.iter().zip(key).enumerate() {
            query.push(if at == 0 { " WHERE " } else { " AND " }).push(column).push(" = ").bind(value.clone());
        }
        query
    }
}

impl Tx {
    /// Saves a fact about the school.
    pub async fn save_fact(&mut self, fact: &SchoolFact) -> Result<Saved> {
        let key = [Value::from(&fact.key)];
        let before = self.find::<FactRow>(&FACT, &key).await?.map(FactRow::fact);
        let rest = [fact.value.as_str(), &fact.note].map(Value::from).to_vec();
        self.save_row(&FACT, &key, before.as_ref() == Some(fact), rest).await
    }

    /// Takes a fact about the school away.
    pub async fn delete_fact(&mut self, key: &str) -> Result<()> {
        let mut query = Sql::new("DELETE FROM school_fact WHERE fact = ");
        query.bind(key);
        query.run(&self.tx).await?;
        Ok(())
    }

    /// Saves a unit, but for its former names: those are [`Tx::save_former`]'s.
    pub async fn save_unit(&mut self, unit: &Unit) -> Result<Saved> {
        let key = [Value::from(&unit.code)];
        let before = self.find::<UnitRow>(&UNIT, &key).await?.map(UnitRow::unit).transpose()?;
        let rest = [&unit.name, unit.kind.code(), &unit.parent, &unit.duty, &unit.members, &unit.note];
        let same = before.as_ref().is_some_and(|before| *before == Unit { former: Vec::new(), ..unit.clone() });
        let saved = self.save_row(&UNIT, &key, same, rest.map(Value::from).to_vec()).await?;
        if saved == Saved::New {
            // One of this code may have been closed and be gone since.
            self.save_closed(CodeOf::Unit, &unit.code, None).await?;
        }
        Ok(saved)
    }

    /// Saves a channel, but for its former names: those are [`Tx::save_former`]'s.
    pub async fn save_channel(&mut self, channel: &Channel) -> Result<Saved> {
        let key = [Value::from(&channel.code)];
        let before = self.find::<ChannelRow>(&CHANNEL, &key).await?.map(ChannelRow::channel).transpose()?;
        let rest = [&channel.name, channel.kind.code(), &channel.address, &channel.note];
        let same = before.as_ref().is_some_and(|before| *before == Channel { former: Vec::new(), ..channel.clone() });
        let saved = self.save_row(&CHANNEL, &key, same, rest.map(Value::from).to_vec()).await?;
        if saved == Saved::New {
            self.save_closed(CodeOf::Channel, &channel.code, None).await?;
        }
        Ok(saved)
    }

    /// Saves what the school says of an item; item and the year from which it holds are its key.
    pub async fn save_item_setting(&mut self, setting: &ItemSetting) -> Result<Saved> {
        let from = setting.from.map_or(0, |year| i64::from(year.first_year()));
        let key = [Value::from(setting.key.to_string()), Value::from(from)];
        let before = self.find::<SettingRow>(&SETTING, &key).await?.map(SettingRow::setting).transpose()?;
        let rest = setting_values(setting);
        self.save_row(&SETTING, &key, before.as_ref() == Some(setting), rest).await
    }

    /// Writes a row of a table whose first columns are its key and whose last is its position, unless it is there
    /// just so.
    pub(crate) async fn save_row(&self, table: &Table, key: &[Value], same: bool, rest: Vec<Value>) -> Result<Saved> {
        if same {
            return Ok(Saved::Same);
        }
        let (position, new) = self.position(table, key).await?;
        let values = key.iter().cloned().chain(rest).chain([position.into()]).collect();
        table.upsert(&self.tx, key.len(), values).await?;
        Ok(if new { Saved::New } else { Saved::Changed })
    }
}

/// What a setting says, in the order of the columns behind item and year.
pub(crate) fn setting_values(setting: &ItemSetting) -> Vec<Value> {
    let (applicability, reason) = match &setting.applicability {
        None => (None, None),
        Some(Applicability::Applies) => (Some("applies"), None),
        Some(Applicability::IfAny) => (Some("if_any"), None),
        Some(Applicability::NotApplicable { reason }) => (Some("not_applicable"), Some(reason.as_str())),
    };
    vec![
        setting.category.map(i64::from).into(),
        setting.category_name.as_deref().into(),
        setting.text.as_deref().into(),
        applicability.into(),
        reason.into(),
        setting.unit.as_deref().into(),
        setting.timing.map(|rule| rule.to_string()).into(),
        serde_json::json!(setting.maps_to).to_string().into(),
        setting.note.as_str().into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::db::dialect::Driver;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// An import enters every unit that its rows name. What SQLite does for the last of many must be no more than for
    /// the first; time would not tell so, its own count of steps does.
    #[tokio::test]
    async fn the_last_of_many_units_costs_no_more_than_the_first() {
        let store = Store::in_memory().await.unwrap();
        let mut tx = store.write().await.unwrap();
        let steps = Arc::new(AtomicU64::new(0));
        let Driver::Sqlite(connection) = &tx.tx.driver else { panic!("a test's own database is SQLite") };
        let counting = Arc::clone(&steps);
        connection.lock().await.lock_handle().await.unwrap().set_progress_handler(1, move || {
            counting.fetch_add(1, Ordering::Relaxed);
            true
        });
        let mut costs = Vec::new();
        for chunk in 0..8 {
            let before = steps.load(Ordering::Relaxed);
            for n in 0..250 {
                let name = format!("单位{}", chunk * 250 + n);
                let unit = Unit {
                    code: name.clone(),
                    name,
                    kind: UnitKind::Department,
                    parent: String::new(),
                    duty: String::new(),
                    members: String::new(),
                    note: String::new(),
                    former: Vec::new(),
                };
                assert_eq!(tx.save_unit(&unit).await.unwrap(), Saved::New);
            }
            costs.push(steps.load(Ordering::Relaxed) - before);
        }
        assert!(costs[0] > 250, "steps are counted: {costs:?}");
        assert!(costs[7] < costs[0] * 3 / 2, "{costs:?}");
    }
}
