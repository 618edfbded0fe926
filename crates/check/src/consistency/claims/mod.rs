//! What the words of a sentence claim about its numbers: which are parts of which, and what a rate is of.
//!
//! Rules `sum` and `rate` share it, because only both together tell which one slip mends a sentence. Nothing is
//! reported here.

pub(crate) mod division;
mod growth;
mod listed;
mod meaning;
pub(crate) mod member;
mod named_share;
mod opening;
mod outcome;
pub(crate) mod parts;
mod pattern;
pub(crate) mod rate;
mod rates;
pub(crate) mod reading;
pub(crate) mod relation;
mod relations;
mod share_first;
pub(crate) mod statement;
pub(crate) mod total;
mod view;
