//! The row that an objection is about, as it stood when it was filed: a list may change while objections to it wait.

pub(super) const STATEMENTS: &[&str] = &["ALTER TABLE objection ADD COLUMN about_cells {text}"];
