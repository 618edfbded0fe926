//! Search of the portal: what is asked, looked for in the index, and shown as the ledger says it now.
//!
//! The index gives ids and counts; each record that is shown is read anew and asked for with the reach of who looks, so what
//! came down a moment ago is not shown, nor any piece of its text. Units, items, datasets and the guide are looked through
//! as they are.

mod beside;
mod follow;
mod missed;
mod near;
mod told;
mod view;

pub(super) use follow::Shelf;
pub(super) use missed::Misses;
pub use view::{
    Asked, DatasetHit, Facet, FacetValue, FacetView, FigureHit, Found, Hit, Marked, Missed, OfficeFact, OfficeHit,
    Ranking,
};

use super::Portal;
use super::basics::Basics;
use super::view::RecordLine;
use crate::error::{Error, Result};
use beside::beside;
use domain::date::PartialDate;
use domain::ids::RecordId;
use domain::publicity::{self, Kind, Standing};
use domain::record::{Reach, Record, Shown, Visibility};
use follow::{Categories, Kept, plain, readers};
use search::{Ask, Names, Query, Speller, mark, passage};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::Reader;

/// Records on one page.
const PAGE: usize = 20;
/// Pages that can be turned to.
const PAGES: usize = 50;
/// Characters of a piece of text.
const PIECE: usize = 96;
/// Corrections and shorter questions that are shown.
const PROPOSED: usize = 4;

/// Some records that searches are asked of.
pub(super) struct Among {
    kept: Arc<Kept>,
    count: usize,
    basics: Arc<Basics>,
}

impl Among {
    /// Which of them hold all that is asked for; what holds only some of the words is not what was asked.
    pub(super) fn find(&self, text: &str) -> Result<Vec<RecordId>> {
        let Some(query) = Query::read(text) else { return Ok(Vec::new()) };
        let ask =
            Ask { filters: BTreeMap::new(), sort: Ranking::Date, skip: 0, take: self.count.max(1), readers: None };
        let names = names(&self.basics);
        let answer = self.kept.index.find(Some(&query), &names, &ask, self.basics.today).map_err(Error::internal)?;
        Ok(if answer.loose { Vec::new() } else { answer.hits })
    }
}

/// The category of each item.
fn categories(basics: &Basics) -> Categories {
    let boards = basics.board.categories.iter();
    boards.flat_map(|board| board.items.iter().map(|item| (item.key.clone(), board.category.number))).collect()
}

impl Portal {
    /// What is found.
    ///
    /// # Errors
    /// The database does not answer, or the index failed.
    pub async fn search(&self, asked: impl Into<Asked>) -> Result<Found> {
        let found = self.find(asked.into()).await?;
        // A page behind the last, or a filter that leaves nothing, is no search in vain.
        if !found.asked.is_empty() && found.asked.filters.is_empty() && (found.loose || found.is_nothing()) {
            self.kept.misses.note(&self.app, &found.asked.text).await;
        }
        Ok(found)
    }

    /// The same without counting what is not found: programs that follow a search ask it again and again.
    pub(super) async fn find(&self, asked: Asked) -> Result<Found> {
        if asked.is_empty() {
            return Ok(Found { asked, ..Found::default() });
        }
        let basics = self.basics().await?;
        let query = Query::read(&asked.text);
        if query.is_none() && !asked.text.is_empty() {
            return Ok(Found { asked, ..Found::default() });
        }
        let categories = categories(&basics);
        let (shelf, ledger) = match self.reach() {
            Reach::Public => (&self.kept.shelf, self.pulse().await.ledger),
            // What is for members alone concerns no visitor, so the pulse does not tell of it.
            _ => (&self.kept.inside, self.app.store.read().await?.last_event().await?),
        };
        let Some(kept) = shelf.at(&self.app, ledger, basics.today, categories).await? else {
            return self.look_through_titles(&basics, asked).await;
        };
        self.look(&basics, &kept, query.as_ref(), asked).await
    }

    /// Something to ask which of these records a search finds, as everybody finds them.
    pub(super) async fn among(&self, ids: Vec<RecordId>) -> Result<Among> {
        let basics = self.basics().await?;
        let (count, categories) = (ids.len(), categories(&basics));
        let kept = follow::of_some(&self.app, ids, basics.today, &categories).await?;
        Ok(Among { kept, count, basics })
    }

    /// As whom the index is asked: the one of visitors holds nothing but theirs.
    fn readers(&self) -> Option<Vec<String>> {
        readers(self.reach()).filter(|_| *self.reach() != Reach::Public)
    }

    async fn look(&self, basics: &Basics, kept: &Kept, query: Option<&Query>, asked: Asked) -> Result<Found> {
        let names = names(basics);
        let on_page = |page: usize| {
            let ask = Ask {
                filters: asked.filters.clone(),
                sort: asked.ranking,
                skip: (page - 1) * PAGE,
                take: PAGE,
                readers: self.readers(),
            };
            kept.index.find(query, &names, &ask, basics.today).map_err(Error::internal)
        };
        let mut page = asked.page.clamp(1, PAGES);
        let mut answer = on_page(page)?;
        let last = pages(answer.total);
        // An address that was kept while there was more leads to the last page there is.
        if page > last && last > 0 {
            page = last;
            answer = on_page(page)?;
        }
        let reader = self.app.store.read().await?;
        let hits = self.hits(&reader, basics, query, &answer.hits).await?;
        drop(reader);
        let gone = answer.hits.len() - hits.len();
        let total = answer.total.saturating_sub(gone as u64);
        let facets = Facet::ALL.into_iter().map(|facet| facet_view(basics, &asked, facet, answer.counts.of(facet)));
        let mut found = Found {
            total,
            hits,
            pages: pages(answer.total),
            // One that leaves everything as it is narrows nothing.
            facets: facets
                .filter(|view| view.values.iter().any(|value| value.count != total || value.chosen))
                .collect(),
            loose: answer.loose,
            asked: Asked { page, ..asked },
            ..Found::default()
        };
        if let Some(query) = query {
            found.also = query.also().into_iter().take(2 * PROPOSED).collect();
            beside(basics, kept, query, &mut found);
            if found.loose || found.total == 0 {
                found.categories = basics.board.categories.iter().map(|board| board.category.clone()).collect();
                propose(basics, kept, &names, (query, self.readers()), &mut found)?;
            }
        }
        Ok(found)
    }

    /// The records as they stand now; what nobody finds any more is left out.
    async fn hits(
        &self,
        reader: &Reader,
        basics: &Basics,
        query: Option<&Query>,
        ids: &[RecordId],
    ) -> Result<Vec<Hit>> {
        let mut records = reader.records(ids).await?;
        let found = ids.iter().filter_map(|id| records.remove(id)).filter(|r| self.reach().finds(r, basics.today));
        let shown: Vec<Record> = found
            .filter_map(|record| match self.reach().show(&record, basics.today) {
                Shown::Record(record) => Some(*record),
                Shown::Nothing | Shown::Tombstone(_) => None,
            })
            .collect();
        let digests: Vec<String> =
            shown.iter().flat_map(|record| record.attachments.iter().map(|file| file.digest.clone())).collect();
        let texts = if query.is_some() { reader.file_texts(&digests).await? } else { HashMap::new() };
        Ok(shown.iter().map(|record| self.hit(basics, query, record, &texts)).collect())
    }

    fn hit(&self, basics: &Basics, query: Option<&Query>, record: &Record, texts: &HashMap<String, String>) -> Hit {
        let edition = record.public_edition().cloned().unwrap_or_default();
        let marked = |text: &str| match query {
            Some(query) => mark(text, query),
            None => vec![(text.to_string(), false)],
        };
        let (mut piece, mut file) = (Marked::new(), None);
        if let Some(query) = query {
            let body = plain(&edition.body);
            piece = passage([edition.summary.as_str(), &body], query, PIECE);
            if piece.is_empty() {
                for attached in &record.attachments {
                    let text = texts.get(&attached.digest).map_or("", String::as_str);
                    piece = passage([text, &attached.name], query, PIECE);
                    if !piece.is_empty() {
                        file = Some(attached.name.clone());
                        break;
                    }
                }
            }
        }
        if piece.is_empty() && !edition.summary.is_empty() {
            piece = vec![(edition.summary.chars().take(PIECE).collect(), false)];
        }
        Hit {
            title: marked(&edition.title),
            number: marked(&edition.document_number),
            passage: piece,
            file,
            standing: self.standing(record, basics),
            line: line(basics, record),
        }
    }

    fn standing(&self, record: &Record, basics: &Basics) -> Option<Standing> {
        let period = record.publicity.as_ref()?;
        let kind = Kind::read_all(&period.kind).first().copied();
        Some(publicity::standing(kind, period.from, period.until, basics.today, &self.app.calendar))
    }

    /// While the index is being made: the newest records that hold the text in title, document number or unit.
    async fn look_through_titles(&self, basics: &Basics, asked: Asked) -> Result<Found> {
        let reader = self.app.store.read().await?;
        let found = reader.search_titles(self.reach(), basics.today, &asked.text, PAGE as u32).await?;
        let ids: Vec<RecordId> = found.lines.iter().map(|line| line.id).collect();
        let hits = self.hits(&reader, basics, None, &ids).await?;
        let asked = Asked { page: 1, ..asked };
        Ok(Found { total: hits.len() as u64, pages: 1, hits, partial: true, asked, ..Found::default() })
    }
}

/// How many pages of results can be turned to.
fn pages(total: u64) -> usize {
    usize::try_from(total).unwrap_or(usize::MAX).div_ceil(PAGE).min(PAGES)
}

/// A record that is shown as a line of a list.
fn line(basics: &Basics, record: &Record) -> RecordLine {
    let edition = record.public_edition().cloned().unwrap_or_default();
    RecordLine {
        id: record.id,
        index: record.index.clone(),
        title: edition.title,
        item: record.item.clone(),
        unit: record.unit.as_deref().map(|code| basics.unit_name(code)),
        form: record.form,
        document_number: edition.document_number,
        published: match &record.visibility {
            Visibility::Public { since, .. } => *since,
            _ => PartialDate::Unknown,
        },
        count: record.count,
        audience: record.audience,
    }
}

fn names(basics: &Basics) -> Names {
    let board = &basics.board;
    Names {
        units: basics.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect(),
        items: board.items().map(|item| (item.key.to_string(), format!("{}\n{}", item.text, item.english))).collect(),
        categories: board
            .categories
            .iter()
            .map(|board| &board.category)
            .map(|category| (category.number.to_string(), format!("{}\n{}", category.name, category.english)))
            .collect(),
    }
}

/// What may have been meant and what may be asked instead: only what finds something.
fn propose(
    basics: &Basics,
    kept: &Kept,
    names: &Names,
    (query, readers): (&Query, Option<Vec<String>>),
    found: &mut Found,
) -> Result<()> {
    let ask = Ask { readers, ..Ask::default() };
    let count = |text: &str| -> Result<u64> {
        let Some(query) = Query::read(text) else { return Ok(0) };
        let answer = kept.index.find(Some(&query), names, &ask, basics.today).map_err(Error::internal)?;
        Ok(if answer.loose { 0 } else { answer.total })
    };
    let runs = kept.runs();
    let units = basics.units.iter().map(|unit| unit.name.as_str());
    let datasets = kept.datasets();
    let titles = datasets.iter().map(told::Told::title);
    let speller = Speller::new(units.chain(titles).chain(runs.iter().map(String::as_str)));
    for (texts, into) in [(speller.meant(query), &mut found.meant), (Speller::shorter(query), &mut found.shorter)] {
        for text in texts {
            let count = count(&text)?;
            if count > 0 && into.len() < PROPOSED {
                into.push((text, count));
            }
        }
    }
    Ok(())
}

/// A filter with the names of its values, those that leave most first; years the latest first.
fn facet_view(basics: &Basics, asked: &Asked, facet: Facet, counts: &[(String, u64)]) -> FacetView {
    let chosen = asked.filters.get(&facet).cloned().unwrap_or_default();
    let mut values: Vec<(String, u64)> = counts.to_vec();
    for code in chosen {
        if !values.iter().any(|(known, _)| *known == code) {
            let count = counts.iter().find(|(known, _)| *known == code).map_or(0, |(_, count)| *count);
            values.push((code, count));
        }
    }
    if facet == Facet::Year {
        values.sort_by(|a, b| b.0.cmp(&a.0));
    }
    let values = values.into_iter().map(|(code, count)| {
        let (name, english) = facet_name(basics, facet, &code);
        FacetValue { chosen: asked.has(facet, &code), name, english, count, code }
    });
    FacetView { facet, values: values.collect() }
}

fn facet_name(basics: &Basics, facet: Facet, code: &str) -> (String, String) {
    let board = &basics.board;
    let plain = |name: String| (name, String::new());
    match facet {
        Facet::Category => {
            let category = board.categories.iter().find(|board| board.category.number.to_string() == code);
            category.map_or_else(
                || plain(code.to_string()),
                |board| (board.category.name.clone(), board.category.english.clone()),
            )
        }
        Facet::Item => {
            let item = board.items().find(|item| item.key.to_string() == code);
            item.map_or_else(|| plain(code.to_string()), |item| (item.text.clone(), item.english.clone()))
        }
        Facet::Unit => plain(basics.unit_name(code)),
        Facet::Channel => {
            let channel = basics.channels.iter().find(|channel| channel.code == code);
            plain(channel.map_or_else(|| code.to_string(), |channel| channel.name.clone()))
        }
        Facet::Year | Facet::Form | Facet::Publicity => plain(String::new()),
    }
}
