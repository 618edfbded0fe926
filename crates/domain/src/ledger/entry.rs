//! A ledger row as a typed entry.
//!
//! References to units and channels stay as the words of the row (code or name) until `app` resolves them
//! against what the database and the same file hold.

use crate::catalogue::{ItemKey, ItemSetting};
use crate::coded::coded;
use crate::date::PartialDate;
use crate::figure::{Dataset, Figure, Identity};
use crate::nil_statement::NilStatement;
use crate::record::{Audience, Edition, Form, IndexNumber, Openness, Origin, Publicity, Term, Validity};
use crate::school::{Channel, SchoolFact, Unit};
use crate::school_year::SchoolYear;

coded! {
    /// The state a row says its record is in.
    EntryState {
        /// Being prepared.
        Draft = "draft", "草稿";
        /// Decided to stay with the school: given on request, or withheld.
        Settled = "settled", "不公开";
        /// Public.
        Public = "public", "公开";
        /// Taken down with a reason.
        Withdrawn = "withdrawn", "撤回";
        /// Its term is over.
        Expired = "expired", "到期";
    }
}

/// A record as one row gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordEntry {
    /// Key; made from the content when the row gives none.
    pub key: String,
    /// Index number, when the row gives one.
    pub index: Option<IndexNumber>,
    /// Title.
    pub title: String,
    /// Item.
    pub item: ItemKey,
    /// Unit, by code or name; empty when unknown.
    pub unit: String,
    /// Kind of document.
    pub form: Form,
    /// Document number.
    pub document_number: String,
    /// Issuing body.
    pub issuer: String,
    /// Origin.
    pub origin: Origin,
    /// Made or obtained on.
    pub made_on: PartialDate,
    /// First public on.
    pub published_on: PartialDate,
    /// Channels by code or name: a release each, with the row's date and locator.
    pub channels: Vec<String>,
    /// Address or place.
    pub locator: String,
    /// Openness.
    pub openness: Openness,
    /// Audience.
    pub audience: Audience,
    /// Term.
    pub term: Term,
    /// Validity.
    pub validity: Validity,
    /// How many like things it stands for, at least 1.
    pub count: u32,
    /// Summary.
    pub summary: String,
    /// Text.
    pub body: String,
    /// Keywords.
    pub keywords: Vec<String>,
    /// School year that accounts for it, when given.
    pub year: Option<SchoolYear>,
    /// Publicity period, when it is one.
    pub publicity: Option<Publicity>,
    /// State, when the row says it.
    pub state: Option<EntryState>,
    /// Why it was withdrawn.
    pub state_reason: String,
    /// Last day on view of what is withdrawn or expired.
    pub state_on: PartialDate,
    /// What changed since the edition before.
    pub change_note: String,
    /// Remark.
    pub note: String,
    /// Where the row was taken from.
    pub source: String,
}

/// A further release of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseEntry {
    /// Key of the record.
    pub record: String,
    /// Channel by code or name.
    pub channel: String,
    /// When.
    pub on: PartialDate,
    /// Address or place.
    pub locator: String,
    /// Evidence.
    pub evidence: String,
    /// Which edition went out; the newest when empty.
    pub edition: Option<u32>,
    /// Remark.
    pub note: String,
}

/// An earlier edition of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionEntry {
    /// Key of the record.
    pub record: String,
    /// The edition; its number counts from 1.
    pub edition: Edition,
    /// Whether it is the edition being prepared after the public one.
    pub draft: bool,
}

/// The dataset a figure or identity belongs to, as its row names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DatasetRef {
    /// Key of the dataset.
    pub key: String,
    /// School year; may be left out where the key stands for one year only.
    pub year: Option<SchoolYear>,
}

/// A paragraph of an annual report, kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEntry {
    /// Of which report.
    pub year: SchoolYear,
    /// `preface`, `1` to `8`, `2.3`.
    pub place: String,
    /// Order within the place.
    pub order: u32,
    /// Sub-heading, or empty.
    pub heading: String,
    /// The paragraph; `{dataset.figure}` refers to a figure.
    pub text: String,
    /// Where it was taken from.
    pub source: String,
}

/// A remark that belongs to a row and to no field of its domain type.
pub type Note = String;

/// One row, typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A fact about the school.
    School(SchoolFact),
    /// A unit.
    Unit(Unit),
    /// A channel.
    Channel(Channel),
    /// A setting of an item.
    Item(ItemSetting),
    /// A record.
    Record(Box<RecordEntry>),
    /// A release.
    Release(ReleaseEntry),
    /// An earlier edition.
    Edition(EditionEntry),
    /// A dataset, still without figures and identities.
    Dataset(Dataset),
    /// A figure and its dataset.
    Figure(DatasetRef, Figure),
    /// An identity, its dataset and a remark.
    Identity(DatasetRef, Identity, Note),
    /// A paragraph of a report.
    Text(TextEntry),
    /// A nil statement.
    Nil(NilStatement),
}
