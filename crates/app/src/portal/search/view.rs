//! What a search is asked and what it answers: facts, no sentences.

use crate::portal::view::{ItemLine, Office, RecordLine};
use domain::catalogue::Category;
use domain::publicity::Standing;
use domain::school::Channel;
use domain::school_year::SchoolYear;
pub use search::{Facet, Marked, Sort as Ranking};
use std::collections::BTreeMap;

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// What they typed; with nothing typed, filters alone list what they leave.
    pub text: String,
    /// By filter, the values of which one has to be there.
    pub filters: BTreeMap<Facet, Vec<String>>,
    /// Order.
    pub ranking: Ranking,
    /// Page, from 1.
    pub page: usize,
}

impl From<&str> for Asked {
    fn from(text: &str) -> Asked {
        Asked { text: text.to_string(), page: 1, ..Asked::default() }
    }
}

impl Asked {
    /// Whether anything is asked at all.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.filters.values().all(Vec::is_empty)
    }

    /// Whether this value of the filter is chosen.
    pub fn has(&self, facet: Facet, code: &str) -> bool {
        self.filters.get(&facet).is_some_and(|chosen| chosen.iter().any(|known| known == code))
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// What was asked.
    pub asked: Asked,
    /// How many records there are.
    pub total: u64,
    /// Those of this page.
    pub hits: Vec<Hit>,
    /// How many pages can be turned to.
    pub pages: usize,
    /// Filters with what each of their values would leave.
    pub facets: Vec<FacetView>,
    /// Other words that were looked for because they mean the same.
    pub also: Vec<String>,
    /// No record holds all that was asked for: these hold most of it.
    pub loose: bool,
    /// The index is not made yet: only titles, document numbers and units were looked through, and only the newest hits
    /// are here.
    pub partial: bool,
    /// Items of the catalogue, those that apply first.
    pub items: Vec<ItemLine>,
    /// Units: code and name.
    pub units: Vec<(String, String)>,
    /// Datasets, with those of their figures that are meant.
    pub datasets: Vec<DatasetHit>,
    /// Channels of the guide.
    pub channels: Vec<Channel>,
    /// The office, when whom to turn to was asked for.
    pub office: Option<OfficeHit>,
    /// The categories to look through instead, when no record was found.
    pub categories: Vec<Category>,
    /// What may have been meant, with how many records it finds.
    pub meant: Vec<(String, u64)>,
    /// Shorter questions, with how many records they find.
    pub shorter: Vec<(String, u64)>,
}

impl Found {
    /// Whether nothing at all was found.
    pub fn is_nothing(&self) -> bool {
        self.total == 0
            && self.items.is_empty()
            && self.units.is_empty()
            && self.datasets.is_empty()
            && self.channels.is_empty()
            && self.office.is_none()
    }
}

/// A dataset that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatasetHit {
    /// Key, part of its address.
    pub key: String,
    /// Title.
    pub title: String,
    /// School year.
    pub year: SchoolYear,
    /// Whether it is the latest of its key, which stands at the address without a year.
    pub latest: bool,
    /// The figures that are meant; none when it is the dataset.
    pub figures: Vec<FigureHit>,
}

/// A figure that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureHit {
    /// What it counts.
    pub name: String,
    /// The number with its unit; `None` when it is not known.
    pub printed: Option<String>,
    /// Whether it is disputed.
    pub disputed: bool,
}

/// The office with how it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfficeHit {
    /// Its name.
    pub name: Option<String>,
    /// What to show of it.
    pub facts: Vec<(OfficeFact, String)>,
}

/// One thing that is known of the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficeFact {
    /// Name.
    Name,
    /// Telephone.
    Phone,
    /// Hours.
    Hours,
    /// Who heads it.
    Head,
    /// Address.
    Address,
    /// Fax.
    Fax,
    /// Mail address.
    Email,
}

impl OfficeFact {
    /// All.
    pub const ALL: [OfficeFact; 7] = [
        OfficeFact::Name,
        OfficeFact::Phone,
        OfficeFact::Hours,
        OfficeFact::Head,
        OfficeFact::Address,
        OfficeFact::Fax,
        OfficeFact::Email,
    ];

    /// What of an office it is.
    pub fn of(self, office: &Office) -> Option<&str> {
        let fact = match self {
            OfficeFact::Name => &office.name,
            OfficeFact::Phone => &office.phone,
            OfficeFact::Hours => &office.hours,
            OfficeFact::Head => &office.head,
            OfficeFact::Address => &office.address,
            OfficeFact::Fax => &office.fax,
            OfficeFact::Email => &office.email,
        };
        fact.as_deref()
    }
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The record.
    pub line: RecordLine,
    /// Its title, marked.
    pub title: Marked,
    /// Its document number, marked.
    pub number: Marked,
    /// The piece of its text that says why it was found, marked; nothing when that is the title or the unit.
    pub passage: Marked,
    /// The file that the piece is from, when it is not from the text.
    pub file: Option<String>,
    /// Where its publicity period stands, when it has one.
    pub standing: Option<Standing>,
}

/// A filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetView {
    /// Which.
    pub facet: Facet,
    /// All of its values, in the order in which they are shown.
    pub values: Vec<FacetValue>,
}

/// A value of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// Code, used in addresses.
    pub code: String,
    /// Name; empty where the code is chosen from a few and has words of its own.
    pub name: String,
    /// Name in English; empty when there is none.
    pub english: String,
    /// How many results it would leave.
    pub count: u64,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What was looked for in vain, for the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// What was typed.
    pub wording: String,
    /// How often.
    pub times: u64,
    /// When last.
    pub last_at: domain::record::Timestamp,
}
