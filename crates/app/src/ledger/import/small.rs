//! The small tables: facts, units, channels, items, texts and nil statements. Each row meets the one that is there under
//! its key, and what its file has no column for stays as it is.

use super::said::{Placed, Said, bad, cells, is_complete};
use super::{Importing, differing};
use crate::error::Result;
use crate::ledger::plan::Change as Planned;
use domain::catalogue::{Catalogue, ItemSetting};
use domain::event::{Act, Event, Object};
use domain::ledger::{self, Doubt, Entry, FaultKind, Question, Row, Table, columns, key_columns};
use domain::school_year::SchoolYear;
use office::ledger::{Remark, RowPlace, Spot};
use std::collections::HashMap;
use store::Thing;

/// Rows that are there, by their key.
pub(super) type There = HashMap<Vec<String>, Row>;

pub(super) fn key_of(table: Table, row: &Row) -> Vec<String> {
    let at = |key: &str| columns(table).iter().position(|column| column.key == key).unwrap_or_default();
    key_columns(table).iter().map(|key| row.cell(at(key)).to_string()).collect()
}

/// The rows that are there, by key.
pub(super) fn there(entries: impl IntoIterator<Item = Entry>) -> There {
    let keyed = |entry: Entry| {
        let (table, row) = ledger::print(&entry);
        (key_of(table, &row), row)
    };
    entries.into_iter().map(keyed).collect()
}

/// What a row says, over the one that is there.
pub(super) struct Met {
    pub(super) entry: Entry,
    /// What was there.
    pub(super) before: Option<Row>,
}

impl Importing<'_> {
    /// A row over the one of its key; nothing when it is refused.
    pub(super) fn meet(&mut self, table: Table, said: Said, place: &RowPlace, there: &There) -> Option<Met> {
        // By what it says where that can be read, else as it is written.
        let key = match &said.entry {
            Ok(entry) => key_of(table, &ledger::print(entry).1),
            Err(_) => key_of(table, &said.row),
        };
        let before = there.get(&key).cloned();
        let entry = self.met(table, said, place, before.as_ref())?;
        Some(Met { entry, before })
    }

    /// What a row says over the one that is there; nothing when it is refused.
    pub(super) fn met(&mut self, table: Table, said: Said, place: &RowPlace, before: Option<&Row>) -> Option<Entry> {
        let entry = match before {
            Some(before) if !is_complete(table, place) => said.over(table, before, place),
            _ => said.entry,
        };
        match entry {
            Ok(entry) => Some(entry),
            Err(faults) => {
                self.outcome.refuse(cells(table, faults, place));
                None
            }
        }
    }

    /// What writing this entry changes; nothing when it is there just so, which is counted.
    pub(super) fn changes(
        &mut self,
        entry: &Entry,
        before: Option<&Row>,
        name: &str,
        place: &RowPlace,
    ) -> Option<Planned> {
        let (table, row) = ledger::print(entry);
        let cells = before.map_or_else(Vec::new, |before| differing(table, before, &row));
        if before.is_some() && cells.is_empty() {
            self.outcome.count(table, store::Saved::Same);
            return None;
        }
        Some(Planned {
            table,
            name: name.to_string(),
            place: Some(place.clone()),
            new: before.is_none(),
            left: false,
            facts: Vec::new(),
            cells,
        })
    }

    /// Whether a row names several units where one answers: which is asked, for several are none of that name.
    pub(super) fn asks_which_unit(&mut self, table: Table, text: &str, place: &RowPlace) -> bool {
        let Some(units) = ledger::several_units(text).filter(|_| self.units.find(text).is_none()) else { return false };
        let column = columns(table).iter().position(|column| column.key == "unit");
        let question = Question::new(Doubt::Units, column, text, units);
        let spot = Spot::Row(place.clone(), column);
        self.outcome.hear(Remark::Question { table: Some(table), spot, question, rows: 1 });
        true
    }

    pub(super) async fn school(&mut self, facts: Vec<Placed<Said>>, items: Vec<Placed<Said>>) -> Result<()> {
        let known = there(self.change.facts().await?.into_iter().map(Entry::School));
        for (said, place) in facts {
            let Some(Met { entry: Entry::School(fact), before }) = self.meet(Table::School, said, &place, &known)
            else {
                continue;
            };
            if !self.first(Table::School, &fact.key, "key", &place) {
                continue;
            }
            let entry = Entry::School(fact.clone());
            let Some(planned) = self.changes(&entry, before.as_ref(), &fact.key, &place) else { continue };
            if self.leaves(&planned) {
                continue;
            }
            self.remember(Thing::Fact(fact.key.clone())).await?;
            self.change.save_fact(&fact).await?;
            self.wrote(planned, Event::new(Act::SchoolChanged, Object::School).with("fact", fact.key));
        }
        let school = domain::school::School::of(self.change.facts().await?);
        self.school_code = school.code().to_string();
        self.units.of_school(school.name());
        let mut settings = self.change.item_settings().await?;
        let known = there(settings.iter().cloned().map(Entry::Item));
        for (said, place) in items {
            let Some(Met { entry: Entry::Item(setting), before }) = self.meet(Table::Items, said, &place, &known)
            else {
                continue;
            };
            let from = setting.from.map(|year| format!(" {year}")).unwrap_or_default();
            if !self.first(Table::Items, &format!("{}{from}", setting.key), "item", &place) {
                continue;
            }
            self.item(school.kind(), setting, before.as_ref(), &mut settings, &place).await?;
        }
        Ok(())
    }

    async fn item(
        &mut self,
        kind: domain::catalogue::SchoolKind,
        mut setting: ItemSetting,
        before: Option<&Row>,
        settings: &mut Vec<ItemSetting>,
        place: &RowPlace,
    ) -> Result<()> {
        if let Some(unit) = setting.unit.take() {
            if self.asks_which_unit(Table::Items, &unit, place) {
                return Ok(());
            }
            setting.unit = Some(self.unit_code(&unit, place).await?);
        }
        if before.is_none() && setting == (ItemSetting { from: setting.from, ..ItemSetting::of(setting.key.clone()) }) {
            // As the rows of a form that nobody has filled in.
            self.outcome.count(Table::Items, store::Saved::Same);
            return Ok(());
        }
        let key = setting.key.clone();
        settings.retain(|known| (&known.key, known.from) != (&key, setting.from));
        settings.push(setting.clone());
        if let Err(error) = Catalogue::of_school(kind, settings.as_slice()) {
            settings.pop();
            self.outcome.refuse([bad(Table::Items, "text", FaultKind::Needs, error.to_string(), place)]);
            return Ok(());
        }
        let entry = Entry::Item(setting.clone());
        let Some(planned) = self.changes(&entry, before, &key.to_string(), place) else { return Ok(()) };
        if self.leaves(&planned) {
            // Rows that follow are judged by what is there.
            *settings = self.change.item_settings().await?;
            return Ok(());
        }
        let from = setting.from.map_or(0, |year| i64::from(year.first_year()));
        self.remember(Thing::Item(key.to_string(), from)).await?;
        self.change.save_item_setting(&setting).await?;
        self.wrote(planned, Event::new(Act::ItemSet, Object::Item(key.to_string())));
        Ok(())
    }

    pub(super) async fn texts(&mut self, texts: Vec<Placed<Said>>) -> Result<()> {
        if texts.is_empty() {
            return Ok(());
        }
        let known = there(self.change.texts(None).await?.into_iter().map(Entry::Text));
        let datasets = self.change.datasets(None).await?;
        for (said, place) in texts {
            let Some(Met { entry: Entry::Text(text), before }) = self.meet(Table::Texts, said, &place, &known) else {
                continue;
            };
            let holds = |reference: &&str| {
                reference.split_once('.').is_some_and(|(key, figure)| {
                    datasets
                        .iter()
                        .any(|known| known.year == text.year && known.key == key && known.figure(figure).is_some())
                })
            };
            let references = domain::annual_report::references(&text.text);
            if let Some(unknown) = references.iter().find(|reference| !holds(reference)) {
                self.outcome.refuse([bad(Table::Texts, "text", FaultKind::Unknown, format!("{{{unknown}}}"), &place)]);
                continue;
            }
            let name = format!("{} {}.{}", text.year, text.place, text.order);
            if !self.first(Table::Texts, &name, "order", &place) {
                continue;
            }
            let Some(planned) = self.changes(&Entry::Text(text.clone()), before.as_ref(), &name, &place) else {
                continue;
            };
            if self.leaves(&planned) {
                continue;
            }
            let year = first(text.year);
            self.remember(Thing::Text(year, text.place.clone(), i64::from(text.order))).await?;
            self.change.save_text(&text).await?;
            let event = Event::new(Act::TextWritten, Object::Report(text.year.to_string())).with("place", text.place);
            self.wrote(planned, event);
        }
        Ok(())
    }

    pub(super) async fn nils(&mut self, nils: Vec<Placed<Said>>) -> Result<()> {
        if nils.is_empty() {
            return Ok(());
        }
        let known = there(self.change.nil_statements(None).await?.into_iter().map(Entry::Nil));
        for (said, place) in nils {
            // Its key holds a unit, which is known by its code.
            let unit = columns(Table::Nil).iter().position(|column| column.key == "unit").unwrap_or_default();
            if let Ok(Entry::Nil(nil)) = &said.entry
                && self.asks_which_unit(Table::Nil, &nil.unit, &place)
            {
                continue;
            }
            let said = match &said.entry {
                Ok(Entry::Nil(nil)) => {
                    let code = self.unit_code(&nil.unit, &place).await?;
                    said.with(Table::Nil, unit, &code)
                }
                _ => said,
            };
            let Some(Met { entry: Entry::Nil(nil), before }) = self.meet(Table::Nil, said, &place, &known) else {
                continue;
            };
            let name = format!("{} {}", nil.item, nil.year);
            let unit = self.named.get(&nil.unit).map_or(nil.unit.as_str(), String::as_str);
            if !self.first(Table::Nil, &format!("{name} {unit}"), "item", &place) {
                continue;
            }
            self.judging.nil_at(&nil, &place);
            let Some(planned) = self.changes(&Entry::Nil(nil.clone()), before.as_ref(), &name, &place) else {
                continue;
            };
            if self.leaves(&planned) {
                continue;
            }
            self.remember(Thing::Nil(first(nil.year), nil.item.to_string(), nil.unit.clone())).await?;
            self.change.save_nil(&nil).await?;
            let event = Event::new(Act::NilStated, Object::Item(nil.item.to_string())).with("year", nil.year);
            self.wrote(planned, event);
        }
        Ok(())
    }
}

/// The first calendar year of a school year.
pub(super) fn first(year: SchoolYear) -> i64 {
    i64::from(year.first_year())
}
