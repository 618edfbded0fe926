//! Former names: what units and channels were called before, by name and by code, so that whoever still says so is
//! understood.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE unit_former (
        unit {text} NOT NULL, former {text} NOT NULL,
        PRIMARY KEY (unit, former)
    ) {keyed table}",
    "CREATE TABLE channel_former (
        channel {text} NOT NULL, former {text} NOT NULL,
        PRIMARY KEY (channel, former)
    ) {keyed table}",
];
