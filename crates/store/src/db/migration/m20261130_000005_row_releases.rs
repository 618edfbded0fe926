//! Which releases the record's own row in a ledger file names, so that a later row which does not name one any more takes it
//! away, and leaves alone what came in another way. Of what is there, a bare release of the record's own day is taken for one.

pub(super) const STATEMENTS: &[&str] = &[
    "ALTER TABLE release ADD COLUMN of_row {int} NOT NULL DEFAULT 0",
    "UPDATE release SET of_row = 1 WHERE evidence = '' AND note = ''
        AND released_on = (SELECT since FROM record WHERE nr = record_nr)",
];
