//! Lists to turn to without a search: by unit, by day, by kind, by document number.
//!
//! Lists and their counts are the reader's; how a unit keeps its terms is the public's account, whoever asks. Nothing is cut
//! off: what does not stand on a page is behind an address of the page, in both directions.

use super::basics::Basics;
use super::view::{ItemLine, NilLine, Place, RecordLine};
use super::{PAGE, Portal};
use crate::error::Result;
use domain::coverage::{State, Timeliness, kept};
use domain::date::PartialDate;
use domain::document_number::InSeries;
use domain::ids::RecordId;
use domain::record::Form;
use domain::school::Unit;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use store::{At, By, Count, Filter, Line, Listed, Order, Page, Reader};

/// A series of document numbers in the order of the page: by name, the latest year first.
type SeriesKey = (String, Reverse<u16>);

/// What is asked of a list of records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordsQuery {
    /// Only what became public in this calendar year.
    pub year: Option<i32>,
    /// Only in this month of the year.
    pub month: Option<u32>,
    /// Only of this kind.
    pub form: Option<Form>,
    /// Only of the unit with this code.
    pub unit: Option<String>,
    /// Where the page begins or ends; what leads nowhere begins at the start.
    pub at: Place,
}

/// A page of a list, with where one can turn from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Its records.
    pub lines: Vec<RecordLine>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Cursor of the page before.
    pub previous: Option<String>,
    /// Records of the whole list.
    pub records: u64,
    /// What they stand for, batches counted out.
    pub things: u64,
}

/// All records, newest first, with what narrows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordsView {
    /// What was asked.
    pub query: RecordsQuery,
    /// The list.
    pub list: Listing,
    /// Calendar years with their records, the latest first.
    pub years: Vec<(i32, u64)>,
    /// Months of the year that is asked for, with their records.
    pub months: Vec<(u32, u64)>,
    /// Records of which not even the year is known.
    pub undated: u64,
    /// Kinds with their records.
    pub forms: Vec<(Form, u64)>,
    /// Units with their records: code, name.
    pub units: Vec<(String, String, u64)>,
}

/// A unit in the list of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    /// The unit.
    pub unit: Unit,
    /// Its records.
    pub records: u64,
    /// When the latest became public.
    pub latest: PartialDate,
    /// Items it answers for.
    pub items: usize,
    /// Of these, those that are late or were never disclosed.
    pub wanting: usize,
}

/// The page of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitView {
    /// The unit.
    pub unit: Unit,
    /// The unit above it, when it is told: code and name.
    pub above: Option<(String, String)>,
    /// Items it answers for.
    pub items: Vec<ItemLine>,
    /// How many of them stand so.
    pub states: Vec<(State, usize)>,
    /// How what it has on view for everyone kept the terms of its items.
    pub timeliness: Timeliness,
    /// What it stated there was nothing of.
    pub nil: Vec<(String, NilLine)>,
    /// What was asked of its list.
    pub query: RecordsQuery,
    /// Its records, newest first.
    pub list: Listing,
    /// Calendar years with their records, the latest first.
    pub years: Vec<(i32, u64)>,
}

/// One series of document numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesLine {
    /// Whose series: `民院发`.
    pub series: String,
    /// Year.
    pub year: u16,
    /// How many records.
    pub records: usize,
}

/// Documents by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumbersView {
    /// All series, by name, the latest year first.
    pub series: Vec<SeriesLine>,
    /// Records with a number that stands in no series.
    pub others: usize,
    /// The series that is shown; with an empty name what stands in none.
    pub shown: Option<(String, Option<u16>)>,
    /// Its records, in the order of their numbers.
    pub lines: Vec<RecordLine>,
    /// Page that is shown, from 1, and how many there are.
    pub page: (usize, usize),
}

impl Portal {
    /// All records that the reader finds.
    pub async fn records(&self, query: RecordsQuery) -> Result<RecordsView> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        let filter = self.asked(&basics, &query);
        let list = self.listing(&reader, &basics, &filter, &query.at).await?;
        // Beside each choice stands what choosing it would bring, with the other choices as they are.
        let months = reader.counted(&Filter { since: None, ..filter.clone() }, By::Month).await?;
        let forms = reader.counted(&Filter { form: None, ..filter.clone() }, By::Form).await?;
        let units = reader.counted(&Filter { unit: None, ..filter.clone() }, By::Unit).await?;
        let form = |count: Count| Some((Form::read(&count.of)?, count.records));
        let mut forms: Vec<(Form, u64)> = forms.into_iter().filter_map(form).collect();
        forms.sort_by_key(|(_, records)| Reverse(*records));
        let units = units.into_iter().filter(|count| !count.of.is_empty());
        let mut units: Vec<(String, String, u64)> =
            units.map(|count| (count.of.clone(), basics.unit_of_record(&count.of), count.records)).collect();
        units.sort_by_key(|(_, _, records)| Reverse(*records));
        let undated = months.iter().filter(|count| count.of.is_empty()).map(|count| count.records).sum();
        Ok(RecordsView {
            list,
            months: query.year.map(|year| months_of(&months, year)).unwrap_or_default(),
            years: years_of(&months),
            undated,
            forms,
            units,
            query,
        })
    }

    /// Whether there is a unit with this code.
    pub async fn knows_unit(&self, code: &str) -> Result<bool> {
        Ok(self.app.store.read().await?.units().await?.iter().any(|unit| unit.code == code))
    }

    /// Whether there is a channel with this code.
    pub async fn knows_channel(&self, code: &str) -> Result<bool> {
        Ok(self.app.store.read().await?.channels().await?.iter().any(|channel| channel.code == code))
    }

    /// All units that are told, with what each has on view.
    pub async fn units(&self) -> Result<Vec<UnitLine>> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        let counts = reader.counted(&self.asked(&basics, &RecordsQuery::default()), By::Unit).await?;
        let counts: BTreeMap<String, Count> = counts.into_iter().map(|count| (count.of.clone(), count)).collect();
        let line = |unit: &Unit| {
            let count = counts.get(&unit.code);
            let items = items_of(&basics, unit);
            UnitLine {
                records: count.map_or(0, |count| count.records),
                latest: count.map_or(PartialDate::Unknown, |count| count.latest),
                wanting: items.iter().filter(|item| is_wanting(item.state)).count(),
                items: items.len(),
                unit: unit.clone(),
            }
        };
        Ok(basics.units.iter().map(line).collect())
    }

    /// One unit with its records, items and how it keeps their terms; `None` when no such unit is told of.
    pub async fn unit(&self, code: &str, query: RecordsQuery) -> Result<Option<UnitView>> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        let Some(unit) = basics.units.iter().find(|unit| unit.code == code).cloned() else { return Ok(None) };
        let query = RecordsQuery { unit: Some(unit.code.clone()), month: None, form: None, ..query };
        let filter = self.asked(&basics, &query);
        let months = reader.counted(&Filter { since: None, ..filter.clone() }, By::Month).await?;
        let items = items_of(&basics, &unit);
        let states = State::ALL.iter().map(|state| (*state, items.iter().filter(|item| item.state == *state).count()));
        let mut timeliness = Timeliness::default();
        for record in reader.kept_terms(&unit.code, basics.today).await? {
            if let Some((_, item)) = basics.board.find(&record.item) {
                timeliness.count(kept(record.made, record.published, item.timing, &self.app.calendar));
            }
        }
        let statements = reader.nil_statements(None).await?.into_iter().filter(|nil| nil.unit == unit.code);
        let nil = statements.filter_map(|nil| {
            let (_, item) = basics.board.find(&nil.item)?;
            Some((item.text.clone(), NilLine { year: nil.year, unit: unit.name.clone(), signed_on: nil.signed_on }))
        });
        let above = basics.units.iter().find(|above| above.code == unit.parent);
        Ok(Some(UnitView {
            above: above.map(|above| (above.code.clone(), above.name.clone())),
            states: states.filter(|(_, count)| *count > 0).collect(),
            nil: nil.collect(),
            list: self.listing(&reader, &basics, &filter, &query.at).await?,
            years: years_of(&months),
            items,
            timeliness,
            query,
            unit,
        }))
    }

    /// Documents by their numbers: the series, and one of them.
    pub async fn numbers(&self, shown: Option<(String, Option<u16>)>, page: usize) -> Result<NumbersView> {
        let basics = self.basics().await?;
        let reader = self.app.store.read().await?;
        let mut series: BTreeMap<SeriesKey, Vec<(u32, RecordId)>> = BTreeMap::new();
        let mut others: Vec<(String, RecordId)> = Vec::new();
        for (id, number) in reader.document_numbers(&self.reach, basics.today).await? {
            match InSeries::read(&number) {
                Some(read) => series.entry((read.series, Reverse(read.year))).or_default().push((read.serial, id)),
                None => others.push((number, id)),
            }
        }
        let ids: Vec<RecordId> = match &shown {
            None => Vec::new(),
            Some((name, Some(year))) => {
                let mut in_series = series.get(&(name.clone(), Reverse(*year))).cloned().unwrap_or_default();
                in_series.sort_unstable();
                in_series.into_iter().map(|(_, id)| id).collect()
            }
            Some(_) => {
                others.sort();
                others.iter().map(|(_, id)| *id).collect()
            }
        };
        let pages = ids.len().div_ceil(PAGE as usize).max(1);
        let page = page.clamp(1, pages);
        let ids: Vec<RecordId> = ids.into_iter().skip((page - 1) * PAGE as usize).take(PAGE as usize).collect();
        let lines = reader.lines_of(&ids, &self.reach, basics.today).await?;
        let line = |((series, year), ids): (&SeriesKey, &Vec<_>)| SeriesLine {
            series: series.clone(),
            year: year.0,
            records: ids.len(),
        };
        Ok(NumbersView {
            series: series.iter().map(line).collect(),
            others: others.len(),
            lines: lines.into_iter().map(|line| basics.line(line)).collect(),
            page: (page, pages),
            shown,
        })
    }

    fn asked(&self, basics: &Basics, query: &RecordsQuery) -> Filter {
        Filter {
            since: query.year.map(|year| (year, query.month)),
            form: query.form,
            unit: query.unit.clone(),
            order: Order::Descending,
            reach: self.reach.clone(),
            today: basics.today,
            ..Filter::default()
        }
    }

    /// A page of what a filter leaves, and how much that is.
    async fn listing(&self, reader: &Reader, basics: &Basics, filter: &Filter, at: &Place) -> Result<Listing> {
        let listed = turned(reader, filter, at).await?;
        let all = reader.counted(filter, By::All).await?;
        let (records, things) = all.first().map_or((0, 0), |all| (all.records, all.things));
        Ok(Listing {
            lines: listed.rows.into_iter().map(|line| basics.line(line)).collect(),
            next: listed.next.map(|id| id.to_string()),
            previous: listed.previous.map(|id| id.to_string()),
            records,
            things,
        })
    }
}

/// A page from a place; one that leads nowhere any more begins at the start.
pub(super) async fn turned(reader: &Reader, filter: &Filter, at: &Place) -> Result<Listed<Line>> {
    let at = match at {
        Place::First => At::First,
        Place::After(id) => id.parse().map_or(At::First, At::After),
        Place::Before(id) => id.parse().map_or(At::First, At::Before),
    };
    let first = Page::first(PAGE);
    let listed = match reader.lines(filter, Page { at, ..first }).await {
        Err(store::Error::NotFound { .. }) => reader.lines(filter, first).await?,
        listed => listed?,
    };
    // What was before may have come down: an empty page is a place to turn back from, not the list.
    if listed.rows.is_empty() && at != At::First {
        return Ok(reader.lines(filter, first).await?);
    }
    // The page before the second one is the first, whole.
    if matches!(at, At::Before(_)) && listed.previous.is_none() {
        return Ok(reader.lines(filter, first).await?);
    }
    // A page after a record has one before it only if something stands there.
    if let (At::After(_), Some(before)) = (at, listed.previous) {
        let any = reader.lines(filter, Page { at: At::Before(before), limit: 1 }).await?;
        return Ok(Listed { previous: listed.previous.filter(|_| !any.rows.is_empty()), ..listed });
    }
    Ok(listed)
}

fn items_of(basics: &Basics, unit: &Unit) -> Vec<ItemLine> {
    let of = |item: &&ItemLine| item.unit_code.as_deref() == Some(unit.code.as_str()) && item.reason.is_none();
    basics.board.items().filter(of).cloned().collect()
}

fn is_wanting(state: State) -> bool {
    matches!(state, State::Overdue | State::NeverDisclosed)
}

/// The years of what became public when at least the year is known.
fn years_of(months: &[Count]) -> Vec<(i32, u64)> {
    let mut years: BTreeMap<Reverse<i32>, u64> = BTreeMap::new();
    for count in months {
        if let Some(year) = count.of.get(..4).and_then(|year| year.parse().ok()) {
            *years.entry(Reverse(year)).or_default() += count.records;
        }
    }
    years.into_iter().map(|(year, records)| (year.0, records)).collect()
}

fn months_of(months: &[Count], year: i32) -> Vec<(u32, u64)> {
    let of = |count: &Count| {
        let date: PartialDate = count.of.parse().ok()?;
        let PartialDate::Month(of, month) = date else { return None };
        (of == year).then_some((month, count.records))
    };
    months.iter().filter_map(of).collect()
}

impl RecordsQuery {
    /// Whether it could be asked of a calendar: what could not is left out, and nothing is claimed of it.
    pub fn possible(self) -> RecordsQuery {
        let year = self.year.filter(|year| (1900..=9999).contains(year));
        let month = self.month.filter(|month| year.is_some() && (1..=12).contains(month));
        RecordsQuery { year, month, ..self }
    }

    /// The day that begins what is asked for, for its name.
    pub fn date(&self) -> Option<PartialDate> {
        match (self.year, self.month) {
            (Some(year), Some(month)) => Some(PartialDate::Month(year, month)),
            (Some(year), None) => Some(PartialDate::Year(year)),
            _ => None,
        }
    }
}
