//! What is new, for programs that follow it: of everything, a category, an item or a unit.
//!
//! A feed holds what a visitor finds and nothing else: titles, days and addresses of records on view. What has no known
//! day of publication, or one that is still to come, is left out, because a feed would have to make one up; the view says
//! that it is.

use super::search::{Asked, Ranking};
use super::view::{ItemLine, PublicityLine, RecordLine};
use super::{Portal, REACH};
use crate::error::Result;
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use store::{Filter, Page};

/// Most entries of a feed.
const ENTRIES: usize = 50;
/// Records that are looked through for them.
const LOOKED_THROUGH: u32 = 200;

/// What a feed is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Everything.
    All,
    /// A category of the catalogue, by its number.
    Category(u8),
    /// An item.
    Item(ItemKey),
    /// A unit, by its code.
    Unit(String),
}

/// One feed, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Name of the school.
    pub school: String,
    /// Name of the category, item or unit; `None` of everything.
    pub name: Option<String>,
    /// Its entries; at most fifty.
    pub entries: Vec<FeedEntry>,
    /// Whether something was left out for want of a day that can be right.
    pub undated: bool,
    /// The day it was last added to; today when it is empty.
    pub updated: NaiveDate,
}

/// A record in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    /// The record.
    pub record: RecordLine,
    /// First public on.
    pub published: NaiveDate,
    /// Last brought up to date; not before it was public.
    pub updated: NaiveDate,
    /// Text of its item.
    pub item: String,
    /// Name of its category.
    pub category: String,
}

/// What has a day in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    /// Name of the school.
    pub school: String,
    /// Publicity periods that stand, with both days known.
    pub periods: Vec<(PublicityLine, NaiveDate, NaiveDate)>,
    /// Items that are due on a day of each year.
    pub yearly: Vec<ItemLine>,
    /// The day it is about.
    pub as_of: NaiveDate,
}

impl Portal {
    /// What is new of a subject; `None` when there is no such category, item or unit.
    pub async fn feed(&self, subject: &Subject) -> Result<Option<Feed>> {
        let basics = self.basics().await?;
        let mut filter = Filter { reach: REACH, today: basics.today, ..Filter::default() };
        let name = match subject {
            Subject::All => None,
            Subject::Category(number) => {
                let Some(board) = basics.board.categories.iter().find(|board| board.category.number == *number) else {
                    return Ok(None);
                };
                filter.items = board.items.iter().map(|item| item.key.clone()).collect();
                // No item would mean any item.
                if filter.items.is_empty() {
                    return Ok(None);
                }
                Some(board.category.name.clone())
            }
            Subject::Item(key) => {
                let Some((_, item)) = basics.board.find(key) else { return Ok(None) };
                filter.items = vec![key.clone()];
                Some(item.text.clone())
            }
            Subject::Unit(code) => {
                let Some(unit) = basics.units.iter().find(|unit| unit.code == *code) else { return Ok(None) };
                filter.unit = Some(code.clone());
                Some(unit.name.clone())
            }
        };
        let lines = self.app.store.read().await?.lines(&filter, Page::first(LOOKED_THROUGH)).await?.rows;
        let (mut entries, mut undated) = (Vec::new(), false);
        for line in lines {
            let known = |day: &NaiveDate| *day <= basics.today;
            let (since, updated) = (line.since.day().filter(known), line.updated.day().filter(known));
            let Some(published) = since else {
                undated = true;
                continue;
            };
            if entries.len() == ENTRIES {
                break;
            }
            let (category, item) = match basics.board.find(&line.item) {
                Some((category, item)) => (category.name.clone(), item.text.clone()),
                None => (String::new(), String::new()),
            };
            let updated = updated.map_or(published, |day| day.max(published));
            entries.push(FeedEntry { record: basics.line(line), published, updated, item, category });
        }
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.updated));
        let updated = entries.first().map_or(basics.today, |entry| entry.updated);
        Ok(Some(Feed { school: basics.school.name.clone(), name, entries, undated, updated }))
    }

    /// What is new of what a search finds, as everybody finds it; `None` when nothing is asked. What holds only some of the
    /// words is not what was asked for.
    pub async fn search_feed(&self, asked: Asked) -> Result<Option<Feed>> {
        let basics = self.basics().await?;
        if asked.is_empty() {
            return Ok(None);
        }
        let (everybody, mut hits, mut page) = (self.everybodys(), Vec::new(), 1);
        loop {
            let asked = Asked { ranking: Ranking::Date, page, ..asked.clone() };
            let found = everybody.find(asked).await?;
            if found.loose {
                break;
            }
            hits.extend(found.hits.into_iter().map(|hit| hit.line));
            if page >= found.pages || hits.len() >= LOOKED_THROUGH as usize {
                break;
            }
            page += 1;
        }
        let (mut entries, mut undated) = (Vec::new(), false);
        for record in hits {
            let Some(published) = record.published.day().filter(|day| *day <= basics.today) else {
                undated = true;
                continue;
            };
            if entries.len() == ENTRIES {
                break;
            }
            let (category, item) = match basics.board.find(&record.item) {
                Some((category, item)) => (category.name.clone(), item.text.clone()),
                None => (String::new(), String::new()),
            };
            entries.push(FeedEntry { record, published, updated: published, item, category });
        }
        let updated = entries.first().map_or(basics.today, |entry| entry.updated);
        let name = Some(asked.text.trim().to_string()).filter(|text| !text.is_empty());
        Ok(Some(Feed { school: basics.school.name.clone(), name, entries, undated, updated }))
    }

    /// Publicity periods and the days on which items are due each year.
    pub async fn dates(&self) -> Result<Dates> {
        let basics = self.basics().await?;
        let days = |line: PublicityLine| Some((line.from.day()?, line.until.day()?)).map(|(a, b)| (line, a, b));
        let yearly = |item: &&ItemLine| {
            item.reason.is_none() && matches!(item.timing, domain::catalogue::TimingRule::YearlyBy { .. })
        };
        Ok(Dates {
            school: basics.school.name.clone(),
            periods: self.everybodys().publicity().await?.into_iter().filter_map(days).collect(),
            yearly: basics.board.items().filter(yearly).cloned().collect(),
            as_of: basics.today,
        })
    }
}
