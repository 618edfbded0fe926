//! Batches of commands: whether `source` is the command that was given, and not the name of a file.

pub(super) const STATEMENTS: &[&str] = &["ALTER TABLE batch ADD COLUMN by_command {int} NOT NULL DEFAULT 0"];
