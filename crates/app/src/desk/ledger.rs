//! The ledger as a table: views, filters, sorting, paging by key.

use super::{Desk, Due};
use crate::error::{Error, Result};
use crate::words::Lang;
use domain::catalogue::ItemKey;
use domain::document::{Align, Block, Column, Document, Inline, Table};
use domain::ids::RecordId;
use domain::school_year::SchoolYear;
use store::{At, DeskLine, Filter, Order, Page, Sort};

/// Rows on a page.
const PAGE: u32 = 50;
/// Rows read at once for a file.
const CHUNK: u32 = 1_000;
/// Most rows of a file of what the table shows; the whole ledger is exported otherwise.
pub const LARGEST_FILE: usize = 20_000;

/// A table of words as an .xlsx file.
///
/// # Errors
/// The file cannot be made, or would hold less than it should.
pub fn table_file(title: &str, heads: &[String], rows: Vec<Vec<String>>, lang: Lang) -> Result<Vec<u8>> {
    let column = |head: &String| Column { head: head.clone(), width: 20, align: Align::Start };
    let cells = |row: Vec<String>| row.into_iter().map(|cell| vec![Inline::Text(cell)]).collect();
    let heading = Block::Heading { level: 1, number: String::new(), text: title.to_string(), anchor: String::new() };
    let rows = rows.into_iter().map(cells).collect();
    let columns = heads.iter().map(column).collect();
    let document = Document {
        title: vec![title.to_string()],
        issuer: String::new(),
        language: lang.tag(),
        date: chrono::NaiveDate::default(),
        signed: false,
        subject: String::new(),
        keywords: Vec::new(),
        blocks: vec![heading, Block::Table(Table { caption: title.to_string(), columns, rows })],
    };
    office::tables::write_tables(&document).map_err(Error::internal)
}

/// A ready-made selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// Everything on the desk.
    #[default]
    All,
    /// Of this school year.
    ThisYear,
    /// Drafted by whoever looks.
    Mine,
    /// On its way: drafts and what is under review or waits to be published.
    OnItsWay,
    /// On view.
    Public,
    /// Decided to stay with the school: given on request, or withheld.
    Settled,
    /// Taken down.
    Down,
}

impl View {
    /// All of them, as they are offered.
    pub const ALL: [View; 7] =
        [View::All, View::ThisYear, View::Mine, View::OnItsWay, View::Public, View::Settled, View::Down];

    /// Stable code, in addresses and message keys.
    pub fn code(self) -> &'static str {
        match self {
            View::All => "all",
            View::ThisYear => "year",
            View::Mine => "mine",
            View::OnItsWay => "on-its-way",
            View::Public => "public",
            View::Settled => "settled",
            View::Down => "down",
        }
    }

    /// The one with this code.
    pub fn read(code: &str) -> Option<View> {
        View::ALL.into_iter().find(|view| view.code() == code)
    }
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerQuery {
    /// Which view.
    pub view: View,
    /// With this in title, document number or index number.
    pub text: Option<String>,
    /// Of this unit.
    pub unit: Option<String>,
    /// Of this item.
    pub item: Option<ItemKey>,
    /// At this stage of its way.
    pub progress: Option<&'static str>,
    /// In this order.
    pub sort: Sort,
    /// Smallest first.
    pub ascending: bool,
    /// After this record.
    pub after: Option<RecordId>,
    /// Before this record.
    pub before: Option<RecordId>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The record.
    pub line: DeskLine,
    /// By when it has to be public, while it is not.
    pub due: Option<Due>,
    /// Name of its drafter.
    pub drafter: Option<String>,
}

/// A page of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerPage {
    /// Its rows.
    pub rows: Vec<Row>,
    /// How many the filter finds.
    pub found: u64,
    /// How many each view holds.
    pub views: Vec<(View, u64)>,
    /// The next page goes on after this record.
    pub next: Option<RecordId>,
    /// The page before ends before this record.
    pub previous: Option<RecordId>,
}

impl Desk {
    /// A page of the ledger.
    ///
    /// # Errors
    /// Of the database.
    pub async fn ledger(&self, query: &LedgerQuery) -> Result<LedgerPage> {
        let filter = self.asked(query);
        let at = match (query.after, query.before) {
            (Some(after), _) => At::After(after),
            (None, Some(before)) => At::Before(before),
            (None, None) => At::First,
        };
        let listed = match self.reader.desk_lines(&filter, Page { at, limit: PAGE }).await {
            // A place that is gone begins at the start.
            Err(store::Error::NotFound { .. }) => self.reader.desk_lines(&filter, Page::first(PAGE)).await?,
            listed => listed?,
        };
        let rows = self.rows(listed.rows).await?;
        let mut views = Vec::new();
        for view in View::ALL {
            views.push((view, self.reader.count_lines(&self.view(view)).await?));
        }
        let found = self.reader.count_lines(&filter).await?;
        Ok(LedgerPage { rows, found, views, next: listed.next, previous: listed.previous })
    }

    /// All rows that are asked for, up to [`LARGEST_FILE`].
    ///
    /// # Errors
    /// Of the database.
    pub async fn ledger_rows(&self, query: &LedgerQuery) -> Result<Vec<Row>> {
        let filter = self.asked(query);
        let (mut rows, mut at) = (Vec::new(), At::First);
        loop {
            let listed = self.reader.desk_lines(&filter, Page { at, limit: CHUNK }).await?;
            rows.extend(self.rows(listed.rows).await?);
            match listed.next {
                Some(next) if rows.len() < LARGEST_FILE => at = At::After(next),
                _ => break,
            }
        }
        rows.truncate(LARGEST_FILE);
        Ok(rows)
    }

    async fn rows(&self, lines: Vec<DeskLine>) -> Result<Vec<Row>> {
        let names = self.names(lines.iter().filter_map(|line| line.drafter)).await?;
        let row = |line: DeskLine| {
            let waits = line.visibility == "hidden" && line.progress != "done";
            let due = self.due(&line.line.item, line.made_on).filter(|_| waits);
            Row { due, drafter: line.drafter.and_then(|id| names.get(&id).cloned()), line }
        };
        Ok(lines.into_iter().map(row).collect())
    }

    /// What a question finds, as a filter.
    fn asked(&self, query: &LedgerQuery) -> Filter {
        let mut filter = self.view(query.view);
        filter.text.clone_from(&query.text);
        filter.unit.clone_from(&query.unit);
        filter.items.extend(query.item.clone());
        if let Some(progress) = query.progress {
            filter.progress = vec![progress];
        }
        filter.sort = query.sort;
        filter.order = if query.ascending { Order::Ascending } else { Order::Descending };
        filter
    }

    fn view(&self, view: View) -> Filter {
        let all = self.filter();
        match view {
            View::All => all,
            View::ThisYear => Filter { year: Some(SchoolYear::of(self.today())), ..all },
            View::Mine => match self.ctx.who.user() {
                Some(user) => Filter { drafter: Some(user), ..all },
                None => all,
            },
            View::OnItsWay => Filter { progress: vec!["draft", "unit_review", "secrecy_review", "approved"], ..all },
            View::Public => Filter { visibility: vec!["public"], ..all },
            View::Settled => Filter { progress: vec!["done"], visibility: vec!["hidden"], ..all },
            View::Down => Filter { visibility: vec!["withdrawn", "expired"], ..all },
        }
    }

    /// The record that an index number or a whole document number names, if it is on the desk: for the command box.
    ///
    /// # Errors
    /// Of the database.
    pub async fn named(&self, text: &str) -> Result<Option<RecordId>> {
        let Ok(index) = text.trim().parse::<domain::record::IndexNumber>() else { return Ok(None) };
        let record = self.reader.find_record_by_index(&index).await?;
        Ok(record.filter(|record| self.whose.holds(record.unit.as_deref())).map(|record| record.id))
    }

    pub(super) fn absent(id: RecordId) -> Error {
        Error::NotFound { kind: "record", key: id.to_string() }
    }
}
