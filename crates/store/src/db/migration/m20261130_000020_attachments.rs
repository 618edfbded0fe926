//! Attachments of records, and the bytes of files by their digest.
//!
//! The bytes of a file lie once, however many records have it; what nothing refers to any more is deleted with the last
//! reference. What was found in a file is kept masked.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE blob (digest {text} PRIMARY KEY, bytes {blob} NOT NULL) {keyed table}",
    "CREATE TABLE attachment (
        record_nr {int} NOT NULL REFERENCES record (nr), position {int} NOT NULL, id {text} NOT NULL UNIQUE,
        name {text} NOT NULL, size {int} NOT NULL, digest {text} NOT NULL REFERENCES blob (digest),
        first_edition {int} NOT NULL, gone_in {int}, certain {int} NOT NULL, suspected {int} NOT NULL,
        spots {text} NOT NULL, unread {text} NOT NULL,
        PRIMARY KEY (record_nr, position)
    ) {keyed table}",
    "CREATE INDEX attachment_by_digest ON attachment (digest)",
];
