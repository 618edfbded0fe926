//! Before whom a kind of publicity stands in this school, and which columns it shows that no source names.

pub(super) const STATEMENTS: &[&str] = &[
    "ALTER TABLE publicity_rule ADD COLUMN scope {text} NOT NULL DEFAULT ''",
    "ALTER TABLE publicity_rule ADD COLUMN shows {text} NOT NULL DEFAULT ''",
];
