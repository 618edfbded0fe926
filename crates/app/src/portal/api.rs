//! What programs read of the portal record by record: lists by filter, one record whole, all of them.
//!
//! As everywhere it is what everybody may see, whoever asks. What lists names goes with its facts alone: a list comes down,
//! a copy that somebody's program took does not.

use super::basics::Basics;
use super::view::{RecordLine, ReleaseLine};
use super::{Portal, REACH, record};
use crate::error::Result;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::record::{Form, Publicity, Record, Shown, Validity, lists_names};
use domain::school_year::SchoolYear;
use store::{By, Filter, Line, Order, Page, Sort};

/// Records that are read at once when all are.
const CHUNK: u32 = 200;

/// What is asked of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntryQuery {
    /// Only of these items; of any when empty.
    pub items: Vec<ItemKey>,
    /// Only of the unit with this code.
    pub unit: Option<String>,
    /// Only of this kind.
    pub form: Option<Form>,
    /// Only released over the channel with this code.
    pub channel: Option<String>,
    /// Only first public in this calendar year, or in a month of it.
    pub since: Option<(i32, Option<u32>)>,
    /// Only accounted for in this school year.
    pub school_year: Option<SchoolYear>,
    /// After this record.
    pub after: Option<RecordId>,
    /// At most so many.
    pub limit: u32,
}

/// A record of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// As pages list it.
    pub line: RecordLine,
    /// Code of its unit.
    pub unit: Option<String>,
    /// Last brought up to date.
    pub updated: PartialDate,
    /// Whether it is in force.
    pub validity: Validity,
    /// The school year that accounts for it.
    pub school_year: Option<SchoolYear>,
    /// Its publicity period.
    pub period: Option<Publicity>,
    /// Address of its first release on the web.
    pub link: Option<String>,
    /// Whether it lists names.
    pub names: bool,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries {
    /// Its records, the newest first.
    pub entries: Vec<Entry>,
    /// Where the next page begins.
    pub next: Option<RecordId>,
    /// Records of the whole list.
    pub records: u64,
    /// What they stand for, batches counted out.
    pub things: u64,
}

/// A record with all of it that may be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// As the list has it.
    pub entry: Entry,
    /// The record, with what is on view only.
    pub record: Box<Record>,
    /// Its releases with names of channels.
    pub releases: Vec<ReleaseLine>,
}

/// What stands at an identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The record.
    Live(Box<Whole>),
    /// It came down.
    Gone,
}

impl Portal {
    /// A page of the list; `None` when the record that it should follow is not known.
    pub async fn entries(&self, asked: &EntryQuery) -> Result<Option<Entries>> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        let filter = Filter {
            items: asked.items.clone(),
            unit: asked.unit.clone(),
            form: asked.form,
            channel: asked.channel.clone(),
            since: asked.since,
            year: asked.school_year,
            order: Order::Descending,
            reach: REACH,
            today: basics.today,
            ..Filter::default()
        };
        let page = asked.after.map_or(Page::first(asked.limit), |after| Page::after(after, asked.limit));
        let listed = match reader.lines(&filter, page).await {
            Err(store::Error::NotFound { .. }) => return Ok(None),
            listed => listed?,
        };
        // A list of several items is counted item by item, for no item counts for another here.
        let (mut records, mut things) = (0, 0);
        let each: Vec<Filter> = match asked.items.len() {
            0 | 1 => vec![filter.clone()],
            _ => asked.items.iter().map(|item| Filter { items: vec![item.clone()], ..filter.clone() }).collect(),
        };
        for filter in &each {
            for all in reader.counted(filter, By::All).await? {
                (records, things) = (records + all.records, things + all.things);
            }
        }
        let entries = listed.rows.into_iter().map(|line| entry(&basics, line)).collect();
        Ok(Some(Entries { entries, next: listed.next, records, things }))
    }

    /// One record; `None` when nobody may know of it.
    pub async fn entry(&self, id: RecordId) -> Result<Option<Found>> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        Ok(match reader.shown(id, &REACH, basics.today).await? {
            Shown::Nothing => None,
            Shown::Tombstone(_) => Some(Found::Gone),
            Shown::Record(shown) => {
                let line = reader.lines_of(&[id], &REACH, basics.today).await?.into_iter().next();
                line.map(|line| Found::Live(Box::new(whole(&basics, line, shown))))
            }
        })
    }

    /// Some of all records, in the order of entry: those after one, with the last of them; none when there are no more.
    pub async fn wholes_after(&self, after: Option<RecordId>) -> Result<(Vec<Whole>, Option<RecordId>)> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        let page = after.map_or(Page::first(CHUNK), |after| Page::after(after, CHUNK));
        let filter = Filter { sort: Sort::Entry, reach: REACH, today: basics.today, ..Filter::default() };
        let listed = reader.lines(&filter, page).await?;
        let ids: Vec<RecordId> = listed.rows.iter().map(|line| line.id).collect();
        let mut records = reader.records(&ids).await?;
        let wholes = listed.rows.into_iter().filter_map(|line| {
            let Shown::Record(shown) = REACH.show(&records.remove(&line.id)?, basics.today) else { return None };
            Some(whole(&basics, line, shown))
        });
        Ok((wholes.collect(), listed.next))
    }
}

fn entry(basics: &Basics, line: Line) -> Entry {
    Entry {
        unit: line.unit.clone(),
        updated: line.updated,
        validity: line.validity,
        school_year: line.year,
        period: line.publicity.clone(),
        link: line.link.clone(),
        names: lists_names(line.form, line.publicity.as_ref()),
        line: basics.line(line),
    }
}

fn whole(basics: &Basics, line: Line, record: Box<Record>) -> Whole {
    let releases = record.releases.iter().map(|release| record::release_line(basics, release)).collect();
    Whole { entry: entry(basics, line), releases, record }
}
