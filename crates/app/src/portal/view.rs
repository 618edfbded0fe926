//! What the portal's pages show: plain structs, filled by the queries of this module, drawn by `web`.
//!
//! They hold facts and no sentences: words are chosen where the language is known. Nothing that the reader may
//! not see may enter one of them.

use crate::report::Format;
use chrono::NaiveDate;
use domain::catalogue::{Category, ItemKey, TimingRule};
use domain::coverage::{Coverage, ItemAccount, State};
use domain::date::PartialDate;
use domain::document::{Chart, Document};
use domain::figure::{Arithmetic, Dataset};
use domain::ids::RecordId;
use domain::ledger::Concern;
use domain::objection::Outcome;
use domain::publicity::{Posting, Standing};
use domain::record::{Audience, Form, IndexNumber, Record};
use domain::school::{Channel, ChannelKind, Unit};
use domain::school_year::SchoolYear;
use std::sync::Arc;

/// Who publishes, as pages and JSON name it. What the ledger does not give is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Publisher {
    /// Name in Chinese; empty before the school was founded.
    pub name: String,
    /// School code, which begins index numbers; empty when it is not known.
    pub code: String,
    /// Its main site.
    pub website: Option<String>,
    /// Where it stands.
    pub region: Option<String>,
}

/// The office to turn to. What the school has not registered is `None` and shown as such.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Office {
    /// Name of the disclosure office.
    pub name: Option<String>,
    /// Post or person at its head.
    pub head: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Hours.
    pub hours: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Fax.
    pub fax: Option<String>,
    /// Mail address.
    pub email: Option<String>,
}

/// One record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLine {
    /// Identity, part of its address.
    pub id: RecordId,
    /// Index number.
    pub index: IndexNumber,
    /// Title of the public edition.
    pub title: String,
    /// Item it is disclosed under.
    pub item: ItemKey,
    /// Name of the responsible unit, when known.
    pub unit: Option<String>,
    /// Kind of document.
    pub form: Form,
    /// Document number; empty when it has none.
    pub document_number: String,
    /// First public on.
    pub published: PartialDate,
    /// How many like things it stands for.
    pub count: u32,
    /// Whom it is for; what is not everybody's is marked.
    pub audience: Audience,
}

/// A publicity period in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicityLine {
    /// The record.
    pub record: RecordLine,
    /// Kind of publicity, as registered.
    pub kind: String,
    /// First day, when known.
    pub from: PartialDate,
    /// Last day, when known.
    pub until: PartialDate,
    /// Where the period stands today, in the days of its kind.
    pub standing: Standing,
    /// Which of its days today is; 0 on the day on which it was posted, nothing before it or when that day is not known.
    pub nth: Option<u32>,
}

/// One item on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemLine {
    /// Key, part of its address.
    pub key: ItemKey,
    /// Official text, or the school's.
    pub text: String,
    /// Label in English; empty when there is none.
    pub english: String,
    /// Name of the responsible unit, once the school has said so.
    pub unit: Option<String>,
    /// Its code, by which it is told from another of the same name.
    pub unit_code: Option<String>,
    /// When it has to be brought up to date.
    pub timing: TimingRule,
    /// How it stands.
    pub state: State,
    /// When it was last brought up to date.
    pub latest: PartialDate,
    /// What counts for it, of all years.
    pub account: ItemAccount,
    /// Why it does not apply, if it does not.
    pub reason: Option<String>,
}

impl ItemLine {
    /// Whether it is the school's own.
    pub fn is_own(&self) -> bool {
        matches!(self.key, ItemKey::School(_))
    }
}

/// One category with its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryBoard {
    /// The category.
    pub category: Category,
    /// Its items in order.
    pub items: Vec<ItemLine>,
}

/// All items of the school.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Board {
    /// By category.
    pub categories: Vec<CategoryBoard>,
    /// The day it is about.
    pub as_of: NaiveDate,
    /// How many statutory items apply and were ever disclosed: all school years together, nil statements of this and the
    /// last year.
    pub coverage: Coverage,
    /// The account of each school year that has one, the latest first: the same as in its annual report.
    pub years: Vec<YearAccount>,
}

/// The account of one school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearAccount {
    /// Which.
    pub year: SchoolYear,
    /// Statutory items by what became of them.
    pub coverage: Coverage,
    /// Entries, batches counted out (条).
    pub entries: u64,
}

impl Board {
    /// How many items of the national list stand so. The school's own count into those they map to.
    pub fn tally(&self, state: State) -> usize {
        self.items().filter(|item| !item.is_own() && item.state == state).count()
    }

    /// How many items the school has of its own.
    pub fn own(&self) -> usize {
        self.items().filter(|item| item.is_own()).count()
    }

    /// All items in order.
    pub fn items(&self) -> impl Iterator<Item = &ItemLine> {
        self.categories.iter().flat_map(|category| &category.items)
    }

    /// The item with this key and the category it stands in.
    pub fn find(&self, key: &ItemKey) -> Option<(&Category, &ItemLine)> {
        self.categories
            .iter()
            .find_map(|board| board.items.iter().find(|item| item.key == *key).map(|item| (&board.category, item)))
    }
}

/// The front page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Front {
    /// What is in its publicity period; at most six.
    pub publicity: Vec<PublicityLine>,
    /// How many there are.
    pub running: usize,
    /// How many of them end today.
    pub closing: usize,
    /// The latest records; at most ten.
    pub latest: Vec<RecordLine>,
    /// Those of them that are proven as they stand.
    pub sealed: Vec<RecordId>,
    /// All items.
    pub board: Arc<Board>,
    /// Annual reports, newest first; at most three.
    pub reports: Vec<ReportLine>,
    /// Charts of the newest datasets; at most two.
    pub figures: Vec<FigureTeaser>,
    /// The office.
    pub office: Office,
}

/// A small chart with its dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureTeaser {
    /// Key of the dataset, part of its address.
    pub key: String,
    /// Title.
    pub title: String,
    /// The chart.
    pub chart: Chart,
    /// Whether one of its figures is disputed.
    pub disputed: bool,
}

/// How a list of records is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// Newest first.
    #[default]
    Date,
    /// By title.
    Title,
    /// By responsible unit.
    Unit,
}

impl Sort {
    /// All.
    pub const ALL: [Sort; 3] = [Sort::Date, Sort::Title, Sort::Unit];

    /// Stable code, used in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Sort::Date => "date",
            Sort::Title => "title",
            Sort::Unit => "unit",
        }
    }

    /// The sort with this code; anything else is the default.
    pub fn read(code: &str) -> Sort {
        Sort::ALL.into_iter().find(|sort| sort.code() == code).unwrap_or_default()
    }
}

/// Where a page of a list begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// At the start.
    #[default]
    First,
    /// After this record.
    After(String),
    /// So that it ends before this record.
    Before(String),
}

/// What is asked of the list of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListQuery {
    /// Only records that this school year accounts for.
    pub year: Option<SchoolYear>,
    /// Only records of the unit with this code.
    pub unit: Option<String>,
    /// Order.
    pub sort: Sort,
    /// Where the page begins or ends. What leads nowhere begins at the start.
    pub at: Place,
}

/// The page of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView {
    /// Its category.
    pub category: Category,
    /// The item.
    pub item: ItemLine,
    /// Items of the school's own that count for it.
    pub counting: Vec<ItemLine>,
    /// What was asked.
    pub query: ListQuery,
    /// Records of this page.
    pub lines: Vec<RecordLine>,
    /// Cursor of the next page, if there is one.
    pub next: Option<String>,
    /// Cursor of the page before, if there is one.
    pub previous: Option<String>,
    /// Units to filter by: code and name.
    pub units: Vec<(String, String)>,
    /// School years to filter by, newest first.
    pub years: Vec<SchoolYear>,
    /// Statements that there was nothing: school year, unit, day.
    pub nil: Vec<NilLine>,
    /// What of its records' dates cannot be right, with how many entries; on the first page of the whole list.
    pub doubts: Vec<(Concern, u64)>,
}

/// A nil statement (零报告) in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NilLine {
    /// School year it speaks of.
    pub year: SchoolYear,
    /// Unit that states it.
    pub unit: String,
    /// When it was signed.
    pub signed_on: PartialDate,
}

/// What stands at a record's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordPage {
    /// The record.
    Live(Box<RecordView>),
    /// It was taken down.
    Gone(Box<Tombstone>),
}

/// A record that is public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordView {
    /// The record, with public editions and their releases only.
    pub record: Record,
    /// Its item.
    pub item: ItemLine,
    /// Its category.
    pub category: Category,
    /// Name of the responsible unit, when known.
    pub unit: Option<String>,
    /// Releases with their channels.
    pub releases: Vec<ReleaseLine>,
    /// What each edition changed, newest first; empty when there is one edition.
    pub changes: Vec<EditionChange>,
    /// What it shows in a publicity period of its own.
    pub posted: Option<Posted>,
    /// Where its publicity period stands today, when it has one that shows no list here.
    pub standing: Option<Standing>,
    /// Code of the unit, when the unit has a page.
    pub unit_page: Option<String>,
    /// Other records of the item, the newest first.
    pub related: Vec<RecordLine>,
    /// What else is in its publicity period, when this is or was.
    pub also_open: Vec<PublicityLine>,
    /// What the public log has of it; nothing unless it holds.
    pub seal: Option<super::log::SealView>,
}

/// A list on view, or a text, that is open to objection for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// What is shown.
    pub posting: Posting,
    /// Where its period stands today.
    pub standing: Standing,
    /// Whether somebody may object now.
    pub open: bool,
    /// The day to which rows stand that are not shown again, when some are.
    pub before: Option<NaiveDate>,
}

/// One going-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseLine {
    /// Name of the channel, or its code when it is not registered.
    pub channel: String,
    /// Kind of channel, when registered.
    pub kind: Option<ChannelKind>,
    /// When.
    pub on: PartialDate,
    /// Address on the web that can be followed.
    pub link: Option<String>,
    /// Place or number that cannot.
    pub place: String,
    /// Which edition.
    pub edition: u32,
    /// Whether evidence is kept.
    pub evidence: bool,
}

/// What an edition changed against the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionChange {
    /// Number of the edition.
    pub number: u32,
    /// The note for the public; empty for the first.
    pub note: String,
    /// Whether the difference is shown; not of editions long past or too long to be compared.
    pub compared: bool,
    /// Title, summary and text as a difference; empty for the first.
    pub title: Vec<super::diff::Piece>,
    /// The summary's difference.
    pub summary: Vec<super::diff::Piece>,
    /// The text's difference, one entry a paragraph.
    pub body: Vec<super::diff::Line>,
}

/// What is left at the address of a record that was taken down: never text, names or addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// Index number.
    pub index: IndexNumber,
    /// Item it was disclosed under.
    pub item: ItemLine,
    /// Whom it was for.
    pub audience: Audience,
    /// Title, unless it named a person.
    pub title: Option<String>,
    /// First day on view, as far as it is known.
    pub since: PartialDate,
    /// Last day on view, as far as it is known.
    pub until: PartialDate,
    /// Why it was withdrawn; `None` when its term was over.
    pub reason: Option<String>,
    /// Index number of what takes its place.
    pub successor: Option<String>,
    /// The publicity period it stood in, and what became of objections; never what they say or who was named.
    pub period: Option<(NaiveDate, NaiveDate, Outcome)>,
}

/// A dataset with what can be drawn and what does not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetView {
    /// The dataset.
    pub dataset: Dataset,
    /// Name of the responsible unit.
    pub unit: Option<String>,
    /// Charts of its sums.
    pub charts: Vec<Chart>,
    /// Identities that do not hold.
    pub broken: Vec<BrokenLine>,
}

/// An identity that does not hold, worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLine {
    /// `sum`, `rate`, `part` or `stage`.
    pub code: &'static str,
    /// The name of the figure it is about.
    pub about: String,
    /// The arithmetic.
    pub arithmetic: Arithmetic,
}

/// An issued annual report in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportLine {
    /// Its school year.
    pub year: SchoolYear,
    /// Edition, from 1.
    pub edition: u32,
    /// The day it is signed.
    pub signed_on: NaiveDate,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The record under item 6 that announces it.
    pub record: RecordId,
    /// Files with their size in bytes, in the order of downloads.
    pub files: Vec<(Format, u64)>,
}

/// An issued annual report on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportView {
    /// As in the list: the newest edition.
    pub line: ReportLine,
    /// What it says.
    pub document: Arc<Document>,
    /// Earlier editions, newest first.
    pub earlier: Vec<ReportLine>,
}

/// The guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The school.
    pub school: Publisher,
    /// The office.
    pub office: Office,
    /// Channels over which information goes out.
    pub channels: Vec<Channel>,
    /// Units that answer for it.
    pub units: Vec<Unit>,
    /// All items, for the arrangement.
    pub board: Arc<Board>,
}
