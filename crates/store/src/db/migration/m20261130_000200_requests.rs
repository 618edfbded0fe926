//! Requests for disclosure: as they came in, what was done with them in order, and which units work on them.
//!
//! Of a receipt only the digest is kept, of an identity number only what a key beside the settings opens. `stage` and `ended_on` are
//! what the steps make of a request, written with each of them, for lists and counts.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE request (
        year {int} NOT NULL, serial {int} NOT NULL, receipt {text} NOT NULL UNIQUE, received_on {text} NOT NULL,
        entered_at {int} NOT NULL, intake {text} NOT NULL, kind {text} NOT NULL, name {text} NOT NULL,
        contact {text} NOT NULL, representative {text} NOT NULL, phone {text} NOT NULL, email {text} NOT NULL,
        address {text} NOT NULL, content {text} NOT NULL, purpose {text} NOT NULL, wanted {text} NOT NULL,
        way {text} NOT NULL, identity {text}, identity_until {text}, stage {text} NOT NULL, ended_on {text},
        version {int} NOT NULL, released {text},
        PRIMARY KEY (year, serial),
        CHECK (stage IN ('received', 'registered', 'clarifying', 'assigned', 'third_party', 'drafted', 'reviewed',
            'closed', 'archived')),
        CHECK ((stage IN ('closed', 'archived')) = (ended_on IS NOT NULL))
    ) {keyed table}",
    "CREATE TABLE request_step (
        year {int} NOT NULL, serial {int} NOT NULL, nr {int} NOT NULL, entered_at {int} NOT NULL,
        happened_on {text} NOT NULL, person {text}, act {text} NOT NULL, texts {text} NOT NULL,
        PRIMARY KEY (year, serial, nr),
        FOREIGN KEY (year, serial) REFERENCES request (year, serial)
    ) {keyed table}",
    "CREATE TABLE request_unit (
        year {int} NOT NULL, serial {int} NOT NULL, place {int} NOT NULL, unit {text} NOT NULL,
        PRIMARY KEY (year, serial, place),
        FOREIGN KEY (year, serial) REFERENCES request (year, serial)
    ) {keyed table}",
    "CREATE INDEX request_ended ON request (ended_on)",
    "CREATE INDEX request_unit_by_unit ON request_unit (unit)",
    "CREATE INDEX request_identity ON request (identity_until) WHERE identity IS NOT NULL",
];
