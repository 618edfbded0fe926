//! Why a list is shown to more people than its kind says, and which columns of other tables beside it somebody wants shown.

pub(super) const STATEMENTS: &[&str] = &[
    "ALTER TABLE posting ADD COLUMN wider {text} NOT NULL DEFAULT ''",
    "ALTER TABLE posting ADD COLUMN kept {text} NOT NULL DEFAULT '[]'",
];
