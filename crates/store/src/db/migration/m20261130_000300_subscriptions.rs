//! Who wants to be told of what is new by mail: an address, what it is about, how far it was told.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE subscription (
        id {text} PRIMARY KEY,
        token {text} NOT NULL UNIQUE,
        address {text} NOT NULL,
        about {text} NOT NULL,
        rhythm {text} NOT NULL CHECK (rhythm IN ('at-once', 'daily')),
        lang {text} NOT NULL,
        asked_at {int} NOT NULL,
        confirmed_at {int},
        told_seq {int} NOT NULL,
        told_at {int} NOT NULL
    ) {table}",
    "CREATE UNIQUE INDEX subscription_by_address ON subscription (address, about)",
    "CREATE INDEX subscription_by_time ON subscription (asked_at)",
];
