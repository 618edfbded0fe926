//! Reading a row the way a person would: what clerks write becomes what the columns want, and everything that was not
//! literal is told.
//!
//! It stands before [`parse`](crate::ledger::parse), which stays strict: a row that is literal passes unchanged, which is
//! why a ledger that the program wrote reads back the same. What is doubtful is a [`Question`] and is never guessed.
//! Nothing here knows files or the database; what is known of units and channels is asked of the caller ([`Known`]).

mod absent;
mod address;
mod amount;
mod answers;
mod cells;
mod channel;
mod closed;
mod date;
mod heads;
mod item;
mod kinds;
mod shape;
mod sites;
mod words;

pub use answers::HeadAnswers;
pub use channel::{channel_group, channel_kind, kind_of_address};
pub use closed::{
    GuardCell, GuardKind, begins_another, closing_line, closing_note, is_bare_heading, is_guard, is_numbered, opens,
};
pub use date::{StatedYear, year_of_group};
pub use heads::{
    Heads, begins_publicity, head_of, is_same_said, may_be_head, read_heads, reads_as_records, says_little, says_now,
};
pub use item::{is_category_row, item_of_group, of_title as items_of_title};
pub use kinds::{is_another_head, is_example, is_numbering, is_statistics, register_of, says_as_row, speaks_as_head};
pub use shape::{
    holds_values, is_aside, is_ditto, is_unit, several_units, unit_of_group, unit_of_sheet, unit_of_title,
};
pub use sites::{SiteCell, SiteColumn, SiteHolds};

use super::entry::{Entry, ReleaseEntry};
use super::parse::{Fault, FaultKind, parse};
use super::remark::{Doubt, Question, Taken, Understood};
use super::{Row, Table, columns};
use cells::Cells;

/// What a file says of one cell beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hint {
    /// Column of the table.
    pub column: usize,
    /// The address behind the cell.
    pub link: Option<String>,
    /// The file holds a number there, which has lost its closing zeros.
    pub number: bool,
    /// A formula stands there and the file keeps no result of it.
    pub formula: bool,
    /// A first day of a month, of which the file does not say whether it shows the day.
    pub month: bool,
    /// A link stands behind it whose address could not be read.
    pub lost: bool,
    /// It is struck through.
    pub struck: bool,
    /// It is merged over so many rows, of which each has what it holds; 0 for a cell of one row.
    pub merged: u64,
}

/// What is told of a formula whose result nobody knows.
pub const FORMULA: &str = "=…";

/// What a sheet states for all of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetFacts {
    /// The unit, and whether it is that of the sheet's name, of its title or of a heading between the rows.
    pub unit: Option<(String, Taken)>,
    /// The unit of the nearest row above that names one, under the same heading.
    pub unit_above: Option<String>,
    /// The item of a heading between the rows.
    pub item: Option<u8>,
    /// Of a row, the category that a column beside its item names.
    pub category: Option<String>,
    /// Of a row whose item is empty, that of the nearest row above that names one.
    pub item_above: Option<String>,
    /// Of a row whose title is empty, that of the row above.
    pub title_above: Option<String>,
    /// The year.
    pub year: StatedYear,
    /// Several sheets number their rows 1, 2, 3: these are no keys.
    pub running: bool,
    /// The line above the table that says that not everybody may see what stands in it.
    pub closed: Option<String>,
    /// What stands behind cells cannot be read in this form of file.
    pub links_unread: bool,
    /// Its column of the first days of publicity is headed as such, 公示开始, and not 公示时间, which may be anything.
    pub begins_only: bool,
}

/// A row as the file has it.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// Its table.
    pub table: Table,
    /// Its cells.
    pub row: &'a Row,
    /// What the file says of single cells beside their text.
    pub hints: &'a [Hint],
    /// Its filled cells in columns that are a channel each.
    pub sites: &'a [SiteCell],
    /// Its filled cells in columns that say whether it is open to all.
    pub guards: &'a [GuardCell],
    /// What its sheet states.
    pub sheet: &'a SheetFacts,
}

/// A row as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its cells as the columns want them.
    pub row: Row,
    /// What they say, or what is wrong with them.
    pub entry: Result<Entry, Vec<Fault>>,
    /// Releases that the row names beside its own: further addresses, channels that the address does not belong to.
    pub releases: Vec<ReleaseEntry>,
    /// What was interpreted.
    pub understood: Vec<Understood>,
    /// Columns in which something stands that says nothing, and what: they delete nothing. Of a formula it is [`FORMULA`].
    pub unread: Vec<(usize, String)>,
    /// What is to be asked. A row with a question is not to be written.
    pub questions: Vec<Question>,
}

/// What is known of the school beside the file.
pub trait Known {
    /// Whether a text is, as a whole, the name of a known unit.
    fn is_unit(&self, text: &str) -> bool;
    /// The hosts of the channel that a row names.
    fn hosts(&self, channel: &str) -> &[String];
    /// The channel to which a host belongs, where it belongs to one only.
    fn channel_of(&self, host: &str) -> Option<&str>;
}

/// Nothing is known of the school.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nothing;

impl Known for Nothing {
    fn is_unit(&self, _: &str) -> bool {
        false
    }

    fn hosts(&self, _: &str) -> &[String] {
        &[]
    }

    fn channel_of(&self, _: &str) -> Option<&str> {
        None
    }
}

/// Reads a row.
pub fn read_row(written: Written<'_>, known: &dyn Known) -> Reading {
    let mut cells = Cells::new(written);
    cells.formulas();
    cells.clean();
    cells.ditto();
    cells.words();
    cells.school_years();
    let stated = cells.stated_year();
    cells.items();
    cells.dates(stated);
    cells.numbers();
    cells.identities();
    match written.table {
        Table::Records => {
            cells.openness();
            cells.ended();
            cells.not_for_all();
            cells.not_yet();
            cells.guards();
            cells.day_of_kept();
            cells.terms();
            cells.publicity_end();
            cells.key();
            cells.nothing();
            cells.unit(&|text| known.is_unit(text));
            cells.places(known, stated);
            cells.year_of_book(stated);
        }
        Table::Releases => cells.release(),
        Table::Channels => cells.address_of_channel(),
        _ => {}
    }
    let unread = cells.unread();
    let Cells { row, understood, questions, faults, mut releases, .. } = cells;
    let entry = judged(written.table, &row, faults, &questions);
    if let Ok(Entry::Record(record)) = &entry {
        for release in &mut releases {
            release.record.clone_from(&record.key);
            if release.on.is_unknown() {
                release.on = record.published_on;
            }
        }
    }
    Reading { row, entry, releases, understood, unread, questions }
}

/// The row's entry; a column in question has no fault beside its question.
fn judged(table: Table, row: &Row, found: Vec<Fault>, questions: &[Question]) -> Result<Entry, Vec<Fault>> {
    let asked = |fault: &Fault| questions.iter().any(|question| question.column == Some(fault.column));
    let told = |fault: &Fault| found.iter().any(|known| known.column == fault.column);
    match parse(table, row) {
        Ok(entry) if found.is_empty() => Ok(entry),
        Ok(_) => Err(found),
        Err(mut faults) => {
            // Of what may be a row of another nobody need say what it lacks.
            if questions.iter().any(|question| question.kind == Doubt::Continued) {
                faults.retain(|fault| fault.kind != FaultKind::Missing);
            }
            faults.retain(|fault| !asked(fault) && !told(fault));
            faults.splice(0..0, found.iter().cloned());
            Err(faults)
        }
    }
}

#[cfg(test)]
mod tests;
