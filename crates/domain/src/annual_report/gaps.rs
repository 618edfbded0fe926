//! What a report still lacks: marked in its place as 【待补：…】 and gathered, so that text and list cannot differ.
//!
//! A gap is a fact of the ledger that somebody has to supply; who, is said by its unit. What is only worth a second look
//! is the audit's business.

use super::{Composer, words};
use crate::catalogue::ItemKey;
use crate::coded::coded;
use crate::document::Inline;
use crate::record::{Disclosed, IndexNumber};

coded! {
    /// What is missing.
    GapKind {
        /// The date on which a record went public.
        Date = "date", "公开日期";
        /// Where a record went public.
        Channel = "channel", "公开渠道";
        /// The unit responsible for an item.
        Unit = "unit", "责任部门";
        /// By when an item that is not disclosed will be.
        Deadline = "deadline", "完成时限";
        /// The number behind a reference of a kept text.
        Figure = "figure", "数据";
        /// How requests were dealt with.
        Requests = "requests", "依申请公开情况";
        /// What people thought of the work.
        Appraisal = "appraisal", "评议情况";
        /// Complaints about the work.
        Complaints = "complaints", "举报情况";
        /// Administrative reviews.
        Reviews = "reviews", "行政复议情况";
        /// Lawsuits.
        Lawsuits = "lawsuits", "行政诉讼情况";
        /// Experience, problems and measures.
        Lessons = "lessons", "主要经验、存在问题和改进措施";
        /// A text that stands in its place and says nothing.
        Text = "text", "文字";
        /// A number or date of a kept text that is still last year's, or a mark that was kept with it.
        Stale = "stale", "标为【待核】的数字、日期";
    }
}

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What.
    pub kind: GapKind,
    /// Code of the unit that can supply it, when the ledger tells.
    pub unit: Option<String>,
    /// The item concerned.
    pub item: Option<ItemKey>,
    /// The record concerned.
    pub record: Option<IndexNumber>,
    /// Title of the record, text of the item, name of the figure, what is marked; empty for a part of the report.
    pub about: String,
}

impl GapKind {
    /// As it stands in the report.
    pub fn mark(self) -> String {
        format!("【待补：{}】", self.zh())
    }
}

impl Composer<'_> {
    /// Marks and keeps a gap of the report itself.
    pub(super) fn lacks(&mut self, kind: GapKind) -> Inline {
        self.lacks_of(Gap { kind, unit: None, item: None, record: None, about: String::new() })
    }

    /// Marks and keeps a gap.
    pub(super) fn lacks_of(&mut self, gap: Gap) -> Inline {
        let kind = gap.kind;
        self.gaps.push(gap);
        words(kind.mark())
    }

    /// Marks and keeps a gap of a record.
    pub(super) fn record_lacks(&mut self, kind: GapKind, record: &Disclosed) -> Inline {
        let by_item = self.year.catalogue.item(&record.item).and_then(|item| item.unit.clone());
        self.lacks_of(Gap {
            kind,
            unit: record.unit.clone().or(by_item),
            item: Some(record.item.clone()),
            record: Some(record.index.clone()),
            about: record.title().unwrap_or_default().to_string(),
        })
    }
}
