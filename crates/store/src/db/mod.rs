//! The database underneath: connections, transactions, SQL, the schema. Knows no aggregate.

pub(crate) mod dialect;
pub(crate) mod migration;
pub(crate) mod sql;
pub(crate) mod value;
