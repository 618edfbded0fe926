//! Units and channels: those that a file describes, and those that its rows only name.

use super::said::{Placed, Said, bad};
use super::small::{There, there};
use super::{Importing, differing};
use crate::error::Result;
use crate::ledger::names::{self, Described, Row};
use crate::ledger::plan::Change as Planned;
use domain::event::{Act, Event, Object};
use domain::ledger::{self, Entry, FaultKind, Table, Taken, Understood};
use domain::school::Unit;
use office::ledger::{Remark, RowPlace, Spot};
use store::{CodeOf, Saved, Thing};

impl Importing<'_> {
    pub(super) async fn names(&mut self, units: Vec<Placed<Said>>, channels: Vec<Placed<Said>>) -> Result<()> {
        let (known_units, known_channels) = (self.change.units().await?, self.change.channels().await?);
        for unit in &known_units {
            self.named.insert(unit.code.clone(), unit.name.clone());
        }
        for channel in &known_channels {
            self.named.insert(channel.code.clone(), channel.name.clone());
        }
        let known = there(known_units.into_iter().map(Entry::Unit));
        for (said, place) in units {
            self.unit(said, &place, &known).await?;
        }
        let known = there(known_channels.into_iter().map(Entry::Channel));
        for (said, place) in channels {
            self.channel(said, &place, &known).await?;
        }
        Ok(())
    }

    async fn unit(&mut self, said: Said, place: &RowPlace, known: &There) -> Result<()> {
        let row = self.units.row(said.row.cell(CODE), said.row.cell(NAME));
        let before = described_code(&row).and_then(|code| known.get(&[code][..]).cloned());
        let Some(Entry::Unit(mut unit)) = self.met(Table::Units, said, place, before.as_ref()) else { return Ok(()) };
        if !self.first(Table::Units, &unit.code, "code", place) {
            return Ok(());
        }
        match self.units.with_former(&known_as(&row, &unit.code), &unit.name, std::mem::take(&mut unit.former)) {
            Ok(former) => unit.former = former,
            Err(other) => {
                self.outcome.refuse([bad(Table::Units, "former", FaultKind::NameTaken, other, place)]);
                return Ok(());
            }
        }
        if let Some(before) = &before
            && *before == ledger::print(&Entry::Unit(unit.clone())).1
        {
            self.outcome.count(Table::Units, Saved::Same);
            return Ok(());
        }
        if self.leaves_named(Table::Units, &Entry::Unit(unit.clone()), before.as_ref(), &unit.name, place) {
            return Ok(());
        }
        for thing in things(CodeOf::Unit, &row) {
            self.remember(thing).await?;
        }
        let described = self.units.describe(&mut self.change, unit).await?;
        self.told_of(Table::Units, described, before.as_ref(), place, Entry::Unit, |unit| (&unit.code, &unit.name));
        Ok(())
    }

    async fn channel(&mut self, said: Said, place: &RowPlace, known: &There) -> Result<()> {
        let row = self.channels.row(said.row.cell(CODE), said.row.cell(NAME));
        let before = described_code(&row).and_then(|code| known.get(&[code][..]).cloned());
        let Some(Entry::Channel(mut channel)) = self.met(Table::Channels, said, place, before.as_ref()) else {
            return Ok(());
        };
        if !self.first(Table::Channels, &channel.code, "code", place) {
            return Ok(());
        }
        let listed = std::mem::take(&mut channel.former);
        match self.channels.with_former(&known_as(&row, &channel.code), &channel.name, listed) {
            Ok(former) => channel.former = former,
            Err(other) => {
                self.outcome.refuse([bad(Table::Channels, "former", FaultKind::NameTaken, other, place)]);
                return Ok(());
            }
        }
        self.judging.channel_at(&channel.name, place);
        if let Some(before) = &before
            && *before == ledger::print(&Entry::Channel(channel.clone())).1
        {
            self.outcome.count(Table::Channels, Saved::Same);
            return Ok(());
        }
        if self.leaves_named(Table::Channels, &Entry::Channel(channel.clone()), before.as_ref(), &channel.name, place) {
            return Ok(());
        }
        for thing in things(CodeOf::Channel, &row) {
            self.remember(thing).await?;
        }
        let described = self.channels.describe(&mut self.change, channel).await?;
        self.told_of(Table::Channels, described, before.as_ref(), place, Entry::Channel, |channel| {
            (&channel.code, &channel.name)
        });
        Ok(())
    }

    /// Whether the row of a unit or channel is left out by choice.
    fn leaves_named(
        &mut self,
        table: Table,
        entry: &Entry,
        before: Option<&ledger::Row>,
        name: &str,
        place: &RowPlace,
    ) -> bool {
        let cells = before.map_or_else(Vec::new, |before| differing(table, before, &ledger::print(entry).1));
        let (name, place) = (name.to_string(), Some(place.clone()));
        self.leaves(&Planned { table, name, place, new: before.is_none(), left: false, facts: Vec::new(), cells })
    }

    /// What describing a unit or channel came to, for the plan.
    fn told_of<T>(
        &mut self,
        table: Table,
        described: Described<T>,
        before: Option<&ledger::Row>,
        place: &RowPlace,
        entry: impl Fn(T) -> Entry,
        keys: impl Fn(&T) -> (&String, &String),
    ) {
        match described {
            Described::Old | Described::Saved(Saved::Same, ..) => self.outcome.count(table, Saved::Same),
            Described::Refused(column, kind, text) => self.outcome.refuse([bad(table, column, kind, text, place)]),
            Described::Saved(_, events, row) => {
                let (code, name) = keys(&row);
                self.named.insert(code.clone(), name.clone());
                let name = name.clone();
                let planned = self.changes(&entry(row), before, &name, place);
                if let Some(planned) = planned {
                    self.outcome.count(table, if planned.new { Saved::New } else { Saved::Changed });
                    self.outcome.planned(planned);
                }
                self.events.extend(events);
            }
        }
    }

    /// The code of the unit that a row names; one that nothing describes is entered by its name.
    pub(super) async fn unit_code(&mut self, text: &str, place: &RowPlace) -> Result<String> {
        // A bracket may name what the unit was before, unless the whole is a name that somebody gave a unit.
        let whole = self.units.find(text).is_some_and(|code| self.units.name(code) == text.trim());
        let Some((now, former)) = names::former_within(text).filter(|_| !whole) else {
            return self.named_unit(text, place).await;
        };
        let code = match (self.units.find(now), former.as_slice()) {
            (None, [former]) => match self.units.find(former).cloned() {
                Some(code) => self.renamed_unit(code, now, place).await?,
                None => self.named_unit(now, place).await?,
            },
            _ => self.named_unit(now, place).await?,
        };
        self.units.tell(text, &code, false);
        for former in former {
            // What another unit is called stays that unit's.
            if self.units.find(former).is_none() {
                self.remember(Thing::Unit(code.clone())).await?;
                self.change.save_former(CodeOf::Unit, &code, former).await?;
                self.units.remember(&code, former);
                self.events.push(Event::new(Act::UnitWritten, Object::Unit(code.clone())));
            }
        }
        Ok(code)
    }

    /// A unit that is known by what a row says it was called before: it has its new name from here on.
    async fn renamed_unit(&mut self, code: String, now: &str, place: &RowPlace) -> Result<String> {
        let known = self.change.units().await?.into_iter().find(|unit| unit.code == code);
        let Some(before) = known else { return self.named_unit(now, place).await };
        let (_, row) = ledger::print(&Entry::Unit(before.clone()));
        let unit = Unit { name: now.to_string(), former: self.units.before(&code).to_vec(), ..before };
        if self.leaves_named(Table::Units, &Entry::Unit(unit.clone()), Some(&row), now, place) {
            return Ok(code);
        }
        self.remember(Thing::Unit(code.clone())).await?;
        let described = self.units.describe(&mut self.change, unit).await?;
        self.told_of(Table::Units, described, Some(&row), place, Entry::Unit, |unit| (&unit.code, &unit.name));
        Ok(code)
    }

    async fn named_unit(&mut self, text: &str, place: &RowPlace) -> Result<String> {
        match self.units.code(text) {
            Ok(code) => Ok(code),
            Err(code) => {
                let text = self.units.bare(text);
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

/// Columns of units and of channels.
const CODE: usize = 0;
const NAME: usize = 1;

/// The code of what a row describes, as it is before.
fn described_code(row: &Row) -> Option<String> {
    match row {
        Row::Describes { code, from, .. } => Some(from.as_ref().unwrap_or(code).clone()),
        Row::Old | Row::Refused(..) => None,
    }
}

/// The code that has what a row describes, before the row is taken.
fn known_as(row: &Row, code: &str) -> String {
    described_code(row).unwrap_or_else(|| code.to_string())
}

/// What describing changes. They are put back in the opposite order: first the code, then what it was.
fn things(of: CodeOf, row: &Row) -> Vec<Thing> {
    let thing = |code: &String| match of {
        CodeOf::Unit => Thing::Unit(code.clone()),
        CodeOf::Channel => Thing::Channel(code.clone()),
    };
    match row {
        Row::Describes { code, from: None, .. } => vec![thing(code)],
        Row::Describes { code, from: Some(from), .. } => {
            vec![thing(code), thing(from), Thing::Recoded(of, from.clone(), code.clone())]
        }
        Row::Old | Row::Refused(..) => Vec::new(),
    }
}

fn entered(table: Table, name: &str, place: &RowPlace) -> Planned {
    Planned {
        table,
        name: name.to_string(),
        place: Some(place.clone()),
        new: true,
        left: false,
        facts: Vec::new(),
        cells: Vec::new(),
    }
}
