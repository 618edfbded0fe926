//! The annual report (信息公开工作年度报告): eight parts, composed from ledger and datasets.
//!
//! Every number, date, title and address in it is a reference into the ledger, so that it cannot differ from
//! it. People write the sentences around them; where they have written none, a first version is proposed from
//! what happened. What the ledger does not know is said to be unknown. Same ledger, same document.
//!
//! Source of the parts: the ministry's notices on annual reports (2018 and later); item 6 of the list.

pub mod announcement;
mod chapters;
mod overview;
mod table;
mod text;

pub use chapters::chart as dataset_chart;
pub use text::{UnknownReference, references};

use crate::calendar::Calendar;
use crate::catalogue::{Catalogue, ItemKey};
use crate::coverage::{ItemAccount, accounts, facts_of};
use crate::document::{Block, Document, Inline};
use crate::figure::Dataset;
use crate::ledger::TextEntry;
use crate::nil_statement::NilStatement;
use crate::record::Disclosed;
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
    /// How many records the year has that are given on request only.
    pub on_request: u64,
    /// How many it withholds.
    pub withheld: u64,
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
}

/// Composes the report.
///
/// # Errors
/// A kept text refers to a figure that no dataset holds.
pub fn compose(year: &Year) -> Result<Document, UnknownReference> {
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
    composer.signature();
    let name = year.school.name().to_string();
    Ok(Document {
        title: vec![name.clone(), format!("{}学年信息公开工作年度报告", year.year)],
        issuer: name,
        language: "zh-CN",
        date: year.signed_on.unwrap_or_else(|| year.year.report_due()),
        signed: year.signed_on.is_some(),
        subject: format!("{}学年信息公开工作年度报告", year.year),
        keywords: vec!["信息公开".into(), "年度报告".into(), year.year.to_string()],
        blocks: composer.blocks,
    })
}

/// Numbers headings and gathers blocks.
struct Composer<'a> {
    year: &'a Year,
    accounts: BTreeMap<ItemKey, ItemAccount>,
    /// For every statutory item the keys whose records count for it.
    counting: BTreeMap<u8, Vec<ItemKey>>,
    blocks: Vec<Block>,
    part: usize,
    section: usize,
    paragraph: usize,
    tables: usize,
}

impl<'a> Composer<'a> {
    fn new(year: &'a Year) -> Self {
        let nils: Vec<ItemKey> = year.nils.iter().map(|nil| nil.item.clone()).collect();
        let accounts = accounts(&year.catalogue, &facts_of(&year.records), &nils);
        let counting = year.catalogue.counting_for();
        Composer { year, accounts, counting, blocks: Vec::new(), part: 0, section: 0, paragraph: 0, tables: 0 }
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

    fn caption(&mut self, words: &str) -> String {
        self.tables += 1;
        format!("表{} {words}", self.tables)
    }

    fn texts(&self, place: &str) -> Vec<&'a TextEntry> {
        let mut texts: Vec<&TextEntry> = self.year.texts.iter().filter(|text| text.place == place).collect();
        texts.sort_by_key(|text| text.order);
        texts
    }

    fn dataset(&self, key: &str) -> Option<&'a Dataset> {
        self.year.datasets.iter().find(|dataset| dataset.key == key)
    }

    fn unit_name(&self, code: Option<&str>) -> Option<&'a str> {
        let code = code?;
        let named = self.year.units.iter().find(|unit| unit.code == code || unit.name == code);
        named.map(|unit| unit.name.as_str())
    }

    fn channel_name(&self, code: &str) -> &'a str {
        let named = self.year.channels.iter().find(|channel| channel.code == code);
        named.map_or("其他渠道", |channel| channel.name.as_str())
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

#[cfg(test)]
mod tests;
