//! How long kinds of publicity stand in this school, from a day on.

pub(super) const STATEMENTS: &[&str] = &["CREATE TABLE publicity_rule (
        kind {text} NOT NULL, valid_from {text} NOT NULL, days {int} NOT NULL, basis {text} NOT NULL,
        PRIMARY KEY (kind, valid_from)
    ) {table}"];
