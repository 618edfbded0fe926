//! The ledger as rows: the one exchange form in which everything goes in and comes out.
//!
//! A ledger file (.xlsx, .csv, .json) is a set of tables; [`columns`] is the published description of each.
//! Here a row of text becomes a typed [`Entry`] or a list of faults that name column and cure, and an entry
//! becomes a row again. Reading files is `office`'s business, putting entries in the database `app`'s.

mod assemble;
mod columns;
mod entry;
mod judge;
mod keys;
mod merge;
mod names;
mod parse;
mod plan;
mod print;
mod reading;
mod recognise;
mod releases;
mod remark;
mod to_fill;
mod twins;
mod years;

pub use assemble::{Moment, Parts, assemble, take_apart};
pub use columns::{Column, columns, key_columns};
pub use entry::{DatasetRef, EditionEntry, Entry, EntryState, Note, RecordEntry, ReleaseEntry, TextEntry};
pub use judge::{Standards, judge, judge_dates, nil_with_records, not_applicable_with_records, of_one_host};
pub use keys::{
    KeysMet, Meant, Origin, agrees, is_key_as_given, is_lasting_key, is_running_number, key_of_source, key_of_year,
    meant_by_key, same_number_is_meant,
};
pub use merge::{Refusal, edition_made, imported, merge};
pub use names::{join_names, split_names};
pub use parse::{Fault, FaultKind, is_made_key, parse};
pub use plan::{CellChange, differences, overlay, says};
pub use print::{print, record_row};
pub use reading::{
    FORMULA, GuardCell, GuardKind, HeadAnswers, Heads, Hint, Known, Nothing, Reading, SheetFacts, SiteCell, SiteColumn,
    SiteHolds, StatedYear, Written, begins_another, begins_publicity, channel_group, channel_kind, closing_line,
    closing_note, head_of, holds_values, is_another_head, is_aside, is_bare_heading, is_category_row, is_ditto,
    is_example, is_guard, is_numbered, is_numbering, is_same_said, is_statistics, is_unit, item_of_group,
    items_of_title, kind_of_address, may_be_head, opens, read_heads, read_row, reads_as_records, register_of,
    says_as_row, says_little, says_now, several_units, speaks_as_head, unit_of_group, unit_of_sheet, unit_of_title,
    year_of_group,
};
pub use recognise::{
    Face, Faces, Recognised, is_another_issue, is_but_rekeyed, may_be_retitled, same_day_or_page, share_a_page,
};
pub use releases::{RowReleases, mark_of_row, reconcile};
pub use remark::{Concern, Doubt, Judged, Question, Taken, Understood};
pub use to_fill::{TO_FILL_MARK, has_hint, hint, is_filled_in};
pub use twins::{FileRow, Twin, twins, unsaid};
pub use years::{Across, Book, across, is_undated, year_of_rows, year_said};

use crate::coded::coded;

coded! {
    /// The tables of a ledger, in the order in which they are brought in.
    Table {
        /// Facts about the school: one row a fact.
        School = "school", "学校";
        /// Departments, colleges and bodies.
        Units = "units", "单位";
        /// Channels of disclosure.
        Channels = "channels", "渠道";
        /// What the school says of items, and its own items.
        Items = "items", "事项";
        /// What was disclosed.
        Records = "records", "记录";
        /// Further releases of records.
        Releases = "releases", "发布";
        /// Earlier editions of records.
        Editions = "editions", "历次版本";
        /// Datasets.
        Datasets = "datasets", "数据集";
        /// Their figures.
        Figures = "figures", "数据";
        /// What must hold between figures.
        Identities = "identities", "恒等式";
        /// Texts of annual reports.
        Texts = "texts", "报告文字";
        /// Nil statements.
        Nil = "nil", "零报告";
    }
}

/// One row as text, one cell a column of its table in the order of [`columns`]; missing cells are empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row(pub Vec<String>);

impl Row {
    /// The cell of column `at`, without blanks around it.
    pub fn cell(&self, at: usize) -> &str {
        self.0.get(at).map_or("", |text| text.trim())
    }

    /// Whether every cell is blank.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Which column of the table a head stands for: by key, Chinese head or one of the aliases, after blanks,
/// line feeds, a closing `*` or `（必填）` are taken away.
pub fn column_of(table: Table, head: &str) -> Option<usize> {
    let plain: String = crate::date::half_width(head).chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    let plain = plain.trim_end_matches("(必填)").trim_end_matches("(选填)").to_lowercase();
    if plain.is_empty() {
        return None;
    }
    columns(table).iter().position(|column| {
        column.key == plain || column.zh == plain || column.aliases.iter().any(|alias| *alias == plain)
    })
}

/// Which table a sheet or section name stands for: by code or Chinese name.
pub fn table_of(name: &str) -> Option<Table> {
    let plain: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    Table::read(&plain).or_else(|| Table::read(&plain.to_lowercase()))
}

/// Whether a row of cells looks like the head of a table: at least its required columns, or three known
/// heads, are recognised. Real files have titles and merged cells above it.
pub fn is_head(table: Table, cells: &[String]) -> bool {
    let mut known: Vec<usize> = cells.iter().filter_map(|cell| column_of(table, cell)).collect();
    known.sort_unstable();
    known.dedup();
    let required = columns(table).iter().enumerate().filter(|(_, column)| column.required);
    let all_required = required.clone().count() > 0 && required.clone().all(|(at, _)| known.contains(&at));
    all_required || known.len() >= 3
}

#[cfg(test)]
mod tests;
