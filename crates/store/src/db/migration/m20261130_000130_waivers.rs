//! On what legal basis an edition may become public with personal data in it; and which forms were sent already.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE waiver (
        nr {int} PRIMARY KEY, record {text} NOT NULL, edition {int} NOT NULL, digest {text} NOT NULL, basis {text} NOT NULL,
        reason {text} NOT NULL, author {text} NOT NULL, at {int} NOT NULL
    ) {table}",
    "CREATE INDEX waiver_by_record ON waiver (record, nr)",
    // Which forms were sent, and where what they made is to be seen: one that is sent twice makes one thing.
    "CREATE TABLE sent_form (
        id {text} PRIMARY KEY, person {text} NOT NULL, at {int} NOT NULL, made {text} NOT NULL
    ) {table}",
    "CREATE INDEX sent_form_by_time ON sent_form (at)",
];
