//! The database underneath: connections, transactions, SQL, the schema. Knows no aggregate.

pub(crate) mod connect;
pub(crate) mod dialect;
pub(crate) mod fault;
pub(crate) mod migration;
pub(crate) mod sql;
pub(crate) mod value;
