//! Who was reminded of what, how people want to be reached, and messages on their way out.
//!
//! A reminder is known by person, thing and stage, and so comes once. A message is known by its key, and so is put up once;
//! its address is looked up when it is sent and not kept here.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE reminder (
        nr {int} PRIMARY KEY, person {text} NOT NULL REFERENCES person (id), thing {text} NOT NULL,
        stage {text} NOT NULL, need {text} NOT NULL, made_at {int} NOT NULL, made_by {text} REFERENCES person (id),
        note {text} NOT NULL, read_at {int},
        UNIQUE (person, thing, stage)
    ) {table}",
    "CREATE INDEX reminder_by_thing ON reminder (thing, nr)",
    "CREATE TABLE mail_choice (
        person {text} PRIMARY KEY REFERENCES person (id), mail {int} NOT NULL, lang {text} NOT NULL
    ) {keyed table}",
    // `sending`: a worker has it, and it has not left. `handed`: it may have left. `unsure`: nobody knows whether it did.
    "CREATE TABLE message (
        nr {int} PRIMARY KEY, message_key {text} NOT NULL UNIQUE, kind {text} NOT NULL, recipient {text} NOT NULL,
        subject {text} NOT NULL, plain {text} NOT NULL, html {text} NOT NULL, state {text} NOT NULL,
        attempts {int} NOT NULL, due_at {int} NOT NULL, made_at {int} NOT NULL, ended_at {int}, failure {text},
        CHECK (kind IN ('mail', 'robot')),
        CHECK (state IN ('queued', 'sending', 'handed', 'sent', 'failed', 'unsure'))
    ) {table}",
    "CREATE INDEX message_by_due ON message (state, due_at)",
    "CREATE INDEX message_by_recipient ON message (recipient, ended_at)",
];
