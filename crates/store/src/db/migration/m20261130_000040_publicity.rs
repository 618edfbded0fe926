//! Postings of publicity periods with their lists, and objections.
//!
//! They hang on records by id and edition and by nothing else, so that what is done with a record (put back by an undo, given
//! another code) leaves them. Of a receipt only the digest is kept. `kept_until` is the last day of a sealed copy.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE posting (
        record {text} NOT NULL, edition {int} NOT NULL, kind {text} NOT NULL, starts_on {text} NOT NULL,
        day_count {int} NOT NULL, days {text} NOT NULL, contact {text} NOT NULL, heads {text} NOT NULL,
        from_on {text}, until_on {text}, first_end {text}, extended_why {text}, kept_until {text}, purged {int} NOT NULL,
        PRIMARY KEY (record, edition),
        CHECK (days IN ('working', 'calendar')),
        CHECK ((from_on IS NULL) = (until_on IS NULL)),
        CHECK ((first_end IS NULL) = (extended_why IS NULL)),
        CHECK (kept_until IS NULL OR until_on IS NOT NULL)
    ) {keyed table}",
    "CREATE TABLE posting_row (
        record {text} NOT NULL, edition {int} NOT NULL, position {int} NOT NULL, cells {text} NOT NULL,
        again {int} NOT NULL,
        PRIMARY KEY (record, edition, position),
        FOREIGN KEY (record, edition) REFERENCES posting (record, edition)
    ) {keyed table}",
    "CREATE INDEX posting_kept ON posting (kept_until) WHERE kept_until IS NOT NULL AND purged = 0",
    "CREATE TABLE objection (
        year {int} NOT NULL, serial {int} NOT NULL, receipt {text} NOT NULL UNIQUE, record {text} NOT NULL,
        edition {int} NOT NULL, about_row {int}, body {text} NOT NULL, name {text}, contact {text},
        filed_at {int} NOT NULL, stage {text} NOT NULL, acknowledged_at {int}, ruled_by {text}, ruled_at {int},
        ruling {text}, answer {text},
        PRIMARY KEY (year, serial),
        CHECK (stage IN ('filed', 'acknowledged', 'ruled')),
        CHECK (ruling IS NULL OR ruling IN ('upheld', 'partly_upheld', 'rejected')),
        CHECK ((stage = 'ruled') = (ruling IS NOT NULL)),
        CHECK ((ruling IS NULL) = (answer IS NULL)),
        CHECK ((ruling IS NULL) = (ruled_by IS NULL)),
        CHECK ((ruling IS NULL) = (ruled_at IS NULL)),
        CHECK ((name IS NULL) = (contact IS NULL))
    ) {keyed table}",
    "CREATE INDEX objection_by_record ON objection (record, year, serial)",
];
