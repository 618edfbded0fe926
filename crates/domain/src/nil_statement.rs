//! Nil statements (零报告): a unit signs that an item had nothing to disclose in a school year.

use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::school_year::SchoolYear;

/// A statement that there is nothing to disclose (零报告).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NilStatement {
    /// Item.
    pub item: ItemKey,
    /// School year.
    pub year: SchoolYear,
    /// Unit, by code or name.
    pub unit: String,
    /// Post of who signs.
    pub signed_by: String,
    /// When.
    pub signed_on: PartialDate,
    /// Remark.
    pub note: String,
}

impl NilStatement {
    /// Whether it answers for its item in this school year: it is signed for a year that is ending, and stands until the
    /// one of the next year is due.
    pub fn stands_in(&self, year: SchoolYear) -> bool {
        (year.first_year() - 1..=year.first_year()).contains(&self.year.first_year())
    }
}
