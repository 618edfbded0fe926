//! Letters of requests as they were issued: text and facts, so that what was served is never made anew of what is known later.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE request_letter (
        year {int} NOT NULL, serial {int} NOT NULL, letter {text} NOT NULL, issued_at {int} NOT NULL,
        document {text} NOT NULL,
        PRIMARY KEY (year, serial, letter),
        FOREIGN KEY (year, serial) REFERENCES request (year, serial)
    ) {keyed table}",
    "CREATE INDEX request_released ON request (released) WHERE released IS NOT NULL",
];
