//! What files say, once by digest beside their bytes, so that search finds it; and what was looked for and not found.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE blob_text (digest {text} PRIMARY KEY, wording {text} NOT NULL) {table}",
    "CREATE TABLE search_miss (wording {text} PRIMARY KEY, times {int} NOT NULL, last_at {int} NOT NULL) {table}",
    "CREATE INDEX search_miss_by_time ON search_miss (last_at)",
];
