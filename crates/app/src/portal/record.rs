//! The page of a record, and the datasets: what stands behind one address.

use super::basics::Basics;
use super::view::{BrokenLine, DatasetView, EditionChange, ItemLine, RecordPage, RecordView, ReleaseLine, Tombstone};
use super::{Portal, REACH, chart, diff};
use crate::error::Result;
use domain::address::is_web;
use domain::catalogue::{Category, ItemKey, TimingRule};
use domain::coverage::{ItemAccount, State};
use domain::date::PartialDate;
use domain::figure::Dataset;
use domain::ids::RecordId;
use domain::record::{Edition, End, IndexNumber, Record, Release, Shown};
use domain::school_year::SchoolYear;

/// Editions whose difference is shown; older ones are only named.
const COMPARED: usize = 20;

impl Portal {
    /// What stands at a record's address; `None` when a visitor may not know of it.
    pub async fn record(&self, id: RecordId) -> Result<Option<RecordPage>> {
        let shown = self.app.store.read().await?.shown(id, &REACH, self.today()).await?;
        let basics = self.basics().await?;
        Ok(match shown {
            Shown::Nothing => None,
            Shown::Record(record) => Some(RecordPage::Live(Box::new(view(&basics, *record)))),
            Shown::Tombstone(stone) => Some(RecordPage::Gone(Box::new(tombstone(&basics, *stone)))),
        })
    }

    /// The record that an index number names; `None` when a visitor may not know of it.
    pub async fn record_by_index(&self, index: &IndexNumber) -> Result<Option<RecordId>> {
        let reader = self.app.store.read().await?;
        let Some(record) = reader.find_record_by_index(index).await? else { return Ok(None) };
        Ok((REACH.show(&record, self.today()) != Shown::Nothing).then_some(record.id))
    }

    /// All datasets, in the order of entry.
    pub async fn datasets(&self) -> Result<Vec<DatasetView>> {
        let basics = self.basics().await?;
        let datasets = self.app.store.read().await?.datasets(None).await?;
        Ok(datasets.into_iter().map(|dataset| dataset_view(&basics, dataset)).collect())
    }

    /// One dataset, of a school year or the latest, with the years that have it, the latest first; `None` when there is
    /// none.
    pub async fn dataset(&self, key: &str, year: Option<SchoolYear>) -> Result<Option<(DatasetView, Vec<SchoolYear>)>> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        let Some(dataset) = reader.find_dataset(key, year).await? else { return Ok(None) };
        let years = reader.dataset_years(key).await?;
        Ok(Some((dataset_view(&basics, dataset), years)))
    }
}

/// The item and category of a record. An item that the catalogue has lost is shown by its number.
fn place(basics: &Basics, key: &ItemKey) -> (Category, ItemLine) {
    if let Some((category, item)) = basics.board.find(key) {
        return (category.clone(), item.clone());
    }
    let item = ItemLine {
        key: key.clone(),
        text: key.to_string(),
        english: String::new(),
        unit: None,
        timing: TimingRule::OnChange,
        state: State::NeverDisclosed,
        latest: PartialDate::Unknown,
        account: ItemAccount::default(),
        reason: None,
    };
    let last = basics.board.categories.last().map(|board| board.category.clone());
    (last.unwrap_or(Category { number: 10, name: String::new(), english: String::new() }), item)
}

fn tombstone(basics: &Basics, stone: domain::record::Tombstone) -> Tombstone {
    let (reason, successor) = match stone.end {
        End::Withdrawn { reason, successor } => (Some(reason), successor),
        End::Expired => (None, None),
    };
    Tombstone {
        index: stone.index,
        item: place(basics, &stone.item).1,
        title: stone.title,
        since: stone.since,
        until: stone.until,
        reason,
        successor,
    }
}

fn view(basics: &Basics, record: Record) -> RecordView {
    let (category, item) = place(basics, &record.item);
    let releases = record.releases.iter().map(|release| release_line(basics, release)).collect();
    let changes = changes(&record.editions);
    RecordView {
        unit: record.unit.as_deref().map(|code| basics.unit_name(code)),
        item,
        category,
        releases,
        changes,
        record,
    }
}

fn release_line(basics: &Basics, release: &Release) -> ReleaseLine {
    let channel = basics.channels.iter().find(|channel| channel.code == release.channel);
    let locator = release.locator.trim();
    let link = is_web(locator).then(|| locator.to_string());
    ReleaseLine {
        channel: channel.map_or_else(|| release.channel.clone(), |channel| channel.name.clone()),
        kind: channel.map(|channel| channel.kind),
        on: release.on,
        place: if link.is_some() { String::new() } else { locator.to_string() },
        link,
        edition: release.edition,
        evidence: !release.evidence.trim().is_empty(),
    }
}

/// What each edition changed, newest first; nothing when there is only one.
fn changes(editions: &[Edition]) -> Vec<EditionChange> {
    if editions.len() < 2 {
        return Vec::new();
    }
    let against = |at: usize, edition: &Edition| {
        let before = at.checked_sub(1).and_then(|before| editions.get(before));
        let compared = before.filter(|_| at + COMPARED >= editions.len());
        let pieces = |old: fn(&Edition) -> &str| {
            compared.map(|before| diff::characters(old(before), old(edition))).unwrap_or_default()
        };
        EditionChange {
            number: edition.number,
            note: edition.change_note.clone(),
            title: pieces(|edition| &edition.title),
            summary: pieces(|edition| &edition.summary),
            body: compared.map(|before| diff::paragraphs(&before.body, &edition.body)).unwrap_or_default(),
        }
    };
    editions.iter().enumerate().map(|(at, edition)| against(at, edition)).rev().collect()
}

fn dataset_view(basics: &Basics, dataset: Dataset) -> DatasetView {
    let broken = dataset
        .broken()
        .into_iter()
        .map(|broken| {
            let about = broken.identity.keys().first().and_then(|key| dataset.figure(key));
            BrokenLine {
                code: broken.identity.code(),
                about: about.map(|figure| figure.name.clone()).unwrap_or_default(),
                arithmetic: broken.arithmetic,
            }
        })
        .collect();
    DatasetView {
        unit: dataset.unit.as_deref().map(|code| basics.unit_name(code)),
        charts: chart::of(&dataset),
        broken,
        dataset,
    }
}
