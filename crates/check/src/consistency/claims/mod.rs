//! What the words of a sentence claim about its numbers: which are parts of which, and what a rate is of.
//!
//! Rules `sum` and `rate` share it, because only both together tell which one slip mends a sentence.

pub(crate) mod case;
pub(crate) mod division;
mod growth;
mod meaning;
mod pattern;
pub(crate) mod rate;
pub(crate) mod reading;
pub(crate) mod relations;
