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
    // A draft of the report as it was, with the number of the event up to which the ledger told.
    "CREATE TABLE report_version (
        year {int} NOT NULL, nr {int} NOT NULL, kept_at {int} NOT NULL, kept_by {text} NOT NULL, seq {int} NOT NULL,
        document {text} NOT NULL,
        PRIMARY KEY (year, nr)
    ) {keyed table}",
    // A version that was sent to be approved, and what the leader said of it.
    "CREATE TABLE report_approval (
        year {int} NOT NULL, nr {int} NOT NULL, version {int} NOT NULL, sent_at {int} NOT NULL, sent_by {text} NOT NULL,
        answer {text}, answered_at {int}, answered_by {text}, reason {text} NOT NULL,
        PRIMARY KEY (year, nr), FOREIGN KEY (year, version) REFERENCES report_version (year, nr),
        CHECK (answer IN ('approved', 'returned', 'taken_back'))
    ) {keyed table}",
    "CREATE TABLE report_remark (
        year {int} NOT NULL, nr {int} NOT NULL, part {int} NOT NULL, made_at {int} NOT NULL, made_by {text} NOT NULL,
        wording {text} NOT NULL, settled_at {int}, settled_by {text},
        PRIMARY KEY (year, nr)
    ) {keyed table}",
];
