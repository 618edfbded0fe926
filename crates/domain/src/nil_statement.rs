//! Nil statements (零报告): a unit signs that an item had nothing to disclose in a school year.

use crate::catalogue::ItemKey;
use crate::date::PartialDate;
use crate::school_year::SchoolYear;
use chrono::NaiveDate;

/// First calendar year of the first school year for which there was a list of items (教办函〔2014〕23号, July 2014).
const FIRST_YEAR: i32 = 2014;

/// Why no nil statement is signed for a school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NilYearError {
    /// It has not begun: nobody knows yet what there will be.
    #[error("the school year has not begun")]
    NotBegun,
    /// There was no list of items then.
    #[error("there was no list of items in that school year")]
    BeforeTheList,
}

impl NilYearError {
    /// Stable code, the end of a message key under `nil-year-`.
    pub fn code(self) -> &'static str {
        match self {
            NilYearError::NotBegun => "not-begun",
            NilYearError::BeforeTheList => "before-list",
        }
    }
}

/// For whom it is to sign a statement for a school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    /// The head of the unit: the year that runs, or the one that is over.
    Head,
    /// The disclosure office: a year that was accounted for long ago.
    Office,
}

/// Who signs for a school year, on `today`.
///
/// # Errors
/// Nobody does.
pub fn signs_for(year: SchoolYear, today: NaiveDate) -> Result<Signs, NilYearError> {
    let this = SchoolYear::of(today);
    match year {
        year if year > this => Err(NilYearError::NotBegun),
        year if year.first_year() < FIRST_YEAR => Err(NilYearError::BeforeTheList),
        year if year.first_year() + 1 >= this.first_year() => Ok(Signs::Head),
        _ => Ok(Signs::Office),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_signed_for_a_year_that_has_begun_and_that_the_list_knows() {
        let on = |year: i32| signs_for(SchoolYear::beginning(year).unwrap(), "2026-12-01".parse().unwrap());
        assert_eq!((on(2026), on(2025)), (Ok(Signs::Head), Ok(Signs::Head)));
        assert_eq!((on(2024), on(2014)), (Ok(Signs::Office), Ok(Signs::Office)));
        assert_eq!((on(2027), on(2030)), (Err(NilYearError::NotBegun), Err(NilYearError::NotBegun)));
        assert_eq!((on(2013), on(1999)), (Err(NilYearError::BeforeTheList), Err(NilYearError::BeforeTheList)));
    }
}
