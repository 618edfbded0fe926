//! Which school year a row and its book are of, and what it means that a row looks like a record of another year.
//!
//! Next year's book has the same titles, pages and numbers as this year's: what it lists are other things, which never
//! take the place of last year's. A date that somebody corrects also leads into another year; which of the two it is, the
//! book tells, and where it does not a person must. It decides only this.

use super::entry::RecordEntry;
use crate::date::PartialDate;
use crate::school_year::SchoolYear;
use std::collections::BTreeMap;

/// Dated rows of one year that make a book one of that year when no title says so.
const ENOUGH: u64 = 3;

/// The school year that a book is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Book {
    /// The year.
    pub year: SchoolYear,
    /// Its title says so, or very nearly all of its rows.
    pub sure: bool,
    /// Rows of it are in the ledger as they are: it comes again, corrected or grown.
    pub again: bool,
}

/// What it means that a row looks like a record of another school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Across {
    /// A date that is corrected: the record is of the book's year.
    Corrected,
    /// Another thing of another year.
    Another,
    /// Nobody can tell.
    Doubtful,
}

/// What likeness across years comes to; nothing when both are of one year, or a year is not known.
pub fn across(row: Option<SchoolYear>, there: Option<SchoolYear>, book: Option<Book>) -> Option<Across> {
    let (row, there) = (row?, there?);
    if row == there {
        return None;
    }
    Some(match book {
        Some(book) if book.year == there => Across::Corrected,
        Some(Book { year, sure: true, again: false }) if year == row => Across::Another,
        _ => Across::Doubtful,
    })
}

/// The school year that a column names, else that in which a date lies for certain.
pub fn year_said(year: Option<SchoolYear>, published: PartialDate, made: PartialDate) -> Option<SchoolYear> {
    let certain = |date: PartialDate| {
        let (first, last) = date.span()?;
        Some(SchoolYear::of(first)).filter(|year| *year == SchoolYear::of(last))
    };
    year.or_else(|| certain(published)).or_else(|| certain(made))
}

/// Whether a row says nothing at all of when it was.
pub fn is_undated(entry: &RecordEntry) -> bool {
    entry.year.is_none() && entry.published_on.is_unknown() && entry.made_on.is_unknown()
}

/// The year of a book by its dated rows, each year with how many there are of it: for a few of them it is only likely.
pub fn year_of_rows(rows: &BTreeMap<SchoolYear, u64>) -> Option<(SchoolYear, bool)> {
    let all: u64 = rows.values().sum();
    let (year, most) = rows.iter().max_by_key(|(_, count)| **count)?;
    (most * 2 > all).then_some((*year, *most >= ENOUGH && most * 5 >= all * 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(first: i32) -> SchoolYear {
        SchoolYear::beginning(first).unwrap()
    }

    #[test]
    fn a_book_of_another_year_lists_other_things_and_a_slip_in_a_book_is_a_correction() {
        let book = |first, sure, again| Some(Book { year: year(first), sure, again });
        let (old, new) = (Some(year(2023)), Some(year(2024)));
        assert_eq!(across(new, old, book(2024, true, false)), Some(Across::Another));
        assert_eq!(across(new, old, book(2023, true, true)), Some(Across::Corrected));
        for unclear in [None, book(2024, false, false), book(2024, true, true), book(2022, true, false)] {
            assert_eq!(across(new, old, unclear), Some(Across::Doubtful));
        }
        assert_eq!(across(new, new, None), None);
        assert_eq!(across(None, old, None), None);
    }

    #[test]
    fn most_of_the_rows_tell_the_year_of_a_book() {
        let of = |rows: &[(i32, u64)]| year_of_rows(&rows.iter().map(|(first, n)| (year(*first), *n)).collect());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(2023, 1)]), Some((year(2023), false)));
        assert_eq!(of(&[(2023, 3)]), Some((year(2023), true)));
        assert_eq!(of(&[(2023, 5), (2022, 3)]), Some((year(2023), false)));
        assert_eq!(of(&[(2023, 40), (2022, 3)]), Some((year(2023), true)));
        assert_eq!(of(&[(2023, 5), (2022, 5)]), None);
    }
}
