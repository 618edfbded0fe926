//! Rule `sum`: parts against their whole.

pub(crate) mod balance;
pub(crate) mod disclosure;
pub(crate) mod hierarchy;
pub(crate) mod list;
pub(crate) mod table;
