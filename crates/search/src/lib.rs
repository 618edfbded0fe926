//! Finding: texts by any part of them, ranked, with what to filter by.
//!
//! An [`Index`] knows of each record what it is told and gives back ids, an order and counts; texts are not kept, so that
//! what is shown comes from whoever may show it. It must not decide who sees what, and read nothing by itself.

mod collect;
mod fold;
mod index;
mod passage;
mod query;
mod sound;
mod spell;
mod token;
mod words;

pub use collect::{Counts, Facet, Sort};
pub use fold::simplified;
pub use index::{Answer, Ask, Entry, Index, Names, SearchError};
pub use passage::passage;
pub use query::{Marked, Query, mark};
pub use spell::Speller;
