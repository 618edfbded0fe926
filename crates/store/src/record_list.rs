//! Lists of records for people: filtered, sorted, and paged by key, so that the last page costs what the first
//! does.
//!
//! A page goes on from a record, not from a number of rows: what is published in between moves nothing. Only
//! what anyone may find is listed unless the filter names a wider reach.

use crate::db::sql::{Sql, containing, rows, sql};
use crate::db::value::Value;
use crate::error::{Result, impossible};
use crate::record_row::{ReleaseRow, date, school_year};
use crate::{Error, Reader};
use chrono::NaiveDate;
use domain::catalogue::ItemKey;
use domain::date::PartialDate;
use domain::ids::{RecordId, UserId};
use domain::policy::Desk;
use domain::record::{Finder, Form, IndexNumber, Reach, Validity};
use domain::school_year::SchoolYear;
use std::collections::HashMap;

/// What lists are sorted by; ties are in the order of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// First public on; unknown dates stand before all others.
    #[default]
    Date,
    /// Title, by code point.
    Title,
    /// Unit's code, then date; records without a unit stand first.
    Unit,
    /// Order of entry.
    Entry,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Largest, that is newest, first.
    #[default]
    Descending,
    /// Smallest first.
    Ascending,
}

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum At {
    /// At the beginning of the list.
    #[default]
    First,
    /// After this record, which need not be in the list any more.
    After(RecordId),
    /// So that it ends before this record.
    Before(RecordId),
    /// At the end of the list.
    Last,
}

/// A page that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Where it begins.
    pub at: At,
    /// How many rows, 1 to 1000.
    pub limit: u32,
}

impl Page {
    /// The first `limit` rows.
    pub fn first(limit: u32) -> Page {
        Page { at: At::First, limit }
    }

    /// `limit` rows after a record.
    pub fn after(record: RecordId, limit: u32) -> Page {
        Page { at: At::After(record), limit }
    }
}

/// Which records are wanted. The default is everything that anyone may find, newest first.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Of these items (a category is its items); of any when empty.
    pub items: Vec<ItemKey>,
    /// Of the unit with this code.
    pub unit: Option<String>,
    /// Accounted for in this school year.
    pub year: Option<SchoolYear>,
    /// First public in this calendar year, or in this month of it.
    pub since: Option<(i32, Option<u32>)>,
    /// Of this kind.
    pub form: Option<Form>,
    /// Released over the channel with this code.
    pub channel: Option<String>,
    /// With this in the title or the document number.
    pub text: Option<String>,
    /// On this desk, at whatever stage; in the place of `reach`.
    pub desk: Option<Desk>,
    /// Of which the newest edition has come this far: codes of `Progress`; any when empty.
    pub progress: Vec<&'static str>,
    /// On view or not: codes of `Visibility`; any when empty.
    pub visibility: Vec<&'static str>,
    /// Drafted by this person.
    pub drafter: Option<UserId>,
    /// Drafted by anybody but this person.
    pub not_drafter: Option<UserId>,
    /// Found by.
    pub reach: Reach,
    /// On this day: what has a term that is over then is not found, except by the staff. The default is before every term.
    pub today: NaiveDate,
    /// Sorted by.
    pub sort: Sort,
    /// Which way.
    pub order: Order,
}

impl Default for Filter {
    fn default() -> Filter {
        Filter {
            items: Vec::new(),
            unit: None,
            year: None,
            since: None,
            form: None,
            channel: None,
            text: None,
            desk: None,
            progress: Vec::new(),
            visibility: Vec::new(),
            drafter: None,
            not_drafter: None,
            reach: Reach::Public,
            today: NaiveDate::MIN,
            sort: Sort::default(),
            order: Order::default(),
        }
    }
}

impl Filter {
    /// Everything that anyone may find under one item.
    pub fn item(item: ItemKey) -> Filter {
        Filter { items: vec![item], ..Filter::default() }
    }

    /// Appends the condition that its records meet, but for the item.
    fn condition_but_item(&self, query: &mut Sql) {
        match &self.desk {
            Some(desk) => query.on_desk(desk),
            None => query.found_by(&self.reach, self.today),
        };
        if let Some(unit) = &self.unit {
            query.push(" AND unit = ").bind(unit.as_str());
        }
        if let Some(year) = self.year {
            query.push(" AND report_year = ").bind(i64::from(year.first_year()));
        }
        if let Some((year, month)) = self.since {
            // Dates are texts that grow with the day; `~` stands behind every sign of one.
            let from = month.map_or_else(|| format!("{year:04}"), |month| format!("{year:04}-{month:02}"));
            query.push(" AND since >= ").bind(from.as_str()).push(" AND since < ").bind(format!("{from}~"));
        }
        if let Some(form) = self.form {
            query.push(" AND form = ").bind(form.code());
        }
        for (column, codes) in [("progress", &self.progress), ("visibility", &self.visibility)] {
            if !codes.is_empty() {
                query.push(" AND ").push(column).push(" IN (").bind_list(codes.iter().copied()).push(")");
            }
        }
        if let Some(drafter) = self.drafter {
            query.push(" AND drafter = ").bind(drafter.to_string());
        }
        if let Some(other) = self.not_drafter {
            query.push(" AND (drafter IS NULL OR drafter <> ").bind(other.to_string()).push(")");
        }
        if let Some(channel) = &self.channel {
            query.push(" AND EXISTS (SELECT 1 FROM release WHERE record_nr = record.nr AND ").push(OUT);
            query.push(" AND channel = ").bind(channel.as_str()).push(")");
        }
        if let Some(text) = &self.text {
            let pattern = containing(text);
            query.push(" AND (lower(title) LIKE ").bind(pattern.as_str()).push(" ESCAPE '\\'");
            query.push(" OR lower(document_number) LIKE ").bind(pattern).push(" ESCAPE '\\')");
        }
    }

    /// Appends the condition that its records meet.
    pub(crate) fn condition(&self, query: &mut Sql) {
        self.condition_but_item(query);
        if !self.items.is_empty() {
            query.push(" AND item IN (").bind_list(self.items.iter().map(ToString::to_string)).push(")");
        }
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// Its rows, in the order that was asked for.
    pub rows: Vec<T>,
    /// There is more after this record: `At::After` it.
    pub next: Option<RecordId>,
    /// There is more before this record: `At::Before` it.
    pub previous: Option<RecordId>,
}

/// A record as lists show it: of what the public sees, or of the newest edition when it sees nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Identity.
    pub id: RecordId,
    /// Index number.
    pub index: IndexNumber,
    /// Item.
    pub item: ItemKey,
    /// Unit's code, when known.
    pub unit: Option<String>,
    /// Kind of document.
    pub form: Form,
    /// Title.
    pub title: String,
    /// Document number, or empty.
    pub document_number: String,
    /// First public on, as far as is known.
    pub since: PartialDate,
    /// Last brought up to date.
    pub updated: PartialDate,
    /// How many like things it stands for.
    pub count: u32,
    /// Whether it is in force.
    pub validity: Validity,
    /// The school year that accounts for it.
    pub year: Option<SchoolYear>,
    /// Kind, first and last day of its publicity period, when it is one.
    pub publicity: Option<domain::record::Publicity>,
    /// Locator of the first release of what is on view that is a web address, if any.
    pub link: Option<String>,
    /// Who finds it.
    pub finder: Finder,
}

/// Columns of [`LineRow`].
pub(crate) const LINE: &str = "nr, id, index_school, index_year, index_serial, item, unit, form, title, \
    document_number, since, updated, things, validity, report_year, publicity_kind, publicity_from, \
    publicity_until, finder";

rows! {
    #[derive(Clone)]
    pub(crate) struct LineRow {
        pub(crate) nr: i64,
        id: String,
        index_school: String,
        index_year: i64,
        index_serial: i64,
        item: String,
        unit: String,
        form: String,
        title: String,
        document_number: String,
        pub(crate) since: String,
        updated: String,
        things: i64,
        validity: String,
        report_year: i64,
        publicity_kind: Option<String>,
        publicity_from: String,
        publicity_until: String,
        finder: String,
    }
}

impl LineRow {
    pub(crate) fn line(self, link: Option<String>) -> Result<Line> {
        let wrong = |column| impossible("record", column, &self.id);
        let publicity = match &self.publicity_kind {
            None => None,
            Some(kind) => Some(domain::record::Publicity {
                kind: kind.clone(),
                from: date(&self.publicity_from).ok_or_else(|| wrong("publicity_from"))?,
                until: date(&self.publicity_until).ok_or_else(|| wrong("publicity_until"))?,
            }),
        };
        Ok(Line {
            id: self.id.parse().map_err(|_| wrong("id"))?,
            index: IndexNumber {
                school: self.index_school.clone(),
                year: i32::try_from(self.index_year).map_err(|_| wrong("index_year"))?,
                serial: u32::try_from(self.index_serial).map_err(|_| wrong("index_serial"))?,
            },
            item: self.item.parse().map_err(|_| wrong("item"))?,
            form: Form::read(&self.form).ok_or_else(|| wrong("form"))?,
            since: date(&self.since).ok_or_else(|| wrong("since"))?,
            updated: date(&self.updated).ok_or_else(|| wrong("updated"))?,
            count: u32::try_from(self.things).map_err(|_| wrong("things"))?,
            validity: Validity::read(&self.validity).ok_or_else(|| wrong("validity"))?,
            year: match self.report_year {
                0 => None,
                year => Some(school_year(year).ok_or_else(|| wrong("report_year"))?),
            },
            finder: Finder::read(&self.finder).ok_or_else(|| wrong("finder"))?,
            unit: (!self.unit.is_empty()).then_some(self.unit),
            title: self.title,
            document_number: self.document_number,
            publicity,
            link,
        })
    }

    /// Position in a list, as far as the columns of the sort decide it.
    fn place(&self, sort: Sort) -> (&str, &str, i64) {
        match sort {
            Sort::Date => (&self.since, "", self.nr),
            Sort::Title => (&self.title, "", self.nr),
            Sort::Unit => (&self.unit, &self.since, self.nr),
            Sort::Entry => ("", "", self.nr),
        }
    }
}

impl Sort {
    fn columns(self) -> &'static [&'static str] {
        match self {
            Sort::Date => &["since", "nr"],
            Sort::Title => &["title", "nr"],
            Sort::Unit => &["unit", "since", "nr"],
            Sort::Entry => &["nr"],
        }
    }
}

/// Of a record's releases, those of what is, or was, on view: a link to a draft would show it.
const OUT: &str = "release.edition <= coalesce(record.public_edition, release.edition)";

impl Reader {
    /// Records that pass the filter, a page at a time.
    pub async fn lines(&self, filter: &Filter, page: Page) -> Result<Listed<Line>> {
        let limit = page.limit.clamp(1, 1000) as usize;
        let (from, backwards) = match page.at {
            At::First => (None, false),
            At::Last => (None, true),
            At::After(id) => (Some(self.line_row(id).await?), false),
            At::Before(id) => (Some(self.line_row(id).await?), true),
        };
        let descending = (filter.order == Order::Descending) != backwards;
        let mut rows = if filter.items.len() > 1 {
            // One walk of an index for each item and a merge: a walk over several items would sort them all.
            let mut rows = Vec::new();
            for item in &filter.items {
                rows.extend(self.walk(filter, Some(item), from.as_ref(), descending, limit + 1).await?);
            }
            rows.sort_by(|a, b| a.place(filter.sort).cmp(&b.place(filter.sort)));
            if descending {
                rows.reverse();
            }
            rows.dedup_by_key(|row| row.nr);
            rows
        } else {
            self.walk(filter, filter.items.first(), from.as_ref(), descending, limit + 1).await?
        };
        let more = rows.len() > limit;
        rows.truncate(limit);
        if backwards {
            rows.reverse();
        }
        let rows = self.with_links(rows).await?;
        let (first, last) = (rows.first().map(|line| line.id), rows.last().map(|line| line.id));
        Ok(match page.at {
            At::First => Listed { next: last.filter(|_| more), previous: None, rows },
            At::After(_) => Listed { next: last.filter(|_| more), previous: first, rows },
            At::Before(_) => Listed { next: last, previous: first.filter(|_| more), rows },
            At::Last => Listed { next: None, previous: first.filter(|_| more), rows },
        })
    }

    /// Walks one index from a place, at most `limit` rows.
    async fn walk(
        &self,
        filter: &Filter,
        item: Option<&ItemKey>,
        from: Option<&LineRow>,
        descending: bool,
        limit: usize,
    ) -> Result<Vec<LineRow>> {
        let mut query = Sql::new("SELECT ");
        query.push(LINE).push(" FROM record WHERE ");
        filter.condition_but_item(&mut query);
        if let Some(item) = item {
            query.push(" AND item = ").bind(item.to_string());
        }
        let columns = filter.sort.columns();
        if let Some(row) = from {
            let place = [("since", row.since.as_str()), ("title", &row.title), ("unit", &row.unit)];
            let values = columns.iter().map(|column| match place.iter().find(|(name, _)| name == column) {
                Some((_, text)) => Value::from(*text),
                None => row.nr.into(),
            });
            query.push(" AND (").push(&columns.join(", ")).push(if descending { ") < (" } else { ") > (" });
            query.bind_list(values).push(")");
        }
        let way = if descending { " DESC" } else { "" };
        let order: Vec<String> = columns.iter().map(|column| format!("{column}{way}")).collect();
        query.push(" ORDER BY ").push(&order.join(", "));
        query.push(" LIMIT ").bind(i64::try_from(limit).unwrap_or(i64::MAX));
        query.all(&self.tx).await
    }

    pub(crate) async fn line_row(&self, id: RecordId) -> Result<LineRow> {
        let text = format!("SELECT {LINE} FROM record WHERE id = $1");
        let row = sql(&text, [id.to_string().into()]).one(&self.tx).await?;
        row.ok_or_else(|| Error::NotFound { kind: "record", key: id.to_string() })
    }

    /// Lines with the web address of each record's first release that has one.
    pub(crate) async fn with_links(&self, rows: Vec<LineRow>) -> Result<Vec<Line>> {
        let mut links: HashMap<i64, String> = HashMap::new();
        for some in rows.chunks(500) {
            let mut query = Sql::new("SELECT release.* FROM release JOIN record ON record.nr = record_nr WHERE ");
            query.push(OUT).push(" AND record_nr IN (").bind_list(some.iter().map(|row| row.nr));
            query.push(") AND lower(locator) LIKE '%http%' ORDER BY record_nr, position");
            for row in query.all::<ReleaseRow>(&self.tx).await? {
                let nr = row.record_nr;
                let release = row.release()?;
                if release.is_web() {
                    links.entry(nr).or_insert(release.locator);
                }
            }
        }
        rows.into_iter()
            .map(|row| {
                let link = links.remove(&row.nr);
                row.line(link)
            })
            .collect()
    }
}
