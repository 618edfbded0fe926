//! Lists of people that stand beside the list of a posting: in the text of its record, in a spreadsheet that is attached.
//!
//! What a kind keeps off its list may not come back by another door, so such tables are found here, in whatever table they
//! stand, and judged by the same rules ([`super::roll`]). A table without people in it (hours, places, numbers of awards) is
//! none. Reading files and judging cells is done by others.

use super::column::{Column, is, plain};
use super::kind::Kind;
use super::roll::{Roll, is_covered};
use super::sensitive::Sensitive;
use std::collections::{BTreeMap, BTreeSet};

/// Most rows that are judged together; a longer list is judged in pieces.
const PIECE: usize = 2_000;
/// Most columns of a list that are looked at.
const MOST_COLUMNS: usize = 200;
/// Heads by which a table without a column of names is about people all the same.
const IDENTITY: [&str; 4] = ["身份证件号码", "家庭住址", "出生日期", "银行卡号"];

/// A row of a table as it stands: its cells with something in them, by column.
pub type Row = BTreeMap<usize, String>;

/// A list of people that was found in a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// The list, or a piece of it.
    pub roll: Roll,
    /// Row and column in the table of each of its heads.
    pub heads_at: Vec<(usize, usize)>,
    /// The same of each cell.
    pub cells_at: Vec<Vec<(usize, usize)>>,
}

/// The lists of people in a table, for a posting of this kind. Columns in which nothing stands are none.
pub fn lists_in(kind: &Kind, table: &[Row]) -> Vec<Listed> {
    let named = |row: &Row| row.values().any(|cell| is(cell, "姓名"));
    let mut heads: Vec<usize> = (0..table.len()).filter(|at| named(&table[*at])).collect();
    // A head of two rows names its people in both: the lower one has a word for each column.
    heads = heads.iter().copied().filter(|at| heads.binary_search(&(at + 1)).is_err()).collect();
    if heads.is_empty() {
        let first = table.iter().position(|row| row.len() >= 2);
        heads.extend(first.filter(|at| table[*at].values().any(|head| tells_a_person(head))));
    }
    let ends = heads.iter().skip(1).copied().chain([table.len()]);
    heads.iter().copied().zip(ends).flat_map(|(head, end)| lists_under(kind, table, head, end)).collect()
}

/// The last row that is the head of a list of people, for a table that comes in pieces.
pub fn last_head(table: &[Row]) -> Option<usize> {
    table.iter().rposition(|row| row.values().any(|cell| is(cell, "姓名")))
}

/// Whether a head without names beside it says whose a row is.
fn tells_a_person(head: &str) -> bool {
    let plain = plain(head);
    is_covered(&plain)
        || Column::all().iter().any(|column| IDENTITY.contains(&column.name) && column.is_meant_by(&plain))
}

/// Whether a cell is what people write over or before a thing that is told of somebody.
fn is_label(kind: &Kind, cell: &str) -> bool {
    let plain = plain(cell);
    is(cell, "姓名")
        || is_covered(&plain)
        || kind.allowed.iter().any(|name| is(cell, name))
        || Column::all().iter().any(|column| column.is_meant_by(&plain))
        || Sensitive::all().iter().any(|one| one.column.is_meant_by(&plain))
}

fn lists_under(kind: &Kind, table: &[Row], head: usize, end: usize) -> Vec<Listed> {
    let names: Vec<usize> = table[head].iter().filter(|(_, cell)| is(cell, "姓名")).map(|(at, _)| *at).collect();
    let below = || table[head + 1..end].iter();
    // Labels where names should stand: a form about one person, each label with its value at the right.
    if below().any(|row| names.iter().any(|at| row.get(at).is_some_and(|cell| is_label(kind, cell)))) {
        return form(kind, table, head, end).into_iter().collect();
    }
    let columns: BTreeSet<usize> = below().flat_map(|row| row.keys().copied()).take(PIECE * MOST_COLUMNS).collect();
    let columns: Vec<usize> = columns.into_iter().take(MOST_COLUMNS).collect();
    let rows: Vec<usize> = (head + 1..end).filter(|at| !table[*at].is_empty()).collect();
    let cell = |row: usize, column: usize| table[row].get(&column).cloned().unwrap_or_default();
    rows.chunks(PIECE)
        .map(|piece| Listed {
            roll: Roll {
                heads: columns.iter().map(|column| cell(head, *column)).collect(),
                rows: piece.iter().map(|row| columns.iter().map(|column| cell(*row, *column)).collect()).collect(),
            },
            heads_at: columns.iter().map(|column| (head, *column)).collect(),
            cells_at: piece.iter().map(|row| columns.iter().map(|column| (*row, *column)).collect()).collect(),
        })
        .collect()
}

/// A form about one person that is filled in, as a list of one row; nothing of one that is not.
fn form(kind: &Kind, table: &[Row], head: usize, end: usize) -> Option<Listed> {
    let mut listed = Listed { cells_at: vec![Vec::new()], ..Listed::default() };
    let mut values = Vec::new();
    for (at, row) in table.iter().enumerate().take(end).skip(head) {
        let cells: Vec<(&usize, &String)> = row.iter().collect();
        for pair in cells.windows(2) {
            let [(label_at, label), (value_at, value)] = pair else { continue };
            if is_label(kind, label) && !is_label(kind, value) {
                listed.roll.heads.push((*label).clone());
                listed.heads_at.push((at, **label_at));
                listed.cells_at[0].push((at, **value_at));
                values.push((*value).clone());
            }
        }
    }
    listed.roll.rows = vec![values];
    (!listed.roll.heads.is_empty()).then_some(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(lines: &[&str]) -> Vec<Row> {
        let cells = |line: &&str| {
            let cells = line.split(' ').enumerate().filter(|(_, cell)| !cell.is_empty() && *cell != "-");
            cells.map(|(at, cell)| (at, cell.to_string())).collect()
        };
        lines.iter().map(cells).collect()
    }

    fn heads(lines: &[&str]) -> Vec<Vec<String>> {
        lists_in(Kind::general(), &table(lines)).into_iter().map(|listed| listed.roll.heads).collect()
    }

    #[test]
    fn a_list_of_people_is_found_under_titles_and_under_a_head_of_two_rows() {
        assert_eq!(heads(&["名单", "姓名 病史", "李示例 无"]), [["姓名", "病史"]]);
        let two = heads(&["姓名 联系 联系", "姓名 电话 住址", "李示例 1 2"]);
        assert_eq!(two, [["姓名", "电话", "住址"]]);
        assert_eq!(heads(&["姓名 学院", "李示例 一", "姓名 病史", "王样本 二"]).len(), 2, "two lists on one sheet");
    }

    #[test]
    fn tables_without_people_are_none() {
        for lines in [
            &["学院 名额", "商学院 5"][..],
            &["受理部门 联系电话", "学生处 0730-8390012"],
            &["困难类型 人数", "低保 12"],
            &["姓名 性别 出生日期"],
        ] {
            assert_eq!(heads(lines), Vec::<Vec<String>>::new(), "{lines:?}");
        }
        assert_eq!(heads(&["学号 困难类型", "20240101017 低保"]), [["学号", "困难类型"]], "a number is a person too");
    }

    #[test]
    fn a_form_that_is_filled_in_is_a_list_of_one_and_an_empty_one_is_none() {
        let filled = heads(&["姓名 李示例 性别 男", "身份证号 110101 家庭住址 某地"]);
        assert_eq!(filled, [["姓名", "身份证号", "家庭住址"]]);
        assert_eq!(heads(&["姓名 - 民族 -", "身份证号 - 家庭住址 -"]), Vec::<Vec<String>>::new());
    }

    #[test]
    fn a_long_list_is_judged_in_pieces_and_loses_no_row() {
        let mut rows = table(&["姓名 学院"]);
        rows.extend((0..PIECE * 2 + 1).map(|_| table(&["李示例 商学院"]).remove(0)));
        let pieces = lists_in(Kind::general(), &rows);
        assert_eq!(pieces.iter().map(|piece| piece.roll.rows.len()).sum::<usize>(), PIECE * 2 + 1);
        assert_eq!(pieces[2].cells_at[0], [(PIECE * 2 + 1, 0), (PIECE * 2 + 1, 1)]);
    }
}
