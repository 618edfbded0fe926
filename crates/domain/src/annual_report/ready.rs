//! The datasets that parts three to five of the report ask for, ready to be filled in: how requests were dealt with, the
//! appraisal, complaints, reviews and lawsuits.
//!
//! Their codes are those that the chapters read (`chapters.rs`). Numbers are left out: nobody's silence becomes a nought.

use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::figure::{Dataset, Figure, Identity};
use crate::ledger::{DatasetRef, Entry};
use crate::school_year::SchoolYear;

/// A dataset: code, title, figures and what must hold between them.
struct Ready {
    key: &'static str,
    title: &'static str,
    /// Code, name, unit and how it is counted.
    figures: &'static [(&'static str, &'static str, &'static str, &'static str)],
    /// The whole and its parts.
    sum: Option<(&'static str, &'static [&'static str])>,
    /// A rate, what is counted, of how many.
    rate: Option<(&'static str, &'static [&'static str], &'static str)>,
}

/// The item of annual reports and requests, under which the report counts them.
const ITEM: u8 = 6;

const READY: [Ready; 3] = [
    Ready {
        key: "requests",
        title: "信息公开申请",
        figures: &[
            ("received", "收到申请", "件", "本学年收到的申请；没有填0，报告写“无”"),
            ("granted", "予以公开", "件", ""),
            ("partial", "部分公开", "件", ""),
            ("refused", "不予公开", "件", ""),
            ("absent", "信息不存在", "件", ""),
            ("other", "其他处理", "件", "补正、重复申请、撤回等"),
            ("pending", "结转下学年办理", "件", ""),
        ],
        sum: Some(("received", &["granted", "partial", "refused", "absent", "other", "pending"])),
        rate: None,
    },
    Ready {
        key: "survey",
        title: "信息公开评议",
        figures: &[
            ("participants", "参加评议", "人", ""),
            ("satisfied", "满意", "人", ""),
            ("fairly", "基本满意", "人", ""),
            ("dissatisfied", "不满意", "人", ""),
            ("rate", "满意率", "%", "满意和基本满意人数÷参加评议人数"),
        ],
        sum: Some(("participants", &["satisfied", "fairly", "dissatisfied"])),
        rate: Some(("rate", &["satisfied", "fairly"], "participants")),
    },
    Ready {
        key: "complaints",
        title: "举报、复议、诉讼",
        figures: &[
            ("received", "举报", "件", "没有填0，报告写“无”；空着为待补"),
            ("reviews", "行政复议", "件", "没有填0，报告写“无”；空着为待补"),
            ("lawsuits", "行政诉讼", "件", "没有填0，报告写“无”；空着为待补"),
        ],
        sum: None,
        rate: None,
    },
];

/// Places of the report for which people write themselves, with what is written there.
pub const READY_TEXTS: [(&str, &str); 3] = [
    ("3", "依申请公开和不予公开情况"),
    ("4", "对信息公开的评议情况"),
    ("5", "因信息公开工作受到举报、复议、诉讼的情况"),
];

/// The rows of datasets, figures and identities for the report of a year, in the order of their tables.
pub fn ready(year: SchoolYear) -> Vec<Entry> {
    let (mut datasets, mut figures, mut identities) = (Vec::new(), Vec::new(), Vec::new());
    for set in &READY {
        let owner = || DatasetRef { key: set.key.to_string(), year: Some(year) };
        datasets.push(Entry::Dataset(Dataset {
            key: set.key.to_string(),
            title: set.title.to_string(),
            item: ItemKey::Official(ITEM),
            unit: None,
            year,
            as_of: PartialDate::Unknown,
            source: String::new(),
            figures: Vec::new(),
            identities: Vec::new(),
        }));
        figures.extend(set.figures.iter().map(|(key, name, unit, definition)| {
            let figure = Figure {
                key: (*key).to_string(),
                name: (*name).to_string(),
                value: None,
                unit: (*unit).to_string(),
                definition: (*definition).to_string(),
                approximate: false,
                disputed: None,
            };
            Entry::Figure(owner(), figure)
        }));
        let parts = |parts: &[&str]| parts.iter().map(|part| (*part).to_string()).collect();
        let sum = set.sum.map(|(whole, of)| Identity::Sum { whole: whole.to_string(), parts: parts(of) });
        let rate = set.rate.map(|(rate, of, whole)| Identity::Rate {
            rate: rate.to_string(),
            parts: parts(of),
            whole: whole.to_string(),
        });
        identities.extend(sum.into_iter().chain(rate).map(|one| Entry::Identity(owner(), one, String::new())));
    }
    datasets.into_iter().chain(figures).chain(identities).collect()
}
