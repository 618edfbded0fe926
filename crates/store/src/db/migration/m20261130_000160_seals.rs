//! Digests of what becomes public, kept by the changes that make it: what is changed in a table by hand has none.

pub(super) const STATEMENTS: &[&str] = &["CREATE TABLE seal (
        kind {text} NOT NULL, seal_key {text} NOT NULL, digest {text} NOT NULL, PRIMARY KEY (kind, seal_key)
    ) {keyed table}"];
