//! What somebody answered of heads of ledger files: the column that a head means, by its key, nothing for a head that is
//! not to be read. `head` is in the form by which answers are found.

pub(super) const STATEMENTS: &[&str] = &["CREATE TABLE head_answer (
        ledger_table {text} NOT NULL, head {text} NOT NULL, means {text} NOT NULL,
        PRIMARY KEY (ledger_table, head)
    ) {keyed table}"];
