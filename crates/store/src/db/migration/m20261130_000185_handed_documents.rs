//! Documents that were handed in to become drafts, until their writers have saved them; for a day.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE handed_document (
        person {text} NOT NULL, digest {text} NOT NULL, name {text} NOT NULL, bytes {blob} NOT NULL, sent_at {int} NOT NULL,
        PRIMARY KEY (person, digest)
    ) {keyed table}",
    "CREATE INDEX handed_document_by_time ON handed_document (sent_at)",
];
