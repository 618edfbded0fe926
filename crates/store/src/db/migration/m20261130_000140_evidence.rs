//! Evidence of releases: the files that show that something went out. Never public.

pub(super) const STATEMENTS: &[&str] = &[
    // A release has no name of its own; edition, channel, day and place tell it from the others.
    "CREATE TABLE evidence (
        id {text} PRIMARY KEY, record {text} NOT NULL, edition {int} NOT NULL, channel {text} NOT NULL,
        released_on {text} NOT NULL, locator {text} NOT NULL, name {text} NOT NULL, digest {text} NOT NULL,
        size {int} NOT NULL, bytes {blob} NOT NULL, author {text} NOT NULL, at {int} NOT NULL
    ) {table}",
    "CREATE INDEX evidence_by_record ON evidence (record, at)",
];
