//! Who looks after items, and for whom records of them usually are.

pub(super) const STATEMENTS: &[&str] = &["CREATE TABLE item_care (
        item {text} PRIMARY KEY, person {text} NOT NULL, audience {text} NOT NULL
    ) {table}"];
