//! Batches: what each import changed and how it was before, so that it can be listed and undone.
//!
//! `before_rows` is the thing's rows as JSON, nothing when it was not there; `after_rows` the same after the import, left
//! empty for records, whose `version` says whether anybody was at them since, until an undo removes one that everybody could
//! find, which it then says.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE batch (
        nr {int} PRIMARY KEY, begun_at {int} NOT NULL, actor {text} NOT NULL, source {text} NOT NULL,
        written {int} NOT NULL, refused {int} NOT NULL, undone_at {int}, undone_by {text},
        CHECK ((undone_at IS NULL) = (undone_by IS NULL))
    ) {table}",
    "CREATE TABLE batch_thing (
        batch {int} NOT NULL REFERENCES batch (nr), position {int} NOT NULL, kind {text} NOT NULL,
        thing_key {text} NOT NULL, version {int}, before_rows {text} NOT NULL, after_rows {text} NOT NULL,
        PRIMARY KEY (batch, position)
    ) {keyed table}",
    "CREATE INDEX batch_thing_by_key ON batch_thing (kind, thing_key)",
];
