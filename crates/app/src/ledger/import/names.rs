//! Units and channels: those that a file describes, and those that its rows only name.

use super::Importing;
use super::rows::{Placed, Said};
use super::small::{Met, there};
use crate::error::Result;
use crate::ledger::names;
use crate::ledger::plan::Change as Planned;
use domain::event::{Act, Event, Object};
use domain::ledger::{Entry, Table, Taken, Understood};
use office::ledger::{Remark, RowPlace, Spot};
use store::Thing;

impl Importing<'_> {
    pub(super) async fn names(&mut self, units: Vec<Placed<Said>>, channels: Vec<Placed<Said>>) -> Result<()> {
        let (known_units, known_channels) = (self.change.units().await?, self.change.channels().await?);
        for unit in &known_units {
            self.units.learn(&unit.code, &unit.name);
            self.named.insert(unit.code.clone(), unit.name.clone());
        }
        for channel in &known_channels {
            self.channels.learn(&channel.code, &channel.name);
            self.named.insert(channel.code.clone(), channel.name.clone());
        }
        let known = there(known_units.into_iter().map(Entry::Unit));
        for (said, place) in units {
            let Some(Met { entry: Entry::Unit(unit), before }) = self.meet(Table::Units, said, &place, &known) else {
                continue;
            };
            if !self.first(Table::Units, &unit.code, "code", &place) {
                continue;
            }
            self.units.learn(&unit.code, &unit.name);
            self.named.insert(unit.code.clone(), unit.name.clone());
            let Some(planned) = self.changes(&Entry::Unit(unit.clone()), before.as_ref(), &unit.name, &place) else {
                continue;
            };
            self.remember(Thing::Unit(unit.code.clone())).await?;
            self.change.save_unit(&unit).await?;
            self.wrote(planned, Event::new(Act::UnitWritten, Object::Unit(unit.code)));
        }
        let known = there(known_channels.into_iter().map(Entry::Channel));
        for (said, place) in channels {
            let Some(Met { entry: Entry::Channel(channel), before }) = self.meet(Table::Channels, said, &place, &known)
            else {
                continue;
            };
            if !self.first(Table::Channels, &channel.code, "code", &place) {
                continue;
            }
            self.channels.learn(&channel.code, &channel.name);
            self.named.insert(channel.code.clone(), channel.name.clone());
            let entry = Entry::Channel(channel.clone());
            let Some(planned) = self.changes(&entry, before.as_ref(), &channel.name, &place) else { continue };
            self.remember(Thing::Channel(channel.code.clone())).await?;
            self.change.save_channel(&channel).await?;
            self.wrote(planned, Event::new(Act::ChannelWritten, Object::Channel(channel.code)));
        }
        Ok(())
    }

    /// The code of the unit that a row names; one that nothing describes is entered by its name.
    pub(super) async fn unit_code(&mut self, text: &str, place: &RowPlace) -> Result<String> {
        match self.units.code(text) {
            Ok(code) => Ok(code),
            Err(code) => {
                let unit = names::unit(&code, text);
                self.units.learn(&code, text);
                self.remember(Thing::Unit(code.clone())).await?;
                self.change.save_unit(&unit).await?;
                let event = Event::new(Act::UnitWritten, Object::Unit(code));
                self.wrote(entered(Table::Units, &unit.name, place), event);
                self.named.insert(unit.code.clone(), unit.name.clone());
                self.outcome.entered.push((Table::Units, unit.name));
                Ok(unit.code)
            }
        }
    }

    /// The same for a channel.
    pub(super) async fn channel_code(&mut self, text: &str, place: &RowPlace) -> Result<String> {
        match self.channels.code(text) {
            Ok(code) => {
                if let Some(known) = self.channels.by_group(text) {
                    let remark = Understood::new(Taken::Name, None, text, known);
                    self.outcome.hear(Remark::Understood { table: Some(Table::Channels), spot: Spot::Whole, remark });
                }
                Ok(code)
            }
            Err(code) => {
                let channel = names::channel(&code, text);
                self.channels.learn(&code, text);
                self.remember(Thing::Channel(code.clone())).await?;
                self.change.save_channel(&channel).await?;
                let event = Event::new(Act::ChannelWritten, Object::Channel(code));
                self.wrote(entered(Table::Channels, &channel.name, place), event);
                let remark = names::kind_told(&channel);
                self.outcome.hear(Remark::Understood { table: Some(Table::Channels), spot: Spot::Whole, remark });
                self.named.insert(channel.code.clone(), channel.name.clone());
                self.outcome.entered.push((Table::Channels, channel.name));
                Ok(channel.code)
            }
        }
    }
}

fn entered(table: Table, name: &str, place: &RowPlace) -> Planned {
    Planned { table, name: name.to_string(), place: Some(place.clone()), new: true, cells: Vec::new() }
}
