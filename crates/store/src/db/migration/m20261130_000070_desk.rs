//! What people of the school keep beside records: views of the ledger that are somebody's own, and comments from one to the other.

pub(super) const STATEMENTS: &[&str] = &[
    // A view is what stands in the address of the ledger, in the words of its form.
    "CREATE TABLE saved_view (
        person {text} NOT NULL, name {text} NOT NULL, query {text} NOT NULL, PRIMARY KEY (person, name)
    ) {table}",
    "CREATE TABLE comment (
        nr {int} PRIMARY KEY, record {text} NOT NULL, edition {int} NOT NULL, author {text} NOT NULL, at {int} NOT NULL,
        wording {text} NOT NULL
    ) {table}",
    "CREATE INDEX comment_by_record ON comment (record, nr)",
    "CREATE INDEX comment_by_time ON comment (at)",
];
