//! The list of rules.
//!
//! A new rule is a file beside these with its tests, an entry in the list, its code in `finding`, the two pages of that
//! name in `docs/rules`, and sentences in the corpus. It reads through [`Check`] and asks [`Paragraph`] for what was
//! read already; words go into `words`.
//!
//! [`Paragraph`]: super::paragraph::Paragraph

mod category;
mod count;
mod date;
mod host;
mod link_date;
mod numbering;
mod period;
mod rate;
mod repeat;
mod sum;

use super::document::Document;
use super::rule::Check;

/// Every rule, ready to read a document from its beginning.
pub(crate) fn all(document: &Document) -> Vec<Box<dyn Check>> {
    vec![
        Box::new(sum::Sums::default()),
        Box::new(rate::Rates),
        Box::new(count::Counts::default()),
        Box::new(numbering::Numbering),
        Box::new(date::Dates),
        Box::new(link_date::LinkDates::default()),
        Box::new(host::Hosts::default()),
        Box::new(period::Periods::default()),
        Box::new(category::Categories::default()),
        Box::new(repeat::Repeats::new(&document.profile)),
        Box::new(repeat::told::ToldTwice::default()),
    ]
}
