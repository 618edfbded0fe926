//! Settings kept in the workbench: drafts of the next edition of the catalogue, the editions that were published, and units and
//! channels that are closed.
//!
//! `item_draft` is `item_setting` again, with one row an item and no year yet. An edition is never written over; `changes` is what
//! it changed, for people.

pub(super) const STATEMENTS: &[&str] = &[
    "CREATE TABLE item_draft (
        item {text} PRIMARY KEY, from_year {int} NOT NULL, category {int}, category_name {text}, wording {text},
        applicability {text}, applicability_reason {text}, unit {text}, timing {text},
        maps_to {text} NOT NULL, note {text} NOT NULL, position {int} NOT NULL,
        CHECK (from_year = 0)
    ) {table}",
    "CREATE TABLE catalogue_edition (
        number {int} PRIMARY KEY, from_year {int} NOT NULL, published_at {int} NOT NULL, actor {text} NOT NULL,
        items {int} NOT NULL
    ) {table}",
    "CREATE TABLE closed_code (
        kind {text} NOT NULL, code {text} NOT NULL, closed_on {text} NOT NULL,
        PRIMARY KEY (kind, code),
        CHECK (kind IN ('unit', 'channel'))
    ) {keyed table}",
];
