//! The rules, one file or folder each.

pub(crate) mod category;
pub(crate) mod count;
pub(crate) mod date;
pub(crate) mod link_date;
pub(crate) mod numbering;
pub(crate) mod period;
pub(crate) mod rate;
pub(crate) mod repeat;
pub(crate) mod sum;
