//! The search index of this process: made from what anyone finds in the ledger, and kept up with it by its events.
//!
//! It decides nothing: what it names is asked of the ledger again before it is shown. It is never written to disk.

use super::told::Told;
use crate::context::App;
use crate::error::{Error, Result};
use crate::records::attachment::read_again;
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::record::{Audience, Reach, Record, Shown, Term, Visibility};
use domain::text;
use search::{Entry, Index};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use store::{EventFilter, Reader};
use tokio::sync::Mutex;

/// How long a search waits for an index that is being made; after that it looks through titles.
const PATIENCE: Duration = Duration::from_secs(4);
/// Events that are followed one by one; after more, everything is compared.
const FOLLOWED: u32 = 500;
/// Records that are read at once.
const TOGETHER: usize = 200;
/// Most runs of titles by which questions are mended.
const MOST_RUNS: usize = 30_000;

/// Categories of items, as the board has them.
pub(super) type Categories = HashMap<ItemKey, u8>;

/// What stands on it: the index and what else is looked through.
pub(super) struct Kept {
    pub(super) index: Index,
    /// The event that it knows last.
    ledger: RwLock<u64>,
    /// Datasets with their figures.
    datasets: RwLock<Arc<Vec<Told>>>,
    /// Runs of titles between marks and figures.
    runs: RwLock<BTreeSet<String>>,
    /// The categories of items that records were entered with.
    categories: RwLock<Categories>,
    /// Who finds what stands in it.
    reach: Reach,
}

impl Kept {
    pub(super) fn datasets(&self) -> Arc<Vec<Told>> {
        self.datasets.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn runs(&self) -> Vec<String> {
        self.runs.read().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// Where the index of a process stands: one of what anyone finds, and apart from it one for members of the school, so that
/// nothing of theirs is weighed or counted in what a visitor is answered.
pub(in crate::portal) struct Shelf {
    reach: Reach,
    kept: Arc<RwLock<Option<Arc<Kept>>>>,
    /// Held by whoever fills it.
    filling: Arc<Mutex<()>>,
}

/// As which readers somebody asks who sees so far; nothing for those who find all that stands in the index.
pub(super) fn readers(reach: &Reach) -> Option<Vec<String>> {
    let plain = || vec![reader(Audience::Public, None), reader(Audience::Campus, None)];
    match reach {
        Reach::Public => Some(vec![reader(Audience::Public, None)]),
        Reach::Campus => Some(plain()),
        Reach::Units(units) => {
            let own = units.iter().map(|unit| reader(Audience::Unit, Some(unit)));
            Some(plain().into_iter().chain(own).collect())
        }
        Reach::AllUnits | Reach::Staff => None,
    }
}

fn reader(audience: Audience, unit: Option<&str>) -> String {
    match audience {
        Audience::Public | Audience::Campus => audience.code().to_string(),
        Audience::Unit => format!("{}:{}", audience.code(), unit.unwrap_or_default()),
    }
}

impl Shelf {
    pub(in crate::portal) fn of(reach: Reach) -> Shelf {
        Shelf { reach, kept: Arc::default(), filling: Arc::default() }
    }

    /// The index as of an event; `None` while the first one is being made.
    pub(super) async fn at(
        &self,
        app: &Arc<App>,
        ledger: u64,
        today: NaiveDate,
        categories: Categories,
    ) -> Result<Option<Arc<Kept>>> {
        let known = move |shelf: &RwLock<Option<Arc<Kept>>>| {
            let kept = shelf.read().unwrap_or_else(PoisonError::into_inner).clone()?;
            let knows = *kept.ledger.read().unwrap_or_else(PoisonError::into_inner);
            (knows >= ledger).then_some(kept)
        };
        if let Some(kept) = known(&self.kept) {
            return Ok(Some(kept));
        }
        let reach = self.reach.clone();
        let (app, shelf, filling) = (Arc::clone(app), Arc::clone(&self.kept), Arc::clone(&self.filling));
        // A task of its own: the request that waits for it may be gone before it is done.
        let task = tokio::spawn(async move {
            let _turn = filling.lock().await;
            if let Some(kept) = known(&shelf) {
                return Ok(kept);
            }
            let before = shelf.read().unwrap_or_else(PoisonError::into_inner).clone();
            let kept = match before {
                Some(kept) => follow(&app, kept, today, &categories).await,
                None => make(&app, reach, today, &categories).await,
            };
            match &kept {
                Ok(kept) => *shelf.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(kept)),
                // An index that failed is made anew by the next search.
                Err(Error::Internal(_)) => *shelf.write().unwrap_or_else(PoisonError::into_inner) = None,
                Err(_) => {}
            }
            kept
        });
        match tokio::time::timeout(PATIENCE, task).await {
            Ok(done) => done.map_err(Error::internal)?.map(Some),
            Err(_) => Ok(self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()),
        }
    }
}

/// An index of these records alone, as far as everybody finds them: to ask which of them a search finds.
pub(super) async fn of_some(
    app: &Arc<App>,
    ids: Vec<RecordId>,
    today: NaiveDate,
    categories: &Categories,
) -> Result<Arc<Kept>> {
    read_files(app).await?;
    fill(app, Reach::Public, Some(ids), today, categories).await
}

/// An index of all that those find who see so far.
async fn make(app: &Arc<App>, reach: Reach, today: NaiveDate, categories: &Categories) -> Result<Arc<Kept>> {
    read_files(app).await?;
    fill(app, reach, None, today, categories).await
}

/// An index of these records, or of all that its readers find.
async fn fill(
    app: &Arc<App>,
    reach: Reach,
    ids: Option<Vec<RecordId>>,
    today: NaiveDate,
    categories: &Categories,
) -> Result<Arc<Kept>> {
    let reader = app.store.read().await?;
    let index = Index::new().map_err(Error::internal)?;
    let kept = Arc::new(Kept {
        index,
        ledger: RwLock::default(),
        datasets: RwLock::default(),
        runs: RwLock::default(),
        categories: RwLock::new(categories.clone()),
        reach,
    });
    let ids = match ids {
        Some(ids) => ids,
        None => reader.found_versions(&kept.reach, today).await?.into_keys().collect(),
    };
    enter(&reader, &kept, ids, today, categories).await?;
    end(&reader, &kept).await?;
    Ok(kept)
}

/// Brings the index up to what the ledger says now.
async fn follow(app: &Arc<App>, kept: Arc<Kept>, today: NaiveDate, categories: &Categories) -> Result<Arc<Kept>> {
    let reader = app.store.read().await?;
    let last = *kept.ledger.read().unwrap_or_else(PoisonError::into_inner);
    let events = reader.events(&EventFilter::default(), last, FOLLOWED).await?;
    // What concerns members alone concerns no visitor.
    let public = || events.iter().filter(|event| event.public || kept.reach != Reach::Public);
    let many = events.len() as u64 >= u64::from(FOLLOWED);
    // An item that stands in another category concerns every record under it.
    let anew = *kept.categories.read().unwrap_or_else(PoisonError::into_inner) != *categories;
    let of_one = |kind: &str| matches!(kind, "record" | "dataset" | "report" | "person");
    let changed: BTreeSet<RecordId> = if !anew && !many && public().all(|event| of_one(&event.object_kind)) {
        let records = public().filter(|event| event.object_kind == "record");
        records.filter_map(|event| event.object_key.parse().ok()).collect()
    } else {
        let (now, before) = (reader.found_versions(&kept.reach, today).await?, kept.index.known());
        let other = now.iter().filter(|(id, version)| anew || before.get(id) != Some(version)).map(|(id, _)| *id);
        let gone = before.keys().filter(|id| !now.contains_key(id)).copied();
        other.chain(gone).collect()
    };
    enter(&reader, &kept, changed.into_iter().collect(), today, categories).await?;
    end(&reader, &kept).await?;
    kept.categories.write().unwrap_or_else(PoisonError::into_inner).clone_from(categories);
    Ok(kept)
}

/// Enters those of these records that its readers find, and forgets the others.
async fn enter(
    reader: &Reader,
    kept: &Arc<Kept>,
    ids: Vec<RecordId>,
    today: NaiveDate,
    categories: &Categories,
) -> Result<()> {
    for some in ids.chunks(TOGETHER) {
        let mut records = reader.records(some).await?;
        let mut shown = Vec::new();
        let mut gone = Vec::new();
        for id in some {
            let reach = &kept.reach;
            match records.remove(id).filter(|record| reach.finds(record, today)).map(|r| reach.show(&r, today)) {
                Some(Shown::Record(record)) => shown.push(*record),
                _ => gone.push(*id),
            }
        }
        let digests: Vec<String> =
            shown.iter().flat_map(|record| record.attachments.iter().map(|file| file.digest.clone())).collect();
        let texts = reader.file_texts(&digests).await?;
        let category = |record: &Record| categories.get(&record.item).copied();
        let entries: Vec<(RecordId, Entry)> =
            shown.iter().map(|record| (record.id, entry(record, category(record), &texts))).collect();
        {
            let mut runs = kept.runs.write().unwrap_or_else(PoisonError::into_inner);
            for (_, entry) in &entries {
                let room = MOST_RUNS.saturating_sub(runs.len());
                runs.extend(title_runs(&entry.title).take(room));
            }
        }
        let kept = Arc::clone(kept);
        // Cutting texts into pairs is the processor's work.
        tokio::task::spawn_blocking(move || {
            kept.index.remove(&gone);
            kept.index.put(entries)
        })
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)?;
    }
    Ok(())
}

/// What was entered counts from now on, as of the last event that the reader sees.
async fn end(reader: &Reader, kept: &Arc<Kept>) -> Result<()> {
    let datasets = Arc::new(Told::of(reader.datasets(None).await?));
    *kept.datasets.write().unwrap_or_else(PoisonError::into_inner) = datasets;
    let last = reader.last_event().await?;
    let index = Arc::clone(kept);
    tokio::task::spawn_blocking(move || index.index.commit())
        .await
        .map_err(Error::internal)?
        .map_err(Error::internal)?;
    *kept.ledger.write().unwrap_or_else(PoisonError::into_inner) = last;
    Ok(())
}

/// Reads files that came before their texts were kept, once. One that breaks its reader says nothing.
async fn read_files(app: &Arc<App>) -> Result<()> {
    loop {
        let reader = app.store.read().await?;
        let files = reader.unread_files(20).await?;
        if files.is_empty() {
            return Ok(());
        }
        let mut read = Vec::new();
        for (digest, name) in files {
            let bytes = reader.blob(&digest).await?.unwrap_or_default();
            let said = tokio::task::spawn_blocking(move || read_again(&name, &bytes)).await.unwrap_or_default();
            read.push((digest, said));
        }
        drop(reader);
        let mut tx = app.store.write().await?;
        for (digest, said) in &read {
            tx.save_file_text(digest, said).await?;
        }
        tx.commit_unlogged().await?;
    }
}

/// What the index is told of a record, cut to what anyone sees of it.
fn entry(record: &Record, category: Option<u8>, texts: &HashMap<String, String>) -> Entry {
    let edition = record.public_edition().cloned().unwrap_or_default();
    let since = match &record.visibility {
        Visibility::Public { since, .. } => *since,
        _ => PartialDate::Unknown,
    };
    let first = since.span().map(|(first, _)| first);
    let period = record.publicity.as_ref().and_then(|publicity| Some((publicity.from.day()?, publicity.until.day()?)));
    let mut files = Vec::new();
    for file in &record.attachments {
        files.push(file.name.clone());
        files.extend(texts.get(&file.digest).cloned());
    }
    Entry {
        version: record.version,
        title: edition.title,
        numbers: vec![edition.document_number, record.index.to_string()],
        keywords: edition.keywords,
        texts: vec![edition.summary, plain(&edition.body), edition.issuer],
        files,
        category,
        item: record.item.to_string(),
        unit: record.unit.clone(),
        year: first.map(|day| chrono::Datelike::year(&day)),
        form: record.form.code().to_string(),
        channels: record.releases.iter().map(|release| release.channel.clone()).collect(),
        period,
        until: match record.term {
            Term::Until(last) => Some(last),
            Term::Standing => None,
        },
        day: first,
        readers: vec![reader(record.audience, record.unit.as_deref())],
    }
}

/// A text without the signs of its lines.
pub(super) fn plain(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for placed in text::blocks(body) {
        match placed.block {
            text::Block::Heading(_, words) | text::Block::Paragraph(_, words) => out.push_str(&words),
            text::Block::Picture(picture) => out.push_str(&picture.caption),
            text::Block::Table(table) => {
                for row in table.rows {
                    let cells: Vec<String> = row.into_iter().map(|cell| cell.text).collect();
                    out.push_str(&cells.join(" "));
                    out.push('\n');
                }
            }
        }
        out.push('\n');
    }
    out
}

/// The runs of a title between marks, figures and the words that titles are built with.
fn title_runs(title: &str) -> impl Iterator<Item = String> {
    let title = title.replace("关于", "，").replace("的通知", "，").replace('的', "，");
    let runs: Vec<String> = title
        .split(|c: char| !c.is_alphabetic())
        .filter(|run| (3..=12).contains(&run.chars().count()))
        .map(str::to_string)
        .collect();
    runs.into_iter()
}
