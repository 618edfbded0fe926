//! The annual report (信息公开工作年度报告): eight parts and an annex, composed from ledger and datasets.
//!
//! Every number, date, title and address in it is a reference into the ledger, so that it cannot differ from
//! it. People write the sentences around them; where they have written none, a first version is proposed from
//! what happened. What is missing is marked in its place and named as a [`Gap`]; nothing is said that no row of the
//! ledger supports. Same ledger, same document.
//!
//! Source of the parts: the ministry's notices on annual reports (2018 and later); item 6 of the list.

mod annex;
pub mod announcement;
mod begun;
mod chapters;
pub mod deadline;
mod disclosure;
pub mod doubts;
mod figures;
mod filler;
mod gaps;
mod items;
mod overview;
mod ready;
mod responsible;
mod text;

pub use begun::{Begun, marked, marks, part_one};
pub use doubts::{Finding, FindingKind};
pub use figures::chart as dataset_chart;
pub use filler::says_nothing;
pub use gaps::{Gap, GapKind};
pub use items::unprintable_deadlines;
pub use ready::{READY_TEXTS, ready};
pub use responsible::units_of;
pub use text::{UnknownReference, references};

use crate::calendar::Calendar;
use crate::catalogue::{Catalogue, Category, ItemKey};
use crate::coverage::{ItemAccount, accounts, facts_of};
use crate::document::{Align, Block, Chart, Column, Document, Inline, Table};
use crate::figure::Dataset;
use crate::ledger::TextEntry;
use crate::nil_statement::NilStatement;
use crate::record::{Disclosed, Withdrawn};
use crate::school::{Channel, School, Unit};
use crate::school_year::SchoolYear;
use crate::zh::numeral;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The titles of the eight parts, in their order.
pub const PARTS: [&str; 8] = [
    "信息公开工作概述",
    "主动公开情况",
    "依申请公开和不予公开情况",
    "对信息公开的评议情况",
    "因信息公开工作受到举报、复议、诉讼的情况",
    "信息公开工作主要经验、问题和改进措施",
    "其他需要报告的事项",
    "清单事项公开情况表",
];

/// The last category of the list, which stands last even where the school has categories of its own.
const OTHER: u8 = 10;

/// Everything that a year's report is made from.
#[derive(Debug, Clone)]
pub struct Year {
    /// The school.
    pub school: School,
    /// Which year.
    pub year: SchoolYear,
    /// The catalogue edition of that year.
    pub catalogue: Catalogue,
    /// Units.
    pub units: Vec<Unit>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// What of the records that the year accounts for the public may read, in a stable order.
    pub records: Vec<Disclosed>,
    /// What of the year was public and was withdrawn before it ended, so that it is not among them.
    pub withdrawn: Vec<Withdrawn>,
    /// What of the year is given on request only, or withheld.
    pub kept_back: Vec<KeptBack>,
    /// How many further things may be of the year by a date that says only a calendar year, and are accounted for by another.
    pub perhaps: u64,
    /// Datasets of the year.
    pub datasets: Vec<Dataset>,
    /// Texts kept for the year.
    pub texts: Vec<TextEntry>,
    /// Nil statements of the year.
    pub nils: Vec<NilStatement>,
    /// The calendar, for timeliness.
    pub calendar: Calendar,
    /// Date of signature; the report is unsigned without one.
    pub signed_on: Option<NaiveDate>,
    /// For a year that is not over, the day up to which the ledger tells.
    pub unfinished: Option<NaiveDate>,
    /// What the checker finds in the report that is composed without them.
    pub findings: Vec<Finding>,
}

/// A record that is given on request only, or withheld. Its title and ground are not for print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBack {
    /// Under which item.
    pub item: ItemKey,
    /// Responsible unit's code, when known.
    pub unit: Option<String>,
    /// Whether it is withheld; else it is given on request.
    pub withheld: bool,
}

impl Year {
    /// How many records are given on request only.
    pub fn on_request(&self) -> u64 {
        self.kept_back.iter().filter(|one| !one.withheld).count() as u64
    }

    /// How many are withheld.
    pub fn withheld(&self) -> u64 {
        self.kept_back.iter().filter(|one| one.withheld).count() as u64
    }
}

/// A composed report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The report itself: eight parts with tables that sum up.
    pub document: Document,
    /// The annex (附件): every record and every channel.
    pub annex: Document,
    /// What it still lacks, in the order in which it is marked.
    pub gaps: Vec<Gap>,
}

/// Composes the report.
///
/// # Errors
/// A kept text refers to a figure that no dataset holds.
pub fn compose(year: &Year) -> Result<Composed, UnknownReference> {
    let mut composer = Composer::new(year);
    composer.preface()?;
    composer.overview()?;
    composer.disclosure()?;
    composer.requests()?;
    composer.survey()?;
    composer.complaints()?;
    composer.lessons()?;
    composer.other()?;
    composer.item_table();
    let report = std::mem::take(&mut composer.blocks);
    composer.annex();
    let annex = std::mem::replace(&mut composer.blocks, report);
    composer.annexes(&annex);
    composer.signature();
    let blocks = composer.blocks;
    let name = year.school.name().to_string();
    let subject = format!("{}学年信息公开工作年度报告", year.year.zh());
    let document = |title: &[&str], blocks| Document {
        title: [name.as_str()].iter().chain(title).map(|line| (*line).to_string()).collect(),
        issuer: name.clone(),
        language: "zh-CN",
        date: year.signed_on.unwrap_or_else(|| year.year.report_due()),
        signed: year.signed_on.is_some(),
        subject: subject.clone(),
        keywords: vec!["信息公开".into(), "年度报告".into(), year.year.to_string()],
        blocks,
    };
    Ok(Composed {
        document: document(&[&subject], blocks),
        // A line of its own: the title fills one already.
        annex: document(&[&subject, "附件"], annex),
        gaps: composer.gaps,
    })
}

/// Numbers headings, tables and figures and gathers blocks and gaps.
struct Composer<'a> {
    year: &'a Year,
    accounts: BTreeMap<ItemKey, ItemAccount>,
    /// For every statutory item the keys whose records count for it.
    counting: BTreeMap<u8, Vec<ItemKey>>,
    blocks: Vec<Block>,
    gaps: Vec<Gap>,
    part: usize,
    section: usize,
    paragraph: usize,
    /// What tables are called before their number: 表, in the annex 附表.
    table_name: &'static str,
    tables: usize,
    charts: usize,
}

impl<'a> Composer<'a> {
    fn new(year: &'a Year) -> Self {
        let nils: Vec<ItemKey> = year.nils.iter().map(|nil| nil.item.clone()).collect();
        let accounts = accounts(&year.catalogue, &facts_of(&year.records), &nils);
        Composer {
            year,
            accounts,
            counting: year.catalogue.counting_for(),
            blocks: Vec::new(),
            gaps: Vec::new(),
            part: 0,
            section: 0,
            paragraph: 0,
            table_name: "表",
            tables: 0,
            charts: 0,
        }
    }

    fn next_part(&mut self) {
        self.part += 1;
        self.section = 0;
        self.paragraph = 0;
        self.blocks.push(Block::Heading {
            level: 1,
            number: format!("{}、", numeral(self.part)),
            text: PARTS[self.part - 1].to_string(),
            anchor: format!("part-{}", self.part),
        });
    }

    fn section(&mut self, text: &str) {
        self.section += 1;
        self.paragraph = 0;
        self.blocks.push(Block::Heading {
            level: 2,
            number: format!("（{}）", numeral(self.section)),
            text: text.to_string(),
            anchor: format!("part-{}-{}", self.part, self.section),
        });
    }

    fn subsection(&mut self, text: &str) {
        self.paragraph += 1;
        self.blocks.push(Block::Heading {
            level: 3,
            number: format!("{}.", self.paragraph),
            text: text.to_string(),
            anchor: format!("part-{}-{}-{}", self.part, self.section, self.paragraph),
        });
    }

    fn say(&mut self, inlines: Vec<Inline>) {
        self.blocks.push(Block::Paragraph(inlines));
    }

    /// A table under the next number.
    fn table(&mut self, caption: &str, columns: Vec<Column>, rows: Vec<Vec<Vec<Inline>>>) {
        self.tables += 1;
        let caption = format!("{}{}　{caption}", self.table_name, self.tables);
        self.blocks.push(Block::Table(Table { caption, columns, rows }));
    }

    /// A chart under the next number, which is given back.
    fn chart(&mut self, mut chart: Chart) -> usize {
        self.charts += 1;
        chart.title = format!("图{}　{}", self.charts, chart.title);
        self.blocks.push(Block::Chart(chart));
        self.charts
    }

    fn texts(&self, place: &str) -> Vec<&'a TextEntry> {
        let mut texts: Vec<&TextEntry> = self.year.texts.iter().filter(|text| text.place == place).collect();
        texts.sort_by_key(|text| text.order);
        texts
    }

    fn dataset(&self, key: &str) -> Option<&'a Dataset> {
        self.year.datasets.iter().find(|dataset| dataset.key == key)
    }

    /// The categories in the order of the report: those of the list, the school's own, and 其他 last.
    fn categories(&self) -> Vec<&'a Category> {
        let mut categories: Vec<&Category> = self.year.catalogue.categories.iter().collect();
        categories.sort_by_key(|category| (category.number == OTHER, category.number));
        categories
    }

    fn unit_name(&self, code: Option<&str>) -> Option<&'a str> {
        let code = code?;
        let named = self.year.units.iter().find(|unit| unit.code == code || unit.name == code);
        named.map(|unit| unit.name.as_str())
    }

    fn channel(&self, code: &str) -> Option<&'a Channel> {
        self.year.channels.iter().find(|channel| channel.code == code)
    }

    /// The channels that the year's records went out over, in the order of the ledger, with how often.
    fn used_channels(&self) -> Vec<(&'a Channel, u64)> {
        let mut times: BTreeMap<&str, u64> = BTreeMap::new();
        for record in &self.year.records {
            for release in &record.releases {
                *times.entry(release.channel.as_str()).or_default() += u64::from(record.count);
            }
        }
        let used = self.year.channels.iter().filter_map(|one| Some((one, *times.get(one.code.as_str())?)));
        used.collect()
    }

    fn signature(&mut self) {
        let name = self.year.school.name().to_string();
        let date = match self.year.signed_on {
            Some(day) => crate::date::zh_day(day),
            None => "　　　　年　　月　　日".to_string(),
        };
        self.blocks.push(Block::Signature(vec![name, date]));
    }
}

/// A count as a value: `149条`; nothing counted is 无.
fn counted(count: u64, measure: &str, source: &str) -> Inline {
    let text = if count == 0 { "无".to_string() } else { format!("{count}{measure}") };
    Inline::value(text, source)
}

/// Words.
fn words(text: impl Into<String>) -> Inline {
    Inline::Text(text.into())
}

fn column(head: &str, width: u16, align: Align) -> Column {
    Column { head: head.to_string(), width, align }
}

/// An address as a link, a place as words.
fn locator(text: &str) -> Inline {
    if crate::address::is_web(text) {
        Inline::Link { text: text.to_string(), address: text.to_string() }
    } else if text.is_empty() {
        words("—")
    } else {
        words(text)
    }
}

#[cfg(test)]
mod tests;
