//! What a document is made of, before any rule: text in one form, quantities, dates, tables, its own account of itself.
//!
//! Everything here only reads. It must not test anything, nor know of a rule or a finding.

pub(crate) mod marker;
pub(crate) mod norm;
pub(crate) mod profile;
pub(crate) mod quantity;
