//! The page of a record, and the datasets: what stands behind one address.

use super::basics::Basics;
use super::view::{BrokenLine, DatasetView, EditionChange, ItemLine, RecordPage, RecordView, ReleaseLine, Tombstone};
use super::{Portal, chart, diff};
use anyhow::Result;
use domain::address::is_web;
use domain::catalogue::{Category, ItemKey, TimingRule};
use domain::coverage::State;
use domain::date::PartialDate;
use domain::figure::Dataset;
use domain::ids::RecordId;
use domain::record::{Edition, IndexNumber, Record, Release, Term};
use store::{Shown, TombstoneKind};

/// Editions whose difference is shown; older ones are only named.
const COMPARED: usize = 20;

impl Portal {
    /// What stands at a record's address; `None` when a visitor may not know of it.
    pub async fn record(&self, id: RecordId) -> Result<Option<RecordPage>> {
        let shown = match self.app.store.read().await?.shown(id).await {
            Err(store::Error::NotFound { .. }) => return Ok(None),
            shown => shown?,
        };
        let basics = self.basics().await?;
        Ok(Some(match shown {
            Shown::Public(record) if over(&record, &basics) => {
                RecordPage::Gone(tombstone(&basics, record.index, &record.item, TombstoneKind::Expired))
            }
            Shown::Public(record) => RecordPage::Live(Box::new(view(&basics, *record))),
            Shown::Tombstone(gone) => RecordPage::Gone(tombstone(&basics, gone.index, &gone.item, gone.kind)),
        }))
    }

    /// The record that an index number names; `None` when a visitor may not know of it.
    pub async fn record_by_index(&self, index: &IndexNumber) -> Result<Option<RecordId>> {
        let reader = self.app.store.read().await?;
        let Some(record) = reader.find_record_by_index(index).await? else { return Ok(None) };
        match reader.shown(record.id).await {
            Err(store::Error::NotFound { .. }) => Ok(None),
            shown => shown.map(|_| Some(record.id)).map_err(Into::into),
        }
    }

    /// All datasets, in the order of entry.
    pub async fn datasets(&self) -> Result<Vec<DatasetView>> {
        let basics = self.basics().await?;
        let datasets = self.app.store.read().await?.datasets(None).await?;
        Ok(datasets.into_iter().map(|dataset| dataset_view(&basics, dataset)).collect())
    }

    /// One dataset; `None` when there is none.
    pub async fn dataset(&self, key: &str) -> Result<Option<DatasetView>> {
        let basics = self.basics().await?;
        let dataset = self.app.store.read().await?.find_dataset(key).await?;
        Ok(dataset.map(|dataset| dataset_view(&basics, dataset)))
    }
}

/// Whether its term has ended today although nothing has taken it down yet.
fn over(record: &Record, basics: &Basics) -> bool {
    matches!(record.term, Term::Until(last) if basics.today > last)
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
        reason: None,
    };
    let last = basics.board.categories.last().map(|board| board.category.clone());
    (last.unwrap_or(Category { number: 10, name: String::new(), english: String::new() }), item)
}

fn tombstone(basics: &Basics, index: IndexNumber, item: &ItemKey, kind: TombstoneKind) -> Tombstone {
    let (reason, successor) = match kind {
        TombstoneKind::Withdrawn { reason, successor } => (Some(reason), successor),
        TombstoneKind::Expired => (None, None),
    };
    Tombstone { index, item: place(basics, item).1, reason, successor }
}

fn view(basics: &Basics, mut record: Record) -> RecordView {
    let (category, item) = place(basics, &record.item);
    let releases = record.releases.iter().map(|release| release_line(basics, release)).collect();
    let changes = changes(&record.editions);
    // Remarks are for the staff; keys and sources belong to the import.
    record.note.clear();
    record.source.clear();
    for release in &mut record.releases {
        release.note.clear();
    }
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
