//! The table of events, for those who write them and for the chain over them.

use crate::db::sql::Table;

/// An event a row, in the order in which they were committed.
pub(crate) const EVENT: Table = Table {
    name: "event",
    columns: &[
        "seq",
        "id",
        "happened_at",
        "actor",
        "act",
        "object_kind",
        "object_key",
        "reason",
        "concerns_public",
        "payload",
        "facts",
    ],
};
