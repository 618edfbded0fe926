//! What a row would change in what is there, cell by cell; and a row that has not all columns over one that has.
//!
//! It exists so that a person can look at an import before it happens, and so that a column which a file does not have
//! changes nothing. An empty cell in a column that it has is a deletion, and shows here as one.

use super::{Row, Table, columns};

/// A cell that would become another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// Column by its position in the table.
    pub column: usize,
    /// What stands there.
    pub old: String,
    /// What would stand there; empty for a deletion.
    pub new: String,
}

/// The cells in which two rows of a table differ.
pub fn differences(table: Table, old: &Row, new: &Row) -> Vec<CellChange> {
    (0..columns(table).len())
        .filter(|at| old.cell(*at) != new.cell(*at))
        .map(|column| CellChange { column, old: old.cell(column).to_string(), new: new.cell(column).to_string() })
        .collect()
}

/// Columns that only mean something beside another: where that says something else, what is there goes with it.
const FOLLOWING: &[(Table, &str, &[&str])] = &[
    (Table::Records, "state", &["state_reason", "state_on"]),
    (Table::Records, "openness", &["ground", "state", "state_reason", "state_on"]),
    (Table::Records, "publicity", &["publicity_from", "publicity_until"]),
    // The last day of a publicity is its term, and when it came down.
    (Table::Records, "publicity_until", &["term", "state", "state_on"]),
    (Table::Items, "applies", &["reason"]),
];

/// Columns that reading fills from what stands in another: a period in the column of days, 长期, the year that a title states,
/// the address behind a title. What stands in them was said, whether the file has the column or not.
const DERIVED: &[&str] = &["locator", "term", "year", "publicity", "publicity_from", "publicity_until"];

/// Whether a row says something in a column of records: the file has it, or it was filled from another.
pub fn says(row: &Row, column: usize, has: bool) -> bool {
    let derived = columns(Table::Records).get(column).is_some_and(|column| DERIVED.contains(&column.key));
    has || derived && !row.cell(column).is_empty()
}

/// The incoming row, with what is there wherever its file has no such column.
pub fn overlay(table: Table, there: &Row, incoming: &Row, has: impl Fn(usize) -> bool) -> Row {
    let has = |at: usize| if table == Table::Records { says(incoming, at, has(at)) } else { has(at) };
    let at = |key: &str| columns(table).iter().position(|column| column.key == key).unwrap_or_default();
    let other = |leader: &str| has(at(leader)) && incoming.cell(at(leader)) != there.cell(at(leader));
    let gone: Vec<usize> = FOLLOWING
        .iter()
        .filter(|(of, leader, _)| *of == table && other(leader))
        .flat_map(|(_, _, following)| following.iter().map(|key| at(key)))
        .collect();
    let cell = |at: usize| if has(at) || gone.contains(&at) { incoming.cell(at) } else { there.cell(at) };
    Row((0..columns(table).len()).map(|at| cell(at).to_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row(cells.iter().map(|cell| cell.to_string()).collect())
    }

    #[test]
    fn a_column_that_is_absent_changes_nothing_and_an_empty_cell_is_a_deletion() {
        let there = row(&["site", "学校官网", "网站", "https://a.cn", "主站"]);
        // The file has code, name and remark; the remark is empty.
        let incoming = row(&["site", "官方网站", "", "", ""]);
        let merged = overlay(Table::Channels, &there, &incoming, |at| matches!(at, 0 | 1 | 4));
        let changes = differences(Table::Channels, &there, &merged);
        let told: Vec<(usize, &str, &str)> =
            changes.iter().map(|change| (change.column, change.old.as_str(), change.new.as_str())).collect();
        assert_eq!(told, [(1, "学校官网", "官方网站"), (4, "主站", "")]);
    }
}
