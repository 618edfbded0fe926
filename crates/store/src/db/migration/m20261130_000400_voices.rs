//! Opinions, enquiries, corrections and complaints: as they came in, what was done with them in order, which units work on them,
//! and the keys that words of complaints are sealed to.
//!
//! Of a receipt only the digest is kept. Of a complaint `content`, `name`, `contact` and the words of its steps are what only the
//! supervisors' key and the receipt open; `reader_key` is the public half of what the receipt makes. Of a key pair the private half
//! is kept as its passphrase opens it. `stage`, `taken_on` and `ended_on` are what the steps make of a voice, for lists and counts.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE voice (
        kind {text} NOT NULL, year {int} NOT NULL, serial {int} NOT NULL, receipt {text} NOT NULL UNIQUE,
        received_on {text} NOT NULL, entered_at {int} NOT NULL, intake {text} NOT NULL, content {text} NOT NULL,
        name {text} NOT NULL, contact {text} NOT NULL, record {text}, reader_key {text}, stage {text} NOT NULL,
        ended_on {text}, shown_on {text}, version {int} NOT NULL,
        PRIMARY KEY (kind, year, serial),
        CHECK (kind IN ('opinion', 'enquiry', 'correction', 'complaint')),
        CHECK (stage IN ('received', 'accepted', 'assigned', 'answered', 'refused', 'transferred', 'withdrawn', 'closed')),
        CHECK ((stage IN ('received', 'accepted', 'assigned')) = (ended_on IS NULL)),
        CHECK ((kind = 'complaint') = (reader_key IS NOT NULL))
    ) {keyed table}",
    "CREATE TABLE voice_step (
        kind {text} NOT NULL, year {int} NOT NULL, serial {int} NOT NULL, nr {int} NOT NULL, entered_at {int} NOT NULL,
        happened_on {text} NOT NULL, person {text}, act {text} NOT NULL, texts {text} NOT NULL,
        PRIMARY KEY (kind, year, serial, nr),
        FOREIGN KEY (kind, year, serial) REFERENCES voice (kind, year, serial)
    ) {keyed table}",
    "CREATE TABLE voice_unit (
        kind {text} NOT NULL, year {int} NOT NULL, serial {int} NOT NULL, place {int} NOT NULL, unit {text} NOT NULL,
        PRIMARY KEY (kind, year, serial, place),
        FOREIGN KEY (kind, year, serial) REFERENCES voice (kind, year, serial)
    ) {keyed table}",
    "CREATE TABLE complaint_key (
        nr {int} PRIMARY KEY, made_at {int} NOT NULL, made_by {text} NOT NULL, public_key {text} NOT NULL,
        salt {text} NOT NULL, wrapped {text} NOT NULL
    ) {table}",
    "CREATE INDEX voice_ended ON voice (ended_on)",
    "CREATE INDEX voice_shown ON voice (shown_on) WHERE shown_on IS NOT NULL",
    "CREATE INDEX voice_unit_by_unit ON voice_unit (unit)",
];
