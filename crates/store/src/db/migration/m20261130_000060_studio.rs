//! Ledger files that somebody has sent and not yet brought in, one a person, for a short time; and what is written about an
//! annual report while it is made: the state its people gave it, remarks on its parts, and versions.
//!
//! A waiting file is never given out again: only the plan that is made of it.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE upload (
        person {text} PRIMARY KEY, name {text} NOT NULL, digest {text} NOT NULL, bytes {blob} NOT NULL,
        answers {text} NOT NULL, sent_at {int} NOT NULL
    ) {keyed table}",
    "CREATE INDEX upload_by_time ON upload (sent_at)",
];
