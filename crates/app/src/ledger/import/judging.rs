//! Facts judged at the door: each record of the file by itself, then what only shows of all of them together.
//!
//! What is told is decided in `domain::ledger::judge`; here is by what it is judged and which rows it is told of. Nothing is
//! refused for it.

use super::Importing;
use crate::error::Result;
use domain::catalogue::{Catalogue, ItemKey, ItemSetting, SchoolKind, TimingRule};
use domain::ledger::{self, Concern, Judged, Standards, Table};
use domain::nil_statement::NilStatement;
use domain::record::{Account, Record};
use domain::school::School;
use domain::school_year::SchoolYear;
use office::ledger::{RowPlace, Spot};
use std::collections::{BTreeMap, HashMap};

/// Rows of an item in a year that are kept to be told.
const KEPT: usize = 50;

/// By what facts are judged, and the rows of the file that gave them.
#[derive(Default)]
pub(super) struct Judging {
    kind: SchoolKind,
    settings: Vec<ItemSetting>,
    /// The school's list as it is in a year, when a record of it has come.
    lists: HashMap<SchoolYear, Option<Catalogue>>,
    /// Rows of records by item and year, those that count there.
    records: BTreeMap<(ItemKey, SchoolYear), Vec<RowPlace>>,
    /// Rows of nil statements.
    nils: BTreeMap<(ItemKey, SchoolYear, String), RowPlace>,
    /// Rows of channels by name.
    channels: HashMap<String, RowPlace>,
}

impl Judging {
    pub(super) fn nil_at(&mut self, nil: &NilStatement, place: &RowPlace) {
        self.nils.insert((nil.item.clone(), nil.year, nil.unit.clone()), place.clone());
    }

    pub(super) fn channel_at(&mut self, name: &str, place: &RowPlace) {
        self.channels.insert(name.to_string(), place.clone());
    }

    /// The term of an item in a year; nothing when the school's list has no such item.
    fn term(&mut self, item: &ItemKey, year: SchoolYear) -> Option<TimingRule> {
        let (kind, settings) = (self.kind, &self.settings);
        let list = self.lists.entry(year).or_insert_with(|| Catalogue::in_year(kind, settings, year).ok());
        list.as_ref()?.item(item).map(|item| item.timing)
    }

    /// What is told of items that are marked as not applicable, with the rows that make something of them public.
    fn of_no_use(&self) -> Vec<(Judged, Vec<RowPlace>)> {
        let one = |((item, year), rows): (&(ItemKey, SchoolYear), &Vec<RowPlace>)| {
            let item = self.lists.get(year)?.as_ref()?.item(item)?;
            Some((ledger::not_applicable_with_records(item, rows.len() as u64)?, rows.clone()))
        };
        self.records.iter().filter_map(one).collect()
    }
}

impl Importing<'_> {
    /// Reads by what records are judged, when everything but them is in.
    pub(super) async fn standards(&mut self) -> Result<()> {
        self.judging.kind = School::of(self.change.facts().await?).kind();
        self.judging.settings = self.change.item_settings().await?;
        Ok(())
    }

    /// Judges the record that a row is about, as it is now.
    pub(super) fn judge(
        &mut self,
        record: &Record,
        meant_as_draft: bool,
        stated: Option<SchoolYear>,
        place: &RowPlace,
    ) {
        let year = record.accounted_in();
        let (today, calendar) = (self.ctx.today(), &self.ctx.app.calendar);
        let term = self.judging.term(&record.item, year);
        for concern in ledger::judge(record, Standards { today, term, calendar, meant_as_draft }) {
            self.told(Table::Records, &Judged { concern, about: String::new() }, place);
        }
        if let Some(stated) = stated.filter(|stated| *stated != year && record.accounted() != Account::None) {
            self.told(Table::Records, &Judged { concern: Concern::OtherYear, about: stated.zh() }, place);
        }
        if record.accounted() != Account::None {
            let rows = self.judging.records.entry((record.item.clone(), year)).or_default();
            if rows.len() < KEPT {
                rows.push(place.clone());
            }
        }
    }

    /// Judges what shows only of several things: nil statements beside records, channels on one host. Told of what rows of
    /// the file are about.
    pub(super) async fn judge_together(&mut self) -> Result<()> {
        let nils = self.change.nil_statements(None).await?;
        let facts = if nils.is_empty() { Vec::new() } else { self.change.disclosed_facts().await? };
        let entries: HashMap<(ItemKey, Option<SchoolYear>), u64> =
            facts.into_iter().map(|year| ((year.item, year.year), year.facts.entries)).collect();
        for nil in nils {
            let entries = entries.get(&(nil.item.clone(), Some(nil.year))).copied().unwrap_or_default();
            let unit = self.units.name(&nil.unit).to_string();
            let Some(judged) = ledger::nil_with_records(&nil, &unit, entries) else { continue };
            let stated = self.judging.nils.get(&(nil.item.clone(), nil.year, nil.unit)).cloned();
            let rows = self.judging.records.get(&(nil.item, nil.year)).cloned().unwrap_or_default();
            stated.into_iter().for_each(|place| self.told(Table::Nil, &judged, &place));
            rows.iter().for_each(|place| self.told(Table::Nil, &judged, place));
        }
        for (judged, rows) in self.judging.of_no_use() {
            rows.iter().for_each(|place| self.told(Table::Records, &judged, place));
        }
        let channels = self.change.channels().await?;
        let named = channels.iter().map(|channel| (channel.name.as_str(), channel.address.as_str()));
        for (judged, names) in ledger::of_one_host(named) {
            let places: Vec<RowPlace> =
                names.into_iter().filter_map(|name| self.judging.channels.get(name).cloned()).collect();
            places.iter().for_each(|place| self.told(Table::Channels, &judged, place));
        }
        // Records are numbered by year, which is not the order of their rows.
        self.outcome.judged.sort_places();
        Ok(())
    }

    fn told(&mut self, table: Table, judged: &Judged, place: &RowPlace) {
        self.outcome.judged.hear(Some(table), Spot::Row(place.clone(), None), judged.clone(), 0);
    }
}
