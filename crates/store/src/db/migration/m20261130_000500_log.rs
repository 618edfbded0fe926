//! The public log: what was made public when, the hashes over it, and its checkpoints.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE log_entry (
        seq {int} PRIMARY KEY,
        object {text} NOT NULL,
        kind {text} NOT NULL,
        day {text} NOT NULL,
        event_seq {int} NOT NULL,
        body {text} NOT NULL,
        leaf {text} NOT NULL,
        salt {text} NOT NULL
    ) {table}",
    "CREATE INDEX log_entry_by_object ON log_entry (object, seq)",
    "CREATE INDEX log_entry_by_day ON log_entry (day, seq)",
    "CREATE TABLE log_node (
        level {int} NOT NULL, place {int} NOT NULL, hash {text} NOT NULL, PRIMARY KEY (level, place)
    ) {keyed table}",
    "CREATE TABLE log_checkpoint (
        size {int} NOT NULL,
        signer {text} NOT NULL,
        root {text} NOT NULL,
        note {text} NOT NULL,
        made_at {int} NOT NULL,
        PRIMARY KEY (size, signer)
    ) {table}",
];
