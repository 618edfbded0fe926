//! The index: what it is told of each record, how a question becomes one of its own, and in what order it answers.
//!
//! It lies in memory and is made anew from the ledger at each start, so it has no format that could grow old and nothing on
//! disk that could be read. Names of units, items and categories are not in it: a question is compared with the names of
//! today, so a unit that gets another name needs no record to be entered anew.

use crate::collect::{Counts, Facet, Gather, Gathered, OVER, RUNNING, Sort};
use crate::fold::fold_chars;
use crate::query::{Query, Word};
use crate::token::{Cut, EDGE};
use chrono::{Datelike, NaiveDate};
use domain::ids::RecordId;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

/// Memory in which what is entered is gathered before it becomes part of the index.
const GATHERED_BYTES: usize = 24_000_000;
/// Most results that can be turned to; what lies behind needs a narrower question.
pub(crate) const MOST: usize = 1_000;

type Boxed = Box<dyn tantivy::query::Query>;

/// Something went wrong inside the index: memory, or a fault of the program.
#[derive(Debug, thiserror::Error)]
#[error("the search index failed")]
pub struct SearchError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> SearchError {
        SearchError(Box::new(error))
    }
}

type Result<T> = std::result::Result<T, SearchError>;

/// What the index is told of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Counts its changes.
    pub version: u32,
    /// Title.
    pub title: String,
    /// Numbers by which it is named: document number, index number.
    pub numbers: Vec<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Summary, text, issuer.
    pub texts: Vec<String>,
    /// Names of its files and what is in them.
    pub files: Vec<String>,
    /// Number of its category.
    pub category: Option<u8>,
    /// Key of its item.
    pub item: String,
    /// Code of its unit.
    pub unit: Option<String>,
    /// Calendar year in which it became public.
    pub year: Option<i32>,
    /// Code of its form.
    pub form: String,
    /// Codes of channels it went out over.
    pub channels: Vec<String>,
    /// First and last day of its publicity period.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Last day on view.
    pub until: Option<NaiveDate>,
    /// The day it is sorted by.
    pub day: Option<NaiveDate>,
    /// Of which readers one has to be among those who ask, where an index holds what not everybody finds.
    pub readers: Vec<String>,
}

/// Names of today, by which records are found too: codes and what they are called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Of units.
    pub units: Vec<(String, String)>,
    /// Of items.
    pub items: Vec<(String, String)>,
    /// Of categories.
    pub categories: Vec<(String, String)>,
}

/// What is asked besides the words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ask {
    /// By filter, the values of which one has to be there.
    pub filters: BTreeMap<Facet, Vec<String>>,
    /// Order.
    pub sort: Sort,
    /// How many results are left out before the first.
    pub skip: usize,
    /// How many are wanted.
    pub take: usize,
    /// As which readers somebody asks: only what one of them finds is found or counted. Everything when nothing is said.
    pub readers: Option<Vec<String>>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// How many records there are.
    pub total: u64,
    /// Those of this page.
    pub hits: Vec<RecordId>,
    /// What filters would leave.
    pub counts: Counts,
    /// No record holds all that was asked for: these hold most of it.
    pub loose: bool,
}

struct Fields {
    slot: Field,
    title: Field,
    numbers: Field,
    keywords: Field,
    texts: Field,
    files: Field,
    title_singles: Field,
    singles: Field,
    initials: Field,
    facets: [Field; 6],
    period: (Field, Field),
    until: Field,
    day: Field,
    readers: Field,
}

/// What the index gives numbers to, since its columns hold only these.
#[derive(Default)]
struct Book {
    slots: Vec<RecordId>,
    places: HashMap<RecordId, (u64, u32)>,
    codes: [Vec<String>; 6],
    numbers: [HashMap<String, u64>; 6],
}

impl Book {
    fn number(&mut self, facet: Facet, code: &str) -> u64 {
        let (codes, numbers) = (&mut self.codes[facet.at()], &mut self.numbers[facet.at()]);
        *numbers.entry(code.to_string()).or_insert_with(|| {
            codes.push(code.to_string());
            codes.len() as u64 - 1
        })
    }

    fn known(&self, facet: Facet, code: &str) -> Option<u64> {
        self.numbers.get(facet.at()).and_then(|numbers| numbers.get(code)).copied()
    }
}

/// An index of records.
pub struct Index {
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    fields: Fields,
    book: RwLock<Book>,
}

impl Index {
    /// An empty one.
    ///
    /// # Errors
    /// There is no memory or thread for it.
    pub fn new() -> Result<Index> {
        let (schema, fields) = schema();
        let index = tantivy::Index::create_in_ram(schema);
        for cut in Cut::ALL {
            index.tokenizers().register(cut.name(), cut);
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let writer = Mutex::new(index.writer_with_num_threads(1, GATHERED_BYTES)?);
        Ok(Index { reader, writer, fields, book: RwLock::default() })
    }

    /// Enters records, in the place of what was known of them. Found from the next [`Index::commit`] on.
    ///
    /// # Errors
    /// The index failed.
    pub fn put(&self, entries: Vec<(RecordId, Entry)>) -> Result<()> {
        let writer = self.writer();
        for (id, entry) in entries {
            let mut book = self.book.write().unwrap_or_else(PoisonError::into_inner);
            let slot = book.slots.len() as u64;
            book.slots.push(id);
            if let Some((before, _)) = book.places.insert(id, (slot, entry.version)) {
                writer.delete_term(Term::from_field_u64(self.fields.slot, before));
            }
            let document = self.fields.document(&mut book, slot, &entry);
            drop(book);
            writer.add_document(document)?;
        }
        Ok(())
    }

    /// Forgets records. They are gone from the next [`Index::commit`] on.
    pub fn remove(&self, ids: &[RecordId]) {
        let writer = self.writer();
        let mut book = self.book.write().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            if let Some((slot, _)) = book.places.remove(id) {
                writer.delete_term(Term::from_field_u64(self.fields.slot, slot));
            }
        }
    }

    /// What was entered and forgotten since counts from now on.
    ///
    /// # Errors
    /// The index failed.
    pub fn commit(&self) -> Result<()> {
        self.writer().commit()?;
        Ok(self.reader.reload()?)
    }

    /// The records that are known, each with the version that is.
    pub fn known(&self) -> HashMap<RecordId, u32> {
        let book = self.book.read().unwrap_or_else(PoisonError::into_inner);
        book.places.iter().map(|(id, (_, version))| (*id, *version)).collect()
    }

    /// Bytes that the index takes.
    ///
    /// # Errors
    /// The index failed.
    pub fn bytes(&self) -> Result<u64> {
        let usage = self.reader.searcher().space_usage().map_err(|error| SearchError(Box::new(error)))?;
        Ok(usage.total().get_bytes())
    }

    /// Records that say what is looked for; all when nothing is, so that filters alone list what they leave.
    ///
    /// # Errors
    /// The index failed.
    pub fn find(&self, query: Option<&Query>, names: &Names, ask: &Ask, today: NaiveDate) -> Result<Answer> {
        let Some(query) = query else {
            let newest = Ask { sort: Sort::Date, ..ask.clone() };
            let all = self.within(Box::new(AllQuery), ask);
            return Ok(self.answer(self.gather(&*all, &newest, today)?, ask, false));
        };
        let strict = self.within(self.asked(query, names), ask);
        let gathered = self.gather(&*strict, ask, today)?;
        let nothing = gathered.total == 0 && gathered.counts.iter().all(|counts| counts.iter().all(|n| *n == 0));
        if nothing && let Some(loose) = self.loosely(query).map(|loose| self.within(loose, ask)) {
            return Ok(self.answer(self.gather(&*loose, ask, today)?, ask, true));
        }
        Ok(self.answer(gathered, ask, false))
    }

    /// The same among what those find as whom somebody asks; as good as it was.
    fn within(&self, query: Boxed, ask: &Ask) -> Boxed {
        let Some(readers) = &ask.readers else { return query };
        let terms = readers.iter().map(|reader| Term::from_field_text(self.fields.readers, reader));
        let found = constant(Box::new(TermSetQuery::new(terms)), 0.0);
        Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, found)]))
    }

    fn gather(&self, query: &dyn tantivy::query::Query, ask: &Ask, today: NaiveDate) -> Result<Gathered> {
        let book = self.book.read().unwrap_or_else(PoisonError::into_inner);
        let chosen = Facet::ALL.map(|facet| {
            let codes = ask.filters.get(&facet).into_iter().flatten();
            let number = |code: &String| match (facet, code.as_str()) {
                (Facet::Publicity, "running") => RUNNING,
                (Facet::Publicity, "over") => OVER,
                // What nothing has leaves nothing.
                _ => book.known(facet, code).unwrap_or(u64::MAX),
            };
            codes.map(number).collect()
        });
        drop(book);
        let most = (ask.skip + ask.take).min(MOST);
        let gather = Gather { chosen, sort: ask.sort, most, today: i64::from(today.num_days_from_ce()) };
        Ok(self.reader.searcher().search(query, &gather)?)
    }

    fn answer(&self, gathered: Gathered, ask: &Ask, loose: bool) -> Answer {
        let book = self.book.read().unwrap_or_else(PoisonError::into_inner);
        let counts = Facet::ALL.into_iter().map(|facet| {
            let named = gathered.counts[facet.at()].iter().enumerate().filter(|(_, count)| **count > 0);
            let code = |number: usize| match facet {
                Facet::Publicity => if number as u64 == RUNNING { "running" } else { "over" }.to_string(),
                _ => book.codes[facet.at()].get(number).cloned().unwrap_or_default(),
            };
            let mut counts: Vec<(String, u64)> = named.map(|(number, count)| (code(number), *count)).collect();
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            (facet, counts)
        });
        let counts = Counts(counts.collect());
        let best = gathered.best.iter().skip(ask.skip).take(ask.take);
        let hits = best.filter_map(|ranked| book.slots.get(usize::try_from(ranked.slot).ok()?).copied()).collect();
        Answer { total: gathered.total, hits, counts, loose }
    }

    /// A question for all of its words, wherever they stand; better the closer they do.
    fn asked(&self, query: &Query, names: &Names) -> Boxed {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        for word in &query.words {
            clauses.push((Occur::Must, self.word(word, names)));
        }
        let f = &self.fields;
        let mut better = |query: Option<Boxed>, boost: f32| {
            clauses.extend(query.map(|query| (Occur::Should, Box::new(BoostQuery::new(query, boost)) as Boxed)));
        };
        let whole = &query.whole;
        let edged = |from: bool, to: bool| {
            let mut chars = whole.clone();
            if from {
                chars.insert(0, EDGE);
            }
            if to {
                chars.push(EDGE);
            }
            chars
        };
        // Whoever names a document by its title or number has it first.
        for field in [f.title, f.numbers] {
            better(phrase(field, &edged(true, true), 0).map(|q| constant(q, 1.0)), 200.0);
            better(phrase(field, &edged(true, false), 0).map(|q| constant(q, 1.0)), 8.0);
            better(phrase(field, &edged(false, true), 0).map(|q| constant(q, 1.0)), 4.0);
        }
        if query.words.len() > 1 {
            better(phrase(f.title, whole, 0), 6.0);
            better(phrase(f.numbers, whole, 0), 6.0);
            better(phrase(f.texts, whole, 0), 2.0);
            better(phrase(f.files, whole, 0), 1.0);
            if query.words.len() <= 4 {
                better(near(f.title, &query.words), 3.0);
                better(near(f.texts, &query.words), 1.0);
            }
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// One word in any of its forms, wherever it stands.
    fn word(&self, word: &Word, names: &Names) -> Boxed {
        let f = &self.fields;
        let mut ways: Vec<Boxed> = Vec::new();
        for (form, less) in word.forms().zip(std::iter::once(1.0).chain(std::iter::repeat(0.5))) {
            let mut way = |query: Option<Boxed>, boost: f32| {
                ways.extend(query.map(|query| Box::new(BoostQuery::new(query, boost * less)) as Boxed));
            };
            if let [single] = form {
                way(Some(term(f.title_singles, &single.to_string())), 4.0);
                way(Some(term(f.singles, &single.to_string())), 1.0);
                continue;
            }
            for (field, boost) in [(f.title, 6.0), (f.numbers, 6.0), (f.keywords, 3.0), (f.texts, 1.0), (f.files, 0.7)]
            {
                way(phrase(field, form, 0), boost);
            }
        }
        if word.is_letters() {
            ways.extend(phrase(f.initials, &word.chars, 0).map(|q| Box::new(BoostQuery::new(q, 2.0)) as Boxed));
        }
        let book = self.book.read().unwrap_or_else(PoisonError::into_inner);
        let one = Query::single(word);
        for (facet, named, score) in [
            (Facet::Unit, &names.units, 6.0),
            (Facet::Item, &names.items, 3.0),
            (Facet::Category, &names.categories, 2.0),
        ] {
            let codes = named.iter().filter(|(_, name)| one.weigh(&[(name, 1.0)]).is_some());
            let numbers: Vec<u64> = codes.filter_map(|(code, _)| book.known(facet, code)).collect();
            if !numbers.is_empty() {
                let field = f.facets[facet.at()];
                let terms = numbers.into_iter().map(|number| Term::from_field_u64(field, number));
                ways.push(constant(Box::new(TermSetQuery::new(terms)), score));
            }
        }
        Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, 0.1))
    }

    /// A question for most of what follows each other in the text of the question.
    fn loosely(&self, query: &Query) -> Option<Boxed> {
        let f = &self.fields;
        let pairs: Vec<&[char]> = query.whole.windows(2).collect();
        if pairs.len() < 2 {
            return None;
        }
        let least = (pairs.len() * 3).div_ceil(5);
        let clauses = pairs.into_iter().map(|pair| {
            let fields = [(f.title, 3.0), (f.numbers, 3.0), (f.keywords, 2.0), (f.texts, 1.0), (f.files, 0.7)];
            let ways = fields.into_iter().filter_map(|(field, boost)| {
                phrase(field, pair, 0).map(|q| Box::new(BoostQuery::new(q, boost)) as Boxed)
            });
            (Occur::Should, Box::new(DisjunctionMaxQuery::new(ways.collect())) as Boxed)
        });
        Some(Box::new(BooleanQuery::with_minimum_required_clauses(clauses.collect(), least)))
    }

    fn writer(&self) -> MutexGuard<'_, IndexWriter> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn constant(query: Boxed, score: f32) -> Boxed {
    Box::new(ConstScoreQuery::new(query, score))
}

fn term(field: Field, text: &str) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

/// The pairs that a run of characters is found by: every second one and the last say as much as all of them.
fn pairs(chars: &[char]) -> Vec<(usize, String)> {
    let last = chars.len().saturating_sub(2);
    let at = (0..chars.len().saturating_sub(1)).filter(|at| at % 2 == 0 || *at == last);
    at.map(|at| (at, chars[at..at + 2].iter().collect())).collect()
}

/// A run of characters as it stands; `None` for one that is no pair.
fn phrase(field: Field, chars: &[char], slop: u32) -> Option<Boxed> {
    let pairs = pairs(chars);
    match pairs.as_slice() {
        [] => None,
        [(_, pair)] => Some(term(field, pair)),
        _ => {
            let terms = pairs.iter().map(|(at, pair)| (*at, Term::from_field_text(field, pair))).collect();
            Some(Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop)))
        }
    }
}

/// The words close together, in this order or, of two, in the other.
fn near(field: Field, words: &[Word]) -> Option<Boxed> {
    let close = |words: &[&Word]| {
        let chars: Vec<char> = words.iter().flat_map(|word| word.chars.iter().copied()).collect();
        let mut at = 0;
        let mut terms = Vec::new();
        for word in words {
            terms.extend(pairs(&word.chars).iter().map(|(i, pair)| (at + i, Term::from_field_text(field, pair))));
            at += word.chars.len();
        }
        (chars.len() > 3 && terms.len() > 1)
            .then(|| Box::new(PhraseQuery::new_with_offset_and_slop(terms, 12)) as Boxed)
    };
    let ahead: Vec<&Word> = words.iter().collect();
    let back: Vec<&Word> = words.iter().rev().collect();
    let mut ways: Vec<Boxed> = close(&ahead).into_iter().collect();
    if words.len() == 2 {
        ways.extend(close(&back));
    }
    (!ways.is_empty()).then(|| Box::new(DisjunctionMaxQuery::new(ways)) as Boxed)
}

impl Fields {
    fn document(&self, book: &mut Book, slot: u64, entry: &Entry) -> TantivyDocument {
        let mut doc = TantivyDocument::new();
        doc.add_u64(self.slot, slot);
        let mut all: Vec<char> = Vec::new();
        let mut enter = |doc: &mut TantivyDocument, field: Field, text: &str| {
            if !text.is_empty() {
                doc.add_text(field, text);
                all.extend(fold_chars(text));
                all.sort_unstable();
                all.dedup();
            }
        };
        enter(&mut doc, self.title, &entry.title);
        for (field, texts) in [
            (self.numbers, &entry.numbers),
            (self.keywords, &entry.keywords),
            (self.texts, &entry.texts),
            (self.files, &entry.files),
        ] {
            texts.iter().for_each(|text| enter(&mut doc, field, text));
        }
        entry.readers.iter().for_each(|reader| doc.add_text(self.readers, reader));
        doc.add_text(self.title_singles, &entry.title);
        doc.add_text(self.initials, &entry.title);
        doc.add_text(self.singles, all.into_iter().collect::<String>());
        let mut number = |facet: Facet, code: &str| {
            let number = book.number(facet, code);
            doc.add_u64(self.facets[facet.at()], number);
        };
        if let Some(category) = entry.category {
            number(Facet::Category, &category.to_string());
        }
        number(Facet::Item, &entry.item);
        if let Some(unit) = &entry.unit {
            number(Facet::Unit, unit);
        }
        if let Some(year) = entry.year {
            number(Facet::Year, &year.to_string());
        }
        number(Facet::Form, &entry.form);
        let mut channels = entry.channels.clone();
        channels.sort();
        channels.dedup();
        channels.iter().for_each(|channel| number(Facet::Channel, channel));
        let day = |day: NaiveDate| i64::from(day.num_days_from_ce());
        if let Some((from, until)) = entry.period {
            doc.add_i64(self.period.0, day(from));
            doc.add_i64(self.period.1, day(until));
        }
        if let Some(until) = entry.until {
            doc.add_i64(self.until, day(until));
        }
        if let Some(on) = entry.day {
            doc.add_i64(self.day, day(on));
        }
        doc
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let mut text = |name: &str, cut: Cut, option: IndexRecordOption, norms: bool| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(cut.name()).set_index_option(option).set_fieldnorms(norms);
        schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    use IndexRecordOption::{Basic, WithFreqsAndPositions as Positions};
    let title = text("title", Cut::Title, Positions, true);
    let numbers = text("numbers", Cut::Title, Positions, true);
    let keywords = text("keywords", Cut::Pairs, Positions, true);
    let texts = text("texts", Cut::Pairs, Positions, true);
    let files = text("files", Cut::Pairs, Positions, true);
    let title_singles = text("title_singles", Cut::Singles, Basic, false);
    let singles = text("singles", Cut::Singles, Basic, false);
    let initials = text("initials", Cut::Initials, Positions, false);
    let column = NumericOptions::from(FAST);
    let facets = [Facet::Category, Facet::Item, Facet::Unit, Facet::Year, Facet::Form, Facet::Channel]
        .map(|facet| schema.add_u64_field(facet.code(), NumericOptions::from(FAST | INDEXED)));
    let slot = schema.add_u64_field("slot", NumericOptions::from(FAST | INDEXED));
    let period =
        (schema.add_i64_field("period_from", column.clone()), schema.add_i64_field("period_until", column.clone()));
    let until = schema.add_i64_field("until", column.clone());
    let day = schema.add_i64_field("day", column);
    let readers = schema.add_text_field("readers", STRING);
    let fields = Fields {
        slot,
        title,
        numbers,
        keywords,
        texts,
        files,
        title_singles,
        singles,
        initials,
        facets,
        period,
        until,
        day,
        readers,
    };
    (schema.build(), fields)
}
