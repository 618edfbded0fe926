//! Publicity (公示): a period in which a decision is open to objection, by kind, as one table.
//!
//! [`kind`] says what the rules and customs ask of each kind: how long it stands, where, what its list may show and what
//! becomes of it; [`columns`] which heads of a list mean a column that may not be shown; [`period`] reckons first and
//! last days; [`Rule`] is what a school says of its own length; [`Sensitive`] what no list shows without a reason;
//! [`roll`] judges a list, [`beside`] finds lists that stand elsewhere in the tables of [`grid`], [`posting`] puts one up. The facts are data (`data/publicity.tsv`) with their source and how sure it is. Nothing here decides what a
//! visitor sees or takes a record down; that is the record's life.

pub mod beside;
mod column;
pub mod columns;
pub mod grid;
pub mod kind;
mod length;
pub mod period;
pub mod posting;
pub mod roll;
mod rule;
mod sensitive;

pub use column::Column;
pub use columns::forbidden_columns;
pub use kind::{Afterwards, Kind, Nature, Scope, Time, Verification};
pub use length::{Days, Length};
pub use period::{Standing, TooShort, check, day_of, standing};
pub use posting::{LengthError, Posting};
pub use roll::{Fate, Roll, RowDoubt};
pub use rule::{OverruledError, Rule};
pub use sensitive::Sensitive;
